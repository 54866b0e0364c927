//! Keys that change while a client lives: renewed by whoever provides them.

use std::pin::Pin;

use super::secret::ApiKey;

/// What a [`KeyProvider`] promises: a key, or why there is none.
pub type KeyFuture<'a> = Pin<Box<dyn Future<Output = Result<ApiKey, BoxError>> + Send + 'a>>;
/// Any error of a provider's own.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Gives the key for each request, such as one that is renewed before it ends.
///
/// ```
/// use litellm_proxy_client::{ApiKey, Client, KeyFuture, KeyProvider};
///
/// /// A key that somebody renews, kept until the server refuses it.
/// struct Vault {
///     held: tokio::sync::Mutex<ApiKey>,
/// }
///
/// impl KeyProvider for Vault {
///     fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
///         Box::pin(async move {
///             let mut held = self.held.lock().await;
///             // Of many requests that were refused at once, the first renews the key for all.
///             if refused == Some(&*held) {
///                 *held = renewed().await?;
///             }
///             Ok(held.clone())
///         })
///     }
/// }
///
/// # async fn renewed() -> Result<ApiKey, std::io::Error> { Ok(ApiKey::new("sk-new")) }
///
/// # fn main() -> Result<(), litellm_proxy_client::Error> {
/// let client = Client::builder("http://localhost:4000").key_provider(Vault { held: ApiKey::new("sk-old").into() }).build()?;
/// # Ok(()) }
/// ```
pub trait KeyProvider: Send + Sync {
    /// The key for the next request; it is asked for each time, so a provider keeps what it has. `refused` is the key that
    /// the server has just answered with a 401, once for a request: another key than that is tried, the same one means
    /// that there is no better. Servers also answer so when a key is good but may not do what it was used for, so a 401
    /// costs a renewal each time.
    ///
    /// The time that this takes is not limited by that of the request.
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a>;
}

impl<P: KeyProvider + ?Sized> KeyProvider for std::sync::Arc<P> {
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
        (**self).key(refused)
    }
}
