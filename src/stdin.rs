//! Tells whether standard input has data, without reading it: for commands that may read it, and for those that do not.

use crate::context::Context;

/// Warns if something was piped in that the command has not read. Returns whether it warned.
pub(crate) fn warn_if_unread(context: &mut Context, warning: &str) -> bool {
    let is_unread = !context.arguments.stdin_is_read() && !context.output.terminal().stdin_is_terminal && has_data();
    if is_unread {
        context.output.warn(warning);
    }
    is_unread
}

/// Returns whether standard input can be meant for a command that has other input too: a pipe, or a file of which nothing
/// has been read. A file that has been read in part belongs to a loop over its lines.
#[cfg(unix)]
pub(crate) fn is_for_command() -> bool {
    use std::io::Seek as _;
    use std::os::unix::fs::FileTypeExt as _;

    let Some((mut file, kind)) = open() else { return false };
    if kind.is_file() {
        return file.stream_position().is_ok_and(|position| position == 0);
    }
    kind.is_fifo() || kind.is_socket()
}

#[cfg(not(unix))]
pub(crate) fn is_for_command() -> bool {
    true
}

/// Prints a note if nothing arrives on standard input for a while. Returns as soon as something does, or it ends.
#[cfg(unix)]
pub(crate) fn report_waiting(context: &mut Context, note: &str) {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let stdin = std::io::stdin();
    let mut descriptors = [PollFd::new(&stdin, PollFlags::IN)];
    if matches!(poll(&mut descriptors, Some(&Timespec { tv_sec: 2, tv_nsec: 0 })), Ok(0)) {
        context.output.note(note);
    }
}

#[cfg(not(unix))]
pub(crate) fn report_waiting(_: &mut Context, _: &str) {}

#[cfg(unix)]
fn open() -> Option<(std::fs::File, std::fs::FileType)> {
    use std::os::fd::AsFd as _;

    let stdin = std::io::stdin();
    let file = std::fs::File::from(stdin.as_fd().try_clone_to_owned().ok()?);
    let kind = file.metadata().ok()?.file_type();
    Some((file, kind))
}

/// Returns whether standard input is a file or pipe with data left. Never waits: a pipe that is open but silent has none.
#[cfg(unix)]
fn has_data() -> bool {
    use std::io::Seek as _;
    use std::os::unix::fs::FileTypeExt as _;

    let Some((mut file, kind)) = open() else { return false };
    if kind.is_file() {
        let Ok(metadata) = file.metadata() else { return false };
        return file.stream_position().is_ok_and(|position| position < metadata.len());
    }
    (kind.is_fifo() || kind.is_socket()) && rustix::io::ioctl_fionread(&file).is_ok_and(|bytes| bytes > 0)
}

#[cfg(not(unix))]
fn has_data() -> bool {
    false
}
