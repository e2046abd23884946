package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
	"github.com/cekura/mockserver/internal/pyjson"
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
		agents, err = s.loadAgents(ctx, tx, matching+` ORDER BY id LIMIT ?3 OFFSET ?4`, q.Project, q.Search, q.Limit, q.Offset)
		return err
	})
	return agents, total, err
}

// wholeAgent reads an agent and its collections in one statement, and so as of
// one moment. What an item is of is the place of its collection.
var wholeAgent = `
	SELECT -1, id, '', settings, project, created_at, updated_at FROM agents WHERE id = ?1` + itemsOf()

func itemsOf() (query string) {
	for _, n := range domain.Names {
		query += fmt.Sprintf(`
	UNION ALL SELECT %d, id, name, fields, size, created_at, updated_at FROM %s WHERE agent_id = ?1`, n, n)
	}
	return query
}

// querier is a transaction, or a database for a single statement.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *Store) loadAgent(ctx context.Context, q querier, id int64) (a domain.Agent, err error) {
	found := false
	var items [3][]domain.Item
	err = each(ctx, q, wholeAgent, []any{id}, func(rows *sql.Rows) error {
		var of, number, created, updated int64
		var item domain.Item
		var text string
		if err := rows.Scan(&of, &item.ID, &item.Name, &text, &number, &created, &updated); err != nil {
			return err
		}
		if of < 0 {
			found = true
			a.ID, a.Project, a.CreatedAt, a.UpdatedAt = item.ID, number, fromMicros(created), fromMicros(updated)
			a.Settings, err = arranged(s.agent, text)
			return err
		}
		item.Size, item.CreatedAt, item.UpdatedAt = number, fromMicros(created), fromMicros(updated)
		n := domain.Name(of)
		if item.Fields, err = arranged(s.agent.Prop(n.String()).Item, text); err != nil {
			return fmt.Errorf("%s %d: %w", n, item.ID, err)
		}
		items[n] = append(items[n], item)
		return nil
	})
	if err == nil && !found {
		err = ErrNotFound
	}
	for _, n := range domain.Names {
		slices.SortFunc(items[n], func(a, b domain.Item) int {
			if n == domain.DynamicVariables {
				return cmp.Compare(a.Name, b.Name)
			}
			return cmp.Compare(a.ID, b.ID)
		})
		a.Collections[n] = &domain.Collection{Items: items[n]}
	}
	return a, err
}

// arranged reads an object that was stored, in the order of the document.
func arranged(of *field.Field, text string) (pyjson.Value, error) {
	v, err := pyjson.Parse(text)
	if err != nil {
		return v, err
	}
	return of.Arrange(v), nil
}

// loadAgents gives the agents that a FROM clause selects, with their
// collections.
func (s *Store) loadAgents(ctx context.Context, tx *sql.Tx, from string, args ...any) (agents []domain.Agent, err error) {
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
			agents[len(agents)-1], err = s.loadAgent(ctx, tx, id)
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
func (s *Store) File(ctx context.Context, agentID, fileID int64) (f domain.Item, err error) {
	var created, updated int64
	err = s.read.QueryRowContext(context.WithoutCancel(ctx), `
		SELECT id, name, size, created_at, updated_at, content
		FROM knowledge_base_files JOIN file_contents ON file_id = id
		WHERE id = ? AND agent_id = ?`, fileID, agentID).
		Scan(&f.ID, &f.Name, &f.Size, &created, &updated, &f.Content)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	f.CreatedAt, f.UpdatedAt = fromMicros(created), fromMicros(updated)
	return f, err
}

// AgentWithContent gives an agent with the bytes of its files.
func (s *Store) AgentWithContent(ctx context.Context, id int64) (agent domain.Agent, err error) {
	err = inTx(ctx, s.read, &sql.TxOptions{ReadOnly: true}, func(ctx context.Context, tx *sql.Tx) error {
		if agent, err = s.loadAgent(ctx, tx, id); err != nil {
			return err
		}
		return loadContent(ctx, tx, &agent)
	})
	return agent, err
}

// loadContent reads the bytes of the files of an agent that nobody else has.
func loadContent(ctx context.Context, tx *sql.Tx, a *domain.Agent) error {
	files := a.Items(domain.KnowledgeBaseFiles)
	for i := range files {
		if err := tx.QueryRowContext(ctx, `SELECT content FROM file_contents WHERE file_id = ?`, files[i].ID).Scan(&files[i].Content); err != nil {
			return err
		}
	}
	return nil
}

// loadNextID reads the ids that the next new rows get.
func loadNextID(ctx context.Context, q querier) (next domain.NextID, err error) {
	next.Agent = 1
	for _, n := range domain.Names {
		next.Items[n] = 1
	}
	err = each(context.WithoutCancel(ctx), q, `SELECT name, seq + 1 FROM sqlite_sequence`, nil, func(rows *sql.Rows) error {
		var table string
		var id int64
		if err := rows.Scan(&table, &id); err != nil {
			return err
		}
		if table == "agents" {
			next.Agent = id
		}
		for _, n := range domain.Names {
			if table == n.String() {
				next.Items[n] = id
			}
		}
		return nil
	})
	return next, err
}
