//! `organizations`: groups of teams, users and keys. Newer servers require a license for them.

mod members;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::json;

use crate::commands::confirm::Confirmation;
use crate::commands::consequences::{self, Doomed};
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::fields::{self, Unread};
use crate::commands::unknown;
use crate::commands::{answers, durations, kept, names, params, several, status};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, defaults};
use litellm_proxy_client::kept::Written;
use litellm_proxy_client::keys::KeyFilter;
use litellm_proxy_client::names::NameError;
use litellm_proxy_client::organizations::{NewOrganization, Organization, OrganizationUpdate};
use litellm_proxy_client::{Error, Lossless, known_fields};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy organizations list
  litellm-proxy organizations create acme --models gpt-4o --max-budget 1000
  litellm-proxy organizations members add acme ada@example.com")]
pub(crate) enum Command {
    /// List organizations
    #[command(after_help = "\
Examples:
  litellm-proxy organizations list
  litellm-proxy organizations list --columns organization_alias,spend
  litellm-proxy organizations list --format json")]
    List(List),
    /// Show an organization with its members and teams
    #[command(visible_alias = "get")]
    #[command(after_help = "\
Examples:
  litellm-proxy organizations info acme
  litellm-proxy organizations info acme --format table
  litellm-proxy organizations info acme --format json")]
    Info(Info),
    /// Create an organization
    Create(Create),
    /// Update an organization
    Update(Update),
    /// Delete organizations
    Delete(Delete),
    /// Add, update and remove members of an organization
    #[command(subcommand)]
    Members(members::Command),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Members(command) => command.run(context).await,
        }
    }
}

const COLUMNS: &[Column<Lossless<Organization>>] = &[
    Column::new("organization_alias", "Organization", |organization| {
        organization.organization_alias.clone().unwrap_or_default()
    }),
    Column::new("organization_id", "Organization ID", |organization: &Lossless<Organization>| {
        organization.organization_id.clone().unwrap_or_default()
    })
    .id()
    .optional(1),
    Column::new("models", "Models", |organization: &Lossless<Organization>| match organization.models.as_deref() {
        None | Some([]) => "all models".to_owned(),
        Some(models) => models.join(", "),
    })
    .items()
    .optional(2),
    Column::money("max_budget", "Max Budget", limit).short_title("Budget"),
    Column::money("spend", "Spend", |organization| organization.spend),
    Column::right("members", "Members", |organization: &Lossless<Organization>| organization.members.len().to_string())
        .optional(4),
    Column::right("teams", "Teams", |organization: &Lossless<Organization>| organization.teams.len().to_string())
        .optional(3),
    Column::state("status", "Status", |organization: &Lossless<Organization>| {
        status::of(None, organization.spend, limit(organization)).to_owned()
    })
    .on_terminals(),
];

fn limit(organization: &Lossless<Organization>) -> Option<f64> {
    organization.budget.as_ref().and_then(|budget| budget.max_budget)
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.organizations().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let organizations = call.await?;
                let columns = defaults(&context.output, COLUMNS);
                context.output.list("organization", &organizations, &columns, &organizations)
            })
            .await
    }
}

#[derive(Debug, Args)]
pub(crate) struct Info {
    /// The organization, by id or alias
    #[arg(value_name = "ORGANIZATION", value_parser = NonEmptyStringValueParser::new())]
    organization: String,
}

impl Info {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let call = client.organizations().get(&self.organization);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let found = names::organization_info(&client, &self.organization).await?;
                context.output.answer(&found, || answers::organization("", &found))
            })
            .await
    }
}

/// Options that `organizations create` and `organizations update` share. Each has the name of its field in the request.
#[derive(Debug, Args, Serialize)]
pub(crate) struct Fields {
    /// Models that the organization may call, separated by commas
    #[arg(long, value_name = "MODELS", value_parser = Unread::models())]
    models: Option<Unread>,
    /// Dollars that the organization may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
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
    /// Metadata, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON", value_parser = Unread::object())]
    metadata: Option<Unread>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    #[serde(skip)]
    param: Vec<String>,
}

/// The fields of a new organization.
#[derive(Debug, Args, Serialize)]
pub(crate) struct NewFields {
    /// Name of the organization
    #[arg(value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    organization_alias: String,
    /// Id of the organization; the server generates one by default
    #[arg(long, value_name = "ORGANIZATION_ID", value_parser = NonEmptyStringValueParser::new())]
    organization_id: Option<String>,
    /// Id of a budget, in place of individual limits
    #[arg(long, value_name = "BUDGET_ID", value_parser = NonEmptyStringValueParser::new())]
    budget_id: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    shared: Fields,
}

/// The fields of an organization to change.
#[derive(Debug, Args, Serialize)]
pub(crate) struct ChangedFields {
    /// New name
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    organization_alias: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    shared: Fields,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy organizations create \"Sales\" --models gpt-4,gpt-4o --max-budget 500
  litellm-proxy organizations create lab --max-budget 100 --budget-duration 30d
  litellm-proxy organizations create acme --if-not-exists")]
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
        let (option, id) = (self.if_not_exists, self.fields.organization_id.clone());
        let name = id.clone().unwrap_or_else(|| self.fields.organization_alias.clone());
        let client = context.client()?;
        let find = async || match &id {
            Some(id) => Ok(existing::found(client.organizations().get(id).send().await)?.map(|_| id.clone())),
            None => match client.organizations().resolve(&name).await {
                // One of them may be about to go, as the later of two that were created at once.
                Err(NameError::Ambiguous { .. }) => Ok(client.organizations().first_of_alias(&name).await?),
                organization => Ok(existing::resolved(organization)?.map(|organization| organization.id)),
            },
        };
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.create(context).await;
        let show = async |context: &mut Context, organization| Info { organization }.run(context).await;
        let what = format!("the organization `{name}`");
        let creation = Creation { what: &what, is_unique: id.is_some(), dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(self, context: &mut Context) -> Result<Outcome> {
        let mut organization: NewOrganization = fields::request(context, &self.fields)?;
        organization.extra =
            params::read_known(context, &self.fields.shared.param, &organization, known_fields::NEW_ORGANIZATION)?;
        let client = context.client()?;
        unknown::require_budget(context, self.dry_run, organization.budget_id.as_deref()).await?;
        let call = client.organizations().create(&organization);
        let lookup = organization.organization_id.as_ref().map(|id| client.organizations().get(id));
        context
            .perform(self.dry_run, (lookup, call), async |context, (lookup, call)| {
                // The server reports an id that is taken only as a generic failure.
                if let (Some(id), Some(lookup)) = (&organization.organization_id, lookup) {
                    match lookup.await {
                        Ok(_) => {
                            return Err(
                                Error::Exists(format!("an organization with the id `{id}` already exists")).into()
                            );
                        }
                        Err(Error::NotFound(_)) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                let created = match call.await {
                    Ok(created) => created,
                    Err(error) => return Err(client.explain_failed_write(error, &organization).await.into()),
                };
                if self.if_not_exists.is_chosen() && organization.organization_id.is_none() {
                    let alias = &organization.organization_alias;
                    client.organizations().keep_first_of_alias(alias, &created.organization_id).await?;
                }
                context.output.answer(&created, || answers::organization("Created", &created))?;
                let written = Written::Organization(created.organization_id.clone());
                kept::report(context, &written, &organization, &organization.extra, &created).await
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy organizations update org-1 --max-budget 1000 --budget-duration 30d
  litellm-proxy organizations update Sales --models gpt-4o
  litellm-proxy organizations update acme --max-budget 2000 --dry-run")]
pub(crate) struct Update {
    /// The organization, by id or alias
    #[arg(value_name = "ORGANIZATION", value_parser = NonEmptyStringValueParser::new())]
    organization: String,
    #[command(flatten)]
    fields: ChangedFields,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut update: OrganizationUpdate = fields::request(context, &self.fields)?;
        update.extra =
            params::read_known(context, &self.fields.shared.param, &update, known_fields::ORGANIZATION_UPDATE)?;
        if serde_json::to_value(&update)? == json!({}) {
            return Err(Failure::usage("nothing to update: give at least one option"));
        }
        let client = context.client()?;
        // The server reports an unknown id only as a generic failure.
        let organization_id = names::organization(context, self.dry_run, &self.organization).await?;
        let call = client.organizations().update(&organization_id, &update);
        context
            .perform(self.dry_run, call, async |context, call| {
                let updated = match call.await {
                    Ok(updated) => updated,
                    Err(error) => return Err(client.explain_failed_write(error, &update).await.into()),
                };
                context.output.answer(&updated, || answers::organization("Updated", &updated))?;
                kept::report(context, &Written::Organization(organization_id), &update, &update.extra, &updated).await
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Also deletes the keys and memberships of the organizations. Their teams and users are kept.

Examples:
  litellm-proxy organizations delete acme --yes
  litellm-proxy organizations delete acme --dry-run
  litellm-proxy organizations delete acme lab --yes")]
pub(crate) struct Delete {
    /// The organizations, by id or alias, or - to read them from stdin
    #[arg(required = true, value_name = "ORGANIZATION", value_parser = NonEmptyStringValueParser::new())]
    organizations: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let organizations = several::read(context, &self.organizations)?;
        let client = context.client()?;
        if !context.looks_up(self.dry_run) {
            return context.preview(client.organizations().delete(&organizations));
        }
        // The server deletes one at a time and stops at the first unknown id, so all are looked up first.
        let mut doomed = Doomed::default();
        for name in &organizations {
            let id = names::organization(context, self.dry_run, name).await?;
            let mut effect = String::new();
            if self.confirmation.will_ask(context, self.dry_run) {
                let one = KeyFilter::default().organization_id(&id).page(1).size(1);
                let keys = client.keys().list(one).await.ok().and_then(|page| page.total_count);
                let organization = client.organizations().get(&id).await?;
                effect = consequences::of_organization(&organization, keys);
            }
            doomed.add(name, id, &effect);
        }
        self.confirmation.ask(context, self.dry_run, &doomed.question("organization", ", with all keys"))?;
        let call = client.organizations().delete(&doomed.ids);
        context
            .perform(self.dry_run, call, async |context, call| {
                let deleted = call.await?;
                if context.output.is_chosen() {
                    let columns = defaults(&context.output, COLUMNS);
                    context.output.list("organization", &deleted, &columns, &deleted)
                } else {
                    context.output.answer(&deleted, || answers::deleted("organization", &organizations))
                }
            })
            .await
    }
}
