//! The causes of failures of deployments.

use crate::core::router_text::error_line;

/// Why a deployment fails, as far as its error shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The provider refuses the key.
    ProviderKey,
    /// The server has no key for the provider.
    NoProviderKey,
    /// The server cannot connect to the provider.
    Connection,
    /// The provider took too long.
    Timeout,
    /// The provider does not have the model.
    UnknownModel,
    /// The quota at the provider is used up.
    Quota,
    /// The provider limits the rate of requests.
    RateLimit,
    /// The server pauses all deployments of the model, after earlier failures.
    Cooldown,
    /// The provider itself failed.
    Provider,
}

/// Phrases of errors, in lower case, the most special first.
const PHRASES: &[(&str, Cause)] = &[
    ("no deployments available", Cause::Cooldown),
    ("missing credentials", Cause::NoProviderKey),
    ("api_key client option must be set", Cause::NoProviderKey),
    ("exceeded your current quota", Cause::Quota),
    ("insufficient_quota", Cause::Quota),
    ("authenticationerror", Cause::ProviderKey),
    ("incorrect api key", Cause::ProviderKey),
    ("permissiondeniederror", Cause::ProviderKey),
    ("notfounderror", Cause::UnknownModel),
    ("ratelimiterror", Cause::RateLimit),
    ("timeout", Cause::Timeout),
    ("timed out", Cause::Timeout),
    ("connection error", Cause::Connection),
    ("cannot connect to host", Cause::Connection),
    ("internalservererror", Cause::Provider),
    ("serviceunavailableerror", Cause::Provider),
    ("badgatewayerror", Cause::Provider),
];

impl Cause {
    /// Reads an error that the server recorded; `None` if it means something else.
    pub fn of(error: &str) -> Option<Self> {
        let lower = error_line(error).to_lowercase();
        PHRASES.iter().find(|(phrase, _)| lower.contains(phrase)).map(|(_, cause)| *cause)
    }

    /// Words it, with the provider's URL where it matters.
    pub fn describe(self, api_base: Option<&str>) -> String {
        match self {
            Self::ProviderKey => "the provider refuses its key".to_owned(),
            Self::NoProviderKey => "no provider key: the server's environment lacks the variable".to_owned(),
            Self::Connection => format!("the server cannot connect to {}", api_base.unwrap_or("the provider")),
            Self::Timeout => "the provider took too long".to_owned(),
            Self::UnknownModel => "the provider has no such model".to_owned(),
            Self::Quota => "the quota at the provider is used up".to_owned(),
            Self::RateLimit => "the provider limits the rate of requests".to_owned(),
            Self::Cooldown => "paused after failures (cooldown)".to_owned(),
            Self::Provider => "the provider fails".to_owned(),
        }
    }

    /// Returns whether waiting helps, so that nothing needs to be repaired.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::RateLimit | Self::Cooldown)
    }
}

/// Returns why a deployment fails in one line: the status, and what the error means, or else its own words.
pub(super) fn describe(error: &str, status: Option<u16>, api_base: Option<&str>) -> String {
    let line = error_line(error);
    let words = match Cause::of(error) {
        // The provider's own words say more.
        Some(Cause::Provider) | None => own_words(&line).to_owned(),
        Some(cause) => cause.describe(api_base),
    };
    match status {
        Some(status) => format!("{status} {words}"),
        None => words,
    }
}

/// Returns an error without the class names before it: `litellm.BadGatewayError: BadGatewayError: OpenAIException - `.
fn own_words(line: &str) -> &str {
    let mut rest = line;
    while let Some((word, after)) = rest.split_once(": ") {
        let name = word.strip_prefix("litellm.").unwrap_or(word);
        if name.contains(' ') || !name.ends_with("Error") {
            break;
        }
        rest = after;
    }
    match rest.split_once(" - ") {
        Some((exception, after)) if !exception.contains(' ') && exception.ends_with("Exception") => after,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_worded_by_what_they_mean() {
        let base = Some("http://10.0.0.9/v1");
        for (error, expected) in [
            (
                "litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key provided: sk-x",
                "401 the provider refuses its key",
            ),
            (
                "litellm.InternalServerError: InternalServerError: OpenAIException - Connection error.\nstack trace: Traceback",
                "401 the server cannot connect to http://10.0.0.9/v1",
            ),
            (
                "litellm.RateLimitError: RateLimitError: OpenAIException - You exceeded your current quota",
                "401 the quota at the provider is used up",
            ),
            ("litellm.InternalServerError: InternalServerError: OpenAIException - boom: bang", "401 boom: bang"),
            ("litellm.BadRequestError: too long", "401 too long"),
            ("something else", "401 something else"),
        ] {
            assert_eq!(describe(error, Some(401), base), expected);
        }
        assert_eq!(describe("litellm.NotFoundError: x", None, None), "the provider has no such model");
    }
}
