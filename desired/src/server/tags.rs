//! Tags. The list also has those that requests named and nobody created; these are not resources.

use std::collections::BTreeMap;

use litellm_proxy_client::{Error, RefusalKind};
use serde_json::{Map, Value, json};

use super::table::{duration, integer, is_old, model_budgets, number, set, text};
use super::{Change, Server, budgets, post, rows};
use crate::address::Address;
use crate::fields::{Clear, Field};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("description", "Description"),
    set("models", "Ids of the deployments for requests with the tag"),
    text("budget_id", "Id of a shared budget").names(Kind::Budget).clear(Clear::Replace),
    number("max_budget", "Dollars that requests with the tag may spend"),
    number("soft_budget", "Dollars at which the server sends a warning"),
    duration("budget_duration", "Budget reset interval, such as 30d"),
    integer("tpm_limit", "Tokens per minute"),
    integer("rpm_limit", "Requests per minute"),
    integer("max_parallel_requests", "Parallel requests"),
    model_budgets("model_max_budget", "Budgets per model"),
];

/// The fields that are in the budget.
const LIMITS: &[&str] = &[
    "budget_duration",
    "max_budget",
    "max_parallel_requests",
    "model_max_budget",
    "rpm_limit",
    "soft_budget",
    "tpm_limit",
];

/// The fields that an update replaces even if it does not name them.
const REPLACED: &[&str] = &["description", "models"];

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let rows = server.client.http().request("GET", "/tag/list").await?;
    let rows = if let Value::Array(rows) = rows { rows } else { Vec::new() };
    Ok(rows.iter().filter(|row| row.get("created_by").is_some()).filter_map(resource).collect())
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    match post(server, "/tag/info", &json!({"names": [address.name]})).await {
        Ok(tags) => Ok(tags.get(&address.name).and_then(resource)),
        Err(Error::Server(refusal)) if refusal.kind() == Some(RefusalKind::TagNotFound) => Ok(None),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn resource(row: &Value) -> Option<LiveResource> {
    let name = row.get("name")?.as_str()?;
    let mut shown = row.clone();
    let budget = row.get("litellm_budget_table").filter(|budget| budget.is_object());
    let budget_id = budget.and_then(|budget| budget.get("budget_id")?.as_str());
    if let (Value::Object(fields), Some(id)) = (&mut shown, budget_id) {
        if budgets::is_servers_own(id) {
            let limits = LIMITS.iter().filter_map(|name| Some(((*name).to_owned(), budget?.get(*name)?.clone())));
            fields.extend(limits);
        } else {
            fields.insert("budget_id".to_owned(), json!(id));
        }
    }
    let mut row = rows::only(&shown, &["budget_id"]);
    rows::keep_own_budget(&mut row, budget_id.filter(|id| budgets::is_servers_own(id)));
    let mut resource = LiveResource::new(Address::new(Kind::Tag, name), name, row);
    resource.fields = rows::seen(FIELDS, &shown);
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change {
        Change::Create { address, fields, .. } => create(server, &address.name, fields).await?,
        Change::Update { live, set, clear, .. } => {
            let mut body = Map::new();
            for name in REPLACED {
                if let Some(Seen::Value(value)) = live.fields.get(*name) {
                    body.insert((*name).to_owned(), value.clone());
                }
            }
            rows::put_all(&mut body, set);
            rows::put_clears(&mut body, Kind::Tag, clear);
            empty_limits(server, live, &mut body).await?;
            body.insert("name".to_owned(), json!(live.id));
            post(server, "/tag/update", &body).await?;
        }
        Change::Replace { live, fields, .. } => {
            delete(server, &live.id).await?;
            create(server, &live.id, fields).await?;
        }
        Change::Delete { live } => delete(server, &live.id).await?,
    }
    Ok(())
}

async fn create(server: &Server, name: &str, fields: &BTreeMap<String, Value>) -> Result<(), Error> {
    let mut body = Map::from_iter([("name".to_owned(), json!(name))]);
    rows::put_all(&mut body, fields);
    post(server, "/tag/new", &body).await?;
    Ok(())
}

async fn delete(server: &Server, name: &str) -> Result<(), Error> {
    post(server, "/tag/delete", &json!({"name": name})).await?;
    Ok(())
}

/// Empties limits where updates of tags do not.
async fn empty_limits(server: &Server, live: &LiveResource, body: &mut Map<String, Value>) -> Result<(), Error> {
    let own = rows::own_budget(live);
    let Some(own) = own.filter(|_| is_old(&server.version)) else { return Ok(()) };
    let emptied = body.iter().filter(|(_, value)| value.is_null()).map(|(path, _)| path.clone());
    let limits = budgets::take_limits(LIMITS, &BTreeMap::new(), emptied.collect::<Vec<_>>().iter());
    body.retain(|path, _| !limits.contains_key(path));
    if limits.is_empty() { Ok(()) } else { budgets::update(server, own, limits).await }
}
