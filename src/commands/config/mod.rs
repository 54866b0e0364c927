//! `config`: settings in `~/.litellm/config.json`, a file that other LiteLLM tools read too.

mod contexts;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::config::{self, CONTEXT, CONTEXTS, FIELDS, SETTINGS, StoredContext};
use crate::context::Context;
use crate::failure::Failure;
use crate::files;
use crate::outcome::Outcome;
use crate::output::{Column, cell};
use litellm_proxy_client::parse_base_url;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy config set base_url https://litellm.example.com
  litellm-proxy config list
  litellm-proxy config contexts add prod --base-url https://litellm.example.com")]
pub(crate) enum Command {
    /// Show one setting or all of them
    #[command(after_help = "\
Examples:
  litellm-proxy config get base_url
  litellm-proxy config get base_url --format json
  litellm-proxy config get pkce")]
    Get(Get),
    /// List all settings in the file, including those of other tools
    #[command(after_help = "\
JSON: an object of the settings; ndjson: an object with key and value per line

Examples:
  litellm-proxy config list
  litellm-proxy config list --format json
  litellm-proxy config list --format csv")]
    List,
    /// Set a setting
    Set(Set),
    /// Remove a setting
    #[command(after_help = "\
Examples:
  litellm-proxy config unset base_url
  litellm-proxy config unset pkce
  litellm-proxy config unset base_url --format json")]
    Unset(Unset),
    /// Manage contexts: servers with names, and where their keys come from
    #[command(subcommand, visible_alias = "context")]
    Contexts(contexts::Command),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Get(args) => args.run(context),
            Self::List => list(context),
            Self::Set(args) => args.run(context).await,
            Self::Unset(args) => args.run(context).await,
            Self::Contexts(command) => command.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Get {
    /// Name of the setting: base_url, pkce, contexts.NAME.model, or any other in the file
    key: Option<String>,
}

impl Get {
    fn run(self, context: &mut Context) -> Result<Outcome> {
        let Some(key) = self.key else { return list(context) };
        let path = path()?;
        let settings = config::read_config_file(&path).map_err(Failure::from)?;
        let Some(value) = lookup(&settings, &key) else {
            check_name(&key, &path)?;
            return Err(Failure::NotFound(format!("`{key}` is not set in {}", path.display())).into());
        };
        if context.output.is_for_people() {
            return context.output.text(&format!("{}\n", cell(value))).map(Outcome::done);
        }
        context.output.value(value)
    }
}

/// A setting, as a row.
#[derive(Serialize)]
struct Setting {
    key: String,
    value: Value,
}

fn list(context: &mut Context) -> Result<Outcome> {
    let settings = config::read_config_file(&path()?).map_err(Failure::from)?;
    let rows: Vec<Setting> = settings.clone().into_iter().map(|(key, value)| Setting { key, value }).collect();
    let columns: [&Column<Setting>; 2] =
        [&Column::new("key", "Key", |row| row.key.clone()), &Column::new("value", "Value", |row| cell(&row.value))];
    context.output.list("setting", &rows, &columns, &settings)
}

/// A setting's place in the file.
enum Place<'a> {
    /// At the top.
    Top(&'a str),
    /// In a context, if a field is named, or else the context itself.
    Context(&'a str, Option<&'a str>),
}

impl<'a> Place<'a> {
    fn of(settings: &Map<String, Value>, key: &'a str) -> Self {
        let Some(rest) = key.strip_prefix("contexts.").filter(|_| !settings.contains_key(key)) else {
            return Self::Top(key);
        };
        let names_context = settings.get(CONTEXTS).is_some_and(|contexts| contexts.get(rest).is_some());
        match rest.rsplit_once('.').filter(|_| !names_context) {
            Some((name, field)) => Self::Context(name, Some(field)),
            None => Self::Context(rest, None),
        }
    }
}

/// Returns a setting, or a field of a context, as in `contexts.prod.model`.
fn lookup<'a>(settings: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    match Place::of(settings, key) {
        Place::Top(key) => settings.get(key),
        Place::Context(name, None) => settings.get(CONTEXTS)?.get(name),
        Place::Context(name, Some(field)) => settings.get(CONTEXTS)?.get(name)?.get(field),
    }
}

/// Refuses a name that is not in the file and that this program does not know: it is mistyped.
fn check_name(key: &str, path: &Path) -> Result<()> {
    if SETTINGS.contains(&key) || is_field(key) {
        return Ok(());
    }
    Err(Failure::Usage {
        message: format!("`{key}` is not a setting, nor is it in {}", path.display()),
        hint: Some(known_settings()),
    }
    .into())
}

/// Returns whether a key names a field of a context.
fn is_field(key: &str) -> bool {
    let field = key.strip_prefix("contexts.").and_then(|rest| rest.rsplit_once('.'));
    field.is_some_and(|(_, field)| FIELDS.contains(&field))
}

fn known_settings() -> String {
    format!("the settings are {}, and contexts.NAME.FIELD with a field of {}", SETTINGS.join(", "), FIELDS.join(", "))
}

/// Checks the name of a setting that is to be set.
fn known_key(key: &str) -> Result<String, String> {
    if SETTINGS.contains(&key) || is_field(key) { Ok(key.to_owned()) } else { Err(known_settings()) }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy config set base_url https://litellm.example.com
  litellm-proxy config set pkce true
  litellm-proxy config set base_url http://localhost:4000")]
pub(crate) struct Set {
    /// Name of the setting
    #[arg(value_parser = known_key)]
    key: String,
    /// Value of the setting
    value: String,
}

impl Set {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let value = if self.key == config::PKCE {
            let is_on =
                config::parse_boolean(&self.value).ok_or_else(|| Failure::usage("`pkce` must be `true` or `false`"))?;
            is_on.to_string()
        } else if self.key == CONTEXT {
            config::find(&read_settings()?, &self.value, "the command line").map_err(Failure::from)?;
            self.value
        } else if self.key.ends_with("base_url") {
            parse_base_url(&self.value)?.as_str().trim_end_matches('/').to_owned()
        } else if config::PATHS.iter().any(|path| self.key.ends_with(path)) {
            std::path::absolute(&self.value)?.to_string_lossy().into_owned()
        } else {
            self.value
        };
        if self.key == "base_url" {
            return store_base_url(context, &value).await.map(Outcome::done);
        }
        edit_settings(context, |settings| {
            if let Place::Context(name, Some(field)) = Place::of(settings, &self.key) {
                return edit_context(settings, name, |fields| {
                    fields.insert(field.to_owned(), Value::from(value));
                });
            }
            settings.insert(self.key, Value::from(value));
            Ok(())
        })
        .await
    }
}

/// Stores the default server.
pub(super) async fn store_base_url(context: &mut Context, url: &str) -> Result<()> {
    edit_settings(context, |settings| {
        settings.insert("base_url".to_owned(), Value::from(url));
        Ok(())
    })
    .await?;
    if let Some(name) = read_settings()?.get(CONTEXT).and_then(Value::as_str).filter(|name| !name.is_empty()) {
        context.output.warn(format_args!(
            "context {name} takes precedence over it; `litellm-proxy config unset {CONTEXT}` ends that"
        ));
    }
    Ok(())
}

#[derive(Debug, Args)]
pub(crate) struct Unset {
    /// Name of the setting: base_url, pkce, contexts.NAME.model, or any other in the file
    key: String,
}

impl Unset {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let path = path()?;
        if lookup(&config::read_config_file(&path).map_err(Failure::from)?, &self.key).is_none() {
            check_name(&self.key, &path)?;
        }
        edit_settings(context, |settings| {
            match Place::of(settings, &self.key) {
                Place::Top(key) => drop(settings.shift_remove(key)),
                Place::Context(name, None) => {
                    let contexts = settings.get_mut(CONTEXTS).and_then(Value::as_object_mut);
                    contexts.map(|contexts| contexts.shift_remove(name));
                }
                Place::Context(name, Some(field)) => {
                    let is_set = settings.get(CONTEXTS).and_then(|contexts| contexts.get(name)?.get(field)).is_some();
                    if is_set {
                        return edit_context(settings, name, |fields| drop(fields.shift_remove(field)));
                    }
                }
            }
            Ok(())
        })
        .await
    }
}

fn path() -> Result<PathBuf> {
    let directory =
        config::config_dir().ok_or_else(|| Failure::usage("no home directory found to store settings in"))?;
    Ok(directory.join("config.json"))
}

/// Returns the settings in the file.
fn read_settings() -> Result<Map<String, Value>> {
    Ok(config::read_config_file(&path()?).map_err(Failure::from)?)
}

/// Edits the fields of a context, which must be valid afterwards.
fn edit_context(
    settings: &mut Map<String, Value>,
    name: &str,
    edit: impl FnOnce(&mut Map<String, Value>),
) -> Result<()> {
    config::check_name(name).map_err(Failure::usage)?;
    let object = || Value::Object(Map::new());
    let contexts = settings.entry(CONTEXTS).or_insert_with(object).as_object_mut();
    let contexts = contexts.context("`contexts` in config.json is not an object")?;
    let stored = contexts.entry(name).or_insert_with(object);
    edit(stored.as_object_mut().with_context(|| format!("context {name} in config.json is not an object"))?);
    StoredContext::read(name, stored).map_err(Failure::from)?;
    Ok(())
}

/// Edits the file, preserving the settings of other tools. Two processes do not undo each other's edits.
async fn edit_settings(
    context: &mut Context,
    edit: impl FnOnce(&mut Map<String, Value>) -> Result<()>,
) -> Result<Outcome> {
    let path = path()?;
    if let Some(directory) = path.parent() {
        files::create_private_dir(directory)?;
    }
    let _lock = files::lock(&path.with_extension("lock")).await?;
    let mut settings = config::read_config_file(&path).map_err(Failure::from)?;
    edit(&mut settings)?;
    files::replace(&path, &format!("{}\n", serde_json::to_string_pretty(&settings)?))?;
    context.output.note(format_args!("updated {}", path.display()));
    Ok(Outcome::Done)
}
