//! What `http request` shows of headers that were removed or replaced, and of responses that are not objects.

use serde_json::json;
use test_bed::{FakeResponse, FakeServer};

use crate::harness::Cli;

#[test]
fn hint_about_the_key_knows_what_was_sent() {
    let server = FakeServer::always(FakeResponse::new(401).with_body("{}", "application/json"));
    let cli = Cli::of(&server);
    for (header, hint) in [
        ("Authorization:", "hint: no key was sent: --header removed it\n"),
        ("authorization;", "hint: no key was sent: --header sent its header empty\n"),
        ("Authorization: Bearer sk-other", "hint: the key was replaced by that of --header\n"),
    ] {
        let run = cli.run(&["http", "request", "/x", "-H", header]);
        assert!(run.code == 4 && run.stderr.ends_with(hint), "{run:#?}");
    }
    let run = cli.run(&["http", "request", "/x", "-H", "X-Other:"]);
    assert!(run.code == 4 && run.stderr.contains("LITELLM_PROXY_API_KEY"), "{run:#?}");
}

#[test]
fn curl_sends_no_header_of_its_own() {
    let cli = Cli::at("http://h");
    let curl = |more: &[&str]| cli.run(&[&["http", "request", "/x", "--curl"], more].concat()).ok().to_owned();
    assert!(!curl(&[]).to_ascii_lowercase().contains("user-agent"));
    assert!(curl(&["-H", "User-Agent:"]).contains("-H 'user-agent:'"));
    assert!(curl(&["-H", "User-Agent: mine"]).contains("-H 'user-agent: mine'"));
    assert!(curl(&["-j", "{}", "-H", "Content-Type:"]).contains("-H 'content-type:'"));
    assert!(curl(&["-d", "text"]).contains("-H 'content-type:'"));
    assert!(!curl(&["-j", "{}"]).contains("-H 'content-type:'"));
}

#[test]
fn bare_lists_have_a_column() {
    for (body, csv, markdown) in [
        (json!([1, 2]), "value\n1\n2\n", "| value |\n| --- |\n| 1 |\n| 2 |\n"),
        (json!(["a", null]), "value\na\n\"\"\n", "| value |\n| --- |\n| a |\n|  |\n"),
        (json!([{"a": 1}, {"a": 2, "b": "x"}]), "a,b\n1,\n2,x\n", "| a | b |\n| --- | --- |\n| 1 |  |\n| 2 | x |\n"),
        (json!("text"), "value\ntext\n", "| value |\n| --- |\n| text |\n"),
    ] {
        let server = FakeServer::always_json(body);
        let cli = Cli::of(&server);
        assert_eq!(cli.run(&["http", "request", "/x", "--format", "csv"]).ok(), csv);
        assert_eq!(cli.run(&["http", "request", "/x", "--format", "markdown"]).ok(), markdown);
    }
    let teams = json!([
        {"team_id": "t1", "spend": 1.5, "blocked": null, "members": []},
        {"team_id": "t2", "spend": 0, "blocked": null, "members": ["u"]},
    ]);
    let server = FakeServer::always_json(teams);
    let table = "\
┌─────────┬───────┬─────────┐
│ team_id ┆ spend ┆ members │
╞═════════╪═══════╪═════════╡
│ t1      ┆ $1.50 ┆         │
│ t2      ┆ $0.00 ┆ u       │
└─────────┴───────┴─────────┘
";
    assert_eq!(Cli::of(&server).run(&["http", "request", "/x", "--format", "table"]).ok(), table);
    let server = FakeServer::always_json(json!([]));
    let run = Cli::of(&server).run(&["http", "request", "/x", "--format", "table"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("", "no items\n"));
}
