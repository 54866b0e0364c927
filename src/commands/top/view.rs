//! Draws the screen. A pure function of what is on it and of the size.

use jiff::{SignedDuration, Timestamp};
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::{Color, Modifier, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::state::{Pane, Prompt, Screen};
use super::tables::{By, COLUMNS, dollars, number, time, total};
use super::window::Entry;
use crate::output::chart::sparkline;
use crate::output::for_terminal;

const LEAST_WIDTH: u16 = 80;
const LEAST_HEIGHT: u16 = 20;
/// The numbers at the top are of this long, and their sparklines have parts of that long.
const RATE_SPAN: SignedDuration = SignedDuration::from_mins(1);
const PART: SignedDuration = SignedDuration::from_secs(15);
const MOST_PARTS: u16 = 60;
const CELL: usize = 8;
const MOST_NAME: usize = 62;

const HELP: &[&str] = &[
    "1 2 3 4        models, keys, teams, errors (of the last 5 minutes)",
    "Tab            move between the table and the requests",
    "j k  ↓ ↑       move; PgDn PgUp by ten, g G to the first and the last",
    "> <  s         sort by the next or the previous column; r reverses",
    "Enter          the requests of a line; a request with its details",
    "Esc            back: from a request, a filter, the requests of a line",
    "/              only requests that contain a text: model, key, team, id, error",
    "w              wrap the errors of requests",
    "p  Space       pause; what arrives meanwhile follows afterwards",
    "b              block a key, with --write, after its alias was typed",
    "q              quit; Ctrl-C quits with exit code 130, Ctrl-Z stops",
    "",
    "Servers write requests to their log some seconds after they end, so numbers",
    "are as of then. Attempts of a request and health checks of the server are left",
    "out. Prompts and answers are not shown.",
];

/// The part of the screen that is drawn on, from the top.
struct Canvas<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    has_color: bool,
}

impl Canvas<'_> {
    fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Writes a line, which is cut at the edge.
    fn line(&mut self, row: u16, text: &str, style: Style) {
        if row < self.area.height {
            let shown = for_terminal(text);
            self.buffer.set_stringn(self.area.x, self.area.y + row, shown, self.width(), style);
        }
    }

    /// Writes text that ends at the right edge.
    fn right(&mut self, row: u16, text: &str, style: Style) {
        let width = u16::try_from(text.width()).unwrap_or(u16::MAX).min(self.area.width);
        if row < self.area.height {
            let column = self.area.x + self.area.width - width;
            self.buffer.set_stringn(column, self.area.y + row, text, width.into(), style);
        }
    }

    fn color(&self, color: Color) -> Style {
        if self.has_color { Style::new().fg(color) } else { Style::new() }
    }
}

fn selected(is_active: bool) -> Style {
    Style::new().add_modifier(if is_active { Modifier::REVERSED } else { Modifier::BOLD })
}

fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

pub(super) fn draw(screen: &Screen, area: Rect, buffer: &mut Buffer) {
    let mut canvas = Canvas { buffer, area, has_color: screen.has_color };
    if area.width < LEAST_WIDTH || area.height < LEAST_HEIGHT {
        let size = format!("{}×{}", area.width, area.height);
        canvas.line(0, &format!("too small: {size}"), bold());
        canvas.line(1, &format!("needs {LEAST_WIDTH}×{LEAST_HEIGHT}; q quits"), Style::new());
        return;
    }
    header(screen, &mut canvas);
    rates(screen, &mut canvas);
    let last = area.height - 1;
    if screen.shows_help {
        for (row, line) in (3..last).zip(HELP) {
            canvas.line(row, &format!("  {line}"), Style::new());
        }
    } else if let Some(entry) = &screen.open {
        details(screen, entry, &mut canvas, last);
    } else {
        // The table takes half, or less if it is short.
        let (lines, minutes) = screen.lines();
        let half = (last - 4) / 2;
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).clamp(3, half);
        table(screen, &mut canvas, &lines, minutes, rows);
        requests(screen, &mut canvas, 3 + rows, last);
    }
    footer(screen, &mut canvas, last);
}

fn header(screen: &Screen, canvas: &mut Canvas<'_>) {
    let server = &screen.server;
    let mut text = format!(" {}", server.address);
    if let Some(version) = &server.version {
        text.push_str(&format!(" {version}"));
    }
    match server.database {
        Some(true) => text.push_str("  db ✓"),
        Some(false) => text.push_str("  db ✗ down"),
        None => {}
    }
    if let Some(in_flight) = server.in_flight {
        text.push_str(&format!("  in flight {in_flight}"));
    }
    let window = &screen.window;
    let age = window.now().duration_since(window.as_of()).as_secs();
    text.push_str(&format!("  as of {age} s ago"));
    if server.is_slow {
        text.push_str(&format!(" (slow: each {} s)", server.interval_seconds));
    }
    let style =
        if server.database == Some(false) { canvas.color(Color::Red).add_modifier(Modifier::BOLD) } else { bold() };
    canvas.line(0, &text, style);
    let clock = clock(screen, window.now());
    let clock = if screen.paused.is_some() { format!("  PAUSED  {clock} ") } else { format!("  {clock} ") };
    canvas.right(0, &clock, bold());
}

fn rates(screen: &Screen, canvas: &mut Canvas<'_>) {
    let (rows, known) = screen.window.last(RATE_SPAN);
    let total = total(rows);
    let seconds = known.as_secs_f64();
    let share = 100.0 * float(total.failures) / float(total.requests.max(1));
    // Three sparklines share what the numbers leave.
    let parts = ((canvas.area.width.saturating_sub(58)) / 3).min(MOST_PARTS);
    let parts = usize::from(parts);
    let spark = |values: Vec<f64>| sparkline(&values, parts);
    let window = &screen.window;
    let requests = spark(window.history(parts, PART, |_| 1.0));
    let errors = spark(window.history(parts, PART, |row| if row.error.is_some() { 1.0 } else { 0.0 }));
    let cost = spark(window.history(parts, PART, |row| row.cost));
    let text = format!(
        " req/s {:<4} {requests} err {:>4.1}% {errors} $/min {:<5} {cost} tok/s {:<5} p95 {}",
        number(float(total.requests) / seconds),
        share,
        dollars(total.cost * 60.0 / seconds),
        number(float(total.tokens) / seconds),
        time(total.p95),
    );
    let style = if share >= 5.0 { canvas.color(Color::Yellow) } else { Style::new() };
    canvas.line(1, &text, style);
}

#[expect(clippy::cast_precision_loss, reason = "shown in three digits")]
fn float(count: impl TryInto<u64>) -> f64 {
    count.try_into().unwrap_or(u64::MAX) as f64
}

fn table(screen: &Screen, canvas: &mut Canvas<'_>, lines: &[super::tables::Line], minutes: f64, rows: u16) {
    // On a wide screen the numbers stay near their names.
    let name_width = (canvas.width() - 2 - COLUMNS.len() * CELL).min(MOST_NAME);
    let mark = |is_sorted: bool| match (is_sorted, screen.sort.is_descending) {
        (false, _) => "",
        (true, true) => "↓",
        (true, false) => "↑",
    };
    let title = format!("{}{} (last 5 min)", screen.by.title(), mark(screen.sort.column.is_none()));
    let mut head = format!(" {}", padded(&title, name_width));
    for (index, column) in COLUMNS.iter().enumerate() {
        let title = format!("{}{}", column.title, mark(screen.sort.column == Some(index)));
        head.push_str(&format!("{title:>CELL$}"));
    }
    canvas.line(2, &head, canvas.color(Color::Cyan).add_modifier(Modifier::BOLD));
    if lines.is_empty() {
        let what = if screen.by == By::Error { "no errors" } else { "no requests" };
        canvas.line(3, &format!(" {what} in the last 5 minutes"), Style::new());
    }
    let chosen = screen.selected_line.min(lines.len().saturating_sub(1));
    let first = (chosen + 1).saturating_sub(rows.into());
    for (row, (index, line)) in (3..3 + rows).zip(lines.iter().enumerate().skip(first)) {
        let is_selected = index == chosen;
        let name = if line.name.is_empty() { "–" } else { &line.name };
        let mut text = format!("{}{}", if is_selected { '>' } else { ' ' }, padded(&for_terminal(name), name_width));
        for column in &COLUMNS {
            text.push_str(&format!("{:>CELL$}", (column.cell)(line, minutes)));
        }
        let style = if is_selected { selected(screen.pane == Pane::Table) } else { Style::new() };
        let style = if line.failures * 2 > line.requests { canvas.color(Color::Red).patch(style) } else { style };
        canvas.line(row, &text, style);
    }
}

fn requests(screen: &Screen, canvas: &mut Canvas<'_>, top: u16, last: u16) {
    let requests = screen.requests();
    let chosen = screen.selected_index(&requests);
    let mut title = "─ requests".to_owned();
    if let Some((by, name)) = &screen.group {
        let name = if name.is_empty() { "–" } else { name };
        title.push_str(&format!(" of {} {name}", by.title().to_lowercase()));
    }
    if !screen.filter.is_empty() {
        title.push_str(&format!(" with `{}`", screen.filter));
    }
    let count = format!(" {} ─", if screen.selected_request.is_some() { "not the newest" } else { "newest" });
    let title = format!("{title} ");
    canvas.line(top, &format!("{title}{}", "─".repeat(canvas.width())), canvas.color(Color::Cyan));
    canvas.right(top, &count, canvas.color(Color::Cyan));
    if requests.is_empty() {
        canvas.line(top + 1, " none yet; the server writes requests some seconds after they end", Style::new());
        return;
    }
    // From the selected one upwards, as many as there is room for.
    let room = usize::from(last - top - 1);
    let mut shown = Vec::new();
    let mut used = 0;
    for (index, entry) in requests.iter().enumerate().take(chosen + 1).rev() {
        let lines = request_lines(screen, entry, canvas.width());
        used += lines.len();
        if used > room && !shown.is_empty() {
            break;
        }
        shown.push((index == chosen, entry.is_failure, lines));
    }
    let lines = shown.iter().rev().flat_map(|(is_selected, is_failure, lines)| {
        lines.iter().enumerate().map(move |(number, line)| (*is_selected, *is_failure, number == 0, line))
    });
    for (row, (is_selected, is_failure, is_first, line)) in (top + 1..last).zip(lines) {
        let mark = if is_selected && is_first { '>' } else { ' ' };
        let style = if is_selected { selected(screen.pane == Pane::Requests) } else { Style::new() };
        let style = if is_failure { canvas.color(Color::Red).patch(style) } else { style };
        canvas.line(row, &format!("{mark}{line}"), style);
    }
}

/// Returns a request as one line, or with its whole error as several.
fn request_lines(screen: &Screen, entry: &Entry, width: usize) -> Vec<String> {
    let status = match (entry.is_failure, entry.code.as_str()) {
        (false, _) => "✓ ok".to_owned(),
        (true, "") => "✗".to_owned(),
        (true, code) => format!("✗ {code}"),
    };
    let latency = entry.latency.and_then(|latency| u32::try_from(latency.as_millis()).ok());
    // Wide screens have room for longer names.
    let name = (width / 6).min(28);
    let start = format!(
        "{} {} {} {} {:>6}  ",
        clock(screen, entry.end),
        padded(&status, 6),
        padded(&for_terminal(&entry.model), name),
        padded(&for_terminal(&entry.key), name),
        time(latency),
    );
    let rest = if !entry.cause.is_empty() && !screen.wraps {
        entry.cause.clone()
    } else if entry.is_failure {
        let class =
            if entry.cause.is_empty() { entry.error.split(' ').next().unwrap_or_default() } else { &entry.cause };
        let mut message = entry.message.trim_start_matches("litellm.");
        // LiteLLM puts the class before the message, and so does the provider's package.
        while let Some(rest) = message.strip_prefix(class).filter(|_| !class.is_empty()) {
            message = rest.trim_start_matches(": ");
        }
        format!("{class}: {message}")
    } else {
        let tokens = entry.prompt_tokens.saturating_add(entry.completion_tokens);
        let team = if width < 100 { "" } else { entry.team.as_str() };
        format!("{:>6} tok  {:>6}  {team}", number(float(tokens)), dollars(entry.cost))
    };
    let rest = for_terminal(rest.trim_start_matches(": ")).into_owned();
    let room = width.saturating_sub(1);
    if !screen.wraps || start.width() + rest.width() <= room {
        return vec![format!("{start}{rest}")];
    }
    let mut lines = Vec::new();
    let mut line = start;
    let indent = " ".repeat(9);
    for character in rest.chars() {
        if line.width() + character.width().unwrap_or_default() > room {
            lines.push(std::mem::replace(&mut line, indent.clone()));
        }
        line.push(character);
    }
    lines.push(line);
    lines
}

fn details(screen: &Screen, entry: &Entry, canvas: &mut Canvas<'_>, last: u16) {
    let seconds = |length: Option<SignedDuration>| {
        length.map(|length| format!("{:.3} s", length.as_secs_f64())).unwrap_or_default()
    };
    let when = |time: Timestamp| time.to_zoned(screen.zone.clone()).strftime("%Y-%m-%d %H:%M:%S%.3f %Z").to_string();
    let status = if entry.is_failure { format!("✗ failure {}", entry.code) } else { "✓ success".to_owned() };
    let tokens = format!("{} in, {} out", entry.prompt_tokens, entry.completion_tokens);
    let fields = [
        ("request", entry.id.clone()),
        ("status", status),
        ("error", entry.error.clone()),
        ("message", entry.message.clone()),
        ("started", entry.start.map(when).unwrap_or_default()),
        ("ended", when(entry.end)),
        ("latency", seconds(entry.latency)),
        ("first token", seconds(entry.ttft)),
        ("model", entry.model.clone()),
        ("upstream", entry.provider_model.clone()),
        ("deployment", entry.deployment.clone()),
        ("key", entry.key.clone()),
        ("key hash", entry.key_hash.clone()),
        ("user", entry.user.clone()),
        ("team", entry.team.clone()),
        ("customer", entry.customer.clone()),
        ("tokens", tokens),
        ("cost", format!("${:.6}", entry.cost)),
        ("kind", entry.call_type.clone()),
        ("session", entry.session.clone()),
    ];
    canvas.line(2, &format!("─ request {}", "─".repeat(canvas.width())), canvas.color(Color::Cyan));
    let mut row = 3;
    let room = canvas.width().saturating_sub(15).max(1);
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let value: Vec<char> = for_terminal(value).chars().collect();
        for (number, part) in value.chunks(room).enumerate() {
            if row < last {
                let name = if number == 0 { name } else { "" };
                canvas.line(row, &format!("  {name:<12} {}", part.iter().collect::<String>()), Style::new());
            }
            row += 1;
        }
    }
}

fn footer(screen: &Screen, canvas: &mut Canvas<'_>, last: u16) {
    let (text, style) = match (&screen.prompt, &screen.message, &screen.server.trouble) {
        (Some(Prompt::Filter), ..) => (format!(" / {}▏ Enter keeps, Esc drops the filter", screen.filter), bold()),
        (Some(Prompt::Block { name, typed, .. }), ..) => {
            (format!(" block the key `{name}`? type its name and Enter, or Esc: {typed}▏"), bold())
        }
        (None, Some(message), _) => (format!(" {message}"), bold()),
        (None, None, Some(trouble)) => (
            format!(" ! no news since {}: {trouble}", clock(screen, screen.window.now())),
            canvas.color(Color::Red).patch(bold()),
        ),
        (None, None, None) => {
            let keys = if screen.open.is_some() {
                "Esc back  ? help  q quit"
            } else {
                "1 models 2 keys 3 teams 4 errors  s sort  / filter  ↵ open  p pause  w wrap  ? help  q quit"
            };
            let keys =
                if canvas.width() < 96 { keys.replace("  w wrap", "").replace("  ", " ") } else { keys.to_owned() };
            let write = if screen.may_write { "  b block" } else { "" };
            (format!(" {keys}{write}"), Style::new())
        }
    };
    canvas.line(last, &text, style);
}

fn clock(screen: &Screen, time: Timestamp) -> String {
    time.to_zoned(screen.zone.clone()).strftime("%H:%M:%S").to_string()
}

/// Returns text that takes exactly this width, cut with `…` if it is longer.
fn padded(text: &str, width: usize) -> String {
    let own = text.width();
    if own <= width {
        return format!("{text}{}", " ".repeat(width - own));
    }
    let mut cut = String::new();
    let mut used = 0;
    for character in text.chars() {
        let more = character.width().unwrap_or_default();
        if used + more + 1 > width {
            break;
        }
        used += more;
        cut.push(character);
    }
    format!("{cut}…{}", " ".repeat(width.saturating_sub(used + 1)))
}
