//! `/team/info` and the two lists.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{budgets, id_of, shown_to_caller};
use crate::answer::{Answered, Refusal};
use crate::clock;
use crate::fields::{Field, Kind, optional};
use crate::routes::Asked;
use crate::row::Row;
use crate::rules::grants;
use crate::rules::teams::{Standing, members, role, said, standing};
use crate::store::{Search, Table};

pub(super) const INFO: &[Field] =
    &[optional("team_id", Kind::Text), optional("key_limit", Kind::Count { least: 1, most: i64::MAX })];
pub(super) const ALL: &[Field] = &[optional("user_id", Kind::Text), optional("organization_id", Kind::Text)];
pub(super) const PAGE: &[Field] = &[
    optional("user_id", Kind::Text),
    optional("organization_id", Kind::Text),
    optional("team_id", Kind::Text),
    optional("team_alias", Kind::Text),
    optional("search", Kind::Text),
    optional("search_team_id_match", Kind::OneOf(&["exact", "prefix"])),
    optional("page", Kind::Count { least: 1, most: i64::MAX }),
    optional("page_size", Kind::Count { least: 1, most: 100 }),
    optional("sort_by", Kind::Text),
    optional("sort_order", Kind::Text),
    optional("status", Kind::Text),
];

/// What a page can be ordered by: the name, and the expression up and down. Nothing comes after something.
const ORDERS: [(&str, &str, &str); 3] = [
    ("team_id", "id", "id"),
    ("team_alias", "team_alias IS NULL, team_alias", "team_alias IS NOT NULL, team_alias"),
    ("created_at", "doc ->> 'created_at'", "doc ->> 'created_at'"),
];

/// A refusal of `/team/info`.
fn refusal(status: StatusCode, message: &str) -> Refusal {
    Refusal::error(status, "auth_error", Some("None"), format!("{{'message': '{message}'}}"))
}

pub(super) fn info(asked: &Asked<'_>) -> Answered {
    let Some(id) = asked.query.text("team_id") else {
        return Err(refusal(StatusCode::UNPROCESSABLE_ENTITY, "Malformed request. No team id passed in."));
    };
    let Some(team) = asked.tables.get(Table::Teams, id)? else {
        return Err(refusal(StatusCode::NOT_FOUND, &format!("Team not found, passed team id: {id}.")));
    };
    shown_to_caller(asked, &team)?;
    let now = clock::write(asked.now);
    let mut keys = asked.tables.find(Table::Keys, "team_id", id)?;
    keys.retain(|key| key.text("expires").is_none_or(|expires| expires > now.as_str()));
    if let Some(most) = asked.query.whole("key_limit") {
        keys.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    let mut memberships = Vec::new();
    for member in asked.tables.find(Table::Memberships, "team_id", id)? {
        let source = budgets::source(&team, &member);
        memberships.push(Value::from(budgets::shown(asked, member)?.with(json!({ "budget_source": source }))));
    }
    let keys: Vec<Value> = keys.into_iter().map(Value::from).collect();
    let edits = match standing(asked.caller, &team) {
        Standing::Admin => "unrestricted",
        Standing::TeamAdmin => "team_admin_disabled",
        Standing::Other => "none",
    };
    let mut people = Vec::new();
    for member in members(&team) {
        let user = said(member, "user_id").map(|user| asked.tables.get(Table::Users, user)).transpose()?.flatten();
        let alias = user.as_ref().and_then(|user| user.get("user_alias")).cloned();
        people.push(Value::from(Row(member.clone()).with(json!({ "user_alias": alias }))));
    }
    let id = id.to_owned();
    let budget = budgets::shown_of_team(asked, &team)?;
    let mut groups = unified(asked, &team)?;
    groups.set("access_group_details", groups_of(asked, &team)?);
    let shown = team.with(groups.into()).with(json!({
        "members_with_roles": people, "team_member_budget_table": budget,
        "organization_models": null, "model_max_budget_usage": {}, "caller_edit_access": { "kind": edits },
    }));
    Ok(json!({ "team_id": id, "team_info": Value::from(shown), "keys": keys, "team_memberships": memberships }).into())
}

/// Others than admins ask for their own teams only.
fn own_only(asked: &Asked<'_>) -> Result<(), Refusal> {
    let own = asked.caller.user_id.as_deref();
    if asked.caller.sees_all() || own.is_some() && asked.query.text("user_id") == own {
        return Ok(());
    }
    let role = asked.caller.role.name_or_user();
    let message = format!("Only admin users can query all teams/other teams. Your user role={role}");
    Err(Refusal::detailed_error(StatusCode::UNAUTHORIZED, message))
}

pub(super) fn all(asked: &Asked<'_>) -> Answered {
    own_only(asked)?;
    let mut teams = listed(asked, asked.query.text("user_id"))?;
    if let Some(organization) = asked.query.text("organization_id") {
        let wanted = Some(organization).filter(|id| *id != "default_organization");
        teams.retain(|team| team.text("organization_id") == wanted);
    }
    let teams: Vec<Value> = teams.into_iter().map(Value::from).collect();
    Ok(Value::from(teams).into())
}

/// The teams, those of a user where one is named, with their keys and memberships, by alias.
pub(in crate::api) fn listed(asked: &Asked<'_>, user_id: Option<&str>) -> Result<Vec<Row>, Refusal> {
    let mut teams = Vec::new();
    for team in asked.tables.all(Table::Teams)? {
        if user_id.is_some_and(|user| role(&team, user).is_none()) {
            continue;
        }
        let mut memberships = Vec::new();
        for member in asked.tables.find(Table::Memberships, "team_id", id_of(&team))? {
            if user_id.is_none_or(|user| member.text("user_id") == Some(user)) {
                memberships.push(Value::from(budgets::shown(asked, member)?));
            }
        }
        let keys = keys_of(asked, "team_id", id_of(&team))?;
        teams.push(team.with(json!({ "team_memberships": memberships, "keys": keys })));
    }
    teams.sort_by(|one, other| one.text("team_alias").unwrap_or("").cmp(other.text("team_alias").unwrap_or("")));
    Ok(teams)
}

/// The keys of which a column has a value.
pub(in crate::api) fn keys_of(asked: &Asked<'_>, column: &'static str, value: &str) -> Result<Vec<Value>, Refusal> {
    Ok(asked.tables.find(Table::Keys, column, value)?.into_iter().map(Value::from).collect())
}

pub(super) fn page(asked: &Asked<'_>) -> Answered {
    own_only(asked)?;
    let query = &asked.query;
    let is_deleted = match query.text("status") {
        None => false,
        Some("deleted") => true,
        Some(_) => {
            let message = "Invalid status value. Currently only 'deleted' is supported.";
            return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
        }
    };
    let (table, column) = if is_deleted { (Table::DeletedTeams, "doc ->> 'team_id'") } else { (Table::Teams, "id") };
    let page = query.whole("page").unwrap_or(1);
    let size = query.whole("page_size").unwrap_or(10);
    let mut search = Search::of(table);
    let given = |name: &str| query.text(name).filter(|text| !text.is_empty());
    if let Some(id) = given("team_id") {
        search = search.equals(column, id);
    }
    if let Some(alias) = given("team_alias") {
        search = search.contains("coalesce(team_alias, '')", alias);
    }
    if let Some(text) = given("search") {
        let (id, values) = match query.text("search_team_id_match") {
            Some("prefix") => (format!("substr({column}, 1, length(?)) = ?"), vec![Value::from(text); 3]),
            _ => (format!("{column} = ?"), vec![Value::from(text); 2]),
        };
        let alias = "instr(lower(coalesce(team_alias, '')), lower(?)) > 0";
        search = search.where_sql(&format!("({id} OR {alias})"), &values);
    }
    if let Some(organization) = given("organization_id") {
        search = search.equals("organization_id", organization);
    }
    if let Some(user_id) = given("user_id") {
        let Some(user) = asked.tables.get(Table::Users, user_id)? else {
            let message = format!("User not found, passed user_id={user_id}");
            return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
        };
        let teams = user.texts("teams");
        match given("team_id") {
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
    let order = query.text("sort_by").and_then(|by| ORDERS.iter().find(|(name, _, _)| *name == by));
    if let Some((_, up, down)) = order {
        let descends = query.text("sort_order").is_some_and(|order| order.eq_ignore_ascii_case("desc"));
        search = search.order(if descends { down } else { up }, descends);
    }
    let found = asked.tables.page(&search, page, size)?;
    let mut teams = Vec::new();
    for team in found.rows {
        teams.push(Value::from(if is_deleted { team } else { counted(asked, team)? }));
    }
    Ok(json!({
        "teams": teams, "total": found.total, "page": page, "page_size": size, "total_pages": found.pages,
    })
    .into())
}

/// A team of a page, with how many members and keys it has.
fn counted(asked: &Asked<'_>, team: Row) -> Result<Row, Refusal> {
    let keys = asked.tables.count(&Search::of(Table::Keys).equals("team_id", id_of(&team)))?;
    let people = members(&team).count();
    let groups = unified(asked, &team)?;
    Ok(team.with(json!({ "members_count": people, "keys_count": keys })).with(groups.into()))
}

/// What the unified access groups of a team add to it; null without any.
fn unified(asked: &Asked<'_>, team: &Row) -> Result<Row, Refusal> {
    let groups = grants::of(asked.tables, team)?;
    let mut shown = Row::default();
    for (name, list) in [
        ("access_group_models", "access_model_names"),
        ("access_group_mcp_server_ids", "access_mcp_server_ids"),
        ("access_group_agent_ids", "access_agent_ids"),
    ] {
        let mut all: Vec<&str> = groups.iter().flat_map(|group| group.texts(list)).collect();
        all.sort_unstable();
        all.dedup();
        shown.set(name, if groups.is_empty() { Value::Null } else { Value::from(all) });
    }
    Ok(shown)
}

/// The unified access groups of a team, each with what it adds.
fn groups_of(asked: &Asked<'_>, team: &Row) -> Result<Value, Refusal> {
    let groups = grants::of(asked.tables, team)?;
    let details = groups.iter().map(|group| {
        json!({
            "access_group_id": group.get("access_group_id"), "access_group_name": group.get("access_group_name"),
            "models": group.get("access_model_names"), "mcp_server_ids": group.get("access_mcp_server_ids"),
            "agent_ids": group.get("access_agent_ids"),
        })
    });
    Ok(if groups.is_empty() { Value::Null } else { details.collect() })
}
