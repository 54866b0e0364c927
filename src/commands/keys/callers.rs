//! The keys of a list that may call a model. The rules are the library's.

use anyhow::Result;

use crate::failure::Failure;
use litellm_proxy_client::Client;
use litellm_proxy_client::access::AccessRules;
use litellm_proxy_client::keys::KeyEntry;

/// A filter of keys by a model that they may call. Each team and user is fetched once.
pub(super) struct Callers {
    rules: AccessRules,
    model: String,
}

impl Callers {
    pub(super) fn of(client: &Client, model: String) -> Self {
        Self { rules: client.keys().access_rules(), model }
    }

    /// Removes the keys that may not call the model, and those of which only the hash is known.
    pub(super) async fn retain(&mut self, keys: &mut Vec<KeyEntry>) -> Result<()> {
        keys.retain(|key| key.full().is_some());
        let full = keys.iter().filter_map(KeyEntry::full).cloned().collect();
        let access = self.rules.of(full).await?;
        let mut allowed = access.iter().map(|access| access.check(&self.model).allowed);
        keys.retain(|_| allowed.next() == Some(true));
        Ok(())
    }

    /// Fails if a key without limits could not call the model: the server does not have it.
    pub(super) async fn ensure_known(mut self) -> Result<()> {
        let access = self.rules.of(vec![serde_json::from_str("{}")?]).await?;
        if access.iter().any(|access| access.check(&self.model).allowed) {
            return Ok(());
        }
        Err(Failure::NotFound(format!("the server has no model `{}`, and no key has such an alias", self.model)).into())
    }
}
