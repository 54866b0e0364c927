//! Converts JSON to YAML that YAML 1.1 and 1.2 parsers read as the same values.

use anyhow::Result;
use litellm_proxy_yaml::write::{self, string};

use litellm_proxy_client::json::{Shallow, parse_shallow};

/// Values nested deeper than this are written on one line.
const MAX_DEPTH: usize = 100;

/// Converts valid JSON to a YAML document, item by item of a list or a list in an object.
pub(super) fn document(json: &str, mut write: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut out = String::new();
    match parse_shallow(json) {
        Some(Shallow::Object(fields)) if !fields.is_empty() => {
            for (name, value) in fields {
                match parse_shallow(value.get()) {
                    Some(Shallow::Array(items)) if !items.is_empty() => {
                        list_field(&mut out, &name, false);
                        for list_item in items {
                            item(&mut out, list_item.get(), 1);
                            write(&std::mem::take(&mut out))?;
                        }
                    }
                    _ => field(&mut out, &name, value.get(), 0),
                }
                write(&std::mem::take(&mut out))?;
            }
            return Ok(());
        }
        Some(Shallow::Array(items)) if !items.is_empty() => {
            for list_item in items {
                item(&mut out, list_item.get(), 0);
                write(&std::mem::take(&mut out))?;
            }
            return Ok(());
        }
        Some(piece) => {
            inline(&mut out, &piece);
            out.push('\n');
        }
        None => {}
    }
    write(&out)
}

/// Adds a field of an object.
pub(super) fn field(out: &mut String, name: &str, value: &str, depth: usize) {
    indent(out, depth);
    string(out, name);
    out.push(':');
    nested(out, value, depth);
}

/// Adds the name of a field at depth 0 that is a list, whose items follow at depth 1.
pub(super) fn list_field(out: &mut String, name: &str, is_empty: bool) {
    string(out, name);
    out.push_str(if is_empty { ": []\n" } else { ":\n" });
}

/// Adds an item of a list.
pub(super) fn item(out: &mut String, json: &str, depth: usize) {
    indent(out, depth);
    out.push('-');
    match parse_shallow(json) {
        // The first field goes on the line of the dash.
        Some(piece @ Shallow::Object(_)) if !is_empty(&piece) && depth < MAX_DEPTH => {
            let mut fields = String::new();
            block(&mut fields, &piece, depth + 1);
            out.push(' ');
            out.push_str(fields.trim_start());
        }
        _ => nested(out, json, depth),
    }
}

fn block(out: &mut String, piece: &Shallow<'_>, depth: usize) {
    match piece {
        Shallow::Object(fields) => fields.iter().for_each(|(name, value)| field(out, name, value.get(), depth)),
        Shallow::Array(items) => items.iter().for_each(|value| item(out, value.get(), depth)),
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
        Shallow::Literal(literal) => out.push_str(&write::literal(literal)),
        Shallow::Object(_) => out.push_str("{}"),
        Shallow::Array(_) => out.push_str("[]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_a_round_trip() {
        let document = |json: &str| {
            let mut text = String::new();
            let write = |part: &str| {
                text.push_str(part);
                Ok(())
            };
            document(json, write).expect("YAML");
            text
        };
        let json = r#"{"a":[1,{"b":null,"c":[]},["x"]],"on":"yes","d":"2024-02-01","e":"a: b\n","f":{},"g":6e-7,"h":1E300,"i":1.5e+3}"#;
        assert_eq!(
            document(json),
            "a:\n  - 1\n  - b: null\n    c: []\n  -\n    - x\n\"on\": \"yes\"\nd: \"2024-02-01\"\ne: \"a: b\\n\"\nf: {}\ng: 6.0e-7\nh: 1.0e+300\ni: 1.5e+3\n"
        );
        assert_eq!(document("[]"), "[]\n");
        assert_eq!(document("{}"), "{}\n");
        assert_eq!(document(r#"[{"a":[]},[[1]],2]"#), "- a: []\n-\n  -\n    - 1\n- 2\n");
        assert_eq!(document(r#"{"b":[],"a":[{"c":{"d":1}}]}"#), "b: []\na:\n  - c:\n      d: 1\n");
        assert_eq!(document("\"x\""), "x\n");
    }
}
