//! [`Facts`]: what was seen of the way to the server and of the server. Checks read them; nothing here sends.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use litellm_proxy_client::{CertificateDetails, RefusalKind, ServerVersion};
use serde_json::Value;

use super::finding::{Evidence, excerpt};
use super::sources::Source;

/// What is known before anything is sent.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Target {
    /// Without a slash at its end.
    pub(super) url: String,
    /// Where the URL comes from.
    pub(super) url_from: String,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) is_https: bool,
    pub(super) is_loopback: bool,
    /// The variable that names the HTTP proxy in between.
    pub(super) proxy: Option<&'static str>,
    /// Whether certificates are not checked.
    pub(super) is_insecure: bool,
    pub(super) has_key: bool,
    /// Where the key comes from.
    pub(super) key_from: String,
    pub(super) key_hash: String,
    pub(super) key_length: usize,
    /// Whether the key is one that everybody knows.
    pub(super) key_is_known: bool,
    pub(super) auth_header: String,
}

/// What a TCP connection showed. Nothing is tried if an HTTP proxy connects.
#[derive(Debug, Clone, Default)]
pub(super) struct Connection {
    pub(super) addresses: Option<Result<Vec<SocketAddr>, String>>,
    pub(super) connected: Option<Result<Duration, String>>,
    /// The certificates that the server showed, its own first.
    pub(super) certificates: Vec<CertificateDetails>,
    /// Whether the server speaks the other one of http and https.
    pub(super) speaks_other: bool,
}

/// Why there is no response of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No connection, or no TLS.
    Unreachable,
    /// The connection was lost, or nothing came in time.
    Lost,
    /// A response that is not the endpoint's.
    Unexpected,
    Refused,
}

/// A request that failed.
#[derive(Debug, Clone)]
pub(super) struct Refused {
    pub(super) trouble: Trouble,
    /// The message, masked.
    pub(super) message: String,
    pub(super) hint: Option<String>,
    pub(super) kind: Option<RefusalKind>,
}

/// The response to a request.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// Such as `GET /key/info`.
    pub(super) request: String,
    pub(super) status: Option<u16>,
    /// The JSON of the body, also of a refusal; null if the body is not JSON.
    pub(super) body: Value,
    pub(super) refused: Option<Refused>,
    /// Names of headers that gateways add, with the value of those that name a product.
    pub(super) gateways: Vec<String>,
}

impl Reply {
    pub(super) fn is_ok(&self) -> bool {
        self.refused.is_none()
    }

    /// Returns the body of a success.
    pub(super) fn value(&self) -> Option<&Value> {
        Some(&self.body).filter(|_| self.is_ok())
    }

    pub(super) fn message(&self) -> &str {
        self.refused.as_ref().map(|refused| refused.message.as_str()).unwrap_or_default()
    }

    pub(super) fn kind(&self) -> Option<RefusalKind> {
        self.refused.as_ref().and_then(|refused| refused.kind)
    }

    pub(super) fn trouble(&self) -> Option<Trouble> {
        self.refused.as_ref().map(|refused| refused.trouble)
    }

    /// Returns the evidence of what this response shows.
    pub(super) fn evidence(&self) -> Evidence {
        self.quoting(self.message())
    }

    /// Returns the evidence with another part of the response.
    pub(super) fn quoting(&self, text: &str) -> Evidence {
        Evidence { request: self.request.clone(), status: self.status, excerpt: excerpt(text) }
    }
}

/// A list that was read page by page.
#[derive(Debug, Clone, Default)]
pub(super) struct Listing {
    pub(super) items: Vec<Value>,
    /// How many the server has, if it is more than were read.
    pub(super) more_than_read: Option<u64>,
}

/// How far requests get. A check that needs more than that is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    /// Nothing is needed.
    Settings,
    Name,
    Connection,
    Tls,
    Litellm,
    Database,
    Key,
    Admin,
}

/// What was seen.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) target: Target,
    pub(super) connection: Connection,
    pub(super) replies: BTreeMap<Source, Reply>,
    pub(super) keys: Listing,
    /// Every key as it is stored, if the list of keys failed.
    pub(super) stored_keys: Option<Reply>,
    pub(super) teams: Listing,
    /// How far the server's clock is ahead.
    pub(super) ahead: Option<SignedDuration>,
    /// The time by the server's clock.
    pub(super) now: Timestamp,
    /// How many requests were sent.
    pub(super) requests: usize,
}

impl Facts {
    pub(super) fn reply(&self, source: Source) -> Option<&Reply> {
        self.replies.get(&source)
    }

    /// Returns the body of a response that succeeded.
    pub(super) fn value(&self, source: Source) -> Option<&Value> {
        self.reply(source).and_then(Reply::value)
    }

    /// Returns the objects of a list in a response that succeeded.
    pub(super) fn list(&self, source: Source, field: &str) -> &[Value] {
        let list = self.value(source).and_then(|value| value.get(field)?.as_array());
        list.map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn deployments(&self) -> &[Value] {
        self.list(Source::Models, "data")
    }

    /// Returns where requests end, and why. `None` if all of them arrive.
    pub(super) fn stop(&self) -> Option<(Layer, &'static str)> {
        if matches!(self.connection.addresses, Some(Err(_))) {
            return Some((Layer::Name, "the name of the server is unknown"));
        }
        if matches!(self.connection.connected, Some(Err(_))) {
            return Some((Layer::Connection, "there is no connection"));
        }
        let Some(readiness) = self.reply(Source::Readiness) else {
            return Some((Layer::Litellm, "the server was not asked"));
        };
        match readiness.trouble() {
            Some(Trouble::Unreachable) if self.target.is_https && self.fails_in_tls(readiness) => {
                return Some((Layer::Tls, "TLS fails"));
            }
            Some(Trouble::Unreachable) if self.is_connected() => {
                return Some((Layer::Litellm, "the server does not respond"));
            }
            Some(Trouble::Unreachable) => return Some((Layer::Connection, "there is no connection")),
            Some(Trouble::Lost) => return Some((Layer::Litellm, "the server does not respond")),
            _ if !self.is_litellm() => return Some((Layer::Litellm, "this is not a LiteLLM proxy")),
            _ => {}
        }
        match self.database() {
            Database::Down => return Some((Layer::Database, "the database is down")),
            Database::None => return Some((Layer::Database, "the server has no database")),
            Database::Connected | Database::Unknown => {}
        }
        if !self.target.has_key {
            return Some((Layer::Key, "no key is set"));
        }
        if self.key_is_refused() {
            return Some((Layer::Key, "the key is refused"));
        }
        (!self.is_admin()).then_some((Layer::Admin, "they need the key of an admin"))
    }

    fn is_connected(&self) -> bool {
        matches!(self.connection.connected, Some(Ok(_)))
    }

    /// Returns whether TLS fails, rather than the connection that an HTTP proxy makes.
    fn fails_in_tls(&self, readiness: &Reply) -> bool {
        self.is_connected() || readiness.message().contains("certificate")
    }

    /// Returns whether the server's responses are those of LiteLLM. A gateway may hide the readiness.
    pub(super) fn is_litellm(&self) -> bool {
        let Some(readiness) = self.reply(Source::Readiness) else { return false };
        let is_alive =
            self.value(Source::Liveliness).and_then(Value::as_str).is_some_and(|text| text.contains("alive"));
        let is_down = readiness.status == Some(503) && readiness.body.is_object();
        is_alive || is_down || readiness.is_ok() && readiness.body.get("status").is_some_and(Value::is_string)
    }

    pub(super) fn database(&self) -> Database {
        let Some(readiness) = self.reply(Source::Readiness) else { return Database::Unknown };
        let is_lost = |kind| matches!(kind, RefusalKind::NoDatabase | RefusalKind::DatabaseLost);
        let lost = |source| self.reply(source).and_then(Reply::kind).is_some_and(is_lost);
        match readiness.body.get("db").and_then(Value::as_str) {
            Some("connected") if lost(Source::OwnKey) => Database::Down,
            Some("connected") => Database::Connected,
            Some("Not connected") if readiness.is_ok() => Database::None,
            Some(_) => Database::Down,
            None if readiness.status == Some(503) => Database::Down,
            None => Database::Unknown,
        }
    }

    /// Returns whether the server does not accept the key at all.
    pub(super) fn key_is_refused(&self) -> bool {
        let Some(own) = self.reply(Source::OwnKey) else { return false };
        let is_forbidden = matches!(own.status, Some(403 | 404));
        own.trouble() == Some(Trouble::Refused) && !is_forbidden && own.status.is_some_and(|status| status < 500)
    }

    /// Returns whether the key is that of an admin: endpoints for admins respond.
    pub(super) fn is_admin(&self) -> bool {
        [Source::Router, Source::Details].iter().any(|source| self.reply(*source).is_some_and(Reply::is_ok))
    }

    /// Returns whether the key is the master key, which is in no database.
    pub(super) fn is_master_key(&self) -> bool {
        self.is_admin() && self.reply(Source::OwnKey).is_some_and(|reply| reply.status == Some(404))
    }

    pub(super) fn version(&self) -> Option<ServerVersion> {
        let version = [Source::Details, Source::Readiness].iter().find_map(|source| {
            self.reply(*source).and_then(|reply| reply.body.get("litellm_version")?.as_str().map(str::to_owned))
        });
        version.map(ServerVersion::new)
    }
}

/// The state of the database behind the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Database {
    Connected,
    Down,
    /// The server runs without one.
    None,
    /// A gateway hides the readiness.
    Unknown,
}
