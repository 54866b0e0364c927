//! The sandbox among other processes: signals to `sandbox exec`, another server on the port of a sandbox that was
//! killed, files of other users, a home that cannot be written to.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::{Value, json};

use super::harness::{Cli, in_parallel};
use super::terminal::{finish, start};

/// Long enough for any machine; nothing waits for it unless a test fails.
const PATIENCE: Duration = Duration::from_secs(60);

fn pid(id: impl TryInto<i32>) -> Pid {
    id.try_into().ok().and_then(Pid::from_raw).expect("a process id")
}

/// Waits until a process is gone, and waited for by its parent.
#[track_caller]
pub(super) fn expect_gone(process: Pid) {
    let end = Instant::now() + PATIENCE;
    while test_kill_process(process).is_ok() {
        assert!(Instant::now() < end, "{process:?} survives");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Starts `sandbox exec` of a script without a terminal, and returns the process ids that the script prints first.
fn spawn_exec(cli: &Cli, script: &str) -> (Child, Vec<Pid>) {
    let mut command = cli.shell("exec setsid \"$@\"", &["sandbox", "exec", "--", "sh", "-c", script]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("a process");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("its output")).read_line(&mut line).expect("a line");
    (child, line.split_whitespace().map(|id| pid(id.parse::<i32>().expect("a number"))).collect())
}

#[test]
fn signals_end_the_command_and_its_children() {
    let cli = Cli::new();
    let quiet = "sleep 1000 & echo $$ $!; wait";
    let cases = [
        (Signal::TERM, quiet, 143),
        (Signal::INT, quiet, 130),
        (Signal::HUP, quiet, 129),
        // Children that outlive their parent, ignore the signal, or leave the process group.
        (Signal::TERM, "(trap '' TERM; sleep 1000) & echo $$ $!; exec sleep 1000", 143),
        (Signal::TERM, "trap '' TERM; sh -c 'sleep 1000; sleep 1000' & echo $$ $!; wait; wait; sleep 1000", 143),
        (Signal::TERM, "setsid sleep 1000 & echo $$ $!; exec sleep 1000", 143),
        (Signal::TERM, "trap 'echo cleaned up > cleaned; exit 0' TERM; sleep 1000 & echo $$ $!; wait", 143),
    ];
    in_parallel(cases, |(signal, script, expected)| {
        let (mut child, processes) = spawn_exec(&cli, script);
        kill_process(pid(child.id()), signal).expect("a running process");
        let status = child.wait().expect("its end");
        assert_eq!((status.code(), status.signal()), (Some(expected), None), "{script}");
        assert_eq!(processes.len(), 2, "{script}");
        for process in processes {
            expect_gone(process);
        }
    });
    assert_eq!(std::fs::read_to_string(cli.home().join("cleaned")).expect("a trap that ran"), "cleaned up\n");
}

#[test]
fn children_that_are_left_behind_on_purpose_survive_a_normal_end() {
    let cli = Cli::new();
    let (mut child, processes) = spawn_exec(&cli, "sleep 1000 >/dev/null & echo $!; exit 7");
    assert_eq!(child.wait().expect("its end").code(), Some(7));
    let left = processes[0];
    assert!(test_kill_process(left).is_ok());
    kill_process(left, Signal::KILL).expect("it runs");
}

#[test]
fn commands_on_a_terminal_get_its_keys_and_signals() {
    let cli = Cli::new();
    let script = "trap 'echo caught; exit 5' INT; read line; echo \"got $line\"; sleep 1000 & echo ready; wait";
    let mut session = start(&cli, 80, "exec \"$@\"", &["sandbox", "exec", "--", "sh", "-c", script]);
    session.send_line("hello").expect("a line");
    session.exp_string("ready").expect("input");
    session.send_control('c').expect("a key");
    let (text, code) = finish(session);
    assert!(code == 5 && text.contains("caught"), "{code} {text}");

    let script = "setsid sleep 1000 & echo \"at $PPID $$ $! end\"; trap '' TERM; sleep 1000; sleep 1000";
    let mut session = start(&cli, 80, "exec \"$@\"", &["sandbox", "exec", "--", "sh", "-c", script]);
    let (_, found) = session.exp_regex("at [0-9]+ [0-9]+ [0-9]+ end").expect("its processes");
    let processes: Vec<Pid> = found.split(' ').filter_map(|id| Some(pid(id.parse::<i32>().ok()?))).collect();
    kill_process(processes[0], Signal::TERM).expect("a running process");
    assert_eq!(finish(session).1, 143);
    for process in processes {
        expect_gone(process);
    }
}

fn start_detached(cli: &Cli, more: &[&str]) -> Value {
    let words = ["sandbox", "start", "--port", "0", "--detach", "--format", "json"];
    cli.run(&[&words, more].concat()).json()
}

#[test]
fn keys_of_temporary_sandboxes_are_random() {
    let cli = Cli::new();
    let key = || cli.run(&["sandbox", "exec", "--", "sh", "-c", "echo $LITELLM_PROXY_API_KEY"]).ok().trim().to_owned();
    let (one, other) = (key(), key());
    assert!(one.starts_with("sk-") && one.len() == 67 && one != other, "{one} {other}");
    let config = cli.file("config.yaml", "general_settings: {master_key: sk-of-the-config}\n");
    let words = ["sandbox", "exec", "--config", "config.yaml", "--", "sh", "-c", "echo $LITELLM_PROXY_API_KEY"];
    assert_eq!(config.run(&words).ok(), "sk-of-the-config\n");
}

#[test]
fn another_server_on_the_port_of_a_killed_sandbox_is_sent_nothing() {
    let cli = Cli::new();
    let started = start_detached(&cli, &["--db", ":memory:", "--master-key", "sk-of-this-sandbox"]);
    assert_eq!(started["master_key"], "sk-of-this-sandbox");
    let port = u16::try_from(started["port"].as_u64().expect("a port")).expect("a port");
    let path = cli.home().join(format!(".local/share/litellm-proxy/sandbox/{port}.json"));
    assert!(!std::fs::read_to_string(&path).expect("its file").contains("sk-"), "the file holds no key");
    let process = pid(i32::try_from(started["pid"].as_i64().expect("an id")).expect("an id"));
    kill_process(process, Signal::KILL).expect("it runs");
    expect_gone(process);
    let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port");
    listener.set_nonblocking(true).expect("it is set");
    assert_eq!(cli.run(&["sandbox", "status", "--format", "json"]).json(), json!([]));
    cli.run(&["sandbox", "stop"]).fails(3);
    assert!(listener.accept().is_err(), "nobody connects");
    assert!(!path.exists());
}

#[test]
fn only_a_sandbox_is_stopped() {
    let mut bystander = std::process::Command::new("sleep").arg("1000").spawn().expect("a process");
    let file = json!({ "url": "http://127.0.0.1:1", "port": 1, "pid": bystander.id(), "database": "x", "started": 1 });
    let cli = Cli::new().file(".local/share/litellm-proxy/sandbox/1.json", file.to_string());
    cli.run(&["sandbox", "stop"]).fails(3);
    let path = cli.home().join(".local/share/litellm-proxy/sandbox/1.json");
    assert!(!path.exists());
    // A file of another user is left alone, and its process too, even while somebody holds its lock.
    std::fs::write(&path, file.to_string()).expect("a file");
    let lock = std::fs::File::open(&path).expect("the file");
    lock.lock().expect("a lock");
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&path, Some(12345), None).expect("another owner");
    } else {
        std::fs::rename(&path, cli.home().join("elsewhere")).expect("it moves");
        symlink(cli.home().join("elsewhere"), &path).expect("a link");
    }
    cli.run(&["sandbox", "stop"]).fails(3);
    assert!(path.symlink_metadata().is_ok());
    assert!(matches!(bystander.try_wait(), Ok(None)), "it lives");
    bystander.kill().expect("a kill");
    bystander.wait().expect("its end");
}

#[test]
fn databases_that_others_could_have_placed_are_refused() {
    let cli = Cli::new().file("shared/target", "untouched").file("shared/theirs.db", "");
    let shared = cli.home().join("shared");
    std::fs::set_permissions(&shared, std::fs::Permissions::from_mode(0o1777)).expect("a mode");
    for name in ["link.db", "a.db-wal", "b.db-shm", "c.db-journal"] {
        symlink(shared.join("target"), shared.join(name)).expect("a link");
    }
    let refused = |database: &str, reason: &str| {
        let run = cli.run(&["sandbox", "start", "--port", "0", "--db", database]);
        assert!(run.fails(1).contains(reason), "{database}: {run:#?}");
    };
    for database in ["shared/link.db", "shared/a.db", "shared/b.db", "shared/c.db"] {
        refused(database, "symbolic link");
    }
    refused("shared", "not a file");
    if rustix::process::geteuid().is_root() {
        for name in ["theirs.db", "d.db-wal"] {
            std::fs::write(shared.join(name), "").expect("a file");
            std::os::unix::fs::chown(shared.join(name), Some(12345), None).expect("another owner");
        }
        refused("shared/theirs.db", "another user");
        refused("shared/d.db", "another user");
    }
    assert_eq!(std::fs::read_to_string(shared.join("target")).expect("a file"), "untouched");
    // A link to the directory is fine; what SQLite keeps there is private as well.
    symlink(&shared, cli.home().join("way")).expect("a link");
    start_detached(&cli, &["--db", "way/own.db"]);
    for name in ["own.db", "own.db-wal", "own.db-shm"] {
        let mode = shared.join(name).metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o7777, 0o600, "{name}");
    }
    cli.run(&["sandbox", "stop"]).ok();
}

#[test]
fn a_home_that_cannot_be_written_to_needs_no_file() {
    // A home that is a file can be written to by nobody, root included.
    let cli = Cli::new().file("home", "");
    let home = cli.home().join("home");
    let cli = cli.env("HOME", home.to_str().expect("UTF-8"));
    let mut command =
        cli.shell("exec \"$@\"", &["sandbox", "start", "--port", "0", "--db", ":memory:", "--format", "json"]);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a process");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("its output")).read_line(&mut line).expect("a line");
    let started: Value = serde_json::from_str(&line).expect("JSON");
    let server = Cli::at(started["url"].as_str().expect("a URL")).env("LITELLM_PROXY_API_KEY", "sk-1234");
    server.run(&["models", "list"]).ok();
    kill_process(pid(child.id()), Signal::TERM).expect("it runs");
    assert_eq!(child.wait().expect("its end").code(), Some(0));
    let mut warning = String::new();
    child.stderr.take().expect("its messages").read_to_string(&mut warning).expect("text");
    assert!(warning.contains("`sandbox status` and `stop` cannot find this sandbox"), "{warning}");
    let detached = cli.run(&["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:", "--format", "json"]);
    let process = detached.json()["pid"].as_i64().and_then(|id| i32::try_from(id).ok()).expect("an id");
    assert!(detached.stderr.contains("cannot find this sandbox"), "{detached:#?}");
    kill_process(pid(process), Signal::TERM).expect("it runs");
    cli.run(&["sandbox", "exec", "--", "true"]).ok();
    cli.run(&["sandbox", "start", "--port", "0"]).fails(1);
}
