//! Keys that change while a client lives: renewed by whoever provides them.

use std::pin::Pin;

use super::ApiKey;

/// What a [`KeyProvider`] promises: a key, or why there is none.
pub type KeyFuture<'a> = Pin<Box<dyn Future<Output = Result<ApiKey, BoxError>> + Send + 'a>>;
/// Any error of a provider's own.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Gives the key for each request, such as one that is renewed before it ends.
///
/// ```
/// use litellm_proxy::{ApiKey, Client, KeyFuture, KeyProvider};
///
/// struct Vault;
///
/// impl KeyProvider for Vault {
///     fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
///         Box::pin(async move {
///             // Kept from the last time, unless it is the one that was refused.
///             Ok(ApiKey::new(if refused.is_none() { "sk-old" } else { "sk-new" }))
///         })
///     }
/// }
///
/// # fn main() -> Result<(), litellm_proxy::Error> {
/// let client = Client::builder("http://localhost:4000").key_provider(Vault).build()?;
/// # Ok(()) }
/// ```
pub trait KeyProvider: Send + Sync {
    /// The key for the next request; it is asked for each time, so a provider keeps what it has. `refused` is the key that
    /// the server has just answered with a 401, once for a request: another key than that is tried, the same one means
    /// that there is no better.
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a>;
}
