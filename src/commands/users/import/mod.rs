//! `users import`: creates the users of a CSV file. Existing users are found by id or email address, so an interrupted
//! import can be run again.

mod existing;
mod file;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum, ValueHint};
use serde::Serialize;
use serde_json::Map;
use tokio::sync::{Mutex, MutexGuard};

use self::existing::{ExistingUsers, resolve_teams};
use self::file::{UserFile, UserRow};
use crate::commands::bulk::{self, Bulk, BulkResult, ItemOutcome};
use crate::commands::confirm;
use crate::commands::secrets_file::SecretsFile;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use crate::shell::quote_if_needed;
use litellm_proxy_client::teams::{MemberId, NewMember};
use litellm_proxy_client::users::{NewUser, UserUpdate};
use litellm_proxy_client::{ApiKey, Client, Error};

const AFTER_HELP: &str = "\
Columns: user_email, user_role, user_alias, user_id, max_budget, budget_duration, models, teams
(the last two are lists in quotes separated by commas, or by `;`, with teams by id or alias), or
Email, Role, Name, ID, Budget, Model, Team. Any other column is a field of the user. Empty cells are
not sent; the default role is internal_user.
Also reads LiteLLM's own CSV template and the output of `users list --format csv`.

The file is validated completely before anything is sent. Existing users, by id or email address,
are skipped, so an interrupted import can be run again. With --with-keys, each key is written to
the file before it is created; it can call the models of its user and has the user's rate limits.

Examples:
  litellm-proxy users import people.csv --dry-run
  litellm-proxy users import people.csv --with-keys keys.csv
  litellm-proxy users import people.csv --on-conflict update";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Import {
    /// CSV file with a header line, or - for stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: String,
    /// How to handle a user who exists already: skip, fail or update
    #[arg(long, value_name = "ACTION", value_enum, default_value_t = OnConflict::Skip, hide_possible_values = true)]
    on_conflict: OnConflict,
    /// Create a key for each new user, written as CSV to a new file (mode 0600)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    with_keys: Option<PathBuf>,
    /// Compare with existing users and show each outcome without changing anything
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    bulk: Bulk,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// Leave the user unchanged
    Skip,
    /// Count it as a failure
    Fail,
    /// Set the fields given in the file, and add the user to its teams
    Update,
}

/// A row of the file and its outcome.
#[derive(Debug, Serialize)]
struct Item {
    line: u64,
    user_email: Option<String>,
    user_id: Option<String>,
    outcome: ItemOutcome,
    reason: Option<String>,
}

impl Item {
    fn of(row: &UserRow) -> Self {
        Self {
            line: row.line,
            user_email: row.user.user_email.clone(),
            user_id: row.user.user_id.clone(),
            outcome: ItemOutcome::Waiting,
            reason: None,
        }
    }

    fn name(&self) -> &str {
        self.user_email.as_deref().or(self.user_id.as_deref()).unwrap_or_default()
    }

    fn finish(&mut self, outcome: ItemOutcome, reason: impl Into<String>) {
        self.outcome = outcome;
        self.reason = Some(reason.into());
    }
}

/// The change that imports a row.
enum UserChange {
    Create(Box<NewUser>),
    Update { user_id: String, update: Box<UserUpdate>, teams: Vec<String> },
}

impl UserChange {
    /// Returns the ids of the teams that the user is added to.
    fn teams(&self) -> &[String] {
        match self {
            Self::Create(user) => user.teams.as_deref().unwrap_or_default(),
            Self::Update { teams, .. } => teams,
        }
    }
}

/// Locks that let a team get only one new member at a time: older servers rewrite the whole member list for each, and
/// would lose one of two concurrent additions.
struct TeamLocks(BTreeMap<String, Mutex<()>>);

impl TeamLocks {
    fn of(changes: &[UserChange]) -> Self {
        Self(changes.iter().flat_map(UserChange::teams).map(|team| (team.clone(), Mutex::default())).collect())
    }

    /// Locks the teams until the guards are dropped.
    async fn lock(&self, teams: &[String]) -> Vec<MutexGuard<'_, ()>> {
        let mut guards = Vec::new();
        // Every caller locks in the same order, so there is no deadlock.
        for (_, mutex) in self.0.iter().filter(|(team, _)| teams.contains(team)) {
            guards.push(mutex.lock().await);
        }
        guards
    }
}

/// How an attempt to import a user ended, if not with an error of a request.
enum Attempt {
    Created {
        user_id: Option<String>,
    },
    Updated,
    /// The user was created, but without the key that it was to have.
    WithoutKey {
        user_id: Option<String>,
        reason: String,
    },
    /// The secret of the key could not be saved, so nothing was sent.
    NotSaved(String),
}

impl Import {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let file_name = if self.file == "-" { "stdin" } else { &self.file };
        let UserFile { mut rows, unknown_columns } = file::read(file_name, &context.arguments.file(&self.file)?)?;
        for column in unknown_columns {
            context.output.warn(format_args!(
                "column `{column}` is not a field of users that this program knows; older servers ignore it"
            ));
        }
        let mut items: Vec<Item> = rows.iter().map(Item::of).collect();
        let client = context.client()?;
        if !context.is_sending(DryRun::default()) {
            let call = |mut row: UserRow| {
                row.user.teams = (!row.teams.is_empty()).then_some(row.teams);
                client.users().create(&Self::new_user(row.user))
            };
            return context.preview(rows.into_iter().map(call).collect::<Vec<_>>());
        }
        resolve_teams(context, &client, file_name, &mut rows).await?;
        let existing = ExistingUsers::fetch(context, &client).await?;
        let mut item_indexes = Vec::new();
        let mut changes = Vec::new();
        for (index, (row, item)) in rows.into_iter().zip(&mut items).enumerate() {
            if let Some(change) = self.plan_change(row, &existing, item) {
                item_indexes.push(index);
                changes.push(change);
            }
        }
        drop(existing);
        if self.dry_run {
            return preview(context, items, &item_indexes, &changes);
        }
        let file =
            self.with_keys.as_deref().map(|path| SecretsFile::create(path, Some(["user", "key"]))).transpose()?;
        let locks = TeamLocks::of(&changes);
        let calls = changes.iter().map(|change| apply(&client, &locks, change, file.as_ref())).collect();
        let has_failed = self.bulk.fail_fast && items.iter().any(|item| item.outcome == ItemOutcome::Failed);
        let mut outcome = BulkResult::default();
        if !has_failed {
            outcome = bulk::run(context, self.bulk, calls, |number, result| {
                let Some(item) = item_indexes.get(number).and_then(|index| items.get_mut(*index)) else {
                    return Ok(());
                };
                match result {
                    Ok(attempt) => record(item, attempt),
                    // The user was created meanwhile, or the list did not contain it.
                    Err(error) if error.is_conflict() && self.on_conflict == OnConflict::Skip => {
                        item.finish(ItemOutcome::Skipped, error.to_string());
                        Ok(())
                    }
                    Err(error) => {
                        item.finish(ItemOutcome::Failed, error.to_string());
                        Ok(())
                    }
                }
            })
            .await;
        }
        for (number, index) in item_indexes.iter().enumerate() {
            if let Some(item) = items.get_mut(*index).filter(|item| item.outcome == ItemOutcome::Waiting) {
                item.outcome = outcome.outcome_without_result(number);
            }
        }
        report(context, &items, outcome, file.as_ref())
    }

    /// Completes a new user: with the default role, and without a key of the server's choice.
    fn new_user(user: NewUser) -> NewUser {
        let user = user.auto_create_key(false);
        if user.user_role.is_some() { user } else { user.user_role("internal_user") }
    }

    /// Returns the change that imports a row, or `None` after recording an outcome that needs no request.
    fn plan_change(&self, row: UserRow, existing: &ExistingUsers, item: &mut Item) -> Option<UserChange> {
        let mut user = row.user;
        let by_id = user.user_id.as_deref().and_then(|id| existing.by_id(id));
        let by_address = user.user_email.as_deref().and_then(|address| existing.by_address(address));
        let Some(found) = by_id.or(by_address) else {
            user.teams = (!row.teams.is_empty()).then_some(row.teams);
            return Some(UserChange::Create(Box::new(Self::new_user(user))));
        };
        let user_id = found.user_id.clone().unwrap_or_default();
        let has_no_key = self.with_keys.is_some() && found.key_count == Some(0);
        let is_another = by_address.is_some_and(|other| other.user_id != found.user_id)
            || (by_id.is_none() && user.user_id.is_some());
        let reason = match (is_another, by_id.is_some()) {
            (true, _) => "the user with this email address has another id".to_owned(),
            (false, true) => "a user with this id exists already".to_owned(),
            (false, false) => format!("a user with this email address exists already, {user_id}"),
        };
        match self.on_conflict {
            // Such as one whose import was interrupted.
            OnConflict::Skip if has_no_key && !is_another => {
                item.finish(ItemOutcome::Skipped, format!("{reason}, without a key; {}", key_advice(&user_id)));
            }
            OnConflict::Skip => item.finish(ItemOutcome::Skipped, reason),
            OnConflict::Fail => item.finish(ItemOutcome::Failed, reason),
            OnConflict::Update if is_another => item.finish(ItemOutcome::Failed, reason),
            OnConflict::Update => {
                let is_member = |team: &String| {
                    found
                        .teams
                        .iter()
                        .flatten()
                        .any(|other| other.get("team_id").unwrap_or(other).as_str() == Some(team))
                };
                // Addresses are compared case-insensitively, so a different spelling is not a change.
                let mut update = UserUpdate::default();
                update.user_email = user.user_email.filter(|_| by_address.is_none());
                (update.user_role, update.user_alias, update.models) = (user.user_role, user.user_alias, user.models);
                (update.max_budget, update.budget_duration) = (user.max_budget, user.budget_duration);
                (update.metadata, update.extra) = (user.metadata, user.extra);
                let teams: Vec<_> = row.teams.into_iter().filter(|team| !is_member(team)).collect();
                let fields = serde_json::to_value(&update).unwrap_or_default();
                if teams.is_empty() && fields.as_object().is_none_or(Map::is_empty) {
                    item.finish(ItemOutcome::Skipped, reason);
                    return None;
                }
                return Some(UserChange::Update { user_id, update: Box::new(update), teams });
            }
        }
        None
    }
}

/// Makes a change. With a file, a new user gets a key, whose secret is saved before anything is sent.
async fn apply(
    client: &Client,
    locks: &TeamLocks,
    change: &UserChange,
    file: Option<&SecretsFile>,
) -> Result<Attempt, Error> {
    let _guards = locks.lock(change.teams()).await;
    match change {
        UserChange::Create(user) => create(client, user, file).await,
        UserChange::Update { user_id, update, teams } => {
            client.users().update(user_id, &**update).await?;
            for team in teams {
                match client.teams().add_members(team, &[NewMember::new(MemberId::user(user_id))]).await {
                    Err(error) if !error.is_conflict() => return Err(error),
                    // An existing member needs no change.
                    _ => {}
                }
            }
            Ok(Attempt::Updated)
        }
    }
}

async fn create(client: &Client, user: &NewUser, file: Option<&SecretsFile>) -> Result<Attempt, Error> {
    let Some(file) = file else {
        let created = client.users().create(user).await?.into_inner();
        return Ok(Attempt::Created { user_id: Some(created.user_id) });
    };
    let name = user.user_email.as_deref().or(user.user_id.as_deref()).unwrap_or_default();
    let secret = ApiKey::random();
    if let Err(error) = file.add(name, &secret) {
        return Ok(Attempt::NotSaved(format!("{error:#}")));
    }
    let user_id = match client.users().create(user).await {
        Ok(created) => created.into_inner().user_id,
        Err(error) => {
            file.remove(&secret);
            return Err(error);
        }
    };
    let key = user.key(Some(&user_id)).key(&secret);
    let reason = match client.keys().generate_preferring(&key).await {
        Ok(generated) if generated.key == secret => return Ok(Attempt::Created { user_id: Some(user_id) }),
        Ok(generated) => {
            // The server allows only its own secrets.
            file.remove(&secret);
            match file.add(name, &generated.key) {
                Ok(()) => return Ok(Attempt::Created { user_id: Some(user_id) }),
                Err(error) => format!("a key with the hash {}, but {error:#}", generated.key.hash()),
            }
        }
        Err(error) if client.keys().may_exist_after(&error, &secret).await => {
            let path = file.path().display();
            format!("perhaps without a key: {error}; if it exists, its secret is in {path}")
        }
        Err(error) => {
            file.remove(&secret);
            let advice = key_advice(&user_id);
            format!("without a key: {error}; {advice}")
        }
    };
    Ok(Attempt::WithoutKey { user_id: Some(user_id), reason })
}

/// Advises how to give a key to a user who exists.
fn key_advice(user_id: &str) -> String {
    format!("create one with `litellm-proxy keys generate --user-id {}`", quote_if_needed(user_id))
}

/// Shows the outcome that each row would have.
fn preview(
    context: &mut Context,
    mut items: Vec<Item>,
    item_indexes: &[usize],
    changes: &[UserChange],
) -> Result<Outcome> {
    for item in &mut items {
        item.outcome = match item.outcome {
            ItemOutcome::Failed => ItemOutcome::WouldFail,
            _ => ItemOutcome::WouldBeSkipped,
        };
    }
    for (index, change) in item_indexes.iter().zip(changes) {
        if let Some(item) = items.get_mut(*index) {
            item.outcome = match change {
                UserChange::Create(_) => ItemOutcome::WouldBeImported,
                UserChange::Update { .. } => ItemOutcome::WouldBeUpdated,
            };
        }
    }
    show(context, &items)
}

/// Records the outcome of a row.
fn record(item: &mut Item, attempt: &Attempt) -> Result<()> {
    match attempt {
        Attempt::Updated => item.outcome = ItemOutcome::Updated,
        Attempt::Created { user_id } => {
            item.user_id = user_id.clone().or(item.user_id.take());
            item.outcome = ItemOutcome::Imported;
        }
        Attempt::WithoutKey { user_id, reason } => {
            item.user_id = user_id.clone().or(item.user_id.take());
            item.finish(ItemOutcome::Failed, format!("the user was created {reason}"));
        }
        Attempt::NotSaved(reason) => {
            item.finish(ItemOutcome::Failed, reason.as_str());
            return Err(anyhow::anyhow!("{reason}"));
        }
    }
    Ok(())
}

/// Shows all rows in order, then each failure, and returns the outcome of the import.
fn report(context: &mut Context, items: &[Item], outcome: BulkResult, file: Option<&SecretsFile>) -> Result<Outcome> {
    let saved = file.map(SecretsFile::finish);
    show(context, items)?;
    let count = |outcome: ItemOutcome| items.iter().filter(|item| item.outcome == outcome).count();
    let done = count(ItemOutcome::Imported) + count(ItemOutcome::Updated);
    let skipped = count(ItemOutcome::Skipped);
    // With JSON errors, stderr holds a single error object.
    if !context.output.has_error_object() {
        for item in items.iter().filter(|item| item.outcome == ItemOutcome::Failed) {
            let reason = item.reason.as_deref().unwrap_or_default();
            context.output.note(format_args!("failed: line {}, {}: {reason}", item.line, item.name()));
        }
        if skipped > 0 {
            context.output.note(format_args!("skipped: {skipped} of {} users, which exist already", items.len()));
        }
    }
    if let (Some(file), Some(saved)) = (file, saved)
        && let count = saved?
        && count > 0
    {
        context.output.note(format_args!(
            "the keys of {} are in {}",
            confirm::count(count, "new user"),
            file.path().display()
        ));
    }
    if let Some(error) = outcome.local_error {
        return Err(error);
    }
    let total = items.len() - skipped;
    if outcome.was_interrupted {
        let message = format!("{done} of {total} users were imported; run the import again for the others");
        return Err(Failure::Interrupted(message).into());
    }
    if done < total {
        return Err(confirm::partly(total - done, total, "user", "imported").into());
    }
    Ok(Outcome::Done)
}

fn show(context: &mut Context, items: &[Item]) -> Result<Outcome> {
    let columns: [&Column<Item>; 5] = [
        &Column::right("line", "Line", |item| item.line.to_string()),
        &Column::new("user_email", "Email", |item| item.user_email.clone().unwrap_or_default()),
        &Column::new("user_id", "User ID", |item| item.user_id.clone().unwrap_or_default()),
        &Column::state("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
        &Column::new("reason", "Reason", |item: &Item| item.reason.clone().unwrap_or_default()).words(),
    ];
    context.output.list("user", items, &columns, &items)
}
