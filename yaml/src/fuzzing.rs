//! What must hold for any text: the entry function of the fuzz target. The test below runs it on a bounded number of
//! inputs; an input that a fuzzer found becomes a regression test by a line there.

use serde_json::Value;

use crate::read;

/// Reads a document. What was read is the same when its JSON is read, which is YAML too, but for some numbers.
///
/// # Panics
/// Panics if this does not hold.
pub fn yaml(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(node) = read(&text) else { return };
    let value = node.to_json();
    let again = read(&value.to_string()).map(|node| node.to_json());
    assert_eq!(again, Ok(without_pointless_floats(value)), "{text:?}");
}

/// Turns numbers such as `9e-10` into text: a float of YAML 1.1 has a point, one of JSON need not have one.
fn without_pointless_floats(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            if text.contains('e') && !text.contains('.') { Value::String(text) } else { Value::Number(number) }
        }
        Value::Array(items) => items.into_iter().map(without_pointless_floats).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, without_pointless_floats(value))).collect()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_read_is_read_again_from_its_json(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "a", "b", "é", ": ", "- ", "\n", "  ", "&x ", "*x", "<<: ", "[", "]", "{", "}", ", ", "!!int ", "|\n", ">\n",
                    "'", "\"", "\\", "#", "? ", "1", "0x1", "1e3", ".5", ".9e-9", "-", "null", "yes", "\u{85}", "\t", "---\n", "1:30",
                ]),
                0..24,
            )
        ) {
            yaml(parts.concat().as_bytes());
        }
    }
}
