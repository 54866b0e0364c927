//! `login`: a key from the browser, or one that the user has, tried out and kept.

mod browser;
mod pkce;
mod waiting;
mod with_key;

use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::builder::NonEmptyStringValueParser;
use reqwest::Url;
use tokio::time::Instant;

use crate::auth::store::Store;
use crate::auth::{self, StoredLogin};
use crate::commands::whoami::Identity;
use crate::config::{self, Config, Source};
use crate::context::{Context, DryRun};
use crate::env;
use crate::failure::{BeforeLogin, Failure};
use crate::outcome::Outcome;
use crate::output::cell;
use litellm_proxy_client::{ApiKey, Client, Error, Request};

/// Longer than a server takes to answer, however long the user may take.
const REQUEST_TIME: Duration = Duration::from_secs(30);
/// Nobody waits longer, whatever a server or the user says.
const LONGEST_TIME: Duration = Duration::from_secs(24 * 60 * 60);

const EXAMPLES: &str = "\
The login is kept in ~/.litellm/token.json and used for this server by every command that is
given no key. Logins of other servers are kept beside it. --timeout is the time to log in.

Examples:
  litellm-proxy login --base-url https://litellm.example.com
  litellm-proxy login --team research
  litellm-proxy login --with-key < key.txt";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Args {
    /// Use PKCE: the login is renewed by itself, where the server offers it
    #[arg(long, overrides_with = "no_pkce")]
    pkce: bool,
    /// Do not use PKCE, whatever the settings say
    #[arg(long)]
    no_pkce: bool,
    /// Open no browser, only show the URL
    #[arg(long)]
    no_browser: bool,
    /// Team that the key is for, by id or alias, instead of choosing one
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// Keep a key that you have, read from --api-key, standard input or a prompt
    #[arg(long, conflicts_with_all = ["pkce", "no_pkce", "no_browser", "team"])]
    with_key: bool,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let config = context.config()?;
        let flag = config.api_key.as_ref().filter(|key| matches!(key.source, Source::Flag(_)));
        if flag.is_some() && !self.with_key {
            return Err(Failure::Usage {
                message: "a login in the browser takes no key".to_owned(),
                hint: Some("to keep the key of --api-key, add --with-key".to_owned()),
            }
            .into());
        }
        let store = Store::of_user()?;
        let attempt = self.attempt(context, &config)?;
        let request = attempt.first_request();
        context
            .perform(DryRun::default(), request, async |context, _| attempt.run(context, &config, &store).await)
            .await
    }

    fn attempt(self, context: &mut Context, config: &Config) -> Result<Attempt> {
        let time = context.timeout();
        let server = config.base_url.value.clone();
        let client = |context: &mut Context, tries| {
            let builder = context.unconfigured_builder(server.as_str())?.auth_header(config.auth_header.clone());
            let time = time.map_or(REQUEST_TIME, |time| time.min(REQUEST_TIME));
            anyhow::Ok(builder.timeout(time).max_attempts(tries).build()?)
        };
        let (client, poller) = (client(context, 3)?, client(context, 1)?);
        let way = if self.with_key {
            Way::Key
        } else if !self.no_pkce && (self.pkce || is_pkce_set()?) {
            Way::Pkce { is_setting: !self.pkce }
        } else {
            Way::Browser
        };
        let auth_header_name = match config.auth_header.as_str() {
            "authorization" => "Authorization".to_owned(),
            name => name.to_owned(),
        };
        Ok(Attempt {
            client,
            poller,
            server,
            auth_header_name,
            way,
            key: None,
            team: self.team,
            opens_browser: !self.no_browser,
            time,
        })
    }
}

/// How to log in.
enum Way {
    Browser,
    Pkce { is_setting: bool },
    Key,
}

/// A login that is to be made.
struct Attempt {
    /// It has no key.
    client: Client,
    /// The same, for what is asked again anyway.
    poller: Client,
    server: Url,
    auth_header_name: String,
    way: Way,
    /// The key that was given, where one is to be kept.
    key: Option<ApiKey>,
    /// The team that was asked for.
    team: Option<String>,
    opens_browser: bool,
    /// The time that was allowed for it.
    time: Option<Duration>,
}

/// A login that was made.
struct LoggedIn {
    login: StoredLogin,
    /// A name of its team, to show.
    team_alias: Option<String>,
}

impl Attempt {
    fn first_request(&self) -> Result<Request, Error> {
        match self.way {
            Way::Browser => self.client.sso().start().request(),
            Way::Pkce { .. } => self.client.sso().discovery().request(),
            Way::Key => self.client.models().list().request(),
        }
    }

    /// Logs in and stores the login.
    async fn run(mut self, context: &mut Context, config: &Config, store: &Store) -> Result<Outcome> {
        store.check().await?;
        if matches!(self.way, Way::Key) {
            // Here Ctrl-C still ends a program that waits for its input.
            self.key = with_key::given(context)?;
        }
        let logged_in = tokio::select! {
            biased;
            _ = tokio::signal::ctrl_c() => {
                if matches!(self.way, Way::Key) && context.output.terminal().can_ask() {
                    // The cursor still stands behind the prompt.
                    context.output.note("");
                }
                return Err(Failure::Interrupted("nothing was stored".to_owned()).into());
            }
            logged_in = self.log_in(context) => logged_in.map_err(|error| {
                let message = error.to_string();
                error.context(BeforeLogin(message))
            })?,
        };
        let login = &logged_in.login;
        let replaced = store.lock().await?.keep(login)?;
        tell(context, config, store, &logged_in);
        for replaced in replaced.iter().filter(|replaced| replaced.key() != login.key()) {
            if replaced.base_url().is_none() {
                context.output.warn("the login that was stored before named no server, and is replaced by this one");
            }
            if let Some((client, refresh_token)) = replaced.refresh_grant() {
                // It would have ended by itself; that it cannot be ended now is no failure of this login.
                let _ = self.client.sso().revoke(&client, &refresh_token).await;
            }
        }
        if context.output.is_chosen() {
            context.output.value(&Identity::of_login(&config.base_url.value, login, &store.latest_path()))?;
        }
        Ok(Outcome::Done)
    }

    async fn log_in(&self, context: &mut Context) -> Result<LoggedIn> {
        let mut logged_in = match self.way {
            Way::Browser => browser::log_in(self, context).await?,
            Way::Pkce { is_setting } => pkce::log_in(self, context, is_setting).await?,
            Way::Key => with_key::log_in(self).await?,
        };
        let login = &mut logged_in.login;
        let client = self.client.with_key(login.key());
        match client.users().me().await {
            Ok(answer) => {
                let user = answer.user_info.as_deref();
                login.set_non_empty(
                    "user_id",
                    user.and_then(|user| user.user_id.as_deref()).or(answer.user_id.as_deref()),
                );
                login.set_non_empty("user_email", user.and_then(|user| user.user_email.as_deref()));
                login.set_non_empty("user_role", user.and_then(|user| user.user_role.as_deref()));
            }
            // A good key that may not ask this gets the same answer.
            Err(Error::Unauthorized(_)) => {
                if let Err(error @ Error::Unauthorized(_)) = client.models().list().await {
                    return Err(error).context("the server does not accept the key that it has just given out");
                }
            }
            // The login is good without it.
            Err(_) => {}
        }
        Ok(logged_in)
    }

    /// What is to be kept of a login with this key.
    fn login_with(&self, key: &ApiKey) -> StoredLogin {
        StoredLogin::new(&self.server, key.clone(), &self.auth_header_name)
    }

    /// Shows where to log in, and opens it where there is a browser; says whether that was done.
    fn send_to_browser(&self, context: &mut Context, url: &Url, user_code: Option<&str>) -> bool {
        context.output.note(format_args!("Open this URL and log in:\n{url}"));
        if let Some(user_code) = user_code {
            context.output.note(format_args!("Enter the code {user_code} there."));
        }
        let is_opened = self.opens_browser && auth::browser::open(url);
        if is_opened {
            context.output.note("Opening it in a browser.");
        }
        is_opened
    }
}

/// When a time is over that begins now; none is longer than a day.
fn end_of(time: Duration) -> Instant {
    Instant::now() + time.min(LONGEST_TIME)
}

/// The time is over.
fn nobody_came(time: Duration) -> anyhow::Error {
    let seconds = time.as_secs_f64();
    Failure::LoginFailed(format!("nobody has logged in within {seconds} s (--timeout allows more)")).into()
}

/// What has been done, on stderr.
fn tell(context: &mut Context, config: &Config, store: &Store, LoggedIn { login, team_alias }: &LoggedIn) {
    let url = config.base_url.value.as_str().trim_end_matches('/');
    let user = login.string("user_email").or(login.string("user_id")).unwrap_or_default();
    let team = team_alias.as_deref().or(login.string("team_id"));
    let team = team.map(|team| format!(" (team {team})")).unwrap_or_default();
    context.output.note(format_args!("logged in to {url} as {user}{team}"));
    context.output.note(format_args!("the login is kept in {}", store.latest_path().display()));
    if env::get(env::LITELLM_PROXY_API_KEY).is_some() {
        context.output.warn(format_args!("{} is set, and counts before this login", env::LITELLM_PROXY_API_KEY));
    }
    if matches!(config.base_url.source, Source::Flag(_)) {
        context
            .output
            .note(format_args!("to do without --base-url from now on: litellm-proxy config set base_url {url}"));
    }
}

/// Whether the settings ask for PKCE.
fn is_pkce_set() -> Result<bool> {
    let Some(directory) = config::config_dir() else { return Ok(false) };
    let path = directory.join("config.json");
    let settings = config::read_config_file(&path).map_err(Failure::from)?;
    Ok(match settings.get(config::PKCE) {
        None => false,
        Some(value) => config::boolean(&cell(value)).ok_or_else(|| {
            Failure::usage(format!("`{}` in {} is neither `true` nor `false`", config::PKCE, path.display()))
        })?,
    })
}
