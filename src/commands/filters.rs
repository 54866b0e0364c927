//! The filters of a list, checked against its rows: a server ignores those that it does not know and returns all rows.

use anyhow::Result;

use crate::failure::Failure;
use litellm_proxy_client::Lossless;

/// The filters that were sent, each with a check whether a row matches it.
pub(super) struct Filters<'a, T>(Vec<Filter<'a, T>>);

struct Filter<'a, T> {
    option: &'static str,
    matches: Box<dyn Fn(&T) -> bool + 'a>,
    /// Whether the server returned rows that do not match.
    is_ignored: bool,
}

impl<'a, T> Filters<'a, T> {
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// Adds the filter of an option, if the option was given.
    pub(super) fn on<W: 'a>(
        mut self,
        option: &'static str,
        wanted: Option<W>,
        matches: impl Fn(&T, &W) -> bool + 'a,
    ) -> Self {
        if let Some(wanted) = wanted {
            let matches = Box::new(move |row: &T| matches(row, &wanted));
            self.0.push(Filter { option, matches, is_ignored: false });
        }
        self
    }

    /// Removes the rows that do not match.
    pub(super) fn retain(&mut self, rows: &mut Vec<T>) {
        for filter in &mut self.0 {
            let count = rows.len();
            rows.retain(|row| (filter.matches)(row));
            filter.is_ignored |= rows.len() < count;
        }
    }

    /// Returns whether rows were removed.
    pub(super) fn removed_rows(&self) -> bool {
        self.0.iter().any(|filter| filter.is_ignored)
    }

    /// Fails if a page holds rows that do not match: its numbers and those of the other pages count them too. `page_options`
    /// are the options that ask for one page.
    pub(super) fn ensure_match(&mut self, rows: &[T], page_options: &str) -> Result<()> {
        for filter in &mut self.0 {
            filter.is_ignored |= !rows.iter().all(|row| (filter.matches)(row));
        }
        let ignored: Vec<&str> = self.0.iter().filter(|filter| filter.is_ignored).map(|filter| filter.option).collect();
        if ignored.is_empty() {
            return Ok(());
        }
        let message = format!(
            "this server does not support {}, so its pages contain other rows too; leave out {page_options}",
            ignored.join(" and ")
        );
        Err(Failure::Refused(message).into())
    }
}

/// Returns whether a field of a row has a value. The server decides about rows without the field.
pub(super) fn is<T>(row: &Lossless<T>, field: &str, value: Option<&str>, wanted: &str) -> bool {
    value == Some(wanted) || is_absent(row, field, value)
}

/// Returns whether a field of a row contains a text, in any case, as servers compare names. The server decides about rows
/// without the field.
pub(super) fn contains<T>(row: &Lossless<T>, field: &str, value: Option<&str>, part: &str) -> bool {
    value.unwrap_or_default().to_lowercase().contains(&part.to_lowercase()) || is_absent(row, field, value)
}

/// A search in the raw JSON is cheaper than parsing it.
fn is_absent<T>(row: &Lossless<T>, field: &str, value: Option<&str>) -> bool {
    value.is_none() && !row.json().get().contains(&format!("\"{field}\""))
}
