//! Functions that a model may ask for, and its asking.

use serde::de::DeserializeOwned;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::client::fields::null_as_default;

/// Something that the model may ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tool {
    /// `function`, or a tool of the provider's own.
    #[serde(rename = "type")]
    pub kind: String,
    /// What such a tool is described by; of a function its `function`.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

impl Tool {
    /// A function: its name, what it is for, and a JSON schema of its arguments.
    pub fn function(name: impl Into<String>, description: impl Into<String>, parameters: impl Into<Value>) -> Self {
        let function =
            json!({ "name": name.into(), "description": description.into(), "parameters": parameters.into() });
        Self::new("function").with("function", function)
    }

    /// A tool of the provider's own, such as `web_search`.
    pub fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), fields: Map::new() }
    }

    /// Sets a field.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }
}

/// Which tools the model asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ToolChoice {
    /// None.
    None,
    /// What it finds right.
    Auto,
    /// At least one.
    Required,
    /// This function.
    Function(String),
}

impl Serialize for ToolChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => "none".serialize(serializer),
            Self::Auto => "auto".serialize(serializer),
            Self::Required => "required".serialize(serializer),
            Self::Function(name) => json!({"type": "function", "function": {"name": name}}).serialize(serializer),
        }
    }
}

/// A function that the model asks for. Its result goes back as [`Message::tool`](super::Message::tool).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolCall {
    /// The call's id.
    #[serde(default, deserialize_with = "null_as_default")]
    pub id: String,
    /// `function`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Name and arguments.
    #[serde(default, deserialize_with = "null_as_default")]
    pub function: FunctionCall,
    /// Any other field.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A function's name and arguments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FunctionCall {
    /// The name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// JSON, as text; models do not always write valid JSON.
    #[serde(default, deserialize_with = "null_as_default")]
    pub arguments: String,
}

impl FunctionCall {
    /// Reads the arguments.
    ///
    /// # Errors
    /// When they are not JSON, or not of this shape.
    pub fn parse<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.arguments)
    }
}
