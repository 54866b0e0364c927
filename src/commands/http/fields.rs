//! The fields of `http request`: `-f` and `-F`, in the order of the command line, as JSON, a query or a form.

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

use super::multipart;
use crate::arguments::Arguments;
use crate::failure::Failure;
use litellm_proxy_client::Form;

const RAW: &str = "raw_field";
const TYPED: &str = "field";

/// The options `-f` and `-F`, in the order in which they are given.
#[derive(Debug, Default)]
pub(super) struct FieldArgs(Vec<(FieldOption, String)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldOption {
    Raw,
    Typed,
}

/// The fields of a request, in order.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<Field>);

/// A field as given.
#[derive(Debug)]
struct Field {
    /// The name, with the brackets that it is given with.
    key: String,
    value: FieldValue,
}

#[derive(Debug)]
enum FieldValue {
    /// A string.
    Raw(String),
    /// JSON if it looks like it.
    Typed(String),
    /// The content of a file, or of standard input for `-`.
    File(String),
    /// A list without items: `KEY[]` without a value.
    EmptyList,
}

impl FromArgMatches for FieldArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Vec::new();
        for (id, option) in [(RAW, FieldOption::Raw), (TYPED, FieldOption::Typed)] {
            let values = matches.get_many::<String>(id).into_iter().flatten();
            let values = values.map(|text| (option, text.clone()));
            given.extend(matches.indices_of(id).into_iter().flatten().zip(values));
        }
        given.sort_unstable_by_key(|(index, _)| *index);
        Ok(Self(given.into_iter().map(|(_, given)| given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for FieldArgs {
    fn augment_args(command: clap::Command) -> clap::Command {
        let option = |id: &'static str| Arg::new(id).value_name("KEY=VALUE").action(ArgAction::Append);
        command.arg(option(RAW).short('f').long("raw-field").help("Field with a string (can be repeated)")).arg(
            option(TYPED)
                .short('F')
                .long("field")
                .help("Field with a typed value: number, true, false, null, JSON, @FILE, or else a string"),
        )
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FieldArgs {
    pub(super) fn parse(&self) -> Result<Fields> {
        let fields = self.0.iter().map(|(option, text)| Field::parse(*option, text));
        fields.collect::<Result<_, _>>().map(Fields).map_err(Failure::usage)
    }
}

impl Fields {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the fields as the text of a JSON object.
    pub(super) fn json(&self, arguments: &mut Arguments) -> Result<String> {
        let mut object = Node::Object(Vec::new());
        for Field { key, value } in &self.0 {
            let leaf = match value {
                FieldValue::EmptyList => None,
                FieldValue::Typed(text) => {
                    Some(typed(text).map_err(|message| Failure::usage(format!("-F {key}: {message}")))?)
                }
                FieldValue::Raw(text) => Some(serde_json::value::to_raw_value(text)?),
                FieldValue::File(path) => Some(serde_json::value::to_raw_value(&file(arguments, path)?)?),
            };
            let steps = steps(key).map_err(Failure::usage)?;
            object.insert(&steps, leaf).map_err(|message| Failure::usage(format!("`{key}` {message}")))?;
        }
        Ok(serde_json::to_string(&object)?)
    }

    /// Returns names and values as a query or an HTML form has them. Empty lists are nothing there.
    pub(super) fn pairs(&self, arguments: &mut Arguments) -> Result<Vec<(&str, String)>> {
        let mut pairs = Vec::new();
        for Field { key, value } in &self.0 {
            let text = match value {
                FieldValue::EmptyList => continue,
                FieldValue::Raw(text) | FieldValue::Typed(text) => text.clone(),
                FieldValue::File(path) => file(arguments, path)?,
            };
            pairs.push((key.as_str(), text));
        }
        Ok(pairs)
    }

    /// Returns a multipart form, in which `@FILE` is an upload.
    pub(super) fn form(&self, arguments: &mut Arguments) -> Result<Form> {
        let mut form = Form::new();
        for Field { key, value } in &self.0 {
            form = match value {
                FieldValue::EmptyList => form,
                FieldValue::Raw(text) | FieldValue::Typed(text) => form.text(key, text),
                FieldValue::File(path) => multipart::add_file(form, key, path, arguments)?,
            };
        }
        Ok(form)
    }
}

fn file(arguments: &mut Arguments, path: &str) -> Result<String> {
    arguments.string(&format!("@{path}"))
}

impl Field {
    fn parse(option: FieldOption, text: &str) -> Result<Self, String> {
        let Some((key, value)) = text.split_once('=') else {
            if text.ends_with("[]") && steps(text).is_ok() {
                return Ok(Self { key: text.to_owned(), value: FieldValue::EmptyList });
            }
            // The argument is not shown: it may be a secret given without its name.
            let option = if option == FieldOption::Typed { "-F" } else { "-f" };
            return Err(format!("{option} takes KEY=VALUE, but the argument has no `=`"));
        };
        steps(key)?;
        let value = match value.strip_prefix('@') {
            _ if option == FieldOption::Raw => FieldValue::Raw(value.to_owned()),
            Some(literal) if literal.starts_with('@') => FieldValue::Raw(literal.to_owned()),
            Some(path) => FieldValue::File(path.to_owned()),
            None => FieldValue::Typed(value.to_owned()),
        };
        Ok(Self { key: key.to_owned(), value })
    }
}

/// A part of a key: `a[b][]` is the field `b` of `a`, and there an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step<'a> {
    Field(&'a str),
    Item,
}

/// Splits a key into its parts.
fn steps(key: &str) -> Result<Vec<Step<'_>>, String> {
    let malformed = || format!("`{key}` is not a key; nested ones are written as in `metadata[team]` and `models[]`");
    let end = key.find('[').unwrap_or(key.len());
    let (name, mut rest) = key.split_at_checked(end).unwrap_or((key, ""));
    if name.is_empty() || name.contains(']') {
        return Err(malformed());
    }
    let mut steps = vec![Step::Field(name)];
    while !rest.is_empty() {
        let inner = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (inner, after) = inner.filter(|(inner, _)| !inner.contains('[')).ok_or_else(malformed)?;
        steps.push(if inner.is_empty() { Step::Item } else { Step::Field(inner) });
        rest = after;
    }
    Ok(steps)
}

/// Returns the JSON that a text is: a number as JSON spells it, `true`, `false`, `null`, an object or a list. Anything else is
/// a string.
fn typed(text: &str) -> Result<Box<RawValue>, String> {
    let is_json = || serde_json::from_str::<&RawValue>(text).is_ok_and(|value| value.get() == text);
    if text.starts_with(['{', '[']) {
        return serde_json::from_str::<&RawValue>(text)
            .map(ToOwned::to_owned)
            .map_err(|error| format!("begins like JSON, but is not: {error}; -f takes it as a string"));
    }
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) && is_json();
    let json = if is_number || matches!(text, "true" | "false" | "null") {
        RawValue::from_string(text.to_owned())
    } else {
        serde_json::value::to_raw_value(text)
    };
    json.map_err(|error| error.to_string())
}

/// JSON under construction. Numbers keep their spelling, and fields their order.
#[derive(Debug)]
enum Node {
    Leaf(Box<RawValue>),
    Object(Vec<(String, Self)>),
    List(Vec<Self>),
}

impl Node {
    /// Sets a field. Without a value, the list at the end of `steps` gets no item.
    fn insert(&mut self, steps: &[Step], leaf: Option<Box<RawValue>>) -> Result<(), String> {
        match (self, steps) {
            (Self::Object(fields), [Step::Field(name), rest @ ..]) => {
                match fields.iter_mut().find(|(existing, _)| existing == name) {
                    None => fields.push(((*name).to_owned(), Self::new(rest, leaf))),
                    Some(_) if rest.is_empty() => return Err("is given twice".to_owned()),
                    Some((_, node)) => return node.insert(rest, leaf),
                }
            }
            (Self::List(items), [Step::Item]) => items.extend(leaf.map(Self::Leaf)),
            (Self::List(items), [Step::Item, rest @ ..]) => match items.last_mut().filter(|last| last.takes(rest)) {
                Some(last) => return last.insert(rest, leaf),
                None => items.push(Self::new(rest, leaf)),
            },
            _ => return Err("is given both as a value and as an object or list".to_owned()),
        }
        Ok(())
    }

    /// Returns whether a field can be set without giving one twice: otherwise it begins the next object of a list.
    fn takes(&self, steps: &[Step]) -> bool {
        match (self, steps) {
            (Self::Object(fields), [Step::Field(name), rest @ ..]) => {
                let existing = fields.iter().find(|(existing, _)| existing == name);
                existing.is_none_or(|(_, node)| !rest.is_empty() && node.takes(rest))
            }
            (Self::List(_), [Step::Item, ..]) => true,
            _ => false,
        }
    }

    fn new(steps: &[Step], leaf: Option<Box<RawValue>>) -> Self {
        match steps {
            [] => leaf.map_or_else(|| Self::List(Vec::new()), Self::Leaf),
            [Step::Field(name), rest @ ..] => Self::Object(vec![((*name).to_owned(), Self::new(rest, leaf))]),
            [Step::Item] if leaf.is_none() => Self::List(Vec::new()),
            [Step::Item, rest @ ..] => Self::List(vec![Self::new(rest, leaf)]),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(value) => value.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, node) in fields {
                    map.serialize_entry(name, node)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(fields: &[(&str, &str)]) -> Result<String, String> {
        let option = |option: &str| if option == "-F" { FieldOption::Typed } else { FieldOption::Raw };
        let arguments = FieldArgs(fields.iter().map(|(name, text)| (option(name), (*text).to_owned())).collect());
        let fields = arguments.parse().map_err(|error| error.to_string())?;
        fields.json(&mut Arguments::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn values_are_typed_as_json_spells_them() {
        for (text, expected) in [
            ("5", "5"),
            ("1.0", "1.0"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("-0.5e3", "-0.5e3"),
            ("007", r#""007""#),
            ("+5", r#""+5""#),
            (".5", r#"".5""#),
            ("1e3x", r#""1e3x""#),
            ("0x10", r#""0x10""#),
            ("-", r#""-""#),
            ("5 ", r#""5 ""#),
            ("true", "true"),
            ("True", r#""True""#),
            ("null", "null"),
            ("", r#""""#),
            (r#"{"a":[1, 2]}"#, r#"{"a":[1, 2]}"#),
            ("@@home", r#""@home""#),
            ("a=b", r#""a=b""#),
        ] {
            assert_eq!(json(&[("-F", &format!("k={text}"))]), Ok(format!(r#"{{"k":{expected}}}"#)), "{text}");
        }
        assert_eq!(
            json(&[("-f", "k=5"), ("-f", "at=@x"), ("-f", "list=[1]")]),
            Ok(r#"{"k":"5","at":"@x","list":"[1]"}"#.into())
        );
        assert!(json(&[("-F", "k=[1")]).is_err_and(|error| error.contains("-f takes it as a string")));
    }

    #[test]
    fn keys_nest_as_in_gh() {
        for (fields, expected) in [
            (vec!["z=1", "a=2"], r#"{"z":1,"a":2}"#),
            (vec!["a[b][c]=1", "a[b][d]=2"], r#"{"a":{"b":{"c":1,"d":2}}}"#),
            (vec!["m[]=x", "m[]=y"], r#"{"m":["x","y"]}"#),
            (vec!["m[]"], r#"{"m":[]}"#),
            (vec!["m[]", "m[]=x"], r#"{"m":["x"]}"#),
            (vec!["m[][a]=1", "m[][b]=2", "m[][a]=3"], r#"{"m":[{"a":1,"b":2},{"a":3}]}"#),
            (vec!["m[][t][]=1", "m[][t][]=2", "m[][n]=x"], r#"{"m":[{"t":[1,2],"n":"x"}]}"#),
            (vec!["m[][a][b]=1", "m[][a][b]=2"], r#"{"m":[{"a":{"b":1}},{"a":{"b":2}}]}"#),
            (vec!["a.b=1"], r#"{"a.b":1}"#),
            (vec!["a[b c]=1"], r#"{"a":{"b c":1}}"#),
        ] {
            let fields: Vec<_> = fields.into_iter().map(|field| ("-F", field)).collect();
            assert_eq!(json(&fields), Ok(expected.to_owned()), "{fields:?}");
        }
    }

    #[test]
    fn contradictions_are_refused() {
        for fields in [
            &["a=1", "a=2"][..],
            &["a=1", "a[b]=2"],
            &["a[b]=2", "a=1"],
            &["a[]=1", "a[b]=2"],
            &["a[b]=1", "a[]=2"],
            &["=1"],
            &["[a]=1"],
            &["a[b=1"],
            &["a]=1"],
            &["a[b]c=1"],
            &["a[b[c]]=1"],
            &["secret"],
            &["a[b]"],
        ] {
            let given: Vec<_> = fields.iter().map(|field| ("-F", *field)).collect();
            assert!(json(&given).is_err(), "{fields:?}");
        }
    }
}
