//! Expiry of logins, codes, keys and refresh tokens, with chosen times.

use hyper::header::{AUTHORIZATION, HeaderMap};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{cli, people, token};
use crate::api::user_rows;
use crate::caller::{self, Caller};
use crate::clock::Clock;
use crate::config::Config;
use crate::logins::{Client, Grant, Logins};
use crate::object::JsonObject;
use crate::response::{BrowserResponse, BrowserResult, Refusal};
use crate::route::{BrowserRequest, RequestContext};
use crate::store::Database;
use crate::store::{Store, Table, Tables};

const DAY: i64 = 24 * 3600;
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A database with a user, for requests at chosen times.
struct World {
    store: Store,
    config: Config,
    logins: Logins,
}

impl World {
    fn new() -> Self {
        let store = Store::open(&Database::Memory).unwrap();
        let world = Self { store, config: Config::default(), logins: Logins::new(true) };
        world.with(0, json!({}), json!({}), |browser| {
            let mut ada = user_rows::blank(&browser.request, "ada").with(json!({ "user_role": "internal_user" }));
            user_rows::save(&browser.request, &mut ada).unwrap();
        });
        world
    }

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000).unwrap() + SignedDuration::from_secs(second)
    }

    fn with<T>(&self, second: i64, path: Value, body: Value, run: impl FnOnce(&BrowserRequest<'_>) -> T) -> T {
        let run = |tables: &Tables<'_>| {
            let request = RequestContext {
                tables,
                config: &self.config,
                caller: &Caller::anonymous(),
                path: JsonObject::from_json(path),
                query: JsonObject::default(),
                body: JsonObject::from_json(body),
                now: Self::time(second),
                clock: &Clock::system(),
                changed_by: None,
            };
            let browser = BrowserRequest {
                request,
                logins: &self.logins,
                headers: &HeaderMap::new(),
                target: "/",
                raw_body: &bytes::Bytes::new(),
            };
            Ok::<T, rusqlite::Error>(run(&browser))
        };
        self.store.transaction(run).unwrap()
    }

    fn token(&self, second: i64, body: Value) -> BrowserResponse {
        self.with(second, json!({}), body, token::token).unwrap()
    }

    /// Checks a key at this time.
    fn knows(&self, second: i64, key: &str) -> Result<(), Refusal> {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, format!("Bearer {key}").parse().unwrap())]);
        self.store.transaction(|tables| caller::identify(tables, &self.config, &headers, Self::time(second)).map(drop))
    }
}

fn text(reply: &BrowserResponse, name: &str) -> String {
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    body[name].as_str().unwrap_or_else(|| panic!("{name} in {body}")).to_owned()
}

fn grant(expires: i64) -> Grant {
    Grant {
        user_id: "ada".to_owned(),
        team_id: None,
        client: Client { id: "llm_dcrc_x".to_owned(), redirect_uri: "http://127.0.0.1/".to_owned() },
        challenge: CHALLENGE.to_owned(),
        expires: World::time(expires),
        is_used: false,
    }
}

#[test]
fn codes_keys_and_refresh_tokens_expire() {
    let world = World::new();
    let code = json!({
        "grant_type": "authorization_code", "client_id": "llm_dcrc_x", "code": "c", "redirect_uri": "http://127.0.0.1/",
        "code_verifier": VERIFIER,
    });
    world.logins.lock().grants.insert("c", grant(120), 600, World::time(0));
    for (second, why) in [(120, "the authorization code has expired"), (600, "the authorization code is invalid")] {
        assert_eq!(text(&world.token(second, code.clone()), "error_description"), why);
    }
    let response = world.token(119, code);
    let key = text(&response, "access_token");
    assert_eq!(world.knows(119 + DAY, &key), Ok(()));
    let Err(Refusal::Error { kind: "expired_key", .. }) = world.knows(120 + DAY, &key) else {
        panic!("the key is still valid")
    };

    let renewal = |response: &BrowserResponse| json!({ "grant_type": "refresh_token", "client_id": "llm_dcrc_x", "refresh_token": text(response, "refresh_token") });
    let late = world.token(119 + 14 * DAY, renewal(&response));
    assert_eq!(text(&late, "error_description"), "the refresh token is invalid for this client");
    let response = world.token(118 + 14 * DAY, renewal(&response));
    assert_eq!(world.knows(118 + 14 * DAY, &text(&response, "access_token")), Ok(()));
    // Issuing a key deletes long-expired ones.
    let stored = world.store.transaction(|tables| tables.all(Table::Logins)).unwrap().len();
    assert_eq!(stored, 1);
}

#[test]
fn pending_logins_expire() {
    let world = World::new();
    let started = world.with(0, json!({}), json!({}), cli::start).unwrap();
    let id = text(&started, "login_id");
    let poll = |second: i64| -> BrowserResult { world.with(second, json!({ "login": id }), json!({}), cli::poll) };
    for (second, status) in [(599, 403), (600, 400)] {
        let Err(Refusal::Detail { status: actual, .. }) = poll(second) else { panic!("responded without the secret") };
        assert_eq!(actual.as_u16(), status);
    }
}

#[test]
fn login_keys_take_the_models_of_the_user_unless_for_a_team() {
    let world = World::new();
    let models = |team: Option<&str>| {
        let user = JsonObject::from_json(json!({ "user_id": "ada", "models": ["m"] }));
        let key =
            world.with(0, json!({}), json!({}), |browser| people::new_key(&browser.request, &user, team)).unwrap();
        let row =
            world.store.transaction(|tables| tables.get(Table::Logins, &crate::secrets::hash(&key))).unwrap().unwrap();
        (row.get_strings("models").len(), row.get_str("team_id").map(str::to_owned))
    };
    assert_eq!(models(None), (1, None));
    assert_eq!(models(Some("red")), (0, Some("red".to_owned())));
}
