//! `lint`: reports what is wrong with configuration files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use clap::ValueHint;
use litellm_proxy_desired::{Diagnostic, Severity, lint, server};

use super::planning::{self, Files};
use crate::commands::confirm::count;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::output::Column;

const AFTER_HELP: &str = "\
Reads the files as the proxy does, and sends nothing. Exit code 2 if there are errors.
References to models, teams, users and the like are checked if the files manage that kind of
resource; with --server, against the server too. The format is described in docs/declarative.md.

Examples:
  litellm-proxy lint -f proxy.yaml
  litellm-proxy lint -f proxy.yaml --server --strict
  litellm-proxy lint -f proxy.yaml --github
  litellm-proxy lint --schema > litellm-proxy.schema.json";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "options of the command line")]
pub(crate) struct Args {
    /// YAML file, directory of such files, or - for stdin, like -f
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    paths: Vec<String>,
    #[command(flatten)]
    files: Files,
    /// Check references against what the server has, too
    #[arg(long)]
    server: bool,
    /// Fail if there are warnings
    #[arg(long)]
    strict: bool,
    /// Print annotations for GitHub Actions
    #[arg(long)]
    github: bool,
    /// Print the JSON Schema of the files, for editors
    #[arg(long, conflicts_with_all = ["paths", "files", "server", "strict", "github"])]
    schema: bool,
}

/// The columns of CSV.
const COLUMNS: &[Column<Diagnostic>] = &[
    Column::new("severity", "Severity", |diagnostic| severity(diagnostic).to_owned()),
    Column::new("place", "Place", |diagnostic| diagnostic.place.as_ref().map(ToString::to_string).unwrap_or_default()),
    Column::new("rule", "Rule", |diagnostic| diagnostic.rule.to_owned()),
    Column::new("message", "Message", |diagnostic| diagnostic.message.clone()),
    Column::new("hint", "Hint", |diagnostic| diagnostic.hint.clone().unwrap_or_default()),
];

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

impl Args {
    pub(crate) async fn run(mut self, context: &mut Context) -> Result<Outcome> {
        if self.schema {
            return context.output.value(&lint::schema());
        }
        self.files.files.append(&mut self.paths);
        let reading = planning::reading(context, &self.files)?;
        let live = if self.server {
            let server = planning::connect(context).await?;
            Some(server::list(&server, &lint::kinds(&reading)).await?)
        } else {
            None
        };
        let diagnostics = lint::check(&reading, live.as_ref());
        let number = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
        if self.github {
            diagnostics.iter().try_for_each(|diagnostic| context.output.text(&annotation(diagnostic)))?;
        } else if context.output.is_for_people() && !context.output.is_tabular() {
            show(context, &diagnostics)?;
        } else {
            let columns: Vec<_> = COLUMNS.iter().collect();
            context.output.list("problem", &diagnostics, &columns, &diagnostics)?;
        }
        if context.output.is_for_people() {
            let resources = count(reading.desired.resources.len(), "resource");
            let files = count(reading.desired.files.len(), "file");
            let found = match (errors, warnings) {
                (0, 0) => "nothing wrong".to_owned(),
                (0, warnings) => count(warnings, "warning"),
                (errors, 0) => count(errors, "error"),
                (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
            };
            context.output.note(format_args!("{resources} in {files}: {found}"));
            note_server_settings(context, &reading.desired.only_in_server_file);
        }
        let fails = errors > 0 || (self.strict && warnings > 0);
        Ok(if fails { Outcome::ExitCode(2) } else { Outcome::Done })
    }
}

/// Prints diagnostics, each with its hint on a line of its own.
fn show(context: &mut Context, diagnostics: &[Diagnostic]) -> Result<()> {
    for diagnostic in diagnostics {
        let label = severity(diagnostic);
        let mut text = format!("{label}: {diagnostic}\n");
        if let Some(hint) = &diagnostic.hint {
            let _ = writeln!(text, "{:>width$}hint: {hint}", "", width = label.len() + 2);
        }
        context.output.prose(&text)?;
    }
    Ok(())
}

/// Says what is in the files and is never sent, by section.
fn note_server_settings(context: &mut Context, settings: &[(String, litellm_proxy_desired::Place)]) {
    let mut sections: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in settings {
        *sections.entry(name.split('.').next().unwrap_or(name)).or_default() += 1;
    }
    if !sections.is_empty() {
        let names: Vec<String> = sections.iter().map(|(name, number)| format!("{name} ({number})")).collect();
        context.output.note(format_args!(
            "only the server's own file can set these, so they are not applied: {}",
            names.join(", ")
        ));
    }
}

/// Returns a workflow command of GitHub Actions, which shows the message next to the line.
fn annotation(diagnostic: &Diagnostic) -> String {
    let level = severity(diagnostic);
    let message = match &diagnostic.hint {
        Some(hint) => format!("{}\nhint: {hint}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = diagnostic.place.as_ref().map_or_else(String::new, |place| {
        format!("file={},line={},col={},", property(&place.file), place.line, place.column)
    });
    format!("::{level} {place}title={}::{}\n", property(diagnostic.rule), data(&message))
}
