//! `budgets why`: shows what stops a key, or will stop it first. The limits are the library's.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args};
use serde::Serialize;
use serde_json::{Value, json};

use super::called::Called;
use super::owner::{self, Owner};
use super::reach;
use super::unblock::command;
use crate::commands::names::{self, NamedKey};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, cell, defaults, dollars, short_hash, times};
use litellm_proxy_client::access::AccessVerdict;
use litellm_proxy_client::limits::{KeyLimit, KeyLimits, LimitKind, LimitOwner, UnknownLimits};

const AFTER_HELP: &str = "\
Columns: scope, id, what, used, limit, percent, resets_at, tightest

JSON: an object with key, key_alias, stopped, limits, untold and unblock

Checks the key and its budget windows, the budget it shares, its team, its user in that team, its
user, its organization, its project, the access groups among its models, the tags in its metadata
(LiteLLM 1.88 and newer), the whole server, and a customer if you name one. A user's own budget
counts for keys without a team. The server does not report how much of a rate limit is used; of a
budget window of a team, only whole days are known. Spend is reported with a delay of a few
seconds. Models that the key may call are checked with --model.

Examples:
  litellm-proxy budgets why my-key --model gpt-4o
  litellm-proxy budgets why --user bob@example.com
  litellm-proxy budgets why my-key --customer customer-1";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP, group = ArgGroup::new("whose").required(true))]
pub(crate) struct Why {
    /// The key, its hash or its alias, @FILE or @-
    #[arg(group = "whose", value_parser = NonEmptyStringValueParser::new())]
    key: Option<String>,
    /// All keys of this user, by id or email address
    #[arg(long, group = "whose", value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: Option<String>,
    /// All keys of this team, by id or alias
    #[arg(long, group = "whose", value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// Also check whether the model is out of reach
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    model: Option<String>,
    /// Customer that requests would name
    #[arg(long, value_name = "CUSTOMER_ID", value_parser = NonEmptyStringValueParser::new())]
    customer: Option<String>,
}

/// A limit, as a row of the table.
#[derive(Debug, Serialize)]
pub(super) struct LimitRow {
    pub(super) scope: &'static str,
    pub(super) id: String,
    /// What people call it: a key or a team by its alias, a user by email address.
    #[serde(skip)]
    pub(super) name: String,
    pub(super) model: Option<String>,
    pub(super) window: Option<String>,
    pub(super) what: &'static str,
    pub(super) used: Option<f64>,
    pub(super) limit: Value,
    pub(super) percent: Option<f64>,
    pub(super) resets_at: Option<String>,
    pub(super) stops: bool,
    pub(super) may_stop: bool,
    pub(super) tightest: bool,
    pub(super) unblock: String,
    /// Why a model is out of reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

impl LimitRow {
    fn new(limit: &KeyLimit, called: &Called) -> Self {
        Self {
            scope: limit.owner.scope(),
            name: called.owner(&limit.owner),
            id: Called::default().owner(&limit.owner),
            window: limit.window.as_ref().map(ToString::to_string),
            model: limit.model.clone(),
            what: limit.kind.as_str(),
            used: limit.used,
            limit: limit.bound.clone(),
            percent: limit.percent,
            resets_at: limit.resets_at.map(|time| time.to_string()),
            stops: limit.is_exceeded,
            may_stop: limit.may_stop(),
            tightest: limit.is_tightest,
            unblock: command(&limit.change, limit.kind, called),
            reason: None,
        }
    }

    /// Returns whether it is a budget that may be exceeded.
    pub(super) fn is_unknown_budget(&self) -> bool {
        self.may_stop && self.what == LimitKind::Dollars.as_str()
    }

    /// Returns the limit as a cell, a time as `time` formats it.
    fn bound(&self, time: fn(&str) -> String) -> String {
        match self.limit.as_f64() {
            Some(amount) if self.what == LimitKind::Dollars.as_str() => dollars(amount),
            _ if self.what == LimitKind::Expiry.as_str() => time(&cell(&self.limit)),
            _ => cell(&self.limit),
        }
    }

    /// Returns the quantity in words: `dollars of gpt-4o`, `dollars per 1d`, `model gpt-4o`.
    pub(super) fn quantity(&self) -> String {
        let of = if self.what == "model" { " " } else { " of " };
        let model = self.model.as_ref().map(|model| format!("{of}{model}")).unwrap_or_default();
        let window = self.window.as_ref().map(|window| format!(" per {window}")).unwrap_or_default();
        format!("{}{model}{window}", self.what)
    }
}

const COLUMNS: &[Column<LimitRow>] = &[
    Column::new("scope", "Scope", |row: &LimitRow| row.scope.to_owned()).whole(),
    Column::either("id", "ID", |row: &LimitRow| row.name.clone(), |row| row.id.clone())
        .left_aligned()
        .short(|row| short_hash(&row.name))
        .optional(3),
    Column::new("what", "What", LimitRow::quantity),
    Column::money("used", "Used", |row| row.used),
    Column::either("limit", "Limit", |row: &LimitRow| row.bound(times::local), |row| cell(&row.limit))
        .short(|row| row.bound(times::short)),
    Column::right("percent", "%", |row: &LimitRow| row.percent.map(|percent| percent.to_string()).unwrap_or_default())
        .optional(2),
    Column::time("resets_at", "Resets At", resets_at).short(|row| times::short(&resets_at(row))).optional(1),
    Column::state("tightest", "Tightest", |row| match (row.tightest, row.stops) {
        (true, true) => "stops it".to_owned(),
        (true, false) => "tightest".to_owned(),
        (false, true) => "stops it too".to_owned(),
        (false, false) if row.is_unknown_budget() => "unknown".to_owned(),
        (false, false) => String::new(),
    }),
];

fn resets_at(row: &LimitRow) -> String {
    row.resets_at.clone().unwrap_or_default()
}

impl Why {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (customer, model) = (self.customer.as_deref(), self.model.as_deref());
        let key = match (self.key, self.user, self.team) {
            (Some(key), ..) => key,
            (None, Some(user), _) => return owner::why(context, Owner::User(user), customer, model).await,
            (None, None, team) => {
                return owner::why(context, Owner::Team(team.unwrap_or_default()), customer, model).await;
            }
        };
        let NamedKey { key, listed } = names::named_key(context, &key).await?;
        let client = context.client()?;
        context
            .perform(DryRun::default(), client.keys().info(&key), async |context, _| {
                let found = match listed {
                    Some(listed) => client.keys().limits_of(key.hash(), &listed, customer).await?,
                    None => client.keys().limits(&key, customer).await?,
                };
                let verdict = match model {
                    Some(model) => {
                        let access = client.keys().access_of(found.hash.clone(), found.key.info.clone()).await?;
                        Some((model, access.check(model)))
                    }
                    None => None,
                };
                show(context, &found, verdict.as_ref())
            })
            .await
    }
}

fn show(context: &mut Context, found: &KeyLimits, verdict: Option<&(&str, AccessVerdict)>) -> Result<Outcome> {
    let unknown: Vec<String> = found.unknown.iter().map(describe_unknown).collect();
    for message in &unknown {
        context.output.warn(message);
    }
    let called = Called::of(found, context.output.is_for_people());
    let mut rows = rows(found, &called);
    rows.extend(verdict.and_then(|(model, verdict)| reach::row(verdict, found, &called, model, &rows)));
    let columns = defaults(&context.output, COLUMNS);
    // That there is no limit is said below.
    if !(rows.is_empty() && context.output.is_terminal_table()) {
        context.output.list("limit", &rows, &columns, &report(found, &rows, &unknown))?;
    }
    if context.output.is_for_people() {
        let reasons: String = rows.iter().filter_map(|row| row.reason.as_ref()).map(|why| format!("{why}\n")).collect();
        context.output.prose(&format!("{reasons}{}", advice(&rows, unknown.is_empty())))?;
    }
    Ok(Outcome::Done)
}

/// Returns the limits as rows, with commands that name things as `called` has them.
pub(super) fn rows(found: &KeyLimits, called: &Called) -> Vec<LimitRow> {
    found.limits.iter().map(|limit| LimitRow::new(limit, called)).collect()
}

pub(super) fn describe_unknown(unknown: &UnknownLimits) -> String {
    let owner = match &unknown.owner {
        LimitOwner::Tag(name) => format!("tag `{name}`"),
        LimitOwner::Server => "whole server".to_owned(),
        other => other.scope().to_owned(),
    };
    if unknown.is_spend_only {
        return format!("the spend of the {owner} is unknown: {}", unknown.refusal);
    }
    format!("the limits of the {owner} are unknown: {}", unknown.refusal)
}

/// Returns everything as JSON.
pub(super) fn report(found: &KeyLimits, rows: &[LimitRow], unknown: &[String]) -> Value {
    json!({
        "key": found.hash,
        "key_alias": found.key.info.key_alias,
        "stopped": rows.iter().any(|row| row.stops),
        "limits": rows,
        "untold": unknown,
        "unblock": rows.iter().filter(|row| row.stops).map(|row| &row.unblock).collect::<Vec<_>>(),
    })
}

/// Says what to do about it.
fn advice(rows: &[LimitRow], all_is_known: bool) -> String {
    let stopping: Vec<_> = rows.iter().filter(|row| row.stops).collect();
    let commands: String = stopping.iter().map(|row| format!("  {}\n", row.unblock)).collect();
    match stopping.len() {
        0 => {}
        1 => return format!("The key is stopped. This lifts the limit:\n{commands}"),
        count => return format!("The key is stopped by {count} limits. These commands lift them:\n{commands}"),
    }
    if rows.is_empty() && all_is_known {
        return "The key has no limits.\n".to_owned();
    }
    // A budget whose use is not known may stop the key as well as one that is exceeded.
    let unknown: Vec<_> = rows.iter().filter(|row| row.is_unknown_budget()).collect();
    if !unknown.is_empty() {
        let lines: String = unknown
            .iter()
            .map(|row| format!("  {} of the {} {}: {}\n", row.quantity(), row.scope, row.name, row.unblock))
            .collect();
        return format!(
            "No known limit stops the key now, but the server does not report how much is used of:\n{lines}"
        );
    }
    let rates = if rows.iter().any(|row| row.may_stop) {
        "The server does not report how much of the other limits is used.\n"
    } else {
        ""
    };
    match rows.iter().find(|row| row.tightest) {
        Some(tightest) if all_is_known => {
            format!("Nothing stops the key now. This lifts the tightest limit:\n  {}\n{rates}", tightest.unblock)
        }
        Some(tightest) => {
            format!("No known limit stops the key now. This lifts the tightest:\n  {}\n{rates}", tightest.unblock)
        }
        None => format!("No known limit stops the key now.\n{rates}"),
    }
}
