//! Completions that are not streamed.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use reqwest::header::HeaderMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::message::Message;
use crate::core::fields::{count, integer, lenient, null_as_default, string_or_number};
use crate::core::{CallInfo, Lossless, RawResponse};

/// A completion with the headers of its response. Dereferences to the [`ChatCompletion`]; serializes as the server's
/// original JSON.
#[derive(Clone)]
pub struct Completion {
    answer: Lossless<ChatCompletion>,
    headers: HeaderMap,
}

impl Completion {
    pub(super) fn read(answer: &RawResponse) -> serde_json::Result<Self> {
        Ok(Self { answer: answer.json()?, headers: answer.headers.clone() })
    }

    /// Returns call id, cost and deployment, from the headers.
    pub fn call_info(&self) -> CallInfo {
        CallInfo::from_headers(&self.headers)
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the completion without headers.
    pub fn into_inner(self) -> ChatCompletion {
        self.answer.into_inner()
    }
}

impl fmt::Debug for Completion {
    /// Omits the headers, which may contain cookies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completion").field("answer", &self.answer).finish_non_exhaustive()
    }
}

impl Deref for Completion {
    type Target = Lossless<ChatCompletion>;

    fn deref(&self) -> &Lossless<ChatCompletion> {
        &self.answer
    }
}

impl Serialize for Completion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.answer.serialize(serializer)
    }
}

/// A completion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChatCompletion {
    /// Id.
    #[serde(default, deserialize_with = "string_or_number")]
    pub id: Option<String>,
    /// Creation time in seconds since 1970.
    #[serde(default, deserialize_with = "integer")]
    pub created: Option<u64>,
    /// Name of the model.
    #[serde(default, deserialize_with = "string_or_number")]
    pub model: Option<String>,
    /// The choices.
    pub choices: Vec<Choice>,
    /// Tokens used.
    #[serde(default, deserialize_with = "lenient")]
    pub usage: Option<Usage>,
}

impl ChatCompletion {
    /// Returns the message of the first choice; `None` if there is no choice.
    pub fn message(&self) -> Option<&Message> {
        self.choices.first().map(|choice| &choice.message)
    }

    /// Returns the text of the first choice; empty if there is none.
    pub fn text(&self) -> Cow<'_, str> {
        self.message().map(Message::text).unwrap_or_default()
    }
}

/// One choice.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Choice {
    /// Index of the choice.
    #[serde(default, deserialize_with = "index")]
    pub index: u64,
    /// The model's message.
    #[serde(default, deserialize_with = "null_as_default")]
    pub message: Message,
    /// `stop`, `length`, `tool_calls`, `content_filter`, …
    #[serde(default, deserialize_with = "string_or_number")]
    pub finish_reason: Option<String>,
    /// Log probabilities of tokens, if requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logprobs: Option<Value>,
}

/// Deserializes the index of a choice; anything else than an integer as 0.
pub(super) fn index<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    integer(deserializer).map(Option::unwrap_or_default)
}

/// Tokens used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Usage {
    /// Tokens of the prompt.
    #[serde(default, deserialize_with = "count")]
    pub prompt_tokens: u64,
    /// Tokens of the completion.
    #[serde(default, deserialize_with = "count")]
    pub completion_tokens: u64,
    /// Tokens of both.
    #[serde(default, deserialize_with = "count")]
    pub total_tokens: u64,
    /// Cost in dollars, if the server returns it (newer servers, in streams).
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// Any other field, such as `prompt_tokens_details`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(completion: Value) -> ChatCompletion {
        serde_json::from_value(completion).expect("a completion")
    }

    #[test]
    fn malformed_fields_do_not_lose_the_answer() {
        let completion = read(json!({"id": 7, "model": 4.1, "created": 5.0, "choices": [
            {"index": null, "message": null, "finish_reason": {"reason": "stop"}},
            {"index": 1.0, "message": {"role": 1, "content": "hi", "name": [], "refusal": false, "reasoning_content": {},
                "tool_call_id": 3, "tool_calls": [{"id": 9, "type": [], "function": {"name": null, "arguments": {"a": 1}}},
                {"function": "f"}]}, "finish_reason": 1},
        ], "usage": {"prompt_tokens": 10.0, "completion_tokens": 2, "total_tokens": null}}));
        assert_eq!((completion.id.as_deref(), completion.model.as_deref()), (Some("7"), Some("4.1")));
        assert_eq!(completion.created, Some(5));
        let [first, second] = &completion.choices[..] else { panic!("{completion:?}") };
        assert_eq!(first, &Choice::default());
        assert_eq!((second.index, second.finish_reason.as_deref()), (1, Some("1")));
        assert_eq!(
            serde_json::to_value(&second.message).expect("JSON"),
            json!({"role": "assistant", "content": "hi", "tool_call_id": "3", "tool_calls": [
                {"id": "9", "function": {"name": "", "arguments": "{\"a\":1}"}}, {"id": ""}]})
        );
        let usage = completion.usage.expect("a usage");
        assert_eq!((usage.prompt_tokens, usage.completion_tokens, usage.total_tokens), (10, 2, 0));
    }

    #[test]
    fn content_of_any_type_is_kept_and_its_text_is_read() {
        for (content, text) in [
            (json!([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), "ab"),
            (json!([{"type": "text", "text": "a"}, "b"]), ""),
            (json!({"text": "a"}), ""),
            (json!(["a"]), ""),
            (json!(1), ""),
        ] {
            let completion = read(json!({"choices": [{"message": {"role": "assistant", "content": content}}]}));
            assert_eq!(completion.text(), text, "{content}");
            assert_eq!(serde_json::to_value(completion.message()).expect("JSON")["content"], content);
        }
    }

    #[test]
    fn a_completion_without_choices_has_no_text() {
        assert!(serde_json::from_value::<ChatCompletion>(json!({"id": "c"})).is_err());
        assert!(serde_json::from_value::<ChatCompletion>(json!({"choices": null})).is_err());
    }

    #[test]
    fn headers_are_not_shown() {
        let answer = serde_json::from_value(json!({"choices": []})).expect("a completion");
        let headers = [("set-cookie".parse().expect("a name"), "session=s3cret".parse().expect("a value"))];
        let shown = format!("{:?}", Completion { answer, headers: headers.into_iter().collect() });
        assert!(!shown.contains("s3cret") && shown.contains("choices"), "{shown}");
    }
}
