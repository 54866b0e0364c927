//! `teams list` and `teams available`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::models_of;
use crate::commands::filters::{self, Filters};
use crate::commands::unknown::{OwnerKind, doubt};
use crate::commands::{lists, names, status};
use crate::context::{Context, DryRun};
use crate::failure::find_cause;
use crate::outcome::Outcome;
use crate::output::{Column, Listing, defaults};
use litellm_proxy_client::teams::{Team, TeamFilter};
use litellm_proxy_client::{Client, Error, Lossless, Refusal, RefusalKind};

const COLUMNS: &[Column<Lossless<Team>>] = &[
    Column::new("team_alias", "Team Alias", |team: &Lossless<Team>| team.team_alias.clone().unwrap_or_default())
        .short(|team| alias_or_id(team))
        .at_least(18),
    Column::new("team_id", "Team ID", |team: &Lossless<Team>| team.team_id.clone().unwrap_or_default())
        .id()
        .optional(1),
    Column::new("models", "Models", |team: &Lossless<Team>| models_of(team)).items().optional(2),
    Column::right("members", "Members", |team: &Lossless<Team>| members_of(team)).optional(4),
    Column::right("keys", "Keys", |team: &Lossless<Team>| {
        team.keys_count.map(|count| count.to_string()).unwrap_or_default()
    })
    .on_terminals()
    .optional(3),
    Column::money("max_budget", "Max Budget", |team: &Lossless<Team>| team.max_budget)
        .short_title("Budget")
        .optional(5),
    Column::money("spend", "Spend", |team| team.spend),
    Column::state("status", "Status", |team: &Lossless<Team>| {
        status::of(team.blocked, team.spend, team.max_budget).to_owned()
    })
    .on_terminals(),
];

/// Returns the alias, or else the id.
fn alias_or_id(team: &Team) -> String {
    let alias = team.team_alias.clone().filter(|alias| !alias.is_empty());
    alias.or_else(|| team.team_id.clone()).unwrap_or_default()
}

fn members_of(team: &Team) -> String {
    let listed = team.members_with_roles.as_ref().and_then(|members| u64::try_from(members.len()).ok());
    listed.or(team.members_count).map(|count| count.to_string()).unwrap_or_default()
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only teams whose alias contains this
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    alias: Option<String>,
    /// Only teams of this user, by id or email address
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user_id: Option<String>,
    /// Only teams of this organization, by id or alias
    #[arg(long, value_name = "ORGANIZATION", value_parser = NonEmptyStringValueParser::new())]
    organization_id: Option<String>,
    /// Only this page, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: Option<u32>,
    /// Teams per page, 1 to 100 [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    page_size: Option<u32>,
}

impl List {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let user_id = match self.user_id {
            Some(user) => Some(names::user(context, DryRun::default(), &user).await?),
            None => None,
        };
        let (organization_id, refusal) = match self.organization_id {
            Some(organization) => {
                let (id, refusal) = names::organization_or_name(context, organization).await?;
                (Some(id), refusal)
            }
            None => (None, None),
        };
        let mut filter = TeamFilter::default();
        (filter.team_alias, filter.user_id, filter.organization_id) = (self.alias, user_id, organization_id);
        (filter.page, filter.page_size) = (self.page, self.page_size);
        let client = context.client()?;
        if let Some(refusal) = refusal {
            judge_empty_list(context, &client, &filter, refusal).await?;
        }
        let refusal = match show(context, &client, &filter).await {
            Err(error) if filter.user_id.is_none() && is_admin_only(&error) => error,
            other => return other,
        };
        // Callers who are not admins may list their own teams, by their user id.
        let Ok(own_key) = client.keys().own_info().await else { return Err(refusal) };
        if let Some(user_id) = own_key.info.user_id.clone() {
            filter.user_id = Some(user_id);
            return show(context, &client, &filter).await;
        }
        // A key without a user may still belong to a team.
        let Some(team_id) = own_key.info.team_id.clone() else { return Err(refusal) };
        let team = client.teams().get(&team_id).await?.into_inner().team_info;
        let mut teams = vec![team];
        filters(&filter).retain(&mut teams);
        // No server was asked for the organization.
        let organization_id = filter.organization_id.as_ref();
        teams.retain(|team| organization_id.is_none_or(|id| team.organization_id.as_ref() == Some(id)));
        let columns = defaults(&context.output, COLUMNS);
        context.output.list("team", &teams, &columns, &teams)
    }
}

/// Fails if a server without a license has no team of the organization in the filter, since it cannot say whether there is
/// such an organization. Warns if only this caller may not look it up.
async fn judge_empty_list(context: &mut Context, client: &Client, filter: &TeamFilter, refusal: Error) -> Result<()> {
    let mut first = filter.clone();
    (first.page, first.page_size) = (Some(1), Some(1));
    if client.teams().list(&first).await.is_ok_and(|page| !page.teams.is_empty()) {
        return Ok(());
    }
    if refusal.refusal().is_some_and(Refusal::needs_license) {
        return Err(refusal.into());
    }
    let name = filter.organization_id.as_deref().unwrap_or_default();
    context.output.warn(doubt(OwnerKind::Organization, name, &refusal.to_string()));
    Ok(())
}

async fn show(context: &mut Context, client: &Client, filter: &TeamFilter) -> Result<Outcome> {
    if filter.page.is_some() || filter.page_size.is_some() {
        let call = client.teams().list(filter);
        return context
            .perform(DryRun::default(), call, async |context, call| {
                let page = call.await?;
                filters(filter).ensure_match(&page.teams, "--page and --page-size")?;
                let columns = defaults(&context.output, COLUMNS);
                context.output.list("team", &page.teams, &columns, &page.teams)
            })
            .await;
    }
    context
        .perform(DryRun::default(), client.teams().list_all(filter), async |context, pages| {
            let listing = Listing::new(&context.output, "team", &defaults(&context.output, COLUMNS));
            lists::show_matching(context, pages, listing, filters(filter), |_, _| []).await
        })
        .await
}

/// Returns the checks of the filters. A page of teams may lack their members.
fn filters(filter: &TeamFilter) -> Filters<'_, Lossless<Team>> {
    Filters::none()
        .on("--alias", filter.team_alias.as_deref(), |team: &Lossless<Team>, alias| {
            filters::contains(team, "team_alias", team.team_alias.as_deref(), alias)
        })
        .on("--organization-id", filter.organization_id.as_deref(), |team, id| {
            filters::is(team, "organization_id", team.organization_id.as_deref(), id)
        })
}

/// Returns whether the server refused to list all teams because the caller is not an admin; it does so with a 401.
fn is_admin_only(error: &anyhow::Error) -> bool {
    match find_cause::<Error>(error) {
        Some(Error::Unauthorized(refusal) | Error::Forbidden(refusal)) => refusal.kind() == Some(RefusalKind::NotAdmin),
        _ => false,
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
The server's config file defines these teams, as available_teams in default_internal_user_params.

Examples:
  litellm-proxy teams available
  litellm-proxy teams available --columns team_alias,team_id
  litellm-proxy teams available --format json")]
pub(crate) struct Available {}

impl Available {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.teams().available();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let teams = match call.await {
                    // Older servers refuse the request if no team can be joined.
                    Err(Error::Refused(refusal)) if refusal.kind() == Some(RefusalKind::NoTeamsAvailable) => Vec::new(),
                    teams => teams?,
                };
                if teams.is_empty() && !context.output.is_terminal_table() {
                    context.output.note("there are no teams to join");
                }
                let columns = defaults(&context.output, COLUMNS);
                context.output.list("team to join", &teams, &columns, &teams)
            })
            .await
    }
}
