//! One answer of a session: streamed, rendered, and stopped by Ctrl-C.

use std::time::Instant;

use anyhow::Result;
use litellm_proxy_client::Client;
use litellm_proxy_client::chat::{ChatRequest, Collector, Usage};

use super::super::usage::{Answered, Cost, Timing};
use super::markdown::Markdown;
use super::prompt::Silence;
use super::store::StoredMessage;
use crate::context::Context;

/// An answer, as far as it arrived.
pub(super) struct Turn {
    /// Nothing if no part of an answer arrived.
    pub(super) message: Option<StoredMessage>,
    /// Why it is incomplete, if not by Ctrl-C.
    pub(super) error: Option<anyhow::Error>,
    /// The line about it.
    pub(super) note: String,
    pub(super) cost: Cost,
    pub(super) tokens: Option<Usage>,
}

/// Asks the model, and prints the answer as it arrives.
pub(super) async fn ask(context: &mut Context, client: &Client, request: &ChatRequest, is_raw: bool) -> Result<Turn> {
    let started = Instant::now();
    let _silence = Silence::begin();
    let mut stopped = Box::pin(context.interrupt.pressed());
    let call = client.chat().completions().stream(request);
    let stream = tokio::select! {
        stream = call => stream,
        () = &mut stopped => return Ok(Turn::nothing(None)),
    };
    let mut stream = match stream {
        Ok(stream) => stream,
        Err(error) => return Ok(Turn::nothing(Some(error.into()))),
    };
    let mut printer = Printer::new(context, is_raw);
    let mut collector = Collector::new();
    let mut first_token = None;
    let mut is_stopped = false;
    let error = loop {
        let chunk = tokio::select! {
            chunk = stream.next() => chunk,
            () = &mut stopped => {
                is_stopped = true;
                break None;
            }
        };
        let chunk = match chunk {
            None => break None,
            Some(Err(error)) => break Some(anyhow::Error::from(error)),
            Some(Ok(chunk)) => chunk,
        };
        if !chunk.delta().is_empty() {
            first_token.get_or_insert_with(|| started.elapsed());
            printer.print(context, chunk.delta())?;
        }
        collector.add(&chunk);
    };
    printer.finish(context)?;
    let timing = Timing { first_token, total: started.elapsed() };
    let headers = stream.headers().clone();
    // Ends the request, if it was stopped.
    drop(stream);
    let completion = collector.finish();
    let answered = Answered::of_stream(&headers, &completion, timing);
    // A stopped stream has no usage, so that nothing is asked for its price.
    let cost = answered.cost(client, &request.model).await;
    let note = if is_stopped { "stopped".to_owned() } else { answered.short(cost) };
    let message =
        completion.choices.first().map(|choice| stored(choice, is_stopped || error.is_some(), &answered, cost));
    Ok(Turn { message, error, note, cost, tokens: completion.usage })
}

fn stored(
    choice: &litellm_proxy_client::chat::Choice,
    stopped: bool,
    answered: &Answered,
    cost: Cost,
) -> StoredMessage {
    let message = &choice.message;
    let text = message.text().into_owned();
    let text = if text.is_empty() {
        message.refusal_text().or(message.transcript()).unwrap_or_default().to_owned()
    } else {
        text
    };
    StoredMessage {
        role: message.role.clone(),
        content: text,
        reasoning: message.reasoning().map(str::to_owned),
        tool_calls: message.tool_calls.clone(),
        finish_reason: choice.finish_reason.clone(),
        stopped,
        usage: answered.usage(),
        cost: match cost {
            Cost::Reported(cost) | Cost::Estimated(cost) => Some(cost),
            Cost::Unknown => None,
        },
        call_id: answered.call_id(),
        model_id: answered.model_id(),
        ..StoredMessage::default()
    }
}

impl Turn {
    fn nothing(error: Option<anyhow::Error>) -> Self {
        Self { message: None, error, note: "stopped".to_owned(), cost: Cost::Unknown, tokens: None }
    }
}

/// Prints text as it arrives: rendered on a terminal with color, else as it is.
struct Printer {
    markdown: Option<Markdown>,
    ends_line: bool,
}

impl Printer {
    fn new(context: &Context, is_raw: bool) -> Self {
        let terminal = context.output.terminal();
        let is_rendered = !is_raw && terminal.stdout_color;
        Self { markdown: is_rendered.then(|| Markdown::new(terminal.width.unwrap_or(80))), ends_line: true }
    }

    fn print(&mut self, context: &mut Context, text: &str) -> Result<()> {
        match &mut self.markdown {
            Some(markdown) => context.output.text(&markdown.push(text))?,
            None => context.output.prose(text)?,
        }
        self.ends_line = text.ends_with('\n');
        context.output.flush()
    }

    fn finish(&mut self, context: &mut Context) -> Result<()> {
        match &mut self.markdown {
            Some(markdown) => context.output.text(&markdown.finish())?,
            None if !self.ends_line => context.output.text("\n")?,
            None => {}
        }
        context.output.flush()
    }
}
