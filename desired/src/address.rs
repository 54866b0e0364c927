//! [`Address`]: the name of a resource in plans, such as `team/research`, and [`Selector`]: a pattern of addresses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::kind::Kind;

/// The address of a resource: `model/gpt-4o-eu`, `team/research`, `team/research/member/ada`, `router_settings`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The kind.
    pub kind: Kind,
    /// The identity: id, name or alias; for a member, the id of the team. Empty for settings.
    pub name: String,
    /// The id of the user, for a member.
    pub member: Option<String>,
}

impl Address {
    /// Creates the address of anything but a member.
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), member: None }
    }

    /// Creates the address of a member of a team.
    pub fn member(team: impl Into<String>, user: impl Into<String>) -> Self {
        Self { kind: Kind::Member, name: team.into(), member: Some(user.into()) }
    }

    /// Creates the address of the router's settings.
    pub fn router_settings() -> Self {
        Self::single(Kind::RouterSettings)
    }

    /// Creates the address of the one resource of a kind.
    pub(crate) fn single(kind: Kind) -> Self {
        Self::new(kind, "")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, &self.member) {
            (kind, _) if kind.is_single() => f.write_str(kind.name()),
            (Kind::Member, Some(member)) => write!(f, "team/{}/member/{member}", self.name),
            (kind, _) => write!(f, "{kind}/{}", self.name),
        }
    }
}

/// A string that is not an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the address of a resource; expected something like team/research or model/gpt-4o")]
pub struct InvalidAddress(pub String);

impl FromStr for Address {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidAddress(text.to_owned());
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.is_single() && kind.name() == text) {
            return Ok(Self::single(kind));
        }
        let (kind, name) = text.split_once('/').ok_or_else(invalid)?;
        let kind = Kind::from_name(kind).ok_or_else(invalid)?;
        if kind == Kind::Team
            && let Some((team, user)) = name.split_once("/member/")
            && !team.is_empty()
            && !user.is_empty()
        {
            return Ok(Self::member(team, user));
        }
        if name.is_empty() || kind == Kind::Member || kind.is_single() {
            return Err(invalid());
        }
        Ok(Self::new(kind, name))
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A pattern of addresses, in which `*` stands for any characters, followed by a field or not: `model/*`,
/// `team/research.max_budget`, `model/*.litellm_params.rpm`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector(String);

impl Selector {
    /// Creates a selector.
    ///
    /// # Errors
    /// Fails if no address can match, because the pattern does not begin with a kind.
    pub fn new(pattern: impl Into<String>) -> Result<Self, InvalidAddress> {
        let pattern = pattern.into();
        let kind = pattern.split(['/', '.']).next().unwrap_or_default();
        if kind.contains('*') || Kind::from_name(kind).is_some() {
            Ok(Self(pattern))
        } else {
            Err(InvalidAddress(pattern))
        }
    }

    /// Returns whether the pattern may stand for a resource of a kind, or for a field of one.
    pub fn may_select(&self, kind: Kind) -> bool {
        let name = self.0.split(['/', '.']).next().unwrap_or_default();
        let own = if kind == Kind::Member { Kind::Team } else { kind };
        name.contains('*') || Kind::from_name(name) == Some(own)
    }

    /// Returns whether the pattern stands for this resource as a whole.
    pub fn selects(&self, address: &Address) -> bool {
        matches(&self.0, &address.to_string())
    }

    /// Returns whether the pattern stands for a field, or for the whole resource.
    pub fn selects_field(&self, address: &Address, field: &str) -> bool {
        self.selects(address) || matches(&self.0, &format!("{address}.{field}"))
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns whether a pattern with `*` stands for a string.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut left) = text.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(end) = pieces.pop() else { return left.is_empty() };
    for piece in pieces {
        let Some((_, after)) = left.split_once(piece) else { return false };
        left = after;
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_written() {
        for text in
            ["model/openai/*", "team/research", "team/a/b/member/ada", "router_settings", "litellm_settings", "tag/x y"]
        {
            let address: Address = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(address.to_string(), text);
        }
        for text in ["", "model", "model/", "nope/x", "member/ada"] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }

    #[test]
    fn selectors_stand_for_resources_and_fields() {
        let selector = |pattern: &str| Selector::new(pattern).expect("a selector");
        let model = Address::new(Kind::Model, "gpt-4o-eu");
        assert!(selector("model/*").selects(&model));
        assert!(selector("model/gpt*eu").selects(&model));
        assert!(!selector("model/gpt-4o").selects(&model));
        assert!(!selector("model/*.litellm_params.rpm").selects(&model));
        assert!(selector("model/*.litellm_params.rpm").selects_field(&model, "litellm_params.rpm"));
        assert!(selector("model/gpt-4o-eu").selects_field(&model, "litellm_params.rpm"));
        assert!(selector("*").selects(&model));
        assert!(Selector::new("modle/*").is_err());
    }
}
