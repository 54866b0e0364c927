//! Settings with endpoints of their own: margins and discounts, the defaults of new users and teams, the web UI and SSO. Kept and
//! returned as LiteLLM does it, and not acted upon.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use crate::fields::{Field, FieldType, REST, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    route::get("/config/cost_discount_config", Access::Admins, &[], |request| DISCOUNTS.get(request)),
    route::patch("/config/cost_discount_config", Access::Admins, SHARES, set_discounts),
    route::get("/config/cost_margin_config", Access::Admins, &[], |request| MARGINS.get(request)),
    route::patch("/config/cost_margin_config", Access::Admins, SHARES, |request| MARGINS.replace(request)),
    route::get("/get/default_team_settings", Access::Admins, &[], |request| TEAMS.get(request)),
    route::patch("/update/default_team_settings", Access::Admins, TEAM_FIELDS, |request| TEAMS.replace(request)),
    route::get("/get/internal_user_settings", Access::Admins, &[], users),
    route::patch("/update/internal_user_settings", Access::Admins, USER_FIELDS, |request| USERS.replace(request)),
    route::get("/get/ui_theme_settings", Access::Anyone, &[], |request| THEME.get(request)),
    route::patch("/update/ui_theme_settings", Access::Admins, THEME_FIELDS, |request| THEME.replace(request)),
    route::get("/get/ui_settings", Access::AnyKey, &[], ui),
    route::patch("/update/ui_settings", Access::Admins, UI_FIELDS, set_ui),
    route::get("/get/sso_settings", Access::Admins, &[], sso),
    route::patch("/update/sso_settings", Access::Admins, SSO_FIELDS, |request| SSO.replace(request)),
];

/// Shares by provider, or maps with them.
const SHARES: &[Field] = &[optional(REST, FieldType::Any)];
const TEAM_FIELDS: &[Field] = &[
    optional("models", FieldType::Strings),
    optional("max_budget", FieldType::Number),
    optional("budget_duration", FieldType::String),
    optional("tpm_limit", FieldType::Integer),
    optional("rpm_limit", FieldType::Integer),
    optional("team_member_permissions", FieldType::Strings),
    optional("organization_id", FieldType::String),
    optional("access_group_ids", FieldType::Strings),
];
const ROLES: FieldType =
    FieldType::OneOf(&["proxy_admin", "proxy_admin_viewer", "internal_user", "internal_user_viewer"]);
const USER_FIELDS: &[Field] = &[
    optional("user_role", ROLES),
    optional("max_budget", FieldType::Number),
    optional("budget_duration", FieldType::String),
    optional("models", FieldType::Strings),
    optional("teams", FieldType::Array),
];
const THEME_FIELDS: &[Field] = &[
    optional("logo_url", FieldType::String),
    optional("logo_url_dark", FieldType::String),
    optional("favicon_url", FieldType::String),
];
const UI_FIELDS: &[Field] = &[
    optional("allow_agents_for_team_admins", FieldType::Bool),
    optional("allow_public_health_readiness_details", FieldType::Bool),
    optional("allow_vector_stores_for_team_admins", FieldType::Bool),
    optional("disable_agents_for_internal_users", FieldType::Bool),
    optional("disable_custom_api_keys", FieldType::Bool),
    optional("disable_key_generate_for_org_admin", FieldType::Bool),
    optional("disable_model_add_for_internal_users", FieldType::Bool),
    optional("disable_team_admin_delete_team_user", FieldType::Bool),
    optional("disable_vector_stores_for_internal_users", FieldType::Bool),
    optional("enable_chat_ui", FieldType::Bool),
    optional("enable_projects_ui", FieldType::Bool),
    optional("enabled_ui_pages_internal_users", FieldType::Strings),
    optional("forward_client_headers_to_llm_api", FieldType::Bool),
    optional("forward_llm_provider_auth_headers", FieldType::Bool),
    optional("moyai_url", FieldType::String),
    optional("require_auth_for_public_ai_hub", FieldType::Bool),
    optional("scope_user_search_to_org", FieldType::Bool),
    optional("team_admin_editable_team_fields", FieldType::Strings),
    optional("usage_default_time_range", FieldType::String),
];
const SSO_FIELDS: &[Field] = &[
    optional("google_client_id", FieldType::String),
    optional("google_client_secret", FieldType::String),
    optional("microsoft_client_id", FieldType::String),
    optional("microsoft_client_secret", FieldType::String),
    optional("microsoft_tenant", FieldType::String),
    optional("generic_client_id", FieldType::String),
    optional("generic_client_secret", FieldType::String),
    optional("generic_authorization_endpoint", FieldType::String),
    optional("generic_token_endpoint", FieldType::String),
    optional("generic_userinfo_endpoint", FieldType::String),
    optional("generic_scope", FieldType::String),
    optional("saml_idp_metadata_url", FieldType::String),
    optional("saml_idp_metadata_xml", FieldType::String),
    optional("saml_sp_entity_id", FieldType::String),
    optional("saml_allow_unsolicited", FieldType::String),
    optional("proxy_base_url", FieldType::String),
    optional("user_email", FieldType::String),
    optional("ui_access_mode", FieldType::String),
    optional("role_mappings", FieldType::Object),
    optional("team_mappings", FieldType::Object),
];

/// Returns what was saved under a name.
fn saved(request: &RequestContext<'_>, name: &str) -> Result<Map<String, Value>, Refusal> {
    let row = request.tables.get(Table::Settings, name)?;
    Ok(row.and_then(|row| row.get_object("value").cloned()).unwrap_or_default())
}

/// Saves values under a name.
fn save(request: &RequestContext<'_>, name: &str, values: &Map<String, Value>) -> Result<(), Refusal> {
    let row = JsonObject::from_json(json!({ "value": values }));
    if !request.tables.insert(Table::Settings, name, &row)? {
        request.tables.update(Table::Settings, name, &row)?;
    }
    Ok(())
}

/// Settings that are replaced as a whole.
struct Settings {
    /// The name under which they are saved.
    name: &'static str,
    /// The message in the response to an update.
    message: &'static str,
    /// The field of the response to an update that has them.
    returned: &'static str,
    fields: &'static [Field],
}

const DISCOUNTS: Settings = Settings {
    name: "cost_discount_config",
    message: "Cost discount configuration updated successfully",
    returned: "values",
    fields: SHARES,
};
const MARGINS: Settings = Settings {
    name: "cost_margin_config",
    message: "Cost margin configuration updated successfully",
    returned: "values",
    fields: SHARES,
};
const TEAMS: Settings = Settings {
    name: "default_team_params",
    message: "Default team settings updated successfully",
    returned: "settings",
    fields: TEAM_FIELDS,
};
const USERS: Settings = Settings {
    name: "default_internal_user_params",
    message: "Internal user settings updated successfully",
    returned: "settings",
    fields: USER_FIELDS,
};
const THEME: Settings = Settings {
    name: "ui_theme_config",
    message: "UI theme settings updated successfully.",
    returned: "theme_config",
    fields: THEME_FIELDS,
};
const SSO: Settings = Settings {
    name: "sso_settings",
    message: "SSO settings updated successfully",
    returned: "settings",
    fields: SSO_FIELDS,
};

impl Settings {
    /// Returns all fields, with the saved values. Fields of any name are there if they are saved.
    fn values(&self, request: &RequestContext<'_>) -> Result<Map<String, Value>, Refusal> {
        let mut saved = saved(request, self.name)?;
        if self.fields.iter().any(|field| field.name == REST) {
            return Ok(saved);
        }
        let value = |field: &Field| (field.name.to_owned(), saved.remove(field.name).unwrap_or_default());
        Ok(self.fields.iter().map(value).collect())
    }

    fn get(&self, request: &RequestContext<'_>) -> HandlerResult {
        Ok(json!({ "values": self.values(request)? }).into())
    }

    /// Saves the values of the body in place of those before.
    fn replace(&self, request: &RequestContext<'_>) -> HandlerResult {
        let mut values = request.body.clone().0;
        values.retain(|_, value| !value.is_null());
        save(request, self.name, &values)?;
        Ok(json!({ "message": self.message, "status": "success", self.returned: values }).into())
    }
}

fn set_discounts(request: &RequestContext<'_>) -> HandlerResult {
    let is_share = |value: &Value| value.as_f64().is_some_and(|share| (0.0..=1.0).contains(&share));
    if let Some((provider, _)) = request.body.0.iter().find(|(_, value)| !is_share(value)) {
        let message = format!("Discount for {provider} must be between 0 and 1 (0% to 100%)");
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
    }
    DISCOUNTS.replace(request)
}

fn users(request: &RequestContext<'_>) -> HandlerResult {
    let mut values = USERS.values(request)?;
    if let Some(role) = values.get_mut("user_role").filter(|role| role.is_null()) {
        *role = "internal_user_viewer".into();
    }
    Ok(json!({ "values": values }).into())
}

fn ui(request: &RequestContext<'_>) -> HandlerResult {
    let saved = saved(request, "ui_settings")?;
    let default = |field: &Field| match field.value_type {
        FieldType::Bool => json!(field.name == "enable_chat_ui"),
        _ if field.name == "usage_default_time_range" => json!("last_7_days"),
        _ if field.name == "team_admin_editable_team_fields" => json!([]),
        _ => Value::Null,
    };
    let mut values = Map::new();
    let mut source = Map::new();
    for field in UI_FIELDS {
        let (value, origin) = match saved.get(field.name) {
            Some(value) => (value.clone(), "db"),
            None => (default(field), "default"),
        };
        source.insert(field.name.to_owned(), if value.is_null() { "unset" } else { origin }.into());
        values.insert(field.name.to_owned(), value);
    }
    Ok(json!({ "values": values, "source": source }).into())
}

/// Merges settings into those before.
fn set_ui(request: &RequestContext<'_>) -> HandlerResult {
    let is_null = |field: &&Field| request.body.get(field.name) == Some(&Value::Null);
    if let Some(field) = UI_FIELDS.iter().filter(|field| matches!(field.value_type, FieldType::Bool)).find(is_null) {
        let error = json!({ "type": "bool_type", "loc": [field.name], "msg": "Input should be a valid boolean" });
        return Err(Refusal::Invalid(vec![error]));
    }
    let mut settings = saved(request, "ui_settings")?;
    settings.extend(request.body.clone().0);
    save(request, "ui_settings", &settings)?;
    Ok(json!({ "message": "UI settings updated successfully", "status": "success", "settings": settings }).into())
}

fn sso(request: &RequestContext<'_>) -> HandlerResult {
    let mut values = SSO.values(request)?;
    let source =
        |(name, value): (&String, &Value)| (name.clone(), Value::from(if value.is_null() { "unset" } else { "db" }));
    let provenance: Map<String, Value> = values.iter().map(source).collect();
    for (name, value) in &mut values {
        if let Some(secret) = value.as_str().filter(|_| name.ends_with("_client_secret")) {
            *value = masked(secret).into();
        }
    }
    Ok(json!({ "values": values, "provenance": provenance }).into())
}

/// Returns a secret with all but its first and last four characters masked.
fn masked(secret: &str) -> String {
    let count = secret.chars().count();
    let mask = |(index, letter)| if count > 8 && (index < 4 || index + 4 >= count) { letter } else { '*' };
    secret.chars().enumerate().map(mask).collect()
}
