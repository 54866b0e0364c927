//! Tools that a model may call, and its calls.

use serde::de::DeserializeOwned;
use serde::ser::Serializer;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};

use crate::core::fields::{lenient, lenient_or_default, string_or_json, string_or_number};

/// A tool that the model may call.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tool {
    /// `function`, or a tool of the provider.
    #[serde(rename = "type")]
    pub kind: String,
    /// Description of the tool; for a function, its `function`.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

impl Tool {
    /// Returns a function: its name, description, and a JSON schema of its arguments.
    pub fn function(name: impl Into<String>, description: impl Into<String>, parameters: impl Into<Value>) -> Self {
        let function =
            json!({ "name": name.into(), "description": description.into(), "parameters": parameters.into() });
        Self::new("function").with("function", function)
    }

    /// Returns a tool of the provider, such as `web_search`.
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

/// Which tools the model calls.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ToolChoice {
    /// None.
    None,
    /// The model decides.
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

impl<'de> Deserialize<'de> for ToolChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let value = Value::deserialize(deserializer)?;
        let function = value.get("function").and_then(|function| function.get("name")).and_then(Value::as_str);
        match (value.as_str(), function) {
            (Some("none"), _) => Ok(Self::None),
            (Some("auto"), _) => Ok(Self::Auto),
            (Some("required"), _) => Ok(Self::Required),
            (_, Some(name)) => Ok(Self::Function(name.to_owned())),
            _ => Err(D::Error::custom("expected `none`, `auto`, `required` or a function")),
        }
    }
}

/// A tool call of the model. Its result is sent back as [`Message::tool`](super::Message::tool).
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolCall {
    /// Id of the call.
    #[serde(default, deserialize_with = "id")]
    pub id: String,
    /// `function`, or `custom`, whose name and input are in [`extra`](Self::extra).
    #[serde(rename = "type", default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Name and arguments. Empty and not sent if the call is not of a function.
    #[serde(default, deserialize_with = "lenient_or_default", skip_serializing_if = "FunctionCall::is_empty")]
    pub function: FunctionCall,
    /// Any other field.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Name and arguments of a function.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FunctionCall {
    /// The name.
    #[serde(default, deserialize_with = "lenient_or_default")]
    pub name: String,
    /// Arguments as a JSON string, which models do not always make valid.
    #[serde(default, deserialize_with = "arguments")]
    pub arguments: String,
    /// Any other field.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::secret::masked_debug!(Tool, ToolCall, FunctionCall);

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    string_or_number(deserializer).map(Option::unwrap_or_default)
}

/// Some providers return the arguments as a JSON object instead of a string.
fn arguments<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    string_or_json(deserializer).map(Option::unwrap_or_default)
}

impl ToolCall {
    /// Returns a tool call, to put into a conversation by hand.
    pub fn function(id: impl Into<String>, name: impl Into<String>, arguments: impl Into<String>) -> Self {
        let function = FunctionCall { name: name.into(), arguments: arguments.into(), ..FunctionCall::default() };
        Self { id: id.into(), kind: Some("function".to_owned()), function, ..Self::default() }
    }
}

impl FunctionCall {
    pub(super) fn is_empty(&self) -> bool {
        self.name.is_empty() && self.arguments.is_empty() && self.extra.is_empty()
    }

    /// Deserializes the arguments.
    ///
    /// # Errors
    /// Returns an error if they are not JSON or not of this type.
    pub fn parse<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.arguments)
    }
}
