//! The lists of all nouns: what their JSON is, their columns, and what their items are called by.

/// A list, and the names of its columns in CSV. A list without names has one column.
pub(super) struct ListCommand {
    pub(super) path: &'static [&'static str],
    /// What its JSON is.
    pub(super) json: &'static str,
    pub(super) columns: &'static [&'static str],
    /// The path of the field with the id of an item; empty for items that are strings.
    pub(super) id: &'static [&'static str],
}

/// All lists.
pub(super) const LISTS: &[ListCommand] = &[
    ListCommand {
        path: &["models", "list"],
        json: "an array of models",
        columns: &["id", "object", "created", "owned_by"],
        id: &["id"],
    },
    ListCommand {
        path: &["models", "info"],
        json: "an array of deployments",
        columns: &[
            "public_model",
            "upstream_model",
            "credential_name",
            "created_at",
            "updated_at",
            "id",
            "input_cost",
            "output_cost",
        ],
        id: &["model_info.id"],
    },
    ListCommand {
        path: &["model-groups", "list"],
        json: "an array of model groups",
        columns: &["model_group", "mode", "input_cost_per_token", "output_cost_per_token"],
        id: &["model_group"],
    },
    ListCommand {
        path: &["credentials", "list"],
        json: "an object with credentials",
        columns: &["credential_name", "custom_llm_provider"],
        id: &["credential_name"],
    },
    ListCommand {
        path: &["chat", "list"],
        json: "an array of sessions, the latest first",
        columns: &["id", "name", "model", "messages", "created"],
        id: &["id"],
    },
    ListCommand {
        path: &["chat", "templates", "list"],
        json: "an array of templates",
        columns: &["name", "model", "variables"],
        id: &["name"],
    },
    ListCommand {
        path: &["keys", "list"],
        json: "an object with keys, total_count, current_page and total_pages",
        columns: &[
            "token",
            "key_alias",
            "user_id",
            "team_id",
            "spend",
            "max_budget",
            "models",
            "expires",
            "status",
            "key_name",
            "organization_id",
            "budget_duration",
            "budget_reset_at",
            "tpm_limit",
            "rpm_limit",
            "max_parallel_requests",
            "created_at",
            "created_by",
            "updated_at",
            "last_active",
        ],
        id: &["token"],
    },
    ListCommand {
        path: &["keys", "aliases"],
        json: "an object with aliases, total_count, current_page and total_pages",
        columns: &[],
        id: &[],
    },
    ListCommand {
        path: &["keys", "audit"],
        json: "an array of findings, the most serious first",
        columns: &["token", "key_alias", "kind", "detail"],
        id: &["token"],
    },
    ListCommand {
        path: &["users", "list"],
        json: "an object with users, total, page, page_size and total_pages",
        columns: &["user_id", "user_email", "user_role", "teams", "keys", "spend", "max_budget", "status"],
        id: &["user_id"],
    },
    ListCommand { path: &["teams", "list"], json: "an array of teams", columns: TEAM_COLUMNS, id: &["team_id"] },
    ListCommand { path: &["teams", "available"], json: "an array of teams", columns: TEAM_COLUMNS, id: &["team_id"] },
    ListCommand {
        path: &["teams", "members", "list"],
        json: "an array of members",
        columns: &["user_id", "user_email", "role", "spend", "max_budget_in_team", "tpm_limit", "rpm_limit", "status"],
        id: &["user_id"],
    },
    ListCommand { path: &["teams", "models", "list"], json: "an array of names", columns: &[], id: &[] },
    ListCommand {
        path: &["organizations", "list"],
        json: "an array of organizations",
        columns: &[
            "organization_alias",
            "organization_id",
            "models",
            "max_budget",
            "spend",
            "members",
            "teams",
            "status",
        ],
        id: &["organization_id"],
    },
    ListCommand {
        path: &["budgets", "list"],
        json: "an array of budgets",
        columns: &[
            "budget_id",
            "max_budget",
            "soft_budget",
            "tpm_limit",
            "rpm_limit",
            "max_parallel_requests",
            "budget_duration",
            "budget_reset_at",
            "used_by",
            "status",
        ],
        id: &["budget_id"],
    },
    ListCommand {
        path: &["customers", "list"],
        json: "an array of customers",
        columns: &["user_id", "alias", "spend", "max_budget", "budget_id", "blocked", "status"],
        id: &["user_id"],
    },
    ListCommand {
        path: &["access-groups", "list"],
        json: "an object with access_groups",
        columns: &["access_group", "model_names", "deployment_count"],
        id: &["access_group"],
    },
    ListCommand {
        path: &["spend", "keys"],
        json: "an array of rows with the columns and days",
        columns: NAMED_SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "users"],
        json: "an array of rows with the columns and days",
        columns: NAMED_SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "teams"],
        json: "an array of rows with the columns and days",
        columns: NAMED_SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "customers"],
        json: "an array of rows with the columns and days",
        columns: NAMED_SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "models"],
        json: "an array of rows with the columns and days",
        columns: SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "tags"],
        json: "an array of rows with the columns and days",
        columns: SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "trend"],
        json: "an array of rows with the columns",
        columns: &["date", "requests", "tokens", "failed_requests", "spend"],
        id: &["date"],
    },
    ListCommand {
        path: &["spend", "logs"],
        json: "an object with data, total, page, page_size and total_pages",
        columns: LOG_COLUMNS,
        id: &["request_id"],
    },
    ListCommand {
        path: &["logs", "list"],
        json: "an object with data, total, page, page_size and total_pages",
        columns: LOG_COLUMNS,
        id: &["request_id"],
    },
    ListCommand {
        path: &["logs", "stats"],
        json: "an array of rows with the columns",
        columns: &[
            "name",
            "requests",
            "errors",
            "error_rate",
            "p50_ms",
            "p95_ms",
            "ttft_p50_ms",
            "tokens",
            "spend",
            "last_error",
        ],
        id: &["name"],
    },
    ListCommand {
        path: &["changes"],
        json: "an array of changes",
        columns: &["time", "kind", "name", "what", "by_name", "id"],
        id: &["id"],
    },
    ListCommand {
        path: &["sandbox", "status"],
        json: "an array of running sandboxes",
        columns: &["url", "pid", "litellm_version", "database", "started"],
        id: &["url"],
    },
    ListCommand {
        path: &["http", "routes"],
        json: "an array of operations with their parameters and bodies",
        columns: &["method", "path", "summary", "fields"],
        id: &["path"],
    },
    ListCommand {
        path: &["config", "contexts", "list"],
        json: "an array of contexts",
        columns: &["current", "name", "base_url", "key", "model"],
        id: &["name"],
    },
    ListCommand {
        path: &["auth", "list"],
        json: "an array of logins, without their keys",
        columns: &["base_url", "user_id", "user_email", "team_id", "logged_in_at", "expires_at", "status"],
        id: &["base_url"],
    },
];

/// A report with a table: its columns can be chosen and sorted by, but it is no list of the server. Without an id, its rows are about
/// nothing that has one.
pub(super) const REPORTS: &[ListCommand] = &[
    report(&["health"], &["id", "model", "health", "checked_at", "since", "error"], &["id"]),
    report(&["health", "check"], &["id", "model", "health", "response_time_ms", "error"], &["id"]),
    report(&["models", "discover"], &["id", "owned_by", "served_as", "deprecation_date", "successor_model"], &["id"]),
    report(
        &["models", "test"],
        &["id", "model", "mode", "state", "checks", "ttft_ms", "total_ms", "tokens_per_second", "cost", "error"],
        &["id", "model"],
    ),
    report(
        &["models", "compare"],
        &[
            "model",
            "provider",
            "mode",
            "input_cost_per_token",
            "output_cost_per_token",
            "max_input_tokens",
            "max_output_tokens",
            "abilities",
            "deprecation_date",
        ],
        &["model"],
    ),
    report(
        &["models", "bench"],
        &[
            "run",
            "sent",
            "failed",
            "requests_per_second",
            "tokens_per_second",
            "ttft_p50_ms",
            "e2e_p50_ms",
            "e2e_p95_ms",
            "e2e_p99_ms",
            "cost",
            "goodput",
        ],
        &[],
    ),
    report(&["budgets", "why"], &["scope", "id", "what", "used", "limit", "percent", "resets_at", "tightest"], &[]),
    report(&["config", "list"], &["key", "value"], &["key"]),
    report(&["doctor"], &["id", "severity", "subject", "message", "command"], &[]),
    report(&["lint"], &["severity", "place", "rule", "message", "hint"], &[]),
    report(&["plan"], &["address", "action", "fields", "changes", "takes_along"], &[]),
    report(&["rerank"], &["index", "relevance_score", "document"], &[]),
    report(&["moderations", "create"], &["flagged", "categories", "text"], &[]),
];

const fn report(
    path: &'static [&'static str],
    columns: &'static [&'static str],
    id: &'static [&'static str],
) -> ListCommand {
    ListCommand { path, json: "", columns, id }
}

const LOG_COLUMNS: &[&str] = &[
    "start_time",
    "status",
    "model",
    "key_alias",
    "api_key",
    "user",
    "team_id",
    "total_tokens",
    "spend",
    "request_id",
    "latency_ms",
    "ttft_ms",
    "customer",
    "error",
];
const SPEND: &[&str] = &["id", "requests", "tokens", "failed_requests", "spend", "share_percent"];
const NAMED_SPEND: &[&str] = &["id", "name", "requests", "tokens", "failed_requests", "spend", "share_percent"];
const TEAM_COLUMNS: &[&str] = &["team_alias", "team_id", "models", "members", "keys", "max_budget", "spend", "status"];
