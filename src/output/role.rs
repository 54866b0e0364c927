//! What a state means to a person who looks for trouble: its color on a terminal. The word always stands there too.

/// The meaning of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Good,
    Warning,
    Bad,
}

/// States in the words of tables. Other states, such as `active`, are not colored.
const STATES: [(Role, &[&str]); 3] = [
    (
        Role::Bad,
        &[
            "blocked",
            "deleted",
            "expired",
            "failed",
            "failing",
            "failure",
            "no",
            "orphaned-team",
            "orphaned-user",
            "over budget",
            "over-budget",
            "stops it",
            "stops it too",
            "unhealthy",
            "unknown-model",
        ],
    ),
    (Role::Warning, &["near budget", "near-budget", "no-expiry", "partly", "unknown", "unused"]),
    (Role::Good, &["created", "healthy", "imported", "updated", "yes"]),
];

/// How states begin that are followed by a time.
const EXPIRING: &str = "expires in ";

impl Role {
    /// Returns the role of a state.
    pub(super) fn of(state: &str) -> Option<Self> {
        if state.starts_with(EXPIRING) {
            return Some(Self::Warning);
        }
        STATES.iter().find(|(_, states)| states.contains(&state)).map(|(role, _)| *role)
    }

    /// Adds the color to `text`.
    pub(super) fn paint(self, text: &str) -> String {
        let color = match self {
            Self::Good => 32,
            Self::Warning => 33,
            Self::Bad => 31,
        };
        format!("\u{1b}[{color}m{text}\u{1b}[0m")
    }
}

/// Adds the color of `state` to `cell`, a part of it.
pub(crate) fn painted(state: &str, cell: &str) -> String {
    let role = Role::of(state).filter(|_| !cell.is_empty());
    role.map_or_else(|| cell.to_owned(), |role| role.paint(cell))
}

/// Adds the color of a sign before a change or its outcome.
pub(super) fn painted_sign(sign: char) -> String {
    let role = match sign {
        '+' | '✓' => Role::Good,
        '-' | '✗' => Role::Bad,
        '~' | '±' | '!' => Role::Warning,
        other => return other.to_string(),
    };
    role.paint(&sign.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_that_one_looks_for_have_a_role() {
        for (state, role) in [
            ("blocked", Some(Role::Bad)),
            ("over budget", Some(Role::Bad)),
            ("expires in 2 d", Some(Role::Warning)),
            ("imported", Some(Role::Good)),
            ("active", None),
            ("", None),
        ] {
            assert_eq!(Role::of(state), role, "{state}");
        }
        assert_eq!(Role::Bad.paint("blocked"), "\u{1b}[31mblocked\u{1b}[0m");
    }
}
