//! [`ClientIdentity`]: the certificate that a client shows to a server that asks for one, and its private key.

use std::fmt;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use super::super::certificate::Certificate;
use super::super::error::Error;
use super::provider;

/// A client certificate with its chain and private key, for servers that ask for one (mutual TLS).
///
/// Set it with [`ClientBuilder::client_identity`](crate::ClientBuilder::client_identity).
#[derive(Clone)]
pub struct ClientIdentity(pub(super) Arc<CertifiedKey>);

impl ClientIdentity {
    /// Reads a certificate, followed by those between it and its authority, and its private key, as PKCS#8, PKCS#1 or SEC1.
    /// Both are PEM, and may be the same text.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if there is no certificate or no key, if one is damaged, if the key is encrypted, if the key
    /// does not belong to the certificate, or if the program has no crypto provider.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, Error> {
        let chain = Certificate::from_pem_bundle(certificates)?;
        if chain.is_empty() {
            return Err(invalid("no PEM certificate"));
        }
        let chain = chain.into_iter().map(|certificate| CertificateDer::from(certificate.into_der())).collect();
        let certified =
            CertifiedKey::from_der(chain, private_key(key)?, &*provider()?).map_err(|error| match error {
                rustls::Error::InconsistentKeys(_) => invalid("the private key does not belong to the certificate"),
                rustls::Error::InvalidCertificate(_) => invalid("the certificate is damaged"),
                _ => invalid("the private key is of a kind that cannot be used"),
            })?;
        Ok(Self(Arc::new(certified)))
    }
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientIdentity").field("certificates", &self.0.cert.len()).finish_non_exhaustive()
    }
}

fn private_key(pem: &[u8]) -> Result<PrivateKeyDer<'static>, Error> {
    let pem = pem.strip_prefix(b"\xef\xbb\xbf").unwrap_or(pem);
    let text = String::from_utf8_lossy(pem);
    if text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
        return Err(invalid("the private key is encrypted; decrypt it first, as with `openssl pkey`"));
    }
    PrivateKeyDer::from_pem_slice(pem).map_err(|error| match error {
        rustls::pki_types::pem::Error::NoItemsFound => invalid("no PEM private key"),
        _ => invalid("a PEM private key is damaged"),
    })
}

fn invalid(reason: &str) -> Error {
    Error::InvalidRequest(reason.to_owned())
}
