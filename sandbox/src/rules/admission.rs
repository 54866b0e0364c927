//! Which endpoints a caller may use: by the key's `allowed_routes` and by the caller's role.

use hyper::StatusCode;

use super::allowed_routes;
use crate::caller::{Caller, Role};
use crate::response::Refusal;
use crate::route::Access;
use crate::secrets::{Middle, mask};

/// Refuses callers that may not use an endpoint with this access.
pub(crate) fn admit(caller: &Caller, access: Access, changes: bool, path: &str) -> Result<(), Refusal> {
    let allowed = caller.key.as_ref().map(|key| key.get_strings("allowed_routes")).unwrap_or_default();
    allowed_routes::check(&allowed, path)?;
    let admitted = match access {
        Access::Anyone | Access::AnyKey => true,
        Access::Users => match caller.role {
            Role::Admin | Role::User => true,
            Role::AdminViewer => !changes,
            Role::UserViewer => false,
            // A user without a role counts as one with keys.
            Role::Unknown => caller.user.is_some(),
        },
        Access::Readers => caller.role != Role::Unknown,
        Access::Admins => caller.is_admin() || caller.role == Role::AdminViewer && !changes,
    };
    if admitted {
        return Ok(());
    }
    if caller.role == Role::AdminViewer {
        let message =
            format!("user not allowed to access this route, role= {}. Trying to access: {path}", caller.role.name());
        return Err(Refusal::error(StatusCode::FORBIDDEN, "auth_error", None, message));
    }
    let user_id = caller.user_id.as_deref().and_then(|id| mask(id, 6, 2, Middle::Stars));
    let user_id = user_id.unwrap_or_else(|| "*******".to_owned());
    Err(Refusal::auth(format_args!(
        "Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route={path}. Your role={}. Your \
         user_id={user_id}",
        caller.role.name()
    )))
}
