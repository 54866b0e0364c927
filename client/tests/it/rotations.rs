//! Rotations of one key at the same time, from machines that share nothing but a server. It checks aliases for uniqueness
//! as LiteLLM does, before it writes, so that claims which arrive together are let through.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use litellm_proxy_client::keys::{Retirement, Rotation, RotationError};
use litellm_proxy_client::{ApiKey, Client, key_hash};
use serde_json::json;
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response};

const OLD: &str = "sk-old";

/// Aliases by hash.
type Keys = Arc<Mutex<BTreeMap<String, String>>>;

fn refusal(status: u16, message: &str) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": message}}))
}

/// A server that calls `before` with each request, before it looks at its keys.
fn server(checks_aliases: bool, before: impl Fn(&FakeRequest) + Send + Sync + 'static) -> (FakeServer, Keys) {
    let keys: Keys = Arc::new(Mutex::new(BTreeMap::from([(key_hash(OLD), "ci".to_owned())])));
    let kept = Arc::clone(&keys);
    let server = FakeServer::from_fn(move |request: &FakeRequest| {
        before(request);
        let mut keys = kept.lock().expect("no panic while it is held");
        let hash = request.parameter("key").or_else(|| request.field("key").as_str().map(key_hash)).unwrap_or_default();
        let alias = request.field("key_alias").as_str().unwrap_or_default().to_owned();
        let is_taken = checks_aliases && keys.iter().any(|(other, taken)| *other != hash && *taken == alias);
        match request.path() {
            "/models" => json_response(json!({"data": []})),
            "/key/info" => match keys.get(&hash) {
                Some(alias) => json_response(json!({"info": {"key_alias": alias}})),
                None => refusal(404, "Key not found in database"),
            },
            "/key/list" => {
                let keys: Vec<_> =
                    keys.iter().map(|(hash, alias)| json!({"token": hash, "key_alias": alias})).collect();
                json_response(json!({"keys": keys, "total_count": keys.len(), "total_pages": 1}))
            }
            "/key/generate" | "/key/update" if is_taken => {
                refusal(400, "Key with alias 'x' already exists. Unique key aliases across all keys are required.")
            }
            "/key/update" if !keys.contains_key(&hash) => refusal(404, "Key not found"),
            "/key/generate" | "/key/update" => {
                keys.insert(hash, alias);
                json_response(json!({"key": request.field("key")}))
            }
            "/key/delete" => {
                keys.remove(&key_hash(request.field("keys")[0].as_str().expect("a key")));
                json_response(json!({"deleted_keys": []}))
            }
            path => panic!("{path}"),
        }
    });
    (server, keys)
}

async fn planned(server: &FakeServer, retirement: Retirement) -> Rotation {
    let client = Client::new(server.uri(), KEY).expect("a client");
    client.keys().plan_rotation(OLD, retirement).await.expect("a plan")
}

/// The new key if the rotation succeeded, and whether it was first.
async fn run(mut rotation: Rotation) -> Option<ApiKey> {
    match rotation.run(|_| Ok(())).await {
        Ok(()) => Some(rotation.journal().new_key().clone()),
        Err(RotationError::InProgress | RotationError::AlreadyRotated) => None,
        Err(error) => panic!("{error:?}"),
    }
}

/// Checks that one rotation at most has won, and that no key is left that its owner does not know.
#[track_caller]
fn assert_one_key(keys: &Keys, results: &[Option<ApiKey>], retirement: Retirement) {
    let won: Vec<_> = results.iter().flatten().map(ApiKey::hash).collect();
    let keys = keys.lock().expect("no panic while it is held").clone();
    let named: Vec<_> = keys.iter().filter(|(_, alias)| *alias == "ci").map(|(hash, _)| hash.clone()).collect();
    assert!(won.len() <= 1, "{won:?} of {keys:?}");
    if won.is_empty() {
        assert_eq!(keys, BTreeMap::from([(key_hash(OLD), "ci".to_owned())]));
    } else {
        assert_eq!((&named, keys.len()), (&won, 1 + usize::from(retirement != Retirement::Delete)), "{keys:?}");
    }
}

const GRACE: Retirement = Retirement::ExpireAfter(Duration::from_secs(60));

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_several_rotations_wins_whatever_their_order() {
    for (checks_aliases, retirement) in
        [(false, Retirement::Delete), (false, GRACE), (true, Retirement::Delete), (true, GRACE)]
    {
        let rounds = (0..12).map(|round: u64| async move {
            let state = AtomicU64::new(round + 1);
            // Another order in each round: some requests wait a little.
            let before = move |_: &FakeRequest| {
                let random =
                    state.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                std::thread::sleep(Duration::from_millis((random >> 40) % 6));
            };
            let (server, keys) = server(checks_aliases, before);
            let mut rotations = Vec::new();
            for _ in 0..3 {
                rotations.push(planned(&server, retirement).await);
            }
            let running: Vec<_> = rotations.into_iter().map(|rotation| tokio::spawn(run(rotation))).collect();
            let mut results = Vec::new();
            for rotation in running {
                results.push(rotation.await.expect("no panic"));
            }
            assert!(results.iter().any(Option::is_some), "nobody has rotated the key");
            assert_one_key(&keys, &results, retirement);
        });
        for round in rounds.map(tokio::spawn).collect::<Vec<_>>() {
            round.await.expect("no panic");
        }
    }
}

#[tokio::test]
async fn claims_that_arrive_together_leave_the_first_by_hash() {
    for retirement in [Retirement::Delete, GRACE] {
        let claims = Arc::new((Mutex::new(0), std::sync::Condvar::new()));
        // No claim is looked for before both exist.
        let before = move |request: &FakeRequest| {
            let (count, changed) = &*claims;
            let mut count = count.lock().expect("no panic while it is held");
            if request.path() == "/key/generate" {
                *count += 1;
                changed.notify_all();
            } else if request.path() == "/key/list" {
                drop(changed.wait_while(count, |count| *count < 2).expect("no panic while it is held"));
            }
        };
        let (server, keys) = server(false, before);
        let (one, two) = (planned(&server, retirement).await, planned(&server, retirement).await);
        let first = one.journal().new_key().hash().min(two.journal().new_key().hash());
        let (one, two) = tokio::join!(run(one), run(two));
        let won: Vec<_> = [&one, &two].into_iter().flatten().map(ApiKey::hash).collect();
        assert_eq!(won, [first]);
        assert_one_key(&keys, &[one, two], retirement);
    }
}

#[tokio::test]
async fn late_rotation_does_not_take_the_end_of_another_for_its_own() {
    for retirement in [Retirement::Delete, GRACE] {
        let (server, keys) = server(false, |_| {});
        let (one, two) = (planned(&server, retirement).await, planned(&server, retirement).await);
        let (one, two) = (run(one).await, run(two).await);
        assert!(one.is_some() && two.is_none());
        assert_one_key(&keys, &[one, two], retirement);
    }
}

#[tokio::test]
async fn creation_without_a_response_is_not_forgotten() {
    // The first attempt is lost on its way, the others are refused: another rotation holds the claim.
    let count = AtomicU64::new(0);
    let (server, keys) = server(true, |_| {});
    server.add_first("/key/generate", move |_: &FakeRequest| match count.fetch_add(1, Ordering::SeqCst) {
        0 => FakeResponse::lost(),
        _ => refusal(400, "Key with alias 'x' already exists."),
    });
    let mut rotation = planned(&server, GRACE).await;
    let error = rotation.run(|_| Ok(())).await.expect_err("it is refused");
    assert!(matches!(error, RotationError::Incomplete { .. }), "{error:?}");
    // Resumed, it knows that nothing was created.
    let client = Client::new(server.uri(), KEY).expect("a client");
    let mut rotation = client.keys().resume_rotation(rotation.journal().clone());
    let error = rotation.run(|_| Ok(())).await.expect_err("it is refused");
    assert!(matches!(error, RotationError::InProgress), "{error:?}");
    assert_one_key(&keys, &[], GRACE);
}
