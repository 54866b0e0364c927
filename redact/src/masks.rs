//! What maskers put in the place of secrets. A server that is sent such a string stores it, and the secret is lost.

/// What a string is instead of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mask {
    /// A masked value, such as `sk****56`, `[redacted]` or `REDACTED_BY_LITELM`.
    Value,
    /// The shortened name of a key in LiteLLM's lists, such as `sk-...1234`.
    KeyName,
}

/// What a string may be, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The value of a secret field. Nothing in it is Markdown, a pattern or a wildcard.
    Secret,
    /// Text written for people or models, such as a description or a prompt. Only a mask and nothing else counts.
    Prose,
    /// Any other value.
    Other,
}

/// The most characters that LiteLLM's maskers leave at each end.
const SHOWN: usize = 8;

impl Mask {
    /// Returns what a string is instead of a secret; `None` if it is not a mask.
    ///
    /// ```
    /// use litellm_proxy_redact::{Mask, Place};
    ///
    /// assert_eq!(Mask::of("sk****56", Place::Other), Some(Mask::Value));
    /// assert_eq!(Mask::of("sk-...1234", Place::Other), Some(Mask::KeyName));
    /// assert_eq!(Mask::of("use the **new** model", Place::Other), None);
    /// ```
    pub fn of(text: &str, place: Place) -> Option<Self> {
        let text = text.trim();
        let is_named = match place {
            Place::Secret => text.split_whitespace().any(is_key_name),
            Place::Prose | Place::Other => is_key_name(text),
        };
        if is_named {
            return Some(Self::KeyName);
        }
        let is_masked = is_redacted(text, place)
            || match place {
                Place::Secret => text.contains("**") || has_single_star(text),
                Place::Prose => is_one_mask(text),
                Place::Other => is_masked_value(text),
            };
        is_masked.then_some(Self::Value)
    }

    /// Returns whether a mask can be shown: it has the form of a masker's output, and is not a secret with stars in it.
    pub fn can_be_shown(text: &str) -> bool {
        let text = text.trim();
        if is_key_name(text) || is_redacted(text, Place::Prose) {
            return true;
        }
        let Some((start, stars, end)) = around_stars(text) else { return false };
        match (start.chars().count(), stars, end.chars().count()) {
            (0, ..) | (2, 4, 2) => end.chars().count() <= 4,
            (4, 2.., 4) | (0..=4, 3.., 0..=4) => true,
            _ => false,
        }
    }
}

/// Returns whether text is `sk-...` and the last characters of a key.
fn is_key_name(text: &str) -> bool {
    text.strip_prefix("sk-...").is_some_and(|end| end.chars().count() <= 4 && !end.contains(char::is_whitespace))
}

/// Returns whether a word says that something was redacted: `[redacted]`, `***REDACTED***`, `REDACTED_BY_LITELM`.
fn is_redacted(text: &str, place: Place) -> bool {
    let word = text.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = word.to_ascii_lowercase().replace('-', "_");
    let is_whole = lower == "redacted" && (place == Place::Secret || word.len() < text.len());
    let holds = |marker: &str| place != Place::Prose && text.contains(marker);
    is_whole
        || matches!(lower.as_str(), "redacted_by_litelm" | "redacted_by_litellm")
        || holds(crate::REDACTED)
        || holds("REDACTED_BY_LITEL")
        || (place == Place::Secret && holds("[REDACTED]"))
}

/// Returns whether the value of a secret field is masked with one star: secrets of one and of nine characters are.
fn has_single_star(text: &str) -> bool {
    text == "*" || (text.chars().count() == 9 && text.chars().nth(4) == Some('*'))
}

/// Splits text around its only run of stars, which has at least two.
fn around_stars(text: &str) -> Option<(&str, usize, &str)> {
    let first = text.find('*')?;
    let (start, rest) = text.split_at_checked(first)?;
    let end = rest.trim_start_matches('*');
    let stars = rest.len() - end.len();
    (stars >= 2 && !end.contains('*')).then_some((start, stars, end))
}

/// Returns whether prose is nothing but a mask.
fn is_one_mask(text: &str) -> bool {
    let Some((start, stars, end)) = around_stars(text) else { return false };
    let is_short = |part: &str| part.chars().count() <= SHOWN && !part.contains(char::is_whitespace);
    // `**kwargs` and `f**` are half of an emphasis.
    let is_closed = stars > 2 || start.is_empty() == end.is_empty();
    is_short(start) && is_short(end) && is_closed && !is_glob(text)
}

/// Returns whether any value but that of a secret field is masked, or holds a masked word.
fn is_masked_value(text: &str) -> bool {
    if !text.contains("**") {
        return false;
    }
    if text.contains(char::is_whitespace) {
        return text.split_whitespace().any(is_masked_word);
    }
    !is_emphasis(text) && !is_glob(text)
}

/// Returns whether a word among others is masked, rather than emphasized.
fn is_masked_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '*');
    let Some((start, stars, end)) = around_stars(word) else { return false };
    let has_letters = |part: &str| part.contains(char::is_alphanumeric);
    let is_standard = start.chars().count() == 4 && end.chars().count() == 4;
    (stars >= 4 && (has_letters(start) || has_letters(end))) || is_standard
}

/// Returns whether all of the text is emphasized, as `**this**` is.
fn is_emphasis(text: &str) -> bool {
    let inner = text.trim_matches('*');
    let before = text.len() - text.trim_start_matches('*').len();
    let after = text.len() - text.trim_end_matches('*').len();
    matches!(before, 2 | 3) && before == after && !inner.is_empty() && !inner.contains('*')
}

/// Returns whether the stars are segments of a path, as in `/v1/**`.
fn is_glob(text: &str) -> bool {
    text.contains('/') && text.split('/').all(|segment| segment == "**" || !segment.contains("**"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: [Place; 3] = [Place::Secret, Place::Prose, Place::Other];

    #[test]
    fn what_maskers_write_is_a_mask_in_every_place() {
        for text in [
            "sk****56",
            "zz****zz",
            "*****",
            "**",
            "hunt******ter2",
            "x123**6789",
            "Bear*******yyyy",
            "sk-123****cdef",
            "Bearer****ef01",
            "[redacted]",
            "[REDACTED]",
            "***REDACTED***",
            "**REDACTED**",
            "REDACTED_BY_LITELM",
            "REDACTED_BY_LITELLM",
            "redacted-by-litellm",
            " sk****56\n",
        ] {
            for place in PLACES {
                assert_eq!(Mask::of(text, place), Some(Mask::Value), "{text} {place:?}");
            }
        }
        for text in ["sk-...1234", "sk-...", "sk-...a-_9"] {
            for place in PLACES {
                assert_eq!(Mask::of(text, place), Some(Mask::KeyName), "{text} {place:?}");
            }
        }
    }

    #[test]
    fn secret_fields_hold_no_stars_at_all() {
        for text in [
            "*",
            "hunt*ter2",
            "Bearer sk****56",
            "Bearer [redacted]",
            "redacted",
            "postgres://[redacted]@db/x",
            "a long secret that holds ** somewhere",
            "**bold**",
        ] {
            assert_eq!(Mask::of(text, Place::Secret), Some(Mask::Value), "{text}");
        }
        assert_eq!(Mask::of("Bearer sk-...1234", Place::Secret), Some(Mask::KeyName));
        for text in ["sk-1234", "os.environ/KEY", "p*ssword", "", "sk-....12345"] {
            assert_eq!(Mask::of(text, Place::Secret), None, "{text}");
        }
    }

    #[test]
    fn markdown_globs_and_wildcards_are_not_masks() {
        for text in [
            "*",
            "openai/*",
            "**bold**",
            "***both***",
            "/v1/**",
            "a/**/b",
            "use the **new** model for *all* of ***it***",
            "**Note:** 2**3 is 8, f(**kwargs)",
            "one\n*****\ntwo",
            "redacted",
            "the value was redacted",
        ] {
            for place in [Place::Prose, Place::Other] {
                assert_eq!(Mask::of(text, place), None, "{text} {place:?}");
            }
        }
        for text in ["the key sk-ab****wxyz is of ci", "**kwargs", "a URL such as http://[redacted]@h"] {
            assert_eq!(Mask::of(text, Place::Prose), None, "{text}");
        }
    }

    #[test]
    fn other_values_may_not_hold_a_masked_word() {
        for text in ["key: sk-ab****wxyz, of ci", "{\"api_key\": \"sk****56\"}", "http://[redacted]@h", "abcd**wxyz x"]
        {
            assert_eq!(Mask::of(text, Place::Other), Some(Mask::Value), "{text}");
        }
    }

    #[test]
    fn only_what_a_masker_writes_is_shown() {
        for text in ["sk****56", "***", "x123**6789", "[redacted]", "sk-...1234", "REDACTED_BY_LITELM"] {
            assert!(Mask::can_be_shown(text), "{text}");
        }
        for text in ["P**ssw0rd", "Tr0ub4dor&3**correct-horse", "Bearer abcdef ab****yz", "a**b**c", "secret"] {
            assert!(!Mask::can_be_shown(text), "{text}");
        }
    }
}
