//! [`Block`]: a value with its fields in the order in which they are printed.

use litellm_proxy_yaml::write;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::server::is_mask;
use crate::value::{SecretValue, Template, Wanted};

/// A value with its fields in the order in which they are printed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// A string, number, boolean or null.
    Value(Value),
    /// A reference such as `{$env: NAME}`, which goes on one line.
    Reference(Vec<(&'static str, Value)>),
    /// A list.
    List(Vec<Self>),
    /// A map.
    Map(Vec<(String, Self)>),
}

impl From<&Wanted> for Block {
    fn from(wanted: &Wanted) -> Self {
        match wanted {
            Wanted::Value(value) => plain(value),
            Wanted::Secret(SecretValue { template, version }) => secret(template, *version),
        }
    }
}

/// Converts a value. What would be read as a mask or as a reference is escaped.
fn plain(value: &Value) -> Block {
    if needs_escape(value) { Block::Reference(vec![("$literal", value.clone())]) } else { unescaped(value) }
}

fn unescaped(value: &Value) -> Block {
    match value {
        Value::Array(items) => Block::List(items.iter().map(unescaped).collect()),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.clone(), unescaped(value))).collect();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            Block::Map(fields)
        }
        other => Block::Value(other.clone()),
    }
}

fn needs_escape(value: &Value) -> bool {
    match value {
        Value::String(text) => is_mask(text, false) || text.contains("**"),
        Value::Array(items) => items.iter().any(needs_escape),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.starts_with('$') || needs_escape(value)),
        _ => false,
    }
}

fn secret(template: &Template, version: Option<u64>) -> Block {
    let reference = |name: &'static str, value: Value| {
        let version = version.map(|version| ("version", version.into()));
        Block::Reference([(name, value)].into_iter().chain(version).collect())
    };
    match template {
        Template::Env(name) => reference("$env", name.as_str().into()),
        Template::File(path) => reference("$file", path.to_string_lossy().into()),
        Template::Command(arguments) => reference("$command", arguments.clone().into()),
        // It comes from a file in clear. A plan, which has only its place, is not printed.
        Template::InFile { value, .. } => Block::Value(value.clone().into()),
        Template::Plain(value) => plain(value),
        Template::List(items) => Block::List(items.iter().map(|item| secret(item, version)).collect()),
        Template::Map(fields) => {
            Block::Map(fields.iter().map(|(name, field)| (name.clone(), secret(field, version))).collect())
        }
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Reference(fields) => serializer.collect_map(fields.iter().map(|(name, value)| (name, value))),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(fields) => serializer.collect_map(fields.iter().map(|(name, value)| (name, value))),
        }
    }
}

impl Block {
    /// Writes the value of a field in YAML, after the name of the field.
    pub(super) fn write_field(&self, out: &mut String, name: &str, depth: usize) {
        indent(out, depth);
        write::string(out, name);
        out.push(':');
        self.write_after(out, depth);
    }

    /// Writes what follows the colon of a field or the dash of an item.
    fn write_after(&self, out: &mut String, depth: usize) {
        match self {
            Self::List(items) if !items.is_empty() => {
                out.push('\n');
                for item in items {
                    item.write_item(out, depth + 1);
                }
            }
            Self::Map(fields) if !fields.is_empty() => {
                out.push('\n');
                for (name, field) in fields {
                    field.write_field(out, name, depth + 1);
                }
            }
            on_one_line => {
                out.push(' ');
                on_one_line.write_inline(out);
                out.push('\n');
            }
        }
    }

    fn write_item(&self, out: &mut String, depth: usize) {
        indent(out, depth);
        out.push('-');
        match self {
            // The first field goes on the line of the dash.
            Self::Map(fields) if !fields.is_empty() => {
                let mut text = String::new();
                for (name, field) in fields {
                    field.write_field(&mut text, name, depth + 1);
                }
                out.push(' ');
                out.push_str(text.trim_start());
            }
            other => other.write_after(out, depth),
        }
    }

    fn write_inline(&self, out: &mut String) {
        match self {
            Self::Value(Value::String(text)) => write::string(out, text),
            Self::Value(value) => out.push_str(&write::literal(&value.to_string())),
            Self::Reference(fields) => {
                out.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    out.push_str(name);
                    out.push_str(": ");
                    write_flow(out, value);
                }
                out.push('}');
            }
            Self::List(_) => out.push_str("[]"),
            Self::Map(_) => out.push_str("{}"),
        }
    }
}

/// Writes a value on one line, inside braces.
fn write_flow(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => write::flow_string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write_flow(out, item);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| name.as_str());
            for (at, (name, value)) in fields.into_iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write::flow_string(out, name);
                out.push_str(": ");
                write_flow(out, value);
            }
            out.push('}');
        }
        other => out.push_str(&write::literal(&other.to_string())),
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}
