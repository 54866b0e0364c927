//! Counts tokens before anything is sent to a model.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Chat;
use crate::core::fields::count;
use crate::core::{Call, Lossless};

/// How many tokens a request has, as the server estimates it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenCount {
    /// The number of tokens.
    #[serde(deserialize_with = "count")]
    pub total_tokens: u64,
    /// The tokenizer. A model that the server does not know is counted with that of OpenAI.
    #[serde(default)]
    pub tokenizer_type: Option<String>,
}

impl Chat<'_> {
    /// Counts the tokens of messages, and of tools: `POST /utils/token_counter`. Servers older than 1.106 ignore tools, and
    /// send no field `count_source`.
    pub fn count_tokens(
        &self,
        model: impl AsRef<str>,
        messages: impl Into<Value>,
        tools: Option<Value>,
    ) -> Call<Lossless<TokenCount>> {
        let mut body = json!({ "model": model.as_ref(), "messages": messages.into() });
        if let (Some(tools), Some(fields)) = (tools, body.as_object_mut()) {
            fields.insert("tools".to_owned(), tools);
        }
        self.0.http().request("POST", "/utils/token_counter").json(&body).typed()
    }
}
