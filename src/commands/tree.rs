//! Conventions shared by all commands, and building of only the subcommands that are needed.

use clap::{ArgMatches, Command, Error, FromArgMatches, Subcommand, ValueHint};

use super::{common_names, help_text, list_options};
use crate::narrow;

/// Subcommands that are built only when their command is used: building the whole tree takes longer than everything
/// else before a request.
#[derive(Debug)]
pub(crate) struct LazySubcommands<T>(pub(crate) T);

impl<T: Subcommand> Subcommand for LazySubcommands<T> {
    fn augment_subcommands(command: Command) -> Command {
        command.defer(add_subcommands::<T>)
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

impl<T: Subcommand> FromArgMatches for LazySubcommands<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

fn add_subcommands<T: Subcommand>(command: Command) -> Command {
    with_conventions(with_pointer(list_options::add(narrow::fill(command, T::augment_subcommands))))
}

/// The last line of the help of every command.
const POINTER: &str = "Options of all commands: litellm-proxy help options";

/// Adds the line that leads to the options of all commands, which the help of a command does not list.
fn with_pointer(command: Command) -> Command {
    let help = help_text::after(&command);
    if help.ends_with(POINTER) {
        return command;
    }
    let separator = if help.is_empty() { "" } else { "\n\n" };
    command.after_help(format!("{}{separator}{POINTER}", help_text::fit(&help)))
}

/// Applies the conventions of all commands: the last of a repeated option wins, an option takes the next argument even
/// if it starts with a dash, and only file arguments are completed with files. Options of a kind have its common name.
pub(crate) fn with_conventions(command: Command) -> Command {
    common_names::add(command)
        .args_override_self(true)
        .mut_args(|arg| {
            if !arg.get_action().takes_values() {
                return arg;
            }
            let hint = match arg.get_value_hint() {
                ValueHint::Unknown => ValueHint::Other,
                known => known,
            };
            // For options with several values, or perhaps none, the next option ends the list.
            let takes_one = arg.get_num_args().is_none_or(|count| count.min_values() == 1 && count.max_values() == 1);
            let is_option = !arg.is_positional();
            arg.allow_hyphen_values(is_option && takes_one).value_hint(hint)
        })
        .mut_subcommands(|command| with_conventions(with_pointer(command)))
}
