//! Organizations. Newer servers have them with a license only. The limits of an organization are in a budget: a shared one, or
//! one that the server made for it. An update merges the metadata, so that nothing in it can be taken away.

use std::collections::BTreeMap;

use litellm_proxy_client::Error;
use serde_json::{Map, Value, json};

use super::metadata::{METADATA, Update};
use super::table::{duration, integer, is_old, map, model_budgets, number, set, text};
use super::{Change, Server, budgets, impossible, metadata, permissions, post, rows, table};
use crate::address::Address;
use crate::fields::{Clear, Field};
use crate::kind::Kind;
use crate::live::LiveResource;
use crate::mark::{MARK, Mark};

const ALIAS: &str = "organization_alias";

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text(ALIAS, "Display name").clear(Clear::Never("every organization has a name")),
    set("models", "Models that the organization may call; all if empty").names_models(),
    text("budget_id", "Id of a shared budget; set on creation only")
        .names(Kind::Budget)
        .clear(Clear::Never("LiteLLM does not take an organization out of its budget")),
    number("max_budget", "Dollars that the organization may spend"),
    number("soft_budget", "Dollars at which the server sends a warning"),
    duration("budget_duration", "Budget reset interval, such as 30d"),
    integer("tpm_limit", "Tokens per minute"),
    integer("rpm_limit", "Requests per minute"),
    integer("max_parallel_requests", "Parallel requests"),
    model_budgets("model_max_budget", "Budgets per model"),
    map("object_permission", "MCP servers, vector stores and agents that the organization may use"),
    table::metadata("Anything else about the organization")
        .clear(Clear::Never("LiteLLM keeps the metadata of an organization; give another value")),
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

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let rows = server.client.organizations().list().await?;
    let rows: Vec<Value> = rows.iter().map(rows::whole).collect();
    let mut found = Vec::new();
    for row in &rows {
        // The list has only the id of the permissions.
        let id = row.get("organization_id").and_then(Value::as_str);
        match id.filter(|_| row.get("object_permission_id").is_some_and(Value::is_string)) {
            Some(id) => found.extend(read(server, id).await?),
            None => found.extend(resource(row)),
        }
    }
    Ok(found)
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    read(server, &address.name).await
}

async fn read(server: &Server, id: &str) -> Result<Option<LiveResource>, Error> {
    match server.client.organizations().get(id).await {
        Ok(organization) => Ok(resource(&rows::whole(&organization))),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn resource(row: &Value) -> Option<LiveResource> {
    let id = row.get("organization_id")?.as_str()?;
    let mut shown = row.clone();
    permissions::simplify(&mut shown);
    drop_taken_back(&mut shown);
    let budget = row.get("litellm_budget_table").filter(|budget| budget.is_object());
    let own = row.get("budget_id").and_then(Value::as_str).filter(|id| budgets::is_servers_own(id));
    if let (Value::Object(fields), Some(_)) = (&mut shown, own) {
        fields.remove("budget_id");
        let limits = LIMITS.iter().filter_map(|name| Some(((*name).to_owned(), budget?.get(*name)?.clone())));
        fields.extend(limits);
    }
    let mut kept = rows::only(&shown, &[METADATA, "object_permission", "budget_id"]);
    rows::keep_own_budget(&mut kept, own);
    let mut resource = LiveResource::new(Address::new(Kind::Organization, id), id, kept);
    resource.mark = rows::mark(Kind::Organization, &shown);
    resource.fields = rows::seen(FIELDS, &shown);
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change {
        Change::Create { address, fields, mark } => {
            let mut body = metadata::creation(Kind::Organization, fields, *mark);
            body.insert("organization_id".to_owned(), json!(address.name));
            body.entry(ALIAS).or_insert_with(|| json!(address.name));
            post(server, "/organization/new", &body).await?;
        }
        Change::Update { set, .. } if set.contains_key("budget_id") => {
            let message = "LiteLLM sets the `budget_id` of an organization on creation only";
            return Err(Error::InvalidRequest(message.to_owned()));
        }
        Change::Update { set, .. } if is_old(&server.version) && set.contains_key("model_max_budget") => {
            // The server closes its connection to the database over it.
            return Err(Error::InvalidRequest("LiteLLM 1.80 sets `model_max_budget` on creation only".to_owned()));
        }
        Change::Update { live, set, clear, mark } => {
            set_limits(server, live, budgets::take_limits(LIMITS, set, clear.iter())).await?;
            let update = Update { live, set, clear, mark: *mark, not_taken: &[], replacing: &[] };
            let mut body = update.body(server);
            body.retain(|path, _| !LIMITS.contains(&path.as_str()));
            permissions::replace(&mut body, live);
            if let (Some(before), Some(mark)) = (&live.mark, mark) {
                take_back(&mut body, before, mark);
            }
            if !body.is_empty() {
                body.insert("organization_id".to_owned(), json!(live.id));
                let call = server.client.http().request("PATCH", "/organization/update");
                call.json(&body).await?;
            }
        }
        Change::Delete { live } => {
            server.client.organizations().delete([&live.id]).await?;
        }
        Change::Replace { live, .. } => return Err(impossible(&live.address)),
    }
    Ok(())
}

/// Sets and empties limits in the organization's own budget, never in one that others share.
async fn set_limits(server: &Server, live: &LiveResource, limits: Map<String, Value>) -> Result<(), Error> {
    if limits.is_empty() {
        return Ok(());
    }
    let Some(own) = rows::own_budget(live) else {
        let message =
            format!("the limits of {} are those of the budget that it shares: change them there", live.address);
        return Err(Error::InvalidRequest(message));
    };
    budgets::update(server, own, limits).await
}

/// Empties the entries of a mark that are not in the one that takes its place: the server would keep them.
fn take_back(body: &mut Map<String, Value>, before: &Mark, mark: &Mark) {
    let entry = body.get_mut(METADATA).and_then(|metadata| metadata.get_mut(MARK));
    let Some(Value::Object(entry)) = entry else { return };
    for (name, before, now) in [("fields", &before.fields, &mark.fields), ("secrets", &before.secrets, &mark.secrets)] {
        let gone: BTreeMap<&String, &str> =
            before.keys().filter(|path| !now.contains_key(*path)).map(|path| (path, "")).collect();
        let map = entry.entry(name).or_insert_with(|| json!({}));
        if let Value::Object(map) = map {
            map.extend(gone.into_iter().map(|(path, empty)| (path.clone(), json!(empty))));
        }
    }
}

/// Drops the empty entries of the mark of a row.
fn drop_taken_back(row: &mut Value) {
    let Some(mark) = row.get_mut(METADATA).and_then(|metadata| metadata.get_mut(MARK)) else { return };
    for name in ["fields", "secrets"] {
        if let Some(Value::Object(entries)) = mark.get_mut(name) {
            entries.retain(|_, value| value != "");
        }
    }
}
