//! `whoami`: which key is used, whose it is, and whether the server accepts it.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use futures_util::future::join;
use reqwest::Url;
use serde::Serialize;

use crate::auth::StoredLogin;
use crate::auth::store::Store;
use crate::config::{Config, Source};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, roughly};
use litellm_proxy_client::{Client, Error};

/// How long logins in a browser last, unless the server is set otherwise.
pub(crate) const USUAL_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// What logins hold where nothing is known, because other tools expect something.
const PLACEHOLDERS: [(&str, &str); 2] = [("user_id", "cli-user"), ("user_role", "cli")];
/// Whom newer servers take the master key for. The role that they note of this user is not what the key may do.
const USER_OF_MASTER_KEY: &str = "default_user_id";

#[derive(Debug, clap::Args)]
#[command(after_help = "The key is never shown; `litellm-proxy auth print-token` prints it.")]
pub(crate) struct Args {
    /// Ask the server whether it accepts the key [default: on a terminal]
    #[arg(long, overrides_with = "no_check")]
    check: bool,
    /// Do not ask the server
    #[arg(long)]
    no_check: bool,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let config = context.config()?;
        if config.api_key.as_ref().is_none_or(|key| key.value.is_empty()) {
            return Err(not_logged_in(&config.base_url.value).into());
        }
        let is_shown = !context.is_sending(DryRun::default());
        let checks = self.check || is_shown || (!self.no_check && context.output.terminal().stdout_is_terminal);
        if !checks {
            return show(context, &Identity::of(&config, config.login.as_ref()));
        }
        let client = context.client()?;
        let calls = ((client.models().list(), client.keys().own_info()), client.users().me());
        context.perform(DryRun::default(), calls, async |context, _| check(context, &config, &client).await).await
    }
}

/// Asks the server who the key belongs to.
async fn check(context: &mut Context, config: &Config, client: &Client) -> Result<Outcome> {
    let checked = Checked::by(client).await;
    // It may have been renewed for the question.
    let renewed = config.login.as_ref().filter(|login| login.refresh_grant().is_some()).and_then(|_| {
        let logins = Store::of_user().ok()?.logins().ok()?;
        logins.into_iter().find(|login| login.belongs_to(&config.base_url.value))
    });
    let mut identity = Identity::of(config, renewed.as_ref().or(config.login.as_ref()));
    let refused = match checked {
        Ok(checked) => {
            identity.take(checked);
            None
        }
        Err(error) => {
            let is_refusal = matches!(error, Error::Unauthorized(_) | Error::NoKey(_));
            identity.check = is_refusal.then(Check::default);
            Some(error)
        }
    };
    show(context, &identity)?;
    refused.map_or(Ok(Outcome::Done), |error| Err(error.into()))
}

/// There is no key for a server; there may be for others.
pub(crate) fn not_logged_in(server: &Url) -> Failure {
    let others = Store::of_user().map(|store| store.readable_logins()).unwrap_or_default();
    let others: Vec<_> = others.iter().filter_map(StoredLogin::base_url).collect();
    let but = if others.is_empty() { String::new() } else { format!(", but to {}", others.join(", ")) };
    Failure::NoKey(format!("you are not logged in to {}{but}", server.as_str().trim_end_matches('/')))
}

/// Who somebody is to a server, without the key.
#[derive(Debug, Serialize)]
pub(crate) struct Identity {
    base_url: String,
    /// `flag`, `variable` or `file`.
    key_source: &'static str,
    /// The flag, the variable or the file.
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
    check: Option<Check>,
}

/// What the server says of the key.
#[derive(Debug, Default, Serialize)]
struct Check {
    accepted: bool,
    /// How many models it may call.
    models: Option<usize>,
    spend: Option<f64>,
    max_budget: Option<f64>,
    /// Whose spend and budget they are: `key` or `user`.
    budget_of: Option<&'static str>,
}

impl Identity {
    fn of(config: &Config, login: Option<&StoredLogin>) -> Self {
        let source = config.api_key.as_ref().map(|key| &key.source);
        match (source, login) {
            (Some(Source::File(path)), Some(login)) => Self::of_login(&config.base_url.value, login, path),
            (Some(Source::Flag(name)), _) => Self::of_key(&config.base_url.value, "flag", name),
            (Some(Source::Variable(name)), _) => Self::of_key(&config.base_url.value, "variable", name),
            _ => Self::of_key(&config.base_url.value, "file", ""),
        }
    }

    /// Of a key that nothing is known of.
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

    /// Of a login that is kept in a file.
    pub(crate) fn of_login(server: &Url, login: &StoredLogin, path: &Path) -> Self {
        let text = |name: &str| {
            let placeholder = PLACEHOLDERS.iter().find(|(field, _)| *field == name).map(|(_, text)| *text);
            login.string(name).filter(|text| Some(*text) != placeholder).map(str::to_owned)
        };
        let user_id = text("user_id");
        Self {
            user_role: text("user_role").filter(|_| user_id.as_deref() != Some(USER_OF_MASTER_KEY)),
            user_id,
            user_email: text("user_email"),
            team_id: text("team_id"),
            logged_in_at: login.logged_in_at().map(|time| time.to_string()),
            age_seconds: login.age().map(|age| age.as_secs()),
            expires_at: login.expires_at().map(|time| time.to_string()),
            is_renewable: login.refresh_grant().is_some(),
            has_expired: login.has_expired(),
            ..Self::of_key(server, "file", &path.display().to_string())
        }
    }

    /// Takes over what the server says: it knows better than a file.
    fn take(&mut self, checked: Checked) {
        for (field, said) in [
            (&mut self.user_id, checked.user_id),
            (&mut self.user_email, checked.user_email),
            (&mut self.user_role, checked.user_role),
            (&mut self.team_id, checked.team_id),
        ] {
            *field = said.or(field.take());
        }
        self.check = Some(checked.check);
    }

    /// The same in words, without what is not known.
    fn rows(&self) -> Vec<(&'static str, String)> {
        let dollars = |amount: f64| format!("${amount:.4}");
        let age = self.age_seconds.map(|seconds| {
            let rough = roughly(Duration::from_secs(seconds));
            let is_long = seconds > USUAL_LIFE.as_secs() && self.expires_at.is_none();
            format!("{rough} ago{}", if is_long { "; logins in a browser usually last 24 hours" } else { "" })
        });
        let expiry = self.expires_at.as_ref().map(|time| {
            let note = match (self.has_expired, self.is_renewable) {
                (true, _) => ", which is over",
                (false, true) => ", renewed before that",
                (false, false) => "",
            };
            format!("{time}{note}")
        });
        let check = self.check.as_ref();
        let spend = check.and_then(|check| {
            let of = check.budget_of.map(|whose| format!(" of the {whose}")).unwrap_or_default();
            let budget =
                check.max_budget.map_or_else(|| "no budget".to_owned(), |most| format!("budget {}", dollars(most)));
            Some(format!("{}{of}, {budget}", dollars(check.spend?)))
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
        .filter_map(|(name, text)| Some((name, text?)))
        .collect()
    }
}

/// What the server says of a key and of its user.
#[derive(Default)]
struct Checked {
    user_id: Option<String>,
    user_email: Option<String>,
    user_role: Option<String>,
    team_id: Option<String>,
    check: Check,
}

impl Checked {
    /// Asks; an error means that the key is not accepted, or that there was no answer.
    async fn by(client: &Client) -> Result<Self, Error> {
        let models = match client.models().list().await {
            Ok(models) => Some(models.len()),
            // A key that may do other things only is accepted all the same.
            Err(Error::Forbidden(_)) => None,
            Err(error) => return Err(error),
        };
        let mut checked = Self { check: Check { accepted: true, models, ..Check::default() }, ..Self::default() };
        // Not every key may ask both, and the keys of logins are not stored on the server.
        let (key, user) = join(client.keys().own_info().into_future(), client.users().me().into_future()).await;
        if let Ok(answer) = user {
            let user = answer.user_info.as_deref();
            checked.user_id = user.and_then(|user| user.user_id.clone()).or_else(|| answer.user_id.clone());
            if let Some(user) = user {
                checked.user_email.clone_from(&user.user_email);
                // A key that the server has stored is a user's own, whoever the user is.
                if key.is_ok() || checked.user_id.as_deref() != Some(USER_OF_MASTER_KEY) {
                    checked.user_role.clone_from(&user.user_role);
                }
                checked.check =
                    Check { spend: user.spend, max_budget: user.max_budget, budget_of: Some("user"), ..checked.check };
            }
        }
        if let Ok(key) = key {
            let key = &key.info;
            checked.user_id = key.user_id.clone().or(checked.user_id);
            checked.team_id.clone_from(&key.team_id);
            checked.check =
                Check { spend: key.spend, max_budget: key.max_budget, budget_of: Some("key"), ..checked.check };
        }
        Ok(checked)
    }
}

fn show(context: &mut Context, identity: &Identity) -> Result<Outcome> {
    if !context.output.is_for_people() {
        return context.output.value(identity);
    }
    let columns: [&Column<(&'static str, String)>; 2] =
        [&Column::new("field", "Field", |row| row.0.to_owned()), &Column::new("value", "Value", |row| row.1.clone())];
    context.output.table(&identity.rows(), &columns).map(Outcome::done)
}
