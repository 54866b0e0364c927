//! Finds secrets in text that is neither JSON nor a form: messages of servers, log lines, URLs, headers, JSON that was cut off.

use std::ops::Range;

use crate::names::{Secrecy, is_common_word, secrecy_in_query};
use crate::{REDACTED, announced, decode, is_key_hash, shapes};

/// A longer name is not that of a field.
const LONGEST_NAME: usize = 100;

/// Adds the ranges of secrets.
pub(crate) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(b"://") {
            let user = user_info(rest.get(3..).unwrap_or_default());
            if user > 0 {
                found.push(at + 3..at + 3 + user);
            }
            at += 3 + user;
        } else if rest.starts_with(b"-----BEGIN ") {
            at += private_key(text, at, found);
        } else if *byte == b'%' && rest.get(1..3).and_then(decode::hex).is_some() {
            // An escape is not part of the word after it.
            at += 3;
        } else if *byte == b'\\' {
            at += match rest.get(1) {
                Some(b'u') if rest.get(2..6).and_then(decode::hex).is_some() => 6,
                Some(b'n' | b'r' | b't' | b'b' | b'f') => 2,
                _ => 1,
            };
        } else if rest.starts_with(b"\x1b[") {
            // Nor is a color.
            at += 2 + rest.iter().skip(2).take_while(|byte| matches!(byte, b'0'..=b';')).count() + 1;
        } else if !is_word(*byte) {
            at += 1;
        } else {
            at = word(text, at, found);
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Reads the word at `at`, and the secret that it is or announces. Returns where to go on.
fn word(text: &str, at: usize, found: &mut Vec<Range<usize>>) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let length = shapes::length(rest);
    if length > 0 {
        found.push(at..at + length);
        return at + length;
    }
    let secret = after_scheme(text, at).or_else(|| assigned(text, at)).or_else(|| announced::find(text, at));
    if let Some(secret) = secret {
        let end = secret.end;
        found.push(secret);
        return end;
    }
    at + rest.iter().take_while(|byte| is_word(**byte)).count().max(1)
}

/// Returns the length of a user, with or without a password, before the `@` of a URL.
fn user_info(rest: &[u8]) -> usize {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\');
    let word = rest.iter().position(is_end).unwrap_or(rest.len());
    let authority = rest.iter().take(word).position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(word);
    let last_at = |length: usize| rest.iter().take(length).rposition(|byte| *byte == b'@');
    if let Some(end) = last_at(authority) {
        return end;
    }
    // A password with a slash that was not encoded; after the colon of a host there is a port.
    let colon = rest.iter().take(authority).position(|byte| *byte == b':');
    let is_port = |from: usize| {
        rest.get(from..authority).is_some_and(|port| port.iter().all(u8::is_ascii_digit)) || rest.first() == Some(&b'[')
    };
    match colon {
        Some(colon) if !is_port(colon + 1) => last_at(word).unwrap_or(0),
        _ => 0,
    }
}

/// Adds a private key in PEM, and returns the length to skip.
fn private_key(text: &str, at: usize, found: &mut Vec<Range<usize>>) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let head = rest.get(11..).and_then(|rest| rest.find("-----")).map_or(0, |end| 11 + end + 5);
    if head == 0 || head > 60 || !rest.get(..head).is_some_and(|head| head.contains("PRIVATE KEY")) {
        return 11;
    }
    let end = rest.get(head..).and_then(|rest| rest.find("-----END")).map_or(rest.len(), |end| head + end);
    found.push(at + head..at + end);
    end
}

/// Returns the token after `Bearer`, or the user and password after `Basic`, in any case.
fn after_scheme(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let is_scheme = |scheme: &str| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = ["bearer", "basic"].into_iter().find(|scheme| is_scheme(scheme))?;
    let mut from = scheme.len();
    let mut is_separated = false;
    for separator in ["%20", "+"] {
        if rest.get(from..)?.starts_with(separator) {
            from += separator.len();
            is_separated = true;
        }
    }
    let blanks = rest.get(from..)?.bytes().take_while(|byte| *byte == b' ').count();
    if blanks == 0 && !is_separated {
        return None;
    }
    from += blanks;
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '\\' | ',' | ';' | '&');
    let token = rest.get(from..)?;
    let token = token.get(..token.find(is_end).unwrap_or(token.len()))?;
    if scheme == "basic" {
        decode::basic(&decode::percent(token)).filter(|_| token.len() >= 4)?;
    } else if token.len() < 4 || is_prose(token) || token.starts_with(REDACTED) || token.starts_with('$') {
        return None;
    }
    Some(at + from..at + from + token.len())
}

/// Returns whether this is a word of a sentence: letters, of which only the first may be a capital.
fn is_prose(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ':', ')', '!', '?']);
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
}

/// The value of an assignment.
struct Value {
    range: Range<usize>,
    is_bare: bool,
}

/// Returns the value of an assignment to the name at `at`, if the name is a secret's: `password=…`, `"api_key": "…"`,
/// `?token=…`, `Cookie: …`.
fn assigned(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied();
    let before = at.checked_sub(1).and_then(byte);
    let name_end = at + bytes.iter().skip(at).take_while(|byte| is_word(**byte) || **byte == b'.').count();
    if name_end - at > LONGEST_NAME {
        return None;
    }
    let mut next = name_end;
    if byte(next) == Some(b']') {
        next += 1;
    }
    let quote_from = next;
    while byte(next) == Some(b'\\') {
        next += 1;
    }
    let is_quoted = byte(next).is_some_and(|quote| matches!(quote, b'"' | b'\'')) && byte(next) == before;
    next = if is_quoted { next + 1 } else { quote_from };
    let blanks = |from: usize| bytes.iter().skip(from).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let space = blanks(next);
    next += space;
    let is_colon = byte(next) == Some(b':');
    let mut is_encoded = false;
    let is_element = !is_quoted && before == Some(b'<') && byte(next) == Some(b'>');
    if is_colon || is_element || byte(next) == Some(b'=') {
        next += 1;
        // `=>`, `==`, `:=`
        while !is_element && byte(next).is_some_and(|byte| matches!(byte, b'=' | b'>')) {
            next += 1;
        }
    } else if bytes.get(next..next + 3).is_some_and(|escape| escape.eq_ignore_ascii_case(b"%3d")) {
        is_encoded = true;
        next += 3;
    } else {
        return None;
    }
    let is_tight = !is_colon && space == 0;
    let space = blanks(next);
    next += space;
    let is_tight = is_tight && space == 0;

    let name = text.get(at..name_end)?;
    let is_parameter = is_tight && matches!(before, Some(b'?' | b'&' | b';'));
    let secrecy = if is_parameter { secrecy_in_query(name) } else { Secrecy::of(name) };
    if secrecy == Secrecy::Open {
        return None;
    }
    let is_header = is_colon && is_header_of_secrets(name);
    if is_element {
        // Usage such as `--key <KEY> or --alias <ALIAS>` has no closing tag.
        let end = text.get(next..)?.find('<').unwrap_or(0);
        let is_closed = text.get(next + end..)?.starts_with("</");
        return (is_closed && end > 0 && !text.get(next..next + end)?.starts_with(REDACTED))
            .then_some(next..next + end);
    }
    let mut value = value(text, next, is_quoted, is_header.then_some(before).flatten(), is_header)?;
    if is_encoded && let Some(end) = text.get(value.range.clone())?.find("%26") {
        value.range.end = value.range.start + end;
    }
    let word = text.get(value.range.clone())?;
    let is_masked = word.starts_with(REDACTED) || matches!(word, "" | "None" | "null" | "true" | "false");
    let is_reference = word.starts_with("os.environ/") || (value.is_bare && word.starts_with('$'));
    if is_masked || is_reference || (secrecy == Secrecy::Key && is_key_hash(word)) {
        return None;
    }
    let is_certain = (is_quoted && !(value.is_bare && is_prose(word))) || is_parameter || is_header;
    let is_sentence = value.is_bare && !is_tight && {
        let after = text.get(value.range.end..).unwrap_or_default();
        let goes_on = |rest: &str| rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        is_prose(word.split(' ').next().unwrap_or_default()) && (word.contains(' ') || goes_on(after))
    };
    if !is_certain && (is_sentence || (is_common_word(name) && !shapes::is_random(word))) {
        return None;
    }
    // The scheme is worth seeing.
    if is_header && let Some(token) = after_scheme(text, value.range.start) {
        return Some(token);
    }
    Some(value.range)
}

/// Returns whether the whole line after a header of this name is secret.
fn is_header_of_secrets(name: &str) -> bool {
    ["authorization", "proxy-authorization", "cookie", "set-cookie"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Returns the value at `at`: a quoted string, a list or object after a quoted name, or a bare word.
fn value(text: &str, at: usize, is_quoted: bool, quote: Option<u8>, is_header: bool) -> Option<Value> {
    let rest = text.get(at..)?;
    let escapes = rest.bytes().take_while(|byte| *byte == b'\\').count();
    let first = rest.as_bytes().get(escapes).copied();
    if first.is_some_and(|quote| matches!(quote, b'"' | b'\'' | b'`')) {
        let opening = rest.get(..=escapes)?;
        let from = opening.len();
        let end = if escapes == 0 {
            closing_quote(rest, opening)
        } else {
            rest.get(from..)?.find(opening).map(|end| from + end)
        };
        return Some(Value { range: at + from..at + end.unwrap_or(rest.len()), is_bare: false });
    }
    if is_quoted && matches!(first, Some(b'[' | b'{')) && !rest.starts_with(REDACTED) {
        return Some(Value { range: at..at + balanced(rest), is_bare: false });
    }
    let is_end = |c: char| match c {
        '\n' | '\r' => true,
        _ if is_header => Some(c) == quote.filter(|quote| matches!(quote, b'"' | b'\'')).map(char::from) || c == '"',
        _ => c.is_whitespace() || matches!(c, ',' | ';' | '&' | '"' | '\'' | '`' | '<' | '>' | ')' | '}' | '\\'),
    };
    let end = if rest.starts_with(REDACTED) { REDACTED.len() } else { rest.find(is_end).unwrap_or(rest.len()) };
    // The bracket closes a list.
    let end = if rest.get(..end)?.ends_with(']') && !rest.starts_with(['[', '{']) { end - 1 } else { end };
    Some(Value { range: at..at + end, is_bare: true })
}

/// Returns where a quoted string ends.
fn closing_quote(rest: &str, quote: &str) -> Option<usize> {
    let mut is_escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let is_end = !is_escaped && quote.starts_with(*c);
        is_escaped = !is_escaped && *c == '\\';
        is_end
    });
    end.map(|(end, _)| end)
}

/// Returns the length of a list or object, brackets in strings aside; all of the text if it is cut off.
fn balanced(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut is_escaped = false;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            _ if is_escaped => is_escaped = false,
            (_, '\\') => is_escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use crate::redact_text;

    #[test]
    fn keys_tokens_and_passwords_are_masked() {
        for (text, expected) in [
            ("got sk-abcdefgh, not a task-force", "got [redacted], not a task-force"),
            ("Authorization: Bearer eyJ.x.y end", "Authorization: Bearer [redacted] end"),
            ("-H 'Authorization: Basic dXNlcjpwYXNz' x", "-H 'Authorization: Basic [redacted]' x"),
            ("authorization: opaque value\nx", "authorization: [redacted]\nx"),
            ("Cookie: a=b; c=d\nx: y", "Cookie: [redacted]\nx: y"),
            ("BEARER abcd-1234", "BEARER [redacted]"),
            ("basic dXNlcjpwYXNz.", "basic dXNlcjpwYXNz."),
            (
                "%22sk-abcdefgh%22 \\nsk-abcdefgh\\n \\u0022sk-abcdefgh\\u0022",
                "%22[redacted]%22 \\n[redacted]\\n \\u0022[redacted]\\u0022",
            ),
            ("postgres://u:pw@h/d and http://h:80/a@b", "postgres://[redacted]@h/d and http://h:80/a@b"),
            (
                "https://ghtoken@h/x redis://:p/w@h:1 x://a:b@c@h",
                "https://[redacted]@h/x redis://[redacted]@h:1 x://[redacted]@h",
            ),
            (
                "/x?api_key=abc&token=d%20e&code=f&page=1#access_token=g",
                "/x?api_key=[redacted]&token=[redacted]&code=[redacted]&page=1#access_token=[redacted]",
            ),
            ("{'api_key': 'a\\'b', 'model': 'm'}", "{'api_key': '[redacted]', 'model': 'm'}"),
            (
                r#"cut {"error": {"token": "abc", "credentials": {"a": "b}"}, "m"#,
                r#"cut {"error": {"token": "[redacted]", "credentials": [redacted], "m"#,
            ),
            (r#"\"password\": \"a b\", \"x\": 1"#, r#"\"password\": \"[redacted]\", \"x\": 1"#),
            ("Server=h;Password=p w;User=u", "Server=h;Password=[redacted] w;User=u"),
            ("AccountKey=abc/d==;Endpoint=x", "AccountKey=[redacted];Endpoint=x"),
            ("export OPENAI_API_KEY=abc", "export OPENAI_API_KEY=[redacted]"),
            ("password: hunter2", "password: [redacted]"),
            ("api_key = \"abc\"", "api_key = \"[redacted]\""),
            ("token eyJhbGciOi.eyJzdWIiOi.c2ln end", "token [redacted] end"),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY-----",
            ),
            ("<password>a b</password>", "<password>[redacted]</password>"),
            (
                "'api_key' => 'abc', password := \"d e\", 'token' == f1",
                "'api_key' => '[redacted]', password := \"[redacted]\", 'token' == [redacted]",
            ),
            ("?a=1;token=abc", "?a=1;token=[redacted]"),
            ("a[api_key]=abc", "a[api_key]=[redacted]"),
            ("'\u{1b}[33msk-abcdefgh\u{1b}[0m'", "'\u{1b}[33m[redacted]\u{1b}[0m'"),
            ("next=%3Fapi_key%3Dabc%26x", "next=%3Fapi_key%3D[redacted]%26x"),
            ("{'pin': 1234, \"password\": 12345}", "{'pin': [redacted], \"password\": [redacted]}"),
            ("cut \"secret\": \"abc", "cut \"secret\": \"[redacted]"),
        ] {
            assert_eq!(redact_text(text), expected, "{text}");
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "",
            "key sk-...nope",
            "has `Bearer ` prefix",
            "Bearer token is missing",
            "Basic authentication failed",
            "ünïcode sk-éé",
            "Received API Key = sk-...abcd, Key Hash (Token) =88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
            "Invalid password: it must be longer",
            "cannot create `ci.key`: File exists",
            "cannot create 'ci.key': File exists",
            "access_denied: no",
            "Authentication Error, No api key passed in.",
            "no key has the alias `ci`",
            "key=value, token: none, access=read",
            "api_key: os.environ/KEY api_key=$KEY",
            "?key=88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b&key_alias=ci&page=1",
            "--api-key KEY, --api-key <KEY>, LITELLM_PROXY_API_KEY is set",
            "http://[::1]:80/a@b",
            "max_tokens=5 input_cost_per_token=3e-05",
            "api_key=[redacted] Bearer [redacted]",
        ] {
            assert_eq!(redact_text(text), text);
        }
    }
}
