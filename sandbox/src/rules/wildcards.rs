//! Wildcards in model names, such as `openai/*`. Other patterns are regular expressions, as in LiteLLM.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;

/// The number of compiled patterns that are kept.
const CAPACITY: usize = 1_000;

/// Compiled patterns; `None` for one that is not a valid regular expression.
static COMPILED: LazyLock<Mutex<HashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);

/// Returns whether a pattern with a `*` matches a model name.
pub(super) fn matches(pattern: &str, model: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return false };
    if is_literal(before) && is_literal(after) {
        return model.strip_prefix(before).is_some_and(|rest| rest.ends_with(after));
    }
    compiled(pattern).is_some_and(|regex| regex.is_match(model))
}

fn is_literal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b':'))
}

/// Returns the regular expression of a pattern, compiled on first use.
fn compiled(pattern: &str) -> Option<Regex> {
    let mut patterns = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = patterns.get(pattern) {
        return regex.clone();
    }
    if patterns.len() >= CAPACITY {
        patterns.clear();
    }
    let regex = Regex::new(&format!("^{}$", pattern.replace('*', ".*"))).ok();
    patterns.insert(pattern.to_owned(), regex.clone());
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_as_on_the_server() {
        for (pattern, model, expected) in [
            ("openai/*", "openai/gpt-4o", true),
            ("openai/*", "azure/gpt-4o", false),
            ("*", "any", true),
            ("gpt-*-mini", "gpt-4o-mini", true),
            ("b.ta*", "beta-gpt", true),
            ("b.ta*", "bta", false),
            ("a*b*c", "a-b-c", true),
            ("(*", "(", false),
            ("gpt-4o", "gpt-4o", false),
        ] {
            assert_eq!(matches(pattern, model), expected, "{pattern} {model}");
        }
    }
}
