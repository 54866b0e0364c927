//! The parts of a LiteLLM `config.yaml` that the sandbox supports. Settings that it ignores are listed.

mod include;
pub(super) mod key_rules;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value, json};

use self::key_rules::KeyRule;
use super::error::Error;
use super::object::{self, JsonObject};
use super::providers;
use super::secrets::hash;

/// The master key of a sandbox whose configuration sets none.
pub const DEFAULT_MASTER_KEY: &str = "sk-1234";

/// The configuration of a sandbox.
///
/// ```
/// use litellm_proxy_sandbox::Config;
///
/// let config = Config::parse("{model_list: [{model_name: m, litellm_params: {model: openai/m}}], guardrails: []}")?;
/// assert_eq!(config.master_key(), "sk-1234");
/// assert_eq!(config.ignored_settings(), ["guardrails"]);
/// # Ok::<(), litellm_proxy_sandbox::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    pub(super) master_key: String,
    /// The hash of the master key, with which that of every request is compared.
    master_token: String,
    has_master_key: bool,
    /// The header that carries the key, in lower case.
    pub(super) key_header: String,
    /// The deployments of `model_list`.
    pub(super) models: Vec<JsonObject>,
    /// The fallbacks of each model group.
    pub(super) fallbacks: BTreeMap<String, Vec<String>>,
    /// As `fallbacks`, for requests that exceed a model's context window.
    pub(super) context_fallbacks: BTreeMap<String, Vec<String>>,
    /// The fallbacks of model groups without their own.
    pub(super) default_fallbacks: Vec<String>,
    /// `upperbound_key_generate_params`
    pub(super) key_bounds: JsonObject,
    /// `default_key_generate_params`
    pub(super) key_defaults: JsonObject,
    /// `sandbox_settings.key_generate_rules`, which replace `custom_key_generate`.
    pub(super) key_rules: Vec<KeyRule>,
    /// `general_settings.disable_custom_api_keys`: whether callers may not choose the secrets of keys.
    pub(super) chooses_secrets: bool,
    /// Whether spend logs keep requests and responses.
    pub(super) stores_prompts: bool,
    /// How long after the end of a request the log shows it, at most.
    pub(super) log_delay: Duration,
    /// `litellm_settings.max_budget`, the budget of the whole server.
    pub(super) max_budget: Option<f64>,
    /// `litellm_settings.budget_duration`, the reset interval of that budget.
    pub(super) budget_duration: Option<String>,
    /// `litellm_settings.max_end_user_budget_id`, the budget of customers without their own.
    pub(super) customer_budget: Option<String>,
    ignored: Vec<String>,
}

/// A source of a configuration: a file, YAML text, or a [`Config`].
#[derive(Debug, Clone)]
pub struct ConfigSource(pub(super) Source);

#[derive(Debug, Clone)]
pub(super) enum Source {
    File(PathBuf),
    Text(String),
    Parsed(Box<Config>),
}

impl From<&Path> for ConfigSource {
    /// Reads the file when the sandbox starts.
    fn from(path: &Path) -> Self {
        Self(Source::File(path.to_owned()))
    }
}

impl From<PathBuf> for ConfigSource {
    /// Reads the file when the sandbox starts.
    fn from(path: PathBuf) -> Self {
        Self(Source::File(path))
    }
}

impl From<&str> for ConfigSource {
    /// Takes the string for YAML text, not for a path.
    fn from(text: &str) -> Self {
        Self(Source::Text(text.to_owned()))
    }
}

impl From<String> for ConfigSource {
    /// Takes the string for YAML text, not for a path.
    fn from(text: String) -> Self {
        Self(Source::Text(text))
    }
}

impl From<Config> for ConfigSource {
    fn from(config: Config) -> Self {
        Self(Source::Parsed(Box::new(config)))
    }
}

impl ConfigSource {
    pub(super) fn load(self) -> Result<Config, Error> {
        match self.0 {
            Source::File(path) => Config::read(&path),
            Source::Text(text) => Config::parse(&text),
            Source::Parsed(config) => Ok(*config),
        }
    }
}

/// Supported LiteLLM settings that make no difference here.
const WITHOUT_EFFECT: [&str; 12] = [
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

impl Config {
    /// Reads a configuration file and the files that it includes. `os.environ/NAME` stands for a variable of the process.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::ReadConfig { path: path.to_owned(), source })?;
        Self::from_yaml(&text, Some(path))
            .map_err(|message| Error::InvalidConfig { path: Some(path.to_owned()), message })
    }

    /// Returns whether holders of the master key may read variables of the process: anybody knows the default one.
    pub(super) fn has_secret_master_key(&self) -> bool {
        self.master_key != DEFAULT_MASTER_KEY
    }

    /// Parses a configuration. `os.environ/NAME` stands for a variable of the process.
    pub fn parse(yaml: &str) -> Result<Self, Error> {
        Self::from_yaml(yaml, None).map_err(|message| Error::InvalidConfig { path: None, message })
    }

    /// Returns the master key.
    pub fn master_key(&self) -> &str {
        &self.master_key
    }

    /// Returns whether a master key was set, here or in the file; otherwise it is the well-known default.
    pub fn has_master_key(&self) -> bool {
        self.has_master_key
    }

    /// Replaces the master key, which should begin with `sk-`.
    pub fn set_master_key(&mut self, key: impl Into<String>) {
        self.master_key = key.into();
        self.master_token = hash(&self.master_key);
        self.has_master_key = true;
    }

    /// Returns whether a hash is that of the master key.
    pub(super) fn is_master_token(&self, token: &str) -> bool {
        self.master_token == token
    }

    /// Returns the settings of the configuration that the sandbox does not support, such as `guardrails`.
    pub fn ignored_settings(&self) -> &[String] {
        &self.ignored
    }

    fn empty() -> Self {
        Self {
            master_key: DEFAULT_MASTER_KEY.to_owned(),
            master_token: hash(DEFAULT_MASTER_KEY),
            has_master_key: false,
            key_header: "authorization".to_owned(),
            models: Vec::new(),
            fallbacks: BTreeMap::new(),
            context_fallbacks: BTreeMap::new(),
            default_fallbacks: Vec::new(),
            key_bounds: JsonObject::default(),
            key_defaults: JsonObject::default(),
            key_rules: Vec::new(),
            chooses_secrets: false,
            stores_prompts: false,
            log_delay: Duration::ZERO,
            max_budget: None,
            budget_duration: None,
            customer_budget: None,
            ignored: Vec::new(),
        }
    }

    /// Reads YAML; the files that it includes are relative to its path.
    fn from_yaml(text: &str, path: Option<&Path>) -> Result<Self, String> {
        let node = litellm_proxy_yaml::read(text).map_err(|error| error.to_string())?;
        match node.to_json() {
            Value::Object(fields) => {
                let fields = match path {
                    Some(path) => include::merge(path, fields)?,
                    None => fields,
                };
                Self::from_fields(JsonObject(fields), &environment_variable)
            }
            Value::Null => Self::from_fields(JsonObject::default(), &environment_variable),
            _ => Err("not a mapping".to_owned()),
        }
    }

    fn from_fields(mut fields: JsonObject, environment: Environment<'_>) -> Result<Self, String> {
        for value in fields.0.values_mut() {
            resolve(value, environment);
        }
        let mut config = Self::empty();
        let has_rules = fields.get_object("sandbox_settings").is_some_and(|own| own.contains_key("key_generate_rules"));
        for (section, value) in fields.0 {
            match (section.as_str(), value) {
                ("model_list", Value::Array(models)) => {
                    for (index, model) in models.into_iter().enumerate() {
                        let deployment = deployment(&JsonObject::from_json(model))
                            .map_err(|message| format!("model_list[{index}]: {message}"))?;
                        if providers::of(&deployment).is_some() {
                            config.models.push(deployment);
                        } else {
                            config.ignored.push(format!("model_list[{index}]: the provider of its model is unknown"));
                        }
                    }
                }
                (
                    name @ ("general_settings" | "litellm_settings" | "router_settings" | "sandbox_settings"),
                    Value::Object(fields),
                ) => {
                    for (field, value) in fields {
                        config.set(&format!("{name}.{field}"), value, has_rules)?;
                    }
                }
                (_, Value::Null) => {}
                (name, _) => config.ignored.push(name.to_owned()),
            }
        }
        Ok(config)
    }

    fn set(&mut self, name: &str, value: Value, has_rules: bool) -> Result<(), String> {
        match (name, value) {
            ("general_settings.master_key", Value::String(key)) => self.set_master_key(key),
            ("general_settings.litellm_key_header_name", Value::String(header)) => {
                self.key_header = header.to_ascii_lowercase();
            }
            ("general_settings.disable_custom_api_keys", Value::Bool(disabled)) => self.chooses_secrets = disabled,
            ("general_settings.store_prompts_in_spend_logs", Value::Bool(stores)) => self.stores_prompts = stores,
            ("litellm_settings.upperbound_key_generate_params", Value::Object(bounds)) => {
                self.key_bounds = JsonObject(bounds);
                // Amounts are floats: refusals show `5.0` for `5`.
                if let Some(budget) = self.key_bounds.get_f64("max_budget") {
                    self.key_bounds.set("max_budget", budget);
                }
            }
            ("litellm_settings.max_budget", Value::Number(budget)) => self.max_budget = budget.as_f64(),
            ("litellm_settings.budget_duration", Value::String(duration)) => self.budget_duration = Some(duration),
            ("litellm_settings.max_end_user_budget_id", Value::String(id)) => self.customer_budget = Some(id),
            ("litellm_settings.default_key_generate_params", Value::Object(defaults)) => {
                self.key_defaults = JsonObject(defaults);
            }
            ("litellm_settings.fallbacks" | "router_settings.fallbacks", Value::Array(list)) => {
                self.fallbacks.extend(named_lists(&list));
            }
            (
                "litellm_settings.context_window_fallbacks" | "router_settings.context_window_fallbacks",
                Value::Array(list),
            ) => self.context_fallbacks.extend(named_lists(&list)),
            ("litellm_settings.default_fallbacks" | "router_settings.default_fallbacks", Value::Array(list)) => {
                self.default_fallbacks = strings(&list);
            }
            ("sandbox_settings.key_generate_rules", Value::Array(rules)) => {
                self.key_rules = rules
                    .into_iter()
                    .map(|rule| KeyRule::parse(JsonObject::from_json(rule)))
                    .collect::<Result<_, _>>()?;
            }
            // The rules replace the Python function.
            ("general_settings.custom_key_generate", _) if has_rules => {}
            (name, Value::Null) if !name.is_empty() => {}
            (name, _) if WITHOUT_EFFECT.contains(&name) => {}
            ("general_settings.master_key", _) => return Err(format!("{name} is not a string")),
            (name, _) => self.ignored.push(name.to_owned()),
        }
        Ok(())
    }
}

fn strings(list: &[Value]) -> Vec<String> {
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Reads `[{a: [b, c]}, …]`.
fn named_lists(list: &[Value]) -> Vec<(String, Vec<String>)> {
    let entries = list.iter().filter_map(Value::as_object).flatten();
    entries.filter_map(|(name, to)| Some((name.clone(), strings(to.as_array()?)))).collect()
}

type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

fn environment_variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns the parameters of a stored deployment with the values of the variables that they name; those whose variable is
/// not set are dropped. The names of secrets elsewhere (`…_ref`) stay.
pub(super) fn with_variables(params: &Map<String, Value>) -> Map<String, Value> {
    let resolved = params.iter().filter_map(|(name, value)| {
        let mut value = value.clone();
        if value.is_string() && !name.ends_with("_ref") {
            resolve(&mut value, &environment_variable);
        }
        (!value.is_null() || params.get(name).is_some_and(Value::is_null)).then(|| (name.clone(), value))
    });
    resolved.collect()
}

/// Replaces each `os.environ/NAME` by the value of the variable.
fn resolve(value: &mut Value, environment: Environment<'_>) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix("os.environ/") {
                *value = environment(name).map_or(Value::Null, Value::String);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| resolve(item, environment)),
        Value::Object(fields) => fields.values_mut().for_each(|field| resolve(field, environment)),
        _ => {}
    }
}

/// Returns a deployment with an id that is the same at each start.
fn deployment(model: &JsonObject) -> Result<JsonObject, String> {
    let name = model.get_str("model_name").ok_or("has no model_name")?.to_owned();
    let mut params = model.get_object("litellm_params").ok_or("has no litellm_params")?.clone();
    for limit in ["tpm", "rpm"] {
        if let Some(value) = model.get(limit).filter(|_| params.get(limit).is_none_or(Value::is_null)) {
            params.insert(limit.to_owned(), value.clone());
        }
    }
    if !params.get("model").is_some_and(Value::is_string) {
        return Err("litellm_params has no model".to_owned());
    }
    let mut info = model.get_object("model_info").cloned().unwrap_or_default();
    let id = object::remove(&mut info, "id").and_then(|id| id.as_str().map(str::to_owned));
    let id = id.unwrap_or_else(|| hash(&format!("{name}{}", Value::Object(params.clone()))));
    let mut model_info = Map::from_iter([("id".to_owned(), Value::from(id)), ("db_model".to_owned(), false.into())]);
    model_info.extend(info);
    Ok(JsonObject::from_json(json!({ "model_name": name, "litellm_params": params, "model_info": model_info })))
}

/// Returns what a model says that the sandbox has by itself.
pub(super) fn own_response(model: &str) -> String {
    format!("Hello! This is {model}, played by the sandbox.")
}

impl Default for Config {
    /// Returns a configuration with three models that respond by themselves.
    fn default() -> Self {
        let models = [
            ("gpt-4o", "openai/gpt-4o"),
            ("gpt-4o-mini", "openai/gpt-4o-mini"),
            ("claude-sonnet-4-5", "anthropic/claude-sonnet-4-5"),
        ];
        let models = models.map(|(name, model)| {
            let response = own_response(name);
            json!({ "model_name": name, "litellm_params": { "model": model, "mock_response": response } })
        });
        let fields = JsonObject::from_json(json!({ "model_list": models }));
        Self::from_fields(fields, &|_| None).unwrap_or_else(|_| Self::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(yaml: &str) -> Result<Config, String> {
        Config::parse(yaml).map_err(|error| error.to_string())
    }

    #[test]
    fn unsupported_settings_are_listed_and_harmless_ones_are_not() {
        let config = parse(
            "general_settings: {alerting: [slack], some_new_thing: 1}\nlitellm_settings: {success_callback: [x]}\n\
             guardrails: []\nmodel_list: [{model_name: m, litellm_params: {model: no-such-provider/m}}]\n",
        )
        .unwrap();
        let expected = [
            "general_settings.some_new_thing",
            "litellm_settings.success_callback",
            "guardrails",
            "model_list[0]: the provider of its model is unknown",
        ];
        let mut ignored = config.ignored_settings().to_vec();
        ignored.sort_unstable();
        let mut sorted = expected.map(str::to_owned);
        sorted.sort_unstable();
        assert_eq!(ignored, sorted);
    }

    #[test]
    fn invalid_configurations_name_the_place() {
        for (yaml, message) in [
            ("[]", "not a mapping"),
            ("a: [", "line 2, column"),
            ("model_list: [{model_name: m}]", "model_list[0]: has no litellm_params"),
            ("model_list: [{model_name: m, litellm_params: {}}]", "model_list[0]: litellm_params has no model"),
            ("general_settings: {master_key: 5}", "general_settings.master_key is not a string"),
        ] {
            let error = parse(yaml).unwrap_err();
            assert!(error.contains(message), "{yaml}: {error}");
        }
    }

    #[test]
    fn environment_references_are_resolved_and_unset_variables_are_null() {
        let fields =
            json!({ "general_settings": { "master_key": "os.environ/KEY" }, "guardrails": "os.environ/UNSET" });
        let environment = |name: &str| (name == "KEY").then(|| "sk-from-environment".to_owned());
        let config = Config::from_fields(JsonObject::from_json(fields), &environment).unwrap();
        assert_eq!(config.master_key(), "sk-from-environment");
        assert_eq!(config.ignored_settings(), [""; 0]);
    }

    #[test]
    fn deployment_ids_are_stable() {
        let yaml = "model_list: [{model_name: m, litellm_params: {model: openai/m}}]";
        assert_eq!(parse(yaml).unwrap().models, parse(yaml).unwrap().models);
    }
}
