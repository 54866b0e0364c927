//! Why a request failed, from the metadata of the log.

use serde::{Deserialize, Deserializer};

use super::SpendLog;
use crate::core::router_text::{error_line, without_traceback};
use crate::core::{FailureCause, Lossless};

/// Why a request failed. What the server leaves empty is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct LogError {
    /// The class, such as `RateLimitError`.
    #[serde(rename = "error_class", deserialize_with = "string")]
    pub class: Option<String>,
    /// The status code, or another word.
    #[serde(rename = "error_code", deserialize_with = "string")]
    pub code: Option<String>,
    /// The message, without what the router says about its attempts, and without a traceback of the server.
    #[serde(rename = "error_message", deserialize_with = "string")]
    pub message: Option<String>,
}

/// Reads a string or a number; what is empty is nothing.
fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let found = match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(string) => string,
        serde_json::Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    Ok(Some(found).filter(|found| !found.trim().is_empty()))
}

impl LogError {
    /// Returns the message in one line: its first, with a gateway's page described by its title, and with keys masked.
    pub fn line(&self) -> Option<String> {
        self.message.as_deref().map(error_line).filter(|line| !line.is_empty())
    }

    /// Returns what the failure of a provider means; `None` if it is about the request, or if it shows nothing. See
    /// [`Lossless<SpendLog>::is_failure_of_provider`].
    pub fn cause(&self) -> Option<FailureCause> {
        FailureCause::of_provider(self.code.as_ref().and_then(|code| code.parse().ok()), &self.text())
    }

    /// Returns the error as LiteLLM words it elsewhere: with its class before it.
    pub(crate) fn text(&self) -> String {
        let message = self.message.as_deref().unwrap_or_default();
        match &self.class {
            Some(class) if !message.starts_with("litellm.") => format!("litellm.{class}: {message}"),
            _ => message.to_owned(),
        }
    }
}

/// The class of a refusal by LiteLLM's own rate limits, which names the provider all the same.
const OWN_LIMIT: &str = "ProxyRateLimitError";

impl Lossless<SpendLog> {
    /// Returns whether a failure is one of the provider, or of the way to it. Refusals of keys, budgets and limits have a
    /// deployment, too, if the model that was asked for has one.
    pub fn is_failure_of_provider(&self) -> bool {
        let Some(information) = self.field("metadata").and_then(|metadata| metadata.get("error_information").cloned())
        else {
            return true;
        };
        let text = |name: &str| information.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        let names_provider = information.get("llm_provider").is_none() || !text("llm_provider").is_empty();
        let is_of_provider = names_provider || text("error_message").starts_with("litellm.");
        is_of_provider && text("error_class") != OWN_LIMIT
    }

    /// Returns why the request failed; `None` if it did not, or if the server does not say.
    pub fn error(&self) -> Option<LogError> {
        let information = self.field("metadata")?.get("error_information")?.clone();
        let mut error: LogError = serde_json::from_value(information).ok()?;
        error.message =
            error.message.map(|message| without_traceback(&message).to_owned()).filter(|text| !text.is_empty());
        (error != LogError::default()).then_some(error)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_message_is_that_of_the_error_alone() {
        for (information, expected) in [
            (json!(null), None),
            (json!({"error_class": "", "error_code": "", "error_message": "", "traceback": "File x"}), None),
            (
                json!({"error_class": "Timeout", "error_code": 408, "error_message":
                    "slow\n\nLiteLLM: model group 'm' failed with the error above. No fallback was attempted."}),
                Some((Some("Timeout"), Some("408"), Some("slow"))),
            ),
            (
                json!({"error_message": "bad. Received Model Group=m\nAvailable Model Group Fallbacks=None"}),
                Some((None, None, Some("bad"))),
            ),
            (
                json!({"error_message": "bad\nTraceback (most recent call last):\n  File \"/srv/x.py\""}),
                Some((None, None, Some("bad"))),
            ),
        ] {
            let log: Lossless<SpendLog> =
                serde_json::from_value(json!({"metadata": {"error_information": information}})).expect("a log");
            let found = log.error();
            let found = found.as_ref().map(|e| (e.class.as_deref(), e.code.as_deref(), e.message.as_deref()));
            assert_eq!(found, expected, "{information}");
        }
    }
}
