//! No type prints a secret with `Debug`, no error shows one, and no key goes into a URL.

use std::fmt::Debug;

use litellm_proxy_client::credentials::NewCredential;
use litellm_proxy_client::keys::{GeneratedKey, KeyFilter, KeyRegeneration, KeyUpdate, NewKey};
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::reqwest::header::{HeaderMap, HeaderValue};
use litellm_proxy_client::settings::{Settings, StoredLogin, StoredSettings};
use litellm_proxy_client::sso::{Pkce, Token};
use litellm_proxy_client::{ApiKey, CallInfo, Client, Error, Form, key_hash};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer};

const SECRET: &str = "sk-Hush0123456789abcdef";

#[track_caller]
fn hides(value: &impl Debug) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!shown.to_ascii_lowercase().contains("hush"), "{shown}");
    }
}

fn fields(json: Value) -> serde_json::Map<String, Value> {
    serde_json::from_value(json).expect("an object")
}

#[test]
fn debug_of_no_type_shows_a_secret() {
    let client = Client::builder("http://h").api_key(SECRET).build().expect("a client");
    hides(&client);
    hides(&Client::builder("http://user:hush@h?api_key=hush").api_key(SECRET));
    hides(&ApiKey::new(SECRET));
    let call = client
        .http()
        .request("POST", "/x?api_key=hush-1&next=http%3A%2F%2Fu%3Ahush-2%40h")
        .header("x-api-key", "hush-3")
        .header("x-note", "it is hush-3")
        .json(&json!({"password": "hush-4", "note": "it is hush-4"}));
    hides(&call);
    hides(&call.request().expect("a request"));
    let form = client.http().request("POST", "/x").form([("code", "hush-5"), ("token", "hush-6")]);
    hides(&form.request().expect("a request"));
    let form = Form::new().text("api_key", "hush-7").file("file", "name", "hush-8");
    hides(&form);
    hides(&client.http().request("POST", "/x").multipart(&form).request());
    let settings = Settings {
        base_url: Some("http://u:hush@h".to_owned()),
        api_key: Some(ApiKey::new(SECRET)),
        auth_header: Some(format!("Bearer {SECRET}")),
    };
    hides(&settings);
    let login = fields(json!({"key": SECRET, "refresh_token": "hush-9", "base_url": "http://u:hush@h"}));
    hides(&StoredLogin::read(login));
    hides(&StoredSettings::default());
    hides(&serde_json::from_value::<GeneratedKey>(json!({"key": SECRET})).expect("a key"));
    hides(&serde_json::from_value::<Token>(json!({"access_token": "hush", "refresh_token": "hush"})).expect("a token"));
    hides(&Pkce::generate());
    hides(&NewKey::default().key(SECRET).extra("metadata", json!({"logging": [{"langfuse_secret_key": "hush"}]})));
    hides(&KeyUpdate::default().extra("secret", "hush"));
    hides(&KeyRegeneration::default().new_key(SECRET));
    let private = json!({"private_key": "hush"}).to_string();
    hides(&NewModel::new("m").param("api_key", "hush").param("vertex_credentials", private));
    hides(&NewCredential::new("c").extra("credential_values", json!({"anything": "hush"})));
    let mut headers = HeaderMap::new();
    headers.insert("x-litellm-model-api-base", HeaderValue::from_static("https://u:hush@h/?key=hush&api_key=hush"));
    hides(&CallInfo::from_headers(&headers));
}

#[tokio::test]
async fn errors_show_no_secret_that_the_server_repeats() {
    let server = FakeServer::from_fn(|request| {
        let heard = format!("{} {}", request.head(), request.text());
        FakeResponse::new(400)
            .with_json(json!({"error": {"message": heard, "type": heard, "param": heard, "code": heard}}))
            .with_header("x-request-id", request.target.clone())
    });
    let client = Client::new(server.uri(), "hush of another kind").expect("a client");
    let form = Form::new().text("api_key", "hush \"7\"");
    let calls = [
        client
            .http()
            .request("POST", "/x?token=hush%201&page=1")
            .json(&json!({"password": ["hush/2", {"a": 123_456_789}]})),
        client.http().request("POST", "/x").header("x-secret", "hush \"3\"").body("password=hush4 x"),
        client.http().request("POST", "/x").form([("code", "hush+5"), ("pin", "hush&6")]),
        client.http().request("POST", "/x").multipart(&form),
        client.http().request("POST", "/x").header("authorization", "basic dXNlcjpodXNoLTk="),
    ];
    for call in calls {
        let error = call.await.expect_err("refused");
        hides(&error);
        hides(&error.to_string());
        let refusal = error.refusal().expect("a refusal");
        assert!(refusal.message.contains("[redacted]") && !refusal.body.contains("dXNlcjpodXNoLTk"), "{refusal:#?}");
        assert!(!refusal.message.contains("123456789"), "{refusal:#?}");
    }
}

#[tokio::test]
async fn no_key_goes_into_a_url() {
    let server = FakeServer::always_json(json!({"info": {}}));
    let client = Client::new(server.uri(), "sk-1234").expect("a client");
    let keys = client.keys();
    let filter = KeyFilter::default().key_hash(format!("Bearer {SECRET}"));
    let requests = [
        keys.info(SECRET).request(),
        keys.list(&filter).request(),
        keys.reset_spend(SECRET, 0.0).request(),
        client.http().request("GET", format!("/key/info?key={SECRET}")).request(),
        client.http().request("POST", format!("/key/{SECRET}/regenerate")).request(),
    ];
    for request in requests {
        let url = request.expect("a request").url.to_string();
        assert!(!url.contains("Hush") && url.contains(&key_hash(SECRET)), "{url}");
    }
    for refused in [
        client.users().get(SECRET).request(),
        client.teams().get(SECRET).raw().await.map(|_| unreachable_request()),
        client.models().list().query("team_id", SECRET).request(),
        keys.list(&KeyFilter::default().key_alias(SECRET)).request(),
    ] {
        assert!(matches!(&refused, Err(Error::InvalidRequest(_))), "{refused:?}");
        hides(&refused);
    }
    assert!(matches!(keys.hash_of_alias(SECRET).await, Err(Error::InvalidRequest(_))));
    assert_eq!(server.received().len(), 0);
}

fn unreachable_request() -> litellm_proxy_client::Request {
    panic!("it was sent")
}
