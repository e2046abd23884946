-- The three collections are rows of one shape: identity, ownership, uniqueness,
-- order and times are columns, and whatever else the document has of an item is
-- one JSON document, so that a new field needs no column.

ALTER TABLE mock_tools RENAME COLUMN tool TO fields;
ALTER TABLE mock_tools ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mock_tools ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mock_tools ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE dynamic_variables ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';
ALTER TABLE dynamic_variables ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dynamic_variables ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dynamic_variables ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
UPDATE dynamic_variables SET fields = json_object('description', description);
ALTER TABLE dynamic_variables DROP COLUMN description;

ALTER TABLE knowledge_base_files RENAME COLUMN file_name TO name;
ALTER TABLE knowledge_base_files ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';

-- What was stored before items had times is as old as its agent.
UPDATE mock_tools SET (created_at, updated_at) = (SELECT created_at, updated_at FROM agents WHERE id = agent_id);
UPDATE dynamic_variables SET (created_at, updated_at) = (SELECT created_at, updated_at FROM agents WHERE id = agent_id);

-- The index of an MCP endpoint is a number, as clients send it.
UPDATE mock_tools SET fields = json_set(fields, '$.served_via.mock_index', json(json_extract(fields, '$.served_via.mock_index')))
WHERE json_type(fields, '$.served_via.mock_index') = 'text';
