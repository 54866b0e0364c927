//! Names that people use for objects of the server, resolved to ids: keys by secret, hash or alias, teams and
//! organizations by id or alias, users by id or email address.

use serde::Serialize;
use serde_json::Value;
use thiserror::Error;

use super::keys::{KeyName, Keys};
use super::organizations::{Organization, Organizations};
use super::teams::{MemberId, NewMember, Team, TeamFilter, TeamInfo, Teams};
use super::users::{UserFilter, UserInfo, Users};
use crate::core::secret::holds_key;
use crate::core::{ApiKey, Client, Error, Lossless, RefusalKind, is_key_hash};

/// An object that was found by name.
#[derive(Debug, Clone)]
pub struct Resolved<T> {
    /// Its id.
    pub id: String,
    /// The object itself, if the name was its id: finding it fetched it.
    pub object: Option<T>,
}

/// Why a name could not be resolved.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nothing has this name.
    #[error("{0}")]
    NotFound(String),
    /// Several objects have this name.
    #[error("{message}")]
    Ambiguous {
        /// A message that names the ambiguous value.
        message: String,
        /// The ids of all that have it.
        ids: Vec<String>,
    },
    /// The name has an `@`, but is neither the id of a user nor an email address.
    #[error("`{0}` is not an email address")]
    InvalidEmail(String),
    /// A request failed.
    #[error(transparent)]
    Request(#[from] Error),
}

impl From<NameError> for Error {
    fn from(error: NameError) -> Self {
        match error {
            NameError::NotFound(message) => Self::Missing(message),
            NameError::Ambiguous { message, ids } => Self::Ambiguous { message, candidates: ids },
            invalid @ NameError::InvalidEmail(_) => Self::InvalidRequest(invalid.to_string()),
            NameError::Request(error) => error,
        }
    }
}

/// Returns whether a name of a key is an alias: neither a hash nor anything that holds a secret (`sk-…`), such as `Bearer
/// sk-…`.
pub fn is_key_alias(name: &str) -> bool {
    !name.starts_with("sk-") && !is_key_hash(name) && !holds_key(name)
}

/// Returns whether text has the form of an email address: text before and after one `@`, and no blanks. The server
/// accepts any text.
pub fn is_email_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

impl Keys<'_> {
    /// Resolves a key given as the secret, its hash or the beginning of it, or its alias, to something that every method
    /// takes as a key. Sends nothing for a secret or a whole hash; see [`Keys::hash_of_alias`].
    ///
    /// # Errors
    /// Those of [`Keys::hash_of_alias`].
    pub async fn resolve(self, name: impl Into<KeyName>) -> Result<ApiKey, Error> {
        match name.into() {
            KeyName::Key(key) => Ok(key),
            KeyName::Alias(alias) => self.hash_of_alias(&alias).await.map(ApiKey::new),
        }
    }
}

/// What `GET /team/info` says about a name.
enum ById {
    /// A team has it as its id.
    Found(Box<Resolved<Lossless<TeamInfo>>>),
    /// None has, or the caller may not see it.
    Refused(Error),
}

fn by_id(name: &str, info: Result<Lossless<TeamInfo>, Error>) -> Result<ById, Error> {
    match info {
        Ok(info) => Ok(ById::Found(Box::new(Resolved { id: name.to_owned(), object: Some(info) }))),
        // Callers who are not admins are refused other teams, whether or not they exist.
        Err(error @ (Error::NotFound(_) | Error::Unauthorized(_) | Error::Forbidden(_))) => Ok(ById::Refused(error)),
        Err(error) => Err(error),
    }
}

/// How much of an id is enough to find it.
const SHORTEST_ID: usize = 8;
/// What ends an id that was shortened for people.
const ELLIPSIS: char = '…';

/// Returns the beginning of an id as tables show it: up to its `…`, or else at least 8 digits of a generated id (UUID).
///
/// ```
/// use litellm_proxy_client::names::beginning_of_id;
///
/// assert_eq!(beginning_of_id("46adcf06…"), Some("46adcf06"));
/// assert_eq!(beginning_of_id("46adcf06-d5dc"), Some("46adcf06-d5dc"));
/// assert_eq!(beginning_of_id("research"), None);
/// ```
pub fn beginning_of_id(name: &str) -> Option<&str> {
    const UUID_LENGTH: usize = 36;
    let cut = name.strip_suffix(ELLIPSIS);
    let beginning = cut.unwrap_or(name);
    let is_generated = beginning.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    let is_long_enough = (SHORTEST_ID..UUID_LENGTH).contains(&beginning.len());
    (is_long_enough && (cut.is_some() || is_generated)).then_some(beginning)
}

/// Returns what one of the ids that begin like this stands for; `None` if there is none.
fn by_beginning<T>(noun: &str, name: &str, ids: Vec<String>) -> Option<Result<Resolved<T>, NameError>> {
    match ids.as_slice() {
        [] => None,
        [only] => Some(Ok(Resolved { id: only.clone(), object: None })),
        _ => Some(Err(NameError::Ambiguous {
            message: format!("more than one {noun} has an id that begins with `{}`", name.trim_end_matches(ELLIPSIS)),
            ids,
        })),
    }
}

fn by_alias(name: &str, refused: Error, ids: Vec<String>) -> Result<Resolved<Lossless<TeamInfo>>, NameError> {
    match ids.as_slice() {
        [only] => Ok(Resolved { id: only.clone(), object: None }),
        [] if refused.is_not_found() => Err(NameError::NotFound(format!("no team has the id or alias `{name}`"))),
        [] => Err(refused.into()),
        _ => Err(NameError::Ambiguous { message: format!("more than one team has the alias `{name}`"), ids }),
    }
}

impl Teams<'_> {
    /// Finds a team by id, alias or the beginning of its id: `GET /team/info`, if no team has the id, the requests of
    /// [`Teams::ids_by_alias`], and for what may be the beginning of an id the list of teams.
    ///
    /// # Errors
    /// [`NameError::NotFound`], [`NameError::Ambiguous`]. For callers who are not admins the refusal of `GET /team/info`
    /// if none of their teams has the alias.
    pub async fn resolve(self, name: &str) -> Result<Resolved<Lossless<TeamInfo>>, NameError> {
        match by_id(name, self.get(name).await)? {
            ById::Found(team) => Ok(*team),
            ById::Refused(refused) => {
                let ids = self.ids_by_alias(name).await?;
                self.named(name, refused, ids).await
            }
        }
    }

    /// Returns the team with one of these ids, or else one whose id begins with the name.
    async fn named(
        self,
        name: &str,
        refused: Error,
        ids: Vec<String>,
    ) -> Result<Resolved<Lossless<TeamInfo>>, NameError> {
        let Some(beginning) = beginning_of_id(name).filter(|_| ids.is_empty()) else {
            return by_alias(name, refused, ids);
        };
        let found = by_beginning("team", name, self.ids_beginning_with(beginning).await?);
        found.unwrap_or_else(|| by_alias(name, refused, Vec::new()))
    }

    /// Returns the ids of the teams that the caller sees whose ids begin like this.
    async fn ids_beginning_with(self, beginning: &str) -> Result<Vec<String>, Error> {
        let id_of = |team: &Lossless<Team>| team.team_id.clone().filter(|id| id.starts_with(beginning));
        self.ids(&TeamFilter::default(), id_of).await
    }

    /// Returns what `id_of` returns of the teams that the caller sees.
    async fn ids(
        self,
        filter: &TeamFilter,
        id_of: impl Fn(&Lossless<Team>) -> Option<String> + Send,
    ) -> Result<Vec<String>, Error> {
        let mut ids = Vec::new();
        let mut pages = self.list_all(filter);
        loop {
            match pages.next_page().await {
                Ok(Some(teams)) => ids.extend(teams.iter().filter_map(&id_of)),
                Ok(None) => return Ok(ids),
                Err(Error::Unauthorized(_) | Error::Forbidden(_)) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(self.list_visible().await?.iter().filter_map(&id_of).collect())
    }

    /// [`Teams::resolve`] with all requests at once: one request more for an id, one round trip less for an alias.
    ///
    /// # Errors
    /// Those of [`Teams::resolve`].
    pub async fn resolve_at_once(self, name: &str) -> Result<Resolved<Lossless<TeamInfo>>, NameError> {
        let (info, ids) = futures_util::future::join(self.get(name).send(), self.ids_by_alias(name)).await;
        match by_id(name, info)? {
            ById::Found(team) => Ok(*team),
            ById::Refused(refused) => self.named(name, refused, ids?).await,
        }
    }

    /// Returns the ids of the teams with exactly this alias: `GET /v2/team/list`, or for callers who are not admins
    /// `GET /team/list`, which has their own teams.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn ids_by_alias(self, alias: &str) -> Result<Vec<String>, Error> {
        let id_of = |team: &Lossless<Team>| team.team_id.clone().filter(|_| team.team_alias.as_deref() == Some(alias));
        self.ids(&TeamFilter::default().team_alias(alias), id_of).await
    }

    /// Finds a member of a team by user id or email address, in any case. Sends `GET /user/list` if the team does not
    /// have the address: 1.80 keeps only the addresses of members who were added by them.
    ///
    /// # Errors
    /// [`NameError::NotFound`].
    pub async fn resolve_member(self, team: &TeamInfo, name: &str) -> Result<MemberId, NameError> {
        let mut member = team.member(name);
        if member.is_none() && name.contains('@') {
            let users = self.0.users().by_email(name).await?;
            member = users.iter().find_map(|user| team.member(&user.user_id));
        }
        if let (None, Some(beginning)) = (&member, beginning_of_id(name)) {
            let ids = self.0.users().ids_beginning_with(beginning).await?;
            member = if let [only] = ids.as_slice() { team.member(only) } else { None };
        }
        let id = member.and_then(|member| match (&member.user_id, &member.user_email) {
            (Some(user_id), _) => Some(MemberId::user(user_id)),
            (None, Some(address)) => Some(MemberId::email(address)),
            (None, None) => None,
        });
        let team = team.team_info.team_alias.as_deref().or(team.team_info.team_id.as_deref()).unwrap_or_default();
        id.ok_or_else(|| NameError::NotFound(format!("`{name}` is not a member of the team `{team}`")))
    }

    /// Returns the member to add for a user id or email address. A name with an `@` is looked up with `GET /user/list`
    /// and, if no user has the address, `GET /user/info`: the server creates users for names that it does not know, and
    /// 1.80 also for an address in another case and for an id with an `@`.
    ///
    /// # Errors
    /// [`NameError::InvalidEmail`] if the name has an `@`, but is neither an address nor the id of a user.
    pub async fn member_to_add(self, name: &str) -> Result<NewMember, NameError> {
        Ok(self.new_member(name).await?.0)
    }

    /// [`Teams::member_to_add`], for an address that a user has. One that the caller may not look up counts as such.
    ///
    /// # Errors
    /// Those of [`Teams::member_to_add`], and [`NameError::NotFound`].
    pub async fn known_member_to_add(self, name: &str) -> Result<NewMember, NameError> {
        match self.new_member(name).await? {
            (member, true) => Ok(member),
            (_, false) => Err(NameError::NotFound(format!("no user has the id or email address `{name}`"))),
        }
    }

    /// Returns the member to add, and whether the user may exist.
    async fn new_member(self, name: &str) -> Result<(NewMember, bool), NameError> {
        if !name.contains('@') {
            return Ok((NewMember::new(MemberId::user(name)), true));
        }
        let users = self.0.users();
        if let Some(known) = users.by_email(name).await?.pop() {
            return Ok((NewMember::new(MemberId::email(known.user_email)), true));
        }
        let (is_id, may_exist) = match users.get(name).await {
            Ok(user) => (user.user_info.is_some(), false),
            Err(Error::NotFound(_)) => (false, false),
            Err(Error::Unauthorized(_) | Error::Forbidden(_)) => (false, true),
            Err(error) => return Err(error.into()),
        };
        match name {
            name if is_id => Ok((NewMember::new(MemberId::user(name)), true)),
            name if is_email_address(name) => Ok((NewMember::new(MemberId::email(name)), may_exist)),
            name => Err(NameError::InvalidEmail(name.to_owned())),
        }
    }
}

/// A user's id and email address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserEmail {
    /// The id.
    pub user_id: String,
    /// The address, as the server has it.
    pub user_email: String,
}

impl Users<'_> {
    /// Finds a user by id, email address or the beginning of its id: `GET /user/info`, and if no user has the id,
    /// `GET /user/list`.
    ///
    /// # Errors
    /// [`NameError::NotFound`], [`NameError::Ambiguous`]. For callers who are not admins the refusal of `GET /user/info`.
    pub async fn resolve(self, name: &str) -> Result<Resolved<Lossless<UserInfo>>, NameError> {
        let refused = match self.get(name).await {
            Ok(info) if info.user_info.is_some() => {
                return Ok(Resolved { id: name.to_owned(), object: Some(info) });
            }
            // 1.80 responds with an empty user.
            Ok(_) => None,
            // Callers who are not admins are refused other users, whether or not they exist.
            Err(error @ (Error::NotFound(_) | Error::Unauthorized(_) | Error::Forbidden(_))) => Some(error),
            Err(error) => return Err(error.into()),
        };
        if let Some(beginning) = beginning_of_id(name)
            && let Some(found) = by_beginning("user", name, self.ids_beginning_with(beginning).await?)
        {
            return found;
        }
        if !name.contains('@') {
            let missing = || NameError::NotFound(format!("no user has the id `{name}`"));
            return Err(refused.map_or_else(missing, NameError::Request));
        }
        let ids: Vec<String> = self.by_email(name).await?.into_iter().map(|user| user.user_id).collect();
        match (ids.as_slice(), refused) {
            ([only], _) => Ok(Resolved { id: only.clone(), object: None }),
            ([], Some(refused)) if !refused.is_not_found() => Err(refused.into()),
            ([], _) => Err(NameError::NotFound(format!("no user has the id or email address `{name}`"))),
            _ => {
                Err(NameError::Ambiguous { message: format!("more than one user has the email address `{name}`"), ids })
            }
        }
    }

    /// Returns the ids of the users whose ids begin like this. Empty for callers that may not list users.
    async fn ids_beginning_with(self, beginning: &str) -> Result<Vec<String>, Error> {
        let mut ids = Vec::new();
        let mut pages = self.list_all(&UserFilter::default());
        loop {
            match pages.next_page().await {
                Ok(Some(users)) => {
                    let found = users.iter().filter_map(|user| user.user_id.clone());
                    ids.extend(found.filter(|id| id.starts_with(beginning)));
                }
                Ok(None) => return Ok(ids),
                Err(Error::Unauthorized(_) | Error::Forbidden(_)) => return Ok(Vec::new()),
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns the users with an email address, in any case: `GET /user/list`. Empty for callers that may not list users.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn by_email(self, address: &str) -> Result<Vec<UserEmail>, Error> {
        let mut found = Vec::new();
        let mut pages = self.list_all(&UserFilter::default().user_email(address));
        loop {
            match pages.next_page().await {
                Ok(Some(users)) => found.extend(users.iter().filter_map(|user| {
                    let known = user.user_email.as_deref().filter(|known| known.eq_ignore_ascii_case(address))?;
                    Some(UserEmail { user_id: user.user_id.clone()?, user_email: known.to_owned() })
                })),
                Ok(None) => return Ok(found),
                Err(Error::Unauthorized(_) | Error::Forbidden(_)) => return Ok(Vec::new()),
                Err(error) => return Err(error),
            }
        }
    }
}

impl Organizations<'_> {
    /// Finds an organization by id or alias: `GET /organization/info`, and if none has the id, `GET /organization/list`.
    ///
    /// # Errors
    /// [`NameError::NotFound`], [`NameError::Ambiguous`].
    pub async fn resolve(self, name: &str) -> Result<Resolved<Lossless<Organization>>, NameError> {
        match self.get(name).await {
            Ok(organization) => return Ok(Resolved { id: name.to_owned(), object: Some(organization) }),
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let all = self.list().await?;
        let has_alias = |one: &&Lossless<Organization>| one.organization_alias.as_deref() == Some(name);
        let ids: Vec<String> = all.iter().filter(has_alias).filter_map(|one| one.organization_id.clone()).collect();
        match ids.as_slice() {
            [only] => Ok(Resolved { id: only.clone(), object: None }),
            [] => {
                let missing = || NameError::NotFound(format!("no organization has the id or alias `{name}`"));
                let beginning = beginning_of_id(name).ok_or_else(missing)?;
                let ids = all.iter().filter_map(|one| one.organization_id.clone());
                let ids = ids.filter(|id| id.starts_with(beginning)).collect();
                by_beginning("organization", name, ids).unwrap_or_else(|| Err(missing()))
            }
            _ => {
                Err(NameError::Ambiguous { message: format!("more than one organization has the alias `{name}`"), ids })
            }
        }
    }
}

impl Client {
    /// Finds out whether a write failed because the budget or organization that its body names does not exist, and
    /// returns [`Error::Missing`] if so, else `error`. The server reports it in its database's words, or not at all.
    ///
    /// Sends `POST /budget/info` if the server failed and the body has a `budget_id`, else nothing.
    pub async fn explain_failed_write(&self, error: Error, body: &impl Serialize) -> Error {
        let body = serde_json::to_value(body).unwrap_or_default();
        let named = |field: &str| body.get(field).and_then(Value::as_str);
        if let Some(id) = named("organization_id")
            && error.refusal().is_some_and(|refusal| refusal.kind() == Some(RefusalKind::OrganizationNotFound))
        {
            return Error::Missing(format!("no organization has the id `{id}`"));
        }
        if matches!(error, Error::Server(_))
            && let Some(id) = named("budget_id")
            && !self.may_have_budget(id).await
        {
            return Error::Missing(format!("no budget has the id `{id}`"));
        }
        error
    }

    /// Returns `false` only if the server says that there is no such budget.
    async fn may_have_budget(&self, budget_id: &str) -> bool {
        let mut known = self.budgets().get([budget_id]).await;
        if matches!(known, Err(Error::Interrupted { .. })) {
            // 1.80 closes a connection after such a failure without saying so. Repeating a query does no harm.
            known = self.budgets().get([budget_id]).await;
        }
        !known.is_ok_and(|budgets| budgets.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_neither_secret_nor_hash_is_an_alias() {
        let hash = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
        for (name, expected) in [
            ("sk-1234", false),
            (hash, false),
            ("ci", true),
            (hash.trim_start_matches('8'), true),
            ("Bearer sk-abcd1234", false),
            ("\"sk-abcd1234\"", false),
            ("KEY=sk-abcd1234", false),
            ("task-force-1", true),
        ] {
            assert_eq!(is_key_alias(name), expected, "{name}");
        }
    }

    #[test]
    fn an_email_address_has_text_around_one_at_sign() {
        for text in ["ada@example.com", "a@b"] {
            assert!(is_email_address(text), "{text}");
        }
        for text in ["", "ada", "@b", "a@", "a@b@c", "a b@c", "a@b c"] {
            assert!(!is_email_address(text), "{text}");
        }
    }
}
