//! `LITELLM_PROXY_API_KEY=@FILE`.

use test_bed::{FakeServer, json_response};

use crate::harness::Cli;

fn server() -> FakeServer {
    FakeServer::with_routes([("GET /models", json_response(serde_json::json!({"data": []})))])
}

#[test]
fn variable_of_the_key_can_name_a_file() {
    let server = server();
    let cli = Cli::of(&server).file("my.key", "export KEY='sk-in-a-file'\n").env("LITELLM_PROXY_API_KEY", "@my.key");
    cli.run(&["models", "list"]).ok();
    assert_eq!(server.received()[0].headers["authorization"], "Bearer sk-in-a-file");
    // The option wins, and the file is not read.
    let cli = Cli::of(&server).env("LITELLM_PROXY_API_KEY", "@nope.key");
    cli.run(&["models", "list", "--api-key", "sk-given"]).ok();
    let run = cli.run(&["models", "list"]);
    assert!(
        run.fails(2).contains("LITELLM_PROXY_API_KEY names a file\n  caused by: cannot read `nope.key`"),
        "{run:#?}"
    );
}

#[test]
fn variable_of_the_key_cannot_name_stdin() {
    let server = server();
    let run = Cli::of(&server).env("LITELLM_PROXY_API_KEY", "@-").stdin("sk-piped").run(&["models", "list"]);
    assert!(
        run.fails(2).contains("cannot be `@-`: standard input belongs to the command\nhint: name a file"),
        "{run:#?}"
    );
    assert!(server.requests().is_empty());
}

#[test]
fn curl_command_reads_the_file_of_the_key() {
    let cli = Cli::of(&server()).file("my.key", "sk-in-a-file\n").env("LITELLM_PROXY_API_KEY", "@my.key");
    let run = cli.run(&["models", "list", "--curl"]);
    assert!(run.ok().contains(r#"-H "authorization: Bearer $(cat my.key)""#), "{run:#?}");
}
