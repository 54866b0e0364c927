//! `models rename`. The plan and its steps are the library's.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use litellm_proxy_client::ServerVersion;
use litellm_proxy_desired::rename::{self, RenameError, RenameStage};
use litellm_proxy_desired::{Address, Kind, Server, server};
use serde::Serialize;
use serde_json::json;

use crate::commands::confirm::{Confirmation, count};
use crate::context::{Context, DryRun};
use crate::failure::{self, Failure};
use crate::outcome::Outcome;
use crate::output::Column;

#[derive(Debug, Args)]
#[command(after_help = "\
Renames the deployments of a name, and rewrites all that names it: models, aliases, limits and
budgets of teams, members, keys, users, customers, budgets and tags, models of organizations and
access groups, and fallbacks and aliases of the router. All get the new name in addition before
the deployments are renamed, and lose the old one after. The same command finishes a rename that
was interrupted; give it --join then. Clients that call the old name have to be changed.

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

/// What changes, and what became of it.
#[derive(Debug, Serialize)]
struct Item {
    address: String,
    fields: Vec<String>,
    outcome: &'static str,
    reason: Option<String>,
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
        let names = (self.from.as_str(), self.to.as_str());
        let plan = rename::plan(&live, &server.version, names, self.join).map_err(explain)?;
        for note in plan.notes.iter().chain(&live.unreadable) {
            context.output.warn(note);
        }
        let mut items = items(&plan);
        if plan.steps.is_empty() {
            context.output.note(format_args!("nothing to do: nothing names `{}`", self.from));
        } else if context.is_sending(self.dry_run) {
            if self.confirmation.will_ask(context, self.dry_run) {
                self.show_plan(context, &items)?;
                context.output.flush()?;
            }
            self.confirmation.ask_to(context, self.dry_run, "Rename it?", "nothing was changed")?;
            carry_out(&server, &plan, &mut items).await;
        } else if context.output.is_for_people() {
            return self.show_plan(context, &items).map(Outcome::done);
        }
        self.show(context, &plan, &items)
    }

    /// Shows what would change, for people.
    fn show_plan(&self, context: &mut Context, items: &[Item]) -> Result<()> {
        items.iter().try_for_each(|item| {
            let Item { address, fields, .. } = item;
            context.output.signed('~', &format!("{address}  {}: {} → {}", fields.join(", "), self.from, self.to))
        })
    }

    /// Shows what became of each change. Fails if not all were made.
    fn show(&self, context: &mut Context, plan: &rename::Rename, items: &[Item]) -> Result<Outcome> {
        if context.output.is_for_people() {
            for Item { address, fields, outcome, reason } in items {
                let sign = match *outcome {
                    "renamed" => '✓',
                    "failed" => '✗',
                    _ => '–',
                };
                let reason = reason.as_deref().map(|reason| format!(": {}", reason.replace('\n', " ")));
                let reason = reason.unwrap_or_default();
                context.output.signed(sign, &format!("{address}  {}  {outcome}{reason}", fields.join(", ")))?;
            }
        } else {
            let columns: [Column<Item>; 4] = [
                Column::new("address", "Address", |item| item.address.clone()),
                Column::new("fields", "Fields", |item| item.fields.join(", ")),
                Column::new("outcome", "Outcome", |item| item.outcome.to_owned()),
                Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
            ];
            let document = json!({"from": self.from, "to": self.to, "changes": items, "notes": plan.notes});
            context.output.list("change", items, &columns.iter().collect::<Vec<_>>(), &document)?;
        }
        let failed = items.iter().filter(|item| item.outcome == "failed").count();
        if failed > 0 {
            let message = format!("{} failed; the same command with --join continues", count(failed, "change"));
            return Err(Failure::Partial(message).into());
        }
        if items.iter().any(|item| item.outcome == "renamed") {
            context.output.note(format_args!("`{}` is `{}` now", self.from, self.to));
        }
        Ok(Outcome::Done)
    }
}

/// Returns an item for each thing that changes: most change in two steps.
fn items(plan: &rename::Rename) -> Vec<Item> {
    let mut targets: Vec<(&Address, Vec<String>)> = Vec::new();
    for step in &plan.steps {
        match targets.iter_mut().find(|(target, _)| *target == &step.target) {
            Some((_, fields)) => {
                fields.extend(step.fields.iter().cloned());
                fields.sort();
                fields.dedup();
            }
            None => targets.push((&step.target, step.fields.iter().cloned().collect())),
        }
    }
    let item = |(target, fields): (&Address, Vec<String>)| Item {
        address: target.to_string(),
        fields,
        outcome: "planned",
        reason: None,
    };
    targets.into_iter().map(item).collect()
}

/// Makes the changes. Nothing is renamed before all can call the new name, and nobody loses the old name before all is renamed.
async fn carry_out(server: &Server, plan: &rename::Rename, items: &mut [Item]) {
    for item in items.iter_mut() {
        item.outcome = "not tried";
    }
    let mut stage = RenameStage::Add;
    let last = |address: &str| plan.steps.iter().rev().find(|step| step.target.to_string() == address);
    for step in &plan.steps {
        if step.stage != stage && items.iter().any(|item| item.outcome == "failed") {
            return;
        }
        stage = step.stage;
        let made = rename::make(server, plan, step).await;
        let address = step.target.to_string();
        let Some(item) = items.iter_mut().find(|item| item.address == address) else { continue };
        match made {
            Err(error) => {
                item.outcome = "failed";
                item.reason = Some(failure::one_line(&anyhow::Error::new(error)));
            }
            Ok(()) if last(&address).is_some_and(|last| last.stage == step.stage) => item.outcome = "renamed",
            Ok(()) => item.outcome = "has both names",
        }
    }
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
