//! The words of other tools, and of other commands, and what they are called here.

/// Verbs that mean the same. The tip names the first one that the noun has.
pub(super) const VERBS: &[&[&str]] = &[
    &["create", "generate", "add", "new", "make", "insert", "register", "issue", "mint"],
    &["get", "info", "show", "describe", "view", "inspect", "read", "details", "display", "cat"],
    &["delete", "remove", "rm", "del", "destroy", "drop", "revoke", "purge", "erase"],
    &["list", "ls", "all", "index", "search", "find"],
    &["update", "edit", "set", "modify", "change", "patch", "alter", "configure", "move", "rename"],
    &["block", "disable", "suspend", "ban", "deactivate", "lock", "pause"],
    &["unblock", "enable", "activate", "unlock", "resume", "unban"],
    &["rotate", "renew", "roll", "cycle", "refresh", "reissue"],
    &["import", "load", "upload", "apply"],
    &["why", "explain", "diagnose", "debug"],
    &["can-use", "can", "may", "check", "test", "access", "allowed"],
    &["completions", "completion", "complete", "ask", "send", "prompt", "message"],
    &["request", "call", "curl", "fetch"],
    &["start", "run", "up", "serve", "launch"],
    &["stop", "down", "kill", "shutdown"],
];

/// Words in place of a top-level command, and what to type.
pub(super) const COMMANDS: &[(&[&str], &str)] = &[
    (&["requests", "history"], "logs list"),
    (&["tail", "watch", "follow"], "logs tail"),
    (&["stats", "statistics", "errors"], "logs stats"),
    (&["usage", "cost", "costs", "billing", "costing"], "spend total"),
    (&["ping", "ready", "readiness", "up", "wait"], "health"),
    (&["status", "me", "who", "account", "profile"], "whoami"),
    (&["info", "about"], "version"),
    (&["ask", "prompt", "message", "complete"], "chat completions MODEL"),
    (&["api", "curl", "request", "post", "fetch"], "http request GET PATH"),
    (&["serve", "server", "start", "run", "mock", "proxy"], "sandbox start"),
    (&["init", "configure", "setup", "settings"], "login"),
    (&["signin", "sign-in", "sso", "authenticate"], "login"),
    (&["signout", "sign-out"], "logout"),
    (&["token", "print-token"], "auth print-token"),
    (&["virtual-keys", "virtual-key", "api-keys", "api-key", "tokens"], "keys"),
    (&["deployments", "deployment"], "models info"),
    (&["providers", "provider", "secrets"], "credentials"),
    (&["end-users", "end-user"], "customers"),
    (&["orgs", "org"], "organizations"),
    (&["members", "member", "team-members"], "teams members"),
    (&["groups", "group"], "model-groups"),
    (&["completion"], "completions"),
    (&["set-url", "set-base-url", "use", "connect", "target"], "config set base_url URL"),
];

/// Options that other tools, or other commands, have for the same thing. The tip names the first one that the command has.
pub(super) const OPTIONS: &[(&[&str], &[&str])] = &[
    (&["budget", "max-spend", "spend-limit", "budget-limit", "spend"], &["max-budget"]),
    (&["reset", "interval", "period", "budget-period", "budget-reset"], &["budget-duration"]),
    (&["expiry", "expire", "expires-on", "expires-at", "until", "valid-until"], &["expires", "duration"]),
    (&["expires", "expires-in", "ttl", "valid-for", "lifetime"], &["duration"]),
    (
        &["name", "alias", "key-name", "team-name", "display-name"],
        &["key-alias", "team-alias", "alias", "display-name"],
    ),
    (&["email", "user-email", "mail"], &["email", "user-id", "user"]),
    (&["user", "user-id", "owner"], &["user-id", "user", "id"]),
    (&["team", "team-id"], &["team-id", "team"]),
    (&["org", "organization", "organization-id"], &["organization-id", "organization"]),
    (&["role", "user-role"], &["role"]),
    (&["keys", "create-keys", "generate-keys", "keys-file", "output-file"], &["with-keys"]),
    (&["model", "models", "allowed-models"], &["models", "model", "add-model"]),
    (&["key", "key-hash", "hash", "token"], &["key", "key-hash", "keys"]),
    (&["rpm", "requests-per-minute"], &["rpm-limit"]),
    (&["tpm", "tokens-per-minute"], &["tpm-limit"]),
    (&["tag", "label", "labels", "meta"], &["tags", "metadata"]),
    (&["limit", "per-page", "page-size", "max", "count"], &["limit", "page-size", "size"]),
    (&["sort", "order-by", "sort-by"], &["sort-by", "sort", "order"]),
    (&["field", "set", "extra", "params"], &["param"]),
    (&["from", "after", "start", "start-date", "since", "last", "past", "days"], &["since", "start-date"]),
    (&["to", "before", "end", "end-date", "until"], &["until", "end-date"]),
    (&["overlap", "keep-old", "grace-period"], &["grace"]),
    (&["watch", "tail", "f"], &["follow"]),
    (&["body", "payload", "raw"], &["data", "json"]),
    (&["headers"], &["header"]),
    (&["prompt", "msg", "content"], &["message"]),
    (&["file", "out", "save"], &["output-file"]),
    (&["force", "no-confirm", "assume-yes", "confirm", "non-interactive", "no-input"], &["yes"]),
    (&["plan", "simulate", "check", "preview", "what-if"], &["dry-run"]),
    // Options of all commands.
    (&["output", "json", "out", "output-format", "as"], &["format"]),
    (&["url", "host", "server", "endpoint", "api-base", "base", "proxy-url"], &["base-url"]),
    (&["token", "api-token", "master-key", "auth"], &["api-key"]),
    (&["verbose", "trace", "log-level"], &["debug"]),
    (&["cacert", "ca", "insecure", "no-verify", "ca-bundle"], &["ca-cert"]),
    (&["max-time", "wait"], &["timeout"]),
    (&["background", "daemon", "daemonize", "bg"], &["detach"]),
];

/// Options that name the thing itself, which is an argument without an option in most commands.
pub(super) const NAMES: &[&str] = &[
    "id",
    "name",
    "alias",
    "key",
    "keys",
    "key-alias",
    "hash",
    "token",
    "user",
    "user-id",
    "email",
    "user-email",
    "team",
    "team-id",
    "team-alias",
    "model",
    "model-id",
    "model-name",
    "budget",
    "budget-id",
    "customer",
    "customer-id",
    "end-user",
    "credential",
    "credential-name",
    "organization",
    "organization-id",
    "org",
    "group",
    "file",
];

/// Short options of other tools, and what they stand for there.
pub(super) const SHORTS: &[(char, &[&str])] = &[
    ('o', &["output-file", "format"]),
    ('f', &["format", "follow"]),
    ('j', &["format"]),
    ('n', &["name", "limit"]),
    ('a', &["alias"]),
    ('k', &["api-key"]),
    ('b', &["max-budget"]),
    ('e', &["email"]),
    ('r', &["role"]),
    ('t', &["team"]),
    ('u', &["base-url", "user"]),
    ('m', &["models"]),
    ('p', &["param"]),
    ('d', &["data", "duration", "detach"]),
    ('i', &["id"]),
    ('y', &["yes"]),
];

/// Options that no command has, with what to do instead. The first part names an option that the command must have.
pub(super) const NOTES: &[(&[&str], Option<&str>, &str)] = &[
    (
        &["print-key", "show-key", "reveal", "reveal-key", "show-secret"],
        Some("output-file"),
        "the output has the key; `--output-file FILE` writes the key to a file",
    ),
    (
        &["print-key", "show-key", "reveal", "reveal-key", "show-secret"],
        None,
        "servers keep no secrets; `litellm-proxy keys rotate KEY` replaces one that is lost",
    ),
    (&["all", "no-limit", "all-pages"], Some("columns"), "leave it out: lists are complete"),
    (&["wide", "full", "no-trunc", "no-truncate"], Some("columns"), "use `--columns`; in a pipe nothing is cut"),
    (&["quiet", "silent"], None, "leave it out: stdout has only data; `2> /dev/null` drops the rest"),
    (&["if-not-exists", "skip-existing", "ignore-existing"], Some("on-conflict"), "use `--on-conflict skip`"),
    (&["expired", "only-expired"], Some("include-team-keys"), "use `litellm-proxy keys audit --only expired`"),
    (&["unused", "stale"], Some("include-team-keys"), "use `litellm-proxy keys audit --only unused`"),
    (&["over-budget", "exceeded"], Some("include-team-keys"), "use `litellm-proxy keys audit --only over-budget`"),
    (
        &["add-model", "add-models", "remove-model", "remove-models"],
        Some("team-alias"),
        "use `litellm-proxy teams models add` or `remove`; `--models` replaces the whole list",
    ),
    (&["add-member", "add-user", "member"], Some("team-alias"), "use `litellm-proxy teams members add TEAM USER`"),
    (
        &["print-env", "env"],
        Some("detach"),
        "`--detach` prints the variables; so does `litellm-proxy sandbox status --print-env`",
    ),
    (&["yes", "y", "confirm", "no-confirm", "assume-yes"], None, "leave it out: this command asks no question"),
    (&["admin"], Some("role"), "use `--role proxy_admin`"),
    (&["provider"], Some("access-group"), "name the provider in the model, as in `-p model=openai/gpt-4o`"),
];

/// Words after a noun that are not about its verbs: what to type, with `NAME` for the first word that follows.
pub(super) const AFTER_NOUNS: &[(&str, &[&str], &str)] = &[
    ("keys", &["usage", "spend", "cost", "costs", "logs", "requests"], "logs list --key NAME"),
    ("keys", &["budget", "set-budget", "limit", "set-limit"], "keys update NAME --max-budget DOLLARS"),
    ("keys", &["extend", "expire", "expires", "expiry", "set-expiry"], "keys update NAME --duration 30d"),
    ("keys", &["export", "dump", "backup"], "keys list --format csv"),
    ("users", &["usage", "spend", "cost", "costs", "logs", "requests"], "logs list --user NAME"),
    ("users", &["budget", "set-budget", "limit"], "users update NAME --max-budget DOLLARS"),
    ("users", &["keys", "list-keys", "tokens"], "keys list --user-id NAME"),
    ("users", &["role", "set-role", "promote"], "users update NAME --role ROLE"),
    ("users", &["export", "dump"], "users list --format csv"),
    ("teams", &["usage", "spend", "cost", "costs"], "spend teams"),
    ("teams", &["budget", "set-budget", "limit"], "teams update NAME --max-budget DOLLARS"),
    ("teams", &["keys", "list-keys"], "keys list --team-id NAME"),
    ("teams", &["users", "list-users"], "teams members list NAME"),
    ("models", &["test", "check", "try", "chat"], "chat completions NAME -m hello"),
    ("models", &["price", "prices", "cost", "costs"], "models info --columns public_model,input_cost,output_cost"),
    ("models", &["export", "dump"], "models info --format json"),
    ("spend", &["user", "by-user"], "spend logs --user NAME"),
    ("spend", &["key", "by-key"], "spend logs --key NAME"),
    ("budgets", &["reset"], "keys reset-spend KEY"),
];

/// Commands that take something away. They are guessed only for words that begin alike.
pub(super) const DESTRUCTIVE: &[&str] = &["delete", "remove", "regenerate", "block", "stop", "unset", "logout"];

/// Roles of other tools, and the user roles that they are called here.
pub(super) const ROLES: &[(&[&str], &str)] = &[
    (&["admin", "administrator", "owner", "root", "superuser"], "proxy_admin"),
    (&["viewer", "readonly", "read-only", "auditor"], "internal_user_viewer"),
    (&["user", "member", "internal", "developer"], "internal_user"),
];
