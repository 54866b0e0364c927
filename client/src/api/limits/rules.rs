//! Which limits LiteLLM enforces on a key's requests, and from what amount on. Sends nothing.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::measure::{Dollars, Threshold, mark_tightest, text};
use super::sources::{AccessGroupSpend, LimitSources, Tag};
use super::windows::windows;
use super::{KeyLimit, LimitChange, LimitKind, LimitOwner};
use crate::api::access::is_deactivated;
use crate::api::budgets::Budget;
use crate::api::keys::Key;
use crate::api::server_rules::ServerRules;
use crate::core::{Lossless, parse_server_time};

/// Returns every limit that counts for the key, the tightest one marked.
pub(super) fn limits(sources: &LimitSources, now: Timestamp) -> Vec<KeyLimit> {
    let mut limits = of_key(sources, now);
    limits.extend(of_team(sources));
    limits.extend(of_user(sources));
    limits.extend(of_organization(sources));
    limits.extend(of_project(sources));
    limits.extend(of_access_groups(sources));
    limits.extend(of_customer(sources));
    limits.extend(of_tags(sources));
    limits.extend(of_server(sources));
    mark_tightest(&mut limits);
    limits
}

/// Returns whether a rule that applies to the key depends on the server's version. The organization of a team is another.
pub(super) fn depends_on_version(sources: &LimitSources) -> bool {
    let key = &sources.key.info;
    let has_both = |budget: &Budget| {
        (key.max_budget.is_some() && budget.max_budget.is_some())
            || (key.tpm_limit.is_some() && budget.tpm_limit.is_some())
            || (key.rpm_limit.is_some() && budget.rpm_limit.is_some())
    };
    !sources.tags.is_empty()
        || sources.is_of_missing_team
        || sources.user.as_ref().is_some_and(|user| is_deactivated(user))
        || shared_budget(sources).is_some_and(|(_, budget)| has_both(&budget))
}

fn server_rules(sources: &LimitSources) -> ServerRules<'_> {
    ServerRules::of(sources.version.as_ref())
}

/// Returns the id of the key's own organization.
pub(super) fn own_organization(sources: &LimitSources) -> Option<String> {
    let id = sources.key.info.field("organization_id")?.as_str()?.to_owned();
    Some(id).filter(|id| !id.is_empty())
}

fn of_key(sources: &LimitSources, now: Timestamp) -> Vec<KeyLimit> {
    let key = &sources.key.info;
    let owner = LimitOwner::Key(sources.hash.clone());
    let mut limits = Vec::new();
    if key.blocked == Some(true) {
        limits.push(owner.blocked());
    }
    if let Some(expires) = key.string("expires") {
        let row = owner.limit(LimitKind::Expiry, json!(expires), "duration", json!("30d"));
        let is_over = key.expires.is_some_and(|expires| expires <= now);
        limits.push(KeyLimit { is_exceeded: is_over, percent: is_over.then_some(100.0), ..row });
    }
    let used = Some(key.spend.unwrap_or_default());
    let shared = shared_budget(sources);
    let (mut own, mut others) = ((key.max_budget, key.tpm_limit, key.rpm_limit), (None, None, None));
    if let Some((_, budget)) = &shared {
        let own_wins = server_rules(sources).own_limits_win();
        (own.0, others.0) = choose(own_wins, own.0, budget.max_budget);
        (own.1, others.1) = choose(own_wins, own.1, budget.tpm_limit);
        (own.2, others.2) = choose(own_wins, own.2, budget.rpm_limit);
    }
    let resets_at = key.string("budget_reset_at");
    // An increase for some time counts on top.
    let increase = temporary_increase(key.metadata.as_ref(), now);
    let dollars = Dollars { used, limit: own.0.map(|own| own + increase), resets_at, threshold: Threshold::AtLimit };
    limits.extend(owner.dollars("max_budget", dollars));
    limits.extend(owner.budget_windows(windows(key.field("budget_limits").as_ref()), &sources.key_windows));
    limits.extend(owner.rates(own.1, own.2));
    limits.extend(owner.rate(LimitKind::Parallel, "max_parallel_requests", key.max_parallel_requests));
    limits.extend(owner.rates_of_models(key.metadata.as_ref(), None));
    let (budgets, usage) = (key.field("model_max_budget"), key.field("model_max_budget_usage"));
    limits.extend(owner.model_budgets(budgets.as_ref(), usage.as_ref()));
    if let Some((id, budget)) = shared {
        let owner = LimitOwner::Budget(id);
        let resets_at = budget.string("budget_reset_at");
        let dollars = Dollars { used, limit: others.0, resets_at, threshold: Threshold::AtLimit };
        limits.extend(owner.dollars("max_budget", dollars));
        limits.extend(owner.rates(others.1, others.2));
    }
    limits
}

/// Returns the budget that the key shares with others, and its id.
fn shared_budget(sources: &LimitSources) -> Option<(String, Lossless<Budget>)> {
    let key = &sources.key.info;
    let id = key.field("budget_id")?.as_str()?.to_owned();
    Some((id, serde_json::from_str(&key.litellm_budget_table.as_ref()?.to_string()).ok()?))
}

/// Returns the key's own limit and the shared one, without the one that does not count.
fn choose<T>(own_wins: bool, own: Option<T>, shared: Option<T>) -> (Option<T>, Option<T>) {
    match (own, shared) {
        (Some(own), Some(_)) if own_wins => (Some(own), None),
        (Some(_), Some(shared)) => (None, Some(shared)),
        either => either,
    }
}

fn of_team(sources: &LimitSources) -> Vec<KeyLimit> {
    let Some(id) = &sources.key.info.team_id else { return Vec::new() };
    let owner = LimitOwner::Team(id.clone());
    let Some(info) = &sources.team else {
        let is_refused = sources.is_of_missing_team && server_rules(sources).keys_of_missing_teams_are_refused();
        return is_refused.then(|| owner.missing()).into_iter().collect();
    };
    let team = &info.team_info;
    let mut limits = Vec::new();
    if team.blocked == Some(true) {
        limits.push(owner.blocked());
    }
    let dollars = Dollars {
        used: Some(team.spend.unwrap_or_default()),
        limit: team.max_budget,
        resets_at: team.string("budget_reset_at"),
        threshold: Threshold::AboveLimit,
    };
    limits.extend(owner.dollars("max_budget", dollars));
    limits.extend(owner.budget_windows(windows(team.field("budget_limits").as_ref()), &sources.team_windows));
    limits.extend(owner.rates(team.tpm_limit, team.rpm_limit));
    // A key's own rate for a model replaces the team's.
    let of_key = sources.key.info.metadata.as_ref();
    limits.extend(owner.rates_of_models(team.metadata.as_ref(), of_key));
    let (budgets, usage) = (team.field("model_max_budget"), team.field("model_max_budget_usage"));
    limits.extend(owner.model_budgets(budgets.as_ref(), usage.as_ref()));
    limits.extend(of_member(sources, id));
    limits
}

fn of_member(sources: &LimitSources, team_id: &str) -> Vec<KeyLimit> {
    let (Some(info), Some(user_id)) = (&sources.team, &sources.key.info.user_id) else { return Vec::new() };
    let membership = info.membership(user_id);
    let own = membership.and_then(|membership| membership.litellm_budget_table.as_ref());
    let table = membership.and_then(|membership| membership.field("litellm_budget_table"));
    // The budget that the team sets for all members counts for those without their own; there 0 means no limit.
    let shared = info.team_info.field("team_member_budget_table");
    let shared = shared.filter(|_| own.is_none_or(|own| own.max_budget.is_none()));
    let shared = shared.as_ref().and_then(|table| Some((table.get("max_budget")?.as_f64()?, table)));
    let shared = shared.filter(|(limit, _)| *limit > 0.0);
    let owner = LimitOwner::Member { team_id: team_id.to_owned(), user_id: user_id.clone() };
    let dollars = Dollars {
        used: Some(membership.and_then(|membership| membership.spend).unwrap_or_default()),
        limit: own.and_then(|own| own.max_budget).or(shared.map(|(limit, _)| limit)),
        resets_at: shared.map_or(table.as_ref(), |(_, table)| Some(table)).and_then(|t| text(t, "budget_reset_at")),
        threshold: Threshold::AtLimit,
    };
    let mut limits: Vec<KeyLimit> = owner.dollars("max_budget_in_team", dollars).into_iter().collect();
    limits.extend(own.into_iter().flat_map(|own| owner.rates(own.tpm_limit, own.rpm_limit)));
    limits
}

fn of_user(sources: &LimitSources) -> Vec<KeyLimit> {
    let (Some(user), Some(id)) = (&sources.user, &sources.key.info.user_id) else { return Vec::new() };
    let owner = LimitOwner::User(id.clone());
    let is_refused = is_deactivated(user) && server_rules(sources).deactivated_users_are_refused();
    let dollars = Dollars {
        used: Some(user.spend.unwrap_or_default()),
        // A key of a team spends the team's money.
        limit: user.max_budget.filter(|_| sources.key.info.team_id.is_none() || sources.is_of_missing_team),
        resets_at: user.string("budget_reset_at"),
        threshold: Threshold::AtLimit,
    };
    let mut limits: Vec<KeyLimit> = is_refused.then(|| owner.deactivated()).into_iter().collect();
    limits.extend(owner.dollars("max_budget", dollars));
    limits.extend(owner.rates(user.tpm_limit, user.rpm_limit));
    let (budgets, usage) = (user.field("model_max_budget"), user.field("model_max_budget_usage"));
    limits.extend(owner.model_budgets(budgets.as_ref(), usage.as_ref()));
    limits
}

fn of_organization(sources: &LimitSources) -> Vec<KeyLimit> {
    let Some(organization) = &sources.organization else { return Vec::new() };
    if own_organization(sources).is_none() && !server_rules(sources).organizations_of_teams_count() {
        return Vec::new();
    }
    let (Some(id), Some(budget)) = (&organization.organization_id, &organization.budget) else { return Vec::new() };
    let owner = LimitOwner::Organization(id.clone());
    let dollars = Dollars {
        used: Some(organization.spend.unwrap_or_default()),
        limit: budget.max_budget,
        resets_at: budget.string("budget_reset_at"),
        threshold: Threshold::AtLimit,
    };
    let mut limits: Vec<KeyLimit> = owner.dollars("max_budget", dollars).into_iter().collect();
    limits.extend(owner.rates(budget.tpm_limit, budget.rpm_limit));
    limits.extend(owner.rates_of_models(organization.metadata.as_ref(), None));
    limits
}

fn of_project(sources: &LimitSources) -> Vec<KeyLimit> {
    let Some(project) = &sources.project else { return Vec::new() };
    let Some(id) = project_id(&sources.key.info) else { return Vec::new() };
    let owner = LimitOwner::Project(id);
    let mut limits = Vec::new();
    if project.blocked == Some(true) {
        limits.push(owner.blocked());
    }
    if let Some(budget) = &project.budget {
        let dollars = Dollars {
            used: Some(project.spend.unwrap_or_default()),
            limit: budget.max_budget,
            resets_at: budget.string("budget_reset_at"),
            threshold: Threshold::AtLimit,
        };
        limits.extend(owner.dollars("max_budget", dollars));
    }
    limits.extend(owner.rates_of_models(project.metadata.as_ref(), None));
    limits
}

/// Returns the id of the key's project.
pub(super) fn project_id(key: &Lossless<Key>) -> Option<String> {
    key.string("project_id").filter(|id| !id.is_empty())
}

fn of_access_groups(sources: &LimitSources) -> Vec<KeyLimit> {
    let limit = |group: &AccessGroupSpend| {
        let budget = group.budget.as_ref()?;
        let dollars = Dollars {
            used: group.spend,
            // As the server has it, 0 is no limit.
            limit: budget.max_budget.filter(|limit| *limit > 0.0),
            resets_at: budget.string("budget_reset_at"),
            threshold: Threshold::AtLimit,
        };
        LimitOwner::AccessGroup(group.access_group.clone()).dollars("max_budget", dollars)
    };
    sources.access_groups.iter().filter_map(limit).collect()
}

/// Returns the dollars that a key may spend in addition to its budget for some time; 0 if there is no such time.
fn temporary_increase(metadata: Option<&Value>, now: Timestamp) -> f64 {
    let increase = || {
        let metadata = metadata?;
        let expiry = parse_server_time(metadata.get("temp_budget_expiry")?.as_str()?)?;
        metadata.get("temp_budget_increase")?.as_f64().filter(|_| expiry > now)
    };
    increase().unwrap_or_default()
}

fn of_customer(sources: &LimitSources) -> Vec<KeyLimit> {
    let Some(customer) = &sources.customer else { return Vec::new() };
    let Some(id) = &customer.user_id else { return Vec::new() };
    let owner = LimitOwner::Customer(id.clone());
    let mut limits = Vec::new();
    if customer.blocked == Some(true) {
        // Whether the server enforces the block depends on its settings, which it does not report.
        limits.push(KeyLimit { is_exceeded: false, percent: None, ..owner.blocked() });
    }
    let Some(budget) = &customer.budget else { return limits };
    let dollars = Dollars {
        used: Some(customer.spend.unwrap_or_default()),
        limit: budget.max_budget,
        resets_at: budget.string("budget_reset_at"),
        threshold: Threshold::AboveLimit,
    };
    limits.extend(owner.dollars("max_budget", dollars));
    // 1.80 has the budget's id in the budget only.
    if let Some(budget_id) = customer.budget_id.as_ref().or(budget.budget_id.as_ref()) {
        let in_budget = |limit: KeyLimit| {
            let change = LimitChange { owner: LimitOwner::Budget(budget_id.clone()), ..limit.change };
            KeyLimit { change, ..limit }
        };
        limits.extend(owner.rates(budget.tpm_limit, budget.rpm_limit).map(in_budget));
    }
    limits
}

fn of_tags(sources: &LimitSources) -> Vec<KeyLimit> {
    if !server_rules(sources).key_tags_count() {
        return Vec::new();
    }
    let limit = |tag: &Tag| {
        let budget = tag.budget.as_ref()?;
        let resets_at = budget.string("budget_reset_at");
        let threshold = Threshold::AboveLimit;
        let dollars = Dollars { used: tag.spend, limit: budget.max_budget, resets_at, threshold };
        LimitOwner::Tag(tag.name.clone()).dollars("max_budget", dollars)
    };
    sources.tags.iter().filter_map(limit).collect()
}

fn of_server(sources: &LimitSources) -> Option<KeyLimit> {
    let server = sources.server.as_ref()?;
    let dollars = Dollars {
        used: Some(server.spend),
        limit: Some(server.max_budget).filter(|limit| *limit > 0.0),
        resets_at: None,
        threshold: Threshold::AboveLimit,
    };
    LimitOwner::Server.dollars("max_budget", dollars)
}
