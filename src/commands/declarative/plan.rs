//! `plan`, also `diff`: shows what would make the server as the files say.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueHint;
use litellm_proxy_desired::file;
use litellm_proxy_desired::plan::Plan;

use super::planning::{self, Files, Planned, Scope};
use super::{rows, show};
use crate::context::Context;
use crate::failure::Failure;
use crate::files::{AtomicFile, Existing};
use crate::outcome::{DIFFERENCES, Outcome};

const AFTER_HELP: &str = "\
Signs: + create  ~ change  ± replace  - delete  ! changed by others since the last apply

A field that the file names is set to the file's value. A field that the file no longer names is
unset if it was applied before, unless others have changed it since. All other fields are left
alone. Secrets are compared by fingerprints, and never shown or saved.

Examples:
  litellm-proxy plan -f proxy.yaml
  litellm-proxy plan -f proxy.yaml -o plan.json && litellm-proxy apply plan.json
  litellm-proxy diff -f proxy.yaml --exit-code
  litellm-proxy plan -f proxy.yaml --markdown > comment.md";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// YAML file, as with --file
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    positional: Vec<String>,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    scope: Scope,
    /// Also save the plan, for `litellm-proxy apply FILE`
    #[arg(long = "output-file", short = 'o', value_name = "FILE", value_hint = ValueHint::FilePath)]
    output_file: Option<PathBuf>,
    /// Exit with code 9 if there are differences
    #[arg(long)]
    exit_code: bool,
    /// Print Markdown, for a comment on a pull request
    #[arg(long)]
    markdown: bool,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let options = self.scope.options()?;
        let mut files = self.files;
        files.files.splice(0..0, self.positional);
        let desired = planning::read(context, &files)?;
        let Planned { plan, .. } = planning::plan(context, &desired, &options).await?;
        planning::report_notes(context, &plan);
        for needed in planning::needed_to_apply(&plan) {
            context.output.warn(needed);
        }
        if let Some(path) = &self.output_file {
            save(context, &plan, path)?;
        }
        print(context, &plan, self.markdown)?;
        if let Some(error) = planning::obstacle(&plan) {
            return Err(error);
        }
        let differs = !plan.is_empty() || !plan.prunable.is_empty();
        Ok(if self.exit_code && differs { Outcome::ExitCode(DIFFERENCES) } else { Outcome::Done })
    }
}

/// Prints a plan in the chosen format.
pub(super) fn print(context: &mut Context, plan: &Plan, is_markdown: bool) -> Result<()> {
    if is_markdown {
        return context.output.text(&show::markdown(plan));
    }
    if !context.output.is_for_people() || context.output.is_tabular() {
        return rows::print_plan(context, plan);
    }
    context.output.prose(&format!("{}\n", show::headline(plan)))?;
    for (sign, line) in show::columns(plan) {
        context.output.signed(sign, &line)?;
    }
    context.output.prose(&format!("{}\n", show::summary(plan)))
}

/// Fails if a plan needs a secret in clear that cannot be read again when it is applied: from standard input, or a pipe.
fn ensure_readable_again(plan: &Plan) -> Result<()> {
    let is_gone = |file: &&str| *file == file::STDIN || !Path::new(file).is_file();
    for change in &plan.changes {
        if let Some(file) = change.files_in_clear().into_iter().find(is_gone) {
            let message = format!(
                "the plan cannot be saved: {} needs a secret that is in clear in {file}, and a plan holds no secrets",
                change.address
            );
            let hint = Some("write {$env: NAME} in its place, or read the YAML from a file".to_owned());
            return Err(Failure::Usage { message, hint }.into());
        }
    }
    Ok(())
}

/// Saves a plan. It contains no secret, but names and limits that are nobody else's business.
fn save(context: &mut Context, plan: &Plan, path: &Path) -> Result<()> {
    ensure_readable_again(plan)?;
    let mut file = AtomicFile::create(path, Existing::Replace)?;
    std::io::Write::write_all(&mut file, format!("{}\n", serde_json::to_string_pretty(plan)?).as_bytes())?;
    file.commit()?;
    let touched = plan.changes.len();
    let of = if touched == 1 { "its resource".to_owned() } else { format!("one of its {touched} resources") };
    let until = if touched == 0 { String::new() } else { format!(" (good until {of} changes)") };
    context.output.note(format_args!("the plan is in {}{until}", path.display()));
    Ok(())
}
