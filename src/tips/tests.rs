use std::ffi::OsString;

use clap::Command;

use super::words::{AFTER_NOUNS, COMMANDS, OPTIONS, VERBS};
use super::{Attempt, find, improve, misplaced_option};
use crate::cli::command_tree;

/// Returns the error of a command line, or nothing if it parses.
fn error(words: &[&str]) -> Option<String> {
    let arguments: Vec<OsString> = ["litellm-proxy"].iter().chain(words).map(OsString::from).collect();
    let mut tree = command_tree();
    let mut error = match tree.try_get_matches_from_mut(&arguments) {
        Ok(matches) => misplaced_option(&matches, &tree, &arguments)?,
        Err(error) => error,
    };
    improve(&mut error, &mut tree, &arguments);
    Some(error.to_string())
}

/// Tries of newcomers, and what the tip must contain. A try that has become right since then is right.
const TRIES: &[(&str, &str)] = &[
    ("keys make", "use `litellm-proxy keys generate`"),
    ("keys show", "use `litellm-proxy keys info"),
    ("keys show ci", "use `litellm-proxy keys info ci`"),
    ("keys rm", "use `litellm-proxy keys delete KEY`"),
    ("users describe u1", "use `litellm-proxy users get u1`"),
    ("models new", "use `litellm-proxy models add MODEL_NAME`"),
    ("keys renew", "use `litellm-proxy keys rotate KEY`"),
    ("teams members delete", "use `litellm-proxy teams members remove TEAM"),
    ("rotate", "there is `litellm-proxy keys rotate KEY`"),
    ("rotate ci", "there is `litellm-proxy keys rotate ci`"),
    ("users block", "name the noun: `litellm-proxy keys block`, `litellm-proxy teams block`"),
    ("requests", "use `litellm-proxy logs list`"),
    ("history --since 1d", "use `litellm-proxy logs list --since 1d`"),
    ("tail", "use `litellm-proxy logs tail`"),
    ("ping", "use `litellm-proxy health`"),
    ("status", "use `litellm-proxy whoami`"),
    ("ask", "use `litellm-proxy chat completions MODEL`"),
    ("keys create --max-spend 5", "use `litellm-proxy keys generate --max-budget 5`"),
    ("keys generate --expiry 5d", "use `litellm-proxy keys generate --expires 5d`"),
    ("keys generate --ttl=5d", "use `litellm-proxy keys generate --duration 5d`"),
    ("keys generate --name ci", "use `litellm-proxy keys generate --key-alias ci`"),
    ("keys generate -n ci", "`litellm-proxy keys generate --key-alias ci`"),
    ("keys generate -alias ci", "`litellm-proxy keys generate --key-alias ci`"),
    ("keys generate --print-key", "the output has the key"),
    ("keys generate --max_budget 5", "`litellm-proxy keys generate --max-budget 5`"),
    ("keys generate --max-budget $5", "`litellm-proxy keys generate --max-budget 5`"),
    ("keys generate --max-budget=5usd", "`litellm-proxy keys generate --max-budget=5`"),
    ("keys generate alias=ci", "`litellm-proxy keys generate --key-alias ci`"),
    ("keys update ci max_budget=5", "`litellm-proxy keys update ci --max-budget 5`"),
    ("keys update ci --models a b", "`litellm-proxy keys update ci --models a,b`"),
    ("keys update ci --duration 30 d", "`litellm-proxy keys update ci --duration 30d`"),
    ("keys update ci --duration 30 days", "`litellm-proxy keys update ci --duration 30d`"),
    ("keys update ci --duration 30days", "`litellm-proxy keys update ci --duration 30d`"),
    ("keys update ci --max-budget=", "without `$`"),
    ("users import p.csv --create-keys k.csv", "use `litellm-proxy users import p.csv --with-keys k.csv`"),
    ("sandbox start --print-env", "`--detach` prints the variables"),
    ("keys rotate ci --yes", "asks no question"),
    ("teams update research --add-model gpt-4o", "`litellm-proxy teams models add`"),
    ("teams update research --add-member ada", "`litellm-proxy teams members add TEAM USER`"),
    ("users import p.csv --if-not-exists", "`--on-conflict skip`"),
    ("keys lsit", "a similar subcommand exists: 'list'"),
    ("keys create --alias ci --team research", "`litellm-proxy keys generate --key-alias ci --team-id research`"),
    ("key generate --key_alias ci --max_budget 5", "`litellm-proxy keys generate --key-alias ci --max-budget 5`"),
    ("models remove gpt-4 --force", "`litellm-proxy models delete gpt-4 --yes`"),
    ("keys usage ci", "`litellm-proxy logs list --key ci`"),
    ("keys set-budget ci 5", "`litellm-proxy keys update ci --max-budget DOLLARS`"),
    ("teams keys research", "`litellm-proxy keys list --team-id research`"),
    ("users spend a@b.c", "`litellm-proxy logs list --user a@b.c`"),
    ("auth login", "use `litellm-proxy login`"),
    ("http GET /health", "`litellm-proxy http request GET /health`"),
    ("curl /health", "`litellm-proxy http request GET /health`"),
    ("get /health", "`litellm-proxy http request GET /health`"),
    ("set base_url http://x", "`litellm-proxy config set base_url http://x`"),
    ("config set base_url=http://x", "`litellm-proxy config set base_url http://x`"),
    ("config set api_key sk-x", "`litellm-proxy login --with-key`"),
    ("keys create ci -o ci.key", "`litellm-proxy keys generate ci --output-file ci.key`"),
    ("models add gpt-4 --api_key sk-x", "`litellm-proxy models add gpt-4 --param api_key=sk-x`"),
    ("access-groups create beta gpt-4", "`litellm-proxy access-groups create beta --models gpt-4`"),
    ("keys reset ci", "'reset-spend'"),
    ("teams create --name ci", "`litellm-proxy teams create --team-alias ci`"),
    ("users create --user-email a@b.c", "`litellm-proxy users create --email a@b.c`"),
    ("users create a@b.c --role admin", "`litellm-proxy users create a@b.c --role proxy_admin`"),
    ("keys list --output json", "use `litellm-proxy keys list --format json`"),
    ("keys list -o json", "use `litellm-proxy keys list --format json`"),
    ("keys list -f json", "use `litellm-proxy keys list --format json`"),
    ("keys list --json", "use `litellm-proxy keys list --format json`"),
    ("--json keys list", "use `litellm-proxy keys list --format json`"),
    ("keys list --url http://h", "use `litellm-proxy keys list --base-url http://h`"),
    ("keys list --max 5", "use `litellm-proxy keys list --limit 5`"),
    ("keys list --email a@b.c", "use `litellm-proxy keys list --user-id a@b.c`"),
    ("keys list --name ci", "use `litellm-proxy keys list --key-alias ci`"),
    ("keys list ci", "to show one, use `litellm-proxy keys info ci`"),
    ("sandbox exec litellm-proxy keys list", "use `litellm-proxy sandbox exec -- litellm-proxy keys list`"),
    ("sandbox exec --fault chat=500 ./t.sh -v", "use `litellm-proxy sandbox exec --fault chat=500 -- ./t.sh -v`"),
    ("sandbox start --background", "use `litellm-proxy sandbox start --detach`"),
    ("sandbox start -d", "use `litellm-proxy sandbox start --detach`"),
    ("sandbox clock 31d", "use `litellm-proxy sandbox clock +31d`"),
    ("sandbox start --fault chatt=500", "use `litellm-proxy sandbox start --fault chat=500`"),
    ("sandbox start --fault chat=fail", "use `litellm-proxy sandbox start --fault chat=500`"),
    ("sandbox start --fault chat:500", "use `litellm-proxy sandbox start --fault chat=500`"),
    ("keys create ci --expires +20d", "use `litellm-proxy keys generate ci --expires 20d`"),
    ("models info gpt-4o", "to show one, use `litellm-proxy models get gpt-4o`"),
    ("keys list --expired", "use `litellm-proxy keys audit --only expired`"),
    ("keys list --unused", "use `litellm-proxy keys audit --only unused`"),
    ("keys create ci --tpm-limit 1k", "use `litellm-proxy keys generate ci --tpm-limit 1000`"),
    ("keys create ci --rpm-limit 1,000", "use `litellm-proxy keys generate ci --rpm-limit 1000`"),
    ("config http://h", "use `litellm-proxy config set base_url http://h`"),
    ("config set url http://h", "use `litellm-proxy config set base_url http://h`"),
    ("set-url http://h", "use `litellm-proxy config set base_url URL`"),
    ("--key sk-x keys list", "use `litellm-proxy --api-key sk-x keys list`"),
    ("spend ci", "use `litellm-proxy logs list --key ci`"),
    ("spend a@b.c", "use `litellm-proxy logs list --user a@b.c`"),
    ("keys ci", "name the command: `litellm-proxy keys info ci`"),
    ("users delete u1 --force", "use `litellm-proxy users delete u1 --yes`"),
    ("teams info --team-id t1", "give it without an option: `litellm-proxy teams info t1`"),
    ("get keys", "the noun comes first: `litellm-proxy keys list`"),
    ("get key ci", "the noun comes first: `litellm-proxy keys info ci`"),
    ("create key", "the noun comes first: `litellm-proxy keys generate`"),
    ("create key ci", "the noun comes first: `litellm-proxy keys generate ci`"),
    ("create user a@b.c", "the noun comes first: `litellm-proxy users create a@b.c`"),
    ("create team research", "the noun comes first: `litellm-proxy teams create"),
    ("list models", "the noun comes first: `litellm-proxy models list`"),
    ("show models", "the noun comes first: `litellm-proxy models list`"),
    ("delete key X", "the noun comes first: `litellm-proxy keys delete X`"),
    ("describe team", "the noun comes first: `litellm-proxy teams info TEAM`"),
    ("block key ci", "the noun comes first: `litellm-proxy keys block ci`"),
    ("add member t a@b.c", "the noun comes first: `litellm-proxy teams members add t a@b.c`"),
    ("add user a@b.c", "the noun comes first: `litellm-proxy users create a@b.c`"),
    ("add model", "the noun comes first: `litellm-proxy models add MODEL_NAME`"),
    ("import models f.yaml", "the noun comes first: `litellm-proxy models import f.yaml`"),
    ("ls", "name the noun: `litellm-proxy keys list`, `litellm-proxy models list`"),
    ("create", "name the noun: `litellm-proxy keys generate`"),
    ("list-keys", "use `litellm-proxy keys list`"),
    ("team add-member t a@b.c", "use `litellm-proxy teams members add t a@b.c`"),
    ("teams add-user t a@b.c", "use `litellm-proxy teams members add t a@b.c`"),
    ("teams rm-member t a@b.c", "use `litellm-proxy teams members remove t a@b.c`"),
    ("teams list-members t", "use `litellm-proxy teams members list t`"),
    ("teams add t a@b.c", "use `litellm-proxy teams members add t a@b.c`"),
    ("teams members t", "name the command: `litellm-proxy teams members list t`"),
    ("spend --since 1d", "name the command: `litellm-proxy spend"),
    ("chat gpt-4o hi", "use `litellm-proxy chat completions gpt-4o -m hi`"),
    ("chat -m gpt-4o hi", "use `litellm-proxy chat completions gpt-4o -m hi`"),
    ("chat completions gpt-4o hi", "use `litellm-proxy chat completions gpt-4o -m hi`"),
    ("chat completions --model gpt-4o -m hi", "`litellm-proxy chat completions gpt-4o -m hi`"),
    ("models add gpt-4 openai/gpt-4", "use `litellm-proxy models add gpt-4 -p model=openai/gpt-4`"),
    ("models add gpt-4 model=openai/gpt-4", "use `litellm-proxy models add gpt-4 -p model=openai/gpt-4`"),
    ("models add gpt-4 --model openai/gpt-4", "use `litellm-proxy models add gpt-4 --param model=openai/gpt-4`"),
    ("models add gpt-4 --api-version 2024", "use `litellm-proxy models add gpt-4 --param api_version=2024`"),
    ("models add gpt-4 -p model openai/gpt-4", "use `litellm-proxy models add gpt-4 -p model=openai/gpt-4`"),
    ("login --key sk-x", "use `litellm-proxy login --with-key`"),
    ("login sk-x", "use `litellm-proxy login --with-key`"),
    ("login http://h", "use `litellm-proxy login --base-url http://h`"),
    ("config base_url http://h", "name the command: `litellm-proxy config set base_url http://h`"),
    ("budget show b", "use `litellm-proxy budgets info b`"),
    ("keys delete", "for example, `litellm-proxy keys delete"),
    ("keys list --role admin", "for example, `litellm-proxy keys list"),
];

#[test]
fn wrong_tries_lead_to_the_right_command() {
    let mut wrong = Vec::new();
    for (typed, expected) in TRIES {
        let words: Vec<&str> = typed.split(' ').map(|word| word.trim_matches('\'')).collect();
        let Some(error) = error(&words) else { continue };
        let tip = error.lines().find_map(|line| line.trim().strip_prefix("tip: ")).unwrap_or_default();
        if !tip.contains(expected)
            || (!["delete", "rm", "remove"].iter().any(|word| typed.contains(word)) && tip.contains(" delete"))
        {
            wrong.push(format!("{typed}\n  expected: {expected}\n  tip: {tip}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Pages that commands share would show one of another command.
#[test]
fn examples_are_of_the_command_that_was_typed() {
    fn visit(tree: &Command, command: &Command, path: &[&str], wrong: &mut Vec<String>) {
        for child in command.get_subcommands().filter(|child| child.get_name() != "help") {
            let path = [path, &[child.get_name()]].concat();
            if child.has_subcommands() {
                visit(tree, child, &path, wrong);
                continue;
            }
            let arguments: Vec<OsString> = ["litellm-proxy"].iter().chain(&path).map(OsString::from).collect();
            let example = Attempt::new(tree, &arguments).example();
            let own = format!("litellm-proxy {}", path.join(" "));
            wrong.extend(example.filter(|example| !example.contains(&own)).map(|example| format!("{own}: {example}")));
        }
    }
    let mut wrong = Vec::new();
    let tree = command_tree();
    visit(&tree, &tree, &[], &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_usage_is_the_plain_one() {
    let error = error(&["keys", "generate", "--key-alias", "ci", "--max-spend", "5"]).expect("an error");
    assert!(error.contains("\nUsage: litellm-proxy keys generate [OPTIONS] [ALIAS]\n"), "{error}");
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
    for (noun, _, line) in AFTER_NOUNS {
        assert!(tree.find_subcommand(noun).is_some(), "{noun}");
        let words = line.replace("NAME", "n").replace("DOLLARS", "5").replace("ROLE", "proxy_admin");
        let words = std::iter::once("litellm-proxy").chain(words.split(' '));
        assert!(tree.clone().try_get_matches_from(words).is_ok(), "{line}");
    }
    for (words, command) in COMMANDS {
        let path: Vec<&str> =
            command.split(' ').take_while(|word| word.chars().all(|c| c.is_lowercase() || c == '-')).collect();
        assert!(find(&tree, &path).is_some(), "{words:?}");
        assert!(words.iter().all(|word| tree.find_subcommand(word).is_none()), "{words:?}");
    }
}
