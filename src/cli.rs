//! The root of the command tree: what is parsed, what it is handed to, and the exit code that comes of it.

use std::process::ExitCode;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::error::ErrorKind;
use clap::{ArgAction, CommandFactory as _, FromArgMatches as _, Parser};

use crate::commands::{Command, lenient, version};
use crate::complete;
use crate::context::{Context, Globals};
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::outcome::{Outcome, exit_code};
use crate::output::{Format, report, report_usage};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const AFTER_HELP: &str = "\
Environment:
  LITELLM_PROXY_URL          URL of the proxy server
  LITELLM_PROXY_API_KEY      API key
  LITELLM_PROXY_AUTH_HEADER  header that carries the key
  BROWSER                    browser that `login` opens
  HTTP_PROXY, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, NO_COLOR, CLICOLOR_FORCE as elsewhere

Exit codes:
  0 done  1 refused  2 usage  3 not found  4 not authenticated or not allowed  5 unreachable
  6 server failed  7 some items failed  8 exists already  130 interrupted";

/// Manage a LiteLLM proxy server: models, keys, users, teams, credentials, chat
#[derive(Debug, Parser)]
#[command(name = "litellm-proxy", styles = STYLES, after_help = AFTER_HELP, disable_version_flag = true, max_term_width = 100)]
struct Cli {
    /// Print the client's and the server's version
    #[arg(short = 'v', visible_short_alias = 'V', long, action = ArgAction::SetTrue)]
    version: bool,
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The command tree, as completions and manual pages see it too.
pub(crate) fn command_tree() -> clap::Command {
    lenient(Cli::command())
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    if let Some(shell) = complete::requested() {
        return complete::main(shell, command_tree);
    }
    // Not dropped: taking the whole tree apart takes a sixth of the time of a `--help`.
    let mut tree = std::mem::ManuallyDrop::new(command_tree().color(help_color()));
    let matches = tree.try_get_matches_from_mut(std::env::args_os());
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    // The library installs nothing process-wide; this program chooses ring. It fails only where one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut context = Context::new(cli.globals, command_tree);
    let interrupt = context.interrupt.clone();
    let result = match (cli.version, cli.command) {
        (true, _) => in_runtime(&interrupt, version::Args {}.run(&mut context)),
        (false, Some(command)) => in_runtime(&interrupt, command.run(&mut context)),
        (false, None) => context.output.text(&format!("{}", command_tree().render_help())).map(|()| Outcome::Done),
    };
    // What was shown before a failure stays shown.
    let flushed = context.output.flush();
    let result = result.and_then(|outcome| flushed.map(|()| outcome));
    if let Err(error) = &result {
        let config = context.resolved_config().cloned();
        report(error, &mut context.output, config.as_ref());
    }
    ExitCode::from(exit_code(&result))
}

fn in_runtime(interrupt: &Interrupt, run: impl Future<Output = anyhow::Result<Outcome>>) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        tokio::select! {
            biased;
            // A command that handles interruptions itself comes first.
            result = run => result,
            () = interrupt.interrupted() => {
                Err(Failure::Interrupted("the server may have done a part of it".to_owned()).into())
            }
        }
    });
    runtime.block_on(interrupt.all_finished());
    // Pending lookups of host names must not delay the exit.
    runtime.shutdown_background();
    result
}

/// The value of an option as it stands in the words, for what must be known before they are parsed.
fn last_value_of(option: &str) -> Option<String> {
    let mut words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let mut last = None;
    while let Some(word) = words.next() {
        let joined = word.strip_prefix(option).and_then(|rest| rest.strip_prefix('=')).map(str::to_owned);
        last = if word == option { words.next() } else { joined }.or(last);
    }
    last
}

/// Whether help and usage errors are coloured.
fn help_color() -> clap::ColorChoice {
    match last_value_of("--color").as_deref() {
        Some("always") => clap::ColorChoice::Always,
        Some("never") => clap::ColorChoice::Never,
        _ => clap::ColorChoice::Auto,
    }
}

/// Help goes to stdout and is a success; all else that parsing ends in is a usage error.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe is no failure of ours; a full disk is.
        return match error.print() {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        };
    }
    let format = last_value_of("--format").filter(|format| format == "json").map(|_| Format::Json);
    let format = format.filter(|_| error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    let mut context = Context::new(Globals { format, ..Globals::default() }, command_tree);
    report_usage(error, &mut context.output);
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_sound_and_its_help_is_in_one_style() {
        let mut tree = command_tree();
        tree.build();
        tree.clone().debug_assert();
        check(&tree, "litellm-proxy");
    }

    fn check(command: &clap::Command, path: &str) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(!about.is_empty() && !about.ends_with('.') && about.len() <= 79, "{path}: {about}");
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let wide = after.lines().find(|line| line.chars().count() > 98);
        assert_eq!(wide, None, "{path}: would be wrapped");
        for argument in command.get_arguments() {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let first = help.lines().next().unwrap_or_default();
            assert!(!first.is_empty() && !first.ends_with('.'), "{path} {}: {help}", argument.get_id());
        }
        for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
            check(subcommand, &format!("{path} {}", subcommand.get_name()));
        }
    }
}
