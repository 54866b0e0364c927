//! Logins, request by request: the browser's of `/sso/*`, and the one with PKCE. Who waits, opens a browser or keeps the
//! key is not decided here.
//!
//! None of these requests carries the client's own key. Their answers hold secrets, so they are not kept as text beside
//! the types.

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
///     LoginPoll::Pending => println!("not yet: ask again in two seconds"),
///     LoginPoll::ChooseTeam(choice) => println!("ask again with one of {:?}", choice.teams),
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

/// A login that has begun.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct LoginStart {
    /// The login's id, for the browser and for asking what came of it.
    pub login_id: String,
    /// What only the one who began the login knows.
    pub poll_secret: ApiKey,
    /// What the user enters in the browser, `ABCD-1234`.
    pub user_code: String,
    /// The server's own link that fills the code in. Where there is one, [`Sso::browser_url`] may carry the code.
    #[serde(default)]
    pub verification_uri_complete: Option<String>,
    /// Seconds until the login ends unused.
    #[serde(default, deserialize_with = "lenient")]
    pub expires_in: Option<u64>,
}

/// What has come of a login.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum LoginPoll {
    /// Nothing yet: ask again.
    Pending,
    /// The user is in more than one team: ask again with the id of one.
    ChooseTeam(TeamChoice),
    /// It is done. The server forgets the login: this is told once.
    Ready(Login),
}

/// Who logged in, and the teams to choose from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TeamChoice {
    /// The user's id.
    pub user_id: Option<String>,
    /// The user's teams.
    pub teams: Vec<LoginTeam>,
}

/// A login that is done.
#[derive(Debug, Clone)]
pub struct Login {
    /// The key. It is no virtual key, and lives for a day.
    pub key: ApiKey,
    /// The user's id.
    pub user_id: Option<String>,
    /// The team that the key counts for.
    pub team_id: Option<String>,
    /// The user's teams.
    pub teams: Vec<LoginTeam>,
}

/// A team of the user who logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoginTeam {
    /// The id.
    pub team_id: String,
    /// A name to show.
    pub team_alias: Option<String>,
}

impl Sso<'_> {
    /// Begins a login: `POST /sso/cli/start`.
    ///
    /// # Errors
    /// Of a server before 1.84 [`Error::NotFound`] (404), or [`Error::Refused`] with the status 405: there the client
    /// makes up the login's id, see [`Sso::legacy_login_id`]. [`Error::RateLimited`] of more than 30 a minute.
    pub fn start(self) -> Call<LoginStart> {
        self.call(self.0.inner.request(Method::POST, &["sso", "cli", "start"]))
    }

    /// The id of a login for servers before 1.84: it is not begun, only opened in a browser and asked for. Whoever knows
    /// the id can fetch the key, so it is masked wherever keys are.
    ///
    /// Newer servers refuse such an id with a 400.
    pub fn legacy_login_id() -> String {
        format!("sk-{}", uuid::Uuid::new_v4())
    }

    /// Where the user logs in, by either kind of id: `/sso/key/generate`. With `user_code` the browser need not ask for
    /// it; newer servers take it where they gave [`LoginStart::verification_uri_complete`].
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

    /// What has come of a login: `GET /sso/cli/poll/{login_id}`. Older servers know no secret, and call every id pending
    /// that they do not know.
    ///
    /// # Errors
    /// Of newer servers [`Error::Refused`] (400) when the login has ended or was told before, [`Error::Forbidden`] when
    /// the secret is wrong or the team is not the user's. Of older ones [`Error::Server`] (500) of such a team.
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

    /// A request without the client's key.
    fn call<T: DeserializeOwned>(self, request: Result<Request, Error>) -> Call<T> {
        Call::with_decoder(request, self.0, object).without_key()
    }
}

/// Reads an object; a derived struct would also read itself from a list.
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
            // Any shape will do: a key that is told once must not be lost to it.
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

/// The teams of a list of objects, or of ids.
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
    fn a_login_is_pending_or_needs_a_team_or_is_done() {
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
