//! Which key is sent where: the key of a login goes to its own server only.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response, request_with};

use crate::config::keys_sent;
use crate::harness::Cli;
use crate::logins_kept::{accepting, home_with, log_in, now, place, stored, stored_keys};
use crate::logins_renewed::{NOT_DUE, OVER, lines, pkce_login};

#[test]
fn stored_key_is_sent_only_to_its_server() {
    let (own, other) = (accepting(), accepting());
    let cli = Cli::new();
    log_in(&cli, &own, "sk-stored").ok();
    let before = own.received().len();
    let (own_port, other_port) = (own.address().port(), other.address().port());
    let models: &[&str] = &["models", "list"];
    for (url, words, code) in [
        (other.uri(), models, 0),
        (format!("http://127.0.0.1:{other_port}/127.0.0.1:{own_port}"), models, 3),
        // Other names of the same server count as other servers.
        (format!("http://127.0.0.1:{own_port}/other"), models, 3),
        (format!("http://localhost:{own_port}"), models, 0),
        (format!("http://127.0.0.1:{own_port}@localhost:{other_port}"), models, 2),
        (format!("http://127.0.0.1:{own_port}#@localhost:{other_port}"), models, 2),
        (format!("https://127.0.0.1:{own_port}"), models, 5),
        (own.uri(), &["http", "request", "GET", &format!("{}/models", other.uri())], 2),
        (own.uri(), &["http", "request", "GET", &format!("//127.0.0.1:{other_port}/models")], 3),
    ] {
        let words = [words, &["--base-url", &url]].concat();
        assert_eq!(cli.run(&words).code, code, "{words:?}");
    }
    assert_eq!(keys_sent(&other), ["no key"; 2]);
    let sent = keys_sent(&own)[before..].to_vec();
    assert_eq!(sent[..2], ["no key"; 2], "{:?}", lines(&own));
    assert_eq!(sent[2..], ["Bearer sk-stored"], "a path that begins with // is a path of the own server");
    cli.run(&["models", "list", "--base-url", &format!("HTTP://127.0.0.1:{own_port}//")]).ok();
    assert_eq!(keys_sent(&own).last().map(String::as_str), Some("Bearer sk-stored"));
}

#[test]
fn stored_key_does_not_follow_cross_origin_redirects() {
    let other = accepting();
    for status in [301, 302, 303, 307, 308] {
        for ends_in in [None, Some(NOT_DUE)] {
            let own = FakeServer::new();
            let away = FakeResponse::new(status).with_header("location", format!("{}/models", other.uri()));
            own.add("*", away);
            let plain = json!({"key": "key-0", "base_url": own.uri()});
            let cli = home_with(&ends_in.map_or(plain, |ends_in| pkce_login(&own, ends_in)));
            let run = cli.run(&["models", "list", "--base-url", &own.uri()]);
            assert!(run.fails(6).contains("a redirect to another server"), "{run:#?}");
            assert_eq!(keys_sent(&own), ["Bearer key-0"], "{status}");
        }
    }
    assert_eq!(other.received().len(), 0);
}

#[test]
fn login_without_a_server_is_the_fallback() {
    let (one, two) = (accepting(), accepting());
    let documented = json!({"key": "sk-any", "user_id": "u", "user_email": "unknown", "user_role": "cli",
        "auth_header_name": "Authorization", "timestamp": 1_763_700_000});
    let others = json!({"logins": [{"key": "sk-two", "base_url": two.uri()}]});
    let cli = home_with(&documented).file(".litellm/logins.json", others.to_string());
    for server in [&one, &two] {
        cli.run(&["models", "list", "--base-url", &server.uri()]).ok();
    }
    assert_eq!((keys_sent(&one), keys_sent(&two)), (vec!["Bearer sk-any".into()], vec!["Bearer sk-two".into()]));
}

#[test]
fn login_with_an_invalid_server_is_not_used() {
    let server = accepting();
    let port = server.address().port();
    for base_url in [
        json!(" "),
        json!("127.0.0.1"),
        json!(format!("127.0.0.1:{port}")),
        json!(format!("ftp://127.0.0.1:{port}")),
        json!(format!("{}?x=1", server.uri())),
        json!(format!("http://user:pw@127.0.0.1:{port}")),
        json!(port),
        json!([server.uri()]),
        json!(false),
    ] {
        let login = json!({"key": "sk-1", "base_url": base_url});
        let others = json!({"logins": [login]});
        for cli in [home_with(&login), Cli::new().file(".litellm/logins.json", others.to_string())] {
            cli.run(&["models", "list", "--base-url", &server.uri()]).ok();
            cli.run(&["whoami", "--base-url", &server.uri()]).fails(4);
        }
    }
    assert_eq!(keys_sent(&server), ["no key"; 18]);
}

#[test]
fn one_login_per_server_latest_first() {
    let (one, two, three) = (accepting(), accepting(), accepting());
    let cli = Cli::new();
    for (server, key, expected) in [
        (&one, "sk-1", &["sk-1"][..]),
        (&two, "sk-2", &["sk-2", "sk-1"]),
        (&two, "sk-2-again", &["sk-2-again", "sk-1"]),
        (&one, "sk-1-again", &["sk-1-again", "sk-2-again"]),
        (&three, "sk-3", &["sk-3", "sk-1-again", "sk-2-again"]),
        (&two, "sk-2-again", &["sk-2-again", "sk-3", "sk-1-again"]),
    ] {
        log_in(&cli, server, key).ok();
        assert_eq!(stored_keys(&cli), expected);
        assert_eq!(stored(&cli, "token.json")["base_url"], server.uri());
    }
    for (server, key) in [(&one, "sk-1-again"), (&two, "sk-2-again"), (&three, "sk-3")] {
        // A given value overrides a stored one.
        let words = ["models", "list", "--base-url", &server.uri()];
        cli.run(&words).ok();
        cli.run(&[&words[..], &["--api-key", "sk-flag"]].concat()).ok();
        let sent = keys_sent(server);
        assert_eq!(sent[sent.len() - 2..], [format!("Bearer {key}"), "Bearer sk-flag".to_owned()]);
    }
    let cli = cli.env("LITELLM_PROXY_API_KEY", "sk-variable");
    cli.run(&["models", "list", "--base-url", &one.uri()]).ok();
    assert_eq!(keys_sent(&one).last().map(String::as_str), Some("Bearer sk-variable"));
}

#[test]
fn login_uses_its_auth_header() {
    let server = accepting();
    let cli = Cli::new().env("LITELLM_PROXY_URL", &server.uri());
    cli.run(&["login", "--with-key", "--api-key", "sk-1", "--auth-header", "X-Litellm-Key"]).ok();
    assert_eq!(stored(&cli, "token.json")["auth_header_name"], "x-litellm-key");
    cli.run(&["models", "list"]).ok();
    cli.run(&["models", "list", "--auth-header", "X-Own"]).ok();
    let sent = server.received();
    for (number, request) in sent.iter().enumerate() {
        let name = if number + 1 < sent.len() { "x-litellm-key" } else { "x-own" };
        assert_eq!(request.headers[name], "Bearer sk-1");
        assert!(!request.headers.contains_key("authorization"), "{request:?}");
    }
}

#[test]
fn rejected_key_error_names_file_and_age() {
    let refusal =
        json!({"error": {"message": "Authentication Error, Invalid proxy server token passed", "code": "401"}});
    let server = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    let login = |age: i64| json!({"key": "sk-1", "base_url": server.uri(), "timestamp": now() - age});
    for (token, age) in [
        (login(26 * 3600), " (26 hours old)"),
        (login(5 * 86400), " (5 days old)"),
        (json!({"key": "sk-1"}), ""),
        (pkce_login(&server, NOT_DUE), " (2 hours old)"),
    ] {
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        let run = cli.run(&["models", "list"]);
        let hint = run.fails(4).lines().last().expect("a hint").to_owned();
        let from = place(&cli, "token.json");
        assert_eq!(
            hint,
            format!(
                "hint: the key came from the login in {}{age}; log in again with `litellm-proxy login`, unless the key lacks permission",
                from.display()
            )
        );
    }
    let run = Cli::new().run(&["models", "list", "--base-url", &server.uri()]);
    assert!(
        run.fails(4).ends_with(
            "hint: pass a key with --api-key or LITELLM_PROXY_API_KEY, or log in with `litellm-proxy login`\n"
        )
    );
}

#[test]
fn login_applies_to_its_path_prefix_only() {
    let server = FakeServer::new();
    let models = json_response(json!({"data": [{"id": "gpt"}]}));
    server.add("/llm/models", models);
    let cli = Cli::new().env("LITELLM_PROXY_URL", &format!("{}/llm/", server.uri()));
    cli.run(&["login", "--with-key", "--api-key", "sk-1"]).ok();
    assert_eq!(stored(&cli, "token.json")["base_url"], format!("{}/llm", server.uri()));
    let before = server.received().len();
    cli.run(&["models", "list"]).ok();
    for other in ["", "/llm2", "/llm/v1", "/LLM"] {
        cli.run(&["models", "list", "--base-url", &format!("{}{other}", server.uri())]);
    }
    assert_eq!(keys_sent(&server)[before..], ["Bearer sk-1", "no key", "no key", "no key", "no key"]);
}

#[test]
fn login_in_both_files_is_listed_once() {
    let (one, two) = (accepting(), accepting());
    let others =
        json!({"logins": [{"key": "sk-1-old", "base_url": one.uri()}, {"key": "sk-2", "base_url": two.uri()}]});
    let new = json!({"key": "sk-1-new", "base_url": one.uri()});
    let cli = home_with(&new).file(".litellm/logins.json", others.to_string()).env("LITELLM_PROXY_URL", &one.uri());
    assert_eq!(cli.run(&["auth", "list", "--format", "json"]).json().as_array().map(Vec::len), Some(2));
    assert_eq!(cli.run(&["auth", "print-token"]).ok(), "sk-1-new\n");
    log_in(&cli, &two, "sk-2-new").ok();
    assert_eq!(stored_keys(&cli), ["sk-2-new", "sk-1-new"]);
}

#[test]
fn replaced_login_is_revoked_after_the_new_one_is_stored() {
    for status in [200, 500, 503] {
        let server = accepting();
        let cli = home_with(&pkce_login(&server, OVER));
        let file = place(&cli, "token.json");
        let revoked = move |_: &FakeRequest| {
            let is_kept = std::fs::read_to_string(&file).is_ok_and(|text| text.contains("sk-new"));
            FakeResponse::new(if is_kept { status } else { 404 })
        };
        server.add_first("/revoke", revoked);
        let run = log_in(&cli, &server, "sk-new");
        run.ok();
        assert!(!run.stderr.contains("warning"), "{run:#?}");
        let sent = server.received();
        let form = json!({"token": "refresh-0", "token_type_hint": "refresh_token", "client_id": "client-1"});
        assert_eq!(sent.last().map(FakeRequest::without_key), Some(request_with("POST /revoke", form)));
        assert_eq!(stored_keys(&cli), ["sk-new"]);
    }
    // The same key again is not another login.
    let server = accepting();
    let cli = home_with(&pkce_login(&server, NOT_DUE));
    log_in(&cli, &server, "key-0").ok();
    assert!(server.received().iter().all(|request| request.path() != "/revoke"));
    // Nobody would know which server a key without one is for.
    let server = accepting();
    let cli = home_with(&json!({"key": "sk-any"}));
    let run = log_in(&cli, &server, "sk-new");
    assert!(run.stderr.contains("warning: this login replaces a stored one that named no server"), "{run:#?}");
    assert_eq!(stored_keys(&cli), ["sk-new"]);
}

#[test]
fn master_key_login_has_no_role() {
    let user = json!({"user_id": "default_user_id", "user_info": {"user_id": "default_user_id",
        "user_role": "internal_user", "spend": 0.5}});
    let no = FakeResponse::new(404).with_json(json!({"detail": "Key not found in database"}));
    let known = json_response(json!({"info": {"user_id": "default_user_id"}}));
    for (key, role) in [(no, Value::Null), (known, json!("internal_user"))] {
        let server = FakeServer::with_routes([
            ("GET /models", json_response(json!({"data": []}))),
            ("GET /key/info", key),
            ("GET /user/info", json_response(user.clone())),
        ]);
        let shown = Cli::of(&server).run(&["whoami", "--check", "--format", "json"]).json();
        assert_eq!((&shown["user_id"], &shown["user_role"]), (&json!("default_user_id"), &role));
    }
    for user in ["cli-user", "default_user_id"] {
        let role = if user == "cli-user" { "cli" } else { "internal_user" };
        let token = json!({"key": "sk-1", "base_url": "http://127.0.0.1:1", "user_id": user, "user_role": role});
        let words = ["whoami", "--format", "json", "--base-url", "http://127.0.0.1:1"];
        let shown = home_with(&token).run(&words).json();
        let known = if user == "cli-user" { Value::Null } else { json!(user) };
        assert_eq!((&shown["user_id"], &shown["user_role"]), (&known, &Value::Null));
    }
}
