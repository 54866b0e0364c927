//! `keys audit`: reads the lists, and shows what is found in them.

mod findings;

use std::collections::HashSet;

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::Timestamp;

use self::findings::{Finding, FindingKind, Inventory, Thresholds, findings};
use crate::commands::confirm::count;
use crate::commands::{durations, lists};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::Client;
use litellm_proxy_client::keys::KeyPage;
use litellm_proxy_client::keys::{KeyEntry, KeyFilter};
use litellm_proxy_client::pages::Pages;
use litellm_proxy_client::teams::TeamFilter;
use litellm_proxy_client::users::UserFilter;

const AFTER_HELP: &str = "\
Kinds: expired, no-expiry, unused, near-budget, over-budget, blocked, orphaned-user, orphaned-team
and unknown-model. Older servers do not tell when a key was last used: there a key is unused that
has spent nothing.

Example:
  litellm-proxy keys audit --only expired,unused --unused-for 90d --fail-on any";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Audit {
    /// Look for this kind alone (can be repeated, or separated by commas)
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',', hide_possible_values = true)]
    only: Vec<FindingKind>,
    /// Exit with code 1 when this kind is found, or any (can be repeated, or separated by commas)
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',', hide_possible_values = true)]
    fail_on: Vec<FailOn>,
    /// After how long without use a key is unused, such as 90d or 12h
    #[arg(long, value_name = "DURATION", default_value = "30d", value_parser = durations::parse_seconds)]
    unused_for: i64,
    /// Percent of its budget from which on a key is near it
    #[arg(long, value_name = "PERCENT", default_value_t = 80, value_parser = clap::value_parser!(u8).range(1..=100))]
    near: u8,
}

/// What the exit code is to tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FailOn {
    Any,
    Kind(FindingKind),
}

const ALL: [FailOn; 10] = [
    FailOn::Any,
    FailOn::Kind(FindingKind::Expired),
    FailOn::Kind(FindingKind::NoExpiry),
    FailOn::Kind(FindingKind::Unused),
    FailOn::Kind(FindingKind::NearBudget),
    FailOn::Kind(FindingKind::OverBudget),
    FailOn::Kind(FindingKind::Blocked),
    FailOn::Kind(FindingKind::OrphanedUser),
    FailOn::Kind(FindingKind::OrphanedTeam),
    FailOn::Kind(FindingKind::UnknownModel),
];

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        match self {
            Self::Any => Some(clap::builder::PossibleValue::new("any")),
            Self::Kind(kind) => kind.to_possible_value(),
        }
    }
}

const PREFIX: usize = 12;

impl Audit {
    fn is_looked_for(&self, kind: FindingKind) -> bool {
        self.only.is_empty() || self.only.contains(&kind)
    }

    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        for fail_on in &self.fail_on {
            if let FailOn::Kind(kind) = fail_on
                && !self.is_looked_for(*kind)
            {
                return Err(Failure::usage(format!("--fail-on {kind} would never be found with --only")));
            }
        }
        let client = context.client()?;
        let keys = client.keys().list_all(&KeyFilter::default());
        context.perform(DryRun::default(), keys, async |context, keys| self.audit(context, &client, keys).await).await
    }

    async fn audit(&self, context: &mut Context, client: &Client, keys: Pages<KeyPage>) -> Result<Outcome> {
        let keys = lists::collect(context, keys).await?.items;
        let users = lists::collect(context, client.users().list_all(&UserFilter::default())).await?.items;
        let teams = lists::collect(context, client.teams().list_all(&TeamFilter::default())).await?.items;
        let deployments = client.models().info().await?;
        let inventory = Inventory {
            keys: keys.iter().filter_map(KeyEntry::full).collect(),
            users: users.iter().filter_map(|user| user.user_id.as_deref()).collect(),
            teams: teams.iter().filter_map(|team| team.team_id.as_deref()).collect(),
            deployments: &deployments,
            models: client.models().list().await?.into_iter().map(|model| model.id.clone()).collect(),
        };
        let thresholds = Thresholds { unused_for: self.unused_for, near_percent: self.near, now: Timestamp::now() };
        let mut found = findings(&inventory, thresholds);
        found.retain(|finding| self.is_looked_for(finding.kind));
        show(context, &found)?;
        let failing = |finding: &&Finding| {
            self.fail_on.iter().any(|fail_on| matches!(fail_on, FailOn::Any) || *fail_on == FailOn::Kind(finding.kind))
        };
        let failing = found.iter().filter(failing).count();
        if context.output.is_for_people() {
            context.output.note(summary(&found, inventory.keys.len()));
        }
        Ok(if failing > 0 { Outcome::Negative } else { Outcome::Done })
    }
}

/// How much was found, and in how many keys: one may have several faults.
fn summary(found: &[Finding], keys: usize) -> String {
    let at = count(keys, "key");
    if found.is_empty() {
        return format!("looked at {at}: nothing found");
    }
    let tokens: HashSet<&str> = found.iter().map(|finding| finding.token.as_str()).collect();
    let all = if tokens.len() < keys { format!(" in {} of them", tokens.len()) } else { String::new() };
    format!("looked at {at}: {}{all}", count(found.len(), "finding"))
}

fn show(context: &mut Context, found: &[Finding]) -> Result<Outcome> {
    // A hash fills a terminal; its beginning is enough for eyes.
    let key: Column<Finding> = if context.output.is_for_people() {
        Column::new("token", "Key", |finding| finding.token.chars().take(PREFIX).collect())
    } else {
        Column::new("token", "Key", |finding| finding.token.clone())
    };
    let columns: [&Column<Finding>; 4] = [
        &key,
        &Column::new("key_alias", "Alias", |finding| finding.key_alias.clone().unwrap_or_default()),
        &Column::new("kind", "Kind", |finding| finding.kind.to_string()),
        &Column::new("detail", "Detail", |finding| finding.detail.clone()),
    ];
    context.output.list(found, &columns, &found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_can_tell_of_every_kind() {
        let told = ALL.iter().filter_map(|fail_on| match fail_on {
            FailOn::Any => None,
            FailOn::Kind(kind) => Some(*kind),
        });
        assert_eq!(told.collect::<Vec<_>>(), FindingKind::value_variants());
    }
}
