//! `users invite`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::{Map, Value};

use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;

const AFTER_HELP: &str = "\
The link is printed. Who opens it sets the user's password, and may then use the server's web
pages. It counts for a week, and once.

Example:
  litellm-proxy users invite ada@example.com";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Invite {
    /// The user, by id or e-mail address
    #[arg(value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: String,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Invite {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let user_id = names::user(context, self.dry_run, &self.user).await?;
        let call = context.client()?.users().invite(&user_id);
        context
            .perform(self.dry_run, call, async |context, call| {
                let invitation = call.await?;
                let base_url = context.config()?.base_url.value;
                let link =
                    format!("{}/ui?invitation_id={}", base_url.as_str().trim_end_matches('/'), invitation.id.expose());
                if context.output.is_for_people() {
                    return context.output.prose(&format!("{link}\n")).map(Outcome::done);
                }
                let mut shown: Map<String, Value> = serde_json::from_str(invitation.json().get())?;
                shown.insert("link".to_owned(), Value::from(link));
                context.output.value(&shown)
            })
            .await
    }
}
