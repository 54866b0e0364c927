//! `users invite`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::{Map, Value};

use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::output::Format;

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
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        let user_id = names::user(context, self.dry_run, &self.user).await?;
        let call = context.client()?.users().invite(&user_id);
        let invitation = context.write(call, self.dry_run).await?;
        let base_url = context.config()?.base_url.value;
        let link = format!("{}/ui?invitation_id={}", base_url.as_str().trim_end_matches('/'), invitation.id.expose());
        if matches!(context.output.format(), None | Some(Format::Table)) {
            return context.output.prose(&format!("{link}\n"));
        }
        let mut shown: Map<String, Value> = serde_json::from_str(invitation.json().get())?;
        shown.insert("link".to_owned(), Value::from(link));
        context.output.value(&shown)
    }
}
