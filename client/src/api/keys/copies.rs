//! Keys of a server that are copies of another server's keys, recognized by alias or, for keys without one, by a note in
//! their metadata.

use std::collections::HashMap;

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Map, Value};

use super::{Key, KeyFilter, KeyUpdate, Keys, NewKey};
use crate::core::{Error, Lossless};

/// The field of a copy's metadata that holds the hash of the key it was copied from. Only copies without an alias have it:
/// nothing else identifies them.
pub const COPIED_FROM: &str = "copied_from_key_hash";

/// Requests in flight at once.
const CONCURRENCY: usize = 8;

/// The keys of a server, by what identifies the copies among them.
#[derive(Debug, Default)]
pub struct ExistingKeys {
    by_alias: HashMap<String, String>,
    by_source: HashMap<String, String>,
}

impl ExistingKeys {
    /// Returns the hash of the key that is, or stands in the way of, a copy of `key`: the one with its alias, or for a key
    /// without one, the one that was copied from it.
    pub fn copy_of(&self, key: &Key) -> Option<&str> {
        match alias(key) {
            Some(alias) => self.by_alias.get(alias),
            None => self.by_source.get(key.token.as_deref()?),
        }
        .map(String::as_str)
    }

    fn add(&mut self, key: &Key) {
        let Some(hash) = &key.token else { return };
        let source = key.metadata.as_ref().and_then(|metadata| metadata.get(COPIED_FROM)).and_then(Value::as_str);
        if let Some(alias) = alias(key) {
            self.by_alias.insert(alias.to_owned(), hash.clone());
        } else if let Some(source) = source {
            self.by_source.insert(source.to_owned(), hash.clone());
        }
    }
}

fn alias(key: &Key) -> Option<&str> {
    key.key_alias.as_deref().filter(|alias| !alias.is_empty())
}

impl NewKey {
    /// Notes in the metadata of a copy without an alias which key it is a copy of, so that another copy is not made.
    #[must_use]
    pub fn noting_source(mut self, source: &Key) -> Self {
        if let (None, Some(hash)) = (alias(source), &source.token) {
            let metadata = self.metadata.get_or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(fields) = metadata {
                fields.insert(COPIED_FROM.to_owned(), Value::from(hash.as_str()));
            }
        }
        self
    }

    /// Returns the update that gives an existing copy the same settings. Its alias and what it has spent stay, as does what is
    /// not set.
    pub fn as_update(&self) -> KeyUpdate {
        let fields = Self { key: None, key_alias: None, spend: None, ..self.clone() };
        // Cannot fail: every object is an update of a key.
        serde_json::to_value(fields).and_then(serde_json::from_value).unwrap_or_default()
    }
}

impl Keys<'_> {
    /// Completes listed keys for copying. Lists of 1.80 leave the shared budget of a key out, without which a copy would be
    /// limited less: `GET /key/info` for each key of such a list. Leaves out keys that have been deleted since they were listed.
    ///
    /// # Errors
    /// The first error of a request.
    pub async fn with_budgets(self, keys: &[&Lossless<Key>]) -> Result<Vec<Lossless<Key>>, Error> {
        let completed = keys.iter().map(|key| self.with_budget(key));
        let completed = futures_util::stream::iter(completed).buffered(CONCURRENCY);
        completed.try_filter_map(async |key| Ok(key)).try_collect().await
    }

    async fn with_budget(self, key: &Lossless<Key>) -> Result<Option<Lossless<Key>>, Error> {
        let mut fields: Map<String, Value> = serde_json::from_str(key.json().get()).unwrap_or_default();
        let is_of_old_list = fields.contains_key("request_route") && !fields.contains_key("budget_id");
        let Some(hash) = key.token.as_ref().filter(|_| is_of_old_list) else { return Ok(Some(key.clone())) };
        let info = match self.info(hash).await {
            Ok(info) => info.into_inner().info,
            Err(Error::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        for name in ["budget_id", "litellm_budget_table"] {
            if let Some(value) = info.field(name) {
                fields.insert(name.to_owned(), value);
            }
        }
        // Cannot fail: these fields of a key are of any type.
        let completed = serde_json::to_string(&fields).and_then(|json| serde_json::from_str(&json));
        Ok(Some(completed.unwrap_or_else(|_| key.clone())))
    }

    /// Lists all keys to find the copies among them, page by page; see [`Keys::list_all`].
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn existing(self) -> Result<ExistingKeys, Error> {
        let mut existing = ExistingKeys::default();
        let mut pages = self.list_all(&KeyFilter::default());
        while let Some(keys) = pages.next_page().await? {
            keys.iter().filter_map(|key| key.full()).for_each(|key: &Lossless<Key>| existing.add(key));
        }
        Ok(existing)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_copy_is_recognized_by_alias_or_by_its_source() {
        let key = |fields: Value| serde_json::from_value::<Key>(fields).expect("a key");
        let mut existing = ExistingKeys::default();
        existing.add(&key(json!({"token": "1", "key_alias": "a"})));
        existing.add(&key(json!({"token": "2", "metadata": {COPIED_FROM: "s"}})));
        existing.add(&key(json!({"token": "3", "key_alias": ""})));
        for (source, expected) in [
            (json!({"token": "x", "key_alias": "a"}), Some("1")),
            (json!({"token": "s"}), Some("2")),
            (json!({"token": "s", "key_alias": "other"}), None),
            (json!({"token": "x", "key_alias": null}), None),
        ] {
            assert_eq!(existing.copy_of(&key(source.clone())), expected, "{source}");
        }
    }

    #[test]
    fn only_copies_without_an_alias_note_their_source() {
        let source = |fields: Value| serde_json::from_value::<Lossless<Key>>(fields).expect("a key");
        let noted = |fields: Value| {
            let source = source(fields);
            serde_json::to_value(NewKey::copy_of(&source).noting_source(&source)).expect("JSON")
        };
        assert_eq!(noted(json!({"token": "t", "key_alias": "a"})), json!({"key_alias": "a"}));
        assert_eq!(
            noted(json!({"token": "t", "metadata": {"m": 1}, "spend": 2.0})),
            json!({"spend": 2.0, "metadata": {"m": 1, COPIED_FROM: "t"}})
        );
    }

    #[test]
    fn an_update_sets_all_but_the_spend() {
        let copy = NewKey { spend: Some(1.0), max_budget: Some(2.0), ..NewKey::default() };
        assert_eq!(serde_json::to_value(copy.as_update()).expect("JSON"), json!({"max_budget": 2.0}));
    }
}
