//! Where settings come from: those of the library, and the contexts and options of `config.json` that only the command
//! line reads.

mod contexts;

use litellm_proxy_client::settings::{self, Sourced, StoredLogin};
use litellm_proxy_client::{ApiKey, Client, ClientBuilder, parse_base_url};
use reqwest::Url;
use reqwest::header::HeaderName;

pub(crate) use self::contexts::{
    CONTEXT, CONTEXTS, ChosenBy, ContextKey, FIELDS, PATHS, Selected, StoredContext, check_name, find, names, select,
};
pub(crate) use litellm_proxy_client::settings::{
    ConfigError, Settings, Source, StoredSettings, config_dir, describe_io, describe_json, read_config_file, read_text,
    without_bom,
};

/// The setting in `config.json` that makes `login` use PKCE.
pub(crate) const PKCE: &str = "pkce";

/// The settings that this program reads from `config.json`, apart from the contexts.
pub(crate) const SETTINGS: [&str; 3] = ["base_url", CONTEXT, PKCE];

/// The directory of rotation journals in `~/.litellm`.
pub(crate) const ROTATIONS: &str = "rotations";

/// Parses a boolean setting in any of the spellings that other tools write.
pub(crate) fn parse_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" | "1" => Some(true),
        "false" | "off" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// The resolved settings.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) base_url: Sourced<Url>,
    /// The key, if there is one and no command prints it.
    pub(crate) api_key: Option<Sourced<ApiKey>>,
    /// The header that carries the key.
    pub(crate) auth_header: HeaderName,
    /// The login that the key comes from, if any.
    pub(crate) login: Option<StoredLogin>,
    /// The context, if the server is that of the chosen one.
    pub(crate) context: Option<Selected>,
    /// The words of the command that prints the key, if the key comes from one.
    pub(crate) key_command: Option<Vec<String>>,
}

impl Config {
    /// Returns a client builder with these settings, but for the key of a command.
    pub(crate) fn builder(&self) -> ClientBuilder {
        let builder = Client::builder(self.base_url.value.as_str()).auth_header(self.auth_header.clone());
        match &self.api_key {
            Some(key) => builder.api_key(key.value.clone()),
            None => builder,
        }
    }

    /// Returns whether requests have a key.
    pub(crate) fn has_key(&self) -> bool {
        self.key_command.is_some() || self.api_key.as_ref().is_some_and(|key| !key.value.is_empty())
    }

    /// Returns where the key comes from, for messages.
    pub(crate) fn key_from(&self) -> Option<String> {
        let source = self.api_key.as_ref().filter(|key| !key.value.is_empty()).map(|key| key.source.to_string());
        self.context_of_key().map(|name| format!("context {name}")).or(source)
    }

    /// Returns the name of the context that the key comes from.
    pub(crate) fn context_of_key(&self) -> Option<&str> {
        let is_of_context = self.key_command.is_some()
            || self.api_key.as_ref().is_some_and(|key| matches!(key.source, Source::Context(_)));
        self.context.as_ref().filter(|_| is_of_context).map(|selected| selected.context.name.as_str())
    }
}

/// Resolves the settings. Its only input that is not an argument is the file that has the key of a context.
///
/// A context that was chosen by an option wins whole: its key, or else the login for its server, is preferred to the
/// variable's. The key of a context is used for its own server only.
pub(crate) fn resolve(
    flags: &Settings,
    environment: &Settings,
    stored: StoredSettings,
    selected: Option<&Selected>,
) -> Result<Config, ConfigError> {
    let (mut flags, mut environment, mut stored) = (flags.clone(), environment.clone(), stored);
    let mut in_use = None;
    let mut context_key = None;
    let mut names_server = false;
    if let Some(selected) = selected {
        let StoredContext { url, key, auth_header, .. } = &selected.context;
        names_server = selected.names_server(&flags, &environment);
        let given = flags.base_url.as_ref().or(environment.base_url.as_ref()).filter(|_| !names_server);
        if given.is_none_or(|given| parse_base_url(given).is_ok_and(|given| given == *url)) {
            in_use = Some(selected);
            if names_server {
                flags.base_url = Some(url.to_string());
            }
            let is_by_option = selected.by == ChosenBy::Option;
            let has_login = stored.logins.iter().any(|login| login.value.belongs_to(url));
            if is_by_option && (*key != ContextKey::None || has_login) {
                environment.api_key = None;
            }
            if *key != ContextKey::None && flags.api_key.is_none() && environment.api_key.is_none() {
                stored.logins.clear();
                context_key = Some(key);
            }
            if is_by_option || environment.auth_header.is_none() {
                environment.auth_header = auth_header.clone().or(environment.auth_header);
            }
        }
    }
    let settings::Config { mut base_url, mut api_key, auth_header, login } =
        settings::resolve(&flags, &environment, &stored)?;
    let mut key_command = None;
    if let Some(selected) = in_use {
        let source = Source::Context(selected.context.name.clone());
        match context_key {
            Some(ContextKey::File(path)) => {
                api_key = Some(Sourced { value: selected.context.read_key(path)?, source: source.clone() });
            }
            Some(ContextKey::Command(words)) => key_command = Some(words.clone()),
            Some(ContextKey::None) | None => {}
        }
        if names_server {
            base_url.source = source;
        }
    }
    Ok(Config { base_url, api_key, auth_header, login, context: in_use.cloned(), key_command })
}

#[cfg(test)]
mod tests;
