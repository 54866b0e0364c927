//! Sorts items by columns: numbers as numbers, times as times, empty cells last.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::Column;

/// What a cell is compared by. Numbers are before times, and those before strings.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SortKey {
    Number(f64),
    Time(Timestamp),
    Text(String),
}

impl SortKey {
    /// Returns the key of a cell; `None` for an empty one.
    pub(super) fn of(cell: &str) -> Option<Self> {
        let is_number = cell.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.');
        match cell.parse::<f64>() {
            _ if cell.is_empty() => None,
            Ok(number) if is_number && number.is_finite() => Some(Self::Number(number)),
            _ => Some(Self::Text(cell.to_lowercase())),
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.total_cmp(other),
            (Self::Time(one), Self::Time(other)) => one.cmp(other),
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (Self::Number(_), _) | (Self::Time(_), Self::Text(_)) => Ordering::Less,
            _ => Ordering::Greater,
        }
    }
}

/// Returns the indices of items in order, given `width` keys of each. Items that compare equal keep their order.
pub(super) fn sorted(keys: &[Option<SortKey>], width: usize, is_descending: bool) -> Vec<usize> {
    let rows: Vec<&[Option<SortKey>]> = keys.chunks(width.max(1)).collect();
    let mut indices: Vec<usize> = (0..rows.len()).collect();
    indices.sort_by(|one, other| {
        let pair = |index: &usize| rows.get(*index).copied().unwrap_or_default();
        let cells = pair(one).iter().zip(pair(other));
        let order = cells.map(|cells| match cells {
            (Some(one), Some(other)) if is_descending => other.compare(one),
            (Some(one), Some(other)) => one.compare(other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        });
        order.fold(Ordering::Equal, Ordering::then)
    });
    indices
}

/// Returns the indices of items in the order of their columns.
pub(super) fn order<T>(items: &[T], columns: &[Column<T>], is_descending: bool) -> Vec<usize> {
    let keys: Vec<_> = items.iter().flat_map(|item| columns.iter().map(|column| column.sort_key(item))).collect();
    sorted(&keys, columns.len(), is_descending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_as_numbers_and_empty_cells_last() {
        let cells = ["10", "9", "", "b", "-1", "A", "inf"];
        let keys: Vec<_> = cells.iter().map(|cell| SortKey::of(cell)).collect();
        let shown = |is_descending| sorted(&keys, 1, is_descending).into_iter().map(|at| cells[at]).collect::<Vec<_>>();
        assert_eq!(shown(false), ["-1", "9", "10", "A", "b", "inf", ""]);
        assert_eq!(shown(true), ["inf", "b", "A", "10", "9", "-1", ""]);
    }

    #[test]
    fn further_columns_decide_between_equal_cells() {
        let keys: Vec<_> = ["a", "2", "b", "1", "a", "1"].iter().map(|cell| SortKey::of(cell)).collect();
        assert_eq!(sorted(&keys, 2, false), [2, 0, 1]);
    }
}
