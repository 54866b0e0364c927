//! Messages: roles, text, images and tool calls. Requests and responses share the type, so that a model's message can
//! be put into the next request unchanged.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::tools::ToolCall;
use crate::core::fields::{lenient, lenient_or_default, string_or_number};

crate::core::string_enum::string_enum! {
    /// The author of a message.
    Role {
        /// Instructions.
        System = "system",
        /// Instructions, for newer models.
        Developer = "developer",
        /// The user.
        User = "user",
        /// The model.
        Assistant = "assistant",
        /// The result of a tool call.
        Tool = "tool",
    }
}

/// That of a response without one.
impl Default for Role {
    fn default() -> Self {
        Self::Assistant
    }
}

/// A message of a conversation.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// Role.
    #[serde(default, deserialize_with = "lenient_or_default")]
    pub role: Role,
    /// Content; `None` if the model only calls tools.
    #[serde(default)]
    pub content: Option<Content>,
    /// Name of the author, if several share a role.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Tool calls of the model.
    #[serde(default, deserialize_with = "lenient_or_default", skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    /// In a tool result, the id of the call.
    #[serde(default, deserialize_with = "string_or_number", skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
    /// The model's refusal.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// The model's reasoning, if the provider returns it.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub reasoning_content: Option<String>,
    /// Any other field, such as `thinking_blocks` or `annotations`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Content of a message: a string, or parts of several types.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Content {
    /// A string.
    Text(String),
    /// Text, images, audio, files.
    Parts(Vec<Part>),
    /// Any other JSON that a provider returns; it is sent back unchanged.
    Other(Value),
}

/// A part of a message: its type, and the fields of that type.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part {
    /// `text`, `image_url`, `input_audio`, `file`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// Fields of that type.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

crate::core::secret::masked_debug!(Message, Content, Part);

impl Message {
    /// Returns a message with this role.
    pub fn new(role: impl Into<Role>, content: impl Into<Content>) -> Self {
        Self { role: role.into(), content: Some(content.into()), ..Self::default() }
    }

    /// Instructions.
    pub fn system(content: impl Into<Content>) -> Self {
        Self::new(Role::System, content)
    }

    /// Instructions, for newer models.
    pub fn developer(content: impl Into<Content>) -> Self {
        Self::new(Role::Developer, content)
    }

    /// Returns a message of the user: a string, or [parts](Part) of several types.
    pub fn user(content: impl Into<Content>) -> Self {
        Self::new(Role::User, content)
    }

    /// Returns a message of the model.
    pub fn assistant(content: impl Into<Content>) -> Self {
        Self::new(Role::Assistant, content)
    }

    /// Returns the result of a [`ToolCall`], by its id.
    pub fn tool(tool_call_id: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { tool_call_id: Some(tool_call_id.into()), ..Self::new(Role::Tool, content) }
    }

    /// Returns the text; empty if there is none.
    pub fn text(&self) -> Cow<'_, str> {
        self.content.as_ref().map(Content::text).unwrap_or_default()
    }
}

/// A message of the user.
impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::user(text)
    }
}

/// A message of the user.
impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::user(text)
    }
}

/// Role and content.
impl<R: Into<Role>, C: Into<Content>> From<(R, C)> for Message {
    fn from((role, content): (R, C)) -> Self {
        Self::new(role, content)
    }
}

impl From<&Self> for Message {
    fn from(message: &Self) -> Self {
        message.clone()
    }
}

impl Content {
    /// Returns the text. For parts, joins their text; for other JSON, returns an empty string.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Parts(parts) => parts.iter().filter_map(Part::as_text).collect::<String>().into(),
            Self::Other(_) => Cow::Borrowed(""),
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Cow<'_, str>> for Content {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

impl From<Part> for Content {
    fn from(part: Part) -> Self {
        Self::Parts(vec![part])
    }
}

impl From<Vec<Part>> for Content {
    fn from(parts: Vec<Part>) -> Self {
        Self::Parts(parts)
    }
}

impl<const N: usize> From<[Part; N]> for Content {
    fn from(parts: [Part; N]) -> Self {
        Self::Parts(parts.into())
    }
}

impl Part {
    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of("text", "text", text.into().into())
    }

    /// Returns an image, by URL.
    pub fn image_url(url: impl Into<String>) -> Self {
        Self::of("image_url", "image_url", json!({ "url": url.into() }))
    }

    /// Returns an image, with a content type such as `image/png`.
    pub fn image(content_type: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::image_url(data_url(content_type, bytes.as_ref()))
    }

    /// Returns audio, in a format such as `wav` or `mp3`.
    pub fn audio(format: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::of("input_audio", "input_audio", json!({ "data": STANDARD.encode(bytes), "format": format }))
    }

    /// Returns a file, with a content type such as `application/pdf`.
    pub fn file(name: &str, content_type: &str, bytes: impl AsRef<[u8]>) -> Self {
        let data = data_url(content_type, bytes.as_ref());
        Self::of("file", "file", json!({ "filename": name, "file_data": data }))
    }

    /// Sets a field of the part, such as `cache_control`.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    /// Returns the text, for parts of type `text`.
    pub fn as_text(&self) -> Option<&str> {
        (self.kind == "text").then(|| self.fields.get("text")?.as_str()).flatten()
    }

    fn of(kind: &str, field: &str, value: Value) -> Self {
        Self { kind: kind.to_owned(), fields: Map::new() }.with(field, value)
    }
}

fn data_url(content_type: &str, bytes: &[u8]) -> String {
    format!("data:{content_type};base64,{}", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_a_model_are_sent_back_unchanged() {
        for text in [
            r#"{"role":"assistant","content":"hi","annotations":[1],"audio":{"id":"a"}}"#,
            r#"{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"},"x":1}]}"#,
            r#"{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"custom","custom":{"input":"x","name":"f"}}]}"#,
            r#"{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}","signature":"s"}}]}"#,
            r#"{"role":"assistant","content":{"text":"a"}}"#,
            r#"{"role":"assistant","content":["a","b"]}"#,
            r#"{"role":"assistant","content":[{"text":"a"}]}"#,
            r#"{"role":"critic","content":[{"type":"text","cache_control":{"type":"ephemeral"},"text":"a"},{"type":"thing","y":[]}]}"#,
        ] {
            let message: Message = serde_json::from_str(text).expect("a message");
            let value: Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(serde_json::to_value(&message).expect("JSON"), value);
        }
    }

    #[test]
    fn null_and_missing_fields_are_empty() {
        let message: Message = serde_json::from_str(r#"{"role":null,"tool_calls":null}"#).expect("a message");
        assert_eq!(message, Message::default());
        assert_eq!(message.text(), "");
    }

    #[test]
    fn parts_serialize_in_the_format_of_the_endpoint() {
        let message = Message::user([
            Part::text("What is this?").with("cache_control", json!({"type": "ephemeral"})),
            Part::image("image/png", b"\x89PNG"),
            Part::audio("wav", "RIFF"),
            Part::file("a.pdf", "application/pdf", "%PDF"),
        ]);
        assert_eq!(
            serde_json::to_value(&message).expect("JSON"),
            json!({"role": "user", "content": [
                {"type": "text", "text": "What is this?", "cache_control": {"type": "ephemeral"}},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}},
                {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}},
                {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBERg=="}},
            ]})
        );
        assert_eq!(message.text(), "What is this?");
    }
}
