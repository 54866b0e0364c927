//! `keys move`: moves keys to another team or user. The plan is the library's.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args};
use serde::Serialize;

use crate::commands::bulk::{self, Bulk, ItemOutcome};
use crate::commands::confirm::partly;
use crate::commands::{names, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, dollars};
use crate::shell::quote_if_needed;
use litellm_proxy_client::keys::{KeyDestination, KeyMove, KeyUpdate, MoveObstacle};
use litellm_proxy_client::teams::Team;

const AFTER_HELP: &str = "\
The models and limits of the new team apply to the key from then on, in addition to its own. A key
is refused before anything is sent, and none is moved, if it may call models that the new team may
not, if its user is not a member of that team, or if its tokens or requests per minute are above
the team's. Keys that are there already are skipped.

Examples:
  litellm-proxy keys move ci-key --team research
  litellm-proxy keys move ci-key nightly-key --team research --user bob@example.com
  litellm-proxy keys move ci-key --team research --dry-run";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP, group = ArgGroup::new("where").required(true).multiple(true))]
pub(crate) struct Move {
    /// Keys, each as secret, hash or alias, @FILE, or - to read them from stdin
    #[arg(required = true, value_name = "KEY", value_parser = NonEmptyStringValueParser::new())]
    keys: Vec<String>,
    /// The new team, by id or alias
    #[arg(long, alias = "team-id", group = "where", value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// The new user, by id or email address
    #[arg(long, alias = "user-id", group = "where", value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: Option<String>,
    #[command(flatten)]
    bulk: Bulk,
    #[command(flatten)]
    dry_run: DryRun,
}

/// A key and what became of it.
#[derive(Debug, Serialize)]
struct Item {
    /// The key's hash.
    key: String,
    key_alias: Option<String>,
    from_team_id: Option<String>,
    from_user_id: Option<String>,
    team_id: Option<String>,
    user_id: Option<String>,
    outcome: ItemOutcome,
    reason: Option<String>,
}

impl Item {
    fn new(planned: &KeyMove) -> Self {
        let key = &planned.key;
        let to = |new: fn(&KeyUpdate) -> &Option<String>| planned.updates.iter().find_map(|update| new(update).clone());
        Self {
            key: planned.hash.clone(),
            key_alias: key.key_alias.clone(),
            from_team_id: key.team_id.clone(),
            from_user_id: key.user_id.clone(),
            team_id: to(|update| &update.team_id).or_else(|| key.team_id.clone()),
            user_id: to(|update| &update.user_id).or_else(|| key.user_id.clone()),
            outcome: if planned.updates.is_empty() { ItemOutcome::Skipped } else { ItemOutcome::Waiting },
            reason: None,
        }
    }

    fn name(&self) -> &str {
        self.key_alias.as_deref().unwrap_or(&self.key)
    }

    /// Says what changed: `ci: no team → the team Research`. The destination has the names that it was given by.
    fn sentence(&self, to: &Destination) -> String {
        let change = |what: &str, from: &Option<String>, to: &Option<String>, name: &str| {
            let from_name = from.as_ref().map_or_else(|| format!("no {what}"), |id| format!("the {what} {id}"));
            (from != to).then(|| format!("{from_name} → the {what} {name}"))
        };
        let team = change("team", &self.from_team_id, &self.team_id, &to.team);
        let user = change("user", &self.from_user_id, &self.user_id, &to.user);
        let changes: Vec<String> = team.into_iter().chain(user).collect();
        match (self.outcome, &self.reason) {
            (ItemOutcome::Skipped, _) => format!("{}: is there already", self.name()),
            (ItemOutcome::Moved, _) => format!("{}: {}", self.name(), changes.join(", ")),
            (outcome, Some(reason)) => format!("{}: {}: {reason}", self.name(), outcome.as_str()),
            (outcome, None) => format!("{}: {}", self.name(), outcome.as_str()),
        }
    }
}

/// Where keys are moved, in words.
#[derive(Default)]
struct Destination {
    team: String,
    user: String,
    /// What applies to keys of the new team, if a key changes teams.
    rules: Option<String>,
}

impl Move {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let names = several::read(context, &self.keys)?;
        let client = context.client()?;
        if !context.looks_up(self.dry_run) {
            let mut update = KeyUpdate::default();
            (update.team_id, update.user_id) = (self.team, self.user);
            let mut calls = Vec::new();
            for name in &names {
                calls.push(client.keys().update(names::key(context, name).await?, &update));
            }
            return context.preview(calls);
        }
        let mut to = KeyDestination::default();
        if let Some(team) = &self.team {
            to = to.team(names::team_info(&client, team).await?);
        }
        if let Some(user) = &self.user {
            to = to.user_id(names::known_user(context, user).await?);
        }
        let mut hashes: Vec<String> = Vec::new();
        for name in &names {
            let hash = names::key(context, name).await?.hash();
            if !hashes.contains(&hash) {
                hashes.push(hash);
            }
        }
        let moves = client.keys().plan_moves(&hashes, &to).await?;
        ensure_allowed(&moves)?;
        if !context.is_sending(self.dry_run) {
            return context.preview(moves.iter().flat_map(KeyMove::calls).collect::<Vec<_>>());
        }
        let team = to.team.as_ref().map(|info| &*info.team_info);
        let destination = Destination {
            team: team.map(|team| name_of(team).to_owned()).unwrap_or_default(),
            user: self.user.unwrap_or_default(),
            rules: team.filter(|_| moves.iter().any(changes_team)).map(rules_of),
        };
        send(context, self.bulk, &moves, &destination).await
    }
}

fn changes_team(planned: &KeyMove) -> bool {
    planned.updates.iter().any(|update| update.team_id.is_some())
}

/// Fails if the server would refuse one of the keys.
fn ensure_allowed(moves: &[KeyMove]) -> Result<()> {
    let refused: Vec<&KeyMove> = moves.iter().filter(|planned| !planned.obstacles.is_empty()).collect();
    let [first, ..] = refused.as_slice() else { return Ok(()) };
    let lines: Vec<String> = refused
        .iter()
        .map(|planned| {
            let name = planned.key.key_alias.as_deref().unwrap_or(&planned.hash);
            let reasons: Vec<String> = planned.obstacles.iter().map(ToString::to_string).collect();
            format!("`{name}` cannot be moved: {}", reasons.join(", and "))
        })
        .collect();
    let name = first.key.key_alias.as_deref().unwrap_or(&first.hash);
    let hint = first.obstacles.first().map(|obstacle| way_out(obstacle, name));
    let message = format!("{}; nothing was changed", lines.join("; "));
    Err(Failure::WouldBeRefused { message, hint }.into())
}

/// Returns the command that removes an obstacle.
fn way_out(obstacle: &MoveObstacle, key: &str) -> String {
    let quoted = |text: &str| quote_if_needed(text);
    match obstacle {
        MoveObstacle::NotAMember { user_id, team } => {
            format!("add the user: litellm-proxy teams members add {} {}", quoted(team), quoted(user_id))
        }
        MoveObstacle::Models { models, team, .. } => {
            let models = models.iter().map(|model| quoted(model)).collect::<Vec<_>>().join(" ");
            format!("let the team call them: litellm-proxy teams models add {} {models}", quoted(team))
        }
        MoveObstacle::Limit { field, limit, .. } => {
            let option = field.replace('_', "-");
            format!("lower the key's limit: litellm-proxy keys update {} --{option} {limit}", quoted(key))
        }
        other => other.to_string(),
    }
}

async fn send(context: &mut Context, bulk: Bulk, moves: &[KeyMove], to: &Destination) -> Result<Outcome> {
    let mut items: Vec<Item> = moves.iter().map(Item::new).collect();
    let waiting: Vec<usize> =
        (0..moves.len()).filter(|at| items.get(*at).is_some_and(|item| item.outcome == ItemOutcome::Waiting)).collect();
    let calls: Vec<_> = waiting.iter().filter_map(|at| moves.get(*at)).map(KeyMove::send).collect();
    let outcome = bulk::run(context, bulk, calls, |index, result| {
        let Some(item) = waiting.get(index).and_then(|at| items.get_mut(*at)) else { return Ok(()) };
        match result {
            Ok(_) => item.outcome = ItemOutcome::Moved,
            Err(error) => {
                item.outcome = ItemOutcome::Failed;
                item.reason = Some(error.to_string());
            }
        }
        Ok(())
    })
    .await;
    for (index, at) in waiting.iter().enumerate() {
        if let Some(item) = items.get_mut(*at).filter(|item| item.outcome == ItemOutcome::Waiting) {
            item.outcome = outcome.outcome_without_result(index);
        }
    }
    show(context, &items, to)?;
    let failed = waiting.len() - outcome.done;
    if outcome.was_interrupted {
        return Err(Failure::Interrupted(format!("{} of {} keys were moved", outcome.done, waiting.len())).into());
    }
    if failed > 0 {
        return Err(partly(failed, waiting.len(), "key", "moved").into());
    }
    Ok(Outcome::Done)
}

fn show(context: &mut Context, items: &[Item], to: &Destination) -> Result<Outcome> {
    if !context.output.is_for_people() {
        let columns: [&Column<Item>; 6] = [
            &Column::new("key", "Key", |item| item.key.clone()),
            &Column::new("key_alias", "Alias", |item| item.key_alias.clone().unwrap_or_default()),
            &Column::new("team_id", "Team ID", |item| item.team_id.clone().unwrap_or_default()),
            &Column::new("user_id", "User ID", |item| item.user_id.clone().unwrap_or_default()),
            &Column::new("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
            &Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
        ];
        return context.output.list("key", items, &columns, &items);
    }
    let mut text: String = items.iter().map(|item| format!("{}\n", item.sentence(to))).collect();
    if let Some(rules) = &to.rules {
        text.push_str(&format!("{rules}\n"));
    }
    context.output.sentences(&text).map(Outcome::done)
}

fn name_of(team: &Team) -> &str {
    team.team_alias.as_deref().or(team.team_id.as_deref()).unwrap_or_default()
}

/// Says which models and limits of a team apply to its keys.
fn rules_of(team: &Team) -> String {
    let name = name_of(team);
    let models = match team.models.as_deref() {
        None | Some([]) => "all models".to_owned(),
        Some(models) => models.join(", "),
    };
    let mut limits: Vec<String> = Vec::new();
    if let Some(budget) = team.max_budget {
        let per = team.budget_duration.as_ref().map(|every| format!(" per {every}")).unwrap_or_default();
        limits.push(format!("{}{per} ({} spent)", dollars(budget), dollars(team.spend.unwrap_or_default())));
    }
    let rates = [(team.tpm_limit, "tokens per minute"), (team.rpm_limit, "requests per minute")];
    limits.extend(rates.into_iter().filter_map(|(limit, what)| Some(format!("{} {what}", limit?))));
    if team.blocked == Some(true) {
        limits.push("it is blocked".to_owned());
    }
    let limits = if limits.is_empty() { "no limits".to_owned() } else { limits.join(", ") };
    format!("The rules of the team {name} apply now: {models}; {limits}")
}
