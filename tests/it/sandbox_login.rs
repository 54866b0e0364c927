//! Logins at the sandbox, request by request: the command line's, the browser's, and what comes of them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::sandbox::{Answer, Sandbox};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const CALLBACK: &str = "http://127.0.0.1:9911/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A browser: it keeps cookies, and goes where it is sent.
struct Browser<'a> {
    sandbox: &'a Sandbox,
    cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    fn new(sandbox: &'a Sandbox) -> Self {
        Self { sandbox, cookies: Vec::new() }
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let path = path.strip_prefix(&self.sandbox.url).unwrap_or(path);
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let answer = self.sandbox.send(method, path, &[("Cookie", &cookies), FORM], body);
        for cookie in answer.all("set-cookie") {
            let (pair, attributes) = cookie.split_once(';').expect("attributes");
            assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=lax"), "{cookie}");
            let (name, value) = pair.split_once('=').expect("a value");
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send("POST", path, &form(fields))
    }

    /// Goes there, signs in as whoever the page is filled in with, and ends where that leads to.
    fn sign_in(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path);
        for _ in 0..9 {
            answer = match answer.header("location").map(str::to_owned) {
                Some(to) if to.starts_with('/') || to.starts_with(&self.sandbox.url) => self.get(&to),
                None if answer.text.contains("/sso/sign-in") => {
                    let fields = ["state", "user_id", "email"].map(|name| (name, answer.input(name)));
                    self.post("/sso/sign-in", &fields.each_ref().map(|(name, value)| (*name, value.as_str())))
                }
                _ => return answer,
            };
        }
        panic!("it goes round in circles: {answer:#?}");
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Answer {
    /// What an input of a page holds.
    #[track_caller]
    fn input(&self, name: &str) -> String {
        let (_, rest) =
            self.text.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("{name}: {self:#?}"));
        let (input, _) = rest.split_once('>').expect("its end");
        input.split_once("value=\"").map_or("", |(_, value)| value.split('"').next().unwrap_or_default()).to_owned()
    }

    /// What the browser is sent back with.
    #[track_caller]
    fn brings(&self, name: &str) -> Option<String> {
        assert_eq!(self.status, 303, "{self:#?}");
        let location = self.header("location").expect("a location");
        let (to, query) = location.split_once('?').expect("a query");
        assert_eq!(to, CALLBACK);
        form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// An error of OAuth.
    #[track_caller]
    fn oauth_error(&self, status: u16) -> (String, String) {
        assert_eq!((self.status, self.header("cache-control")), (status, Some("no-store")), "{self:#?}");
        let text = |name: &str| self.json()[name].as_str().expect("a text").to_owned();
        (text("error"), text("error_description"))
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

/// A user in these teams, who signs in next.
fn somebody(sandbox: &Sandbox, id: &str, teams: &[&str]) {
    for team in teams {
        sandbox.ask("POST", "/team/new", json!({ "team_id": team, "team_alias": format!("The <{team}>") })).ok();
    }
    let user = json!({
        "user_id": id, "user_email": format!("{id}@x.io"), "user_role": "internal_user", "teams": teams,
        "auto_create_key": false,
    });
    sandbox.ask("POST", "/user/new", user).ok();
    next(sandbox, id);
}

fn next(sandbox: &Sandbox, id: &str) {
    let person = sandbox.send("GET", &format!("/set-user?id={id}&email={id}@x.io"), &[], "").ok();
    assert_eq!(sandbox.send("GET", "/userinfo", &[], "").ok(), person);
}

/// A login of a command line, as it has begun.
struct Login<'a> {
    sandbox: &'a Sandbox,
    id: String,
    secret: String,
    code: String,
}

impl<'a> Login<'a> {
    fn start(sandbox: &'a Sandbox) -> Self {
        let started = sandbox.send("POST", "/sso/cli/start", &[], "").ok();
        assert_eq!(started["expires_in"], 600);
        let [id, secret, code] = ["login_id", "poll_secret", "user_code"].map(|name| text(&started, name).to_owned());
        Self { sandbox, id, secret, code }
    }

    fn poll(&self, query: &str) -> Answer {
        let headers = [("x-litellm-cli-poll-secret", self.secret.as_str())];
        self.sandbox.send("GET", &format!("/sso/cli/poll/{}{query}", self.id), &headers, "")
    }

    /// Somebody signs in; the page for the code.
    fn browse(&self) -> Answer {
        let path = format!("/sso/key/generate?source=litellm-cli&key={}", self.id);
        let page = Browser::new(self.sandbox).sign_in(&path);
        assert_eq!((page.status, page.header("x-frame-options")), (200, Some("DENY")), "{page:#?}");
        page
    }

    fn complete(&self, code: &str, page: &str) -> Answer {
        let fields = form(&[("user_code", code), ("browser_complete_token", page)]);
        self.sandbox.send("POST", &format!("/sso/cli/complete/{}", self.id), &[FORM], &fields)
    }

    /// All that happens in the browser.
    fn through(self) -> Self {
        let page = self.browse().input("browser_complete_token");
        assert_eq!(self.complete(&self.code, &page).status, 200);
        self
    }
}

#[test]
fn a_login_ends_with_a_key_that_is_told_once() {
    let sandbox = Sandbox::start();
    somebody(&sandbox, "ada", &[]);
    let login = Login::start(&sandbox);
    assert_eq!(login.complete(&login.code, "").refused(400)["detail"], "CLI login is not ready");
    assert_eq!(login.poll("").ok(), json!({ "status": "pending" }));
    let page = login.browse().input("browser_complete_token");
    assert_eq!(login.poll("").ok(), json!({ "status": "pending" }));
    for (code, page) in [("AAAA-AAAA", page.as_str()), (&login.code, "wrong"), (&login.code, ""), ("", &page)] {
        assert_eq!(login.complete(code, page).refused(400)["detail"], "Invalid verification code");
    }
    assert_eq!(login.poll("").ok(), json!({ "status": "pending" }));
    let typed = login.code.to_lowercase().replace('-', " ");
    assert!(login.complete(&typed, &page).text.contains("<h1>Logged in</h1>"));
    let wrong = Login { secret: "wrong".to_owned(), sandbox: &sandbox, id: login.id.clone(), code: String::new() };
    assert_eq!(wrong.poll("").refused(403)["detail"], "Invalid CLI polling secret");
    assert_eq!(sandbox.send("GET", &format!("/sso/cli/poll/{}", login.id), &[], "").status, 403);
    assert_eq!(login.poll("?team_id=nope").status, 403);
    let told = login.poll("").ok();
    assert_eq!((text(&told, "status"), text(&told, "user_id"), &told["team_id"]), ("ready", "ada", &Value::Null));
    assert_eq!((&told["teams"], &told["team_details"]), (&json!([]), &json!([])));
    assert!(login.poll("").refused(400)["detail"].as_str().is_some_and(|text| text.contains("not found or expired")));
    assert_eq!(login.complete(&login.code, &page).status, 400);

    // It is a key of the user, and no virtual key.
    let key = text(&told, "key");
    let ask = |path: &str| sandbox.ask_as(key, "GET", path, Value::Null);
    assert_eq!(ask("/user/info").ok()["user_id"], "ada");
    assert_eq!(ask("/user/info").ok()["keys"], json!([]));
    assert_eq!(ask("/key/list").ok()["total_count"], 0);
    ask("/models").ok();
    ask("/key/info").refused(404);
    sandbox.ask("GET", &format!("/key/info?key={key}"), Value::Null).refused(404);
    let made = sandbox.ask_as(key, "POST", "/key/generate", json!({})).ok();
    assert_eq!(made["user_id"], "ada");
    sandbox.ask("POST", "/user/delete", json!({ "user_ids": ["ada"] })).ok();
    assert_eq!(ask("/models").refused(401)["error"]["param"], "user_id");
}

#[test]
fn a_user_of_several_teams_chooses_one() {
    let sandbox = Sandbox::start();
    somebody(&sandbox, "bob", &["red", "blue"]);
    let login = Login::start(&sandbox).through();
    let told = login.poll("").ok();
    assert_eq!((&told["requires_team_selection"], &told["teams"]), (&json!(true), &json!(["red", "blue"])));
    let detail =
        json!({ "team_id": "blue", "team_alias": "The <blue>", "team_models": [], "team_model_aliases": null });
    assert_eq!((told.get("key"), &told["team_details"][1]), (None, &detail));
    login.poll("?team_id=green").refused(403);
    let told = login.poll("?team_id=blue").ok();
    assert_eq!(told["team_id"], "blue");
    let team = sandbox.ask_as(text(&told, "key"), "GET", "/team/info?team_id=blue", Value::Null).ok();
    assert_eq!(team["team_id"], "blue");
    login.poll("?team_id=red").refused(400);

    somebody(&sandbox, "eve", &["only"]);
    assert_eq!(Login::start(&sandbox).through().poll("").ok()["team_id"], "only");
}

#[test]
fn users_are_known_by_id_or_email_or_are_made() {
    let sandbox = Sandbox::start();
    somebody(&sandbox, "carol", &[]);
    next(&sandbox, "other");
    sandbox.send("GET", "/set-user?email=Carol@X.io", &[], "").ok();
    for _ in 0..2 {
        assert_eq!(Login::start(&sandbox).through().poll("").ok()["user_id"], "carol");
        // By now the provider's id is known as well.
        sandbox.send("GET", "/set-user?email=", &[], "").ok();
    }
    next(&sandbox, "dan");
    assert_eq!(Login::start(&sandbox).through().poll("").ok()["user_id"], "dan");
    let dan = sandbox.ask("GET", "/user/info?user_id=dan", Value::Null).ok();
    let of = |name: &str| dan["user_info"][name].clone();
    assert_eq!((of("user_role"), of("user_email")), (json!("internal_user_viewer"), json!("dan@x.io")));
    assert_eq!((of("sso_user_id"), of("metadata")), (json!("dan"), json!({ "auth_provider": null })));
    // Nobody logs in without a role.
    sandbox.ask("POST", "/user/new", json!({ "user_id": "ivan" })).ok();
    next(&sandbox, "ivan");
    let login = Login::start(&sandbox).through();
    for _ in 0..2 {
        let refused = login.poll("").refused(500);
        assert_eq!(refused["detail"], "Error checking session status: User role is required for CLI JWT login");
    }
}

#[test]
fn logins_that_nobody_began_are_refused() {
    let sandbox = Sandbox::start();
    let ask = |method: &str, path: &str| sandbox.send(method, path, &[FORM], "").refused(400)["detail"].clone();
    for (id, why) in [("cli-aaaaaaaaaaaaaaaaa", "not found or expired"), ("bad", "Invalid"), ("sk-short", "Invalid")] {
        for (method, path) in [
            ("GET", format!("/sso/cli/poll/{id}")),
            ("GET", format!("/sso/key/generate?source=litellm-cli&key={id}")),
            ("POST", format!("/sso/cli/complete/{id}")),
        ] {
            assert!(ask(method, &path).as_str().is_some_and(|text| text.contains(why)), "{path}");
        }
    }
    assert_eq!(ask("GET", "/sso/key/generate?source=litellm-cli"), "Invalid CLI login session id");
    for _ in 0..30 {
        Login::start(&sandbox);
    }
    sandbox.send("POST", "/sso/cli/start", &[], "").refused(429);
}

#[test]
fn the_login_of_the_documents_has_no_code() {
    let sandbox = Sandbox::start();
    somebody(&sandbox, "frank", &["red", "blue"]);
    let id = "sk-5ac8ee0d-98e4-4a44-a6a5-6ad4e2cb33f6";
    let poll = |query: &str| sandbox.send("GET", &format!("/sso/cli/poll/{id}{query}"), &[], "");
    assert_eq!(poll("").ok(), json!({ "status": "pending" }));
    let path = format!("/sso/key/generate?source=litellm-cli&key={id}&existing_key=sk-old");
    assert!(Browser::new(&sandbox).sign_in(&path).text.contains("<h1>Logged in</h1>"));
    assert_eq!(poll("").ok()["requires_team_selection"], true);
    let told = poll("?team_id=red").ok();
    sandbox.ask_as(text(&told, "key"), "GET", "/models", Value::Null).ok();
    assert_eq!(poll("").ok(), json!({ "status": "pending" }));
}

#[test]
fn a_browser_that_comes_back_is_the_one_that_was_sent() {
    let sandbox = Sandbox::start();
    let mut browser = Browser::new(&sandbox);
    let refused = |browser: &mut Browser<'_>, query: &str, status: u16| {
        browser.get(&format!("/sso/callback{query}")).refused(status)["detail"].as_str().expect("a text").to_owned()
    };
    assert!(refused(&mut browser, "", 400).contains("'code'"));
    assert!(refused(&mut browser, "?code=x", 400).contains("'state'"));
    assert_eq!(refused(&mut browser, "?code=x&state=y", 401), "State cookie not found");
    assert_eq!(refused(&mut browser, "?error=no&error_description=z", 401), "OAuth error: no, error_description: z");
    let to_provider = browser.get("/sso/key/generate").header("location").expect("the provider").to_owned();
    assert!(to_provider.contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A"), "{to_provider}");
    assert_eq!(refused(&mut browser, "?code=x&state=y", 401), "Invalid state");
    let state = browser.get(&to_provider).input("state");
    assert!(refused(&mut browser, &format!("?code=x&state={state}"), 401).contains("Result not returned"));
    // What the provider says is fetched once, and another browser cannot use it.
    browser.get("/sso/key/generate");
    let state = browser.cookies[0].1.clone();
    let back = browser.post("/sso/sign-in", &[("state", &state), ("user_id", "gina"), ("email", "")]);
    let back = back.header("location").expect("the way back").to_owned();
    assert_eq!(Browser::new(&sandbox).get(&back).status, 401);
    let signed_in = browser.get(&back);
    assert_eq!((signed_in.status, browser.cookies.len()), (303, 1), "{signed_in:#?}");
    assert_eq!(browser.get(&back).status, 401);

    sandbox.send("POST", "/sso/sign-in", &[FORM], "state=x&user_id=+").refused(400);
    sandbox.send("POST", "/sso/sign-in", &[FORM], "user_id=x").refused(422);
    sandbox.send("GET", "/sso/sign-in?state=x&redirect_uri=https://evil.example/", &[], "").refused(400);
    for (return_to, to) in
        [("/models", "/models"), ("//evil.example/", "/ui/?login=success"), ("https://evil.example/", "/ui/")]
    {
        let mut browser = Browser::new(&sandbox);
        browser.get(&format!("/sso/key/generate?return_to={return_to}"));
        let state = browser.cookies[0].1.clone();
        let back = browser.post("/sso/sign-in", &[("state", &state), ("user_id", "gina")]);
        let signed_in = browser.get(back.header("location").expect("the way back"));
        let location = signed_in.header("location").expect("a location");
        let location = location.strip_prefix(&sandbox.url).unwrap_or(location);
        assert!(location.starts_with(to), "{return_to}: {location}");
    }
}

#[test]
fn pages_show_what_they_are_given_as_text() {
    let sandbox = Sandbox::start();
    let evil = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    sandbox.send("GET", &format!("/set-user?id={evil}&email={evil}"), &[], "").ok();
    let login = Login::start(&sandbox);
    let mut browser = Browser::new(&sandbox);
    let sent = browser.get(&format!("/sso/key/generate?source=litellm-cli&key={}", login.id));
    let page = browser.get(sent.header("location").expect("the provider"));
    assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script"), "{page:#?}");
    assert!(page.text.contains("This is a sandbox"));
    let state = page.input("state");
    let back = browser.post("/sso/sign-in", &[("state", &state), ("user_id", "<script>")]);
    let page = browser.get(back.header("location").expect("the way back"));
    assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script"), "{page:#?}");
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'none'")));
}

#[test]
fn where_the_admin_page_would_be_there_is_another() {
    let sandbox = Sandbox::start();
    for (path, status) in [("/ui", 200), ("/ui/?invitation_id=x", 200), ("/ui/models", 404)] {
        let page = sandbox.send("GET", path, &[], "");
        assert_eq!(page.status, status, "{path}");
        assert!(page.text.contains("<title>LiteLLM Dashboard</title>"), "{page:#?}");
    }
}

/// A client of PKCE that is registered, and its browser, in which somebody is signed in.
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

    /// The path that asks for a login, with some fields changed; nothing leaves one out.
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

    /// What comes of the consent page.
    fn consents(&mut self, fields: &[(&str, &str)]) -> Answer {
        let path = self.authorize(&[]);
        let page = self.browser.get(&path);
        let flow = page.input("flow");
        self.browser.post("/authorize/complete", &[&[("flow", flow.as_str())], fields].concat())
    }

    fn code(&mut self, fields: &[(&str, &str)]) -> String {
        let answer = self.consents(fields);
        assert_eq!(answer.brings("state").as_deref(), Some("st&1"));
        answer.brings("code").expect("a code")
    }

    fn token(&self, fields: &[(&str, &str)], changed: &[(&str, Option<&str>)]) -> Answer {
        let fields = [&[("client_id", self.client.as_str()), ("resource", &self.sandbox.url)], fields].concat();
        self.sandbox.send("POST", "/token", &[FORM], &form(&with(&fields, changed)))
    }

    fn exchange(&self, code: &str, changed: &[(&str, Option<&str>)]) -> Answer {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.token(&fields, changed)
    }

    fn renew(&self, token: &str, changed: &[(&str, Option<&str>)]) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)], changed)
    }

    fn revoke(&self, token: &str, client: &str) -> Answer {
        self.sandbox.send("POST", "/revoke", &[FORM], &form(&[("token", token), ("client_id", client)]))
    }
}

fn register(sandbox: &Sandbox, uris: &Value) -> Answer {
    sandbox.send("POST", "/register", &[], &json!({ "redirect_uris": uris }).to_string())
}

#[track_caller]
fn registered(sandbox: &Sandbox, uris: &Value) -> Value {
    let answer = register(sandbox, uris);
    assert_eq!(answer.status, 201, "{answer:#?}");
    answer.json()
}

fn with<'a>(fields: &[(&'a str, &'a str)], changed: &[(&'a str, Option<&'a str>)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name)).copied();
    kept.chain(changed.iter().filter_map(|(name, value)| Some((*name, (*value)?)))).collect()
}

fn error(name: &str, description: &str) -> (String, String) {
    (name.to_owned(), description.to_owned())
}

#[test]
fn clients_are_told_of_pkce_and_are_registered() {
    let sandbox = Sandbox::start();
    let told = sandbox.send("GET", "/.well-known/litellm-cli-auth", &[], "");
    assert_eq!(told.header("cache-control"), Some("no-store"));
    let told = told.ok();
    assert_eq!((&told["contract_version"], text(&told, "issuer")), (&json!(1), sandbox.url.as_str()));
    for (name, path) in [
        ("authorization_endpoint", "/authorize"),
        ("token_endpoint", "/token"),
        ("registration_endpoint", "/register"),
        ("revocation_endpoint", "/revoke"),
        ("resource", ""),
    ] {
        assert_eq!(text(&told, name), format!("{}{path}", sandbox.url));
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
fn what_is_wrong_with_a_request_is_said_and_the_browser_is_sent_nowhere() {
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
    // A browser in which nobody is signed in comes back to it.
    next(&sandbox, "hank");
    let path = pkce.authorize(&[]);
    let page = Browser::new(&sandbox).sign_in(&path);
    assert!(page.text.contains("<strong>hank</strong>") && page.text.contains("http://127.0.0.1:9911"), "{page:#?}");
}

#[test]
fn a_consent_is_given_once_by_the_browser_that_was_asked() {
    let sandbox = Sandbox::start();
    somebody(&sandbox, "ada", &[]);
    let mut pkce = Pkce::new(&sandbox);
    assert_eq!(pkce.consents(&[("decision", "deny")]).brings("error").as_deref(), Some("access_denied"));
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
    // Somebody else signs in, in the same browser.
    next(&sandbox, "mallory");
    let mut other = Browser::new(&sandbox);
    other.sign_in("/sso/key/generate");
    let mixed = [of("mcp_connect_flow_"), other.cookies.clone()].concat();
    assert_eq!(complete(&mixed, &[("flow", flow)]).oauth_error(403).0, "access_denied");
    assert!(complete(&cookies, &[("flow", flow), ("decision", "approve")]).brings("code").is_some());
    let again = complete(&cookies, &[("flow", flow), ("decision", "approve")]).oauth_error(400);
    assert!(again.1.contains("already completed"), "{again:?}");
    // By hand it is carried as text.
    pkce.browser.cookies = cookies;
    let page = pkce.consents(&[("decision", "approve"), ("delivery", "manual")]);
    assert!(page.text.contains("http://127.0.0.1:9911/callback?code=llm_gcode_"), "{page:#?}");
    sandbox.ask("POST", "/user/delete", json!({ "user_ids": ["ada"] })).ok();
    let path = pkce.authorize(&[]);
    assert_eq!(pkce.browser.get(&path).oauth_error(403).0, "access_denied");
}

#[test]
fn a_code_is_exchanged_once_by_the_client_that_asked() {
    let sandbox = Sandbox::start();
    somebody(&sandbox, "ada", &[]);
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
        let (told, why) = pkce.exchange(&code, &[changed]).oauth_error(400);
        assert!(told == name && why.contains(description), "{changed:?}: {told}: {why}");
    }
    pkce.exchange(&code, &[("client_id", Some("zzz"))]).refused(404);
    for missing in ["client_id", "grant_type"] {
        assert_eq!(pkce.exchange(&code, &[(missing, None)]).refused(422)["detail"][0]["loc"], json!(["body", missing]));
    }
    let as_json = json!({ "grant_type": "authorization_code", "client_id": pkce.client });
    sandbox.send("POST", "/token", &[], &as_json.to_string()).refused(422);
    let answer = pkce.exchange(&code, &[]);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let told = answer.ok();
    assert_eq!((&told["expires_in"], &told["user_id"], &told["team_id"]), (&json!(86400), &json!("ada"), &Value::Null));
    let used = error("invalid_grant", "the authorization code was already used");
    assert_eq!(pkce.exchange(&code, &[]).oauth_error(400), used);
    sandbox.ask_as(text(&told, "access_token"), "GET", "/models", Value::Null).ok();
}

#[test]
fn a_token_renews_a_key_once_until_it_is_revoked() {
    let sandbox = Sandbox::start();
    somebody(&sandbox, "ada", &[]);
    let mut pkce = Pkce::new(&sandbox);
    let code = pkce.code(&[("decision", "approve")]);
    let first = pkce.exchange(&code, &[("resource", None)]).ok();
    let token = |told: &Value| text(told, "refresh_token").to_owned();
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

    // Only the client's own tokens end.
    assert_eq!(pkce.revoke("x", "zzz").oauth_error(401).0, "invalid_client");
    for (told, client) in
        [("x", pkce.client.as_str()), (&token(&third), other), (text(&third, "access_token"), &pkce.client)]
    {
        assert_eq!(pkce.revoke(told, client).ok(), json!({}));
    }
    let fourth = pkce.renew(&token(&third), &[]).ok();
    // One that was used ends those that came of it.
    assert_eq!(pkce.revoke(&token(&second), &pkce.client).ok(), json!({}));
    let revoked = error("invalid_grant", "the refresh token was revoked");
    for told in [&second, &fourth] {
        assert_eq!(pkce.renew(&token(told), &[]).oauth_error(400), revoked);
    }
    // The key lives on, and so do other logins.
    sandbox.ask_as(text(&fourth, "access_token"), "GET", "/models", Value::Null).ok();
    let code = pkce.code(&[]);
    let another = pkce.exchange(&code, &[]).ok();
    pkce.renew(&token(&another), &[]).ok();
    sandbox.send("POST", "/revoke", &[FORM], "").refused(422);
}

#[test]
fn a_login_with_pkce_counts_for_a_team() {
    let sandbox = Sandbox::start();
    somebody(&sandbox, "bob", &["red", "blue"]);
    let mut pkce = Pkce::new(&sandbox);
    let path = pkce.authorize(&[]);
    let page = pkce.browser.get(&path);
    assert!(page.text.contains("<option value=\"blue\">The &lt;blue&gt;</option>"), "{page:#?}");
    for (team, why) in [("", "this user belongs to a team"), ("green", "no longer a member of the team")] {
        let code = pkce.code(&[("decision", "approve"), ("team_id", team)]);
        assert!(pkce.exchange(&code, &[]).oauth_error(400).1.contains(why), "{team}");
    }
    let code = pkce.code(&[("decision", "approve"), ("team_id", "blue")]);
    let told = pkce.exchange(&code, &[]).ok();
    let renewed = pkce.renew(text(&told, "refresh_token"), &[]).ok();
    assert_eq!((&told["team_id"], &renewed["team_id"]), (&json!("blue"), &json!("blue")));
    let leave = json!({ "team_id": "blue", "user_id": "bob" });
    sandbox.ask("POST", "/team/member_delete", leave).ok();
    let (_, why) = pkce.renew(text(&renewed, "refresh_token"), &[]).oauth_error(400);
    assert!(why.contains("no longer a member"), "{why}");
    sandbox.ask("POST", "/user/delete", json!({ "user_ids": ["bob"] })).ok();
    let (_, why) = pkce.renew(text(&renewed, "refresh_token"), &[]).oauth_error(400);
    assert!(why.contains("no longer active"), "{why}");
}
