//! Names on the command line: a key by secret, hash or alias, a team or an organization by id or alias, a user by id or
//! email address. The lookups are the library's. Nothing is looked up for requests that are only shown.

use anyhow::Result;

use crate::arguments::Arguments;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use litellm_proxy_client::names::{NameError, is_key_alias};
use litellm_proxy_client::organizations::Organization;
use litellm_proxy_client::teams::TeamInfo;
use litellm_proxy_client::users::UserInfo;
use litellm_proxy_client::{ApiKey, Client, Error, Lossless, is_key_hash};

/// Resolves a key given as the secret (`sk-…`), its hash, or its alias, `@FILE` or `@-`. An alias is looked up even when
/// requests are only shown: they would name no key otherwise.
pub(super) async fn key(context: &mut Context, name: &str) -> Result<ApiKey> {
    let key = key_argument(context, name)?;
    let client = context.client()?;
    if let Some(alias) = blank_alias(name, &key)
        && let Some(hash) = client.keys().hashes_of_alias(alias).await?.into_iter().next()
    {
        return Ok(ApiKey::new(hash));
    }
    Ok(client.keys().resolve(&key).await?)
}

/// Returns the argument for an alias as it was given, if it begins or ends with a blank: aliases may.
pub(super) fn blank_alias<'a>(name: &'a str, key: &ApiKey) -> Option<&'a str> {
    (is_alias(key) && !Arguments::names_file(name) && name.trim() != name).then_some(name)
}

/// Reads a key argument, without what is commonly around a key, and leaves an alias as it is. The content of a file is a
/// secret, never an alias.
pub(super) fn key_argument(context: &mut Context, name: &str) -> Result<ApiKey> {
    let is_secret = Arguments::names_file(name);
    let text = context.arguments.string(name)?;
    one_key(context, &text, is_secret)
}

/// Reads an argument of several keys, separated by commas or lines, or a JSON list.
pub(super) fn key_list(context: &mut Context, argument: &str) -> Result<Vec<ApiKey>> {
    let is_secret = Arguments::names_file(argument);
    let text = context.arguments.string(argument)?;
    let names = match serde_json::from_str::<Vec<String>>(text.trim()) {
        Ok(names) => names,
        // The JSON of one key.
        Err(_) if text.trim_start().starts_with('{') => vec![text],
        Err(_) => text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    };
    names.iter().map(|name| one_key(context, name, is_secret)).collect()
}

fn one_key(context: &mut Context, text: &str, is_secret: bool) -> Result<ApiKey> {
    let key = ApiKey::pasted(text);
    if key.is_empty() {
        return Err(Failure::usage("the key is empty"));
    }
    let has_other_text = key.expose().contains(char::is_whitespace) || !key.expose().starts_with("sk-");
    if !is_alias(&key) && !is_key_hash(key.expose()) && has_other_text {
        // Not quoted: it holds a key.
        return Err(Failure::usage("there is other text around the key; give the key alone"));
    }
    if !is_alias(&key) {
        return Ok(key);
    }
    let is_own = context.config()?.api_key.is_some_and(|own| own.value == key);
    // A key that does not begin with `sk-` would be taken for an alias.
    Ok(if is_secret || is_own { ApiKey::new(key.hash()) } else { ApiKey::new(text) })
}

/// Returns whether a key argument is an alias.
pub(super) fn is_alias(key: &ApiKey) -> bool {
    is_key_alias(key.expose())
}

/// Returns the id of a team given by id or alias.
pub(super) async fn team(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    if !context.is_sending(dry_run) {
        return Ok(name.to_owned());
    }
    Ok(context.client()?.teams().resolve(name).await.map_err(failure)?.id)
}

/// A team that the server may judge.
pub(super) struct NamedTeam {
    pub(super) id: String,
    /// Whether no team has this name; `false` if the caller may not know.
    pub(super) is_unknown: bool,
}

/// Returns the id of a team, where the server is to judge: a name that is not an alias, or may not be looked up, is
/// returned as it is.
pub(super) async fn team_or_name(context: &mut Context, dry_run: DryRun, name: String) -> Result<NamedTeam> {
    if !context.is_sending(dry_run) {
        return Ok(NamedTeam { id: name, is_unknown: false });
    }
    match context.client()?.teams().resolve(&name).await {
        Ok(team) => Ok(NamedTeam { id: team.id, is_unknown: false }),
        Err(
            error @ (NameError::Ambiguous { .. }
            | NameError::Request(
                Error::Unreachable { .. } | Error::Timeout { .. } | Error::Interrupted { .. } | Error::Server(_),
            )),
        ) => Err(failure(error)),
        Err(error) => Ok(NamedTeam { id: name, is_unknown: matches!(error, NameError::NotFound(_)) }),
    }
}

/// Fetches a team given by id or alias.
pub(super) async fn team_info(client: &Client, name: &str) -> Result<Lossless<TeamInfo>> {
    let team = client.teams().resolve(name).await.map_err(failure)?;
    match team.object {
        Some(info) => Ok(info),
        None => Ok(client.teams().info(&team.id).await?),
    }
}

/// Returns the id of a user given by id or email address. A name without an `@` is an id, which the server judges.
pub(super) async fn user(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    if !context.is_sending(dry_run) || !name.contains('@') {
        return Ok(name.to_owned());
    }
    known_user(context, name).await
}

/// Returns the id of a user given by id or email address, who must exist.
pub(super) async fn known_user(context: &mut Context, name: &str) -> Result<String> {
    Ok(context.client()?.users().resolve(name).await.map_err(failure)?.id)
}

/// Fetches a user given by id or email address.
pub(super) async fn user_info(client: &Client, name: &str) -> Result<Lossless<UserInfo>> {
    let user = client.users().resolve(name).await.map_err(failure)?;
    match user.object {
        Some(info) => Ok(info),
        None => Ok(client.users().get(&user.id).await?),
    }
}

/// Returns the id of an organization given by id or alias.
pub(super) async fn organization(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    if !context.is_sending(dry_run) {
        return Ok(name.to_owned());
    }
    Ok(context.client()?.organizations().resolve(name).await.map_err(failure)?.id)
}

/// Returns the id of an organization, where the server is to judge: a name that may not be looked up, as without a
/// license, is returned as it is.
pub(super) async fn organization_or_name(context: &mut Context, dry_run: DryRun, name: String) -> Result<String> {
    if !context.is_sending(dry_run) {
        return Ok(name);
    }
    match context.client()?.organizations().resolve(&name).await {
        Ok(organization) => Ok(organization.id),
        Err(NameError::Request(Error::Unauthorized(_) | Error::Forbidden(_) | Error::NotFound(_))) => Ok(name),
        Err(error) => Err(failure(error)),
    }
}

/// Fetches an organization given by id or alias.
pub(super) async fn organization_info(client: &Client, name: &str) -> Result<Lossless<Organization>> {
    let organization = client.organizations().resolve(name).await.map_err(failure)?;
    match organization.object {
        Some(object) => Ok(object),
        None => Ok(client.organizations().info(&organization.id).await?),
    }
}

/// Turns a name that cannot be resolved into the failure of a command.
pub(super) fn failure(error: NameError) -> anyhow::Error {
    match error {
        NameError::Request(error) => error.into(),
        NameError::NotFound(message) => Failure::NotFound(message).into(),
        NameError::Ambiguous { message, ids } => {
            Failure::Usage { message, hint: Some(format!("use one of the ids:\n{}", ids.join("\n"))) }.into()
        }
        other => Failure::usage(other.to_string()),
    }
}
