//! Whose key goes where: the key of a login to its own server and nowhere else, whichever of several logins it is.

use serde_json::{Value, json};
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::config::keys_sent;
use crate::harness::{Cli, answering, json_answer, requests, routed, with};
use crate::logins_kept::{accepting, home_with, kept, keys_kept, log_in, now, place};
use crate::logins_renewed::{NOT_DUE, OVER, lines, pkce_login};
use test_bed::servers::keyless;

#[tokio::test]
async fn the_key_of_a_login_goes_to_no_other_server() {
    let (own, other) = (accepting().await, accepting().await);
    let cli = Cli::new();
    log_in(&cli, &own, "sk-stored").ok();
    let before = requests(&own).await.len();
    let (own_port, other_port) = (own.address().port(), other.address().port());
    let models: &[&str] = &["models", "list"];
    for (url, words, code) in [
        (other.uri(), models, 0),
        (format!("http://127.0.0.1:{other_port}/127.0.0.1:{own_port}"), models, 3),
        // The same server by other names is not known to be the same.
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
    assert_eq!(keys_sent(&other).await, ["no key"; 2]);
    let sent = keys_sent(&own).await[before..].to_vec();
    assert_eq!(sent[..2], ["no key"; 2], "{:?}", lines(&own).await);
    assert_eq!(sent[2..], ["Bearer sk-stored"], "a path that begins with // is a path of the own server");
    cli.run(&["models", "list", "--base-url", &format!("HTTP://127.0.0.1:{own_port}//")]).ok();
    assert_eq!(keys_sent(&own).await.last().map(String::as_str), Some("Bearer sk-stored"));
}

#[tokio::test]
async fn the_key_of_a_login_follows_no_redirect_to_another_server() {
    let other = accepting().await;
    for status in [301, 302, 303, 307, 308] {
        for ends_in in [None, Some(NOT_DUE)] {
            let own = MockServer::start().await;
            let away = ResponseTemplate::new(status).insert_header("location", format!("{}/models", other.uri()));
            Mock::given(any()).respond_with(away).mount(&own).await;
            let plain = json!({"key": "key-0", "base_url": own.uri()});
            let cli = home_with(&ends_in.map_or(plain, |ends_in| pkce_login(&own, ends_in)));
            let run = cli.run(&["models", "list", "--base-url", &own.uri()]);
            assert!(run.fails(6).contains("a redirect to another server"), "{run:#?}");
            assert_eq!(keys_sent(&own).await, ["Bearer key-0"], "{status}");
        }
    }
    assert_eq!(requests(&other).await.len(), 0);
}

#[tokio::test]
async fn a_login_that_names_no_server_is_used_for_those_without_one_of_their_own() {
    let (one, two) = (accepting().await, accepting().await);
    let documented = json!({"key": "sk-any", "user_id": "u", "user_email": "unknown", "user_role": "cli",
        "auth_header_name": "Authorization", "timestamp": 1_763_700_000});
    let others = json!({"logins": [{"key": "sk-two", "base_url": two.uri()}]});
    let cli = home_with(&documented).file(".litellm/logins.json", others.to_string());
    for server in [&one, &two] {
        cli.run(&["models", "list", "--base-url", &server.uri()]).ok();
    }
    assert_eq!(
        (keys_sent(&one).await, keys_sent(&two).await),
        (vec!["Bearer sk-any".into()], vec!["Bearer sk-two".into()])
    );
}

#[tokio::test]
async fn a_login_whose_server_cannot_be_read_is_nobodys() {
    let server = accepting().await;
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
    assert_eq!(keys_sent(&server).await, ["no key"; 18]);
}

#[tokio::test]
async fn every_server_has_one_login_and_the_latest_comes_first() {
    let (one, two, three) = (accepting().await, accepting().await, accepting().await);
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
        assert_eq!(keys_kept(&cli), expected);
        assert_eq!(kept(&cli, "token.json")["base_url"], server.uri());
    }
    for (server, key) in [(&one, "sk-1-again"), (&two, "sk-2-again"), (&three, "sk-3")] {
        // What is given counts before what is kept.
        let words = ["models", "list", "--base-url", &server.uri()];
        cli.run(&words).ok();
        cli.run(&[&words[..], &["--api-key", "sk-flag"]].concat()).ok();
        let sent = keys_sent(server).await;
        assert_eq!(sent[sent.len() - 2..], [format!("Bearer {key}"), "Bearer sk-flag".to_owned()]);
    }
    let cli = cli.env("LITELLM_PROXY_API_KEY", "sk-variable");
    cli.run(&["models", "list", "--base-url", &one.uri()]).ok();
    assert_eq!(keys_sent(&one).await.last().map(String::as_str), Some("Bearer sk-variable"));
}

#[tokio::test]
async fn a_login_made_with_another_header_is_used_with_it() {
    let server = accepting().await;
    let cli = Cli::new().env("LITELLM_PROXY_URL", &server.uri());
    cli.run(&["login", "--with-key", "--api-key", "sk-1", "--auth-header", "X-Litellm-Key"]).ok();
    assert_eq!(kept(&cli, "token.json")["auth_header_name"], "x-litellm-key");
    cli.run(&["models", "list"]).ok();
    cli.run(&["models", "list", "--auth-header", "X-Own"]).ok();
    let sent = requests(&server).await;
    for (number, request) in sent.iter().enumerate() {
        let name = if number + 1 < sent.len() { "x-litellm-key" } else { "x-own" };
        assert_eq!(request.headers[name], "Bearer sk-1");
        assert!(!request.headers.contains_key("authorization"), "{request:?}");
    }
}

#[tokio::test]
async fn a_refused_key_is_told_by_its_file_and_its_age() {
    let refusal =
        json!({"error": {"message": "Authentication Error, Invalid proxy server token passed", "code": "401"}});
    let server = answering(ResponseTemplate::new(401).set_body_json(refusal)).await;
    let login = |age: i64| json!({"key": "sk-1", "base_url": server.uri(), "timestamp": now() - age});
    for (token, age) in [
        (login(26 * 3600), " of 26 hours ago"),
        (login(5 * 86400), " of 5 days ago"),
        (json!({"key": "sk-1"}), ""),
        (pkce_login(&server, NOT_DUE), " of 2 hours ago"),
    ] {
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        let run = cli.run(&["models", "list"]);
        let hint = run.fails(4).lines().last().expect("a hint").to_owned();
        let from = place(&cli, "token.json");
        assert_eq!(
            hint,
            format!(
                "hint: the key came from the login{age} in {}: log in again with `litellm-proxy login`, unless it may not do this",
                from.display()
            )
        );
    }
    let run = Cli::new().run(&["models", "list", "--base-url", &server.uri()]);
    assert!(
        run.fails(4).ends_with(
            "hint: give a key with --api-key or LITELLM_PROXY_API_KEY, or log in with `litellm-proxy login`\n"
        )
    );
}

#[tokio::test]
async fn a_login_below_a_path_is_for_that_path_alone() {
    let server = MockServer::start().await;
    let models = json_answer(json!({"data": [{"id": "gpt"}]}));
    Mock::given(path("/llm/models")).respond_with(models).mount(&server).await;
    let cli = Cli::new().env("LITELLM_PROXY_URL", &format!("{}/llm/", server.uri()));
    cli.run(&["login", "--with-key", "--api-key", "sk-1"]).ok();
    assert_eq!(kept(&cli, "token.json")["base_url"], format!("{}/llm", server.uri()));
    let before = requests(&server).await.len();
    cli.run(&["models", "list"]).ok();
    for beside in ["", "/llm2", "/llm/v1", "/LLM"] {
        cli.run(&["models", "list", "--base-url", &format!("{}{beside}", server.uri())]);
    }
    assert_eq!(keys_sent(&server).await[before..], ["Bearer sk-1", "no key", "no key", "no key", "no key"]);
}

#[tokio::test]
async fn what_a_crash_leaves_in_both_files_is_one_login() {
    let (one, two) = (accepting().await, accepting().await);
    let others =
        json!({"logins": [{"key": "sk-1-old", "base_url": one.uri()}, {"key": "sk-2", "base_url": two.uri()}]});
    let new = json!({"key": "sk-1-new", "base_url": one.uri()});
    let cli = home_with(&new).file(".litellm/logins.json", others.to_string()).env("LITELLM_PROXY_URL", &one.uri());
    assert_eq!(cli.run(&["auth", "list", "--format", "json"]).json().as_array().map(Vec::len), Some(2));
    assert_eq!(cli.run(&["auth", "print-token"]).ok(), "sk-1-new\n");
    log_in(&cli, &two, "sk-2-new").ok();
    assert_eq!(keys_kept(&cli), ["sk-2-new", "sk-1-new"]);
}

#[tokio::test]
async fn a_login_that_is_replaced_is_ended_on_its_server_once_the_new_one_is_kept() {
    for status in [200, 500, 503] {
        let server = accepting().await;
        let cli = home_with(&pkce_login(&server, OVER));
        let file = place(&cli, "token.json");
        let revoked = move |_: &Request| {
            let is_kept = std::fs::read_to_string(&file).is_ok_and(|text| text.contains("sk-new"));
            ResponseTemplate::new(if is_kept { status } else { 404 })
        };
        Mock::given(path("/revoke")).respond_with(revoked).expect(1).mount(&server).await;
        let run = log_in(&cli, &server, "sk-new");
        run.ok();
        assert!(!run.stderr.contains("warning"), "{run:#?}");
        let sent = requests(&server).await;
        let form = json!({"token": "refresh-0", "token_type_hint": "refresh_token", "client_id": "client-1"});
        assert_eq!(sent.last().map(keyless), Some(with("POST /revoke", form)));
        assert_eq!(keys_kept(&cli), ["sk-new"]);
    }
    // The same key once more is no other login.
    let server = accepting().await;
    let cli = home_with(&pkce_login(&server, NOT_DUE));
    log_in(&cli, &server, "key-0").ok();
    assert!(requests(&server).await.iter().all(|request| request.url.path() != "/revoke"));
    // Nobody could tell any more whom a key without a server is for.
    let server = accepting().await;
    let cli = home_with(&json!({"key": "sk-any"}));
    let run = log_in(&cli, &server, "sk-new");
    assert!(
        run.stderr.contains("warning: the login that was stored before named no server, and is replaced"),
        "{run:#?}"
    );
    assert_eq!(keys_kept(&cli), ["sk-new"]);
}

#[tokio::test]
async fn no_role_is_made_up_for_a_master_key() {
    let user = json!({"user_id": "default_user_id", "user_info": {"user_id": "default_user_id",
        "user_role": "internal_user", "spend": 0.5}});
    let no = ResponseTemplate::new(404).set_body_json(json!({"detail": "Key not found in database"}));
    let known = json_answer(json!({"info": {"user_id": "default_user_id"}}));
    for (key, role) in [(no, Value::Null), (known, json!("internal_user"))] {
        let server = routed([
            ("GET /models", json_answer(json!({"data": []}))),
            ("GET /key/info", key),
            ("GET /user/info", json_answer(user.clone())),
        ])
        .await;
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
