//! `users invite`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::{Map, Value};

use crate::commands::facts::Facts;
use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::Answer;

const AFTER_HELP: &str = "\
Prints a link for the user to set a password and log in to the server's web UI. The link works
once and expires after a week. The server lists no links: each run creates another one.

Examples:
  litellm-proxy users invite ada@example.com
  litellm-proxy users invite ada@example.com --format json
  litellm-proxy users invite ada@example.com --dry-run";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Invite {
    /// User id or email address
    #[arg(value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: String,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Invite {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let user_id = names::existing_user(context, self.dry_run, &self.user).await?;
        let call = context.client()?.users().invite(&user_id);
        context
            .perform(self.dry_run, call, async |context, call| {
                let invitation = call.await?;
                let base_url = context.config()?.base_url.value;
                let link =
                    format!("{}/ui?invitation_id={}", base_url.as_str().trim_end_matches('/'), invitation.id.expose());
                if context.output.is_for_people() && !context.output.shows_answers() {
                    return context.output.prose(&format!("{link}\n")).map(Outcome::done);
                }
                let mut fields: Map<String, Value> = serde_json::from_str(invitation.json().get())?;
                fields.insert("link".to_owned(), Value::from(link.as_str()));
                context.output.answer(&fields, || {
                    let expires = Facts::of(&invitation).time("expires_at");
                    let until = if expires.is_empty() { String::new() } else { format!(", until {expires}") };
                    Answer::new(format!("Invited {} to set a password and log in", self.user))
                        .whole("link", link)
                        .line("", format!("The link works once{until}."))
                })
            })
            .await
    }
}
