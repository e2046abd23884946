-- Identity, ownership, uniqueness and order are columns; the rest of a
-- resource is one JSON document. AUTOINCREMENT: an id is never given twice.

CREATE TABLE seeded (
    at INTEGER NOT NULL -- microseconds since 1970, as all times here
) STRICT;

CREATE TABLE projects (
    position INTEGER PRIMARY KEY, -- in the seed
    id       INTEGER NOT NULL UNIQUE,
    name     TEXT    NOT NULL
) STRICT;

CREATE TABLE agents (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project    INTEGER NOT NULL,
    name       TEXT    NOT NULL, -- a copy, to search by
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    settings   TEXT    NOT NULL
) STRICT;

CREATE TABLE mock_tools (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL,
    tool     TEXT    NOT NULL,
    UNIQUE (agent_id, name)
) STRICT;

CREATE TABLE dynamic_variables (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id    INTEGER NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    UNIQUE (agent_id, name)
) STRICT;

CREATE TABLE knowledge_base_files (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id   INTEGER NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    file_name  TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX knowledge_base_files_of_agent ON knowledge_base_files (agent_id);

-- The bytes stand apart, so that listing files does not read them.
CREATE TABLE file_contents (
    file_id INTEGER PRIMARY KEY REFERENCES knowledge_base_files (id) ON DELETE CASCADE,
    content BLOB NOT NULL
) STRICT;
