//! Copies of keys: the request for a new key that is configured like an existing one.

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::{GeneratedKey, Key, KeyUpdate, Keys, NewKey};
use crate::api::kept::is_empty;
use crate::core::request_fields::Source;
use crate::core::{Error, Lossless, fields};

impl NewKey {
    /// Returns a request for a key with the configuration of `key` and a new secret. The table of fields says what is
    /// copied; [`NewKey::not_copied`] names the rest.
    ///
    /// The caller sets `duration` from [`Key::expires`], and another `key_alias` if `key` stays: aliases are unique.
    pub fn copy_of(key: &Lossless<Key>) -> Self {
        let mut source: Map<String, Value> = serde_json::from_str(key.json().get()).unwrap_or_default();
        let mut copy = Map::new();
        for field in KeyUpdate::FIELDS {
            let value = match field.source {
                Some(Source::Field(name)) if name != "metadata" => source.get(name).cloned(),
                Some(Source::Metadata) => source
                    .get_mut("metadata")
                    .and_then(Value::as_object_mut)
                    .and_then(|metadata| fields::remove(metadata, field.name)),
                _ => None,
            };
            if let Some(value) = value.filter(|value| !is_empty(value)) {
                copy.insert(field.name.to_owned(), value);
            }
        }
        // What the server keeps in the metadata has been taken out of it by now.
        if let Some(metadata) = source.remove("metadata").filter(|value| !is_empty(value)) {
            copy.insert("metadata".to_owned(), metadata);
        }
        if copy.get("key_type") == Some(&Value::from("default")) {
            fields::remove(&mut copy, "key_type");
        }
        if copy.get("spend").and_then(Value::as_f64) == Some(0.0) {
            fields::remove(&mut copy, "spend");
        }
        // A soft budget is kept in a budget that belongs to the key alone; the server creates another for the copy. A budget
        // with limits is shared.
        let budget = key.field("litellm_budget_table").filter(|budget| {
            let limits = ["max_budget", "budget_duration", "tpm_limit", "rpm_limit", "max_parallel_requests"];
            limits.iter().all(|name| budget.get(name).is_none_or(Value::is_null))
        });
        if let Some(soft_budget) =
            budget.and_then(|budget| budget.get("soft_budget").filter(|amount| amount.is_number()).cloned())
        {
            fields::remove(&mut copy, "budget_id");
            copy.insert("soft_budget".to_owned(), soft_budget);
        }
        // Cannot fail: every object is a request for a key.
        Self::deserialize(Value::Object(copy)).unwrap_or_default()
    }

    /// Describes what [`NewKey::copy_of`] does not copy of `key`, besides the secret.
    pub fn not_copied(key: &Lossless<Key>) -> Vec<&'static str> {
        let has = |name: &str| key.field(name).is_some_and(|value| !is_empty(&value));
        let lost = |source| if let Some(Source::Lost(words)) = source { Some(words) } else { None };
        let lost = KeyUpdate::FIELDS.iter().filter_map(|field| Some((field.name, lost(field.source)?)));
        lost.filter(|(name, _)| has(name)).map(|(_, words)| words).collect()
    }
}

impl Keys<'_> {
    /// Generates a key that expires exactly after `duration`. Older servers round the time to midnight or to Monday when
    /// they generate a key, but not when they update one. The secret is chosen as by [`Keys::generate_preferring`].
    ///
    /// # Errors
    /// Returns the error of the request that failed. If the update fails, the key is deleted again.
    pub async fn generate_exactly(self, key: &NewKey) -> Result<Lossless<GeneratedKey>, Error> {
        let generated = self.generate_preferring(key).await?;
        let Some(duration) = &key.duration else { return Ok(generated) };
        let update = KeyUpdate::default().duration(duration);
        match self.update(&generated.key, &update).await {
            Ok(_) => Ok(generated),
            Err(error) => {
                // The first error is the one to report; a key that cannot be deleted still expires, at a rounded time.
                let _ = self.delete([&generated.key]).await;
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_configuration_of_the_key_and_not_its_identity() {
        let key: Lossless<Key> = serde_json::from_str(
            r#"{"token":"aa","key_name":"sk-...x","key_alias":"a","spend":1.5,"max_budget":10.0,"models":["m"],"aliases":{},
               "metadata":{"tags":["t"],"team":"x"},"blocked":true,"tpm_limit":5,"budget_duration":"30d","budget_id":"b1",
               "litellm_budget_table":{"soft_budget":5.0},"org_id":"o","budget_reset_at":"2026-12-01","key_type":"default","expires":null,"auto_rotate":false}"#,
        )
        .expect("a key");
        let body = serde_json::to_value(NewKey::copy_of(&key)).expect("JSON");
        assert_eq!(
            body,
            serde_json::json!({"models":["m"],"spend":1.5,"key_alias":"a","max_budget":10.0,"soft_budget":5.0,
                "metadata":{"team":"x"},"tpm_limit":5,"blocked":true,"budget_duration":"30d","organization_id":"o","tags":["t"]})
        );
        assert_eq!(NewKey::not_copied(&key), ["the time at which its budget is reset"]);
        let shared: Lossless<Key> = serde_json::from_str(
            r#"{"budget_id":"b1","litellm_budget_table":{"soft_budget":3.0,"max_budget":5.0,"tpm_limit":null}}"#,
        )
        .expect("a key");
        let body = serde_json::to_value(NewKey::copy_of(&shared)).expect("JSON");
        assert_eq!(body, serde_json::json!({"budget_id": "b1"}));
    }
}
