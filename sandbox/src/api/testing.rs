//! What LiteLLM does not have, for tests: adding spend without running a model, and moving the clock. Only the master key
//! may do so.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::HeaderMap;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::caller::{Caller, MASTER_KEY};
use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::rules::budgets::{self, SERVER_TOTAL, Spender};
use crate::rules::parties::Parties;
use crate::rules::windows;
use crate::secrets::token_of;
use crate::store::{LogMetadata, LogRow, Table, membership};
use crate::time::{self, DurationSpec};

pub(super) const ROUTES: &[Route] = &[
    route::post("/sandbox/spend", Access::Admins, SPEND, spend),
    route::get("/sandbox/clock", Access::Admins, &[], show_clock),
    route::post("/sandbox/clock", Access::Admins, CLOCK, move_clock),
];

const SPEND: &[Field] = &[
    optional("key", FieldType::String),
    optional("alias", FieldType::String),
    optional("user", FieldType::String),
    optional("team", FieldType::String),
    optional("amount", FieldType::Number),
];
const CLOCK: &[Field] = &[
    optional("advance", FieldType::String),
    optional("advance_to", FieldType::String),
    optional("reset", FieldType::Bool),
];
/// The year 9000, so that no sum of a time and a duration is out of range.
const LAST_SECOND: i64 = 221_845_392_000;
/// What a short hash has at least.
const MIN_HASH: usize = 8;
/// The name of the endpoint in reports.
const ENDPOINT: &str = "/sandbox/spend";

fn refuse(status: StatusCode, message: impl Into<String>) -> Refusal {
    Refusal::error(status, "sandbox_error", None, message)
}

fn require_master_key(request: &RequestContext<'_>) -> Result<(), Refusal> {
    if request.caller.is_admin() && request.caller.key.is_none() {
        return Ok(());
    }
    Err(refuse(StatusCode::FORBIDDEN, "Only the master key of the sandbox may do this."))
}

/// The party that spends.
struct Owner {
    kind: &'static str,
    table: Table,
    id: String,
    name: Option<String>,
    row: JsonObject,
}

/// Adds spend to a key and all that its requests count against, or to a user or team alone. Without an amount, adds what
/// is left of the budget.
fn spend(request: &RequestContext<'_>) -> HandlerResult {
    require_master_key(request)?;
    let owner = owner(request)?;
    let key = (owner.table == Table::Keys).then(|| Arc::new(owner.row.clone()));
    let user_id = key.as_ref().and_then(|key| key.get_str("user_id")).map(str::to_owned);
    let caller = Caller { key, user_id, ..Caller::anonymous() };
    let (headers, body) = (HeaderMap::new(), JsonObject::default());
    // Reading the parties also resets the budgets that are due, so that this spend is not lost with them.
    let parties = Parties::find(request.tables, request.config, &caller, (&headers, &body), request.now)?;
    let current = match &parties.key {
        Some(key) => Arc::clone(key),
        None => Arc::new(budgets::current(request.tables, owner.table, &owner.id, request.now)?.unwrap_or_default()),
    };
    let spent = current.get_f64("spend").unwrap_or_default();
    let amount = match request.body.get_f64("amount") {
        Some(amount) if amount > 0.0 && amount.is_finite() => amount,
        Some(_) => return Err(refuse(StatusCode::BAD_REQUEST, "The amount must be greater than zero.")),
        None => rest_of_budget(&owner, &current, spent)?,
    };
    let spenders = spenders(&owner, &parties, &caller);
    budgets::add_spend(request.tables, &spenders, amount, &time::format(request.now))?;
    for (table, id) in spenders.iter().filter(|(table, _)| matches!(table, Table::Keys | Table::Teams)) {
        windows::add_spend(request.tables, *table, id, amount, request.now)?;
    }
    log(request, &owner, amount)?;
    Ok(json!({
        "kind": owner.kind, "id": owner.id, "name": owner.name, "amount": amount, "spend": spent + amount,
        "max_budget": current.get("max_budget"),
    })
    .into())
}

/// Returns what is left of a budget. Teams may spend all of theirs; they stop only beyond it.
fn rest_of_budget(owner: &Owner, current: &JsonObject, spent: f64) -> Result<f64, Refusal> {
    let Some(most) = current.get_f64("max_budget") else {
        let message = format!("The {} has no budget that could be used up; name an amount.", owner.kind);
        return Err(refuse(StatusCode::BAD_REQUEST, message));
    };
    let beyond = if owner.table == Table::Teams { 0.01 } else { 0.0 };
    Ok((most - spent + beyond).max(0.0))
}

/// Returns what the spend is counted for, as for a model request of the key.
fn spenders(owner: &Owner, parties: &Parties, caller: &Caller) -> Vec<Spender> {
    let mut spenders = vec![(owner.table, owner.id.clone())];
    spenders.extend(parties.id_of_user().map(|id| (Table::Users, id.to_owned())));
    spenders.extend(parties.id_of_team().map(|id| (Table::Teams, id.to_owned())));
    if let (Some(team), Some(user)) = (parties.id_of_team(), caller.user_id.as_deref()) {
        spenders.push((Table::Memberships, membership(team, user)));
    }
    spenders.extend(parties.tags.iter().filter(|(_, row)| row.is_some()).map(|(name, _)| (Table::Tags, name.clone())));
    spenders.extend(parties.server_total.as_ref().map(|_| (Table::Sums, SERVER_TOTAL.to_owned())));
    spenders
}

/// Records the spend in the log, so that reports agree with it.
fn log(request: &RequestContext<'_>, owner: &Owner, amount: f64) -> Result<(), Refusal> {
    let field = |name: &str| owner.row.get_str(name);
    let is_key = owner.table == Table::Keys;
    let key = if is_key { &owner.id } else { MASTER_KEY };
    let user = field("user_id").filter(|_| is_key || owner.table == Table::Users);
    let team = field("team_id").filter(|_| is_key || owner.table == Table::Teams);
    let alias = owner.name.as_deref().filter(|_| is_key).map(Value::from);
    let (id, now) = (uuid::Uuid::new_v4().to_string(), time::format(request.now));
    let empty = LogRow::empty();
    let row = LogRow {
        request_id: &id,
        call_type: ENDPOINT,
        api_key: key,
        spend: amount,
        started: &now,
        ended: &now,
        completion_started: &now,
        user: user.unwrap_or_default(),
        metadata: LogMetadata {
            status: Some("success"),
            user_api_key: key,
            user_api_key_alias: alias.as_ref(),
            user_api_key_team_id: team,
            user_api_key_user_id: user,
            litellm_call_id: &id,
            ..empty.metadata
        },
        team_id: team.unwrap_or_default(),
        session_id: &id,
        status: "success",
        litellm_call_id: &id,
        created_at: &now,
        updated_at: &now,
        ..empty
    };
    Ok(request.tables.log_request(&row, ENDPOINT)?)
}

/// Finds whose spend it is: a key by itself, or as `alias` by its alias, its hash or the beginning of its hash; a user by id, email address
/// or alias; a team by id or alias.
fn owner(request: &RequestContext<'_>) -> Result<Owner, Refusal> {
    let named = |name: &str| request.body.get_str(name).filter(|value| !value.is_empty());
    let (kind, table, columns, value): (_, _, &[&'static str], _) =
        match (named("key").or(named("alias")), named("user"), named("team")) {
            (Some(key), None, None) => ("key", Table::Keys, &["key_alias"], key),
            (None, Some(user), None) => ("user", Table::Users, &["user_email", "user_alias"], user),
            (None, None, Some(team)) => ("team", Table::Teams, &["team_alias"], team),
            _ => return Err(refuse(StatusCode::BAD_REQUEST, "Name one of key, user and team.")),
        };
    let id = if table == Table::Keys { token_of(value) } else { value.to_owned() };
    let found = match request.tables.get(table, &id)? {
        Some(row) => vec![row],
        None => by_name(request, table, columns, value)?,
    };
    let [row] = found.as_slice() else {
        // A key is a secret, and is not repeated.
        let what = if value.starts_with("sk-") { String::new() } else { format!(" `{value}`") };
        return Err(match found.len() {
            0 => refuse(StatusCode::NOT_FOUND, format!("The sandbox has no {kind}{what}.")),
            count => refuse(StatusCode::BAD_REQUEST, format!("{count} {kind}s are meant by{what}; give an id.")),
        });
    };
    let field = |name: &str| row.get_str(name).map(str::to_owned);
    let id = field(match table {
        Table::Keys => "token",
        Table::Users => "user_id",
        _ => "team_id",
    });
    let name = columns.iter().find_map(|name| field(name));
    Ok(Owner { kind, table, id: id.unwrap_or_default(), name, row: row.clone() })
}

fn by_name(
    request: &RequestContext<'_>,
    table: Table,
    columns: &[&'static str],
    value: &str,
) -> Result<Vec<JsonObject>, Refusal> {
    let is_hash = table == Table::Keys && value.len() >= MIN_HASH && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let matches = |row: &JsonObject| {
        columns.iter().any(|name| row.get_str(name).is_some_and(|own| own.eq_ignore_ascii_case(value)))
            || is_hash && row.get_str("token").is_some_and(|token| token.starts_with(value))
    };
    Ok(request.tables.all(table)?.into_iter().filter(matches).collect())
}

fn show_clock(request: &RequestContext<'_>) -> HandlerResult {
    require_master_key(request)?;
    Ok(clock(request).into())
}

/// Moves the time forward, or returns to that of the system.
fn move_clock(request: &RequestContext<'_>) -> HandlerResult {
    require_master_key(request)?;
    let bad_request = |message: String| refuse(StatusCode::BAD_REQUEST, message);
    let (advance, to) = (request.body.get_str("advance"), request.body.get_str("advance_to"));
    let now = request.clock.now();
    let target = match (advance, to, request.body.get_bool("reset")) {
        (None, None, true) => {
            request.clock.reset();
            return Ok(clock(request).into());
        }
        (Some(advance), None, false) => {
            let target = DurationSpec::parse(advance).and_then(|duration| duration.after(now));
            target.ok_or_else(|| bad_request(format!("`{advance}` is not a duration such as 31d.")))?
        }
        (None, Some(to), false) => time::parse(to).ok_or_else(|| bad_request(format!("`{to}` is not a time.")))?,
        _ => return Err(bad_request("Name one of advance, advance_to and reset.".to_owned())),
    };
    if target.as_second() > LAST_SECOND {
        return Err(bad_request("The time must be before the year 9000.".to_owned()));
    }
    let Ok(by) = target.duration_since(now).try_into() else {
        return Err(bad_request(format!(
            "It is later than {} already; time moves only forward.",
            time::format(target)
        )));
    };
    request.clock.advance(by);
    Ok(clock(request).into())
}

fn clock(request: &RequestContext<'_>) -> Value {
    let now: Timestamp = request.clock.now();
    json!({ "now": time::format(now), "seconds_ahead": request.clock.ahead().as_secs() })
}
