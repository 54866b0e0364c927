//! Customers. Their limits are in a budget: a shared one, or one that the server made for a single customer.

use std::collections::BTreeMap;

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value, json};

use super::table::{duration, flag, integer, is_old, map, number, set, text};
use super::{Change, Server, budgets, permissions, post, rows};
use crate::address::Address;
use crate::fields::{Clear, Field};
use crate::kind::Kind;
use crate::live::LiveResource;

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("alias", "Display name").clear(Clear::EmptyText),
    flag("blocked", "Whether the customer is blocked"),
    text("budget_id", "Id of a shared budget").names(Kind::Budget),
    number("max_budget", "Dollars that the customer may spend"),
    number("soft_budget", "Dollars at which the server sends a warning"),
    duration("budget_duration", "Budget reset interval, such as 30d"),
    integer("tpm_limit", "Tokens per minute"),
    integer("rpm_limit", "Requests per minute"),
    integer("tpd_limit", "Tokens per day (newer servers)"),
    integer("max_parallel_requests", "Parallel requests"),
    text("allowed_model_region", "eu or us: only models in that region").clear(Clear::Replace),
    text("default_model", "Model for requests whose model is not available").clear(Clear::EmptyText).names_models(),
    set("models", "Models that the customer may call; all if empty (newer servers)").names_models(),
    map(
        "object_permission",
        "MCP servers, vector stores and agents that the customer may use; set on creation only (newer servers)",
    )
    .clear(Clear::Replace),
];

/// The fields that are in the budget.
const LIMITS: &[&str] =
    &["budget_duration", "max_budget", "max_parallel_requests", "rpm_limit", "soft_budget", "tpd_limit", "tpm_limit"];

/// Returns how a field is emptied on a server of a version.
pub(super) fn clear_of(version: &ServerVersion, field: &Field) -> Clear {
    match field.path {
        "blocked" if is_old(version) => Clear::Replace,
        _ => field.clear,
    }
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let mut pages = server.client.customers().list_all();
    let mut found = Vec::new();
    while let Some(customers) = pages.next_page().await? {
        found.extend(customers.iter().filter_map(|customer| resource(&rows::whole(customer))));
    }
    Ok(found)
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    match server.client.customers().get(&address.name).await {
        Ok(customer) => Ok(resource(&rows::whole(&customer))),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn resource(row: &Value) -> Option<LiveResource> {
    let id = row.get("user_id")?.as_str()?;
    let mut shown = row.clone();
    permissions::simplify(&mut shown);
    let budget = row.get("litellm_budget_table").filter(|budget| budget.is_object());
    let budget_id = budget.and_then(|budget| budget.get("budget_id")?.as_str());
    if let Value::Object(fields) = &mut shown {
        fields.remove("budget_id");
        match budget_id {
            Some(own) if budgets::is_servers_own(own) => {
                let limits = LIMITS.iter().filter_map(|name| Some(((*name).to_owned(), budget?.get(*name)?.clone())));
                fields.extend(limits);
            }
            Some(shared) => {
                fields.insert("budget_id".to_owned(), json!(shared));
            }
            None => {}
        }
    }
    let mut row = rows::only(&shown, &["budget_id"]);
    rows::keep_own_budget(&mut row, budget_id.filter(|id| budgets::is_servers_own(id)));
    let mut resource = LiveResource::new(Address::new(Kind::Customer, id), id, row);
    resource.fields = rows::seen_with_flags(FIELDS, &shown);
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change {
        Change::Create { address, fields, .. } => create(server, &address.name, fields).await?,
        Change::Update { live, set, clear, .. } => {
            let limits = budgets::take_limits(LIMITS, set, clear.iter());
            let mut body = Map::new();
            rows::put_all(&mut body, set);
            rows::put_clears(&mut body, Kind::Customer, clear);
            body.retain(|path, _| !LIMITS.contains(&path.as_str()));
            set_budget(server, live, limits, &mut body).await?;
            if !body.is_empty() {
                body.insert("user_id".to_owned(), json!(live.id));
                post(server, "/customer/update", &body).await?;
            }
        }
        Change::Replace { live, fields, .. } => {
            delete(server, &live.id).await?;
            create(server, &live.id, fields).await?;
        }
        Change::Delete { live } => delete(server, &live.id).await?,
    }
    Ok(())
}

/// Sets and empties limits in the customer's own budget, never in one that others share. Servers do not take a customer out of a
/// budget, so that one without limits takes its place.
async fn set_budget(
    server: &Server,
    live: &LiveResource,
    limits: Map<String, Value>,
    body: &mut Map<String, Value>,
) -> Result<(), Error> {
    let leaves_shared = body.get("budget_id").is_some_and(Value::is_null);
    if limits.is_empty() && !leaves_shared {
        return Ok(());
    }
    let own = rows::own_budget(live);
    if let Some(own) = own {
        body.retain(|path, value| path != "budget_id" || !value.is_null());
        return if limits.is_empty() { Ok(()) } else { budgets::update(server, own, limits).await };
    }
    let limits = limits.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let own = budgets::create_own(server, limits).await?;
    body.insert("budget_id".to_owned(), json!(own));
    Ok(())
}

async fn create(server: &Server, id: &str, fields: &BTreeMap<String, Value>) -> Result<(), Error> {
    let mut body = Map::from_iter([("user_id".to_owned(), json!(id))]);
    rows::put_all(&mut body, fields);
    post(server, "/customer/new", &body).await?;
    Ok(())
}

async fn delete(server: &Server, id: &str) -> Result<(), Error> {
    post(server, "/customer/delete", &json!({"user_ids": [id]})).await?;
    Ok(())
}
