//! Options of `login`: the team, an existing key, the browser; and that no secret is printed.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response};

use crate::harness::{Cli, in_parallel};
use crate::login::{
    NEW_KEY, add_route, assert_nothing_stored, choice, cli_at, cli_with_earlier_login, fails, login_server, ready,
    received, refusal, start, stored, succeeds,
};

const POLL: &str = "GET /sso/cli/poll/cli-1 x-litellm-cli-poll-secret: poll-hush-hush";
const TEAMS: [(&str, &str); 4] = [("t1", "Alpha"), ("t 2&x", "Beta & Söhne"), ("t3", "Twin"), ("t4", "Twin")];
const LIST: &str = "\n  Alpha (t1)\n  Beta & Söhne (t 2&x)\n  Twin (t3)\n  Twin (t4)\n";

/// A login to a server with several teams to choose from.
fn with_teams(then: Vec<FakeResponse>) -> FakeServer {
    login_server(start(&[]), [vec![choice(&TEAMS)], then].concat())
}

#[test]
fn team_option_accepts_id_or_alias() {
    // A server that has not processed the team yet is polled again.
    let cases = [("t 2&x", vec![]), ("Beta & Söhne", vec![choice(&TEAMS)])];
    in_parallel(cases, |(team, mut then)| {
        let second = POLL.replacen(" x-", "?team_id=t%202%26x x-", 1);
        then.push(ready("t 2&x", "Beta & Söhne"));
        let expected = [vec![POLL.to_owned()], vec![second; then.len()]].concat();
        let server = with_teams(then);
        let (stderr, stored) = succeeds(&server.uri(), &["--team", team]);
        assert!(stderr.contains("as user@example.com (team Beta & Söhne)\n"), "{stderr}");
        assert_eq!(stored["team_id"], "t 2&x");
        let received = received(&server);
        assert_eq!(received[1..received.len() - 1], expected);
    });
}

#[test]
fn single_team_is_selected() {
    for (polls, team, shown) in [
        (vec![ready("t1", "Alpha")], Some("t1"), " (team Alpha)"),
        (vec![choice(&TEAMS[..1]), ready("t1", "Alpha")], Some("t1"), " (team Alpha)"),
        // A server that returns only ids, or no team at all.
        (vec![json_response(json!({"status": "ready", "key": NEW_KEY, "team_id": "t1"}))], Some("t1"), " (team t1)"),
        (vec![json_response(json!({"status": "ready", "key": NEW_KEY, "teams": null}))], None, ""),
        (
            vec![choice(&TEAMS[..1]), json_response(json!({"status": "ready", "key": NEW_KEY}))],
            Some("t1"),
            " (team Alpha)",
        ),
    ] {
        let server = login_server(start(&[]), polls);
        let (stderr, stored) = succeeds(&server.uri(), &[]);
        assert!(stderr.contains(&format!("as user@example.com{shown}\n")), "{stderr}");
        assert_eq!(stored.get("team_id").and_then(Value::as_str), team);
    }
}

#[test]
fn missing_or_foreign_team_stores_nothing() {
    let no_teams = || json_response(json!({"status": "ready", "key": NEW_KEY, "user_id": "u1", "teams": []}));
    let older = refusal(500, "Error checking session status: 403: not your team");
    let list_for = |hint: &str| format!("\nhint: {hint}{LIST}");
    let cases: [(_, &[&str], _, _, _); 8] = [
        (vec![choice(&TEAMS)], &[], 2, list_for("log in again with --team; your teams:"), 1),
        (vec![choice(&TEAMS)], &["--team", "Gamma"], 2, list_for("pass one of your teams to --team:"), 1),
        (vec![choice(&TEAMS)], &["--team", "Twin"], 2, list_for("pass the team's id to --team; your teams:"), 1),
        (vec![choice(&[])], &[], 4, "offers none".to_owned(), 1),
        // The server has chosen the team already.
        (
            vec![ready("t1", "Alpha")],
            &["--team", "t3"],
            2,
            "pass one of your teams to --team:\n  Alpha (t1)\n".into(),
            1,
        ),
        (vec![no_teams()], &["--team", "t3"], 2, "you are not in any team; log in without --team\n".to_owned(), 1),
        (
            vec![choice(&TEAMS), refusal(403, "not your team")],
            &["--team", "t3"],
            4,
            "not your team (HTTP 403)".into(),
            2,
        ),
        (vec![choice(&TEAMS), older], &["--team", "t3"], 4, "403: not your team".to_owned(), 2),
    ];
    in_parallel(cases, |(polls, words, code, reason, count)| {
        let server = login_server(start(&[]), polls);
        let stderr = fails(&server.uri(), words, code);
        assert!(stderr.contains(&reason), "{reason}: {stderr}");
        // The user is not fetched.
        assert_eq!(received(&server).len(), 1 + count, "{stderr}");
    });
}

#[test]
fn team_names_cannot_forge_output_lines() {
    let evil = "x\nerror: \u{1b}[2Jevil\r\nhint: evil";
    let teams = [("t1", evil), ("t\n2", "Beta")];
    let server = login_server(start(&[]), vec![choice(&teams)]);
    let refused = fails(&server.uri(), &[], 2);
    let server = login_server(start(&[]), vec![ready("t1", evil)]);
    let (taken, _) = succeeds(&server.uri(), &[]);
    for stderr in [refused, taken] {
        let evil: Vec<_> = stderr.lines().filter(|line| line.contains("evil")).collect();
        assert!(evil.len() == 2 && evil.iter().all(|line| line.starts_with("  ")), "{stderr}");
    }
}

#[test]
fn key_rejected_by_its_server_is_not_stored() {
    let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
    add_route(&server, "GET /user/info", refusal(401, "Only admins may ask"));
    // A key that may not read its user may be fine for everything else.
    let (stderr, stored) = succeeds(&server.uri(), &[]);
    assert_eq!((&stored["user_id"], &stored["user_role"]), (&json!("u1"), &json!("cli")), "{stderr}");
    add_route(&server, "GET /models", refusal(401, "Invalid proxy server token passed"));
    let stderr = fails(&server.uri(), &[], 4);
    assert!(stderr.contains("error: the server rejects the key that it has just issued\n"), "{stderr}");
    assert!(stderr.contains("  caused by: Invalid proxy server token passed (HTTP 401)\n"), "{stderr}");
}

#[test]
fn missing_user_details_are_left_out() {
    for response in [refusal(404, "no user"), refusal(500, "it hurts"), json_response(json!({"user_info": null}))] {
        let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
        add_route(&server, "GET /user/info", response);
        let (stderr, stored) = succeeds(&server.uri(), &[]);
        assert!(stderr.contains(" as u1 (team Alpha)\n"), "{stderr}");
        let expected = json!({"key": NEW_KEY, "user_id": "u1", "user_email": "unknown", "user_role": "cli",
            "auth_header_name": "Authorization", "base_url": server.uri(), "team_id": "t1"});
        assert_eq!(stored, expected);
    }
}

const GIVEN: &str = "sk-given-hush";

/// A server that accepts [`GIVEN`] like any other key.
fn accepting_keys() -> FakeServer {
    let user = json!({"user_id": "u2", "user_info": {"user_email": "other@example.com", "user_role": "proxy_admin"}});
    let key = json!({"key": "hash", "info": {"user_id": "u2", "team_id": "t2", "models": []}});
    let models = json!({"data": []});
    FakeServer::with_routes([
        ("GET /models", json_response(models)),
        ("GET /key/info", json_response(key)),
        ("GET /user/info", json_response(user)),
    ])
}

#[test]
fn with_key_tests_and_stores_the_key() {
    let header =
        |name: &str| ["/models", "/key/info", "/user/info"].map(|path| format!("GET {path} {name}: Bearer {GIVEN}"));
    for (words, stdin, auth_header) in [
        (&["login", "--with-key"][..], "sk-given-hush\r\n", "Authorization"),
        (&["--api-key", GIVEN, "login", "--with-key"], "", "Authorization"),
        // The given key is used, and stdin is not read.
        (&["login", "--with-key", "--api-key", "@key.txt"], "sk-other-hush", "Authorization"),
        (&["login", "--with-key", "--auth-header", "X-LiteLLM-Key"], GIVEN, "x-litellm-key"),
    ] {
        let server = accepting_keys();
        let cli = cli_at(&server.uri()).env("LITELLM_PROXY_API_KEY", "sk-variable-hush").stdin(stdin);
        let cli = cli.file("key.txt", format!("{GIVEN}\n"));
        let run = cli.run(words);
        assert_eq!(run.ok(), "");
        let done = format!("logged in to {} as other@example.com (team t2)\nthe login is stored in ", server.uri());
        assert!(run.stderr.starts_with(&done) && !run.stderr.contains("hush"), "{run:#?}");
        assert!(run.stderr.contains("warning: LITELLM_PROXY_API_KEY is set"), "{run:#?}");
        assert_eq!(received(&server), header(&auth_header.to_lowercase()));
        let expected = json!({"key": GIVEN, "user_id": "u2", "user_email": "other@example.com",
            "user_role": "proxy_admin", "auth_header_name": auth_header, "base_url": server.uri(), "team_id": "t2"});
        assert_eq!(stored(&cli), expected);
    }
}

#[test]
fn with_key_stores_a_key_without_user_details() {
    let server = accepting_keys();
    let silent = FakeServer::with_routes([("GET /models", json_response(json!({"data": []})))]);
    // A master key has no user, and a virtual key may not read it.
    add_route(&silent, "GET /user/info", refusal(401, "only admins"));
    for (server, who) in [(&server, "other@example.com (team t2)"), (&silent, "cli-user")] {
        let cli = cli_at(&server.uri()).stdin(GIVEN);
        let run = cli.run(&["login", "--with-key"]);
        run.ok();
        assert!(run.stderr.contains(&format!(" as {who}\n")), "{run:#?}");
        assert_eq!(stored(&cli)["key"], GIVEN);
    }
}

#[test]
fn with_key_rejects_an_invalid_or_missing_key() {
    let refusing = FakeServer::with_routes([("GET /models", refusal(401, "Invalid proxy server token passed"))]);
    let cli = cli_with_earlier_login(&refusing.uri()).stdin(GIVEN);
    let run = cli.run(&["login", "--with-key"]);
    assert!(run.fails(4).contains("Invalid proxy server token passed (HTTP 401)"), "{run:#?}");
    assert!(!run.stderr.contains("hush"), "{run:#?}");
    assert_nothing_stored(&cli);
    assert_eq!(received(&refusing), [format!("GET /models authorization: Bearer {GIVEN}")]);

    let server = FakeServer::always_json(Value::Null);
    for (words, stdin) in [
        (&["--with-key"][..], &b""[..]),
        (&["--with-key"], b" \n"),
        (&["--with-key"], b"sk-\xff\n"),
        (&["--with-key", "--api-key", ""], GIVEN.as_bytes()),
        (&["--with-key", "--pkce"], GIVEN.as_bytes()),
        (&["--with-key", "--team", "t1"], GIVEN.as_bytes()),
        (&["--with-key", "--no-browser"], GIVEN.as_bytes()),
        (&["--team", ""], b""),
    ] {
        let cli = cli_with_earlier_login(&server.uri()).stdin(stdin);
        let run = cli.run(&[&["login"], words].concat());
        assert!(!run.fails(2).contains("hush"), "{run:#?}");
        assert_nothing_stored(&cli);
    }
    assert_eq!(server.received().len(), 0);
}

/// A home with this program, which writes its arguments into the file `opened`, one per line.
fn with_browser(cli: Cli, name: &str) -> Cli {
    let script = "#!/bin/sh\nprintf '%s\\n' \"$@\" >opened.part\nmv opened.part opened\n";
    let cli = cli.file(name, script);
    let path = cli.home().join(name);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(path, mode).expect("a program");
    cli
}

/// Waits for the arguments that a browser was started with.
fn browser_arguments(cli: &Cli) -> String {
    let path = cli.home().join("opened");
    for _ in 0..6_000 {
        if let Ok(words) = std::fs::read_to_string(&path) {
            return words;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no browser was started");
}

#[test]
fn browser_variable_is_used() {
    for (browser, words) in [
        ("{home}/browser", "{url}\n"),
        ("{home}/browser --new", "--new\n{url}\n"),
        ("{home}/browser --to=%s --last", "--to={url}\n--last\n"),
        ("/nonexistent/browser %s:{home}/browser --second", "--second\n{url}\n"),
        (":  :{home}/browser:/nonexistent/browser", "{url}\n"),
        // As a shell reads it.
        ("'{home}/browser' --profile 'Ada Lovelace' \"--to=%s\" a\\ b", "--profile\nAda Lovelace\n--to={url}\na b\n"),
        ("'{home}/browser:{home}/browser ''", "\n{url}\n"),
    ] {
        let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
        let cli = with_browser(cli_at(&server.uri()), "browser");
        let home = cli.home().to_str().expect("UTF-8").to_owned();
        // It is started even where no default browser would be.
        let cli = cli.env("BROWSER", &browser.replace("{home}", &home)).env("SSH_TTY", "/dev/pts/0").env("CI", "1");
        let run = cli.run(&["login"]);
        assert!(run.ok().is_empty() && run.stderr.contains("\nOpening it in a browser.\n"), "{run:#?}");
        let url = format!("{}/sso/key/generate?source=litellm-cli&key=cli-1", server.uri());
        assert_eq!(browser_arguments(&cli), words.replace("{url}", &url));
    }
}

#[test]
fn browser_does_not_inherit_the_key() {
    let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
    let script = r#"sh -c 'echo "${LITELLM_PROXY_API_KEY-unset}" >opened.part; mv opened.part opened'"#;
    let cli = cli_at(&server.uri()).env("LITELLM_PROXY_API_KEY", "sk-in-the-environment").env("BROWSER", script);
    cli.run(&["login"]).ok();
    assert_eq!(browser_arguments(&cli), "unset\n");
}

#[test]
fn missing_browser_is_not_announced() {
    let home_browser: &[_] = &[("BROWSER", "{home}/browser")];
    let display = ("DISPLAY", ":0");
    for (variables, words) in [
        (home_browser, &["login", "--no-browser"][..]),
        (&[("BROWSER", "/nonexistent/browser:%s"), display], &["login"]),
        (&[], &["login"]),
        (&[display, ("SSH_CONNECTION", "1 2 3 4")], &["login"]),
        (&[display, ("CI", "true")], &["login"]),
    ] {
        let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
        let cli = with_browser(with_browser(cli_at(&server.uri()), "browser"), "xdg-open");
        let home = cli.home().to_str().expect("UTF-8").to_owned();
        let cli = cli.env("PATH", &format!("{home}:/usr/bin:/bin"));
        let cli = variables.iter().fold(cli, |cli, (name, value)| cli.env(name, &value.replace("{home}", &home)));
        let run = cli.run(words);
        assert!(run.ok().is_empty() && !run.stderr.contains("in a browser"), "{variables:?}: {run:#?}");
        assert!(!cli.home().join("opened").exists(), "{variables:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn default_browser_is_started_with_a_display() {
    for variables in [&[("DISPLAY", ":0")][..], &[("WAYLAND_DISPLAY", "wayland-0"), ("CI", "false")]] {
        let server = login_server(start(&[]), vec![ready("t1", "Alpha")]);
        let cli = with_browser(cli_at(&server.uri()), "xdg-open");
        let path = format!("{}:/usr/bin:/bin", cli.home().display());
        let cli = variables.iter().fold(cli.env("PATH", &path), |cli, (name, value)| cli.env(name, value));
        let run = cli.run(&["login"]);
        assert!(run.ok().is_empty() && run.stderr.contains("\nOpening it in a browser.\n"), "{run:#?}");
        assert_eq!(
            browser_arguments(&cli),
            format!("{}/sso/key/generate?source=litellm-cli&key=cli-1\n", server.uri())
        );
    }
}

#[test]
fn debug_output_contains_no_secrets() {
    let server = with_teams(vec![ready("t1", "Alpha")]);
    // A server that echoes what it received.
    let echo = json!({"user_id": "u1", "spoke": format!("Bearer {NEW_KEY}"), "keys": [{"token": NEW_KEY}]});
    add_route(&server, "GET /user/info", json_response(echo));
    let (stderr, _) = succeeds(&server.uri(), &["--debug", "--team", "t1"]);
    assert!(stderr.contains("> x-litellm-cli-poll-secret: [redacted]\n"), "{stderr}");
    let server = login_server(start(&[]), vec![refusal(403, "poll-hush-hush is wrong, and so is poll-hush-hush")]);
    fails(&server.uri(), &["--debug"], 4);
    fails(&server.uri(), &["--debug", "--format", "json"], 4);

    // For older servers the id is the secret: it is in the URL to open, and nowhere else.
    let server = login_server(refusal(404, "Not Found"), vec![ready("t1", "Alpha")]);
    let (stderr, _) = succeeds(&server.uri(), &["--debug"]);
    let id = stderr.split_once("litellm-cli&key=sk-").and_then(|(_, rest)| rest.split_once('\n')).expect("a URL").0;
    assert_eq!(stderr.matches(id).count(), 1, "{stderr}");

    let server = accepting_keys();
    let run =
        cli_at(&server.uri()).stdin("opaque-hush-key").run(&["login", "--with-key", "--debug", "--format", "json"]);
    assert!(!run.ok().contains("hush") && !run.stderr.contains("hush"), "{run:#?}");
}

#[test]
fn login_can_make_its_server_the_default() {
    let server = accepting_keys();
    let cli = Cli::new().stdin("sk-stored\n");
    let named = ["login", "--with-key", "--base-url", &server.uri()];
    let run = cli.run(&named);
    run.ok();
    let other = format!("other commands still use http://localhost:4000: add --base-url {}\n", server.uri());
    assert!(run.stderr.contains(&other), "{run:#?}");
    let run = cli.run(&[&named[..], &["--set-default"]].concat());
    run.ok();
    assert!(run.stderr.ends_with(&format!("commands use {} from now on\n", server.uri())), "{run:#?}");
    // It is the default already.
    let again = cli.run(&named);
    again.ok();
    assert!(!again.stderr.contains("default") && !again.stderr.contains("other commands"), "{again:#?}");
    assert_eq!(cli.run(&["config", "get", "base_url"]).ok(), format!("{}\n", server.uri()));
    // A variable would take precedence over the setting.
    let elsewhere = Cli::new().stdin("sk-stored\n").env("LITELLM_PROXY_URL", "http://127.0.0.1:9");
    let run = elsewhere.run(&named);
    run.ok();
    let advice = format!("default: unset LITELLM_PROXY_URL; litellm-proxy config set base_url {}\n", server.uri());
    assert!(run.stderr.contains(&advice), "{run:#?}");
}
