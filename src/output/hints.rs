//! What to do about a refusal, by its cause, with the command to type. Hints here name commands; those of the library do not.

use serde_json::{Value, json};

use crate::config::{Config, Source};
use crate::shell::quote_if_needed;
use litellm_proxy_client::{Client, Error, Refusal, RefusalKind as Kind};

/// Digits of a hash that name a key, as lists show them.
const HASH_DIGITS: usize = 8;

/// The key, team, user and login that an error is about.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The alias of the key in use.
    key: Option<String>,
    /// The id and the name of the team.
    team: Option<(String, String)>,
    /// The id and the name of the user.
    user: Option<(String, String)>,
    /// The server of the latest login.
    pub(crate) login: Option<String>,
    /// What the command itself did with the header of the key.
    pub(crate) key_header: Option<&'static str>,
}

impl Known {
    /// Returns whether the hint about an error needs names.
    pub(crate) fn is_needed_for(error: &Error) -> bool {
        let kind = error.refusal().and_then(Refusal::kind);
        matches!(kind, Some(Kind::ModelNotAllowed | Kind::BudgetExceeded | Kind::NotTeamMember))
    }

    /// Looks up the names that the hint about an error needs, in at most two requests, one after the other.
    pub(crate) async fn look_up(&mut self, error: &Error, client: &Client) {
        let Some(refusal) = error.refusal() else { return };
        let is_about_own_key = refusal.kind() != Some(Kind::NotTeamMember);
        let own = if is_about_own_key { client.keys().own_info().await.ok() } else { None };
        let (team, user) = subjects(&refusal.message);
        let own_team = own.as_ref().and_then(|own| own.info.team_id.clone()).filter(|_| is_of_team(refusal));
        (self.team, self.user) = tokio::join!(named_team(client, team.or(own_team)), named_user(client, user));
        self.key = own.and_then(|own| own.info.key_alias.clone()).filter(|alias| !alias.is_empty());
    }

    fn team_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.team.as_ref().filter(|(known, _)| known == id).map_or(id, |(_, name)| name)
    }

    fn user_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.user.as_ref().filter(|(known, _)| known == id).map_or(id, |(_, name)| name)
    }

    /// Returns a hint about a server without a login, if there is a login to another.
    pub(crate) fn other_login(&self, config: &Config) -> Option<String> {
        let asked = config.base_url.value.as_str().trim_end_matches('/');
        let other = self.login.as_deref().map(|login| login.trim_end_matches('/')).filter(|login| *login != asked)?;
        Some(match config.base_url.source {
            Source::Flag(_) | Source::Variable(_) | Source::Context(_) => format!(
                "you are logged in to {other}; log in to this server with `litellm-proxy login --base-url {asked}`, or pass a key with --api-key"
            ),
            _ => format!(
                "you are logged in to {other}, not to {asked}: add `--base-url {other}`, or make it the default with `litellm-proxy config set base_url {other}`"
            ),
        })
    }
}

async fn named_team(client: &Client, id: Option<String>) -> Option<(String, String)> {
    let id = id?;
    let team = client.teams().get(&id).await.ok();
    let alias = team.and_then(|team| team.team_info.team_alias.clone()).filter(|alias| !alias.is_empty());
    Some((id.clone(), alias.unwrap_or(id)))
}

async fn named_user(client: &Client, id: Option<String>) -> Option<(String, String)> {
    let id = id?;
    let user = client.users().get(&id).await.ok();
    let email = user.and_then(|user| user.user_info.as_ref().and_then(|info| info.user_email.clone()));
    Some((id.clone(), email.filter(|email| !email.is_empty()).unwrap_or(id)))
}

/// Returns the ids of the team and the user that a message names.
fn subjects(message: &str) -> (Option<String>, Option<String>) {
    let member = value(message, "TeamMember=").and_then(|member| member.rsplit_once(':'));
    let team = member.map(|(_, team)| team).or_else(|| value(message, "Team=").or_else(|| value(message, "team=")));
    let is_customer = message.contains("End User=");
    let user = member.map(|(user, _)| user).or_else(|| value(message, "User=").filter(|_| !is_customer));
    (team.map(str::to_owned), user.map(str::to_owned))
}

/// Returns the word after a label in a message.
fn value<'a>(message: &'a str, label: &str) -> Option<&'a str> {
    let (_, rest) = message.split_once(label)?;
    let value = rest.split([' ', ',', ';']).next()?.trim_end_matches('.');
    (!value.is_empty()).then_some(value)
}

fn is_of_team(refusal: &Refusal) -> bool {
    refusal.error_type.as_deref() == Some("team_model_access_denied")
        || refusal.message.starts_with("team not allowed")
        || refusal.message.contains("Team=")
}

/// Returns what to do about an error of a call, with the command to type.
pub(crate) fn by_cause(error: &Error, config: Option<&Config>, known: &Known) -> Option<String> {
    if let Some(hint) = config.and_then(|config| wrong_server(error, config, known)) {
        return Some(hint);
    }
    if let Error::Missing(message) = error
        && let Some((_, alias)) = message.split_once("no key has the alias `")
        && let Some(email) = alias.split('`').next().filter(|alias| alias.contains('@'))
    {
        let email = quote_if_needed(email);
        return Some(format!("`litellm-proxy keys list --user {email}` lists the keys of a user"));
    }
    let refusal = error.refusal()?;
    let key = known.key.clone().or_else(|| own_hash(config)).unwrap_or_else(|| "KEY".to_owned());
    let key = quote_if_needed(&key);
    let source = config.and_then(Config::key_from);
    let is_login = config.is_some_and(|config| config.login.is_some());
    match refusal.kind()? {
        Kind::BudgetExceeded => Some(over_budget(&refusal.message, &key, known)),
        Kind::ModelNotAllowed => Some(model_not_allowed(refusal, &key, known)),
        // Older servers let an admin ask for any name.
        Kind::UnknownModel
            if ["Invalid model name", "You passed in model="].iter().any(|text| refusal.message.contains(text)) =>
        {
            Some("`litellm-proxy models list` lists the models that this key may call".to_owned())
        }
        Kind::KeyBlocked => Some(format!("an admin unblocks it with `litellm-proxy keys unblock {key}`")),
        Kind::TeamBlocked => {
            let team = value(&refusal.message, "Team=").map_or("TEAM", |id| known.team_of(id));
            Some(format!("an admin unblocks it with `litellm-proxy teams unblock {}`", quote_if_needed(team)))
        }
        Kind::KeyExpired if is_login => Some("log in again with `litellm-proxy login`".to_owned()),
        Kind::KeyExpired => Some(format!("an admin extends it with `litellm-proxy keys update {key} --duration 30d`")),
        Kind::KeyUnknown if refusal.message.contains("expected to start with 'sk-'") => {
            let source = source?;
            Some(format!("the key came from {source} and does not begin with `sk-`; `@FILE` in its place reads a file"))
        }
        Kind::ProjectBlocked => {
            let project = value(&refusal.message, "Project=").unwrap_or("PROJECT");
            Some(format!("an admin unblocks it with {}", post("/project/update", &json!({"project_id": project, "blocked": false}))))
        }
        // About a key that the request names.
        Kind::KeyNotFound => Some("`litellm-proxy keys list` lists the keys of this server".to_owned()),
        Kind::KeyUnknown if !is_login && refusal.status == 401 => {
            let source = source?;
            Some(format!(
                "the key came from {source}: check that it belongs to this server and was not deleted; `litellm-proxy auth list` lists the servers that you are logged in to"
            ))
        }
        Kind::NotAdmin => Some(match source {
            Some(source) => format!(
                "this needs an admin's key, and yours came from {source}: pass one with --api-key @FILE; `litellm-proxy whoami --check` shows who you are"
            ),
            None => "this needs an admin's key: pass one with --api-key @FILE".to_owned(),
        }),
        Kind::NotTeamMember => Some(not_a_member(&refusal.message, known)),
        Kind::NoTeamPermission => Some(no_team_permission(refusal)),
        Kind::RouteNotAllowed => Some(format!(
            "an admin allows more routes with `litellm-proxy keys update {key} --param 'allowed_routes=[…]'`"
        )),
        Kind::RateLimited => rate_limited(refusal, &key),
        Kind::UnknownModel if refusal.status == 404 => Some(
            "the provider does not have the deployment's model: `litellm-proxy models list` shows it, `litellm-proxy models update ID -p model=PROVIDER/MODEL` sets another"
                .to_owned(),
        ),
        Kind::DatabaseLost => {
            Some("the server's database is down: `litellm-proxy health --wait 5m` waits until it is back".to_owned())
        }
        _ => None,
    }
}

/// Returns the beginning of the hash of the key in use.
fn own_hash(config: Option<&Config>) -> Option<String> {
    let key = config?.api_key.as_ref().filter(|key| !key.value.is_empty())?;
    Some(key.value.hash().chars().take(HASH_DIGITS).collect())
}

fn over_budget(message: &str, key: &str, known: &Known) -> String {
    let raise = if let Some(customer) = value(message, "End User=") {
        let customer = quote_if_needed(customer);
        return format!("raise it with `litellm-proxy customers update {customer} --max-budget DOLLARS`");
    } else if let Some((user, team)) = value(message, "TeamMember=").and_then(|member| member.rsplit_once(':')) {
        let (user, team) = (quote_if_needed(known.user_of(user)), quote_if_needed(known.team_of(team)));
        format!("teams members update {team} {user} --max-budget-in-team DOLLARS")
    } else if let Some(team) = value(message, "Team=") {
        format!("teams update {} --max-budget DOLLARS", quote_if_needed(known.team_of(team)))
    } else if let Some(user) = value(message, "User=") {
        format!("users update {} --max-budget DOLLARS", quote_if_needed(known.user_of(user)))
    } else if message.contains("Key=") {
        format!("keys update {key} --max-budget DOLLARS")
    } else {
        return format!("`litellm-proxy budgets why {key}` shows which limit it is and when it resets");
    };
    format!("`litellm-proxy budgets why {key}` shows every limit; raise this one with `litellm-proxy {raise}`")
}

fn model_not_allowed(refusal: &Refusal, key: &str, known: &Known) -> String {
    let message = &refusal.message;
    let quoted = message.split_once("requested model '").and_then(|(_, rest)| rest.split('\'').next());
    let model = quoted.or_else(|| value(message, "Tried to access ")).unwrap_or("MODEL");
    let model = quote_if_needed(model);
    let is_key = refusal.error_type.as_deref() == Some("key_model_access_denied")
        || message.starts_with("key not allowed")
        || message.starts_with("API Key not allowed");
    if is_of_team(refusal) {
        let team = quote_if_needed(known.team.as_ref().map_or("TEAM", |(_, name)| name));
        return format!(
            "the key's team {team} may not call it: an admin adds it with `litellm-proxy teams models add {team} {model}`"
        );
    }
    if is_key {
        return format!(
            "an admin adds it with `litellm-proxy keys update {key} --add-model {model}`; `litellm-proxy models list` lists what the key may call"
        );
    }
    format!("`litellm-proxy keys can-use {key} {model}` shows why")
}

fn not_a_member(message: &str, known: &Known) -> String {
    let (team, user) = subjects(message);
    let team = team.as_deref().map_or("TEAM", |id| known.team_of(id));
    let user = user.as_deref().map_or("USER", |id| known.user_of(id));
    format!(
        "an admin adds the user with `litellm-proxy teams members add {} {}`",
        quote_if_needed(team),
        quote_if_needed(user)
    )
}

/// Returns what a member may do about an endpoint that the team does not let its members call.
fn no_team_permission(refusal: &Refusal) -> String {
    let message = &refusal.message;
    // With a new Python, the message has the name of a constant in place of the path.
    let paths = [refusal.param.as_deref(), value(message, "for endpoint: ")];
    let route = paths.into_iter().flatten().find(|route| route.starts_with('/'));
    let (Some(team), Some(route)) = (value(message, "for team "), route) else {
        return "only members of the key's team may do this; `litellm-proxy whoami --check` shows your teams"
            .to_owned();
    };
    let granted = message.split_once('[').and_then(|(_, rest)| rest.split(']').next()).unwrap_or_default();
    let granted =
        granted.split(',').map(|route| route.trim().trim_matches(['\'', '"'])).filter(|route| !route.is_empty());
    let permissions: Vec<&str> = granted.chain([route]).collect();
    let body = json!({"team_id": team, "team_member_permissions": permissions});
    format!("an admin of the team allows it to all members with {}", post("/team/permissions_update", &body))
}

/// Returns the command that sends a body to an endpoint that has no command of its own.
fn post(path: &str, body: &Value) -> String {
    format!("`litellm-proxy http request POST {path} -j {}`", quote_if_needed(&body.to_string()))
}

fn rate_limited(refusal: &Refusal, key: &str) -> Option<String> {
    let (_, limit) = refusal.message.split_once("imit exceeded for ")?;
    let (kind, rest) = limit.split_once([':', ' '])?;
    let name = rest.split(['.', ' ']).find(|word| !word.is_empty()).unwrap_or("NAME");
    let name = quote_if_needed(name);
    let option = if refusal.message.to_lowercase().contains("tokens") { "--tpm-limit" } else { "--rpm-limit" };
    let command = match kind {
        "api_key" => format!("keys update {key} {option} N"),
        "team" => format!("teams update {name} {option} N"),
        "user" => format!("users update {name} {option} N"),
        _ => return None,
    };
    let wait = refusal.retry_after.filter(|after| !after.is_zero());
    let wait = wait.map_or_else(
        || "retry in a minute".to_owned(),
        |after| format!("the server asks to retry in {} s", after.as_secs().max(1)),
    );
    Some(format!("{wait}; an admin raises the limit with `litellm-proxy {command}`"))
}

/// Returns whether a message describes an HTML page that is not LiteLLM's dashboard, which some versions send for unknown paths.
fn is_foreign_page(message: &str) -> bool {
    message.contains(", an HTML page") && !message.contains("LiteLLM")
}

/// Returns a hint about a base URL that does not lead to a LiteLLM proxy server.
fn wrong_server(error: &Error, config: &Config, known: &Known) -> Option<String> {
    let url = &config.base_url.value;
    let origin = url.origin().ascii_serialization();
    let source = &config.base_url.source;
    let is_missing = match error {
        Error::NotFound(refusal) => {
            matches!(refusal.kind(), Some(Kind::NoSuchEndpoint | Kind::NotFound)) && !refusal.body.contains("\"error\"")
        }
        Error::UnexpectedResponse { .. } => true,
        Error::Refused(refusal) => refusal.status == 405,
        _ => false,
    };
    for suffix in ["/v1", "/ui"] {
        if let Some(prefix) = url.path().strip_suffix(suffix).filter(|_| is_missing) {
            let reason = if suffix == "/v1" { "for OpenAI clients" } else { "the dashboard" };
            return Some(format!("the base URL ends in `{suffix}`, which is {reason}: use {origin}{prefix}"));
        }
    }
    let host = url.host_str().unwrap_or_default();
    let is_openai = |refusal: &Refusal| {
        refusal.message.starts_with("Incorrect API key provided") && refusal.message.contains("platform.openai.com")
    };
    if host == "api.openai.com" || error.refusal().is_some_and(is_openai) {
        return Some(format!(
            "{origin} is OpenAI's own API, not a LiteLLM proxy server: set the proxy's URL with --base-url or LITELLM_PROXY_URL; this one came from {source}"
        ));
    }
    match error {
        Error::NotFound(refusal)
            if is_missing
                && (error.hint().is_none() || is_foreign_page(&refusal.message))
                && !refusal.body.trim().is_empty()
                && !refusal.body.trim_start().starts_with('{') =>
        {
            Some(format!(
                "this does not look like a LiteLLM proxy server: check the base URL, which came from {source}, and its path prefix"
            ))
        }
        Error::Unreachable { .. } if *source == Source::Default => known.other_login(config),
        _ => None,
    }
}
