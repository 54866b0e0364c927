//! [`Health::report`]: all that the server knows of its health, in two rounds of requests that only read.

use std::time::{Duration, Instant};

use futures_util::future::{join, join4, join5};
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};

use super::checks::{Backlog, DeploymentWarning, License};
use super::deployments::{self, DeploymentHealth};
use super::{Health, Readiness};
use crate::api::spend::{LogFilter, LogPage};
use crate::core::call::unreadable;
use crate::core::{Call, Error, Lossless, RawResponse, RefusalKind, RetryPolicy};

/// How many earlier checks are read, to find since when deployments are as they are.
const HISTORY: u32 = 500;
/// The state of a database that is down.
const DISCONNECTED: &str = "disconnected";
/// How many requests of the log are read.
const LOG: u32 = 100;
/// The time of which the log is read.
const LOG_TIME: SignedDuration = SignedDuration::from_hours(1);

/// The health of a server.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct HealthReport {
    /// Status, database and version.
    #[serde(flatten)]
    pub readiness: Readiness,
    /// Whether the server is ready: it responds, and its database does.
    pub is_ready: bool,
    /// How long the server took to report that it is ready.
    pub response_time_ms: u64,
    /// How far the server's clock is ahead, in seconds; negative if it is behind.
    pub clock_ahead_seconds: Option<i64>,
    /// Whether the cache responds; `None` if there is none, or if it is not known.
    pub cache_responds: Option<bool>,
    /// Requests in flight, without those of this report (newer servers).
    pub backlog: Option<Backlog>,
    /// The license (newer servers).
    pub license: Option<License>,
    /// The callbacks that the server was set up with.
    pub callbacks: Option<Vec<String>>,
    /// What the server warns of in its own settings, without what somebody ignores (the newest servers).
    pub warnings: Option<Vec<DeploymentWarning>>,
    /// The deployments that the key may see, in the server's order.
    pub deployments: Option<Vec<DeploymentHealth>>,
    /// What is not known, and why.
    pub unknown: Vec<Unknown>,
    /// The refusal of the key, if the server does not accept it at all.
    #[serde(skip)]
    pub key_error: Option<Error>,
}

/// Something that the server does not report.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Unknown {
    /// What is not known.
    pub what: &'static str,
    /// Why it is not.
    pub reason: UnknownReason,
    /// The error, if the server failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Why something is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnknownReason {
    /// The request has no key.
    NoKey,
    /// The server reports it to admins only.
    NeedsAdminKey,
    /// This version of the server does not have it.
    NotServed,
    /// The server cannot read it without its database, which is down.
    NoDatabase,
    /// The server failed.
    Failed,
}

/// Collects what the server reports, and what it does not.
#[derive(Default)]
struct Collector {
    unknown: Vec<Unknown>,
    /// A request failed because the server has lost its database. Older servers report for some minutes that it is connected.
    has_lost_database: bool,
}

impl Collector {
    fn take<T>(&mut self, what: &'static str, result: Result<T, Error>) -> Option<T> {
        let error = match result {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        self.has_lost_database |= error.kind() == Some(RefusalKind::DatabaseLost);
        let reason = match &error {
            Error::Unauthorized(_) | Error::Forbidden(_) => UnknownReason::NeedsAdminKey,
            Error::NotFound(_) => UnknownReason::NotServed,
            _ => UnknownReason::Failed,
        };
        let error = (reason == UnknownReason::Failed).then(|| error.to_string());
        self.unknown.push(Unknown { what, reason, error });
        None
    }
}

/// Sends a call once, apart from a connection that fails: statuses are results here.
fn once<T>(call: Call<T>) -> Call<T> {
    call.retry(RetryPolicy::default().statuses([]))
}

impl HealthReport {
    /// Returns the deployments that do not respond: the last check found so, or all requests of the last hour failed.
    pub fn failing(&self) -> impl Iterator<Item = &DeploymentHealth> {
        self.deployments.iter().flatten().filter(|deployment| deployment.is_failing())
    }
}

impl Health<'_> {
    /// Reports all that the server knows of its health. Only reads, and calls no model, in two rounds of concurrent requests; the
    /// second is for the log of the last hour, whose times are those of the server's clock.
    ///
    /// Without a key it is readiness alone, and with a key that is not an admin's the deployments without their
    /// health; [`HealthReport::unknown`] lists what is missing. A server whose database is down is reported too.
    ///
    /// # Errors
    /// If the server does not report whether it is ready.
    pub async fn report(self) -> Result<HealthReport, Error> {
        if !self.0.inner.has_key() {
            let (readiness, is_ready, time) = self.is_ready().await?;
            let unknown = vec![
                Unknown {
                    what: "cache, license, load, callbacks and warnings",
                    reason: UnknownReason::NoKey,
                    error: None,
                },
                Unknown { what: "deployments", reason: UnknownReason::NoKey, error: None },
            ];
            return Ok(self.new_report(readiness, is_ready, time, unknown));
        }
        let of_server = join5(
            self.is_ready(),
            once(self.details()),
            self.ping_cache(),
            once(self.license()),
            once(self.callbacks()),
        );
        let of_deployments = join4(
            once(self.deployment_warnings()),
            once(self.0.models().info()),
            once(self.latest()),
            once(self.history(HISTORY)),
        );
        let ((ready, details, cache, license, callbacks), (warnings, models, latest, history)) =
            join(of_server, of_deployments).await;
        let (mut readiness, mut is_ready, time) = ready?;
        if let Ok(details) = details {
            readiness.litellm_version = details.into_inner().litellm_version.or(readiness.litellm_version);
        }
        let mut collector = Collector::default();
        let cache_responds = match cache {
            Err(error) if is_no_cache(&error) => None,
            Err(Error::Server(refusal)) if refusal.kind() != Some(RefusalKind::DatabaseLost) => Some(false),
            cache => collector.take("cache", cache).map(|_| true),
        };
        let license = collector.take("license", license).map(Lossless::into_inner);
        let callbacks = collector.take("callbacks", callbacks);
        let warnings = collector.take("warnings", warnings).map(Lossless::into_inner);
        let latest = collector.take("health checks", latest).map(Lossless::into_inner);
        let (models, key_error) = match models {
            Err(error @ Error::Unauthorized(_)) if is_ready => (None, Some(error)),
            models => (collector.take("deployments", models), None),
        };
        // Without its database, the server finds no check, and refuses virtual keys.
        let latest = latest.filter(|_| is_ready && !collector.has_lost_database);
        let (log, backlog) =
            join(self.last_hour(latest.is_some() && models.is_some()), self.load(key_error.is_none())).await;
        let mut own_requests = 1;
        let log = log.and_then(|log| {
            own_requests += 1;
            collector.take("log", log)
        });
        let backlog = backlog.and_then(|backlog| collector.take("load", backlog)).map(|backlog| Backlog {
            in_flight: backlog.in_flight.saturating_sub(own_requests),
            ..backlog.into_inner()
        });
        if collector.has_lost_database {
            (is_ready, readiness.db) = (false, Some(DISCONNECTED.to_owned()));
        }
        if !is_ready {
            collector.unknown =
                vec![Unknown { what: "keys, checks and the log", reason: UnknownReason::NoDatabase, error: None }];
        }
        let history = history.ok().map(Lossless::into_inner);
        let mut report = self.new_report(readiness, is_ready, time, collector.unknown);
        report.cache_responds = cache_responds;
        report.backlog = backlog;
        report.license = license;
        report.callbacks = callbacks.map(|callbacks| callbacks.configured().into_iter().map(str::to_owned).collect());
        report.warnings = warnings.map(|list| list.warnings.into_iter().filter(|one| one.ignore.is_none()).collect());
        report.deployments = models.map(|models| {
            let models = models.iter().map(|model| &**model);
            deployments::health_of(models, latest.as_ref().filter(|_| is_ready), history.as_ref(), log.as_deref())
        });
        report.key_error = key_error;
        Ok(report)
    }

    fn new_report(self, readiness: Readiness, is_ready: bool, time: Duration, unknown: Vec<Unknown>) -> HealthReport {
        HealthReport {
            readiness,
            is_ready,
            response_time_ms: u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
            clock_ahead_seconds: self.0.clock_ahead().map(|ahead| ahead.as_secs()),
            cache_responds: None,
            backlog: None,
            license: None,
            callbacks: None,
            warnings: None,
            deployments: None,
            unknown,
            key_error: None,
        }
    }

    /// Lists the last requests of the last hour, by the server's clock. Who may not read checks may not read the log of others.
    async fn last_hour(self, is_wanted: bool) -> Option<Result<Lossless<LogPage>, Error>> {
        if !is_wanted {
            return None;
        }
        let now = self.0.server_now();
        let (first, last) = (now.checked_sub(LOG_TIME), now.checked_add(SignedDuration::from_hours(24)));
        let filter = LogFilter::between(first.unwrap_or(now), last.unwrap_or(now)).page(1).page_size(LOG);
        Some(once(self.0.spend().logs(filter)).await)
    }

    /// Counts the requests in flight, once those of the first round have ended.
    async fn load(self, is_wanted: bool) -> Option<Result<Lossless<Backlog>, Error>> {
        if is_wanted { Some(once(self.backlog()).await) } else { None }
    }

    /// Returns the readiness, also that of a server which reports that it is not ready.
    async fn is_ready(self) -> Result<(Readiness, bool, Duration), Error> {
        let started = Instant::now();
        let call = || once(self.readiness());
        let mut response = call().open().await?;
        let body = response.bytes().await?;
        let time = started.elapsed();
        let stated = serde_json::from_slice::<Stated>(&body);
        match (response.error(&body), stated) {
            (None, Ok(Stated { status, db, litellm_version })) => {
                let header = response.headers().get("x-litellm-version").and_then(|version| version.to_str().ok());
                let version = litellm_version.or_else(|| header.map(str::to_owned));
                // A server without a database is ready.
                let is_ready = db.as_deref() != Some(DISCONNECTED);
                Ok((Readiness { status: Some(status), db, litellm_version: version }, is_ready, time))
            }
            (Some(_), Ok(Stated { status, db: Some(db), litellm_version }))
                if response.status() == StatusCode::SERVICE_UNAVAILABLE =>
            {
                Ok((Readiness { status: Some(status), db: Some(db), litellm_version }, false, time))
            }
            // Older servers respond with the error of the database instead.
            (Some(Error::Server(refusal)), _)
                if refusal.kind() == Some(RefusalKind::DatabaseLost)
                    || refusal.message.starts_with("Service Unhealthy") =>
            {
                Ok((Readiness { db: Some(DISCONNECTED.to_owned()), ..Readiness::default() }, false, time))
            }
            (Some(error), _) => Err(error),
            (None, Err(error)) => {
                let raw =
                    RawResponse { status: response.status(), headers: response.headers().clone(), body: body.into() };
                Err(unreadable(&call().request()?, &raw, error))
            }
        }
    }
}

/// What a server states at least.
#[derive(Deserialize)]
struct Stated {
    status: String,
    db: Option<String>,
    litellm_version: Option<String>,
}

/// Returns whether the error of the ping is that there is no cache.
fn is_no_cache(error: &Error) -> bool {
    error.refusal().is_some_and(|refusal| refusal.message.contains("Cache not initialized"))
}
