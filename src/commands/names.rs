//! Things as they are named on the command line: a key by its secret, hash or alias, a team or an organization by id or
//! alias, a user by id or e-mail address.

use anyhow::Result;

use crate::context::{Context, DryRun};
use crate::failure::{Failure, find};
use litellm_proxy_client::organizations::Organization;
use litellm_proxy_client::teams::{Team, TeamFilter, TeamInfo};
use litellm_proxy_client::users::{UserFilter, UserInfo};
use litellm_proxy_client::{ApiKey, Client, Error, Lossless, Meaning, is_key_hash};

/// A key that is given as the secret (`sk-…`), its hash, or its alias, `@FILE` or `@-`. An alias is looked up, even when
/// requests are only shown: they would name no key otherwise.
pub(super) async fn key(context: &mut Context, name: &str) -> Result<ApiKey> {
    let key = key_as_given(context, name)?;
    if !is_alias(&key) {
        return Ok(key);
    }
    Ok(ApiKey::new(context.client()?.keys().hash_of_alias(key.expose()).await?))
}

/// The same, an alias as it is.
pub(super) fn key_as_given(context: &mut Context, name: &str) -> Result<ApiKey> {
    let key = ApiKey::new(context.arguments.string(name)?);
    if key.is_empty() { Err(Failure::usage("the key is empty")) } else { Ok(key) }
}

/// True of what is neither a secret nor a hash.
pub(super) fn is_alias(key: &ApiKey) -> bool {
    !key.expose().starts_with("sk-") && !is_key_hash(key.expose())
}

/// The id of a team that is given by id or alias. When requests are only shown, nothing is looked up.
///
/// An alias that several teams have is a usage error that lists them.
pub(super) async fn team(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    if !context.is_sending(dry_run) {
        return Ok(name.to_owned());
    }
    Ok(match find_team(&context.client()?, name).await? {
        Found::ById(_) => name.to_owned(),
        Found::ByAlias(team_id) => team_id,
    })
}

/// A team as it was named, where the server is to judge.
pub(super) struct NamedTeam {
    pub(super) id: String,
    /// True when the server knows no such team; false too when it may not be asked.
    pub(super) is_unknown: bool,
}

/// The id of a team, where the server is to judge: what is no alias, or may not be looked up, stands for itself.
pub(super) async fn team_or_name(context: &mut Context, dry_run: DryRun, name: String) -> Result<NamedTeam> {
    let known = |id: String| NamedTeam { id, is_unknown: false };
    if !context.is_sending(dry_run) {
        return Ok(known(name));
    }
    match find_team(&context.client()?, &name).await {
        Ok(Found::ByAlias(team_id)) => Ok(known(team_id)),
        Ok(Found::ById(_)) => Ok(known(name)),
        Err(error) => {
            let is_ambiguous = matches!(find(&error), Some(Failure::Usage { .. }));
            let is_unheard = matches!(
                find(&error),
                Some(Error::Unreachable { .. } | Error::Timeout { .. } | Error::Interrupted { .. } | Error::Server(_))
            );
            if is_ambiguous || is_unheard {
                return Err(error);
            }
            let is_unknown = matches!(find(&error), Some(Failure::NotFound(_)));
            Ok(NamedTeam { id: name, is_unknown })
        }
    }
}

/// What is known of a team that is given by id or alias.
pub(super) async fn team_info(client: &Client, name: &str) -> Result<Lossless<TeamInfo>> {
    Ok(match find_team(client, name).await? {
        Found::ById(info) => *info,
        Found::ByAlias(team_id) => client.teams().info(&team_id).await?,
    })
}

/// How a team was found.
enum Found {
    ById(Box<Lossless<TeamInfo>>),
    ByAlias(String),
}

async fn find_team(client: &Client, name: &str) -> Result<Found> {
    let no_such = match client.teams().info(name).await {
        Ok(info) => return Ok(Found::ById(Box::new(info))),
        // Those who are no admins may not ask for teams that are not theirs, there or not.
        Err(error @ (Error::NotFound(_) | Error::Unauthorized(_) | Error::Forbidden(_))) => error,
        Err(error) => return Err(error.into()),
    };
    let mut of_alias = teams_called(client, name).await?;
    match (of_alias.pop(), of_alias.is_empty()) {
        (None, _) if no_such.is_not_found() => {
            Err(Failure::NotFound(format!("there is no team of the id or alias `{name}`")).into())
        }
        (None, _) => Err(no_such.into()),
        (Some(only), true) => Ok(Found::ByAlias(only)),
        (Some(last), false) => {
            of_alias.push(last);
            Err(several(format!("more than one team is called `{name}`"), &of_alias))
        }
    }
}

fn several(message: String, ids: &[String]) -> anyhow::Error {
    Failure::Usage { message, hint: Some(format!("name one by its id:\n{}", ids.join("\n"))) }.into()
}

/// The ids of the teams of this very alias.
pub(super) async fn teams_called(client: &Client, alias: &str) -> Result<Vec<String>> {
    let is_called = |team: &Lossless<Team>| team.team_alias.as_deref() == Some(alias);
    let mut ids = Vec::new();
    let filter = TeamFilter::default().team_alias(alias);
    let mut pages = client.teams().list_all(&filter);
    loop {
        match pages.next_page().await {
            Ok(Some(teams)) => {
                ids.extend(teams.iter().filter(|team| is_called(team)).filter_map(|team| team.team_id.clone()));
            }
            Ok(None) => return Ok(ids),
            // Those who are no admins are told of their own teams.
            Err(Error::Unauthorized(_) | Error::Forbidden(_)) => break,
            Err(error) => return Err(error.into()),
        }
    }
    let own = client.teams().list_visible().await?;
    Ok(own.iter().filter(|team| is_called(team)).filter_map(|team| team.team_id.clone()).collect())
}

/// The id of a user that is given by id or e-mail address. When requests are only shown, nothing is looked up.
///
/// What holds no `@` is an id, of which the server is to judge. An address that several users have is a usage error that
/// lists them.
pub(super) async fn user(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    if !context.is_sending(dry_run) || !name.contains('@') {
        return Ok(name.to_owned());
    }
    Ok(find_user(&context.client()?, name).await?.0)
}

/// The id of a user that is given by id or e-mail address, who is there.
pub(super) async fn known_user(context: &mut Context, name: &str) -> Result<String> {
    Ok(find_user(&context.client()?, name).await?.0)
}

/// What is known of a user that is given by id or e-mail address.
pub(super) async fn user_info(client: &Client, name: &str) -> Result<Lossless<UserInfo>> {
    Ok(match find_user(client, name).await? {
        (_, Some(info)) => info,
        (user_id, None) => client.users().get(&user_id).await?,
    })
}

/// The id of a user, and what is known of one that was named by it.
async fn find_user(client: &Client, name: &str) -> Result<(String, Option<Lossless<UserInfo>>)> {
    let no_such = match client.users().get(name).await {
        Ok(info) if info.user_info.is_some() => return Ok((name.to_owned(), Some(info))),
        Ok(_) => None,
        // Those who are no admins may not ask for others, there or not.
        Err(error @ (Error::NotFound(_) | Error::Unauthorized(_) | Error::Forbidden(_))) => Some(error),
        Err(error) => return Err(error.into()),
    };
    if !name.contains('@') {
        let nobody = || Failure::NotFound(format!("there is no user of the id `{name}`")).into();
        return Err(no_such.map_or_else(nobody, Into::into));
    }
    let users = users_of_address(client, name).await?;
    let ids: Vec<String> = users.into_iter().map(|(user_id, _)| user_id).collect();
    match (ids.as_slice(), no_such) {
        ([only], _) => Ok((only.clone(), None)),
        ([], Some(refused)) if !refused.is_not_found() => Err(refused.into()),
        ([], _) => Err(Failure::NotFound(format!("there is no user of the id or e-mail address `{name}`")).into()),
        _ => Err(several(format!("more than one user has the e-mail address `{name}`"), &ids)),
    }
}

/// Ids and addresses of the users of an e-mail address, in any case. Those who may not list users are told of none.
pub(super) async fn users_of_address(client: &Client, address: &str) -> Result<Vec<(String, String)>, Error> {
    let mut found = Vec::new();
    let mut pages = client.users().list_all(&UserFilter::default().user_email(address));
    loop {
        match pages.next_page().await {
            Ok(Some(users)) => found.extend(users.iter().filter_map(|user| {
                let known = user.user_email.as_deref().filter(|known| known.eq_ignore_ascii_case(address))?;
                Some((user.user_id.clone()?, known.to_owned()))
            })),
            Ok(None) => return Ok(found),
            Err(Error::Unauthorized(_) | Error::Forbidden(_)) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        }
    }
}

/// The id of an organization that is given by id or alias. When requests are only shown, nothing is looked up.
///
/// An alias that several organizations have is a usage error that lists them.
pub(super) async fn organization(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    if !context.is_sending(dry_run) {
        return Ok(name.to_owned());
    }
    Ok(find_organization(&context.client()?, name).await?.0)
}

/// The same, where the server is to judge: what may not be looked up, as without a licence, stands for itself.
pub(super) async fn organization_or_name(context: &mut Context, dry_run: DryRun, name: String) -> Result<String> {
    match organization(context, dry_run, &name).await {
        Err(error)
            if matches!(find(&error), Some(Error::Unauthorized(_) | Error::Forbidden(_) | Error::NotFound(_))) =>
        {
            Ok(name)
        }
        other => other,
    }
}

/// What is known of an organization that is given by id or alias.
pub(super) async fn organization_info(client: &Client, name: &str) -> Result<Lossless<Organization>> {
    Ok(match find_organization(client, name).await? {
        (_, Some(organization)) => organization,
        (organization_id, None) => client.organizations().info(&organization_id).await?,
    })
}

/// The id of an organization, and what is known of one that was named by it.
async fn find_organization(client: &Client, name: &str) -> Result<(String, Option<Lossless<Organization>>)> {
    match client.organizations().info(name).await {
        Ok(organization) => return Ok((name.to_owned(), Some(organization))),
        Err(Error::NotFound(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let all = client.organizations().list().await?;
    let is_called = |one: &&Lossless<Organization>| one.organization_alias.as_deref() == Some(name);
    let ids: Vec<String> = all.iter().filter(is_called).filter_map(|one| one.organization_id.clone()).collect();
    match ids.as_slice() {
        [only] => Ok((only.clone(), None)),
        [] => Err(Failure::NotFound(format!("there is no organization of the id or alias `{name}`")).into()),
        _ => Err(several(format!("more than one organization is called `{name}`"), &ids)),
    }
}

/// What a write that failed has to do with a budget or an organization that it names and that is not there. The server says
/// so in words of its database, or not at all, and with many statuses. What goes well costs no question.
pub(super) async fn blame(client: &Client, error: Error, sent: &impl serde::Serialize) -> anyhow::Error {
    let sent = serde_json::to_value(sent).unwrap_or_default();
    let named = |field: &str| sent.get(field).and_then(serde_json::Value::as_str);
    if let Some(id) = named("organization_id")
        && error.refusal().is_some_and(|refusal| refusal.means(Meaning::OrganizationNotFound))
    {
        return Failure::NotFound(format!("there is no organization `{id}`")).into();
    }
    if matches!(error, Error::Server(_))
        && let Some(id) = named("budget_id")
        && !may_be_there(client, id).await
    {
        return Failure::NotFound(format!("there is no budget `{id}`")).into();
    }
    error.into()
}

/// True unless the server knows that there is no such budget.
async fn may_be_there(client: &Client, budget_id: &str) -> bool {
    let mut known = client.budgets().info([budget_id]).await;
    if matches!(known, Err(Error::Interrupted { .. })) {
        // Older servers hang up after such a failure, on a connection that is still taken for good; a question does no
        // harm twice.
        known = client.budgets().info([budget_id]).await;
    }
    !known.is_ok_and(|budgets| budgets.is_empty())
}
