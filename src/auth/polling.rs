//! Starts a browser login, on newer and older servers, and polls the server until it is completed.

use std::time::Duration;

use reqwest::Url;
use tokio::time::{Instant, sleep_until, timeout_at};

use litellm_proxy_client::sso::{Login, LoginPoll, Sso, TeamChoice};
use litellm_proxy_client::{ApiKey, Client, Error, RefusalKind};

const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// A login that the user has yet to complete in a browser.
pub(crate) struct PendingLogin {
    login_id: String,
    /// `None` on older servers, where the login id itself is secret.
    poll_secret: Option<ApiKey>,
    /// The code to enter in the browser, or to compare with the one shown there.
    pub(crate) user_code: Option<String>,
    /// The URL to log in at.
    pub(crate) url: Url,
    /// How long the server waits for the login, if it reports that.
    pub(crate) expires_in: Option<Duration>,
}

/// The result of polling a login.
pub(crate) enum PollOutcome {
    Ready(Login),
    ChooseTeam(TeamChoice),
    /// The login was not completed in time.
    TimedOut,
}

/// Starts a login. Older servers have no endpoint for this; they first see the login's id when the browser opens its
/// URL.
pub(crate) async fn start(client: &Client) -> Result<PendingLogin, Error> {
    match client.sso().start().await {
        Ok(start) => {
            // Only servers that return this link accept the code in the URL.
            let code_in_url = start.verification_uri_complete.is_some().then_some(start.user_code.as_str());
            Ok(PendingLogin {
                url: client.sso().browser_url(&start.login_id, code_in_url),
                login_id: start.login_id,
                poll_secret: Some(start.poll_secret),
                user_code: Some(start.user_code),
                expires_in: start.expires_in.map(Duration::from_secs),
            })
        }
        Err(error) if matches!(error.status().map(|status| status.as_u16()), Some(404 | 405)) => {
            let login_id = Sso::legacy_login_id();
            let url = client.sso().browser_url(&login_id, None);
            Ok(PendingLogin { login_id, poll_secret: None, user_code: None, url, expires_in: None })
        }
        Err(error) => Err(error),
    }
}

/// Polls until the login is completed, fails, or `deadline` passes. `on_poll` receives the transient error of each
/// unfinished poll, or `None` if it succeeded.
///
/// # Errors
/// Returns the first permanent error, or at the deadline the transient error of the last poll, if it had one.
pub(crate) async fn wait_for_login(
    client: &Client,
    pending: &PendingLogin,
    team_id: Option<&str>,
    deadline: Instant,
    mut on_poll: impl FnMut(Option<&Error>),
) -> Result<PollOutcome, Error> {
    let mut last_error = None;
    loop {
        let poll = client.sso().poll(&pending.login_id, pending.poll_secret.as_ref(), team_id);
        let Ok(result) = timeout_at(deadline, poll).await else { break };
        let pause = match result {
            Ok(LoginPoll::Ready(login)) => return Ok(PollOutcome::Ready(login)),
            Ok(LoginPoll::ChooseTeam(choice)) if team_id.is_none() => return Ok(PollOutcome::ChooseTeam(choice)),
            Ok(_) => {
                last_error = None;
                POLL_INTERVAL
            }
            // Older servers report a login that cannot be completed this way. The wrapped error is a 403 if the team is
            // not the user's.
            Err(Error::Server(refusal)) if refusal.kind() == Some(RefusalKind::LoginFailed) => {
                let is_forbidden = refusal.message.contains(": 403:");
                return Err(if is_forbidden { Error::Forbidden(refusal) } else { Error::Server(refusal) });
            }
            Err(error) if is_transient(&error) => {
                let pause = error.retry_after().unwrap_or(POLL_INTERVAL).max(POLL_INTERVAL);
                last_error = Some(error);
                pause
            }
            Err(error) => return Err(error),
        };
        on_poll(last_error.as_ref());
        // The server's `Retry-After` may overflow the clock.
        let next = Instant::now().checked_add(pause).filter(|next| *next < deadline);
        sleep_until(next.unwrap_or(deadline)).await;
        if next.is_none() {
            break;
        }
    }
    last_error.map_or(Ok(PollOutcome::TimedOut), Err)
}

/// Returns whether a later poll may succeed.
fn is_transient(error: &Error) -> bool {
    matches!(
        error,
        Error::RateLimited(_)
            | Error::Server(_)
            | Error::Unreachable { .. }
            | Error::Timeout { .. }
            | Error::Interrupted { .. }
    )
}
