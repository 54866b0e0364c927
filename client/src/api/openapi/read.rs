//! Reduces an OpenAPI document to an [`ApiDescription`].

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{ApiDescription, BodyDescription, FieldDescription, Operation, Parameter};

const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];
/// The content types of bodies, best first.
const CONTENT_TYPES: [&str; 3] = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"];
const SCHEMAS: &str = "#/components/schemas/";
/// Schemas refer to each other, in circles too.
const MAX_DEPTH: usize = 8;

#[derive(Deserialize)]
struct Document {
    info: Info,
    #[serde(default)]
    paths: BTreeMap<String, Map<String, Value>>,
    #[serde(default)]
    components: Components,
}

#[derive(Deserialize)]
struct Info {
    #[serde(default)]
    version: String,
}

#[derive(Default, Deserialize)]
struct Components {
    #[serde(default)]
    schemas: Map<String, Value>,
}

pub(super) fn description(json: &[u8]) -> serde_json::Result<ApiDescription> {
    let document: Document = serde_json::from_slice(json)?;
    let schemas = Schemas(&document.components.schemas);
    let mut operations = Vec::new();
    for (path, methods) in &document.paths {
        for method in METHODS {
            if let Some(operation) = methods.get(method) {
                operations.push(schemas.operation(method, path, operation));
            }
        }
    }
    Ok(ApiDescription { version: document.info.version, operations })
}

struct Schemas<'a>(&'a Map<String, Value>);

impl<'a> Schemas<'a> {
    fn operation(&self, method: &str, path: &str, operation: &'a Value) -> Operation {
        let text = text(operation, "description");
        let (description, documented) = split_description(text);
        let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
        let parameters = parameters.map(|parameter| Parameter {
            place: self::text(parameter, "in").to_owned(),
            field: FieldDescription {
                is_required: parameter.get("required") == Some(&Value::Bool(true)),
                ..self.field(self::text(parameter, "name"), parameter.get("schema"), parameter, &documented)
            },
        });
        Operation {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            summary: self::text(operation, "summary").to_owned(),
            description,
            parameters: parameters.collect(),
            body: self.body(operation, &documented).or_else(|| without_schema(method, &documented)),
        }
    }

    fn body(&self, operation: &'a Value, documented: &BTreeMap<&str, &str>) -> Option<BodyDescription> {
        let content = operation.get("requestBody")?.get("content")?.as_object()?;
        let known = CONTENT_TYPES.iter().find_map(|known| content.get_key_value(*known));
        let (content_type, media) = known.or_else(|| content.iter().next())?;
        let fields = self.fields(media.get("schema")?, documented);
        (!fields.is_empty()).then(|| BodyDescription { content_type: content_type.clone(), fields })
    }

    /// Returns the fields of an object: its own and those of the schemas that it combines.
    fn fields(&self, schema: &'a Value, documented: &BTreeMap<&str, &str>) -> Vec<FieldDescription> {
        let mut fields = Vec::new();
        self.add_fields(schema, documented, &mut fields, 0);
        fields
    }

    fn add_fields(
        &self,
        schema: &'a Value,
        documented: &BTreeMap<&str, &str>,
        fields: &mut Vec<FieldDescription>,
        depth: usize,
    ) {
        if depth > MAX_DEPTH {
            return;
        }
        let schema = self.resolve(schema);
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let required: Vec<&str> = required.filter_map(Value::as_str).collect();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if fields.iter().all(|field| field.name != *name) {
                let is_required = required.contains(&name.as_str());
                fields.push(FieldDescription { is_required, ..self.field(name, Some(property), property, documented) });
            }
        }
        for combination in ["allOf", "anyOf", "oneOf"] {
            for part in schema.get(combination).and_then(Value::as_array).into_iter().flatten() {
                self.add_fields(part, documented, fields, depth + 1);
            }
        }
    }

    fn field(
        &self,
        name: &str,
        schema: Option<&'a Value>,
        described: &'a Value,
        documented: &BTreeMap<&str, &str>,
    ) -> FieldDescription {
        let mut kinds = Vec::new();
        let mut values = Vec::new();
        if let Some(schema) = schema {
            self.collect(schema, &mut kinds, &mut values, 0);
        }
        let own = Some(text(described, "description")).filter(|text| !text.is_empty());
        let own = own.or_else(|| schema.map(|schema| text(schema, "description"))).filter(|text| !text.is_empty());
        let description = own.or_else(|| documented.get(name).copied()).unwrap_or_default();
        FieldDescription {
            name: name.to_owned(),
            kind: kinds.join(" or "),
            is_required: false,
            values,
            description: one_line(description),
        }
    }

    /// Adds the types and the listed values of a schema. Null is not named: every optional field allows it.
    fn collect(&self, schema: &'a Value, kinds: &mut Vec<String>, values: &mut Vec<String>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(schema.get("const"));
        values.extend(listed.filter(|value| !value.is_null()).map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }));
        let mut add = |kind: String| {
            if !kind.is_empty() && !kinds.contains(&kind) {
                kinds.push(kind);
            }
        };
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let resolved = self.resolve(schema);
            if resolved.get("properties").is_some() {
                add(name.rsplit('/').next().unwrap_or_default().to_owned());
            } else {
                self.collect(resolved, kinds, values, depth + 1);
            }
            return;
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("null") | None => {}
            Some("array") => {
                let (mut inner, mut listed) = (Vec::new(), Vec::new());
                if let Some(items) = schema.get("items") {
                    self.collect(items, &mut inner, &mut listed, depth + 1);
                }
                add(if inner.is_empty() { "list".to_owned() } else { format!("list of {}", inner.join(" or ")) });
            }
            Some(kind) => add(kind.to_owned()),
        }
        for combination in ["allOf", "anyOf", "oneOf"] {
            for part in schema.get(combination).and_then(Value::as_array).into_iter().flatten() {
                self.collect(part, kinds, values, depth + 1);
            }
        }
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        for _ in 0..MAX_DEPTH {
            let name = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix(SCHEMAS));
            match name.and_then(|name| self.0.get(name)) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }
}

/// Returns the body of an operation whose fields are only listed in its description.
fn without_schema(method: &str, documented: &BTreeMap<&str, &str>) -> Option<BodyDescription> {
    let takes_body = matches!(method, "post" | "put" | "patch");
    let field = |(name, meaning): (&&str, &&str)| FieldDescription {
        name: (*name).to_owned(),
        description: one_line(meaning),
        ..FieldDescription::default()
    };
    (takes_body && !documented.is_empty())
        .then(|| BodyDescription { content_type: String::new(), fields: documented.iter().map(field).collect() })
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Splits a description into its text and the fields that it lists as `- name: type - meaning`.
fn split_description(text: &str) -> (String, BTreeMap<&str, &str>) {
    let mut documented = BTreeMap::new();
    let mut prose: Vec<&str> = Vec::new();
    for line in text.lines() {
        let item = line.trim().strip_prefix("- ").and_then(|item| item.split_once(':'));
        match item.filter(|(name, _)| !name.is_empty() && !name.contains(char::is_whitespace)) {
            Some((name, rest)) => {
                let meaning = rest.split_once(" - ").map_or(rest, |(_, meaning)| meaning);
                documented.insert(name.trim_matches('`'), meaning.trim());
            }
            None => prose.push(line.trim_end()),
        }
    }
    let heading = |line: &&str| matches!(line.trim(), "Parameters:" | "Params:" | "Args:" | "Arguments:");
    prose.retain(|line| !heading(line));
    let mut description = String::new();
    for line in prose {
        // No more than one empty line.
        if line.is_empty() && (description.is_empty() || description.ends_with("\n\n")) {
            continue;
        }
        description.push_str(line);
        description.push('\n');
    }
    (description.trim().to_owned(), documented)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(document: &Value) -> ApiDescription {
        description(document.to_string().as_bytes()).expect("a document")
    }

    #[test]
    fn types_values_and_meanings_are_found_where_the_server_has_them() {
        let document = json!({
            "info": {"version": "1.2.3"},
            "paths": {"/key/generate": {"post": {
                "summary": "Generate Key Fn",
                "description": "Generate a key.\n\nParameters:\n- alias: Optional[str] - A name - of the key\n- key: Must start with sk-\n\nReturns:\n- the key",
                "parameters": [{"name": "litellm-changed-by", "in": "header", "required": true, "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Key"}}}},
            }}},
            "components": {"schemas": {
                "Key": {"type": "object", "required": ["alias"], "properties": {
                    "alias": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    "key": {},
                    "models": {"type": "array", "items": {"type": "string"}},
                    "kind": {"anyOf": [{"enum": ["a", "b"], "type": "string"}, {"type": "null"}], "description": "Its\n kind"},
                    "role": {"$ref": "#/components/schemas/Role"},
                    "next": {"$ref": "#/components/schemas/Key"},
                    "size": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
                }},
                "Role": {"enum": ["admin"], "type": "string"},
            }},
        });
        let api = read(&document);
        assert_eq!(api.version, "1.2.3");
        let operation = api.operation("POST", "/key/generate").expect("the operation");
        assert_eq!(operation.description, "Generate a key.\n\nReturns:\n- the key");
        let parameters: Vec<_> =
            operation.parameters.iter().map(|own| (own.place.as_str(), own.field.is_required)).collect();
        assert_eq!(parameters, [("header", true)]);
        let fields = &operation.body.as_ref().expect("a body").fields;
        let fields: Vec<_> = fields
            .iter()
            .map(|field| {
                (
                    field.name.as_str(),
                    field.kind.as_str(),
                    field.is_required,
                    field.values.join(","),
                    field.description.as_str(),
                )
            })
            .collect();
        let mut expected = vec![
            ("alias", "string", true, String::new(), "A name - of the key"),
            ("key", "", false, String::new(), "Must start with sk-"),
            ("models", "list of string", false, String::new(), ""),
            ("kind", "string", false, "a,b".into(), "Its kind"),
            ("role", "string", false, "admin".into(), ""),
            ("next", "Key", false, String::new(), ""),
            ("size", "integer or string", false, String::new(), ""),
        ];
        expected.sort();
        let mut sorted = fields;
        sorted.sort();
        assert_eq!(sorted, expected);
    }

    #[test]
    fn schemas_that_refer_to_themselves_end() {
        let api = read(&json!({
            "info": {},
            "paths": {"/x": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}},
            "components": {"schemas": {
                "A": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}], "properties": {"a": {"$ref": "#/components/schemas/B"}}},
                "B": {"$ref": "#/components/schemas/B"},
            }},
        }));
        assert_eq!(api.operations.len(), 1);
    }
}
