//! Server-sent events: a push parser that takes bytes as they arrive and returns whole events.
//!
//! Follows the WHATWG rules: lines end in LF, CR or CRLF, a colon begins a comment, the space after a field's colon is
//! optional, and several `data` lines are one event. An event without a blank line at its end is dropped, unless
//! [`Parser::finish`] asks for it.

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// The `event` field; may be empty.
    pub name: String,
    /// The `data` lines, joined with a newline.
    pub data: String,
}

/// The largest event that is accepted. LiteLLM's are far smaller.
pub const MAX_EVENT_BYTES: usize = 16 * 1024 * 1024;

/// The stream contains an event larger than [`MAX_EVENT_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event is larger than {} MiB", MAX_EVENT_BYTES >> 20)]
pub struct TooLarge;

/// Parses chunks of a stream into events.
#[derive(Debug, Default)]
pub struct Parser {
    line: Vec<u8>,
    name: String,
    data: String,
    has_data: bool,
    after_cr: bool,
    started: bool,
}

impl Parser {
    /// Creates a parser for the beginning of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses one chunk and appends the events it completes.
    ///
    /// # Errors
    /// [`TooLarge`] if an event is larger than [`MAX_EVENT_BYTES`]; the parser cannot be used afterwards.
    pub fn push(&mut self, chunk: &[u8], events: &mut Vec<Event>) -> Result<(), TooLarge> {
        let mut rest = chunk;
        if self.after_cr && !rest.is_empty() {
            self.after_cr = false;
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(end) = rest.iter().position(|b| matches!(b, b'\n' | b'\r')) {
            let (line, tail) = rest.split_at(end);
            self.line.extend_from_slice(line);
            self.end_line(events);
            rest = match tail {
                [b'\r'] => {
                    self.after_cr = true;
                    &[]
                }
                [b'\r', b'\n', tail @ ..] | [_, tail @ ..] => tail,
                [] => &[],
            };
        }
        self.line.extend_from_slice(rest);
        if self.line.len() + self.data.len() > MAX_EVENT_BYTES { Err(TooLarge) } else { Ok(()) }
    }

    /// Returns the event at the end of the stream that no blank line follows, if there is one. It may be cut off.
    pub fn finish(&mut self) -> Option<Event> {
        let mut events = Vec::new();
        self.end_line(&mut events);
        self.end_line(&mut events);
        self.after_cr = false;
        events.pop()
    }

    fn end_line(&mut self, events: &mut Vec<Event>) {
        let bytes = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&bytes);
        let line = if self.started { &*text } else { text.strip_prefix('\u{feff}').unwrap_or(&text) };
        self.started = true;
        if line.is_empty() {
            if self.has_data {
                events.push(Event { name: std::mem::take(&mut self.name), data: std::mem::take(&mut self.data) });
            }
            self.name.clear();
            self.data.clear();
            self.has_data = false;
            return;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.data.push_str(value);
                self.has_data = true;
            }
            "event" => value.clone_into(&mut self.name),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(chunks: &[&[u8]]) -> Vec<(String, String)> {
        let mut parser = Parser::new();
        let mut events = Vec::new();
        for chunk in chunks {
            parser.push(chunk, &mut events).expect("small");
        }
        events.into_iter().map(|event| (event.name, event.data)).collect()
    }

    #[test]
    fn last_event_without_a_blank_line_is_kept() {
        for (stream, expected) in [
            ("data: a\n\ndata: [DONE]", Some("[DONE]")),
            ("data: a\n\ndata: b\n", Some("b")),
            ("data: a\n\ndata: b\ndata: c", Some("b\nc")),
            ("\u{feff}data: {\"cut", Some("{\"cut")),
            ("data: a\r\n\r", None),
            (": comment", None),
            ("", None),
        ] {
            let mut parser = Parser::new();
            parser.push(stream.as_bytes(), &mut Vec::new()).expect("small");
            assert_eq!(parser.finish().map(|event| event.data).as_deref(), expected, "{stream:?}");
            assert_eq!(parser.finish(), None, "{stream:?}");
        }
    }

    fn data(text: &str) -> (String, String) {
        (String::new(), text.to_owned())
    }

    #[test]
    fn line_endings_comments_and_missing_spaces_are_parsed() {
        let stream =
            b"\xef\xbb\xbf: hello\ndata: a\ndata:b\r\n\r\nevent: error\rdata:  c\r\r\nid: 7\n\ndata\n\ndata: cut";
        assert_eq!(parse(&[stream]), vec![data("a\nb"), ("error".into(), " c".into()), data("")]);
    }

    #[test]
    fn oversized_events_are_refused() {
        let mut parser = Parser::new();
        let chunk = vec![b'x'; 1024 * 1024];
        let refused = (0..=16).any(|_| parser.push(&chunk, &mut Vec::new()) == Err(TooLarge));
        assert!(refused);
    }

    proptest! {
        #[test]
        fn chunk_boundaries_do_not_change_the_events(lines in prop::collection::vec("(data:|data: |event: |:|)[a-zé{}]{0,6}", 0..12),
                                     endings in prop::collection::vec(prop::sample::select(vec!["\n", "\r", "\r\n"]), 12),
                                     cuts in prop::collection::vec(0usize..400, 0..20)) {
            let text: String = lines.iter().zip(&endings).map(|(line, end)| format!("{line}{end}")).collect();
            let bytes = text.as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(parse(&chunks), parse(&[bytes]));
        }
    }
}
