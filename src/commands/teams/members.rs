//! `teams members`: the members of a team, and their limits in it.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::TeamName;
use crate::commands::answers::membership;
use crate::commands::confirm::{Confirmation, count, partly};
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::facts::{Facts, named};
use crate::commands::new_users::{self, Unknown, guess};
use crate::commands::{names, params, several, status};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, defaults, dollars};
use litellm_proxy_client::Client;
use litellm_proxy_client::teams::{MemberBudget, MemberId, MemberUpdate, TeamInfo};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy teams members list research
  litellm-proxy teams members add research ada@example.com
  litellm-proxy teams members remove research ada@example.com --yes")]
pub(crate) enum Command {
    /// List members, with their spend and limits in the team
    #[command(after_help = "\
Examples:
  litellm-proxy teams members list research
  litellm-proxy teams members list research --columns user_email,role
  litellm-proxy teams members list research --format json")]
    List(List),
    /// Add members
    Add(Add),
    /// Update a member's role or limits in the team
    Update(Update),
    /// Remove members and the keys they have in the team
    Remove(Remove),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Add(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Remove(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    name: TeamName,
}

/// A member, from the team's two lists: members, and memberships with spend and limits.
#[derive(Debug, Serialize)]
struct MemberRow {
    user_id: Option<String>,
    user_email: Option<String>,
    role: Option<String>,
    spend: Option<f64>,
    max_budget_in_team: Option<f64>,
    tpm_limit: Option<i64>,
    rpm_limit: Option<i64>,
}

const COLUMNS: &[Column<MemberRow>] = &[
    Column::new("user_id", "User ID", |row: &MemberRow| row.user_id.clone().unwrap_or_default()).id().optional(3),
    Column::new("user_email", "Email", |row: &MemberRow| row.user_email.clone().unwrap_or_default())
        .short_title("User")
        .short(|row| row.user_email.clone().or_else(|| row.user_id.clone()).unwrap_or_default())
        .at_least(18),
    Column::new("role", "Role", |row: &MemberRow| row.role.clone().unwrap_or_default()).whole().optional(4),
    Column::money("spend", "Spend", |row| row.spend),
    Column::money("max_budget_in_team", "Max Budget", |row: &MemberRow| row.max_budget_in_team).short_title("Budget"),
    Column::right("tpm_limit", "TPM", |row: &MemberRow| number(row.tpm_limit)).optional(1),
    Column::right("rpm_limit", "RPM", |row: &MemberRow| number(row.rpm_limit)).optional(2),
    Column::state("status", "Status", |row: &MemberRow| status::of(None, row.spend, row.max_budget_in_team).to_owned())
        .on_terminals(),
];

fn number(limit: Option<i64>) -> String {
    limit.map(|limit| limit.to_string()).unwrap_or_default()
}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (client, team) = (context.client()?, &self.name.team);
        let call = client.teams().get(team);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let info = names::team_info(&client, team).await?;
                show(context, &info)
            })
            .await
    }
}

fn show(context: &mut Context, info: &TeamInfo) -> Result<Outcome> {
    let rows: Vec<MemberRow> = info
        .team_info
        .members()
        .iter()
        .map(|member| {
            let membership = member.user_id.as_deref().and_then(|user_id| info.membership(user_id));
            let limits = membership.and_then(|membership| membership.litellm_budget_table.as_ref());
            let limits = limits.map_or_else(MemberBudget::default, Clone::clone);
            MemberRow {
                user_id: member.user_id.clone(),
                user_email: member.user_email.clone(),
                role: member.role.as_ref().map(ToString::to_string),
                spend: membership.and_then(|membership| membership.spend),
                max_budget_in_team: limits.max_budget,
                tpm_limit: limits.tpm_limit,
                rpm_limit: limits.rpm_limit,
            }
        })
        .collect();
    let columns = defaults(&context.output, COLUMNS);
    context.output.list("member", &rows, &columns, &rows)
}

const ADD_HELP: &str = "\
The server creates a user for an id that it does not know, with a warning, and with --force for an
email address.
Team admins require a license, unless you name them when you create the team.

Examples:
  litellm-proxy teams members add research ada@example.com bob --max-budget-in-team 20
  litellm-proxy teams members add research ada@example.com --role admin
  litellm-proxy teams members add research ada@example.com --if-not-exists";

#[derive(Debug, Args)]
#[command(after_help = ADD_HELP)]
pub(crate) struct Add {
    #[command(flatten)]
    name: TeamName,
    /// User ids or email addresses, or - to read them from stdin
    #[arg(required = true, value_name = "ID|EMAIL", value_parser = NonEmptyStringValueParser::new())]
    members: Vec<String>,
    /// Role in the team: user, or admin (requires a license)
    #[arg(long, value_name = "ROLE", default_value = "user", value_parser = ["user", "admin"], hide_possible_values = true)]
    role: String,
    /// Budget of each member in the team, in dollars
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget_in_team: Option<f64>,
    /// Add email addresses that no user has; the server creates these users
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Add {
    async fn run(mut self, context: &mut Context) -> Result<Outcome> {
        let (option, team) = (self.if_not_exists, self.name.team.clone());
        let wanted = several::read(context, &self.members)?;
        self.members.clone_from(&wanted);
        let client = context.client()?;
        if option.is_chosen() && context.is_sending(DryRun::default()) {
            self.members = others(&client, &team, &wanted).await?;
        }
        if let added @ 1.. = self.members.len()
            && let members @ 1.. = wanted.len() - added
        {
            context
                .output
                .note(format_args!("left out {} who already belong to the team `{team}`", count(members, "user")));
        }
        let find = async || Ok(others(&client, &team, &wanted).await?.is_empty().then(|| team.clone()));
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.add(context).await;
        let show = async |context: &mut Context, team| List { name: TeamName { team } }.run(context).await;
        let what = format!("the membership of {} in the team `{team}`", wanted.join(", "));
        let creation = Creation { what: &what, is_unique: true, dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn add(self, context: &mut Context) -> Result<Outcome> {
        let team_id = names::team(context, self.dry_run, &self.name.team).await?;
        let unknown = if self.force { Unknown::Create } else { Unknown::Refuse };
        let (members, new_users) = new_users::members(context, self.dry_run, unknown, &self.members).await?;
        let members: Vec<_> = members.into_iter().map(|member| member.role(&self.role)).collect();
        let client = context.client()?;
        let call = match self.max_budget_in_team {
            Some(budget) => client.teams().add_members_with_budget(&team_id, &members, budget),
            None => client.teams().add_members(&team_id, &members),
        };
        let outcome = context
            .answer_response(self.dry_run, call, |team| {
                let team = Facts::of(team);
                let name = named(&team.string("team_alias"), &team_id);
                let budget = self.max_budget_in_team.map(|budget| format!("{} each", dollars(budget)));
                membership("Added", &self.members, "to team", &name)
                    .line("role", &self.role)
                    .line("budget", budget.unwrap_or_default())
            })
            .await?;
        new_users.warn(context, self.dry_run);
        Ok(outcome)
    }
}

const UPDATE_HELP: &str = "\
Limits you don't name keep their values.

Examples:
  litellm-proxy teams members update research ada@example.com --max-budget-in-team 50
  litellm-proxy teams members update research ada@example.com --role admin
  litellm-proxy teams members update research ada@example.com --role user --dry-run";

#[derive(Debug, Args)]
#[command(after_help = UPDATE_HELP)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
pub(crate) struct Update {
    #[command(flatten)]
    name: TeamName,
    /// User id or email address
    #[arg(value_name = "ID|EMAIL", value_parser = NonEmptyStringValueParser::new())]
    member: String,
    /// Role in the team: user, or admin (requires a license)
    #[arg(long, value_name = "ROLE", group = "change", value_parser = ["user", "admin"], hide_possible_values = true)]
    role: Option<String>,
    /// Budget of the member in the team, in dollars
    #[arg(long, value_name = "DOLLARS", group = "change", value_parser = params::dollars)]
    max_budget_in_team: Option<f64>,
    /// Tokens per minute in the team
    #[arg(long, value_name = "N", group = "change")]
    tpm_limit: Option<u64>,
    /// Requests per minute in the team
    #[arg(long, value_name = "N", group = "change")]
    rpm_limit: Option<u64>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let update_of = |member: MemberId| {
            let mut update = MemberUpdate::new(member);
            update.role = self.role.clone().map(Into::into);
            update.max_budget_in_team = self.max_budget_in_team;
            update.tpm_limit = self.tpm_limit;
            update.rpm_limit = self.rpm_limit;
            update
        };
        let team = &self.name.team;
        if !context.looks_up(self.dry_run) {
            return context.preview(client.teams().update_member(team, &update_of(guess(&self.member))));
        }
        // The server would store limits even for a user who is not a member.
        let info = names::team_info(&client, team).await?;
        let member = member_of(&client, &info, &self.member).await?;
        let mut update = update_of(member);
        if let MemberId::UserId(user_id) = &update.member
            && let Some(membership) = info.membership(user_id)
        {
            update = update.keeping(membership);
        }
        let team_id = info.team_info.team_id.as_deref().unwrap_or(team);
        let call = client.teams().update_member(team_id, &update);
        context
            .answer_response(self.dry_run, call, |updated| {
                let facts = Facts::of(updated);
                let budget = facts.number("max_budget_in_team").map(dollars);
                membership("Updated", &[&self.member], "in team", &team_name(&info))
                    .line("role", self.role.as_deref().unwrap_or_default())
                    .line("budget", budget.unwrap_or_default())
                    .line("rates", facts.rates())
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy teams members remove research ada@example.com bob
  litellm-proxy teams members remove research ada@example.com --dry-run
  litellm-proxy teams members remove research ada@example.com --yes")]
pub(crate) struct Remove {
    #[command(flatten)]
    name: TeamName,
    /// User ids or email addresses, or - to read them from stdin
    #[arg(required = true, value_name = "ID|EMAIL", value_parser = NonEmptyStringValueParser::new())]
    members: Vec<String>,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Remove {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let names = several::read(context, &self.members)?;
        let client = context.client()?;
        let team = &self.name.team;
        if !context.looks_up(self.dry_run) {
            let guesses = names.iter().map(|name| client.teams().remove_member(team, &guess(name)));
            return context.preview(guesses.collect::<Vec<_>>());
        }
        let info = names::team_info(&client, team).await?;
        let mut members = Vec::new();
        for name in &names {
            let member = member_of(&client, &info, name).await?;
            if !members.contains(&member) {
                members.push(member);
            }
        }
        let team_id = info.team_info.team_id.as_deref().unwrap_or(team);
        let calls: Vec<_> = members.iter().map(|member| client.teams().remove_member(team_id, member)).collect();
        context
            .perform(self.dry_run, calls, async |context, calls| {
                let wanted = members.len();
                let question = format!(
                    "Remove {} ({}) from the team `{team}`, and delete the keys they have in it?",
                    count(wanted, "member"),
                    names.join(", ")
                );
                self.confirmation.ask(context, self.dry_run, &question)?;
                let mut last = None;
                // Sequential, because the server rewrites the whole list of members each time.
                for (done, call) in calls.into_iter().enumerate() {
                    match call.await {
                        Ok(removed) => last = Some(removed),
                        Err(error) if done == 0 => return Err(error.into()),
                        Err(error) => {
                            let failure = partly(wanted - done, wanted, "member", "removed");
                            return Err(anyhow::Error::from(error).context(failure));
                        }
                    }
                }
                context.output.answer(&last, || membership("Removed", &self.members, "from team", &team_name(&info)))
            })
            .await
    }
}

/// Returns those of the names that are not members of a team.
async fn others(client: &Client, team: &str, names: &[String]) -> Result<Vec<String>> {
    let info = names::team_info(client, team).await?;
    let mut others = Vec::new();
    for name in names {
        if existing::resolved(client.teams().resolve_member(&info, name).await)?.is_none() {
            others.push(name.clone());
        }
    }
    Ok(others)
}

/// Returns a team by alias and id.
fn team_name(info: &TeamInfo) -> String {
    let team = &info.team_info;
    named(team.team_alias.as_deref().unwrap_or_default(), team.team_id.as_deref().unwrap_or_default())
}

/// Returns the member of a team given by user id or email address.
async fn member_of(client: &Client, info: &TeamInfo, name: &str) -> Result<MemberId> {
    client.teams().resolve_member(info, name).await.map_err(names::failure)
}
