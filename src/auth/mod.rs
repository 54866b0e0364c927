//! Who am I: the stored login that other LiteLLM tools share, `~/.litellm/token.json`.

use std::path::Path;

use reqwest::Url;
use serde_json::{Map, Value};

use crate::client::{ApiKey, parse_base_url};
use crate::config::{ConfigError, read_text};

/// A login, as its file keeps it.
#[derive(Debug, Clone)]
pub(crate) struct StoredLogin {
    pub(crate) key: ApiKey,
    /// The server that it is for; older files name none.
    pub(crate) base_url: Option<String>,
    pub(crate) auth_header_name: Option<String>,
}

impl StoredLogin {
    /// True when the key may be sent to `server`: its own, or any where the file names none.
    pub(crate) fn is_for(&self, server: &Url) -> bool {
        match &self.base_url {
            None => true,
            Some(own) => parse_base_url(own).is_ok_and(|own| own == *server),
        }
    }
}

/// What a token file holds.
pub(crate) struct TokenFile {
    /// The login, if there is one.
    pub(crate) login: Option<StoredLogin>,
    /// Others than the owner may read the file.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the library has nobody to warn"))]
    pub(crate) is_exposed: bool,
}

/// Reads a token file; one that is not there holds no login.
///
/// # Errors
/// When it is there and cannot be read.
pub(crate) fn read_token_file(path: &Path) -> Result<TokenFile, ConfigError> {
    let Some(text) = read_text(path)? else { return Ok(TokenFile { login: None, is_exposed: false }) };
    let fields: Map<String, Value> = serde_json::from_str(&text)
        .map_err(|error| ConfigError::invalid(format!("{} is not a JSON object: {error}", path.display())))?;
    // A server that cannot be read must not become any server.
    let field = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        Some(_) => Err(ConfigError::invalid(format!("`{name}` in {} is not a text", path.display()))),
    };
    let (base_url, auth_header_name) = (field("base_url")?, field("auth_header_name")?);
    let login = field("key")?.map(|key| StoredLogin { key: ApiKey::new(key), base_url, auth_header_name });
    Ok(TokenFile { login, is_exposed: is_exposed(path) })
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_: &Path) -> bool {
    false
}
