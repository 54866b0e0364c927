//! Budgets, users, teams, members, keys, customers and tags on the embedded proxy.

#![expect(clippy::expect_used, clippy::panic, reason = "what a test expects and does not get is how it fails")]

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use litellm_proxy_client::{Client, ServerVersion};
use litellm_proxy_desired::server::{get, list, takes_along};
use litellm_proxy_desired::{Address, Kind, Server};
use litellm_proxy_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::matrix;

async fn sandbox() -> (Sandbox, Server) {
    let sandbox = Sandbox::builder().start().await.expect("a sandbox");
    let client = Client::new(sandbox.url(), sandbox.master_key()).expect("a client");
    (sandbox, Server { client, version: ServerVersion::new("1.110.2") })
}

async fn post(server: &Server, path: &str, body: &Value) -> Value {
    server
        .client
        .http()
        .request("POST", path)
        .json(body)
        .unguarded()
        .await
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[tokio::test]
async fn every_field_is_set_changed_emptied_and_read_back() {
    let (_sandbox, server) = sandbox().await;
    let (lines, surprises) = matrix::run(&server, &matrix::KINDS, "matrix").await;
    // The sandbox has no license for organizations.
    let kinds = matrix::KINDS.iter().filter(|kind| **kind != Kind::Organization);
    let known: usize = kinds.map(|kind| matrix::tried(*kind).count()).sum();
    assert_eq!(lines.len(), known);
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

#[tokio::test]
async fn what_the_server_makes_by_itself_is_not_a_resource() {
    let (_sandbox, server) = sandbox().await;
    post(&server, "/budget/new", &json!({"budget_id": "shared", "max_budget": 5})).await;
    post(&server, "/user/new", &json!({"user_id": "ada", "auto_create_key": false})).await;
    let team =
        json!({"team_id": "t", "team_member_budget": 4, "members_with_roles": [{"role": "user", "user_id": "ada"}]});
    post(&server, "/team/new", &team).await;
    post(&server, "/team/member_update", &json!({"team_id": "t", "user_id": "ada", "max_budget_in_team": 3})).await;
    post(&server, "/key/generate", &json!({"key_alias": "k", "soft_budget": 3, "team_id": "t"})).await;
    post(&server, "/key/generate", &json!({"key_alias": "in-budget", "budget_id": "shared"})).await;
    post(&server, "/key/generate", &json!({"user_id": "ada"})).await;
    post(&server, "/key/generate", &json!({"key_alias": "session", "team_id": "litellm-dashboard"})).await;
    post(&server, "/customer/new", &json!({"user_id": "c", "max_budget": 3})).await;
    post(&server, "/customer/new", &json!({"user_id": "d", "budget_id": "shared"})).await;
    post(&server, "/tag/new", &json!({"name": "x", "max_budget": 3})).await;

    let live = list(&server, &BTreeSet::from(matrix::KINDS)).await.expect("a list");
    let named = live.resources.values().filter(|resource| !resource.is_implicit && !resource.address.kind.is_single());
    let named: Vec<String> = named.map(|resource| resource.address.to_string()).collect();
    let expected = [
        "budget/shared",
        "user/ada",
        "team/t",
        "team/t/member/ada",
        "key/in-budget",
        "key/k",
        "customer/c",
        "customer/d",
        "tag/x",
    ];
    assert_eq!(named, expected);
    let left_out = live.left_out.iter().map(|rows| (rows.count, rows.what[0]));
    assert_eq!(left_out.collect::<Vec<_>>(), [(1, "key has no alias")]);

    let along = |address: Address| takes_along(&live, &address);
    assert_eq!(along(Address::new(Kind::Team, "t")), ["1 key: k", "1 member: ada"]);
    assert_eq!(along(Address::new(Kind::User, "ada")).len(), 1);
    assert_eq!(
        along(Address::new(Kind::Budget, "shared")),
        ["1 customer without a limit from then on: d", "1 key without a limit from then on: in-budget"]
    );
}

/// Sends what the client refuses to send.
fn post_unchecked(url: &str, key: &str, path: &str, body: &Value) {
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let mut connection = TcpStream::connect(host).expect("a connection");
    connection.write_all(request.as_bytes()).expect("a request");
    let mut response = String::new();
    connection.read_to_string(&mut response).expect("a response");
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_key_does_not_hide_the_others() {
    let (sandbox, server) = sandbox().await;
    post(&server, "/key/generate", &json!({"key_alias": "whole", "models": ["m"]})).await;
    let broken = post(&server, "/key/generate", &json!({"key_alias": "broken"})).await;
    let update = json!({"key": broken["token"], "aliases": null});
    post_unchecked(sandbox.url(), sandbox.master_key(), "/key/update", &update);

    let live = list(&server, &BTreeSet::from([Kind::Key])).await.expect("a list");
    let names: Vec<String> = live.resources.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["key/broken", "key/whole"]);
    assert_eq!(live.unreadable.len(), 1, "{:?}", live.unreadable);
    assert!(live.unreadable[0].contains("the key broken is broken: its `aliases` are null"), "{:?}", live.unreadable);
    for (address, listed) in &live.resources {
        let one = get(&server, address, Some(&listed.id)).await.expect("a key").expect("a key");
        assert_eq!(one.fingerprint(), listed.fingerprint(), "{address}");
    }
}
