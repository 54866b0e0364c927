//! The shape of the command line that all commands share, and the making of only that part of it that is asked for.

use clap::{ArgMatches, Command, Error, FromArgMatches, Subcommand, ValueHint};

/// A noun, whose verbs are made when it is the one that is asked for: to make all of them takes longer than all else that
/// happens before a request.
#[derive(Debug)]
pub(crate) struct Noun<T>(pub(crate) T);

impl<T: Subcommand> Subcommand for Noun<T> {
    fn augment_subcommands(command: Command) -> Command {
        command.defer(with_verbs::<T>)
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

impl<T: Subcommand> FromArgMatches for Noun<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

fn with_verbs<T: Subcommand>(noun: Command) -> Command {
    lenient(T::augment_subcommands(noun))
}

/// What people know from other tools: the last of a repeated option counts, an option takes the next word even when
/// that begins with a dash, and only what is a file is completed with files.
pub(crate) fn lenient(command: Command) -> Command {
    command
        .args_override_self(true)
        .mut_args(|arg| {
            if !arg.get_action().takes_values() {
                return arg;
            }
            let hint = match arg.get_value_hint() {
                ValueHint::Unknown => ValueHint::Other,
                known => known,
            };
            // With several words, the next option ends them.
            let takes_one = arg.get_num_args().is_none_or(|count| count.max_values() <= 1);
            let is_option = !arg.is_positional();
            arg.allow_hyphen_values(is_option && takes_one).value_hint(hint)
        })
        .mut_subcommands(lenient)
}
