//! [`FailureCause`]: the one table of why deployments fail, and their errors in one line.

use std::ops::RangeInclusive;

use super::error::Error;
use super::refusal_kind::RefusalKind;
use super::router_text::{error_line, without_traceback};

/// Why a deployment fails, as far as its error shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureCause {
    /// The provider refuses the key.
    ProviderKey,
    /// The server has no key for the provider.
    NoProviderKey,
    /// The provider does not allow the key to do this.
    NotAllowed,
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
    /// The server has no deployment of the model.
    NoDeployment,
    /// The provider does not have this kind of request.
    Unsupported,
    /// A gateway between the server and the provider failed.
    Gateway,
    /// The provider's responses cannot be read.
    Unreadable,
    /// The provider itself failed.
    Provider,
}

/// One row of the table: words of the error in lower case, of which one must be there, the statuses that mean the same if
/// the error is known to be the provider's, and the cause.
type Row = (&'static [&'static str], RangeInclusive<u16>, FailureCause);

const NO_STATUS: RangeInclusive<u16> = RangeInclusive::new(1, 0);

/// All rows; the first with matching words counts. Messages are LiteLLM's from 1.80.11 to 1.110.2.
const ROWS: &[Row] = &[
    (&["no deployments available"], NO_STATUS, FailureCause::Cooldown),
    (&["no healthy deployments"], NO_STATUS, FailureCause::NoDeployment),
    (&["exceeded your current quota", "insufficient_quota"], NO_STATUS, FailureCause::Quota),
    (
        &["missing credentials", "api_key client option must be set", "missing api key", "api key is required"],
        NO_STATUS,
        FailureCause::NoProviderKey,
    ),
    (
        &["authenticationerror", "incorrect api key", "invalid api key", "invalid x-api-key"],
        401..=401,
        FailureCause::ProviderKey,
    ),
    (&["permissiondenied"], 403..=403, FailureCause::NotAllowed),
    (&["notfounderror"], 404..=404, FailureCause::UnknownModel),
    (
        &[
            "connection error",
            "cannot connect",
            "connecterror",
            "all connection attempts failed",
            "name or service not known",
        ],
        NO_STATUS,
        FailureCause::Connection,
    ),
    (
        &["litellm.timeout", "timeouterror", "timed out", "timeout value=", "gateway timeout", "gateway time-out"],
        504..=504,
        FailureCause::Timeout,
    ),
    (&["ratelimiterror"], 429..=429, FailureCause::RateLimit),
    (&["unsupported provider"], NO_STATUS, FailureCause::Unsupported),
    (&["badgatewayerror", "bad gateway"], 502..=502, FailureCause::Gateway),
    (&["apiconnectionerror"], NO_STATUS, FailureCause::Unreadable),
    (&["internalservererror", "serviceunavailableerror"], 500..=503, FailureCause::Provider),
];

/// Words of errors that are about the request.
const OF_REQUESTS: [&str; 2] = ["contextwindow", "contentpolicy"];

fn is_of_request(lower: &str) -> bool {
    OF_REQUESTS.iter().any(|words| lower.contains(words))
}

impl FailureCause {
    /// Reads the status and the message of an error; `None` if they show no cause.
    pub fn of(status: Option<u16>, message: &str) -> Option<Self> {
        let lower = without_traceback(message).to_lowercase();
        if is_of_request(&lower) {
            return None;
        }
        if status == Some(408) {
            return Some(Self::Timeout);
        }
        ROWS.iter().find(|(words, _, _)| words.iter().any(|words| lower.contains(words))).map(|(_, _, cause)| *cause)
    }

    /// The same for an error that is known to be the provider's: if its message shows nothing, the status counts.
    pub fn of_provider(status: Option<u16>, message: &str) -> Option<Self> {
        if is_of_request(&message.to_lowercase()) {
            return None;
        }
        let by_status = || ROWS.iter().find(|(_, statuses, _)| status.is_some_and(|status| statuses.contains(&status)));
        Self::of(status, message).or_else(|| by_status().map(|(_, _, cause)| *cause))
    }

    /// Words it, with the provider's URL where it matters and is known.
    pub fn describe(self, api_base: Option<&str>) -> String {
        let words = match self {
            Self::ProviderKey => "the provider refuses its key",
            Self::NoProviderKey => "the server has no key for the provider: its environment lacks the variable",
            Self::NotAllowed => "the provider does not allow its key to do this",
            Self::Connection => {
                return format!("the server cannot connect to {}", api_base.unwrap_or("the provider"));
            }
            Self::Timeout => "the provider does not respond in time",
            Self::UnknownModel => "the provider has no such model",
            Self::Quota => "the provider's quota is used up: waiting does not help",
            Self::RateLimit => "the provider limits the rate of requests",
            Self::Cooldown => "all deployments of the model are in cooldown after failures",
            Self::NoDeployment => "the server has no deployment of the model",
            Self::Unsupported => "the provider cannot do this",
            Self::Gateway => "a gateway between the server and the provider failed",
            Self::Unreadable => "the provider's responses cannot be read",
            Self::Provider => "the provider fails",
        };
        words.to_owned()
    }

    /// Returns whether waiting helps, so that nothing needs to be repaired.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::RateLimit | Self::Cooldown)
    }
}

/// Returns an error of a provider as one line of at most 200 characters: the cause if it is known, or else the first line of
/// the message. A page is reduced to its title; tracebacks, control characters and terminal sequences are dropped, and
/// keys are masked.
pub fn failure_line(status: Option<u16>, message: &str) -> String {
    failure_line_of(status, message, None)
}

/// The same, with the provider's URL where it matters.
pub(crate) fn failure_line_of(status: Option<u16>, message: &str, api_base: Option<&str>) -> String {
    // The cause is in the message itself, not in what the router or a traceback adds to it.
    let line = error_line(message);
    let what = match FailureCause::of(status, &line) {
        // The provider's own words say more.
        Some(FailureCause::Provider | FailureCause::Unreadable) | None => own_words(&line).to_owned(),
        Some(cause) => cause.describe(api_base),
    };
    match status.filter(|status| *status > 0) {
        Some(status) if what.is_empty() => status.to_string(),
        Some(status) => format!("{status} {what}"),
        None => what,
    }
}

/// Drops the names of classes before a message: `litellm.BadGatewayError: BadGatewayError: OpenAIException - `.
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

impl Error {
    /// Returns the error of a deployment as one line: the status, and the cause if it is known, or else the first line of
    /// the message. Without tracebacks, pages, keys and control characters.
    pub fn failure_line(&self) -> String {
        if self.kind() == Some(RefusalKind::ModelNotAllowed) {
            return self.status().map_or_else(String::new, |status| format!("{} ", status.as_u16()))
                + "this key may not call the model";
        }
        match self {
            Self::Timeout { after, .. } => format!("no response within {} s", after.as_secs_f64()),
            Self::Stream(refusal) => {
                let status = Some(refusal.status.as_u16()).filter(|status| *status >= 400);
                format!("the stream failed: {}", failure_line(status, &refusal.message))
            }
            error => match error.refusal() {
                Some(refusal) => failure_line(Some(refusal.status.as_u16()), &refusal.message),
                None => own_words(&error_line(&error.to_string())).to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_a_provider_is_one_line_with_its_cause() {
        for (status, message, expected) in [
            (
                401,
                "litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key provided: sk-abc",
                "401 the provider refuses its key",
            ),
            (
                500,
                "litellm.InternalServerError: OpenAIException - Connection error.",
                "500 the server cannot connect to the provider",
            ),
            (404, "litellm.NotFoundError: OpenAIException - model x", "404 the provider has no such model"),
            (
                429,
                "litellm.RateLimitError: You exceeded your current quota",
                "429 the provider's quota is used up: waiting does not help",
            ),
            (
                429,
                "No deployments available for selected model, Try again in 5 seconds",
                "429 all deployments of the model are in cooldown after failures",
            ),
            (408, "litellm.Timeout: Request timed out", "408 the provider does not respond in time"),
            (
                502,
                "litellm.BadGatewayError: <html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
                "502 a gateway between the server and the provider failed",
            ),
            (
                500,
                "oops <html><head><title>Sorry</title></head><body>nginx</body></html>",
                "500 oops an HTML page titled \"Sorry\": nginx",
            ),
            (400, "litellm.BadRequestError: OpenAIException - no such field", "400 no such field"),
            (500, "\u{1b}[91mred\u{1b}[0m\u{7}\nTraceback (most recent call last):\n  File x", "500 red"),
            (500, "litellm.InternalServerError: InternalServerError: OpenAIException - boom: bang", "500 boom: bang"),
            (400, "litellm.BadRequestError: `timeout` must be a number", "400 `timeout` must be a number"),
            (
                401,
                "Authentication Error, Invalid proxy server token passed",
                "401 Authentication Error, Invalid proxy server token passed",
            ),
            (400, "bad\n\nLiteLLM: model group 'm' failed", "400 bad"),
        ] {
            assert_eq!(failure_line(Some(status), message), expected, "{message}");
        }
        let secret = failure_line(Some(500), &format!("the key sk-{} is bad", "a1B2c3D4".repeat(5)));
        assert!(!secret.contains("a1B2c3D4a1B2"), "{secret}");
        assert_eq!(failure_line(None, &"x".repeat(500)).chars().count(), 201);
        let base = Some("http://10.0.0.9/v1");
        let line = failure_line_of(
            None,
            "litellm.InternalServerError: OpenAIException - Connection error.\nstack trace: x",
            base,
        );
        assert_eq!(line, "the server cannot connect to http://10.0.0.9/v1");
    }

    #[test]
    fn statuses_mean_something_only_if_they_are_the_providers() {
        assert_eq!(FailureCause::of(Some(401), "no"), None);
        for (status, cause) in [
            (401, Some(FailureCause::ProviderKey)),
            (404, Some(FailureCause::UnknownModel)),
            (429, Some(FailureCause::RateLimit)),
            (500, Some(FailureCause::Provider)),
            (504, Some(FailureCause::Timeout)),
            (400, None),
            (0, None),
        ] {
            assert_eq!(FailureCause::of_provider(Some(status), "no"), cause, "{status}");
        }
        assert_eq!(FailureCause::of_provider(Some(500), "litellm.ContextWindowExceededError: too long"), None);
    }
}
