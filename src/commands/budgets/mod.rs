//! `budgets`: named sets of limits to attach to keys and others, and `budgets why`, which explains what stops a key.

mod called;
mod list;
mod owner;
mod reach;
mod unblock;
mod why;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use jiff::Zoned;
use serde::Serialize;
use serde_json::json;

use crate::commands::answers;
use crate::commands::confirm::Confirmation;
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::fields::{self, Unread, UnsetField};
use crate::commands::moments::Moment;
use crate::commands::{consequences, durations, kept, params, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::times;
use litellm_proxy_client::budgets::{BudgetUpdate, NewBudget};
use litellm_proxy_client::kept::Written;
use litellm_proxy_client::{Error, Field, known_fields};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy budgets list
  litellm-proxy budgets create monthly --max-budget 50 --budget-duration 30d
  litellm-proxy budgets why ci")]
pub(crate) enum Command {
    /// List budgets, including those of single teams and customers
    #[command(after_help = "\
Examples:
  litellm-proxy budgets list
  litellm-proxy budgets list --columns budget_id,max_budget
  litellm-proxy budgets list --format json")]
    List(list::List),
    /// Show a budget
    #[command(visible_alias = "get")]
    #[command(after_help = "\
Examples:
  litellm-proxy budgets info monthly
  litellm-proxy budgets info monthly --format table
  litellm-proxy budgets info monthly --format json")]
    Info(Info),
    /// Create a budget that keys and others can share
    Create(Create),
    /// Update a budget for everything that uses it
    Update(Update),
    /// Delete budgets; keys and others that use them lose the limits
    #[command(after_help = "\
Examples:
  litellm-proxy budgets delete monthly --yes
  litellm-proxy budgets delete monthly --dry-run
  litellm-proxy budgets delete monthly weekly --yes")]
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

/// Returns the error for an unknown budget id.
fn missing(budget_id: &str) -> anyhow::Error {
    Failure::NotFound(no_budget(budget_id)).into()
}

fn no_budget(budget_id: &str) -> String {
    format!("no budget has the id `{budget_id}`")
}

/// Formats an optional number as a table cell.
fn number(number: Option<i64>) -> String {
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
        let call = context.client()?.budgets().get([&self.budget_id]);
        context
            .perform(DryRun::default(), call, async |context, call| {
                let found = call.await?;
                match found.iter().find(|budget| budget.budget_id.as_deref() == Some(&self.budget_id)) {
                    Some(budget) => context.output.answer(budget, || answers::budget("", budget)),
                    None => Err(missing(&self.budget_id)),
                }
            })
            .await
    }
}

/// Parses the time of a reset: a duration from now on, or a time; a day begins with it.
fn reset_time(text: &str) -> Result<String, String> {
    let now = Zoned::now().with_time_zone(times::zone());
    let moment = Moment::parse(text)?;
    let time = if matches!(moment, Moment::Distance(_)) { moment.deadline(&now) } else { moment.start(&now) };
    Ok(time?.to_string())
}

/// Options that `budgets create` and `budgets update` share. Each has the name of its field in the request.
#[derive(Debug, Args, Serialize)]
pub(crate) struct Fields {
    /// Dollars that each key or other owner of the budget may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// Dollars at which the server sends a warning
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    soft_budget: Option<f64>,
    /// Budget reset interval, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// Time of the next reset: in 7d, 2026-12-01, 2026-12-01T06:00 (local time) or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = reset_time)]
    budget_reset_at: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N")]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N")]
    rpm_limit: Option<u64>,
    /// Parallel requests
    #[arg(long, value_name = "N")]
    max_parallel_requests: Option<u64>,
    /// Budgets per model, as JSON, @FILE or @- (requires a license on newer servers)
    #[arg(long, value_name = "JSON", value_parser = Unread::object())]
    model_max_budget: Option<Unread>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    #[serde(skip)]
    param: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Keys refer to a budget by its id. The limits apply to each key separately; their spend is not
added up.

Examples:
  litellm-proxy budgets create free-tier --max-budget 5 --budget-duration 30d --rpm-limit 60
  litellm-proxy budgets create trial --max-budget 1
  litellm-proxy keys generate --budget-id free-tier")]
pub(crate) struct Create {
    /// Id of the budget; the server generates one by default
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    budget_id: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let option = self.if_not_exists;
        let id = option.name(self.budget_id.clone(), "BUDGET_ID")?;
        let client = context.client()?;
        let find = async || {
            let found = existing::found(client.budgets().get([&id]).send().await)?;
            Ok(found.filter(|budgets| !budgets.is_empty()).map(|_| id.clone()))
        };
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.create(context).await;
        let show = async |context: &mut Context, budget_id| Info { budget_id }.run(context).await;
        let what = format!("the budget `{id}`");
        let creation = Creation { what: &what, is_unique: !id.is_empty(), dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(self, context: &mut Context) -> Result<Outcome> {
        let mut budget: NewBudget = fields::request(context, &self.fields)?;
        budget.budget_id = self.budget_id;
        budget.extra = params::read_known(context, &self.fields.param, &budget, known_fields::BUDGET)?;
        let client = context.client()?;
        let call = client.budgets().create(&budget);
        let lookup = budget.budget_id.as_ref().map(|budget_id| client.budgets().get([budget_id]));
        context
            .perform(self.dry_run, (lookup, call), async |context, (lookup, call)| {
                // Older servers report an id that is taken only as a generic failure.
                if let (Some(budget_id), Some(lookup)) = (&budget.budget_id, lookup)
                    && !lookup.await?.is_empty()
                {
                    return Err(Error::Exists(format!("a budget with the id `{budget_id}` already exists")).into());
                }
                let created = match call.await {
                    Err(error @ Error::Server(_)) if self.if_not_exists.is_chosen() => {
                        // Older servers report a duplicate of the last moment so, too.
                        let found = client.budgets().get(&budget.budget_id).await?;
                        let id = budget.budget_id.as_deref().unwrap_or_default();
                        let taken = || Error::Exists(format!("a budget with the id `{id}` already exists"));
                        return Err(if found.is_empty() { error } else { taken() }.into());
                    }
                    created => created?,
                };
                context.output.answer(&created, || answers::budget("Created", &created))?;
                let written = Written::Budget(created.budget_id.clone());
                kept::report(context, &written, &budget, &budget.extra, &created).await
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
{}

When --budget-duration changes, older servers keep the time of the next reset unless you also give
--budget-reset-at, and they may use the previous budget for up to a minute.

Examples:
  litellm-proxy budgets update free-tier --max-budget 10
  litellm-proxy budgets update free-tier --unset rpm_limit
  litellm-proxy budgets update free-tier --max-budget 10 --dry-run", fields::unset_help(BudgetUpdate::FIELDS)))]
pub(crate) struct Update {
    /// Id of the budget
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    budget_id: String,
    #[command(flatten)]
    fields: Fields,
    /// Limit to remove, such as max_budget (can be repeated)
    #[arg(long, value_name = "FIELD", value_parser = UnsetField(BudgetUpdate::FIELDS), hide_possible_values = true)]
    unset: Vec<&'static Field>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut update: BudgetUpdate = fields::request(context, &self.fields)?;
        update.extra = params::read_known(context, &self.fields.param, &update, known_fields::BUDGET)?;
        let unset = fields::unset(&self.unset, &update)?;
        update.extra.extend(unset);
        if serde_json::to_value(&update)? == json!({}) {
            return Err(Failure::usage("nothing to update: give at least one limit, --unset or --param"));
        }
        let client = context.client()?;
        if self.dry_run.dry_run && client.budgets().get([&self.budget_id]).await?.is_empty() {
            return Err(missing(&self.budget_id));
        }
        let call = client.budgets().update(&self.budget_id, &update);
        context
            .perform(self.dry_run, call, async |context, call| {
                let Some(budget) = call.await? else { return Err(missing(&self.budget_id)) };
                context.output.answer(&budget, || answers::budget("Updated", &budget))?;
                kept::report(context, &Written::Budget(self.budget_id), &update, &update.extra, &budget).await
            })
            .await
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Ids of the budgets, or - to read them from stdin
    #[arg(required = true, value_name = "BUDGET_ID", value_parser = NonEmptyStringValueParser::new())]
    budget_ids: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let ids = several::read(context, &self.budget_ids)?;
        let client = context.client()?;
        let calls: Vec<_> = ids.iter().map(|id| client.budgets().delete(id)).collect();
        let options = (self.dry_run, self.confirmation);
        let look_up = async |id: &str, asks: bool| {
            if client.budgets().get([id]).await?.is_empty() {
                return Err(Error::Missing(no_budget(id)));
            }
            if !asks {
                return Ok(String::new());
            }
            Ok(consequences::of_uses(&client.uses_of_budget(id).await?, "lose its limits"))
        };
        several::delete(context, options, "budget", &ids, calls, look_up, async |id| {
            client.budgets().delete(id).await?.ok_or_else(|| Error::Missing(no_budget(id)))
        })
        .await
    }
}
