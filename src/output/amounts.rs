//! Formats dollars, percentages and counts for people; machine-readable formats keep plain numbers.

/// Smaller amounts are shown as less than this.
const SMALLEST: f64 = 1e-9;

/// Formats dollars with two decimals from a dollar on and two significant digits below: `$1234.50`, `$0.05`, `$0.00022`.
pub(crate) fn dollars(amount: f64) -> String {
    let size = amount.abs();
    let sign = if amount < 0.0 { "-" } else { "" };
    match size {
        _ if !amount.is_finite() => String::new(),
        _ if size > 0.0 && size < SMALLEST => format!("{sign}<$0.000000001"),
        // Rounds up to a dollar.
        _ if size >= 0.995 || size == 0.0 => format!("{sign}${size:.2}"),
        _ => {
            let decimals = (2..12_i32).find(|decimals| size * 10_f64.powi(*decimals) >= 9.95).unwrap_or(12);
            let decimals = usize::try_from(decimals).unwrap_or_default();
            let formatted = format!("{size:.decimals$}");
            let significant = formatted.trim_end_matches('0').len().max("0.00".len());
            format!("{sign}${}", formatted.get(..significant).unwrap_or(&formatted))
        }
    }
}

/// Formats the price of a token in dollars per million tokens.
pub(crate) fn per_million(per_token: f64) -> String {
    dollars(per_million_plain(per_token))
}

/// Returns the price of a token in dollars per million tokens, without the rounding error of the multiplication.
pub(crate) fn per_million_plain(per_token: f64) -> f64 {
    (per_token * 1e15).round() / 1e9
}

/// Formats a percentage with one decimal: `12.5%`.
pub(crate) fn percent(share: f64) -> String {
    if !share.is_finite() {
        String::new()
    } else if share > 0.0 && share < 0.05 {
        "<0.1%".to_owned()
    } else {
        format!("{share:.1}%")
    }
}

/// Formats a count, such as `1 key` or `3 keys`.
pub(crate) fn count(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {}", plural(noun)) }
}

/// Returns the plural of a noun, which words such as `with requests` may follow.
pub(crate) fn plural(noun: &str) -> String {
    let phrase = [" with ", " to "].iter().filter_map(|word| noun.find(word)).min();
    if let Some((noun, phrase)) = phrase.and_then(|at| noun.split_at_checked(at)) {
        return format!("{}{phrase}", plural(noun));
    }
    let vowel_before_y = ["ay", "ey", "oy", "uy"].iter().any(|ending| noun.ends_with(ending));
    match noun.strip_suffix('y') {
        Some(stem) if !vowel_before_y => format!("{stem}ies"),
        _ if ["s", "x", "ch", "sh"].iter().any(|ending| noun.ends_with(ending)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_have_two_decimals_from_one_on_and_significant_digits_below() {
        for (amount, expected) in [
            (0.0, "$0.00"),
            (1.0, "$1.00"),
            (99.5, "$99.50"),
            (1234.567, "$1234.57"),
            (1e15, "$1000000000000000.00"),
            (0.996, "$1.00"),
            (0.5, "$0.50"),
            (0.374_75, "$0.37"),
            (0.099_6, "$0.10"),
            (0.052_000_000_000_000_005, "$0.052"),
            (0.001, "$0.001"),
            (0.000_22, "$0.00022"),
            (0.000_226_6, "$0.00023"),
            (0.000_003_4, "$0.0000034"),
            (1e-30, "<$0.000000001"),
            (-1.5, "-$1.50"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ] {
            assert_eq!(dollars(amount), expected);
        }
    }

    #[test]
    fn prices_are_per_million_tokens() {
        for (per_token, expected, plain) in [
            (0.000_03, "$30.00", "30"),
            (0.000_000_15, "$0.15", "0.15"),
            (2e-8, "$0.02", "0.02"),
            (0.0, "$0.00", "0"),
            (0.000_000_1, "$0.10", "0.1"),
        ] {
            assert_eq!(
                (per_million(per_token).as_str(), per_million_plain(per_token).to_string().as_str()),
                (expected, plain)
            );
        }
    }

    #[test]
    fn percentages_have_one_decimal() {
        for (share, expected) in
            [(0.0, "0.0%"), (0.01, "<0.1%"), (0.1, "0.1%"), (12.5, "12.5%"), (100.0, "100.0%"), (f64::NAN, "")]
        {
            assert_eq!(percent(share), expected);
        }
    }

    #[test]
    fn plurals_are_right() {
        for (noun, expected) in [
            ("key", "keys"),
            ("entry", "entries"),
            ("access group", "access groups"),
            ("alias", "aliases"),
            ("team to join", "teams to join"),
            ("key with requests", "keys with requests"),
            ("box", "boxes"),
        ] {
            assert_eq!((count(1, noun), count(2, noun)), (format!("1 {noun}"), format!("2 {expected}")));
        }
    }
}
