//! JSON schemas of answers: the request for one, and a check of the answer against it. Covers the keywords that providers
//! accept for structured output; others are named by [`AnswerSchema::unchecked`].

mod values;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use self::values::{Place, check_length, check_number, check_type, depth_of, field, names, same};
use super::ResponseFormat;

/// Keywords that restrict values and that are not checked.
const UNCHECKED: [&str; 17] = [
    "$dynamicRef",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "maxProperties",
    "minContains",
    "minProperties",
    "not",
    "pattern",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Deeper schemas and answers are not followed.
const MAX_DEPTH: usize = 100;
const LONGEST_NAME: usize = 64;

/// A JSON schema that an answer is to match.
///
/// ```
/// use litellm_proxy_client::chat::AnswerSchema;
/// use serde_json::json;
///
/// let schema = AnswerSchema::new(json!({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}));
/// let schema = schema.unwrap();
/// assert_eq!(schema.check(r#"{"n": 1}"#), Ok(()));
/// assert_eq!(schema.check(r#"{"n": "one"}"#), Err(".n: expected integer, found string".to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerSchema {
    name: String,
    schema: Value,
}

impl AnswerSchema {
    /// Reads a schema: plain, with a `name` next to it under `schema`, or a whole `response_format`.
    ///
    /// # Errors
    /// Returns an error if it is not an object, or refers to a definition that it does not have.
    pub fn new(value: Value) -> Result<Self, String> {
        let value = match value.get("json_schema") {
            Some(inner) if value.get("type").is_some_and(|kind| kind == "json_schema") => inner.clone(),
            _ => value,
        };
        let named = value.get("schema").filter(|schema| schema.is_object() && !value_has_type(&value));
        let schema = named.cloned().unwrap_or_else(|| value.clone());
        if !schema.is_object() {
            return Err("a schema is a JSON object, such as {\"type\": \"object\", …}".to_owned());
        }
        let title = || schema.get("title").and_then(Value::as_str);
        let name = value.get("name").filter(|_| named.is_some()).and_then(Value::as_str).or_else(title);
        let schema = Self { name: allowed_name(name.unwrap_or("answer")), schema };
        match schema.missing_definition() {
            Some(reference) => Err(format!("the schema refers to `{reference}`, which is not in it")),
            None => Ok(schema),
        }
    }

    /// Returns the `response_format` that requests such an answer. It is strict where providers accept that.
    pub fn response_format(&self) -> ResponseFormat {
        ResponseFormat::JsonSchema { name: self.name.clone(), schema: self.schema.clone(), strict: self.is_strict() }
    }

    /// Returns whether the model can be made to follow the schema exactly: each object lists its properties as required, and
    /// has `additionalProperties: false`.
    pub fn is_strict(&self) -> bool {
        let mut is_strict = true;
        visit(&self.schema, &mut |schema| {
            let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
                is_strict &= schema.get("type").is_none_or(|kind| kind != "object");
                return;
            };
            let required: Vec<&str> = names(schema.get("required")).collect();
            is_strict &= schema.get("additionalProperties") == Some(&Value::Bool(false));
            is_strict &= properties.keys().all(|name| required.contains(&name.as_str()));
        });
        is_strict
    }

    /// Returns the keywords of the schema that answers are not checked against.
    pub fn unchecked(&self) -> Vec<&'static str> {
        let mut found = BTreeSet::new();
        visit(&self.schema, &mut |schema| {
            found.extend(UNCHECKED.into_iter().filter(|name| schema.contains_key(*name)));
        });
        found.into_iter().collect()
    }

    /// Checks an answer. The error begins with the place in it, such as `.items[2].n`.
    ///
    /// # Errors
    /// Returns the first difference, or that the answer is not JSON.
    pub fn check(&self, answer: &str) -> Result<(), String> {
        let value = serde_json::from_str(answer.trim()).map_err(|error| match answer.trim_start() {
            fenced if fenced.starts_with("```") => "it is in a Markdown code fence, not plain JSON".to_owned(),
            _ if error.is_eof() => "the JSON is incomplete".to_owned(),
            _ => format!("it is not JSON: {error}"),
        })?;
        self.check_value(&value)
    }

    /// Checks an answer that has been parsed.
    ///
    /// # Errors
    /// Returns the first difference.
    pub fn check_value(&self, value: &Value) -> Result<(), String> {
        self.value(&self.schema, value, &mut Place::default(), 0)
    }

    /// Returns a reference that leads nowhere.
    fn missing_definition(&self) -> Option<String> {
        let mut missing = None;
        visit(&self.schema, &mut |schema| {
            let reference = schema.get("$ref").and_then(Value::as_str);
            if let Some(reference) = reference.filter(|reference| self.definition(reference).is_none()) {
                missing.get_or_insert_with(|| reference.to_owned());
            }
        });
        missing
    }

    fn definition(&self, reference: &str) -> Option<&Value> {
        self.schema.pointer(reference.strip_prefix('#')?)
    }

    fn value(&self, schema: &Value, value: &Value, place: &mut Place, depth: usize) -> Result<(), String> {
        let schema = match schema {
            Value::Bool(false) => return place.fail("is not allowed"),
            Value::Object(schema) => schema,
            _ => return Ok(()),
        };
        if depth > MAX_DEPTH {
            return place.fail("is nested too deeply");
        }
        if let Some(definition) = schema.get("$ref").and_then(Value::as_str).and_then(|name| self.definition(name)) {
            self.value(definition, value, place, depth + 1)?;
        }
        check_type(schema, value, place)?;
        if schema.get("const").is_some_and(|constant| !same(constant, value)) {
            return place.fail(&format!("expected {}", schema.get("const").unwrap_or(&Value::Null)));
        }
        if let Some(allowed) =
            schema.get("enum").and_then(Value::as_array).filter(|list| !list.iter().any(|item| same(item, value)))
        {
            let allowed: Vec<String> = allowed.iter().map(Value::to_string).collect();
            return place.fail(&format!("expected one of {}", allowed.join(", ")));
        }
        self.combined(schema, value, place, depth)?;
        match value {
            Value::Object(fields) => self.object(schema, fields, place, depth),
            Value::Array(items) => self.array(schema, items, place, depth),
            Value::Number(_) => check_number(schema, value, place),
            Value::String(text) => {
                check_length(schema, text.chars().count(), ("minLength", "maxLength"), "characters", place)
            }
            _ => Ok(()),
        }
    }

    fn combined(
        &self,
        schema: &Map<String, Value>,
        value: &Value,
        place: &mut Place,
        depth: usize,
    ) -> Result<(), String> {
        let list = |name: &str| schema.get(name).and_then(Value::as_array);
        for part in list("allOf").into_iter().flatten() {
            self.value(part, value, place, depth + 1)?;
        }
        for name in ["anyOf", "oneOf"] {
            let Some(choices) = list(name).filter(|choices| !choices.is_empty()) else { continue };
            let results: Vec<_> = choices.iter().map(|choice| self.value(choice, value, place, depth + 1)).collect();
            match results.iter().filter(|result| result.is_ok()).count() {
                // The difference that lies deepest belongs to the choice that was meant.
                0 => {
                    return results
                        .into_iter()
                        .filter_map(Result::err)
                        .max_by_key(|error| depth_of(error))
                        .map_or(Ok(()), Err);
                }
                1 => {}
                _ if name == "oneOf" => return place.fail("matches several alternatives of `oneOf`"),
                _ => {}
            }
        }
        Ok(())
    }

    fn object(
        &self,
        schema: &Map<String, Value>,
        fields: &Map<String, Value>,
        place: &mut Place,
        depth: usize,
    ) -> Result<(), String> {
        if let Some(name) = names(schema.get("required")).find(|name| !fields.contains_key(*name)) {
            return place.inside(&field(name), |place| place.fail("is missing"));
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, value) in fields {
            let known = properties.and_then(|properties| properties.get(name));
            let Some(schema) = known.or_else(|| schema.get("additionalProperties")) else { continue };
            place.inside(&field(name), |place| self.value(schema, value, place, depth + 1))?;
        }
        Ok(())
    }

    fn array(
        &self,
        schema: &Map<String, Value>,
        items: &[Value],
        place: &mut Place,
        depth: usize,
    ) -> Result<(), String> {
        check_length(schema, items.len(), ("minItems", "maxItems"), "items", place)?;
        let is_unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        for (index, item) in items.iter().enumerate() {
            place.inside(&format!("[{index}]"), |place| {
                if is_unique && items.iter().take(index).any(|other| same(other, item)) {
                    return place.fail("is there twice");
                }
                schema.get("items").map_or(Ok(()), |schema| self.value(schema, item, place, depth + 1))
            })?;
        }
        Ok(())
    }
}

/// Returns whether a value is itself a schema with a property named `schema`.
fn value_has_type(value: &Value) -> bool {
    value.get("type").is_some() || value.get("properties").is_some()
}

/// Returns a name as providers accept it.
fn allowed_name(name: &str) -> String {
    let name: String = name.chars().take(LONGEST_NAME).collect();
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-', "_");
    if name.is_empty() { "answer".to_owned() } else { name }
}

/// Visits a schema and all schemas in it.
fn visit(schema: &Value, look: &mut impl FnMut(&Map<String, Value>)) {
    let Value::Object(fields) = schema else { return };
    look(fields);
    for (name, value) in fields {
        match (name.as_str(), value) {
            (
                "properties" | "$defs" | "definitions" | "patternProperties" | "dependentSchemas",
                Value::Object(schemas),
            ) => {
                schemas.values().for_each(|schema| visit(schema, look));
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => {
                for schema in schemas {
                    visit(schema, look);
                }
            }
            ("items" | "additionalProperties" | "not" | "if" | "then" | "else" | "contains", inner) => {
                visit(inner, look);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(schema: Value, answer: &str) -> Result<(), String> {
        AnswerSchema::new(schema).expect("a schema").check(answer)
    }

    #[test]
    fn answers_are_checked_against_every_keyword() {
        for (schema, good, bad, error) in [
            (json!({"type": "string"}), r#""a""#, "1", ".: expected string, found integer"),
            (json!({"type": "integer"}), "1.0", "1.5", ".: expected integer, found number"),
            (json!({"type": "number"}), "1", "true", ".: expected number, found boolean"),
            (json!({"type": ["string", "null"]}), "null", "[]", ".: expected string or null, found array"),
            (json!({"type": "string", "nullable": true}), "null", "{}", ".: expected string, found object"),
            (json!({"enum": ["a", 1, null]}), "1.0", r#""b""#, ".: expected one of \"a\", 1, null"),
            (json!({"const": {"a": 1}}), r#"{"a":1.0}"#, r#"{"a":2}"#, ".: expected {\"a\":1}"),
            (json!({"minimum": 1, "maximum": 2}), "2", "0.5", ".: expected at least 1, found 0.5"),
            (json!({"maximum": 2}), "2", "3", ".: expected at most 2, found 3"),
            (json!({"exclusiveMinimum": 1}), "2", "1", ".: expected more than 1, found 1"),
            (json!({"exclusiveMaximum": 1}), "0", "1", ".: expected less than 1, found 1"),
            (json!({"multipleOf": 0.1}), "0.3", "0.35", ".: expected a multiple of 0.1, found 0.35"),
            (json!({"minLength": 2}), r#""éé""#, r#""é""#, ".: expected at least 2 characters, found 1"),
            (json!({"maxLength": 1}), r#""é""#, r#""ab""#, ".: expected at most 1 characters, found 2"),
            (json!({"minItems": 1}), "[1]", "[]", ".: expected at least 1 items, found 0"),
            (json!({"maxItems": 1}), "[1]", "[1,2]", ".: expected at most 1 items, found 2"),
            (json!({"uniqueItems": true}), "[1,2]", "[1,1.0]", "[1]: is there twice"),
            (json!({"items": {"type": "string"}}), "[]", r#"["a", 2]"#, "[1]: expected string, found integer"),
            (json!({"required": ["a"]}), r#"{"a":null}"#, "{}", ".a: is missing"),
            (
                json!({"properties": {"a-b": {"type": "null"}}}),
                r#"{"a-b":null}"#,
                r#"{"a-b":1}"#,
                r#"["a-b"]: expected null, found integer"#,
            ),
            (
                json!({"properties": {"a": true}, "additionalProperties": false}),
                r#"{"a":1}"#,
                r#"{"b":1}"#,
                ".b: is not allowed",
            ),
            (
                json!({"additionalProperties": {"type": "null"}}),
                r#"{"b":null}"#,
                r#"{"b":1}"#,
                ".b: expected null, found integer",
            ),
            (
                json!({"allOf": [{"type": "string"}, {"minLength": 2}]}),
                r#""ab""#,
                r#""a""#,
                ".: expected at least 2 characters, found 1",
            ),
            (
                json!({"anyOf": [{"type": "null"}, {"type": "object", "properties": {"a": {"type": "null"}}}]}),
                "null",
                r#"{"a":1}"#,
                ".a: expected null, found integer",
            ),
            (
                json!({"oneOf": [{"type": "integer"}, {"type": "number"}]}),
                "1.5",
                "1",
                ".: matches several alternatives of `oneOf`",
            ),
            (
                json!({"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "object", "properties": {"l": {"$ref": "#/$defs/tree"}}}}}),
                r#"{"l":{"l":{}}}"#,
                r#"{"l":{"l":1}}"#,
                ".l.l: expected object, found integer",
            ),
            (
                json!({"type": "object", "properties": {"l": {"$ref": "#"}}}),
                r#"{"l":{}}"#,
                r#"{"l":[]}"#,
                ".l: expected object, found array",
            ),
            (json!({}), "[{}]", "", "the JSON is incomplete"),
            (json!({}), "1", "{\"a\": ", "the JSON is incomplete"),
            (json!({}), "1", "Sure!", "it is not JSON: expected value at line 1 column 1"),
            (json!({}), " {} \n", "```json\n{}\n```", "it is in a Markdown code fence, not plain JSON"),
        ] {
            assert_eq!(check(schema.clone(), good), Ok(()), "{schema} {good}");
            assert_eq!(check(schema.clone(), bad), Err(error.to_owned()), "{schema} {bad}");
        }
        // A schema that refers to itself does not loop.
        let endless = json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}});
        assert_eq!(check(endless, "1"), Err(".: is nested too deeply".to_owned()));
    }

    #[test]
    fn schemas_are_read_in_every_wrapping() {
        let plain = json!({"type": "object", "title": "Two names", "properties": {}, "additionalProperties": false});
        let named = json!({"name": "names", "schema": plain});
        let whole = json!({"type": "json_schema", "json_schema": named});
        for (value, name) in [(plain.clone(), "Two_names"), (named, "names"), (whole, "names")] {
            let schema = AnswerSchema::new(value).expect("a schema");
            let format = ResponseFormat::JsonSchema { name: name.to_owned(), schema: plain.clone(), strict: true };
            assert_eq!(schema.response_format(), format);
        }
        // A schema with a property of that name is not a wrapping.
        let own = json!({"type": "object", "properties": {"schema": {}}, "schema": {}});
        assert_eq!(AnswerSchema::new(own.clone()).expect("a schema").schema, own);
        assert!(AnswerSchema::new(json!([])).is_err());
        assert!(AnswerSchema::new(json!({"$ref": "#/$defs/a"})).is_err());
        assert!(AnswerSchema::new(json!({"items": {"$ref": "https://example.com/a"}})).is_err());
    }

    #[test]
    fn strictness_and_unchecked_keywords_are_known() {
        let schema = |value: Value| AnswerSchema::new(value).expect("a schema");
        let strict = json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false});
        assert!(schema(strict.clone()).is_strict());
        for (name, value) in [("required", json!([])), ("additionalProperties", json!(true))] {
            let mut loose = strict.clone();
            loose[name] = value;
            assert!(!schema(loose.clone()).is_strict());
            assert!(!schema(json!({"type": "array", "items": loose})).is_strict());
        }
        assert!(!schema(json!({"type": "object"})).is_strict());
        let odd = json!({"pattern": "x", "items": {"not": {}, "description": "if"}, "properties": {"pattern": {}}});
        assert_eq!(schema(odd).unchecked(), ["not", "pattern"]);
    }
}
