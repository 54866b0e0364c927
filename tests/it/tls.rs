//! Servers with a certificate of a private authority: refused until that authority is trusted.

use std::io::{Read as _, Write as _};

use test_bed::fault_server::{FaultServer, Reply};
use test_bed::tls::server_for;

use crate::harness::Cli;

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

#[test]
fn a_server_that_speaks_http_is_told_from_one_that_cannot_be_reached() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    // What web servers say to what is no line of HTTP, three times, for each try.
    let server = std::thread::spawn(move || {
        for stream in listener.incoming().take(3) {
            let mut stream = stream.expect("a connection");
            let _ = stream.read(&mut [0; 4096]).expect("a greeting");
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").expect("an answer");
        }
    });
    let run = Cli::at(&format!("https://{address}")).run(&["models", "list"]);
    let hint = format!("hint: the server speaks http, not https: try http://{address}\n");
    assert!(run.fails(5).starts_with("error: cannot reach ") && run.stderr.ends_with(&hint), "{run:#?}");
    server.join().expect("three tries");
}

#[test]
fn a_server_that_expects_https_is_told_from_one_that_fails() {
    let nginx = "<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n<body>\r\n\
                 <center><h1>400 Bad Request</h1></center></body></html>";
    let go = "Client sent an HTTP request to an HTTPS server.\n";
    let apache = "<html><head><title>400 Bad Request</title></head><body><p>You're speaking plain HTTP to an SSL-enabled server port.</p></body></html>";
    for (kind, body) in [("text/html", nginx), ("text/plain", go), ("text/html", apache)] {
        let server = FaultServer::start(move |_| Reply::http("400 Bad Request", kind, body));
        let run = Cli::at(&server.uri()).run(&["models", "list"]);
        assert!(run.fails(1).ends_with("hint: the server expects https: begin its URL with https://\n"), "{run:#?}");
    }
    // A fatal alert of TLS, as a server writes that has not understood a word.
    let server = FaultServer::start(|_| Reply::Bytes(vec![0x15, 3, 3, 0, 2, 2, 50]));
    for words in [&["models", "list"][..], &["models", "delete", "m"]] {
        let run = Cli::at(&server.uri()).run(words);
        assert!(
            run.fails(5).ends_with("hint: the server seems to expect https: begin its URL with https://\n"),
            "{run:#?}"
        );
    }
}
