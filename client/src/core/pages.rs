//! Lists that come in pages, read as one: every page, a few at a time, in order, each item once.

use std::collections::{HashSet, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::stream::{FuturesOrdered, Stream, StreamExt as _};
use serde::de::DeserializeOwned;

use super::call::Call;
use super::error::Error;

/// How many items a page of a complete list holds; the servers allow no more.
pub const PAGE_SIZE: u32 = 100;
/// A list may move while it is read and show a page twice, but not for ever.
const MOST_BARREN: u32 = 16;
/// How many pages are asked for at a time.
const IN_FLIGHT: usize = 8;

/// One page of a list.
pub trait Page: DeserializeOwned + Send + 'static {
    /// What the list holds.
    type Item: Send + Unpin;
    /// The items of this page.
    fn into_items(self) -> Vec<Self::Item>;
    /// How many items the whole list has, by the server's count.
    fn total(&self) -> Option<u64>;
    /// How many pages there are.
    fn total_pages(&self) -> Option<u64>;
    /// What tells one item from another; `None` where nothing does.
    fn identity(item: &Self::Item) -> Option<&str>;
}

type Fetch<P> = Box<dyn Fn(u32) -> Call<P> + Send>;
type Fetched<P> = Pin<Box<dyn Future<Output = Result<P, Error>> + Send>>;

/// A list being read: item by item with [`Pages::next`] or as a [`Stream`], page by page with [`Pages::next_page`], or
/// all at once with [`Pages::all`]. Items that a moving list shows on two pages are given once; when fewer came than the
/// server counts, the list is read a second time for those that were missed. Who deletes what is listed reads it all
/// first: behind the back of a reader the rest of the list moves up, and past the next page.
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
#[must_use = "a list is read when it is asked for items"]
pub struct Pages<P: Page> {
    fetch: Fetch<P>,
    in_flight: FuturesOrdered<Fetched<P>>,
    /// Items of a page that were not given yet.
    ready: VecDeque<P::Item>,
    /// The next page to give, and the next to ask for.
    next: u32,
    ask: u32,
    /// The last page, once the server has told.
    last: Option<u32>,
    seen: HashSet<String>,
    given: u64,
    total: Option<u64>,
    second_reading: bool,
    /// Pages in a row that brought nothing new to the first reading.
    barren: u32,
    /// How many pages to ask for at a time.
    window: usize,
    /// The pages in flight were asked for along with an earlier one; how long ago, only the reader knows.
    waited: bool,
    /// A stream of items ends with an error.
    failed: bool,
}

impl<P: Page> Pages<P> {
    /// A list whose page `n`, counted from 1, is fetched by `fetch(n)`.
    pub(crate) fn new(fetch: impl Fn(u32) -> Call<P> + Send + 'static) -> Self {
        Self {
            fetch: Box::new(fetch),
            in_flight: FuturesOrdered::new(),
            ready: VecDeque::new(),
            next: 1,
            ask: 1,
            last: None,
            seen: HashSet::new(),
            given: 0,
            total: None,
            second_reading: false,
            barren: 0,
            window: IN_FLIGHT,
            waited: false,
            failed: false,
        }
    }

    /// The call for the first page, to look at.
    pub fn first_call(&self) -> Call<P> {
        (self.fetch)(1)
    }

    /// Changes the call for every page: another time allowed, a header, a query parameter.
    pub fn each_call(self, change: impl Fn(Call<P>) -> Call<P> + Send + 'static) -> Self {
        let fetch = self.fetch;
        Self { fetch: Box::new(move |page| change(fetch(page))), ..self }
    }

    /// The server's count of the whole list, once a page has come.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// How many items have come, those of the page that is being given included.
    pub fn received(&self) -> u64 {
        self.given
    }

    /// The next item; `None` after the last, and after an error. [`Pages::next_page`] goes on after an error.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items of the next page, or what is left of this one; `None` after the last. After an error, the next call asks
    /// for the same page again.
    ///
    /// # Errors
    /// That of the page that failed.
    pub async fn next_page(&mut self) -> Result<Option<Vec<P::Item>>, Error> {
        self.failed = false;
        if !self.ready.is_empty() {
            return Ok(Some(std::mem::take(&mut self.ready).into()));
        }
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Vec<P::Item>>, Error>> {
        loop {
            // How many there are is known with the first; until then it is asked for alone.
            while self.ask <= self.last.unwrap_or(self.next) && self.in_flight.len() < self.window {
                self.in_flight.push_back(Box::pin((self.fetch)(self.ask).send()));
                self.ask = self.ask.saturating_add(1);
            }
            match ready!(self.in_flight.poll_next_unpin(context)) {
                Some(Ok(page)) => {
                    self.waited = true;
                    return Poll::Ready(Ok(Some(self.take(page))));
                }
                Some(Err(error)) => {
                    self.in_flight.clear();
                    self.ask = self.next;
                    let reader_was_slow = std::mem::take(&mut self.waited);
                    // Nobody took the answer while the reader was busy with an earlier page: no fault of the server's.
                    if reader_was_slow && matches!(error, Error::Timeout { .. } | Error::Interrupted { .. }) {
                        self.window = 1;
                        continue;
                    }
                    return Poll::Ready(Err(error));
                }
                None if self.second_reading || self.total.is_none_or(|total| self.given >= total) => {
                    return Poll::Ready(Ok(None));
                }
                None => {
                    self.second_reading = true;
                    (self.next, self.ask, self.last) = (1, 1, None);
                }
            }
        }
    }

    /// Every item that was not given yet.
    ///
    /// # Errors
    /// That of the first page that failed.
    pub async fn all(mut self) -> Result<Vec<P::Item>, Error> {
        let mut items = Vec::new();
        while let Some(page) = self.next_page().await? {
            items.extend(page);
        }
        Ok(items)
    }

    /// The items of a page that were not given before.
    fn take(&mut self, page: P) -> Vec<P::Item> {
        self.total = page.total().or(self.total);
        let (total, total_pages) = (page.total(), page.total_pages());
        let mut items = page.into_items();
        let is_empty = items.is_empty();
        if self.last.is_none() {
            // The server's word, but no more pages than it takes for its own count of items at this size.
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
        self.given += items.len() as u64;
        self.barren = if items.is_empty() && !second_reading { self.barren + 1 } else { 0 };
        let is_whole = second_reading && self.total.is_some_and(|total| self.given >= total);
        if is_empty || is_whole || self.barren > MOST_BARREN {
            // What is beyond holds nothing more, whatever the server counts.
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
        f.debug_struct("Pages").field("given", &self.given).field("total", &self.total).finish_non_exhaustive()
    }
}
