//! The URL of a server.

use reqwest::Url;

use super::error::Error;
use super::secret::redact_text;

/// Parses a base URL: `http` or `https`, a host, and optionally a path prefix. Trailing slashes are ignored.
///
/// # Errors
/// [`Error::InvalidRequest`] with the reason.
pub fn parse_base_url(text: &str) -> Result<Url, Error> {
    if text.contains('@') {
        // Not quoted: the part before the sign may be a password.
        return Err(Error::InvalidRequest("the server's URL must not contain a user name or password".to_owned()));
    }
    if !text.contains([':', '/', '.']) && text != "localhost" {
        // Not quoted either: it may be a key in the wrong place.
        let reason = "the server's URL is not a URL; expected something like http://localhost:4000";
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    let invalid = |reason: &str| {
        Err(Error::InvalidRequest(format!("`{}` is not a valid server URL: {reason}", redact_text(text))))
    };
    if !text.contains("://") {
        return invalid(&format!("the scheme is missing, as in http://{}", redact_text(text)));
    }
    let mut url = match Url::parse(text.trim()) {
        Ok(url) => url,
        Err(error) => return invalid(&error.to_string()),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return invalid("it must begin with http:// or https://");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return invalid("it must not have a query or a fragment");
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_base_urls_are_refused_with_a_reason_and_without_secrets() {
        for (text, reason) in [
            ("localhost:4000", "http://localhost:4000"),
            ("ftp://h", "must begin with"),
            ("http://user:pw@h", "user name"),
            ("user:pw@h:4000", "user name"),
            ("http://h?x=1", "query"),
            ("http://", "empty host"),
            ("sk-pw-in-the-place-of-a-url", "something like"),
            ("pw-of-another-kind", "something like"),
        ] {
            let error = parse_base_url(text).expect_err(text).to_string();
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("pw"), "{error}");
        }
    }
}
