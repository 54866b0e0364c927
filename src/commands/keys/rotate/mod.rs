//! `keys rotate`: a new secret in the place of an old one, so that at every moment one of them works, and neither is lost
//! or forgotten when this program, the network or the server stops in between.

mod journal;
mod steps;

use std::path::PathBuf;

use anyhow::Result;
use clap::{ArgGroup, Args};
use jiff::Timestamp;
use serde_json::json;

use self::journal::{Journal, Journals};
use self::steps::{Rotation, Stuck};
use crate::commands::{durations, names};
use crate::context::{Context, DryRun};
use crate::failure::{Failure, find_cause};
use crate::files::PrivateFile;
use crate::outcome::Outcome;
use litellm_proxy_client::Client;

const AFTER_HELP: &str = "\
The new key has the old one's settings, spend and end, and in the end its alias. It is made, tried
out with a request for the models, and only then is the old one renamed, to end when --grace is
over. What is under way stands in ~/.litellm/rotations; --resume goes on with it. Where the server
does not make the new key, or it does not work, nothing is left of it. No licence is needed.

Examples:
  litellm-proxy keys rotate ci --output-file ci.key --grace 1h
  litellm-proxy keys rotate --resume";

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true), after_help = AFTER_HELP)]
pub(crate) struct Rotate {
    /// The key, its hash or its alias, @FILE or @-
    #[arg(value_name = "KEY", group = "what")]
    key: Option<String>,
    /// Finish the rotations of this server that were interrupted
    #[arg(long, group = "what", conflicts_with_all = ["grace", "delete_old", "output_file"])]
    resume: bool,
    /// How long the old key stays good: 30m, 24h, 7d
    #[arg(long, value_name = "DURATION", default_value = "24h", conflicts_with = "delete_old", value_parser = durations::parse_nonzero_seconds)]
    grace: i64,
    /// Delete the old key as soon as the new one works
    #[arg(long)]
    delete_old: bool,
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
        let old = names::key(context, name).await?;
        if !context.is_sending(DryRun::default()) {
            context.output.note("the rotation is made of what this answers; --dry-run shows the rest");
            return context.preview(client.keys().info(&old));
        }
        let grace = (!self.delete_old).then_some(self.grace);
        let rotation = Rotation::of(&steps::info(&client, &old).await?.info, &old, grace, Timestamp::now())?;
        if self.dry_run.dry_run {
            return context.preview(rotation.requests(&client));
        }
        let destination = self.output_file.as_deref().map(std::path::absolute).transpose()?;
        let file = destination.as_deref().map(PrivateFile::create).transpose()?;
        let journals = Journals::of_user()?;
        let _held = journals.lock().await?;
        if journals.of(&client)?.iter().any(|journal| journal.rotation.is_of(&old)) {
            return Err(Failure::Usage {
                message: "this key is being rotated, or its rotation was interrupted".to_owned(),
                hint: Some("finish it with `litellm-proxy keys rotate --resume`".to_owned()),
            }
            .into());
        }
        let mut journal = Journal::new(&client, rotation, destination);
        journals.keep(&journal)?;
        if let Err(error) = journal.deliver(context, file) {
            // Nothing has been sent yet.
            journals.forget(&journal)?;
            return Err(error);
        }
        finish(context, &client, &journals, &mut journal).await
    }
}

/// Goes on with all rotations of the server.
async fn resume(context: &mut Context, client: &Client, dry_run: DryRun) -> Result<Outcome> {
    let journals = Journals::of_user()?;
    let open = journals.of(client)?;
    let requests = (open.iter().flat_map(|journal| journal.rotation.requests(client))).collect::<Vec<_>>();
    context
        .perform(dry_run, requests, async |context, _| {
            if journals.of(client)?.is_empty() {
                context.output.note("there is no rotation to finish");
                return Ok(Outcome::Done);
            }
            let _held = journals.lock().await?;
            let mut failures = Vec::new();
            // One that cannot be finished must not keep the others from it.
            for mut journal in journals.of(client)? {
                let result = match journal.deliver(context, None) {
                    Ok(()) => finish(context, client, &journals, &mut journal).await,
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

/// Does what is left to do of a rotation, and forgets it when all is done, or all undone.
async fn finish(context: &mut Context, client: &Client, journals: &Journals, journal: &mut Journal) -> Result<Outcome> {
    let half_done = format!("the rotation of {} is half done", journal.rotation.name());
    let result = tokio::select! {
        biased;
        _ = tokio::signal::ctrl_c() => {
            let message = format!("{half_done}; `litellm-proxy keys rotate --resume` goes on");
            return Err(Failure::Interrupted(message).into());
        }
        result = steps(client, journals, journal) => result,
    };
    let rotation = &journal.rotation;
    match result {
        Ok(()) => {
            journals.forget(journal)?;
            let then = match rotation.grace() {
                Some(_) => format!("the old key is now `{}` and ends by itself", rotation.retired_alias()),
                None => "the old key is deleted".to_owned(),
            };
            context.output.note(format_args!("rotated {}: {then}", rotation.name()));
            if let Some(path) = journal.destination() {
                context.output.note(format_args!("the new key is in {}", path.display()));
            }
            if journal.destination().is_some() || !context.output.is_for_people() {
                context.output.value(&json!({
                    "key_alias": rotation.key_alias(),
                    "token_id": rotation.new_key().hash(),
                    "old_token_id": rotation.old_key(),
                    "old_key_alias": rotation.grace().map(|_| rotation.retired_alias()),
                }))?;
            }
            Ok(Outcome::Done)
        }
        Err(Stuck::Undone(error)) => {
            journal.take_back()?;
            journals.forget(journal)?;
            Err(anyhow::Error::from(error).context("the key was not rotated, and is as it was"))
        }
        Err(Stuck::HalfDone(error)) => Err(error
            .context(format!("{half_done}, and no working key is lost; `litellm-proxy keys rotate --resume` goes on"))),
    }
}

async fn steps(client: &Client, journals: &Journals, journal: &mut Journal) -> Result<(), Stuck> {
    journal.rotation.make(client, journal.is_made).await?;
    journal.is_made = true;
    journals.keep(journal).map_err(Stuck::HalfDone)?;
    journal.rotation.put_in_place(client).await
}
