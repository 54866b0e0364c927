//! The matrix of settings, of which a server has one set: they are changed in place, and set back to what they were.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_desired::fields::{self, Clear, Field, is_same};
use litellm_proxy_desired::server::{self, Change, Server, clear_of};
use litellm_proxy_desired::{Address, Kind, LiveResource, Seen};
use serde_json::{Value, json};

use super::{Expected, Names, first_line, live};

/// Returns two values of a setting that differ; `None` if those of its shape will do.
pub(super) fn values(kind: Kind, field: &Field, names: &Names) -> Option<(Value, Value)> {
    Some(match (kind, field.path) {
        (Kind::LitellmSettings, "cost_discount_config.*") => (json!(0.1), json!(0.2)),
        (Kind::LitellmSettings, "cost_margin_config.*") => {
            (json!(0.1), json!({"percentage": 0.05, "fixed_amount": 0.1}))
        }
        (Kind::LitellmSettings, "default_internal_user_params.user_role") => {
            (json!("internal_user"), json!("proxy_admin_viewer"))
        }
        (Kind::LitellmSettings, "default_internal_user_params.teams") => {
            (json!([names.team]), json!([{"team_id": names.team, "max_budget_in_team": null, "user_role": "user"}]))
        }
        (Kind::LitellmSettings, "default_internal_user_params.models" | "default_team_params.models") => {
            (json!(["upstream-gpt"]), json!(["gpt-4o", "upstream-gpt"]))
        }
        (Kind::LitellmSettings, "default_team_params.team_member_permissions") => {
            (json!(["/key/generate"]), json!(["/key/update", "/key/delete"]))
        }
        (Kind::LitellmSettings, path) if path.starts_with("ui_theme_config") => {
            (json!("https://one.example.com/a.png"), json!("https://two.example.com/b.png"))
        }
        (Kind::UiSettings, "moyai_url") => (json!("https://one.example.com"), json!("https://two.example.com")),
        (Kind::UiSettings, "team_admin_editable_team_fields") => {
            (json!(["max_budget"]), json!(["rpm_limit", "projects"]))
        }
        (Kind::UiSettings, "usage_default_time_range") => (json!("today"), json!("last_30_days")),
        (Kind::SsoSettings, "role_mappings") => {
            let mappings = |group: &str| json!({"provider": "generic", "group_claim": group, "default_role": "internal_user", "roles": {"proxy_admin": ["ops"]}});
            (mappings("one"), mappings("two"))
        }
        (Kind::SsoSettings, "team_mappings") => {
            (json!({"team_ids_jwt_field": "one"}), json!({"team_ids_jwt_field": "two"}))
        }
        _ => return None,
    })
}

/// Fields that servers of 1.80 do not have.
pub(super) const NOT_IN_1_80: &[&str] = &[
    "ui_settings.allow_agents_for_team_admins",
    "ui_settings.allow_public_health_readiness_details",
    "ui_settings.allow_vector_stores_for_team_admins",
    "ui_settings.disable_agents_for_internal_users",
    "ui_settings.disable_custom_api_keys",
    "ui_settings.disable_key_generate_for_org_admin",
    "ui_settings.disable_team_admin_delete_team_user",
    "ui_settings.disable_vector_stores_for_internal_users",
    "ui_settings.enabled_ui_pages_internal_users",
    "ui_settings.enable_chat_ui",
    "ui_settings.enable_projects_ui",
    "ui_settings.forward_client_headers_to_llm_api",
    "ui_settings.forward_llm_provider_auth_headers",
    "ui_settings.moyai_url",
    "ui_settings.require_auth_for_public_ai_hub",
    "ui_settings.scope_user_search_to_org",
    "ui_settings.team_admin_editable_team_fields",
    "ui_settings.usage_default_time_range",
];

/// Settings that cannot be set, changed and emptied as all others.
pub(super) const EXPECTED: &[Expected] = &[
    ("ui_settings.enable_chat_ui", "any", &["never emptied"]),
    ("ui_settings.usage_default_time_range", "any", &["never emptied"]),
];

/// Returns the address of the settings of a kind.
fn address(kind: Kind) -> Address {
    Address::new(kind, "")
}

/// Returns whether the settings of a server cannot be changed: they come from its environment.
pub(super) async fn are_fixed(server: &Server, kind: Kind) -> bool {
    if kind != Kind::SsoSettings {
        return false;
    }
    let live = server::get(server, &address(kind), None).await.ok().flatten();
    live.is_some_and(|live| !live.fields_from_config.is_empty())
}

/// Returns what is wrong with a setting.
pub(super) async fn test(server: &Server, kind: Kind, field: &Field, names: &Names) -> Vec<String> {
    let is_cost = field.path.starts_with("cost_");
    let path = field.path.replace(".*", if is_cost { ".openai" } else { ".x" });
    let (one, two) = super::values(kind, field, names);
    let mut found = Vec::new();
    let Some(before) = live(server, &address(kind), &mut found).await else { return found };
    for (value, what) in [(one, "update"), (two, "second update")] {
        change(server, &before, &path, value, what, &mut found).await;
    }
    match clear_of(&server.version, kind, &path) {
        Clear::Never(_) => found.push("never emptied".to_owned()),
        _ => change(server, &before, &path, Value::Null, "emptying", &mut found).await,
    }
    if let Some(Seen::Value(value)) = before.value(&path) {
        change(server, &before, &path, value, "restoring", &mut found).await;
    }
    found
}

/// Sets or empties a setting, and checks it and that the others are as before.
async fn change(server: &Server, before: &LiveResource, path: &str, value: Value, what: &str, found: &mut Vec<String>) {
    let address = &before.address;
    let Some(now) = live(server, address, found).await else { return };
    let (mut set, mut clear) = (BTreeMap::new(), BTreeSet::new());
    if value.is_null() {
        clear.insert(path.to_owned());
    } else {
        set.insert(path.to_owned(), value.clone());
    }
    if let Err(error) = server::send(server, &Change::Update { live: &now, set: &set, clear: &clear, mark: None }).await
    {
        found.push(format!("{what}: {}", first_line(&error)));
        return;
    }
    let Some(after) = live(server, address, found).await else { return };
    let shape = fields::field(address.kind, path).map_or(fields::Shape::Any, |field| field.shape);
    let is_kept = match if value.is_null() { after.fields.get(path).cloned() } else { after.value(path) } {
        Some(Seen::Hidden) => !value.is_null(),
        Some(Seen::Value(seen)) => is_same(shape, &value, &seen),
        None => is_same(shape, &value, &Value::Null),
    };
    if !is_kept {
        found.push(format!("{what}: {path} is {:?}", after.value(path)));
    }
    let others = |live: &LiveResource| {
        let mut fields = live.fields.clone();
        fields.remove(path);
        fields
    };
    if others(before) != others(&after) {
        found.push(format!("{what}: other settings changed"));
    }
}
