//! `budgets why --user` and `--team`: what stops any key of a user or team, a line for each key.

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use super::called::Called;
use super::reach;
use super::why::{self, LimitRow};
use crate::commands::{lists, names};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, cell, dollars};
use litellm_proxy_client::keys::KeyFilter;
use litellm_proxy_client::limits::{KeyLimits, LimitKind};
use litellm_proxy_client::{Client, Lossless, keys::Key};

/// Whose keys are looked at, as the command names them.
pub(super) enum Owner {
    User(String),
    Team(String),
}

/// A key and what stops it, as JSON has it. The fields are those of `budgets why KEY`.
#[derive(Serialize)]
struct KeyReport {
    #[serde(flatten)]
    report: Value,
    #[serde(skip)]
    name: String,
    #[serde(skip)]
    rows: Vec<LimitRow>,
    #[serde(skip)]
    is_known: bool,
}

impl KeyReport {
    fn stopping(&self) -> impl Iterator<Item = &LimitRow> {
        self.rows.iter().filter(|row| row.stops)
    }

    /// Says what stops the key, the tightest limit first.
    fn causes(&self) -> String {
        let mut stopping: Vec<_> = self.stopping().collect();
        stopping.sort_by_key(|row| !row.tightest);
        let causes: Vec<_> = stopping.into_iter().map(cause).collect();
        match causes.as_slice() {
            [] if self.is_known && !self.rows.iter().any(LimitRow::is_unknown_budget) => "nothing stops it".to_owned(),
            [] => "no known limit stops it".to_owned(),
            causes => causes.join("; "),
        }
    }

    fn commands(&self) -> Vec<String> {
        self.stopping().map(|row| row.unblock.clone()).collect()
    }
}

/// Says in words why a limit stops a key.
fn cause(row: &LimitRow) -> String {
    let whose = if row.name.is_empty() { row.scope.to_owned() } else { format!("{} {}", row.scope, row.name) };
    let whose = if row.scope == "key" { "key".to_owned() } else { whose };
    match row.what {
        what if what == LimitKind::Blocked.as_str() => format!("the {whose} is blocked"),
        what if what == LimitKind::Expiry.as_str() => format!("it expired at {}", cell(&row.limit)),
        what if what == LimitKind::Missing.as_str() => format!("the {whose} does not exist"),
        what if what == LimitKind::Deactivated.as_str() => format!("the {whose} is deactivated"),
        what if what == LimitKind::Dollars.as_str() => {
            let amounts = row.used.zip(row.limit.as_f64());
            let amounts = amounts.map(|(used, limit)| format!(": {} of {}", dollars(used), dollars(limit)));
            let quantity = row.quantity().replacen("dollars", "budget", 1);
            format!("the {quantity} of the {whose} is used up{}", amounts.unwrap_or_default())
        }
        _ => match &row.reason {
            Some(reason) => reason.clone(),
            None => format!("the {} of the {whose} is {}", row.quantity(), cell(&row.limit)),
        },
    }
}

/// Shows what stops each key of the owner.
pub(super) async fn why(
    context: &mut Context,
    owner: Owner,
    customer: Option<&str>,
    model: Option<&str>,
) -> Result<Outcome> {
    let client = context.client()?;
    let filter = KeyFilter::default();
    let (name, filter) = match owner {
        Owner::User(name) => {
            let id = names::listed_user(context, &name).await?;
            (name, filter.user_id(id))
        }
        Owner::Team(name) => {
            let id = names::team(context, DryRun::default(), &name).await?;
            (name, filter.team_id(id))
        }
    };
    let pages = client.keys().list_all(&filter);
    context
        .perform(DryRun::default(), pages, async |context, pages| {
            let entries = lists::collect(context, pages).await?.items;
            let keys: Vec<Lossless<Key>> = entries.iter().filter_map(|entry| entry.full().cloned()).collect();
            let all = client.keys().limits_of_each(&keys, customer).await?;
            let reports = reports(context, &client, all, model).await?;
            show(context, &name, &reports)
        })
        .await
}

async fn reports(
    context: &mut Context,
    client: &Client,
    all: Vec<KeyLimits>,
    model: Option<&str>,
) -> Result<Vec<KeyReport>> {
    let mut access = client.keys().access_rules();
    let mut warned = Vec::new();
    let mut reports = Vec::new();
    for found in all {
        let unknown: Vec<String> = found.unknown.iter().map(why::describe_unknown).collect();
        for message in unknown.iter().filter(|message| !warned.contains(*message)) {
            context.output.warn(message);
        }
        let called = Called::of(&found, context.output.is_for_people());
        let mut rows = why::rows(&found, &called);
        if let Some(model) = model {
            let verdicts = access.of(vec![found.key.info.clone()]).await?;
            let verdict = verdicts.first().map(|access| access.check(model));
            rows.extend(verdict.and_then(|verdict| reach::row(&verdict, &found, &called, model, &rows)));
        }
        let report = why::report(&found, &rows, &unknown);
        reports.push(KeyReport { report, name: called.key, is_known: unknown.is_empty(), rows });
        warned.extend(unknown);
    }
    // Those that are stopped come first.
    reports.sort_by_key(|report| report.stopping().next().is_none());
    Ok(reports)
}

const COLUMNS: [&Column<KeyReport>; 4] = [
    &Column::new("key_alias", "Key", |report| report.name.clone()),
    &Column::new("stopped", "Stopped", |report| (report.stopping().next().is_some()).to_string()),
    &Column::new("cause", "Cause", KeyReport::causes),
    &Column::new("unblock", "Unblock", |report| report.commands().join("; ")),
];

fn show(context: &mut Context, owner: &str, reports: &[KeyReport]) -> Result<Outcome> {
    if !context.output.is_for_people() {
        return context.output.list("key", reports, &COLUMNS, &reports);
    }
    let stopped = reports.iter().filter(|report| report.stopping().next().is_some()).count();
    let mut text = match (stopped, reports.len()) {
        (_, 0) => format!("{owner} has no keys\n"),
        (0, 1) => format!("{owner} has 1 key; it is not stopped\n"),
        (0, all) => format!("{owner} has {all} keys; none is stopped\n"),
        (_, 1) => format!("{owner} has 1 key; it is stopped\n"),
        (stopped, all) => {
            format!("{owner}: {stopped} of {all} keys {} stopped\n", if stopped == 1 { "is" } else { "are" })
        }
    };
    for report in reports {
        text.push_str(&format!("{}: {}\n", names::shown_hash(&report.name), report.causes()));
        for command in report.commands() {
            text.push_str(&format!("  {command}\n"));
        }
    }
    context.output.prose(&text).map(Outcome::done)
}
