//! `organizations members`: the members of an organization, their roles and budgets.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, Subcommand};

use super::Info;
use crate::commands::answers::membership;
use crate::commands::confirm::Confirmation;
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::new_users::NewUsers;
use crate::commands::{names, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::dollars;
use litellm_proxy_client::organizations::{NewOrganizationMember, OrganizationMemberUpdate};
use litellm_proxy_client::teams::MemberId;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy organizations members add acme ada@example.com
  litellm-proxy organizations members update acme ada@example.com --role org_admin
  litellm-proxy organizations members remove acme ada@example.com")]
pub(crate) enum Command {
    /// Add a user to an organization
    Add(Add),
    /// Update a member's role or budget
    #[command(after_help = "\
Examples:
  litellm-proxy organizations members update acme ada@example.com --role org_admin
  litellm-proxy organizations members update acme user-1 --role internal_user
  litellm-proxy organizations members update acme ada@example.com --role org_admin --dry-run")]
    Update(Update),
    /// Remove a member; the user stays
    #[command(after_help = "\
Examples:
  litellm-proxy organizations members remove acme ada@example.com
  litellm-proxy organizations members remove acme user-1 --yes
  litellm-proxy organizations members remove acme ada@example.com --dry-run")]
    Remove(Remove),
}

impl Command {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Add(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Remove(args) => args.run(context).await,
        }
    }
}

/// The roles that servers accept; all versions reject any other.
const ROLES: [&str; 3] = ["org_admin", "internal_user", "internal_user_viewer"];

/// Names an organization and a user.
#[derive(Debug, Args)]
struct MemberName {
    /// The organization, by id or alias
    #[arg(value_name = "ORGANIZATION", value_parser = NonEmptyStringValueParser::new())]
    organization: String,
    /// The user, by id or email address
    #[arg(value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: String,
}

impl MemberName {
    /// Returns the ids of the organization and of the user.
    async fn look_up(&self, context: &mut Context, dry_run: DryRun) -> Result<(String, MemberId)> {
        let organization_id = names::organization(context, dry_run, &self.organization).await?;
        Ok((organization_id, MemberId::user(names::user(context, dry_run, &self.user).await?)))
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
The server creates a user for an unknown id, with a warning.

Examples:
  litellm-proxy organizations members add Sales user-1 --role org_admin
  litellm-proxy organizations members add acme ada@example.com --if-not-exists
  litellm-proxy organizations members add acme ada@example.com")]
pub(crate) struct Add {
    #[command(flatten)]
    name: MemberName,
    /// Role: org_admin, internal_user or internal_user_viewer
    #[arg(long, value_name = "ROLE", default_value = "internal_user", value_parser = ROLES, hide_possible_values = true)]
    role: String,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Add {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let MemberName { organization, user } = &self.name;
        let client = context.client()?;
        let find = async || {
            let user_id = match existing::resolved(client.users().resolve(user).await)? {
                Some(found) => found.id,
                None => return Ok(None),
            };
            let info = names::organization_info(&client, organization).await?;
            let is_member = info.members.iter().any(|member| member.user_id.as_deref() == Some(&user_id));
            Ok(is_member.then(|| organization.clone()))
        };
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.add(context).await;
        let show = async |context: &mut Context, organization| Info { organization }.run(context).await;
        let what = format!("the membership of `{user}` in the organization `{organization}`");
        let creation = Creation { what: &what, is_unique: true, dry_run };
        self.if_not_exists.apply(context, creation, find, create, show).await
    }

    async fn add(&self, context: &mut Context) -> Result<Outcome> {
        let (organization_id, member) = self.name.look_up(context, self.dry_run).await?;
        let new_users = NewUsers::of(context, self.dry_run, &self.name.user).await?;
        let member = NewOrganizationMember::new(member).role(&self.role);
        let role = self.role.as_str();
        let call = context.client()?.organizations().add_members(&organization_id, &[member]);
        let MemberName { organization, user } = &self.name;
        let outcome = context
            .answer_response(self.dry_run, call, |_| {
                membership("Added", &[user], "to organization", organization).line("role", role)
            })
            .await?;
        new_users.warn(context, self.dry_run);
        Ok(outcome)
    }
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub(crate) struct Update {
    #[command(flatten)]
    name: MemberName,
    /// Role: org_admin, internal_user or internal_user_viewer
    #[arg(long, value_name = "ROLE", group = "change", value_parser = ROLES, hide_possible_values = true)]
    role: Option<String>,
    /// Dollars that the member may spend in the organization
    #[arg(long, value_name = "DOLLARS", group = "change", value_parser = params::dollars)]
    max_budget_in_organization: Option<f64>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (organization_id, member) = self.name.look_up(context, self.dry_run).await?;
        let mut update = OrganizationMemberUpdate::new(member);
        update.role = self.role.map(Into::into);
        update.max_budget_in_organization = self.max_budget_in_organization;
        let call = context.client()?.organizations().update_member(&organization_id, &update);
        let MemberName { organization, user } = &self.name;
        context
            .answer_response(self.dry_run, call, |_| {
                membership("Updated", &[user], "in organization", organization)
                    .line("role", update.role.as_ref().map(ToString::to_string).unwrap_or_default())
                    .line("budget", self.max_budget_in_organization.map(dollars).unwrap_or_default())
            })
            .await
    }
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    #[command(flatten)]
    name: MemberName,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Remove {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (organization_id, member) = self.name.look_up(context, self.dry_run).await?;
        let MemberName { organization, user } = &self.name;
        let question = format!("Remove `{user}` from the organization `{organization}`?");
        self.confirmation.ask(context, self.dry_run, &question)?;
        let call = context.client()?.organizations().remove_member(&organization_id, &member);
        context
            .perform(self.dry_run, call, async |context, call| match call.await? {
                Some(member) => {
                    context.output.answer(&member, || membership("Removed", &[user], "from organization", organization))
                }
                None => {
                    Err(Failure::NotFound(format!("`{user}` is not a member of the organization `{organization}`"))
                        .into())
                }
            })
            .await
    }
}
