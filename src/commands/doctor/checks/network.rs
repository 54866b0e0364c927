//! The way to the server: its name, the connection, TLS, what responds there, what is in between, and the clock.

#![expect(clippy::unnecessary_wraps, reason = "the table of checks has functions of one type")]

use jiff::SignedDuration;

use super::super::facts::{Facts, Layer, Reply};
use super::super::finding::{Finding, Severity, name, word};
use super::super::sources::Source;
use super::{Found, Unchecked};
use crate::output::roughly;

/// Certificates that expire within this time are pointed out.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Differences between clocks that are pointed out, and those that break things.
const OFF: SignedDuration = SignedDuration::from_secs(30);
const FAR_OFF: SignedDuration = SignedDuration::from_mins(5);

fn through_proxy(facts: &Facts) -> Result<(), Unchecked> {
    match facts.target.proxy {
        Some(variable) => Err(Unchecked::Because(format!("requests go through the HTTP proxy in {variable}"))),
        None => Ok(()),
    }
}

pub(super) fn dns(facts: &Facts) -> Found {
    through_proxy(facts)?;
    let target = &facts.target;
    Ok(match &facts.connection.addresses {
        Some(Err(reason)) => vec![
            Finding::error(
                &target.host,
                format!("its name has no address: {reason}. The URL came from {}", target.url_from),
            )
            .command(format!("getent hosts {}", word(&target.host))),
        ],
        _ => Vec::new(),
    })
}

pub(super) fn tcp(facts: &Facts) -> Found {
    let target = &facts.target;
    let address = format!("{}:{}", target.host, target.port);
    let reason = match (&facts.connection.connected, facts.reply(Source::Readiness)) {
        (Some(Err(reason)), _) => reason.as_str(),
        (_, Some(reply)) if facts.stop().is_some_and(|(layer, _)| layer == Layer::Connection) => reply.message(),
        _ => return through_proxy(facts).map(|()| Vec::new()),
    };
    let proxy = target.proxy.map(|variable| format!(", through the HTTP proxy in {variable}")).unwrap_or_default();
    let message = format!("it does not accept connections{proxy}: {reason}. The URL came from {}", target.url_from);
    let command = format!("litellm-proxy health --wait 60s --base-url {}", word(&target.url));
    Ok(vec![Finding::error(address, message).command(command)])
}

pub(super) fn tls(facts: &Facts) -> Found {
    let target = &facts.target;
    if !target.is_https {
        return Ok(Vec::new());
    }
    let failed = facts.stop().is_some_and(|(layer, _)| layer == Layer::Tls);
    match facts.reply(Source::Readiness) {
        Some(readiness) if failed => Ok(vec![tls_failure(facts, readiness)]),
        _ => Ok(expiry(facts).into_iter().collect()),
    }
}

fn tls_failure(facts: &Facts, readiness: &Reply) -> Finding {
    let target = &facts.target;
    let reason = readiness.message();
    if facts.connection.speaks_other {
        let other = target.url.replacen("https://", "http://", 1);
        return Finding::error(&target.host, "it speaks http on this port, not https")
            .command(format!("litellm-proxy doctor --base-url {}", word(&other)));
    }
    let show =
        format!("openssl s_client -connect {}:{} -servername {} </dev/null", target.host, target.port, target.host);
    let finding = Finding::error(&target.host, reason);
    if reason.contains("UnknownIssuer") && !reason.contains("self-signed") {
        let shows_one = facts.connection.certificates.len() == 1;
        let chain = if shows_one { "; it shows no certificate between its own and that of the authority" } else { "" };
        return Finding { message: format!("{reason}{chain}"), ..finding }
            .command("litellm-proxy doctor --ca-cert FILE");
    }
    if ["UnknownIssuer", "CaUsedAsEndEntity", "BadSignature"].iter().any(|words| reason.contains(words)) {
        return finding.command("litellm-proxy doctor --ca-cert FILE");
    }
    if reason.contains("certificate expired") || reason.contains("not valid before") {
        return finding.command(format!("{show} | openssl x509 -noout -subject -issuer -dates"));
    }
    if reason.contains("CertificateRequired") {
        return finding.command("litellm-proxy doctor --client-cert FILE --client-key FILE");
    }
    finding.command(show)
}

fn expiry(facts: &Facts) -> Option<Finding> {
    let target = &facts.target;
    let certificate = facts.connection.certificates.first()?;
    let now = jiff::Timestamp::now();
    let left = certificate.not_after.duration_since(now);
    let day = certificate.not_after.strftime("%Y-%m-%d");
    let issuer = name(&certificate.issuer);
    let command = format!(
        "openssl s_client -connect {}:{} -servername {} </dev/null | openssl x509 -noout -subject -issuer -dates",
        target.host, target.port, target.host
    );
    if left <= SignedDuration::ZERO {
        let message = format!("its certificate expired on {day} (issued by `{issuer}`), which --insecure ignores");
        return Some(Finding::error(&target.host, message).command(command));
    }
    if left <= SOON {
        let days = left.as_hours() / 24;
        let message = format!("its certificate expires in {days} days, on {day} (issued by `{issuer}`)");
        return Some(Finding::warning(&target.host, message).command(command));
    }
    let message = "its certificate is not checked (--insecure), so others can read all that is sent";
    target.is_insecure.then(|| Finding::warning(&target.host, message).command("litellm-proxy doctor --ca-cert FILE"))
}

pub(super) fn http(facts: &Facts) -> Found {
    let Some(readiness) = facts.reply(Source::Readiness) else { return Ok(Vec::new()) };
    if facts.stop().is_none_or(|(layer, _)| layer != Layer::Litellm) {
        return Ok(Vec::new());
    }
    let target = &facts.target;
    let finding = |message: String| Finding::error(&target.url, message).evidence(readiness.evidence());
    if facts.connection.speaks_other {
        let other = target.url.replacen("http://", "https://", 1);
        return Ok(vec![
            finding("it speaks https on this port, not http".to_owned())
                .command(format!("litellm-proxy doctor --base-url {}", word(&other))),
        ]);
    }
    let moved = readiness.message().split_once("a redirect to another server, ");
    if let Some((to, _)) = moved.and_then(|(_, rest)| rest.split_once("/health/readiness, ")) {
        let command = format!("litellm-proxy doctor --base-url {}", word(to));
        return Ok(vec![finding(format!("it redirects to {}, where no key is sent", name(to))).command(command)]);
    }
    let hint = readiness.refused.as_ref().and_then(|refused| refused.hint.as_deref());
    let message = match (readiness.status, hint) {
        (Some(status @ 502..=504), _) => {
            format!("a gateway in between responds with {status}: the proxy behind it is down or too slow")
        }
        (Some(status), _) if readiness.message().contains("HTML page") => {
            format!("it is not a LiteLLM proxy, or a login page is in front of it: {status}, {}", readiness.message())
        }
        (_, Some(hint)) => format!("{}: {hint}", readiness.message()),
        (Some(status), None) => format!("it is not a LiteLLM proxy: {status} {}", readiness.message()),
        (None, None) => readiness.message().to_owned(),
    };
    let command = match readiness.status {
        Some(502..=504) => "litellm-proxy health --wait 5m",
        _ => "litellm-proxy doctor --base-url URL",
    };
    Ok(vec![finding(message).command(command)])
}

pub(super) fn proxy(facts: &Facts) -> Found {
    let mut found = Vec::new();
    if let Some(variable) = facts.target.proxy {
        let message = format!("requests go through the HTTP proxy in {variable}");
        found.push(
            Finding::info(variable, message)
                .command(format!("NO_PROXY={} litellm-proxy doctor", word(&facts.target.host))),
        );
    }
    if let Some(readiness) = facts.reply(Source::Readiness).filter(|reply| !reply.gateways.is_empty()) {
        let message = format!("a gateway is in between ({})", readiness.gateways.join(", "));
        found.push(Finding::info(&facts.target.host, message));
    }
    Ok(found)
}

pub(super) fn clock(facts: &Facts) -> Found {
    // Without a `Date` in its responses.
    let Some(ahead) = facts.ahead else { return Err(Unchecked::CannotTell) };
    if ahead.abs() <= OFF {
        return Ok(Vec::new());
    }
    let difference = roughly(ahead.unsigned_abs());
    let (direction, effect) = if ahead.is_negative() {
        ("behind", "keys expire late, and requests are logged in the past")
    } else {
        ("ahead", "keys expire early, and requests are logged in the future")
    };
    let message = format!("the server's clock is {difference} {direction} this machine's: {effect}");
    let severity = if ahead.abs() > FAR_OFF { Severity::Error } else { Severity::Warning };
    Ok(vec![Finding::new(severity, &facts.target.host, message).command("timedatectl status")])
}
