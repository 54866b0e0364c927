//! `whoami`: shows the key's source, its user, and whether the server accepts it.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use futures_util::future::join;
use reqwest::Url;
use serde::Serialize;

use crate::auth::StoredLogin;
use crate::auth::store::Store;
use crate::commands::confirm::count;
use crate::commands::facts::named;
use crate::config::{Config, Source};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Answer, dollars, roughly};
use litellm_proxy_client::{Client, Error};

/// How long browser logins are valid by default.
pub(crate) const DEFAULT_LOGIN_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// Values that stored logins contain for unknown fields, because other tools require them.
const PLACEHOLDERS: [(&str, &str); 2] = [("user_id", "cli-user"), ("user_role", "cli")];
/// The user that newer servers assign to the master key. This user's role does not reflect the key's permissions.
const MASTER_KEY_USER: &str = "default_user_id";

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The key is never shown; `litellm-proxy auth print-token` prints it.

Examples:
  litellm-proxy whoami --check
  litellm-proxy whoami --format json
  litellm-proxy whoami --format table")]
pub(crate) struct Args {
    /// Check the key with the server [default: on a terminal]
    #[arg(long, overrides_with = "no_check")]
    check: bool,
    /// Do not contact the server
    #[arg(long)]
    no_check: bool,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let config = context.config()?;
        if !config.has_key() {
            return Err(not_logged_in(&config.base_url.value).into());
        }
        let is_preview = !context.is_sending(DryRun::default());
        let checks = self.check || is_preview || (!self.no_check && context.output.terminal().stdout_is_terminal);
        if !checks {
            return show(context, &Identity::of(&config, config.login.as_ref()));
        }
        let client = context.client()?;
        let calls = ((client.models().list(), client.keys().own_info()), client.users().me());
        context.perform(DryRun::default(), calls, async |context, _| check(context, &config, &client).await).await
    }
}

/// Checks the key with the server, and shows its user.
async fn check(context: &mut Context, config: &Config, client: &Client) -> Result<Outcome> {
    let server_identity = ServerIdentity::fetch(client).await;
    // The requests may have renewed the login.
    let renewed = config.login.as_ref().filter(|login| login.refresh_grant().is_some()).and_then(|_| {
        let logins = Store::of_user().ok()?.logins().ok()?;
        logins.into_iter().find(|login| login.belongs_to(&config.base_url.value))
    });
    let mut identity = Identity::of(config, renewed.as_ref().or(config.login.as_ref()));
    let refused = match server_identity {
        Ok(server_identity) => {
            identity.merge(server_identity);
            None
        }
        Err(error) => {
            let is_refusal = matches!(error, Error::Unauthorized(_) | Error::NoKey { .. });
            identity.check = is_refusal.then(KeyCheck::default);
            Some(error)
        }
    };
    show(context, &identity)?;
    refused.map_or(Ok(Outcome::Done), |error| Err(error.into()))
}

/// Builds the error of a missing key, which names other servers that have a login.
pub(crate) fn not_logged_in(server: &Url) -> Failure {
    let others = Store::of_user().map(|store| store.readable_logins()).unwrap_or_default();
    let others: Vec<_> = others.iter().filter_map(StoredLogin::base_url).collect();
    let others = if others.is_empty() { String::new() } else { format!(" (logged in to {})", others.join(", ")) };
    Failure::NoKey(format!("you are not logged in to {}{others}", server.as_str().trim_end_matches('/')))
}

/// The user as known to a server, without the key.
#[derive(Debug, Serialize)]
pub(crate) struct Identity {
    base_url: String,
    /// `flag`, `variable`, `context` or `file`.
    key_source: &'static str,
    /// The name of the flag, variable or context, or the path of the file.
    key_from: String,
    user_id: Option<String>,
    user_email: Option<String>,
    user_role: Option<String>,
    team_id: Option<String>,
    logged_in_at: Option<String>,
    age_seconds: Option<u64>,
    expires_at: Option<String>,
    is_renewable: bool,
    #[serde(skip)]
    has_expired: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    check: Option<KeyCheck>,
}

/// The server's view of the key.
#[derive(Debug, Default, Serialize)]
struct KeyCheck {
    accepted: bool,
    /// The number of models that the key may call.
    models: Option<usize>,
    spend: Option<f64>,
    max_budget: Option<f64>,
    /// Whether spend and budget are those of the `key` or the `user`.
    budget_of: Option<&'static str>,
}

impl Identity {
    fn of(config: &Config, login: Option<&StoredLogin>) -> Self {
        if let Some(name) = config.context_of_key() {
            return Self::of_key(&config.base_url.value, "context", &format!("context {name}"));
        }
        let source = config.api_key.as_ref().map(|key| &key.source);
        match (source, login) {
            (Some(Source::File(path)), Some(login)) => Self::of_login(&config.base_url.value, login, path),
            (Some(Source::Flag(name)), _) => Self::of_key(&config.base_url.value, "flag", name),
            (Some(Source::Variable(name)), _) => Self::of_key(&config.base_url.value, "variable", name),
            _ => Self::of_key(&config.base_url.value, "file", ""),
        }
    }

    /// Describes a key whose user is unknown.
    fn of_key(server: &Url, key_source: &'static str, key_from: &str) -> Self {
        Self {
            base_url: server.as_str().trim_end_matches('/').to_owned(),
            key_source,
            key_from: key_from.to_owned(),
            user_id: None,
            user_email: None,
            user_role: None,
            team_id: None,
            logged_in_at: None,
            age_seconds: None,
            expires_at: None,
            is_renewable: false,
            has_expired: false,
            check: None,
        }
    }

    /// Describes a stored login.
    pub(crate) fn of_login(server: &Url, login: &StoredLogin, path: &Path) -> Self {
        let field = |name: &str| {
            let placeholder = PLACEHOLDERS.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
            login.string(name).filter(|value| Some(*value) != placeholder).map(str::to_owned)
        };
        let user_id = field("user_id");
        Self {
            user_role: field("user_role").filter(|_| user_id.as_deref() != Some(MASTER_KEY_USER)),
            user_id,
            user_email: field("user_email"),
            team_id: field("team_id"),
            logged_in_at: login.logged_in_at().map(|time| time.to_string()),
            age_seconds: login.age().map(|age| age.as_secs()),
            expires_at: login.expires_at().map(|time| time.to_string()),
            is_renewable: login.refresh_grant().is_some(),
            has_expired: login.has_expired(),
            ..Self::of_key(server, "file", &path.display().to_string())
        }
    }

    /// Merges in what the server knows, which takes precedence over the file.
    fn merge(&mut self, server: ServerIdentity) {
        for (field, value) in [
            (&mut self.user_id, server.user_id),
            (&mut self.user_email, server.user_email),
            (&mut self.user_role, server.user_role),
            (&mut self.team_id, server.team_id),
        ] {
            *field = value.or(field.take());
        }
        self.check = Some(server.check);
    }

    /// Returns the known fields as rows of a table.
    fn rows(&self) -> Vec<(&'static str, String)> {
        let age = self.age_seconds.map(|seconds| {
            let age = roughly(Duration::from_secs(seconds));
            let is_old = seconds > DEFAULT_LOGIN_LIFETIME.as_secs() && self.expires_at.is_none();
            format!("{age} ago{}", if is_old { "; browser logins usually last 24 hours" } else { "" })
        });
        let expiry = self.expires_at.as_ref().map(|time| {
            let note = match (self.has_expired, self.is_renewable) {
                (true, _) => " (expired)",
                (false, true) => " (renewed automatically)",
                (false, false) => "",
            };
            format!("{time}{note}")
        });
        let check = self.check.as_ref();
        let spend = check.and_then(|check| {
            let owner = check.budget_of.map(|owner| format!(" by this {owner}")).unwrap_or_default();
            let budget =
                check.max_budget.map_or_else(|| "no budget".to_owned(), |max| format!("budget {}", dollars(max)));
            Some(format!("{}{owner}, {budget}", dollars(check.spend?)))
        });
        let accepted = check.map(|check| if check.accepted { "yes" } else { "no" }.to_owned());
        [
            ("Server", Some(self.base_url.clone())),
            ("Key from", Some(self.key_from.clone())),
            ("User ID", self.user_id.clone()),
            ("Email", self.user_email.clone()),
            ("Role", self.user_role.clone()),
            ("Team ID", self.team_id.clone()),
            ("Logged in", age),
            ("Expires", expiry),
            ("Accepted", accepted),
            ("Models", check.and_then(|check| check.models).map(|count| count.to_string())),
            ("Spend", spend),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

impl Identity {
    /// Describes the user in a few lines.
    fn answer(&self) -> Answer {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let name = named(&text(&self.user_email), &text(&self.user_id));
        let role = self.user_role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
        let name = if name.is_empty() { "A key of no known user".to_owned() } else { name };
        let rows = self.rows();
        let row = |name: &str| rows.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        let login = row("Logged in").into_iter().chain(row("Expires").map(|expiry| format!("expires {expiry}")));
        let access = self.check.as_ref().map(|check| match (check.accepted, check.models) {
            (false, _) => "refused by the server".to_owned(),
            (true, Some(models)) => format!("accepted, {}", count(models, "model")),
            (true, None) => "accepted".to_owned(),
        });
        Answer::new(format!("{name}{role}"))
            .line("server", &self.base_url)
            .line(
                "key",
                format!("from {}{}", self.key_from, access.map(|access| format!(", {access}")).unwrap_or_default()),
            )
            .line("team", text(&self.team_id))
            .line("login", login.collect::<Vec<_>>().join(", "))
            .line("spend", row("Spend").unwrap_or_default())
    }
}

/// What the server knows about a key and its user.
#[derive(Default)]
struct ServerIdentity {
    user_id: Option<String>,
    user_email: Option<String>,
    user_role: Option<String>,
    team_id: Option<String>,
    check: KeyCheck,
}

impl ServerIdentity {
    /// Fetches the identity. An error means that the key was rejected or that the server did not respond.
    async fn fetch(client: &Client) -> Result<Self, Error> {
        let models = match client.models().list().await {
            Ok(models) => Some(models.len()),
            // A key without permission for this is accepted too.
            Err(Error::Forbidden(_)) => None,
            Err(error) => return Err(error),
        };
        let mut identity =
            Self { check: KeyCheck { accepted: true, models, ..KeyCheck::default() }, ..Self::default() };
        // Not every key may call both, and the server does not store the keys of logins.
        let (key, user) = join(client.keys().own_info(), client.users().me()).await;
        if let Ok(response) = user {
            let user = response.user_info.as_deref();
            identity.user_id = user.and_then(|user| user.user_id.clone()).or_else(|| response.user_id.clone());
            if let Some(user) = user {
                identity.user_email.clone_from(&user.user_email);
                // A key that the server stores is not the master key, so the user's role applies.
                if key.is_ok() || identity.user_id.as_deref() != Some(MASTER_KEY_USER) {
                    identity.user_role = user.user_role.as_ref().map(ToString::to_string);
                }
                identity.check = KeyCheck {
                    spend: user.spend,
                    max_budget: user.max_budget,
                    budget_of: Some("user"),
                    ..identity.check
                };
            }
        }
        if let Ok(key) = key {
            let key = &key.info;
            identity.user_id = key.user_id.clone().or(identity.user_id);
            identity.team_id.clone_from(&key.team_id);
            identity.check =
                KeyCheck { spend: key.spend, max_budget: key.max_budget, budget_of: Some("key"), ..identity.check };
        }
        Ok(identity)
    }
}

fn show(context: &mut Context, identity: &Identity) -> Result<Outcome> {
    if context.output.shows_answers() || !context.output.is_for_people() {
        return context.output.answer(identity, || identity.answer());
    }
    context.output.fields(identity.rows()).map(Outcome::done)
}
