//! Fits the columns of a table to the width of a terminal, and cells to their columns.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

/// How a column gives way where a table is too wide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fit {
    /// Cells end in `…`.
    #[default]
    Cut,
    /// Like [`Fit::Cut`], and before other columns: generated ids, of which the beginning is enough.
    Id,
    /// Cells are lists: `a, b, +2`.
    Items,
    /// Cells are prose, which continues on the next line.
    Words,
    /// Never: numbers, times and states.
    Whole,
}

impl Fit {
    /// The width down to which columns are narrowed before others are left out.
    fn floor(self, is_optional: bool) -> usize {
        match self {
            Self::Cut | Self::Items if is_optional => 10,
            Self::Cut | Self::Items => 12,
            Self::Id => 16,
            Self::Words => 20,
            Self::Whole => usize::MAX,
        }
    }
}

/// The order in which columns are narrowed, and the width down to which that is done in this turn.
const STAGES: [(&[Fit], usize); 5] = [
    (&[Fit::Items], 30),
    (&[Fit::Id], 0),
    (&[Fit::Cut, Fit::Words], 30),
    (&[Fit::Items], 0),
    (&[Fit::Cut, Fit::Words], 0),
];
/// The narrowest that a column may become once no other can be left out.
const NARROWEST: usize = 4;

/// A column to fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) fit: Fit,
    /// The turn in which the column is left out, from 1; the others are left out last, the rightmost first.
    pub(super) optional: Option<u8>,
    /// The width down to which it is narrowed before others are left out, if it is not the usual one.
    pub(super) at_least: Option<usize>,
    /// The width of its widest cell and of its title.
    pub(super) natural: usize,
    pub(super) title: usize,
}

/// Returns the width of each column, `None` if it is left out. One column always stays.
pub(super) fn fitted(columns: &[Candidate], width: usize) -> Vec<Option<usize>> {
    let mut widths: Vec<Option<usize>> = columns.iter().map(|column| Some(column.natural)).collect();
    let floor = |column: &Candidate| {
        let floor = column.at_least.unwrap_or_else(|| column.fit.floor(column.optional.is_some()));
        column.natural.min(floor.max(column.title))
    };
    let narrowest = |column: &Candidate| match column.fit {
        Fit::Whole => column.natural,
        _ => column.natural.min(NARROWEST),
    };
    while !is_enough(columns, &widths, width, floor) {
        let optional = columns.iter().enumerate().filter(|(at, _)| widths.get(*at).is_some_and(Option::is_some));
        let Some((at, _)) =
            optional.filter_map(|(at, column)| Some((at, column.optional?))).min_by_key(|(_, turn)| *turn)
        else {
            break;
        };
        widths.get_mut(at).into_iter().for_each(|width| *width = None);
    }
    while !is_enough(columns, &widths, width, narrowest) {
        let remaining: Vec<&mut Option<usize>> = widths.iter_mut().filter(|width| width.is_some()).collect();
        let mut remaining = remaining.into_iter().skip(1);
        let Some(last) = remaining.next_back() else { break };
        *last = None;
    }
    for floors in [&floor as &dyn Fn(&Candidate) -> usize, &narrowest] {
        for (fits, least) in STAGES {
            narrow(columns, &mut widths, width, fits, &|column| floors(column).max(least.min(column.natural)));
        }
    }
    // A single column that is too wide, such as a long number.
    let widest = width.saturating_sub(table_width(std::iter::once(0))).max(1);
    widths.iter().map(|column| column.map(|column| column.min(widest))).collect()
}

/// Returns the width of each column if all must stay and cells may be wrapped. A table of too many columns is too wide.
pub(super) fn wrapping(columns: &[Candidate], width: usize) -> Vec<Option<usize>> {
    let mut widths: Vec<Option<usize>> = columns.iter().map(|column| Some(column.natural)).collect();
    let titles = |column: &Candidate| column.natural.min(column.title.max(12));
    let narrowest = |column: &Candidate| column.natural.min(NARROWEST);
    for (fits, floor) in [
        (&[Fit::Cut, Fit::Id, Fit::Items, Fit::Words][..], &titles as &dyn Fn(&Candidate) -> usize),
        (&[Fit::Cut, Fit::Id, Fit::Items, Fit::Words, Fit::Whole], &titles),
        (&[Fit::Cut, Fit::Id, Fit::Items, Fit::Words, Fit::Whole], &narrowest),
    ] {
        narrow(columns, &mut widths, width, fits, floor);
    }
    widths
}

/// Returns whether the remaining columns fit if each is as narrow as `floor` says.
fn is_enough(
    columns: &[Candidate],
    widths: &[Option<usize>],
    width: usize,
    floor: impl Fn(&Candidate) -> usize,
) -> bool {
    let remaining = columns.iter().zip(widths).filter(|(_, width)| width.is_some());
    table_width(remaining.map(|(column, _)| floor(column))) <= width
}

/// Narrows the widest of the columns with one of these fits until the table fits or they are at their floors.
fn narrow(
    columns: &[Candidate],
    widths: &mut [Option<usize>],
    width: usize,
    fits: &[Fit],
    floor: &dyn Fn(&Candidate) -> usize,
) {
    let mut excess = table_width(widths.iter().flatten().copied()).saturating_sub(width);
    while excess > 0 {
        let narrowed = columns.iter().zip(widths.iter_mut()).filter_map(|(column, width)| {
            let width = width.as_mut().filter(|_| fits.contains(&column.fit))?;
            let least = floor(column);
            (*width > least).then_some((width, least))
        });
        let mut narrowed: Vec<(&mut usize, usize)> = narrowed.collect();
        narrowed.sort_by_key(|(width, _)| std::cmp::Reverse(**width));
        let next = narrowed.get(1).map_or(0, |(width, _)| **width);
        let Some((widest, least)) = narrowed.first_mut() else { return };
        // Down to the next one at once: a cell may be thousands of characters wide.
        let step = (**widest).saturating_sub(next.max(*least)).clamp(1, excess);
        **widest -= step;
        excess -= step;
    }
}

/// Returns the width of a table with columns of these widths: each has a space on both sides and a border on its right;
/// the first has one on its left too.
fn table_width(widths: impl Iterator<Item = usize>) -> usize {
    widths.map(|width| width.saturating_add(3)).fold(1, usize::saturating_add)
}

/// Fits a cell, which may become several lines.
pub(super) fn cell(text: &str, width: usize, fit: Fit) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    Cow::Owned(match fit {
        Fit::Items => items(text, width).unwrap_or_else(|| cut(text, width)),
        Fit::Words => wrapped(text, width),
        Fit::Cut | Fit::Id | Fit::Whole => cut(text, width),
    })
}

/// Cuts a string to `width` terminal columns, the last of which is `…`.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    format!("{}…", text.get(..prefix(text, width.saturating_sub(1))).unwrap_or_default())
}

/// Returns the length in bytes of the longest beginning of `text` that is at most `width` wide.
fn prefix(text: &str, width: usize) -> usize {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    ends.take_while(|end| text.get(..*end).is_some_and(|start| start.width() <= width)).last().unwrap_or(0)
}

/// Returns the first items of a list and how many more there are; `None` if there is no room for that.
fn items(text: &str, width: usize) -> Option<String> {
    let items: Vec<&str> = text.split(", ").collect();
    let whole = (1..items.len()).rev().find_map(|count| {
        let shortened = format!("{}, +{}", items.get(..count)?.join(", "), items.len() - count);
        (shortened.width() <= width).then_some(shortened)
    });
    whole.or_else(|| {
        let (first, rest) = items.split_first().filter(|(_, rest)| !rest.is_empty())?;
        let rest = format!(", +{}", rest.len());
        let room = width.checked_sub(rest.len()).filter(|room| *room >= NARROWEST)?;
        Some(format!("{}{rest}", cut(first, room)))
    })
}

/// Breaks a string into lines between words. A word is broken only if it is wider than a line, at best after punctuation.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    for (index, mut word) in text.split(' ').enumerate() {
        let line = lines.last_mut().map_or(0, |line| line.width());
        if index > 0 {
            if line + 1 + word.width() <= width {
                lines.last_mut().into_iter().for_each(|line| line.push(' '));
            } else {
                lines.push(String::new());
            }
        }
        while word.width() > width {
            let (start, rest) = broken(word, width);
            lines.last_mut().into_iter().for_each(|line| line.push_str(start));
            lines.push(String::new());
            word = rest;
        }
        lines.last_mut().into_iter().for_each(|line| line.push_str(word));
    }
    lines.join("\n")
}

/// Splits a word that is wider than `width`.
fn broken(word: &str, width: usize) -> (&str, &str) {
    let whole = prefix(word, width).max(word.chars().next().map_or(0, char::len_utf8));
    let start = word.get(..whole).unwrap_or(word);
    let punctuation = start.rfind(['-', '_', '/', '.', ':', '@']).map(|at| at + 1).filter(|at| at * 2 > whole);
    word.split_at(punctuation.unwrap_or(whole))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(fit: Fit, optional: Option<u8>, natural: usize) -> Candidate {
        Candidate { fit, optional, at_least: None, natural, title: natural.min(5) }
    }

    #[test]
    fn ids_and_lists_give_way_first_and_optional_columns_are_left_out_in_their_turn() {
        let columns = [
            column(Fit::Cut, None, 20),
            column(Fit::Id, None, 36),
            column(Fit::Items, Some(1), 40),
            column(Fit::Whole, Some(2), 16),
            column(Fit::Whole, None, 8),
        ];
        for (width, expected) in [
            (200, [Some(20), Some(36), Some(40), Some(16), Some(8)]),
            (130, [Some(20), Some(36), Some(34), Some(16), Some(8)]),
            (100, [Some(20), Some(16), Some(24), Some(16), Some(8)]),
            (80, [Some(14), Some(16), Some(10), Some(16), Some(8)]),
            (70, [Some(17), Some(16), None, Some(16), Some(8)]),
            (60, [Some(20), Some(22), None, None, Some(8)]),
            (50, [Some(16), Some(16), None, None, Some(8)]),
            (30, [Some(8), Some(4), None, None, Some(8)]),
            (20, [Some(9), Some(4), None, None, None]),
        ] {
            let widths = fitted(&columns, width);
            assert!(table_width(widths.iter().flatten().copied()) <= width, "{width}: {widths:?}");
            assert_eq!(widths, expected, "{width}");
        }
    }

    #[test]
    fn cells_are_shortened_between_items_and_wrapped_between_words() {
        for (text, width, fit, expected) in [
            ("ada@example.com", 10, Fit::Cut, "ada@examp…"),
            ("gpt-4o, claude, m3, m4", 18, Fit::Items, "gpt-4o, claude, +2"),
            ("gpt-4o, claude, m3, m4", 14, Fit::Items, "gpt-4o, +3"),
            ("gpt-4o-with-a-long-name, b", 10, Fit::Items, "gpt-4…, +1"),
            ("gpt-4o-with-a-long-name", 10, Fit::Items, "gpt-4o-wi…"),
            ("gpt-4o-with-a-long-name, b", 6, Fit::Items, "gpt-4…"),
            ("no model is named `gpt`", 12, Fit::Words, "no model is\nnamed `gpt`"),
            ("abcdefghij kl", 4, Fit::Words, "abcd\nefgh\nij\nkl"),
            ("claude-sonnet-4-5", 10, Fit::Words, "claude-\nsonnet-4-5"),
            ("漢字漢字", 5, Fit::Cut, "漢字…"),
            ("short", 5, Fit::Cut, "short"),
        ] {
            assert_eq!(cell(text, width, fit), expected, "{text} {width}");
        }
    }

    proptest! {
        #[test]
        fn cells_are_never_wider_than_their_column(
            text in "[a-z ,é漢😀\u{200d}\u{fe0f}]{0,40}",
            width in 2_usize..20,
        ) {
            for fit in [Fit::Cut, Fit::Id, Fit::Items, Fit::Words, Fit::Whole] {
                for line in cell(&text, width, fit).lines() {
                    prop_assert!(line.width() <= width, "{fit:?} {width} {line:?}");
                }
            }
        }

        #[test]
        fn columns_fit(
            columns in prop::collection::vec((0_usize..5, prop::option::of(1_u8..9), 1_usize..300), 1..10),
            width in 20_usize..220,
        ) {
            let fits = [Fit::Cut, Fit::Id, Fit::Items, Fit::Words, Fit::Whole];
            let columns: Vec<_> =
                columns.iter().map(|(fit, optional, natural)| column(fits[*fit], *optional, *natural)).collect();
            let widths = fitted(&columns, width);
            prop_assert!(table_width(widths.iter().flatten().copied()) <= width, "{widths:?}");
        }
    }
}
