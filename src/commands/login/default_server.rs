//! After a login to a server that was named by an option: makes it the default, or reports which server commands use.

use anyhow::Result;
use dialoguer::Confirm;
use dialoguer::theme::SimpleTheme;

use crate::commands::config::store_base_url;
use crate::config::{self, Config, Settings, Source, StoredSettings};
use crate::context::Context;
use crate::env;
use crate::failure::Failure;

/// Makes the server the default if the user wants it: `sets_default` is the value of `--set-default`.
pub(super) async fn offer(context: &mut Context, config: &Config, sets_default: bool) -> Result<()> {
    let url = config.base_url.value.as_str().trim_end_matches('/').to_owned();
    let stored = stored_base_url()?;
    let default = match &stored {
        Some(stored) => stored.clone(),
        None => built_in()?,
    };
    let is_named = matches!(config.base_url.source, Source::Flag(_));
    if default == url || (!sets_default && !is_named) {
        return Ok(());
    }
    let variable = env::get(env::LITELLM_PROXY_URL).filter(|variable| variable.trim_end_matches('/') != url);
    if sets_default || (variable.is_none() && wants_it(context, &url, &default, stored.is_none())) {
        store_base_url(context, &url).await?;
        context.output.note(format_args!("commands use {url} from now on"));
        if variable.is_some() {
            context.output.warn(format_args!("{} is set and takes precedence over it", env::LITELLM_PROXY_URL));
        }
        return Ok(());
    }
    let unset = if variable.is_some() { format!("unset {}; ", env::LITELLM_PROXY_URL) } else { String::new() };
    let used = variable.map_or(default, |variable| format!("{variable} (from {})", env::LITELLM_PROXY_URL));
    context.output.note(format_args!("other commands still use {used}: add --base-url {url}"));
    context
        .output
        .note(format_args!("to make this server the default: {unset}litellm-proxy config set base_url {url}"));
    Ok(())
}

/// Returns the server of the context in use, or `base_url`, in `config.json`.
fn stored_base_url() -> Result<Option<String>> {
    let Some(directory) = config::config_dir() else { return Ok(None) };
    let settings = config::read_config_file(&directory.join("config.json")).map_err(Failure::from)?;
    let context = settings.get(config::CONTEXT).and_then(|name| name.as_str()).filter(|name| !name.is_empty());
    if let Some(name) = context {
        let context = config::find(&settings, name, "`context` in config.json").map_err(Failure::from)?;
        return Ok(Some(context.url.as_str().trim_end_matches('/').to_owned()));
    }
    let stored = settings.get("base_url").and_then(|value| value.as_str());
    Ok(stored.map(|url| url.trim_end_matches('/').to_owned()))
}

/// Returns the server that commands use where nothing is configured.
fn built_in() -> Result<String> {
    let none = Settings::default();
    let config = config::resolve(&none, &none, StoredSettings::default(), None).map_err(Failure::from)?;
    Ok(config.base_url.value.as_str().trim_end_matches('/').to_owned())
}

/// Asks on a terminal whether the server is to be the default. Enter means yes only where no other was chosen before.
fn wants_it(context: &mut Context, url: &str, default: &str, is_first: bool) -> bool {
    if !context.output.terminal().can_ask() {
        return false;
    }
    context.interrupt.leave_to_prompt();
    let answer = Confirm::with_theme(&SimpleTheme)
        .with_prompt(format!("Make {url} the default server, in place of {default}?"))
        .default(is_first)
        .interact_opt();
    if answer.is_err() {
        // Ctrl-C at the prompt leaves the cursor hidden.
        let _ = dialoguer::console::Term::stderr().show_cursor();
    }
    // The login is stored whatever the answer is.
    matches!(answer, Ok(Some(true)))
}
