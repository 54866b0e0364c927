//! `model-groups create`, `info` and `delete`, and `models delete --name`.

use serde_json::{Value, json};
use test_bed::deployments::{DeploymentFault, Deployments, changes};
use test_bed::{FakeResponse, FakeServer, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

const TWO: &[&str] = &[
    "model-groups",
    "create",
    "g",
    "--model",
    r#"[{"model_name":"m1","model_info":{"id":"a"}},{"model_name":"m2","model_info":{"id":"b"}}]"#,
];

#[test]
fn info_prints_the_group() {
    let group = r#"{"model_group":"gpt 4/é","providers":["openai"],"input_cost_per_token":3e-05,"new":1.0}"#;
    let all = format!(r#"{{"data":[{{"model_group":"gpt"}},{group}]}}"#);
    let server = FakeServer::with_routes([("GET /model_group/info", json_response(Value::Null).with_text(all))]);
    let cli = Cli::of(&server);
    let run = cli.run(&["model-groups", "info", "gpt 4/é", "--format", "ndjson"]);
    assert_eq!((run.ok(), run.stderr.as_str()), (format!("{group}\n").as_str(), ""));
    let run = cli.run(&["model-groups", "info", "gpt-4"]);
    assert_eq!(run.fails(3), "error: no model group is named `gpt-4`\n");
    assert_eq!(
        server.requests(),
        [
            request("GET /model_group/info?model_group=gpt%204%2F%C3%A9"),
            request("GET /model_group/info?model_group=gpt-4")
        ]
    );
}

#[test]
fn create_adds_each_deployment() {
    let deployments = Deployments::default();
    let server = deployments.serve();
    let files = r#"{"model_name": "openai/c", "litellm_params": {"api_key": "key3", "rpm": 5}, "model_info": {"id": "own", "mode": "chat"}}"#;
    let cli = Cli::of(&server).file("key1.txt", "key1\n").file("models.json", files).stdin("key2\n");
    let run = cli.run(&[
        "model-groups",
        "create",
        "gpt4-group",
        "--model",
        "gpt-4",
        "api_key=@key1.txt",
        "rpm=10",
        "extra_headers.x-team=a=b",
        "api_version=2024",
        "--model",
        "gpt-4-backup",
        "model=openai/gpt-4",
        "api_key=@-",
        "--model",
        "plain",
        "@models.json",
        "--model",
        r#"[{"model_name": "d"}, {"model_name": "e", "litellm_params": {"model": "x/e"}}]"#,
    ]);
    let response = run.json();
    let sent = server.requests();
    let id = |number: usize| sent[number].1["model_info"]["id"].clone();
    let add = |number: usize, params: Value, member: &str| {
        request_with(
            "POST /model/new",
            json!({"model_name": "gpt4-group", "litellm_params": params, "model_info": {"id": id(number), "member_name": member}}),
        )
    };
    let first = json!({"api_key": "key1", "rpm": 10, "extra_headers": {"x-team": "a=b"}, "api_version": "2024", "model": "gpt-4"});
    let own = json!({"model_name": "gpt4-group", "litellm_params": {"api_key": "key3", "rpm": 5, "model": "openai/c"},
                     "model_info": {"id": "own", "mode": "chat", "member_name": "openai/c"}});
    let expected = [
        request("GET /v2/model/info?size=100000"),
        add(1, first, "gpt-4"),
        add(2, json!({"model": "openai/gpt-4", "api_key": "key2"}), "gpt-4-backup"),
        add(3, json!({"model": "plain"}), "plain"),
        request_with("POST /model/new", own),
        add(5, json!({"model": "d"}), "d"),
        add(6, json!({"model": "x/e"}), "e"),
    ];
    assert_eq!(sent, expected);
    let rows: Vec<Value> =
        (1..=6).map(|number| json!({"model_id": id(number), "model_name": "gpt4-group", "new": 1.0})).collect();
    assert_eq!((response, run.stderr.as_str()), (json!({"model_group": "gpt4-group", "deployments": rows}), ""));
    assert_eq!(deployments.ids().len(), 6);
}

#[test]
fn failed_create_reports_reason_and_exit_code() {
    use DeploymentFault::{AppliedThen, Refused};
    for (failing, code, text, changed) in [
        (
            vec![("2", Refused(400))],
            1,
            "error: the model group `g` was not created\n  caused by: no (HTTP 400)\n",
            "+a +b -a",
        ),
        (
            vec![("1", Refused(401))],
            4,
            "error: the model group `g` was not created\n  caused by: no (HTTP 401)\nhint: ",
            "+a",
        ),
        (
            vec![("2", AppliedThen(500))],
            6,
            "error: the model group `g` was not created\n  caused by: late (HTTP 500)\n",
            "+a +b -a -b",
        ),
        (
            vec![("2", Refused(500)), ("a", Refused(500))],
            7,
            "error: no (HTTP 500); left on the server: a\n",
            "+a +b -a -b",
        ),
    ] {
        let deployments = Deployments::default().failing(&failing);
        let server = deployments.serve();
        let run = Cli::of(&server).run(TWO);
        assert!(run.fails(code).starts_with(text), "{run:#?}");
        assert_eq!(changes(&server).join(" "), changed);
        assert_eq!(deployments.ids().len(), usize::from(code == 7));
    }
    for (stock, text) in [
        (("x", "g", true), "error: a model is already named `g`\n"),
        (("b", "other", true), "error: a deployment already has the id `b`\n"),
    ] {
        let deployments = Deployments::of([stock]);
        let server = deployments.serve();
        assert_eq!(Cli::of(&server).run(TWO).fails(8), text);
        let run = Cli::of(&server).run(&[TWO, &["--format", "json"]].concat());
        let error: Value = serde_json::from_str(run.fails(8)).expect("JSON");
        assert_eq!((&error["error"]["kind"], changes(&server).len()), (&json!("conflict"), 0));
    }
    let run = Cli::at("http://127.0.0.1:1").run(TWO);
    assert!(
        run.fails(5).starts_with("error: the model group `g` was not created\n  caused by: cannot reach "),
        "{run:#?}"
    );
}

#[test]
fn delete_by_name_resolves_the_deployments() {
    const STOCK: [(&str, &str, bool); 6] = [
        ("a1", "one", true),
        ("b1", "two", true),
        ("b2", "two", true),
        ("c1", "file", false),
        ("d1", "mixed", true),
        ("d2", "mixed", false),
    ];
    let stays = "warning: these deployments are defined in the server's config file and stay: d2\n";
    let file = "error: `file` is defined in the server's config file, and can only be removed there\n";
    let several = "error: `two` has 2 deployments: b1, b2\nhint: use --all to delete all of them, or an id in place of --name to delete one\n";
    for (words, code, response, text, changed) in [
        (&["models", "delete", "--name", "one"][..], 0, json!({"deleted": ["a1"], "kept": []}), "", "-a1"),
        (&["models", "delete", "--name", "two"], 2, Value::Null, several, ""),
        (
            &["models", "delete", "--name", "two", "--all"],
            0,
            json!({"deleted": ["b1", "b2"], "kept": []}),
            "",
            "-b1 -b2",
        ),
        (&["models", "delete", "--name", "mixed"], 0, json!({"deleted": ["d1"], "kept": ["d2"]}), stays, "-d1"),
        (&["models", "delete", "--name", "file", "--all"], 1, Value::Null, file, ""),
        (&["models", "delete", "--name", "on"], 3, Value::Null, "error: no model is named `on`\n", ""),
        (&["model-groups", "delete", "one"], 0, json!({"deleted": ["a1"], "kept": []}), "", "-a1"),
        (&["model-groups", "delete", "two"], 0, json!({"deleted": ["b1", "b2"], "kept": []}), "", "-b1 -b2"),
        (&["model-groups", "delete", "mixed"], 0, json!({"deleted": ["d1"], "kept": ["d2"]}), stays, "-d1"),
        (&["model-groups", "delete", "file"], 1, Value::Null, file, ""),
        (&["model-groups", "delete", "on"], 3, Value::Null, "error: no model is named `on`\n", ""),
    ] {
        let deployments = Deployments::of(STOCK);
        let server = deployments.serve();
        let run = Cli::of(&server).run(words);
        if code == 0 {
            assert_eq!((run.json(), run.stderr.as_str()), (response, text), "{words:?}");
        } else {
            assert_eq!(run.fails(code), text, "{words:?}");
        }
        assert_eq!(changes(&server).join(" "), changed, "{words:?}");
        assert_eq!(deployments.ids().len(), STOCK.len() - changed.split_whitespace().count());
        let name = words.iter().rfind(|word| !word.starts_with("--")).expect("a name");
        assert_eq!(server.requests()[0], request(&format!("GET /v2/model/info?size=100000&model={name}")));
    }
}

#[test]
fn partly_failed_delete_reports_what_is_left() {
    let deployments =
        Deployments::of(["a", "b", "c"].map(|id| (id, "g", true))).failing(&[("b", DeploymentFault::Refused(500))]);
    let server = deployments.serve();
    for (words, code, text) in [
        (&["model-groups", "delete", "g"][..], 7, "error: no (HTTP 500); left on the server: b, c\n"),
        (&["models", "delete", "--name", "g", "--all"], 6, "error: no (HTTP 500)\n"),
    ] {
        assert_eq!(Cli::of(&server).run(words).fails(code), text);
        assert_eq!(deployments.ids(), ["b", "c"]);
    }
}

/// The requests of a dry run, each a line and its body.
fn shown(text: &str) -> Vec<(String, Value)> {
    let mut shown = Vec::new();
    let mut rest = text;
    while let Some((line, body)) = rest.split_once('\n') {
        let mut values = serde_json::Deserializer::from_str(body).into_iter();
        let value = values.next().expect("a body").expect("JSON");
        rest = body.get(values.byte_offset()..).expect("a rest").trim_start();
        shown.push((line.to_owned(), value));
    }
    shown
}

#[test]
fn dry_run_masks_secrets_and_sends_nothing() {
    let deployments = Deployments::of([("a", "old", true), ("b", "old", true), ("c", "old", false)]);
    let server = deployments.serve();
    let cli = Cli::of(&server).file("key.txt", "sk-secret-0123456789");
    let url = server.uri();
    let create = [
        "model-groups",
        "create",
        "g",
        "--model",
        "x/a",
        "api_key=own-secret",
        "--model",
        r#"{"model_name": "x/b", "litellm_params": {"api_key": "own-secret"}, "model_info": {"id": "i"}}"#,
        "--model",
        "x/c",
        "api_key=@key.txt",
    ];
    let body = |model: &str, id: &Value| json!({"model_name": "g", "litellm_params": {"api_key": "[redacted]", "model": model}, "model_info": {"id": id, "member_name": model}});
    let run = cli.run(&[&create[..], &["--dry-run"]].concat());
    let found = shown(run.ok());
    let expected: Vec<_> = ["x/a", "x/b", "x/c"]
        .iter()
        .zip(&found)
        .map(|(model, (_, shown))| (format!("POST {url}/model/new"), body(model, &shown["model_info"]["id"])))
        .collect();
    assert_eq!((&found, found[1].1["model_info"]["id"].as_str()), (&expected, Some("i")));
    let run = cli.run(&[&create[..], &["--dry-run", "--format", "json"]].concat());
    let methods: Vec<_> = run.json().as_array().expect("a list").iter().map(|shown| shown["method"].clone()).collect();
    assert_eq!((methods, &run.json()[1]["body"]), (vec![json!("POST"); 3], &body("x/b", &json!("i"))));
    let curl = cli.run(&[&create[..], &["--curl"]].concat());
    assert_eq!(curl.ok().matches(&format!("curl -X POST '{url}/model/new'")).count(), 3, "{curl:#?}");
    assert!(curl.stdout.contains(r#""authorization: Bearer $LITELLM_PROXY_API_KEY""#), "{curl:#?}");
    // A dry run looks for a model of the name, and --curl does not.
    let lookup = "GET /v2/model/info?size=100000&";
    let lookups = [request(&format!("{lookup}model=g")), request(&format!("{lookup}wildcard_only=true"))];
    assert_eq!(server.requests(), [lookups.clone(), lookups].concat());
    for text in [format!("{run:?}"), format!("{curl:?}"), format!("{found:?}")] {
        assert!(!text.contains("own-secret") && !text.contains("sk-"), "{text}");
    }

    for words in [&["model-groups", "delete", "old"][..], &["models", "delete", "--name", "old", "--all"]] {
        let run = cli.run(&[words, &["--dry-run"]].concat());
        let delete = |id: &str| (format!("POST {url}/model/delete"), json!({"id": id}));
        assert_eq!(shown(run.ok()), [delete("a"), delete("b")]);
        let curl = cli.run(&[words, &["--curl"]].concat());
        assert_eq!(curl.ok().matches("--data-raw '{\"id\":\"").count(), 2, "{curl:#?}");
    }
    assert!(server.requests().iter().all(|(line, _)| line.starts_with(lookup)));
    assert_eq!(deployments.ids(), ["a", "b", "c"]);
}

#[test]
fn output_contains_no_secrets() {
    let message = "bad key own-secret-0123 of sk-secret-0123456789";
    let refusal = FakeResponse::new(400).with_json(json!({"error": {"message": message, "code": "400"}}));
    let nothing = json_response(json!({"data": []}));
    let server = FakeServer::with_routes([("GET /v2/model/info", nothing), ("POST /model/new", refusal)]);
    let words = ["model-groups", "create", "g", "--model", "x/a", "api_key=own-secret-0123"];
    for more in [&[][..], &["--debug"], &["--format", "json"], &["--debug", "--format", "json"]] {
        let run = Cli::of(&server).run(&[&words[..], more].concat());
        assert!(
            run.fails(1).contains("bad key [redacted] of [redacted]") && !run.stderr.contains("secret"),
            "{run:#?}"
        );
    }
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["model-groups", "info"], "<NAME>"),
        (&["model-groups", "info", ""], "a value is required"),
        (&["model-groups", "create", "g"], "--model"),
        (&["model-groups", "create", "g", "--model"], "a value is required"),
        (&["model-groups", "create", "", "--model", "m"], "a value is required"),
        (&["model-groups", "create", "g", "--model", "rpm=5", "m"], "the name of the model first, then KEY=VALUE"),
        (&["model-groups", "create", "g", "--model", ""], "has no name"),
        (&["model-groups", "create", "g", "--model", "m", "=5"], "the key is empty"),
        (&["model-groups", "create", "g", "--model", "m", "a=1", "a.b=2"], "`a` cannot be both a value and an object"),
        (&["model-groups", "create", "g", "--model", "m", "api_key=@nope.txt"], "cannot read `nope.txt`"),
        (&["model-groups", "create", "g", "--model", "@nope.json"], "cannot read `nope.json`"),
        (&["model-groups", "create", "g", "--model", "{"], "invalid JSON in --model"),
        (&["model-groups", "create", "g", "--model", "[]"], "at least one model"),
        (&["model-groups", "create", "g", "--model", "[1]"], "deployment 1 is not valid"),
        (&["model-groups", "create", "g", "--model", "{}"], "deployment 1 is not valid"),
        (&["model-groups", "create", "g", "--model", r#"{"model_name":""}"#], "has no name"),
        (
            &["model-groups", "create", "g", "--model", r#"{"model_name":"m","modelinfo":{}}"#],
            "deployment 1 is not valid",
        ),
        (
            &["model-groups", "create", "g", "--model", r#"[{"model_name":"m"},{"model_name":1}]"#],
            "deployment 2 is not valid",
        ),
        (
            &["model-groups", "create", "g", "--model", r#"{"model_name":"m"}"#, "rpm=5"],
            "either JSON or a name and KEY=VALUE, not both",
        ),
        (
            &[
                "model-groups",
                "create",
                "g",
                "--model",
                r#"[{"model_name":"m","model_info":{"id":"i"}},{"model_name":"n","model_info":{"id":"i"}}]"#,
            ],
            "two models of the group have the id `i`",
        ),
        (&["model-groups", "delete"], "<NAME>"),
        (&["model-groups", "delete", ""], "a value is required"),
        (&["model-groups", "delete", "g", "--all"], "unexpected argument '--all'"),
        (&["models", "delete", "i", "--name", "m"], "cannot be used with"),
        (&["models", "delete", "--name", ""], "a value is required"),
        (&["models", "delete", "--all"], "--name"),
    ]);
}

#[test]
fn invalid_json_is_not_printed() {
    for json in [
        r#"{"model_name":"m","litellm_params":{"api_key":"own-secret"},"x":1}"#,
        r#"{"api_key":"own-secret""#,
        r#"[{"model_name":["own-secret"]}]"#,
    ] {
        let run = Cli::at("http://127.0.0.1:1").run(&["model-groups", "create", "g", "--model", json]);
        assert!(!run.fails(2).contains("secret"), "{run:#?}");
    }
}
