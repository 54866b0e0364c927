//! Writes strings and numbers so that YAML 1.1 and 1.2 parsers read them as the same values.

/// Words that are another value than a string in YAML 1.1 or 1.2, in any case.
const WORDS: [&str; 11] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"];

/// Returns whether a character is a control, bidirectional, zero-width or other invisible character, which is escaped in strings.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Adds a string as the name or value of a field in block style: without quotes if no parser reads it as anything else.
pub fn string(out: &mut String, text: &str) {
    if is_plain(text) { out.push_str(text) } else { quoted(out, text) }
}

/// Adds a string inside brackets or braces, where more strings need quotes.
pub fn flow_string(out: &mut String, text: &str) {
    // Some parsers take the last `-` of `[a -]` for the beginning of a list.
    if is_plain(text) && !text.contains([',', '?']) && !text.ends_with(" -") {
        out.push_str(text);
    } else {
        quoted(out, text);
    }
}

fn quoted(out: &mut String, text: &str) {
    // A JSON string is a valid double-quoted YAML string once characters that YAML does not allow raw are escaped.
    for c in serde_json::Value::from(text).to_string().chars() {
        match (is_invisible(c), u32::from(c)) {
            (false, _) => out.push(c),
            (true, code @ 0..=0xffff) => out.push_str(&format!("\\u{code:04x}")),
            (true, code) => out.push_str(&format!("\\U{code:08x}")),
        }
    }
}

/// Returns a JSON literal as YAML 1.1 needs it: a number with an exponent has a decimal point and a signed exponent.
pub fn literal(literal: &str) -> String {
    let Some((mantissa, exponent)) = literal
        .split_once(['e', 'E'])
        .filter(|_| literal.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
    else {
        return literal.to_owned();
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['+', '-']) { "" } else { "+" };
    format!("{mantissa}{point}e{sign}{exponent}")
}

/// Returns whether a string needs no quotes.
fn is_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '/'))
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && text.chars().all(is_plain_character)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
        && !looks_like_a_number(text)
}

fn is_plain_character(c: char) -> bool {
    let is_punctuation = matches!(
        c,
        ' ' | '_'
            | '-'
            | '.'
            | '/'
            | '@'
            | ':'
            | ','
            | '+'
            | '*'
            | '$'
            | '('
            | ')'
            | '='
            | ';'
            | '~'
            | '^'
            | '%'
            | '?'
            | '\''
    );
    is_punctuation || (c.is_alphanumeric() && !is_invisible(c))
}

/// Returns whether a string may be a number or a date to some parser: `12`, `1_000`, `0x1F`, `1e3`, `1:30`, `2024-02-01`.
fn looks_like_a_number(text: &str) -> bool {
    let is_of_number =
        |c: char| c.is_numeric() || matches!(c, '_' | ':' | '.' | '+' | '-' | ' ' | 'e' | 'E' | 't' | 'T' | 'z' | 'Z');
    let has_base = ["0x", "0X", "0o", "0O", "0b", "0B"].iter().any(|base| text.starts_with(base));
    text.starts_with(char::is_numeric) && (has_base || text.chars().all(is_of_number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        string(&mut out, text);
        out
    }

    #[test]
    fn strings_are_quoted_only_where_a_parser_reads_something_else() {
        for plain in [
            "gpt-4o",
            "openai/*",
            "https://eu.example.com:4000/v1",
            "30d",
            "1mo",
            "Research Team",
            "os.environ/KEY",
            "a, b",
            "it's",
            "Zürich",
            "/v1",
            "3f2a6c1e-8f7b-4c56-9d1e-0a1b2c3d4e5f",
            "24h",
            "a:b",
        ] {
            assert_eq!(written(plain), plain);
        }
        for quoted in [
            "",
            "yes",
            "N",
            "NULL",
            "12",
            "1e3",
            "1_000",
            "0x1F",
            "0o7",
            "1:30",
            "2024-02-01",
            "2024-02-01t10:00:00z",
            "0.1.2",
            "089",
            "a: b",
            "a:",
            "a #b",
            "# a",
            "- a",
            "*a",
            "&a",
            "!a",
            "~",
            "a\nb",
            " a",
            "a ",
            "{a",
            "[a",
            "'a",
            "\"a",
            "%a",
            "@a",
            "`a",
            "=",
            "<<",
            ".5",
            ".inf",
            "+1",
            "-1",
            "---",
            "\u{3164}",
        ] {
            assert!(written(quoted).starts_with('"'), "{quoted}");
        }
        assert_eq!(written("a\u{200b}\u{e0001}\u{1f600}\u{7f}\"\n"), "\"a\\u200b\\U000e0001\u{1f600}\\u007f\\\"\\n\"");
    }

    proptest! {
        #[test]
        fn strings_are_read_as_they_were(text in "\\PC{0,12}|[ -~\n\t]{0,12}|[0-9:._eExtTzZ +-]{0,10}|(yes|no|null|~|on) ?") {
            let read = |yaml: String| crate::read(&yaml).map(|node| node.to_json());
            prop_assert_eq!(read(written(&text)), Ok(Value::from(text.clone())));
            prop_assert_eq!(read(format!("- {}", written(&text))), Ok(serde_json::json!([text.clone()])));
            let mut flow = String::new();
            flow_string(&mut flow, &text);
            // A name that no generated string has.
            let yaml = format!("{{a long other name: [{flow}], {flow}: b}}");
            prop_assert_eq!(read(yaml), Ok(serde_json::json!({"a long other name": [text.clone()], text.clone(): "b"})));
            prop_assert_eq!(read(format!("a:\n  {}: 1", written(&text))), Ok(serde_json::json!({"a": {text: 1}})));
        }
    }
}
