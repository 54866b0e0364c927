//! URLs, queries and forms.

use crate::names::{Secrecy, secrecy_in_query};
use crate::{REDACTED, Secrets, decode, is_key_hash};

/// Masks the pairs of a query or form by name, and known secrets in the rest.
pub(crate) fn pairs(known: &Secrets, query: &str) -> String {
    let masked = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) if is_secret_pair(name, value) => format!("{}={REDACTED}", part(known, name)),
        Some((name, value)) => format!("{}={}", part(known, name), part(known, value)),
        None => part(known, pair),
    });
    masked.collect::<Vec<_>>().join("&")
}

/// Returns the secrets of a query or form, decoded.
pub(crate) fn secrets(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let secret = pairs.filter(|(name, value)| is_secret_pair(name, value));
    secret.map(|(name, value)| (decode::percent(name), decode::percent(value))).collect()
}

fn is_secret_pair(name: &str, value: &str) -> bool {
    match secrecy_in_query(&decode::percent(name)) {
        Secrecy::Open => false,
        Secrecy::Key if is_key_hash(value) => false,
        Secrecy::Key | Secrecy::Secret => !matches!(value, "" | "true" | "false"),
    }
}

/// Splits a URL into what is before the query, the query, and the fragment.
pub(crate) fn split(url: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(rest, fragment)| (rest, Some(fragment)));
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    (path, query, fragment)
}

/// Splits `http://host:1/path` into `http://host:1` and `/path`.
pub(crate) fn split_origin(path: &str) -> (&str, &str) {
    let Some(scheme) = path.find("://") else { return ("", path) };
    let from = scheme + 3;
    let end = path.get(from..).and_then(|rest| rest.find('/')).map_or(path.len(), |at| from + at);
    path.split_at_checked(end).unwrap_or((path, ""))
}

/// Masks the segments of a path.
pub(crate) fn path(known: &Secrets, path: &str) -> String {
    path.split('/').map(|segment| part(known, segment)).collect::<Vec<_>>().join("/")
}

/// Masks a part of a URL, as it is and as it is once it is decoded.
fn part(known: &Secrets, part: &str) -> String {
    let shown = known.text(part);
    if shown == part && part.contains('%') {
        let decoded = decode::percent(part);
        if known.text(&decoded) != decoded {
            return REDACTED.to_owned();
        }
    }
    shown
}
