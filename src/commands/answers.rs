//! What is shown of one thing on a terminal, for the nouns whose commands are small. `verb` is what happened to it, such as
//! `Created`, or empty for one that is only shown.

use serde::Serialize;

use crate::commands::confirm::count;
use crate::commands::facts::{Facts, key_name, named, shortened};
use crate::output::{Answer, dollars};
use crate::shell::quote_if_needed;

/// The list of a user who may call no models of its own.
const NO_MODELS: &str = "no-default-models";

/// Returns what is a thing, and what happened to it: `Created team research (t-1)`, `Team research (t-1)`.
pub(super) fn headline(verb: &str, noun: &str, name: &str) -> String {
    if !verb.is_empty() {
        return format!("{verb} {noun} {name}");
    }
    let mut letters = noun.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{} {name}", letters.as_str())
}

/// Names what was deleted.
pub(super) fn deleted(noun: &str, names: &[impl AsRef<str>]) -> Answer {
    Answer::new(match names {
        [] => format!("Deleted no {noun}"),
        [name] => format!("Deleted {noun} {}", name.as_ref()),
        names => format!("Deleted {}: {}", count(names.len(), noun), join(names)),
    })
}

/// Names members who were added to a team or organization, or removed from it.
pub(super) fn membership(verb: &str, members: &[impl AsRef<str>], to: &str, whole: &str) -> Answer {
    Answer::new(format!("{verb} {} {to} {whole}", join(members)))
}

fn join(names: &[impl AsRef<str>]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}

/// Adds what stops a thing to its headline, unless that is what just happened to it.
fn with_status(headline: String, facts: &Facts) -> String {
    match (facts.is("blocked"), facts.is_over_budget()) {
        (true, _) if headline.starts_with("Blocked") => headline,
        (true, _) => format!("{headline}, blocked"),
        (false, true) => format!("{headline}, over budget"),
        (false, false) => headline,
    }
}

/// Lists some of several things: `12: ci, nightly, +10`.
fn counted(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("{}: {}", names.len(), shortened(names)) }
}

fn keys_of(facts: &Facts) -> String {
    let keys = facts.objects("keys");
    let name = |key: &Facts| match key.string("key_alias") {
        alias if alias.is_empty() => key_name(None, &key.string("token")),
        alias => alias,
    };
    counted(&keys.iter().map(name).collect::<Vec<_>>())
}

/// Describes a team by the fields that all responses have.
pub(super) fn team(verb: &str, team: &impl Serialize) -> Answer {
    let facts = Facts::of(team);
    let facts = facts.inner_or_self("data");
    team_lines(verb, &facts, &Facts::default())
}

/// Describes a new team. Commands name it by its alias if no other team has it.
pub(super) fn created_team(team: &impl Serialize, is_only: bool) -> Answer {
    let facts = Facts::of(team);
    let facts = facts.inner_or_self("data");
    team_lines("Created", &facts, &Facts::default().with("is_namesake", !is_only))
}

/// Describes a team with its members and keys.
pub(super) fn team_details(info: &impl Serialize) -> Answer {
    let info = Facts::of(info);
    team_lines("", &info.inner("team_info"), &info)
}

fn team_lines(verb: &str, team: &Facts, info: &Facts) -> Answer {
    let members = team.objects("members_with_roles");
    let member = |member: &Facts| {
        let email = member.string("user_email");
        let name = if email.is_empty() { member.string("user_id") } else { email };
        if member.string("role") == "admin" { format!("{name} (admin)") } else { name }
    };
    let (alias, id) = (team.string("team_alias"), team.string("team_id"));
    let typed = quote_if_needed(if can_be_typed(&alias) && !info.is("is_namesake") { &alias } else { &id });
    let answer = Answer::new(with_status(headline(verb, "team", &named(&alias, &id)), team))
        .line("org", team.string("organization_id"))
        .line("models", team.models())
        .limits(team)
        .line("members", counted(&members.iter().map(member).collect::<Vec<_>>()))
        .line("keys", keys_of(info));
    match verb {
        "" if team.is("blocked") => answer.next(format!("litellm-proxy teams unblock {typed}")),
        "Created" if members.len() < 2 => answer.next(format!("litellm-proxy keys generate --team-id {typed}")),
        "Blocked" => answer.next(format!("litellm-proxy teams unblock {typed}")),
        _ => answer,
    }
}

/// Returns whether a command takes an alias as it is.
fn can_be_typed(alias: &str) -> bool {
    alias.trim() == alias && !alias.is_empty() && !alias.starts_with(['-', '@'])
}

/// Describes a user by the fields that all responses have.
pub(super) fn user(verb: &str, user: &impl Serialize) -> Answer {
    let facts = Facts::of(user);
    user_lines(verb, &facts.inner_or_self("data"), &facts)
}

/// Describes a new user, with the secret of a key that was created along with it, and its teams as they were given.
pub(super) fn created_user(created: &impl Serialize, secret: Option<&str>, teams: &[String]) -> Answer {
    let facts = Facts::of(created);
    let facts = if teams.is_empty() { facts } else { facts.with("teams", teams) };
    let answer = user_lines("Created", &facts, &Facts::default());
    match secret {
        Some(secret) => answer.secret(secret),
        None => answer,
    }
}

/// Describes a user with its teams and keys.
pub(super) fn user_details(info: &impl Serialize) -> Answer {
    let info = Facts::of(info);
    user_lines("", &info.inner("user_info"), &info)
}

fn user_lines(verb: &str, user: &Facts, info: &Facts) -> Answer {
    let id = Some(user.string("user_id")).filter(|id| !id.is_empty()).unwrap_or_else(|| info.string("user_id"));
    let teams: Vec<String> = info.objects("teams").iter().map(|team| team.name("team_alias", "team_id")).collect();
    let teams = if teams.is_empty() { user.strings("teams") } else { teams };
    let models = user.strings("models");
    let models = if models == [NO_MODELS] { "none of its own".to_owned() } else { user.models() };
    let headline = headline(verb, "user", &named(&user.string("user_email"), &id));
    let (alias, role) = (user.string("user_alias"), user.string("user_role"));
    let (label, name) = if alias.is_empty() { ("role", role) } else { ("name", format!("{alias}, {role}")) };
    Answer::new(with_status(headline, user))
        .line(label, name)
        .line("teams", shortened(&teams))
        .line("models", models)
        .limits(user)
        .line("keys", keys_of(info))
}

/// Describes an organization.
pub(super) fn organization(verb: &str, organization: &impl Serialize) -> Answer {
    let facts = Facts::of(organization);
    let name = facts.name("organization_alias", "organization_id");
    let members = facts.objects("members");
    let member = |member: &Facts| {
        let email = member.inner("user").string("user_email");
        if email.is_empty() { member.string("user_id") } else { email }
    };
    let teams: Vec<String> = facts.objects("teams").iter().map(|team| team.name("team_alias", "team_id")).collect();
    Answer::new(with_status(headline(verb, "organization", &name), &facts))
        .line("models", facts.models())
        .limits(&facts)
        .line("teams", counted(&teams))
        .line("members", counted(&members.iter().map(member).collect::<Vec<_>>()))
}

/// Describes a customer.
pub(super) fn customer(verb: &str, customer: &impl Serialize) -> Answer {
    let facts = Facts::of(customer);
    let id = facts.string("user_id");
    let models = facts.strings("models");
    let answer = Answer::new(with_status(headline(verb, "customer", &named(&facts.string("alias"), &id)), &facts))
        .line("models", shortened(&models))
        .line("default", facts.string("default_model"))
        .line("region", facts.string("allowed_model_region"))
        .limits(&facts);
    if verb != "Updated" && facts.is("blocked") {
        return answer.next(format!("litellm-proxy customers unblock {}", quote_if_needed(&id)));
    }
    answer
}

/// Describes a shared budget: limits for each who refers to it.
pub(super) fn budget(verb: &str, budget: &impl Serialize) -> Answer {
    let facts = Facts::of(budget);
    let id = facts.string("budget_id");
    let limit = facts.number("max_budget").map(|limit| format!("{} each", dollars(limit)));
    let every = facts.get("budget_duration").map(|_| format!("every {}", facts.string("budget_duration")));
    let next = facts.get("budget_reset_at").map(|_| format!("next {}", facts.time("budget_reset_at")));
    let resets: Vec<String> = every.into_iter().chain(next).collect();
    let answer = Answer::new(headline(verb, "budget", &id))
        .line("limit", limit.unwrap_or_default())
        .line("warning", facts.number("soft_budget").map(|limit| format!("at {}", dollars(limit))).unwrap_or_default())
        .line("resets", resets.join(", "))
        .line("rates", facts.rates());
    if verb == "Created" {
        return answer.next(format!("litellm-proxy keys generate --budget-id {}", quote_if_needed(&id)));
    }
    answer
}

/// Describes an access group.
pub(super) fn access_group(verb: &str, group: &impl Serialize, models: &[String]) -> Answer {
    let facts = Facts::of(group);
    let name = facts.string("access_group");
    let models = if models.is_empty() { facts.strings("model_names") } else { models.to_vec() };
    let answer = Answer::new(headline(verb, "access group", &name))
        .line("models", shortened(&models))
        .line("in use", facts.number("deployment_count").map(|_| deployments(&facts)).unwrap_or_default());
    if verb == "Created" {
        return answer.next(format!("litellm-proxy keys generate --models {}", quote_if_needed(&name)));
    }
    answer
}

fn deployments(facts: &Facts) -> String {
    match facts.string("deployment_count").as_str() {
        "1" => "one deployment".to_owned(),
        count => format!("{count} deployments"),
    }
}
