-- The results of health checks, newest last.
CREATE TABLE health_checks (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
    model_name TEXT AS (doc ->> 'model_name'), status TEXT AS (doc ->> 'status')
) STRICT;
