package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/cekura/mockserver/internal/domain"
)

// Seeded reports whether a seed was ever put into the database.
func (s *Store) Seeded(ctx context.Context) (seeded bool, err error) {
	err = s.read.QueryRowContext(context.WithoutCancel(ctx), `SELECT EXISTS (SELECT 1 FROM seeded)`).Scan(&seeded)
	return seeded, err
}

// Seed puts a world into an empty database, ids included, all or nothing.
func (s *Store) Seed(ctx context.Context, at time.Time, world domain.World) error {
	return inTx(ctx, s.write, nil, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO seeded (at) VALUES (?)`, micros(at)); err != nil {
			return err
		}
		for _, p := range world.Projects {
			if _, err := tx.ExecContext(ctx, `INSERT INTO projects (id, name) VALUES (?, ?)`, p.ID, p.Name); err != nil {
				return fmt.Errorf("project %d: %w", p.ID, err)
			}
		}
		for _, a := range world.Agents {
			if _, err := insertAgent(ctx, tx, a); err != nil {
				return fmt.Errorf("agent %d: %w", a.ID, err)
			}
			if err := writeCollections(ctx, tx, a, allCreated(a)); err != nil {
				return fmt.Errorf("agent %d: %w", a.ID, err)
			}
		}
		return nil
	})
}

// allCreated is the receipt of an agent that is new with all it holds.
func allCreated(a domain.Agent) (receipt domain.Receipt) {
	for _, t := range a.MockTools {
		receipt.MockTools = append(receipt.MockTools, domain.Change{Action: domain.Created, ID: t.ID})
	}
	for _, f := range a.KnowledgeBaseFiles {
		receipt.KnowledgeBaseFiles = append(receipt.KnowledgeBaseFiles, domain.Change{Action: domain.Created, ID: f.ID})
	}
	for _, v := range a.DynamicVariables {
		receipt.DynamicVariables = append(receipt.DynamicVariables, domain.Change{Action: domain.Created, ID: v.ID})
	}
	return receipt
}

// Projects lists the seed's projects, in the seed's order.
func (s *Store) Projects(ctx context.Context) (projects []domain.Project, err error) {
	err = inTx(ctx, s.read, &sql.TxOptions{ReadOnly: true}, func(ctx context.Context, tx *sql.Tx) error {
		return each(ctx, tx, `SELECT id, name FROM projects ORDER BY position`, nil, func(rows *sql.Rows) error {
			var p domain.Project
			err := rows.Scan(&p.ID, &p.Name)
			projects = append(projects, p)
			return err
		})
	})
	return projects, err
}
