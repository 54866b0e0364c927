//! What a newcomer writes without reading the documentation. That it compiles is most of the test; the requests that it
//! sends are the rest. Guesses that cannot compile are listed in `docs/guesses.md`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{join, try_join_all};
use futures_util::stream::FuturesUnordered;
use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::{Span, Timestamp};
use litellm_proxy_client::budgets::NewBudget;
use litellm_proxy_client::chat::{ChatRequest, Collector, Content, Message, Part, Role, Tool, ToolChoice};
use litellm_proxy_client::embeddings::{EmbeddingRequest, EncodingFormat};
use litellm_proxy_client::keys::{KeyEntry, KeyFilter, KeySort, KeyStatus, KeyUpdate, NewKey};
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::pages::SortOrder;
use litellm_proxy_client::teams::{MemberId, NewMember, NewTeam, TeamRole};
use litellm_proxy_client::users::{NewUser, UserFilter, UserRole};
use litellm_proxy_client::{ApiKey, Call, Client, Error, Interval, RefusalKind, RetryPolicy};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY, json_response};

use crate::streams::{DONE, says, stops};

const TIMEOUT: Duration = Duration::from_secs(5);

type AnyResult = Result<(), Box<dyn std::error::Error>>;

fn key(number: u32) -> Value {
    json!({"token": format!("hash-{number}"), "key_alias": format!("key-{number}"), "expires": "2030-01-31T00:00:00Z",
        "created_at": "2030-01-01T00:00:00Z", "budget_duration": "30d", "spend": 1.5, "models": ["gpt-4"]})
}

fn server() -> FakeServer {
    let keys = json!({"keys": [key(1), key(2)], "total_count": 2, "current_page": 1, "total_pages": 1});
    let answer = json!({"id": "c", "choices": [{"message": {"role": "assistant", "content": "Paris"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}});
    let vectors = json!({"model": "e", "data": [{"index": 0, "embedding": [0.5, -1]}, {"index": 1, "embedding": "AAAAPwAAgL8="}],
        "usage": {"prompt_tokens": 3, "total_tokens": 3}});
    FakeServer::with_routes([
        ("GET /key/list", json_response(keys)),
        ("POST /key/generate", json_response(json!({"key": "sk-new", "token": "hash-new"}))),
        ("POST /key/update", json_response(key(1))),
        ("POST /key/delete", json_response(json!({"deleted_keys": ["hash-1"]}))),
        ("GET /key/info", json_response(json!({"key": "hash-1", "info": key(1)}))),
        ("POST /team/new", json_response(json!({"team_id": "team-1", "team_alias": "T"}))),
        ("GET /team/info", json_response(json!({"team_id": "team-1", "team_info": {"team_id": "team-1"}}))),
        ("POST /team/member_add", json_response(json!({"team_id": "team-1"}))),
        ("POST /budget/new", json_response(json!({"budget_id": "b"}))),
        ("POST /user/new", json_response(json!({"user_id": "user-1", "key": ""}))),
        ("GET /user/info", json_response(json!({"user_id": "user-1", "user_info": {"user_role": "proxy_admin"}}))),
        ("GET /user/list", json_response(json!({"users": [{"user_id": "u", "user_role": "auditor"}], "total": 1}))),
        ("GET /models", json_response(json!({"data": [{"id": "gpt-4"}]}))),
        ("POST /model/new", json_response(json!({"model_id": "id-1", "model_name": "gpt-4"}))),
        ("POST /embeddings", json_response(vectors)),
        ("POST /chat/completions", json_response(answer)),
    ])
}

fn client(server: &FakeServer) -> Client {
    Client::new(server.uri(), KEY).expect("a client")
}

/// The body of the last request.
fn last(server: &FakeServer) -> Value {
    server.requests().pop().expect("a request").1
}

#[tokio::test]
async fn calls_are_futures() -> AnyResult {
    let server = server();
    let client = client(&server);
    let calls = (0..3).map(|number| client.keys().generate(NewKey::default().key_alias(format!("k{number}"))));
    let keys = try_join_all(calls).await?;
    assert_eq!(keys.len(), 3);

    let (models, keys) = join(client.models().list(), client.keys().list(KeyFilter::default())).await;
    assert_eq!((models?.len(), keys?.keys.len()), (1, 2));
    let (models, team) = tokio::try_join!(client.models().list(), client.teams().get("team-1"))?;
    assert_eq!((models[0].id.as_str(), team.team_info.team_id.as_deref()), ("gpt-4", Some("team-1")));

    let spawned = tokio::spawn(client.models().list());
    assert_eq!(spawned.await??.len(), 1);
    let mut unordered: FuturesUnordered<_> = ["a", "b"].map(|id| client.teams().get(id)).into_iter().collect();
    while let Some(team) = unordered.next().await {
        team?;
    }
    let responses: Vec<_> = futures_util::stream::iter(["a", "b", "c"])
        .map(|id| client.teams().get(id))
        .buffer_unordered(2)
        .try_collect()
        .await?;
    assert_eq!(responses.len(), 3);
    tokio::time::timeout(TIMEOUT, client.models().list()).await??;
    tokio::select! {
        models = client.models().list() => assert_eq!(models?.len(), 1),
        () = tokio::time::sleep(TIMEOUT) => return Err("nothing was sent".into()),
    }
    Ok(())
}

#[tokio::test]
async fn a_call_that_was_polled_can_be_sent_and_awaited_again() -> AnyResult {
    let server = server();
    let mut call = client(&server).models().list();
    {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(std::pin::Pin::new(&mut call).poll(&mut context).is_pending());
    }
    assert_eq!(call.send().await?.len(), 1);
    assert_eq!(server.requests().len(), 1);

    let invalid = client(&server).models().list().header("not a name", "x");
    assert!(matches!(invalid.await, Err(Error::InvalidRequest(_))));
    Ok(())
}

#[test]
fn calls_and_clients_can_be_sent_to_other_threads() {
    fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<Call<Value>>();
    is_send_and_sync::<Client>();
    is_send_and_sync::<Error>();
    is_send_and_sync::<ChatRequest>();
}

#[tokio::test]
async fn arguments_are_taken_by_value_and_by_reference() -> AnyResult {
    let server = server();
    let client = client(&server);
    let request = ChatRequest::new("gpt-4", [Message::user("Hello")]);
    client.chat().completions().create(&request).await?;
    client.chat().completions().create(request.clone()).await?;
    client.chat().completions().create(Arc::new(request.clone())).await?;

    let filter = KeyFilter::default().user_id("u");
    client.keys().list(&filter).await?;
    client.keys().list(filter).await?;
    let id = String::from("team-1");
    client.teams().get(&id).await?;
    client.teams().get(id.clone()).await?;
    client.teams().get(id.as_str()).await?;
    let member = NewMember::new(MemberId::user("u"));
    client.teams().add_members(&id, [member.clone()]).await?;
    client.teams().add_members(&id, &vec![member]).await?;

    let secret = ApiKey::new("sk-secret");
    client.keys().get(&secret).await?;
    client.keys().get(secret.clone()).await?;
    client.keys().get("sk-secret").await?;
    client.keys().delete([&secret]).await?;
    client.keys().delete(vec![secret]).await?;
    client.keys().update("sk-secret".to_owned(), KeyUpdate::default().max_budget(5)).await?;
    client.models().add(NewModel::new("gpt-4").param("model", "openai/gpt-4")).await?;
    Ok(())
}

#[tokio::test]
async fn pages_are_iterated() -> AnyResult {
    let server = server();
    let client = client(&server);
    let page = client.keys().list(KeyFilter::default()).await?;
    for key in &page {
        assert!(key.alias().is_some());
    }
    for key in &page.keys {
        assert!(key.token().is_some());
    }
    let names: Vec<_> = page.keys.iter().filter_map(KeyEntry::alias).collect();
    assert_eq!(names, ["key-1", "key-2"]);
    let mut count = 0;
    for key in page {
        count += usize::from(key.full().is_some());
    }
    for key in client.keys().list(KeyFilter::default()).await?.into_inner().keys {
        count += usize::from(key.full().is_some());
    }
    assert_eq!(count, 4);

    let all: Vec<KeyEntry> = client.keys().list_all(KeyFilter::default()).try_collect().await?;
    assert_eq!(all.len(), client.keys().list_all(&KeyFilter::default()).all().await?.len());
    let mut stream = client.keys().list_all(KeyFilter::default());
    while let Some(key) = stream.try_next().await? {
        count += usize::from(key.alias() == Some("key-1"));
    }
    let spent: f64 = client
        .keys()
        .list_all(KeyFilter::default())
        .try_fold(0.0, async |sum, key| Ok(sum + key.full().and_then(|key| key.spend).unwrap_or_default()))
        .await?;
    assert!((spent - 3.0).abs() < 1e-9 && count == 5);
    Ok(())
}

#[tokio::test]
async fn setters_take_the_types_at_hand() -> AnyResult {
    let server = server();
    let client = client(&server);
    let (team_id, user_id): (Option<String>, Option<&str>) = (Some("team-1".to_owned()), None);
    let models: Vec<String> = vec!["gpt-4".to_owned()];
    let day = Duration::from_secs(24 * 60 * 60);
    let key = NewKey::default()
        .max_budget(10)
        .soft_budget(Some(7.5))
        .tpm_limit(1_000)
        .rpm_limit(Some(60))
        .max_parallel_requests(None)
        .duration(day)
        .budget_duration(Interval::days(30))
        .aliases(HashMap::from([("gpt4".to_owned(), "gpt-4".to_owned())]))
        .metadata(json!({"project": "x"}))
        .models(&models)
        .tags(["a", "b"])
        .team_id(&team_id)
        .user_id(user_id)
        .blocked(false);
    client.keys().generate(&key).await?;
    assert_eq!(
        last(&server),
        json!({"max_budget": 10.0, "soft_budget": 7.5, "tpm_limit": 1000, "rpm_limit": 60, "duration": "86400s",
            "budget_duration": "30d", "aliases": {"gpt4": "gpt-4"}, "metadata": {"project": "x"}, "models": ["gpt-4"],
            "tags": ["a", "b"], "team_id": "team-1", "blocked": false})
    );

    let names: BTreeSet<&str> = BTreeSet::from(["gpt-4", "gpt-4o"]);
    let key = NewKey::default()
        .models(names.iter().map(|name| name.to_uppercase()))
        .duration("24h")
        .aliases([("a", "gpt-4")])
        .metadata(BTreeMap::from([("n", 1)]))
        .team_id(team_id)
        .max_budget(0.5_f32)
        .key("sk-chosen");
    client.keys().generate(key).await?;
    assert_eq!(
        last(&server),
        json!({"models": ["GPT-4", "GPT-4O"], "duration": "24h", "aliases": {"a": "gpt-4"}, "metadata": {"n": 1},
            "team_id": "team-1", "max_budget": 0.5, "key": "sk-chosen"})
    );
    for key in [
        NewKey::default().models(vec!["m"]),
        NewKey::default().models(&["m"]),
        NewKey::default().models(["m".to_owned()]),
        NewKey::default().models(Some(vec!["m"])),
        NewKey::default().models("m n".split(' ').take(1)),
    ] {
        assert_eq!(key.models, Some(vec!["m".to_owned()]));
    }
    Ok(())
}

#[tokio::test]
async fn times_and_intervals_are_computed_with() -> AnyResult {
    let server = server();
    let client = client(&server);
    let key = client.keys().get("sk-secret").await?.into_inner().info;
    let (expires, created) = (key.expires.ok_or("no expiry")?, key.created_at.ok_or("no creation")?);
    assert!(expires > created && expires > Timestamp::UNIX_EPOCH);
    assert_eq!(expires.duration_since(created).as_hours(), 30 * 24);
    assert_eq!(created + Duration::from_secs(30 * 86_400), expires);
    let interval = key.budget_duration.clone().ok_or("no interval")?;
    assert_eq!(
        (interval.to_duration(), interval.to_string().as_str()),
        (Some(30 * Duration::from_secs(86_400)), "30d")
    );
    assert_eq!(interval, "30d");

    let reset = Timestamp::UNIX_EPOCH + Span::new().hours(1);
    let created = client.budgets().create(NewBudget::default().max_budget(5).budget_reset_at(reset)).await?;
    assert_eq!(last(&server), json!({"max_budget": 5.0, "budget_reset_at": "1970-01-01T01:00:00Z"}));
    assert_eq!(created.budget_id, "b");
    Ok(())
}

#[tokio::test]
async fn roles_and_orders_are_enums_that_unknown_names_survive() -> AnyResult {
    let server = server();
    let client = client(&server);
    client.users().create(NewUser::default().user_role(UserRole::ProxyAdminViewer)).await?;
    assert_eq!(last(&server), json!({"user_role": "proxy_admin_viewer"}));
    client.users().create(NewUser::default().user_role("internal_user")).await?;
    assert_eq!(last(&server), json!({"user_role": "internal_user"}));

    let me = client.users().me().await?;
    let role = me.user_info.as_ref().and_then(|user| user.user_role.as_ref());
    assert!(role == Some(&UserRole::ProxyAdmin) && role.is_some_and(|role| role == "proxy_admin"));
    let users = client.users().list(UserFilter::default()).await?;
    match &users.users[0].user_role {
        Some(UserRole::ProxyAdmin) => return Err("not an admin".into()),
        Some(UserRole::Other(name)) => assert_eq!(name, "auditor"),
        other => return Err(format!("{other:?}").into()),
    }

    let filter =
        KeyFilter::default().status(KeyStatus::Expired).sort_by(KeySort::Spend).sort_order(SortOrder::Descending);
    assert_eq!(filter, KeyFilter::default().status("expired").sort_by("spend").sort_order("desc"));
    client.keys().list(filter).await?;
    let (line, _) = server.requests().pop().ok_or("no request")?;
    assert!(line.contains("status=expired&sort_by=spend&sort_order=desc"), "{line}");
    let member = NewMember::new(MemberId::email("ada@example.com")).role(TeamRole::Admin);
    let team = client.teams().create(NewTeam::default().team_alias("T").members([member])).await?;
    let (id, alias): (&str, Option<&str>) = (&team.team_id, team.team_alias.as_deref());
    assert_eq!((id, alias), ("team-1", Some("T")));
    Ok(())
}

#[tokio::test]
async fn created_things_have_ids() -> AnyResult {
    let server = server();
    let client = client(&server);
    let user: String = client.users().create(NewUser::default()).await?.into_inner().user_id;
    let team: String = client.teams().create(NewTeam::default()).await?.into_inner().team_id;
    let key: String = client.keys().generate(NewKey::default()).await?.into_inner().token;
    let model: String = client.models().add(NewModel::new("gpt-4")).await?.into_inner().model_id;
    assert_eq!([user, team, key, model], ["user-1", "team-1", "hash-new", "id-1"]);
    Ok(())
}

#[tokio::test]
async fn messages_are_made_of_what_is_at_hand() -> AnyResult {
    let server = server();
    let client = client(&server);
    let name = "Ada";
    let history = vec![Message::system("Be brief.".to_owned()), Message::user(format!("I am {name}."))];
    for request in [
        ChatRequest::new("gpt-4", &history),
        ChatRequest::new("gpt-4", history.clone()),
        ChatRequest::new("gpt-4", [("system", "Be brief."), ("user", "I am Ada.")]),
        ChatRequest::new("gpt-4", [(Role::System, "Be brief."), (Role::User, "I am Ada.")]),
        ChatRequest::new("gpt-4".to_owned(), [("system", "Be brief.".to_owned())]).message("I am Ada."),
        serde_json::from_value(json!({"model": "gpt-4", "messages": [{"role": "system", "content": "Be brief."},
            {"role": "user", "content": "I am Ada."}]}))?,
    ] {
        assert_eq!(request.messages, history);
    }
    let request = ChatRequest::new("gpt-4", ["Hello"])
        .temperature(1)
        .max_tokens(100)
        .seed(7)
        .stop(["END"])
        .tools(vec![Tool::function("f", "", json!({}))])
        .tool_choice(ToolChoice::Auto);
    let copy: ChatRequest = serde_json::from_value(serde_json::to_value(&request)?)?;
    assert_eq!(copy, request);
    assert_eq!(serde_json::from_value::<ChatRequest>(json!({"stop": "END"}))?.stop, Some(vec!["END".to_owned()]));

    let response = client.chat().completions().create(&request).await?;
    assert_eq!(response.text(), "Paris");
    let answer: String = response.text().into_owned();
    assert!(answer.contains("Paris") && format!("{answer}!") == "Paris!");
    let message = &response.choices[0].message;
    assert!(message.role == Role::Assistant && message.role == "assistant");
    assert!(matches!(&message.content, Some(Content::Text(text)) if text == "Paris"));
    assert_eq!(response.choices[0].finish_reason.as_deref(), Some("stop"));
    assert_eq!(response.usage.as_ref().map(|usage| usage.total_tokens), Some(3));
    let mut history = history;
    history.extend(response.message().cloned());
    history.push("And Italy?".into());
    history.push(Message::user(Part::image_url("https://example.com/a.png")));
    client.chat().completions().create(ChatRequest::new("gpt-4", history)).await?;
    Ok(())
}

#[tokio::test]
async fn streams_are_collected() -> AnyResult {
    let body = format!("{}{}{}{DONE}", says("Par"), says("is"), stops());
    let server = FakeServer::always(FakeResponse::new(200).with_body(body, "text/event-stream"));
    let client = client(&server);
    let request = ChatRequest::new("gpt-4", ["Hello"]);
    let mut stream = client.chat().completions().stream(&request).await?;
    let mut collector = Collector::new();
    while let Some(chunk) = stream.next().await {
        collector.add(&chunk?);
    }
    assert_eq!(collector.finish().text(), "Paris");

    let stream = client.chat().completions().stream(&request).await?;
    let text: String = stream.map_ok(|chunk| chunk.delta().to_owned()).try_collect().await?;
    assert_eq!(text, "Paris");
    let stream = client.chat().completions().stream(request).await?;
    let mut stream = std::pin::pin!(stream);
    let mut collector = Collector::default();
    while let Some(chunk) = stream.try_next().await? {
        collector.add(chunk);
    }
    assert_eq!(collector.finish().text(), "Paris");
    Ok(())
}

#[tokio::test]
async fn embeddings_are_read_from_numbers_and_base64() -> AnyResult {
    let server = server();
    let client = client(&server);
    let request = EmbeddingRequest::new("e", ["a", "b"]).dimensions(2).encoding_format(EncodingFormat::Base64);
    let response = client.embeddings().create(&request).await?;
    assert_eq!(last(&server), json!({"model": "e", "input": ["a", "b"], "dimensions": 2, "encoding_format": "base64"}));
    for (index, embedding) in response.data.iter().enumerate() {
        assert_eq!((embedding.embedding.as_slice(), embedding.index), (&[0.5, -1.0][..], Some(index as u64)));
    }
    for (request, input) in [
        (EmbeddingRequest::new("e", "a"), json!("a")),
        (EmbeddingRequest::new("e", String::from("a")), json!("a")),
        (EmbeddingRequest::new("e", vec!["a".to_owned()]), json!(["a"])),
        (EmbeddingRequest::new("e", vec![1, 2]), json!([1, 2])),
        (EmbeddingRequest::new("e", vec![vec![1], vec![2]]), json!([[1], [2]])),
    ] {
        let json = serde_json::to_value(&request)?;
        assert_eq!(json["input"], input);
        assert_eq!(serde_json::from_value::<EmbeddingRequest>(json)?, request);
    }
    for broken in [json!("AAAA"), json!("?"), json!({}), json!(["a"])] {
        server.add_first("POST /embeddings", json_response(json!({"data": [{"embedding": broken}]})));
        let error = client.embeddings().create(&request).await.expect_err("not a vector");
        assert!(matches!(error, Error::UnexpectedResponse { .. }), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn errors_go_through_anyhow_and_box() -> anyhow::Result<()> {
    let server = FakeServer::always(FakeResponse::new(401).with_json(json!({"error": {"message": "no key"}})));
    let client = Arc::new(client(&server));
    let error: anyhow::Error = client.models().list().await.expect_err("a refusal").into();
    assert!(error.to_string().contains("no key") && format!("{error:#}").contains("no key"));
    assert!(error.downcast_ref::<Error>().is_some_and(|error| matches!(error, Error::Unauthorized(_))));
    assert_eq!(error.downcast_ref::<Error>().and_then(Error::kind), None);
    server.add_first("*", FakeResponse::new(429).with_json(json!({"error": {"message": "slow down"}})));
    let limited = client.models().list().retry(RetryPolicy::never()).await.expect_err("a refusal");
    assert_eq!(limited.kind(), Some(RefusalKind::RateLimited));
    let shared = Arc::clone(&client);
    let task = tokio::spawn(async move { shared.models().list().timeout(TIMEOUT).await.map(|models| models.len()) });
    assert!(task.await?.is_err_and(|error| error.refusal().is_some()));
    let boxed: Box<dyn std::error::Error + Send + Sync> = client.models().list().await.expect_err("a refusal").into();
    assert!(!boxed.to_string().is_empty());
    Ok(())
}
