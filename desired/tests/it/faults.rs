//! Requests that get no response, or a failure: no creation is sent twice, and the next run makes what is missing.

use litellm_proxy_desired::apply::ItemOutcome;

use crate::bed::World;
use crate::stories::{FILE, world};

const CREATIONS: [&str; 8] = [
    "/model/new",
    "/credentials",
    "/budget/new",
    "/user/new",
    "/team/new",
    "/team/member_add",
    "/key/generate",
    "/customer/new",
];

async fn failing(path: &str, effect: &str) -> World {
    let world = world().await;
    world.sandbox.fault(format!("POST {path}={effect}").parse().expect("a fault"));
    world
}

#[tokio::test]
async fn creation_without_a_response_is_settled_by_reading() {
    for path in CREATIONS {
        let world = failing(path, "drop:1").await;
        // Only the first of a kind is dropped.
        world.apply(FILE).await;
        let line = format!("POST {path}");
        let sent = world.wire.take_writes().into_iter().filter(|(request, _)| *request == line).count();
        let expected = if path == "/key/generate" { 2 } else { 1 };
        assert_eq!(sent, expected, "{path}");
        assert!(world.plan(FILE).await.is_empty(), "{path}");
        assert_eq!(world.sandbox.unused_faults(), [] as [String; 0], "{path}");
    }
}

#[tokio::test]
async fn failure_stops_only_what_needs_it_and_the_next_run_continues() {
    for path in CREATIONS {
        let world = failing(path, "500:1").await;
        let plan = world.plan(FILE).await;
        let results = world.make(&plan).await.expect("a run");
        let failed = results.iter().filter(|result| matches!(result.outcome, ItemOutcome::Failed(_))).count();
        assert_eq!(failed, 1, "{path}: {results:#?}");
        for result in &results {
            if let ItemOutcome::NotTried(needed) = &result.outcome {
                assert!(matches!(path, "/user/new" | "/team/new"), "{path}: {} needs {needed}", result.address);
            }
        }
        let rest = world.apply(FILE).await;
        assert!(!rest.is_empty(), "{path}");
        assert!(world.plan(FILE).await.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn model_that_one_process_of_the_server_does_not_know_yet_is_looked_for_again() {
    let world = world().await;
    world.apply(FILE).await;
    let changed = FILE.replace("rpm: 100", "rpm: 200");
    let plan = world.plan(&changed).await;
    world.sandbox.fault("GET /v1/model/info=404:2".parse().expect("a fault"));
    let results = world.make_at_once(&plan).await;
    assert!(results.iter().all(|result| result.outcome.is_success()), "{results:?}");
    assert_eq!(world.sandbox.unused_faults(), [] as [String; 0]);
}
