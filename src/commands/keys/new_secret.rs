//! Shows the secret of a new key once. It is chosen before the request and, with `--output-file`, saved before it. A key
//! whose secret cannot be shown is named on stderr with the command that gets rid of it.

use std::path::Path;

use anyhow::Result;
use serde_json::value::RawValue;
use thiserror::Error;

use super::answer::ShownKey;
use crate::commands::facts::Facts;
use crate::context::Context;
use crate::failure::Failure;
use crate::files::PrivateFile;
use crate::output::Answer;
use crate::shell::quote_if_needed;
use litellm_proxy_client::keys::GeneratedKey;
use litellm_proxy_client::{ApiKey, Client, Error, Lossless, redact_json};

/// Context of a failed request after which the key may exist.
#[derive(Debug, Error)]
#[error("{0}")]
struct MayExist(String);

/// What a secret is the secret of.
#[derive(Clone, Copy)]
enum Kind {
    NewKey,
    RegeneratedKey,
}

/// A secret that is about to become that of a key.
pub(super) struct NewSecret<'a> {
    secret: ApiKey,
    alias: Option<&'a str>,
    path: Option<&'a Path>,
    kind: Kind,
    /// The team and the user of the key, as they were given.
    owners: (Option<&'a str>, Option<&'a str>),
}

impl<'a> NewSecret<'a> {
    /// The secret of a key to create, to be written to a new file if `path` is given.
    pub(super) fn of_new_key(secret: ApiKey, alias: Option<&'a str>, path: Option<&'a Path>) -> Self {
        Self { secret, alias, path, kind: Kind::NewKey, owners: (None, None) }
    }

    /// Names the owners of the key as they were given.
    pub(super) fn of_owners(self, team: Option<&'a str>, user: Option<&'a str>) -> Self {
        Self { owners: (team, user), ..self }
    }

    /// The new secret of a key that exists.
    pub(super) fn of_regenerated_key(secret: ApiKey, path: Option<&'a Path>) -> Self {
        Self { secret, alias: None, path, kind: Kind::RegeneratedKey, owners: (None, None) }
    }

    /// Sends the request and prints the response. With a path, saves the secret first and prints the rest.
    pub(super) async fn show(
        self,
        context: &mut Context,
        client: &Client,
        request: impl Future<Output = Result<Lossless<GeneratedKey>, Error>>,
    ) -> Result<Lossless<GeneratedKey>> {
        if self.path.is_none() && context.output.is_closed() {
            return Err(Failure::Refused("stdout is closed, so the new key cannot be printed".to_owned()).into());
        }
        let mut file = self.path.map(PrivateFile::create).transpose()?;
        if let Some(file) = &mut file {
            file.append(&line(&self.secret))?;
        }
        let generated = tokio::select! {
            generated = request => generated,
            _ = tokio::signal::ctrl_c() => {
                return Err(Failure::Interrupted(self.may_exist(file.as_ref())).into());
            }
        };
        let generated = match generated {
            Ok(generated) => generated,
            Err(error) if self.may_be_in_use(client, &error).await => {
                return Err(anyhow::Error::from(error).context(MayExist(self.may_exist(file.as_ref()))));
            }
            Err(error) => {
                if let Some(file) = file {
                    file.discard();
                }
                return Err(error.into());
            }
        };
        match file {
            Some(file) => self.finish_file(context, file, &generated)?,
            None => self.print(context, &generated)?,
        }
        Ok(generated)
    }

    /// Returns whether a key may have this secret, although the request failed.
    async fn may_be_in_use(&self, client: &Client, error: &Error) -> bool {
        match self.kind {
            Kind::NewKey => client.keys().may_exist_after(error, &self.secret).await,
            Kind::RegeneratedKey => error.may_have_taken_effect(),
        }
    }

    fn finish_file(
        &self,
        context: &mut Context,
        mut file: PrivateFile,
        generated: &Lossless<GeneratedKey>,
    ) -> Result<()> {
        // The server may have chosen another secret.
        if generated.key != self.secret
            && let Err(error) = file.rewrite(&line(&generated.key))
        {
            self.print(context, generated)?;
            return Err(error.context("the key could not be written to the file, so it was printed"));
        }
        let redacted = redact_json(generated.json().get()).unwrap_or_default();
        let redacted = serde_json::from_str::<&RawValue>(&redacted)?;
        context.output.answer(&redacted, || self.answer(generated, None))?;
        context.output.note(format_args!("the key is in {}", file.path().display()));
        Ok(())
    }

    /// Prints the response with the secret.
    fn print(&self, context: &mut Context, generated: &Lossless<GeneratedKey>) -> Result<()> {
        // The secret cannot be fetched again, so it is printed before anything else is awaited.
        let printed = context
            .output
            .answer(generated, || self.answer(generated, Some(generated.key.expose())))
            .and_then(|_| context.output.flush());
        let reason = match printed {
            Err(error) => format!("{error:#}"),
            Ok(()) if context.output.is_closed() => "stdout is closed".to_owned(),
            Ok(()) => return Ok(()),
        };
        let (what, remedy) = (self.what(&generated.key), self.remedy(&generated.key));
        Err(Failure::Refused(format!("{what}, but its secret cannot be printed: {reason}; {remedy}")).into())
    }

    fn answer(&self, generated: &Lossless<GeneratedKey>, secret: Option<&str>) -> Answer {
        let verb = match self.kind {
            Kind::NewKey => "Created",
            Kind::RegeneratedKey => "Regenerated",
        };
        let (team, user) = self.owners;
        ShownKey::new(Facts::of(generated), generated.key.hash()).called(team, user).with_secret(verb, secret)
    }

    /// Says that a key exists, by alias or hash.
    fn what(&self, secret: &ApiKey) -> String {
        match (self.kind, self.alias) {
            (Kind::NewKey, Some(alias)) => format!("the key `{alias}` was created"),
            (Kind::NewKey, None) => format!("the key with the hash {} was created", secret.hash()),
            (Kind::RegeneratedKey, _) => format!("the key has a new secret and the hash {}", secret.hash()),
        }
    }

    /// Returns what to do about a key whose secret nobody knows.
    fn remedy(&self, secret: &ApiKey) -> String {
        match self.kind {
            Kind::NewKey => {
                let hash = secret.hash();
                let name = self.alias.filter(|alias| !alias.starts_with('-')).map_or(hash, quote_if_needed);
                format!("delete it with `litellm-proxy keys delete {name}`")
            }
            Kind::RegeneratedKey => {
                format!("replace it with `litellm-proxy keys regenerate {}`", secret.hash())
            }
        }
    }

    /// Says where a key that may exist is, or what to do about it.
    fn may_exist(&self, file: Option<&PrivateFile>) -> String {
        let what = self.what(&self.secret).replacen("was created", "may have been created", 1).replacen(
            "has a new secret",
            "may have a new secret",
            1,
        );
        if let Some(file) = file {
            return format!("{what}; its secret is in {}", file.path().display());
        }
        // Its alias may be that of another key.
        let by_hash =
            Self { alias: None, secret: self.secret.clone(), path: None, kind: self.kind, owners: (None, None) };
        format!("{what}; {}", by_hash.remedy(&self.secret))
    }
}

fn line(secret: &ApiKey) -> String {
    format!("{}\n", secret.expose())
}
