//! Provides the key of a PKCE login and renews it before it expires, coordinated with other processes.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use reqwest::Url;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::StoredLogin;
use super::store::Store;
use crate::failure::one_line;
use crate::interrupt::Interrupt;
use litellm_proxy_client::{ApiKey, Client, Error, KeyFuture, KeyProvider};

/// The wait after a failed renewal. Until then the old key is used while it is valid.
const RETRY_INTERVAL: Duration = Duration::from_secs(60);

/// Provides a client with the key of a stored login.
pub(crate) struct RenewableKey {
    store: Store,
    server: Url,
    /// A client without a key.
    client: Client,
    warn: Arc<dyn Fn(&str) + Send + Sync>,
    interrupt: Interrupt,
    state: Mutex<State>,
}

struct State {
    login: StoredLogin,
    next_try: Option<Instant>,
}

impl RenewableKey {
    /// Creates a provider that reports failed renewals to `warn`.
    pub(crate) fn new(
        store: Store,
        server: Url,
        client: Client,
        login: StoredLogin,
        warn: Box<dyn Fn(&str) + Send + Sync>,
        interrupt: Interrupt,
    ) -> Self {
        Self { store, server, client, warn: warn.into(), interrupt, state: Mutex::new(State { login, next_try: None }) }
    }

    /// Returns a valid key, renewing it if it is about to expire. `refused` is the key that the server has just
    /// refused.
    ///
    /// # Errors
    /// Returns an error if the key has expired and could not be renewed.
    pub(crate) async fn current(&self, refused: Option<&ApiKey>) -> anyhow::Result<ApiKey> {
        let mut state = self.state.lock().await;
        if refused == Some(state.login.key()) {
            // Another process may have renewed the key. A refusal alone is no reason to renew it: servers also refuse
            // valid keys that lack permission.
            if let Ok(Some(stored)) = self.stored() {
                state.login = stored;
            }
        }
        let may_try = state.next_try.is_none_or(|next_try| next_try <= Instant::now());
        if state.login.needs_renewal() && may_try {
            match self.renew(&state.login).await {
                Ok(login) => state.login = login,
                Err(error) => {
                    (self.warn)(&format!("could not renew the login: {}", one_line(&error)));
                    state.next_try = Some(Instant::now() + RETRY_INTERVAL);
                }
            }
        }
        if state.login.has_expired() {
            anyhow::bail!("the login at {} has expired", self.server.as_str().trim_end_matches('/'));
        }
        Ok(state.login.key().clone())
    }

    /// Reads the login from the store.
    fn stored(&self) -> anyhow::Result<Option<StoredLogin>> {
        Ok(self.store.logins()?.into_iter().find(|login| login.belongs_to(&self.server)))
    }

    /// Renews a login, unless another process has done so. A refresh token is valid for one renewal, so the new one is
    /// stored at once, and neither Ctrl-C nor a dropped caller may interrupt that.
    async fn renew(&self, current: &StoredLogin) -> anyhow::Result<StoredLogin> {
        let files = self.store.lock().await?;
        // The user has logged out meanwhile.
        let Some(login) = self.stored()? else { return Ok(current.clone()) };
        if !login.needs_renewal() {
            return Ok(login);
        }
        let (registered, refresh_token) = login.refresh_grant().context("the stored login has no refresh token")?;
        files.check()?;
        let (client, warn, mut renewed) = (self.client.clone(), Arc::clone(&self.warn), login.clone());
        let result = self.interrupt.finish(async move {
            let token = client.sso().refresh(&registered, &refresh_token).await?;
            renewed.apply_token(&token);
            if let Err(error) = files.update(&renewed) {
                warn(&format!("the login was renewed but cannot be stored; log in again soon: {error:#}"));
            }
            Ok(renewed)
        });
        result.await?.or_else(|error: Error| {
            // A tool that ignores the lock may have renewed it.
            let stored = self.stored().unwrap_or_default().filter(|stored| stored.key() != login.key());
            stored.ok_or(error.into())
        })
    }
}

impl KeyProvider for RenewableKey {
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
        Box::pin(async move { self.current(refused).await.map_err(Into::into) })
    }
}
