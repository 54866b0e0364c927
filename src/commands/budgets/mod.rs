//! `budgets`: limits that keys, teams, customers and others share, and what stops a key.

mod unblock;
mod why;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::commands::confirm::Confirmation;
use crate::commands::{durations, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::budgets::{Budget, BudgetUpdate, NewBudget};
use litellm_proxy_client::{Error, Lossless};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List budgets, those of single teams and customers included
    List(List),
    /// Show a budget
    Info(Info),
    /// Create a budget for keys and others to share
    Create(Create),
    /// Change a budget, for all who share it
    Update(Update),
    /// Delete a budget; those who share it are left without
    Delete(Delete),
    /// Show every limit that can stop a key, and how to lift the tightest
    Why(why::Why),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Why(args) => args.run(context).await,
        }
    }
}

/// The failure of a budget that is not there.
fn missing(budget_id: &str) -> anyhow::Error {
    Failure::NotFound(format!("there is no budget with the id `{budget_id}`")).into()
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.budgets().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let budgets = call.await?;
                let columns: [&Column<Lossless<Budget>>; 8] = [
                    &Column::new("budget_id", "Budget ID", |budget| budget.budget_id.clone().unwrap_or_default()),
                    &Column::money("max_budget", "Max Budget", |budget| budget.max_budget),
                    &Column::money("soft_budget", "Soft Budget", |budget| budget.soft_budget),
                    &Column::right("tpm_limit", "TPM", |budget| number(budget.tpm_limit)),
                    &Column::right("rpm_limit", "RPM", |budget| number(budget.rpm_limit)),
                    &Column::right("max_parallel_requests", "Parallel", |budget| number(budget.max_parallel_requests)),
                    &Column::new("budget_duration", "Duration", |budget| {
                        budget.budget_duration.clone().unwrap_or_default()
                    }),
                    &Column::time("budget_reset_at", "Resets At", |budget| {
                        budget.budget_reset_at.clone().unwrap_or_default()
                    }),
                ];
                context.output.list(&budgets, &columns, &budgets)
            })
            .await
    }
}

/// A number as a cell.
pub(super) fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

#[derive(Debug, Args)]
pub(crate) struct Info {
    /// Id of the budget
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    budget_id: String,
}

impl Info {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.budgets().info([&self.budget_id]);
        context
            .perform(DryRun::default(), call, async |context, call| {
                let found = call.await?;
                match found.iter().find(|budget| budget.budget_id.as_deref() == Some(&self.budget_id)) {
                    Some(budget) => context.output.value(budget),
                    None => Err(missing(&self.budget_id)),
                }
            })
            .await
    }
}

/// The limits of a budget, as options.
#[derive(Debug, Args)]
pub(crate) struct Limits {
    /// Dollars that may be spent, by each who has the budget
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// Dollars at which the server warns
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    soft_budget: Option<f64>,
    /// After how long the spend starts again from zero, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// When it first does, as an RFC 3339 time
    #[arg(long, value_name = "TIME", value_parser = NonEmptyStringValueParser::new())]
    budget_reset_at: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N")]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N")]
    rpm_limit: Option<u64>,
    /// Requests at a time
    #[arg(long, value_name = "N")]
    max_parallel_requests: Option<u64>,
    /// A budget for each model, as a JSON object, @FILE or @- (licensed on newer servers)
    #[arg(long, value_name = "JSON")]
    model_max_budget: Option<String>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Keys refer to a budget by its id. Each of them may spend as much as it says; what they spend is
not added up.

Examples:
  litellm-proxy budgets create free-tier --max-budget 5 --budget-duration 30d --rpm-limit 60
  litellm-proxy keys generate --budget-id free-tier")]
pub(crate) struct Create {
    /// Id of the budget; the server makes one up where none is given
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    budget_id: Option<String>,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let limits = self.limits;
        let mut budget = NewBudget {
            budget_id: self.budget_id,
            max_budget: limits.max_budget,
            soft_budget: limits.soft_budget,
            max_parallel_requests: limits.max_parallel_requests,
            tpm_limit: limits.tpm_limit,
            rpm_limit: limits.rpm_limit,
            budget_duration: limits.budget_duration,
            budget_reset_at: limits.budget_reset_at,
            ..NewBudget::default()
        };
        if let Some(json) = &limits.model_max_budget {
            budget.model_max_budget = Some(context.arguments.object("--model-max-budget", json)?.into());
        }
        budget.extra = params::read_others(context, "--param", &limits.param, &budget)?;
        let client = context.client()?;
        let call = client.budgets().create(&budget);
        let look = budget.budget_id.as_ref().map(|budget_id| client.budgets().info([budget_id]));
        context
            .perform(self.dry_run, (look, call), async |context, (look, call)| {
                // Of an id that is taken older servers say nothing but that they failed.
                if let (Some(budget_id), Some(question)) = (&budget.budget_id, look)
                    && !question.await?.is_empty()
                {
                    return Err(Error::Exists(format!("there is a budget with the id `{budget_id}` already")).into());
                }
                let created = call.await?;
                context.output.value(&created)
            })
            .await
    }
}

/// Fields of a budget that can be emptied.
const CLEARABLE: &[&str] = &[
    "max_budget",
    "soft_budget",
    "budget_duration",
    "budget_reset_at",
    "tpm_limit",
    "rpm_limit",
    "max_parallel_requests",
    "model_max_budget",
];

#[derive(Debug, Args)]
#[command(after_help = "\
--unset takes away max_budget, soft_budget, budget_duration, budget_reset_at, tpm_limit,
rpm_limit, max_parallel_requests or model_max_budget.

Of a new --budget-duration older servers leave the next reset where it was, unless
--budget-reset-at names it too; and they go by what they knew of the budget for a minute.

Examples:
  litellm-proxy budgets update free-tier --max-budget 10
  litellm-proxy budgets update free-tier --unset rpm_limit")]
pub(crate) struct Update {
    /// Id of the budget
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    budget_id: String,
    #[command(flatten)]
    limits: Limits,
    /// Field to empty, such as max_budget: no limit any more (can be repeated)
    #[arg(long, value_name = "FIELD", value_parser = params::Field(CLEARABLE), hide_possible_values = true)]
    unset: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let limits = self.limits;
        let mut update = BudgetUpdate {
            max_budget: limits.max_budget,
            soft_budget: limits.soft_budget,
            max_parallel_requests: limits.max_parallel_requests,
            tpm_limit: limits.tpm_limit,
            rpm_limit: limits.rpm_limit,
            budget_duration: limits.budget_duration,
            budget_reset_at: limits.budget_reset_at,
            ..BudgetUpdate::default()
        };
        if let Some(json) = &limits.model_max_budget {
            update.model_max_budget = Some(context.arguments.object("--model-max-budget", json)?.into());
        }
        update.extra = params::read_others(context, "--param", &limits.param, &update)?;
        let given = serde_json::to_value(&update)?;
        for field in self.unset {
            if given.get(&field).is_some() {
                return Err(Failure::usage(format!("`{field}` is set and unset at once")));
            }
            update = update.clear(field);
        }
        if serde_json::to_value(&update)? == json!({}) {
            return Err(Failure::usage("nothing to update: give a limit, --unset or --param"));
        }
        let call = context.client()?.budgets().update(&self.budget_id, &update);
        context
            .perform(self.dry_run, call, async |context, call| match call.await? {
                Some(budget) => context.output.value(&budget),
                None => Err(missing(&self.budget_id)),
            })
            .await
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Id of the budget
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    budget_id: String,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let question = format!("Delete the budget `{}`?", self.budget_id);
        self.confirmation.ask(context, self.dry_run, &question)?;
        let call = context.client()?.budgets().delete(&self.budget_id);
        context
            .perform(self.dry_run, call, async |context, call| match call.await? {
                Some(budget) => context.output.value(&budget),
                None => Err(missing(&self.budget_id)),
            })
            .await
    }
}
