//! Customers, the end users of those who hold keys: `/customer/*`. A request names its customer as `user`; the server
//! keeps a record of each.

use reqwest::Method;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::api::budgets::Budget;
use crate::core::options::strings;
use crate::core::{Call, Client, Lossless, RawResponse};

/// The customers resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Customers<'a>(pub(super) &'a Client);

impl Client {
    /// Customers, the end users: `/customer/*`.
    pub fn customers(&self) -> Customers<'_> {
        Customers(self)
    }
}

/// A customer.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Customer {
    /// The id, which requests send as `user`.
    pub user_id: Option<String>,
    /// A name to show.
    pub alias: Option<String>,
    /// Whether it is marked as blocked: see [`Customers::block`].
    pub blocked: Option<bool>,
    /// Dollars spent so far.
    pub spend: Option<f64>,
    /// `eu` or `us`, where only models of one region may be used.
    pub allowed_model_region: Option<String>,
    /// The model for requests that cannot have the one they ask for.
    pub default_model: Option<String>,
    /// Models that may be called; none means all (newer servers).
    pub models: Option<Vec<String>>,
    /// The id of the budget; older servers tell it in [`Customer::budget`] alone.
    pub budget_id: Option<String>,
    /// The budget.
    #[serde(rename = "litellm_budget_table")]
    pub budget: Option<Lossless<Budget>>,
}

/// A customer to create. What is `None` is left to the server.
///
/// Limits of its own, such as `max_budget`, make a budget along with the customer, which stays when the customer is
/// deleted. Name a `budget_id` instead to share one.
#[derive(Clone, Serialize)]
pub struct NewCustomer {
    /// The id, which requests send as `user`.
    pub user_id: String,
    /// A name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Made blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// A budget made with [`Budgets::create`](crate::api::budgets::Budgets::create).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_id: Option<String>,
    /// Dollars that may be spent.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// Dollars at which the server warns.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub soft_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// Dollars **already spent**; the limit is [`NewCustomer::max_budget`].
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub spend: Option<f64>,
    /// `eu` or `us`, to allow models of one region alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_model_region: Option<String>,
    /// The model for requests that cannot have the one they ask for. The server must have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_model: Option<String>,
    /// Models that may be called; none means all. Older servers pay no heed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A change of a customer: what is named is set, all else stays. The server pays no heed to nulls and zeros: a field that
/// was set can be changed, but not emptied.
#[derive(Clone, Default, Serialize)]
pub struct CustomerUpdate {
    /// A new name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Blocked, or not any more; older servers pay no heed to `false`. See [`Customers::unblock`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// Dollars that may be spent. Changes the customer's budget, for all who share it, or makes one.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// Another budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_id: Option<String>,
    /// `eu` or `us`, to allow models of one region alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_model_region: Option<String>,
    /// The model for requests that cannot have the one they ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_model: Option<String>,
    /// Models that may be called; an empty list means all. Older servers pay no heed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The answer to a deletion.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DeletedCustomers {
    /// How many there were.
    #[serde(default)]
    pub deleted_customers: Option<u64>,
    /// The same in a sentence.
    #[serde(default)]
    pub message: Option<String>,
}

crate::core::options::setters! { NewCustomer {
    strings: models;
    string: alias, budget_id, budget_duration, allowed_model_region, default_model;
    f64: max_budget, soft_budget, spend;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    bool: blocked;
    ..extra [user_id]
} }

crate::core::options::setters! { CustomerUpdate {
    strings: models;
    string: alias, budget_id, allowed_model_region, default_model;
    f64: max_budget;
    bool: blocked;
    ..extra
} }

crate::core::secret::masked_debug!(NewCustomer, CustomerUpdate);

impl NewCustomer {
    /// A customer of this id.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            alias: None,
            blocked: None,
            budget_id: None,
            max_budget: None,
            soft_budget: None,
            budget_duration: None,
            tpm_limit: None,
            rpm_limit: None,
            max_parallel_requests: None,
            spend: None,
            allowed_model_region: None,
            default_model: None,
            models: None,
            extra: Map::new(),
        }
    }
}

impl Customers<'_> {
    /// All customers, in one answer: `GET /customer/list`.
    pub fn list(self) -> Call<Vec<Lossless<Customer>>> {
        Call::new(self.0, Method::GET, &["customer", "list"])
    }

    /// One customer: `GET /customer/info`.
    pub fn info(self, user_id: &str) -> Call<Lossless<Customer>> {
        Call::new(self.0, Method::GET, &["customer", "info"]).query("end_user_id", user_id)
    }

    /// Creates a customer: `POST /customer/new`.
    pub fn create(self, customer: &NewCustomer) -> Call<Lossless<Customer>> {
        Call::new(self.0, Method::POST, &["customer", "new"]).json(customer)
    }

    /// Changes a customer and gives what it is now: `POST /customer/update`.
    pub fn update(self, user_id: &str, update: &CustomerUpdate) -> Call<Lossless<Customer>> {
        #[derive(Serialize)]
        struct Body<'a> {
            user_id: &'a str,
            #[serde(flatten)]
            update: &'a CustomerUpdate,
        }
        Call::new(self.0, Method::POST, &["customer", "update"]).json(&Body { user_id, update })
    }

    /// Deletes customers, of whom there is at least one: `POST /customer/delete`. None is deleted when one of them is not
    /// there. What a customer spent in the last seconds is written down later, and makes a new record of them.
    pub fn delete(self, user_ids: impl IntoIterator<Item = impl AsRef<str>>) -> Call<Lossless<DeletedCustomers>> {
        Call::new(self.0, Method::POST, &["customer", "delete"]).json(&json!({ "user_ids": strings(user_ids) }))
    }

    /// Marks a customer as blocked: `POST /customer/update`. Servers that run the licensed callback
    /// `blocked_user_check` then refuse requests that name the customer; others go on serving them.
    ///
    /// `POST /customer/block` is left alone: newer servers do what it says, and then answer it with a 500.
    pub fn block(self, user_id: &str) -> Call<Lossless<Customer>> {
        self.update(user_id, &CustomerUpdate::default().blocked(true))
    }

    /// Takes the mark of [`Customers::block`] away: `POST /customer/update`. Older servers cannot, and answer with the
    /// customer as it was: then the call fails with
    /// [`Error::UnexpectedResponse`](crate::Error::UnexpectedResponse).
    ///
    /// `POST /customer/unblock` is left alone: it changes a list of the licensed callback, not the mark.
    pub fn unblock(self, user_id: &str) -> Call<Lossless<Customer>> {
        fn unblocked(answer: &RawResponse) -> serde_json::Result<Lossless<Customer>> {
            let customer: Lossless<Customer> = answer.json()?;
            if customer.blocked == Some(true) {
                return Err(serde_json::Error::custom("the customer is blocked as before, as older servers leave it"));
            }
            Ok(customer)
        }
        let update = self.update(user_id, &CustomerUpdate::default().blocked(false));
        Call::with_decoder(update.request(), self.0, unblocked)
    }
}
