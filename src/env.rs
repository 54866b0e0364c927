//! Every environment variable that the command line reads, by name and meaning.

pub(crate) use litellm_proxy_client::settings::{
    LITELLM_PROXY_API_KEY, LITELLM_PROXY_AUTH_HEADER, LITELLM_PROXY_URL, env_var as get,
};

/// Any value: no colours.
pub(crate) const NO_COLOR: &str = "NO_COLOR";
/// Any value but `0`: colours even without a terminal.
pub(crate) const CLICOLOR_FORCE: &str = "CLICOLOR_FORCE";
/// `dumb`: a terminal without colours.
pub(crate) const TERM: &str = "TERM";
/// The user's browser: commands, with colons between them, of which the first that starts is taken.
pub(crate) const BROWSER: &str = "BROWSER";
/// Where programs are looked for.
pub(crate) const PATH: &str = "PATH";
/// A shell's name: the shell runs this program for completions.
pub(crate) const COMPLETE: &str = "COMPLETE";
/// The user's shell, which `sandbox shell` opens.
pub(crate) const SHELL: &str = "SHELL";
/// Any value but `false` and `0`: nobody is there to use a browser.
pub(crate) const CI: &str = "CI";
/// Any of them: the user sits at another machine.
pub(crate) const SSH: [&str; 3] = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];
/// Any of them: there is a screen for a browser to appear on.
pub(crate) const DISPLAYS: [&str; 2] = ["DISPLAY", "WAYLAND_DISPLAY"];

/// The zone of the local clock, by name; where it is unset, the system's own.
pub(crate) const TZ: &str = "TZ";

/// HTTP proxies, which the HTTP library reads itself; here to say so when a server is not reached.
pub(crate) const PROXIES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
