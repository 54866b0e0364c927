//! Permissions on keys: of admins, of the key's user, and of members of its team.

use hyper::StatusCode;

use crate::object::JsonObject;
use crate::response::{Refusal, python_error};
use crate::route::RequestContext;
use crate::rules::teams::{TeamAuthority, authority, permissions, permits, role};
use crate::store::Table;

/// An action on a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    See,
    Update,
    Delete,
    /// Blocks or unblocks, at this path.
    Block(&'static str),
    ResetSpend,
}

/// Returns whether the caller may perform the action.
pub(super) fn may(request: &RequestContext<'_>, key: &JsonObject, action: Action) -> Result<bool, Refusal> {
    let caller = request.caller;
    if caller.is_admin() || caller.sees_all() && action == Action::See {
        return Ok(true);
    }
    let is_own = caller.user_id.is_some() && key.get_str("user_id") == caller.user_id.as_deref();
    let is_itself = caller.token().is_some() && caller.token() == key.get_str("token");
    let team = key.get_str("team_id").map(|id| request.tables.get(Table::Teams, id)).transpose()?.flatten();
    let manages = team.as_ref().is_some_and(|team| authority(caller, team) == TeamAuthority::TeamAdmin);
    let permits = |path: &str| team.as_ref().is_some_and(|team| permits(caller, team, path));
    Ok(match action {
        Action::See => is_own || is_itself || permits("/key/info"),
        Action::Update | Action::Delete => is_own || is_itself || manages,
        Action::Block(path) => manages || permits(path),
        Action::ResetSpend => manages || permits("/key/{key_id}/reset_spend"),
    })
}

/// Returns the refusal of an action.
pub(super) fn refusal(request: &RequestContext<'_>, key: &JsonObject, action: Action) -> Refusal {
    let role = request.caller.role.name_or_user();
    let own = request.caller.user_id.as_deref().unwrap_or("None");
    match action {
        Action::See => {
            let message = format!("You are not allowed to access this key's info. Your role={role}");
            Refusal::error(StatusCode::FORBIDDEN, "internal_server_error", None, message)
        }
        Action::Update => {
            let user = key.get_str("user_id").unwrap_or("None");
            let message = format!("User can only create keys for themselves. Got user_id={user}, Your ID={own}");
            Refusal::error(StatusCode::FORBIDDEN, "auth_error", Some("None"), message)
        }
        Action::Delete => Refusal::quoted(StatusCode::FORBIDDEN, "You are not authorized to delete this key"),
        Action::Block(path) => {
            let message = format!(
                "Only proxy admins, team admins, or org admins can call {path}. user_role={role}, user_id={own}"
            );
            Refusal::detailed_error(StatusCode::FORBIDDEN, message)
        }
        Action::ResetSpend => {
            let message = "You must be a proxy admin or team admin to reset key spend";
            Refusal::detailed_error(StatusCode::FORBIDDEN, message)
        }
    }
}

/// Refuses fields that the caller may not change on an otherwise permitted key.
pub(super) fn may_change(request: &RequestContext<'_>, key: &JsonObject, input: &JsonObject) -> Result<(), Refusal> {
    const UPDATE: &str = "/key/update";
    let refused =
        |status: StatusCode, message: String| Err(Refusal::error(status, "auth_error", Some("None"), message));
    let caller = request.caller;
    let team = input.get_str("team_id").filter(|id| !id.is_empty() && Some(*id) != key.get_str("team_id"));
    if let Some(id) = team {
        let Some(team) = request.tables.get(Table::Teams, id)? else {
            let message = format!("Team doesn't exist in db. Team={id}. Create team via `/team/new` call.");
            return refused(StatusCode::NOT_FOUND, python_error(&message));
        };
        if let Some(user) = key.get_str("user_id").filter(|user| role(&team, user).is_none()) {
            let message = format!("User={user} is not a member of the team={id}. Check team members via `/team/info`.");
            return refused(StatusCode::FORBIDDEN, message);
        }
        if !caller.is_admin() && !permits(caller, &team, UPDATE) {
            return Err(unpermitted(&team, UPDATE));
        }
    }
    // A key whose team is gone cannot be changed, not even to leave the team.
    if let Some(id) = key.get_str("team_id").filter(|id| !id.is_empty())
        && team.is_none()
        && request.tables.get(Table::Teams, id)?.is_none()
    {
        let message = format!("Team doesn't exist in db. Team={id}. Create team via `/team/new` call.");
        return refused(StatusCode::NOT_FOUND, python_error(&message));
    }
    if caller.is_admin() {
        return Ok(());
    }
    let (of, own) = (key.get_str("user_id"), caller.user_id.as_deref());
    if let Some(user) = input.get_str("user_id").filter(|user| Some(*user) != of) {
        let of = of.unwrap_or("None");
        let message = format!("Non-admin caller is not allowed to rebind the key from user={of} to user={user}");
        return refused(StatusCode::FORBIDDEN, message);
    }
    if let Some(team) = key.get_str("team_id").map(|id| request.tables.get(Table::Teams, id)).transpose()?.flatten()
        && !permits(caller, &team, UPDATE)
    {
        return Err(unpermitted(&team, UPDATE));
    }
    if ["max_budget", "spend"].iter().any(|name| input.contains(name)) {
        let message = if of == own {
            python_error(&format!(
                "Only proxy admins, team admins, or org admins can call /key/update (max_budget/spend). user_role={}, user_id={}",
                caller.role.name_or_user(),
                own.unwrap_or("None")
            ))
        } else {
            "Team admins on this proxy cannot update budgets on other members' keys.".to_owned()
        };
        return refused(StatusCode::FORBIDDEN, message);
    }
    Ok(())
}

/// Refuses callers that may not create keys in a team: they must be members with the permission.
pub(super) fn may_generate(request: &RequestContext<'_>, team_id: &str, path: &'static str) -> Result<(), Refusal> {
    let refused = |message: String| Refusal::error(StatusCode::BAD_REQUEST, "internal_server_error", None, message);
    let Some(team) = request.tables.get(Table::Teams, team_id)? else {
        return Err(refused(format!(
            "Team not found for team_id={team_id}. Non-admin users cannot create keys for non-existent teams."
        )));
    };
    let user = request.caller.user_id.as_deref().unwrap_or("None");
    if role(&team, user).is_none() {
        return Err(refused(format!("User={user} not assigned to team={team_id}")));
    }
    if permits(request.caller, &team, path) { Ok(()) } else { Err(unpermitted(&team, path)) }
}

/// Returns the refusal of a member without the permission.
fn unpermitted(team: &JsonObject, path: &'static str) -> Refusal {
    let message = format!(
        "Team member does not have permissions for endpoint: {path}. You only have access to the following endpoints: {:?} for \
         team {}. To create keys for this team, ask your proxy admin for the permission.",
        permissions(team),
        team.get_str("team_id").unwrap_or_default()
    );
    Refusal::error(StatusCode::UNAUTHORIZED, "team_member_permission_error", Some(path), message)
}
