//! Users: who keys are of. Admins make them; users see themselves.

mod change;
mod info;
mod list;
mod new;

use serde_json::{Value, json};

use crate::answer::{Answered, Refusal};
use crate::caller::Who;
use crate::clock;
use crate::fields::{Field, Kind, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::store::{Search, Table};

pub(super) const ROUTES: &[Route] = &[
    routes::post("/user/new", Who::Admins, new::FIELDS, new::new),
    routes::get("/user/info", Who::AnyKey, info::INFO, info::info),
    routes::get("/v2/user/info", Who::AnyKey, info::INFO, info::info_v2),
    routes::get("/user/list", Who::AnyKey, list::LIST, list::list),
    routes::post("/user/update", Who::Admins, change::FIELDS, change::update),
    routes::post("/user/delete", Who::Admins, DELETE, change::delete),
    routes::get("/user/available_roles", Who::AnyKey, &[], roles),
];

const DELETE: &[Field] = &[required("user_ids", Kind::Texts)];
/// What a user of the server can be.
const ROLES: Kind = Kind::OneOf(&["proxy_admin", "proxy_admin_viewer", "internal_user", "internal_user_viewer"]);

/// What is kept in the metadata.
const IN_METADATA: [&str; 8] = [
    "model_rpm_limit",
    "model_tpm_limit",
    "mcp_rpm_limit",
    "tag_rpm_limit",
    "guardrails",
    "prompts",
    "tags",
    "enforced_params",
];

/// A user of whom nothing is known but the id.
pub(super) fn blank(asked: &Asked<'_>, id: &str) -> Row {
    let now = clock::write(asked.now);
    Row::template(include_str!("row.json")).with(json!({ "user_id": id, "created_at": now, "updated_at": now }))
}

/// Writes a user down, new or changed.
pub(super) fn save(asked: &Asked<'_>, user: &mut Row) -> Result<(), Refusal> {
    user.set("updated_at", clock::write(asked.now));
    let id = user.text("user_id").unwrap_or_default().to_owned();
    if !asked.tables.update(Table::Users, &id, user)? {
        asked.tables.insert(Table::Users, &id, user)?;
    }
    Ok(())
}

/// The user as lists and answers about teams show them.
pub(super) fn as_object(user: Row) -> Row {
    user.with(json!({ "organization_memberships": null, "object_permission": null }))
}

/// The user with what they could be related to.
fn as_row(user: Row) -> Row {
    user.with(json!({
        "verified_subjects": null, "litellm_organization_table": null, "organization_memberships": null,
        "invitations_created": null, "invitations_updated": null, "invitations_user": null, "object_permission": null,
    }))
}

/// The users who say to be in the team.
pub(super) fn of_team(asked: &Asked<'_>, team_id: &str) -> Result<Vec<Row>, Refusal> {
    Ok(asked.tables.search(&in_team(Search::of(Table::Users), team_id))?)
}

fn in_team(search: Search, team_id: &str) -> Search {
    search.where_sql("EXISTS (SELECT 1 FROM json_each(doc ->> 'teams') WHERE value = ?)", &[team_id.into()])
}

/// Writes down that a user is in a team, and makes them if nobody knows them; the user as they were found.
pub(super) fn enter(asked: &Asked<'_>, id: &str, email: Option<&str>, team_id: &str) -> Result<Row, Refusal> {
    let Some(mut found) = asked.tables.get(Table::Users, id)? else {
        let mut user = blank(asked, id).with(json!({
            "user_email": email, "user_role": "internal_user", "teams": [team_id],
        }));
        save(asked, &mut user)?;
        return Ok(user);
    };
    if !found.texts("teams").contains(&team_id) {
        let mut user = found.clone();
        let teams: Vec<Value> = found.texts("teams").into_iter().chain([team_id]).map(Value::from).collect();
        user.set("teams", teams);
        save(asked, &mut user)?;
        found.copy(&user, &["updated_at"]);
    }
    Ok(found)
}

/// Writes down that a user is not in a team any more.
pub(super) fn leave(asked: &Asked<'_>, mut user: Row, team_id: &str) -> Result<(), Refusal> {
    let teams: Vec<Value> = user.texts("teams").into_iter().filter(|team| *team != team_id).map(Value::from).collect();
    user.set("teams", teams);
    save(asked, &mut user)
}

#[expect(clippy::unnecessary_wraps, reason = "as all endpoints are")]
fn roles(_: &Asked<'_>) -> Answered {
    let role = |label: &str, description: &str| json!({ "description": description, "ui_label": label });
    Ok(json!({
        "proxy_admin": role("Admin (All Permissions)", "all that the server can do"),
        "proxy_admin_viewer": role("Admin (View Only)", "sees all keys and all spend"),
        "internal_user": role("Internal User (Create/Delete/View)", "has keys of their own and sees their own spend"),
        "internal_user_viewer": role("Internal User (View Only)", "sees their own keys and their own spend"),
    })
    .into())
}
