//! What the program offers a shell at a TAB: commands, options, fixed values, names that the server knows, and files where
//! a file is meant. How shells take it is tested in `completions_shells`.

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response};

use crate::harness::{Cli, Run};

/// Aliases that shells would split, expand or run, and one that would color the terminal.
pub(crate) const ALIASES: [&str; 7] =
    ["ci", "my key", "cost $5", "it's \"x\"", "weird;*", "openai/gpt-4:free", "evil\u{1b}[31m"];

/// A server that knows one or two of everything.
pub(crate) fn server() -> FakeServer {
    FakeServer::from_fn(|request| {
        list(request.path())
            .map_or_else(|| FakeResponse::new(404).with_json(json!({"detail": "Not Found"})), json_response)
    })
}

fn list(path: &str) -> Option<Value> {
    Some(match path {
        "/key/aliases" => json!({"aliases": ALIASES, "total_count": 7, "total_pages": 1}),
        "/models" | "/v1/models" => {
            json!({"data": [{"id": "gpt-4o"}, {"id": "openai/gpt-4:free"}, {"id": "openai/*"}]})
        }
        "/model/info" | "/v1/model/info" | "/v2/model/info" => {
            json!({"data": [{"model_name": "gpt-4o", "model_info": {"id": "m-1"}}]})
        }
        "/v2/team/list" => json!({"teams": [{"team_id": "t-1", "team_alias": "red team"}, {"team_id": "t-2"}],
                                  "total": 2, "page": 1, "page_size": 100, "total_pages": 1}),
        "/user/list" => json!({"users": [{"user_id": "u-1", "user_email": "ada@example.com"}],
                               "total": 1, "page": 1, "page_size": 100, "total_pages": 1}),
        "/organization/list" => json!([{"organization_id": "o-1", "organization_alias": "acme"}]),
        "/credentials" => json!({"credentials": [{"credential_name": "azure", "credential_info": {}}]}),
        "/budget/list" => json!([{"budget_id": "small", "max_budget": 5.0}]),
        "/customer/list" => json!([{"user_id": "c-1", "alias": "Shop"}]),
        "/access_group/list" => json!({"access_groups": [{"access_group": "beta"}]}),
        _ => return None,
    })
}

/// Configured for a server that is not there.
fn nowhere() -> Cli {
    Cli::at("http://127.0.0.1:9")
}

/// What fish would be given for a line.
fn tab(cli: Cli, line: &str) -> (Cli, Run) {
    let cli = cli.env("COMPLETE", "fish");
    let run = cli.run(&["--", &format!("litellm-proxy {line}")]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{line}: {run:#?}");
    (cli, run)
}

fn offers(cli: Cli, line: &str) -> (Cli, Vec<String>) {
    let (cli, run) = tab(cli, line);
    (cli, run.stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect())
}

/// What is offered when the server had the time to answer, which a busy machine may not give it at once.
pub(crate) fn offers_in_time(cli: Cli, line: &str) -> (Cli, Vec<String>) {
    let (mut cli, mut offered) = offers(cli, line);
    for _ in 0..20 {
        if !offered.is_empty() {
            break;
        }
        (cli, offered) = offers(cli, line);
    }
    (cli, offered)
}

#[track_caller]
fn check(mut cli: Cli, cases: &[(&str, &[&str])]) -> Cli {
    for (line, expected) in cases {
        let offered;
        (cli, offered) = if expected.is_empty() { offers(cli, line) } else { offers_in_time(cli, line) };
        assert_eq!(offered, *expected, "{line}");
    }
    cli
}

#[test]
fn commands_options_and_values_complete_offline() {
    let cli = check(
        nowhere(),
        &[
            ("mode", &["models", "model-groups", "moderations"]),
            ("models l", &["list"]),
            ("model-groups l", &["list"]),
            ("teams mem", &["members"]),
            ("teams members re", &["remove"]),
            ("help keys ro", &["rotate"]),
            ("keys help ro", &["rotate"]),
            ("help mode", &["models", "model-groups", "moderations"]),
            ("keys list --so", &["--sort-by", "--sort-order"]),
            ("--format json keys list --so", &["--sort-by", "--sort-order"]),
            ("--base-url http://localhost:4000/x=y keys ro", &["rotate"]),
            ("--base-url=http://localhost:4000 keys ro", &["rotate"]),
            ("keys list --format j", &["json"]),
            ("keys list --format=j", &["--format=json"]),
            (
                "keys list --format=",
                &[
                    "--format=table",
                    "--format=json",
                    "--format=yaml",
                    "--format=csv",
                    "--format=ndjson",
                    "--format=markdown",
                    "--format=name",
                ],
            ),
            ("keys list --sort-order ", &["asc", "desc"]),
            ("keys list --columns tok", &["token"]),
            ("keys list --columns token,key_a", &["token,key_alias"]),
            ("models info --columns upstream", &["upstream_model"]),
            ("models import --on-conflict ", &["create", "skip", "update"]),
            ("keys update k --unset tpm", &["tpm_limit"]),
            ("users create --role proxy_admin_", &["proxy_admin_viewer"]),
            ("teams members add t u --role ", &["user", "admin"]),
            ("chat completions m -m ", &["assistant:", "system:", "user:"]),
            ("http request P", &["PATCH", "POST", "PUT"]),
            ("config get b", &["base_url"]),
            ("completions z", &["zsh"]),
            ("self u", &["update"]),
            ("version --ch", &["--check"]),
            ("keys nothing-like-it", &[]),
        ],
    );
    let (cli, offered) = offers(cli, "completions ");
    assert_eq!(offered, ["bash", "elvish", "fish", "powershell", "zsh"], "options wait for a dash");
    let (_, offered) = offers(cli, "keys list ");
    assert!(offered.contains(&"--sort-by".to_owned()), "there is nothing but options: {offered:?}");
}

#[test]
fn server_names_complete_for_their_arguments() {
    let server = server();
    check(
        Cli::at(&server.uri()),
        &[
            ("keys info ", &["ci", "cost $5", "it's \"x\"", "my key", "openai/gpt-4:free", "weird;*"]),
            ("keys info --key-alias op", &["openai/gpt-4:free"]),
            ("keys info --key-alias=op", &["--key-alias=openai/gpt-4:free"]),
            ("keys delete --key-aliases ci,my", &["ci,my key"]),
            ("keys block ci my", &["my key"]),
            ("keys generate --key-alias ", &[]),
            ("keys can-use ci gpt", &["gpt-4o"]),
            ("keys generate --models gpt-4o,openai/g", &["gpt-4o,openai/gpt-4:free"]),
            ("keys generate --budget-id ", &["small"]),
            ("keys generate --team-id ", &["red team", "t-1", "t-2"]),
            ("keys list --team-id ", &["red team", "t-1", "t-2"]),
            ("teams info ", &["red team", "t-1", "t-2"]),
            ("teams create --team-id ", &[]),
            ("teams members add t-1 ", &["ada@example.com", "u-1"]),
            ("users get --id a", &["ada@example.com"]),
            ("users list --email ", &["ada@example.com"]),
            ("organizations info ", &["acme", "o-1"]),
            ("credentials get ", &["azure"]),
            ("budgets info ", &["small"]),
            ("customers info ", &["c-1"]),
            ("access-groups info ", &["beta"]),
            ("models delete ", &["gpt-4o", "openai/*", "openai/gpt-4:free"]),
            ("model-groups info op", &["openai/*", "openai/gpt-4:free"]),
            ("chat completions gpt", &["gpt-4o"]),
        ],
    );
}

#[test]
fn files_complete_only_for_file_arguments() {
    let cli = nowhere().file("ci.key", "sk-1").file("keys.json", "[]").file("some/deep.txt", "");
    check(
        cli,
        &[
            ("keys info c", &[]),
            ("keys list --user-id c", &[]),
            ("--format ", &["table", "json", "yaml", "csv", "ndjson", "markdown", "name"]),
            ("keys generate --output-file c", &["ci.key"]),
            ("keys generate --output-file some/", &["some/deep.txt"]),
            ("users import k", &["keys.json"]),
            ("--ca-cert c", &["ci.key"]),
            ("--api-key @c", &["@ci.key"]),
            ("http request POST /x -j @k", &["@keys.json"]),
        ],
    );
}

#[test]
fn lists_are_cached_per_key_in_private_files() {
    let server = server();
    let cli = Cli::at(&server.uri());
    let (cli, first) = offers_in_time(cli, "keys info ");
    let requests = server.received().len();
    let (cli, second) = offers(cli, "keys info ");
    assert_eq!((first.len(), &second), (6, &first));
    assert_eq!(server.received().len(), requests, "the second is from the cache");

    let directory = cli.home().join(".cache/litellm-proxy/completions");
    let mode = |path: &std::path::Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    let files: Vec<_> = std::fs::read_dir(&directory).expect("files").map(|entry| entry.expect("one").path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(mode(&files[0]), 0o600);
    assert!(!format!("{files:?}{}", std::fs::read_to_string(&files[0]).expect("JSON")).contains(KEY));

    let (cli, _) = offers(cli, "--api-key sk-other keys info ");
    let received = server.received();
    assert_eq!(received.len(), requests + 1, "another key may see other things");
    assert_eq!(received[requests].headers["authorization"], "Bearer sk-other");

    let two_minutes_ago = std::time::SystemTime::now() - Duration::from_secs(120);
    for path in &files {
        std::fs::File::options().write(true).open(path).expect("a file").set_modified(two_minutes_ago).expect("a time");
    }
    offers(cli, "keys info ");
    assert_eq!(server.received().len(), requests + 2, "a list is kept for a minute");
}

#[test]
fn completion_uses_the_servers_and_keys_of_the_command_line() {
    let server = server();
    let uri = server.uri();
    let sent = |cli: Cli, line: &str| {
        let before = server.received().len();
        offers(cli, line);
        server.received().split_off(before).iter().map(FakeRequest::head).collect::<String>()
    };
    assert!(sent(nowhere(), &format!("--base-url {uri} keys info ")).contains(KEY));
    assert!(sent(nowhere(), &format!("keys --base-url='{uri}' info ")).contains(KEY));
    let header = format!("--base-url {uri} --auth-header X-Litellm-Key keys info ");
    assert!(sent(nowhere(), &header).to_lowercase().contains("x-litellm-key: bearer"));
    let with_file = nowhere().file("a.key", "sk-from-file\n");
    assert!(sent(with_file, &format!("--base-url {uri} --api-key @a.key keys info ")).contains("sk-from-file"));
    let stored = Cli::new()
        .file(".litellm/config.json", json!({"base_url": uri}).to_string())
        .file(".litellm/token.json", json!({"key": "sk-stored", "base_url": uri}).to_string());
    assert!(sent(stored, "keys info ").contains("sk-stored"));
    // Nobody knows the key: another one is not sent in its place.
    for line in ["--api-key $(cat key) keys info ", "--api-key @- keys info ", "--api-key $NO_SUCH_KEY keys info "] {
        assert_eq!(sent(Cli::at(&uri), line), "");
    }
}

#[test]
fn failing_server_completes_to_nothing() {
    let refusing = FakeServer::always(FakeResponse::new(401).with_json(json!({"detail": "no"})));
    let failing = FakeServer::always(FakeResponse::new(500).with_body("<html>", "text/html"));
    let strange = FakeServer::always_json(json!({"aliases": 5}));
    let resetting = FakeServer::always(FakeResponse::reset());
    let silent = FakeServer::always(FakeResponse::silence());
    let urls = [refusing.uri(), failing.uri(), strange.uri(), resetting.uri(), silent.uri()];
    for url in urls.iter().map(String::as_str).chain(["http://127.0.0.1:9", "not a URL", "https://127.0.0.1:9"]) {
        let (_, offered) = offers(Cli::at(url), "keys info --key-alias ");
        assert_eq!(offered, [""; 0], "{url}");
    }
    let server = server();
    let broken = Cli::at(&server.uri()).file(".cache", "in the way");
    assert_eq!(offers_in_time(broken, "keys info ").1.len(), 6, "there is nowhere to keep the list");
    let unreadable = Cli::new().file(".litellm/config.json", "{");
    assert_eq!(offers(unreadable, "keys info --key-alias ").1, [""; 0]);
    assert_eq!(offers_in_time(Cli::at(&server.uri()).env("HOME", ""), "keys info ").1.len(), 6);
}

/// PowerShell and elvish are not run in tests: these are the words that their scripts insert.
#[test]
fn powershell_and_elvish_get_words_that_they_can_insert() {
    let server = server();
    let (cli, offered) = offers_in_time(Cli::at(&server.uri()), "keys info --key-alias ");
    assert_eq!(offered.len(), 6);
    // The list of before is in the cache.
    let cli = cli.env("COMPLETE", "powershell");
    let lines = cli.run(&["--", "litellm-proxy keys info --key-alias "]).ok().to_owned();
    let mut words: Vec<Vec<&str>> = lines.lines().map(|line| line.split('\t').collect()).collect();
    words.sort();
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    for word in &words {
        let [inserted, shown, help] = word[..] else { panic!("three fields: {word:?}") };
        assert!(!help.is_empty());
        assert!(inserted == quoted(shown) || inserted == shown, "{word:?}");
        let is_bare = shown.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:".contains(&byte));
        assert_eq!(inserted == shown, is_bare, "{word:?}");
    }
    assert_eq!(words.len(), 6);
    let cli = cli.env("COMPLETE", "elvish");
    let lines = cli.run(&["--", "litellm-proxy", "keys", "info", "--key-alias", ""]).ok().to_owned();
    let mut plain: Vec<&str> = lines.lines().collect();
    plain.sort_unstable();
    let mut shown: Vec<&str> = words.iter().map(|word| word[1]).collect();
    shown.sort_unstable();
    assert_eq!(plain, shown);
    for (shell, registration) in
        [("powershell", "Register-ArgumentCompleter"), ("elvish", "edit:completion:arg-completer")]
    {
        assert!(Cli::new().run(&["completions", shell]).ok().contains(registration), "{shell}");
    }
}

#[test]
fn complete_variable_requires_a_shell_name() {
    let cli = Cli::new().env("COMPLETE", "bash");
    let script = cli.run(&[]).ok().to_owned();
    assert_eq!(script, cli.env("COMPLETE", "").run(&["completions", "bash"]).ok());
    for value in ["0", "1", "nothing"] {
        assert!(Cli::new().env("COMPLETE", value).run(&["--help"]).ok().contains("Usage:"), "{value}");
    }
}
