//! `cost`: what a request costs, before it is sent.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use super::params::count as parse_count;
use super::tokens::Conversation;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Answer, dollars, per_million};
use litellm_proxy_client::chat::{CostEstimate, CostQuestion, PriceSource};
use litellm_proxy_client::{Client, Request};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy cost estimate gpt-4o --input-tokens 1000 --output-tokens 200
  litellm-proxy cost estimate gpt-4o @prompt.txt --max-tokens 500
  litellm-proxy cost estimate gpt-4o Hello --max-tokens 500 --jq .cost")]
pub(crate) enum Command {
    /// Estimate what a request costs
    Estimate(Box<Estimate>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self::Estimate(args) = self;
        args.run(context).await
    }
}

const AFTER_HELP: &str = "\
Without --input-tokens, the server counts the tokens of TEXT and of the messages, as `tokens count`
does. Without --output-tokens, the cost is that of the longest answer the model can give.

Prices are those of the server for the model, or else those of LiteLLM's price map. A price that
nobody states is unknown, not $0: `cost` is then null, and with --strict the exit code is 1.

The JSON has model, input_tokens, output_tokens, cost, input_cost, output_cost, source,
input_cost_per_token and output_cost_per_token; money is in dollars.

Examples:
  litellm-proxy cost estimate gpt-4o --input-tokens 1000 --output-tokens 200
  litellm-proxy cost estimate gpt-4o \"Write a poem\" --max-tokens 500
  litellm-proxy cost estimate gpt-4o @prompt.txt --max-tokens 500 --strict --jq .cost";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Estimate {
    /// Model whose price counts, such as gpt-4o
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    #[command(flatten)]
    conversation: Conversation,
    /// Number of input tokens, in place of TEXT
    #[arg(long, value_name = "N", value_parser = parse_count, conflicts_with_all = ["text", "message", "system", "attach", "tools"])]
    input_tokens: Option<u64>,
    /// Number of output tokens [default: the most that the model generates]
    #[arg(long, visible_alias = "max-tokens", value_name = "N", value_parser = parse_count)]
    output_tokens: Option<u64>,
    /// Exit with 1 if the cost is unknown
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Estimate {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut question = CostQuestion::new(&self.model);
        (question.input_tokens, question.output_tokens) = (self.input_tokens, self.output_tokens);
        if self.input_tokens.is_none() {
            let (messages, tools) = self.conversation.read(context)?;
            self.conversation.input.warn_if_unread(context);
            question = question.messages(messages, tools);
        }
        let client = context.client()?;
        if !context.is_sending(self.dry_run) {
            return context.preview(self.requests(&client, question)?);
        }
        let estimate = client.chat().estimate_cost(&question).await.map_err(|error| match error {
            litellm_proxy_client::Error::InvalidRequest(message) => {
                let hint = "--output-tokens N, or --max-tokens N as in the request, sets it".to_owned();
                Failure::Usage { message, hint: Some(hint) }.into()
            }
            error => anyhow::Error::from(error),
        })?;
        let is_refused = self.strict && estimate.cost.is_none();
        context.output.answer(&estimate, || describe(&estimate, self.output_tokens.is_none()))?;
        Ok(if is_refused { Outcome::Negative } else { Outcome::Done })
    }
}

impl Estimate {
    /// Returns the requests whose content is known before there are responses.
    fn requests(&self, client: &Client, question: CostQuestion) -> Result<Vec<Request>> {
        let CostQuestion { messages, tools, .. } = question;
        let mut requests = vec![client.model_groups().info(&self.model).request()?];
        match (self.input_tokens, self.output_tokens) {
            (None, _) => requests.push(client.chat().count_tokens(&self.model, messages, tools).request()?),
            (Some(input), Some(output)) => {
                requests.push(client.chat().cost_of_tokens(&self.model, input, output).request()?);
            }
            (Some(_), None) => {}
        }
        Ok(requests)
    }
}

fn describe(estimate: &CostEstimate, is_longest: bool) -> Answer {
    let longest = if is_longest { " (the most that it generates)" } else { "" };
    let tokens = format!("{} in, {} out{longest}", estimate.input_tokens, estimate.output_tokens);
    let Some(cost) = estimate.cost else {
        return Answer::new(format!("The cost is unknown: {} has no price on this server", estimate.model))
            .line("tokens", tokens);
    };
    let part = |cost: Option<f64>, price: Option<f64>| match (cost, price) {
        (Some(cost), Some(price)) => format!("{}, {} per million tokens", dollars(cost), per_million(price)),
        _ => String::new(),
    };
    let source = match estimate.source {
        Some(PriceSource::Deployments) => "stated by the deployments",
        Some(PriceSource::PriceMap) => "from LiteLLM's price map; this server does not serve the model",
        _ => "",
    };
    Answer::new(format!("≈{} for a request to {}", dollars(cost), estimate.model))
        .line("tokens", tokens)
        .line("input", part(estimate.input_cost, estimate.input_cost_per_token))
        .line("output", part(estimate.output_cost, estimate.output_cost_per_token))
        .line("prices", source)
}
