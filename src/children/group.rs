//! The processes of a program that was started: itself, and what it started in turn.

#[cfg(unix)]
use rustix::process::{Pid, Signal};

/// The processes of a program.
#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pid: Option<Pid>,
    /// Whether they have a process group of their own.
    is_own: bool,
    /// The process whose descendants belong to the program.
    root: Option<Pid>,
}

#[cfg(unix)]
impl Group {
    /// Returns the processes of a program with the given process id.
    pub(crate) fn new(process: Option<u32>, is_own: bool) -> Self {
        let pid = process.and_then(|process| Pid::from_raw(i32::try_from(process).ok()?));
        Self { pid, is_own, root: pid }
    }

    /// All descendants of this process belong to the program as well.
    pub(crate) fn with_all_descendants(self) -> Self {
        Self { root: Some(rustix::process::getpid()), ..self }
    }

    /// Returns whether they have a process group of their own, to which a terminal sends nothing.
    pub(crate) fn is_own(self) -> bool {
        self.is_own
    }

    /// Sends a signal to all of them. Those that have ended get none.
    pub(crate) fn send(self, signal: Signal) {
        if self.is_own {
            let _ = self.pid.map(|pid| rustix::process::kill_process_group(pid, signal));
            return;
        }
        let _ = self.pid.map(|pid| rustix::process::kill_process(pid, signal));
        for other in self.descendants().into_iter().filter(|other| Some(*other) != self.pid) {
            let _ = rustix::process::kill_process(other, signal);
        }
    }

    /// Kills them, and their descendants that have left the group.
    pub(crate) fn kill(self) {
        let descendants = self.descendants();
        self.send(Signal::KILL);
        for process in descendants {
            let _ = rustix::process::kill_process(process, Signal::KILL);
        }
    }

    /// Returns whether any of them still runs, or has ended and has not been waited for.
    pub(crate) fn is_alive(self) -> bool {
        let is_alive = |pid| {
            if self.is_own {
                return rustix::process::test_kill_process_group(pid).is_ok();
            }
            self.root == self.pid && rustix::process::test_kill_process(pid).is_ok()
        };
        self.pid.is_some_and(is_alive) || !self.descendants().is_empty()
    }

    /// Returns the descendants of the root, where the system lists them.
    #[cfg(target_os = "linux")]
    fn descendants(self) -> Vec<Pid> {
        let mut found = Vec::new();
        let mut parents = Vec::from_iter(self.root);
        while let Some(parent) = parents.pop() {
            let threads = std::fs::read_dir(format!("/proc/{}/task", parent.as_raw_pid()));
            for thread in threads.into_iter().flatten().flatten() {
                let listed = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
                let children = listed.split_whitespace().filter_map(|pid| Pid::from_raw(pid.parse().ok()?));
                let new: Vec<Pid> = children.filter(|child| !found.contains(child)).collect();
                found.extend(&new);
                parents.extend(new);
            }
        }
        found
    }

    #[cfg(not(target_os = "linux"))]
    fn descendants(self) -> Vec<Pid> {
        let _ = self.root;
        Vec::new()
    }
}
