//! Masks JSON, and finds the secrets in it. What is not masked stays byte for byte as it is.

use std::borrow::Cow;
use std::ops::Range;

use crate::decode::{Decoded, Encoding};
use crate::names::Secrecy;
use crate::{REDACTED, Secrets, is_key_hash, replace, text};

/// JSON nested deeper than this is masked whole.
const MAX_DEPTH: usize = 100;
/// How many times JSON may be the content of a string in JSON.
const MAX_LEVELS: usize = 10;

/// Fields that name the object's value: `{"name": "API_KEY", "value": "…"}`.
const NAMING: &[&str] =
    &["env", "field", "field_name", "header", "id", "key", "name", "param", "parameter", "variable"];
/// The value that is named so.
const NAMED: &[&str] = &["field_default_value", "field_value", "raw", "stored_value", "value", "values"];

/// A value and where it is in the text.
enum Node {
    /// The ranges of the names include the quotes.
    Object(Vec<(Range<usize>, Self)>),
    Array(Vec<Self>),
    String(Range<usize>),
    Literal(Range<usize>),
    /// Nested too deep to be read.
    Opaque(Range<usize>),
}

/// Masks JSON; `None` if it is not JSON.
pub(crate) fn redact(known: &Secrets, json: &str) -> Option<String> {
    nested(known, json, MAX_LEVELS, &mut |_, _| {})
}

/// Passes the name and the value of each secret field.
pub(crate) fn collect(json: &str, found: &mut dyn FnMut(&str, &str)) {
    // Invalid JSON has no fields.
    let _ = nested(&Secrets::default(), json, MAX_LEVELS, found);
}

/// A step from a JSON value to one inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The name of a field.
    Field(String),
    /// The index of an item of a list.
    Item(usize),
}

/// A value without others inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf<'a> {
    /// The content of a string.
    String(Cow<'a, str>),
    /// A number, boolean or null, as written.
    Literal(&'a str),
    /// JSON that is nested too deep to be read.
    Opaque(&'a str),
}

/// Passes each leaf of JSON, with the way to it and whether it is the value of a secret field. `None` if it is not JSON, as
/// Python reads it.
pub fn visit_json(json: &str, visit: &mut dyn FnMut(&[Step], bool, Leaf<'_>)) -> Option<()> {
    let node = parse(json)?;
    leaves(json, &node, Secrecy::Open, &mut Vec::new(), visit);
    Some(())
}

fn leaves(
    json: &str,
    node: &Node,
    secrecy: Secrecy,
    path: &mut Vec<Step>,
    visit: &mut dyn FnMut(&[Step], bool, Leaf<'_>),
) {
    let is_secret = secrecy != Secrecy::Open;
    let text = |range: &Range<usize>| json.get(range.clone()).unwrap_or_default();
    match node {
        Node::Object(fields) => {
            for (range, value) in fields {
                let name = unquote(json, range).into_owned();
                let inner = if secrecy == Secrecy::Secret { secrecy } else { Secrecy::of(&name) };
                path.push(Step::Field(name));
                leaves(json, value, inner, path, visit);
                path.pop();
            }
        }
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Item(index));
                leaves(json, item, secrecy, path, visit);
                path.pop();
            }
        }
        Node::String(range) => visit(path, is_secret, Leaf::String(unquote(json, range))),
        Node::Literal(range) => visit(path, is_secret, Leaf::Literal(text(range))),
        Node::Opaque(range) => visit(path, is_secret, Leaf::Opaque(text(range))),
    }
}

/// Passes every string in JSON.
pub(crate) fn collect_all(json: &str, found: &mut dyn FnMut(&str)) {
    if let Some(node) = parse(json) {
        let mut walk = Walk {
            json,
            known: &Secrets::default(),
            levels: 0,
            found: &mut |_, value| found(value),
            changes: Vec::new(),
        };
        walk.node(&node, Secrecy::Secret, "");
    }
}

fn nested(known: &Secrets, json: &str, levels: usize, found: &mut dyn FnMut(&str, &str)) -> Option<String> {
    let node = parse(json)?;
    let mut walk = Walk { json, known, levels, found, changes: Vec::new() };
    walk.node(&node, Secrecy::Open, "");
    Some(replace::replaced(json, walk.changes))
}

struct Walk<'a> {
    json: &'a str,
    known: &'a Secrets,
    /// How many more times a string may hold JSON.
    levels: usize,
    found: &'a mut dyn FnMut(&str, &str),
    changes: Vec<(Range<usize>, Cow<'a, str>)>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, secrecy: Secrecy, name: &str) {
        match node {
            Node::Object(fields) => self.object(fields, secrecy),
            Node::Array(items) => {
                for item in items {
                    // The list of credentials has names and descriptions in addition to secrets.
                    let is_described = matches!(item, Node::Object(fields)
                        if fields.iter().any(|(name, _)| unquote(self.json, name) == "credential_name"));
                    self.node(item, if is_described { Secrecy::Open } else { secrecy }, name);
                }
            }
            Node::String(range) => self.string(range, secrecy, name),
            Node::Literal(range) => {
                let literal = self.json.get(range.clone()).unwrap_or_default();
                if secrecy != Secrecy::Open && !matches!(literal, "null" | "true" | "false") {
                    (self.found)(name, literal);
                    self.mask(range);
                } else if literal.bytes().any(|byte| byte.is_ascii_digit()) {
                    let mut secrets = Vec::new();
                    self.known.find(literal, &mut secrets);
                    // Part of a number is there by chance.
                    if secrets.contains(&(0..literal.len())) {
                        self.mask(range);
                    }
                }
            }
            Node::Opaque(range) => self.mask(range),
        }
    }

    fn object(&mut self, fields: &[(Range<usize>, Node)], secrecy: Secrecy) {
        let names: Vec<String> = fields.iter().map(|(name, _)| unquote(self.json, name).into_owned()).collect();
        let is_secret_name = |node: &Node| match node {
            Node::String(range) => Secrecy::of(&unquote(self.json, range)) != Secrecy::Open,
            _ => false,
        };
        let names_secret = |(name, (_, node)): (&String, &(Range<usize>, Node))| match node {
            // FastAPI repeats the input that it refuses.
            Node::Array(path) => name == "loc" && path.iter().any(is_secret_name),
            node => NAMING.contains(&name.as_str()) && is_secret_name(node),
        };
        let is_named = secrecy == Secrecy::Key || names.iter().zip(fields).any(names_secret);
        for (name, (range, value)) in names.iter().zip(fields) {
            let inner = match secrecy {
                Secrecy::Secret => Secrecy::Secret,
                _ if is_named && (NAMED.contains(&name.as_str()) || name == "input") => Secrecy::Secret,
                _ => Secrecy::of(name),
            };
            let shown = self.shown(name);
            if let Cow::Owned(shown) = shown {
                self.changes.push((range.clone(), quote(&shown).into()));
            }
            self.node(value, inner, name);
        }
    }

    fn string(&mut self, range: &Range<usize>, secrecy: Secrecy, name: &str) {
        let text = unquote(self.json, range).into_owned();
        let is_public =
            text.is_empty() || text.starts_with("os.environ/") || (secrecy == Secrecy::Key && is_key_hash(&text));
        if secrecy != Secrecy::Open && !is_public {
            (self.found)(name, &text);
            self.mask(range);
            return;
        }
        let inner = text.trim_start().starts_with(['{', '[']) && self.levels > 0;
        let shown = if inner && let Some(shown) = nested(self.known, &text, self.levels - 1, self.found) {
            if shown == text { Cow::Borrowed(text.as_str()) } else { Cow::Owned(shown) }
        } else {
            let mut ranges = Vec::new();
            text::find(&text, &mut ranges);
            for range in &ranges {
                (self.found)("", text.get(range.clone()).unwrap_or_default());
            }
            self.known.find(&text, &mut ranges);
            replace::redacted(&text, ranges)
        };
        if let Cow::Owned(shown) = shown {
            self.changes.push((range.clone(), quote(&shown).into()));
        }
    }

    fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut ranges = Vec::new();
        text::find(text, &mut ranges);
        self.known.find(text, &mut ranges);
        replace::redacted(text, ranges)
    }

    fn mask(&mut self, range: &Range<usize>) {
        self.changes.push((range.clone(), quote(REDACTED).into()));
    }
}

/// Returns the content of a string literal.
fn unquote<'a>(json: &'a str, range: &Range<usize>) -> Cow<'a, str> {
    let content = json.get(range.start + 1..range.end.saturating_sub(1)).unwrap_or_default();
    if !content.contains('\\') {
        return Cow::Borrowed(content);
    }
    match Decoded::new(content).decode(Encoding::Backslash) {
        Some(decoded) => Cow::Owned(String::from_utf8_lossy(decoded.bytes()).into_owned()),
        None => Cow::Borrowed(content),
    }
}

/// Writes a string literal.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn parse(json: &str) -> Option<Node> {
    let mut parser = Parser { bytes: json.as_bytes(), at: 0 };
    let node = parser.value(0)?;
    parser.blanks();
    (parser.at == json.len()).then_some(node)
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Skips blanks and this byte.
    fn skip(&mut self, byte: u8) -> Option<()> {
        self.blanks();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        self.blanks();
        match self.peek()? {
            b'{' | b'[' if depth >= MAX_DEPTH => self.opaque(),
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string().map(Node::String),
            _ => self.literal(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Node> {
        self.at += 1;
        let mut fields = Vec::new();
        if self.skip(b'}').is_some() {
            return Some(Node::Object(fields));
        }
        loop {
            self.blanks();
            let name = self.string()?;
            self.skip(b':')?;
            fields.push((name, self.value(depth + 1)?));
            if self.skip(b',').is_none() {
                return self.skip(b'}').map(|()| Node::Object(fields));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Node> {
        self.at += 1;
        let mut items = Vec::new();
        if self.skip(b']').is_some() {
            return Some(Node::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.skip(b',').is_none() {
                return self.skip(b']').map(|()| Node::Array(items));
            }
        }
    }

    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if self.peek()? != b'"' {
            return None;
        }
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(start..self.at);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// A number or a word.
    fn literal(&mut self) -> Option<Node> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')) {
            self.at += 1;
        }
        let literal = self.bytes.get(start..self.at)?;
        let is_number = literal.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-');
        // Python also writes NaN and Infinity.
        (is_number || matches!(literal, b"null" | b"true" | b"false" | b"NaN" | b"Infinity"))
            .then_some(Node::Literal(start..self.at))
    }

    /// Skips a list or object without recursion.
    fn opaque(&mut self) -> Option<Node> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(Node::Opaque(start..self.at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact_json;

    #[test]
    fn secret_fields_are_masked_at_any_depth() {
        let hash = "a".repeat(64);
        for (json, expected) in [
            (r#"{"a": [{"api_key" : "x", "b":1}]}"#, r#"{"a": [{"api_key" : "[redacted]", "b":1}]}"#),
            (
                r#"{"password":5,"token":null,"auth":true,"secret":""}"#,
                r#"{"password":"[redacted]","token":null,"auth":true,"secret":""}"#,
            ),
            (
                r#"{"credential_values":{"api_base":"b","n":[1,"c"]}}"#,
                r#"{"credential_values":{"api_base":"[redacted]","n":["[redacted]","[redacted]"]}}"#,
            ),
            (
                r#"{"auth":{"type":"x","value":"b"},"access":{"mode":"y","value":"c"}}"#,
                r#"{"auth":{"type":"[redacted]","value":"[redacted]"},"access":{"mode":"y","value":"[redacted]"}}"#,
            ),
            (
                r#"{"credentials":[{"credential_name":"n","credential_values":{"k":"v"}}]}"#,
                r#"{"credentials":[{"credential_name":"n","credential_values":{"k":"[redacted]"}}]}"#,
            ),
            (
                r#"[{"name":"API_KEY","value":"x"},{"field_name":"master_key","field_value":"y"}]"#,
                r#"[{"name":"API_KEY","value":"[redacted]"},{"field_name":"master_key","field_value":"[redacted]"}]"#,
            ),
            (
                r#"{"detail":[{"loc":["body","password"],"input":"x"},{"loc":["body","model"],"input":"y"}]}"#,
                r#"{"detail":[{"loc":["body","password"],"input":"[redacted]"},{"loc":["body","model"],"input":"y"}]}"#,
            ),
            (r#"{"a":"{\"api_key\": \"x\", \"b\": 1}"}"#, r#"{"a":"{\"api_key\": \"[redacted]\", \"b\": 1}"}"#),
            (
                r#"{"\u0061pi_key":"x","u":"say \"sk-abcdefgh\""}"#,
                r#"{"\u0061pi_key":"[redacted]","u":"say \"[redacted]\""}"#,
            ),
            (r#"{"sk-abcdefgh":1}"#, r#"{"[redacted]":1}"#),
            (r#"{"api_key":"os.environ/KEY"}"#, r#"{"api_key":"os.environ/KEY"}"#),
        ] {
            assert_eq!(redact_json(json).as_deref(), Some(expected), "{json}");
        }
        let keys = format!(r#"{{"keys":[{{"token":"{hash}","key_alias":"x"}}],"token":"{hash}"}}"#);
        assert_eq!(redact_json(&keys), Some(keys));
        let provider = format!(r#"{{"api_key":"{hash}"}}"#);
        assert_eq!(redact_json(&provider).as_deref(), Some(r#"{"api_key":"[redacted]"}"#));
    }

    #[test]
    fn the_rest_stays_as_written() {
        let json = " {\"b\": 3e-05, \"a\":[123456789012345678901234567890,{ },[ ]],\n\"a\":null, \"\\u00e9\\/\": \"\\u0041\" } ";
        assert_eq!(redact_json(json).as_deref(), Some(json));
        for text in ["{", "", "a", "{\"a\":1}}", "[1,]", "{\"a\"}", "\"", "{\"a\":\"\\\"}", "nul"] {
            assert_eq!(redact_json(text), None, "{text}");
        }
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        assert!(redact_json(&deep).is_some_and(|shown| shown.contains(REDACTED)));
    }
}
