//! `users offboard`: one plan, one question. The sequence is the library's.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;
use serde_json::json;

use crate::commands::confirm::{Confirmation, count, partly};
use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::dollars;
use litellm_proxy_client::users::{NamedId, OffboardScope, OffboardStep, Offboarding};

const AFTER_HELP: &str = "\
Deletes the user's keys, removes the user from teams and organizations, and deletes the user, in
this order: no working key is left if it is interrupted, and it can be run again. The server
deletes open invitations with the user. The spend history stays, and so do keys that the user
created for others and models that the user added; these are listed. If something fails, the user
is kept, and the exit code is 7.

Examples:
  litellm-proxy users offboard bob@example.com --dry-run
  litellm-proxy users offboard bob@example.com --keep-user
  litellm-proxy users offboard bob@example.com --keep-keys --dry-run";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Offboard {
    /// The user, by id or email address
    #[arg(value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: String,
    /// Do not delete the user itself
    #[arg(long)]
    keep_user: bool,
    /// Block the keys instead of deleting them, and keep the user and the teams of these keys
    #[arg(long)]
    keep_keys: bool,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    dry_run: DryRun,
}

/// A step and what became of it.
#[derive(Debug, Serialize)]
struct Item<'a> {
    #[serde(flatten)]
    step: &'a OffboardStep,
    outcome: &'static str,
    reason: Option<String>,
}

impl Offboard {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        if !context.looks_up(self.dry_run) {
            return context.preview(client.users().get(&self.user));
        }
        let scope = match (self.keep_keys, self.keep_user) {
            (true, _) => OffboardScope::KeepKeys,
            (false, true) => OffboardScope::KeepUser,
            (false, false) => OffboardScope::Everything,
        };
        let user_id = names::known_user(context, &self.user).await?;
        let plan = client.users().plan_offboarding(&user_id, scope).await?;
        ensure_not_own(context, &plan).await?;
        let summary = summary(&plan, false);
        if !context.is_sending(self.dry_run) {
            if context.output.is_for_people() {
                for line in summary.lines() {
                    context.output.note(line);
                }
            }
            let requests = plan.steps.iter().map(|step| plan.request(step)).collect::<Vec<_>>();
            return context.preview(requests);
        }
        if plan.steps.is_empty() {
            context.output.note(format_args!("nothing to do: {} has no keys and no memberships", self.user));
            return show(context, &plan, &[]);
        }
        self.confirmation.ask(context, self.dry_run, &format!("{summary}Offboard {}?", self.user))?;
        carry_out(context, &plan).await
    }
}

/// Fails if the key in use is among those that would go: the rest would be refused.
async fn ensure_not_own(context: &mut Context, plan: &Offboarding) -> Result<()> {
    let own = context.own_key().await?.hash();
    let is_own = |step: &OffboardStep| match step {
        OffboardStep::DeleteKey(key) | OffboardStep::BlockKey(key) => key.id == own,
        _ => false,
    };
    if plan.steps.iter().any(is_own) {
        let message = "the key in use belongs to this user; nothing was changed".to_owned();
        let hint = Some("use the key of another admin".to_owned());
        return Err(Failure::WouldBeRefused { message, hint }.into());
    }
    Ok(())
}

/// Makes the changes in their order. The user is deleted only if all others succeeded.
async fn carry_out(context: &mut Context, plan: &Offboarding) -> Result<Outcome> {
    let mut items: Vec<Item> = Vec::new();
    for step in &plan.steps {
        let failed = items.iter().any(|item| item.reason.is_some());
        if failed && matches!(step, OffboardStep::DeleteUser(_)) {
            items.push(Item { step, outcome: "not tried", reason: None });
            continue;
        }
        let reason = match plan.run(step).await {
            Ok(()) => None,
            Err(error) if items.is_empty() => return Err(error.into()),
            Err(error) => Some(error.to_string()),
        };
        let outcome = if reason.is_some() { "failed" } else { "done" };
        items.push(Item { step, outcome, reason });
    }
    show(context, plan, &items)?;
    match items.iter().filter(|item| item.outcome != "done").count() {
        0 => Ok(Outcome::Done),
        failed => Err(partly(failed, items.len(), "step", "done; run the command again").into()),
    }
}

fn show(context: &mut Context, plan: &Offboarding, items: &[Item]) -> Result<Outcome> {
    if !context.output.is_for_people() {
        return context.output.value(&json!({
            "user_id": plan.user_id, "user_email": plan.user_email, "steps": items,
            "created_keys": plan.created_keys, "created_models": plan.created_models, "kept_teams": plan.kept_teams,
        }));
    }
    if !items.is_empty() && items.iter().all(|item| item.outcome == "done") {
        return context.output.sentences(&summary(plan, true)).map(Outcome::done);
    }
    let lines = items.iter().map(|item| {
        let what = sentence(item.step);
        match &item.reason {
            Some(reason) => format!("failed: {what}: {reason}\n"),
            None => format!("{}: {what}\n", item.outcome),
        }
    });
    let text: String = lines.collect();
    context.output.sentences(&format!("{text}{}", rest(plan))).map(Outcome::done)
}

fn sentence(step: &OffboardStep) -> String {
    match step {
        OffboardStep::DeleteKey(key) => format!("delete the key {}", name(key)),
        OffboardStep::BlockKey(key) => format!("block the key {}", name(key)),
        OffboardStep::LeaveTeam(team) => format!("remove from the team {}", name(team)),
        OffboardStep::LeaveOrganization(id) => format!("remove from the organization {}", name(id)),
        OffboardStep::DeleteUser(user) => format!("delete the user {}", name(user)),
        other => format!("{other:?}"),
    }
}

/// Returns the alias; of a key without one the beginning of its hash.
fn name(named: &NamedId) -> &str {
    let is_hash = litellm_proxy_client::is_key_hash(&named.id);
    named.alias.as_deref().unwrap_or_else(|| if is_hash { named.id.get(..8).unwrap_or(&named.id) } else { &named.id })
}

fn names_of<'a>(all: impl Iterator<Item = &'a NamedId>) -> Vec<&'a str> {
    all.map(name).collect()
}

/// Says what will be done, or was done, and what stays.
fn summary(plan: &Offboarding, is_done: bool) -> String {
    let mut text = String::new();
    let of = |pick: fn(&OffboardStep) -> Option<&NamedId>| names_of(plan.steps.iter().filter_map(pick));
    let deleted = of(|step| if let OffboardStep::DeleteKey(key) = step { Some(key) } else { None });
    let blocked = of(|step| if let OffboardStep::BlockKey(key) = step { Some(key) } else { None });
    let teams = of(|step| if let OffboardStep::LeaveTeam(team) = step { Some(team) } else { None });
    let organizations = of(|step| if let OffboardStep::LeaveOrganization(id) = step { Some(id) } else { None });
    let user = of(|step| if let OffboardStep::DeleteUser(user) = step { Some(user) } else { None });
    for (verb, past, noun, names) in [
        ("delete", "deleted", "key", deleted),
        ("block", "blocked", "key", blocked),
        ("remove from", "removed from", "team", teams),
        ("remove from", "removed from", "organization", organizations),
        ("delete", "deleted", "user", user),
    ] {
        let verb = if is_done { past } else { verb };
        if !names.is_empty() {
            let spent = if noun == "key" { format!(", {} spent", dollars(plan.spend)) } else { String::new() };
            text.push_str(&format!("{verb} {} ({}){spent}\n", count(names.len(), noun), names.join(", ")));
        }
    }
    text + &rest(plan)
}

/// Says what stays.
fn rest(plan: &Offboarding) -> String {
    let mut staying = vec!["the spend history".to_owned()];
    for (noun, what, named) in [
        ("key", " created for others", &plan.created_keys),
        ("model", " added by the user", &plan.created_models),
        ("membership", " of teams, which the blocked keys need", &plan.kept_teams),
    ] {
        if !named.is_empty() {
            let names = names_of(named.iter()).join(", ");
            staying.push(format!("{}{what} ({names})", count(named.len(), noun)));
        }
    }
    format!("What stays: {}\n", staying.join("; "))
}
