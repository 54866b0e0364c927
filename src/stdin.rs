//! Tells whether standard input has data that the command does not read, without reading it.

use crate::context::Context;

/// Warns if something was piped in that the command has not read. Returns whether it warned.
pub(crate) fn warn_if_unread(context: &mut Context, warning: &str) -> bool {
    let is_unread = !context.arguments.stdin_is_read() && !context.output.terminal().stdin_is_terminal && has_data();
    if is_unread {
        context.output.warn(warning);
    }
    is_unread
}

/// Returns whether standard input is a file or pipe with data left. Never waits: a pipe that is open but silent has none.
#[cfg(unix)]
fn has_data() -> bool {
    use std::fs::File;
    use std::io::Seek as _;
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::FileTypeExt as _;

    let stdin = std::io::stdin();
    let Ok(mut file) = stdin.as_fd().try_clone_to_owned().map(File::from) else { return false };
    let Ok(metadata) = file.metadata() else { return false };
    let kind = metadata.file_type();
    if kind.is_file() {
        return file.stream_position().is_ok_and(|position| position < metadata.len());
    }
    (kind.is_fifo() || kind.is_socket()) && rustix::io::ioctl_fionread(&file).is_ok_and(|bytes| bytes > 0)
}

#[cfg(not(unix))]
fn has_data() -> bool {
    false
}
