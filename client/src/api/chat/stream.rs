//! The stream of chunks of a completion. The chunks are in `chunk`; joining them into a completion is in `collector`.

use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::stream::Stream;
use http_body::Body as _;
use reqwest::header::HeaderMap;
use reqwest::{Body, Response, StatusCode};
use serde_json::{Map, Value};
use tokio::time::Sleep;

use super::chunk::Chunk;
use super::collector::Collector;
use super::completion::ChatCompletion;
use crate::core::{CallInfo, Error, Lossless, Refusal, Request, response, sse};

/// A stream of chunks. Dropping it aborts the request. It holds one chunk at a time, whatever the length of the answer.
pub struct ChatStream {
    request: Request,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    parser: sse::Parser,
    events: VecDeque<sse::Event>,
    /// The choices that have started, and whether each has finished.
    choices: BTreeMap<u64, bool>,
    done: bool,
    /// Runs while no event arrives.
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
    /// timeout of the request, [`Error::StreamCut`] or [`Error::Interrupted`] if the stream ends before the answer does.
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
                    // Trailers carry no chunks.
                    if let Ok(bytes) = frame.into_data() {
                        self.push(&bytes)?;
                    }
                    // Keep-alives of a gateway and parts of an event that never ends count as silence.
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

    /// Ready when no event has arrived for the timeout of the request. The time counts only while the reader waits: a slow
    /// reader is not the server's fault.
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

    /// Reads one event; returns `None` if it is not a chunk.
    fn read(&mut self, event: &sse::Event) -> Result<Option<Lossless<Chunk>>, Error> {
        let data = event.data.trim();
        if data == "[DONE]" {
            self.done = true;
            return Ok(None);
        }
        if data.is_empty() {
            return Ok(None);
        }
        // Few chunks contain the word, so that hardly any is parsed twice.
        let reports_error = || {
            data.contains("\"error\"")
                && serde_json::from_str::<Map<String, Value>>(data)
                    .is_ok_and(|fields| fields.get("error").is_some_and(|error| !error.is_null()))
        };
        let failed = event.name == "error" || reports_error();
        if failed {
            let refusal = Refusal::in_stream(&self.request, &self.headers, data.as_bytes());
            return Err(Error::Stream(Box::new(refusal)));
        }
        let chunk: Lossless<Chunk> = serde_json::from_str(data)
            .map_err(|error| self.unexpected(format!("an event that is not a chunk: {error}")))?;
        for choice in &chunk.choices {
            // Pieces after the last one of a choice, such as the usage, do not start it again.
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
            // What follows cannot be interpreted.
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
