//! `login`: obtains a key in the browser, or takes an existing one, then verifies and stores it.

mod browser;
mod default_server;
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
use crate::failure::{Failure, LoginRequestError};
use crate::files::{self, Parked};
use crate::outcome::Outcome;
use crate::output::cell;
use litellm_proxy_client::{ApiKey, Client, Error, Request, RetryPolicy};

/// The timeout of one request, which does not wait for the user.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// The upper limit of the time to log in, whatever the server or the user sets.
const MAX_LOGIN_TIMEOUT: Duration = Duration::from_secs(24 * 60 * 60);

const EXAMPLES: &str = "\
The login is stored in ~/.litellm/token.json. Commands use it for this server unless a key is
given. Logins to other servers are kept. --timeout limits the time to log in.

Examples:
  litellm-proxy login --base-url https://litellm.example.com
  litellm-proxy login --base-url https://litellm.example.com --with-key --set-default
  litellm-proxy login --team research";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Args {
    /// Use PKCE, if the server offers it; the login is then renewed automatically
    #[arg(long, overrides_with = "no_pkce")]
    pkce: bool,
    /// Do not use PKCE, even if the `pkce` setting is on
    #[arg(long)]
    no_pkce: bool,
    /// Print the URL without opening a browser
    #[arg(long)]
    no_browser: bool,
    /// ID or alias of the team that the key is for, instead of a prompt
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// Store an existing key, read from --api-key, standard input or a prompt
    #[arg(long, conflicts_with_all = ["pkce", "no_pkce", "no_browser", "team"])]
    with_key: bool,
    /// Make the server the default of all commands; on a terminal you are asked
    #[arg(long)]
    set_default: bool,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let config = context.config()?;
        let flag = config.api_key.as_ref().filter(|key| matches!(key.source, Source::Flag(_)));
        if flag.is_some() && !self.with_key {
            return Err(Failure::Usage {
                message: "a browser login does not take a key".to_owned(),
                hint: Some("to store the key from --api-key, add --with-key".to_owned()),
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
        let timeout = context.timeout();
        let server = config.base_url.value.clone();
        let client = |context: &mut Context, retry| {
            let builder = context.unconfigured_builder(server.as_str())?.auth_header(config.auth_header.clone());
            let timeout = timeout.map_or(REQUEST_TIMEOUT, |timeout| timeout.min(REQUEST_TIMEOUT));
            anyhow::Ok(builder.timeout(timeout).retry(retry).build()?)
        };
        let (client, poller) = (client(context, RetryPolicy::default())?, client(context, RetryPolicy::never())?);
        let method = if self.with_key {
            LoginMethod::Key
        } else if !self.no_pkce && (self.pkce || pkce_setting()?) {
            LoginMethod::Pkce { from_setting: !self.pkce }
        } else {
            LoginMethod::Browser
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
            method,
            key: None,
            team: self.team,
            opens_browser: !self.no_browser,
            sets_default: self.set_default,
            timeout,
        })
    }
}

/// How to log in.
enum LoginMethod {
    Browser,
    /// With PKCE, because of the setting rather than the flag if `from_setting`.
    Pkce {
        from_setting: bool,
    },
    Key,
}

/// A login in progress.
struct Attempt {
    /// A client without a key.
    client: Client,
    /// The same without retries, for polling.
    poller: Client,
    server: Url,
    auth_header_name: String,
    method: LoginMethod,
    /// The existing key to store, for `--with-key`.
    key: Option<ApiKey>,
    /// The value of `--team`.
    team: Option<String>,
    opens_browser: bool,
    /// The value of `--set-default`.
    sets_default: bool,
    /// The value of `--timeout`.
    timeout: Option<Duration>,
}

/// A completed login.
struct LoggedIn {
    login: StoredLogin,
    /// The alias of its team, to display.
    team_alias: Option<String>,
    /// The login on disk, until it is stored.
    parked: Option<Parked>,
}

impl Attempt {
    fn first_request(&self) -> Result<Request, Error> {
        match self.method {
            LoginMethod::Browser => self.client.sso().start().request(),
            LoginMethod::Pkce { .. } => self.client.sso().discovery().request(),
            LoginMethod::Key => self.client.models().list().request(),
        }
    }

    /// Logs in and stores the login.
    async fn run(mut self, context: &mut Context, config: &Config, store: &Store) -> Result<Outcome> {
        store.check().await?;
        if matches!(self.method, LoginMethod::Key) {
            // Before Ctrl-C is handled below, so that it ends the wait for input.
            self.key = with_key::read_key(context)?;
        }
        let mut logged_in = tokio::select! {
            biased;
            _ = tokio::signal::ctrl_c() => {
                if matches!(self.method, LoginMethod::Key) && context.output.terminal().can_ask() {
                    // Ends the line of the prompt.
                    context.output.note("");
                }
                return Err(Failure::Interrupted("nothing was stored".to_owned()).into());
            }
            logged_in = self.log_in(context, store) => logged_in.map_err(|error| {
                let message = error.to_string();
                error.context(LoginRequestError(message))
            })?,
        };
        let replaced = store.lock().await?.save(&logged_in.login)?;
        // It is on disk twice now.
        drop(logged_in.parked.take());
        let login = &logged_in.login;
        report(context, config, store, &logged_in);
        for replaced in replaced.iter().filter(|replaced| replaced.key() != login.key()) {
            if replaced.base_url().is_none() {
                context.output.warn("this login replaces a stored one that named no server");
            }
            if let Some((client, refresh_token)) = replaced.refresh_grant() {
                // Best effort: the replaced login expires anyway.
                let _ = self.client.sso().revoke(&client, &refresh_token).await;
            }
        }
        if context.output.is_chosen() {
            context.output.value(&Identity::of_login(&config.base_url.value, login, &store.latest_path()))?;
        }
        default_server::offer(context, config, self.sets_default).await?;
        Ok(Outcome::Done)
    }

    async fn log_in(&self, context: &mut Context, store: &Store) -> Result<LoggedIn> {
        let mut logged_in = match self.method {
            LoginMethod::Browser => browser::log_in(self, context).await?,
            LoginMethod::Pkce { from_setting } => pkce::log_in(self, context, from_setting).await?,
            LoginMethod::Key => with_key::log_in(self).await?,
        };
        if !matches!(self.method, LoginMethod::Key) {
            // The server returns the key only once. If it cannot be written, saving it reports why.
            logged_in.parked = store.lock().await?.park(&logged_in.login).unwrap_or_default();
        }
        let login = &mut logged_in.login;
        let client = self.client.with_key(login.key());
        match client.users().me().await {
            Ok(response) => {
                let user = response.user_info.as_deref();
                login.set_non_empty(
                    "user_id",
                    user.and_then(|user| user.user_id.as_deref()).or(response.user_id.as_deref()),
                );
                login.set_non_empty("user_email", user.and_then(|user| user.user_email.as_deref()));
                login.set_non_empty("user_role", user.and_then(|user| user.user_role.as_ref().map(AsRef::as_ref)));
            }
            // A valid key without permission for this gets a 401 too.
            Err(Error::Unauthorized(_)) => {
                if let Err(error @ Error::Unauthorized(_)) = client.models().list().await {
                    return Err(error).context("the server rejects the key that it has just issued");
                }
            }
            // The login works without the user's details.
            Err(_) => {}
        }
        Ok(logged_in)
    }

    /// Builds the login to store for a key.
    fn login_with(&self, key: &ApiKey) -> StoredLogin {
        StoredLogin::new(&self.server, key.clone(), &self.auth_header_name)
    }

    /// Shows the URL to log in at and opens it in a browser, if possible. Returns whether a browser was opened.
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

/// Returns the deadline of a login that starts now.
fn deadline(timeout: Duration) -> Instant {
    Instant::now() + timeout.min(MAX_LOGIN_TIMEOUT)
}

/// Builds the error of a login that was not completed in time.
fn login_timed_out(timeout: Duration) -> anyhow::Error {
    let seconds = timeout.as_secs_f64();
    Failure::LoginFailed(format!("the login was not completed within {seconds} s (allow more time with --timeout)"))
        .into()
}

/// Reports the completed login on stderr.
fn report(context: &mut Context, config: &Config, store: &Store, LoggedIn { login, team_alias, .. }: &LoggedIn) {
    let url = config.base_url.value.as_str().trim_end_matches('/');
    let user = login.string("user_email").or(login.string("user_id")).unwrap_or_default();
    let team = team_alias.as_deref().or(login.string("team_id"));
    let team = team.map(|team| format!(" (team {team})")).unwrap_or_default();
    context.output.note(format_args!("logged in to {url} as {user}{team}"));
    context.output.note(format_args!("the login is stored in {}", store.latest_path().display()));
    if let Some(directory) = store.latest_path().parent().filter(|directory| files::is_open_to_others(directory)) {
        context.output.warn(format_args!("other users can look into {}; run `chmod 700` on it", directory.display()));
    }
    if env::get(env::LITELLM_PROXY_API_KEY).is_some() {
        context.output.warn(format_args!("{} is set and takes precedence over this login", env::LITELLM_PROXY_API_KEY));
    }
}

/// Reads the `pkce` setting.
fn pkce_setting() -> Result<bool> {
    let Some(directory) = config::config_dir() else { return Ok(false) };
    let path = directory.join("config.json");
    let settings = config::read_config_file(&path).map_err(Failure::from)?;
    Ok(match settings.get(config::PKCE) {
        None => false,
        Some(value) => config::parse_boolean(&cell(value)).ok_or_else(|| {
            Failure::usage(format!("`{}` in {} must be `true` or `false`", config::PKCE, path.display()))
        })?,
    })
}
