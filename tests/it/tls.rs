//! Servers with a certificate of a private authority: refused until that authority is trusted.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::fault_server::{FaultServer, Reply};
use crate::harness::Cli;

/// An authority, in PEM, and a server with a certificate by it for `name`.
pub(crate) fn server_for(name: &str) -> (String, FaultServer) {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &authority).expect("a certificate");
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a certificate and its key");
    let server = FaultServer::start_tls(Arc::new(config), |_| Reply::json(r#"{"data":[{"id":"behind-tls"}]}"#));
    (authority.pem(), server)
}

#[test]
fn an_unknown_authority_is_refused_with_the_reason() {
    let (_, server) = server_for("127.0.0.1");
    let run = Cli::at(&server.uri()).run(&["models", "list"]);
    let text = run.fails(5);
    assert!(text.starts_with(&format!("error: cannot reach {}: ", server.uri())), "{text}");
    assert!(text.contains("certificate") && text.contains("UnknownIssuer"), "{text}");
    assert!(server.received().is_empty(), "the key was sent to a server that is not trusted");
}

#[test]
fn an_authority_that_is_given_is_trusted() {
    let (authority, server) = server_for("127.0.0.1");
    let cli = Cli::at(&server.uri()).file("ca.pem", &authority);
    assert!(cli.run(&["--ca-cert", "ca.pem", "models", "list"]).ok().contains("behind-tls"));
    let path = cli.home().join("ca.pem");
    let cli = cli.env("SSL_CERT_FILE", path.to_str().expect("a UTF-8 path"));
    assert!(cli.run(&["models", "list"]).ok().contains("behind-tls"));
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_certificate_for_another_name_or_by_another_authority_is_refused() {
    let (authority, server) = server_for("elsewhere.example");
    let cli = Cli::at(&server.uri()).file("ca.pem", &authority);
    let run = cli.run(&["--ca-cert", "ca.pem", "models", "list"]);
    assert!(run.fails(5).contains("not valid for name"), "{run:#?}");
    let (_, server) = server_for("127.0.0.1");
    let run = cli.run(&["--base-url", &server.uri(), "--ca-cert", "ca.pem", "models", "list"]);
    assert!(run.fails(5).contains("certificate"), "{run:#?}");
    assert!(server.received().is_empty());
}

#[test]
fn a_file_that_holds_no_certificate_is_a_usage_error() {
    let cli = Cli::at("https://127.0.0.1:1").file("empty.pem", "").file("text.pem", "not a certificate\n");
    for (file, reason) in [
        ("empty.pem", "holds no certificate in PEM"),
        ("text.pem", "holds no certificate in PEM"),
        ("no.pem", "cannot read"),
    ] {
        let run = cli.run(&["--ca-cert", file, "models", "list"]);
        assert!(run.fails(2).contains(reason), "{run:#?}");
    }
}

#[test]
fn speaking_the_wrong_protocol_is_told_as_unreachable_or_broken() {
    let (_, tls) = server_for("127.0.0.1");
    let run = Cli::at(&tls.uri().replace("https:", "http:")).run(&["models", "list", "--timeout", "5"]);
    assert!(run.fails(5).starts_with("error: "), "{run:#?}");
    let plain = FaultServer::start(|_| Reply::json("{}"));
    let run = Cli::at(&plain.uri().replace("http:", "https:")).run(&["models", "list", "--timeout", "5"]);
    assert!(run.fails(5).starts_with("error: "), "{run:#?}");
}
