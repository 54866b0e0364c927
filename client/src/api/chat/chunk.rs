//! The chunks of a streamed completion.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::completion::{Usage, index};
use super::message::{Content, Role};
use crate::core::fields::{integer, lenient, lenient_or_default, null_as_default, string_or_json, string_or_number};

/// A piece of a streamed completion.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Chunk {
    /// The completion's id, the same in all chunks.
    #[serde(default, deserialize_with = "string_or_number")]
    pub id: Option<String>,
    /// When the answer started, in seconds since 1970.
    #[serde(default, deserialize_with = "integer")]
    pub created: Option<u64>,
    /// The model.
    #[serde(default, deserialize_with = "string_or_number")]
    pub model: Option<String>,
    /// A piece for each choice that continues; none in a last chunk that carries the usage.
    #[serde(default, deserialize_with = "null_as_default")]
    pub choices: Vec<ChunkChoice>,
    /// Tokens used, in the last chunk if [`ChatRequest::include_usage`](super::ChatRequest::include_usage) is set.
    #[serde(default, deserialize_with = "lenient")]
    pub usage: Option<Usage>,
}

impl AsRef<Self> for Chunk {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Chunk {
    /// Returns the text that this chunk adds to the first choice; may be empty.
    pub fn delta(&self) -> &str {
        let first = self.choices.iter().find(|choice| choice.index == 0);
        first.and_then(|choice| choice.delta.content.as_deref()).unwrap_or_default()
    }
}

/// A piece of one choice.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Piece")]
#[non_exhaustive]
pub struct ChunkChoice {
    /// The index of the choice.
    pub index: u64,
    /// The piece that is added to the message; the whole message if the server does not stream.
    pub delta: Delta,
    /// Set in the last piece.
    pub finish_reason: Option<String>,
    /// Log probabilities of the piece's tokens, if requested.
    pub logprobs: Option<Value>,
}

/// A choice of a chunk, or of a completion that is not streamed.
#[derive(Deserialize)]
struct Piece {
    #[serde(default, deserialize_with = "index")]
    index: u64,
    #[serde(default)]
    delta: Option<Delta>,
    #[serde(default, deserialize_with = "lenient")]
    message: Option<Delta>,
    #[serde(default, deserialize_with = "string_or_number")]
    finish_reason: Option<String>,
    #[serde(default)]
    logprobs: Option<Value>,
}

impl From<Piece> for ChunkChoice {
    fn from(piece: Piece) -> Self {
        let Piece { index, delta, message, finish_reason, logprobs } = piece;
        let delta = delta.filter(|delta| message.is_none() || *delta != Delta::default());
        Self { index, delta: delta.or(message).unwrap_or_default(), finish_reason, logprobs }
    }
}

/// What a piece adds to a message.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Delta {
    /// The role, in the first piece.
    #[serde(deserialize_with = "lenient")]
    pub role: Option<Role>,
    /// Text. If the server sends content parts, their text.
    #[serde(deserialize_with = "text")]
    pub content: Option<String>,
    /// Text of the model's refusal.
    #[serde(deserialize_with = "lenient")]
    pub refusal: Option<String>,
    /// Text of the model's reasoning.
    #[serde(deserialize_with = "lenient")]
    pub reasoning_content: Option<String>,
    /// Pieces of tool calls.
    #[serde(deserialize_with = "lenient_or_default")]
    pub tool_calls: Vec<ToolCallDelta>,
    /// Any other field, such as `thinking_blocks` or `annotations`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Deserializes a string, or the text of content parts; anything else as `None`.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Option::<Content>::deserialize(deserializer)? {
        Some(Content::Text(text)) => Some(text),
        Some(parts @ Content::Parts(_)) => Some(parts.text().into_owned()),
        _ => None,
    })
}

/// A piece of a tool call.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ToolCallDelta {
    /// The index of the call within the message.
    #[serde(deserialize_with = "integer")]
    pub index: Option<u64>,
    /// The call's id, in the first piece.
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
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct FunctionDelta {
    /// The name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// JSON, as a string.
    #[serde(deserialize_with = "string_or_json")]
    pub arguments: Option<String>,
    /// Any other field.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
