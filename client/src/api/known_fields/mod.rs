//! The fields that requests of LiteLLM 1.80.11, 1.106.2 and 1.110.2 take, so that a mistyped name can be found before it is
//! sent: servers ignore fields that they do not know. A newer server may know more.

mod tables;

pub use self::tables::{
    BUDGET, CUSTOMER_UPDATE, KEY_UPDATE, NEW_CUSTOMER, NEW_KEY, NEW_ORGANIZATION, NEW_TEAM, NEW_USER,
    ORGANIZATION_UPDATE, TEAM_UPDATE, USER_UPDATE,
};

/// The fields of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownFields {
    /// The endpoint, such as `POST /key/generate`.
    pub endpoint: &'static str,
    /// The names of the fields, sorted.
    pub names: &'static [&'static str],
}

impl KnownFields {
    /// Returns whether a server takes a field of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    /// Returns the name that an unknown one was probably meant to be: it differs in up to two letters, or in case and
    /// separators only.
    pub fn similar(&self, name: &str) -> Option<&'static str> {
        let wanted = plain(name);
        let most = if wanted.len() < 5 { 1 } else { 2 };
        let distances = self.names.iter().map(|known| (distance(&wanted, &plain(known)), *known));
        distances.filter(|(distance, _)| *distance <= most).min().map(|(_, known)| known)
    }
}

/// Returns the letters and digits of a name, in lower case.
fn plain(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns how many letters have to be inserted, removed, replaced or swapped with the next to turn one word into the other.
pub(super) fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous: Option<char> = None;
    for (row, letter) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut other: Option<char> = None;
        for (column, wanted) in to.iter().enumerate() {
            let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&last, column + 1) + 1)
                .min(at(&current, column) + 1)
                .min(at(&last, column) + usize::from(letter != wanted));
            if column > 0 && previous == Some(*wanted) && other == Some(*letter) {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
            other = Some(*wanted);
        }
        previous = Some(*letter);
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_is_found_by_its_letters() {
        for (name, expected) in [
            ("max_budgt", Some("max_budget")),
            ("maxBudget", Some("max_budget")),
            ("max-budget", Some("max_budget")),
            ("max_bugdet", Some("max_budget")),
            ("rpm_limits", Some("rpm_limit")),
            ("model", Some("models")),
            ("team_i", Some("team_id")),
            ("entirely_new", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(NEW_KEY.similar(name), expected, "{name}");
        }
        assert!(NEW_KEY.contains("max_budget") && !NEW_KEY.contains("max_budgt"));
    }
}
