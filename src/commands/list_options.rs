//! The options that all lists have: `--columns`, `--sort-by` and `--limit`. A list gets them by a row of the table; what was chosen is
//! applied where lists are printed.

use std::time::Duration;

use clap::builder::ValueParser;
use clap::{Arg, Command, value_parser};

use super::help_text;
use super::list_table::{LISTS, ListCommand, REPORTS};
use crate::context::parse_seconds;

/// The ids of the arguments, which no command has.
pub(super) const COLUMNS: &str = "list_columns";
pub(super) const LIMIT: &str = "list_limit";
pub(super) const SORT: &str = "list_sort";
pub(super) const ORDER: &str = "list_order";
pub(crate) const WATCH: &str = "list_watch";
/// The shortest pause of `--watch`, in seconds.
const SHORTEST_WATCH: Duration = Duration::from_secs(1);
/// Other commands that can be watched.
const WATCHED: &[&[&str]] = &[&["keys", "info"], &["spend", "total"]];
/// The name for all columns.
const ALL: &str = "all";

/// How many letters of a misspelled column may be wrong.
const MAX_TYPOS: usize = 2;
/// The width of a help page.
const WIDTH: usize = 96;

/// Adds the options to the lists of a noun.
pub(super) fn add(noun: Command) -> Command {
    let name = noun.get_name().to_owned();
    let noun = LISTS.iter().fold(noun, |noun, list| match list.path.split_first() {
        Some((first, rest)) if *first == name => add_at(noun, rest, &|command| with_options(command, list)),
        _ => noun,
    });
    let noun = REPORTS.iter().fold(noun, |noun, report| match report.path.split_first() {
        Some((first, rest)) if *first == name && !rest.is_empty() => {
            add_at(noun, rest, &|command| with_columns(with_sort(command, report), report))
        }
        _ => noun,
    });
    WATCHED.iter().fold(noun, |noun, path| match path.split_first() {
        Some((first, rest)) if *first == name => add_at(noun, rest, &with_watch),
        _ => noun,
    })
}

/// Adds the options to the lists that are commands of the program itself.
pub(crate) fn add_to_program(program: Command) -> Command {
    let lists = LISTS.iter().filter(|list| list.path.len() == 1);
    let program =
        lists.fold(program, |program, list| add_at(program, list.path, &|command| with_options(command, list)));
    let reports = REPORTS.iter().filter(|report| report.path.len() == 1);
    reports.fold(program, |program, report| {
        add_at(program, report.path, &|command| with_columns(with_sort(command, report), report))
    })
}

fn add_at(command: Command, path: &[&str], add: &dyn Fn(Command) -> Command) -> Command {
    let Some((next, rest)) = path.split_first() else { return add(command) };
    command.mut_subcommands(
        |subcommand| {
            if subcommand.get_name() == *next { add_at(subcommand, rest, add) } else { subcommand }
        },
    )
}

fn with_options(command: Command, list: &'static ListCommand) -> Command {
    // `--top` is another name of it.
    let has_limit = command.get_arguments().any(|arg| matches!(arg.get_long(), Some("limit" | "top")));
    let limit = Arg::new(LIMIT).long("limit").value_name("N").help("List only the first N");
    let limit = limit.value_parser(value_parser!(u32).range(1..));
    let command = if has_limit { command } else { command.arg(limit) };
    let command = with_watch(with_sort(command, list));
    let command = before_help(command, &format!("JSON: {}", list.json), "\n\n");
    if list.columns.is_empty() { command } else { with_columns(command, list) }
}

/// Lets the columns be chosen, and names them.
fn with_columns(command: Command, list: &'static ListCommand) -> Command {
    let columns = Arg::new(COLUMNS).long("columns").value_name("COLUMNS");
    let columns = columns.help("Columns separated by commas, `all`, or paths such as metadata.team");
    let known = list.columns;
    let parser = ValueParser::from(move |text: &str| if text == ALL { Ok(known.to_vec()) } else { parse(text, known) });
    let separator = if list.json.is_empty() { "\n\n" } else { "\n" };
    let names = wrapped("Columns:", list.columns);
    before_help(command.arg(columns.value_parser(parser)), &names, separator)
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

/// Lets the command run again and again.
fn with_watch(command: Command) -> Command {
    let follow = command.get_arguments().find(|arg| arg.get_long() == Some("follow")).map(|arg| arg.get_id().clone());
    let watch = Arg::new(WATCH).long("watch").value_name("SECONDS").num_args(0..=1).default_missing_value("2");
    let watch = watch.help("Repeat: redraw on a terminal, else print changes as ndjson [default: every 2]");
    let watch = watch.value_parser(ValueParser::from(parse_pause));
    command.arg(watch.conflicts_with_all(follow))
}

fn parse_pause(text: &str) -> Result<Duration, String> {
    let pause = parse_seconds(text)?;
    if pause < SHORTEST_WATCH { Err("must be at least 1".to_owned()) } else { Ok(pause) }
}

/// Puts a text before what follows the options in the help.
fn before_help(command: Command, text: &str, separator: &str) -> Command {
    let after = help_text::after(&command);
    let separator = if after.is_empty() { "" } else { separator };
    command.after_help(format!("{text}{separator}{after}"))
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
    LISTS.iter().chain(REPORTS).find(|list| list.path == path).map(|list| list.columns)
}
