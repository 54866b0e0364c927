//! YAML 1.1 as PyYAML's `safe_load` reads it, which is how LiteLLM reads its configuration, with positions; and how strings and
//! numbers are [written](mod@write).
//!
//! It differs on purpose in three ways: dates stay strings (`api_version: 2024-02-01` means a string), a duplicate key
//! is an error, and so is what JSON cannot represent. Messages never quote values, which may be secrets.
//!
//! ```
//! let node = litellm_proxy_yaml::read("enabled: yes\nport: 0x1F\n")?;
//! assert_eq!(node.to_json(), serde_json::json!({ "enabled": true, "port": 31 }));
//! assert_eq!(node.get("port").map(|port| port.position.to_string()).as_deref(), Some("line 2, column 7"));
//! # Ok::<(), litellm_proxy_yaml::YamlError>(())
//! ```

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod scalars;
pub mod write;

use std::collections::HashMap;
use std::fmt;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};
use serde_json::{Map, Value};

use self::scalars::{boolean, finite, float, integer, number, plain};

/// The largest number of nodes, aliases expanded; a bound on memory.
const MAX_NODES: usize = 1_000_000;
const MAX_DEPTH: usize = 100;

/// A position in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Text that is not valid YAML, or not supported here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// The position of the error.
    pub position: Position,
    /// The reason, without values.
    pub message: String,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.message)
    }
}

impl std::error::Error for YamlError {}

/// A value and its position.
#[derive(Debug, Clone)]
pub struct Node {
    /// The start of the value.
    pub position: Position,
    /// The value.
    pub data: Data,
    /// The number of nodes in it, itself included.
    size: usize,
}

/// The data of a node.
#[derive(Debug, Clone)]
pub enum Data {
    /// A string, number, boolean or null.
    Scalar(Value),
    /// A list.
    Sequence(Vec<Node>),
    /// Fields in the order of the file, merge keys (`<<`) expanded.
    Mapping(Vec<Entry>),
}

/// A field of a mapping.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// The start of the name.
    pub position: Position,
    /// The value.
    pub value: Node,
    merged: bool,
}

impl Node {
    /// Returns the value of a mapping's field.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match &self.data {
            Data::Mapping(entries) => entries.iter().find(|entry| entry.name == name).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// Returns the value of a string scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar(value) => value.as_str(),
            _ => None,
        }
    }

    /// Converts to JSON, without positions.
    pub fn to_json(&self) -> Value {
        match &self.data {
            Data::Scalar(value) => value.clone(),
            Data::Sequence(items) => items.iter().map(Self::to_json).collect(),
            Data::Mapping(entries) => {
                entries.iter().map(|entry| (entry.name.clone(), entry.value.to_json())).collect::<Map<_, _>>().into()
            }
        }
    }
}

/// Reads a document; an empty text is null.
///
/// Fails on invalid YAML, on a second document, and on tags other than those of the YAML core schema.
pub fn read(text: &str) -> Result<Node, YamlError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut loader = Loader { events: Parser::new_from_str(text), anchors: HashMap::new(), nodes: 0, depth: 0 };
    let mut root = None;
    loop {
        match loader.next()? {
            (Event::StreamEnd, _) => break,
            (Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing, _) => {}
            (_, position) if root.is_some() => return fail(position, "expected a single document"),
            (event, position) => root = Some(loader.node(event, position)?),
        }
    }
    let nothing = Node { position: Position { line: 1, column: 1 }, data: Data::Scalar(Value::Null), size: 1 };
    Ok(root.unwrap_or(nothing))
}

fn fail<T>(position: Position, message: impl Into<String>) -> Result<T, YamlError> {
    Err(YamlError { position, message: message.into() })
}

struct Loader<'input> {
    events: Parser<'input, StrInput<'input>>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    depth: usize,
}

impl<'input> Loader<'input> {
    fn next(&mut self) -> Result<(Event<'input>, Position), YamlError> {
        match self.events.next() {
            None => Ok((Event::StreamEnd, Position::default())),
            Some(Ok((event, span))) => Ok((event, position(span))),
            Some(Err(error)) => {
                let marker = error.marker();
                fail(Position { line: marker.line(), column: marker.col() + 1 }, error.info())
            }
        }
    }

    fn node(&mut self, event: Event<'input>, position: Position) -> Result<Node, YamlError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return fail(position, format!("nested more than {MAX_DEPTH} levels deep"));
        }
        let (anchor, data, size) = match event {
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                None => return fail(position, "an alias inside the value that it refers to"),
                Some(node) => (0, node.data.clone(), node.size),
            },
            Event::Scalar(text, style, anchor, tag) => {
                (anchor, Data::Scalar(scalar(&text, style, tag.as_deref(), position)?), 1)
            }
            Event::SequenceStart(anchor, tag) => {
                expect_tag(tag.as_deref(), "seq", position)?;
                let (items, size) = self.sequence()?;
                (anchor, Data::Sequence(items), size)
            }
            Event::MappingStart(anchor, tag) => {
                expect_tag(tag.as_deref(), "map", position)?;
                let (entries, size) = self.mapping()?;
                (anchor, Data::Mapping(entries), size)
            }
            _ => return fail(position, "the document is incomplete"),
        };
        // An alias counts as many nodes as it expands to.
        self.nodes += if anchor == 0 && size > 1 { size } else { 1 };
        if self.nodes > MAX_NODES {
            return fail(position, format!("more than {MAX_NODES} values, aliases expanded"));
        }
        self.depth -= 1;
        let node = Node { position, data, size };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn sequence(&mut self) -> Result<(Vec<Node>, usize), YamlError> {
        let (mut items, mut size) = (Vec::new(), 1);
        loop {
            let (event, position) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok((items, size));
            }
            let item = self.node(event, position)?;
            size += item.size;
            items.push(item);
        }
    }

    fn mapping(&mut self) -> Result<(Vec<Entry>, usize), YamlError> {
        let (mut entries, mut size) = (Vec::<Entry>::new(), 1);
        loop {
            let (event, position) = self.next()?;
            if event == Event::MappingEnd {
                return Ok((entries, size));
            }
            let is_merge = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "<<");
            let key = self.node(event, position)?;
            let (event, value_position) = self.next()?;
            let value = self.node(event, value_position)?;
            size += value.size;
            if is_merge {
                merge(&mut entries, value)?;
                continue;
            }
            let name = match key.data {
                Data::Scalar(Value::String(text)) => text,
                Data::Scalar(other) => other.to_string(),
                _ => return fail(position, "a key must be a scalar"),
            };
            match entries.iter().position(|entry| entry.name == name) {
                Some(at) if entries.get(at).is_some_and(|entry| entry.merged) => {
                    if let Some(entry) = entries.get_mut(at) {
                        *entry = Entry { name, position, value, merged: false };
                    }
                }
                Some(at) => {
                    let first = entries.get(at).map(|entry| entry.position).unwrap_or_default();
                    return fail(position, format!("duplicate key `{name}`; first at {first}"));
                }
                None => entries.push(Entry { name, position, value, merged: false }),
            }
        }
    }
}

/// Adds the fields of `<<: *other` or `<<: [*one, *two]` that the mapping does not have; earlier ones win.
fn merge(entries: &mut Vec<Entry>, value: Node) -> Result<(), YamlError> {
    match value.data {
        Data::Mapping(fields) => {
            for field in fields {
                if !entries.iter().any(|entry| entry.name == field.name) {
                    entries.push(Entry { merged: true, ..field });
                }
            }
            Ok(())
        }
        Data::Sequence(items) => items.into_iter().try_for_each(|item| match item.data {
            Data::Mapping(_) => merge(entries, item),
            _ => fail(item.position, "the value of `<<` must be a mapping"),
        }),
        Data::Scalar(_) => fail(value.position, "the value of `<<` must be a mapping"),
    }
}

fn position(span: Span) -> Position {
    Position { line: span.start.line(), column: span.start.col() + 1 }
}

fn expect_tag(tag: Option<&Tag>, name: &str, position: Position) -> Result<(), YamlError> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == name => Ok(()),
        Some(tag) => unknown_tag(tag, position),
    }
}

fn unknown_tag<T>(tag: &Tag, position: Position) -> Result<T, YamlError> {
    fail(position, format!("the tag `{}{}` is not supported", tag.handle, tag.suffix))
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, position: Position) -> Result<Value, YamlError> {
    let wrong = |what: &str| fail(position, format!("not {what}, which its tag requires"));
    match tag {
        None if style == ScalarStyle::Plain => plain(text, position),
        None => Ok(Value::from(text)),
        Some(tag) if tag.handle == "!" && tag.suffix.is_empty() => Ok(Value::from(text)),
        Some(tag) if tag.is_yaml_core_schema() => match tag.suffix.as_str() {
            "str" | "timestamp" => Ok(Value::from(text)),
            "null" => Ok(Value::Null),
            "bool" => boolean(text).map_or_else(|| wrong("a boolean"), |value| Ok(Value::from(value))),
            "int" => integer(text).map_or_else(|| wrong("an integer"), |digits| number(&digits, position)),
            "float" => match float(text).or_else(|| integer(text)?.parse().ok()) {
                Some(value) => finite(value, position),
                None => wrong("a number"),
            },
            _ => unknown_tag(tag, position),
        },
        Some(tag) => unknown_tag(tag, position),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn json_of(text: &str) -> Value {
        read(text).unwrap_or_else(|error| panic!("{text}: {error:?}")).to_json()
    }

    fn error_of(text: &str) -> (usize, usize, String) {
        let error = read(text).expect_err(text);
        (error.position.line, error.position.column, error.message)
    }

    #[test]
    fn scalars_are_resolved_as_in_pyyaml() {
        // The values are those of PyYAML 6, except for dates.
        for (text, value) in [
            ("yes", json!(true)),
            ("Off", json!(false)),
            ("y", json!("y")),
            ("n", json!("n")),
            ("tRue", json!("tRue")),
            ("~", json!(null)),
            ("NULL", json!(null)),
            ("nUll", json!("nUll")),
            ("12", json!(12)),
            ("+12", json!(12)),
            ("-0", json!(0)),
            ("0123", json!(83)),
            ("0o14", json!("0o14")),
            ("089", json!("089")),
            ("0x1F", json!(31)),
            ("0b101", json!(5)),
            ("1_000", json!(1000)),
            ("1:30", json!(90)),
            ("1:99", json!("1:99")),
            ("190:20:30", json!(685_230)),
            ("1e3", json!("1e3")),
            ("1.5e3", json!("1.5e3")),
            ("1.5e+3", json!(1500.0)),
            ("1.", json!(1.0)),
            (".5", json!(0.5)),
            ("-.5", json!("-.5")),
            ("3.25", json!(3.25)),
            ("1_0.5", json!(10.5)),
            ("2024-02-01", json!("2024-02-01")),
            ("2024-02-01-preview", json!("2024-02-01-preview")),
            ("'12'", json!("12")),
            ("\"yes\"", json!("yes")),
            ("!!str 12", json!("12")),
            ("!!int '12'", json!(12)),
            ("!!float 3", json!(3.0)),
            ("0.1.2", json!("0.1.2")),
            ("1:30.5", json!(90.5)),
            (".", json!(".")),
            ("-", json!([null])),
            ("os.environ/KEY", json!("os.environ/KEY")),
        ] {
            assert_eq!(json_of(text), value, "{text}");
        }
    }

    #[test]
    fn anchors_merge_keys_and_scalar_keys_are_resolved() {
        assert_eq!(
            json_of(
                "base: &b {a: 1, b: 2}\nx:\n  b: 3\n  <<: *b\n  c: 4\ny: {<<: [*b, {a: 9, d: 5}], a: 0}\n1: one\nyes: on\n"
            ),
            json!({"base": {"a": 1, "b": 2}, "x": {"b": 3, "a": 1, "c": 4}, "y": {"a": 0, "b": 2, "d": 5}, "1": "one", "true": true})
        );
        assert_eq!(json_of(""), json!(null));
        assert_eq!(
            json_of("a: |\n  two\n  lines\nb: >-\n  one\n  line\n"),
            json!({"a": "two\nlines\n", "b": "one line"})
        );
    }

    #[test]
    fn errors_have_positions_and_quote_no_values() {
        let (line, column, message) = error_of("a: 1\nb:\n  k: sk-secret\n  k: sk-other\n");
        assert_eq!((line, column, message.as_str()), (4, 3, "duplicate key `k`; first at line 3, column 3"));
        for text in [
            "a: [1, 2",
            "a: \"x",
            "a:\n\tb: 1",
            "a: *nope",
            "a: !custom sk-x",
            "a: !!binary aGk=",
            "a: .inf",
            "a: .nan",
            "--- 1\n--- 2\n",
            "a: &a [*a]",
            "{a: 1}: b",
            "a: 123456789012345678901234567890",
            "<<: 3",
        ] {
            let (line, _, message) = error_of(text);
            assert!(line >= 1, "{text}: {message}");
            assert!(!message.contains("sk-"), "{text}: {message}");
        }
    }

    #[test]
    fn alias_bombs_and_deep_nesting_are_errors() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        assert!(error_of(&text).2.contains("aliases expanded"));
        let deep = format!("{}{}", "[".repeat(150), "]".repeat(150));
        assert!(error_of(&deep).2.contains("nested"));
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    fn json_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[ -~]{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("[a-z]{1,6}", inner, 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "[ -~\\n\\t\u{e9}]{0,80}") {
            let _ = read(&text);
        }

        #[test]
        fn yaml_syntax_in_any_order_is_read_or_refused_without_a_panic(
            parts in prop::collection::vec(
                prop::sample::select(vec!["a", ": ", "- ", "\n", "  ", "&x ", "*x", "<<: ", "[", "]", "{", "}", "!!int ", "|\n", "'", "\"", "#", "? "]),
                0..24,
            )
        ) {
            let _ = read(&parts.concat());
        }

        #[test]
        fn json_is_read_as_it_is(value in json_value()) {
            prop_assert_eq!(read(&value.to_string()).map(|node| node.to_json()), Ok(value));
        }
    }
}
