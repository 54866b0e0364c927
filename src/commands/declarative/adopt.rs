//! `adopt`: marks resources as those of the file's owner, and changes no field.

use anyhow::Result;
use litellm_proxy_desired::plan::PlanOptions;

use super::planning::{self, Files, Planned};
use super::{apply, plan};
use crate::commands::confirm::Confirmation;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;

const AFTER_HELP: &str = "\
Resources of another owner are left alone (exit code 10) unless --take-over is given.

Examples:
  litellm-proxy adopt team/research model/gpt-4o-eu -f proxy.yaml --yes
  litellm-proxy adopt --all-in-file -f proxy.yaml --dry-run
  litellm-proxy adopt 'key/*' -f proxy.yaml --yes";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Resources of the file, such as team/research or 'model/*'
    #[arg(value_name = "ADDRESS", required_unless_present = "all_in_file")]
    addresses: Vec<String>,
    #[command(flatten)]
    files: Files,
    /// Adopt all resources of the file that exist
    #[arg(long, conflicts_with = "addresses")]
    all_in_file: bool,
    /// Take over resources that another owner has marked
    #[arg(long)]
    take_over: bool,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let desired = planning::read(context, &self.files)?;
        let only = planning::selectors(&self.addresses)?;
        for selector in &only {
            if !desired.resources.keys().any(|address| selector.selects(address)) {
                return Err(Failure::NotFound(format!("the file has no {selector}")).into());
            }
        }
        let options = PlanOptions { only, take_over: self.take_over, adopts_only: true, ..PlanOptions::default() };
        let Planned { plan, server } = planning::plan(context, &desired, &options).await?;
        planning::report_notes(context, &plan);
        if self.dry_run.dry_run {
            plan::print(context, &plan, false)?;
            return planning::obstacle(&plan).map_or(Ok(Outcome::Done), Err);
        }
        apply::run(context, &plan, &server, self.confirmation, &apply::Pace::default(), false).await
    }
}
