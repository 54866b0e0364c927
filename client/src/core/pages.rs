//! [`Pages`]: a paged list read as one: every page, several in flight, in order, each item once.

use std::collections::{HashSet, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::stream::{FuturesOrdered, Stream, StreamExt as _};
use serde::de::DeserializeOwned;

use super::call::Call;
use super::error::Error;

/// The page size used for complete lists; the servers' maximum.
pub const PAGE_SIZE: u32 = 100;
/// How many pages in a row may bring nothing new, since a list that changes while it is read can repeat pages.
const MAX_STALE_PAGES: u32 = 16;
/// How many pages are fetched concurrently.
const IN_FLIGHT: usize = 8;

/// One page of a list.
pub trait Page: DeserializeOwned + Send + 'static {
    /// The type of an item.
    type Item: Send + Unpin;
    /// Returns the items of this page.
    fn items(&self) -> &[Self::Item];
    /// Moves the items out of this page.
    fn into_items(self) -> Vec<Self::Item>;
    /// Returns how many items the whole list has, according to the server.
    fn total(&self) -> Option<u64>;
    /// Returns how many pages there are.
    fn total_pages(&self) -> Option<u64>;
    /// Returns an item's identity, to recognize duplicates; `None` if it has none.
    fn identity(item: &Self::Item) -> Option<&str>;
    /// Returns how many items a page has if another may follow. For lists without counts: they end with a page of
    /// another size.
    fn full_size() -> Option<usize> {
        None
    }
}

crate::core::string_enum::string_enum! {
    /// The order of a sorted list.
    SortOrder {
        /// Smallest, earliest or first in the alphabet first.
        Ascending = "asc",
        /// Largest, latest or last in the alphabet first.
        Descending = "desc",
    }
}

type Fetch<P> = Box<dyn Fn(u32) -> Call<P> + Send>;
type Fetched<P> = Pin<Box<dyn Future<Output = Result<P, Error>> + Send>>;

/// A list being read: item by item with [`Pages::next`] or as a [`Stream`], page by page with [`Pages::next_page`], or
/// all at once with [`Pages::all`]. Each item is returned once, even if a changing list has it on two pages. If fewer items
/// came than the server counts, the list is read a second time for those that were missed. Collect the list before
/// deleting from it; deleting while iterating shifts items past pages not yet fetched.
///
/// ```no_run
/// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
/// use litellm_proxy_client::keys::KeyFilter;
///
/// let mut keys = client.keys().list_all(&KeyFilter::default().team_id("team456"));
/// while let Some(key) = keys.next().await {
///     println!("{}", key?.token().unwrap_or_default());
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is fetched until items are requested"]
pub struct Pages<P: Page> {
    fetch: Fetch<P>,
    in_flight: FuturesOrdered<Fetched<P>>,
    /// Items of the current page that were not returned yet.
    ready: VecDeque<P::Item>,
    /// The next page to return, and the next to fetch.
    next: u32,
    next_fetch: u32,
    /// The last page, once it is known.
    last: Option<u32>,
    seen: HashSet<String>,
    received: u64,
    total: Option<u64>,
    second_reading: bool,
    /// Pages in a row without new items in the first reading.
    stale: u32,
    /// How many pages to fetch concurrently.
    window: usize,
    /// The pages in flight may have waited for the reader to handle an earlier one.
    waited: bool,
    /// A stream of items ends with an error.
    failed: bool,
}

impl<P: Page> Pages<P> {
    /// Creates a list whose page `n`, counted from 1, is fetched by `fetch(n)`.
    pub(crate) fn new(fetch: impl Fn(u32) -> Call<P> + Send + 'static) -> Self {
        Self {
            fetch: Box::new(fetch),
            in_flight: FuturesOrdered::new(),
            ready: VecDeque::new(),
            next: 1,
            next_fetch: 1,
            last: None,
            seen: HashSet::new(),
            received: 0,
            total: None,
            second_reading: false,
            stale: 0,
            window: IN_FLIGHT,
            waited: false,
            failed: false,
        }
    }

    /// Returns the call for the first page, for inspection.
    pub fn first_call(&self) -> Call<P> {
        (self.fetch)(1)
    }

    /// Changes the call for every page, for example its timeout, headers or query.
    pub fn each_call(self, change: impl Fn(Call<P>) -> Call<P> + Send + 'static) -> Self {
        let fetch = self.fetch;
        Self { fetch: Box::new(move |page| change(fetch(page))), ..self }
    }

    /// Returns the server's count of the whole list, once a page has been received.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Returns how many items were received so far, including the rest of the current page.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Returns the next item; `None` after the last, and after an error. [`Pages::next_page`] continues after an error.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the items of the next page, or the rest of the current one; `None` after the last. After an error, the next
    /// call fetches the same page again.
    ///
    /// # Errors
    /// The error of the page that failed.
    pub async fn next_page(&mut self) -> Result<Option<Vec<P::Item>>, Error> {
        self.failed = false;
        if !self.ready.is_empty() {
            return Ok(Some(std::mem::take(&mut self.ready).into()));
        }
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Vec<P::Item>>, Error>> {
        loop {
            // The first page is fetched alone: it has the number of pages.
            while self.next_fetch <= self.last.unwrap_or(self.next) && self.in_flight.len() < self.window {
                self.in_flight.push_back(Box::pin((self.fetch)(self.next_fetch).send()));
                self.next_fetch = self.next_fetch.saturating_add(1);
            }
            match ready!(self.in_flight.poll_next_unpin(context)) {
                Some(Ok(page)) => {
                    self.waited = true;
                    return Poll::Ready(Ok(Some(self.take(page))));
                }
                Some(Err(error)) => {
                    self.in_flight.clear();
                    self.next_fetch = self.next;
                    let reader_was_slow = std::mem::take(&mut self.waited);
                    // Nobody read the response while the reader handled an earlier page: not the server's fault.
                    if reader_was_slow && matches!(error, Error::Timeout { .. } | Error::Interrupted { .. }) {
                        self.window = 1;
                        continue;
                    }
                    return Poll::Ready(Err(error));
                }
                None if self.second_reading || self.total.is_none_or(|total| self.received >= total) => {
                    return Poll::Ready(Ok(None));
                }
                None => {
                    self.second_reading = true;
                    (self.next, self.next_fetch, self.last) = (1, 1, None);
                }
            }
        }
    }

    /// Collects all remaining items.
    ///
    /// # Errors
    /// The error of the first page that failed.
    pub async fn all(mut self) -> Result<Vec<P::Item>, Error> {
        let mut items = Vec::new();
        while let Some(page) = self.next_page().await? {
            items.extend(page);
        }
        Ok(items)
    }

    /// Returns the items of a page that were not returned before.
    fn take(&mut self, page: P) -> Vec<P::Item> {
        self.total = page.total().or(self.total);
        let (total, total_pages) = (page.total(), page.total_pages());
        let mut items = page.into_items();
        let (is_empty, is_full) = (items.is_empty(), P::full_size() == Some(items.len()));
        if self.last.is_none() {
            // The server's number of pages, but no more than its number of items needs at this page size.
            let filled = total.map(|total| total.div_ceil(items.len().max(1) as u64));
            let pages = total_pages.into_iter().chain(filled).min().unwrap_or(1);
            self.last = Some(u32::try_from(pages).unwrap_or(u32::MAX).max(1));
        }
        self.next = self.next.saturating_add(1);
        let second_reading = self.second_reading;
        items.retain(|item| match P::identity(item) {
            Some(identity) => self.seen.insert(identity.to_owned()),
            None => !second_reading,
        });
        self.received += items.len() as u64;
        self.stale = if items.is_empty() && !second_reading { self.stale + 1 } else { 0 };
        if is_full && !items.is_empty() && total.is_none() && total_pages.is_none() {
            // The number of pages is unknown: fetch as many again as there were, a few at a time.
            let known = self.next.saturating_sub(1);
            let more = known.min(u32::try_from(IN_FLIGHT).unwrap_or(u32::MAX));
            self.last = self.last.map(|last| if last == known { known.saturating_add(more) } else { last });
        }
        let is_whole = second_reading && self.total.is_some_and(|total| self.received >= total);
        let is_short = P::full_size().is_some() && total.is_none() && !is_full;
        if is_empty || is_short || is_whole || self.stale > MAX_STALE_PAGES {
            // Later pages have nothing more, whatever the server counts.
            self.in_flight.clear();
            self.last = Some(0);
            self.second_reading = true;
        }
        items
    }
}

impl<P: Page> Stream for Pages<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        loop {
            if let Some(item) = pages.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if pages.failed {
                return Poll::Ready(None);
            }
            match ready!(pages.poll_page(context)) {
                Ok(Some(items)) => pages.ready = items.into(),
                Ok(None) => return Poll::Ready(None),
                Err(error) => {
                    pages.failed = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<P: Page> std::fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("received", &self.received).field("total", &self.total).finish_non_exhaustive()
    }
}
