//! `keys update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::{Value, json};

use super::unknown::{self, Names};
use super::{changes, parts};
use crate::commands::params::{self, dollars};
use crate::commands::{durations, names};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::ApiKey;
use litellm_proxy_client::keys::KeyUpdate;

const AFTER_HELP: &str = "\
What can be emptied: models (it may call all), duration or expires (it lives for ever),
max_budget, soft_budget, budget_duration, budget_limits, budget_id, budget_fallbacks,
model_max_budget, tpm_limit, rpm_limit, tpd_limit, max_parallel_requests, model_tpm_limit,
model_rpm_limit, mcp_rpm_limit, tag_rpm_limit, user_id, team_id, key_alias, aliases, metadata,
config, permissions, tags, guardrails, policies, prompts, access_group_ids, allowed_routes,
allowed_cache_controls, enforced_params, router_settings and rotation_interval. Older servers
keep some of them.

Examples:
  litellm-proxy keys update ci-key --max-budget 50 --budget-duration 30d
  litellm-proxy keys update ci-key --add-model gpt-4o --unset rpm_limit";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Update {
    /// The key: its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY")]
    key: String,
    /// Models and access groups that it may call from now on, separated by commas
    #[arg(long, value_name = "MODELS", conflicts_with_all = ["add_model", "remove_model"])]
    models: Option<String>,
    /// Model or access group that it may call too (can be repeated)
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    add_model: Vec<String>,
    /// Model or access group that it may call no more (can be repeated)
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    remove_model: Vec<String>,
    /// Names that stand for other models, as a JSON object
    #[arg(long, value_name = "JSON")]
    aliases: Option<String>,
    /// Dollars that it may spend
    #[arg(long, value_name = "DOLLARS", value_parser = dollars)]
    max_budget: Option<f64>,
    /// After how long the spend starts again from zero, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// How long it lives from now, such as 24h or 7d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    duration: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N", value_parser = params::count)]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N", value_parser = params::count)]
    rpm_limit: Option<u64>,
    /// Requests at a time
    #[arg(long, value_name = "N", value_parser = params::count)]
    max_parallel_requests: Option<u64>,
    /// Anything to keep with it, as a JSON object, in place of all that there was
    #[arg(long, value_name = "JSON")]
    metadata: Option<String>,
    /// Id or alias of its team
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team_id: Option<String>,
    /// Id of its user
    #[arg(long, value_name = "USER_ID", value_parser = NonEmptyStringValueParser::new())]
    user_id: Option<String>,
    /// New name for it, unique on the server
    #[arg(long, value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new())]
    key_alias: Option<String>,
    /// Id of its budget
    #[arg(long, value_name = "BUDGET_ID", value_parser = NonEmptyStringValueParser::new())]
    budget_id: Option<String>,
    /// Field to empty (can be repeated)
    #[arg(long, value_name = "FIELD", value_parser = params::Field(EMPTIED), hide_possible_values = true)]
    unset: Vec<String>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let models = self.models.as_deref().map(parts);
        if models.as_ref().is_some_and(Vec::is_empty) {
            // An empty list would be all models.
            return Err(usage_with("--models names no model", "--unset models lets the key call all"));
        }
        let mut object = |name: &str, argument: &Option<String>| -> Result<Option<Value>> {
            argument.as_ref().map(|json| Ok(Value::Object(context.arguments.object(name, json)?))).transpose()
        };
        let mut update = KeyUpdate {
            aliases: object("--aliases", &self.aliases)?,
            metadata: object("--metadata", &self.metadata)?,
            models,
            max_budget: self.max_budget,
            budget_duration: self.budget_duration,
            duration: self.duration,
            tpm_limit: self.tpm_limit,
            rpm_limit: self.rpm_limit,
            max_parallel_requests: self.max_parallel_requests,
            team_id: self.team_id,
            user_id: self.user_id,
            key_alias: self.key_alias,
            budget_id: self.budget_id,
            ..KeyUpdate::default()
        };
        update.extra = params::read_others(context, "--param", &self.param, &update)?;
        let changes_models = !self.add_model.is_empty() || !self.remove_model.is_empty();
        for field in &self.unset {
            let (field, empty) = emptied(field);
            let given = serde_json::to_value(&update)?;
            if given.get(&field).is_some() || (field == "models" && changes_models) {
                return Err(Failure::usage(format!("`{field}` is given a value and emptied at once")));
            }
            update.extra.insert(field, empty);
        }
        if update.extra.contains_key("key") {
            return Err(Failure::usage("the key itself cannot be changed; `keys regenerate` gives it a new secret"));
        }
        if changes_models && update.extra.contains_key("models") {
            return Err(Failure::usage("`models` is given twice: by its own option and by --param"));
        }
        if !changes_models && serde_json::to_value(&update)?.as_object().is_some_and(serde_json::Map::is_empty) {
            return Err(Failure::usage("nothing to change is named"));
        }
        let key = names::key(context, &self.key).await?;
        if let Some(team) = &update.team_id {
            update.team_id = Some(names::team(context, self.dry_run, team).await?);
        }
        let client = context.client()?;
        if changes_models {
            let call = client.keys().info(&key);
            if !context.is_sending(self.dry_run) {
                context.output.note("the update is made of what this answers");
                return context.preview(call);
            }
            let known = call.await?.into_inner().info.models.clone().unwrap_or_default();
            update.models = Some(changed_models(known, &self.add_model, &self.remove_model)?);
        }
        // Those that it had are not news.
        let models = if changes_models { self.add_model } else { update.models.clone().unwrap_or_default() };
        send(context, &key, &update, &models, self.dry_run).await
    }
}

/// `models` are those that the key gets.
async fn send(
    context: &mut Context,
    key: &ApiKey,
    update: &KeyUpdate,
    models: &[String],
    dry_run: DryRun,
) -> Result<Outcome> {
    let client = context.client()?;
    let call = client.keys().update(key, update);
    context
        .perform(dry_run, call, async |context, call| {
            let named = Names { user_id: update.user_id.as_deref(), models };
            let (updated, unknown) = unknown::look_up_during(&client, named, call.send()).await?;
            context.output.value(&updated)?;
            changes::note_update(context, &serde_json::to_value(update)?, &updated);
            unknown::warn(context, unknown);
            Ok(Outcome::Done)
        })
        .await
}

/// What the server empties of a key.
const EMPTIED: &[&str] = &[
    "access_group_ids",
    "aliases",
    "allowed_cache_controls",
    "allowed_routes",
    "budget_duration",
    "budget_fallbacks",
    "budget_id",
    "budget_limits",
    "config",
    "duration",
    "enforced_params",
    "expires",
    "guardrails",
    "key_alias",
    "max_budget",
    "max_parallel_requests",
    "mcp_rpm_limit",
    "metadata",
    "model_max_budget",
    "model_rpm_limit",
    "model_tpm_limit",
    "models",
    "permissions",
    "policies",
    "prompts",
    "router_settings",
    "rotation_interval",
    "rpm_limit",
    "soft_budget",
    "tag_rpm_limit",
    "tags",
    "team_id",
    "tpd_limit",
    "tpm_limit",
    "user_id",
];

/// The name under which a field is emptied, and what the server takes for empty.
fn emptied(field: &str) -> (String, Value) {
    let empty = match field {
        "expires" => return ("duration".to_owned(), Value::Null),
        // The server's database cannot keep a list without a value, and null changes nothing of what is in the metadata.
        "access_group_ids"
        | "allowed_cache_controls"
        | "allowed_routes"
        | "enforced_params"
        | "guardrails"
        | "models"
        | "policies"
        | "prompts"
        | "tags" => json!([]),
        "aliases" | "budget_fallbacks" | "config" | "mcp_rpm_limit" | "metadata" | "model_max_budget"
        | "model_rpm_limit" | "model_tpm_limit" | "permissions" | "router_settings" | "tag_rpm_limit" => json!({}),
        _ => Value::Null,
    };
    (field.to_owned(), empty)
}

/// The models of a key after some were added and removed.
fn changed_models(known: Vec<String>, added: &[String], removed: &[String]) -> Result<Vec<String>> {
    if known.is_empty() {
        return Err(usage_with(
            "the key may call all models, which no model can be added to or taken from",
            "--models gives it a list of its own",
        ));
    }
    if let Some(unknown) = removed.iter().find(|model| !known.contains(model) && !added.contains(model)) {
        return Err(usage_with(
            &format!("`{unknown}` is not among the key's models"),
            &format!("they are: {}", known.join(", ")),
        ));
    }
    let mut models = known;
    for model in added {
        if !models.contains(model) {
            models.push(model.clone());
        }
    }
    models.retain(|model| !removed.contains(model));
    if models.is_empty() {
        return Err(usage_with(
            "no model would be left, and a key without a list may call all models",
            "--unset models is that; `keys block` lets it call none",
        ));
    }
    Ok(models)
}

fn usage_with(message: &str, hint: &str) -> anyhow::Error {
    Failure::Usage { message: message.to_owned(), hint: Some(hint.to_owned()) }.into()
}
