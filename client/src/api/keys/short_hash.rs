//! Keys by the beginning of their hash, as lists show it. The server finds only whole hashes, so its list is searched: it
//! is sorted by hash, and hashes are spread evenly, so a page near the right one is known beforehand.

use std::collections::BTreeSet;

use super::{KeyEntry, KeyFilter, KeyPage, KeySort, Keys};
use crate::core::Error;
use crate::core::pages::{PAGE_SIZE, SortOrder};

/// Fewest digits that are taken for the beginning of a hash: as many as lists show.
pub const SHORT_HASH_LENGTH: usize = 8;
/// Length of a whole hash.
const HASH_LENGTH: usize = 64;
/// Pages fetched at once where the place is not known.
const WINDOW: u32 = 8;
/// Keys that an error about an ambiguous hash names at most.
const MOST_CANDIDATES: usize = 10;

/// Returns the digits of a name that may be the beginning of a key's hash: 8 to 63 hex digits, in any case, without the
/// `…` that tables put after a shortened hash.
pub fn short_hash(name: &str) -> Option<String> {
    let digits = name.trim().trim_end_matches('…');
    let is_short = (SHORT_HASH_LENGTH..HASH_LENGTH).contains(&digits.len());
    (is_short && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| digits.to_ascii_lowercase())
}

impl Keys<'_> {
    /// Fetches the first page of all keys, sorted by hash: the first of a [`Keys::with_short_hash`].
    pub(super) async fn first_by_hash(self) -> Result<KeyPage, Error> {
        self.page(&by_hash(1)).await
    }

    /// Returns the key whose hash begins with these digits, or nothing: `GET /key/list`, of the pages near it only.
    /// `first` is the result of [`Keys::first_by_hash`].
    ///
    /// # Errors
    /// [`Error::Ambiguous`], and those of the requests.
    pub(super) async fn with_short_hash(self, digits: &str, first: KeyPage) -> Result<Option<KeyEntry>, Error> {
        let last = first.total_pages.unwrap_or(1).try_into().unwrap_or(u32::MAX);
        let mut search = Search::new(digits, last);
        search.add(1, first.keys);
        while let Some(numbers) = search.next_pages().filter(|_| search.is_sorted) {
            let pages = numbers.iter().map(|number| self.page::<KeyPage>(&by_hash(*number)).send());
            for (number, page) in numbers.iter().zip(futures_util::future::try_join_all(pages).await?) {
                search.add(*number, page.keys);
            }
        }
        if !search.is_sorted && search.found.len() < 2 {
            search.found = self.read_all(digits).await?;
        }
        one_of(digits, search.found)
    }

    /// Reads the whole list, of a server that does not sort it, until the digits turn out to be ambiguous.
    async fn read_all(self, digits: &str) -> Result<Vec<KeyEntry>, Error> {
        let mut found = Vec::new();
        let mut pages = self.list_all(KeyFilter::default());
        while let Some(keys) = pages.next_page().await? {
            found.extend(keys.into_iter().filter(|key| begins_with(key, digits)));
            if found.len() > 1 {
                break;
            }
        }
        Ok(found)
    }
}

fn by_hash(page: u32) -> KeyFilter {
    KeyFilter {
        page: Some(page),
        size: Some(PAGE_SIZE),
        sort_by: Some(KeySort::Token),
        sort_order: Some(SortOrder::Ascending),
        ..KeyFilter::default()
    }
}

fn begins_with(key: &KeyEntry, digits: &str) -> bool {
    key.token().is_some_and(|hash| hash.starts_with(digits))
}

fn one_of(digits: &str, mut found: Vec<KeyEntry>) -> Result<Option<KeyEntry>, Error> {
    if found.len() < 2 {
        return Ok(found.pop());
    }
    let named = found.iter().take(MOST_CANDIDATES).map(|key| {
        let hash = key.token().unwrap_or_default();
        key.alias().map_or_else(|| hash.to_owned(), |alias| format!("{hash} ({alias})"))
    });
    let candidates = named.collect();
    Err(Error::Ambiguous { message: format!("more than one key has a hash that begins with `{digits}`"), candidates })
}

/// A search for the pages of a sorted list that hold hashes with the same beginning.
struct Search<'a> {
    digits: &'a str,
    /// The first and last pages that may hold one.
    low: u32,
    high: u32,
    seen: BTreeSet<u32>,
    found: Vec<KeyEntry>,
    /// Whether the pages are in the order of their hashes.
    is_sorted: bool,
}

impl<'a> Search<'a> {
    fn new(digits: &'a str, last: u32) -> Self {
        Self { digits, low: 1, high: last.max(1), seen: BTreeSet::new(), found: Vec::new(), is_sorted: true }
    }

    fn add(&mut self, number: u32, keys: Vec<KeyEntry>) {
        self.seen.insert(number);
        let hashes: Vec<&str> = keys.iter().filter_map(KeyEntry::token).collect();
        self.is_sorted &= hashes.is_sorted() || (self.low == self.high && number == self.low);
        match (hashes.first(), hashes.last()) {
            (Some(first), Some(last)) => {
                if *first >= self.digits && !(*first).starts_with(self.digits) {
                    self.high = self.high.min(number.saturating_sub(1));
                } else if !(*first).starts_with(self.digits) {
                    self.low = self.low.max(number);
                }
                if *last < self.digits {
                    self.low = self.low.max(number.saturating_add(1));
                } else if !(*last).starts_with(self.digits) {
                    self.high = self.high.min(number);
                }
            }
            _ => self.high = self.high.min(number.saturating_sub(1)),
        }
        self.found.extend(keys.into_iter().filter(|key| begins_with(key, self.digits)));
    }

    /// Returns the pages to fetch next: all that are left if these are few, else those around the place where evenly
    /// spread hashes are, and if the key is not there, some from the whole rest.
    fn next_pages(&self) -> Option<Vec<u32>> {
        let left = |low: u32, high: u32| (low..=high).filter(|number| !self.seen.contains(number));
        let count = self.high.saturating_add(1).saturating_sub(self.low);
        let pages: Vec<u32> = if count <= WINDOW {
            left(self.low, self.high).collect()
        } else if self.seen.len() == 1 {
            // Four standard deviations of the number of smaller hashes, in pages of a hundred.
            let (expected, around) = (self.expected(), 1 + self.high.isqrt() / 5);
            left(expected.saturating_sub(around).max(self.low), expected.saturating_add(around).min(self.high))
                .collect()
        } else {
            let step = count / WINDOW;
            let spread = (0..WINDOW).map(|index| self.low + index * step + step / 2);
            let spread: Vec<u32> = spread.filter(|number| !self.seen.contains(number)).collect();
            if spread.is_empty() { left(self.low, self.high).take(WINDOW as usize).collect() } else { spread }
        };
        (!pages.is_empty()).then_some(pages)
    }

    /// Returns the page that would hold the digits if all hashes were evenly spread.
    fn expected(&self) -> u32 {
        let first = self.digits.get(..SHORT_HASH_LENGTH).unwrap_or_default();
        let place = u64::from(u32::from_str_radix(first, 16).unwrap_or_default());
        let before = (place * u64::from(self.high)) >> u32::BITS;
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_hex_digits_may_begin_a_hash() {
        for (name, expected) in [
            ("88dc28d0", Some("88dc28d0")),
            (" 88DC28d0f030… ", Some("88dc28d0f030")),
            ("88dc28d", None),
            ("88dc28dg", None),
            ("ci", None),
            (&"a".repeat(63), Some("a".repeat(63).as_str())),
            (&"a".repeat(64), None),
        ] {
            assert_eq!(short_hash(name).as_deref(), expected, "{name}");
        }
    }

    /// Searches a list of hashes, and returns the hashes found and how often pages were fetched at once.
    fn search(hashes: &[String], digits: &str) -> (Vec<String>, usize) {
        let pages: Vec<&[String]> = hashes.chunks(100).collect();
        let keys = |number: u32| pages[number as usize - 1].iter().cloned().map(KeyEntry::Hash).collect::<Vec<_>>();
        let mut search = Search::new(digits, u32::try_from(pages.len()).expect("few pages"));
        search.add(1, keys(1));
        let mut rounds = 0;
        while let Some(numbers) = search.next_pages() {
            assert!(rounds < 10, "{digits}: {numbers:?}");
            rounds += 1;
            for number in numbers {
                search.add(number, keys(number));
            }
        }
        assert!(search.is_sorted);
        (search.found.iter().filter_map(|key| key.token().map(str::to_owned)).collect(), rounds)
    }

    #[test]
    fn one_of_a_hundred_thousand_hashes_is_found_in_two_round_trips() {
        let mut hashes: Vec<String> =
            (0..100_000).map(|n| crate::core::ApiKey::new(format!("sk-{n}")).hash()).collect();
        hashes.sort();
        for index in (0..hashes.len()).step_by(997).chain([hashes.len() - 1]) {
            let (found, rounds) = search(&hashes, hashes[index].get(..12).expect("a hash"));
            assert_eq!((found.as_slice(), rounds <= 2), (&hashes[index..=index], true), "{index} {rounds}");
        }
        assert_eq!(search(&hashes, "000000000000").0, [""; 0]);
        assert_eq!(search(&hashes, "ffffffffffff").0, [""; 0]);
    }

    #[test]
    fn hashes_with_the_same_beginning_are_found_across_pages() {
        let mut hashes: Vec<String> = (0..5_000).map(|n| format!("{n:08x}{:056x}", n % 7)).collect();
        hashes.extend((0..250).map(|n| format!("00000300{n:056x}")));
        hashes.sort();
        hashes.dedup();
        assert_eq!(
            search(&hashes, "00000300").0.len(),
            hashes.iter().filter(|hash| hash.starts_with("00000300")).count()
        );
        assert_eq!(search(&hashes, "00000301").0.len(), 1);
    }
}
