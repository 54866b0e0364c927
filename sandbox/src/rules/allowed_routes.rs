//! The `allowed_routes` of a key: paths, patterns and named sets of endpoints.

use hyper::StatusCode;

use crate::response::Refusal;

/// The endpoints of `llm_api_routes`: those that run models or list them.
const MODEL_ROUTES: [&str; 16] = [
    "/chat/completions",
    "/completions",
    "/embeddings",
    "/responses",
    "/messages",
    "/messages/count_tokens",
    "/images/generations",
    "/images/edits",
    "/moderations",
    "/rerank",
    "/audio/speech",
    "/audio/transcriptions",
    "/models",
    "/model/info",
    "/model_group/info",
    "/utils/token_counter",
];
/// The endpoints of `info_routes`, which only read.
const INFO_ROUTES: [&str; 17] = [
    "/key/info",
    "/key/health",
    "/team/info",
    "/team/list",
    "/v2/team/list",
    "/organization/list",
    "/team/available",
    "/user/info",
    "/v2/user/info",
    "/model/info",
    "/v1/model/info",
    "/v2/model/info",
    "/v2/key/info",
    "/model_group/info",
    "/health",
    "/key/list",
    "/models",
];

/// The endpoints of `management_routes`.
const MANAGEMENT_ROUTES: [&str; 27] = [
    "/key/generate",
    "/key/service-account/generate",
    "/key/update",
    "/key/bulk_update",
    "/key/delete",
    "/key/info",
    "/key/list",
    "/key/aliases",
    "/key/block",
    "/key/unblock",
    "/key/regenerate",
    "/spend/logs",
    "/spend/logs/v2",
    "/user/new",
    "/user/update",
    "/user/bulk_update",
    "/user/delete",
    "/user/info",
    "/user/list",
    "/user/daily/activity",
    "/user/daily/activity/aggregated",
    "/v2/team/list",
    "/model/new",
    "/model/update",
    "/model/delete",
    "/model/info",
    "/v1/agents",
];

/// Refuses a path that none of the key's `allowed_routes` matches; an empty list allows all paths.
pub(super) fn check(allowed: &[&str], path: &str) -> Result<(), Refusal> {
    if allowed.is_empty() || allowed.iter().any(|route| matches(route, path)) {
        return Ok(());
    }
    let quoted: Vec<String> = allowed.iter().map(|route| format!("'{route}'")).collect();
    let message = format!(
        "Virtual key is not allowed to call this route. Only allowed to call routes: [{}]. Tried to call route: {path}",
        quoted.join(", ")
    );
    Err(Refusal::detail(StatusCode::FORBIDDEN, message))
}

fn matches(route: &str, path: &str) -> bool {
    let below = |route: &str| path.strip_prefix(route).is_some_and(|rest| rest.starts_with('/'));
    match route {
        "llm_api_routes" => runs_or_lists_models(path),
        "info_routes" => INFO_ROUTES.contains(&path) || path == "/v1/models",
        "management_routes" => manages(path),
        _ => match route.split_once('*') {
            Some((start, end)) => path.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
            None => path == route || below(route),
        },
    }
}

fn runs_or_lists_models(path: &str) -> bool {
    let path = path.strip_prefix("/v1").unwrap_or(if path == "/v2/rerank" { "/rerank" } else { path });
    let begins = ["/responses/", "/openai/deployments/", "/engines/"];
    MODEL_ROUTES.contains(&path) || begins.iter().any(|begin| path.starts_with(begin))
}

fn manages(path: &str) -> bool {
    let begins = ["/team/", "/jwt/key/mapping/", "/v1/mcp/", "/v1/agents/"];
    let of_key = path.strip_prefix("/key/").and_then(|rest| rest.split_once('/'));
    MANAGEMENT_ROUTES.contains(&path)
        || begins.iter().any(|begin| path.starts_with(begin))
        || of_key.is_some_and(|(_, action)| matches!(action, "regenerate" | "reset_spend"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowed_routes_match_paths_patterns_and_named_sets() {
        for (route, path, expected) in [
            ("/key/info", "/key/info", true),
            ("/key/info", "/key/information", false),
            ("/key", "/key/info", true),
            ("/v1/*", "/v1/chat/completions", true),
            ("/v1/*", "/chat/completions", false),
            ("llm_api_routes", "/v1/chat/completions", true),
            ("llm_api_routes", "/models", true),
            ("llm_api_routes", "/models/gpt-4o", false),
            ("llm_api_routes", "/key/info", false),
            ("info_routes", "/key/list", true),
            ("info_routes", "/key/generate", false),
            ("management_routes", "/key/generate", true),
            ("management_routes", "/key/sk-1/regenerate", true),
            ("management_routes", "/team/member_add", true),
            ("management_routes", "/model/info", true),
            ("management_routes", "/v2/model/info", false),
            ("management_routes", "/health", false),
            ("management_routes", "/budget/list", false),
            ("management_routes", "/spend/logs", true),
            ("management_routes", "/spend/calculate", false),
            ("management_routes", "/models/gpt-4o", false),
            ("management_routes", "/chat/completions", false),
        ] {
            assert_eq!(matches(route, path), expected, "{route} {path}");
        }
    }
}
