//! Customers, the end users of those who hold keys: `/customer/*`. A request names its customer as `user`; the server
//! keeps a record of each.

use reqwest::Method;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

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

crate::core::request_fields::request_fields! {
    /// A customer to create. The server chooses what is `None`.
    ///
    /// Limits such as `max_budget` create a budget along with the customer. The server keeps the budget when the customer
    /// is deleted. Set `budget_id` instead to share a budget.
    new NewCustomer {
        /// Id, which requests send as `user`.
        user_id
    }

    /// A change of a customer: fields that are `None` keep their values. The server ignores nulls and zeros, so a field
    /// can be changed but not emptied.
    update CustomerUpdate {}

    /// Display name.
    alias: String [new update];
    /// Whether the customer is blocked. Older servers ignore `false`; see [`Customers::unblock`].
    blocked: bool [new update];
    /// Id of a budget, created with [`Budgets::create`](crate::api::budgets::Budgets::create).
    budget_id: String [new update];
    /// Dollars that the customer may spend. An update changes the customer's budget for everyone who shares it.
    max_budget: f64 [new update];
    /// Dollars at which the server sends a warning.
    soft_budget: f64 [new];
    /// Budget reset interval, such as `30d`.
    budget_duration: String [new];
    /// Tokens per minute.
    tpm_limit: u64 [new];
    /// Requests per minute.
    rpm_limit: u64 [new];
    /// Parallel requests.
    max_parallel_requests: u64 [new];
    /// Initial spend in dollars. Not a limit; see `max_budget`.
    spend: f64 [new];
    /// `eu` or `us` allows only models in that region.
    allowed_model_region: String [new update];
    /// Model for requests whose model is not available. The server must have it.
    default_model: String [new update];
    /// Models that the customer may call; an empty list means all. Older servers ignore it.
    models: Strings [new update];
}

impl NewCustomer {
    /// Returns a customer with this id.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into(), ..Self::default() }
    }
}

/// The response to a deletion.
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
