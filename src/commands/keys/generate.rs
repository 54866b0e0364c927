//! `keys generate`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;
use serde_json::value::RawValue;

use super::changes;
use super::fields::SharedFields;
use super::unknown::{self, Names};
use crate::commands::fields::{self, Unread};
use crate::commands::{durations, names, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::files::PrivateFile;
use crate::outcome::Outcome;
use litellm_proxy_client::keys::{GeneratedKey, NewKey};
use litellm_proxy_client::{Call, Lossless, known_fields, redact_json};

const AFTER_HELP: &str = "\
Examples:
  litellm-proxy keys generate --models gpt-4,gpt-3.5-turbo --max-budget 100 --duration 24h
  litellm-proxy keys generate --key-alias ci --rpm-limit 60 --output-file ci.key";

/// The fields of the new key. Each option has the name of its field in the request.
#[derive(Debug, Args, Serialize)]
struct Fields {
    /// Models and access groups that the key may call, separated by commas [default: all]
    #[arg(long, value_name = "MODELS", value_parser = Unread::models())]
    models: Option<Unread>,
    /// Initial spend in dollars (not a limit; see --max-budget)
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    spend: Option<f64>,
    /// Dollars at which the server sends a warning
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    soft_budget: Option<f64>,
    /// Lifetime, such as 24h or 7d [default: forever]
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    duration: Option<String>,
    /// Alias, unique on the server
    #[arg(long, value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new())]
    key_alias: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    shared: SharedFields,
    /// The key's `config`, as a JSON object
    #[arg(long, value_name = "JSON", value_parser = Unread::object())]
    config: Option<Unread>,
    /// Metadata, as a JSON object
    #[arg(long, value_name = "JSON", value_parser = Unread::object())]
    metadata: Option<Unread>,
    /// The key itself, instead of one that the server generates; @FILE or @-
    #[arg(long, value_name = "KEY", value_parser = Unread::secret())]
    key: Option<Unread>,
    /// Tags, separated by commas (requires a license)
    #[arg(long, value_name = "TAGS", value_parser = Unread::list())]
    tags: Option<Unread>,
    /// Create the key blocked
    #[arg(long)]
    blocked: bool,
}

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Generate {
    #[command(flatten)]
    fields: Fields,
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
    pub(super) async fn run(mut self, context: &mut Context) -> Result<Outcome> {
        // An empty string counts as not given, as in the original program.
        self.fields.models.take_if(|models| matches!(models, Unread::Models(models) if models.is_empty()));
        let mut key: NewKey = fields::request(context, &self.fields)?;
        key.extra = params::read_known(context, &self.param, &key, known_fields::NEW_KEY)?;
        let team = match key.team_id.take() {
            Some(name) => Some(names::team_or_name(context, self.dry_run, name).await?),
            None => None,
        };
        key.team_id = team.as_ref().map(|team| team.id.clone());
        let call = context.client()?.keys().generate(&key);
        context
            .perform(self.dry_run, call, async |context, call| {
                let client = context.client()?;
                let named =
                    Names { user_id: key.user_id.as_deref(), models: key.models.as_deref().unwrap_or_default() };
                let write = show_secret(context, call, self.output_file.as_deref());
                let (generated, unknown) = match unknown::look_up_during(&client, named, write).await {
                    Ok(result) => result,
                    Err(error) => {
                        return Err(match error.downcast() {
                            Ok(error) => client.explain_failed_write(error, &key).await.into(),
                            Err(error) => error,
                        });
                    }
                };
                let team = team.filter(|team| team.is_unknown).map(|team| format!("team `{}`", team.id));
                unknown::warn(context, team.into_iter().chain(unknown));
                changes::report_new(context, &key, &generated).await
            })
            .await
    }
}

/// Requests a new secret and prints the response. With a path, writes the secret to a new file and prints the rest.
pub(super) async fn show_secret(
    context: &mut Context,
    call: Call<Lossless<GeneratedKey>>,
    path: Option<&Path>,
) -> Result<Lossless<GeneratedKey>> {
    let Some(path) = path else {
        let generated = call.await?;
        context.output.value(&generated)?;
        // The secret cannot be fetched again, so it is printed before anything else is awaited.
        context.output.flush()?;
        return Ok(generated);
    };
    let mut file = PrivateFile::create(path)?;
    // The file is removed when dropped, so that Ctrl-C leaves no empty file behind.
    let generated = tokio::select! {
        generated = call.send() => generated?,
        _ = tokio::signal::ctrl_c() => {
            return Err(Failure::Interrupted("the server may still have created the key".to_owned()).into());
        }
    };
    if let Err(error) = file.append(&format!("{}\n", generated.key.expose())) {
        // The secret cannot be fetched again.
        context.output.value(&generated)?;
        return Err(error.context("the key could not be written to the file, so it was printed"));
    }
    let redacted = redact_json(generated.json().get()).unwrap_or_default();
    context.output.value(&serde_json::from_str::<&RawValue>(&redacted)?)?;
    context.output.note(format_args!("the key is in {}", file.path().display()));
    Ok(generated)
}
