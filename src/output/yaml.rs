//! JSON values written as YAML that every YAML reader, 1.1 or 1.2, reads back as the same values.

use serde_json::Value;

/// The value as a YAML document.
pub(crate) fn document(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(fields) if !fields.is_empty() => block(&mut out, value, 0),
        Value::Array(items) if !items.is_empty() => block(&mut out, value, 0),
        scalar => {
            inline(&mut out, scalar);
            out.push('\n');
        }
    }
    out
}

fn block(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                out.extend(std::iter::repeat_n("  ", depth));
                text(out, name);
                out.push(':');
                nested(out, value, depth);
            }
        }
        Value::Array(items) => {
            for item in items {
                out.extend(std::iter::repeat_n("  ", depth));
                out.push('-');
                if matches!(item, Value::Object(fields) if !fields.is_empty()) {
                    // The first field stands on the line of the dash.
                    let mut fields = String::new();
                    block(&mut fields, item, depth + 1);
                    out.push(' ');
                    out.push_str(fields.trim_start());
                } else {
                    nested(out, item, depth);
                }
            }
        }
        _ => {}
    }
}

fn nested(out: &mut String, value: &Value, depth: usize) {
    let empty = match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => true,
    };
    if empty {
        out.push(' ');
        inline(out, value);
        out.push('\n');
    } else {
        out.push('\n');
        block(out, value, depth + 1);
    }
}

fn inline(out: &mut String, value: &Value) {
    match value {
        Value::String(string) => text(out, string),
        other => out.push_str(&other.to_string()),
    }
}

/// A string, quoted unless it can be nothing else.
fn text(out: &mut String, string: &str) {
    let plain = string.starts_with(|c: char| c.is_ascii_alphabetic())
        && string.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@'))
        && !matches!(
            string.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null" | "nan" | "inf"
        );
    if plain {
        out.push_str(string);
    } else {
        // A JSON string is a double-quoted YAML string; what YAML does not print raw is escaped.
        for c in Value::from(string).to_string().chars() {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_so_that_they_come_back() {
        let value = serde_json::json!({"a": [1, {"b": null, "c": []}, ["x"]], "on": "yes", "d": "2024-02-01", "e": "a: b\n", "f": {}});
        assert_eq!(
            document(&value),
            "a:\n  - 1\n  - b: null\n    c: []\n  -\n    - x\n\"on\": \"yes\"\nd: \"2024-02-01\"\ne: \"a: b\\n\"\nf: {}\n"
        );
        assert_eq!(document(&serde_json::json!([])), "[]\n");
    }
}
