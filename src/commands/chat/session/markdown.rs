//! Renders Markdown on a terminal while it arrives: block by block, so that what is printed is never drawn again. Lines are
//! sorted into blocks here; `pulldown-cmark` reads what is in a block.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr as _;

use crate::output::paragraphs_for_terminal;

const BOLD: &str = "1";
const DIM: &str = "2";
const ITALIC: &str = "3";
const STRUCK: &str = "9";
const CODE: &str = "36";
const RULE: usize = 20;
/// Narrower terminals get longer lines.
const MIN_WIDTH: usize = 20;

/// A renderer of one answer.
pub(super) struct Markdown {
    width: usize,
    /// The line that is not complete yet.
    line: String,
    block: Block,
    /// Whether the last block was an item of a list, which indented lines continue.
    is_in_list: bool,
    /// Whether an empty line separates what follows.
    has_gap: bool,
    rendered: String,
}

enum Block {
    None,
    Text(TextBlock),
    Table(String),
    /// Code up to a line of at least this many of these characters.
    Code(char, usize),
}

/// A paragraph, a heading, or an item of a list.
struct TextBlock {
    text: String,
    /// What its first line begins with, and what its others begin with.
    first: String,
    rest: String,
    is_heading: bool,
}

impl Markdown {
    pub(super) fn new(width: u16) -> Self {
        Self {
            width: usize::from(width).max(MIN_WIDTH),
            line: String::new(),
            block: Block::None,
            is_in_list: false,
            has_gap: true,
            rendered: String::new(),
        }
    }

    /// Adds a piece of the answer, and returns what can be printed now.
    pub(super) fn push(&mut self, text: &str) -> String {
        self.line.push_str(&paragraphs_for_terminal(text));
        while let Some((line, rest)) = self.line.split_once('\n') {
            let (line, rest) = (line.trim_end_matches('\r').to_owned(), rest.to_owned());
            self.line = rest;
            self.take(&line);
        }
        std::mem::take(&mut self.rendered)
    }

    /// Returns the rest.
    pub(super) fn finish(&mut self) -> String {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.take(&line);
        }
        self.flush();
        self.block = Block::None;
        std::mem::take(&mut self.rendered)
    }

    /// Takes a complete line.
    fn take(&mut self, line: &str) {
        if let Block::Code(mark, count) = self.block {
            if fence(line).is_some_and(|(closing, length, info)| closing == mark && length >= count && info.is_empty())
            {
                self.block = Block::None;
            } else {
                self.write(&format!("    {}\n", styled(line, CODE)));
            }
            return;
        }
        let trimmed = line.trim();
        if let Block::Table(rows) = &mut self.block
            && trimmed.contains('|')
        {
            rows.push_str(trimmed);
            rows.push('\n');
            return;
        }
        if trimmed.is_empty() {
            self.flush();
            if !self.has_gap {
                self.rendered.push('\n');
                self.has_gap = true;
            }
        } else if let Some((mark, count, _)) = fence(line) {
            self.flush();
            self.block = Block::Code(mark, count);
        } else if self.underlines(trimmed) {
            self.flush();
        } else if is_rule(trimmed) {
            self.flush();
            self.write(&format!("{}\n", styled(&"─".repeat(RULE.min(self.width)), DIM)));
        } else if trimmed.starts_with('|') {
            self.flush();
            self.block = Block::Table(format!("{trimmed}\n"));
        } else if let Some(block) = self.beginning(line, trimmed) {
            self.flush();
            self.is_in_list = !block.first.is_empty() && !block.is_heading;
            self.block = Block::Text(block);
        } else if let Block::Text(block) = &mut self.block {
            block.text.push('\n');
            block.text.push_str(trimmed);
        } else if line.starts_with("    ") && !self.is_in_list {
            self.write(&format!("{}\n", styled(line, CODE)));
        } else {
            let indent = if self.is_in_list && line.starts_with(' ') { "  ".to_owned() } else { String::new() };
            self.is_in_list &= !indent.is_empty();
            self.block = Block::Text(TextBlock {
                text: trimmed.to_owned(),
                first: indent.clone(),
                rest: indent,
                is_heading: false,
            });
        }
    }

    /// Makes a heading of the paragraph that this line underlines.
    fn underlines(&mut self, trimmed: &str) -> bool {
        let is_line = !trimmed.is_empty() && (trimmed.chars().all(|c| c == '=') || trimmed.chars().all(|c| c == '-'));
        match &mut self.block {
            Block::Text(block) if is_line && block.first.is_empty() && !block.is_heading => {
                block.is_heading = true;
                true
            }
            _ => false,
        }
    }

    /// Returns the block that a line begins, whatever was before.
    fn beginning(&self, line: &str, trimmed: &str) -> Option<TextBlock> {
        let hashes = trimmed.chars().take_while(|c| *c == '#').count();
        if (1..=6).contains(&hashes)
            && let Some(text) = trimmed.get(hashes..).filter(|text| text.starts_with(' '))
        {
            let text = text.trim().trim_end_matches('#').trim_end().to_owned();
            return Some(TextBlock { text, first: String::new(), rest: String::new(), is_heading: true });
        }
        if let Some(text) = trimmed.strip_prefix('>') {
            let is_going_on = matches!(&self.block, Block::Text(block) if block.first == "│ ");
            let block = || TextBlock {
                text: text.trim().to_owned(),
                first: "│ ".to_owned(),
                rest: "│ ".to_owned(),
                is_heading: false,
            };
            return (!is_going_on).then(block);
        }
        let (marker, text) = item(trimmed)?;
        let depth = line.chars().take_while(|c| *c == ' ').count().min(self.width / 4);
        let first = format!("{}{marker} ", " ".repeat(depth + 1));
        let rest = " ".repeat(first.width());
        Some(TextBlock { text: text.to_owned(), first, rest, is_heading: false })
    }

    /// Prints the block that has ended.
    fn flush(&mut self) {
        match std::mem::replace(&mut self.block, Block::None) {
            Block::None => {}
            Block::Text(block) => {
                let style = if block.is_heading { BOLD } else { "" };
                let text = block.text.lines().map(|line| line.strip_prefix("> ").unwrap_or(line)).collect::<Vec<_>>();
                let wrapped = wrap(&inline(&text.join("\n"), style), &block.first, &block.rest, self.width);
                self.write(&wrapped);
            }
            Block::Table(rows) => {
                let table = table(&rows);
                self.write(&table);
            }
            code @ Block::Code(..) => self.block = code,
        }
    }

    fn write(&mut self, text: &str) {
        self.has_gap = false;
        self.rendered.push_str(text);
    }
}

/// Reads the line at the beginning or the end of code: its character, its length, and the language.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = line.chars().take_while(|c| *c == mark).count();
    let info = line.get(count..)?.trim();
    (count >= 3 && !info.contains('`')).then_some((mark, count, info))
}

fn is_rule(trimmed: &str) -> bool {
    let bare: String = trimmed.chars().filter(|c| *c != ' ').collect();
    bare.len() >= 3 && ['-', '*', '_'].into_iter().any(|mark| bare.chars().all(|c| c == mark))
}

/// Reads the beginning of an item: how it is marked, and its text.
fn item(trimmed: &str) -> Option<(String, &str)> {
    if let Some(text) = ["- ", "* ", "+ "].into_iter().find_map(|marker| trimmed.strip_prefix(marker)) {
        let task = [("[ ] ", "☐"), ("[x] ", "☑"), ("[X] ", "☑")];
        let done = task.into_iter().find_map(|(mark, sign)| Some((sign.to_owned(), text.strip_prefix(mark)?)));
        return Some(done.unwrap_or_else(|| ("•".to_owned(), text)));
    }
    let (number, text) = trimmed.split_once(['.', ')'])?;
    let is_number = (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    Some((format!("{number}."), text.strip_prefix(' ').filter(|_| is_number)?))
}

fn styled(text: &str, style: &str) -> String {
    if style.is_empty() || text.is_empty() { text.to_owned() } else { format!("\u{1b}[{style}m{text}\u{1b}[0m") }
}

/// A piece of text in one style.
struct Piece {
    text: String,
    style: String,
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
fn inline(text: &str, style: &str) -> Vec<Piece> {
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
fn wrap(pieces: &[Piece], first: &str, rest: &str, width: usize) -> String {
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
fn table(rows: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# A *title*\n\nSome **bold** and `code`, [a link](https://a.example) and \nmore words that need a second line.\n\n- one\n  - two\n1. three\n\n```rust\nlet x = 1;\n\n# not a heading\n```\n> quoted\n> text\n\n| a | b |\n|---|---|\n| 1 | `22` |\n\nUnder\n---\n***\n- [x] done\n\u{1b}[31mred\n2*3*4 \\* end";

    fn plain(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("\u{1b}[") {
            out.push_str(before);
            rest = after.split_once('m').map_or("", |(_, after)| after);
        }
        out + rest
    }

    fn whole(text: &str, width: u16) -> String {
        let mut markdown = Markdown::new(width);
        let first = markdown.push(text);
        first + &markdown.finish()
    }

    #[test]
    fn blocks_are_rendered() {
        let expected = "A title\n\nSome bold and code, a link (https://a.example)\nand more words that need a second line.\n\n \u{2022} one\n   \u{2022} two\n 1. three\n\n    let x = 1;\n    \n    # not a heading\n│ quoted text\n\na  b\n─  ──\n1  22\n\nUnder\n────────────────────\n ☑ done \\x1b[31mred 2*3*4 * end\n";
        assert_eq!(plain(&whole(SAMPLE, 48)), expected);
        assert!(
            whole(SAMPLE, 48).contains("\u{1b}[1mbold\u{1b}[0m")
                && whole(SAMPLE, 48).contains("\u{1b}[36mcode\u{1b}[0m")
        );
    }

    #[test]
    fn the_screen_does_not_depend_on_where_pieces_end() {
        let expected = whole(SAMPLE, 48);
        for (at, _) in SAMPLE.char_indices() {
            let (before, after) = SAMPLE.split_at(at);
            let mut markdown = Markdown::new(48);
            let shown = markdown.push(before) + &markdown.push(after) + &markdown.finish();
            assert_eq!(shown, expected, "split at {at}");
        }
        let mut markdown = Markdown::new(48);
        let shown: String = SAMPLE.chars().map(|c| markdown.push(&c.to_string())).collect();
        assert_eq!(shown + &markdown.finish(), expected);
    }

    #[test]
    fn code_is_printed_line_by_line() {
        let mut markdown = Markdown::new(80);
        assert_eq!(markdown.push("```\none\ntw"), "    \u{1b}[36mone\u{1b}[0m\n");
        assert_eq!(markdown.push("o\n"), "    \u{1b}[36mtwo\u{1b}[0m\n");
        assert_eq!(markdown.finish(), "");
        let mut endless = Markdown::new(80);
        assert_eq!(endless.push("```\na") + &endless.finish(), "    \u{1b}[36ma\u{1b}[0m\n");
    }

    #[test]
    fn odd_input_is_not_lost() {
        for (text, shown) in [
            ("", ""),
            ("\n\n\na\n\n\n\nb", "a\n\nb\n"),
            ("| not a table", "| not a table\n"),
            ("1) a\n2024 was good", " 1. a 2024 was good\n"),
            ("    code", "    code\n"),
            ("#hash", "#hash\n"),
            ("a\r\nb", "a b\n"),
            ("line  \nbreak", "line break\n"),
            ("<b>x</b>", "<b>x</b>\n"),
        ] {
            assert_eq!(plain(&whole(text, 80)), shown, "{text:?}");
        }
    }
}
