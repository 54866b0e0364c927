//! The command that runs with a temporary sandbox: signals to this program are passed on to it, and nothing of it
//! survives them.

use std::process::ExitStatus;

use anyhow::Result;
use tokio::process::{Child, Command};

use crate::failure::Failure;

/// Runs a command to its end and returns the exit code: its own, or 128 plus the signal that ended it or this program.
pub(super) async fn run(mut command: Command, name: &str) -> Result<u8> {
    let mut passed_on = signals::PassedOn::prepare(&mut command)?;
    let mut child =
        command.kill_on_drop(true).spawn().map_err(|error| Failure::usage(format!("cannot run {name}: {error}")))?;
    passed_on.run(&mut child).await
}

/// Returns the exit code, or 128 plus the signal, as shells do.
fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(signal).unwrap_or_default().saturating_add(128);
    }
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

#[cfg(unix)]
mod signals {
    use std::fs::File;
    use std::time::Duration;

    use rustix::process::{Signal, WaitOptions};
    use tokio::signal::unix::{Signal as SignalStream, SignalKind, signal};
    use tokio::time::Instant;

    use super::{Child, Command, Result, exit_code};
    use crate::children::group::Group;

    /// How long a command may take to end after a signal, before it is killed.
    const GRACE: Duration = Duration::from_secs(5);
    /// How long killed processes may take to disappear.
    const LAST_WAIT: Duration = Duration::from_secs(1);
    const POLL_INTERVAL: Duration = Duration::from_millis(10);

    /// The signals that are passed on to a command.
    pub(super) struct PassedOn {
        terminate: SignalStream,
        hang_up: SignalStream,
        interrupt: SignalStream,
        quit: SignalStream,
        /// Whether the terminal sends its signals to the command directly.
        has_terminal: bool,
    }

    impl PassedOn {
        /// Takes the signals over before the command starts.
        pub(super) fn prepare(command: &mut Command) -> Result<Self> {
            let has_terminal = is_in_foreground();
            if !has_terminal {
                command.process_group(0);
            }
            // Whatever the command leaves behind becomes a child of this program. Elsewhere only the group is known.
            #[cfg(target_os = "linux")]
            let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
            Ok(Self {
                terminate: signal(SignalKind::terminate())?,
                hang_up: signal(SignalKind::hangup())?,
                interrupt: signal(SignalKind::interrupt())?,
                quit: signal(SignalKind::quit())?,
                has_terminal,
            })
        }

        /// Completes with the next signal that the command has not got itself.
        async fn next(&mut self) -> Signal {
            loop {
                tokio::select! {
                    _ = self.terminate.recv() => return Signal::TERM,
                    _ = self.hang_up.recv() => return Signal::HUP,
                    _ = self.interrupt.recv() => if !self.has_terminal { return Signal::INT },
                    _ = self.quit.recv() => if !self.has_terminal { return Signal::QUIT },
                }
            }
        }

        /// Waits for the command, and ends it on a signal.
        pub(super) async fn run(&mut self, child: &mut Child) -> Result<u8> {
            let group = Group::new(child.id(), !self.has_terminal).with_all_descendants();
            let signal = tokio::select! {
                status = child.wait() => return Ok(exit_code(status?)),
                signal = self.next() => signal,
            };
            group.send(signal);
            let deadline = Instant::now() + GRACE;
            let ended = async {
                loop {
                    tokio::select! {
                        status = child.wait() => break status.map(drop),
                        signal = self.next() => group.send(signal),
                    }
                }
            };
            if let Ok(ended) = tokio::time::timeout_at(deadline, ended).await {
                ended?;
                wait_until(group, deadline).await;
            }
            group.kill();
            child.wait().await?;
            wait_until(group, Instant::now() + LAST_WAIT).await;
            Ok(u8::try_from(signal.as_raw()).unwrap_or_default().saturating_add(128))
        }
    }

    /// Returns whether the terminal sends its signals to the group of this program. Then the command stays in it, to
    /// read from the terminal.
    fn is_in_foreground() -> bool {
        let terminal = File::open("/dev/tty").ok();
        terminal.and_then(|terminal| rustix::termios::tcgetpgrp(terminal).ok()) == Some(rustix::process::getpgrp())
    }

    /// Waits until none of the processes runs.
    async fn wait_until(group: Group, deadline: Instant) {
        loop {
            // The command itself has been waited for; these are what it left behind.
            while matches!(rustix::process::wait(WaitOptions::NOHANG), Ok(Some(_))) {}
            if !group.is_alive() || Instant::now() >= deadline {
                return;
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }
}

#[cfg(not(unix))]
mod signals {
    use super::{Child, Command, Result, exit_code};

    pub(super) struct PassedOn;

    impl PassedOn {
        #[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
        pub(super) fn prepare(_: &mut Command) -> Result<Self> {
            Ok(Self)
        }

        /// Waits for the command. Ctrl-C goes to it as well.
        pub(super) async fn run(&mut self, child: &mut Child) -> Result<u8> {
            tokio::spawn(async { while tokio::signal::ctrl_c().await.is_ok() {} });
            Ok(exit_code(child.wait().await?))
        }
    }
}
