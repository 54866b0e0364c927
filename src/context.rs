//! What a command is given: the settings that count, a client made when it is first needed, the output, and the
//! terminal to ask on.

use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Args;
use reqwest::Certificate;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::auth::LOGINS_FILE;
use crate::auth::renewal::RenewedKey;
use crate::auth::store::Store;
use crate::config::{self, Config, Settings, StoredSettings, describe_io, describe_json};
use crate::debug::DebugObserver;
use crate::env;
use crate::failure::{Done, Failure};
use crate::output::{ColorChoice, ColorEnvironment, Column, Format, Output, Terminal};
use litellm_proxy_client::{ApiKey, Call, Client, ClientBuilder, DEFAULT_TIMEOUT, Error, REDACTED, Request};

/// Options that every command takes, before or after its name.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// URL of the proxy server [env: LITELLM_PROXY_URL] [default: http://localhost:4000]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// API key, or @FILE or @- to read it [env: LITELLM_PROXY_API_KEY]
    #[arg(long, global = true, value_name = "KEY")]
    pub(crate) api_key: Option<String>,
    /// Header that carries the key [env: LITELLM_PROXY_AUTH_HEADER] [default: Authorization]
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) auth_header: Option<String>,
    /// Certificate authorities to trust beside the system's, in PEM
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca_cert: Option<PathBuf>,
    /// Seconds that a request, or a piece of a stream, may take [default: 30, chat 600]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = parse_seconds)]
    pub(crate) timeout: Option<Duration>,
    /// How to write data: table, json, yaml, csv or ndjson [default: table for lists, json for the rest]
    #[arg(long, global = true, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    pub(crate) format: Option<Format>,
    /// When to use colours: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        hide_possible_values = true,
        default_value = "auto",
        hide_default_value = true
    )]
    pub(crate) color: ColorChoice,
    /// Show each request and answer on stderr, secrets masked
    #[arg(long, global = true)]
    pub(crate) debug: bool,
    /// Print the request as a curl command instead of sending it
    #[arg(long, global = true)]
    pub(crate) curl: bool,
}

/// The option of every command that changes something.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct DryRun {
    /// Print the requests that would be sent, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

pub(crate) fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "must be more than zero".to_owned())
}

/// What a command is given.
pub(crate) struct Context {
    pub(crate) output: Output,
    globals: Globals,
    config: Option<Config>,
    client: Option<Client>,
    stdin_is_read: bool,
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
        Self {
            output: Output::standard(globals.format, terminal),
            globals,
            config: None,
            client: None,
            stdin_is_read: false,
            command_tree,
        }
    }

    /// The whole command line, for what is made from it.
    pub(crate) fn command_tree(&self) -> clap::Command {
        (self.command_tree)()
    }

    /// The settings, resolved when they are first asked for.
    pub(crate) fn config(&mut self) -> Result<Config> {
        if let Some(config) = &self.config {
            return Ok(config.clone());
        }
        let api_key = self.globals.api_key.clone();
        let flags = Settings {
            base_url: self.globals.base_url.clone(),
            api_key: api_key.map(|key| self.argument(&key)).transpose()?.map(ApiKey::new),
            auth_header: self.globals.auth_header.clone(),
        };
        let environment = Settings::from_environment();
        let stored = self.stored(&flags, &environment)?;
        let config = config::resolve(&flags, &environment, &stored).map_err(Failure::from)?;
        Ok(self.config.insert(config).clone())
    }

    /// The settings, if they have been resolved.
    pub(crate) fn resolved_config(&self) -> Option<&Config> {
        self.config.as_ref()
    }

    /// Reads the files that can still make a difference.
    fn stored(&mut self, flags: &Settings, environment: &Settings) -> Result<StoredSettings> {
        let stored = StoredSettings::read([flags, environment], |path, file| {
            let shown = path.display();
            let file = match file {
                Ok(file) => file,
                Err(error) => {
                    let what = if path.ends_with(LOGINS_FILE) { "logins of other servers are" } else { "login is" };
                    self.output.warn(format_args!("the stored {what} not used: {error}"));
                    return Ok(Vec::new());
                }
            };
            if !file.logins.is_empty() && file.is_exposed {
                self.output.warn(format_args!("others can read {shown}: chmod 600 it"));
            }
            if !file.keyless.is_empty() {
                self.output.warn(format_args!(
                    "the login in {shown} has its key elsewhere, as in a keychain, and cannot be read: log in again with `litellm-proxy login`"
                ));
            }
            Ok(file.logins)
        });
        Ok(stored.map_err(Failure::from)?)
    }

    /// A client with these settings, still to be changed.
    pub(crate) fn client_builder(&mut self) -> Result<ClientBuilder> {
        let config = self.config()?;
        let builder = self.configure(config.builder())?;
        Ok(match self.renewed_key()? {
            Some(key) => builder.key_provider(key),
            None => builder,
        })
    }

    /// The key of a login that can be renewed, when that is the key that counts.
    pub(crate) fn renewed_key(&mut self) -> Result<Option<RenewedKey>> {
        let config = self.config()?;
        let Some(login) = config.login.filter(|login| login.refresh_grant().is_some()) else { return Ok(None) };
        let server = config.base_url.value;
        // Others wait for a renewal: it must not take as long as a chat may.
        let time = self.globals.timeout.map_or(DEFAULT_TIMEOUT, |time| time.min(DEFAULT_TIMEOUT));
        let client = self.unconfigured_builder(server.as_str())?.timeout(time).build()?;
        Ok(Some(RenewedKey::new(Store::of_user()?, server, client, login, self.output.warner())))
    }

    /// A client of another server, with this command's time, certificates and debugging, but no key.
    pub(crate) fn unconfigured_builder(&self, base_url: &str) -> Result<ClientBuilder> {
        self.configure(Client::builder(base_url))
    }

    fn configure(&self, mut builder: ClientBuilder) -> Result<ClientBuilder> {
        if let Some(timeout) = self.globals.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(path) = &self.globals.ca_cert {
            builder = builder.ca_certificates(read_certificates(path)?);
        }
        if self.globals.debug {
            builder = builder.observer(Arc::new(DebugObserver::new(self.output.terminal().stderr_is_terminal)));
        }
        Ok(builder)
    }

    /// The client of the server that the settings name.
    pub(crate) fn client(&mut self) -> Result<Client> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let client = self.client_builder()?.build()?;
        Ok(self.client.insert(client).clone())
    }

    /// The time that was asked for, if one was.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.globals.timeout
    }

    /// The client's own key, for commands that are about it.
    pub(crate) fn own_key(&mut self) -> Result<ApiKey> {
        let key = self.config()?.api_key.map(|key| key.value).filter(|key| !key.is_empty());
        key.ok_or_else(|| Failure::NoKey("there is no key".to_owned()).into())
    }

    /// Sends a call that only asks.
    pub(crate) async fn send<T: Send + 'static>(&mut self, call: Call<T>) -> Result<T> {
        self.write(call, DryRun::default()).await
    }

    /// Sends a call that changes something, unless it is only to be shown.
    pub(crate) async fn write<T: Send + 'static>(&mut self, call: Call<T>, dry_run: DryRun) -> Result<T> {
        if self.is_showing(dry_run) {
            return self.show([call.request()]);
        }
        Ok(call.await?)
    }

    /// True when requests are shown, not sent.
    pub(crate) fn is_showing(&self, dry_run: DryRun) -> bool {
        dry_run.dry_run || self.globals.curl
    }

    /// Shows requests, and ends the command well.
    pub(crate) fn show<T>(&mut self, requests: impl IntoIterator<Item = Result<Request, Error>>) -> Result<T> {
        let mut requests = requests.into_iter().collect::<Result<Vec<_>, _>>()?;
        let config = self.config()?;
        if let Some(login) = config.login.as_ref().filter(|login| login.refresh_grant().is_some()) {
            // Such a key is put in when a request is sent; by then it may be the next one.
            let mut bearer = HeaderValue::try_from(format!("Bearer {}", login.key().expose()))?;
            bearer.set_sensitive(true);
            for request in requests.iter_mut().filter(|request| !request.is_without_key()) {
                request.headers.entry(&config.auth_header).or_insert_with(|| bearer.clone());
            }
        }
        if self.globals.curl {
            let text: String = requests.iter().map(|request| curl_command(request, &config, &self.globals)).collect();
            if text.contains(REDACTED) {
                self.output.note(format_args!("secrets are masked: put yours in place of {REDACTED}"));
            }
            self.output.text(&text)?;
        } else if matches!(self.output.format(), None | Some(Format::Table)) {
            for request in &requests {
                self.output.text(&format!("{} {}\n", request.method, request.redacted_url()))?;
                if let Some(body) = request.redacted_body() {
                    self.show_body(&body)?;
                }
            }
        } else {
            let mut shown = requests.iter().map(ShownRequest::of).collect::<Result<Vec<_>>>()?;
            match shown.pop() {
                Some(only) if shown.is_empty() => self.output.value(&only)?,
                Some(last) => {
                    shown.push(last);
                    let columns: [&Column<ShownRequest>; 2] = [
                        &Column::new("method", "Method", |request| request.method.clone()),
                        &Column::new("url", "URL", |request| request.url.clone()),
                    ];
                    self.output.list(&shown, &columns, &shown)?;
                }
                None => {}
            }
        }
        self.output.flush()?;
        Err(Done.into())
    }

    fn show_body(&mut self, body: &str) -> Result<()> {
        if serde_json::from_str::<&serde_json::value::RawValue>(body).is_ok() {
            self.output.json_text(body)
        } else {
            self.output.text(body)?;
            self.output.text("\n")
        }
    }

    /// An argument's value: itself, or of `@FILE` the file's text, of `@-` that of stdin. A final line end is dropped.
    /// `@@` stands for a first `@` that is meant as such.
    pub(crate) fn argument(&mut self, argument: &str) -> Result<String> {
        let Some(path) = argument.strip_prefix('@') else { return Ok(argument.to_owned()) };
        if path.starts_with('@') {
            return Ok(path.to_owned());
        }
        let mut text = String::from_utf8(self.file(path)?)
            .map_err(|_| Failure::usage(format!("{} is not UTF-8 text", describe_path(path))))?;
        let end = text.trim_end_matches(['\r', '\n']).len();
        text.truncate(end);
        Ok(text)
    }

    /// True once standard input has been read.
    pub(crate) fn stdin_is_read(&self) -> bool {
        self.stdin_is_read
    }

    /// A file's bytes, of `-` those of stdin.
    pub(crate) fn file(&mut self, path: &str) -> Result<Vec<u8>> {
        if path != "-" {
            return std::fs::read(path)
                .map_err(|error| Failure::usage(format!("cannot read `{path}`: {}", describe_io(&error))));
        }
        if std::mem::replace(&mut self.stdin_is_read, true) {
            return Err(Failure::usage("standard input can be read only once"));
        }
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        Ok(bytes)
    }

    /// A JSON argument of the option `name`; it may come from a file or stdin.
    pub(crate) fn json_argument(&mut self, name: &str, argument: &str) -> Result<Value> {
        let invalid =
            |error: serde_json::Error| Failure::usage(format!("invalid JSON in {name}: {}", describe_json(&error)));
        serde_json::from_str(&self.json_text_argument(name, argument)?).map_err(invalid)
    }

    /// The same, as it was written.
    pub(crate) fn json_text_argument(&mut self, name: &str, argument: &str) -> Result<String> {
        let text = self.argument(argument)?;
        match serde_json::from_str::<&serde_json::value::RawValue>(&text) {
            Ok(_) => Ok(text),
            Err(error) => Err(Failure::usage(format!("invalid JSON in {name}: {}", describe_json(&error)))),
        }
    }

    /// The same, when only an object will do.
    pub(crate) fn object_argument(&mut self, name: &str, argument: &str) -> Result<serde_json::Map<String, Value>> {
        match self.json_argument(name, argument)? {
            Value::Object(fields) => Ok(fields),
            _ => Err(Failure::usage(format!("{name} must be a JSON object, as in '{{\"name\": \"value\"}}'"))),
        }
    }
}

/// A path as an argument names it.
fn describe_path(path: &str) -> String {
    if path == "-" { "standard input".to_owned() } else { format!("`{path}`") }
}

fn read_certificates(path: &PathBuf) -> Result<Vec<Certificate>> {
    let shown = path.display();
    let pem = std::fs::read(path)
        .map_err(|error| Failure::usage(format!("cannot read `{shown}`: {}", describe_io(&error))))?;
    let certificates = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if certificates.is_empty() {
        return Err(Failure::usage(format!("`{shown}` holds no certificate in PEM")));
    }
    Ok(certificates)
}

/// A request as data, secrets masked.
#[derive(Serialize)]
struct ShownRequest {
    method: String,
    url: String,
    headers: serde_json::Map<String, Value>,
    body: Option<Box<RawValue>>,
}

impl ShownRequest {
    fn of(request: &Request) -> Result<Self> {
        let body = request.redacted_body().map(|body| match serde_json::from_str(&body) {
            Ok(json) => Ok(json),
            Err(_) => serde_json::value::to_raw_value(&body),
        });
        Ok(Self {
            method: request.method.to_string(),
            url: request.redacted_url(),
            headers: request.redacted_headers().map(|(name, value)| (name.to_owned(), Value::String(value))).collect(),
            body: body.transpose()?,
        })
    }
}

/// The request as a command for a POSIX shell; the key is taken from the variable that this program reads too.
fn curl_command(request: &Request, config: &Config, globals: &Globals) -> String {
    let quote = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let own_key = config.api_key.as_ref().map(|key| format!("Bearer {}", key.value.expose()));
    let is_own_server = request.url.as_str().starts_with(config.base_url.value.as_str().trim_end_matches('/'));
    let method =
        if request.method == reqwest::Method::HEAD { "-I".to_owned() } else { format!("-X {}", request.method) };
    let mut command = format!("curl {method} {}", quote(&request.redacted_url()));
    if let Some(path) = &globals.ca_cert {
        command.push_str(&format!(" --cacert {}", quote(&path.display().to_string())));
    }
    if let Some(timeout) = globals.timeout {
        command.push_str(&format!(" --max-time {}", timeout.as_secs_f64()));
    }
    // curl has a name of its own.
    for (name, shown) in request.redacted_headers().filter(|(name, _)| *name != "user-agent") {
        let value = request.headers.get(name).map(HeaderValue::as_bytes);
        let header = if is_own_server && value.is_some() && value == own_key.as_deref().map(str::as_bytes) {
            format!("\"{name}: Bearer ${}\"", env::LITELLM_PROXY_API_KEY)
        } else {
            quote(&format!("{name}: {shown}"))
        };
        command.push_str(&format!(" \\\n  -H {header}"));
    }
    if let Some(body) = request.redacted_body() {
        command.push_str(&format!(" \\\n  --data-raw {}", quote(&body)));
    }
    command.push('\n');
    command
}
