-- Columns of their own, since the JSON of a request is not parsed when it is logged. The indexes of keys and users are
-- created when a list first needs them.
ALTER TABLE requests RENAME TO old_requests;
CREATE TABLE requests (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, started TEXT, api_key TEXT, user TEXT, team_id TEXT, doc TEXT NOT NULL
) STRICT;
INSERT INTO requests SELECT seq, id, started, api_key, user, team_id, doc FROM old_requests;
DROP TABLE old_requests;
CREATE INDEX requests_by_time ON requests (started);
