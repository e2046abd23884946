-- Where events of a project's agents go, unless an agent says so itself.

ALTER TABLE projects ADD COLUMN webhook_url TEXT NOT NULL DEFAULT '';
ALTER TABLE projects ADD COLUMN webhook_secret TEXT NOT NULL DEFAULT '';
