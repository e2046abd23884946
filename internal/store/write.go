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

func updateAgent(ctx context.Context, tx *sql.Tx, a domain.Agent) error {
	settings, err := domain.Marshal(a.Settings)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx,
		`UPDATE agents SET project = ?, name = ?, updated_at = ?, settings = ? WHERE id = ?`,
		a.Project, a.Name.Value, micros(a.UpdatedAt), string(settings), a.ID)
	return err
}

// writeCollections writes what a receipt says has changed. Rows that are
// unchanged are not touched.
func writeCollections(ctx context.Context, tx *sql.Tx, a domain.Agent, receipt domain.Receipt) error {
	tools := make(map[int64]domain.MockTool, len(a.MockTools))
	for _, t := range a.MockTools {
		tools[t.ID] = t
	}
	err := writeChanges(ctx, tx, "mock_tools", receipt.MockTools, func(id int64) error {
		t := tools[id]
		tool, err := domain.Marshal(t)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO mock_tools (id, agent_id, name, tool) VALUES (?, ?, ?, ?)`,
			t.ID, a.ID, t.Name, string(tool))
		return err
	})
	if err != nil {
		return err
	}

	files := make(map[int64]domain.KnowledgeBaseFile, len(a.KnowledgeBaseFiles))
	for _, f := range a.KnowledgeBaseFiles {
		files[f.ID] = f
	}
	err = writeChanges(ctx, tx, "knowledge_base_files", receipt.KnowledgeBaseFiles, func(id int64) error {
		f := files[id]
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO knowledge_base_files (id, agent_id, file_name, size, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
			f.ID, a.ID, f.FileName, f.Size, micros(f.CreatedAt), micros(f.UpdatedAt)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO file_contents (file_id, content) VALUES (?, ?)`, f.ID, notNil(f.Content))
		return err
	})
	if err != nil {
		return err
	}

	variables := make(map[int64]domain.DynamicVariable, len(a.DynamicVariables))
	for _, v := range a.DynamicVariables {
		variables[v.ID] = v
	}
	return writeChanges(ctx, tx, "dynamic_variables", receipt.DynamicVariables, func(id int64) error {
		v := variables[id]
		_, err := tx.ExecContext(ctx, `INSERT INTO dynamic_variables (id, agent_id, name, description) VALUES (?, ?, ?, ?)`,
			v.ID, a.ID, v.Name, v.Description)
		return err
	})
}

// writeChanges removes every row that goes or changes before it adds any, so
// that two items of one request can swap their names.
func writeChanges(ctx context.Context, tx *sql.Tx, table string, changes []domain.Change, insert func(id int64) error) error {
	for _, c := range changes {
		if c.Action == domain.Updated || c.Action == domain.Deleted {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE id = ?`, c.ID); err != nil {
				return err
			}
		}
		if c.Action == domain.Deleted {
			if err := written(ctx); err != nil {
				return err
			}
		}
	}
	for _, c := range changes {
		if c.Action == domain.Updated || c.Action == domain.Created {
			if err := insert(c.ID); err != nil {
				return err
			}
			if err := written(ctx); err != nil {
				return err
			}
		}
	}
	return nil
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
