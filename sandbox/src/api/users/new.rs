//! `/user/new`: creates a user, and a key unless `auto_create_key` is false.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{IN_METADATA, ROLES};
use crate::api::limits::{self, wrong_duration};
use crate::api::user_rows::{blank, save};
use crate::api::{keys, teams};
use crate::fields::{self, BUDGET_WINDOWS, Field, FieldType, LIMIT, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::store::Table;

pub(super) const FIELDS: &[Field] = &[
    optional("user_id", FieldType::String),
    optional("user_email", FieldType::String),
    optional("user_alias", FieldType::String),
    optional("user_role", ROLES),
    optional("teams", FieldType::Any),
    optional("organizations", FieldType::Strings),
    optional("sso_user_id", FieldType::String),
    optional("auto_create_key", FieldType::Bool),
    optional("send_invite_email", FieldType::Bool),
    optional("password", FieldType::String),
    optional("key_alias", FieldType::String),
    optional("duration", FieldType::String),
    optional("models", FieldType::Array),
    optional("spend", FieldType::Number),
    optional("max_budget", FieldType::NumberOrEmpty),
    optional("team_id", FieldType::String),
    optional("agent_id", FieldType::String),
    optional("max_parallel_requests", FieldType::Integer),
    optional("metadata", FieldType::Object),
    optional("tpm_limit", LIMIT),
    optional("rpm_limit", LIMIT),
    optional("budget_duration", FieldType::String),
    optional("budget_limits", BUDGET_WINDOWS),
    optional("allowed_cache_controls", FieldType::Array),
    optional("config", FieldType::Object),
    optional("permissions", FieldType::Object),
    optional("model_max_budget", FieldType::Object),
    optional("budget_fallbacks", FieldType::Object),
    optional("model_rpm_limit", FieldType::Object),
    optional("model_tpm_limit", FieldType::Object),
    optional("mcp_rpm_limit", FieldType::Object),
    optional("tag_rpm_limit", FieldType::Object),
    optional("guardrails", FieldType::Strings),
    optional("policies", FieldType::Strings),
    optional("prompts", FieldType::Strings),
    optional("blocked", FieldType::Bool),
    optional("aliases", FieldType::Object),
];
const TEAM: &[Field] = &[
    required("team_id", FieldType::String),
    optional("user_role", FieldType::OneOf(&["admin", "user"])),
    optional("max_budget_in_team", FieldType::Number),
];

/// The request fields that are stored under their own name.
const STORED: [&str; 16] = [
    "user_email",
    "user_alias",
    "user_role",
    "team_id",
    "sso_user_id",
    "models",
    "spend",
    "max_budget",
    "metadata",
    "max_parallel_requests",
    "tpm_limit",
    "rpm_limit",
    "budget_duration",
    "allowed_cache_controls",
    "policies",
    "model_max_budget",
];
/// The request fields that the new key takes.
const OF_KEY: [&str; 18] = [
    "key_alias",
    "duration",
    "models",
    "team_id",
    "agent_id",
    "max_parallel_requests",
    "metadata",
    "tpm_limit",
    "rpm_limit",
    "allowed_cache_controls",
    "config",
    "permissions",
    "model_max_budget",
    "budget_fallbacks",
    "model_rpm_limit",
    "model_tpm_limit",
    "blocked",
    "aliases",
];

/// A team to add a new user to.
struct Wanted {
    id: String,
    is_admin: bool,
    /// The budget of the membership.
    input: JsonObject,
}

fn wanted(input: &JsonObject) -> Result<Vec<Wanted>, Refusal> {
    let mut teams = Vec::new();
    if input.get("teams").is_some_and(|teams| !teams.is_array()) {
        // LiteLLM reports the error for both types that the list accepts.
        let wrong = ["list[str]", "list[NewUserRequestTeam]"].map(
            |what| json!({ "type": "list_type", "loc": ["body", "teams", what], "msg": "Input should be a valid list" }),
        );
        return Err(Refusal::Invalid(wrong.to_vec()));
    }
    let list = input.get("teams").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if list.iter().all(Value::is_string) {
        let ids = list.iter().filter_map(Value::as_str);
        teams.extend(ids.map(|id| Wanted { id: id.to_owned(), is_admin: false, input: JsonObject::default() }));
    } else {
        for team in described(list)? {
            let id = team.get_str("team_id").unwrap_or_default().to_owned();
            teams.push(Wanted { id, is_admin: team.get_str("user_role") == Some("admin"), input: team });
        }
    }
    if let Some(id) = input.get_str("team_id") {
        teams = vec![Wanted { id: id.to_owned(), is_admin: false, input: JsonObject::default() }];
    }
    Ok(teams)
}

/// Parses the `teams` of a request: ids or objects. Errors are reported for both types.
fn described(list: &[Value]) -> Result<Vec<JsonObject>, Refusal> {
    let location = |form: &str, index: usize| [json!("body"), json!("teams"), json!(form), json!(index)];
    let (mut teams, mut of_ids, mut of_teams) = (Vec::new(), Vec::new(), Vec::new());
    for (index, team) in list.iter().enumerate() {
        if !team.is_string() {
            let location = location("list[str]", index);
            of_ids.push(json!({ "type": "string_type", "loc": location, "msg": "Input should be a valid string" }));
        }
        match fields::parse_nested(team, TEAM, &location("list[NewUserRequestTeam]", index)) {
            Ok(team) => teams.push(team),
            Err(Refusal::Invalid(errors)) => of_teams.extend(errors),
            Err(other) => return Err(other),
        }
    }
    if of_teams.is_empty() { Ok(teams) } else { Err(Refusal::Invalid([of_ids, of_teams].concat())) }
}

pub(super) fn new(request: &RequestContext<'_>) -> HandlerResult {
    let input = &request.body;
    if input.contains("auto_create_key") && input.get("auto_create_key").is_none() {
        let location = ["body", "auto_create_key"];
        let wrong = json!({ "type": "bool_type", "loc": location, "msg": "Input should be a valid boolean" });
        return Err(Refusal::Invalid(vec![wrong]));
    }
    if input.get("password").is_some() {
        let message = "password cannot be set via /user/new. Users set their own password through an invitation link.";
        return Err(fields::value_error(&[json!("body"), json!("password")], message));
    }
    let teams = wanted(input)?;
    if let Some(message) = wrong_duration(input, "budget_duration") {
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    if input.get_object("model_max_budget").is_some_and(|budgets| !budgets.is_empty()) {
        return Err(Refusal::needs_license("model_max_budget of users"));
    }
    let id = input.get_str("user_id").filter(|id| !id.is_empty());
    if id.is_some_and(|id| id.trim().is_empty()) {
        let message = "user_id must not be empty or contain only whitespace";
        return Err(fields::value_error(&[json!("body"), json!("user_id")], message));
    }
    let email = input.get_str("user_email").map(str::trim).filter(|email| !email.is_empty());
    let exists = |what: &str, value: &str| {
        Err(Refusal::quoted(StatusCode::CONFLICT, format!("User with {what} {value} already exists")))
    };
    // LiteLLM validates these fields and does not store them.
    if let Some(id) = id.map(str::trim)
        && request.tables.get(Table::Users, id)?.is_some()
    {
        return exists("id", id);
    }
    if let Some(email) = email
        && let Some(user) = request.tables.find(Table::Users, "user_email", email)?.first()
    {
        return exists("email", user.get_str("user_email").unwrap_or(email));
    }
    let id = id.map_or_else(|| uuid::Uuid::new_v4().to_string(), |id| id.trim().to_owned());
    let mut user = blank(request, &id);
    for name in STORED {
        if let Some(value) = input.get(name) {
            user.set(name, value.clone());
        }
    }
    user.copy_into_metadata(input, &IN_METADATA);
    let reset = limits::next_reset(request, &user);
    user.set("budget_reset_at", reset);
    save(request, &mut user)?;
    let wants_no_key = input.get("auto_create_key") == Some(&json!(false));
    let mut answer = if wants_no_key {
        let mut answer = JsonObject::template(include_str!("../keys/generated.json"));
        answer.copy(input, &OF_KEY);
        // Fields of the key alone are lost without one.
        let unused = JsonObject::template(include_str!("../keys/generated.json"));
        answer.copy(&unused, &["key_alias", "duration", "config", "blocked", "aliases"]);
        answer.with(json!({
            "key": "", "key_type": null, "router_settings": null, "access_group_ids": null, "budget_fallbacks": null,
        }))
    } else {
        key(request, &id)?
    };
    for member in &teams {
        join(request, &user, member)?;
    }
    answer.copy(&user, &STORED);
    for (name, value) in [("teams", json!(null)), ("policies", json!(null)), ("user_id", json!(id))] {
        answer.set(name, value);
    }
    if wants_no_key && input.get("model_max_budget").is_none() {
        answer.set("model_max_budget", Value::Null);
    }
    if !teams.is_empty() || input.get("teams").is_some() {
        let user = request.tables.get(Table::Users, &id)?.unwrap_or_default();
        answer.set("teams", user.get("teams").cloned());
    }
    answer.remove("sso_user_id");
    Ok(Value::from(answer).into())
}

/// Creates the user's key and returns it.
fn key(request: &RequestContext<'_>, id: &str) -> Result<JsonObject, Refusal> {
    let mut wanted = JsonObject::from_json(json!({ "user_id": id }));
    wanted.copy(&request.body, &OF_KEY);
    wanted.0.retain(|_, value| !value.is_null());
    let mut metadata = JsonObject::default();
    metadata.copy(&request.body, &IN_METADATA);
    metadata.0.retain(|_, value| !value.is_null());
    let metadata = JsonObject(request.body.get_object("metadata").cloned().unwrap_or_default()).with(metadata.into());
    wanted.set("metadata", Value::from(metadata));
    let mut answer = keys::generate::create(request, wanted)?;
    let token = answer.get_str("token").unwrap_or_default().to_owned();
    // LiteLLM records no creator.
    if let Some(mut row) = request.tables.get(Table::Keys, &token)? {
        for name in ["created_by", "updated_by", "key_type"] {
            row.set(name, Value::Null);
        }
        request.tables.update(Table::Keys, &token, &row)?;
    }
    for name in ["token", "token_id", "created_by", "updated_by", "key_type"] {
        answer.set(name, Value::Null);
    }
    Ok(answer)
}

/// Adds a new user to a team; skips a missing one.
fn join(request: &RequestContext<'_>, user: &JsonObject, wanted: &Wanted) -> Result<(), Refusal> {
    let Some(mut team) = request.tables.get(Table::Teams, &wanted.id)? else { return Ok(()) };
    // Team admins require a license; LiteLLM skips them.
    if wanted.is_admin {
        return Ok(());
    }
    let member = teams::Member {
        user_id: user.get_str("user_id").map(str::to_owned),
        user_email: user.get_str("user_email").map(str::to_owned),
        role: "user",
    };
    if teams::add(request, &mut team, member, &wanted.input)?.is_some() {
        team.set("updated_at", crate::time::format(request.now));
        request.tables.update(Table::Teams, &wanted.id, &team)?;
    }
    Ok(())
}
