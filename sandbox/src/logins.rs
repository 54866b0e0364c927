//! Pending logins, browser sessions and authorization codes, in memory. Secrets are stored as their SHA-256, and every
//! entry expires.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::object::JsonObject;
use super::ttl_map::TtlMap;

/// The lifetime of a pending login or consent.
pub(super) const LOGIN_SECONDS: i64 = 600;
/// The lifetime of a browser session.
pub(super) const SESSION_SECONDS: i64 = 24 * 3600;
/// The lifetime of an authorization code: redirected, and copied by hand.
pub(super) const CODE_SECONDS: (i64, i64) = (120, 300);
/// The lifetime of the identity provider's code.
const ASSERTION_SECONDS: i64 = 60;
/// The number of logins that may start in a minute.
const STARTS: u32 = 30;
const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// The logins of a sandbox.
#[derive(Debug)]
pub(crate) struct Logins {
    /// Whether the sign-in page works without the master key.
    pub(super) is_open: bool,
    pending: Mutex<PendingLogins>,
}

#[derive(Debug)]
pub(super) struct PendingLogins {
    /// The identity that the sign-in page suggests.
    pub(super) next_identity: Identity,
    /// Logins that a command line polls, by id.
    pub(super) logins: TtlMap<Login>,
    /// Where browsers go after signing in, by OAuth state.
    pub(super) targets: TtlMap<SignInTarget>,
    /// Identities that the provider asserted, by code.
    pub(super) assertions: TtlMap<Identity>,
    /// The ids of signed-in users, by cookie.
    pub(super) sessions: TtlMap<String>,
    /// Pending consents, by handle.
    pub(super) consents: TtlMap<Consent>,
    /// Grants, by authorization code.
    pub(super) grants: TtlMap<Grant>,
    starts: (Timestamp, u32),
}

/// A person as an identity provider describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) id: String,
    pub(super) email: String,
}

/// A login that a command line polls until it is complete.
#[derive(Debug, Clone, Default)]
pub(super) struct Login {
    /// `None` where the id itself is the secret, as before LiteLLM 1.84.
    pub(super) secrets: Option<LoginSecrets>,
    /// The hash of the secret in the page where the code is entered.
    pub(super) page_hash: Option<String>,
    /// The user, once signed in.
    pub(super) user_id: Option<String>,
    pub(super) is_verified: bool,
}

#[derive(Debug, Clone)]
pub(super) struct LoginSecrets {
    pub(super) poll_hash: String,
    pub(super) code_hash: String,
}

/// Where a browser goes after signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SignInTarget {
    /// The login with this id.
    Login(String),
    /// This path, or the admin page.
    Path(Option<String>),
}

/// A client's request for a key, to be confirmed in a browser.
#[derive(Debug, Clone)]
pub(super) struct Consent {
    /// The hash of the cookie of the browser that shows the page.
    pub(super) cookie_hash: String,
    pub(super) user_id: String,
    pub(super) client: Client,
    pub(super) state: String,
    pub(super) challenge: String,
    pub(super) is_complete: bool,
}

/// An OAuth client and its redirect URI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) redirect_uri: String,
}

/// The login that an authorization code grants.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) user_id: String,
    pub(super) team_id: Option<String>,
    pub(super) client: Client,
    pub(super) challenge: String,
    pub(super) expires: Timestamp,
    pub(super) is_used: bool,
}

impl Default for PendingLogins {
    fn default() -> Self {
        let next_identity = Identity { id: "sandbox-user".to_owned(), email: "sandbox-user@example.com".to_owned() };
        Self {
            next_identity,
            logins: TtlMap::default(),
            targets: TtlMap::default(),
            assertions: TtlMap::default(),
            sessions: TtlMap::default(),
            consents: TtlMap::default(),
            grants: TtlMap::default(),
            starts: (Timestamp::UNIX_EPOCH, 0),
        }
    }
}

impl Logins {
    /// `is_open` is for a server that only this machine can reach.
    pub(crate) fn new(is_open: bool) -> Self {
        Self { is_open, pending: Mutex::default() }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, PendingLogins> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PendingLogins {
    /// Counts a new login and returns whether it may start.
    pub(super) fn may_start(&mut self, now: Timestamp) -> bool {
        let (since, count) = &mut self.starts;
        if now.duration_since(*since) >= MINUTE {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= STARTS
    }

    /// Stores an identity for one exchange of the code.
    pub(super) fn assert_identity(&mut self, code: &str, identity: Identity, now: Timestamp) {
        self.assertions.insert(code, identity, ASSERTION_SECONDS, now);
    }
}

impl Identity {
    /// Returns the OpenID Connect claims.
    pub(super) fn claims(&self) -> Value {
        json!({ "sub": self.id, "preferred_username": self.id, "email": self.email })
    }

    /// Sets the `id` and `email` that the fields contain.
    pub(super) fn update(&mut self, fields: &JsonObject) {
        for (field, name) in [(&mut self.id, "id"), (&mut self.email, "email")] {
            if let Some(value) = fields.get_str(name) {
                value.clone_into(field);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn starts_are_limited_per_minute() {
        let mut pending = PendingLogins::default();
        let allowed = |pending: &mut PendingLogins, now| (0..40).filter(|_| pending.may_start(at(now))).count();
        assert_eq!(allowed(&mut pending, 1000), 30);
        assert_eq!(allowed(&mut pending, 1059), 0);
        assert_eq!(allowed(&mut pending, 1060), 30);
    }

    #[test]
    fn identity_updates_keep_unnamed_fields() {
        let mut identity = PendingLogins::default().next_identity;
        identity.update(&JsonObject::from_json(json!({ "email": "a@b.c" })));
        assert_eq!(
            identity.claims(),
            json!({ "sub": "sandbox-user", "preferred_username": "sandbox-user", "email": "a@b.c" })
        );
    }
}
