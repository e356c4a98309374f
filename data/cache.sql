-- cache.db: the local copy of Bugzilla. Each step is taken once, in order; store/db_open.c counts them in
-- user_version. Times are UTC, seconds.

-- step 1
-- A bug's own fields, without a comment between them: all bugs are read before the first paint. The long
-- texts come last, so that what does not fit into a page of the file keeps nothing else waiting.
CREATE TABLE bug (
	id               INTEGER PRIMARY KEY,
	status           TEXT NOT NULL,
	resolution       TEXT NOT NULL,    -- '' while open
	created_utc      INTEGER NOT NULL,
	changed_utc      INTEGER NOT NULL, -- the last_change_time of these fields
	conversation_utc INTEGER,          -- and of the stored comments and changes; NULL: never stored
	n_comments       INTEGER NOT NULL DEFAULT 0,
	resolved_utc     INTEGER,
	dupe_of          INTEGER NOT NULL, -- 0: none
	product          TEXT NOT NULL,
	component        TEXT NOT NULL,
	creator          TEXT NOT NULL,
	assignee         TEXT NOT NULL,
	assignee_name    TEXT NOT NULL,
	summary          TEXT NOT NULL,
	whiteboard       TEXT NOT NULL
) STRICT;
CREATE INDEX bug_resolution ON bug (resolution);

-- cc, keywords, see_also (texts), depends_on, blocks (numbers).
CREATE TABLE bug_list (
	bug_id   INTEGER NOT NULL REFERENCES bug ON DELETE CASCADE,
	list     TEXT NOT NULL,
	position INTEGER NOT NULL,
	value    ANY NOT NULL,
	PRIMARY KEY (bug_id, list, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE flag (
	bug_id       INTEGER NOT NULL REFERENCES bug ON DELETE CASCADE,
	position     INTEGER NOT NULL,
	id           INTEGER NOT NULL,
	name         TEXT NOT NULL,
	status       TEXT NOT NULL,
	setter       TEXT NOT NULL,
	requestee    TEXT, -- NULL: anybody may answer
	created_utc  INTEGER NOT NULL,
	modified_utc INTEGER NOT NULL,
	PRIMARY KEY (bug_id, position)
) STRICT, WITHOUT ROWID;

-- With a row id: texts of a page or more are kept badly in a table without.
CREATE TABLE comment (
	bug_id        INTEGER NOT NULL REFERENCES bug ON DELETE CASCADE,
	position      INTEGER NOT NULL,
	id            INTEGER NOT NULL,
	number        INTEGER NOT NULL, -- Bugzilla's count, with gaps
	author        TEXT NOT NULL,
	time_utc      INTEGER NOT NULL,
	is_private    INTEGER NOT NULL,
	attachment_id INTEGER NOT NULL, -- 0: none
	text          TEXT NOT NULL,
	PRIMARY KEY (bug_id, position)
) STRICT;

CREATE TABLE change (
	bug_id   INTEGER NOT NULL REFERENCES bug ON DELETE CASCADE,
	position INTEGER NOT NULL,
	when_utc INTEGER NOT NULL,
	who      TEXT NOT NULL,
	field    TEXT NOT NULL,
	removed  TEXT NOT NULL,
	added    TEXT NOT NULL,
	PRIMARY KEY (bug_id, position)
) STRICT, WITHOUT ROWID;

-- Named facts about the copy: how far it reaches, what the server is like.
CREATE TABLE mark (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- step 2
-- Each bug that was stored or removed, once, the latest last: its revision. No number comes twice, so that
-- what happened since is what stands after it, for every bugclock that reads.
CREATE TABLE touch (
	revision INTEGER PRIMARY KEY AUTOINCREMENT,
	bug_id   INTEGER NOT NULL UNIQUE
) STRICT;
INSERT INTO touch (bug_id) SELECT id FROM bug ORDER BY id;

-- News are asked for by the time of the change.
CREATE INDEX bug_changed ON bug (changed_utc);

-- What was worked out for a bug, and the stamp: from what. A row whose stamp is not the present one is of no
-- use; nobody has to remove it.
CREATE TABLE page (
	bug_id    INTEGER PRIMARY KEY REFERENCES bug ON DELETE CASCADE,
	maker     INTEGER NOT NULL, -- stands for the sources of the engine, and the roster
	revision  INTEGER NOT NULL, -- of the bug
	elsewhere INTEGER NOT NULL, -- the newest of the bugs that its whiteboard names; 0: it names none
	event     INTEGER NOT NULL, -- the newest in the journal that is about it; 0: none
	is_first  INTEGER NOT NULL, -- open and ours: in the first picture
	entry     BLOB NOT NULL     -- view/pack.h
) STRICT;
CREATE INDEX page_first ON page (bug_id) WHERE is_first;
CREATE INDEX page_stamp ON page (bug_id, maker, revision);
