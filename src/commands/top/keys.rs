//! What a key does: it changes the screen, or asks for something that the screen cannot do.

use ratatui_crossterm::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::state::{Pane, Prompt, Screen};
use super::tables::By;
use jiff::Timestamp;

/// What a key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    Redraw,
    Ignore,
    Quit,
    Interrupt,
    /// Ctrl-Z.
    Stop,
    /// Block the key with this hash and name.
    Block {
        hash: String,
        name: String,
    },
}

/// The lines that a page key moves.
const PAGE: usize = 10;

pub(super) fn press(screen: &mut Screen, key: KeyEvent, now: Timestamp) -> Action {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Action::Interrupt,
            KeyCode::Char('z') => Action::Stop,
            _ => Action::Ignore,
        };
    }
    screen.message = None;
    if let Some(prompt) = screen.prompt.take() {
        return type_into(screen, prompt, key.code);
    }
    if screen.shows_help {
        screen.shows_help = false;
        return if key.code == KeyCode::Char('q') { Action::Quit } else { Action::Redraw };
    }
    match key.code {
        KeyCode::Char('q') => return Action::Quit,
        KeyCode::Char('?') => screen.shows_help = true,
        KeyCode::Char(digit @ '1'..='4') => show_table(screen, digit),
        KeyCode::Tab | KeyCode::BackTab => {
            screen.pane = if screen.pane == Pane::Table { Pane::Requests } else { Pane::Table };
        }
        KeyCode::Char('>' | 's') => screen.sort = screen.sort.moved(true),
        KeyCode::Char('<') => screen.sort = screen.sort.moved(false),
        KeyCode::Char('r') => screen.sort = screen.sort.reversed(),
        KeyCode::Char('w') => screen.wraps = !screen.wraps,
        KeyCode::Char('p' | ' ') => screen.toggle_pause(now),
        KeyCode::Char('/') => {
            screen.open = None;
            screen.pane = Pane::Requests;
            screen.prompt = Some(Prompt::Filter);
        }
        KeyCode::Char('b') => ask_to_block(screen),
        KeyCode::Enter => open(screen),
        KeyCode::Esc => back(screen),
        KeyCode::Char('j') | KeyCode::Down => step(screen, |at, last| (at + 1).min(last)),
        KeyCode::Char('k') | KeyCode::Up => step(screen, |at, _| at.saturating_sub(1)),
        KeyCode::Char('g') | KeyCode::Home => step(screen, |_, _| 0),
        KeyCode::Char('G') | KeyCode::End => step(screen, |_, last| last),
        KeyCode::PageDown => step(screen, |at, last| (at + PAGE).min(last)),
        KeyCode::PageUp => step(screen, |at, _| at.saturating_sub(PAGE)),
        _ => return Action::Ignore,
    }
    Action::Redraw
}

fn show_table(screen: &mut Screen, digit: char) {
    let by = digit.to_digit(10).and_then(|digit| By::ALL.get(digit as usize - 1));
    screen.by = by.copied().unwrap_or_default();
    (screen.pane, screen.selected_line, screen.open) = (Pane::Table, 0, None);
}

/// Handles a key of a line that is being typed.
fn type_into(screen: &mut Screen, prompt: Prompt, code: KeyCode) -> Action {
    match (prompt, code) {
        (Prompt::Filter, KeyCode::Esc) => screen.filter.clear(),
        (Prompt::Filter, KeyCode::Enter) => {}
        (Prompt::Filter, code) => {
            match code {
                KeyCode::Char(typed) => screen.filter.push(typed),
                KeyCode::Backspace => drop(screen.filter.pop()),
                _ => {}
            }
            screen.prompt = Some(Prompt::Filter);
        }
        (Prompt::Block { .. }, KeyCode::Esc) => screen.message = Some("nothing was blocked".to_owned()),
        (Prompt::Block { hash, name, typed }, KeyCode::Enter) => {
            if typed == name {
                return Action::Block { hash, name };
            }
            screen.message = Some(format!("`{typed}` is not `{name}`: nothing was blocked"));
        }
        (Prompt::Block { hash, name, mut typed }, code) => {
            match code {
                KeyCode::Char(character) => typed.push(character),
                KeyCode::Backspace => drop(typed.pop()),
                _ => {}
            }
            screen.prompt = Some(Prompt::Block { hash, name, typed });
        }
    }
    Action::Redraw
}

/// Moves the selection of the pane.
fn step(screen: &mut Screen, to: impl Fn(usize, usize) -> usize) {
    match screen.pane {
        _ if screen.open.is_some() => {}
        Pane::Table => {
            let last = screen.lines().0.len().saturating_sub(1);
            screen.selected_line = to(screen.selected_line.min(last), last);
        }
        Pane::Requests => {
            let requests = screen.requests();
            let last = requests.len().saturating_sub(1);
            let at = to(screen.selected_index(&requests), last);
            // The newest stays selected as others arrive.
            screen.selected_request = requests.get(at).filter(|_| at < last).map(|entry| entry.id.clone());
        }
    }
}

/// Shows the requests of a line, or one request.
fn open(screen: &mut Screen) {
    if screen.open.is_some() {
        return;
    }
    match screen.pane {
        Pane::Table => {
            let line = screen.lines().0.get(screen.selected_line).map(|line| line.name.to_string());
            if let Some(name) = line {
                screen.group = Some((screen.by, name));
                (screen.pane, screen.selected_request) = (Pane::Requests, None);
            }
        }
        Pane::Requests => {
            let requests = screen.requests();
            let entry = requests.get(screen.selected_index(&requests)).copied().cloned();
            screen.open = entry;
        }
    }
}

/// Leaves the innermost of what was chosen.
fn back(screen: &mut Screen) {
    if screen.open.take().is_some() {
        return;
    }
    if !screen.filter.is_empty() {
        screen.filter.clear();
    } else if screen.group.take().is_none() {
        screen.selected_request = None;
        screen.pane = Pane::Table;
    }
}

/// Begins to block the key of the open or selected request, or of the selected line.
fn ask_to_block(screen: &mut Screen) {
    if !screen.may_write {
        screen.message = Some("this view only reads; `top --write` can block keys".to_owned());
        return;
    }
    let requests = screen.requests();
    let entry = match screen.pane {
        _ if screen.open.is_some() => screen.open.clone(),
        Pane::Requests => requests.get(screen.selected_index(&requests)).copied().cloned(),
        Pane::Table if screen.by == By::Key => {
            let name = screen.lines().0.get(screen.selected_line).map(|line| line.name.to_string());
            name.and_then(|name| screen.window.entries().iter().rev().find(|entry| entry.key == name).cloned())
        }
        Pane::Table => None,
    };
    match entry.filter(|entry| litellm_proxy_redact::is_key_hash(&entry.key_hash)) {
        Some(entry) => {
            let name = if entry.key_alias.is_empty() { entry.key } else { entry.key_alias };
            screen.prompt = Some(Prompt::Block { hash: entry.key_hash, name, typed: String::new() });
        }
        None => screen.message = Some("choose a virtual key (2), or a request of one, to block it".to_owned()),
    }
}
