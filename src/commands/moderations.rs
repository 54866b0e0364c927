//! `moderations`: whether text is harmful.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::other_fields::OtherFields;
use super::text_input;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::moderations::{ModerationRequest, ModerationResponse};

/// The exit code for harmful text with `--fail-if-flagged`.
const FLAGGED: u8 = 9;

const EXAMPLES: &str = "\
Examples:
  litellm-proxy moderations create \"How are you?\" --model omni-moderation-latest
  litellm-proxy moderations create @question.txt --model omni-moderation-latest --fail-if-flagged
  litellm-proxy moderations create one two --model omni-moderation-latest --format csv
  cat lines.txt | litellm-proxy moderations create --lines --jq '.results[].flagged'";

#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Command {
    /// Check whether text is harmful
    Create(Box<Create>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self::Create(args) = self;
        args.run(context).await
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
On a terminal each text has a line with the categories that it belongs to; in a pipe and with
--format json the response of the server is printed. Harmful text is a success, and with
--fail-if-flagged exit code 9. Without --model the server asks OpenAI itself.

{EXAMPLES}"))]
pub(crate) struct Create {
    /// Text to check, @FILE, or - for standard input (repeatable)
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// Model to call, such as omni-moderation-latest
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    model: Option<String>,
    /// Check each line of a file or of standard input
    #[arg(long)]
    lines: bool,
    /// Exit with 9 if a text is harmful
    #[arg(long)]
    fail_if_flagged: bool,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

/// A result as it is shown.
#[derive(Serialize)]
struct Shown {
    flagged: bool,
    categories: String,
    text: String,
}

const COLUMNS: &[&Column<Shown>] = &[
    &Column::new("flagged", "Flagged", |shown: &Shown| if shown.flagged { "yes" } else { "no" }.to_owned()),
    &Column::new("categories", "Categories", |shown: &Shown| shown.categories.clone()),
    &Column::new("text", "Text", |shown: &Shown| shown.text.clone()).words(),
];

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let inputs = text_input::read_several(context, &self.text, self.lines, "TEXT")?;
        let mut request = ModerationRequest::new(inputs);
        request.model = self.model;
        let others = self.others.read(context, &request, &[])?;
        request.extra.extend(others);
        let call = context.client()?.moderations().create(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let response = call.await?;
                if context.output.shows_answers() || context.output.wants_cells() || context.output.is_tabular() {
                    context.output.list("result", &shown(&response, &request.input), COLUMNS, &response)?;
                } else {
                    context.output.value(&response)?;
                }
                let is_flagged = response.results.iter().any(|result| result.flagged);
                Ok(if is_flagged && self.fail_if_flagged { Outcome::ExitCode(FLAGGED) } else { Outcome::Done })
            })
            .await
    }
}

fn shown(response: &ModerationResponse, inputs: &[String]) -> Vec<Shown> {
    let rows = response.results.iter().enumerate().map(|(index, result)| Shown {
        flagged: result.flagged,
        categories: result.flagged_categories().collect::<Vec<_>>().join(", "),
        text: inputs.get(index).cloned().unwrap_or_default(),
    });
    rows.collect()
}
