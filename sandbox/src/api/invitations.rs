//! Invitations: links to choose a password for the admin page.

use hyper::StatusCode;
use jiff::ToSpan as _;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal, python_error};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::Table;
use crate::time;

pub(super) const ROUTES: &[Route] = &[
    route::post("/invitation/new", Access::AnyKey, NEW, new),
    route::get("/invitation/info", Access::Admins, INFO, info),
];

const NEW: &[Field] = &[required("user_id", FieldType::String)];
const INFO: &[Field] = &[required("invitation_id", FieldType::String)];
/// The lifetime of a link in days.
const DAYS: i64 = 7;

fn new(request: &RequestContext<'_>) -> HandlerResult {
    if !request.caller.is_admin() {
        let role = request.caller.role.name_or_user();
        let message = format!("Admin-only endpoint. Not allowed to access this., your role={role}");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    let user = request.body.get_str("user_id").unwrap_or_default();
    if request.tables.get(Table::Users, user)?.is_none() {
        let message =
            python_error("User id does not exist in 'LiteLLM_UserTable'. Fix this by creating user via `/user/new`.");
        return Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let now = time::format(request.now);
    let expires = request.now.checked_add((DAYS * 24).hours()).map_err(Refusal::internal)?;
    let row = JsonObject::from_json(json!({
        "id": id, "user_id": user, "is_accepted": false, "accepted_at": null, "expires_at": time::format(expires),
        "created_at": now, "created_by": request.author(), "updated_at": now, "updated_by": request.author(),
    }));
    request.tables.insert(Table::Invitations, &id, &row)?;
    Ok(Value::from(row).into())
}

fn info(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.query.get_str("invitation_id").unwrap_or_default();
    match request.tables.get(Table::Invitations, id)? {
        Some(row) => Ok(Value::from(row).into()),
        None => Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, "Invitation id does not exist in the database.")),
    }
}
