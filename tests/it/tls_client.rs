//! Client certificates (mutual TLS), and servers that are trusted whatever their certificate.

use serde_json::json;
use test_bed::{FakeServer, json_response};

use crate::harness::Cli;

/// A server that requires a client certificate, and a home with the files for it.
fn mutual() -> (FakeServer, Cli) {
    let (authority, [certificate, key], server) = FakeServer::mutual_tls("127.0.0.1");
    let server = server.on("*", json_response(json!({"data": [{"id": "behind-tls"}]})));
    let cli = Cli::at(&server.uri())
        .file("ca.pem", authority)
        .file("cert.pem", &certificate)
        .file("key.pem", &key)
        .file("both.pem", format!("{key}{certificate}"))
        .file("marked.pem", format!("\u{feff}{key}"));
    (server, cli)
}

const CA: [&str; 4] = ["models", "list", "--ca-cert", "ca.pem"];

#[test]
fn client_certificate_is_shown_to_a_server_that_requires_one() {
    let (server, cli) = mutual();
    for options in [
        &["--client-cert", "cert.pem", "--client-key", "key.pem"][..],
        &["--cert", "both.pem"],
        &["--cert", "cert.pem", "--client-key", "both.pem"],
        &["--cert", "cert.pem", "--client-key", "marked.pem"],
    ] {
        let words = [&CA[..], options].concat();
        assert!(cli.run(&words).ok().contains("behind-tls"), "{options:?}");
    }
    let raw = ["http", "request", "/models", "--ca-cert", "ca.pem", "--cert", "cert.pem", "--key", "key.pem"];
    assert!(cli.run(&raw).ok().contains("behind-tls"));
    assert_eq!(server.received().len(), 5);
}

#[test]
fn server_that_requires_a_client_certificate_is_explained() {
    let (server, cli) = mutual();
    let run = cli.run(&CA);
    assert!(
        run.fails(5).contains("hint: the server asks for a client certificate: set it with --client-cert"),
        "{run:#?}"
    );
    let (_, [certificate, key], _other) = FakeServer::mutual_tls("127.0.0.1");
    let cli = cli.file("other.pem", format!("{certificate}{key}"));
    let run = cli.run(&[&CA[..], &["--client-cert", "other.pem"]].concat());
    assert!(run.fails(5).contains("hint: the server does not accept the client certificate"), "{run:#?}");
    assert!(server.received().is_empty());
}

#[test]
fn client_certificate_that_cannot_be_used_is_a_usage_error() {
    let (server, cli) = mutual();
    let (_, [_, other], _other) = FakeServer::mutual_tls("127.0.0.1");
    let block = |kind: &str, text: &str| format!("-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n");
    let cli = cli
        .file("other.pem", other)
        .file("none.pem", "nothing\n")
        .file("encrypted.pem", block("ENCRYPTED PRIVATE KEY", "MAEB"))
        .file("damaged.pem", block("PRIVATE KEY", "no base64!"))
        .file("short.pem", block("RSA PRIVATE KEY", "MAEB"));
    for (options, reason) in [
        (&["--client-cert", "no.pem"][..], "cannot read `no.pem`"),
        (&["--client-cert", "cert.pem", "--client-key", "no.pem"], "cannot read `no.pem`"),
        (&["--client-cert", "none.pem"], "`none.pem`: no PEM certificate"),
        (&["--client-cert", "cert.pem"], "`cert.pem`: no PEM private key\nhint: name the file of its private key"),
        (
            &["--client-cert", "cert.pem", "--client-key", "other.pem"],
            "with the key `other.pem`: the private key does not",
        ),
        (&["--client-cert", "cert.pem", "--client-key", "encrypted.pem"], "the private key is encrypted"),
        (&["--client-cert", "cert.pem", "--client-key", "damaged.pem"], "a PEM private key is damaged"),
        (&["--client-cert", "cert.pem", "--client-key", "short.pem"], "is of a kind that cannot be used"),
        (&["--client-key", "key.pem"], "--client-key needs --client-cert"),
    ] {
        let run = cli.run(&[&CA[..], options].concat());
        assert!(run.fails(2).contains(reason), "{options:?}: {run:#?}");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn insecure_trusts_any_server_and_warns() {
    let (_, elsewhere) = FakeServer::tls("elsewhere.example");
    let (_, expired) = FakeServer::tls_self_signed("127.0.0.1", 2001);
    for server in [elsewhere, expired] {
        let server = server.on("*", json_response(json!({"data": [{"id": "behind-tls"}]})));
        let cli = Cli::at(&server.uri());
        for option in ["-k", "--insecure"] {
            let run = cli.run(&["models", "list", option]);
            assert!(run.ok().contains("behind-tls"));
            assert!(run.stderr.starts_with("warning: --insecure: the server's certificate is not checked"), "{run:#?}");
        }
        assert_eq!(cli.run(&["models", "list"]).fails(5).matches("warning").count(), 0);
    }
}

#[test]
fn insecure_sends_the_key_to_no_other_server() {
    let plain = FakeServer::always_json(json!({}));
    let (_, server) = FakeServer::tls("elsewhere.example");
    let redirect = test_bed::FakeResponse::new(307).with_header("location", &format!("{}/models", plain.uri()));
    let server = server.on("*", redirect);
    let run = Cli::at(&server.uri()).run(&["http", "request", "/models", "-k"]);
    assert_ne!(run.code, 0, "{run:#?}");
    assert!(plain.received().is_empty());
}

#[test]
fn curl_shows_the_options_of_tls() {
    let (_server, cli) = mutual();
    let run = cli.run(&["models", "list", "--curl", "-k", "--client-cert", "cert.pem", "--client-key", "key.pem"]);
    assert!(run.ok().contains(" --cert 'cert.pem' --key 'key.pem' --insecure"), "{run:#?}");
}
