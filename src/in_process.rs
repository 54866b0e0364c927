//! Runs commands in the process of the tests, with stdout and stderr in memory. For tests of requests, output and exit
//! codes; what needs a home, stdin or a terminal is tested with the real binary in `tests/it`.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, Write};
use std::rc::Rc;

use test_bed::{FakeServer, KEY, Run};

use crate::cli;
use crate::context::Context;
use crate::output::{Output, Terminal};

/// The command line, configured for a server by options, so that no settings file or variable is read.
pub(crate) struct Cli {
    options: Vec<String>,
    /// The width of the terminal, if the output goes to one.
    width: Option<u16>,
}

impl Cli {
    /// Configures a server and [`KEY`].
    pub(crate) fn of(server: &FakeServer) -> Self {
        Self::at(&server.uri())
    }

    /// Configures a URL and [`KEY`].
    pub(crate) fn at(url: &str) -> Self {
        Self::with_key(url, KEY)
    }

    /// Configures a URL and a key.
    pub(crate) fn with_key(url: &str, key: &str) -> Self {
        let options = ["--base-url", url, "--api-key", key, "--auth-header", "Authorization"];
        Self { options: options.map(str::to_owned).into(), width: None }
    }

    /// Shows everything on a terminal of this width, with color only where `--color always` asks for it. Nothing is asked:
    /// stdin is not a terminal.
    pub(crate) fn on_terminal(self, width: u16) -> Self {
        Self { width: Some(width), ..self }
    }

    /// Runs a command.
    pub(crate) fn run(&self, words: &[&str]) -> Run {
        let (stdout, stderr) = (Sink::default(), Sink::default());
        let words = words.iter().copied().map(OsString::from);
        let arguments = ["litellm-proxy".into()].into_iter().chain(self.options.iter().map(Into::into)).chain(words);
        let code = cli::run(&arguments.collect::<Vec<_>>(), |globals| {
            let terminal = self.width.map(|width| Terminal::of_width(width, globals.color)).unwrap_or_default();
            let writers = (Box::new(stdout.clone()), Box::new(stderr.clone()));
            let output = Output::over(writers.0, writers.1, globals.format, terminal);
            Context::with_output(globals, cli::command_tree, output)
        });
        Run { code: code.into(), stdout: stdout.text(), stderr: stderr.text() }
    }
}

/// A writer whose clones share what was written.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Sink {
    fn text(&self) -> String {
        String::from_utf8(self.0.take()).expect("UTF-8 output")
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// [`test_bed::are_usage_errors`] of this command line.
#[track_caller]
pub(crate) fn are_usage_errors(cases: &[(&[&str], &str)]) {
    test_bed::are_usage_errors(cases, |server, words| Cli::of(server).run(words));
}
