//! Members of teams: admins and team admins add, update and remove them. Adding an unknown user creates it.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{budgets, id_of, not_allowed, save, without_aliases};
use crate::api::limits::wrong_duration;
use crate::api::{keys, user_rows};
use crate::fields::{self, Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, JsonResponse, Refusal};
use crate::route::RequestContext;
use crate::rules::teams::{is_named, manages, member_str, members};
use crate::store::{Table, membership};

pub(super) const ADD: &[Field] = &[
    required("team_id", FieldType::String),
    required("member", FieldType::Any),
    optional("max_budget_in_team", FieldType::Number),
    optional("budget_duration", FieldType::String),
    optional("allowed_models", FieldType::Strings),
];
pub(super) const ADD_MANY: &[Field] = &[
    required("team_id", FieldType::String),
    optional("members", FieldType::Array),
    optional("all_users", FieldType::Bool),
    optional("max_budget_in_team", FieldType::Number),
];
pub(super) const UPDATE: &[Field] = &[
    required("team_id", FieldType::String),
    optional("user_id", FieldType::String),
    optional("user_email", FieldType::String),
    optional("max_budget_in_team", FieldType::Number),
    optional("role", FieldType::OneOf(&["admin", "user"])),
    optional("tpm_limit", FieldType::Integer),
    optional("rpm_limit", FieldType::Integer),
    optional("budget_duration", FieldType::String),
    optional("allowed_models", FieldType::Strings),
    optional("temp_budget_increase", FieldType::Number),
    optional("temp_budget_expiry", FieldType::Time),
    optional("model_max_budget", FieldType::Object),
];
pub(super) const DELETE: &[Field] = &[
    required("team_id", FieldType::String),
    optional("user_id", FieldType::String),
    optional("user_email", FieldType::String),
];
const MEMBER: &[Field] = &[
    required("role", FieldType::OneOf(&["admin", "user"])),
    optional("user_id", FieldType::String),
    optional("user_email", FieldType::String),
];
/// The largest number of members in one request.
const MAX_MEMBERS: usize = 500;

/// A member to add to a team.
#[derive(Debug, Clone)]
pub(in crate::api) struct Member {
    pub(in crate::api) user_id: Option<String>,
    pub(in crate::api) user_email: Option<String>,
    pub(in crate::api) role: &'static str,
}

impl Member {
    /// Parses a member of a request.
    pub(super) fn read(value: &Value, location: &[Value]) -> Result<Self, Refusal> {
        let is_there = |name: &str| value.get(name).is_some_and(|value| !value.is_null());
        if value.is_object() && !is_there("user_id") && !is_there("user_email") {
            return Err(fields::value_error(location, "Either user id or user email must be provided"));
        }
        let row = fields::parse_nested(value, MEMBER, location)?;
        let text = |name: &str| row.get_str(name).map(str::to_owned);
        let role = if row.get_str("role") == Some("admin") { "admin" } else { "user" };
        Ok(Self { user_id: text("user_id"), user_email: text("user_email"), role })
    }

    /// Returns how many of id and email match a member of the team.
    fn times_in(&self, team: &JsonObject) -> usize {
        let by = |id: Option<&str>, email: Option<&str>| members(team).any(|known| is_named(known, id, email));
        usize::from(by(self.user_id.as_deref(), None)) + usize::from(by(None, self.user_email.as_deref()))
    }

    fn is_in(&self, team: &JsonObject) -> bool {
        members(team).any(|known| is_named(known, self.user_id.as_deref(), self.user_email.as_deref()))
    }
}

/// Returns the team of a request about members.
pub(super) fn team(request: &RequestContext<'_>, id: &str) -> Result<JsonObject, Refusal> {
    request.tables.get(Table::Teams, id)?.ok_or_else(|| {
        let message = format!("Team doesn't exist in db. Team={id}. Create team via `/team/new` call.");
        Refusal::detailed_error(StatusCode::NOT_FOUND, message)
    })
}

fn needs_license() -> String {
    "Assigning team admins is a premium feature. You must be a LiteLLM Enterprise user to use this feature. The sandbox has no \
     license, like LiteLLM without one."
        .to_owned()
}

fn invalid(message: String) -> Refusal {
    Refusal::detailed_error(StatusCode::BAD_REQUEST, message)
}

/// Completes a member from the stored user, so that id and email match.
fn identified(request: &RequestContext<'_>, mut member: Member) -> Result<Member, Refusal> {
    let Some(email) = member.user_email.clone() else {
        let user = member.user_id.as_deref().map(|id| request.tables.get(Table::Users, id)).transpose()?.flatten();
        member.user_email = user.and_then(|user| user.get_str("user_email").map(str::to_owned));
        return Ok(member);
    };
    let known = request.tables.find(Table::Users, "user_email", &email)?;
    match (known.as_slice(), member.user_id.as_deref()) {
        ([], _) => {}
        ([user], None) => member.user_id = user.get_str("user_id").map(str::to_owned),
        ([user], Some(id)) if user.get_str("user_id") == Some(id) => {}
        ([_], Some(id)) => {
            let message = format!("user_email '{email}' and user_id '{id}' do not belong to the same user.");
            return Err(invalid(message));
        }
        _ => {
            let message = format!("Multiple users found with email '{email}'. Please use 'user_id' instead.");
            return Err(invalid(message));
        }
    }
    Ok(member)
}

/// Adds a member to a team, creating the user if needed. Returns the user as it was and the membership, or `None` for
/// an existing member. Changes the team's row without saving it.
pub(in crate::api) fn add(
    request: &RequestContext<'_>,
    team: &mut JsonObject,
    mut member: Member,
    input: &JsonObject,
) -> Result<Option<(JsonObject, JsonObject)>, Refusal> {
    if member.is_in(team) {
        return Ok(None);
    }
    if let (None, Some(email)) = (&member.user_id, &member.user_email) {
        let known = request.tables.find(Table::Users, "user_email", email)?;
        let known = known.iter().find(|user| user.get_str("user_email") == Some(email));
        member.user_id = known.and_then(|user| user.get_str("user_id").map(str::to_owned));
    }
    let id = member.user_id.get_or_insert_with(|| uuid::Uuid::new_v4().to_string()).clone();
    let user = user_rows::join_team(request, &id, member.user_email.as_deref(), id_of(team))?;
    let email = member.user_email.as_deref().or(user.get_str("user_email"));
    let joined = budgets::join(request, team, &id, input)?;
    let person = json!({ "user_id": id, "user_email": email, "role": member.role });
    match team.0.get_mut("members_with_roles").and_then(Value::as_array_mut) {
        Some(people) => people.push(person),
        None => team.set("members_with_roles", json!([person])),
    }
    Ok(Some((user, joined)))
}

/// Validates a request to add members and returns the team.
fn check(request: &RequestContext<'_>, wanted: &[Member], is_list: bool) -> Result<JsonObject, Refusal> {
    if wanted.iter().any(|member| member.role == "admin") {
        return Err(invalid(needs_license()));
    }
    if let Some(message) = wrong_duration(&request.body, "budget_duration") {
        return Err(invalid(message));
    }
    let team = team(request, request.body.get_str("team_id").unwrap_or_default())?;
    if wanted.iter().map(|member| member.times_in(&team)).sum::<usize>() == wanted.len() {
        let message = match wanted {
            [member] if !is_list => {
                let id = member.user_id.as_deref().unwrap_or("None");
                let email = member.user_email.as_deref().unwrap_or("None");
                format!("User already in team. Member: user_id={id}, user_email={email}.")
            }
            _ => "All users are already in team.".to_owned(),
        };
        let kind = "team_member_already_in_team";
        return Err(Refusal::error(StatusCode::BAD_REQUEST, kind, Some("member"), message));
    }
    if !manages(request.caller, &team) {
        return Err(not_allowed(&team, "/team/member_add"));
    }
    let input = wanted.iter().filter_map(|member| member.user_id.as_deref());
    for id in input.filter(|_| !request.caller.is_admin()) {
        if request.tables.get(Table::Users, id)?.is_none() {
            let message = format!(
                "Only proxy admins can add a user_id that does not exist yet: {id}. Add the member by user_email, or ask a proxy \
                 admin to create the user first."
            );
            return Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message));
        }
    }
    Ok(team)
}

pub(super) fn member_add(request: &RequestContext<'_>) -> HandlerResult {
    let input = request.body.get("member").cloned().unwrap_or_default();
    let location = [json!("body")];
    let (wanted, is_list) = match &input {
        Value::Array(list) => {
            (list.iter().map(|member| Member::read(member, &location)).collect::<Result<Vec<_>, _>>()?, true)
        }
        Value::Object(_) => (vec![Member::read(&input, &location)?], false),
        _ => {
            let wrong = [("list_type", "list[Member]"), ("value_error", "Member")].map(|(kind, what)| {
                json!({ "type": kind, "loc": ["body", "member", what], "msg": "Input should be a valid list or dictionary" })
            });
            return Err(Refusal::Invalid(wrong.to_vec()));
        }
    };
    let team = check(request, &wanted, is_list)?;
    let mut known = Vec::new();
    for member in wanted {
        known.push(identified(request, member)?);
    }
    Ok(Value::from(added(request, team, &known)?).into())
}

fn added(request: &RequestContext<'_>, mut team: JsonObject, wanted: &[Member]) -> Result<JsonObject, Refusal> {
    let (mut people, mut memberships) = (Vec::new(), Vec::new());
    for member in wanted {
        if let Some((user, joined)) = add(request, &mut team, member.clone(), &request.body)? {
            people.push(Value::from(user_rows::as_object(user)));
            memberships.push(Value::from(budgets::to_json(request, joined)?));
        }
    }
    save(request, &mut team)?;
    Ok(without_aliases(&team).with(json!({ "updated_users": people, "updated_team_memberships": memberships })))
}

/// As `/team/member_add`, with a result for each member.
pub(super) fn bulk_member_add(request: &RequestContext<'_>) -> HandlerResult {
    let location = [json!("body"), json!("members")];
    let list = request.body.get("members").and_then(Value::as_array).into_iter().flatten();
    let mut wanted = Vec::new();
    for (index, member) in list.enumerate() {
        wanted.push(Member::read(member, &[location.as_slice(), &[json!(index)]].concat())?);
    }
    if request.body.get_bool("all_users") {
        wanted = request.tables.all(Table::Users)?.iter().map(user_as_member).collect();
    }
    if wanted.is_empty() {
        return Err(invalid("At least one member is required".to_owned()));
    }
    if wanted.len() > MAX_MEMBERS {
        return Err(invalid(format!("Maximum {MAX_MEMBERS} members can be added at once")));
    }
    let team = match check(request, &wanted, true) {
        Ok(team) => team,
        Err(refusal) => return Ok(none_added(request, &wanted, refusal)),
    };
    let mut known = Vec::new();
    for member in wanted {
        known.push(identified(request, member)?);
    }
    let added = added(request, team, &known)?;
    let count = known.len();
    let results: Vec<Value> = known.iter().map(|member| result(member, &added)).collect();
    Ok(json!({
        "team_id": request.body.get("team_id"), "results": results, "total_requested": count,
        "successful_additions": count, "failed_additions": 0, "updated_team": Value::from(added),
    })
    .into())
}

/// Returns the result for a member of a bulk request.
fn result(member: &Member, team: &JsonObject) -> Value {
    let of = |name: &str, field: &str, wanted: Option<&str>| {
        let mut list = team.get(name)?.as_array()?.iter();
        list.find(|item| wanted.is_some() && item.get(field).and_then(Value::as_str) == wanted).cloned()
    };
    let (id, email) = (member.user_id.as_deref(), member.user_email.as_deref());
    let user = of("updated_users", "user_id", id).or_else(|| of("updated_users", "user_email", email));
    json!({
        "user_id": id, "user_email": email, "success": true, "error": null, "updated_user": user,
        "updated_team_membership": of("updated_team_memberships", "user_id", id),
    })
}

/// Returns the results of a bulk request of which one member was refused.
fn none_added(request: &RequestContext<'_>, wanted: &[Member], refusal: Refusal) -> JsonResponse {
    let answer = JsonResponse::from(refusal);
    let message = answer.body.pointer("/error/message").or_else(|| answer.body.pointer("/detail/error"));
    let message = message.cloned().unwrap_or_default();
    let line = |member: &Member| {
        json!({
            "user_id": member.user_id, "user_email": member.user_email, "success": false, "error": message,
            "updated_user": null, "updated_team_membership": null,
        })
    };
    let results: Vec<Value> = wanted.iter().map(line).collect();
    json!({
        "team_id": request.body.get("team_id"), "results": results, "total_requested": wanted.len(),
        "successful_additions": 0, "failed_additions": wanted.len(), "updated_team": null,
    })
    .into()
}

fn user_as_member(user: &JsonObject) -> Member {
    let text = |name: &str| user.get_str(name).map(str::to_owned);
    Member { user_id: text("user_id"), user_email: text("user_email"), role: "user" }
}

/// Returns the team if the caller manages it.
fn managed(request: &RequestContext<'_>) -> Result<JsonObject, Refusal> {
    let id = request.body.get_str("team_id").unwrap_or_default();
    let Some(team) = request.tables.get(Table::Teams, id)? else {
        return Err(invalid(format!("Team id={id} does not exist in db")));
    };
    if manages(request.caller, &team) { Ok(team) } else { Err(not_allowed(&team, "/team/member_delete")) }
}

fn check_names_member(request: &RequestContext<'_>) -> Result<(), Refusal> {
    if request.body.get("user_id").is_none() && request.body.get("user_email").is_none() {
        return Err(fields::value_error(&[json!("body")], "Either user id or user email must be provided"));
    }
    Ok(())
}

pub(super) fn member_update(request: &RequestContext<'_>) -> HandlerResult {
    check_names_member(request)?;
    let input = &request.body;
    if input.get("temp_budget_increase").is_some() != input.get("temp_budget_expiry").is_some() {
        let message = "temp_budget_increase and temp_budget_expiry must be set together";
        return Err(fields::value_error(&[json!("body")], message));
    }
    if input.get_str("role") == Some("admin") {
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, needs_license()));
    }
    if let Some(message) = wrong_duration(input, "budget_duration") {
        return Err(invalid(message));
    }
    if input.get_object("model_max_budget").is_some_and(|budgets| !budgets.is_empty()) {
        let message = "Setting model_max_budget on a team is an enterprise feature. The sandbox has no license, like LiteLLM \
                       without one.";
        return Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message));
    }
    let mut team = managed(request)?;
    let email = input.get_str("user_email");
    let by_email =
        || members(&team).find(|member| is_named(member, None, email)).and_then(|member| member_str(member, "user_id"));
    let Some(id) = input.get_str("user_id").or_else(by_email).map(str::to_owned) else {
        let message = format!("User id doesn't exist in team table. Data=user_email={}", email.unwrap_or("None"));
        return Err(invalid(message));
    };
    budgets::set_for_one(request, &team, &id, &budgets::of_member(input))?;
    if let Some(role) = input.get_str("role") {
        let people = team.0.get_mut("members_with_roles").and_then(Value::as_array_mut).into_iter().flatten();
        for person in people.filter_map(Value::as_object_mut) {
            if member_str(person, "user_id") == Some(id.as_str()) {
                person.insert("role".to_owned(), role.into());
            }
        }
        save(request, &mut team)?;
    }
    Ok(json!({
        "user_id": id, "user_email": email, "team_id": id_of(&team),
        "max_budget_in_team": input.get("max_budget_in_team"), "tpm_limit": input.get("tpm_limit"),
        "rpm_limit": input.get("rpm_limit"), "budget_duration": input.get("budget_duration"),
        "allowed_models": input.get("allowed_models"), "temp_budget_increase": input.get("temp_budget_increase"),
        "temp_budget_expiry": input.get("temp_budget_expiry"), "model_max_budget": input.get("model_max_budget"),
    })
    .into())
}

/// Deletes the keys that the member has in the team.
pub(super) fn member_delete(request: &RequestContext<'_>) -> HandlerResult {
    check_names_member(request)?;
    let mut team = managed(request)?;
    let (id, email) = (request.body.get_str("user_id"), request.body.get_str("user_email"));
    let team_id = id_of(&team).to_owned();
    let mut ids: Vec<String> = members(&team)
        .filter(|member| is_named(member, id, email))
        .filter_map(|member| member_str(member, "user_id").map(str::to_owned))
        .collect();
    // The user row may list a team that does not list the user.
    let users = match (ids.is_empty(), id, email) {
        (true, Some(id), _) => request.tables.find(Table::Users, "id", id)?,
        (true, None, Some(email)) => request.tables.find(Table::Users, "user_email", email)?,
        _ => Vec::new(),
    };
    let stale = users.iter().filter(|user| user.get_strings("teams").contains(&team_id.as_str()));
    ids.extend(stale.filter_map(|user| user.get_str("user_id").map(str::to_owned)));
    if ids.is_empty() {
        return Err(invalid("User not found in team".to_owned()));
    }
    if let Some(people) = team.0.get_mut("members_with_roles").and_then(Value::as_array_mut) {
        people.retain(|person| !person.as_object().is_some_and(|person| is_named(person, id, email)));
    }
    for id in &ids {
        if let Some(user) = request.tables.get(Table::Users, id)? {
            user_rows::leave_team(request, user, &team_id)?;
        }
        request.tables.delete(Table::Memberships, &membership(&team_id, id))?;
        for key in request.tables.find(Table::Keys, "user_id", id)? {
            if key.get_str("team_id") == Some(team_id.as_str()) {
                keys::delete_key(request, key)?;
            }
        }
    }
    save(request, &mut team)?;
    Ok(Value::from(without_aliases(&team)).into())
}

/// `/team/{team_id}/members/me`: the caller's own membership.
pub(super) fn me(request: &RequestContext<'_>) -> HandlerResult {
    let Some(id) = request.caller.user_id.as_deref() else {
        let message = "API key has no associated user_id; cannot resolve 'me' for team membership.";
        return Err(invalid(message.to_owned()));
    };
    let team = team(request, request.segment("team_id"))?;
    let Some(role) = crate::rules::teams::role(&team, id) else {
        let message = format!("User user_id={id} is not a member of team_id={}.", id_of(&team));
        return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
    };
    let known = request.tables.get(Table::Memberships, &membership(id_of(&team), id))?;
    let known =
        known.unwrap_or_else(|| JsonObject::from_json(json!({ "budget_id": null, "spend": 0.0, "total_spend": 0.0 })));
    let user = request.tables.get(Table::Users, id)?.unwrap_or_default();
    let shown = budgets::to_json(request, known)?.with(json!({
        "user_id": id, "team_id": id_of(&team), "role": role, "user_email": user.get("user_email"),
        "team_alias": team.get("team_alias"),
    }));
    Ok(Value::from(shown).into())
}
