//! `--tools` and `--schema`: what the model may call, and what its answer must look like.

use anyhow::Result;
use clap::Args;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::answer::warn_of_end;
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::chat::{AnswerSchema, ChatCompletion, ChatRequest, Choice, Tool};

/// Options about the structure of requests and answers.
#[derive(Debug, Default, Args)]
pub(super) struct Structure {
    /// Tools that the model may call, as a JSON array, or @FILE; calls are printed, not executed
    #[arg(long, value_name = "JSON")]
    pub(super) tools: Option<String>,
    /// JSON schema that the answer must match, or @FILE; exit 1 if it does not
    #[arg(long, value_name = "JSON")]
    pub(super) schema: Option<String>,
}

impl Structure {
    /// Sets the tools of a request.
    pub(super) fn set_tools(&self, context: &mut Context, request: &mut ChatRequest) -> Result<()> {
        if let Some(tools) = &self.tools {
            let tools = context.arguments.json("--tools", tools)?;
            request.tools = Some(read_tools("--tools", tools)?);
        }
        Ok(())
    }

    /// Sets the format of the answer, and returns the schema to check it against.
    pub(super) fn set_schema(&self, context: &mut Context, request: &mut ChatRequest) -> Result<Option<AnswerSchema>> {
        let Some(schema) = &self.schema else { return Ok(None) };
        let schema = context.arguments.json("--schema", schema)?;
        request_schema(context, "--schema", schema, request).map(Some)
    }
}

/// Reads an array of tools. A function without its `type` around it is accepted.
pub(in crate::commands) fn read_tools(source: &str, tools: Value) -> Result<Vec<Tool>> {
    let invalid = |reason: &str| Failure::usage(format!("{source}: {reason}"));
    let list = match tools {
        Value::Array(list) => list,
        one @ Value::Object(_) => vec![one],
        _ => return Err(invalid("expected an array of tools")),
    };
    let tool = |tool: Value| {
        let is_function = tool.get("name").is_some_and(Value::is_string) && tool.get("type").is_none();
        let tool = if is_function { json!({"type": "function", "function": tool}) } else { tool };
        let has_name = tool.get("type").is_none_or(|kind| kind != "function")
            || tool.get("function").and_then(|function| function.get("name")).is_some_and(Value::is_string);
        serde_json::from_value::<Tool>(tool).ok().filter(|_| has_name)
    };
    let tools: Option<Vec<Tool>> = list.into_iter().map(tool).collect();
    tools.ok_or_else(|| invalid("each tool needs a `type` and a `function` with a `name`, or a `name` alone"))
}

/// Sets the format of the answer, and warns about what is not checked.
pub(super) fn request_schema(
    context: &mut Context,
    source: &str,
    schema: Value,
    request: &mut ChatRequest,
) -> Result<AnswerSchema> {
    let schema = AnswerSchema::new(schema).map_err(|error| Failure::usage(format!("{source}: {error}")))?;
    if !schema.is_strict() {
        context.output.warn(
            "the schema is not strict, so the model need not follow it: each object needs `additionalProperties: false` and all its properties in `required`",
        );
    }
    let unchecked = schema.unchecked();
    if !unchecked.is_empty() {
        context.output.warn(format_args!("the answer is not checked against `{}`", unchecked.join("`, `")));
    }
    request.response_format = Some(schema.response_format());
    Ok(schema)
}

/// Checks each choice that has an answer. Tool calls are not answers yet.
pub(super) fn check(schema: &AnswerSchema, completion: &ChatCompletion) -> Result<()> {
    completion.choices.iter().filter(|choice| !is_call(choice)).try_for_each(|choice| check_choice(schema, choice))
}

/// Prints the JSON that the model wrote in each choice, through the filter of `--jq`, and checks it.
pub(super) fn print(context: &mut Context, schema: &AnswerSchema, completion: &ChatCompletion) -> Result<()> {
    for choice in &completion.choices {
        warn_of_end(context, choice);
        if is_call(choice) {
            let message = "the model called a tool, so there is no answer for --jq; --format json has the call";
            return Err(Failure::Refused(message.to_owned()).into());
        }
        let text = choice.message.text();
        let printed = match serde_json::from_str::<&RawValue>(text.trim()) {
            Ok(answer) => context.output.value(&answer).map(drop),
            // It is not lost.
            Err(_) if !text.is_empty() => {
                context.output.note(&text);
                Ok(())
            }
            Err(_) => Ok(()),
        };
        // The filter may have failed for the same reason.
        check_choice(schema, choice)?;
        printed?;
    }
    Ok(())
}

fn is_call(choice: &Choice) -> bool {
    !choice.message.tool_calls.is_empty() || choice.message.function_call().is_some()
}

fn check_choice(schema: &AnswerSchema, choice: &Choice) -> Result<()> {
    let message = &choice.message;
    let text = message.text();
    if message.refusal_text().is_some() && text.is_empty() {
        return Err(Failure::Refused("the model refused, so there is no answer for the schema".to_owned()).into());
    }
    let checked = schema.check(&text);
    checked.map_err(|error| Failure::Refused(format!("the answer does not match the schema: {error}")).into())
}
