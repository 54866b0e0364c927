//! Files that are committed or packaged are as the program prints them. `UPDATE_GENERATED=1 cargo test generated` writes
//! the committed reference.

use std::path::Path;

use crate::harness::Cli;

/// The words and the help of every command, parents first.
fn commands(cli: &Cli) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
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
        found.push((path, help));
    }
    found
}

/// The command as it is typed, with `separator` between its words.
fn title(path: &[String], separator: &str) -> String {
    std::iter::once("litellm-proxy").chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join(separator)
}

#[test]
fn committed_completions_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let shells = [
        ("bash", "litellm-proxy.bash"),
        ("elvish", "litellm-proxy.elv"),
        ("fish", "litellm-proxy.fish"),
        ("powershell", "_litellm-proxy.ps1"),
        ("zsh", "_litellm-proxy"),
    ];
    for (shell, file) in shells {
        let committed = std::fs::read_to_string(folder.join(file)).expect("it is committed");
        assert_eq!(Cli::new().run(&["completions", shell]).ok(), committed);
        assert!(committed.lines().count() < 40, "{file} only registers the program");
    }
    assert_eq!(std::fs::read_dir(folder).expect("a folder").count(), shells.len());
}

#[test]
fn every_command_has_a_manual_page() {
    let cli = Cli::new();
    cli.run(&["man", "--dir", "pages"]).ok();
    let pages = cli.home().join("pages");
    for (path, _) in commands(&cli) {
        let name = format!("{}.1", title(&path, "-"));
        let page = std::fs::read_to_string(pages.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(page.contains(".SH SYNOPSIS"), "{name}: {page}");
        let version = concat!(" ", env!("CARGO_PKG_VERSION"), "\" ");
        assert!(page.lines().any(|line| line.starts_with(".TH ") && line.contains(version)), "{name}: {page}");
    }
    let root = std::fs::read_to_string(pages.join("litellm-proxy.1")).expect("a page");
    assert_eq!(cli.run(&["man"]).ok(), root);
}

/// The page of the options of all commands, and the line of the table of contents that the others follow.
const INDEX: &str = "index.md";
const CONTENTS: &str = "- [The command line](reference/index.md)\n";

/// Returns the pages of the reference: the file of each group of commands, its title and its content.
fn reference() -> Vec<(String, String, String)> {
    let mut pages: Vec<(String, String, String)> = Vec::new();
    for (path, help) in commands(&Cli::new()) {
        let (title, block) = (title(&path, " "), format!("```text\n{}\n```\n", help.trim_end()));
        match path.as_slice() {
            [] => {
                let intro = "What `--help` prints. Each group of commands has a page of its own.";
                let page = format!("# The command line\n\n{intro}\n\n{block}");
                pages.push((INDEX.to_owned(), title, page));
            }
            [group] => pages.push((format!("{group}.md"), title.clone(), format!("# {title}\n\n{block}"))),
            [..] => pages.last_mut().expect("the page of the group").2 += &format!("\n## {title}\n\n{block}"),
        }
    }
    // Groups come in the order of the help, each followed by its commands.
    assert!(pages.iter().any(|page| page.2.contains("\n## litellm-proxy keys generate\n")));
    pages
}

/// The help of every command, as it is printed: `docs/reference`, where all files are generated, and its part of
/// `docs/SUMMARY.md`.
#[test]
fn reference_is_current() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let (folder, summary) = (docs.join("reference"), docs.join("SUMMARY.md"));
    let pages = reference();
    let contents = std::fs::read_to_string(&summary).expect("a table of contents");
    let (by_hand, _) = contents.split_once(CONTENTS).expect("the line before the generated ones");
    let lines = pages
        .iter()
        .filter(|page| page.0 != INDEX)
        .map(|(file, title, _)| format!("  - [{}](reference/{file})\n", title.trim_start_matches("litellm-proxy ")));
    let contents_wanted = format!("{by_hand}{CONTENTS}{}", lines.collect::<String>());
    let files = || -> Vec<String> {
        let entries = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        entries.map(|name| name.into_string().expect("a UTF-8 name")).collect()
    };
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        for stale in files().iter().filter(|file| !pages.iter().any(|page| page.0 == **file)) {
            std::fs::remove_file(folder.join(stale)).expect("removable");
        }
        for (file, _, page) in &pages {
            std::fs::write(folder.join(file), page).expect("a file");
        }
        std::fs::write(&summary, &contents_wanted).expect("a file");
    }
    let update = "UPDATE_GENERATED=1 cargo test generated";
    let mut wanted: Vec<&String> = pages.iter().map(|page| &page.0).collect();
    let mut found = files();
    wanted.sort_unstable();
    found.sort_unstable();
    assert!(found.iter().eq(wanted), "docs/reference has other pages: {update}");
    for (file, _, page) in &pages {
        let committed = std::fs::read_to_string(folder.join(file)).expect("it is committed");
        assert!(committed == *page, "docs/reference/{file} is not current: {update}");
    }
    let committed = std::fs::read_to_string(&summary).expect("it is committed");
    assert!(committed == contents_wanted, "docs/SUMMARY.md is not current: {update}");
}

#[test]
fn every_fuzz_target_is_listed_and_has_a_property_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let manifest = read("fuzz/Cargo.toml");
    let mut targets: Vec<&str> =
        manifest.split("[[bin]]\nname = \"").skip(1).map(|bin| bin.split('"').next().unwrap_or_default()).collect();
    targets.sort_unstable();
    let script = read("fuzz/run");
    let list = script.lines().find_map(|line| line.strip_prefix("for target in ")).expect("a list of targets");
    let mut run: Vec<&str> = list.trim_end_matches("; do").split(' ').collect();
    run.sort_unstable();
    assert_eq!(targets, run);
    let contributing = read("CONTRIBUTING.md");
    let section = contributing.split("\n## ").find(|section| section.starts_with("Fuzzing\n")).expect("a section");
    let rows: Vec<Vec<&str>> =
        section.lines().filter(|line| line.starts_with("| `")).map(|line| line.split('|').collect()).collect();
    let mut listed: Vec<&str> = rows.iter().map(|row| row[1].trim().trim_matches('`')).collect();
    listed.sort_unstable();
    assert_eq!(targets, listed);
    for row in &rows {
        for file in row[3].split('`').skip(1).step_by(2) {
            assert!(read(file).contains("proptest!"), "{file} has no property test");
        }
    }
}
