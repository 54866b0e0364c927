//! Budgets that keys, users, teams and customers share: `/budget/*`. They require a server with a database and an
//! admin's key.

use std::borrow::Borrow;

use jiff::Timestamp;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::core::fields::time;
use crate::core::options::strings;
use crate::core::{Call, Client, Interval, Lossless};

/// The budgets resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Budgets<'a>(pub(super) &'a Client);

impl Client {
    /// Budgets: `/budget/*`.
    pub fn budgets(&self) -> Budgets<'_> {
        Budgets(self)
    }
}

/// A budget: limits that apply to each of its owners. An absent limit means no limit.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Budget {
    /// Id.
    pub budget_id: Option<String>,
    /// Dollars that each owner may spend.
    pub max_budget: Option<f64>,
    /// Dollars at which the server sends a warning.
    pub soft_budget: Option<f64>,
    /// Parallel requests. Signed like the other limits, because older servers store any number.
    pub max_parallel_requests: Option<i64>,
    /// Tokens per minute.
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    pub rpm_limit: Option<i64>,
    /// Budget reset interval, such as `30d`.
    pub budget_duration: Option<Interval>,
    /// Time of the next budget reset.
    #[serde(deserialize_with = "time")]
    pub budget_reset_at: Option<Timestamp>,
    /// Creation time.
    #[serde(deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// Time of the last change.
    #[serde(deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
}

crate::core::created::created! {
    /// A created budget. Dereferences to the [`Budget`].
    CreatedBudget: Budget, budget_id
}

crate::core::request_fields::request_fields! {
    /// A budget to create. The server chooses what is `None`.
    new NewBudget {}

    /// A change of a budget: fields that are `None` keep their values. [`BudgetUpdate::clear`] empties a field.
    update BudgetUpdate {}

    /// Id, by which keys and others refer to the budget; the server generates one if it is `None`.
    budget_id: String [new];
    /// Dollars that each owner of the budget may spend.
    max_budget: f64 [new update] unset null;
    /// Dollars at which the server sends a warning.
    soft_budget: f64 [new update] unset null;
    /// Parallel requests.
    max_parallel_requests: u64 [new update] unset null;
    /// Tokens per minute.
    tpm_limit: u64 [new update] unset null;
    /// Requests per minute.
    rpm_limit: u64 [new update] unset null;
    /// Budget reset interval, such as `30s`, `24h` or `30d`. Newer servers round to whole days, weeks and months (`30d`
    /// ends with the month), and an update moves the next reset. On older servers an update does not, unless it sets
    /// `budget_reset_at` too.
    budget_duration: Interval [new update] unset null;
    /// Time of the next reset, if the interval shall not decide.
    budget_reset_at: Timestamp [new update] unset null;
    /// Budgets per model, such as `{"gpt-4": {"max_budget": 1, "budget_duration": "1d"}}` (requires a license on newer
    /// servers).
    model_max_budget: Value [new update] unset null;
}

crate::core::request_fields::clear!(BudgetUpdate);

impl Budgets<'_> {
    /// Lists all budgets, including those that the server created for single teams and customers: `GET /budget/list`.
    pub fn list(self) -> Call<Vec<Lossless<Budget>>> {
        Call::new(self.0, Method::GET, &["budget", "list"])
    }

    /// Fetches the budgets with these ids, at least one: `POST /budget/info`. Unknown ids are left out.
    pub fn get(self, budget_ids: impl IntoIterator<Item = impl AsRef<str>>) -> Call<Vec<Lossless<Budget>>> {
        Call::new(self.0, Method::POST, &["budget", "info"]).json(&json!({ "budgets": strings(budget_ids) }))
    }

    /// Creates a budget: `POST /budget/new`. If the id is taken, newer servers report it, and older ones fail with a
    /// 500.
    pub fn create(self, budget: impl Borrow<NewBudget>) -> Call<Lossless<CreatedBudget>> {
        Call::new(self.0, Method::POST, &["budget", "new"]).json(budget.borrow())
    }

    /// Updates a budget and returns it: `POST /budget/update`. Returns `None` if no budget has this id, which the
    /// server does not report as an error.
    pub fn update(
        self,
        budget_id: impl AsRef<str>,
        update: impl Borrow<BudgetUpdate>,
    ) -> Call<Option<Lossless<Budget>>> {
        #[derive(Serialize)]
        struct Body<'a> {
            budget_id: &'a str,
            #[serde(flatten)]
            update: &'a BudgetUpdate,
        }
        let body = Body { budget_id: budget_id.as_ref(), update: update.borrow() };
        Call::new(self.0, Method::POST, &["budget", "update"]).json(&body)
    }

    /// Deletes a budget and returns it: `POST /budget/delete`. Its owners are left without a budget. Returns `None` if
    /// no budget had this id, which the server does not report as an error.
    pub fn delete(self, budget_id: impl AsRef<str>) -> Call<Option<Lossless<Budget>>> {
        Call::new(self.0, Method::POST, &["budget", "delete"]).json(&json!({ "id": budget_id.as_ref() }))
    }
}
