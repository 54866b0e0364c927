//! Secrets that the client chooses: it knows them before the server creates a key, so that none is lost with a response.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::references::LOOKUP_TIMEOUT;
use super::{GeneratedKey, KeyRegeneration, Keys, NewKey};
use crate::core::{ApiKey, Error, Lossless, RefusalKind};

/// The random bytes of a secret, as many as LiteLLM's own keys have.
const RANDOM_BYTES: usize = 16;

impl ApiKey {
    /// Returns a new secret in the form of LiteLLM's own keys: `sk-` and 22 letters, digits, `-` and `_`, from 128 random bits
    /// of the system.
    pub fn random() -> Self {
        // Each id has 122 random bits.
        let entropy = [*Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes()].concat();
        let digest = Sha256::digest(entropy);
        let random: Vec<u8> = digest.iter().copied().take(RANDOM_BYTES).collect();
        Self::new(format!("sk-{}", URL_SAFE_NO_PAD.encode(random)))
    }
}

impl Keys<'_> {
    /// Generates a key with the secret in [`NewKey::key`], or if the server does not allow that, with one that it chooses
    /// itself: [`Keys::generate`], sent again without the secret after such a refusal.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn generate_preferring(self, key: &NewKey) -> Result<Lossless<GeneratedKey>, Error> {
        match self.generate(key).await {
            Err(error) if key.key.is_some() && forbids_chosen_secrets(&error) => {
                self.generate(&NewKey { key: None, ..key.clone() }).await
            }
            result => result,
        }
    }

    /// Gives a key the secret in [`KeyRegeneration::new_key`], or if the server does not allow that, one that it chooses
    /// itself: [`Keys::regenerate`], sent again without the secret after such a refusal.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn regenerate_preferring(
        self,
        key: &ApiKey,
        regeneration: &KeyRegeneration,
    ) -> Result<Lossless<GeneratedKey>, Error> {
        match self.regenerate(key, regeneration).await {
            Err(error) if regeneration.new_key.is_some() && forbids_chosen_secrets(&error) => {
                self.regenerate(key, &KeyRegeneration { new_key: None, ..regeneration.clone() }).await
            }
            result => result,
        }
    }

    /// Returns whether a key with this secret may exist after a request to create it failed. Sends `GET /key/info` if the
    /// error does not tell.
    pub async fn may_exist_after(self, error: &Error, secret: &ApiKey) -> bool {
        if !error.may_have_taken_effect() {
            return false;
        }
        let lookup = tokio::time::timeout(LOOKUP_TIMEOUT, self.exists(secret)).await;
        !matches!(lookup, Ok(Ok(false)))
    }
}

fn forbids_chosen_secrets(error: &Error) -> bool {
    error.refusal().is_some_and(|refusal| refusal.kind() == Some(RefusalKind::ChosenKeysForbidden))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_secrets_have_the_form_of_litellm_and_differ() {
        let (one, two) = (ApiKey::random(), ApiKey::random());
        for secret in [&one, &two] {
            let random = secret.expose().strip_prefix("sk-").expect("the prefix");
            assert_eq!(random.len(), 22);
            assert!(random.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')));
        }
        assert_ne!(one, two);
    }
}
