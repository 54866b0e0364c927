//! The report for people: what was sent, a table of times, a histogram, and the runs side by side.

use std::time::Duration;

use super::figures::{Figures, Times};
use crate::commands::models::assertion::time;
use crate::output::{Column, chart, count, dollars, percent};

/// A schedule that slips by more is not the one that was asked for.
pub(super) const MOST_SLIP: Duration = Duration::from_millis(5);
const QUANTILES: [(&str, f64); 5] = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)];
const WIDEST_BAR: usize = 30;

/// Describes one run.
pub(super) fn run(figures: &Figures) -> String {
    let mut text = format!("{}\n", headline(figures));
    for (class, times) in &figures.errors {
        text.push_str(&format!("  {class} ×{times}\n"));
    }
    if figures.ok == 0 {
        return text;
    }
    text.push_str(&format!("{:11}", ""));
    text.extend(QUANTILES.map(|(name, _)| format!("{name:>8}")));
    text.push('\n');
    for (name, times) in [("TTFT", &figures.first_content), ("E2E", &figures.total), ("ITL", &figures.gaps)] {
        text.push_str(&row(name, times));
    }
    text.push_str(&format!(
        "throughput {:.1} req/s, {:.0} tokens/s\n",
        figures.requests_per_second, figures.tokens_per_second
    ));
    if let (Some(slo), Some(share), Some(goodput)) = (&figures.slo, figures.good_share(), figures.goodput) {
        let share = percent(share * 100.0);
        text.push_str(&format!("goodput    {goodput:.1} req/s, {share} of requests, within {slo}\n"));
    }
    text.push_str(&histogram(&figures.histogram));
    text
}

/// Names a run, such as `gpt-4o at 5/s`.
pub(super) fn name(figures: &Figures) -> String {
    let load = match (figures.rate, figures.concurrency) {
        (Some(rate), _) => format!("at {rate}/s"),
        (None, Some(concurrency)) => format!("{concurrency} at once"),
        (None, None) => String::new(),
    };
    format!("{} {load}", figures.model)
}

fn headline(figures: &Figures) -> String {
    let mut parts = vec![format!("{} sent, {} ok", figures.sent, figures.ok)];
    if figures.failed > 0 {
        parts.push(count(figures.failed, "error"));
    }
    if figures.not_sent > 0 {
        parts.push(format!("{} not sent for --max-cost", figures.not_sent));
    }
    parts.push(figures.cost.map_or_else(|| "cost unknown".to_owned(), dollars));
    match figures.kind {
        "open" => parts.push(format!("schedule slip at most {}", time(figures.slip))),
        _ => parts.push("closed loop: waiting is not counted".to_owned()),
    }
    format!("{}: {}", name(figures), parts.join(", "))
}

fn row(name: &str, times: &Times) -> String {
    let cell = |(_, quantile): (&str, f64)| times.quantile(quantile).map(|value| format!("{:>8}", time(value)));
    let cells: Option<Vec<String>> = QUANTILES.into_iter().map(cell).collect();
    cells.map_or_else(String::new, |cells| format!("{name:11}{}\n", cells.concat()))
}

fn histogram(parts: &[(Duration, Duration, u64)]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 requests")]
    let float = |count: u64| count as f64;
    let most = parts.iter().map(|(_, _, count)| *count).max().unwrap_or_default();
    let line = |(from, to, count): &(Duration, Duration, u64)| {
        let bar = chart::bar(float(*count), float(most), WIDEST_BAR);
        format!("{:>8} – {:>7}  {bar} {count}", time(*from), time(*to)).trim_end().to_owned() + "\n"
    };
    parts.iter().map(line).collect()
}

/// The columns of several runs side by side. Without objectives, people do not see the last one.
pub(super) const COLUMNS: &[Column<Figures>] = &[
    Column::new("run", "Run", name),
    Column::right("sent", "Sent", |run: &Figures| run.sent.to_string()),
    Column::right("failed", "Failed", |run: &Figures| run.failed.to_string()),
    Column::right("requests_per_second", "Req/s", |run: &Figures| format!("{:.1}", run.requests_per_second)),
    Column::right("tokens_per_second", "Tok/s", |run: &Figures| format!("{:.0}", run.tokens_per_second)),
    Column::either(
        "ttft_p50_ms",
        "TTFT p50",
        |run| shown(&run.first_content, 0.5),
        |run| plain(&run.first_content, 0.5),
    ),
    Column::either("e2e_p50_ms", "E2E p50", |run| shown(&run.total, 0.5), |run| plain(&run.total, 0.5)),
    Column::either("e2e_p95_ms", "p95", |run| shown(&run.total, 0.95), |run| plain(&run.total, 0.95)),
    Column::either("e2e_p99_ms", "p99", |run| shown(&run.total, 0.99), |run| plain(&run.total, 0.99)),
    Column::money("cost", "Cost", |run: &Figures| run.cost),
    Column::right("goodput", "Goodput", |run: &Figures| {
        run.goodput.map(|rate| format!("{rate:.1}")).unwrap_or_default()
    }),
];

fn shown(times: &Times, quantile: f64) -> String {
    times.quantile(quantile).map(time).unwrap_or_default()
}

fn plain(times: &Times, quantile: f64) -> String {
    times.quantile(quantile).map(|time| format!("{:.3}", time.as_secs_f64() * 1e3)).unwrap_or_default()
}
