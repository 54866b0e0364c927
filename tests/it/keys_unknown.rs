//! What a key is told to belong to, or to call, that the server does not know: it takes it without a word, and we tell.

use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::harness::{Cli, asked, bare, json_answer, routed};

const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

fn refusal(status: u16, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"error": {"message": message, "code": status.to_string()}}))
}

/// A server with the model `m`, the group `g`, every model of `any/` and the deployment `d`, that says this of a user.
async fn knowing(user: ResponseTemplate) -> MockServer {
    let models = json!([{"id": "m"}, {"id": "g"}, {"id": "any/*"}]);
    let deployments = json!([{"model_name": "m", "litellm_params": {"model": "up/m"},
                              "model_info": {"id": "d", "access_groups": ["late"], "team_public_model_name": "of-team"}}]);
    routed([
        ("GET /models", json_answer(json!({"data": models}))),
        ("GET /v1/model/info", json_answer(json!({"data": deployments}))),
        ("GET /user/info", user),
        ("GET /team/info", refusal(404, "Team not found")),
        ("GET /v2/team/list", json_answer(json!({"teams": [], "total": 0}))),
        ("GET /team/list", json_answer(json!([]))),
        ("GET /key/info", json_answer(json!({"key": HASH, "info": {"models": ["gone"]}}))),
        ("POST /key/generate", json_answer(json!({"key": "sk-new"}))),
        ("POST /key/update", json_answer(json!({"key": HASH}))),
    ])
    .await
}

#[tokio::test]
async fn names_that_nobody_has_are_told_of_after_the_write() {
    let server = knowing(refusal(404, "User u not found")).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate", "--models", "m,nope,g", "--user-id", "u", "--team-id", "t"]);
    assert_eq!(run.json(), json!({"key": "sk-new"}));
    assert_eq!(
        run.stderr,
        "warning: the server has no team `t`; the key refers to it anyway\n\
         warning: the server has no user `u`; the key refers to it anyway\n\
         warning: the server has no model or access group `nope`; the key refers to it anyway\n"
    );
    let run = cli.run(&["keys", "update", HASH, "--add-model", "nope", "--user-id", "u"]);
    assert_eq!(run.json(), json!({"key": HASH}));
    // The model that it had is no news.
    assert_eq!(
        run.stderr,
        "warning: the server has no user `u`; the key refers to it anyway\n\
         warning: the server has no model or access group `nope`; the key refers to it anyway\n"
    );
    let run = cli.run(&["keys", "update", HASH, "--models", "nope"]);
    assert!(run.stderr.contains("no model or access group `nope`"), "{run:#?}");
    let writes = asked(&server).await.into_iter().filter(|(line, _): &(String, Value)| line.starts_with("POST"));
    assert_eq!(writes.count(), 3);
}

#[tokio::test]
async fn names_that_mean_something_are_no_news() {
    let server = knowing(json_answer(json!({"user_id": "u", "user_info": {"user_id": "u"}}))).await;
    let cli = Cli::of(&server);
    for models in ["m,g,any/thing", "d,up/m,late,of-team", "all-team-models,other/*"] {
        let run = cli.run(&["keys", "generate", "--models", models, "--user-id", "u"]);
        assert_eq!((run.json(), run.stderr.as_str()), (json!({"key": "sk-new"}), ""), "{models}");
    }
    // The admin behind the master key is in no list of some servers.
    cli.run(&["keys", "generate", "--user-id", "default_user_id"]).ok();
    let looks =
        asked(&server).await.into_iter().filter(|(line, _): &(String, Value)| line.starts_with("GET /user/info"));
    assert_eq!(looks.count(), 3);
}

#[tokio::test]
async fn older_servers_say_it_of_a_user_by_an_empty_one() {
    let server = knowing(json_answer(json!({"user_id": "u", "user_info": null}))).await;
    let run = Cli::of(&server).run(&["keys", "generate", "--user-id", "u"]);
    assert!(run.stderr.starts_with("warning: the server has no user `u`"), "{run:#?}");
}

#[tokio::test]
async fn who_may_not_look_is_told_nothing() {
    let server = routed([
        ("GET /models", refusal(403, "no")),
        ("GET /user/info", refusal(403, "no")),
        ("POST /key/generate", json_answer(json!({"key": "sk-new"}))),
    ])
    .await;
    let run = Cli::of(&server).run(&["keys", "generate", "--models", "nope", "--user-id", "u"]);
    assert_eq!((run.json(), run.stderr.as_str()), (json!({"key": "sk-new"}), ""));
}

#[tokio::test]
async fn nothing_is_looked_for_that_is_not_named_and_nothing_told_of_a_refusal() {
    let server = knowing(refusal(404, "User u not found")).await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["keys", "generate", "--key-alias", "a"]).stderr, "");
    cli.run(&["keys", "generate", "--models", "nope", "--user-id", "u", "--dry-run"]).ok();
    assert_eq!(asked(&server).await, [("POST /key/generate".to_owned(), json!({"key_alias": "a"}))]);
    let server = routed([
        ("GET /models", json_answer(json!({"data": []}))),
        ("GET /v1/model/info", json_answer(json!({"data": []}))),
        ("POST /key/generate", refusal(400, "not so")),
    ])
    .await;
    let run = Cli::of(&server).run(&["keys", "generate", "--models", "nope"]);
    assert_eq!(run.fails(1), "error: not so (HTTP 400)\n");
    assert!(asked(&server).await.contains(&bare("GET /models?include_model_access_groups=true")));
}
