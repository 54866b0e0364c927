//! The result of running a command.

use serde_json::Value;

use crate::FakeServer;

/// What a command printed, and its exit code.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// stdout of a success.
    #[track_caller]
    pub fn ok(&self) -> &str {
        assert_eq!(self.code, 0, "{self:#?}");
        &self.stdout
    }

    /// stdout of a success, as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(self.ok()).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// stderr of a failure with this exit code, which has printed nothing on stdout.
    #[track_caller]
    pub fn fails(&self, code: i32) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{self:#?}");
        assert!(!self.stderr.contains("panicked"), "{self:#?}");
        &self.stderr
    }
}

/// Expects each of these command lines, run by `run`, to be a usage error: exit code 2, this reason on stderr, nothing sent.
#[track_caller]
pub fn are_usage_errors(cases: &[(&[&str], &str)], run: impl Fn(&FakeServer, &[&str]) -> Run) {
    let server = FakeServer::always_json(Value::Null);
    for (arguments, reason) in cases {
        let run = run(&server, arguments);
        assert!(run.fails(2).contains(reason), "{arguments:?} should fail with {reason:?}: {run:#?}");
        assert_eq!(server.received().len(), 0, "{arguments:?}");
    }
}
