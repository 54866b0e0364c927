//! Roles in teams: membership, and what members may do with the team and its keys.

use serde_json::{Map, Value};

use crate::caller::{Caller, Role};
use crate::object::JsonObject;

/// The permissions that all members have.
const ALWAYS: [&str; 2] = ["/key/info", "/key/health"];

/// A caller's authority over a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TeamAuthority {
    /// An admin of the server.
    Admin,
    /// An admin of the team.
    TeamAdmin,
    /// A member, or a caller outside the team.
    Other,
}

/// Returns the members of a team.
pub(crate) fn members(team: &JsonObject) -> impl Iterator<Item = &Map<String, Value>> {
    team.get("members_with_roles").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// Returns a string field of a member.
pub(crate) fn member_str<'a>(member: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    member.get(name)?.as_str()
}

/// Returns the role of a user in the team.
pub(crate) fn role<'a>(team: &'a JsonObject, user_id: &str) -> Option<&'a str> {
    members(team)
        .find(|member| member_str(member, "user_id") == Some(user_id))
        .and_then(|member| member_str(member, "role"))
}

pub(crate) fn authority(caller: &Caller, team: &JsonObject) -> TeamAuthority {
    let role = caller.user_id.as_deref().and_then(|user| role(team, user));
    match (caller.role, role) {
        (Role::Admin, _) => TeamAuthority::Admin,
        (_, Some("admin")) => TeamAuthority::TeamAdmin,
        _ => TeamAuthority::Other,
    }
}

/// Returns whether the caller may manage the members of the team.
pub(crate) fn manages(caller: &Caller, team: &JsonObject) -> bool {
    authority(caller, team) != TeamAuthority::Other
}

/// Returns whether the caller may see the team: admins, members, and keys of the team.
pub(crate) fn sees(caller: &Caller, team: &JsonObject) -> bool {
    caller.sees_all()
        || caller.team_id().is_some_and(|id| team.get_str("team_id") == Some(id))
        || caller.user_id.as_deref().is_some_and(|user| role(team, user).is_some())
}

/// Returns whether the caller's membership permits an action on the team's keys.
pub(crate) fn permits(caller: &Caller, team: &JsonObject, action: &str) -> bool {
    let role = caller.user_id.as_deref().and_then(|user| role(team, user));
    match role {
        Some("admin") => true,
        Some(_) => permissions(team).contains(&action),
        None => false,
    }
}

/// Returns the permissions of members who are not team admins.
pub(crate) fn permissions(team: &JsonObject) -> Vec<&str> {
    let mut permissions = team.get_strings("team_member_permissions");
    permissions.retain(|path| !ALWAYS.contains(path));
    permissions.into_iter().chain(ALWAYS).collect()
}

/// Returns whether the id or the email is that of this member.
pub(crate) fn is_named(member: &Map<String, Value>, user_id: Option<&str>, email: Option<&str>) -> bool {
    let same = |name: &str, value: Option<&str>| value.is_some() && member_str(member, name) == value;
    same("user_id", user_id) || same("user_email", email)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use std::sync::Arc;

    use super::*;

    fn team() -> JsonObject {
        JsonObject::from_json(json!({
            "team_id": "crew", "team_member_permissions": ["/key/generate"],
            "members_with_roles": [
                { "user_id": "ada", "user_email": "ada@x.io", "role": "admin" },
                { "user_id": "bob", "user_email": null, "role": "user" },
            ],
        }))
    }

    fn caller(role: Role, user_id: Option<&str>, team_id: Option<&str>) -> Caller {
        let key = JsonObject::from_json(json!({ "token": "t", "team_id": team_id }));
        Caller { role, key: Some(Arc::new(key)), user: None, user_id: user_id.map(str::to_owned) }
    }

    #[test]
    fn server_and_team_admins_manage_a_team() {
        assert_eq!(authority(&caller(Role::Admin, None, None), &team()), TeamAuthority::Admin);
        assert_eq!(authority(&caller(Role::User, Some("ada"), None), &team()), TeamAuthority::TeamAdmin);
        for (role, user) in [(Role::User, Some("bob")), (Role::AdminViewer, Some("eve")), (Role::User, None)] {
            assert!(!manages(&caller(role, user, None), &team()), "{user:?}");
        }
    }

    #[test]
    fn members_and_team_keys_see_a_team() {
        assert!(sees(&caller(Role::AdminViewer, Some("eve"), None), &team()));
        assert!(sees(&caller(Role::UserViewer, Some("bob"), None), &team()));
        assert!(sees(&caller(Role::Unknown, None, Some("crew")), &team()));
        assert!(!sees(&caller(Role::Unknown, None, Some("other")), &team()));
        assert!(!sees(&caller(Role::User, Some("eve"), None), &team()));
        assert!(!sees(&caller(Role::Unknown, None, None), &JsonObject::from_json(json!({}))));
    }

    #[test]
    fn member_permissions_control_team_keys() {
        let bob = caller(Role::User, Some("bob"), None);
        assert!(permits(&bob, &team(), "/key/generate"));
        assert!(permits(&bob, &team(), "/key/info"));
        assert!(!permits(&bob, &team(), "/key/delete"));
        assert!(permits(&caller(Role::User, Some("ada"), None), &team(), "/key/delete"));
        assert!(!permits(&caller(Role::User, Some("eve"), None), &team(), "/key/info"));
    }

    #[test]
    fn members_match_by_id_or_email_only() {
        let team = team();
        let named = |user, email| members(&team).filter(|member| is_named(member, user, email)).count();
        assert_eq!(named(Some("bob"), None), 1);
        assert_eq!(named(Some("bob"), Some("ada@x.io")), 2);
        assert_eq!(named(None, None), 0);
    }
}
