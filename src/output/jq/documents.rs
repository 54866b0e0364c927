//! Splits what is printed into JSON documents, each of which is kept only until it has been read.

use anyhow::Result;

use super::not_json;

/// The beginning of a document whose end was not printed yet.
#[derive(Default)]
pub(super) struct Documents {
    document: Vec<u8>,
    depth: usize,
    is_in_string: bool,
    is_after_backslash: bool,
    /// Whether what is read wants no more documents.
    is_done: bool,
}

impl Documents {
    /// Hands each document that ends in `bytes` to `read`, until that returns `false`.
    pub(super) fn feed(&mut self, bytes: &[u8], mut read: impl FnMut(&[u8]) -> Result<bool>) -> Result<()> {
        let mut rest = bytes;
        while !self.is_done {
            let Some(end) = self.end(rest)? else {
                self.document.extend_from_slice(rest);
                return Ok(());
            };
            let (part, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            self.document.extend_from_slice(part);
            let document = std::mem::take(&mut self.document);
            if !document.trim_ascii().is_empty() {
                self.is_done = !read(document.trim_ascii())?;
            }
            rest = after;
        }
        Ok(())
    }

    /// Returns whether no document was begun.
    pub(super) fn is_between(&self) -> bool {
        self.is_done || self.document.trim_ascii().is_empty()
    }

    /// Returns where the document ends in `bytes`: after its last bracket or, if it has none, at the end of its line.
    fn end(&mut self, bytes: &[u8]) -> Result<Option<usize>> {
        let mut is_begun = !self.document.trim_ascii().is_empty();
        for (index, byte) in bytes.iter().enumerate() {
            if self.is_in_string {
                match byte {
                    _ if std::mem::take(&mut self.is_after_backslash) => {}
                    b'\\' => self.is_after_backslash = true,
                    b'"' => self.is_in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'\n' if self.depth == 0 => return Ok(Some(index + 1)),
                _ if byte.is_ascii_whitespace() => continue,
                b'"' => self.is_in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.checked_sub(1).ok_or_else(not_json)?;
                    if self.depth == 0 {
                        return Ok(Some(index + 1));
                    }
                }
                b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {}
                // Prose would be kept until its end, which may never come.
                _ if !is_begun => return Err(not_json()),
                _ => {}
            }
            is_begun = true;
        }
        Ok(None)
    }
}
