//! Names in a write that the server does not have. It accepts most of them silently, and a key whose team, organization or
//! budget is missing has none of the limits that this was to set. So these, and email addresses of users, are looked up
//! before the write and fail it; models and plain ids of users are looked up during the write, for a warning.

use anyhow::Result;
use clap::Args;
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Map, Value};

use crate::commands::names;
use crate::commands::new_users::Unknown;
use crate::context::{Context, DryRun};
use crate::failure::{Failure, find_cause};
use litellm_proxy_client::keys::ADMIN_USER_ID;
use litellm_proxy_client::names::NameError;
use litellm_proxy_client::names::beginning_of_id;
use litellm_proxy_client::{Client, Error, Refusal};

/// Lookups in flight at once.
const CONCURRENCY: usize = 8;

/// What to do about names that the server does not have.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Checks {
    /// Go on with a team, organization, budget or email address that does not exist
    #[arg(long, conflicts_with = "no_check")]
    force: bool,
    /// Look up no names, and take teams and organizations for ids
    #[arg(long)]
    no_check: bool,
}

/// What a write may belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OwnerKind {
    /// A team, by id or alias.
    Team,
    /// An organization, by id or alias.
    Organization,
    /// A budget, by id.
    Budget,
    /// A user, by id or email address.
    User,
    /// A user, who is looked up only if the name is an email address.
    UserByEmail,
}

impl OwnerKind {
    fn noun(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Organization => "organization",
            Self::Budget => "budget",
            Self::User | Self::UserByEmail => "user",
        }
    }

    /// Returns whether it may be named by an alias, so that its id alone does not decide whether it exists.
    fn has_aliases(self) -> bool {
        matches!(self, Self::Team | Self::Organization)
    }
}

/// An owner and its name in a request, to be replaced by its id.
pub(super) type Owner<'a> = (OwnerKind, &'a mut String);

/// Returns the owners in fields that have no option of their own: strings, or lists of strings.
pub(super) fn in_fields<'a>(fields: &'a mut Map<String, Value>, kinds: &[(&str, OwnerKind)]) -> Vec<Owner<'a>> {
    let mut owners: Vec<Owner<'a>> = Vec::new();
    for (name, value) in fields {
        let Some((_, kind)) = kinds.iter().find(|(field, _)| field == name) else { continue };
        let values = match value {
            Value::Array(values) => values.as_mut_slice(),
            value => std::slice::from_mut(value),
        };
        owners.extend(values.iter_mut().filter_map(|value| match value {
            Value::String(name) => Some((*kind, name)),
            _ => None,
        }));
    }
    owners
}

/// Names that may be unknown.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) user_id: Option<&'a str>,
    pub(super) models: &'a [String],
}

impl Checks {
    /// Returns what to do about members who are not users.
    pub(super) fn of_members(self) -> Unknown {
        match self {
            Self { no_check: true, .. } => Unknown::Ignore,
            Self { force: true, .. } => Unknown::Create,
            Self { .. } => Unknown::Refuse,
        }
    }

    /// Replaces the names of owners by their ids, looking them up at once. Returns those that do not exist, if the write is
    /// to go on nevertheless. What the caller may not look up counts as existing.
    ///
    /// # Errors
    /// [`Failure::UnknownOwner`], which names each; ambiguous names; errors of the lookups.
    pub(super) async fn resolve(
        self,
        context: &mut Context,
        dry_run: DryRun,
        owners: Vec<Owner<'_>>,
    ) -> Result<Vec<String>> {
        let mut owners: Vec<_> = owners.into_iter().filter(|(kind, name)| is_looked_up(*kind, name)).collect();
        if self.no_check || owners.is_empty() || !context.looks_up(dry_run) {
            return Ok(Vec::new());
        }
        let client = context.client()?;
        let lookups = owners.iter().map(|(kind, name)| find(&client, *kind, name));
        let ids: Vec<_> = futures_util::stream::iter(lookups).buffered(CONCURRENCY).try_collect().await?;
        let mut unknown = Vec::new();
        for ((kind, name), id) in owners.iter_mut().zip(ids) {
            match id {
                Some(id) => **name = id,
                None => unknown.push(format!("{} `{name}`", kind.noun())),
            }
        }
        if unknown.is_empty() || self.force {
            return Ok(unknown);
        }
        let message = format!("the server has no {}; nothing was changed", unknown.join(", and no "));
        let amount = owners.iter().find(|(kind, name)| *kind == OwnerKind::Budget && name.parse::<f64>().is_ok());
        let hint = match amount {
            Some((_, amount)) => format!("a limit in dollars is --max-budget {amount}"),
            None => "check the name, or go on nevertheless with --force".to_owned(),
        };
        Err(Failure::UnknownOwner { message, hint }.into())
    }

    /// Does the write, and looks up the names at the same time. Returns the unknown ones once the write is done.
    ///
    /// # Errors
    /// Those of the write.
    pub(super) async fn look_up_during<T, E>(
        self,
        client: &Client,
        names: Names<'_>,
        write: impl Future<Output = Result<T, E>>,
    ) -> Result<(T, Vec<String>), E> {
        if self.no_check {
            return Ok((write.await?, Vec::new()));
        }
        look_up_during(client, names, write).await
    }
}

/// Fails with `--dry-run` for a budget that does not exist, as the request does that is not sent.
///
/// # Errors
/// [`Failure::NotFound`]; errors of the lookup, unless the caller may not see budgets.
pub(super) async fn require_budget(context: &mut Context, dry_run: DryRun, budget_id: Option<&str>) -> Result<()> {
    let Some(budget_id) = budget_id.filter(|_| dry_run.dry_run) else { return Ok(()) };
    match find(&context.client()?, OwnerKind::Budget, budget_id).await? {
        Some(_) => Ok(()),
        None => Err(Failure::NotFound(format!("no budget has the id `{budget_id}`")).into()),
    }
}

/// Replaces names in the filter of a list that came out empty by ids. Returns whether one of them was not an id, so that the
/// list is worth another request. What cannot be looked up counts as existing. A user is named by id: addresses are looked up
/// before a list.
///
/// # Errors
/// [`Failure::NotFound`] if one of them does not exist; ambiguous names; the refusal of a server that has organizations only
/// with a license.
pub(super) async fn resolve_filter(context: &mut Context, owners: Vec<Owner<'_>>) -> Result<bool> {
    let mut owners: Vec<_> = owners.into_iter().filter(|(kind, name)| is_looked_up(*kind, name)).collect();
    let client = context.client()?;
    let lookups = owners.iter().map(async |(kind, name)| {
        if *kind == OwnerKind::User {
            return Ok((may_have_user(&client, name).await.then(|| (*name).clone()), None));
        }
        let doubt = |error: String| doubt(*kind, name, &error);
        if *kind == OwnerKind::Organization
            && let Err(NameError::Request(error)) = client.organizations().resolve(name).await
        {
            // Nobody can look organizations up there, so that the list may be empty for that reason.
            if error.refusal().is_some_and(Refusal::needs_license) {
                return Err(error.into());
            }
            return Ok((Some((*name).clone()), Some(doubt(error.to_string()))));
        }
        match find(&client, *kind, name).await {
            // The list itself was read.
            Err(error) if find_cause::<Error>(&error).is_some() => {
                Ok((Some((*name).clone()), Some(doubt(format!("{error:#}")))))
            }
            found => found.map(|id| (id, None)),
        }
    });
    let ids: Vec<_> = futures_util::stream::iter(lookups).buffered(CONCURRENCY).try_collect().await?;
    let mut unknown = Vec::new();
    let mut is_changed = false;
    for ((kind, name), (id, doubt)) in owners.iter_mut().zip(ids) {
        if let Some(doubt) = doubt {
            context.output.warn(doubt);
        }
        match id {
            Some(id) if id == **name => {}
            Some(id) => {
                **name = id;
                is_changed = true;
            }
            None => unknown.push(format!("{} `{name}`", kind.noun())),
        }
    }
    if unknown.is_empty() {
        return Ok(is_changed);
    }
    Err(Failure::NotFound(format!("the server has no {}", unknown.join(", and no "))).into())
}

/// [`Checks::look_up_during`] of a command without these options.
///
/// # Errors
/// Those of the write.
pub(super) async fn look_up_during<T, E>(
    client: &Client,
    names: Names<'_>,
    write: impl Future<Output = Result<T, E>>,
) -> Result<(T, Vec<String>), E> {
    let (written, unknown) = tokio::join!(write, client.keys().unknown_references(names.user_id, names.models));
    Ok((written?, unknown.iter().map(ToString::to_string).collect()))
}

/// Warns about all of them in one line. `noun` is what was written, such as `key`.
pub(super) fn warn(context: &mut Context, noun: &str, unknown: &[String]) {
    if !unknown.is_empty() {
        let them = if unknown.len() == 1 { "it" } else { "them" };
        let unknown = unknown.join(", and no ");
        context.output.warn(format_args!("the server has no {unknown}; the {noun} refers to {them} anyway"));
    }
}

/// Says that a lookup failed.
pub(super) fn doubt(kind: OwnerKind, name: &str, error: &str) -> String {
    format!("it is not known whether the {} `{name}` exists: {error}", kind.noun())
}

fn is_looked_up(kind: OwnerKind, name: &str) -> bool {
    match kind {
        // Not every server lists the admin behind the master key.
        OwnerKind::User => !name.is_empty() && name != ADMIN_USER_ID,
        OwnerKind::UserByEmail => name.contains('@') || beginning_of_id(name).is_some(),
        OwnerKind::Team | OwnerKind::Organization | OwnerKind::Budget => !name.is_empty(),
    }
}

/// Returns `false` only if the server says that no user has the id.
pub(super) async fn may_have_user(client: &Client, id: &str) -> bool {
    match client.users().get(id).await {
        // 1.80 responds with an empty user.
        Ok(user) => user.user_info.is_some() || !user.json().get().contains("\"user_info\""),
        Err(error) => !error.is_not_found(),
    }
}

/// Returns the id of an owner, or `None` if there is no such owner. A name that the caller may not look up is an id.
async fn find(client: &Client, kind: OwnerKind, name: &str) -> Result<Option<String>> {
    let found = match kind {
        OwnerKind::Team => client.teams().resolve_at_once(name).await.map(|team| team.id),
        OwnerKind::Organization => client.organizations().resolve(name).await.map(|organization| organization.id),
        OwnerKind::User | OwnerKind::UserByEmail => client.users().resolve(name).await.map(|user| user.id),
        OwnerKind::Budget => match client.budgets().get([name]).await {
            Ok(budgets) if budgets.is_empty() => return Ok(None),
            Ok(_) => Ok(name.to_owned()),
            Err(error) => Err(NameError::Request(error)),
        },
    };
    match found {
        Ok(id) => Ok(Some(id)),
        Err(NameError::NotFound(_)) => Ok(None),
        Err(NameError::Request(Error::NotFound(_))) if !kind.has_aliases() => Ok(None),
        Err(NameError::Request(error)) if is_refusal(&error) => Ok(Some(name.to_owned())),
        Err(error) => Err(names::failure(error)),
    }
}

/// Returns whether the server refuses a lookup to this caller, or has no such lookup.
fn is_refusal(error: &Error) -> bool {
    // Newer servers have organizations only with a license, and report that with many statuses.
    matches!(error, Error::Unauthorized(_) | Error::Forbidden(_) | Error::NotFound(_) | Error::Refused(_))
        || error.refusal().is_some_and(Refusal::needs_license)
}
