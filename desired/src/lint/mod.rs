//! What is wrong with files beyond their form: references to what does not exist, duplicates, probable mistakes. Without a server,
//! a reference is only checked if the files manage the kind that it goes to: otherwise the server may have it.

mod known;
mod references;
mod rules;
mod schema;
#[cfg(test)]
mod tests;

pub use self::schema::schema;
use crate::file::{Reading, sort};
use crate::live::Live;
use crate::place::Diagnostic;

/// Returns everything that is wrong with the files, what [`read`](crate::file::read) found included, in the order of the files.
/// `live` is what the server has, to check references against it too.
pub fn check(reading: &Reading, live: Option<&Live>) -> Vec<Diagnostic> {
    let mut found = reading.diagnostics.clone();
    found.extend(references::check(reading, live));
    found.extend(rules::check(reading, live));
    sort(&mut found, &reading.order);
    found
}
