//! `teams create` and `teams update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::Value;

use super::TeamName;
use super::members::to_add;
use crate::commands::{durations, names, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::teams::{NewTeam, TeamUpdate};

/// What a team may be told to be, when it is made and later.
#[derive(Debug, Args)]
struct Fields {
    /// Name to show
    #[arg(long, value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new())]
    team_alias: Option<String>,
    /// Models and access groups that it may call, separated by commas [default: all]
    #[arg(long, value_name = "MODELS")]
    models: Option<String>,
    /// Dollars that it may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// After how long the spend starts again from zero, such as 30d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    budget_duration: Option<String>,
    /// Tokens per minute
    #[arg(long, value_name = "N")]
    tpm_limit: Option<u64>,
    /// Requests per minute
    #[arg(long, value_name = "N")]
    rpm_limit: Option<u64>,
    /// Organization that it belongs to, by id or alias
    #[arg(long, value_name = "ORGANIZATION", value_parser = NonEmptyStringValueParser::new())]
    organization_id: Option<String>,
    /// Anything to keep with it, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON")]
    metadata: Option<String>,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
}

impl Fields {
    fn metadata(&self, context: &mut Context) -> Result<Option<Value>> {
        let Some(json) = &self.metadata else { return Ok(None) };
        Ok(Some(Value::Object(context.arguments.object("--metadata", json)?)))
    }
}

/// The id of the organization that is named, in place of what it is named by.
async fn look_up(context: &mut Context, dry_run: DryRun, organization: &mut Option<String>) -> Result<()> {
    if let Some(name) = organization.take() {
        *organization = Some(names::organization_or_name(context, dry_run, name).await?);
    }
    Ok(())
}

const CREATE_HELP: &str = "\
Whoever creates a team becomes its admin. Of a member's or admin's id or e-mail address that it
does not know, the server makes a user.

Examples:
  litellm-proxy teams create --team-alias research --models gpt-4,claude --max-budget 100
  litellm-proxy teams create --team-alias ops --admin ada@example.com --member bob";

#[derive(Debug, Args)]
#[command(after_help = CREATE_HELP)]
pub(crate) struct Create {
    /// Id of the team; without it, the server makes one up
    #[arg(long, value_name = "TEAM_ID", value_parser = NonEmptyStringValueParser::new())]
    team_id: Option<String>,
    /// User id or e-mail address of a member (can be repeated)
    #[arg(long, value_name = "ID|EMAIL", value_parser = NonEmptyStringValueParser::new())]
    member: Vec<String>,
    /// User id or e-mail address of an admin of the team (can be repeated)
    #[arg(long, value_name = "ID|EMAIL", value_parser = NonEmptyStringValueParser::new())]
    admin: Vec<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut team = NewTeam {
            team_id: self.team_id,
            models: params::models("--models", self.fields.models.as_deref())?,
            max_budget: self.fields.max_budget,
            tpm_limit: self.fields.tpm_limit,
            rpm_limit: self.fields.rpm_limit,
            metadata: self.fields.metadata(context)?,
            team_alias: self.fields.team_alias,
            budget_duration: self.fields.budget_duration,
            organization_id: self.fields.organization_id,
            ..NewTeam::default()
        };
        team.extra = params::read_others(context, "--param", &self.fields.param, &team)?;
        let mut members = Vec::new();
        for (names, role) in [(&self.admin, "admin"), (&self.member, "user")] {
            for name in names {
                members.push(to_add(context, self.dry_run, name).await?.role(role));
            }
        }
        look_up(context, self.dry_run, &mut team.organization_id).await?;
        team.members_with_roles = (!members.is_empty()).then_some(members);
        let client = context.client()?;
        let call = client.teams().create(&team);
        context
            .perform(self.dry_run, call, async |context, call| {
                let created = match call.await {
                    Ok(created) => created,
                    Err(error) => return Err(client.explain_failed_write(error, &team).await.into()),
                };
                context.output.value(&created)?;
                warn_of_namesakes(context, created.team_alias.as_deref(), created.team_id.as_deref())
                    .await
                    .map(Outcome::done)
            })
            .await
    }
}

/// What the server empties of a team.
const EMPTIED: &[&str] = &[
    "access_group_ids",
    "budget_duration",
    "budget_limits",
    "default_team_member_models",
    "max_budget",
    "metadata",
    "model_aliases",
    "model_rpm_limit",
    "model_tpm_limit",
    "models",
    "organization_id",
    "router_settings",
    "rpm_limit",
    "soft_budget",
    "team_alias",
    "team_member_budget",
    "team_member_budget_duration",
    "team_member_rpm_limit",
    "team_member_tpm_limit",
    "tpd_limit",
    "tpm_limit",
];

const UPDATE_HELP: &str = "\
What is not named stays as it is. --unset takes away max_budget, soft_budget, budget_duration,
budget_limits, tpm_limit, rpm_limit, tpd_limit, model_tpm_limit, model_rpm_limit, models (the team
may call all of them), model_aliases, metadata, team_alias, organization_id, access_group_ids,
router_settings, default_team_member_models, and on newer servers team_member_budget,
team_member_budget_duration, team_member_tpm_limit and team_member_rpm_limit.

Examples:
  litellm-proxy teams update research --max-budget 250 --budget-duration 30d
  litellm-proxy teams update research --unset max_budget --unset budget_duration";

#[derive(Debug, Args)]
#[command(after_help = UPDATE_HELP)]
pub(crate) struct Update {
    #[command(flatten)]
    name: TeamName,
    #[command(flatten)]
    fields: Fields,
    /// Field to empty, such as max_budget (can be repeated)
    #[arg(long, value_name = "FIELD", value_parser = params::Field(EMPTIED), hide_possible_values = true)]
    unset: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut update = TeamUpdate {
            models: params::models("--models", self.fields.models.as_deref())?,
            max_budget: self.fields.max_budget,
            tpm_limit: self.fields.tpm_limit,
            rpm_limit: self.fields.rpm_limit,
            metadata: self.fields.metadata(context)?,
            team_alias: self.fields.team_alias,
            budget_duration: self.fields.budget_duration,
            organization_id: self.fields.organization_id,
            ..TeamUpdate::default()
        };
        update.extra = params::read_others(context, "--param", &self.fields.param, &update)?;
        for (field, null) in params::unset("--unset", &self.unset, &update)? {
            // The columns of these know no null.
            let empty = match field.as_str() {
                "models" | "default_team_member_models" | "access_group_ids" => Value::Array(Vec::new()),
                "metadata" | "model_aliases" | "model_rpm_limit" | "model_tpm_limit" => {
                    Value::Object(serde_json::Map::new())
                }
                _ => null,
            };
            update.extra.insert(field, empty);
        }
        if serde_json::to_value(&update)?.as_object().is_none_or(serde_json::Map::is_empty) {
            return Err(Failure::usage("nothing to change is named"));
        }
        let team_id = names::team(context, self.dry_run, &self.name.team).await?;
        look_up(context, self.dry_run, &mut update.organization_id).await?;
        let client = context.client()?;
        let call = client.teams().update(&team_id, &update);
        context
            .perform(self.dry_run, call, async |context, call| {
                let updated = match call.await {
                    Ok(updated) => updated,
                    Err(error) => return Err(client.explain_failed_write(error, &update).await.into()),
                };
                context.output.value(&updated)?;
                warn_of_namesakes(context, update.team_alias.as_deref(), Some(&team_id)).await.map(Outcome::done)
            })
            .await
    }
}

/// Says that an alias that was just given out names another team too, which the server does not mind.
async fn warn_of_namesakes(context: &mut Context, alias: Option<&str>, own_id: Option<&str>) -> Result<()> {
    let Some(alias) = alias else { return Ok(()) };
    // It is done; that the others cannot be looked at is no failure of it.
    let called = context.client()?.teams().ids_by_alias(alias).await.unwrap_or_default();
    let others: Vec<_> = called.iter().map(String::as_str).filter(|id| Some(*id) != own_id).collect();
    if !others.is_empty() {
        let others = others.join(", ");
        context.output.warn(format_args!("`{alias}` is the alias of {others} too: name these teams by their ids"));
    }
    Ok(())
}
