//! Files made from the command tree are as the command tree makes them. `UPDATE_GENERATED=1 cargo test generated`
//! writes them anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::harness::Cli;

fn check(expected: BTreeMap<PathBuf, String>, directory: &str) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).expect("a directory");
        for (name, text) in &expected {
            std::fs::write(directory.join(name), text).expect("a file");
        }
    }
    let mut committed = BTreeMap::new();
    for entry in std::fs::read_dir(&directory).expect("the directory is committed") {
        let path = entry.expect("an entry").path();
        let name = PathBuf::from(path.file_name().expect("a name"));
        committed.insert(name, std::fs::read_to_string(path).expect("a text"));
    }
    let names = |files: &BTreeMap<PathBuf, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&expected), "UPDATE_GENERATED=1 cargo test generated");
    for (name, text) in expected {
        assert!(committed[&name] == text, "{} is not current: UPDATE_GENERATED=1 cargo test generated", name.display());
    }
}

/// What bash offers for the last of these words.
fn bash_offers(words: &[&str]) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/litellm-proxy.bash");
    let call = r#"source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "$(complete -p litellm-proxy | sed 's/.*-F \([^ ]*\).*/\1/')" litellm-proxy "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"; printf '%s\n' "${COMPREPLY[@]}""#;
    let output =
        std::process::Command::new("bash").args(["-c", call, "bash"]).arg(script).args(words).output().expect("bash");
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_below_the_first_and_their_options() {
    assert_eq!(bash_offers(&["litellm-proxy", "mode"]), ["models", "model-groups"]);
    assert_eq!(bash_offers(&["litellm-proxy", "models", "l"]), ["list"]);
    assert_eq!(bash_offers(&["litellm-proxy", "model-groups", "l"]), ["list"]);
    // What is no file is not completed with files, of which there are some in the working directory.
    assert_eq!(bash_offers(&["litellm-proxy", "keys", "list", "--user-id", "s"]), ["s"]);
    assert_eq!(bash_offers(&["litellm-proxy", "teams", "assign-key", "--team"]), ["--team-id"]);
    assert_eq!(bash_offers(&["litellm-proxy", "keys", "list", "--so"]), ["--sort-by", "--sort-order"]);
    assert_eq!(bash_offers(&["litellm-proxy", "models", "import", "--on-conflict", ""]), ["create", "skip", "update"]);
}

#[test]
fn manual_pages_are_current() {
    let cli = Cli::new();
    cli.run(&["man", "--dir", "pages"]).ok();
    let mut pages = BTreeMap::new();
    for entry in std::fs::read_dir(cli.home().join("pages")).expect("pages") {
        let path = entry.expect("an entry").path();
        pages.insert(PathBuf::from(path.file_name().expect("a name")), std::fs::read_to_string(&path).expect("a text"));
    }
    assert!(cli.run(&["man"]).ok() == pages[Path::new("litellm-proxy.1")]);
    check(pages, "man");
}

/// The help of every command, as it is printed.
#[test]
fn the_reference_is_current() {
    let cli = Cli::new();
    let mut text = "# Reference\n\nWhat `--help` prints, for every command.\n".to_owned();
    let mut waiting: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(path) = waiting.pop() {
        let mut words: Vec<&str> = path.iter().map(String::as_str).collect();
        words.push("--help");
        let help = cli.run(&words).ok().to_owned();
        let commands =
            help.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
        let mut names: Vec<&str> = commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
        names.reverse();
        for name in names.into_iter().filter(|name| *name != "help") {
            waiting.push(path.iter().cloned().chain([name.to_owned()]).collect());
        }
        let title =
            std::iter::once("litellm-proxy").chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
        text.push_str(&format!("\n## {title}\n\n```text\n{}\n```\n", help.trim_end()));
    }
    assert!(text.contains("\n## litellm-proxy keys generate\n"));
    // The other files there are written by hand.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference.md");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &text).expect("a file");
    }
    let committed = std::fs::read_to_string(path).expect("it is committed");
    assert!(committed == text, "docs/reference.md is not current: UPDATE_GENERATED=1 cargo test generated");
}
