//! Patterns such as `openai/*`, compiled once per check.

use std::collections::BTreeMap;

use regex::Regex;

/// The patterns among the names that a check looks at.
pub(super) struct Patterns(BTreeMap<String, Regex>);

/// Returns whether a name is a pattern that matches some models only.
pub(super) fn is_pattern(name: &str) -> bool {
    name.contains('*') && name != "*"
}

impl Patterns {
    /// Compiles those of the names that hold a `*`. Like the server, it reads a pattern as a regular expression in which
    /// only `*` is replaced; a pattern that is not a valid one matches nothing.
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let compile = |name: &str| Regex::new(&format!("^{}$", name.replace('*', ".*"))).ok();
        let patterns = names.into_iter().filter(|name| name.contains('*'));
        Self(patterns.filter_map(|name| Some((name.to_owned(), compile(name)?))).collect())
    }

    /// Returns whether a pattern matches a model by its name, or by `PROVIDER/NAME`.
    pub(super) fn matches(&self, pattern: &str, model: &str, provider: Option<&str>) -> bool {
        let Some(expression) = self.0.get(pattern) else { return false };
        expression.is_match(model)
            || (!model.contains('/')
                && provider.is_some_and(|provider| expression.is_match(&format!("{provider}/{model}"))))
    }
}
