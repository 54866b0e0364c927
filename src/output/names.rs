//! Names of teams, shown in place of their ids in tables on terminals.

use std::borrow::Cow;
use std::collections::HashMap;

use super::short_id;

/// Aliases of teams by id.
#[derive(Debug, Default)]
pub(crate) struct TeamNames {
    aliases: HashMap<String, String>,
    /// Whether the server has aliases of other teams too.
    is_partial: bool,
}

impl TeamNames {
    /// Adds the alias of a team; one that is missing or empty is ignored.
    pub(crate) fn add(&mut self, id: Option<String>, alias: Option<String>) {
        if let (Some(id), Some(alias)) = (id, alias.filter(|alias| !alias.is_empty())) {
            self.aliases.insert(id, alias);
        }
    }

    /// Marks the aliases as those of a part of the teams.
    pub(crate) fn set_partial(&mut self) {
        self.is_partial = true;
    }

    /// Returns whether one of the teams may have an alias that was not added.
    pub(crate) fn may_lack_any<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> bool {
        self.is_partial && ids.into_iter().any(|id| !id.is_empty() && !self.aliases.contains_key(id))
    }

    /// Returns the alias of a team, or else its id, shortened if it was generated.
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> Cow<'a, str> {
        self.aliases.get(id).map_or_else(|| short_id(id), |alias| Cow::Borrowed(alias.as_str()))
    }

    /// Replaces the ids of a cell, which are separated by a comma and a space.
    pub(super) fn in_cell(&self, cell: &str) -> String {
        cell.split(", ").map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_replaced_by_aliases() {
        let mut names = TeamNames::default();
        names.add(Some("t1".to_owned()), Some("Core".to_owned()));
        names.add(Some("t2".to_owned()), Some(String::new()));
        names.add(None, Some("Lost".to_owned()));
        assert_eq!(names.in_cell("t1, t2, t3"), "Core, t2, t3");
        assert_eq!(names.in_cell("46adcf06-d5dc-46c3-b53b-76ceba88e814"), "46adcf06…");
    }
}
