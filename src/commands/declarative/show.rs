//! A plan as text: a line for each field that changes, and a summary.

use litellm_proxy_desired::plan::{Action, FieldChange, ForeignChange, Plan, PlannedChange};
use litellm_proxy_desired::value::Wanted;
use litellm_proxy_desired::{Kind, Seen, canonical};

use crate::commands::confirm::count;

/// The widest column of addresses; longer ones take a line of their own.
const WIDEST_ADDRESS: usize = 36;

/// A line of a plan.
pub(super) struct Line {
    /// `+`, `~`, `±`, `-` or `!`; a space for a further field of the same resource.
    pub(super) sign: char,
    /// The resource; empty for a further field.
    pub(super) address: String,
    /// What changes.
    pub(super) text: String,
}

/// Returns the lines of a plan.
pub(super) fn lines(plan: &Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    plan.changes.iter().for_each(|change| add_change(&mut lines, change, &plan.owner));
    for address in &plan.prunable {
        let text = "is not in the file".to_owned();
        lines.push(Line { sign: '-', address: address.to_string(), text });
    }
    plan.foreign.iter().for_each(|change| lines.push(foreign(change)));
    lines
}

fn add_change(lines: &mut Vec<Line>, change: &PlannedChange, owner: &str) {
    let sign = change.action.sign();
    let mut parts: Vec<(char, String)> = change
        .fields
        .iter()
        .map(|(path, field)| {
            (if field.was_changed_by_others { '!' } else { sign }, field_text(path, field, change.action))
        })
        .collect();
    match change.action {
        Action::Adopt => parts.push((sign, adoption(change, owner))),
        Action::Delete => {
            parts.push((sign, "will be deleted".to_owned()));
            parts.extend(change.takes_along.iter().map(|lost| (' ', format!("with it: {lost}"))));
        }
        Action::Replace => {
            let meanwhile = match change.address.kind {
                Kind::Model => "another deployment of its name serves requests meanwhile",
                _ => "it is deleted and created again",
            };
            parts.push((' ', format!("replaced, because the server cannot do this in place; {meanwhile}")));
        }
        Action::Create if change.output.is_some() => {
            let path = change.output.as_deref().unwrap_or_else(|| std::path::Path::new(""));
            parts.push((sign, format!("key: chosen here, and kept in {}", path.display())));
        }
        Action::Create if parts.is_empty() => parts.push((sign, String::new())),
        _ => {}
    }
    if let (Some(from), true) = (&change.taken_from, change.action != Action::Adopt) {
        parts.push((' ', format!("taken over from {from}")));
    }
    for (index, (sign, text)) in parts.into_iter().enumerate() {
        let is_first = index == 0;
        let sign = if is_first || sign == '!' { sign } else { ' ' };
        lines.push(Line { sign, address: if is_first { change.address.to_string() } else { String::new() }, text });
    }
}

fn adoption(change: &PlannedChange, owner: &str) -> String {
    let of = |owner: &str| if owner.is_empty() { "nobody".to_owned() } else { owner.to_owned() };
    match &change.taken_from {
        Some(from) => format!("now of {} (was of {from})", of(owner)),
        None if owner.is_empty() => "as the file says; marked as applied".to_owned(),
        None => format!("as the file says; marked as of {owner}"),
    }
}

pub(super) fn field_text(path: &str, change: &FieldChange, action: Action) -> String {
    let after = wanted(&change.after);
    let text = match (&change.before, action) {
        (None, Action::Create) => format!("{path}: {after}"),
        (None, _) => format!("{path}: (unset) → {after}"),
        (Some(before), _) => format!("{path}: {} → {after}", seen(before)),
    };
    if change.was_changed_by_others { format!("{text}   changed on the server since the last apply") } else { text }
}

fn foreign(change: &ForeignChange) -> Line {
    let ForeignChange { address, field, value } = change;
    let text = format!("{field}: {}   changed on the server, and no longer in the file; it stays", seen(value));
    Line { sign: '!', address: address.to_string(), text }
}

pub(super) fn seen(value: &Seen) -> String {
    match value {
        Seen::Value(value) => plain(value),
        Seen::Hidden => "(hidden)".to_owned(),
    }
}

fn wanted(value: &Wanted) -> String {
    match value {
        Wanted::Secret(secret) => secret.template.to_string(),
        Wanted::Value(value) if value.is_null() => "(unset)".to_owned(),
        Wanted::Value(value) => plain(value),
    }
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) if !text.is_empty() && !text.contains('\n') => text.clone(),
        other => canonical(other).to_string(),
    }
}

/// Returns the first line of a plan: the server, its version, and the owner.
pub(super) fn headline(plan: &Plan) -> String {
    let owner = if plan.owner.is_empty() { String::new() } else { format!("  owner {}", plan.owner) };
    format!("{}  LiteLLM {}{owner}", plan.server, plan.version)
}

/// Returns the last line of a plan: `2 to add, 1 to change · 14 unchanged`.
pub(super) fn summary(plan: &Plan) -> String {
    let others = plan.foreign.len()
        + plan
            .changes
            .iter()
            .flat_map(|change| change.fields.values())
            .filter(|field| field.was_changed_by_others)
            .count();
    let counts = [
        (plan.count(Action::Create), "to add"),
        (plan.count(Action::Update), "to change"),
        (plan.count(Action::Replace), "to replace"),
        (plan.count(Action::Adopt), "to mark"),
        (plan.count(Action::Delete), "to delete"),
        (plan.prunable.len(), "to delete with --prune"),
        (others, "changed by others"),
    ];
    let counts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let counts = match (counts.is_empty(), plan.obstacles.is_empty()) {
        (true, true) => "nothing to do".to_owned(),
        (true, false) => "nothing can be done".to_owned(),
        (false, _) => counts.join(", "),
    };
    format!("{counts} · {} unchanged", plan.unchanged)
}

/// Returns the width of the column of addresses.
fn address_width(lines: &[Line]) -> usize {
    let widths = lines.iter().map(|line| line.address.chars().count());
    widths.filter(|width| *width <= WIDEST_ADDRESS).max().unwrap_or(0)
}

/// Lays the lines of a plan out in columns, each with its sign.
pub(super) fn columns(plan: &Plan) -> Vec<(char, String)> {
    let lines = lines(plan);
    let width = address_width(&lines);
    let lay_out = |line: Line| {
        let length = line.address.chars().count();
        let text = if line.text.is_empty() {
            line.address
        } else if length > width {
            format!("{}\n{}  {}", line.address, " ".repeat(width + 2), line.text)
        } else {
            format!("{}{}  {}", line.address, " ".repeat(width - length), line.text)
        };
        (line.sign, text)
    };
    lines.into_iter().map(lay_out).collect()
}

/// Returns a plan in Markdown, for a comment on a pull request.
pub(super) fn markdown(plan: &Plan) -> String {
    let mut out = format!("### {}\n\n", summary(plan));
    let lines = lines(plan);
    if !lines.is_empty() {
        out.push_str("```diff\n");
        let width = address_width(&lines);
        let mut sign = ' ';
        for line in &lines {
            // Renderers color a line by its first character, so further fields of a resource repeat its sign.
            sign = match line.sign {
                '~' | '±' | '!' => '!',
                ' ' => sign,
                sign => sign,
            };
            let kind = if line.sign == '±' { "(replaced) " } else { "" };
            let body = format!("{sign} {:<width$}  {kind}{}", line.address, line.text.replace('\n', " "));
            out.push_str(body.replace("```", "` ` `").trim_end());
            out.push('\n');
        }
        out.push_str("```\n\n");
    }
    let owner = if plan.owner.is_empty() { String::new() } else { format!(", owner `{}`", plan.owner) };
    out.push_str(&format!("Server {} (LiteLLM {}){owner}\n", plan.server, plan.version));
    for obstacle in &plan.obstacles {
        out.push_str(&format!("\n**Cannot be applied:** `{}` {}\n", obstacle.address, obstacle.message));
    }
    if !plan.notes.is_empty() {
        out.push_str(&format!("\n<details><summary>{}</summary>\n\n", count(plan.notes.len(), "note")));
        for note in &plan.notes {
            let address = note.address.as_ref().map(|address| format!("`{address}` ")).unwrap_or_default();
            out.push_str(&format!("- {address}{}\n", note.message));
        }
        out.push_str("\n</details>\n");
    }
    out
}
