//! Spend, daily activity and logs: requests and parsing. Responses have the shape
//! of LiteLLM 1.106.2 and, where that differs, of 1.80.11.

use std::collections::BTreeMap;

use litellm_proxy_client::chat::Message;
use litellm_proxy_client::spend::{ActivityFilter, ActivityPage, ActivityScope, LogFilter, Metrics};
use litellm_proxy_client::{Client, Error, key_hash};
use serde_json::json;
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, Respond, json_response, request, request_with};

use crate::access::{client, raw, text};

/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

const METRICS: &str = r#"{"spend":0.250,"flat_cost":0.0,"prompt_tokens":10,"completion_tokens":20,"cache_read_input_tokens":4,"cache_creation_input_tokens":5,"total_tokens":30,"successful_requests":2,"failed_requests":1,"api_requests":3,"timed_requests":2}"#;
const LOG: &str = r#"{"request_id":"chatcmpl-1","call_type":"acompletion","api_key":"litellm_proxy_master_key","spend":0,"total_tokens":30,"prompt_tokens":10,"completion_tokens":20,"startTime":"2026-11-21T09:31:06.900+00:00","endTime":"2026-11-21T09:31:06.901+00:00","model":"openai/fake","model_id":"m1","model_group":"mock-gpt","custom_llm_provider":"openai","user":"u1","metadata":{"status":null},"cache_hit":"None","request_tags":["t"],"team_id":"","end_user":"c1","session_id":"s1","status":"success","agent_id":null,"request_duration_ms":1}"#;

#[test]
fn spend_urls_contain_no_key() {
    let client = Client::new("http://h", KEY).expect("a client");
    for (key, shown) in [
        ("my-master-key", key_hash("my-master-key")),
        ("sk-1234", HASH.to_owned()),
        (HASH, HASH.to_owned()),
        ("litellm_proxy_master_key", "litellm_proxy_master_key".to_owned()),
        ("litellm-internal-health-check", "litellm-internal-health-check".to_owned()),
    ] {
        let logs = client.spend().logs(&LogFilter::between("a", "b").api_key(key)).request();
        let days = client
            .spend()
            .daily_activity(ActivityScope::Users, &ActivityFilter::between("a", "b").api_key(key))
            .request();
        for request in [logs, days] {
            let url = request.expect("a request").url;
            assert!(url.query_pairs().any(|(name, value)| name == "api_key" && value == shown), "{url}");
        }
    }
    let filter = LogFilter::between("a", "b").max_spend(f64::NAN);
    assert!(matches!(client.spend().logs(&filter).request(), Err(Error::InvalidRequest(_))));
}

#[test]
fn null_activity_deserializes() {
    let page = json!({"results": [{"date": "2026-11-22", "metrics": {"spend": null, "api_requests": 2, "total_tokens": null},
        "breakdown": {"models": null, "entities": {"u": {"metrics": null, "metadata": null, "api_key_breakdown": null}}}},
        {"date": "2026-11-21", "metrics": null, "breakdown": null}], "metadata": {"total_spend": null}});
    let page: ActivityPage = serde_json::from_value(page).expect("a page");
    let [day, other] = &page.results[..] else { panic!("two days: {page:?}") };
    assert_eq!((day.metrics.spend, day.metrics.api_requests, day.breakdown.models.len()), (0.0, 2, 0));
    assert_eq!((day.breakdown.entities["u"].metrics, other.metrics), (Metrics::default(), Metrics::default()));
    assert_eq!(page.metadata.total_spend, None);
    let page: ActivityPage = serde_json::from_value(json!({"results": [], "metadata": null})).expect("a page");
    assert_eq!(serde_json::to_value(&page).expect("JSON")["results"], json!([]));
}

#[tokio::test]
async fn totals_and_prices_send_and_parse() {
    let server = FakeServer::with_routes([
        ("GET /global/spend", raw(r#"{"spend":0.0680,"max_budget":0.0}"#)),
        ("POST /spend/calculate", raw(r#"{"cost":2e-05}"#)),
    ]);
    let client = client(&server);
    let total = client.spend().total().await.expect("a total");
    assert_eq!((total.spend, total.max_budget), (Some(0.068), Some(0.0)));
    assert_eq!(text(&total), r#"{"spend":0.0680,"max_budget":0.0}"#);
    let hello = [Message::user("hi")];
    let cost = client.spend().cost_of_prompt("gpt-4o", &hello).await.expect("a cost");
    assert!((cost.cost - 0.00002).abs() < 1e-12, "{cost:?}");
    client.spend().cost_of_completion(&json!({"model": "gpt-4o", "usage": {}})).await.expect("a cost");
    assert_eq!(
        server.requests(),
        [
            request("GET /global/spend"),
            request_with(
                "POST /spend/calculate",
                json!({"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]})
            ),
            request_with("POST /spend/calculate", json!({"completion_response": {"model": "gpt-4o", "usage": {}}})),
        ]
    );
}

/// One of this many pages of activity: two days, where the first page's second is the second page's first.
fn activity(page: usize, pages: usize) -> String {
    let day = |date: &str| {
        format!(
            r#"{{"date":"{date}","metrics":{METRICS},"breakdown":{{"models":{{"gpt-4o":{{"metrics":{METRICS},"metadata":{{}},"api_key_breakdown":{{"{HASH}":{{"metrics":{METRICS},"metadata":{{"key_alias":"ci"}}}}}}}}}},"entities":{{"t1":{{"metrics":{METRICS},"metadata":{{"team_alias":"T"}},"api_key_breakdown":{{}}}}}},"new_kind":{{}}}}}}"#
        )
    };
    let days = if page == 1 { [day("2026-11-22"), day("2026-11-21")] } else { [day("2026-11-21"), day("2026-11-20")] };
    format!(
        r#"{{"results":[{}],"metadata":{{"total_spend":0.50,"total_tokens":60,"total_api_requests":6,"total_successful_requests":4,"total_failed_requests":2,"page":{page},"total_pages":{pages},"has_more":{},"api_key_limit":null}}}}"#,
        days.join(","),
        page < pages
    )
}

#[tokio::test]
async fn daily_activity_uses_the_endpoint_of_each_scope() {
    let server = FakeServer::always(raw(activity(1, 1)));
    let client = client(&server);
    let november = ActivityFilter::between("2026-11-01", "2026-11-30");
    let two = november.clone().ids(["a", "b/é"]);
    let one = november.clone().ids(["a,b"]).model("openai/gpt-4o").api_key("sk-1234").page(2).page_size(5);
    for (of, filter, line) in [
        (ActivityScope::Users, &november, "user/daily/activity?D".to_owned()),
        (
            ActivityScope::Users,
            &one,
            format!("user/daily/activity?D&model=openai%2Fgpt-4o&page=2&page_size=5&api_key={HASH}&user_id=a%2Cb"),
        ),
        (ActivityScope::Teams, &two, "team/daily/activity?D&team_ids=a%2Cb%2F%C3%A9".to_owned()),
        (ActivityScope::Tags, &two, "tag/daily/activity?D&tags=a%2Cb%2F%C3%A9".to_owned()),
        (ActivityScope::Customers, &two, "customer/daily/activity?D&end_user_ids=a%2Cb%2F%C3%A9".to_owned()),
        (
            ActivityScope::Organizations,
            &two,
            "organization/daily/activity?D&organization_ids=a%2Cb%2F%C3%A9".to_owned(),
        ),
    ] {
        let page = client.spend().daily_activity(of, filter).await.expect("a page");
        assert_eq!(text(&page), activity(1, 1));
        let last = server.requests().pop().expect("a request");
        assert_eq!(last, request(&format!("GET /{}", line.replace('D', "start_date=2026-11-01&end_date=2026-11-30"))));
    }
}

#[tokio::test]
async fn day_breakdown_is_parsed() {
    let server = FakeServer::always(raw(activity(1, 2)));
    let client = client(&server);
    let page =
        client.spend().daily_activity(ActivityScope::Teams, &ActivityFilter::between("a", "b")).await.expect("a page");
    let (day, sums) = (&page.results[0], &page.metadata);
    assert_eq!((sums.total_spend, sums.total_tokens, sums.total_api_requests), (Some(0.5), Some(60), Some(6)));
    assert_eq!((sums.total_successful_requests, sums.total_failed_requests), (Some(4), Some(2)));
    assert_eq!((sums.page, sums.total_pages, sums.has_more), (Some(1), Some(2), Some(true)));
    assert_eq!(day.date, "2026-11-22");
    let expected: Metrics = serde_json::from_str(METRICS).expect("metrics");
    assert_eq!((expected.spend, expected.prompt_tokens, expected.completion_tokens), (0.25, 10, 20));
    assert_eq!((expected.cache_read_input_tokens, expected.cache_creation_input_tokens), (4, 5));
    assert_eq!((expected.api_requests, expected.successful_requests, expected.failed_requests), (3, 2, 1));
    let model = &day.breakdown.models["gpt-4o"];
    let key = &model.api_key_breakdown[HASH];
    assert_eq!((day.metrics, model.metrics, key.metrics), (expected, expected, expected));
    assert_eq!(key.metadata["key_alias"], "ci");
    assert_eq!(day.breakdown.entities["t1"].metadata["team_alias"], "T");
}

#[tokio::test]
async fn day_split_across_pages_is_merged() {
    struct TwoPages;
    impl Respond for TwoPages {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            raw(activity(request.number("page"), 2))
        }
    }
    let server = FakeServer::always(TwoPages);
    let client = client(&server);
    let filter = ActivityFilter::between("2026-11-20", "2026-11-22").page(7).page_size(7);
    let mut days = client.spend().daily_activity_all(ActivityScope::Tags, &filter);
    let mut by_date = BTreeMap::<String, Metrics>::new();
    while let Some(day) = days.next().await {
        let day = day.expect("a day").into_inner();
        *by_date.entry(day.date).or_default() += day.metrics;
    }
    let once: Metrics = serde_json::from_str(METRICS).expect("metrics");
    let twice: Metrics = serde_json::from_str(
        r#"{"spend": 0.5, "prompt_tokens": 20, "completion_tokens": 40, "total_tokens": 60, "cache_read_input_tokens": 8,
            "cache_creation_input_tokens": 10, "api_requests": 6, "successful_requests": 4, "failed_requests": 2}"#,
    )
    .expect("metrics");
    let expected = [("2026-11-20", once), ("2026-11-21", twice), ("2026-11-22", once)];
    assert_eq!(by_date, expected.map(|(date, metrics)| (date.to_owned(), metrics)).into());
    let line = |page| {
        request(&format!(
            "GET /tag/daily/activity?start_date=2026-11-20&end_date=2026-11-22&page={page}&page_size=1000"
        ))
    };
    assert_eq!(server.requests(), [line(1), line(2)]);
}

#[tokio::test]
async fn ambiguous_ids_are_refused_before_sending() {
    let server = FakeServer::new();
    let client = client(&server);
    let filter = ActivityFilter::between("2026-11-01", "2026-11-30");
    for (of, ids, reason) in [
        (ActivityScope::Teams, &[][..], "no id is given"),
        (ActivityScope::Users, &[""], "no id is given"),
        (ActivityScope::Users, &["a", "b"], "one user at a time"),
        (ActivityScope::Tags, &["a,b", "c"], "with a comma"),
    ] {
        let filter = filter.clone().ids(ids.iter().copied());
        for error in [
            client.spend().daily_activity(of, &filter).await.expect_err("refused"),
            client.spend().daily_activity_all(of, &filter).all().await.expect_err("refused"),
        ] {
            assert!(matches!(&error, Error::InvalidRequest(message) if message.contains(reason)), "{ids:?}: {error:?}");
        }
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn logs_send_and_parse() {
    let page =
        format!(r#"{{"data":[{LOG}],"total":1,"page":2,"page_size":5,"total_pages":1,"total_is_capped":false}}"#);
    let server = FakeServer::with_routes([("GET /spend/logs/v2", raw(page.clone()))]);
    let client = client(&server);
    let filter = LogFilter::between("2026-11-21", "2026-11-21 23:59:59")
        .api_key("sk-1234")
        .key_alias("ci")
        .user_id("u1")
        .team_id("t1")
        .end_user("c1")
        .model("m")
        .request_id("r1")
        .status_filter("success")
        .min_spend(0.5)
        .max_spend(2.0)
        .page(2)
        .page_size(5);
    assert!(!format!("{filter:?}").contains("sk-1234"), "{filter:?}");
    let response = client.spend().logs(&filter).await.expect("a page");
    assert_eq!(text(&response), page);
    let log = &response.data[0];
    let pieces = [
        (&log.request_id, "chatcmpl-1"),
        (&log.call_type, "acompletion"),
        (&log.string("startTime"), "2026-11-21T09:31:06.900+00:00"),
        (&log.string("endTime"), "2026-11-21T09:31:06.901+00:00"),
        (&log.string("status"), "success"),
        (&log.api_key, "litellm_proxy_master_key"),
        (&log.user, "u1"),
        (&log.team_id, ""),
        (&log.end_user, "c1"),
        (&log.model, "openai/fake"),
        (&log.model_group, "mock-gpt"),
        (&log.model_id, "m1"),
        (&log.custom_llm_provider, "openai"),
        (&log.session_id, "s1"),
        (&log.cache_hit, "None"),
    ];
    for (found, expected) in pieces {
        assert_eq!(found.as_deref(), Some(expected));
    }
    assert_eq!(
        (log.spend, log.prompt_tokens, log.completion_tokens, log.total_tokens),
        (Some(0.0), Some(10), Some(20), Some(30))
    );
    assert_eq!(
        (response.total, response.page, response.total_pages, response.total_is_capped),
        (Some(1), Some(2), Some(1), Some(false))
    );
    client.spend().logs(&LogFilter::between("a", "b").api_key("litellm_proxy_master_key")).await.expect("a page");
    assert_eq!(
        server.requests(),
        [
            request(&format!(
                "GET /spend/logs/v2?start_date=2026-11-21&end_date=2026-11-21%2023%3A59%3A59&key_alias=ci&user_id=u1\
                 &team_id=t1&end_user=c1&model=m&request_id=r1&status_filter=success&min_spend=0.5&max_spend=2.0&page=2\
                 &page_size=5&api_key={HASH}"
            )),
            request("GET /spend/logs/v2?start_date=a&end_date=b&api_key=litellm_proxy_master_key"),
        ]
    );
}

/// `/spend/logs/v2` of a server with this many requests, which counts only up to its limit.
struct LogPages {
    logs: usize,
    cap: Option<usize>,
}

impl Respond for LogPages {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let (page, size) = (request.number("page"), request.number("page_size"));
        let start = (page - 1) * size;
        // Each further page starts with the last log of the page before, as if a request arrived meanwhile.
        let from = start.saturating_sub(1);
        let data: Vec<_> =
            (from..(start + size).min(self.logs)).map(|n| json!({"request_id": format!("r{n}")})).collect();
        let data = if start < self.logs { data } else { Vec::new() };
        let total = self.cap.map_or(self.logs, |cap| cap.min(self.logs));
        let mut body = json!({"data": data, "total": total, "page": page, "total_pages": total.div_ceil(size)});
        if let Some(cap) = self.cap {
            body["total_is_capped"] = json!(self.logs > cap);
        }
        json_response(body)
    }
}

#[tokio::test]
async fn all_logs_are_returned_once_beyond_the_count_limit() {
    for (logs, cap, pages) in
        [(250, None, 3..=3), (250, Some(1000), 3..=3), (1250, Some(200), 13..=25), (0, None, 1..=1)]
    {
        let server = FakeServer::always(LogPages { logs, cap });
        let client = client(&server);
        let filter = LogFilter::between("2026-11-01", "2026-12-01").page(9).page_size(9);
        let read = client.spend().logs_all(&filter).all().await.expect("all");
        let ids: Vec<_> = read.iter().map(|log| log.request_id.clone().expect("an id")).collect();
        assert_eq!(ids, (0..logs).map(|n| format!("r{n}")).collect::<Vec<_>>(), "{logs} {cap:?}");
        let received = server.requests();
        assert_eq!(
            received[0],
            request("GET /spend/logs/v2?start_date=2026-11-01&end_date=2026-12-01&page=1&page_size=100")
        );
        assert!(pages.contains(&received.len()), "{logs} {cap:?}: {} pages", received.len());
    }
}
