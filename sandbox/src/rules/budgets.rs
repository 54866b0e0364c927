//! Spend and budget resets: what is added to each spender, and when its spend returns to zero.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::config::Config;
use crate::object::JsonObject;
use crate::response::Refusal;
use crate::store::{Table, Tables};
use crate::time::{self, DurationSpec};

/// A row whose spend is counted, by table and id.
pub(crate) type Spender = (Table, String);

/// The id of the row that counts the spend of the whole server, if the configuration limits it.
pub(crate) const SERVER_TOTAL: &str = "everybody";

/// The tables whose rows share budgets of the budget table.
const SHARERS: [Table; 4] = [Table::Keys, Table::Memberships, Table::Customers, Table::Tags];

/// Returns a row, its spend reset if its own budget is due.
pub(crate) fn current(
    tables: &Tables<'_>,
    table: Table,
    id: &str,
    now: Timestamp,
) -> Result<Option<JsonObject>, Refusal> {
    let row = tables.get(table, id)?;
    let row = row.map(|row| current_of(tables, table, id, Arc::new(row), now)).transpose()?;
    Ok(row.map(Arc::unwrap_or_clone))
}

/// Returns a row that was read in this transaction, its spend reset if its own budget is due.
pub(crate) fn current_of(
    tables: &Tables<'_>,
    table: Table,
    id: &str,
    mut row: Arc<JsonObject>,
    now: Timestamp,
) -> Result<Arc<JsonObject>, Refusal> {
    if is_due(&row, now) {
        let row = Arc::make_mut(&mut row);
        advance_reset(row, now);
        row.set("spend", 0.0);
        tables.update(table, id, row)?;
    }
    Ok(row)
}

/// Returns a shared budget; if it is due, resets the spend of all rows that share it.
pub(crate) fn current_shared(tables: &Tables<'_>, id: &str, now: Timestamp) -> Result<Option<JsonObject>, Refusal> {
    let Some(mut row) = tables.get(Table::Budgets, id)? else { return Ok(None) };
    if advance_reset(&mut row, now) {
        tables.update(Table::Budgets, id, &row)?;
        for table in SHARERS {
            tables.reset_spend(table, id)?;
        }
    }
    Ok(Some(row))
}

/// Starts or continues to count the spend of the whole server, if the configuration limits it.
pub(crate) fn start_server_total(tables: &Tables<'_>, config: &Config, now: Timestamp) -> Result<(), Refusal> {
    if config.max_budget.is_none() {
        return Ok(());
    }
    let known = tables.get(Table::Sums, SERVER_TOTAL)?;
    let duration = config.budget_duration.as_deref();
    let next = duration.and_then(DurationSpec::parse).and_then(|duration| duration.next_reset(now)).map(time::format);
    let mut row = JsonObject::from_json(json!({ "spend": 0.0, "budget_duration": duration, "budget_reset_at": next }));
    if let Some(known) = &known {
        row.copy(
            known,
            if known.get_str("budget_duration") == duration { &["spend", "budget_reset_at"] } else { &["spend"] },
        );
        tables.update(Table::Sums, SERVER_TOTAL, &row)?;
    } else {
        tables.insert(Table::Sums, SERVER_TOTAL, &row)?;
    }
    Ok(())
}

/// Returns whether the reset time has passed.
fn is_due(row: &JsonObject, now: Timestamp) -> bool {
    row.get_time("budget_reset_at").is_some_and(|reset| reset <= now)
}

/// If the reset time has passed, sets the next one and returns true.
fn advance_reset(row: &mut JsonObject, now: Timestamp) -> bool {
    if !is_due(row, now) {
        return false;
    }
    let next =
        row.get_str("budget_duration").and_then(DurationSpec::parse).and_then(|duration| duration.next_reset(now));
    row.set("budget_reset_at", next.map_or(Value::Null, |time| time::format(time).into()));
    true
}

/// Adds a cost to the spend of each row.
pub(crate) fn add_spend(tables: &Tables<'_>, spenders: &[Spender], cost: f64, now: &str) -> Result<(), Refusal> {
    spenders.iter().try_for_each(|(table, id)| Ok(tables.add_spend(*table, id, cost, now)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_budget_gets_its_next_reset_time() {
        let now = time::parse("2026-11-21T16:07:31Z").unwrap();
        let mut row =
            JsonObject::from_json(json!({ "budget_duration": "1d", "budget_reset_at": "2026-11-21T16:07:31Z" }));
        assert!(advance_reset(&mut row, now));
        assert_eq!(row.get_str("budget_reset_at"), Some("2026-11-22T00:00:00.000000Z"));
        assert!(!advance_reset(&mut row, now));
        assert!(!advance_reset(&mut JsonObject::from_json(json!({ "budget_duration": "1d" })), now));
    }
}
