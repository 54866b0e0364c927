//! Secrets that are recognized by their shape: keys of LiteLLM and of providers, JSON Web Tokens.

/// Prefixes of keys, and the length that a word with it has at least.
const PREFIXES: &[(&str, usize)] = &[
    ("sk-", 8),
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("rk_live_", 16),
    ("AIza", 30),
    ("gsk_", 24),
    ("hf_", 24),
    ("ghp_", 24),
    ("gho_", 24),
    ("ghs_", 24),
    ("github_pat_", 24),
    ("glpat-", 20),
    ("xoxb-", 16),
    ("xoxp-", 16),
];

/// Returns the length of the key or token at the beginning of a word, or 0.
pub(crate) fn length(rest: &[u8]) -> usize {
    let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if rest.starts_with(b"eyJ") {
        return json_web_token(rest);
    }
    let Some((_, shortest)) = PREFIXES.iter().find(|(prefix, _)| rest.starts_with(prefix.as_bytes())) else { return 0 };
    let length = rest.iter().take_while(is_word).count();
    if length >= *shortest { length } else { 0 }
}

/// Returns the length of a token of at least three parts: `eyJ….….…`.
fn json_web_token(rest: &[u8]) -> usize {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let length = rest.iter().take_while(is_part).count();
    let dots = rest.iter().take(length).filter(|byte| **byte == b'.').count();
    if dots >= 2 && length >= 20 { length } else { 0 }
}

/// Returns whether text holds something that looks like a key of LiteLLM (`sk-…`), whatever stands around it.
pub fn holds_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        let starts_word =
            at.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let rest = bytes.get(at..).unwrap_or_default();
        starts_word && rest.starts_with(b"sk-") && length(rest) > 0
    })
}

/// Returns whether a word looks random: long, of letters and digits.
pub(crate) fn is_random(word: &str) -> bool {
    word.len() >= 12
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !word.contains(['/', '.', ':'])
}
