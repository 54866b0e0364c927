//! Servers whose certificate signs itself, expired certificates, and where trusted certificates are looked for.

use serde_json::json;
use test_bed::{FakeServer, json_response};

use crate::harness::Cli;

/// A TLS server with the certificate of an authority as its own, as `openssl req -x509` makes it.
fn self_signed(name: &str, until: i32) -> (String, FakeServer) {
    let (pem, server) = FakeServer::tls_self_signed(name, until);
    (pem, server.on("*", json_response(json!({"data": [{"id": "behind-tls"}]}))))
}

const LATER: i32 = 2999;

#[test]
fn self_signed_certificate_is_trusted_when_it_is_given() {
    let (pem, server) = self_signed("127.0.0.1", LATER);
    let (other, _other_server) = self_signed("127.0.0.1", LATER);
    let cli = Cli::at(&server.uri()).file("own.pem", &pem).file("both.pem", format!("{other}{pem}"));
    let own = cli.home().join("own.pem").display().to_string();
    for file in ["own.pem", "both.pem"] {
        assert!(cli.run(&["--ca-cert", file, "models", "list"]).ok().contains("behind-tls"));
    }
    assert!(cli.env("SSL_CERT_FILE", &own).run(&["models", "list"]).ok().contains("behind-tls"));
    assert_eq!(server.received().len(), 3);
}

#[test]
fn self_signed_certificate_is_refused_unless_it_is_given() {
    let (_, server) = self_signed("127.0.0.1", LATER);
    // The same names, another key.
    let (other, _other_server) = self_signed("127.0.0.1", LATER);
    let cli = Cli::at(&server.uri()).file("other.pem", other);
    for words in [&["models", "list"][..], &["models", "list", "--ca-cert", "other.pem"]] {
        let run = cli.run(words);
        assert!(
            run.fails(5).contains("shows the certificate of an authority as its own (CaUsedAsEndEntity)"),
            "{run:#?}"
        );
        assert!(run.stderr.contains("hint: trust this very certificate with --ca-cert FILE"), "{run:#?}");
    }
    assert_eq!((server.received().len(), server.connections()), (0, 2));
}

#[test]
fn name_and_dates_of_a_self_signed_certificate_are_checked() {
    let (pem, server) = self_signed("elsewhere.example", LATER);
    let run = Cli::at(&server.uri()).file("own.pem", &pem).run(&["--ca-cert", "own.pem", "models", "list"]);
    assert!(run.fails(5).contains("is not valid for `127.0.0.1`, only for elsewhere.example"), "{run:#?}");
    let (pem, server) = self_signed("127.0.0.1", 2001);
    let run = Cli::at(&server.uri()).file("own.pem", &pem).run(&["--ca-cert", "own.pem", "models", "list"]);
    assert!(run.fails(5).contains("the server's certificate expired on 2001-"), "{run:#?}");
    assert!(run.stderr.ends_with("hint: renew the server's certificate, or set this machine's clock\n"), "{run:#?}");
    assert!(server.received().is_empty());
}

#[test]
fn damaged_certificate_to_trust_is_a_usage_error() {
    let cli = Cli::at("https://127.0.0.1:1");
    let block = |text: &str| format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
    let cli = cli.file("text.pem", block("not base64!")).file("short.pem", block("MAEB"));
    for (file, reason) in
        [("text.pem", "a PEM certificate is damaged"), ("short.pem", "a certificate to trust is invalid")]
    {
        let run = cli.run(&["--ca-cert", file, "models", "list"]);
        assert!(run.fails(2).contains(reason), "{run:#?}");
    }
}

#[test]
fn variables_name_other_authorities_than_the_systems() {
    let (pem, server) = self_signed("127.0.0.1", LATER);
    let cli =
        Cli::at(&server.uri()).file("certificates/a.pem", &pem).file("certificates/b.txt", "none").file("\u{feff}", "");
    let directory = cli.home().join("certificates").display().to_string();
    let cli = cli.env("SSL_CERT_DIR", &format!("/nonexistent:{directory}"));
    assert!(cli.run(&["models", "list"]).ok().contains("behind-tls"));
    let cli = cli.env("SSL_CERT_DIR", "").env("SSL_CERT_FILE", "/nonexistent.pem");
    let run = cli.run(&["models", "list"]);
    assert!(
        run.fails(5).contains("there is no certificate authority in /nonexistent.pem, the value of SSL_CERT_FILE"),
        "{run:#?}"
    );
    // A byte order mark before the first certificate is not part of it.
    let cli = cli.file("marked.pem", format!("\u{feff}{pem}"));
    assert!(cli.run(&["models", "list", "--ca-cert", "marked.pem"]).ok().contains("behind-tls"));
}
