//! The teams, users, budgets and organizations that keys belong to. The server accepts most unknown ones silently, and such
//! a key has none of the limits that they were to set.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::Value;

use super::{ADMIN_USER_ID, Keys, NewKey};
use crate::core::Error;

/// Lookups in flight at once.
const CONCURRENCY: usize = 8;

/// Owners of keys that the server does not have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingOwners {
    /// Ids of teams.
    pub teams: BTreeSet<String>,
    /// Ids of users.
    pub users: BTreeSet<String>,
    /// Ids of budgets.
    pub budgets: BTreeSet<String>,
    /// Ids of organizations.
    pub organizations: BTreeSet<String>,
}

impl MissingOwners {
    /// Describes those that a key names: ``team `t` ``.
    pub fn of(&self, key: &NewKey) -> Vec<String> {
        let named = |kind: &str, missing: &BTreeSet<String>, id: Option<&str>| {
            id.filter(|id| missing.contains(*id)).map(|id| format!("{kind} `{id}`"))
        };
        [
            named("team", &self.teams, key.team_id.as_deref()),
            named("user", &self.users, key.user_id.as_deref()),
            named("budget", &self.budgets, key.budget_id.as_deref()),
            named("organization", &self.organizations, organization(key)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn organization(key: &NewKey) -> Option<&str> {
    key.extra.get("organization_id").and_then(Value::as_str)
}

/// Returns the ids that keys name, each once.
fn ids<'a>(keys: &'a [NewKey], id: impl Fn(&'a NewKey) -> Option<&'a str>) -> BTreeSet<&'a str> {
    keys.iter().filter_map(id).filter(|id| !id.is_empty()).collect()
}

/// Returns whether a lookup shows that something does not exist. A caller that may not look it up does not know.
fn is_missing<T>(found: Result<T, Error>) -> Result<bool, Error> {
    match found {
        Ok(_) | Err(Error::Forbidden(_) | Error::Unauthorized(_)) => Ok(false),
        Err(error) if error.is_not_found() => Ok(true),
        // Newer servers have organizations only with a license, and report that with many statuses.
        Err(error) if error.refusal().is_some_and(crate::core::Refusal::needs_license) => Ok(false),
        Err(error) => Err(error),
    }
}

impl Keys<'_> {
    /// Finds which teams, users, budgets and organizations that new keys name do not exist. Sends `GET /team/info`,
    /// `GET /user/info` and `GET /organization/info` once for each, and one `POST /budget/info`. What the caller may not look
    /// up counts as existing.
    ///
    /// # Errors
    /// The first error of a lookup that is not a refusal.
    pub async fn missing_owners(self, keys: &[NewKey]) -> Result<MissingOwners, Error> {
        let client = self.0;
        let teams =
            missing(ids(keys, |key| key.team_id.as_deref()), async |id| is_missing(client.teams().get(id).await));
        let users = ids(keys, |key| key.user_id.as_deref()).into_iter().filter(|id| *id != ADMIN_USER_ID).collect();
        let users = missing(users, async |id| match client.users().get(id).await {
            // 1.80 responds with an empty user.
            Ok(user) => Ok(user.user_info.is_none()),
            Err(error) => is_missing::<()>(Err(error)),
        });
        let organizations =
            missing(ids(keys, organization), async |id| is_missing(client.organizations().get(id).await));
        let budgets = self.missing_budgets(ids(keys, |key| key.budget_id.as_deref()));
        let (teams, users, organizations, budgets) =
            futures_util::future::try_join4(teams, users, organizations, budgets).await?;
        Ok(MissingOwners { teams, users, budgets, organizations })
    }

    async fn missing_budgets(self, ids: BTreeSet<&str>) -> Result<BTreeSet<String>, Error> {
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let known = match self.0.budgets().get(&ids).await {
            Ok(known) => known,
            Err(error) => {
                return is_missing::<()>(Err(error)).map(|none| {
                    let ids = ids.into_iter().filter(|_| none);
                    ids.map(str::to_owned).collect()
                });
            }
        };
        let is_known = |id: &&str| known.iter().any(|budget| budget.budget_id.as_deref() == Some(id));
        Ok(ids.into_iter().filter(|id| !is_known(id)).map(str::to_owned).collect())
    }
}

/// Returns the ids for which a lookup finds nothing.
async fn missing(
    ids: BTreeSet<&str>,
    is_missing: impl AsyncFn(&str) -> Result<bool, Error>,
) -> Result<BTreeSet<String>, Error> {
    let is_missing = &is_missing;
    let lookups = ids.into_iter().map(async |id| Ok::<_, Error>(is_missing(id).await?.then(|| id.to_owned())));
    let found = futures_util::stream::iter(lookups).buffered(CONCURRENCY);
    found.try_filter_map(async |id| Ok(id)).try_collect().await
}
