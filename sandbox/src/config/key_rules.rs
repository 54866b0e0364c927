//! Rules of one's own for new keys, where LiteLLM has a Python function: `sandbox_settings.key_generate_rules`.
//!
//! ```yaml
//! sandbox_settings:
//!   key_generate_rules:
//!     - refuse_when: {metadata.project: forbidden}
//!       message: No keys for this project.
//!     - refuse_unless: {team_id: core-infra}
//!       message: Keys are for the team core-infra.
//! ```

use anyhow::{Result, bail};
use hyper::StatusCode;
use serde_json::{Map, Value};

use crate::answer::Refusal;
use crate::row::Row;

/// A rule: fields, by their path, and what they are when it holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    fields: Map<String, Value>,
    /// Keys are refused when the fields are such; otherwise, unless they are.
    refuses_when: bool,
    message: String,
}

impl Rule {
    pub(crate) fn of(mut given: Row) -> Result<Self> {
        let (fields, refuses_when) = match (given.take("refuse_when"), given.take("refuse_unless")) {
            (Some(Value::Object(fields)), None) => (fields, true),
            (None, Some(Value::Object(fields))) => (fields, false),
            _ => bail!("a rule has one of refuse_when and refuse_unless, with fields and their values"),
        };
        let message = match given.take("message") {
            None => "This violates the rules for keys of this server.".to_owned(),
            Some(Value::String(message)) => message,
            Some(_) => bail!("the message of a rule is no text"),
        };
        if let Some(name) = given.0.keys().next() {
            bail!("a rule has no {name}");
        }
        Ok(Self { fields, refuses_when, message })
    }

    /// Whether a new key, as it was asked for, may be made.
    pub(crate) fn check(&self, asked: &Row) -> Result<(), Refusal> {
        let holds = self
            .fields
            .iter()
            .all(|(path, value)| field(&asked.0, path) == Some(value).filter(|value| !value.is_null()));
        if holds == self.refuses_when {
            return Err(Refusal::error(StatusCode::FORBIDDEN, "internal_server_error", None, self.message.as_str()));
        }
        Ok(())
    }
}

/// A field by its path, as in `metadata.project`; null is absent.
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

    fn allows(rule: Value, asked: Value) -> bool {
        Rule::of(Row::of(rule)).unwrap().check(&Row::of(asked)).is_ok()
    }

    #[test]
    fn keys_are_refused_by_what_was_asked_for() {
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
    fn what_is_no_rule_is_refused() {
        for rule in [
            json!({}),
            json!({ "refuse_when": "x" }),
            json!({ "refuse_when": {}, "refuse_unless": {} }),
            json!({ "refuse_when": {}, "message": 1 }),
            json!({ "refuse_when": {}, "else": 1 }),
        ] {
            assert!(Rule::of(Row::of(rule.clone())).is_err(), "{rule}");
        }
    }
}
