//! The guard: nothing arrives of a request that would destroy what is stored.

use litellm_proxy_client::credentials::{CredentialUpdate, NewCredential};
use litellm_proxy_client::keys::{KeyUpdate, NewKey};
use litellm_proxy_client::models::{ModelUpdate, NewModel};
use litellm_proxy_client::{Client, Error, GuardReason};
use serde_json::{Value, json};
use test_bed::{FakeServer, KEY};

fn setup() -> (FakeServer, Client) {
    let server = FakeServer::always_json(json!({}));
    let client = Client::new(server.uri(), KEY).expect("a client");
    (server, client)
}

/// Expects the field and the reason of a refusal.
#[track_caller]
fn refuses<T: std::fmt::Debug>(result: Result<T, Error>, name: &str, reason: &GuardReason) {
    match result {
        Err(Error::Guarded(guarded)) => {
            let fields: Vec<_> = guarded.fields.iter().map(|field| (field.name.as_str(), &field.reason)).collect();
            assert_eq!(fields, [(name, reason)]);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn no_method_sends_a_masked_value() {
    let (server, client) = setup();
    let masked = GuardReason::Masked(Some("sk****56".to_owned()));
    let api_key = "litellm_params.api_key";
    refuses(client.models().add(&NewModel::new("m").param("api_key", "sk****56")).await, api_key, &masked);
    let update = ModelUpdate::default().param("api_key", "sk****56");
    refuses(client.models().update("m", &update).await, api_key, &masked);
    let credential = NewCredential::new("c").value("api_key", "sk****56");
    refuses(client.credentials().create(&credential).await, "credential_values.api_key", &masked);
    refuses(client.credentials().create(&credential).raw().await, "credential_values.api_key", &masked);
    let update = CredentialUpdate::default().value("api_key", "sk****56");
    refuses(client.credentials().merge("c", &update).await, "credential_values.api_key", &masked);
    refuses(client.keys().generate(NewKey::default().extra("x", "sk****56")).await, "x", &masked);
    let call = client.http().request("POST", "/model/new").json(&json!({"a": [{"b": "sk****56"}]}));
    refuses(call.check(), "a[0].b", &masked);
    refuses(call.open().await, "a[0].b", &masked);
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn no_method_sends_the_shortened_name_of_a_key() {
    let (server, client) = setup();
    let name = GuardReason::KeyName("sk-...1234".to_owned());
    let keys = client.keys();
    refuses(keys.get("sk-...1234").await, "key", &name);
    refuses(keys.exists(&"sk-...1234".into()).await, "key", &name);
    refuses(keys.update("sk-...1234", KeyUpdate::default().max_budget(1.0)).await, "key", &name);
    refuses(keys.block("sk-...1234").await, "key", &name);
    refuses(keys.delete(["sk-...1234"]).await, "keys[0]", &name);
    refuses(keys.reset_spend("sk-...1234", 0.0).await, "key", &name);
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn a_null_that_makes_a_key_unusable_is_refused_and_clear_is_sent() {
    let (server, client) = setup();
    let update = KeyUpdate::default().extra("aliases", Value::Null);
    refuses(client.keys().update("sk-1", &update).await, "aliases", &GuardReason::NullOfKey);
    assert_eq!(server.received().len(), 0);
    client.keys().update("sk-1", KeyUpdate::default().clear("aliases").clear("max_budget")).raw().await.expect("sent");
    assert_eq!(server.received()[0].json(), json!({"key": "sk-1", "aliases": {}, "max_budget": null}));
}

#[tokio::test]
async fn an_unguarded_call_is_sent() {
    let (server, client) = setup();
    let body = json!({"api_key": "sk****56"});
    client.http().request("POST", "/model/new").json(&body).unguarded().await.expect("sent");
    assert_eq!(server.received()[0].json(), body);
}
