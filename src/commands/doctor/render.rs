//! [`Report`]: the findings and the state of every check, and how they are shown.

use anyhow::Result;
use jiff::Timestamp;
use serde::Serialize;

use super::checks::{self, Check, Unchecked};
use super::facts::Facts;
use super::finding::{Finding, Severity, name};
use crate::commands::confirm::count;
use crate::context::Context;
use crate::output::Column;

const CANNOT_TELL: &str = "this server cannot tell";

/// What became of a check.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct CheckState {
    pub(super) id: &'static str,
    /// `ok`, `found` or `not_checked`.
    pub(super) state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

/// All that was found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    server: String,
    version: Option<String>,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// How many requests were sent.
    requests: usize,
    pub(super) findings: Vec<Finding>,
    pub(super) checks: Vec<CheckState>,
}

impl Report {
    pub(super) fn new(facts: &Facts, checks: &[&'static Check]) -> Self {
        let mut report = Self {
            server: facts.target.url.clone(),
            version: facts.version().map(|version| name(version.as_str())),
            errors: 0,
            warnings: 0,
            notes: 0,
            requests: facts.requests,
            findings: Vec::new(),
            checks: Vec::new(),
        };
        for check in checks {
            let (state, reason) = match checks::run(check, facts) {
                Ok(findings) if findings.is_empty() => ("ok", None),
                Ok(findings) => {
                    report.findings.extend(findings);
                    ("found", None)
                }
                Err(Unchecked::CannotTell) => ("not_checked", Some(CANNOT_TELL.to_owned())),
                Err(Unchecked::Because(reason)) => ("not_checked", Some(reason)),
            };
            report.checks.push(CheckState { id: check.id, state, reason });
        }
        report.recount();
        report
    }

    /// Drops findings that are repaired.
    pub(super) fn retain(&mut self, keep: impl Fn(&Finding) -> bool) {
        self.findings.retain(keep);
        for check in &mut self.checks {
            if check.state == "found" && !self.findings.iter().any(|finding| finding.id == check.id) {
                check.state = "ok";
            }
        }
        self.recount();
    }

    fn recount(&mut self) {
        let number = |severity| self.findings.iter().filter(|finding| finding.severity == severity).count();
        (self.errors, self.warnings, self.notes) =
            (number(Severity::Error), number(Severity::Warning), number(Severity::Info));
    }

    /// Returns the reasons why checks were not made, with their ids.
    fn unchecked(&self) -> Vec<(&str, Vec<&'static str>)> {
        let mut reasons: Vec<(&str, Vec<&'static str>)> = Vec::new();
        for check in &self.checks {
            let Some(reason) = check.reason.as_deref() else { continue };
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, ids)) => ids.push(check.id),
                None => reasons.push((reason, vec![check.id])),
            }
        }
        reasons
    }

    fn done(&self) -> usize {
        self.checks.iter().filter(|check| check.state != "not_checked").count()
    }

    /// Returns whether no check could be made.
    pub(super) fn is_unchecked(&self) -> bool {
        self.done() == 0
    }

    /// Returns the last line.
    fn verdict(&self) -> String {
        let mut counts = Vec::new();
        for (number, noun) in [(self.errors, "error"), (self.warnings, "warning")] {
            if number > 0 {
                counts.push(count(number, noun));
            }
        }
        let found = match counts.as_slice() {
            [] if self.is_unchecked() => "nothing checked".to_owned(),
            [] => "nothing wrong".to_owned(),
            counts => counts.join(", "),
        };
        let done = self.done();
        format!(
            "{found}: {done} of {} made with {}",
            count(self.checks.len(), "check"),
            count(self.requests, "request")
        )
    }
}

const COLUMNS: &[Column<Finding>] = &[
    Column::new("id", "Check", |finding| finding.id.to_owned()),
    Column::new("severity", "Severity", |finding| severity(finding.severity).to_owned()),
    Column::new("subject", "Subject", |finding| finding.subject.clone()),
    Column::new("message", "Message", |finding| finding.message.clone()),
    Column::new("command", "Command", |finding| finding.command.clone().unwrap_or_default()),
];

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn sign(severity: Severity) -> char {
    match severity {
        Severity::Error => '✗',
        Severity::Warning => '!',
        Severity::Info => 'i',
    }
}

/// Shows a report: as text for people, else as data.
pub(super) fn show(context: &mut Context, report: &Report, facts: &Facts, all: bool) -> Result<()> {
    if !context.output.is_for_people() || context.output.is_tabular() {
        let columns: Vec<_> = COLUMNS.iter().collect();
        return context.output.list("finding", &report.findings, &columns, report).map(drop);
    }
    let shown: Vec<&Finding> =
        report.findings.iter().filter(|finding| all || finding.severity != Severity::Info).collect();
    if (all || !shown.is_empty())
        && let Some(way) = way(report, facts)
    {
        context.output.signed_sentence('✓', &way)?;
    }
    for finding in shown {
        let text = format!("{}: {}", finding.subject, finding.message);
        context.output.signed_sentence(sign(finding.severity), &text)?;
        if let Some(command) = &finding.command {
            context.output.prose(&format!("    {command}\n"))?;
        }
    }
    for (reason, ids) in report.unchecked() {
        if all || reason != CANNOT_TELL {
            let ids = if all || ids.len() <= 3 { ids.join(", ") } else { count(ids.len(), "check") };
            context.output.sentences(&format!("not checked: {ids} ({reason})\n"))?;
        }
    }
    let notes =
        if all || report.notes == 0 { String::new() } else { format!("; --all shows {}", count(report.notes, "note")) };
    context.output.sentences(&format!("{}{notes}\n", report.verdict()))
}

/// Returns how the server was reached; `None` if it was not.
fn way(report: &Report, facts: &Facts) -> Option<String> {
    if !facts.is_litellm() {
        return None;
    }
    let version = report.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let mut way = format!("{}: LiteLLM{version}", report.server);
    if let Some(Ok(time)) = &facts.connection.connected {
        way.push_str(&format!(", connected in {} ms", time.as_millis().max(1)));
    }
    if let Some(certificate) = facts.connection.certificates.first() {
        let days = certificate.not_after.duration_since(Timestamp::now()).as_hours() / 24;
        way.push_str(&format!(", certificate until {} ({days} days)", certificate.not_after.strftime("%Y-%m-%d")));
    }
    Some(way)
}
