//! What is wrong with keys, found in lists of keys, users, teams and models. Sends nothing.

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;

use crate::output::{dollars, roughly};
use litellm_proxy_client::Lossless;
use litellm_proxy_client::keys::{ADMIN_USER_ID, Key, MODEL_SETS};
use litellm_proxy_client::models::Deployment;

/// The team of the dashboard's own keys, which no list has.
const DASHBOARD: &str = "litellm-dashboard";

/// A problem that a key can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FindingKind {
    Expired,
    NoExpiry,
    Unused,
    NearBudget,
    OverBudget,
    Blocked,
    OrphanedUser,
    OrphanedTeam,
    UnknownModel,
}

impl FindingKind {
    /// Returns the place in the order of seriousness: first what stops a key now, then what it refers to in vain, then what
    /// may become a problem.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::OverBudget => 0,
            Self::Blocked => 1,
            Self::Expired => 2,
            Self::UnknownModel => 3,
            Self::OrphanedTeam => 4,
            Self::OrphanedUser => 5,
            Self::NearBudget => 6,
            Self::NoExpiry => 7,
            Self::Unused => 8,
        }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "expired",
            Self::NoExpiry => "no-expiry",
            Self::Unused => "unused",
            Self::NearBudget => "near-budget",
            Self::OverBudget => "over-budget",
            Self::Blocked => "blocked",
            Self::OrphanedUser => "orphaned-user",
            Self::OrphanedTeam => "orphaned-team",
            Self::UnknownModel => "unknown-model",
        })
    }
}

/// Something wrong with a key.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Finding {
    /// The key's hash.
    pub(super) token: String,
    pub(super) key_alias: Option<String>,
    pub(super) kind: FindingKind,
    pub(super) detail: String,
    /// Dollars that the key has spent.
    #[serde(skip)]
    pub(super) spend: f64,
}

/// What the server has, by the names that keys may refer to.
#[derive(Default)]
pub(super) struct Known {
    /// Ids of users.
    pub(super) users: HashSet<String>,
    /// Ids of teams.
    pub(super) teams: HashSet<String>,
    /// Names of models and access groups.
    pub(super) models: HashSet<String>,
}

/// The part of a key that is checked once all lists have been read, and what is wrong with the rest.
pub(super) struct Candidate {
    token: String,
    key_alias: Option<String>,
    spend: f64,
    found: Vec<(FindingKind, String)>,
    user_id: Option<String>,
    team_id: Option<String>,
    models: Vec<String>,
    /// Model aliases with their targets.
    aliases: Vec<(String, String)>,
}

/// When something becomes a finding.
#[derive(Clone, Copy)]
pub(super) struct Thresholds {
    /// Seconds without use.
    pub(super) unused_for: i64,
    /// Percent of the budget.
    pub(super) near_percent: u8,
    pub(super) now: Timestamp,
}

impl Candidate {
    pub(super) fn of(key: &Lossless<Key>, thresholds: Thresholds) -> Self {
        let mut found: Vec<(FindingKind, String)> = Vec::new();
        found.extend(expiry(key, thresholds.now));
        found.extend(unused(key, thresholds));
        found.extend(budget(key, thresholds.near_percent));
        if key.blocked == Some(true) {
            found.push((FindingKind::Blocked, "it is blocked".to_owned()));
        }
        // Only LiteLLM knows which models a pattern matches.
        let may_be_unknown = |name: &str| !MODEL_SETS.contains(&name) && !name.contains('*');
        Self {
            token: key.token.clone().unwrap_or_default(),
            key_alias: key.key_alias.clone(),
            spend: key.spend.unwrap_or_default(),
            found,
            user_id: key.user_id.clone(),
            team_id: key.team_id.clone(),
            models: key.models.iter().flatten().filter(|model| may_be_unknown(model)).cloned().collect(),
            aliases: key.model_aliases().into_iter().filter(|(_, target)| may_be_unknown(target)).collect(),
        }
    }

    fn findings(self, known: &Known) -> impl Iterator<Item = Finding> {
        let Self { token, key_alias, spend, mut found, user_id, team_id, models, aliases } = self;
        found.extend(orphaned(FindingKind::OrphanedUser, "user", user_id.as_deref(), ADMIN_USER_ID, &known.users));
        found.extend(orphaned(FindingKind::OrphanedTeam, "team", team_id.as_deref(), DASHBOARD, &known.teams));
        let unknown = models.iter().filter(|model| !known.models.contains(*model));
        let unknown = unknown.map(|model| format!("no model or access group is called `{model}`"));
        let broken = aliases.iter().filter(|(_, target)| !known.models.contains(target));
        let broken = broken.map(|(alias, target)| format!("no model is called `{target}` (alias `{alias}`)"));
        found.extend(unknown.chain(broken).map(|detail| (FindingKind::UnknownModel, detail)));
        found.into_iter().map(move |(kind, detail)| Finding {
            token: token.clone(),
            key_alias: key_alias.clone(),
            kind,
            detail,
            spend,
        })
    }
}

/// Returns all findings, key by key.
pub(super) fn findings(keys: Vec<Candidate>, known: &Known) -> Vec<Finding> {
    keys.into_iter().flat_map(|key| key.findings(known)).collect()
}

fn expiry(key: &Lossless<Key>, now: Timestamp) -> Option<(FindingKind, String)> {
    if key.string("expires").is_none_or(|text| text.is_empty()) {
        return Some((FindingKind::NoExpiry, "it never expires".to_owned()));
    }
    let expires = key.expires?;
    (expires <= now).then(|| (FindingKind::Expired, format!("it expired {} ago", since(expires, now))))
}

fn unused(key: &Key, thresholds: Thresholds) -> Option<(FindingKind, String)> {
    let is_long_ago = |time: &Timestamp| thresholds.now.as_second() - time.as_second() >= thresholds.unused_for;
    let detail = match key.last_active {
        Some(used) => format!("it was last used {} ago", since(Some(used).filter(is_long_ago)?, thresholds.now)),
        None if key.spend.is_some_and(|spend| spend > 0.0) => return None,
        None => {
            let created = key.created_at.filter(is_long_ago)?;
            format!("it was created {} ago and never used", since(created, thresholds.now))
        }
    };
    Some((FindingKind::Unused, detail))
}

fn since(time: Timestamp, now: Timestamp) -> String {
    roughly(Duration::from_secs(u64::try_from(now.as_second() - time.as_second()).unwrap_or_default()))
}

fn budget(key: &Key, near_percent: u8) -> Option<(FindingKind, String)> {
    let (spend, limit) = (key.spend.unwrap_or_default(), key.max_budget?);
    let detail = format!("{} of {} is spent", dollars(spend), dollars(limit));
    if spend >= limit {
        return Some((FindingKind::OverBudget, detail));
    }
    (spend * 100.0 >= limit * f64::from(near_percent)).then_some((FindingKind::NearBudget, detail))
}

fn orphaned(
    kind: FindingKind,
    what: &str,
    id: Option<&str>,
    exempt: &str,
    known: &HashSet<String>,
) -> Option<(FindingKind, String)> {
    let id = id.filter(|id| !id.is_empty() && *id != exempt && !known.contains(*id))?;
    Some((kind, format!("no {what} has the id `{id}`")))
}

/// Returns every name that means something in a key's list of models. `listed` are the names in `/models`, with the
/// server's aliases.
pub(super) fn known_models(
    deployments: &[Lossless<Deployment>],
    listed: impl Iterator<Item = String>,
) -> HashSet<String> {
    let mut known: HashSet<String> = listed.collect();
    for deployment in deployments {
        known.extend(deployment.names().chain(deployment.access_groups()).map(str::to_owned));
    }
    known
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const NOW: &str = "2026-06-30T00:00:00Z";

    /// Returns the findings of one key, which expires unless it says otherwise.
    fn of(key: &Value) -> Vec<(FindingKind, String)> {
        let mut key = key.clone();
        let is_given = key.get("expires").is_some();
        if !is_given {
            key["expires"] = json!("2027-01-01T00:00:00Z");
        }
        let key: Lossless<Key> = serde_json::from_str(&key.to_string()).expect("a key");
        let deployments: Vec<Lossless<Deployment>> = serde_json::from_value(json!([
            {"model_name": "m", "litellm_params": {"model": "openai/up"}, "model_info": {"id": "i", "access_groups": ["g"]}},
            {"model_name": "internal", "model_info": {"team_public_model_name": "public"}},
        ]))
        .expect("deployments");
        let known = Known {
            users: HashSet::from(["u".to_owned()]),
            teams: HashSet::from(["t".to_owned()]),
            models: known_models(&deployments, std::iter::once("alias-of-the-server".to_owned())),
        };
        let thresholds = Thresholds { unused_for: 30 * 86_400, near_percent: 80, now: NOW.parse().expect("a time") };
        let found = findings(vec![Candidate::of(&key, thresholds)], &known);
        found.into_iter().map(|finding| (finding.kind, finding.detail)).collect()
    }

    #[test]
    fn each_kind_is_found_in_keys_that_have_it_only() {
        for (key, found) in [
            (json!({}), &[][..]),
            (json!({"expires": null}), &[(FindingKind::NoExpiry, "it never expires")]),
            (json!({"expires": "2026-06-29T00:00:00Z"}), &[(FindingKind::Expired, "it expired 24 hours ago")]),
            (json!({"expires": "2026-06-30T00:00:00"}), &[(FindingKind::Expired, "it expired 0 seconds ago")]),
            (json!({"expires": "2026-06-30T00:00:01Z"}), &[]),
            (
                json!({"created_at": "2026-05-31T00:00:00Z"}),
                &[(FindingKind::Unused, "it was created 30 days ago and never used")],
            ),
            (json!({"created_at": "2026-05-31T00:00:01Z"}), &[]),
            (json!({"created_at": "2026-01-01T00:00:00Z", "spend": 0.1}), &[]),
            (json!({"created_at": "2026-01-01T00:00:00Z", "last_active": "2026-06-29T00:00:00Z"}), &[]),
            (
                json!({"created_at": "2026-01-01T00:00:00Z", "last_active": "2026-05-01T00:00:00Z", "spend": 1}),
                &[(FindingKind::Unused, "it was last used 60 days ago")],
            ),
            (json!({"spend": 7.9, "max_budget": 10}), &[]),
            (json!({"spend": 8, "max_budget": 10}), &[(FindingKind::NearBudget, "$8.00 of $10.00 is spent")]),
            (json!({"spend": 10, "max_budget": 10}), &[(FindingKind::OverBudget, "$10.00 of $10.00 is spent")]),
            (json!({"spend": 0, "max_budget": 0}), &[(FindingKind::OverBudget, "$0.00 of $0.00 is spent")]),
            (json!({"spend": 5}), &[]),
            (json!({"blocked": true}), &[(FindingKind::Blocked, "it is blocked")]),
            (json!({"blocked": null}), &[]),
            (json!({"user_id": "u", "team_id": "t"}), &[]),
            (json!({"user_id": "default_user_id", "team_id": "litellm-dashboard"}), &[]),
            (
                json!({"user_id": "gone", "team_id": "lost"}),
                &[
                    (FindingKind::OrphanedUser, "no user has the id `gone`"),
                    (FindingKind::OrphanedTeam, "no team has the id `lost`"),
                ],
            ),
            (
                json!({"models": ["m", "i", "g", "openai/up", "public", "alias-of-the-server", "all-team-models", "x/*"]}),
                &[],
            ),
            (
                json!({"models": ["m", "old"], "aliases": {"a": "m", "b": "gone"}}),
                &[
                    (FindingKind::UnknownModel, "no model or access group is called `old`"),
                    (FindingKind::UnknownModel, "no model is called `gone` (alias `b`)"),
                ],
            ),
        ] {
            let expected: Vec<_> = found.iter().map(|(kind, detail)| (*kind, (*detail).to_owned())).collect();
            assert_eq!(of(&key), expected, "{key}");
        }
    }

    #[test]
    fn kinds_have_one_name_in_arguments_text_and_json() {
        for kind in FindingKind::value_variants() {
            let name = kind.to_possible_value().expect("a name").get_name().to_owned();
            assert_eq!((kind.to_string(), json!(kind)), (name.clone(), json!(name)));
        }
    }
}
