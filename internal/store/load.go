package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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

// wholeAgent reads an agent and its collections in one statement, and so as of
// one moment.
const wholeAgent = `
	SELECT 'agent', id, '', settings, project, created_at, updated_at FROM agents WHERE id = ?1
	UNION ALL SELECT 'tool', id, name, tool, 0, 0, 0 FROM mock_tools WHERE agent_id = ?1
	UNION ALL SELECT 'file', id, file_name, '', size, created_at, updated_at FROM knowledge_base_files WHERE agent_id = ?1
	UNION ALL SELECT 'variable', id, name, description, 0, 0, 0 FROM dynamic_variables WHERE agent_id = ?1`

// querier is a transaction, or a database for a single statement.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func loadAgent(ctx context.Context, q querier, id int64) (a domain.Agent, err error) {
	found := false
	err = each(ctx, q, wholeAgent, []any{id}, func(rows *sql.Rows) error {
		var kind, name string
		var text []byte
		var id, number, created, updated int64
		if err := rows.Scan(&kind, &id, &name, &text, &number, &created, &updated); err != nil {
			return err
		}
		switch kind {
		case "agent":
			found = true
			a.ID, a.Project, a.CreatedAt, a.UpdatedAt = id, number, fromMicros(created), fromMicros(updated)
			return json.Unmarshal(text, &a.Settings)
		case "tool":
			tool := domain.MockTool{ID: id, Name: name}
			if err := json.Unmarshal(text, &tool); err != nil {
				return fmt.Errorf("mock tool %d: %w", id, err)
			}
			a.MockTools = append(a.MockTools, tool)
		case "file":
			a.KnowledgeBaseFiles = append(a.KnowledgeBaseFiles, domain.KnowledgeBaseFile{
				ID: id, FileName: name, Size: number, CreatedAt: fromMicros(created), UpdatedAt: fromMicros(updated),
			})
		case "variable":
			a.DynamicVariables = append(a.DynamicVariables, domain.DynamicVariable{ID: id, Name: name, Description: string(text)})
		}
		return nil
	})
	if err == nil && !found {
		err = ErrNotFound
	}
	slices.SortFunc(a.MockTools, func(a, b domain.MockTool) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(a.KnowledgeBaseFiles, func(a, b domain.KnowledgeBaseFile) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(a.DynamicVariables, func(a, b domain.DynamicVariable) int { return cmp.Compare(a.Name, b.Name) })
	return a, err
}

// loadAgents gives the agents that a FROM clause selects, with their
// collections.
func loadAgents(ctx context.Context, tx *sql.Tx, from string, args ...any) (agents []domain.Agent, err error) {
	var ids []int64
	err = each(ctx, tx, `SELECT id`+from, args, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	for _, id := range ids {
		if err == nil {
			agents = append(agents, domain.Agent{})
			agents[len(agents)-1], err = loadAgent(ctx, tx, id)
		}
	}
	return agents, err
}

// each calls scan for every row of a query.
func each(ctx context.Context, q querier, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
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
