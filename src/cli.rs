//! The root of the command tree: parses the arguments, runs the command and returns its exit code.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::error::ErrorKind;
use clap::{ArgAction, ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand as _, ValueEnum};

use crate::auth::store::Store;
use crate::commands::{Command, add_to_program, selection, version, with_conventions};
use crate::complete;
use crate::context::{Context, Globals};
use crate::env;
use crate::failure::{Failure, find_cause};
use crate::interrupt::Interrupt;
use crate::narrow;
use crate::outcome::{Outcome, exit_code};
use crate::output::{ColorChoice, Format, Known, Selection, report, report_usage};
use crate::quick;
use crate::tips;
use crate::watch;
use litellm_proxy_client::{RetryPolicy, key_in};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Names must not keep an error waiting.
const NAMES_TIMEOUT: Duration = Duration::from_secs(3);

const AFTER_HELP: &str = "\
Environment:
  LITELLM_PROXY_URL          URL of the proxy server
  LITELLM_PROXY_CONTEXT      name of a context, as of --context
  LITELLM_PROXY_API_KEY      API key
  LITELLM_PROXY_AUTH_HEADER  header that carries the key
  LITELLM_PROXY_FINGERPRINT_KEY
                             key of the fingerprints by which `plan` sees
                             changed secrets
  LITELLM_PROXY_DOWNLOADS    where `self update` finds releases
  BROWSER                    browser that `login` opens
  Also honored: HTTP_PROXY, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, NO_COLOR,
  CLICOLOR_FORCE

Exit codes:
  0 success  1 refused  2 usage  3 not found  4 not authenticated or not allowed
  5 unreachable  6 server error  7 some items failed  8 already exists
  9 differences, with --exit-code, or flagged, with --fail-if-flagged
  10 the plan is stale, or another owner has it  130 interrupted";

/// What follows the commands where no command is given.
const FIRST_STEPS: &str = "\
First steps:
  litellm-proxy login --base-url https://litellm.example.com
  litellm-proxy models list
  litellm-proxy keys create ci --models gpt-4o --output-file ci.key

Without a server, `litellm-proxy sandbox shell` opens a shell that has one.

Add --help to a command for its options and examples. `litellm-proxy help
options` lists the options of all commands; `help environment` and
`help exit-codes` are for scripts.";

const ABOUT: &str = "Manage a LiteLLM proxy server: models, keys, users, teams, credentials, chat";

/// The options of the program, which all commands have too.
#[derive(Debug, Parser)]
#[command(name = "litellm-proxy", about = ABOUT, styles = STYLES, after_help = AFTER_HELP, disable_version_flag = true, max_term_width = 100)]
struct Cli {
    /// Print the client and server versions
    #[arg(short = 'v', visible_short_alias = 'V', long, action = ArgAction::SetTrue)]
    version: bool,
    #[command(flatten)]
    globals: Globals,
}

/// Returns the command tree, which completions and manual pages are generated from too.
pub(crate) fn command_tree() -> clap::Command {
    // The commands bring a description of their own.
    with_conventions(add_to_program(Command::augment_subcommands(Cli::command()).about(ABOUT)))
}

/// Returns the part of the command tree that a command line with a command needs.
fn narrow_tree(arguments: &[OsString]) -> Option<clap::Command> {
    // Not dropped either.
    let commands = ManuallyDrop::new(Command::augment_subcommands(clap::Command::new("commands")));
    let tree = narrow::tree_of_one(Cli::command(), &commands, arguments)?;
    Some(without_globals(with_conventions(add_to_program(tree))))
}

/// Hides the options of all commands, which would be most of the help of each.
pub(crate) fn without_globals(tree: clap::Command) -> clap::Command {
    tree.mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg })
}

/// Returns whether the arguments name a command, whose help is shown rather than that of the program.
fn names_a_command(tree: &clap::Command, arguments: &[OsString]) -> bool {
    arguments.iter().skip(1).filter_map(|argument| argument.to_str()).any(|word| tree.find_subcommand(word).is_some())
}

/// Parses the arguments, runs the command and returns the exit code.
pub(crate) fn main() -> ExitCode {
    if let Some(shell) = complete::requested() {
        return complete::main(shell, command_tree);
    }
    if quick::answer() {
        return ExitCode::SUCCESS;
    }
    let arguments: Vec<OsString> = std::env::args_os().collect();
    ExitCode::from(run(&arguments, |globals| Context::new(globals, command_tree)))
}

/// Parses the arguments, runs the command in a context and returns the exit code.
pub(crate) fn run(arguments: &[OsString], context: impl FnOnce(Globals) -> Context) -> u8 {
    // The library installs no process-wide provider; this program uses ring. This fails only if one is already
    // installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    if let Some(heading) = quick::topic(arguments.get(1..).unwrap_or_default()) {
        let help = command_tree().render_help().to_string();
        return written(print_text(quick::section(&help, heading).unwrap_or(&help)));
    }
    let raw = RawOptions::of(arguments);
    let parsed = match parse(arguments, raw.help_color()) {
        Ok(parsed) => parsed,
        Err(error) => return report_parse_error(&error, &raw, context),
    };
    let mut context = context(parsed.cli.globals);
    context.output.select(parsed.selection);
    if parsed.is_change {
        context.name_server();
    }
    execute(parsed.cli.version, parsed.command, parsed.again.as_ref(), &mut context)
}

/// A command line that was understood.
struct Parsed {
    cli: Cli,
    command: Option<Command>,
    selection: Selection,
    is_change: bool,
    /// How often the command is to run, and its arguments.
    again: Option<(Duration, ArgMatches)>,
}

/// Parses with the tree of the command that is named, or with the whole tree, which finds what else could be meant.
fn parse(arguments: &[OsString], color: clap::ColorChoice) -> Result<Parsed, clap::Error> {
    // Not dropped: dropping the whole tree would take a sixth of the time of a `--help`.
    let prepared = |tree: clap::Command| ManuallyDrop::new(tree.color(color));
    if let Some(tree) = narrow_tree(arguments) {
        match parse_with(&mut prepared(tree), arguments) {
            Err(error) if error.kind() != ErrorKind::DisplayHelp => {}
            parsed => return parsed,
        }
    }
    let tree = command_tree();
    let tree = if names_a_command(&tree, arguments) { without_globals(tree) } else { tree };
    let mut tree = prepared(tree);
    parse_with(&mut tree, arguments).map_err(|mut error| {
        tips::improve(&mut error, &mut tree, arguments);
        error
    })
}

fn parse_with(tree: &mut clap::Command, arguments: &[OsString]) -> Result<Parsed, clap::Error> {
    let matches = tree.try_get_matches_from_mut(arguments)?;
    if let Some(error) = tips::misplaced_option(&matches, tree, arguments) {
        return Err(error);
    }
    let (cli, command) = (Cli::from_arg_matches(&matches)?, command_of(&matches)?);
    let (selection, is_change) = (selection(&matches), is_change(&matches));
    let again = watch::interval(&matches).map(|interval| (interval, matches));
    Ok(Parsed { cli, command, selection, is_change, again })
}

/// Returns the command that was given, if there is one.
fn command_of(matches: &ArgMatches) -> Result<Option<Command>, clap::Error> {
    matches.subcommand_name().map(|_| Command::from_arg_matches(matches)).transpose()
}

/// Returns whether a command changes something: one that has `--dry-run`, without it.
fn is_change(matches: &ArgMatches) -> bool {
    match matches.subcommand() {
        Some((_, matches)) => is_change(matches),
        None => matches.try_get_one::<bool>("dry_run").is_ok_and(|value| value == Some(&false)),
    }
}

/// Runs a command, reports its error and returns its exit code.
fn execute(
    prints_version: bool,
    command: Option<Command>,
    again: Option<&(Duration, ArgMatches)>,
    context: &mut Context,
) -> u8 {
    let interrupt = context.interrupt.clone();
    let mut known = Known::default();
    let prepared = context.check_server().and_then(|()| context.prepare_output());
    let result = prepared.and_then(|()| match (prints_version, command) {
        (true, _) => in_runtime(&interrupt, version::Args::of_option().run(context)),
        (false, Some(_)) if let Some((interval, matches)) = again => {
            let command = || command_of(matches)?.context("no command");
            in_runtime(&interrupt, watch::run(context, *interval, command))
        }
        (false, Some(command)) => in_runtime(&interrupt, run_command(command, context, &mut known)),
        (false, None) => {
            let help = without_globals(command_tree()).after_help(FIRST_STEPS).render_help();
            context.output.aside(&help.to_string()).map(|()| Outcome::Done)
        }
    });
    // Output written before a failure must be shown too.
    let flushed = context.output.finish();
    let result = result.and_then(|outcome| flushed.map(|()| outcome));
    if let Err(error) = &result {
        let config = context.resolved_config().cloned();
        known.login = Store::of_user().ok().and_then(|store| {
            let logins = store.readable_logins();
            logins.iter().find_map(|login| login.base_url().map(str::to_owned))
        });
        known.key_header = context.key_header;
        report(error, &mut context.output, config.as_ref(), &known);
    }
    exit_code(&result)
}

/// Runs a command and looks up the names that the hint about its error needs.
async fn run_command(command: Command, context: &mut Context, known: &mut Known) -> anyhow::Result<Outcome> {
    let result = command.run(context).await;
    if let Err(error) = &result
        && let Some(error) = find_cause::<litellm_proxy_client::Error>(error)
        && Known::is_needed_for(error)
        && let Ok(builder) = context.client_builder()
        && let Ok(client) = builder.retry(RetryPolicy::never()).timeout(NAMES_TIMEOUT).build()
    {
        known.look_up(error, &client).await;
    }
    result
}

fn in_runtime(interrupt: &Interrupt, run: impl Future<Output = anyhow::Result<Outcome>>) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        tokio::select! {
            biased;
            // A command that handles Ctrl-C itself takes precedence.
            result = run => result,
            () = interrupt.interrupted() => {
                Err(Failure::Interrupted("the server may have applied part of the change".to_owned()).into())
            }
        }
    });
    runtime.block_on(interrupt.all_finished());
    // Pending DNS lookups must not delay the exit.
    runtime.shutdown_background();
    result
}

/// The options that matter where parsing fails, read from the raw arguments.
struct RawOptions {
    color: ColorChoice,
    format: Option<Format>,
    /// Not to be shown in an error.
    api_key: Option<String>,
}

impl RawOptions {
    fn of(arguments: &[OsString]) -> Self {
        fn last(arguments: &[OsString], option: &str) -> Option<String> {
            let mut arguments = arguments.iter().skip(1).map(|argument| argument.to_string_lossy());
            let mut last = None;
            while let Some(argument) = arguments.next() {
                let joined = argument.strip_prefix(option).and_then(|rest| rest.strip_prefix('=')).map(str::to_owned);
                last = if argument == option { arguments.next().map(Cow::into_owned) } else { joined }.or(last);
            }
            last
        }
        fn choice<T: ValueEnum>(arguments: &[OsString], option: &str) -> Option<T> {
            T::from_str(&last(arguments, option)?, true).ok()
        }
        Self {
            color: choice(arguments, "--color").unwrap_or_default(),
            format: choice(arguments, "--format"),
            api_key: last(arguments, "--api-key"),
        }
    }

    /// Returns whether help is colored.
    fn help_color(&self) -> clap::ColorChoice {
        match self.color {
            ColorChoice::Always => clap::ColorChoice::Always,
            ColorChoice::Never => clap::ColorChoice::Never,
            ColorChoice::Auto => clap::ColorChoice::Auto,
        }
    }
}

/// Reports the result of failed parsing: help goes to stdout and is a success, everything else is a usage error.
fn report_parse_error(error: &clap::Error, raw: &RawOptions, context: impl FnOnce(Globals) -> Context) -> u8 {
    if !error.use_stderr() {
        return written(print_help(error, raw.color));
    }
    let format = raw.format.filter(|_| error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    let mut context = context(Globals { format, color: raw.color, ..Globals::default() });
    let keys = [raw.api_key.clone(), env::get(env::LITELLM_PROXY_API_KEY)];
    let keys: Vec<String> = keys.into_iter().flatten().map(|key| key_in(&key)).collect();
    report_usage(error, &keys, &mut context.output);
    2
}

/// Prints the help. clap writes it line by line; where it has no color, it is written at once, which is faster.
fn print_help(help: &clap::Error, color: ColorChoice) -> std::io::Result<()> {
    let may_have_color =
        std::io::stdout().is_terminal() || color == ColorChoice::Always || env::get(env::CLICOLOR_FORCE).is_some();
    if may_have_color {
        return help.print();
    }
    print_text(&help.render().to_string())
}

fn print_text(text: &str) -> std::io::Result<()> {
    std::io::stdout().write_all(text.as_bytes())?;
    std::io::stdout().flush()
}

/// Returns the exit code of printed help. A closed pipe is not an error; a full disk is.
fn written(result: std::io::Result<()>) -> u8 {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_tree_is_valid_and_its_help_follows_the_style() {
        let mut tree = command_tree();
        tree.build();
        tree.clone().debug_assert();
        check(&tree, "litellm-proxy");
    }

    #[test]
    fn help_topics_are_parts_of_the_help() {
        for (topic, line) in [
            ("options", "      --curl                Print the request"),
            ("environment", "LITELLM_PROXY_AUTH_HEADER"),
            ("exit-codes", "130 interrupted"),
        ] {
            let heading = quick::topic(&["help".into(), topic.into()]).expect(topic);
            let section = quick::section(quick::HELP, heading).expect(topic);
            assert!(section.starts_with(heading) && section.contains(line) && section.ends_with('\n'), "{section}");
        }
        assert_eq!(quick::topic(&["help".into(), "keys".into()]), None);
    }

    #[test]
    fn without_arguments_the_first_steps_fit_one_screen() {
        let help = without_globals(command_tree()).after_help(FIRST_STEPS).render_help().to_string();
        assert!((24..=64).contains(&help.lines().count()), "{help}");
        assert!(help.contains("First steps:\n  litellm-proxy login ") && !help.contains("--base-url <URL>"), "{help}");
    }

    #[test]
    fn generated_help_is_current() {
        for argument in ["--help", "-h"] {
            let mut tree = command_tree().term_width(quick::HELP_WIDTH.into());
            let help =
                tree.try_get_matches_from_mut(["litellm-proxy", argument]).expect_err("help").render().to_string();
            if std::env::var_os("UPDATE_GENERATED").is_some() {
                std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/help.txt"), &help).expect("the source");
            } else {
                assert_eq!(help, quick::HELP, "run UPDATE_GENERATED=1 cargo test generated");
            }
        }
    }

    /// The arguments that lead to each command.
    fn paths(command: &clap::Command, path: &[String], found: &mut Vec<Vec<String>>) {
        for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
            let path = [path, &[subcommand.get_name().to_owned()]].concat();
            paths(subcommand, &path, found);
            found.push(path);
        }
    }

    fn arguments(words: &[String]) -> Vec<OsString> {
        std::iter::once("litellm-proxy").chain(words.iter().map(String::as_str)).map(OsString::from).collect()
    }

    #[test]
    fn the_tree_of_one_command_has_the_same_help() {
        let whole = without_globals(command_tree());
        let mut built = whole.clone();
        built.build();
        let mut found = Vec::new();
        paths(&built, &[], &mut found);
        assert!(found.len() > 100, "{found:?}");
        for path in found {
            let arguments = arguments(&[path, vec!["--help".to_owned()]].concat());
            let help =
                |mut tree: clap::Command| tree.try_get_matches_from_mut(&arguments).expect_err("help").to_string();
            let narrow = narrow_tree(&arguments).expect("a tree");
            assert!(narrow.get_subcommands().count() == 1, "{arguments:?}");
            assert_eq!(help(narrow), help(whole.clone()), "{arguments:?}");
        }
    }

    #[test]
    fn what_the_tree_of_one_command_does_not_know_is_answered_by_the_whole_one() {
        for (line, kind, word) in [
            ("keys lst", ErrorKind::InvalidSubcommand, "list"),
            ("keys lst --help", ErrorKind::InvalidSubcommand, "list"),
            ("keys help list", ErrorKind::DisplayHelp, "litellm-proxy keys list"),
            ("keys help", ErrorKind::DisplayHelp, "litellm-proxy keys <COMMAND>"),
            ("keys", ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, "litellm-proxy keys <COMMAND>"),
            ("whoami list", ErrorKind::UnknownArgument, "list"),
            ("--format json teams members lst", ErrorKind::InvalidSubcommand, "list"),
        ] {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            let error = parse(&arguments(&words), clap::ColorChoice::Never).err().expect(line);
            assert_eq!(error.kind(), kind, "{line}");
            assert!(error.to_string().contains(word), "{line}: {error}");
        }
    }

    fn check(command: &clap::Command, path: &str) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(!about.is_empty() && !about.ends_with('.') && about.len() <= 79, "{path}: {about}");
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        // clap wraps paragraphs; lines of lists and examples stay as they are.
        let wide = after.lines().find(|line| line.starts_with(' ') && line.chars().count() > 98);
        assert_eq!(wide, None, "{path}: line would be wrapped");
        let long = after.lines().find(|line| line.starts_with("  litellm-proxy ") && line.chars().count() > 80);
        assert_eq!(long, None, "{path}: example would be broken");
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
