//! Between the server's rows and fields by path.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::{Error, Lossless};
use litellm_proxy_redact::{Mask, Place, is_secret_name};
use serde_json::{Map, Value};

use crate::fields::{self, Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::{MARK, Mark};
use crate::server::Server;

/// Reads the fields that a table names from a row. Empty values are left out; masked ones are [`Seen::Hidden`].
pub(super) fn seen(table: &[Field], row: &Value) -> BTreeMap<String, Seen> {
    let mut found = BTreeMap::new();
    let mut add = |path: String, shape: Shape, value: &Value| {
        if !fields::is_empty(value) {
            let is_hidden = shape == Shape::Secret || has_mask(value, is_secret_path(&path));
            found.insert(path, if is_hidden { Seen::Hidden } else { Seen::Value(value.clone()) });
        }
    };
    for field in table {
        match field.path.strip_suffix(".*") {
            Some(map) => {
                for (name, value) in row.get(map).and_then(Value::as_object).into_iter().flatten() {
                    let path = format!("{map}.{name}");
                    if name != MARK && !table.iter().any(|row| row.path == path) {
                        add(path, field.shape, value);
                    }
                }
            }
            None => {
                if let Some(value) = in_row(row, field.path) {
                    add(field.path.to_owned(), field.shape, value);
                }
            }
        }
    }
    found
}

/// Returns the value at a path of a row; `None` if it is empty.
pub(crate) fn value(row: &Value, path: &str) -> Option<Seen> {
    let value = in_row(row, path).filter(|value| !fields::is_empty(value))?;
    Some(if has_mask(value, is_secret_path(path)) { Seen::Hidden } else { Seen::Value(value.clone()) })
}

/// Returns the value at a path of a row: the path is one of a table, or one in an open map, whose names may have dots.
fn in_row<'a>(row: &'a Value, path: &str) -> Option<&'a Value> {
    match path.split_once('.') {
        None => row.get(path),
        Some((map, name)) => row.get(map)?.get(name),
    }
}

/// Reads the fields of a resource whose flags are `false` unless somebody sets them.
pub(super) fn seen_with_flags(table: &[Field], row: &Value) -> BTreeMap<String, Seen> {
    let mut found = seen(table, row);
    found.retain(|path, value| {
        *value != Seen::Value(Value::Bool(false))
            || !table.iter().any(|row| row.path == path && row.shape == Shape::Bool)
    });
    found
}

/// Reads the ownership mark from a row.
pub(super) fn mark(kind: Kind, row: &Value) -> Option<Mark> {
    Mark::read(row.get(kind.mark_field()?)?)
}

/// Adds values by path to a body: `litellm_params.rpm` goes into the map `litellm_params`.
pub(super) fn put(body: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            body.insert(path.to_owned(), value);
        }
        Some((map, name)) => {
            let map = body.entry(map).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(map) = map {
                map.insert(name.to_owned(), value);
            }
        }
    }
}

/// Adds all values to a body.
pub(super) fn put_all(body: &mut Map<String, Value>, fields: &BTreeMap<String, Value>) {
    for (path, value) in fields {
        put(body, path, value.clone());
    }
}

/// Adds what empties each field, as the table says. Fields that cannot be emptied in place are left out.
pub(super) fn put_clears(body: &mut Map<String, Value>, kind: Kind, clear: &BTreeSet<String>) {
    for path in clear {
        if let Some(empty) = fields::field(kind, path).and_then(|field| empty(field.clear)) {
            put(body, path, empty);
        }
    }
}

/// Returns the value that empties a field; `None` for one that no value empties.
pub(super) fn empty(clear: Clear) -> Option<Value> {
    match clear {
        Clear::Null => Some(Value::Null),
        Clear::EmptyList => Some(Value::Array(Vec::new())),
        Clear::EmptyMap => Some(Value::Object(Map::new())),
        Clear::EmptyText => Some(Value::String(String::new())),
        Clear::False => Some(Value::Bool(false)),
        Clear::LeaveOut | Clear::Remove | Clear::Replace | Clear::Never(_) => None,
    }
}

/// Returns an open map as it is to be written whole: the entries on the server, with those to set and the mark, without those
/// to clear. `None` if nothing in it changes.
pub(super) fn whole_map(
    map: &str,
    live: &LiveResource,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
    mark: Option<&Mark>,
) -> Option<Map<String, Value>> {
    let inside = |path: &str| path.strip_prefix(map)?.strip_prefix('.').map(str::to_owned);
    let changes = set.keys().chain(clear).any(|path| inside(path).is_some());
    let mark = mark.filter(|_| live.address.kind.mark_field() == Some(map));
    if !changes && mark.is_none() {
        return None;
    }
    let mut whole = live.row.get(map).and_then(Value::as_object).cloned().unwrap_or_default();
    for (path, value) in set {
        inside(path).map(|name| whole.insert(name, value.clone()));
    }
    for path in clear {
        inside(path).map(|name| whole.remove(&name));
    }
    if let Some(mark) = mark {
        whole.insert(MARK.to_owned(), mark.to_json());
    }
    Some(whole)
}

/// Returns all fields of a resource that is written whole: those on the server, those to set, without those to clear.
pub(super) fn whole_fields(
    live: &LiveResource,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
) -> BTreeMap<String, Value> {
    let stays = |(path, seen): (&String, &Seen)| match seen {
        Seen::Value(value) if !clear.contains(path) => Some((path.clone(), value.clone())),
        // Older servers show some secrets.
        Seen::Hidden if !clear.contains(path) => match value(&live.row, path) {
            Some(Seen::Value(value)) => Some((path.clone(), value)),
            _ => None,
        },
        _ => None,
    };
    let mut whole: BTreeMap<String, Value> = live.fields.iter().filter_map(stays).collect();
    whole.extend(set.iter().map(|(path, value)| (path.clone(), value.clone())));
    whole
}

/// Refuses to write a resource whole if secrets would be lost that the server does not show and that the file does not give.
pub(super) fn refuse_losses(
    live: &LiveResource,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
    prefix: &str,
) -> Result<(), Error> {
    let was_applied = |path: &String| {
        live.mark.as_ref().is_some_and(|mark| mark.fields.contains_key(path) || mark.secrets.contains_key(path))
    };
    let hidden = live.fields.iter().filter(|(path, seen)| path.starts_with(prefix) && **seen == Seen::Hidden);
    let lost = hidden.map(|(path, _)| path).filter(|path| {
        let is_shown = matches!(value(&live.row, path), Some(Seen::Value(_)));
        !is_shown && !set.contains_key(*path) && !clear.contains(*path) && !was_applied(path)
    });
    let lost: Vec<&str> = lost.map(String::as_str).collect();
    if lost.is_empty() {
        return Ok(());
    }
    let message = format!(
        "{} can only be written whole, and the server does not show {}: name them in the file",
        live.address,
        lost.join(", ")
    );
    Err(Error::InvalidRequest(message))
}

/// Returns a row as JSON.
pub(super) fn whole<T>(row: &Lossless<T>) -> Value {
    serde_json::from_str(row.json().get()).unwrap_or_default()
}

/// Returns some fields of a row, without the empty ones.
pub(super) fn only(row: &Value, names: &[&str]) -> Value {
    let fields = names.iter().filter_map(|name| Some(((*name).to_owned(), row.get(name)?.clone())));
    fields.filter(|(_, value)| !fields::is_empty(value)).collect::<Map<_, _>>().into()
}

/// Returns a row in which fields are at the top that the server keeps in an object of it.
pub(super) fn lifted(row: &Value, holder: &str, names: &[&str]) -> Value {
    let mut lifted = row.clone();
    for name in names {
        let Some(value) = lifted.get_mut(holder).and_then(|held| held.as_object_mut()?.remove(*name)) else {
            continue;
        };
        if let Value::Object(fields) = &mut lifted
            && fields.get(*name).is_none_or(fields::is_empty)
        {
            fields.insert((*name).to_owned(), value);
        }
    }
    lifted
}

/// Where rows keep the id of the budget that the server made for a single resource. The field `budget_id` is for shared ones.
const OWN_BUDGET: &str = "own_budget";

/// Keeps the id of the budget that the server made for a single resource.
pub(super) fn keep_own_budget(row: &mut Value, id: Option<&str>) {
    if let (Value::Object(fields), Some(id)) = (row, id) {
        fields.insert(OWN_BUDGET.to_owned(), id.into());
    }
}

/// Returns the id of the budget that the server made for a single resource.
pub(super) fn own_budget(live: &LiveResource) -> Option<&str> {
    live.row.get(OWN_BUDGET)?.as_str()
}

/// Takes the times of the next resets, which the server adds, out of a list of budgets.
pub(super) fn without_reset_times(row: &mut Value, field: &str) {
    for budget in row.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten() {
        budget.as_object_mut().map(|budget| budget.remove("reset_at"));
    }
}

/// Returns whether a value contains a masked string. Strings in it are secret if the field is, or by their own name.
pub(super) fn has_mask(value: &Value, is_secret: bool) -> bool {
    match value {
        Value::String(text) => is_mask(text, is_secret),
        Value::Array(items) => items.iter().any(|item| has_mask(item, is_secret)),
        Value::Object(fields) => fields.iter().any(|(name, field)| has_mask(field, is_secret || is_secret_name(name))),
        _ => false,
    }
}

/// Returns whether the field at a path is secret by its name.
fn is_secret_path(path: &str) -> bool {
    is_secret_name(path.rsplit('.').next().unwrap_or(path))
}

/// Returns whether a string is what LiteLLM or this program shows in place of a secret, such as `sk****56`. In a secret field
/// more strings are, because nothing there is Markdown or a pattern.
pub(crate) fn is_mask(text: &str, is_secret: bool) -> bool {
    Mask::of(text, if is_secret { Place::Secret } else { Place::Other }).is_some()
}
/// Reads the settings of an endpoint, of which a server has one set; `None` for versions without them.
pub(super) async fn settings(server: &Server, path: &str) -> Result<Option<Value>, Error> {
    match server.client.http().request("GET", path).await {
        Ok(settings) => Ok(Some(settings)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Leaves the defaults of settings out of the fields; they stay in the row. The server says where each setting comes from: the
/// database, or `own` for its own file or environment, which no request changes.
pub(super) fn leave_out_defaults(resource: &mut LiveResource, sources: Option<&Value>, own: &str) {
    let source = |path: &str| sources?.get(path)?.as_str();
    resource.fields.retain(|path, _| source(path).is_none_or(|source| source == "db" || source == own));
    let is_own = |path: &&String| source(path) == Some(own);
    resource.fields_from_config = resource.fields.keys().filter(is_own).cloned().collect();
}
