//! `doctor` and TLS: each kind of certificate has its own sentence, and so have http and https in each other's place.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use test_bed::{FakeServer, json_response};

use crate::harness::Cli;

fn litellm(server: FakeServer) -> FakeServer {
    server.on("GET /health/readiness", json_response(json!({"status": "healthy", "db": "connected"})))
}

/// Runs the checks of the network.
fn net(cli: &Cli, words: &[&str]) -> (i32, String) {
    let run = cli.run(&[words, &["doctor", "--only", "net", "--all"]].concat());
    (run.code, run.stdout)
}

#[track_caller]
fn shows(text: &str, expected: &[&str], hidden: &[&str]) {
    for part in expected {
        assert!(text.contains(part), "{part}: {text}");
    }
    for part in hidden {
        assert!(!text.contains(part), "{part}: {text}");
    }
}

#[test]
fn authority_that_is_not_trusted_is_named() {
    let (authority, server) = FakeServer::tls("127.0.0.1");
    let server = litellm(server);
    let cli = Cli::at(&server.uri()).file("ca.pem", authority);
    let (code, text) = net(&cli, &[]);
    assert_eq!(code, 1, "{text}");
    let expected = ["issued by `Test Authority`", "no certificate between", "litellm-proxy doctor --ca-cert FILE\n"];
    shows(&text, &expected, &["✓"]);
    let (code, text) = net(&cli, &["--ca-cert", "ca.pem"]);
    assert_eq!(code, 0, "{text}");
    shows(&text, &["certificate until 4096-01-01", "nothing wrong"], &["✗"]);
}

#[test]
fn self_signed_wrong_and_expired_certificates_are_told_apart() {
    let (_, server) = FakeServer::tls_self_signed("127.0.0.1", 2999);
    let (_, text) = net(&Cli::at(&server.uri()), &[]);
    shows(&text, &["shows the certificate of an authority as its own", "--ca-cert FILE"], &[]);

    let (authority, server) = FakeServer::tls("elsewhere.example");
    let (code, text) = net(&Cli::at(&server.uri()).file("ca.pem", authority), &["--ca-cert", "ca.pem"]);
    assert_eq!(code, 1, "{text}");
    shows(&text, &["not valid for `127.0.0.1`, only for elsewhere.example"], &["--ca-cert"]);

    let (authority, server) = FakeServer::tls_until((2001, 2, 3));
    let cli = Cli::at(&server.uri()).file("ca.pem", authority);
    for words in [&[][..], &["--ca-cert", "ca.pem"]] {
        let (code, text) = net(&cli, words);
        assert_eq!(code, 1, "{text}");
        shows(&text, &["expired on 2001-02-03 (issued by `Test Authority`)", "openssl x509"], &["--ca-cert"]);
    }
    let server = litellm(server);
    let (code, text) = net(&Cli::at(&server.uri()), &["--insecure"]);
    assert_eq!(code, 1, "{text}");
    shows(&text, &["expired on 2001-02-03 (issued by `Test Authority`), which --insecure ignores"], &[]);
}

#[test]
fn certificate_that_expires_soon_is_a_warning() {
    let soon = (Timestamp::now() + SignedDuration::from_hours(5 * 24 + 12)).to_string();
    let parts: Vec<i32> = soon.split(['-', 'T']).take(3).map(|part| part.parse().expect("a number")).collect();
    let day = (parts[0], u8::try_from(parts[1]).expect("a month"), u8::try_from(parts[2]).expect("a day"));
    let (authority, server) = FakeServer::tls_until(day);
    let server = litellm(server);
    let cli = Cli::at(&server.uri()).file("ca.pem", authority);
    let (code, text) = net(&cli, &["--ca-cert", "ca.pem"]);
    assert_eq!(code, 0, "{text}");
    shows(&text, &["! 127.0.0.1: its certificate expires in ", "(issued by `Test Authority`)", "openssl x509"], &[]);
    let run = cli.run(&["--ca-cert", "ca.pem", "doctor", "--only", "net", "--fail-on", "warning"]);
    assert_eq!(run.code, 1, "{run:#?}");
}

#[test]
fn http_and_https_in_each_others_place_are_recognized() {
    let (_, server) = FakeServer::tls("127.0.0.1");
    let plain = server.uri().replace("https:", "http:");
    let (code, text) = net(&Cli::at(&plain), &[]);
    assert_eq!(code, 1, "{text}");
    shows(&text, &["it speaks https on this port, not http", &format!("doctor --base-url {}\n", server.uri())], &[]);

    let server = litellm(FakeServer::new());
    let secure = server.uri().replace("http:", "https:");
    let (code, text) = net(&Cli::at(&secure), &[]);
    assert_eq!(code, 1, "{text}");
    shows(&text, &["it speaks http on this port, not https", &format!("doctor --base-url {}\n", server.uri())], &[]);
    // Nothing was sent with the key.
    assert!(server.received().iter().all(|request| request.header("authorization").is_none()));
}
