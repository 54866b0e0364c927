//! `whoami`, `auth` and `logout`: what is printed of a login, that no key is printed, and how a login ends.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response, request_with};

use crate::config::keys_sent;
use crate::harness::Cli;
use crate::logins_kept::{accepting, home_with, log_in, now, place, stored, stored_keys};
use crate::logins_renewed::{pkce_login, renewing_by};
use crate::terminal::on_terminal;

const FIELDS: [&str; 11] = [
    "base_url",
    "key_source",
    "key_from",
    "user_id",
    "user_email",
    "user_role",
    "team_id",
    "logged_in_at",
    "age_seconds",
    "expires_at",
    "is_renewable",
];
const CHECKED: [&str; 5] = ["accepted", "models", "spend", "max_budget", "budget_of"];

fn names(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// The fields and values that are printed for people.
fn rows(text: &str) -> Vec<(String, String)> {
    let fields = text.lines().filter_map(|line| line.split_once("  "));
    fields.map(|(name, value)| (name.to_owned(), value.trim_start().to_owned())).collect()
}

/// The value of such a field.
fn row(table: &str, field: &str) -> Option<String> {
    rows(table).into_iter().find(|(name, _)| name == field).map(|(_, value)| value)
}

/// A server that revokes logins with this response.
fn revoking(status: u16) -> FakeServer {
    FakeServer::with_routes([(
        "POST /revoke",
        FakeResponse::new(status).with_json(json!({"detail": "refresh-0 was told"})),
    )])
}

#[test]
fn source_of_the_key_is_shown_without_a_request() {
    let (server, start) = (accepting(), now());
    let cli = Cli::new().env("LITELLM_PROXY_URL", &format!("{}/", server.uri()));
    log_in(&cli, &server, "sk-stored").ok();
    let before = server.received().len();
    let file = place(&cli, "token.json").display().to_string();
    let shown = cli.run(&["whoami", "--format", "json"]).json();
    assert_eq!(names(&shown), FIELDS);
    let login = [&shown["user_id"], &shown["user_email"], &shown["user_role"], &shown["team_id"]];
    assert_eq!(login, ["ada", "ada@example.com", "internal_user", "t-1"]);
    assert!(shown["age_seconds"].as_i64().is_some_and(|age| age <= now() - start), "{shown}");
    assert!(shown["logged_in_at"].as_str().is_some_and(|time| time.ends_with('Z')), "{shown}");
    let table = cli.run(&["whoami"]);
    let fields = ["Server", "Key from", "User ID", "Email", "Role", "Team ID", "Logged in"];
    assert_eq!(rows(table.ok()).iter().map(|row| row.0.as_str()).collect::<Vec<_>>(), fields);
    assert_eq!(
        (row(&table.stdout, "Server"), row(&table.stdout, "Key from")),
        (Some(server.uri()), Some(file.clone()))
    );

    let with_variable = |cli: Cli| cli.env("LITELLM_PROXY_API_KEY", "sk-variable");
    let from = |shown: &Value| (shown["base_url"].clone(), shown["key_source"].clone(), shown["key_from"].clone());
    assert_eq!(from(&shown), (json!(server.uri()), json!("file"), json!(file)));
    let cli = with_variable(cli);
    for (words, source, place) in [
        (&["whoami", "--format", "json"][..], "variable", "LITELLM_PROXY_API_KEY"),
        (&["whoami", "--format", "json", "--api-key", "sk-flag"], "flag", "--api-key"),
        (&["whoami", "--format", "json", "--check", "--no-check", "--api-key", "sk-flag"], "flag", "--api-key"),
    ] {
        let shown = cli.run(words).json();
        assert_eq!(from(&shown), (json!(server.uri()), json!(source), json!(place)));
        assert_eq!(names(&shown), FIELDS);
        // Nothing of the login: its key is overridden.
        assert!(FIELDS[3..10].iter().all(|name| shown[name].is_null()) && shown["is_renewable"] == false, "{shown}");
        let table: Vec<_> = words.iter().filter(|word| !["--format", "json"].contains(word)).copied().collect();
        assert_eq!(rows(cli.run(&table).ok()), [("Server".into(), server.uri()), ("Key from".into(), place.into())]);
    }
    assert_eq!(server.received().len(), before);
}

#[test]
fn login_in_logins_file_is_shown_with_its_file() {
    let (one, two) = (accepting(), accepting());
    let cli = Cli::new();
    log_in(&cli, &one, "sk-1").ok();
    log_in(&cli, &two, "sk-2").ok();
    let shown = cli.run(&["whoami", "--base-url", &one.uri(), "--format", "json"]).json();
    assert_eq!(shown["key_from"], place(&cli, "logins.json").display().to_string());
}

#[test]
fn check_shows_models_spend_and_budget() {
    let models = || json_response(json!({"data": [{"id": "a"}, {"id": "b"}]}));
    let key = json!({"info": {"user_id": "of-key", "team_id": "t-1", "spend": 1.25, "max_budget": 10}});
    let user = json!({"user_id": "of-user", "user_info": {"user_id": "of-user", "user_email": "u@example.com",
        "user_role": "proxy_admin", "spend": 7.5, "max_budget": null}});
    let no = || FakeResponse::new(404).with_json(json!({"detail": "no"}));
    for (key, user, expected, who, spend) in [
        (
            json_response(key.clone()),
            json_response(user.clone()),
            json!([true, 2, 1.25, 10.0, "key"]),
            json!(["of-key", "u@example.com", "proxy_admin", "t-1"]),
            Some("$1.25 by this key, budget $10.00"),
        ),
        (
            no(),
            json_response(user),
            json!([true, 2, 7.5, null, "user"]),
            json!(["of-user", "u@example.com", "proxy_admin", null]),
            Some("$7.50 by this user, no budget"),
        ),
        (
            json_response(key),
            no(),
            json!([true, 2, 1.25, 10.0, "key"]),
            json!(["of-key", null, null, "t-1"]),
            Some("$1.25 by this key, budget $10.00"),
        ),
        (no(), no(), json!([true, 2, null, null, null]), json!([null, null, null, null]), None),
    ] {
        let server =
            FakeServer::with_routes([("GET /models", models()), ("GET /key/info", key), ("GET /user/info", user)]);
        let cli = Cli::of(&server);
        let shown = cli.run(&["whoami", "--no-check", "--check", "--format", "json"]).json();
        assert_eq!(names(&shown), [&FIELDS[..], &CHECKED].concat());
        assert_eq!(CHECKED.map(|name| shown[name].clone()).to_vec(), *expected.as_array().expect("a list"));
        assert_eq!(
            FIELDS[3..7].iter().map(|name| shown[name].clone()).collect::<Vec<_>>(),
            *who.as_array().expect("a list")
        );
        let table = cli.run(&["whoami", "--check"]);
        let cells = ["Accepted", "Models", "Spend"].map(|field| row(table.ok(), field));
        assert_eq!(cells, [Some("yes".to_owned()), Some("2".to_owned()), spend.map(str::to_owned)]);
    }
}

#[test]
fn check_prefers_the_servers_details() {
    let server = accepting();
    let token = json!({"key": "sk-1", "base_url": server.uri(), "user_id": "bob", "user_email": "bob@example.com",
        "user_role": "cli", "team_id": "t-old"});
    let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
    let who = |shown: &Value| FIELDS[3..7].iter().map(|name| shown[name].clone()).collect::<Vec<_>>();
    let shown = cli.run(&["whoami", "--format", "json"]).json();
    // The role in the file is a placeholder.
    assert_eq!(who(&shown), [json!("bob"), json!("bob@example.com"), Value::Null, json!("t-old")]);
    let shown = cli.run(&["whoami", "--check", "--format", "json"]).json();
    assert_eq!(who(&shown), ["ada", "ada@example.com", "internal_user", "t-1"]);
    // A server that returns nothing removes nothing.
    let silent = FakeServer::with_routes([("GET /models", json_response(json!({"data": []})))]);
    let mut token = token;
    token["base_url"] = json!(silent.uri());
    let shown = home_with(&token).run(&["whoami", "--check", "--format", "json", "--base-url", &silent.uri()]).json();
    assert_eq!(
        (who(&shown), &shown["models"]),
        (vec!["bob".into(), "bob@example.com".into(), Value::Null, "t-old".into()], &json!(0))
    );
}

#[test]
fn failed_check_prints_stored_details() {
    let refusal = json!({"error": {"message": "Invalid proxy server token passed", "code": "401"}});
    for (status, code) in [(401, 4), (400, 1), (500, 6)] {
        let server = FakeServer::always(FakeResponse::new(status).with_json(&refusal));
        let cli = home_with(&json!({"key": "sk-1", "user_id": "ada", "base_url": server.uri()}));
        let run = cli.run(&["whoami", "--check", "--base-url", &server.uri()]);
        let accepted = (code == 4).then(|| "no".to_owned());
        assert_eq!(
            (run.code, row(&run.stdout, "User ID"), row(&run.stdout, "Accepted")),
            (code, Some("ada".into()), accepted)
        );
        assert!(run.stderr.starts_with("error: Invalid proxy server token passed"), "{run:#?}");
        let run = cli.run(&["whoami", "--check", "--format", "json", "--base-url", &server.uri()]);
        let shown: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let expected = if code == 4 { [&FIELDS[..], &CHECKED].concat() } else { FIELDS.to_vec() };
        assert_eq!((run.code, names(&shown)), (code, expected));
        assert_eq!(shown["accepted"], if code == 4 { json!(false) } else { Value::Null });
        // One refused request is enough.
        assert!(server.received().iter().all(|request| request.path() == "/models"));
    }
    // A known key that may not list models is accepted.
    let server = FakeServer::always(FakeResponse::new(403).with_json(&refusal));
    let run = Cli::of(&server).run(&["whoami", "--check"]);
    run.ok();
    assert_eq!((row(&run.stdout, "Accepted"), row(&run.stdout, "Models")), (Some("yes".to_owned()), None));
    let run = Cli::at("http://127.0.0.1:1").run(&["whoami", "--check"]);
    assert_eq!((run.code, row(&run.stdout, "Server")), (5, Some("http://127.0.0.1:1".to_owned())), "{run:#?}");
    assert_eq!(row(&run.stdout, "Accepted"), None);
}

#[test]
fn without_a_key_it_fails() {
    let (server, other) = (accepting(), accepting());
    let cli = Cli::new().env("LITELLM_PROXY_URL", &server.uri());
    log_in(&cli, &other, "sk-other").ok();
    let error = format!(
        "error: you are not logged in to {} (logged in to {other})\nhint: you are logged in to {other}; log in to this server with `litellm-proxy login --base-url {server}`, or pass a key with --api-key\n",
        server.uri(),
        server = server.uri(),
        other = other.uri()
    );
    for words in [&["whoami"][..], &["whoami", "--check"], &["auth", "print-token"], &["whoami", "--api-key", ""]] {
        assert_eq!(cli.run(words).fails(4), error, "{words:?}");
    }
    assert_eq!(server.received().len(), 0);
    assert_eq!(Cli::new().run(&["auth", "list", "--format", "json"]).ok(), "[]\n");
}

#[test]
fn terminal_checks_by_default() {
    let server = accepting();
    let cli = Cli::of(&server);
    let (text, code) = on_terminal(&cli, 100, &["whoami"]);
    assert_eq!((code, text.contains("accepted, 1 model")), (0, true), "{text}");
    let received = server.received().len();
    assert_eq!(received, 3);
    let (text, code) = on_terminal(&cli, 100, &["whoami", "--no-check"]);
    assert_eq!((code, text.contains("accepted"), server.received().len()), (0, false, received), "{text}");
}

#[test]
fn old_and_expiring_logins_are_marked() {
    let server = renewing_by(FakeResponse::new(500));
    let day = 86_400;
    let plain = |age: i64| json!({"key": "sk-1", "base_url": server.uri(), "timestamp": now() - age});
    // A login with its own expiry does not age out.
    let mut old_with_an_end = plain(3 * day + 60);
    old_with_an_end["expires_at"] = json!(now() + day);
    let mut not_renewable = pkce_login(&server, 2 * day);
    not_renewable["refresh_token"] = Value::Null;
    for (token, logged_in, expires) in [
        (plain(3 * 3600 + 60), Some("3 hours ago"), None),
        (plain(3 * day + 60), Some("3 days ago; browser logins usually last 24 hours"), None),
        (json!({"key": "sk-1"}), None, None),
        (pkce_login(&server, 2 * day), Some("2 hours ago"), Some("Z (renewed automatically)")),
        (old_with_an_end, Some("3 days ago"), Some(" (in ")),
        (pkce_login(&server, -2 * day), Some("2 hours ago"), Some("Z (expired)")),
        (not_renewable, Some("2 hours ago"), Some(" (in ")),
    ] {
        let cli = home_with(&token);
        let run = cli.run(&["whoami", "--base-url", &server.uri()]);
        assert_eq!(row(run.ok(), "Logged in").as_deref(), logged_in);
        let end = row(run.ok(), "Expires");
        assert_eq!(end.is_some(), expires.is_some(), "{run:#?}");
        assert!(end.unwrap_or_default().contains(expires.unwrap_or_default()), "{run:#?}");
    }
    assert_eq!(server.received().len(), 0);
}

#[test]
fn print_token_prints_a_renewed_token_but_not_an_expired_one() {
    let token = json!({"access_token": "key-1", "expires_in": 86400, "refresh_token": "refresh-1"});
    let server = renewing_by(json_response(token));
    let cli = home_with(&pkce_login(&server, 300)).env("LITELLM_PROXY_URL", &server.uri());
    let run = cli.run(&["auth", "print-token"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("key-1\n", ""));
    assert_eq!(cli.run(&["auth", "print-token", "--format", "json"]).ok(), "\"key-1\"\n");
    assert_eq!(stored_keys(&cli), ["key-1"]);
    assert_eq!(server.received().len(), 1);
    assert_eq!(cli.run(&["auth", "print-token", "--api-key", "sk-flag"]).ok(), "sk-flag\n");
    let cli = cli.env("LITELLM_PROXY_API_KEY", "sk-variable");
    assert_eq!(cli.run(&["auth", "print-token"]).ok(), "sk-variable\n");

    let mut over = pkce_login(&server, -5);
    over["refresh_token"] = Value::Null;
    let cli = home_with(&over).env("LITELLM_PROXY_URL", &server.uri());
    let run = cli.run(&["auth", "print-token"]);
    assert!(run.fails(4).starts_with(&format!("error: the login at {} has expired\n", server.uri())), "{run:#?}");
    assert_eq!(server.received().len(), 1);
}

#[test]
fn output_contains_no_key() {
    let (one, two) = (accepting(), revoking(400));
    let secrets = ["key-0", "refresh-0", "sk-hush-hush"];
    let formats = ["table", "json", "yaml", "csv", "ndjson"];
    for format in formats {
        for debug in [&[][..], &["--debug"]] {
            let token = pkce_login(&two, 3600);
            let other = json!({"logins": [{"key": "sk-hush-hush", "base_url": one.uri(), "user_id": "ada"}]});
            let cli = home_with(&token).file(".litellm/logins.json", other.to_string());
            let here = ["--format", format, "--base-url", &one.uri()];
            let there = ["--format", format, "--base-url", &two.uri()];
            for (words, place) in [
                (&["auth", "list"][..], &here),
                (&["whoami"], &here),
                (&["whoami", "--check"], &here),
                (&["whoami"], &there),
                (&["whoami", "--check"], &there),
                (&["whoami", "--check", "--curl"], &there),
                (&["logout", "--curl"], &there),
                (&["logout", "--all"], &there),
            ] {
                let words = [words, place, debug].concat();
                let run = cli.run(&words);
                for secret in secrets {
                    assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{words:?}: {run:#?}");
                }
                assert!(!run.stdout.is_empty() || !run.stderr.is_empty(), "{words:?}");
            }
            assert_eq!(stored_keys(&cli), [""; 0]);
        }
    }
}

#[test]
fn auth_list_is_latest_first() {
    let cli = home_with(&json!({"key": "k", "user_id": "ada", "user_email": "unknown", "timestamp": 1_763_700_000.75}));
    let other = json!({"key": "k2", "base_url": "http://two.example", "team_id": "t", "user_email": "b@example.com",
        "expires_at": 1_763_700_000});
    let cli = cli.file(".litellm/logins.json", json!({"logins": [other]}).to_string());
    let listed = cli.run(&["auth", "list", "--format", "json"]).json();
    let mut first = listed[0].clone();
    assert!(first["logged_in_at"].as_str().is_some_and(|time| time.starts_with("2025-11-21T04:40:00")), "{first}");
    first["logged_in_at"] = Value::Null;
    assert_eq!(
        json!([first, listed[1]]),
        json!([
            {"base_url": null, "user_id": "ada", "user_email": null, "team_id": null, "logged_in_at": null,
                "expires_at": null},
            {"base_url": "http://two.example", "user_id": null, "user_email": "b@example.com", "team_id": "t",
                "logged_in_at": null, "expires_at": "2025-11-21T04:40:00Z"}
        ])
    );
    assert_eq!(listed.as_array().map(Vec::len), Some(2));
    let table = cli.run(&["auth", "list"]);
    let servers: Vec<_> = table.ok().lines().filter(|line| line.contains("any") || line.contains("two.")).collect();
    assert!(servers.len() == 2 && servers[0].starts_with("│ any "), "{table:#?}");
}

#[test]
fn logout_revokes_and_removes_the_login() {
    let server = revoking(200);
    let cli = home_with(&pkce_login(&server, -5)).env("LITELLM_PROXY_URL", &server.uri());
    // A preview changes nothing.
    let run = cli.run(&["logout", "--curl"]);
    assert!(run.ok().contains("token=[redacted]&token_type_hint=refresh_token&client_id=client-1"), "{run:#?}");
    assert_eq!((server.received().len(), stored_keys(&cli)), (0, vec!["key-0".to_owned()]));

    let run = cli.run(&["logout"]);
    assert_eq!(run.ok(), "");
    assert_eq!(run.stderr, format!("logged out of {}; the login was also revoked on the server\n", server.uri()));
    let form = json!({"token": "refresh-0", "token_type_hint": "refresh_token", "client_id": "client-1"});
    let sent: Vec<_> = server.received().iter().map(FakeRequest::without_key).collect();
    assert_eq!(sent, [request_with("POST /revoke", form)]);
    assert!(!place(&cli, "token.json").exists());
    // A second logout succeeds.
    let run = cli.run(&["logout"]);
    assert_eq!((run.ok(), run.stderr.clone()), ("", format!("not logged in to {}\n", server.uri())));
    let run = cli.run(&["logout", "--all"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("", "not logged in to any server\n"));
    assert_eq!(server.received().len(), 1);
    // Without a login no directory is created.
    let never = Cli::at(&server.uri());
    never.run(&["logout"]).ok();
    assert!(!place(&never, "").exists());
}

#[test]
fn transient_logout_failure_keeps_the_login() {
    let server = revoking(503);
    let token = pkce_login(&server, 3600);
    let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
    let run = cli.run(&["logout"]);
    assert!(
        run.fails(6).starts_with("error: the login could not be revoked on the server, so it is still stored\n"),
        "{run:#?}"
    );
    assert!(!run.stderr.contains("refresh-0"), "{run:#?}");
    assert_eq!(stored(&cli, "token.json"), token);
}

#[test]
fn refused_logout_still_removes_the_login() {
    for response in [
        FakeResponse::new(500).with_json(json!({"detail": "refresh-0, sk-of-somebody-else-0123456789"})),
        FakeResponse::new(400).with_json(json!({"error": "invalid_client"})),
        FakeResponse::new(404).with_body("<html>", "text/html"),
        FakeResponse::reset(),
    ] {
        let shown = format!("{response:?}");
        let server = FakeServer::always(response.clone());
        let mut token = json!({"key": "key-0", "base_url": server.uri(), "refresh_token": "refresh-0",
            "client_id": "c", "token_endpoint": "", "resource": ""});
        token["revocation_endpoint"] = json!(format!("{}/revoke", server.uri()));
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        let run = cli.run(&["logout"]);
        assert_eq!(run.ok(), "");
        assert!(run.stderr.starts_with("warning: could not revoke the login on the server: "), "{shown}: {run:#?}");
        let forgotten = format!("logged out of {}; the key stays valid on the server until", server.uri());
        assert!(run.stderr.lines().last().is_some_and(|line| line.starts_with(&forgotten)), "{shown}: {run:#?}");
        assert!(!run.stderr.contains("refresh-0") && !run.stderr.contains("somebody"), "{shown}: {run:#?}");
        assert!(!place(&cli, "token.json").exists(), "{shown}");
        assert_eq!(server.received().len(), 1, "{shown}");
    }
}

#[test]
fn logout_removes_one_login_or_all() {
    let (one, two, busy) = (revoking(200), revoking(200), revoking(503));
    let home = || {
        let others = json!({"logins": [pkce_login(&busy, 3600), pkce_login(&two, 3600)]});
        home_with(&pkce_login(&one, 3600)).file(".litellm/logins.json", others.to_string())
    };
    let servers = |cli: &Cli| -> Vec<Value> {
        let listed = cli.run(&["auth", "list", "--format", "json"]).json();
        listed.as_array().expect("a list").iter().map(|login| login["base_url"].clone()).collect()
    };
    let cli = home();
    cli.run(&["logout", "--base-url", &two.uri()]).ok();
    assert_eq!(servers(&cli), [one.uri(), busy.uri()]);
    cli.run(&["logout", "--base-url", &one.uri()]).ok();
    assert_eq!(servers(&cli), [busy.uri()]);
    assert_eq!([one.received().len(), two.received().len(), busy.received().len()], [1, 1, 0]);

    let cli = home();
    let run = cli.run(&["logout", "--all", "--base-url", "http://127.0.0.1:1"]);
    assert!(run.fails(6).contains(&format!("logged out of {}; ", two.uri())), "{run:#?}");
    assert_eq!(servers(&cli), [busy.uri()]);
    // The server has recovered.
    busy.reset();
    let done = json_response(json!({}));
    busy.add("POST /revoke", done);
    cli.run(&["logout", "--all"]).ok();
    assert!(!place(&cli, "token.json").exists() && !place(&cli, "logins.json").exists());
}

#[test]
fn logout_removes_logins_without_a_valid_server() {
    let server = accepting();
    for (text, message) in [
        (r#"{"key": "sk-any", "user_id": "u"}"#, "logged out of every server; the key stays valid on the server"),
        ("{\"key\": \"sk-h", "removed a stored login that had no readable key"),
        (r#"{"user_id": "u"}"#, "removed a stored login that had no readable key"),
    ] {
        for words in [&["logout"][..], &["logout", "--all"]] {
            let cli = Cli::new().env("LITELLM_PROXY_URL", &server.uri()).file(".litellm/token.json", text);
            let run = cli.run(words);
            assert_eq!(run.ok(), "");
            assert!(run.stderr.lines().any(|line| line.starts_with(message)), "{words:?}: {run:#?}");
            assert!(!place(&cli, "token.json").exists(), "{words:?} {text}");
        }
    }
    // `--all` ends a login of another server whose key is in a keychain, too.
    let keyless = json!({"logins": [{"base_url": "http://other.example", "user_id": "u"}]});
    let cli = Cli::new().file(".litellm/logins.json", keyless.to_string());
    cli.run(&["logout"]).ok();
    assert!(place(&cli, "logins.json").exists());
    cli.run(&["logout", "--all"]).ok();
    assert!(!place(&cli, "logins.json").exists());
    // An unreadable file of other logins does not prevent a logout, and `--all` removes it.
    for (words, is_kept) in [(&["logout"][..], true), (&["logout", "--all"], false)] {
        let cli = home_with(&json!({"key": "sk-1", "base_url": server.uri()})).file(".litellm/logins.json", "[1");
        let run = cli.env("LITELLM_PROXY_URL", &server.uri());
        let done = run.run(words);
        done.ok();
        assert!(done.stderr.contains("logged out of"), "{done:#?}");
        assert_eq!(done.stderr.contains("logins.json cannot be read and is left unchanged"), is_kept, "{done:#?}");
        assert!(!place(&run, "token.json").exists());
        assert_eq!(place(&run, "logins.json").exists(), is_kept, "{words:?}");
    }
    // The login may be in the unreadable file.
    let cli = Cli::new().file(".litellm/logins.json", "[1").env("LITELLM_PROXY_URL", &server.uri());
    assert!(cli.run(&["logout"]).fails(2).contains("repair or remove "));
    // The login of another server stays.
    for (own, is_kept) in [("http://other.example", true), (server.uri().as_str(), false), ("", false)] {
        let cli = home_with(&json!({"base_url": own, "user_id": "bob"}));
        cli.run(&["logout", "--base-url", &server.uri()]).ok();
        assert_eq!(place(&cli, "token.json").exists(), is_kept, "{own}");
    }
    let cli = home_with(&json!({"key": "sk-1", "base_url": "http://other.example"}));
    let run = cli.run(&["logout", "--base-url", &server.uri()]);
    assert_eq!((run.ok(), run.stderr.clone()), ("", format!("not logged in to {}\n", server.uri())));
    assert_eq!(stored_keys(&cli), ["sk-1"]);
}

#[test]
fn logout_reports_the_remaining_key() {
    let server = accepting();
    let cli = home_with(&json!({"key": "sk-1", "base_url": server.uri()}));
    let cli = cli.env("LITELLM_PROXY_URL", &server.uri()).env("LITELLM_PROXY_API_KEY", "sk-variable");
    let run = cli.run(&["logout"]);
    assert_eq!(run.ok(), "");
    assert!(run.stderr.ends_with("\nLITELLM_PROXY_API_KEY is still set and will be used\n"), "{run:#?}");
    cli.run(&["models", "list"]).ok();
    assert_eq!(keys_sent(&server), ["Bearer sk-variable"]);
}
