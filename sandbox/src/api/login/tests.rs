//! How long things last, at times that no test waits for.

use hyper::header::{AUTHORIZATION, HeaderMap};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::state::{Client, Grant};
use super::{Logins, Replied, Reply, Visit, cli, people, token};
use crate::answer::Refusal;
use crate::caller::{self, Caller};
use crate::routes::Asked;
use crate::row::Row;
use crate::settings::Settings;
use crate::store::{Store, Table, Tables};
use crate::{Database, api::users};

const DAY: i64 = 24 * 3600;
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A sandbox with a user, which is asked at times of one's choice.
struct World {
    store: Store,
    settings: Settings,
    logins: Logins,
}

impl World {
    fn new() -> Self {
        let store = Store::open(&Database::Memory).unwrap();
        let world = Self { store, settings: Settings::without_config(), logins: Logins::new(true) };
        world.with(0, json!({}), json!({}), |visit| {
            let mut ada = users::blank(&visit.asked, "ada").with(json!({ "user_role": "internal_user" }));
            users::save(&visit.asked, &mut ada).unwrap();
        });
        world
    }

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000).unwrap() + SignedDuration::from_secs(second)
    }

    fn with<T>(&self, second: i64, path: Value, body: Value, run: impl FnOnce(&Visit<'_>) -> T) -> T {
        let run = |tables: &Tables<'_>| {
            let asked = Asked {
                tables,
                settings: &self.settings,
                caller: &Caller::nobody(),
                path: Row::of(path),
                query: Row::default(),
                body: Row::of(body),
                now: Self::time(second),
                changed_by: None,
            };
            let visit = Visit {
                asked,
                logins: &self.logins,
                headers: &HeaderMap::new(),
                target: "/",
                sent: &bytes::Bytes::new(),
            };
            Ok::<T, rusqlite::Error>(run(&visit))
        };
        self.store.transaction(run).unwrap()
    }

    fn token(&self, second: i64, body: Value) -> Reply {
        self.with(second, json!({}), body, token::token).unwrap()
    }

    /// Whether a key is good at this time.
    fn knows(&self, second: i64, key: &str) -> Result<(), Refusal> {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, format!("Bearer {key}").parse().unwrap())]);
        self.store
            .transaction(|tables| caller::identify(tables, &self.settings, &headers, Self::time(second)).map(drop))
    }
}

fn text(reply: &Reply, name: &str) -> String {
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    body[name].as_str().unwrap_or_else(|| panic!("{name} in {body}")).to_owned()
}

fn grant(until: i64) -> Grant {
    Grant {
        user_id: "ada".to_owned(),
        team_id: None,
        client: Client { id: "llm_dcrc_x".to_owned(), redirect_uri: "http://127.0.0.1/".to_owned() },
        challenge: CHALLENGE.to_owned(),
        until: World::time(until),
        is_used: false,
    }
}

#[test]
fn codes_keys_and_tokens_expire() {
    let world = World::new();
    let code = json!({
        "grant_type": "authorization_code", "client_id": "llm_dcrc_x", "code": "c", "redirect_uri": "http://127.0.0.1/",
        "code_verifier": VERIFIER,
    });
    world.logins.lock().grants.keep("c", grant(120), 600, World::time(0));
    for (second, why) in [(120, "the authorization code has expired"), (600, "the authorization code is invalid")] {
        assert_eq!(text(&world.token(second, code.clone()), "error_description"), why);
    }
    let told = world.token(119, code);
    let key = text(&told, "access_token");
    assert_eq!(world.knows(119 + DAY, &key), Ok(()));
    let Err(Refusal::Error { kind: "expired_key", .. }) = world.knows(120 + DAY, &key) else { panic!("it lives on") };

    let renewal = |told: &Reply| json!({ "grant_type": "refresh_token", "client_id": "llm_dcrc_x", "refresh_token": text(told, "refresh_token") });
    let late = world.token(119 + 14 * DAY, renewal(&told));
    assert_eq!(text(&late, "error_description"), "the refresh token is invalid for this client");
    let told = world.token(118 + 14 * DAY, renewal(&told));
    assert_eq!(world.knows(118 + 14 * DAY, &text(&told, "access_token")), Ok(()));
    // By now nobody asks for the first ones any more.
    let kept = world.store.transaction(|tables| tables.all(Table::Logins)).unwrap().len();
    assert_eq!(kept, 1);
}

#[test]
fn a_login_is_over_after_a_while() {
    let world = World::new();
    let started = world.with(0, json!({}), json!({}), cli::start).unwrap();
    let id = text(&started, "login_id");
    let poll = |second: i64| -> Replied { world.with(second, json!({ "login": id }), json!({}), cli::poll) };
    for (second, status) in [(599, 403), (600, 400)] {
        let Err(Refusal::Detail { status: told, .. }) = poll(second) else { panic!("told without the secret") };
        assert_eq!(told.as_u16(), status);
    }
}

#[test]
fn the_models_of_a_user_are_those_of_their_login_unless_it_is_for_a_team() {
    let world = World::new();
    let models = |team: Option<&str>| {
        let user = Row::of(json!({ "user_id": "ada", "models": ["m"] }));
        let key = world.with(0, json!({}), json!({}), |visit| people::new_key(&visit.asked, &user, team)).unwrap();
        let row = world.store.transaction(|tables| tables.get(Table::Logins, &caller::hash(&key))).unwrap().unwrap();
        (row.texts("models").len(), row.text("team_id").map(str::to_owned))
    };
    assert_eq!(models(None), (1, None));
    assert_eq!(models(Some("red")), (0, Some("red".to_owned())));
}
