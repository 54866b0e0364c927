//! Every command of the book and of the README runs, each page on a sandbox of its own, and prints what the page shows.
//! In what a page shows, `…` stands for what differs on each run. `UPDATE_GENERATED=1` writes what is printed into the pages.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use regex::{Captures, Regex};

use super::harness::{Cli, in_parallel};
use super::sandbox::Sandbox;

/// Blocks that do not run: the page, the first line of the block, and the reason.
const NOT_RUN: &[(&str, &str, &str)] = &[
    ("README.md", "cargo install --path .", "builds the program"),
    ("README.md", "cargo run -- sandbox exec -- sh examples/tour.sh", "a test of its own runs the tour"),
    ("README.md", "cargo test", "these are the tests"),
    ("docs/tour.md", "litellm-proxy login", "tests/live/tour.py runs it, with a browser"),
    ("docs/tour.md", "litellm-proxy login --with-key < my.key", "tests/live/tour.py runs it"),
    ("docs/install.md", "cargo install --path .", "builds the program"),
    ("docs/start.md", "cargo install --path .", "builds the program"),
    ("docs/start.md", "litellm-proxy login --base-url https://litellm.example.com", "needs a browser"),
    (
        "docs/start.md",
        "litellm-proxy login --with-key --base-url https://litellm.example.com < my.key",
        "another server",
    ),
    ("docs/tasks/login.md", "$ litellm-proxy login --base-url https://litellm.example.com", "needs a browser"),
    ("docs/tasks/chat.md", "$ litellm-proxy chat gpt-4o", "needs a terminal"),
];

/// What replaces the values that differ on each run when a page is written.
const VOLATILE: &[(&str, &str)] = &[
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "…"),
    (r"\b[0-9a-f]{64}\b", "…"),
    (r"sk-[A-Za-z0-9_-]{22}\b", "…"),
    (r"sk-\.\.\.\w{4}", "…"),
    (r"20(2[4-9]|3\d)-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z| ?\+00:00)?", "…"),
    (r"20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d", "… to …"),
    (r"(after )?\d+(\.\d+)? s\b", "$1… s"),
    (r"rotated-\d{8}-[0-9a-f]{8}\b", "rotated-…"),
    (r"(deployment|block|unblock) [0-9a-f]{8}\b", "$1 …"),
];

/// A part of a page: a line of text, or a block with its language and its first and last line.
enum Part<'a> {
    Line(&'a str),
    Block { first: &'a str, language: &'a str, lines: Vec<&'a str>, last: &'a str },
}

/// A command of a transcript, and the lines that the page shows after it.
struct Step<'a> {
    source: Vec<&'a str>,
    shown: Vec<&'a str>,
}

/// Splits a page into lines and blocks; `<!-- setup` begins a block that readers do not see.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut lines = text.lines();
    while let Some(first) = lines.next() {
        let fence = first.trim_start();
        let (language, end) = match (fence.strip_prefix("```"), first) {
            (Some(language), _) => (language, "```"),
            (None, "<!-- setup") => ("setup", "-->"),
            (None, _) => {
                parts.push(Part::Line(first));
                continue;
            }
        };
        let mut block = Vec::new();
        let last = loop {
            let line = lines.next().unwrap_or_else(|| panic!("{first} has no end"));
            if line.trim_start() == end {
                break line;
            }
            block.push(line);
        };
        parts.push(Part::Block { first, language, lines: block, last });
    }
    parts
}

/// Splits a transcript into commands, which a `\` or lines that begin with `> ` continue, and their output.
fn steps<'a>(lines: &[&'a str]) -> Vec<Step<'a>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for line in lines {
        if line.starts_with("$ ") {
            steps.push(Step { source: vec![line], shown: Vec::new() });
            continue;
        }
        let step = steps.last_mut().expect("a transcript begins with a command");
        let is_continued = step.source.last().is_some_and(|last| last.ends_with('\\'));
        if step.shown.is_empty() && (is_continued || line.starts_with("> ")) {
            step.source.push(line);
        } else {
            step.shown.push(line);
        }
    }
    steps
}

/// Returns a script that runs the commands in one shell and marks where the output of each ends, with its exit code.
fn script(steps: &[Step<'_>]) -> String {
    let mut script = "exec 2>&1; code=0\n".to_owned();
    for step in steps {
        let lines = step.source.iter().map(|line| line.trim_start_matches("$ ").trim_start_matches("> "));
        let source = lines.collect::<Vec<_>>().join("\n");
        script += &format!("(exit $code)\n{source}\ncode=$?; printf '\\001%s\\001' $code\n");
    }
    script
}

/// Returns whether what is printed is what is shown, in which `…` stands for anything within a line and, alone in a line,
/// for any lines.
fn is_shown(shown: &[&str], printed: &[String]) -> bool {
    let Some((line, rest)) = shown.split_first() else {
        return printed.is_empty();
    };
    if *line == "…" {
        return (0..=printed.len()).any(|skipped| is_shown(rest, &printed[skipped..]));
    }
    let pieces: Vec<String> =
        line.split('…').enumerate().map(|(i, s)| regex::escape(if i == 0 { s } else { s.trim_start() })).collect();
    let pattern = Regex::new(&format!("^{}$", pieces.join(".*"))).expect("a pattern");
    printed.split_first().is_some_and(|(first, others)| pattern.is_match(first) && is_shown(rest, others))
}

/// Replaces what differs on each run; cells of tables keep their width.
fn steady(line: &str) -> String {
    VOLATILE.iter().fold(line.to_owned(), |line, (pattern, replacement)| {
        let replace = |found: &Captures<'_>| {
            let mut text = String::new();
            found.expand(replacement, &mut text);
            let width = if line.contains('┆') { found[0].chars().count() } else { 0 };
            // A unit stays at the end.
            match text.strip_suffix(" s") {
                Some(number) if width > 0 => format!("{number:<0$} s", width - 2),
                _ => format!("{text:<width$}"),
            }
        };
        Regex::new(pattern).expect("a pattern").replace_all(&line, replace).into_owned()
    })
}

/// Returns the command and the exit code of a row of a table whose last cells are these.
fn row(line: &str) -> Option<(String, i32)> {
    let line = line.replace("\\|", "\u{1}");
    let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let [.., command, code] = cells.as_slice() else { return None };
    let command = command.strip_prefix('`')?.strip_suffix('`')?;
    let code = if code.is_empty() { 0 } else { code.parse().ok()? };
    command.starts_with("litellm-proxy ").then(|| (command.replace('\u{1}', "|"), code))
}

/// A page that is run.
struct Page<'a> {
    name: &'a str,
    sandbox: Sandbox,
    cli: Cli,
    problems: Vec<String>,
    skipped: Vec<String>,
    /// The page with what is printed in place of what is shown.
    written: String,
}

impl<'a> Page<'a> {
    fn new(name: &'a str, text: &str) -> Self {
        let config = text.lines().find_map(|line| line.strip_prefix("<!-- sandbox: ")?.strip_suffix(" -->"));
        let sandbox = match config {
            Some(file) => Sandbox::configured(&std::fs::read_to_string(root().join(file)).expect("a configuration")),
            None => Sandbox::with_default_models(),
        };
        let cli = sandbox.cli();
        std::fs::create_dir(cli.home().join("bin")).expect("a folder");
        let binary = env!("CARGO_BIN_EXE_litellm-proxy");
        std::os::unix::fs::symlink(binary, cli.home().join("bin/litellm-proxy")).expect("a link");
        let path = format!("{}/bin:/usr/local/bin:/usr/bin:/bin", cli.home().display());
        let cli = cli.env("PATH", &path).env("LC_ALL", "C.UTF-8");
        Self { name, sandbox, cli, problems: Vec::new(), skipped: Vec::new(), written: String::new() }
    }

    fn write(&mut self, line: &str) {
        self.written += line;
        self.written.push('\n');
    }

    /// Runs a script and returns its exit code and what it prints, with the address of the sandbox and the home directory
    /// replaced.
    fn shell(&self, source: &str) -> (i32, String) {
        let script = r#"exec 2>&1 < /dev/null; exec bash -c "$SOURCE""#;
        let output = self.cli.shell(script, &[]).env("SOURCE", source).output().expect("a shell");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let port = Regex::new(r"127\.0\.0\.1:\d{5}\b").expect("a pattern");
        let printed = port.replace_all(&printed, "127.0.0.1:54321").into_owned();
        (output.status.code().unwrap_or(-1), printed.replace(&*self.cli.home().to_string_lossy(), "/home/ada"))
    }

    fn run(&mut self, text: &str) {
        for part in parts(text) {
            match part {
                Part::Line(line) => {
                    self.write(line);
                    if let Some((command, expected)) = row(line) {
                        let (code, printed) = self.shell(&command);
                        if code != expected {
                            self.problems.push(format!("{command}\nexits with {code}, not {expected}: {printed}"));
                        }
                    }
                }
                Part::Block { first, language, lines, last } => {
                    self.write(first);
                    self.block(language, &lines);
                    self.write(last);
                }
            }
        }
    }

    fn block(&mut self, language: &str, lines: &[&str]) {
        let top = lines.first().copied().unwrap_or_default();
        let is_command = |line: &&str| line.trim_start_matches("$ ").starts_with("litellm-proxy ");
        let is_skipped = NOT_RUN.iter().any(|(page, line, _)| (*page, *line) == (self.name, top));
        if is_skipped {
            self.skipped.push(top.to_owned());
        } else if language == "console" {
            return self.transcript(&steps(lines));
        } else if language == "sh" || language == "setup" {
            let (code, printed) = self.shell(&format!("set -eo pipefail\n{}", lines.join("\n")));
            if code != 0 {
                self.problems.push(format!("{}\nexits with {code}: {printed}", lines.join("\n")));
            }
        } else if language == "text" && lines.iter().any(is_command) {
            self.problems.push(format!("a command in a block that does not run: {top}"));
        }
        for line in lines {
            self.write(line);
        }
    }

    fn transcript(&mut self, steps: &[Step<'_>]) {
        let (_, printed) = self.shell(&script(steps));
        let mut pieces = printed.split('\u{1}');
        for step in steps {
            for line in &step.source {
                self.write(line);
            }
            let printed: Vec<String> = pieces.next().unwrap_or_default().lines().map(str::to_owned).collect();
            let code = pieces.next().unwrap_or("none");
            if code != "0" && !printed.iter().any(|line| line.starts_with("error: ")) {
                self.problems
                    .push(format!("{}\nexits with {code} without an error: {printed:#?}", step.source.join("\n")));
            }
            if is_shown(&step.shown, &printed) {
                for line in &step.shown {
                    self.write(line);
                }
            } else {
                self.problems.push(format!("{}\nprints:\n{}", step.source.join("\n"), printed.join("\n")));
                for line in &printed {
                    self.write(&steady(line));
                }
            }
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the pages that are written by hand, with the README.
fn pages() -> Vec<String> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.ends_with("docs/reference") {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    let mut found = vec![root().join("README.md")];
    collect(&root().join("docs"), &mut found);
    found.iter().map(|path| path.strip_prefix(root()).expect("below the root").display().to_string()).collect()
}

#[test]
fn commands_of_the_book_print_what_it_shows() {
    let (problems, skipped) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    in_parallel(pages(), |name| {
        let text = std::fs::read_to_string(root().join(&name)).expect("a page");
        let mut page = Page::new(&name, &text);
        page.run(&text);
        if std::env::var_os("UPDATE_GENERATED").is_some() && page.written != text {
            std::fs::write(root().join(&name), &page.written).expect("a page");
        }
        assert!(page.sandbox.url().starts_with("http://127.0.0.1:"), "{}", page.sandbox.url());
        problems.lock().expect("no panic").extend(page.problems.iter().map(|problem| format!("{name}: {problem}")));
        skipped.lock().expect("no panic").extend(page.skipped.iter().map(|line| (name.clone(), line.clone())));
    });
    let (problems, skipped) = (problems.into_inner().expect("no panic"), skipped.into_inner().expect("no panic"));
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
    for (page, line, reason) in NOT_RUN {
        assert!(skipped.contains(&((*page).to_owned(), (*line).to_owned())), "{page} has no block `{line}` ({reason})");
    }
}

/// The tables of the page on troubleshooting quote what the program prints.
#[test]
fn errors_of_the_book_are_in_the_sources() {
    fn read_sources(folder: &Path, sources: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read_sources(&path, sources);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                *sources += &std::fs::read_to_string(&path).expect("a source").replace(['`', '\n'], "").to_lowercase();
            }
        }
    }
    let mut sources = String::new();
    for folder in ["src", "client/src", "desired/src", "sandbox/src"] {
        read_sources(&root().join(folder), &mut sources);
    }
    let page = std::fs::read_to_string(root().join("docs/troubleshooting.md")).expect("the page");
    let errors: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("| `").and_then(|rest| rest.split('`').next())).collect();
    assert!(errors.len() > 20, "{errors:?}");
    for error in errors {
        for piece in error.split('…') {
            assert!(sources.contains(&piece.trim().to_lowercase()), "no error is `{piece}`");
        }
    }
}
