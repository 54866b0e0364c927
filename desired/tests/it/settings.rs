//! Stories of the settings with endpoints of their own: `litellm_settings`, `ui_settings` and `sso_settings`.

use litellm_proxy_desired::export::{ExportOptions, export};
use litellm_proxy_desired::plan::PlanOptions;
use litellm_proxy_desired::print::Document;
use litellm_proxy_desired::{Kind, Selector};
use serde_json::{Value, json};

use super::bed::{World, read};

const FILE: &str = r"
litellm_proxy: {owner: acme}
litellm_settings:
  drop_params: true
  cost_margin_config: {openai: 0.1}
  default_internal_user_params: {user_role: internal_user, max_budget: 5, budget_duration: 30d, available_teams: [x]}
  default_team_params: {max_budget: 50, rpm_limit: 10}
  ui_theme_config: {logo_url: https://example.com/logo.png}
ui_settings: {disable_custom_api_keys: true, team_admin_editable_team_fields: [max_budget], enable_chat_ui: true}
sso_settings: {generic_client_id: proxy, generic_client_secret: {$env: SSO}, generic_scope: openid, ui_access_mode: admin_only}
";

const SECRET: &str = "the-canary-of-the-client";

async fn world() -> World {
    let world = World::start().await;
    world.machine.set("SSO", SECRET);
    world.apply(FILE).await;
    world
}

async fn exported(world: &World) -> String {
    let kinds = [Kind::LitellmSettings, Kind::UiSettings, Kind::SsoSettings].into_iter().collect();
    Document::new(&export(&world.live().await, &ExportOptions { kinds, ..ExportOptions::default() }).desired).to_yaml()
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_applied_once_and_exported_as_they_are() {
    let world = world().await;
    let writes = world.wire.take_writes();
    let paths: Vec<&str> = writes.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "PATCH /config/cost_margin_config",
            "PATCH /update/internal_user_settings",
            "PATCH /update/default_team_settings",
            "PATCH /update/ui_theme_settings",
            "PATCH /update/ui_settings",
            "PATCH /update/sso_settings",
        ]
    );
    assert!(world.apply(FILE).await.is_empty());
    let yaml = exported(&world).await;
    assert!(!yaml.contains("canary") && !yaml.contains("**"), "{yaml}");
    assert!(yaml.contains("generic_client_secret: {$env: SSO_SETTINGS_GENERIC_CLIENT_SECRET}"), "{yaml}");
    assert!(yaml.contains("max_budget: 5\n") && yaml.contains("disable_custom_api_keys: true"), "{yaml}");
    world.machine.set("SSO_SETTINGS_GENERIC_CLIENT_SECRET", SECRET);
    assert!(world.plan(&yaml).await.is_empty(), "{yaml}");
    assert_eq!(exported(&world).await, yaml);
    assert_eq!(world.wire.take_writes(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_others_stay_and_null_empties_one() {
    let world = world().await;
    let file = "litellm_settings: {default_team_params: {tpm_limit: 7, max_budget: null}}\n\
                ui_settings: {disable_custom_api_keys: null, moyai_url: https://example.com}\n";
    world.apply(file).await;
    assert!(world.apply(file).await.is_empty());
    let values = async |path: &str| -> Value {
        world.server.client.http().request("GET", path).await.expect("settings").get("values").cloned().expect("values")
    };
    let teams = values("/get/default_team_settings").await;
    assert_eq!((&teams["rpm_limit"], &teams["tpm_limit"], &teams["max_budget"]), (&json!(10), &json!(7), &Value::Null));
    let ui = values("/get/ui_settings").await;
    assert_eq!(
        (&ui["disable_custom_api_keys"], &ui["team_admin_editable_team_fields"]),
        (&json!(false), &json!(["max_budget"]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_of_sso_are_compared_by_what_the_server_shows() {
    let world = world().await;
    world.wire.take_writes();
    world.machine.set("SSO", "the-other-of-this-client");
    // The mask is the same, so that only a request writes it.
    assert!(world.plan(FILE).await.is_empty());
    let write = PlanOptions {
        write_secrets: vec![Selector::new("sso_settings").expect("a selector")],
        ..PlanOptions::default()
    };
    world.apply_with(FILE, &write).await;
    assert!(world.wire.take_writes().iter().any(|(_, body)| body.contains("the-other-of-this-client")));
    world.machine.set("SSO", "another-secret");
    world.apply(FILE).await;
    assert!(world.wire.take_writes().iter().any(|(_, body)| body.contains("another-secret")));
    assert!(world.apply(FILE).await.is_empty());

    let without = "sso_settings: {generic_scope: openid profile}\n";
    let plan = world.plan(without).await;
    let results = world.make(&plan).await.expect("a run");
    let failed = format!("{:?}", results.first().map(|result| &result.outcome));
    assert!(failed.contains("does not show generic_client_secret: name them in the file"), "{failed}");
    assert_eq!(world.wire.take_writes(), []);
}

#[test]
fn what_only_the_servers_file_can_set_is_named() {
    let names: Vec<String> = read(FILE).only_in_server_file.into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["litellm_settings.drop_params", "litellm_settings.default_internal_user_params.available_teams"]
    );
}
