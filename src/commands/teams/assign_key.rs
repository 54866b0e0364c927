//! `teams assign-key`: assigns keys to a team, by default the caller's own key.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::json;

use super::models_of;
use crate::commands::confirm::{count, partly};
use crate::commands::facts::{Facts, named, short_hash};
use crate::commands::{names, picker, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Answer;
use litellm_proxy_client::keys::KeyUpdate;
use litellm_proxy_client::teams::Team;
use litellm_proxy_client::{ApiKey, Lossless};

const AFTER_HELP: &str = "\
Examples:
  litellm-proxy teams assign-key research
  litellm-proxy teams assign-key research ci-key nightly-key
  litellm-proxy teams assign-key research ci-key --dry-run";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct AssignKey {
    /// Team id or alias; if omitted, choose one on the terminal
    #[arg(value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// Keys, each as secret, hash or alias, @FILE or @- [default: your own key]
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    /// Team id or alias, as an option
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "team")]
    team_id: Option<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl AssignKey {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut keys = Vec::new();
        if self.keys.is_empty() {
            keys.push(context.own_key().await?);
        }
        for name in several::read(context, &self.keys)? {
            keys.push(names::existing_key(context, self.dry_run, &name).await?.key);
        }
        let client = context.client()?;
        let team_id = match self.team.or(self.team_id) {
            Some(team) => names::team(context, self.dry_run, &team).await?,
            None if !context.is_sending(self.dry_run) => {
                return context.preview(client.teams().list_unpaged(None));
            }
            None => choose_team(context, &client.teams().list_visible().await?)?,
        };
        let update = KeyUpdate::default().team_id(&team_id);
        let calls: Vec<_> = keys.iter().map(|key| client.keys().update(key, &update)).collect();
        context
            .perform(self.dry_run, calls, async |context, calls| {
                let (mut failed, mut missing) = (0, 0);
                for (key, call) in keys.iter().zip(calls) {
                    match call.await {
                        Ok(_) => {}
                        Err(error) if keys.len() == 1 => return Err(error.into()),
                        Err(error) => {
                            failed += 1;
                            missing += usize::from(error.is_not_found());
                            context.output.warn(format_args!("key {} was not assigned: {error}", key.hash()));
                        }
                    }
                }
                if missing == keys.len() {
                    return Err(Failure::NotFound(format!("none of these {missing} keys exists")).into());
                }
                if failed > 0 {
                    return Err(partly(failed, keys.len(), "key", "assigned").into());
                }
                // The keys are assigned; failing to show the team does not change that.
                let teams = client.teams().list_visible().await.unwrap_or_default();
                let team = teams.iter().find(|team| team.team_id.as_deref() == Some(&team_id));
                show(context, &team_id, team, &keys, self.keys.is_empty())
            })
            .await
    }
}

fn show(
    context: &mut Context,
    team_id: &str,
    team: Option<&Lossless<Team>>,
    keys: &[ApiKey],
    is_own: bool,
) -> Result<Outcome> {
    if context.output.shows_answers() || !context.output.is_for_people() {
        let mut result = json!({
            "team_id": team_id,
            "team_alias": team.and_then(|team| team.team_alias.as_deref()),
            "models": team.and_then(|team| team.models.as_deref()),
        });
        if !is_own && let Some(fields) = result.as_object_mut() {
            fields.insert("keys".to_owned(), keys.iter().map(ApiKey::hash).collect());
        }
        return context.output.answer(&result, || {
            let alias = team.and_then(|team| team.team_alias.as_deref()).unwrap_or_default();
            let keys: Vec<String> = keys.iter().map(|key| short_hash(&key.hash())).collect();
            let what = if is_own { "your key".to_owned() } else { format!("key {}", keys.join(", ")) };
            Answer::new(format!("Assigned {what} to team {}", named(alias, team_id)))
                .line("models", team.map(|team| Facts::of(team).models()).unwrap_or_default())
        });
    }
    let (subject, may) = match keys {
        [_] => ("The key is".to_owned(), "it may call"),
        _ => (format!("{} are", count(keys.len(), "key")), "they may call"),
    };
    let models = team.map(|team| format!("; {may} {}", models_of(team))).unwrap_or_default();
    context.output.prose(&format!("{subject} assigned to the team {team_id}{models}.\n")).map(Outcome::done)
}

/// Lets the user choose a team on the terminal.
fn choose_team(context: &mut Context, teams: &[Lossless<Team>]) -> Result<String> {
    let names: Vec<(&str, String)> = teams
        .iter()
        .filter_map(|team| {
            let id = team.team_id.as_deref()?;
            Some((id, team.team_alias.as_ref().map_or_else(|| id.to_owned(), |alias| format!("{alias} ({id})"))))
        })
        .collect();
    let list = names.iter().map(|(_, name)| format!("\n{name}")).collect::<String>();
    if names.is_empty() {
        return Err(Failure::NotFound("there are no teams to choose from".to_owned()).into());
    }
    if !context.output.terminal().can_ask() {
        return Err(Failure::Usage {
            message: "no team is given, and there is no terminal to choose one on".to_owned(),
            hint: Some(format!("give --team-id, one of:{list}")),
        }
        .into());
    }
    let (ids, names): (Vec<_>, Vec<_>) = names.into_iter().unzip();
    match picker::choose(&context.interrupt, "Team for this key", &names).and_then(|at| ids.get(at)) {
        Some(id) => Ok((*id).to_owned()),
        None => Err(Failure::Interrupted("no team was chosen".to_owned()).into()),
    }
}
