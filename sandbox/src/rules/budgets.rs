//! What may still be spent: the budgets of all whom a request concerns, and when they begin anew.

use hyper::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::parties::{EVERYBODY, Parties};
use crate::answer::Refusal;
use crate::clock::{self, Duration};
use crate::row::Row;
use crate::settings::Settings;
use crate::store::{Table, Tables};

/// What spends: its table and its id.
pub(crate) type Spender = (Table, String);

/// Who goes by a budget of the table of budgets, and shares it with others.
const SHARERS: [Table; 4] = [Table::Keys, Table::Memberships, Table::Customers, Table::Tags];

/// Refuses what a budget does not allow any more. Some budgets may be used up, others only when that is too little.
pub(crate) fn check(parties: &Parties, max_budget: Option<f64>) -> Result<(), Refusal> {
    let spent = |row: Option<&Row>| row.and_then(|row| row.number("spend")).unwrap_or_default();
    let most = |row: Option<&Row>| row.and_then(|row| row.number("max_budget"));
    let up_to = |spent: f64, budget: f64| spent >= budget;
    let beyond = |spent: f64, budget: f64| spent > budget;
    let has_been_exceeded = |whose: &str, spent: f64, budget: f64| {
        format!("Budget has been exceeded! {whose} Current cost: {spent:?}, Max budget: {budget:?}")
    };
    let key = parties.key.as_ref();
    let of_member = match (most(parties.member_budget.as_ref()), most(parties.members_budget.as_ref())) {
        (None, shared) => shared.filter(|budget| *budget > 0.0),
        (own, _) => own,
    };
    if let Some((spent, budget)) = exceeded(spent(parties.member.as_ref()), of_member, up_to) {
        let (user, team) = (parties.id_of_user().unwrap_or_default(), parties.id_of_team().unwrap_or_default());
        return Err(refusal(has_been_exceeded(&format!("TeamMember={user}:{team}"), spent, budget)));
    }
    if let Some((spent, budget)) = exceeded(spent(key), most(key), up_to) {
        let name = |name| key.and_then(|key| key.text(name));
        let whose = format!("Key={} ({})", name("key_alias").unwrap_or("key"), name("key_name").unwrap_or_default());
        return Err(refusal(has_been_exceeded(&whose, spent, budget)));
    }
    let team = parties.team.as_ref();
    if let Some((spent, budget)) = exceeded(spent(team), most(team), beyond) {
        let whose = format!("Team={}", parties.id_of_team().unwrap_or_default());
        return Err(refusal(has_been_exceeded(&whose, spent, budget)));
    }
    for ((name, tag), of_tag) in parties.tags.iter().zip(&parties.tag_budgets) {
        if let Some((spent, budget)) = exceeded(spent(tag.as_ref()), most(of_tag.as_ref()), beyond) {
            return Err(refusal(has_been_exceeded(&format!("Tag={name}"), spent, budget)));
        }
    }
    // A key of a team spends the team's money, not its user's.
    let user = parties.user.as_ref().filter(|_| parties.id_of_team().is_none());
    if let Some((spent, budget)) = exceeded(spent(user), most(user), up_to) {
        let id = parties.id_of_user().unwrap_or_default();
        let message = format!("ExceededBudget: User={id} over budget. Spend={spent:?}, Budget={budget:?}");
        return Err(refusal(message));
    }
    let of_customer = most(parties.customer_budget.as_ref());
    if let Some((spent, budget)) = exceeded(spent(parties.customer.as_ref()), of_customer, beyond) {
        let id = parties.customer_id.as_deref().unwrap_or_default();
        let message = format!("ExceededBudget: End User={id} over budget. Spend={spent:?}, Budget={budget:?}");
        return Err(refusal(message));
    }
    let of_all = max_budget.filter(|budget| *budget > 0.0);
    if let Some((spent, budget)) = exceeded(spent(parties.everybody.as_ref()), of_all, beyond) {
        let message = format!("Budget has been exceeded! Current cost: {spent:?}, Max budget: {budget:?}");
        return Err(refusal(message));
    }
    Ok(())
}

/// What was spent and the budget, where that is exceeded.
fn exceeded(spent: f64, budget: Option<f64>, is_exceeded: fn(f64, f64) -> bool) -> Option<(f64, f64)> {
    budget.filter(|budget| is_exceeded(spent, *budget)).map(|budget| (spent, budget))
}

fn refusal(message: String) -> Refusal {
    Refusal::error(StatusCode::UNPROCESSABLE_ENTITY, "budget_exceeded", None, message)
}

/// A row as it is now: a budget of its own whose time has come has begun anew.
pub(crate) fn renewed(tables: &Tables<'_>, table: Table, id: &str, now: Timestamp) -> Result<Option<Row>, Refusal> {
    let Some(mut row) = tables.get(table, id)? else { return Ok(None) };
    if begins_anew(&mut row, now) {
        row.set("spend", 0.0);
        tables.update(table, id, &row)?;
    }
    Ok(Some(row))
}

/// A budget that several share, as it is now: when it begins anew, all of them have spent nothing.
pub(crate) fn renewed_shared(tables: &Tables<'_>, id: &str, now: Timestamp) -> Result<Option<Row>, Refusal> {
    let Some(mut row) = tables.get(Table::Budgets, id)? else { return Ok(None) };
    if begins_anew(&mut row, now) {
        tables.update(Table::Budgets, id, &row)?;
        for table in SHARERS {
            tables.spend_nothing(table, id)?;
        }
    }
    Ok(Some(row))
}

/// Begins to add up what all spend, or goes on where it did before, if the configuration bounds that.
pub(crate) fn add_up(tables: &Tables<'_>, settings: &Settings, now: Timestamp) -> Result<(), Refusal> {
    if settings.max_budget.is_none() {
        return Ok(());
    }
    let known = tables.get(Table::Sums, EVERYBODY)?;
    let duration = settings.budget_duration.as_deref();
    let next = duration.and_then(Duration::parse).and_then(|duration| duration.next_reset(now)).map(clock::write);
    let mut row = Row::of(json!({ "spend": 0.0, "budget_duration": duration, "budget_reset_at": next }));
    if let Some(known) = &known {
        row.copy(
            known,
            if known.text("budget_duration") == duration { &["spend", "budget_reset_at"] } else { &["spend"] },
        );
        tables.update(Table::Sums, EVERYBODY, &row)?;
    } else {
        tables.insert(Table::Sums, EVERYBODY, &row)?;
    }
    Ok(())
}

/// Sets the next time where this one is over.
fn begins_anew(row: &mut Row, now: Timestamp) -> bool {
    if row.time("budget_reset_at").is_none_or(|reset| reset > now) {
        return false;
    }
    let next = row.text("budget_duration").and_then(Duration::parse).and_then(|duration| duration.next_reset(now));
    row.set("budget_reset_at", next.map_or(Value::Null, |time| clock::write(time).into()));
    true
}

/// Adds a cost to what each has spent.
pub(crate) fn spend(tables: &Tables<'_>, spenders: &[Spender], cost: f64, now: &str) -> Result<(), Refusal> {
    for (table, id) in spenders {
        let Some(mut row) = tables.get(*table, id)? else { continue };
        for name in ["spend", "total_spend"] {
            if row.has(name) {
                row.set(name, row.number(name).unwrap_or_default() + cost);
            }
        }
        if row.has("last_active") {
            row.set("last_active", now);
        }
        tables.update(*table, id, &row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "parties may be missing")]
    fn row(value: Value) -> Option<Row> {
        Some(Row::of(value))
    }

    fn spent(spend: f64, max_budget: f64) -> Option<Row> {
        row(json!({ "spend": spend, "max_budget": max_budget, "user_id": "u", "team_id": "t", "token": "k" }))
    }

    fn told(parties: &Parties, max_budget: Option<f64>) -> Option<String> {
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
    fn some_budgets_may_be_used_up_and_others_not() {
        let personal = row(json!({ "user_id": "u" }));
        let of_team = row(json!({ "user_id": "u", "team_id": "t" }));
        let budget = |limit: f64| row(json!({ "max_budget": limit }));
        let with = |spend: f64| row(json!({ "spend": spend }));
        let parties = |spend: f64, whose: &str| match whose {
            "key" => Parties { key: spent(spend, 1.0), ..Parties::default() },
            "user" => Parties { key: personal.clone(), user: spent(spend, 1.0), ..Parties::default() },
            "team" => Parties { key: of_team.clone(), team: spent(spend, 1.0), ..Parties::default() },
            "member" => {
                Parties { key: of_team.clone(), member: with(spend), member_budget: budget(1.0), ..Parties::default() }
            }
            "members" => {
                Parties { key: of_team.clone(), member: with(spend), members_budget: budget(1.0), ..Parties::default() }
            }
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
            _ => Parties { everybody: with(spend), ..Parties::default() },
        };
        for (whose, name, stops_at_limit) in [
            ("key", "Key=key () Current cost", true),
            ("user", "User=u over budget", true),
            ("team", "Team=t ", false),
            ("member", "TeamMember=u:t ", true),
            ("members", "TeamMember=u:t ", true),
            ("customer", "End User=c over budget", false),
            ("tag", "Tag=g ", false),
            ("everybody", "Budget has been exceeded! Current cost", false),
        ] {
            assert_eq!(told(&parties(0.5, whose), Some(1.0)), None, "{whose}");
            assert_eq!(told(&parties(1.0, whose), Some(1.0)).is_some(), stops_at_limit, "{whose}");
            assert!(told(&parties(1.5, whose), Some(1.0)).unwrap().contains(name), "{whose}");
        }
    }

    #[test]
    fn a_key_of_a_team_spends_the_teams_money() {
        let parties = Parties {
            key: row(json!({ "user_id": "u", "team_id": "t" })),
            user: spent(5.0, 1.0),
            team: spent(0.0, 1.0),
            ..Parties::default()
        };
        assert_eq!(told(&parties, None), None);
    }

    #[test]
    fn a_members_own_budget_comes_before_that_of_all_and_there_nothing_is_no_limit() {
        let members = |own: Value, all: f64| Parties {
            key: row(json!({ "user_id": "u", "team_id": "t" })),
            member: row(json!({ "spend": 2.0 })),
            member_budget: row(json!({ "max_budget": own })),
            members_budget: row(json!({ "max_budget": all })),
            ..Parties::default()
        };
        assert_eq!(told(&members(json!(5.0), 1.0), None), None);
        assert!(told(&members(json!(null), 1.0), None).is_some());
        assert_eq!(told(&members(json!(null), 0.0), None), None);
        assert!(told(&members(json!(0.0), 9.0), None).is_some());
    }

    #[test]
    fn a_budget_begins_anew_when_its_time_has_come() {
        let now = clock::read("2026-11-21T16:07:31Z").unwrap();
        let mut row = Row::of(json!({ "budget_duration": "1d", "budget_reset_at": "2026-11-21T16:07:31Z" }));
        assert!(begins_anew(&mut row, now));
        assert_eq!(row.text("budget_reset_at"), Some("2026-11-22T00:00:00.000000Z"));
        assert!(!begins_anew(&mut row, now));
        assert!(!begins_anew(&mut Row::of(json!({ "budget_duration": "1d" })), now));
    }
}
