//! `migrate`: copies what one server has to another.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueHint;
use litellm_proxy_desired::export::{SecretKind, counted, export, listed};
use litellm_proxy_desired::migrate::{MigrateOptions, Migration, prepare};
use litellm_proxy_desired::plan::PlanOptions;
use litellm_proxy_desired::{Live, Server, server};

use super::export::Selection;
use super::planning::{self, Planned};
use super::secrets::ThisMachine;
use super::{apply, known_keys, plan};
use crate::commands::confirm::Confirmation;
use crate::context::{Context, DryRun};
use crate::failure::{Failure, SourceServerError};
use crate::files::create_private_dirs;
use crate::outcome::Outcome;
use litellm_proxy_client::{ApiKey, ServerVersion};

const AFTER_HELP: &str = "\
What exists on the target already is compared and changed where it differs; nothing is deleted.
The same command continues after a failure. Secrets of models and credentials cannot be read
from a server: they are taken from variables, named as `export` names them. Values of keys are
those of --keys-from, or new ones; keys without either are left out. Spend is not copied.

Examples:
  litellm-proxy migrate --from https://old.example.com --from-api-key @old.key --dry-run
  litellm-proxy migrate --from https://old.example.com --from-api-key @old.key \\
    --to https://new.example.com --keys-from keys.csv --yes
  litellm-proxy migrate --from https://old.example.com --from-api-key @old.key \\
    --kinds models,teams,users,budgets --without-secrets --yes";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// URL of the server to read from
    #[arg(long, value_name = "URL", alias = "source-base-url")]
    from: String,
    /// API key for that server, @FILE or @-
    #[arg(long, value_name = "KEY", alias = "source-api-key")]
    from_api_key: Option<String>,
    /// URL of the server to write to [default: the configured server]
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// API key for that server, @FILE or @- [default: the configured key]
    #[arg(long, value_name = "KEY")]
    to_api_key: Option<String>,
    #[command(flatten)]
    selection: Selection,
    /// CSV file with the alias and the value of a key on each line
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    keys_from: Option<String>,
    /// Create keys with new values, each in a file in this directory (mode 0600)
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    new_keys: Option<PathBuf>,
    /// Leave out the secrets of models and credentials whose variables are not set
    #[arg(long)]
    without_secrets: bool,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let options = self.selection.options(self.new_keys.clone())?;
        let known = self.keys_from.as_deref().map(|path| known_keys::read(context, path)).transpose()?;
        let source = connect(context, &self.from, self.from_api_key.as_deref())?;
        if let Some(url) = self.to {
            context.set_server(url, self.to_api_key);
        } else if let Some(key) = self.to_api_key {
            let url = context.config()?.base_url.value.to_string();
            context.set_server(url, Some(key));
        }
        if context.client()?.base_url() == source.base_url() {
            return Err(Failure::usage("the source and the target are the same server"));
        }
        let read = async {
            let version = source.health().version().await?.unwrap_or_else(|| ServerVersion::new(""));
            let source = Server { client: source, version };
            let mut live = server::list(&source, &options.kinds_to_read()).await?;
            server::add_information(&source, &mut live).await.map(|()| live)
        };
        let error = |error| {
            anyhow::Error::from(error).context(SourceServerError {
                message: format!("cannot read {}", self.from),
                key_option: "--from-api-key",
                url_option: "--from",
            })
        };
        let live = read.await.map_err(error)?;
        let migration = prepared(&live, &options, &known.unwrap_or_default(), self.without_secrets)?;
        tell(context, &migration, self.new_keys.is_some());
        let Planned { plan, server } = planning::plan(context, &migration.desired, &PlanOptions::default()).await?;
        planning::report_notes(context, &plan);
        let hint = "set these variables, or leave the secrets out with --without-secrets";
        if let Some(error) = planning::missing_secrets(&plan, hint) {
            return Err(error);
        }
        if self.dry_run.dry_run {
            plan::print(context, &plan, false)?;
            return planning::obstacle(&plan).map_or(Ok(Outcome::Done), Err);
        }
        if let Some(directory) = self.new_keys.filter(|_| migration.new_keys > 0) {
            create_private_dirs(&directory)?;
        }
        apply::run(context, &plan, &server, self.confirmation, &apply::Pace::default(), false).await
    }
}

/// Returns the client for the source.
fn connect(context: &mut Context, url: &str, key: Option<&str>) -> Result<litellm_proxy_client::Client> {
    context.refuse_curl()?;
    let mut builder = context.unconfigured_builder(url)?;
    if let Some(key) = key {
        builder = builder.api_key(ApiKey::pasted(context.arguments.string(key)?));
    }
    Ok(builder.build()?)
}

fn prepared(
    live: &Live,
    options: &litellm_proxy_desired::export::ExportOptions,
    known: &[litellm_proxy_desired::migrate::KnownKey],
    without_secrets: bool,
) -> Result<Migration> {
    let migration = prepare(live, export(live, options), known, &ThisMachine, MigrateOptions { without_secrets });
    migration.map_err(|errors| Failure::usage(errors.join("\n")))
}

/// Reports what can go, and what cannot.
fn tell(context: &mut Context, migration: &Migration, makes_new_keys: bool) {
    let counts: Vec<String> = migration.counts().iter().map(|(kind, count)| counted(*count, kind.noun())).collect();
    let can_go = if counts.is_empty() { "nothing can go".to_owned() } else { format!("{} can go", counts.join(", ")) };
    let unknown: Vec<&str> = migration.unknown_keys.iter().map(String::as_str).collect();
    let output = &mut context.output;
    if unknown.is_empty() || makes_new_keys {
        output.note(can_go);
    } else {
        let keys = counted(unknown.len(), ["key", "keys"]);
        output.note(format_args!(
            "{can_go}; {keys} cannot be read (their values never leave a server): {}",
            listed(&unknown)
        ));
        output.note("  give them with --keys-from FILE (alias,key per line), or --new-keys DIR makes new ones");
    }
    let of_kind = |kind| {
        let is_left_out = |secret: &&litellm_proxy_desired::export::SecretReference| {
            migration.left_out.iter().any(|(address, field)| *address == secret.address && *field == secret.field)
        };
        let secrets = migration.report.secrets.iter().filter(move |secret| secret.kind == kind);
        secrets.filter(is_left_out).map(|secret| secret.variable.as_str()).collect::<Vec<_>>()
    };
    let possible = of_kind(SecretKind::Possible);
    if !possible.is_empty() {
        let models = counted(possible.len(), ["model", "models"]);
        output.hint(format_args!(
            "servers do not show whether a model has an api_key; {models} may need one, from variables that are not set: {}",
            listed(&possible)
        ));
    }
    let left_out = [of_kind(SecretKind::Hidden), of_kind(SecretKind::Reference)].concat();
    if !left_out.is_empty() {
        let secrets = counted(left_out.len(), ["secret", "secrets"]);
        output.warn(format_args!("left out: {secrets} whose variables are not set: {}", listed(&left_out)));
    }
    for address in &migration.without_values {
        output.warn(format_args!("left out: {address}, of which no value is known"));
    }
    let resolved: Vec<&str> = migration.resolved_by_server.iter().map(String::as_str).collect();
    if !resolved.is_empty() {
        output.hint(format_args!("the target resolves these in its own environment: {}", listed(&resolved)));
    }
    for omission in migration.report.omissions() {
        output.hint(omission);
    }
}
