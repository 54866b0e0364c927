//! `--if-not-exists`: a command that creates something shows what is there already instead, and changes nothing.

use anyhow::Result;
use clap::Args;

use crate::context::{Context, DryRun};
use crate::failure::{self, Failure};
use crate::outcome::Outcome;
use litellm_proxy_client::Error;
use litellm_proxy_client::names::NameError;

/// The exit code of a conflict.
const CONFLICT: u8 = 8;

/// The option of every command that creates something.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct IfNotExists {
    /// If it exists already, show it and change nothing
    #[arg(long)]
    if_not_exists: bool,
}

/// What is to be created.
pub(super) struct Creation<'a> {
    /// Its name in sentences, such as "the team `a`".
    pub(super) what: &'a str,
    /// Whether the server refuses another of this name. With `--dry-run`, which does not send the request, it is looked up.
    pub(super) is_unique: bool,
    pub(super) dry_run: DryRun,
}

impl Creation<'_> {
    /// Fails where the server would. Callers who may not look it up are told by the server.
    async fn refuse_duplicate<T>(&self, find: impl AsyncFn() -> Result<Option<T>>) -> Result<()> {
        if !self.dry_run.dry_run || !self.is_unique {
            return Ok(());
        }
        match find().await {
            Ok(Some(_)) => Err(Failure::Conflict {
                message: format!("{} exists already", self.what),
                hint: "--if-not-exists shows it and changes nothing".to_owned(),
            }
            .into()),
            Err(error) if failure::exit_code(&error) == CONFLICT => Err(error),
            _ => Ok(()),
        }
    }
}

impl IfNotExists {
    /// Returns whether the option was given.
    pub(super) fn is_chosen(self) -> bool {
        self.if_not_exists
    }

    /// Runs `create`. With the option, `find` looks for what is to be created before, and again if the server refuses a
    /// duplicate. What it finds, `show` shows as the command does that shows one.
    pub(super) async fn apply<T>(
        self,
        context: &mut Context,
        creation: Creation<'_>,
        find: impl AsyncFn() -> Result<Option<T>>,
        create: impl AsyncFnOnce(&mut Context) -> Result<Outcome>,
        show: impl AsyncFnOnce(&mut Context, T) -> Result<Outcome>,
    ) -> Result<Outcome> {
        if !self.if_not_exists {
            creation.refuse_duplicate(&find).await?;
        }
        // With --curl no request is sent.
        if !self.if_not_exists || !context.is_sending(DryRun::default()) {
            return create(context).await;
        }
        let found = match find().await? {
            Some(found) => found,
            None => match create(context).await {
                Err(error) if failure::exit_code(&error) == CONFLICT => match find().await? {
                    Some(found) => found,
                    None => return Err(error),
                },
                created => return created,
            },
        };
        let outcome = show(context, found).await?;
        context.output.note(format_args!("{} exists already and was not changed", creation.what));
        Ok(outcome)
    }

    /// Returns the name by which a duplicate is recognized.
    ///
    /// # Errors
    /// A usage error if the option is given and there is no name. `option` is how to give one.
    pub(super) fn name(self, name: Option<String>, option: &str) -> Result<String> {
        match name {
            None if self.if_not_exists => {
                Err(Failure::usage(format!("--if-not-exists needs {option}, by which to recognize it")))
            }
            name => Ok(name.unwrap_or_default()),
        }
    }
}

/// Returns what a lookup found, or `None` if there is nothing of the name.
pub(super) fn found<T>(lookup: Result<T, Error>) -> Result<Option<T>> {
    match lookup {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound(_) | Error::Missing(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// [`found`] of a name that was resolved.
pub(super) fn resolved<T>(lookup: Result<T, NameError>) -> Result<Option<T>> {
    match lookup {
        Ok(found) => Ok(Some(found)),
        Err(NameError::NotFound(_)) => Ok(None),
        Err(NameError::Request(error)) => found(Err(error)),
        Err(error) => Err(super::names::failure(error)),
    }
}
