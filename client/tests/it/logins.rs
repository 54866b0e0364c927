//! Logins: requests, that none carries the client's key, allowed targets, and that no secret gets into an error or a
//! `Debug` output.

use litellm_proxy_client::sso::{Discovery, LoginPoll, Pkce, PkceClient, Sso};
use litellm_proxy_client::{ApiKey, Client, Error};
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response, request, request_with};

use crate::people::{client, client_of, shows_nothing_of};

/// The discovery document of a server with this base URL.
fn discovery(base: &str) -> Value {
    json!({"contract_version": 1, "issuer": base, "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"), "registration_endpoint": format!("{base}/register"),
        "revocation_endpoint": format!("{base}/revoke"), "resource": base, "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"], "token_endpoint_auth_methods_supported": ["none"]})
}

fn read_discovery(value: Value) -> Discovery {
    serde_json::from_value(value).expect("a discovery")
}

fn pkce_client(base: &str) -> PkceClient {
    read_discovery(discovery(base)).client("llm_dcrc_client")
}

const TOKEN: &str = r#"{"access_token":"litellm_login_access","token_type":"Bearer","expires_in":86400,
    "refresh_token":"llm_srefresh_next","user_id":"u","team_id":null}"#;

/// A server that offers both login flows.
fn login_server() -> FakeServer {
    let server = FakeServer::new();
    for (verb, place, response) in [
        (
            "POST",
            "/sso/cli/start",
            json!({"login_id": "cli-id", "poll_secret": "poll-hush", "user_code": "ABCD-1234", "expires_in": 600}),
        ),
        (
            "GET",
            "/sso/cli/poll/cli-id",
            json!({"status": "ready", "key": "litellm_login_key", "user_id": "u", "team_id": "t", "teams": ["t"],
                "team_details": [{"team_id": "t", "team_alias": "T"}]}),
        ),
        ("GET", "/.well-known/litellm-cli-auth", discovery(&server.uri())),
        ("POST", "/register", json!({"client_id": "llm_dcrc_client", "client_id_issued_at": 1})),
        ("POST", "/token", serde_json::from_str(TOKEN).expect("JSON")),
        ("POST", "/revoke", json!({})),
    ] {
        server.add(&format!("{verb} {place}"), json_response(response));
    }
    server
}

#[tokio::test]
async fn sso_requests_carry_no_key() {
    let server = login_server();
    let own_header = reqwest::header::HeaderName::from_static("x-litellm-key");
    let renamed = Client::builder(server.uri()).api_key(KEY).auth_header(own_header).build().expect("a client");
    for client in [client_of(&server), renamed] {
        let sso = client.sso();
        let login = sso.start().await.expect("a login");
        assert_eq!((login.login_id.as_str(), login.poll_secret.expose()), ("cli-id", "poll-hush"));
        assert_eq!((login.user_code.as_str(), login.expires_in), ("ABCD-1234", Some(600)));
        let poll = sso.poll(&login.login_id, Some(&login.poll_secret), Some("t 1")).await.expect("a response");
        let LoginPoll::Ready(done) = &poll else { panic!("{poll:?}") };
        assert_eq!((done.key.expose(), done.team_id.as_deref()), ("litellm_login_key", Some("t")));
        assert_eq!(done.teams[0].team_alias.as_deref(), Some("T"));
        sso.poll(&login.login_id, None, None).await.expect("a response");
        shows_nothing_of(&[KEY, "poll-hush", "litellm_login"], &(&login, &poll));
        shows_nothing_of(&[KEY, "poll-hush"], &sso.poll("cli-id", Some(&login.poll_secret), None));

        let sent = server.received();
        let sent = &sent[sent.len() - 3..];
        let expected = [
            request("POST /sso/cli/start"),
            request("GET /sso/cli/poll/cli-id?team_id=t%201"),
            request("GET /sso/cli/poll/cli-id"),
        ];
        assert_eq!(sent.iter().map(FakeRequest::without_key).collect::<Vec<_>>(), expected);
        let secret = |request: &FakeRequest| request.header("x-litellm-cli-poll-secret").map(str::to_owned);
        assert_eq!(sent.iter().map(secret).collect::<Vec<_>>(), [None, Some("poll-hush".to_owned()), None]);
    }
}

#[tokio::test]
async fn pkce_requests_carry_no_key() {
    let server = login_server();
    let (client, base, uri) = (client_of(&server), server.uri(), "http://127.0.0.1:9/callback");
    let sso = client.sso();
    let (code, next, pkce) = (ApiKey::new("llm_gcode_once+"), ApiKey::new("llm_srefresh_now"), Pkce::generate());
    let discovery = sso.discovery().await.expect("a discovery");
    sso.check(&discovery).expect("a login that can be made");
    let registered = discovery.client(sso.register(&discovery, uri).await.expect("a client").client_id);
    assert_eq!(registered, pkce_client(&base));
    let token = sso.exchange_code(&registered, &code, uri, &pkce).await.expect("a key");
    assert_eq!((token.access_token.expose(), token.expires_in), ("litellm_login_access", Some(86400)));
    let renewed = sso.refresh(&registered, &next).await.expect("a key");
    assert_eq!(renewed.refresh_token.as_ref().map(ApiKey::expose), Some("llm_srefresh_next"));
    assert_eq!((renewed.user_id.as_deref(), renewed.team_id), (Some("u"), None));
    sso.revoke(&registered, &next).await.expect("a revocation");

    let secrets = [KEY, "litellm_login", "llm_srefresh", "llm_gcode", pkce.verifier.expose()];
    shows_nothing_of(&secrets, &(&token, &renewed.access_token, &renewed.refresh_token, &pkce));
    let exchange = sso.exchange_code(&registered, &code, uri, &pkce);
    shows_nothing_of(&secrets, &(exchange, sso.refresh(&registered, &next), sso.revoke(&registered, &next)));

    let verifier = pkce.verifier.expose();
    let expected = [
        request("GET /.well-known/litellm-cli-auth"),
        request_with(
            "POST /register",
            json!({"client_name": "litellm-proxy", "redirect_uris": [uri],
                "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
                "token_endpoint_auth_method": "none"}),
        ),
        request_with(
            "POST /token",
            json!({"grant_type": "authorization_code", "code": "llm_gcode_once+", "redirect_uri": uri,
                "client_id": "llm_dcrc_client", "code_verifier": verifier, "resource": base}),
        ),
        request_with(
            "POST /token",
            json!({"grant_type": "refresh_token", "refresh_token": "llm_srefresh_now", "client_id": "llm_dcrc_client",
                "resource": base}),
        ),
        request_with(
            "POST /revoke",
            json!({"token": "llm_srefresh_now", "token_type_hint": "refresh_token", "client_id": "llm_dcrc_client"}),
        ),
    ];
    assert_eq!(server.received().iter().map(FakeRequest::without_key).collect::<Vec<_>>(), expected);
}

#[test]
fn browser_url_keeps_the_base_path() {
    let client = client();
    let sso = client.sso();
    for (login_id, user_code, expected) in [
        ("cli-a_b", None, "http://h/llm/sso/key/generate?source=litellm-cli&key=cli-a_b"),
        (
            "cli-a b",
            Some("AB&D-1234"),
            "http://h/llm/sso/key/generate?source=litellm-cli&key=cli-a+b&user_code=AB%26D-1234",
        ),
    ] {
        assert_eq!(sso.browser_url(login_id, user_code).as_str(), expected);
    }
    // The older kind of id is the secret of its login, so it is not printed.
    let old_id = Sso::legacy_login_id();
    let poll = sso.poll(&old_id, None, None);
    assert_eq!(poll.request().expect("a request").url.path(), format!("/llm/sso/cli/poll/{old_id}"));
    let uuid = old_id.strip_prefix("sk-").expect("the prefix that older servers expect");
    shows_nothing_of(&[uuid], &sso.poll(&old_id, None, None));

    let pkce = Pkce::generate();
    let discovery = read_discovery(discovery("http://h/llm"));
    let url = sso.authorization_url(&discovery, "c+", "http://127.0.0.1:9/callback", &pkce).expect("a URL");
    let (state, challenge) = (pkce.state.expose(), pkce.challenge());
    assert_eq!(
        url.as_str(),
        format!(
            "http://h/llm/authorize?response_type=code&client_id=c%2B&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback\
             &state={state}&code_challenge={challenge}&code_challenge_method=S256&resource=http%3A%2F%2Fh%2Fllm"
        )
    );
    assert!(!url.as_str().contains(pkce.verifier.expose()));
}

#[tokio::test]
async fn pkce_endpoints_must_be_same_origin() {
    let server = FakeServer::always_json(serde_json::from_str(TOKEN).expect("JSON"));
    let base = server.uri();
    let client = client_of(&server);
    let sso = client.sso();
    let (code, pkce) = (ApiKey::new("llm_gcode"), Pkce::generate());
    for elsewhere in ["http://evil.example", "https://evil.example/x", "//evil.example", "/token", "not a URL", ""] {
        let other = read_discovery(discovery(elsewhere));
        let registered = other.client("c");
        let errors = [
            sso.register(&other, "http://127.0.0.1:9").await.err(),
            sso.authorization_url(&other, "c", "http://127.0.0.1:9", &pkce).err(),
            sso.exchange_code(&registered, &code, "http://127.0.0.1:9", &pkce).await.err(),
            sso.refresh(&registered, &code).await.err(),
            sso.revoke(&registered, &code).await.err(),
            sso.check(&other).err(),
        ];
        for (number, error) in errors.iter().enumerate() {
            assert!(matches!(error, Some(Error::InvalidRequest(_))), "{elsewhere} {number}: {error:?}");
        }
    }
    for (field, value, reason) in [
        ("contract_version", json!(2), "version 2, not 1"),
        ("code_challenge_methods_supported", json!(["plain"]), "S256"),
        ("issuer", json!("http://localhost:1"), "calls itself `http://localhost:1`"),
        ("revocation_endpoint", json!("http://evil.example/revoke"), "http://evil.example/revoke"),
    ] {
        let mut changed = discovery(&base);
        changed[field] = value;
        let error = sso.check(&read_discovery(changed)).expect_err(field).to_string();
        assert!(error.contains(reason), "{error}");
    }
    let mut same = discovery(&base);
    same["issuer"] = json!(format!("{base}/"));
    sso.check(&read_discovery(same)).expect("a slash does not matter");
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn login_secrets_do_not_follow_redirects() {
    for status in [301, 302, 303, 307, 308] {
        let server = FakeServer::always(FakeResponse::new(status).with_header("location", "/elsewhere"));
        let client = client_of(&server);
        let registered = pkce_client(&server.uri());
        let error = client.sso().refresh(&registered, &ApiKey::new("llm_srefresh")).await.expect_err("a redirect");
        assert!(matches!(error, Error::UnexpectedResponse { .. }), "{error:?}");
        let sent = server.received();
        assert_eq!(sent.iter().map(test_bed::FakeRequest::path).collect::<Vec<_>>(), ["/token"], "{status}");
    }
}

#[tokio::test]
async fn login_refusals_are_distinct_and_masked() {
    let refuse = |status: u16, body: Value| FakeResponse::new(status).with_json(body);
    // Responses of a server before 1.84, and of one whose web UI catches every path.
    for (status, message) in [(404, "Not Found"), (405, "Method Not Allowed")] {
        let server = FakeServer::always(refuse(status, json!({"detail": message})));
        let client = client_of(&server);
        for error in [
            client.sso().start().await.expect_err("a refusal"),
            client.sso().discovery().await.expect_err("a refusal"),
            client.keys().reset_spend("sk-any", 0.0).await.expect_err("a refusal"),
        ] {
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
            let is_kind =
                if status == 404 { matches!(error, Error::NotFound(_)) } else { matches!(error, Error::Refused(_)) };
            assert!(is_kind, "{error:?}");
        }
    }
    let echo = "the refresh token llm_srefresh_now, the code llm_gcode_once+ and poll-hush were refused";
    let server = FakeServer::always(refuse(400, json!({"error": "invalid_grant", "error_description": echo})));
    let client = client_of(&server);
    let registered = pkce_client(&server.uri());
    let (code, token, secret) =
        (ApiKey::new("llm_gcode_once+"), ApiKey::new("llm_srefresh_now"), ApiKey::new("poll-hush"));
    let pkce = Pkce::generate();
    let sso = client.sso();
    let refreshed = sso.refresh(&registered, &token).await.expect_err("a refusal");
    assert!(matches!(&refreshed, Error::Refused(refusal) if refusal.body.contains("invalid_grant")), "{refreshed:?}");
    shows_nothing_of(&["llm_srefresh_now"], &refreshed);
    shows_nothing_of(&["llm_gcode_once"], &sso.exchange_code(&registered, &code, "http://h", &pkce).await.err());
    shows_nothing_of(&["poll-hush"], &sso.poll("cli-id", Some(&secret), None).await.err());

    let server = FakeServer::always_json(json!({"status": "expired"}));
    let error = client_of(&server).sso().poll("cli-id", None, None).await.expect_err("no such status");
    assert!(matches!(&error, Error::UnexpectedResponse { reason, .. } if reason.contains("`expired`")), "{error:?}");
    let server = FakeServer::always_json(json!(["cli-id", "poll-hush", "ABCD-1234"]));
    assert!(client_of(&server).sso().start().await.is_err(), "a list is not a login");
}
