//! The models that unified access groups grant to a key and its team.

use crate::caller::Caller;
use crate::object::JsonObject;
use crate::response::Refusal;
use crate::store::{Table, Tables, membership};

/// The models that access groups grant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Grants {
    /// Granted in addition to the models of the key.
    pub(super) key: Vec<String>,
    /// Granted in addition to the models of its team.
    pub(super) team: Vec<String>,
    /// The models that the membership is limited to; empty for all of the team's.
    pub(super) member: Vec<String>,
}

impl Grants {
    pub(crate) fn find(tables: &Tables<'_>, caller: &Caller, team: Option<&JsonObject>) -> Result<Self, Refusal> {
        let mut grants = Self::default();
        for group in groups(tables, caller.key.as_deref())? {
            let is_for = |list: &str, id: Option<&str>| id.is_some_and(|id| group.get_strings(list).contains(&id));
            // Groups assigned to the key or its team apply whatever the team's models are.
            if is_for("assigned_key_ids", caller.token()) || is_for("assigned_team_ids", caller.team_id()) {
                grants.team.extend(models(&group));
            }
            grants.key.extend(models(&group));
        }
        for group in groups(tables, team)? {
            grants.team.extend(models(&group));
        }
        if let (Some(team), Some(user)) = (caller.team_id(), caller.user_id.as_deref()) {
            let member = tables.get(Table::Memberships, &membership(team, user))?;
            let budget = member.as_ref().and_then(|member| member.get_str("budget_id"));
            let budget = budget.map(|id| tables.get(Table::Budgets, id)).transpose()?.flatten();
            let allowed = budget.as_ref().map(|budget| budget.get_strings("allowed_models")).unwrap_or_default();
            grants.member = allowed.into_iter().map(str::to_owned).collect();
        }
        Ok(grants)
    }
}

fn groups(tables: &Tables<'_>, row: Option<&JsonObject>) -> Result<Vec<JsonObject>, Refusal> {
    let ids = row.map(|row| row.get_strings("access_group_ids")).unwrap_or_default();
    let found: Result<Vec<_>, _> = ids.into_iter().map(|id| tables.get(Table::UnifiedGroups, id)).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Returns the groups that a key or team lists.
pub(crate) fn of(tables: &Tables<'_>, row: &JsonObject) -> Result<Vec<JsonObject>, Refusal> {
    groups(tables, Some(row))
}

fn models(group: &JsonObject) -> impl Iterator<Item = String> {
    group.get_strings("access_model_names").into_iter().map(str::to_owned)
}
