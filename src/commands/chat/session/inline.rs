//! What is in a block of Markdown, read with `pulldown-cmark`: emphasis, code and links, broken into lines; and tables.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr as _;

pub(super) const BOLD: &str = "1";
pub(super) const DIM: &str = "2";
const ITALIC: &str = "3";
const STRUCK: &str = "9";
pub(super) const CODE: &str = "36";

pub(super) fn styled(text: &str, style: &str) -> String {
    if style.is_empty() || text.is_empty() { text.to_owned() } else { format!("\u{1b}[{style}m{text}\u{1b}[0m") }
}

/// A piece of text in one style.
pub(super) struct Piece {
    text: String,
    style: String,
}

impl Piece {
    /// Returns whether it has no mark that something later may complete.
    pub(super) fn is_settled(&self) -> bool {
        self.style.ends_with(CODE) || !self.text.contains(['*', '_', '`', '[', ']', '~', '<', '&', '\\'])
    }
}

/// Escapes asterisks within words, outside code: in answers, `2*3*4` is a product.
fn with_plain_asterisks(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let (mut before, mut is_code) = (' ', false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        is_code ^= c == '`' && before != '`';
        let is_within = before.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_alphanumeric());
        if c == '*' && is_within && !is_code {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// Reads the emphasis, code and links of a block.
pub(super) fn inline(text: &str, style: &str) -> Vec<Piece> {
    let text = &with_plain_asterisks(text);
    let mut pieces = Vec::new();
    let mut styles: Vec<&str> = vec![style];
    let mut links: Vec<(String, usize)> = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH) {
        let mut push = |text: &str, styles: &[&str], more: &str| {
            let all: Vec<&str> = styles.iter().copied().chain([more]).filter(|style| !style.is_empty()).collect();
            pieces.push(Piece { text: text.to_owned(), style: all.join(";") });
        };
        match event {
            Event::Start(Tag::Strong) => styles.push(BOLD),
            Event::Start(Tag::Emphasis) => styles.push(ITALIC),
            Event::Start(Tag::Strikethrough) => styles.push(STRUCK),
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough) => {
                styles.pop();
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push((dest_url.to_string(), pieces.len()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((url, start)) = links.pop() {
                    let shown: String = pieces.iter().skip(start).map(|piece| piece.text.as_str()).collect();
                    if shown != url && format!("mailto:{shown}") != url {
                        pieces.push(Piece { text: format!(" ({url})"), style: DIM.to_owned() });
                    }
                }
            }
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => push(&text, &styles, ""),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => push(&text, &styles, CODE),
            Event::SoftBreak => push(" ", &styles, ""),
            Event::HardBreak => push("\n", &styles, ""),
            _ => {}
        }
    }
    pieces
}

/// Breaks a block into lines between words.
pub(super) fn wrap(pieces: &[Piece], first: &str, rest: &str, width: usize) -> String {
    let mut lines = String::from(first);
    let (mut used, mut is_empty, mut space) = (first.width(), true, false);
    let break_line = |lines: &mut String, used: &mut usize, is_empty: &mut bool| {
        lines.push('\n');
        lines.push_str(rest);
        (*used, *is_empty) = (rest.width(), true);
    };
    for Piece { text, style } in pieces {
        for (number, word) in text.split(' ').enumerate() {
            space |= number > 0;
            for (number, word) in word.split('\n').enumerate() {
                if number > 0 {
                    break_line(&mut lines, &mut used, &mut is_empty);
                    space = false;
                }
                if word.is_empty() {
                    continue;
                }
                if space && !is_empty && used + 1 + word.width() > width {
                    break_line(&mut lines, &mut used, &mut is_empty);
                } else if space && !is_empty {
                    lines.push(' ');
                    used += 1;
                }
                lines.push_str(&styled(word, style));
                used += word.width();
                (is_empty, space) = (false, false);
            }
        }
    }
    lines.push('\n');
    lines
}

/// Lays out a table, or returns lines that are not one as they are.
pub(super) fn table(rows: &str) -> String {
    let mut table: Vec<Vec<String>> = Vec::new();
    let mut cell: Option<String> = None;
    for event in Parser::new_ext(rows, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => table.push(Vec::new()),
            Event::Start(Tag::TableCell) => cell = Some(String::new()),
            Event::End(TagEnd::TableCell) => {
                if let (Some(row), Some(text)) = (table.last_mut(), cell.take()) {
                    row.push(text);
                }
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                if let Some(cell) = &mut cell {
                    cell.push_str(&text);
                }
            }
            _ => {}
        }
    }
    let count = table.iter().map(Vec::len).max().unwrap_or_default();
    if count == 0 {
        return rows.to_owned();
    }
    let width = |column: usize| {
        table.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = String::new();
    for (number, row) in table.iter().enumerate() {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            format!("{}{padding}", styled(cell, if number == 0 { BOLD } else { "" }))
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
        if number == 0 {
            let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            text.push_str(&format!("{}\n", styled(&rule.join("  "), DIM)));
        }
    }
    text
}
