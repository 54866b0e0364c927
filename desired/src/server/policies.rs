//! Policies: which guardrails run, and their attachments, which say for whom. Only a draft can be changed, so that a change makes
//! a new version and promotes it; the one before serves until then. Attachments have no update: the new ones are made before
//! the old ones are deleted. Servers keep the attachments of a deleted policy, so that they are deleted first.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future;
use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value, json};

use super::table::{field, is_old, set, text};
use super::{Change, Server, ids, rows};
use crate::address::Address;
use crate::fields::{self, Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::LiveResource;

const COLLECTION: &str = "/policies";
const ATTACHMENTS: &str = "/policies/attachments";

/// The field for the list of attachments.
pub(crate) const ATTACHED: &str = "attachments";

/// The fields of an attachment, without the name of the policy.
pub(crate) const ATTACHMENT: [&str; 7] = ["scope", "teams", "keys", "models", "tags", "priority", "default"];

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("description", "Description").clear(Clear::EmptyText),
    text("inherit", "The policy whose guardrails it starts from").names(Kind::Policy).clear(Clear::EmptyText),
    set("guardrails.add", "Guardrails that run").names(Kind::Guardrail),
    set("guardrails.remove", "Inherited guardrails that do not run").names(Kind::Guardrail),
    text("condition.model", "The model that it is for, or a regular expression"),
    field("pipeline", Shape::Map, "Guardrails in order, with what follows each: mode and steps").clear(Clear::Never(
        "LiteLLM keeps the pipeline of a policy: delete the policy, and create it again without one",
    )),
    set(ATTACHED, "For whom it is"),
];

/// Returns why a server takes no changes of this kind.
pub(super) fn refusal(version: &ServerVersion) -> Option<&'static str> {
    is_old(version).then_some("this version of LiteLLM has no policies")
}

/// Returns an attachment without what is empty, so that equal ones are equal values.
pub(crate) fn attachment(row: &Value) -> Value {
    let is_no = |value: &Value| fields::is_empty(value) || *value == json!(false);
    let field = |name: &str| Some((name.to_owned(), row.get(name).filter(|value| !is_no(value))?.clone()));
    ATTACHMENT.into_iter().filter_map(field).collect::<Map<_, _>>().into()
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    if refusal(&server.version).is_some() {
        return Ok(Vec::new());
    }
    let lists = ["/policies/list", "/policies/attachments/list"].map(|path| server.client.http().request("GET", path));
    let [policies, attachments] = lists;
    let (policies, attachments) = future::try_join(policies.into_future(), attachments.into_future()).await?;
    let attachments = entries(&attachments, "attachments");
    Ok(in_production(entries(&policies, "policies")).into_iter().filter_map(|row| read(row, attachments)).collect())
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.into_iter().find(|resource| resource.address == *address))
}

fn entries<'a>(list: &'a Value, name: &str) -> &'a [Value] {
    list.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Returns a version of each policy: the one in production, or else the last.
fn in_production(versions: &[Value]) -> Vec<&Value> {
    let rank = |row: &Value| {
        let number = row.get("version_number").and_then(Value::as_i64);
        (row.get("version_status").and_then(Value::as_str) == Some("production"), number)
    };
    let mut found: BTreeMap<&str, &Value> = BTreeMap::new();
    for row in versions {
        let Some(name) = row.get("policy_name").and_then(Value::as_str) else { continue };
        let best = found.entry(name).or_insert(row);
        if rank(row) > rank(best) {
            *best = row;
        }
    }
    found.into_values().collect()
}

fn is_of(attachment: &Value, policy: &str) -> bool {
    attachment.get("policy_name").and_then(Value::as_str) == Some(policy)
}

fn read(row: &Value, attachments: &[Value]) -> Option<LiveResource> {
    let name = row.get("policy_name")?.as_str()?;
    let id = row.get("policy_id").and_then(Value::as_str).unwrap_or_default();
    let mut shown = row.clone();
    let attached: Vec<Value> =
        attachments.iter().filter(|attachment| is_of(attachment, name)).map(attachment).collect();
    if let Value::Object(fields) = &mut shown {
        let [add, remove] = ["guardrails_add", "guardrails_remove"].map(|name| fields.remove(name).unwrap_or_default());
        fields.insert("guardrails".to_owned(), json!({"add": add, "remove": remove}));
        fields.insert(ATTACHED.to_owned(), attached.into());
    }
    let mut resource = LiveResource::new(Address::new(Kind::Policy, name), id, shown);
    resource.fields = rows::seen(FIELDS, &resource.row);
    resource.is_from_config = row.get("definition_location").and_then(Value::as_str) == Some("config");
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    match change {
        Change::Create { address, fields, .. } => {
            if address.name.contains('/') {
                let reason = format!("{address}: LiteLLM cannot change a policy whose name contains a slash");
                return Err(Error::InvalidRequest(reason));
            }
            let mut body = body(fields, &BTreeSet::new());
            body.insert("policy_name".to_owned(), address.name.as_str().into());
            server.client.http().request("POST", COLLECTION).json(&body).await?;
            match fields.get(ATTACHED) {
                Some(wanted) => attach(server, &address.name, entries_of(wanted)).await,
                None => Ok(()),
            }
        }
        Change::Update { live, set, clear, .. } => {
            let body = body(set, clear);
            if !body.is_empty() {
                promote(server, live, &body).await?;
            }
            let is_cleared = clear.contains(ATTACHED);
            match set.get(ATTACHED).or(is_cleared.then_some(&Value::Null)) {
                Some(wanted) => attach(server, &live.address.name, entries_of(wanted)).await,
                None => Ok(()),
            }
        }
        Change::Replace { live, .. } => Err(super::impossible(&live.address)),
        Change::Delete { live } => {
            let name = &live.address.name;
            attach(server, name, &[]).await?;
            let path = format!("{}/all-versions", ids::path("/policies/name", name));
            ids::gone(server.client.http().request("DELETE", path).await)
        }
    }
}

fn entries_of(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

/// Returns the body of a creation or update, without the attachments.
fn body(set: &BTreeMap<String, Value>, clear: &BTreeSet<String>) -> Map<String, Value> {
    let mut body = Map::new();
    rows::put_all(&mut body, set);
    rows::put_clears(&mut body, Kind::Policy, clear);
    body.remove(ATTACHED);
    if let Some(Value::Object(guardrails)) = body.remove("guardrails") {
        body.extend(guardrails.into_iter().map(|(name, list)| (format!("guardrails_{name}"), list)));
    }
    body
}

/// Makes a version with some fields changed, and puts it into production.
async fn promote(server: &Server, live: &LiveResource, body: &Map<String, Value>) -> Result<(), Error> {
    let http = server.client.http();
    let versions = format!("{}/versions", ids::path("/policies/name", &live.address.name));
    let draft = http.request("POST", versions).json(&json!({"source_policy_id": live.id})).await?;
    let id = draft.get("policy_id").and_then(Value::as_str).unwrap_or_default();
    let draft = ids::path(COLLECTION, id);
    if let Err(error) = http.request("PUT", &draft).json(body).await {
        // A draft that nobody wants; what the server said of the change counts.
        let _ = http.request("DELETE", &draft).await;
        return Err(error);
    }
    for status in ["published", "production"] {
        http.request("PUT", format!("{draft}/status")).json(&json!({"version_status": status})).await?;
    }
    Ok(())
}

/// Makes the attachments of a policy those that are wanted.
async fn attach(server: &Server, policy: &str, wanted: &[Value]) -> Result<(), Error> {
    let http = server.client.http();
    let list = http.request("GET", "/policies/attachments/list").await?;
    let mut old: Vec<(&Value, Value)> = entries(&list, "attachments")
        .iter()
        .filter(|row| is_of(row, policy))
        .map(|row| (row, attachment(row)))
        .collect();
    for wanted in wanted.iter().map(attachment) {
        if let Some(same) = old.iter().position(|(_, kept)| fields::is_same(Shape::Map, kept, &wanted)) {
            old.swap_remove(same);
            continue;
        }
        let mut body = wanted;
        if let Value::Object(fields) = &mut body {
            fields.insert("policy_name".to_owned(), policy.into());
        }
        http.request("POST", ATTACHMENTS).json(&body).await?;
    }
    for (row, _) in old {
        let id = row.get("attachment_id").and_then(Value::as_str).unwrap_or_default();
        ids::gone(http.request("DELETE", ids::path(ATTACHMENTS, id)).await)?;
    }
    Ok(())
}
