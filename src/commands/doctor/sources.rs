//! [`Source`]: the endpoints that the doctor reads. All are GETs that call no model; those that are expensive for the server
//! (`/openapi.json`, `/metrics`, `/spend/logs`, the price map) are not among them.

use jiff::{SignedDuration, Timestamp};

use super::facts::Layer;

/// Items of a page.
pub(super) const PAGE: usize = 100;
/// How much of the log is read, and how many rows of it.
const LOG: SignedDuration = SignedDuration::from_hours(1);
const LOG_ROWS: usize = 25;

/// An endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Readiness,
    Liveliness,
    Details,
    OwnKey,
    Router,
    StoreModels,
    Latest,
    Warnings,
    License,
    Callbacks,
    Models,
    Keys,
    Teams,
    Credentials,
    Deprecations,
    Failures,
    Successes,
}

impl Source {
    /// The endpoints that show how far requests get, which are read at once.
    pub(super) const FIRST: [Self; 5] = [Self::Readiness, Self::Liveliness, Self::Details, Self::OwnKey, Self::Router];

    /// Returns how far requests must get for it.
    pub(super) fn needs(self) -> Layer {
        match self {
            Self::Readiness | Self::Liveliness => Layer::Settings,
            Self::Details | Self::OwnKey | Self::Router | Self::Models => Layer::Key,
            _ => Layer::Admin,
        }
    }

    /// Returns whether it is read without a key.
    pub(super) fn is_public(self) -> bool {
        self.needs() == Layer::Settings
    }

    /// Returns path and query. `now` is the server's time.
    pub(super) fn path(self, now: Timestamp) -> String {
        match self {
            Self::Readiness => "/health/readiness".to_owned(),
            Self::Liveliness => "/health/liveliness".to_owned(),
            Self::Details => "/health/readiness/details".to_owned(),
            Self::OwnKey => "/key/info".to_owned(),
            Self::Router => "/router/settings".to_owned(),
            Self::StoreModels => "/config/field/info?field_name=store_model_in_db".to_owned(),
            Self::Latest => "/health/latest".to_owned(),
            Self::Warnings => "/health/deployment_warnings".to_owned(),
            Self::License => "/health/license".to_owned(),
            Self::Callbacks => "/get/config/callbacks".to_owned(),
            Self::Models => "/v1/model/info".to_owned(),
            Self::Keys => keys_page(1),
            Self::Teams => teams_page(1),
            Self::Credentials => "/credentials".to_owned(),
            Self::Deprecations => "/model/deprecations".to_owned(),
            Self::Failures => log("failure", now),
            Self::Successes => log("success", now),
        }
    }
}

pub(super) fn keys_page(page: usize) -> String {
    format!("/key/list?return_full_object=true&size={PAGE}&page={page}")
}

pub(super) fn teams_page(page: usize) -> String {
    format!("/v2/team/list?page_size={PAGE}&page={page}")
}

fn log(status: &str, now: Timestamp) -> String {
    let time = |by: SignedDuration| {
        let time = now.checked_add(by).unwrap_or(now);
        time.strftime("%Y-%m-%d%%20%H:%M:%S").to_string()
    };
    let (start, end) = (time(-LOG), time(SignedDuration::from_hours(24)));
    format!("/spend/logs/v2?start_date={start}&end_date={end}&status_filter={status}&page=1&page_size={LOG_ROWS}")
}
