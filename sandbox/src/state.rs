//! The state that model requests share with the handlers: database, configuration, clock, rate counters.

use std::sync::Arc;

use super::clock::Clock;
use super::config::Config;
use super::rules::rates::Rates;
use super::store::Store;
use super::upstream_client::UpstreamClient;

pub(super) struct State {
    pub(super) store: Store,
    pub(super) config: Config,
    pub(super) clock: Clock,
    pub(super) rates: Arc<Rates>,
    pub(super) upstream: UpstreamClient,
}
