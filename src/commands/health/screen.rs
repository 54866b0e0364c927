//! The report on a terminal: the state of the server, a table of its deployments, what is not known, and a verdict.

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use litellm_proxy_client::health::{DeploymentHealth, DeploymentStatus, HealthReport, Unknown, UnknownReason};
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use crate::context::Context;
use crate::output::{Column, count, cut, for_terminal, painted, roughly, times};

/// The width of a screen that does not report one, and the least for two facts on a line.
const WIDTH: usize = 80;
const LABEL: usize = 11;
/// The columns that the last check and its age take, and the least that a name does.
const OTHER_COLUMNS: usize = 46;
const MOST_NAME: usize = 14;
/// The place of the column with the state.
const STATE: usize = 2;
/// The space before what is wrong with a deployment.
const INDENT: &str = "  ";
/// Smaller differences of clocks do not matter.
const TOLERANCE: u64 = 30;

/// A row of the table.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    deployment: &'a DeploymentHealth,
    #[serde(skip)]
    now: Timestamp,
}

pub(super) fn show(context: &mut Context, url: &str, report: &HealthReport, now: Timestamp) -> Result<()> {
    let width = context.output.terminal().width.map_or(WIDTH, usize::from);
    let facts = facts(url, report);
    context.output.text(&lay_out(&facts, width))?;
    if let Some(deployments) = report.deployments.as_ref().filter(|deployments| !deployments.is_empty()) {
        lines(context, deployments, now)?;
    }
    let version = report.readiness.litellm_version.as_deref();
    if report.key_error.is_none() {
        for note in notes(&report.unknown, version) {
            context.output.note(note);
        }
        context.output.note(verdict(report));
    }
    Ok(())
}

/// Prints the deployments, in a format with cells.
pub(super) fn list(context: &mut Context, deployments: &[DeploymentHealth], now: Timestamp) -> Result<()> {
    let rows: Vec<Row<'_>> = deployments.iter().map(|deployment| Row { deployment, now }).collect();
    let columns: [&Column<Row<'_>>; 6] = [
        &Column::new("id", "Deployment", |row: &Row<'_>| row.deployment.id.clone()),
        &Column::new("model", "Model", |row: &Row<'_>| row.deployment.model.clone()),
        &Column::state("health", "Health", |row: &Row<'_>| health(row.deployment).to_owned()),
        &Column::either("checked_at", "Last check", checked, |row| time(row.deployment.checked_at)).left_aligned(),
        &Column::either("since", "Since", since, |row| time(row.deployment.since)).left_aligned(),
        &Column::new("error", "Error", |row: &Row<'_>| problem(row.deployment).unwrap_or_default()),
    ];
    context.output.list("deployment", &rows, &columns, &rows).map(drop)
}

/// Prints a line for each deployment, and below it what is wrong.
fn lines(context: &mut Context, deployments: &[DeploymentHealth], now: Timestamp) -> Result<()> {
    let (width, has_color) = (context.output.terminal().width.map(usize::from), context.output.terminal().stdout_color);
    let cell = |text: &str, most: usize| match width {
        Some(_) => cut(&for_terminal(text), most),
        None => text.to_owned(),
    };
    let most = width.map_or(usize::MAX, |width| width.saturating_sub(OTHER_COLUMNS).max(MOST_NAME * 2) / 2);
    let cells: Vec<[String; 4]> = deployments
        .iter()
        .map(|one| {
            let row = Row { deployment: one, now };
            let checked = match (health(one), checked(&row).as_str(), note_of_log(one)) {
                (health, "", Some(note)) => format!("{health}, {note}"),
                (health, checked, _) => format!("{health} {checked}").trim().to_owned(),
            };
            [cell(&one.id, most), cell(&one.model, most), checked, since(&row)]
        })
        .collect();
    let titles = ["Deployment", "Model", "Last check", "Since"];
    let widths: Vec<usize> = titles
        .iter()
        .enumerate()
        .map(|(place, title)| {
            let widest = cells.iter().filter_map(|row| row.get(place)).map(|cell| cell.width()).max();
            widest.unwrap_or_default().max(title.width())
        })
        .collect();
    let line = |cells: &[String]| -> String {
        let padded = cells.iter().zip(&widths).enumerate().map(|(place, (cell, width))| {
            let shown = if place == STATE && has_color { colored(cell) } else { cell.clone() };
            format!("{shown}{}", " ".repeat(width - cell.width()))
        });
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    let mut text = line(&titles.map(str::to_owned));
    for (cells, one) in cells.iter().zip(deployments) {
        text.push_str(&line(cells));
        if let Some(problem) = problem(one) {
            text.push_str(&indented(&for_terminal(&problem), width.unwrap_or(usize::MAX)));
        }
    }
    context.output.text(&text)
}

/// Colors the state at the beginning of a cell.
fn colored(cell: &str) -> String {
    let (state, rest) = cell.split_once(' ').map_or((cell, String::new()), |(state, rest)| (state, format!(" {rest}")));
    format!("{}{rest}", painted(state, state))
}

/// Wraps a sentence between words, and indents it.
fn indented(sentence: &str, width: usize) -> String {
    let mut text = String::new();
    let mut used = 0;
    for word in sentence.split(' ') {
        if used > 0 && used + 1 + word.width() > width {
            text.push('\n');
            used = 0;
        }
        let before = if used == 0 { INDENT } else { " " };
        text.push_str(before);
        text.push_str(word);
        used += before.len() + word.width();
    }
    text.push('\n');
    text
}

fn time(time: Option<Timestamp>) -> String {
    time.map(|time| time.to_string()).unwrap_or_default()
}

/// Returns the state of a deployment in a word.
fn health(deployment: &DeploymentHealth) -> &'static str {
    match deployment.status {
        DeploymentStatus::Unhealthy => "unhealthy",
        _ if deployment.looks_dead() => "failing",
        DeploymentStatus::Healthy => "healthy",
        DeploymentStatus::PartlyUnhealthy => "partly",
        DeploymentStatus::NeverChecked => "never checked",
        _ => "",
    }
}

fn checked(row: &Row<'_>) -> String {
    row.deployment.checked_at.map(|time| format!("{} ago", age(row.now.duration_since(time)))).unwrap_or_default()
}

/// Formats a duration in its largest unit: `40s`, `3m`, `5h`, `2d`.
fn age(time: SignedDuration) -> String {
    let seconds = time.as_secs().max(0);
    match seconds {
        86_400.. => format!("{}d", seconds / 86_400),
        3_600.. => format!("{}h", seconds / 3_600),
        60.. => format!("{}m", seconds / 60),
        _ => format!("{seconds}s"),
    }
}

fn since(row: &Row<'_>) -> String {
    let Some(since) = row.deployment.since else { return String::new() };
    let before = if row.deployment.is_since_earlier { "before " } else { "" };
    let zoned = since.to_zoned(times::zone());
    let is_today = row.now.duration_since(since) < SignedDuration::from_hours(24);
    format!("{before}{}", zoned.strftime(if is_today { "%H:%M" } else { "%Y-%m-%d" }))
}

/// Returns what the log shows of a deployment that was never checked, if it has no failure.
fn note_of_log(deployment: &DeploymentHealth) -> Option<String> {
    let hour = deployment.last_hour.as_ref().filter(|hour| hour.failed == 0)?;
    Some(format!("{} fine", count(hour.requests, "request")))
}

/// Returns what is wrong with a deployment: the error of its last check, and of its requests since.
fn problem(deployment: &DeploymentHealth) -> Option<String> {
    let is_clear = matches!(deployment.status, DeploymentStatus::Healthy | DeploymentStatus::Unhealthy);
    let error = deployment.error.as_deref();
    let hour = deployment.last_hour.as_ref().filter(|hour| hour.failed > 0);
    let Some(hour) = hour.filter(|_| !is_clear || deployment.looks_dead()) else { return error.map(str::to_owned) };
    let counts = match (hour.failed, hour.requests) {
        (1, 1) => "the only request of the last hour failed".to_owned(),
        (2, 2) => "both requests of the last hour failed".to_owned(),
        (failed, all) if failed == all => format!("all {all} requests of the last hour failed"),
        (failed, all) => format!("{failed} of {all} requests of the last hour failed"),
    };
    let sample = if hour.is_sample { " (of the server's last hundred)" } else { "" };
    Some(match hour.error.as_deref().or(error) {
        Some(error) => format!("{counts}{sample}: {error}"),
        None => format!("{counts}{sample}"),
    })
}

/// Returns what is known of the server, by label.
fn facts(url: &str, report: &HealthReport) -> Vec<(&'static str, String)> {
    let version = report.readiness.litellm_version.as_deref().map(|version| format!("{version}, ")).unwrap_or_default();
    let state = if report.is_ready { "up" } else { "not ready" };
    let mut facts = vec![
        ("server", format!("{state}, {version}{} ms", report.response_time_ms)),
        ("database", report.readiness.db.clone().unwrap_or_default()),
    ];
    let is_known = |what: &str| !report.unknown.iter().any(|unknown| unknown.what == what);
    let has_asked = report.deployments.is_some() && report.is_ready;
    let cache = match report.cache_responds {
        Some(true) => "responds",
        Some(false) => "does not respond",
        None if has_asked && is_known("cache") => "none",
        None => "",
    };
    facts.push(("cache", cache.to_owned()));
    let license = report.license.as_ref().map(|license| match (license.has_license, &license.expiration_date) {
        (false, _) => "none".to_owned(),
        (true, None) => license.license_type.clone().unwrap_or_else(|| "valid".to_owned()),
        (true, Some(day)) => format!("until {day}"),
    });
    facts.push(("license", license.unwrap_or_default()));
    let load =
        report.backlog.map(|load| format!("{}, queued {}, rejected {}", load.in_flight, load.queued, load.rejected));
    facts.push(("in flight", load.unwrap_or_default()));
    facts.push(("clock", report.clock_ahead_seconds.map(clock).unwrap_or_default()));
    let or_none = |names: Vec<String>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    facts.push(("callbacks", report.callbacks.clone().map(or_none).unwrap_or_default()));
    let warnings = report.warnings.as_ref().map(|warnings| {
        let word = |severity: &Option<String>| severity.as_ref().map(|word| format!(" ({word})")).unwrap_or_default();
        or_none(warnings.iter().map(|warning| format!("{}{}", warning.id, word(&warning.severity))).collect())
    });
    facts.push(("warnings", warnings.unwrap_or_default()));
    facts.push(("url", url.to_owned()));
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn clock(ahead: i64) -> String {
    let direction = if ahead < 0 { "behind" } else { "ahead" };
    match ahead.unsigned_abs() {
        0 => "in step".to_owned(),
        seconds @ ..=TOLERANCE => format!("{seconds} s {direction} (fine)"),
        seconds => format!("{} {direction}: keys expire by it", roughly(std::time::Duration::from_secs(seconds))),
    }
}

/// Puts two facts on a line where they fit.
fn lay_out(facts: &[(&'static str, String)], width: usize) -> String {
    let half = width / 2;
    let mut text = String::new();
    let mut waiting: Option<String> = None;
    for (label, value) in facts {
        let fact = format!("{label:LABEL$}{}", for_terminal(value));
        match waiting.take() {
            Some(left) if left.width() < half && half + fact.width() <= width => {
                let padding = " ".repeat(half - left.width());
                text.push_str(&format!("{left}{padding}{fact}\n"));
            }
            Some(left) => {
                text.push_str(&format!("{left}\n"));
                waiting = Some(fact);
            }
            None => waiting = Some(fact),
        }
    }
    if let Some(left) = waiting {
        text.push_str(&format!("{left}\n"));
    }
    text
}

/// Returns a line for everything that is not known, those for the same reason together.
fn notes(unknown: &[Unknown], version: Option<&str>) -> Vec<String> {
    let of = |reason: UnknownReason| unknown.iter().filter(move |one| one.reason == reason);
    let names = |reason: UnknownReason| of(reason).map(|one| one.what).collect::<Vec<_>>().join(", ");
    let mut notes = Vec::new();
    for (reason, before) in [
        (UnknownReason::NoKey, "needs a key: "),
        (UnknownReason::NeedsAdminKey, "needs an admin key: "),
        (UnknownReason::NoDatabase, "cannot be known without the database: "),
    ] {
        if of(reason).next().is_some() {
            notes.push(format!("{before}{}", names(reason)));
        }
    }
    let server = version.map_or_else(|| "this server".to_owned(), |version| format!("LiteLLM {version}"));
    notes.extend(of(UnknownReason::NotServed).map(|one| format!("{server} does not report its {}", one.what)));
    notes.extend(of(UnknownReason::Failed).map(|one| {
        format!("the server did not report its {}: {}", one.what, one.error.as_deref().unwrap_or("it failed"))
    }));
    notes
}

/// Sums up the deployments.
fn verdict(report: &HealthReport) -> String {
    let Some(deployments) = &report.deployments else {
        return match (report.is_ready, report.readiness.db.as_deref()) {
            (false, Some(db)) => format!("the database is {db}"),
            (false, None) => "the server is not ready".to_owned(),
            (true, _) => "the server is ready".to_owned(),
        };
    };
    let ids = |list: Vec<&DeploymentHealth>| list.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
    let (dead, unhealthy): (Vec<_>, Vec<_>) =
        report.failing().partition(|one| one.status != DeploymentStatus::Unhealthy);
    let of = |status: DeploymentStatus| deployments.iter().filter(|one| one.status == status).count();
    let total = deployments.len();
    let mut parts = Vec::new();
    if !report.is_ready {
        parts.push(format!("the database is {}", report.readiness.db.as_deref().unwrap_or("down")));
    }
    if !unhealthy.is_empty() {
        let verb = if unhealthy.len() == 1 { "is" } else { "are" };
        parts.push(format!("{} of {total} deployments {verb} unhealthy: {}", unhealthy.len(), ids(unhealthy)));
    }
    if !dead.is_empty() {
        let verb = if dead.len() == 1 { "fails" } else { "fail" };
        parts.push(format!("{} of {total} {verb} in the log: {}", dead.len(), ids(dead)));
    }
    let (healthy, never) = (of(DeploymentStatus::Healthy), of(DeploymentStatus::NeverChecked));
    match (healthy, never) {
        _ if !parts.is_empty() => {}
        (0, 0) => {}
        (0, never) => parts.push(format!("{never} of {total} deployments were never checked")),
        (healthy, 0) => parts.push(format!("{healthy} of {total} deployments are healthy")),
        (healthy, never) => {
            parts.push(format!("{healthy} of {total} deployments are healthy, {never} were never checked"));
        }
    }
    parts.push("nothing was called: `litellm-proxy health check` calls deployments".to_owned());
    parts.join("; ")
}
