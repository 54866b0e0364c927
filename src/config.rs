//! Settings of the command line on top of the library's: the options of `config.json` that only it knows.

pub(crate) use litellm_proxy_client::settings::{
    Config, ConfigError, Settings, Source, StoredSettings, config_dir, describe_io, describe_json, read_config_file,
    read_text, resolve,
};

/// The setting of `config.json` that makes `login` use PKCE.
pub(crate) const PKCE: &str = "pkce";

/// A setting that is on or off, in the words that other tools write.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" | "1" => Some(true),
        "false" | "off" | "no" | "0" => Some(false),
        _ => None,
    }
}
