//! `keys generate`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use super::changes;
use super::expires::Expires;
use super::fields::{OwnerFields, SharedFields};
use super::info::Info;
use super::new_secret::NewSecret;
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::fields::{self, Unread};
use crate::commands::unknown::{self, Checks, Names, OwnerKind};
use crate::commands::{durations, params};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use litellm_proxy_client::keys::NewKey;
use litellm_proxy_client::{ApiKey, known_fields};

const AFTER_HELP: &str = "\
The secret is chosen here, unless the server allows only its own. If it cannot be printed, the new
key is named on stderr with the command that deletes it.

Examples:
  litellm-proxy keys generate --models gpt-4,gpt-3.5-turbo --max-budget 100 --duration 24h
  litellm-proxy keys generate ci --rpm-limit 60 --output-file ci.key
  litellm-proxy keys generate ada-laptop --team-id research --user-id ada";

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
    /// The same as ALIAS
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
    /// Alias, unique on the server
    #[arg(value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "key_alias")]
    alias: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    expires: Expires,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Write the key to a new file with mode 0600 instead of printing it
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    checks: Checks,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Generate {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (option, alias) = (self.if_not_exists, self.alias.clone().or_else(|| self.fields.key_alias.clone()));
        let alias = option.name(alias, "ALIAS")?;
        self.expires.set(&mut None)?;
        let client = context.client()?;
        let find = async || existing::found(client.keys().hash_of_alias(&alias).await);
        let has_file = self.output_file.is_some();
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| Box::pin(self.create(context)).await;
        let show = async |context: &mut Context, hash: String| {
            let outcome = Info::of_key(hash).run(context).await?;
            if has_file {
                context.output.warn("no file was written: the secret of a key that exists cannot be read again");
            }
            Ok(outcome)
        };
        let what = format!("the key `{alias}`");
        let creation = Creation { what: &what, is_unique: !alias.is_empty(), dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(mut self, context: &mut Context) -> Result<Outcome> {
        // An empty string counts as not given, as in the original program.
        self.fields.models.take_if(|models| matches!(models, Unread::Models(models) if models.is_empty()));
        let mut key: NewKey = fields::request(context, &self.fields)?;
        key.key_alias = self.alias.take().or(key.key_alias);
        self.expires.set(&mut key.duration)?;
        key.extra = params::read_known(context, &self.param, &key, known_fields::NEW_KEY)?;
        // An email address is looked up before the write, any other user during it.
        let user = key.user_id.clone().filter(|user| !user.contains('@'));
        let given = (key.team_id.clone(), key.user_id.clone());
        let NewKey { team_id, user_id, budget_id, extra, .. } = &mut key;
        let owners = OwnerFields { team_id, user_id, budget_id, extra }.owners(OwnerKind::UserByEmail);
        let mut unknown = self.checks.resolve(context, self.dry_run, owners).await?;
        let client = context.client()?;
        self.expires.set(&mut key.duration)?;
        self.expires.note(context);
        let call = client.keys().generate(&key);
        context
            .perform(self.dry_run, call, async |context, _| {
                let is_own_choice = key.key.is_none();
                let secret = key.key.get_or_insert_with(ApiKey::random).clone();
                let new_secret = NewSecret::of_new_key(secret, key.key_alias.as_deref(), self.output_file.as_deref())
                    .of_owners(given.0.as_deref(), given.1.as_deref());
                let request = async {
                    let keys = client.keys();
                    let generated =
                        if is_own_choice { keys.generate_preferring(&key).await } else { keys.generate(&key).await };
                    match generated {
                        Ok(generated) if self.if_not_exists.is_chosen() => {
                            let alias = key.key_alias.as_deref().unwrap_or_default();
                            keys.keep_first_of_alias(alias, &generated.key.hash()).await.map(|()| generated)
                        }
                        Err(error) => Err(client.explain_failed_write(error, &key).await),
                        generated => generated,
                    }
                };
                let named = Names { user_id: user.as_deref(), models: key.models.as_deref().unwrap_or_default() };
                let write = new_secret.show(context, &client, request);
                let (generated, others) = Box::pin(self.checks.look_up_during(&client, named, write)).await?;
                unknown.extend(others);
                if is_own_choice {
                    // The server may have chosen another.
                    key.key = None;
                }
                let outcome = changes::report_new(context, &key, &generated).await;
                // A server that limits lifetimes reports the one that it chose.
                let wanted = key.duration.as_ref().map(ToString::to_string);
                let is_limited = generated.string("duration").is_some_and(|duration| Some(duration) != wanted);
                if !is_limited && self.expires.is_missed_by(generated.expires) {
                    Box::pin(self.expires.set_again(context, &client, generated.key.hash())).await?;
                }
                unknown::warn(context, "key", &unknown);
                outcome
            })
            .await
    }
}
