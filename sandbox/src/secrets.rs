//! Hashing and masking of keys and other secrets.

use sha2::{Digest as _, Sha256};

/// Returns the SHA-256 of a secret in lower-case hex, the form in which keys are stored.
pub(super) fn hash(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let mut hex = String::with_capacity(2 * digest.len());
    hex.extend(digits.filter_map(|digit| char::from_digit(digit.into(), 16)));
    hex
}

/// Returns the hash of an `sk-…` key; anything else is taken for a hash already.
pub(super) fn token_of(key: &str) -> String {
    if key.starts_with("sk-") { hash(key) } else { key.to_owned() }
}

/// How the middle of a masked string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Middle {
    /// One `*` for each hidden character.
    Stars,
    /// Always this string.
    Fixed(&'static str),
}

/// Keeps `head` leading and `tail` trailing characters and hides the rest, as LiteLLM's maskers do.
///
/// Returns `None` for a string that has no more characters than would be kept.
pub(super) fn mask(text: &str, head: usize, tail: usize, middle: Middle) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let hidden = characters.len().checked_sub(head.saturating_add(tail)).filter(|hidden| *hidden > 0)?;
    let start = characters.iter().take(head);
    let end = characters.iter().skip(head.saturating_add(hidden));
    let middle = match middle {
        Middle::Stars => "*".repeat(hidden),
        Middle::Fixed(middle) => middle.to_owned(),
    };
    Some(start.copied().chain(middle.chars()).chain(end.copied()).collect())
}

/// Masks a key as LiteLLM shows it: `sk-...abcd`. A short key keeps nothing.
pub(super) fn mask_key(key: &str) -> String {
    let shown = if key.len() > 10 { mask(key, 0, 4, Middle::Fixed("sk-...")) } else { None };
    shown.unwrap_or_else(|| "sk-...".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashing_is_sha256_in_hex_and_leaves_hashes_alone() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash("abc"), expected);
        assert_eq!(token_of(expected), expected);
        assert_eq!(token_of("sk-1"), hash("sk-1"));
    }

    #[test]
    fn masking_keeps_the_ends_and_nothing_of_short_strings() {
        assert_eq!(mask("abcdefgh", 2, 2, Middle::Stars).as_deref(), Some("ab****gh"));
        assert_eq!(mask("abcdefgh", 2, 2, Middle::Fixed("..")).as_deref(), Some("ab..gh"));
        assert_eq!(mask("päßwörtér", 4, 4, Middle::Stars).as_deref(), Some("päßw*rtér"));
        assert_eq!(mask("abcd", 2, 2, Middle::Stars), None);
        assert_eq!(mask_key("sk-1234567890"), "sk-...7890");
        assert_eq!(mask_key("sk-1234"), "sk-...");
    }
}
