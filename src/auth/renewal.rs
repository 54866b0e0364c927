//! The key of a login with PKCE, which is renewed before it ends, by whichever process comes first.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use reqwest::Url;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::StoredLogin;
use super::store::Store;
use crate::interrupt::Interrupt;
use litellm_proxy_client::{ApiKey, Client, Error, KeyFuture, KeyProvider};

/// After a renewal that failed, the next one waits so long; until then the old key is used while it lives.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(60);

/// Gives a stored login's key to a client.
pub(crate) struct RenewedKey {
    store: Store,
    server: Url,
    /// A client without a key.
    client: Client,
    warn: Arc<dyn Fn(&str) + Send + Sync>,
    interrupt: Interrupt,
    held: Mutex<Held>,
}

struct Held {
    login: StoredLogin,
    next_try: Option<Instant>,
}

impl RenewedKey {
    /// `warn` is told of renewals that fail.
    pub(crate) fn new(
        store: Store,
        server: Url,
        client: Client,
        login: StoredLogin,
        warn: Box<dyn Fn(&str) + Send + Sync>,
        interrupt: Interrupt,
    ) -> Self {
        Self { store, server, client, warn: warn.into(), interrupt, held: Mutex::new(Held { login, next_try: None }) }
    }

    /// The key that is good now.
    ///
    /// # Errors
    /// When it has expired and could not be renewed.
    pub(crate) async fn current(&self, refused: Option<&ApiKey>) -> anyhow::Result<ApiKey> {
        let mut held = self.held.lock().await;
        if refused == Some(held.login.key()) {
            // Another process may have another key by now. One that is not due yet is not renewed for a refusal: servers
            // refuse good keys too, when they may not do what they are used for.
            if let Ok(Some(stored)) = self.stored() {
                held.login = stored;
            }
        }
        let may_try = held.next_try.is_none_or(|next_try| next_try <= Instant::now());
        if held.login.needs_renewal() && may_try {
            match self.renewed(&held.login).await {
                Ok(login) => held.login = login,
                Err(error) => {
                    (self.warn)(&format!("could not renew the login: {error:#}"));
                    held.next_try = Some(Instant::now() + PAUSE_AFTER_FAILURE);
                }
            }
        }
        if held.login.has_expired() {
            anyhow::bail!("the login at {} has expired", self.server.as_str().trim_end_matches('/'));
        }
        Ok(held.login.key().clone())
    }

    /// The login as it is stored now.
    fn stored(&self) -> anyhow::Result<Option<StoredLogin>> {
        Ok(self.store.logins()?.into_iter().find(|login| login.belongs_to(&self.server)))
    }

    /// Renews a login, unless another process has done so. A refresh token is good for one renewal, so the new one is
    /// kept before anything else is done, and nothing comes between: neither Ctrl-C nor a caller who has given up.
    async fn renewed(&self, held: &StoredLogin) -> anyhow::Result<StoredLogin> {
        let files = self.store.lock().await?;
        // Somebody who has logged out meanwhile does not want it renewed.
        let Some(login) = self.stored()? else { return Ok(held.clone()) };
        if !login.needs_renewal() {
            return Ok(login);
        }
        let (registered, refresh_token) = login.refresh_grant().context("nothing to renew it with is stored")?;
        files.check()?;
        let (client, warn, mut renewed) = (self.client.clone(), Arc::clone(&self.warn), login.clone());
        let result = self.interrupt.finish(async move {
            let token = client.sso().refresh(&registered, &refresh_token).await?;
            renewed.apply_token(&token);
            if let Err(error) = files.replace(&renewed) {
                warn(&format!("the login was renewed and cannot be kept; log in again soon: {error:#}"));
            }
            Ok(renewed)
        });
        result.await?.or_else(|error: Error| {
            // A tool that knows nothing of the lock may have been faster.
            let stored = self.stored().unwrap_or_default().filter(|stored| stored.key() != login.key());
            stored.ok_or(error.into())
        })
    }
}

impl KeyProvider for RenewedKey {
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
        Box::pin(async move { self.current(refused).await.map_err(Into::into) })
    }
}
