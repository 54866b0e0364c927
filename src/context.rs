//! The context that commands run in: resolved settings, a lazily built client, the output and the terminal.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Args;
use litellm_proxy_client::{ApiKey, Call, Client, ClientBuilder, DEFAULT_TIMEOUT};
use serde::Serialize;
use serde_json::Map;

use crate::arguments::Arguments;
use crate::auth::LOGINS_FILE;
use crate::auth::key_command::KeyCommand;
use crate::auth::renewal::RenewableKey;
use crate::auth::store::Store;
use crate::config::{self, ChosenBy, Config, Selected, Settings, StoredSettings};
use crate::debug::DebugObserver;
use crate::env;
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::outcome::Outcome;
use crate::output::{Answer, ColorChoice, ColorEnvironment, Format, Output, Terminal};
use crate::preview::{self, CurlOptions, Preview};
use crate::tls_options::TlsOptions;

/// Options accepted by every command, before or after its name.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Server of `config contexts add`, with its key [env: LITELLM_PROXY_CONTEXT]
    #[arg(long, global = true, value_name = "CONTEXT")]
    pub(crate) context: Option<String>,
    /// API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]
    #[arg(long, global = true, value_name = "KEY")]
    pub(crate) api_key: Option<String>,
    /// Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) auth_header: Option<String>,
    #[command(flatten)]
    pub(crate) tls: TlsOptions,
    /// Timeout in seconds, per request or stream chunk [default: 30, chat 600]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = parse_seconds)]
    pub(crate) timeout: Option<Duration>,
    #[arg(help = Format::HELP, long, global = true, value_name = "FORMAT", value_enum, ignore_case = true, hide_possible_values = true)]
    pub(crate) format: Option<Format>,
    /// Leave the names of the columns out of tables, csv and markdown
    #[arg(long, global = true)]
    pub(crate) no_header: bool,
    /// jq expression, or @FILE, to run on the JSON of the output (on each line of ndjson)
    #[arg(long, global = true, value_name = "EXPRESSION")]
    pub(crate) jq: Option<String>,
    /// When to use color: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        ignore_case = true,
        hide_possible_values = true,
        default_value = "auto",
        hide_default_value = true
    )]
    pub(crate) color: ColorChoice,
    /// Log each request and response to stderr, with secrets masked
    #[arg(long, global = true)]
    pub(crate) debug: bool,
    /// Print the request as a curl command and send nothing
    #[arg(long, global = true)]
    pub(crate) curl: bool,
}

/// The `--dry-run` option of every command that changes something.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct DryRun {
    /// Check what is named and print the requests; change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Parses a positive number of seconds.
pub(crate) fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "must be greater than zero".to_owned())
}

/// The context of a command.
pub(crate) struct Context {
    pub(crate) output: Output,
    globals: Globals,
    config: Option<Config>,
    client: Option<Client>,
    /// Provides the key, if a command prints it.
    key_command: Option<Arc<KeyCommand>>,
    /// Whether the server and its context are to be named before it is used.
    names_server: bool,
    /// Reads `@FILE` and `@-`.
    pub(crate) arguments: Arguments,
    /// Handles Ctrl-C.
    pub(crate) interrupt: Interrupt,
    /// What the command did with the header of the key, for the hint about a 401.
    pub(crate) key_header: Option<&'static str>,
    command_tree: fn() -> clap::Command,
}

impl Context {
    pub(crate) fn new(globals: Globals, command_tree: fn() -> clap::Command) -> Self {
        let environment = ColorEnvironment {
            no_color: env::get(env::NO_COLOR).is_some(),
            force: env::get(env::CLICOLOR_FORCE).is_some_and(|value| value != "0"),
            dumb: env::get(env::TERM).is_some_and(|value| value == "dumb"),
        };
        let terminal = Terminal::detect(globals.color, environment);
        let output = Output::standard(globals.format, terminal);
        Self::with_output(globals, command_tree, output)
    }

    /// Creates a context that prints to `output`.
    pub(crate) fn with_output(globals: Globals, command_tree: fn() -> clap::Command, output: Output) -> Self {
        Self {
            output,
            globals,
            config: None,
            client: None,
            key_command: None,
            names_server: false,
            arguments: Arguments::default(),
            interrupt: Interrupt::default(),
            key_header: None,
            command_tree,
        }
    }

    /// Sets the key of the client certificate, unless an option of all commands has done so.
    pub(crate) fn use_client_key(&mut self, path: &Path) {
        self.globals.tls.client_key.get_or_insert_with(|| path.to_owned());
    }

    /// Checks that the options name one server.
    pub(crate) fn check_server(&self) -> Result<()> {
        match (&self.globals.context, &self.globals.base_url) {
            (Some(name), Some(_)) => Err(Failure::Usage {
                message: format!("--context {name} and --base-url both name a server"),
                hint: Some("give one of them".to_owned()),
            }
            .into()),
            _ => Ok(()),
        }
    }

    /// Returns the options of all commands, for those that store them.
    pub(crate) fn globals(&self) -> &Globals {
        &self.globals
    }

    /// Checks what was chosen for the output, and compiles the expression of `--jq`, before anything is sent.
    pub(crate) fn prepare_output(&mut self) -> Result<()> {
        if self.globals.tls.insecure {
            self.output.warn(
                "--insecure: the server's certificate is not checked, so others can read all that is sent, and the key",
            );
        }
        if let Some(argument) = self.globals.jq.clone() {
            let expression = if is_jq_format(&argument) { argument } else { self.arguments.string(&argument)? };
            self.output.filter(&expression)?;
        }
        if self.globals.no_header {
            self.output.hide_header();
        }
        self.output.check()
    }

    /// Returns the whole command tree.
    pub(crate) fn command_tree(&self) -> clap::Command {
        (self.command_tree)()
    }

    /// Returns the settings, resolving them on first use.
    pub(crate) fn config(&mut self) -> Result<Config> {
        if let Some(config) = &self.config {
            return Ok(config.clone());
        }
        let api_key = self.globals.api_key.clone();
        let flags = Settings {
            base_url: self.globals.base_url.clone(),
            api_key: api_key.map(|key| self.arguments.string(&key)).transpose()?.map(ApiKey::pasted),
            auth_header: self.globals.auth_header.clone(),
        };
        let selected = self.select_context(&flags)?;
        let environment = self.environment(&flags, selected.as_ref())?;
        let stored = self.read_stored_settings(&flags, &environment, selected.as_ref())?;
        let config = config::resolve(&flags, &environment, stored, selected.as_ref()).map_err(Failure::from)?;
        self.key_command = config
            .context_of_key()
            .zip(config.key_command.clone())
            .map(|(name, words)| Arc::new(KeyCommand::new(name.to_owned(), words)));
        if config.base_url.source == config::Source::Default
            && !self.output.has_error_object()
            && let Some(mistake) = env::mistaken_url()
        {
            let url = config.base_url.value.as_str().trim_end_matches('/');
            self.output.warn(format_args!("{mistake}; using {url}"));
        }
        Ok(self.config.insert(config).clone())
    }

    /// Returns the chosen context, if there is one.
    fn select_context(&mut self, flags: &Settings) -> Result<Option<Selected>> {
        let option = self.globals.context.as_deref();
        let variable = env::get(env::LITELLM_PROXY_CONTEXT);
        let path = config::config_dir().map(|directory| directory.join("config.json"));
        let settings = path.map_or_else(|| Ok(Map::new()), |path| config::read_config_file(&path));
        let environment = Settings::from_environment();
        let (selected, warning) =
            config::select(option, variable.as_deref(), (flags, &environment), settings).map_err(Failure::from)?;
        for warning in warning.into_iter().chain(selected.iter().flat_map(Selected::unknown_fields)) {
            self.output.warn(warning);
        }
        Ok(selected)
    }

    /// Reads the settings in the environment, and the file that `LITELLM_PROXY_API_KEY` names, if its key is needed.
    fn environment(&mut self, flags: &Settings, selected: Option<&Selected>) -> Result<Settings> {
        let mut environment = Settings::from_environment();
        let is_needed = flags.api_key.is_none() && !selected.is_some_and(Selected::has_own_key);
        let key = env::get(env::LITELLM_PROXY_API_KEY).filter(|key| key.starts_with('@') && is_needed);
        let Some(key) = key else { return Ok(environment) };
        if key == "@-" {
            return Err(Failure::Usage {
                message: format!(
                    "{} cannot be `@-`: standard input belongs to the command",
                    env::LITELLM_PROXY_API_KEY
                ),
                hint: Some(format!("name a file, as in {}=@FILE, or use --api-key @-", env::LITELLM_PROXY_API_KEY)),
            }
            .into());
        }
        let text =
            self.arguments.string(&key).with_context(|| format!("{} names a file", env::LITELLM_PROXY_API_KEY))?;
        environment.api_key = Some(ApiKey::pasted(text));
        Ok(environment)
    }

    /// Talks to this server from now on, as if it had been given by `--base-url` and `--api-key`.
    pub(crate) fn set_server(&mut self, base_url: String, api_key: Option<String>) {
        (self.globals.base_url, self.globals.context) = (Some(base_url), None);
        self.globals.api_key = api_key.or(self.globals.api_key.take());
        (self.config, self.client) = (None, None);
    }

    /// Returns the settings if they have been resolved.
    pub(crate) fn resolved_config(&self) -> Option<&Config> {
        self.config.as_ref()
    }

    /// Reads the settings files that flags and environment do not already override.
    fn read_stored_settings(
        &mut self,
        flags: &Settings,
        environment: &Settings,
        selected: Option<&Selected>,
    ) -> Result<StoredSettings> {
        let mut environment = environment.clone();
        if selected.is_some_and(|selected| selected.by == ChosenBy::Option) {
            // The login for its server is preferred to the variable's key.
            environment.api_key = None;
        }
        // No home, nothing to recover.
        let _ = Store::of_user().map(|store| store.recover_if_needed());
        let stored = StoredSettings::read([flags, &environment], |path, file| {
            let path_name = path.display();
            let file = match file {
                Ok(file) => file,
                Err(error) => {
                    let what = if path.ends_with(LOGINS_FILE) { "logins of other servers" } else { "login" };
                    self.output.warn(format_args!("ignoring the stored {what}: {error}"));
                    return Ok(Vec::new());
                }
            };
            if !file.logins.is_empty() && file.is_exposed {
                self.output.warn(format_args!("other users can read {path_name}; run `chmod 600` on it"));
            }
            if !file.keyless.is_empty() {
                self.output.warn(format_args!(
                    "the login in {path_name} keeps its key outside the file (such as in a keychain) and cannot be used; log in again with `litellm-proxy login`"
                ));
            }
            Ok(file.logins)
        });
        Ok(stored.map_err(Failure::from)?)
    }

    /// Returns a client builder with the resolved settings.
    pub(crate) fn client_builder(&mut self) -> Result<ClientBuilder> {
        let config = self.config()?;
        let builder = self.configure(config.builder(), config.base_url.value.as_str())?;
        if let Some(command) = &self.key_command {
            return Ok(builder.key_provider(Arc::clone(command)));
        }
        Ok(match self.renewable_key()? {
            Some(key) => builder.key_provider(key),
            None => builder,
        })
    }

    /// Returns a provider of the login's key, if the key in use comes from a login that can be renewed.
    pub(crate) fn renewable_key(&mut self) -> Result<Option<RenewableKey>> {
        let config = self.config()?;
        let Some(login) = config.login.filter(|login| login.refresh_grant().is_some()) else { return Ok(None) };
        let server = config.base_url.value;
        // Other processes wait for a renewal, so it must not use the longer timeout of a chat.
        let timeout = self.globals.timeout.map_or(DEFAULT_TIMEOUT, |timeout| timeout.min(DEFAULT_TIMEOUT));
        let client = self.unconfigured_builder(server.as_str())?.timeout(timeout).build()?;
        Ok(Some(RenewableKey::new(
            Store::of_user()?,
            server,
            client,
            login,
            self.output.warnings(),
            self.interrupt.clone(),
        )))
    }

    /// Returns a builder of a client for any server, with this command's timeout, certificates and debugging but no
    /// key.
    pub(crate) fn unconfigured_builder(&self, base_url: &str) -> Result<ClientBuilder> {
        self.configure(Client::builder(base_url), base_url)
    }

    fn configure(&self, builder: ClientBuilder, base_url: &str) -> Result<ClientBuilder> {
        let mut builder = builder.environment_proxy().map_err(Failure::from)?;
        if let Some(timeout) = self.globals.timeout {
            builder = builder.timeout(timeout);
        }
        builder = self.tls(base_url).configure(builder)?;
        if self.globals.debug {
            builder = builder.observer(Arc::new(DebugObserver::new(self.output.terminal().stderr_is_terminal)));
        }
        Ok(builder)
    }

    /// Returns the client for the configured server.
    pub(crate) fn client(&mut self) -> Result<Client> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let client = self.client_builder()?.build()?;
        if std::mem::take(&mut self.names_server)
            && let Some(selected) = self.config()?.context.filter(|selected| selected.known > 1)
        {
            let url = client.base_url().as_str().trim_end_matches('/');
            self.output.note(format_args!("context {} ({url})", selected.context.name));
        }
        crate::output::times::follow(&client);
        Ok(self.client.insert(client).clone())
    }

    /// Names the server and its context on stderr before a request, if there are several contexts. For commands that change
    /// something.
    pub(crate) fn name_server(&mut self) {
        self.names_server = !self.globals.curl;
    }

    /// Returns the value of `--timeout`.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.globals.timeout
    }

    /// Returns whom to trust, and which certificate to show, at a server: the options, or else what its context says.
    fn tls(&self, base_url: &str) -> TlsOptions {
        let config = self.config.as_ref().filter(|config| config.base_url.value.as_str() == base_url);
        let chosen = config.and_then(|config| config.context.as_ref());
        let options = &self.globals.tls;
        chosen.map_or_else(|| options.clone(), |chosen| chosen.context.tls(options))
    }

    /// Returns the key in use, for commands that operate on it.
    pub(crate) async fn own_key(&mut self) -> Result<ApiKey> {
        let config = self.config()?;
        if let Some(command) = &self.key_command {
            if self.globals.curl {
                return Err(Failure::usage("--curl sends nothing, so it does not run the key_command of the context"));
            }
            return Ok(command.current(None).await.map_err(|error| Failure::NoKey(error.to_string()))?);
        }
        let key = config.api_key.map(|key| key.value).filter(|key| !key.is_empty());
        key.ok_or_else(|| Failure::NoKey("no API key is set".to_owned()).into())
    }

    /// Runs `work`, which sends the calls, or shows the calls for `--dry-run` and `--curl`. This is the one place that
    /// decides between the two.
    pub(crate) async fn perform<C: Preview>(
        &mut self,
        dry_run: DryRun,
        calls: C,
        work: impl AsyncFnOnce(&mut Self, C) -> Result<Outcome>,
    ) -> Result<Outcome> {
        if self.is_sending(dry_run) {
            // Before the first of several requests.
            calls.check()?;
            return work(self, calls).await;
        }
        self.preview(calls)
    }

    /// Shows the requests of calls instead of sending them. For commands whose requests depend on responses, so that
    /// the previewed calls differ from those that are sent.
    pub(crate) fn preview(&mut self, calls: impl Preview) -> Result<Outcome> {
        let requests = calls.requests()?;
        let config = self.config()?;
        let curl = self
            .globals
            .curl
            .then(|| CurlOptions { tls: self.tls(config.base_url.value.as_str()), timeout: self.globals.timeout });
        preview::show(requests, &mut self.output, &config, curl.as_ref())?;
        Ok(Outcome::Done)
    }

    /// Sends a call and shows the response: on a terminal as `answer` describes it.
    pub(crate) async fn answer_response<T: Serialize + Send + 'static>(
        &mut self,
        dry_run: DryRun,
        call: Call<T>,
        answer: impl FnOnce(&T) -> Answer,
    ) -> Result<Outcome> {
        self.perform(dry_run, call, async |context, call| {
            let response = call.await?;
            context.output.answer(&response, || answer(&response))
        })
        .await
    }

    /// Returns whether names are looked up and checked: always, unless requests are only printed as curl commands. So
    /// `--dry-run` shows the requests that would be sent, and fails where the command would.
    pub(crate) fn looks_up(&self, dry_run: DryRun) -> bool {
        dry_run.dry_run || !self.globals.curl
    }

    /// Fails with `--curl`, for commands whose requests depend on all that the server has.
    pub(crate) fn refuse_curl(&self) -> Result<()> {
        if !self.globals.curl {
            return Ok(());
        }
        Err(Failure::Usage {
            message: "--curl cannot show the requests of this command, which depend on what the server has".to_owned(),
            hint: Some("--debug shows each request as it is sent".to_owned()),
        }
        .into())
    }

    /// Returns whether requests are sent rather than shown. For steps before [`Context::perform`] that only matter when
    /// requests are sent, such as a confirmation prompt.
    pub(crate) fn is_sending(&self, dry_run: DryRun) -> bool {
        !dry_run.dry_run && !self.globals.curl
    }
}

/// Returns whether an argument begins with a format of the jq language, such as `@csv`, rather than naming a file.
fn is_jq_format(argument: &str) -> bool {
    let Some(rest) = argument.strip_prefix('@') else { return false };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let formats = ["text", "json", "html", "uri", "csv", "tsv", "sh", "base64", "base64d"];
    formats.contains(&name) && !after.starts_with(['.', '/', '-', '_'])
}
