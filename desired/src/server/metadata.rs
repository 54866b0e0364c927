//! Users, teams and keys have metadata, which an update replaces whole. The server keeps some fields there, and so does the
//! ownership mark. What others wrote stays.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{clear_of, rows};
use crate::fields::Clear;
use crate::kind::Kind;
use crate::live::LiveResource;
use crate::mark::{MARK, Mark};
use crate::server::Server;

/// The field.
pub(super) const METADATA: &str = "metadata";

/// Returns the fields of a creation.
pub(super) fn creation(kind: Kind, fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> Map<String, Value> {
    let mut body = Map::new();
    rows::put_all(&mut body, fields);
    if let (Some(holder), Some(mark)) = (kind.mark_field(), mark) {
        rows::put(&mut body, &format!("{holder}.{MARK}"), mark.to_json());
    }
    body
}

/// An update of a resource.
pub(super) struct Update<'a> {
    pub(super) live: &'a LiveResource,
    pub(super) set: &'a BTreeMap<String, Value>,
    pub(super) clear: &'a BTreeSet<String>,
    pub(super) mark: Option<&'a Mark>,
    /// The fields that the update writes into the metadata itself, because the endpoint does not take them.
    pub(super) not_taken: &'a [&'a str],
    /// The fields with which the server replaces the metadata unless the update has metadata too.
    pub(super) replacing: &'a [&'a str],
}

impl Update<'_> {
    /// Returns the fields to send.
    pub(super) fn body(&self, server: &Server) -> Map<String, Value> {
        let mut body = Map::new();
        let (mut set, mut clear) = (BTreeMap::new(), BTreeSet::new());
        for (path, value) in self.set {
            if path.contains('.') {
                set.insert(path.clone(), value.clone());
            } else if self.not_taken.contains(&path.as_str()) {
                set.insert(format!("{METADATA}.{path}"), value.clone());
            } else {
                body.insert(path.clone(), value.clone());
            }
        }
        for path in self.clear {
            match clear_of(&server.version, self.live.address.kind, path) {
                Clear::LeaveOut if path.contains('.') => {
                    clear.insert(path.clone());
                }
                Clear::LeaveOut => {
                    clear.insert(format!("{METADATA}.{path}"));
                }
                how => {
                    if let Some(empty) = rows::empty(how) {
                        rows::put(&mut body, path, empty);
                    }
                }
            }
        }
        let whole = rows::whole_map(METADATA, self.live, &set, &clear, self.mark);
        let is_replaced = body.keys().any(|path| self.replacing.contains(&path.as_str()));
        let unchanged = || is_replaced.then(|| self.live.row.get(METADATA)?.as_object().cloned()).flatten();
        if let Some(mut whole) = whole.or_else(unchanged) {
            if whole.is_empty() {
                // Users keep their metadata if an update empties it.
                let names = clear.iter().filter_map(|path| path.split_once('.')).map(|(_, name)| name.to_owned());
                whole.extend(names.map(|name| (name, Value::Null)));
            }
            body.insert(METADATA.to_owned(), Value::Object(whole));
        }
        body
    }
}
