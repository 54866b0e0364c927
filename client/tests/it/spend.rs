//! Daily activity merged from pages.

use litellm_proxy_client::spend::{ActivityFilter, ActivityScope, LogFilter};
use litellm_proxy_client::{Client, Error};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY, json_response, request};

fn client(server: &FakeServer) -> Client {
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

fn page(days: &[Value], count: u32, pages: u32) -> FakeResponse {
    json_response(
        json!({"results": days, "metadata": {"total_spend": f64::from(count) / 4.0, "total_tokens": count * 10,
        "total_api_requests": count, "total_successful_requests": count, "total_failed_requests": 0, "total_pages": pages}}),
    )
}

#[tokio::test]
async fn split_day_is_summed_in_all_breakdowns() {
    let server = FakeServer::new();
    let part =
        |number: &str, response: FakeResponse| server.add(&format!("/user/daily/activity?page={number}"), response);
    part("1", page(&[day("2026-11-21", 4)], 4, 2));
    part("2", page(&[day("2026-11-21", 3)], 3, 2));
    server.add("/user/daily/activity/aggregated", page(&[], 9, 1));
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
async fn server_totals_cover_the_returned_days() {
    let server = FakeServer::new();
    let until = |last: &str, response: FakeResponse| server.add(&format!("*?end_date={last}"), response);
    until("2026-11-30", page(&[day("2026-11-21", 4), day("2026-11-20", 1)], 5, 2));
    until("2026-11-20", page(&[day("2026-11-20", 3), day("2026-11-01", 2)], 5, 1));
    let filter = ActivityFilter::between("2026-11-01", "2026-11-30");
    let whole = client(&server).spend().daily_activity_whole(ActivityScope::Teams, &filter).await.expect("days");
    let days: Vec<_> = whole.days.iter().map(|day| (day.date.as_str(), day.metrics.api_requests)).collect();
    assert_eq!(days, [("2026-11-01", 2), ("2026-11-20", 3), ("2026-11-21", 4)]);
    let totals = whole.server_total.expect("sums");
    assert_eq!((totals.api_requests, totals.total_tokens, totals.successful_requests), (9, 90, 9));
    assert!((totals.spend - 2.25).abs() < 1e-12, "{totals:?}");
    // Tags have no server total: older servers leave it at zero.
    let whole = client(&server).spend().daily_activity_whole(ActivityScope::Tags, &filter).await.expect("days");
    assert_eq!((whole.server_total, whole.days.len()), (None, 3));
}

#[tokio::test]
async fn invalid_ids_are_refused_and_refusals_returned() {
    let server = FakeServer::always_json(Value::Null);
    let filter = ActivityFilter::between("2026-11-01", "2026-11-30").ids(["a,b"]);
    let refused = client(&server).spend().daily_activity_whole(ActivityScope::Teams, &filter).await;
    assert!(matches!(refused, Err(Error::InvalidRequest(_))), "{refused:?}");
    assert_eq!(server.requests(), []);
    let server = FakeServer::always(FakeResponse::new(403).with_json(json!({"detail": "no"})));
    let filter = ActivityFilter::between("2026-11-01", "2026-11-30");
    let refused = client(&server).spend().daily_activity_whole(ActivityScope::Teams, &filter).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn aggregated_activity_and_model_group_logs_send_their_queries() {
    let server = FakeServer::always_json(json!({"results": [], "data": []}));
    let client = client(&server);
    let filter = ActivityFilter::between("a", "b").ids(["t"]).page(2).page_size(5);
    client.spend().daily_activity_aggregated(ActivityScope::Teams, &filter).await.expect("sums");
    client.spend().logs(&LogFilter::between("a", "b").model_group("gpt")).await.expect("requests");
    assert_eq!(
        server.requests(),
        [
            request("GET /team/daily/activity/aggregated?start_date=a&end_date=b&team_ids=t"),
            request("GET /spend/logs/v2?start_date=a&end_date=b&model_group=gpt"),
        ]
    );
}
