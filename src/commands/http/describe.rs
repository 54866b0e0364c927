//! `http describe`: an endpoint's parameters and the fields of its body.

use anyhow::Result;
use clap::Args;
use litellm_proxy_client::openapi::{ApiDescription, BodyDescription, FieldDescription, Operation, Parameter};
use serde_json::{Map, Value, json};

use super::unknown_fields::similar;
use crate::api_cache;
use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use crate::shell::{quote, quote_if_needed};

const AFTER_HELP: &str = "\
From the server's own OpenAPI document, which is kept for a day in the cache directory.

Examples:
  litellm-proxy http describe /key/generate
  litellm-proxy http describe GET /key/list
  litellm-proxy http describe POST /key/generate --format json";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP, allow_missing_positional = true)]
pub(crate) struct Describe {
    /// HTTP method; all methods of the path without it
    method: Option<String>,
    /// Path of an endpoint, with or without its names filled in
    path: String,
    /// Ask the server, even if its answer was kept
    #[arg(long)]
    refresh: bool,
}

impl Describe {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let api = api_cache::fetch(context, self.refresh).await?;
        let found = match &self.method {
            Some(method) => api.operation(method, &self.path).into_iter().collect(),
            None => api.of_path(&self.path),
        };
        if found.is_empty() {
            return Err(self.unknown(&api).into());
        }
        if !context.output.shows_answers() {
            return match found.as_slice() {
                [only] => context.output.value(only),
                several => context.output.value(&several),
            };
        }
        for (index, operation) in found.into_iter().enumerate() {
            if index > 0 {
                context.output.text("\n")?;
            }
            show(context, operation)?;
        }
        Ok(Outcome::Done)
    }

    fn unknown(&self, api: &ApiDescription) -> Failure {
        let methods: Vec<&str> = api.of_path(&self.path).iter().map(|operation| operation.method.as_str()).collect();
        let (version, path) = (&api.version, &self.path);
        if let (Some(method), [_, ..]) = (&self.method, methods.as_slice()) {
            let method = method.to_ascii_uppercase();
            let only = methods.join(", ");
            return Failure::NotFound(format!("LiteLLM {version} has no {method} {path}, only {only}"));
        }
        let last = quote_if_needed(path.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
        let known = api.operations.iter().map(|operation| operation.path.as_str());
        let similar = similar(path, known).map(|similar| format!(" did you mean `{similar}`?")).unwrap_or_default();
        let message =
            format!("LiteLLM {version} has no {path};{similar} `litellm-proxy http routes {last}` looks for others");
        Failure::NotFound(message)
    }
}

const FIELDS: [&Column<FieldDescription>; 4] = [
    &Column::new("name", "Field", |field: &FieldDescription| field.name.clone()).whole(),
    &Column::new("kind", "Type", kind).words(),
    &Column::new("values", "Values", |field: &FieldDescription| field.values.join(", ")).items(),
    &Column::new("description", "Meaning", |field: &FieldDescription| field.description.clone()).words(),
];

const PARAMETERS: [&Column<Parameter>; 5] = [
    &Column::new("name", "Parameter", |own: &Parameter| own.field.name.clone()).whole(),
    &Column::new("place", "In", |own: &Parameter| own.place.clone()).whole(),
    &Column::new("kind", "Type", |own: &Parameter| kind(&own.field)).words(),
    &Column::new("values", "Values", |own: &Parameter| own.field.values.join(", ")).items(),
    &Column::new("description", "Meaning", |own: &Parameter| own.field.description.clone()).words(),
];

fn kind(field: &FieldDescription) -> String {
    match (field.kind.as_str(), field.is_required) {
        ("", true) => "required".to_owned(),
        (kind, true) => format!("{kind}, required"),
        (kind, false) => kind.to_owned(),
    }
}

/// Prints a table without its empty columns.
fn table<T>(context: &mut Context, items: &[T], columns: &[&Column<T>]) -> Result<()> {
    let is_used = |column: &&&Column<T>| items.iter().any(|item| !column.table_cell(item).is_empty());
    let columns: Vec<&Column<T>> = columns.iter().filter(is_used).copied().collect();
    context.output.table(items, &columns)
}

fn show(context: &mut Context, operation: &Operation) -> Result<()> {
    let separator = if operation.summary.is_empty() { "" } else { "   " };
    let mut head = format!("{} {}{separator}{}\n", operation.method, operation.path, operation.summary);
    if !operation.description.is_empty() {
        head.push_str(&format!("\n{}\n", operation.description));
    }
    context.output.prose(&head)?;
    if !operation.parameters.is_empty() {
        context.output.text("\n")?;
        table(context, &operation.parameters, &PARAMETERS)?;
    }
    let Some(body) = &operation.body else {
        if matches!(operation.method.as_str(), "POST" | "PUT" | "PATCH") {
            context.output.prose("\nThe server does not publish the fields of the body.\n")?;
        }
        return Ok(());
    };
    context.output.prose(&match body.content_type.as_str() {
        "" => "\nThe server publishes no schema of the body; its description lists these fields:\n\n".to_owned(),
        content_type => format!("\nBody ({content_type}):\n\n"),
    })?;
    table(context, &body.fields, &FIELDS)?;
    if let Some(example) = example(body) {
        let (method, path) = (&operation.method, &operation.path);
        let command = format!("litellm-proxy http request {method} {path} -j {}", quote(&example));
        context.output.prose(&format!("\nExample:\n  {command}\n"))?;
    }
    Ok(())
}

/// Returns a JSON body with the fields that are required.
fn example(body: &BodyDescription) -> Option<String> {
    if body.content_type != "application/json" {
        return None;
    }
    let required = body.fields.iter().filter(|field| field.is_required);
    let fields: Map<String, Value> = required.map(|field| (field.name.clone(), value_of(field))).collect();
    (!fields.is_empty()).then(|| Value::Object(fields).to_string())
}

fn value_of(field: &FieldDescription) -> Value {
    if let Some(value) = field.values.first() {
        return json!(value);
    }
    match field.kind.split(' ').next().unwrap_or_default() {
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        "list" => json!([]),
        "string" | "" => json!("..."),
        _ => json!({}),
    }
}
