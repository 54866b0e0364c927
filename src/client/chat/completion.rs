//! Whole answers.

use std::borrow::Cow;
use std::ops::Deref;

use reqwest::header::HeaderMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::message::Message;
use crate::client::fields::{lenient, null_as_default};
use crate::client::{Answer, CallInfo, Lossless};

/// A completion, and what the server told beside it. Dereferences to the [`ChatCompletion`]; serializes as the server's
/// own JSON.
#[derive(Debug, Clone)]
pub struct Completion {
    answer: Lossless<ChatCompletion>,
    headers: HeaderMap,
}

impl Completion {
    pub(super) fn read(answer: &Answer) -> serde_json::Result<Self> {
        Ok(Self { answer: answer.json()?, headers: answer.headers.clone() })
    }

    /// Call id, cost and deployment, from the headers.
    pub fn call_info(&self) -> CallInfo {
        CallInfo::of(&self.headers)
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The completion alone.
    pub fn into_inner(self) -> ChatCompletion {
        self.answer.into_inner()
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
    /// Its id.
    #[serde(default)]
    pub id: Option<String>,
    /// When it was made, in seconds since 1970.
    #[serde(default, deserialize_with = "lenient")]
    pub created: Option<u64>,
    /// The model that answered.
    #[serde(default)]
    pub model: Option<String>,
    /// One for each answer asked for.
    pub choices: Vec<Choice>,
    /// Tokens used.
    #[serde(default, deserialize_with = "lenient")]
    pub usage: Option<Usage>,
}

impl ChatCompletion {
    /// The message of the first choice; `None` where there is no choice.
    pub fn message(&self) -> Option<&Message> {
        self.choices.first().map(|choice| &choice.message)
    }

    /// The text of the first choice; empty where there is none.
    pub fn text(&self) -> Cow<'_, str> {
        self.message().map(Message::text).unwrap_or_default()
    }
}

/// One answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Choice {
    /// Which one.
    #[serde(default)]
    pub index: u64,
    /// What the model says.
    #[serde(default)]
    pub message: Message,
    /// `stop`, `length`, `tool_calls`, `content_filter`, …
    #[serde(default)]
    pub finish_reason: Option<String>,
    /// How likely each token was, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logprobs: Option<Value>,
}

/// Tokens used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Usage {
    /// Of the request.
    #[serde(default, deserialize_with = "null_as_default")]
    pub prompt_tokens: u64,
    /// Of the answer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub completion_tokens: u64,
    /// Of both.
    #[serde(default, deserialize_with = "null_as_default")]
    pub total_tokens: u64,
    /// Dollars, where the server tells (newer servers, in streams).
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// Any other field, such as `prompt_tokens_details`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
