//! The caller of a request: the holder of the master key, of a virtual key, or of the key of a login.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::HeaderMap;
use jiff::Timestamp;

use super::config::Config;
use super::object::JsonObject;
use super::response::{Refusal, python_error};
use super::secrets::hash;
use super::store::{Store, Table, Tables};

/// The user of the master key.
pub(super) const DEFAULT_USER: &str = "default_user_id";
/// The name of the master key in spend logs.
pub(super) const MASTER_KEY: &str = "litellm_proxy_master_key";

/// The roles of callers, the most powerful first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Admin,
    /// Can view everything and change nothing.
    AdminViewer,
    User,
    UserViewer,
    /// A key without a user, or of a user without a role.
    Unknown,
}

impl Role {
    pub(super) fn parse(name: Option<&str>) -> Self {
        match name {
            Some("proxy_admin") => Self::Admin,
            Some("proxy_admin_viewer") => Self::AdminViewer,
            Some("internal_user") => Self::User,
            Some("internal_user_viewer") => Self::UserViewer,
            _ => Self::Unknown,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Admin => "proxy_admin",
            Self::AdminViewer => "proxy_admin_viewer",
            Self::User => "internal_user",
            Self::UserViewer => "internal_user_viewer",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the name that refusals show: a key without a user counts as that of an internal user.
    pub(super) fn name_or_user(self) -> &'static str {
        if self == Self::Unknown { Self::User.name() } else { self.name() }
    }
}

/// An identified caller.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) role: Role,
    /// The row of the key; `None` for the master key.
    pub(super) key: Option<Arc<JsonObject>>,
    /// The row of the key's user, if it exists.
    pub(super) user: Option<Arc<JsonObject>>,
    pub(super) user_id: Option<String>,
}

impl Caller {
    fn master() -> Self {
        Self { role: Role::Admin, key: None, user: None, user_id: Some(DEFAULT_USER.to_owned()) }
    }

    /// Returns the caller of an endpoint that needs no key.
    pub(super) fn anonymous() -> Self {
        Self { role: Role::Unknown, key: None, user: None, user_id: None }
    }

    /// Returns whether the caller has the master key.
    pub(super) fn is_master(&self) -> bool {
        self.key.is_none() && self.role == Role::Admin
    }

    pub(super) fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// Returns whether the caller may view everything.
    pub(super) fn sees_all(&self) -> bool {
        matches!(self.role, Role::Admin | Role::AdminViewer)
    }

    pub(super) fn team_id(&self) -> Option<&str> {
        self.key.as_ref()?.get_str("team_id")
    }

    /// Returns the hash of the key.
    pub(super) fn token(&self) -> Option<&str> {
        self.key.as_ref()?.get_str("token")
    }
}

/// Returns the secret in the headers; empty if there is none.
fn presented<'a>(config: &Config, headers: &'a HeaderMap) -> &'a str {
    // LiteLLM reads the first one whatever its configuration says.
    let names = ["x-litellm-api-key", config.key_header.as_str(), "authorization", "x-api-key"];
    let header = names.into_iter().find_map(|name| headers.get(name)?.to_str().ok()).unwrap_or_default();
    let secret = header.trim();
    secret.strip_prefix("Bearer ").or_else(|| secret.strip_prefix("bearer ")).unwrap_or(secret).trim()
}

/// Refuses a request without a key that exists, before its body is read. [`identify`] checks the rest.
pub(super) fn authenticate(store: &Store, config: &Config, headers: &HeaderMap, now: Timestamp) -> Result<(), Refusal> {
    let token = hash(presented(config, headers));
    if config.is_master_token(&token) {
        return Ok(());
    }
    store.read(|tables| {
        let is_known = tables.contains(Table::Keys, &token)? || tables.contains(Table::Logins, &token)?;
        if is_known { Ok(()) } else { identify(tables, config, headers, now).map(drop) }
    })
}

/// Identifies the caller by the key in the headers.
pub(super) fn identify(
    tables: &Tables<'_>,
    config: &Config,
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<Caller, Refusal> {
    let secret = presented(config, headers);
    if secret.is_empty() {
        return Err(Refusal::auth("No api key passed in."));
    }
    let token = hash(secret);
    if config.is_master_token(&token) {
        return Ok(Caller::master());
    }
    if !secret.starts_with("sk-") {
        let message = "LiteLLM Virtual Key expected. Received=****, expected to start with 'sk-'.";
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "auth_error", None, message));
    }
    let Some(key) = tables.get(Table::Keys, &token)? else {
        if let Some(login) = tables.get(Table::Logins, &token)? {
            return identify_login(tables, login, now);
        }
        let message = "Authentication Error, Invalid API key provided.";
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "token_not_found_in_db", Some("key"), message));
    };
    if let Some(name) = unreadable(&key) {
        return Err(Refusal::auth(format_args!("1 validation error: `{name}` of the key is null, not a dictionary")));
    }
    check_usable(&key, now)?;
    check_team(tables, &key)?;
    let user = key.get_str("user_id").map(|id| tables.get(Table::Users, id)).transpose()?.flatten();
    let role = Role::parse(user.as_ref().and_then(|user| user.get_str("user_role")));
    let user_id = key.get_str("user_id").map(str::to_owned);
    Ok(Caller { role, key: Some(Arc::new(key)), user: user.map(Arc::new), user_id })
}

/// Identifies the holder of the key of a login, which is invalid without its user.
fn identify_login(tables: &Tables<'_>, key: JsonObject, now: Timestamp) -> Result<Caller, Refusal> {
    check_usable(&key, now)?;
    let user_id = key.get_str("user_id").unwrap_or_default().to_owned();
    let Some(user) = tables.get(Table::Users, &user_id)? else {
        let message = format!("Authentication Error, user '{user_id}' no longer exists.");
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "auth_error", Some("user_id"), message));
    };
    let role = Role::parse(user.get_str("user_role"));
    Ok(Caller { role, key: Some(Arc::new(key)), user: Some(Arc::new(user)), user_id: Some(user_id) })
}

/// Returns the field that an update set to null and that LiteLLM then cannot read, which makes the key unusable.
pub(super) fn unreadable(key: &JsonObject) -> Option<&'static str> {
    ["aliases", "config", "permissions", "metadata", "model_max_budget", "budget_fallbacks"]
        .into_iter()
        .find(|name| key.contains(name) && key.get(name).is_none())
}

/// Refuses a key whose team is blocked or does not exist.
fn check_team(tables: &Tables<'_>, key: &JsonObject) -> Result<(), Refusal> {
    let Some(id) = key.get_str("team_id").filter(|id| !id.is_empty()) else { return Ok(()) };
    let Some(team) = tables.get(Table::Teams, id)? else {
        let message = format!("Team doesn't exist in db. Team={id}. Create team via `/team/new` call.");
        return Err(Refusal::error(StatusCode::NOT_FOUND, "auth_error", None, python_error(&message)));
    };
    if team.get_bool("blocked") {
        return Err(Refusal::auth(format_args!(
            "Team={id} is blocked. Update via `/team/unblock` if you're an admin."
        )));
    }
    Ok(())
}

/// The format of times in the refusal of an expired key.
const EXPIRY_FORMAT: &str = "%Y-%m-%d %H:%M:%S.%6f+00:00";

/// Refuses a blocked or expired key.
fn check_usable(key: &JsonObject, now: Timestamp) -> Result<(), Refusal> {
    if key.get_bool("blocked") {
        return Err(Refusal::auth("Key is blocked. Update via `/key/unblock` if you're an admin."));
    }
    if let Some(expires) = key.get_time("expires").filter(|expires| *expires < now) {
        let message = format!(
            "Authentication Error - Expired Key. Key Expiry time {} and current time {}",
            expires.strftime(EXPIRY_FORMAT),
            now.strftime(EXPIRY_FORMAT)
        );
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "expired_key", Some("key"), message));
    }
    Ok(())
}
