//! Re-exports the library's settings and adds the options of `config.json` that only the command line reads.

pub(crate) use litellm_proxy_client::settings::{
    Config, ConfigError, Settings, Source, StoredSettings, config_dir, describe_io, describe_json, read_config_file,
    read_text, resolve, without_bom,
};

/// The setting in `config.json` that makes `login` use PKCE.
pub(crate) const PKCE: &str = "pkce";

/// The settings that this program reads from `config.json`.
pub(crate) const SETTINGS: [&str; 2] = ["base_url", PKCE];

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
