//! The rows of users: what the endpoints of users, teams and logins share.

use serde_json::{Value, json};

use crate::object::JsonObject;
use crate::response::Refusal;
use crate::route::RequestContext;
use crate::store::{Search, Table};
use crate::time;

/// Returns a new user.
pub(super) fn blank(request: &RequestContext<'_>, id: &str) -> JsonObject {
    let now = time::format(request.now);
    JsonObject::template(include_str!("users/user.json"))
        .with(json!({ "user_id": id, "created_at": now, "updated_at": now }))
}

/// Stores a user, new or changed.
pub(super) fn save(request: &RequestContext<'_>, user: &mut JsonObject) -> Result<(), Refusal> {
    user.set("updated_at", time::format(request.now));
    let id = user.get_str("user_id").unwrap_or_default().to_owned();
    if !request.tables.update(Table::Users, &id, user)? {
        request.tables.insert(Table::Users, &id, user)?;
    }
    Ok(())
}

/// Returns the JSON of a user in lists and team responses.
pub(super) fn as_object(user: JsonObject) -> JsonObject {
    user.with(json!({ "organization_memberships": null, "object_permission": null }))
}

/// Returns the users whose rows list the team.
pub(super) fn of_team(request: &RequestContext<'_>, team_id: &str) -> Result<Vec<JsonObject>, Refusal> {
    Ok(request.tables.search(&in_team(Search::of(Table::Users), team_id))?)
}

pub(super) fn in_team(search: Search, team_id: &str) -> Search {
    search.where_sql("EXISTS (SELECT 1 FROM json_each(doc ->> 'teams') WHERE value = ?)", &[team_id.into()])
}

/// Adds a team to a user, creating the user if needed; returns the user as it was.
pub(super) fn join_team(
    request: &RequestContext<'_>,
    id: &str,
    email: Option<&str>,
    team_id: &str,
) -> Result<JsonObject, Refusal> {
    let Some(mut found) = request.tables.get(Table::Users, id)? else {
        let mut user = blank(request, id).with(json!({
            "user_email": email, "user_role": "internal_user", "teams": [team_id],
        }));
        save(request, &mut user)?;
        return Ok(user);
    };
    if !found.get_strings("teams").contains(&team_id) {
        let mut user = found.clone();
        let teams: Vec<Value> = found.get_strings("teams").into_iter().chain([team_id]).map(Value::from).collect();
        user.set("teams", teams);
        save(request, &mut user)?;
        found.copy(&user, &["updated_at"]);
    }
    Ok(found)
}

/// Removes a team from a user.
pub(super) fn leave_team(request: &RequestContext<'_>, mut user: JsonObject, team_id: &str) -> Result<(), Refusal> {
    let teams: Vec<Value> =
        user.get_strings("teams").into_iter().filter(|team| *team != team_id).map(Value::from).collect();
    user.set("teams", teams);
    save(request, &mut user)
}
