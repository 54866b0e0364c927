//! What LiteLLM checks differently from version to version. A server whose version is unknown counts as a new one.

use crate::core::ServerVersion;

/// The rules of a server, by its version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerRules<'a>(Option<&'a ServerVersion>);

impl<'a> ServerRules<'a> {
    pub(crate) fn of(version: Option<&'a ServerVersion>) -> Self {
        Self(version)
    }

    fn at_least(self, major: u32, minor: u32) -> bool {
        self.0.is_none_or(|version| version.at_least(major, minor))
    }

    /// Returns whether a key's own limit replaces the one of the budget it shares. Before, the shared one replaced it.
    pub(crate) fn own_limits_win(self) -> bool {
        self.at_least(1, 82)
    }

    /// Returns whether the organization of a key's team counts for the key. Before, only the key's own organization did.
    pub(crate) fn organizations_of_teams_count(self) -> bool {
        self.at_least(1, 82)
    }

    /// Returns whether keys of a user whom the identity provider deactivated are refused.
    pub(crate) fn deactivated_users_are_refused(self) -> bool {
        self.at_least(1, 84)
    }

    /// Returns whether the tags in a key's metadata count for its requests. Before, only tags of a request did.
    pub(crate) fn key_tags_count(self) -> bool {
        self.at_least(1, 88)
    }

    /// Returns whether `all-team-models` among a team's own models means all models of the server. Before, it was taken
    /// for a model's name.
    pub(crate) fn expands_all_team_models(self) -> bool {
        self.at_least(1, 91)
    }

    /// Returns whether a key whose team does not exist is refused. Before, it was checked like one without a team.
    pub(crate) fn keys_of_missing_teams_are_refused(self) -> bool {
        self.at_least(1, 99)
    }

    /// Returns whether lists of models are searched for what a key's alias resolves to. Before, they were searched for
    /// the alias itself.
    pub(crate) fn resolves_key_aliases(self) -> bool {
        self.at_least(1, 104)
    }
}
