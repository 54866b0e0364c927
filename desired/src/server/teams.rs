//! Teams. Lists have all but the permissions on objects and the budget for members, which are read in addition.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, future, stream};
use litellm_proxy_client::Error;
use litellm_proxy_client::teams::{IN_METADATA, MEMBER_BUDGET, OF_MEMBERS};
use serde_json::{Map, Value, json};

use super::metadata::{METADATA, Update};
use super::table::{duration, field, flag, integer, is_old, map, model_budgets, number, set, text};
use super::{Change, Server, budgets, impossible, members, metadata, permissions, post, rows, table};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::LiveResource;

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("team_alias", "Display name"),
    text("organization_id", "Id of the team's organization").names(Kind::Organization),
    set("models", "Models and access groups that the team may call; all if empty").names_models(),
    number("max_budget", "Dollars that the team may spend"),
    number("soft_budget", "Dollars at which the server sends a warning (newer servers)"),
    duration("budget_duration", "Budget reset interval, such as 30d"),
    field("budget_limits", Shape::List, "Budgets for several intervals (newer servers)"),
    integer("tpm_limit", "Tokens per minute"),
    integer("rpm_limit", "Requests per minute"),
    integer("tpd_limit", "Tokens per day (newer servers)"),
    flag("blocked", "Whether the team is blocked"),
    map("model_aliases", "Names of models for the team, such as {fast: gpt-4o}"),
    model_budgets("model_max_budget", "Budgets per model (requires a license)").clear(Clear::EmptyMap),
    map("model_rpm_limit", "Requests per minute and model").left_out(),
    map("model_tpm_limit", "Tokens per minute and model").left_out(),
    map("mcp_rpm_limit", "Requests per minute and MCP server (newer servers)").left_out(),
    text("rpm_limit_type", "How requests per minute are enforced: guaranteed_throughput or best_effort_throughput")
        .left_out(),
    text("tpm_limit_type", "How tokens per minute are enforced: guaranteed_throughput or best_effort_throughput")
        .left_out(),
    number("team_member_budget", "Dollars that each member may spend"),
    duration("team_member_budget_duration", "Reset interval of the members' budget"),
    integer("team_member_rpm_limit", "Requests per minute of each member"),
    integer("team_member_tpm_limit", "Tokens per minute of each member"),
    model_budgets("team_member_model_max_budget", "Budgets per model of each member (requires a license)"),
    text("team_member_key_duration", "Lifetime of the members' keys (requires a license)").left_out(),
    set("team_member_permissions", "Endpoints that members may call for the team, such as /key/generate"),
    set("default_team_member_models", "Models of new members (newer servers)").names_models(),
    set("access_group_ids", "Ids of unified access groups (newer servers)"),
    map("object_permission", "MCP servers, vector stores and agents that the team may use"),
    map("router_settings", "Router settings of the team's requests (newer servers)").clear(Clear::Null),
    set("guardrails", "Guardrails of the team's requests (requires a license)").left_out(),
    flag("disable_global_guardrails", "Whether global guardrails are skipped (requires a license)").left_out(),
    set("policies", "Policies of the team's requests (requires a license)").left_out(),
    set("prompts", "Prompts that the team may use (requires a license)").left_out(),
    set("tags", "Tags of the team's requests (requires a license)").left_out(),
    set("allowed_passthrough_routes", "Pass-through routes that the team may call (requires a license)").left_out(),
    set("denied_passthrough_routes", "Pass-through routes that the team may not call (requires a license)").left_out(),
    field("allowed_vector_store_indexes", Shape::List, "Vector store indexes that the team may use").left_out(),
    integer("default_estimated_output_tokens", "Output tokens that a request is assumed to need (newer servers)")
        .left_out(),
    map("default_estimated_output_tokens_per_model", "The same for single models (newer servers)").left_out(),
    map("enforced_batch_output_expires_after", "When outputs of batches expire (newer servers)").left_out(),
    map("enforced_file_expires_after", "When uploaded files expire (newer servers)").left_out(),
    map("secret_manager_settings", "Settings of the team's secret manager (requires a license)").left_out(),
    table::metadata("Anything else about the team"),
];

/// The field that an endpoint of its own sets.
const MEMBER_PERMISSIONS: &str = "team_member_permissions";
/// The team of the keys that the dashboard makes for its sessions.
pub(super) const DASHBOARD: &str = "litellm-dashboard";
/// Requests in flight.
const CONCURRENCY: usize = 8;
/// How long the list of all teams may take.
const LIST_TIMEOUT: Duration = Duration::from_secs(300);

/// Reads all of them, and their members.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    // The server reads its teams one after another.
    let rows =
        server.client.http().request("GET", "/team/list").timeout(LIST_TIMEOUT).typed::<Vec<Value>>().items().await?;
    let rows = rows.map(|row| row.map(without_keys)).collect::<Result<Vec<Value>, Error>>()?;
    let ids: Vec<String> = rows.iter().flat_map(ids_of_member_budgets).collect();
    let budgets = member_budgets(server, ids);
    let with_permissions = stream::iter(rows.into_iter().map(|row| with_permissions(server, row)));
    let with_permissions = with_permissions.buffered(CONCURRENCY).try_collect::<Vec<Value>>();
    let (budgets, rows) = future::try_join(budgets, with_permissions).await?;
    Ok(rows.into_iter().flat_map(|row| resources(&row, &budgets)).collect())
}

/// Drops the keys of a team, which are most of its row, and in the list of keys.
fn without_keys(mut row: Value) -> Value {
    if let Value::Object(fields) = &mut row {
        fields.remove("keys");
    }
    row
}

/// Reads the budgets that teams have for their members.
async fn member_budgets(server: &Server, ids: Vec<String>) -> Result<BTreeMap<String, Value>, Error> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let Value::Array(budgets) = post(server, "/budget/info", &json!({"budgets": ids})).await? else {
        return Ok(BTreeMap::new());
    };
    let with_id = |budget: Value| Some((budget.get("budget_id")?.as_str()?.to_owned(), budget));
    Ok(budgets.into_iter().filter_map(with_id).collect())
}

fn ids_of_member_budgets(team: &Value) -> Vec<String> {
    member_budget(team).map(str::to_owned).into_iter().collect()
}

/// Returns the id of the budget that a team has for its members.
fn member_budget(team: &Value) -> Option<&str> {
    team.get(METADATA)?.get(MEMBER_BUDGET)?.as_str()
}

/// Adds the permissions on objects to a row of a list, which has only their id.
async fn with_permissions(server: &Server, mut row: Value) -> Result<Value, Error> {
    let id = row.get("team_id").and_then(Value::as_str);
    let id = id.filter(|_| row.get("object_permission_id").is_some_and(Value::is_string));
    let Some(id) = id else { return Ok(row) };
    let shown = info(server, id).await?.and_then(|info| info.get("object_permission").cloned());
    if let (Value::Object(row), Some(shown)) = (&mut row, shown) {
        row.insert("object_permission".to_owned(), shown);
    }
    Ok(row)
}

/// Reads a team.
async fn info(server: &Server, id: &str) -> Result<Option<Value>, Error> {
    let info = match server.client.teams().get(id).await {
        Ok(info) => info,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut row = rows::whole(&info.team_info);
    if let Value::Object(row) = &mut row {
        row.insert("team_memberships".to_owned(), info.team_memberships.iter().map(rows::whole).collect());
    }
    Ok(Some(row))
}

/// Adds the aliases of models to a row, which old servers show only in the list.
async fn with_aliases(server: &Server, mut row: Value) -> Result<Value, Error> {
    const TABLE: &str = "litellm_model_table";
    let has_aliases = row.get("model_id").is_some_and(|id| !id.is_null());
    if has_aliases && row.get(TABLE).is_none_or(Value::is_null) {
        let listed = server.client.http().request("GET", "/team/list").timeout(LIST_TIMEOUT).await?;
        let listed = listed.as_array().into_iter().flatten().find(|team| team.get("team_id") == row.get("team_id"));
        let table = listed.and_then(|team| team.get(TABLE)).cloned();
        if let (Value::Object(row), Some(table)) = (&mut row, table) {
            row.insert(TABLE.to_owned(), table);
        }
    }
    Ok(row)
}

/// Reads a team and its members.
pub(super) async fn with_members(server: &Server, id: &str) -> Result<Vec<LiveResource>, Error> {
    let Some(row) = info(server, id).await? else { return Ok(Vec::new()) };
    let (row, budgets) =
        future::try_join(with_aliases(server, row.clone()), member_budgets(server, ids_of_member_budgets(&row)))
            .await?;
    Ok(resources(&row, &budgets))
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(with_members(server, &address.name).await?.into_iter().find(|resource| resource.address == *address))
}

fn resources(row: &Value, budgets: &BTreeMap<String, Value>) -> Vec<LiveResource> {
    let Some(id) = row.get("team_id").and_then(Value::as_str) else { return Vec::new() };
    let mut found = members::of_team(id, row, member_budget(row));
    let mut kept = rows::only(row, &[METADATA, "object_permission", "organization_id"]);
    permissions::simplify(&mut kept);
    let mut team = LiveResource::new(Address::new(Kind::Team, id), id, kept);
    team.mark = rows::mark(Kind::Team, row);
    team.fields = rows::seen_with_flags(FIELDS, &shown(row, budgets));
    found.push(team);
    found
}

/// Returns a row with all fields at the top.
fn shown(row: &Value, budgets: &BTreeMap<String, Value>) -> Value {
    let mut lifted = rows::lifted(row, METADATA, IN_METADATA);
    permissions::simplify(&mut lifted);
    rows::without_reset_times(&mut lifted, "budget_limits");
    let budget = member_budget(row).and_then(|id| budgets.get(id));
    if let Value::Object(fields) = &mut lifted {
        if let Some(Value::Object(metadata)) = fields.get_mut(METADATA) {
            metadata.remove(MEMBER_BUDGET);
        }
        let aliases = row.get("litellm_model_table").and_then(|table| table.get("model_aliases"));
        fields.insert("model_aliases".to_owned(), aliases.cloned().unwrap_or_default());
        for (name, inner) in OF_MEMBERS {
            let limit = budget.and_then(|budget| budget.get(*inner));
            fields.insert((*name).to_owned(), limit.cloned().unwrap_or_default());
        }
    }
    lifted
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change {
        Change::Create { address, fields, mark } => {
            let mut body = metadata::creation(Kind::Team, fields, *mark);
            body.insert("team_id".to_owned(), json!(address.name));
            post(server, "/team/new", &body).await?;
        }
        Change::Update { live, set, clear, mark } => {
            let is_old = is_old(&server.version);
            let of_members = OF_MEMBERS.iter().map(|(name, _)| *name);
            let replacing: Vec<&str> = IN_METADATA.iter().copied().chain(of_members).filter(|_| is_old).collect();
            let not_taken = &["rpm_limit_type", "tpm_limit_type"];
            let update = Update { live, set, clear, mark: *mark, not_taken, replacing: &replacing };
            let mut body = update.body(server);
            permissions::replace(&mut body, live);
            let member_permissions = body.remove(MEMBER_PERMISSIONS);
            if is_old {
                empty_member_budget(server, live, &mut body).await?;
            }
            if !body.is_empty() {
                body.insert("team_id".to_owned(), json!(live.id));
                post(server, "/team/update", &body).await?;
            }
            if let Some(permissions) = member_permissions {
                let body = json!({"team_id": live.id, MEMBER_PERMISSIONS: permissions});
                post(server, "/team/permissions_update", &body).await?;
            }
        }
        Change::Delete { live } => {
            post(server, "/team/delete", &json!({"team_ids": [live.id]})).await?;
        }
        Change::Replace { live, .. } => return Err(impossible(&live.address)),
    }
    Ok(())
}

/// Empties limits of members on servers whose updates of teams do not.
async fn empty_member_budget(server: &Server, live: &LiveResource, body: &mut Map<String, Value>) -> Result<(), Error> {
    let mut limits = Map::new();
    for (name, inner) in OF_MEMBERS {
        if body.get(*name).is_some_and(Value::is_null) {
            body.remove(*name);
            limits.insert((*inner).to_owned(), Value::Null);
        }
    }
    match member_budget(&live.row) {
        Some(id) if !limits.is_empty() => budgets::update(server, id, limits).await,
        _ => Ok(()),
    }
}
