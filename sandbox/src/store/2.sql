-- Fallbacks of models, set while the sandbox runs.
CREATE TABLE fallbacks (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL) STRICT;
