//! `login --pkce`: the tests act as the browser and follow the program's URL.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::harness::{Cli, Run};
use crate::login::{
    PendingLogin, add_route, assert_nothing_stored, cli_at, cli_with_earlier_login, fails, refusal, stored,
};

const DISCOVERY: &str = "GET /.well-known/litellm-cli-auth";

fn discovery(base: &str) -> Value {
    json!({"contract_version": 1, "issuer": base, "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"), "registration_endpoint": format!("{base}/register"),
        "revocation_endpoint": format!("{base}/revoke"), "resource": base,
        "code_challenge_methods_supported": ["S256"]})
}

/// A server that offers this login and issues keys.
fn pkce_server(offer: impl FnOnce(&str) -> Value) -> FakeServer {
    let server = FakeServer::new();
    let token = json!({"access_token": "opaque-hush-access", "token_type": "Bearer", "expires_in": 86400,
        "refresh_token": "opaque-hush-refresh", "user_id": "u1", "team_id": "t1"});
    let user = json!({"user_info": {"user_email": "user@example.com", "user_role": "internal_user"}});
    for (route, response) in [
        (DISCOVERY, offer(&server.uri())),
        ("POST /register", json!({"client_id": "client-1"})),
        ("POST /token", token),
        ("GET /user/info", user),
    ] {
        add_route(&server, route, json_response(response));
    }
    server
}

/// The requests in order, without queries and bodies.
fn lines(server: &FakeServer) -> Vec<String> {
    server.received().iter().map(|request| format!("{} {}", request.method, request.path())).collect()
}

/// A login that waits for the browser.
struct Waiting {
    login: PendingLogin,
    /// The URL for the browser, and its parameters.
    url: Url,
    fields: HashMap<String, String>,
}

impl Waiting {
    #[track_caller]
    fn begin(cli: &Cli, words: &[&str]) -> Self {
        let mut login = PendingLogin::begin(cli, words);
        let url: Url = login.line("  http").trim().parse().expect("a URL");
        login.line("waiting up to ");
        let fields = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        Self { login, url, fields }
    }

    /// The address of the callback.
    fn redirect_uri(&self) -> &str {
        &self.fields["redirect_uri"]
    }

    fn connect(&self) -> TcpStream {
        let address = self.redirect_uri().trim_start_matches("http://").trim_end_matches("/callback");
        TcpStream::connect(address).expect("a connection")
    }

    /// Requests this path and query, in which `STATE` is the right state; returns the status and the page.
    fn visit(&self, target: &str) -> (u16, String) {
        let target = target.replace("STATE", &self.fields["state"]);
        let mut connection = self.connect();
        write!(connection, "GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n").expect("a listener");
        let mut response = String::new();
        connection.read_to_string(&mut response).expect("a response and its end");
        let (head, page) = response.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        assert!(head.contains("Cache-Control: no-store") && head.contains("Connection: close"), "{head}");
        (status, page.to_owned())
    }

    /// Waits for the end; no secret may be printed.
    #[track_caller]
    fn end(self) -> Run {
        let run = self.login.end();
        assert!(!run.stderr.contains("hush") && !run.stdout.contains("hush"), "{run:#?}");
        run
    }
}

/// The fields of the form in a request.
fn form(request: &FakeRequest) -> HashMap<String, String> {
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    let body = String::from_utf8(request.body.clone()).expect("UTF-8");
    let url = Url::parse(&format!("http://h/?{body}")).expect("a form");
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

#[test]
fn callback_code_is_exchanged_for_a_key() {
    for words in [&["--pkce", "--no-browser"][..], &["--pkce", "--no-browser", "--debug"]] {
        let server = pkce_server(discovery);
        let (base, cli) = (server.uri(), cli_at(&server.uri()));
        let waiting = Waiting::begin(&cli, words);
        let redirect_uri = waiting.redirect_uri().to_owned();
        let port = redirect_uri.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix("/callback"));
        assert!(port.is_some_and(|port| port.parse::<u16>().is_ok()), "{redirect_uri}");
        let fields = waiting.fields.clone();
        let names: Vec<_> = waiting.url.query_pairs().map(|(name, _)| name.into_owned()).collect();
        let expected = [
            "response_type",
            "client_id",
            "redirect_uri",
            "state",
            "code_challenge",
            "code_challenge_method",
            "resource",
        ];
        assert_eq!((names, waiting.url.path()), (expected.map(str::to_owned).into(), "/authorize"));
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", "client-1"),
            ("code_challenge_method", "S256"),
            ("resource", &base),
        ] {
            assert_eq!(fields[name], value, "{name}");
        }

        let (status, page) = waiting.visit("/callback?code=a%2Bhush-code&state=STATE");
        assert!(status == 200 && page.contains("You are logged in.") && !page.contains("hush"), "{page}");
        let run = waiting.end();
        assert_eq!(run.ok(), "");
        assert!(run.stderr.contains(&format!("logged in to {base} as user@example.com (team t1)\n")), "{run:#?}");

        let sent = server.received();
        let registration = json!({"client_name": "litellm-proxy", "redirect_uris": [redirect_uri],
            "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
            "token_endpoint_auth_method": "none"});
        assert_eq!(lines(&server), [DISCOVERY, "POST /register", "POST /token", "GET /user/info"]);
        assert_eq!(sent[1].line_and_body().1, registration);
        assert!(sent[..3].iter().all(|request| !request.headers.contains_key("authorization")));
        assert_eq!(sent[3].headers["authorization"], "Bearer opaque-hush-access");
        let mut form = form(&sent[2]);
        let verifier = form.remove("code_verifier").expect("a verifier");
        assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier)), fields["code_challenge"]);
        assert!(verifier.len() >= 43 && !run.stderr.contains(&verifier), "{run:#?}");
        let expected = [
            ("grant_type", "authorization_code"),
            ("code", "a+hush-code"),
            ("redirect_uri", &redirect_uri),
            ("client_id", "client-1"),
            ("resource", &base),
        ];
        assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        // The state is in the URL to open, and nowhere else.
        assert_eq!(run.stderr.matches(&fields["state"]).count(), 1, "{run:#?}");

        let mut stored = stored(&cli);
        let end = stored.as_object_mut().and_then(|fields| fields.remove("expires_at")).expect("an end");
        assert!(end.as_u64().is_some_and(|end| end > 1_700_000_000), "{end}");
        let expected = json!({"key": "opaque-hush-access", "user_id": "u1", "user_email": "user@example.com",
            "user_role": "internal_user", "auth_header_name": "Authorization", "base_url": base, "team_id": "t1",
            "refresh_token": "opaque-hush-refresh", "client_id": "client-1", "token_endpoint": format!("{base}/token"),
            "revocation_endpoint": format!("{base}/revoke"), "resource": base});
        assert_eq!(stored, expected);
    }
}

#[test]
fn unrelated_callback_requests_are_rejected() {
    let server = pkce_server(discovery);
    let cli = cli_at(&server.uri());
    let waiting = Waiting::begin(&cli, &["--pkce", "--timeout", "30"]);
    // Opened and not used, as browsers do, until the end of the test.
    let _silent = [(); 4].map(|()| waiting.connect());
    for (target, expected) in [
        ("/callback", 400),
        ("/callback?code=evil", 400),
        ("/callback?code=evil&state=", 400),
        ("/callback?code=evil&state=guess", 400),
        ("/callback?error=evil&state=guess", 400),
        ("/callback?state=STATE", 400),
        ("/favicon.ico", 404),
        ("/callback/?code=evil&state=STATE", 404),
    ] {
        let (status, page) = waiting.visit(target);
        assert!(status == expected && !page.contains("evil"), "{target}: {status} {page}");
    }
    let state = &waiting.fields["state"];
    for request in [
        format!("POST /callback?code=evil&state={state} HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").as_bytes(),
        b"\x16\x03\x01\x02\x00\x01\xfc\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"GET /callback?code=evil",
        "A".repeat(100_000).as_bytes(),
    ] {
        // The program may close the connection before the request is written.
        waiting.connect().write_all(request).ok();
    }
    let (status, _) = waiting.visit("/callback?code=right&state=STATE");
    assert_eq!(status, 200);
    waiting.end().ok();
    assert_eq!(stored(&cli)["key"], "opaque-hush-access");
    let sent = server.received();
    let exchanges: Vec<_> = sent.iter().filter(|request| request.path() == "/token").map(form).collect();
    assert_eq!(exchanges.iter().map(|form| form["code"].as_str()).collect::<Vec<_>>(), ["right"]);
}

#[test]
fn refused_authorization_stores_nothing() {
    let server = pkce_server(discovery);
    let cli = cli_with_earlier_login(&server.uri());
    let waiting = Waiting::begin(&cli, &["--pkce"]);
    let (status, page) = waiting.visit("/callback?error=access_denied&error_description=not%0Ayou&state=STATE");
    assert!(status == 200 && page.contains("The login was refused."), "{page}");
    let run = waiting.end();
    assert!(run.fails(4).ends_with("\nerror: the login was refused: access_denied: not\n  you\n"), "{run:#?}");
    assert_nothing_stored(&cli);
    assert_eq!(lines(&server), [DISCOVERY, "POST /register"]);
}

#[test]
fn failed_code_exchange_stores_nothing() {
    let elsewhere = FakeServer::always(json_response(json!({"access_token": "opaque-hush-elsewhere"})));
    let redirect = |to: &str| FakeResponse::new(307).with_header("location", to);
    let invalid = json!({"error": "invalid_grant", "error_description": "the code hush-code was used"});
    let (user, models) = ("GET /user/info", "GET /models");
    for (route, response, code, words) in [
        ("POST /token", FakeResponse::new(400).with_json(invalid), 1, "invalid_grant"),
        ("POST /token", refusal(500, "it hurts"), 6, "it hurts (HTTP 500)"),
        ("POST /token", json_response(json!({"token_type": "Bearer"})), 6, "access_token"),
        ("POST /token", redirect(&format!("{}/token", elsewhere.uri())), 6, "redirect to another server"),
        ("POST /token", redirect("/elsewhere"), 6, "redirect to /elsewhere"),
        (user, refusal(401, "no such key"), 4, "the server rejects the key that it has just issued"),
    ] {
        let server = FakeServer::new();
        add_route(&server, DISCOVERY, json_response(discovery(&server.uri())));
        add_route(&server, "POST /register", json_response(json!({"client_id": "client-1"})));
        add_route(&server, "POST /token", json_response(json!({"access_token": "opaque-hush-access"})));
        add_route(&server, models, refusal(401, "no such key"));
        add_route(&server, route, response);
        let cli = cli_with_earlier_login(&server.uri());
        let waiting = Waiting::begin(&cli, &["--pkce", "--debug"]);
        assert_eq!(waiting.visit("/callback?code=hush-code&state=STATE").0, 200);
        let run = waiting.end();
        assert!(run.fails(code).contains(words), "{words}: {run:#?}");
        assert_nothing_stored(&cli);
        let received = lines(&server);
        assert_eq!(received[..3], [DISCOVERY, "POST /register", "POST /token"]);
        assert_eq!(received[3..], [user, models][..if route == user { 2 } else { 0 }]);
    }
    assert_eq!(lines(&elsewhere).len(), 0);
}

#[test]
fn server_without_pkce_gets_a_hint() {
    let server = FakeServer::always(refusal(404, "Not Found"));
    let stderr = fails(&server.uri(), &["--pkce"], 3);
    assert!(stderr.ends_with("error: this server does not offer PKCE login; log in without --pkce\n"), "{stderr}");
    assert_eq!(lines(&server), [DISCOVERY]);
}

#[test]
fn endpoints_of_another_origin_are_refused() {
    let evil = FakeServer::always(json_response(json!({"client_id": "client-1"})));
    let elsewhere = |path: &str| json!(format!("{}/{path}", evil.uri()));
    for (field, value, reason) in [
        ("issuer", json!(evil.uri()), "calls itself `http://127.0.0.1:"),
        ("contract_version", json!(2), "of version 2"),
        ("code_challenge_methods_supported", json!(["plain"]), "does not know S256"),
        ("authorization_endpoint", elsewhere("authorize"), "which is not on "),
        ("registration_endpoint", elsewhere("register"), "which is not on "),
        ("token_endpoint", elsewhere("token"), "which is not on "),
        ("revocation_endpoint", elsewhere("revoke"), "which is not on "),
    ] {
        let server = pkce_server(|base| {
            let mut offer = discovery(base);
            offer[field] = value;
            offer
        });
        let stderr = fails(&server.uri(), &["--pkce"], 2);
        assert!(stderr.contains(reason) && !stderr.contains("Open this URL"), "{field}: {stderr}");
        assert_eq!(lines(&server), [DISCOVERY], "{field}");
    }
    assert_eq!(lines(&evil).len(), 0);
}

#[test]
fn timeout_ends_the_wait_for_the_browser() {
    let server = pkce_server(discovery);
    let stderr = fails(&server.uri(), &["--pkce", "--timeout", "2"], 4);
    assert!(
        stderr.ends_with("error: the login was not completed within 2 s (allow more time with --timeout)\n"),
        "{stderr}"
    );
    let cli = cli_with_earlier_login(&server.uri());
    let waiting = Waiting::begin(&cli, &["--pkce"]);
    waiting.login.interrupt();
    assert!(waiting.end().fails(130).ends_with("\nerror: interrupted: nothing was stored\n"));
    assert_nothing_stored(&cli);
    assert_eq!(lines(&server), [DISCOVERY, "POST /register", DISCOVERY, "POST /register"]);
}

#[test]
fn pkce_option_overrides_the_setting() {
    let server = FakeServer::always(refusal(404, "Not Found"));
    let way_out = "log in with --no-pkce, or run `litellm-proxy config unset pkce`";
    let bare = "(HTTP 404)\n";
    for (setting, words, code, reason, received) in [
        ("true", &["login"][..], 3, way_out, DISCOVERY),
        ("true", &["login", "--pkce"], 3, "log in without --pkce", DISCOVERY),
        ("true", &["login", "--no-pkce", "--pkce"], 3, "log in without --pkce", DISCOVERY),
        ("false", &["login", "--pkce"], 3, "log in without --pkce", DISCOVERY),
        ("true", &["login", "--no-pkce"], 3, bare, "POST /sso/cli/start"),
        ("true", &["login", "--pkce", "--no-pkce"], 3, bare, "POST /sso/cli/start"),
        ("false", &["login"], 3, bare, "POST /sso/cli/start"),
        ("true", &["login", "--team", "t1"], 2, "hint: omit --team, or log in with --no-pkce", ""),
        ("false", &["login", "--pkce", "--team", "t1"], 2, "hint: omit --team, or log in without --pkce", ""),
    ] {
        server.reset();
        let cli = cli_with_earlier_login(&server.uri());
        cli.run(&["config", "set", "pkce", setting]).ok();
        let run = cli.run(words);
        assert!(run.fails(code).contains(reason), "{words:?}: {run:#?}");
        assert_eq!(lines(&server).first().map_or("", String::as_str), received, "{words:?}");
        assert_nothing_stored(&cli);
    }
    let cli = cli_with_earlier_login(&server.uri()).file(".litellm/config.json", r#"{"pkce": "perhaps"}"#);
    server.reset();
    assert!(cli.run(&["login"]).fails(2).contains("neither `true` nor `false`"));
    assert_eq!(lines(&server).len(), 0);
}
