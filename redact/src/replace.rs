//! Replaces ranges of a string.

use std::borrow::Cow;
use std::ops::Range;

use crate::REDACTED;

/// Replaces each range by [`REDACTED`]; ranges that touch become one.
pub(crate) fn redacted(text: &str, mut ranges: Vec<Range<usize>>) -> Cow<'_, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    Cow::Owned(replaced(text, merged.into_iter().map(|range| (range, REDACTED.into()))))
}

/// Replaces sorted ranges, which do not overlap, each by its string.
pub(crate) fn replaced<'a>(text: &str, ranges: impl IntoIterator<Item = (Range<usize>, Cow<'a, str>)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (range, by) in ranges {
        out.push_str(text.get(copied..range.start).unwrap_or_default());
        out.push_str(&by);
        copied = range.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}
