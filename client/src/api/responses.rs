//! OpenAI's Responses API: `/responses`.

use std::borrow::Borrow;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::chat::Part;
pub use super::responses_stream::{ResponseEvent, ResponseStream};
use crate::core::fields::null_as_default;
use crate::core::{Call, Client, Lossless};

/// The responses resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Responses<'a>(pub(super) &'a Client);

impl Client {
    /// OpenAI's Responses API: `/responses`.
    pub fn responses(&self) -> Responses<'_> {
        Responses(self)
    }
}

/// A request for a response of a model.
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ResponseRequest {
    /// Public name of the model.
    pub model: String,
    /// A string, or a list of items.
    pub input: Value,
    /// Instructions to the model, in place of a system message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// The response that this one continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_response_id: Option<String>,
    /// Maximum number of tokens to generate, including reasoning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_output_tokens: Option<u64>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(ResponseRequest);

crate::core::options::setters! { ResponseRequest {
    ..extra [model, input];
    String: instructions, previous_response_id;
    u64: max_output_tokens;
} }

impl ResponseRequest {
    /// Returns a request to a model, by public name.
    pub fn new(model: impl Into<String>, input: impl Into<Value>) -> Self {
        Self {
            model: model.into(),
            input: input.into(),
            instructions: None,
            previous_response_id: None,
            max_output_tokens: None,
            extra: Map::new(),
        }
    }

    /// Adds the parts of a chat message to the input, such as images and files.
    #[must_use]
    pub fn parts(mut self, parts: &[Part]) -> Self {
        let text = match self.input {
            Value::String(text) => vec![json!({"type": "input_text", "text": text})],
            other => vec![other],
        };
        let content: Vec<Value> = text.into_iter().chain(parts.iter().map(of_part)).collect();
        self.input = json!([{"role": "user", "content": content}]);
        self
    }
}

/// Returns a part of a chat message as the Responses API spells it.
fn of_part(part: &Part) -> Value {
    let inner = part.fields.get(&part.kind).and_then(Value::as_object).cloned().unwrap_or_default();
    let (kind, mut fields) = match part.kind.as_str() {
        "text" => ("input_text", part.fields.clone()),
        "image_url" => {
            let renamed = |(name, value)| (if name == "url" { "image_url".to_owned() } else { name }, value);
            ("input_image", inner.into_iter().map(renamed).collect())
        }
        "file" => ("input_file", inner),
        other => (other, part.fields.clone()),
    };
    fields.insert("type".to_owned(), kind.into());
    fields.into()
}

/// A response of a model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct ModelResponse {
    /// By which another request continues it; servers return up to 300 characters.
    #[serde(default)]
    pub id: Option<String>,
    /// `completed`, `incomplete`, `failed`, …
    #[serde(default)]
    pub status: Option<String>,
    /// Messages, tool calls, reasoning, …
    #[serde(default, deserialize_with = "null_as_default")]
    pub output: Vec<Value>,
    /// Why it failed: `code` and `message`.
    #[serde(default)]
    pub error: Option<Value>,
    /// Why it is not complete: `reason`, such as `max_output_tokens`.
    #[serde(default)]
    pub incomplete_details: Option<Value>,
}

impl ModelResponse {
    /// Returns what the model says: the text of all its messages.
    pub fn text(&self) -> String {
        self.parts("output_text", "text")
    }

    /// Returns with what words the model refuses; empty if it does not.
    pub fn refusal(&self) -> String {
        self.parts("refusal", "refusal")
    }

    /// Returns the items that are not messages or reasoning, such as tool calls.
    pub fn other_items(&self) -> impl Iterator<Item = &Value> {
        self.output.iter().filter(|item| {
            let kind = item.get("type").and_then(Value::as_str);
            !matches!(kind, Some("message" | "reasoning"))
        })
    }

    fn parts(&self, kind: &str, field: &str) -> String {
        let contents = self.output.iter().filter_map(|item| item.get("content").and_then(Value::as_array));
        let parts = contents.flatten().filter(|part| part.get("type").and_then(Value::as_str) == Some(kind));
        parts.filter_map(|part| part.get(field).and_then(Value::as_str)).collect()
    }
}

impl Responses<'_> {
    /// Creates a response: `POST /responses`. For models that do not have the API, servers translate it to a chat.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::responses::ResponseRequest;
    ///
    /// let response = client.responses().create(ResponseRequest::new("gpt-4o", "Hello")).await?;
    /// println!("{}", response.text());
    /// # Ok(()) }
    /// ```
    pub fn create(self, request: impl Borrow<ResponseRequest>) -> Call<Lossless<ModelResponse>> {
        Call::new(self.0, Method::POST, &["responses"]).json(request.borrow())
    }

    /// Creates a response that arrives piece by piece: [`Responses::create`] with `stream`.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::responses::{ResponseEvent, ResponseRequest};
    ///
    /// let mut stream = client.responses().stream(ResponseRequest::new("gpt-4o", "Hello")).await?;
    /// while let Some(event) = stream.next().await {
    ///     if let ResponseEvent::Text(text) = event? {
    ///         print!("{text}");
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn stream(self, request: impl Borrow<ResponseRequest>) -> Call<ResponseStream> {
        let mut request = request.borrow().clone();
        request.extra.insert("stream".to_owned(), true.into());
        let call = self.0.inner.request(Method::POST, &["responses"]);
        Call::streaming(call, self.0, ResponseStream::new).json(&request)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parts_of_messages_are_spelled_as_the_api_does() {
        let image = Part::image_url("https://x/a.png").detail("low");
        let file = Part { kind: "file".to_owned(), fields: Map::new() };
        let file = Part {
            fields: json!({"file": {"filename": "a.pdf", "file_data": "d"}}).as_object().cloned().expect("fields"),
            ..file
        };
        let request = ResponseRequest::new("m", "Look").parts(&[image, file]);
        assert_eq!(
            request.input,
            json!([{"role": "user", "content": [
                {"type": "input_text", "text": "Look"},
                {"type": "input_image", "image_url": "https://x/a.png", "detail": "low"},
                {"type": "input_file", "filename": "a.pdf", "file_data": "d"},
            ]}])
        );
    }

    #[test]
    fn text_refusals_and_tool_calls_are_told_apart() {
        let response: ModelResponse = serde_json::from_value(json!({"output": [
            {"type": "reasoning", "summary": []},
            {"type": "message", "content": [{"type": "output_text", "text": "a"}, {"type": "refusal", "refusal": "no"}]},
            {"type": "function_call", "name": "now", "arguments": "{}"},
            {"type": "message", "content": [{"type": "output_text", "text": "b"}]},
        ]}))
        .expect("a response");
        assert_eq!((response.text(), response.refusal()), ("ab".to_owned(), "no".to_owned()));
        assert_eq!(response.other_items().count(), 1);
    }
}
