//! `users import`: the people of a CSV file. What is there already is found by id or e-mail address, so that an import
//! that was interrupted is simply run again.

mod file;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum, ValueHint};
use serde::Serialize;
use serde_json::Map;
use tokio::sync::{Mutex, MutexGuard};

use self::file::Row;
use crate::commands::bulk::{self, Bulk, BulkResult, ItemOutcome};
use crate::commands::lists;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::files::PrivateFile;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::teams::{MemberId, NewMember, TeamFilter};
use litellm_proxy_client::users::{NewUser, User, UserFilter, UserUpdate};
use litellm_proxy_client::{ApiKey, Client, Error, Lossless};

const AFTER_HELP: &str = "\
Columns: user_email, user_role, user_alias, user_id, max_budget, budget_duration, models, teams
(the last two separated by `;`, teams by id or alias). Any other column is a field of the user. A
cell that is empty is not sent; without a role it is internal_user. The file is checked whole
before anything is sent. Users who are there already, by id or e-mail address, are skipped: an
import that was interrupted is simply run again.

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
    /// With a user who is there already: skip, fail, or update
    #[arg(long, value_name = "ACTION", value_enum, default_value_t = OnConflict::Skip, hide_possible_values = true)]
    on_conflict: OnConflict,
    /// Make a key for each new user, and write e-mail and key as CSV to a new file with mode 0600
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    with_keys: Option<PathBuf>,
    /// Look at what is there, show what would become of each row, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    bulk: Bulk,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// Leave the user as it is
    Skip,
    /// Count it as a failure
    Fail,
    /// Set the file's fields on it, and add it to the file's teams
    Update,
}

/// A row of the file, and what came of it.
#[derive(Debug, Serialize)]
struct Item {
    line: u64,
    user_email: Option<String>,
    user_id: Option<String>,
    outcome: ItemOutcome,
    reason: Option<String>,
}

impl Item {
    fn of(row: &Row) -> Self {
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

    fn end(&mut self, outcome: ItemOutcome, reason: impl Into<String>) {
        self.outcome = outcome;
        self.reason = Some(reason.into());
    }
}

/// What is to be done about a row.
enum Job {
    Create(Box<NewUser>),
    Update { user_id: String, update: Box<UserUpdate>, teams: Vec<String> },
}

impl Job {
    /// True when the server may have made a key, and its secret, which is told once, did not arrive.
    fn may_have_lost_a_key(&self, error: &Error) -> bool {
        let makes_a_key = matches!(self, Self::Create(user) if user.auto_create_key == Some(true));
        let may_be_done = matches!(
            error,
            Error::Interrupted { .. } | Error::Timeout { .. } | Error::UnexpectedResponse { .. } | Error::Server(_)
        );
        makes_a_key && may_be_done
    }

    /// Ids of the teams that get a member.
    fn teams(&self) -> &[String] {
        match self {
            Self::Create(user) => user.teams.as_deref().unwrap_or_default(),
            Self::Update { teams, .. } => teams,
        }
    }
}

/// One team gets one member at a time: older servers write the whole list of members anew for each, and of two at once
/// they forget one.
struct Turns(BTreeMap<String, Mutex<()>>);

impl Turns {
    fn of(jobs: &[Job]) -> Self {
        Self(jobs.iter().flat_map(Job::teams).map(|team| (team.clone(), Mutex::default())).collect())
    }

    /// Waits for the turn in each of the teams, which ends when what is given is dropped.
    async fn wait(&self, teams: &[String]) -> Vec<MutexGuard<'_, ()>> {
        let mut turns = Vec::new();
        // All wait in one order, so that no two wait for each other.
        for (_, turn) in self.0.iter().filter(|(team, _)| teams.contains(team)) {
            turns.push(turn.lock().await);
        }
        turns
    }
}

/// What was done.
struct Brought {
    user_id: Option<String>,
    key: Option<ApiKey>,
    is_update: bool,
}

impl Import {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let shown = if self.file == "-" { "standard input" } else { &self.file };
        let mut rows = file::read(shown, &context.arguments.file(&self.file)?)?;
        let mut items: Vec<Item> = rows.iter().map(Item::of).collect();
        let client = context.client()?;
        if !context.is_sending(DryRun::default()) {
            let call = |mut row: Row| {
                row.user.teams = (!row.teams.is_empty()).then_some(row.teams);
                client.users().create(&self.new_user(row.user))
            };
            return context.preview(rows.into_iter().map(call).collect::<Vec<_>>());
        }
        resolve_teams(context, &client, shown, &mut rows).await?;
        let known = Known::read(context, &client).await?;
        let mut places = Vec::new();
        let mut jobs = Vec::new();
        for (place, (row, item)) in rows.into_iter().zip(&mut items).enumerate() {
            if let Some(job) = self.job(row, &known, item) {
                places.push(place);
                jobs.push(job);
            }
        }
        drop(known);
        if self.dry_run {
            return foretell(context, items, &places, &jobs);
        }
        let mut keys = self.with_keys.as_deref().map(PrivateFile::create).transpose()?;
        let turns = Turns::of(&jobs);
        let calls = jobs.iter().map(|job| bring(&client, &turns, job)).collect();
        let stops = self.bulk.fail_fast && items.iter().any(|item| item.outcome == ItemOutcome::Failed);
        let mut outcome = BulkResult::default();
        if !stops {
            outcome = bulk::run(context, self.bulk, calls, |number, result| {
                let Some(item) = places.get(number).and_then(|place| items.get_mut(*place)) else {
                    return Ok(());
                };
                match result {
                    Ok(brought) => tell(item, brought, keys.as_mut()),
                    // Somebody else was faster, or the list did not show it.
                    Err(error) if error.is_conflict() && self.on_conflict == OnConflict::Skip => {
                        item.end(ItemOutcome::Skipped, error.to_string());
                        Ok(())
                    }
                    Err(error) => {
                        let loses = jobs.get(number).is_some_and(|job| job.may_have_lost_a_key(error));
                        let lost = if loses { format!("; {}", lost_key(item)) } else { String::new() };
                        item.end(ItemOutcome::Failed, format!("{error}{lost}"));
                        Ok(())
                    }
                }
            })
            .await;
        }
        for (number, place) in places.iter().enumerate() {
            if let Some(item) = items.get_mut(*place).filter(|item| item.outcome == ItemOutcome::Waiting) {
                item.outcome = outcome.outcome_without_result(number);
                if item.outcome == ItemOutcome::GivenUp && keys.is_some() {
                    item.reason = Some(lost_key(item));
                }
            }
        }
        let written = keys.as_ref().map(PrivateFile::path);
        report(context, &items, outcome, written)
    }

    /// A user as it is created: without a key unless keys were asked for.
    fn new_user(&self, user: NewUser) -> NewUser {
        let user = user.auto_create_key(self.with_keys.is_some());
        if user.user_role.is_some() { user } else { user.user_role("internal_user") }
    }

    /// What is to be done about a row; `None` where there is nothing to do, which the item then says.
    fn job(&self, row: Row, known: &Known, item: &mut Item) -> Option<Job> {
        let mut user = row.user;
        let by_id = user.user_id.as_deref().and_then(|id| known.by_id(id));
        let by_address = user.user_email.as_deref().and_then(|address| known.by_address(address));
        let Some(same) = by_id.or(by_address) else {
            user.teams = (!row.teams.is_empty()).then_some(row.teams);
            return Some(Job::Create(Box::new(self.new_user(user))));
        };
        let user_id = same.user_id.clone().unwrap_or_default();
        let is_another = by_address.is_some_and(|other| other.user_id != same.user_id)
            || (by_id.is_none() && user.user_id.is_some());
        let reason = match (is_another, by_id.is_some()) {
            (true, _) => "the user of this e-mail address has another id".to_owned(),
            (false, true) => "there is a user of this id already".to_owned(),
            (false, false) => format!("there is a user of this e-mail address already, {user_id}"),
        };
        match self.on_conflict {
            OnConflict::Skip => item.end(ItemOutcome::Skipped, reason),
            OnConflict::Fail => item.end(ItemOutcome::Failed, reason),
            OnConflict::Update if is_another => item.end(ItemOutcome::Failed, reason),
            OnConflict::Update => {
                let has = |team: &String| {
                    same.teams.iter().flatten().any(|has| has.get("team_id").unwrap_or(has).as_str() == Some(team))
                };
                // An address that is there already is no change, however it is written.
                let mut update = UserUpdate::default();
                update.user_email = user.user_email.filter(|_| by_address.is_none());
                (update.user_role, update.user_alias, update.models) = (user.user_role, user.user_alias, user.models);
                (update.max_budget, update.budget_duration) = (user.max_budget, user.budget_duration);
                (update.metadata, update.extra) = (user.metadata, user.extra);
                let teams: Vec<_> = row.teams.into_iter().filter(|team| !has(team)).collect();
                let changes = serde_json::to_value(&update).unwrap_or_default();
                if teams.is_empty() && changes.as_object().is_none_or(Map::is_empty) {
                    item.end(ItemOutcome::Skipped, reason);
                    return None;
                }
                return Some(Job::Update { user_id, update: Box::new(update), teams });
            }
        }
        None
    }
}

/// The users of the server.
struct Known {
    users: Vec<Lossless<User>>,
    ids: HashMap<String, usize>,
    addresses: HashMap<String, usize>,
}

impl Known {
    async fn read(context: &mut Context, client: &Client) -> Result<Self> {
        let users = lists::collect(context, client.users().list_all(&UserFilter::default())).await?.items;
        let place = |of: fn(&User) -> Option<String>| {
            users.iter().enumerate().filter_map(|(place, user)| Some((of(user)?, place))).collect()
        };
        let ids = place(|user| user.user_id.clone());
        let addresses = place(|user| user.user_email.as_deref().map(str::to_lowercase));
        Ok(Self { users, ids, addresses })
    }

    fn by_id(&self, id: &str) -> Option<&User> {
        self.ids.get(id).and_then(|place| self.users.get(*place)).map(|user| &**user)
    }

    fn by_address(&self, address: &str) -> Option<&User> {
        self.addresses.get(&address.to_lowercase()).and_then(|place| self.users.get(*place)).map(|user| &**user)
    }
}

/// Puts ids in place of aliases. The server would leave out a team that it does not know, and say nothing of it.
async fn resolve_teams(context: &mut Context, client: &Client, file: &str, rows: &mut [Row]) -> Result<()> {
    if rows.iter().all(|row| row.teams.is_empty()) {
        return Ok(());
    }
    let teams = lists::collect(context, client.teams().list_all(&TeamFilter::default())).await?.items;
    let mut of_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for team in &teams {
        if let (Some(alias), Some(id)) = (team.team_alias.as_deref(), team.team_id.as_deref()) {
            of_name.entry(alias).or_default().push(id);
        }
    }
    // An id is an id, even if another team is called so.
    for id in teams.iter().filter_map(|team| team.team_id.as_deref()) {
        of_name.insert(id, vec![id]);
    }
    let mut wrong = Vec::new();
    for row in rows {
        for team in &mut row.teams {
            let place = file::place(file, row.line, "teams");
            match of_name.get(team.as_str()).map(Vec::as_slice) {
                Some([id]) => (*id).clone_into(team),
                Some(several) if !several.is_empty() => {
                    wrong.push(format!("{place}: more than one team has the alias `{team}`: {}", several.join(", ")));
                }
                _ => wrong.push(format!("{place}: no team has the id or alias `{team}`")),
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(file::refuse(file, wrong)) }
}

async fn bring(client: &Client, turns: &Turns, job: &Job) -> Result<Brought, Error> {
    let _turns = turns.wait(job.teams()).await;
    match job {
        Job::Create(user) => {
            let created = client.users().create(user).await?.into_inner();
            Ok(Brought { user_id: created.user_id, key: created.key, is_update: false })
        }
        Job::Update { user_id, update, teams } => {
            client.users().update(user_id, update).await?;
            for team in teams {
                match client.teams().add_members(team, &[NewMember::new(MemberId::user(user_id))]).await {
                    Err(error) if !error.is_conflict() => return Err(error),
                    // A member already is what it should be.
                    _ => {}
                }
            }
            Ok(Brought { user_id: Some(user_id.clone()), key: None, is_update: true })
        }
    }
}

/// What to do where the server may have made a user, and the secret of the key, which is told once, did not arrive.
fn lost_key(item: &Item) -> String {
    let name = item.user_id.as_deref().unwrap_or_else(|| item.name());
    format!(
        "if the user was made all the same, nobody knows the key: `litellm-proxy users delete {name}`, and run the import \
         again"
    )
}

/// Says what would become of each row, by what the server holds now.
fn foretell(context: &mut Context, mut items: Vec<Item>, places: &[usize], jobs: &[Job]) -> Result<Outcome> {
    for item in &mut items {
        item.outcome = match item.outcome {
            ItemOutcome::Failed => ItemOutcome::WouldFail,
            _ => ItemOutcome::WouldBeSkipped,
        };
    }
    for (place, job) in places.iter().zip(jobs) {
        if let Some(item) = items.get_mut(*place) {
            item.outcome = match job {
                Job::Create(_) => ItemOutcome::WouldBeImported,
                Job::Update { .. } => ItemOutcome::WouldBeUpdated,
            };
        }
    }
    show(context, &items)
}

/// Notes what came of a row, and keeps its key at once: what is interrupted now has lost nothing.
fn tell(item: &mut Item, brought: &Brought, keys: Option<&mut PrivateFile>) -> Result<()> {
    item.user_id = brought.user_id.clone().or(item.user_id.take());
    item.outcome = if brought.is_update { ItemOutcome::Updated } else { ItemOutcome::Imported };
    let Some(file) = keys.filter(|_| !brought.is_update) else { return Ok(()) };
    let Some(key) = &brought.key else {
        let user_id = brought.user_id.as_deref().unwrap_or("USER_ID");
        let how = format!("`litellm-proxy keys generate --user-id {user_id}` makes one");
        item.end(ItemOutcome::Failed, format!("the user was made, but no key: {how}"));
        return Ok(());
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([item.name(), key.expose()])?;
    let line = String::from_utf8(writer.into_inner()?)?;
    file.append(&line).inspect_err(|_| {
        item.end(
            ItemOutcome::Failed,
            format!("the user was made, but the key could not be written; its hash is {}", key.hash()),
        );
    })
}

/// Shows all rows in their order, tells each failure, and says how it ended.
fn report(
    context: &mut Context,
    items: &[Item],
    outcome: BulkResult,
    keys: Option<&std::path::Path>,
) -> Result<Outcome> {
    show(context, items)?;
    let count = |fate: ItemOutcome| items.iter().filter(|item| item.outcome == fate).count();
    let done = count(ItemOutcome::Imported) + count(ItemOutcome::Updated);
    let (made, skipped) = (count(ItemOutcome::Imported), count(ItemOutcome::Skipped));
    // As JSON, stderr is for the one error object.
    if !context.output.has_error_object() {
        for item in items.iter().filter(|item| item.outcome == ItemOutcome::Failed) {
            let reason = item.reason.as_deref().unwrap_or_default();
            context.output.note(format_args!("failed: line {}, {}: {reason}", item.line, item.name()));
        }
        if skipped > 0 {
            context.output.note(format_args!("skipped: {skipped} of {} users, who are there already", items.len()));
        }
    }
    if let Some(path) = keys.filter(|_| made > 0) {
        context.output.note(format_args!("the keys of {made} new users are in {}", path.display()));
    }
    if let Some(error) = outcome.broken {
        return Err(error);
    }
    let wanted = items.len() - skipped;
    if outcome.was_interrupted {
        let message = format!("{done} of {wanted} users were imported; run it again for the others");
        return Err(Failure::Interrupted(message).into());
    }
    if done < wanted {
        return Err(Failure::Partial(format!("{} of {wanted} users were not imported", wanted - done)).into());
    }
    Ok(Outcome::Done)
}

fn show(context: &mut Context, items: &[Item]) -> Result<Outcome> {
    let columns: [&Column<Item>; 5] = [
        &Column::right("line", "Line", |item| item.line.to_string()),
        &Column::new("user_email", "Email", |item| item.user_email.clone().unwrap_or_default()),
        &Column::new("user_id", "User ID", |item| item.user_id.clone().unwrap_or_default()),
        &Column::new("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
        &Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
    ];
    context.output.list(items, &columns, &items)
}
