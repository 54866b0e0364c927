//! The files of stored logins: permissions, content, atomic writes, and that no login is started that could not be
//! stored.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::config::keys_sent;
use crate::harness::{Cli, Run};
/// The signal by which `ulimit -f` ends a process.
const SIGXFSZ: i32 = 25;

/// A server that accepts every key and returns its user.
pub(crate) fn accepting() -> FakeServer {
    accepting_key_of("ada")
}

fn accepting_key_of(user_id: &str) -> FakeServer {
    let user = json!({"user_id": user_id, "user_email": "ada@example.com", "user_role": "internal_user", "spend": 2.5});
    FakeServer::with_routes([
        ("GET /models", json_response(json!({"data": [{"id": "gpt"}]}))),
        ("GET /key/info", json_response(json!({"info": {"user_id": user_id, "team_id": "t-1", "spend": 0.5}}))),
        ("GET /user/info", json_response(json!({"user_id": user_id, "user_info": user}))),
    ])
}

/// A file in the directory of stored logins.
pub(crate) fn place(cli: &Cli, name: &str) -> PathBuf {
    cli.home().join(".litellm").join(name)
}

/// The content of a file in that directory.
#[track_caller]
pub(crate) fn stored(cli: &Cli, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(place(cli, name)).expect("a file")).expect("JSON")
}

/// The keys of `token.json` and of `logins.json`, in order; a missing file has none.
pub(crate) fn stored_keys(cli: &Cli) -> Vec<String> {
    let others = if place(cli, "logins.json").exists() { stored(cli, "logins.json") } else { json!({"logins": []}) };
    let latest = if place(cli, "token.json").exists() { vec![stored(cli, "token.json")] } else { vec![] };
    let others = others["logins"].as_array().expect("a list").clone();
    [latest, others].concat().iter().map(|login| login["key"].as_str().expect("a key").to_owned()).collect()
}

pub(crate) fn log_in(cli: &Cli, server: &FakeServer, key: &str) -> Run {
    cli.run(&["login", "--with-key", "--api-key", key, "--base-url", &server.uri()])
}

pub(crate) fn now() -> i64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    i64::try_from(seconds).expect("not that late")
}

/// A home with this `token.json`, readable by its owner alone.
pub(crate) fn home_with(token: &Value) -> Cli {
    let cli = Cli::new().file(".litellm/token.json", token.to_string());
    set_mode(&place(&cli, "token.json"), 0o600);
    set_mode(&place(&cli, ""), 0o700);
    cli
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("the mode");
}

fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).expect("it is there").permissions().mode() & 0o7777
}

/// The files of the directory, sorted.
fn names(cli: &Cli) -> Vec<String> {
    let entries = std::fs::read_dir(cli.home().join(".litellm")).expect("the directory");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
    names.sort();
    names
}

/// Starts the binary after a shell's commands.
pub(crate) fn start(cli: &Cli, commands: &str, words: &[&str]) -> Child {
    let mut command = cli.shell(&format!("{commands}; exec \"$@\""), words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a shell")
}

/// Waits until a process has opened the lock; by then it has read the logins. Without `/proc` it is assumed to be quick.
pub(crate) fn wait_for_lock(process: &std::process::Child) {
    for _ in 0..2_000 {
        let Ok(files) = std::fs::read_dir(format!("/proc/{}/fd", process.id())) else { return };
        let is_lock =
            |file: &std::fs::DirEntry| std::fs::read_link(file.path()).is_ok_and(|path| path.ends_with("token.lock"));
        if files.flatten().any(|file| is_lock(&file)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it does not ask for the lock");
}

#[test]
fn token_file_has_the_original_fields() {
    let server = accepting();
    let before = now();
    let cli = Cli::new().stdin("sk-piped-key\n");
    // The slash is not part of the name under which the key is stored.
    cli.run(&["login", "--with-key", "--base-url", &format!("{}/", server.uri())]).ok();
    let login = stored(&cli, "token.json");
    let names: Vec<_> = login.as_object().expect("an object").keys().map(String::as_str).collect();
    let expected =
        ["key", "user_id", "user_email", "user_role", "auth_header_name", "timestamp", "base_url", "team_id"];
    assert_eq!(names, expected);
    // As the original's `json.load(file)["key"]` expects: a string; and the time is an integer.
    assert_eq!(login["key"].as_str(), Some("sk-piped-key"));
    let timestamp = login["timestamp"].as_i64().expect("a whole number");
    assert!((before..=now()).contains(&timestamp), "{login}");
    let mut rest = login.clone();
    rest["timestamp"] = json!(0);
    assert_eq!(
        rest,
        json!({"key": "sk-piped-key", "user_id": "ada", "user_email": "ada@example.com",
            "user_role": "internal_user", "auth_header_name": "Authorization", "timestamp": 0,
            "base_url": server.uri(), "team_id": "t-1"})
    );
    // A server that returns nothing about the key: the values that other tools write then.
    let silent = FakeServer::with_routes([("GET /models", json_response(json!({"data": []})))]);
    log_in(&cli, &silent, "sk-second").ok();
    let mut second = stored(&cli, "token.json");
    second["timestamp"] = json!(0);
    assert_eq!(
        second,
        json!({"key": "sk-second", "user_id": "cli-user", "user_email": "unknown", "user_role": "cli",
            "auth_header_name": "Authorization", "timestamp": 0, "base_url": silent.uri()})
    );
    // The previous latest login keeps all of its fields.
    assert_eq!(stored(&cli, "logins.json"), json!({"logins": [login]}));
}

#[test]
fn token_file_is_private_regardless_of_umask() {
    let (one, two) = (accepting(), accepting());
    for umask in ["000", "022", "077"] {
        let cli = Cli::new();
        for server in [&one, &two] {
            let words = ["login", "--with-key", "--api-key", "sk-1", "--base-url", &server.uri()];
            let output = start(&cli, &format!("umask {umask}"), &words).wait_with_output().expect("it ends");
            assert!(output.status.success(), "{output:?}");
        }
        assert_eq!(names(&cli), ["logins.json", "token.json", "token.lock"], "{umask}");
        for name in ["logins.json", "token.json", "token.lock"] {
            assert_eq!(mode(&place(&cli, name)), 0o600, "{umask} {name}");
        }
        assert_eq!(mode(&place(&cli, "")), 0o700, "{umask}");
        // Private from the start, before it contains a secret.
        let refused = Cli::new();
        let words = ["login", "--with-key", "--api-key", "sk-1", "--base-url", &format!("{}/no", one.uri())];
        let output = start(&refused, &format!("umask {umask}"), &words).wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        assert_eq!((mode(&place(&refused, "")), names(&refused)), (0o700, vec!["token.lock".to_owned()]), "{umask}");
    }
}

#[test]
fn loose_permissions_of_files_are_narrowed_on_write() {
    let (one, two, three) = (accepting(), accepting(), accepting());
    let cli = Cli::new();
    log_in(&cli, &one, "sk-1").ok();
    log_in(&cli, &two, "sk-2").ok();
    for name in ["token.json", "logins.json"] {
        set_mode(&place(&cli, name), 0o666);
    }
    // The directory may be the user's own choice.
    set_mode(&place(&cli, ""), 0o755);
    let run = log_in(&cli, &three, "sk-3");
    run.ok();
    let directory = cli.home().join(".litellm");
    let warning = format!("warning: other users can look into {}; run `chmod 700` on it\n", directory.display());
    assert!(run.stderr.contains(&warning), "{run:#?}");
    for name in ["token.json", "logins.json"] {
        assert_eq!(mode(&place(&cli, name)), 0o600, "{name}");
    }
    assert_eq!(mode(&place(&cli, "")), 0o755);
}

#[test]
fn kill_during_write_keeps_the_old_login() {
    // Longer than a block of `ulimit`, so that the kernel takes some of it and ends the process at the rest.
    let (own, other) = (accepting_key_of(&"long".repeat(500)), accepting());
    for (first, second, unfinished, blocks) in [
        (&own, &own, "token.json", 0),
        (&own, &own, "token.json", 1),
        (&own, &other, "logins.json", 0),
        (&own, &other, "logins.json", 1),
    ] {
        let cli = Cli::new();
        log_in(&cli, first, "sk-first").ok();
        let before = std::fs::read(place(&cli, "token.json")).expect("a login");
        let words = ["login", "--with-key", "--api-key", "sk-second", "--base-url", &second.uri()];
        let limits = format!("umask 000; ulimit -c 0; ulimit -f {blocks}");
        let output = start(&cli, &limits, &words).wait_with_output().expect("it ends");
        assert_eq!(output.status.signal(), Some(SIGXFSZ), "{output:?}");
        assert_eq!(std::fs::read(place(&cli, "token.json")).expect("a login"), before);
        // Where there are files without a name, nothing is left; elsewhere a part of the file.
        let left: Vec<_> = names(&cli).into_iter().filter(|name| name.starts_with('.')).collect();
        assert!(left.len() <= usize::from(!cfg!(target_os = "linux")), "{left:?}");
        // Such as a kill leaves it between the two steps in which a file without a name replaces another.
        let part = format!(".litellm/.{unfinished}.0123456789AB.tmp");
        // The next login cleans up, but leaves files of other tools alone.
        let cli = cli.file(&part, "{\"key\": \"sk-ha").file(".litellm/.other-tool", "").file(".litellm/.token.tmp", "");
        log_in(&cli, first, "sk-third").ok();
        assert_eq!(names(&cli), [".other-tool", ".token.tmp", "token.json", "token.lock"], "{unfinished}");
        assert_eq!(stored_keys(&cli), ["sk-third"]);
    }
}

#[test]
fn login_killed_before_its_rename_is_recovered_by_the_next_command() {
    let server = accepting();
    let part = ".litellm/.token.json.0123456789AB.tmp";
    let login = json!({"key": "sk-renewed", "base_url": server.uri()}).to_string();
    for (words, keys) in [
        (&["models", "list"][..], &["sk-renewed"][..]),
        (&["auth", "list"], &["sk-renewed"]),
        (&["logout"], &[]),
        (&["logout", "--all"], &[]),
    ] {
        for old in [None, Some("sk-old")] {
            let mut cli = Cli::new().env("LITELLM_PROXY_URL", &server.uri()).file(part, &login);
            if let Some(key) = old {
                cli = cli.file(".litellm/token.json", json!({"key": key, "base_url": server.uri()}).to_string());
            }
            let run = cli.run(words);
            run.ok();
            assert!(!run.stderr.contains("not logged in"), "{run:#?}");
            assert_eq!(
                names(&cli).iter().filter(|name| name.starts_with('.')).count(),
                0,
                "{words:?} {:?}",
                names(&cli)
            );
            assert_eq!(stored_keys(&cli), keys, "{words:?} {old:?}");
        }
    }
    // A live writer's file is left alone.
    let cli = Cli::new().env("LITELLM_PROXY_URL", &server.uri()).file(part, &login);
    let writer = std::fs::File::open(cli.home().join(part)).expect("a file");
    writer.lock().expect("a lock");
    cli.run(&["models", "list"]).ok();
    assert_eq!(stored_keys(&cli), [""; 0]);
    assert!(cli.home().join(part).exists());
}

#[test]
fn kill_between_two_files_loses_no_login() {
    let (own, latest) = (accepting_key_of(&"long".repeat(500)), accepting());
    let others = json!({"logins": [{"key": "sk-old", "base_url": own.uri()}]});
    let cli = home_with(&json!({"key": "sk-latest", "base_url": latest.uri()}));
    let cli = cli.file(".litellm/logins.json", others.to_string());
    // The logins of other servers fit into two blocks, the new one does not.
    let words = ["login", "--with-key", "--api-key", "sk-new", "--base-url", &own.uri()];
    let output = start(&cli, "ulimit -c 0; ulimit -f 2", &words).wait_with_output().expect("it ends");
    assert_eq!(output.status.signal(), Some(SIGXFSZ), "{output:?}");
    assert_eq!(stored_keys(&cli), ["sk-latest", "sk-latest", "sk-old"]);
    let listed = cli.run(&["auth", "list", "--format", "json"]).json();
    assert_eq!(
        json!([listed[0]["base_url"], listed[1]["base_url"], listed[2]]),
        json!([latest.uri(), own.uri(), null])
    );
    log_in(&cli, &own, "sk-new").ok();
    assert_eq!(stored_keys(&cli), ["sk-new", "sk-latest"]);
}

#[test]
fn symbolic_link_is_replaced_not_followed() {
    let server = accepting();
    let cli = Cli::new().file("elsewhere.json", r#"{"key": "sk-elsewhere"}"#).file(".litellm/config.json", "{}");
    std::os::unix::fs::symlink(cli.home().join("elsewhere.json"), place(&cli, "token.json")).expect("a link");
    log_in(&cli, &server, "sk-own").ok();
    assert!(place(&cli, "token.json").symlink_metadata().expect("a login").is_file());
    assert_eq!(stored_keys(&cli), ["sk-own"]);
    let target = std::fs::read_to_string(cli.home().join("elsewhere.json")).expect("the target");
    assert_eq!(target, r#"{"key": "sk-elsewhere"}"#);
}

#[test]
fn unwritable_store_is_refused_before_sending() {
    let server = accepting();
    let in_the_way = Cli::new().file(".litellm", "a file");
    let directory = Cli::new().file(".litellm/token.json/x", "");
    let others = Cli::new().file(".litellm/logins.json", "[1, 2");
    let others_is_a_directory = Cli::new().file(".litellm/logins.json/x", "");
    for (cli, code, reason) in [
        // Even the superuser cannot write there.
        (&Cli::new().env("HOME", "/proc"), 1, "error: cannot create /proc/.litellm: No such file or directory\n"),
        (&Cli::new().env("HOME", "/nonexistent/home"), 1, "error: cannot create /nonexistent/home/.litellm: "),
        (&in_the_way, 1, "/.litellm exists and is not a directory\n"),
        (&directory, 1, "/.litellm/token.json is a directory\n"),
        (&others, 2, "/.litellm/logins.json is not a JSON object"),
        (&others_is_a_directory, 1, "cannot read "),
    ] {
        let run = log_in(cli, &server, "sk-1");
        assert!(run.fails(code).contains(reason), "should say {reason}: {run:#?}");
    }
    assert_eq!(server.received().len(), 0);
    // The error names the problem and a remedy, and no file changes.
    let run = log_in(&others, &server, "sk-1");
    let path = place(&others, "logins.json");
    assert!(
        run.stderr.contains(&format!(
            "the stored logins of other servers cannot be read; repair or remove {}",
            path.display()
        )),
        "{run:#?}"
    );
    assert_eq!(std::fs::read_to_string(path).expect("a file"), "[1, 2");
}

#[test]
fn unreadable_token_file_is_replaced_by_login_and_logout() {
    let server = accepting();
    for text in ["{\"key\": \"sk-half", "", "[]", "\u{0}\u{0}", r#"{"key": 5}"#] {
        let cli = Cli::new().file(".litellm/token.json", text);
        log_in(&cli, &server, "sk-new").ok();
        assert_eq!(stored_keys(&cli), ["sk-new"], "{text}");

        let cli = Cli::new().file(".litellm/token.json", text);
        let run = cli.run(&["logout", "--base-url", &server.uri()]);
        assert_eq!(run.ok(), "");
        assert!(!place(&cli, "token.json").exists(), "{text}");
    }
}

#[test]
fn malformed_logins_file_does_not_affect_the_latest_login() {
    let server = accepting();
    let cli = home_with(&json!({"key": "sk-1", "base_url": server.uri()})).file(".litellm/logins.json", "[1, 2");
    let path = place(&cli, "logins.json").display().to_string();
    let run = cli.run(&["models", "list", "--base-url", &server.uri()]);
    run.ok();
    let warning = format!("warning: ignoring the stored logins of other servers: {path} ");
    assert!(run.stderr.starts_with(&warning), "{run:#?}");
    assert_eq!(keys_sent(&server), ["Bearer sk-1"]);
    assert!(cli.run(&["auth", "list"]).fails(2).contains(&path));
}

#[test]
fn login_without_a_home_is_refused() {
    let server = accepting();
    let cli = Cli::new().env("HOME", "").env("LITELLM_PROXY_URL", &server.uri()).stdin("sk-1");
    for words in [&["login"][..], &["login", "--with-key"], &["logout"], &["auth", "list"]] {
        assert!(cli.run(words).fails(2).contains("no home directory found to store a login in"), "{words:?}");
    }
    assert_eq!(server.received().len(), 0);
}

#[test]
fn token_files_of_all_original_versions_are_read() {
    let server = accepting();
    let base_url = server.uri();
    let common = json!({"key": "sk-old", "user_id": "bob", "user_email": "unknown", "user_role": "cli",
        "auth_header_name": "Authorization", "jwt_token": "", "timestamp": 1_763_700_000.25});
    let with = |more: Value| {
        let mut token = common.clone();
        token.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        token
    };
    let is_1_84 = json!({"base_url": base_url});
    let pkce = json!({"base_url": base_url, "expires_at": now() + 3600, "refresh_token": "llm_srefresh",
        "client_id": "c", "token_endpoint": format!("{base_url}/token"),
        "revocation_endpoint": format!("{base_url}/revoke"), "resource": base_url, "team_id": "t-9"});
    let documented = json!({"key": "sk-old", "user_id": "bob", "user_email": "user@example.com", "user_role": "cli",
        "auth_header_name": "Authorization", "timestamp": 1_763_700_000});
    for (token, email, is_renewable) in [
        (documented, json!("user@example.com"), false),
        (common.clone(), Value::Null, false),
        (with(is_1_84), Value::Null, false),
        (with(pkce), Value::Null, true),
    ] {
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        let run = cli.run(&["whoami", "--format", "json"]);
        let who = run.json();
        assert_eq!((&who["user_id"], &who["user_email"], run.stderr.as_str()), (&json!("bob"), &email, ""), "{token}");
        assert_eq!((&who["is_renewable"], &who["key_source"]), (&json!(is_renewable), &json!("file")), "{token}");
        assert_eq!(who["logged_in_at"].as_str().and_then(|time| time.get(..19)), Some("2025-11-21T04:40:00"));
        let run = cli.run(&["models", "list", "--format", "json"]);
        assert_eq!((run.json()[0]["id"].as_str(), run.stderr.as_str()), (Some("gpt"), ""), "{token}");
    }
    assert_eq!(keys_sent(&server), ["Bearer sk-old"; 4]);
}

#[test]
fn keychain_login_is_a_warning() {
    let server = accepting();
    for key in [json!({}), json!({"key": null}), json!({"key": ""})] {
        let mut token = json!({"base_url": server.uri(), "user_id": "bob", "timestamp": 1_763_700_000.5});
        token.as_object_mut().expect("an object").extend(key.as_object().expect("an object").clone());
        let cli = home_with(&token).env("LITELLM_PROXY_URL", &server.uri());
        let run = cli.run(&["models", "list"]);
        run.ok();
        let path = place(&cli, "token.json");
        assert_eq!(
            run.stderr,
            format!(
                "warning: the login in {} keeps its key outside the file (such as in a keychain) and cannot be used; log in again with `litellm-proxy login`\n",
                path.display()
            )
        );
        let run = cli.run(&["whoami"]);
        assert!(run.fails(4).contains("log in again with `litellm-proxy login`"), "{run:#?}");
        // No warning when a key is given.
        assert_eq!(cli.run(&["models", "list", "--api-key", "sk-1"]).stderr, "");
    }
    assert_eq!(keys_sent(&server), ["no key", "Bearer sk-1"].repeat(3));
}

#[test]
fn concurrent_logins_are_all_stored() {
    let mut servers = Vec::new();
    for _ in 0..8 {
        servers.push(accepting());
    }
    let cli = Cli::new();
    let log_in = |server: &FakeServer| {
        start(&cli, ":", &["login", "--with-key", "--api-key", "sk-1", "--base-url", &server.uri()])
    };
    let running: Vec<_> = servers.iter().map(log_in).collect();
    for child in running {
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{output:?}");
    }
    let listed = cli.run(&["auth", "list", "--format", "json"]).json();
    let mut listed: Vec<_> =
        listed.as_array().expect("a list").iter().map(|login| login["base_url"].as_str().expect("a URL")).collect();
    listed.sort_unstable();
    let mut expected: Vec<_> = servers.iter().map(FakeServer::uri).collect();
    expected.sort();
    assert_eq!(listed, expected);
    assert_eq!(names(&cli), ["logins.json", "token.json", "token.lock"]);
}

#[test]
fn login_waits_for_the_lock() {
    // The last response of a login takes the lock, which nobody holds then.
    let cli = Cli::new().file(".litellm/token.lock", "");
    let lock = std::sync::Arc::new(std::fs::File::open(place(&cli, "token.lock")).expect("a lock"));
    let taken = std::sync::Arc::clone(&lock);
    let server = FakeServer::with_routes([("GET /models", json_response(json!({"data": []})))]);
    let response = move |_: &FakeRequest| {
        taken.lock().expect("nobody else has it");
        FakeResponse::new(404)
    };
    server.add("/user/info", response);

    let mut child = start(&cli, ":", &["login", "--with-key", "--api-key", "sk-1", "--base-url", &server.uri()]);
    server.wait_until(|requests| requests.iter().any(|request| request.path() == "/user/info"));
    wait_for_lock(&child);
    assert_eq!(child.try_wait().expect("a status"), None, "it waits");
    // Another process stores a login meanwhile: a login that does not wait for the lock loses one of the two.
    let other = json!({"key": "sk-other", "base_url": "http://other.example"});
    std::fs::write(place(&cli, "token.json"), other.to_string()).expect("a file");
    lock.unlock().expect("it was held");
    assert!(child.wait().expect("a status").success());
    assert_eq!(stored_keys(&cli), ["sk-1", "sk-other"]);
}

#[test]
fn boolean_setting_is_stored_as_the_original_does() {
    let cli = Cli::new();
    for (word, value) in [
        ("true", "true"),
        ("false", "false"),
        ("on", "true"),
        ("off", "false"),
        ("YES", "true"),
        ("no", "false"),
        ("1", "true"),
        ("0", "false"),
    ] {
        cli.run(&["config", "set", "pkce", word]).ok();
        assert_eq!(stored(&cli, "config.json"), json!({"pkce": value}), "{word}");
        assert_eq!(cli.run(&["config", "get", "pkce"]).ok(), format!("{value}\n"));
    }
    for word in ["", "maybe", "2", "tru"] {
        assert_eq!(
            cli.run(&["config", "set", "pkce", word]).fails(2),
            "error: `pkce` must be `true` or `false`\n",
            "{word}"
        );
    }
    assert_eq!(stored(&cli, "config.json"), json!({"pkce": "false"}));
    cli.run(&["config", "unset", "pkce"]).ok();
    assert_eq!(stored(&cli, "config.json"), json!({}));
}
