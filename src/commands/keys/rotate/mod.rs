//! `keys rotate`: replaces a key's secret without downtime. The steps are the library's; the journals, the delivery of
//! the secret and `--resume` are here.

mod journal;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{ArgGroup, Args};
use serde_json::json;

use self::journal::{JournalFile, Journals};
use super::expires::Expires;
use crate::commands::{durations, facts, names};
use crate::context::{Context, DryRun};
use crate::failure::{Failure, find_cause};
use crate::files::PrivateFile;
use crate::outcome::Outcome;
use crate::output::{Answer, roughly};
use litellm_proxy_client::keys::{KeyName, Retirement, Rotation, RotationError, RotationJournal, RotationStep};
use litellm_proxy_client::{Client, Error};

const AFTER_HELP: &str = "\
The new key gets the old one's settings, spend, expiry (unless --duration or --expires is given)
and, in the end, its alias. It is created and tried with a request for the models. Only then is
the old key renamed, to expire after --grace. Progress is saved in ~/.litellm/rotations; --resume
continues from there. If the new key cannot be created or does not work, nothing is left of it. No
license is required. Of several rotations of a key at the same time, on any machines, one
continues; the others exit with 8.

Examples:
  litellm-proxy keys rotate ci --output-file ci-new.key --grace 1h
  litellm-proxy keys rotate ci --output-file ci-new.key --delete-old --expires 2027-12-31
  litellm-proxy keys rotate --resume";

const RESUME: &str = "litellm-proxy keys rotate --resume";

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true), after_help = AFTER_HELP)]
pub(crate) struct Rotate {
    /// The key, its hash or its alias, @FILE or @-
    #[arg(value_name = "KEY", group = "what")]
    key: Option<String>,
    /// Finish the rotations of this server that were interrupted
    #[arg(long, group = "what", conflicts_with_all = ["grace", "delete_old", "expires", "duration", "output_file"])]
    resume: bool,
    /// How long the old key keeps working: 30m, 24h, 7d
    #[arg(long, value_name = "DURATION", default_value = "24h", conflicts_with = "delete_old", value_parser = durations::parse_nonzero_seconds)]
    grace: i64,
    /// Delete the old key as soon as the new one works
    #[arg(long)]
    delete_old: bool,
    /// Lifetime of the new key, such as 90d [default: the old key's expiry]
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    duration: Option<String>,
    #[command(flatten)]
    expires: Expires,
    /// Write the new key to a new file with mode 0600 instead of printing it
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Rotate {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let Some(name) = &self.key else { return resume(context, &client, self.dry_run).await };
        let expires = self.expires.or_after(self.duration.as_deref());
        let time = expires.time()?;
        let key = names::key_name(context, name)?;
        let old = match client.keys().resolve(&key).await {
            Err(Error::Missing(message)) if context.is_sending(DryRun::default()) => {
                return Err(unknown_alias(&client, &key, message).await);
            }
            resolved => resolved?,
        };
        if !context.is_sending(DryRun::default()) {
            context.output.note("the rotation depends on the response to this request; --dry-run shows the rest");
            return context.preview(client.keys().info(&old));
        }
        let grace = Duration::from_secs(u64::try_from(self.grace).unwrap_or_default());
        let retirement = if self.delete_old { Retirement::Delete } else { Retirement::ExpireAfter(grace) };
        let plan = async || {
            let rotation = client.keys().plan_rotation(&old, retirement).await?;
            Ok(match time {
                Some(time) => rotation.expiring_at(time),
                None => rotation,
            })
        };
        expires.note(context);
        if self.dry_run.dry_run {
            let rotation = plan().await.map_err(unplanned)?;
            return context.preview(rotation.requests());
        }
        let destination = self.output_file.as_deref().map(std::path::absolute).transpose()?;
        if let Some(path) = &destination {
            PrivateFile::check(path)?;
        }
        // Refuses a key that cannot be rotated before anything is created in the home directory.
        plan()
            .await
            .map_err(|error| if matches!(key, KeyName::Alias(_)) { replaced(error) } else { unplanned(error) })?;
        let journals = Journals::of_user()?;
        let _held = journals.lock().await?;
        if journals.of(&client)?.iter().any(|open| open.rotation.old_key_hash() == old.hash()) {
            return Err(Failure::Usage {
                message: "this key is being rotated, or its rotation was interrupted".to_owned(),
                hint: Some("finish it with `litellm-proxy keys rotate --resume`".to_owned()),
            }
            .into());
        }
        // Under the lock: another process may have rotated the key before.
        let rotation = plan().await.map_err(replaced)?;
        let file = JournalFile::new(&client, rotation.journal().clone(), destination);
        journals.save(&file)?;
        if let Err(error) = file.deliver(context) {
            // Nothing has been sent yet.
            journals.remove(&file)?;
            return Err(error);
        }
        finish(context, &journals, file, rotation).await
    }
}

/// Explains why no key has an alias: at one moment of a rotation neither the old nor the new one has it.
async fn unknown_alias(client: &Client, alias: &KeyName, message: String) -> anyhow::Error {
    let name = format!("`{}`", alias.label());
    if let Ok(Some(claim)) = client.keys().rotation_of_alias(&alias.label()).await {
        return lost(&RotationError::InProgress, &name, Some(&claim));
    }
    match client.keys().resolve(alias).await {
        Ok(_) => lost(&RotationError::AlreadyRotated, &name, None),
        Err(_) => Error::Missing(message).into(),
    }
}

/// Finishes all rotations of the server.
async fn resume(context: &mut Context, client: &Client, dry_run: DryRun) -> Result<Outcome> {
    let journals = Journals::of_user()?;
    let open = journals.of(client)?.into_iter().map(|file| client.keys().resume_rotation(file.rotation));
    let requests: Vec<_> = open.flat_map(|rotation| rotation.requests()).collect();
    context
        .perform(dry_run, requests, async |context, _| {
            if journals.of(client)?.is_empty() {
                context.output.note("there is no rotation to finish");
                return Ok(Outcome::Done);
            }
            let _held = journals.lock().await?;
            let mut failures = Vec::new();
            // A rotation that cannot be finished must not prevent the others.
            for file in journals.of(client)? {
                let rotation = client.keys().resume_rotation(file.rotation.clone());
                let result = match file.deliver(context) {
                    Ok(()) => finish(context, &journals, file, rotation).await,
                    Err(error) => Err(error),
                };
                match result {
                    Err(error) if matches!(find_cause(&error), Some(Failure::Interrupted(_))) => return Err(error),
                    Err(error) => failures.push(error),
                    Ok(_) => {}
                }
            }
            failures.into_iter().next().map_or(Ok(Outcome::Done), Err)
        })
        .await
}

/// Runs the remaining steps, and removes the journal once everything is done or undone.
async fn finish(
    context: &mut Context,
    journals: &Journals,
    file: JournalFile,
    mut rotation: Rotation,
) -> Result<Outcome> {
    let name = name(&file.rotation);
    let save = |journal: &RotationJournal| journals.save(&file.at(journal)).map_err(Into::into);
    let result = tokio::select! {
        biased;
        _ = tokio::signal::ctrl_c() => {
            let message = format!("the rotation of {name} is incomplete; resume it with `{RESUME}`");
            return Err(Failure::Interrupted(message).into());
        }
        result = rotation.run(save) => result,
    };
    if let Err(error) = result {
        if matches!(error, RotationError::RolledBack(_) | RotationError::InProgress | RotationError::AlreadyRotated) {
            file.take_back()?;
            journals.remove(&file)?;
        }
        return Err(explain(error, &name, rotation.journal()));
    }
    journals.remove(&file)?;
    report(context, &file, &name)
}

/// Reports a finished rotation.
fn report(context: &mut Context, file: &JournalFile, name: &str) -> Result<Outcome> {
    let rotation = &file.rotation;
    let then = match rotation.grace() {
        Some(grace) => {
            let alias = rotation.retired_alias();
            format!("the old key is now `{alias}` and expires in {}", roughly(grace))
        }
        None => "the old key is deleted".to_owned(),
    };
    context.output.note(format_args!("rotated {name}: {then}"));
    if let Some(path) = file.destination() {
        context.output.note(format_args!("the new key is in {}", path.display()));
    }
    if file.destination().is_none() && context.output.is_for_people() && !context.output.shows_answers() {
        return Ok(Outcome::Done);
    }
    let hash = rotation.new_key().hash();
    let value = json!({
        "key_alias": rotation.key_alias(),
        "token_id": hash,
        "old_token_id": rotation.old_key_hash(),
        "old_key_alias": rotation.grace().map(|_| rotation.retired_alias()),
    });
    context.output.answer(&value, || Answer::new(format!("New key {}", facts::key_name(rotation.key_alias(), &hash))))
}

/// Explains why nothing was sent.
fn unplanned(error: RotationError) -> anyhow::Error {
    match error {
        RotationError::Unread(error) => error.into(),
        RotationError::NotRotatable(_) | RotationError::Deleted => Failure::Refused(error.to_string()).into(),
        RotationError::InProgress => Failure::Conflict {
            message: "this is the new key of a rotation that is in progress, or was interrupted".to_owned(),
            hint: format!("finish an interrupted one where it was started, with `{RESUME}`"),
        }
        .into(),
        RotationError::AlreadyRotated => Failure::Conflict {
            message: "this key is retired: a rotation has replaced it".to_owned(),
            hint: "rotate the key that has its former alias".to_owned(),
        }
        .into(),
        other => other.into(),
    }
}

/// Explains why a key that was there a moment ago cannot be rotated.
fn replaced(error: RotationError) -> anyhow::Error {
    match error {
        RotationError::Deleted | RotationError::AlreadyRotated => {
            lost(&RotationError::AlreadyRotated, "this key", None)
        }
        RotationError::Unread(unread) if unread.is_not_found() => {
            lost(&RotationError::AlreadyRotated, "this key", None)
        }
        error => unplanned(error),
    }
}

/// Says that another rotation came first. `claim` is the alias of the new key of one that is in progress.
fn lost(error: &RotationError, name: &str, claim: Option<&str>) -> anyhow::Error {
    let (what, hint) = match (error, claim) {
        (RotationError::InProgress, Some(claim)) => (
            "is rotating",
            format!(
                "if that was interrupted, run `{RESUME}` where it was started; its new key has the alias `{claim}`"
            ),
        ),
        _ => ("has rotated", "use the key of that rotation, or rotate it again".to_owned()),
    };
    let message = format!("another process {what} {name}; this rotation left no new key behind");
    Failure::Conflict { message, hint }.into()
}

/// Says what is left after a failure, and how to continue.
fn explain(error: RotationError, name: &str, journal: &RotationJournal) -> anyhow::Error {
    // The new key has been verified once the old one is retired.
    let is_verified = journal.step() >= RotationStep::Retire;
    let working = if is_verified { "the new key works" } else { "the old key still works" };
    let incomplete = format!("the rotation of {name} is incomplete, but {working}; resume it with `{RESUME}`");
    match error {
        RotationError::RolledBack(error) => {
            anyhow::Error::from(error).context("the key was not rotated and is unchanged")
        }
        RotationError::InProgress | RotationError::AlreadyRotated => lost(&error, name, journal.temporary_alias()),
        RotationError::Incomplete { source, .. } => anyhow::Error::from(source).context(incomplete),
        RotationError::NotSaved(error) => anyhow::anyhow!(error).context(incomplete),
        RotationError::NewKeyDeleted => {
            let message = format!(
                "{}; if the deletion was intended, remove its file in ~/.litellm/rotations",
                RotationError::NewKeyDeleted
            );
            anyhow::Error::from(Error::Missing(message)).context(format!("the rotation of {name} cannot continue"))
        }
        other => other.into(),
    }
}

/// Names the key in a message.
fn name(journal: &RotationJournal) -> String {
    let hash = names::shown_hash(journal.old_key_hash());
    journal.key_alias().map_or_else(|| format!("the key {hash}…"), |alias| format!("`{alias}`"))
}
