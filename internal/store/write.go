package store

import (
	"context"
	"database/sql"

	"github.com/cekura/mockserver/internal/domain"
)

// insertAgent adds an agent's own row. An id of 0 is given by the sequence.
func insertAgent(ctx context.Context, tx *sql.Tx, a *domain.Agent) (int64, error) {
	id := sql.NullInt64{Int64: a.ID, Valid: a.ID != 0}
	result, err := tx.ExecContext(ctx,
		`INSERT INTO agents (id, project, name, created_at, updated_at, settings) VALUES (?, ?, ?, ?, ?, ?)`,
		id, a.Project, a.Name(), micros(a.CreatedAt), micros(a.UpdatedAt), string(a.Settings.Append(nil)))
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// execer is a transaction, or a database for a single statement.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func updateAgent(ctx context.Context, q execer, a *domain.Agent) error {
	_, err := q.ExecContext(ctx,
		`UPDATE agents SET project = ?, name = ?, updated_at = ?, settings = ? WHERE id = ?`,
		a.Project, a.Name(), micros(a.UpdatedAt), string(a.Settings.Append(nil)), a.ID)
	return err
}

// diffsOf gives what must be written of each collection.
func diffsOf(before, after *domain.Agent) (diffs [3]domain.Diff, some bool) {
	for _, n := range domain.Names {
		diffs[n] = domain.DiffOf(before, after, n)
		some = some || !diffs[n].Empty()
	}
	return diffs, some
}

// writeItems writes what differs, and calls each after every item.
func writeItems(ctx context.Context, tx *sql.Tx, agentID int64, diffs [3]domain.Diff, each func() error) error {
	for _, n := range domain.Names {
		w := itemWriter{ctx: ctx, tx: tx, agentID: agentID, name: n, table: n.String()}
		if err := w.write(diffs[n], each); err != nil {
			return err
		}
	}
	return nil
}

// itemWriter writes the items of one collection, whose table has its name.
type itemWriter struct {
	ctx     context.Context
	tx      *sql.Tx
	agentID int64
	name    domain.Name
	table   string
}

// write removes every row that goes or changes its name before it adds any, so
// that two items of one request can swap their names.
func (w itemWriter) write(d domain.Diff, each func() error) error {
	for _, item := range d.Moved {
		if err := w.remove(item.ID); err != nil {
			return err
		}
	}
	for _, id := range d.Deleted {
		if err := w.remove(id); err != nil {
			return err
		}
		if err := each(); err != nil {
			return err
		}
	}
	for _, step := range []struct {
		items []*domain.Item
		write func(*domain.Item) error
	}{{d.Moved, w.insert}, {d.Updated, w.update}, {d.Created, w.insert}} {
		for _, item := range step.items {
			if err := step.write(item); err != nil {
				return err
			}
			if err := each(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w itemWriter) remove(id int64) error {
	_, err := w.tx.ExecContext(w.ctx, `DELETE FROM `+w.table+` WHERE id = ?`, id)
	return err
}

func (w itemWriter) update(item *domain.Item) error {
	_, err := w.tx.ExecContext(w.ctx, `UPDATE `+w.table+` SET fields = ?, updated_at = ? WHERE id = ?`,
		string(item.Fields.Append(nil)), micros(item.UpdatedAt), item.ID)
	return err
}

func (w itemWriter) insert(item *domain.Item) error {
	if _, err := w.tx.ExecContext(w.ctx,
		`INSERT INTO `+w.table+` (id, agent_id, name, fields, size, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		item.ID, w.agentID, item.Name, fieldsOf(item), item.Size, micros(item.CreatedAt), micros(item.UpdatedAt)); err != nil {
		return err
	}
	if w.name != domain.KnowledgeBaseFiles {
		return nil
	}
	_, err := w.tx.ExecContext(w.ctx, `INSERT INTO file_contents (file_id, content) VALUES (?, ?)`, item.ID, notNil(item.Content))
	return err
}

// fieldsOf writes what else the document has of an item.
func fieldsOf(item *domain.Item) string {
	if len(item.Fields.Keys) == 0 {
		return "{}"
	}
	return string(item.Fields.Append(nil))
}

// notNil keeps an empty file from being stored as NULL.
func notNil(content []byte) []byte {
	if content == nil {
		return []byte{}
	}
	return content
}
