-- Objects are stored as the JSON of their responses; generated columns exist for fields that are searched.
-- `seq` is the order of creation.
CREATE TABLE keys (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
    key_alias TEXT AS (doc ->> 'key_alias'), user_id TEXT AS (doc ->> 'user_id'), team_id TEXT AS (doc ->> 'team_id'),
    organization_id TEXT AS (doc ->> 'organization_id'), budget_id TEXT AS (doc ->> 'budget_id')
) STRICT;
CREATE INDEX keys_by_alias ON keys (key_alias);
CREATE INDEX keys_by_user ON keys (user_id);
CREATE INDEX keys_by_team ON keys (team_id);
CREATE INDEX keys_by_budget ON keys (budget_id);

CREATE TABLE deleted_keys (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
    key_alias TEXT AS (doc ->> 'key_alias'), user_id TEXT AS (doc ->> 'user_id'), team_id TEXT AS (doc ->> 'team_id'),
    organization_id TEXT AS (doc ->> 'organization_id')
) STRICT;

CREATE TABLE users (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
    user_email TEXT AS (doc ->> 'user_email') COLLATE NOCASE, sso_user_id TEXT AS (doc ->> 'sso_user_id')
) STRICT;
CREATE INDEX users_by_email ON users (user_email);

CREATE TABLE teams (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
    team_alias TEXT AS (doc ->> 'team_alias'), organization_id TEXT AS (doc ->> 'organization_id')
) STRICT;
CREATE INDEX teams_by_alias ON teams (team_alias);

CREATE TABLE deleted_teams (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
    team_alias TEXT AS (doc ->> 'team_alias'), organization_id TEXT AS (doc ->> 'organization_id')
) STRICT;

CREATE TABLE memberships (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
    team_id TEXT AS (doc ->> 'team_id'), user_id TEXT AS (doc ->> 'user_id'), budget_id TEXT AS (doc ->> 'budget_id')
) STRICT;
CREATE INDEX memberships_by_team ON memberships (team_id);
CREATE INDEX memberships_by_user ON memberships (user_id);

CREATE TABLE budgets (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL) STRICT;

CREATE TABLE customers (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL, budget_id TEXT AS (doc ->> 'budget_id')
) STRICT;

CREATE TABLE models (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL, model_name TEXT AS (doc ->> 'model_name')
) STRICT;

CREATE TABLE credentials (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL) STRICT;

CREATE TABLE tags (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL, budget_id TEXT AS (doc ->> 'budget_id')
) STRICT;

CREATE TABLE unified_groups (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL) STRICT;

CREATE TABLE invitations (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL, user_id TEXT AS (doc ->> 'user_id')
) STRICT;

-- The keys of logins, and their refresh tokens.
CREATE TABLE logins (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL, expires TEXT AS (doc ->> 'expires')
) STRICT;

CREATE TABLE renewals (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL, expires TEXT AS (doc ->> 'expires'),
    family TEXT AS (doc ->> 'family')
) STRICT;
CREATE INDEX renewals_by_family ON renewals (family);

-- The spend log: one row per model request.
CREATE TABLE requests (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL,
    started TEXT AS (doc ->> 'startTime'), api_key TEXT AS (doc ->> 'api_key'), user TEXT AS (doc ->> 'user'),
    team_id TEXT AS (doc ->> 'team_id')
) STRICT;
CREATE INDEX requests_by_time ON requests (started);
CREATE INDEX requests_by_key ON requests (api_key);
CREATE INDEX requests_by_user ON requests (user);

-- Daily activity. Missing values are empty strings.
CREATE TABLE days (
    seq INTEGER PRIMARY KEY, day TEXT NOT NULL, user TEXT NOT NULL, team_id TEXT NOT NULL, customer TEXT NOT NULL,
    tags TEXT NOT NULL, api_key TEXT NOT NULL, model TEXT NOT NULL, model_group TEXT NOT NULL, provider TEXT NOT NULL,
    endpoint TEXT NOT NULL, spend REAL NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
    successful INTEGER NOT NULL, failed INTEGER NOT NULL, milliseconds INTEGER NOT NULL,
    UNIQUE (day, api_key, user, team_id, customer, tags, model, model_group, provider, endpoint)
) STRICT;

-- Internal counters.
CREATE TABLE sums (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL) STRICT;
