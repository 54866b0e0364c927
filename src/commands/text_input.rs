//! The text that a request to a model is about: an argument, a file, or what is piped in.

use anyhow::Result;

use crate::context::Context;
use crate::failure::Failure;
use crate::stdin;

const UNREAD: &str = "standard input was not read, because the text is an argument; `-` in its place reads it";

/// Returns the argument, the content of `@FILE`, or standard input for `-`, `@-`, or without an argument. `name` is that of
/// the argument.
pub(super) fn read(context: &mut Context, argument: Option<&str>, name: &str) -> Result<String> {
    let text = match argument {
        None | Some("-") => piped(context, name)?,
        Some(argument) => {
            let text = context.arguments.string(argument)?;
            stdin::warn_if_unread(context, UNREAD);
            text
        }
    };
    if text.trim().is_empty() {
        return Err(Failure::usage(format!("{name} is empty")));
    }
    Ok(text)
}

/// Returns each argument, or else what is piped in; `by_line` makes each line of a file or of standard input one text.
pub(super) fn read_several(
    context: &mut Context,
    arguments: &[String],
    by_line: bool,
    name: &str,
) -> Result<Vec<String>> {
    if arguments.is_empty() {
        let text = read(context, None, name)?;
        return Ok(if by_line { lines(&text) } else { vec![text] });
    }
    let mut all = Vec::new();
    for argument in arguments {
        let is_file = argument == "-" || crate::arguments::Arguments::names_file(argument);
        let text = read(context, Some(argument), name)?;
        if by_line && is_file {
            all.extend(lines(&text));
        } else {
            all.push(text);
        }
    }
    Ok(all)
}

/// Returns the lines of a string that are not empty.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

fn piped(context: &mut Context, name: &str) -> Result<String> {
    if context.output.terminal().stdin_is_terminal {
        return Err(Failure::usage(format!("{name} is required: an argument, @FILE, or standard input")));
    }
    stdin::report_waiting(context, "waiting for standard input");
    context.arguments.string("@-")
}
