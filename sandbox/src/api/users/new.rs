//! `/user/new`: a user, and a key unless none is wanted.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{IN_METADATA, ROLES, blank, save};
use crate::answer::{Answered, Refusal};
use crate::api::limits::{self, wrong_duration};
use crate::api::{keys, teams};
use crate::fields::{self, Field, Kind, optional, required};
use crate::routes::Asked;
use crate::row::Row;
use crate::store::Table;

pub(super) const FIELDS: &[Field] = &[
    optional("user_id", Kind::Text),
    optional("user_email", Kind::Text),
    optional("user_alias", Kind::Text),
    optional("user_role", ROLES),
    optional("teams", Kind::Any),
    optional("organizations", Kind::Texts),
    optional("sso_user_id", Kind::Text),
    optional("auto_create_key", Kind::Flag),
    optional("send_invite_email", Kind::Flag),
    optional("password", Kind::Text),
    optional("key_alias", Kind::Text),
    optional("duration", Kind::Text),
    optional("models", Kind::List),
    optional("spend", Kind::Number),
    optional("max_budget", Kind::Budget),
    optional("team_id", Kind::Text),
    optional("agent_id", Kind::Text),
    optional("max_parallel_requests", Kind::Whole),
    optional("metadata", Kind::Object),
    optional("tpm_limit", Kind::Whole),
    optional("rpm_limit", Kind::Whole),
    optional("budget_duration", Kind::Text),
    optional("budget_limits", Kind::List),
    optional("allowed_cache_controls", Kind::List),
    optional("config", Kind::Object),
    optional("permissions", Kind::Object),
    optional("model_max_budget", Kind::Object),
    optional("budget_fallbacks", Kind::Object),
    optional("model_rpm_limit", Kind::Object),
    optional("model_tpm_limit", Kind::Object),
    optional("mcp_rpm_limit", Kind::Object),
    optional("tag_rpm_limit", Kind::Object),
    optional("guardrails", Kind::Texts),
    optional("policies", Kind::Texts),
    optional("prompts", Kind::Texts),
    optional("blocked", Kind::Flag),
    optional("aliases", Kind::Object),
];
const TEAM: &[Field] = &[
    required("team_id", Kind::Text),
    optional("user_role", Kind::OneOf(&["admin", "user"])),
    optional("max_budget_in_team", Kind::Number),
];

/// What goes from a request into the row under its own name.
const KEPT: [&str; 16] = [
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
/// What the key that is made with a user has of the request.
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

/// A team that a new user is to be in.
struct Wanted {
    id: String,
    is_admin: bool,
    /// What they may spend in it.
    given: Row,
}

fn wanted(given: &Row) -> Result<Vec<Wanted>, Refusal> {
    let mut teams = Vec::new();
    if given.get("teams").is_some_and(|teams| !teams.is_array()) {
        // It says so for each of the two things that the list may hold.
        let wrong = ["list[str]", "list[NewUserRequestTeam]"].map(
            |what| json!({ "type": "list_type", "loc": ["body", "teams", what], "msg": "Input should be a valid list" }),
        );
        return Err(Refusal::Invalid(wrong.to_vec()));
    }
    let list = given.get("teams").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if list.iter().all(Value::is_string) {
        let ids = list.iter().filter_map(Value::as_str);
        teams.extend(ids.map(|id| Wanted { id: id.to_owned(), is_admin: false, given: Row::default() }));
    } else {
        for team in described(list)? {
            let id = team.text("team_id").unwrap_or_default().to_owned();
            teams.push(Wanted { id, is_admin: team.text("user_role") == Some("admin"), given: team });
        }
    }
    if let Some(id) = given.text("team_id") {
        teams = vec![Wanted { id: id.to_owned(), is_admin: false, given: Row::default() }];
    }
    Ok(teams)
}

/// Teams that are more than their ids. What is wrong is told of both forms that the list may have.
fn described(list: &[Value]) -> Result<Vec<Row>, Refusal> {
    let location = |form: &str, index: usize| [json!("body"), json!("teams"), json!(form), json!(index)];
    let (mut teams, mut of_ids, mut of_teams) = (Vec::new(), Vec::new(), Vec::new());
    for (index, team) in list.iter().enumerate() {
        if !team.is_string() {
            let location = location("list[str]", index);
            of_ids.push(json!({ "type": "string_type", "loc": location, "msg": "Input should be a valid string" }));
        }
        match fields::nested(team, TEAM, &location("list[NewUserRequestTeam]", index)) {
            Ok(team) => teams.push(team),
            Err(Refusal::Invalid(errors)) => of_teams.extend(errors),
            Err(other) => return Err(other),
        }
    }
    if of_teams.is_empty() { Ok(teams) } else { Err(Refusal::Invalid([of_ids, of_teams].concat())) }
}

pub(super) fn new(asked: &Asked<'_>) -> Answered {
    let given = &asked.body;
    if given.has("auto_create_key") && given.get("auto_create_key").is_none() {
        let location = ["body", "auto_create_key"];
        let wrong = json!({ "type": "bool_type", "loc": location, "msg": "Input should be a valid boolean" });
        return Err(Refusal::Invalid(vec![wrong]));
    }
    if given.get("password").is_some() {
        let message = "password cannot be set via /user/new. Users set their own password through an invitation link.";
        return Err(fields::wrong(&[json!("body"), json!("password")], message));
    }
    let teams = wanted(given)?;
    if let Some(message) = wrong_duration(given, "budget_duration") {
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    if given.object("model_max_budget").is_some_and(|budgets| !budgets.is_empty()) {
        return Err(Refusal::needs_licence("model_max_budget of users"));
    }
    let id = given.text("user_id").filter(|id| !id.is_empty());
    let email = given.text("user_email").map(str::trim).filter(|email| !email.is_empty());
    let exists = |what: &str, value: &str| {
        Err(Refusal::quoted(StatusCode::CONFLICT, format!("User with {what} {value} already exists")))
    };
    // It looks for what it then does not keep.
    if let Some(id) = id.map(str::trim)
        && asked.tables.get(Table::Users, id)?.is_some()
    {
        return exists("id", id);
    }
    if let Some(email) = email
        && let Some(user) = asked.tables.find(Table::Users, "user_email", email)?.first()
    {
        return exists("email", user.text("user_email").unwrap_or(email));
    }
    let id = id.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    let mut user = blank(asked, &id);
    for name in KEPT {
        if let Some(value) = given.get(name) {
            user.set(name, value.clone());
        }
    }
    user.keep_in_metadata(given, &IN_METADATA);
    let reset = limits::next_reset(asked, &user);
    user.set("budget_reset_at", reset);
    save(asked, &mut user)?;
    let wants_no_key = given.get("auto_create_key") == Some(&json!(false));
    let mut answer = if wants_no_key {
        let mut answer = Row::template(include_str!("../keys/generated.json"));
        answer.copy(given, &OF_KEY);
        answer.with(json!({
            "key": "", "key_type": null, "router_settings": null, "access_group_ids": null, "budget_fallbacks": null,
        }))
    } else {
        key(asked, &id)?
    };
    for member in &teams {
        join(asked, &user, member)?;
    }
    answer.copy(&user, &KEPT);
    for (name, value) in [("teams", json!(null)), ("policies", json!(null)), ("user_id", json!(id))] {
        answer.set(name, value);
    }
    if wants_no_key && given.get("model_max_budget").is_none() {
        answer.set("model_max_budget", Value::Null);
    }
    if !teams.is_empty() || given.get("teams").is_some() {
        let user = asked.tables.get(Table::Users, &id)?.unwrap_or_default();
        answer.set("teams", user.get("teams").cloned());
    }
    answer.take("sso_user_id");
    Ok(Value::from(answer).into())
}

/// A key of the user's own; the row as it is answered here.
fn key(asked: &Asked<'_>, id: &str) -> Result<Row, Refusal> {
    let mut wanted = Row::of(json!({ "user_id": id }));
    wanted.copy(&asked.body, &OF_KEY);
    wanted.0.retain(|_, value| !value.is_null());
    let mut metadata = Row::default();
    metadata.copy(&asked.body, &IN_METADATA);
    metadata.0.retain(|_, value| !value.is_null());
    let metadata = Row(asked.body.object("metadata").cloned().unwrap_or_default()).with(metadata.into());
    wanted.set("metadata", Value::from(metadata));
    let mut answer = keys::generate::make(asked, wanted)?;
    let token = answer.text("token").unwrap_or_default().to_owned();
    // Nobody is said to have made it.
    if let Some(mut row) = asked.tables.get(Table::Keys, &token)? {
        for name in ["created_by", "updated_by", "key_type"] {
            row.set(name, Value::Null);
        }
        asked.tables.update(Table::Keys, &token, &row)?;
    }
    for name in ["token", "token_id", "created_by", "updated_by", "key_type"] {
        answer.set(name, Value::Null);
    }
    Ok(answer)
}

/// Puts a new user into a team; one that is not there is left out.
fn join(asked: &Asked<'_>, user: &Row, wanted: &Wanted) -> Result<(), Refusal> {
    let Some(mut team) = asked.tables.get(Table::Teams, &wanted.id)? else { return Ok(()) };
    // To be admin of a team is for those with a licence, who is named so is left out as well.
    if wanted.is_admin {
        return Ok(());
    }
    let member = teams::Member {
        user_id: user.text("user_id").map(str::to_owned),
        user_email: user.text("user_email").map(str::to_owned),
        role: "user",
    };
    if teams::add(asked, &mut team, member, &wanted.given)?.is_some() {
        team.set("updated_at", crate::clock::write(asked.now));
        asked.tables.update(Table::Teams, &wanted.id, &team)?;
    }
    Ok(())
}
