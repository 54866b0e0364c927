//! Chat completions, whole or as a stream.

use std::collections::{BTreeSet, VecDeque};

use bytes::Bytes;
use reqwest::{Method, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::transport::Transport;
use super::{Call, Client, Error, Lossless, Refusal, Request, sse};

/// The chat resource of a [`Client`].
#[derive(Debug)]
pub struct Chat<'a>(pub(super) &'a Client);

/// A message of the conversation so far.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// `system`, `user`, `assistant`, …
    pub role: String,
    /// The text.
    pub content: String,
}

/// What to complete, and how. What is `None` is left to the model.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChatRequest {
    /// The model's public name.
    pub model: String,
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// Sampling temperature, 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// How many answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Tokens to generate at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u64>,
    /// -2 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence_penalty: Option<f64>,
    /// -2 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency_penalty: Option<f64>,
    /// The end user on whose behalf it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A completion.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ChatCompletion {
    /// One for each answer asked for.
    pub choices: Vec<Choice>,
}

/// One answer.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Choice {
    /// Which one.
    #[serde(default)]
    pub index: u64,
    /// What the model says.
    pub message: Output,
    /// `stop`, `length`, `tool_calls`, …
    #[serde(default)]
    pub finish_reason: Option<String>,
}

/// What a model says, whole or a piece of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Output {
    /// The text.
    pub content: Option<String>,
    /// Why it will not.
    pub refusal: Option<String>,
    /// Functions that it wants called.
    pub tool_calls: Option<Vec<ToolCall>>,
}

/// A function that the model wants called, whole or a piece of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ToolCall {
    /// Which one, in a stream.
    pub index: Option<u64>,
    /// The call's id.
    pub id: Option<String>,
    /// Name and arguments.
    pub function: ToolFunction,
}

/// A function's name and arguments.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ToolFunction {
    /// The name.
    pub name: Option<String>,
    /// JSON, as text.
    pub arguments: Option<String>,
}

/// A piece of a streamed completion.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Chunk {
    /// A piece for each choice that goes on; none in the last chunks, which carry the usage.
    #[serde(default)]
    pub choices: Vec<ChunkChoice>,
}

/// A piece of one answer.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ChunkChoice {
    /// Which one.
    #[serde(default)]
    pub index: u64,
    /// What is added.
    #[serde(default)]
    pub delta: Output,
    /// Set in the last piece.
    #[serde(default)]
    pub finish_reason: Option<String>,
}

impl Chat<'_> {
    /// A completion in one piece: `POST /chat/completions`.
    pub fn completions(&self, request: &ChatRequest) -> Call<Lossless<ChatCompletion>> {
        self.call(request)
    }

    /// A completion as it is generated: the same with `"stream": true`.
    pub fn stream(&self, request: &ChatRequest) -> StreamCall {
        #[derive(Serialize)]
        struct Body<'a> {
            #[serde(flatten)]
            request: &'a ChatRequest,
            stream: bool,
        }
        StreamCall(self.call(&Body { request, stream: true }))
    }

    fn call<T: serde::de::DeserializeOwned>(&self, body: &impl Serialize) -> Call<T> {
        Call::new(self.0, Method::POST, &["chat", "completions"]).json(body)
    }
}

/// A prepared request whose answer is a stream. Nothing is sent until it is opened.
#[must_use = "a stream begins when it is opened"]
#[derive(Debug)]
pub struct StreamCall(Call<()>);

impl StreamCall {
    /// The request, without sending it.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when it cannot be made.
    pub fn request(self) -> Result<Request, Error> {
        self.0.request()
    }

    /// Sends it, and gives the stream once the answer begins.
    ///
    /// # Errors
    /// Those of any call; [`Error::UnexpectedAnswer`] when the answer is no event stream.
    pub async fn open(self) -> Result<ChatStream, Error> {
        let (client, request) = self.0.into_parts()?;
        let response = client.inner.stream(&request).await?;
        Ok(ChatStream {
            request,
            response,
            parser: sse::Parser::new(),
            events: VecDeque::new(),
            unfinished: BTreeSet::new(),
            has_choices: false,
            done: false,
        })
    }
}

/// A stream of chunks. Dropping it ends the request.
pub struct ChatStream {
    request: Request,
    response: Response,
    parser: sse::Parser,
    events: VecDeque<sse::Event>,
    /// Choices that have begun and not ended.
    unfinished: BTreeSet<u64>,
    has_choices: bool,
    done: bool,
}

impl ChatStream {
    /// The headers of the answer: call id, cost.
    pub fn headers(&self) -> &reqwest::header::HeaderMap {
        self.response.headers()
    }

    /// The next chunk, `None` at the end.
    ///
    /// # Errors
    /// [`Error::Stream`] when the server says within the stream that it failed; [`Error::StreamCut`] or
    /// [`Error::Interrupted`] when the stream ends before the answer does.
    pub async fn next(&mut self) -> Result<Option<Lossless<Chunk>>, Error> {
        loop {
            if self.done {
                return Ok(None);
            }
            if let Some(event) = self.events.pop_front() {
                match self.read(&event)? {
                    Some(chunk) => return Ok(Some(chunk)),
                    None => continue,
                }
            }
            match Transport::chunk(&self.request, &mut self.response).await? {
                Some(bytes) => self.push(&bytes)?,
                None if self.has_choices && self.unfinished.is_empty() => self.done = true,
                None => return Err(Error::StreamCut),
            }
        }
    }

    fn push(&mut self, bytes: &Bytes) -> Result<(), Error> {
        let mut events = Vec::new();
        self.parser.push(bytes, &mut events).map_err(|sse::TooLarge| {
            unexpected(&self.request, &self.response, "with an event that does not end".to_owned())
        })?;
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
        let failed = event.name == "error"
            || serde_json::from_str::<Map<String, Value>>(data)
                .is_ok_and(|fields| fields.get("error").is_some_and(|error| !error.is_null()));
        if failed {
            let refusal = Refusal::in_stream(&self.request, self.response.headers(), data.as_bytes());
            return Err(Error::Stream(Box::new(refusal)));
        }
        let chunk: Lossless<Chunk> = serde_json::from_str(data).map_err(|error| {
            unexpected(&self.request, &self.response, format!("with an event that is no chunk: {error}"))
        })?;
        for choice in &chunk.choices {
            self.has_choices = true;
            if choice.finish_reason.is_some() {
                self.unfinished.remove(&choice.index);
            } else {
                self.unfinished.insert(choice.index);
            }
        }
        Ok(Some(chunk))
    }
}

impl std::fmt::Debug for ChatStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatStream").field("request", &self.request).finish_non_exhaustive()
    }
}

fn unexpected(request: &Request, response: &Response, reason: String) -> Error {
    Error::UnexpectedAnswer {
        method: request.method.clone(),
        url: request.shown_url(),
        status: response.status(),
        reason,
    }
}
