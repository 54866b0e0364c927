//! Answers as they are generated: chunks, and the stream of them. The whole answer that they make is in `collector`.

use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::stream::Stream;
use http_body::Body as _;
use reqwest::header::HeaderMap;
use reqwest::{Body, Response, StatusCode};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use tokio::time::Sleep;

use super::collector::Collector;
use super::completion::{ChatCompletion, Usage, index};
use super::message::{Content, Role};
use crate::core::fields::{integer, lenient, lenient_or_default, null_as_default, string_or_json, string_or_number};
use crate::core::{CallInfo, Error, Lossless, Refusal, Request, response, sse};

/// A piece of a streamed completion.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Chunk {
    /// The completion's id, the same in all chunks.
    #[serde(default, deserialize_with = "string_or_number")]
    pub id: Option<String>,
    /// When the answer began, in seconds since 1970.
    #[serde(default, deserialize_with = "integer")]
    pub created: Option<u64>,
    /// The model that answers.
    #[serde(default, deserialize_with = "string_or_number")]
    pub model: Option<String>,
    /// A piece for each choice that goes on; none in a last chunk, which carries the usage.
    #[serde(default, deserialize_with = "null_as_default")]
    pub choices: Vec<ChunkChoice>,
    /// Tokens used, in the last chunk where [`ChatRequest::include_usage`](super::ChatRequest::include_usage) asks for them.
    #[serde(default, deserialize_with = "lenient")]
    pub usage: Option<Usage>,
}

impl Chunk {
    /// The text that the first choice gains; empty where it gains none.
    pub fn delta(&self) -> &str {
        let first = self.choices.iter().find(|choice| choice.index == 0);
        first.and_then(|choice| choice.delta.content.as_deref()).unwrap_or_default()
    }
}

/// A piece of one answer.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ChunkChoice {
    /// Which one.
    #[serde(default, deserialize_with = "index")]
    pub index: u64,
    /// What is added.
    #[serde(default, deserialize_with = "null_as_default")]
    pub delta: Delta,
    /// Set in the last piece.
    #[serde(default, deserialize_with = "string_or_number")]
    pub finish_reason: Option<String>,
    /// How likely the piece's tokens were, where it was asked for.
    #[serde(default)]
    pub logprobs: Option<Value>,
}

/// What a piece adds to a message.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Delta {
    /// In the first piece, who speaks.
    #[serde(deserialize_with = "lenient")]
    pub role: Option<Role>,
    /// Text; of parts, the texts among them.
    #[serde(deserialize_with = "text")]
    pub content: Option<String>,
    /// Of why the model will not answer.
    #[serde(deserialize_with = "lenient")]
    pub refusal: Option<String>,
    /// Of what the model thinks.
    #[serde(deserialize_with = "lenient")]
    pub reasoning_content: Option<String>,
    /// Of functions that the model asks for.
    #[serde(deserialize_with = "lenient_or_default")]
    pub tool_calls: Vec<ToolCallDelta>,
    /// Any other field, such as `thinking_blocks` or `annotations`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A text, or that of parts; none of anything else.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Option::<Content>::deserialize(deserializer)? {
        Some(Content::Text(text)) => Some(text),
        Some(parts @ Content::Parts(_)) => Some(parts.text().into_owned()),
        _ => None,
    })
}

/// A piece of a call of a function.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ToolCallDelta {
    /// Which one of the message.
    #[serde(deserialize_with = "integer")]
    pub index: Option<u64>,
    /// In the first piece, the call's id.
    #[serde(deserialize_with = "string_or_number")]
    pub id: Option<String>,
    /// `function`, or `custom`, whose name and input are in [`extra`](Self::extra).
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<String>,
    /// Name and arguments.
    #[serde(deserialize_with = "lenient_or_default")]
    pub function: FunctionDelta,
    /// Any other field.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A piece of a function's name and arguments.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct FunctionDelta {
    /// The name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// JSON, as text.
    #[serde(deserialize_with = "string_or_json")]
    pub arguments: Option<String>,
    /// Any other field.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A stream of chunks. Dropping it ends the request. It holds one chunk at a time, however long the answer.
pub struct ChatStream {
    request: Request,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    parser: sse::Parser,
    events: VecDeque<sse::Event>,
    /// The choices that have begun, and whether they have ended.
    choices: BTreeMap<u64, bool>,
    done: bool,
    /// Runs while no event comes.
    silence: Option<Pin<Box<Sleep>>>,
}

impl ChatStream {
    pub(super) fn new(request: Request, response: Response) -> Self {
        Self {
            request,
            status: response.status(),
            headers: response.headers().clone(),
            body: response.into(),
            parser: sse::Parser::new(),
            events: VecDeque::new(),
            choices: BTreeMap::new(),
            done: false,
            silence: None,
        }
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Call id and deployment, from the headers. What the call costs is not known when the stream begins: newer servers
    /// tell it in the last chunk's [`Usage`].
    pub fn call_info(&self) -> CallInfo {
        CallInfo::from_headers(&self.headers)
    }

    /// The next chunk, `None` at the end or after an error.
    ///
    /// # Errors
    /// [`Error::Stream`] when the server says within the stream that it failed; [`Error::Timeout`] when nothing comes for as
    /// long as the request allows; [`Error::StreamCut`] or
    /// [`Error::Interrupted`] when the stream ends before the answer does.
    pub async fn next(&mut self) -> Option<Result<Lossless<Chunk>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the rest, and gives what it makes as one answer, joined as [`Collector`] says. Chunks that were read before are not part of it: for those
    /// see [`Collector`].
    ///
    /// # Errors
    /// Those of [`ChatStream::next`].
    pub async fn collected(mut self) -> Result<ChatCompletion, Error> {
        let mut collector = Collector::new();
        while let Some(chunk) = self.next().await {
            collector.add(&chunk?.into_inner());
        }
        Ok(collector.finish())
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Lossless<Chunk>>, Error>> {
        loop {
            if self.done {
                return Poll::Ready(Ok(None));
            }
            if let Some(event) = self.events.pop_front() {
                match self.read(&event)? {
                    Some(chunk) => return Poll::Ready(Ok(Some(chunk))),
                    None => continue,
                }
            }
            let frame = match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    ready!(self.poll_silence(context));
                    return Poll::Ready(Err(response::timed_out(&self.request)));
                }
            };
            match frame {
                Some(Ok(frame)) => {
                    // Trailers say nothing of the answer.
                    if let Ok(bytes) = frame.into_data() {
                        self.push(&bytes)?;
                    }
                    // A gateway's signs of life, and pieces of what never becomes an event, are silence too.
                    if !self.events.is_empty() {
                        self.silence = None;
                    } else if self.poll_silence(context).is_ready() {
                        return Poll::Ready(Err(response::timed_out(&self.request)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Err(response::connection_lost(&self.request, &error))),
                None if !self.choices.is_empty() && self.choices.values().all(|has_ended| *has_ended) => {
                    self.done = true;
                }
                None => return Poll::Ready(Err(Error::StreamCut)),
            }
        }
    }

    /// Ready when no event has come for as long as the request allows. Counted only while the reader waits: how long the
    /// reader takes is no fault of the server's.
    fn poll_silence(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let allowed = self.request.timeout;
        self.silence.get_or_insert_with(|| Box::pin(tokio::time::sleep(allowed))).as_mut().poll(context)
    }

    fn push(&mut self, bytes: &Bytes) -> Result<(), Error> {
        let mut events = Vec::new();
        self.parser
            .push(bytes, &mut events)
            .map_err(|sse::TooLarge| self.unexpected("an oversized event".to_owned()))?;
        self.events.extend(events);
        Ok(())
    }

    /// Reads one event; `None` of one that is no chunk.
    fn read(&mut self, event: &sse::Event) -> Result<Option<Lossless<Chunk>>, Error> {
        let data = event.data.trim();
        if data == "[DONE]" {
            self.done = true;
            return Ok(None);
        }
        if data.is_empty() {
            return Ok(None);
        }
        // Few chunks name an error at all, and none is parsed twice for it.
        let tells_error = || {
            data.contains("\"error\"")
                && serde_json::from_str::<Map<String, Value>>(data)
                    .is_ok_and(|fields| fields.get("error").is_some_and(|error| !error.is_null()))
        };
        let failed = event.name == "error" || tells_error();
        if failed {
            let refusal = Refusal::in_stream(&self.request, &self.headers, data.as_bytes());
            return Err(Error::Stream(Box::new(refusal)));
        }
        let chunk: Lossless<Chunk> = serde_json::from_str(data)
            .map_err(|error| self.unexpected(format!("an event that is not a chunk: {error}")))?;
        for choice in &chunk.choices {
            // What comes after the last piece of a choice, such as the usage, does not begin it again.
            *self.choices.entry(choice.index).or_default() |= choice.finish_reason.is_some();
        }
        Ok(Some(chunk))
    }

    fn unexpected(&self, reason: String) -> Error {
        response::unexpected(&self.request, self.status, reason)
    }
}

impl Stream for ChatStream {
    type Item = Result<Lossless<Chunk>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let stream = self.get_mut();
        let next = ready!(stream.poll_chunk(context)).transpose();
        if matches!(next, Some(Err(_))) {
            // Nothing that comes after can be made sense of.
            stream.done = true;
        }
        Poll::Ready(next)
    }
}

impl std::fmt::Debug for ChatStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatStream").field("request", &self.request).finish_non_exhaustive()
    }
}
