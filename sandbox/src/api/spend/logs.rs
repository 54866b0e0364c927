//! Requests, each by itself: `/spend/logs/v2` by pages, and `/spend/logs` all at once or added up by days.

use std::collections::BTreeMap;

use hyper::StatusCode;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Map, Value, json};

use crate::answer::{Answered, Refusal};
use crate::caller::token_of;
use crate::clock;
use crate::fields::{Field, Kind, optional};
use crate::routes::Asked;
use crate::row::Row;
use crate::store::{Search, Table};

pub(super) const PAGE: &[Field] = &[
    optional("api_key", Kind::Text),
    optional("user_id", Kind::Text),
    optional("request_id", Kind::Text),
    optional("session_id", Kind::Text),
    optional("team_id", Kind::Text),
    optional("min_spend", Kind::Number),
    optional("max_spend", Kind::Number),
    optional("start_date", Kind::Text),
    optional("end_date", Kind::Text),
    optional("page", Kind::Count { least: 1, most: i64::MAX }),
    optional("page_size", Kind::Count { least: 1, most: 1_000 }),
    optional("status_filter", Kind::Text),
    optional("cache_hit_filter", Kind::Text),
    optional("span_type", Kind::Text),
    optional("model", Kind::Text),
    optional("model_id", Kind::Text),
    optional("model_group", Kind::Text),
    optional("key_alias", Kind::Text),
    optional("end_user", Kind::Text),
    optional("error_code", Kind::Text),
    optional("error_message", Kind::Text),
    optional("sort_by", Kind::Text),
    optional("sort_order", Kind::Text),
    optional("search", Kind::Text),
];

pub(super) const ALL: &[Field] = &[
    optional("api_key", Kind::Text),
    optional("user_id", Kind::Text),
    optional("request_id", Kind::Text),
    optional("start_date", Kind::Text),
    optional("end_date", Kind::Text),
    optional("summarize", Kind::Flag),
];

/// What pages can be ordered by, as SQL says it.
const ORDERS: [(&str, &str); 7] = [
    ("endTime", "doc ->> 'endTime'"),
    ("model", "doc ->> 'model'"),
    ("request_duration_ms", "doc ->> 'request_duration_ms'"),
    ("spend", "doc ->> 'spend'"),
    ("startTime", "started"),
    ("total_tokens", "doc ->> 'total_tokens'"),
    ("ttft_ms", "doc ->> 'request_duration_ms'"),
];
/// Filters that must be equal: the parameter, and the column in SQL.
const EQUAL: [(&str, &str); 8] = [
    ("team_id", "team_id"),
    ("user_id", "user"),
    ("api_key", "api_key"),
    ("model", "doc ->> 'model'"),
    ("model_id", "doc ->> 'model_id'"),
    ("model_group", "doc ->> 'model_group'"),
    ("end_user", "doc ->> 'end_user'"),
    ("error_code", "doc ->> '$.metadata.error_information.error_code'"),
];
/// Filters of which a part is enough.
const PARTS: [(&str, &str); 3] = [
    ("session_id", "doc ->> 'session_id'"),
    ("key_alias", "doc ->> '$.metadata.user_api_key_alias'"),
    ("error_message", "doc ->> '$.metadata.error_information.error_message'"),
];
/// What may be large is not on pages, nor is the time of writing.
const LARGE: [&str; 5] = ["messages", "response", "proxy_server_request", "created_at", "updated_at"];
/// `/spend/logs` tells of no more.
const MOST: i64 = 10_000;

pub(super) fn page(asked: &Asked<'_>) -> Answered {
    paged(asked, true)
}

/// As the server's own pages ask: with times, not days, and one request at any time.
pub(super) fn page_for_people(asked: &Asked<'_>) -> Answered {
    paged(asked, false)
}

fn invalid(param: &'static str, given: &str, names: &[&str]) -> Refusal {
    let message = format!("Invalid {param}: {given}. Must be one of: {}", names.join(", "));
    Refusal::error(StatusCode::BAD_REQUEST, "bad_request", Some(param), message)
}

fn paged(asked: &Asked<'_>, takes_days: bool) -> Answered {
    let query = &asked.query;
    let by = query.text("sort_by").unwrap_or("startTime");
    let Some((_, expression)) = ORDERS.iter().find(|(name, _)| *name == by) else {
        return Err(invalid("sort_by", by, &ORDERS.map(|(name, _)| name)));
    };
    for (name, values) in [
        ("sort_order", &["asc", "desc"][..]),
        ("cache_hit_filter", &["hit", "miss"]),
        ("span_type", &["llm", "agent", "mcp", "batch"]),
    ] {
        let given = query.text(name).filter(|given| !values.contains(given));
        let given =
            given.filter(|given| name != "sort_order" || !values.contains(&given.to_ascii_lowercase().as_str()));
        if let Some(given) = given {
            return Err(invalid(name, given, values));
        }
    }
    let descending = !query.text("sort_order").is_some_and(|order| order.eq_ignore_ascii_case("asc"));
    let mut search = Search::of(Table::Requests).order(expression, descending);
    if !descending {
        search = search.oldest_first();
    }
    if takes_days || !query.has("request_id") {
        search = within(asked, search, takes_days)?;
    }
    search = filtered(query, seen(asked, search)?);
    let (page, size) = (query.whole("page").unwrap_or(1), query.whole("page_size").unwrap_or(50));
    let found = asked.tables.page(&search, page, size)?;
    let rows = found.rows.into_iter().map(|mut row| {
        for name in LARGE {
            row.take(name);
        }
        for name in ["startTime", "endTime", "completionStartTime"] {
            if let Some(time) = row.time(name) {
                row.set(name, time.strftime("%Y-%m-%dT%H:%M:%S.%3f+00:00").to_string());
            }
        }
        if takes_days { row } else { with_session(row) }
    });
    Ok(json!({
        "data": rows.collect::<Value>(), "total": found.total, "page": page, "page_size": size, "total_pages": found.pages,
        "total_is_capped": false,
    })
    .into())
}

/// With what is told of its session, which here is one request.
fn with_session(row: Row) -> Row {
    let session = json!({
        "session_total_count": 1, "session_total_spend": row.get("spend"), "session_cache_hit_count": 0,
        "session_total_duration_ms": row.get("request_duration_ms"), "session_llm_count": 1, "session_agent_count": 0,
        "session_total_prompt_tokens": row.get("prompt_tokens"),
        "session_total_completion_tokens": row.get("completion_tokens"), "session_total_tokens": row.get("total_tokens"),
        "session_models": [row.get("model")], "session_models_truncated": false,
    });
    row.with(session)
}

/// From one time to another, which must be said.
fn within(asked: &Asked<'_>, search: Search, takes_days: bool) -> Result<Search, Refusal> {
    let (Some(start), Some(end)) = (asked.query.text("start_date"), asked.query.text("end_date")) else {
        let message = "Start date and end date are required";
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "bad_request", Some("None"), message));
    };
    let read = |text: &str| {
        let text = text.trim();
        let is_day = text.len() == "2026-11-21".len();
        let time = clock::read(&if is_day { format!("{text}T00:00:00") } else { text.to_owned() });
        time.filter(|_| takes_days || !is_day).map(clock::write).ok_or_else(|| {
            let expected = if takes_days { "'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'" } else { "'YYYY-MM-DD HH:MM:SS'" };
            let message = format!("Invalid date format: {text}. Expected: {expected}");
            Refusal::error(StatusCode::BAD_REQUEST, "internal_server_error", None, message)
        })
    };
    Ok(search.where_sql("started >= ? AND started <= ?", &[read(start)?.into(), read(end)?.into()]))
}

/// What the caller may see: all, or the own requests, or those of a team that the caller administers.
fn seen(asked: &Asked<'_>, search: Search) -> Result<Search, Refusal> {
    if asked.caller.sees_all() {
        return Ok(search);
    }
    let user = asked.caller.user_id.as_deref().unwrap_or_default();
    let Some(id) = asked.query.text("team_id") else { return Ok(search.equals("user", user)) };
    let team = asked.tables.get(Table::Teams, id)?;
    let members = team.as_ref().and_then(|team| team.get("members_with_roles")).and_then(Value::as_array);
    let leads = members.into_iter().flatten().any(|member| member["user_id"] == user && member["role"] == "admin");
    if leads {
        return Ok(search);
    }
    Err(Refusal::quoted(StatusCode::FORBIDDEN, format!("Not authorized to view team spend for team_id={id}")))
}

fn filtered(query: &Row, mut search: Search) -> Search {
    for (name, column) in EQUAL {
        if let Some(value) = query.get(name) {
            search = search.where_sql(&format!("{column} = ?"), std::slice::from_ref(value));
        }
    }
    for (name, column) in PARTS {
        if let Some(value) = query.get(name) {
            search = search.where_sql(&format!("instr({column}, ?) > 0"), std::slice::from_ref(value));
        }
    }
    for (name, is) in [("min_spend", ">="), ("max_spend", "<=")] {
        if let Some(value) = query.get(name) {
            search = search.where_sql(&format!("doc ->> 'spend' {is} ?"), std::slice::from_ref(value));
        }
    }
    if let Some(id) = query.get("request_id") {
        search = search.where_sql("(id = ? OR doc ->> 'litellm_call_id' = ?)", &[id.clone(), id.clone()]);
    }
    if let Some(status) = query.get("status_filter") {
        search = search.where_sql("doc ->> 'status' = ?", std::slice::from_ref(status));
    }
    // Nothing is cached here, and nothing is asked but models.
    if query.text("cache_hit_filter") == Some("hit") || query.text("span_type").is_some_and(|span| span != "llm") {
        search = search.where_sql("FALSE", &[]);
    }
    if let Some(text) = query.get("search") {
        let columns = ["id", "api_key", "user", "team_id"].map(str::to_owned);
        let others = ["litellm_call_id", "end_user", "session_id", "model_id"].map(|name| format!("doc ->> '{name}'"));
        let all: Vec<String> = columns.into_iter().chain(others).map(|column| format!("{column} = ?")).collect();
        search = search.where_sql(&format!("({})", all.join(" OR ")), &vec![text.clone(); all.len()]);
    }
    search
}

pub(super) fn all(asked: &Asked<'_>) -> Answered {
    let query = &asked.query;
    let mut search = Search::of(Table::Requests).order("started", true);
    if !asked.caller.sees_all() {
        search = search.equals("user", asked.caller.user_id.as_deref().unwrap_or_default());
    } else if let Some(user) = query.text("user_id") {
        search = search.equals("user", user);
    }
    if let Some(key) = query.text("api_key") {
        search = search.equals("api_key", &token_of(key));
    }
    if let Some(id) = query.text("request_id") {
        search = search.equals("id", id);
    }
    let mut days = None;
    if let (Some(start), Some(end)) = (query.text("start_date"), query.text("end_date")) {
        let (first, last) = (day(start)?, day(end)?);
        let after = last.checked_add(1.day()).map_err(Refusal::internal)?;
        search =
            search.where_sql("started >= ? AND started < ?", &[first.to_string().into(), after.to_string().into()]);
        days = Some((first, last));
    }
    let summarizes = !query.has("summarize") || query.flag("summarize");
    match days {
        Some((first, last)) if summarizes => Ok(summary(&asked.tables.search(&search)?, first, last).into()),
        _ => Ok(Value::from_iter(asked.tables.page(&search, 1, MOST)?.rows).into()),
    }
}

fn day(text: &str) -> Result<Date, Refusal> {
    text.parse().map_err(|_| {
        let message = format!("/spend/logs Error: '{text}' is no date of the form YYYY-MM-DD");
        Refusal::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", Some("None"), message)
    })
}

/// The days on which something was asked and those after them, each with what keys, users and models have cost.
fn summary(rows: &[Row], first: Date, last: Date) -> Value {
    let mut days: BTreeMap<Date, Map<String, Value>> = BTreeMap::new();
    for row in rows {
        let Some(day) = row.time("startTime").map(|time: Timestamp| time.to_zoned(jiff::tz::TimeZone::UTC).date())
        else {
            continue;
        };
        let cost = row.number("spend").unwrap_or_default();
        let entry = days.entry(day).or_insert_with(|| empty(day));
        add(entry, row.text("api_key").unwrap_or_default(), cost);
        add(entry, "spend", cost);
        for (name, column) in [("users", "user"), ("models", "model")] {
            if let Some(Value::Object(part)) = entry.get_mut(name) {
                add(part, row.text(column).unwrap_or_default(), cost);
            }
        }
    }
    // A day without requests is told when there was one before it.
    let mut next = days.keys().next().copied().unwrap_or(first).max(first);
    while next <= last && !days.is_empty() {
        days.entry(next).or_insert_with(|| empty(next));
        let Ok(after) = next.checked_add(1.day()) else { break };
        next = after;
    }
    days.into_values().map(Value::Object).collect()
}

fn empty(day: Date) -> Map<String, Value> {
    Row::of(json!({ "startTime": day.to_string(), "spend": 0.0, "users": {}, "models": {} })).0
}

fn add(sums: &mut Map<String, Value>, name: &str, cost: f64) {
    let sum = sums.get(name).and_then(Value::as_f64).unwrap_or_default();
    sums.insert(name.to_owned(), (sum + cost).into());
}
