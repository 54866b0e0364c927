//! The login in a browser, and the team that it is for.

use std::time::Duration;

use anyhow::Result;
use tokio::time::Instant;

use super::waiting::Waiting;
use super::{Attempt, LoggedIn, REQUEST_TIME};
use crate::auth::polling::{self, Outcome, Pending};
use crate::commands::picker;
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::sso::LoginTeam;

/// Where neither the server nor the user says how long.
const USUAL_TIME: Duration = Duration::from_secs(300);

pub(super) async fn log_in(attempt: &Attempt, context: &mut Context) -> Result<LoggedIn> {
    let pending = polling::begin(&attempt.client).await?;
    attempt.send_to_browser(context, &pending.url, pending.user_code.as_deref());
    let time = attempt.time.or(pending.lives).unwrap_or(USUAL_TIME);
    let end = super::end_of(time);
    let waiting = Waiting::until(context, end, true);
    let login = match ask(attempt, &pending, None, end, waiting).await? {
        Outcome::Ready(login) => login,
        Outcome::TimeOver => return Err(super::nobody_came(time)),
        Outcome::ChooseTeam(choice) => {
            let team = team_of(context, &choice.teams, attempt.team.as_deref())?;
            // Whoever had to choose has used up some of the time; the answer is there at once.
            let end = end.max(Instant::now() + REQUEST_TIME);
            let waiting = Waiting::until(context, end, false);
            match ask(attempt, &pending, Some(&team.team_id), end, waiting).await? {
                Outcome::Ready(mut login) => {
                    if login.teams.is_empty() {
                        login.teams = choice.teams;
                    }
                    login.team_id.get_or_insert(team.team_id);
                    login
                }
                _ => return Err(super::nobody_came(time)),
            }
        }
    };
    let of_login = login.teams.iter().find(|team| Some(&team.team_id) == login.team_id.as_ref());
    if let Some(asked) = attempt.team.as_deref()
        && login.team_id.as_deref() != Some(asked)
        && of_login.and_then(|team| team.team_alias.as_deref()) != Some(asked)
    {
        return Err(no_such_team(asked, &login.teams));
    }
    let mut stored = attempt.login_with(&login.key);
    stored.set_non_empty("user_id", login.user_id.as_deref());
    stored.set_non_empty("team_id", login.team_id.as_deref());
    Ok(LoggedIn { login: stored, team_alias: of_login.and_then(|team| team.team_alias.clone()) })
}

async fn ask(
    attempt: &Attempt,
    pending: &Pending,
    team_id: Option<&str>,
    end: Instant,
    mut waiting: Waiting,
) -> Result<Outcome> {
    Ok(polling::outcome(&attempt.poller, pending, team_id, end, |error| waiting.trouble(error)).await?)
}

/// Which team: the one that was asked for, the only one, or the one that the user chooses.
fn team_of(context: &mut Context, teams: &[LoginTeam], asked: Option<&str>) -> Result<LoginTeam> {
    if let Some(asked) = asked {
        let by_id = teams.iter().find(|team| team.team_id == asked);
        let mut by_alias = teams.iter().filter(|team| team.team_alias.as_deref() == Some(asked));
        return match (by_id, by_alias.next(), by_alias.next()) {
            (Some(team), _, _) | (None, Some(team), None) => Ok(team.clone()),
            (None, Some(_), Some(_)) => Err(Failure::Usage {
                message: format!("more than one of your teams is called `{asked}`"),
                hint: Some(format!("give --team with an id; teams:{}", listed(teams))),
            }
            .into()),
            (None, None, _) => Err(no_such_team(asked, teams)),
        };
    }
    match teams {
        [] => Err(Failure::LoginFailed("the server wants a team to be chosen, and names none".to_owned()).into()),
        [only] => Ok(only.clone()),
        _ if !context.output.terminal().can_ask() => Err(Failure::Usage {
            message: "which team? There is no terminal to choose one on".to_owned(),
            hint: Some(format!("log in again with --team; teams:{}", listed(teams))),
        }
        .into()),
        _ => {
            let names: Vec<String> = teams.iter().map(name_of).collect();
            let chosen = picker::choose(&context.interrupt, "Team for this login", &names).and_then(|at| teams.get(at));
            chosen.cloned().ok_or_else(|| Failure::Interrupted("no team was chosen".to_owned()).into())
        }
    }
}

fn no_such_team(asked: &str, teams: &[LoginTeam]) -> anyhow::Error {
    let hint = match teams {
        [] => "you are in no team: log in without --team".to_owned(),
        _ => format!("give --team one of your teams:{}", listed(teams)),
    };
    Failure::Usage { message: format!("you are in no team that is called `{asked}`"), hint: Some(hint) }.into()
}

fn listed(teams: &[LoginTeam]) -> String {
    teams.iter().map(|team| format!("\n{}", name_of(team))).collect()
}

fn name_of(team: &LoginTeam) -> String {
    match &team.team_alias {
        Some(alias) => format!("{alias} ({})", team.team_id),
        None => team.team_id.clone(),
    }
}
