//! Budgets that keys, users, teams and customers share: `/budget/*`. They need a server with a database, and an admin's
//! key.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::core::options::strings;
use crate::core::{Call, Client, Lossless};

/// The budgets resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Budgets<'a>(pub(super) &'a Client);

impl Client {
    /// Budgets: `/budget/*`.
    pub fn budgets(&self) -> Budgets<'_> {
        Budgets(self)
    }
}

/// A budget: how much those who share it may spend, each of them, and how fast. An absent limit means none.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Budget {
    /// The id.
    pub budget_id: Option<String>,
    /// Dollars that may be spent.
    pub max_budget: Option<f64>,
    /// Dollars at which the server warns.
    pub soft_budget: Option<f64>,
    /// Requests at a time. Like the other limits it is read with a sign: older servers store any number.
    pub max_parallel_requests: Option<i64>,
    /// Tokens per minute.
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    pub rpm_limit: Option<i64>,
    /// After how long the spend starts again from zero: `30d`.
    pub budget_duration: Option<String>,
    /// When it next does, as an RFC 3339 time.
    pub budget_reset_at: Option<String>,
    /// When it was made, as an RFC 3339 time.
    pub created_at: Option<String>,
    /// When it was last changed, as an RFC 3339 time.
    pub updated_at: Option<String>,
}

/// A budget to create. What is `None` is left to the server.
#[derive(Clone, Default, Serialize)]
pub struct NewBudget {
    /// The id, by which keys and others refer to it; the server makes one up where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_id: Option<String>,
    /// Dollars that may be spent.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// Dollars at which the server warns.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub soft_budget: Option<f64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// After how long the spend starts again from zero: `30s`, `24h`, `30d`. Newer servers round to whole days, weeks
    /// and months: `30d` ends with the month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// When it first does, as an RFC 3339 time, where the duration shall not decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_reset_at: Option<String>,
    /// A budget for each model, `{"gpt-4": {"max_budget": 1, "budget_duration": "1d"}}` (licensed on newer servers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_max_budget: Option<Value>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A change of a budget: what is named is set, all else stays. [`BudgetUpdate::clear`] empties a field.
#[derive(Clone, Default, Serialize)]
pub struct BudgetUpdate {
    /// Dollars that may be spent.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// Dollars at which the server warns.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub soft_budget: Option<f64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// After how long the spend starts again from zero. Newer servers move the next reset along; older ones leave it
    /// where it was, unless [`BudgetUpdate::budget_reset_at`] names it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// When it next does, as an RFC 3339 time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_reset_at: Option<String>,
    /// A budget for each model (licensed on newer servers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_max_budget: Option<Value>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::options::setters! { NewBudget {
    string: budget_id, budget_duration, budget_reset_at;
    value: model_max_budget;
    f64: max_budget, soft_budget;
    u64: max_parallel_requests, tpm_limit, rpm_limit;
    ..extra
} }

crate::core::options::setters! { BudgetUpdate {
    string: budget_duration, budget_reset_at;
    value: model_max_budget;
    f64: max_budget, soft_budget;
    u64: max_parallel_requests, tpm_limit, rpm_limit;
    ..extra
} }

crate::core::secret::masked_debug!(NewBudget, BudgetUpdate);

impl BudgetUpdate {
    /// Empties a field, such as `max_budget`: no limit any more.
    #[must_use]
    pub fn clear(self, field: impl Into<String>) -> Self {
        self.extra(field, Value::Null)
    }
}

impl Budgets<'_> {
    /// All budgets, those that the server made for single teams and customers included: `GET /budget/list`.
    pub fn list(self) -> Call<Vec<Lossless<Budget>>> {
        Call::new(self.0, Method::GET, &["budget", "list"])
    }

    /// The budgets of these ids, which are one or more: `POST /budget/info`. Those that are not there are left out.
    pub fn info(self, budget_ids: impl IntoIterator<Item = impl AsRef<str>>) -> Call<Vec<Lossless<Budget>>> {
        Call::new(self.0, Method::POST, &["budget", "info"]).json(&json!({ "budgets": strings(budget_ids) }))
    }

    /// Creates a budget: `POST /budget/new`. Of an id that is taken newer servers say so; older ones fail with a 500.
    pub fn create(self, budget: &NewBudget) -> Call<Lossless<Budget>> {
        Call::new(self.0, Method::POST, &["budget", "new"]).json(budget)
    }

    /// Changes a budget and gives what it is now: `POST /budget/update`. `None` when there is no such budget, which the
    /// server does not take for a failure.
    pub fn update(self, budget_id: &str, update: &BudgetUpdate) -> Call<Option<Lossless<Budget>>> {
        #[derive(Serialize)]
        struct Body<'a> {
            budget_id: &'a str,
            #[serde(flatten)]
            update: &'a BudgetUpdate,
        }
        Call::new(self.0, Method::POST, &["budget", "update"]).json(&Body { budget_id, update })
    }

    /// Deletes a budget and gives what it was: `POST /budget/delete`. Those who shared it are left without one. `None`
    /// when there was no such budget, which the server does not take for a failure.
    pub fn delete(self, budget_id: &str) -> Call<Option<Lossless<Budget>>> {
        Call::new(self.0, Method::POST, &["budget", "delete"]).json(&json!({ "id": budget_id }))
    }
}
