//! Requests as the fake server records them, and how they are read from a connection.

use std::io::{self, BufRead, ErrorKind, Read as _};
use std::ops::Index;

use serde_json::Value;

/// A request whose body has been read to its end.
#[derive(Debug, Clone)]
pub struct FakeRequest {
    pub method: String,
    /// The path with its query, or the whole URL when the server is used as a proxy.
    pub target: String,
    pub headers: Headers,
    pub body: Vec<u8>,
}

/// Headers in the order they were sent, names in lower case.
#[derive(Debug, Clone, Default)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn get_all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

impl Index<&str> for Headers {
    type Output = String;

    fn index(&self, name: &str) -> &String {
        let header = self.0.iter().find(|(known, _)| known == name);
        header.map_or_else(|| panic!("no header `{name}` in {self:?}"), |(_, value)| value)
    }
}

/// A request without a body, as [`FakeServer::requests`](super::FakeServer::requests) returns it.
pub fn request(line: &str) -> (String, Value) {
    (line.to_owned(), Value::Null)
}

/// A request with a JSON body, as [`FakeServer::requests`](super::FakeServer::requests) returns it.
pub fn request_with(line: &str, body: Value) -> (String, Value) {
    (line.to_owned(), body)
}

impl FakeRequest {
    /// The path, percent-encoded as it was sent.
    pub fn path(&self) -> &str {
        let target = self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path);
        match target.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
            None => target,
        }
    }

    /// The query, encoded as it was sent.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The decoded parameters of the query.
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        let query = self.query().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into(), value.into())).collect()
    }

    /// A parameter of the query, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.query_pairs().into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// A parameter of the query that is a number.
    #[track_caller]
    pub fn number(&self, name: &str) -> usize {
        let value = self.parameter(name).unwrap_or_else(|| panic!("no `{name}` in {}", self.target));
        value.parse().expect("a number")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// `METHOD /path?query`, or `METHOD URL` when the server is used as a proxy.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    /// The request line without the version, and the headers, a line each.
    pub fn head(&self) -> String {
        self.headers.0.iter().fold(self.line(), |head, (name, value)| format!("{head}\n{name}: {value}"))
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The JSON body.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A field of the JSON body; null when there is no such field, or no JSON.
    pub fn field(&self, name: &str) -> Value {
        serde_json::from_slice(&self.body).map_or(Value::Null, |body: Value| body[name].clone())
    }

    /// The fields of a form in the body.
    pub fn form(&self) -> Value {
        form_urlencoded::parse(&self.body).map(|(name, value)| (name.into_owned(), Value::from(value))).collect()
    }

    /// The request line without the version, and the JSON body; null when there is no body.
    #[track_caller]
    pub fn line_and_body(&self) -> (String, Value) {
        (self.line(), if self.body.is_empty() { Value::Null } else { self.json() })
    }

    /// [`FakeRequest::line_and_body`] of a request that must not carry a key; a form becomes an object.
    #[track_caller]
    pub fn without_key(&self) -> (String, Value) {
        assert_eq!((self.header("authorization"), self.header("x-litellm-key")), (None, None), "{self:?}");
        let body = match self.header("content-type") {
            Some("application/json") => self.json(),
            Some("application/x-www-form-urlencoded") => self.form(),
            content_type => {
                assert!(content_type.is_none() && self.body.is_empty(), "{self:?}");
                Value::Null
            }
        };
        (self.line(), body)
    }

    /// Reads the next request; `None` at the end of the connection.
    pub(super) fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        if reader.fill_buf()?.first().is_some_and(|byte| !byte.is_ascii_alphabetic()) {
            return Err(io::Error::new(ErrorKind::InvalidData, "not HTTP"));
        }
        let Some(start) = read_line(reader)? else { return Ok(None) };
        let mut words = start.split(' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(io::Error::new(ErrorKind::InvalidData, format!("not a request line: {start}")));
        };
        let mut headers = Headers::default();
        loop {
            let line = read_line(reader)?.ok_or(ErrorKind::UnexpectedEof)?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or(ErrorKind::InvalidData)?;
            headers.0.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let body = read_body(reader, &headers)?;
        Ok(Some(Self { method: method.to_owned(), target: target.to_owned(), headers, body }))
    }
}

/// A line without its end; `None` at the end of the connection.
fn read_line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    let line = String::from_utf8_lossy(&line);
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn read_body(reader: &mut impl BufRead, headers: &Headers) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if headers.get("transfer-encoding") == Some("chunked") {
        loop {
            let size = read_line(reader)?.ok_or(ErrorKind::UnexpectedEof)?;
            let size = u64::from_str_radix(&size, 16).map_err(io::Error::other)?;
            reader.by_ref().take(size).read_to_end(&mut body)?;
            read_line(reader)?;
            if size == 0 {
                return Ok(body);
            }
        }
    }
    let length = headers.get("content-length").map_or(Ok(0), str::parse).map_err(io::Error::other)?;
    body.resize(length, 0);
    reader.read_exact(&mut body)?;
    Ok(body)
}
