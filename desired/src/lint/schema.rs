//! The JSON Schema of the files, for editors: made from the tables of fields, so that it knows what `lint` knows.

use serde_json::{Map, Value, json};

use crate::fields::{self, Field, Shape};
use crate::file::{ATTACHMENTS, ONLY_IN_SERVER_FILE, identity_field};
use crate::kind::Kind;
use crate::server::policies::ATTACHED;

/// Returns the JSON Schema of the files (draft 7, which editors know).
pub fn schema() -> Value {
    let mut sections = Map::new();
    for kind in Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Member | Kind::PassThrough)) {
        sections.insert(kind.section().to_owned(), section(kind));
    }
    for name in ONLY_IN_SERVER_FILE {
        sections.insert(name.to_owned(), json!({"description": "Only the server's own file can set this"}));
    }
    let include = json!({
        "description": "Files that are merged with this one, as the proxy does it",
        "type": "array",
        "items": {"type": "string"},
    });
    sections.insert("include".to_owned(), include);
    sections.insert(ATTACHMENTS.to_owned(), attachments());
    sections.insert("litellm_proxy".to_owned(), header());
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Configuration of a LiteLLM proxy server",
        "type": ["object", "null"],
        "properties": sections,
        "patternProperties": {"^x-": {}},
        "additionalProperties": false,
        "definitions": {"reference": reference(), "state": {"enum": ["present", "absent"]}},
    })
}

fn attachments() -> Value {
    let names =
        |description: &str| json!({"description": description, "type": ["array", "null"], "items": {"type": "string"}});
    let item = json!({
        "type": "object",
        "properties": {
            "policy": {"description": "The policy", "type": ["string", "number"], "minLength": 1},
            "scope": {"description": "* for all requests", "type": ["string", "null"]},
            "teams": names("Aliases of teams, or patterns such as eu-*"),
            "keys": names("Aliases of keys, or patterns"),
            "models": names("Models, or patterns"),
            "tags": names("Tags, or patterns"),
            "priority": {"description": "Lower runs first", "type": ["integer", "null"]},
            "default": {"description": "Only for requests that no other attachment is for", "type": ["boolean", "null"]},
        },
        "required": ["policy"],
        "additionalProperties": false,
    });
    json!({"description": "For whom the policies are", "type": ["array", "null"], "items": item})
}

fn header() -> Value {
    let addresses = |description: &str| {
        let items = json!({"type": "string"});
        json!({"description": description, "type": ["array", "null"], "items": items})
    };
    json!({
        "description": "How this file is applied",
        "type": ["object", "null"],
        "properties": {
            "version": {"description": "The version of the format", "const": 1},
            "owner": {"description": "The owner of the resources, written into their marks", "type": ["string", "null"]},
            "protect": addresses("Resources that are never deleted or replaced, such as team/research"),
            "external": addresses("Resources that exist without the files, which these may name, such as model/gpt-4o"),
            "ignore": addresses("Resources or fields that others may change, such as model/*.litellm_params.rpm"),
        },
        "patternProperties": {"^x-": {}},
        "additionalProperties": false,
    })
}

/// Returns the schema of a value that comes from elsewhere.
fn reference() -> Value {
    let version =
        json!({"description": "The secret is written again when it goes up", "type": "integer", "minimum": 0});
    let text = json!({"type": "string", "minLength": 1});
    let command = json!({"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}});
    let one = |name: &str, description: &str, value: &Value| {
        json!({
            "description": description,
            "type": "object",
            "properties": {name: value, "version": version},
            "required": [name],
            "additionalProperties": false,
        })
    };
    json!({"anyOf": [
        one("$env", "A variable of the environment of `apply`", &text),
        one("$file", "A file, relative to this one", &text),
        one("$command", "What a command prints", &command),
        {
            "description": "A value that is taken as it is",
            "type": "object",
            "properties": {"$literal": {}},
            "required": ["$literal"],
            "additionalProperties": false,
        },
    ]})
}

fn section(kind: Kind) -> Value {
    match kind {
        Kind::Model => list(kind),
        kind if kind.name_in_list().is_some() => list(kind),
        kind if kind.is_single() => {
            // The others can only be set in the server's own file.
            let mut properties = properties(kind);
            if kind == Kind::GeneralSettings {
                properties.insert("pass_through_endpoints".to_owned(), list(Kind::PassThrough));
            }
            json!({
                "type": ["object", "null"],
                "properties": properties,
                "patternProperties": {"^x-": {}},
                "additionalProperties": !kind.is_ours(),
            })
        }
        kind => {
            let entries = resource(kind);
            json!({"type": ["object", "null"], "patternProperties": {"^x-": {}}, "additionalProperties": entries})
        }
    }
}

fn list(kind: Kind) -> Value {
    let items = resource(kind);
    json!({"type": ["array", "null"], "items": items})
}

/// Returns the schema of one resource.
fn resource(kind: Kind) -> Value {
    let mut properties = properties(kind);
    properties.insert("state".to_owned(), json!({"$ref": "#/definitions/state"}));
    let name = json!({"type": ["string", "number"], "minLength": 1});
    let mut required = Vec::new();
    match kind {
        Kind::Model => {
            for limit in ["tpm", "rpm", "weight", "itpm", "otpm"] {
                properties.insert(limit.to_owned(), json!({"type": ["number", "string", "null"]}));
            }
            properties.insert("model_name".to_owned(), name);
            required.push("model_name");
        }
        kind if kind.name_in_list().is_some() => {
            let path = kind.name_in_list().unwrap_or_default();
            let (holder, key) = path.split_once('.').unwrap_or(("", path));
            required.push(if holder.is_empty() { key } else { holder });
            match properties.get_mut(holder).and_then(|map| map.get_mut("properties")?.as_object_mut()) {
                Some(inside) => inside.insert(key.to_owned(), name),
                None => properties.insert(key.to_owned(), name),
            };
        }
        Kind::McpServer => {
            let token = json!({"description": "Another name of auth_value", "type": ["string", "object", "null"]});
            properties.insert("authentication_token".to_owned(), token);
        }
        Kind::Team => {
            let member = resource(Kind::Member);
            let listed = json!({"anyOf": [name, member]});
            let members = json!({
                "description": "Members by user id",
                "anyOf": [
                    {"type": ["object", "null"], "additionalProperties": member},
                    {"type": "array", "items": listed},
                ],
            });
            properties.insert("members".to_owned(), members);
            let mode = json!({
                "description": "Whether others are removed (exact) or left alone (add, the default)",
                "enum": ["exact", "add"],
            });
            properties.insert("members_mode".to_owned(), mode);
        }
        Kind::Key => {
            let output = json!({
                "description": "Where the value of a new key is written",
                "type": ["object", "null"],
                "properties": {"$file": {"type": "string", "minLength": 1}},
                "required": ["$file"],
                "additionalProperties": false,
            });
            properties.insert("output".to_owned(), output);
        }
        Kind::Policy => {
            properties.remove(ATTACHED);
        }
        Kind::Member => {
            properties.insert("user_id".to_owned(), name.clone());
            properties.insert("user_email".to_owned(), name);
        }
        _ => {}
    }
    if !matches!(kind, Kind::Model | Kind::Member) && kind.name_in_list().is_none() {
        properties.insert(identity_field(kind).to_owned(), json!({"type": ["string", "number"]}));
    }
    let is_known = !fields::fields(kind).is_empty();
    json!({
        "type": ["object", "null"],
        "properties": properties,
        "required": required,
        "patternProperties": {"^x-": {}},
        // What the proxy does not read in an entry of its own list is only a warning.
        "additionalProperties": !is_known || kind == Kind::Model,
    })
}

/// Returns the schemas of the fields of a kind.
fn properties(kind: Kind) -> Map<String, Value> {
    let mut properties = Map::new();
    for map in kind.open_maps() {
        properties.insert((*map).to_owned(), open_map(kind, map));
    }
    for field in fields::fields(kind).iter().filter(|field| !field.path.contains('.')) {
        properties.insert(field.path.to_owned(), value(kind, field));
    }
    properties
}

fn open_map(kind: Kind, map: &str) -> Value {
    let mut entries = Map::new();
    let mut other = json!({});
    for field in fields::fields(kind) {
        match field.path.strip_prefix(map).and_then(|path| path.strip_prefix('.')) {
            Some("*") => other = value(kind, field),
            Some(name) => {
                entries.insert(name.to_owned(), value(kind, field));
            }
            None => {}
        }
    }
    if kind == Kind::Model && map == "model_info" {
        let id = json!({"description": "The identity of the deployment", "type": ["string", "number", "null"]});
        entries.insert("id".to_owned(), id);
    }
    json!({"type": ["object", "null"], "properties": entries, "additionalProperties": other})
}

fn value(kind: Kind, field: &Field) -> Value {
    // A parameter of a model may be a reference that the server resolves.
    let is_model = kind == Kind::Model;
    let shape = match field.shape {
        Shape::Any => json!({}),
        Shape::Text if field.path == "litellm_params.organization" => json!({"type": ["string", "array", "null"]}),
        Shape::Secret if is_model => json!({"type": ["string", "number", "object", "null"]}),
        Shape::Text => json!({"type": ["string", "null"]}),
        Shape::Secret => json!({"type": ["string", "number", "null"]}),
        // Values as strings are a warning.
        Shape::Number | Shape::Integer => json!({"type": ["number", "string", "null"]}),
        // So are booleans.
        Shape::Bool => json!({"type": ["boolean", "string", "null"]}),
        Shape::Duration => {
            json!({"type": ["string", "null"], "pattern": "^([0-9]+(s|m|min|h|d|w|mo)|os\\.environ/.*)$"})
        }
        Shape::List | Shape::Set if is_model => json!({"type": ["array", "string", "null"]}),
        Shape::List | Shape::Set => json!({"type": ["array", "null"]}),
        Shape::Map | Shape::ModelBudgets => json!({"type": ["object", "null"]}),
    };
    let mut schema = match field.shape {
        Shape::Text | Shape::Secret | Shape::Duration => json!({"anyOf": [{"$ref": "#/definitions/reference"}, shape]}),
        _ => shape,
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), field.doc.into());
    }
    schema
}
