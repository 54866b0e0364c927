//! Model groups: created and deleted as a whole, or rolled back.

use litellm_proxy_client::model_groups::MEMBER_NAME;
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::{Client, Error};
use serde_json::{Value, json};
use test_bed::deployments::{DeploymentFault, Deployments, changes};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response, request, request_with};

fn client(server: &FakeServer) -> Client {
    Client::new(server.uri(), KEY).expect("a client")
}

/// Three members with given ids.
fn members() -> [NewModel; 3] {
    ["a", "b", "c"].map(|id| NewModel::new(format!("openai/{id}")).param("api_key", "own-secret").info("id", id))
}

#[tokio::test]
async fn create_adds_deployments_in_order() {
    let deployments = Deployments::of([("other", "other-group", true)]);
    let server = deployments.serve();
    let creation = client(&server).model_groups().create(
        "gpt4-group",
        [
            NewModel::new("gpt-4").param("api_key", "key1"),
            NewModel::new("backup")
                .param("model", "azure/gpt-4")
                .param("rpm", 5)
                .info("mode", "chat")
                .info("id", "own-id"),
            NewModel::new("gpt-4").info("id", "").info(MEMBER_NAME, "ours counts"),
        ],
    );
    let shown = creation.requests().expect("requests");
    assert_eq!(server.received().len(), 0, "to look at them sends nothing");
    assert!(!format!("{creation:?}").contains("key1"));
    let group = creation.await.expect("a group");
    let sent = server.requests();
    let id = |number: usize| sent[number].1["model_info"]["id"].as_str().expect("an id").to_owned();
    for made_up in [id(1), id(3)] {
        assert_eq!(uuid::Uuid::parse_str(&made_up).map(|id| id.get_version_num()), Ok(4), "{made_up}");
    }
    assert_ne!(id(1), id(3));
    assert_eq!(
        sent,
        [
            request("GET /v2/model/info?size=100000"),
            request_with(
                "POST /model/new",
                json!({"model_name": "gpt4-group", "litellm_params": {"api_key": "key1", "model": "gpt-4"},
                       "model_info": {"id": id(1), "member_name": "gpt-4"}})
            ),
            request_with(
                "POST /model/new",
                json!({"model_name": "gpt4-group", "litellm_params": {"model": "azure/gpt-4", "rpm": 5},
                       "model_info": {"mode": "chat", "id": "own-id", "member_name": "backup"}})
            ),
            request_with(
                "POST /model/new",
                json!({"model_name": "gpt4-group", "litellm_params": {"model": "gpt-4"},
                       "model_info": {"id": id(3), "member_name": "gpt-4"}})
            ),
        ]
    );
    let bodies: Vec<Value> = shown.iter().map(|request| serde_json::from_slice(&request.body).expect("JSON")).collect();
    assert_eq!(bodies, sent[1..].iter().map(|(_, body)| body.clone()).collect::<Vec<_>>());
    let row = |id: String| json!({"model_id": id, "model_name": "gpt4-group", "new": 1.0});
    let rows = [row(id(1)), row("own-id".to_owned()), row(id(3))];
    assert_eq!(serde_json::to_value(&group).expect("JSON"), json!({"model_group": "gpt4-group", "deployments": rows}));
    assert_eq!(deployments.ids().len(), 4);
}

#[tokio::test]
async fn invalid_group_is_refused_before_sending() {
    let server = FakeServer::always_json(json!({"data": []}));
    let client = client(&server);
    let create = |name: &str, models: Vec<NewModel>| client.model_groups().create(name, models);
    for (name, models, reason) in [
        ("g", vec![], "at least one model"),
        ("", members().into(), "needs a name"),
        ("g", vec![NewModel::new("gpt-4"), NewModel::new("")], "has no name"),
        ("g", vec![NewModel::new("gpt-4").param("model", "")], "has no name"),
        (
            "g",
            vec![NewModel::new("x").info("id", "i"), NewModel::new("y").info("id", "i")],
            "two models of the group have the id `i`",
        ),
    ] {
        for error in
            [create(name, models.clone()).requests().expect_err(reason), create(name, models).await.expect_err(reason)]
        {
            assert!(matches!(&error, Error::InvalidRequest(text) if text.contains(reason)), "{error:?}");
        }
    }
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn existing_deployment_is_a_conflict() {
    for (stock, reason) in [
        (("x", "g", true), "a model is already named `g`"),
        (("x", "g", false), "a model is already named `g`"),
        // Otherwise the rollback would remove the existing deployment.
        (("b", "another", true), "a deployment already has the id `b`"),
    ] {
        let deployments = Deployments::of([stock]);
        let server = deployments.serve();
        let error = client(&server).model_groups().create("g", members()).await.expect_err("there is one");
        assert!(matches!(&error, Error::Exists(text) if text == reason), "{error:?}");
        assert_eq!((error.code(), error.is_retryable()), ("conflict", false));
        assert_eq!((changes(&server), deployments.ids()), (vec![], vec![stock.0.to_owned()]));
    }
}

#[tokio::test]
async fn rate_limited_create_is_tried_again() {
    let deployments = Deployments::of([("old", "other", true)]).failing(&[("3", DeploymentFault::Refused(429))]);
    let server = deployments.serve();
    client(&server).model_groups().create("g", members()).await.expect("a group");
    assert_eq!(changes(&server).join(" "), "+a +b +c +c");
    assert_eq!(deployments.ids(), ["a", "b", "c", "old"]);
}

#[tokio::test]
async fn failed_create_is_rolled_back() {
    use DeploymentFault::{AppliedThen, Refused, Taken};
    for (at, fails, code, expected) in [
        // A deployment that may have been added is deleted too, and may be missing.
        ("2", Refused(500), "server_error", "+a +b -a -b"),
        ("2", AppliedThen(500), "server_error", "+a +b -a -b"),
        ("2", AppliedThen(504), "server_error", "+a +b -a -b"),
        ("3", Refused(502), "server_error", "+a +b +c -a -b -c"),
        ("1", AppliedThen(500), "server_error", "+a -a"),
        // A refused deployment was not added.
        ("2", Refused(400), "refused", "+a +b -a"),
        ("2", Refused(401), "unauthorized", "+a +b -a"),
        ("3", Refused(422), "refused", "+a +b +c -a -b"),
        ("1", Refused(403), "forbidden", "+a"),
        // The existing deployment belongs to somebody else.
        ("2", Taken("Unique constraint failed on the fields: (`model_id`)"), "conflict", "+a +b -a"),
        ("2", Taken("{'error': 'Failed to add model to db. Check your server logs.'}"), "server_error", "+a +b -a"),
    ] {
        let deployments = Deployments::of([("old", "other", true)]).failing(&[(at, fails)]);
        let server = deployments.serve();
        let error = client(&server).model_groups().create("g", members()).await.expect_err("a failure");
        assert_eq!((error.code(), changes(&server).join(" ").as_str()), (code, expected), "{error}");
        assert_eq!(deployments.ids(), ["old"]);
    }
}

#[tokio::test]
async fn lost_response_is_rolled_back() {
    let server = FakeServer::new().on("GET /v2/model/info", json_response(json!({"data": []})));
    let adds_second =
        |request: &FakeRequest| request.path() == "/model/new" && request.json()["model_info"]["id"] == "b";
    server.add_when(adds_second, FakeResponse::lost());
    server.add("*", json_response(json!({"model_id": "a"})));
    let client = Client::new(server.uri(), KEY).expect("a client");
    let error = client.model_groups().create("g", members()).await.expect_err("no answer");
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    let deleted: Vec<_> =
        server.requests().into_iter().filter(|(line, _)| line == "POST /model/delete").map(|(_, body)| body).collect();
    assert_eq!(deleted, [json!({"id": "a"}), json!({"id": "b"})]);
}

#[tokio::test]
async fn failed_rollback_names_what_is_left() {
    use DeploymentFault::{AppliedThen, Refused};
    for (failing, left) in [
        ([("3", Refused(400)), ("a", Refused(500))], vec!["a"]),
        ([("3", AppliedThen(500)), ("a", Refused(403))], vec!["a"]),
        ([("2", AppliedThen(500)), ("b", Refused(500))], vec!["b"]),
        ([("3", AppliedThen(500)), ("c", Refused(400))], vec!["c"]),
    ] {
        let deployments = Deployments::default().failing(&failing);
        let server = deployments.serve();
        let error = client(&server).model_groups().create("g", members()).await.expect_err("a failure");
        let Error::Incomplete { failure, left: named } = &error else { panic!("{error:?}") };
        assert_eq!((named, &deployments.ids()), (&left.iter().map(|id| (*id).to_owned()).collect(), named), "{error}");
        assert_eq!(error.to_string(), format!("{failure}; left on the server: {}", left.join(", ")));
        assert!(matches!(**failure, Error::Refused(_) | Error::Server(_)) && error.code() == "incomplete");
    }
}

#[tokio::test]
async fn delete_removes_one_or_all_deployments() {
    const STOCK: [(&str, &str, bool); 6] = [
        ("a1", "one", true),
        ("b1", "two", true),
        ("b2", "two", true),
        ("c1", "file", false),
        ("d1", "mixed", true),
        ("d2", "mixed", false),
    ];
    for (name, all, expected, changed) in [
        ("one", false, Ok((vec!["a1"], vec![])), "-a1"),
        ("one", true, Ok((vec!["a1"], vec![])), "-a1"),
        ("two", false, Err(("invalid_request", "`two` names 2 deployments: b1, b2")), ""),
        ("two", true, Ok((vec!["b1", "b2"], vec![])), "-b1 -b2"),
        ("file", false, Err(("invalid_request", "`file` is defined in the server's config file")), ""),
        ("file", true, Err(("invalid_request", "`file` is defined in the server's config file")), ""),
        ("mixed", false, Ok((vec!["d1"], vec!["d2"])), "-d1"),
        ("mixed", true, Ok((vec!["d1"], vec!["d2"])), "-d1"),
        ("on", true, Err(("not_found", "no model is named `on`")), ""),
    ] {
        let deployments = Deployments::of(STOCK);
        let server = deployments.serve();
        let client = client(&server);
        let outcome =
            if all { client.model_groups().delete(name).await } else { client.models().delete_by_name(name).await };
        match (outcome, expected) {
            (Ok(response), Ok((deleted, kept))) => {
                assert_eq!(serde_json::to_value(&response).expect("JSON"), json!({"deleted": deleted, "kept": kept}));
            }
            (Err(error), Err((code, reason))) => {
                assert_eq!(error.code(), code, "{error}");
                assert!(error.to_string().starts_with(reason), "{error}");
            }
            (outcome, _) => panic!("{name}: {outcome:?}"),
        }
        assert_eq!(changes(&server).join(" "), changed, "{name}");
        assert_eq!(deployments.ids().len(), STOCK.len() - changed.split_whitespace().count());
    }
}

#[tokio::test]
async fn partly_failed_delete_names_what_is_left() {
    let stock = ["a", "b", "c"].map(|id| (id, "g", true));
    let deployments = Deployments::of(stock).failing(&[("b", DeploymentFault::Refused(500))]);
    let server = deployments.serve();
    let client = client(&server);
    let deletion = client.models().delete_deployments(&client.models().info().await.expect("deployments"));
    assert_eq!(deletion.ids(), ["a", "b", "c"]);
    let shown: Vec<Value> = deletion
        .requests()
        .expect("requests")
        .iter()
        .map(|request| serde_json::from_slice(&request.body).expect("JSON"))
        .collect();
    assert_eq!(shown, [json!({"id": "a"}), json!({"id": "b"}), json!({"id": "c"})]);
    assert_eq!(changes(&server).len(), 0, "to look at them sends nothing");
    let error = client.models().delete_all_by_name("g").await.expect_err("a failure");
    assert!(matches!(&error, Error::Incomplete { left, .. } if left == &["b", "c"]), "{error:?}");
    assert_eq!(
        (changes(&server), deployments.ids()),
        (vec!["-a".to_owned(), "-b".to_owned()], vec!["b".to_owned(), "c".to_owned()])
    );
    // Nothing was done, so the error is the server's alone.
    let error = client.models().delete_all_by_name("g").await.expect_err("a failure");
    assert!(matches!(error, Error::Server(_)), "{error:?}");
}

#[tokio::test]
async fn multi_request_futures_are_send() {
    fn sendable<F: Future + Send>(future: F) -> F {
        future
    }
    let client = Client::new("http://127.0.0.1:9", "sk-x").expect("a client");
    let deployments = sendable(client.models().deployments_of("a"));
    let (one, two, three, four) = tokio::join!(
        client.models().deployments_of("b"),
        sendable(client.teams().list_visible()),
        sendable(client.keys().hash_of_alias("c")),
        sendable(client.model_groups().delete("d")),
    );
    assert!(deployments.await.is_err() && one.is_err() && two.is_err() && three.is_err() && four.is_err());
    let models = client.models();
    let copy = models;
    assert!(models.list().request().is_ok() && copy.list().request().is_ok());
}

#[tokio::test]
async fn find_returns_one_deployment_or_group() {
    let deployments = json!({"data": [{"model_name": "m", "model_info": {"id": "a"}}, {"model_info": {"id": "b"}}]});
    let server = FakeServer::always_json(deployments);
    let client = Client::new(server.uri(), KEY).expect("a client");
    assert_eq!(client.models().get("b").await.expect("a deployment").id(), Some("b"));
    let missing = client.models().get("c").await.expect_err("there is none");
    assert!(matches!(&missing, Error::Missing(text) if text.contains("`c`")), "{missing}");
    let server = FakeServer::always_json(json!({"data": [{"model_group": "g"}, {"model_group": "h"}]}));
    let client = Client::new(server.uri(), KEY).expect("a client");
    assert_eq!(client.model_groups().get("h").await.expect("a group").model_group, "h");
    assert!(matches!(client.model_groups().get("i").await, Err(Error::Missing(_))));
    assert_eq!(
        server.requests(),
        [request("GET /model_group/info?model_group=h"), request("GET /model_group/info?model_group=i")]
    );
}
