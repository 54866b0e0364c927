//! Opens the user's browser, if there is one.

use std::process::{Command, Stdio};

use reqwest::Url;

use crate::env;

/// Opens a URL in the browser and returns whether one was started. `$BROWSER` always applies, since it was set on
/// purpose; otherwise a browser is started only where the user can see it.
pub(crate) fn open(url: &Url) -> bool {
    match env::get(env::BROWSER) {
        Some(candidates) => candidates.split(':').any(|command| run(command, url)),
        None => has_screen() && open::that_detached(url.as_str()).is_ok(),
    }
}

/// Starts a command from `$BROWSER`. `%s` stands for the URL; without it, the URL is appended.
fn run(command: &str, url: &Url) -> bool {
    let mut words: Vec<String> = command.split_whitespace().map(|word| word.replace("%s", url.as_str())).collect();
    if !command.contains("%s") {
        words.push(url.to_string());
    }
    let mut words = words.into_iter();
    let Some(program) = words.next().filter(|_| !command.trim().is_empty()) else { return false };
    // The browser must not write to this terminal or read its input.
    let null = Stdio::null;
    Command::new(program).args(words).stdin(null()).stdout(null()).stderr(null()).spawn().is_ok()
}

fn has_screen() -> bool {
    let is_set = |name: &&str| env::get(name).is_some();
    let is_remote = env::SSH.iter().any(&is_set);
    let is_ci = env::get(env::CI).is_some_and(|value| value != "false" && value != "0");
    let has_display = !cfg!(all(unix, not(target_os = "macos"))) || env::DISPLAYS.iter().any(is_set);
    !is_remote && !is_ci && has_display
}
