//! Reads the fields of a thing by name and words them for an answer: names, limits and what is spent of them, models, times.
//! Servers of every version, and all kinds of things, name these fields alike.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::output::{Answer, cell, dollars, times};

/// How many columns a list of models or other names may take before it is shortened.
const LIST_WIDTH: usize = 48;
/// How many digits of a hash name a key.
const HASH_DIGITS: usize = 8;

/// The fields of a thing.
#[derive(Debug, Default, Clone)]
pub(super) struct Facts(Map<String, Value>);

impl Facts {
    /// Reads the fields of an object; anything else has none.
    pub(super) fn of(thing: &impl Serialize) -> Self {
        Self::from_value(serde_json::to_value(thing).unwrap_or_default())
    }

    pub(super) fn from_value(value: Value) -> Self {
        match value {
            Value::Object(fields) => Self(fields),
            _ => Self::default(),
        }
    }

    /// Returns the object in a field. It has no fields if the field is absent or is something else.
    pub(super) fn inner(&self, name: &str) -> Self {
        self.get(name).cloned().map(Self::from_value).unwrap_or_default()
    }

    /// Returns the object in a field, or the thing itself if there is none.
    pub(super) fn inner_or_self(&self, name: &str) -> Self {
        self.get(name).cloned().map_or_else(|| self.clone(), Self::from_value)
    }

    /// Returns the objects of a list.
    pub(super) fn objects(&self, name: &str) -> Vec<Self> {
        let items = self.get(name).and_then(Value::as_array).into_iter().flatten();
        items.filter(|item| item.is_object()).cloned().map(Self::from_value).collect()
    }

    /// Returns the name and the id of a thing, as `name (id)`, or the one there is.
    pub(super) fn name(&self, name: &str, id: &str) -> String {
        named(&self.string(name), &self.string(id))
    }

    /// Returns what is true of a thing, without the prefix: `vision` for `supports_vision`.
    pub(super) fn true_with_prefix(&self, prefix: &str) -> Vec<String> {
        let names = self.0.keys().filter(|name| self.is(name)).filter_map(|name| name.strip_prefix(prefix));
        names.map(|name| name.replace('_', " ")).collect()
    }

    /// Replaces a field.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Returns the fields but one.
    pub(super) fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// Returns each field as `name=value`.
    pub(super) fn pairs(&self) -> Vec<String> {
        self.0.iter().map(|(name, value)| format!("{name}={}", cell(value))).collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Returns a field as a string, empty if it is absent.
    pub(super) fn string(&self, name: &str) -> String {
        self.get(name).map(cell).unwrap_or_default()
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.get(name) == Some(&Value::Bool(true))
    }

    /// Returns the strings of a list.
    pub(super) fn strings(&self, name: &str) -> Vec<String> {
        self.get(name).and_then(Value::as_array).map(|items| items.iter().map(cell).collect()).unwrap_or_default()
    }

    /// Returns the models of a thing that may call all of them if it lists none.
    pub(super) fn models(&self) -> String {
        let models = self.strings("models");
        if models.is_empty() { "all".to_owned() } else { shortened(&models) }
    }

    /// Returns the spend and its limit: `$3.20 of $10.00, resets 2026-12-01`. Limits of a shared budget count where the thing
    /// has none of its own.
    pub(super) fn budget(&self) -> String {
        let shared = self.inner("litellm_budget_table");
        let Some(budget) = self.spend_and_limit() else {
            let spent = self.number("spend").filter(|spent| *spent > 0.0);
            return spent.map(|spent| format!("{} spent, no limit", dollars(spent))).unwrap_or_default();
        };
        let field = |name: &str| self.get(name).or_else(|| shared.get(name)).map(cell);
        let resets = field("budget_reset_at").map(|time| format!(", resets {}", times::short(&time)));
        let every = || field("budget_duration").map(|interval| format!(", resets every {interval}"));
        budget + &resets.or_else(every).unwrap_or_default()
    }

    /// Returns the spend and its limit: `$3.20 of $10.00`.
    pub(super) fn spend_and_limit(&self) -> Option<String> {
        let limit = self.limit()?;
        Some(format!("{} of {}", dollars(self.number("spend").unwrap_or_default()), dollars(limit)))
    }

    /// Returns the limit of the spend. That of a shared budget counts if there is no other.
    fn limit(&self) -> Option<f64> {
        self.number("max_budget").or_else(|| self.inner("litellm_budget_table").number("max_budget"))
    }

    /// Returns whether the spend has reached its limit.
    pub(super) fn is_over_budget(&self) -> bool {
        self.limit().is_some_and(|limit| self.number("spend").is_some_and(|spent| spent >= limit))
    }

    /// Returns the rate limits: `60 requests/min, 1000 tokens/min, 4 at once`.
    pub(super) fn rates(&self) -> String {
        let shared = self.inner("litellm_budget_table");
        let limits = [("rpm_limit", "requests/min"), ("tpm_limit", "tokens/min"), ("max_parallel_requests", "at once")];
        let limits = limits
            .iter()
            .filter_map(|(name, unit)| Some(format!("{} {unit}", cell(self.get(name).or_else(|| shared.get(name))?))));
        limits.collect::<Vec<_>>().join(", ")
    }

    /// Returns a time as people write it, empty if it is absent.
    pub(super) fn time(&self, name: &str) -> String {
        self.get(name).map(|time| times::short(&cell(time))).unwrap_or_default()
    }

    /// Returns whether a time is over.
    pub(super) fn is_past(&self, name: &str) -> bool {
        self.get(name).and_then(|time| times::parse(&cell(time))).is_some_and(|time| time <= times::now())
    }
}

impl Answer {
    /// Adds what limits a thing, and what is spent of it.
    pub(super) fn limits(self, facts: &Facts) -> Self {
        self.line("budget", facts.budget()).line("rates", facts.rates())
    }
}

/// Reads the object that a response has in a field. A response that failed has no fields.
pub(super) fn of_response<T: Serialize, E>(response: Result<T, E>, field: &str) -> Facts {
    response.map(|response| Facts::of(&response).inner(field)).unwrap_or_default()
}

/// Returns a name with the id in parentheses, or the one there is.
pub(super) fn named(name: &str, id: &str) -> String {
    match (name, id) {
        (name, id) if name.is_empty() || name == id => id.to_owned(),
        (name, "") => name.to_owned(),
        (name, id) => format!("{name} ({id})"),
    }
}

/// Returns a key by alias and the first digits of its hash.
pub(super) fn key_name(alias: Option<&str>, hash: &str) -> String {
    named(alias.unwrap_or_default(), &short_hash(hash))
}

/// Returns the digits of a hash that name a key.
pub(super) fn short_hash(hash: &str) -> String {
    hash.chars().take(HASH_DIGITS).collect()
}

/// Joins names, and shows only how many more there are once they fill a line: `gpt-4o, gpt-4o-mini, +7`.
pub(super) fn shortened(names: &[impl AsRef<str>]) -> String {
    let mut joined = String::new();
    for (index, name) in names.iter().map(AsRef::as_ref).enumerate() {
        if index > 0 && joined.len() + name.len() + 2 > LIST_WIDTH {
            joined.push_str(&format!(", +{}", names.len() - index));
            return joined;
        }
        if index > 0 {
            joined.push_str(", ");
        }
        joined.push_str(name);
    }
    joined
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn limits_of_a_shared_budget_count_where_there_are_none_of_its_own() {
        let shared = json!({"max_budget": 500.0, "rpm_limit": 60, "budget_duration": "30d"});
        let thing = Facts::of(&json!({"spend": 120.0, "tpm_limit": 1000, "litellm_budget_table": shared}));
        assert_eq!(thing.budget(), format!("{} of {}, resets every 30d", dollars(120.0), dollars(500.0)));
        assert_eq!(thing.rates(), "60 requests/min, 1000 tokens/min");
        assert!(!thing.is_over_budget());
        let own = Facts::of(&json!({"spend": 500, "max_budget": 500, "budget_reset_at": "2020-12-01T00:00:00Z",
            "budget_duration": "30d"}));
        assert!(own.is_over_budget());
        assert!(own.budget().contains(", resets 2020-1"), "{}", own.budget());
        assert_eq!(Facts::of(&json!({"spend": 0.0})).budget(), "");
        assert_eq!(Facts::of(&json!("x")).rates(), "");
    }

    #[test]
    fn lists_are_shortened_to_a_line() {
        let names = ["gpt-4o", "gpt-4o-mini"];
        assert_eq!(shortened(&names), "gpt-4o, gpt-4o-mini");
        let many: Vec<String> = (10..30).map(|number| format!("model-{number}")).collect();
        assert_eq!(shortened(&many), "model-10, model-11, model-12, model-13, model-14, +15");
        assert_eq!(shortened(&["a".repeat(90)]), "a".repeat(90));
        assert_eq!(Facts::of(&json!({"models": []})).models(), "all");
        assert_eq!(named("research", "t-1"), "research (t-1)");
        assert_eq!(key_name(None, "0123456789abcdef"), "01234567");
    }
}
