//! The login in a browser, of newer servers and of older ones: how it begins, and the asking, again and again, what has
//! come of it.

use std::time::Duration;

use reqwest::Url;
use tokio::time::{Instant, sleep_until, timeout_at};

use litellm_proxy_client::sso::{Login, LoginPoll, Sso, TeamChoice};
use litellm_proxy_client::{ApiKey, Client, Error, Meaning};

const PAUSE: Duration = Duration::from_secs(2);

/// A login that somebody has to complete in a browser.
pub(crate) struct Pending {
    login_id: String,
    /// Older servers have none: there the id is the secret.
    poll_secret: Option<ApiKey>,
    /// What is to be entered in the browser, or compared with what stands there.
    pub(crate) user_code: Option<String>,
    /// Where to log in.
    pub(crate) url: Url,
    /// How long the server waits, if it says so.
    pub(crate) lives: Option<Duration>,
}

/// What has come of a login.
pub(crate) enum Outcome {
    Ready(Login),
    ChooseTeam(TeamChoice),
    /// Nobody has logged in within the time.
    TimeOver,
}

/// Begins a login; a server that cannot begin one is an older one, to which its id is only told by the browser.
pub(crate) async fn begin(client: &Client) -> Result<Pending, Error> {
    match client.sso().start().await {
        Ok(start) => {
            // Only a server that gives this link takes the code from a URL.
            let code_in_url = start.verification_uri_complete.is_some().then_some(start.user_code.as_str());
            Ok(Pending {
                url: client.sso().browser_url(&start.login_id, code_in_url),
                login_id: start.login_id,
                poll_secret: Some(start.poll_secret),
                user_code: Some(start.user_code),
                lives: start.expires_in.map(Duration::from_secs),
            })
        }
        Err(error) if matches!(error.status().map(|status| status.as_u16()), Some(404 | 405)) => {
            let login_id = Sso::legacy_login_id();
            let url = client.sso().browser_url(&login_id, None);
            Ok(Pending { login_id, poll_secret: None, user_code: None, url, lives: None })
        }
        Err(error) => Err(error),
    }
}

/// Asks until there is an answer, until asking on makes no sense, or until the time is over; then what was last wrong is
/// told, if the server did not just say that it waits. `trouble` is told of what goes wrong on the way.
pub(crate) async fn outcome(
    client: &Client,
    pending: &Pending,
    team_id: Option<&str>,
    end: Instant,
    mut trouble: impl FnMut(Option<&Error>),
) -> Result<Outcome, Error> {
    let mut last_error = None;
    loop {
        let poll = client.sso().poll(&pending.login_id, pending.poll_secret.as_ref(), team_id).into_future();
        let Ok(answer) = timeout_at(end, poll).await else { break };
        let pause = match answer {
            Ok(LoginPoll::Ready(login)) => return Ok(Outcome::Ready(login)),
            Ok(LoginPoll::ChooseTeam(choice)) if team_id.is_none() => return Ok(Outcome::ChooseTeam(choice)),
            Ok(_) => {
                last_error = None;
                PAUSE
            }
            // An older server's own way to say that this login cannot be completed; what it says in it was a 403 once, when
            // the team is not the user's.
            Err(Error::Server(refusal)) if refusal.means(Meaning::LoginFailed) => {
                let is_refusal = refusal.message.contains(": 403:");
                return Err(if is_refusal { Error::Forbidden(refusal) } else { Error::Server(refusal) });
            }
            Err(error) if is_passing(&error) => {
                let pause = error.retry_after().unwrap_or(PAUSE).max(PAUSE);
                last_error = Some(error);
                pause
            }
            Err(error) => return Err(error),
        };
        trouble(last_error.as_ref());
        // A pause may be longer than any clock counts.
        let next = Instant::now().checked_add(pause).filter(|next| *next < end);
        sleep_until(next.unwrap_or(end)).await;
        if next.is_none() {
            break;
        }
    }
    last_error.map_or(Ok(Outcome::TimeOver), Err)
}

/// True of what may be over by the next time.
fn is_passing(error: &Error) -> bool {
    matches!(
        error,
        Error::RateLimited(_)
            | Error::Server(_)
            | Error::Unreachable { .. }
            | Error::Timeout { .. }
            | Error::Interrupted { .. }
    )
}
