//! The vectors of the models that the sandbox has by itself: equal inputs have equal ones.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// How many numbers a vector has.
const SIZE: usize = 8;

/// Returns the list of vectors for an input: a string, a list of strings, a list of tokens, or a list of these.
pub(super) fn of(input: &Value) -> Value {
    let is_list = |items: &[Value]| !items.iter().all(Value::is_number);
    let inputs = match input {
        Value::Array(items) if is_list(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let item =
        |(index, input): (usize, &Value)| json!({ "embedding": vector(input), "index": index, "object": "embedding" });
    inputs.iter().enumerate().map(item).collect()
}

/// Returns numbers from -1 to 1, made from the bytes of a hash.
fn vector(input: &Value) -> Vec<f64> {
    let digest = Sha256::digest(input.to_string().as_bytes());
    digest.iter().take(SIZE).map(|byte| f64::from(*byte) / 127.5 - 1.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_input_has_a_vector_of_its_own() {
        for (input, count) in
            [(json!("a"), 1), (json!(["a", "b"]), 2), (json!([1, 2]), 1), (json!([[1], [2]]), 2), (json!([]), 1)]
        {
            let vectors = of(&input);
            assert_eq!(vectors.as_array().map(Vec::len), Some(count), "{input}");
            assert_eq!(vectors[0]["embedding"].as_array().map(Vec::len), Some(SIZE));
        }
        let vectors = of(&json!(["a", "b", "a"]));
        assert_eq!(vectors[0]["embedding"], vectors[2]["embedding"]);
        assert_ne!(vectors[0]["embedding"], vectors[1]["embedding"]);
    }
}
