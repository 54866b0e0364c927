//! Secrets that servers omit, so that not even their existence can be read: those that the mark names, and the keys that
//! unmarked deployments probably have.

use serde_json::Value;

use super::report::SecretKind;
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};

/// Providers that take no key, or that take credentials of a cloud.
const WITHOUT_KEY: [&str; 19] = [
    "auto_router",
    "bedrock",
    "bedrock_converse",
    "chatgpt",
    "docker_model_runner",
    "github_copilot",
    "hosted_vllm",
    "llamafile",
    "lm_studio",
    "ollama",
    "ollama_chat",
    "oobabooga",
    "petals",
    "sagemaker",
    "sagemaker_chat",
    "vertex_ai",
    "vertex_ai_beta",
    "vllm",
    "xinference",
];

/// Parameters with which a deployment needs no `api_key`.
const INSTEAD_OF_KEY: [&str; 7] = [
    "api_key",
    "azure_ad_token",
    "client_secret",
    "litellm_credential_name",
    "mock_response",
    "tenant_id",
    "use_in_pass_through",
];

const API_KEY: &str = "litellm_params.api_key";

/// Returns the secrets that a resource has, or may have, and that the server omits, by path.
pub(super) fn not_shown(live: &LiveResource) -> Vec<(String, SecretKind)> {
    let Some(mark) = &live.mark else {
        if live.address.kind == Kind::McpServer && has_credentials(live) {
            return vec![("auth_value".to_owned(), SecretKind::Possible)];
        }
        let may_have_key = live.address.kind == Kind::Model && may_have_key(live);
        return may_have_key.then(|| (API_KEY.to_owned(), SecretKind::Possible)).into_iter().collect();
    };
    let secrets = mark.secrets.keys().map(|path| (path.clone(), SecretKind::Hidden));
    let references = mark.fields.keys().filter(|path| litellm_proxy_redact::is_secret_name(path));
    let references = references.map(|path| (path.clone(), SecretKind::Reference));
    let all = secrets.chain(references);
    all.filter(|(path, _)| matches!(live.fields.get(path), None | Some(Seen::Hidden))).collect()
}

/// Returns whether an MCP server is called with a token, which servers never show.
fn has_credentials(live: &LiveResource) -> bool {
    let with_token = ["api_key", "authorization", "basic", "bearer_token", "token"];
    matches!(live.fields.get("auth_type"), Some(Seen::Value(Value::String(kind))) if with_token.contains(&kind.as_str()))
}

fn may_have_key(live: &LiveResource) -> bool {
    let params = live.fields.iter().filter_map(|(path, seen)| Some((path.strip_prefix("litellm_params.")?, seen)));
    let is_keyless = |(name, _): (&str, &Seen)| {
        INSTEAD_OF_KEY.contains(&name) || name.starts_with("aws_") || name.starts_with("vertex_")
    };
    !params.into_iter().any(is_keyless) && !provider(live).is_some_and(|name| WITHOUT_KEY.contains(&name))
}

/// Returns the provider of a deployment.
pub(super) fn provider(live: &LiveResource) -> Option<&str> {
    let param = |name: &str| match live.fields.get(name)? {
        Seen::Value(value) => value.as_str(),
        Seen::Hidden => None,
    };
    let by_price_list = || live.row.get("model_info")?.get("litellm_provider").and_then(Value::as_str);
    param("litellm_params.custom_llm_provider")
        .or_else(|| Some(param("litellm_params.model")?.split_once('/')?.0))
        .or_else(by_price_list)
}
