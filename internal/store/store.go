// Package store keeps agents in SQLite, in memory or in one file. It is the
// only package that knows SQLite. It decides nothing about agents: what is
// written is what the caller's function made of what was read, in one
// transaction. What was read or written last is cached, so that most requests
// read nothing: nobody else may write to the database.
package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/cekura/mockserver/internal/domain"
	"github.com/cekura/mockserver/internal/field"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = errors.New("store: not found")

// Store is one database. It is safe for concurrent use: writers take turns on
// one connection, and so never find the database locked.
type Store struct {
	write *sql.DB
	read  *sql.DB // the same in memory, where there is one connection
	agent *field.Field

	writing sync.Mutex // held until the cache knows what was written
	cache   cache

	closing sync.Once
	closed  error
}

// Change makes the next state of an agent of the current one.
type Change func(current domain.Agent, next domain.NextID) (domain.Agent, domain.Receipt, error)

// Write is one write of an agent.
type Write struct {
	Change Change

	// Each is called after each item that is created, updated or deleted; an
	// error of it undoes them all. It may be nil.
	Each func() error
}

func (w Write) each() error {
	if w.Each == nil {
		return nil
	}
	return w.Each()
}

// Close closes the database; one in memory is gone then. One in a file is the
// file alone then: SQLite leaves the log of a connection that has not used it.
func (s *Store) Close() error {
	s.closing.Do(func() {
		if s.read == s.write {
			s.closed = s.write.Close()
			return
		}
		err := s.read.Close()
		_, ended := s.write.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
		s.closed = errors.Join(err, ended, s.write.Close())
	})
	return s.closed
}

// Exists reports whether there is an agent of that id.
func (s *Store) Exists(ctx context.Context, id int64) (exists bool, err error) {
	if s.cache.has(id) {
		return true, nil
	}
	_, err = s.Agent(ctx, id) // which the request is about to want
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Agent gives one agent.
func (s *Store) Agent(ctx context.Context, id int64) (agent domain.Agent, err error) {
	agent, read, known := s.cache.agent(id)
	if known {
		return agent, nil
	}
	agent, err = s.loadAgent(context.WithoutCancel(ctx), s.read, id)
	if err == nil {
		s.cache.keep(agent, read)
	}
	return agent, err
}

// Update replaces an agent by what a change makes of it. A change that fails
// leaves everything as it was.
func (s *Store) Update(ctx context.Context, id int64, w Write) (agent domain.Agent, receipt domain.Receipt, err error) {
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
	if agent, receipt, err = w.Change(current, next); err != nil {
		return agent, receipt, err
	}
	diffs, anyItem := diffsOf(&current, &agent)
	kept := func(c *cache) { c.wrote(agent, diffs) }
	if !anyItem { // one statement is a transaction of its own
		return agent, receipt, s.settle(id, func() error { return updateAgent(context.WithoutCancel(ctx), s.write, &agent) }, kept)
	}
	return agent, receipt, s.commit(ctx, id, kept, func(ctx context.Context, tx *sql.Tx) error {
		if err := updateAgent(ctx, tx, &agent); err != nil {
			return err
		}
		return writeItems(ctx, tx, agent.ID, diffs, w.each)
	})
}

// Create adds the agent that a change makes of none; its id is given here.
func (s *Store) Create(ctx context.Context, w Write) (agent domain.Agent, receipt domain.Receipt, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	next, err := s.nextID(ctx)
	if err != nil {
		return agent, receipt, err
	}
	if agent, receipt, err = w.Change(domain.Agent{}, next); err != nil {
		return agent, receipt, err
	}
	diffs, _ := diffsOf(&domain.Agent{}, &agent)
	err = s.commit(ctx, next.Agent, func(c *cache) { c.wrote(agent, diffs) }, func(ctx context.Context, tx *sql.Tx) error {
		if agent.ID, err = insertAgent(ctx, tx, &agent); err != nil {
			return err
		}
		return writeItems(ctx, tx, agent.ID, diffs, w.each)
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
	return agent, s.settle(id, func() error {
		_, err := s.write.ExecContext(context.WithoutCancel(ctx), `DELETE FROM agents WHERE id = ?`, id)
		return err
	}, func(c *cache) { c.drop(id) })
}

// commit runs do in one transaction, and then takes it over into the cache.
func (s *Store) commit(ctx context.Context, id int64, kept func(*cache), do func(context.Context, *sql.Tx) error) error {
	return inTxUntil(ctx, s.write, nil, do, func(tx *sql.Tx) error { return s.settle(id, tx.Commit, kept) })
}

// settle commits and takes over into the cache what was committed of one agent,
// or of all of them with everything. Until then who reads is sent to the
// database, which has the old state or the new one: nobody waits for the cache,
// and nobody is given an older state than one that was seen.
func (s *Store) settle(id int64, commit func() error, kept func(*cache)) error {
	s.cache.begin(id)
	err := commit()
	if err != nil {
		kept = (*cache).forget // it may be committed all the same
	}
	s.cache.end(kept)
	return err
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

// nextID gives the ids that the next new rows get, to a writer. SQLite keeps the
// highest one that each table ever had.
func (s *Store) nextID(ctx context.Context) (domain.NextID, error) {
	if next, known := s.cache.nextID(); known {
		return next, nil
	}
	next, err := loadNextID(ctx, s.read)
	if err == nil {
		s.cache.keepNextID(next)
	}
	return next, err
}
