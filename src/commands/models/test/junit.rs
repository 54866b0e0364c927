//! JUnit XML: a test case for each probe and each assertion.

use std::fmt::Write as _;
use std::time::Duration;

use super::report::{Check, Report, Row, State};

/// Returns the document.
pub(super) fn document(report: &Report) -> String {
    let mut cases = String::new();
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    let mut total = Duration::ZERO;
    for row in &report.rows {
        if row.state == State::NotTested {
            tests += 1;
            skipped += 1;
            let reason = attribute(row.error.as_deref().unwrap_or("not tested"));
            let _ = writeln!(
                cases,
                "    <testcase classname=\"{}\" name=\"{}\" time=\"0\"><skipped message=\"{reason}\"/></testcase>",
                class(row),
                attribute(&row.mode)
            );
        }
        for check in &row.checks {
            tests += 1;
            failures += i32::from(!check.ok);
            total += check.total.unwrap_or_default();
            cases.push_str(&case(row, check));
        }
    }
    for verdict in &report.verdicts {
        tests += 1;
        failures += i32::from(!verdict.holds);
        let name = attribute(&verdict.assertion);
        let failure = format!("<failure message=\"{}\"/>", attribute(&verdict.measured));
        let failure = if verdict.holds { "" } else { failure.as_str() };
        let _ =
            writeln!(cases, "    <testcase classname=\"assertions\" name=\"{name}\" time=\"0\">{failure}</testcase>");
    }
    let seconds = total.as_secs_f64();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"models test\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"{seconds:.3}\">\n{cases}  </testsuite>\n</testsuites>\n"
    )
}

fn class(row: &Row) -> String {
    attribute(&row.id.as_ref().map_or_else(|| row.model.clone(), |id| format!("{}.{id}", row.model)))
}

fn case(row: &Row, check: &Check) -> String {
    let seconds = check.total.unwrap_or_default().as_secs_f64();
    let inner = match &check.error {
        Some(error) => format!("<failure message=\"{}\"/>", attribute(error)),
        None => String::new(),
    };
    format!(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{seconds:.3}\">{inner}</testcase>\n",
        class(row),
        attribute(check.name)
    )
}

/// Escapes the value of an attribute. XML has no way to write most control characters.
fn attribute(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            other if other.is_control() || matches!(other, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped() {
        assert_eq!(attribute("a<b>&\"c\"\n\u{1}"), "a&lt;b&gt;&amp;&quot;c&quot; \u{fffd}");
    }
}
