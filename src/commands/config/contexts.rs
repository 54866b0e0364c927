//! `config contexts`: servers with names, each with the source of its key.

use std::path::Path;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{edit_settings, read_settings};
use crate::auth::StoredLogin;
use crate::auth::store::Store;
use crate::commands::existing::IfNotExists;
use crate::config::{self, CONTEXT, CONTEXTS, ContextKey, StoredContext};
use crate::context::Context;
use crate::env;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::ApiKey;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
A context is a server with a name. Commands use that of --context, of LITELLM_PROXY_CONTEXT, or the
one chosen with `use`. No key is stored in config.json: a context names a command or a file that
has it, or uses the login for its server.

Examples:
  litellm-proxy config contexts add prod --base-url https://litellm.example.com
  litellm-proxy config contexts use prod
  litellm-proxy config contexts list")]
pub(crate) enum Command {
    /// Add a context
    Add(Add),
    /// List contexts
    #[command(
        visible_alias = "ls",
        after_help = "\
Examples:
  litellm-proxy config contexts list
  litellm-proxy config contexts list --format json
  litellm-proxy config contexts list --columns name,base_url"
    )]
    List,
    /// Show a context
    #[command(after_help = "\
Examples:
  litellm-proxy config contexts get prod
  litellm-proxy config contexts get prod --format json
  litellm-proxy config contexts get prod --jq .base_url")]
    Get(Named),
    /// Make a context the one that commands use
    #[command(after_help = "\
`litellm-proxy config unset context` undoes this.

Examples:
  litellm-proxy config contexts use prod
  litellm-proxy config contexts use staging
  LITELLM_PROXY_CONTEXT=prod litellm-proxy models list")]
    Use(Named),
    /// Delete a context; a login for its server is kept
    #[command(
        visible_alias = "rm",
        after_help = "\
Examples:
  litellm-proxy config contexts delete prod
  litellm-proxy config contexts delete staging
  litellm-proxy config contexts delete local"
    )]
    Delete(Named),
}

#[derive(Debug, Args)]
#[command(after_help = "\
--base-url, --auth-header, --ca-cert, --client-cert and --client-key are stored with the context.
--api-key is stored as a login for its server, in a file that only you can read.

The command is run without a shell, when a request is sent, at most 30 seconds. It prints the key,
or JSON such as {\"key\": \"…\", \"expires_at\": \"2027-01-01T00:00:00Z\"}. It is run again if the
server refuses the key.

Examples:
  litellm-proxy config contexts add local --base-url http://localhost:4000
  litellm-proxy config contexts add a --base-url http://a:4000 --key-file a.key
  litellm-proxy config contexts add b --base-url http://b --key-command 'pass b'")]
pub(crate) struct Add {
    /// Name of the context
    #[arg(value_parser = name)]
    name: String,
    /// Command that prints the key, its words quoted as for a shell
    #[arg(long, value_name = "COMMAND", conflicts_with = "key_file")]
    key_command: Option<String>,
    /// File that has the key
    #[arg(long, value_name = "FILE")]
    key_file: Option<std::path::PathBuf>,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    /// Model of `chat` without a model
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    /// Name of the context
    #[arg(value_name = "CONTEXT")]
    name: String,
}

fn name(text: &str) -> Result<String, String> {
    config::check_name(text).map(|()| text.to_owned())
}

impl Command {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Add(args) => args.run(context).await,
            Self::List => list(context),
            Self::Get(args) => args.get(context),
            Self::Use(args) => args.make_current(context).await,
            Self::Delete(args) => args.delete(context).await,
        }
    }
}

impl Add {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let globals = context.globals().clone();
        let Some(base_url) = globals.base_url else {
            let hint = Some(format!("litellm-proxy config contexts add {} --base-url URL", self.name));
            return Err(Failure::Usage { message: "a context needs --base-url".to_owned(), hint }.into());
        };
        if globals.api_key.is_some() && (self.key_command.is_some() || self.key_file.is_some()) {
            return Err(Failure::usage("--api-key cannot be used with --key-command or --key-file"));
        }
        let key = globals.api_key.map(|key| context.arguments.string(&key)).transpose()?.map(ApiKey::pasted);
        if key.as_ref().is_some_and(ApiKey::is_empty) {
            return Err(Failure::usage("--api-key is empty"));
        }
        let path = |path: &Path| -> Result<String> { Ok(std::path::absolute(path)?.to_string_lossy().into_owned()) };
        let fields: Map<String, Value> = [
            ("base_url", Some(base_url.trim_end_matches('/').to_owned())),
            ("key_command", self.key_command),
            ("key_file", self.key_file.as_deref().map(path).transpose()?),
            ("auth_header", globals.auth_header),
            ("ca_cert", globals.tls.ca_cert.as_deref().map(path).transpose()?),
            ("client_cert", globals.tls.client_cert.as_deref().map(path).transpose()?),
            ("client_key", globals.tls.client_key.as_deref().map(path).transpose()?),
            ("model", self.model),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))))
        .collect();
        let fields = Value::Object(fields);
        let added = StoredContext::read(&self.name, &fields).map_err(Failure::from)?;
        let name = self.name;
        if config::names(&read_settings()?).contains(&name) {
            return if self.if_not_exists.is_chosen() { Named { name }.get(context) } else { Err(exists(&name)) };
        }
        if let Some(key) = &key {
            let header = added.auth_header.as_deref().unwrap_or("Authorization");
            let login = StoredLogin::new(&added.url, key.clone(), header);
            let path = Store::of_user()?.lock().await?.add(&login)?;
            context.output.note(format_args!("the key is stored in {} for this server", path.display()));
        }
        edit_settings(context, |settings| {
            let contexts = settings.entry(CONTEXTS).or_insert_with(|| Value::Object(Map::new()));
            let contexts = contexts.as_object_mut().context("`contexts` in config.json is not an object")?;
            // Another process may have added it meanwhile.
            if contexts.contains_key(&name) {
                return Err(exists(&name));
            }
            contexts.insert(name.clone(), fields);
            Ok(())
        })
        .await?;
        context
            .output
            .note(format_args!("use it with --context {name}, or always: litellm-proxy config contexts use {name}"));
        Ok(Outcome::Done)
    }
}

fn exists(name: &str) -> anyhow::Error {
    Failure::Conflict {
        message: format!("the context `{name}` already exists"),
        hint: format!(
            "`litellm-proxy config set contexts.{name}.FIELD VALUE` changes it, `config contexts delete {name}` deletes it"
        ),
    }
    .into()
}

/// A context, as a row.
#[derive(Serialize)]
struct Row {
    name: String,
    base_url: Option<String>,
    /// `command`, `file`, `login`, the name of the variable, or null.
    key: Option<String>,
    model: Option<String>,
    /// Whether commands use it.
    is_current: bool,
}

fn list(context: &mut Context) -> Result<Outcome> {
    let settings = read_settings()?;
    let current = env::get(env::LITELLM_PROXY_CONTEXT)
        .or_else(|| settings.get(CONTEXT).and_then(Value::as_str).map(str::to_owned));
    let logins = Store::of_user()?.readable_logins();
    let mut rows = Vec::new();
    for name in config::names(&settings) {
        let is_current = current.as_ref() == Some(&name);
        rows.push(match config::find(&settings, &name, "config.json") {
            Ok(stored) => Row {
                key: key_source(&stored, &logins),
                base_url: Some(stored.url.as_str().trim_end_matches('/').to_owned()),
                model: stored.model,
                name,
                is_current,
            },
            Err(error) => {
                context.output.warn(error);
                Row { name, base_url: None, key: None, model: None, is_current }
            }
        });
    }
    let columns: [&Column<Row>; 5] = [
        &Column::new("current", "Current", |row| if row.is_current { "*".to_owned() } else { String::new() }),
        &Column::new("name", "Name", |row| row.name.clone()),
        &Column::new("base_url", "Base URL", |row| row.base_url.clone().unwrap_or_default()),
        &Column::new("key", "Key", |row| row.key.clone().unwrap_or_default()),
        &Column::new("model", "Model", |row| row.model.clone().unwrap_or_default()),
    ];
    context.output.list("context", &rows, &columns, &rows)
}

/// Returns where the key of a context comes from, if it is chosen by `--context`.
fn key_source(stored: &StoredContext, logins: &[StoredLogin]) -> Option<String> {
    let source = match stored.key {
        ContextKey::Command(_) => "command",
        ContextKey::File(_) => "file",
        ContextKey::None if logins.iter().any(|login| login.belongs_to(&stored.url)) => "login",
        ContextKey::None if env::get(env::LITELLM_PROXY_API_KEY).is_some() => env::LITELLM_PROXY_API_KEY,
        ContextKey::None => return None,
    };
    Some(source.to_owned())
}

impl Named {
    fn get(self, context: &mut Context) -> Result<Outcome> {
        let settings = read_settings()?;
        let stored = settings.get(CONTEXTS).and_then(|contexts| contexts.get(&self.name));
        let Some(stored) = stored else {
            config::find(&settings, &self.name, "the command line").map_err(Failure::from)?;
            return Ok(Outcome::Done);
        };
        context.output.value(stored)
    }

    async fn make_current(self, context: &mut Context) -> Result<Outcome> {
        let stored = config::find(&read_settings()?, &self.name, "the command line").map_err(Failure::from)?;
        edit_settings(context, |settings| {
            settings.insert(CONTEXT.to_owned(), Value::from(self.name.clone()));
            Ok(())
        })
        .await?;
        let url = stored.url.as_str().trim_end_matches('/');
        context.output.note(format_args!("commands use context {} ({url}) from now on", self.name));
        for variable in [env::LITELLM_PROXY_URL, env::LITELLM_PROXY_CONTEXT] {
            if env::get(variable).is_some() {
                context.output.warn(format_args!("{variable} is set and takes precedence over it"));
            }
        }
        Ok(Outcome::Done)
    }

    async fn delete(self, context: &mut Context) -> Result<Outcome> {
        let settings = read_settings()?;
        if !config::names(&settings).contains(&self.name) {
            config::find(&settings, &self.name, "the command line").map_err(Failure::from)?;
        }
        let mut was_current = false;
        edit_settings(context, |settings| {
            if let Some(contexts) = settings.get_mut(CONTEXTS).and_then(Value::as_object_mut) {
                contexts.shift_remove(&self.name);
            }
            was_current = settings.get(CONTEXT).and_then(Value::as_str) == Some(self.name.as_str());
            if was_current {
                settings.shift_remove(CONTEXT);
            }
            Ok(())
        })
        .await?;
        if was_current {
            context.output.note("no context is in use any more");
        }
        Ok(Outcome::Done)
    }
}
