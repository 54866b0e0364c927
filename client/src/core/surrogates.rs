//! Lone surrogates in JSON escapes, such as `"\ud83d"`: Python writes and reads them, but no string of Rust can hold them.

use std::borrow::Cow;

/// The escape of the replacement character, as long as the one that it replaces.
const REPLACEMENT: &[u8; 6] = b"\\ufffd";

/// Returns JSON in which the replacement character stands for each lone surrogate.
pub(crate) fn without_lone_surrogates(json: &[u8]) -> Cow<'_, [u8]> {
    let mut fixed = Cow::Borrowed(json);
    let mut at = 0;
    while let Some(rest) = json.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(next) = rest.iter().position(|byte| *byte == b'\\') else { break };
        at += next;
        let escape = json.get(at..).unwrap_or_default();
        at += match code_unit(escape) {
            None => 2,
            Some(0xd800..=0xdbff)
                if matches!(code_unit(escape.get(6..).unwrap_or_default()), Some(0xdc00..=0xdfff)) =>
            {
                12
            }
            Some(0xd800..=0xdfff) => {
                if let Some(place) = fixed.to_mut().get_mut(at..at + REPLACEMENT.len()) {
                    place.copy_from_slice(REPLACEMENT);
                }
                6
            }
            Some(_) => 6,
        };
    }
    fixed
}

/// Returns the code unit of the `\uXXXX` at the beginning.
fn code_unit(escape: &[u8]) -> Option<u16> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fixed(json: &str) -> String {
        String::from_utf8(without_lone_surrogates(json.as_bytes()).into_owned()).expect("UTF-8")
    }

    #[test]
    fn only_lone_surrogates_are_replaced() {
        for (json, expected) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""a\uDE00b""#, r#""a\ufffdb""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\ufffd""#),
            (r#""\ud83"#, r#""\ud83"#),
            (r#""\u00e9\ud83d\n""#, r#""\u00e9\ufffd\n""#),
            ("\"\\", "\"\\"),
            ("", ""),
        ] {
            assert_eq!(fixed(json), expected, "{json}");
        }
    }

    proptest! {
        #[test]
        fn any_string_of_code_units_becomes_readable(units in prop::collection::vec(prop_oneof![
            0xd7f0_u16..0xe010, Just(0x41_u16), Just(0x5c), Just(0x22)], 0..12)) {
            let json: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let text: String = serde_json::from_str(&fixed(&format!("\"{json}\""))).expect("valid JSON");
            prop_assert_eq!(text, String::from_utf16_lossy(&units));
        }
    }
}
