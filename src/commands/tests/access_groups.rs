//! `access-groups`, and `models add` and `update` with `--access-group`: requests and output.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request, request_with};

use crate::in_process::{Cli, are_usage_errors};

const DEPLOYMENTS: &str = "GET /v2/model/info";

fn deployments() -> Value {
    let one = |name: &str, id: &str, stored: bool, groups: Value| {
        json!({"model_name": name, "litellm_params": {"model": "x"},
            "model_info": {"id": id, "db_model": stored, "access_groups": groups}})
    };
    json!({"data": [
        one("stored", "s1", true, json!(["beta"])),
        one("other", "s2", true, json!(null)),
        one("of-file", "f1", false, json!(null)),
        one("both", "f2", false, json!(null)),
        one("both", "s3", true, json!(null)),
    ]})
}

fn with_groups() -> FakeServer {
    let changed = json!({"access_group": "beta", "models_updated": 2});
    FakeServer::with_routes([
        (DEPLOYMENTS, json_response(deployments())),
        (
            "GET /access_group/beta/info",
            json_response(json!({"access_group": "beta", "model_names": ["stored", "both"]})),
        ),
        ("POST /access_group/new", json_response(changed.clone())),
        ("PUT /access_group/beta/update", json_response(changed.clone())),
        ("DELETE /access_group/beta/delete", json_response(changed)),
    ])
}

#[test]
fn list_and_info_show_groups() {
    let group = json!({"access_group": "beta", "model_names": ["a", "b"], "deployment_count": 3});
    let response = json!({"access_groups": [group]});
    let server = FakeServer::with_routes([
        ("GET /access_group/list", json_response(response.clone())),
        ("GET /access_group/a b/info", json_response(group.clone())),
        ("GET /access_group/a%20b/info", json_response(group.clone())),
    ]);
    let cli = Cli::of(&server);
    let table = cli.run(&["access-groups", "list"]);
    assert!(table.ok().contains("│ beta         ┆ a, b   ┆           3 │"), "{table:#?}");
    assert_eq!(cli.run(&["access-groups", "list", "--format", "json"]).json(), response);
    assert_eq!(
        cli.run(&["access-groups", "list", "--format", "csv"]).ok(),
        "access_group,model_names,deployment_count\nbeta,\"a, b\",3\n"
    );
    assert_eq!(cli.run(&["access-groups", "info", "a b"]).json(), group);
    assert_eq!(server.requests()[3], request("GET /access_group/a%20b/info"));
}

#[test]
fn create_checks_that_models_exist() {
    let server = with_groups();
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["access-groups", "create", "new", "--models", "stored, both"]).json()["models_updated"], 2);
    let question = request("GET /v2/model/info?size=100000");
    let body = json!({"access_group": "new", "model_names": ["stored", "both"]});
    assert_eq!(server.requests(), [question, request_with("POST /access_group/new", body)]);
}

#[test]
fn config_file_and_unknown_models_are_refused() {
    let server = with_groups();
    let cli = Cli::of(&server);
    for words in [
        &["create", "new", "--models", "stored,of-file"][..],
        &["update", "beta", "--models", "of-file"],
        &["update", "beta", "--add-model", "of-file"],
    ] {
        let run = cli.run(&[&["access-groups"], words].concat());
        let reason = "`of-file` is defined in the server's config file, so it cannot be added to a group here";
        assert!(run.fails(1).contains(reason) && run.stderr.contains("model_info.access_groups"), "{run:#?}");
    }
    for words in [
        &["create", "new", "--models", "stored,none"][..],
        &["update", "beta", "--models", "none"],
        &["update", "beta", "--add-model", "none"],
    ] {
        let run = cli.run(&[&["access-groups"], words].concat());
        assert_eq!(run.fails(3), "error: no model is named `none`\n");
    }
    let run = cli.run(&["access-groups", "update", "beta", "--remove-model", "other"]);
    assert_eq!(run.fails(3), "error: `other` is not in the access group `beta`\n");
    let run = cli.run(&["access-groups", "update", "beta", "--remove-model", "stored,both"]);
    assert!(
        run.fails(2).contains("would have no models left\nhint: to delete it: litellm-proxy access-groups delete beta")
    );
    assert!(server.requests().iter().all(|(line, _)| line.starts_with("GET ")));
}

#[test]
fn update_replaces_adds_and_removes_models() {
    for (options, models) in [
        (&["--models", "other,stored"][..], json!(["other", "stored"])),
        (&["--add-model", "other", "--add-model", "stored"], json!(["stored", "both", "other"])),
        (&["--remove-model", "both"], json!(["stored"])),
        (&["--add-model", "other", "--remove-model", "stored,both"], json!(["other"])),
    ] {
        let server = with_groups();
        let words = [&["access-groups", "update", "beta"], options].concat();
        assert_eq!(Cli::of(&server).run(&words).json()["models_updated"], 2);
        assert_eq!(
            server.requests(),
            [
                request("GET /access_group/beta/info"),
                request("GET /v2/model/info?size=100000"),
                request_with("PUT /access_group/beta/update", json!({"model_names": models})),
            ],
            "{options:?}"
        );
    }
}

#[test]
fn dry_run_changes_nothing_and_checks_what_it_shows() {
    let server = with_groups();
    let cli = Cli::of(&server);
    let replace = cli.run(&["access-groups", "update", "beta", "--models", "of-file", "--dry-run"]);
    assert!(replace.fails(1).contains("`of-file` is defined in the server's config file"), "{replace:#?}");
    let add = cli.run(&["access-groups", "update", "beta", "--add-model", "other", "--dry-run"]);
    assert!(add.ok().starts_with("PUT ") && add.stdout.contains("\"other\""), "{add:#?}");
    assert!(
        cli.run(&["access-groups", "create", "g", "--models", "stored", "--dry-run"])
            .ok()
            .contains("/access_group/new")
    );
    assert!(cli.run(&["access-groups", "delete", "beta", "--dry-run"]).ok().starts_with("DELETE "));
    assert!(server.requests().iter().all(|(line, _)| line.starts_with("GET ")));
}

#[test]
fn missing_group_is_not_found_and_existing_group_is_a_conflict() {
    let response = |status: u16, words: &str| FakeResponse::new(status).with_json(json!({"detail": {"error": words}}));
    let server = FakeServer::always(response(404, "Access group 'g' not found"));
    for words in [&["info", "g"][..], &["update", "g", "--models", "m"], &["delete", "g"]] {
        let run = Cli::of(&server).run(&[&["access-groups"], words].concat());
        assert_eq!(run.fails(3), "error: Access group 'g' not found (HTTP 404)\n");
    }
    let server = FakeServer::with_routes([
        (DEPLOYMENTS, json_response(deployments())),
        ("POST /access_group/new", response(409, "already exists")),
    ]);
    Cli::of(&server).run(&["access-groups", "create", "g", "--models", "stored"]).fails(8);
}

#[test]
fn models_add_accepts_access_groups() {
    let server = FakeServer::always_json(json!({"model_id": "i"}));
    let cli = Cli::of(&server);
    cli.run(&["models", "add", "m", "-p", "model=x", "--access-group", "a", "--access-group", "b"]).ok();
    let both = [
        "models",
        "add",
        "m",
        "-p",
        "model=x",
        "-i",
        "access_groups=[\"a\"]",
        "--access-group",
        "b",
        "--access-group",
        "a",
    ];
    cli.run(&both).ok();
    let body =
        json!({"model_name": "m", "litellm_params": {"model": "x"}, "model_info": {"access_groups": ["a", "b"]}});
    assert_eq!(server.requests(), vec![request_with("POST /model/new", body); 2]);
}

#[test]
fn models_update_adds_access_groups() {
    let server = FakeServer::with_routes([
        ("GET /v1/model/info", json_response(deployments())),
        ("PATCH /model/s1/update", json_response(json!({"model_id": "s1"}))),
        ("PATCH /model/s2/update", json_response(json!({"model_id": "s2"}))),
    ]);
    let cli = Cli::of(&server);
    cli.run(&["models", "update", "s1", "--access-group", "new", "--access-group", "beta"]).ok();
    cli.run(&["models", "update", "s2", "--access-group", "new"]).ok();
    // All groups are given, so the current ones are not fetched.
    cli.run(&["models", "update", "s1", "-i", "access_groups=[]", "--access-group", "new"]).ok();
    let dry = cli.run(&["models", "update", "s1", "--access-group", "new", "--dry-run"]);
    assert!(dry.ok().starts_with("PATCH ") && dry.stdout.contains("\"beta\""), "{dry:#?}");
    let missing = cli.run(&["models", "update", "none", "--access-group", "new"]);
    assert_eq!(missing.fails(3), "error: no deployment has the id `none`\n");
    let change = |id: &str, groups: Value| {
        request_with(&format!("PATCH /model/{id}/update"), json!({"model_info": {"access_groups": groups, "id": id}}))
    };
    assert_eq!(
        server.requests(),
        [
            request("GET /v1/model/info?litellm_model_id=s1"),
            change("s1", json!(["beta", "new"])),
            request("GET /v1/model/info?litellm_model_id=s2"),
            change("s2", json!(["new"])),
            change("s1", json!(["new"])),
            request("GET /v1/model/info?litellm_model_id=s1"),
            request("GET /v1/model/info?litellm_model_id=none"),
        ]
    );
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["access-groups", "create", "a/b", "--models", "m"], "slash"),
        (&["access-groups", "info", "a/b"], "slash"),
        (&["access-groups", "create", " ", "--models", "m"], "the name is empty"),
        (&["access-groups", "create", "g"], "--models <MODELS>"),
        (&["access-groups", "create", "g", "--models", ","], "--models names no model"),
        (&["access-groups", "update", "g"], "--models <MODELS>"),
        (&["access-groups", "update", "g", "--models", "m", "--add-model", "n"], "cannot be used with"),
        (&["access-groups", "update", "g", "--add-model", ""], "--add-model names no model"),
        (
            &["access-groups", "update", "g", "--add-model", "m", "--remove-model", "m"],
            "is given to both --add-model and --remove-model",
        ),
        (&["models", "add", "m", "--access-group", "a/b"], "slash"),
        (&["models", "add", "m", "-p", "model=x", "-i", "access_groups=x", "--access-group", "a"], "is not a list"),
        (&["models", "update", "m"], "nothing to update"),
    ]);
}
