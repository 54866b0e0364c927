//! Members of teams. Their limits are in a budget of their own; without one, those of the team apply.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::Error;
use serde_json::{Map, Value, json};

use super::table::{duration, integer, is_old, number, set, text};
use super::users::MASTER_KEY_USER;
use super::{Change, Server, impossible, post, rows, teams};
use crate::address::Address;
use crate::fields::{Clear, Field, is_empty};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("role", "Role in the team: user, the default, or admin (requires a license)")
        .clear(Clear::Never("a member has a role; the role without rights is user")),
    number("max_budget_in_team", "Dollars that the member may spend in the team"),
    duration("budget_duration", "Reset interval of the member's budget (newer servers)"),
    integer("tpm_limit", "Tokens per minute in the team"),
    integer("rpm_limit", "Requests per minute in the team"),
    set("allowed_models", "Models that the member may call; those of the team if empty (newer servers)").names_models(),
];

/// The role that members have unless they are given another.
const USER: &str = "user";

/// Returns the members of a team. `shared` is the id of the budget that the team has for its members.
pub(super) fn of_team(team: &str, row: &Value, shared: Option<&str>) -> Vec<LiveResource> {
    let members = row.get("members_with_roles").and_then(Value::as_array).into_iter().flatten();
    let memberships = row.get("team_memberships").and_then(Value::as_array);
    let found = members.filter_map(|member| {
        let user = member.get("user_id")?.as_str()?;
        let is_of_user = |membership: &&Value| membership.get("user_id").and_then(Value::as_str) == Some(user);
        Some((user, member, memberships.and_then(|all| all.iter().find(is_of_user))))
    });
    found.map(|(user, member, membership)| resource(team, user, member, membership, shared)).collect()
}

fn resource(team: &str, user: &str, member: &Value, membership: Option<&Value>, shared: Option<&str>) -> LiveResource {
    let budget =
        membership.and_then(|membership| membership.get("budget_id")?.as_str()).filter(|id| Some(*id) != shared);
    let limits = membership.filter(|_| budget.is_some()).and_then(|membership| membership.get("litellm_budget_table"));
    let mut row = limits.and_then(Value::as_object).cloned().unwrap_or_default();
    if let Some(dollars) = row.remove("max_budget") {
        row.insert("max_budget_in_team".to_owned(), dollars);
    }
    let role = member.get("role").and_then(Value::as_str).unwrap_or(USER);
    row.insert("role".to_owned(), json!(role));
    let row = Value::Object(row);
    let names: Vec<&str> = FIELDS.iter().map(|field| field.path).chain(["budget_id"]).collect();
    let mut resource = LiveResource::new(Address::member(team, user), user, rows::only(&row, &names));
    resource.fields = rows::seen(FIELDS, &row);
    if role == USER {
        resource.fields.remove("role");
    }
    resource.is_implicit = user == MASTER_KEY_USER;
    resource
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(teams::with_members(server, &address.name).await?.into_iter().find(|resource| resource.address == *address))
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    let address = change.address();
    let Some(user) = &address.member else { return Err(impossible(address)) };
    match change {
        Change::Create { fields, .. } => {
            let role = fields.get("role").cloned().unwrap_or_else(|| json!(USER));
            let mut body = Map::from_iter([
                ("team_id".to_owned(), json!(address.name)),
                ("member".to_owned(), json!([{"user_id": user, "role": role}])),
            ]);
            if let Some(dollars) = fields.get("max_budget_in_team") {
                body.insert("max_budget_in_team".to_owned(), dollars.clone());
            }
            post(server, "/team/member_add", &body).await?;
            let others = |path: &str| !["role", "max_budget_in_team"].contains(&path);
            if fields.keys().any(|path| others(path)) {
                let limits = (*fields).clone().into_iter().filter(|(path, _)| path != "role").collect();
                update(server, address, user, limits).await?;
            }
        }
        Change::Update { live, set, clear, .. } => {
            update(server, address, user, changed(server, live, set, clear)).await?;
        }
        Change::Delete { .. } => {
            post(server, "/team/member_delete", &json!({"team_id": address.name, "user_id": user})).await?;
        }
        Change::Replace { .. } => return Err(impossible(address)),
    }
    Ok(())
}

/// Returns the fields of an update. Those of old servers remove the limits that they do not name.
fn changed(
    server: &Server,
    live: &LiveResource,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
) -> Map<String, Value> {
    let mut body = Map::new();
    if is_old(&server.version) {
        let kept = live.fields.iter().filter(|(path, _)| *path != "role");
        for (path, seen) in kept {
            if let Seen::Value(value) = seen {
                body.insert(path.clone(), value.clone());
            }
        }
    }
    body.extend(set.clone());
    rows::put_clears(&mut body, Kind::Member, clear);
    if is_old(&server.version) {
        body.retain(|_, value| !is_empty(value));
    }
    body
}

async fn update(server: &Server, address: &Address, user: &str, mut body: Map<String, Value>) -> Result<(), Error> {
    body.insert("team_id".to_owned(), json!(address.name));
    body.insert("user_id".to_owned(), json!(user));
    post(server, "/team/member_update", &body).await?;
    Ok(())
}
