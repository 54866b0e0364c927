//! What may still be spent: the budgets of the key, its user, its team and the customer, and when they begin anew.

use hyper::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use crate::sandbox::answer::Refusal;
use crate::sandbox::caller::Caller;
use crate::sandbox::clock::{self, Duration};
use crate::sandbox::row::Row;
use crate::sandbox::store::{Table, Tables};

/// What spends: its table and its id.
pub(in crate::sandbox) type Spender = (Table, String);

/// Refuses what a budget does not allow any more.
pub(in crate::sandbox) fn check(
    tables: &Tables<'_>,
    caller: &Caller,
    team: Option<&Row>,
    now: Timestamp,
) -> Result<(), Refusal> {
    if let Some(key) = &caller.key {
        let name =
            format!("Key={} ({})", key.text("key_alias").unwrap_or("key"), key.text("key_name").unwrap_or_default());
        within(&renewed(tables, Table::Keys, key, now)?, &name)?;
    }
    if let Some(team) = team {
        within(
            &renewed(tables, Table::Teams, team, now)?,
            &format!("Team={}", team.text("team_id").unwrap_or_default()),
        )?;
    } else if let Some(user) = &caller.user {
        within(
            &renewed(tables, Table::Users, user, now)?,
            &format!("User={}", user.text("user_id").unwrap_or_default()),
        )?;
    }
    Ok(())
}

fn within(row: &Row, name: &str) -> Result<(), Refusal> {
    let spent = row.number("spend").unwrap_or_default();
    match row.number("max_budget") {
        Some(budget) if spent >= budget => {
            let message = format!("Budget has been exceeded! {name} Current cost: {spent:?}, Max budget: {budget:?}");
            Err(Refusal::error(StatusCode::UNPROCESSABLE_ENTITY, "budget_exceeded", None, message))
        }
        _ => Ok(()),
    }
}

/// The row as it is now: a budget whose time has come has begun anew.
pub(in crate::sandbox) fn renewed(
    tables: &Tables<'_>,
    table: Table,
    row: &Row,
    now: Timestamp,
) -> Result<Row, Refusal> {
    let mut row = row.clone();
    if row.time("budget_reset_at").is_some_and(|reset| reset <= now) {
        let next = row.text("budget_duration").and_then(Duration::parse).and_then(|duration| duration.next_reset(now));
        row.set("budget_reset_at", next.map_or(Value::Null, |time| clock::write(time).into()));
        row.set("spend", 0.0);
        if let Some(id) = id_of(table, &row) {
            tables.update(table, &id, &row)?;
        }
    }
    Ok(row)
}

fn id_of(table: Table, row: &Row) -> Option<String> {
    let name = match table {
        Table::Keys => "token",
        Table::Users => "user_id",
        Table::Teams => "team_id",
        _ => return None,
    };
    row.text(name).map(str::to_owned)
}

/// Adds a cost to what each has spent.
pub(in crate::sandbox) fn spend(
    tables: &Tables<'_>,
    spenders: &[Spender],
    cost: f64,
    now: &str,
) -> Result<(), Refusal> {
    for (table, id) in spenders {
        let Some(mut row) = tables.get(*table, id)? else { continue };
        for name in ["spend", "total_spend"] {
            if row.has(name) {
                row.set(name, row.number(name).unwrap_or_default() + cost);
            }
        }
        if row.has("last_active") {
            row.set("last_active", now);
        }
        tables.update(*table, id, &row)?;
    }
    Ok(())
}
