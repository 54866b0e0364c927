//! Who asks: the holder of the master key, or of a virtual key that is known, not blocked and not expired.

use hyper::StatusCode;
use hyper::header::HeaderMap;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::answer::Refusal;
use super::clock;
use super::row::Row;
use super::rules::routes_of_keys;
use super::settings::Settings;
use super::store::{Table, Tables};

/// The user whom the master key stands for.
pub(super) const DEFAULT_USER: &str = "default_user_id";
/// The name under which requests with the master key are written down.
pub(super) const MASTER_KEY: &str = "litellm_proxy_master_key";

/// What a caller may do, from most to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Admin,
    /// Sees all and changes nothing.
    AdminViewer,
    User,
    UserViewer,
    /// A key of no user, or of a user without a role.
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

    /// The name that endpoints say: a key of nobody counts as one of a user there.
    pub(super) fn name_or_user(self) -> &'static str {
        if self == Self::Unknown { Self::User.name() } else { self.name() }
    }
}

/// Who may ask for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Anyone,
    /// The holder of any key; the endpoint shows what is the caller's own.
    AnyKey,
    /// Users that manage keys of their own, and admins.
    Users,
    /// Users that may only look, too.
    Readers,
    /// Admins; those who may only look, where nothing is changed.
    Admins,
}

/// The holder of a key.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) role: Role,
    /// The key's row; none for the master key.
    pub(super) key: Option<Row>,
    /// The row of the key's user, where there is one.
    pub(super) user: Option<Row>,
    pub(super) user_id: Option<String>,
}

impl Caller {
    fn master() -> Self {
        Self { role: Role::Admin, key: None, user: None, user_id: Some(DEFAULT_USER.to_owned()) }
    }

    /// Of a request for which no key is needed.
    pub(super) fn nobody() -> Self {
        Self { role: Role::Unknown, key: None, user: None, user_id: None }
    }

    pub(super) fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// Whether all of everything may be seen.
    pub(super) fn sees_all(&self) -> bool {
        matches!(self.role, Role::Admin | Role::AdminViewer)
    }

    pub(super) fn team_id(&self) -> Option<&str> {
        self.key.as_ref()?.text("team_id")
    }

    /// The hash under which the key is known.
    pub(super) fn token(&self) -> Option<&str> {
        self.key.as_ref()?.text("token")
    }
}

/// The SHA-256 of a key, under which it is kept.
pub(super) fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is kept of a secret or given as a hash: the hash.
pub(super) fn token_of(key: &str) -> String {
    if key.starts_with("sk-") { hash(key) } else { key.to_owned() }
}

/// Whose key the headers carry.
pub(super) fn identify(
    tables: &Tables<'_>,
    settings: &Settings,
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<Caller, Refusal> {
    // The first of these is looked at whatever the settings say.
    let names = ["x-litellm-api-key", settings.key_header.as_str(), "x-api-key"];
    let given = names.into_iter().find_map(|name| headers.get(name)?.to_str().ok()).unwrap_or_default();
    let secret = given.trim();
    let secret = secret.strip_prefix("Bearer ").or_else(|| secret.strip_prefix("bearer ")).unwrap_or(secret).trim();
    if secret.is_empty() {
        return Err(Refusal::auth("No api key passed in."));
    }
    if hash(secret) == hash(&settings.master_key) {
        return Ok(Caller::master());
    }
    if !secret.starts_with("sk-") {
        let message = "LiteLLM Virtual Key expected. Received=****, expected to start with 'sk-'.";
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "auth_error", Some("None"), message));
    }
    let token = hash(secret);
    if let Some(login) = tables.get(Table::Logins, &token)? {
        return logged_in(tables, login, now);
    }
    let Some(key) = tables.get(Table::Keys, &token)? else {
        let message = format!(
            "Authentication Error, Invalid proxy server token passed. Received API Key = {}, Key Hash (Token) ={token}. Unable \
             to find token in cache or `LiteLLM_VerificationTokenTable`",
            masked(secret)
        );
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "token_not_found_in_db", Some("key"), message));
    };
    usable(&key, now)?;
    let user = key.text("user_id").map(|id| tables.get(Table::Users, id)).transpose()?.flatten();
    let role = Role::parse(user.as_ref().and_then(|user| user.text("user_role")));
    let user_id = key.text("user_id").map(str::to_owned);
    Ok(Caller { role, key: Some(key), user, user_id })
}

/// The holder of the key of a login, which is worth nothing without its user.
fn logged_in(tables: &Tables<'_>, key: Row, now: Timestamp) -> Result<Caller, Refusal> {
    usable(&key, now)?;
    let user_id = key.text("user_id").unwrap_or_default().to_owned();
    let Some(user) = tables.get(Table::Users, &user_id)? else {
        let message = format!("Authentication Error, user '{user_id}' no longer exists.");
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "auth_error", Some("user_id"), message));
    };
    let role = Role::parse(user.text("user_role"));
    Ok(Caller { role, key: Some(key), user: Some(user), user_id: Some(user_id) })
}

/// Whether the key itself can be used, whatever for.
fn usable(key: &Row, now: Timestamp) -> Result<(), Refusal> {
    if key.flag("blocked") {
        return Err(Refusal::auth("Key is blocked. Update via `/key/unblock` if you're an admin."));
    }
    if let Some(expires) = key.time("expires").filter(|expires| *expires < now) {
        let message = format!(
            "Authentication Error - Expired Key. Key Expiry time {} and current time {}",
            clock::write(expires),
            clock::write(now)
        );
        return Err(Refusal::error(StatusCode::UNAUTHORIZED, "expired_key", Some("key"), message));
    }
    Ok(())
}

/// Whether the caller may ask for this at all.
pub(super) fn admit(caller: &Caller, who: Who, changes: bool, path: &str) -> Result<(), Refusal> {
    routes_of_keys::check(caller, path)?;
    let admitted = match who {
        Who::Anyone | Who::AnyKey => true,
        // A user without a role counts as one who has keys.
        Who::Users => match caller.role {
            Role::Admin | Role::User => true,
            Role::AdminViewer => !changes,
            Role::UserViewer => false,
            Role::Unknown => caller.user.is_some(),
        },
        Who::Readers => caller.role != Role::Unknown,
        Who::Admins => caller.is_admin() || caller.role == Role::AdminViewer && !changes,
    };
    if admitted {
        return Ok(());
    }
    if caller.role == Role::AdminViewer {
        let message =
            format!("user not allowed to access this route, role= {}. Trying to access: {path}", caller.role.name());
        return Err(Refusal::error(StatusCode::FORBIDDEN, "auth_error", Some("None"), message));
    }
    let user_id = caller.user_id.as_deref().map_or_else(|| "*******".to_owned(), masked_id);
    Err(Refusal::auth(format_args!(
        "Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route={path}. Your role={}. Your \
         user_id={user_id}",
        caller.role.name()
    )))
}

/// A secret as it may be shown.
pub(super) fn masked(secret: &str) -> String {
    match secret.char_indices().rev().nth(3) {
        Some((start, _)) if secret.len() > 10 => format!("sk-...{}", secret.get(start..).unwrap_or_default()),
        _ => "sk-...".to_owned(),
    }
}

fn masked_id(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    match (letters.get(..6), letters.get(letters.len().saturating_sub(2)..)) {
        (Some(head), Some(tail)) if letters.len() > 8 => {
            let stars = "*".repeat(letters.len() - 8);
            format!("{}{stars}{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
        }
        _ => "*******".to_owned(),
    }
}
