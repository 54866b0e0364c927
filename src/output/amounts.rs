//! Formats dollars and percentages for tables; machine-readable formats keep plain numbers.

/// Formats dollars with as many decimals as are significant: `$1234.50`, `$0.0120`, `$0.0000034`.
pub(crate) fn dollars(amount: f64) -> String {
    let size = amount.abs();
    let decimals = match size {
        _ if !amount.is_finite() => return String::new(),
        _ if size >= 100.0 => 2,
        _ if size >= 0.001 || size == 0.0 => 4,
        // Enough decimals for two significant digits, up to 13.
        _ => (4..13).find(|decimals| size * 10_f64.powi(*decimals) >= 9.95).unwrap_or(13),
    };
    let decimals = usize::try_from(decimals).unwrap_or_default();
    let sign = if amount < 0.0 { "-" } else { "" };
    format!("{sign}${size:.decimals$}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_have_significant_decimals() {
        for (amount, expected) in [
            (0.0, "$0.0000"),
            (0.052_000_000_000_000_005, "$0.0520"),
            (99.5, "$99.5000"),
            (1234.5, "$1234.50"),
            (1e15, "$1000000000000000.00"),
            (0.001, "$0.0010"),
            (0.000_34, "$0.00034"),
            (0.000_003_4, "$0.0000034"),
            (1e-30, "$0.0000000000000"),
            (-1.5, "-$1.5000"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ] {
            assert_eq!(dollars(amount), expected);
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
}
