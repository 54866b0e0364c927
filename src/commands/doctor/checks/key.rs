//! The key in use: whether the server knows it, and what it may do.

use litellm_proxy_client::RefusalKind;
use serde_json::Value;

use super::super::facts::{Facts, Reply, Trouble};
use super::super::finding::{Finding, name};
use super::super::sources::Source;
use super::{Found, Unchecked, keys};

/// Kinds of refusals that other checks report.
const OF_OTHERS: [RefusalKind; 5] = [
    RefusalKind::KeyBlocked,
    RefusalKind::TeamBlocked,
    RefusalKind::ProjectBlocked,
    RefusalKind::KeyExpired,
    RefusalKind::BudgetExceeded,
];

/// Returns the response that refuses the key; an error if there is no key.
pub(super) fn refusal(facts: &Facts) -> Result<Option<&Reply>, Unchecked> {
    if !facts.target.has_key {
        return Err(Unchecked::Because("no key is set".to_owned()));
    }
    Ok(facts.reply(Source::OwnKey).filter(|_| facts.key_is_refused()))
}

/// Returns the fields of the key in use, if the server shows them.
pub(super) fn own(facts: &Facts) -> Option<&Value> {
    facts.value(Source::OwnKey).and_then(|value| value.get("info"))
}

pub(super) fn known(facts: &Facts) -> Found {
    if !facts.target.has_key {
        let message = "no key is set, so only what the server shows to everybody was checked";
        return Ok(vec![Finding::warning("key", message).command("litellm-proxy login")]);
    }
    let unsent = facts
        .reply(Source::OwnKey)
        .filter(|reply| reply.status.is_none() && reply.trouble() == Some(Trouble::Unexpected));
    if let Some(unsent) = unsent {
        return Ok(vec![Finding::error("your key", unsent.message()).command("litellm-proxy login")]);
    }
    let Some(reply) = refusal(facts)? else {
        let failed = |reply: &&Reply| !reply.is_ok() && !matches!(reply.status, Some(403 | 404));
        let finding = |reply: &Reply| {
            Finding::error("your key", "the server fails to look it up, so it could not be checked")
                .evidence(reply.evidence())
                .command("litellm-proxy health")
        };
        return Ok(facts.reply(Source::OwnKey).filter(failed).map(finding).into_iter().collect());
    };
    let kind = reply.kind();
    if kind.is_some_and(|kind| OF_OTHERS.contains(&kind)) || !keys::nulls_in_message(reply.message()).is_empty() {
        return Ok(Vec::new());
    }
    let (from, header) = (&facts.target.key_from, &facts.target.auth_header);
    let finding = match kind {
        Some(RefusalKind::KeyNotReceived) => Finding::error(
            "your key",
            format!(
                "it was sent in the header `{header}`, but did not reach the server: something in between removes it"
            ),
        )
        .command("litellm-proxy doctor --auth-header X-Litellm-Key"),
        Some(RefusalKind::RateLimited) => {
            Finding::error("your key", "it has reached its own rate limit, so it could not be checked")
                .command("litellm-proxy doctor")
        }
        Some(RefusalKind::KeyUnknown) => {
            Finding::error("your key", format!("the server does not know it (it came from {from})"))
                .command("litellm-proxy login")
        }
        _ => Finding::error("your key", format!("the server refuses it (it came from {from})"))
            .command("litellm-proxy whoami --check"),
    };
    Ok(vec![finding.evidence(reply.evidence())])
}

pub(super) fn rights(facts: &Facts) -> Found {
    if refusal(facts)?.is_some() {
        return Err(Unchecked::Because("the key is refused".to_owned()));
    }
    let message = if facts.is_master_key() {
        "it is the master key: give each user a key of their own".to_owned()
    } else if facts.is_admin() {
        "it is the key of an admin".to_owned()
    } else if facts.reply(Source::OwnKey).is_some_and(|reply| reply.status == Some(403)) {
        "it may not read about itself: its routes are limited, or the server keeps no keys".to_owned()
    } else {
        let field = |field: &str| own(facts).and_then(|info| info.get(field)?.as_str()).map(name);
        match (field("team_id"), field("user_id")) {
            (Some(team), _) => format!("it is a key of the team `{team}`, without the rights of an admin"),
            (None, Some(user)) => format!("it is a key of the user `{user}`, without the rights of an admin"),
            (None, None) => "it is a key of no user and no team, without the rights of an admin".to_owned(),
        }
    };
    Ok(vec![Finding::info("your key", message).command("litellm-proxy whoami --check")])
}
