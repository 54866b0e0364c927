//! Customers, the end users of the applications that hold keys: `/customer/*`. A request names its customer as `user`;
//! the server keeps a record of each.

use std::borrow::Borrow;

use reqwest::Method;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::api::budgets::Budget;
use crate::core::options::strings;
use crate::core::pages::{PAGE_SIZE, Page, Pages};
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
    /// Id, which requests send as `user`.
    pub user_id: Option<String>,
    /// Display name.
    pub alias: Option<String>,
    /// Whether it is marked as blocked; see [`Customers::block`].
    pub blocked: Option<bool>,
    /// Spend in dollars.
    pub spend: Option<f64>,
    /// `eu` or `us` if only models in that region are allowed.
    pub allowed_model_region: Option<String>,
    /// Model for requests whose model is not available.
    pub default_model: Option<String>,
    /// Models that the customer may call; an empty list means all (newer servers).
    pub models: Option<Vec<String>>,
    /// Id of the budget; older servers return it only in [`Customer::budget`].
    pub budget_id: Option<String>,
    /// The budget.
    #[serde(rename = "litellm_budget_table")]
    pub budget: Option<Lossless<Budget>>,
}

crate::core::created::created! {
    /// A created customer. Dereferences to the [`Customer`].
    CreatedCustomer: Customer, user_id
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
    budget_duration: Interval [new];
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

/// One page of customers, or all of them from an older server.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(transparent)]
pub struct CustomerPage {
    /// The customers.
    pub customers: Vec<Lossless<Customer>>,
}

impl Page for CustomerPage {
    type Item = Lossless<Customer>;

    fn items(&self) -> &[Self::Item] {
        &self.customers
    }

    fn into_items(self) -> Vec<Self::Item> {
        self.customers
    }

    fn total(&self) -> Option<u64> {
        None
    }

    fn total_pages(&self) -> Option<u64> {
        None
    }

    fn identity(item: &Self::Item) -> Option<&str> {
        item.user_id.as_deref()
    }

    fn full_size() -> Option<usize> {
        usize::try_from(PAGE_SIZE).ok()
    }
}

/// The response to a deletion.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DeletedCustomers {
    /// Number of deleted customers.
    #[serde(default)]
    pub deleted_customers: Option<u64>,
    /// The same as a sentence.
    #[serde(default)]
    pub message: Option<String>,
}

impl Customers<'_> {
    /// Fetches customers: `GET /customer/list`. Newer servers return the first 50; see [`Customers::list_all`].
    pub fn list(self) -> Call<Vec<Lossless<Customer>>> {
        Call::new(self.0, Method::GET, &["customer", "list"])
    }

    /// Lists all customers, across the pages of newer servers. Older servers return all in one response.
    pub fn list_all(self) -> Pages<CustomerPage> {
        let client = self.0.clone();
        Pages::new(move |page| {
            Call::new(&client, Method::GET, &["customer", "list"])
                .query("page", page.to_string())
                .query("page_size", PAGE_SIZE.to_string())
        })
    }

    /// Fetches a customer: `GET /customer/info`.
    pub fn get(self, user_id: impl AsRef<str>) -> Call<Lossless<Customer>> {
        Call::new(self.0, Method::GET, &["customer", "info"]).query("end_user_id", user_id)
    }

    /// Creates a customer: `POST /customer/new`.
    pub fn create(self, customer: impl Borrow<NewCustomer>) -> Call<Lossless<CreatedCustomer>> {
        Call::new(self.0, Method::POST, &["customer", "new"]).json(customer.borrow())
    }

    /// Updates a customer and returns it: `POST /customer/update`.
    pub fn update(self, user_id: impl AsRef<str>, update: impl Borrow<CustomerUpdate>) -> Call<Lossless<Customer>> {
        #[derive(Serialize)]
        struct Body<'a> {
            user_id: &'a str,
            #[serde(flatten)]
            update: &'a CustomerUpdate,
        }
        let body = Body { user_id: user_id.as_ref(), update: update.borrow() };
        Call::new(self.0, Method::POST, &["customer", "update"]).json(&body)
    }

    /// Deletes customers, at least one: `POST /customer/delete`. If one of them does not exist, none is deleted. Spend
    /// of the last seconds is recorded after the deletion and creates a new record of the customer.
    pub fn delete(self, user_ids: impl IntoIterator<Item = impl AsRef<str>>) -> Call<Lossless<DeletedCustomers>> {
        Call::new(self.0, Method::POST, &["customer", "delete"]).json(&json!({ "user_ids": strings(user_ids) }))
    }

    /// Marks a customer as blocked: `POST /customer/update`. Servers with the callback `blocked_user_check`, which
    /// requires a license, then refuse requests that name the customer; others still serve them.
    ///
    /// `POST /customer/block` is not used: newer servers block the customer and still return a 500.
    pub fn block(self, user_id: impl AsRef<str>) -> Call<Lossless<Customer>> {
        self.update(user_id, &CustomerUpdate::default().blocked(true))
    }

    /// Removes the mark of [`Customers::block`]: `POST /customer/update`. Older servers cannot and return the customer
    /// unchanged; then the call fails with [`Error::UnexpectedResponse`](crate::Error::UnexpectedResponse).
    ///
    /// `POST /customer/unblock` is not used: it changes a list of the callback, not the mark.
    pub fn unblock(self, user_id: impl AsRef<str>) -> Call<Lossless<Customer>> {
        fn unblocked(answer: &RawResponse) -> serde_json::Result<Lossless<Customer>> {
            let customer: Lossless<Customer> = answer.json()?;
            if customer.blocked == Some(true) {
                return Err(serde_json::Error::custom(
                    "the customer is still blocked: older servers cannot unblock one",
                ));
            }
            Ok(customer)
        }
        let update = self.update(user_id, &CustomerUpdate::default().blocked(false));
        Call::with_decoder(update.request(), self.0, unblocked)
    }
}
