//! Fetches a key and everything whose limits count for it.

use futures_util::future::{OptionFuture, join, ready, try_join, try_join_all, try_join3, try_join4};
use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::rules::{self, depends_on_version};
use super::sources::{AccessGroupSpend, LimitSources, Tag};
use super::windows::{self, WindowUse};
use super::{KeyLimits, LimitOwner, UnknownLimits};
use crate::api::access::names_a_team;
use crate::api::keys::{Key, KeyInfo, Keys, MODEL_SETS};
use crate::api::organizations::Organization;
use crate::api::spend::{ActivityFilter, ActivityScope};
use crate::core::fields::null_as_default;
use crate::core::{ApiKey, Call, Client, Error, Lossless, RefusalKind, ServerVersion};

/// An object that may not exist, or may not be read.
struct Readable<T> {
    object: Option<T>,
    unknown: Option<UnknownLimits>,
}

impl<T> Readable<T> {
    fn none() -> Self {
        Self { object: None, unknown: None }
    }

    /// Returns the object, and keeps why it is unknown.
    fn take(self, unknown: &mut Vec<UnknownLimits>) -> Option<T> {
        unknown.extend(self.unknown);
        self.object
    }
}

impl Keys<'_> {
    /// Finds every limit that counts for a key, given as the secret or its hash, and for a customer if requests name one.
    ///
    /// Sends `GET /key/info`; then, at the same time, `GET /customer/info`, `/team/info`, `/user/info`,
    /// `/organization/info`, `/project/info` and `/global/spend`, and `POST /tag/info` for each tag in the key's metadata;
    /// then, where it matters, `GET /organization/info` for the team's organization, `GET /access_group/list`, `GET
    /// /spend/tags`, the daily activity that budget windows cover, and queries for the server's version.
    ///
    /// # Errors
    /// Those of the requests. A team, user, organization or tag that does not exist has no limits; what the caller may
    /// not read (401, 403) is in [`KeyLimits::unknown`]. A customer that does not exist is an error.
    pub async fn limits(self, key: impl Into<ApiKey>, customer: Option<&str>) -> Result<KeyLimits, Error> {
        let key = key.into();
        let info = self.info(&key).await?;
        let hash = info.key.clone().filter(|hash| !hash.starts_with("sk-")).unwrap_or_else(|| key.hash());
        Box::pin(measure(self.0, hash, &info.info, ready(Ok(info.clone())), customer)).await
    }

    /// [`Keys::limits`] of a key from a list, such as from [`Keys::by_alias`]. `GET /key/info`, which also has the key's
    /// budget, is sent at the same time as the requests for what the key belongs to.
    ///
    /// # Errors
    /// Those of [`Keys::limits`].
    pub async fn limits_of(
        self,
        hash: String,
        listed: &Lossless<Key>,
        customer: Option<&str>,
    ) -> Result<KeyLimits, Error> {
        let info = self.info(ApiKey::new(&hash)).send();
        Box::pin(measure(self.0, hash, listed, info, customer)).await
    }
}

/// Keys whose limits are fetched at once; each takes about six requests.
const KEYS_AT_ONCE: usize = 4;

impl Keys<'_> {
    /// [`Keys::limits_of`] each key of a list, in its order, four at once. Keys without a hash are left out.
    ///
    /// # Errors
    /// The first error.
    pub async fn limits_of_each(
        self,
        listed: &[Lossless<Key>],
        customer: Option<&str>,
    ) -> Result<Vec<KeyLimits>, Error> {
        let mut calls = Vec::new();
        for key in listed {
            if let Some(hash) = &key.token {
                calls.push(self.limits_of(hash.clone(), key, customer));
            }
        }
        futures_util::stream::iter(calls).buffered(KEYS_AT_ONCE).try_collect().await
    }
}

async fn measure(
    client: &Client,
    hash: String,
    key: &Lossless<Key>,
    info: impl Future<Output = Result<Lossless<KeyInfo>, Error>>,
    customer: Option<&str>,
) -> Result<KeyLimits, Error> {
    let (sources, unknown) = fetch(client, hash, key, info, customer).await?;
    let limits = rules::limits(&sources, client.server_now());
    let team_alias = sources.team.as_ref().and_then(|team| team.team_info.team_alias.clone());
    let user_email = sources.user.as_ref().and_then(|user| user.user_email.clone());
    Ok(KeyLimits { hash: sources.hash, key: sources.key, limits, unknown, team_alias, user_email })
}

/// Fetches the key, and what it belongs to by what is known of it already.
async fn fetch(
    client: &Client,
    hash: String,
    known: &Lossless<Key>,
    info: impl Future<Output = Result<Lossless<KeyInfo>, Error>>,
    customer: Option<&str>,
) -> Result<(LimitSources, Vec<UnknownLimits>), Error> {
    let team = async {
        let Some(id) = &known.team_id else { return Ok(Readable::none()) };
        read(LimitOwner::Team(id.clone()), client.teams().get(id)).await
    };
    let user = async {
        let Some(id) = &known.user_id else { return Ok(Readable::none()) };
        read(LimitOwner::User(id.clone()), client.users().get(id)).await
    };
    // Lists have another name for it.
    let organization_id = known.string("organization_id").or_else(|| known.string("org_id"));
    let project = async {
        let Some(id) = rules::project_id(known) else { return Ok(Readable::none()) };
        let call = client.http().request("GET", "/project/info").query("project_id", &id).typed();
        read(LimitOwner::Project(id), call).await
    };
    let customer = OptionFuture::from(customer.map(|customer| client.customers().get(customer).send()));
    let customer = async { customer.await.transpose() };
    let tags = try_join_all(tag_names(known).into_iter().map(|name| fetch_tag(client, name)));
    let server = read(LimitOwner::Server, get(client, "/global/spend"));
    let organization = fetch_organization(client, organization_id.as_deref());
    let ((key, customer), (team, user), (organization, project), (tags, server)) = try_join4(
        try_join(info, customer),
        try_join(team, user),
        try_join(organization, project),
        try_join(tags, server),
    )
    .await?;

    let mut unknown = Vec::new();
    let team = team.take(&mut unknown);
    let is_of_missing_team = team.is_none() && unknown.is_empty() && names_a_team(&key.info);
    let user = user.take(&mut unknown);
    let of_team = team.as_ref().and_then(|team| team.team_info.organization_id.clone());
    let of_team = of_team.filter(|_| organization_id.is_none());
    let (tags, unknown_tags): (Vec<_>, Vec<_>) = tags.into_iter().map(|tag| (tag.object, tag.unknown)).unzip();
    let mut sources = LimitSources {
        is_of_missing_team,
        key_windows: Vec::new(),
        team_windows: Vec::new(),
        project: project.take(&mut unknown),
        access_groups: Vec::new(),
        hash,
        key,
        team,
        user: user.and_then(|user| user.into_inner().user_info),
        organization: None,
        customer,
        tags: tags.into_iter().flatten().collect(),
        server: None,
        version: None,
    };
    let organization = organization.take(&mut unknown);
    let now = client.server_now();
    let windows = async { Ok(join(key_windows(client, &sources, now), team_windows(client, &sources, now)).await) };
    let needs_version = of_team.is_some() || depends_on_version(&sources);
    let ((of_team, groups), (spends, version), (key_windows, team_windows)) = try_join3(
        try_join(fetch_organization(client, of_team.as_deref()), fetch_access_groups(client, &sources)),
        try_join(fetch_tag_spends(client, &sources.tags), fetch_version(client, needs_version)),
        windows,
    )
    .await?;
    sources.version = version;
    (sources.key_windows, sources.team_windows) = (key_windows, team_windows);
    sources.access_groups = groups.take(&mut unknown).unwrap_or_default();
    sources.organization = of_team.take(&mut unknown).or(organization);
    unknown.extend(unknown_tags.into_iter().flatten());
    if let Some(spends) = spends.take(&mut unknown) {
        for tag in sources.tags.iter_mut().filter(|tag| needs_spend(tag)) {
            let own = spends.iter().find(|spend| spend.individual_request_tag.as_deref() == Some(&tag.name));
            tag.spend = Some(own.map_or(0.0, |own| own.total_spend));
        }
    }
    sources.server = server.take(&mut unknown);
    Ok((sources, unknown))
}

/// Sends a call. An object that does not exist is `None`; one that may not be read is `None` and unknown.
async fn read<T: Send + 'static>(owner: LimitOwner, call: Call<T>) -> Result<Readable<T>, Error> {
    match call.await {
        Ok(object) => Ok(Readable { object: Some(object), unknown: None }),
        Err(Error::NotFound(_)) => Ok(Readable::none()),
        Err(Error::Unauthorized(refusal) | Error::Forbidden(refusal)) => {
            Ok(Readable { object: None, unknown: Some(UnknownLimits { owner, is_spend_only: false, refusal }) })
        }
        Err(error) => Err(error),
    }
}

async fn fetch_organization(client: &Client, id: Option<&str>) -> Result<Readable<Lossless<Organization>>, Error> {
    let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(Readable::none()) };
    read(LimitOwner::Organization(id.to_owned()), client.organizations().get(id)).await
}

/// Returns how much of the key's budget windows is used: as the key reports it, or else from the spend of days.
async fn key_windows(client: &Client, sources: &LimitSources, now: Timestamp) -> Vec<Option<WindowUse>> {
    let key = &sources.key.info;
    let field = key.field("budget_limits");
    let all = windows::windows(field.as_ref());
    let reported = windows::reported(all, key.field("budget_limits_usage").as_ref());
    if reported.iter().all(Option::is_some) {
        return reported;
    }
    let filter = |filter: ActivityFilter| filter.api_key(sources.hash.as_str());
    windows::fetch(client, ActivityScope::Users, filter, all, now).await
}

async fn team_windows(client: &Client, sources: &LimitSources, now: Timestamp) -> Vec<Option<WindowUse>> {
    let (Some(team), Some(id)) = (&sources.team, &sources.key.info.team_id) else { return Vec::new() };
    let field = team.team_info.field("budget_limits");
    let filter = |filter: ActivityFilter| filter.ids([id]);
    windows::fetch(client, ActivityScope::Teams, filter, windows::windows(field.as_ref()), now).await
}

/// Fetches the budgets of access groups if lists of models of the key, its team, or its user in that team may name some.
async fn fetch_access_groups(
    client: &Client,
    sources: &LimitSources,
) -> Result<Readable<Vec<AccessGroupSpend>>, Error> {
    let team = sources.team.as_ref();
    let membership = sources.key.info.user_id.as_deref().and_then(|user| team?.membership(user));
    let lists = [
        sources.key.info.models.as_ref(),
        team.and_then(|team| team.team_info.models.as_ref()),
        membership.and_then(|membership| membership.litellm_budget_table.as_ref()?.allowed_models.as_ref()),
    ];
    let names: Vec<&String> = lists
        .into_iter()
        .flatten()
        .flatten()
        .filter(|name| !MODEL_SETS.contains(&name.as_str()) && !name.contains('*'))
        .collect();
    let Some(first) = names.first() else { return Ok(Readable::none()) };
    let owner = LimitOwner::AccessGroup((*first).clone());
    let found = read::<AccessGroups>(owner, get(client, "/access_group/list")).await?;
    let groups = found.object.map(|found| {
        let all = found.access_groups.into_iter();
        all.filter(|group| group.budget.is_some() && names.contains(&&group.access_group)).collect()
    });
    // Most names are those of models, so a refusal is not worth a warning.
    Ok(Readable { object: groups, unknown: None })
}

#[derive(Debug, Deserialize)]
struct AccessGroups {
    #[serde(default, deserialize_with = "null_as_default")]
    access_groups: Vec<AccessGroupSpend>,
}

fn tag_names(key: &Key) -> Vec<String> {
    let tags = key.metadata.as_ref().and_then(|metadata| metadata.get("tags")?.as_array());
    tags.into_iter().flatten().filter_map(|tag| tag.as_str().map(str::to_owned)).collect()
}

/// Fetches a tag; `None` if it has no budget.
async fn fetch_tag(client: &Client, name: String) -> Result<Readable<Tag>, Error> {
    let call = client.http().request("POST", "/tag/info").json(&json!({ "names": [name] })).typed();
    let tags = match read::<Map<String, Value>>(LimitOwner::Tag(name.clone()), call).await {
        Err(Error::Server(refusal)) if refusal.kind() == Some(RefusalKind::TagNotFound) => return Ok(Readable::none()),
        tags => tags?,
    };
    let tag = tags.object.and_then(|mut tags| serde_json::from_str::<Tag>(&tags.get_mut(&name)?.to_string()).ok());
    let tag = tag.filter(|tag| tag.budget.as_ref().is_some_and(|budget| budget.max_budget.is_some()));
    Ok(Readable { object: tag.map(|tag| Tag { name, ..tag }), unknown: tags.unknown })
}

/// Returns whether all that was ever spent is what counts for the tag, because its budget never resets.
fn needs_spend(tag: &Tag) -> bool {
    tag.spend.is_none() && tag.budget.as_ref().is_none_or(|budget| budget.budget_duration.is_none())
}

async fn fetch_tag_spends(client: &Client, tags: &[Tag]) -> Result<Readable<Vec<TagSpend>>, Error> {
    let Some(tag) = tags.iter().find(|tag| needs_spend(tag)) else { return Ok(Readable::none()) };
    let mut spends = read(LimitOwner::Tag(tag.name.clone()), get(client, "/spend/tags")).await?;
    if let Some(unknown) = &mut spends.unknown {
        unknown.is_spend_only = true;
    }
    Ok(spends)
}

/// Fetches the version where a rule depends on it. A server that does not report it is taken for a new one.
async fn fetch_version(client: &Client, is_needed: bool) -> Result<Option<ServerVersion>, Error> {
    if !is_needed {
        return Ok(None);
    }
    Ok(client.health().version().await.unwrap_or_default())
}

/// Dollars spent on requests with a tag.
#[derive(Debug, Deserialize)]
struct TagSpend {
    #[serde(default)]
    individual_request_tag: Option<String>,
    #[serde(default)]
    total_spend: f64,
}

fn get<T: DeserializeOwned>(client: &Client, path: &str) -> Call<T> {
    client.http().request("GET", path).typed()
}
