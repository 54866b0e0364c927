//! Every environment variable that is read, by name and meaning: three by `Client::from_env`, all by the command line.

/// Base URL of the proxy server, below `--base-url`.
pub(crate) const LITELLM_PROXY_URL: &str = "LITELLM_PROXY_URL";
/// API key, below `--api-key`.
pub(crate) const LITELLM_PROXY_API_KEY: &str = "LITELLM_PROXY_API_KEY";
/// Name of the header that carries the key, below `--auth-header`.
pub(crate) const LITELLM_PROXY_AUTH_HEADER: &str = "LITELLM_PROXY_AUTH_HEADER";
/// Any value: no colours.
#[cfg(feature = "cli")]
pub(crate) const NO_COLOR: &str = "NO_COLOR";
/// Any value but `0`: colours even without a terminal.
#[cfg(feature = "cli")]
pub(crate) const CLICOLOR_FORCE: &str = "CLICOLOR_FORCE";
/// `dumb`: a terminal without colours.
#[cfg(feature = "cli")]
pub(crate) const TERM: &str = "TERM";
/// The user's browser: commands, with colons between them, of which the first that starts is taken.
#[cfg(feature = "cli")]
pub(crate) const BROWSER: &str = "BROWSER";
/// Where programs are looked for.
#[cfg(feature = "sandbox")]
pub(crate) const PATH: &str = "PATH";
/// The user's shell, which `sandbox shell` opens.
#[cfg(feature = "sandbox")]
pub(crate) const SHELL: &str = "SHELL";
/// Any value but `false` and `0`: nobody is there to use a browser.
#[cfg(feature = "cli")]
pub(crate) const CI: &str = "CI";
/// Any of them: the user sits at another machine.
#[cfg(feature = "cli")]
pub(crate) const SSH: [&str; 3] = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];
/// Any of them: there is a screen for a browser to appear on.
#[cfg(feature = "cli")]
pub(crate) const DISPLAYS: [&str; 2] = ["DISPLAY", "WAYLAND_DISPLAY"];

/// The zone of the local clock, by name; where it is unset, the system's own.
#[cfg(feature = "cli")]
pub(crate) const TZ: &str = "TZ";

/// HTTP proxies, which the HTTP library reads itself; here to say so when a server is not reached.
#[cfg(feature = "cli")]
pub(crate) const PROXIES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// A variable's value; unset and empty are `None`. What is not UTF-8 keeps a mark that no URL and no key can hold, so
/// that it is refused rather than ignored.
pub(crate) fn get(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}
