//! Headers with names or values from the caller.

use reqwest::header::{HeaderName, HeaderValue};

use super::error::Error;
use super::secret::{is_secret_name, redact_text};

/// Parses a header, and marks it as sensitive if its name is a secret's.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let header_name = HeaderName::try_from(name)
        .map_err(|_| Error::InvalidRequest(format!("`{}` is not a valid header name", redact_text(name))))?;
    // The value is not quoted: it may be a secret with a trailing newline.
    let mut header_value = HeaderValue::try_from(value).map_err(|_| {
        Error::InvalidRequest(format!(
            "the value of the header `{header_name}` contains characters that are not allowed in a header"
        ))
    })?;
    let secret = is_secret_name(header_name.as_str());
    header_value.set_sensitive(secret);
    Ok((header_name, header_value))
}
