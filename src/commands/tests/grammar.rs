//! The grammar that all nouns share, checked on the command tree: nouns, verbs, and the ways to name a thing.

use clap::{Arg, Command};
use serde_json::json;
use test_bed::{FakeServer, json_response};

use super::short_hashes::COMMANDS_OF_KEYS;
use crate::cli::command_tree;
use crate::commands::common_names::COMMON_NAMES;
use crate::commands::list_table::LISTS;
use crate::in_process::Cli;

/// Nouns, and how one of them is called.
const NOUNS: [(&str, &str); 10] = [
    ("models", "model"),
    ("model-groups", "model-group"),
    ("credentials", "credential"),
    ("keys", "key"),
    ("users", "user"),
    ("teams", "team"),
    ("organizations", "organization"),
    ("budgets", "budget"),
    ("customers", "customer"),
    ("access-groups", "access-group"),
];
const VERBS: [&str; 5] = ["list", "get", "create", "update", "delete"];
/// Verbs that a noun does not have, on purpose: the deployments of a group are updated one by one.
const HOLES: [(&str, &str); 1] = [("model-groups", "update")];
/// Verbs that take several things, and their names from stdin.
const SEVERAL: [&str; 3] = ["delete", "block", "unblock"];
/// Options with the name of a kind of option that are of another: ids of what is created.
const OTHER_KINDS: [(&str, &str); 2] = [("teams create", "team-id"), ("organizations create", "organization-id")];
/// Arguments named like keys that are other things, or must be whole secrets.
const OTHER_KEYS: [&str; 11] = [
    "models discover",
    "config get",
    "config set",
    "config unset",
    "keys generate",
    "keys regenerate --new-key",
    "keys import",
    // It does not end, and has the options of `logs list`.
    "logs tail",
    "migrate --from-api-key",
    "migrate --to-api-key",
    "sandbox spend",
];
/// Commands with a JSON of their own without `--limit`: the settings are an object, and what stops a key is one report.
const UNLIMITED: [&str; 2] = ["budgets why", "config list"];
/// Lists of what is stored in the home directory.
const OF_THE_HOME: [&[&str]; 6] = [
    &["auth", "list"],
    &["config", "contexts", "list"],
    &["chat", "list"],
    &["chat", "templates", "list"],
    &["http", "routes"],
    &["sandbox", "status"],
];
/// Lists that have one column.
const OTHER_COLUMNS: [&str; 2] = ["keys aliases", "teams models list"];

fn built_tree() -> Command {
    let mut tree = command_tree();
    tree.build();
    tree
}

#[test]
fn every_noun_has_every_verb_and_a_singular() {
    let tree = built_tree();
    for (noun, singular) in NOUNS {
        let command = tree.find_subcommand(noun).expect(noun);
        assert_eq!(tree.find_subcommand(singular).map(Command::get_name), Some(noun));
        for verb in VERBS {
            assert_eq!(command.find_subcommand(verb).is_none(), HOLES.contains(&(noun, verb)), "{noun} {verb}");
        }
    }
}

#[test]
fn the_thing_itself_needs_no_option() {
    let tree = built_tree();
    for (noun, _) in NOUNS {
        let command = tree.find_subcommand(noun).expect(noun);
        for verb in ["get", "create", "update", "delete", "block", "unblock"] {
            let Some(verb) = command.find_subcommand(verb) else { continue };
            // The first argument names it, or what is created.
            assert!(verb.get_positionals().next().is_some(), "{noun} {}", verb.get_name());
        }
    }
}

/// Returns all commands that run, with their paths below the root.
fn leaves(command: &Command, path: &str) -> Vec<(String, Command)> {
    let below = |next: &Command| {
        if path.is_empty() { next.get_name().to_owned() } else { format!("{path} {}", next.get_name()) }
    };
    let nouns = command.get_subcommands().filter(|next| next.get_name() != "help");
    let found: Vec<_> = nouns.flat_map(|next| leaves(next, &below(next))).collect();
    if found.is_empty() { vec![(path.to_owned(), command.clone())] } else { found }
}

fn value_name(arg: &Arg) -> &str {
    arg.get_value_names().and_then(|names| names.first()).map_or("", AsRef::as_ref)
}

#[test]
fn deletions_and_blocks_take_several_and_names_from_stdin() {
    let tree = built_tree();
    for (noun, _) in NOUNS {
        for verb in SEVERAL {
            let Some(command) = tree.find_subcommand(noun).and_then(|noun| noun.find_subcommand(verb)) else {
                continue;
            };
            let names = command.get_positionals().next().expect(noun);
            assert!(names.get_num_args().is_some_and(|count| count.max_values() > 1), "{noun} {verb}");
            let help = names.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.ends_with("- to read them from stdin"), "{noun} {verb}: {help}");
        }
    }
}

#[test]
fn an_option_of_a_kind_has_its_common_name_in_every_command() {
    for (path, command) in leaves(&built_tree(), "") {
        for arg in command.get_arguments() {
            let Some(long) = arg.get_long() else { continue };
            let Some(kind) = COMMON_NAMES.iter().find(|kind| kind.name == long || kind.others.contains(&long)) else {
                continue;
            };
            assert_eq!(
                !kind.is_of(arg),
                OTHER_KINDS.contains(&(path.as_str(), long)),
                "{path} --{long} {}",
                value_name(arg)
            );
            let aliases = arg.get_all_aliases().unwrap_or_default();
            // Another option may have the name.
            let is_known = |name: &str| command.get_arguments().any(|arg| arg.get_long() == Some(name));
            let has_name = aliases.contains(&kind.name) || is_known(kind.name);
            assert!(has_name || !kind.is_of(arg), "{path} --{long}: {aliases:?}");
        }
    }
}

#[test]
fn what_is_named_by_id_is_named_by_alias_and_address_too() {
    for (path, command) in leaves(&built_tree(), "") {
        for arg in command.get_arguments() {
            let is_id = ["TEAM_ID", "USER_ID", "ORGANIZATION_ID"].contains(&value_name(arg));
            let long = arg.get_long().unwrap_or_default();
            assert!(!is_id || OTHER_KINDS.contains(&(path.as_str(), long)), "{path} --{long}");
        }
    }
}

#[test]
fn every_argument_that_names_a_key_takes_the_beginning_of_its_hash() {
    for (path, command) in leaves(&built_tree(), "") {
        for arg in command.get_arguments().filter(|arg| ["KEY", "KEYS", "HASH"].contains(&value_name(arg))) {
            let Some(name) =
                arg.get_long().map(|long| format!("--{long}")).or_else(|| arg.is_positional().then(String::new))
            else {
                continue;
            };
            let is_tested = COMMANDS_OF_KEYS.iter().any(|words| {
                let typed = words.iter().take_while(|word| **word != "KEY").copied().collect::<Vec<_>>().join(" ");
                typed == format!("{path} {name}").trim() || typed == format!("{path} t {name}").trim()
            });
            let is_other = name == "--api-key"
                || name == "--master-key"
                || name == "--unset"
                || OTHER_KEYS.iter().any(|other| *other == path || format!("{path} {name}").starts_with(other));
            assert!(is_tested != is_other, "{path} {name}");
        }
    }
}

#[test]
fn every_list_has_a_limit_and_columns() {
    for (path, command) in leaves(&built_tree(), "") {
        let has = |long: &str| command.get_arguments().any(|arg| arg.get_long() == Some(long));
        let list = LISTS.iter().find(|list| list.path.join(" ") == path);
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let is_list = path.ends_with(" list") || help.lines().any(|line| line.starts_with("JSON: "));
        assert!(list.is_none() || is_list, "{path}");
        assert!(!is_list || (has("limit") || has("top")) != UNLIMITED.contains(&path.as_str()), "{path}");
        let other = OTHER_COLUMNS.contains(&path.as_str()) || UNLIMITED.contains(&path.as_str());
        assert!(!is_list || other || has("columns"), "{path}");
        assert!(list.is_none_or(|list| list.columns.is_empty() == OTHER_COLUMNS.contains(&path.as_str())), "{path}");
    }
}

/// The names of the columns in the table of lists are those that a list has.
#[test]
fn lists_have_the_columns_that_their_help_names() {
    let empty = json!({"data": [], "keys": [], "users": [], "teams": [], "credentials": [], "access_groups": [], "results": [],
                       "metadata": {}, "total": 0});
    let info = json!({"team_id": "t", "team_info": {"team_id": "t", "members_with_roles": []}, "keys": []});
    for list in LISTS.iter().filter(|list| !list.columns.is_empty() && !OF_THE_HOME.contains(&list.path)) {
        let lists = ["/organization/list", "/budget/list", "/customer/list", "/team/available"];
        let empty = empty.clone();
        let info = info.clone();
        let server = FakeServer::from_fn(move |request| {
            let line = request.line();
            let path = line.split([' ', '?']).nth(1).unwrap_or_default();
            match path {
                "/team/info" => json_response(info.clone()),
                path if lists.contains(&path) => json_response(json!([])),
                _ => json_response(empty.clone()),
            }
        });
        let team: &[&str] = if list.path.len() > 2 { &["t"] } else { &[] };
        let words = [list.path, team, &["--format", "csv"]].concat();
        let run = Cli::of(&server).run(&words);
        let defaults: Vec<_> = run.ok().trim().split(',').collect();
        let known: Vec<_> = list.columns.iter().copied().filter(|column| defaults.contains(column)).collect();
        assert_eq!(known, defaults, "{words:?}");
        let all = list.columns.join(",");
        let run = Cli::of(&server).run(&[words.as_slice(), &["--columns", &all]].concat());
        assert_eq!(run.ok().trim(), all, "{words:?}");
        let last = list.columns.last().expect("a column");
        let run = Cli::of(&server).run(&[words.as_slice(), &["--columns", last]].concat());
        assert_eq!(run.ok().trim(), *last, "{words:?}");
        let run = Cli::of(&server).run(&[words.as_slice(), &["--columns", "nothing"]].concat());
        assert!(run.code == 2 && run.stderr.contains("unknown column `nothing`"), "{words:?}: {}", run.stderr);
    }
}

#[test]
fn a_limit_cuts_lists_in_every_format() {
    let users: Vec<_> = (0..5).map(|n| json!({"user_id": format!("u{n}")})).collect();
    let server = FakeServer::with_routes([
        ("GET /user/list", json_response(json!({"users": users, "total": 5, "page": 1, "total_pages": 1}))),
        ("GET /budget/list", json_response(json!([{"budget_id": "a"}, {"budget_id": "b"}, {"budget_id": "c"}]))),
    ]);
    let cli = Cli::of(&server);
    let run = |noun, format| cli.run(&[noun, "list", "--limit", "2", "--format", format]);
    assert_eq!(run("users", "json").json()["users"], json!([{"user_id": "u0"}, {"user_id": "u1"}]));
    assert_eq!(run("budgets", "json").json(), json!([{"budget_id": "a"}, {"budget_id": "b"}]));
    for noun in ["users", "budgets"] {
        assert_eq!(run(noun, "csv").ok().lines().count(), 3, "{noun}");
        assert_eq!(run(noun, "ndjson").ok().lines().count(), 2, "{noun}");
        assert_eq!(run(noun, "yaml").ok().matches("_id").count(), 2, "{noun}");
        assert_eq!(run(noun, "table").ok().lines().count(), 6, "{noun}");
        assert_eq!(run(noun, "table").stderr, "", "{noun}");
    }
}
