//! `users update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::{Map, Value};

use super::people;
use crate::commands::{durations, names, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::users::UserUpdate;

/// What newer servers empty of a user.
const EMPTIED: &[&str] = &["max_budget", "budget_duration", "tpm_limit", "rpm_limit"];

const AFTER_HELP: &str = "\
What is not named stays as it is. --unset takes a limit away: max_budget, budget_duration,
tpm_limit or rpm_limit (newer servers).

Examples:
  litellm-proxy users update user-123 --max-budget 50 --budget-duration 30d
  litellm-proxy users update ada@example.com --role proxy_admin_viewer --unset rpm_limit";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Update {
    /// The user, by id or e-mail address
    #[arg(value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: String,
    /// New e-mail address
    #[arg(long, value_name = "EMAIL", value_parser = people::address)]
    email: Option<String>,
    /// Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer
    #[arg(long, value_name = "ROLE", value_parser = people::role_or_param)]
    role: Option<String>,
    /// Name to show
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    alias: Option<String>,
    /// Models that the user may call, separated by commas, in place of those so far
    #[arg(long, value_name = "MODELS")]
    models: Option<String>,
    /// Dollars that the user may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// After how long the spend starts again from zero, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N")]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N")]
    rpm_limit: Option<u64>,
    /// Anything to keep with the user, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON")]
    metadata: Option<String>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Limit to take away, such as max_budget (can be repeated)
    #[arg(long, value_name = "FIELD", value_parser = params::Field(EMPTIED), hide_possible_values = true)]
    unset: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let metadata = match &self.metadata {
            Some(json) => Some(Value::Object(context.arguments.object("--metadata", json)?)),
            None => None,
        };
        let mut update = UserUpdate {
            models: params::models("--models", self.models.as_deref())?,
            metadata,
            user_email: self.email,
            user_role: self.role,
            user_alias: self.alias,
            max_budget: self.max_budget,
            budget_duration: self.budget_duration,
            tpm_limit: self.tpm_limit,
            rpm_limit: self.rpm_limit,
            ..UserUpdate::default()
        };
        update.extra = params::read_others(context, "--param", &self.param, &update)?;
        let unset = params::unset("--unset", &self.unset, &update)?;
        update.extra.extend(unset.clone());
        if serde_json::to_value(&update)?.as_object().is_none_or(Map::is_empty) {
            return Err(Failure::usage("nothing to change is named"));
        }
        let client = context.client()?;
        let question = client.users().get(&self.user);
        let calls = (question, client.users().update(&self.user, &update));
        context
            .perform(self.dry_run, calls, async |context, _| {
                // Of an id that it does not know the server would make a user.
                let user_id = names::known_user(context, &self.user).await?;
                let updated = client.users().update(&user_id, &update).await?;
                // Older servers take no limit away, and answer as if all were well.
                let is_kept = |field: &&String| {
                    let now = updated.data.as_ref().and_then(|user| user.field(field));
                    now.is_some_and(|value| !matches!(&value, Value::Array(items) if items.is_empty()))
                };
                let kept: Vec<_> = unset.keys().filter(is_kept).map(String::as_str).collect();
                if !kept.is_empty() {
                    let kept = kept.join(", ");
                    return Err(Failure::Refused(format!(
                        "the server has kept {kept}, which it cannot empty; what else was asked for is done"
                    ))
                    .into());
                }
                context.output.value(&updated)
            })
            .await
    }
}
