//! Sequences of requests: rotations, access, limits, names.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use litellm_proxy_client::keys::{Retirement, RotationError, RotationJournal, RotationStep, UnknownReference};
use litellm_proxy_client::names::NameError;
use litellm_proxy_client::{Client, Error, key_hash};
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use test_bed::servers::{KEY, json_answer, requests, routed};

const OLD: &str = "sk-old";

fn client(server: &MockServer) -> Client {
    Client::new(&server.uri(), KEY).expect("a client")
}

fn refusal(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"error": {"message": "refused"}}))
}

/// A server that keeps aliases by hash, as far as a rotation needs it, and responds to `GET /models` like this.
async fn keeping_keys(models: ResponseTemplate) -> (MockServer, Arc<Mutex<Vec<(String, Value)>>>) {
    let keys = Arc::new(Mutex::new(vec![(key_hash(OLD), json!("ci"))]));
    let server = MockServer::start().await;
    let kept = Arc::clone(&keys);
    let respond = move |request: &Request| {
        let mut keys = kept.lock().expect("no panic while it is held");
        let body: Value = request.body_json().unwrap_or_default();
        let hash = body["key"].as_str().map(key_hash).unwrap_or_default();
        match request.url.path() {
            "/key/info" => {
                let hash = request.url.query_pairs().next().map(|(_, hash)| hash.into_owned()).unwrap_or_default();
                let known = keys.iter().find(|(known, _)| *known == hash);
                known.map_or_else(|| refusal(404), |(_, alias)| json_answer(json!({"info": {"key_alias": alias}})))
            }
            "/key/generate" => {
                keys.push((hash, body["key_alias"].clone()));
                json_answer(json!({"key": body["key"]}))
            }
            "/key/update" => {
                keys.retain(|(known, _)| *known != hash);
                keys.push((hash, body["key_alias"].clone()));
                json_answer(json!({}))
            }
            _ => {
                let gone = key_hash(body["keys"][0].as_str().expect("a key"));
                keys.retain(|(known, _)| *known != gone);
                json_answer(json!({"deleted_keys": []}))
            }
        }
    };
    Mock::given(path("/models")).respond_with(models).with_priority(1).mount(&server).await;
    Mock::given(wiremock::matchers::any()).respond_with(respond).mount(&server).await;
    (server, keys)
}

#[tokio::test]
async fn a_rotation_saves_each_step_and_can_run_in_a_task() {
    let (server, keys) = keeping_keys(json_answer(json!({"data": []}))).await;
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
    let (server, keys) = keeping_keys(refusal(401)).await;
    let mut rotation = client(&server).keys().plan_rotation(OLD, Retirement::Delete).await.expect("a plan");
    let error = rotation.run(|_| Ok(())).await.expect_err("the key does not work");
    assert!(matches!(error, RotationError::RolledBack(Error::Unauthorized(_))), "{error:?}");
    assert_eq!(*keys.lock().expect("no panic while it is held"), [(key_hash(OLD), json!("ci"))]);
}

#[tokio::test]
async fn a_rotation_whose_journal_cannot_be_saved_is_resumed() {
    let (server, keys) = keeping_keys(json_answer(json!({"data": []}))).await;
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
    let (server, keys) = keeping_keys(json_answer(json!({"data": []}))).await;
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
    let server = routed([
        ("GET /key/info", json_answer(json!({"info": {"models": ["m"], "user_id": "u"}}))),
        ("GET /user/info", json_answer(json!({"user_info": {"user_id": "u"}}))),
        ("GET /v1/model/info", json_answer(json!({"data": [{"model_name": "m"}, {"model_name": "n"}]}))),
    ])
    .await;
    let access = client(&server).keys().access("sk-1").await.expect("access");
    let allowed: Vec<_> = ["m", "n"].iter().map(|model| access.check(model).allowed).collect();
    assert_eq!((allowed, requests(&server).await.len()), (vec![true, false], 3));
}

#[tokio::test]
async fn limits_that_may_not_be_read_are_unknown() {
    let server = routed([
        ("GET /key/info", json_answer(json!({"info": {"max_budget": 1.0, "spend": 1.0, "team_id": "t"}}))),
        ("GET /team/info", refusal(403)),
        ("GET /global/spend", json_answer(json!({"spend": 0.0, "max_budget": 0.0}))),
    ])
    .await;
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
    let server = routed([
        ("GET /team/info", refusal(404)),
        ("GET /v2/team/list", json_answer(json!({"teams": teams, "total": 3}))),
    ])
    .await;
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
    let server = routed([("GET /models", refusal(403)), ("GET /user/info", refusal(404))]).await;
    let unknown = client(&server).keys().unknown_references(Some("u"), &["m".to_owned()]).await;
    assert_eq!(unknown, [UnknownReference::User("u".to_owned())]);
}

#[tokio::test]
async fn spend_is_reset_by_an_update_where_there_is_no_endpoint() {
    let server = MockServer::start().await;
    let update = Mock::given(method("POST")).and(path("/key/update")).and(body_partial_json(json!({"spend": 0.0})));
    update.respond_with(json_answer(json!({"spend": 0.0}))).with_priority(1).mount(&server).await;
    let missing = ResponseTemplate::new(404).set_body_json(json!({"detail": "Not Found"}));
    Mock::given(method("POST")).respond_with(missing).mount(&server).await;
    let response = client(&server).keys().reset_spend_anywhere("sk-1", 0.0).await.expect("a response");
    assert_eq!(serde_json::to_value(&response).expect("JSON"), json!({"spend": 0.0}));
}
