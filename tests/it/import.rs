//! `models import`: parsing, requests, and the outcome of each model.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request_with};

use crate::harness::{Cli, are_usage_errors};

const FILE: &str = "\
general_settings: {master_key: sk-ignored}
model_list:
  - model_name: gpt-4
    litellm_params:
      model: azure/gpt-4o
      api_key: os.environ/AZURE_API_KEY
      rpm: 60
    model_info:
      access_groups: [beta, internal]
  - model_name: claude
    litellm_params: {model: anthropic/claude-3}
    model_info:
      access_groups: [prod]
  - model_name: mini
    litellm_params: {model: azure/gpt-4o-mini}
  - model_name: bare
    litellm_params: {model: llama}
    model_info: {}
";

fn added() -> [(String, Value); 4] {
    [
        request_with(
            "POST /model/new",
            json!({"model_name": "gpt-4",
                   "litellm_params": {"model": "azure/gpt-4o", "api_key": "os.environ/AZURE_API_KEY", "rpm": 60},
                   "model_info": {"access_groups": ["beta", "internal"]}}),
        ),
        request_with(
            "POST /model/new",
            json!({"model_name": "claude", "litellm_params": {"model": "anthropic/claude-3"},
                   "model_info": {"access_groups": ["prod"]}}),
        ),
        request_with(
            "POST /model/new",
            json!({"model_name": "mini", "litellm_params": {"model": "azure/gpt-4o-mini"}}),
        ),
        request_with("POST /model/new", json!({"model_name": "bare", "litellm_params": {"model": "llama"}})),
    ]
}

/// A server without deployments, which accepts all models.
fn empty() -> FakeServer {
    FakeServer::new().on("GET *", json_response(json!({"data": []}))).on("*", json_response(json!({"model_id": "new"})))
}

/// Returns the requests that change something.
pub(crate) fn writes(server: &FakeServer) -> Vec<(String, Value)> {
    server.requests().into_iter().filter(|(line, _)| !line.starts_with("GET ")).collect()
}

/// Refuses models with these names and accepts all others.
fn refusing(names: &[&str]) -> FakeServer {
    let server = FakeServer::new();
    server.add("GET *", json_response(json!({"data": []})));
    for name in names {
        let refusal = json!({"error": {"message": format!("no {name} here"), "code": "400"}});
        let name = (*name).to_owned();
        server.add_when(move |request| request.field("model_name") == name, FakeResponse::new(400).with_json(refusal));
    }
    server.add("*", json_response(json!({"model_id": "new"})));
    server
}

pub(crate) fn outcomes(value: &Value) -> Vec<(&str, &str)> {
    let models = value["models"].as_array().expect("a list").iter();
    models
        .map(|model| (model["model_name"].as_str().expect("a string"), model["outcome"].as_str().expect("a string")))
        .collect()
}

#[test]
fn all_models_are_added_in_file_order() {
    let server = empty();
    let cli = Cli::of(&server).file("models.yaml", FILE);
    let run = cli.run(&["models", "import", "models.yaml", "--concurrency", "1"]);
    assert_eq!(run.stderr, "");
    assert_eq!(
        run.ok(),
        "\
Models Imported
┌────────────┬────────────────────┬────────────────┬──────────┬────────┐
│ Model Name ┆ Upstream Model     ┆ Access Groups  ┆ Outcome  ┆ Reason │
╞════════════╪════════════════════╪════════════════╪══════════╪════════╡
│ gpt-4      ┆ azure/gpt-4o       ┆ beta, internal ┆ imported ┆        │
│ claude     ┆ anthropic/claude-3 ┆ prod           ┆ imported ┆        │
│ mini       ┆ azure/gpt-4o-mini  ┆                ┆ imported ┆        │
│ bare       ┆ llama              ┆                ┆ imported ┆        │
└────────────┴────────────────────┴────────────────┴──────────┴────────┘

Model Import Summary
┌───────────┬───────┐
│ Provider  ┆ Count │
╞═══════════╪═══════╡
│ azure     ┆     2 │
│ anthropic ┆     1 │
│ llama     ┆     1 │
│ Total     ┆     4 │
└───────────┴───────┘
"
    );
    assert_eq!(writes(&server), added());
}

#[test]
fn concurrent_results_are_in_file_order() {
    let server = empty();
    let models: String = (0..40)
        .map(|number| format!("  - {{model_name: m{number}, litellm_params: {{model: openai/m{number}}}}}\n"))
        .collect();
    let cli = Cli::of(&server).stdin(format!("model_list:\n{models}"));
    let value = cli.run(&["models", "import", "-", "--concurrency", "16", "--format", "json"]).json();
    let names: Vec<_> = outcomes(&value).into_iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(names, (0..40).map(|number| format!("m{number}")).collect::<Vec<_>>());
    assert_eq!((&value["providers"], &value["total"]), (&json!({"openai": 40}), &json!(40)));
    let mut sent: Vec<_> =
        writes(&server).into_iter().map(|(_, body)| body["model_name"].as_str().expect("a name").to_owned()).collect();
    sent.sort_unstable();
    let mut expected = names;
    expected.sort_unstable();
    assert_eq!(sent, expected);
}

#[test]
fn dry_run_works_without_a_server() {
    let server = empty();
    for (cli, warning) in [
        (Cli::of(&server), ""),
        (Cli::at("http://127.0.0.1:1"), "warning: which models exist already could not be looked up: "),
        (Cli::at("not a URL"), "warning: which models exist already could not be looked up: "),
    ] {
        let run = cli.file("models.yaml", FILE).run(&["models", "import", "models.yaml", "--dry-run"]);
        let first: Vec<_> = run.ok().lines().take(3).collect();
        assert_eq!(first[0], "Models that would be imported if --dry-run was not provided");
        assert_eq!(first[2], "│ Model Name ┆ Upstream Model     ┆ Access Groups  │");
        assert!(run.stdout.contains("│ Total     ┆     4 │"), "{run:#?}");
        assert!(run.stderr.starts_with(warning) && warning.is_empty() == run.stderr.is_empty(), "{run:#?}");
    }
    assert_eq!(writes(&server), []);
    let run = Cli::of(&server).file("models.yaml", FILE).run(&[
        "models",
        "import",
        "models.yaml",
        "--dry-run",
        "--format=json",
    ]);
    assert_eq!(
        run.json()["models"][0],
        json!({"model_name": "gpt-4", "upstream_model": "azure/gpt-4o", "access_groups": ["beta", "internal"],
               "outcome": "would be imported", "reason": null})
    );
}

#[test]
fn filters_select_by_upstream_model_and_access_group() {
    let server = empty();
    let cli = Cli::of(&server).file("models.yaml", FILE);
    let kept = |words: &[&str]| {
        let words = [&["models", "import", "models.yaml", "--dry-run", "--format", "json"], words].concat();
        let run = cli.run(&words);
        let names: Vec<_> = outcomes(&run.json()).into_iter().map(|(name, _)| name.to_owned()).collect();
        (names.join(" "), run.stderr)
    };
    let (models, groups) = ("--only-models-matching-regex", "--only-access-groups-matching-regex");
    let left_out = |count: usize| format!("{count} of 4 models do not match the filters\n");
    for (words, names, note) in [
        (&[models, "gpt"][..], "gpt-4 mini", left_out(2)),
        (&[models, "^azure/.*o$"], "gpt-4", left_out(3)),
        // Not the public name.
        (&[models, "bare"], "", left_out(4)),
        (&[models, ""], "gpt-4 claude mini bare", String::new()),
        (&[groups, "beta"], "gpt-4", left_out(3)),
        (&[groups, "intern|prod"], "gpt-4 claude", left_out(2)),
        (&[models, "gpt", groups, "prod"], "", left_out(4)),
        (&[models, "claude", groups, "p.*d"], "claude", left_out(3)),
    ] {
        assert_eq!(kept(words), (names.to_owned(), note), "{words:?}");
    }
    let server = empty();
    let cli = Cli::of(&server).file("models.yaml", FILE);
    cli.run(&["models", "import", "models.yaml", models, "claude"]).ok();
    assert_eq!(writes(&server), added()[1..2]);
}

#[test]
fn empty_selection_is_a_success() {
    let server = FakeServer::always_json(json!({}));
    let cli = Cli::of(&server).stdin("model_list: []\n");
    let run = cli.run(&["models", "import", "-"]);
    assert!(run.ok().starts_with("Model Import Summary\n") && run.stdout.contains("│ Total    ┆     0 │"), "{run:#?}");
    assert_eq!(server.received().len(), 0);
}

#[test]
fn failed_model_does_not_stop_the_others() {
    let server = refusing(&["claude", "bare"]);
    let cli = Cli::of(&server).file("models.yaml", FILE);
    let run = cli.run(&["models", "import", "models.yaml", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let value: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        outcomes(&value),
        [("gpt-4", "imported"), ("claude", "failed"), ("mini", "imported"), ("bare", "failed")]
    );
    assert_eq!(value["models"][1]["reason"], "no claude here (HTTP 400)");
    assert_eq!((&value["providers"], &value["total"]), (&json!({"azure": 2}), &json!(2)));
    let mut lines = run.stderr.lines();
    let error: Value = serde_json::from_str(lines.next().expect("an error")).expect("JSON");
    assert_eq!(error["error"]["kind"], "partial");
    assert_eq!(error["error"]["message"], "2 of 4 models were not imported");
    assert_eq!(writes(&server).len(), 4);
    let run = cli.run(&["models", "import", "models.yaml"]);
    assert_eq!(
        run.stderr,
        "failed: claude: no claude here (HTTP 400)\nfailed: bare: no bare here (HTTP 400)\n\
         error: 2 of 4 models were not imported\n"
    );
}

#[test]
fn fail_fast_stops_at_the_first_failure() {
    let server = refusing(&["claude"]);
    let cli = Cli::of(&server).file("models.yaml", FILE);
    let run = cli.run(&["models", "import", "models.yaml", "--fail-fast", "--concurrency", "1"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let outcomes: Vec<_> = run.stdout.lines().filter(|line| line.starts_with("│ ")).collect();
    assert!(outcomes[3].contains("│ mini ") && outcomes[3].contains("┆ not tried ┆"), "{run:#?}");
    assert!(run.stderr.ends_with("error: 3 of 4 models were not imported\n"), "{run:#?}");
    assert_eq!(writes(&server), added()[..2]);
}

#[test]
fn rejected_api_key_stops_the_import() {
    let refusal = json!({"error": {"message": "no such key", "code": "401"}});
    let refusal = FakeResponse::new(401).with_json(refusal);
    let server = FakeServer::new().on("GET *", json_response(json!({"data": []}))).on("*", refusal.clone());
    let cli = Cli::of(&server).file("models.yaml", FILE);
    let run = cli.run(&["models", "import", "models.yaml", "--concurrency", "1"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stderr.starts_with("failed: gpt-4: no such key (HTTP 401)\n"), "{run:#?}");
    assert_eq!(writes(&server).len(), 1);
    let server = FakeServer::always(refusal);
    let cli = Cli::of(&server).file("models.yaml", FILE);
    assert!(cli.run(&["models", "import", "models.yaml"]).fails(4).contains("no such key"));
    assert_eq!(server.received().len(), 1);
}

#[test]
fn yaml_is_read_like_the_server_reads_it() {
    let server = empty();
    let cli = Cli::of(&server).stdin(
        "\
defaults: &defaults
  model: azure/m
  drop_params: yes
  stream: Off
model_list:
  - model_name: m
    litellm_params:
      <<: *defaults
      stream: on
      api_version: 2024-02-01
      octal: 0123
      hex: 0x1F
      minutes: 1:30
      thousands: 1_000
      cost: 3.0e-05
      text: 3e-05
      quoted: '12'
      nothing: ~
      list: [1, 2.5, n]
      prompt: |
        two
        lines
",
    );
    cli.run(&["models", "import", "-"]).ok();
    assert_eq!(
        writes(&server),
        [request_with(
            "POST /model/new",
            json!({"model_name": "m", "litellm_params": {
                "model": "azure/m", "drop_params": true, "stream": true, "api_version": "2024-02-01", "octal": 83,
                "hex": 31, "minutes": 90, "thousands": 1000, "cost": 3e-05, "text": "3e-05", "quoted": "12",
                "nothing": null, "list": [1, 2.5, "n"], "prompt": "two\nlines\n",
            }})
        )]
    );
}

#[test]
fn malformed_file_is_reported_with_its_position() {
    let server = empty();
    for (yaml, place, reason) in [
        ("", "", "must contain a `model_list` key"),
        ("models: []\n", "", "must contain a `model_list` key"),
        ("model_list:\n", ", line 1, column", "`model_list` must be a list of models"),
        ("model_list: {a: sk-hidden}\n", ", line 1, column 13", "`model_list` must be a list of models"),
        ("model_list:\n  - sk-hidden\n", ", line 2, column 5", "a model must be a mapping"),
        ("model_list:\n  - model_name: m\n", ", line 2, column 5", "the model has no `litellm_params`"),
        ("model_list:\n  - litellm_params: {model: x}\n", ", line 2, column 5", "the model has no `model_name`"),
        (
            "model_list:\n  - model_name: ''\n    litellm_params: {model: x}\n",
            ", line 2, column 17",
            "`model_name` must be",
        ),
        (
            "model_list:\n  - model_name: 12\n    litellm_params: {model: x}\n",
            ", line 2, column 17",
            "`model_name` must be",
        ),
        (
            "model_list:\n  - model_name: m\n    litellm_params: {api_key: sk-hidden}\n",
            ", line 3, column 21",
            "`litellm_params` has no `model`",
        ),
        (
            "model_list:\n  - model_name: m\n    litellm_params: {model: [sk-hidden]}\n",
            ", line 3, column 29",
            "`litellm_params.model` must be a non-empty string",
        ),
        (
            "model_list:\n  - {model_name: m, litellm_params: {model: x}, model_info: sk-hidden}\n",
            ", line 2, column 61",
            "`model_info` must be a mapping",
        ),
        (
            "model_list:\n  - {model_name: m, litellm_params: {model: x}, model_info: {access_groups: 5}}\n",
            ", line 2, column 77",
            "`access_groups` must be a list of strings",
        ),
        (
            "model_list:\n  - model_name: good\n    litellm_params: {model: x}\n  - model_name: m\n    litellm_params:\n      model: x\n      api_key: sk-hidden\n      api_key: sk-hidden-too\n",
            ", line 8, column 7",
            "duplicate key `api_key`; first at line 7, column 7",
        ),
        ("model_list:\n  - a: &x [*y]\n", ", line 2, column 12", ""),
        (
            "model_list:\n  - {model_name: m, litellm_params: {model: x, k: !secret sk-hidden}}\n",
            ", line 2, column",
            "the tag",
        ),
        ("model_list: [\n  'sk-hidden", ", line", ""),
        ("a: 1\n---\nb: 2\n", ", line 3", "a single document"),
    ] {
        let cli = Cli::of(&server).file("models.yaml", yaml);
        let run = cli.run(&["models", "import", "models.yaml"]);
        let text = run.fails(2);
        assert!(text.starts_with(&format!("error: models.yaml{place}")), "{yaml}: {run:#?}");
        assert!(text.contains(reason) && !text.contains("hidden"), "{yaml}: {run:#?}");
        assert!(cli.run(&["models", "import", "models.yaml", "--dry-run"]).fails(2) == text);
    }
    let run = Cli::of(&server).stdin("model_list: 1").run(&["models", "import", "-"]);
    assert!(run.fails(2).starts_with("error: stdin, line 1, column 13: "), "{run:#?}");
    let run = Cli::of(&server).file("models.yaml", b"a:\nb \xff".as_slice()).run(&["models", "import", "models.yaml"]);
    assert_eq!(run.fails(2), "error: models.yaml, line 2, column 3: the file is not valid UTF-8\n");
    assert_eq!(server.received().len(), 0);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["models", "import"], "<FILE>"),
        (&["models", "import", "nope.yaml"], "cannot read `nope.yaml`: No such file or directory"),
        (&["models", "import", "."], "the directory `.` contains no *.yaml or *.yml files"),
        (
            &["models", "import", "-", "--only-models-matching-regex", "gpt("],
            "--only-models-matching-regex: `gpt(` is not a valid regular expression: unclosed group",
        ),
        (
            &["models", "import", "-", "--only-access-groups-matching-regex", "(?=x)"],
            "hint: look-ahead and look-behind are not supported",
        ),
        (&["models", "import", "-", "--on-conflict", "replace"], "invalid value 'replace'"),
        (&["models", "import", "-", "--concurrency", "0"], "--concurrency"),
        (&["models", "import", "-", "--concurrency", "257"], "--concurrency"),
    ]);
}

#[test]
fn curl_shows_all_requests() {
    let server = empty();
    let yaml = FILE.replace("os.environ/AZURE_API_KEY", "hidden-key");
    let run = Cli::of(&server).file("models.yaml", yaml).run(&["models", "import", "models.yaml", "--curl"]);
    assert_eq!(run.ok().matches("curl -X POST ").count(), 4);
    assert!(!run.stdout.contains("hidden-key"), "{run:#?}");
    assert_eq!(server.received().len(), 0);
}

#[test]
fn duplicate_model_ids_are_an_error() {
    let yaml = "model_list:\n- {model_name: a, litellm_params: {model: x}, model_info: {id: 7}}\n\
        - {model_name: b, litellm_params: {model: y}, model_info: {id: \"7\"}}\n";
    let run = Cli::new().stdin(yaml).run(&["models", "import", "-"]);
    assert!(run.fails(2).contains("stdin, line 3, column 3: another model has the same `model_info.id`"), "{run:#?}");
}

#[test]
fn all_invalid_models_are_named_at_once() {
    let yaml = "model_list:\n- {model_name: a}\n- {model_name: b, litellm_params: {model: x}}\n- {litellm_params: {model: y}}\n\
        - {model_name: c, litellm_params: {model: x}, model_info: {id: 1}}\n\
        - {model_name: d, litellm_params: {model: x}, model_info: {id: 1}}\n";
    let run = Cli::new().stdin(yaml).run(&["models", "import", "-"]);
    assert_eq!(
        run.fails(2),
        "error: 3 models of stdin are invalid:\n  stdin, line 2, column 3: the model has no `litellm_params`\n  \
         stdin, line 4, column 3: the model has no `model_name`\n  \
         stdin, line 6, column 3: another model has the same `model_info.id`\n"
    );
}
