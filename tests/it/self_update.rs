//! `self update` and `version --check` against releases on this machine: a real archive, and a script as the new program.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use test_bed::{FakeResponse, FakeServer, KEY, Run};

use crate::harness::Cli;

const OWN: &str = env!("CARGO_PKG_VERSION");
const NEW: &str = "99.1.0";

/// The name of the archive for this machine, without its end.
fn folder() -> String {
    let system = match (std::env::consts::OS, cfg!(target_env = "musl")) {
        ("linux", true) => "unknown-linux-musl",
        ("linux", false) => "unknown-linux-gnu",
        _ => "apple-darwin",
    };
    format!("litellm-proxy-{}-{system}", std::env::consts::ARCH)
}

fn archive_name() -> String {
    format!("{}.tar.gz", folder())
}

/// A program that prints a version.
fn script(version: &str) -> String {
    format!("#!/bin/sh\necho 'LiteLLM Proxy CLI Version: {version}'\necho more\n")
}

/// An archive as it is released, with this program under this name.
fn archive(name: &str, program: &str) -> Vec<u8> {
    let work = tempfile::tempdir().expect("a folder");
    let inside = work.path().join(folder());
    fs::create_dir_all(inside.join("completions")).expect("a folder");
    for (name, text) in [("LICENSE", "MIT"), ("completions/litellm-proxy.bash", "complete"), (name, program)] {
        fs::write(inside.join(name), text).expect("a file");
    }
    let mut tar = std::process::Command::new("tar");
    let output = tar.arg("-C").arg(work.path()).args(["-czf", "-", &folder()]).output().expect("tar runs");
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

fn sums(archive: &[u8]) -> String {
    let digest: String = Sha256::digest(archive).iter().map(|byte| format!("{byte:02x}")).collect();
    let other = "0".repeat(64);
    format!("{other}  VERSION\n{digest}  {}\n{other}  {}.sig\n", archive_name(), archive_name())
}

/// The responses of a release below a path, by path.
fn release(below: &str, version: &str, sums: &str, archive: Vec<u8>) -> FakeServer {
    let at = |name: &str| format!("GET {below}/download/v{version}/{name}");
    FakeServer::new()
        .on(&format!("GET {below}/latest/download/VERSION"), FakeResponse::new(200).with_text(format!("{version}\n")))
        .on(&at("SHA256SUMS"), FakeResponse::new(200).with_text(sums))
        .on(&at(&archive_name()), FakeResponse::new(200).with_body(archive, "application/gzip"))
}

/// A release whose program is a script that prints its version.
fn good(version: &str) -> FakeServer {
    let archive = archive("litellm-proxy", &script(version));
    release("", version, &sums(&archive), archive)
}

/// The program in a folder of its own.
struct Installed {
    cli: Cli,
    program: PathBuf,
}

impl Installed {
    fn new(downloads: &str) -> Self {
        Self::at("bin/litellm-proxy", downloads)
    }

    fn at(name: &str, downloads: &str) -> Self {
        let cli = Cli::at("http://127.0.0.1:1").env("LITELLM_PROXY_DOWNLOADS", downloads);
        let cli = cli.env("LITELLM_PROXY_AUTH_HEADER", "X-Test-Key");
        let program = cli.home().join(name);
        fs::create_dir_all(program.parent().expect("a folder")).expect("a folder");
        let built = env!("CARGO_BIN_EXE_litellm-proxy");
        // A link is enough, and faster, where there can be one: the program is replaced as a whole.
        fs::hard_link(built, &program).or_else(|_| fs::copy(built, &program).map(drop)).expect("a program");
        Self { cli, program }
    }

    fn run(&self, words: &[&str]) -> Run {
        self.run_by("exec \"$program\" \"$@\"", words)
    }

    /// Runs a script in which `$program` is the program and `"$@"` are the arguments.
    fn run_by(&self, script: &str, words: &[&str]) -> Run {
        let script = format!("shift; program='{}'; {script}", self.program.display());
        let output = self.cli.shell(&script, words).output().expect("a shell");
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
        }
    }

    fn identity(&self) -> (u64, u64, i64) {
        let metadata = fs::metadata(&self.program).expect("a program");
        (metadata.ino(), metadata.len(), metadata.mtime_nsec())
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.program.parent().expect("a folder")).expect("a folder");
        let mut names: Vec<_> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// Runs `self update`, which must fail with this code and leave the program and its folder as they are.
    #[track_caller]
    fn fails(&self, words: &[&str], code: i32) -> String {
        let before = (self.identity(), self.names());
        let run = self.run(&[&["self", "update"], words].concat());
        let text = run.fails(code).to_owned();
        assert_eq!((self.identity(), self.names()), before, "{text}");
        text
    }
}

fn lines(server: &FakeServer) -> Vec<String> {
    server.received().iter().map(test_bed::FakeRequest::line).collect()
}

/// No request had a key, in whatever header.
fn assert_no_key(server: &FakeServer) {
    for request in server.received() {
        let head = request.head();
        let is_free = ["authorization", "x-test-key", KEY, "api-key", "cookie"]
            .iter()
            .all(|word| !head.to_lowercase().contains(word));
        assert!(is_free, "{head}");
    }
}

#[test]
fn the_newest_version_takes_the_place_of_the_program() {
    let server = good(NEW);
    let cli = Installed::new(&server.uri());
    fs::remove_file(&cli.program)
        .and_then(|()| fs::copy(env!("CARGO_BIN_EXE_litellm-proxy"), &cli.program))
        .expect("a copy");
    fs::set_permissions(&cli.program, fs::Permissions::from_mode(0o750)).expect("a mode");
    let second = cli.program.with_file_name("litellm-proxy-cli");
    symlink("litellm-proxy", &second).expect("a link");
    // Left by a run that was killed.
    fs::write(cli.program.with_file_name(".litellm-proxy.aaaaaaaaaaaa.tmp"), "half").expect("a file");
    let elsewhere = cli.cli.home().join("elsewhere");
    symlink(&second, &elsewhere).expect("a link");

    let run = cli.run_by("exec ./elsewhere \"$@\"", &["self", "update"]);
    assert_eq!(
        (run.ok(), run.stderr.as_str()),
        ("", format!("updated {} from {OWN} to {NEW}\n", resolved(&cli.program).display()).as_str())
    );
    assert_eq!(fs::read_to_string(&cli.program).expect("a script"), script(NEW));
    assert_eq!(fs::metadata(&cli.program).expect("a program").permissions().mode() & 0o7777, 0o750);
    assert_eq!(fs::read_link(&second).expect("a link"), Path::new("litellm-proxy"));
    assert_eq!(cli.names(), ["litellm-proxy", "litellm-proxy-cli"]);
    let expected = [
        "/latest/download/VERSION".to_owned(),
        format!("/download/v{NEW}/SHA256SUMS"),
        format!("/download/v{NEW}/{}", archive_name()),
    ];
    assert_eq!(lines(&server), expected.map(|path| format!("GET {path}")));
    assert_no_key(&server);
}

fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().expect("a path")
}

#[test]
fn redirects_to_other_hosts_are_followed_without_a_key() {
    let archive = archive("litellm-proxy", &script(NEW));
    let files = release("/files", NEW, &sums(&archive), archive);
    let base = files.uri();
    let mirror = FakeServer::from_fn(move |request: &test_bed::FakeRequest| {
        let path = request.path().strip_prefix("/mirror").expect("below the mirror").to_owned();
        FakeResponse::new(302).with_header("location", format!("{base}/files{path}#part"))
    });
    let cli = Installed::new(&format!("{}/mirror/", mirror.uri()));
    let run = cli.run(&["self", "update", "--format", "json"]).json();
    let expected = json!({"program": resolved(&cli.program), "from": OWN, "to": NEW, "is_updated": true, "url": null});
    assert_eq!(run, expected);
    assert_eq!(fs::read_to_string(&cli.program).expect("a script"), script(NEW));
    assert_eq!((mirror.received().len(), files.received().len()), (3, 3));
    assert_no_key(&mirror);
    assert_no_key(&files);
}

#[test]
fn endless_and_invalid_redirects_are_errors() {
    let around = FakeServer::always(FakeResponse::new(302).with_header("location", "/again"));
    let text = Installed::new(&around.uri()).fails(&[], 6);
    assert!(text.contains("leads to more than 10 redirects"), "{text}");
    for location in ["ftp://127.0.0.1/x", "http://", ""] {
        let server = FakeServer::always(FakeResponse::new(301).with_header("location", location));
        let text = Installed::new(&server.uri()).fails(&[], 6);
        assert!(
            text.contains("a redirect without a valid location") || text.contains("more than 10"),
            "{location}: {text}"
        );
    }
    let (authority, server) = FakeServer::tls("127.0.0.1");
    server.add("*", FakeResponse::new(302).with_header("location", "http://127.0.0.1:1/x"));
    let cli = Installed::new(&server.uri());
    let pem = cli.cli.home().join("ca.pem");
    fs::write(&pem, authority).expect("a file");
    let text = cli.fails(&["--ca-cert", &pem.display().to_string()], 6);
    assert!(text.contains("a redirect to http://127.0.0.1:1/x, which is not encrypted"), "{text}");
}

#[test]
fn what_is_not_the_release_changes_nothing() {
    let whole = archive("litellm-proxy", &script(NEW));
    let server = |archive: &[u8]| release("", NEW, &sums(archive), archive.to_vec());
    let with_program = |text: &str| server(&archive("litellm-proxy", text));
    let version = |response: FakeResponse| FakeServer::new().on("GET /latest/download/VERSION", response);
    let cases = [
        (release("", NEW, &sums(b"other"), whole.clone()), 6, "the SHA-256 of "),
        (release("", NEW, "<html>", whole.clone()), 3, "version 99.1.0 has no litellm-proxy-"),
        (
            release("", NEW, &sums(&whole).replace("  ", "00  "), whole.clone()),
            3,
            "version 99.1.0 has no litellm-proxy-",
        ),
        (server(&archive("litellm-proxy.exe", "")), 6, "it holds no file `litellm-proxy-"),
        (server(b"<html>"), 6, "it is not a tar.gz file"),
        (server(&whole[..whole.len() / 2]), 6, "it is not a tar.gz file"),
        (
            with_program("#!/bin/sh\nexit 3\n"),
            1,
            "the new program does not run here: `--version` fails (exit status: 3)",
        ),
        (with_program("#!/bin/sh\necho hello\n"), 1, "`--version` does not print 99.1.0"),
        (with_program(&script("99.1.1")), 1, "`--version` does not print 99.1.0"),
        (with_program("\u{7f}ELF of another machine"), 1, "the new program does not run here: "),
        (with_program("#!/no/such/interpreter\n"), 1, "the new program does not run here: "),
        (
            version(FakeResponse::new(200).with_text("<html>Log in</html>")),
            6,
            "/latest/download/VERSION is not a version",
        ),
        (version(FakeResponse::new(200).with_text("../../etc")), 6, "is not a version"),
        (version(FakeResponse::new(403)), 6, "/latest/download/VERSION: HTTP 403"),
        (version(FakeResponse::new(500)), 6, "HTTP 500"),
        (
            version(FakeResponse::new(200).with_text("1").endless("1".repeat(4096))),
            6,
            "larger than a file of a release",
        ),
        (version(FakeResponse::new(200).with_text(NEW)), 3, "there is no version 99.1.0 at "),
        (FakeServer::new(), 3, "there is no release at "),
    ];
    for (server, code, message) in cases {
        let text = Installed::new(&server.uri()).fails(&[], code);
        assert!(text.starts_with("error: ") && text.contains(message), "{message}: {text}");
        assert_no_key(&server);
    }
    let cut = release("", NEW, &sums(&whole), Vec::new());
    cut.add_first(
        &format!("GET /download/v{NEW}/{}", archive_name()),
        FakeResponse::new(200).with_body(whole, "application/gzip").cut_short(),
    );
    let text = Installed::new(&cut.uri()).fails(&[], 5);
    assert!(text.starts_with("error: cannot fetch ") && text.contains("the connection was lost"), "{text}");
}

#[test]
fn ctrl_c_during_the_download_changes_nothing() {
    let archive = archive("litellm-proxy", &script(NEW));
    let server = release("", NEW, &sums(&archive), Vec::new());
    server.add_first(&format!("GET /download/v{NEW}/{}", archive_name()), FakeResponse::silence());
    let cli = Installed::new(&server.uri());
    let before = (cli.identity(), cli.names());
    let command = format!("shift; exec '{}' \"$@\"", cli.program.display());
    let mut command = cli.cli.shell(&command, &["self", "update"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a shell");
    server.wait_for_requests(3);
    let interrupting = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupting.is_ok_and(|status| status.success()));
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "error: interrupted: nothing was changed\n");
    assert_eq!((cli.identity(), cli.names()), before);
}

#[test]
fn unreachable_releases_are_named_with_their_source() {
    let cli = Installed::new("http://127.0.0.1:1/mirror");
    let text = cli.fails(&[], 5);
    let expected = "error: cannot fetch http://127.0.0.1:1/mirror/latest/download/VERSION\n  caused by: cannot reach http://127.0.0.1:1: connection refused\nhint: the URL came from LITELLM_PROXY_DOWNLOADS\n";
    assert_eq!(text, expected);
    let error: Value = serde_json::from_str(&cli.run(&["self", "update", "--format", "json"]).stderr).expect("JSON");
    assert_eq!(error["error"]["kind"], "unreachable");
    cli.run(&["version", "--check"]).fails(5);
}

#[test]
fn a_private_authority_is_trusted_by_option() {
    let (authority, server) = FakeServer::tls("127.0.0.1");
    server.add("*", FakeResponse::new(200).with_text(NEW));
    let cli = Installed::new(&server.uri());
    let text = cli.fails(&[], 5);
    assert!(
        text.ends_with("hint: trust the server's certificate authority with --ca-cert FILE or SSL_CERT_FILE\n"),
        "{text}"
    );
    fs::write(cli.cli.home().join("ca.pem"), authority).expect("a file");
    assert!(cli.run(&["version", "--check", "--ca-cert", "ca.pem"]).ok().contains(NEW));
    assert_no_key(&server);
}

#[test]
fn a_folder_that_is_not_writable_is_reported_before_the_download() {
    let server = good(NEW);
    let cli = Installed::new(&server.uri());
    let folder = cli.program.parent().expect("a folder").to_owned();
    for (path, mode) in [(cli.cli.home(), 0o755), (&folder, 0o555)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    }
    let before = (cli.identity(), cli.names());
    // root may write anywhere.
    let script = "drop=; [ \"$(id -u)\" != 0 ] || drop='setpriv --reuid=65534 --regid=65534 --clear-groups'; exec $drop \"$program\" \"$@\"";
    let run = cli.run_by(script, &["self", "update"]);
    let text = run.fails(1);
    let folder = resolved(&folder);
    assert!(
        text.starts_with(&format!(
            "error: cannot write to {}: permission denied; nothing was changed\n",
            folder.display()
        )),
        "{text}"
    );
    assert!(text.contains("hint: run it as the owner of the folder, such as with sudo, or install another copy with `sh install.sh --to DIR`"), "{text}");
    assert_eq!((cli.identity(), cli.names()), before);
    assert_eq!(lines(&server), ["GET /latest/download/VERSION"]);
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("a mode");
}

#[test]
fn a_full_disk_changes_nothing() {
    let archive = archive("litellm-proxy", &format!("{}{}", script(NEW), "#".repeat(200_000)));
    let server = release("", NEW, &sums(&archive), archive);
    let cli = Installed::new(&server.uri());
    let before = (cli.identity(), cli.names());
    // A limit on the size of files stands for the disk.
    let run = cli.run_by("trap '' XFSZ; ulimit -f 8; exec \"$program\" \"$@\"", &["self", "update"]);
    assert!(run.fails(1).starts_with("error: cannot write to "), "{run:#?}");
    assert!(run.stderr.contains("too large; nothing was changed"), "{run:#?}");
    assert_eq!((cli.identity(), cli.names()), before);
}

#[test]
fn the_newest_version_is_left_alone_and_older_ones_are_chosen_on_purpose() {
    for (newest, message) in
        [(OWN, format!("is {OWN} already")), ("0.0.1", format!("is {OWN}, newer than the newest release 0.0.1"))]
    {
        let server = good(newest);
        let cli = Installed::new(&server.uri());
        let before = cli.identity();
        let run = cli.run(&["self", "update"]);
        assert_eq!((run.ok(), run.stderr.clone()), ("", format!("{} {message}\n", resolved(&cli.program).display())));
        assert_eq!((cli.identity(), lines(&server)), (before, vec!["GET /latest/download/VERSION".to_owned()]));
    }
    let server = good("0.0.1");
    let cli = Installed::new(&server.uri());
    let run = cli.run(&["self", "update", "--to", "v0.0.1"]);
    assert_eq!(run.ok(), "");
    assert!(run.stderr.ends_with(&format!("from {OWN} to 0.0.1, an older version\n")), "{run:#?}");
    assert_eq!(fs::read_to_string(&cli.program).expect("a script"), script("0.0.1"));
    assert_eq!(server.received().len(), 2, "the newest version does not matter");

    let cli = Installed::new(&server.uri());
    let text = cli.fails(&["--to", "0.0.2"], 3);
    assert_eq!(text, format!("error: there is no version 0.0.2 at {}\n", server.uri()));
    let run = cli.run(&["self", "update", "--to", OWN]);
    assert!(run.ok().is_empty() && run.stderr.ends_with(&format!("is {OWN} already\n")), "{run:#?}");
}

#[test]
fn a_dry_run_downloads_nothing() {
    let server = good(NEW);
    let cli = Installed::new(&server.uri());
    let before = (cli.identity(), cli.names());
    let run = cli.run(&["self", "update", "--dry-run"]);
    let url = format!("{}/download/v{NEW}/{}", server.uri(), archive_name());
    let program = resolved(&cli.program);
    assert_eq!(
        (run.ok(), run.stderr.clone()),
        ("", format!("would replace {}, {OWN}, with {NEW}, from {url}\n", program.display()))
    );
    let run = cli.run(&["self", "update", "--dry-run", "--format", "json"]).json();
    assert_eq!(run, json!({"program": program, "from": OWN, "to": NEW, "is_updated": false, "url": url}));
    assert_eq!((cli.identity(), cli.names()), before);
    assert!(
        lines(&server).iter().all(|line| line.ends_with("VERSION") || line.ends_with("SHA256SUMS")),
        "{:?}",
        lines(&server)
    );
}

#[test]
fn a_package_manager_is_named_in_place_of_an_update() {
    let server = good(NEW);
    let cli = Installed::at("shop/.venv/bin/litellm-proxy-cli", &server.uri());
    fs::write(cli.cli.home().join("shop/.venv/pyvenv.cfg"), "home = /usr/bin\nversion = 3.11.7\n").expect("a file");
    let program = resolved(&cli.program);
    let python = program.with_file_name("python");
    let command = format!("{} -m pip install --upgrade litellm-proxy-cli", python.display());
    let text = cli.fails(&[], 1);
    let expected = format!(
        "error: {} was installed by pip, so it does not update itself\nhint: run `{command}`\n",
        program.display()
    );
    assert_eq!(text, expected);
    assert_eq!(server.received().len(), 0);

    let value = cli.run(&["version", "--format", "json"]).json();
    assert_eq!((&value["program"], &value["installed_by"]), (&json!(program), &json!("pip")));
    let value = cli.run(&["version", "--check", "--format", "json"]).json();
    let expected = json!({
        "client_version": OWN, "newest_version": NEW, "is_newest": false, "update_command": command, "program": program, "installed_by": "pip",
    });
    assert_eq!(value, expected);
    assert_eq!(lines(&server), ["GET /latest/download/VERSION"]);
}

#[test]
fn a_build_is_not_updated() {
    let run = Cli::new().env("LITELLM_PROXY_DOWNLOADS", "http://127.0.0.1:1").run(&["self", "update"]);
    let text = run.fails(1);
    assert!(text.ends_with("is a build of the source code, so it does not update itself\nhint: update the source code and build it again\n"), "{text}");
}

#[test]
fn version_looks_for_a_newer_one_only_when_asked() {
    let (releases, proxy) = (good(NEW), FakeServer::always_json(json!({"litellm_version": "1.109.1"})));
    let cli = Installed::new(&releases.uri());
    let cli = Installed { cli: cli.cli.env("LITELLM_PROXY_URL", &proxy.uri()), ..cli };
    for words in [&["version"][..], &["--version"], &["models", "list"], &["help"]] {
        cli.run(words);
    }
    assert_eq!(releases.received().len(), 0);
    let asked = proxy.received().len();
    let run = cli.run(&["version", "--check"]);
    let expected = format!(
        "LiteLLM Proxy CLI Version: {OWN}\nNewest LiteLLM Proxy CLI Version: {NEW}\nTo update: run `litellm-proxy self update`\n"
    );
    assert_eq!((run.ok(), run.stderr.as_str()), (expected.as_str(), ""));
    let run = cli.run(&["version", "--check", "--exit-code"]);
    assert_eq!((run.code, run.stdout), (9, expected));
    assert_eq!((lines(&releases).len(), proxy.received().len()), (2, asked), "the proxy server is not asked");
    assert_no_key(&releases);

    let releases = good(OWN);
    let cli = Installed::new(&releases.uri());
    let run = cli.run(&["version", "--check", "--exit-code"]);
    assert_eq!(run.ok(), format!("LiteLLM Proxy CLI Version: {OWN}\nNewest LiteLLM Proxy CLI Version: {OWN}\n"));
    let value = cli.run(&["version", "--check", "--format", "json"]).json();
    assert_eq!(
        (&value["is_newest"], &value["update_command"], &value["installed_by"]),
        (&json!(true), &Value::Null, &Value::Null)
    );
}

#[test]
fn invalid_options_and_addresses_are_usage_errors() {
    let cli = Installed::new("http://127.0.0.1:1");
    for (words, message) in [
        (&["self", "update", "--to", "../x"][..], "not a version such as 1.2.3"),
        (&["self", "update", "--curl"], "--curl cannot show the requests of this command"),
        (&["version", "--check", "--curl"], "--curl cannot show the requests of this command"),
        (&["version", "--exit-code"], "--check"),
    ] {
        let run = cli.run(words);
        assert!(run.fails(2).contains(message), "{words:?}: {run:#?}");
    }
    let text = Installed::new("https://ada:secret@mirror.example").fails(&[], 2);
    assert!(text.contains("LITELLM_PROXY_DOWNLOADS: ") && !text.contains("secret"), "{text}");
}

#[test]
fn other_programs_of_this_name_are_named_by_version_alone() {
    let cli = Installed::new("http://127.0.0.1:1");
    let python = "#!/opt/venv/bin/python\nimport sys\nfrom litellm.proxy.client.cli import cli\n";
    let theirs = cli.cli.home().join("venv/bin/litellm-proxy");
    fs::create_dir_all(theirs.parent().expect("a folder")).expect("a folder");
    fs::write(&theirs, python).expect("a file");
    fs::set_permissions(&theirs, fs::Permissions::from_mode(0o755)).expect("a mode");
    let (own, theirs) = (cli.program.clone(), theirs.display().to_string());
    let path = |names: &[&str]| {
        let folders: Vec<String> = names.iter().map(|name| format!("{}/{name}", cli.cli.home().display())).collect();
        format!("{}:/usr/bin:/bin", folders.join(":"))
    };
    let (before, after) = (path(&["venv/bin", "bin"]), path(&["bin", "venv/bin"]));
    let cli = Installed { cli: cli.cli.env("PATH", &before), program: cli.program };
    let run = cli.run(&["version"]);
    assert_eq!(run.ok().lines().count(), 3, "{run:#?}");
    let expected =
        format!("warning: this is {}; {theirs} (LiteLLM's Python script) comes first in PATH\n", own.display());
    assert_eq!(run.stderr, expected);
    let run = cli.run(&["--version"]);
    assert_eq!((run.ok().lines().count(), run.stderr.as_str()), (3, ""));
    let cli = Installed { cli: cli.cli.env("PATH", &after), program: cli.program };
    assert_eq!(cli.run(&["version", "--format", "json"]).stderr, expected.replace("comes first", "comes later"));
}
