//! What is shown of the secrets of models and credentials: a few of their letters, or nothing at all.

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

use crate::row::Row;

/// A part of a field's name that says it is secret, unless another part says that it is a price.
const SECRET_PARTS: [&str; 14] = [
    "password",
    "secret",
    "key",
    "token",
    "auth",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "access",
    "private",
    "certificate",
    "fingerprint",
    "tenancy",
];

/// Never shown, not even in part.
const NEVER_SHOWN: [&str; 8] = [
    "api_key",
    "client_secret",
    "vertex_credentials",
    "vertex_ai_credentials",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_web_identity_token",
];

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut parts = name.split(['_', '-']);
    // The name of a credential is no secret: it is how one finds it.
    name != "litellm_credential_name"
        && !parts.clone().any(|part| part == "cost")
        && parts.any(|part| SECRET_PARTS.contains(&part))
}

/// The parameters of a deployment, as they are shown.
pub(super) fn parameters(params: &Map<String, Value>) -> Map<String, Value> {
    let shown = params.iter().filter(|(name, _)| !NEVER_SHOWN.contains(&name.as_str()));
    shown.map(|(name, value)| (name.clone(), shown_as(value, is_secret(name)))).collect()
}

fn shown_as(value: &Value, secret: bool) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), shown_as(value, is_secret(name))));
            Value::Object(fields.collect())
        }
        Value::Array(items) => items.iter().map(|item| shown_as(item, secret)).collect(),
        Value::String(text) if secret => masked(text).into(),
        _ => value.clone(),
    }
}

/// The first four and the last four letters; of what has no more than eight, none.
fn masked(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let count = letters.len();
    letters
        .iter()
        .enumerate()
        .map(|(at, letter)| if count > 8 && (at < 4 || at >= count - 4) { *letter } else { '*' })
        .collect()
}

/// The values of a credential, with the first two and the last two letters of what is secret in them.
pub(in crate::api) fn masked_shortly(values: &Map<String, Value>) -> Map<String, Value> {
    let shown = values.iter().map(|(name, value)| {
        let lower = name.to_ascii_lowercase();
        let secret = ["key", "token", "secret", "password", "credential", "authorization"];
        let is_secret = secret.iter().any(|part| lower.contains(part));
        let value = match value {
            Value::String(text) if is_secret => {
                let letters: Vec<char> = text.chars().collect();
                let (head, tail) = (letters.get(..2), letters.get(letters.len().saturating_sub(2)..));
                match (head, tail) {
                    (Some(head), Some(tail)) if letters.len() > 4 => Value::from(format!(
                        "{}****{}",
                        head.iter().collect::<String>(),
                        tail.iter().collect::<String>()
                    )),
                    _ => "*****".into(),
                }
            }
            Value::Object(fields) => Value::Object(masked_shortly(fields)),
            other if is_secret && !other.is_null() => "*****".into(),
            other => other.clone(),
        };
        (name.clone(), value)
    });
    shown.collect()
}

/// The row of a deployment as whoever wrote it gets it back. The real server shows the texts of its parameters as it
/// keeps them, encrypted; nothing can be read in these.
pub(super) fn sealed(mut row: Row) -> Row {
    let id = row.text("model_id").unwrap_or_default().to_owned();
    let params = row.object("litellm_params").cloned().unwrap_or_default();
    let hidden = params.iter().filter(|(name, _)| NEVER_SHOWN.contains(&name.as_str()));
    let hidden = hidden.map(|(name, value)| (name.clone(), value.clone()));
    let sealed = parameters(&params).into_iter().chain(hidden);
    let sealed = sealed.map(|(name, value)| match value {
        Value::String(text) => {
            // Of the same text in another deployment there is another seal.
            let seal = Sha256::digest(format!("{id}\u{1f}{name}\u{1f}{text}").as_bytes());
            (name, URL_SAFE.encode(seal).into())
        }
        other => (name, other),
    });
    let sealed = sealed.collect();
    row.set("litellm_params", Value::Object(sealed));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_are_shown_as_the_server_shows_them() {
        for (secret, expected) in [
            ("tok-12345", "tok-*2345"),
            ("hunter22222", "hunt***2222"),
            ("Bearer abc", "Bear** abc"),
            ("api_base", "********"),
            ("", ""),
            ("päßwörtér", "päßw*rtér"),
        ] {
            assert_eq!(masked(secret), expected);
        }
        let params = json!({
            "model": "openai/x", "api_key": "sk-secret-1", "aws_session_token": "secret-2", "max_tokens": 5, "my_token": "tok-999999",
            "input_cost_per_token": 0.1, "litellm_credential_name": "mine", "headers": { "Authorization": "Bearer abc" },
            "configurable_clientside_auth_params": ["api_base"],
        });
        let expected = json!({
            "model": "openai/x", "max_tokens": 5, "my_token": "tok-**9999", "input_cost_per_token": 0.1,
            "litellm_credential_name": "mine", "headers": { "Authorization": "Bear** abc" },
            "configurable_clientside_auth_params": ["********"],
        });
        assert_eq!(Value::Object(parameters(params.as_object().unwrap())), expected);
    }

    #[test]
    fn nothing_secret_is_in_what_was_written() {
        let params = json!({ "model": "openai/x", "api_key": "sk-secret-1", "rpm": 5, "extra_headers": { "x-api-key": "k-secret-2" } });
        let row = sealed(Row::of(json!({ "model_id": "m", "litellm_params": params })));
        let text = Value::from(row.clone()).to_string();
        assert!(!text.contains("secret") && !text.contains("openai/x"), "{text}");
        assert_eq!(row.object("litellm_params").unwrap()["rpm"], 5);
        assert!(row.object("litellm_params").unwrap().contains_key("api_key"));
    }

    #[test]
    fn credentials_show_two_letters_at_each_end() {
        let values = json!({
            "api_key": "sk-abcdefghijk", "token": "abcd", "api_base": "http://x", "n": 5, "o": { "api_key": "sk-nested-1" },
        });
        let expected = json!({
            "api_key": "sk****jk", "token": "*****", "api_base": "http://x", "n": 5, "o": { "api_key": "sk****-1" },
        });
        assert_eq!(Value::Object(masked_shortly(values.as_object().unwrap())), expected);
    }
}
