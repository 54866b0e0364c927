//! `organizations members`: who is in an organization, and as what.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, Subcommand};

use crate::client::organizations::{NewOrganizationMember, OrganizationMemberUpdate};
use crate::client::teams::MemberId;
use crate::commands::confirm::Confirmation;
use crate::commands::params;
use crate::context::{Context, DryRun};
use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add a user to an organization
    Add(Add),
    /// Change what a member is and may spend
    Update(Update),
    /// Remove a member; the user stays
    Remove(Remove),
}

impl Command {
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        match self {
            Self::Add(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Remove(args) => args.run(context).await,
        }
    }
}

/// An organization, and a user in it.
#[derive(Debug, Args)]
struct Who {
    /// Id of the organization
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    organization_id: String,
    /// Id of the user
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    user_id: String,
}

impl Who {
    fn member(&self) -> MemberId {
        MemberId::user(&self.user_id)
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Of an id that it does not know the server makes a user.

Example:
  litellm-proxy organizations members add org-1 user-1 --role org_admin")]
pub(crate) struct Add {
    #[command(flatten)]
    who: Who,
    /// Role: org_admin, internal_user or internal_user_viewer
    #[arg(long, value_name = "ROLE", default_value = "internal_user")]
    role: String,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Add {
    async fn run(self, context: &mut Context) -> Result<()> {
        let member = NewOrganizationMember::new(self.who.member()).role(self.role);
        let call = context.client()?.organizations().add_members(&self.who.organization_id, &[member]);
        let added = context.write(call, self.dry_run).await?;
        context.output.value(&added)
    }
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub(crate) struct Update {
    #[command(flatten)]
    who: Who,
    /// Role: org_admin, internal_user or internal_user_viewer
    #[arg(long, value_name = "ROLE", group = "change")]
    role: Option<String>,
    /// Dollars that the member may spend in the organization
    #[arg(long, value_name = "DOLLARS", group = "change", value_parser = params::dollars)]
    max_budget_in_organization: Option<f64>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<()> {
        let mut update = OrganizationMemberUpdate::new(self.who.member());
        update.role = self.role;
        update.max_budget_in_organization = self.max_budget_in_organization;
        let call = context.client()?.organizations().update_member(&self.who.organization_id, &update);
        let member = context.write(call, self.dry_run).await?;
        context.output.value(&member)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Remove {
    async fn run(self, context: &mut Context) -> Result<()> {
        let Who { organization_id, user_id } = &self.who;
        let question = format!("Remove `{user_id}` from the organization `{organization_id}`?");
        self.confirmation.ask(context, self.dry_run, &question)?;
        let call = context.client()?.organizations().remove_member(organization_id, &self.who.member());
        match context.write(call, self.dry_run).await? {
            Some(member) => context.output.value(&member),
            None => Err(Failure::NotFound(format!(
                "`{user_id}` is no member of the organization `{organization_id}`, if there is one"
            ))
            .into()),
        }
    }
}
