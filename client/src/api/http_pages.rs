//! [`HttpPages`]: any list of the server read to its end, however the endpoint counts its pages.

use std::fmt;

use reqwest::Method;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::core::json::{Shallow, parse_shallow};
use crate::core::response::unexpected;
use crate::core::{Call, Client, Error, Request};

/// Guards against a server that never comes to an end.
const MAX_PAGES: u64 = 100_000;

/// How an endpoint is asked for its next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paging {
    /// `page=2`, and pages have a size.
    Page,
    /// `offset=100`.
    Offset,
    /// `startIndex=101`, counted from 1.
    StartIndex,
    /// The id of the last item.
    After,
    /// What the page itself names.
    Cursor,
    /// Like [`Paging::Cursor`], in the parameter `page`.
    NextPage,
}

/// How an endpoint pages its items.
struct Endpoint {
    /// The path without a version. `*` is a segment.
    path: &'static str,
    paging: Paging,
    size: &'static str,
    /// The largest page of all server versions.
    max: u32,
    items: &'static str,
}

const fn endpoint(path: &'static str, paging: Paging, size: &'static str, max: u32, items: &'static str) -> Endpoint {
    Endpoint { path, paging, size, max, items }
}

/// The endpoints with pages. Others are recognized by their first response.
const ENDPOINTS: [Endpoint; 32] = [
    endpoint("/key/list", Paging::Page, "size", 100, "keys"),
    endpoint("/key/aliases", Paging::Page, "size", 100, "aliases"),
    endpoint("/v2/model/info", Paging::Page, "size", 1000, "data"),
    endpoint("/jwt/key/mapping/list", Paging::Page, "size", 100, "mappings"),
    endpoint("/user/list", Paging::Page, "page_size", 100, "users"),
    endpoint("/v2/team/list", Paging::Page, "page_size", 100, "teams"),
    endpoint("/audit", Paging::Page, "page_size", 100, "audit_logs"),
    endpoint("/spend/logs/v2", Paging::Page, "page_size", 100, "data"),
    endpoint("/spend/logs/ui", Paging::Page, "page_size", 100, "data"),
    endpoint("/*/daily/activity", Paging::Page, "page_size", 1000, "results"),
    endpoint("/tag/user-agent/per-user-analytics", Paging::Page, "page_size", 1000, "results"),
    endpoint("/vector_store/list", Paging::Page, "page_size", 100, "data"),
    endpoint("/guardrails/usage/logs", Paging::Page, "page_size", 100, "logs"),
    endpoint("/tool/*/logs", Paging::Page, "page_size", 100, "logs"),
    endpoint("/memory", Paging::Page, "page_size", 500, "memories"),
    endpoint("/customer/list", Paging::Page, "page_size", 100, ""),
    endpoint("/management/v1/spend_logs/users", Paging::Page, "page_size", 100, "data"),
    endpoint("/management/v1/spend_logs/end_users", Paging::Page, "page_size", 100, "data"),
    endpoint("/*/daily/activity/aggregated/keys", Paging::Offset, "limit", 100, "api_keys"),
    endpoint("/*/daily/activity/aggregated/users", Paging::Offset, "limit", 100, "users"),
    endpoint("/health/history", Paging::Offset, "limit", 1000, "health_checks"),
    endpoint("/files", Paging::After, "limit", 100, "data"),
    endpoint("/batches", Paging::After, "limit", 100, "data"),
    endpoint("/fine_tuning/jobs", Paging::After, "limit", 100, "data"),
    endpoint("/vector_stores", Paging::After, "limit", 100, "data"),
    endpoint("/evals", Paging::After, "limit", 100, "data"),
    endpoint("/containers", Paging::After, "limit", 100, "data"),
    endpoint("/cost_optimization/prompt_caching/requests", Paging::Cursor, "limit", 100, "requests"),
    endpoint("/traces", Paging::Cursor, "limit", 100, "data"),
    endpoint("/skills", Paging::NextPage, "limit", 100, "data"),
    endpoint("/scim/v2/Users", Paging::StartIndex, "count", 100, "Resources"),
    endpoint("/scim/v2/Groups", Paging::StartIndex, "count", 100, "Resources"),
];

/// A list being read page by page, from [`Http::pages`](super::http::Http::pages).
#[must_use = "nothing is fetched until pages are requested"]
pub struct HttpPages {
    client: Client,
    /// The request without the parameters of a page.
    request: Request,
    endpoint: Option<&'static Endpoint>,
    /// How the next page is asked for; `None` after the last.
    next: Option<Parameters>,
    /// The size of a page that is asked for.
    size: Option<u64>,
    number: u64,
    received: u64,
    /// The first and last item of the page before, to recognize a server that sends it again.
    ends: Option<(String, String)>,
    /// The fields of the first page, without those of a page. `None` in the place of the items.
    envelope: Option<Vec<(String, Option<Box<RawValue>>)>>,
}

/// Where a page says what follows.
#[derive(Default, Deserialize)]
struct Position {
    total: Option<u64>,
    total_count: Option<u64>,
    total_pages: Option<u64>,
    total_records: Option<u64>,
    total_api_keys: Option<u64>,
    total_users: Option<u64>,
    #[serde(rename = "totalResults")]
    total_results: Option<u64>,
    has_more: Option<bool>,
    last_id: Option<String>,
    next_cursor: Option<String>,
    next_page: Option<serde_json::Value>,
    #[serde(default)]
    metadata: Option<PageMetadata>,
}

#[derive(Default, Deserialize)]
struct PageMetadata {
    total_pages: Option<u64>,
    has_more: Option<bool>,
}

/// The fields of a response that describe a page rather than the list.
const OF_A_PAGE: [&str; 14] = [
    "current_page",
    "first_id",
    "has_more",
    "itemsPerPage",
    "last_id",
    "limit",
    "next_cursor",
    "next_page",
    "offset",
    "page",
    "page_size",
    "size",
    "startIndex",
    "total_pages",
];

/// The parameters that ask for a page.
const PAGE_PARAMETERS: [&str; 5] = ["after", "cursor", "offset", "page", "startIndex"];

type Items = Vec<Box<RawValue>>;
type Parameters = Vec<(&'static str, String)>;

impl HttpPages {
    pub(super) fn new(client: &Client, request: Request) -> Result<Self, Error> {
        if request.method != Method::GET {
            return Err(Error::InvalidRequest(format!("pages are fetched with GET, not with {}", request.method)));
        }
        let query: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        if let Some((name, _)) = query.iter().find(|(name, _)| PAGE_PARAMETERS.contains(&name.as_str())) {
            return Err(Error::InvalidRequest(format!("`{name}` asks for one page, but all are fetched")));
        }
        let path = below(client.inner.base.path(), request.url.path());
        let endpoint = ENDPOINTS.iter().find(|endpoint| fits(endpoint.path, path));
        let given = endpoint.and_then(|endpoint| query.iter().find(|(name, _)| name == endpoint.size));
        let size = match given {
            Some((_, size)) => size.parse().ok(),
            None => endpoint.map(|endpoint| u64::from(endpoint.max)),
        };
        let mut first = Vec::new();
        if let Some(endpoint) = endpoint {
            // Without a number, some endpoints return the whole list, or another shape.
            first.extend((endpoint.paging == Paging::Page).then(|| ("page", "1".to_owned())));
            first.extend(given.is_none().then(|| (endpoint.size, endpoint.max.to_string())));
        }
        let (client, next) = (client.clone(), Some(first));
        Ok(Self { client, request, endpoint, next, size, number: 0, received: 0, ends: None, envelope: None })
    }

    /// Returns the request for the first page, for inspection.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if it cannot be built.
    pub fn first_request(&self) -> Result<Request, Error> {
        self.page_call().request()
    }

    /// Returns the items of the next page as written by the server; `None` after the last.
    ///
    /// # Errors
    /// The error of the page; [`Error::InvalidRequest`] if the response is not a list;
    /// [`Error::UnexpectedResponse`] if the server sends a page again.
    pub async fn next_page(&mut self) -> Result<Option<Vec<Box<RawValue>>>, Error> {
        if self.next.is_none() {
            return Ok(None);
        }
        let response = self.page_call().raw().await?;
        let text = String::from_utf8_lossy(&response.body);
        let items = self.items(&text)?;
        self.number += 1;
        if self.is_the_page_before(&items) {
            self.next = None;
            if self.number == 2 && Position::of(&text).pages().is_none() {
                // The server does not know pages: the first was the whole list.
                return Ok(None);
            }
            let reason = format!("page {} is the one before it again", self.number);
            return Err(unexpected(&self.request, response.status, reason));
        }
        self.received += items.len() as u64;
        self.next = self.following(&Position::of(&text), &items)?;
        if self.next.is_some() && self.number >= MAX_PAGES {
            let reason = format!("the list does not end after {MAX_PAGES} pages");
            return Err(unexpected(&self.request, response.status, reason));
        }
        Ok(Some(items))
    }

    /// Returns whether the pages are parts of sums, as those of daily activity, where a date can be on several.
    pub fn are_partial_sums(&self) -> bool {
        self.endpoint.is_some_and(|endpoint| endpoint.path == "/*/daily/activity")
    }

    /// Returns how many pages were fetched.
    pub fn pages(&self) -> u64 {
        self.number
    }

    /// Returns the object of the first page with `items` in place of its own, without the fields that describe a page; the list
    /// itself if the endpoint returns a bare one.
    ///
    /// # Errors
    /// If an item is not JSON.
    pub fn with_envelope(&self, items: &[Box<RawValue>]) -> serde_json::Result<Box<RawValue>> {
        let list = serde_json::to_string(items)?;
        let Some(fields) = &self.envelope else { return RawValue::from_string(list) };
        let fields = fields.iter().map(|(name, value)| {
            let value = value.as_ref().map_or(list.as_str(), |value| value.get());
            serde_json::to_string(name).map(|name| format!("{name}:{value}"))
        });
        let fields = fields.collect::<serde_json::Result<Vec<_>>>()?;
        RawValue::from_string(format!("{{{}}}", fields.join(",")))
    }

    fn page_call(&self) -> Call<serde_json::Value> {
        let call = self.client.http().send(self.request.clone());
        self.next.iter().flatten().fold(call, |call, (name, value)| call.query(name, value))
    }

    /// Finds the list in a page, and keeps what is around it in the first.
    fn items(&mut self, text: &str) -> Result<Items, Error> {
        let cannot = || {
            let path = self.request.url.path();
            Error::InvalidRequest(format!("cannot tell the next page of {path}: its response is not a list"))
        };
        match parse_shallow(text) {
            Some(Shallow::Array(items)) => Ok(items.into_iter().map(ToOwned::to_owned).collect()),
            Some(Shallow::Object(fields)) => {
                let known = self.endpoint.map_or("", |endpoint| endpoint.items);
                let lists = || fields.iter().enumerate().filter(|(_, (_, value))| value.get().starts_with('['));
                let named = |name: &str| lists().find(|(_, (field, _))| field == name);
                let only = || lists().next().filter(|_| lists().count() == 1);
                let (at, (_, list)) = named(known).or_else(|| named("data")).or_else(only).ok_or_else(cannot)?;
                let items = serde_json::from_str(list.get()).map_err(|_| cannot())?;
                if self.envelope.is_none() {
                    let fields = fields.iter().enumerate().filter(|(_, (name, _))| !OF_A_PAGE.contains(&name.as_str()));
                    let fields =
                        fields.map(|(index, (name, value))| (name.clone(), (index != at).then(|| (*value).to_owned())));
                    self.envelope = Some(fields.collect());
                }
                Ok(items)
            }
            _ => Err(cannot()),
        }
    }

    /// Returns the parameters of the page after this one, if there is one.
    fn following(&self, position: &Position, items: &[Box<RawValue>]) -> Result<Option<Parameters>, Error> {
        let paging = match self.endpoint {
            Some(endpoint) => endpoint.paging,
            None => match position.paging() {
                Some(paging) => paging,
                // Nothing names another page: it is the whole list.
                None => return Ok(None),
            },
        };
        let count = items.len() as u64;
        let is_full = self.size == Some(count);
        let has_more = match paging {
            Paging::After | Paging::NextPage => position.has_more == Some(true),
            Paging::Cursor => position.next_cursor.as_ref().is_some_and(|cursor| !cursor.is_empty()),
            Paging::Page if position.pages().is_some() => position.pages().is_some_and(|pages| self.number < pages),
            Paging::Page | Paging::Offset | Paging::StartIndex => match position.total() {
                Some(total) => self.received < total,
                None => position.has_more().unwrap_or(is_full),
            },
        };
        if !has_more || count == 0 {
            return Ok(None);
        }
        let number = |name, number: u64| Some((name, number.to_string()));
        let next = match paging {
            Paging::Page => number("page", self.number + 1),
            Paging::Offset => number("offset", self.received),
            Paging::StartIndex => number("startIndex", self.received + 1),
            Paging::After => position.last_id.clone().or_else(|| last_id(items)).map(|id| ("after", id)),
            Paging::Cursor => position.next_cursor.clone().map(|cursor| ("cursor", cursor)),
            Paging::NextPage => position.next_page.as_ref().map(|page| match page {
                serde_json::Value::String(page) => ("page", page.clone()),
                page => ("page", page.to_string()),
            }),
        };
        let Some(next) = next else {
            let path = self.request.url.path();
            return Err(Error::InvalidRequest(format!("cannot tell the next page of {path}: nothing names it")));
        };
        let size = self.next.iter().flatten().filter(|(name, _)| !PAGE_PARAMETERS.contains(name)).cloned();
        Ok(Some(std::iter::once(next).chain(size).collect()))
    }

    fn is_the_page_before(&mut self, items: &[Box<RawValue>]) -> bool {
        let ends = items.first().zip(items.last()).map(|(first, last)| (first.get().to_owned(), last.get().to_owned()));
        let is_same = ends.is_some() && ends == self.ends;
        self.ends = ends;
        is_same
    }
}

impl Position {
    fn of(text: &str) -> Self {
        // A field of another type tells nothing.
        serde_json::from_str(text).unwrap_or_default()
    }

    fn pages(&self) -> Option<u64> {
        self.total_pages.or_else(|| self.metadata.as_ref()?.total_pages)
    }

    fn has_more(&self) -> Option<bool> {
        self.has_more.or_else(|| self.metadata.as_ref()?.has_more)
    }

    fn total(&self) -> Option<u64> {
        let totals = [
            self.total_count,
            self.total,
            self.total_records,
            self.total_api_keys,
            self.total_users,
            self.total_results,
        ];
        totals.into_iter().flatten().next()
    }

    /// Returns how an unknown endpoint is asked for its next page.
    fn paging(&self) -> Option<Paging> {
        if self.pages().is_some() {
            Some(Paging::Page)
        } else if self.next_cursor.is_some() {
            Some(Paging::Cursor)
        } else if self.has_more.is_some() {
            Some(Paging::After)
        } else {
            None
        }
    }
}

impl fmt::Debug for HttpPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpPages")
            .field("request", &self.request)
            .field("pages", &self.number)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

fn last_id(items: &[Box<RawValue>]) -> Option<String> {
    #[derive(Deserialize)]
    struct Item {
        id: String,
    }
    serde_json::from_str::<Item>(items.last()?.get()).ok().map(|item| item.id)
}

/// Returns the part of a path below the base URL's, without `/v1`.
fn below<'a>(base: &str, path: &'a str) -> &'a str {
    let path = path.strip_prefix(base.trim_end_matches('/')).unwrap_or(path);
    let path = path.trim_end_matches('/');
    path.strip_prefix("/v1").filter(|rest| rest.starts_with('/')).unwrap_or(path)
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.split('/'), path.split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern.zip(path).all(|(pattern, part)| pattern == part || pattern == "*" && !part.is_empty())
}
