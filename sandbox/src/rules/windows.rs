//! Budget windows: budgets of keys and teams with intervals and spends of their own.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::object::JsonObject;
use crate::response::Refusal;
use crate::store::{Table, Tables};
use crate::time::{self, DurationSpec};

/// A window, with what is spent in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BudgetWindow {
    pub(crate) interval: String,
    pub(crate) max_budget: f64,
    pub(crate) spend: f64,
}

/// Sets when each window of a new or updated row resets, where that is missing.
pub(crate) fn start(row: &mut JsonObject, now: Timestamp) {
    let Some(Value::Array(windows)) = row.0.get_mut("budget_limits") else { return };
    if windows.is_empty() {
        row.set("budget_limits", Value::Null);
        return;
    }
    for window in windows.iter_mut().filter_map(Value::as_object_mut) {
        if window.get("reset_at").is_none_or(Value::is_null) {
            let next = window.get("budget_duration").and_then(|interval| next_reset(interval.as_str()?, now));
            window.insert("reset_at".to_owned(), next.map_or(Value::Null, Value::from));
        }
    }
}

/// Returns whether a row has windows.
pub(crate) fn any(row: &JsonObject) -> bool {
    row.get("budget_limits").and_then(Value::as_array).is_some_and(|windows| !windows.is_empty())
}

/// Returns the windows of a row, those that are due started again.
pub(crate) fn current(
    tables: &Tables<'_>,
    table: Table,
    id: &str,
    now: Timestamp,
) -> Result<Vec<BudgetWindow>, Refusal> {
    let Some(mut row) = tables.get(table, id)? else { return Ok(Vec::new()) };
    let Some(Value::Array(stored)) = row.0.get_mut("budget_limits") else { return Ok(Vec::new()) };
    let (mut windows, mut is_changed) = (Vec::new(), false);
    for window in stored.iter_mut().filter_map(Value::as_object_mut) {
        let text = |name: &str| window.get(name).and_then(Value::as_str).map(str::to_owned);
        let (Some(interval), Some(max_budget)) =
            (text("budget_duration"), window.get("max_budget").and_then(Value::as_f64))
        else {
            continue;
        };
        let sum = sum_id(table, id, &interval);
        if text("reset_at").and_then(|reset| time::parse(&reset)).is_some_and(|reset| reset <= now) {
            tables.delete(Table::Sums, &sum)?;
            window.insert("reset_at".to_owned(), next_reset(&interval, now).map_or(Value::Null, Value::from));
            is_changed = true;
        }
        let spend = tables.get(Table::Sums, &sum)?.and_then(|sum| sum.get_f64("spend")).unwrap_or_default();
        windows.push(BudgetWindow { interval, max_budget, spend });
    }
    if is_changed {
        tables.update(table, id, &row)?;
    }
    Ok(windows)
}

/// Adds a cost to each window of a row.
pub(crate) fn add_spend(tables: &Tables<'_>, table: Table, id: &str, cost: f64, now: Timestamp) -> Result<(), Refusal> {
    for window in current(tables, table, id, now)? {
        let sum = sum_id(table, id, &window.interval);
        let row = JsonObject::from_json(json!({ "spend": window.spend + cost }));
        if !tables.update(Table::Sums, &sum, &row)? {
            tables.insert(Table::Sums, &sum, &row)?;
        }
    }
    Ok(())
}

/// Returns the windows' spend as `/key/info` reports it; `None` if there are none.
pub(crate) fn usage(windows: &[BudgetWindow]) -> Option<Value> {
    let used = |window: &BudgetWindow| {
        (window.interval.clone(), json!({ "current_spend": (window.spend * 10_000.0).round() / 10_000.0 }))
    };
    (!windows.is_empty()).then(|| windows.iter().map(used).collect::<serde_json::Map<_, _>>().into())
}

/// The id of the row that counts the spend of a window. An update of the window's budget keeps it.
fn sum_id(table: Table, id: &str, interval: &str) -> String {
    format!("window of {table:?} {id} {interval}")
}

fn next_reset(interval: &str, now: Timestamp) -> Option<String> {
    DurationSpec::parse(interval)?.next_reset(now).map(time::format)
}
