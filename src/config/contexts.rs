//! Contexts: servers with names in `config.json`, each with its key's source. A key itself is never in the file.

use std::path::{Path, PathBuf};

use litellm_proxy_client::{ApiKey, parse_base_url};
use reqwest::Url;
use reqwest::header::HeaderName;
use serde_json::{Map, Value};

use super::{ConfigError, Settings, config_dir, read_text};
use crate::env;
use crate::tls_options::TlsOptions;

/// The contexts in `config.json`, by name.
pub(crate) const CONTEXTS: &str = "contexts";
/// The name of the context in use, in `config.json`.
pub(crate) const CONTEXT: &str = "context";
/// The fields of a context.
pub(crate) const FIELDS: [&str; 8] =
    ["base_url", "key_command", "key_file", "auth_header", "ca_cert", "client_cert", "client_key", "model"];
/// Those that are paths.
pub(crate) const PATHS: [&str; 4] = ["key_file", "ca_cert", "client_cert", "client_key"];
/// Fields that would be a key in clear.
const KEYS: [&str; 3] = ["api_key", "key", "token"];

/// Where the key of a context comes from. Without either, a login for its server is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ContextKey {
    None,
    File(PathBuf),
    /// The words of a command that prints it.
    Command(Vec<String>),
}

/// A context, as in the file.
#[derive(Debug, Clone)]
pub(crate) struct StoredContext {
    pub(crate) name: String,
    pub(crate) url: Url,
    pub(crate) key: ContextKey,
    pub(crate) auth_header: Option<String>,
    tls: TlsOptions,
    pub(crate) model: Option<String>,
    /// Fields that this program does not know.
    pub(crate) unknown: Vec<String>,
}

/// What chose a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChosenBy {
    /// `--context`.
    Option,
    /// `LITELLM_PROXY_CONTEXT`.
    Variable,
    /// `context` in the file.
    File,
}

/// The chosen context.
#[derive(Debug, Clone)]
pub(crate) struct Selected {
    pub(crate) context: StoredContext,
    pub(crate) by: ChosenBy,
    /// The number of contexts in the file.
    pub(crate) known: usize,
}

impl Selected {
    /// Returns a warning of each field of the context that this program does not know.
    pub(crate) fn unknown_fields(&self) -> impl Iterator<Item = String> + '_ {
        let StoredContext { name, unknown, .. } = &self.context;
        unknown.iter().map(move |field| format!("context {name} has `{field}`, which is not a field of a context"))
    }

    /// Returns whether the context's own key is preferred to the variable's.
    pub(crate) fn has_own_key(&self) -> bool {
        self.by == ChosenBy::Option && self.context.key != ContextKey::None
    }

    /// Returns whether the context decides which server is used, rather than an option or a variable.
    pub(super) fn names_server(&self, flags: &Settings, environment: &Settings) -> bool {
        flags.base_url.is_none() && (self.by == ChosenBy::Option || environment.base_url.is_none())
    }
}

impl StoredContext {
    /// Reads a context.
    ///
    /// # Errors
    /// Names the context and the field that is invalid.
    pub(crate) fn read(name: &str, value: &Value) -> Result<Self, ConfigError> {
        let invalid = |what: &str| ConfigError::invalid(format!("context {name}: {what}"));
        let Value::Object(fields) = value else { return Err(invalid("it is not an object")) };
        if let Some(key) = KEYS.iter().find(|key| fields.get(**key).is_some_and(|value| !value.is_null())) {
            return Err(ConfigError::Invalid {
                message: format!("context {name}: `{key}` would be a key that others can read"),
                hint: Some(
                    "name a file with `key_file` or a command with `key_command`, or log in to its server".to_owned(),
                ),
            });
        }
        let string = |field: &str| match fields.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(invalid(&format!("`{field}` is not a string with a value"))),
        };
        let url = string("base_url")?.ok_or_else(|| invalid("`base_url` is missing"))?;
        let url = parse_base_url(&url).map_err(|error| invalid(&error.to_string()))?;
        let command = command_words(fields.get("key_command")).map_err(|what| invalid(&what))?;
        let key = match (command, string("key_file")?) {
            (Some(_), Some(_)) => return Err(invalid("it has both a `key_command` and a `key_file`")),
            (Some(words), None) => ContextKey::Command(words),
            (None, Some(path)) => ContextKey::File(expanded(&path)),
            (None, None) => ContextKey::None,
        };
        let auth_header = string("auth_header")?;
        if auth_header.as_ref().is_some_and(|header| HeaderName::try_from(header.as_str()).is_err()) {
            return Err(invalid("`auth_header` is not a valid header name"));
        }
        Ok(Self {
            name: name.to_owned(),
            url,
            key,
            auth_header,
            tls: TlsOptions {
                ca_cert: string("ca_cert")?.map(|path| expanded(&path)),
                client_cert: string("client_cert")?.map(|path| expanded(&path)),
                client_key: string("client_key")?.map(|path| expanded(&path)),
                insecure: false,
            },
            model: string("model")?,
            unknown: fields.keys().filter(|field| !FIELDS.contains(&field.as_str())).cloned().collect(),
        })
    }

    /// Returns whom to trust, and which certificate to show: the options, or else what the context says.
    pub(crate) fn tls(&self, options: &TlsOptions) -> TlsOptions {
        let own = self.tls.clone();
        // A key belongs to its certificate.
        let (client_cert, client_key) = match &options.client_cert {
            Some(_) => (options.client_cert.clone(), options.client_key.clone()),
            None => (own.client_cert, options.client_key.clone().or(own.client_key)),
        };
        TlsOptions {
            ca_cert: options.ca_cert.clone().or(own.ca_cert),
            client_cert,
            client_key,
            insecure: options.insecure,
        }
    }

    /// Reads the key from its file.
    pub(super) fn read_key(&self, path: &Path) -> Result<ApiKey, ConfigError> {
        let of = |what: String| ConfigError::invalid(format!("the key file of context {}: {what}", self.name));
        match read_text(path).map_err(|error| of(error.to_string()))? {
            None => Err(of(format!("{} does not exist", path.display()))),
            Some(text) if text.trim().is_empty() => Err(of(format!("{} is empty", path.display()))),
            Some(text) => Ok(ApiKey::pasted(text)),
        }
    }
}

/// Returns the words of a `key_command`: a list as it is, or a string whose words are quoted as for a shell.
fn command_words(value: Option<&Value>) -> Result<Option<Vec<String>>, String> {
    let words: Option<Vec<String>> = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => shlex::split(text),
        Some(Value::Array(words)) => words.iter().map(|word| word.as_str().map(str::to_owned)).collect(),
        Some(_) => None,
    };
    match words.filter(|words| words.first().is_some_and(|program| !program.is_empty())) {
        Some(words) => Ok(Some(words)),
        None => {
            Err("`key_command` must be a command, its words quoted as for a shell, or a list of its words".to_owned())
        }
    }
}

/// Returns a path whose `~/` is the home directory. A relative one is relative to the directory of the file.
fn expanded(path: &str) -> PathBuf {
    let directory = config_dir().unwrap_or_default();
    match (path.strip_prefix("~/"), directory.parent()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => directory.join(path),
    }
}

/// Returns the names of the contexts.
pub(crate) fn names(settings: &Map<String, Value>) -> Vec<String> {
    let contexts = settings.get(CONTEXTS).and_then(Value::as_object);
    contexts.map(|contexts| contexts.keys().cloned().collect()).unwrap_or_default()
}

/// Finds a context by its name. `from` says what named it.
///
/// # Errors
/// If there is none, with the name that was probably meant and the known names.
pub(crate) fn find(settings: &Map<String, Value>, name: &str, from: &str) -> Result<StoredContext, ConfigError> {
    if !matches!(settings.get(CONTEXTS), None | Some(Value::Null | Value::Object(_))) {
        return Err(ConfigError::invalid("`contexts` in config.json is not an object"));
    }
    if let Some(value) = settings.get(CONTEXTS).and_then(|contexts| contexts.get(name)) {
        return StoredContext::read(name, value).map_err(|error| match error {
            ConfigError::Invalid { message, hint: None } => ConfigError::Invalid {
                message,
                hint: Some(format!("`litellm-proxy config contexts get {name}` shows it as it is in config.json")),
            },
            error => error,
        });
    }
    let known = names(settings);
    let hint = if known.is_empty() {
        format!("there are none; `litellm-proxy config contexts add {name} --base-url URL` adds it")
    } else {
        let near = known.iter().map(|known| (strsim::osa_distance(known, name), known)).min();
        let near = near.filter(|(distance, near)| *distance <= 2.max(near.len() / 3)).map(|(_, near)| near);
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        format!("{near}The contexts are {}", known.join(", "))
    };
    Err(ConfigError::Invalid {
        message: format!("there is no context `{name}`, which came from {from}"),
        hint: Some(hint),
    })
}

/// Fails if a name cannot be that of a context.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if name.chars().all(is_plain) && name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Ok(());
    }
    Err("a name has letters, digits, `-`, `_` and `.`, and begins with a letter or a digit".to_owned())
}

/// Chooses the context: that of `--context`, then that of the variable, then that of the file. `option` and `variable` are
/// the names; `settings` is what is in the file. Returns it, and a warning.
///
/// # Errors
/// If a context does not exist or is invalid, unless the server is named by other means and the context could only have
/// given its key.
pub(crate) fn select(
    option: Option<&str>,
    variable: Option<&str>,
    (flags, environment): (&Settings, &Settings),
    settings: Result<Map<String, Value>, ConfigError>,
) -> Result<(Option<Selected>, Option<String>), ConfigError> {
    if let (Some(name), Some(_)) = (option, &flags.base_url) {
        return Err(ConfigError::Invalid {
            message: format!("--context {name} and --base-url both name a server"),
            hint: Some("give one of them".to_owned()),
        });
    }
    let overrides = environment.base_url.as_ref().filter(|_| option.is_none() && flags.base_url.is_none());
    // The server is named otherwise; a context could only give a key if its server is the same.
    let is_secondary = flags.base_url.is_some() || (overrides.is_some() && variable.is_none());
    let chosen = settings.and_then(|settings| {
        let in_file = || match settings.get(CONTEXT) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(name)) => Ok(Some(name.as_str()).filter(|name| !name.is_empty())),
            Some(_) => Err(ConfigError::invalid("`context` in config.json is not a string")),
        };
        let (name, by, from) = match (option, variable) {
            (Some(name), _) => (Some(name), ChosenBy::Option, "--context".to_owned()),
            (None, Some(name)) => {
                (Some(name), ChosenBy::Variable, format!("the variable {}", env::LITELLM_PROXY_CONTEXT))
            }
            (None, None) => (in_file()?, ChosenBy::File, "`context` in config.json".to_owned()),
        };
        let Some(name) = name else { return Ok(None) };
        let context = find(&settings, name, &from)?;
        Ok(Some(Selected { context, by, known: names(&settings).len() }))
    });
    let selected = match chosen {
        Ok(selected) => selected,
        Err(_) if is_secondary => None,
        Err(error) => return Err(error),
    };
    let warning = overrides.zip(variable).zip(selected.as_ref()).and_then(|((url, name), selected)| {
        let is_same = parse_base_url(url).is_ok_and(|url| url == selected.context.url);
        (!is_same).then(|| {
            format!(
                "{} is set and takes precedence over {}: the server is {}, not that of context {name}",
                env::LITELLM_PROXY_URL,
                env::LITELLM_PROXY_CONTEXT,
                url.trim_end_matches('/')
            )
        })
    });
    Ok((selected, warning))
}
