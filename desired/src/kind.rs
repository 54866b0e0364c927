//! [`Kind`]: the kinds of resources, in the order in which they are created.

use std::fmt;

/// A kind of resource. The order is that of creation: a kind refers only to kinds before it. Deletions go backward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A shared budget, by its id.
    Budget,
    /// Secrets of a provider, by name.
    Credential,
    /// A deployment, by its id.
    Model,
    /// A user, by id.
    User,
    /// A team, by id.
    Team,
    /// A member of a team, by the ids of both.
    Member,
    /// A virtual key, by its alias.
    Key,
    /// An end user named in requests, by id.
    Customer,
    /// A tag of requests, by name.
    Tag,
    /// The settings of the router, fallbacks included; there is one.
    RouterSettings,
}

impl Kind {
    /// All kinds, in the order in which they are created.
    pub const ALL: [Self; 10] = [
        Self::Budget,
        Self::Credential,
        Self::Model,
        Self::User,
        Self::Team,
        Self::Member,
        Self::Key,
        Self::Customer,
        Self::Tag,
        Self::RouterSettings,
    ];

    /// Returns the name in addresses, such as `model`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Credential => "credential",
            Self::Model => "model",
            Self::User => "user",
            Self::Team => "team",
            Self::Member => "member",
            Self::Key => "key",
            Self::Customer => "customer",
            Self::Tag => "tag",
            Self::RouterSettings => "router_settings",
        }
    }

    /// Returns what people call one and many of them.
    pub fn noun(self) -> [&'static str; 2] {
        match self {
            Self::Budget => ["budget", "budgets"],
            Self::Credential => ["credential", "credentials"],
            Self::Model => ["model", "models"],
            Self::User => ["user", "users"],
            Self::Team => ["team", "teams"],
            Self::Member => ["member of a team", "members of teams"],
            Self::Key => ["key", "keys"],
            Self::Customer => ["customer", "customers"],
            Self::Tag => ["tag", "tags"],
            Self::RouterSettings => ["router setting", "router settings"],
        }
    }

    /// Returns the section of the file, such as `model_list`. Members are part of their team.
    pub fn section(self) -> &'static str {
        match self {
            Self::Budget => "budgets",
            Self::Credential => "credential_list",
            Self::Model => "model_list",
            Self::User => "users",
            Self::Team | Self::Member => "teams",
            Self::Key => "keys",
            Self::Customer => "customers",
            Self::Tag => "tags",
            Self::RouterSettings => "router_settings",
        }
    }

    /// Returns the field that holds the ownership mark, or `None` if the server keeps none for this kind.
    pub fn mark_field(self) -> Option<&'static str> {
        match self {
            Self::Credential => Some("credential_info"),
            Self::Model => Some("model_info"),
            Self::User | Self::Team | Self::Key => Some("metadata"),
            Self::Budget | Self::Member | Self::Customer | Self::Tag | Self::RouterSettings => None,
        }
    }

    /// Returns the fields that are maps of fields, in which each entry is compared and owned by itself.
    pub fn open_maps(self) -> &'static [&'static str] {
        match self {
            Self::Credential => &["credential_info", "credential_values"],
            Self::Model => &["litellm_params", "model_info"],
            Self::User | Self::Team | Self::Key => &["metadata"],
            Self::Budget | Self::Member | Self::Customer | Self::Tag | Self::RouterSettings => &[],
        }
    }

    /// Finds a kind by its name, singular or plural, or by its section.
    pub fn from_name(name: &str) -> Option<Self> {
        let singular = name.strip_suffix('s').unwrap_or(name);
        Self::ALL.into_iter().find(|kind| [name, singular].contains(&kind.name()) || kind.section() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
