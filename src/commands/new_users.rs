//! Members to add to a team or an organization. The server creates a user for each unknown id, and for an unknown email
//! address if that is wanted; these are looked up before, for a warning.

use anyhow::Result;
use futures_util::{StreamExt as _, TryStreamExt as _};

use crate::commands::names;
use crate::commands::unknown::may_have_user;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::shell::quote_if_needed;
use litellm_proxy_client::Client;
use litellm_proxy_client::keys::ADMIN_USER_ID;
use litellm_proxy_client::names::{NameError, beginning_of_id};
use litellm_proxy_client::teams::{MemberId, NewMember};

/// Lookups in flight at once.
const CONCURRENCY: usize = 8;

/// What to do about members who are not users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Fail for an email address.
    Refuse,
    /// Let the server create a user for an email address too.
    Create,
    /// Look up no ids.
    Ignore,
}

/// The users that the server creates, by the names that were given.
#[derive(Debug, Default)]
pub(super) struct NewUsers(Vec<String>);

impl NewUsers {
    /// Returns the user that the server creates for a user id. An email address has been looked up.
    pub(super) async fn of(context: &mut Context, dry_run: DryRun, name: &str) -> Result<Self> {
        let is_known = name.contains('@') || !context.looks_up(dry_run) || may_be_user(&context.client()?, name).await;
        Ok(Self(if is_known { Vec::new() } else { vec![name.to_owned()] }))
    }

    /// Warns about all of them in one line.
    pub(super) fn warn(&self, context: &mut Context, dry_run: DryRun) {
        if self.0.is_empty() {
            return;
        }
        let names = self.0.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", and no user ");
        let them = if self.0.len() == 1 { "it" } else { "them" };
        if !context.is_sending(dry_run) {
            context.output.warn(format_args!("the server has no user {names} and will create {them}"));
            return;
        }
        let words: Vec<_> = self.0.iter().map(|name| quote_if_needed(name)).collect();
        let words = words.join(" ");
        context.output.warn(format_args!(
            "the server had no user {names} and has created {them}; `litellm-proxy users delete {words}` takes that back"
        ));
    }
}

/// Returns the members to add for user ids or email addresses, and the users that the server creates for them.
///
/// # Errors
/// [`Failure::UnknownOwner`] for an email address that no user has, if such are refused; ambiguous names; errors of the
/// lookups.
pub(super) async fn members(
    context: &mut Context,
    dry_run: DryRun,
    unknown: Unknown,
    names: &[String],
) -> Result<(Vec<NewMember>, NewUsers)> {
    if !context.looks_up(dry_run) {
        return Ok((names.iter().map(|name| NewMember::new(guess(name))).collect(), NewUsers::default()));
    }
    let client = context.client()?;
    let lookups = names.iter().map(|name| member(&client, unknown, name));
    let found: Vec<(NewMember, bool)> = futures_util::stream::iter(lookups).buffered(CONCURRENCY).try_collect().await?;
    let new = found.iter().zip(names).filter(|((_, is_user), _)| !is_user).map(|(_, name)| name.clone()).collect();
    Ok((found.into_iter().map(|(member, _)| member).collect(), NewUsers(new)))
}

/// Returns what a name looks like, for requests that are only shown.
pub(super) fn guess(name: &str) -> MemberId {
    if name.contains('@') { MemberId::email(name) } else { MemberId::user(name) }
}

/// Returns a member to add, and whether it may be a user.
async fn member(client: &Client, unknown: Unknown, name: &str) -> Result<(NewMember, bool)> {
    if beginning_of_id(name).is_some() && unknown != Unknown::Ignore {
        match client.users().resolve(name).await {
            Ok(user) => return Ok((NewMember::new(MemberId::user(user.id)), true)),
            // The server judges the name.
            Err(NameError::NotFound(_) | NameError::Request(_)) => {}
            Err(error) => return Err(names::failure(error)),
        }
    }
    if !name.contains('@') {
        let is_user = unknown == Unknown::Ignore || may_be_user(client, name).await;
        return Ok((NewMember::new(guess(name)), is_user));
    }
    match client.teams().known_member_to_add(name).await {
        Ok(member) => Ok((member, true)),
        Err(NameError::NotFound(_)) if unknown != Unknown::Refuse => Ok((NewMember::new(guess(name)), false)),
        Err(NameError::NotFound(message)) => Err(Failure::UnknownOwner {
            message: format!("{message}; nothing was changed"),
            hint: "create the user with `litellm-proxy users create`, or let the server do that with --force"
                .to_owned(),
        }
        .into()),
        Err(error) => Err(names::failure(error)),
    }
}

/// Returns `false` only if the server says that no user has the id. Not every server lists the admin behind the master key.
async fn may_be_user(client: &Client, id: &str) -> bool {
    id == ADMIN_USER_ID || may_have_user(client, id).await
}
