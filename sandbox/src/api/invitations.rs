//! Invitations: links with which a user chooses a password for the admin page.

use hyper::StatusCode;
use jiff::ToSpan as _;
use serde_json::{Value, json};

use crate::answer::{Answered, Refusal, python_error};
use crate::caller::Who;
use crate::clock;
use crate::fields::{Field, Kind, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::store::Table;

pub(super) const ROUTES: &[Route] =
    &[routes::post("/invitation/new", Who::AnyKey, NEW, new), routes::get("/invitation/info", Who::Admins, INFO, info)];

const NEW: &[Field] = &[required("user_id", Kind::Text)];
const INFO: &[Field] = &[required("invitation_id", Kind::Text)];
/// How long a link can be followed.
const DAYS: i64 = 7;

fn new(asked: &Asked<'_>) -> Answered {
    if !asked.caller.is_admin() {
        let role = asked.caller.role.name_or_user();
        let message = format!("Admin-only endpoint. Not allowed to access this., your role={role}");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    let user = asked.body.text("user_id").unwrap_or_default();
    if asked.tables.get(Table::Users, user)?.is_none() {
        let message =
            python_error("User id does not exist in 'LiteLLM_UserTable'. Fix this by creating user via `/user/new`.");
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "internal_server_error", None, message));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let now = clock::write(asked.now);
    let expires = asked.now.checked_add((DAYS * 24).hours()).map_err(Refusal::internal)?;
    let row = Row::of(json!({
        "id": id, "user_id": user, "is_accepted": false, "accepted_at": null, "expires_at": clock::write(expires),
        "created_at": now, "created_by": asked.author(), "updated_at": now, "updated_by": asked.author(),
    }));
    asked.tables.insert(Table::Invitations, &id, &row)?;
    Ok(Value::from(row).into())
}

fn info(asked: &Asked<'_>) -> Answered {
    let id = asked.query.text("invitation_id").unwrap_or_default();
    match asked.tables.get(Table::Invitations, id)? {
        Some(row) => Ok(Value::from(row).into()),
        None => Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, "Invitation id does not exist in the database.")),
    }
}
