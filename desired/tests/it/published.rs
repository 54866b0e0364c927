//! Config files as people publish them are applied to a server, once: nothing in them is an error, and what only the server's own file
//! can set is named.

use super::bed::{World, read};

/// After public configurations: files, what only the server's file can set, and how many resources they have.
const CONFIGS: &[(&str, &[&str], usize)] = &[
    // Load balancing, limits next to the parameters, and settings of all kinds.
    (
        r#"
model_list:
  - model_name: gpt-4o            # the public name
    litellm_params: {model: azure/gpt-4o-eu, api_base: "https://eu.example.com/", api_key: "os.environ/AZURE_EU", rpm: 6}
    tpm: 100000
  - model_name: gpt-4o
    litellm_params: {model: azure/gpt-4o-us, api_base: "https://us.example.com/", api_key: "os.environ/AZURE_US", timeout: "30"}
    model_info: {mode: chat, version: 2, base_model: azure/gpt-4o, input_cost_per_token: 2.5e-6}
  - model_name: mini
    litellm_params: {model: openai/gpt-4o-mini, api_key: os.environ/OPENAI_API_KEY}
litellm_settings:
  drop_params: True
  num_retries: 3
  success_callback: ["langfuse"]
  default_internal_user_params: {user_role: internal_user, max_budget: 10, metadata: {source: sso}}
router_settings:
  routing_strategy: usage-based-routing-v2
  redis_host: os.environ/REDIS_HOST
  num_retries: 2
  enable_pre_call_checks: true
  retry_policy: {TimeoutErrorRetries: 3}
  model_group_alias: {gpt-4: gpt-4o}
  fallbacks: [{gpt-4o: [mini]}]
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
  database_url: os.environ/DATABASE_URL
  store_model_in_db: true
  alerting: ["slack"]
environment_variables: {LANGFUSE_HOST: https://cloud.langfuse.com}
"#,
        &[
            "litellm_settings.drop_params",
            "litellm_settings.num_retries",
            "litellm_settings.success_callback",
            "litellm_settings.default_internal_user_params.metadata",
            "router_settings.redis_host",
            "general_settings.master_key",
            "general_settings.database_url",
            "general_settings.alerting",
            "environment_variables.LANGFUSE_HOST",
        ],
        6,
    ),
    // Anchors, merge keys, wildcards, and a credential.
    (
        r#"
x-defaults: &defaults {api_key: os.environ/OPENAI_API_KEY, max_retries: 1, stream_timeout: 20}
credential_list:
  - credential_name: azure
    credential_info: {custom_llm_provider: azure}
    credential_values: {api_key: os.environ/AZURE_KEY, api_base: "https://azure.example.com"}
model_list:
  - model_name: "openai/*"
    litellm_params: {<<: *defaults, model: "openai/*"}
  - model_name: "*"
    litellm_params: {<<: *defaults, model: "openai/*", max_retries: 0}
  - {model_name: azure-4o, litellm_params: {model: azure/gpt-4o, litellm_credential_name: azure, tags: [paid]}}
  - model_name: embed
    litellm_params: {model: openai/text-embedding-3-small, api_key: os.environ/OPENAI_API_KEY}
    model_info: {mode: embedding, output_vector_size: 1536, access_groups: [beta], id: embed-1}
general_settings: {}
router_settings:
"#,
        &[],
        5,
    ),
    // Guardrails of one name, MCP servers, tools and stores.
    (
        r#"
model_list: [{model_name: gpt, litellm_params: {model: openai/gpt-4o, api_key: sk-anything}}]
guardrails:
  - {guardrail_name: pii, litellm_params: {guardrail: presidio, mode: [pre_call, post_call], default_on: true}}
  - {guardrail_name: pii, litellm_params: {guardrail: presidio, mode: [pre_call, post_call], default_on: true}}
mcp_servers:
  wiki: {url: "https://mcp.example.com/mcp", transport: http}
  local: {transport: stdio, command: npx, args: [-y, server-everything], env: {A: "1"}}
search_tools: [{search_tool_name: tavily, litellm_params: {search_provider: tavily, api_key: os.environ/TAVILY}}]
vector_store_registry:
  - {vector_store_name: docs, litellm_params: {vector_store_id: VS1, custom_llm_provider: openai, api_key: os.environ/KEY}}
callback_settings: {otel: {message_logging: false}}
mcp_aliases: {w: wiki}
"#,
        &["callback_settings.otel", "mcp_aliases.w"],
        6,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn published_config_files_are_applied_once() {
    for (config, only_in_server_file, count) in CONFIGS {
        let world = World::start().await;
        let names: Vec<String> = read(config).only_in_server_file.into_iter().map(|(name, _)| name).collect();
        let (mut names, mut expected) = (names, only_in_server_file.to_vec());
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected, "{config}");
        let plan = world.apply(config).await;
        assert_eq!(plan.changes.len(), *count, "{config}\n{plan:#?}");
        world.wire.take_writes();
        let again = world.apply(config).await;
        assert!(again.is_empty(), "{config}\n{again:#?}");
        assert_eq!(world.wire.take_writes(), [], "{config}");
    }
}
