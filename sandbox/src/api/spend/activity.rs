//! Daily activity of users, teams, tags and customers: `*/daily/activity`, paged and aggregated.

use std::collections::HashMap;

use hyper::StatusCode;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::caller::{DEFAULT_USER, Role};
use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::store::{ActivityScope, Amounts, DayFilter, DayLine, Table};

macro_rules! fields {
    ($($more:expr),* $(,)?) => {
        &[
            optional("start_date", FieldType::String),
            optional("end_date", FieldType::String),
            optional("model", FieldType::String),
            optional("api_key", FieldType::String),
            optional("api_key_limit", FieldType::IntegerIn { min: 1, max: 1_000 }),
            optional("timezone", FieldType::Integer),
            $($more),*
        ]
    };
}

pub(super) const USERS: &[Field] = fields![
    optional("user_id", FieldType::String),
    optional("page", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("page_size", FieldType::IntegerIn { min: 1, max: 1_000 }),
    optional("include_current_utc_day", FieldType::Bool),
];
pub(super) const TEAMS: &[Field] = fields![
    optional("team_ids", FieldType::String),
    optional("exclude_team_ids", FieldType::String),
    optional("page", FieldType::Integer),
    optional("page_size", FieldType::Integer),
];
pub(super) const TAGS: &[Field] = fields![
    optional("tags", FieldType::String),
    optional("page", FieldType::Integer),
    optional("page_size", FieldType::Integer)
];
pub(super) const CUSTOMERS: &[Field] = fields![
    optional("end_user_ids", FieldType::String),
    optional("exclude_end_user_ids", FieldType::String),
    optional("page", FieldType::Integer),
    optional("page_size", FieldType::Integer),
];

/// The entity of requests without a user or team.
const UNASSIGNED: &str = "Unassigned";
/// The default number of keys in an aggregate.
const KEYS: i64 = 100;

pub(super) fn users(request: &RequestContext<'_>) -> HandlerResult {
    paged(request, &users_filter(request)?, 50)
}

pub(super) fn users_aggregated(request: &RequestContext<'_>) -> HandlerResult {
    aggregated(request, &users_filter(request)?)
}

pub(super) fn teams(request: &RequestContext<'_>) -> HandlerResult {
    paged(request, &teams_filter(request)?, 10)
}

pub(super) fn teams_aggregated(request: &RequestContext<'_>) -> HandlerResult {
    aggregated(request, &teams_filter(request)?)
}

pub(super) fn tags(request: &RequestContext<'_>) -> HandlerResult {
    paged(request, &tags_filter(request)?, 10)
}

pub(super) fn tags_aggregated(request: &RequestContext<'_>) -> HandlerResult {
    aggregated(request, &tags_filter(request)?)
}

pub(super) fn customers(request: &RequestContext<'_>) -> HandlerResult {
    paged(request, &customers_filter(request)?, 10)
}

pub(super) fn customers_aggregated(request: &RequestContext<'_>) -> HandlerResult {
    aggregated(request, &customers_filter(request)?)
}

pub(super) fn organizations(_: &RequestContext<'_>) -> HandlerResult {
    let message = "Organizations are only available for LiteLLM Enterprise users. You must be a LiteLLM Enterprise user to use \
         this feature.";
    Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message))
}

fn bad_request(message: &str) -> Refusal {
    Refusal::detailed_error(StatusCode::BAD_REQUEST, message)
}

fn filter(request: &RequestContext<'_>, entity: ActivityScope, ids: &str) -> Result<DayFilter, Refusal> {
    let text = |name: &str| request.query.get_str(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let (Some(first), Some(last)) = (text("start_date"), text("end_date")) else {
        return Err(bad_request("Please provide start_date and end_date"));
    };
    if first.parse::<Date>().is_err() || last.parse::<Date>().is_err() {
        return Err(bad_request("start_date and end_date must be valid YYYY-MM-DD dates"));
    }
    let list = |name: &str| text(name).map(|list| list.split(',').map(str::to_owned).collect::<Vec<String>>());
    Ok(DayFilter {
        entity,
        days: (first, last),
        ids: list(ids),
        without: list(&format!("exclude_{ids}")).unwrap_or_default(),
        api_keys: text("api_key").map(|key| vec![key]),
        model: text("model"),
        user: None,
    })
}

/// Returns the filter for users. Non-admins see their own activity.
fn users_filter(request: &RequestContext<'_>) -> Result<DayFilter, Refusal> {
    let mut filter = filter(request, ActivityScope::User, "user_id")?;
    if request.caller.sees_all() {
        return Ok(filter);
    }
    let forbidden = |message: &str| Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message));
    let Some(own) = request.caller.user_id.as_deref().filter(|_| request.caller.role != Role::Unknown) else {
        return forbidden(
            "Service-account keys cannot query user analytics. Use a user-bound key, or call as a proxy admin.",
        );
    };
    if request.query.get_str("user_id").is_some_and(|id| id != own) {
        return forbidden("Non-admin users can only view their own spend data.");
    }
    filter.ids = Some(vec![own.to_owned()]);
    Ok(filter)
}

/// Returns the filter for teams. Non-admins see their own teams: all of it where they are team admins, else their own
/// part.
fn teams_filter(request: &RequestContext<'_>) -> Result<DayFilter, Refusal> {
    let mut filter = filter(request, ActivityScope::Team, "team_ids")?;
    if request.caller.sees_all() {
        return Ok(filter);
    }
    let not_found = |message: String| Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
    let Some(user) = request.caller.user.as_ref() else {
        let id = request.caller.user_id.as_deref().unwrap_or("None");
        return not_found(format!("User= {id} not found"));
    };
    let own: Vec<String> = user.get_strings("teams").into_iter().map(str::to_owned).collect();
    let named = filter.ids.unwrap_or_else(|| own.clone());
    if let Some(other) = named.iter().find(|id| !own.contains(id)) {
        return not_found(format!("User does not belong to Team= {other}. Call `/user/info` to see user's teams"));
    }
    let id = user.get_str("user_id").unwrap_or_default();
    let mut leads_all = true;
    for team in &named {
        let team = request.tables.get(Table::Teams, team)?;
        let members = team.as_ref().and_then(|team| team.get("members_with_roles")).and_then(Value::as_array);
        leads_all &= members.into_iter().flatten().any(|member| member["user_id"] == id && member["role"] == "admin");
    }
    filter.user = (!leads_all).then(|| id.to_owned());
    filter.ids = Some(named);
    Ok(filter)
}

fn tags_filter(request: &RequestContext<'_>) -> Result<DayFilter, Refusal> {
    let mut filter = filter(request, ActivityScope::Tag, "tags")?;
    if !request.caller.sees_all() {
        filter.user = Some(request.caller.user_id.clone().unwrap_or_default());
    }
    Ok(filter)
}

fn customers_filter(request: &RequestContext<'_>) -> Result<DayFilter, Refusal> {
    filter(request, ActivityScope::Customer, "end_user_ids")
}

fn paged(request: &RequestContext<'_>, filter: &DayFilter, size: i64) -> HandlerResult {
    let (page, size) = (request.query.get_i64("page").unwrap_or(1), request.query.get_i64("page_size").unwrap_or(size));
    if page < 1 || size < 1 {
        let message = format!("page and page_size must be >= 1, got page={page}, page_size={size}");
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
    }
    let total = request.tables.count_days(filter)?;
    let pages = total.saturating_add(size - 1) / size;
    let lines = request.tables.days(filter, (page - 1).saturating_mul(size), size)?;
    let place = json!({
        "page": page, "total_pages": pages, "has_more": page < pages, "api_key_limit": null, "total_api_keys": null,
        "entity_total_api_keys": null,
    });
    report(request, filter, &lines, place, true)
}

fn aggregated(request: &RequestContext<'_>, filter: &DayFilter) -> HandlerResult {
    let lines = request.tables.days(filter, 0, i64::MAX)?;
    let mut keys: Vec<&str> = lines.iter().map(|line| line.api_key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut of_entities: Vec<(&str, &str)> =
        lines.iter().map(|line| (name(filter.entity, line), line.api_key.as_str())).collect();
    of_entities.sort_unstable();
    of_entities.dedup();
    let mut counts: Map<String, Value> = Map::new();
    for (entity, _) in of_entities {
        let count = counts.get(entity).and_then(Value::as_i64).unwrap_or_default();
        counts.insert(entity.to_owned(), (count + 1).into());
    }
    // For users, LiteLLM reports one entity for all of them.
    let of_users = filter.entity == ActivityScope::User;
    let place = json!({
        "page": 1, "total_pages": 1, "has_more": false, "api_key_limit": request.query.get_i64("api_key_limit").unwrap_or(KEYS),
        "total_api_keys": keys.len(), "entity_total_api_keys": if of_users { Value::Null } else { counts.into() },
    });
    report(request, filter, &lines, place, !of_users)
}

fn name(entity: ActivityScope, line: &DayLine) -> &str {
    match entity {
        ActivityScope::User | ActivityScope::Team if line.entity.is_empty() => UNASSIGNED,
        _ => &line.entity,
    }
}

/// Metrics and metadata of an entity.
#[derive(Default)]
struct Part {
    amounts: Amounts,
    metadata: Value,
    keys: Vec<(String, Amounts)>,
}

/// Metrics by name, in the order of first use.
#[derive(Default)]
struct Parts(Vec<(String, Part)>, HashMap<String, usize>);

impl Parts {
    fn add(&mut self, name: &str, line: &DayLine) {
        let next = self.0.len();
        let at = *self.1.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.0.push((name.to_owned(), Part::default()));
        }
        let Some((_, part)) = self.0.get_mut(at) else { return };
        part.amounts.add(&line.amounts);
        match part.keys.iter_mut().find(|(key, _)| *key == line.api_key) {
            Some((_, amounts)) => amounts.add(&line.amounts),
            None => part.keys.push((line.api_key.clone(), line.amounts)),
        }
    }

    fn json(self, keys: &HashMap<String, Value>) -> Value {
        let key = |(key, amounts): (String, Amounts)| {
            let metadata = keys.get(&key).cloned().unwrap_or_default();
            (key, json!({ "metrics": amounts.json(), "metadata": metadata }))
        };
        let parts = self.0.into_iter().map(|(name, part)| {
            let metadata = if part.metadata.is_null() { json!({}) } else { part.metadata };
            let breakdown: Map<String, Value> = part.keys.into_iter().map(key).collect();
            (name, json!({ "metrics": part.amounts.json(), "metadata": metadata, "api_key_breakdown": breakdown }))
        });
        Value::Object(parts.collect())
    }
}

impl Amounts {
    fn add(&mut self, other: &Self) {
        self.spend += other.spend;
        self.prompt_tokens += other.prompt_tokens;
        self.completion_tokens += other.completion_tokens;
        self.successful += other.successful;
        self.failed += other.failed;
        self.milliseconds += other.milliseconds;
    }

    fn json(&self) -> Value {
        json!({
            "spend": self.spend, "flat_cost": 0.0, "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0,
            "compression_saved_tokens": 0, "compression_savings_spend": 0.0, "prompt_caching_savings_spend": 0.0,
            "gateway_injected_caching_savings_spend": 0.0, "autorouter_savings_spend": 0.0,
            "total_tokens": self.prompt_tokens + self.completion_tokens, "successful_requests": self.successful,
            "failed_requests": self.failed, "api_requests": self.successful + self.failed,
            "total_response_time_ms": self.milliseconds, "timed_requests": self.successful,
        })
    }
}

/// The activity of one day.
#[derive(Default)]
struct Day {
    amounts: Amounts,
    models: Parts,
    groups: Parts,
    providers: Parts,
    endpoints: Parts,
    entities: Parts,
    keys: Vec<(String, Amounts)>,
}

impl Day {
    fn add(&mut self, line: &DayLine, entity: &str) {
        self.amounts.add(&line.amounts);
        for (parts, name) in [
            (&mut self.models, line.model.as_str()),
            (&mut self.groups, &line.model_group),
            (&mut self.providers, &line.provider),
            (&mut self.endpoints, &line.endpoint),
            (&mut self.entities, entity),
        ] {
            parts.add(name, line);
        }
        match self.keys.iter_mut().find(|(key, _)| *key == line.api_key) {
            Some((_, amounts)) => amounts.add(&line.amounts),
            None => self.keys.push((line.api_key.clone(), line.amounts)),
        }
    }
}

fn report(
    request: &RequestContext<'_>,
    filter: &DayFilter,
    lines: &[DayLine],
    place: Value,
    with_entities: bool,
) -> HandlerResult {
    let mut days: Vec<(String, Day)> = Vec::new();
    let mut sum = Amounts::default();
    let (mut keys, mut entities) = (HashMap::new(), HashMap::new());
    for line in lines {
        sum.add(&line.amounts);
        let entity = name(filter.entity, line);
        if days.last().is_none_or(|(day, _)| *day != line.day) {
            days.push((line.day.clone(), Day::default()));
        }
        if let Some((_, day)) = days.last_mut() {
            day.add(line, entity);
        }
        if !keys.contains_key(&line.api_key) {
            keys.insert(line.api_key.clone(), known_key(request, &line.api_key)?);
        }
        if with_entities && !entities.contains_key(entity) {
            entities.insert(entity.to_owned(), known_entity(request, filter.entity, entity)?);
        }
    }
    let results = days.into_iter().map(|(date, mut day)| {
        for (name, part) in &mut day.entities.0 {
            part.metadata = entities.get(name).cloned().unwrap_or_default();
        }
        let api_keys = day.keys.into_iter().map(|(key, amounts)| {
            let metadata = keys.get(&key).cloned().unwrap_or_default();
            (key, json!({ "metrics": amounts.json(), "metadata": metadata }))
        });
        let breakdown = json!({
            "mcp_servers": {}, "models": day.models.json(&keys), "model_groups": day.groups.json(&keys),
            "providers": day.providers.json(&keys), "endpoints": day.endpoints.json(&keys),
            "api_keys": api_keys.collect::<Map<String, Value>>(),
            "entities": if with_entities { day.entities.json(&keys) } else { json!({}) },
        });
        json!({ "date": date, "metrics": day.amounts.json(), "breakdown": breakdown })
    });
    let results: Vec<Value> = results.collect();
    let totals = JsonObject::from_json(json!({
        "total_spend": sum.spend, "total_flat_cost": 0.0, "total_prompt_tokens": sum.prompt_tokens,
        "total_completion_tokens": sum.completion_tokens, "total_tokens": sum.prompt_tokens + sum.completion_tokens,
        "total_api_requests": sum.successful + sum.failed, "total_successful_requests": sum.successful,
        "total_failed_requests": sum.failed, "total_cache_read_input_tokens": 0, "total_cache_creation_input_tokens": 0,
        "total_compression_saved_tokens": 0, "total_compression_savings_spend": 0.0,
        "total_prompt_caching_savings_spend": 0.0, "total_gateway_injected_caching_savings_spend": 0.0,
        "total_autorouter_savings_spend": 0.0, "total_response_time_ms": sum.milliseconds,
        "total_timed_requests": sum.successful,
    }));
    Ok(json!({ "results": results, "metadata": Value::from(totals.with(place)) }).into())
}

/// Returns the metadata of a key, deleted ones included.
fn known_key(request: &RequestContext<'_>, token: &str) -> Result<Value, Refusal> {
    let key = request.tables.get(Table::Keys, token)?;
    let exists = key.is_some();
    let key = match key {
        Some(key) => Some(key),
        None => request.tables.get(Table::DeletedKeys, token)?,
    };
    let key = key.unwrap_or_default();
    let user_id = key.get_str("user_id").or((!token.is_empty() && token == super::MASTER_KEY).then_some(DEFAULT_USER));
    let user = user_id.map(|id| request.tables.get(Table::Users, id)).transpose()?.flatten();
    Ok(json!({
        "key_alias": key.get("key_alias"), "team_id": key.get("team_id"), "user_id": user_id,
        "user_email": user.and_then(|user| user.get("user_email").cloned()), "key_exists": exists,
    }))
}

fn known_entity(request: &RequestContext<'_>, entity: ActivityScope, id: &str) -> Result<Value, Refusal> {
    let (table, names): (_, &[&str]) = match entity {
        ActivityScope::User => (Table::Users, &["user_email", "user_alias"]),
        ActivityScope::Team => (Table::Teams, &["team_alias"]),
        ActivityScope::Customer => (Table::Customers, &["alias"]),
        ActivityScope::Tag => return Ok(json!({})),
    };
    let mut known = JsonObject::default();
    if let Some(row) = request.tables.get(table, id)? {
        for name in names {
            known.set(name, row.get(name).cloned().unwrap_or_default());
        }
    }
    Ok(known.into())
}
