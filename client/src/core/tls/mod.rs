//! TLS with rustls: the configuration of a client, which trusts the authorities of the program and of the system.

mod any_server;
mod identity;
mod recorder;
mod system;
mod trusted;
mod verifier;

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::sign::SingleCertAndKey;

use self::any_server::AnyServer;
pub use self::identity::ClientIdentity;
use self::recorder::Recorder;
use self::trusted::Trusted;
pub(super) use self::trusted::is_authority_as_server;
use self::verifier::Verifier;
use super::certificate::Certificate;
use super::error::Error;
use super::shown::ShownCertificates;

/// The servers to trust.
pub(super) enum Trust {
    /// Those with these certificates, and those that the system trusts.
    System(Vec<Certificate>),
    /// Those with these certificates alone.
    Only(Vec<Certificate>),
    /// All of them.
    Any,
}

/// Returns the configuration of a client that trusts these servers, records what they show, and shows this certificate to those
/// that ask for one.
pub(super) fn client_config(
    trust: Trust,
    identity: Option<ClientIdentity>,
    shown: ShownCertificates,
) -> Result<ClientConfig, Error> {
    let provider = provider()?;
    let verifier: Arc<dyn ServerCertVerifier> = match trust {
        Trust::System(own) => Arc::new(verifier(&provider, own, false)?),
        Trust::Only(own) => Arc::new(verifier(&provider, own, true)?),
        Trust::Any => Arc::new(AnyServer(provider.signature_verification_algorithms)),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::InvalidRequest(format!("the crypto provider cannot be used: {error}")))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Recorder { verifier, shown }));
    let mut config = match identity {
        Some(identity) => config.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(identity.0))),
        None => config.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn verifier(provider: &Arc<CryptoProvider>, own: Vec<Certificate>, only: bool) -> Result<Verifier, Error> {
    let invalid = |error: rustls::Error| Error::InvalidRequest(format!("a certificate to trust is invalid: {error}"));
    let own = own.into_iter().map(|certificate| CertificateDer::from(certificate.into_der())).collect();
    let own = Trusted::all_of(own).map_err(invalid)?;
    Verifier::new(provider, own, only)
}

/// Returns the program's crypto provider, or the one of the feature `rustls`. None is installed: that is up to the program.
#[cfg_attr(feature = "rustls", expect(clippy::unnecessary_wraps, reason = "there may be none without this feature"))]
fn provider() -> Result<Arc<CryptoProvider>, Error> {
    if let Some(provider) = CryptoProvider::get_default() {
        return Ok(Arc::clone(provider));
    }
    #[cfg(feature = "rustls")]
    return Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    #[cfg(not(feature = "rustls"))]
    Err(Error::InvalidRequest(
        "no crypto provider is installed: call `install_default` of one of rustls's providers first".to_owned(),
    ))
}
