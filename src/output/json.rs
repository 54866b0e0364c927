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
    let mut depth = 0;
    let mut chars = json.chars().peekable();
    let new_line = |out: &mut String, depth: usize| {
        if layout == Layout::Indented {
            out.push('\n');
            // Deeper indentation would only cost memory.
            out.extend(std::iter::repeat_n("  ", depth.min(MAX_INDENT)));
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '"' => string(&mut out, &mut chars, on_terminal),
            '{' | '[' => {
                out.push(c);
                while chars.next_if(char::is_ascii_whitespace).is_some() {}
                if let Some(end) = chars.next_if(|c| matches!(c, '}' | ']')) {
                    out.push(end);
                } else {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(if layout == Layout::Indented { ": " } else { ":" }),
            c if c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

fn string(out: &mut String, chars: &mut std::iter::Peekable<std::str::Chars<'_>>, on_terminal: bool) {
    let mut push = |c: char, as_written: &str| {
        if on_terminal && is_deceptive(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push_str(as_written);
        }
    };
    let mut utf8 = [0; 4];
    push('"', "\"");
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                push('"', "\"");
                return;
            }
            '\\' => match chars.next() {
                Some('u') => {
                    let (written, meaning) = unicode_escape(chars);
                    match meaning {
                        Some(c) if !c.is_control() && !matches!(c, '"' | '\\') => push(c, c.encode_utf8(&mut utf8)),
                        _ => push('\\', &written),
                    }
                }
                Some(escaped) => {
                    push('\\', "\\");
                    push('\\', escaped.encode_utf8(&mut utf8));
                }
                None => {}
            },
            c => push(c, c.encode_utf8(&mut utf8)),
        }
    }
}

/// Reads the rest of a `\u` escape. Returns it as written, and its character unless it is an unpaired surrogate.
fn unicode_escape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (String, Option<char>) {
    let unit = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>| -> (String, u16) {
        let digits: String = chars.by_ref().take(4).collect();
        let value = u16::from_str_radix(&digits, 16).unwrap_or(0);
        (digits, value)
    };
    let (digits, first) = unit(chars);
    let mut written = format!("\\u{digits}");
    if !(0xd800..0xdc00).contains(&first) {
        return (written, char::from_u32(u32::from(first)));
    }
    let mut ahead = chars.clone();
    if ahead.next() != Some('\\') || ahead.next() != Some('u') {
        return (written, None);
    }
    let (digits, second) = unit(&mut ahead);
    let Some(Ok(meaning)) = char::decode_utf16([first, second]).next() else { return (written, None) };
    *chars = ahead;
    written.push_str("\\u");
    written.push_str(&digits);
    (written, Some(meaning))
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
    }
}
