//! Things as they are named on the command line: a key by its secret, hash or alias, a team by id or alias.

use anyhow::Result;

use crate::client::teams::{Team, TeamFilter, TeamInfo};
use crate::client::{ApiKey, Client, Error, Lossless, is_key_hash};
use crate::context::{Context, DryRun};
use crate::failure::{Failure, find};

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
    let key = ApiKey::new(context.argument(name)?);
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
    if context.is_showing(dry_run) {
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
    if context.is_showing(dry_run) {
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

/// What is known of a team that is given by id or alias. With `--curl` the question is shown, and that is all.
pub(super) async fn team_info(context: &mut Context, name: &str) -> Result<Lossless<TeamInfo>> {
    let client = context.client()?;
    if context.is_showing(DryRun::default()) {
        return context.show([client.teams().info(name).request()]);
    }
    Ok(match find_team(&client, name).await? {
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
            Err(ambiguous(name, &of_alias))
        }
    }
}

/// Several teams are called the same.
pub(super) fn ambiguous(name: &str, team_ids: &[String]) -> anyhow::Error {
    Failure::Usage {
        message: format!("more than one team is called `{name}`"),
        hint: Some(format!("name one by its id:\n{}", team_ids.join("\n"))),
    }
    .into()
}

/// The ids of the teams of this very alias.
async fn teams_called(client: &Client, alias: &str) -> Result<Vec<String>> {
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
