//! The URL of a server.

use reqwest::Url;

use super::error::Error;
use super::secret::redact_text;

/// Reads a base URL: `http` or `https`, a host, perhaps a path prefix; trailing slashes do not matter.
///
/// # Errors
/// [`Error::InvalidRequest`] that says what is wrong with it.
pub fn parse_base_url(text: &str) -> Result<Url, Error> {
    if text.contains('@') {
        // It is not repeated: what stands before the sign may be a password.
        return Err(Error::InvalidRequest("the server's URL must not hold a user name or password".to_owned()));
    }
    if !text.contains([':', '/', '.']) && text != "localhost" {
        // Nor is this: it may be a key in the wrong place.
        return Err(Error::InvalidRequest("the server's URL is none: it looks like http://localhost:4000".to_owned()));
    }
    let invalid =
        |reason: &str| Err(Error::InvalidRequest(format!("`{}` is not a server's URL: {reason}", redact_text(text))));
    if !text.contains("://") {
        return invalid(&format!("it has no scheme, as in http://{}", redact_text(text)));
    }
    let mut url = match Url::parse(text.trim()) {
        Ok(url) => url,
        Err(error) => return invalid(&error.to_string()),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return invalid("it must begin with http:// or https://");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return invalid("it must not hold a query or a fragment");
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_that_are_none_say_why() {
        for (text, reason) in [
            ("localhost:4000", "http://localhost:4000"),
            ("ftp://h", "must begin with"),
            ("http://user:pw@h", "user name"),
            ("user:pw@h:4000", "user name"),
            ("http://h?x=1", "query"),
            ("http://", "empty host"),
            ("sk-pw-in-the-place-of-a-url", "looks like"),
            ("pw-of-another-kind", "looks like"),
        ] {
            let error = parse_base_url(text).expect_err(text).to_string();
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("pw"), "{error}");
        }
    }
}
