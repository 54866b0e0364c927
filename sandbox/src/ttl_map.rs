//! A map whose keys are secrets and whose entries expire.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::secrets::hash;

/// The capacity of a map; a new entry then replaces the one that expires first.
const CAPACITY: usize = 10_000;

/// A map whose entries expire. Keys are stored as their SHA-256.
#[derive(Debug)]
pub(super) struct TtlMap<T> {
    entries: HashMap<String, (Timestamp, T)>,
    /// No entry expires before this time.
    first_expiry: Timestamp,
}

impl<T> Default for TtlMap<T> {
    fn default() -> Self {
        Self { entries: HashMap::new(), first_expiry: Timestamp::MAX }
    }
}

impl<T> TtlMap<T> {
    /// Inserts an entry that expires after some seconds.
    pub(super) fn insert(&mut self, key: &str, value: T, seconds: i64, now: Timestamp) {
        let expires = now.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
        if self.first_expiry <= now {
            self.entries.retain(|_, (expires, _)| *expires > now);
            self.first_expiry = self.entries.values().map(|(expires, _)| *expires).min().unwrap_or(Timestamp::MAX);
        }
        if self.entries.len() >= CAPACITY
            && let Some(first) =
                self.entries.iter().min_by_key(|(_, (expires, _))| *expires).map(|(key, _)| key.clone())
        {
            self.entries.remove(&first);
        }
        self.first_expiry = self.first_expiry.min(expires);
        self.entries.insert(hash(key), (expires, value));
    }

    pub(super) fn get(&mut self, key: &str, now: Timestamp) -> Option<&mut T> {
        self.entries.get_mut(&hash(key)).filter(|(expires, _)| *expires > now).map(|(_, value)| value)
    }

    pub(super) fn remove(&mut self, key: &str, now: Timestamp) -> Option<T> {
        self.entries.remove(&hash(key)).filter(|(expires, _)| *expires > now).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn entries_expire_and_are_dropped() {
        let mut map = TtlMap::default();
        map.insert("a", 1, 10, at(100));
        assert_eq!(map.get("a", at(109)), Some(&mut 1));
        assert_eq!(map.get("a", at(110)), None);
        assert_eq!(map.get("b", at(100)), None);
        assert_eq!(map.remove("a", at(109)), Some(1));
        assert_eq!(map.remove("a", at(109)), None);
        map.insert("a", 2, 10, at(100));
        assert_eq!(map.remove("a", at(110)), None);
        map.insert("a", 3, 10, at(100));
        map.insert("b", 4, 10, at(110));
        assert_eq!(map.entries.len(), 1, "inserting drops expired entries");
    }

    #[test]
    fn capacity_is_bounded_and_keys_are_hashed() {
        let mut map = TtlMap::default();
        for number in 0..CAPACITY + 5 {
            map.insert(&number.to_string(), number, 1_000_000, at(i64::try_from(number).unwrap()));
        }
        assert_eq!(map.entries.len(), CAPACITY);
        assert_eq!(map.get("4", at(0)), None);
        assert_eq!(map.get("5", at(0)), Some(&mut 5));
        assert!(!map.entries.contains_key("5"));
    }
}
