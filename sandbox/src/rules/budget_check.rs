//! The budget check of a request: the key, its user, team and membership, the customer, the tags, and the whole server.

use hyper::StatusCode;

use super::parties::Parties;
use crate::object::JsonObject;
use crate::response::Refusal;

/// Refuses a request if one of its budgets is exhausted. As in LiteLLM, some are exhausted when spend reaches them,
/// others only when it exceeds them.
pub(crate) fn check(parties: &Parties, max_budget: Option<f64>) -> Result<(), Refusal> {
    let spent = |row: Option<&JsonObject>| row.and_then(|row| row.get_f64("spend")).unwrap_or_default();
    let most = |row: Option<&JsonObject>| row.and_then(|row| row.get_f64("max_budget"));
    let reached = |spent: f64, budget: f64| spent >= budget;
    let passed = |spent: f64, budget: f64| spent > budget;
    let exceeded_message = |owner: &str, spent: f64, budget: f64| {
        format!("Budget has been exceeded! {owner} Current cost: {spent:?}, Max budget: {budget:?}")
    };
    let key = parties.key.as_deref();
    let of_member = match (most(parties.member_budget.as_ref()), most(parties.members_budget.as_ref())) {
        (None, shared) => shared.filter(|budget| *budget > 0.0),
        (own, _) => own,
    };
    if let Some((spent, budget)) = exceeded(spent(parties.member.as_ref()), of_member, reached) {
        let (user, team) = (parties.id_of_user().unwrap_or_default(), parties.id_of_team().unwrap_or_default());
        return Err(refusal(exceeded_message(&format!("TeamMember={user}:{team}"), spent, budget)));
    }
    if let Some((spent, budget)) = exceeded(spent(key), most(key), reached) {
        let name = |name| key.and_then(|key| key.get_str(name));
        let owner = format!("Key={} ({})", name("key_alias").unwrap_or("key"), name("key_name").unwrap_or_default());
        return Err(refusal(exceeded_message(&owner, spent, budget)));
    }
    let team = parties.team.as_ref();
    if let Some((spent, budget)) = exceeded(spent(team), most(team), passed) {
        let owner = format!("Team={}", parties.id_of_team().unwrap_or_default());
        return Err(refusal(exceeded_message(&owner, spent, budget)));
    }
    let of_team = format!("Team={}", parties.id_of_team().unwrap_or_default());
    for (owner, windows) in [(of_team.as_str(), &parties.team_windows), ("Key", &parties.key_windows)] {
        if let Some(window) = windows.iter().find(|window| window.spend >= window.max_budget) {
            return Err(refusal(format!(
                "ExceededBudget: {owner} over {} budget. Spend=${:.4}, Limit=${:.2}",
                window.interval, window.spend, window.max_budget
            )));
        }
    }
    for ((name, tag), of_tag) in parties.tags.iter().zip(&parties.tag_budgets) {
        if let Some((spent, budget)) = exceeded(spent(tag.as_ref()), most(of_tag.as_ref()), passed) {
            return Err(refusal(exceeded_message(&format!("Tag={name}"), spent, budget)));
        }
    }
    // A key of a team counts against the team's budget, not its user's.
    let user = parties.user.as_deref().filter(|_| parties.id_of_team().is_none());
    if let Some((spent, budget)) = exceeded(spent(user), most(user), reached) {
        let id = parties.id_of_user().unwrap_or_default();
        let message = format!("ExceededBudget: User={id} over budget. Spend={spent:?}, Budget={budget:?}");
        return Err(refusal(message));
    }
    let of_customer = most(parties.customer_budget.as_ref());
    if let Some((spent, budget)) = exceeded(spent(parties.customer.as_ref()), of_customer, passed) {
        let id = parties.customer_id.as_deref().unwrap_or_default();
        let message = format!("ExceededBudget: End User={id} over budget. Spend={spent:?}, Budget={budget:?}");
        return Err(refusal(message));
    }
    let of_all = max_budget.filter(|budget| *budget > 0.0);
    if let Some((spent, budget)) = exceeded(spent(parties.server_total.as_ref()), of_all, passed) {
        let message = format!("Budget has been exceeded! Current cost: {spent:?}, Max budget: {budget:?}");
        return Err(refusal(message));
    }
    Ok(())
}

/// Returns the spend and the budget if the budget is exceeded.
fn exceeded(spent: f64, budget: Option<f64>, is_exceeded: fn(f64, f64) -> bool) -> Option<(f64, f64)> {
    budget.filter(|budget| is_exceeded(spent, *budget)).map(|budget| (spent, budget))
}

fn refusal(message: String) -> Refusal {
    Refusal::error(StatusCode::UNPROCESSABLE_ENTITY, "budget_exceeded", None, message)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::*;
    use crate::rules::windows::BudgetWindow;

    #[expect(clippy::unnecessary_wraps, reason = "parties may be missing")]
    fn row(value: Value) -> Option<JsonObject> {
        Some(JsonObject::from_json(value))
    }

    fn spent(spend: f64, max_budget: f64) -> Option<JsonObject> {
        row(json!({ "spend": spend, "max_budget": max_budget, "user_id": "u", "team_id": "t", "token": "k" }))
    }

    fn refusal_of(parties: &Parties, max_budget: Option<f64>) -> Option<String> {
        match check(parties, max_budget) {
            Ok(()) => None,
            Err(Refusal::Error { status, message, kind, param: None }) => {
                assert_eq!((status.as_u16(), kind), (422, "budget_exceeded"));
                Some(message)
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn budgets_are_exhausted_at_or_beyond_their_limit() {
        let personal = row(json!({ "user_id": "u" }));
        let of_team = row(json!({ "user_id": "u", "team_id": "t" }));
        let budget = |limit: f64| row(json!({ "max_budget": limit }));
        let with = |spend: f64| row(json!({ "spend": spend }));
        let parties = |spend: f64, owner: &str| match owner {
            "key" => Parties { key: spent(spend, 1.0).map(Arc::new), ..Parties::default() },
            "user" => Parties {
                key: personal.clone().map(Arc::new),
                user: spent(spend, 1.0).map(Arc::new),
                ..Parties::default()
            },
            "team" => Parties { key: of_team.clone().map(Arc::new), team: spent(spend, 1.0), ..Parties::default() },
            "member" => Parties {
                key: of_team.clone().map(Arc::new),
                member: with(spend),
                member_budget: budget(1.0),
                ..Parties::default()
            },
            "members" => Parties {
                key: of_team.clone().map(Arc::new),
                member: with(spend),
                members_budget: budget(1.0),
                ..Parties::default()
            },
            "customer" => Parties {
                customer_id: Some("c".to_owned()),
                customer: with(spend),
                customer_budget: budget(1.0),
                ..Parties::default()
            },
            "tag" => Parties {
                tags: vec![("g".to_owned(), with(spend))],
                tag_budgets: vec![budget(1.0)],
                ..Parties::default()
            },
            _ => Parties { server_total: with(spend), ..Parties::default() },
        };
        for (owner, name, stops_at_limit) in [
            ("key", "Key=key () Current cost", true),
            ("user", "User=u over budget", true),
            ("team", "Team=t ", false),
            ("member", "TeamMember=u:t ", true),
            ("members", "TeamMember=u:t ", true),
            ("customer", "End User=c over budget", false),
            ("tag", "Tag=g ", false),
            ("server", "Budget has been exceeded! Current cost", false),
        ] {
            assert_eq!(refusal_of(&parties(0.5, owner), Some(1.0)), None, "{owner}");
            assert_eq!(refusal_of(&parties(1.0, owner), Some(1.0)).is_some(), stops_at_limit, "{owner}");
            assert!(refusal_of(&parties(1.5, owner), Some(1.0)).unwrap().contains(name), "{owner}");
        }
    }

    #[test]
    fn a_budget_window_is_exhausted_at_its_limit() {
        let window = |spend| vec![BudgetWindow { interval: "1d".to_owned(), max_budget: 1.0, spend }];
        let of_key = |spend| Parties { key_windows: window(spend), ..Parties::default() };
        assert_eq!(refusal_of(&of_key(0.5), None), None);
        let message = "ExceededBudget: Key over 1d budget. Spend=$1.0000, Limit=$1.00";
        assert_eq!(refusal_of(&of_key(1.0), None).as_deref(), Some(message));
        let key = row(json!({ "team_id": "t" })).map(Arc::new);
        let of_team = Parties { key, team_windows: window(2.0), ..Parties::default() };
        let message = "ExceededBudget: Team=t over 1d budget. Spend=$2.0000, Limit=$1.00";
        assert_eq!(refusal_of(&of_team, None).as_deref(), Some(message));
    }

    #[test]
    fn a_team_key_does_not_count_against_its_users_budget() {
        let parties = Parties {
            key: row(json!({ "user_id": "u", "team_id": "t" })).map(Arc::new),
            user: spent(5.0, 1.0).map(Arc::new),
            team: spent(0.0, 1.0),
            ..Parties::default()
        };
        assert_eq!(refusal_of(&parties, None), None);
    }

    #[test]
    fn a_members_own_budget_overrides_the_teams_and_zero_there_is_unlimited() {
        let members = |own: Value, all: f64| Parties {
            key: row(json!({ "user_id": "u", "team_id": "t" })).map(Arc::new),
            member: row(json!({ "spend": 2.0 })),
            member_budget: row(json!({ "max_budget": own })),
            members_budget: row(json!({ "max_budget": all })),
            ..Parties::default()
        };
        assert_eq!(refusal_of(&members(json!(5.0), 1.0), None), None);
        assert!(refusal_of(&members(json!(null), 1.0), None).is_some());
        assert_eq!(refusal_of(&members(json!(null), 0.0), None), None);
        assert!(refusal_of(&members(json!(0.0), 9.0), None).is_some());
    }
}
