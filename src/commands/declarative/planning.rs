//! What `plan`, `apply` and `adopt` share: their options, and how a plan is made.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{Args, ValueHint};
use litellm_proxy_client::ServerVersion;
use litellm_proxy_desired::file::{self, Reading, Source};
use litellm_proxy_desired::mark::SecretFingerprints;
use litellm_proxy_desired::plan::{Inputs, Note, NoteKind, Obstacle, ObstacleKind, Plan, PlanOptions, resolve_secrets};
use litellm_proxy_desired::{Desired, Diagnostic, Kind, Selector, Server, Severity, lint, server};

use super::secrets::ThisMachine;
use crate::arguments::YamlFiles;
use crate::context::Context;
use crate::env;
use crate::failure::Failure;
use crate::shell::quote_if_needed;

/// The files that say how the server is to be.
#[derive(Debug, Clone, Args)]
pub(super) struct Files {
    /// YAML file, directory of such files, or - for stdin; may be repeated
    #[arg(long = "file", short = 'f', value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(super) files: Vec<String>,
}

/// Which resources a plan is about, and what it may do with them.
#[derive(Debug, Clone, Args)]
pub(super) struct Scope {
    /// Only these kinds, such as models,teams,keys
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    kinds: Vec<String>,
    /// Only these resources, such as team/research or 'model/gpt-*'; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    only: Vec<String>,
    /// Delete resources of this owner that are not in the files
    #[arg(long)]
    prune: bool,
    /// Largest share of the managed resources to delete, in percent [default: 30]
    #[arg(long, value_name = "PERCENT", value_parser = parse_percent)]
    max_deletes: Option<u8>,
    /// Allow any number of deletions
    #[arg(long)]
    force: bool,
    /// Take over resources that another owner has marked
    #[arg(long)]
    take_over: bool,
    /// Write secrets again although they seem unchanged; all, or only those of an address
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = "*")]
    write_secrets: Vec<String>,
}

fn parse_percent(text: &str) -> Result<u8, String> {
    let number = text.strip_suffix('%').unwrap_or(text).parse().map_err(|_| "not a percentage".to_owned())?;
    if number <= 100 { Ok(number) } else { Err("must be at most 100".to_owned()) }
}

impl Scope {
    pub(super) fn options(&self) -> Result<PlanOptions> {
        Ok(PlanOptions {
            prune: self.prune,
            only: selectors(&self.only)?,
            kinds: kinds(&self.kinds)?,
            write_secrets: selectors(&self.write_secrets)?,
            take_over: self.take_over,
            max_deletes: if self.force { Some(100) } else { self.max_deletes },
            adopts_only: false,
        })
    }
}

/// Returns the kinds with these names.
pub(super) fn kinds(names: &[String]) -> Result<BTreeSet<Kind>> {
    let kinds = names.iter().map(|name| {
        Kind::from_name(name).ok_or_else(|| {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            Failure::usage(format!("`{name}` is not a kind of resource; the kinds are {}", known.join(", ")))
        })
    });
    kinds.collect()
}

pub(super) fn selectors(patterns: &[String]) -> Result<Vec<Selector>> {
    let selectors =
        patterns.iter().map(|pattern| Selector::new(pattern).map_err(|error| Failure::usage(error.to_string())));
    selectors.collect()
}

/// Reads the files. Warnings go to stderr; errors are usage errors, each with its place.
pub(super) fn read(context: &mut Context, files: &Files) -> Result<Desired> {
    let reading = reading(context, files)?;
    report(context, files, &lint::check_content(&reading))?;
    Ok(reading.desired)
}

/// Reads the files, and reports nothing.
pub(super) fn reading(context: &mut Context, files: &Files) -> Result<Reading> {
    if files.files.is_empty() {
        return Err(Failure::Usage {
            message: "no file to read".to_owned(),
            hint: Some(
                "name it with -f, as in -f proxy.yaml; `litellm-proxy export > proxy.yaml` writes one".to_owned(),
            ),
        }
        .into());
    }
    let sources: Vec<Source> = files.files.iter().map(|name| Source::new(name)).collect();
    let mut loader = YamlFiles(&mut context.arguments);
    file::read(&sources, &mut loader).map_err(|error| Failure::usage(error.to_string()))
}

fn report(context: &mut Context, files: &Files, diagnostics: &[Diagnostic]) -> Result<()> {
    let mut errors = Vec::new();
    for diagnostic in diagnostics {
        match diagnostic.severity {
            Severity::Error => errors.push(diagnostic),
            Severity::Warning => context.output.warn(diagnostic),
        }
    }
    let Some((first, more)) = errors.split_first() else { return Ok(()) };
    let (message, hint) = match more.len() {
        0 => (first.to_string(), first.hint.clone()),
        1 => (format!("{first}\nand 1 more error"), None),
        more => (format!("{first}\nand {more} more errors"), None),
    };
    let options: String = files.files.iter().map(|name| format!(" -f {}", quote_if_needed(name))).collect();
    let hint = hint.unwrap_or_else(|| format!("`litellm-proxy lint{options}` shows everything that is wrong"));
    Err(Failure::Usage { message, hint: Some(hint) }.into())
}

/// A plan, and the server that it is for.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) server: Server,
}

/// Connects to the server.
pub(super) async fn connect(context: &mut Context) -> Result<Server> {
    context.refuse_curl()?;
    let client = context.client()?;
    let version = client.health().version().await?.unwrap_or_else(|| ServerVersion::new(""));
    Ok(Server { client, version })
}

/// Reads the server and makes a plan.
pub(super) async fn plan(context: &mut Context, desired: &Desired, options: &PlanOptions) -> Result<Planned> {
    if options.prune && desired.header.owner.is_none() {
        return Err(Failure::Usage {
            message: "--prune deletes what carries the owner's mark, and the files name no owner".to_owned(),
            hint: Some("add `litellm_proxy: {owner: NAME}` to a file".to_owned()),
        }
        .into());
    }
    let server = connect(context).await?;
    let live = server::list(&server, &kinds_to_read(desired, options)).await?;
    for selector in &options.only {
        if !desired.resources.keys().chain(live.resources.keys()).any(|address| selector.selects(address)) {
            context.output.warn(format_args!("--only {selector} stands for nothing in the files or on the server"));
        }
    }
    let secrets = resolve_secrets(desired, &ThisMachine);
    let url = server.client.base_url().as_str().trim_end_matches('/').to_owned();
    let inputs = Inputs {
        server: &url,
        version: &server.version,
        desired,
        live: &live,
        secrets: &secrets,
        fingerprints: &fingerprints(),
        options,
    };
    let plan = litellm_proxy_desired::plan::plan(&inputs);
    Ok(Planned { plan, server })
}

/// Returns the kinds that a plan depends on: those in the files, and for deletions those that go along.
fn kinds_to_read(desired: &Desired, options: &PlanOptions) -> BTreeSet<Kind> {
    let mut kinds = desired.kinds.clone();
    if !options.kinds.is_empty() {
        kinds.retain(|kind| {
            options.kinds.contains(kind) || (*kind == Kind::Team && options.kinds.contains(&Kind::Member))
        });
    }
    let deletes = options.prune || desired.resources.values().any(|resource| resource.is_absent);
    let owners = [Kind::Budget, Kind::Organization, Kind::Team, Kind::User];
    if deletes && owners.iter().any(|kind| kinds.contains(kind)) {
        kinds.extend([Kind::Key, Kind::Customer]);
    }
    kinds
}

pub(super) fn fingerprints() -> SecretFingerprints {
    let key = std::env::var(env::LITELLM_PROXY_FINGERPRINT_KEY).ok().filter(|key| !key.is_empty());
    key.map_or_else(SecretFingerprints::default, SecretFingerprints::with_key)
}

/// Reports what was not compared or is not applied. Settings of the server's own file are counted.
pub(super) fn report_notes(context: &mut Context, plan: &Plan) {
    let of = |kind: NoteKind| plan.notes.iter().filter(move |note| note.kind == kind);
    for note in of(NoteKind::OnlyInServerFile).chain(of(NoteKind::InServerFile)) {
        context.output.note(sentence(note));
    }
    let warnings = [NoteKind::Namesake, NoteKind::NotCompared, NoteKind::NotEmptied, NoteKind::Unreadable];
    for note in warnings.into_iter().flat_map(of) {
        context.output.warn(sentence(note));
    }
}

fn sentence(note: &Note) -> String {
    let address = note.address.as_ref().map(|address| format!("{address} ")).unwrap_or_default();
    format!("{address}{}", note.message)
}

/// Returns what the plan needs to be applied and cannot be had here, each in a sentence.
pub(super) fn needed_to_apply(plan: &Plan) -> Vec<String> {
    plan.notes.iter().filter(|note| note.kind == NoteKind::NeededToApply).map(sentence).collect()
}

/// Returns an error about secrets that are to be written and cannot be had.
pub(super) fn missing_secrets(plan: &Plan, hint: &str) -> Option<anyhow::Error> {
    let missing = needed_to_apply(plan);
    let message = missing.join("\n");
    (!missing.is_empty()).then(|| Failure::Usage { message, hint: Some(hint.to_owned()) }.into())
}

/// Returns the error about what stands in the way of a plan, if anything does.
pub(super) fn obstacle(plan: &Plan) -> Option<anyhow::Error> {
    let kinds = [
        ObstacleKind::MissingSecret,
        ObstacleKind::OtherOwner,
        ObstacleKind::Protected,
        ObstacleKind::TooManyDeletes,
        ObstacleKind::Impossible,
    ];
    let kind = kinds.into_iter().find(|kind| plan.obstacles.iter().any(|obstacle| obstacle.kind == *kind))?;
    Some(failure(kind, &plan.obstacles.iter().filter(|obstacle| obstacle.kind == kind).collect::<Vec<_>>()).into())
}

fn failure(kind: ObstacleKind, obstacles: &[&Obstacle]) -> Failure {
    let sentences: Vec<String> =
        obstacles.iter().map(|obstacle| format!("{} {}", obstacle.address, obstacle.message)).collect();
    let message = sentences.join("\n");
    match kind {
        ObstacleKind::OtherOwner => {
            Failure::NotOurs { message, hint: "--take-over makes them resources of this owner".to_owned() }
        }
        ObstacleKind::MissingSecret => Failure::Usage { message, hint: None },
        ObstacleKind::Protected => Failure::WouldBeRefused {
            message,
            hint: Some("remove it from `protect` in the file if that is meant".to_owned()),
        },
        ObstacleKind::TooManyDeletes => Failure::WouldBeRefused {
            message,
            hint: Some("--force allows it, and --max-deletes PERCENT another share".to_owned()),
        },
        ObstacleKind::Impossible => Failure::WouldBeRefused { message, hint: None },
    }
}
