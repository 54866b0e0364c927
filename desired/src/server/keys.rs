//! Virtual keys, by their alias, or by their hash if they have none. The secret of a key is seen only when it is made; the server keeps its SHA-256.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use litellm_proxy_client::keys::{KeyEntry, KeyFilter};
use litellm_proxy_client::{Error, ServerVersion, is_key_hash, key_hash};
use serde_json::{Map, Value, json};

use super::dependents::Found;
use super::metadata::{METADATA, Update};
use super::table::{duration, field, flag, integer, is_old, map, model_budgets, number, set, text};
use super::{Change, Server, budgets, impossible, metadata, permissions, post, rows, table, teams};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape, is_empty};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};

/// The fields. The alias is the identity, and so is not among them.
pub(super) const FIELDS: &[Field] = &[
    field("key", Shape::Secret, "The secret, which starts with sk-; set on creation only")
        .clear(Clear::Never("a key has a secret")),
    text("team_id", "Id of the key's team").names(Kind::Team),
    text("user_id", "Id of the key's user").names(Kind::User),
    text("organization_id", "Id of the key's organization").names(Kind::Organization),
    text("project_id", "Id of the key's project (newer servers)"),
    text("agent_id", "Id of the key's agent (newer servers)"),
    set("models", "Models and access groups that the key may call; all if empty").names_models(),
    text("budget_id", "Id of a shared budget").names(Kind::Budget),
    number("max_budget", "Dollars that the key may spend"),
    number("soft_budget", "Dollars at which the server sends a warning"),
    duration("budget_duration", "Budget reset interval, such as 30d"),
    field("budget_limits", Shape::List, "Budgets for several intervals (newer servers)"),
    map("budget_fallbacks", "Models to use once the budget is spent (newer servers)"),
    flag("throttle_on_budget_exceeded", "Whether requests over the budget wait (newer servers)").left_out(),
    integer("tpm_limit", "Tokens per minute"),
    integer("rpm_limit", "Requests per minute"),
    integer("tpd_limit", "Tokens per day (newer servers)"),
    integer("max_parallel_requests", "Parallel requests"),
    model_budgets("model_max_budget", "Budgets per model (requires a license)").clear(Clear::EmptyMap),
    map("model_rpm_limit", "Requests per minute and model").left_out(),
    map("model_tpm_limit", "Tokens per minute and model").left_out(),
    map("mcp_rpm_limit", "Requests per minute and MCP server (newer servers)").left_out(),
    map("tag_rpm_limit", "Requests per minute and tag (newer servers)").left_out(),
    text(
        "rpm_limit_type",
        "How requests per minute are enforced: guaranteed_throughput, best_effort_throughput or dynamic",
    )
    .left_out(),
    text(
        "tpm_limit_type",
        "How tokens per minute are enforced: guaranteed_throughput, best_effort_throughput or dynamic",
    )
    .left_out(),
    duration("duration", "Lifetime from when it is set, such as 30d").clear(Clear::Null),
    flag("auto_rotate", "Whether the server rotates the key (requires a license)"),
    duration("rotation_interval", "How often the server rotates the key"),
    flag("blocked", "Whether the key is blocked"),
    map("aliases", "Names of models for the key, such as {fast: gpt-4o}"),
    map("config", "Settings of the key's requests"),
    map("permissions", "Permissions of the key (requires a license)"),
    map("object_permission", "MCP servers, vector stores and agents that the key may use"),
    map("router_settings", "Router settings of the key's requests (newer servers)"),
    set("access_group_ids", "Ids of unified access groups (newer servers)"),
    set("allowed_routes", "Routes that the key may call"),
    set("allowed_cache_controls", "Cache controls that the key may send"),
    text("key_type", "Kind of key: llm_api, management, read_only or default; set on creation only")
        .clear(Clear::Never("LiteLLM does not change it")),
    set("guardrails", "Guardrails of the key's requests (requires a license)").left_out(),
    flag("disable_global_guardrails", "Whether global guardrails are skipped (requires a license)").left_out(),
    set("policies", "Policies of the key's requests (requires a license)").left_out(),
    set("prompts", "Prompts that the key may use (requires a license)").left_out(),
    set("tags", "Tags of the key's requests (requires a license)").left_out(),
    set("enforced_params", "Parameters that requests must have").left_out(),
    set("allowed_passthrough_routes", "Pass-through routes that the key may call (requires a license)").left_out(),
    set("denied_passthrough_routes", "Pass-through routes that the key may not call (requires a license)").left_out(),
    field("allowed_vector_store_indexes", Shape::List, "Vector store indexes that the key may use").left_out(),
    integer("default_estimated_output_tokens", "Output tokens that a request is assumed to need (newer servers)")
        .left_out(),
    map("default_estimated_output_tokens_per_model", "The same for single models (newer servers)").left_out(),
    flag("enable_prompt_caching", "Whether prompts are cached (newer servers)").left_out(),
    text("end_user_budget_id", "Id of the budget of each customer (newer servers)").names(Kind::Budget).left_out(),
    table::metadata("Anything else about the key"),
];

/// The fields that the server keeps in the metadata.
const IN_METADATA: &[&str] = &[
    "allowed_passthrough_routes",
    "allowed_vector_store_indexes",
    "default_estimated_output_tokens",
    "default_estimated_output_tokens_per_model",
    "denied_passthrough_routes",
    "disable_global_guardrails",
    "enable_prompt_caching",
    "end_user_budget_id",
    "enforced_params",
    "guardrails",
    "mcp_rpm_limit",
    "model_rpm_limit",
    "model_tpm_limit",
    "policies",
    "prompts",
    "rpm_limit_type",
    "tag_rpm_limit",
    "tags",
    "throttle_on_budget_exceeded",
    "tpm_limit_type",
];

/// The fields with which a key breaks the list of all keys if they are null.
const NEVER_NULL: &[&str] = &["aliases", "config", "metadata", "model_max_budget", "permissions"];
/// Requests in flight.
const CONCURRENCY: usize = 8;

/// Returns how a field is emptied on a server of a version.
pub(super) fn clear_of(version: &ServerVersion, field: &Field) -> Clear {
    match field.path {
        "duration" | "budget_duration" if is_old(version) => Clear::Never("LiteLLM 1.80 keeps it"),
        _ => field.clear,
    }
}

/// What a key may belong to.
const OWNERS: [(&str, Kind); 4] = [
    ("budget_id", Kind::Budget),
    ("organization_id", Kind::Organization),
    ("team_id", Kind::Team),
    ("user_id", Kind::User),
];

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Found, Error> {
    let mut keys = Found::default();
    let rows = match all_rows(server).await {
        // One broken key makes the list of whole keys fail, not that of hashes.
        Err(Error::Server(refusal)) => {
            let rows = rows_one_by_one(server, KeyFilter::default()).await?;
            rows.ok_or(Error::Server(refusal))?
        }
        rows => rows?,
    };
    let mut seen = BTreeSet::new();
    for row in rows.iter().filter(|row| row.get("team_id").and_then(Value::as_str) != Some(teams::DASHBOARD)) {
        let label = label(row);
        for (field, kind) in OWNERS {
            let owner = row.get(field).and_then(Value::as_str).filter(|id| !id.is_empty());
            keys.dependents.extend(owner.map(|id| (Address::new(kind, id), "key", label.clone())));
        }
        let broken: Vec<&str> =
            NEVER_NULL.iter().copied().filter(|name| row.get(*name).is_some_and(Value::is_null)).collect();
        if let (Some(first), Some(token)) = (broken.first(), row.get("token").and_then(Value::as_str)) {
            let fields = broken.join("`, `");
            keys.unreadable.push(format!(
                "the key {label} is broken: its `{fields}` are null, so the server can neither use it nor list keys; repair it \
                 with `litellm-proxy keys update {token} --unset {first}`"
            ));
        }
        if row.get("key_alias").is_none_or(is_empty) {
            keys.leave_out(["key has no alias", "keys have no alias"]);
        }
        match resource(row) {
            None => {}
            Some(resource) if seen.insert(resource.address.clone()) => keys.resources.push(resource),
            Some(resource) => {
                keys.unreadable
                    .push(format!("several keys have the alias `{}`; only one is compared", resource.address.name));
            }
        }
    }
    Ok(keys)
}

/// Returns the name of a key for people.
fn label(row: &Value) -> String {
    let text = |name: &str| row.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text("key_alias").or_else(|| text("key_name")).or_else(|| text("token")).unwrap_or("without a name").to_owned()
}

async fn all_rows(server: &Server) -> Result<Vec<Value>, Error> {
    let mut pages = server.client.keys().list_all(KeyFilter::default());
    let mut rows = Vec::new();
    while let Some(keys) = pages.next_page().await? {
        rows.extend(keys.iter().filter_map(whole));
    }
    add_budgets(server, &mut rows).await?;
    Ok(rows)
}

fn whole(key: &KeyEntry) -> Option<Value> {
    if let KeyEntry::Full(key) = key { Some(compact(&rows::whole(key))) } else { None }
}

/// Keeps the fields of a row that are needed: rows have 70 more, joined from other tables.
fn compact(row: &Value) -> Value {
    let others = ["token", "key_name", "key_alias", "org_id", "expires", "litellm_budget_table", METADATA];
    let names = FIELDS.iter().map(|field| field.path).chain(others);
    let fields = names.filter_map(|name| Some((name.to_owned(), row.get(name)?.clone())));
    fields
        .filter(|(name, value)| !is_empty(value) || NEVER_NULL.contains(&name.as_str()) || name == "budget_id")
        .collect()
}

/// Adds the budgets of keys, which lists of old servers omit.
async fn add_budgets(server: &Server, rows: &mut [Value]) -> Result<(), Error> {
    if rows.iter().all(|row| row.get("budget_id").is_some()) {
        return Ok(());
    }
    let all = server.client.http().request("GET", "/spend/keys").query("limit", "1000000").await?;
    let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let of_key = all.as_array().into_iter().flatten();
    let of_key: BTreeMap<String, String> =
        of_key.filter_map(|row| Some((text(row, "token")?, text(row, "budget_id")?))).collect();
    let ids: Vec<&String> = of_key.values().filter(|id| budgets::is_servers_own(id)).collect();
    let tables =
        if ids.is_empty() { Value::Null } else { post(server, "/budget/info", &json!({"budgets": ids})).await? };
    let tables = tables.as_array().into_iter().flatten();
    let tables: BTreeMap<String, &Value> = tables.filter_map(|row| Some((text(row, "budget_id")?, row))).collect();
    for row in rows {
        let budget = text(row, "token").and_then(|token| of_key.get(&token));
        if let (Value::Object(fields), Some(budget)) = (row, budget) {
            fields.insert("budget_id".to_owned(), json!(budget));
            let table = tables.get(budget).map(|table| (*table).clone());
            fields.insert("litellm_budget_table".to_owned(), table.unwrap_or_default());
        }
    }
    Ok(())
}

/// Reads the keys one after another, some at once. `None` if even their hashes cannot be listed.
async fn rows_one_by_one(server: &Server, filter: KeyFilter) -> Result<Option<Vec<Value>>, Error> {
    let filter = filter.return_full_object(false);
    let Ok(hashes) = server.client.keys().list_all(&filter).all().await else { return Ok(None) };
    let reads = hashes.iter().filter_map(KeyEntry::token).map(|token| row_of(server, token));
    let rows: Vec<Option<Value>> = stream::iter(reads).buffered(CONCURRENCY).try_collect().await?;
    Ok(Some(rows.into_iter().flatten().collect()))
}

/// Reads a key that is in a list. `GET /key/info` also knows deleted keys.
async fn row_of(server: &Server, token: &str) -> Result<Option<Value>, Error> {
    let info = match server.client.http().request("GET", "/key/info").query("key", token).await {
        Ok(info) => info,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(Value::Object(row)) = info.get("info") else { return Ok(None) };
    let mut row = row.clone();
    row.insert("token".to_owned(), json!(token));
    if let Some(organization) = row.remove("organization_id") {
        row.insert("org_id".to_owned(), organization);
    }
    Ok(Some(compact(&Value::Object(row))))
}

/// Adds the budget of a key, which lists of old servers omit.
async fn with_budget(server: &Server, mut row: Value) -> Result<Value, Error> {
    let token = row.get("token").and_then(Value::as_str).filter(|_| row.get("budget_id").is_none());
    let Some(token) = token else { return Ok(row) };
    let info = row_of(server, token).await?.unwrap_or_default();
    if let Value::Object(row) = &mut row {
        for name in ["budget_id", "litellm_budget_table"] {
            row.extend(info.get(name).map(|value| (name.to_owned(), value.clone())));
        }
    }
    Ok(row)
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    let filter = KeyFilter::default().size(100_u32);
    let filter = match id {
        Some(token) => filter.key_hash(token),
        None if is_key_hash(&address.name) => filter.key_hash(&address.name),
        None => filter.key_alias(&address.name),
    };
    let found: Vec<Value> = match server.client.keys().list_all(&filter).all().await {
        Ok(keys) => {
            let rows = keys.iter().filter_map(whole).map(|row| with_budget(server, row));
            stream::iter(rows).buffered(CONCURRENCY).try_collect().await?
        }
        Err(Error::Server(refusal)) => rows_one_by_one(server, filter).await?.ok_or(Error::Server(refusal))?,
        Err(error) => return Err(error),
    };
    let is_it = |resource: &LiveResource| id.map_or(resource.address == *address, |id| resource.id == id);
    Ok(found.iter().filter_map(resource).find(is_it))
}

/// Reads a key. One without an alias is known by its hash.
fn resource(row: &Value) -> Option<LiveResource> {
    let token = row.get("token")?.as_str()?;
    let alias = row.get("key_alias").and_then(Value::as_str).filter(|alias| !alias.is_empty());
    let mut kept = rows::only(row, &[METADATA, "object_permission"]);
    permissions::simplify(&mut kept);
    rows::keep_own_budget(&mut kept, own_budget(row));
    let mut resource = LiveResource::new(Address::new(Kind::Key, alias.unwrap_or(token)), token, kept);
    resource.mark = rows::mark(Kind::Key, row);
    // Nobody has named it, in a file or on the server.
    resource.is_implicit = alias.is_none() && resource.mark.is_none();
    resource.fields = rows::seen_with_flags(FIELDS, &shown(row));
    if row.get("expires").is_some_and(Value::is_string) {
        // The server keeps when the key expires, not after how long.
        resource.fields.insert("duration".to_owned(), Seen::Hidden);
    }
    Some(resource)
}

/// Returns a row with all fields at the top.
fn shown(row: &Value) -> Value {
    let mut lifted = rows::lifted(row, METADATA, IN_METADATA);
    permissions::simplify(&mut lifted);
    rows::without_reset_times(&mut lifted, "budget_limits");
    if let Value::Object(fields) = &mut lifted {
        if let Some(organization) = fields.remove("org_id") {
            fields.insert("organization_id".to_owned(), organization);
        }
        if fields.get("key_type").and_then(Value::as_str) == Some("default") {
            fields.remove("key_type");
        }
        if let Some(id) = own_budget(row) {
            let budget = fields.get("litellm_budget_table").filter(|table| table.get("budget_id") == Some(&json!(id)));
            let dollars = budget.and_then(|table| table.get("soft_budget")).cloned().unwrap_or_default();
            fields.insert("soft_budget".to_owned(), dollars);
            fields.remove("budget_id");
        }
    }
    lifted
}

/// Returns the id of the budget that the server made for the warning of a single key: it has no limit.
fn own_budget(row: &Value) -> Option<&str> {
    let table = row.get("litellm_budget_table").and_then(Value::as_object);
    let limits = ["max_budget", "budget_duration", "tpm_limit", "rpm_limit", "max_parallel_requests"];
    let has_limit =
        table.is_some_and(|table| limits.iter().any(|name| table.get(*name).is_some_and(|it| !is_empty(it))));
    row.get("budget_id")?.as_str().filter(|id| budgets::is_servers_own(id) && !has_limit)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change {
        Change::Create { address, fields, mark } => {
            if let Some(secret) = fields.get("key").and_then(Value::as_str) {
                check_secret(server, secret).await?;
            }
            let mut body = metadata::creation(Kind::Key, fields, *mark);
            body.insert("key_alias".to_owned(), json!(address.name));
            // The secret is in the body: it was chosen, and saved, before.
            post(server, "/key/generate", &body).await?;
        }
        Change::Update { live, set, clear, mark } => {
            let update = Update { live, set, clear, mark: *mark, not_taken: &[], replacing: &[] };
            let mut body = update.body(server);
            permissions::replace(&mut body, live);
            if is_old(&server.version)
                && let Some(dollars) = body.remove("soft_budget")
            {
                warn_at(server, live, dollars, &mut body).await?;
            }
            if !body.is_empty() {
                body.insert("key".to_owned(), json!(live.id));
                post(server, "/key/update", &body).await?;
            }
        }
        Change::Delete { live } => {
            post(server, "/key/delete", &json!({"keys": [live.id]})).await?;
        }
        Change::Replace { live, .. } => return Err(impossible(&live.address)),
    }
    Ok(())
}

/// Checks that no key has this secret: the server would report success and change nothing.
async fn check_secret(server: &Server, secret: &str) -> Result<(), Error> {
    let filter = KeyFilter::default().key_hash(key_hash(secret)).size(100_u32);
    let found = server.client.keys().list(&filter).await?;
    match found.keys.first() {
        None => Ok(()),
        Some(key) => {
            let alias = key.alias().map_or("without an alias".to_owned(), |alias| format!("`{alias}`"));
            Err(Error::InvalidRequest(format!("a key has this secret already: {alias}")))
        }
    }
}

/// Sets or empties `soft_budget` where updates of keys ignore it.
async fn warn_at(
    server: &Server,
    live: &LiveResource,
    dollars: Value,
    body: &mut Map<String, Value>,
) -> Result<(), Error> {
    let limits = Map::from_iter([("soft_budget".to_owned(), dollars)]);
    if let Some(budget) = rows::own_budget(live) {
        return budgets::update(server, budget, limits).await;
    }
    let budget = budgets::create_own(server, limits).await?;
    body.insert("budget_id".to_owned(), json!(budget));
    Ok(())
}
