//! Paged lists, read in every way that the library offers, and mixed.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use litellm_proxy_client::keys::{KeyEntry, KeyFilter, KeyPage};
use litellm_proxy_client::pages::Pages;
use litellm_proxy_client::{Client, Error};
use serde_json::json;
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, Respond, json_response};

/// A list of this many keys, named by their numbers.
#[derive(Clone)]
struct List {
    count: usize,
    /// Pages that fail once.
    failing: Arc<Mutex<BTreeSet<usize>>>,
}

impl Respond for List {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let (page, size) = (request.number("page"), request.number("size"));
        if self.failing.lock().expect("nothing panics while it holds the lock").remove(&page) {
            return FakeResponse::new(500);
        }
        let range = ((page - 1) * size).min(self.count)..(page * size).min(self.count);
        let keys: Vec<_> = range.map(|number| json!({"token": number.to_string()})).collect();
        let pages = self.count.div_ceil(size);
        json_response(json!({"keys": keys, "total_count": self.count, "current_page": page, "total_pages": pages}))
    }
}

/// A server with a list of this many keys, whose given pages fail once.
fn list<const N: usize>(count: usize, failing: [usize; N]) -> (FakeServer, Pages<KeyPage>) {
    let server = FakeServer::new();
    let failing = Arc::new(Mutex::new(failing.into()));
    server.add("*", List { count, failing });
    let client = Client::new(server.uri(), KEY).expect("a client");
    let keys = client.keys().list_all(&KeyFilter::default());
    (server, keys)
}

fn number(key: KeyEntry) -> usize {
    let KeyEntry::Full(key) = key else { panic!("{key:?}") };
    key.token.as_deref().expect("a token").parse().expect("a number")
}

/// The pages that were fetched.
fn pages(server: &FakeServer) -> Vec<usize> {
    let mut pages: Vec<_> = server.received().iter().map(|request| request.number("page")).collect();
    pages.sort_unstable();
    pages
}

#[tokio::test]
async fn all_ways_of_reading_a_list_agree() {
    for (count, page_count) in [(0, 1), (1, 1), (100, 1), (101, 2), (1_250, 13)] {
        let expected: Vec<usize> = (0..count).collect();
        let (server, keys) = list(count, []);
        assert_eq!(keys.all().await.expect("keys").into_iter().map(number).collect::<Vec<_>>(), expected);
        assert_eq!(pages(&server).len(), page_count);
        for way in 0..4 {
            let (server, mut keys) = list(count, []);
            assert_eq!((keys.total(), keys.received()), (None, 0));
            let mut found = Vec::new();
            match way {
                0 => found = (&mut keys).try_collect().await.expect("keys"),
                1 => {
                    while let Some(key) = keys.next().await {
                        found.push(key.expect("a key"));
                    }
                }
                2 => {
                    while let Some(page) = keys.next_page().await.expect("a page") {
                        found.extend(page);
                    }
                }
                // A few items one by one, the rest of the page at once, and so on.
                _ => 'list: loop {
                    for _ in 0..3 {
                        match keys.next().await {
                            Some(key) => found.push(key.expect("a key")),
                            None => break 'list,
                        }
                    }
                    match keys.next_page().await.expect("a page") {
                        Some(page) => found.extend(page),
                        None => break,
                    }
                },
            }
            assert_eq!(found.into_iter().map(number).collect::<Vec<_>>(), expected, "{way}");
            assert_eq!((keys.total(), keys.received()), (Some(count as u64), count as u64), "{way}");
            assert_eq!(pages(&server), (1..=page_count).collect::<Vec<_>>(), "each page once: {way}");
            assert!(keys.next().await.is_none() && keys.next_page().await.expect("an end").is_none());
            assert_eq!(keys.all().await.expect("nothing more").len(), 0);
            assert_eq!(server.received().len(), page_count, "a list that has ended sends no requests");
        }
    }
}

#[tokio::test]
async fn failed_page_can_be_retried() {
    let (_server, mut keys) = list(1_250, [1, 4, 13]);
    let (mut found, mut failures) = (Vec::new(), 0);
    // Three failures and the rest, with a bound.
    for _ in 0..2_000 {
        match keys.next_page().await {
            Ok(Some(more)) => found.extend(more.into_iter().map(number)),
            Err(error) => {
                assert!(matches!(error, Error::Server(_)), "{error:?}");
                failures += 1;
            }
            Ok(None) => break,
        }
    }
    assert_eq!((failures, found), (3, (0..1_250).collect::<Vec<_>>()));
    let (_server, mut keys) = list(250, [2]);
    assert_eq!(keys.next().await.map(|key| key.is_ok()), Some(true));
    assert!(matches!(keys.all().await, Err(Error::Server(_))));
}

#[tokio::test]
async fn item_stream_ends_on_error_and_continues_by_page() {
    let (_server, mut keys) = list(250, [2]);
    let items: Vec<_> = keys.by_ref().take(2_000).collect().await;
    assert_eq!((items.len(), items.iter().filter(|item| item.is_err()).count()), (101, 1));
    assert!(keys.next().await.is_none());
    let mut rest = Vec::new();
    for _ in 0..3 {
        rest.extend(keys.next_page().await.expect("a page").into_iter().flatten().map(number));
    }
    assert_eq!(rest, (100..250).collect::<Vec<_>>());
}

#[tokio::test]
async fn slow_reader_does_not_time_out() {
    let (_server, keys) = list(1_250, []);
    let allowed = Duration::from_millis(500);
    let mut keys = keys.each_call(move |call| call.timeout(allowed));
    let mut found = Vec::new();
    for page in 0..20 {
        let Some(more) = keys.next_page().await.expect("a page") else { break };
        found.extend(more.into_iter().map(number));
        if matches!(page, 1 | 3 | 4) {
            // The pages fetched ahead run into their timeout.
            tokio::time::sleep(allowed * 2).await;
        }
    }
    assert_eq!(found, (0..1_250).collect::<Vec<_>>());
}

#[tokio::test]
async fn abandoned_list_sends_no_further_requests() {
    let (server, keys) = list(100_000, []);
    assert_eq!(server.received().len(), 0, "nothing is fetched before it is read");
    let first: Vec<_> = keys.take(150).map(|key| number(key.expect("a key"))).collect().await;
    assert_eq!(first, (0..150).collect::<Vec<_>>());
    let received = server.received().len();
    assert!((2..=10).contains(&received), "the first alone, and then eight at a time: {received}");
}

#[tokio::test]
async fn each_call_changes_every_page_request() {
    let (server, keys) = list(250, []);
    let keys = keys
        .each_call(|call| call.header("X-Team", "one").query("q", "x y"))
        .each_call(|call| call.header("x-team", "two").timeout(Duration::from_secs(7)));
    let first = keys.first_call().request().expect("a request");
    assert_eq!((first.timeout, server.received().len()), (Duration::from_secs(7), 0));
    assert_eq!(keys.all().await.expect("keys").len(), 250);
    let sent = server.received();
    assert_eq!(sent.len(), 3);
    for request in sent {
        assert_eq!(request.headers["x-team"], "two");
        assert!(request.query().is_some_and(|query| query.ends_with("&q=x%20y")), "{request:?}");
    }
    let (silent, keys) = list(250, []);
    let error = keys.each_call(|call| call.header("a b", "")).all().await.expect_err("no header");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert_eq!(silent.received().len(), 0);
}

/// `/customer/list`, which returns neither a count of items nor of pages.
struct Customers {
    count: usize,
    is_paged: bool,
}

impl Respond for Customers {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let (page, size) = (request.number("page"), request.number("page_size"));
        let page = ((page - 1) * size).min(self.count)..(page * size).min(self.count);
        let range = if self.is_paged { page } else { 0..self.count };
        json_response(range.map(|number| json!({"user_id": number.to_string()})).collect())
    }
}

#[tokio::test]
async fn list_without_counts_ends_with_a_page_that_is_not_full() {
    for (count, is_paged, requests) in [
        (0, true, 1..=1),
        (99, true, 1..=1),
        (100, true, 2..=2),
        (250, true, 3..=4),
        (2_000, true, 21..=32),
        (99, false, 1..=1),
        (100, false, 2..=2),
        (250, false, 1..=1),
    ] {
        let server = FakeServer::always(Customers { count, is_paged });
        let client = Client::new(server.uri(), KEY).expect("a client");
        let customers = client.customers().list_all().all().await.expect("customers");
        let ids: Vec<_> = customers.iter().map(|customer| customer.user_id.clone().expect("an id")).collect();
        let expected: Vec<_> = (0..count).map(|number| number.to_string()).collect();
        assert_eq!(ids, expected);
        assert!(requests.contains(&pages(&server).len()), "{count} {is_paged}: {:?}", pages(&server));
    }
}

#[tokio::test]
async fn items_are_decoded_one_by_one_until_one_has_another_shape() {
    let models = |body: &'static str| async move {
        let server = FakeServer::always(FakeResponse::new(200).with_body(body, "application/json"));
        let client = Client::new(server.uri(), KEY).expect("a client");
        let items = client.models().info().items().await?;
        let items = items.map(|model| model.map(|model| model.model_name.clone().unwrap_or_default()));
        Ok::<Vec<Result<String, Error>>, Error>(items.collect())
    };
    let names = |items: Vec<Result<String, Error>>| {
        items.into_iter().map(|name| name.unwrap_or_else(|error| error.code().to_owned()))
    };
    for (body, expected) in [
        (r#"{"data":[]}"#, &[][..]),
        (r#" { "x": [1], "data" : [ {"model_name":"a]"} , {"model_name":"b,"}] , "y": [2]}"#, &["a]", "b,"]),
        (r#"{"data":[{"model_name":"a"},3,{"model_name":"b"}]}"#, &["a", "unexpected_answer"]),
        (r#"{"data":[{"model_name":"a"},[],{"model_name":"b"}]}"#, &["a", "unexpected_answer"]),
    ] {
        assert_eq!(names(models(body).await.expect("a list")).collect::<Vec<_>>(), expected, "{body}");
    }
    for body in [r#"{"data":{}}"#, r#"{"items":[]}"#, r#"{"data":[{"model_name":"a"}"#, "[1", "[]", "3", "\"x\"", ""] {
        assert!(matches!(models(body).await, Err(Error::UnexpectedResponse { .. })), "{body}");
    }
}
