//! `http request`: sends a request to any endpoint and prints the response.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum, ValueHint};
use serde_json::value::RawValue;

use super::fields::{FieldArgs, Fields};
use super::large_file::LargeFile;
use super::response::{copy_body, print_body, print_head, save};
use super::{multipart, unknown_fields};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::files::AtomicFile;
use crate::outcome::Outcome;
use crate::stdin;
use litellm_proxy_client::Call;
use litellm_proxy_client::http::HttpPages;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

const AFTER_HELP: &str = "\
The method is GET without a body, and POST with one. Fields (-f, -F) become a JSON body, the query of
a GET, or the query beside --data and --json. KEY may be nested: `metadata[team]=a`, `models[]=b`.
Endpoints that take files only, such as /v1/files, get them as multipart/form-data.

--paginate knows how each endpoint counts its pages, or sees it in the first response.

JSON of up to 2 MiB is indented. Everything else is printed as it arrives, bytes that are not text
unchanged. Responses other than 2xx are printed too, and set the exit code. A response for --jq and
--format is read whole, up to 512 MiB; the pages of --paginate are read one by one.

Compression is undone (gzip, deflate); with an Accept-Encoding of your own, --output-file gets the
bytes as they arrive.

A body with a masked value (sk****56) for an administrative endpoint is refused, because the
server would store it in place of the secret, and so is a null that makes a key unusable. Files of
more than 64 MiB are sent unseen.

Examples:
  litellm-proxy http request /models
  litellm-proxy http request /key/generate -F max_budget=5 -F 'models[]=gpt-4o'
  litellm-proxy http request POST /chat/completions -j @request.json
  litellm-proxy http request /v1/audio/transcriptions -F model=gpt-4 -F file=@question.txt
  litellm-proxy http request /user/list --paginate --format ndjson
  litellm-proxy http request /spend/logs -q start_date=2026-11-01 -q end_date=2026-11-30";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP, allow_missing_positional = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub(crate) struct Request {
    /// HTTP method
    method: Option<String>,
    /// Path and query, appended to the base URL
    #[arg(value_name = "PATH")]
    uri: String,
    /// HTTP method, as an option
    #[arg(short = 'X', long = "method", value_name = "METHOD", conflicts_with = "method")]
    method_option: Option<String>,
    /// Body, sent as JSON if it is valid JSON; @FILE or @- to read it
    #[arg(short, long, value_name = "DATA", conflicts_with_all = ["json", "input"])]
    data: Option<String>,
    /// File with the body, the same as --data @FILE; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "json", value_hint = ValueHint::FilePath)]
    input: Option<String>,
    /// JSON body; @FILE or @- to read it
    #[arg(short, long, value_name = "JSON")]
    json: Option<String>,
    #[command(flatten)]
    fields: FieldArgs,
    /// Send fields as a form: multipart, urlencoded, or json not to
    #[arg(
        long,
        value_name = "TYPE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "multipart",
        hide_possible_values = true,
        conflicts_with_all = ["data", "json", "input"]
    )]
    form: Option<FormKind>,
    /// Query parameter (can be repeated)
    #[arg(short, long, value_name = "NAME=VALUE")]
    query: Vec<String>,
    /// Header (can be repeated); `KEY:` removes one, `KEY;` sends it empty
    #[arg(short = 'H', long, value_name = "KEY:VALUE")]
    header: Vec<String>,
    /// Fetch all pages of a list and print one list
    #[arg(long, conflicts_with_all = ["data", "json", "input", "form", "include", "no_follow", "output_file"])]
    paginate: bool,
    /// With --paginate, keep the object around the list
    #[arg(long, requires = "paginate")]
    keep_envelope: bool,
    /// Print the status line and headers first
    #[arg(long)]
    include: bool,
    /// Print a redirect instead of following it
    #[arg(long)]
    no_follow: bool,
    /// Write the response body to this new file, or unchanged to stdout with `-`
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output_file")]
    force: bool,
    /// Send masked values and nulls that destroy what is stored
    #[arg(long)]
    unguarded: bool,
    /// The name that other programs have for --client-key
    #[arg(long = "key", value_name = "FILE", hide = true)]
    client_key: Option<PathBuf>,
    #[command(flatten)]
    dry_run: DryRun,
}

/// How fields are sent in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormKind {
    Json,
    Multipart,
    Urlencoded,
}

impl Request {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        if self.output_file.is_some() && context.output.is_filtered() {
            let message = "--output-file writes the body as it is: leave out --jq, or redirect the output";
            return Err(Failure::usage(message));
        }
        let fields = self.fields.parse()?;
        let method = self.method(&fields)?;
        if let Some(path) = &self.client_key {
            context.use_client_key(path);
        }
        let mut call = context.client()?.http().request(&method, &self.uri);
        call = self.body(context, call, &method, &fields)?;
        for parameter in &self.query {
            let (name, value) = parameter
                .split_once('=')
                .ok_or_else(|| Failure::usage("--query takes NAME=VALUE, but the argument has no `=`"))?;
            call = call.query(name, value);
        }
        call = self.headers(context, call)?;
        if self.unguarded {
            call = call.unguarded();
        }
        if self.no_follow {
            call = call.no_redirects();
        }
        if !self.paginate {
            return context.perform(self.dry_run, call, async |context, call| self.send(context, call).await).await;
        }
        let pages = context.client()?.http().pages(call.request()?)?;
        context.perform(self.dry_run, pages, async |context, pages| self.send_pages(context, pages).await).await
    }

    /// Returns the method that is given, or else the one that fits: POST with a body, GET without.
    fn method(&self, fields: &Fields) -> Result<String> {
        if let Some(method) = self.method.as_ref().or(self.method_option.as_ref()) {
            return Ok(method.clone());
        }
        if METHODS.contains(&self.uri.as_str()) {
            return Err(Failure::Usage {
                message: format!("the path is missing after {}", self.uri),
                hint: Some(format!("litellm-proxy http request {} /key/list", self.uri)),
            }
            .into());
        }
        let has_body = self.has_whole_body() || !fields.is_empty() || self.form.is_some();
        Ok(if has_body { "POST" } else { "GET" }.to_owned())
    }

    /// Adds the body, and fields to it or to the query.
    fn body<T>(&self, context: &mut Context, call: Call<T>, method: &str, fields: &Fields) -> Result<Call<T>> {
        let mut call = self.whole_body(context, call, method)?;
        let is_get = method.eq_ignore_ascii_case("get");
        if (is_get || self.has_whole_body()) && self.form.is_none() {
            for (name, value) in fields.pairs(&mut context.arguments)? {
                call = call.query(name, value);
            }
        } else if !fields.is_empty() || self.form.is_some() {
            call = match self.form {
                Some(FormKind::Urlencoded) => call.form(fields.pairs(&mut context.arguments)?),
                Some(FormKind::Multipart) => call.multipart(&fields.form(&mut context.arguments)?),
                None if multipart::is_only_type_of(&self.uri) => call.multipart(&fields.form(&mut context.arguments)?),
                _ => {
                    let json = fields.json(&mut context.arguments)?;
                    unknown_fields::warn(context, method, &self.uri, &json);
                    call.body(json).header("content-type", "application/json")
                }
            };
        }
        if !is_get {
            let option = if self.json.is_some() { "--json" } else { "--data" };
            stdin::warn_if_unread(context, &format!("standard input was not read; send it with {option} @-"));
        }
        Ok(call)
    }

    fn has_whole_body(&self) -> bool {
        self.json.is_some() || self.data.is_some() || self.input.is_some()
    }

    /// Adds the body of --json, --data or --input.
    fn whole_body<T>(&self, context: &mut Context, call: Call<T>, method: &str) -> Result<Call<T>> {
        let named =
            |argument: &'_ String| argument.strip_prefix('@').filter(|path| !path.starts_with('@')).map(str::to_owned);
        let path = self.input.clone().or_else(|| self.json.as_ref().or(self.data.as_ref()).and_then(named));
        if let Some(file) = path.as_deref().and_then(LargeFile::of)
            && (file.is_json || self.json.is_none())
        {
            return file.body(call);
        }
        if let Some(json) = &self.json {
            let text = context.arguments.json_text("--json", json)?;
            unknown_fields::warn(context, method, &self.uri, &text);
            return Ok(call.body(text).header("content-type", "application/json"));
        }
        let bytes = match (path, &self.data) {
            (Some(path), _) => context.arguments.file(&path)?,
            (None, Some(data)) => data.strip_prefix('@').unwrap_or(data).as_bytes().to_vec(),
            (None, None) => return Ok(call),
        };
        // JSON is sent as written; for other bodies the user sets the content type.
        let is_json = serde_json::from_slice::<&RawValue>(&bytes).is_ok();
        let call = call.body(bytes);
        Ok(if is_json { call.header("content-type", "application/json") } else { call })
    }

    fn headers<T>(&self, context: &mut Context, call: Call<T>) -> Result<Call<T>> {
        let mut call = call;
        let key_header = context.config()?.auth_header;
        let mut names = HashSet::new();
        for header in &self.header {
            let (name, value) = match header.split_once(':') {
                Some((name, value)) => (name.trim(), Some(value.trim()).filter(|value| !value.is_empty())),
                None => match header.strip_suffix(';') {
                    Some(name) => (name.trim(), Some("")),
                    None => {
                        return Err(Failure::usage("--header takes KEY:VALUE, but the argument has no `:`"));
                    }
                },
            };
            if name.eq_ignore_ascii_case("accept-encoding") && self.output_file.is_some() {
                // A file gets what was asked for.
                call = call.undecoded();
            }
            if name.eq_ignore_ascii_case(key_header.as_str()) {
                context.key_header = Some(match value {
                    None => "no key was sent: --header removed it",
                    Some("") => "no key was sent: --header sent its header empty",
                    Some(_) => "the key was replaced by that of --header",
                });
            }
            // The first replaces a header of our own; others of its name are sent with it.
            let is_first = names.insert(name.to_ascii_lowercase());
            call = match value {
                None => call.remove_header(name),
                Some(value) if is_first => call.header(name, value),
                Some(value) => call.add_header(name, value),
            };
        }
        Ok(call)
    }

    /// Fetches all pages and prints one list. Lines of NDJSON are printed as their page arrives.
    async fn send_pages(&self, context: &mut Context, mut pages: HttpPages) -> Result<Outcome> {
        let is_line_by_line = context.output.is_line_by_line() && !self.keep_envelope;
        let mut items = Vec::new();
        while let Some(page) = pages.next_page().await? {
            if !is_line_by_line {
                items.extend(page);
                continue;
            }
            context.output.ndjson(&page)?;
            if context.output.is_closed() {
                return Ok(Outcome::Done);
            }
        }
        if pages.are_partial_sums() && pages.pages() > 1 {
            context
                .output
                .warn("the same date can be on several pages, each time with a part of its sums; add them up");
        }
        if is_line_by_line {
            return Ok(Outcome::Done);
        }
        if self.keep_envelope {
            context.output.value(&pages.with_envelope(&items)?)
        } else {
            context.output.value(&items)
        }
    }

    async fn send(&self, context: &mut Context, call: Call<serde_json::Value>) -> Result<Outcome> {
        let is_raw = self.output_file.as_deref() == Some(Path::new("-"));
        let path = self.output_file.as_deref().filter(|_| !is_raw);
        let file = path.map(|path| AtomicFile::for_argument(path, self.force)).transpose()?;
        let mut response = call.open().await?;
        if !response.status().is_success() {
            context.output.stop_filtering();
        }
        if self.include {
            print_head(context, &response)?;
        }
        let body = match file.zip(path) {
            Some((file, path)) if response.status().is_success() => {
                save(file, path, &mut response).await?;
                Vec::new()
            }
            _ if is_raw => copy_body(context, &mut response).await?,
            _ => print_body(context, &mut response).await?,
        };
        let is_asked_for = self.no_follow && response.status().is_redirection();
        let error = response.error(&body).filter(|_| !is_asked_for);
        error.map_or(Ok(Outcome::Done), |error| Err(error.into()))
    }
}
