//! The parties of a request whose limits apply: the key, its user, team and membership, the customer and the tags, each
//! with its budget.

use std::sync::Arc;

use hyper::header::HeaderMap;
use jiff::Timestamp;
use serde_json::Value;

use super::budgets;
use super::windows::{self, BudgetWindow};
use crate::caller::Caller;
use crate::config::Config;
use crate::object::JsonObject;
use crate::response::Refusal;
use crate::store::{Table, Tables, membership};

/// The limits that a key inherits from its shared budget.
const SHARED: [&str; 4] = ["max_budget", "tpm_limit", "rpm_limit", "max_parallel_requests"];

/// The parties of a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    /// The key, with the limits that it inherits from its shared budget.
    pub(crate) key: Option<Arc<JsonObject>>,
    pub(crate) user: Option<Arc<JsonObject>>,
    pub(crate) team: Option<JsonObject>,
    pub(crate) member: Option<JsonObject>,
    pub(crate) member_budget: Option<JsonObject>,
    /// The team's budget for each of its members.
    pub(crate) members_budget: Option<JsonObject>,
    pub(crate) customer_id: Option<String>,
    pub(crate) customer: Option<JsonObject>,
    pub(crate) customer_budget: Option<JsonObject>,
    /// The tags of the request and the key, with the row of each that was created.
    pub(crate) tags: Vec<(String, Option<JsonObject>)>,
    pub(crate) tag_budgets: Vec<Option<JsonObject>>,
    pub(crate) server_total: Option<JsonObject>,
    /// The budget windows of the key and of the team.
    pub(crate) key_windows: Vec<BudgetWindow>,
    pub(crate) team_windows: Vec<BudgetWindow>,
}

impl Parties {
    pub(crate) fn find(
        tables: &Tables<'_>,
        config: &Config,
        caller: &Caller,
        request: (&HeaderMap, &JsonObject),
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let (headers, body) = request;
        let current = |table, id: &str| budgets::current(tables, table, id, now);
        let budget = |id: Option<&str>| match id {
            Some(id) => budgets::current_shared(tables, id, now),
            None => Ok(None),
        };
        let mut parties = Self { customer_id: customer_id(headers, body), ..Self::default() };
        if let Some(key) = &caller.key {
            // Before the key: a budget that is due resets the spend of the keys that share it.
            let shared = budget(key.get_str("budget_id"))?;
            let token = key.get_str("token").unwrap_or_default();
            let mut key = match (&shared, Arc::clone(key)) {
                (Some(_), key) => current(Table::Keys, token)?.map_or(key, Arc::new),
                (None, key) => budgets::current_of(tables, Table::Keys, token, key, now)?,
            };
            for name in SHARED {
                if let Some(limit) =
                    shared.as_ref().and_then(|shared| shared.get(name)).filter(|_| key.get(name).is_none())
                {
                    Arc::make_mut(&mut key).set(name, limit.clone());
                }
            }
            if let (Some(most), Some(more)) = (key.get_f64("max_budget"), temporary_increase(&key, now)) {
                Arc::make_mut(&mut key).set("max_budget", most + more);
            }
            if windows::any(&key) {
                let token = key.get_str("token").unwrap_or_default();
                parties.key_windows = windows::current(tables, Table::Keys, token, now)?;
            }
            if let Some(id) = key.get_str("team_id") {
                parties.team = current(Table::Teams, id)?;
                if parties.team.as_ref().is_some_and(windows::any) {
                    parties.team_windows = windows::current(tables, Table::Teams, id, now)?;
                }
            }
            if let Some(id) = key.get_str("user_id") {
                parties.user = match &caller.user {
                    Some(user) => Some(budgets::current_of(tables, Table::Users, id, Arc::clone(user), now)?),
                    None => None,
                };
            }
            if let (Some(team), Some(user)) = (key.get_str("team_id"), key.get_str("user_id")) {
                let id = membership(team, user);
                let member = tables.get(Table::Memberships, &id)?;
                parties.member_budget = budget(member.as_ref().and_then(|member| member.get_str("budget_id")))?;
                parties.member =
                    if parties.member_budget.is_some() { tables.get(Table::Memberships, &id)? } else { member };
                let metadata = parties.team.as_ref().and_then(|team| team.get_object("metadata"));
                let id = metadata.and_then(|metadata| metadata.get("team_member_budget_id")).and_then(Value::as_str);
                parties.members_budget = budget(id)?;
            }
            parties.key = Some(key);
        }
        if let Some(id) = parties.customer_id.as_deref() {
            let customer = tables.get(Table::Customers, id)?;
            let own = customer.as_ref().and_then(|customer| customer.get_str("budget_id"));
            parties.customer_budget = budget(own.or(config.customer_budget.as_deref()))?;
            parties.customer = if own.is_some() { tables.get(Table::Customers, id)? } else { customer };
        }
        for name in tags(caller, body) {
            let tag = tables.get(Table::Tags, &name)?;
            let own = budget(tag.as_ref().and_then(|tag| tag.get_str("budget_id")))?;
            let tag = if own.is_some() { tables.get(Table::Tags, &name)? } else { tag };
            parties.tag_budgets.push(own);
            parties.tags.push((name, tag));
        }
        if config.max_budget.is_some() {
            parties.server_total = current(Table::Sums, budgets::SERVER_TOTAL)?;
        }
        Ok(parties)
    }

    pub(crate) fn id_of_user(&self) -> Option<&str> {
        self.key.as_ref()?.get_str("user_id")
    }

    pub(crate) fn id_of_team(&self) -> Option<&str> {
        self.key.as_ref()?.get_str("team_id")
    }

    /// Returns whether any budget above zero applies.
    pub(crate) fn have_budgets(&self) -> bool {
        let of_user = self.user.as_deref().filter(|_| self.id_of_team().is_none());
        let one = [&self.team, &self.member_budget, &self.members_budget, &self.customer_budget];
        let all = one
            .into_iter()
            .flatten()
            .chain(self.key.as_deref())
            .chain(of_user)
            .chain(self.tag_budgets.iter().flatten());
        self.server_total.is_some()
            || !self.key_windows.is_empty()
            || !self.team_windows.is_empty()
            || all.into_iter().any(|row| row.get_f64("max_budget").is_some_and(|budget| budget > 0.0))
    }

    /// Returns the limits of the membership: its own, else the team's for each member.
    pub(crate) fn member_limits(&self) -> Option<&JsonObject> {
        self.member_budget.as_ref().or(self.members_budget.as_ref())
    }
}

/// Returns the dollars that a key may spend in addition to its budget for some time.
fn temporary_increase(key: &JsonObject, now: Timestamp) -> Option<f64> {
    let metadata = key.get_object("metadata")?;
    let expiry = crate::time::parse(metadata.get("temp_budget_expiry")?.as_str()?)?;
    metadata.get("temp_budget_increase")?.as_f64().filter(|_| expiry > now)
}

/// Returns the customer that a request names.
pub(crate) fn customer_id(headers: &HeaderMap, body: &JsonObject) -> Option<String> {
    let header = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let within = |object: &str, name: &str| text(body.get_object(object)?.get(name)?);
    header("x-litellm-customer-id")
        .or_else(|| header("x-litellm-end-user-id"))
        .or_else(|| body.get("user").and_then(text))
        .or_else(|| within("litellm_metadata", "user"))
        .or_else(|| within("metadata", "user_id"))
        .filter(|id| !id.is_empty())
}

/// Returns the tags of the key and of the request.
pub(crate) fn tags(caller: &Caller, body: &JsonObject) -> Vec<String> {
    let of_key = caller.key.as_ref().and_then(|key| key.get_object("metadata")?.get("tags"));
    let in_metadata = ["metadata", "litellm_metadata"].into_iter().map(|name| body.get_object(name)?.get("tags"));
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
    fn customers_are_named_in_headers_or_the_body() {
        let named = |header: Option<&'static str>, body: Value| {
            let mut headers = HeaderMap::new();
            if let Some(header) = header {
                headers.insert(header, "h".parse().unwrap());
            }
            customer_id(&headers, &JsonObject::from_json(body))
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
    fn tags_come_from_the_key_and_the_request() {
        let key = JsonObject::from_json(json!({ "metadata": { "tags": ["k", "both"] } }));
        let caller = Caller { key: Some(Arc::new(key)), ..Caller::anonymous() };
        let body = json!({ "tags": ["t", "both"], "metadata": { "tags": ["m"] } });
        assert_eq!(tags(&caller, &JsonObject::from_json(body)), ["k", "both", "t", "m"]);
    }
}
