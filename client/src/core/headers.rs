//! Headers whose name or value comes from the caller.

use reqwest::header::{HeaderName, HeaderValue};

use super::error::Error;
use super::secret::{is_secret_name, redact_text};

/// The header of a name and a value that came from outside.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let header_name = HeaderName::try_from(name)
        .map_err(|_| Error::InvalidRequest(format!("`{}` is not a valid header name", redact_text(name))))?;
    // The value is not quoted: it may be a secret with a line end that a file left on it.
    let mut header_value = HeaderValue::try_from(value).map_err(|_| {
        Error::InvalidRequest(format!("the value of the header `{header_name}` holds what no header can carry"))
    })?;
    let secret = is_secret_name(header_name.as_str());
    header_value.set_sensitive(secret);
    Ok((header_name, header_value))
}
