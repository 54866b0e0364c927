//! `budgets why`: what stops a key, or will stop it first.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::facts::Facts;
use super::limits::{Limit, limits};
use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, cell, dollars};

const AFTER_HELP: &str = "\
It looks at the key, the budget it shares, its team, its user in that team, its user, its
organization, the tags in its metadata (newer servers), the whole server, and a customer when one
is named. A user's own budget counts for keys without a team. Of rates the server does not tell
how much is used. What is spent shows a few seconds later.

Example:
  litellm-proxy budgets why my-key --customer customer-1";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Why {
    /// The key, its hash or its alias, @FILE or @-
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    key: String,
    /// Customer whom requests would name
    #[arg(long, value_name = "CUSTOMER_ID", value_parser = NonEmptyStringValueParser::new())]
    customer: Option<String>,
}

const COLUMNS: [&Column<Limit>; 8] = [
    &Column::new("scope", "Scope", |limit| limit.scope.to_owned()),
    &Column::new("id", "ID", |limit| limit.id.clone()),
    &Column::new("what", "What", |limit| match &limit.model {
        Some(model) => format!("{} of {model}", limit.what),
        None => limit.what.to_owned(),
    }),
    &Column::money("used", "Used", |limit| limit.used),
    &Column::either(
        "limit",
        "Limit",
        |limit| match limit.bound.as_f64() {
            Some(amount) if limit.what == "dollars" => dollars(amount),
            _ => cell(&limit.bound),
        },
        |limit| cell(&limit.bound),
    ),
    &Column::right("percent", "%", |limit| limit.percent.map(|percent| percent.to_string()).unwrap_or_default()),
    &Column::time("resets_at", "Resets At", |limit| limit.resets_at.clone().unwrap_or_default()),
    &Column::new("tightest", "Tightest", |limit| match (limit.tightest, limit.stops) {
        (true, true) => "stops it".to_owned(),
        (true, false) => "tightest".to_owned(),
        (false, true) => "stops it too".to_owned(),
        (false, false) => String::new(),
    }),
];

impl Why {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let key = names::key(context, &self.key).await?;
        let client = context.client()?;
        let requests = vec![client.keys().info(&key).request()];
        context
            .perform(DryRun::default(), requests, async |context, _| {
                let facts = Facts::ask(&client, &key, self.customer.as_deref()).await?;
                for untold in &facts.untold {
                    context.output.warn(untold);
                }
                let limits = limits(&facts, Timestamp::now());
                context.output.list(&limits, &COLUMNS, &report(&facts, &limits))?;
                if context.output.is_for_people() {
                    context.output.prose(&advice(&limits, facts.untold.is_empty()))?;
                }
                Ok(Outcome::Done)
            })
            .await
    }
}

/// All of it as JSON.
fn report(facts: &Facts, limits: &[Limit]) -> Value {
    json!({
        "key": facts.hash,
        "key_alias": facts.key.info.key_alias,
        "stopped": limits.iter().any(|limit| limit.stops),
        "limits": limits,
        "untold": facts.untold,
        "unblock": limits.iter().filter(|limit| limit.stops).map(|limit| &limit.unblock).collect::<Vec<_>>(),
    })
}

/// What to do about it.
fn advice(limits: &[Limit], all_is_known: bool) -> String {
    let stopping: Vec<_> = limits.iter().filter(|limit| limit.stops).collect();
    let commands: String = stopping.iter().map(|limit| format!("  {}\n", limit.unblock)).collect();
    let tightest = limits.iter().find(|limit| limit.tightest);
    match (stopping.len(), tightest) {
        (1, _) => format!("It is stopped. This lifts the limit:\n{commands}"),
        (2.., _) => format!("It is stopped by {} limits. These lift them:\n{commands}", stopping.len()),
        (0, Some(tightest)) => {
            format!("Nothing stops it now. This lifts the tightest limit:\n  {}\n", tightest.unblock)
        }
        (0, None) if limits.is_empty() && all_is_known => "It has no limits.\n".to_owned(),
        (0, None) => "Nothing that is known stops it now.\n".to_owned(),
    }
}
