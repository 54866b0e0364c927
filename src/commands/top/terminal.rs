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

/// The screen that is drawn on, until it is dropped.
pub(super) struct FullScreen(Terminal<CrosstermBackend<Stdout>>);

impl FullScreen {
    pub(super) fn enter() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let report = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                restore();
                report(panic);
            }));
        });
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
        self.0.clear()
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
