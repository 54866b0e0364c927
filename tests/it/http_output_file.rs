//! `http request --output-file`: a new private file, whole or not at all.

use serde_json::json;
use test_bed::{FakeResponse, FakeServer};

use crate::harness::{Cli, Run};

fn download(cli: &Cli, more: &[&str]) -> Run {
    cli.run(&[&["http", "request", "GET", "/x", "--output-file", "f"], more].concat())
}

fn files(cli: &Cli) -> Vec<String> {
    let entries = std::fs::read_dir(cli.home()).expect("a directory").flatten();
    let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

fn read(cli: &Cli) -> String {
    std::fs::read_to_string(cli.home().join("f")).expect("a file")
}

#[test]
fn existing_file_is_replaced_only_with_force() {
    let server = FakeServer::always(FakeResponse::new(200).with_text("new"));
    let cli = Cli::of(&server).file("f", "precious");
    let run = download(&cli, &[]);
    assert!(
        run.fails(2).contains("cannot create `f`: ") && run.stderr.contains("hint: --force replaces it"),
        "{run:#?}"
    );
    assert_eq!((server.received().len(), read(&cli).as_str()), (0, "precious"));
    download(&cli, &["--force"]).ok();
    assert_eq!(read(&cli), "new");
    let run = download(&cli, &["--force", "--jq", "."]);
    assert!(run.fails(2).contains("--output-file writes the body as it is"), "{run:#?}");
    let run = cli.run(&["http", "request", "GET", "/x", "--force"]);
    assert!(run.fails(2).contains("--output-file"), "{run:#?}");
}

#[test]
fn failed_download_leaves_the_old_file_alone() {
    let text = || FakeResponse::new(200).with_text("half");
    for (response, code) in [
        (text().cut_short(), 5),
        (text().with_header("content-encoding", "br"), 6),
        (FakeResponse::new(500).with_text("no"), 6),
        (FakeResponse::lost(), 5),
    ] {
        let server = FakeServer::always(response);
        let cli = Cli::of(&server).file("f", "precious");
        assert_eq!(download(&cli, &["--force"]).code, code);
        assert_eq!((read(&cli).as_str(), files(&cli)), ("precious", vec!["f".to_owned()]));
        let cli = Cli::of(&server);
        assert_eq!(download(&cli, &[]).code, code);
        assert!(files(&cli).is_empty());
    }
}

#[cfg(unix)]
#[test]
fn file_is_private_and_links_are_not_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let server = FakeServer::always_json(json!({"key": "sk-secret"}));
    let cli = Cli::of(&server).file("theirs", "precious");
    symlink("theirs", cli.home().join("f")).expect("a link");
    download(&cli, &[]).fails(2);
    download(&cli, &["--force"]).ok();
    let metadata = cli.home().join("f").symlink_metadata().expect("a file");
    assert_eq!((metadata.is_file(), metadata.permissions().mode() & 0o777), (true, 0o600));
    assert_eq!(std::fs::read_to_string(cli.home().join("theirs")).expect("a file"), "precious");
    assert_eq!(read(&cli), r#"{"key":"sk-secret"}"#);
    // Devices are written to.
    assert_eq!(
        cli.run(&["http", "request", "GET", "/x", "--output-file", "/dev/stdout"]).ok(),
        r#"{"key":"sk-secret"}"#
    );
    cli.run(&["http", "request", "GET", "/x", "--output-file", "/dev/null", "--force"]).ok();
    let run = cli.run(&["http", "request", "GET", "/x", "--output-file", "/dev/full"]);
    assert!(run.fails(1).contains("cannot write /dev/full: "), "{run:#?}");
}
