//! `models rename`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use litellm_proxy_client::ServerVersion;
use litellm_proxy_desired::rename::{self, RenameError, RenameStage, RenameStep};
use litellm_proxy_desired::{Kind, Server, server};

use crate::commands::confirm::{Confirmation, count};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::shell::quote_if_needed;

#[derive(Debug, Args)]
#[command(after_help = "\
Renames the deployments of a name, and rewrites all that names it: models, aliases, limits and
budgets of teams, members, keys, users, customers, budgets and tags, and fallbacks and aliases of
the router. All get the new name in addition before the deployments are renamed, and lose the old
one after. The same command finishes a rename that was interrupted; give it --join then. Clients
that call the old name have to be changed.

Examples:
  litellm-proxy models rename gpt-4 gpt-4-eu --dry-run
  litellm-proxy models rename gpt-4 gpt-4-eu --yes
  litellm-proxy models rename gpt-4 gpt-4o --join --yes")]
pub(crate) struct Rename {
    /// Public name of the model
    #[arg(value_name = "OLD", value_parser = NonEmptyStringValueParser::new())]
    from: String,
    /// New name
    #[arg(value_name = "NEW", value_parser = NonEmptyStringValueParser::new())]
    to: String,
    /// Join the deployments of the new name, if it has some
    #[arg(long)]
    join: bool,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Rename {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        context.refuse_curl()?;
        if self.from == self.to {
            return Err(Failure::usage("the two names are the same"));
        }
        let client = context.client()?;
        // A server that does not state its version is taken for a new one.
        let version = client.health().version().await?.unwrap_or_else(|| ServerVersion::new(""));
        let server = Server { client, version };
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Credential).collect();
        let live = server::list(&server, &kinds).await?;
        let plan = rename::plan(&live, &server.version, &self.from, &self.to, self.join).map_err(explain)?;
        for note in plan.notes.iter().chain(&live.unreadable) {
            context.output.warn(note);
        }
        for rows in live.left_out.iter().filter(|rows| rows.what[0].starts_with("key ")) {
            context.output.warn(format_args!(
                "{} without an alias: not looked at; see `litellm-proxy keys list --model {}`",
                count(rows.count, "key"),
                quote_if_needed(&self.from)
            ));
        }
        for step in plan.steps.iter().filter(|step| step.stage != RenameStage::Add) {
            context.output.note(format_args!("~ {}  {}: {} → {}", step.address, fields(step), self.from, self.to));
        }
        if plan.steps.is_empty() {
            context.output.note(format_args!("nothing to do: nothing names `{}`", self.from));
            return Ok(Outcome::Done);
        }
        if !context.is_sending(self.dry_run) {
            return Ok(Outcome::Done);
        }
        self.confirmation.ask_to(context, self.dry_run, "Rename it?", "nothing was changed")?;
        let mut failed = 0;
        let mut stage = RenameStage::Add;
        for step in &plan.steps {
            // Nothing is renamed before all can call the new name, and nobody loses the old name before all is renamed.
            if step.stage != stage && failed > 0 {
                break;
            }
            stage = step.stage;
            if let Err(error) = rename::make(&server, &plan, step).await {
                failed += 1;
                context.output.warn(format_args!("{}: {error}", step.address));
            }
        }
        if failed > 0 {
            let message = format!("{} failed; the same command with --join continues", count(failed, "change"));
            return Err(Failure::Partial(message).into());
        }
        context.output.note(format_args!("`{}` is `{}` now", self.from, self.to));
        Ok(Outcome::Done)
    }
}

fn fields(step: &RenameStep) -> String {
    step.fields.iter().cloned().collect::<Vec<_>>().join(", ")
}

fn explain(error: RenameError) -> anyhow::Error {
    let message = error.to_string();
    match error {
        RenameError::Missing(_) => Failure::NotFound(message).into(),
        RenameError::Taken(to) => Failure::Conflict {
            message,
            hint: format!("--join lets the deployments of both share the requests for `{to}`"),
        }
        .into(),
        _ => Failure::Refused(message).into(),
    }
}
