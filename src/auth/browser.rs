//! Opens the user's browser, if there is one.

use std::process::{Command, Stdio};

use reqwest::Url;

use crate::env;

/// Opens a URL in the browser and returns whether one was started. `$BROWSER` always applies, since it was set on
/// purpose; otherwise a browser is started only where the user can see it.
pub(crate) fn open(url: &Url) -> bool {
    match env::get(env::BROWSER) {
        Some(candidates) => candidates.split(':').filter_map(|command| of_variable(command, url)).any(start),
        None => has_screen() && open::commands(url.as_str()).into_iter().any(start),
    }
}

/// Returns a command from `$BROWSER`, whose words are quoted as for a shell. `%s` stands for the URL; without it, the URL
/// is appended.
fn of_variable(command: &str, url: &Url) -> Option<Command> {
    let words = shlex::split(command)?;
    let mut arguments = words.iter().map(|word| word.replace("%s", url.as_str()));
    let mut command = Command::new(arguments.next()?);
    command.args(arguments);
    if !words.iter().any(|word| word.contains("%s")) {
        command.arg(url.as_str());
    }
    Some(command)
}

fn start(mut command: Command) -> bool {
    // A browser may outlive this program by days, so it must not write to this terminal, read its input or end with it;
    // and it has no use for the key.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let null = Stdio::null;
    command.env_remove(env::LITELLM_PROXY_API_KEY).stdin(null()).stdout(null()).stderr(null()).spawn().is_ok()
}

fn has_screen() -> bool {
    let is_set = |name: &&str| env::get(name).is_some();
    let is_remote = env::SSH.iter().any(&is_set);
    let is_ci = env::get(env::CI).is_some_and(|value| value != "false" && value != "0");
    let has_display = !cfg!(all(unix, not(target_os = "macos"))) || env::DISPLAYS.iter().any(is_set);
    !is_remote && !is_ci && has_display
}
