//! [`ShownCertificates`]: the certificates that the server showed, trusted or not.

use std::sync::{Arc, Mutex, PoisonError};

use super::certificate::Certificate;
use super::client::Client;

/// The certificates of the last handshake, the server's own first. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShownCertificates(Arc<Mutex<Vec<Certificate>>>);

impl ShownCertificates {
    #[cfg(feature = "rustls-no-provider")]
    pub(super) fn set(&self, certificates: Vec<Certificate>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = certificates;
    }

    pub(super) fn get(&self) -> Vec<Certificate> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Client {
    /// Returns the certificates that the server showed in the last TLS handshake, its own first, whether they were trusted
    /// or not. Empty before the first handshake, over `http://`, and without the feature `rustls`.
    pub fn server_certificates(&self) -> Vec<Certificate> {
        self.inner.shown.get()
    }
}
