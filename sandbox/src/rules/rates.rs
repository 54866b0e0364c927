//! How fast a key may be used: requests and tokens in a minute, and requests at a time, of the key, its user, its team, the
//! member of the team and the customer, and of single models.
//!
//! What is counted is forgotten when the sandbox ends. A minute begins with its first request. Tokens are reserved before a
//! request by an estimate, and counted when it is answered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::parties::Parties;
use crate::answer::Refusal;
use crate::row::Row;

/// How long requests and tokens are counted together.
const MINUTE: SignedDuration = SignedDuration::from_secs(60);
/// So many letters are taken for a token.
const LETTERS_PER_TOKEN: usize = 4;
/// What an answer is taken for that nobody bounds, unless a quarter of the smallest limit is less.
const UNBOUNDED_ANSWER: i64 = 1_024;
/// When so many counters are kept, those whose minute is over are forgotten.
const MANY: usize = 10_000;

/// What one party allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limit {
    scope: &'static str,
    id: String,
    requests: Option<i64>,
    tokens: Option<i64>,
    at_a_time: Option<i64>,
}

impl Limit {
    fn of(scope: &'static str, id: impl Into<String>, requests: Option<i64>, tokens: Option<i64>) -> Self {
        Self { scope, id: id.into(), requests, tokens, at_a_time: None }
    }

    fn is_some(&self) -> bool {
        self.requests.is_some() || self.tokens.is_some() || self.at_a_time.is_some()
    }

    fn counter(&self) -> String {
        format!("{}\u{1f}{}", self.scope, self.id)
    }
}

/// The limits that count for a request, in the order in which they are looked at.
pub(crate) fn limits(parties: &Parties, model: &str) -> Vec<Limit> {
    let mut limits = Vec::new();
    let both = |scope, id: &str, row: &Row| Limit::of(scope, id, row.whole("rpm_limit"), row.whole("tpm_limit"));
    if let Some(key) = &parties.key {
        let at_a_time = key.whole("max_parallel_requests");
        let token = key.text("token").unwrap_or_default();
        limits.push(Limit { at_a_time, ..both("api_key", token, key) });
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
    let for_model = |row: Option<&Row>, name: &str| row?.object("metadata")?.get(name)?.get(model)?.as_i64();
    let (key, team) = (parties.key.as_ref(), parties.team.as_ref());
    let token = key.and_then(|key| key.text("token")).unwrap_or_default();
    let of_key = |name| for_model(key, name);
    let (requests, tokens) = (of_key("model_rpm_limit"), of_key("model_tpm_limit"));
    limits.push(Limit::of("model_per_key", format!("{token}:{model}"), requests, tokens));
    // A key's own limit takes the place of its team's.
    let inherited = |name| for_model(team, name).filter(|_| of_key(name).is_none());
    let (requests, tokens) = (inherited("model_rpm_limit"), inherited("model_tpm_limit"));
    let team = parties.id_of_team().unwrap_or_default();
    limits.push(Limit::of("model_per_team", format!("{team}:{model}"), requests, tokens));
    limits.retain(Limit::is_some);
    limits
}

/// How many tokens a request may take, as far as that can be said before.
pub(crate) fn estimate(body: &Row, limits: &[Limit]) -> i64 {
    let letters = |value: &Value| match value {
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
        messages.into_iter().flatten().filter_map(|message| message.get("content")).map(letters).sum();
    let input = body.get("input").map(letters);
    let count = of_messages + body.get("prompt").map(letters).unwrap_or_default() + input.unwrap_or_default();
    let asked = if count == 0 { 0 } else { i64::try_from((count / LETTERS_PER_TOKEN).max(1)).unwrap_or(i64::MAX) };
    let smallest = limits.iter().filter_map(|limit| limit.tokens).min();
    let unbounded = smallest.map_or(UNBOUNDED_ANSWER, |limit| UNBOUNDED_ANSWER.min((limit / 4).max(1)));
    let bound = ["max_tokens", "max_completion_tokens"].into_iter().filter_map(|name| body.whole(name)).max();
    let answered = match bound {
        _ if input.is_some() => 0,
        Some(bound) => bound.max(0),
        None if count == 0 => 0,
        None => asked.max(unbounded),
    };
    let answers = body.whole("n").unwrap_or(1).max(1);
    asked.saturating_add(answered.saturating_mul(answers)).max(1)
}

/// What has been counted.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    minutes: HashMap<String, Minute>,
    under_way: HashMap<String, i64>,
}

#[derive(Debug, Clone, Copy)]
struct Minute {
    since: Timestamp,
    requests: i64,
    tokens: i64,
}

impl Counted {
    fn minute(&self, limit: &Limit, now: Timestamp) -> Minute {
        let known = self.minutes.get(&limit.counter()).copied();
        known.filter(|minute| now.duration_since(minute.since) < MINUTE).unwrap_or(Minute {
            since: now,
            requests: 0,
            tokens: 0,
        })
    }

    fn under_way(&self, limit: &Limit) -> i64 {
        self.under_way.get(&limit.counter()).copied().unwrap_or_default()
    }
}

/// A request that was let through. Dropped, it is no longer under way, and what it reserved and did not use is free again.
#[derive(Debug)]
pub(crate) struct Permit {
    rates: Arc<Rates>,
    /// Each with the beginning of the minute in which it was counted.
    limits: Vec<(Limit, Timestamp)>,
    reserved: i64,
    is_settled: bool,
    /// How much is left, for the headers of the answer.
    pub(crate) headers: Vec<(String, String)>,
}

impl Rates {
    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request that is within all limits; none is counted that is not.
    pub(crate) fn admit(self: &Arc<Self>, limits: Vec<Limit>, tokens: i64, now: Timestamp) -> Result<Permit, Refusal> {
        let mut headers = Vec::new();
        let mut left = |limit: &Limit, what: &str, left: i64, most: i64| {
            headers.push((format!("x-ratelimit-{}-remaining-{what}", limit.scope), left.to_string()));
            headers.push((format!("x-ratelimit-{}-limit-{what}", limit.scope), most.to_string()));
        };
        let mut counted = self.counted();
        for limit in &limits {
            if let Some(most) = limit.requests {
                let requests = counted.minute(limit, now).requests;
                if requests >= most {
                    return Err(over(limit, "requests", most, most - requests, now));
                }
                left(limit, "requests", most - requests - 1, most);
            }
        }
        for limit in &limits {
            if let Some(most) = limit.at_a_time {
                let under_way = counted.under_way(limit);
                if under_way >= most {
                    return Err(over(limit, "max_parallel_requests", most, most - under_way, now));
                }
                left(limit, "max_parallel_requests", most - under_way - 1, most);
            }
        }
        for limit in &limits {
            if let Some(most) = limit.tokens {
                let used = counted.minute(limit, now).tokens;
                if used.saturating_add(tokens) > most {
                    return Err(over(limit, "tokens", most, most - used, now));
                }
                left(limit, "tokens", most - used - tokens, most);
            }
        }
        let mut kept = Vec::new();
        for limit in limits {
            let mut minute = counted.minute(&limit, now);
            minute.requests += 1;
            minute.tokens += limit.tokens.map_or(0, |_| tokens);
            counted.minutes.insert(limit.counter(), minute);
            if limit.at_a_time.is_some() {
                *counted.under_way.entry(limit.counter()).or_default() += 1;
            }
            kept.push((limit, minute.since));
        }
        if counted.minutes.len() > MANY {
            counted.minutes.retain(|_, minute| now.duration_since(minute.since) < MINUTE);
        }
        drop(counted);
        Ok(Permit { rates: Arc::clone(self), limits: kept, reserved: tokens, is_settled: false, headers })
    }
}

impl Permit {
    /// Counts the tokens that were used, in the place of those that were reserved.
    pub(crate) fn settle(&mut self, used: i64) {
        self.is_settled = true;
        let mut counted = self.rates.counted();
        for (limit, since) in &self.limits {
            // A minute that is over counts no more.
            if let Some(minute) = counted.minutes.get_mut(&limit.counter()).filter(|minute| minute.since == *since) {
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
        let mut counted = self.rates.counted();
        for (limit, _) in self.limits.iter().filter(|(limit, _)| limit.at_a_time.is_some()) {
            let counter = limit.counter();
            match counted.under_way.get_mut(&counter) {
                Some(under_way) if *under_way > 1 => *under_way -= 1,
                _ => {
                    counted.under_way.remove(&counter);
                }
            }
        }
    }
}

fn over(limit: &Limit, what: &str, most: i64, left: i64, now: Timestamp) -> Refusal {
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

    fn of_key(requests: Option<i64>, tokens: Option<i64>, at_a_time: Option<i64>) -> Vec<Limit> {
        vec![Limit { at_a_time, ..Limit::of("api_key", "k", requests, tokens) }]
    }

    fn refusal(result: Result<Permit, Refusal>) -> String {
        match result {
            Err(Refusal::Throttled { message, .. }) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn requests_are_counted_from_the_first_one_for_a_minute() {
        let rates = Arc::new(Rates::default());
        let limits = of_key(Some(2), None, None);
        assert_eq!(rates.admit(limits.clone(), 1, at(0)).unwrap().headers[0].1, "1");
        assert_eq!(rates.admit(limits.clone(), 1, at(59)).unwrap().headers[0].1, "0");
        let told = refusal(rates.admit(limits.clone(), 1, at(59)));
        assert!(
            told.starts_with(
                "Rate limit exceeded for api_key: k. Limit type: requests. Current limit: 2, Remaining: 0."
            )
        );
        assert!(rates.admit(limits, 1, at(60)).is_ok());
    }

    #[test]
    fn tokens_are_reserved_and_then_counted() {
        let rates = Arc::new(Rates::default());
        let limits = of_key(None, Some(35), None);
        let mut first = rates.admit(limits.clone(), 9, at(0)).unwrap();
        // Nine are reserved while it is under way.
        assert!(rates.admit(limits.clone(), 27, at(1)).is_err());
        first.settle(30);
        drop(first);
        assert!(refusal(rates.admit(limits.clone(), 6, at(2))).contains("Remaining: 5."));
        drop(rates.admit(limits.clone(), 5, at(2)).unwrap());
        // That one used nothing, and what it reserved is free.
        assert!(rates.admit(limits, 5, at(3)).is_ok());
    }

    #[test]
    fn requests_at_a_time_are_free_when_they_end() {
        let rates = Arc::new(Rates::default());
        let limits = of_key(None, None, Some(1));
        let first = rates.admit(limits.clone(), 1, at(0)).unwrap();
        assert!(refusal(rates.admit(limits.clone(), 1, at(0))).contains("Limit type: max_parallel_requests"));
        drop(first);
        assert!(rates.admit(limits, 1, at(0)).is_ok());
        assert!(rates.admit(of_key(None, None, Some(0)), 1, at(0)).is_err());
    }

    #[test]
    fn what_one_limit_refuses_counts_for_none() {
        let rates = Arc::new(Rates::default());
        let both = |requests| vec![Limit::of("team", "t", Some(1), None), Limit::of("user", "u", Some(requests), None)];
        assert!(rates.admit(both(0), 1, at(0)).is_err());
        assert!(rates.admit(both(1), 1, at(0)).is_ok());
    }

    #[test]
    fn tokens_are_estimated_as_the_server_does() {
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
            assert_eq!(estimate(&Row::of(body.clone()), &limits(limit)), expected, "{body} {limit}");
        }
    }
}
