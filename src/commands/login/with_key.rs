//! `login --with-key`: stores an existing key, for users without single sign-on.

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
        None => prompt_for_key().await?,
    };
    if key.is_empty() {
        return Err(Failure::usage("no key given; pass it on standard input or with --api-key"));
    }
    let client = attempt.client.with_key(&key);
    match client.models().list().await {
        // A key without permission for this is valid too.
        Ok(_) | Err(Error::Forbidden(_)) => {}
        Err(error) => return Err(error).context("the server rejected the key, so it was not stored"),
    }
    let mut login = attempt.login_with(&key);
    // Keys that the server does not store, such as its master key, have no info.
    if let Ok(response) = client.keys().own_info().await {
        login.set_non_empty("user_id", response.info.user_id.as_deref());
        login.set_non_empty("team_id", response.info.team_id.as_deref());
    }
    Ok(LoggedIn { login, team_alias: None, parked: None })
}

/// Reads the key from `--api-key`, or from standard input unless that is a terminal.
pub(super) fn read_key(context: &mut Context) -> Result<Option<ApiKey>> {
    if let Some(key) = context.config()?.api_key.filter(|key| matches!(key.source, Source::Flag(_))) {
        return Ok(Some(key.value));
    }
    if context.output.terminal().stdin_is_terminal {
        return Ok(None);
    }
    Ok(Some(ApiKey::pasted(context.arguments.text("-")?)))
}

async fn prompt_for_key() -> Result<ApiKey> {
    // Ctrl-C at the prompt would leave the terminal without echo.
    let _restore = terminal_modes::RestoreOnDrop::of_stdin();
    let prompt = || Password::new().with_prompt("Key").report(false).allow_empty_password(true).interact();
    let key = tokio::task::spawn_blocking(prompt).await?;
    Ok(ApiKey::pasted(key.context("cannot read a key from the terminal")?))
}

mod terminal_modes {
    //! Restores the terminal's modes that a prompt changed.

    #[cfg(unix)]
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    #[cfg(unix)]
    pub(super) struct RestoreOnDrop(Option<Termios>);

    #[cfg(unix)]
    impl RestoreOnDrop {
        pub(super) fn of_stdin() -> Self {
            Self(tcgetattr(std::io::stdin()).ok())
        }
    }

    #[cfg(unix)]
    impl Drop for RestoreOnDrop {
        fn drop(&mut self) {
            if let Some(modes) = &self.0 {
                // A closed terminal needs no restoring.
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, modes);
            }
        }
    }

    #[cfg(not(unix))]
    pub(super) struct RestoreOnDrop;

    #[cfg(not(unix))]
    impl RestoreOnDrop {
        pub(super) fn of_stdin() -> Self {
            Self
        }
    }
}
