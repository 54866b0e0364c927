//! Budgets. The server also lists those that it made by itself for keys, customers, tags, teams and members.

use std::collections::BTreeMap;

use litellm_proxy_client::Error;
use serde_json::{Map, Value, json};

use super::table::{duration, integer, is_old, model_budgets, number};
use super::{Change, Server, impossible, post, rows};
use crate::address::Address;
use crate::fields::Field;
use crate::kind::Kind;
use crate::live::LiveResource;

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    number("max_budget", "Dollars that each owner of the budget may spend"),
    number("soft_budget", "Dollars at which the server sends a warning"),
    duration("budget_duration", "Budget reset interval, such as 30d"),
    integer("tpm_limit", "Tokens per minute"),
    integer("rpm_limit", "Requests per minute"),
    integer("tpd_limit", "Tokens per day (newer servers)"),
    integer("max_parallel_requests", "Parallel requests"),
    model_budgets("model_max_budget", "Budgets per model (requires a license on newer servers)"),
];

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let rows = server.client.http().request("GET", "/budget/list").await?;
    let rows = if let Value::Array(rows) = rows { rows } else { Vec::new() };
    Ok(rows.iter().filter_map(resource).collect())
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    let rows = post(server, "/budget/info", &json!({"budgets": [address.name]})).await?;
    Ok(rows.as_array().and_then(|rows| resource(rows.first()?)))
}

fn resource(row: &Value) -> Option<LiveResource> {
    let id = row.get("budget_id")?.as_str()?;
    let mut resource = LiveResource::new(Address::new(Kind::Budget, id), id, Value::Null);
    resource.fields = rows::seen(FIELDS, row);
    resource.is_implicit = is_servers_own(id);
    Some(resource)
}

/// Returns whether the server chose the id of a budget: those of single keys, customers, tags and members have UUIDs, those for
/// the members of a team end with 32 hexadecimal digits.
pub(super) fn is_servers_own(id: &str) -> bool {
    let hex = |text: &str| text.chars().all(|digit| digit.is_ascii_hexdigit());
    let is_uuid = id.len() == 36 && id.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && id.split('-').all(hex);
    let end = id.strip_prefix("team-").and_then(|rest| rest.rsplit_once("budget-"));
    is_uuid || end.is_some_and(|(_, digits)| digits.len() == 32 && hex(digits))
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change {
        Change::Create { address, fields, .. } => {
            let mut body = Map::from_iter([("budget_id".to_owned(), json!(address.name))]);
            rows::put_all(&mut body, fields);
            post(server, "/budget/new", &body).await?;
        }
        Change::Update { set, .. } if is_old(&server.version) && set.contains_key("model_max_budget") => {
            // The server closes its connection to the database over it.
            return Err(Error::InvalidRequest("LiteLLM 1.80 sets `model_max_budget` on creation only".to_owned()));
        }
        Change::Update { live, set, clear, .. } => {
            let mut body = Map::new();
            rows::put_all(&mut body, set);
            rows::put_clears(&mut body, Kind::Budget, clear);
            update(server, &live.id, body).await?;
        }
        Change::Delete { live } => {
            post(server, "/budget/delete", &json!({"id": live.id})).await?;
        }
        Change::Replace { live, .. } => return Err(impossible(&live.address)),
    }
    Ok(())
}

/// Changes a budget, which may be the server's own for a single resource.
pub(super) async fn update(server: &Server, id: &str, mut fields: Map<String, Value>) -> Result<(), Error> {
    fields.insert("budget_id".to_owned(), json!(id));
    let updated = post(server, "/budget/update", &fields).await?;
    if updated.is_null() {
        return Err(Error::Missing(format!("there is no budget `{id}`")));
    }
    Ok(())
}

/// Creates a budget for a single resource, with an id of the server's choice, and returns that id.
pub(super) async fn create_own(server: &Server, fields: Map<String, Value>) -> Result<String, Error> {
    let created = post(server, "/budget/new", &fields).await?;
    let id = created.get("budget_id").and_then(Value::as_str);
    id.map(str::to_owned).ok_or_else(|| Error::Missing("the response does not name the new budget".to_owned()))
}

/// Moves the limits among some fields into a body for a budget.
pub(super) fn take_limits(
    limits: &[&str],
    set: &BTreeMap<String, Value>,
    cleared: impl Iterator<Item = impl AsRef<str>>,
) -> Map<String, Value> {
    let is_limit = |path: &str| limits.contains(&path);
    let set = set.iter().filter(|(path, _)| is_limit(path)).map(|(path, value)| (path.clone(), value.clone()));
    let cleared = cleared.filter(|path| is_limit(path.as_ref())).map(|path| (path.as_ref().to_owned(), Value::Null));
    set.chain(cleared.collect::<Vec<_>>()).collect()
}
