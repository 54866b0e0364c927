//! `auth`: lists stored logins, and prints the key in use for other programs.

use std::time::Duration;

use anyhow::Result;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;

use crate::auth::StoredLogin;
use crate::auth::store::Store;
use crate::commands::status;
use crate::commands::whoami::{DEFAULT_LOGIN_LIFETIME, not_logged_in};
use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, defaults, times};
use litellm_proxy_client::{Error, RetryPolicy};

/// Short, because printing a key must not wait for an unreachable server.
const CHECK_TIMEOUT: Duration = Duration::from_secs(3);

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy auth list
  litellm-proxy auth print-token
  litellm-proxy auth list --format json")]
pub(crate) enum Command {
    /// Print the key that commands use, renewing it if needed
    PrintToken(PrintToken),
    /// List stored logins, latest first
    #[command(after_help = "\
Examples:
  litellm-proxy auth list
  litellm-proxy auth list --columns base_url,user_email
  litellm-proxy auth list --format json")]
    List(List),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::PrintToken(args) => args.run(context).await,
            Self::List(List {}) => list(context),
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  curl localhost:4000/v1/models -H \"Authorization: Bearer $(litellm-proxy auth print-token)\"
  litellm-proxy auth print-token
  litellm-proxy auth print-token --base-url https://litellm.example.com")]
pub(crate) struct PrintToken {}

impl PrintToken {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let config = context.config()?;
        let url = config.base_url.value.as_str().trim_end_matches('/');
        if !config.has_key() {
            return Err(not_logged_in(&config.base_url.value).into());
        }
        let mut key = context.own_key().await?;
        if let Some(renewable) = context.renewable_key()? {
            key = renewable.current(None).await.map_err(|error| Failure::NoKey(error.to_string()))?;
        } else if let Some(login) = &config.login
            && has_expired(context, login).await?
        {
            return Err(Failure::NoKey(format!("the login at {url} has expired")).into());
        }
        if context.output.is_for_people() {
            return context.output.text(&format!("{}\n", key.expose())).map(Outcome::done);
        }
        context.output.value(&key.expose())
    }
}

/// Returns whether a login that cannot be renewed has expired, checking with the server if its age is inconclusive.
async fn has_expired(context: &mut Context, login: &StoredLogin) -> Result<bool> {
    if login.expires_at().is_some() {
        return Ok(login.has_expired());
    }
    Ok(login.age().is_none_or(|age| age > DEFAULT_LOGIN_LIFETIME) && is_refused(context).await?)
}

/// Returns whether the server rejects the key. No response in time does not count as a rejection.
async fn is_refused(context: &mut Context) -> Result<bool> {
    let client = context.client_builder()?.retry(RetryPolicy::never()).timeout(CHECK_TIMEOUT).build()?;
    Ok(matches!(client.models().list().await, Err(Error::Unauthorized(_))))
}

#[derive(Debug, Args)]
pub(crate) struct List {}

/// A login without its secrets.
#[derive(Serialize)]
struct LoginRow {
    base_url: Option<String>,
    user_id: Option<String>,
    user_email: Option<String>,
    team_id: Option<String>,
    logged_in_at: Option<String>,
    expires_at: Option<String>,
}

const COLUMNS: &[Column<LoginRow>] = &[
    Column::new("base_url", "Server", |row| row.base_url.clone().unwrap_or_else(|| "any".to_owned())),
    Column::new("user_id", "User ID", |row: &LoginRow| row.user_id.clone().unwrap_or_default()).id().optional(3),
    Column::new("user_email", "Email", |row: &LoginRow| row.user_email.clone().unwrap_or_default())
        .short_title("User")
        .short(|row| row.user_email.clone().or_else(|| row.user_id.clone()).unwrap_or_default()),
    Column::new("team_id", "Team ID", |row: &LoginRow| row.team_id.clone().unwrap_or_default()).id().optional(2),
    Column::time("logged_in_at", "Logged In At", logged_in).short(|row| times::short(&logged_in(row))).optional(1),
    Column::time("expires_at", "Expires At", expires).short(|row| times::short(&expires(row))).optional(4),
    Column::state("status", "Status", state).on_terminals(),
];

fn logged_in(row: &LoginRow) -> String {
    row.logged_in_at.clone().unwrap_or_default()
}

fn expires(row: &LoginRow) -> String {
    row.expires_at.clone().unwrap_or_default()
}

/// Returns whether the login has expired, or will soon; empty if its end is not known.
fn state(row: &LoginRow) -> String {
    let now = Timestamp::now();
    let Some(end) = row.expires_at.as_ref().and_then(|end| end.parse::<Timestamp>().ok()) else { return String::new() };
    if end <= now {
        return status::EXPIRED.to_owned();
    }
    status::expires_soon(Some(end), now).unwrap_or_else(|| status::ACTIVE.to_owned())
}

fn list(context: &mut Context) -> Result<Outcome> {
    let logins = Store::of_user()?.logins()?;
    let rows: Vec<LoginRow> = logins.iter().map(LoginRow::of).collect();
    let columns = defaults(&context.output, COLUMNS);
    context.output.list("stored login", &rows, &columns, &rows)
}

impl LoginRow {
    fn of(login: &StoredLogin) -> Self {
        let field = |name: &str| login.string(name).map(str::to_owned);
        Self {
            base_url: login.base_url().map(str::to_owned),
            user_id: field("user_id"),
            user_email: field("user_email"),
            team_id: field("team_id"),
            logged_in_at: login.logged_in_at().map(|time| time.to_string()),
            expires_at: login.expires_at().map(|time| time.to_string()),
        }
    }
}
