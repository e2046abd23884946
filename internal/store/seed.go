package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"

	"github.com/cekura/mockserver/internal/domain"
)

// Seeded reports whether a seed was ever put into the database.
func (s *Store) Seeded(ctx context.Context) (seeded bool, err error) {
	err = s.read.QueryRowContext(context.WithoutCancel(ctx), `SELECT EXISTS (SELECT 1 FROM seeded)`).Scan(&seeded)
	return seeded, err
}

// ErrTaken says that an id belongs to another row.
var ErrTaken = errors.New("store: an id is taken by another agent's row")

// Seed puts a world into an empty database, ids included, all or nothing.
func (s *Store) Seed(ctx context.Context, at time.Time, world domain.World) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.commit(ctx, everything, (*cache).forget, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO seeded (at) VALUES (?)`, micros(at)); err != nil {
			return err
		}
		return add(ctx, tx, world)
	})
}

// Add adds what read makes to the world, all or nothing. Projects and agents
// take the place of those with the same id.
func (s *Store) Add(ctx context.Context, read func(next domain.NextID) (domain.World, error)) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	next, err := s.nextID(ctx)
	if err != nil {
		return err
	}
	world, err := read(next)
	if err != nil {
		return err
	}
	return s.commit(ctx, everything, (*cache).forget, func(ctx context.Context, tx *sql.Tx) error {
		for _, a := range world.Agents {
			if _, err := tx.ExecContext(ctx, `DELETE FROM agents WHERE id = ?`, a.ID); err != nil {
				return err
			}
		}
		for _, p := range world.Projects { // one that is there keeps its place
			if _, err := tx.ExecContext(ctx,
				insertProject+` ON CONFLICT (id) DO UPDATE SET (name, webhook_url, webhook_secret) = (excluded.name, excluded.webhook_url, excluded.webhook_secret)`,
				p.ID, p.Name, p.Webhook.URL, p.Webhook.Secret); err != nil {
				return err
			}
		}
		world.Projects = nil
		return add(ctx, tx, world)
	})
}

const insertProject = `INSERT INTO projects (id, name, webhook_url, webhook_secret) VALUES (?, ?, ?, ?)`

func add(ctx context.Context, tx *sql.Tx, world domain.World) error {
	for _, p := range world.Projects {
		if _, err := tx.ExecContext(ctx, insertProject, p.ID, p.Name, p.Webhook.URL, p.Webhook.Secret); err != nil {
			return fmt.Errorf("project %d: %w", p.ID, err)
		}
	}
	for i := range world.Agents {
		a := &world.Agents[i]
		if _, err := insertAgent(ctx, tx, a); err != nil {
			return fmt.Errorf("agent %d: %w", a.ID, err)
		}
		diffs, _ := diffsOf(&domain.Agent{}, a)
		if err := writeItems(ctx, tx, a.ID, diffs, Write{}.each); err != nil {
			var conflict sqlite3.Error
			if errors.As(err, &conflict) && conflict.Code == sqlite3.ErrConstraint {
				err = ErrTaken
			}
			return fmt.Errorf("agent %d: %w", a.ID, err)
		}
	}
	return raiseSequences(ctx, tx, world.Next)
}

// raiseSequences makes sure that no id is given again that a world has given
// before.
func raiseSequences(ctx context.Context, tx *sql.Tx, next domain.NextID) error {
	raise := func(table string, id int64) error {
		if id <= 1 {
			return nil
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO sqlite_sequence (name, seq) SELECT ?1, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)`, table)
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1`, table, id-1)
		}
		return err
	}
	err := raise("agents", next.Agent)
	for _, n := range domain.Names {
		if err == nil {
			err = raise(n.String(), next.Items[n])
		}
	}
	return err
}

// World gives all there is, with the content of files and the next ids.
func (s *Store) World(ctx context.Context) (world domain.World, err error) {
	err = inTx(ctx, s.read, &sql.TxOptions{ReadOnly: true}, func(ctx context.Context, tx *sql.Tx) error {
		if world.Projects, err = loadProjects(ctx, tx); err != nil {
			return err
		}
		if world.Next, err = loadNextID(ctx, tx); err != nil {
			return err
		}
		if world.Agents, err = s.loadAgents(ctx, tx, ` FROM agents ORDER BY id`); err != nil {
			return err
		}
		for i := range world.Agents {
			if err := loadContent(ctx, tx, &world.Agents[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return world, err
}

// Projects lists the seed's projects, in the seed's order; they must not be
// changed.
func (s *Store) Projects(ctx context.Context) (projects []domain.Project, err error) {
	projects, writes, known := s.cache.allProjects()
	if known {
		return projects, nil
	}
	err = inTx(ctx, s.read, &sql.TxOptions{ReadOnly: true}, func(ctx context.Context, tx *sql.Tx) error {
		projects, err = loadProjects(ctx, tx)
		return err
	})
	if err == nil {
		s.cache.keepProjects(projects, writes)
	}
	return projects, err
}

func loadProjects(ctx context.Context, tx *sql.Tx) (projects []domain.Project, err error) {
	err = each(ctx, tx, `SELECT id, name, webhook_url, webhook_secret FROM projects ORDER BY position`, nil, func(rows *sql.Rows) error {
		var p domain.Project
		err := rows.Scan(&p.ID, &p.Name, &p.Webhook.URL, &p.Webhook.Secret)
		projects = append(projects, p)
		return err
	})
	return projects, err
}
