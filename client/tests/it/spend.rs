//! Days of activity that the library puts together from pages.

use litellm_proxy_client::spend::{ActivityFilter, ActivityScope, LogFilter};
use litellm_proxy_client::{Client, Error};
use serde_json::{Value, json};
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use test_bed::servers::{KEY, answering, answering_json, asked, bare, json_answer};

fn client(server: &MockServer) -> Client {
    Client::builder(server.uri()).api_key(KEY).build().expect("a client")
}

fn metrics(count: u32) -> Value {
    json!({"spend": f64::from(count) / 4.0, "total_tokens": count * 10, "api_requests": count,
           "successful_requests": count, "failed_requests": 0})
}

fn day(date: &str, count: u32) -> Value {
    let key = json!({"metrics": metrics(count), "metadata": {"key_alias": "ci"}});
    let share = json!({"metrics": metrics(count), "metadata": {}, "api_key_breakdown": {"aa": key}});
    json!({"date": date, "metrics": metrics(count), "breakdown": {"entities": {"u": share}, "models": {"m": share},
           "model_groups": {"g": share}, "providers": {"p": share}, "api_keys": {"aa": key}, "mcp_servers": {"s": share},
           "endpoints": {"e": share}}})
}

fn page(days: &[Value], count: u32, pages: u32) -> ResponseTemplate {
    json_answer(json!({"results": days, "metadata": {"total_spend": f64::from(count) / 4.0, "total_tokens": count * 10,
        "total_api_requests": count, "total_successful_requests": count, "total_failed_requests": 0, "total_pages": pages}}))
}

#[tokio::test]
async fn a_day_in_parts_is_added_up_in_all_its_cuts() {
    let server = MockServer::start().await;
    let part = |number: &str, answer: ResponseTemplate| {
        Mock::given(path("/user/daily/activity")).and(query_param("page", number)).respond_with(answer).mount(&server)
    };
    part("1", page(&[day("2026-11-21", 4)], 4, 2)).await;
    part("2", page(&[day("2026-11-21", 3)], 3, 2)).await;
    Mock::given(path("/user/daily/activity/aggregated")).respond_with(page(&[], 9, 1)).mount(&server).await;
    let filter = ActivityFilter::between("2026-11-21", "2026-11-21").ids(["u"]).page(7).page_size(3);
    let whole = client(&server).spend().daily_activity_whole(ActivityScope::Users, &filter).await.expect("days");
    let [day] = whole.days.as_slice() else { panic!("{whole:#?}") };
    let cuts = &day.breakdown;
    for (cut, name) in [
        (&cuts.entities, "u"),
        (&cuts.models, "m"),
        (&cuts.model_groups, "g"),
        (&cuts.providers, "p"),
        (&cuts.mcp_servers, "s"),
        (&cuts.endpoints, "e"),
    ] {
        let share = &cut[name];
        assert_eq!((share.metrics.api_requests, share.api_key_breakdown["aa"].metrics.api_requests), (7, 7), "{name}");
        assert_eq!(share.api_key_breakdown["aa"].metadata["key_alias"], "ci", "{name}");
    }
    assert_eq!((day.metrics.total_tokens, cuts.api_keys["aa"].metrics.api_requests), (70, 7));
    assert_eq!((whole.sum().api_requests, whole.server_total.expect("sums").api_requests), (7, 9));
    assert_eq!(whole.uncertain_days, Vec::<String>::new());
}

#[tokio::test]
async fn what_the_server_tells_is_that_of_the_days_that_are_kept() {
    let server = MockServer::start().await;
    let until = |last: &str, answer: ResponseTemplate| {
        Mock::given(query_param("end_date", last)).respond_with(answer).mount(&server)
    };
    until("2026-11-30", page(&[day("2026-11-21", 4), day("2026-11-20", 1)], 5, 2)).await;
    until("2026-11-20", page(&[day("2026-11-20", 3), day("2026-11-01", 2)], 5, 1)).await;
    let filter = ActivityFilter::between("2026-11-01", "2026-11-30");
    let whole = client(&server).spend().daily_activity_whole(ActivityScope::Teams, &filter).await.expect("days");
    let days: Vec<_> = whole.days.iter().map(|day| (day.date.as_str(), day.metrics.api_requests)).collect();
    assert_eq!(days, [("2026-11-01", 2), ("2026-11-20", 3), ("2026-11-21", 4)]);
    let told = whole.server_total.expect("sums");
    assert_eq!((told.api_requests, told.total_tokens, told.successful_requests), (9, 90, 9));
    assert!((told.spend - 2.25).abs() < 1e-12, "{told:?}");
    // Of tags no sum is told: older servers leave it at zero.
    let whole = client(&server).spend().daily_activity_whole(ActivityScope::Tags, &filter).await.expect("days");
    assert_eq!((whole.server_total, whole.days.len()), (None, 3));
}

#[tokio::test]
async fn an_id_that_cannot_be_asked_for_is_refused_and_a_refusal_handed_on() {
    let server = answering_json(Value::Null).await;
    let filter = ActivityFilter::between("2026-11-01", "2026-11-30").ids(["a,b"]);
    let refused = client(&server).spend().daily_activity_whole(ActivityScope::Teams, &filter).await;
    assert!(matches!(refused, Err(Error::InvalidRequest(_))), "{refused:?}");
    assert_eq!(asked(&server).await, []);
    let server = answering(ResponseTemplate::new(403).set_body_json(json!({"detail": "no"}))).await;
    let filter = ActivityFilter::between("2026-11-01", "2026-11-30");
    let refused = client(&server).spend().daily_activity_whole(ActivityScope::Teams, &filter).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn sums_at_once_and_logs_of_a_public_name_are_asked_for() {
    let server = answering_json(json!({"results": [], "data": []})).await;
    let client = client(&server);
    let filter = ActivityFilter::between("a", "b").ids(["t"]).page(2).page_size(5);
    client.spend().daily_activity_aggregated(ActivityScope::Teams, &filter).await.expect("sums");
    client.spend().logs(&LogFilter::between("a", "b").model_group("gpt")).await.expect("requests");
    assert_eq!(
        asked(&server).await,
        [
            bare("GET /team/daily/activity/aggregated?start_date=a&end_date=b&team_ids=t"),
            bare("GET /spend/logs/v2?start_date=a&end_date=b&model_group=gpt"),
        ]
    );
}
