//! Sequences of requests: rotations, access, limits, names.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use litellm_proxy_client::keys::{Retirement, RotationError, RotationJournal, RotationStep, UnknownReference};
use litellm_proxy_client::names::NameError;
use litellm_proxy_client::{Client, Error, key_hash};
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response, request_with};

const OLD: &str = "sk-old";

fn client(server: &FakeServer) -> Client {
    Client::new(server.uri(), KEY).expect("a client")
}

fn refusal(status: u16) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": "refused"}}))
}

/// Aliases by hash, in the order of the last change.
type Keys = Arc<Mutex<Vec<(String, Value)>>>;

/// A server that keeps keys as far as a rotation needs it, and responds to `GET /models` with this status.
fn keeping_keys(models: u16) -> (FakeServer, Keys) {
    let keys: Keys = Arc::new(Mutex::new(vec![(key_hash(OLD), json!("ci"))]));
    let kept = Arc::clone(&keys);
    let server = FakeServer::from_fn(move |request: &FakeRequest| {
        let mut keys = kept.lock().expect("no panic while it is held");
        let hash = request.parameter("key").or_else(|| request.field("key").as_str().map(key_hash)).unwrap_or_default();
        match request.path() {
            "/models" => FakeResponse::new(models).with_json(json!({"data": [], "error": {"message": "refused"}})),
            "/key/info" => {
                let known = keys.iter().find(|(known, _)| *known == hash);
                known.map_or_else(|| refusal(404), |(_, alias)| json_response(json!({"info": {"key_alias": alias}})))
            }
            "/key/list" => {
                let keys: Vec<_> =
                    keys.iter().map(|(hash, alias)| json!({"token": hash, "key_alias": alias})).collect();
                json_response(json!({"keys": keys, "total_count": keys.len(), "total_pages": 1}))
            }
            "/key/generate" => {
                keys.push((hash, request.field("key_alias")));
                json_response(json!({"key": request.field("key")}))
            }
            "/key/update" => {
                keys.retain(|(known, _)| *known != hash);
                keys.push((hash, request.field("key_alias")));
                json_response(json!({}))
            }
            _ => {
                let gone = key_hash(request.field("keys")[0].as_str().expect("a key"));
                keys.retain(|(known, _)| *known != gone);
                json_response(json!({"deleted_keys": []}))
            }
        }
    });
    (server, keys)
}

#[tokio::test]
async fn a_rotation_saves_each_step_and_can_run_in_a_task() {
    let (server, keys) = keeping_keys(200);
    let retirement = Retirement::ExpireAfter(Duration::from_secs(60));
    let mut rotation = client(&server).keys().plan_rotation(OLD, retirement).await.expect("a plan");
    let new = rotation.journal().new_key().hash();
    let retired = rotation.journal().retired_alias().to_owned();
    assert_eq!(rotation.journal().step(), RotationStep::Create);
    let steps = tokio::spawn(async move {
        let mut steps = Vec::new();
        let save = |journal: &RotationJournal| {
            steps.push(journal.step());
            Ok(())
        };
        rotation.run(save).await.map(|()| steps)
    });
    let steps = steps.await.expect("no panic").expect("it is rotated");
    assert_eq!(steps, [RotationStep::Verify, RotationStep::Retire, RotationStep::Rename]);
    let mut kept = keys.lock().expect("no panic while it is held").clone();
    kept.sort_by_key(|(_, alias)| alias.to_string());
    assert_eq!(kept, [(new, json!("ci")), (key_hash(OLD), json!(retired))]);
}

#[tokio::test]
async fn a_new_key_that_does_not_work_is_deleted_again() {
    let (server, keys) = keeping_keys(401);
    let mut rotation = client(&server).keys().plan_rotation(OLD, Retirement::Delete).await.expect("a plan");
    let error = rotation.run(|_| Ok(())).await.expect_err("the key does not work");
    assert!(matches!(error, RotationError::RolledBack(Error::Unauthorized(_))), "{error:?}");
    assert_eq!(*keys.lock().expect("no panic while it is held"), [(key_hash(OLD), json!("ci"))]);
}

#[tokio::test]
async fn a_rotation_whose_journal_cannot_be_saved_is_resumed() {
    let (server, keys) = keeping_keys(200);
    let client = client(&server);
    let mut rotation = client.keys().plan_rotation(OLD, Retirement::Delete).await.expect("a plan");
    let saved = serde_json::to_string(rotation.journal()).expect("JSON");
    let error = rotation.run(|_| Err("the disk is full".into())).await.expect_err("it is not saved");
    assert!(matches!(error, RotationError::NotSaved(_)), "{error:?}");
    let journal: RotationJournal = serde_json::from_str(&saved).expect("a journal");
    let new = journal.new_key().hash();
    client.keys().resume_rotation(journal).run(|_| Ok(())).await.expect("it is rotated");
    assert_eq!(*keys.lock().expect("no panic while it is held"), [(new, json!("ci"))]);
}

#[tokio::test]
async fn a_new_key_that_is_gone_is_not_created_again() {
    let (server, keys) = keeping_keys(200);
    let client = client(&server);
    let mut rotation = client.keys().plan_rotation(OLD, Retirement::Delete).await.expect("a plan");
    let mut journal = None;
    let save = |step: &RotationJournal| {
        journal = Some(step.clone());
        Err("stop here".into())
    };
    rotation.run(save).await.expect_err("it stops");
    keys.lock().expect("no panic while it is held").truncate(1);
    let error =
        client.keys().resume_rotation(journal.expect("a journal")).run(|_| Ok(())).await.expect_err("it is gone");
    assert!(matches!(error, RotationError::NewKeyDeleted), "{error:?}");
}

#[tokio::test]
async fn access_is_fetched_once_for_many_models() {
    let server = FakeServer::with_routes([
        ("GET /key/info", json_response(json!({"info": {"models": ["m"], "user_id": "u"}}))),
        ("GET /user/info", json_response(json!({"user_info": {"user_id": "u"}}))),
        ("GET /v1/model/info", json_response(json!({"data": [{"model_name": "m"}, {"model_name": "n"}]}))),
    ]);
    let access = client(&server).keys().access("sk-1").await.expect("access");
    let allowed: Vec<_> = ["m", "n"].iter().map(|model| access.check(model).allowed).collect();
    assert_eq!((allowed, server.requests().len()), (vec![true, false], 3));
}

#[tokio::test]
async fn limits_that_may_not_be_read_are_unknown() {
    let server = FakeServer::with_routes([
        ("GET /key/info", json_response(json!({"info": {"max_budget": 1.0, "spend": 1.0, "team_id": "t"}}))),
        ("GET /team/info", refusal(403)),
        ("GET /global/spend", json_response(json!({"spend": 0.0, "max_budget": 0.0}))),
    ]);
    let found = client(&server).keys().limits("sk-1", None).await.expect("limits");
    let exceeded: Vec<_> = found.exceeded().map(|limit| (limit.change.field, limit.change.value.clone())).collect();
    assert_eq!(exceeded, [("max_budget", json!(2.0))]);
    let unknown: Vec<_> = found.unknown.iter().map(|unknown| unknown.owner.scope()).collect();
    assert_eq!((unknown, found.tightest().is_some()), (vec!["team"], true));
}

#[tokio::test]
async fn names_are_resolved_or_say_why_not() {
    let teams = json!([{"team_id": "t1", "team_alias": "twin"}, {"team_id": "t2", "team_alias": "twin"},
        {"team_id": "t3", "team_alias": "only"}]);
    let server = FakeServer::with_routes([
        ("GET /team/info", refusal(404)),
        ("GET /v2/team/list", json_response(json!({"teams": teams, "total": 3}))),
    ]);
    let client = client(&server);
    assert_eq!(client.teams().resolve("only").await.expect("a team").id, "t3");
    let error = client.teams().resolve("twin").await.expect_err("there are two");
    assert!(matches!(&error, NameError::Ambiguous { ids, .. } if *ids == ["t1", "t2"]), "{error:?}");
    let error = client.teams().resolve("none").await.expect_err("there is none");
    assert_eq!(error.to_string(), "no team has the id or alias `none`");
    // A secret and a hash are what they are.
    assert_eq!(client.keys().resolve("sk-1").await.expect("a key").expose(), "sk-1");
}

#[tokio::test]
async fn references_that_cannot_be_looked_up_are_not_unknown() {
    let server = FakeServer::with_routes([("GET /models", refusal(403)), ("GET /user/info", refusal(404))]);
    let unknown = client(&server).keys().unknown_references(Some("u"), &["m".to_owned()]).await;
    assert_eq!(unknown, [UnknownReference::User("u".to_owned())]);
}

#[tokio::test]
async fn spend_is_reset_by_an_update_where_there_is_no_endpoint() {
    let missing = FakeResponse::new(404).with_json(json!({"detail": "Not Found"}));
    let server = FakeServer::always(missing);
    server.add_first("POST /key/update", json_response(json!({"spend": 0.0})));
    let response = client(&server).keys().reset_spend_anywhere("sk-1", 0.0).await.expect("a response");
    assert_eq!(serde_json::to_value(&response).expect("JSON"), json!({"spend": 0.0}));
    assert_eq!(server.requests()[1], request_with("POST /key/update", json!({"key": "sk-1", "spend": 0.0})));
}
