//! The loopback server that receives the browser's redirect at the end of a PKCE login.

use std::io;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use litellm_proxy_client::ApiKey;

const PATH: &str = "/callback";
/// Far more than a browser sends.
const MAX_HEAD_BYTES: usize = 32 * 1024;
/// Browsers open connections that they never use.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(10);

/// A listener on a free port.
pub(crate) struct Loopback {
    listener: TcpListener,
    redirect_uri: String,
}

/// The result of the login that the browser's redirect carries.
#[derive(Debug, PartialEq)]
pub(crate) enum Redirect {
    Code(ApiKey),
    /// The login was refused, with the server's message.
    Refused(String),
}

impl Loopback {
    pub(crate) async fn listen() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let redirect_uri = format!("http://{}{PATH}", listener.local_addr()?);
        Ok(Self { listener, redirect_uri })
    }

    /// Returns the URL that the server redirects the browser to.
    pub(crate) fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Waits for a redirect with the given `state`. Other requests get an error page.
    pub(crate) async fn wait_for_redirect(&self, state: &ApiKey) -> io::Result<Redirect> {
        let mut connections = FuturesUnordered::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept() => {
                    let (stream, _) = accepted?;
                    connections.push(tokio::time::timeout(CONNECTION_TIMEOUT, serve(stream, state)));
                }
                Some(served) = connections.next() => {
                    // Connections that timed out or failed did not carry the redirect.
                    if let Ok(Ok(Some(redirect))) = served {
                        return Ok(redirect);
                    }
                }
            }
        }
    }
}

async fn serve(mut stream: TcpStream, state: &ApiKey) -> io::Result<Option<Redirect>> {
    let Some(target) = read_target(&mut stream).await? else { return Ok(None) };
    let (status, message, redirect) = respond(&target, state);
    let page = format!("<!doctype html><meta charset=utf-8><title>litellm-proxy</title><p>{message}</p>\n");
    let response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    // The code has arrived, whether or not the browser reads the page.
    if stream.write_all(response.as_bytes()).await.is_ok() {
        let _ = stream.shutdown().await;
    }
    Ok(redirect)
}

/// Returns the path and query of a GET request, or `None` for anything else.
async fn read_target(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    while head.len() < MAX_HEAD_BYTES {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(None);
        }
        let mut headers = [httparse::EMPTY_HEADER; 128];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(&head) {
            Ok(httparse::Status::Complete(_)) => {
                return Ok(request.path.filter(|_| request.method == Some("GET")).map(str::to_owned));
            }
            Ok(httparse::Status::Partial) => {}
            Err(_) => return Ok(None),
        }
    }
    Ok(None)
}

/// Returns the status and message to respond with, and the redirect if the request is one.
fn respond(target: &str, state: &ApiKey) -> (&'static str, &'static str, Option<Redirect>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if path != PATH {
        return ("404 Not Found", "Not found.", None);
    }
    let field = |name: &str| {
        let mut fields = form_urlencoded::parse(query.as_bytes());
        fields.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    if field("state").as_deref() != Some(state.expose()) {
        return ("400 Bad Request", "This is not the login that litellm-proxy is waiting for.", None);
    }
    match (field("error"), field("code").filter(|code| !code.is_empty())) {
        (Some(error), _) => {
            let message = field("error_description")
                .map_or_else(|| error.clone(), |description| format!("{error}: {description}"));
            ("200 OK", "The login was refused. You can close this page.", Some(Redirect::Refused(message)))
        }
        (None, Some(code)) => {
            let message = "You are logged in. You can close this page and go back to the terminal.";
            ("200 OK", message, Some(Redirect::Code(ApiKey::new(code))))
        }
        (None, None) => ("400 Bad Request", "The login code is missing.", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_redirect_with_the_expected_state_is_accepted() {
        let state = ApiKey::new("the-state");
        for (target, expected_status, expected) in [
            ("/callback?code=a%2Bb&state=the-state", "200", Some(Redirect::Code(ApiKey::new("a+b")))),
            (
                "/callback?state=the-state&error=access_denied&error_description=not+you&code=c",
                "200",
                Some(Redirect::Refused("access_denied: not you".to_owned())),
            ),
            ("/callback?code=c&state=another", "400", None),
            ("/callback?code=c", "400", None),
            ("/callback?code=&state=the-state", "400", None),
            ("/callback", "400", None),
            ("/favicon.ico", "404", None),
            ("/callback/?code=c&state=the-state", "404", None),
        ] {
            let (status, _, redirect) = respond(target, &state);
            assert_eq!((status.split(' ').next(), redirect), (Some(expected_status), expected), "{target}");
        }
    }
}
