//! The server's version: where it is found, and that it is requested once; and its license.

use litellm_proxy_client::health::License;
use serde_json::json;
use test_bed::{FakeServer, json_response, request};

use super::access::client;

#[tokio::test]
async fn version_is_requested_once_per_client() {
    let details = json_response(json!({"status": "healthy", "litellm_version": "1.106.2"}));
    let server = FakeServer::with_routes([("GET /health/readiness/details", details)]);
    let client = client(&server);
    let (other_key, clone) = (client.with_key("sk-other"), client.clone());
    let (health, cloned, other) = (client.health(), clone.health(), other_key.health());
    let (first, second) = tokio::join!(health.version(), cloned.version());
    let versions = [first, second, other.version().await];
    for version in versions {
        let version = version.expect("a response").expect("a version");
        assert_eq!((version.as_str(), version.at_least(1, 84)), ("1.106.2", true));
    }
    assert_eq!(server.requests(), [request("GET /health/readiness/details")]);
}

#[tokio::test]
async fn failed_version_request_is_not_cached() {
    let server = FakeServer::with_routes([]);
    let silent = client(&server);
    for _ in 0..2 {
        silent.health().version().await.expect_err("404 everywhere");
    }
    let paths = ["GET /health/readiness/details", "GET /openapi.json", "GET /health/readiness"].map(request);
    assert_eq!(server.requests(), [paths.clone(), paths.clone()].concat());

    let server = FakeServer::with_routes([("GET /health/readiness", json_response(json!({"status": "healthy"})))]);
    let silent = client(&server);
    for _ in 0..2 {
        assert_eq!(silent.health().version().await.expect("a response"), None);
    }
    assert_eq!(server.requests(), paths);
}

#[test]
fn the_day_on_which_a_license_expires_is_a_date() {
    let expires = |day: serde_json::Value| {
        let license = json!({"has_license": true, "expiration_date": day});
        serde_json::from_value::<License>(license).expect("a license").expires().map(|day| day.to_string())
    };
    assert_eq!(expires(json!("2027-01-31")).as_deref(), Some("2027-01-31"));
    assert_eq!(expires(json!("2027-01-31T12:00:00Z")).as_deref(), Some("2027-01-31"));
    assert_eq!((expires(json!(null)), expires(json!("soon"))), (None, None));
}
