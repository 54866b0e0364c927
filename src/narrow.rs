//! The command tree with nothing but the command that a command line names. Building the whole tree, in which every command
//! gets its own copy of the options of all, takes longer than everything else before a request.
//!
//! What does not parse with this tree is parsed with the whole one, which knows what else could be meant.

use std::ffi::OsString;

use clap::Command;

/// Returns the tree of a program with the one command, of these, that the arguments name. Subcommands of a noun that are
/// built late are limited to the one that is named, if there is one.
pub(crate) fn tree_of_one(program: Command, commands: &Command, arguments: &[OsString]) -> Option<Command> {
    let mut words = words(&program, arguments);
    let command = commands.find_subcommand(words.next()?)?.clone();
    // Every noun has a subcommand `help` already.
    let verb = words.next().filter(|verb| command.is_subcommand_required_set() && *verb != "help");
    drop(words);
    let command = match verb {
        Some(verb) => command.subcommand(placeholder(verb)),
        None => command,
    };
    Some(program.subcommand(command))
}

/// Returns a subcommand that stands for one that is not built yet. Nothing parses with it: it has no arguments, and no type.
fn placeholder(name: &str) -> Command {
    Command::new(&*name.to_owned().leak()).disable_help_flag(true)
}

/// Adds its subcommands to a noun. Where it has a placeholder, this is replaced by the one that it stands for, alone.
pub(crate) fn fill(noun: Command, subcommands: impl FnOnce(Command) -> Command) -> Command {
    let Some(name) = noun.get_subcommands().next().map(|placeholder| placeholder.get_name().to_owned()) else {
        return subcommands(noun);
    };
    let all = subcommands(Command::new("all"));
    match all.find_subcommand(&name) {
        Some(named) => noun.mut_subcommand(name, |_| named.clone()),
        None => noun,
    }
}

/// Returns the words before the first option that the program does not have.
fn words<'a>(program: &'a Command, arguments: &'a [OsString]) -> impl Iterator<Item = &'a str> {
    let mut arguments = arguments.iter().skip(1).map_while(|argument| argument.to_str());
    std::iter::from_fn(move || {
        loop {
            let argument = arguments.next()?;
            let Some(option) = argument.strip_prefix("--") else {
                return Some(argument).filter(|argument| !argument.starts_with('-'));
            };
            let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
            let known = program.get_arguments().find(|arg| arg.get_long() == Some(name))?;
            if known.get_action().takes_values() && value.is_none() {
                arguments.next()?;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction};

    use super::*;

    fn words_of(line: &str) -> Vec<String> {
        let flag = Arg::new("flag").long("flag").action(ArgAction::SetTrue);
        let program = Command::new("x").arg(Arg::new("url").long("url")).arg(flag);
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        words(&program, &arguments).map(str::to_owned).collect()
    }

    #[test]
    fn options_of_the_program_and_their_values_are_no_words() {
        assert_eq!(words_of("x --url keys --flag teams --url=y list"), ["teams", "list"]);
        assert_eq!(words_of("x keys list --json z"), ["keys", "list"]);
        for line in ["x --other keys list", "x -f keys list", "x -- keys list", "x --url"] {
            assert!(words_of(line).is_empty(), "{line}");
        }
    }
}
