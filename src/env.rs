//! The names of all environment variables that the command line reads.

pub(crate) use litellm_proxy_client::settings::{
    LITELLM_PROXY_API_KEY, LITELLM_PROXY_AUTH_HEADER, LITELLM_PROXY_URL, env_var as get,
};

/// The key of the fingerprints of secrets, by which `plan` and `apply` see that one has changed.
pub(crate) const LITELLM_PROXY_FINGERPRINT_KEY: &str = "LITELLM_PROXY_FINGERPRINT_KEY";

/// The name of the context to use.
pub(crate) const LITELLM_PROXY_CONTEXT: &str = "LITELLM_PROXY_CONTEXT";
/// The contexts whose `key_command` this program is run by, separated by commas. Set for such commands only.
pub(crate) const LITELLM_PROXY_IN_KEY_COMMAND: &str = "LITELLM_PROXY_IN_KEY_COMMAND";

/// Where releases of this program are: a mirror of those of its repository.
pub(crate) const LITELLM_PROXY_DOWNLOADS: &str = "LITELLM_PROXY_DOWNLOADS";

/// Returns whether a variable is set to nothing, as CI systems do where a job may not have the secret that fills it.
pub(crate) fn is_empty(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| value.is_empty())
}

/// Names that are taken for [`LITELLM_PROXY_URL`] and [`LITELLM_PROXY_API_KEY`], and that nothing reads.
const NOT_THE_URL: [&str; 6] = [
    "LITELLM_PROXY_BASE_URL",
    "LITELLM_BASE_URL",
    "LITELLM_URL",
    "LITELLM_PROXY_SERVER_URL",
    "LITELLM_PROXY_API_BASE",
    "LITELLM_API_BASE",
];
const NOT_THE_KEY: [&str; 5] =
    ["LITELLM_API_KEY", "LITELLM_PROXY_KEY", "LITELLM_KEY", "LITELLM_MASTER_KEY", "LITELLM_PROXY_MASTER_KEY"];

/// Says that a variable is set that was probably meant to name the server.
pub(crate) fn mistaken_url() -> Option<String> {
    mistaken(&NOT_THE_URL, "server's URL", LITELLM_PROXY_URL)
}

/// Says that a variable is set that was probably meant to have the key.
pub(crate) fn mistaken_key() -> Option<String> {
    mistaken(&NOT_THE_KEY, "key", LITELLM_PROXY_API_KEY)
}

fn mistaken(names: &[&str], what: &str, right: &str) -> Option<String> {
    let name = names.iter().find(|name| get(name).is_some())?;
    Some(format!("{name} is set, but the {what} is read from {right}"))
}

/// What the packages of OpenAI and Anthropic read, which `sandbox exec` sets.
pub(crate) const OPENAI_BASE_URL: &str = "OPENAI_BASE_URL";
pub(crate) const OPENAI_API_KEY: &str = "OPENAI_API_KEY";
pub(crate) const ANTHROPIC_BASE_URL: &str = "ANTHROPIC_BASE_URL";
pub(crate) const ANTHROPIC_API_KEY: &str = "ANTHROPIC_API_KEY";
/// What some packages read before these, which `sandbox exec` removes.
pub(crate) const OPENAI_API_BASE: &str = "OPENAI_API_BASE";
pub(crate) const ANTHROPIC_AUTH_TOKEN: &str = "ANTHROPIC_AUTH_TOKEN";

/// Any value disables color.
pub(crate) const NO_COLOR: &str = "NO_COLOR";
/// Any value except `0` enables color even without a terminal.
pub(crate) const CLICOLOR_FORCE: &str = "CLICOLOR_FORCE";
/// `dumb` disables color.
pub(crate) const TERM: &str = "TERM";
/// The width of help where no stream is a terminal.
pub(crate) const COLUMNS: &str = "COLUMNS";
/// The user's browser: commands separated by colons; the first that starts is used.
pub(crate) const BROWSER: &str = "BROWSER";
/// The search path of programs.
pub(crate) const PATH: &str = "PATH";
/// The name of the shell that runs this program for completions.
pub(crate) const COMPLETE: &str = "COMPLETE";
/// The user's shell, which `sandbox shell` opens.
pub(crate) const SHELL: &str = "SHELL";
/// Any value except `false` and `0`: nobody is there to use a browser.
pub(crate) const CI: &str = "CI";
/// Any of them is set in an SSH session.
pub(crate) const SSH: [&str; 3] = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];
/// Any of them is set where a graphical display exists.
pub(crate) const DISPLAYS: [&str; 2] = ["DISPLAY", "WAYLAND_DISPLAY"];

/// The name of the local time zone; the system's zone if unset.
pub(crate) const TZ: &str = "TZ";

/// HTTP proxies. The client library reads them; they are listed here for the hint about an unreachable server.
pub(crate) const PROXIES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
