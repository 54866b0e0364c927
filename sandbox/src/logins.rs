//! What is under way: logins that have begun, browsers that are signed in or are about to be, and codes that wait to be
//! exchanged. Secrets are kept as their SHA-256, and everything ends.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::caller::hash;
use crate::row::Row;

/// How long a login, or a consent, may take.
pub(super) const LOGIN_SECONDS: i64 = 600;
/// How long a browser stays signed in.
pub(super) const SESSION_SECONDS: i64 = 24 * 3600;
/// How long a code can be exchanged; the second time when somebody carries it by hand.
pub(super) const CODE_SECONDS: (i64, i64) = (120, 300);
/// How long what the provider says of somebody can be fetched.
const ASSERTION_SECONDS: i64 = 60;
/// How many logins may begin in a minute.
const STARTS: u32 = 30;
const MINUTE: SignedDuration = SignedDuration::from_secs(60);
/// More than this are not kept at a time: the oldest are forgotten.
const MOST: usize = 10_000;

/// All of it.
#[derive(Debug)]
pub(crate) struct Logins {
    /// Whether one signs in without the master key.
    pub(super) is_open: bool,
    under_way: Mutex<UnderWay>,
}

#[derive(Debug)]
pub(super) struct UnderWay {
    /// Who signs in next, unless they say otherwise.
    pub(super) next: Person,
    /// Logins of command lines, by id.
    pub(super) logins: Passing<Login>,
    /// Browsers on their way to the provider, by their state.
    pub(super) journeys: Passing<Journey>,
    /// Whom the provider vouches for, by its code.
    pub(super) assertions: Passing<Person>,
    /// The ids of the users who are signed in, by their cookies.
    pub(super) sessions: Passing<String>,
    /// Consents that are asked for, by their handles.
    pub(super) consents: Passing<Consent>,
    /// By the code that a consent led to.
    pub(super) grants: Passing<Grant>,
    starts: (Timestamp, u32),
}

/// Somebody, as an identity provider knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) email: String,
}

/// A login that a command line asks for until it is done.
#[derive(Debug, Clone, Default)]
pub(super) struct Login {
    /// None where the id itself is the secret, as it was before LiteLLM 1.84.
    pub(super) secrets: Option<LoginSecrets>,
    /// Of the page in which the code is entered.
    pub(super) page_hash: Option<String>,
    /// The user and their teams, once somebody has signed in.
    pub(super) user_id: Option<String>,
    pub(super) is_verified: bool,
}

#[derive(Debug, Clone)]
pub(super) struct LoginSecrets {
    pub(super) poll_hash: String,
    pub(super) code_hash: String,
}

/// Where a browser goes on once somebody has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Journey {
    /// To the login with this id.
    Login(String),
    /// To this path, or to the admin page.
    Path(Option<String>),
}

/// What a client may become: it is asked for in a browser.
#[derive(Debug, Clone)]
pub(super) struct Consent {
    /// The cookie of the browser that is asked.
    pub(super) cookie_hash: String,
    pub(super) user_id: String,
    pub(super) client: Client,
    pub(super) state: String,
    pub(super) challenge: String,
    pub(super) is_over: bool,
}

/// A client, and where it is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) redirect_uri: String,
}

/// What a code is good for.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) user_id: String,
    pub(super) team_id: Option<String>,
    pub(super) client: Client,
    pub(super) challenge: String,
    pub(super) until: Timestamp,
    pub(super) is_used: bool,
}

impl Default for UnderWay {
    fn default() -> Self {
        let next = Person { id: "sandbox-user".to_owned(), email: "sandbox-user@example.com".to_owned() };
        Self {
            next,
            logins: Passing::default(),
            journeys: Passing::default(),
            assertions: Passing::default(),
            sessions: Passing::default(),
            consents: Passing::default(),
            grants: Passing::default(),
            starts: (Timestamp::UNIX_EPOCH, 0),
        }
    }
}

impl Logins {
    /// Open to all, if nobody but this machine can ask.
    pub(crate) fn new(is_open: bool) -> Self {
        Self { is_open, under_way: Mutex::default() }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, UnderWay> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnderWay {
    /// Whether one more login may begin.
    pub(super) fn may_start(&mut self, now: Timestamp) -> bool {
        let (since, count) = &mut self.starts;
        if now.duration_since(*since) >= MINUTE {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= STARTS
    }

    /// Vouches for somebody, once and for a short time.
    pub(super) fn assert(&mut self, code: &str, person: Person, now: Timestamp) {
        self.assertions.keep(code, person, ASSERTION_SECONDS, now);
    }
}

impl Person {
    /// As OpenID Connect says it.
    pub(super) fn claims(&self) -> Value {
        json!({ "sub": self.id, "preferred_username": self.id, "email": self.email })
    }

    /// With what is given of an id and an e-mail.
    pub(super) fn changed(&mut self, given: &Row) {
        for (field, name) in [(&mut self.id, "id"), (&mut self.email, "email")] {
            if let Some(value) = given.text(name) {
                value.clone_into(field);
            }
        }
    }
}

/// Things with a name that is a secret, each for a time.
#[derive(Debug)]
pub(super) struct Passing<T>(HashMap<String, (Timestamp, T)>);

impl<T> Default for Passing<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> Passing<T> {
    /// Keeps something for some seconds.
    pub(super) fn keep(&mut self, name: &str, thing: T, seconds: i64, now: Timestamp) {
        let until = now.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
        self.0.retain(|_, (until, _)| *until > now);
        if self.0.len() >= MOST
            && let Some(oldest) = self.0.iter().min_by_key(|(_, (until, _))| *until).map(|(name, _)| name.clone())
        {
            self.0.remove(&oldest);
        }
        self.0.insert(hash(name), (until, thing));
    }

    pub(super) fn get(&mut self, name: &str, now: Timestamp) -> Option<&mut T> {
        self.0.get_mut(&hash(name)).filter(|(until, _)| *until > now).map(|(_, thing)| thing)
    }

    /// Takes something out: it is there once.
    pub(super) fn take(&mut self, name: &str, now: Timestamp) -> Option<T> {
        self.0.remove(&hash(name)).filter(|(until, _)| *until > now).map(|(_, thing)| thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn things_pass() {
        let mut things = Passing::default();
        things.keep("a", 1, 10, at(100));
        assert_eq!(things.get("a", at(109)), Some(&mut 1));
        assert_eq!(things.get("a", at(110)), None);
        assert_eq!(things.get("b", at(100)), None);
        assert_eq!(things.take("a", at(109)), Some(1));
        assert_eq!(things.take("a", at(109)), None);
        things.keep("a", 2, 10, at(100));
        assert_eq!(things.take("a", at(110)), None);
        things.keep("a", 3, 10, at(100));
        things.keep("b", 4, 10, at(110));
        assert_eq!(things.0.len(), 1, "what has passed is forgotten");
    }

    #[test]
    fn names_are_not_kept_and_neither_is_too_much() {
        let mut things = Passing::default();
        for number in 0..MOST + 5 {
            things.keep(&number.to_string(), number, 1_000_000, at(i64::try_from(number).unwrap()));
        }
        assert_eq!(things.0.len(), MOST);
        assert_eq!(things.get("4", at(0)), None);
        assert_eq!(things.get("5", at(0)), Some(&mut 5));
        assert!(!things.0.contains_key("5"));
    }

    #[test]
    fn so_many_logins_begin_in_a_minute() {
        let mut under_way = UnderWay::default();
        let allowed = |under_way: &mut UnderWay, now| (0..40).filter(|_| under_way.may_start(at(now))).count();
        assert_eq!(allowed(&mut under_way, 1000), 30);
        assert_eq!(allowed(&mut under_way, 1059), 0);
        assert_eq!(allowed(&mut under_way, 1060), 30);
    }

    #[test]
    fn who_signs_in_next_is_changed_in_part() {
        let mut person = UnderWay::default().next;
        person.changed(&Row::of(json!({ "email": "a@b.c" })));
        assert_eq!(
            person.claims(),
            json!({ "sub": "sandbox-user", "preferred_username": "sandbox-user", "email": "a@b.c" })
        );
    }
}
