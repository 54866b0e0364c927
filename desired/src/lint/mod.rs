//! What is wrong with files beyond their form: references to what does not exist, duplicates, probable mistakes. Without a server,
//! a reference is only checked if the files manage the kind that it goes to: otherwise the server may have it.

#[cfg(test)]
mod documents;
#[cfg(test)]
mod field;
mod known;
mod references;
mod rules;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub(crate) use self::references::missing;
pub use self::schema::schema;
use crate::fields::Reference;
use crate::file::{Reading, sort};
use crate::kind::Kind;
use crate::live::Live;
use crate::place::Diagnostic;

/// Returns everything that is wrong with the files, what [`read`](crate::file::read) found included, in the order of the files.
/// `live` is what the server has, to check references against it too.
pub fn check(reading: &Reading, live: Option<&Live>) -> Vec<Diagnostic> {
    let mut found = check_content(reading);
    found.extend(references::check(reading, live));
    found.extend(rules::patterns(reading, live));
    sort(&mut found, &reading.order);
    found
}

/// Returns what is wrong with the files by themselves, whatever a server has: all but references to what does not exist.
pub fn check_content(reading: &Reading) -> Vec<Diagnostic> {
    let mut found = reading.diagnostics.clone();
    found.extend(rules::check(reading));
    sort(&mut found, &reading.order);
    found
}

/// Returns the kinds that references and patterns are about: what [`check`] needs of a server.
pub fn kinds(reading: &Reading) -> BTreeSet<Kind> {
    let mut kinds = reading.desired.kinds.clone();
    for mention in &reading.mentions {
        match mention.target {
            // An alias may be a setting of the router.
            Reference::Models => kinds.extend([Kind::Model, Kind::RouterSettings]),
            Reference::To(kind) => {
                kinds.insert(kind);
            }
        }
    }
    for (selector, ..) in &reading.selectors {
        let pattern = selector.to_string();
        match Kind::from_name(pattern.split(['/', '.']).next().unwrap_or_default()) {
            Some(kind) => kinds.extend([kind]),
            None => kinds.extend(Kind::ALL),
        }
    }
    kinds
}
