//! What the server says of a key and of all whose limits count for it.

use anyhow::Result;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use litellm_proxy_client::budgets::Budget;
use litellm_proxy_client::customers::Customer;
use litellm_proxy_client::keys::KeyInfo;
use litellm_proxy_client::organizations::Organization;
use litellm_proxy_client::teams::TeamInfo;
use litellm_proxy_client::users::User;
use litellm_proxy_client::{ApiKey, Call, Client, Error, Lossless, Meaning};

/// What is known.
pub(super) struct Facts {
    /// The key's hash.
    pub(super) hash: String,
    pub(super) key: Lossless<KeyInfo>,
    pub(super) team: Option<Lossless<TeamInfo>>,
    pub(super) user: Option<Lossless<User>>,
    pub(super) organization: Option<Lossless<Organization>>,
    pub(super) customer: Option<Lossless<Customer>>,
    pub(super) tags: Vec<Tag>,
    pub(super) server: Option<ServerSpend>,
    /// What the server would not tell, and why.
    pub(super) untold: Vec<String>,
}

/// A tag of the key's requests.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tag {
    pub(super) name: String,
    /// Dollars spent, where that is known.
    pub(super) spend: Option<f64>,
    #[serde(rename = "litellm_budget_table")]
    pub(super) budget: Option<Lossless<Budget>>,
}

/// What the whole server has spent, and may; 0 is no limit.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ServerSpend {
    #[serde(default)]
    pub(super) spend: f64,
    #[serde(default)]
    pub(super) max_budget: f64,
}

impl Facts {
    /// Asks the server, one question after the other.
    pub(super) async fn ask(client: &Client, key: &ApiKey, customer: Option<&str>) -> Result<Self> {
        let info = client.keys().info(key).await?;
        let mut facts = Self {
            hash: info.key.clone().filter(|hash| !hash.starts_with("sk-")).unwrap_or_else(|| key.hash()),
            key: info,
            team: None,
            user: None,
            organization: None,
            customer: None,
            tags: Vec::new(),
            server: None,
            untold: Vec::new(),
        };
        // This one was asked for by name, so it must be there.
        if let Some(customer) = customer {
            facts.customer = Some(client.customers().info(customer).await?);
        }
        let (team_id, user_id) = (facts.key.info.team_id.clone(), facts.key.info.user_id.clone());
        if let Some(team_id) = team_id {
            facts.team = facts.told("the team", client.teams().info(&team_id)).await?;
        }
        if let Some(user_id) = user_id {
            let info = facts.told("the user", client.users().get(&user_id)).await?;
            facts.user = info.and_then(|info| info.into_inner().user_info);
        }
        if let Some(organization_id) = facts.organization_id() {
            let call = client.organizations().info(&organization_id);
            facts.organization = facts.told("the organization", call).await?;
        }
        for name in facts.tag_names() {
            let tag = facts.tag(client, name).await?;
            facts.tags.extend(tag);
        }
        facts.server = facts.told("the whole server", read(client, "/global/spend")).await?;
        Ok(facts)
    }

    /// An answer; none where there is nothing, and none that is noted where the caller may not know or the server wants a
    /// licence.
    async fn told<T: Send + 'static>(&mut self, whose: &str, call: Call<T>) -> Result<Option<T>> {
        match call.await {
            Ok(answer) => Ok(Some(answer)),
            Err(Error::NotFound(_)) => Ok(None),
            Err(Error::Unauthorized(refusal) | Error::Forbidden(refusal)) => {
                self.untold.push(format!("the limits of {whose} are not known: {refusal}"));
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The key's organization, or its team's.
    fn organization_id(&self) -> Option<String> {
        let of_key = self.key.info.field("organization_id").and_then(|id| id.as_str().map(str::to_owned));
        of_key.or_else(|| self.team.as_ref()?.team_info.organization_id.clone()).filter(|id| !id.is_empty())
    }

    fn tag_names(&self) -> Vec<String> {
        let tags = self.key.info.metadata.as_ref().and_then(|metadata| metadata.get("tags")?.as_array());
        tags.into_iter().flatten().filter_map(|tag| tag.as_str().map(str::to_owned)).collect()
    }

    /// A tag that has a budget, with what is known of its spend.
    async fn tag(&mut self, client: &Client, name: String) -> Result<Option<Tag>> {
        let call: Call<Map<String, Value>> =
            client.http().request("POST", "/tag/info").json(&json!({ "names": [name] })).typed();
        let tags = match call.await {
            // A tag that nobody has made is a 500 whose words say 404.
            Err(Error::Server(refusal)) if refusal.means(Meaning::TagNotFound) => return Ok(None),
            Err(Error::Unauthorized(refusal) | Error::Forbidden(refusal)) => {
                self.untold.push(format!("the limits of the tag `{name}` are not known: {refusal}"));
                return Ok(None);
            }
            tags => tags?,
        };
        let Some(tag) = tags.get(&name).cloned() else { return Ok(None) };
        let Ok(mut tag) = serde_json::from_value::<Tag>(tag) else { return Ok(None) };
        let starts_again = tag.budget.as_ref().is_some_and(|budget| budget.budget_duration.is_some());
        if tag.budget.as_ref().is_none_or(|budget| budget.max_budget.is_none()) {
            return Ok(None);
        }
        if tag.spend.is_none() && !starts_again {
            // All that was ever spent, which is what counts when it never starts again.
            let call: Call<Vec<TagSpend>> = read(client, "/spend/tags");
            let spends = self.told("tags", call).await?;
            tag.spend = spends.map(|spends| {
                let own = spends.into_iter().find(|spend| spend.individual_request_tag.as_deref() == Some(&name));
                own.map_or(0.0, |own| own.total_spend)
            });
        }
        Ok(Some(Tag { name, ..tag }))
    }
}

/// What was spent on requests of a tag.
#[derive(Debug, Deserialize)]
struct TagSpend {
    #[serde(default)]
    individual_request_tag: Option<String>,
    #[serde(default)]
    total_spend: f64,
}

fn read<T: DeserializeOwned>(client: &Client, path: &str) -> Call<T> {
    client.http().request("GET", path).typed()
}
