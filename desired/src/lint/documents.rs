//! Tests of the documentation and the JSON Schema: what `lint` accepts, the schema accepts.

use serde_json::Value;

use super::{check, schema};
use crate::file::tests::{messages, read_text};
use crate::file::{FileSystem, Source, read};

/// Returns why a value does not match a schema, as far as ours go.
fn mismatch(schema: &Value, value: &Value, root: &Value, at: &str) -> Option<String> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.strip_prefix('#').expect("a local reference")).expect(reference);
        return mismatch(target, value, root, at);
    }
    if let Some(Value::Array(options)) = schema.get("anyOf") {
        let why: Vec<_> = options.iter().map(|option| mismatch(option, value, root, at)).collect();
        return why.iter().all(Option::is_some).then(|| format!("{at}: none of {why:?}"));
    }
    let is_type = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("{other}"),
    };
    let fits = match schema.get("type") {
        Some(Value::String(name)) => is_type(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_type),
        _ => true,
    };
    let is_listed = match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => values.contains(value),
        (_, Some(constant)) => constant == value,
        _ => true,
    };
    if !fits || !is_listed {
        return Some(format!("{at}: {value} is not {schema}"));
    }
    match value {
        Value::Object(fields) => {
            let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
            let missing = required.filter_map(Value::as_str).find(|name| !fields.contains_key(*name));
            missing.map(|name| format!("{at}: no {name}")).or_else(|| {
                fields.iter().find_map(|(name, field)| {
                    let at = format!("{at}.{name}");
                    let pattern = schema.get("patternProperties").filter(|_| name.starts_with("x-"));
                    match schema.get("properties").and_then(|known| known.get(name)) {
                        Some(known) => mismatch(known, field, root, &at),
                        None if pattern.is_some() => None,
                        None => match schema.get("additionalProperties") {
                            Some(Value::Bool(false)) => Some(format!("{at} is unknown")),
                            Some(other @ Value::Object(_)) => mismatch(other, field, root, &at),
                            _ => None,
                        },
                    }
                })
            })
        }
        Value::Array(items) => {
            let schema = schema.get("items")?;
            items.iter().enumerate().find_map(|(number, item)| mismatch(schema, item, root, &format!("{at}[{number}]")))
        }
        _ => None,
    }
}

#[track_caller]
fn fits(text: &str) {
    let schema = schema();
    let value = litellm_proxy_yaml::read(text).expect(text).to_json();
    assert_eq!(mismatch(&schema, &value, &schema, "file"), None, "{text}");
}

#[test]
fn the_examples_of_the_documentation_are_right() {
    let chapter = include_str!("../../../docs/declarative.md");
    let mut examples = 0;
    for block in chapter.split("```yaml\n").skip(1) {
        let example = block.split("```").next().unwrap_or_default();
        let reading = read_text(example);
        assert_eq!(messages(&check(&reading, None)), Vec::<String>::new(), "{example}");
        fits(example);
        examples += 1;
    }
    assert!(examples > 5);
    fits(include_str!("../../tests/proxy.yaml"));
}

#[test]
fn the_schema_accepts_what_lint_accepts() {
    for path in std::fs::read_dir("../tests/it/configs").expect("the configs") {
        let path = path.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let reading = read(&[Source::Path(path.clone())], &mut FileSystem).expect("readable");
        if check(&reading, None).is_empty() {
            fits(&std::fs::read_to_string(&path).expect("text"));
        }
    }
}

#[test]
fn the_schema_knows_mistakes() {
    let schema = schema();
    for text in [
        "model_lst: []",
        "teams: {a: {max_bugdet: 5}}",
        "teams: {a: {max_budget: true}}",
        "keys: {a: {key: {$evn: A}}}",
        "model_list: [{litellm_params: {}}]",
        "litellm_proxy: {version: 2}",
        "customers: {a: {state: gone}}",
    ] {
        let value = litellm_proxy_yaml::read(text).expect(text).to_json();
        assert!(mismatch(&schema, &value, &schema, "file").is_some(), "{text}");
    }
}

#[test]
fn every_rule_is_documented() {
    let chapter = include_str!("../../../docs/declarative.md");
    let sources = [
        include_str!("rules.rs"),
        include_str!("references.rs"),
        include_str!("../file/maps.rs"),
        include_str!("../file/models.rs"),
        include_str!("../file/reader.rs"),
        include_str!("../file/sections.rs"),
        include_str!("../file/settings.rs"),
        include_str!("../file/shapes.rs"),
        include_str!("../file/values.rs"),
    ];
    let words = sources.iter().flat_map(|source| source.split('"').skip(1).step_by(2));
    let is_rule = |word: &&str| {
        let ends =
            ["-field", "-type", "-value", "-name", "-reference", "-section", "-file", "-yaml", "-secret", "-pattern"];
        ends.iter().any(|end| word.ends_with(end)) && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    for rule in words.filter(is_rule) {
        assert!(chapter.contains(&format!("`{rule}`")), "{rule}");
    }
}
