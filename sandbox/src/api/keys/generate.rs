//! `/key/generate`: the bounds and defaults of the configuration, and a secret that is said once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::StatusCode;
use serde_json::{Value, json};

use super::{access, new_row};
use crate::answer::{Answered, Refusal};
use crate::caller::{hash, masked};
use crate::clock::{self, Duration};
use crate::fields::{Field, Kind, optional};
use crate::routes::Asked;
use crate::row::Row;
use crate::store::Table;

pub(super) const FIELDS: &[Field] = &[
    optional("key", Kind::Text),
    optional("key_alias", Kind::Text),
    optional("duration", Kind::Text),
    optional("models", Kind::List),
    optional("spend", Kind::Number),
    optional("max_budget", Kind::Number),
    optional("soft_budget", Kind::Number),
    optional("user_id", Kind::Text),
    optional("team_id", Kind::Text),
    optional("agent_id", Kind::Text),
    optional("organization_id", Kind::Text),
    optional("project_id", Kind::Text),
    optional("budget_id", Kind::Text),
    optional("max_parallel_requests", Kind::Whole),
    optional("metadata", Kind::Object),
    optional("tpm_limit", Kind::Whole),
    optional("rpm_limit", Kind::Whole),
    optional("tpd_limit", Kind::Whole),
    optional("budget_duration", Kind::Text),
    optional("budget_limits", Kind::List),
    optional("allowed_cache_controls", Kind::List),
    optional("allowed_routes", Kind::List),
    optional("config", Kind::Object),
    optional("permissions", Kind::Object),
    optional("model_max_budget", Kind::Object),
    optional("budget_fallbacks", Kind::Object),
    optional("model_rpm_limit", Kind::Object),
    optional("model_tpm_limit", Kind::Object),
    optional("aliases", Kind::Object),
    optional("blocked", Kind::Flag),
    optional("tags", Kind::Texts),
    optional("guardrails", Kind::Texts),
    optional("policies", Kind::Texts),
    optional("prompts", Kind::Texts),
    optional("enforced_params", Kind::Texts),
    optional("access_group_ids", Kind::Texts),
    optional("key_type", Kind::OneOf(&["llm_api", "management", "read_only", "default"])),
    optional("auto_rotate", Kind::Flag),
    optional("rotation_interval", Kind::Text),
];

/// What goes from a request into the row under its own name.
pub(super) const KEPT: [&str; 27] = [
    "key_alias",
    "models",
    "spend",
    "max_budget",
    "user_id",
    "team_id",
    "agent_id",
    "organization_id",
    "project_id",
    "budget_id",
    "max_parallel_requests",
    "metadata",
    "tpm_limit",
    "rpm_limit",
    "tpd_limit",
    "budget_duration",
    "budget_limits",
    "allowed_cache_controls",
    "allowed_routes",
    "config",
    "permissions",
    "model_max_budget",
    "budget_fallbacks",
    "aliases",
    "blocked",
    "access_group_ids",
    "key_type",
];
/// What is kept in the metadata.
pub(super) const IN_METADATA: [&str; 3] = ["model_rpm_limit", "model_tpm_limit", "enforced_params"];
/// What only an Enterprise licence allows.
const LICENSED: [&str; 4] = ["tags", "guardrails", "policies", "prompts"];
pub(super) fn generate(asked: &Asked<'_>) -> Answered {
    let mut given = asked.body.clone();
    own_key_only(asked, &mut given)?;
    if let Some(team) = given.text("team_id").filter(|_| !asked.caller.is_admin()) {
        access::may_generate(asked, team)?;
    }
    let answer = make(asked, given)?;
    Ok(Value::from(answer).into())
}

/// Others than admins make keys for themselves.
fn own_key_only(asked: &Asked<'_>, given: &mut Row) -> Result<(), Refusal> {
    if asked.caller.is_admin() {
        return Ok(());
    }
    let own = asked.caller.user_id.as_deref();
    match given.text("user_id") {
        Some(user) if Some(user) != own => {
            let message = format!(
                "User can only create keys for themselves. Got user_id={user}, Your ID={}",
                own.unwrap_or("None")
            );
            Err(Refusal::error(StatusCode::FORBIDDEN, "internal_server_error", None, message))
        }
        Some(_) => Ok(()),
        None => {
            given.set("user_id", own.map_or(Value::Null, Value::from));
            Ok(())
        }
    }
}

/// Makes a key; its row as it is answered, the secret in it.
pub(in crate::api) fn make(asked: &Asked<'_>, mut given: Row) -> Result<Row, Refusal> {
    asked.settings.key_rules.iter().try_for_each(|rule| rule.check(&given))?;
    fill_in(&mut given, &asked.settings.key_defaults);
    check(asked, &given)?;
    bound(&mut given, &asked.settings.key_bounds)?;
    let secret = match given.text("key") {
        Some(key) if key.starts_with("sk-") => key.to_owned(),
        Some(_) => {
            let message =
                "{'error': \"Invalid key format. LiteLLM Virtual Key must start with 'sk-'. Received: ****\"}";
            return Err(Refusal::error(StatusCode::BAD_REQUEST, "internal_server_error", None, message));
        }
        None => new_secret(),
    };
    let token = hash(&secret);
    let now = clock::write(asked.now);
    let mut row = new_row();
    row.copy(&given, &KEPT);
    row.keep_in_metadata(&given, &IN_METADATA);
    let routes = match given.text("key_type") {
        Some("llm_api") => Some("llm_api_routes"),
        Some("management") => Some("management_routes"),
        Some("read_only") => Some("info_routes"),
        _ => None,
    };
    if let Some(routes) = routes {
        row.set("allowed_routes", json!([routes]));
    }
    row.set("token", token.as_str());
    row.set("key_name", masked(&secret));
    if let Some(duration) = given.text("duration") {
        row.set("expires", expiry(asked, duration)?);
    }
    if let Some(duration) = row.text("budget_duration").and_then(Duration::parse) {
        row.set(
            "budget_reset_at",
            duration.next_reset(asked.now).map_or(Value::Null, |time| clock::write(time).into()),
        );
    }
    for (field, value) in [
        ("created_at", now.as_str()),
        ("updated_at", &now),
        ("created_by", asked.author()),
        ("updated_by", asked.author()),
    ] {
        row.set(field, value);
    }
    // A key that is there already stays as it is, and is answered as if it were new.
    asked.tables.insert(Table::Keys, &token, &row)?;
    let mut answer = Row::template(include_str!("generated.json"));
    for (name, value) in row.0 {
        // These it says in a form of its own.
        if answer.has(&name) && !matches!(name.as_str(), "policies" | "router_settings") {
            answer.set(&name, value);
        }
    }
    answer.copy(&given, &IN_METADATA);
    if let Some(budget) = given.text("budget_id") {
        let budget = asked.tables.get(Table::Budgets, budget)?;
        answer.set("litellm_budget_table", budget.map_or(Value::Null, Value::from));
    }
    for (name, value) in [("key", &secret), ("token", &token), ("token_id", &token)] {
        answer.set(name, value.as_str());
    }
    Ok(answer)
}

fn new_secret() -> String {
    format!("sk-{}", URL_SAFE_NO_PAD.encode(uuid::Uuid::new_v4().as_bytes()))
}

/// When a key of this duration expires.
pub(super) fn expiry(asked: &Asked<'_>, duration: &str) -> Result<String, Refusal> {
    let expires = Duration::parse(duration).and_then(|duration| duration.after(asked.now));
    let invalid =
        || Refusal::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", None, "Invalid duration format");
    expires.map(clock::write).ok_or_else(invalid)
}

/// What holds for new keys and changed ones.
pub(super) fn check(asked: &Asked<'_>, given: &Row) -> Result<(), Refusal> {
    if let Some(feature) = LICENSED.iter().find(|name| given.get(name).is_some_and(|value| value != &json!([]))) {
        let message = format!(
            "This feature is only available for LiteLLM Enterprise users: {feature}. The sandbox has no licence."
        );
        return Err(Refusal::quoted(StatusCode::FORBIDDEN, message));
    }
    for name in ["max_budget", "soft_budget"] {
        if let Some(budget) = given.number(name).filter(|budget| *budget < 0.0) {
            let message = format!("{name} must be a non-negative finite number. Received: {budget:?}");
            return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
        }
    }
    if let Some(duration) = given.text("budget_duration").filter(|text| Duration::parse(text).is_none()) {
        let message = format!(
            "{{'error': \"Invalid budget_duration '{duration}'. Use a format like '1h', '24h', '7d', or '30d'.\"}}"
        );
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "internal_server_error", None, message));
    }
    if given.get("models").and_then(Value::as_array).is_some_and(|models| models.iter().any(|model| !model.is_string()))
    {
        return Err(Refusal::quoted(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error."));
    }
    if let Some(alias) = given.text("key_alias").filter(|alias| !alias.is_empty()) {
        let token = given.text("key").map(crate::caller::token_of);
        let others = asked.tables.find(Table::Keys, "key_alias", alias)?;
        if others.iter().any(|other| other.text("token") != token.as_deref()) {
            let message =
                format!("Key with alias '{alias}' already exists. Unique key aliases across all keys are required.");
            return Err(Refusal::error(StatusCode::BAD_REQUEST, "bad_request_error", Some("key_alias"), message));
        }
    }
    let budget = given.text("budget_id").map(|id| asked.tables.get(Table::Budgets, id)).transpose()?;
    if budget.is_some_and(|budget| budget.is_none()) {
        return Err(Refusal::quoted(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error."));
    }
    Ok(())
}

/// `default_key_generate_params`: for what was not asked for.
fn fill_in(given: &mut Row, defaults: &Row) {
    for (name, value) in &defaults.0 {
        let is_empty = given.get(name).is_none_or(|value| value == &json!([]) || value == &json!({}));
        if is_empty {
            given.set(name, value.clone());
        }
    }
}

/// `upperbound_key_generate_params`: more than the bound is refused, and what was not asked for is the bound.
fn bound(given: &mut Row, bounds: &Row) -> Result<(), Refusal> {
    for (name, bound) in &bounds.0 {
        let Some(value) = given.get(name) else {
            given.set(name, bound.clone());
            continue;
        };
        let length = |value: &Value| Duration::parse(value.as_str()?)?.after(jiff::Timestamp::UNIX_EPOCH);
        let is_more = match (value.as_f64(), bound.as_f64()) {
            (Some(value), Some(bound)) => value > bound,
            _ => length(value) > length(bound),
        };
        if is_more {
            let message = format!("{name} is over max limit set in config - user_value={value}; max_value={bound}");
            return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
        }
    }
    Ok(())
}
