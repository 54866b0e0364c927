//! [`Verifier`]: trusts a server because of the program's certificates first, and of the system's authorities if need be.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use super::system::System;
use super::trusted::{Shown, Trusted};

/// Verifies the certificates of servers. The system's authorities are read when the first server needs them: that takes longer
/// than the rest of a handshake.
#[derive(Debug)]
pub(super) struct Verifier {
    algorithms: WebPkiSupportedAlgorithms,
    own: Trusted,
    system: Option<System>,
}

impl Verifier {
    pub(super) fn new(provider: &Arc<CryptoProvider>, own: Trusted, only: bool) -> Result<Self, crate::Error> {
        let system = if only { None } else { Some(System::new(provider)?) };
        Ok(Self { algorithms: provider.signature_verification_algorithms, own, system })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = Shown { end_entity, intermediates, server_name, now };
        let verified = match &self.system {
            Some(system) if self.own.is_empty() => system.verify(&shown, &self.algorithms),
            Some(system) => self
                .own
                .verify(&shown, &self.algorithms)
                .or_else(|error| system.verify(&shown, &self.algorithms).map_err(|last| specific(error, last))),
            None => self.own.verify(&shown, &self.algorithms),
        };
        verified.map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Returns the error that says more: anything is more than that the issuer is unknown.
pub(super) fn specific(first: Error, last: Error) -> Error {
    if first == Error::InvalidCertificate(CertificateError::UnknownIssuer) { last } else { first }
}
