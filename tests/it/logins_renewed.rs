//! Renewal of the key of a PKCE login: once, whatever runs at the same time, without losing a login.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use std::sync::Mutex;
use std::sync::mpsc::channel;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, json_response, request_with};

use crate::harness::Cli;
use crate::logins_kept::{accepting, home_with, now, place, start, stored, stored_keys, wait_for_lock};
use crate::terminal::wait_until_noticed;

/// A PKCE login at this server with `key-0` and `refresh-0`, whose key expires in this many seconds.
pub(crate) fn pkce_login(server: &FakeServer, ends_in: i64) -> Value {
    pkce_login_at(&server.uri(), ends_in)
}

fn pkce_login_at(base_url: &str, ends_in: i64) -> Value {
    json!({"key": "key-0", "user_id": "ada", "user_email": "ada@example.com", "user_role": "internal_user",
        "auth_header_name": "Authorization", "timestamp": now() - 7300, "base_url": base_url,
        "expires_at": now() + ends_in, "refresh_token": "refresh-0", "client_id": "client-1",
        "token_endpoint": format!("{base_url}/token"), "revocation_endpoint": format!("{base_url}/revoke"),
        "resource": base_url, "of_another_tool": {"kept": [1.50, null]}})
}

/// Soon enough to be renewed, and not expired.
pub(crate) const DUE: i64 = 300;
pub(crate) const OVER: i64 = -10;
pub(crate) const NOT_DUE: i64 = 3600;

/// Returns the next key for the latest refresh token; each works once.
pub(crate) fn rotating() -> impl Respond {
    let renewals = Mutex::new(0);
    move |request: &FakeRequest| {
        let mut renewals = renewals.lock().expect("nothing panics while it holds the lock");
        let form = String::from_utf8_lossy(&request.body).into_owned();
        if !form.contains(&format!("&refresh_token=refresh-{renewals}&")) {
            return FakeResponse::new(400).with_json(json!({"error": "invalid_grant"}));
        }
        *renewals += 1;
        json_response(json!({"access_token": format!("key-{renewals}"), "token_type": "Bearer", "expires_in": 86400,
            "refresh_token": format!("refresh-{renewals}")}))
    }
}

/// A server that accepts every key and renews with `tokens`.
pub(crate) fn renewing_by(tokens: impl Respond + 'static) -> FakeServer {
    let server = FakeServer::new().on("POST /token", tokens);
    let models = json_response(json!({"data": [{"id": "gpt"}]}));
    server.add("GET /models", models);
    server
}

/// The requests as `METHOD /path KEY`, with `-` for no key.
pub(crate) fn lines(server: &FakeServer) -> Vec<String> {
    let line = |request: &FakeRequest| {
        let key = request.header("authorization");
        format!("{} {} {}", request.method, request.path(), key.unwrap_or("-"))
    };
    server.received().iter().map(line).collect()
}

#[test]
fn valid_key_is_not_renewed() {
    let server = renewing_by(rotating());
    let mut endless = pkce_login(&server, NOT_DUE);
    endless["expires_at"] = Value::Null;
    for token in [pkce_login(&server, NOT_DUE), endless] {
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        assert_eq!(cli.run(&["models", "list"]).stderr, "");
        assert_eq!(stored(&cli, "token.json"), token);
    }
    assert_eq!(lines(&server), ["GET /models Bearer key-0"; 2]);
    // Nor is a key that is overridden.
    let cli = home_with(&pkce_login(&server, DUE)).env("LITELLM_PROXY_URL", &server.uri());
    cli.run(&["models", "list", "--api-key", "sk-flag"]).ok();
    let cli = cli.env("LITELLM_PROXY_API_KEY", "sk-variable");
    cli.run(&["models", "list"]).ok();
    assert_eq!(lines(&server)[2..], ["GET /models Bearer sk-flag", "GET /models Bearer sk-variable"]);
}

#[test]
fn renewed_key_is_stored_before_use() {
    for ends_in in [DUE, OVER] {
        let server = FakeServer::new().on("/token", rotating());
        let token = pkce_login(&server, ends_in);
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        let file = place(&cli, "token.json");
        let models = move |request: &FakeRequest| {
            let text = std::fs::read_to_string(&file).expect("a login");
            let login: Value = serde_json::from_str(&text).expect("JSON");
            let key = format!("Bearer {}", login["key"].as_str().expect("a key"));
            let is_kept = request.headers["authorization"] == key.as_str();
            FakeResponse::new(if is_kept { 200 } else { 500 }).with_json(json!({"data": []}))
        };
        server.add("/models", models);
        let before = now();
        let run = cli.run(&["models", "list"]);
        run.ok();
        assert_eq!(run.stderr, "");
        let form = json!({"grant_type": "refresh_token", "refresh_token": "refresh-0", "client_id": "client-1",
            "resource": server.uri()});
        assert_eq!(server.received()[0].without_key(), request_with("POST /token", form));

        // Everything else is kept, fields of other tools too.
        let renewed = stored(&cli, "token.json");
        let end = renewed["expires_at"].as_i64().expect("a whole number");
        assert!((before + 86400..=now() + 86400).contains(&end), "{renewed}");
        let mut expected = token.clone();
        expected["key"] = json!("key-1");
        expected["refresh_token"] = json!("refresh-1");
        expected["expires_at"] = json!(end);
        assert_eq!(renewed, expected);
        cli.run(&["models", "list"]).ok();
        assert_eq!(lines(&server)[1..], ["GET /models Bearer key-1"; 2]);
    }
}

#[test]
fn concurrent_processes_renew_once() {
    let server = renewing_by(rotating());
    let cli =
        home_with(&pkce_login(&server, DUE)).env("LITELLM_PROXY_URL", &server.uri()).file(".litellm/token.lock", "");
    let lock = File::open(place(&cli, "token.lock")).expect("a lock");
    lock.lock().expect("nobody else has it");
    let running: Vec<_> = (0..8).map(|_| start(&cli, ":", &["models", "list"])).collect();
    running.iter().for_each(wait_for_lock);
    lock.unlock().expect("it was held");
    for process in running {
        let output = process.wait_with_output().expect("it ends");
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }
    let mut lines = lines(&server);
    assert_eq!(lines.remove(0), "POST /token -");
    assert_eq!(lines, ["GET /models Bearer key-1"; 8]);
    assert_eq!(stored(&cli, "token.json")["refresh_token"], "refresh-1");
}

#[test]
fn concurrent_renewal_and_logins_are_all_stored() {
    let server = renewing_by(rotating());
    let others = [accepting(), accepting(), accepting()];
    let cli = home_with(&pkce_login(&server, DUE)).file(".litellm/token.lock", "");
    let lock = File::open(place(&cli, "token.lock")).expect("a lock");
    lock.lock().expect("nobody else has it");
    let mut running = Vec::new();
    for other in &others {
        let words = ["login", "--with-key", "--api-key", "sk-1", "--base-url", &other.uri()];
        running.extend([start(&cli, ":", &words), start(&cli, ":", &["models", "list", "--base-url", &server.uri()])]);
    }
    running.iter().for_each(wait_for_lock);
    lock.unlock().expect("it was held");
    for process in running {
        let output = process.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{output:?}");
    }
    let mut stored = stored_keys(&cli);
    stored.sort();
    assert_eq!(stored, ["key-1", "sk-1", "sk-1", "sk-1"]);
    assert_eq!(
        lines(&server),
        ["POST /token -", "GET /models Bearer key-1", "GET /models Bearer key-1", "GET /models Bearer key-1"]
    );
}

#[test]
fn login_removed_during_renewal_is_not_renewed() {
    let server = renewing_by(rotating());
    let cli =
        home_with(&pkce_login(&server, DUE)).env("LITELLM_PROXY_URL", &server.uri()).file(".litellm/token.lock", "");
    let lock = File::open(place(&cli, "token.lock")).expect("a lock");
    lock.lock().expect("nobody else has it");
    let process = start(&cli, ":", &["models", "list"]);
    wait_for_lock(&process);
    std::fs::remove_file(place(&cli, "token.json")).expect("it was there");
    lock.unlock().expect("it was held");
    let output = process.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert_eq!(lines(&server), ["GET /models Bearer key-0"]);
    assert_eq!(stored_keys(&cli), [""; 0]);
}

/// Renews after the file of the login was changed.
fn renew_after(file: PathBuf, happens: fn(&PathBuf), response: FakeResponse) -> impl Respond {
    move |_: &FakeRequest| {
        happens(&file);
        response.clone()
    }
}

#[test]
fn changes_to_the_file_during_renewal_are_kept() {
    let good = || json_response(json!({"access_token": "key-1", "expires_in": 86400, "refresh_token": "refresh-1"}));
    let gone = |file: &PathBuf| std::fs::remove_file(file).expect("it was there");
    let directory = |file: &PathBuf| {
        std::fs::remove_file(file).expect("it was there");
        std::fs::create_dir(file).expect("a directory");
    };
    let rotated = |file: &PathBuf| {
        let mut login: Value = serde_json::from_slice(&std::fs::read(file).expect("a login")).expect("JSON");
        login["key"] = json!("key-of-another-tool");
        login["expires_at"] = json!(now() + 86400);
        std::fs::write(file, login.to_string()).expect("a file");
    };
    let cannot_be_kept = "warning: the login was renewed but cannot be stored; log in again soon: cannot read ";
    for (happens, response, key, warning) in [
        // A tool without the lock was faster: its key is used.
        (rotated as fn(&PathBuf), FakeResponse::new(400), "key-of-another-tool", ""),
        // A logout is not undone.
        (gone, good(), "key-1", ""),
        (directory, good(), "key-1", cannot_be_kept),
    ] {
        let cli = Cli::new();
        let server = renewing_by(renew_after(place(&cli, "token.json"), happens, response));
        let cli = cli.file(".litellm/token.json", pkce_login(&server, DUE).to_string());
        std::fs::set_permissions(place(&cli, "token.json"), Permissions::from_mode(0o600)).expect("the mode");
        let run = cli.run(&["models", "list", "--base-url", &server.uri()]);
        run.ok();
        assert!(run.stderr.starts_with(warning) && run.stderr.is_empty() == warning.is_empty(), "{run:#?}");
        assert_eq!(lines(&server), ["POST /token -".to_owned(), format!("GET /models Bearer {key}")]);
        assert_eq!(place(&cli, "token.json").is_file(), key == "key-of-another-tool");
        assert!(!place(&cli, "logins.json").exists());
    }
}

#[test]
fn rejected_key_is_replaced_by_a_newer_stored_key() {
    let server = FakeServer::new();
    let cli = home_with(&pkce_login(&server, NOT_DUE)).env("LITELLM_PROXY_URL", &server.uri());
    let mut next = pkce_login(&server, NOT_DUE);
    next["key"] = json!("key-next");
    let file = place(&cli, "token.json");
    let models = move |request: &FakeRequest| {
        std::fs::write(&file, next.to_string()).expect("a file");
        let is_good = request.headers["authorization"] == "Bearer key-next";
        FakeResponse::new(if is_good { 200 } else { 401 }).with_json(json!({"data": []}))
    };
    server.add("*", models);
    cli.run(&["models", "list"]).ok();
    assert_eq!(lines(&server), ["GET /models Bearer key-0", "GET /models Bearer key-next"]);
}

#[test]
fn failed_renewal_is_a_warning_or_an_error_after_expiry() {
    let html = "<html><head><title>Bad Gateway</title></head></html>";
    for response in [
        FakeResponse::new(400).with_json(json!({"error": "invalid_grant"})),
        FakeResponse::new(401).with_json(json!({"detail": "refresh-0 is over"})),
        FakeResponse::new(500).with_body("no", "text/plain"),
        FakeResponse::new(503).with_body(html, "text/html"),
        FakeResponse::new(200).with_body(html, "text/html"),
        json_response(json!({"expires_in": 5})),
        json_response(json!({"access_token": "", "expires_in": 5})),
        json_response(json!(["key-1"])),
        FakeResponse::new(200).with_body("{\"access_token\": \"key-1\"", "application/json").cut_short(),
        FakeResponse::reset(),
    ] {
        let shown = format!("{response:?}");
        let server = FakeServer::from_fn(move |request| match request.line().as_str() {
            "POST /token" => response.clone(),
            "GET /models" => json_response(json!({"data": []})),
            _ => FakeResponse::new(404).with_body("{}", "application/json"),
        });
        let count_of = |line: &str| server.received().iter().filter(|head| head.line().starts_with(line)).count();
        let token = pkce_login_at(&server.uri(), DUE);
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        // Three requests, and one attempt to renew.
        let run = cli.run(&["whoami", "--check", "--format", "json"]);
        assert_eq!(run.json()["accepted"], true, "{shown}");
        assert!(run.stderr.starts_with("warning: could not renew the login: "), "{shown}: {run:#?}");
        assert!(run.stderr.lines().count() == 1 && !run.stderr.contains("refresh-0"), "{shown}: {run:#?}");
        assert_eq!(count_of("POST /token"), 1, "a POST is not retried: {shown}");
        assert_eq!(stored(&cli, "token.json"), token, "{shown}");
        assert!(
            server.received().iter().any(|request| request.header("authorization") == Some("Bearer key-0")),
            "{shown}"
        );

        let token = pkce_login_at(&server.uri(), OVER);
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        let before = count_of("GET");
        for words in [&["models", "list"][..], &["auth", "print-token"]] {
            let run = cli.run(words);
            let lines: Vec<_> = run.fails(4).lines().collect();
            assert!(lines[0].starts_with("warning: could not renew the login: "), "{shown}: {run:#?}");
            assert!(run.stderr.contains(&format!("the login at {} has expired", server.uri())), "{shown}: {run:#?}");
            assert!(lines.last().is_some_and(|hint| hint.contains("litellm-proxy login")), "{shown}: {run:#?}");
        }
        assert_eq!(count_of("GET"), before, "an expired key is not sent: {shown}");
        assert_eq!(stored(&cli, "token.json"), token, "{shown}");
    }
}

#[test]
fn refresh_token_is_sent_only_to_its_server() {
    let other = FakeServer::always_json(json!({"access_token": "key-1", "expires_in": 86400}));
    let own = renewing_by(rotating());
    let mut token = pkce_login(&own, DUE);
    token["token_endpoint"] = json!(format!("{}/token", other.uri()));
    token["revocation_endpoint"] = json!(format!("{}/revoke", other.uri()));
    let cli = home_with(&token).env("LITELLM_PROXY_URL", &own.uri());
    let run = cli.run(&["models", "list"]);
    run.ok();
    assert!(run.stderr.starts_with("warning: could not renew the login: "), "{run:#?}");
    cli.run(&["logout"]).ok();
    assert_eq!(other.received().len(), 0);
    assert_eq!(lines(&own), ["GET /models Bearer key-0"]);
}

#[test]
fn older_login_is_renewed_in_place() {
    let (server, latest) = (renewing_by(rotating()), accepting());
    let token = json!({"key": "sk-latest", "base_url": latest.uri()});
    let third = json!({"key": "sk-third", "base_url": "http://third.example"});
    let others = json!({"logins": [third, pkce_login(&server, DUE)]});
    let cli = home_with(&token).file(".litellm/logins.json", others.to_string());
    cli.run(&["models", "list", "--base-url", &server.uri()]).ok();
    assert_eq!(stored(&cli, "token.json"), token);
    assert_eq!(stored_keys(&cli), ["sk-latest", "sk-third", "key-1"]);
    assert_eq!(stored(&cli, "logins.json")["logins"][1]["refresh_token"], "refresh-1");
    assert_eq!(lines(&server), ["POST /token -", "GET /models Bearer key-1"]);
}

#[test]
fn dry_run_and_curl_do_not_renew() {
    let server = renewing_by(rotating());
    let token = pkce_login(&server, OVER);
    let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
    for (words, shown) in [
        (&["models", "list", "--curl"][..], "-H \"authorization: Bearer $LITELLM_PROXY_API_KEY\""),
        (&["http", "request", "POST", "/x", "--dry-run", "--format", "json"], "\"authorization\": \"[redacted]\""),
        (&["whoami", "--curl"], "-H \"authorization: Bearer $LITELLM_PROXY_API_KEY\""),
    ] {
        let run = cli.run(words);
        assert!(run.ok().contains(shown) && !run.stdout.contains("key-0"), "{run:#?}");
    }
    assert_eq!(server.received().len(), 0);
    assert_eq!(stored(&cli, "token.json"), token);
}

#[test]
fn fields_missing_from_a_renewal_are_kept_or_cleared() {
    let team = json!({"access_token": "key-1", "expires_in": 60, "refresh_token": "refresh-1", "user_id": "eve", "team_id": "t-2"});
    for (response, refresh_token, user_id, ends) in [
        (json!({"access_token": "key-1", "refresh_token": ""}), "refresh-0", "ada", false),
        (team, "refresh-1", "eve", true),
    ] {
        let server = renewing_by(json_response(response));
        let cli = home_with(&pkce_login(&server, DUE)).env("LITELLM_PROXY_URL", &server.uri());
        // The file is readable by others until it is written.
        std::fs::set_permissions(place(&cli, "token.json"), Permissions::from_mode(0o644)).expect("the mode");
        cli.run(&["models", "list"]).ok();
        let login = stored(&cli, "token.json");
        assert_eq!((&login["key"], &login["refresh_token"]), (&json!("key-1"), &json!(refresh_token)), "{login}");
        assert_eq!((&login["user_id"], login["expires_at"].is_i64()), (&json!(user_id), ends), "{login}");
        assert_eq!(login.get("team_id"), ends.then(|| json!("t-2")).as_ref(), "{login}");
        let mode = std::fs::metadata(place(&cli, "token.json")).expect("a login").permissions().mode();
        assert_eq!(mode & 0o7777, 0o600);
        assert_eq!(cli.run(&["models", "list"]).stderr, "");
    }
}

#[test]
fn malformed_logins_file_stops_renewals() {
    let server = renewing_by(rotating());
    for (ends_in, code) in [(DUE, 0), (OVER, 4)] {
        let cli = home_with(&pkce_login(&server, ends_in)).file(".litellm/logins.json", "[1");
        let run = cli.env("LITELLM_PROXY_URL", &server.uri()).run(&["models", "list"]);
        assert_eq!(run.code, code, "{run:#?}");
        assert!(run.stderr.contains("warning: could not renew the login: the stored logins of other servers cannot be read; repair or remove "), "{run:#?}");
    }
    assert!(!lines(&server).iter().any(|line| line.starts_with("POST")));
}

/// Interrupts a process during a renewal, and lets the server respond after that.
fn interrupted_while_renewing(words: &[&str]) -> (Cli, String, i32, String) {
    let (response, may_respond) = channel::<()>();
    let may_respond = Mutex::new(may_respond);
    let server = FakeServer::from_fn(move |request| {
        let line = request.line();
        if line != "POST /token" {
            return json_response(json!({"data": []}));
        }
        may_respond.lock().expect("nothing panics while it holds the lock").recv().expect("the test responds");
        json_response(
            json!({"access_token": "key-1", "token_type": "Bearer", "expires_in": 86400, "refresh_token": "refresh-1"}),
        )
    });
    let cli = home_with(&pkce_login_at(&server.uri(), DUE)).env("LITELLM_PROXY_URL", &server.uri());
    let child = start(&cli, ":", words);
    server.wait_for_requests(1);
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    wait_until_noticed(child.id());
    response.send(()).expect("the server waits");
    let output = child.wait_with_output().expect("it ends");
    let others: Vec<String> =
        server.received().iter().map(FakeRequest::line).filter(|line| line != "POST /token").collect();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    (cli, stderr, output.status.code().unwrap_or(-1), others.join(" "))
}

#[test]
fn ctrl_c_during_renewal_still_stores_the_login() {
    for words in [&["models", "list"][..], &["auth", "print-token"], &["spend", "logs", "--follow"]] {
        let (cli, stderr, code, others) = interrupted_while_renewing(words);
        let login = stored(&cli, "token.json");
        assert_eq!((&login["key"], &login["refresh_token"]), (&json!("key-1"), &json!("refresh-1")), "{words:?}");
        assert_eq!((code, others.as_str()), (130, ""), "{words:?}: {stderr}");
        assert!(stderr.starts_with("error: interrupted: "), "{words:?}: {stderr}");
    }
}

#[test]
fn renewal_debug_output_contains_no_secrets() {
    for tokens in [true, false] {
        let refused = || FakeResponse::new(400).with_json(json!({"error": "refresh-0 was used"}));
        let server = if tokens { renewing_by(rotating()) } else { renewing_by(refused()) };
        let cli = home_with(&pkce_login(&server, DUE)).env("LITELLM_PROXY_URL", &server.uri());
        let run = cli.run(&["models", "list", "--debug"]);
        run.ok();
        assert!(run.stderr.contains("> POST ") && run.stderr.contains("[redacted]"), "{run:#?}");
        for secret in ["key-0", "key-1", "refresh-0", "refresh-1"] {
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{secret}: {run:#?}");
        }
    }
}

#[test]
fn whoami_shows_the_renewed_login() {
    let server = renewing_by(rotating());
    let cli = home_with(&pkce_login(&server, OVER)).env("LITELLM_PROXY_URL", &server.uri());
    let before = cli.run(&["whoami", "--format", "json"]).json();
    assert_eq!(server.received().len(), 0);
    let shown = cli.run(&["whoami", "--check", "--format", "json"]).json();
    assert_eq!((&shown["accepted"], &shown["is_renewable"]), (&json!(true), &json!(true)));
    let ends = |shown: &Value| shown["expires_at"].as_str().expect("a time").to_owned();
    assert!(ends(&before) < ends(&shown), "{before} {shown}");
    // An expired key that cannot be renewed is not sent.
    let refusing = renewing_by(FakeResponse::new(400));
    let cli = home_with(&pkce_login(&refusing, OVER)).env("LITELLM_PROXY_URL", &refusing.uri());
    let run = cli.run(&["whoami", "--check", "--format", "json"]);
    let shown: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((run.code, &shown["accepted"]), (4, &json!(false)), "{run:#?}");
    assert_eq!(lines(&refusing), ["POST /token -"]);
}
