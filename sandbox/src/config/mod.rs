//! What a `config.yaml` of LiteLLM says, as far as the sandbox goes by it. What it does not go by is named.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};

use super::caller::hash;
use super::row::Row;
use super::rules::new_keys::Rule;
use super::rules::providers;

/// The master key of a sandbox that nobody chose one for.
pub const DEFAULT_MASTER_KEY: &str = "sk-1234";

/// Settings of a sandbox.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The key that may do everything.
    pub master_key: String,
    /// The header that carries the key, in small letters.
    pub(super) key_header: String,
    /// The deployments of the configuration.
    pub(super) models: Vec<Row>,
    /// Other model groups for each that fails.
    pub(super) fallbacks: BTreeMap<String, Vec<String>>,
    /// The same for questions that are too long for a model.
    pub(super) context_fallbacks: BTreeMap<String, Vec<String>>,
    /// For each that has none of its own.
    pub(super) default_fallbacks: Vec<String>,
    /// `upperbound_key_generate_params`
    pub(super) key_bounds: Row,
    /// `default_key_generate_params`
    pub(super) key_defaults: Row,
    /// `sandbox_settings.key_generate_rules`, in the place of `custom_key_generate`.
    pub(super) key_rules: Vec<Rule>,
    /// Whether requests and answers are kept with what they cost.
    pub(super) keeps_prompts: bool,
    /// `litellm_settings.max_budget`: what all together may spend.
    pub(super) max_budget: Option<f64>,
    /// `litellm_settings.budget_duration`: after what time that begins anew.
    pub(super) budget_duration: Option<String>,
    /// `litellm_settings.max_end_user_budget_id`: the budget of customers without one of their own.
    pub(super) customer_budget: Option<String>,
}

/// Settings that are known and make no difference here.
const OF_NO_EFFECT: [&str; 12] = [
    "general_settings.database_url",
    "general_settings.store_model_in_db",
    "general_settings.proxy_batch_write_at",
    "general_settings.database_connection_pool_limit",
    "general_settings.disable_spend_logs",
    "general_settings.alerting",
    "litellm_settings.telemetry",
    "litellm_settings.drop_params",
    "litellm_settings.set_verbose",
    "litellm_settings.request_timeout",
    "litellm_settings.num_retries",
    "router_settings.routing_strategy",
];

impl Settings {
    /// Without a configuration: models that answer by themselves.
    pub fn without_config() -> Self {
        let models = [
            ("gpt-4o", "openai/gpt-4o"),
            ("gpt-4o-mini", "openai/gpt-4o-mini"),
            ("claude-sonnet-4-5", "anthropic/claude-sonnet-4-5"),
        ];
        let models = models.map(|(name, model)| {
            let answer = format!("Hello! This is {name}, played by the sandbox.");
            json!({ "model_name": name, "litellm_params": { "model": model, "mock_response": answer } })
        });
        Self::of(Row::of(json!({ "model_list": models })), &|_| None)
            .map_or_else(|_| Self::empty(), |(settings, _)| settings)
    }

    fn empty() -> Self {
        Self {
            master_key: DEFAULT_MASTER_KEY.to_owned(),
            key_header: "authorization".to_owned(),
            models: Vec::new(),
            fallbacks: BTreeMap::new(),
            context_fallbacks: BTreeMap::new(),
            default_fallbacks: Vec::new(),
            key_bounds: Row::default(),
            key_defaults: Row::default(),
            key_rules: Vec::new(),
            keeps_prompts: false,
            max_budget: None,
            budget_duration: None,
            customer_budget: None,
        }
    }

    /// Reads a configuration. Beside the settings, a line for each thing in it that is not gone by.
    pub fn read(path: &Path, environment: &dyn Fn(&str) -> Option<String>) -> Result<(Self, Vec<String>)> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let node = litellm_proxy_yaml::read(&text)
            .map_err(|error| anyhow::anyhow!("{}: {}: {}", path.display(), error.position, error.message))?;
        let config = match node.to_json() {
            Value::Object(fields) => Row(fields),
            Value::Null => Row::default(),
            _ => bail!("{}: not a mapping", path.display()),
        };
        Self::of(config, environment).with_context(|| path.display().to_string())
    }

    fn of(mut config: Row, environment: &dyn Fn(&str) -> Option<String>) -> Result<(Self, Vec<String>)> {
        for value in config.0.values_mut() {
            resolve(value, environment)?;
        }
        let mut settings = Self::empty();
        let mut unknown = Vec::new();
        let has_rules = config.object("sandbox_settings").is_some_and(|own| own.contains_key("key_generate_rules"));
        for (section, value) in config.0 {
            match (section.as_str(), value) {
                ("model_list", Value::Array(models)) => {
                    for (index, model) in models.into_iter().enumerate() {
                        let deployment = deployment(&Row::of(model)).with_context(|| format!("model_list[{index}]"))?;
                        if providers::of(&deployment).is_some() {
                            settings.models.push(deployment);
                        } else {
                            unknown.push(format!("model_list[{index}]: no provider is known for its model"));
                        }
                    }
                }
                (
                    name @ ("general_settings" | "litellm_settings" | "router_settings" | "sandbox_settings"),
                    Value::Object(fields),
                ) => {
                    for (field, value) in fields {
                        settings.set(&format!("{name}.{field}"), value, has_rules, &mut unknown)?;
                    }
                }
                (_, Value::Null) => {}
                (name, _) => unknown.push(name.to_owned()),
            }
        }
        Ok((settings, unknown))
    }

    fn set(&mut self, name: &str, value: Value, has_rules: bool, unknown: &mut Vec<String>) -> Result<()> {
        match (name, value) {
            ("general_settings.master_key", Value::String(key)) => self.master_key = key,
            ("general_settings.litellm_key_header_name", Value::String(header)) => {
                self.key_header = header.to_ascii_lowercase();
            }
            ("general_settings.store_prompts_in_spend_logs", Value::Bool(keeps)) => self.keeps_prompts = keeps,
            ("litellm_settings.upperbound_key_generate_params", Value::Object(bounds)) => {
                self.key_bounds = Row(bounds);
                // Money is said with its fraction.
                if let Some(budget) = self.key_bounds.number("max_budget") {
                    self.key_bounds.set("max_budget", budget);
                }
            }
            ("litellm_settings.max_budget", Value::Number(budget)) => self.max_budget = budget.as_f64(),
            ("litellm_settings.budget_duration", Value::String(duration)) => self.budget_duration = Some(duration),
            ("litellm_settings.max_end_user_budget_id", Value::String(id)) => self.customer_budget = Some(id),
            ("litellm_settings.default_key_generate_params", Value::Object(defaults)) => {
                self.key_defaults = Row(defaults);
            }
            ("litellm_settings.fallbacks" | "router_settings.fallbacks", Value::Array(list)) => {
                self.fallbacks.extend(named_lists(&list));
            }
            (
                "litellm_settings.context_window_fallbacks" | "router_settings.context_window_fallbacks",
                Value::Array(list),
            ) => self.context_fallbacks.extend(named_lists(&list)),
            ("litellm_settings.default_fallbacks" | "router_settings.default_fallbacks", Value::Array(list)) => {
                self.default_fallbacks = texts(&list);
            }
            ("sandbox_settings.key_generate_rules", Value::Array(rules)) => {
                self.key_rules = rules.into_iter().map(|rule| Rule::of(Row::of(rule))).collect::<Result<_>>()?;
            }
            // What a Python function decides there, these rules decide here.
            ("general_settings.custom_key_generate", _) if has_rules => {}
            (name, Value::Null) if !name.is_empty() => {}
            (name, _) if OF_NO_EFFECT.contains(&name) => {}
            ("general_settings.master_key", _) => bail!("{name} is no text"),
            (name, _) => unknown.push(name.to_owned()),
        }
        Ok(())
    }
}

fn texts(list: &[Value]) -> Vec<String> {
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// `[{a: [b, c]}, …]`
fn named_lists(list: &[Value]) -> Vec<(String, Vec<String>)> {
    let entries = list.iter().filter_map(Value::as_object).flatten();
    entries.filter_map(|(name, to)| Some((name.clone(), texts(to.as_array()?)))).collect()
}

/// Puts the value of a variable in the place of each `os.environ/NAME`.
fn resolve(value: &mut Value, environment: &dyn Fn(&str) -> Option<String>) -> Result<()> {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix("os.environ/") {
                *value = environment(name).map_or(Value::Null, Value::String);
            }
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| resolve(item, environment))?,
        Value::Object(fields) => fields.values_mut().try_for_each(|field| resolve(field, environment))?,
        _ => {}
    }
    Ok(())
}

/// A deployment of the configuration: it has an id, the same at each start.
fn deployment(model: &Row) -> Result<Row> {
    let name = model.text("model_name").context("has no model_name")?.to_owned();
    let params = model.object("litellm_params").context("has no litellm_params")?.clone();
    if !params.get("model").is_some_and(Value::is_string) {
        bail!("litellm_params have no model");
    }
    let mut info = model.object("model_info").cloned().unwrap_or_default();
    let id = info.shift_remove("id").and_then(|id| id.as_str().map(str::to_owned));
    let id = id.unwrap_or_else(|| hash(&format!("{name}{}", Value::Object(params.clone()))));
    let mut model_info = Map::from_iter([("id".to_owned(), Value::from(id)), ("db_model".to_owned(), false.into())]);
    model_info.extend(info);
    Ok(Row::of(json!({ "model_name": name, "litellm_params": params, "model_info": model_info })))
}
