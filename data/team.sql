-- team.db: the journal of what people decided. Rows are added and never changed (architecture.md, The team
-- journal). Each step is taken once, in order; store/db_open.c counts them in user_version.

-- step 1
CREATE TABLE event (
	seq   INTEGER PRIMARY KEY,  -- the order in which this machine got them
	id    TEXT NOT NULL UNIQUE, -- UUIDv7
	clock INTEGER NOT NULL,     -- Lamport; events fold in the order (clock, id)
	at    INTEGER NOT NULL,     -- UTC, seconds
	actor TEXT NOT NULL,        -- member key
	bug   INTEGER,              -- NULL: about no bug
	kind  TEXT NOT NULL,
	body  TEXT NOT NULL         -- JSON
) STRICT;

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN
	SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN
	SELECT RAISE(ABORT, 'events are never deleted');
END;

-- step 2
CREATE INDEX event_bug ON event (bug, seq);
