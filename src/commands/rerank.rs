//! `rerank`: ranks documents by how well they fit a query.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;
use serde_json::Value;

use super::other_fields::OtherFields;
use super::text_input;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::rerank::RerankRequest;

#[derive(Debug, Args)]
#[command(after_help = "\
Documents are arguments, the lines of a file or of standard input, or a JSON array of strings and
objects. On a terminal they are shown, the best first; in a pipe and with --format json the
response of the server is, which has their indexes, from 0.

Examples:
  litellm-proxy rerank rerank-v3.5 \"capital of France\" Berlin Paris Rome
  litellm-proxy rerank rerank-v3.5 \"capital of France\" --documents question.txt --top-n 3
  litellm-proxy rerank rerank-v3.5 capital --documents '[\"Berlin\", \"Paris\"]' --format csv
  cat lines.txt | litellm-proxy rerank rerank-v3.5 \"capital of France\"")]
pub(crate) struct Rerank {
    /// Model to call, such as rerank-v3.5
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// Query that the documents are ranked by, or @FILE
    query: String,
    /// Document, or @FILE for a whole file (repeatable)
    #[arg(value_name = "DOCUMENT")]
    document: Vec<String>,
    /// File of documents, a line each or a JSON array; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "document")]
    documents: Option<String>,
    /// Show only the best N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    top_n: Option<u64>,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

/// A document as it is shown.
#[derive(Serialize)]
struct Ranked {
    index: u64,
    relevance_score: f64,
    document: String,
}

const COLUMNS: &[&Column<Ranked>] = &[
    &Column::right("index", "Index", |ranked: &Ranked| ranked.index.to_string()),
    &Column::right("relevance_score", "Score", |ranked: &Ranked| ranked.relevance_score.to_string()),
    &Column::new("document", "Document", |ranked: &Ranked| ranked.document.clone()).words(),
];

impl Rerank {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let query = context.arguments.string(&self.query)?;
        let documents = self.documents(context)?;
        if documents.is_empty() {
            return Err(Failure::usage("there are no documents to rank"));
        }
        let mut request = RerankRequest::new(&self.model, query, documents);
        request.top_n = self.top_n;
        let others = self.others.read(context, &request, &[])?;
        request.extra.extend(others);
        let call = context.client()?.rerank().create(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let response = call.await?;
                let has_cells = context.output.wants_cells() || context.output.is_tabular();
                if !context.output.shows_answers() && !has_cells {
                    return context.output.value(&response);
                }
                let document = |index: u64| {
                    let document = usize::try_from(index).ok().and_then(|index| request.documents.get(index));
                    document.map(text_of).unwrap_or_default()
                };
                let ranked = response.results.iter().map(|ranked| Ranked {
                    index: ranked.index,
                    relevance_score: ranked.relevance_score,
                    document: document(ranked.index),
                });
                context.output.list("document", &ranked.collect::<Vec<_>>(), COLUMNS, &response)
            })
            .await
    }

    /// Reads the documents.
    fn documents(&self, context: &mut Context) -> Result<Vec<Value>> {
        if !self.document.is_empty() {
            let inputs = text_input::read_several(context, &self.document, false, "DOCUMENT")?;
            return Ok(inputs.into_iter().map(Value::from).collect());
        }
        let text = match self.documents.as_deref() {
            None | Some("-") => text_input::read(context, None, "DOCUMENT")?,
            Some(text) if text.trim_start().starts_with('[') => text.to_owned(),
            Some(path) => context.arguments.text(path.strip_prefix('@').unwrap_or(path))?,
        };
        if text.trim_start().starts_with('[')
            && let Ok(Value::Array(documents)) = serde_json::from_str(&text)
        {
            return Ok(documents);
        }
        Ok(text_input::lines(&text).into_iter().map(Value::from).collect())
    }
}

fn text_of(document: &Value) -> String {
    let text = document.as_str().or_else(|| document.get("text")?.as_str());
    text.map_or_else(|| document.to_string(), str::to_owned)
}
