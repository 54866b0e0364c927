//! `teams assign-key`: the own key into a team.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::models_of;
use crate::client::Lossless;
use crate::client::keys::KeyUpdate;
use crate::client::teams::Team;
use crate::commands::{names, picker};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::output::Format;

#[derive(Debug, Args)]
pub(crate) struct AssignKey {
    /// The team, by id or alias; without it, one is chosen on the terminal
    #[arg(long, value_name = "TEAM")]
    team_id: Option<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl AssignKey {
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        let key = context.own_key()?;
        let client = context.client()?;
        let team_id = match self.team_id {
            Some(team) => names::team(context, self.dry_run, &team).await?,
            None if context.is_showing(self.dry_run) => {
                return context.show([client.teams().list_unpaged(None).request()]);
            }
            None => choose(context, &client.teams().list_visible().await?)?,
        };
        let update = KeyUpdate { team_id: Some(team_id.clone()), ..KeyUpdate::default() };
        context.write(client.keys().update(&key, &update), self.dry_run).await?;
        // It is done; that the team cannot be looked at afterwards is no failure of it.
        let teams = client.teams().list_visible().await.unwrap_or_default();
        let team = teams.iter().find(|team| team.team_id.as_deref() == Some(&team_id));
        if !matches!(context.output.format(), None | Some(Format::Table)) {
            return context.output.value(&json!({
                "team_id": team_id,
                "team_alias": team.and_then(|team| team.team_alias.as_deref()),
                "models": team.and_then(|team| team.models.as_deref()),
            }));
        }
        let models = team.map(|team| format!("; it may call {}", models_of(team))).unwrap_or_default();
        context.output.prose(&format!("The key is assigned to the team {team_id}{models}.\n"))
    }
}

/// Asks on the terminal.
fn choose(context: &mut Context, teams: &[Lossless<Team>]) -> Result<String> {
    let names: Vec<(&str, String)> = teams
        .iter()
        .filter_map(|team| {
            let id = team.team_id.as_deref()?;
            Some((id, team.team_alias.as_ref().map_or_else(|| id.to_owned(), |alias| format!("{alias} ({id})"))))
        })
        .collect();
    let listed = names.iter().map(|(_, name)| format!("\n{name}")).collect::<String>();
    if names.is_empty() {
        return Err(Failure::NotFound("there is no team to choose from".to_owned()).into());
    }
    if !context.output.terminal().can_ask() {
        return Err(Failure::Usage {
            message: "which team? There is no terminal to choose one on".to_owned(),
            hint: Some(format!("give --team-id; teams:{listed}")),
        }
        .into());
    }
    let (ids, names): (Vec<_>, Vec<_>) = names.into_iter().unzip();
    match picker::choose("Team for this key", &names).and_then(|at| ids.get(at)) {
        Some(id) => Ok((*id).to_owned()),
        None => Err(Failure::Interrupted("no team was chosen".to_owned()).into()),
    }
}
