//! Escapes characters in server strings that could move a terminal's cursor, hide other characters or change the
//! reading direction.

use std::borrow::Cow;

pub(crate) use litellm_proxy_yaml::write::is_invisible as is_deceptive;

/// Escapes a string for a single line on a terminal; line feeds are escaped too.
pub(crate) fn for_terminal(text: &str) -> Cow<'_, str> {
    escape(text, |_| false)
}

/// Escapes prose for a terminal, except line feeds, tabs, and the joiners needed by Persian, Indic scripts and emoji.
pub(crate) fn paragraphs_for_terminal(text: &str) -> Cow<'_, str> {
    let keep = |c: char| matches!(c, '\n' | '\t' | '\u{200c}' | '\u{200d}');
    if text.contains("\r\n") {
        return Cow::Owned(escape(&text.replace("\r\n", "\n"), keep).into_owned());
    }
    escape(text, keep)
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let needs_escape = |c: char| is_deceptive(c) && !keep(c);
    if !text.contains(needs_escape) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' if needs_escape(c) => escaped.push_str("\\n"),
            '\t' if needs_escape(c) => escaped.push_str("\\t"),
            '\r' if needs_escape(c) => escaped.push_str("\\r"),
            c if needs_escape(c) && u32::from(c) < 0x100 => escaped.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if needs_escape(c) => escaped.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deceptive_characters_are_escaped() {
        assert_eq!(for_terminal("a\u{1b}[31mb\u{202e}c\nd"), "a\\x1b[31mb\\u{202e}c\\nd");
        assert_eq!(paragraphs_for_terminal("a\r\n\tb\u{1b}\r \u{200c}"), "a\n\tb\\x1b\\r \u{200c}");
        assert_eq!(for_terminal("plain é 漢 😀 [red]"), "plain é 漢 😀 [red]");
    }
}
