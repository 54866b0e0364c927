//! Logins, request by request: the browser login of `/sso/*` and the login with PKCE. Waiting, opening a browser and
//! storing the key are up to the caller.
//!
//! None of these requests carries the client's key. Their responses hold secrets, so the types do not keep the original
//! JSON.

mod pkce;

use reqwest::{Method, Url};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

pub use self::pkce::{Discovery, Pkce, PkceClient, Registration, Token};
use crate::core::fields::lenient;
use crate::core::{ApiKey, Call, Client, Error, Lossless, RawResponse, Request};

const POLL_SECRET: &str = "x-litellm-cli-poll-secret";

/// The login resource of a [`Client`].
///
/// ```no_run
/// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
/// use litellm_proxy_client::sso::LoginPoll;
///
/// let login = client.sso().start().await?;
/// println!("Open {} and enter {}", client.sso().browser_url(&login.login_id, None), login.user_code);
/// match client.sso().poll(&login.login_id, Some(&login.poll_secret), None).await? {
///     LoginPoll::Pending => println!("not yet: poll again in two seconds"),
///     LoginPoll::ChooseTeam(choice) => println!("poll again with one of {:?}", choice.teams),
///     LoginPoll::Ready(login) => println!("logged in as {:?}", login.user_id),
///     other => println!("something new: {other:?}"),
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Sso<'a>(pub(super) &'a Client);

impl Client {
    /// Login: `/sso/*`.
    pub fn sso(&self) -> Sso<'_> {
        Sso(self)
    }
}

/// A started login.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct LoginStart {
    /// Id of the login, for the browser and for polling.
    pub login_id: String,
    /// Secret that proves that the caller started the login.
    pub poll_secret: ApiKey,
    /// Code that the user enters in the browser, such as `ABCD-1234`.
    pub user_code: String,
    /// The server's link that fills the code in. If there is one, [`Sso::browser_url`] may carry the code.
    #[serde(default)]
    pub verification_uri_complete: Option<String>,
    /// Seconds until the login expires.
    #[serde(default, deserialize_with = "lenient")]
    pub expires_in: Option<u64>,
}

/// The state of a login.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum LoginPoll {
    /// Pending: poll again.
    Pending,
    /// The user is a member of several teams: poll again with the id of one.
    ChooseTeam(TeamChoice),
    /// Complete. The server returns this once and then forgets the login.
    Ready(Login),
}

/// The user who logged in, and the teams to choose from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TeamChoice {
    /// Id of the user.
    pub user_id: Option<String>,
    /// Teams of the user.
    pub teams: Vec<LoginTeam>,
}

/// A complete login.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Login {
    /// The key. It is not a virtual key, and expires after a day.
    pub key: ApiKey,
    /// Id of the user.
    pub user_id: Option<String>,
    /// Id of the team that the key belongs to.
    pub team_id: Option<String>,
    /// Teams of the user.
    pub teams: Vec<LoginTeam>,
}

/// A team of the user who logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoginTeam {
    /// Id.
    pub team_id: String,
    /// Display name.
    pub team_alias: Option<String>,
}

impl Sso<'_> {
    /// Starts a login: `POST /sso/cli/start`.
    ///
    /// # Errors
    /// Servers before 1.84 return [`Error::NotFound`] (404), or [`Error::Refused`] with status 405; there the client
    /// generates the id of the login, see [`Sso::legacy_login_id`]. Returns [`Error::RateLimited`] above 30 logins per
    /// minute.
    pub fn start(self) -> Call<LoginStart> {
        self.call(self.0.inner.request(Method::POST, &["sso", "cli", "start"]))
    }

    /// Returns the id of a login for servers before 1.84, where a login is not started but only opened in a browser and
    /// polled. The id is a secret, because it allows fetching the key.
    ///
    /// Newer servers refuse such an id with a 400.
    pub fn legacy_login_id() -> String {
        format!("sk-{}", uuid::Uuid::new_v4())
    }

    /// Returns the URL where the user logs in, for both kinds of id: `/sso/key/generate`. With `user_code` the user
    /// need not enter the code; newer servers accept it if they returned [`LoginStart::verification_uri_complete`].
    pub fn browser_url(self, login_id: &str, user_code: Option<&str>) -> Url {
        let mut url = self.0.base_url().clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["sso", "key", "generate"]);
        }
        url.query_pairs_mut().append_pair("source", "litellm-cli").append_pair("key", login_id);
        if let Some(user_code) = user_code {
            url.query_pairs_mut().append_pair("user_code", user_code);
        }
        url
    }

    /// Fetches the state of a login: `GET /sso/cli/poll/{login_id}`. Older servers need no secret, and report unknown
    /// ids as pending.
    ///
    /// # Errors
    /// Newer servers return [`Error::Refused`] (400) if the login has expired or was completed before, and
    /// [`Error::Forbidden`] if the secret is wrong or the user is not in the team. Older servers return
    /// [`Error::Server`] (500) for such a team.
    pub fn poll(self, login_id: &str, poll_secret: Option<&ApiKey>, team_id: Option<&str>) -> Call<LoginPoll> {
        let mut call = self.call(self.0.inner.request(Method::GET, &["sso", "cli", "poll", login_id]));
        if let Some(secret) = poll_secret {
            call = call.header(POLL_SECRET, secret.expose());
        }
        match team_id {
            Some(team_id) => call.query("team_id", team_id),
            None => call,
        }
    }

    /// Returns a request without the client's key.
    fn call<T: DeserializeOwned>(self, request: Result<Request, Error>) -> Call<T> {
        Call::with_decoder(request, self.0, object).without_key()
    }
}

/// Reads an object; a derived struct would also accept a list.
fn object<T: DeserializeOwned>(answer: &RawResponse) -> serde_json::Result<T> {
    answer.json::<Lossless<T>>().map(Lossless::into_inner)
}

impl<'de> Deserialize<'de> for LoginPoll {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            status: String,
            #[serde(default)]
            key: Option<ApiKey>,
            #[serde(default)]
            user_id: Option<String>,
            #[serde(default)]
            team_id: Option<String>,
            // Accepts any shape: a key that is returned only once must not be lost.
            #[serde(default)]
            teams: Value,
            #[serde(default)]
            team_details: Value,
            #[serde(default)]
            requires_team_selection: Option<bool>,
        }
        let Wire { status, key, user_id, team_id, teams, team_details, requires_team_selection } =
            Wire::deserialize(deserializer)?;
        let teams = [&team_details, &teams].map(teams_in).into_iter().find(|teams| !teams.is_empty());
        let teams = teams.unwrap_or_default();
        match (status.as_str(), key.filter(|key| !key.is_empty())) {
            ("ready", Some(key)) => Ok(Self::Ready(Login { key, user_id, team_id, teams })),
            ("ready", None) if requires_team_selection == Some(true) => {
                Ok(Self::ChooseTeam(TeamChoice { user_id, teams }))
            }
            ("ready" | "pending", _) => Ok(Self::Pending),
            _ => Err(D::Error::custom(format_args!("the login is `{status}`, neither pending nor ready"))),
        }
    }
}

/// Reads teams from a list of objects or ids.
fn teams_in(list: &Value) -> Vec<LoginTeam> {
    let team = |entry: &Value| {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
        let team_id = entry.as_str().map(str::to_owned).or_else(|| text("team_id")).or_else(|| text("id"))?;
        Some(LoginTeam { team_id, team_alias: text("team_alias") })
    };
    list.as_array().into_iter().flatten().filter_map(team).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn poll(answer: Value) -> Result<LoginPoll, String> {
        serde_json::from_value(answer).map_err(|error| error.to_string())
    }

    #[test]
    fn login_states_are_pending_choose_team_and_ready() {
        for pending in [json!({"status": "pending"}), json!({"status": "ready", "key": "", "teams": ["a", "b"]})] {
            assert!(matches!(poll(pending.clone()), Ok(LoginPoll::Pending)), "{pending}");
        }
        let details = json!([{"team_id": "a", "team_alias": "A"}, {"id": "b", "team_alias": null}, {}, 7]);
        let Ok(LoginPoll::ChooseTeam(choice)) = poll(json!({"status": "ready", "user_id": "u", "teams": ["x"],
            "team_details": details, "requires_team_selection": true}))
        else {
            panic!("a team is to be chosen");
        };
        let team = |id: &str, alias: Option<&str>| LoginTeam { team_id: id.into(), team_alias: alias.map(Into::into) };
        assert_eq!((choice.user_id.as_deref(), choice.teams), (Some("u"), vec![team("a", Some("A")), team("b", None)]));
        for (details, teams, expected) in [
            (json!(null), json!(["x"]), vec![team("x", None)]),
            (json!([]), json!(["x"]), vec![team("x", None)]),
            (json!("odd"), json!({"odd": 1}), vec![]),
        ] {
            let answer = json!({"status": "ready", "key": "k", "teams": teams, "team_details": details});
            let Ok(LoginPoll::Ready(login)) = poll(answer) else { panic!("{teams} and {details} cost the key") };
            assert_eq!((login.key.expose(), login.teams), ("k", expected));
        }
        assert!(poll(json!({"status": "failed"})).is_err_and(|error| error.contains("`failed`")));
        assert!(poll(json!({})).is_err());
    }

    #[test]
    fn the_id_of_an_older_login_is_new_every_time() {
        let id = Sso::legacy_login_id();
        assert!(id.strip_prefix("sk-").is_some_and(|id| uuid::Uuid::parse_str(id).is_ok()), "{id}");
        assert_ne!(id, Sso::legacy_login_id());
    }
}
