//! Rate limits: requests and tokens per minute, and parallel requests, of the key, its user, team and membership, of
//! the customer, and per model.
//!
//! Counters are in memory. A minute starts with its first request. Tokens are reserved by an estimate before a request,
//! and counted after its response.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::parties::Parties;
use crate::object::JsonObject;
use crate::response::Refusal;

/// The window of requests and tokens.
const MINUTE: SignedDuration = SignedDuration::from_secs(60);
/// The estimated number of characters per token.
const CHARACTERS_PER_TOKEN: usize = 4;
/// The estimate of an unbounded response, unless a quarter of the smallest limit is less.
const UNBOUNDED_COMPLETION: i64 = 1_024;
/// Beyond this number of counters, those of past minutes are dropped.
const MAX_COUNTERS: usize = 10_000;

/// The rate limit of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RateLimit {
    scope: &'static str,
    id: String,
    requests: Option<i64>,
    tokens: Option<i64>,
    max_parallel: Option<i64>,
}

impl RateLimit {
    fn of(scope: &'static str, id: impl Into<String>, requests: Option<i64>, tokens: Option<i64>) -> Self {
        Self { scope, id: id.into(), requests, tokens, max_parallel: None }
    }

    fn is_some(&self) -> bool {
        self.requests.is_some() || self.tokens.is_some() || self.max_parallel.is_some()
    }

    fn counter(&self) -> String {
        format!("{}\u{1f}{}", self.scope, self.id)
    }
}

/// Returns the limits that apply to a request, in the order in which they are checked.
pub(crate) fn limits(parties: &Parties, model: &str) -> Vec<RateLimit> {
    let mut limits = Vec::new();
    let both = |scope, id: &str, row: &JsonObject| {
        RateLimit::of(scope, id, row.get_i64("rpm_limit"), row.get_i64("tpm_limit"))
    };
    if let Some(key) = &parties.key {
        let max_parallel = key.get_i64("max_parallel_requests");
        let token = key.get_str("token").unwrap_or_default();
        limits.push(RateLimit { max_parallel, ..both("api_key", token, key) });
    }
    if let (Some(user), Some(id)) = (&parties.user, parties.id_of_user()) {
        limits.push(both("user", id, user));
    }
    if let (Some(team), Some(id)) = (&parties.team, parties.id_of_team()) {
        limits.push(both("team", id, team));
    }
    if let (Some(team), Some(user), Some(budget)) =
        (parties.id_of_team(), parties.id_of_user(), parties.member_limits())
    {
        limits.push(both("team_member", &format!("{team}:{user}"), budget));
    }
    if let (Some(id), Some(budget)) = (&parties.customer_id, &parties.customer_budget) {
        limits.push(both("end_user", id, budget));
    }
    let for_model = |row: Option<&JsonObject>, name: &str| row?.get_object("metadata")?.get(name)?.get(model)?.as_i64();
    let (key, team) = (parties.key.as_deref(), parties.team.as_ref());
    let token = key.and_then(|key| key.get_str("token")).unwrap_or_default();
    let of_key = |name| for_model(key, name);
    let (requests, tokens) = (of_key("model_rpm_limit"), of_key("model_tpm_limit"));
    limits.push(RateLimit::of("model_per_key", format!("{token}:{model}"), requests, tokens));
    // A limit of the key replaces that of its team.
    let inherited = |name| for_model(team, name).filter(|_| of_key(name).is_none());
    let (requests, tokens) = (inherited("model_rpm_limit"), inherited("model_tpm_limit"));
    let team = parties.id_of_team().unwrap_or_default();
    limits.push(RateLimit::of("model_per_team", format!("{team}:{model}"), requests, tokens));
    limits.retain(RateLimit::is_some);
    limits
}

/// Estimates the tokens of a request before it runs.
pub(crate) fn estimate(body: &JsonObject, limits: &[RateLimit]) -> i64 {
    let characters = |value: &Value| match value {
        Value::String(text) => text.chars().count(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part.get("text").unwrap_or(part).as_str())
            .map(|text| text.chars().count())
            .sum(),
        _ => 0,
    };
    let messages = body.get("messages").and_then(Value::as_array);
    let of_messages: usize =
        messages.into_iter().flatten().filter_map(|message| message.get("content")).map(characters).sum();
    let input = body.get("input").map(characters);
    let count = of_messages + body.get("prompt").map(characters).unwrap_or_default() + input.unwrap_or_default();
    let prompt = if count == 0 { 0 } else { i64::try_from((count / CHARACTERS_PER_TOKEN).max(1)).unwrap_or(i64::MAX) };
    let smallest = limits.iter().filter_map(|limit| limit.tokens).min();
    let unbounded = smallest.map_or(UNBOUNDED_COMPLETION, |limit| UNBOUNDED_COMPLETION.min((limit / 4).max(1)));
    let bound = ["max_tokens", "max_completion_tokens"].into_iter().filter_map(|name| body.get_i64(name)).max();
    let completion = match bound {
        _ if input.is_some() => 0,
        Some(bound) => bound.max(0),
        None if count == 0 => 0,
        None => prompt.max(unbounded),
    };
    let choices = body.get_i64("n").unwrap_or(1).max(1);
    prompt.saturating_add(completion.saturating_mul(choices)).max(1)
}

/// The rate counters.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<Counters>);

#[derive(Debug, Default)]
struct Counters {
    minutes: HashMap<String, Minute>,
    parallel: HashMap<String, i64>,
}

#[derive(Debug, Clone, Copy)]
struct Minute {
    since: Timestamp,
    requests: i64,
    tokens: i64,
}

impl Counters {
    fn minute(&self, limit: &RateLimit, now: Timestamp) -> Minute {
        let known = self.minutes.get(&limit.counter()).copied();
        known.filter(|minute| now.duration_since(minute.since) < MINUTE).unwrap_or(Minute {
            since: now,
            requests: 0,
            tokens: 0,
        })
    }

    fn parallel(&self, limit: &RateLimit) -> i64 {
        self.parallel.get(&limit.counter()).copied().unwrap_or_default()
    }
}

/// An admitted request. Dropping it ends it and releases what it reserved but did not use.
#[derive(Debug)]
pub(crate) struct Permit {
    rates: Arc<Rates>,
    /// Each with the start of the minute that counted it.
    limits: Vec<(RateLimit, Timestamp)>,
    reserved: i64,
    is_settled: bool,
    /// The remaining limits, as response headers.
    pub(crate) headers: Vec<(String, String)>,
}

impl Rates {
    fn counters(&self) -> MutexGuard<'_, Counters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Admits and counts a request that is within all limits.
    pub(crate) fn admit(
        self: &Arc<Self>,
        limits: Vec<RateLimit>,
        tokens: i64,
        now: Timestamp,
    ) -> Result<Permit, Refusal> {
        let mut headers = Vec::new();
        let mut left = |limit: &RateLimit, what: &str, left: i64, most: i64| {
            headers.push((format!("x-ratelimit-{}-remaining-{what}", limit.scope), left.to_string()));
            headers.push((format!("x-ratelimit-{}-limit-{what}", limit.scope), most.to_string()));
        };
        let mut counters = self.counters();
        for limit in &limits {
            if let Some(most) = limit.requests {
                let requests = counters.minute(limit, now).requests;
                if requests >= most {
                    return Err(over(limit, "requests", most, most - requests, now));
                }
                left(limit, "requests", most - requests - 1, most);
            }
        }
        for limit in &limits {
            if let Some(most) = limit.max_parallel {
                let parallel = counters.parallel(limit);
                if parallel >= most {
                    return Err(over(limit, "max_parallel_requests", most, most - parallel, now));
                }
                left(limit, "max_parallel_requests", most - parallel - 1, most);
            }
        }
        for limit in &limits {
            if let Some(most) = limit.tokens {
                let used = counters.minute(limit, now).tokens;
                if used.saturating_add(tokens) > most {
                    return Err(over(limit, "tokens", most, most - used, now));
                }
                left(limit, "tokens", most - used - tokens, most);
            }
        }
        let mut stored = Vec::new();
        for limit in limits {
            let mut minute = counters.minute(&limit, now);
            minute.requests += 1;
            minute.tokens += limit.tokens.map_or(0, |_| tokens);
            counters.minutes.insert(limit.counter(), minute);
            if limit.max_parallel.is_some() {
                *counters.parallel.entry(limit.counter()).or_default() += 1;
            }
            stored.push((limit, minute.since));
        }
        if counters.minutes.len() > MAX_COUNTERS {
            counters.minutes.retain(|_, minute| now.duration_since(minute.since) < MINUTE);
        }
        drop(counters);
        Ok(Permit { rates: Arc::clone(self), limits: stored, reserved: tokens, is_settled: false, headers })
    }
}

impl Permit {
    /// Replaces the reserved tokens by those used.
    pub(crate) fn settle(&mut self, used: i64) {
        self.is_settled = true;
        let mut counters = self.rates.counters();
        for (limit, since) in &self.limits {
            // A later minute has its own counter.
            if let Some(minute) = counters.minutes.get_mut(&limit.counter()).filter(|minute| minute.since == *since) {
                let reserved = limit.tokens.map_or(0, |_| self.reserved);
                minute.tokens = minute.tokens.saturating_sub(reserved).saturating_add(used).max(0);
            }
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if !self.is_settled {
            self.settle(0);
        }
        let mut counters = self.rates.counters();
        for (limit, _) in self.limits.iter().filter(|(limit, _)| limit.max_parallel.is_some()) {
            let counter = limit.counter();
            match counters.parallel.get_mut(&counter) {
                Some(parallel) if *parallel > 1 => *parallel -= 1,
                _ => {
                    counters.parallel.remove(&counter);
                }
            }
        }
    }
}

fn over(limit: &RateLimit, what: &str, most: i64, left: i64, now: Timestamp) -> Refusal {
    let reset = now.checked_add(MINUTE).unwrap_or(now).strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
    let message = format!(
        "Rate limit exceeded for {}: {}. Limit type: {what}. Current limit: {most}, Remaining: {}. Limit resets at: {reset}",
        limit.scope,
        limit.id,
        left.max(0)
    );
    let headers = [("retry-after", "60"), ("rate_limit_type", what), ("reset_at", &reset)];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    Refusal::Throttled { message, headers }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_277_000 + seconds).unwrap()
    }

    fn of_key(requests: Option<i64>, tokens: Option<i64>, max_parallel: Option<i64>) -> Vec<RateLimit> {
        vec![RateLimit { max_parallel, ..RateLimit::of("api_key", "k", requests, tokens) }]
    }

    fn refusal(result: Result<Permit, Refusal>) -> String {
        match result {
            Err(Refusal::Throttled { message, .. }) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn request_window_starts_with_the_first_request() {
        let rates = Arc::new(Rates::default());
        let limits = of_key(Some(2), None, None);
        assert_eq!(rates.admit(limits.clone(), 1, at(0)).unwrap().headers[0].1, "1");
        assert_eq!(rates.admit(limits.clone(), 1, at(59)).unwrap().headers[0].1, "0");
        let message = refusal(rates.admit(limits.clone(), 1, at(59)));
        assert!(
            message.starts_with(
                "Rate limit exceeded for api_key: k. Limit type: requests. Current limit: 2, Remaining: 0."
            )
        );
        assert!(rates.admit(limits, 1, at(60)).is_ok());
    }

    #[test]
    fn token_reservations_are_replaced_by_usage() {
        let rates = Arc::new(Rates::default());
        let limits = of_key(None, Some(35), None);
        let mut first = rates.admit(limits.clone(), 9, at(0)).unwrap();
        // Nine are reserved while the request runs.
        assert!(rates.admit(limits.clone(), 27, at(1)).is_err());
        first.settle(30);
        drop(first);
        assert!(refusal(rates.admit(limits.clone(), 6, at(2))).contains("Remaining: 5."));
        drop(rates.admit(limits.clone(), 5, at(2)).unwrap());
        // It used nothing, so its reservation is released.
        assert!(rates.admit(limits, 5, at(3)).is_ok());
    }

    #[test]
    fn parallel_slots_are_released_when_requests_end() {
        let rates = Arc::new(Rates::default());
        let limits = of_key(None, None, Some(1));
        let first = rates.admit(limits.clone(), 1, at(0)).unwrap();
        assert!(refusal(rates.admit(limits.clone(), 1, at(0))).contains("Limit type: max_parallel_requests"));
        drop(first);
        assert!(rates.admit(limits, 1, at(0)).is_ok());
        assert!(rates.admit(of_key(None, None, Some(0)), 1, at(0)).is_err());
    }

    #[test]
    fn a_refused_request_counts_against_no_limit() {
        let rates = Arc::new(Rates::default());
        let both = |requests| {
            vec![RateLimit::of("team", "t", Some(1), None), RateLimit::of("user", "u", Some(requests), None)]
        };
        assert!(rates.admit(both(0), 1, at(0)).is_err());
        assert!(rates.admit(both(1), 1, at(0)).is_ok());
    }

    #[test]
    fn token_estimates_match_litellm() {
        let limits = |tokens| of_key(None, Some(tokens), None);
        let hi = json!([{ "role": "user", "content": "hi" }]);
        for (body, limit, expected) in [
            (json!({ "messages": hi }), 1_000, 251),
            (json!({ "messages": hi }), 35, 9),
            (json!({ "messages": hi }), 1, 2),
            (json!({ "messages": hi }), 1_000_000, 1_025),
            (json!({ "messages": hi, "max_tokens": 10 }), 35, 11),
            (json!({ "messages": hi, "max_tokens": 10, "n": 2 }), 35, 21),
            (json!({ "messages": [{ "content": [{ "type": "text", "text": "twelve chars" }] }] }), 4, 6),
            (json!({ "input": "twelve chars" }), 35, 3),
            (json!({}), 35, 1),
        ] {
            assert_eq!(estimate(&JsonObject::from_json(body.clone()), &limits(limit)), expected, "{body} {limit}");
        }
    }
}
