//! Renders Markdown on a terminal while it arrives: text word by word, other blocks as a whole, so that what is printed is never
//! drawn again. Lines are sorted into blocks here; what is in a block is read by `inline`.

use unicode_width::UnicodeWidthStr as _;

use super::inline::{BOLD, CODE, DIM, Piece, inline, styled, table, wrap};
use crate::output::paragraphs_for_terminal;

const RULE: usize = 20;
/// Narrower terminals get longer lines.
const MIN_WIDTH: usize = 20;
/// Longer blocks are printed as a whole: each piece that arrives is read with what its block has so far.
const MAX_EARLY: usize = 16 * 1024;

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
    /// What is printed of the block of text, with the line that is arriving.
    printed: String,
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
#[derive(Clone)]
struct TextBlock {
    text: String,
    /// What its first line begins with, and what its others begin with.
    first: String,
    rest: String,
    is_heading: bool,
}

impl TextBlock {
    /// Returns the block with one more line.
    fn and(&self, line: &str) -> Self {
        let text = format!("{}\n{line}", self.text);
        Self { text, first: self.first.clone(), rest: self.rest.clone(), is_heading: self.is_heading }
    }

    fn pieces(&self) -> Vec<Piece> {
        let text = self.text.lines().map(|line| line.strip_prefix("> ").unwrap_or(line)).collect::<Vec<_>>();
        inline(&text.join("\n"), if self.is_heading { BOLD } else { "" })
    }
}

impl Markdown {
    pub(super) fn new(width: u16) -> Self {
        Self {
            width: usize::from(width).max(MIN_WIDTH),
            line: String::new(),
            block: Block::None,
            is_in_list: false,
            has_gap: true,
            printed: String::new(),
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
        self.print_words();
        std::mem::take(&mut self.rendered)
    }

    /// Prints the words of the block, and the whole ones of the line that is arriving, unless what follows can change how they look.
    fn print_words(&mut self) {
        let line = self.line.rsplit_once(' ').map_or("", |(line, _)| line);
        let trimmed = line.trim();
        let before = if let Block::Text(block) = &self.block { block.text.len() } else { 0 };
        if before + line.len() > MAX_EARLY {
            return;
        }
        let may_be_other = may_become_other(trimmed);
        let begun = if may_be_other { None } else { self.beginning(line, trimmed) };
        let (begins, block) = match (begun, &self.block) {
            (_, Block::Code(..) | Block::Table(_)) => return,
            (Some(block), _) => (true, block),
            (None, Block::Text(block)) if may_be_other => (false, block.clone()),
            (None, Block::Text(block)) => (false, block.and(trimmed)),
            (None, Block::None) if may_be_other || line.starts_with("    ") && !self.is_in_list => return,
            (None, Block::None) => (false, self.paragraph(line, trimmed)),
        };
        if begins {
            self.flush();
        }
        let pieces = block.pieces();
        if !pieces.iter().all(Piece::is_settled) {
            return;
        }
        let text = wrap(&pieces, &block.first, &block.rest, self.width);
        let text = text.trim_end_matches('\n');
        if let Some(more) = text.strip_prefix(self.printed.as_str()).filter(|more| !more.is_empty()) {
            self.has_gap = false;
            self.rendered.push_str(more);
            text.clone_into(&mut self.printed);
        }
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
        } else if is_rule(trimmed) {
            self.flush();
            self.write(&format!("{}\n", styled(&"─".repeat(RULE.min(self.width)), DIM)));
        } else if trimmed.starts_with('|') {
            self.flush();
            self.block = Block::Table(format!("{trimmed}\n"));
        } else if let Some(block) = self.beginning(line, trimmed) {
            self.flush();
            let is_heading = block.is_heading;
            self.is_in_list = !block.first.is_empty() && !is_heading;
            self.block = Block::Text(block);
            if is_heading {
                self.flush();
            }
        } else if let Block::Text(block) = &mut self.block {
            *block = block.and(trimmed);
        } else if line.starts_with("    ") && !self.is_in_list {
            self.write(&format!("{}\n", styled(line, CODE)));
        } else {
            let block = self.paragraph(line, trimmed);
            self.is_in_list &= !block.first.is_empty();
            self.block = Block::Text(block);
        }
    }

    /// Returns the block that a line begins that is only text.
    fn paragraph(&self, line: &str, trimmed: &str) -> TextBlock {
        let indent = if self.is_in_list && line.starts_with(' ') { "  ".to_owned() } else { String::new() };
        TextBlock { text: trimmed.to_owned(), first: indent.clone(), rest: indent, is_heading: false }
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
                let wrapped = wrap(&block.pieces(), &block.first, &block.rest, self.width);
                let printed = std::mem::take(&mut self.printed);
                match wrapped.strip_prefix(&printed) {
                    Some(rest) => self.write(rest),
                    None => self.write(&format!("\n{wrapped}")),
                }
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

/// Returns whether the words of a line may be the beginning of something other than text: a fence, a table, a heading, a rule, or
/// the mark of an item or a quotation.
fn may_become_other(words: &str) -> bool {
    words.starts_with(['`', '~', '|', '#'])
        || words.chars().all(|c| "-*_=+> ".contains(c))
        || (!words.contains(' ') && words.ends_with(['.', ')']))
}

/// Returns whether a line is drawn: one that separates, or that underlines what is above it.
fn is_rule(trimmed: &str) -> bool {
    let bare: String = trimmed.chars().filter(|c| *c != ' ').collect();
    bare.len() >= 3 && ['-', '*', '_', '='].into_iter().any(|mark| bare.chars().all(|c| c == mark))
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
        let expected = "A title\n\nSome bold and code, a link (https://a.example)\nand more words that need a second line.\n\n \u{2022} one\n   \u{2022} two\n 1. three\n\n    let x = 1;\n    \n    # not a heading\n│ quoted text\n\na  b\n─  ──\n1  22\n\nUnder\n────────────────────\n────────────────────\n ☑ done \\x1b[31mred 2*3*4 * end\n";
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
    fn text_is_printed_word_by_word() {
        let mut markdown = Markdown::new(20);
        for (piece, printed) in [
            ("The qu", "The"),
            ("ick brown fox jumps", " quick brown fox"),
            (" over\n", "\njumps over"),
            ("a **big dog", ""),
            (" x** or", " a \u{1b}[1mbig\u{1b}[0m \u{1b}[1mdog\u{1b}[0m\n\u{1b}[1mx\u{1b}[0m"),
            ("\n\n- ", " or\n\n"),
            ("item one", " \u{2022} item"),
            ("\n- two", " one"),
            ("\n| a b", "\n \u{2022} two"),
            (" |\n", "\n"),
        ] {
            assert_eq!(markdown.push(piece), printed, "{piece:?}");
        }
        assert_eq!(markdown.finish(), "| a b |\n");
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
            ("# head\nbody", "head\nbody\n"),
            ("a\r\nb", "a b\n"),
            ("line  \nbreak", "line break\n"),
            ("<b>x</b>", "<b>x</b>\n"),
        ] {
            assert_eq!(plain(&whole(text, 80)), shown, "{text:?}");
        }
    }
}
