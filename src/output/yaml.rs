//! Converts JSON to YAML that YAML 1.1 and 1.2 parsers read as the same values.

use litellm_proxy_client::json::{Shallow, parse_shallow};

/// Values nested deeper than this are written on one line.
const MAX_DEPTH: usize = 100;

/// Converts valid JSON to a YAML document.
pub(crate) fn document(json: &str) -> String {
    let mut out = String::new();
    match parse_shallow(json) {
        Some(Shallow::Object(fields)) if fields.is_empty() => out.push_str("{}\n"),
        Some(Shallow::Array(items)) if items.is_empty() => out.push_str("[]\n"),
        Some(piece @ (Shallow::Object(_) | Shallow::Array(_))) => block(&mut out, &piece, 0),
        Some(scalar) => {
            inline(&mut out, &scalar);
            out.push('\n');
        }
        None => {}
    }
    out
}

fn block(out: &mut String, piece: &Shallow<'_>, depth: usize) {
    match piece {
        Shallow::Object(fields) => {
            for (name, value) in fields {
                indent(out, depth);
                string(out, name);
                out.push(':');
                nested(out, value.get(), depth);
            }
        }
        Shallow::Array(items) => {
            for item in items {
                indent(out, depth);
                out.push('-');
                match parse_shallow(item.get()) {
                    // The first field goes on the line of the dash.
                    Some(piece @ Shallow::Object(_)) if !is_empty(&piece) && depth < MAX_DEPTH => {
                        let mut fields = String::new();
                        block(&mut fields, &piece, depth + 1);
                        out.push(' ');
                        out.push_str(fields.trim_start());
                    }
                    _ => nested(out, item.get(), depth),
                }
            }
        }
        Shallow::String(_) | Shallow::Literal(_) => {}
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn is_empty(piece: &Shallow<'_>) -> bool {
    match piece {
        Shallow::Object(fields) => fields.is_empty(),
        Shallow::Array(items) => items.is_empty(),
        Shallow::String(_) | Shallow::Literal(_) => true,
    }
}

fn nested(out: &mut String, json: &str, depth: usize) {
    let Some(piece) = parse_shallow(json) else { return };
    if depth > MAX_DEPTH {
        // JSON is valid YAML.
        out.push(' ');
        out.push_str(&super::json::lay_out(json, super::json::Layout::Compact, false));
        out.push('\n');
    } else if is_empty(&piece) {
        out.push(' ');
        inline(out, &piece);
        out.push('\n');
    } else {
        out.push('\n');
        block(out, &piece, depth + 1);
    }
}

fn inline(out: &mut String, piece: &Shallow<'_>) {
    match piece {
        Shallow::String(value) => string(out, value),
        Shallow::Literal(literal) => out.push_str(&number(literal)),
        Shallow::Object(_) => out.push_str("{}"),
        Shallow::Array(_) => out.push_str("[]"),
    }
}

/// Formats a number for YAML 1.1, where a number with an exponent needs a decimal point and a signed exponent.
fn number(literal: &str) -> String {
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

/// Writes a string, quoted unless it cannot be read as another type.
fn string(out: &mut String, value: &str) {
    let plain = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@'))
        && !matches!(
            value.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null" | "nan" | "inf"
        );
    if plain {
        out.push_str(value);
        return;
    }
    // A JSON string is a valid double-quoted YAML string once characters that YAML does not allow raw are escaped.
    for c in serde_json::Value::from(value).to_string().chars() {
        if super::escape::is_deceptive(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_a_round_trip() {
        let json = r#"{"a":[1,{"b":null,"c":[]},["x"]],"on":"yes","d":"2024-02-01","e":"a: b\n","f":{},"g":6e-7,"h":1E300,"i":1.5e+3}"#;
        assert_eq!(
            document(json),
            "a:\n  - 1\n  - b: null\n    c: []\n  -\n    - x\n\"on\": \"yes\"\nd: \"2024-02-01\"\ne: \"a: b\\n\"\nf: {}\ng: 6.0e-7\nh: 1.0e+300\ni: 1.5e+3\n"
        );
        assert_eq!(document("[]"), "[]\n");
        assert_eq!(document("\"x\""), "x\n");
    }
}
