//! The guard: looks at every request before it is sent, and refuses values that are not what they seem. A masked value
//! replaces the secret that it stands for, and a null in some columns makes a key unusable.

mod endpoints;
#[cfg(test)]
mod tests;

use std::fmt;

use litellm_proxy_redact::{Leaf, Mask, Place, Step, is_secret_name, visit_json};
use reqwest::{Method, Url};

use self::endpoints::Strictness;
use super::error::Error;
use super::request::{FORM, JSON, MULTIPART, Request};
use super::secret::redact_text;

/// Words in the names of fields that hold text for people or models.
#[rustfmt::skip]
const PROSE: &[&str] = &[
    "banner", "body", "code", "comment", "comments", "content", "contents", "description", "descriptions", "documentation",
    "example", "examples", "feedback", "input", "instruction", "instructions", "label", "message", "messages", "note",
    "notes", "prompt", "prompts", "question", "reason", "subject", "summary", "template", "text", "title",
];

/// Words in the names of fields that hold patterns, words to block, or what is put in the place of text.
#[rustfmt::skip]
const PATTERNS: &[&str] = &[
    "format", "keyword", "keywords", "mask", "pattern", "patterns", "phrase", "phrases", "redaction", "regex", "word",
    "words",
];

/// Longer files are not read before they are sent, nor are those that are not JSON.
const LONGEST_FILE: u64 = 64 << 20;

/// A request that was not sent, because some of its fields would destroy what is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Guarded {
    /// The request's method.
    pub method: Method,
    /// The request's URL.
    pub url: String,
    /// The fields, in the order of the body.
    pub fields: Vec<GuardedField>,
}

/// A field that must not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GuardedField {
    /// The way to it, for display: `litellm_params.api_key`, `keys[0].metadata`.
    pub name: String,
    /// The way to it: names of fields, and indexes of items in lists.
    pub path: Vec<String>,
    /// Why it must not be sent.
    pub reason: GuardReason,
}

/// Why a field must not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GuardReason {
    /// It is or holds a masked value, such as `sk****56`; `None` if it may also show some of a secret.
    Masked(Option<String>),
    /// It is the shortened name of a key in lists, such as `sk-...1234`.
    KeyName(String),
    /// It is null, which the server stores and then cannot read: the key and all lists of keys fail.
    NullOfKey,
    /// It is null, with which a team loses the budget of its members.
    NullOfTeam,
}

impl fmt::Display for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, field) in self.fields.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            write!(f, "{separator}{field}")?;
        }
        Ok(())
    }
}

impl fmt::Display for GuardedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.reason {
            GuardReason::Masked(Some(value)) => {
                write!(f, "`{name}` is `{value}`, a masked value, not the secret itself; the server would store it")
            }
            GuardReason::Masked(None) => {
                write!(f, "`{name}` holds a masked value, not the secret itself; the server would store it")
            }
            GuardReason::KeyName(value) => {
                write!(f, "`{name}` is `{value}`, the shortened name of a key in lists, not the key itself")
            }
            GuardReason::NullOfKey => {
                write!(f, "`{name}` is null, which makes the key and all lists of keys unreadable")
            }
            GuardReason::NullOfTeam => {
                write!(f, "`{name}` is null, which makes the team lose the budget of its members")
            }
        }
    }
}

impl Guarded {
    /// Returns what to do about it.
    pub fn hint(&self) -> String {
        let has = |is: fn(&GuardedField) -> bool| self.fields.iter().any(is);
        if has(|field| matches!(field.reason, GuardReason::NullOfKey | GuardReason::NullOfTeam)) {
            "send {} to clear the field".to_owned()
        } else if has(|field| !field.names_a_key()) {
            "give the secret itself, or leave the field out".to_owned()
        } else {
            "name the key by its alias, its hash or the secret itself".to_owned()
        }
    }
}

impl GuardedField {
    /// Returns whether the field is to say which key is meant, and its value is the name of one in lists.
    fn names_a_key(&self) -> bool {
        let is_key = |name: &String| matches!(name.as_str(), "key" | "keys" | "token" | "key_hash" | "api_key");
        matches!(self.reason, GuardReason::KeyName(_)) && self.path.first().is_some_and(is_key)
    }
}

/// Returns the fields of a JSON body that must not be sent to an endpoint, such as `/model/new`: for programs that read
/// bodies from files and want to report all of them before anything is sent.
pub fn guarded_fields(method: &Method, path: &str, body: &str) -> Vec<GuardedField> {
    let segments = segments_of(path);
    if method.is_safe() { Vec::new() } else { in_json(method, &segments, body) }
}

/// Refuses a request with values that would destroy what is stored.
pub(super) fn check(request: &Request, base: &Url) -> Result<(), Error> {
    if request.is_unguarded {
        return Ok(());
    }
    let mut fields = key_names_in(&request.url);
    if !request.method.is_safe() && !request.has_no_body() {
        fields.extend(in_body(request, base));
    }
    if fields.is_empty() {
        return Ok(());
    }
    let (method, url) = (request.method.clone(), request.redacted_url());
    Err(Error::Guarded(Box::new(Guarded { method, url, fields })))
}

fn in_body(request: &Request, base: &Url) -> Vec<GuardedField> {
    let prefix = base.path().trim_end_matches('/');
    let path = request.url.path();
    let segments = segments_of(path.strip_prefix(prefix).unwrap_or(path));
    if endpoints::strictness(&segments) == Strictness::Free || request.has_type(MULTIPART) {
        return Vec::new();
    }
    // A file that cannot be read cannot be sent either.
    let upload = request.upload.as_ref().filter(|upload| request.has_type(JSON) && upload.length() <= LONGEST_FILE);
    let file = upload.and_then(|upload| upload.content().ok());
    let body = String::from_utf8_lossy(file.as_deref().unwrap_or(&request.body));
    if request.has_type(FORM) {
        return in_form(&body);
    }
    in_json(&request.method, &segments, &body)
}

/// Returns the decoded segments of a path.
fn segments_of(path: &str) -> Vec<String> {
    let pair = format!("={}", path.replace('+', "%2B").replace('&', "%26"));
    // A server decodes a slash before it routes.
    let decoded = form_urlencoded::parse(pair.as_bytes()).map(|(_, path)| path.into_owned()).collect::<String>();
    decoded.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

fn in_json(method: &Method, segments: &[String], body: &str) -> Vec<GuardedField> {
    let strictness = endpoints::strictness(segments);
    let not_null = endpoints::not_null(method, segments);
    let body = body.trim_start_matches('\u{feff}');
    let mut found = Vec::new();
    if strictness == Strictness::Free || !(may_hold_mask(body) || (not_null.is_some() && body.contains("null"))) {
        return found;
    }
    // Not JSON: the server refuses it.
    let _ = visit_json(body, &mut |path, is_secret, leaf| {
        let reason = match leaf {
            Leaf::Literal("null") => {
                not_null.as_ref().and_then(|(fields, reason)| is_one_of(fields, path).then(|| reason.clone()))
            }
            Leaf::Literal(_) => None,
            Leaf::String(text) => place_of(path, is_secret, strictness).and_then(|place| masked(path, &text, place)),
            Leaf::Opaque(text) => place_of(path, is_secret, strictness).and_then(|_| masked(path, text, Place::Other)),
        };
        found.extend(reason.map(|reason| GuardedField { name: name_of(path), path: steps(path), reason }));
    });
    found
}

/// Returns whether a body may hold a mask, so that it is worth reading.
fn may_hold_mask(body: &str) -> bool {
    ["*", "edacted", "EDACTED", "sk-...", "\\u"].iter().any(|part| body.contains(part))
}

fn in_form(body: &str) -> Vec<GuardedField> {
    let pairs = form_urlencoded::parse(body.as_bytes()).filter(|(name, _)| is_secret_name(name));
    let fields = pairs.filter_map(|(name, value)| {
        let path = [Step::Field(name.into_owned())];
        let reason = masked(&path, &value, Place::Secret)?;
        Some(GuardedField { name: name_of(&path), path: steps(&path), reason })
    });
    fields.collect()
}

/// Finds shortened names of keys in a URL: in the query, and as a segment of the path.
fn key_names_in(url: &Url) -> Vec<GuardedField> {
    // URLs keep dots as they are.
    if !url.as_str().contains("sk-...") {
        return Vec::new();
    }
    let field = |name: String, value: &str| {
        let is_name = Mask::of(value, Place::Other) == Some(Mask::KeyName);
        let reason = GuardReason::KeyName(value.trim().to_owned());
        is_name.then(|| GuardedField { name: name.clone(), path: vec![name], reason })
    };
    let segments = segments_of(url.path());
    let in_path = segments.iter().enumerate().filter_map(|(at, segment)| {
        let before = at.checked_sub(1).and_then(|before| segments.get(before)).map_or("path", String::as_str);
        field(before.to_owned(), segment)
    });
    let in_query = url.query_pairs().filter_map(|(name, value)| field(name.into_owned(), &value));
    in_path.chain(in_query).collect()
}

/// Returns what a string at this place may be; `None` if it may be anything.
fn place_of(path: &[Step], is_secret: bool, strictness: Strictness) -> Option<Place> {
    if is_secret {
        return Some(Place::Secret);
    }
    if strictness != Strictness::All {
        return None;
    }
    let name = path.iter().rev().find_map(|step| if let Step::Field(name) = step { Some(name) } else { None });
    let lower = name.map(|name| name.to_ascii_lowercase()).unwrap_or_default();
    let has = |list: &[&str]| lower.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
    if has(PATTERNS) {
        None
    } else if has(PROSE) {
        Some(Place::Prose)
    } else {
        Some(Place::Other)
    }
}

fn masked(path: &[Step], text: &str, place: Place) -> Option<GuardReason> {
    match Mask::of(text, place)? {
        // Lists show it in a field of its own, which no request sets.
        Mask::KeyName if matches!(path.last(), Some(Step::Field(name)) if name == "key_name") => None,
        Mask::KeyName => Some(GuardReason::KeyName(text.trim().to_owned())),
        _ => Some(GuardReason::Masked(Mask::can_be_shown(text).then(|| shortened(text.trim())))),
    }
}

/// Shortens a long run of stars.
fn shortened(mask: &str) -> String {
    const LONGEST: &str = "************";
    match mask.split_once(LONGEST) {
        Some((start, rest)) => format!("{start}****…{}", rest.trim_start_matches('*')),
        None => mask.to_owned(),
    }
}

/// Returns whether a value is one of these fields of an update, or of one of several updates.
fn is_one_of(fields: &[&str], path: &[Step]) -> bool {
    let name = match path {
        [Step::Field(name)] => name,
        [Step::Field(parent), Step::Field(name)] if parent == "update_fields" => name,
        [Step::Field(parent), Step::Item(_), Step::Field(name)] if parent == "keys" => name,
        _ => return false,
    };
    fields.contains(&name.as_str())
}

/// Returns the way to a field for display. Names are the user's, and may hold anything.
fn name_of(path: &[Step]) -> String {
    let mut name = String::new();
    for step in path {
        match step {
            Step::Field(field) if name.is_empty() => name.push_str(field),
            Step::Field(field) => name.push_str(&format!(".{field}")),
            Step::Item(index) => name.push_str(&format!("[{index}]")),
        }
    }
    if name.is_empty() { "the body".to_owned() } else { redact_text(&name).into_owned() }
}

fn steps(path: &[Step]) -> Vec<String> {
    let step = |step: &Step| match step {
        Step::Field(name) => name.clone(),
        Step::Item(index) => index.to_string(),
    };
    path.iter().map(step).collect()
}
