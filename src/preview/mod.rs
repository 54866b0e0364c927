//! Shows requests instead of sending them, for `--dry-run` and `--curl`. Secrets are masked.

mod curl;
mod files;

use anyhow::Result;
use litellm_proxy_client::http::HttpPages;
use litellm_proxy_client::pages::{Page, Pages};
use litellm_proxy_client::{Call, Error, REDACTED, Request};
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

pub(crate) use self::curl::CurlOptions;
use crate::config::Config;
use crate::output::{Column, Output};

/// Stands for a key that a command would print. Never sent.
const KEY_OF_COMMAND: &str = "sk-printed-by-the-command";

/// Calls that can be shown instead of sent.
pub(crate) trait Preview {
    /// Returns the requests that would be sent, in order.
    ///
    /// # Errors
    /// Returns an error if a request cannot be built.
    fn requests(self) -> Result<Vec<Request>, Error>;

    /// Fails if a request would not be sent, because it would destroy what is stored.
    ///
    /// # Errors
    /// Returns [`Error::Guarded`].
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

impl<T> Preview for Call<T> {
    fn check(&self) -> Result<(), Error> {
        Self::check(self)
    }

    fn requests(self) -> Result<Vec<Request>, Error> {
        Ok(vec![self.request()?])
    }
}

/// Shows the first page only; the number of pages is unknown before it is fetched.
impl<P: Page> Preview for Pages<P> {
    fn requests(self) -> Result<Vec<Request>, Error> {
        self.first_call().requests()
    }
}

/// Shows the first page only, as for [`Pages`].
impl Preview for HttpPages {
    fn requests(self) -> Result<Vec<Request>, Error> {
        Ok(vec![self.first_request()?])
    }
}

impl Preview for Result<Request, Error> {
    fn requests(self) -> Result<Vec<Request>, Error> {
        Ok(vec![self?])
    }
}

impl Preview for Request {
    fn requests(self) -> Result<Vec<Request>, Error> {
        Ok(vec![self])
    }
}

impl<C: Preview> Preview for Option<C> {
    fn check(&self) -> Result<(), Error> {
        self.iter().try_for_each(Preview::check)
    }

    fn requests(self) -> Result<Vec<Request>, Error> {
        self.map_or_else(|| Ok(Vec::new()), Preview::requests)
    }
}

impl<C: Preview> Preview for Vec<C> {
    fn check(&self) -> Result<(), Error> {
        self.iter().try_for_each(Preview::check)
    }

    fn requests(self) -> Result<Vec<Request>, Error> {
        let requests: Vec<Vec<Request>> = self.into_iter().map(Preview::requests).collect::<Result<_, _>>()?;
        Ok(requests.concat())
    }
}

impl<A: Preview, B: Preview> Preview for (A, B) {
    fn check(&self) -> Result<(), Error> {
        self.0.check()?;
        self.1.check()
    }

    fn requests(self) -> Result<Vec<Request>, Error> {
        let (first, second) = self;
        Ok([first.requests()?, second.requests()?].concat())
    }
}

/// Shows requests in the chosen format, or as curl commands.
pub(crate) fn show(
    requests: Vec<Request>,
    output: &mut Output,
    config: &Config,
    curl: Option<&CurlOptions>,
) -> Result<()> {
    let mut requests = requests;
    add_provided_key(&mut requests, config)?;
    if let Some(curl) = curl {
        let text: String = requests.iter().map(|request| curl::command(request, config, curl)).collect();
        if text.contains(REDACTED) {
            output.note(format_args!("secrets are masked; replace {REDACTED} with the real values"));
        }
        output.aside(&text)?;
    } else if output.is_for_people() {
        if requests.is_empty() {
            output.note("no request would be sent");
        }
        for request in &requests {
            output.text(&format!("{} {}\n", request.method, request.redacted_url()))?;
            if let Some(body) = request.redacted_body() {
                show_body(output, &files::shortened(&body))?;
            }
        }
    } else {
        let previews = requests.iter().map(RequestPreview::new).collect::<Result<Vec<_>>>()?;
        if let [only] = previews.as_slice() {
            output.value(only)?;
        } else if !previews.is_empty() {
            let columns: [&Column<RequestPreview>; 2] = [
                &Column::new("method", "Method", |request| request.method.clone()),
                &Column::new("url", "URL", |request| request.url.clone()),
            ];
            output.list("request", &previews, &columns, &previews)?;
        }
    }
    output.flush()
}

/// Adds the key of a renewable login, or what stands for that of a command. The client itself adds such a key only when it
/// sends a request.
fn add_provided_key(requests: &mut [Request], config: &Config) -> Result<()> {
    let login = config.login.as_ref().filter(|login| login.refresh_grant().is_some());
    let key = match (&config.key_command, login) {
        (Some(_), _) => KEY_OF_COMMAND,
        (None, Some(login)) => login.key().expose(),
        (None, None) => return Ok(()),
    };
    let mut bearer = HeaderValue::try_from(format!("Bearer {key}"))?;
    bearer.set_sensitive(true);
    for request in requests.iter_mut().filter(|request| !request.is_without_key()) {
        request.headers.entry(&config.auth_header).or_insert_with(|| bearer.clone());
    }
    Ok(())
}

fn show_body(output: &mut Output, body: &str) -> Result<()> {
    if serde_json::from_str::<&RawValue>(body).is_ok() {
        output.json_text(body)
    } else {
        output.text(body)?;
        output.text("\n")
    }
}

/// A request, serialized for `--dry-run`.
#[derive(Serialize)]
struct RequestPreview {
    method: String,
    url: String,
    headers: serde_json::Map<String, Value>,
    body: Option<Box<RawValue>>,
}

impl RequestPreview {
    fn new(request: &Request) -> Result<Self> {
        let body = request.redacted_body().map(|body| match serde_json::from_str(&files::shortened(&body)) {
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
