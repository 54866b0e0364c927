//! Commands that take several names: names from standard input, and deleting, blocking and unblocking things for which the
//! server has no request for several.

use anyhow::Result;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::commands::answers::deleted;
use crate::commands::bulk::{self, Bulk, ItemOutcome};
use crate::commands::confirm::{Confirmation, count, partly};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
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

/// The result of deleting several things.
#[derive(Debug, Default, Serialize)]
struct Deletion {
    deleted: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_found: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_deleted: Vec<String>,
}

/// Asks, then deletes things one after the other, and goes on after one that fails. Prints the server's response for one
/// name, and lists of names for several. `noun` is what is deleted, such as `budget`; `calls` are the requests for each name,
/// which are shown instead with `--dry-run`. `look_up` fails for what does not exist, and says what goes along if a question is asked.
pub(super) async fn delete<T: Serialize, P: Preview>(
    context: &mut Context,
    (dry_run, confirmation): (DryRun, Confirmation),
    noun: &str,
    names: &[String],
    calls: Vec<P>,
    look_up: impl AsyncFn(&str, bool) -> Result<String, Error>,
    delete: impl AsyncFn(&str) -> Result<T, Error>,
) -> Result<Outcome> {
    let asks = confirmation.will_ask(context, dry_run);
    let mut effects = String::new();
    let mut missing: Vec<&str> = Vec::new();
    // Without a question the deletion itself finds what is missing.
    if asks || (context.looks_up(dry_run) && !context.is_sending(dry_run)) {
        for name in names {
            let effect = match look_up(name, asks).await {
                Ok(effect) => effect,
                Err(error) if names.len() > 1 && error.is_not_found() => {
                    missing.push(name);
                    "not found".to_owned()
                }
                Err(error) => return Err(error.into()),
            };
            effects.push_str(&format!("{name}: {effect}\n"));
        }
    }
    let found: Vec<&str> = names.iter().map(String::as_str).filter(|name| !missing.contains(name)).collect();
    if !missing.is_empty() && !context.is_sending(dry_run) {
        let calls =
            calls.into_iter().zip(names).map(|(call, name)| (!missing.contains(&name.as_str())).then_some(call));
        return preview_found(context, (noun, "deleted"), names, calls.collect());
    }
    if found.is_empty() {
        return Err(Failure::NotFound(format!("none of these {noun}s exists: {}", names.join(", "))).into());
    }
    let question = match names {
        [name] => format!("{effects}Delete the {noun} `{name}`?"),
        _ => format!("{effects}Delete {} ({})?", count(found.len(), noun), found.join(", ")),
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

/// Shows the requests for the things that there are, and fails like the command if some do not exist. `calls` has one for
/// each name that does; `done` says what would be done.
pub(super) fn preview_found<P: Preview>(
    context: &mut Context,
    (noun, done): (&str, &str),
    names: &[String],
    calls: Vec<Option<P>>,
) -> Result<Outcome> {
    let missing: Vec<&String> =
        calls.iter().zip(names).filter(|(call, _)| call.is_none()).map(|(_, name)| name).collect();
    if missing.len() == names.len() {
        return Err(Failure::NotFound(format!("none of these {} {noun}s exists", names.len())).into());
    }
    if missing.is_empty() {
        return context.preview(calls);
    }
    let failure = partly(missing.len(), names.len(), noun, done);
    if !context.output.has_error_object() {
        for name in missing {
            context.output.note(format_args!("not found: {name}"));
        }
    }
    context.preview(calls)?;
    Err(failure.into())
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
    Err(partly(failed, total, noun, "deleted").into())
}

/// What things are: in sentences and as the name of a column, and the column's title.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noun {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
}

/// Something that is changed along with others, and what became of it.
struct Item {
    noun: &'static str,
    name: String,
    outcome: ItemOutcome,
    reason: Option<String>,
    /// Whether there is no such thing.
    is_missing: bool,
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry(self.noun, &self.name)?;
        map.serialize_entry("outcome", &self.outcome)?;
        map.serialize_entry("reason", &self.reason)?;
        map.end()
    }
}

/// Changes several things, such as blocks them, each by a call of its own, and shows what became of each. `noun` is what
/// they are, `done` the outcome of a call that succeeds.
pub(super) async fn change<T, F: Future<Output = Result<T, Error>>>(
    context: &mut Context,
    bulk: Bulk,
    (noun, done): (Noun, ItemOutcome),
    names: Vec<String>,
    calls: Vec<F>,
) -> Result<Outcome> {
    let item = |name| Item { noun: noun.name, name, outcome: ItemOutcome::Waiting, reason: None, is_missing: false };
    let mut items: Vec<Item> = names.into_iter().map(item).collect();
    let result = bulk::run(context, bulk, calls, |index, result| {
        let Some(item) = items.get_mut(index) else { return Ok(()) };
        match result {
            Ok(_) => item.outcome = done,
            Err(error) => {
                item.outcome = ItemOutcome::Failed;
                item.is_missing = error.is_not_found();
                item.reason = Some(error.to_string());
            }
        }
        Ok(())
    })
    .await;
    for (index, item) in items.iter_mut().enumerate().filter(|(_, item)| item.outcome == ItemOutcome::Waiting) {
        item.outcome = result.outcome_without_result(index);
    }
    show_changed(context, (noun, done), &items, (result.done, result.was_interrupted))
}

fn show_changed(
    context: &mut Context,
    (noun, done): (Noun, ItemOutcome),
    items: &[Item],
    (changed, was_interrupted): (usize, bool),
) -> Result<Outcome> {
    let Noun { name: noun, title } = noun;
    let columns: [&Column<Item>; 3] = [
        &Column::new(noun, title, |item| item.name.clone()),
        &Column::new("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
        &Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
    ];
    context.output.list(noun, items, &columns, &items)?;
    // With JSON errors, stderr holds a single error object.
    let show_failures = !context.output.has_error_object();
    for item in items.iter().filter(|item| show_failures && item.outcome == ItemOutcome::Failed) {
        context.output.note(format_args!("failed: {}: {}", item.name, item.reason.as_deref().unwrap_or_default()));
    }
    let (total, word) = (items.len(), done.as_str());
    if was_interrupted {
        return Err(Failure::Interrupted(format!("{changed} of {total} {noun}s were {word}")).into());
    }
    if items.iter().all(|item| item.is_missing) {
        return Err(Failure::NotFound(format!("none of these {total} {noun}s exists")).into());
    }
    if changed < total {
        return Err(partly(total - changed, total, noun, word).into());
    }
    Ok(Outcome::Done)
}
