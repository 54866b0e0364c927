//! Downloads a release, checks it, and puts its program in the place of the one that runs. On any failure nothing has changed.

use std::cmp::Ordering;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Result, anyhow};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use semver::Version;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::number;
use super::releases::Releases;
use super::{Update, archive};
use crate::config::describe_io;
use crate::context::Context;
use crate::env;
use crate::failure::Failure;
use crate::files::{NewProgram, ProgramPlace};
use crate::installation::{Installation, this_program};
use crate::outcome::Outcome;

/// How long a new program may take to print its version.
const START_LIMIT: Duration = Duration::from_secs(60);
/// A server that is not there: the version of the client alone is wanted.
const NO_SERVER: &str = "http://127.0.0.1:1";

/// The target of this program, in the name of its archive. A static one is replaced by a static one.
fn target() -> String {
    let system = match (std::env::consts::OS, cfg!(target_env = "musl")) {
        ("linux", true) => "unknown-linux-musl",
        ("linux", false) => "unknown-linux-gnu",
        ("macos", _) => "apple-darwin",
        (other, _) => other,
    };
    format!("{}-{system}", std::env::consts::ARCH)
}

pub(super) async fn run(args: Update, context: &mut Context) -> Result<Outcome> {
    let pressed = context.interrupt.pressed();
    tokio::select! {
        biased;
        () = pressed => Err(Failure::Interrupted("nothing was changed".to_owned()).into()),
        result = update(args, context) => result,
    }
}

async fn update(args: Update, context: &mut Context) -> Result<Outcome> {
    context.refuse_curl()?;
    let own = number::own().ok_or_else(|| anyhow!("this build has no version"))?;
    let program = this_program().ok_or_else(|| refused("the system does not say where this program is", None))?;
    let installation = Installation::of(&program);
    if !installation.updates_itself() {
        let to = args.to.as_ref().map(Version::to_string);
        let message = format!("{} {}, so it does not update itself", program.display(), installation.origin());
        return Err(refused(message, Some(installation.advice(to.as_deref()))));
    }
    let releases = Releases::find()?;
    let (version, is_chosen) = match args.to {
        Some(version) => (version, true),
        None => (releases.newest(context).await?, false),
    };
    let order = version.cmp(&own);
    if order == Ordering::Equal || order == Ordering::Less && !is_chosen {
        return finish(context, &program, &own, &version, Step::Nothing);
    }
    let place = ProgramPlace::beside(&program).map_err(|error| cannot_write(&program, &error))?;
    let folder = format!("litellm-proxy-{}", target());
    let name = format!("{folder}.tar.gz");
    let checksum = releases.checksum(context, &version, &name).await?;
    if args.dry_run.dry_run {
        return finish(context, &program, &own, &version, Step::Planned(releases.file(&version, &name)?.as_str()));
    }
    let bar = progress(context);
    let downloaded = releases.download(context, &version, &name, &bar).await;
    bar.finish_and_clear();
    let downloaded = downloaded?;
    let found: String = Sha256::digest(&downloaded).iter().map(|byte| format!("{byte:02x}")).collect();
    if found != checksum {
        let message = format!("the SHA-256 of {name} is {found}, not {checksum} as in SHA256SUMS; nothing was changed");
        return Err(Failure::NotARelease(message).into());
    }
    let content = archive::file_in(&downloaded, &format!("{folder}/litellm-proxy"))
        .map_err(|error| Failure::NotARelease(format!("{name} is not an archive of the program: {error}")))?;
    drop(downloaded);
    let new = place.fill(&content).map_err(|error| cannot_write(&program, &error))?;
    check(&new, &version)
        .await
        .map_err(|reason| refused(format!("the new program does not run here: {reason}; nothing was changed"), None))?;
    new.replace().map_err(|error| cannot_write(&program, &error))?;
    finish(context, &program, &own, &version, Step::Done)
}

fn refused(message: impl Into<String>, hint: Option<String>) -> anyhow::Error {
    Failure::NotUpdated { message: message.into(), hint }.into()
}

fn cannot_write(program: &Path, error: &io::Error) -> anyhow::Error {
    let folder = program.parent().unwrap_or(program).display();
    let is_forbidden = matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem);
    let hint =
        "run it as the owner of the folder, such as with sudo, or install another copy with `sh install.sh --to DIR`";
    let message = format!("cannot write to {folder}: {}; nothing was changed", describe_io(error));
    refused(message, is_forbidden.then(|| hint.to_owned()))
}

/// Returns a bar of the bytes that were downloaded, which is shown on a terminal.
fn progress(context: &Context) -> ProgressBar {
    let is_shown = context.output.terminal().stderr_is_terminal;
    let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    match ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Starts a new program and compares its version. It gets no key and no settings of this one.
async fn check(new: &NewProgram, version: &Version) -> Result<(), String> {
    let mut command = tokio::process::Command::new(new.path());
    command.args(["--version", "--base-url", NO_SERVER]).env_clear();
    if let Some(path) = env::get(env::PATH) {
        command.env(env::PATH, path);
    }
    command.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(START_LIMIT, command.output()).await;
    let output = output.map_err(|_| format!("it does not end within {} s", START_LIMIT.as_secs()))?;
    let output = output.map_err(|error| describe_io(&error))?;
    if !output.status.success() {
        return Err(format!("`--version` fails ({})", output.status));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let found = printed.lines().next().and_then(|line| line.rsplit_once(": ")).map(|(_, found)| found.trim());
    match found {
        Some(found) if number::parse(found).as_ref() == Some(version) => Ok(()),
        _ => Err(format!("`--version` does not print {version}")),
    }
}

/// What became of the program.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// It is what was wanted.
    Nothing,
    /// It would be replaced by what is at a URL.
    Planned(&'a str),
    Done,
}

fn finish(context: &mut Context, program: &Path, own: &Version, version: &Version, step: Step<'_>) -> Result<Outcome> {
    let path = program.display();
    let kind = if version < own { ", an older version" } else { "" };
    context.output.note(match step {
        Step::Nothing if version < own => format!("{path} is {own}, newer than the newest release {version}"),
        Step::Nothing => format!("{path} is {own} already"),
        Step::Planned(url) => format!("would replace {path}, {own}, with {version}{kind}, from {url}"),
        Step::Done => format!("updated {path} from {own} to {version}{kind}"),
    });
    if context.output.is_for_people() {
        return Ok(Outcome::Done);
    }
    let (url, is_updated) = match step {
        Step::Nothing => (None, false),
        Step::Planned(url) => (Some(url), false),
        Step::Done => (None, true),
    };
    context.output.value(&json!({
        "program": program.to_string_lossy(), "from": own.to_string(), "to": version.to_string(), "is_updated": is_updated, "url": url,
    }))
}
