//! `config`: settings in `~/.litellm/config.json`, a file that other LiteLLM tools read too.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::{Map, Value};

use crate::config;
use crate::context::Context;
use crate::failure::Failure;
use crate::files;
use crate::outcome::Outcome;
use crate::output::{Column, cell};
use litellm_proxy_client::parse_base_url;

/// The settings that this program reads.
const SETTINGS: [&str; 2] = ["base_url", config::PKCE];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show one setting or all of them
    Get(Get),
    /// Set a setting
    Set(Set),
    /// Remove a setting
    Unset(Unset),
}

impl Command {
    pub(crate) fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Get(args) => args.run(context),
            Self::Set(args) => args.run(context),
            Self::Unset(args) => args.run(context),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Get {
    /// Name of the setting
    #[arg(value_parser = PossibleValuesParser::new(SETTINGS))]
    key: Option<String>,
}

impl Get {
    fn run(self, context: &mut Context) -> Result<Outcome> {
        let path = path()?;
        let settings = config::read_config_file(&path).map_err(Failure::from)?;
        let Some(key) = self.key else {
            let rows: Vec<(String, Value)> = settings.clone().into_iter().collect();
            let columns: [&Column<(String, Value)>; 2] =
                [&Column::new("key", "Key", |row| row.0.clone()), &Column::new("value", "Value", |row| cell(&row.1))];
            return context.output.list(&rows, &columns, &settings);
        };
        match settings.get(&key) {
            None => Err(Failure::NotFound(format!("`{key}` is not set in {}", path.display())).into()),
            Some(value) if context.output.is_for_people() => {
                context.output.text(&format!("{}\n", cell(value))).map(Outcome::done)
            }
            Some(value) => context.output.value(value),
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  litellm-proxy config set base_url https://litellm.example.com\n  litellm-proxy config set pkce true"
)]
pub(crate) struct Set {
    /// Name of the setting
    #[arg(value_parser = PossibleValuesParser::new(SETTINGS))]
    key: String,
    /// Value of the setting
    value: String,
}

impl Set {
    fn run(self, context: &mut Context) -> Result<Outcome> {
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
    }
}

#[derive(Debug, Args)]
pub(crate) struct Unset {
    /// Name of the setting
    #[arg(value_parser = PossibleValuesParser::new(SETTINGS))]
    key: String,
}

impl Unset {
    fn run(self, context: &mut Context) -> Result<Outcome> {
        edit_settings(context, |settings| {
            settings.shift_remove(&self.key);
        })
    }
}

fn path() -> Result<PathBuf> {
    let directory =
        config::config_dir().ok_or_else(|| Failure::usage("no home directory found to store settings in"))?;
    Ok(directory.join("config.json"))
}

fn edit_settings(context: &mut Context, edit: impl FnOnce(&mut Map<String, Value>)) -> Result<Outcome> {
    let path = path()?;
    edit_file(&path, edit)?;
    context.output.note(format_args!("updated {}", path.display()));
    Ok(Outcome::Done)
}

/// Edits the file, preserving the settings of other tools.
fn edit_file(path: &Path, edit: impl FnOnce(&mut Map<String, Value>)) -> Result<()> {
    let mut settings = config::read_config_file(path).map_err(Failure::from)?;
    edit(&mut settings);
    if let Some(directory) = path.parent() {
        files::create_private_dir(directory)?;
    }
    files::replace(path, &format!("{}\n", serde_json::to_string_pretty(&settings)?))
}
