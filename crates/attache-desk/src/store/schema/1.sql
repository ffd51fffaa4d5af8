-- The first schema of the store. Nothing is deleted or overwritten but `coding.ended`, which is set once.

-- What the store was made to keep: `text` is `kept` or `hashed`.
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Software, knowledge and weights that coded: a run record as JSON.
CREATE TABLE run (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;

-- One piece of work on the store, with the moment at which it began (UTC, ISO 8601, to the second).
CREATE TABLE filing (id INTEGER PRIMARY KEY, at TEXT NOT NULL, work TEXT NOT NULL);

-- Texts by their hash; `body` is deflated UTF-8, NULL where only the hash is kept.
CREATE TABLE text (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, body BLOB);

-- A document as it was coded once. The current coding of a document has no end.
CREATE TABLE coding (
  id INTEGER PRIMARY KEY,
  document TEXT NOT NULL,
  uri TEXT, source TEXT, title TEXT,
  published TEXT, basis TEXT,
  text INTEGER NOT NULL REFERENCES text,
  run TEXT NOT NULL REFERENCES run,
  filed INTEGER NOT NULL REFERENCES filing,
  ended INTEGER REFERENCES filing
);
CREATE INDEX coding_document ON coding (document);
CREATE UNIQUE INDEX coding_current ON coding (document) WHERE ended IS NULL;

-- A record of a coding: a line of JSON as `attache code` writes it. `name` is the record's id.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  coding INTEGER NOT NULL REFERENCES coding,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX record_coding ON record (coding);
CREATE INDEX record_name ON record (name);

-- Who takes part in a record: states and bodies, as they stand on one side of a dyad.
CREATE TABLE side (side TEXT NOT NULL, kind TEXT NOT NULL, record INTEGER NOT NULL REFERENCES record,
  PRIMARY KEY (side, kind, record)) WITHOUT ROWID;

-- What people said of records: a revision as JSON, named by its content. None is ever changed; a later one outweighs it.
CREATE TABLE revision (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  at TEXT NOT NULL,
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  filed INTEGER NOT NULL REFERENCES filing
) WITHOUT ROWID;
CREATE INDEX revision_subject ON revision (subject);

-- Full text; the row is the coding's.
CREATE VIRTUAL TABLE words USING fts5 (title, body, content = '', tokenize = 'unicode61 remove_diacritics 2');
