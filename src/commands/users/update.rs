//! `users update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;
use serde_json::Map;

use super::fields::SharedFields;
use super::{OWNERS, people};
use crate::commands::fields::{self, UnsetField};
use crate::commands::unknown::{self, Checks, Names};
use crate::commands::{answers, kept, names, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::kept::Written;
use litellm_proxy_client::users::UserUpdate;
use litellm_proxy_client::{Field, known_fields};

/// The fields to set, serialized under their names in the request.
#[derive(Debug, Args, Serialize)]
struct Fields {
    /// New email address
    #[arg(long, value_name = "EMAIL", value_parser = people::address)]
    #[serde(rename = "user_email")]
    email: Option<String>,
    /// Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer
    #[arg(long, value_name = "ROLE", value_parser = people::role_or_param)]
    #[serde(rename = "user_role")]
    role: Option<String>,
    /// Display name
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    #[serde(rename = "user_alias")]
    alias: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    shared: SharedFields,
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
Fields you don't name keep their values.

{}
Older servers cannot empty any.

Examples:
  litellm-proxy users update user-123 --max-budget 50 --budget-duration 30d
  litellm-proxy users update ada@example.com --role proxy_admin_viewer --unset rpm_limit
  litellm-proxy users update ada@example.com --max-budget 50 --dry-run",
    fields::unset_help(UserUpdate::FIELDS)))]
pub(crate) struct Update {
    /// The user, by id or email address
    #[arg(value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: String,
    #[command(flatten)]
    fields: Fields,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Limit to remove, such as max_budget (can be repeated)
    #[arg(long, value_name = "FIELD", value_parser = UnsetField(UserUpdate::FIELDS), hide_possible_values = true)]
    unset: Vec<&'static Field>,
    #[command(flatten)]
    checks: Checks,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut update: UserUpdate = fields::request(context, &self.fields)?;
        update.extra = params::read_known(context, &self.param, &update, known_fields::USER_UPDATE)?;
        let unset = fields::unset(&self.unset, &update)?;
        update.extra.extend(unset);
        if serde_json::to_value(&update)?.as_object().is_none_or(Map::is_empty) {
            return Err(Failure::usage("nothing to update: give at least one option"));
        }
        let owners = unknown::in_fields(&mut update.extra, OWNERS);
        let mut unknown = self.checks.resolve(context, self.dry_run, owners).await?;
        let client = context.client()?;
        // The server would create a user for an unknown id.
        let user_id = if context.looks_up(self.dry_run) {
            names::known_user(context, &self.user).await?
        } else {
            self.user.clone()
        };
        let call = client.users().update(&user_id, &update);
        context
            .perform(self.dry_run, call, async |context, call| {
                let named = Names { user_id: None, models: update.models.as_deref().unwrap_or_default() };
                let (updated, others) = self.checks.look_up_during(&client, named, call.send()).await?;
                unknown.extend(others);
                context.output.answer(&updated, || answers::user("Updated", &updated))?;
                // Older servers ignore removed limits and still report success.
                let written = Written::User(user_id);
                let outcome = kept::report(context, &written, &update, &update.extra, &updated).await;
                unknown::warn(context, "user", &unknown);
                outcome
            })
            .await
    }
}
