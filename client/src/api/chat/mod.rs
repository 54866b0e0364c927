//! Chat completions, whole or as a stream.

mod attachment;
mod batch;
mod chunk;
mod collector;
mod completion;
mod contents;
mod cost;
mod estimate;
pub(super) mod events;
mod message;
mod schema;
mod stream;
mod tokens;
mod tools;

use std::borrow::Borrow;

use reqwest::Method;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

pub use self::attachment::FileType;
pub use self::batch::{
    BatchAnswer, BatchDefaults, BatchEvent, BatchRequest, BatchResponse, Endpoint, ModelLimits, Worst,
};
pub use self::chunk::{Chunk, ChunkChoice, Delta, FunctionDelta, ToolCallDelta};
pub use self::collector::Collector;
pub use self::completion::{ChatCompletion, Choice, Completion, Usage};
pub use self::contents::Media;
pub use self::cost::TokenPrices;
pub use self::estimate::{CostEstimate, CostQuestion, PriceSource};
pub use self::message::{Content, Message, Part, Role};
pub use self::schema::AnswerSchema;
pub use self::stream::ChatStream;
pub use self::tokens::TokenCount;
pub use self::tools::{FunctionCall, Tool, ToolCall, ToolChoice};
use crate::core::{Call, Client, IntoField, fields};

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

/// A request for a completion. The model chooses what is `None`.
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
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ChatRequest {
    /// Public name of the model.
    pub model: String,
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// Sampling temperature, 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub top_p: Option<f64>,
    /// Number of choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Maximum number of tokens to generate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u64>,
    /// Maximum number of tokens to generate, including reasoning. Newer models use it instead of `max_tokens`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_completion_tokens: Option<u64>,
    /// -2 to 2.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub presence_penalty: Option<f64>,
    /// -2 to 2.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub frequency_penalty: Option<f64>,
    /// The end user; LiteLLM tracks the spend of each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The same seed returns the same answer, if the model supports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<i64>,
    /// Strings at which the answer ends.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "one_or_more")]
    pub stop: Option<Vec<String>>,
    /// Whether to return log probabilities of tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logprobs: Option<bool>,
    /// Number of most likely tokens to return at each position, 0 to 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_logprobs: Option<u64>,
    /// Bias by token, from -100 (never) to 100 (always).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logit_bias: Option<Value>,
    /// Format of the answer: text, JSON, or JSON with a schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_format: Option<ResponseFormat>,
    /// Tools that the model may call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<Vec<Tool>>,
    /// Which tool the model may or must call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_choice: Option<ToolChoice>,
    /// Whether the model may call several tools at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallel_tool_calls: Option<bool>,
    /// `minimal`, `low`, `medium`, `high`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_effort: Option<String>,
    /// Whether the last chunk of a stream has the [`Usage`]; complete responses always have it.
    #[serde(skip)]
    pub include_usage: Option<bool>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(ChatRequest);

crate::core::options::setters! { ChatRequest {
    ..extra [model, messages];
    f64: temperature, top_p, presence_penalty, frequency_penalty;
    u64: n, max_tokens, max_completion_tokens, top_logprobs;
    i64: seed;
    bool: logprobs, parallel_tool_calls, include_usage;
    String: user, reasoning_effort;
    Strings: stop;
    Value: logit_bias;
    ResponseFormat: response_format;
    ToolChoice: tool_choice;
    (other Vec<Tool>): tools;
} }

crate::core::into_field::into_field!(ResponseFormat: ResponseFormat);
crate::core::into_field::into_field!(ToolChoice: ToolChoice);
crate::core::into_field::into_list!(Tool);

/// Format of the answer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ResponseFormat {
    /// Text.
    Text,
    /// Any JSON object; most models must also be instructed in a message.
    JsonObject,
    /// JSON with a schema.
    JsonSchema {
        /// Name: letters, digits, `_` and `-`.
        name: String,
        /// The JSON schema.
        schema: Value,
        /// Whether the model must follow the schema exactly.
        strict: bool,
    },
    /// Any other format that the provider supports.
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

impl<'de> Deserialize<'de> for ResponseFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let known = match value.get("type").and_then(Value::as_str) {
            Some("text") => Some(Self::Text),
            Some("json_object") => Some(Self::JsonObject),
            Some("json_schema") => json_schema(&value),
            _ => None,
        };
        // A value that serializes differently has fields that this crate does not know.
        Ok(known
            .filter(|known| serde_json::to_value(known).is_ok_and(|json| json == value))
            .unwrap_or(Self::Other(value)))
    }
}

fn json_schema(value: &Value) -> Option<ResponseFormat> {
    let format = value.get("json_schema")?;
    Some(ResponseFormat::JsonSchema {
        name: format.get("name")?.as_str()?.to_owned(),
        schema: format.get("schema")?.clone(),
        strict: format.get("strict")?.as_bool()?,
    })
}

/// Deserializes a list of strings, or one string as a list.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    match Option::<Value>::deserialize(deserializer)? {
        Some(Value::String(one)) => Ok(Some(vec![one])),
        Some(list) => serde_json::from_value(list).map(Some).map_err(serde::de::Error::custom),
        None => Ok(None),
    }
}

impl ChatRequest {
    /// Returns a request to a model, by public name. Messages are [`Message`]s, pairs of role and content, or strings, which
    /// are messages of the user.
    ///
    /// ```
    /// use litellm_proxy_client::chat::{ChatRequest, Message};
    ///
    /// let request = ChatRequest::new("gpt-4", [("system", "Be brief."), ("user", "Hello")]);
    /// assert_eq!(request.messages, [Message::system("Be brief."), Message::user("Hello")]);
    /// assert_eq!(ChatRequest::new("gpt-4", ["Hello"]).messages, [Message::user("Hello")]);
    /// ```
    pub fn new(model: impl Into<String>, messages: impl IntoIterator<Item = impl Into<Message>>) -> Self {
        Self { model: model.into(), messages: messages.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Adds a message.
    #[must_use]
    pub fn message(mut self, message: impl Into<Message>) -> Self {
        self.messages.push(message.into());
        self
    }

    /// Sets `tools`; `None` leaves it to the server.
    #[must_use]
    pub fn tools(mut self, tools: impl IntoField<Vec<Tool>>) -> Self {
        fields::remove(&mut self.extra, "tools");
        self.tools = tools.into_field();
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
    /// Creates a completion: `POST /chat/completions`.
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
    pub fn create(&self, request: impl Borrow<ChatRequest>) -> Call<Completion> {
        let call = self.0.inner.request(Method::POST, &["chat", "completions"]);
        Call::with_decoder(call, self.0, Completion::read).json(request.borrow())
    }

    /// Streams a completion as it is generated: the same with `"stream": true`. Awaiting it returns the stream once the
    /// response starts.
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
    pub fn stream(&self, request: impl Borrow<ChatRequest>) -> Call<ChatStream> {
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
        let request = request.borrow();
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
    fn resources_are_copy() {
        fn is_copy<T: Copy>() {}
        is_copy::<Chat<'_>>();
        is_copy::<Completions<'_>>();
    }
}
