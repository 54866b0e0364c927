//! Members of teams: added, changed and removed by admins and by the team's own. Who is not known yet is made.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{budgets, id_of, not_allowed, save, without_aliases};
use crate::answer::{Answer, Answered, Refusal};
use crate::api::limits::wrong_duration;
use crate::api::{keys, users};
use crate::fields::{self, Field, Kind, optional, required};
use crate::routes::Asked;
use crate::row::Row;
use crate::rules::teams::{is_named, manages, members, said};
use crate::store::{Table, membership};

pub(super) const ADD: &[Field] = &[
    required("team_id", Kind::Text),
    required("member", Kind::Any),
    optional("max_budget_in_team", Kind::Number),
    optional("budget_duration", Kind::Text),
    optional("allowed_models", Kind::Texts),
];
pub(super) const ADD_MANY: &[Field] = &[
    required("team_id", Kind::Text),
    optional("members", Kind::List),
    optional("all_users", Kind::Flag),
    optional("max_budget_in_team", Kind::Number),
];
pub(super) const UPDATE: &[Field] = &[
    required("team_id", Kind::Text),
    optional("user_id", Kind::Text),
    optional("user_email", Kind::Text),
    optional("max_budget_in_team", Kind::Number),
    optional("role", Kind::OneOf(&["admin", "user"])),
    optional("tpm_limit", Kind::Whole),
    optional("rpm_limit", Kind::Whole),
    optional("budget_duration", Kind::Text),
    optional("allowed_models", Kind::Texts),
    optional("temp_budget_increase", Kind::Number),
    optional("temp_budget_expiry", Kind::Time),
];
pub(super) const DELETE: &[Field] =
    &[required("team_id", Kind::Text), optional("user_id", Kind::Text), optional("user_email", Kind::Text)];
const MEMBER: &[Field] = &[
    required("role", Kind::OneOf(&["admin", "user"])),
    optional("user_id", Kind::Text),
    optional("user_email", Kind::Text),
];
/// No more are added at once.
const MOST: usize = 500;

/// Somebody who is to be in a team.
#[derive(Debug, Clone)]
pub(in crate::api) struct Member {
    pub(in crate::api) user_id: Option<String>,
    pub(in crate::api) user_email: Option<String>,
    pub(in crate::api) role: &'static str,
}

impl Member {
    /// Of what stands in a request.
    pub(super) fn read(value: &Value, location: &[Value]) -> Result<Self, Refusal> {
        let is_there = |name: &str| value.get(name).is_some_and(|value| !value.is_null());
        if value.is_object() && !is_there("user_id") && !is_there("user_email") {
            return Err(fields::wrong(location, "Either user id or user email must be provided"));
        }
        let row = fields::nested(value, MEMBER, location)?;
        let text = |name: &str| row.text(name).map(str::to_owned);
        let role = if row.text("role") == Some("admin") { "admin" } else { "user" };
        Ok(Self { user_id: text("user_id"), user_email: text("user_email"), role })
    }

    /// How many of the two ways to name somebody name one of the team.
    fn times_in(&self, team: &Row) -> usize {
        let by = |id: Option<&str>, email: Option<&str>| members(team).any(|known| is_named(known, id, email));
        usize::from(by(self.user_id.as_deref(), None)) + usize::from(by(None, self.user_email.as_deref()))
    }

    fn is_in(&self, team: &Row) -> bool {
        members(team).any(|known| is_named(known, self.user_id.as_deref(), self.user_email.as_deref()))
    }
}

/// The team whose members are asked for.
pub(super) fn team(asked: &Asked<'_>, id: &str) -> Result<Row, Refusal> {
    asked.tables.get(Table::Teams, id)?.ok_or_else(|| {
        let message = format!("Team doesn't exist in db. Team={id}. Create team via `/team/new` call.");
        Refusal::detailed_error(StatusCode::NOT_FOUND, message)
    })
}

fn needs_licence() -> String {
    "Assigning team admins is a premium feature. You must be a LiteLLM Enterprise user to use this feature. The sandbox has no \
     licence, like LiteLLM without one."
        .to_owned()
}

fn invalid(message: String) -> Refusal {
    Refusal::detailed_error(StatusCode::BAD_REQUEST, message)
}

/// Fills in what is known of a member, so that one person is not two.
fn identified(asked: &Asked<'_>, mut member: Member) -> Result<Member, Refusal> {
    let Some(email) = member.user_email.clone() else {
        let user = member.user_id.as_deref().map(|id| asked.tables.get(Table::Users, id)).transpose()?.flatten();
        member.user_email = user.and_then(|user| user.text("user_email").map(str::to_owned));
        return Ok(member);
    };
    let known = asked.tables.find(Table::Users, "user_email", &email)?;
    match (known.as_slice(), member.user_id.as_deref()) {
        ([], _) => {}
        ([user], None) => member.user_id = user.text("user_id").map(str::to_owned),
        ([user], Some(id)) if user.text("user_id") == Some(id) => {}
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

/// Puts somebody into a team, who is made if nobody knows them; the user as they were before and the membership, unless
/// they are in it already. The team's row is changed and not saved.
pub(in crate::api) fn add(
    asked: &Asked<'_>,
    team: &mut Row,
    mut member: Member,
    given: &Row,
) -> Result<Option<(Row, Row)>, Refusal> {
    if member.is_in(team) {
        return Ok(None);
    }
    if let (None, Some(email)) = (&member.user_id, &member.user_email) {
        let known = asked.tables.find(Table::Users, "user_email", email)?;
        let known = known.iter().find(|user| user.text("user_email") == Some(email));
        member.user_id = known.and_then(|user| user.text("user_id").map(str::to_owned));
    }
    let id = member.user_id.get_or_insert_with(|| uuid::Uuid::new_v4().to_string()).clone();
    let user = users::enter(asked, &id, member.user_email.as_deref(), id_of(team))?;
    let email = member.user_email.as_deref().or(user.text("user_email"));
    let joined = budgets::join(asked, team, &id, given)?;
    let person = json!({ "user_id": id, "user_email": email, "role": member.role });
    match team.0.get_mut("members_with_roles").and_then(Value::as_array_mut) {
        Some(people) => people.push(person),
        None => team.set("members_with_roles", json!([person])),
    }
    Ok(Some((user, joined)))
}

/// What holds before anybody is added to the team, which is found.
fn check(asked: &Asked<'_>, wanted: &[Member], is_list: bool) -> Result<Row, Refusal> {
    if wanted.iter().any(|member| member.role == "admin") {
        return Err(invalid(needs_licence()));
    }
    if let Some(message) = wrong_duration(&asked.body, "budget_duration") {
        return Err(invalid(message));
    }
    let team = team(asked, asked.body.text("team_id").unwrap_or_default())?;
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
    if !manages(asked.caller, &team) {
        return Err(not_allowed(&team, "/team/member_add"));
    }
    let given = wanted.iter().filter_map(|member| member.user_id.as_deref());
    for id in given.filter(|_| !asked.caller.is_admin()) {
        if asked.tables.get(Table::Users, id)?.is_none() {
            let message = format!(
                "Only proxy admins can add a user_id that does not exist yet: {id}. Add the member by user_email, or ask a proxy \
                 admin to create the user first."
            );
            return Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message));
        }
    }
    Ok(team)
}

pub(super) fn member_add(asked: &Asked<'_>) -> Answered {
    let given = asked.body.get("member").cloned().unwrap_or_default();
    let location = [json!("body")];
    let (wanted, is_list) = match &given {
        Value::Array(list) => {
            (list.iter().map(|member| Member::read(member, &location)).collect::<Result<Vec<_>, _>>()?, true)
        }
        Value::Object(_) => (vec![Member::read(&given, &location)?], false),
        _ => {
            let wrong = [("list_type", "list[Member]"), ("value_error", "Member")].map(|(kind, what)| {
                json!({ "type": kind, "loc": ["body", "member", what], "msg": "Input should be a valid list or dictionary" })
            });
            return Err(Refusal::Invalid(wrong.to_vec()));
        }
    };
    let team = check(asked, &wanted, is_list)?;
    let mut known = Vec::new();
    for member in wanted {
        known.push(identified(asked, member)?);
    }
    Ok(Value::from(added(asked, team, &known)?).into())
}

fn added(asked: &Asked<'_>, mut team: Row, wanted: &[Member]) -> Result<Row, Refusal> {
    let (mut people, mut memberships) = (Vec::new(), Vec::new());
    for member in wanted {
        if let Some((user, joined)) = add(asked, &mut team, member.clone(), &asked.body)? {
            people.push(Value::from(users::as_object(user)));
            memberships.push(Value::from(budgets::shown(asked, joined)?));
        }
    }
    save(asked, &mut team)?;
    Ok(without_aliases(&team).with(json!({ "updated_users": people, "updated_team_memberships": memberships })))
}

/// As `/team/member_add`, with a line for each member in the answer.
pub(super) fn bulk_member_add(asked: &Asked<'_>) -> Answered {
    let location = [json!("body"), json!("members")];
    let list = asked.body.get("members").and_then(Value::as_array).into_iter().flatten();
    let mut wanted = Vec::new();
    for (index, member) in list.enumerate() {
        wanted.push(Member::read(member, &[location.as_slice(), &[json!(index)]].concat())?);
    }
    if asked.body.flag("all_users") {
        wanted = asked.tables.all(Table::Users)?.iter().map(user_as_member).collect();
    }
    if wanted.is_empty() {
        return Err(invalid("At least one member is required".to_owned()));
    }
    if wanted.len() > MOST {
        return Err(invalid(format!("Maximum {MOST} members can be added at once")));
    }
    let team = match check(asked, &wanted, true) {
        Ok(team) => team,
        Err(refusal) => return Ok(none_added(asked, &wanted, refusal)),
    };
    let mut known = Vec::new();
    for member in wanted {
        known.push(identified(asked, member)?);
    }
    let added = added(asked, team, &known)?;
    let count = known.len();
    let results: Vec<Value> = known.iter().map(|member| result(member, &added)).collect();
    Ok(json!({
        "team_id": asked.body.get("team_id"), "results": results, "total_requested": count,
        "successful_additions": count, "failed_additions": 0, "updated_team": Value::from(added),
    })
    .into())
}

/// The line of a member who has been added, or was there.
fn result(member: &Member, team: &Row) -> Value {
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

/// What refuses one refuses all, each in a line.
fn none_added(asked: &Asked<'_>, wanted: &[Member], refusal: Refusal) -> Answer {
    let answer = Answer::from(refusal);
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
        "team_id": asked.body.get("team_id"), "results": results, "total_requested": wanted.len(),
        "successful_additions": 0, "failed_additions": wanted.len(), "updated_team": null,
    })
    .into()
}

fn user_as_member(user: &Row) -> Member {
    let text = |name: &str| user.text(name).map(str::to_owned);
    Member { user_id: text("user_id"), user_email: text("user_email"), role: "user" }
}

/// The team, for those who manage it, and a request that names somebody.
fn managed(asked: &Asked<'_>) -> Result<Row, Refusal> {
    let id = asked.body.text("team_id").unwrap_or_default();
    let Some(team) = asked.tables.get(Table::Teams, id)? else {
        return Err(invalid(format!("Team id={id} does not exist in db")));
    };
    if manages(asked.caller, &team) { Ok(team) } else { Err(not_allowed(&team, "/team/member_delete")) }
}

fn names_somebody(asked: &Asked<'_>) -> Result<(), Refusal> {
    if asked.body.get("user_id").is_none() && asked.body.get("user_email").is_none() {
        return Err(fields::wrong(&[json!("body")], "Either user id or user email must be provided"));
    }
    Ok(())
}

pub(super) fn member_update(asked: &Asked<'_>) -> Answered {
    names_somebody(asked)?;
    let given = &asked.body;
    if given.get("temp_budget_increase").is_some() != given.get("temp_budget_expiry").is_some() {
        let message = "temp_budget_increase and temp_budget_expiry must be set together";
        return Err(fields::wrong(&[json!("body")], message));
    }
    if given.text("role") == Some("admin") {
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, needs_licence()));
    }
    if let Some(message) = wrong_duration(given, "budget_duration") {
        return Err(invalid(message));
    }
    let mut team = managed(asked)?;
    let email = given.text("user_email");
    let by_email =
        || members(&team).find(|member| is_named(member, None, email)).and_then(|member| said(member, "user_id"));
    let Some(id) = given.text("user_id").or_else(by_email).map(str::to_owned) else {
        let message = format!("User id doesn't exist in team table. Data=user_email={}", email.unwrap_or("None"));
        return Err(invalid(message));
    };
    budgets::set_for_one(asked, &team, &id, &budgets::of_member(given))?;
    if let Some(role) = given.text("role") {
        let people = team.0.get_mut("members_with_roles").and_then(Value::as_array_mut).into_iter().flatten();
        for person in people.filter_map(Value::as_object_mut) {
            if said(person, "user_id") == Some(id.as_str()) {
                person.insert("role".to_owned(), role.into());
            }
        }
        save(asked, &mut team)?;
    }
    Ok(json!({
        "user_id": id, "user_email": email, "team_id": id_of(&team),
        "max_budget_in_team": given.get("max_budget_in_team"), "tpm_limit": given.get("tpm_limit"),
        "rpm_limit": given.get("rpm_limit"), "budget_duration": given.get("budget_duration"),
        "allowed_models": given.get("allowed_models"), "temp_budget_increase": given.get("temp_budget_increase"),
        "temp_budget_expiry": given.get("temp_budget_expiry"),
    })
    .into())
}

/// The keys that a member has in the team go with them.
pub(super) fn member_delete(asked: &Asked<'_>) -> Answered {
    names_somebody(asked)?;
    let mut team = managed(asked)?;
    let (id, email) = (asked.body.text("user_id"), asked.body.text("user_email"));
    let team_id = id_of(&team).to_owned();
    let mut ids: Vec<String> = members(&team)
        .filter(|member| is_named(member, id, email))
        .filter_map(|member| said(member, "user_id").map(str::to_owned))
        .collect();
    // A user may say to be in a team that knows nothing of it.
    let users = match (ids.is_empty(), id, email) {
        (true, Some(id), _) => asked.tables.find(Table::Users, "id", id)?,
        (true, None, Some(email)) => asked.tables.find(Table::Users, "user_email", email)?,
        _ => Vec::new(),
    };
    let stale = users.iter().filter(|user| user.texts("teams").contains(&team_id.as_str()));
    ids.extend(stale.filter_map(|user| user.text("user_id").map(str::to_owned)));
    if ids.is_empty() {
        return Err(invalid("User not found in team".to_owned()));
    }
    if let Some(people) = team.0.get_mut("members_with_roles").and_then(Value::as_array_mut) {
        people.retain(|person| !person.as_object().is_some_and(|person| is_named(person, id, email)));
    }
    for id in &ids {
        if let Some(user) = asked.tables.get(Table::Users, id)? {
            users::leave(asked, user, &team_id)?;
        }
        asked.tables.delete(Table::Memberships, &membership(&team_id, id))?;
        for key in asked.tables.find(Table::Keys, "user_id", id)? {
            if key.text("team_id") == Some(team_id.as_str()) {
                keys::forget(asked, key)?;
            }
        }
    }
    save(asked, &mut team)?;
    Ok(Value::from(without_aliases(&team)).into())
}

/// The caller as a member.
pub(super) fn me(asked: &Asked<'_>) -> Answered {
    let Some(id) = asked.caller.user_id.as_deref() else {
        let message = "API key has no associated user_id; cannot resolve 'me' for team membership.";
        return Err(invalid(message.to_owned()));
    };
    let team = team(asked, asked.segment("team_id"))?;
    let Some(role) = crate::rules::teams::role(&team, id) else {
        let message = format!("User user_id={id} is not a member of team_id={}.", id_of(&team));
        return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
    };
    let known = asked.tables.get(Table::Memberships, &membership(id_of(&team), id))?;
    let known = known.unwrap_or_else(|| Row::of(json!({ "budget_id": null, "spend": 0.0, "total_spend": 0.0 })));
    let user = asked.tables.get(Table::Users, id)?.unwrap_or_default();
    let shown = budgets::shown(asked, known)?.with(json!({
        "user_id": id, "team_id": id_of(&team), "role": role, "user_email": user.get("user_email"),
        "team_alias": team.get("team_alias"),
    }));
    Ok(Value::from(shown).into())
}
