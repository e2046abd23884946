// Package store keeps agents in SQLite, in memory or in one file. It is the
// only package that knows SQLite. It decides nothing about agents: what is
// written is what the caller's function made of what was read, in one
// transaction. What was read or written last is kept, so that most requests
// read nothing: nobody else may write to the database.
package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/cekura/mockserver/internal/domain"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = errors.New("store: not found")

// Store is one database. It is safe for concurrent use: writers take turns on
// one connection, and so never find the database locked.
type Store struct {
	write *sql.DB
	read  *sql.DB // the same in memory, where there is one connection

	writing sync.Mutex // held until the cache knows what was written
	cache   cache
}

// Close closes the database; one in memory is gone then.
func (s *Store) Close() error {
	if s.read != s.write {
		return errors.Join(s.read.Close(), s.write.Close())
	}
	return s.write.Close()
}

// Exists reports whether there is an agent of that id.
func (s *Store) Exists(ctx context.Context, id int64) (exists bool, err error) {
	_, err = s.Agent(ctx, id) // which the request is about to want
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Agent gives one agent, which must not be changed.
func (s *Store) Agent(ctx context.Context, id int64) (agent domain.Agent, err error) {
	agent, writes, known := s.cache.agent(id)
	if known {
		return agent, nil
	}
	agent, err = loadAgent(context.WithoutCancel(ctx), s.read, id)
	if err == nil {
		s.cache.keep(agent, writes)
	}
	return agent, err
}

// Update replaces an agent by what change makes of it. A change that fails
// leaves everything as it was.
func (s *Store) Update(ctx context.Context, id int64,
	change func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error),
) (agent domain.Agent, receipt domain.Receipt, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	current, err := s.Agent(ctx, id)
	if err != nil {
		return agent, receipt, err
	}
	next, err := s.nextID(ctx)
	if err != nil {
		return agent, receipt, err
	}
	if agent, receipt, err = change(current, next); err != nil {
		return agent, receipt, err
	}
	settings, err := domain.Marshal(agent.Settings)
	if err != nil {
		return agent, receipt, err
	}
	kept := func(c *cache) { c.wrote(agent, receipt) }
	if !receipt.ItemsChanged() { // one statement is a transaction of its own
		return agent, receipt, s.settle(func() error { return updateAgent(context.WithoutCancel(ctx), s.write, agent, settings) }, kept)
	}
	return agent, receipt, s.commit(ctx, kept, func(ctx context.Context, tx *sql.Tx) error {
		if err := updateAgent(ctx, tx, agent, settings); err != nil {
			return err
		}
		return writeCollections(ctx, tx, current, agent, receipt)
	})
}

// Create adds the agent that create makes; its id is given here.
func (s *Store) Create(ctx context.Context,
	create func(next domain.NextID) (domain.Agent, domain.Receipt, error),
) (agent domain.Agent, receipt domain.Receipt, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	next, err := s.nextID(ctx)
	if err != nil {
		return agent, receipt, err
	}
	if agent, receipt, err = create(next); err != nil {
		return agent, receipt, err
	}
	err = s.commit(ctx, func(c *cache) { c.wrote(agent, receipt) }, func(ctx context.Context, tx *sql.Tx) error {
		if agent.ID, err = insertAgent(ctx, tx, agent); err != nil {
			return err
		}
		return writeCollections(ctx, tx, domain.Agent{}, agent, receipt)
	})
	return agent, receipt, err
}

// Delete removes an agent and all that belongs to it, and gives what it was.
func (s *Store) Delete(ctx context.Context, id int64) (agent domain.Agent, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if agent, err = s.Agent(ctx, id); err != nil {
		return agent, err
	}
	return agent, s.settle(func() error {
		_, err := s.write.ExecContext(context.WithoutCancel(ctx), `DELETE FROM agents WHERE id = ?`, id)
		return err
	}, func(c *cache) { c.drop(id) })
}

// commit runs do in one transaction, and then takes it over into the cache.
func (s *Store) commit(ctx context.Context, kept func(*cache), do func(context.Context, *sql.Tx) error) error {
	return inTxUntil(ctx, s.write, nil, do, func(tx *sql.Tx) error { return s.settle(tx.Commit, kept) })
}

// settle lets the database and the cache change as one.
func (s *Store) settle(commit func() error, kept func(*cache)) error {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	s.cache.writes++
	if err := commit(); err != nil {
		s.cache.forget() // it may be committed all the same
		return err
	}
	kept(&s.cache)
	return nil
}

// inTx runs do in one transaction.
func inTx(ctx context.Context, db *sql.DB, opts *sql.TxOptions, do func(context.Context, *sql.Tx) error) error {
	return inTxUntil(ctx, db, opts, do, (*sql.Tx).Commit)
}

// inTxUntil is inTx with its own way to commit. The caller's context does not
// reach the driver: a client that goes away does not undo a write half-way, and
// cannot cost the connection that holds an in-memory database.
func inTxUntil(ctx context.Context, db *sql.DB, opts *sql.TxOptions,
	do func(context.Context, *sql.Tx) error, commit func(*sql.Tx) error,
) error {
	ctx = context.WithoutCancel(ctx)
	tx, err := db.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit it only says that there was one
	if err := do(ctx, tx); err != nil {
		return err
	}
	return commit(tx)
}

// nextID gives the ids that the next new rows get. SQLite keeps the highest
// one that each table ever had.
func (s *Store) nextID(ctx context.Context) (domain.NextID, error) {
	if next, known := s.cache.nextID(); known {
		return next, nil
	}
	var next domain.NextID
	err := s.read.QueryRowContext(context.WithoutCancel(ctx), `
		SELECT coalesce(max(seq) FILTER (WHERE name = 'agents'), 0) + 1,
		       coalesce(max(seq) FILTER (WHERE name = 'mock_tools'), 0) + 1,
		       coalesce(max(seq) FILTER (WHERE name = 'knowledge_base_files'), 0) + 1,
		       coalesce(max(seq) FILTER (WHERE name = 'dynamic_variables'), 0) + 1
		FROM sqlite_sequence`).Scan(&next.Agent, &next.MockTool, &next.KnowledgeBaseFile, &next.DynamicVariable)
	if err == nil {
		s.cache.keepNextID(next)
	}
	return next, err
}
