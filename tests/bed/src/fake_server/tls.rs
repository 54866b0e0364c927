//! Certificates of a private authority.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

/// Creates an authority and a certificate for `name`; returns the authority in PEM and a server that shows the
/// certificate.
pub(super) fn certificate_for(name: &str) -> (String, Arc<ServerConfig>) {
    let authority = authority();
    let (certificate, key) = signed(name, &authority);
    (authority.pem(), server(certificate.der().clone(), &key, None))
}

/// The same for 127.0.0.1, with a certificate that expires at the beginning of a day.
pub(super) fn certificate_until((year, month, day): (i32, u8, u8)) -> (String, Arc<ServerConfig>) {
    let authority = authority();
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    params.not_after = rcgen::date_time_ymd(year, month, day);
    let certificate = params.signed_by(&key, &authority).expect("a certificate");
    (authority.pem(), server(certificate.der().clone(), &key, None))
}

/// The same with a server that requires a certificate of the authority; such a certificate and its key, too.
pub(super) fn mutual(name: &str) -> (String, [String; 2], Arc<ServerConfig>) {
    let authority = authority();
    let (certificate, key) = signed(name, &authority);
    let (client, client_key) = signed("client", &authority);
    let server = server(certificate.der().clone(), &key, Some(authority.der().clone()));
    (authority.pem(), [client.pem(), client_key.serialize_pem()], server)
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Test Authority");
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}

fn signed(name: &str, authority: &CertifiedIssuer<'static, KeyPair>) -> (Certificate, KeyPair) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    (params.signed_by(&key, authority).expect("a certificate"), key)
}

/// Creates the certificate of an authority with the name of a server, valid until a year; returns it in PEM and a server
/// that shows it as its own.
pub(super) fn self_signed(name: &str, until: i32) -> (String, Arc<ServerConfig>) {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.not_before = rcgen::date_time_ymd(2000, 1, 1);
    params.not_after = rcgen::date_time_ymd(until, 2, 3);
    let certificate = params.self_signed(&key).expect("a certificate");
    (certificate.pem(), server(certificate.der().clone(), &key, None))
}

fn server(
    certificate: CertificateDer<'static>,
    key: &KeyPair,
    clients: Option<CertificateDer<'static>>,
) -> Arc<ServerConfig> {
    let chain = vec![certificate];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let clients = clients.map(|authority| {
        let mut roots = RootCertStore::empty();
        roots.add(authority).expect("an authority");
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().expect("a verifier")
    });
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_client_cert_verifier(clients.unwrap_or_else(WebPkiClientVerifier::no_client_auth))
        .with_single_cert(chain, key)
        .expect("a certificate and its key");
    Arc::new(config)
}
