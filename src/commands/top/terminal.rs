//! The terminal of the full-screen view: it is restored when the view ends, stops, panics or is told to end.

use std::io::{self, Stdout, stdout};
use std::sync::Once;

use ratatui_core::terminal::Terminal;
use ratatui_crossterm::CrosstermBackend;
use ratatui_crossterm::crossterm::cursor::Show;
use ratatui_crossterm::crossterm::event::{self, Event};
use ratatui_crossterm::crossterm::execute;
use ratatui_crossterm::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use tokio::sync::mpsc;

use super::state::Screen;
use super::view;

type PanicHook = Box<dyn Fn(&std::panic::PanicHookInfo<'_>) + Send + Sync>;

/// Returns a hook that gives the terminal back before a panic is reported.
fn restoring_hook(restore: fn(), report: PanicHook) -> PanicHook {
    Box::new(move |panic| {
        restore();
        report(panic);
    })
}

/// The screen that is drawn on, until it is dropped.
pub(super) struct FullScreen(Terminal<CrosstermBackend<Stdout>>);

impl FullScreen {
    pub(super) fn enter() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| std::panic::set_hook(restoring_hook(restore, std::panic::take_hook())));
        take_over()?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout()));
        terminal.map(Self).inspect_err(|_| restore())
    }

    pub(super) fn draw(&mut self, screen: &Screen) -> io::Result<()> {
        self.0.draw(|frame| view::draw(screen, frame.area(), frame.buffer_mut())).map(drop)
    }

    /// Takes the terminal again, after another program had it and may have changed its modes.
    pub(super) fn take_again(&mut self) -> io::Result<()> {
        restore();
        take_over()?;
        // Not `clear`, which asks the terminal where its cursor is: the answer would go to the thread that reads keys.
        let size = self.0.size()?;
        self.0.resize(size.into())
    }

    /// Gives the terminal back and stops this program, until it is continued.
    #[cfg(unix)]
    pub(super) fn stop(&mut self) -> io::Result<()> {
        restore();
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
        self.take_again()
    }
}

impl Drop for FullScreen {
    fn drop(&mut self) {
        restore();
    }
}

fn take_over() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen).inspect_err(|_| restore())
}

/// Gives the terminal back as it was. If it is gone, there is nothing to restore.
fn restore() {
    let _ = execute!(stdout(), LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// Returns keys and changes of size as they come. They end with the terminal.
pub(super) fn events() -> mpsc::Receiver<Event> {
    let (send, receive) = mpsc::channel(64);
    // It waits for keys as long as the program lives.
    std::thread::spawn(move || {
        while let Ok(event) = event::read() {
            if send.blocking_send(event).is_err() {
                return;
            }
        }
    });
    receive
}

/// What another program told this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// To end, and with which code.
    End(u8),
    #[cfg(unix)]
    Stop,
    #[cfg(unix)]
    Continue,
}

/// The signals that end, stop and continue programs.
#[cfg(unix)]
pub(super) struct Signals([(tokio::signal::unix::Signal, Told); 5]);

#[cfg(unix)]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        use rustix::process::Signal;
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |number: Signal| signal(SignalKind::from_raw(number.as_raw()));
        Ok(Self([
            (listen(Signal::INT)?, Told::End(130)),
            (listen(Signal::TERM)?, Told::End(143)),
            (listen(Signal::HUP)?, Told::End(129)),
            (listen(Signal::TSTP)?, Told::Stop),
            (listen(Signal::CONT)?, Told::Continue),
        ]))
    }

    pub(super) async fn next(&mut self) -> Told {
        let [interrupt, terminate, hang_up, stop, resume] = &mut self.0;
        tokio::select! {
            _ = interrupt.0.recv() => interrupt.1,
            _ = terminate.0.recv() => terminate.1,
            _ = hang_up.0.recv() => hang_up.1,
            _ = stop.0.recv() => stop.1,
            _ = resume.0.recv() => resume.1,
        }
    }
}

#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "other systems have signals that may be refused")]
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    pub(super) async fn next(&mut self) -> Told {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Told::End(130),
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::thread;

    use super::restoring_hook;

    static DONE: Mutex<Vec<&str>> = Mutex::new(Vec::new());

    fn note(what: &'static str) {
        // Other tests may panic at the same time.
        if thread::current().name() == Some("panicking") {
            DONE.lock().expect("the notes").push(what);
        }
    }

    #[test]
    fn panic_gives_the_terminal_back_before_it_is_reported() {
        let usual = std::panic::take_hook();
        std::panic::set_hook(restoring_hook(|| note("restored"), Box::new(|_| note("reported"))));
        let panicking = thread::Builder::new().name("panicking".to_owned()).spawn(|| panic!("on purpose"));
        let ended = panicking.expect("a thread").join();
        std::panic::set_hook(usual);
        assert!(ended.is_err());
        assert_eq!(*DONE.lock().expect("the notes"), ["restored", "reported"]);
    }
}
