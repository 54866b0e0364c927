//! What a command line chooses for the output of its command, and where the ids are in that.

use clap::ArgMatches;

use super::list_options::{COLUMNS, LIMIT, ORDER, SORT};
use super::list_table::{LISTS, REPORTS};
use crate::output::{Ids, Selection, Sort};

/// Returns what was chosen for the list of a command line.
pub(crate) fn selection(matches: &ArgMatches) -> Selection {
    let mut command = matches;
    let mut path = Vec::new();
    while let Some((name, next)) = command.subcommand() {
        path.push(name);
        command = next;
    }
    let names = |id: &str| command.try_get_one::<Vec<&'static str>>(id).ok().flatten().cloned();
    let order = command.try_get_one::<String>(ORDER).ok().flatten();
    let is_descending = order.map(|order| order == "desc");
    let sort = names(SORT).map(|columns| Sort { columns, is_descending });
    let limit = command.try_get_one::<u32>(LIMIT).ok().flatten();
    let limit = limit.and_then(|limit| usize::try_from(*limit).ok());
    let takes_columns = LISTS.iter().chain(REPORTS).any(|list| list.path == path && !list.columns.is_empty());
    let has_metrics = path == ["health"];
    Selection { columns: names(COLUMNS), sort, limit, ids: ids(&path, command), takes_columns, has_metrics }
}

/// The fields with the id of a thing, by its noun, in responses to commands about one.
const IDS: &[(&str, &[&str])] = &[
    ("models", &["model_info.id", "model_id", "id"]),
    ("model-groups", &["model_group", "model_name"]),
    ("credentials", &["credential_name"]),
    ("keys", &["token", "token_id", "key"]),
    ("users", &["user_id", "user_info.user_id", "data.user_id"]),
    ("teams", &["team_id", "team_info.team_id", "data.team_id"]),
    ("organizations", &["organization_id"]),
    ("budgets", &["budget_id"]),
    ("customers", &["user_id", "data.user_id"]),
    ("access-groups", &["access_group"]),
];
/// Verbs of commands about one thing.
const VERBS: [&str; 10] =
    ["create", "generate", "add", "get", "info", "update", "regenerate", "rotate", "block", "unblock"];

/// Returns where the ids are in what a command prints.
fn ids(path: &[&str], command: &ArgMatches) -> Ids {
    let mut lists = LISTS.iter().chain(REPORTS.iter().filter(|report| !report.id.is_empty()));
    if let Some(list) = lists.find(|list| list.path == path) {
        return Ids::Fields(list.id);
    }
    let [noun, verb] = path else { return Ids::None };
    let is_given = |option: &str| command.try_contains_id(option).unwrap_or(false);
    let is_set = |flag: &str| command.try_get_one::<bool>(flag).ok().flatten() == Some(&true);
    match (*noun, *verb) {
        ("keys", "generate" | "regenerate" | "rotate") if !is_given("output_file") => {
            Ids::WithSecret("add --output-file FILE, which gets the key")
        }
        ("users", "create") if !is_set("no_key") => {
            Ids::WithSecret("add --no-key, and create a key with `keys generate`")
        }
        _ if !VERBS.contains(verb) => Ids::None,
        (noun, _) => IDS.iter().find(|(name, _)| *name == noun).map_or(Ids::None, |(_, fields)| Ids::Fields(fields)),
    }
}
