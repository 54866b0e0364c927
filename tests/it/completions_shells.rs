//! Completions in real shells on a terminal: what a TAB inserts, as the program then gets it, and what it lists.
//!
//! A shell that is not installed is skipped with a message; in CI, that is a failure.

use std::path::Path;

use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};

use crate::completions::{offers_in_time, server};
use crate::harness::Cli;
use crate::terminal::PATIENCE;

const PROMPT: &str = "ready> ";

/// A shell at its prompt, in which the completions are registered and `litellm-proxy` prints its arguments as `<a><b>`. The
/// completions themselves run the real program.
fn start(shell: &str, cli: Cli) -> Option<(PtySession, Cli)> {
    let is_installed =
        ["/bin", "/usr/bin", "/usr/local/bin"].iter().any(|folder| Path::new(folder).join(shell).exists());
    if !is_installed {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{shell} is not installed");
        // Written past the capture of the tests' output.
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("SKIPPED: {shell} is not installed\n").as_bytes(),
        );
        return None;
    }
    // The prompt is put together so that its echo is not taken for it.
    let (options, lines) = match shell {
        "bash" => (
            "--norc --noprofile -i",
            "bind 'set enable-bracketed-paste off'; source <(litellm-proxy completions bash); \
             litellm-proxy() { printf '<%s>' \"$@\"; echo; }; PS1='rea''dy> '",
        ),
        "zsh" => (
            "-f -i",
            "autoload -Uz compinit; compinit -u -D; source <(litellm-proxy completions zsh); \
             litellm-proxy() { printf '<%s>' \"$@\"; echo; }; PS1='rea''dy> '",
        ),
        _ => (
            "--no-config -i",
            "litellm-proxy completions fish | source; function litellm-proxy; printf '<%s>' $argv; echo; end; \
             function fish_prompt; echo -n 'rea''dy> '; end; function fish_right_prompt; end",
        ),
    };
    let binaries = Path::new(env!("CARGO_BIN_EXE_litellm-proxy")).parent().expect("a folder").display().to_string();
    let cli = cli
        .env("PATH", &format!("{binaries}:/usr/local/bin:/usr/bin:/bin"))
        .env("TERM", "xterm")
        .env("LANG", "C.UTF-8")
        .env("NAME", "my");
    let command = cli.shell(&format!("stty cols 300 rows 50; exec {shell} {options}"), &[]);
    let patience = u64::try_from(PATIENCE.as_millis()).expect("not that long");
    let mut session = spawn_with_options(command, Options::new().timeout_ms(Some(patience))).expect("a terminal");
    // An interactive shell ignores what usually ends a process.
    session.process_mut().set_kill_timeout(Some(100));
    session.send_line(lines).expect("typed");
    session.exp_string(PROMPT).expect("a prompt");
    Some((session, cli))
}

/// With the names in the cache, so that a shell on a busy machine need not wait for them.
fn with_names(cli: Cli) -> Cli {
    ["keys info ", "teams info ", "chat completions "]
        .iter()
        .fold(cli, |cli, line| offers_in_time(cli, line).0)
        .env("COMPLETE", "")
}

/// Types each line, where `\t` is a TAB, and expects the program to get these arguments.
fn check(shell: &str, cases: &[(&str, &str)]) {
    let server = server();
    let cli = Cli::at(&server.uri()).file("ci.key", "sk-1").file("a file.json", "{}");
    let Some((mut session, _cli)) = start(shell, with_names(cli)) else { return };
    for (typed, arguments) in cases {
        session.send(&format!("litellm-proxy {typed}")).expect("typed");
        session.send_line("").expect("typed");
        if let Err(error) = session.exp_string(arguments) {
            panic!("{shell}: {typed:?} is not {arguments}: {error}");
        }
        session.exp_string(PROMPT).expect("a prompt");
    }
}

/// What holds in every shell.
const EVERYWHERE: &[(&str, &str)] = &[
    ("keys rot\t", "<keys><rotate>"),
    ("help keys ro\t", "<help><keys><rotate>"),
    ("keys list --format=j\t", "<keys><list><--format=json>"),
    ("keys list --format j\t", "<keys><list><--format><json>"),
    ("--base-url http://localhost:4000 keys ro\t", "<--base-url><http://localhost:4000><keys><rotate>"),
    ("keys info my\t", "<keys><info><my key>"),
    ("keys info my\\ k\t", "<keys><info><my key>"),
    ("keys info 'my k\t", "<keys><info><my key>"),
    ("keys info \"my k\t", "<keys><info><my key>"),
    ("keys info cos\t", "<keys><info><cost $5>"),
    ("keys info it\t", "<keys><info><it's \"x\">"),
    ("keys info wei\t", "<keys><info><weird;*>"),
    ("keys info --key-alias=cos\t", "<keys><info><--key-alias=cost $5>"),
    ("keys info op\t", "<keys><info><openai/gpt-4:free>"),
    ("keys info openai/gpt-4:f\t", "<keys><info><openai/gpt-4:free>"),
    ("keys delete --key-aliases ci,my\t", "<keys><delete><--key-aliases><ci,my key>"),
    ("teams info red\t --format y\t", "<teams><info><red team><--format><yaml>"),
    ("chat completions gpt\t -m us\thello", "<chat><completions><gpt-4o><-m><user:hello>"),
    ("keys generate --output-file ci\t", "<keys><generate><--output-file><ci.key>"),
    ("keys generate --output-file a\t", "<keys><generate><--output-file><a file.json>"),
    ("keys generate --output-file ~/ci\t", "/ci.key>"),
    ("--api-key @ci\t keys list", "<--api-key><@ci.key><keys><list>"),
    // Nothing is offered, and nothing is run: no file, no word of the script.
    ("keys list --format ci\t", "<keys><list><--format><ci>"),
    ("keys list --user-id ci\t", "<keys><list><--user-id><ci>"),
];

#[test]
fn bash_inserts_candidates() {
    check("bash", EVERYWHERE);
    // What is typed stays as it is. The other shells expand variables themselves at a TAB, or offer nothing.
    check("bash", &[("keys info \"$NAME k\t", "<keys><info><my key>")]);
}

#[test]
fn zsh_inserts_candidates() {
    check("zsh", EVERYWHERE);
}

#[test]
fn fish_inserts_candidates() {
    check("fish", EVERYWHERE);
}

/// Types a line with two TABs, and expects these on the terminal.
fn lists(shell: &str, typed: &str, expected: &[&str]) {
    let server = server();
    let cli = Cli::at(&server.uri()).file("ci.key", "sk-1");
    let Some((mut session, _cli)) = start(shell, with_names(cli)) else { return };
    session.send(&format!("litellm-proxy {typed}\t\t")).expect("typed");
    session.flush().expect("typed");
    for text in expected {
        if let Err(error) = session.exp_string(text) {
            panic!("{shell}: {text} is not listed for {typed:?}: {error}");
        }
    }
}

#[test]
fn bash_lists_candidates() {
    lists("bash", "teams info ", &["red\\ team", "t-1", "t-2"]);
    lists("bash", "chat completions gpt-4o -m ", &["assistant:", "system:", "user:"]);
}

#[test]
fn zsh_lists_candidates_with_descriptions() {
    lists("zsh", "teams info ", &["red team", "-- t-1", "t-1", "-- red team", "t-2"]);
    lists("zsh", "chat completions gpt-4o -m ", &["assistant:", "system:", "user:"]);
}

#[test]
fn fish_lists_candidates_with_descriptions() {
    lists("fish", "teams info ", &["red team", "(t-1)", "t-1", "(red team)", "t-2"]);
    // In columns, so not in their order.
    lists("fish", "keys list --format ", &["table", "json", "yaml", "name"]);
}
