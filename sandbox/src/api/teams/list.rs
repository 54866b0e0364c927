//! `/team/info`, `/team/list` and `/v2/team/list`.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{budgets, check_visible, id_of};
use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::rules::grants;
use crate::rules::teams::{TeamAuthority, authority, member_str, members, role};
use crate::store::{Search, Table, membership};
use crate::time;

pub(super) const INFO: &[Field] =
    &[optional("team_id", FieldType::String), optional("key_limit", FieldType::IntegerIn { min: 1, max: i64::MAX })];
pub(super) const ALL: &[Field] =
    &[optional("user_id", FieldType::String), optional("organization_id", FieldType::String)];
pub(super) const PAGE: &[Field] = &[
    optional("user_id", FieldType::String),
    optional("organization_id", FieldType::String),
    optional("team_id", FieldType::String),
    optional("team_alias", FieldType::String),
    optional("search", FieldType::String),
    optional("search_team_id_match", FieldType::OneOf(&["exact", "prefix"])),
    optional("page", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("page_size", FieldType::IntegerIn { min: 1, max: 100 }),
    optional("sort_by", FieldType::String),
    optional("sort_order", FieldType::String),
    optional("status", FieldType::String),
];

/// The sort keys and their SQL expressions, ascending and descending. Nulls sort last when ascending.
const ORDERS: [(&str, &str, &str); 3] = [
    ("team_id", "id", "id"),
    ("team_alias", "team_alias IS NULL, team_alias", "team_alias IS NOT NULL, team_alias"),
    ("created_at", "doc ->> 'created_at'", "doc ->> 'created_at'"),
];

/// Returns a refusal of `/team/info`.
fn refusal(status: StatusCode, message: &str) -> Refusal {
    Refusal::of_status(status, format!("{{'message': '{message}'}}"))
}

pub(super) fn info(request: &RequestContext<'_>) -> HandlerResult {
    let Some(id) = request.query.get_str("team_id") else {
        return Err(refusal(StatusCode::UNPROCESSABLE_ENTITY, "Malformed request. No team id passed in."));
    };
    let Some(team) = request.tables.get(Table::Teams, id)? else {
        return Err(refusal(StatusCode::NOT_FOUND, &format!("Team not found, passed team id: {id}.")));
    };
    check_visible(request, &team)?;
    let now = time::format(request.now);
    let mut keys = request.tables.find(Table::Keys, "team_id", id)?;
    keys.retain(|key| key.get_str("expires").is_none_or(|expires| expires > now.as_str()));
    if let Some(most) = request.query.get_i64("key_limit") {
        keys.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    let mut memberships = Vec::new();
    for member in request.tables.find(Table::Memberships, "team_id", id)? {
        let source = budgets::source(&team, &member);
        memberships.push(Value::from(budgets::to_json(request, member)?.with(json!({ "budget_source": source }))));
    }
    let keys: Vec<Value> = keys.into_iter().map(Value::from).collect();
    let edits = match authority(request.caller, &team) {
        TeamAuthority::Admin => "unrestricted",
        TeamAuthority::TeamAdmin => "team_admin_disabled",
        TeamAuthority::Other => "none",
    };
    let mut people = Vec::new();
    for member in members(&team) {
        let user =
            member_str(member, "user_id").map(|user| request.tables.get(Table::Users, user)).transpose()?.flatten();
        let alias = user.as_ref().and_then(|user| user.get("user_alias")).cloned();
        people.push(Value::from(JsonObject(member.clone()).with(json!({ "user_alias": alias }))));
    }
    let id = id.to_owned();
    let budget = budgets::shared_to_json(request, &team)?;
    let mut groups = unified(request, &team)?;
    groups.set("access_group_details", groups_of(request, &team)?);
    groups.set("unresolved_access_group_ids", Value::Null);
    let shown = team.with(groups.into()).with(json!({
        "members_with_roles": people, "team_member_budget_table": budget,
        "organization_models": null, "model_max_budget_usage": {}, "caller_edit_access": { "kind": edits },
    }));
    Ok(json!({ "team_id": id, "team_info": Value::from(shown), "keys": keys, "team_memberships": memberships }).into())
}

/// Refuses non-admins teams other than their own.
fn own_only(request: &RequestContext<'_>) -> Result<(), Refusal> {
    let own = request.caller.user_id.as_deref();
    if request.caller.sees_all() || own.is_some() && request.query.get_str("user_id") == own {
        return Ok(());
    }
    let role = request.caller.role.name_or_user();
    let message = format!("Only admin users can query all teams/other teams. Your user role={role}");
    Err(Refusal::detailed_error(StatusCode::UNAUTHORIZED, message))
}

pub(super) fn all(request: &RequestContext<'_>) -> HandlerResult {
    own_only(request)?;
    let mut teams = listed(request, request.query.get_str("user_id"))?;
    if let Some(organization) = request.query.get_str("organization_id") {
        let wanted = Some(organization).filter(|id| *id != "default_organization");
        teams.retain(|team| team.get_str("organization_id") == wanted);
    }
    let teams: Vec<Value> = teams.into_iter().map(Value::from).collect();
    Ok(Value::from(teams).into())
}

/// Returns all teams, or those of a user, with keys and memberships, sorted by alias.
pub(in crate::api) fn listed(request: &RequestContext<'_>, user_id: Option<&str>) -> Result<Vec<JsonObject>, Refusal> {
    let mut teams = Vec::new();
    for team in request.tables.all(Table::Teams)? {
        if user_id.is_some_and(|user| role(&team, user).is_none()) {
            continue;
        }
        let mut memberships = Vec::new();
        for member in request.tables.find(Table::Memberships, "team_id", id_of(&team))? {
            if user_id.is_none_or(|user| member.get_str("user_id") == Some(user)) {
                memberships.push(Value::from(budgets::to_json(request, member)?));
            }
        }
        let keys = keys_of(request, "team_id", id_of(&team))?;
        teams.push(team.with(json!({ "team_memberships": memberships, "keys": keys })));
    }
    teams.sort_by(|one, other| one.get_str("team_alias").unwrap_or("").cmp(other.get_str("team_alias").unwrap_or("")));
    Ok(teams)
}

/// Returns the keys whose column has this value.
pub(in crate::api) fn keys_of(
    request: &RequestContext<'_>,
    column: &'static str,
    value: &str,
) -> Result<Vec<Value>, Refusal> {
    Ok(request.tables.find(Table::Keys, column, value)?.into_iter().map(Value::from).collect())
}

pub(super) fn page(request: &RequestContext<'_>) -> HandlerResult {
    own_only(request)?;
    let query = &request.query;
    let is_deleted = match query.get_str("status") {
        None => false,
        Some("deleted") => true,
        Some(_) => {
            let message = "Invalid status value. Currently only 'deleted' is supported.";
            return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
        }
    };
    let (table, column) = if is_deleted { (Table::DeletedTeams, "doc ->> 'team_id'") } else { (Table::Teams, "id") };
    let page = query.get_i64("page").unwrap_or(1);
    let size = query.get_i64("page_size").unwrap_or(10);
    let mut search = Search::of(table);
    let input = |name: &str| query.get_str(name).filter(|text| !text.is_empty());
    if let Some(id) = input("team_id") {
        search = search.equals(column, id);
    }
    if let Some(alias) = input("team_alias") {
        search = search.contains("coalesce(team_alias, '')", alias);
    }
    if let Some(text) = input("search") {
        let (id, values) = match query.get_str("search_team_id_match") {
            Some("prefix") => (format!("substr({column}, 1, length(?)) = ?"), vec![Value::from(text); 3]),
            _ => (format!("{column} = ?"), vec![Value::from(text); 2]),
        };
        let alias = "instr(lower(coalesce(team_alias, '')), lower(?)) > 0";
        search = search.where_sql(&format!("({id} OR {alias})"), &values);
    }
    if let Some(organization) = input("organization_id") {
        search = search.equals("organization_id", organization);
    }
    if let Some(user_id) = input("user_id") {
        let Some(user) = request.tables.get(Table::Users, user_id)? else {
            let message = format!("User not found, passed user_id={user_id}");
            return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
        };
        let teams = user.get_strings("teams");
        match input("team_id") {
            Some(id) if !teams.is_empty() && !teams.contains(&id) => {
                let message = format!("User is not a member of team_id={id}");
                return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
            }
            _ => {
                let ids: Vec<Value> = teams.into_iter().map(Value::from).collect();
                search = search.one_of(column, &ids);
            }
        }
    }
    let order = query.get_str("sort_by").and_then(|by| ORDERS.iter().find(|(name, _, _)| *name == by));
    if let Some((_, up, down)) = order {
        let descends = query.get_str("sort_order").is_some_and(|order| order.eq_ignore_ascii_case("desc"));
        search = search.order(if descends { down } else { up }, descends);
    }
    let found = request.tables.page(&search, page, size)?;
    let mut teams = Vec::new();
    for team in found.rows {
        teams.push(Value::from(if is_deleted { team } else { counted(request, team)? }));
    }
    Ok(json!({
        "teams": teams, "total": found.total, "page": page, "page_size": size, "total_pages": found.pages,
    })
    .into())
}

/// Adds the number of members and keys, and what the caller spent as a member.
fn counted(request: &RequestContext<'_>, team: JsonObject) -> Result<JsonObject, Refusal> {
    let keys = request.tables.count(&Search::of(Table::Keys).equals("team_id", id_of(&team)))?;
    let people = members(&team).count();
    let groups = unified(request, &team)?;
    let own = caller_membership(request, &team)?;
    let counts = json!({ "members_count": people, "keys_count": keys, "caller_membership": own });
    Ok(team.with(counts).with(groups.into()))
}

/// Returns the spend and the budget of the caller in the team; null for callers outside it.
fn caller_membership(request: &RequestContext<'_>, team: &JsonObject) -> Result<Value, Refusal> {
    let Some(user) = request.caller.user_id.as_deref() else { return Ok(Value::Null) };
    let Some(member) = request.tables.get(Table::Memberships, &membership(id_of(team), user))? else {
        return Ok(Value::Null);
    };
    let budget = member.get_str("budget_id").map(|id| request.tables.get(Table::Budgets, id)).transpose()?.flatten();
    let of_budget = |name: &str| budget.as_ref().and_then(|budget| budget.get(name));
    Ok(json!({
        "spend": member.get("spend"), "max_budget": of_budget("max_budget"), "budget_reset_at": of_budget("budget_reset_at"),
    }))
}

/// Returns what unified access groups add to a team; null without any.
fn unified(request: &RequestContext<'_>, team: &JsonObject) -> Result<JsonObject, Refusal> {
    let groups = grants::of(request.tables, team)?;
    let mut shown = JsonObject::default();
    for (name, list) in [
        ("access_group_models", "access_model_names"),
        ("access_group_mcp_server_ids", "access_mcp_server_ids"),
        ("access_group_agent_ids", "access_agent_ids"),
        ("access_group_skill_names", "access_skill_names"),
    ] {
        let mut all: Vec<&str> = groups.iter().flat_map(|group| group.get_strings(list)).collect();
        all.sort_unstable();
        all.dedup();
        shown.set(name, if groups.is_empty() { Value::Null } else { Value::from(all) });
    }
    Ok(shown)
}

/// Returns the details of a team's unified access groups.
fn groups_of(request: &RequestContext<'_>, team: &JsonObject) -> Result<Value, Refusal> {
    let groups = grants::of(request.tables, team)?;
    let details = groups.iter().map(|group| {
        json!({
            "access_group_id": group.get("access_group_id"), "access_group_name": group.get("access_group_name"),
            "models": group.get("access_model_names"), "mcp_server_ids": group.get("access_mcp_server_ids"),
            "agent_ids": group.get("access_agent_ids"),
        })
    });
    Ok(if groups.is_empty() { Value::Null } else { details.collect() })
}
