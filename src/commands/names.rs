//! Names on the command line: a key by secret, hash, the beginning of its hash, or alias, a team or an organization by id or
//! alias, a user by id or email address. The lookups are the library's. With `--dry-run` they are sent as otherwise; with
//! `--curl` alone only aliases and shortened hashes of keys are looked up.

use anyhow::Result;

use crate::arguments::Arguments;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use litellm_proxy_client::keys::{Key, KeyName, SHORT_HASH_LENGTH};
use litellm_proxy_client::names::{NameError, beginning_of_id};
use litellm_proxy_client::organizations::Organization;
use litellm_proxy_client::teams::TeamInfo;
use litellm_proxy_client::users::UserInfo;
use litellm_proxy_client::{ApiKey, Client, Error, Lossless, is_key_hash};

/// A key that was given by name.
pub(super) struct NamedKey {
    /// Its secret or hash.
    pub(super) key: ApiKey,
    /// The key as a list shows it, if it was given by alias.
    pub(super) listed: Option<Lossless<Key>>,
}

/// Resolves a key given as the secret (`sk-…`), its hash, or its alias, `@FILE` or `@-`. An alias is looked up even when
/// requests are only shown: they would name no key otherwise.
pub(super) async fn key(context: &mut Context, name: &str) -> Result<ApiKey> {
    Ok(named_key(context, name).await?.key)
}

/// [`key`], with what the lookup of an alias shows of the key.
pub(super) async fn named_key(context: &mut Context, name: &str) -> Result<NamedKey> {
    match key_name(context, name)? {
        KeyName::Alias(alias) => {
            let listed = context.client()?.keys().by_alias(&alias).await?;
            Ok(NamedKey { key: ApiKey::new(listed.token.clone().unwrap_or_default()), listed: Some(listed) })
        }
        name => Ok(NamedKey { key: name.into_key(), listed: None }),
    }
}

/// [`named_key`], for a request that the server refuses for an unknown key: with `--dry-run`, which does not send it, a key
/// that was not found by its alias is looked up.
pub(super) async fn existing_key(context: &mut Context, dry_run: DryRun, name: &str) -> Result<NamedKey> {
    let named = named_key(context, name).await?;
    if dry_run.dry_run && named.listed.is_none() {
        context.client()?.keys().info(&named.key).await?;
    }
    Ok(named)
}

/// Reads a key argument, without what is commonly around a key. An alias keeps its outer blanks. The content of a file is a
/// secret, never an alias.
pub(super) fn key_name(context: &mut Context, name: &str) -> Result<KeyName> {
    let is_secret = Arguments::names_file(name);
    let text = context.arguments.string(name)?;
    one_key(context, &text, is_secret)
}

/// Reads an argument of several keys, separated by commas or lines, or a JSON list.
pub(super) fn key_list(context: &mut Context, argument: &str) -> Result<Vec<KeyName>> {
    let is_secret = Arguments::names_file(argument);
    let text = context.arguments.string(argument)?;
    let names = match serde_json::from_str::<Vec<String>>(text.trim()) {
        Ok(names) => names,
        // The JSON of one key.
        Err(_) if text.trim_start().starts_with('{') => vec![text],
        Err(_) => split_names(&text),
    };
    names.iter().map(|name| one_key(context, name, is_secret)).collect()
}

/// Splits a list separated by commas or lines, and keeps the outer blanks of each name: those of an alias may be its own.
pub(super) fn split_names(text: &str) -> Vec<String> {
    text.split([',', '\n']).filter(|name| !name.trim().is_empty()).map(str::to_owned).collect()
}

fn one_key(context: &mut Context, text: &str, is_secret: bool) -> Result<KeyName> {
    if ApiKey::pasted(text).is_empty() {
        return Err(Failure::usage("the key is empty"));
    }
    match KeyName::from(text) {
        KeyName::Alias(alias) => {
            let key = ApiKey::pasted(text);
            let is_own = context.config()?.api_key.is_some_and(|own| own.value == key);
            // A key that does not begin with `sk-` would be taken for an alias.
            Ok(if is_secret || is_own { KeyName::Key(ApiKey::new(key.hash())) } else { KeyName::Alias(alias) })
        }
        KeyName::Key(key) if !is_key_hash(key.expose()) && !is_secret_alone(&key) => {
            // Not quoted: it holds a key.
            Err(Failure::usage("there is other text around the key; give the key alone"))
        }
        name => Ok(name),
    }
}

/// Returns a key's hash as tables show it, to be typed again. Other names stay.
pub(super) fn shown_hash(name: &str) -> &str {
    if is_key_hash(name) { name.get(..SHORT_HASH_LENGTH).unwrap_or(name) } else { name }
}

fn is_secret_alone(key: &ApiKey) -> bool {
    key.expose().starts_with("sk-") && !key.expose().contains(char::is_whitespace)
}

/// Returns the id of a team given by id or alias.
pub(super) async fn team(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    if !context.looks_up(dry_run) {
        return Ok(name.to_owned());
    }
    Ok(context.client()?.teams().resolve(name).await.map_err(failure)?.id)
}

/// Fetches a team given by id or alias.
pub(super) async fn team_info(client: &Client, name: &str) -> Result<Lossless<TeamInfo>> {
    let team = client.teams().resolve(name).await.map_err(failure)?;
    match team.object {
        Some(info) => Ok(info),
        None => Ok(client.teams().get(&team.id).await?),
    }
}

/// Returns the id of a user given by id or email address. A name without an `@` is an id, which the server judges.
pub(super) async fn user(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    if !context.looks_up(dry_run) || is_user_id(name) {
        return Ok(name.to_owned());
    }
    known_user(context, name).await
}

/// Returns whether the name of a user is an id, which needs no lookup.
pub(super) fn is_user_id(name: &str) -> bool {
    !name.contains('@') && beginning_of_id(name).is_none()
}

/// [`user`], for a request that the server refuses for an unknown id: with `--dry-run`, which does not send it, the user is
/// looked up.
pub(super) async fn existing_user(context: &mut Context, dry_run: DryRun, name: &str) -> Result<String> {
    let is_shown = context.looks_up(dry_run) && !context.is_sending(dry_run);
    if is_shown { known_user(context, name).await } else { user(context, dry_run, name).await }
}

/// Returns the id of a user given by id or email address, who must exist, for requests that only read: with `--curl` the
/// name itself.
pub(super) async fn listed_user(context: &mut Context, name: &str) -> Result<String> {
    if context.looks_up(DryRun::default()) { known_user(context, name).await } else { Ok(name.to_owned()) }
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
    if !context.looks_up(dry_run) {
        return Ok(name.to_owned());
    }
    Ok(context.client()?.organizations().resolve(name).await.map_err(failure)?.id)
}

/// Returns the id of an organization for a filter. A name that may not be looked up, as without a license, is returned as it
/// is, with the refusal.
pub(super) async fn organization_or_name(context: &mut Context, name: String) -> Result<(String, Option<Error>)> {
    if !context.looks_up(DryRun::default()) {
        return Ok((name, None));
    }
    match context.client()?.organizations().resolve(&name).await {
        Ok(organization) => Ok((organization.id, None)),
        Err(NameError::Request(error @ (Error::Unauthorized(_) | Error::Forbidden(_) | Error::NotFound(_)))) => {
            Ok((name, Some(error)))
        }
        Err(error) => Err(failure(error)),
    }
}

/// Fetches an organization given by id or alias.
pub(super) async fn organization_info(client: &Client, name: &str) -> Result<Lossless<Organization>> {
    let organization = client.organizations().resolve(name).await.map_err(failure)?;
    match organization.object {
        Some(object) => Ok(object),
        None => Ok(client.organizations().get(&organization.id).await?),
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
