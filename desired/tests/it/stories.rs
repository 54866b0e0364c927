//! What a person does with files, from the first plan to the last deletion.

use litellm_proxy_desired::apply::ApplyError;
use litellm_proxy_desired::plan::{Action, NoteKind, ObstacleKind, PlanOptions};
use litellm_proxy_desired::{Kind, Seen};
use serde_json::json;

use crate::bed::World;

pub(crate) const FILE: &str = "
litellm_proxy: {version: 1, owner: acme/platform}
model_list:
  - model_name: gpt-x
    litellm_params: {model: openai/gpt-x, api_key: {$env: MODEL_KEY}, rpm: 100, temperature: 0.3}
    model_info: {id: gpt-x-eu, access_groups: [chat]}
credential_list:
  - credential_name: azure-eu
    credential_info: {custom_llm_provider: azure}
    credential_values: {api_base: 'https://eu.example.com', api_key: {$env: AZURE_KEY}}
budgets:
  small: {max_budget: 50, budget_duration: 30d}
users:
  ada: {user_email: ada@example.com, user_role: internal_user, max_budget: 20}
teams:
  research:
    team_alias: Research
    models: [gpt-x]
    max_budget: 500
    metadata: {cost_center: '42'}
    members: {ada: {max_budget_in_team: 50}}
keys:
  prod-app: {team_id: research, models: [gpt-x], max_budget: 100, key: {$env: APP_KEY}}
  ci: {models: [gpt-x], output: {$file: ci.key}}
customers:
  c-17: {alias: Acme}
";

pub(crate) async fn world() -> World {
    let world = World::start().await;
    world.machine.set("MODEL_KEY", "the key of the model, which is long");
    world.machine.set("AZURE_KEY", "the key of the credential, which is long");
    world.machine.set("APP_KEY", "sk-the-secret-of-the-app");
    world
}

#[tokio::test]
async fn second_apply_sends_nothing() {
    let world = world().await;
    let plan = world.apply(FILE).await;
    assert_eq!(plan.count(Action::Create), plan.changes.len());
    assert_eq!(plan.changes.len(), 9, "{:?}", plan.changes);
    let writes = world.wire.take_writes();
    assert!(writes.len() >= 9, "{writes:?}");
    let plan = world.apply(FILE).await;
    assert!(plan.is_empty(), "{:#?}", plan.changes);
    assert_eq!(plan.unchanged, 9);
    assert_eq!(world.wire.take_writes(), []);
}

#[tokio::test]
async fn fields_of_others_stay_and_those_of_the_file_are_restored() {
    let world = world().await;
    world.apply(FILE).await;
    world.by_hand("/team/update", json!({"team_id": "research", "max_budget": 800, "tpm_limit": 7})).await;
    let plan = world.plan(FILE).await;
    let [change] = plan.changes.as_slice() else { panic!("{:#?}", plan.changes) };
    assert_eq!(change.address.to_string(), "team/research");
    assert_eq!(change.fields.keys().collect::<Vec<_>>(), ["max_budget"]);
    let field = &change.fields["max_budget"];
    assert!(field.was_changed_by_others);
    assert_eq!(field.before, Some(Seen::Value(json!(800.0))));

    let without = FILE.replace("    max_budget: 500\n", "");
    let plan = world.plan(&without).await;
    assert_eq!(plan.foreign.len(), 1, "{plan:#?}");
    assert!(plan.changes.iter().all(|change| change.action == Action::Adopt), "{plan:#?}");

    world.apply(FILE).await;
    let live = world.live().await;
    let team = live.resources.values().find(|team| team.address.to_string() == "team/research").expect("the team");
    assert_eq!(team.value("max_budget"), Some(Seen::Value(json!(500.0))));
    assert_eq!(team.value("tpm_limit"), Some(Seen::Value(json!(7))));
}

#[tokio::test]
async fn field_that_is_no_longer_named_is_unset() {
    let world = world().await;
    world.apply(FILE).await;
    let without = FILE
        .replace("    max_budget: 500\n", "")
        .replace("    metadata: {cost_center: '42'}\n", "")
        .replace(", max_budget: 20", "");
    world.apply(&without).await;
    let live = world.live().await;
    let value = |address: &str, field: &str| {
        live.resources.values().find(|one| one.address.to_string() == address).expect(address).value(field)
    };
    assert_eq!(value("team/research", "max_budget"), None);
    assert_eq!(value("team/research", "metadata.cost_center"), None);
    assert_eq!(value("user/ada", "max_budget"), None);
    assert!(world.plan(&without).await.is_empty());
}

#[tokio::test]
async fn only_changed_secrets_are_written() {
    let world = world().await;
    world.apply(FILE).await;
    world.machine.set("AZURE_KEY", "another key of the credential, also long");
    let plan = world.plan(FILE).await;
    let changed: Vec<String> = plan
        .changes
        .iter()
        .flat_map(|change| change.fields.keys().map(|field| format!("{} {field}", change.address)))
        .collect();
    assert_eq!(changed, ["credential/azure-eu credential_values.api_key"]);
    let json = serde_json::to_string(&plan).expect("JSON");
    assert!(!json.contains("another key"), "{json}");
    world.apply(FILE).await;
    assert!(world.plan(FILE).await.is_empty());
}

#[tokio::test]
async fn secrets_that_cannot_be_had_are_reported_and_needed_only_to_create() {
    let world = world().await;
    world.apply(FILE).await;
    world.machine.environment.lock().expect("the environment").clear();
    let plan = world.plan(FILE).await;
    assert!(plan.is_empty() && plan.obstacles.is_empty(), "{plan:#?}");
    let not_compared: Vec<_> = plan.notes.iter().filter(|note| note.kind == NoteKind::NotCompared).collect();
    assert_eq!(not_compared.len(), 3, "{:#?}", plan.notes);
    let empty = World::start().await;
    let plan = empty.plan(FILE).await;
    let missing: Vec<_> = plan.notes.iter().filter(|note| note.kind == NoteKind::NeededToApply).collect();
    assert_eq!((missing.len(), plan.obstacles.len()), (3, 0), "{plan:#?}");
    assert!(matches!(empty.make(&plan).await, Err(ApplyError::MissingSecrets(missing)) if missing.len() == 3));
    assert_eq!(empty.wire.take_writes(), []);
}

#[tokio::test]
async fn new_resources_with_the_name_of_another_are_noted() {
    let world = World::start().await;
    world.by_hand("/team/new", json!({"team_id": "t-1", "team_alias": "research"})).await;
    world.by_hand("/user/new", json!({"user_id": "u-1", "user_email": "ada@example.com"})).await;
    let notes = |plan: litellm_proxy_desired::plan::Plan| -> Vec<String> {
        let notes = plan.notes.into_iter().filter(|note| note.kind == NoteKind::Namesake);
        notes.map(|note| format!("{} {}", note.address.expect("an address"), note.message)).collect()
    };
    let by_name = world.plan("teams: {research: {}, new: {}}\nusers: {ada: {user_email: ada@example.com}}\n").await;
    assert_eq!(
        notes(by_name),
        [
            "user/ada is new, although `u-1` has the user_email `ada@example.com`: write its id to manage that one",
            "team/research is new, although `t-1` has the team_alias `research`: write its id to manage that one",
        ]
    );
    let by_id =
        world.plan("teams: {t-1: {team_alias: research, max_budget: 1}}\nusers: {u-1: {max_budget: 1}}\n").await;
    assert_eq!(by_id.changes.len(), 2, "{by_id:#?}");
    assert_eq!(notes(by_id), [""; 0]);
}

#[tokio::test]
async fn owners_never_touch_each_others_resources() {
    let world = world().await;
    let prune = PlanOptions { prune: true, max_deletes: Some(100), ..PlanOptions::default() };
    let of =
        |owner: &str, team: &str| format!("litellm_proxy: {{owner: {owner}}}\nteams: {{{team}: {{max_budget: 1}}}}\n");
    world.apply(&of("one", "a")).await;
    world.apply(&of("two", "b")).await;
    world.by_hand("/team/new", json!({"team_id": "unmarked"})).await;
    let plan = world.apply_with("litellm_proxy: {owner: one}\nteams: {}\n", &prune).await;
    assert_eq!(plan.changes.iter().map(|change| change.address.to_string()).collect::<Vec<_>>(), ["team/a"]);
    let plan = world.plan(&of("one", "b")).await;
    assert_eq!(plan.obstacles[0].kind, ObstacleKind::OtherOwner);
    assert!(world.make(&plan).await.is_err());
    let names: Vec<String> = world.live().await.resources.keys().map(ToString::to_string).collect();
    assert!(names.contains(&"team/b".to_owned()) && names.contains(&"team/unmarked".to_owned()), "{names:?}");

    let adopts = PlanOptions { adopts_only: true, ..PlanOptions::default() };
    let file = "litellm_proxy: {owner: one}\nteams: {unmarked: {max_budget: 7}}\n";
    let plan = world.apply_with(file, &adopts).await;
    assert_eq!(plan.changes[0].action, Action::Adopt);
    let live = world.live().await;
    let team = live.resources.values().find(|one| one.address.to_string() == "team/unmarked").expect("the team");
    assert_eq!((team.value("max_budget"), team.mark.as_ref().map(|mark| mark.owner.as_str())), (None, Some("one")));
}

#[tokio::test]
async fn protected_resources_and_too_many_are_not_deleted() {
    let world = world().await;
    let teams =
        |count: usize| -> String { (0..count).map(|number| format!("  t{number}: {{max_budget: 1}}\n")).collect() };
    let file = |count: usize| format!("litellm_proxy: {{owner: one, protect: [team/t9]}}\nteams:\n{}", teams(count));
    world.apply(&file(12)).await;
    let prune = PlanOptions { prune: true, ..PlanOptions::default() };
    let plan = world.plan_with(&file(7), &prune).await;
    let kinds: Vec<_> = plan.obstacles.iter().map(|obstacle| obstacle.kind).collect();
    assert!(kinds.contains(&ObstacleKind::Protected) && kinds.contains(&ObstacleKind::TooManyDeletes), "{kinds:?}");
    let plan = world.plan_with(&file(10), &prune).await;
    assert_eq!((plan.count(Action::Delete), plan.obstacles.len()), (2, 0), "{plan:#?}");
}

#[tokio::test]
async fn stale_plan_sends_nothing() {
    let world = world().await;
    world.apply(FILE).await;
    let plan = world.plan(&FILE.replace("max_budget: 500", "max_budget: 600")).await;
    let saved = serde_json::to_string(&plan).expect("JSON");
    world.by_hand("/team/update", json!({"team_id": "research", "max_budget": 900})).await;
    world.wire.take_writes();
    let plan = serde_json::from_str(&saved).expect("a plan");
    let error = world.make(&plan).await.expect_err("a stale plan");
    assert!(error.to_string().contains("team/research was changed (max_budget 500 → 900)"), "{error}");
    assert_eq!(world.wire.take_writes(), []);
}

#[tokio::test]
async fn deployments_of_the_servers_own_file_are_left_alone() {
    let config = "model_list:\n- {model_name: own, litellm_params: {model: openai/own, api_key: k}}\n\
                  - {model_name: named, litellm_params: {model: openai/named, api_key: k}, model_info: {id: named-id}}\n";
    let world = World::with_config(config).await;
    let plan = world.apply(config).await;
    assert!(plan.is_empty(), "{plan:#?}");
    assert_eq!(plan.notes.iter().filter(|note| note.kind == NoteKind::InServerFile).count(), 2);
    assert_eq!(world.wire.take_writes(), []);
}

#[tokio::test]
async fn removed_parameter_replaces_the_deployment_or_is_unset_in_place() {
    let world = world().await;
    world.apply(FILE).await;
    let without = FILE.replace(", temperature: 0.3", "");
    let plan = world.apply(&without).await;
    assert_eq!(plan.changes.len(), 1, "{plan:#?}");
    let live = world.live().await;
    let models: Vec<_> = live.resources.values().filter(|one| one.address.kind == Kind::Model).collect();
    let [model] = models.as_slice() else { panic!("{models:#?}") };
    assert_eq!(model.value("litellm_params.temperature"), None);
    assert_eq!(model.mark.as_ref().map(|mark| mark.owner.as_str()), Some("acme/platform"));
    assert!(world.plan(&without).await.is_empty());
}

#[tokio::test]
async fn two_runs_at_once_make_each_resource_once() {
    let world = world().await;
    let plan = world.plan(FILE).await;
    let (one, other) = tokio::join!(world.make(&plan), world.make(&plan));
    for result in one.expect("a run").iter().chain(&other.expect("a run")) {
        assert!(result.outcome.is_success(), "{}: {:?}", result.address, result.outcome);
    }
    let rest = world.plan(FILE).await;
    assert!(rest.is_empty(), "{rest:#?}");
    let live = world.live().await;
    let count = |kind: Kind| live.resources.keys().filter(|address| address.kind == kind).count();
    assert_eq!((count(Kind::Model), count(Kind::Key), count(Kind::Team)), (1, 2, 1));
}

#[tokio::test]
async fn key_that_somebody_else_has_created_is_not_taken_for_ours() {
    let world = world().await;
    let plan = world.plan(FILE).await;
    world.by_hand("/key/generate", json!({"key_alias": "ci", "models": ["gpt-x"], "key": "sk-of-somebody-else"})).await;
    let error = world.make(&plan).await.expect_err("the alias is taken");
    assert!(error.to_string().contains("key/ci was created by others"), "{error}");
}
