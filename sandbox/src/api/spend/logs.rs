//! Spend logs: `/spend/logs/v2` by page, `/spend/logs` as a list or summed by day.

use std::collections::BTreeMap;

use hyper::StatusCode;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Map, Value, json};

use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::secrets::token_of;
use crate::store::{Search, Table};
use crate::time;

pub(super) const PAGE: &[Field] = &[
    optional("api_key", FieldType::String),
    optional("user_id", FieldType::String),
    optional("request_id", FieldType::String),
    optional("session_id", FieldType::String),
    optional("team_id", FieldType::String),
    optional("min_spend", FieldType::Number),
    optional("max_spend", FieldType::Number),
    optional("start_date", FieldType::String),
    optional("end_date", FieldType::String),
    optional("page", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("page_size", FieldType::IntegerIn { min: 1, max: 1_000 }),
    optional("status_filter", FieldType::String),
    optional("cache_hit_filter", FieldType::String),
    optional("span_type", FieldType::String),
    optional("model", FieldType::String),
    optional("model_id", FieldType::String),
    optional("model_group", FieldType::String),
    optional("key_alias", FieldType::String),
    optional("end_user", FieldType::String),
    optional("error_code", FieldType::String),
    optional("error_message", FieldType::String),
    optional("sort_by", FieldType::String),
    optional("sort_order", FieldType::String),
    optional("search", FieldType::String),
];

pub(super) const ALL: &[Field] = &[
    optional("api_key", FieldType::String),
    optional("user_id", FieldType::String),
    optional("request_id", FieldType::String),
    optional("start_date", FieldType::String),
    optional("end_date", FieldType::String),
    optional("summarize", FieldType::Bool),
];

/// The sort keys and their SQL expressions.
const ORDERS: [(&str, &str); 7] = [
    ("endTime", "doc ->> 'endTime'"),
    ("model", "doc ->> 'model'"),
    ("request_duration_ms", "doc ->> 'request_duration_ms'"),
    ("spend", "doc ->> 'spend'"),
    ("startTime", "started"),
    ("total_tokens", "doc ->> 'total_tokens'"),
    ("ttft_ms", "doc ->> 'request_duration_ms'"),
];
/// Filters that match exactly: the parameter and the SQL column.
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
/// Filters that match a substring.
const PARTS: [(&str, &str); 3] = [
    ("session_id", "doc ->> 'session_id'"),
    ("key_alias", "doc ->> '$.metadata.user_api_key_alias'"),
    ("error_message", "doc ->> '$.metadata.error_information.error_message'"),
];
/// Fields that pages leave out.
const LARGE: [&str; 5] = ["messages", "response", "proxy_server_request", "created_at", "updated_at"];
/// The largest number of rows of `/spend/logs`.
const MAX_ROWS: i64 = 10_000;

pub(super) fn page(request: &RequestContext<'_>) -> HandlerResult {
    paged(request, true)
}

/// `/spend/logs/ui`: takes times instead of days, and a single request without them.
pub(super) fn page_for_people(request: &RequestContext<'_>) -> HandlerResult {
    paged(request, false)
}

fn invalid(param: &'static str, input: &str, names: &[&str]) -> Refusal {
    let message = format!("Invalid {param}: {input}. Must be one of: {}", names.join(", "));
    Refusal::error(StatusCode::BAD_REQUEST, "bad_request", Some(param), message)
}

fn paged(request: &RequestContext<'_>, takes_days: bool) -> HandlerResult {
    let query = &request.query;
    let by = query.get_str("sort_by").unwrap_or("startTime");
    let Some((_, expression)) = ORDERS.iter().find(|(name, _)| *name == by) else {
        return Err(invalid("sort_by", by, &ORDERS.map(|(name, _)| name)));
    };
    for (name, values) in [
        ("sort_order", &["asc", "desc"][..]),
        ("cache_hit_filter", &["hit", "miss"]),
        ("span_type", &["llm", "agent", "mcp", "batch"]),
    ] {
        let input = query.get_str(name).filter(|input| !values.contains(input));
        let input =
            input.filter(|input| name != "sort_order" || !values.contains(&input.to_ascii_lowercase().as_str()));
        if let Some(input) = input {
            return Err(invalid(name, input, values));
        }
    }
    let descending = !query.get_str("sort_order").is_some_and(|order| order.eq_ignore_ascii_case("asc"));
    let mut search = Search::of(Table::Requests).order(expression, descending);
    if !descending {
        search = search.oldest_first();
    }
    if takes_days || !query.contains("request_id") {
        search = within(request, search, takes_days)?;
    }
    search = written(request, filtered(query, seen(request, search)?));
    let (page, size) = (query.get_i64("page").unwrap_or(1), query.get_i64("page_size").unwrap_or(50));
    let found = request.tables.page(&search, page, size)?;
    let rows = found.rows.into_iter().map(|mut row| {
        for name in LARGE {
            row.remove(name);
        }
        for name in ["startTime", "endTime", "completionStartTime"] {
            if let Some(time) = row.get_time(name) {
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

/// Adds the fields of the session, which always has one request.
fn with_session(row: JsonObject) -> JsonObject {
    let session = json!({
        "session_total_count": 1, "session_total_spend": row.get("spend"), "session_cache_hit_count": 0,
        "session_total_duration_ms": row.get("request_duration_ms"), "session_llm_count": 1, "session_agent_count": 0,
        "session_total_prompt_tokens": row.get("prompt_tokens"),
        "session_total_completion_tokens": row.get("completion_tokens"), "session_total_tokens": row.get("total_tokens"),
        "session_models": [row.get("model")], "session_models_truncated": false,
    });
    row.with(session)
}

/// Limits a search to the required time range.
fn within(request: &RequestContext<'_>, search: Search, takes_days: bool) -> Result<Search, Refusal> {
    let (Some(start), Some(end)) = (request.query.get_str("start_date"), request.query.get_str("end_date")) else {
        let message = "Start date and end date are required";
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "bad_request", None, message));
    };
    let read = |text: &str| {
        let text = text.trim();
        let is_day = text.len() == "2026-11-21".len();
        let time = time::parse(&if is_day { format!("{text}T00:00:00") } else { text.to_owned() });
        time.filter(|_| takes_days || !is_day).map(time::format).ok_or_else(|| {
            let expected = if takes_days { "'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'" } else { "'YYYY-MM-DD HH:MM:SS'" };
            let message = format!("Invalid date format: {text}. Expected: {expected}");
            Refusal::of_status(StatusCode::BAD_REQUEST, message)
        })
    };
    Ok(search.where_sql("started >= ? AND started <= ?", &[read(start)?.into(), read(end)?.into()]))
}

/// Limits a search to what the caller may see: all, their own requests, or those of a team they administer.
fn seen(request: &RequestContext<'_>, search: Search) -> Result<Search, Refusal> {
    if request.caller.sees_all() {
        return Ok(search);
    }
    let user = request.caller.user_id.as_deref().unwrap_or_default();
    let Some(id) = request.query.get_str("team_id") else { return Ok(search.equals("user", user)) };
    let team = request.tables.get(Table::Teams, id)?;
    let members = team.as_ref().and_then(|team| team.get("members_with_roles")).and_then(Value::as_array);
    let leads = members.into_iter().flatten().any(|member| member["user_id"] == user && member["role"] == "admin");
    if leads {
        return Ok(search);
    }
    Err(Refusal::quoted(StatusCode::FORBIDDEN, format!("Not authorized to view team spend for team_id={id}")))
}

/// Leaves out requests that ended so recently that the log does not have them yet. Half of them are written sooner, as by
/// two processes.
fn written(request: &RequestContext<'_>, search: Search) -> Search {
    let delay = request.config.log_delay;
    if delay.is_zero() {
        return search;
    }
    let before = |delay| request.now.checked_sub(delay).map(time::format).unwrap_or_default().into();
    let condition = "doc ->> 'endTime' <= CASE unicode(substr(id, -1)) % 2 WHEN 0 THEN ? ELSE ? END";
    search.where_sql(condition, &[before(delay), before(delay / 2)])
}

fn filtered(query: &JsonObject, mut search: Search) -> Search {
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
    // The sandbox caches nothing and logs only model requests.
    if query.get_str("cache_hit_filter") == Some("hit") || query.get_str("span_type").is_some_and(|span| span != "llm")
    {
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

pub(super) fn all(request: &RequestContext<'_>) -> HandlerResult {
    let query = &request.query;
    let mut search = written(request, Search::of(Table::Requests).order("started", true));
    if !request.caller.sees_all() {
        search = search.equals("user", request.caller.user_id.as_deref().unwrap_or_default());
    } else if let Some(user) = query.get_str("user_id") {
        search = search.equals("user", user);
    }
    if let Some(key) = query.get_str("api_key") {
        search = search.equals("api_key", &token_of(key));
    }
    if let Some(id) = query.get_str("request_id") {
        search = search.equals("id", id);
    }
    let mut days = None;
    if let (Some(start), Some(end)) = (query.get_str("start_date"), query.get_str("end_date")) {
        let (first, last) = (day(start)?, day(end)?);
        let after = last.checked_add(1.day()).map_err(Refusal::internal)?;
        search =
            search.where_sql("started >= ? AND started < ?", &[first.to_string().into(), after.to_string().into()]);
        days = Some((first, last));
    }
    let summarizes = !query.contains("summarize") || query.get_bool("summarize");
    match days {
        Some((first, last)) if summarizes => Ok(summary(&request.tables.search(&search)?, first, last).into()),
        _ => Ok(Value::from_iter(request.tables.page(&search, 1, MAX_ROWS)?.rows).into()),
    }
}

fn day(text: &str) -> Result<Date, Refusal> {
    text.parse().map_err(|_| {
        let message = format!("/spend/logs Error: '{text}' is not a date of the form YYYY-MM-DD");
        Refusal::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", None, message)
    })
}

/// Sums spend by day, and by key, user and model within it.
fn summary(rows: &[JsonObject], first: Date, last: Date) -> Value {
    let mut days: BTreeMap<Date, Map<String, Value>> = BTreeMap::new();
    for row in rows {
        let Some(day) = row.get_time("startTime").map(|time: Timestamp| time.to_zoned(jiff::tz::TimeZone::UTC).date())
        else {
            continue;
        };
        let cost = row.get_f64("spend").unwrap_or_default();
        let entry = days.entry(day).or_insert_with(|| empty(day));
        add(entry, row.get_str("api_key").unwrap_or_default(), cost);
        add(entry, "spend", cost);
        for (name, column) in [("users", "user"), ("models", "model")] {
            if let Some(Value::Object(part)) = entry.get_mut(name) {
                add(part, row.get_str(column).unwrap_or_default(), cost);
            }
        }
    }
    // Days without requests are included after the first one with any.
    let mut next = days.keys().next().copied().unwrap_or(first).max(first);
    while next <= last && !days.is_empty() {
        days.entry(next).or_insert_with(|| empty(next));
        let Ok(after) = next.checked_add(1.day()) else { break };
        next = after;
    }
    days.into_values().map(Value::Object).collect()
}

fn empty(day: Date) -> Map<String, Value> {
    JsonObject::from_json(json!({ "startTime": day.to_string(), "spend": 0.0, "users": {}, "models": {} })).0
}

fn add(sums: &mut Map<String, Value>, name: &str, cost: f64) {
    let sum = sums.get(name).and_then(Value::as_f64).unwrap_or_default();
    sums.insert(name.to_owned(), (sum + cost).into());
}
