//! What unified access groups add to the models of a key and its team.

use crate::answer::Refusal;
use crate::caller::Caller;
use crate::row::Row;
use crate::store::{Table, Tables, membership};

/// Models that access groups let through, where a list of models would not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Grants {
    /// Beside the models of the key.
    pub(super) key: Vec<String>,
    /// Beside those of its team.
    pub(super) team: Vec<String>,
    /// What its team lets the key's user have, and no more; nothing is all that the team may have.
    pub(super) member: Vec<String>,
}

impl Grants {
    pub(crate) fn find(tables: &Tables<'_>, caller: &Caller, team: Option<&Row>) -> Result<Self, Refusal> {
        let mut grants = Self::default();
        for group in groups(tables, caller.key.as_ref())? {
            let is_for = |list: &str, id: Option<&str>| id.is_some_and(|id| group.texts(list).contains(&id));
            // What is assigned to the key or its team counts whatever the models of the team are.
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
            let budget = member.as_ref().and_then(|member| member.text("budget_id"));
            let budget = budget.map(|id| tables.get(Table::Budgets, id)).transpose()?.flatten();
            let allowed = budget.as_ref().map(|budget| budget.texts("allowed_models")).unwrap_or_default();
            grants.member = allowed.into_iter().map(str::to_owned).collect();
        }
        Ok(grants)
    }
}

fn groups(tables: &Tables<'_>, row: Option<&Row>) -> Result<Vec<Row>, Refusal> {
    let ids = row.map(|row| row.texts("access_group_ids")).unwrap_or_default();
    let found: Result<Vec<_>, _> = ids.into_iter().map(|id| tables.get(Table::UnifiedGroups, id)).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// The models of the groups that a key or a team carries.
pub(crate) fn of(tables: &Tables<'_>, row: &Row) -> Result<Vec<Row>, Refusal> {
    groups(tables, Some(row))
}

fn models(group: &Row) -> impl Iterator<Item = String> {
    group.texts("access_model_names").into_iter().map(str::to_owned)
}
