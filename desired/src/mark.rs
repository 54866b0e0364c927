//! [`Mark`]: what this program writes next to a resource, so that the next run knows who owns it and what was applied. The
//! mark can be read by others, so it contains no secret.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::address::Address;
use crate::fields::{Shape, model_budgets};
use crate::live::canonical;

/// The name of the mark in the field that holds it.
pub const MARK: &str = "litellm_proxy_cli";

/// Secrets that are shorter have no fingerprint without a key: they could be guessed from it.
const SHORTEST_FINGERPRINTED: usize = 20;

/// The ownership mark of a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The owner; empty for files that name none.
    #[serde(default)]
    pub owner: String,
    /// The name in the file of a deployment whose id the server chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The fields that were applied, each with a fingerprint of its value.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// The secrets that were applied, each with its version and fingerprint: `v1:9f3c…`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub secrets: BTreeMap<String, String>,
}

impl Mark {
    /// Reads the mark of a resource; `None` if it has none, or something else by this name.
    pub fn read(holder: &Value) -> Option<Self> {
        serde_json::from_value(holder.get(MARK)?.clone()).ok()
    }

    /// Converts to the JSON that the server keeps.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// Returns the fingerprint of a value that is not secret: 8 hexadecimal digits. It is the same for values that mean the same.
pub fn value_fingerprint(shape: Shape, value: &Value) -> String {
    let value = match (shape, value) {
        (Shape::Number | Shape::Integer, Value::String(text)) => {
            text.trim().parse::<f64>().map_or_else(|_| value.clone(), Value::from)
        }
        (Shape::Set, Value::Array(items)) => {
            let sorted: BTreeMap<String, &Value> = items.iter().map(|item| (item.to_string(), item)).collect();
            sorted.into_values().cloned().collect()
        }
        (Shape::ModelBudgets, value) => model_budgets(value),
        _ => value.clone(),
    };
    hex_digest(&canonical(&value).to_string(), 4)
}

/// Makes fingerprints of secrets, with the key in `LITELLM_PROXY_FINGERPRINT_KEY` or without one.
#[derive(Clone, Default)]
pub struct SecretFingerprints {
    key: Option<Vec<u8>>,
}

impl std::fmt::Debug for SecretFingerprints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretFingerprints").field("has_key", &self.key.is_some()).finish()
    }
}

impl SecretFingerprints {
    /// Uses a key, so that short secrets have fingerprints too.
    pub fn with_key(key: impl Into<Vec<u8>>) -> Self {
        Self { key: Some(key.into()) }
    }

    /// Returns the entry of the mark for a secret: `v1:` and 40 bits of the HMAC-SHA-256, or `v1:-` for a secret that is too
    /// short to have a fingerprint without a key.
    pub fn entry(&self, address: &Address, field: &str, value: &Value, version: Option<u64>) -> String {
        let text = match value {
            Value::String(text) => text.clone(),
            other => canonical(other).to_string(),
        };
        let version = version.unwrap_or(1);
        if self.key.is_none() && text.chars().count() < SHORTEST_FINGERPRINTED {
            return format!("v{version}:-");
        }
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.as_deref().unwrap_or_default()) else {
            return format!("v{version}:-");
        };
        for part in [address.to_string().as_str(), field, &text] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        format!("v{version}:{}", hex(&mac.finalize().into_bytes(), 5))
    }
}

/// Returns the first bytes of a SHA-256 in hexadecimal.
pub(crate) fn hex_digest(text: &str, bytes: usize) -> String {
    hex(&Sha256::digest(text.as_bytes()), bytes)
}

pub(crate) fn hex(bytes: &[u8], length: usize) -> String {
    bytes.iter().take(length).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kind::Kind;

    #[test]
    fn values_that_mean_the_same_have_the_same_fingerprint() {
        for (shape, one, other) in [
            (Shape::Number, json!("0.25"), json!(0.25)),
            (Shape::Integer, json!(10.0), json!(10)),
            (Shape::Set, json!(["b", "a"]), json!(["a", "b", "b"])),
            (Shape::Map, json!({"b": 1, "a": {"d": 1.0, "c": 2}}), json!({"a": {"c": 2, "d": 1}, "b": 1})),
            (
                Shape::ModelBudgets,
                json!({"m": {"budget_limit": 1, "time_period": "1d"}}),
                json!({"m": {"budget_duration": "1d", "max_budget": 1.0}}),
            ),
        ] {
            assert_eq!(value_fingerprint(shape, &one), value_fingerprint(shape, &other), "{one} {other}");
        }
        assert_ne!(
            value_fingerprint(Shape::List, &json!(["b", "a"])),
            value_fingerprint(Shape::List, &json!(["a", "b"]))
        );
        assert_ne!(value_fingerprint(Shape::Text, &json!("1")), value_fingerprint(Shape::Text, &json!(1)));
    }

    #[test]
    fn short_secrets_have_no_fingerprint_without_a_key() {
        let address = Address::new(Kind::Credential, "azure-eu");
        let entry = |prints: &SecretFingerprints, secret: &str, version| {
            prints.entry(&address, "credential_values.api_key", &json!(secret), version)
        };
        let (without, with) = (SecretFingerprints::default(), SecretFingerprints::with_key("k"));
        assert_eq!(entry(&without, "hunter2", None), "v1:-");
        assert_eq!(entry(&without, "hunter2", Some(3)), "v3:-");
        let long = "a secret of more than 20 characters";
        assert_eq!(entry(&without, long, None).len(), "v1:".len() + 10);
        assert_ne!(entry(&without, long, None), entry(&with, long, None));
        assert_ne!(entry(&with, "hunter2", None), entry(&with, "hunter3", None));
    }
}
