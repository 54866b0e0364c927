//! The one table of why a deployment fails, and its errors in one line: without tracebacks, pages, keys and control characters.

use std::ops::RangeInclusive;

use super::error::Error;
use super::html;
use super::refusal_kind::RefusalKind;
use super::router_text::without_router;
use super::secret::redact_text;

/// The longest line, in characters.
const LONGEST: usize = 200;
const ANY: RangeInclusive<u16> = 0..=u16::MAX;

/// One row of the table: statuses, words of the message in lower case, and what they mean.
type Cause = (RangeInclusive<u16>, &'static [&'static str], &'static str);

/// All rows; the first that matches counts. Messages are LiteLLM's from 1.80.11 to 1.110.2.
const CAUSES: &[Cause] = &[
    (ANY, &["no deployments available"], "all deployments of the model are in cooldown"),
    (ANY, &["missing credentials"], "no provider key: the server's environment lacks the variable"),
    (ANY, &["api_key client option must be set"], "no provider key: the server's environment lacks the variable"),
    (ANY, &["exceeded your current quota"], "the provider's quota is used up"),
    (ANY, &["insufficient_quota"], "the provider's quota is used up"),
    (401..=401, &["authenticationerror"], "the provider refuses its key"),
    (403..=403, &["permissiondeniederror"], "the provider does not allow this to its key"),
    (404..=404, &["notfounderror"], "the provider has no such model"),
    (408..=408, &[], "timed out on the server"),
    (ANY, &["litellm.timeout"], "timed out on the server"),
    (ANY, &["apitimeouterror"], "timed out on the server"),
    (429..=429, &["ratelimiterror"], "the provider limits the rate"),
    (ANY, &["unsupported provider"], "the provider cannot do this"),
    (500..=599, &["connection error"], "cannot connect to the provider from the server"),
    (500..=599, &["cannot connect to host"], "cannot connect to the provider from the server"),
    (500..=599, &["all connection attempts failed"], "cannot connect to the provider from the server"),
    (500..=599, &["name or service not known"], "cannot connect to the provider from the server"),
    (502..=502, &["badgatewayerror"], "a gateway between the server and the provider failed"),
    (503..=503, &["serviceunavailableerror"], "the provider is unavailable"),
    (ANY, &["there are no healthy deployments"], "the server has no deployment of the model"),
];

/// Returns why a deployment fails, by the status and the message of its error, if the table knows it.
pub fn failure_cause(status: Option<u16>, message: &str) -> Option<&'static str> {
    let lower = message.to_lowercase();
    let status = status.unwrap_or_default();
    let matches = |(statuses, words, _): &&Cause| {
        let is_of_status = statuses.contains(&status) || (status == 0 && !words.is_empty());
        is_of_status && words.iter().all(|word| lower.contains(word))
    };
    CAUSES.iter().find(matches).map(|(_, _, cause)| *cause)
}

/// Returns an error of a provider as one line of at most 200 characters: the cause if it is known, or else the first line of
/// the message. A page is reduced to its title; tracebacks, control characters and terminal sequences are dropped, and
/// keys are masked.
pub fn failure_line(status: Option<u16>, message: &str) -> String {
    let what = failure_cause(status, message).map_or_else(|| first_line(message), str::to_owned);
    match status.filter(|status| *status > 0) {
        Some(status) if what.is_empty() => status.to_string(),
        Some(status) => format!("{status} {what}"),
        None => what,
    }
}

/// Returns the first line of a message that says something.
fn first_line(message: &str) -> String {
    let own = message.split("Traceback (most recent call last)").next().unwrap_or(message);
    let own = without_router(own);
    let page = own.find('<').and_then(|at| html::describe(own.get(at..)?));
    let text = match page {
        Some(page) => page,
        None => {
            without_classes(own.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()).to_owned()
        }
    };
    let clean = without_sequences(&text);
    let masked = redact_text(clean.trim());
    match masked.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", masked.get(..end).unwrap_or_default()),
        None => masked.into_owned(),
    }
}

/// Drops the names of LiteLLM's classes before a message: `litellm.BadRequestError: OpenAIException - `.
fn without_classes(line: &str) -> &str {
    let is_of_litellm = line.starts_with("litellm.");
    let message = line.split_once("Exception - ").map(|(_, message)| message.trim());
    message.filter(|message| is_of_litellm && !message.is_empty()).unwrap_or(line)
}

/// Drops terminal sequences such as colors, and other control characters.
fn without_sequences(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            if characters.next_if_eq(&'[').is_some() {
                while characters.next().is_some_and(|next| !('@'..='~').contains(&next)) {}
            }
            continue;
        }
        clean.push(if character.is_control() { ' ' } else { character });
    }
    clean
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
                None => first_line(&error.to_string()),
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
                "500 cannot connect to the provider from the server",
            ),
            (404, "litellm.NotFoundError: OpenAIException - model x", "404 the provider has no such model"),
            (429, "litellm.RateLimitError: You exceeded your current quota", "429 the provider's quota is used up"),
            (
                429,
                "No deployments available for selected model, Try again in 5 seconds",
                "429 all deployments of the model are in cooldown",
            ),
            (408, "litellm.Timeout: Request timed out", "408 timed out on the server"),
            (
                502,
                "litellm.BadGatewayError: <html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
                "502 a gateway between the server and the provider failed",
            ),
            (
                500,
                "oops <html><head><title>Sorry</title></head><body>nginx</body></html>",
                "500 an HTML page titled \"Sorry\": nginx",
            ),
            (400, "litellm.BadRequestError: OpenAIException - no such field", "400 no such field"),
            (500, "\u{1b}[91mred\u{1b}[0m\u{7}\nTraceback (most recent call last):\n  File x", "500 red"),
            (400, "bad\n\nLiteLLM: model group 'm' failed", "400 bad"),
        ] {
            assert_eq!(failure_line(Some(status), message), expected, "{message}");
        }
        let secret = failure_line(Some(500), &format!("the key sk-{} is bad", "a1B2c3D4".repeat(5)));
        assert!(!secret.contains("a1B2c3D4a1B2"), "{secret}");
        assert_eq!(failure_line(None, &"x".repeat(500)).chars().count(), LONGEST + 1);
    }
}
