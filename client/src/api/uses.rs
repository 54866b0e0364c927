//! What refers to an object by its name, looked up before a deletion: servers keep such references and do not report them.

use serde_json::Value;

use super::customers::Customer;
use super::keys::{Key, KeyFilter};
use super::organizations::Organization;
use super::teams::TeamFilter;
use crate::core::pages::{Page, Pages};
use crate::core::{Client, Error, Lossless};

/// How many objects refer to something. Lists that the caller may not read count as none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uses {
    /// Keys.
    pub keys: u64,
    /// Teams.
    pub teams: u64,
    /// Customers.
    pub customers: u64,
    /// Organizations.
    pub organizations: u64,
    /// Public names of the models whose deployments do.
    pub models: Vec<String>,
}

impl Client {
    /// Counts the keys and teams that list a model or access group: all pages of `GET /key/list` and `GET /v2/team/list`.
    ///
    /// # Errors
    /// Those of the requests, unless the caller may not list them.
    pub async fn uses_of_model(&self, name: &str) -> Result<Uses, Error> {
        let lists = |models: &Option<Vec<String>>| models.iter().flatten().any(|model| model == name);
        let (keys, teams) = futures_util::future::try_join(
            count(self.keys().list_all(KeyFilter::default()), |key| key.full().is_some_and(|key| lists(&key.models))),
            count(self.teams().list_all(TeamFilter::default()), |team| lists(&team.models)),
        )
        .await?;
        Ok(Uses { keys, teams, ..Uses::default() })
    }

    /// Counts the keys, customers and organizations that share a budget: all pages of `GET /key/list` and `GET
    /// /customer/list`, and `GET /organization/list`.
    ///
    /// # Errors
    /// Those of the requests, unless the caller may not list them.
    pub async fn uses_of_budget(&self, budget_id: &str) -> Result<Uses, Error> {
        let of_key = |key: &Lossless<Key>| names_budget(key, "budget_id", budget_id);
        let of_customer = |customer: &Lossless<Customer>| {
            let inner = customer.budget.as_ref().and_then(|budget| budget.budget_id.as_deref());
            customer.budget_id.as_deref().or(inner) == Some(budget_id)
        };
        let of_organization = |one: &&Lossless<Organization>| one.budget_id.as_deref() == Some(budget_id);
        let organizations = async { Ok(self.organizations().list().await.unwrap_or_default()) };
        let (keys, customers, organizations) = futures_util::future::try_join3(
            count(self.keys().list_all(KeyFilter::default()), |key| key.full().is_some_and(of_key)),
            count(self.customers().list_all(), of_customer),
            organizations,
        )
        .await?;
        let organizations = organizations.iter().filter(of_organization).count() as u64;
        Ok(Uses { keys, customers, organizations, ..Uses::default() })
    }

    /// Returns the models whose deployments use a credential: `GET /v1/model/info`.
    ///
    /// # Errors
    /// Those of the request.
    pub async fn uses_of_credential(&self, name: &str) -> Result<Uses, Error> {
        let mut models: Vec<String> = Vec::new();
        for deployment in self.models().info().await? {
            let credential = deployment.litellm_params.get("litellm_credential_name").and_then(Value::as_str);
            let model = deployment.model_name.clone().unwrap_or_default();
            if credential == Some(name) && !models.contains(&model) {
                models.push(model);
            }
        }
        Ok(Uses { models, ..Uses::default() })
    }
}

fn names_budget(key: &Lossless<Key>, field: &str, budget_id: &str) -> bool {
    // A search in the raw JSON is cheaper than parsing every key.
    key.json().get().contains(budget_id) && key.string(field).as_deref() == Some(budget_id)
}

/// Counts the items of a list that match.
async fn count<P: Page>(mut pages: Pages<P>, matches: impl Fn(&P::Item) -> bool) -> Result<u64, Error> {
    let mut found = 0;
    loop {
        match pages.next_page().await {
            Ok(Some(items)) => found += items.iter().filter(|item| matches(item)).count() as u64,
            Ok(None) | Err(Error::Unauthorized(_) | Error::Forbidden(_) | Error::NotFound(_)) => return Ok(found),
            Err(error) => return Err(error),
        }
    }
}
