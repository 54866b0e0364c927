//! Whom a request concerns: the key, its user, its team, the member in the team, the customer and the tags, each as it is
//! now, with the budget that it goes by.

use hyper::header::HeaderMap;
use jiff::Timestamp;
use serde_json::Value;

use super::budgets;
use crate::answer::Refusal;
use crate::caller::Caller;
use crate::row::Row;
use crate::settings::Settings;
use crate::store::{Table, Tables, membership};

/// Where all that is spent is added up, if the configuration bounds it.
pub(crate) const EVERYBODY: &str = "everybody";

/// Limits that a key without its own takes from the budget it shares.
const SHARED: [&str; 4] = ["max_budget", "tpm_limit", "rpm_limit", "max_parallel_requests"];

/// All whose limits count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    /// With the limits of the budget that it shares, where it has none of its own.
    pub(crate) key: Option<Row>,
    pub(crate) user: Option<Row>,
    pub(crate) team: Option<Row>,
    pub(crate) member: Option<Row>,
    pub(crate) member_budget: Option<Row>,
    /// What the team sets for all of its members.
    pub(crate) members_budget: Option<Row>,
    pub(crate) customer_id: Option<String>,
    pub(crate) customer: Option<Row>,
    pub(crate) customer_budget: Option<Row>,
    /// The tags of the request and of the key, with the row of each that was made.
    pub(crate) tags: Vec<(String, Option<Row>)>,
    pub(crate) tag_budgets: Vec<Option<Row>>,
    pub(crate) everybody: Option<Row>,
}

impl Parties {
    pub(crate) fn find(
        tables: &Tables<'_>,
        settings: &Settings,
        caller: &Caller,
        asked: (&HeaderMap, &Row),
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let (headers, body) = asked;
        let renewed = |table, id: &str| budgets::renewed(tables, table, id, now);
        let budget = |id: Option<&str>| match id {
            Some(id) => budgets::renewed_shared(tables, id, now),
            None => Ok(None),
        };
        let mut parties = Self { customer_id: customer_id(headers, body), ..Self::default() };
        if let Some(key) = &caller.key {
            // First the budgets, which may empty what those that share them have spent.
            let shared = budget(key.text("budget_id"))?;
            let mut key = renewed(Table::Keys, key.text("token").unwrap_or_default())?.unwrap_or_else(|| key.clone());
            for name in SHARED {
                if let Some(limit) =
                    shared.as_ref().and_then(|shared| shared.get(name)).filter(|_| key.get(name).is_none())
                {
                    key.set(name, limit.clone());
                }
            }
            if let Some(id) = key.text("team_id") {
                parties.team = renewed(Table::Teams, id)?;
            }
            if let Some(id) = key.text("user_id") {
                parties.user = renewed(Table::Users, id)?;
            }
            if let (Some(team), Some(user)) = (key.text("team_id"), key.text("user_id")) {
                let id = membership(team, user);
                let member = tables.get(Table::Memberships, &id)?;
                parties.member_budget = budget(member.as_ref().and_then(|member| member.text("budget_id")))?;
                parties.member =
                    if parties.member_budget.is_some() { tables.get(Table::Memberships, &id)? } else { member };
                let metadata = parties.team.as_ref().and_then(|team| team.object("metadata"));
                let id = metadata.and_then(|metadata| metadata.get("team_member_budget_id")).and_then(Value::as_str);
                parties.members_budget = budget(id)?;
            }
            parties.key = Some(key);
        }
        if let Some(id) = parties.customer_id.as_deref() {
            let customer = tables.get(Table::Customers, id)?;
            let own = customer.as_ref().and_then(|customer| customer.text("budget_id"));
            parties.customer_budget = budget(own.or(settings.customer_budget.as_deref()))?;
            parties.customer = if own.is_some() { tables.get(Table::Customers, id)? } else { customer };
        }
        for name in tags(caller, body) {
            let tag = tables.get(Table::Tags, &name)?;
            let own = budget(tag.as_ref().and_then(|tag| tag.text("budget_id")))?;
            let tag = if own.is_some() { tables.get(Table::Tags, &name)? } else { tag };
            parties.tag_budgets.push(own);
            parties.tags.push((name, tag));
        }
        if settings.max_budget.is_some() {
            parties.everybody = renewed(Table::Sums, EVERYBODY)?;
        }
        Ok(parties)
    }

    pub(crate) fn id_of_user(&self) -> Option<&str> {
        self.key.as_ref()?.text("user_id")
    }

    pub(crate) fn id_of_team(&self) -> Option<&str> {
        self.key.as_ref()?.text("team_id")
    }

    /// Whether any budget counts; of one of nothing there is nothing to count.
    pub(crate) fn have_budgets(&self) -> bool {
        let of_user = self.user.as_ref().filter(|_| self.id_of_team().is_none());
        let one = [&self.key, &self.team, &self.member_budget, &self.members_budget, &self.customer_budget];
        let all = one.into_iter().flatten().chain(of_user).chain(self.tag_budgets.iter().flatten());
        self.everybody.is_some()
            || all.into_iter().any(|row| row.number("max_budget").is_some_and(|budget| budget > 0.0))
    }

    /// The limits of a member: its own, or else what the team sets for all.
    pub(crate) fn member_limits(&self) -> Option<&Row> {
        self.member_budget.as_ref().or(self.members_budget.as_ref())
    }
}

/// The customer whom a request names.
pub(crate) fn customer_id(headers: &HeaderMap, body: &Row) -> Option<String> {
    let header = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let within = |object: &str, name: &str| text(body.object(object)?.get(name)?);
    header("x-litellm-customer-id")
        .or_else(|| header("x-litellm-end-user-id"))
        .or_else(|| body.get("user").and_then(text))
        .or_else(|| within("litellm_metadata", "user"))
        .or_else(|| within("metadata", "user_id"))
        .filter(|id| !id.is_empty())
}

/// The tags of the key, and those that the request names.
pub(crate) fn tags(caller: &Caller, body: &Row) -> Vec<String> {
    let of_key = caller.key.as_ref().and_then(|key| key.object("metadata")?.get("tags"));
    let in_metadata = ["metadata", "litellm_metadata"].into_iter().map(|name| body.object(name)?.get("tags"));
    let mut tags: Vec<String> = Vec::new();
    for list in [of_key, body.get("tags")].into_iter().chain(in_metadata).flatten() {
        for tag in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !tags.iter().any(|known| known == tag) {
                tags.push(tag.to_owned());
            }
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_customer_is_named_in_a_header_or_in_the_body() {
        let named = |header: Option<&'static str>, body: Value| {
            let mut headers = HeaderMap::new();
            if let Some(header) = header {
                headers.insert(header, "h".parse().unwrap());
            }
            customer_id(&headers, &Row::of(body))
        };
        for (header, body, expected) in [
            (None, json!({}), None),
            (None, json!({ "user": "a" }), Some("a")),
            (None, json!({ "user": 5 }), Some("5")),
            (None, json!({ "user": "" }), None),
            (None, json!({ "metadata": { "user_id": "m" } }), Some("m")),
            (None, json!({ "litellm_metadata": { "user": "l" } }), Some("l")),
            (Some("x-litellm-customer-id"), json!({ "user": "a" }), Some("h")),
            (Some("x-litellm-end-user-id"), json!({}), Some("h")),
        ] {
            assert_eq!(named(header, body.clone()).as_deref(), expected, "{header:?} {body}");
        }
    }

    #[test]
    fn tags_come_from_the_key_and_from_the_request() {
        let key = Row::of(json!({ "metadata": { "tags": ["k", "both"] } }));
        let caller = Caller { key: Some(key), ..Caller::nobody() };
        let body = json!({ "tags": ["t", "both"], "metadata": { "tags": ["m"] } });
        assert_eq!(tags(&caller, &Row::of(body)), ["k", "both", "t", "m"]);
    }
}
