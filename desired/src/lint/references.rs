//! Whether what a field names exists.

use std::collections::BTreeSet;

use super::known::{Known, Unknown};
use crate::address::Address;
use crate::fields::Reference;
use crate::file::{Mention, Reading, label};
use crate::kind::Kind;
use crate::live::Live;
use crate::place::Diagnostic;

/// Checks all names of other resources.
pub(super) fn check(reading: &Reading, live: Option<&Live>) -> Vec<Diagnostic> {
    let known = Known::new(&reading.desired, live);
    reading.mentions.iter().filter_map(|mention| check_one(mention, reading, &known, live.is_some())).collect()
}

/// Returns what the files name and neither they nor the server have, of the kinds that the files manage. A model is named like
/// a resource, by its public name.
pub(crate) fn missing(reading: &Reading, live: Option<&Live>) -> BTreeSet<Address> {
    let known = Known::new(&reading.desired, live);
    let mut missing = BTreeSet::new();
    for mention in &reading.mentions {
        let kind = match mention.target {
            Reference::Models => Kind::Model,
            Reference::To(kind) => kind,
        };
        let address = Address::new(kind, &mention.name);
        // Looking for names that are alike takes long, and many resources may name the same.
        if !reading.desired.kinds.contains(&kind) || missing.contains(&address) {
            continue;
        }
        let found = match mention.target {
            Reference::Models => known.find_model(&mention.from, &mention.name),
            Reference::To(kind) => known.find(kind, &mention.name),
        };
        if matches!(found, Err(Unknown::Missing { .. })) {
            missing.insert(address);
        }
    }
    missing
}

fn check_one(mention: &Mention, reading: &Reading, known: &Known<'_>, asks_server: bool) -> Option<Diagnostic> {
    let Mention { from, path, place, target, name, is_limit } = mention;
    if reading.desired.resources.get(from).is_some_and(|resource| resource.is_absent) {
        return None;
    }
    let (kind, found) = match target {
        Reference::Models if known.covers(Kind::Model) => (Kind::Model, known.find_model(from, name)),
        Reference::To(kind) if known.covers(*kind) => (*kind, known.find(*kind, name)),
        _ => return None,
    };
    let what = match target {
        Reference::Models => "model".to_owned(),
        Reference::To(kind) => kind.to_string(),
    };
    let subject = match path.as_str() {
        "user_id" if from.kind == Kind::Member => format!("team `{}` has the member", from.name),
        _ => format!("{} names the {what}", label(from)),
    };
    let place = Some(place.clone());
    let diagnostic = match found {
        Ok(()) => return None,
        Err(Unknown::Absent) => {
            Diagnostic::error("dangling-reference", place, format!("{subject} `{name}`, which the files delete"))
        }
        Err(Unknown::Missing { meant }) => {
            let nowhere = if asks_server { "neither the files nor the server have" } else { "the files do not have" };
            let why = match target {
                Reference::Models => "which no deployment, alias, access group or wildcard has".to_owned(),
                Reference::To(_) => format!("which {nowhere}"),
            };
            let message = format!("{subject} `{name}`, {why}");
            let section = kind.section();
            let hint = meant.map_or_else(
                || (!asks_server).then(|| format!("add it to `{section}`, or check against the server with --server")),
                |meant| Some(format!("did you mean `{meant}`?")),
            );
            let dangling = Diagnostic::error("dangling-reference", place, message);
            Diagnostic { hint, ..dangling }
        }
    };
    // A limit for a model that does not exist does no harm.
    Some(if *is_limit { Diagnostic { severity: crate::Severity::Warning, ..diagnostic } } else { diagnostic })
}
