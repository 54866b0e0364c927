//! A server on which keys are rotated: it stores them by their hashes, as LiteLLM does, and fails where a test wants it to.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use litellm_proxy_client::key_hash;
use serde_json::{Map, Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::harness::Cli;

pub(crate) const OLD: &str = "sk-the-old-secret";

/// The fault of a request, by its number from 1.
pub(crate) type Fault = Box<dyn Fn(usize) -> RequestFault + Send + Sync>;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum RequestFault {
    None,
    /// The request is processed, and the response is lost.
    Lost,
    /// The request is processed, and no response is sent.
    SilentAfter,
    /// The request is not processed, and no response is sent.
    SilentBefore,
    /// The request is refused.
    Refused,
    /// The key does not exist yet: its creation is still in progress.
    NotYet,
}

/// A server that stores keys by their hashes, as LiteLLM does.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) rows: Arc<Mutex<BTreeMap<String, Map<String, Value>>>>,
    /// How often no key worked.
    pub(crate) gaps: Arc<AtomicUsize>,
}

impl Keys {
    pub(crate) fn start(fault: Fault) -> (Self, FakeServer) {
        let old = json!({"key_alias": "ci", "models": ["m"], "max_budget": 5.0, "spend": 1.5, "expires": null});
        let Value::Object(old) = old else { panic!("an object") };
        let keys = Self { rows: Arc::new(Mutex::new(BTreeMap::from([(key_hash(OLD), old)]))), gaps: Arc::default() };
        let (own, count) = (keys.clone(), AtomicUsize::new(0));
        let server = FakeServer::from_fn(move |request| {
            let fault = fault(count.fetch_add(1, Ordering::SeqCst) + 1);
            match fault {
                RequestFault::SilentBefore => FakeResponse::silence(),
                RequestFault::Refused => FakeResponse::new(400).with_json(json!({"error":{"message":"no such thing"}})),
                RequestFault::NotYet => missing(),
                RequestFault::None => own.response(request),
                RequestFault::Lost => {
                    own.response(request);
                    FakeResponse::lost()
                }
                RequestFault::SilentAfter => {
                    own.response(request);
                    FakeResponse::silence()
                }
            }
        });
        (keys, server)
    }

    fn response(&self, request: &FakeRequest) -> FakeResponse {
        let mut rows = self.rows.lock().expect("nothing panics while it holds the lock");
        let (line, body) = request.line_and_body();
        let response = match line.split(['?', '=']).collect::<Vec<_>>()[..] {
            ["GET /key/info", "key", hash] => match rows.get(hash) {
                Some(row) => json_response(json!({"key": hash, "info": row})),
                None => missing(),
            },
            ["GET /key/aliases", ..] => {
                let aliases: Vec<_> = rows.values().map(|row| &row["key_alias"]).collect();
                json_response(json!({"aliases": aliases}))
            }
            ["GET /key/list", ..] => {
                let keys: Vec<_> =
                    rows.iter().map(|(hash, row)| json!({"token": hash, "key_alias": row["key_alias"]})).collect();
                json_response(json!({"keys": keys, "total_count": keys.len(), "total_pages": 1}))
            }
            ["POST /key/generate"] => {
                let secret = body["key"].as_str().expect("the client creates the new key");
                let Value::Object(row) = body.clone() else { panic!("{body}") };
                if rows.values().any(|row| row["key_alias"] == body["key_alias"]) {
                    let taken =
                        r#"{"error":{"message":"Key with alias already exists. Unique key aliases are required."}}"#;
                    return FakeResponse::new(400).with_body(taken, "application/json");
                }
                // The server does not change an existing key.
                rows.entry(key_hash(secret)).or_insert(row).remove("key");
                json_response(json!({"key": secret}))
            }
            ["POST /key/update"] => {
                let hash = key_hash(body["key"].as_str().expect("a key"));
                let taken = rows.iter().any(|(other, row)| *other != hash && row["key_alias"] == body["key_alias"]);
                match rows.get_mut(&hash) {
                    Some(_) if taken => FakeResponse::new(400).with_json(json!({"error":{"message":"alias is taken"}})),
                    Some(row) => {
                        row.extend(body.as_object().expect("an object").clone());
                        json_response(body)
                    }
                    None => FakeResponse::new(404).with_json(json!({"error":{"message":"Key not found"}})),
                }
            }
            ["POST /key/delete"] => {
                let keys = body["keys"].as_array().expect("keys");
                for key in keys {
                    rows.remove(&key_hash(key.as_str().expect("a key")));
                }
                json_response(json!({"deleted_keys": keys}))
            }
            ["GET /models"] => json_response(json!({"data":[{"id":"m"}]})),
            _ => panic!("{line}"),
        };
        self.gaps.fetch_add(usize::from(rows.is_empty()), Ordering::SeqCst);
        response
    }

    pub(crate) fn rows(&self) -> BTreeMap<String, Map<String, Value>> {
        self.rows.lock().expect("nothing panics while it holds the lock").clone()
    }

    /// Checks the end of a rotation: the new key has the alias, and the old key is retired or deleted.
    #[track_caller]
    pub(crate) fn assert_rotated(&self, cli: &Cli, keeps_old: bool) {
        let secret = std::fs::read_to_string(cli.home().join("ci.key")).expect("the new key");
        let rows = self.rows();
        let new = rows.get(&key_hash(secret.trim())).unwrap_or_else(|| panic!("{rows:?} has no {secret}"));
        assert_eq!((&new["key_alias"], &new["max_budget"], &new["spend"]), (&json!("ci"), &json!(5.0), &json!(1.5)));
        assert_eq!(rows.len(), 1 + usize::from(keeps_old), "{rows:?}");
        if keeps_old {
            let old = &rows[&key_hash(OLD)];
            assert!(old["key_alias"].as_str().is_some_and(|alias| alias.starts_with("ci-rotated-")), "{old:?}");
            assert_eq!(old["duration"], "3600s");
        }
        assert_eq!(self.gaps.load(Ordering::SeqCst), 0, "at some moment no key was left");
        let journals = cli.home().join(".litellm/rotations");
        assert_eq!(std::fs::read_dir(journals).expect("the directory").count(), 0);
    }
}

fn missing() -> FakeResponse {
    FakeResponse::new(404).with_json(json!({"error":{"message":"Key not found in database"}}))
}

pub(crate) fn cli(server: &FakeServer) -> Cli {
    Cli::at(&server.uri())
}

pub(crate) const KEEPING: [&str; 7] = ["keys", "rotate", "ci", "--grace", "1h", "--output-file", "ci.key"];
pub(crate) const DELETING: [&str; 6] = ["keys", "rotate", "ci", "--delete-old", "--output-file", "ci.key"];
