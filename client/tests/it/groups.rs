//! Model groups made and deleted by the library, all or none of their deployments.

use litellm_proxy_client::model_groups::MEMBER_NAME;
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::{Client, Error};
use serde_json::{Value, json};
use test_bed::shop::{Fails, Shop, changes};
use wiremock::MockServer;

use test_bed::servers::{KEY, answering_json, asked, bare, requests, with};
use test_bed::wire::{Say, Wire, answer};

fn client(server: &MockServer) -> Client {
    Client::new(server.uri(), KEY).expect("a client")
}

/// Three members with ids of their own.
fn members() -> [NewModel; 3] {
    ["a", "b", "c"].map(|id| NewModel::new(format!("openai/{id}")).param("api_key", "own-secret").info("id", id))
}

#[tokio::test]
async fn a_group_is_made_of_its_deployments_in_order() {
    let shop = Shop::of([("other", "other-group", true)]);
    let server = shop.open().await;
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
    assert_eq!(requests(&server).await.len(), 0, "to look at them sends nothing");
    assert!(!format!("{creation:?}").contains("key1"));
    let group = creation.await.expect("a group");
    let sent = asked(&server).await;
    let id = |number: usize| sent[number].1["model_info"]["id"].as_str().expect("an id").to_owned();
    for made_up in [id(1), id(3)] {
        assert_eq!(uuid::Uuid::parse_str(&made_up).map(|id| id.get_version_num()), Ok(4), "{made_up}");
    }
    assert_ne!(id(1), id(3));
    assert_eq!(
        sent,
        [
            bare("GET /v1/model/info"),
            with(
                "POST /model/new",
                json!({"model_name": "gpt4-group", "litellm_params": {"api_key": "key1", "model": "gpt-4"},
                       "model_info": {"id": id(1), "member_name": "gpt-4"}})
            ),
            with(
                "POST /model/new",
                json!({"model_name": "gpt4-group", "litellm_params": {"model": "azure/gpt-4", "rpm": 5},
                       "model_info": {"mode": "chat", "id": "own-id", "member_name": "backup"}})
            ),
            with(
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
    assert_eq!(shop.ids().len(), 4);
}

#[tokio::test]
async fn what_cannot_be_a_group_is_refused_before_anything_is_sent() {
    let server = answering_json(json!({"data": []})).await;
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
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn what_exists_is_left_as_it_is() {
    for (stock, reason) in [
        (("x", "g", true), "a model is already named `g`"),
        (("x", "g", false), "a model is already named `g`"),
        // Else the deployment that was there before would be removed with the group that was not made.
        (("b", "another", true), "a deployment already has the id `b`"),
    ] {
        let shop = Shop::of([stock]);
        let server = shop.open().await;
        let error = client(&server).model_groups().create("g", members()).await.expect_err("there is one");
        assert!(matches!(&error, Error::Exists(text) if text == reason), "{error:?}");
        assert_eq!((error.code(), error.is_retryable()), ("conflict", false));
        assert_eq!((changes(&server).await, shop.ids()), (vec![], vec![stock.0.to_owned()]));
    }
}

#[tokio::test]
async fn a_group_is_made_whole_or_not_at_all() {
    use Fails::{Late, Refusing, Taken};
    for (at, fails, code, expected) in [
        // What may have been added all the same is deleted too, and need not be there.
        ("2", Refusing(500), "server_error", "+a +b -a -b"),
        ("2", Late(500), "server_error", "+a +b -a -b"),
        ("2", Late(504), "server_error", "+a +b -a -b"),
        ("3", Refusing(502), "server_error", "+a +b +c -a -b -c"),
        ("1", Late(500), "server_error", "+a -a"),
        // What was refused was not added.
        ("2", Refusing(400), "refused", "+a +b -a"),
        ("2", Refusing(401), "unauthorized", "+a +b -a"),
        ("3", Refusing(422), "refused", "+a +b +c -a -b"),
        ("3", Refusing(429), "rate_limited", "+a +b +c -a -b"),
        ("1", Refusing(403), "forbidden", "+a"),
        // What is there is somebody else's.
        ("2", Taken("Unique constraint failed on the fields: (`model_id`)"), "conflict", "+a +b -a"),
        ("2", Taken("{'error': 'Failed to add model to db. Check your server logs.'}"), "server_error", "+a +b -a"),
    ] {
        let shop = Shop::of([("old", "other", true)]).failing(&[(at, fails)]);
        let server = shop.open().await;
        let error = client(&server).model_groups().create("g", members()).await.expect_err("a failure");
        assert_eq!((error.code(), changes(&server).await.join(" ").as_str()), (code, expected), "{error}");
        assert_eq!(shop.ids(), ["old"]);
    }
}

#[tokio::test]
async fn what_was_added_is_removed_where_the_answer_is_lost() {
    let server = Wire::start(|request| {
        std::future::ready(match request.lines().next() {
            Some("GET /v1/model/info HTTP/1.1") => Say::Answer(answer(r#"{"data":[]}"#)),
            Some("POST /model/new HTTP/1.1") if request.contains(r#""id":"b""#) => Say::Last(Vec::new()),
            _ => Say::Answer(answer("{}")),
        })
    })
    .await;
    let client = Client::new(server.uri(), KEY).expect("a client");
    let error = client.model_groups().create("g", members()).await.expect_err("no answer");
    assert!(matches!(error, Error::Interrupted { .. }), "{error:?}");
    let deleted: Vec<_> = server.requests().into_iter().filter(|request| request.contains("/model/delete")).collect();
    let bodies: Vec<_> =
        deleted.iter().filter_map(|request| request.split_once("\r\n\r\n")).map(|(_, body)| body).collect();
    assert_eq!(bodies, [r#"{"id":"a"}"#, r#"{"id":"b"}"#]);
}

#[tokio::test]
async fn what_cannot_be_removed_again_is_named() {
    use Fails::{Late, Refusing};
    for (failing, left) in [
        ([("3", Refusing(400)), ("a", Refusing(500))], vec!["a"]),
        ([("3", Late(500)), ("a", Refusing(403))], vec!["a"]),
        ([("2", Late(500)), ("b", Refusing(500))], vec!["b"]),
        ([("3", Late(500)), ("c", Refusing(400))], vec!["c"]),
    ] {
        let shop = Shop::default().failing(&failing);
        let server = shop.open().await;
        let error = client(&server).model_groups().create("g", members()).await.expect_err("a failure");
        let Error::Incomplete { failure, left: named } = &error else { panic!("{error:?}") };
        assert_eq!((named, &shop.ids()), (&left.iter().map(|id| (*id).to_owned()).collect(), named), "{error}");
        assert_eq!(error.to_string(), format!("{failure}; left on the server: {}", left.join(", ")));
        assert!(matches!(**failure, Error::Refused(_) | Error::Server(_)) && error.code() == "incomplete");
    }
}

#[tokio::test]
async fn deployments_of_a_name_are_deleted_one_or_all() {
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
        let shop = Shop::of(STOCK);
        let server = shop.open().await;
        let client = client(&server);
        let outcome =
            if all { client.model_groups().delete(name).await } else { client.models().delete_by_name(name).await };
        match (outcome, expected) {
            (Ok(answer), Ok((deleted, kept))) => {
                assert_eq!(serde_json::to_value(&answer).expect("JSON"), json!({"deleted": deleted, "kept": kept}));
            }
            (Err(error), Err((code, reason))) => {
                assert_eq!(error.code(), code, "{error}");
                assert!(error.to_string().starts_with(reason), "{error}");
            }
            (outcome, _) => panic!("{name}: {outcome:?}"),
        }
        assert_eq!(changes(&server).await.join(" "), changed, "{name}");
        assert_eq!(shop.ids().len(), STOCK.len() - changed.split_whitespace().count());
    }
}

#[tokio::test]
async fn deleting_stops_at_a_failure_and_names_what_is_left() {
    let stock = ["a", "b", "c"].map(|id| (id, "g", true));
    let shop = Shop::of(stock).failing(&[("b", Fails::Refusing(500))]);
    let server = shop.open().await;
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
    assert_eq!(changes(&server).await.len(), 0, "to look at them sends nothing");
    let error = client.models().delete_all_by_name("g").await.expect_err("a failure");
    assert!(matches!(&error, Error::Incomplete { left, .. } if left == &["b", "c"]), "{error:?}");
    assert_eq!(
        (changes(&server).await, shop.ids()),
        (vec!["-a".to_owned(), "-b".to_owned()], vec!["b".to_owned(), "c".to_owned()])
    );
    // Nothing was done: the failure alone tells all.
    let error = client.models().delete_all_by_name("g").await.expect_err("a failure");
    assert!(matches!(error, Error::Server(_)), "{error:?}");
}

#[tokio::test]
async fn what_takes_several_requests_can_be_joined_and_sent_between_threads() {
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
async fn one_deployment_and_one_group_are_found_among_all() {
    let deployments = json!({"data": [{"model_name": "m", "model_info": {"id": "a"}}, {"model_info": {"id": "b"}}]});
    let server = answering_json(deployments).await;
    let client = Client::new(server.uri(), KEY).expect("a client");
    assert_eq!(client.models().get("b").await.expect("a deployment").id(), Some("b"));
    let missing = client.models().get("c").await.expect_err("there is none");
    assert!(matches!(&missing, Error::Missing(text) if text.contains("`c`")), "{missing}");
    let server = answering_json(json!({"data": [{"model_group": "g"}, {"model_group": "h"}]})).await;
    let client = Client::new(server.uri(), KEY).expect("a client");
    assert_eq!(client.model_groups().get("h").await.expect("a group").model_group, "h");
    assert!(matches!(client.model_groups().get("i").await, Err(Error::Missing(_))));
    assert_eq!(
        asked(&server).await,
        [bare("GET /model_group/info?model_group=h"), bare("GET /model_group/info?model_group=i")]
    );
}
