//! `login` in a browser, without a terminal: requests, output, and what is stored, for every response of the server.
//! Secrets contain `hush`, so that a leaked one is found.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Stdio};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, in_turn, json_response};

use crate::harness::{Cli, Run, in_parallel};

/// The key that a login returns. Some servers' keys do not start with `sk-`.
pub(crate) const NEW_KEY: &str = "opaque-hush-key";
/// The file of an earlier login, in unusual formatting, with a key for every server.
const EARLIER: &str = "{\"key\":  \"sk-earlier-hush\",\"user_id\":\"before\"}\n";
const START: &str = "POST /sso/cli/start";
const POLL: &str = "GET /sso/cli/poll/cli-1 x-litellm-cli-poll-secret: poll-hush-hush";
const USER: &str = "GET /user/info authorization: Bearer opaque-hush-key";

/// The response of `/sso/cli/start`, with these fields added.
pub(crate) fn start(more: &[(&str, Value)]) -> FakeResponse {
    let mut response = json!({"login_id": "cli-1", "poll_secret": "poll-hush-hush", "user_code": "ABCD-1234",
        "expires_in": 600});
    for (name, value) in more {
        response[*name] = value.clone();
    }
    json_response(response)
}

pub(crate) fn pending() -> FakeResponse {
    json_response(json!({"status": "pending"}))
}

/// The response of a completed login for this team.
pub(crate) fn ready(team_id: &str, team_alias: &str) -> FakeResponse {
    json_response(json!({"status": "ready", "key": NEW_KEY, "user_id": "u1", "team_id": team_id, "teams": [team_id],
        "team_details": [{"team_id": team_id, "team_alias": team_alias}]}))
}

/// The response of a login that requires one of these teams.
pub(crate) fn choice(teams: &[(&str, &str)]) -> FakeResponse {
    let ids: Vec<_> = teams.iter().map(|(id, _)| id).collect();
    let details: Vec<_> = teams.iter().map(|(id, alias)| json!({"team_id": id, "team_alias": alias})).collect();
    json_response(json!({"status": "ready", "user_id": "u1", "teams": ids, "team_details": details,
        "requires_team_selection": true}))
}

pub(crate) fn refusal(status: u16, detail: &str) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"detail": detail}))
}

fn html() -> FakeResponse {
    FakeResponse::new(200).with_body("<html><title>Sign in</title></html>", "text/html")
}

/// Adds the route `METHOD /path` below any prefix, before those of [`login_server`].
pub(crate) fn add_route(server: &FakeServer, route: &str, response: FakeResponse) {
    server.add_first(&route.replacen(" /", " */", 1), response);
}

/// A server where a login starts with `start` and polls get these responses in turn; the last repeats. It knows the
/// user.
pub(crate) fn login_server(start: FakeResponse, polls: Vec<FakeResponse>) -> FakeServer {
    let server = FakeServer::new();
    add_route(&server, START, start);
    server.add("GET */sso/cli/poll/*", in_turn(polls));
    let user = json!({"user_id": "u1", "user_info": {"user_id": "u1", "user_email": "user@example.com",
        "user_role": "internal_user"}});
    server.add("GET */user/info", json_response(user));
    server
}

/// The requests in order, each as `METHOD /path?query` and the secrets in its headers; none had a body.
pub(crate) fn received(server: &FakeServer) -> Vec<String> {
    let line = |request: &FakeRequest| {
        assert!(request.body.is_empty(), "{request:?}");
        let secrets = ["authorization", "x-litellm-key", "x-litellm-cli-poll-secret"].iter().filter_map(|name| {
            let value = request.header(name)?;
            Some(format!(" {name}: {value}"))
        });
        let query = request.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{} {}{query}{}", request.method, request.path(), secrets.collect::<String>())
    };
    server.received().iter().map(line).collect()
}

/// The binary in an empty home, configured with a URL and without a key.
pub(crate) fn cli_at(url: &str) -> Cli {
    Cli::new().env("LITELLM_PROXY_URL", url)
}

/// The same in a home with an earlier login.
pub(crate) fn cli_with_earlier_login(url: &str) -> Cli {
    cli_at(url).file(".litellm/token.json", EARLIER)
}

/// The stored login without its time, which must be recent.
#[track_caller]
pub(crate) fn stored(cli: &Cli) -> Value {
    let text = std::fs::read_to_string(cli.home().join(".litellm/token.json")).expect("a login");
    let mut login: Value = serde_json::from_str(&text).expect("JSON");
    let time = login.as_object_mut().and_then(|fields| fields.remove("timestamp")).expect("a time");
    assert!(time.as_u64().is_some_and(|seconds| seconds > 1_700_000_000), "{time}");
    login
}

/// Checks that only the earlier login is stored, unchanged.
#[track_caller]
pub(crate) fn assert_nothing_stored(cli: &Cli) {
    let home = cli.home().join(".litellm");
    assert_eq!(std::fs::read_to_string(home.join("token.json")).expect("the earlier login"), EARLIER);
    let names = std::fs::read_dir(home).expect("a directory").map(|entry| entry.expect("a file").file_name());
    let expected = ["token.json", "token.lock", "config.json", "config.lock"];
    let others: Vec<_> = names.filter(|name| !expected.iter().any(|known| name == known)).collect();
    assert!(others.is_empty(), "{others:?}");
}

/// Runs `login`; no secret may be shown.
fn log_in(cli: Cli, words: &[&str]) -> (Run, Cli) {
    let run = cli.run(&[&["login"], words].concat());
    assert!(!run.stderr.contains("hush") && !run.stdout.contains("hush"), "{run:#?}");
    (run, cli)
}

/// Runs a login that must fail with this code and keep an earlier one; returns stderr.
pub(crate) fn fails(url: &str, words: &[&str], code: i32) -> String {
    let (run, cli) = log_in(cli_with_earlier_login(url), words);
    run.fails(code);
    assert_nothing_stored(&cli);
    run.stderr
}

/// Runs a login that must succeed; returns stderr and the stored login.
pub(crate) fn succeeds(url: &str, words: &[&str]) -> (String, Value) {
    let (run, cli) = log_in(cli_at(url), words);
    assert_eq!(run.ok(), "");
    (run.stderr, stored(&cli))
}

/// A login in progress.
pub(crate) struct PendingLogin {
    child: Child,
    stderr: BufReader<ChildStderr>,
    /// What has been read of stderr.
    printed: String,
}

impl PendingLogin {
    pub(crate) fn begin(cli: &Cli, words: &[&str]) -> Self {
        let mut command = cli.shell("exec \"$@\"", &["login"]);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a shell");
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        Self { child, stderr, printed: String::new() }
    }

    /// The next line on stderr that starts like this.
    #[track_caller]
    pub(crate) fn line(&mut self, beginning: &str) -> String {
        loop {
            let mut line = String::new();
            let count = self.stderr.read_line(&mut line).expect("UTF-8");
            assert_ne!(count, 0, "no line begins with {beginning:?}: {}", self.printed);
            self.printed.push_str(&line);
            if line.starts_with(beginning) {
                return line;
            }
        }
    }

    pub(crate) fn interrupt(&self) {
        let pid = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill").success());
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("an end");
    }

    /// Waits for the end.
    pub(crate) fn end(self) -> Run {
        let Self { child, mut stderr, mut printed } = self;
        stderr.read_to_string(&mut printed).expect("UTF-8");
        let output = child.wait_with_output().expect("an end");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        Run { code: output.status.code().unwrap_or(-1), stdout, stderr: printed }
    }
}

/// The stored login for the team `t1`.
fn of_alpha(base_url: &str) -> Value {
    json!({"key": NEW_KEY, "user_id": "u1", "user_email": "user@example.com", "user_role": "internal_user",
        "auth_header_name": "Authorization", "base_url": base_url, "team_id": "t1"})
}

#[test]
fn login_shows_the_url_polls_and_stores_the_key() {
    let server = login_server(start(&[]), vec![pending(), ready("t1", "Alpha")]);
    let url = server.uri();
    let (run, cli) = log_in(cli_at(&url).env("LITELLM_PROXY_API_KEY", "sk-variable-hush"), &[]);
    assert_eq!(run.ok(), "");
    let path = cli.home().join(".litellm/token.json");
    assert_eq!(
        run.stderr,
        format!(
            "Open this URL and log in:\n  {url}/sso/key/generate?source=litellm-cli&key=cli-1\n\
             Enter the code ABCD-1234 there.\nwaiting up to 600 seconds for the login\n\
             logged in to {url} as user@example.com (team Alpha)\nthe login is stored in {}\n\
             warning: LITELLM_PROXY_API_KEY is set and takes precedence over this login\n",
            path.display()
        )
    );
    assert_eq!(received(&server), [START, POLL, POLL, USER]);
    assert_eq!(stored(&cli), of_alpha(&url));
    // The next command uses the login.
    cli.env("LITELLM_PROXY_API_KEY", "").run(&["models", "list"]);
    assert_eq!(received(&server)[4], format!("GET /models authorization: Bearer {NEW_KEY}"));
}

#[test]
fn code_is_in_the_url_only_when_the_server_supports_it() {
    let link = json!("http://elsewhere.example/?user_code=EVIL");
    let server = login_server(start(&[("verification_uri_complete", link)]), vec![ready("t1", "Alpha")]);
    let (stderr, _) = succeeds(&server.uri(), &[]);
    let url = format!("  {}/sso/key/generate?source=litellm-cli&key=cli-1&user_code=ABCD-1234\n", server.uri());
    assert!(stderr.contains(&url) && stderr.contains("Enter the code ABCD-1234 there."), "{stderr}");
    assert!(!stderr.contains("elsewhere"), "{stderr}");
}

#[test]
fn old_server_is_polled_with_a_generated_id() {
    in_parallel([404, 405], |status| {
        let server = login_server(refusal(status, "Not so"), vec![pending(), ready("t1", "Alpha")]);
        let (stderr, stored) = succeeds(&server.uri(), &[]);
        assert_eq!(stored, of_alpha(&server.uri()));
        assert!(stderr.contains("waiting up to 300 seconds") && !stderr.contains("Enter the code"), "{stderr}");
        let mark = "/sso/key/generate?source=litellm-cli&key=";
        let id = stderr.split_once(mark).and_then(|(_, rest)| rest.split_once('\n')).expect("a URL").0;
        assert!(id.strip_prefix("sk-").is_some_and(|id| uuid::Uuid::parse_str(id).is_ok()), "{id}");
        let poll = format!("GET /sso/cli/poll/{id}");
        assert_eq!(received(&server), [START, &poll, &poll, USER]);
    });
}

#[test]
fn base_url_path_is_kept_and_trailing_slash_ignored() {
    for (given, prefix) in [("/", ""), ("/llm", "/llm"), ("/a/llm/", "/a/llm")] {
        let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
        let (stderr, stored) = succeeds(&format!("{}{given}", server.uri()), &[]);
        let base = format!("{}{prefix}", server.uri());
        assert!(stderr.contains(&format!("  {base}/sso/key/generate?source=")), "{stderr}");
        assert!(stderr.contains(&format!("logged in to {base} as ")), "{stderr}");
        assert_eq!(stored, of_alpha(&base));
        let expected = [START, POLL, USER].map(|line| line.replacen(" /", &format!(" {prefix}/"), 1));
        assert_eq!(received(&server), expected);
    }
}

#[test]
fn format_option_prints_the_user() {
    for (format, begins) in
        [("json", "{\n"), ("yaml", "base_url: "), ("csv", "base_url,key_source,"), ("ndjson", "{\"base_url\"")]
    {
        let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
        let (run, cli) = log_in(cli_at(&server.uri()), &["--format", format]);
        assert!(run.ok().starts_with(begins), "{run:#?}");
        if format == "json" {
            let (mut who, path) = (run.json(), cli.home().join(".litellm/token.json"));
            let fields = who.as_object_mut().expect("an object");
            assert!(fields.remove("logged_in_at").is_some_and(|time| time.is_string()));
            assert!(fields.remove("age_seconds").is_some_and(|age| age.is_u64()));
            let expected = json!({"base_url": server.uri(), "key_source": "file", "key_from": path, "user_id": "u1",
                "user_email": "user@example.com", "user_role": "internal_user", "team_id": "t1", "expires_at": null,
                "is_renewable": false});
            assert_eq!(who, expected);
        }
    }
}

#[test]
fn final_poll_errors_stop_the_login() {
    let cases = [
        (refusal(400, "this login has ended"), 1, "this login has ended (HTTP 400)"),
        (refusal(401, "who are you"), 4, "who are you (HTTP 401)"),
        (refusal(403, "a wrong secret"), 4, "a wrong secret (HTTP 403)"),
        (refusal(404, "no such login"), 3, "no such login (HTTP 404)"),
        (html(), 6, "Sign in"),
        (json_response(json!([])), 6, "cli-1"),
        (json_response(json!({})), 6, "status"),
        (json_response(json!({"status": 1})), 6, "expected a string"),
        (json_response(json!({"status": "denied"})), 6, "`denied`"),
        (json_response(json!({"status": "ready", "key": 7})), 6, "a string"),
        (refusal(500, "Error checking session status: 403: not your team"), 4, "403: not your team"),
        (refusal(500, "Error checking session status: no such table"), 6, "no such table (HTTP 500)"),
    ];
    in_parallel(cases, |(response, code, words)| {
        let server = login_server(start(&[]), vec![response, ready("t1", "Alpha")]);
        let stderr = fails(&server.uri(), &[], code);
        assert!(stderr.contains(words), "{words}: {stderr}");
        assert_eq!(received(&server), [START, POLL], "{words}");
    });
}

#[test]
fn transient_poll_errors_are_retried() {
    let busy = |seconds: u32| refusal(429, "too often").with_header("retry-after", seconds.to_string().as_str());
    let away = || refusal(503, "not yet").with_header("retry-after", "0");
    let without_key = json!({"status": "ready", "user_id": "u1", "teams": ["t1"]});
    let cases: [(_, &[&str]); 4] = [
        // A repeated error is printed once.
        (vec![busy(1), busy(0)], &["warning: retrying: too often (HTTP 429)\n"]),
        (vec![busy(3)], &["warning: retrying: too often (HTTP 429)\n"]),
        (
            vec![refusal(500, "it hurts"), away(), away()],
            &["warning: retrying: it hurts (HTTP 500)\n", "warning: retrying: not yet (HTTP 503)\n"],
        ),
        (vec![json_response(without_key)], &[]),
    ];
    in_parallel(cases, |(mut polls, warnings)| {
        polls.push(ready("t1", "Alpha"));
        let count = polls.len();
        let server = login_server(start(&[]), polls);
        let (stderr, stored) = succeeds(&server.uri(), &[]);
        assert_eq!(stored, of_alpha(&server.uri()));
        let warned: Vec<_> = stderr.split_inclusive('\n').filter(|line| line.starts_with("warning")).collect();
        assert_eq!(warned, warnings);
        assert_eq!(received(&server), [vec![START], vec![POLL; count], vec![USER]].concat());
    });
}

#[test]
fn timeout_reports_the_last_poll_error() {
    let late = refusal(429, "much later").with_header("retry-after", "20");
    let never = refusal(429, "much later").with_header("retry-after", "10000000000000000000");
    let nobody = "the login was not completed within 3 s (allow more time with --timeout)";
    let in_3_seconds: &[&str] = &["--timeout", "3"];
    let cases = [
        (start(&[]), vec![pending()], in_3_seconds, 4, nobody),
        (start(&[("expires_in", json!(3))]), vec![pending()], &[], 4, nobody),
        (start(&[]), vec![json_response(json!({"status": "ready", "key": null}))], in_3_seconds, 4, nobody),
        (start(&[]), vec![refusal(500, "it hurts")], in_3_seconds, 6, "error: it hurts (HTTP 500)"),
        (start(&[]), vec![late], in_3_seconds, 1, "much later (HTTP 429)"),
        // Longer than any clock can count.
        (start(&[]), vec![never], in_3_seconds, 1, "much later (HTTP 429)"),
        // The server recovered, and nobody logged in.
        (start(&[]), vec![refusal(500, "it hurts"), pending()], &["--timeout", "5"], 4, "within 5 s"),
    ];
    in_parallel(cases, |(start, polls, words, code, reason)| {
        let server = login_server(start, polls);
        let stderr = fails(&server.uri(), words, code);
        assert!(stderr.contains(reason), "{reason}: {stderr}");
        let received = received(&server);
        assert!(received[0] == START && received[1..].iter().all(|line| line == POLL), "{received:?}");
        // Polls respect Retry-After, and are at least two seconds apart.
        assert!(received.len() <= if reason.starts_with("much later") { 2 } else { 4 }, "{received:?}");
        // A repeated error is printed once.
        assert!(stderr.matches("warning: trying again").count() <= 1, "{stderr}");
    });
}

#[test]
fn unreachable_server_is_reported_at_the_timeout() {
    let body = r#"{"login_id":"cli-1","poll_secret":"poll-hush-hush","user_code":"ABCD-1234"}"#;
    let server = FakeServer::always(FakeResponse::lost());
    server.add_first(START, FakeResponse::new(200).with_body(body, "application/json"));
    let stderr = fails(&server.uri(), &["--timeout", "3"], 5);
    assert!(stderr.contains("warning: retrying: ") && stderr.contains("\nerror: "), "{stderr}");
}

#[test]
fn excessive_expiry_is_limited() {
    for (expires_in, words, output) in [
        (json!(u64::MAX), &[][..], "86400"),
        (json!(i64::MAX), &[], "86400"),
        (json!(600), &["--timeout", "1e19"], "86400"),
        // An invalid number of seconds is ignored.
        (json!("soon"), &[], "300"),
    ] {
        let server = login_server(start(&[("expires_in", expires_in)]), vec![ready("t1", "Alpha")]);
        let (stderr, _) = succeeds(&server.uri(), words);
        assert!(stderr.contains(&format!("waiting up to {output} seconds")), "{stderr}");
    }
}

#[test]
fn failed_start_sends_no_further_requests() {
    for (response, code, words) in [
        (refusal(429, "too many logins"), 1, "too many logins (HTTP 429)"),
        (refusal(500, "it hurts"), 6, "it hurts (HTTP 500)"),
        (refusal(403, "no logins here"), 4, "no logins here (HTTP 403)"),
        (html(), 6, "Sign in"),
        (json_response(json!({"login_id": "cli-1", "user_code": "ABCD-1234"})), 6, "poll_secret"),
        (json_response(json!([])), 6, "/sso/cli/start"),
    ] {
        // Nothing was started, so it is tried again.
        let attempts = if words.contains("429") { 3 } else { 1 };
        let server = login_server(response, vec![ready("t1", "Alpha")]);
        let stderr = fails(&server.uri(), &[], code);
        assert!(stderr.contains(words), "{words}: {stderr}");
        assert_eq!(received(&server), vec![START; attempts], "{words}");
    }
    let stderr = fails("http://127.0.0.1:1", &[], 5);
    assert!(stderr.contains("http://127.0.0.1:1"), "{stderr}");
    // Without an earlier login there is none afterwards.
    let (run, cli) = log_in(cli_at("http://127.0.0.1:1"), &[]);
    run.fails(5);
    assert!(!cli.home().join(".litellm/token.json").exists());
}

#[test]
fn ctrl_c_while_polling_stores_nothing() {
    let server = login_server(start(&[]), vec![pending()]);
    let cli = cli_with_earlier_login(&server.uri());
    let mut login = PendingLogin::begin(&cli, &[]);
    login.line("waiting up to ");
    login.interrupt();
    assert!(login.end().fails(130).ends_with("\nerror: interrupted: nothing was stored\n"));
    assert_nothing_stored(&cli);
}

/// The server returns the key once: it is on disk before anything else is requested.
#[test]
fn login_killed_after_the_key_was_returned_is_kept() {
    let other = json!({"key": "sk-other", "base_url": "http://other.example"}).to_string();
    for earlier in [None, Some(other)] {
        let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
        add_route(&server, "GET /user/info", FakeResponse::silence());
        let cli = match &earlier {
            Some(text) => cli_at(&server.uri()).file(".litellm/token.json", text),
            None => cli_at(&server.uri()),
        };
        let login = PendingLogin::begin(&cli, &[]);
        server.wait_until(|received| received.iter().any(|request| request.path().ends_with("/user/info")));
        login.kill();
        let listed = cli.run(&["auth", "list", "--format", "json"]).json();
        assert_eq!(listed.as_array().map(Vec::len), Some(1 + usize::from(earlier.is_some())), "{listed}");
        assert_eq!(stored(&cli)["key"], NEW_KEY);
    }
}

#[test]
fn api_key_option_is_refused_and_dry_run_sends_nothing() {
    let server = FakeServer::always_json(Value::Null);
    let stderr = fails(&server.uri(), &["--api-key", "sk-given"], 2);
    assert!(stderr.contains("\nhint: ") && stderr.contains("--with-key"), "{stderr}");
    for (words, first) in [
        (&["--curl"][..], "-X POST '{url}/sso/cli/start'\n"),
        (&["--curl", "--pkce"], "-X GET '{url}/.well-known/litellm-cli-auth'\n"),
        (&["--curl", "--with-key"], "-X GET '{url}/models'\n"),
    ] {
        let (run, cli) = log_in(cli_at(&server.uri()), words);
        assert_eq!(run.ok(), format!("curl {}", first.replace("{url}", &server.uri())));
        assert!(!cli.home().join(".litellm").exists(), "{words:?}");
    }
    assert_eq!(server.received().len(), 0);
}
