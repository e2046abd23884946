package store

import (
	"context"
	"database/sql"

	"github.com/cekura/mockserver/internal/domain"
)

// insertAgent adds an agent's own row. An id of 0 is given by the sequence.
func insertAgent(ctx context.Context, tx *sql.Tx, a domain.Agent) (int64, error) {
	settings, err := domain.Marshal(a.Settings)
	if err != nil {
		return 0, err
	}
	id := sql.NullInt64{Int64: a.ID, Valid: a.ID != 0}
	result, err := tx.ExecContext(ctx,
		`INSERT INTO agents (id, project, name, created_at, updated_at, settings) VALUES (?, ?, ?, ?, ?, ?)`,
		id, a.Project, a.Name.Value, micros(a.CreatedAt), micros(a.UpdatedAt), string(settings))
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// execer is a transaction, or a database for a single statement.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func updateAgent(ctx context.Context, q execer, a domain.Agent, settings []byte) error {
	_, err := q.ExecContext(ctx,
		`UPDATE agents SET project = ?, name = ?, updated_at = ?, settings = ? WHERE id = ?`,
		a.Project, a.Name.Value, micros(a.UpdatedAt), string(settings), a.ID)
	return err
}

// writeCollections writes what a receipt says has changed. Rows that are
// unchanged are not touched.
func writeCollections(ctx context.Context, tx *sql.Tx, current, next domain.Agent, receipt domain.Receipt) error {
	tools := collection[domain.MockTool]{
		table: "mock_tools",
		id:    func(t domain.MockTool) int64 { return t.ID },
		name:  func(t domain.MockTool) string { return t.Name },
		update: func(t domain.MockTool) error {
			tool, err := domain.Marshal(t)
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `UPDATE mock_tools SET tool = ? WHERE id = ?`, string(tool), t.ID)
			return err
		},
		insert: func(t domain.MockTool) error {
			tool, err := domain.Marshal(t)
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO mock_tools (id, agent_id, name, tool) VALUES (?, ?, ?, ?)`,
				t.ID, next.ID, t.Name, string(tool))
			return err
		},
	}
	if err := tools.write(ctx, tx, current.MockTools, next.MockTools, receipt.MockTools); err != nil {
		return err
	}

	files := collection[domain.KnowledgeBaseFile]{ // which are never updated
		table: "knowledge_base_files",
		id:    func(f domain.KnowledgeBaseFile) int64 { return f.ID },
		insert: func(f domain.KnowledgeBaseFile) error {
			if _, err := tx.ExecContext(ctx,
				`INSERT INTO knowledge_base_files (id, agent_id, file_name, size, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
				f.ID, next.ID, f.FileName, f.Size, micros(f.CreatedAt), micros(f.UpdatedAt)); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO file_contents (file_id, content) VALUES (?, ?)`, f.ID, notNil(f.Content))
			return err
		},
	}
	if err := files.write(ctx, tx, nil, next.KnowledgeBaseFiles, receipt.KnowledgeBaseFiles); err != nil {
		return err
	}

	variables := collection[domain.DynamicVariable]{
		table: "dynamic_variables",
		id:    func(v domain.DynamicVariable) int64 { return v.ID },
		name:  func(v domain.DynamicVariable) string { return v.Name },
		update: func(v domain.DynamicVariable) error {
			_, err := tx.ExecContext(ctx, `UPDATE dynamic_variables SET description = ? WHERE id = ?`, v.Description, v.ID)
			return err
		},
		insert: func(v domain.DynamicVariable) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO dynamic_variables (id, agent_id, name, description) VALUES (?, ?, ?, ?)`,
				v.ID, next.ID, v.Name, v.Description)
			return err
		},
	}
	return variables.write(ctx, tx, current.DynamicVariables, next.DynamicVariables, receipt.DynamicVariables)
}

// collection is how the items of a table are written.
type collection[T any] struct {
	table  string
	id     func(T) int64
	name   func(T) string // what makes an item unique
	update func(T) error  // of one that keeps its name
	insert func(T) error
}

// write removes every row that goes or changes its name before it adds any, so
// that two items of one request can swap their names.
func (c collection[T]) write(ctx context.Context, tx *sql.Tx, current, next []T, changes []domain.Change) error {
	if len(changes) == domain.Count(changes, domain.Unchanged) {
		return nil
	}
	before, after := c.changed(current, changes), c.changed(next, changes)
	stays := func(id int64) bool {
		was, known := before[id]
		return known && c.name(was) == c.name(after[id])
	}
	for _, change := range changes {
		if change.Action == domain.Deleted || change.Action == domain.Updated && !stays(change.ID) {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+c.table+` WHERE id = ?`, change.ID); err != nil {
				return err
			}
		}
		if change.Action == domain.Deleted {
			if err := written(ctx); err != nil {
				return err
			}
		}
	}
	for _, change := range changes {
		write := c.insert
		switch {
		case change.Action == domain.Updated && stays(change.ID):
			write = c.update
		case change.Action != domain.Updated && change.Action != domain.Created:
			continue
		}
		if err := write(after[change.ID]); err != nil {
			return err
		}
		if err := written(ctx); err != nil {
			return err
		}
	}
	return nil
}

// changed gives the items that are not unchanged, by id.
func (c collection[T]) changed(items []T, changes []domain.Change) map[int64]T {
	touched := map[int64]bool{}
	for _, change := range changes {
		if change.Action != domain.Unchanged {
			touched[change.ID] = true
		}
	}
	changed := make(map[int64]T, len(touched))
	for _, item := range items {
		if id := c.id(item); touched[id] {
			changed[id] = item
		}
	}
	return changed
}

type onWriteKey struct{}

// OnWrite lets do follow the items that a transaction creates, updates and
// deletes: it is called after each, and an error of it undoes them all.
func OnWrite(ctx context.Context, do func() error) context.Context {
	return context.WithValue(ctx, onWriteKey{}, do)
}

func written(ctx context.Context) error {
	if do, ok := ctx.Value(onWriteKey{}).(func() error); ok {
		return do()
	}
	return nil
}

// notNil keeps an empty file from being stored as NULL.
func notNil(content []byte) []byte {
	if content == nil {
		return []byte{}
	}
	return content
}
