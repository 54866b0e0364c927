//! `customers`: end users, which requests name in the field `user`.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::commands::bulk::{Bulk, ItemOutcome};
use crate::commands::confirm::Confirmation;
use crate::commands::consequences::{self, Doomed};
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::fields::{self, Unread};
use crate::commands::several::{self, Noun};
use crate::commands::unknown::{self, Names};
use crate::commands::{answers, durations, kept, lists, params, status};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, Listing, defaults};
use litellm_proxy_client::customers::{Customer, CustomerUpdate, NewCustomer};
use litellm_proxy_client::kept::Written;
use litellm_proxy_client::{Call, Client, Lossless, known_fields};

const CUSTOMER: Noun = Noun { name: "customer", title: "Customer" };

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy customers list
  litellm-proxy customers create customer-1 --max-budget 20
  litellm-proxy customers block customer-1")]
pub(crate) enum Command {
    /// List customers
    #[command(after_help = "\
Examples:
  litellm-proxy customers list
  litellm-proxy customers list --columns user_id,spend
  litellm-proxy customers list --format csv")]
    List(List),
    /// Show a customer with its budget and spend
    #[command(visible_alias = "get")]
    #[command(after_help = "\
Examples:
  litellm-proxy customers info customer-1
  litellm-proxy customers info customer-9 --format table
  litellm-proxy customers info customer-9 --format json")]
    Info(Info),
    /// Create a customer
    Create(Create),
    /// Update a customer
    Update(Update),
    /// Delete customers
    Delete(Delete),
    /// Mark customers as blocked
    Block(Block),
    /// Unblock customers (newer servers)
    Unblock(Unblock),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Block(args) => args.run(context).await,
            Self::Unblock(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let pages = context.client()?.customers().list_all();
        context
            .perform(DryRun::default(), pages, async |context, pages| {
                let listing = Listing::new(&context.output, "customer", &defaults(&context.output, COLUMNS));
                lists::show(context, pages, listing, |_, _| []).await
            })
            .await
    }
}

const COLUMNS: &[Column<Lossless<Customer>>] = &[
    Column::new("user_id", "Customer ID", |customer: &Lossless<Customer>| customer.user_id.clone().unwrap_or_default())
        .short_title("Customer"),
    Column::new("alias", "Alias", |customer: &Lossless<Customer>| customer.alias.clone().unwrap_or_default())
        .optional(2),
    Column::money("spend", "Spend", |customer| customer.spend),
    Column::money("max_budget", "Max Budget", limit).short_title("Budget"),
    Column::new("budget_id", "Budget ID", |customer: &Lossless<Customer>| budget_id(customer).unwrap_or_default())
        .id()
        .optional(1),
    Column::new("blocked", "Blocked", |customer: &Lossless<Customer>| {
        customer.blocked.map(|blocked| blocked.to_string()).unwrap_or_default()
    })
    .elsewhere(),
    Column::state("status", "Status", |customer: &Lossless<Customer>| {
        status::of(customer.blocked, customer.spend, limit(customer)).to_owned()
    })
    .on_terminals(),
];

fn limit(customer: &Lossless<Customer>) -> Option<f64> {
    customer.budget.as_ref().and_then(|budget| budget.max_budget)
}

/// Returns the id of the customer's budget. Older servers report it only within the budget.
pub(super) fn budget_id(customer: &Customer) -> Option<String> {
    customer.budget_id.clone().or_else(|| customer.budget.as_ref()?.budget_id.clone())
}

#[derive(Debug, Args)]
pub(crate) struct Info {
    /// Id of the customer, as in the user field of requests
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    customer_id: String,
}

impl Info {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.customers().get(&self.customer_id);
        context.answer_response(DryRun::default(), call, |customer| answers::customer("", customer)).await
    }
}

/// Options that `customers create` and `customers update` share. Each has the name of its field in the request.
#[derive(Debug, Args, Serialize)]
pub(crate) struct Fields {
    /// Display name
    #[arg(long, value_name = "NAME")]
    alias: Option<String>,
    /// Dollars that the customer may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// Id of a shared budget, in place of individual limits
    #[arg(long, value_name = "BUDGET_ID", value_parser = NonEmptyStringValueParser::new())]
    budget_id: Option<String>,
    /// Models that the customer may call, separated by commas (newer servers) [default: all]
    #[arg(long, value_name = "MODELS", value_parser = Unread::models())]
    models: Option<Unread>,
    /// Model to use if the requested model is not available
    #[arg(long, value_name = "MODEL")]
    default_model: Option<String>,
    /// Allow only models in this region: eu or us
    #[arg(long, value_name = "REGION")]
    allowed_model_region: Option<String>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    #[serde(skip)]
    param: Vec<String>,
}

/// The fields of a new customer.
#[derive(Debug, Args, Serialize)]
pub(crate) struct NewFields {
    /// Id of the customer, as in the user field of requests
    #[arg(value_name = "CUSTOMER_ID", value_parser = NonEmptyStringValueParser::new())]
    user_id: String,
    #[command(flatten)]
    #[serde(flatten)]
    shared: Fields,
    /// Dollars at which the server sends a warning
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    soft_budget: Option<f64>,
    /// Budget reset interval, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N")]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N")]
    rpm_limit: Option<u64>,
    /// Parallel requests
    #[arg(long, value_name = "N")]
    max_parallel_requests: Option<u64>,
}

/// Returns the fields that not every server knows: older ones ignore the models of a customer.
fn not_everywhere(extra: &Map<String, Value>, models: Option<&Vec<String>>) -> Map<String, Value> {
    let models = models.map(|models| ("models".to_owned(), Value::from(models.clone())));
    extra.clone().into_iter().chain(models).collect()
}

#[derive(Debug, Args)]
#[command(after_help = "\
With individual limits the server creates a budget along with the customer. Spend from the last
seconds before a deletion is recorded afterwards, which creates the customer again.

Examples:
  litellm-proxy customers create customer-1 --max-budget 10 --budget-duration 30d
  litellm-proxy customers create customer-2 --budget-id free-tier
  litellm-proxy customers create customer-3 --alias \"Acme Inc.\"")]
pub(crate) struct Create {
    #[command(flatten)]
    fields: NewFields,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (option, id) = (self.if_not_exists, self.fields.user_id.clone());
        let client = context.client()?;
        let find = async || Ok(existing::found(client.customers().get(&id).send().await)?.map(|_| id.clone()));
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.create(context).await;
        let show = async |context: &mut Context, customer_id| Info { customer_id }.run(context).await;
        let what = format!("the customer `{id}`");
        let creation = Creation { what: &what, is_unique: true, dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(self, context: &mut Context) -> Result<Outcome> {
        let mut customer: NewCustomer = fields::request(context, &self.fields)?;
        customer.extra = params::read_known(context, &self.fields.shared.param, &customer, known_fields::NEW_CUSTOMER)?;
        let client = context.client()?;
        unknown::require_budget(context, self.dry_run, customer.budget_id.as_deref()).await?;
        let call = client.customers().create(&customer);
        context
            .perform(self.dry_run, call, async |context, call| {
                let named = Names { user_id: None, models: customer.models.as_deref().unwrap_or_default() };
                let (created, unknown) = match unknown::look_up_during(&client, named, call.send()).await {
                    Ok(created) => created,
                    Err(error) => return Err(client.explain_failed_write(error, &customer).await.into()),
                };
                context.output.answer(&created, || answers::customer("Created", &created))?;
                let extra = not_everywhere(&customer.extra, customer.models.as_ref());
                let written = Written::Customer(customer.user_id.clone());
                let outcome = kept::report(context, &written, &customer, &extra, &created).await;
                unknown::warn(context, "customer", &unknown);
                outcome
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Values can be changed but not removed. --max-budget changes the customer's budget for all who
share it; to change its rate limits or duration, use litellm-proxy budgets update. Older servers
use the previous values for some minutes.

Examples:
  litellm-proxy customers update customer-1 --max-budget 20
  litellm-proxy customers update customer-1 --alias \"Acme Inc.\"
  litellm-proxy customers update customer-9 --max-budget 30 --dry-run")]
pub(crate) struct Update {
    /// Id of the customer
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    customer_id: String,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut update: CustomerUpdate = fields::request(context, &self.fields)?;
        update.extra = params::read_known(context, &self.fields.param, &update, known_fields::CUSTOMER_UPDATE)?;
        if serde_json::to_value(&update)? == json!({}) {
            return Err(Failure::usage("nothing to update: give at least one option"));
        }
        let client = context.client()?;
        if self.dry_run.dry_run {
            client.customers().get(&self.customer_id).await?;
        }
        unknown::require_budget(context, self.dry_run, update.budget_id.as_deref()).await?;
        let call = client.customers().update(&self.customer_id, &update);
        context
            .perform(self.dry_run, call, async |context, call| {
                let named = Names { user_id: None, models: update.models.as_deref().unwrap_or_default() };
                let (customer, unknown) = match unknown::look_up_during(&client, named, call.send()).await {
                    Ok(customer) => customer,
                    Err(error) => return Err(client.explain_failed_write(error, &update).await.into()),
                };
                context.output.answer(&customer, || answers::customer("Updated", &customer))?;
                let extra = not_everywhere(&update.extra, update.models.as_ref());
                let outcome =
                    kept::report(context, &Written::Customer(self.customer_id), &update, &extra, &customer).await;
                unknown::warn(context, "customer", &unknown);
                outcome
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
If any of them does not exist, none are deleted. Their individual budgets are kept.

Examples:
  litellm-proxy customers delete customer-1 --yes
  litellm-proxy customers delete customer-9 --dry-run
  litellm-proxy customers delete customer-9 customer-8 --yes")]
pub(crate) struct Delete {
    /// Ids of the customers, or - to read them from stdin
    #[arg(required = true, value_name = "CUSTOMER_ID", value_parser = NonEmptyStringValueParser::new())]
    customer_ids: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let ids = several::read(context, &self.customer_ids)?;
        let client = context.client()?;
        let asks = self.confirmation.will_ask(context, self.dry_run);
        let mut doomed = Doomed::default();
        for id in &ids {
            let mut spend = None;
            // Without a question, the server is to judge.
            if asks || (context.looks_up(self.dry_run) && !context.is_sending(self.dry_run)) {
                spend = client.customers().get(id).await?.spend;
            }
            doomed.add(id, id.clone(), &consequences::of_customer(spend));
        }
        self.confirmation.ask(context, self.dry_run, &doomed.question("customer", ""))?;
        let call = client.customers().delete(&doomed.ids);
        context.answer_response(self.dry_run, call, |_| answers::deleted("customer", &ids)).await
    }
}

/// Returns the call for each customer, with `--dry-run` only for those that exist.
///
/// # Errors
/// Those of the lookups; of several customers, one that does not exist is no error.
async fn known<T>(
    client: &Client,
    dry_run: DryRun,
    ids: &[String],
    call: impl Fn(&str) -> Call<T>,
) -> Result<Vec<Option<Call<T>>>> {
    let mut calls = Vec::with_capacity(ids.len());
    for id in ids {
        let found = if dry_run.dry_run { client.customers().get(id).await.map(drop) } else { Ok(()) };
        match found {
            Ok(()) => calls.push(Some(call(id))),
            Err(error) if ids.len() > 1 && error.is_not_found() => calls.push(None),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(calls)
}

/// The arguments of `customers block` and `customers unblock`.
#[derive(Debug, Args)]
struct BlockArgs {
    /// Ids of the customers, or - to read them from stdin
    #[arg(required = true, value_name = "CUSTOMER_ID", value_parser = NonEmptyStringValueParser::new())]
    customer_ids: Vec<String>,
    #[command(flatten)]
    bulk: Bulk,
    #[command(flatten)]
    dry_run: DryRun,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Only servers with the callback blocked_user_check, which requires a license, reject requests of
blocked customers. On other servers the mark has no effect.

Examples:
  litellm-proxy customers block customer-1
  litellm-proxy customers block customer-1 customer-2
  litellm-proxy customers block customer-1 --dry-run")]
pub(crate) struct Block {
    #[command(flatten)]
    args: BlockArgs,
}

impl Block {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let ids = several::read(context, &self.args.customer_ids)?;
        let client = context.client()?;
        if !context.is_sending(self.args.dry_run) {
            let calls = known(&client, self.args.dry_run, &ids, |id| client.customers().block(id)).await?;
            return several::preview_found(context, ("customer", "blocked"), &ids, calls);
        }
        let calls: Vec<_> = ids.iter().map(|id| client.customers().block(id)).collect();
        context
            .perform(self.args.dry_run, calls, async |context, mut calls| {
                if calls.len() > 1 {
                    let calls = calls.into_iter().map(IntoFuture::into_future).collect();
                    let what = (CUSTOMER, ItemOutcome::Blocked);
                    return several::change(context, self.args.bulk, what, ids.clone(), calls).await;
                }
                let Some(call) = calls.pop() else { return Ok(Outcome::Done) };
                let customer = call.await?;
                context.output.answer(&customer, || answers::customer("Blocked", &customer))
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Older servers cannot unblock a customer; delete it and create it again.

Examples:
  litellm-proxy customers unblock customer-1
  litellm-proxy customers unblock customer-1 customer-2
  litellm-proxy customers unblock customer-1 --dry-run")]
pub(crate) struct Unblock {
    #[command(flatten)]
    args: BlockArgs,
}

impl Unblock {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let ids = several::read(context, &self.args.customer_ids)?;
        let client = context.client()?;
        let update = CustomerUpdate::default().blocked(false);
        if !context.is_sending(self.args.dry_run) {
            let calls = known(&client, self.args.dry_run, &ids, |id| client.customers().update(id, &update)).await?;
            return several::preview_found(context, ("customer", "unblocked"), &ids, calls);
        }
        if let [id] = ids.as_slice() {
            let customer = client.customers().update(id, &update).await?;
            if customer.blocked == Some(true) {
                return Err(Failure::Refused(format!(
                    "`{id}` is still blocked: this server is too old to unblock customers; delete and create it again"
                ))
                .into());
            }
            return context.output.answer(&customer, || answers::customer("Unblocked", &customer));
        }
        let calls = ids.iter().map(|id| client.customers().unblock(id).into_future()).collect();
        several::change(context, self.args.bulk, (CUSTOMER, ItemOutcome::Unblocked), ids.clone(), calls).await
    }
}
