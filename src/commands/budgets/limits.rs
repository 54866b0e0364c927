//! What can stop a key: every limit that counts for it, how much of it is used, and what lifts it. Pure: it is given what
//! the server said.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::facts::Facts;
use litellm_proxy_client::Lossless;
use litellm_proxy_client::budgets::Budget;

/// A limit that counts for a key.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Limit {
    /// Whose it is: `key`, `budget`, `team`, `member`, `user`, `organization`, `customer`, `tag` or `server`.
    pub(super) scope: &'static str,
    /// Who that is.
    pub(super) id: String,
    /// The model, of a limit for one.
    pub(super) model: Option<String>,
    /// `dollars`, `tpm`, `rpm`, `parallel`, `expiry` or `blocked`.
    pub(super) what: &'static str,
    /// How much is used, where the server tells.
    pub(super) used: Option<f64>,
    /// A number, or of `expiry` a time.
    #[serde(rename = "limit")]
    pub(super) bound: Value,
    /// How much of it is used, of 100.
    pub(super) percent: Option<f64>,
    /// When the spend starts again from zero.
    pub(super) resets_at: Option<String>,
    /// True when it stops the key now.
    pub(super) stops: bool,
    /// True of the one that is nearest to stopping it, or that stops it.
    pub(super) tightest: bool,
    /// The command that lifts it.
    pub(super) unblock: String,
}

/// Which amounts a budget of dollars refuses: what is used up, or only what is overdrawn.
#[derive(Clone, Copy, PartialEq)]
enum Stops {
    AtLimit,
    AboveLimit,
}

/// Whom a limit belongs to, and the beginning of the command that changes it.
struct Owner {
    scope: &'static str,
    id: String,
    command: String,
}

/// What a budget of dollars is made of.
struct Dollars {
    used: Option<f64>,
    limit: Option<f64>,
    resets_at: Option<String>,
    stops: Stops,
}

impl Owner {
    fn new(scope: &'static str, id: impl Into<String>, command: &str) -> Self {
        let id = id.into();
        let command = format!("litellm-proxy {command} {}", quoted(&id));
        Self { scope, id, command }
    }

    fn limit(&self, what: &'static str, bound: Value, unblock: String) -> Limit {
        Limit {
            scope: self.scope,
            id: self.id.clone(),
            model: None,
            what,
            used: None,
            bound,
            percent: None,
            resets_at: None,
            stops: false,
            tightest: false,
            unblock,
        }
    }

    /// A limit of dollars that `option` raises; none where there is no such limit.
    fn dollars(&self, option: &str, budget: Dollars) -> Option<Limit> {
        let limit = budget.limit?;
        let raised = raised(limit, budget.used);
        let unblock = format!("{} {option} {raised}", self.command);
        Some(budget.measure(self.limit("dollars", json!(limit), unblock)))
    }

    /// A limit for each minute, or of requests at a time. What is used of it the server does not tell; of none at all
    /// nothing can be used.
    fn rate(&self, what: &'static str, option: &str, limit: Option<i64>) -> Option<Limit> {
        let limit = limit?;
        let raised = limit.saturating_mul(2).max(1);
        let stops = limit <= 0;
        let row = self.limit(what, json!(limit), format!("{} {option} {raised}", self.command));
        Some(Limit { stops, percent: stops.then_some(100.0), ..row })
    }

    fn rates(&self, tpm: Option<i64>, rpm: Option<i64>) -> impl Iterator<Item = Limit> {
        [self.rate("tpm", "--tpm-limit", tpm), self.rate("rpm", "--rpm-limit", rpm)].into_iter().flatten()
    }

    fn blocked(&self, command: &str) -> Limit {
        let row = self.limit("blocked", Value::Null, format!("litellm-proxy {command} {}", quoted(&self.id)));
        Limit { stops: true, percent: Some(100.0), ..row }
    }

    /// Rates for single models, `{"gpt-4": 10}`.
    fn model_rates(&self, what: &'static str, field: &str, rates: Option<&Value>) -> Vec<Limit> {
        let rates = rates.and_then(Value::as_object);
        let rows = rates.into_iter().flatten().filter_map(|(model, limit)| {
            let number = limit.as_i64()?;
            let mut changed = rates?.clone();
            changed.insert(model.clone(), json!(number.saturating_mul(2).max(1)));
            let row = self.limit(what, limit.clone(), self.param(field, &Value::Object(changed)));
            let stops = number <= 0;
            Some(Limit { model: Some(model.clone()), stops, percent: stops.then_some(100.0), ..row })
        });
        rows.collect()
    }

    /// Budgets for single models, `{"gpt-4": {"max_budget": 1, "budget_duration": "1d"}}`, and what is used of them.
    fn model_budgets(&self, budgets: Option<&Value>, usage: Option<&Value>) -> Vec<Limit> {
        let budgets = budgets.and_then(Value::as_object);
        let rows = budgets.into_iter().flatten().filter_map(|(model, budget)| {
            let name = ["max_budget", "budget_limit"].into_iter().find(|name| budget.get(name).is_some())?;
            let limit = budget.get(name)?.as_f64().filter(|limit| *limit > 0.0)?;
            let used = usage.and_then(|usage| usage.get(model)?.get("current_spend")?.as_f64());
            let mut changed = budgets?.clone();
            if let Some(Value::Object(fields)) = changed.get_mut(model) {
                fields.insert(name.to_owned(), json!(raised(limit, used)));
            }
            let row = self.limit("dollars", json!(limit), self.param("model_max_budget", &Value::Object(changed)));
            let dollars = Dollars { used, limit: Some(limit), resets_at: None, stops: Stops::AboveLimit };
            Some(Limit { model: Some(model.clone()), ..dollars.measure(row) })
        });
        rows.collect()
    }

    /// Further budgets, each with a time of its own: `[{"max_budget": 1, "budget_duration": "1d"}]` (newer servers, which
    /// do not tell what is used of them).
    fn windows(&self, windows: Option<&Value>) -> Vec<Limit> {
        let all = windows.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let rows = all.iter().enumerate().filter_map(|(at, window)| {
            let limit = window.get("max_budget")?.as_f64()?;
            let mut changed = all.to_vec();
            if let Some(Value::Object(fields)) = changed.get_mut(at) {
                fields.insert("max_budget".to_owned(), json!(raised(limit, None)));
            }
            let row = self.limit("dollars", json!(limit), self.param("budget_limits", &Value::Array(changed)));
            let stops = limit <= 0.0;
            Some(Limit { resets_at: text(window, "reset_at"), stops, percent: stops.then_some(100.0), ..row })
        });
        rows.collect()
    }

    fn param(&self, field: &str, value: &Value) -> String {
        format!("{} --param {}", self.command, quoted(&format!("{field}={value}")))
    }
}

impl Dollars {
    /// Fills in how much is used, and whether that stops the key.
    fn measure(self, row: Limit) -> Limit {
        let limit = self.limit.unwrap_or_default();
        let stops = self.used.is_some_and(|used| match self.stops {
            Stops::AtLimit => used >= limit,
            Stops::AboveLimit => used > limit,
        });
        let percent = self.used.map(|used| match limit > 0.0 {
            true => (used / limit * 1000.0).round() / 10.0,
            false if stops => 100.0,
            false => 0.0,
        });
        Limit { used: self.used, percent, resets_at: self.resets_at, stops, ..row }
    }
}

/// Every limit that counts for the key, the tightest marked.
pub(super) fn limits(facts: &Facts, now: Timestamp) -> Vec<Limit> {
    let mut limits = of_key(facts, now);
    limits.extend(of_team(facts));
    limits.extend(of_user(facts));
    limits.extend(of_organization(facts));
    limits.extend(of_customer(facts));
    limits.extend(of_tags(facts));
    if let Some(server) = facts.server.as_ref().filter(|server| server.max_budget > 0.0) {
        let raised = raised(server.max_budget, Some(server.spend));
        let unblock = format!("set litellm_settings.max_budget to {raised} in the server's configuration file");
        let owner = Owner { scope: "server", id: String::new(), command: String::new() };
        let row = owner.limit("dollars", json!(server.max_budget), unblock);
        let (used, limit) = (Some(server.spend), Some(server.max_budget));
        limits.push(Dollars { used, limit, resets_at: None, stops: Stops::AboveLimit }.measure(row));
    }
    mark(&mut limits);
    limits
}

/// Marks the tightest: of those that stop the key, or else of all of which that is known, the one that is used most.
fn mark(limits: &mut [Limit]) {
    let known = limits.iter_mut().filter(|limit| limit.percent.is_some());
    // Of several that are used alike the first counts, which is the narrowest.
    let tightest = known.reduce(|best, limit| {
        let is_tighter = |a: &Limit, b: &Limit| (a.stops, a.percent) > (b.stops, b.percent);
        if is_tighter(limit, best) { limit } else { best }
    });
    if let Some(tightest) = tightest {
        tightest.tightest = true;
    }
}

fn of_key(facts: &Facts, now: Timestamp) -> Vec<Limit> {
    let key = &facts.key.info;
    let owner = Owner::new("key", facts.hash.as_str(), "keys update");
    let mut limits = Vec::new();
    if key.blocked == Some(true) {
        limits.push(owner.blocked("keys unblock"));
    }
    if let Some(expires) = key.string("expires") {
        let unblock = format!("{} --duration 30d", owner.command);
        let row = owner.limit("expiry", json!(expires), unblock);
        let is_over = key.expires.is_some_and(|expires| expires <= now);
        limits.push(Limit { stops: is_over, percent: is_over.then_some(100.0), ..row });
    }
    let used = Some(key.spend.unwrap_or_default());
    let shared = Shared::of(facts);
    let (mut own, mut others) = ((key.max_budget, key.tpm_limit, key.rpm_limit), (None, None, None));
    if let Some(shared) = &shared {
        (own.0, others.0) = shared.choose(own.0, shared.budget.max_budget);
        (own.1, others.1) = shared.choose(own.1, shared.budget.tpm_limit);
        (own.2, others.2) = shared.choose(own.2, shared.budget.rpm_limit);
    }
    let dollars = Dollars { used, limit: own.0, resets_at: key.string("budget_reset_at"), stops: Stops::AtLimit };
    limits.extend(owner.dollars("--max-budget", dollars));
    limits.extend(owner.windows(key.field("budget_limits").as_ref()));
    limits.extend(owner.rates(own.1, own.2));
    limits.extend(owner.rate("parallel", "--max-parallel-requests", key.max_parallel_requests));
    let noted = |field: &str| key.metadata.as_ref()?.get(field);
    limits.extend(owner.model_rates("tpm", "model_tpm_limit", noted("model_tpm_limit")));
    limits.extend(owner.model_rates("rpm", "model_rpm_limit", noted("model_rpm_limit")));
    let (budgets, usage) = (key.field("model_max_budget"), key.field("model_max_budget_usage"));
    limits.extend(owner.model_budgets(budgets.as_ref(), usage.as_ref()));
    if let Some(Shared { id, budget }) = shared {
        let owner = Owner::new("budget", id, "budgets update");
        let resets_at = budget.string("budget_reset_at");
        let dollars = Dollars { used, limit: others.0, resets_at, stops: Stops::AtLimit };
        limits.extend(owner.dollars("--max-budget", dollars));
        limits.extend(owner.rates(others.1, others.2));
    }
    limits
}

/// The budget that a key shares with others.
struct Shared {
    id: String,
    budget: Lossless<Budget>,
}

impl Shared {
    fn of(facts: &Facts) -> Option<Self> {
        let id = facts.key.info.field("budget_id")?.as_str()?.to_owned();
        let budget = serde_json::from_value(facts.key.info.litellm_budget_table.clone()?).ok()?;
        Some(Self { id, budget })
    }

    /// Which of two limits counts, the key's own and the shared one: on newer servers the key's own, on older ones the
    /// shared one.
    fn choose<T>(&self, own: Option<T>, shared: Option<T>) -> (Option<T>, Option<T>) {
        match (own, shared) {
            (Some(own), Some(_)) if is_newer(&self.budget) => (Some(own), None),
            (Some(_), Some(shared)) => (None, Some(shared)),
            either => either,
        }
    }
}

/// True of a budget as newer servers tell it: they know limits that older ones do not.
fn is_newer(budget: &Lossless<Budget>) -> bool {
    serde_json::from_str::<Map<String, Value>>(budget.json().get()).is_ok_and(|fields| fields.contains_key("tpd_limit"))
}

fn of_team(facts: &Facts) -> Vec<Limit> {
    let Some(info) = &facts.team else { return Vec::new() };
    let (team, Some(id)) = (&info.team_info, &facts.key.info.team_id) else { return Vec::new() };
    let owner = Owner::new("team", id.as_str(), "teams update");
    let mut limits = Vec::new();
    if team.blocked == Some(true) {
        limits.push(owner.blocked("teams unblock"));
    }
    limits.extend(owner.dollars(
        "--max-budget",
        Dollars {
            used: Some(team.spend.unwrap_or_default()),
            limit: team.max_budget,
            resets_at: team.string("budget_reset_at"),
            stops: Stops::AboveLimit,
        },
    ));
    limits.extend(owner.windows(team.field("budget_limits").as_ref()));
    limits.extend(owner.rates(team.tpm_limit, team.rpm_limit));
    let (budgets, usage) = (team.field("model_max_budget"), team.field("model_max_budget_usage"));
    limits.extend(owner.model_budgets(budgets.as_ref(), usage.as_ref()));
    let Some(user) = &facts.key.info.user_id else { return limits };
    let membership = info.team_memberships.iter().find(|membership| membership.user_id.as_ref() == Some(user));
    let own = membership.and_then(|membership| membership.litellm_budget_table.as_ref());
    let table = membership.and_then(|membership| membership.field("litellm_budget_table"));
    // What the team sets for all of its members counts for those without a budget of their own; there 0 is no limit.
    let shared = team.field("team_member_budget_table").filter(|_| own.is_none_or(|own| own.max_budget.is_none()));
    let shared = shared.as_ref().and_then(|table| Some((table.get("max_budget")?.as_f64()?, table)));
    let shared = shared.filter(|(limit, _)| *limit > 0.0);
    let member = Owner {
        scope: "member",
        id: format!("{user} in {id}"),
        command: format!("litellm-proxy teams members update {} {}", quoted(id), quoted(user)),
    };
    limits.extend(member.dollars(
        "--max-budget-in-team",
        Dollars {
            used: Some(membership.and_then(|membership| membership.spend).unwrap_or_default()),
            limit: own.and_then(|own| own.max_budget).or(shared.map(|(limit, _)| limit)),
            resets_at: shared.map_or(table.as_ref(), |(_, table)| Some(table)).and_then(|t| text(t, "budget_reset_at")),
            stops: Stops::AtLimit,
        },
    ));
    limits.extend(own.into_iter().flat_map(|own| member.rates(own.tpm_limit, own.rpm_limit)));
    limits
}

fn of_user(facts: &Facts) -> Vec<Limit> {
    let (Some(user), Some(id)) = (&facts.user, &facts.key.info.user_id) else { return Vec::new() };
    let owner = Owner::new("user", id.as_str(), "users update");
    let dollars = Dollars {
        used: Some(user.spend.unwrap_or_default()),
        // A key of a team spends the team's money.
        limit: user.max_budget.filter(|_| facts.key.info.team_id.is_none()),
        resets_at: user.string("budget_reset_at"),
        stops: Stops::AtLimit,
    };
    let mut limits: Vec<Limit> = owner.dollars("--max-budget", dollars).into_iter().collect();
    limits.extend(owner.rates(user.tpm_limit, user.rpm_limit));
    let (budgets, usage) = (user.field("model_max_budget"), user.field("model_max_budget_usage"));
    limits.extend(owner.model_budgets(budgets.as_ref(), usage.as_ref()));
    limits
}

fn of_organization(facts: &Facts) -> Vec<Limit> {
    let Some(organization) = &facts.organization else { return Vec::new() };
    let (Some(id), Some(budget)) = (&organization.organization_id, &organization.budget) else { return Vec::new() };
    let owner = Owner::new("organization", id.as_str(), "organizations update");
    let dollars = Dollars {
        used: Some(organization.spend.unwrap_or_default()),
        limit: budget.max_budget,
        resets_at: budget.string("budget_reset_at"),
        stops: Stops::AtLimit,
    };
    owner.dollars("--max-budget", dollars).into_iter().chain(owner.rates(budget.tpm_limit, budget.rpm_limit)).collect()
}

fn of_customer(facts: &Facts) -> Vec<Limit> {
    let Some(customer) = &facts.customer else { return Vec::new() };
    let Some(id) = &customer.user_id else { return Vec::new() };
    let owner = Owner::new("customer", id.as_str(), "customers update");
    let mut limits = Vec::new();
    if customer.blocked == Some(true) {
        // Whether the server heeds the mark it does not tell; most do not.
        limits.push(Limit { stops: false, percent: None, ..owner.blocked("customers unblock") });
    }
    let Some(budget) = &customer.budget else { return limits };
    limits.extend(owner.dollars(
        "--max-budget",
        Dollars {
            used: Some(customer.spend.unwrap_or_default()),
            limit: budget.max_budget,
            resets_at: budget.string("budget_reset_at"),
            stops: Stops::AboveLimit,
        },
    ));
    if let Some(budget_id) = crate::commands::customers::budget_id(customer) {
        let shared = Owner { id: id.clone(), ..Owner::new("customer", budget_id, "budgets update") };
        limits.extend(shared.rates(budget.tpm_limit, budget.rpm_limit));
    }
    limits
}

fn of_tags(facts: &Facts) -> Vec<Limit> {
    let rows = facts.tags.iter().filter_map(|tag| {
        // Older servers look at the tags of a request alone, not at those of its key.
        let budget = tag.budget.as_ref().filter(|budget| is_newer(budget))?;
        let limit = budget.max_budget?;
        let body: Map<String, Value> =
            [("name".to_owned(), json!(tag.name)), ("max_budget".to_owned(), json!(raised(limit, tag.spend)))]
                .into_iter()
                .collect();
        let body = Value::Object(body).to_string();
        let unblock = format!("litellm-proxy http request POST /tag/update -j {}", quoted(&body));
        let owner = Owner { scope: "tag", id: tag.name.clone(), command: String::new() };
        let row = owner.limit("dollars", json!(limit), unblock);
        let resets_at = budget.string("budget_reset_at");
        Some(Dollars { used: tag.spend, limit: Some(limit), resets_at, stops: Stops::AboveLimit }.measure(row))
    });
    rows.collect()
}

fn text(value: &Value, field: &str) -> Option<String> {
    value.get(field)?.as_str().map(str::to_owned)
}

/// An amount of dollars to propose instead: twice as much as is there or used, in one digit.
fn raised(limit: f64, used: Option<f64>) -> f64 {
    let wanted = limit.max(used.unwrap_or_default()) * 2.0;
    if !wanted.is_finite() || wanted <= 0.0 {
        return 1.0;
    }
    let size = wanted.log10().floor();
    // The smallest part is noise: 0.06 is six hundredths and not a bit more.
    let digits = (wanted / 10_f64.powf(size) - 1e-9).ceil();
    if size < 0.0 { digits / 10_f64.powf(-size) } else { digits * 10_f64.powf(size) }
}

/// An argument as a POSIX shell takes it.
fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.:@/,+=".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}
