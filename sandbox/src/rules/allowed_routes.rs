//! Keys that are for some endpoints alone: `allowed_routes`, paths and names of sets of them.

use hyper::StatusCode;

use crate::answer::Refusal;
use crate::caller::Caller;

/// What models are asked through, and asked about.
const OF_MODELS: [&str; 6] =
    ["/chat/completions", "/completions", "/embeddings", "/models", "/model/info", "/model_group/info"];
/// What only shows something.
const OF_INFORMATION: [&str; 17] = [
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

/// Whether the key may be used for this path at all.
pub(crate) fn check(caller: &Caller, path: &str) -> Result<(), Refusal> {
    let allowed = caller.key.as_ref().map(|key| key.texts("allowed_routes")).unwrap_or_default();
    if allowed.is_empty() || allowed.iter().any(|route| lets_through(route, path)) {
        return Ok(());
    }
    let named: Vec<String> = allowed.iter().map(|route| format!("'{route}'")).collect();
    let message = format!(
        "Virtual key is not allowed to call this route. Only allowed to call routes: [{}]. Tried to call route: {path}",
        named.join(", ")
    );
    Err(Refusal::detail(StatusCode::FORBIDDEN, message))
}

fn lets_through(route: &str, path: &str) -> bool {
    let below = |route: &str| path.strip_prefix(route).is_some_and(|rest| rest.starts_with('/'));
    match route {
        "llm_api_routes" => is_of_models(path),
        "info_routes" => OF_INFORMATION.contains(&path) || path == "/v1/models",
        "management_routes" => !is_of_models(path) || path.ends_with("/model/info"),
        _ => match route.split_once('*') {
            Some((start, end)) => path.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
            None => path == route || below(route),
        },
    }
}

fn is_of_models(path: &str) -> bool {
    let path = path.strip_prefix("/v1").unwrap_or(path);
    OF_MODELS.contains(&path) || path.starts_with("/models/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_for_the_routes_that_it_names() {
        for (route, path, expected) in [
            ("/key/info", "/key/info", true),
            ("/key/info", "/key/information", false),
            ("/key", "/key/info", true),
            ("/v1/*", "/v1/chat/completions", true),
            ("/v1/*", "/chat/completions", false),
            ("llm_api_routes", "/v1/chat/completions", true),
            ("llm_api_routes", "/models/gpt-4o", true),
            ("llm_api_routes", "/key/info", false),
            ("info_routes", "/key/list", true),
            ("info_routes", "/key/generate", false),
            ("management_routes", "/key/generate", true),
            ("management_routes", "/chat/completions", false),
        ] {
            assert_eq!(lets_through(route, path), expected, "{route} {path}");
        }
    }
}
