//! Reformats JSON without parsing it into values: key order, numbers and duplicate keys are preserved.

use super::escape::is_deceptive;

const MAX_INDENT: usize = 100;

/// How JSON is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Two spaces per level.
    Indented,
    /// One line.
    Compact,
}

/// Lays out valid JSON. `\u` escapes become characters; if `on_terminal`, characters that could deceive the reader
/// become escapes instead.
pub(crate) fn lay_out(json: &str, layout: Layout, on_terminal: bool) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 4);
    let mut layouter = Layouter::new(layout, on_terminal);
    layouter.feed(json, &mut out);
    layouter.end(&mut out);
    out
}

/// Lays out JSON that arrives in parts, split anywhere.
pub(super) struct Layouter {
    layout: Layout,
    on_terminal: bool,
    depth: usize,
    position: Position,
    /// The beginning of an escape whose rest has not arrived.
    unfinished: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// After a bracket: only a closing one stays on the line.
    Opened,
    Between,
    InString,
}

impl Layouter {
    pub(super) fn new(layout: Layout, on_terminal: bool) -> Self {
        Self { layout, on_terminal, depth: 0, position: Position::Between, unfinished: String::new() }
    }

    /// Lays out the next part.
    pub(super) fn feed(&mut self, json: &str, out: &mut String) {
        if self.unfinished.is_empty() {
            return self.lay_out(json, out);
        }
        let mut joined = std::mem::take(&mut self.unfinished);
        joined.push_str(json);
        self.lay_out(&joined, out);
    }

    /// Ends the JSON. Another may follow.
    pub(super) fn end(&mut self, out: &mut String) {
        out.push_str(&std::mem::take(&mut self.unfinished));
    }

    fn lay_out(&mut self, mut json: &str, out: &mut String) {
        while !json.is_empty() {
            json = if self.position == Position::InString { self.string(json, out) } else { self.token(json, out) };
        }
    }

    /// Writes the next token outside of strings and returns the rest.
    fn token<'a>(&mut self, json: &'a str, out: &mut String) -> &'a str {
        let length = json.bytes().position(is_structural).unwrap_or(json.len());
        if length > 0 {
            self.begin_value(out);
            let (literal, rest) = split(json, length);
            out.push_str(literal);
            return rest;
        }
        let (token, rest) = split(json, 1);
        match token {
            "\"" => {
                self.begin_value(out);
                out.push('"');
                self.position = Position::InString;
            }
            "{" | "[" => {
                self.begin_value(out);
                out.push_str(token);
                self.position = Position::Opened;
            }
            "}" | "]" if self.position == Position::Opened => {
                out.push_str(token);
                self.position = Position::Between;
            }
            "}" | "]" => {
                self.depth = self.depth.saturating_sub(1);
                self.new_line(out);
                out.push_str(token);
            }
            "," => {
                out.push(',');
                self.new_line(out);
            }
            ":" => out.push_str(if self.layout == Layout::Indented { ": " } else { ":" }),
            _ => {}
        }
        rest
    }

    fn begin_value(&mut self, out: &mut String) {
        if self.position == Position::Opened {
            self.position = Position::Between;
            self.depth += 1;
            self.new_line(out);
        }
    }

    fn new_line(&self, out: &mut String) {
        const SPACES: &str = "\n                                ";
        if self.layout == Layout::Compact {
            return;
        }
        // Deeper indentation would only cost memory.
        let indent = 2 * self.depth.min(MAX_INDENT);
        if let Some(line) = SPACES.get(..=indent) {
            out.push_str(line);
        } else {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
        }
    }

    /// Writes the string up to its end or the next escape, and returns the rest.
    fn string<'a>(&mut self, json: &'a str, out: &mut String) -> &'a str {
        let on_terminal = self.on_terminal;
        let is_special = |byte: u8| matches!(byte, b'"' | b'\\') || on_terminal && !(b' '..b'\x7f').contains(&byte);
        let length = json.bytes().position(is_special).unwrap_or(json.len());
        let (run, rest) = split(json, length);
        out.push_str(run);
        match rest.chars().next() {
            None => "",
            Some('"') => {
                out.push('"');
                self.position = Position::Between;
                split(rest, 1).1
            }
            Some('\\') => {
                let Some((length, meaning)) = read_escape(rest) else {
                    rest.clone_into(&mut self.unfinished);
                    return "";
                };
                let (escape, rest) = split(rest, length);
                match meaning {
                    Some(c) if !c.is_control() && !matches!(c, '"' | '\\') => self.character(c, out),
                    _ => out.push_str(escape),
                }
                rest
            }
            Some(c) => {
                self.character(c, out);
                split(rest, c.len_utf8()).1
            }
        }
    }

    fn character(&self, c: char, out: &mut String) {
        if self.on_terminal && is_deceptive(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
}

fn is_structural(byte: u8) -> bool {
    matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':') || byte.is_ascii_whitespace()
}

fn split(text: &str, length: usize) -> (&str, &str) {
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// Returns the length of the escape that `json` begins with, and its character if it is a `\u` escape other than an
/// unpaired surrogate. `None` if the rest of the escape is missing.
fn read_escape(json: &str) -> Option<(usize, Option<char>)> {
    let unit = |from: usize| Some(u16::from_str_radix(json.get(from..from + 4)?, 16).unwrap_or(0));
    let escaped = json.chars().nth(1)?;
    if escaped != 'u' {
        return Some((1 + escaped.len_utf8(), None));
    }
    let first = unit(2)?;
    if !(0xd800..0xdc00).contains(&first) {
        return Some((6, char::from_u32(u32::from(first))));
    }
    let following = json.get(6..)?;
    if following.is_empty() || following == "\\" {
        return None;
    }
    if !following.starts_with("\\u") {
        return Some((6, None));
    }
    match char::decode_utf16([first, unit(8)?]).next() {
        Some(Ok(meaning)) => Some((12, Some(meaning))),
        _ => Some((6, None)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_order_and_duplicate_keys_are_preserved() {
        let json = r#"{"z": 3e-05 ,"a":[1.0,{},[ ],{"b":[]}],"a":12345678901234567890123}"#;
        assert_eq!(
            lay_out(json, Layout::Indented, false),
            "{\n  \"z\": 3e-05,\n  \"a\": [\n    1.0,\n    {},\n    [],\n    {\n      \"b\": []\n    }\n  ],\n  \"a\": 12345678901234567890123\n}"
        );
        assert_eq!(
            lay_out(json, Layout::Compact, false),
            r#"{"z":3e-05,"a":[1.0,{},[],{"b":[]}],"a":12345678901234567890123}"#
        );
    }

    #[test]
    fn escapes_become_characters_where_that_is_valid_json() {
        let json = r#""\u00e9 \ud83d\ude00 \ud83d \u0022 \u005c \u001b \n \" [x, y: z]""#;
        assert_eq!(lay_out(json, Layout::Indented, false), r#""é 😀 \ud83d \u0022 \u005c \u001b \n \" [x, y: z]""#);
    }

    #[test]
    fn deceptive_characters_are_escaped_on_a_terminal() {
        let json = "\"a\u{202e}b\\u200bc\u{7f}\"";
        assert_eq!(lay_out(json, Layout::Compact, true), r#""a\u202eb\u200bc\u007f""#);
        assert_eq!(lay_out(json, Layout::Compact, false), "\"a\u{202e}b\u{200b}c\u{7f}\"");
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into)
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect()))
            ]
        })
    }

    proptest! {
        #[test]
        fn value_is_the_same_in_every_layout(value in any_json(), on_terminal: bool) {
            for layout in [Layout::Indented, Layout::Compact] {
                let text = lay_out(&value.to_string(), layout, on_terminal);
                prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&text).unwrap(), &value);
            }
        }

        #[test]
        fn parts_are_laid_out_as_the_whole(value in any_json(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20)) {
            // Every character as an escape too, so that cuts fall inside of escapes.
            let escaped: String = value.to_string().encode_utf16().map(|unit| if unit < 0x80 {
                char::from(unit.to_le_bytes()[0]).to_string()
            } else {
                format!("\\u{unit:04x}")
            }).collect();
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(escaped.len() + 1)).collect();
            cuts.extend([0, escaped.len()]);
            cuts.sort_unstable();
            for on_terminal in [false, true] {
                let mut layouter = Layouter::new(Layout::Indented, on_terminal);
                let mut out = String::new();
                for part in cuts.windows(2) {
                    layouter.feed(escaped.get(part[0]..part[1]).expect("ASCII"), &mut out);
                }
                layouter.end(&mut out);
                prop_assert_eq!(&out, &lay_out(&escaped, Layout::Indented, on_terminal));
                prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&out).unwrap(), &value);
            }
        }
    }
}
