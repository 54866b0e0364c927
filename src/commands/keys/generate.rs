//! `keys generate`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::unknown::{self, Names};
use super::{changes, parts};
use crate::commands::params::{self, dollars};
use crate::commands::{durations, names};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::files::PrivateFile;
use crate::outcome::Outcome;
use litellm_proxy_client::keys::{GeneratedKey, NewKey};
use litellm_proxy_client::{ApiKey, Call, Lossless, redact_json};

const AFTER_HELP: &str = "\
Examples:
  litellm-proxy keys generate --models gpt-4,gpt-3.5-turbo --max-budget 100 --duration 24h
  litellm-proxy keys generate --key-alias ci --rpm-limit 60 --output-file ci.key";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Generate {
    /// Models and access groups that it may call, separated by commas [default: all]
    #[arg(long, value_name = "MODELS")]
    models: Option<String>,
    /// Names that stand for other models, as a JSON object
    #[arg(long, value_name = "JSON")]
    aliases: Option<String>,
    /// Dollars that count as spent already; the limit is --max-budget
    #[arg(long, value_name = "DOLLARS", value_parser = dollars)]
    spend: Option<f64>,
    /// Dollars that it may spend
    #[arg(long, value_name = "DOLLARS", value_parser = dollars)]
    max_budget: Option<f64>,
    /// After how long the spend starts again from zero, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// Dollars at which the server warns
    #[arg(long, value_name = "DOLLARS", value_parser = dollars)]
    soft_budget: Option<f64>,
    /// How long it lives, such as 24h or 7d [default: for ever]
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    duration: Option<String>,
    /// Name for the key, unique on the server
    #[arg(long, value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new())]
    key_alias: Option<String>,
    /// Its team, by id or alias
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team_id: Option<String>,
    /// Id of its user
    #[arg(long, value_name = "USER_ID", value_parser = NonEmptyStringValueParser::new())]
    user_id: Option<String>,
    /// Id of its budget
    #[arg(long, value_name = "BUDGET_ID", value_parser = NonEmptyStringValueParser::new())]
    budget_id: Option<String>,
    /// The key's `config`, as a JSON object
    #[arg(long, value_name = "JSON")]
    config: Option<String>,
    /// Anything to keep with it, as a JSON object
    #[arg(long, value_name = "JSON")]
    metadata: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N", value_parser = params::count)]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N", value_parser = params::count)]
    rpm_limit: Option<u64>,
    /// Requests at a time
    #[arg(long, value_name = "N", value_parser = params::count)]
    max_parallel_requests: Option<u64>,
    /// The key itself, instead of one that the server makes up; @FILE or @-
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Tags, separated by commas (licensed)
    #[arg(long, value_name = "TAGS")]
    tags: Option<String>,
    /// Make it blocked
    #[arg(long)]
    blocked: bool,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Write the key to a new file with mode 0600 instead of printing it
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Generate {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let models = self.models.filter(|models| !models.is_empty()).map(|models| parts(&models));
        if models.as_ref().is_some_and(Vec::is_empty) {
            // An empty list would be a key for all models.
            return Err(Failure::usage("--models names no model"));
        }
        let secret = self.key.map(|key| context.arguments.string(&key)).transpose()?;
        if secret.as_ref().is_some_and(|secret| secret.trim().is_empty()) {
            return Err(Failure::usage("--key is empty"));
        }
        let team = match self.team_id {
            Some(name) => Some(names::team_or_name(context, self.dry_run, name).await?),
            None => None,
        };
        let mut object = |name: &str, argument: &Option<String>| -> Result<Option<Value>> {
            argument.as_ref().map(|json| Ok(Value::Object(context.arguments.object(name, json)?))).transpose()
        };
        let mut key = NewKey {
            aliases: object("--aliases", &self.aliases)?,
            config: object("--config", &self.config)?,
            metadata: object("--metadata", &self.metadata)?,
            models,
            spend: self.spend,
            duration: self.duration,
            key_alias: self.key_alias,
            team_id: team.as_ref().map(|team| team.id.clone()),
            user_id: self.user_id,
            budget_id: self.budget_id,
            max_budget: self.max_budget,
            budget_duration: self.budget_duration,
            soft_budget: self.soft_budget,
            tpm_limit: self.tpm_limit,
            rpm_limit: self.rpm_limit,
            max_parallel_requests: self.max_parallel_requests,
            tags: self.tags.map(|tags| parts(&tags)),
            blocked: self.blocked.then_some(true),
            key: secret.map(ApiKey::new),
            extra: Map::new(),
        };
        key.extra = params::read_others(context, "--param", &self.param, &key)?;
        let call = context.client()?.keys().generate(&key);
        context
            .perform(self.dry_run, call, async |context, call| {
                let client = context.client()?;
                let named =
                    Names { user_id: key.user_id.as_deref(), models: key.models.as_deref().unwrap_or_default() };
                let write = show_secret(context, call, self.output_file.as_deref());
                let (generated, unknown) = match unknown::look_up_during(&client, named, write).await {
                    Ok(made) => made,
                    Err(error) => {
                        return Err(match error.downcast() {
                            Ok(error) => client.explain_failed_write(error, &key).await.into(),
                            Err(error) => error,
                        });
                    }
                };
                changes::note_new(context, &serde_json::to_value(&key)?, &generated);
                let team = team.filter(|team| team.is_unknown).map(|team| format!("team `{}`", team.id));
                unknown::warn(context, team.into_iter().chain(unknown));
                Ok(Outcome::Done)
            })
            .await
    }
}

/// Sends the call for a new secret, and shows what came of it; with a path the secret goes into a new file instead.
pub(super) async fn show_secret(
    context: &mut Context,
    call: Call<Lossless<GeneratedKey>>,
    path: Option<&Path>,
) -> Result<Lossless<GeneratedKey>> {
    let Some(path) = path else {
        let generated = call.await?;
        context.output.value(&generated)?;
        // Whatever else is waited for, nobody could get it again.
        context.output.flush()?;
        return Ok(generated);
    };
    let mut file = PrivateFile::create(path)?;
    // Ctrl-C must not leave the empty file behind, which is removed when it is dropped.
    let generated = tokio::select! {
        generated = call.send() => generated?,
        _ = tokio::signal::ctrl_c() => {
            return Err(Failure::Interrupted("the server may have made the key all the same".to_owned()).into());
        }
    };
    if let Err(error) = file.append(&format!("{}\n", generated.key.expose())) {
        // Nobody could get it again.
        context.output.value(&generated)?;
        return Err(error.context("the key is printed, because it could not be written"));
    }
    let shown = redact_json(generated.json().get()).unwrap_or_default();
    context.output.value(&serde_json::from_str::<&RawValue>(&shown)?)?;
    context.output.note(format_args!("the key is in {}", file.path().display()));
    Ok(generated)
}
