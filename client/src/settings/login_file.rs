//! [`StoredLogin`]: a login as stored in a file, by this tool or another, and the reading of such files.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::Url;
use serde_json::{Map, Value};

use super::{ConfigError, describe_json, read_text};
use crate::api::sso::{PkceClient, Token};
use crate::core::{ApiKey, parse_base_url, redact_text};

/// The file of the latest login, as documented by LiteLLM.
pub const TOKEN_FILE: &str = "token.json";
/// The file of logins to other servers.
pub const LOGINS_FILE: &str = "logins.json";
/// A key that expires sooner than this is renewed before it is used.
const RENEWAL_MARGIN: SignedDuration = SignedDuration::from_secs(360);
/// What other tools store for an unknown value.
const UNKNOWN: &str = "unknown";

/// A login: its key, and all fields of its file, including those of other tools.
#[derive(Clone, PartialEq)]
pub struct StoredLogin {
    key: ApiKey,
    fields: Map<String, Value>,
}

impl fmt::Debug for StoredLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredLogin").field("base_url", &self.base_url().map(redact_text)).finish_non_exhaustive()
    }
}

impl StoredLogin {
    /// Reads the fields of a login; `None` without a key.
    ///
    /// # Errors
    /// The name of a field that is not a string.
    pub fn read(fields: Map<String, Value>) -> Result<Option<Self>, &'static str> {
        // A malformed `base_url` must not turn into a login for any server.
        for name in ["key", "base_url", "auth_header_name"] {
            if !matches!(fields.get(name), None | Some(Value::Null | Value::String(_))) {
                return Err(name);
            }
        }
        let key = string(&fields, "key").map(ApiKey::new);
        Ok(key.map(|key| Self { key, fields }))
    }

    /// Returns the key.
    pub fn key(&self) -> &ApiKey {
        &self.key
    }

    /// Returns the URL of the server that the key belongs to; older files have none. An empty URL matches no server.
    pub fn base_url(&self) -> Option<&str> {
        self.fields.get("base_url").and_then(Value::as_str)
    }

    /// Returns the name of the header that carries the key, if the login has one.
    pub fn auth_header_name(&self) -> Option<&str> {
        string(&self.fields, "auth_header_name")
    }

    /// Returns whether the login is for `server`.
    pub fn belongs_to(&self, server: &Url) -> bool {
        self.base_url().is_some_and(|own| parse_base_url(own).is_ok_and(|own| own == *server))
    }
}

/// Returns a field's string, unless it is empty.
fn string<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str).filter(|string| !string.is_empty())
}

/// The contents of a file of logins.
#[derive(Default)]
pub struct LoginFile {
    /// The logins.
    pub logins: Vec<StoredLogin>,
    /// The servers, if known, of logins whose key is stored elsewhere, such as in the system's keychain.
    pub keyless: Vec<Option<String>>,
    /// Whether users other than the owner may read it.
    pub is_exposed: bool,
}

/// Reads a file with one login, or with several as `logins`. A missing file has none.
///
/// # Errors
/// If the file exists and cannot be read.
pub fn read_login_file(path: &Path) -> Result<LoginFile, ConfigError> {
    let Some(json) = read_text(path)? else { return Ok(LoginFile::default()) };
    let shown = path.display();
    let mut fields: Map<String, Value> = serde_json::from_str(&json)
        .map_err(|error| ConfigError::invalid(format!("{shown} is not a JSON object: {}", describe_json(&error))))?;
    let objects = match fields.remove("logins") {
        None => vec![Value::Object(fields)],
        Some(Value::Array(logins)) => logins,
        Some(_) => return Err(ConfigError::invalid(format!("`logins` in {shown} is not a list"))),
    };
    let mut file = LoginFile { is_exposed: is_exposed(path), ..LoginFile::default() };
    for object in objects {
        let Value::Object(fields) = object else {
            return Err(ConfigError::invalid(format!("`logins` in {shown} has an entry that is not an object")));
        };
        let is_keyless_login = ["base_url", "client_id", "user_id"].iter().any(|name| string(&fields, name).is_some());
        let base_url = string(&fields, "base_url").map(str::to_owned);
        match StoredLogin::read(fields)
            .map_err(|name| ConfigError::invalid(format!("`{name}` in {shown} is not a string")))?
        {
            Some(login) => file.logins.push(login),
            None if is_keyless_login => file.keyless.push(base_url),
            None => {}
        }
    }
    Ok(file)
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

impl StoredLogin {
    /// Creates a login with the current time and all the fields that other tools expect.
    pub fn new(server: &Url, key: ApiKey, auth_header_name: &str) -> Self {
        let mut login = Self { fields: Map::new(), key };
        login.set("key", login.key.expose().to_owned());
        login.set("user_id", "cli-user");
        login.set("user_email", UNKNOWN);
        login.set("user_role", "cli");
        login.set("auth_header_name", auth_header_name);
        login.set("timestamp", Timestamp::now().as_second());
        login.set("base_url", server.as_str().trim_end_matches('/'));
        login
    }

    /// Returns the server that the key belongs to, if the login has one.
    pub fn server(&self) -> Option<Url> {
        parse_base_url(self.base_url()?).ok()
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    /// Sets a field if the value is present and not empty.
    pub fn set_non_empty(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.set(name, value);
        }
    }

    /// Returns all fields, including secrets, to be written to the file.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// Returns a field's string, unless it is empty or `unknown`.
    pub fn string(&self, name: &str) -> Option<&str> {
        string(&self.fields, name).filter(|string| *string != UNKNOWN)
    }

    /// Returns a time in seconds; some tools write fractions.
    fn time(&self, name: &str) -> Option<Timestamp> {
        let seconds = self.fields.get(name).and_then(Value::as_f64)?;
        Timestamp::from_second(SignedDuration::try_from_secs_f64(seconds).ok()?.as_secs()).ok()
    }

    /// Returns when the login took place.
    pub fn logged_in_at(&self) -> Option<Timestamp> {
        self.time("timestamp")
    }

    /// Returns how long ago the login took place, in whole seconds.
    pub fn age(&self) -> Option<Duration> {
        let age = Timestamp::now().duration_since(self.logged_in_at()?);
        Some(Duration::from_secs(u64::try_from(age.as_secs()).unwrap_or(0)))
    }

    /// Returns when the key expires, if known.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.time("expires_at")
    }

    /// Returns whether the key has expired.
    pub fn has_expired(&self) -> bool {
        self.expires_at().is_some_and(|end| end <= Timestamp::now())
    }

    /// Returns whether the key has expired or is about to expire.
    pub fn needs_renewal(&self) -> bool {
        self.expires_at().is_some_and(|end| end.duration_since(Timestamp::now()) <= RENEWAL_MARGIN)
    }

    /// Returns the client registration and refresh token for renewing the key; `None` if it cannot be renewed.
    pub fn refresh_grant(&self) -> Option<(PkceClient, ApiKey)> {
        let refresh_token = string(&self.fields, "refresh_token").map(ApiKey::new)?;
        let client = serde_json::from_value(Value::Object(self.fields.clone())).ok()?;
        Some((client, refresh_token))
    }

    /// Takes over the token of a PKCE login, or of its renewal.
    pub fn apply_token(&mut self, token: &Token) {
        self.key = token.access_token.clone();
        self.set("key", token.access_token.expose());
        // Without a lifetime the key is never renewed; the user logs in again.
        let end = token.expires_in.and_then(|seconds| Timestamp::now().as_second().checked_add_unsigned(seconds));
        self.set("expires_at", end);
        if let Some(refresh_token) = &token.refresh_token {
            self.set("refresh_token", refresh_token.expose());
        }
        self.set_non_empty("user_id", token.user_id.as_deref());
        self.set_non_empty("team_id", token.team_id.as_deref());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(json: &str) -> Result<LoginFile, ConfigError> {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("token.json");
        std::fs::write(&path, json).expect("a file");
        read_login_file(&path)
    }

    fn only(fields: &Value) -> StoredLogin {
        let mut file = read(&fields.to_string()).expect("a file of logins");
        assert_eq!(file.logins.len(), 1, "{fields}");
        file.logins.remove(0)
    }

    #[test]
    fn login_files_of_every_version_are_read() {
        let documented = json!({"key": "sk-1", "user_id": "cli-user", "user_email": "user@example.com", "user_role": "cli",
            "auth_header_name": "Authorization", "timestamp": 1_234_567_890});
        let login = only(&documented);
        assert_eq!(
            (login.key().expose(), login.base_url(), login.string("user_email")),
            ("sk-1", None, Some("user@example.com"))
        );
        assert_eq!(login.logged_in_at(), Some(Timestamp::constant(1_234_567_890, 0)));
        assert!(!login.needs_renewal() && !login.has_expired() && login.refresh_grant().is_none());

        let from_1_80 = only(&json!({"key": "opaque", "user_id": "u", "user_email": "unknown", "user_role": "cli",
            "auth_header_name": "Authorization", "jwt_token": "", "timestamp": 1_763_700_000.25}));
        assert_eq!(
            (from_1_80.string("user_email"), from_1_80.logged_in_at().map(Timestamp::as_second)),
            (None, Some(1_763_700_000))
        );

        let url = parse_base_url("http://a.example:4000/llm/").expect("a URL");
        let pkce = only(
            &json!({"key": "k", "base_url": "http://a.example:4000/llm", "expires_at": 1_000.5, "refresh_token": "r",
            "client_id": "c", "token_endpoint": "t", "revocation_endpoint": "v", "resource": "s", "team_id": null}),
        );
        assert!(pkce.belongs_to(&url) && pkce.needs_renewal() && pkce.has_expired());
        let (client, refresh_token) = pkce.refresh_grant().expect("a refresh grant");
        assert_eq!((client.client_id.as_str(), client.resource.as_str(), refresh_token.expose()), ("c", "s", "r"));
    }

    #[test]
    fn logins_without_a_key_are_reported_and_malformed_files_are_not_quoted() {
        for (text, is_keyless) in [
            (r#"{"base_url": "http://a", "user_id": "u", "timestamp": 1.5}"#, true),
            (r#"{"key": "", "user_id": "u"}"#, true),
            ("{}", false),
            (r#"{"logins": []}"#, false),
        ] {
            let file = read(text).expect("a file of logins");
            assert_eq!((file.logins.len(), !file.keyless.is_empty()), (0, is_keyless), "{text}");
        }
        for text in
            ["[]", "", r#"{"key": 5}"#, r#"{"key": "k", "base_url": []}"#, r#"{"logins": {}}"#, r#"{"logins": [1]}"#]
        {
            assert!(read(text).is_err(), "{text}");
        }
        // A string, or truncated JSON, may be a key.
        for text in ["\"opaque-hush\"", "{\"key\": \"opaque-hush"] {
            assert!(read(text).is_err_and(|error| !error.to_string().contains("hush")), "{text}");
        }
    }

    #[test]
    fn fields_of_other_tools_are_kept_and_debug_shows_no_secret() {
        let mut login = only(&json!({"key": "sk-hush-hush", "refresh_token": "hush-hush", "of_another_tool": [1]}));
        let token =
            json!({"access_token": "new-hush", "expires_in": 86400, "refresh_token": "next-hush", "team_id": "t"});
        login.apply_token(&serde_json::from_value(token).expect("a token"));
        assert_eq!((login.key().expose(), login.string("team_id")), ("new-hush", Some("t")));
        assert_eq!(login.fields().get("of_another_tool"), Some(&json!([1])));
        assert!(!login.needs_renewal() && !format!("{login:?}").contains("hush"));
    }
}
