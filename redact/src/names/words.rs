//! The words that make a name a secret's, and those that do not.

/// Segments that make a name a secret's, in addition to [`WEAK`].
#[rustfmt::skip]
pub(super) const STRONG: &[&str] = &[
    "authorization", "bearer", "cookie", "cookies", "cred", "credential", "credentials", "creds", "csrf", "dsn", "jwt",
    "jwts", "keystore", "keytab", "kubeconfig", "otp", "passcode", "passphrase", "passphrases", "passwd", "password",
    "passwords", "passwort", "pem", "pfx", "psw", "pswd", "pw", "pwd", "sas", "secret", "secrets", "totp", "webhook",
    "webhooks", "xsrf",
];

/// Segments that make a name a secret's, and that are common words when they stand alone.
#[rustfmt::skip]
pub(super) const WEAK: &[&str] = &[
    "access", "auth", "authentication", "cert", "certificate", "certificates", "fingerprint", "key", "pass", "passkey",
    "pat", "pin", "private", "salt", "tenancy", "token",
];

/// Ends of segments that are written without a separator.
#[rustfmt::skip]
pub(super) const ENDS: &[&str] = &[
    "accesskey", "accesstoken", "accountkey", "apikey", "apikeys", "apitoken", "authkey", "authorization", "authtoken",
    "clientsecret", "connectionstring", "connstr", "credential", "credentials", "csrftoken", "encryptionkey", "idtoken",
    "jwttoken", "masterkey", "passphrase", "passwd", "password", "privatekey", "refreshtoken", "sastoken", "secret",
    "secretkey", "securitytoken", "sessionid", "sessionkey", "sessiontoken", "sharedkey", "signingkey", "usertoken",
    "xsrftoken",
];

/// Before `keys` and `tokens`, which otherwise are counted.
#[rustfmt::skip]
pub(super) const PLURAL_QUALIFIERS: &[&str] = &[
    "access", "api", "auth", "bearer", "client", "encryption", "id", "master", "private", "provider", "refresh",
    "secret", "service", "session", "signing", "ssh", "virtual",
];

/// A name that ends in one of these describes a secret and is not one.
#[rustfmt::skip]
pub(super) const DESCRIPTORS: &[&str] = &[
    "alg", "algorithm", "alias", "aliases", "at", "audience", "breakdown", "budget", "budgets", "claims", "config",
    "count", "counts", "denied", "details", "dir", "domain", "duration", "email", "enabled", "error", "errors",
    "exceeded", "exists", "expiration", "expired", "expires", "expiry", "failed", "field", "fields", "file", "format",
    "found", "group", "groups", "header", "headers", "hint", "hints", "host", "id", "ids", "info", "interval", "issuer",
    "length", "limit", "limits", "location", "masked", "message", "method", "methods", "mode", "model", "models", "name",
    "names", "namespace", "org", "override", "params", "path", "permission", "permissions", "policies", "policy", "port",
    "prefix", "profile", "provider", "ref", "region", "remaining", "requests", "required", "reset", "retries", "role",
    "roles", "rotation", "route", "rpm", "schemes", "scope", "scopes", "settings", "size", "source", "spend", "status",
    "system", "tags", "team", "thresholds", "timeout", "tpm", "ttl", "type", "types", "usage", "used", "user", "version",
    "window", "windows",
];

/// A name that begins with one of these counts secrets, or is a condition.
#[rustfmt::skip]
pub(super) const COUNTERS: &[&str] = &[
    "has", "include", "is", "max", "min", "num", "supports", "total",
];

/// `token` after one of these is a unit.
#[rustfmt::skip]
pub(super) const TOKEN_UNITS: &[&str] = &[
    "audio", "cached", "completion", "first", "image", "input", "max", "min", "next", "output", "per", "prompt",
    "reasoning", "total", "video",
];

/// `key` after one of these is not a secret.
#[rustfmt::skip]
pub(super) const PUBLIC_KEYS: &[&str] = &[
    "by", "cache", "foreign", "group", "idempotency", "order", "partition", "primary", "public", "routing", "sort",
];

/// `access` before one of these is a permission, or a header of CORS.
#[rustfmt::skip]
pub(super) const ACCESS_RULES: &[&str] = &[
    "agent", "agents", "control", "group", "groups", "level", "list", "log", "logs", "mcp", "mode", "model", "models",
    "skill", "type", "via",
];

/// Fields with LiteLLM's own keys, or with their hashes.
#[rustfmt::skip]
pub(super) const KEY_FIELDS: &[&str] = &[
    "access", "api_keys", "changed_by_api_key", "deleted_by_api_key", "deleted_keys", "key", "keys", "token", "token_id",
    "user_api_key",
];

/// Stores whose URLs have a user and a password, as a rule.
#[rustfmt::skip]
pub(super) const STORES: &[&str] = &[
    "amqp", "broker", "database", "db", "jdbc", "mongo", "mongodb", "mysql", "postgres", "postgresql", "redis",
];
