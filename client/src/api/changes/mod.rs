//! Changes and who made them: the times and names that the server keeps of keys, teams, users, budgets, organizations and models, and its
//! audit log where it has one.
//!
//! An object has the time of its creation and that of its last change; earlier changes are in the audit log only. Servers also
//! move the time of the last change when they record spend, newer ones keep a time of its own for keys.

mod audit;
mod times;

use std::collections::HashMap;

use futures_util::future::{join, join3, join4};
use jiff::Timestamp;
use serde::Serialize;

use self::times::Subject;
use crate::api::keys::{KeyEntry, KeyFilter, KeyStatus};
use crate::api::teams::{Team, TeamFilter, TeamStatus};
use crate::api::users::{User, UserFilter};
use crate::core::pages::{Page, Pages};
use crate::core::string_enum::string_enum;
use crate::core::{Client, Error, Lossless, Refusal, Request};

/// Seconds within which two changes of one thing are the same one: servers write a new thing more than once.
const SAME: i64 = 3;

string_enum! {
    /// The kind of an object that was changed.
    ChangeKind {
        /// A virtual key.
        Key = "key",
        /// A team.
        Team = "team",
        /// A user.
        User = "user",
        /// A budget.
        Budget = "budget",
        /// An organization.
        Organization = "organization",
        /// A deployment.
        Model = "model",
        /// A credential; in the audit log only.
        Credential = "credential",
    }
}

/// A change of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// When.
    pub time: Timestamp,
    /// The kind of the object.
    pub kind: ChangeKind,
    /// Its id; the hash of a key.
    pub id: String,
    /// Its alias, email address or public name, if it has one.
    pub name: Option<String>,
    /// The change: `created`, `updated`, `deleted`, `updated or used` if the server does not tell these apart, or the
    /// action of the audit log.
    pub what: String,
    /// Id of the user who did it, if the server keeps it.
    pub by: Option<String>,
    /// That user's email address or display name.
    pub by_name: Option<String>,
}

/// The changes since a time.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Changes {
    /// The changes, newest first.
    pub changes: Vec<Change>,
    /// The kinds that the caller may not list, each with the server's refusal. A missing license is not a refusal: without
    /// one, there is nothing to list.
    pub left_out: Vec<(ChangeKind, Error)>,
    /// Whether the audit log was read, and has changes.
    pub has_audit_log: bool,
    users: HashMap<String, Vec<String>>,
}

impl Changes {
    /// Keeps the changes of a user, given by id, email address or display name. Returns `false` if no user has this name.
    pub fn keep_those_of(&mut self, user: &str) -> bool {
        let has_name = |names: &Vec<String>| names.iter().any(|name| name.eq_ignore_ascii_case(user));
        let ids: Vec<&String> =
            self.users.iter().filter(|(id, names)| *id == user || has_name(names)).map(|(id, _)| id).collect();
        let is_theirs =
            |change: &Change| change.by.as_deref().is_some_and(|by| by == user || ids.iter().any(|id| *id == by));
        let is_known = !ids.is_empty() || user == crate::api::keys::ADMIN_USER_ID;
        let mut changes = std::mem::take(&mut self.changes);
        changes.retain(is_theirs);
        self.changes = changes;
        is_known || !self.changes.is_empty()
    }
}

impl Client {
    /// Returns the requests of [`Client::changes_since`], of each list the first page.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if a request cannot be built.
    pub fn requests_of_changes(&self, since: Timestamp) -> Result<Vec<Request>, Error> {
        Ok(vec![
            self.keys().list_all(KeyFilter::default()).first_call().request()?,
            self.keys().list_all(deleted_keys()).first_call().request()?,
            self.teams().list_all(TeamFilter::default()).first_call().request()?,
            self.teams().list_all(deleted_teams()).first_call().request()?,
            self.users().list_all(UserFilter::default()).first_call().request()?,
            self.budgets().list().request()?,
            self.organizations().list().request()?,
            self.models().unexpanded().request()?,
            audit::log_since(self, since).first_call().request()?,
        ])
    }

    /// Fetches the changes since a time, from complete lists that are fetched at once: `GET /key/list`, `/v2/team/list`,
    /// `/user/list`, `/budget/list`, `/organization/list`, `/v2/model/info` and `/audit`.
    ///
    /// # Errors
    /// Those of the requests, but not refusals of some of the lists, which are in [`Changes::left_out`]; the first, if all are
    /// refused.
    pub async fn changes_since(&self, since: Timestamp) -> Result<Changes, Error> {
        let subject_of_key = |entry: &KeyEntry| match entry {
            KeyEntry::Full(key) => Some(Subject::new(ChangeKind::Key, key.json().get(), &["token"], &["key_alias"])),
            KeyEntry::Hash(_) => None,
        };
        let subject_of_team =
            |team: &Lossless<Team>| Subject::new(ChangeKind::Team, team.json().get(), &["team_id"], &["team_alias"]);
        let key = |entry: &KeyEntry, found: &mut Vec<Change>| {
            if let Some(key) = subject_of_key(entry) {
                key.changes(since, found);
            }
        };
        let team = |team: &Lossless<Team>, found: &mut Vec<Change>| subject_of_team(team).changes(since, found);
        // Older servers ignore the state, and list what exists again.
        let deleted_key = |entry: &KeyEntry, found: &mut Vec<Change>| {
            if let Some(key) = subject_of_key(entry).filter(Subject::is_deleted) {
                key.changes(since, found);
            }
        };
        let deleted_team = |team: &Lossless<Team>, found: &mut Vec<Change>| {
            let team = subject_of_team(team);
            if team.is_deleted() {
                team.changes(since, found);
            }
        };
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        let user = |user: &Lossless<User>, found: &mut Vec<Change>| {
            let known = [&user.user_email, &user.user_alias].into_iter().flatten().filter(|name| !name.is_empty());
            names.insert(user.user_id.clone().unwrap_or_default(), known.cloned().collect());
            let names = ["user_email", "user_alias"];
            Subject::new(ChangeKind::User, user.json().get(), &["user_id"], &names).changes(since, found);
        };
        let budgets =
            async { Ok(all_of(&ChangeKind::Budget, &self.budgets().list().await?, since, &["budget_id"], &[])) };
        let organizations = async {
            let (ids, names) = (["organization_id"], ["organization_alias"]);
            Ok(all_of(&ChangeKind::Organization, &self.organizations().list().await?, since, &ids, &names))
        };
        let models = async {
            let (ids, names) = (["id"], ["model_name"]);
            Ok(all_of(&ChangeKind::Model, &self.models().deployments().await?, since, &ids, &names))
        };
        let listed_keys = join(
            read(self.keys().list_all(KeyFilter::default()), key),
            read(self.keys().list_all(deleted_keys()), deleted_key),
        );
        let listed_teams = join3(
            read(self.teams().list_all(TeamFilter::default()), team),
            read(self.teams().list_all(deleted_teams()), deleted_team),
            read(self.users().list_all(UserFilter::default()), user),
        );
        let others = join4(budgets, organizations, models, audit::since(self, since));
        let ((keys, deleted_keys), (teams, deleted_teams, users), (budgets, organizations, models, audit)) =
            join3(listed_keys, listed_teams, others).await;
        let mut changes = Changes { users: names, ..Changes::default() };
        let audited = audit?;
        changes.has_audit_log = !audited.is_empty();
        let mut times: HashMap<String, Vec<i64>> = HashMap::new();
        for change in &audited {
            times.entry(change.id.clone()).or_default().push(change.time.as_second());
        }
        changes.changes = audited;
        let mut is_allowed = false;
        for (kind, listed) in [
            (ChangeKind::Key, keys),
            (ChangeKind::Team, teams),
            (ChangeKind::User, users),
            (ChangeKind::Budget, budgets),
            (ChangeKind::Organization, organizations),
            (ChangeKind::Model, models),
        ] {
            match listed {
                Ok(listed) => {
                    is_allowed = true;
                    changes.add(listed, &times);
                }
                Err(error) if error.refusal().is_some_and(Refusal::needs_license) => {}
                Err(error) if is_refusal(&error) => changes.left_out.push((kind, error)),
                Err(error) => return Err(error),
            }
        }
        // Older servers have no lists of what was deleted.
        for listed in [deleted_keys.or_else(none_if_refused)?, deleted_teams.or_else(none_if_refused)?] {
            changes.add(listed, &times);
        }
        if !is_allowed && !changes.left_out.is_empty() {
            return Err(changes.left_out.swap_remove(0).1);
        }
        changes.finish();
        Ok(changes)
    }
}

impl Changes {
    /// Adds those that are not in the audit log.
    fn add(&mut self, listed: Vec<Change>, audited: &HashMap<String, Vec<i64>>) {
        let is_audited = |change: &Change| {
            let times = audited.get(&change.id).map(Vec::as_slice).unwrap_or_default();
            times.iter().any(|time| (time - change.time.as_second()).abs() <= SAME)
        };
        self.changes.extend(listed.into_iter().filter(|change| !is_audited(change)));
    }

    /// Names the users, and sorts.
    fn finish(&mut self) {
        for change in &mut self.changes {
            let names = change.by.as_ref().and_then(|by| self.users.get(by));
            change.by_name = names.and_then(|names| names.first().cloned());
        }
        let order = |change: &Change| (std::cmp::Reverse(change.time), change.kind.to_string(), change.id.clone());
        self.changes.sort_by_cached_key(order);
        // An object that is deleted while the lists are read is in both.
        self.changes.dedup();
    }
}

fn deleted_keys() -> KeyFilter {
    KeyFilter { status: Some(KeyStatus::Deleted), ..KeyFilter::default() }
}

fn deleted_teams() -> TeamFilter {
    TeamFilter { status: Some(TeamStatus::Deleted), ..TeamFilter::default() }
}

/// Reads a list to its end, and keeps the changes of its items.
async fn read<P: Page>(
    mut pages: Pages<P>,
    mut add: impl FnMut(&P::Item, &mut Vec<Change>),
) -> Result<Vec<Change>, Error> {
    let mut found = Vec::new();
    while let Some(items) = pages.next_page().await? {
        for item in &items {
            add(item, &mut found);
        }
    }
    Ok(found)
}

/// Returns the changes of things that are listed in one response.
fn all_of<T>(kind: &ChangeKind, listed: &[Lossless<T>], since: Timestamp, ids: &[&str], names: &[&str]) -> Vec<Change> {
    let mut found = Vec::new();
    for one in listed {
        Subject::new(kind.clone(), one.json().get(), ids, names).changes(since, &mut found);
    }
    found
}

fn none_if_refused(error: Error) -> Result<Vec<Change>, Error> {
    if is_refusal(&error) { Ok(Vec::new()) } else { Err(error) }
}

/// Returns whether the server does not have a list, or not for this caller.
fn is_refusal(error: &Error) -> bool {
    matches!(error, Error::Unauthorized(_) | Error::Forbidden(_) | Error::NotFound(_) | Error::Refused(_))
}
