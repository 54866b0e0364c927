//! What commands and tables call a key and what it belongs to.

use litellm_proxy_client::limits::{KeyLimits, LimitOwner};
use litellm_proxy_client::names::is_key_alias;

/// The names of a key, its team and its user, in place of a hash and ids.
#[derive(Debug, Default)]
pub(super) struct Called {
    /// The key's alias if a command finds it by that, else its hash.
    pub(super) key: String,
    team: Option<(String, String)>,
    user: Option<(String, String)>,
}

impl Called {
    /// Returns the names of what a key belongs to: for people those that they know, for programs the ids.
    pub(super) fn of(found: &KeyLimits, for_people: bool) -> Self {
        let key = &found.key.info;
        let alias = key.key_alias.as_deref().filter(|alias| is_key_alias(alias) && is_plain(alias));
        let pair = |id: &Option<String>, name: &Option<String>| {
            let name = name.as_deref().filter(|name| for_people && is_plain(name))?;
            Some((id.clone()?, name.to_owned()))
        };
        Self {
            key: alias.unwrap_or(&found.hash).to_owned(),
            team: pair(&key.team_id, &found.team_alias),
            user: pair(&key.user_id, &found.user_email).filter(|(_, email)| email.contains('@')),
        }
    }

    pub(super) fn team<'a>(&'a self, id: &'a str) -> &'a str {
        name(self.team.as_ref(), id)
    }

    pub(super) fn user<'a>(&'a self, id: &'a str) -> &'a str {
        name(self.user.as_ref(), id)
    }

    /// Returns the name of whom a limit belongs to, by default the id.
    pub(super) fn owner(&self, owner: &LimitOwner) -> String {
        match owner {
            LimitOwner::Key(hash) if self.key.is_empty() => hash.clone(),
            LimitOwner::Key(_) => self.key.clone(),
            LimitOwner::Team(id) => self.team(id).to_owned(),
            LimitOwner::User(id) => self.user(id).to_owned(),
            LimitOwner::Member { team_id, user_id } => format!("{} in {}", self.user(user_id), self.team(team_id)),
            LimitOwner::Budget(id)
            | LimitOwner::Organization(id)
            | LimitOwner::Project(id)
            | LimitOwner::AccessGroup(id)
            | LimitOwner::Customer(id)
            | LimitOwner::Tag(id) => id.clone(),
            _ => String::new(),
        }
    }
}

fn name<'a>(known: Option<&'a (String, String)>, id: &'a str) -> &'a str {
    known.filter(|(known, _)| known == id).map_or(id, |(_, name)| name)
}

/// Returns whether a command takes the name as it is.
fn is_plain(name: &str) -> bool {
    name.trim() == name && !name.is_empty() && !name.starts_with(['-', '@'])
}
