//! What stops keys and teams: blocks, expiry, budgets, and fields that are null and must not be. The key in use is an error,
//! others are warnings.

use jiff::{SignedDuration, Timestamp};
use litellm_proxy_client::RefusalKind;
use serde_json::Value;

use super::super::facts::{Facts, Reply};
use super::super::finding::{Finding, Repair, excerpt, name, names, word};
use super::super::sources::Source;
use super::key::{own, refusal};
use super::{Found, Unchecked};
use crate::commands::facts::short_hash;
use crate::commands::status;
use crate::output::{dollars, times};

/// The columns of a key that must not be null: the server cannot read the key, nor a list that has it.
const NOT_NULL: [&str; 6] = ["aliases", "budget_fallbacks", "config", "metadata", "model_max_budget", "permissions"];
/// What the server's validation says of such a key.
const INVALID: &str = "validation error";
/// The server's job that resets budgets runs every ten minutes.
const OVERDUE: SignedDuration = SignedDuration::from_hours(1);
const YOURS: &str = "your key";

/// Returns all keys that were read.
pub(super) fn all(facts: &Facts) -> &[Value] {
    let stored = facts.stored_keys.as_ref().and_then(|reply| reply.value()?.as_array());
    stored.map_or(facts.keys.items.as_slice(), Vec::as_slice)
}

/// Returns the alias of a key or team, or what else names it.
pub(super) fn subject(row: &Value) -> String {
    let field = |field: &str| row.get(field).and_then(Value::as_str).filter(|text| !text.is_empty());
    field("key_alias")
        .or(field("team_alias"))
        .or(field("team_id").filter(|_| field("token").is_none()))
        .map_or_else(|| short_hash(field("token").unwrap_or_default()), name)
}

/// Returns the word by which commands find a key or team.
fn argument(row: &Value) -> String {
    let field = |field: &str| row.get(field).and_then(Value::as_str).filter(|text| !text.is_empty());
    word(field("key_alias").or(field("token")).or(field("team_alias")).or(field("team_id")).unwrap_or("KEY"))
}

/// Returns the other keys, which the key in use is not among.
fn others(facts: &Facts) -> impl Iterator<Item = &Value> {
    let hash = facts.value(Source::OwnKey).and_then(|value| value.get("key")?.as_str());
    all(facts).iter().filter(move |row| hash.is_none() || row.get("token").and_then(Value::as_str) != hash)
}

fn own_hash(facts: &Facts) -> String {
    let hash = facts.value(Source::OwnKey).and_then(|value| value.get("key")?.as_str());
    hash.map_or_else(|| facts.target.key_hash.clone(), str::to_owned)
}

/// Returns one finding about several things: the command for one of them, or that for all.
fn together(
    rows: &[&Value],
    kind: &str,
    message: impl Fn(&str) -> String,
    one: &str,
    several: &str,
) -> Option<Finding> {
    let subjects: Vec<String> = rows.iter().map(|row| subject(row)).collect();
    match rows {
        [] => None,
        [only] => {
            let command = if one.contains('{') { one.replace("{}", &argument(only)) } else { one.to_owned() };
            Some(Finding::warning(format!("{kind} {}", subject(only)), message("it is")).command(command))
        }
        _ => {
            let count = format!("{} {kind}s", rows.len());
            let message = format!("{} ({})", message("they are"), names(&subjects));
            Some(Finding::warning(count, message).command(several))
        }
    }
}

fn is_refused_as(reply: Option<&Reply>, kinds: &[RefusalKind]) -> Result<bool, Unchecked> {
    match reply.map(Reply::kind) {
        None => Ok(false),
        Some(Some(kind)) if kinds.contains(&kind) => Ok(true),
        Some(_) => Err(Unchecked::Because("the key is refused".to_owned())),
    }
}

fn flag(row: &Value, field: &str) -> bool {
    row.get(field) == Some(&Value::Bool(true))
}

pub(super) fn blocked(facts: &Facts) -> Found {
    let reply = refusal(facts)?;
    let mut found = Vec::new();
    if is_refused_as(reply, &[RefusalKind::KeyBlocked, RefusalKind::TeamBlocked, RefusalKind::ProjectBlocked])? {
        let is_key = reply.and_then(Reply::kind) == Some(RefusalKind::KeyBlocked);
        let finding = if is_key {
            Finding::error(YOURS, "it is blocked; an admin can unblock it")
                .command(format!("litellm-proxy keys unblock {}", own_hash(facts)))
        } else {
            Finding::error(YOURS, "its team or project is blocked; an admin can unblock that")
                .command("litellm-proxy teams unblock TEAM")
        };
        found.extend(reply.map(|reply| finding.evidence(reply.evidence())));
    }
    let keys: Vec<&Value> = others(facts).filter(|row| flag(row, "blocked")).collect();
    found.extend(together(
        &keys,
        "key",
        |are| format!("{are} blocked"),
        "litellm-proxy keys unblock {}",
        "litellm-proxy keys audit --only blocked",
    ));
    let teams: Vec<&Value> = facts.teams.items.iter().filter(|row| flag(row, "blocked")).collect();
    found.extend(together(
        &teams,
        "team",
        |are| format!("{are} blocked, and with it each of its keys"),
        "litellm-proxy teams unblock {}",
        "litellm-proxy teams list --columns team_id,team_alias,blocked",
    ));
    Ok(found)
}

fn expiry(row: &Value) -> Option<Timestamp> {
    row.get("expires")?.as_str().and_then(times::parse)
}

pub(super) fn expiring(facts: &Facts) -> Found {
    let reply = refusal(facts)?;
    let mut found = Vec::new();
    let renew = || format!("litellm-proxy keys update {} --duration 30d", own_hash(facts));
    if is_refused_as(reply, &[RefusalKind::KeyExpired])? {
        let finding = Finding::error(YOURS, "it has expired by the server's clock").command(renew());
        found.extend(reply.map(|reply| finding.evidence(reply.evidence())));
    }
    if let Some(soon) = own(facts).and_then(|row| status::expires_soon(expiry(row), facts.now)) {
        found.push(Finding::warning(YOURS, format!("it {soon}")).command(renew()));
    }
    let expired: Vec<&Value> = others(facts).filter(|row| expiry(row).is_some_and(|time| time <= facts.now)).collect();
    found.extend(together(
        &expired,
        "key",
        |are| format!("{} expired", if are == "it is" { "it has" } else { "they have" }),
        "litellm-proxy keys update {} --duration 30d",
        "litellm-proxy keys audit --only expired",
    ));
    let soon: Vec<&Value> =
        others(facts).filter(|row| status::expires_soon(expiry(row), facts.now).is_some()).collect();
    found.extend(together(
        &soon,
        "key",
        |are| format!("{} within a week", if are == "it is" { "it expires" } else { "they expire" }),
        "litellm-proxy keys update {} --duration 30d",
        "litellm-proxy keys list --columns key_alias,expires",
    ));
    Ok(found)
}

/// Returns when the budget of a row should have been reset, if that is overdue.
pub(super) fn overdue_reset(facts: &Facts, row: &Value) -> Option<Timestamp> {
    let reset = row.get("budget_reset_at")?.as_str().and_then(times::parse)?;
    (facts.now.duration_since(reset) > OVERDUE).then_some(reset)
}

/// Returns spend and limit of a row whose budget is used up.
fn used_up(row: &Value) -> Option<(f64, f64)> {
    let number = |row: &Value, field: &str| row.get(field).and_then(Value::as_f64);
    let shared = row.get("litellm_budget_table").and_then(|table| number(table, "max_budget"));
    let limit = number(row, "max_budget").or(shared)?;
    let spend = number(row, "spend").unwrap_or_default();
    status::is_over_budget(Some(spend), Some(limit)).then_some((spend, limit))
}

pub(super) fn budget(facts: &Facts) -> Found {
    let reply = refusal(facts)?;
    let mut found = Vec::new();
    let why = || format!("litellm-proxy budgets why {}", own_hash(facts));
    if is_refused_as(reply, &[RefusalKind::BudgetExceeded])? {
        let finding = Finding::error(YOURS, "its budget is used up").command(why());
        found.extend(reply.map(|reply| finding.evidence(reply.evidence())));
    }
    if let Some((spend, limit)) = own(facts).and_then(used_up) {
        let message = format!("its budget is used up: {} of {}", dollars(spend), dollars(limit));
        let finding = Finding::error(YOURS, message).command(why());
        found.extend(
            facts
                .reply(Source::OwnKey)
                .map(|reply| finding.evidence(reply.quoting(&format!("spend {spend}, max_budget {limit}")))),
        );
    }
    // A budget that should have been reset is the consequence of a job that does not run.
    let is_full = |row: &&Value| used_up(row).is_some() && overdue_reset(facts, row).is_none();
    let keys: Vec<&Value> = others(facts).filter(is_full).collect();
    found.extend(together(
        &keys,
        "key",
        |are| format!("{} used up", if are == "it is" { "its budget is" } else { "their budgets are" }),
        "litellm-proxy budgets why {}",
        "litellm-proxy keys audit --only over-budget",
    ));
    let teams: Vec<&Value> = facts.teams.items.iter().filter(is_full).collect();
    found.extend(together(
        &teams,
        "team",
        |are| format!("{} used up", if are == "it is" { "its budget is" } else { "their budgets are" }),
        "litellm-proxy teams info {}",
        "litellm-proxy teams list --columns team_id,team_alias,spend,max_budget",
    ));
    Ok(found)
}

/// Returns the fields that the server's validation of a key names.
pub(super) fn nulls_in_message(message: &str) -> Vec<String> {
    if !message.contains(INVALID) {
        return Vec::new();
    }
    let words: Vec<&str> = message.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
    NOT_NULL.iter().filter(|field| words.contains(*field)).map(|field| (*field).to_owned()).collect()
}

pub(super) fn null(facts: &Facts) -> Found {
    let reply = refusal(facts)?;
    if let Some(reply) = reply {
        let fields = nulls_in_message(reply.message());
        if fields.is_empty() {
            return Err(Unchecked::Because("the key is refused".to_owned()));
        }
        let message = format!("it is broken: {} null, so the server refuses it; an admin can repair it", are(&fields));
        let finding = Finding::error(YOURS, message).evidence(reply.evidence());
        return Ok(vec![finding.command("litellm-proxy doctor --only key.null --fix --api-key ADMIN_KEY")]);
    }
    let Some(listed) = facts.reply(Source::Keys) else {
        return Ok(Vec::new());
    };
    if listed.is_ok() {
        return match facts.keys.more_than_read {
            Some(total) => {
                let read = facts.keys.items.len();
                Err(Unchecked::Because(format!("only {read} of {total} keys were read, and none of them is broken")))
            }
            None => Ok(Vec::new()),
        };
    }
    let broken: Vec<Finding> = all(facts).iter().filter_map(|row| broken(row, listed)).collect();
    if broken.is_empty() && listed.message().contains(INVALID) {
        let message =
            "they cannot be listed in full: one of them is broken by a null, but there are too many to find it";
        let finding = Finding::error("keys", message).evidence(listed.evidence());
        return Ok(vec![finding.command("litellm-proxy http request GET /spend/keys --output-file keys.json")]);
    }
    if broken.is_empty() {
        return Err(Unchecked::Because(format!("the list of keys fails: {}", excerpt(listed.message()))));
    }
    Ok(broken)
}

fn are(fields: &[String]) -> String {
    format!("{} {}", fields.join(", "), if fields.len() == 1 { "is" } else { "are" })
}

/// Returns the finding about a key as it is stored, if a field of it is null that must not be. Old servers lack some of them.
fn broken(row: &Value, listed: &Reply) -> Option<Finding> {
    let is_null = |field: &&&str| row.get(**field).is_some_and(Value::is_null);
    let fields: Vec<String> = NOT_NULL.iter().filter(is_null).map(|field| (*field).to_owned()).collect();
    let key = row.get("token")?.as_str()?.to_owned();
    if fields.is_empty() {
        return None;
    }
    let message =
        format!("it is broken: {} null. The server refuses it, and keys cannot be listed in full", are(&fields));
    Some(
        Finding::error(format!("key {}", subject(row)), message)
            .evidence(listed.evidence())
            .command("litellm-proxy doctor --only key.null --fix")
            .repaired_by(Repair { key, fields }),
    )
}
