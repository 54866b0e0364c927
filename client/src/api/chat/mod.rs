//! Chat completions, whole or as a stream.

mod collector;
mod completion;
mod message;
mod stream;
mod tools;

use reqwest::Method;
use serde::Serialize;
use serde::ser::Serializer;
use serde_json::{Map, Value, json};

pub use self::collector::Collector;
pub use self::completion::{ChatCompletion, Choice, Completion, Usage};
pub use self::message::{Content, Message, Part, Role};
pub use self::stream::{ChatStream, Chunk, ChunkChoice, Delta, FunctionDelta, ToolCallDelta};
pub use self::tools::{FunctionCall, Tool, ToolCall, ToolChoice};
use crate::core::{Call, Client, fields};

/// The chat resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Chat<'a>(pub(super) &'a Client);

impl Client {
    /// Chat completions.
    pub fn chat(&self) -> Chat<'_> {
        Chat(self)
    }
}

/// Chat completions.
#[derive(Debug, Clone, Copy)]
pub struct Completions<'a>(&'a Client);

/// What to complete, and how. What is `None` is left to the model.
///
/// ```
/// use litellm_proxy_client::chat::{ChatRequest, Message};
///
/// let request = ChatRequest::new("gpt-4", [
///     Message::system("You are a helpful assistant."),
///     Message::user("What's the capital of France?"),
/// ])
/// .temperature(0.2)
/// .extra("metadata", serde_json::json!({"trace": "t1"}));
/// ```
#[derive(Clone, Default, Serialize)]
pub struct ChatRequest {
    /// The model's public name.
    pub model: String,
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// Sampling temperature, 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub top_p: Option<f64>,
    /// How many answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Tokens to generate at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u64>,
    /// Tokens to generate at most, those of reasoning included; newer models take it in place of `max_tokens`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_completion_tokens: Option<u64>,
    /// -2 to 2.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub presence_penalty: Option<f64>,
    /// -2 to 2.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub frequency_penalty: Option<f64>,
    /// The end user on whose behalf it is; LiteLLM counts the spend of each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The same seed, the same answer, as far as the model can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<i64>,
    /// Texts at which the answer ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop: Option<Vec<String>>,
    /// Whether to tell how likely each token was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logprobs: Option<bool>,
    /// How many of the likeliest tokens to tell for each place, 0 to 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_logprobs: Option<u64>,
    /// By token, from -100 (never) to 100 (always).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logit_bias: Option<Value>,
    /// Text, JSON, or JSON of a schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_format: Option<ResponseFormat>,
    /// Functions that the model may ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<Vec<Tool>>,
    /// Which of them it may or must ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_choice: Option<ToolChoice>,
    /// Whether it may ask for several at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallel_tool_calls: Option<bool>,
    /// `minimal`, `low`, `medium`, `high`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_effort: Option<String>,
    /// In a stream, whether the last chunk tells the [`Usage`]; a whole answer always does.
    #[serde(skip)]
    pub include_usage: Option<bool>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(ChatRequest);

crate::core::options::setters! { ChatRequest {
    f64: temperature, top_p, presence_penalty, frequency_penalty;
    u64: n, max_tokens, max_completion_tokens, top_logprobs;
    i64: seed;
    bool: logprobs, parallel_tool_calls, include_usage;
    string: user, reasoning_effort;
    strings: stop;
    value: logit_bias;
    ResponseFormat: response_format;
    ToolChoice: tool_choice;
    custom: tools;
    ..extra [model, messages]
} }

/// What the answer is to look like.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ResponseFormat {
    /// Text.
    Text,
    /// Any JSON object; most models want to be told so in a message too.
    JsonObject,
    /// JSON of a schema.
    JsonSchema {
        /// A name for it, of letters, digits, `_` and `-`.
        name: String,
        /// The JSON schema.
        schema: Value,
        /// Whether the model is held to it.
        strict: bool,
    },
    /// Whatever else a provider takes.
    Other(Value),
}

impl Serialize for ResponseFormat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text => json!({"type": "text"}),
            Self::JsonObject => json!({"type": "json_object"}),
            Self::JsonSchema { name, schema, strict } => {
                json!({"type": "json_schema", "json_schema": {"name": name, "schema": schema, "strict": strict}})
            }
            Self::Other(value) => value.clone(),
        }
        .serialize(serializer)
    }
}

impl ChatRequest {
    /// A request to a model, by its public name.
    pub fn new(model: impl Into<String>, messages: impl IntoIterator<Item = Message>) -> Self {
        Self { model: model.into(), messages: messages.into_iter().collect(), ..Self::default() }
    }

    /// Adds a message.
    #[must_use]
    pub fn message(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    /// Sets `tools`.
    #[must_use]
    pub fn tools(mut self, tools: impl IntoIterator<Item = Tool>) -> Self {
        fields::remove(&mut self.extra, "tools");
        self.tools = Some(tools.into_iter().collect());
        self
    }
}

impl<'a> Chat<'a> {
    /// Chat completions: `POST /chat/completions`.
    pub fn completions(&self) -> Completions<'a> {
        Completions(self.0)
    }
}

impl Completions<'_> {
    /// A completion in one piece: `POST /chat/completions`.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::chat::{ChatRequest, Message};
    ///
    /// let request = ChatRequest::new("gpt-4", [Message::user("What's the capital of France?")]);
    /// let response = client.chat().completions().create(&request).await?;
    /// println!("{}", response.text());
    /// println!("call {:?} cost {:?} dollars", response.call_info().call_id, response.call_info().cost);
    /// # Ok(()) }
    /// ```
    pub fn create(&self, request: &ChatRequest) -> Call<Completion> {
        let call = self.0.inner.request(Method::POST, &["chat", "completions"]);
        Call::with_decoder(call, self.0, Completion::read).json(request)
    }

    /// A completion as it is generated: the same with `"stream": true`. Awaited, it gives the stream once the answer
    /// begins.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::chat::{ChatRequest, Message};
    ///
    /// let request = ChatRequest::new("gpt-4", [Message::user("Tell me a story")]);
    /// let mut stream = client.chat().completions().stream(&request).await?;
    /// while let Some(chunk) = stream.next().await {
    ///     print!("{}", chunk?.delta());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn stream(&self, request: &ChatRequest) -> Call<ChatStream> {
        #[derive(Serialize)]
        struct Body<'a> {
            #[serde(flatten)]
            request: &'a ChatRequest,
            stream: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            stream_options: Option<StreamOptions>,
        }
        #[derive(Serialize)]
        struct StreamOptions {
            include_usage: bool,
        }
        let stream_options = request.include_usage.map(|include_usage| StreamOptions { include_usage });
        let call = self.0.inner.request(Method::POST, &["chat", "completions"]);
        let mut request = request.clone();
        fields::remove(&mut request.extra, "stream");
        if stream_options.is_some() {
            fields::remove(&mut request.extra, "stream_options");
        }
        Call::streaming(call, self.0, ChatStream::new).json(&Body { request: &request, stream: true, stream_options })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let message = Message {
            content: Some(Content::Other(json!({"password": "s3cret"}))),
            tool_calls: vec![
                serde_json::from_value(json!({"api_key": "s3cret", "function": {"secret": "s3cret"}})).expect("a call"),
            ],
            extra: [("api_key".to_owned(), json!("s3cret"))].into_iter().collect(),
            ..Message::user([Part::text("hi").with("api_key", "s3cret")])
        };
        let tool = Tool::new("mcp").with("headers", json!({"Authorization": "s3cret"}));
        let part = Message::user([Part::text("hi").with("api_key", "s3cret")]);
        let request = ChatRequest::new("gpt-4", [message.clone(), part.clone()])
            .tools([tool.clone()])
            .extra("api_key", "s3cret")
            .extra("metadata", json!({"trace": "t1"}));
        for shown in
            [format!("{request:?}"), format!("{message:?} {part:?} {tool:?}"), format!("{:?}", message.tool_calls)]
        {
            assert!(!shown.contains("s3cret") && shown.contains("[redacted]"), "{shown}");
        }
        let shown = format!("{request:?} {:?}", part.content);
        assert!(shown.contains("gpt-4") && shown.contains("t1") && !shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn a_handle_is_copied_like_the_reference_that_it_is() {
        fn is_copy<T: Copy>() {}
        is_copy::<Chat<'_>>();
        is_copy::<Completions<'_>>();
    }
}
