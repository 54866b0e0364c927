//! Logins with PKCE, request by request, and their refresh tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use litellm_proxy_sandbox::{Database, Sandbox as Running};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::harness::{Response, Sandbox};
use super::login::{Browser, FORM, create_user, form, suggest, text};

const CALLBACK: &str = "http://127.0.0.1:9911/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

impl Response {
    /// Returns a parameter of the redirect back to the client.
    #[track_caller]
    fn redirect_param(&self, name: &str) -> Option<String> {
        assert_eq!(self.status, 303, "{self:#?}");
        let location = self.header("location").expect("a location");
        let (to, query) = location.split_once('?').expect("a query");
        assert_eq!(to, CALLBACK);
        form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// Returns the code and description of an OAuth error.
    #[track_caller]
    fn oauth_error(&self, status: u16) -> (String, String) {
        assert_eq!((self.status, self.header("cache-control")), (status, Some("no-store")), "{self:#?}");
        let text = |name: &str| self.json()[name].as_str().expect("a string").to_owned();
        (text("error"), text("error_description"))
    }
}

/// A registered client, and a browser with a signed-in user.
struct Pkce<'a> {
    sandbox: &'a Sandbox,
    browser: Browser<'a>,
    client: String,
}

impl<'a> Pkce<'a> {
    fn new(sandbox: &'a Sandbox) -> Self {
        let client = registered(sandbox, &json!([CALLBACK, "https://ok.example/cb"]));
        let mut browser = Browser::new(sandbox);
        browser.sign_in("/sso/key/generate");
        Self { sandbox, browser, client: text(&client, "client_id").to_owned() }
    }

    /// Returns the path that starts a login, with some parameters changed; `None` removes one.
    fn authorize(&self, changed: &[(&str, Option<&str>)]) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let fields = [
            ("response_type", "code"),
            ("client_id", &self.client),
            ("redirect_uri", CALLBACK),
            ("state", "st&1"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("resource", &self.sandbox.url),
        ];
        format!("/authorize?{}", form(&with(&fields, changed)))
    }

    /// Submits the consent page.
    fn consent(&mut self, fields: &[(&str, &str)]) -> Response {
        let path = self.authorize(&[]);
        let page = self.browser.get(&path);
        let flow = page.input("flow");
        self.browser.post("/authorize/complete", &[&[("flow", flow.as_str())], fields].concat())
    }

    fn code(&mut self, fields: &[(&str, &str)]) -> String {
        let response = self.consent(fields);
        assert_eq!(response.redirect_param("state").as_deref(), Some("st&1"));
        response.redirect_param("code").expect("a code")
    }

    fn token(&self, fields: &[(&str, &str)], changed: &[(&str, Option<&str>)]) -> Response {
        let fields = [&[("client_id", self.client.as_str()), ("resource", &self.sandbox.url)], fields].concat();
        self.sandbox.send("POST", "/token", &[FORM], &form(&with(&fields, changed)))
    }

    fn exchange(&self, code: &str, changed: &[(&str, Option<&str>)]) -> Response {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.token(&fields, changed)
    }

    fn renew(&self, token: &str, changed: &[(&str, Option<&str>)]) -> Response {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)], changed)
    }

    fn revoke(&self, token: &str, client: &str) -> Response {
        self.sandbox.send("POST", "/revoke", &[FORM], &form(&[("token", token), ("client_id", client)]))
    }
}

fn register(sandbox: &Sandbox, uris: &Value) -> Response {
    sandbox.send("POST", "/register", &[], &json!({ "redirect_uris": uris }).to_string())
}

#[track_caller]
fn registered(sandbox: &Sandbox, uris: &Value) -> Value {
    let response = register(sandbox, uris);
    assert_eq!(response.status, 201, "{response:#?}");
    response.json()
}

fn with<'a>(fields: &[(&'a str, &'a str)], changed: &[(&'a str, Option<&'a str>)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name)).copied();
    kept.chain(changed.iter().filter_map(|(name, value)| Some((*name, (*value)?)))).collect()
}

fn error(name: &str, description: &str) -> (String, String) {
    (name.to_owned(), description.to_owned())
}

#[test]
fn oauth_discovery_and_client_registration_work() {
    let sandbox = Sandbox::start();
    let tokens = sandbox.send("GET", "/.well-known/litellm-cli-auth", &[], "");
    assert_eq!(tokens.header("cache-control"), Some("no-store"));
    let tokens = tokens.ok();
    assert_eq!((&tokens["contract_version"], text(&tokens, "issuer")), (&json!(1), sandbox.url.as_str()));
    for (name, path) in [
        ("authorization_endpoint", "/authorize"),
        ("token_endpoint", "/token"),
        ("registration_endpoint", "/register"),
        ("revocation_endpoint", "/revoke"),
        ("resource", ""),
    ] {
        assert_eq!(text(&tokens, name), format!("{}{path}", sandbox.url));
    }
    let client = registered(&sandbox, &json!([CALLBACK, "http://[::1]:1/a", "https://ok.example/x"]));
    assert_eq!(client["token_endpoint_auth_method"], "none");
    let long = format!("http://127.0.0.1/{}", "x".repeat(260));
    for uris in [
        json!("x"),
        json!([1]),
        json!(["http://evil.example/cb"]),
        json!(["ftp://127.0.0.1/cb"]),
        json!(["http://127.0.0.1:1/a#b"]),
        json!(["http://u:p@127.0.0.1:1/a"]),
        json!([CALLBACK, "http://10.0.0.1/"]),
        json!([CALLBACK, CALLBACK, CALLBACK, CALLBACK, CALLBACK]),
        json!([long]),
    ] {
        assert_eq!(register(&sandbox, &uris).oauth_error(400).0, "invalid_redirect_uri", "{uris}");
    }
    assert_eq!(register(&sandbox, &json!([])).ok()["client_id"], "dummy_client");
    assert_eq!(sandbox.send("POST", "/register", &[], "{bad").refused(400)["error"]["param"], "request_body");
}

#[test]
fn invalid_authorize_requests_are_not_redirected() {
    let sandbox = Sandbox::start();
    let mut pkce = Pkce::new(&sandbox);
    let long = "x".repeat(1025);
    for (changed, expected) in [
        (("client_id", Some("llm_dcrc_zzz")), "invalid_client"),
        (("redirect_uri", Some("http://127.0.0.1:1/other")), "invalid_request"),
        (("redirect_uri", Some("https://ok.example/cb")), "invalid_request"),
        (("response_type", Some("token")), "unsupported_response_type"),
        (("code_challenge_method", Some("plain")), "invalid_request"),
        (("code_challenge", None), "invalid_request"),
        (("state", Some(&long)), "invalid_request"),
        (("resource", Some("http://127.0.0.1:1/")), "invalid_target"),
        (("resource", None), "invalid_target"),
    ] {
        let path = pkce.authorize(&[changed]);
        assert_eq!(pkce.browser.get(&path).oauth_error(400).0, expected, "{changed:?}");
    }
    let loopback_only = pkce.authorize(&[("redirect_uri", Some("https://ok.example/cb"))]);
    assert!(pkce.browser.get(&loopback_only).oauth_error(400).1.contains("loopback"));
    for other in [Some("zzz"), None] {
        let path = pkce.authorize(&[("client_id", other)]);
        pkce.browser.get(&path).refused(404);
    }
    let path = pkce.authorize(&[("redirect_uri", None)]);
    pkce.browser.get(&path).refused(422);
    // A browser without a session signs in and returns.
    suggest(&sandbox, "hank");
    let path = pkce.authorize(&[]);
    let page = Browser::new(&sandbox).sign_in(&path);
    assert!(page.text.contains("<strong>hank</strong>") && page.text.contains("http://127.0.0.1:9911"), "{page:#?}");
}

#[test]
fn consent_is_bound_to_browser_and_user_and_used_once() {
    let sandbox = Sandbox::start();
    create_user(&sandbox, "ada", &[]);
    let mut pkce = Pkce::new(&sandbox);
    assert_eq!(pkce.consent(&[("decision", "deny")]).redirect_param("error").as_deref(), Some("access_denied"));
    let path = pkce.authorize(&[]);
    let flow = pkce.browser.get(&path).input("flow");
    let cookies = pkce.browser.cookies.clone();
    let mut complete = |cookies: &[(String, String)], fields: &[(&str, &str)]| {
        pkce.browser.cookies = cookies.to_vec();
        pkce.browser.post("/authorize/complete", fields)
    };
    let of = |name: &str| cookies.iter().filter(|(known, _)| known.starts_with(name)).cloned().collect::<Vec<_>>();
    let flow = flow.as_str();
    complete(&cookies, &[]).refused(422);
    for (cookies, fields, status, expected) in [
        (&of("token"), vec![("flow", flow)], 400, "invalid_request"),
        (&of("mcp_connect_flow_"), vec![("flow", flow)], 401, "login_required"),
        (&cookies, vec![("flow", "zzz")], 400, "invalid_request"),
        (&cookies, vec![("flow", flow), ("decision", "maybe")], 400, "invalid_request"),
        (&cookies, vec![("flow", flow), ("delivery", "pigeon")], 400, "invalid_request"),
    ] {
        assert_eq!(complete(cookies, &fields).oauth_error(status).0, expected, "{fields:?}");
    }
    // Another user signs in with the same browser.
    suggest(&sandbox, "mallory");
    let mut other = Browser::new(&sandbox);
    other.sign_in("/sso/key/generate");
    let mixed = [of("mcp_connect_flow_"), other.cookies.clone()].concat();
    assert_eq!(complete(&mixed, &[("flow", flow)]).oauth_error(403).0, "access_denied");
    assert!(complete(&cookies, &[("flow", flow), ("decision", "approve")]).redirect_param("code").is_some());
    let again = complete(&cookies, &[("flow", flow), ("decision", "approve")]).oauth_error(400);
    assert!(again.1.contains("already completed"), "{again:?}");
    // Manual delivery shows the URL.
    pkce.browser.cookies = cookies;
    let page = pkce.consent(&[("decision", "approve"), ("delivery", "manual")]);
    assert!(page.text.contains("http://127.0.0.1:9911/callback?code=llm_gcode_"), "{page:#?}");
    sandbox.request("POST", "/user/delete", json!({ "user_ids": ["ada"] })).ok();
    let path = pkce.authorize(&[]);
    assert_eq!(pkce.browser.get(&path).oauth_error(403).0, "access_denied");
}

#[test]
fn authorization_code_is_exchanged_once_by_its_client() {
    let sandbox = Sandbox::start();
    create_user(&sandbox, "ada", &[]);
    let mut pkce = Pkce::new(&sandbox);
    let code = pkce.code(&[("decision", "approve")]);
    let wrong = "w".repeat(60);
    for (changed, name, description) in [
        (("code", None), "invalid_request", "required"),
        (("code_verifier", None), "invalid_request", "required"),
        (("code_verifier", Some("short")), "invalid_request", "43 to 128"),
        (("code_verifier", Some(wrong.as_str())), "invalid_grant", "PKCE verification failed"),
        (("code", Some("llm_gcode_bad")), "invalid_grant", "the authorization code is invalid"),
        (("redirect_uri", Some("http://127.0.0.1:9/x")), "invalid_grant", "different client"),
        (("client_id", Some("llm_dcrc_zzz")), "invalid_grant", "different client"),
        (("grant_type", Some("password")), "unsupported_grant_type", "grant_type must be"),
        (("resource", Some("http://other")), "invalid_target", "resource does not match"),
    ] {
        let (tokens, why) = pkce.exchange(&code, &[changed]).oauth_error(400);
        assert!(tokens == name && why.contains(description), "{changed:?}: {tokens}: {why}");
    }
    pkce.exchange(&code, &[("client_id", Some("zzz"))]).refused(404);
    let missing = pkce.exchange(&code, &[("grant_type", None)]).refused(422);
    assert_eq!(missing["detail"][0]["loc"], json!(["body", "grant_type"]));
    let missing = pkce.exchange(&code, &[("client_id", None)]).refused(400);
    assert_eq!(missing["detail"]["error_description"], "client_id is required");
    let as_json = json!({ "grant_type": "authorization_code", "client_id": pkce.client });
    sandbox.send("POST", "/token", &[], &as_json.to_string()).refused(422);
    let response = pkce.exchange(&code, &[]);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    let tokens = response.ok();
    assert_eq!(
        (&tokens["expires_in"], &tokens["user_id"], &tokens["team_id"]),
        (&json!(86400), &json!("ada"), &Value::Null)
    );
    let used = error("invalid_grant", "the authorization code was already used");
    assert_eq!(pkce.exchange(&code, &[]).oauth_error(400), used);
    sandbox.request_as(text(&tokens, "access_token"), "GET", "/models", Value::Null).ok();
}

#[test]
fn refresh_tokens_work_once_and_can_be_revoked() {
    let sandbox = Sandbox::start();
    create_user(&sandbox, "ada", &[]);
    let mut pkce = Pkce::new(&sandbox);
    let code = pkce.code(&[("decision", "approve")]);
    let first = pkce.exchange(&code, &[("resource", None)]).ok();
    let token = |tokens: &Value| text(tokens, "refresh_token").to_owned();
    let other = registered(&sandbox, &json!([CALLBACK]));
    let other = text(&other, "client_id");
    let foreign = error("invalid_grant", "the refresh token is invalid for this client");
    assert_eq!(pkce.renew("bad", &[]).oauth_error(400), foreign);
    assert_eq!(pkce.renew(&token(&first), &[("client_id", Some(other))]).oauth_error(400), foreign);
    assert_eq!(pkce.renew("", &[]).oauth_error(400), error("invalid_request", "refresh_token is required"));
    assert_eq!(pkce.renew(&token(&first), &[("resource", Some("::"))]).oauth_error(400).0, "invalid_target");
    let second = pkce.renew(&token(&first), &[]).ok();
    assert!(second["access_token"] != first["access_token"] && token(&second) != token(&first));
    let used = error("invalid_grant", "the refresh token was already used");
    assert_eq!(pkce.renew(&token(&first), &[]).oauth_error(400), used);
    let third = pkce.renew(&token(&second), &[]).ok();

    // A client can only revoke its own tokens.
    assert_eq!(pkce.revoke("x", "zzz").oauth_error(401).0, "invalid_client");
    for (tokens, client) in
        [("x", pkce.client.as_str()), (&token(&third), other), (text(&third, "access_token"), &pkce.client)]
    {
        assert_eq!(pkce.revoke(tokens, client).ok(), json!({}));
    }
    let fourth = pkce.renew(&token(&third), &[]).ok();
    // Revoking a used token revokes its successors.
    assert_eq!(pkce.revoke(&token(&second), &pkce.client).ok(), json!({}));
    let revoked = error("invalid_grant", "the refresh token was revoked");
    for tokens in [&second, &fourth] {
        assert_eq!(pkce.renew(&token(tokens), &[]).oauth_error(400), revoked);
    }
    // The issued key and other logins stay valid.
    sandbox.request_as(text(&fourth, "access_token"), "GET", "/models", Value::Null).ok();
    let code = pkce.code(&[]);
    let another = pkce.exchange(&code, &[]).ok();
    pkce.renew(&token(&another), &[]).ok();
    sandbox.send("POST", "/revoke", &[FORM], "").refused(422);
}

#[test]
fn logins_survive_a_restart() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("sandbox.db");
    let start = || Sandbox::from(Running::builder().database(Database::File(path.clone())));
    let (first, tokens, client) = {
        let sandbox = start();
        let mut pkce = Pkce::new(&sandbox);
        let code = pkce.code(&[]);
        let first = pkce.exchange(&code, &[]).ok();
        let tokens = pkce.renew(text(&first, "refresh_token"), &[]).ok();
        let client = pkce.client;
        (first, tokens, client)
    };
    let sandbox = start();
    sandbox.request_as(text(&tokens, "access_token"), "GET", "/models", Value::Null).ok();
    let renew = |tokens: &Value| {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", text(tokens, "refresh_token"))];
        sandbox.send("POST", "/token", &[FORM], &form(&[&fields[..], &[("client_id", client.as_str())]].concat()))
    };
    assert!(renew(&first).oauth_error(400).1.contains("already used"));
    renew(&tokens).ok();
    // The file holds no secrets.
    for file in std::fs::read_dir(directory.path()).expect("its files") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("its bytes");
        for secret in ["access_token", "refresh_token"].map(|name| text(&tokens, name)) {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret} is stored");
        }
    }
}

#[test]
fn pkce_login_is_issued_for_a_team() {
    let sandbox = Sandbox::start();
    create_user(&sandbox, "bob", &["red", "blue"]);
    let mut pkce = Pkce::new(&sandbox);
    let path = pkce.authorize(&[]);
    let page = pkce.browser.get(&path);
    assert!(page.text.contains("<option value=\"blue\">The &lt;blue&gt;</option>"), "{page:#?}");
    for (team, why) in [("", "this user belongs to a team"), ("green", "no longer a member of the team")] {
        let code = pkce.code(&[("decision", "approve"), ("team_id", team)]);
        assert!(pkce.exchange(&code, &[]).oauth_error(400).1.contains(why), "{team}");
    }
    let code = pkce.code(&[("decision", "approve"), ("team_id", "blue")]);
    let tokens = pkce.exchange(&code, &[]).ok();
    let renewed = pkce.renew(text(&tokens, "refresh_token"), &[]).ok();
    assert_eq!((&tokens["team_id"], &renewed["team_id"]), (&json!("blue"), &json!("blue")));
    let leave = json!({ "team_id": "blue", "user_id": "bob" });
    sandbox.request("POST", "/team/member_delete", leave).ok();
    let (_, why) = pkce.renew(text(&renewed, "refresh_token"), &[]).oauth_error(400);
    assert!(why.contains("no longer a member"), "{why}");
    sandbox.request("POST", "/user/delete", json!({ "user_ids": ["bob"] })).ok();
    let (_, why) = pkce.renew(text(&renewed, "refresh_token"), &[]).oauth_error(400);
    assert!(why.contains("no longer active"), "{why}");
}
