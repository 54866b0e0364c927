//! `keys audit`: reads the server's lists at the same time, and shows what is wrong with keys.

mod deletion;
mod findings;

use std::collections::HashSet;

use anyhow::Result;
use clap::{Args, ValueEnum};

use self::findings::{Candidate, Finding, FindingKind, Known, Thresholds, findings, known_models};
use crate::commands::confirm::{Confirmation, count};
use crate::commands::list_options::LIMIT;
use crate::commands::lists;
use crate::commands::moments::Moment;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, defaults, short_hash, times};
use litellm_proxy_client::Client;
use litellm_proxy_client::keys::KeyFilter;
use litellm_proxy_client::keys::KeyPage;
use litellm_proxy_client::pages::Pages;
use litellm_proxy_client::teams::TeamFilter;
use litellm_proxy_client::users::UserFilter;

const AFTER_HELP: &str = "\
Kinds: expired, no-expiry, unused, near-budget, over-budget, blocked, orphaned-user, orphaned-team
and unknown-model. LiteLLM 1.80 does not report when a key was last used; there a key without
spend counts as unused.

The key in use, and internal keys of the server, are never deleted.

Examples:
  litellm-proxy keys audit
  litellm-proxy keys audit --only expired,unused --unused-for 90d --fail-on any
  litellm-proxy keys audit --only unused --delete --dry-run";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Audit {
    /// Look for this kind only (can be repeated, or separated by commas)
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',', hide_possible_values = true)]
    only: Vec<FindingKind>,
    /// Exit with code 1 if this kind is found, or any (can be repeated, or separated by commas)
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',', hide_possible_values = true)]
    fail_on: Vec<FailOn>,
    /// Time without use after which a key counts as unused: 90d, 1mo, or since 2026-11-01
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = Moment::parse)]
    unused_for: Moment,
    /// Percent of its budget from which a key counts as near it
    #[arg(long, value_name = "PERCENT", default_value_t = 80, value_parser = clap::value_parser!(u8).range(1..=100))]
    near: u8,
    /// Delete the keys that are found; requires --only
    #[arg(long, requires = "only", conflicts_with_all = ["fail_on", LIMIT])]
    delete: bool,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    dry_run: DryRun,
}

/// The findings that make the command fail.
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

const COLUMNS: &[Column<Finding>] = &[
    // A whole hash would fill a terminal; people recognize its beginning.
    Column::either("token", "Key", |finding: &Finding| short_hash(&finding.token), |finding| finding.token.clone())
        .left_aligned()
        .whole(),
    Column::new("key_alias", "Alias", |finding| finding.key_alias.clone().unwrap_or_default()),
    Column::state("kind", "Kind", |finding| finding.kind.to_string()),
    Column::new("detail", "Detail", |finding: &Finding| finding.detail.clone()).words(),
];

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
        if (self.dry_run.dry_run || self.confirmation.is_given()) && !self.delete {
            return Err(Failure::usage("--dry-run and --yes belong to --delete"));
        }
        let now = times::now();
        let since = self.unused_for.start(&now.to_zoned(times::zone())).map_err(Failure::usage)?;
        let unused_for = now.as_second().saturating_sub(since.as_second());
        if unused_for < 0 {
            return Err(Failure::usage("--unused-for is in the future"));
        }
        let thresholds = Thresholds { unused_for, near_percent: self.near, now };
        let client = context.client()?;
        let keys = client.keys().list_all(&KeyFilter::default());
        // Only the deletion is shown with --dry-run: the lists are read as otherwise.
        let audit = async |context: &mut Context, keys| self.audit(context, &client, keys, thresholds).await;
        context.perform(DryRun::default(), keys, audit).await
    }

    async fn audit(
        &self,
        context: &mut Context,
        client: &Client,
        keys: Pages<KeyPage>,
        thresholds: Thresholds,
    ) -> Result<Outcome> {
        // Keeps only a part of each item: lists can be large.
        let (keys, users, teams, deployments, models) = tokio::try_join!(
            lists::read_part(keys, |key| {
                // The server's clock is known by now.
                let thresholds = Thresholds { now: times::now(), ..thresholds };
                key.full().map(|key| Candidate::of(key, thresholds))
            }),
            lists::read_part(client.users().list_all(&UserFilter::default()), |user| user.into_inner().user_id),
            lists::read_part(client.teams().list_all(&TeamFilter::default()), |team| team.into_inner().team_id),
            client.models().info(),
            client.models().list(),
        )?;
        let keys = keys.into_items(context);
        let (users, teams) = (users.into_items(context), teams.into_items(context));
        let known = Known {
            users: users.into_iter().collect(),
            teams: teams.into_iter().collect(),
            models: known_models(&deployments, models.iter().map(|model| model.id.clone())),
        };
        let count = keys.len();
        let mut found = findings(keys, &known);
        found.retain(|finding| self.is_looked_for(finding.kind));
        found.sort_by_key(|finding| finding.kind.rank());
        if self.delete {
            return deletion::run(context, client, &found, count, (self.dry_run, self.confirmation)).await;
        }
        if !(found.is_empty() && context.output.is_terminal_table()) {
            show(context, &found)?;
        }
        let failing = |finding: &&Finding| {
            self.fail_on.iter().any(|fail_on| matches!(fail_on, FailOn::Any) || *fail_on == FailOn::Kind(finding.kind))
        };
        let failing = found.iter().filter(failing).count();
        if context.output.is_for_people() {
            context.output.note(summary(&found, count));
        }
        Ok(if failing > 0 { Outcome::Negative } else { Outcome::Done })
    }
}

/// Says how much was found, and in how many keys: one key may have several findings.
fn summary(found: &[Finding], keys: usize) -> String {
    let at = count(keys, "key");
    if found.is_empty() {
        return format!("checked {at}: nothing found");
    }
    let tokens: HashSet<&str> = found.iter().map(|finding| finding.token.as_str()).collect();
    let all = if tokens.len() < keys { format!(" in {} of them", tokens.len()) } else { String::new() };
    format!("checked {at}: {}{all}", count(found.len(), "finding"))
}

fn show(context: &mut Context, found: &[Finding]) -> Result<Outcome> {
    let columns = defaults(&context.output, COLUMNS);
    context.output.list("finding", found, &columns, &found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_can_be_failed_on() {
        let kinds = ALL.iter().filter_map(|fail_on| match fail_on {
            FailOn::Any => None,
            FailOn::Kind(kind) => Some(*kind),
        });
        assert_eq!(kinds.collect::<Vec<_>>(), FindingKind::value_variants());
    }
}
