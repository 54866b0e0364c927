//! The options that all lists have: `--columns`, `--sort-by` and `--limit`. A list gets them by a row of the table; what was chosen is
//! applied where lists are printed.

use clap::builder::ValueParser;
use clap::{Arg, ArgMatches, Command, value_parser};

use crate::output::{Ids, Selection, Sort};

/// The ids of the arguments, which no command has.
const COLUMNS: &str = "list_columns";
pub(super) const LIMIT: &str = "list_limit";
const SORT: &str = "list_sort";
const ORDER: &str = "list_order";
/// The name for all columns.
const ALL: &str = "all";

/// How many letters of a misspelled column may be wrong.
const MAX_TYPOS: usize = 2;
/// The width of a help page.
const WIDTH: usize = 96;

/// A list, and the names of its columns in CSV. A list without names has one column.
pub(super) struct ListCommand {
    pub(super) path: &'static [&'static str],
    /// What its JSON is.
    pub(super) json: &'static str,
    pub(super) columns: &'static [&'static str],
    /// The path of the field with the id of an item; empty for items that are strings.
    pub(super) id: &'static [&'static str],
}

/// All lists.
pub(super) const LISTS: &[ListCommand] = &[
    ListCommand {
        path: &["models", "list"],
        json: "an array of models",
        columns: &["id", "object", "created", "owned_by"],
        id: &["id"],
    },
    ListCommand {
        path: &["models", "info"],
        json: "an array of deployments",
        columns: &[
            "public_model",
            "upstream_model",
            "credential_name",
            "created_at",
            "updated_at",
            "id",
            "input_cost",
            "output_cost",
        ],
        id: &["model_info.id"],
    },
    ListCommand {
        path: &["model-groups", "list"],
        json: "an array of model groups",
        columns: &["model_group", "mode", "input_cost_per_token", "output_cost_per_token"],
        id: &["model_group"],
    },
    ListCommand {
        path: &["credentials", "list"],
        json: "an object with credentials",
        columns: &["credential_name", "custom_llm_provider"],
        id: &["credential_name"],
    },
    ListCommand {
        path: &["chat", "templates", "list"],
        json: "an array of templates",
        columns: &["name", "model", "variables"],
        id: &["name"],
    },
    ListCommand {
        path: &["keys", "list"],
        json: "an object with keys, total_count, current_page and total_pages",
        columns: &[
            "token",
            "key_alias",
            "user_id",
            "team_id",
            "spend",
            "max_budget",
            "models",
            "expires",
            "status",
            "key_name",
            "organization_id",
            "budget_duration",
            "budget_reset_at",
            "tpm_limit",
            "rpm_limit",
            "max_parallel_requests",
            "created_at",
            "created_by",
            "updated_at",
            "last_active",
        ],
        id: &["token"],
    },
    ListCommand {
        path: &["keys", "aliases"],
        json: "an object with aliases, total_count, current_page and total_pages",
        columns: &[],
        id: &[],
    },
    ListCommand {
        path: &["keys", "audit"],
        json: "an array of findings, the most serious first",
        columns: &["token", "key_alias", "kind", "detail"],
        id: &["token"],
    },
    ListCommand {
        path: &["users", "list"],
        json: "an object with users, total, page, page_size and total_pages",
        columns: &["user_id", "user_email", "user_role", "teams", "keys", "spend", "max_budget", "status"],
        id: &["user_id"],
    },
    ListCommand { path: &["teams", "list"], json: "an array of teams", columns: TEAM_COLUMNS, id: &["team_id"] },
    ListCommand { path: &["teams", "available"], json: "an array of teams", columns: TEAM_COLUMNS, id: &["team_id"] },
    ListCommand {
        path: &["teams", "members", "list"],
        json: "an array of members",
        columns: &["user_id", "user_email", "role", "spend", "max_budget_in_team", "tpm_limit", "rpm_limit", "status"],
        id: &["user_id"],
    },
    ListCommand { path: &["teams", "models", "list"], json: "an array of names", columns: &[], id: &[] },
    ListCommand {
        path: &["organizations", "list"],
        json: "an array of organizations",
        columns: &[
            "organization_alias",
            "organization_id",
            "models",
            "max_budget",
            "spend",
            "members",
            "teams",
            "status",
        ],
        id: &["organization_id"],
    },
    ListCommand {
        path: &["budgets", "list"],
        json: "an array of budgets",
        columns: &[
            "budget_id",
            "max_budget",
            "soft_budget",
            "tpm_limit",
            "rpm_limit",
            "max_parallel_requests",
            "budget_duration",
            "budget_reset_at",
            "used_by",
            "status",
        ],
        id: &["budget_id"],
    },
    ListCommand {
        path: &["customers", "list"],
        json: "an array of customers",
        columns: &["user_id", "alias", "spend", "max_budget", "budget_id", "blocked", "status"],
        id: &["user_id"],
    },
    ListCommand {
        path: &["access-groups", "list"],
        json: "an object with access_groups",
        columns: &["access_group", "model_names", "deployment_count"],
        id: &["access_group"],
    },
    ListCommand {
        path: &["spend", "keys"],
        json: "an array of rows with the columns and days",
        columns: NAMED_SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "users"],
        json: "an array of rows with the columns and days",
        columns: NAMED_SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "teams"],
        json: "an array of rows with the columns and days",
        columns: NAMED_SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "customers"],
        json: "an array of rows with the columns and days",
        columns: NAMED_SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "models"],
        json: "an array of rows with the columns and days",
        columns: SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "tags"],
        json: "an array of rows with the columns and days",
        columns: SPEND,
        id: &["id"],
    },
    ListCommand {
        path: &["spend", "trend"],
        json: "an array of rows with the columns",
        columns: &["date", "requests", "tokens", "failed_requests", "spend"],
        id: &["date"],
    },
    ListCommand {
        path: &["spend", "logs"],
        json: "an object with data, total, page, page_size and total_pages",
        columns: &[
            "start_time",
            "status",
            "model",
            "key_alias",
            "api_key",
            "user",
            "team_id",
            "total_tokens",
            "spend",
            "request_id",
        ],
        id: &["request_id"],
    },
    ListCommand {
        path: &["changes"],
        json: "an array of changes",
        columns: &["time", "kind", "name", "what", "by_name", "id"],
        id: &["id"],
    },
    ListCommand {
        path: &["sandbox", "status"],
        json: "an array of running sandboxes",
        columns: &["url", "pid", "litellm_version", "database", "started"],
        id: &["url"],
    },
    ListCommand {
        path: &["http", "routes"],
        json: "an array of operations with their parameters and bodies",
        columns: &["method", "path", "summary", "fields"],
        id: &["path"],
    },
    ListCommand {
        path: &["auth", "list"],
        json: "an array of logins, without their keys",
        columns: &["base_url", "user_id", "user_email", "team_id", "logged_in_at", "expires_at", "status"],
        id: &["base_url"],
    },
];

const SPEND: &[&str] = &["id", "requests", "tokens", "failed_requests", "spend", "share_percent"];
const NAMED_SPEND: &[&str] = &["id", "name", "requests", "tokens", "failed_requests", "spend", "share_percent"];
const TEAM_COLUMNS: &[&str] = &["team_alias", "team_id", "models", "members", "keys", "max_budget", "spend", "status"];

/// Adds the options to the lists of a noun.
pub(super) fn add(noun: Command) -> Command {
    let name = noun.get_name().to_owned();
    LISTS.iter().fold(noun, |noun, list| match list.path.split_first() {
        Some((first, rest)) if *first == name => add_at(noun, rest, list),
        _ => noun,
    })
}

/// Adds the options to the lists that are commands of the program itself.
pub(crate) fn add_to_program(program: Command) -> Command {
    let lists = LISTS.iter().filter(|list| list.path.len() == 1);
    lists.fold(program, |program, list| add_at(program, list.path, list))
}

fn add_at(command: Command, path: &[&str], list: &'static ListCommand) -> Command {
    let Some((next, rest)) = path.split_first() else { return with_options(command, list) };
    command.mut_subcommands(
        |subcommand| {
            if subcommand.get_name() == *next { add_at(subcommand, rest, list) } else { subcommand }
        },
    )
}

fn with_options(command: Command, list: &'static ListCommand) -> Command {
    // `--top` is another name of it.
    let has_limit = command.get_arguments().any(|arg| matches!(arg.get_long(), Some("limit" | "top")));
    let limit = Arg::new(LIMIT).long("limit").value_name("N").help("List only the first N");
    let limit = limit.value_parser(value_parser!(u32).range(1..));
    let command = if has_limit { command } else { command.arg(limit) };
    let command = with_sort(command, list);
    let json = format!("JSON: {}", list.json);
    if list.columns.is_empty() {
        return before_help(command, &json);
    }
    let columns = Arg::new(COLUMNS).long("columns").value_name("COLUMNS");
    let columns = columns.help("Columns separated by commas, `all`, or paths such as metadata.team");
    let known = list.columns;
    let parser = ValueParser::from(move |text: &str| if text == ALL { Ok(known.to_vec()) } else { parse(text, known) });
    let names = wrapped("Columns:", list.columns);
    before_help(command.arg(columns.value_parser(parser)), &format!("{names}\n{json}"))
}

/// Adds an order by columns, unless the list has one of its own, or one column.
fn with_sort(command: Command, list: &'static ListCommand) -> Command {
    let has_order = command.get_arguments().any(|arg| arg.get_long() == Some("sort"));
    if has_order || list.columns.is_empty() {
        return command;
    }
    let known = list.columns;
    let sort = Arg::new(SORT).long("sort-by").value_name("COLUMNS").help("Sort by columns, separated by commas");
    let sort = sort.value_parser(ValueParser::from(move |text: &str| parse(text, known)));
    let order = Arg::new(ORDER).long("sort-order").value_name("ORDER").help("Sort order: asc or desc");
    let order = order.value_parser(["asc", "desc"]).hide_possible_values(true).requires(SORT);
    command.arg(sort).arg(order)
}

/// Puts a text before what follows the options in the help.
fn before_help(command: Command, text: &str) -> Command {
    let after = command.get_after_help().map(|after| format!("\n\n{after}")).unwrap_or_default();
    command.after_help(format!("{text}{after}"))
}

/// Returns the names on lines that a help page does not wrap again.
fn wrapped(title: &str, names: &[&str]) -> String {
    let mut text = title.to_owned();
    let mut width = text.len();
    for (index, name) in names.iter().enumerate() {
        let comma = if index + 1 < names.len() { "," } else { "" };
        let is_long = width + name.len() + 2 > WIDTH;
        text.push_str(if is_long { "\n" } else { " " });
        width = if is_long { 0 } else { width + 1 } + name.len() + comma.len();
        text.push_str(name);
        text.push_str(comma);
    }
    text
}

/// Returns the one column that a shorter name means, such as that of the option that filters by it: `alias`, `team`.
fn by_ending(name: &str, known: &'static [&'static str]) -> Option<&'static str> {
    let name = name.to_lowercase().replace([' ', '-'], "_");
    let endings = [format!("_{name}"), format!("{name}_id")];
    let mut fitting = known.iter().copied().filter(|column| endings.iter().any(|ending| column.ends_with(ending)));
    fitting.next().filter(|_| fitting.next().is_none())
}

fn parse(text: &str, known: &'static [&'static str]) -> Result<Vec<&'static str>, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    let chosen: Result<Vec<_>, _> = names
        .map(|name| {
            let column = known.iter().copied().find(|column| *column == name).or_else(|| by_ending(name, known));
            // A path is as long-lived as the columns: there are as many as were typed.
            let path = || name.contains('.').then(|| &*Box::leak(name.to_owned().into_boxed_str()));
            column.or_else(path).ok_or_else(|| {
                let is_near = |column: &&&str| strsim::damerau_levenshtein(column, name) <= MAX_TYPOS;
                let near = known.iter().find(is_near).map(|column| format!(", like `{column}`")).unwrap_or_default();
                format!("unknown column `{name}`{near}; columns: {}", known.join(", "))
            })
        })
        .collect();
    chosen.and_then(|chosen| if chosen.is_empty() { Err("needs at least one column".to_owned()) } else { Ok(chosen) })
}

/// Returns the names of the columns that a list can be limited to.
pub(crate) fn columns_of(path: &[&str]) -> Option<&'static [&'static str]> {
    LISTS.iter().find(|list| list.path == path).map(|list| list.columns)
}

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
    Selection { columns: names(COLUMNS), sort, limit, ids: ids(&path, command) }
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
    if let Some(list) = LISTS.iter().find(|list| list.path == path) {
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
