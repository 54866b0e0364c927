//! What a team is to somebody: who is in it and as what, and what they may do with it and its keys.

use serde_json::{Map, Value};

use crate::caller::{Caller, Role};
use crate::row::Row;

/// What members may do with the keys of their team without being permitted anything.
const ALWAYS: [&str; 2] = ["/key/info", "/key/health"];

/// What somebody may change of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// An admin of the server.
    Admin,
    /// An admin of the team.
    TeamAdmin,
    /// A member, or nobody.
    Other,
}

/// The members of a team, as they stand in its row.
pub(crate) fn members(team: &Row) -> impl Iterator<Item = &Map<String, Value>> {
    team.get("members_with_roles").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// A text of a member.
pub(crate) fn said<'a>(member: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    member.get(name)?.as_str()
}

/// As what the user is in the team.
pub(crate) fn role<'a>(team: &'a Row, user_id: &str) -> Option<&'a str> {
    members(team).find(|member| said(member, "user_id") == Some(user_id)).and_then(|member| said(member, "role"))
}

pub(crate) fn standing(caller: &Caller, team: &Row) -> Standing {
    let role = caller.user_id.as_deref().and_then(|user| role(team, user));
    match (caller.role, role) {
        (Role::Admin, _) => Standing::Admin,
        (_, Some("admin")) => Standing::TeamAdmin,
        _ => Standing::Other,
    }
}

/// Whether the caller may manage the members of the team.
pub(crate) fn manages(caller: &Caller, team: &Row) -> bool {
    standing(caller, team) != Standing::Other
}

/// Whether the caller may look at the team: admins, its members, and its keys.
pub(crate) fn sees(caller: &Caller, team: &Row) -> bool {
    caller.sees_all()
        || caller.team_id().is_some_and(|id| team.text("team_id") == Some(id))
        || caller.user_id.as_deref().is_some_and(|user| role(team, user).is_some())
}

/// Whether the caller, as one of the team, may do this with its keys.
pub(crate) fn permits(caller: &Caller, team: &Row, action: &str) -> bool {
    let role = caller.user_id.as_deref().and_then(|user| role(team, user));
    match role {
        Some("admin") => true,
        Some(_) => permissions(team).contains(&action),
        None => false,
    }
}

/// What members who are no admins may do with keys of the team.
pub(crate) fn permissions(team: &Row) -> Vec<&str> {
    team.texts("team_member_permissions").into_iter().chain(ALWAYS).collect()
}

/// Whether one of two ways to name somebody names this member.
pub(crate) fn is_named(member: &Map<String, Value>, user_id: Option<&str>, email: Option<&str>) -> bool {
    let same = |name: &str, given: Option<&str>| given.is_some() && said(member, name) == given;
    same("user_id", user_id) || same("user_email", email)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn team() -> Row {
        Row::of(json!({
            "team_id": "crew", "team_member_permissions": ["/key/generate"],
            "members_with_roles": [
                { "user_id": "ada", "user_email": "ada@x.io", "role": "admin" },
                { "user_id": "bob", "user_email": null, "role": "user" },
            ],
        }))
    }

    fn caller(role: Role, user_id: Option<&str>, team_id: Option<&str>) -> Caller {
        let key = Row::of(json!({ "token": "t", "team_id": team_id }));
        Caller { role, key: Some(key), user: None, user_id: user_id.map(str::to_owned) }
    }

    #[test]
    fn admins_of_the_server_and_of_the_team_manage_it() {
        assert_eq!(standing(&caller(Role::Admin, None, None), &team()), Standing::Admin);
        assert_eq!(standing(&caller(Role::User, Some("ada"), None), &team()), Standing::TeamAdmin);
        for (role, user) in [(Role::User, Some("bob")), (Role::AdminViewer, Some("eve")), (Role::User, None)] {
            assert!(!manages(&caller(role, user, None), &team()), "{user:?}");
        }
    }

    #[test]
    fn members_and_keys_of_a_team_see_it_and_others_do_not() {
        assert!(sees(&caller(Role::AdminViewer, Some("eve"), None), &team()));
        assert!(sees(&caller(Role::UserViewer, Some("bob"), None), &team()));
        assert!(sees(&caller(Role::Unknown, None, Some("crew")), &team()));
        assert!(!sees(&caller(Role::Unknown, None, Some("other")), &team()));
        assert!(!sees(&caller(Role::User, Some("eve"), None), &team()));
        assert!(!sees(&caller(Role::Unknown, None, None), &Row::of(json!({}))));
    }

    #[test]
    fn members_do_with_keys_what_they_are_permitted() {
        let bob = caller(Role::User, Some("bob"), None);
        assert!(permits(&bob, &team(), "/key/generate"));
        assert!(permits(&bob, &team(), "/key/info"));
        assert!(!permits(&bob, &team(), "/key/delete"));
        assert!(permits(&caller(Role::User, Some("ada"), None), &team(), "/key/delete"));
        assert!(!permits(&caller(Role::User, Some("eve"), None), &team(), "/key/info"));
    }

    #[test]
    fn nobody_is_named_by_nothing() {
        let team = team();
        let named = |user, email| members(&team).filter(|member| is_named(member, user, email)).count();
        assert_eq!(named(Some("bob"), None), 1);
        assert_eq!(named(Some("bob"), Some("ada@x.io")), 2);
        assert_eq!(named(None, None), 0);
    }
}
