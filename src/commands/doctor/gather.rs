//! Gathers the [`Facts`]: GETs only, at most [`LIMIT`], in three rounds. Requests of a round are in flight together.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::future::join;
use futures_util::stream;
use jiff::Timestamp;
use litellm_proxy_client::reqwest::header::HeaderMap;
use litellm_proxy_client::{Certificate, Client, Error, RawResponse};
use serde_json::Value;
use tokio::net::{TcpStream, lookup_host};

use super::facts::{Connection, Facts, Layer, Listing, Refused, Reply, Target, Trouble};
use super::finding::excerpt;
use super::sources::{PAGE, Source, keys_page, teams_page};

/// The most requests of a run.
pub(super) const LIMIT: usize = 40;
/// How many requests are in flight.
const AT_ONCE: usize = 8;
/// The most pages of a list: the rest is not read.
const PAGES: usize = 10;
/// The most keys that are read at once.
const MOST_STORED: u64 = 2_000;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Headers by which gateways show themselves, and whether their value names a product.
const GATEWAYS: [(&str, bool); 7] = [
    ("via", true),
    ("server", true),
    ("x-cache", true),
    ("cf-ray", false),
    ("x-amzn-trace-id", false),
    ("x-envoy-upstream-service-time", false),
    ("x-azure-ref", false),
];
/// The web server of LiteLLM itself.
const OWN_SERVER: &str = "uvicorn";

/// Sends requests, and counts them.
pub(super) struct Asker<'a> {
    pub(super) client: &'a Client,
    without_key: Client,
    sent: AtomicUsize,
}

impl<'a> Asker<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self { client, without_key: client.with_key(""), sent: AtomicUsize::new(0) }
    }

    /// Sends a GET; `None` if there were too many.
    async fn get(&self, path: &str, has_key: bool) -> Option<Reply> {
        if self.sent.fetch_add(1, Ordering::Relaxed) >= LIMIT {
            return None;
        }
        let client = if has_key { self.client } else { &self.without_key };
        let call = client.http().request("GET", path);
        let path = path.split('?').next().unwrap_or(path);
        Some(reply(format!("GET {path}"), call.raw().await))
    }

    async fn sources(&self, wanted: &[Source], now: Timestamp) -> Vec<(Source, Reply)> {
        let requests = wanted.iter().map(|source| async move {
            let reply = self.get(&source.path(now), !source.is_public()).await;
            reply.map(|reply| (*source, reply))
        });
        stream::iter(requests).buffer_unordered(AT_ONCE).filter_map(async |reply| reply).collect().await
    }
}

/// Gathers what `wanted` needs.
pub(super) async fn facts(target: Target, asker: &Asker<'_>, wanted: &[Source]) -> Facts {
    let first: Vec<Source> = Source::FIRST.into_iter().filter(|source| source.is_public() || target.has_key).collect();
    let (connection, replies) = join(connect(&target), asker.sources(&first, Timestamp::now())).await;
    let mut facts = Facts {
        target,
        connection,
        replies: BTreeMap::from_iter(replies),
        keys: Listing::default(),
        stored_keys: None,
        teams: Listing::default(),
        ahead: asker.client.clock_ahead(),
        now: asker.client.server_now(),
        requests: 0,
    };
    facts.connection.certificates =
        asker.client.server_certificates().iter().filter_map(Certificate::details).collect();
    let stop = facts.stop().map(|(layer, _)| layer);
    if stop.is_none_or(|layer| layer > Layer::Database) {
        let is_reached = |source: &Source| stop.is_none_or(|layer| source.needs() < layer);
        let wanted: Vec<Source> =
            wanted.iter().copied().filter(|source| !Source::FIRST.contains(source) && is_reached(source)).collect();
        let now = facts.now;
        facts.replies.extend(asker.sources(&wanted, now).await);
        lists(&mut facts, asker).await;
    }
    facts.requests = asker.sent.load(Ordering::Relaxed).min(LIMIT);
    facts
}

/// Reads the further pages of lists.
async fn lists(facts: &mut Facts, asker: &Asker<'_>) {
    let (keys, teams) = join(
        pages(asker, facts.reply(Source::Keys), "keys", keys_page),
        pages(asker, facts.reply(Source::Teams), "teams", teams_page),
    )
    .await;
    let failed = facts.reply(Source::Keys).is_some_and(|reply| reply.status == Some(500));
    (facts.keys, facts.teams) = (keys.unwrap_or_default(), teams.unwrap_or_default());
    if failed {
        facts.stored_keys = stored_keys(asker).await;
    }
}

/// Returns all keys as they are stored: the full list fails if one key cannot be read. That is one response, so the number of
/// keys is read first.
async fn stored_keys(asker: &Asker<'_>) -> Option<Reply> {
    let page = asker.get("/key/list?size=1&page=1", true).await?;
    let total = page.value()?.get("total_count")?.as_u64()?;
    if total > MOST_STORED {
        return None;
    }
    asker.get("/spend/keys", true).await
}

/// Returns the items of a list whose first page was read; `None` if a page failed.
async fn pages(asker: &Asker<'_>, first: Option<&Reply>, field: &str, path: fn(usize) -> String) -> Option<Listing> {
    let first = first?.value()?;
    let number = |names: [&str; 2]| names.iter().find_map(|name| first.get(*name)?.as_u64());
    let total = number(["total_count", "total"]).unwrap_or_default();
    let count = usize::try_from(total).unwrap_or(usize::MAX).div_ceil(PAGE).min(PAGES);
    let paths: Vec<String> = (2..=count).map(path).collect();
    let rest = stream::iter(paths.iter().map(|path| asker.get(path, true))).buffered(AT_ONCE);
    let rest: Vec<Option<Reply>> = rest.collect().await;
    let mut items = items(first, field);
    for page in rest.into_iter().flatten() {
        items.extend(page.value().map(|page| self::items(page, field)).unwrap_or_default());
    }
    let read = u64::try_from(items.len()).unwrap_or(u64::MAX);
    Some(Listing { items, more_than_read: (read < total).then_some(total) })
}

fn items(page: &Value, field: &str) -> Vec<Value> {
    page.get(field).and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Resolves the name of the server and connects to it, unless an HTTP proxy does that.
async fn connect(target: &Target) -> Connection {
    let mut connection = Connection::default();
    if target.proxy.is_some() {
        return connection;
    }
    let host = target.host.trim_start_matches('[').trim_end_matches(']');
    let addresses = match tokio::time::timeout(CONNECT_TIMEOUT, lookup_host((host, target.port))).await {
        Ok(Ok(addresses)) => addresses.collect::<Vec<_>>(),
        Ok(Err(_)) => Vec::new(),
        Err(_) => {
            connection.addresses = Some(Err("the name server does not respond".to_owned()));
            return connection;
        }
    };
    if addresses.is_empty() {
        connection.addresses = Some(Err("unknown host".to_owned()));
        return connection;
    }
    let started = Instant::now();
    let connected = tokio::time::timeout(CONNECT_TIMEOUT, TcpStream::connect(addresses.as_slice())).await;
    connection.connected = Some(match connected {
        Ok(Ok(_)) => Ok(started.elapsed()),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => Err("connection refused".to_owned()),
        Ok(Err(error)) => Err(excerpt(error.to_string().split(" (os error").next().unwrap_or_default())),
        Err(_) => Err(format!("no connection within {} s", CONNECT_TIMEOUT.as_secs())),
    });
    connection.addresses = Some(Ok(addresses));
    connection
}

/// Returns whether a server responds, or shows a certificate.
pub(super) async fn responds(client: &Client) -> bool {
    let response = client.http().request("GET", "/health/liveliness").raw().await;
    let is_unreachable =
        matches!(response, Err(Error::Unreachable { .. } | Error::Interrupted { .. } | Error::Timeout { .. }));
    !is_unreachable || !client.server_certificates().is_empty()
}

fn reply(request: String, response: Result<RawResponse, Error>) -> Reply {
    match response {
        Ok(response) => {
            let gateways = gateways(&response.headers);
            let status = Some(response.status.as_u16());
            if let Ok(body) = serde_json::from_slice(&response.body) {
                return Reply { request, status, body, refused: None, gateways };
            }
            let message = page(&String::from_utf8_lossy(&response.body));
            let refused = Refused { trouble: Trouble::Unexpected, message, hint: None, kind: None };
            Reply { request, status, body: Value::Null, refused: Some(refused), gateways }
        }
        Err(error) => {
            let refusal = error.refusal();
            let status = refusal.map(|refusal| refusal.status.as_u16());
            let body = refusal.and_then(|refusal| serde_json::from_str(&refusal.body).ok()).unwrap_or_default();
            let refused = Refused {
                trouble: trouble(&error),
                message: match (&error, refusal) {
                    (Error::Unreachable { reason, .. }, _) => reason.clone(),
                    (_, Some(refusal)) => refusal.message.clone(),
                    _ => error.to_string(),
                },
                hint: error.hint(),
                kind: refusal.and_then(litellm_proxy_client::Refusal::kind),
            };
            Reply { request, status, body, refused: Some(refused), gateways: Vec::new() }
        }
    }
}

/// Describes a body that is not JSON.
fn page(text: &str) -> String {
    let is_page = text.trim_start().get(..1) == Some("<");
    if is_page { "an HTML page".to_owned() } else { format!("not JSON: {}", excerpt(text)) }
}

fn trouble(error: &Error) -> Trouble {
    match error {
        Error::Unreachable { .. } => Trouble::Unreachable,
        Error::Timeout { .. } | Error::Interrupted { .. } => Trouble::Lost,
        error if error.refusal().is_some() => Trouble::Refused,
        _ => Trouble::Unexpected,
    }
}

fn gateways(headers: &HeaderMap) -> Vec<String> {
    let found = GATEWAYS.iter().filter_map(|(name, names_product)| {
        let value = headers.get(*name)?.to_str().ok()?;
        (value != OWN_SERVER)
            .then(|| if *names_product { format!("{name}: {}", excerpt(value)) } else { (*name).to_owned() })
    });
    found.collect()
}
