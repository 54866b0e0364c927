//! Custom rules for new keys, where LiteLLM calls a Python function: `sandbox_settings.key_generate_rules`.
//!
//! ```yaml
//! sandbox_settings:
//!   key_generate_rules:
//!     - refuse_when: {metadata.project: forbidden}
//!       message: No keys for this project.
//!     - refuse_unless: {team_id: core-infra}
//!       message: Keys are for the team core-infra.
//! ```

use hyper::StatusCode;
use serde_json::{Map, Value};

use crate::object::JsonObject;
use crate::response::Refusal;

/// A rule that refuses new keys by the fields of their request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyRule {
    /// The expected values, by path such as `metadata.project`.
    fields: Map<String, Value>,
    /// Whether a match refuses the key; otherwise a mismatch does.
    refuses_match: bool,
    message: String,
}

impl KeyRule {
    pub(super) fn parse(mut rule: JsonObject) -> Result<Self, String> {
        let (fields, refuses_match) = match (rule.remove("refuse_when"), rule.remove("refuse_unless")) {
            (Some(Value::Object(fields)), None) => (fields, true),
            (None, Some(Value::Object(fields))) => (fields, false),
            _ => {
                return Err(
                    "a key rule needs exactly one of refuse_when and refuse_unless, a mapping of fields".to_owned()
                );
            }
        };
        let message = match rule.remove("message") {
            None => "This violates the rules for keys of this server.".to_owned(),
            Some(Value::String(message)) => message,
            Some(_) => return Err("the message of a key rule is not a string".to_owned()),
        };
        if let Some(name) = rule.0.keys().next() {
            return Err(format!("a key rule has no field {name}"));
        }
        Ok(Self { fields, refuses_match, message })
    }

    /// Refuses a request for a new key that violates the rule.
    pub(crate) fn check(&self, request: &JsonObject) -> Result<(), Refusal> {
        let matches = self
            .fields
            .iter()
            .all(|(path, value)| field(&request.0, path) == Some(value).filter(|value| !value.is_null()));
        if matches == self.refuses_match {
            return Err(Refusal::of_status(StatusCode::FORBIDDEN, self.message.as_str()));
        }
        Ok(())
    }
}

/// Returns the field at a path such as `metadata.project`; null counts as missing.
fn field<'a>(fields: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let found = match path.split_once('.') {
        None => fields.get(path),
        Some((name, rest)) => field(fields.get(name)?.as_object()?, rest),
    };
    found.filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn allows(rule: Value, request: Value) -> bool {
        KeyRule::parse(JsonObject::from_json(rule)).unwrap().check(&JsonObject::from_json(request)).is_ok()
    }

    #[test]
    fn key_requests_are_refused_by_their_fields() {
        let rule = json!({ "refuse_when": { "metadata.project": "forbidden" } });
        assert!(!allows(rule.clone(), json!({ "metadata": { "project": "forbidden" } })));
        assert!(allows(rule.clone(), json!({ "metadata": { "project": "other" } })));
        assert!(allows(rule, json!({})));
        let rule = json!({ "refuse_unless": { "team_id": "core" }, "message": "core only" });
        assert!(allows(rule.clone(), json!({ "team_id": "core" })));
        assert!(!allows(rule, json!({ "team_id": null })));
        let needs_alias = json!({ "refuse_when": { "key_alias": null } });
        assert!(!allows(needs_alias.clone(), json!({})));
        assert!(allows(needs_alias, json!({ "key_alias": "x" })));
    }

    #[test]
    fn malformed_key_rules_are_errors() {
        for rule in [
            json!({}),
            json!({ "refuse_when": "x" }),
            json!({ "refuse_when": {}, "refuse_unless": {} }),
            json!({ "refuse_when": {}, "message": 1 }),
            json!({ "refuse_when": {}, "else": 1 }),
        ] {
            assert!(KeyRule::parse(JsonObject::from_json(rule.clone())).is_err(), "{rule}");
        }
    }
}
