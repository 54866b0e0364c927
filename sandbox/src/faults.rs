//! Faults on demand, for tests of what happens when a server fails: `POST /key/generate=500:1`.

use std::str::FromStr;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use hyper::{Method, StatusCode};
use serde_json::json;

use super::answer::Answer;

/// What goes wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// None is any.
    method: Option<Method>,
    path: String,
    /// `path` is the beginning of those that are meant.
    is_prefix: bool,
    kind: Kind,
    /// How often; none is always.
    left: Option<u32>,
}

/// How it goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Answered with this status; nothing is done.
    Status(StatusCode),
    /// Done, and the connection is closed without an answer.
    Drop,
    /// Done and answered, later.
    Late(Duration),
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "write it as 'METHOD PATH=WHAT' or 'METHOD PATH=WHAT:TIMES', like 'POST /key/generate=500:1'; \
                            WHAT is a status, a delay like 200ms or 2s, or drop";
        let (target, what) = text.rsplit_once('=').ok_or(FORM)?;
        let (method, path) = target.trim().split_once(' ').ok_or(FORM)?;
        let path = path.trim();
        if !path.starts_with('/') {
            return Err(FORM.to_owned());
        }
        let (what, left) = match what.split_once(':') {
            Some((what, times)) => (what, Some(times.trim().parse().map_err(|_| FORM)?)),
            None => (what, None),
        };
        let method = match method.to_ascii_uppercase().as_str() {
            "*" => None,
            name => Some(Method::from_bytes(name.as_bytes()).map_err(|_| FORM)?),
        };
        let prefix = path.strip_suffix('*');
        let kind = Kind::parse(what.trim()).ok_or(FORM)?;
        Ok(Self { method, path: prefix.unwrap_or(path).to_owned(), is_prefix: prefix.is_some(), kind, left })
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let method = self.method.as_ref().map_or("*", Method::as_str);
        let star = if self.is_prefix { "*" } else { "" };
        write!(f, "{method} {}{star}=", self.path)?;
        match self.kind {
            Kind::Status(status) => write!(f, "{}", status.as_u16())?,
            Kind::Drop => f.write_str("drop")?,
            Kind::Late(delay) => write!(f, "{}ms", delay.as_millis())?,
        }
        self.left.map_or(Ok(()), |left| write!(f, ":{left}"))
    }
}

impl Kind {
    fn parse(text: &str) -> Option<Self> {
        if text == "drop" {
            return Some(Self::Drop);
        }
        let delay = |number: &str, millis: u64| {
            Some(Self::Late(Duration::from_millis(number.parse::<u64>().ok()?.checked_mul(millis)?)))
        };
        match (text.strip_suffix("ms"), text.strip_suffix('s')) {
            (Some(number), _) => delay(number, 1),
            (None, Some(number)) => delay(number, 1_000),
            (None, None) => Some(Self::Status(
                StatusCode::from_bytes(text.as_bytes()).ok().filter(|status| status.as_u16() >= 400)?,
            )),
        }
    }
}

impl Fault {
    fn is_for(&self, method: &Method, path: &str) -> bool {
        let is_path = if self.is_prefix { path.starts_with(&self.path) } else { path == self.path };
        is_path && self.method.as_ref().is_none_or(|own| own == method) && self.left != Some(0)
    }
}

/// The faults of a sandbox, counted down as they happen.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(super) fn new(faults: Vec<Fault>) -> Self {
        Self(Mutex::new(faults))
    }

    /// What goes wrong with this request: the first that is meant for it.
    pub(super) fn next(&self, method: &Method, path: &str) -> Option<Kind> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = faults.iter_mut().find(|fault| fault.is_for(method, path))?;
        if let Some(left) = &mut fault.left {
            *left = left.saturating_sub(1);
        }
        Some(fault.kind)
    }
}

/// The answer of a server that fails with a status.
pub(super) fn answer(status: StatusCode) -> Answer {
    let message = "a fault that was asked for with --fault";
    let error = json!({ "message": message, "type": "internal_server_error", "param": null, "code": status.as_str() });
    Answer::new(status, json!({ "error": error }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_happens_where_and_as_often_as_it_is_meant_to() {
        let faults: Vec<Fault> = ["POST /key/generate=500:1", "* /team/*=drop", "GET /models=20ms", "GET /models=503"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        for fault in &faults {
            assert_eq!(fault.to_string().parse().as_ref(), Ok(fault));
        }
        let faults = Faults::new(faults);
        assert_eq!(faults.next(&Method::POST, "/key/generate"), Some(Kind::Status(StatusCode::INTERNAL_SERVER_ERROR)));
        assert_eq!(faults.next(&Method::POST, "/key/generate"), None);
        assert_eq!(faults.next(&Method::GET, "/key/generate"), None);
        assert_eq!(faults.next(&Method::PATCH, "/team/x/y"), Some(Kind::Drop));
        for _ in 0..3 {
            assert_eq!(faults.next(&Method::GET, "/models"), Some(Kind::Late(Duration::from_millis(20))));
        }
        assert_eq!(faults.next(&Method::GET, "/models/x"), None);
    }

    #[test]
    fn what_is_no_fault_is_refused() {
        for text in [
            "",
            "POST=500",
            "POST /x",
            "POST /x=200",
            "POST /x=99",
            "POST x=500",
            "POST /x=500:",
            "POST /x=500:-1",
            "POST /x=5m",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
