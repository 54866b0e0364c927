//! Servers with a certificate of a private authority: refused until that authority is trusted.

use std::io::{Read as _, Write as _};

use serde_json::json;
use test_bed::{FakeResponse, FakeServer, json_response};

use crate::harness::Cli;

/// A TLS server with a certificate for `name`, and the PEM of the authority that signed it.
fn server_for(name: &str) -> (String, FakeServer) {
    let (authority, server) = FakeServer::tls(name);
    (authority, server.on("*", json_response(json!({"data": [{"id": "behind-tls"}]}))))
}

#[test]
fn unknown_authority_is_refused() {
    let (_, server) = server_for("127.0.0.1");
    let run = Cli::at(&server.uri()).run(&["models", "list"]);
    let text = run.fails(5);
    assert!(text.starts_with(&format!("error: cannot reach {}: ", server.uri())), "{text}");
    assert!(text.contains("certificate") && text.contains("UnknownIssuer"), "{text}");
    assert!(
        text.ends_with("hint: trust the server's certificate authority with --ca-cert FILE or SSL_CERT_FILE\n"),
        "{text}"
    );
    assert_eq!(server.connections(), 1, "another try cannot succeed");
    assert!(server.received().is_empty(), "the key was sent to a server that is not trusted");
}

#[test]
fn ca_cert_option_and_ssl_cert_file_are_trusted() {
    let (authority, server) = server_for("127.0.0.1");
    let cli = Cli::at(&server.uri()).file("ca.pem", &authority);
    assert!(cli.run(&["--ca-cert", "ca.pem", "models", "list"]).ok().contains("behind-tls"));
    let path = cli.home().join("ca.pem");
    let cli = cli.env("SSL_CERT_FILE", path.to_str().expect("a UTF-8 path"));
    assert!(cli.run(&["models", "list"]).ok().contains("behind-tls"));
    // Some editors put a byte order mark first.
    let cli = cli.file("marked.pem", format!("\u{feff}{authority}"));
    assert!(
        cli.env("SSL_CERT_FILE", "").run(&["--ca-cert", "marked.pem", "models", "list"]).ok().contains("behind-tls")
    );
    assert_eq!(server.received().len(), 3);
}

#[test]
fn wrong_name_or_authority_is_refused() {
    let (authority, server) = server_for("elsewhere.example");
    let cli = Cli::at(&server.uri()).file("ca.pem", &authority);
    let run = cli.run(&["--ca-cert", "ca.pem", "models", "list"]);
    let reason = "the server's certificate is not valid for `127.0.0.1`, only for elsewhere.example\n";
    assert!(run.fails(5).contains(reason), "{run:#?}");
    assert!(run.stderr.contains("hint: use a name from the certificate in the base URL"), "{run:#?}");
    let (_, server) = server_for("127.0.0.1");
    let run = cli.run(&["--base-url", &server.uri(), "--ca-cert", "ca.pem", "models", "list"]);
    assert!(run.fails(5).contains("certificate"), "{run:#?}");
    assert!(server.received().is_empty());
}

#[test]
fn invalid_ca_file_is_a_usage_error() {
    let cli = Cli::at("https://127.0.0.1:1").file("empty.pem", "").file("text.pem", "not a certificate\n");
    for (file, reason) in [
        ("empty.pem", "contains no PEM certificate"),
        ("text.pem", "contains no PEM certificate"),
        ("no.pem", "cannot read"),
    ] {
        let run = cli.run(&["--ca-cert", file, "models", "list"]);
        assert!(run.fails(2).contains(reason), "{run:#?}");
    }
}

#[test]
fn wrong_protocol_exits_with_five() {
    let (_, tls) = server_for("127.0.0.1");
    let run = Cli::at(&tls.uri().replace("https:", "http:")).run(&["models", "list", "--timeout", "5"]);
    assert!(run.fails(5).starts_with("error: "), "{run:#?}");
    let plain = FakeServer::always_json(json!({}));
    let run = Cli::at(&plain.uri().replace("http:", "https:")).run(&["models", "list", "--timeout", "5"]);
    assert!(run.fails(5).starts_with("error: "), "{run:#?}");
}

#[test]
fn https_url_of_an_http_server_is_explained() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    // How web servers respond to a request that is not HTTP.
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        assert!(stream.read(&mut [0; 4096]).expect("a greeting") > 0);
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").expect("a response");
    });
    let run = Cli::at(&format!("https://{address}")).run(&["models", "list"]);
    let hint = format!("hint: the server speaks http, not https: try http://{address}\n");
    assert!(run.fails(5).starts_with("error: cannot reach ") && run.stderr.ends_with(&hint), "{run:#?}");
    server.join().expect("one try");
}

#[test]
fn http_url_of_an_https_server_is_explained() {
    let nginx = "<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n<body>\r\n\
                 <center><h1>400 Bad Request</h1></center></body></html>";
    let go = "Client sent an HTTP request to an HTTPS server.\n";
    let apache = "<html><head><title>400 Bad Request</title></head><body><p>You're speaking plain HTTP to an SSL-enabled server port.</p></body></html>";
    for (kind, body) in [("text/html", nginx), ("text/plain", go), ("text/html", apache)] {
        let server = FakeServer::always(FakeResponse::new(400).with_body(body, kind));
        let run = Cli::at(&server.uri()).run(&["models", "list"]);
        assert!(run.fails(1).ends_with("hint: the server expects https: begin its URL with https://\n"), "{run:#?}");
    }
    // A fatal TLS alert, as servers send it for a request that is not TLS.
    let server = FakeServer::always(FakeResponse::raw(vec![0x15, 3, 3, 0, 2, 2, 50]));
    for words in [&["models", "list"][..], &["models", "delete", "m"]] {
        let run = Cli::at(&server.uri()).run(words);
        assert!(
            run.fails(5).ends_with("hint: the server seems to expect https: begin its URL with https://\n"),
            "{run:#?}"
        );
    }
}

#[test]
fn issuer_is_named_and_authorities_are_advised_only_if_unknown() {
    let (_, server) = FakeServer::tls("127.0.0.1");
    let run = Cli::at(&server.uri()).run(&["models", "list"]);
    assert!(run.fails(5).contains("was issued by `Test Authority`, an authority that is not trusted"), "{run:#?}");
    let (_, server) = FakeServer::tls_until((2001, 2, 3));
    let run = Cli::at(&server.uri()).run(&["models", "list"]);
    assert!(run.fails(5).contains("expired on 2001-02-03 (issued by `Test Authority`)"), "{run:#?}");
    assert!(!run.stderr.contains("--ca-cert"), "{run:#?}");
}
