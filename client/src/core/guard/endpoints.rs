//! Which endpoints store what they are sent, by the segments of their paths.

use reqwest::Method;

use super::GuardReason;

/// How strict the guard is with an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Runs models, logs in or tests text: bodies are prose, code and passwords of people.
    Free,
    /// Not known, such as a pass-through endpoint of the server's own: only the values of secret fields are checked.
    Secrets,
    /// Administers the server: every value is checked.
    All,
}

/// The first segments of paths whose bodies belong to models, providers, tools and people.
#[rustfmt::skip]
const FREE: &[&str] = &[
    "a2a", "anthropic", "api", "apply_guardrail", "assemblyai", "assistants", "audio", "azure", "azure_ai", "batches",
    "bedrock", "chat", "cohere", "completions", "containers", "conversations", "cursor", "decisions", "embeddings",
    "engines", "eu.assemblyai", "evals", "extraction", "files", "fine_tuning", "gemini", "images", "interactions",
    "langfuse", "live", "login", "mcp", "memory", "messages", "milvus", "mistral", "models", "moderations", "ocr",
    "onboarding", "openai", "openai_passthrough", "openrouter", "queue", "rag", "realtime", "rerank", "responses",
    "search", "session", "skills", "spend", "sso", "threads", "token", "traces", "usage", "utils", "vector_stores",
    "vertex_ai", "videos", "vllm", "watsonx", "workflows",
];

/// The first segments of paths that administer the server.
#[rustfmt::skip]
const ADMINISTRATIVE: &[&str] = &[
    "access_group", "add", "agents", "alerting", "budget", "cache", "callbacks", "claude-code", "cloudzero", "config",
    "config_overrides", "coordination_redis", "cost", "credentials", "customer", "delete", "email", "end_user",
    "fallback", "guardrails", "health", "indexes", "invitation", "jwt", "key", "management", "mcp-rest", "model",
    "model_group", "model_hub", "organization", "policies", "policy", "project", "prompts", "router", "scim",
    "search_tools", "settings", "skill-hub", "subscription_accounts", "tag", "team", "tool", "toolset",
    "unified_access_group", "update", "user", "vantage", "vector_store",
];

/// What an administrative endpoint does with text, rather than to store it.
const FREE_BELOW: &[(&str, &str)] = &[
    ("guardrails", "apply_guardrail"),
    ("guardrails", "test_custom_code"),
    ("guardrails", "validate_blocked_words_file"),
    ("mcp-rest", "tools"),
    ("policies", "test-pipeline"),
    ("policy", "templates"),
    ("policy", "test"),
    ("prompts", "test"),
    ("user", "password"),
];

/// Returns how strict the guard is with a path, given as its segments without an empty one.
pub(super) fn strictness(path: &[String]) -> Strictness {
    let segments: Vec<&str> = path.iter().map(String::as_str).collect();
    match segments.as_slice() {
        // The protocol itself is at `/mcp`, and the server's own endpoints are below `/v1/mcp`.
        ["v1", "mcp", ..] => Strictness::All,
        ["v1" | "v2" | "v3" | "v1beta", rest @ ..] => by_first(rest),
        all => by_first(all),
    }
}

fn by_first(segments: &[&str]) -> Strictness {
    let [first, rest @ ..] = segments else { return Strictness::Secrets };
    if FREE.contains(first) || rest.first().is_some_and(|second| FREE_BELOW.contains(&(first, second))) {
        Strictness::Free
    } else if ADMINISTRATIVE.contains(first) {
        Strictness::All
    } else {
        Strictness::Secrets
    }
}

/// The columns of a key that must not be null: any of them, and the server cannot read the key or a list that has it.
const OF_KEY: &[&str] = &["aliases", "budget_fallbacks", "config", "metadata", "model_max_budget", "permissions"];
/// The server keeps the id of the budget of a team's members in its metadata, and loses it.
const OF_TEAM: &[&str] = &["metadata"];

/// Returns the fields of an endpoint that a null destroys, and what is lost.
pub(super) fn not_null(method: &Method, path: &[String]) -> Option<(&'static [&'static str], GuardReason)> {
    let segments: Vec<&str> = path.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["key", "update" | "regenerate" | "bulk_update"]
        | ["key", _, "regenerate"]
        | ["team", "key", "bulk_update"] => Some((OF_KEY, GuardReason::NullOfKey)),
        ["team", "update"] => Some((OF_TEAM, GuardReason::NullOfTeam)),
        ["team", _] if method == Method::PATCH => Some((OF_TEAM, GuardReason::NullOfTeam)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Vec<String> {
        path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn endpoints_are_judged_by_what_they_do_with_a_body() {
        for (strictness_expected, paths) in [
            (
                Strictness::All,
                [
                    "/model/new",
                    "/model/a-b/update",
                    "/credentials/c",
                    "/v1/mcp/server",
                    "/v1/agents/a",
                    "/key/update",
                    "/guardrails",
                    "/config/update",
                    "/vector_store/new",
                    "/v1/access_group",
                    "/prompts",
                    "/health/test_connection",
                ],
            ),
            (
                Strictness::Free,
                [
                    "/chat/completions",
                    "/v1/chat/completions",
                    "/v1/messages",
                    "/openai/deployments/m/chat/completions",
                    "/models/m:generateContent",
                    "/v1/vector_stores/v/search",
                    "/mcp",
                    "/guardrails/apply_guardrail",
                    "/prompts/test",
                    "/utils/token_counter",
                    "/v2/login",
                    "/user/password/change",
                ],
            ),
            (
                Strictness::Secrets,
                ["/", "/my-pass-through", "/v1", "/v9/x", "/keys", "/a", "/b", "/c", "/d", "/e", "/f", "/g"],
            ),
        ] {
            for path in paths {
                assert_eq!(strictness(&of(path)), strictness_expected, "{path}");
            }
        }
    }
}
