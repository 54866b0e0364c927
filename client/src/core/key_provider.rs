//! [`KeyProvider`]: keys that change while a client is in use.

use std::pin::Pin;

use super::secret::ApiKey;

/// The future returned by a [`KeyProvider`]: a key, or an error.
pub type KeyFuture<'a> = Pin<Box<dyn Future<Output = Result<ApiKey, BoxError>> + Send + 'a>>;
/// The error type of a provider.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Provides the key for each request, for example one that is renewed before it expires.
///
/// ```
/// use litellm_proxy_client::{ApiKey, Client, KeyFuture, KeyProvider};
///
/// /// Keeps a key until the server refuses it.
/// struct Vault {
///     current: tokio::sync::Mutex<ApiKey>,
/// }
///
/// impl KeyProvider for Vault {
///     fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
///         Box::pin(async move {
///             let mut current = self.current.lock().await;
///             // If several requests are refused at once, the first renews the key for all.
///             if refused == Some(&*current) {
///                 *current = renewed().await?;
///             }
///             Ok(current.clone())
///         })
///     }
/// }
///
/// # async fn renewed() -> Result<ApiKey, std::io::Error> { Ok(ApiKey::new("sk-new")) }
///
/// # fn main() -> Result<(), litellm_proxy_client::Error> {
/// let client = Client::builder("http://localhost:4000").key_provider(Vault { current: ApiKey::new("sk-old").into() }).build()?;
/// # Ok(()) }
/// ```
pub trait KeyProvider: Send + Sync {
    /// Returns the key for the next request. It is called for every request, so a provider should cache its key. `refused` is
    /// the key of a request that the server has just refused with a 401: if the provider returns another key, the request
    /// is retried once with it; if it returns the same key, the request fails. Servers also return 401 for a valid key that
    /// is not allowed to do something, so each 401 costs a renewal.
    ///
    /// The request's timeout does not cover this call.
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a>;
}

impl<P: KeyProvider + ?Sized> KeyProvider for std::sync::Arc<P> {
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
        (**self).key(refused)
    }
}
