//! Where the candidates for an argument's value come from, chosen by its value name (`TEAM`, `MODEL`, …).
//!
//! Arguments with possible values and arguments of the type `PathBuf` need no entry here.

use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use clap::builder::Str;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter as _};

use super::Value;
use super::server::{List, Server};
use crate::{commands, config};

/// Where the values of an argument come from.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// A fixed list of names.
    Fixed(&'static [&'static str]),
    /// Ids or names of items on the server.
    Server(List, ItemPart),
    /// Only a file after an `@`.
    File,
    /// The paths of the server's endpoints.
    Routes,
    /// A method, or the path for which it was left out.
    MethodOrRoute,
    /// The names of the contexts.
    Contexts,
    /// The fields of the body of the endpoint that the line names.
    BodyFields,
}

/// The part of an item that an argument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemPart {
    Id,
    Name,
    IdOrName,
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
const MESSAGE_ROLES: &[&str] = &["user:", "system:", "assistant:"];

/// Attaches completers to the arguments of a command and of its subcommands along `path`. `parents` are the commands
/// that lead to it.
pub(super) fn attach(command: Command, path: &[String], parents: &[&str], server: &Arc<Server>) -> Command {
    let command = command.mut_args(|argument| {
        let Some(source) = source(parents, &argument) else { return argument };
        let completer = Completer { source, takes_list: takes_list(&argument), server: Arc::clone(server) };
        argument.add(ArgValueCompleter::new(move |typed: &OsStr| completer.complete(typed)))
    });
    let Some((next, rest)) = path.split_first() else { return command };
    command.mut_subcommands(|subcommand| {
        if subcommand.get_name() != next {
            return subcommand;
        }
        let parents: Vec<&str> = parents.iter().copied().chain([next.as_str()]).collect();
        attach(subcommand, rest, &parents, server)
    })
}

/// Returns the first value name of an argument, or else its id.
fn value_name(argument: &Arg) -> &str {
    argument.get_value_names().and_then(<[Str]>::first).map_or_else(|| argument.get_id().as_str(), Str::as_str)
}

/// Returns whether an argument takes a comma-separated list.
fn takes_list(argument: &Arg) -> bool {
    matches!(value_name(argument), "COLUMNS" | "MODELS" | "ALIASES")
}

/// Returns where the values of a command's argument come from; `None` if this module has no candidates for it.
fn source(path: &[&str], argument: &Arg) -> Option<Source> {
    use ItemPart::{Id, IdOrName, Name};
    use List::{
        AccessGroups, Budgets, Credentials, Customers, Deployments, KeyAliases, Models, Organizations, Teams, Users,
    };

    let has_values = argument.get_value_parser().possible_values().is_some();
    if !argument.get_action().takes_values() || has_values {
        return None;
    }
    let creates = matches!(path, [.., "create" | "generate"]);
    let server = |list, part| Some(Source::Server(list, part));
    let name = value_name(argument);
    // Ids and names of items that do not exist yet, and names of providers' models.
    let is_unknown = creates && argument.is_positional()
        || matches!(
            (path, name),
            (["teams", "create"], "TEAM_ID")
                | (["organizations", "create"], "ORGANIZATION_ID")
                | (["model-groups", "create"], "MODEL")
        );
    if is_unknown {
        return None;
    }
    match (path, name) {
        (path, "COLUMNS") => commands::columns_of(path).map(Source::Fixed),
        (_, "ROLE") => Some(Source::Fixed(&commands::ROLES)),
        (_, "CONTEXT") => Some(Source::Contexts),
        (["config", ..], "KEY") => Some(Source::Fixed(&config::SETTINGS)),
        (["http", ..], "PATH") | (["http", "routes"], "PATTERN") => Some(Source::Routes),
        (["http", ..], "METHOD") if argument.is_positional() => Some(Source::MethodOrRoute),
        (["http", ..], "KEY=VALUE") => Some(Source::BodyFields),
        (["http", ..], "METHOD") => Some(Source::Fixed(METHODS)),
        (_, "ROLE:CONTENT") => Some(Source::Fixed(MESSAGE_ROLES)),
        (["spend", ..], "KEY") | (["keys", "list" | "info" | "delete"], "ALIAS" | "ALIASES") => server(KeyAliases, Id),
        (_, "KEY") if argument.is_positional() => server(KeyAliases, Id),
        (_, "KEY" | "KEYS" | "JSON" | "DATA") => Some(Source::File),
        (["model-groups", ..], "NAME") | (_, "MODEL" | "MODELS" | "MODEL_NAME") => server(Models, Id),
        (_, "MODEL_ID") => server(Deployments, Id),
        (["access-groups" | "models", ..], "NAME") => server(AccessGroups, Id),
        (_, "CREDENTIAL_NAME") => server(Credentials, Id),
        (_, "TEAM_ID") => server(Teams, Id),
        (_, "TEAM") => server(Teams, IdOrName),
        (["teams", "list"], "TEXT") => server(Teams, Name),
        (["users", "list"], "TEXT") => server(Users, Name),
        (["chat", ..], "USER") | (_, "CUSTOMER_ID") => server(Customers, Id),
        (_, "USER_ID") => server(Users, Id),
        (_, "USER" | "ID|EMAIL") => server(Users, IdOrName),
        (_, "ORGANIZATION_ID") => server(Organizations, Id),
        (_, "ORGANIZATION") => server(Organizations, IdOrName),
        (_, "BUDGET_ID") => server(Budgets, Id),
        _ => None,
    }
}

struct Completer {
    source: Source,
    takes_list: bool,
    server: Arc<Server>,
}

impl Completer {
    fn complete(&self, typed: &OsStr) -> Vec<CompletionCandidate> {
        let Some(typed) = typed.to_str() else { return Vec::new() };
        if let Some(path) = typed.strip_prefix('@') {
            return match self.source {
                Source::File | Source::Server(List::KeyAliases, _) => files_after_at(path),
                _ => Vec::new(),
            };
        }
        // Only the last item of a list is completed.
        let split = typed.rfind(',').filter(|_| self.takes_list).map_or(0, |comma| comma + 1);
        let (before, typed) = typed.split_at_checked(split).unwrap_or((typed, ""));
        let is_new = |value: &Value| !before.split(',').any(|item| item == value.text);
        let mut values: Vec<Value> = self.values(typed).into_iter().filter(is_new).collect();
        values.retain(|value| value.text.starts_with(typed));
        values.sort_by(|a, b| a.text.cmp(&b.text));
        values.dedup_by(|a, b| a.text == b.text);
        let candidate =
            |value: Value| CompletionCandidate::new(format!("{before}{}", value.text)).help(value.help.map(Into::into));
        values.into_iter().map(candidate).collect()
    }

    fn values(&self, typed: &str) -> Vec<Value> {
        let fixed = |names: &[&str]| names.iter().map(|name| Value { text: (*name).to_owned(), help: None }).collect();
        match self.source {
            Source::Fixed(names) => fixed(names),
            Source::Server(list, part) => self.server.values(list).into_iter().flat_map(|item| part.of(item)).collect(),
            Source::Contexts => contexts(),
            Source::Routes => self.server.routes(),
            Source::MethodOrRoute if typed.starts_with('/') => self.server.routes(),
            Source::MethodOrRoute => fixed(METHODS),
            Source::BodyFields => self.server.body_fields(),
            Source::File => Vec::new(),
        }
    }
}

impl ItemPart {
    fn of(self, item: Value) -> Vec<Value> {
        let name = item.help.clone().filter(|name| !name.is_empty());
        let name = name.map(|name| Value { text: name, help: Some(item.text.clone()) });
        match self {
            Self::Id => vec![item],
            Self::Name => name.into_iter().collect(),
            Self::IdOrName => name.into_iter().chain([item]).collect(),
        }
    }
}

/// Returns the names of the contexts in the file, with their servers.
fn contexts() -> Vec<Value> {
    let path = config::config_dir().map(|directory| directory.join("config.json"));
    let settings = path.and_then(|path| config::read_config_file(&path).ok()).unwrap_or_default();
    let url = |name: &str| config::find(&settings, name, "").ok().map(|context| context.url.to_string());
    config::names(&settings).into_iter().map(|name| Value { help: url(&name), text: name }).collect()
}

/// Completes the path in `@FILE`.
fn files_after_at(path: &str) -> Vec<CompletionCandidate> {
    let at = |candidate: CompletionCandidate| candidate.add_prefix(OsString::from("@"));
    PathCompleter::file().complete(OsStr::new(path)).into_iter().map(at).collect()
}
