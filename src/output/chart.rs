//! Draws bars and sparklines with block characters, and computes the room for them next to a table's columns.

use unicode_width::UnicodeWidthStr as _;

use super::for_terminal;

/// Partial blocks by eighths of a character.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Blocks by height.
const HEIGHTS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Wider bars and sparklines are harder to compare, not easier.
const WIDEST_BAR: usize = 40;
const WIDEST_SPARKLINE: usize = 60;
/// Narrower bars and sparklines are not legible.
const NARROWEST_BAR: usize = 4;
const NARROWEST_SPARKLINE: usize = 4;

/// Draws a bar for `value`, which is `width` characters long for `max`. Positive values get at least a thin line;
/// negative values, NaN and infinities get none.
pub(crate) fn bar(value: f64, max: f64, width: usize) -> String {
    if !is_positive(value) || !is_positive(max) || width == 0 {
        return String::new();
    }
    let total = width.saturating_mul(8);
    let eighths = scale(value / max, total).clamp(1, total);
    let mut bar = "█".repeat(eighths / 8);
    bar.push_str(EIGHTHS.get(eighths % 8).copied().unwrap_or_default());
    bar
}

/// Draws values as a line of blocks, scaled to the highest; zero is a space. If there are more values than `width`,
/// each block shows the mean of several.
pub(crate) fn sparkline(values: &[f64], width: usize) -> String {
    let blocks = values.len().min(width);
    let means: Vec<f64> = (0..blocks)
        .map(|block| {
            let (from, to) = (block * values.len() / blocks, (block + 1) * values.len() / blocks);
            let group = values.get(from..to).unwrap_or_default();
            let count = float(group.len());
            // Divided before summing, so that huge values do not add up to infinity.
            group.iter().filter(|value| is_positive(**value)).map(|value| value / count).sum()
        })
        .collect();
    let max = means.iter().copied().fold(0.0, f64::max);
    means
        .iter()
        .map(|&mean| {
            let height = if is_positive(mean) { scale(mean / max, 8).max(1) } else { 0 };
            HEIGHTS.get(height).copied().unwrap_or(' ')
        })
        .collect()
}

fn is_positive(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

/// Converts a fraction to a number of `total` parts.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a small number, not negative")]
fn scale(fraction: f64, total: usize) -> usize {
    (fraction.clamp(0.0, 1.0) * float(total)).round() as usize
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Returns the width of a column that is not wrapped.
pub(crate) fn column_width<'a>(title: &str, cells: impl Iterator<Item = &'a str>) -> usize {
    cells.map(|cell| for_terminal(cell).width()).fold(title.width(), usize::max)
}

/// Returns the width of a table with columns of the given widths.
pub(crate) fn table_width(columns: &[usize]) -> usize {
    // Each column has a space on both sides and a border on its right; the first has one on its left too.
    columns.iter().map(|column| column + 3).sum::<usize>() + 1
}

/// Returns the widths of a bar and of a sparkline of `values` values that fit in a table of `width` next to columns of
/// the given widths; 0 if there is no room or nothing to draw.
pub(crate) fn room(width: usize, columns: &[usize], values: usize) -> (usize, usize) {
    let free = width.saturating_sub(table_width(columns));
    let bar_width = |free: usize| match free.saturating_sub(3) {
        bar @ NARROWEST_BAR.. => bar.min(WIDEST_BAR),
        _ => 0,
    };
    let wanted = if values < 2 { 0 } else { values.clamp(NARROWEST_SPARKLINE, WIDEST_SPARKLINE) };
    let sparkline = wanted.min((free / 2).saturating_sub(3));
    if sparkline < NARROWEST_SPARKLINE {
        return (bar_width(free), 0);
    }
    (bar_width(free - sparkline - 3), sparkline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bar_length_is_proportional_to_its_value() {
        for (value, max, width, expected) in [
            (10.0, 10.0, 4, "████"),
            (5.0, 10.0, 4, "██"),
            (1.0, 10.0, 4, "▍"),
            (2.5, 10.0, 3, "▊"),
            (1e-300, 1e300, 4, "▏"),
            (1e300, 1e300, 4, "████"),
            (20.0, 10.0, 4, "████"),
            (f64::MAX, f64::MIN_POSITIVE, 4, "████"),
            (f64::MIN_POSITIVE, f64::MAX, 4, "▏"),
            (0.0, 10.0, 4, ""),
            (0.0, 0.0, 4, ""),
            (-1.0, 10.0, 4, ""),
            (1.0, -10.0, 4, ""),
            (f64::NAN, 10.0, 4, ""),
            (f64::INFINITY, 10.0, 4, ""),
            (1.0, f64::NAN, 4, ""),
            (1.0, 1.0, 0, ""),
        ] {
            assert_eq!(bar(value, max, width), expected, "{value} of {max} in {width}");
        }
    }

    #[test]
    fn sparkline_has_a_block_per_value_or_group() {
        let nan = f64::NAN;
        for (values, width, expected) in [
            (&[][..], 10, ""),
            (&[3.0], 10, "█"),
            (&[0.0], 10, " "),
            (&[0.0, 0.0], 10, "  "),
            (&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], 10, "▁▂▃▄▅▆▇█"),
            (&[8.0, 0.0, 1e-12], 10, "█ ▁"),
            (&[-4.0, nan, f64::INFINITY, 2.0], 10, "   █"),
            (&[f64::MAX, f64::MAX, f64::MAX, f64::MAX], 2, "██"),
            (&[8.0, 8.0, 4.0, 4.0], 2, "█▄"),
            (&[8.0, 0.0, 0.0, 4.0, 4.0], 3, "█ ▄"),
            (&[1.0, 2.0], 0, ""),
        ] {
            assert_eq!(sparkline(values, width), expected, "{values:?} in {width}");
        }
    }

    #[test]
    fn drawings_fit_the_width() {
        let values: Vec<f64> = (0..400_i32).map(|at| f64::from(at % 37)).collect();
        for width in 0..=200 {
            for count in [0, 1, 2, 30, 400] {
                let line = sparkline(values.get(..count).expect("enough values"), width);
                assert_eq!(line.chars().count(), count.min(width), "{count} in {width}");
            }
            for value in [1e-9, 0.1, 0.5, 0.999, 1.0, 7.0] {
                assert!(bar(value, 1.0, width).chars().count() <= width, "{value} in {width}");
            }
        }
    }

    #[test]
    fn drawings_use_the_room_that_columns_leave() {
        for (width, columns, values, expected) in [
            (20, &[10, 8, 6][..], 30, (0, 0)),
            (80, &[], 0, (40, 0)),
            (80, &[12, 8, 8, 6, 9, 5], 30, (10, 0)),
            (84, &[12, 8, 8, 6, 9, 5], 30, (6, 5)),
            (100, &[12, 8, 8, 6, 9, 5], 30, (14, 13)),
            (100, &[12, 8, 8, 6, 9, 5], 1, (30, 0)),
            (200, &[12, 8, 8, 6, 9, 5], 30, (40, 30)),
            (200, &[12, 8, 8, 6, 9, 5], 400, (40, 60)),
        ] {
            let (bar, sparkline) = room(width, columns, values);
            let drawn: Vec<usize> = [bar, sparkline].into_iter().filter(|width| *width > 0).collect();
            let whole = table_width(&[columns, &drawn].concat());
            assert!(whole <= width || drawn.is_empty(), "{width} {columns:?} {values}: {whole}");
            assert_eq!((bar, sparkline), expected, "{width} {columns:?} {values}");
        }
    }
}
