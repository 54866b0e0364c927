//! One name for one thing: the names that an option of a kind has in every command, next to the one that its help shows.

use clap::{Arg, Command};

/// A kind of option.
pub(super) struct CommonName {
    /// The name that works in every command.
    pub(super) name: &'static str,
    /// The names under which some commands show it.
    pub(super) others: &'static [&'static str],
    /// The name of its value, where others have such names too.
    pub(super) value: Option<&'static str>,
    /// Whether the other names work in every command too.
    is_mutual: bool,
}

/// All kinds of options that have several names.
pub(super) const COMMON_NAMES: &[CommonName] = &[
    CommonName { name: "team", others: &["team-id"], value: Some("TEAM"), is_mutual: true },
    CommonName { name: "user", others: &["user-id"], value: Some("USER"), is_mutual: true },
    CommonName { name: "organization", others: &["organization-id"], value: Some("ORGANIZATION"), is_mutual: true },
    CommonName { name: "budget", others: &["budget-id"], value: Some("BUDGET_ID"), is_mutual: true },
    CommonName {
        name: "alias",
        others: &["key-alias", "team-alias", "organization-alias", "display-name"],
        value: None,
        is_mutual: false,
    },
    CommonName {
        name: "max-budget",
        others: &["max-budget-in-team", "max-budget-in-organization"],
        value: None,
        is_mutual: false,
    },
    CommonName { name: "key", others: &["key-hash"], value: None, is_mutual: false },
    CommonName { name: "since", others: &["created-since"], value: None, is_mutual: false },
    CommonName { name: "limit", others: &["top"], value: None, is_mutual: true },
    CommonName { name: "page-size", others: &["size"], value: None, is_mutual: true },
    CommonName { name: "sort-by", others: &["sort"], value: None, is_mutual: true },
    CommonName { name: "order", others: &["sort-order"], value: None, is_mutual: true },
    CommonName { name: "grace", others: &["grace-period"], value: None, is_mutual: true },
];

impl CommonName {
    /// Returns whether an option is of this kind.
    pub(super) fn is_of(&self, arg: &Arg) -> bool {
        let value = arg.get_value_names().and_then(|names| names.first()).map(AsRef::as_ref);
        let is_named = |long: &str| long == self.name || self.others.contains(&long);
        arg.get_long().is_some_and(is_named) && (self.value.is_none() || value == self.value)
    }

    /// Returns the names that an option of this kind has in addition to the one that is shown.
    fn added<'a>(&'a self, long: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let others = self.others.iter().copied().filter(|_| self.is_mutual);
        [self.name].into_iter().chain(others).filter(move |name| *name != long)
    }
}

/// Adds the common names to the options of a command, unless another option has them.
pub(super) fn add(command: Command) -> Command {
    let taken: Vec<String> = command.get_arguments().filter_map(Arg::get_long).map(str::to_owned).collect();
    command.mut_args(|arg| {
        let Some(kind) = COMMON_NAMES.iter().find(|kind| kind.is_of(&arg)) else { return arg };
        let Some(long) = arg.get_long().map(str::to_owned) else { return arg };
        let known = arg.get_all_aliases().unwrap_or_default();
        let is_free = |name: &&str| !known.contains(name) && !taken.iter().any(|taken| taken == name);
        let added: Vec<&'static str> = kind.added(&long).filter(is_free).collect();
        arg.aliases(added)
    })
}
