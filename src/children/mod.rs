//! Programs that this one starts and waits for: a signal that ends this program ends them first. `sandbox exec`, which has a
//! server to stop as well, has its own way.

#[cfg(unix)]
pub(crate) mod group;

use std::process::Command;

#[cfg(not(unix))]
pub(crate) use self::elsewhere::{Guard, leave_signals_to_command, prepare};
#[cfg(unix)]
pub(crate) use self::unix::{Guard, leave_signals_to_command, prepare};

/// Whether the keys of the terminal are for the program alone, as in an editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interrupts {
    /// Ctrl-C ends both.
    EndBoth,
    /// Ctrl-C is for the program to act upon.
    AreItsOwn,
}

/// A program that runs.
pub(crate) trait Process {
    /// Returns its process id, unless it has been waited for.
    fn id(&self) -> Option<u32>;
}

impl Process for std::process::Child {
    fn id(&self) -> Option<u32> {
        Some(self.id())
    }
}

impl Process for tokio::process::Child {
    fn id(&self) -> Option<u32> {
        self.id()
    }
}

/// Gives a program a process group of its own, unless there is a terminal: the system would stop a program that asks for
/// a password there from another group. Returns whether it has one.
pub(crate) fn separate(command: &mut Command) -> bool {
    let is_own = cfg!(unix) && std::fs::File::open("/dev/tty").is_err();
    if is_own {
        give_own_group(command);
    }
    is_own
}

/// Gives a program a process group of its own. It cannot read from the terminal then.
pub(crate) fn give_own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Mutex, MutexGuard, PoisonError};
    use std::time::{Duration, Instant};

    use rustix::process::Signal;
    use tokio::signal::unix::{SignalKind, signal};

    use super::group::Group;
    use super::{Interrupts, Process};
    use crate::interrupt;

    /// How long programs may take to end after a signal, before they are killed.
    const GRACE: Duration = Duration::from_secs(5);
    const POLL_INTERVAL: Duration = Duration::from_millis(10);

    static STATE: Mutex<State> = Mutex::new(State { is_listening: false, ending: false, children: Vec::new() });
    /// The command acts upon all signals itself.
    static LEFT_TO_COMMAND: AtomicBool = AtomicBool::new(false);

    struct State {
        is_listening: bool,
        /// A signal is ending this program.
        ending: bool,
        children: Vec<(Group, Interrupts)>,
    }

    fn state() -> MutexGuard<'static, State> {
        STATE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on the command ends the program itself, on any signal. Its children still get the signal.
    pub(crate) fn leave_signals_to_command() {
        LEFT_TO_COMMAND.store(true, Ordering::Relaxed);
    }

    /// Takes signals over, which must be done before a program starts: none may be lost in between.
    ///
    /// # Errors
    /// Returns an error if the system refuses.
    pub(crate) fn prepare() -> io::Result<()> {
        let mut state = state();
        if state.is_listening {
            return Ok(());
        }
        let (ready, is_ready) = std::sync::mpsc::channel();
        // A thread, because the program may be blocked: by an editor, or by a prompt after the program has ended.
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let listen = async {
                let signals = [SignalKind::terminate(), SignalKind::hangup(), SignalKind::interrupt()].map(signal);
                let [terminate, hang_up, interrupt] = signals;
                Ok::<_, io::Error>((terminate?, hang_up?, interrupt?))
            };
            let listening = runtime.and_then(|runtime| {
                let signals = runtime.block_on(listen)?;
                Ok((runtime, signals))
            });
            let (runtime, (mut terminate, mut hang_up, mut interrupt)) = match listening {
                Ok(listening) => listening,
                Err(error) => return drop(ready.send(Err(error))),
            };
            let _ = ready.send(Ok(()));
            loop {
                let signal = runtime.block_on(async {
                    tokio::select! {
                        _ = terminate.recv() => Signal::TERM,
                        _ = hang_up.recv() => Signal::HUP,
                        _ = interrupt.recv() => Signal::INT,
                    }
                });
                act(signal);
            }
        })?;
        is_ready.recv().map_err(io::Error::other)??;
        state.is_listening = true;
        Ok(())
    }

    /// Ends the children, and then this program unless the command does that itself.
    fn act(signal: Signal) {
        let is_interrupt = signal == Signal::INT;
        let is_left = LEFT_TO_COMMAND.load(Ordering::Relaxed) || (is_interrupt && interrupt::is_handled());
        let children = {
            let mut state = state();
            if is_interrupt && state.children.iter().any(|(_, interrupts)| *interrupts == Interrupts::AreItsOwn) {
                return;
            }
            state.ending = !is_left;
            state.children.clone()
        };
        for (group, _) in &children {
            // The terminal has sent its signal to the whole group.
            if group.is_own() || !is_interrupt {
                group.send(signal);
            }
        }
        let deadline = Instant::now() + GRACE;
        let is_running = || children.iter().any(|(group, _)| group.is_alive()) || !state().children.is_empty();
        while !children.is_empty() && is_running() && Instant::now() < deadline {
            std::thread::sleep(POLL_INTERVAL);
        }
        for (group, _) in children.iter().filter(|(group, _)| group.is_alive()) {
            group.kill();
        }
        if !is_left {
            end(signal);
        }
    }

    #[expect(clippy::exit, reason = "stands in for what the system does on a signal that nothing has taken over")]
    fn end(signal: Signal) {
        std::process::exit(128 + signal.as_raw());
    }

    /// Holds a program that runs. Dropped once the program has ended and been waited for.
    pub(crate) struct Guard(Group);

    impl Guard {
        /// Starts a program, which may have a process group of its own. A signal that comes meanwhile is acted upon once it
        /// runs.
        ///
        /// # Errors
        /// Returns an error if it cannot be started.
        pub(crate) fn start<P: Process>(
            is_own_group: bool,
            interrupts: Interrupts,
            spawn: impl FnOnce() -> io::Result<P>,
        ) -> io::Result<(P, Self)> {
            prepare()?;
            let mut state = state();
            if state.ending {
                drop(state);
                wait_for_the_end();
            }
            let process = spawn()?;
            let group = Group::new(process.id(), is_own_group);
            state.children.push((group, interrupts));
            Ok((process, Self(group)))
        }
    }

    impl Drop for Guard {
        fn drop(&mut self) {
            let mut state = state();
            state.children.retain(|(group, _)| *group != self.0);
            let is_ending = state.ending;
            drop(state);
            // Nothing is done with what the program printed, or failed to.
            if is_ending {
                wait_for_the_end();
            }
        }
    }

    /// Waits while a signal ends this program.
    fn wait_for_the_end() -> ! {
        loop {
            std::thread::park();
        }
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use super::Interrupts;

    pub(crate) fn leave_signals_to_command() {}

    #[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
    pub(crate) fn prepare() -> std::io::Result<()> {
        Ok(())
    }

    pub(crate) struct Guard;

    impl Guard {
        pub(crate) fn start<P>(
            _: bool,
            _: Interrupts,
            spawn: impl FnOnce() -> std::io::Result<P>,
        ) -> std::io::Result<(P, Self)> {
            Ok((spawn()?, Self))
        }
    }
}
