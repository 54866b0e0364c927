//! `models import` of config files of every kind, compared with what LiteLLM's own loader makes of them: see
//! `configs/README.md`.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use test_bed::{FakeServer, json_response};

use crate::harness::Cli;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/configs")
}

fn read_by_proxy() -> Map<String, Value> {
    let text = std::fs::read_to_string(folder().join("proxy.json")).expect("proxy.json");
    serde_json::from_str(&text).expect("JSON")
}

/// Where the import differs from the proxy on purpose.
const ACCEPTED_HERE: [&str; 1] = ["tabs_in_flow.yaml"];
/// The proxy starts without models; an import without models is a mistake.
const REFUSED_HERE: [&str; 2] = ["settings_only.yaml", "null_list.yaml"];

/// Imports a file and returns what was sent, or the error.
fn import(name: &str) -> Result<Vec<Value>, String> {
    let server = FakeServer::new();
    server.add("GET *", json_response(json!({"data": []})));
    server.add("*", json_response(json!({"model_id": "new"})));
    let path = folder().join(name);
    let path = path.to_str().expect("a path");
    let run = Cli::of(&server).run(&["models", "import", path, "--concurrency", "1"]);
    match run.code {
        0 => {
            let sent = server.requests().into_iter().filter(|(line, _)| line.starts_with("POST"));
            Ok(sent.map(|(_, body)| body).collect())
        }
        2 => Err(run.stderr),
        _ => panic!("{name}: {run:#?}"),
    }
}

/// Brings a sent model into the form of the proxy's: without nulls, and with the prices of `model_info` only there.
fn normal(model: &Value) -> Value {
    let fields = |name: &str| {
        let fields = model.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>()
    };
    let (params, mut info) = (fields("litellm_params"), fields("model_info"));
    // The proxy copies some prices from one to the other; the import copies those that a server drops otherwise.
    info.retain(|name, _| !name.contains("cost"));
    let mut prices = fields("model_info");
    prices.retain(|name, _| name.contains("cost"));
    let mut params = params;
    for (name, price) in prices {
        params.entry(name).or_insert(price);
    }
    numbers(json!({"model_name": model["model_name"], "litellm_params": params, "model_info": info}))
}

/// Numbers compare by value: the proxy converts `30` to `30.0`.
fn numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(numbers).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, numbers(value))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

#[test]
fn config_files_are_read_like_the_proxy_reads_them() {
    let mut files: Vec<String> = std::fs::read_dir(folder())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.push("includes/config.yaml".to_owned());
    files.sort_unstable();
    let expected = read_by_proxy();
    let mut known: Vec<_> = expected.keys().cloned().collect();
    known.sort_unstable();
    assert_eq!(files, known, "run read_by_proxy.py");
    for name in &files {
        let proxy = &expected[name];
        let sent = import(name);
        if ACCEPTED_HERE.contains(&name.as_str()) {
            assert!(sent.is_ok() && proxy["error"] == true, "{name}: {sent:?}");
            continue;
        }
        if REFUSED_HERE.contains(&name.as_str()) {
            assert!(sent.is_err() && proxy == &json!([]), "{name}: {sent:?}");
            continue;
        }
        match (proxy.as_array(), sent) {
            (Some(models), Ok(sent)) => {
                let sent: Vec<_> = sent.iter().map(normal).collect();
                let models: Vec<_> = models.iter().map(normal).collect();
                assert_eq!(sent, models, "{name}");
            }
            (None, Err(error)) => {
                assert!(error.starts_with("error: ") && error.contains(name.as_str()), "{name}: {error}");
            }
            (proxy, sent) => panic!("{name}: the proxy reads {proxy:?}, the import {sent:?}"),
        }
    }
}

#[test]
fn invalid_config_files_are_reported_with_their_position() {
    for (name, position) in [
        ("tabs.yaml", "line 2"),
        ("indentation.yaml", "line 5"),
        ("unclosed.yaml", "line"),
        ("documents.yaml", "line 5"),
        ("colon.yaml", "line 2"),
        ("at_sign.yaml", "line 3"),
        ("mapping.yaml", "line 2"),
    ] {
        let error = import(name).expect_err(name);
        assert!(error.contains(&format!("{name}, {position}")), "{error}");
    }
}

#[test]
fn keys_that_the_proxy_does_not_read_are_reported_with_their_line() {
    let path = folder().join("unknown_keys.yaml");
    let path = path.to_str().expect("a path");
    let run = Cli::new().run(&["models", "import", path, "--dry-run", "--on-conflict", "create"]);
    run.ok();
    let here = |line: usize, column: usize, message: &str| {
        format!("warning: {path}, line {line}, column {column}: {message}\n")
    };
    let not_read = "the proxy does not read";
    assert_eq!(
        run.stderr,
        [
            here(4, 5, &format!("{not_read} `acess_groups` here, so it is not imported")),
            here(
                5,
                5,
                &format!(
                    "{not_read} `access_groups` here, so it is not imported; did you mean to put it into model_info?"
                )
            ),
            here(
                6,
                5,
                &format!(
                    "{not_read} `api_key` here, so it is not imported; did you mean to put it into litellm_params?"
                )
            ),
            here(7, 5, &format!("{not_read} `description` here, so it is not imported")),
            here(3, 39, "LiteLLM knows no parameter `rmp`; did you mean `rpm`?"),
            here(9, 5, &format!("{not_read} `model_params` here, so it is not imported")),
            here(11, 18, "LiteLLM knows no information `acess_groups`; did you mean `access_groups`?"),
        ]
        .concat()
    );
}

#[test]
fn included_files_that_cannot_be_read_are_reported_where_they_are_named() {
    for (yaml, message) in [
        ("include: [nope.yaml]\n", "config.yaml, line 1, column 11: cannot read `nope.yaml`: "),
        ("include: models.yaml\n", "config.yaml, line 1, column 10: `include` must be a list of file paths"),
        ("include: [list.yaml]\n", "list.yaml, line 1, column 1: an included file must be a mapping"),
        ("include: [bad.yaml]\n", "bad.yaml, line 2"),
        ("include: [empty.yaml]\n", "config.yaml must contain a `model_list` key"),
    ] {
        let cli = Cli::new().file("config.yaml", yaml).file("list.yaml", "[]\n").file("bad.yaml", "a: 1\n b: 2\n");
        let run = cli.file("empty.yaml", "# nothing\n").run(&["models", "import", "config.yaml", "--dry-run"]);
        assert!(run.fails(2).starts_with(&format!("error: {message}")), "{run:#?}");
    }
}

const REFERRING: &str = "\
environment_variables: {OWN_KEY: sk-from-the-file, FORWARDED: os.environ/ELSEWHERE}
credential_list:
  - credential_name: azure
    credential_values: {api_key: os.environ/OWN_KEY, api_base: os.environ/SET_HERE}
    credential_info: {custom_llm_provider: azure}
  - {credential_name: unused, credential_values: {api_key: x}, credential_info: {}}
model_list:
  - model_name: m
    litellm_params: {model: azure/m, litellm_credential_name: azure}
  - model_name: n
    litellm_params: {model: openai/n, api_key: os.environ/OWN_KEY, api_base: os.environ/FORWARDED, user: os.environ/OTHER}
";

#[test]
fn credentials_and_variables_that_stay_behind_are_named() {
    let server = FakeServer::new()
        .on("GET *", json_response(json!({"data": []})))
        .on("*", json_response(json!({"model_id": "new"})));
    let cli = Cli::of(&server).file("config.yaml", REFERRING);
    let run = cli.run(&["models", "import", "config.yaml", "--concurrency", "1"]);
    run.ok();
    assert_eq!(
        run.stderr,
        "warning: the file's credential `azure` (used by `m`) is not imported; import it with --with-credentials\n\
         warning: the variable OWN_KEY (used by `n`) is set in the file, not on the server; import its value with --with-credentials\n\
         warning: the variable FORWARDED (used by `n`) is set in the file, not on the server; import its value with --with-credentials\n"
    );
    assert_eq!(server.requests()[2].1["litellm_params"]["api_key"], "os.environ/OWN_KEY");
}

fn with_credentials(create: test_bed::FakeResponse) -> FakeServer {
    let stored = json!({
        "credential_name": "azure", "source": "db", "display_name": null,
        "credential_info": {"custom_llm_provider": "azure"}, "credential_values": {"api_key": "sk****le", "api_base": "x"},
    });
    FakeServer::with_routes([
        ("POST /credentials", create),
        ("GET /credentials/by_name/azure", json_response(stored)),
        ("PATCH /credentials/azure", json_response(json!({"success": true}))),
        ("GET /v2/model/info", json_response(json!({"data": []}))),
        ("POST /model/new", json_response(json!({"model_id": "new"}))),
    ])
}

#[test]
fn credentials_and_variables_are_imported_on_request() {
    let server = with_credentials(json_response(json!({"success": true})));
    let cli = Cli::of(&server).file("config.yaml", REFERRING).env("SET_HERE", "https://here");
    let words = ["models", "import", "config.yaml", "--with-credentials", "--concurrency", "1", "--format", "json"];
    let run = cli.run(&words);
    assert_eq!(run.json()["credentials"], json!([{"credential_name": "azure", "outcome": "imported", "reason": null}]));
    let sent: Vec<Value> =
        server.requests().into_iter().filter(|(line, _)| line.starts_with("POST")).map(|(_, body)| body).collect();
    assert_eq!(
        sent,
        [
            json!({"credential_name": "azure", "credential_info": {"custom_llm_provider": "azure"},
                   "credential_values": {"api_key": "sk-from-the-file", "api_base": "https://here"}}),
            json!({"model_name": "m", "litellm_params": {"model": "azure/m", "litellm_credential_name": "azure"}}),
            json!({"model_name": "n", "litellm_params": {"model": "openai/n", "api_key": "sk-from-the-file",
                   "api_base": "os.environ/ELSEWHERE", "user": "os.environ/OTHER"}}),
        ]
    );
    let run = cli.run(&["models", "import", "config.yaml", "--with-credentials", "--dry-run"]);
    assert!(run.ok().contains("│ Total    ┆     2 │"), "{run:#?}");
    assert_eq!(run.stderr, "credential azure: would be imported\n");
    assert!(
        !run.stdout.contains("sk-from")
            && !cli
                .run(&["--curl", "models", "import", "config.yaml", "--with-credentials"])
                .stdout
                .contains("sk-from")
    );
}

#[test]
fn existing_credentials_stay_unless_they_are_to_be_updated() {
    let exists = || {
        test_bed::FakeResponse::new(409).with_json(json!({"error": {"message": "Credential exists", "code": "409"}}))
    };
    let words = ["models", "import", "config.yaml", "--with-credentials", "--format", "json", "--on-conflict"];
    for (action, outcome, patches) in [("create", "unchanged", 0), ("skip", "unchanged", 0), ("update", "updated", 1)] {
        let server = with_credentials(exists());
        let cli = Cli::of(&server).file("config.yaml", REFERRING).env("SET_HERE", "https://here");
        let run = cli.run(&[&words[..], &[action]].concat());
        assert_eq!(run.json()["credentials"][0]["outcome"], outcome, "{run:#?}");
        assert_eq!(run.json()["total"], 2);
        let count = server.requests().iter().filter(|(line, _)| line.starts_with("PATCH")).count();
        assert_eq!(count, patches, "{action}");
    }
}

#[test]
fn model_whose_credential_failed_is_not_imported() {
    let server = with_credentials(json_response(json!({"success": true})));
    let run =
        Cli::of(&server).file("config.yaml", REFERRING).run(&["models", "import", "config.yaml", "--with-credentials"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(
        run.stderr
            .contains("failed: credential azure: `api_base` refers to the variable SET_HERE, which is not set here\n"),
        "{run:#?}"
    );
    assert!(run.stderr.contains("failed: m: its credential `azure` was not imported\n"), "{run:#?}");
    assert!(run.stderr.ends_with("error: 1 of 2 models was not imported\n"), "{run:#?}");
    let sent = server.requests().into_iter().filter(|(line, _)| line.starts_with("POST"));
    let sent: Vec<_> = sent.map(|(_, body)| body["model_name"].clone()).collect();
    assert_eq!(sent, ["n"]);
}
