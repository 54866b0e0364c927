//! `teams create` and `teams update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use futures_util::future;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Info, TeamName};
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::fields::{self, Unread, UnsetField};
use crate::commands::new_users;
use crate::commands::unknown::{self, Checks, Names, Owner, OwnerKind};
use crate::commands::{answers, durations, kept, names, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::kept::Written;
use litellm_proxy_client::names::NameError;
use litellm_proxy_client::teams::{NewTeam, TeamUpdate};
use litellm_proxy_client::{Field, known_fields};

/// Options that `teams create` and `teams update` share. Each has the name of its field in the request.
#[derive(Debug, Args, Serialize)]
struct Fields {
    /// Display name
    #[arg(long, value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new())]
    team_alias: Option<String>,
    /// Models and access groups that the team may call, separated by commas [default: all]
    #[arg(long, value_name = "MODELS", value_parser = Unread::models())]
    models: Option<Unread>,
    /// Dollars that the team may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// Budget reset interval, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N")]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N")]
    rpm_limit: Option<u64>,
    /// The team's organization, by id or alias
    #[arg(long, value_name = "ORGANIZATION", value_parser = NonEmptyStringValueParser::new())]
    organization_id: Option<String>,
    /// Metadata, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON", value_parser = Unread::object())]
    metadata: Option<Unread>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    #[serde(skip)]
    param: Vec<String>,
}

/// Returns what a team belongs to.
fn owners<'a>(organization_id: &'a mut Option<String>, extra: &'a mut Map<String, Value>) -> Vec<Owner<'a>> {
    let kinds = [("organization_id", OwnerKind::Organization), ("budget_id", OwnerKind::Budget)];
    let organization = organization_id.as_mut().map(|name| (OwnerKind::Organization, name));
    organization.into_iter().chain(unknown::in_fields(extra, &kinds)).collect()
}

const CREATE_HELP: &str = "\
The user who creates a team becomes its admin. The server creates a user for each unknown id of a
member or admin, with a warning, and with --force for an email address.

Examples:
  litellm-proxy teams create research --models gpt-4,claude --max-budget 100
  litellm-proxy teams create ops --admin ada@example.com --member bob
  litellm-proxy teams create batch --rpm-limit 600 --budget-duration 30d --max-budget 500";

#[derive(Debug, Args)]
#[command(after_help = CREATE_HELP)]
pub(crate) struct Create {
    /// Display name
    #[arg(value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "team_alias")]
    alias: Option<String>,
    /// Id of the team; the server generates one by default
    #[arg(long, value_name = "TEAM_ID", value_parser = NonEmptyStringValueParser::new())]
    team_id: Option<String>,
    /// User id or email address of a member (can be repeated)
    #[arg(long, value_name = "ID|EMAIL", value_parser = NonEmptyStringValueParser::new())]
    member: Vec<String>,
    /// User id or email address of an admin of the team (can be repeated)
    #[arg(long, value_name = "ID|EMAIL", value_parser = NonEmptyStringValueParser::new())]
    admin: Vec<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    checks: Checks,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (option, id) = (self.if_not_exists, self.team_id.clone());
        let alias = || self.alias.clone().or_else(|| self.fields.team_alias.clone());
        let name = option.name(id.clone().or_else(alias), "ALIAS or --team-id")?;
        let client = context.client()?;
        let find = async || match &id {
            Some(id) => Ok(existing::found(client.teams().get(id).send().await)?.map(|_| id.clone())),
            None => match client.teams().resolve_at_once(&name).await {
                // One of them may be about to go, as the later of two that were created at once.
                Err(NameError::Ambiguous { .. }) => Ok(client.teams().first_of_alias(&name).await?),
                team => Ok(existing::resolved(team)?.map(|team| team.id)),
            },
        };
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.create(context).await;
        let show = async |context: &mut Context, team| Info { name: TeamName { team } }.run(context).await;
        let what = format!("the team `{name}`");
        let creation = Creation { what: &what, is_unique: id.is_some(), dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(self, context: &mut Context) -> Result<Outcome> {
        let mut team: NewTeam = fields::request(context, &self.fields)?;
        team.team_id = self.team_id;
        team.team_alias = self.alias.or(team.team_alias);
        team.extra = params::read_known(context, &self.fields.param, &team, known_fields::NEW_TEAM)?;
        let names = [self.admin.as_slice(), &self.member].concat();
        let unknown = self.checks.of_members();
        let (members, new_users) = new_users::members(context, self.dry_run, unknown, &names).await?;
        let role = |index: usize| if index < self.admin.len() { "admin" } else { "user" };
        let members: Vec<_> = members.into_iter().enumerate().map(|(index, member)| member.role(role(index))).collect();
        let owners = owners(&mut team.organization_id, &mut team.extra);
        let mut unknown = self.checks.resolve(context, self.dry_run, owners).await?;
        team.members_with_roles = (!members.is_empty()).then_some(members);
        let client = context.client()?;
        let call = client.teams().create(&team);
        let outcome = context
            .perform(self.dry_run, call, async |context, call| {
                let named = Names { user_id: None, models: team.models.as_deref().unwrap_or_default() };
                let (created, others) = match self.checks.look_up_during(&client, named, call.send()).await {
                    Ok(created) => created,
                    Err(error) => return Err(client.explain_failed_write(error, &team).await.into()),
                };
                unknown.extend(others);
                if self.if_not_exists.is_chosen()
                    && let (None, Some(alias)) = (&team.team_id, &team.team_alias)
                {
                    client.teams().keep_first_of_alias(alias, &created.team_id).await?;
                }
                // On a terminal, the answer has a command that names the team.
                let is_first = context.output.shows_answers();
                let alias = created.team_alias.as_deref().filter(|_| !self.if_not_exists.is_chosen());
                let others = if is_first { namesakes(context, alias, &created.team_id).await? } else { Vec::new() };
                context.output.answer(&created, || answers::created_team(&created, others.is_empty()))?;
                let others = if is_first { others } else { namesakes(context, alias, &created.team_id).await? };
                warn_of_namesakes(context, alias, &others);
                let written = Written::Team(created.team_id.clone());
                let outcome = kept::report(context, &written, &team, &team.extra, &created).await;
                unknown::warn(context, "team", &unknown);
                outcome
            })
            .await?;
        new_users.warn(context, self.dry_run);
        Ok(outcome)
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
Fields you don't name keep their values.

{}
A team without models may call all. Older servers cannot empty the team_member_* fields.

Examples:
  litellm-proxy teams update research --max-budget 250 --budget-duration 30d
  litellm-proxy teams update research --unset max_budget --unset budget_duration
  litellm-proxy teams update research --team-alias \"Research & Development\"",
    fields::unset_help(TeamUpdate::FIELDS)))]
pub(crate) struct Update {
    #[command(flatten)]
    name: TeamName,
    #[command(flatten)]
    fields: Fields,
    /// Field to empty, such as max_budget (can be repeated)
    #[arg(long, value_name = "FIELD", value_parser = UnsetField(TeamUpdate::FIELDS), hide_possible_values = true)]
    unset: Vec<&'static Field>,
    #[command(flatten)]
    checks: Checks,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut update: TeamUpdate = fields::request(context, &self.fields)?;
        update.extra = params::read_known(context, &self.fields.param, &update, known_fields::TEAM_UPDATE)?;
        let unset = fields::unset(&self.unset, &update)?;
        update.extra.extend(unset);
        if serde_json::to_value(&update)?.as_object().is_none_or(serde_json::Map::is_empty) {
            return Err(Failure::usage("nothing to update: give at least one option"));
        }
        let team_id = self.keep_metadata(context, &mut update).await?;
        let owners = owners(&mut update.organization_id, &mut update.extra);
        let mut unknown = self.checks.resolve(context, self.dry_run, owners).await?;
        let client = context.client()?;
        let call = client.teams().update(&team_id, &update);
        context
            .perform(self.dry_run, call, async |context, call| {
                let named = Names { user_id: None, models: update.models.as_deref().unwrap_or_default() };
                let (updated, others) = match self.checks.look_up_during(&client, named, call.send()).await {
                    Ok(updated) => updated,
                    Err(error) => return Err(client.explain_failed_write(error, &update).await.into()),
                };
                unknown.extend(others);
                context.output.answer(&updated, || answers::team("Updated", &updated))?;
                let others = namesakes(context, update.team_alias.as_deref(), &team_id).await?;
                warn_of_namesakes(context, update.team_alias.as_deref(), &others);
                kept::warn_of_windows(context, "team", &update, &updated)?;
                let written = Written::Team(team_id);
                let outcome = kept::report(context, &written, &update, &update.extra, &updated).await;
                unknown::warn(context, "team", &unknown);
                outcome
            })
            .await
    }
}

impl Update {
    /// Returns the id of the team. Adds to the update what an older server would lose from the team's metadata.
    async fn keep_metadata(&self, context: &mut Context, update: &mut TeamUpdate) -> Result<String> {
        if !update.replaces_metadata() || !context.looks_up(self.dry_run) {
            return names::team(context, self.dry_run, &self.name.team).await;
        }
        let client = context.client()?;
        let version = async { Ok(client.health().version().await.ok().flatten()) };
        let (team, version) = future::try_join(names::team_info(&client, &self.name.team), version).await?;
        if version.is_some_and(|version| !version.at_least(1, 81)) {
            *update = std::mem::take(update).keeping_metadata(&team.team_info);
        }
        let id = team.team_id.clone().or_else(|| team.team_info.team_id.clone());
        Ok(id.unwrap_or_else(|| self.name.team.clone()))
    }
}

/// Returns the ids of the other teams that have the alias that was just set: the server allows duplicates.
async fn namesakes(context: &mut Context, alias: Option<&str>, own_id: &str) -> Result<Vec<String>> {
    let Some(alias) = alias else { return Ok(Vec::new()) };
    // The change is done, so a failed lookup of the other teams is not an error.
    let mut team_ids = context.client()?.teams().ids_by_alias(alias).await.unwrap_or_default();
    team_ids.retain(|id| id != own_id);
    Ok(team_ids)
}

fn warn_of_namesakes(context: &mut Context, alias: Option<&str>, others: &[String]) {
    if let Some(alias) = alias.filter(|_| !others.is_empty()) {
        let others = others.join(", ");
        context.output.warn(format_args!("`{alias}` is also the alias of {others}; refer to these teams by id"));
    }
}
