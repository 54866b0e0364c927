//! `embeddings`: vectors of text.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::other_fields::OtherFields;
use super::text_input;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Answer, count};
use litellm_proxy_client::Lossless;
use litellm_proxy_client::embeddings::{EmbeddingInput, EmbeddingRequest, EmbeddingResponse};

const EXAMPLES: &str = "\
Examples:
  litellm-proxy embeddings create text-embedding-3-small \"Good morning\"
  litellm-proxy embeddings create text-embedding-3-small one two --format ndjson
  litellm-proxy embeddings create text-embedding-3-small @question.txt --lines
  cat lines.txt | litellm-proxy embeddings create text-embedding-3-small --lines";

#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Command {
    /// Create the vector of each text
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
A TEXT is embedded as a whole, unless --lines. Without TEXT, standard input is read. With --format
ndjson each vector is a line, in the order of the input.

{EXAMPLES}"))]
pub(crate) struct Create {
    /// Model to call, such as text-embedding-3-small
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// Text to embed, @FILE, or - for standard input (repeatable)
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// Embed each line of a file or of standard input
    #[arg(long)]
    lines: bool,
    /// Length of the vectors, if the model supports several
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    dimensions: Option<u64>,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut inputs = text_input::read_several(context, &self.text, self.lines, "TEXT")?;
        let input: EmbeddingInput = match inputs.pop() {
            Some(only) if inputs.is_empty() && !self.lines => only.into(),
            last => inputs.into_iter().chain(last).collect::<Vec<_>>().into(),
        };
        let mut request = EmbeddingRequest::new(&self.model, input);
        request.dimensions = self.dimensions;
        let others = self.others.read(context, &request, &[])?;
        request.extra.extend(others);
        let call = context.client()?.embeddings().create(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let response = call.await?;
                if context.output.is_line_by_line() {
                    return lines(context, &response);
                }
                context.output.answer(&response, || describe(&response, &self.model))
            })
            .await
    }
}

/// Prints each vector on a line, as the server sent it.
fn lines(context: &mut Context, response: &Lossless<EmbeddingResponse>) -> Result<Outcome> {
    #[derive(Deserialize)]
    struct Items<'a> {
        #[serde(borrow)]
        data: Vec<&'a RawValue>,
    }
    let items: Items<'_> = serde_json::from_str(response.json().get())?;
    for item in items.data {
        context.output.value(&item)?;
    }
    Ok(Outcome::Done)
}

fn describe(response: &EmbeddingResponse, model: &str) -> Answer {
    let length = response.data.first().map_or(0, |embedding| embedding.embedding.len());
    let tokens = response.usage.as_ref().map(|usage| format!("{} in", usage.prompt_tokens));
    let numbers = response.data.first().map_or_else(String::new, |first| {
        let some: Vec<String> = first.embedding.iter().take(4).map(ToString::to_string).collect();
        format!("{}{}", some.join(" "), if length > 4 { " …" } else { "" })
    });
    Answer::new(format!(
        "{} of {} from {model}",
        count(response.data.len() as u64, "vector"),
        count(length as u64, "number")
    ))
    .line("first", numbers)
    .line("tokens", tokens.unwrap_or_default())
    .line("json", "--format json prints all numbers, --format ndjson a vector a line")
}
