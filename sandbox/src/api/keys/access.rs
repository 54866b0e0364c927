//! Permissions on keys: of admins, of the key's user, and of members of its team.

use hyper::StatusCode;

use super::privileges;
use crate::object::JsonObject;
use crate::response::Refusal;
use crate::route::RequestContext;
use crate::rules::teams::{TeamAuthority, authority, permissions, permits, role};
use crate::store::Table;

const UPDATE: &str = "/key/update";
/// The fields that change a budget.
const BUDGETS: [&str; 5] = ["max_budget", "spend", "soft_budget", "budget_id", "budget_limits"];

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
        // What an update needs depends on what it changes.
        Action::Update => true,
        Action::Delete => is_own || is_itself || manages,
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
            Refusal::of_status(StatusCode::FORBIDDEN, message)
        }
        Action::Update => {
            let user = key.get_str("user_id").unwrap_or("None");
            let message = format!("User can only create keys for themselves. Got user_id={user}, Your ID={own}");
            Refusal::of_status(StatusCode::FORBIDDEN, message)
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

/// Refuses changes that the caller may not make.
pub(super) fn may_change(request: &RequestContext<'_>, key: &JsonObject, input: &JsonObject) -> Result<(), Refusal> {
    privileges::check_update(request, key, input)?;
    let caller = request.caller;
    let of = key.get_str("user_id");
    if let Some(user) = input.get_str("user_id").filter(|user| !caller.is_admin() && Some(*user) != of) {
        let of = of.unwrap_or("None");
        let message = format!("Non-admin caller is not allowed to rebind the key from user={of} to user={user}");
        return Err(Refusal::of_status(StatusCode::FORBIDDEN, message));
    }
    let team = key.get_str("team_id").filter(|id| !id.is_empty());
    let target = input.get_str("team_id").filter(|id| !id.is_empty() && Some(*id) != team);
    // A key whose team is gone cannot be changed, not even to leave the team.
    let team = match team {
        Some(id) => match request.tables.get(Table::Teams, id)? {
            None if target.is_none() => return Err(no_team(id)),
            found => found,
        },
        None => None,
    };
    if !caller.is_admin() {
        may_change_as_user(request, key, input, team.as_ref())?;
    }
    target.map_or(Ok(()), |id| may_move(request, key, id))
}

fn no_team(id: &str) -> Refusal {
    let message = format!("Team doesn't exist in db. Team={id}. Create team via `/team/new` call.");
    Refusal::quoted(StatusCode::NOT_FOUND, message)
}

/// Refuses changes by a non-admin: users change keys that they created for themselves, members with the permission those
/// of their team, and neither changes budgets.
fn may_change_as_user(
    request: &RequestContext<'_>,
    key: &JsonObject,
    input: &JsonObject,
    team: Option<&JsonObject>,
) -> Result<(), Refusal> {
    let caller = request.caller;
    let own = caller.user_id.as_deref();
    let of = key.get_str("user_id");
    let manages = team.is_some_and(|team| authority(caller, team) == TeamAuthority::TeamAdmin);
    if of.is_some() && of != own && !manages {
        return Err(refusal(request, key, Action::Update));
    }
    if let Some(team) = team.filter(|team| !permits(caller, team, UPDATE)) {
        return Err(unpermitted(team, UPDATE));
    }
    privileges::check_admin_values(input, Some(key))?;
    let changes_budget = BUDGETS.iter().any(|name| input.contains(name));
    if manages && changes_budget && of != own {
        let message = "Team admins on this proxy cannot update budgets on other members' keys.";
        return Err(Refusal::of_status(StatusCode::FORBIDDEN, message));
    }
    let is_creator = own.is_some() && of == own && key.get_str("created_by") == own;
    let changes_project = input.0.get("project_id").is_some_and(|id| Some(id) != key.0.get("project_id"));
    if (is_creator || team.is_some()) && !changes_budget && !changes_project {
        return Ok(());
    }
    let message = format!(
        "Only proxy admins, team admins, or org admins can call {UPDATE}{}. user_role={}, user_id={}",
        if changes_budget { " (max_budget/spend)" } else { "" },
        caller.role.name_or_user(),
        own.unwrap_or("None")
    );
    Err(Refusal::quoted(StatusCode::FORBIDDEN, message))
}

/// Refuses to move a key to a team that does not exist, that its user is not a member of, or that does not permit it.
fn may_move(request: &RequestContext<'_>, key: &JsonObject, id: &str) -> Result<(), Refusal> {
    let Some(team) = request.tables.get(Table::Teams, id)? else { return Err(no_team(id)) };
    let user = key.get_str("user_id");
    let message = match user.filter(|user| role(&team, user).is_none()) {
        Some(user) => {
            format!("User={user} is not a member of the team={id}. Check team members via `/team/info`.")
        }
        None if request.caller.is_admin() || permits(request.caller, &team, UPDATE) => return Ok(()),
        None if user.is_some() => return Err(unpermitted(&team, UPDATE)),
        None => format!(
            "User={} is not a Proxy Admin or Team Admin for team={id}. Please ask your Proxy Admin to allow this action under \
             'Member Permissions' for this team.",
            request.caller.user_id.as_deref().unwrap_or("None")
        ),
    };
    Err(Refusal::of_status(StatusCode::FORBIDDEN, message))
}

/// Refuses callers that may not create keys in a team: they must be members with the permission.
pub(super) fn may_generate(request: &RequestContext<'_>, team_id: &str, path: &'static str) -> Result<(), Refusal> {
    let refused = |message: String| Refusal::of_status(StatusCode::BAD_REQUEST, message);
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

/// Returns the refusal of a member without the permission, in which LiteLLM shows the name of a constant for the path.
fn unpermitted(team: &JsonObject, path: &'static str) -> Refusal {
    let constant = match path {
        "/key/service-account/generate" => "KEY_GENERATE_SERVICE_ACCOUNT".to_owned(),
        path => path.trim_start_matches('/').replace('/', "_").to_ascii_uppercase(),
    };
    let granted: Vec<String> = permissions(team).iter().map(|path| format!("'{path}'")).collect();
    let message = format!(
        "Team member does not have permissions for endpoint: KeyManagementRoutes.{constant}. You only have access to the following \
         endpoints: [{}] for team {}. To create keys for this team, please ask your proxy admin to check the team member permission \
         settings and update the settings to allow team member users to create keys.",
        granted.join(", "),
        team.get_str("team_id").unwrap_or_default()
    );
    Refusal::error(StatusCode::UNAUTHORIZED, "team_member_permission_error", Some(path), message)
}
