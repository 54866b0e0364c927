//! `login` in a browser, including the choice of a team.

use std::time::Duration;

use anyhow::Result;
use tokio::time::Instant;

use super::waiting::WaitIndicator;
use super::{Attempt, LoggedIn, REQUEST_TIMEOUT};
use crate::auth::polling::{self, PendingLogin, PollOutcome};
use crate::commands::picker;
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::sso::LoginTeam;

/// The time to log in, unless the server or the user sets another.
const DEFAULT_LOGIN_TIMEOUT: Duration = Duration::from_secs(300);

pub(super) async fn log_in(attempt: &Attempt, context: &mut Context) -> Result<LoggedIn> {
    let pending = polling::start(&attempt.client).await?;
    attempt.send_to_browser(context, &pending.url, pending.user_code.as_deref());
    let timeout = attempt.timeout.or(pending.expires_in).unwrap_or(DEFAULT_LOGIN_TIMEOUT);
    let deadline = super::deadline(timeout);
    let indicator = WaitIndicator::start(context, deadline, true);
    let login = match poll(attempt, &pending, None, deadline, indicator).await? {
        PollOutcome::Ready(login) => login,
        PollOutcome::TimedOut => return Err(super::login_timed_out(timeout)),
        PollOutcome::ChooseTeam(choice) => {
            let team = pick_team(context, &choice.teams, attempt.team.as_deref())?;
            // Picking a team may have used up the time; the server responds at once now.
            let deadline = deadline.max(Instant::now() + REQUEST_TIMEOUT);
            let indicator = WaitIndicator::start(context, deadline, false);
            match poll(attempt, &pending, Some(&team.team_id), deadline, indicator).await? {
                PollOutcome::Ready(mut login) => {
                    if login.teams.is_empty() {
                        login.teams = choice.teams;
                    }
                    login.team_id.get_or_insert(team.team_id);
                    login
                }
                _ => return Err(super::login_timed_out(timeout)),
            }
        }
    };
    let login_team = login.teams.iter().find(|team| Some(&team.team_id) == login.team_id.as_ref());
    if let Some(requested) = attempt.team.as_deref()
        && login.team_id.as_deref() != Some(requested)
        && login_team.and_then(|team| team.team_alias.as_deref()) != Some(requested)
    {
        return Err(no_such_team(requested, &login.teams));
    }
    let mut stored = attempt.login_with(&login.key);
    stored.set_non_empty("user_id", login.user_id.as_deref());
    stored.set_non_empty("team_id", login.team_id.as_deref());
    Ok(LoggedIn { login: stored, team_alias: login_team.and_then(|team| team.team_alias.clone()), parked: None })
}

async fn poll(
    attempt: &Attempt,
    pending: &PendingLogin,
    team_id: Option<&str>,
    deadline: Instant,
    mut indicator: WaitIndicator,
) -> Result<PollOutcome> {
    Ok(polling::wait_for_login(&attempt.poller, pending, team_id, deadline, |error| indicator.update(error)).await?)
}

/// Returns the requested team, the only one, or the one that the user picks.
fn pick_team(context: &mut Context, teams: &[LoginTeam], requested: Option<&str>) -> Result<LoginTeam> {
    if let Some(requested) = requested {
        let by_id = teams.iter().find(|team| team.team_id == requested);
        let mut by_alias = teams.iter().filter(|team| team.team_alias.as_deref() == Some(requested));
        return match (by_id, by_alias.next(), by_alias.next()) {
            (Some(team), _, _) | (None, Some(team), None) => Ok(team.clone()),
            (None, Some(_), Some(_)) => Err(Failure::Usage {
                message: format!("more than one of your teams has the alias `{requested}`"),
                hint: Some(format!("pass the team's id to --team; your teams:{}", list_teams(teams))),
            }
            .into()),
            (None, None, _) => Err(no_such_team(requested, teams)),
        };
    }
    match teams {
        [] => Err(Failure::LoginFailed("the server requires a team but offers none".to_owned()).into()),
        [only] => Ok(only.clone()),
        _ if !context.output.terminal().can_ask() => Err(Failure::Usage {
            message: "you belong to several teams, and there is no terminal to pick one on".to_owned(),
            hint: Some(format!("log in again with --team; your teams:{}", list_teams(teams))),
        }
        .into()),
        _ => {
            let names: Vec<String> = teams.iter().map(display_name).collect();
            let chosen =
                picker::choose(&context.interrupt, "Team for this login", &names).and_then(|index| teams.get(index));
            chosen.cloned().ok_or_else(|| Failure::Interrupted("no team was chosen".to_owned()).into())
        }
    }
}

fn no_such_team(requested: &str, teams: &[LoginTeam]) -> anyhow::Error {
    let hint = match teams {
        [] => "you are not in any team; log in without --team".to_owned(),
        _ => format!("pass one of your teams to --team:{}", list_teams(teams)),
    };
    Failure::Usage { message: format!("you are not in a team named `{requested}`"), hint: Some(hint) }.into()
}

fn list_teams(teams: &[LoginTeam]) -> String {
    teams.iter().map(|team| format!("\n{}", display_name(team))).collect()
}

fn display_name(team: &LoginTeam) -> String {
    match &team.team_alias {
        Some(alias) => format!("{alias} ({})", team.team_id),
        None => team.team_id.clone(),
    }
}
