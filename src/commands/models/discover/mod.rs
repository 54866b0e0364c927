//! `models discover`: what a provider offers, and what of it the server lacks. The provider is asked by this program.

mod providers;

use std::collections::BTreeMap;

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use futures_util::future::join3;
use litellm_proxy_client::models::Deployment;
use litellm_proxy_client::{ApiKey, Error, Lossless, parse_base_url};
use litellm_proxy_yaml::write::string;
use serde::Serialize;
use serde_json::{Value, json};

use self::providers::{Header, Offer, PROVIDERS, Provider, offers};
use crate::commands::confirm::count;
use crate::context::Context;
use crate::failure::{Failure, SourceServerError};
use crate::outcome::Outcome;
use crate::output::Column;

/// How far ahead deprecations are reported, in days.
const DAYS_AHEAD: &str = "365";
const ANTHROPIC_VERSION: &str = "2023-06-01";

#[derive(Debug, Args)]
#[command(after_help = "\
The provider is asked from this machine, with the key that you give: servers do not show theirs. The
key goes nowhere else. PROVIDER is a name that LiteLLM has for it, such as openai, anthropic, gemini,
mistral, groq or ollama, or the URL of an OpenAI-compatible server.

--yaml prints an entry of model_list for each model that the server lacks; `models import` and
`apply` take it. It names an environment variable of the server for the key.

Examples:
  litellm-proxy models discover openai --provider-key @openai.key
  litellm-proxy models discover http://ollama:11434 --missing
  litellm-proxy models discover http://ollama:11434 --yaml > models.yaml")]
pub(crate) struct Discover {
    /// Name of a provider, or URL of an OpenAI-compatible server
    #[arg(value_name = "PROVIDER", value_parser = NonEmptyStringValueParser::new())]
    provider: String,
    /// Key of the provider, or @FILE or @- to read it
    #[arg(long, value_name = "KEY")]
    provider_key: Option<String>,
    /// Show only models that the server lacks
    #[arg(long)]
    missing: bool,
    /// Print entries of model_list for the models that the server lacks
    #[arg(long)]
    yaml: bool,
}

/// Where models are listed.
struct Source {
    /// What LiteLLM puts before the names of the models.
    prefix: &'static str,
    base: String,
    header: Header,
    variable: &'static str,
    /// Whether deployments need the URL.
    is_url: bool,
}

/// A model that the provider offers.
#[derive(Debug, Clone, Serialize)]
struct Found {
    id: String,
    owned_by: Option<String>,
    upstream_model: String,
    /// Public names under which the server has it.
    served_as: Vec<String>,
    deprecation_date: Option<String>,
    successor_model: Option<String>,
}

impl Discover {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        context.refuse_curl()?;
        let source = source(&self.provider)?;
        let key = self.provider_key.as_ref().map(|key| context.arguments.string(key)).transpose()?;
        let key = key.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty());
        let client = context.client()?;
        let asking = ask(context, &source, key.as_deref());
        let deprecations = client.http().request("GET", "/model/deprecations").query("warn_within_days", DAYS_AHEAD);
        let (listed, deployments, deprecations) = join3(asking, client.models().deployments(), deprecations).await;
        let (base, offered) = listed.map_err(|error| {
            error.context(SourceServerError {
                message: format!("cannot list the models of {}", self.provider),
                key_option: "--provider-key",
                url_option: if source.is_url { "the command line" } else { "the provider's name" },
            })
        })?;
        let deployments = deployments?;
        context.output.note(format_args!("asked {base}/models from this machine, not from the server"));
        let deprecated = match deprecations {
            Ok(response) => by_model(&response),
            Err(error) => {
                let reason = match error.status().map(|status| status.as_u16()) {
                    _ if error.is_not_found() => "it is too old".to_owned(),
                    Some(401 | 403) => "they are for admins only".to_owned(),
                    _ => error.to_string(),
                };
                context.output.note(format_args!("the server cannot tell deprecations: {reason}"));
                BTreeMap::new()
            }
        };
        let source = Source { base, ..source };
        let mut found: Vec<Found> =
            offered.into_iter().map(|offer| describe(offer, &source, &deployments, &deprecated)).collect();
        let (all, missing) = (found.len(), found.iter().filter(|model| model.served_as.is_empty()).count());
        if self.missing || self.yaml {
            found.retain(|model| model.served_as.is_empty());
        }
        let outcome = if self.yaml {
            let entries: Vec<Value> = found.iter().map(|model| entry(model, &source, key.is_some())).collect();
            context.output.document(&json!({"model_list": entries}), &yaml(&found, &source, key.is_some()))?;
            Outcome::Done
        } else {
            context.output.list("model", &found, &COLUMNS.iter().collect::<Vec<_>>(), &found)?
        };
        context.output.note(format_args!("{} offered, {missing} of them not on the server", count(all, "model")));
        Ok(outcome)
    }
}

/// Finds a provider by name, or takes a URL.
fn source(name: &str) -> Result<Source> {
    if name.contains("://") {
        let url = parse_base_url(name).map_err(|error| Failure::usage(error.to_string()))?;
        let base = url.as_str().trim_end_matches('/').to_owned();
        return Ok(Source {
            prefix: "openai",
            base,
            header: Header::Bearer,
            variable: "PROVIDER_API_KEY",
            is_url: true,
        });
    }
    let found = PROVIDERS.iter().find(|provider| provider.name == name.to_ascii_lowercase());
    let Some(Provider { name, base, header, variable }) = found.copied() else {
        let names: Vec<&str> = PROVIDERS.iter().map(|provider| provider.name).collect();
        let similar = names.iter().map(|known| (strsim::jaro_winkler(known, name), *known));
        let nearest = similar.max_by(|(one, _), (other, _)| one.total_cmp(other)).filter(|(score, _)| *score > 0.75);
        let hint = match nearest {
            Some((_, known)) => format!("did you mean `{known}`?"),
            None => format!("name one of {}, or give the URL of an OpenAI-compatible server", names.join(", ")),
        };
        return Err(Failure::Usage {
            message: format!("`{name}` is not a provider that lists its models"),
            hint: Some(hint),
        }
        .into());
    };
    Ok(Source { prefix: name, base: base.to_owned(), header, variable, is_url: false })
}

/// Lists the models of a provider. Returns them with the URL that has them.
async fn ask(context: &Context, source: &Source, key: Option<&str>) -> Result<(String, Vec<Offer>)> {
    let mut bases = vec![source.base.clone()];
    if source.is_url && !source.base.ends_with("/v1") {
        // Ollama, vLLM and others have it there.
        bases.insert(0, format!("{}/v1", source.base));
    }
    let mut last = None;
    for base in bases {
        match list(context, source.header, &base, key).await {
            Ok(offers) => return Ok((base, offers)),
            Err(error) if is_elsewhere(&error) => last = last.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| Failure::usage("there is no URL to ask")))
}

/// Returns whether an error says that a URL has no list of models.
fn is_elsewhere(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(Error::NotFound(_) | Error::UnexpectedResponse { .. }))
}

async fn list(context: &Context, header: Header, base: &str, key: Option<&str>) -> Result<Vec<Offer>> {
    let mut builder = context.unconfigured_builder(base)?;
    if let (Header::Bearer, Some(key)) = (header, key) {
        builder = builder.api_key(ApiKey::pasted(key));
    }
    let client = builder.build()?;
    let mut call = client.http().request("GET", "/models");
    if let (Header::Anthropic, Some(key)) = (header, key) {
        call = call.header("x-api-key", key).header("anthropic-version", ANTHROPIC_VERSION).query("limit", "1000");
    }
    let response = call.await?;
    offers(&response).ok_or_else(|| Failure::Refused(format!("{base}/models is not a list of models")).into())
}

/// Returns the dates and successors of deprecated models, by upstream model.
fn by_model(response: &Value) -> BTreeMap<String, (String, Option<String>)> {
    let lists = ["deprecated", "imminent", "upcoming"].into_iter().filter_map(|name| response.get(name)?.as_array());
    let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let row = |row: &Value| {
        let dates = (text(row, "deprecation_date")?, text(row, "successor_model"));
        Some((text(row, "litellm_model")?, dates))
    };
    lists.flatten().filter_map(row).collect()
}

fn describe(
    offer: Offer,
    source: &Source,
    deployments: &[Lossless<Deployment>],
    deprecated: &BTreeMap<String, (String, Option<String>)>,
) -> Found {
    let upstream = format!("{}/{}", source.prefix, offer.id);
    let text = |deployment: &Deployment, name: &str| {
        deployment.litellm_params.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    let is_same = |deployment: &&Lossless<Deployment>| {
        let model = deployment.upstream_model().unwrap_or_default();
        let of_provider = text(deployment, "custom_llm_provider").as_deref() == Some(source.prefix);
        // Without a provider, LiteLLM takes the well-known names of OpenAI.
        let is_bare = model == offer.id && (of_provider || source.prefix == "openai");
        let base = text(deployment, "api_base").or_else(|| text(deployment, "base_url"));
        let is_there = match base {
            Some(base) => base.trim_end_matches('/') == source.base || !source.is_url,
            None => !source.is_url,
        };
        (model == upstream || is_bare) && is_there
    };
    let mut served_as: Vec<String> =
        deployments.iter().filter(is_same).filter_map(|deployment| deployment.model_name.clone()).collect();
    served_as.sort();
    served_as.dedup();
    let dates = deprecated.get(&offer.id).or_else(|| deprecated.get(&upstream)).cloned();
    let (deprecation_date, successor_model) = dates.map_or((None, None), |(date, successor)| (Some(date), successor));
    Found {
        id: offer.id,
        owned_by: offer.owned_by,
        upstream_model: upstream,
        served_as,
        deprecation_date,
        successor_model,
    }
}

/// Returns the parameters of a deployment, in order.
fn parameters(model: &Found, source: &Source, has_key: bool) -> Vec<(&'static str, String)> {
    let mut parameters = vec![("model", model.upstream_model.clone())];
    if source.is_url {
        parameters.push(("api_base", source.base.clone()));
    }
    match (source.is_url, has_key) {
        (true, true) => parameters.push(("api_key", format!("os.environ/{}", source.variable))),
        // LiteLLM requires some key.
        (true, false) => parameters.push(("api_key", "none".to_owned())),
        (false, _) if !source.variable.is_empty() => {
            parameters.push(("api_key", format!("os.environ/{}", source.variable)));
        }
        (false, _) => {}
    }
    parameters
}

/// Returns an entry of `model_list`.
fn entry(model: &Found, source: &Source, has_key: bool) -> Value {
    let parameters = parameters(model, source, has_key).into_iter();
    let parameters: serde_json::Map<String, Value> =
        parameters.map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    json!({"model_name": model.id, "litellm_params": parameters})
}

fn yaml(found: &[Found], source: &Source, has_key: bool) -> String {
    if found.is_empty() {
        return "model_list: []\n".to_owned();
    }
    let mut text = "model_list:\n".to_owned();
    for model in found {
        text.push_str("  - model_name: ");
        string(&mut text, &model.id);
        text.push_str("\n    litellm_params:\n");
        for (name, value) in parameters(model, source, has_key) {
            text.push_str("      ");
            text.push_str(name);
            text.push_str(": ");
            string(&mut text, &value);
            text.push('\n');
        }
    }
    text
}

const COLUMNS: &[Column<Found>] = &[
    Column::new("id", "Model", |model: &Found| model.id.clone()),
    Column::new("owned_by", "Owned By", |model: &Found| model.owned_by.clone().unwrap_or_default()).optional(1),
    Column::new("served_as", "On the Server", |model: &Found| model.served_as.join(", ")),
    Column::new("deprecation_date", "Deprecated", |model: &Found| model.deprecation_date.clone().unwrap_or_default()),
    Column::new("successor_model", "Successor", |model: &Found| model.successor_model.clone().unwrap_or_default())
        .optional(2),
];
