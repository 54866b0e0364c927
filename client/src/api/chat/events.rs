//! The meaning of one event of a stream: a chunk, the end, an error; and whole completions in a stream's place.

use std::borrow::Cow;

use reqwest::header::{CONTENT_LENGTH, HeaderMap};
use serde_json::{Map, Value};

use super::chunk::Chunk;
use super::completion::ChatCompletion;
use crate::core::call::{decode_leniently, unreadable};
use crate::core::surrogates::without_lone_surrogates;
use crate::core::{Error, Lossless, RawResponse, Refusal, Request, sse};

/// The meaning of an event.
pub(super) enum Frame {
    /// Nothing, such as a keep-alive.
    Nothing,
    /// `[DONE]`.
    Done,
    Chunk(Box<Lossless<Chunk>>),
    /// An error, as JSON or text.
    Error(String),
    /// A server that leaves out the blank lines between its events.
    Several(Vec<sse::Event>),
    /// Something else, described.
    Unreadable(String),
}

/// Reads an event.
pub(super) fn read(event: &sse::Event) -> Frame {
    let data = event.data.trim();
    if data == "[DONE]" {
        return Frame::Done;
    }
    if data.is_empty() {
        return Frame::Nothing;
    }
    // Few chunks contain the word, so that hardly any is parsed twice.
    if event.name == "error" || (data.contains("\"error\"") && reports_error(data)) {
        return Frame::Error(data.to_owned());
    }
    let error = match parse(data) {
        Ok(chunk) if chunk.choices.is_empty() && is_refusal(data) => return Frame::Error(data.to_owned()),
        Ok(chunk) => return Frame::Chunk(Box::new(chunk)),
        Err(error) => error,
    };
    if data.contains('\n') && data.lines().all(|line| matches!(line.trim(), "" | "[DONE]") || parse(line).is_ok()) {
        let event = |line: &str| sse::Event { name: event.name.clone(), data: line.to_owned() };
        return Frame::Several(data.lines().map(event).collect());
    }
    Frame::Unreadable(format!("an event that is not a chunk: {error}"))
}

/// Parses a chunk; a lone surrogate costs its character, not the chunk.
fn parse(data: &str) -> serde_json::Result<Lossless<Chunk>> {
    serde_json::from_str(data).or_else(|error| match without_lone_surrogates(data.as_bytes()) {
        Cow::Borrowed(_) => Err(error),
        Cow::Owned(data) => serde_json::from_slice(&data),
    })
}

fn fields(data: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&without_lone_surrogates(data.as_bytes())).ok()
}

/// Returns whether an event has an error of its own.
fn reports_error(data: &str) -> bool {
    let is_error = |error: &Value| !matches!(error, Value::Null | Value::Bool(false)) && error != "";
    fields(data).is_some_and(|fields| fields.get("error").is_some_and(is_error))
}

/// Returns whether an event is an error of FastAPI or a gateway: it has a message in the place of choices.
fn is_refusal(data: &str) -> bool {
    let Some(fields) = fields(data).filter(|fields| !fields.contains_key("choices")) else { return false };
    let has = |name: &str| fields.get(name).is_some_and(|value| !value.is_null());
    has("detail") || (has("message") && ["code", "type", "status"].into_iter().any(has))
}

/// Returns the error of an event.
pub(in crate::api) fn refused(request: &Request, headers: &HeaderMap, data: &str) -> Error {
    Error::Stream(Box::new(Refusal::in_stream(request, headers, data.as_bytes())))
}

/// Returns whether a body consists of events, whatever its content type.
pub(in crate::api) fn are_events(body: &[u8]) -> bool {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    [&b"data:"[..], b"event:", b"id:", b"retry:", b":"].iter().any(|field| start.starts_with(field))
}

/// Reads a whole completion.
pub(super) fn read_document(request: &Request, response: &RawResponse) -> Result<Lossless<Chunk>, Error> {
    let body = response.body.strip_prefix(b"\xef\xbb\xbf").map(|body| response.body.slice_ref(body));
    let response = &RawResponse { body: body.unwrap_or_else(|| response.body.clone()), ..response.clone() };
    let text = String::from_utf8_lossy(&response.body);
    if reports_error(&text) || is_refusal(&text) {
        return Err(refused(request, &response.headers, &text));
    }
    let decode = |response: &RawResponse| {
        response.json::<ChatCompletion>()?;
        response.json()
    };
    decode_leniently(decode, response).map_err(|error| {
        // Half a document is what a lost connection leaves, unless its length was stated and is right.
        let is_cut =
            error.is_eof() && !response.body.trim_ascii().is_empty() && !response.headers.contains_key(CONTENT_LENGTH);
        if is_cut { Error::StreamCut } else { unreadable(request, response, error) }
    })
}
