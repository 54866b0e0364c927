//! The server: its database, version, warnings and settings.

#![expect(clippy::unnecessary_wraps, reason = "the table of checks has functions of one type")]

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::super::facts::{Database, Facts};
use super::super::finding::{Finding, Severity, name, names};
use super::super::sources::Source;
use super::{Found, Unchecked, keys, read};
use crate::output::{roughly, times};

/// The oldest and the newest version that this client was verified with.
const OLDEST: (u32, u32, u32) = (1, 80, 11);
const NEWEST: (u32, u32, u32) = (1, 110, 2);
/// The first versions with call ids in the log and types of cooldowns, and with a key for `/metrics`.
const FULL: (u32, u32) = (1, 84);
/// The shortest master key that cannot be guessed.
const SHORTEST_KEY: usize = 20;

pub(super) fn database(facts: &Facts) -> Found {
    let Some(readiness) = facts.reply(Source::Readiness) else { return Ok(Vec::new()) };
    let finding = match facts.database() {
        Database::Connected => return Ok(Vec::new()),
        Database::Unknown => return Err(Unchecked::CannotTell),
        Database::None => {
            Finding::warning("database", "the server runs without one: it has no virtual keys, teams, budgets and log")
                .command("litellm-proxy health")
        }
        Database::Down => Finding::error(
            "database",
            "the server cannot reach it: keys cannot be checked, and requests of this time may be missing in the log",
        )
        .command("litellm-proxy health --wait 5m"),
    };
    let evidence = match readiness.body.get("db").and_then(Value::as_str) {
        // Older servers report it for some minutes after they have lost it.
        Some("connected") => facts.reply(Source::OwnKey).unwrap_or(readiness).evidence(),
        Some(state) => readiness.quoting(state),
        None => readiness.evidence(),
    };
    Ok(vec![finding.evidence(evidence)])
}

pub(super) fn version(facts: &Facts) -> Found {
    let Some(version) = facts.version() else {
        // Newer servers show it to admins only.
        return Err(Unchecked::CannotTell);
    };
    let Some(numbers) = version.numbers() else { return Ok(Vec::new()) };
    let shown = name(version.as_str());
    let command = "litellm-proxy version";
    Ok(if numbers < OLDEST {
        let message =
            format!("{shown} is older than {}, the oldest that this client was verified with", dotted(OLDEST));
        vec![Finding::warning("version", message).command(command)]
    } else if numbers > NEWEST {
        let message =
            format!("{shown} is newer than {}, the newest that this client was verified with", dotted(NEWEST));
        vec![Finding::info("version", message).command(command)]
    } else if !version.at_least(FULL.0, FULL.1) {
        let message =
            format!("{shown} is old: its log has no call ids, and it does not name cooldowns and deprecations");
        vec![Finding::info("version", message).command(command)]
    } else {
        Vec::new()
    })
}

fn dotted((major, minor, patch): (u32, u32, u32)) -> String {
    format!("{major}.{minor}.{patch}")
}

pub(super) fn master_key(facts: &Facts) -> Found {
    if !facts.is_master_key() {
        return Ok(Vec::new());
    }
    let target = &facts.target;
    let message = if target.key_is_known {
        "it is one that everybody knows: whoever reaches the server is its admin".to_owned()
    } else if target.key_length < SHORTEST_KEY {
        format!("it has {} characters, so it can be guessed; use at least {SHORTEST_KEY}", target.key_length)
    } else {
        return Ok(Vec::new());
    };
    let command = "echo sk-$(openssl rand -hex 24)";
    // Nobody else reaches a server of this machine.
    let severity = if target.is_loopback { Severity::Warning } else { Severity::Error };
    Ok(vec![Finding::new(severity, "master key", message).command(command)])
}

pub(super) fn salt_key(_: &Facts) -> Found {
    Err(Unchecked::CannotTell)
}

pub(super) fn warnings(facts: &Facts) -> Found {
    let listed = read(facts, Source::Warnings).ok();
    let details = facts.reply(Source::Details).filter(|reply| reply.is_ok());
    let mut found = Vec::new();
    if let Some(reply) = listed {
        for warning in facts.list(Source::Warnings, "warnings") {
            let id = warning.get("id").and_then(Value::as_str).unwrap_or_default();
            let severity = warning.get("severity").and_then(Value::as_str).unwrap_or("warning");
            if warning.get("ignore").is_some_and(|ignore| !ignore.is_null()) {
                continue;
            }
            found.push(
                Finding::warning("server", explained(id))
                    .evidence(reply.quoting(&format!("{id} ({severity})")))
                    .command("litellm-proxy http request GET /health/deployment_warnings"),
            );
        }
    } else if let Some(reply) = details {
        for (flag, id) in
            [("show_env_credential_login_warning", "env_credential_login"), ("show_no_redis_warning", "no_redis")]
        {
            if reply.body.get(flag) == Some(&Value::Bool(true)) {
                found.push(
                    Finding::warning("server", explained(id))
                        .evidence(reply.quoting(flag))
                        .command("litellm-proxy http request GET /health/readiness/details"),
                );
            }
        }
    } else {
        return Err(Unchecked::CannotTell);
    }
    if let Some(reply) = details.filter(|reply| reply.body.get("is_detailed_debug") == Some(&Value::Bool(true))) {
        found.retain(|finding| finding.message != explained("detailed_debug"));
        found.push(
            Finding::warning("server", explained("detailed_debug"))
                .evidence(reply.quoting("is_detailed_debug"))
                .command("litellm-proxy http request GET /health/readiness/details"),
        );
    }
    Ok(found)
}

fn explained(id: &str) -> String {
    match id {
        "env_credential_login" => {
            "its dashboard accepts the user and the password of its environment, or the master key".to_owned()
        }
        "detailed_debug" => {
            "detailed debugging is on: it is slow, and writes prompts to the server's output".to_owned()
        }
        id if id.starts_with("no_redis") => {
            "it has no Redis: several instances would each count rate limits for themselves".to_owned()
        }
        id => format!("it warns of {}", name(id)),
    }
}

pub(super) fn license(facts: &Facts) -> Found {
    let reply = read(facts, Source::License)?;
    let expires = reply.body.get("expiration_date").and_then(Value::as_str).and_then(times::parse);
    let Some(expires) = expires else { return Ok(Vec::new()) };
    let left = expires.duration_since(facts.now);
    let day = expires.strftime("%Y-%m-%d");
    let command = "litellm-proxy http request GET /health/license";
    Ok(if left <= SignedDuration::ZERO {
        vec![Finding::error("license", format!("it expired on {day}")).command(command)]
    } else if left <= SignedDuration::from_hours(30 * 24) {
        vec![Finding::warning("license", format!("it expires on {day}")).command(command)]
    } else {
        Vec::new()
    })
}

/// Names of callbacks, as the server shows them.
fn callback_names(facts: &Facts) -> Vec<String> {
    let of = |source, field: &str| -> Vec<String> {
        let list = facts.value(source).and_then(|value| value.get(field)?.as_array());
        let names = list.into_iter().flatten().filter_map(|item| item.as_str().or(item.get("name")?.as_str()));
        names.map(str::to_owned).collect()
    };
    let mut names = of(Source::Callbacks, "callbacks");
    names.extend(of(Source::Details, "success_callbacks"));
    names.extend(of(Source::Readiness, "success_callbacks"));
    names
}

pub(super) fn metrics_public(facts: &Facts) -> Found {
    let Some(version) = facts.version() else { return Err(Unchecked::CannotTell) };
    let has_metrics = callback_names(facts).iter().any(|name| name.to_ascii_lowercase().contains("prometheus"));
    Ok(if has_metrics && !version.at_least(FULL.0, FULL.1) {
        let message = "this version shows its metrics to anybody, with names of keys, teams and models, unless \
                       `require_auth_for_metrics_endpoint` is set";
        let command = format!("curl -s -o /dev/null -w '%{{http_code}}\\n' {}/metrics", facts.target.url);
        vec![Finding::warning("/metrics", message).command(command)]
    } else {
        Vec::new()
    })
}

pub(super) fn store_models(facts: &Facts) -> Found {
    let off = || {
        Finding::info("store_model_in_db", "it is off: models cannot be added and changed over the API")
            .command("litellm-proxy http request GET '/config/field/info?field_name=store_model_in_db'")
    };
    match facts.reply(Source::StoreModels) {
        Some(reply) if reply.status == Some(400) && reply.message().contains("is not set") => {
            Ok(vec![off().evidence(reply.evidence())])
        }
        Some(reply) if reply.status == Some(400) => Err(Unchecked::CannotTell),
        _ => {
            let reply = read(facts, Source::StoreModels)?;
            let is_on = reply.body.get("field_value") == Some(&Value::Bool(true));
            Ok(if is_on { Vec::new() } else { vec![off().evidence(reply.quoting("field_value is not true"))] })
        }
    }
}

pub(super) fn budget_job(facts: &Facts) -> Found {
    let rows = keys::all(facts).iter().map(|row| ("key", row)).chain(facts.teams.items.iter().map(|row| ("team", row)));
    let overdue = rows.filter_map(|(kind, row)| {
        let reset = keys::overdue_reset(facts, row)?;
        Some((reset, format!("{kind} {}", keys::subject(row))))
    });
    let mut overdue: Vec<(Timestamp, String)> = overdue.collect();
    overdue.sort_unstable();
    let Some((oldest, _)) = overdue.first() else { return Ok(Vec::new()) };
    let since = roughly(facts.now.duration_since(*oldest).unsigned_abs());
    let subjects: Vec<String> = overdue.iter().map(|(_, subject)| subject.clone()).collect();
    let message = format!(
        "budgets are not reset: {} should have been up to {since} ago; the server's job that resets them does not run",
        names(&subjects)
    );
    Ok(vec![
        Finding::error("budgets", message).command("litellm-proxy keys list --columns key_alias,spend,budget_reset_at"),
    ])
}

pub(super) fn callbacks(facts: &Facts) -> Found {
    let reply = read(facts, Source::Callbacks)?;
    let mut found = Vec::new();
    for callback in facts.list(Source::Callbacks, "callbacks") {
        let Some(callback_name) = callback.get("name").and_then(Value::as_str) else { continue };
        let variables = callback.get("variables").and_then(Value::as_object).into_iter().flatten();
        let unset: Vec<String> =
            variables.filter(|(_, value)| value.is_null()).map(|(variable, _)| variable.clone()).collect();
        if !unset.is_empty() {
            let message =
                format!("its settings lack {}; it works only if the server's environment has them", names(&unset));
            found.push(
                Finding::info(format!("callback {}", name(callback_name)), message)
                    .evidence(reply.quoting(&unset.join(", ")))
                    .command("litellm-proxy http request GET /get/config/callbacks"),
            );
        }
    }
    Ok(found)
}
