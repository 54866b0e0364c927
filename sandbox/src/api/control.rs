//! What LiteLLM does not have: asking the sandbox itself how it is, and ending it.

use serde_json::json;

use crate::answer::Answered;
use crate::caller::Who;
use crate::routes::{self, Action, Asked, Route};
use crate::store::{Search, Table};

pub(super) const ROUTES: &[Route] = &[
    routes::get("/sandbox/status", Who::Admins, &[], status),
    Route { action: Action::Stop, ..routes::post("/sandbox/stop", Who::Admins, &[], status) },
];

fn status(asked: &Asked<'_>) -> Answered {
    let count = |table| asked.tables.count(&Search::of(table));
    Ok(json!({
        "pid": std::process::id(), "keys": count(Table::Keys)?, "users": count(Table::Users)?, "teams": count(Table::Teams)?,
        "requests": count(Table::Requests)?,
    })
    .into())
}
