//! Tips for unknown commands and options: what the words of other tools, and of other commands, are called here. They take
//! precedence over clap's guess by similarity, which has none for `keys make`, and `--budget-id` for `--budget`.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

/// Verbs that mean the same. The tip names the first one that the noun has.
const VERBS: &[&[&str]] = &[
    &["create", "generate", "add", "new", "make", "insert", "register", "issue", "mint"],
    &["get", "info", "show", "describe", "view", "inspect", "read", "details", "display", "cat"],
    &["delete", "remove", "rm", "del", "destroy", "drop", "revoke", "purge", "erase"],
    &["list", "ls", "all", "index", "search", "find"],
    &["update", "edit", "set", "modify", "change", "patch", "alter", "configure", "move", "rename"],
    &["block", "disable", "suspend", "ban", "deactivate", "lock", "pause"],
    &["unblock", "enable", "activate", "unlock", "resume", "unban"],
    &["rotate", "renew", "roll", "cycle", "refresh", "reissue"],
    &["import", "load", "upload", "apply"],
    &["why", "explain", "diagnose", "debug"],
    &["can-use", "can", "may", "check", "test", "access", "allowed"],
    &["completions", "completion", "complete", "ask", "send", "prompt", "message"],
    &["request", "call", "curl", "fetch"],
    &["start", "run", "up", "serve", "launch"],
    &["stop", "down", "kill", "shutdown"],
];

/// Words in place of a top-level command, and what to type.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["logs", "log", "requests", "history"], "spend logs"),
    (&["usage", "cost", "costs", "billing", "costing"], "spend total"),
    (&["health", "ping", "ready", "readiness", "up"], "http request GET /health/readiness"),
    (&["status", "me", "who", "account", "profile"], "whoami"),
    (&["info", "about"], "version"),
    (&["ask", "prompt", "message", "complete"], "chat completions MODEL"),
    (&["api", "curl", "request", "get", "post", "fetch"], "http request GET PATH"),
    (&["serve", "server", "start", "run", "mock", "proxy"], "sandbox start"),
    (&["init", "configure", "setup", "settings"], "login"),
    (&["signin", "sign-in", "sso", "authenticate"], "login"),
    (&["signout", "sign-out"], "logout"),
    (&["token", "print-token"], "auth print-token"),
    (&["virtual-keys", "virtual-key", "api-keys", "api-key", "tokens"], "keys"),
    (&["deployments", "deployment"], "models info"),
    (&["providers", "provider", "secrets"], "credentials"),
    (&["end-users", "end-user"], "customers"),
    (&["orgs", "org"], "organizations"),
    (&["members", "member"], "teams members"),
    (&["groups", "group"], "model-groups"),
    (&["completion"], "completions"),
    (&["create", "new", "generate"], "keys generate"),
];

/// Options that other tools, or other commands, have for the same thing. The tip names the first one that the command has.
const OPTIONS: &[(&[&str], &[&str])] = &[
    (&["budget", "max-spend", "spend-limit", "budget-limit", "spend"], &["max-budget"]),
    (&["reset", "interval", "period", "budget-period", "budget-reset"], &["budget-duration"]),
    (&["expiry", "expire", "expires-on", "expires-at", "until", "valid-until"], &["expires", "duration"]),
    (&["expires", "expires-in", "ttl", "valid-for", "lifetime"], &["duration"]),
    (
        &["name", "alias", "key-name", "team-name", "display-name"],
        &["key-alias", "team-alias", "alias", "display-name"],
    ),
    (&["email", "user-email", "mail"], &["email", "user-id", "user"]),
    (&["user", "user-id", "owner"], &["user-id", "user", "id"]),
    (&["team", "team-id"], &["team-id", "team"]),
    (&["org", "organization", "organization-id"], &["organization-id", "organization"]),
    (&["role", "user-role"], &["role"]),
    (&["model", "models", "allowed-models"], &["models", "model", "add-model"]),
    (&["key", "key-hash", "hash", "token"], &["key", "key-hash", "keys"]),
    (&["rpm", "requests-per-minute"], &["rpm-limit"]),
    (&["tpm", "tokens-per-minute"], &["tpm-limit"]),
    (&["tag", "label", "labels", "meta"], &["tags", "metadata"]),
    (&["limit", "per-page", "page-size", "max", "count"], &["page-size", "size", "limit"]),
    (&["sort", "order-by", "sort-by"], &["sort-by", "sort", "order"]),
    (&["field", "set", "extra", "params"], &["param"]),
    (&["from", "after", "start", "start-date", "since"], &["since", "start-date"]),
    (&["to", "before", "end", "end-date", "until"], &["until", "end-date"]),
    (&["overlap", "keep-old", "grace-period"], &["grace"]),
    (&["watch", "tail", "f"], &["follow"]),
    (&["body", "payload", "raw"], &["data", "json"]),
    (&["headers"], &["header"]),
    (&["prompt", "msg", "content"], &["message"]),
    (&["file", "out", "save"], &["output-file"]),
    (&["force", "no-confirm", "assume-yes", "confirm", "non-interactive", "no-input"], &["yes"]),
    (&["plan", "simulate", "check", "preview", "what-if"], &["dry-run"]),
    // Options of all commands.
    (&["output", "json", "out", "output-format", "as"], &["format"]),
    (&["url", "host", "server", "endpoint", "api-base", "base", "proxy-url"], &["base-url"]),
    (&["token", "api-token", "master-key", "password", "auth"], &["api-key"]),
    (&["verbose", "trace", "log-level"], &["debug"]),
    (&["cacert", "ca", "insecure", "no-verify", "ca-bundle"], &["ca-cert"]),
    (&["max-time", "wait"], &["timeout"]),
];

/// Options that name the thing itself, which is an argument without an option in most commands.
const NAMES: &[&str] = &[
    "id",
    "name",
    "alias",
    "key",
    "keys",
    "key-alias",
    "hash",
    "token",
    "user",
    "user-id",
    "email",
    "user-email",
    "team",
    "team-id",
    "team-alias",
    "model",
    "model-id",
    "model-name",
    "budget",
    "budget-id",
    "customer",
    "customer-id",
    "end-user",
    "credential",
    "credential-name",
    "organization",
    "organization-id",
    "org",
    "group",
    "file",
];

/// Adds what the user probably meant to an error about an unknown command or option, and shows the plain usage of the
/// command.
pub(crate) fn improve(error: &mut Error, tree: &mut Command) {
    let is_about_commands = matches!(error.kind(), ErrorKind::InvalidSubcommand);
    if !is_about_commands && error.kind() != ErrorKind::UnknownArgument {
        return;
    }
    tree.build();
    let path = path(error, tree);
    let Some(command) = find(tree, &path) else { return };
    let tip = if is_about_commands {
        word(error, ContextKind::InvalidSubcommand).and_then(|word| command_tip(tree, command, &path, &word))
    } else {
        word(error, ContextKind::InvalidArg).and_then(|word| option_tip(command, &path, &word))
    };
    let usage = command.clone().render_usage();
    error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
    let guesses = guesses(error, command);
    if !guesses.is_empty() {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(guesses));
    }
    if let Some(tip) = tip {
        error.remove(ContextKind::SuggestedSubcommand);
        error.remove(ContextKind::SuggestedArg);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(tip)]));
    }
}

/// Returns clap's guesses, each command once, by its name.
fn guesses(error: &Error, command: &Command) -> Vec<String> {
    let guesses: &[String] = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(guesses)) => guesses,
        Some(ContextValue::String(guess)) => std::slice::from_ref(guess),
        _ => &[],
    };
    let mut names: Vec<String> = Vec::new();
    for guess in guesses {
        let name = command.find_subcommand(guess).map_or(guess.as_str(), Command::get_name);
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn word(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.to_lowercase()),
        _ => None,
    }
}

/// Returns the names of the command that failed, below the root, from the usage that clap puts into the error.
fn path(error: &Error, tree: &Command) -> Vec<String> {
    let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let mut command = tree;
    let mut path = Vec::new();
    for word in usage.split_whitespace().skip_while(|word| *word != "Usage:").skip(2) {
        let Some(next) = command.find_subcommand(word) else { break };
        path.push(next.get_name().to_owned());
        command = next;
    }
    path
}

fn find<'a>(tree: &'a Command, path: &[String]) -> Option<&'a Command> {
    path.iter().try_fold(tree, |command, name| command.find_subcommand(name))
}

fn command_tip(tree: &Command, command: &Command, path: &[String], word: &str) -> Option<String> {
    let type_this = |path: &[String], name: &str| {
        let words: Vec<&str> = path.iter().map(String::as_str).chain([name]).collect();
        format!("use `litellm-proxy {}`", words.join(" "))
    };
    let top = || COMMANDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, command)| type_this(&[], command));
    if path.is_empty()
        && let Some(tip) = top()
    {
        return Some(tip);
    }
    let synonyms = VERBS.iter().filter(|verbs| verbs.contains(&word)).flat_map(|verbs| verbs.iter());
    let mut known = synonyms.filter_map(|verb| command.find_subcommand(verb));
    if let Some(known) = known.next() {
        return Some(type_this(path, known.get_name()));
    }
    let mut others = Vec::new();
    for noun in tree.get_subcommands().filter(|noun| noun.get_name() != "help") {
        if noun.find_subcommand(word).is_some() {
            others.push(format!("`litellm-proxy {} {word}`", noun.get_name()));
        }
    }
    match others.as_slice() {
        [] if path.is_empty() => None,
        [] => top(),
        others => Some(format!("there is {}", others.join(", "))),
    }
}

fn option_tip(command: &Command, path: &[String], word: &str) -> Option<String> {
    let name = word.trim_start_matches('-');
    if !word.starts_with('-') || name.is_empty() {
        return None;
    }
    let has_option = |long: &str| command.get_arguments().any(|arg| arg.get_long() == Some(long) && long != name);
    let meant = OPTIONS.iter().filter(|(words, _)| words.contains(&name)).flat_map(|(_, options)| options.iter());
    if let Some(option) = meant.copied().find(|option| has_option(option)) {
        return Some(format!("use `--{option}`"));
    }
    let positional = command.get_positionals().find(|arg| !arg.is_hide_set())?;
    NAMES
        .contains(&name)
        .then(|| format!("give it without an option: `litellm-proxy {} {}`", path.join(" "), value_name(positional)))
}

fn value_name(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    names.first().map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command_tree;

    fn tip(arguments: &[&str]) -> Option<String> {
        let mut tree = command_tree();
        let mut error = tree.try_get_matches_from_mut([&["litellm-proxy"], arguments].concat()).expect_err("an error");
        improve(&mut error, &mut tree);
        let text = error.to_string();
        Some(text.lines().find_map(|line| line.trim().strip_prefix("tip: "))?.to_owned())
    }

    #[test]
    fn words_of_other_tools_lead_to_the_command_that_does_it() {
        for (typed, expected) in [
            (&["keys", "make"][..], "use `litellm-proxy keys generate`"),
            (&["keys", "show"], "use `litellm-proxy keys info`"),
            (&["keys", "rm"], "use `litellm-proxy keys delete`"),
            (&["users", "describe", "u1"], "use `litellm-proxy users get`"),
            (&["models", "new"], "use `litellm-proxy models add`"),
            (&["keys", "renew"], "use `litellm-proxy keys rotate`"),
            (&["teams", "members", "delete"], "use `litellm-proxy teams members remove`"),
            (&["rotate"], "there is `litellm-proxy keys rotate`"),
            (
                &["users", "block"],
                "there is `litellm-proxy keys block`, `litellm-proxy teams block`, `litellm-proxy customers block`",
            ),
            (&["logs"], "use `litellm-proxy spend logs`"),
            (&["health"], "use `litellm-proxy http request GET /health/readiness`"),
            (&["ask"], "use `litellm-proxy chat completions MODEL`"),
            (&["keys", "generate", "--budget", "5"], "use `--max-budget`"),
            (&["keys", "generate", "--ttl", "5d"], "use `--duration`"),
            (&["keys", "generate", "--ttl=5d"], "use `--duration`"),
            (&["keys", "generate", "--name", "ci"], "use `--key-alias`"),
            (&["teams", "create", "--name", "ci"], "use `--team-alias`"),
            (&["users", "create", "--user-email", "a@b.c"], "use `--email`"),
            (&["keys", "list", "--output", "json"], "use `--format`"),
            (&["keys", "list", "--url", "http://h"], "use `--base-url`"),
            (&["keys", "list", "--limit", "5"], "use `--size`"),
            (&["users", "delete", "u1", "--force"], "use `--yes`"),
            (&["teams", "info", "--team-id", "t1"], "give it without an option: `litellm-proxy teams info TEAM`"),
        ] {
            assert_eq!(tip(typed).as_deref(), Some(expected), "{typed:?}");
        }
    }

    #[test]
    fn the_usage_is_the_plain_one() {
        let mut tree = command_tree();
        let arguments = ["litellm-proxy", "keys", "generate", "--key-alias", "ci", "--budget", "5"];
        let mut error = tree.try_get_matches_from_mut(arguments).expect_err("an error");
        improve(&mut error, &mut tree);
        assert!(error.to_string().contains("\nUsage: litellm-proxy keys generate [OPTIONS] [ALIAS]\n"), "{error}");
    }

    #[test]
    fn every_row_leads_somewhere() {
        let mut tree = command_tree();
        tree.build();
        let mut longs = Vec::new();
        let mut commands: Vec<&Command> = vec![&tree];
        let mut names = Vec::new();
        while let Some(command) = commands.pop() {
            longs.extend(command.get_arguments().filter_map(|arg| arg.get_long()));
            names.push(command.get_name());
            commands.extend(command.get_subcommands());
        }
        for (words, options) in OPTIONS {
            assert!(options.iter().any(|option| longs.contains(option)), "{words:?}");
        }
        for verbs in VERBS {
            assert!(names.contains(&verbs[0]), "{verbs:?}");
        }
        for (words, command) in COMMANDS {
            let path: Vec<String> = command
                .split(' ')
                .take_while(|word| word.chars().all(|c| c.is_lowercase() || c == '-'))
                .map(str::to_owned)
                .collect();
            assert!(find(&tree, &path).is_some(), "{words:?}");
            assert!(words.iter().all(|word| tree.find_subcommand(word).is_none()), "{words:?}");
        }
    }
}
