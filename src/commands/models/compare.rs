//! `models compare`: price, context and abilities of models, side by side.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use futures_util::future::join;
use litellm_proxy_client::models::Deployment;
use litellm_proxy_client::{Error, Lossless};
use serde::Serialize;
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr as _;

use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, cut, per_million};

const PRICE_MAP: &str = "/public/litellm_model_cost_map";
/// What a cell has that is not known or not claimed.
const NOTHING: &str = "–";

/// Abilities: their field and what they are called.
const ABILITIES: [(&str, &str); 12] = [
    ("supports_function_calling", "Tools"),
    ("supports_parallel_function_calling", "Parallel tools"),
    ("supports_response_schema", "JSON schema"),
    ("supports_vision", "Vision"),
    ("supports_pdf_input", "PDF"),
    ("supports_audio_input", "Audio in"),
    ("supports_audio_output", "Audio out"),
    ("supports_reasoning", "Reasoning"),
    ("supports_prompt_caching", "Prompt caching"),
    ("supports_web_search", "Web search"),
    ("supports_computer_use", "Computer use"),
    ("supports_system_messages", "System messages"),
];

#[derive(Debug, Args)]
#[command(after_help = "\
A model is a name that the key may call, the id of a deployment, or a name in LiteLLM's price map,
as gpt-4o or azure/gpt-4o. What a deployment does not say is taken from the price map. A dash stands
for what is not known or not claimed.

Examples:
  litellm-proxy models compare gpt-4 gpt-4o
  litellm-proxy models compare gpt-4 gpt-4o --format csv
  litellm-proxy models compare gpt-4 gpt-4o --jq '.[].input_cost_per_token'")]
pub(crate) struct Compare {
    /// Names of models, or ids of deployments
    #[arg(required = true, num_args = 1.., value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    models: Vec<String>,
}

/// A model, as far as it is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Facts {
    model: String,
    /// `deployment` or `price_map`.
    source: &'static str,
    upstream_model: Option<String>,
    provider: Option<String>,
    mode: Option<String>,
    input_cost_per_token: Option<f64>,
    output_cost_per_token: Option<f64>,
    cache_read_input_token_cost: Option<f64>,
    max_input_tokens: Option<u64>,
    max_output_tokens: Option<u64>,
    abilities: Vec<&'static str>,
    deprecation_date: Option<String>,
    successor_model: Option<String>,
}

impl Compare {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        context.refuse_curl()?;
        let client = context.client()?;
        let map = client.http().request("GET", PRICE_MAP);
        let (deployments, map) = join(client.models().info(), map).await;
        let deployments = deployments?;
        let map = match map {
            Ok(Value::Object(map)) => map,
            Ok(_) | Err(Error::NotFound(_)) => Map::new(),
            Err(error) => {
                context.output.warn(format_args!("the price map cannot be read: {error}"));
                Map::new()
            }
        };
        let facts: Vec<Facts> =
            self.models.iter().map(|name| facts(name, &deployments, &map)).collect::<Result<_>>()?;
        self.warn_about_differences(context, &deployments);
        if context.output.is_for_people() && !context.output.is_tabular() {
            let text = table(&facts, context.output.terminal().width.map(usize::from));
            return context.output.prose(&text).map(Outcome::done);
        }
        context.output.list("model", &facts, &COLUMNS.iter().collect::<Vec<_>>(), &facts)
    }

    /// Warns about names whose deployments have several prices.
    fn warn_about_differences(&self, context: &mut Context, deployments: &[Lossless<Deployment>]) {
        for name in &self.models {
            let of_name: Vec<_> = deployments.iter().filter(|deployment| is_named(deployment, name)).collect();
            let price = |deployment: &Deployment| {
                let field = |name: &str| number(&deployment.model_info, name);
                (field("input_cost_per_token"), field("output_cost_per_token"))
            };
            let Some(first) = of_name.first().map(|deployment| price(deployment)) else { continue };
            if of_name.iter().any(|deployment| price(deployment) != first) {
                context.output.warn(format_args!(
                    "the deployments of `{name}` have several prices; these are of the first: name their ids to compare them"
                ));
            }
        }
    }
}

fn is_named(deployment: &Deployment, name: &str) -> bool {
    deployment.model_name.as_deref() == Some(name)
}

fn number(fields: &Map<String, Value>, name: &str) -> Option<f64> {
    fields.get(name).and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()))
}

/// Collects what is known about a model.
fn facts(name: &str, deployments: &[Lossless<Deployment>], map: &Map<String, Value>) -> Result<Facts> {
    let found = deployments.iter().find(|deployment| is_named(deployment, name));
    let found = found.or_else(|| deployments.iter().find(|deployment| deployment.id() == Some(name)));
    let upstream = found.and_then(|deployment| deployment.upstream_model());
    let base = found.and_then(|deployment| deployment.model_info.get("base_model")).and_then(Value::as_str);
    let key = found.and_then(|deployment| deployment.model_info.get("key")).and_then(Value::as_str);
    let entry = [base, key, upstream, Some(name)].into_iter().flatten().find_map(|name| entry(map, name));
    if found.is_none() && entry.is_none() {
        return Err(unknown(name, deployments, map));
    }
    let empty = Map::new();
    let info = found.map_or(&empty, |deployment| &deployment.model_info);
    let entry = entry.unwrap_or(&empty);
    let value = |field: &str| info.get(field).filter(|value| !value.is_null()).or_else(|| entry.get(field));
    let text = |field: &str| value(field).and_then(Value::as_str).map(str::to_owned);
    // Servers report an unknown price as null, and older ones as 0.
    let price = |field: &str| {
        let positive = |fields: &Map<String, Value>| number(fields, field).filter(|price| *price > 0.0);
        positive(info).or_else(|| positive(entry))
    };
    let count = |field: &str| value(field).and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok()));
    let claims = |field: &str| value(field).and_then(Value::as_bool).unwrap_or_default();
    Ok(Facts {
        model: name.to_owned(),
        source: if found.is_some() { "deployment" } else { "price_map" },
        upstream_model: upstream.map(str::to_owned),
        provider: text("litellm_provider"),
        mode: text("mode"),
        input_cost_per_token: price("input_cost_per_token"),
        output_cost_per_token: price("output_cost_per_token"),
        cache_read_input_token_cost: price("cache_read_input_token_cost"),
        max_input_tokens: count("max_input_tokens"),
        max_output_tokens: count("max_output_tokens"),
        abilities: ABILITIES.iter().filter(|(field, _)| claims(field)).map(|(_, title)| *title).collect(),
        deprecation_date: text("deprecation_date"),
        successor_model: text("successor_model"),
    })
}

/// Finds a model in the price map, with or without its provider.
fn entry<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    let bare = name.split_once('/').map(|(_, bare)| bare);
    [Some(name), bare].into_iter().flatten().find_map(|name| map.get(name).and_then(Value::as_object))
}

fn unknown(name: &str, deployments: &[Lossless<Deployment>], map: &Map<String, Value>) -> anyhow::Error {
    let names = deployments.iter().filter_map(|deployment| deployment.model_name.as_deref());
    let names = names.chain(map.keys().map(String::as_str));
    let similar = names.map(|known| (strsim::jaro_winkler(known, name), known)).filter(|(score, _)| *score > 0.85);
    let nearest = similar.max_by(|(one, _), (other, _)| one.total_cmp(other));
    let advice = nearest.map(|(_, known)| format!("; did you mean `{known}`?")).unwrap_or_default();
    Failure::NotFound(format!("neither the server nor the price map has a model `{name}`{advice}")).into()
}

/// A row of the table: its title and what it shows.
type Line = (&'static str, fn(&Facts) -> Option<String>);

const LINES: [Line; 10] = [
    ("Upstream", |facts| facts.upstream_model.clone()),
    ("Provider", |facts| facts.provider.clone()),
    ("Mode", |facts| facts.mode.clone()),
    ("Input $/1M", |facts| facts.input_cost_per_token.map(per_million)),
    ("Output $/1M", |facts| facts.output_cost_per_token.map(per_million)),
    ("Cached input $/1M", |facts| facts.cache_read_input_token_cost.map(per_million)),
    ("Input tokens", |facts| facts.max_input_tokens.map(|count| count.to_string())),
    ("Output tokens", |facts| facts.max_output_tokens.map(|count| count.to_string())),
    ("Deprecated", |facts| facts.deprecation_date.clone()),
    ("Successor", |facts| facts.successor_model.clone()),
];

/// Draws a table whose columns are the models. Rows that say nothing about any of them are left out.
fn table(facts: &[Facts], width: Option<usize>) -> String {
    let mut rows: Vec<Vec<String>> =
        vec![std::iter::once(String::new()).chain(facts.iter().map(|facts| facts.model.clone())).collect()];
    let mut push = |title: &str, cells: Vec<Option<String>>| {
        if cells.iter().any(Option::is_some) {
            let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| NOTHING.to_owned()));
            rows.push(std::iter::once(title.to_owned()).chain(cells).collect());
        }
    };
    for (title, cell) in LINES {
        push(title, facts.iter().map(cell).collect());
    }
    for (_, title) in ABILITIES {
        let has = |facts: &Facts| facts.abilities.contains(&title).then(|| "✓".to_owned());
        push(title, facts.iter().map(has).collect());
    }
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..=facts.len()).map(|column| widest(column).unwrap_or_default()).collect();
    // On a terminal the models share the room.
    let titles = widths.first().copied().unwrap_or_default();
    let is_too_wide = |width: usize| widths.iter().map(|width| width + 2).sum::<usize>() > width + 2;
    let share =
        width.filter(|width| is_too_wide(*width)).map(|width| width.saturating_sub(titles) / facts.len().max(1));
    let most = share.map_or(usize::MAX, |share| share.saturating_sub(2).max(8));
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let width = if column == 0 { *width } else { (*width).min(most) };
            let cell = cut(cell, width);
            line.push_str(&cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        let line = line.trim_end();
        text.push_str(&width.map_or_else(|| line.to_owned(), |width| cut(line, width)));
        text.push('\n');
    }
    text
}

const COLUMNS: &[Column<Facts>] = &[
    Column::new("model", "Model", |facts: &Facts| facts.model.clone()),
    Column::new("provider", "Provider", |facts: &Facts| facts.provider.clone().unwrap_or_default()),
    Column::new("mode", "Mode", |facts: &Facts| facts.mode.clone().unwrap_or_default()),
    Column::right("input_cost_per_token", "Input", |facts: &Facts| plain(facts.input_cost_per_token)),
    Column::right("output_cost_per_token", "Output", |facts: &Facts| plain(facts.output_cost_per_token)),
    Column::right("max_input_tokens", "Input Tokens", |facts: &Facts| plain(facts.max_input_tokens)),
    Column::right("max_output_tokens", "Output Tokens", |facts: &Facts| plain(facts.max_output_tokens)),
    Column::new("abilities", "Abilities", |facts: &Facts| facts.abilities.join(", ")),
    Column::new("deprecation_date", "Deprecated", |facts: &Facts| facts.deprecation_date.clone().unwrap_or_default()),
];

fn plain(value: Option<impl std::fmt::Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
