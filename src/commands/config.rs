//! `config`: settings kept in `~/.litellm/config.json`, a file that other LiteLLM tools read too.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::{Map, Value};

use crate::client::parse_base_url;
use crate::config;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Column, Format, cell};

/// Settings that this program reads.
const KEYS: [&str; 1] = ["base_url"];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a setting, or all of them
    Get(Get),
    /// Set a setting
    Set(Set),
    /// Remove a setting
    Unset(Unset),
}

impl Command {
    pub(crate) fn run(self, context: &mut Context) -> Result<()> {
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
    #[arg(value_parser = PossibleValuesParser::new(KEYS))]
    key: Option<String>,
}

impl Get {
    fn run(self, context: &mut Context) -> Result<()> {
        let path = path()?;
        let settings = config::read_file(&path).map_err(Failure::from)?;
        let Some(key) = self.key else {
            let rows: Vec<(String, Value)> = settings.clone().into_iter().collect();
            let columns: [&Column<(String, Value)>; 2] =
                [&Column::new("key", "Key", |row| row.0.clone()), &Column::new("value", "Value", |row| cell(&row.1))];
            return context.output.list(&rows, &columns, &settings);
        };
        match settings.get(&key) {
            None => Err(Failure::NotFound(format!("`{key}` is not set in {}", path.display())).into()),
            Some(value) if matches!(context.output.format(), None | Some(Format::Table)) => {
                context.output.text(&format!("{}\n", cell(value)))
            }
            Some(value) => context.output.value(value),
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  litellm-proxy config set base_url https://litellm.example.com")]
pub(crate) struct Set {
    /// Name of the setting
    #[arg(value_parser = PossibleValuesParser::new(KEYS))]
    key: String,
    /// Its value
    value: String,
}

impl Set {
    fn run(self, context: &mut Context) -> Result<()> {
        let url = parse_base_url(&self.value)?;
        change(context, |settings| {
            settings.insert(self.key, Value::from(url.as_str().trim_end_matches('/')));
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Unset {
    /// Name of the setting
    #[arg(value_parser = PossibleValuesParser::new(KEYS))]
    key: String,
}

impl Unset {
    fn run(self, context: &mut Context) -> Result<()> {
        change(context, |settings| {
            settings.shift_remove(&self.key);
        })
    }
}

fn path() -> Result<PathBuf> {
    let directory =
        config::directory().ok_or_else(|| Failure::usage("there is no home directory to keep settings in"))?;
    Ok(directory.join("config.json"))
}

fn change(context: &mut Context, edit: impl FnOnce(&mut Map<String, Value>)) -> Result<()> {
    let path = path()?;
    change_file(&path, edit)?;
    context.output.note(format_args!("changed {}", path.display()));
    Ok(())
}

/// Changes the file as a whole: what stands in it of other tools stays, and no reader ever sees half of it.
fn change_file(path: &Path, edit: impl FnOnce(&mut Map<String, Value>)) -> Result<()> {
    let mut settings = config::read_file(path).map_err(Failure::from)?;
    edit(&mut settings);
    let directory = path.parent().unwrap_or(Path::new("."));
    let cannot = || format!("cannot write {}", path.display());
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(directory).with_context(cannot)?;
    // Made with mode 0600, and moved over the old file once it is whole.
    let mut file = tempfile::NamedTempFile::new_in(directory).with_context(cannot)?;
    let text = serde_json::to_string_pretty(&settings)?;
    writeln!(file, "{text}").and_then(|()| file.as_file().sync_all()).with_context(cannot)?;
    file.persist(path).map_err(|error| error.error).with_context(cannot)?;
    Ok(())
}
