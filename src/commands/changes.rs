//! `changes`: who changed what.

use anyhow::Result;
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser as _};
use jiff::Zoned;

use crate::commands::moments::{Moment, refuse_future};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, times};
use litellm_proxy_client::changes::{Change, ChangeKind, Changes};

const AFTER_HELP: &str = "\
Read from the times and names that the server keeps: when each thing was created and last updated
(and deleted, on newer servers), and by whom. Most servers keep no names for teams and users, no
times for models, and move the time of the last update when a team or user spends, which is shown
as `updated or used`. Where the server has an audit log, which requires a license, all changes in
it are shown. Dates are in local time.

Examples:
  litellm-proxy changes --since 7d --kind key,team
  litellm-proxy changes --since yesterday --by ada@example.com --format json
  litellm-proxy changes --since 7d --kind user --format csv";

const KINDS: [&str; 7] = ["key", "team", "user", "budget", "organization", "model", "credential"];

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Earliest time: 24h or 7d ago, today, yesterday, 2026-11-01 or 2026-11-01T14:30
    #[arg(long, value_name = "TIME", default_value = "1d", value_parser = Moment::parse)]
    since: Moment,
    /// Only this kind: key, team, user, budget, organization, model or credential (can be repeated)
    #[arg(
        long,
        value_name = "KIND",
        value_delimiter = ',',
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(KINDS).map(ChangeKind::from)
    )]
    kind: Vec<ChangeKind>,
    /// Only changes by this user, by id, email address or name
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    by: Option<String>,
}

const COLUMNS: [&Column<Change>; 6] = [
    &Column::time("time", "Time", |change: &Change| change.time.to_string()).whole(),
    &Column::new("kind", "Kind", |change| change.kind.to_string()),
    &Column::new("name", "Name", |change| change.name.clone().unwrap_or_else(|| short(&change.id))),
    &Column::new("what", "What", |change: &Change| change.what.clone()).whole(),
    &Column::new("by_name", "By", |change| change.by_name.clone().or_else(|| change.by.clone()).unwrap_or_default()),
    &Column::new("id", "ID", |change| change.id.clone()),
];

/// Returns an id, or the beginning of a key's hash.
fn short(id: &str) -> String {
    if litellm_proxy_client::is_key_hash(id) { id.chars().take(8).collect() } else { id.to_owned() }
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let now = Zoned::now().with_time_zone(times::zone());
        let since = self.since.start(&now).map_err(Failure::usage)?;
        refuse_future("--since", since, &now).map_err(Failure::usage)?;
        let client = context.client()?;
        let requests = client.requests_of_changes(since)?;
        context
            .perform(DryRun::default(), requests, async |context, _| {
                let mut changes = client.changes_since(since).await?;
                if let Some(user) = &self.by
                    && !changes.keep_those_of(user)
                {
                    return Err(Failure::NotFound(format!(
                        "no user has the id, email address or name `{user}`, and nobody of this name changed anything"
                    ))
                    .into());
                }
                changes.changes.retain(|change| self.kind.is_empty() || self.kind.contains(&change.kind));
                // The whole id takes the place of a column that says more.
                let columns = if context.output.is_for_people() { COLUMNS.split_at(5).0 } else { &COLUMNS };
                let columns = if context.output.has_chosen_columns() { COLUMNS.to_vec() } else { columns.to_vec() };
                let outcome = context.output.list("change", &changes.changes, &columns, &changes.changes)?;
                report(context, &changes);
                Ok(outcome)
            })
            .await
    }
}

/// Says what is missing.
fn report(context: &mut Context, changes: &Changes) {
    if !changes.has_audit_log {
        context.output.note("no audit log (it requires a license): of each thing only the latest update is known");
    }
    for (kind, error) in &changes.left_out {
        context.output.warn(format_args!("changes of kind {kind} are missing: {error}"));
    }
}
