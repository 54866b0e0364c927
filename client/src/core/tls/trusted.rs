//! [`Trusted`]: a set of certificates, and whether a server's certificate can be trusted because of them.

use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, Error, RootCertStore};

/// What a server shows in a handshake.
pub(super) struct Shown<'a> {
    pub(super) end_entity: &'a CertificateDer<'a>,
    pub(super) intermediates: &'a [CertificateDer<'a>],
    pub(super) server_name: &'a ServerName<'a>,
    pub(super) now: UnixTime,
}

/// Certificates that are trusted.
#[derive(Debug)]
pub(super) struct Trusted {
    certificates: Vec<CertificateDer<'static>>,
    roots: RootCertStore,
}

impl Trusted {
    /// Trusts all of these certificates.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub(super) fn all_of(certificates: Vec<CertificateDer<'static>>) -> Result<Self, Error> {
        let mut roots = RootCertStore::empty();
        for certificate in &certificates {
            roots.add(CertificateDer::from(&**certificate))?;
        }
        Ok(Self { certificates, roots })
    }

    /// Trusts those of the certificates that can be read.
    pub(super) fn any_of(certificates: Vec<CertificateDer<'static>>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates.iter().map(|der| CertificateDer::from(&**der)));
        Self { certificates, roots }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Checks the signatures, the dates and the name of what a server shows.
    pub(super) fn verify(&self, shown: &Shown<'_>, algorithms: &WebPkiSupportedAlgorithms) -> Result<(), Error> {
        let certificate = ParsedCertificate::try_from(shown.end_entity)?;
        let signed = verify_server_cert_signed_by_trust_anchor(
            &certificate,
            &self.roots,
            shown.intermediates,
            shown.now,
            algorithms.all,
        );
        match signed {
            // A self-signed certificate, as `openssl req -x509` makes it, may sign others, which rustls refuses in a server's
            // own certificate. Whoever trusts this very certificate trusts its key for any name. The dates are checked
            // before this error is found; a test watches over that.
            Err(error) if is_authority_as_server(&error) && self.certificates.contains(shown.end_entity) => {}
            signed => signed?,
        }
        verify_server_name(&certificate, shown.server_name)
    }
}

/// Returns whether a server shows the certificate of an authority as its own.
pub(crate) fn is_authority_as_server(error: &Error) -> bool {
    let Error::InvalidCertificate(CertificateError::Other(other)) = error else { return false };
    matches!(other.0.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
}
