//! Lists that come in pages, read as one: every page, a few at a time, in order, each item once.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::pin::Pin;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use serde::de::DeserializeOwned;

use super::{Call, Error};

/// How many items a page of a complete list holds; the servers allow no more.
pub const PAGE_SIZE: u32 = 100;
/// How many pages are asked for at a time.
const IN_FLIGHT: usize = 8;

/// One page of a list.
pub trait Page: DeserializeOwned + Send + 'static {
    /// What the list holds.
    type Item: Send;
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

/// A list being read. Items that a moving list shows on two pages are given once; when fewer came than the server
/// counts, the list is read a second time for those that were missed.
pub struct Pages<P: Page> {
    fetch: Fetch<P>,
    in_flight: FuturesOrdered<Fetched<P>>,
    waiting: VecDeque<u32>,
    seen: HashSet<String>,
    given: u64,
    total: Option<u64>,
    started: bool,
    second_reading: bool,
}

impl<P: Page> Pages<P> {
    /// A list whose page `n`, counted from 1, is fetched by `fetch(n)`.
    pub fn new(fetch: impl Fn(u32) -> Call<P> + Send + 'static) -> Self {
        Self {
            fetch: Box::new(fetch),
            in_flight: FuturesOrdered::new(),
            waiting: VecDeque::new(),
            seen: HashSet::new(),
            given: 0,
            total: None,
            started: false,
            second_reading: false,
        }
    }

    /// The call for the first page, to look at.
    pub fn first_call(&self) -> Call<P> {
        (self.fetch)(1)
    }

    /// The server's count of the whole list, once a page has come.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// How many items have been given.
    pub fn given(&self) -> u64 {
        self.given
    }

    /// The items of the next page, `None` after the last.
    ///
    /// # Errors
    /// That of the page that failed.
    pub async fn next(&mut self) -> Result<Option<Vec<P::Item>>, Error> {
        loop {
            if !self.started {
                self.started = true;
                let first = (self.fetch)(1).await?;
                self.total = first.total().or(self.total);
                let pages = first.total_pages().unwrap_or(1).min(u64::from(u32::MAX));
                self.waiting = (2..=u32::try_from(pages).unwrap_or(u32::MAX)).collect();
                return Ok(Some(self.unseen(first)));
            }
            while self.in_flight.len() < IN_FLIGHT
                && let Some(number) = self.waiting.pop_front()
            {
                self.in_flight.push_back(Box::pin((self.fetch)(number).send()));
            }
            if let Some(page) = self.in_flight.next().await {
                return Ok(Some(self.unseen(page?)));
            }
            let missed = self.total.is_some_and(|total| self.given < total);
            if !missed || self.second_reading {
                return Ok(None);
            }
            self.second_reading = true;
            self.started = false;
        }
    }

    /// Every item.
    ///
    /// # Errors
    /// That of the first page that failed.
    pub async fn all(&mut self) -> Result<Vec<P::Item>, Error> {
        let mut items = Vec::new();
        while let Some(page) = self.next().await? {
            items.extend(page);
        }
        Ok(items)
    }

    fn unseen(&mut self, page: P) -> Vec<P::Item> {
        let second_reading = self.second_reading;
        let mut items = page.into_items();
        items.retain(|item| match P::identity(item) {
            Some(identity) => self.seen.insert(identity.to_owned()),
            None => !second_reading,
        });
        self.given += items.len() as u64;
        items
    }
}
