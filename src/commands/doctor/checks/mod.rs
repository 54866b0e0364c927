//! The checks: each has an id, what it needs, what it reads, and a function from the facts to findings. None sends.

mod key;
mod keys;
mod log;
mod model;
mod network;
mod references;
mod server;
mod slow;

use super::facts::{Facts, Layer, Reply};
use super::finding::Finding;
use super::sources::Source;

/// Why a check was not done.
pub(super) enum Unchecked {
    /// The server has no such endpoint.
    CannotTell,
    /// Another reason, in words.
    Because(String),
}

/// What a check found.
pub(super) type Found = Result<Vec<Finding>, Unchecked>;

/// A check.
pub(super) struct Check {
    pub(super) id: &'static str,
    needs: Layer,
    pub(super) reads: &'static [Source],
    run: fn(&Facts) -> Found,
}

const fn check(id: &'static str, needs: Layer, reads: &'static [Source], run: fn(&Facts) -> Found) -> Check {
    Check { id, needs, reads, run }
}

/// All checks, in the order in which they depend on each other.
pub(super) const CHECKS: &[Check] = &[
    check("net.dns", Layer::Settings, &[], network::dns),
    check("net.tcp", Layer::Connection, &[], network::tcp),
    check("net.tls", Layer::Tls, &[], network::tls),
    check("net.http", Layer::Litellm, &[], network::http),
    check("net.proxy", Layer::Litellm, &[], network::proxy),
    check("net.clock", Layer::Litellm, &[], network::clock),
    check("srv.db", Layer::Database, &[], server::database),
    check("srv.version", Layer::Database, &[Source::Details], server::version),
    check("srv.master_key", Layer::Admin, &[Source::OwnKey, Source::Router], server::master_key),
    check("srv.salt_key", Layer::Admin, &[], server::salt_key),
    check("srv.warnings", Layer::Admin, &[Source::Warnings, Source::Details], server::warnings),
    check("srv.license", Layer::Admin, &[Source::License], server::license),
    check("srv.metrics_public", Layer::Admin, &[Source::Callbacks, Source::Details], server::metrics_public),
    check("srv.store_model_in_db", Layer::Admin, &[Source::StoreModels], server::store_models),
    check("srv.budget_job", Layer::Admin, &[Source::Keys, Source::Teams], server::budget_job),
    check("srv.callbacks", Layer::Admin, &[Source::Callbacks], server::callbacks),
    check("key.known", Layer::Key, &[Source::OwnKey], key::known),
    check("key.blocked", Layer::Key, &[Source::OwnKey, Source::Keys, Source::Teams], keys::blocked),
    check("key.expiring", Layer::Key, &[Source::OwnKey, Source::Keys], keys::expiring),
    check("key.budget", Layer::Key, &[Source::OwnKey, Source::Keys, Source::Teams], keys::budget),
    check("key.null", Layer::Key, &[Source::OwnKey, Source::Keys], keys::null),
    check("key.rights", Layer::Key, &[Source::OwnKey, Source::Router], key::rights),
    check("model.none", Layer::Key, &[Source::Models], model::none),
    check(
        "model.health",
        Layer::Admin,
        &[Source::Models, Source::Latest, Source::Failures, Source::Successes],
        model::health,
    ),
    check("model.cooldown", Layer::Admin, &[Source::Failures, Source::Models], model::cooldown),
    check("model.slow", Layer::Admin, &[Source::Successes], slow::slow),
    check("model.price", Layer::Key, &[Source::Models], model::price),
    check("model.duplicate_id", Layer::Key, &[Source::Models], model::duplicate_id),
    check("model.vanished", Layer::Admin, &[Source::Models, Source::Latest, Source::StoreModels], model::vanished),
    check("model.deprecated", Layer::Admin, &[Source::Deprecations], model::deprecated),
    check("ref.fallback", Layer::Admin, &[Source::Models, Source::Router], references::fallback),
    check("ref.team", Layer::Admin, &[Source::Models, Source::Teams, Source::Router], references::team),
    check("ref.key", Layer::Admin, &[Source::Models, Source::Teams, Source::Keys, Source::Router], references::key),
    check("ref.credential", Layer::Admin, &[Source::Models, Source::Credentials], references::credential),
    check("log.failures", Layer::Admin, &[Source::Failures], log::failures),
];

/// Runs a check. A layer that failed stops what needs it; its own check reports it.
pub(super) fn run(check: &Check, facts: &Facts) -> Found {
    if let Some((layer, reason)) = facts.stop()
        && check.needs >= layer
        && !reports(check.id, layer)
    {
        return Err(Unchecked::Because(reason.to_owned()));
    }
    Ok((check.run)(facts)?.into_iter().map(|finding| finding.of_check(check.id)).collect())
}

/// Returns whether a check is the one that reports a failed layer.
pub(super) fn reports(id: &str, layer: Layer) -> bool {
    match layer {
        Layer::Name => id == "net.dns",
        Layer::Connection => id == "net.tcp",
        Layer::Tls => id == "net.tls",
        Layer::Litellm => id == "net.http",
        Layer::Database => ["srv.db", "srv.version"].contains(&id),
        Layer::Key => ["key.known", "key.blocked", "key.expiring", "key.budget", "key.null"].contains(&id),
        Layer::Settings | Layer::Admin => false,
    }
}

/// Returns a response that a check reads, or why there is none.
fn read(facts: &Facts, source: Source) -> Result<&Reply, Unchecked> {
    match facts.reply(source) {
        Some(reply) if reply.is_ok() => Ok(reply),
        Some(reply) if matches!(reply.status, Some(404 | 405 | 501)) => Err(Unchecked::CannotTell),
        Some(reply) => {
            let status = reply.status.map_or_else(|| "no response".to_owned(), |status| format!("HTTP {status}"));
            Err(Unchecked::Because(format!("{} failed: {status}", reply.request)))
        }
        None => Err(Unchecked::Because("too many requests would be needed".to_owned())),
    }
}
