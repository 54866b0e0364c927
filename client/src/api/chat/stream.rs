//! The stream of chunks of a completion. The chunks are in `chunk`; joining them into a completion is in `collector`, and
//! the meaning of one event in `events`.

use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::stream::Stream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use tokio::time::Sleep;

use super::chunk::Chunk;
use super::collector::Collector;
use super::completion::ChatCompletion;
use super::events::{self, Frame};
use crate::core::body::Body;
use crate::core::response::{self, MAX_RESPONSE_BYTES, Opened};
use crate::core::trace::Answer;
use crate::core::{CallInfo, Error, Lossless, RawResponse, Request, sse};

/// A stream of chunks. Dropping it aborts the request. It holds one chunk at a time, whatever the length of the answer.
///
/// A server or gateway that ignores the request for a stream responds with a whole completion; it is one chunk.
pub struct ChatStream {
    request: Request,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    shape: Shape,
    events: VecDeque<sse::Event>,
    /// A whole completion, to be returned as the only chunk.
    whole: Option<Lossless<Chunk>>,
    /// The choices that have started, and whether each has finished.
    choices: BTreeMap<u64, bool>,
    done: bool,
    /// Runs while no event arrives.
    silence: Option<Pin<Box<Sleep>>>,
}

/// The kind of body that the server sent.
enum Shape {
    /// Nothing but white space has arrived.
    Unknown(Vec<u8>),
    Events(sse::Parser),
    /// One document, despite the content type; to be read at the end.
    Document(Vec<u8>),
    /// The body has ended.
    Ended,
}

impl Shape {
    /// Returns the shape of a body that begins with these bytes; they are still to be pushed.
    fn of(start: &[u8]) -> Option<Self> {
        match start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start().first()? {
            b'{' | b'[' | b'<' => Some(Self::Document(Vec::new())),
            _ => Some(Self::Events(sse::Parser::new())),
        }
    }
}

impl ChatStream {
    pub(super) fn new(request: Request, opened: Opened) -> Result<Self, Error> {
        let Opened { status, headers, body, whole } = opened;
        let mut stream = Self {
            request,
            status,
            headers,
            body,
            shape: Shape::Unknown(Vec::new()),
            events: VecDeque::new(),
            whole: None,
            choices: BTreeMap::new(),
            done: false,
            silence: None,
        };
        let read = match whole {
            // Some gateways lose the content type.
            Some(response) if events::are_events(&response.body) => stream.push(&response.body),
            Some(response) => stream.read_document(&response),
            None => Ok(()),
        };
        match read {
            Ok(()) => Ok(stream),
            Err(error) => {
                stream.body.trace.end(Some(&error));
                Err(error)
            }
        }
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns call id and deployment, from the headers. The cost is not known when the stream starts; newer servers report
    /// it in the [`Usage`](super::Usage) of the last chunk.
    pub fn call_info(&self) -> CallInfo {
        CallInfo::from_headers(&self.headers)
    }

    /// Returns the next chunk; `None` at the end or after an error.
    ///
    /// # Errors
    /// [`Error::Stream`] if the server reports a failure within the stream, [`Error::Timeout`] if nothing arrives for the
    /// timeout of the request, [`Error::StreamCut`] or [`Error::Interrupted`] if the stream ends before the answer does,
    /// [`Error::UnexpectedResponse`] for anything that is not a chunk.
    pub async fn next(&mut self) -> Option<Result<Lossless<Chunk>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the rest of the stream and joins it into one completion; see [`Collector`]. Chunks read before are not part of
    /// it: to include them, use a [`Collector`].
    ///
    /// # Errors
    /// Returns the errors of [`ChatStream::next`].
    pub async fn collected(mut self) -> Result<ChatCompletion, Error> {
        let mut collector = Collector::new();
        while let Some(chunk) = self.next().await {
            collector.add(&chunk?);
        }
        Ok(collector.finish())
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Lossless<Chunk>>, Error>> {
        loop {
            if let Some(whole) = self.whole.take() {
                self.done = true;
                return Poll::Ready(Ok(Some(whole)));
            }
            if self.done {
                return Poll::Ready(Ok(None));
            }
            if let Some(event) = self.events.pop_front() {
                match self.read(&event)? {
                    Some(chunk) => return Poll::Ready(Ok(Some(chunk))),
                    None => continue,
                }
            }
            let piece = match self.body.poll_chunk(&self.request, context) {
                Poll::Ready(piece) => piece?,
                Poll::Pending => {
                    ready!(self.poll_silence(context));
                    return Poll::Ready(Err(response::timed_out(&self.request)));
                }
            };
            match piece {
                Some(bytes) => {
                    self.push(&bytes)?;
                    // Keep-alives of a gateway and parts of an event that never ends count as silence.
                    if !self.events.is_empty() {
                        self.silence = None;
                    } else if self.poll_silence(context).is_ready() {
                        return Poll::Ready(Err(response::timed_out(&self.request)));
                    }
                }
                None => {
                    if let Some(chunk) = self.end()? {
                        return Poll::Ready(Ok(Some(chunk)));
                    }
                }
            }
        }
    }

    /// Ready when no event has arrived for the timeout of the request. The time counts only while the reader waits: a slow
    /// reader is not the server's fault.
    fn poll_silence(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let allowed = self.request.timeout;
        self.silence.get_or_insert_with(|| Box::pin(tokio::time::sleep(allowed))).as_mut().poll(context)
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let start = match &mut self.shape {
            Shape::Unknown(start) => {
                start.extend_from_slice(bytes);
                let Some(shape) = Shape::of(start) else {
                    // White space has no end that matters.
                    start.truncate(sse::MAX_EVENT_BYTES);
                    return Ok(());
                };
                let start = std::mem::take(start);
                self.shape = shape;
                Some(start)
            }
            _ => None,
        };
        let bytes = start.as_deref().unwrap_or(bytes);
        match &mut self.shape {
            Shape::Events(parser) => {
                let mut events = Vec::new();
                let pushed = parser.push(bytes, &mut events);
                self.events.extend(events);
                pushed.map_err(|sse::TooLarge| self.unexpected("an oversized event".to_owned()))
            }
            Shape::Document(document) if document.len() + bytes.len() > MAX_RESPONSE_BYTES => {
                Err(self.unexpected(format!("more than {} MiB", MAX_RESPONSE_BYTES >> 20)))
            }
            Shape::Document(document) => {
                document.extend_from_slice(bytes);
                Ok(())
            }
            Shape::Unknown(_) | Shape::Ended => Ok(()),
        }
    }

    /// Reads what is left when the body has ended: a document, or an event without a blank line after it.
    fn end(&mut self) -> Result<Option<Lossless<Chunk>>, Error> {
        match std::mem::replace(&mut self.shape, Shape::Ended) {
            Shape::Document(document) => {
                let (status, headers) = (self.status, self.headers.clone());
                self.read_document(&RawResponse { status, headers, body: document.into() })?;
            }
            Shape::Events(mut parser) => {
                // Cut off, it is as good as missing.
                return match parser.finish().map(|last| self.read(&last)) {
                    Some(Err(Error::UnexpectedResponse { .. })) | None => Ok(None),
                    Some(read) => read,
                };
            }
            Shape::Unknown(_) | Shape::Ended if self.choices.is_empty() => return Err(Error::StreamCut),
            Shape::Unknown(_) | Shape::Ended if self.choices.values().all(|has_ended| *has_ended) => self.done = true,
            Shape::Unknown(_) | Shape::Ended => return Err(Error::StreamCut),
        }
        Ok(None)
    }

    fn read_document(&mut self, response: &RawResponse) -> Result<(), Error> {
        self.whole = Some(events::read_document(&self.request, response)?);
        Ok(())
    }

    /// Reads one event; returns `None` if it is not a chunk.
    fn read(&mut self, event: &sse::Event) -> Result<Option<Lossless<Chunk>>, Error> {
        let chunk = match events::read(event) {
            Frame::Nothing => return Ok(None),
            Frame::Done => {
                self.done = true;
                return Ok(None);
            }
            Frame::Error(data) => return Err(events::refused(&self.request, &self.headers, &data)),
            Frame::Several(events) => {
                events.into_iter().rev().for_each(|event| self.events.push_front(event));
                return Ok(None);
            }
            Frame::Unreadable(reason) => return Err(self.unexpected(reason)),
            Frame::Chunk(chunk) => chunk,
        };
        for choice in &chunk.choices {
            // Pieces after the last one of a choice, such as the usage, do not start it again.
            *self.choices.entry(choice.index).or_default() |= choice.finish_reason.is_some();
        }
        Ok(Some(*chunk))
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
        match &next {
            Some(Ok(chunk)) => stream.body.trace.answered(answer(chunk)),
            Some(Err(error)) => {
                // The rest of the stream cannot be parsed.
                stream.done = true;
                stream.body.trace.end(Some(error));
            }
            None => stream.body.trace.end(None),
        }
        Poll::Ready(next)
    }
}

/// Returns what a chunk says about the work of the model.
fn answer(chunk: &Chunk) -> Answer<'_> {
    Answer {
        id: chunk.id.as_deref(),
        model: chunk.model.as_deref(),
        input_tokens: chunk.usage.as_ref().map(|usage| usage.prompt_tokens),
        output_tokens: chunk.usage.as_ref().map(|usage| usage.completion_tokens),
    }
}

impl std::fmt::Debug for ChatStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatStream").field("request", &self.request).finish_non_exhaustive()
    }
}
