//! Commands that take several names: names from standard input, and deleting things for which the server has no request that
//! deletes several.

use anyhow::Result;
use serde::Serialize;

use crate::commands::answers::deleted;
use crate::commands::confirm::{Confirmation, count};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::preview::Preview;
use litellm_proxy_client::Error;

/// Returns the names, each once, with those of standard input, a line each, in place of `-`.
///
/// # Errors
/// Returns a usage error if standard input has no names, or cannot be read.
pub(super) fn read(context: &mut Context, arguments: &[String]) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for argument in arguments {
        if argument != "-" {
            names.push(argument.clone());
            continue;
        }
        let text = context.arguments.text("-")?;
        let before = names.len();
        names.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        if names.len() == before {
            return Err(Failure::usage("standard input has no names"));
        }
    }
    let mut unique: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    Ok(unique)
}

/// What became of several things that were to be deleted.
#[derive(Debug, Default, Serialize)]
struct Deletion {
    deleted: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_found: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_deleted: Vec<String>,
}

/// Asks, then deletes things one after the other, and goes on after one that fails. Prints the server's response for one
/// name, and lists of names for several. `noun` is what is deleted, such as `budget`; `calls` are the requests that are shown
/// instead with `--dry-run`.
pub(super) async fn delete<T: Serialize>(
    context: &mut Context,
    (dry_run, confirmation): (DryRun, Confirmation),
    noun: &str,
    names: &[String],
    calls: impl Preview,
    delete: impl AsyncFn(&str) -> Result<T, Error>,
) -> Result<Outcome> {
    let question = match names {
        [name] => format!("Delete the {noun} `{name}`?"),
        names => format!("Delete {} ({})?", count(names.len(), noun), names.join(", ")),
    };
    context
        .perform(dry_run, calls, async |context, _| {
            confirmation.ask(context, dry_run, &question)?;
            if let [name] = names {
                return context.output.answer(&delete(name).await?, || deleted(noun, &[name]));
            }
            let mut deletion = Deletion::default();
            let mut notes = Vec::new();
            for name in names {
                let list = match delete(name).await {
                    Ok(_) => &mut deletion.deleted,
                    Err(Error::Missing(_) | Error::NotFound(_)) => {
                        notes.push(format!("not found: {name}"));
                        &mut deletion.not_found
                    }
                    // The others would fail for the same reason.
                    Err(error @ (Error::Unauthorized(_) | Error::Unreachable { .. }))
                        if deletion.deleted.is_empty() =>
                    {
                        return Err(error.into());
                    }
                    Err(error) => {
                        notes.push(format!("failed: {name}: {error}"));
                        &mut deletion.not_deleted
                    }
                };
                list.push(name.clone());
            }
            report(context, noun, &deletion, &notes)
        })
        .await
}

/// Shows what was deleted, what was not on stderr, and returns the outcome.
fn report(context: &mut Context, noun: &str, deletion: &Deletion, notes: &[String]) -> Result<Outcome> {
    if deletion.deleted.is_empty() && deletion.not_deleted.is_empty() {
        let names = deletion.not_found.join(", ");
        return Err(Failure::NotFound(format!("none of these {noun}s exists: {names}")).into());
    }
    context.output.answer(deletion, || deleted(noun, &deletion.deleted))?;
    // With JSON errors, stderr holds a single error object.
    if !context.output.has_error_object() {
        for note in notes {
            context.output.note(note);
        }
    }
    let failed = deletion.not_found.len() + deletion.not_deleted.len();
    if failed == 0 {
        return Ok(Outcome::Done);
    }
    let total = failed + deletion.deleted.len();
    Err(Failure::Partial(format!("{failed} of {total} {noun}s were not deleted")).into())
}
