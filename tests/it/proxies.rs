//! HTTP proxies: used as the environment says, and never ignored, since the key would go out directly.

use serde_json::json;
use test_bed::FakeServer;

use crate::harness::{Cli, in_parallel};

#[test]
fn a_proxy_that_cannot_be_used_is_a_usage_error() {
    in_parallel(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"], |name| {
        for value in
            ["socks5://u:hush-hush@127.0.0.1:1", "ftp://hush-hush", "hush hush", "http://u:hush-hush@h:99999", ":80"]
        {
            let server = FakeServer::always_json(json!({"data": []}));
            for options in [&[][..], &["--format", "json"]] {
                let run = Cli::of(&server).env(name, value).run(&[&["models", "list"], options].concat());
                assert!(run.fails(2).contains(name) && !run.stderr.contains("hush"), "{value}: {run:#?}");
            }
            let run = Cli::of(&server).env(name, value).stdin("sk-abc\n").run(&["login", "--with-key"]);
            assert!(run.fails(2).contains(name), "{value}: {run:#?}");
            assert_eq!(server.received().len(), 0);
            // Neither a variable of another scheme nor one that does not apply matters.
            let run = Cli::of(&server).env(name, value).env("NO_PROXY", "127.0.0.1").run(&["models", "list"]);
            run.ok();
        }
    });
    let server = FakeServer::always_json(json!({"data": []}));
    Cli::of(&server).env("HTTPS_PROXY", "socks5://h").run(&["models", "list"]).ok();
}

#[test]
fn no_proxy_is_understood_in_every_form() {
    let proxy = FakeServer::always_json(json!({"data": []}));
    let server = FakeServer::always_json(json!({"data": []}));
    let address = server.address().to_string();
    for hosts in ["*", "127.0.0.1", &address, "127.0.0.0/8", "example.com, 127.0.0.1"] {
        for name in ["NO_PROXY", "no_proxy"] {
            Cli::of(&server).env("HTTP_PROXY", &proxy.uri()).env(name, hosts).run(&["models", "list"]).ok();
        }
    }
    assert_eq!((proxy.received().len(), server.received().len()), (0, 10));
    for hosts in ["", "127.0.0.1:1", "example.com", "10.0.0.0/8"] {
        Cli::of(&server)
            .env("HTTP_PROXY", &proxy.address().to_string())
            .env("NO_PROXY", hosts)
            .run(&["models", "list"])
            .ok();
    }
    assert_eq!((proxy.received().len(), server.received().len()), (4, 10));
    assert_eq!(proxy.received()[0].line(), format!("GET {}/models", server.uri()));
}

#[test]
fn the_password_of_a_proxy_is_sent_and_not_shown() {
    let proxy = FakeServer::always_json(json!({"data": []}));
    let url = proxy.uri().replace("http://", "http://user:hush-hush@");
    let run = Cli::at("http://models.example").env("http_proxy", &url).run(&["models", "list", "--debug"]);
    run.ok();
    assert!(!run.stderr.contains("hush") && !run.stderr.contains("dXNlcjpodXNoLWh1c2g"), "{run:#?}");
    assert_eq!(proxy.received()[0].header("proxy-authorization"), Some("Basic dXNlcjpodXNoLWh1c2g="));
    let run = Cli::at("http://models.example")
        .env("http_proxy", "http://user:hush-hush@127.0.0.1:1")
        .run(&["models", "list"]);
    assert!(run.fails(5).contains("http_proxy") && !run.stderr.contains("hush"), "{run:#?}");
}
