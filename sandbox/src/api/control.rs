//! The server itself: its endpoints, and what LiteLLM does not have, the sandbox's status and stopping it.

use serde_json::json;

use crate::response::HandlerResult;
use crate::route::{self, Access, Action, RequestContext, Route};
use crate::store::{Search, Table};

pub(super) const ROUTES: &[Route] = &[
    Route { action: Action::Routes, ..route::get("/routes", Access::AnyKey, &[], status) },
    route::get("/sandbox/status", Access::Admins, &[], status),
    Route { action: Action::Stop, ..route::post("/sandbox/stop", Access::Admins, &[], status) },
];

fn status(request: &RequestContext<'_>) -> HandlerResult {
    let count = |table| request.tables.count(&Search::of(table));
    Ok(json!({
        "pid": std::process::id(), "keys": count(Table::Keys)?, "users": count(Table::Users)?, "teams": count(Table::Teams)?,
        "requests": count(Table::Requests)?,
    })
    .into())
}
