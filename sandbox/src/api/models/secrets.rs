//! Masking of the secrets in deployments and credentials, as LiteLLM does it.

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

use crate::object::JsonObject;
use crate::rules::deployments::READS_VARIABLES;
use crate::secrets::{Middle, mask};

/// The parts of field names that mark a secret, unless another part is `cost`.
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

/// Parameters that are never shown, not even masked.
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
    // The name of a credential is not secret.
    name != "litellm_credential_name"
        && !parts.clone().any(|part| part == "cost")
        && parts.any(|part| SECRET_PARTS.contains(&part))
}

/// Returns the parameters of a deployment with masked secrets.
pub(super) fn mask_parameters(params: &Map<String, Value>) -> Map<String, Value> {
    let shown = params.iter().filter(|(name, _)| !NEVER_SHOWN.contains(&name.as_str()));
    shown.map(|(name, value)| (name.clone(), masked_value(value, is_secret(name)))).collect()
}

fn masked_value(value: &Value, secret: bool) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), masked_value(value, is_secret(name))));
            Value::Object(fields.collect())
        }
        Value::Array(items) => items.iter().map(|item| masked_value(item, secret)).collect(),
        Value::String(text) if secret => masked(text).into(),
        _ => value.clone(),
    }
}

/// Keeps the first and last four characters of strings longer than eight.
fn masked(secret: &str) -> String {
    mask(secret, 4, 4, Middle::Stars).unwrap_or_else(|| "*".repeat(secret.chars().count()))
}

/// Returns the values of a credential; secrets keep their first and last two characters.
pub(in crate::api) fn mask_credential_values(values: &Map<String, Value>) -> Map<String, Value> {
    let shown = values.iter().map(|(name, value)| {
        let is_secret = is_secret_of_credential(name);
        let value = match value {
            Value::String(text) if is_secret => {
                mask(text, 2, 2, Middle::Fixed("****")).unwrap_or_else(|| "*****".to_owned()).into()
            }
            Value::Object(fields) => Value::Object(mask_credential_values(fields)),
            other if is_secret && !other.is_null() => "*****".into(),
            other => other.clone(),
        };
        (name.clone(), value)
    });
    shown.collect()
}

fn is_secret_of_credential(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["key", "token", "secret", "password", "credential", "authorization"].iter().any(|part| lower.contains(part))
}

/// Returns the values of an update without those that are sent back as they are shown: the server keeps what it has.
pub(in crate::api) fn without_masks(values: &Map<String, Value>, stored: &Map<String, Value>) -> Map<String, Value> {
    let kept = values.iter().filter_map(|(name, value)| {
        let kept = match value {
            Value::Object(fields) if is_secret_of_credential(name) => {
                let stored = stored.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
                Value::Object(without_masks(fields, &stored))
            }
            Value::String(text) if is_secret_of_credential(name) && is_mask(text) => stored.get(name)?.clone(),
            other => other.clone(),
        };
        Some((name.clone(), kept))
    });
    kept.collect()
}

/// Returns whether text is what [`mask_credential_values`] shows.
fn is_mask(text: &str) -> bool {
    text == "*****" || (text.chars().count() == 8 && text.chars().skip(2).take(4).all(|c| c == '*'))
}

/// Returns a deployment as create and update responses show it. LiteLLM returns its string parameters encrypted; here
/// they are hashed.
pub(super) fn sealed(mut row: JsonObject) -> JsonObject {
    row.remove(READS_VARIABLES);
    let id = row.get_str("model_id").unwrap_or_default().to_owned();
    let params = row.get_object("litellm_params").cloned().unwrap_or_default();
    let hidden = params.iter().filter(|(name, _)| NEVER_SHOWN.contains(&name.as_str()));
    let hidden = hidden.map(|(name, value)| (name.clone(), value.clone()));
    let sealed = mask_parameters(&params).into_iter().chain(hidden);
    let sealed = sealed.map(|(name, value)| match value {
        Value::String(text) => {
            // The same string gets different seals in different deployments.
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
    fn deployment_secrets_are_masked_as_in_litellm() {
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
        assert_eq!(Value::Object(mask_parameters(params.as_object().unwrap())), expected);
    }

    #[test]
    fn sealed_deployments_contain_no_secret() {
        let params = json!({ "model": "openai/x", "api_key": "sk-secret-1", "rpm": 5, "extra_headers": { "x-api-key": "k-secret-2" } });
        let row = sealed(JsonObject::from_json(json!({ "model_id": "m", "litellm_params": params })));
        let text = Value::from(row.clone()).to_string();
        assert!(!text.contains("secret") && !text.contains("openai/x"), "{text}");
        assert_eq!(row.get_object("litellm_params").unwrap()["rpm"], 5);
        assert!(row.get_object("litellm_params").unwrap().contains_key("api_key"));
    }

    #[test]
    fn masks_that_are_sent_back_leave_the_secret() {
        let stored = json!({ "api_key": "sk-abcdefghijk", "credential_json": { "private_key": "p", "kind": "k" } });
        let sent = json!({
            "api_key": "sk****jk", "token": "*****", "api_base": "ab****cd", "secret": "s-***-l",
            "credential_json": { "private_key": "*****", "other_key": "*****", "kind": "l" },
        });
        let kept = json!({
            "api_key": "sk-abcdefghijk", "api_base": "ab****cd", "secret": "s-***-l", "credential_json": { "private_key": "p", "kind": "l" },
        });
        let (sent, stored) = (sent.as_object().unwrap(), stored.as_object().unwrap());
        assert_eq!(Value::Object(without_masks(sent, stored)), kept);
    }

    #[test]
    fn credential_secrets_keep_two_characters_at_each_end() {
        let values = json!({
            "api_key": "sk-abcdefghijk", "token": "abcd", "api_base": "http://x", "n": 5, "o": { "api_key": "sk-nested-1" },
        });
        let expected = json!({
            "api_key": "sk****jk", "token": "*****", "api_base": "http://x", "n": 5, "o": { "api_key": "sk****-1" },
        });
        assert_eq!(Value::Object(mask_credential_values(values.as_object().unwrap())), expected);
    }
}
