package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

// Query selects a page of agents, by id.
type Query struct {
	Project *int64 // nil: any
	Search  string // in the name, or the id as a number
	Offset  int64
	Limit   int64
}

const matching = `
	FROM agents
	WHERE (?1 IS NULL OR project = ?1)
	  AND (?2 = '' OR instr(lower(name), lower(?2)) > 0 OR CAST(id AS TEXT) = ?2)`

// List gives one page of the agents that match, and how many match in all.
func (s *Store) List(ctx context.Context, q Query) (agents []domain.Agent, total int64, err error) {
	err = inTx(ctx, s.read, &sql.TxOptions{ReadOnly: true}, func(ctx context.Context, tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT count(*)`+matching, q.Project, q.Search).Scan(&total); err != nil {
			return err
		}
		agents, err = loadAgents(ctx, tx, matching+` ORDER BY id LIMIT ?3 OFFSET ?4`, q.Project, q.Search, q.Limit, q.Offset)
		return err
	})
	return agents, total, err
}

func loadAgent(ctx context.Context, tx *sql.Tx, id int64) (domain.Agent, error) {
	agents, err := loadAgents(ctx, tx, ` FROM agents WHERE id = ?`, id)
	if err != nil {
		return domain.Agent{}, err
	}
	if len(agents) == 0 {
		return domain.Agent{}, ErrNotFound
	}
	return agents[0], nil
}

// loadAgents gives the agents that a FROM clause selects, with their
// collections.
func loadAgents(ctx context.Context, tx *sql.Tx, from string, args ...any) ([]domain.Agent, error) {
	var agents []domain.Agent
	err := each(ctx, tx, `SELECT id, project, created_at, updated_at, settings`+from, args, func(rows *sql.Rows) error {
		var a domain.Agent
		var created, updated int64
		var settings []byte
		if err := rows.Scan(&a.ID, &a.Project, &created, &updated, &settings); err != nil {
			return err
		}
		a.CreatedAt, a.UpdatedAt = fromMicros(created), fromMicros(updated)
		agents = append(agents, a)
		return json.Unmarshal(settings, &agents[len(agents)-1].Settings)
	})
	for i := range agents {
		if err == nil {
			err = loadCollections(ctx, tx, &agents[i])
		}
	}
	return agents, err
}

func loadCollections(ctx context.Context, tx *sql.Tx, a *domain.Agent) error {
	of := []any{a.ID}
	err := each(ctx, tx, `SELECT id, name, tool FROM mock_tools WHERE agent_id = ? ORDER BY id`, of, func(rows *sql.Rows) error {
		var t domain.MockTool
		var tool []byte
		if err := rows.Scan(&t.ID, &t.Name, &tool); err != nil {
			return err
		}
		err := json.Unmarshal(tool, &t)
		a.MockTools = append(a.MockTools, t)
		return err
	})
	if err != nil {
		return fmt.Errorf("mock tools: %w", err)
	}
	err = each(ctx, tx, `SELECT id, file_name, size, created_at, updated_at FROM knowledge_base_files WHERE agent_id = ? ORDER BY id`, of, func(rows *sql.Rows) error {
		var f domain.KnowledgeBaseFile
		var created, updated int64
		err := rows.Scan(&f.ID, &f.FileName, &f.Size, &created, &updated)
		f.CreatedAt, f.UpdatedAt = fromMicros(created), fromMicros(updated)
		a.KnowledgeBaseFiles = append(a.KnowledgeBaseFiles, f)
		return err
	})
	if err != nil {
		return fmt.Errorf("knowledge base files: %w", err)
	}
	// By name in code points, which the binary order of UTF-8 is.
	err = each(ctx, tx, `SELECT id, name, description FROM dynamic_variables WHERE agent_id = ? ORDER BY name`, of, func(rows *sql.Rows) error {
		var v domain.DynamicVariable
		err := rows.Scan(&v.ID, &v.Name, &v.Description)
		a.DynamicVariables = append(a.DynamicVariables, v)
		return err
	})
	if err != nil {
		return fmt.Errorf("dynamic variables: %w", err)
	}
	return nil
}

// each calls scan for every row of a query.
func each(ctx context.Context, tx *sql.Tx, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func micros(t time.Time) int64     { return t.UnixMicro() }
func fromMicros(m int64) time.Time { return time.UnixMicro(m).UTC() }

// File gives one file of an agent with its bytes.
func (s *Store) File(ctx context.Context, agentID, fileID int64) (f domain.KnowledgeBaseFile, err error) {
	var created, updated int64
	err = s.read.QueryRowContext(context.WithoutCancel(ctx), `
		SELECT id, file_name, size, created_at, updated_at, content
		FROM knowledge_base_files JOIN file_contents ON file_id = id
		WHERE id = ? AND agent_id = ?`, fileID, agentID).
		Scan(&f.ID, &f.FileName, &f.Size, &created, &updated, &f.Content)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	f.CreatedAt, f.UpdatedAt = fromMicros(created), fromMicros(updated)
	return f, err
}

// AgentWithContent gives an agent with the bytes of its files.
func (s *Store) AgentWithContent(ctx context.Context, id int64) (agent domain.Agent, err error) {
	err = inTx(ctx, s.read, &sql.TxOptions{ReadOnly: true}, func(ctx context.Context, tx *sql.Tx) error {
		if agent, err = loadAgent(ctx, tx, id); err != nil {
			return err
		}
		return loadContent(ctx, tx, &agent)
	})
	return agent, err
}

func loadContent(ctx context.Context, tx *sql.Tx, a *domain.Agent) error {
	for i := range a.KnowledgeBaseFiles {
		f := &a.KnowledgeBaseFiles[i]
		if err := tx.QueryRowContext(ctx, `SELECT content FROM file_contents WHERE file_id = ?`, f.ID).Scan(&f.Content); err != nil {
			return err
		}
	}
	return nil
}
