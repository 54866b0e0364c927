//! `config`: settings in `~/.litellm/config.json`, a file that other LiteLLM tools read too.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::config::{self, SETTINGS};
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
  litellm-proxy config unset base_url")]
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
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Get(args) => args.run(context),
            Self::List => list(context),
            Self::Set(args) => args.run(context).await,
            Self::Unset(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Get {
    /// Name of the setting: base_url, pkce, or any other in the file
    key: Option<String>,
}

impl Get {
    fn run(self, context: &mut Context) -> Result<Outcome> {
        let Some(key) = self.key else { return list(context) };
        let path = path()?;
        let settings = config::read_config_file(&path).map_err(Failure::from)?;
        let Some(value) = settings.get(&key) else {
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

/// Refuses a name that is not in the file and that this program does not know: it is mistyped.
fn check_name(key: &str, path: &Path) -> Result<()> {
    if SETTINGS.contains(&key) {
        return Ok(());
    }
    Err(Failure::Usage {
        message: format!("`{key}` is not a setting, nor is it in {}", path.display()),
        hint: Some(format!("the settings are {}", SETTINGS.join(" and "))),
    }
    .into())
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy config set base_url https://litellm.example.com
  litellm-proxy config set pkce true
  litellm-proxy config set base_url http://localhost:4000")]
pub(crate) struct Set {
    /// Name of the setting
    #[arg(value_parser = PossibleValuesParser::new(SETTINGS))]
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
        } else {
            parse_base_url(&self.value)?.as_str().trim_end_matches('/').to_owned()
        };
        edit_settings(context, |settings| {
            settings.insert(self.key, Value::from(value));
        })
        .await
    }
}

/// Stores the default server.
pub(super) async fn store_base_url(context: &mut Context, url: &str) -> Result<()> {
    edit_settings(context, |settings| {
        settings.insert("base_url".to_owned(), Value::from(url));
    })
    .await?;
    Ok(())
}

#[derive(Debug, Args)]
pub(crate) struct Unset {
    /// Name of the setting: base_url, pkce, or any other in the file
    key: String,
}

impl Unset {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let path = path()?;
        if !config::read_config_file(&path).map_err(Failure::from)?.contains_key(&self.key) {
            check_name(&self.key, &path)?;
        }
        edit_settings(context, |settings| {
            settings.shift_remove(&self.key);
        })
        .await
    }
}

fn path() -> Result<PathBuf> {
    let directory =
        config::config_dir().ok_or_else(|| Failure::usage("no home directory found to store settings in"))?;
    Ok(directory.join("config.json"))
}

/// Edits the file, preserving the settings of other tools. Two processes do not undo each other's edits.
async fn edit_settings(context: &mut Context, edit: impl FnOnce(&mut Map<String, Value>)) -> Result<Outcome> {
    let path = path()?;
    if let Some(directory) = path.parent() {
        files::create_private_dir(directory)?;
    }
    let _lock = files::lock(&path.with_extension("lock")).await?;
    let mut settings = config::read_config_file(&path).map_err(Failure::from)?;
    edit(&mut settings);
    files::replace(&path, &format!("{}\n", serde_json::to_string_pretty(&settings)?))?;
    context.output.note(format_args!("updated {}", path.display()));
    Ok(Outcome::Done)
}
