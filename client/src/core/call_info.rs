//! The `x-litellm-*` headers of a response: id, cost and deployment of a call.

use std::fmt;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::secret::redact_text;

/// What the server reports about a call in the response headers. A field is `None` if its header is missing or invalid.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct CallInfo {
    /// The call's id in the server's log (`x-litellm-call-id`).
    pub call_id: Option<String>,
    /// The call's cost in dollars (`x-litellm-response-cost`); not known when a stream begins.
    pub cost: Option<f64>,
    /// The id of the deployment that was used (`x-litellm-model-id`).
    pub model_id: Option<String>,
    /// The model group that the deployment belongs to (`x-litellm-model-group`).
    pub model_group: Option<String>,
    /// The provider's URL (`x-litellm-model-api-base`).
    pub api_base: Option<String>,
    /// The server's version (`x-litellm-version`).
    pub version: Option<String>,
    /// The key's spend in dollars (`x-litellm-key-spend`).
    pub key_spend: Option<f64>,
    /// The key's budget in dollars (`x-litellm-key-max-budget`).
    pub key_max_budget: Option<f64>,
    /// The time from the request's arrival to the response (`x-litellm-response-duration-ms`).
    pub duration: Option<Duration>,
    /// The part of that time spent in the proxy itself (`x-litellm-overhead-duration-ms`).
    pub overhead: Option<Duration>,
}

impl CallInfo {
    /// Reads the headers of a response.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let text = |name: &str| {
            let text = headers.get(name)?.to_str().ok()?.trim();
            // Python's spelling of a missing value.
            (!matches!(text, "" | "None")).then(|| text.to_owned())
        };
        let number = |name: &str| text(name)?.parse::<f64>().ok().filter(|number| number.is_finite());
        let time = |name: &str| Duration::try_from_secs_f64(number(name)? / 1000.0).ok();
        Self {
            call_id: text("x-litellm-call-id"),
            cost: number("x-litellm-response-cost"),
            model_id: text("x-litellm-model-id"),
            model_group: text("x-litellm-model-group"),
            api_base: text("x-litellm-model-api-base"),
            version: text("x-litellm-version"),
            key_spend: number("x-litellm-key-spend"),
            key_max_budget: number("x-litellm-key-max-budget"),
            duration: time("x-litellm-response-duration-ms"),
            overhead: time("x-litellm-overhead-duration-ms"),
        }
    }
}

impl fmt::Debug for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = |text: &Option<String>| text.as_deref().map(|text| redact_text(text).into_owned());
        f.debug_struct("CallInfo")
            .field("call_id", &masked(&self.call_id))
            .field("cost", &self.cost)
            .field("model_id", &masked(&self.model_id))
            .field("model_group", &masked(&self.model_group))
            .field("api_base", &masked(&self.api_base))
            .field("version", &masked(&self.version))
            .field("key_spend", &self.key_spend)
            .field("key_max_budget", &self.key_max_budget)
            .field("duration", &self.duration)
            .field("overhead", &self.overhead)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn empty_and_invalid_headers_are_none() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-litellm-call-id", "abc"),
            ("x-litellm-response-cost", "3e-05"),
            ("x-litellm-key-spend", "None"),
            ("x-litellm-key-max-budget", "nan"),
            ("x-litellm-model-api-base", ""),
            ("x-litellm-response-duration-ms", "1.5"),
            ("x-litellm-overhead-duration-ms", "-1"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let expected = CallInfo {
            call_id: Some("abc".to_owned()),
            cost: Some(3e-05),
            duration: Some(Duration::from_micros(1500)),
            ..CallInfo::default()
        };
        assert_eq!(CallInfo::from_headers(&headers), expected);
    }
}
