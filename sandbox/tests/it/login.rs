//! Browser logins, request by request: the command line's part and the browser's. Those with PKCE are in `pkce`.

use std::time::Duration;

use litellm_proxy_sandbox::{Clock, Sandbox as Running};
use serde_json::{Value, json};

use super::harness::{Response, Sandbox};

pub(crate) const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// A browser: keeps cookies and follows redirects.
pub(crate) struct Browser<'a> {
    sandbox: &'a Sandbox,
    pub(crate) cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(sandbox: &'a Sandbox) -> Self {
        Self { sandbox, cookies: Vec::new() }
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Response {
        let path = path.strip_prefix(&self.sandbox.url).unwrap_or(path);
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let response = self.sandbox.send(method, path, &[("Cookie", &cookies), FORM], body);
        for cookie in response.headers("set-cookie") {
            let (pair, attributes) = cookie.split_once(';').expect("attributes");
            assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=lax"), "{cookie}");
            let (name, value) = pair.split_once('=').expect("a value");
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        response
    }

    pub(crate) fn get(&mut self, path: &str) -> Response {
        self.send("GET", path, "")
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.send("POST", path, &form(fields))
    }

    /// Opens a page, signs in as the suggested user, and returns the page where that ends.
    pub(crate) fn sign_in(&mut self, path: &str) -> Response {
        let mut response = self.get(path);
        for _ in 0..9 {
            response = match response.header("location").map(str::to_owned) {
                Some(to) if to.starts_with('/') || to.starts_with(&self.sandbox.url) => self.get(&to),
                None if response.text.contains("/sso/sign-in") => {
                    let fields = ["state", "user_id", "email"].map(|name| (name, response.input(name)));
                    self.post("/sso/sign-in", &fields.each_ref().map(|(name, value)| (*name, value.as_str())))
                }
                _ => return response,
            };
        }
        panic!("endless redirects: {response:#?}");
    }
}

pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Response {
    /// Returns the value of an input of a page.
    #[track_caller]
    pub(crate) fn input(&self, name: &str) -> String {
        let (_, rest) =
            self.text.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("{name}: {self:#?}"));
        let (input, _) = rest.split_once('>').expect("its end");
        input.split_once("value=\"").map_or("", |(_, value)| value.split('"').next().unwrap_or_default()).to_owned()
    }
}

pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

/// Creates a user in these teams and makes the sign-in page suggest them.
pub(crate) fn create_user(sandbox: &Sandbox, id: &str, teams: &[&str]) {
    for team in teams {
        sandbox.request("POST", "/team/new", json!({ "team_id": team, "team_alias": format!("The <{team}>") })).ok();
    }
    let user = json!({
        "user_id": id, "user_email": format!("{id}@x.io"), "user_role": "internal_user", "teams": teams,
        "auto_create_key": false,
    });
    sandbox.request("POST", "/user/new", user).ok();
    suggest(sandbox, id);
}

/// Makes the sign-in page suggest a user.
pub(crate) fn suggest(sandbox: &Sandbox, id: &str) {
    let person = sandbox.send("GET", &format!("/set-user?id={id}&email={id}@x.io"), &[], "").ok();
    assert_eq!(sandbox.send("GET", "/userinfo", &[], "").ok(), person);
}

/// A login that a command line has started.
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

    fn poll(&self, query: &str) -> Response {
        let headers = [("x-litellm-cli-poll-secret", self.secret.as_str())];
        self.sandbox.send("GET", &format!("/sso/cli/poll/{}{query}", self.id), &headers, "")
    }

    /// Signs in and returns the page for the code.
    fn browse(&self) -> Response {
        let path = format!("/sso/key/generate?source=litellm-cli&key={}", self.id);
        let page = Browser::new(self.sandbox).sign_in(&path);
        assert_eq!((page.status, page.header("x-frame-options")), (200, Some("DENY")), "{page:#?}");
        page
    }

    fn complete(&self, code: &str, page: &str) -> Response {
        let fields = form(&[("user_code", code), ("browser_complete_token", page)]);
        self.sandbox.send("POST", &format!("/sso/cli/complete/{}", self.id), &[FORM], &fields)
    }

    /// Does the whole part of the browser.
    fn sign_in(self) -> Self {
        let page = self.browse().input("browser_complete_token");
        assert_eq!(self.complete(&self.code, &page).status, 200);
        self
    }
}

#[test]
fn login_key_is_returned_once() {
    let sandbox = Sandbox::start();
    create_user(&sandbox, "ada", &[]);
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
    let details = login.poll("").ok();
    assert_eq!(
        (text(&details, "status"), text(&details, "user_id"), &details["team_id"]),
        ("ready", "ada", &Value::Null)
    );
    assert_eq!((&details["teams"], &details["team_details"]), (&json!([]), &json!([])));
    assert!(login.poll("").refused(400)["detail"].as_str().is_some_and(|text| text.contains("not found or expired")));
    assert_eq!(login.complete(&login.code, &page).status, 400);

    // It is a key of the user, but not a virtual key.
    let key = text(&details, "key");
    let ask = |path: &str| sandbox.request_as(key, "GET", path, Value::Null);
    assert_eq!(ask("/user/info").ok()["user_id"], "ada");
    assert_eq!(ask("/user/info").ok()["keys"], json!([]));
    assert_eq!(ask("/key/list").ok()["total_count"], 0);
    ask("/models").ok();
    ask("/key/info").refused(404);
    sandbox.request("GET", &format!("/key/info?key={key}"), Value::Null).refused(404);
    let made = sandbox.request_as(key, "POST", "/key/generate", json!({})).ok();
    assert_eq!(made["user_id"], "ada");
    sandbox.request("POST", "/user/delete", json!({ "user_ids": ["ada"] })).ok();
    assert_eq!(ask("/models").refused(401)["error"]["param"], "user_id");
}

#[test]
fn login_of_a_user_in_several_teams_needs_a_choice() {
    let sandbox = Sandbox::start();
    create_user(&sandbox, "bob", &["red", "blue"]);
    let login = Login::start(&sandbox).sign_in();
    let details = login.poll("").ok();
    assert_eq!((&details["requires_team_selection"], &details["teams"]), (&json!(true), &json!(["red", "blue"])));
    let detail =
        json!({ "team_id": "blue", "team_alias": "The <blue>", "team_models": [], "team_model_aliases": null });
    assert_eq!((details.get("key"), &details["team_details"][1]), (None, &detail));
    login.poll("?team_id=green").refused(403);
    let details = login.poll("?team_id=blue").ok();
    assert_eq!(details["team_id"], "blue");
    let team = sandbox.request_as(text(&details, "key"), "GET", "/team/info?team_id=blue", Value::Null).ok();
    assert_eq!(team["team_id"], "blue");
    login.poll("?team_id=red").refused(400);

    create_user(&sandbox, "eve", &["only"]);
    assert_eq!(Login::start(&sandbox).sign_in().poll("").ok()["team_id"], "only");
}

#[test]
fn login_matches_users_by_id_or_email_or_creates_them() {
    let sandbox = Sandbox::start();
    create_user(&sandbox, "carol", &[]);
    suggest(&sandbox, "other");
    sandbox.send("GET", "/set-user?email=Carol@X.io", &[], "").ok();
    for _ in 0..2 {
        assert_eq!(Login::start(&sandbox).sign_in().poll("").ok()["user_id"], "carol");
        // From now on the provider's id matches, too.
        sandbox.send("GET", "/set-user?email=", &[], "").ok();
    }
    suggest(&sandbox, "dan");
    assert_eq!(Login::start(&sandbox).sign_in().poll("").ok()["user_id"], "dan");
    let dan = sandbox.request("GET", "/user/info?user_id=dan", Value::Null).ok();
    let of = |name: &str| dan["user_info"][name].clone();
    assert_eq!((of("user_role"), of("user_email")), (json!("internal_user_viewer"), json!("dan@x.io")));
    assert_eq!((of("sso_user_id"), of("metadata")), (json!("dan"), json!({ "auth_provider": null })));
    // A user without a role cannot log in.
    sandbox.request("POST", "/user/new", json!({ "user_id": "ivan" })).ok();
    suggest(&sandbox, "ivan");
    let login = Login::start(&sandbox).sign_in();
    for _ in 0..2 {
        let refused = login.poll("").refused(500);
        assert_eq!(refused["detail"], "Error checking session status: User role is required for CLI JWT login");
    }
}

#[test]
fn unknown_logins_are_refused_and_starts_are_limited() {
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
fn documented_login_works_without_a_code() {
    let sandbox = Sandbox::start();
    create_user(&sandbox, "frank", &["red", "blue"]);
    let id = "sk-5ac8ee0d-98e4-4a44-a6a5-6ad4e2cb33f6";
    let poll = |query: &str| sandbox.send("GET", &format!("/sso/cli/poll/{id}{query}"), &[], "");
    assert_eq!(poll("").ok(), json!({ "status": "pending" }));
    let path = format!("/sso/key/generate?source=litellm-cli&key={id}&existing_key=sk-old");
    assert!(Browser::new(&sandbox).sign_in(&path).text.contains("<h1>Logged in</h1>"));
    assert_eq!(poll("").ok()["requires_team_selection"], true);
    let details = poll("?team_id=red").ok();
    sandbox.request_as(text(&details, "key"), "GET", "/models", Value::Null).ok();
    assert_eq!(poll("").ok(), json!({ "status": "pending" }));
}

#[test]
fn sso_callback_checks_state_and_return_path() {
    let sandbox = Sandbox::start();
    let mut browser = Browser::new(&sandbox);
    let refused = |browser: &mut Browser<'_>, query: &str, status: u16| {
        browser.get(&format!("/sso/callback{query}")).refused(status)["detail"].as_str().expect("a string").to_owned()
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
    // The code works once, and not in another browser.
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
fn sign_in_from_other_machines_needs_the_master_key() {
    let sandbox = Sandbox::from(Running::builder().bind(([0, 0, 0, 0], 0).into()).master_key("sk-of-my-own"));
    let mut browser = Browser::new(&sandbox);
    let sent = browser.get("/sso/key/generate");
    let page = browser.get(sent.header("location").expect("the provider"));
    assert_eq!(page.input("master_key"), "");
    let state = page.input("state");
    for (key, status) in [(None, 401), (Some("sk-1234"), 401), (Some("sk-of-my-own"), 303)] {
        let fields = [("state", Some(state.as_str())), ("user_id", Some("ada")), ("master_key", key)];
        let fields: Vec<(&str, &str)> = fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        assert_eq!(browser.post("/sso/sign-in", &fields).status, status, "{key:?}");
    }
}

#[test]
fn login_pages_escape_user_input() {
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
fn admin_page_is_replaced_by_a_notice() {
    let sandbox = Sandbox::start();
    for (path, status) in [("/ui", 200), ("/ui/?invitation_id=x", 200), ("/ui/models", 404)] {
        let page = sandbox.send("GET", path, &[], "");
        assert_eq!(page.status, status, "{path}");
        assert!(page.text.contains("<title>LiteLLM Dashboard</title>"), "{page:#?}");
    }
}

#[test]
fn pending_logins_and_login_keys_expire() {
    let clock = Clock::manual("2026-11-21T16:00:00Z".parse().expect("a time"));
    let sandbox = Sandbox::from(Running::builder().clock(clock.clone()));
    create_user(&sandbox, "ada", &[]);
    let expired = Login::start(&sandbox).sign_in();
    clock.advance(Duration::from_secs(600));
    let refusal = expired.poll("").refused(400);
    assert!(refusal["detail"].as_str().is_some_and(|text| text.contains("not found or expired")), "{refusal}");

    let login = Login::start(&sandbox).sign_in().poll("").ok();
    let models = || sandbox.request_as(text(&login, "key"), "GET", "/models", Value::Null);
    clock.advance(Duration::from_secs(24 * 3600));
    models().ok();
    clock.advance(Duration::from_secs(1));
    assert_eq!(models().refused(401)["error"]["type"], "expired_key");
}
