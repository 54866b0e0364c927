//! A key that the user has, for people without a single sign-on.

use anyhow::{Context as _, Result};
use dialoguer::Password;

use super::{Attempt, LoggedIn};
use crate::config::Source;
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::{ApiKey, Error};

pub(super) async fn log_in(attempt: &Attempt) -> Result<LoggedIn> {
    let key = match &attempt.key {
        Some(key) => key.clone(),
        None => typed().await?,
    };
    if key.is_empty() {
        return Err(Failure::usage("there is no key to keep: give it to standard input, or to --api-key"));
    }
    let client = attempt.client.with_key(&key);
    match client.models().list().await {
        // A key that may do other things only is known to the server all the same.
        Ok(_) | Err(Error::Forbidden(_)) => {}
        Err(error) => return Err(error).context("the key has not been accepted, and is not kept"),
    }
    let mut login = attempt.login_with(&key);
    // Keys that the server does not store, such as its master key, have no information.
    if let Ok(answer) = client.keys().own_info().await {
        login.set_non_empty("user_id", answer.info.user_id.as_deref());
        login.set_non_empty("team_id", answer.info.team_id.as_deref());
    }
    Ok(LoggedIn { login, team_alias: None })
}

/// The key of `--api-key`, or of standard input unless that is a terminal.
pub(super) fn given(context: &mut Context) -> Result<Option<ApiKey>> {
    if let Some(key) = context.config()?.api_key.filter(|key| matches!(key.source, Source::Flag(_))) {
        return Ok(Some(key.value));
    }
    if context.output.terminal().stdin_is_terminal {
        return Ok(None);
    }
    let bytes = context.arguments.file("-")?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::usage("standard input is not UTF-8 text"))?;
    Ok(Some(ApiKey::new(text)))
}

async fn typed() -> Result<ApiKey> {
    // Whoever presses Ctrl-C gets a terminal back on which one sees what one types.
    let _visible_again = hidden::Restored::of_stdin();
    let prompt = || Password::new().with_prompt("Key").report(false).allow_empty_password(true).interact();
    let typed = tokio::task::spawn_blocking(prompt).await?;
    Ok(ApiKey::new(typed.context("cannot read a key from the terminal")?))
}

mod hidden {
    //! The terminal's modes, as they were before a prompt changed them.

    #[cfg(unix)]
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    #[cfg(unix)]
    pub(super) struct Restored(Option<Termios>);

    #[cfg(unix)]
    impl Restored {
        pub(super) fn of_stdin() -> Self {
            Self(tcgetattr(std::io::stdin()).ok())
        }
    }

    #[cfg(unix)]
    impl Drop for Restored {
        fn drop(&mut self) {
            if let Some(modes) = &self.0 {
                // A terminal that is gone needs none.
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, modes);
            }
        }
    }

    #[cfg(not(unix))]
    pub(super) struct Restored;

    #[cfg(not(unix))]
    impl Restored {
        pub(super) fn of_stdin() -> Self {
            Self
        }
    }
}
