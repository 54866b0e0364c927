//! Prints answers: text and what stands for it on stdout, a word about everything else on stderr.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::Value;

use crate::commands::confirm::count;
use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::chat::{ChatCompletion, ChatStream, Choice, Chunk, Collector, Completion, Delta};

/// Fields of a message that say nothing on their own.
const SILENT_FIELDS: [&str; 2] = ["provider_specific_fields", "role"];
/// Fields with the model's reasoning, apart from `reasoning_content`.
const REASONING_FIELDS: [&str; 4] = ["reasoning", "reasoning_details", "reasoning_items", "thinking_blocks"];

/// Prints a whole completion.
pub(super) fn print_completion(context: &mut Context, completion: &Completion, show: &Show) -> Result<Outcome> {
    match show.format {
        StreamFormat::Parsed if completion.choices.is_empty() => return Err(empty_answer(&[])),
        StreamFormat::Parsed => return Ok(Outcome::Done),
        StreamFormat::Lines | StreamFormat::Whole => return context.output.value(completion),
        StreamFormat::Text => {}
    }
    if show.has_reasoning {
        let reasoning: Vec<&str> = completion.choices.iter().filter_map(|choice| choice.message.reasoning()).collect();
        for text in reasoning {
            context.output.dimmed(&format!("{}\n\n", text.trim_end_matches('\n')));
        }
    }
    let has_several = completion.choices.len() > 1;
    let mut has_content = false;
    for (number, choice) in completion.choices.iter().enumerate() {
        if has_several {
            print_heading(context, number as u64, number > 0)?;
        }
        has_content |= print_choice(context, choice, false, show)?;
    }
    if has_content { Ok(Outcome::Done) } else { Err(empty_answer(&completion.choices)) }
}

fn empty_answer(choices: &[Choice]) -> anyhow::Error {
    let reason = choices.first().and_then(|choice| choice.finish_reason.as_deref());
    let message = match reason {
        _ if choices.is_empty() => "the server sent no answer".to_owned(),
        Some("length") => "the answer is empty: the token limit was reached before it began".to_owned(),
        Some("content_filter") => "the answer is empty: a content filter removed it".to_owned(),
        Some(reason) => format!("the answer is empty (finish reason `{reason}`)"),
        None => "the answer is empty".to_owned(),
    };
    Failure::EmptyAnswer(message).into()
}

fn print_heading(context: &mut Context, index: u64, follows_another: bool) -> Result<()> {
    let gap = if follows_another { "\n" } else { "" };
    context.output.text(&format!("{gap}--- choice {} ---\n", index.saturating_add(1)))
}

/// Prints a choice. Returns whether there is anything in it. `is_begun` is true if its text has been printed before.
fn print_choice(context: &mut Context, choice: &Choice, is_begun: bool, show: &Show) -> Result<bool> {
    let message = &choice.message;
    let mut lines = Vec::new();
    lines.extend(message.transcript().map(str::to_owned));
    lines.extend(message.refusal_text().map(|text| format!("[refusal] {text}")));
    for call in &message.tool_calls {
        let (name, input) = call.name_and_input();
        lines.push(format!("[tool call] {}({input})", if name.is_empty() { "?" } else { name }));
    }
    lines.extend(message.function_call().map(|call| format!("[function call] {}({})", call.name, call.arguments)));
    let text = message.text();
    let unprinted = if is_begun { "" } else { text.as_ref() };
    for line in [unprinted].into_iter().chain(lines.iter().map(String::as_str)).filter(|line| !line.is_empty()) {
        context.output.prose(line)?;
        if !line.ends_with('\n') {
            context.output.text("\n")?;
        }
    }
    let is_printed = is_begun || !text.is_empty() || !lines.is_empty();
    let notes = notes(choice, is_printed);
    let has_content = is_printed || !notes.is_empty();
    if !(show.saves_media && (message.image_count() > 0 || message.audio().is_some())) {
        for note in notes {
            context.output.warn(note);
        }
    }
    if has_content {
        warn_of_end(context, choice);
    }
    Ok(has_content)
}

/// Describes what a choice has that text does not show.
fn notes(choice: &Choice, is_printed: bool) -> Vec<String> {
    let message = &choice.message;
    let mut notes = Vec::new();
    let images = message.image_count();
    if images > 0 {
        notes.push(format!(
            "the answer has {}, which text cannot show; --format json has the data, --save-media DIR saves it",
            count(images, "image")
        ));
    }
    if message.audio().is_some() {
        let what =
            if message.transcript().is_some() { "the answer is audio, shown as text" } else { "the answer is audio" };
        notes.push(format!("{what}; --format json has the data, --save-media DIR saves it"));
    }
    if is_printed || !notes.is_empty() {
        return notes;
    }
    let is_reasoning = |name: &str| message.extra.get(name).is_some_and(is_something);
    if message.reasoning().is_some() || REASONING_FIELDS.into_iter().any(is_reasoning) {
        notes.push("the model reasoned, but gave no answer; --format json has the reasoning".to_owned());
        return notes;
    }
    let mut others: Vec<&str> = Vec::new();
    // Content without text is not of a kind that is known here.
    others.extend(message.content.as_ref().filter(|content| is_other(content)).map(|_| "content"));
    let fields =
        message.extra.iter().filter(|(name, value)| !SILENT_FIELDS.contains(&name.as_str()) && is_something(value));
    others.extend(fields.map(|(name, _)| name.as_str()));
    if !others.is_empty() {
        let others: Vec<String> = others.into_iter().map(|name| format!("`{name}`")).collect();
        notes.push(format!("the answer has no text, only {}; see --format json", others.join(", ")));
    }
    notes
}

fn is_other(content: &litellm_proxy_client::chat::Content) -> bool {
    serde_json::to_value(content).is_ok_and(|content| !content.is_string() && is_something(&content))
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => fields.values().any(is_something),
        _ => true,
    }
}

/// Warns if the answer ended for a reason other than being complete.
pub(super) fn warn_of_end(context: &mut Context, choice: &Choice) {
    match choice.finish_reason.as_deref() {
        None
        | Some("" | "stop" | "tool_calls" | "function_call" | "eos" | "end_turn" | "stop_sequence" | "tool_use") => {}
        Some("length" | "max_tokens") => context.output.warn("the answer was cut off at the token limit"),
        Some("content_filter") => context.output.warn("the answer was cut off by a content filter"),
        Some(reason) => context.output.warn(format_args!("the answer ended with the reason `{reason}`")),
    }
}

/// How to show an answer.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct Show {
    pub(super) format: StreamFormat,
    /// Whether several choices were requested.
    pub(super) has_several: bool,
    /// Whether the model's reasoning is printed.
    pub(super) has_reasoning: bool,
    /// Whether images and audio are saved, so that they need no warning.
    pub(super) saves_media: bool,
    /// Whether the answer is returned as a whole, with all that was printed.
    pub(super) is_kept: bool,
    /// When the request was sent.
    pub(super) started: Instant,
}

/// How to show a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StreamFormat {
    /// Text as it arrives.
    Text,
    /// A chunk per line.
    Lines,
    /// One completion, once it is complete.
    Whole,
    /// Nothing: the JSON that the model wrote is printed by itself, for `--jq`.
    Parsed,
}

/// What has been printed of a stream.
pub(super) struct PrintedStream {
    /// The answer, without what was printed as it arrived unless it is kept.
    pub(super) completion: ChatCompletion,
    /// How long the first piece took to arrive.
    pub(super) first_token: Option<Duration>,
    pub(super) outcome: Result<Outcome>,
}

/// Prints a stream. Of several choices as text, the first is printed as it arrives and the others after it.
pub(super) async fn print_stream(context: &mut Context, mut stream: ChatStream, show: &Show) -> PrintedStream {
    let mut printed = Printed::of(show);
    let end = read_stream(context, &mut stream, &mut printed).await;
    let first_token = printed.first_token;
    let (completion, outcome) = match end {
        Ok(()) => printed.finish(context, true),
        // Nothing has broken off that had not begun.
        Err(error) if printed.characters == 0 => {
            let (completion, _) = printed.finish(context, false);
            (completion, Err(error))
        }
        Err(error) => {
            let broke_off = format!("the answer broke off after {} characters", printed.characters);
            let (completion, shown) = printed.finish(context, false);
            (completion, shown.and(Err(error.context(broke_off))))
        }
    };
    PrintedStream { completion, first_token, outcome }
}

async fn read_stream(context: &mut Context, stream: &mut ChatStream, printed: &mut Printed) -> Result<()> {
    while let Some(chunk) = stream.next().await {
        let chunk = chunk?;
        let pieces = chunk.choices.iter().filter_map(|piece| piece.delta.content.as_deref());
        printed.characters += pieces.map(|text| text.chars().count()).sum::<usize>();
        if printed.first_token.is_none() && chunk.choices.iter().any(|piece| has_piece(&piece.delta)) {
            printed.first_token = Some(printed.show.started.elapsed());
        }
        match printed.show.format {
            StreamFormat::Lines => {
                context.output.ndjson(std::slice::from_ref(&chunk))?;
                printed.has_chunks |= !chunk.choices.is_empty();
                let chunk = chunk.into_inner();
                printed.collector.add(&if printed.show.is_kept { chunk } else { without_content(chunk) });
            }
            StreamFormat::Whole | StreamFormat::Parsed => printed.collector.add(&chunk),
            StreamFormat::Text => printed.add(context, chunk.into_inner())?,
        }
        if context.output.is_closed() {
            return Ok(());
        }
    }
    Ok(())
}

/// Returns whether a delta has something of an answer in it, rather than a role alone.
fn has_piece(delta: &Delta) -> bool {
    let strings = [&delta.content, &delta.refusal, &delta.reasoning_content];
    strings.into_iter().flatten().any(|text| !text.is_empty())
        || !delta.tool_calls.is_empty()
        || delta.extra.iter().any(|(name, value)| !SILENT_FIELDS.contains(&name.as_str()) && is_something(value))
}

/// Returns a chunk with nothing but its usage and its finish reasons.
fn without_content(mut chunk: Chunk) -> Chunk {
    for piece in &mut chunk.choices {
        (piece.delta, piece.logprobs) = (Delta::default(), None);
    }
    chunk
}

/// What has been printed of a stream, and what is left for its end.
#[expect(clippy::struct_excessive_bools, reason = "each says what has been printed")]
struct Printed {
    show: Show,
    first_token: Option<Duration>,
    /// Whether a chunk of an answer was printed as a line.
    has_chunks: bool,
    /// The choice that is printed as it arrives.
    live: Option<u64>,
    /// Whether text of it has been printed, and whether that ended with a newline.
    has_text: bool,
    ends_line: bool,
    /// Whether reasoning was printed that the text must be kept apart from.
    is_reasoning: bool,
    characters: usize,
    /// Choices with reasoning, which is not collected.
    reasoned: BTreeSet<u64>,
    collector: Collector,
}

impl Printed {
    fn of(show: &Show) -> Self {
        Self {
            show: *show,
            first_token: None,
            has_chunks: false,
            live: None,
            has_text: false,
            ends_line: false,
            is_reasoning: false,
            characters: 0,
            reasoned: BTreeSet::new(),
            collector: Collector::new(),
        }
    }

    /// Prints what a chunk adds to the first choice, and keeps the rest.
    fn add(&mut self, context: &mut Context, mut chunk: Chunk) -> Result<()> {
        for piece in &mut chunk.choices {
            piece.logprobs = None;
            // Prints the first of several requested choices as it arrives, else the one that begins.
            self.live.get_or_insert(if self.show.has_several { 0 } else { piece.index });
            let is_live = self.live == Some(piece.index);
            if is_live && self.show.has_reasoning {
                self.reasoning(context, &piece.delta);
            }
            if is_live && let Some(text) = piece.delta.content.as_deref().filter(|text| !text.is_empty()) {
                self.text(context, text)?;
            }
            if !self.show.is_kept {
                if is_live {
                    piece.delta.content = None;
                }
                self.shorten(piece.index, &mut piece.delta);
            }
        }
        self.collector.add(&chunk);
        Ok(())
    }

    fn reasoning(&mut self, context: &mut Context, delta: &Delta) {
        let other = || delta.extra.get("reasoning").and_then(Value::as_str);
        if let Some(text) = delta.reasoning_content.as_deref().or_else(other).filter(|text| !text.is_empty()) {
            context.output.dimmed(text);
            self.is_reasoning = true;
        }
    }

    /// Ends the reasoning that has been printed.
    fn end_reasoning(&mut self, context: &mut Context) {
        if std::mem::take(&mut self.is_reasoning) {
            context.output.dimmed("\n\n");
        }
    }

    fn text(&mut self, context: &mut Context, text: &str) -> Result<()> {
        self.end_reasoning(context);
        if self.show.has_several && !self.has_text {
            print_heading(context, 0, false)?;
        }
        self.has_text = true;
        self.ends_line = text.ends_with('\n');
        context.output.prose(text)?;
        context.output.flush()
    }

    /// Drops what is never printed, so that it is not collected: only that it is there matters.
    fn shorten(&mut self, index: u64, delta: &mut Delta) {
        if let (None, Some(refusal)) = (&delta.refusal, delta.refusal_text()) {
            delta.refusal = Some(refusal.to_owned());
        }
        let mut has_reasoning = delta.reasoning_content.take().is_some_and(|text| !text.is_empty());
        for name in REASONING_FIELDS {
            if let Some(reasoning) = delta.extra.get_mut(name) {
                has_reasoning |= is_something(&reasoning.take());
            }
        }
        if has_reasoning {
            self.reasoned.insert(index);
        }
        if let Some(data) = delta.extra.get_mut("audio").and_then(|audio| audio.get_mut("data")) {
            *data = Value::from("");
        }
        for image in delta.extra.get_mut("images").and_then(Value::as_array_mut).into_iter().flatten() {
            *image = Value::from(true);
        }
    }

    /// Prints what is left once the stream has ended, and returns the answer without what was printed as it arrived.
    fn finish(mut self, context: &mut Context, is_complete: bool) -> (ChatCompletion, Result<Outcome>) {
        self.end_reasoning(context);
        let completion = std::mem::take(&mut self.collector).finish();
        if context.output.is_closed() {
            return (completion, Ok(Outcome::Done));
        }
        let shown = match self.show.format {
            StreamFormat::Text => self.print_rest(context, &completion, is_complete),
            StreamFormat::Lines if self.has_chunks || !is_complete => Ok(Outcome::Done),
            StreamFormat::Whole | StreamFormat::Parsed if !is_complete => Ok(Outcome::Done),
            StreamFormat::Parsed if !completion.choices.is_empty() => Ok(Outcome::Done),
            StreamFormat::Whole if !completion.choices.is_empty() => context.output.value(&completion),
            StreamFormat::Lines | StreamFormat::Whole | StreamFormat::Parsed => Err(empty_answer(&[])),
        };
        (completion, shown)
    }

    /// Prints the rest of the first choice, and the others.
    fn print_rest(&self, context: &mut Context, completion: &ChatCompletion, is_complete: bool) -> Result<Outcome> {
        if self.has_text && !self.ends_line {
            context.output.text("\n")?;
        }
        let mut choices = completion.choices.clone();
        for choice in choices.iter_mut().filter(|choice| self.reasoned.contains(&choice.index)) {
            choice.message.reasoning_content = Some("…".to_owned());
        }
        choices.sort_by_key(|choice| (self.live != Some(choice.index), choice.index));
        let has_several = self.show.has_several;
        let mut has_content = false;
        for (number, choice) in choices.iter().enumerate() {
            let is_live = self.live == Some(choice.index);
            let has_heading = if is_live { has_several && !self.has_text } else { has_several || choices.len() > 1 };
            if has_heading {
                print_heading(context, choice.index, number > 0)?;
            }
            has_content |= print_choice(context, choice, is_live && self.has_text, &self.show)?;
        }
        if has_content || !is_complete { Ok(Outcome::Done) } else { Err(empty_answer(&choices)) }
    }
}
