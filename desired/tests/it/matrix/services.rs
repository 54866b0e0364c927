//! What the matrix sets on guardrails, MCP servers, search tools, vector stores and pass-through endpoints.

use std::collections::BTreeMap;

use litellm_proxy_desired::fields::Field;
use litellm_proxy_desired::{Address, Kind};
use serde_json::{Value, json};

use super::{Expected, Names};

/// Returns two values of a field that differ; `None` if those of its shape will do.
pub(super) fn values(kind: Kind, field: &Field) -> Option<(Value, Value)> {
    let headers = |value: &str| json!({"X-Team": value});
    let pipeline = |on_fail: &str| json!({"mode": "pre_call", "steps": [{"guardrail": "one", "on_pass": "next", "on_fail": on_fail}]});
    Some(match (kind, field.path) {
        (Kind::Guardrail, "litellm_params.guardrail") => (json!("aporia"), json!("lakera_v2")),
        (Kind::Guardrail, "litellm_params.mode") => (json!("post_call"), json!(["during_call", "post_call"])),
        (_, "litellm_params.api_base" | "url" | "target") => {
            (json!("http://127.0.0.1:4001/one"), json!("http://127.0.0.1:4001/two"))
        }
        (Kind::SearchTool, "litellm_params.search_provider") => (json!("tavily"), json!("exa_ai")),
        (Kind::VectorStore, "litellm_params.custom_llm_provider") => (json!("openai"), json!("azure")),
        (Kind::McpServer, "alias") => (json!("one_alias"), json!("two_alias")),
        (Kind::McpServer, "transport") => (json!("sse"), json!("http")),
        (Kind::McpServer, "auth_type") => (json!("api_key"), json!("bearer_token")),
        (Kind::McpServer, "oauth2_flow") => (json!("client_credentials"), json!("authorization_code")),
        (Kind::McpServer, "token_endpoint_auth_method") => (json!("client_secret_basic"), json!("client_secret_post")),
        (Kind::McpServer, "env_vars") => (
            json!([{"name": "ONE", "value": "1", "scope": "global"}]),
            json!([{"name": "TWO", "value": "2", "scope": "global"}]),
        ),
        (Kind::Prompt, "litellm_params.prompt_integration") => (json!("dotprompt"), json!("dotprompt")),
        (Kind::Prompt, "litellm_params.dotprompt_content") => {
            (json!("---\nmodel: gpt-4o\n---\nUser: one"), json!("---\nmodel: gpt-4o\n---\nUser: two"))
        }
        (Kind::Agent, "object_permission") => (json!({"mcp_servers": ["m1"]}), json!({"mcp_servers": ["m2"]})),
        (Kind::Policy, "pipeline") => (pipeline("block"), pipeline("next")),
        (Kind::Policy, "attachments") => {
            (json!([{"scope": "*", "priority": 3}]), json!([{"keys": ["one-*"]}, {"tags": ["two"], "default": true}]))
        }
        (Kind::AccessGroup, "access_model_names") => (json!(["upstream-gpt"]), json!(["gpt-4o", "upstream-gpt"])),
        (Kind::Agent | Kind::McpServer, "static_headers") | (Kind::PassThrough, "headers") => {
            (headers("one"), headers("two"))
        }
        (Kind::McpServer, "command") => (json!("npx"), json!("uvx")),
        (Kind::McpServer, path) if path.ends_with("_url") || path.ends_with("_endpoint") || path == "issuer" => {
            (json!("https://one.example.com/a"), json!("https://two.example.com/b"))
        }
        (Kind::PassThrough, "methods") => (json!(["GET"]), json!(["POST", "PUT"])),
        (Kind::PassThrough, "guardrails") => {
            (json!({"g1": null}), json!({"g2": {"request_fields": ["query"], "response_fields": null}}))
        }
        (_, "mcp_info.*" | "prompt_info.*" | "guardrail_info.*" | "search_tool_info.*") => {
            (json!({"a": [1, 2]}), json!("text"))
        }
        _ => return None,
    })
}

/// Returns whether a field is not tried: servers do not list an MCP server whose OpenAPI document they cannot load.
pub(super) fn is_skipped(kind: Kind, field: &Field) -> bool {
    kind == Kind::McpServer && field.path == "spec_path"
}

/// Returns a resource for a test, with information of others.
pub(super) fn base(kind: Kind, names: &Names) -> Option<(Address, BTreeMap<String, Value>)> {
    let (name, fields) = match kind {
        Kind::Guardrail => (
            names.unique("guardrail"),
            vec![
                ("litellm_params.guardrail", json!("aporia")),
                ("litellm_params.mode", json!("during_call")),
                ("litellm_params.api_key", json!("a-secret-for-the-matrix-0")),
                ("litellm_params.api_base", json!("http://127.0.0.1:4001/aporia")),
                ("guardrail_info.of_others", json!({"kept": true})),
            ],
        ),
        Kind::McpServer => (
            // Names have no dashes.
            names.unique("mcp").replace('-', "_"),
            vec![
                ("url", json!("http://127.0.0.1:4001/mcp")),
                ("transport", json!("http")),
                ("mcp_info.of_others", json!({"kept": true})),
            ],
        ),
        Kind::SearchTool => (
            names.unique("search"),
            vec![
                ("litellm_params.search_provider", json!("tavily")),
                ("litellm_params.api_key", json!("a-secret-for-the-matrix-0")),
                ("search_tool_info.of_others", json!({"kept": true})),
            ],
        ),
        Kind::VectorStore => (
            names.unique("store"),
            vec![
                ("litellm_params.custom_llm_provider", json!("openai")),
                ("litellm_params.api_key", json!("a-secret-for-the-matrix-0")),
            ],
        ),
        Kind::Prompt => (
            names.unique("prompt"),
            vec![
                ("litellm_params.prompt_integration", json!("dotprompt")),
                ("litellm_params.dotprompt_content", json!("---\nmodel: gpt-4o\n---\nUser: hello")),
                ("prompt_info.of_others", json!({"kept": true})),
            ],
        ),
        Kind::Agent => (
            names.unique("agent"),
            vec![
                ("agent_card_params.name", json!("An agent")),
                ("agent_card_params.url", json!("http://127.0.0.1:4001/agent")),
                ("agent_card_params.version", json!("1")),
                ("litellm_params.of_others", json!("kept")),
            ],
        ),
        Kind::AccessGroup => (names.unique("group"), vec![("description", json!("base"))]),
        Kind::Policy => (names.unique("policy"), vec![("guardrails.add", json!(["one"]))]),
        Kind::PassThrough => (names.unique("path"), vec![("target", json!("http://127.0.0.1:4001/v1"))]),
        _ => return None,
    };
    Some((Address::new(kind, name), fields.into_iter().map(|(path, value)| (path.to_owned(), value)).collect()))
}

/// Fields that servers never show, so that only a mark that names them shows that they are there.
pub(super) const NOT_SHOWN: &[&str] = &[
    // Cards have the fields of the protocol only.
    "agent.agent_card_params.*",
    "mcp_server.aws_region_name",
    "mcp_server.aws_role_name",
    "mcp_server.aws_service_name",
    "mcp_server.aws_session_name",
    "mcp_server.client_assertion_signing_alg",
    "mcp_server.client_id",
    "mcp_server.client_private_key_id",
    "mcp_server.dcr_issuer",
    "mcp_server.dcr_server_url",
    "mcp_server.id_jag_resource",
    "mcp_server.id_jag_resource_token_endpoint",
    "mcp_server.redirect_uris",
    "mcp_server.scopes",
    "mcp_server.token_endpoint_auth_method",
    "mcp_server.upstream_token_header",
];

/// Fields that servers of 1.80 accept and do not keep.
pub(super) const NOT_IN_1_80: &[&str] = &[
    "agent.extra_headers",
    "agent.object_permission",
    "agent.rpm_limit",
    "agent.session_rpm_limit",
    "agent.session_tpm_limit",
    "agent.static_headers",
    "agent.tpm_limit",
    "mcp_server.allow_all_keys",
    "mcp_server.audience",
    "mcp_server.authorization_url",
    "mcp_server.available_on_public_internet",
    "mcp_server.byok_api_key_help_url",
    "mcp_server.byok_description",
    "mcp_server.dcr_bridge",
    "mcp_server.delegate_auth_to_upstream",
    "mcp_server.env_vars",
    "mcp_server.instructions",
    "mcp_server.is_byok",
    "mcp_server.issuer",
    "mcp_server.max_concurrent_requests",
    "mcp_server.oauth2_flow",
    "mcp_server.oauth_passthrough",
    "mcp_server.per_server_oauth_discovery",
    "mcp_server.registration_url",
    "mcp_server.rpm",
    "mcp_server.source_url",
    "mcp_server.subject_token_type",
    "mcp_server.timeout",
    "mcp_server.token_exchange_endpoint",
    "mcp_server.token_exchange_profile",
    "mcp_server.token_url",
    "mcp_server.tool_name_to_description",
    "mcp_server.tool_name_to_display_name",
];

/// What differs from setting, changing and emptying a field.
pub(super) const EXPECTED: &[Expected] = &[
    // Some providers need both.
    ("guardrail.litellm_params.api_base", "new", &["emptying: Invalid guardrail configuration"]),
    ("guardrail.litellm_params.api_key", "new", &["emptying: Invalid guardrail configuration"]),
    ("guardrail.litellm_params.guardrail", "any", &["never emptied"]),
    ("guardrail.litellm_params.mode", "any", &["never emptied"]),
    ("mcp_server.alias", "any", &["never emptied"]),
    // Only with a token.
    ("mcp_server.auth_type", "old", &["creation: body: Value error, auth_value is required"]),
    ("mcp_server.dcr_bridge", "new", &["creation: body: Value error", "update: "]),
    ("mcp_server.per_server_oauth_discovery", "new", &["creation: body: Value error", "update: "]),
    ("mcp_server.server_id", "any", &["never emptied"]),
    ("mcp_server.transport", "any", &["never emptied"]),
    ("mcp_server.url", "any", &["emptying: body: Value error, url"]),
    ("pass_through.id", "any", &["never emptied"]),
    ("pass_through.target", "any", &["never emptied"]),
    ("policy.pipeline", "any", &["never emptied"]),
    ("prompt.litellm_params.prompt_integration", "any", &["never emptied"]),
    ("search_tool.litellm_params.search_provider", "any", &["never emptied"]),
    ("vector_store.litellm_params.custom_llm_provider", "any", &["never emptied"]),
];

/// What the sandbox does otherwise: its guardrails need nothing, and it has no rules of OAuth.
pub(super) const ONLY_IN_SANDBOX: &[&str] = &[
    "agent.object_permission",
    "guardrail.litellm_params.api_base",
    "guardrail.litellm_params.api_key",
    "mcp_server.dcr_bridge",
    "mcp_server.per_server_oauth_discovery",
    "mcp_server.url",
];
