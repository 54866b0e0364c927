//! `keys update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use super::answer::ShownKey;
use super::expires::Expires;
use super::fields::{OwnerFields, SharedFields};
use super::{changes, split_list};
use crate::commands::facts::Facts;
use crate::commands::fields::{self, Unread, UnsetField};
use crate::commands::names::{self, NamedKey};
use crate::commands::unknown::{self, Checks, Names, OwnerKind};
use crate::commands::{durations, kept, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::keys::KeyUpdate;
use litellm_proxy_client::{ApiKey, Client, Field, known_fields};

/// The fields to set. Each option has the name of its field in the request.
#[derive(Debug, Args, Serialize)]
struct Fields {
    /// Models and access groups that the key may call from now on, separated by commas
    #[arg(long, value_name = "MODELS", conflicts_with_all = ["add_model", "remove_model"], value_parser = Unread::models())]
    models: Option<Unread>,
    /// Lifetime from now, such as 24h or 7d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    duration: Option<String>,
    /// New alias, unique on the server
    #[arg(long, value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new())]
    key_alias: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    shared: SharedFields,
    /// Metadata, as a JSON object, which replaces all previous metadata
    #[arg(long, value_name = "JSON", value_parser = Unread::object())]
    metadata: Option<Unread>,
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
{}
A key without models may call all, and one without duration never expires. Older servers cannot
empty some of these fields.

Examples:
  litellm-proxy keys update ci-key --max-budget 50 --budget-duration 30d
  litellm-proxy keys update ci-key --add-model gpt-4o --unset rpm_limit
  litellm-proxy keys update ci-key --duration 30d", fields::unset_help(KeyUpdate::FIELDS)))]
pub(crate) struct Update {
    /// The key: its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY")]
    key: String,
    /// Add a model or access group that the key may call (can be repeated)
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    add_model: Vec<String>,
    /// Remove a model or access group that the key may call (can be repeated)
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    remove_model: Vec<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    expires: Expires,
    /// Field to empty (can be repeated)
    #[arg(long, value_name = "FIELD", value_parser = UnsetField(KeyUpdate::FIELDS), hide_possible_values = true)]
    unset: Vec<&'static Field>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    #[command(flatten)]
    checks: Checks,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        if matches!(&self.fields.models, Some(Unread::Models(models)) if split_list(models).is_empty()) {
            return Err(usage_with("--models names no model", "use --unset models to let the key call all models"));
        }
        let mut update: KeyUpdate = fields::request(context, &self.fields)?;
        self.expires.set(&mut update.duration)?;
        update.extra = params::read_known(context, &self.param, &update, known_fields::KEY_UPDATE)?;
        let changes_models = !self.add_model.is_empty() || !self.remove_model.is_empty();
        let unset = fields::unset(&self.unset, &update)?;
        if changes_models && unset.contains_key("models") {
            return Err(Failure::usage("`models` is set and unset at once"));
        }
        update.extra.extend(unset);
        if update.extra.contains_key("key") {
            return Err(Failure::usage("the key itself cannot be changed; `keys regenerate` gives it a new secret"));
        }
        if changes_models && update.extra.contains_key("models") {
            return Err(Failure::usage("`models` is given twice: by its own option and by --param"));
        }
        if !changes_models && serde_json::to_value(&update)?.as_object().is_some_and(serde_json::Map::is_empty) {
            return Err(Failure::usage("nothing to update: give at least one option"));
        }
        let NamedKey { key, listed } = names::existing_key(context, self.dry_run, &self.key).await?;
        let client = context.client()?;
        if changes_models {
            let call = client.keys().info(&key);
            if !context.looks_up(self.dry_run) {
                context.output.note("the update is built from the response to this request");
                return context.preview(call);
            }
            let current = match listed {
                Some(listed) => listed.models.clone(),
                None => call.await?.info.models.clone(),
            };
            let current = current.unwrap_or_default();
            update.models = Some(changed_models(current, &self.add_model, &self.remove_model)?);
        }
        if let Some(alias) = update.key_alias.as_deref().filter(|_| self.dry_run.dry_run) {
            refuse_taken(&client, alias, &key).await?;
        }
        let KeyUpdate { team_id, user_id, budget_id, extra, .. } = &mut update;
        let owners = OwnerFields { team_id, user_id, budget_id, extra }.owners(OwnerKind::User);
        let mut unknown = self.checks.resolve(context, self.dry_run, owners).await?;
        // Models that the key has already are not checked.
        let models = if changes_models { self.add_model } else { update.models.clone().unwrap_or_default() };
        self.expires.set(&mut update.duration)?;
        self.expires.note(context);
        let call = client.keys().update(&key, &update);
        context
            .perform(self.dry_run, call, async |context, call| {
                let named = Names { user_id: None, models: &models };
                let (updated, others) = self.checks.look_up_during(&client, named, call.send()).await?;
                unknown.extend(others);
                let shown = ShownKey::new(Facts::of(&updated), key.hash()).with_owners(context).await?;
                context.output.answer(&updated, || shown.changed("Updated"))?;
                kept::warn_of_windows(context, "key", &update, &updated)?;
                let outcome = changes::report_update(context, &key, &update, &updated).await;
                unknown::warn(context, "key", &unknown);
                outcome
            })
            .await
    }
}

/// Fails if another key has the alias, as the request does that `--dry-run` does not send.
async fn refuse_taken(client: &Client, alias: &str, key: &ApiKey) -> Result<()> {
    match client.keys().by_alias(alias).await {
        Ok(other) if other.token.as_ref() != Some(&key.hash()) => Err(Failure::Conflict {
            message: format!("another key has the alias `{alias}`"),
            hint: "aliases of keys are unique on the server: choose another".to_owned(),
        }
        .into()),
        _ => Ok(()),
    }
}

/// Returns the models of a key after adding and removing some.
fn changed_models(current: Vec<String>, added: &[String], removed: &[String]) -> Result<Vec<String>> {
    if current.is_empty() {
        return Err(usage_with(
            "the key may call all models, so models cannot be added or removed",
            "use --models to give it a list of models",
        ));
    }
    if let Some(unknown) = removed.iter().find(|model| !current.contains(model) && !added.contains(model)) {
        return Err(usage_with(
            &format!("`{unknown}` is not among the key's models"),
            &format!("the key's models are {}", current.join(", ")),
        ));
    }
    let mut models = current;
    for model in added {
        if !models.contains(model) {
            models.push(model.clone());
        }
    }
    models.retain(|model| !removed.contains(model));
    if models.is_empty() {
        return Err(usage_with(
            "no model would be left, and a key without models may call all of them",
            "use --unset models to allow all models, or `keys block` to allow none",
        ));
    }
    Ok(models)
}

fn usage_with(message: &str, hint: &str) -> anyhow::Error {
    Failure::Usage { message: message.to_owned(), hint: Some(hint.to_owned()) }.into()
}
