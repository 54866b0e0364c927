//! Keys as people paste them: the key in the argument is used, and nothing of it shows or goes into a URL.

use serde_json::json;
use test_bed::{FakeResponse, FakeServer, KEY, json_response};

use crate::harness::{Cli, in_parallel};

const SECRET: &str = "sk-Hush0123456789abcdef";

/// Ways in which the key is pasted; `@` names a file with this content.
const PASTED: [&str; 16] = [
    "sk-Hush0123456789abcdef",
    "  sk-Hush0123456789abcdef\r\n",
    "\u{feff}sk-Hush0123456789abcdef",
    "\"sk-Hush0123456789abcdef\"",
    "'sk-Hush0123456789abcdef'",
    "Bearer sk-Hush0123456789abcdef",
    "Authorization: bearer sk-Hush0123456789abcdef",
    "KEY=sk-Hush0123456789abcdef",
    "export LITELLM_PROXY_API_KEY=\"sk-Hush0123456789abcdef\"",
    "{\"key\": \"sk-Hush0123456789abcdef\", \"key_alias\": \"ci\"}",
    "@sk-Hush0123456789abcdef\r\n",
    "@\u{feff}sk-Hush0123456789abcdef\n",
    "@{\"key\": \"sk-Hush0123456789abcdef\",\n \"token\": \"88dc\"}\n",
    "@export KEY='sk-Hush0123456789abcdef'\n",
    "@# mine\nURL=http://h\nKEY=sk-Hush0123456789abcdef\n",
    "@Bearer sk-Hush0123456789abcdef\n\n",
];

/// Commands that take a key.
const COMMANDS: [&[&str]; 16] = [
    &["keys", "info", "KEY"],
    &["keys", "info", "--key", "KEY"],
    &["keys", "delete", "KEY", "--yes"],
    &["keys", "delete", "--keys", "KEY", "--yes"],
    &["keys", "update", "KEY", "--max-budget", "1"],
    &["keys", "block", "KEY"],
    &["keys", "unblock", "KEY", "ci"],
    &["keys", "rotate", "KEY", "--dry-run"],
    &["keys", "regenerate", "KEY"],
    &["keys", "can-use", "KEY", "m"],
    &["keys", "reset-spend", "KEY"],
    &["budgets", "why", "KEY"],
    &["spend", "logs", "--key", "KEY"],
    &["teams", "assign-key", "t", "KEY"],
    &["keys", "list", "--key-hash", "KEY"],
    &["http", "request", "GET", "/key/info?key=KEY"],
];

fn words<'a>(command: &[&'a str], key: &'a str, cli: Cli) -> (Cli, Vec<String>) {
    let (cli, argument) = match key.strip_prefix('@') {
        Some(content) => (cli.file("the.key", content), "@the.key"),
        None => (cli, key),
    };
    (cli, command.iter().map(|word| word.replace("KEY", argument)).collect())
}

#[test]
fn a_key_is_never_taken_for_an_alias() {
    let hash = litellm_proxy_client::key_hash(SECRET);
    in_parallel(COMMANDS.iter().enumerate(), |(at, command)| {
        // Each command with a quarter of them, and all with `keys info`.
        let pasted = PASTED.iter().enumerate().filter(|(number, _)| at == 0 || (number + at) % 4 == 0);
        for (_, key) in pasted.filter(|(_, key)| command[0] != "http" || **key == SECRET) {
            let server = FakeServer::always(
                FakeResponse::new(404)
                    .with_json(json!({"error": {"message": "Key not found in database", "code": "404"}})),
            );
            server.add_first("GET /team/info", json_response(json!({"team_id": "t", "team_info": {"team_id": "t"}})));
            let (cli, words) = words(command, key, Cli::of(&server));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            // Each way in turn, since this test has many runs.
            let options = [&[][..], &["--format", "json"], &["--debug"]][(key.len() + words.len()) % 3];
            let run = cli.run(&[&words, options].concat());
            assert!(!run.stdout.contains("Hush") && !run.stderr.contains("Hush"), "{words:?}: {run:#?}");
            assert_ne!(run.code, 2, "{words:?}: {run:#?}");
            let requests = server.received();
            for request in &requests {
                assert!(
                    !request.target.contains("Hush") && !request.target.contains("key_alias=%22"),
                    "{words:?}: {request:?}"
                );
            }
            let is_named = |text: String| text.contains(SECRET) || text.contains(&hash);
            assert!(
                requests.iter().any(|request| is_named(request.text() + &request.target)),
                "{words:?}: {requests:#?}"
            );
        }
    });
}

#[test]
fn the_client_sends_the_key_that_was_pasted() {
    let server = FakeServer::always(json_response(json!({"data": []})));
    for key in PASTED {
        let (cli, words) = words(&["models", "list", "--api-key", "KEY"], key, Cli::at(&server.uri()));
        cli.run(&words.iter().map(String::as_str).collect::<Vec<_>>()).ok();
        if !key.starts_with('@') {
            Cli::at(&server.uri()).env("LITELLM_PROXY_API_KEY", key).run(&["models", "list"]).ok();
        }
        let stdin = key.trim_start_matches('@');
        Cli::new().env("LITELLM_PROXY_URL", &server.uri()).stdin(stdin).run(&["login", "--with-key"]).ok();
    }
    for request in server.received() {
        assert_eq!(request.header("authorization"), Some(&*format!("Bearer {SECRET}")), "{request:?}");
    }
}

#[test]
fn a_file_in_the_place_of_a_key_is_a_secret() {
    // It does not begin with `sk-`.
    let secret = "Hush-of-another-kind";
    let hash = litellm_proxy_client::key_hash(secret);
    let server = FakeServer::always(FakeResponse::new(404).with_json(json!({"detail": {"message": "no such key"}})));
    let cli = Cli::of(&server).file("the.key", format!("{secret}\n"));
    for command in [&["keys", "info", "@the.key"][..], &["keys", "block", "@the.key"], &["budgets", "why", "@the.key"]]
    {
        let run = cli.run(command);
        assert!(run.fails(3).contains("no such key") && !run.stderr.contains("Hush"), "{run:#?}");
    }
    for request in server.received() {
        assert!((request.text() + &request.target).contains(&hash), "{request:?}");
    }
    // The key in use, given as an argument.
    let run = Cli::of(&server).env("LITELLM_PROXY_API_KEY", secret).run(&["keys", "info", secret]);
    assert!(!run.fails(3).contains("Hush"), "{run:#?}");
}

#[test]
fn other_text_around_a_key_is_a_usage_error_that_does_not_show_it() {
    let server = FakeServer::always_json(json!({}));
    for command in COMMANDS.iter().filter(|command| command[0] != "http" && !command.contains(&"--key-hash")) {
        let (cli, words) = words(command, "my key is sk-Hush0123456789abcdef ok", Cli::of(&server));
        let run = cli.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(!run.fails(2).contains("Hush"), "{words:?}: {run:#?}");
    }
    // A key where something else is expected.
    for command in [
        &["users", "get", "--id", SECRET][..],
        &["teams", "get", SECRET],
        &["models", "get", "--id", SECRET],
        &["keys", "info", "--key-alias", SECRET],
        &["keys", "list", "--key-alias", SECRET],
        &["spend", "logs", "--user", SECRET],
        &["customers", "get", SECRET],
    ] {
        let run = Cli::of(&server).run(command);
        assert!(!run.stdout.contains("Hush") && !run.stderr.contains("Hush"), "{command:?}: {run:#?}");
        assert_eq!(run.code, 2, "{command:?}: {run:#?}");
    }
    assert!(server.received().iter().all(|request| !request.target.contains("Hush")));
}

#[test]
fn usage_errors_do_not_show_keys() {
    let custom = "HushOfAnotherKind0123";
    for command in [
        &["models", "list", SECRET][..],
        &["models", "list", custom],
        &[SECRET],
        &[custom],
        &["models", custom],
        &["keys", "list", "--size", SECRET],
        &["login", "--with-key", custom],
        &["keys", "list", "--size", "Bearer sk-Hush0123456789abcdef"],
        &["models", "list", "--timeout", custom],
        &["models", "list", "--api-key", "Hush-1", "--timeout", "Hush-1"],
        &["keys", "list", "--sort-by", SECRET],
        &["models", "list", "--format", SECRET],
    ] {
        for options in [&[][..], &["--format", "json"], &["--color", "always"]] {
            let run = Cli::at("http://127.0.0.1:1").run(&[command, options].concat());
            assert_eq!(run.code, 2, "{run:#?}");
            assert!(!run.stderr.contains("Hush") && !run.stdout.contains("Hush"), "{command:?}: {run:#?}");
        }
    }
    let run = Cli::at("http://127.0.0.1:1").env("LITELLM_PROXY_API_KEY", "Hush-mine").run(&["models", "Hush-mine"]);
    assert!(!run.fails(2).contains("Hush") && !run.stderr.contains(KEY), "{run:#?}");
}
