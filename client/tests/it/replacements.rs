//! Replacing a deployment: what it keeps, what it refuses to lose, and that it can be interrupted at every request.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use litellm_proxy_client::models::{ModelUpdate, REPLACES, Replacement};
use litellm_proxy_client::{Client, Error};
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response};

/// How a request fails.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    Before,
    After,
}

/// The deployments of a server, as rows in clear.
#[derive(Clone, Default)]
struct Rows {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    rows: BTreeMap<String, Value>,
    fault: Option<(usize, Fault)>,
    requests: usize,
    fewest: Option<usize>,
}

impl Rows {
    fn with(params: &Value, info: &Value) -> Self {
        let rows = Self::default();
        rows.lock()
            .rows
            .insert("d".to_owned(), json!({"model_name": "gpt", "litellm_params": params, "model_info": info}));
        rows
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self) -> FakeServer {
        let rows = self.clone();
        FakeServer::from_fn(move |request| rows.respond(request))
    }

    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let mut state = self.lock();
        state.requests += 1;
        let fault = state.fault.filter(|(at, _)| *at == state.requests).map(|(_, fault)| fault);
        let failed = || FakeResponse::new(500).with_json(json!({"error": {"message": "failed"}}));
        if fault == Some(Fault::Before) {
            return failed();
        }
        let response = state.respond(request);
        let named = state.rows.values().filter(|row| row["model_name"] == "gpt").count();
        state.fewest = Some(state.fewest.map_or(named, |fewest| fewest.min(named)));
        if fault == Some(Fault::After) { failed() } else { response }
    }
}

impl State {
    fn respond(&mut self, request: &FakeRequest) -> FakeResponse {
        if let Some(id) = request.parameter("litellm_model_id") {
            return json_response(json!({"data": self.rows.get(&id).map(shown).into_iter().collect::<Vec<_>>()}));
        }
        let path = request.path();
        if let Some(id) = path.strip_prefix("/model/").and_then(|path| path.strip_suffix("/update")) {
            let id = id.replace("%7E", "~");
            return json_response(stored(&id, &self.rows[&id]));
        }
        match path {
            "/model/new" => {
                let body = request.json();
                let id = body["model_info"]["id"].as_str().expect("an id").to_owned();
                assert!(!self.rows.contains_key(&id), "`{id}` is created twice");
                self.rows.insert(id.clone(), body.clone());
                json_response(stored(&id, &body))
            }
            "/model/delete" => {
                let id = request.field("id").as_str().expect("an id").to_owned();
                match self.rows.remove(&id) {
                    Some(_) => json_response(json!({"message": "deleted"})),
                    None => FakeResponse::new(400)
                        .with_json(json!({"error": {"message": format!("Model with id={id} not found in db")}})),
                }
            }
            _ => FakeResponse::new(404).with_json(json!({"detail": "Not Found"})),
        }
    }
}

/// A row as the server shows it: without its key, and with what it adds.
fn shown(row: &Value) -> Value {
    let mut row = row.clone();
    row["litellm_params"].as_object_mut().map(|params| params.remove("api_key"));
    if let Some(Value::String(token)) = row["litellm_params"].get_mut("azure_ad_token") {
        "toke****oken".clone_into(token);
    }
    if row["litellm_params"]["api_base"] == "os.environ/BASE" {
        row["litellm_params"]["api_base"] = "http://resolved/v1".into();
    }
    row["model_info"]["db_model"] = true.into();
    row["model_info"]["max_tokens"] = 16384.into();
    row
}

/// A row as the server stores it: strings are encrypted.
fn stored(id: &str, row: &Value) -> Value {
    let mut row = row.clone();
    row["model_id"] = id.into();
    for value in row["litellm_params"].as_object_mut().expect("parameters").values_mut() {
        if let Value::String(text) = value {
            let length = (text.len() + 40).div_ceil(3) * 4;
            let padding = (3 - (text.len() + 40) % 3) % 3;
            *text = format!("{}{}", "x".repeat(length - padding), "=".repeat(padding));
        }
    }
    row
}

async fn replace(server: &FakeServer, update: ModelUpdate) -> Result<(), Error> {
    let client = Client::new(server.uri(), KEY).expect("a client");
    client.models().replace("d", &Replacement::new(update)).await.map(drop)
}

fn params() -> Value {
    json!({"model": "openai/gpt", "api_base": "http://a", "rpm": 5, "tpm": 7, "tags": ["a"]})
}

fn info() -> Value {
    json!({"id": "d", "access_groups": ["g"], "note": {"a": "b"}})
}

#[tokio::test]
async fn replacement_keeps_all_but_what_it_removes() {
    let rows = Rows::with(&params(), &info());
    let server = rows.serve();
    let update = ModelUpdate::default().unset("rpm").param("temperature", 0.5).info("mode", "chat");
    replace(&server, update).await.expect("a replacement");
    let state = rows.lock();
    let expected = json!({
        "model_name": "gpt",
        "litellm_params": {"model": "openai/gpt", "api_base": "http://a", "tpm": 7, "tags": ["a"], "temperature": 0.5},
        "model_info": {"id": "d", "access_groups": ["g"], "note": {"a": "b"}, "mode": "chat"},
    });
    assert_eq!(state.rows, BTreeMap::from([("d".to_owned(), expected)]));
    assert_eq!(state.fewest, Some(1), "no moment without a deployment");
}

#[tokio::test]
async fn what_the_server_does_not_show_is_not_lost() {
    for (name, value) in [("api_key", "sk-1"), ("azure_ad_token", "token-token"), ("api_base", "os.environ/BASE")] {
        let mut all = params();
        all[name] = value.into();
        let rows = Rows::with(&all, &info());
        let server = rows.serve();
        let before = rows.lock().rows.clone();
        let Err(Error::Hidden { names, .. }) = replace(&server, ModelUpdate::default().unset("rpm")).await else {
            panic!("`{name}` is lost")
        };
        assert_eq!(names, [name]);
        assert_eq!(rows.lock().rows, before);
        for update in [ModelUpdate::default().param(name, "sk-2"), ModelUpdate::default().unset(name)] {
            replace(&server, update).await.expect("a replacement");
        }
        assert_eq!(rows.lock().rows["d"]["litellm_params"].get(name), None);
    }
}

#[tokio::test]
async fn replacement_continues_after_any_failure() {
    for fault in [Fault::Before, Fault::After] {
        for number in 1..20 {
            let rows = Rows::with(&params(), &info());
            let server = rows.serve();
            rows.lock().fault = Some((number, fault));
            let first = replace(&server, ModelUpdate::default().unset("rpm")).await;
            rows.lock().fault = None;
            replace(&server, ModelUpdate::default().unset("rpm"))
                .await
                .unwrap_or_else(|error| panic!("{fault:?} {number}: {error} after {first:?}"));
            let state = rows.lock();
            assert_eq!(state.rows.keys().collect::<Vec<_>>(), ["d"], "{fault:?} {number}");
            assert_eq!(state.rows["d"]["litellm_params"].get("rpm"), None);
            assert_eq!(state.rows["d"]["model_info"].get(REPLACES), None);
            assert_eq!(state.fewest, Some(1), "{fault:?} {number}");
        }
    }
}

#[tokio::test]
async fn deployment_that_only_looks_like_a_stand_in_is_left_alone() {
    let rows = Rows::with(&params(), &info());
    let own = json!({"model_name": "other", "litellm_params": {"model": "x"}, "model_info": {"id": "d~new"}});
    rows.lock().rows.insert("d~new".to_owned(), own.clone());
    let server = rows.serve();
    let refused = replace(&server, ModelUpdate::default().unset("rpm")).await;
    assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    assert_eq!(rows.lock().rows["d~new"], own);
}
