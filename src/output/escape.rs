//! Text from the server on a terminal: what could move the cursor, hide, or turn the reading direction is shown as
//! an escape.

use std::borrow::Cow;

/// True for control, bidirectional, zero-width and other invisible characters.
pub(crate) fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text as a terminal may show it. Line feeds become escapes too: a cell is one line.
pub(crate) fn for_terminal(text: &str) -> Cow<'_, str> {
    escape(text, |_| false)
}

/// The same for running text, which keeps its line feeds and tabs, and the joiners that Persian, Indic scripts and emoji
/// are written with.
pub(crate) fn paragraphs_for_terminal(text: &str) -> Cow<'_, str> {
    let keep = |c: char| matches!(c, '\n' | '\t' | '\u{200c}' | '\u{200d}');
    if text.contains("\r\n") {
        return Cow::Owned(escape(&text.replace("\r\n", "\n"), keep).into_owned());
    }
    escape(text, keep)
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let escaped = |c: char| is_deceptive(c) && !keep(c);
    if !text.contains(escaped) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' if escaped(c) => shown.push_str("\\n"),
            '\t' if escaped(c) => shown.push_str("\\t"),
            '\r' if escaped(c) => shown.push_str("\\r"),
            c if escaped(c) && u32::from(c) < 0x100 => shown.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if escaped(c) => shown.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_deceives_is_spelled_out_and_all_else_stays() {
        assert_eq!(for_terminal("a\u{1b}[31mb\u{202e}c\nd"), "a\\x1b[31mb\\u{202e}c\\nd");
        assert_eq!(paragraphs_for_terminal("a\r\n\tb\u{1b}\r \u{200c}"), "a\n\tb\\x1b\\r \u{200c}");
        assert_eq!(for_terminal("plain é 漢 😀 [red]"), "plain é 漢 😀 [red]");
    }
}
