//! Secrets that a flag or a name announces without an assignment: `--password hunter2`, `-u user:pass`, `the token is …`.

use std::ops::Range;

use crate::names::{Secrecy, is_common_word};
use crate::{REDACTED, is_key_hash, shapes};

/// Flags with a user and a password, as those of curl.
const USER_FLAGS: &[&str] = &["-u", "-U", "--user", "--proxy-user"];

/// Names that are secret as flags, although they are common words.
const SECRET_FLAGS: &[&str] = &["auth", "pass", "passkey", "pat", "pin", "token"];

/// Words that go on a sentence about a flag.
#[rustfmt::skip]
const CONNECTIVES: &[&str] = &[
    "a", "again", "alone", "also", "an", "and", "applies", "are", "argument", "as", "at", "before", "but", "by", "can",
    "cannot", "does", "expects", "flag", "for", "from", "given", "has", "if", "in", "instead", "is", "it", "may", "must",
    "needs", "nor", "not", "of", "on", "once", "only", "option", "options", "or", "parameter", "requires", "sets",
    "should", "so", "takes", "that", "the", "then", "to", "too", "twice", "unless", "until", "value", "was", "when",
    "which", "will", "with", "without",
];

/// Names after which a word with a digit is a password.
const PASSWORDS: &[&str] = &["passcode", "passphrase", "passwd", "password", "pwd", "secret"];

/// Names after which a random word is a secret.
const TOKENS: &[&str] = &["authorization", "credential", "credentials", "token"];

/// What a `key` that is a secret is called.
const KEY_KINDS: &[&str] = &["access", "api", "master", "private", "secret", "virtual"];

/// Names of algorithms, which have digits too.
const ALGORITHMS: &[&str] = &["argon2", "base64", "pbkdf2", "pkcs12", "sha256", "sha512"];

/// Returns the secret that the word at `at` announces.
pub(crate) fn find(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let name = rest.get(..rest.bytes().take_while(is_word).count())?;
    let after = rest.get(name.len()..)?;
    if USER_FLAGS.contains(&name) {
        return user(text, at + name.len() + separator(after, true)?);
    }
    if name.len() > 2 && name.starts_with("-u") {
        return user(text, at + 2);
    }
    if let Some(flag) = name.strip_prefix("--") {
        return of_flag(text, flag, at + name.len() + separator(after, false)?);
    }
    of_name(text, name, at)
}

/// Returns the length of the blanks after a flag, or of its equals sign.
fn separator(after: &str, may_be_equals: bool) -> Option<usize> {
    if may_be_equals && after.starts_with('=') {
        return Some(1);
    }
    let blanks = after.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (blanks > 0).then_some(blanks)
}

/// Returns the word at `from`, without the quotes around it.
fn value(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let start = usize::from(quote.is_some());
    let is_end = |c: char| match quote {
        Some(quote) => c == quote || c == '\n',
        None => c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | ')' | '<' | '>' | '\\'),
    };
    let inner = rest.get(start..)?;
    let end = inner.find(is_end).unwrap_or(inner.len());
    let end = if quote.is_none() { inner.get(..end)?.trim_end_matches(['.', ':', '?', '!']).len() } else { end };
    (end > 0).then_some(from + start..from + start + end)
}

/// Returns whether a word stands for a value: `KEY`, `<KEY>`, `$KEY`, `@FILE`, the next option, or a masked one.
fn is_placeholder(word: &str) -> bool {
    let is_upper = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    word.starts_with(['<', '[', '{', '(', '$', '@', '-', '…'])
        || word.starts_with("os.environ/")
        || word.contains(REDACTED)
        || word.bytes().all(is_upper)
}

fn of_flag(text: &str, flag: &str, from: usize) -> Option<Range<usize>> {
    let secrecy = Secrecy::of(flag);
    if secrecy == Secrecy::Open {
        return None;
    }
    let range = value(text, from)?;
    let word = text.get(range.clone())?;
    if is_placeholder(word) || is_key_hash(word) || CONNECTIVES.contains(&word) {
        return None;
    }
    let is_certain = !is_common_word(flag) || SECRET_FLAGS.contains(&flag);
    (is_certain || shapes::is_random(word)).then_some(range)
}

/// Returns a user and a password.
fn user(text: &str, from: usize) -> Option<Range<usize>> {
    let range = value(text, from)?;
    let word = text.get(range.clone())?;
    let (user, password) = word.split_once(':')?;
    let are_numbers = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let is_credential = !user.is_empty() && !password.is_empty() && !password.starts_with("//") && !are_numbers;
    (is_credential && !is_placeholder(user) && !is_placeholder(password)).then_some(range)
}

/// Returns the secret after a name in a sentence. Only what no sentence has is one: words with digits.
fn of_name(text: &str, name: &str, at: usize) -> Option<Range<usize>> {
    let lower = name.to_ascii_lowercase();
    let is_password = PASSWORDS.contains(&lower.as_str());
    let is_token = TOKENS.contains(&lower.as_str()) || (lower == "key" && is_secret_key(text, at));
    if !is_password && !is_token {
        return None;
    }
    let mut from = at + name.len();
    from += separator(text.get(from..)?, false)?;
    let rest = text.get(from..)?;
    if let Some(verb) = ["is ", "was "].into_iter().find(|verb| rest.starts_with(verb)) {
        from += verb.len();
    }
    let range = value(text, from)?;
    let word = text.get(range.clone())?;
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    let is_mixed = word.len() >= 6 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_secret = if is_password { is_mixed } else { shapes::is_random(word) };
    let is_known =
        is_placeholder(word) || is_key_hash(word) || ALGORITHMS.contains(&word.to_ascii_lowercase().as_str());
    (is_secret && !is_known).then_some(range)
}

/// Returns whether the `key` at `at` is an API key or another secret one.
fn is_secret_key(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let last = before.strip_suffix(' ').and_then(|before| before.rsplit(' ').next()).unwrap_or_default();
    KEY_KINDS.contains(&last.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use crate::redact_text;

    #[test]
    fn secrets_after_flags_and_names_are_masked() {
        for (text, expected) in [
            ("run curl -u admin:hunter2 http://h", "run curl -u [redacted] http://h"),
            ("curl -uadmin:pw --user 'a:b c' x", "curl -u[redacted] --user '[redacted]' x"),
            ("--user=a:b --proxy-user c:d", "--user=[redacted] --proxy-user [redacted]"),
            ("psql --password hunter", "psql --password [redacted]"),
            ("`x --password hunter2`, then", "`x --password [redacted]`, then"),
            ("x --token abc --api-key \"a b\" y", "x --token [redacted] --api-key \"[redacted]\" y"),
            ("--client-secret\tabc.", "--client-secret\t[redacted]."),
            ("unexpected argument '--auth-token abc'", "unexpected argument '--auth-token [redacted]'"),
            ("the password is hunter2.", "the password is [redacted]."),
            ("password hunter2 was refused", "password [redacted] was refused"),
            ("wrong password 'a1b2c3 d4'", "wrong password '[redacted]'"),
            ("Your API key abcd1234efgh5678 is invalid", "Your API key [redacted] is invalid"),
            ("token was abcd1234efgh", "token was [redacted]"),
            ("got Authorization: abc for it", "got Authorization: [redacted]"),
        ] {
            assert_eq!(redact_text(text), expected, "{text}");
        }
    }

    #[test]
    fn sentences_about_flags_and_names_stay() {
        for text in [
            "pass a key with --api-key or LITELLM_PROXY_API_KEY",
            "--password is required; give --token, or --password instead",
            "Usage: x --password <PASSWORD> --token TOKEN --api-key @FILE -u USER:PASSWORD",
            "--key-alias my-key-2024 --max-tokens 100000",
            "docker run -u 1000:1000, -u http://h, -u name",
            "--key ci-key and --key 88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
            "password sha256 hash",
            "the token limit of gpt-4o-mini is 128000",
            "the password must have 12 characters",
            "key my-team-key-2024 belongs to team-1",
            "no token is set",
            "the secret is in the file",
        ] {
            assert_eq!(redact_text(text), text);
        }
    }
}
