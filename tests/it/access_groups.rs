//! `access-groups`, and `models add` and `update` with `--access-group`: what is sent, and what is made of the answer.

use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::harness::{Cli, answering, answering_json, are_usage_errors, asked, bare, json_answer, routed, with};

const DEPLOYMENTS: &str = "GET /v1/model/info";

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

async fn with_groups() -> MockServer {
    let changed = json!({"access_group": "beta", "models_updated": 2});
    routed([
        (DEPLOYMENTS, json_answer(deployments())),
        (
            "GET /access_group/beta/info",
            json_answer(json!({"access_group": "beta", "model_names": ["stored", "both"]})),
        ),
        ("POST /access_group/new", json_answer(changed.clone())),
        ("PUT /access_group/beta/update", json_answer(changed.clone())),
        ("DELETE /access_group/beta/delete", json_answer(changed)),
    ])
    .await
}

#[tokio::test]
async fn list_and_info_show_groups() {
    let group = json!({"access_group": "beta", "model_names": ["a", "b"], "deployment_count": 3});
    let answer = json!({"access_groups": [group]});
    let server = routed([
        ("GET /access_group/list", json_answer(answer.clone())),
        ("GET /access_group/a b/info", json_answer(group.clone())),
        ("GET /access_group/a%20b/info", json_answer(group.clone())),
    ])
    .await;
    let cli = Cli::of(&server);
    let table = cli.run(&["access-groups", "list"]);
    assert!(table.ok().contains("│ beta         ┆ a, b   ┆           3 │"), "{table:#?}");
    assert_eq!(cli.run(&["access-groups", "list", "--format", "json"]).json(), answer);
    assert_eq!(
        cli.run(&["access-groups", "list", "--format", "csv"]).ok(),
        "access_group,model_names,deployment_count\nbeta,\"a, b\",3\n"
    );
    assert_eq!(cli.run(&["access-groups", "info", "a b"]).json(), group);
    assert_eq!(asked(&server).await[3], bare("GET /access_group/a%20b/info"));
}

#[tokio::test]
async fn create_looks_for_the_models_first() {
    let server = with_groups().await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["access-groups", "create", "new", "--models", "stored, both"]).json()["models_updated"], 2);
    let question = bare("GET /v1/model/info");
    let body = json!({"access_group": "new", "model_names": ["stored", "both"]});
    assert_eq!(asked(&server).await, [question, with("POST /access_group/new", body)]);
}

#[tokio::test]
async fn models_of_the_file_and_models_that_are_not_there_change_nothing() {
    let server = with_groups().await;
    let cli = Cli::of(&server);
    for words in [
        &["create", "new", "--models", "stored,of-file"][..],
        &["update", "beta", "--models", "of-file"],
        &["update", "beta", "--add-model", "of-file"],
    ] {
        let run = cli.run(&[&["access-groups"], words].concat());
        let reason = "`of-file` is defined in the server's config file, and cannot be put into a group here";
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
    assert_eq!(run.fails(3), "error: there is no `other` in the access group `beta`\n");
    let run = cli.run(&["access-groups", "update", "beta", "--remove-model", "stored,both"]);
    assert!(run.fails(2).contains("would hold no model any more\nhint: litellm-proxy access-groups delete beta"));
    assert!(asked(&server).await.iter().all(|(line, _)| line.starts_with("GET ")));
}

#[tokio::test]
async fn update_replaces_adds_and_removes() {
    for (options, models) in [
        (&["--models", "other,stored"][..], json!(["other", "stored"])),
        (&["--add-model", "other", "--add-model", "stored"], json!(["stored", "both", "other"])),
        (&["--remove-model", "both"], json!(["stored"])),
        (&["--add-model", "other", "--remove-model", "stored,both"], json!(["other"])),
    ] {
        let server = with_groups().await;
        let words = [&["access-groups", "update", "beta"], options].concat();
        assert_eq!(Cli::of(&server).run(&words).json()["models_updated"], 2);
        assert_eq!(
            asked(&server).await,
            [
                bare("GET /access_group/beta/info"),
                bare("GET /v1/model/info"),
                with("PUT /access_group/beta/update", json!({"model_names": models})),
            ],
            "{options:?}"
        );
    }
}

#[tokio::test]
async fn dry_runs_show_what_can_be_known_and_send_nothing() {
    let server = with_groups().await;
    let cli = Cli::of(&server);
    let replace = cli.run(&["access-groups", "update", "beta", "--models", "of-file", "--dry-run"]);
    assert!(replace.ok().contains("PUT ") && replace.stdout.contains("\"of-file\""), "{replace:#?}");
    let add = cli.run(&["access-groups", "update", "beta", "--add-model", "other", "--dry-run"]);
    assert!(!add.ok().contains("PUT ") && add.stderr.contains("depends on the answers"), "{add:#?}");
    assert!(
        cli.run(&["access-groups", "create", "g", "--models", "m", "--dry-run"]).ok().contains("/access_group/new")
    );
    assert!(cli.run(&["access-groups", "delete", "g", "--dry-run"]).ok().starts_with("DELETE "));
    assert_eq!(asked(&server).await, []);
}

#[tokio::test]
async fn a_group_that_is_not_there_or_there_already() {
    let answer =
        |status: u16, words: &str| ResponseTemplate::new(status).set_body_json(json!({"detail": {"error": words}}));
    let server = answering(answer(404, "Access group 'g' not found")).await;
    for words in [&["info", "g"][..], &["update", "g", "--models", "m"], &["delete", "g"]] {
        let run = Cli::of(&server).run(&[&["access-groups"], words].concat());
        assert_eq!(run.fails(3), "error: Access group 'g' not found (HTTP 404)\n");
    }
    let server =
        routed([(DEPLOYMENTS, json_answer(deployments())), ("POST /access_group/new", answer(409, "already exists"))])
            .await;
    Cli::of(&server).run(&["access-groups", "create", "g", "--models", "stored"]).fails(8);
}

#[tokio::test]
async fn models_are_put_into_groups_when_they_are_added() {
    let server = answering_json(json!({"model_id": "i"})).await;
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
    assert_eq!(asked(&server).await, vec![with("POST /model/new", body); 2]);
}

#[tokio::test]
async fn models_are_put_into_further_groups_when_they_are_changed() {
    let server = routed([
        (DEPLOYMENTS, json_answer(deployments())),
        ("PATCH /model/s1/update", json_answer(json!({"model_id": "s1"}))),
        ("PATCH /model/s2/update", json_answer(json!({"model_id": "s2"}))),
    ])
    .await;
    let cli = Cli::of(&server);
    cli.run(&["models", "update", "s1", "--access-group", "new", "--access-group", "beta"]).ok();
    cli.run(&["models", "update", "s2", "--access-group", "new"]).ok();
    // All of them are named, so those that it is in are not asked for.
    cli.run(&["models", "update", "s1", "-i", "access_groups=[]", "--access-group", "new"]).ok();
    let dry = cli.run(&["models", "update", "s1", "--access-group", "new", "--dry-run"]);
    assert!(dry.ok().starts_with("GET ") && dry.stdout.contains("\nPATCH "), "{dry:#?}");
    let missing = cli.run(&["models", "update", "none", "--access-group", "new"]);
    assert_eq!(missing.fails(3), "error: no deployment has the id `none`\n");
    let change = |id: &str, groups: Value| {
        with(&format!("PATCH /model/{id}/update"), json!({"model_info": {"access_groups": groups, "id": id}}))
    };
    assert_eq!(
        asked(&server).await,
        [
            bare("GET /v1/model/info?litellm_model_id=s1"),
            change("s1", json!(["beta", "new"])),
            bare("GET /v1/model/info?litellm_model_id=s2"),
            change("s2", json!(["new"])),
            change("s1", json!(["new"])),
            bare("GET /v1/model/info?litellm_model_id=none"),
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error() {
    are_usage_errors(&[
        (&["access-groups", "create", "a/b", "--models", "m"], "slash"),
        (&["access-groups", "info", "a/b"], "slash"),
        (&["access-groups", "create", " ", "--models", "m"], "the name is empty"),
        (&["access-groups", "create", "g"], "--models <MODELS>"),
        (&["access-groups", "create", "g", "--models", ","], "--models names no model"),
        (&["access-groups", "update", "g"], "--models <MODELS>"),
        (&["access-groups", "update", "g", "--models", "m", "--add-model", "n"], "cannot be used with"),
        (&["access-groups", "update", "g", "--add-model", ""], "--add-model names no model"),
        (&["access-groups", "update", "g", "--add-model", "m", "--remove-model", "m"], "added and removed at once"),
        (&["models", "add", "m", "--access-group", "a/b"], "slash"),
        (&["models", "add", "m", "-p", "model=x", "-i", "access_groups=x", "--access-group", "a"], "is not a list"),
        (&["models", "update", "m"], "nothing to update"),
    ])
    .await;
}
