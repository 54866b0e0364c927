//! The examples on the help pages: every page has three, and every one parses.

use clap::Command;

use crate::cli::command_tree;

/// The most columns of an example.
const WIDTH: usize = 90;
/// The least examples of a page.
const EXAMPLES: usize = 3;

/// Returns the examples of a page, continued lines joined.
fn examples(command: &Command) -> Vec<String> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let Some((_, rest)) = help.split_once("Examples:\n").or_else(|| help.split_once("Example:\n")) else {
        return Vec::new();
    };
    let block = rest.split("\n\n").next().unwrap_or_default().replace("\\\n", " ");
    block.lines().map(|line| line.trim().to_owned()).collect()
}

/// Splits a line as a POSIX shell does; redirections and what follows a pipe are left out.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), _) if open == c => quote = None,
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    let start = words.iter().position(|word| word == "litellm-proxy").unwrap_or_default();
    let words = words.into_iter().skip(start);
    words.take_while(|word| !matches!(word.as_str(), "|" | ">" | "<" | "&&")).collect()
}

/// Calls `check` with every command that has a page, and its path.
fn for_each(command: &Command, path: &str, check: &mut impl FnMut(&Command, &str)) {
    for child in command.get_subcommands().filter(|child| child.get_name() != "help") {
        let path = format!("{path} {}", child.get_name());
        check(child, &path);
        for_each(child, &path, check);
    }
}

#[test]
fn every_page_has_examples_that_parse() {
    let mut tree = command_tree();
    tree.build();
    let mut wrong = Vec::new();
    for_each(&tree, "litellm-proxy", &mut |command, path| {
        let examples = examples(command);
        if examples.len() < EXAMPLES {
            wrong.push(format!("{path}: {} examples", examples.len()));
        }
        for example in &examples {
            if let Some(line) = example.split("  ").find(|line| line.chars().count() > WIDTH) {
                wrong.push(format!("{path}: too wide: {line}"));
            }
            // An example of another program has the command in `$(…)`.
            let line = example.split_once("$(").map_or(example.as_str(), |(_, rest)| rest.trim_end_matches([')', '"']));
            let words = words(line);
            if words.first().is_none_or(|word| word != "litellm-proxy") {
                wrong.push(format!("{path}: not a command: {example}"));
            } else if let Err(error) = command_tree().try_get_matches_from(&words) {
                wrong.push(format!("{path}: {example}\n{error}"));
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn commands_of_the_tour_parse() {
    let page = include_str!("../../../docs/tour.md");
    let mut checked = 0;
    for block in page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        let block = block.replace("\\\n", " ");
        let lines = block.lines().map(|line| line.split_once(" <<").map_or(line, |(command, _)| command));
        for line in lines.filter(|line| line.starts_with("litellm-proxy ")) {
            let words = words(line);
            if let Err(error) = command_tree().try_get_matches_from(&words) {
                panic!("{line}\n{error}");
            }
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked}");
}
