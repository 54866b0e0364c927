//! Stories of guardrails, MCP servers, search tools, vector stores, pass-through endpoints and general settings.

use std::collections::BTreeSet;

use litellm_proxy_client::ServerVersion;
use litellm_proxy_desired::export::{ExportOptions, export};
use litellm_proxy_desired::plan::{Action, PlanOptions};
use litellm_proxy_desired::print::Document;
use litellm_proxy_desired::{Address, Kind};
use serde_json::json;

use super::bed::World;

const KINDS: [Kind; 6] =
    [Kind::Guardrail, Kind::McpServer, Kind::SearchTool, Kind::VectorStore, Kind::PassThrough, Kind::GeneralSettings];

const FILE: &str = r"
litellm_proxy: {version: 1, owner: acme}
guardrails:
  - guardrail_name: pii
    litellm_params: {guardrail: presidio, mode: pre_call, api_key: {$env: KEY}}
    guardrail_info: {team: search}
mcp_servers:
  wiki: {url: https://wiki.example.com/mcp, transport: http, auth_type: bearer_token, auth_value: {$env: KEY}, allowed_tools: [b, a]}
search_tools:
  - search_tool_name: tavily
    litellm_params: {search_provider: tavily, api_key: {$env: KEY}, timeout: 10}
vector_store_registry:
  - vector_store_name: docs
    litellm_params: {vector_store_id: store-1, custom_llm_provider: openai, api_key: {$env: KEY}, vector_store_metadata: {source: wiki}}
general_settings:
  max_request_size_mb: 500
  pass_through_endpoints:
    - {path: /v1/rerank, target: https://one.example.com, headers: {Authorization: {$env: KEY}}, auth: false}
    - {path: /v1/parse, target: https://two.example.com}
";

async fn world() -> World {
    let world = World::start().await;
    world.machine.set("KEY", "a-canary-of-more-than-20-characters");
    world.apply(FILE).await;
    world.wire.take_writes();
    world
}

async fn exported(world: &World) -> String {
    let options = ExportOptions { kinds: KINDS.into_iter().collect(), ..ExportOptions::default() };
    Document::new(&export(&world.live().await, &options).desired).to_yaml()
}

#[tokio::test(flavor = "multi_thread")]
async fn services_are_applied_once_and_exported_as_they_are() {
    let world = world().await;
    assert!(world.apply(FILE).await.is_empty());
    assert_eq!(world.wire.take_writes(), []);
    let yaml = exported(&world).await;
    assert!(!yaml.contains("canary") && !yaml.contains("**") && !yaml.contains("REDACTED"), "{yaml}");
    let plan = world.plan(&yaml).await;
    // The names of the variables are others, so that no secret can be compared.
    assert!(plan.changes.iter().all(|change| change.action == Action::Adopt), "{yaml}\n{plan:?}");
    let variables = yaml.split("{$env: ").skip(1).filter_map(|rest| rest.split('}').next());
    variables.for_each(|variable| world.machine.set(variable, "a-canary-of-more-than-20-characters"));
    world.apply(&yaml).await;
    assert_eq!(exported(&world).await, yaml);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_whole_keeps_its_secret() {
    let world = world().await;
    world.apply(&FILE.replace("timeout: 10", "max_retries: 2")).await;
    let writes = world.wire.take_writes();
    assert!(
        matches!(writes.as_slice(), [(path, body)] if path.starts_with("PUT /search_tools/") && body.contains("canary") && !body.contains("timeout")),
        "{writes:?}"
    );
    let live = world.live().await;
    let tool = live.resources.get(&Address::new(Kind::SearchTool, "tavily")).expect("the tool");
    assert!(tool.fields.contains_key("litellm_params.api_key") && !tool.fields.contains_key("litellm_params.timeout"));
    assert!(world.apply(&FILE.replace("timeout: 10", "max_retries: 2")).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_of_others_are_not_lost_by_writing_the_rest() {
    let world = World::start().await;
    let tool = json!({"search_tool_name": "s", "litellm_params": {"search_provider": "tavily", "api_key": "a-secret-of-others"}});
    world.by_hand("/search_tools", json!({"search_tool": tool})).await;
    let file = "search_tools: [{search_tool_name: s, litellm_params: {search_provider: tavily, timeout: 5}}]";
    let plan = world.plan(file).await;
    let results = world.make(&plan).await.expect("a run");
    let failed = format!("{:?}", results.first().map(|result| &result.outcome));
    assert!(failed.contains("name them in the file"), "{failed}");
    assert_eq!(world.wire.take_writes(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_are_replaced_for_what_no_update_takes() {
    let world = world().await;
    let file =
        FILE.replace("custom_llm_provider: openai", "custom_llm_provider: openai, api_base: https://a.example.com");
    let plan = world.apply(&file).await;
    assert_eq!(plan.count(Action::Replace), 1);
    let renamed = file.replace("vector_store_name: docs", "vector_store_name: manuals");
    let plan = world.apply(&renamed).await;
    assert_eq!((plan.count(Action::Replace), plan.count(Action::Update)), (0, 1));
    assert!(world.apply(&renamed).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn services_are_pruned_by_owner_and_endpoints_by_name_only() {
    let world = world().await;
    world.by_hand("/guardrails", json!({"guardrail": {"guardrail_name": "others", "litellm_params": {"guardrail": "aporia", "mode": "pre_call"}}})).await;
    let prune = PlanOptions { prune: true, max_deletes: Some(100), ..PlanOptions::default() };
    let empty = "litellm_proxy: {owner: acme}\nguardrails: []\nmcp_servers: {}\nsearch_tools: []\nvector_store_registry: []\n\
                 general_settings: {max_request_size_mb: null, pass_through_endpoints: [{path: /v1/parse, state: absent}]}\n";
    world.apply_with(empty, &prune).await;
    let left: BTreeSet<String> = world
        .live()
        .await
        .resources
        .into_values()
        .filter(|resource| KINDS.contains(&resource.address.kind) && !resource.address.kind.is_single())
        .map(|resource| resource.address.to_string())
        .collect();
    assert_eq!(left, BTreeSet::from(["guardrail/others".to_owned(), "pass_through/v1/rerank".to_owned()]));
    assert!(world.apply_with(empty, &prune).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_prompts_and_access_groups_are_applied_once() {
    let world = World::start().await;
    world.machine.set("KEY", "a-canary-of-more-than-20-characters");
    let file = r#"
prompts:
  - {prompt_id: hello, litellm_params: {prompt_integration: dotprompt, dotprompt_content: "User: hello"}}
agent_list:
  - agent_name: helper
    agent_card_params: {name: Helper, url: https://helper.example.com, description: Helps}
    litellm_params: {api_key: {$env: KEY}, team: search}
access_groups:
  chat: {access_model_names: [gpt-4o], description: Chat}
"#;
    world.apply(file).await;
    world.wire.take_writes();
    assert!(world.apply(file).await.is_empty());
    let changed =
        file.replace("hello\"", "good day\"").replace(", description: Helps", "").replace(", description: Chat", "");
    let plan = world.apply(&changed).await;
    // Access groups carry no mark, so that a field that is gone from the file stays.
    assert_eq!((plan.changes.len(), plan.unchanged), (2, 1));
    assert!(world.apply(&changed).await.is_empty());
    let agent = world.live().await.resources.remove(&Address::new(Kind::Agent, "helper")).expect("the agent");
    assert!(agent.mark.is_some_and(|mark| mark.secrets.contains_key("litellm_params.api_key")));
    assert!(!agent.fields.contains_key("agent_card_params.description"));
    let gone = "prompts: [{prompt_id: hello, state: absent}]\nagent_list: [{agent_name: helper, state: absent}]\n\
                access_groups: {chat: {state: absent}}\n";
    assert_eq!(world.apply(gone).await.count(Action::Delete), 3);
    assert!(world.apply(gone).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn policies_get_a_version_per_change_and_keep_their_attachments() {
    let world = World::start().await;
    let file = r#"
policies:
  base: {description: For all, guardrails: {add: [pii]}}
  trusted: {inherit: base, guardrails: {remove: [pii]}, condition: {model: "gpt-4.*"}}
policy_attachments:
  - {policy: base, scope: "*"}
  - {policy: trusted, keys: [prod-*], teams: [], priority: 2}
"#;
    world.apply(file).await;
    world.wire.take_writes();
    assert!(world.apply(file).await.is_empty());
    let options = ExportOptions { kinds: [Kind::Policy].into(), ..ExportOptions::default() };
    let exported = Document::new(&export(&world.live().await, &options).desired).to_yaml();
    assert!(world.plan(&exported).await.is_empty(), "{exported}");
    assert!(exported.contains("policy_attachments:\n  - policy: base\n    scope: \"*\"\n"), "{exported}");

    // Only the attachments: no version, and the new one before the old one goes.
    let moved = file.replace("keys: [prod-*]", "tags: [prod-*]");
    world.apply(&moved).await;
    let paths = |writes: Vec<(String, String)>| -> Vec<String> {
        let is_id = |part: &&str| part.len() == 36;
        writes
            .iter()
            .map(|(path, _)| {
                path.split('/').map(|part| if is_id(&part) { "ID" } else { part }).collect::<Vec<_>>().join("/")
            })
            .collect()
    };
    assert_eq!(paths(world.wire.take_writes()), ["POST /policies/attachments", "DELETE /policies/attachments/ID"]);

    // A field: a draft, which is published and promoted.
    let changed = moved.replace(", condition: {model: \"gpt-4.*\"}", ", condition: {model: null}, description: New");
    world.apply(&changed).await;
    let steps = [
        "POST /policies/name/trusted/versions",
        "PUT /policies/ID",
        "PUT /policies/ID/status",
        "PUT /policies/ID/status",
    ];
    assert_eq!(paths(world.wire.take_writes()), steps);
    assert!(world.apply(&changed).await.is_empty());
    let policy = world.live().await.resources.remove(&Address::new(Kind::Policy, "trusted")).expect("the policy");
    assert!(!policy.fields.contains_key("condition.model") && policy.fields.contains_key("inherit"));

    let unattached = "policies: {base: {}}\npolicy_attachments: []\n";
    assert_eq!(world.apply(unattached).await.count(Action::Update), 1);
    let gone = "policies: {base: {state: absent}, trusted: {state: absent}}\n";
    assert_eq!(world.apply(gone).await.count(Action::Delete), 2);
    let left = world.server.client.http().request("GET", "/policies/attachments/list").await.expect("a list");
    assert_eq!(left["total_count"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_to_servers_that_would_copy_their_own_file() {
    let mut world = World::start().await;
    world.server.version = ServerVersion::new("1.80.11");
    let file = "general_settings: {max_request_size_mb: 5, pass_through_endpoints: [{path: /a, target: https://a.example.com}]}\n\
                litellm_settings: {cost_discount_config: {openai: 0.1}}\nsso_settings: {microsoft_tenant: t}\n";
    let plan = world.plan(file).await;
    assert!(plan.is_empty(), "{plan:?}");
    let notes: Vec<_> = plan.notes.iter().filter_map(|note| note.address.as_ref()).map(ToString::to_string).collect();
    assert_eq!(notes, ["pass_through/a", "general_settings", "litellm_settings", "sso_settings"]);
    assert_eq!(world.wire.take_writes(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_that_the_server_shows_are_exported_as_references() {
    let world = World::start().await;
    world.machine.set("KEY", "a-canary-of-more-than-20-characters");
    // The name is not one of a secret, so that servers show the value.
    let file = "litellm_proxy: {owner: acme}\ncredential_list:\n  - {credential_name: c, credential_info: {custom_llm_provider: azure}, \
                credential_values: {api_base: https://a.example.com, passage: {$env: KEY}}}\n";
    world.apply(file).await;
    let kinds = [Kind::Credential].into_iter().collect();
    let exported = export(&world.live().await, &ExportOptions { kinds, ..ExportOptions::default() });
    let yaml = Document::new(&exported.desired).to_yaml();
    assert!(!yaml.contains("canary") && yaml.contains("passage: {$env: C_PASSAGE}"), "{yaml}");
}
