//! Resolves server, key and auth header: flags, then environment, then files, then defaults. Shared by the command line and
//! [`Client::from_env`].

mod login_file;
mod proxy;

use std::fmt;
use std::path::{Path, PathBuf};

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderName};
use serde_json::{Map, Value};
use thiserror::Error;

pub use self::login_file::{LOGINS_FILE, LoginFile, StoredLogin, TOKEN_FILE, read_login_file};
pub use self::proxy::proxy_variable;
use crate::core::{ApiKey, Client, ClientBuilder, Error, parse_base_url, redact_text};

/// The environment variable for the server's URL.
pub const LITELLM_PROXY_URL: &str = "LITELLM_PROXY_URL";
/// The environment variable for the API key.
pub const LITELLM_PROXY_API_KEY: &str = "LITELLM_PROXY_API_KEY";
/// The environment variable for the name of the header that carries the key.
pub const LITELLM_PROXY_AUTH_HEADER: &str = "LITELLM_PROXY_AUTH_HEADER";

const DEFAULT_BASE_URL: &str = "http://localhost:4000";

/// An invalid setting, or a file that cannot be read.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// An invalid setting.
    #[error("{message}")]
    Invalid {
        /// The reason.
        message: String,
        /// Where the setting came from, if known.
        hint: Option<String>,
    },
    /// A file that exists and cannot be read.
    #[error("cannot read {}: {}", path.display(), describe_io(source))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
}

impl ConfigError {
    /// Creates an error for an invalid setting, without a hint.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), hint: None }
    }
}

/// Describes an I/O error without its OS error number.
pub fn describe_io(error: &std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        return "File exists".to_owned();
    }
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

/// Describes a JSON error without quoting the JSON, which may contain secrets.
pub fn describe_json(error: &serde_json::Error) -> String {
    if error.is_data() {
        format!("unexpected JSON at line {} column {}", error.line(), error.column())
    } else {
        error.to_string()
    }
}

/// Where a setting came from, for error messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A command-line option.
    Flag(&'static str),
    /// An environment variable.
    Variable(&'static str),
    /// A file.
    File(PathBuf),
    /// A named context of the command line.
    Context(String),
    /// The built-in default.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => f.write_str(name),
            Self::Variable(name) => write!(f, "the variable {name}"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Context(name) => write!(f, "context {name}"),
            Self::Default => f.write_str("the default"),
        }
    }
}

/// A setting and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub source: Source,
}

/// The settings of one source: the flags or the environment.
#[derive(Clone, Default)]
pub struct Settings {
    /// The server's URL.
    pub base_url: Option<String>,
    /// The API key; if it is empty, no key is sent.
    pub api_key: Option<ApiKey>,
    /// The name of the header that carries the key.
    pub auth_header: Option<String>,
}

impl Settings {
    /// Reads the three environment variables.
    pub fn from_environment() -> Self {
        Self {
            base_url: env_var(LITELLM_PROXY_URL),
            api_key: env_var(LITELLM_PROXY_API_KEY).map(ApiKey::pasted),
            auth_header: env_var(LITELLM_PROXY_AUTH_HEADER),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("base_url", &self.base_url.as_deref().map(redact_text))
            .field("api_key", &self.api_key)
            .field("auth_header", &self.auth_header.as_deref().map(redact_text))
            .finish()
    }
}

/// The settings stored in `~/.litellm`.
#[derive(Default)]
pub struct StoredSettings {
    /// `base_url` in `config.json`.
    pub base_url: Option<Sourced<String>>,
    /// The logins, latest first.
    pub logins: Vec<Sourced<StoredLogin>>,
}

impl fmt::Debug for StoredSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSettings")
            .field("base_url", &self.base_url.as_ref().map(|url| (redact_text(&url.value), &url.source)))
            .field("logins", &self.logins)
            .finish()
    }
}

impl StoredSettings {
    /// Reads the files, except those that cannot matter because `given` already has the URL or the key. `accept` decides what
    /// to do with each file of logins, or with the failure to read it.
    pub fn read(
        given: [&Settings; 2],
        mut accept: impl FnMut(&Path, Result<LoginFile, ConfigError>) -> Result<Vec<StoredLogin>, ConfigError>,
    ) -> Result<Self, ConfigError> {
        let mut stored = Self::default();
        let Some(directory) = config_dir() else { return Ok(stored) };
        if given.iter().all(|settings| settings.base_url.is_none()) {
            let path = directory.join("config.json");
            let value = match read_config_file(&path)?.get("base_url") {
                None | Some(Value::Null) => None,
                Some(Value::String(url)) => Some(url.clone()),
                Some(_) => {
                    return Err(ConfigError::invalid(format!("`base_url` in {} is not a string", path.display())));
                }
            };
            stored.base_url = value.map(|value| Sourced { value, source: Source::File(path) });
        }
        if given.iter().all(|settings| settings.api_key.is_none()) {
            for name in [TOKEN_FILE, LOGINS_FILE] {
                let path = directory.join(name);
                let logins = accept(&path, read_login_file(&path))?.into_iter();
                stored.logins.extend(logins.map(|value| Sourced { value, source: Source::File(path.clone()) }));
            }
        }
        Ok(stored)
    }

    /// Returns the login whose key may be sent to `server`: its own, or one without a server.
    fn login_for(&self, server: &Url) -> Option<&Sourced<StoredLogin>> {
        let own = self.logins.iter().find(|login| login.value.belongs_to(server));
        own.or_else(|| self.logins.iter().find(|login| login.value.base_url().is_none()))
    }
}

/// The resolved settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// The server's URL.
    pub base_url: Sourced<Url>,
    /// The API key, if any.
    pub api_key: Option<Sourced<ApiKey>>,
    /// The header that carries the key.
    pub auth_header: HeaderName,
    /// The login that the key comes from, if any.
    pub login: Option<StoredLogin>,
}

/// Resolves the settings. Pure: everything it depends on is an argument.
pub fn resolve(flags: &Settings, environment: &Settings, stored: &StoredSettings) -> Result<Config, ConfigError> {
    let given = |value: &Option<String>, source| value.clone().map(|value| Sourced { value, source });
    let base_url = given(&flags.base_url, Source::Flag("--base-url"))
        .or_else(|| given(&environment.base_url, Source::Variable(LITELLM_PROXY_URL)))
        .or_else(|| stored.base_url.clone())
        .unwrap_or_else(|| Sourced { value: DEFAULT_BASE_URL.to_owned(), source: Source::Default });
    let url = parse_base_url(&base_url.value).map_err(|error| ConfigError::Invalid {
        message: error.to_string(),
        hint: Some(format!("it came from {}", base_url.source)),
    })?;
    let base_url = Sourced { value: url, source: base_url.source };

    let key = |key: &Option<ApiKey>, source| key.clone().map(|value| Sourced { value, source });
    let mut login_header = None;
    let mut login = None;
    let api_key = key(&flags.api_key, Source::Flag("--api-key"))
        .or_else(|| key(&environment.api_key, Source::Variable(LITELLM_PROXY_API_KEY)))
        .or_else(|| {
            let found = stored.login_for(&base_url.value)?;
            login_header = given(&found.value.auth_header_name().map(str::to_owned), found.source.clone());
            login = Some(found.value.clone());
            Some(Sourced { value: found.value.key().clone(), source: found.source.clone() })
        });

    let auth_header = given(&flags.auth_header, Source::Flag("--auth-header"))
        .or_else(|| given(&environment.auth_header, Source::Variable(LITELLM_PROXY_AUTH_HEADER)))
        .or(login_header);
    let auth_header = match auth_header {
        None => AUTHORIZATION,
        Some(Sourced { value, source }) => HeaderName::try_from(value.as_str()).map_err(|_| ConfigError::Invalid {
            message: format!("`{}` is not a valid header name", redact_text(&value)),
            hint: Some(format!("it came from {source}")),
        })?,
    };
    Ok(Config { base_url, api_key, auth_header, login })
}

/// Returns an environment variable's value; `None` if unset or empty. Invalid UTF-8 becomes replacement characters, so that
/// it is refused rather than ignored.
pub fn env_var(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

/// Returns `~/.litellm`; `None` without a home directory or with an empty `HOME`.
pub fn config_dir() -> Option<PathBuf> {
    let is_emptied = std::env::var_os("HOME").is_some_and(|home| home.is_empty());
    std::env::home_dir().filter(|home| !is_emptied && !home.as_os_str().is_empty()).map(|home| home.join(".litellm"))
}

/// Reads `config.json`: a flat map, shared with other tools.
pub fn read_config_file(path: &Path) -> Result<Map<String, Value>, ConfigError> {
    match read_text(path)? {
        None => Ok(Map::new()),
        Some(text) => serde_json::from_str(&text).map_err(|error| {
            ConfigError::invalid(format!("{} is not a JSON object: {}", path.display(), describe_json(&error)))
        }),
    }
}

/// Returns bytes without the byte order mark that some editors put first.
pub fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// Reads a file, without a byte order mark; `None` if it does not exist.
pub fn read_text(path: &Path) -> Result<Option<String>, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(source) => Err(ConfigError::Unreadable { path: path.to_owned(), source }),
    }
}

impl Client {
    /// Creates a client with the settings that the command line uses:
    ///
    /// | setting | from |
    /// |---|---|
    /// | base URL | `LITELLM_PROXY_URL`, then `base_url` in `~/.litellm/config.json`, then `http://localhost:4000` |
    /// | key | `LITELLM_PROXY_API_KEY`, then the server's login in `~/.litellm/token.json` or `logins.json`, then none |
    /// | header | `LITELLM_PROXY_AUTH_HEADER`, then that of the login, then `Authorization` |
    /// | HTTP proxy | `HTTP_PROXY` and similar; see [`ClientBuilder::environment_proxy`] |
    ///
    /// An empty variable counts as unset. A login with a server is used for that server only. Its key is used as stored:
    /// logging in and renewing keys are left to the command line, and so are contexts.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if a setting is invalid or a file cannot be read.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }
}

impl ClientBuilder {
    /// Returns a builder with the settings of [`Client::from_env`].
    ///
    /// # Errors
    /// Those of [`Client::from_env`].
    pub fn from_env() -> Result<Self, Error> {
        let environment = Settings::from_environment();
        let none = Settings::default();
        let config = StoredSettings::read([&none, &environment], |_, file| Ok(file?.logins))
            .and_then(|stored| resolve(&none, &environment, &stored));
        config.and_then(|config| config.builder().environment_proxy()).map_err(|error| {
            let hint = match &error {
                ConfigError::Invalid { hint: Some(hint), .. } => format!(" ({hint})"),
                _ => String::new(),
            };
            Error::InvalidRequest(format!("{error}{hint}"))
        })
    }
}

impl Config {
    /// Returns a client builder with these settings.
    pub fn builder(&self) -> ClientBuilder {
        let builder = Client::builder(self.base_url.value.as_str()).auth_header(self.auth_header.clone());
        match &self.api_key {
            Some(key) => builder.api_key(key.value.clone()),
            None => builder,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(base_url: Option<&str>, api_key: Option<&str>, auth_header: Option<&str>) -> Settings {
        Settings {
            base_url: base_url.map(str::to_owned),
            api_key: api_key.map(ApiKey::new),
            auth_header: auth_header.map(str::to_owned),
        }
    }

    fn stored(base_url: Option<&str>, key: &str, key_base_url: Option<&str>, header: Option<&str>) -> StoredSettings {
        StoredSettings {
            base_url: base_url
                .map(|url| Sourced { value: url.to_owned(), source: Source::File(PathBuf::from("config.json")) }),
            logins: vec![login(key, key_base_url, header)],
        }
    }

    fn login(key: &str, base_url: Option<&str>, header: Option<&str>) -> Sourced<StoredLogin> {
        let fields = serde_json::json!({"key": key, "base_url": base_url, "auth_header_name": header});
        let Value::Object(fields) = fields else { panic!("an object") };
        let value = StoredLogin::read(fields).expect("a login").expect("a key");
        Sourced { value, source: Source::File(PathBuf::from("token.json")) }
    }

    fn resolved(flags: &Settings, environment: &Settings, stored: &StoredSettings) -> (String, Option<String>, String) {
        let config = resolve(flags, environment, stored).expect("resolves");
        (
            config.base_url.value.to_string(),
            config.api_key.map(|key| key.value.expose().to_owned()),
            config.auth_header.to_string(),
        )
    }

    #[test]
    fn flag_over_variable_over_file_over_default() {
        let none = Settings::default();
        let flag = settings(Some("http://flag"), Some("sk-flag"), Some("x-flag"));
        let variable = settings(Some("http://variable"), Some("sk-variable"), Some("x-variable"));
        let file = stored(Some("http://file/p/"), "sk-file", None, Some("X-File"));
        let expect =
            |url: &str, key: Option<&str>, header: &str| (url.to_owned(), key.map(str::to_owned), header.to_owned());
        assert_eq!(resolved(&flag, &variable, &file), expect("http://flag/", Some("sk-flag"), "x-flag"));
        assert_eq!(resolved(&none, &variable, &file), expect("http://variable/", Some("sk-variable"), "x-variable"));
        assert_eq!(resolved(&none, &none, &file), expect("http://file/p", Some("sk-file"), "x-file"));
        assert_eq!(
            resolved(&none, &none, &StoredSettings::default()),
            expect("http://localhost:4000/", None, "authorization")
        );
        // The login's header is only used with the login's key.
        let key_only = settings(None, Some("sk-flag"), None);
        assert_eq!(resolved(&key_only, &none, &file).2, "authorization");
        // An empty key means: send none.
        let empty = settings(None, Some(""), None);
        assert_eq!(resolved(&empty, &variable, &file).1.as_deref(), Some(""));
    }

    #[test]
    fn a_stored_key_goes_to_its_own_server_only() {
        let none = Settings::default();
        for (server, sent) in [
            ("http://a.example:4000", true),
            ("http://a.example:4000/", true),
            ("https://a.example:4000", false),
            ("http://a.example:4001", false),
            ("http://a.example", false),
            ("http://a.example.evil.example:4000", false),
            ("http://a.example:4000/other", false),
            ("http://A.EXAMPLE:4000", true),
        ] {
            let file = stored(None, "sk-file", Some("http://a.example:4000"), None);
            let key = resolved(&settings(Some(server), None, None), &none, &file).1;
            assert_eq!(key.is_some(), sent, "{server}");
        }
    }

    #[test]
    fn each_server_gets_its_own_login() {
        let none = Settings::default();
        let logins = [("sk-a", Some("http://a.example")), ("sk-any", None), ("sk-b", Some("http://b.example/llm/"))];
        let file = StoredSettings { base_url: None, logins: logins.map(|(key, url)| login(key, url, None)).into() };
        for (server, expected) in [
            ("http://a.example", "sk-a"),
            ("http://b.example/llm", "sk-b"),
            // A login without a server is used for servers without a login.
            ("http://b.example", "sk-any"),
        ] {
            let key = resolved(&settings(Some(server), None, None), &none, &file).1;
            assert_eq!(key.as_deref(), Some(expected), "{server}");
        }
    }

    #[test]
    fn invalid_settings_name_their_source() {
        let error =
            resolve(&Settings::default(), &settings(Some("localhost:4000"), None, None), &StoredSettings::default())
                .expect_err("no scheme");
        let ConfigError::Invalid { hint, .. } = error else { panic!("{error:?}") };
        assert_eq!(hint.as_deref(), Some("it came from the variable LITELLM_PROXY_URL"));
        assert!(resolve(&settings(None, None, Some("a b")), &Settings::default(), &StoredSettings::default()).is_err());
    }
}
