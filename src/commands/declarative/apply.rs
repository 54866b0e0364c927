//! `apply`: makes the server as the files say, or as a saved plan does.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;
use clap::ValueHint;
use indicatif::ProgressBar;
use litellm_proxy_desired::Server;
use litellm_proxy_desired::apply::{ApplyError, ApplyOptions, ItemOutcome, ItemResult, Progress, apply};
use litellm_proxy_desired::file;
use litellm_proxy_desired::plan::{Action, PLAN_FORMAT, Plan};
use serde::Serialize;

use super::plan;
use super::planning::{self, Files, Planned, Scope};
use super::secrets::ThisMachine;
use crate::commands::bulk;
use crate::commands::confirm::{Confirmation, count};
use crate::context::{Context, DryRun, parse_seconds};
use crate::failure::{self, Failure};
use crate::outcome::Outcome;
use crate::output::Column;

const AFTER_HELP: &str = "\
Shows the plan, asks on a terminal, and makes the changes in the order of what depends on what.
Each change is read back. After a failure or Ctrl-C the same command continues: what is done
already is not done again.

A saved plan is refused (exit code 10) if a resource that it changes has changed since, and
nothing is sent.

Examples:
  litellm-proxy apply -f proxy.yaml --yes
  litellm-proxy apply -f proxy.yaml --prune --dry-run
  litellm-proxy plan -f proxy.yaml -o plan.json && litellm-proxy apply plan.json --yes";

/// The hint about secrets that are not where `apply` runs.
const MISSING_SECRETS: &str = "`apply` needs it where it runs; `plan` does without";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Plan saved by `litellm-proxy plan -o`
    #[arg(value_name = "PLAN", value_hint = ValueHint::FilePath, conflicts_with_all = ["files", "kinds", "only", "prune", "max_deletes", "force", "take_over", "write_secrets"])]
    plan: Option<PathBuf>,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    pace: Pace,
    #[command(flatten)]
    dry_run: DryRun,
    /// Apply without asking; required where nobody can be asked
    #[command(flatten)]
    confirmation: Confirmation,
}

/// How fast changes are made.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Pace {
    /// Number of changes under way at once, within a stage
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    parallel: u16,
    /// Time to wait for each change to show on the server, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = parse_seconds)]
    wait: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { parallel: 8, wait: Duration::from_secs(10) }
    }
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Planned { plan, server } = if let Some(path) = &self.plan {
            read_saved(context, path).await?
        } else {
            let options = self.scope.options()?;
            let desired = planning::read(context, &self.files)?;
            planning::plan(context, &desired, &options).await?
        };
        planning::report_notes(context, &plan);
        if self.dry_run.dry_run {
            plan::print(context, &plan, false)?;
            return hindrance(&plan, self.plan.is_some()).map_or(Ok(Outcome::Done), Err);
        }
        run(context, &plan, &server, self.confirmation, &self.pace, self.plan.is_some()).await
    }
}

/// Reads a saved plan, and checks that it is for this server and for the files as they are.
async fn read_saved(context: &mut Context, path: &Path) -> Result<Planned> {
    let name = path.display().to_string();
    let bytes = context.arguments.file(&name)?;
    let plan: Plan = serde_json::from_slice(&bytes).map_err(|error| Failure::Usage {
        message: format!("{name} is not a plan saved by `litellm-proxy plan -o`: {error}"),
        hint: Some(format!("`litellm-proxy apply -f {name}` applies a YAML file")),
    })?;
    if plan.format != PLAN_FORMAT {
        let format = plan.format;
        return Err(Failure::usage(format!(
            "{name} has the format {format}; this version reads the format {PLAN_FORMAT}"
        )));
    }
    check_files(&plan)?;
    let url = context.config()?.base_url.value.as_str().trim_end_matches('/').to_owned();
    if plan.server != url {
        let message = format!("the plan is for {}, not for {url}", plan.server);
        let hint = format!("use --base-url {}, or make a plan for this server", plan.server);
        return Err(Failure::Stale { message, hint }.into());
    }
    let server = planning::connect(context).await?;
    Ok(Planned { plan, server })
}

/// Fails if a file that the plan was made from has changed since. One that is not here is not needed, unless it holds a secret.
fn check_files(plan: &Plan) -> Result<()> {
    for (name, hash) in plan.files.iter().filter(|(name, _)| name != file::STDIN) {
        if let Ok(bytes) = std::fs::read(name)
            && file::digest(&bytes) != *hash
        {
            let message = format!("{name} has changed since the plan was made");
            let hint = "nothing was sent; make a new plan: litellm-proxy plan -f FILE -o plan.json".to_owned();
            return Err(Failure::Stale { message, hint }.into());
        }
    }
    Ok(())
}

/// Asks, applies a plan, and shows what came of it.
pub(super) async fn run(
    context: &mut Context,
    plan: &Plan,
    server: &Server,
    confirmation: Confirmation,
    pace: &Pace,
    is_saved: bool,
) -> Result<Outcome> {
    if let Some(error) = hindrance(plan, is_saved) {
        if context.output.is_for_people() {
            plan::print(context, plan, false)?;
        }
        return Err(error);
    }
    if plan.is_empty() {
        return nothing_to_do(context, plan);
    }
    let asks = confirmation.will_ask(context, DryRun::default());
    if asks {
        plan::print(context, plan, false)?;
        context.output.flush()?;
        let question = format!("Apply {} to {}?", count(plan.changes.len(), "change"), plan.server);
        confirmation.ask_to(context, DryRun::default(), &question, "nothing was changed")?;
    } else if !confirmation.is_given() {
        return Err(Failure::Usage {
            message: format!("{} to apply, and nobody to ask", count(plan.changes.len(), "change")),
            hint: Some("add --yes to apply without asking, or --dry-run to see the changes".to_owned()),
        }
        .into());
    }
    // A question may wait for long, and a saved plan for longer.
    let is_fresh = !asks && !is_saved;
    let results = make(context, plan, server, pace, is_fresh).await?;
    show_results(context, plan, &results, is_saved)
}

/// Returns what keeps a plan from being applied. Which secrets a saved plan lacks shows when they are read: it is often made
/// elsewhere, where they must not be.
fn hindrance(plan: &Plan, is_saved: bool) -> Option<anyhow::Error> {
    let missing = || planning::missing_secrets(plan, MISSING_SECRETS);
    planning::obstacle(plan).or_else(|| if is_saved { None } else { missing() })
}

fn nothing_to_do(context: &mut Context, plan: &Plan) -> Result<Outcome> {
    if context.output.is_for_people() {
        let resources = count(plan.unchanged, "resource");
        let verb = if plan.unchanged == 1 { "is" } else { "are" };
        context.output.text(&format!("nothing to do: {resources} {verb} as the file says\n"))?;
        if !plan.prunable.is_empty() {
            let prunable = count(plan.prunable.len(), "resource");
            context.output.note(format_args!("{prunable} of this owner not in the file; --prune deletes them"));
        }
        return Ok(Outcome::Done);
    }
    show_results(context, plan, &[], false)
}

/// Makes the changes of a plan, with a progress bar. After Ctrl-C the changes under way are finished.
async fn make(
    context: &mut Context,
    plan: &Plan,
    server: &Server,
    pace: &Pace,
    is_fresh: bool,
) -> Result<Vec<ItemResult>> {
    let options = ApplyOptions { parallel: usize::from(pace.parallel), wait: pace.wait, is_fresh };
    let is_stopped = Arc::new(AtomicBool::new(false));
    let pressed = context.interrupt.pressed();
    let stop = {
        let is_stopped = Arc::clone(&is_stopped);
        async move {
            pressed.await;
            is_stopped.store(true, Ordering::Relaxed);
            std::future::pending::<()>().await;
        }
    };
    let mut bar = Bar { bar: bulk::progress(context, plan.changes.len()), is_stopped };
    let fingerprints = planning::fingerprints();
    let applying = apply(server, plan, &ThisMachine, &fingerprints, &options, &mut bar);
    let result = tokio::select! {
        result = applying => result,
        () = stop => Ok(Vec::new()),
    };
    bar.bar.finish_and_clear();
    result.map_err(describe)
}

fn describe(error: ApplyError) -> anyhow::Error {
    match error {
        ApplyError::Stale(_) => Failure::Stale {
            message: error.to_string(),
            hint: "nothing was sent; make a new plan: litellm-proxy plan -f FILE -o plan.json".to_owned(),
        }
        .into(),
        ApplyError::MissingSecrets(_) => {
            Failure::Usage { message: error.to_string(), hint: Some(MISSING_SECRETS.to_owned()) }.into()
        }
        ApplyError::Server(error) => error.into(),
        other => Failure::Refused(other.to_string()).into(),
    }
}

/// Follows the changes.
struct Bar {
    bar: ProgressBar,
    is_stopped: Arc<AtomicBool>,
}

impl Progress for Bar {
    fn finished(&mut self, _: &ItemResult) {
        self.bar.inc(1);
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// The outcome of a change in JSON.
#[derive(Debug, Serialize)]
struct Item<'a> {
    address: &'a litellm_proxy_desired::Address,
    action: Action,
    outcome: &'static str,
    reason: Option<String>,
}

impl<'a> Item<'a> {
    fn new(result: &'a ItemResult) -> Self {
        let (outcome, reason) = match &result.outcome {
            ItemOutcome::Done => (done_word(result.action), None),
            ItemOutcome::AlreadyDone => ("already done", None),
            ItemOutcome::NotKept(fields) => ("not kept", Some(fields.join("; "))),
            ItemOutcome::Failed(error) => ("failed", Some(failure::one_line(&anyhow::Error::msg(error.to_string())))),
            ItemOutcome::Impossible(reason) => ("failed", Some(reason.clone())),
            ItemOutcome::Stale(reason) => ("left alone", Some(reason.clone())),
            ItemOutcome::NotTried(needed) => ("not tried", Some(format!("{needed} failed"))),
            ItemOutcome::Overtaken(changed) => ("not tried", Some(format!("others changed {changed}"))),
            ItemOutcome::Stopped => ("not tried", Some("interrupted".to_owned())),
        };
        Self { address: &result.address, action: result.action, outcome, reason }
    }

    fn sign(&self) -> char {
        match self.outcome {
            "failed" | "not kept" | "left alone" => '✗',
            "not tried" => '–',
            _ => '✓',
        }
    }
}

fn done_word(action: Action) -> &'static str {
    match action {
        Action::Create => "created",
        Action::Update => "changed",
        Action::Replace => "replaced",
        Action::Adopt => "marked",
        Action::Delete => "deleted",
    }
}

/// Shows what came of each change, and fails if not all succeeded.
fn show_results(context: &mut Context, plan: &Plan, results: &[ItemResult], is_saved: bool) -> Result<Outcome> {
    let items: Vec<Item<'_>> = results.iter().map(Item::new).collect();
    if context.output.is_for_people() {
        let width = items.iter().map(|item| item.address.to_string().chars().count()).max().unwrap_or(0);
        for item in &items {
            let address = item.address.to_string();
            let padding = " ".repeat(width.saturating_sub(address.chars().count()));
            let reason = item.reason.as_deref().map(|reason| format!(": {}", reason.replace('\n', " ")));
            let reason = reason.unwrap_or_default();
            context.output.signed(item.sign(), &format!("{address}{padding}  {}{reason}", item.outcome))?;
        }
        context.output.prose(&format!("{}\n", tally(&items)))?;
    } else {
        let columns: [Column<Item<'_>>; 4] = [
            Column::new("address", "Address", |item| item.address.to_string()),
            Column::new("action", "Action", |item| item.action.name().to_owned()),
            Column::new("outcome", "Outcome", |item| item.outcome.to_owned()),
            Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
        ];
        let document = serde_json::json!({"changes": items, "unchanged": plan.unchanged});
        context.output.list("change", &items, &columns.iter().collect::<Vec<_>>(), &document)?;
    }
    let stopped = results.iter().any(|result| matches!(result.outcome, ItemOutcome::Stopped));
    if stopped {
        return Err(Failure::Interrupted(format!("{}; the same command continues", tally(&items))).into());
    }
    let lost = results.iter().filter(|result| !result.outcome.is_success()).count();
    if lost == 0 {
        return Ok(Outcome::Done);
    }
    let stale = results.iter().find(|result| matches!(result.outcome, ItemOutcome::Stale(_)));
    if let Some(stale) = stale {
        let message = format!("others changed {} meanwhile; {}", stale.address, tally(&items));
        let hint = if is_saved {
            "make a new plan: litellm-proxy plan -f FILE -o plan.json"
        } else {
            "run the same command again to see what they have changed"
        };
        return Err(Failure::Stale { message, hint: hint.to_owned() }.into());
    }
    Err(Failure::Partial(format!("{lost} of {} not made; the same command continues", count(results.len(), "change")))
        .into())
}

fn tally(items: &[Item<'_>]) -> String {
    let number = |signs: char| items.iter().filter(|item| item.sign() == signs).count();
    let counts = [(number('✓'), "done"), (number('✗'), "failed"), (number('–'), "not tried")];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    counts.join(", ")
}
