//! Builds limits: how much is used, whether that stops the key, and which change lifts it.

use serde_json::{Map, Value, json};

use super::windows::WindowUse;
use super::{KeyLimit, LimitChange, LimitKind, LimitOwner};
use crate::core::{Interval, parse_server_time};

/// Which amounts a budget refuses.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Threshold {
    /// Those that reach it.
    AtLimit,
    /// Only those that exceed it.
    AboveLimit,
}

/// A budget in dollars.
pub(super) struct Dollars {
    pub(super) used: Option<f64>,
    pub(super) limit: Option<f64>,
    pub(super) resets_at: Option<String>,
    pub(super) threshold: Threshold,
}

impl KeyLimit {
    fn raised(self, used_up: bool) -> Self {
        Self { is_exceeded: used_up, percent: used_up.then_some(100.0), ..self }
    }
}

impl LimitOwner {
    pub(super) fn limit(&self, kind: LimitKind, bound: Value, field: &'static str, value: Value) -> KeyLimit {
        KeyLimit {
            owner: self.clone(),
            model: None,
            window: None,
            kind,
            used: None,
            bound,
            percent: None,
            resets_at: None,
            is_exceeded: false,
            is_tightest: false,
            change: LimitChange { owner: self.clone(), field, value },
        }
    }

    /// A budget in dollars; `None` where there is no limit.
    pub(super) fn dollars(&self, field: &'static str, budget: Dollars) -> Option<KeyLimit> {
        let limit = budget.limit?;
        let proposed = json!(raised(limit, budget.used));
        Some(budget.measure(self.limit(LimitKind::Dollars, json!(limit), field, proposed)))
    }

    /// A limit per minute, or on concurrent requests. The server does not report its usage, but a limit of zero stops
    /// every request.
    pub(super) fn rate(&self, kind: LimitKind, field: &'static str, limit: Option<i64>) -> Option<KeyLimit> {
        let limit = limit?;
        Some(self.limit(kind, json!(limit), field, doubled(limit)).raised(limit <= 0))
    }

    pub(super) fn rates(&self, tpm: Option<i64>, rpm: Option<i64>) -> impl Iterator<Item = KeyLimit> {
        let tpm = self.rate(LimitKind::Tpm, "tpm_limit", tpm);
        tpm.into_iter().chain(self.rate(LimitKind::Rpm, "rpm_limit", rpm))
    }

    pub(super) fn blocked(&self) -> KeyLimit {
        self.limit(LimitKind::Blocked, Value::Null, "blocked", json!(false)).raised(true)
    }

    pub(super) fn missing(&self) -> KeyLimit {
        self.limit(LimitKind::Missing, Value::Null, "team_id", Value::Null).raised(true)
    }

    pub(super) fn deactivated(&self) -> KeyLimit {
        self.limit(LimitKind::Deactivated, Value::Null, "scim_active", json!(true)).raised(true)
    }

    /// Rates of single models, `{"gpt-4": 10}`.
    pub(super) fn model_rates(&self, kind: LimitKind, field: &'static str, rates: Option<&Value>) -> Vec<KeyLimit> {
        let Some(rates) = rates.and_then(Value::as_object) else { return Vec::new() };
        let limit = |(model, limit): (&String, &Value)| {
            let number = limit.as_i64()?;
            let proposed = Value::Object(with(rates, model, doubled(number)));
            let row = self.limit(kind, limit.clone(), field, proposed).raised(number <= 0);
            Some(KeyLimit { model: Some(model.clone()), ..row })
        };
        rates.iter().filter_map(limit).collect()
    }

    /// Rates of single models in metadata, without those of models for which `others` has its own.
    pub(super) fn rates_of_models(&self, metadata: Option<&Value>, others: Option<&Value>) -> Vec<KeyLimit> {
        let mut limits = Vec::new();
        for (kind, field) in [(LimitKind::Tpm, "model_tpm_limit"), (LimitKind::Rpm, "model_rpm_limit")] {
            let own = self.model_rates(kind, field, metadata.and_then(|metadata| metadata.get(field)));
            let others = others.and_then(|others| others.get(field)?.as_object());
            let is_replaced = |limit: &KeyLimit| {
                others.zip(limit.model.as_ref()).is_some_and(|(others, model)| others.contains_key(model))
            };
            limits.extend(own.into_iter().filter(|limit| !is_replaced(limit)));
        }
        limits
    }

    /// Budgets of single models, `{"gpt-4": {"max_budget": 1, "budget_duration": "1d"}}`, and their usage.
    pub(super) fn model_budgets(&self, budgets: Option<&Value>, usage: Option<&Value>) -> Vec<KeyLimit> {
        let Some(budgets) = budgets.and_then(Value::as_object) else { return Vec::new() };
        let limit = |(model, budget): (&String, &Value)| {
            let budget = budget.as_object()?;
            let name = ["max_budget", "budget_limit"].into_iter().find(|name| budget.contains_key(*name))?;
            let limit = budget.get(name)?.as_f64().filter(|limit| *limit > 0.0)?;
            let used = usage.and_then(|usage| usage.get(model)?.get("current_spend")?.as_f64());
            let proposed = Value::Object(with(budget, name, json!(raised(limit, used))));
            let proposed = Value::Object(with(budgets, model, proposed));
            let row = self.limit(LimitKind::Dollars, json!(limit), "model_max_budget", proposed);
            let dollars = Dollars { used, limit: Some(limit), resets_at: None, threshold: Threshold::AboveLimit };
            Some(KeyLimit { model: Some(model.clone()), ..dollars.measure(row) })
        };
        budgets.iter().filter_map(limit).collect()
    }

    /// Additional budgets with intervals of their own, `[{"max_budget": 1, "budget_duration": "1d"}]`, and how much of each is
    /// used.
    pub(super) fn budget_windows(&self, windows: &[Value], uses: &[Option<WindowUse>]) -> Vec<KeyLimit> {
        let limit = |(index, window): (usize, &Value)| {
            let limit = window.get("max_budget")?.as_f64()?;
            let known = uses.get(index).copied().flatten();
            // Between the bounds nothing is known.
            let used = known.filter(|known| known.at_least >= limit).map(|known| known.at_least);
            let used = used.or_else(|| known.filter(|known| known.at_most < limit).map(|known| known.at_most));
            // No spend is needed to reach nothing.
            let used = used.or_else(|| (limit <= 0.0).then_some(0.0));
            let most = known.map(|known| known.at_most);
            let mut proposed = windows.to_vec();
            if let Some(Value::Object(fields)) = proposed.get_mut(index) {
                fields.insert("max_budget".to_owned(), json!(raised(limit, most)));
            }
            let row = self.limit(LimitKind::Dollars, json!(limit), "budget_limits", Value::Array(proposed));
            let resets_at = text(window, "reset_at");
            let dollars = Dollars { used, limit: Some(limit), resets_at, threshold: Threshold::AtLimit };
            Some(KeyLimit { window: text(window, "budget_duration").map(Interval::from), ..dollars.measure(row) })
        };
        windows.iter().enumerate().filter_map(limit).collect()
    }
}

impl Dollars {
    /// Fills in how much is used, and whether that stops the key.
    pub(super) fn measure(self, row: KeyLimit) -> KeyLimit {
        let limit = self.limit.unwrap_or_default();
        let is_exceeded = self.used.is_some_and(|used| match self.threshold {
            Threshold::AtLimit => used >= limit,
            Threshold::AboveLimit => used > limit,
        });
        let percent = self.used.map(|used| match limit > 0.0 {
            true => (used / limit * 1000.0).round() / 10.0,
            false if is_exceeded => 100.0,
            false => 0.0,
        });
        let resets_at = self.resets_at.as_deref().and_then(parse_server_time);
        KeyLimit { used: self.used, percent, resets_at, is_exceeded, ..row }
    }
}

/// Marks the tightest limit: among those that stop the key, or else among all with known usage, the most used one. None is
/// marked if nothing stops the key and the usage of a budget is not known: it may be the tightest.
pub(super) fn mark_tightest(limits: &mut [KeyLimit]) {
    let is_unknown_budget = |limit: &KeyLimit| limit.kind == LimitKind::Dollars && limit.may_stop();
    if !limits.iter().any(|limit| limit.is_exceeded) && limits.iter().any(is_unknown_budget) {
        return;
    }
    let known = limits.iter_mut().filter(|limit| limit.percent.is_some());
    // Among equals the first is marked, which is the narrowest.
    let tightest = known.reduce(|best, limit| {
        let rank = |limit: &KeyLimit| (limit.is_exceeded, limit.percent);
        if rank(limit) > rank(best) { limit } else { best }
    });
    if let Some(tightest) = tightest {
        tightest.is_tightest = true;
    }
}

pub(super) fn text(value: &Value, field: &str) -> Option<String> {
    value.get(field)?.as_str().map(str::to_owned)
}

/// Returns a copy of an object with one field set.
fn with(fields: &Map<String, Value>, name: &str, value: Value) -> Map<String, Value> {
    let mut changed = fields.clone();
    changed.insert(name.to_owned(), value);
    changed
}

fn doubled(limit: i64) -> Value {
    json!(limit.saturating_mul(2).max(1))
}

/// Returns the amount of dollars to propose: twice the limit or the usage, rounded up to one digit.
pub(super) fn raised(limit: f64, used: Option<f64>) -> f64 {
    let wanted = limit.max(used.unwrap_or_default()) * 2.0;
    if !wanted.is_finite() || wanted <= 0.0 {
        return 1.0;
    }
    let size = wanted.log10().floor();
    // Without the last bits, which are noise: 0.06 is six hundredths and not a bit more.
    let digits = (wanted / 10_f64.powf(size) - 1e-9).ceil();
    if size < 0.0 { digits / 10_f64.powf(-size) } else { digits * 10_f64.powf(size) }
}
