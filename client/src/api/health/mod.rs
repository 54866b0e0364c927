//! Health and version of the server: whether it is ready, what it knows of its deployments ([`Health::report`]), and calling
//! these ([`Health::probe_target`]).

mod checks;
mod deployments;
mod probe;
mod report;

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;

pub use self::checks::{
    Backlog, Callbacks, CheckHistory, CheckResult, CheckStatus, DeploymentWarning, DeploymentWarnings, LatestChecks,
    License, ProbedEndpoint, Probes,
};
pub use self::deployments::{DeploymentHealth, DeploymentStatus, LastHour};
pub use self::probe::{Probe, ProbePlan, ProbeTarget, ProbedDeployment};
pub use self::report::{HealthReport, Unknown, UnknownReason};
use crate::core::{Call, Client, Error, Lossless, RetryPolicy, ServerVersion};

/// The pauses between two checks whether a server is ready, and how long a check may take.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_CHECK: Duration = Duration::from_secs(5);

/// The health resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Health<'a>(pub(super) &'a Client);

impl Client {
    /// Health and version.
    pub fn health(&self) -> Health<'_> {
        Health(self)
    }
}

/// Whether the server is ready.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Readiness {
    /// `healthy`, on older servers `connected`.
    #[serde(default)]
    pub status: Option<String>,
    /// `connected`, or the database error.
    #[serde(default)]
    pub db: Option<String>,
    /// Version; newer servers return it only with the details.
    #[serde(default)]
    pub litellm_version: Option<String>,
}

impl Health<'_> {
    /// Fetches the server's readiness, which needs no key: `GET /health/readiness`.
    pub fn readiness(&self) -> Call<Lossless<Readiness>> {
        Call::new(self.0, Method::GET, &["health", "readiness"])
    }

    /// Fetches readiness, version and settings (newer servers): `GET /health/readiness/details`.
    pub fn details(&self) -> Call<Lossless<Readiness>> {
        Call::new(self.0, Method::GET, &["health", "readiness", "details"])
    }

    /// Waits until the server is ready: requests `GET /health/readiness` without a key, with growing pauses of at most a
    /// second, until it succeeds. Behind gateways that hide it, `GET /health/liveliness` counts too.
    ///
    /// # Errors
    /// The last failure, if the server is not ready after `limit`.
    pub async fn wait(self, limit: Duration) -> Result<(), Error> {
        let end = Instant::now() + limit;
        let mut pause = FIRST_PAUSE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Err(error) = self.check(left.clamp(FIRST_PAUSE, LONGEST_CHECK)).await else { return Ok(()) };
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(error);
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
    }

    async fn check(self, timeout: Duration) -> Result<(), Error> {
        /// The least that a ready server reports.
        #[derive(Deserialize)]
        struct Ready {
            #[serde(rename = "status")]
            _status: String,
        }
        let readiness = Call::<Ready>::new(self.0, Method::GET, &["health", "readiness"]);
        let liveliness = Call::<Value>::new(self.0, Method::GET, &["health", "liveliness"]);
        match once(readiness, timeout).await {
            Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => once(liveliness, timeout).await.map(drop),
            checked => checked.map(drop),
        }
    }

    /// Returns the server's version; `None` if the server does not state it. It is requested once for a client and its
    /// clones, from the first of these that has it: `GET /health/readiness/details` (newer servers),
    /// `GET /openapi.json`, `GET /health/readiness` (its `x-litellm-version` header, or its body on older servers).
    ///
    /// # Errors
    /// The error of the last request, if all of them failed. An error is not kept: the next call sends the requests again.
    pub async fn version(self) -> Result<Option<ServerVersion>, Error> {
        self.0.version.get_or_try_init(|| self.fetch_version()).await.cloned()
    }

    async fn fetch_version(self) -> Result<Option<ServerVersion>, Error> {
        #[derive(Deserialize)]
        struct ApiDescription {
            info: ApiInfo,
        }
        #[derive(Deserialize)]
        struct ApiInfo {
            version: String,
        }
        match self.details().await {
            Ok(details) => {
                if let Some(version) = details.into_inner().litellm_version {
                    return Ok(Some(ServerVersion::new(version)));
                }
            }
            Err(error @ (Error::Unreachable { .. } | Error::Timeout { .. })) => return Err(error),
            Err(_) => {}
        }
        let description: Call<ApiDescription> = Call::new(self.0, Method::GET, &["openapi.json"]);
        if let Ok(description) = description.await {
            return Ok(Some(ServerVersion::new(description.info.version)));
        }
        let response = self.readiness().raw().await?;
        let header = response.headers.get("x-litellm-version").and_then(|version| version.to_str().ok());
        let in_body = || response.json::<Readiness>().ok().and_then(|readiness| readiness.litellm_version);
        Ok(header.map(str::to_owned).or_else(in_body).map(ServerVersion::new))
    }
}

/// Returns a call without a key that is sent once.
fn once<T>(call: Call<T>, timeout: Duration) -> Call<T> {
    call.without_key().timeout(timeout).retry(RetryPolicy::never())
}
