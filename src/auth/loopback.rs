//! Where the browser comes back to after a login with PKCE: one page on loopback, for one answer.

use std::io;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use litellm_proxy_client::ApiKey;

const PATH: &str = "/callback";
/// A browser's request is far shorter.
const LONGEST_HEAD: usize = 32 * 1024;
/// Browsers open connections that they never use.
const PATIENCE: Duration = Duration::from_secs(10);

/// A listener on a port of its own.
pub(crate) struct Loopback {
    listener: TcpListener,
    redirect_uri: String,
}

/// What the browser brought back.
#[derive(Debug, PartialEq)]
pub(crate) enum Returned {
    Code(ApiKey),
    /// The login was refused, in the server's words.
    Refused(String),
}

impl Loopback {
    pub(crate) async fn listen() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let redirect_uri = format!("http://{}{PATH}", listener.local_addr()?);
        Ok(Self { listener, redirect_uri })
    }

    /// Where the browser is to be sent back to.
    pub(crate) fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Waits for a browser that brings `state`; whoever comes with another, or with nothing, is turned away.
    pub(crate) async fn returned(&self, state: &ApiKey) -> io::Result<Returned> {
        let mut visits = FuturesUnordered::new();
        loop {
            tokio::select! {
                visitor = self.listener.accept() => {
                    let (stream, _) = visitor?;
                    visits.push(tokio::time::timeout(PATIENCE, serve(stream, state)));
                }
                Some(visit) = visits.next() => {
                    // A visit that took too long or broke off was not the one.
                    if let Ok(Ok(Some(returned))) = visit {
                        return Ok(returned);
                    }
                }
            }
        }
    }
}

async fn serve(mut stream: TcpStream, state: &ApiKey) -> io::Result<Option<Returned>> {
    let Some(target) = read_target(&mut stream).await? else { return Ok(None) };
    let (status, text, returned) = judge(&target, state);
    let page = format!("<!doctype html><meta charset=utf-8><title>litellm-proxy</title><p>{text}</p>\n");
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    // The code is there, whether or not the browser stays to read the page.
    if stream.write_all(answer.as_bytes()).await.is_ok() {
        let _ = stream.shutdown().await;
    }
    Ok(returned)
}

/// The path and query of a GET; `None` of anything else.
async fn read_target(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    while head.len() < LONGEST_HEAD {
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

/// What to answer, and what it means for the login.
fn judge(target: &str, state: &ApiKey) -> (&'static str, &'static str, Option<Returned>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if path != PATH {
        return ("404 Not Found", "There is nothing here.", None);
    }
    let field = |name: &str| {
        let mut fields = form_urlencoded::parse(query.as_bytes());
        fields.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    if field("state").as_deref() != Some(state.expose()) {
        return ("400 Bad Request", "This is not the login that litellm-proxy waits for.", None);
    }
    match (field("error"), field("code").filter(|code| !code.is_empty())) {
        (Some(error), _) => {
            let words = field("error_description").map_or_else(|| error.clone(), |words| format!("{error}: {words}"));
            ("200 OK", "The login was refused. You can close this page.", Some(Returned::Refused(words)))
        }
        (None, Some(code)) => {
            let text = "You are logged in. You can close this page and go back to the terminal.";
            ("200 OK", text, Some(Returned::Code(ApiKey::new(code))))
        }
        (None, None) => ("400 Bad Request", "This page brings no code.", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_login_that_was_begun_is_taken() {
        let state = ApiKey::new("the-state");
        for (target, status, returned) in [
            ("/callback?code=a%2Bb&state=the-state", "200", Some(Returned::Code(ApiKey::new("a+b")))),
            (
                "/callback?state=the-state&error=access_denied&error_description=not+you&code=c",
                "200",
                Some(Returned::Refused("access_denied: not you".to_owned())),
            ),
            ("/callback?code=c&state=another", "400", None),
            ("/callback?code=c", "400", None),
            ("/callback?code=&state=the-state", "400", None),
            ("/callback", "400", None),
            ("/favicon.ico", "404", None),
            ("/callback/?code=c&state=the-state", "404", None),
        ] {
            let (answered, _, found) = judge(target, &state);
            assert_eq!((answered.split(' ').next(), found), (Some(status), returned), "{target}");
        }
    }
}
