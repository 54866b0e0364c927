//! Config files as people publish them have no errors.

use super::tests::lint;

/// After public configurations: each does something that others do not.
const CONFIGS: &[&str] = &[
    // The documentation's: load balancing, prices, fallbacks, settings of all kinds.
    r#"
model_list:
  - model_name: gpt-3.5-turbo
    litellm_params:
      model: azure/gpt-turbo-small-eu
      api_base: https://my-endpoint-europe-berri-992.openai.azure.com/
      api_key: "os.environ/AZURE_API_KEY_EU"
      rpm: 6
  - model_name: gpt-3.5-turbo
    litellm_params:
      model: azure/gpt-turbo-small-ca
      api_base: https://my-endpoint-canada-berri992.openai.azure.com/
      api_key: os.environ/AZURE_API_KEY_CA
      rpm: 6
  - model_name: anthropic-claude
    litellm_params:
      model: bedrock/anthropic.claude-instant-v1
      aws_region_name: us-east-1
  - model_name: vllm-models
    litellm_params:
      model: openai/facebook/opt-125m
      api_base: http://0.0.0.0:4000/v1
      api_key: none
      rpm: 1440
    model_info:
      version: 2
litellm_settings:
  drop_params: True
  success_callback: ["langfuse"]
  cache_params: {type: redis, ttl: 600, namespace: "litellm.caching"}
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
  alerting: ["slack"]
  pass_through_endpoints: [{path: /v1/rerank, target: https://api.cohere.com/v1/rerank, headers: {Authorization: bearer os.environ/COHERE_API_KEY}}]
router_settings:
  routing_strategy: usage-based-routing-v2
  redis_host: os.environ/REDIS_HOST
  redis_password: os.environ/REDIS_PASSWORD
  redis_port: 1992
  enable_pre_call_checks: true
  num_retries: 2
  cache_responses: true
  model_group_alias: {gpt-4: gpt-3.5-turbo, hidden: {model: anthropic-claude, hidden: true}}
  fallbacks: [{gpt-3.5-turbo: [anthropic-claude, vllm-models]}]
  allowed_fails_policy: {BadRequestErrorAllowedFails: 1000, TimeoutErrorAllowedFails: 12}
environment_variables:
  LANGFUSE_HOST: https://cloud.langfuse.com
"#,
    // Wildcards of providers, and nothing else.
    r#"
model_list:
  - model_name: "openai/*"
    litellm_params: {model: "openai/*", api_key: os.environ/OPENAI_API_KEY}
  - model_name: "*"
    litellm_params: {model: "*"}
  - {model_name: "bedrock/*", litellm_params: {model: "bedrock/*", aws_role_name: os.environ/ROLE, aws_session_name: x}}
"#,
    // Anchors in a section of their own, and merge keys.
    r"
x-base: &base {api_base: http://ollama:11434, stream: true, timeout: 600, keep_alive: -1}
model_list:
  - model_name: llama3
    litellm_params: {<<: *base, model: ollama_chat/llama3, num_ctx: 8192}
    model_info: {supports_function_calling: true, mode: chat, max_tokens: 8192}
  - model_name: nomic
    litellm_params: {<<: *base, model: ollama/nomic-embed-text}
    model_info: &embedding {mode: embedding, input_cost_per_token: 0}
  - model_name: mxbai
    litellm_params: {<<: *base, model: ollama/mxbai}
    model_info: *embedding
",
    // Sections that are empty, and strings where numbers are meant.
    r#"
model_list:
  - model_name: gpt-4o
    litellm_params:
      model: gpt-4o
      api_key:
      rpm: "500"
      timeout: "30"
      input_cost_per_token: 2.5e-6
    tpm: 100000
    model_info:
litellm_settings:
general_settings: {}
router_settings:
credential_list: []
"#,
    // Guardrails, MCP servers and the like, which are not managed here.
    r"
model_list:
  - model_name: whisper
    litellm_params: {model: whisper-1, api_key: os.environ/OPENAI_API_KEY}
    model_info: {mode: audio_transcription, access_groups: [audio], team_id: t-1, id: 3}
guardrails:
  - guardrail_name: presidio
    litellm_params: {guardrail: presidio, mode: pre_call}
mcp_servers:
  deepwiki: {url: https://mcp.deepwiki.com/mcp}
vector_store_registry: []
search_tools: [{search_tool_name: tavily, litellm_params: {search_provider: tavily, api_key: os.environ/T}}]
callback_settings: {otel: {message_logging: false}}
",
    // Vertex AI and a list of organizations.
    r"
model_list:
  - model_name: gemini
    litellm_params:
      model: vertex_ai/gemini-2.5-pro
      vertex_project: my-project
      vertex_location: us-central1
      vertex_credentials: /app/service_account.json
      safety_settings: [{category: HARM_CATEGORY_HARASSMENT, threshold: BLOCK_NONE}]
      extra_headers: {x-team: research}
  - model_name: gpt-4o
    litellm_params: {model: openai/gpt-4o, organization: [org-1, org-2, org-3], api_key: os.environ/KEY}
  - model_name: thinking
    litellm_params: {model: anthropic/claude-sonnet-4-5, thinking: {type: enabled, budget_tokens: 1024}, cache_control_injection_points: [{location: message, role: system}]}
",
];

#[test]
fn published_config_files_have_no_errors() {
    for config in CONFIGS {
        let errors: Vec<String> =
            lint(config, None).into_iter().filter(|message| message.starts_with("Error")).collect();
        assert_eq!(errors, Vec::<String>::new(), "{config}");
    }
}
