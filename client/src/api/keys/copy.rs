//! A key made after another: which fields of a server's key go into the request for a new one, and which cannot.

use serde_json::{Map, Value};

use super::{GeneratedKey, Key, KeyUpdate, Keys, NewKey};
use crate::core::{Error, Lossless, fields};

/// Fields that are asked for under the name that they are kept under; they are carried as they are, whatever they are.
const CARRIED: &[&str] = &[
    "access_group_ids",
    "agent_id",
    "aliases",
    "allowed_cache_controls",
    "allowed_routes",
    "auto_rotate",
    "budget_duration",
    "budget_fallbacks",
    "budget_id",
    "budget_limits",
    "config",
    "key_type",
    "max_budget",
    "max_parallel_requests",
    "model_max_budget",
    "object_permission",
    "permissions",
    "project_id",
    "rotation_interval",
    "router_settings",
    "rpm_limit",
    "rpm_limit_type",
    "tpd_limit",
    "tpm_limit",
    "tpm_limit_type",
];

/// Licensed features that the server keeps inside the metadata, but takes beside it.
const IN_METADATA: &[&str] = &["tags", "guardrails", "policies", "prompts", "enforced_params"];

/// Fields that no request can set.
const LEFT: &[(&str, &str)] =
    &[("budget_reset_at", "the time at which its budget is reset"), ("model_spend", "what it has spent on each model")];

impl NewKey {
    /// A key that is configured like `key`, under a new secret: everything that can be carried over.
    ///
    /// The caller sets `duration` from [`Key::expires`], and another `key_alias` where the key itself stays: an alias is
    /// unique. What is lost is told by [`NewKey::cannot_carry`].
    pub fn like(key: &Lossless<Key>) -> Self {
        let get = |name: &str| key.field(name).filter(|value| !is_empty(value));
        let mut extra: Map<String, Value> =
            CARRIED.iter().filter_map(|name| Some(((*name).to_owned(), get(name)?))).collect();
        if let Some(organization) = get("org_id") {
            extra.insert("organization_id".to_owned(), organization);
        }
        if extra.get("key_type") == Some(&Value::from("default")) {
            fields::remove(&mut extra, "key_type");
        }
        let mut metadata = get("metadata");
        if let Some(Value::Object(fields)) = &mut metadata {
            for name in IN_METADATA {
                if let Some(value) = fields::remove(fields, name).filter(|value| !is_empty(value)) {
                    extra.insert((*name).to_owned(), value);
                }
            }
        }
        // A soft budget is kept in a budget of the key's own, which is made anew; one with limits is shared with others.
        let budget = key.field("litellm_budget_table").filter(|budget| {
            let limits = ["max_budget", "budget_duration", "tpm_limit", "rpm_limit", "max_parallel_requests"];
            limits.iter().all(|name| budget.get(name).is_none_or(Value::is_null))
        });
        let soft_budget = budget.and_then(|budget| budget.get("soft_budget")?.as_f64());
        if soft_budget.is_some() {
            fields::remove(&mut extra, "budget_id");
        }
        Self {
            models: key.models.clone().filter(|models| !models.is_empty()),
            spend: key.spend.filter(|spend| *spend != 0.0),
            key_alias: key.key_alias.clone(),
            team_id: key.team_id.clone(),
            user_id: key.user_id.clone(),
            soft_budget,
            metadata: metadata.filter(|value| !is_empty(value)),
            blocked: get("blocked").and_then(|value| value.as_bool()),
            extra,
            ..Self::default()
        }
    }

    /// What `key` has that [`NewKey::like`] cannot give another, in words. The secret always is.
    pub fn cannot_carry(key: &Lossless<Key>) -> Vec<&'static str> {
        let has = |name: &str| key.field(name).is_some_and(|value| !is_empty(&value));
        LEFT.iter().filter(|(name, _)| has(name)).map(|(_, words)| *words).collect()
    }
}

impl Keys<'_> {
    /// Makes a key that lives exactly as long as `duration` says. Older servers round it when they generate a key, to
    /// midnight or to Monday, but not when they update one.
    ///
    /// # Errors
    /// Those of the requests. A key whose end could not be set is deleted again.
    pub async fn generate_exactly(self, key: &NewKey) -> Result<Lossless<GeneratedKey>, Error> {
        let generated = self.generate(key).await?;
        let Some(duration) = &key.duration else { return Ok(generated) };
        let mut update = KeyUpdate::default();
        update.extra.insert("duration".to_owned(), Value::from(duration.as_str()));
        match self.update(&generated.key, &update).await {
            Ok(_) => Ok(generated),
            Err(error) => {
                // What is told is why it was undone; a key that stays behind has at least a rounded end.
                let _ = self.delete([&generated.key]).await;
                Err(error)
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_like_another_carries_its_configuration_and_not_its_identity() {
        let key: Lossless<Key> = serde_json::from_str(
            r#"{"token":"aa","key_name":"sk-...x","key_alias":"a","spend":1.5,"max_budget":10.0,"models":["m"],"aliases":{},
               "metadata":{"tags":["t"],"team":"x"},"blocked":true,"tpm_limit":5,"budget_duration":"30d","budget_id":"b1",
               "litellm_budget_table":{"soft_budget":5.0},"org_id":"o","budget_reset_at":"2026-12-01","key_type":"default","expires":null,"auto_rotate":false}"#,
        )
        .expect("a key");
        let body = serde_json::to_value(NewKey::like(&key)).expect("JSON");
        assert_eq!(
            body,
            serde_json::json!({"models":["m"],"spend":1.5,"key_alias":"a","max_budget":10.0,"soft_budget":5.0,
                "metadata":{"team":"x"},"tpm_limit":5,"blocked":true,"budget_duration":"30d","organization_id":"o","tags":["t"]})
        );
        assert_eq!(NewKey::cannot_carry(&key), ["the time at which its budget is reset"]);
        let shared: Lossless<Key> = serde_json::from_str(
            r#"{"budget_id":"b1","litellm_budget_table":{"soft_budget":3.0,"max_budget":5.0,"tpm_limit":null}}"#,
        )
        .expect("a key");
        let body = serde_json::to_value(NewKey::like(&shared)).expect("JSON");
        assert_eq!(body, serde_json::json!({"budget_id": "b1"}));
    }
}
