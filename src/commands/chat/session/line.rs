//! What is typed at the prompt: a message, or a command that begins with a slash.

/// An input of the user.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Input {
    Nothing,
    Message(String),
    Command(Command),
    /// A command that does not exist, or whose argument is wrong: why.
    Wrong(String),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Attach(String),
    Clear,
    Copy,
    Cost,
    Edit,
    Help,
    Model(Option<String>),
    Quit,
    Retry,
    Save(Option<String>),
    Set(Option<(String, String)>),
    System(Option<String>),
    Tokens,
}

/// Commands, what they take, and what they do.
pub(super) const COMMANDS: [(&str, &str, &str); 13] = [
    ("/attach", "FILE", "attach a file to the next message"),
    ("/clear", "", "start a new conversation; what was said stays in the saved session"),
    ("/copy", "", "copy the last answer to the clipboard of the terminal"),
    ("/cost", "", "show what the session has cost"),
    ("/edit", "", "change the last message in $EDITOR, and send it again"),
    ("/help", "", "show this help"),
    ("/model", "[MODEL]", "show or change the model"),
    ("/quit", "", "end the session; so does Ctrl-D"),
    ("/retry", "", "ask for another answer to the last message"),
    ("/save", "[NAME]", "name the session, to resume it by this name"),
    ("/set", "[KEY=VALUE]", "show or set parameters of the model, such as temperature=0.2"),
    ("/system", "[TEXT]", "show or change the instructions"),
    ("/tokens", "", "count the tokens of the conversation"),
];

/// What keys do at the prompt.
pub(super) const KEYS: &str = "Alt-Enter, or a backslash at the end of a line, begins another line. Ctrl-X Ctrl-E opens $EDITOR. // begins a message with a slash.";

/// Reads what was typed. A backslash at the end of a line continues the message on the next line.
pub(super) fn parse(text: &str) -> Input {
    let text = text.replace("\\\n", "\n");
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Input::Nothing;
    }
    if let Some(message) = trimmed.strip_prefix("//") {
        return Input::Message(format!("/{message}"));
    }
    if !trimmed.starts_with('/') {
        return Input::Message(text.trim_end().to_owned());
    }
    let (name, rest) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
    let rest = Some(rest.trim()).filter(|rest| !rest.is_empty()).map(str::to_owned);
    let wrong = |what: &str| Input::Wrong(format!("{name} {what}"));
    let is_known = COMMANDS.iter().find(|(known, ..)| *known == name);
    match (name, rest) {
        ("/attach", Some(file)) => Input::Command(Command::Attach(file)),
        ("/attach", None) => wrong("takes the name of a file"),
        ("/model", model) => Input::Command(Command::Model(model)),
        ("/save", name) => Input::Command(Command::Save(name)),
        ("/system", text) => Input::Command(Command::System(text)),
        ("/set", None) => Input::Command(Command::Set(None)),
        ("/set", Some(pair)) => match pair.split_once('=') {
            Some((key, value)) => Input::Command(Command::Set(Some((key.trim().to_owned(), value.trim().to_owned())))),
            None => wrong("takes KEY=VALUE, such as temperature=0.2"),
        },
        (_, Some(_)) if is_known.is_some() => wrong("takes nothing"),
        ("/clear", None) => Input::Command(Command::Clear),
        ("/copy", None) => Input::Command(Command::Copy),
        ("/cost", None) => Input::Command(Command::Cost),
        ("/edit", None) => Input::Command(Command::Edit),
        ("/help", None) => Input::Command(Command::Help),
        ("/quit" | "/exit", None) => Input::Command(Command::Quit),
        ("/retry", None) => Input::Command(Command::Retry),
        ("/tokens", None) => Input::Command(Command::Tokens),
        _ => {
            Input::Wrong(format!("{name} is not a command: /help lists them; a message may begin with // for a slash"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_commands_are_told_apart() {
        let message = |text: &str| Input::Message(text.to_owned());
        for (text, expected) in [
            ("  \n", Input::Nothing),
            ("hello", message("hello")),
            ("one\ntwo\n", message("one\ntwo")),
            ("one\\\ntwo", message("one\ntwo")),
            ("//etc", message("/etc")),
            ("/help", Input::Command(Command::Help)),
            ("/model", Input::Command(Command::Model(None))),
            ("/model gpt-4o ", Input::Command(Command::Model(Some("gpt-4o".to_owned())))),
            ("/set a.b = 1", Input::Command(Command::Set(Some(("a.b".to_owned(), "1".to_owned()))))),
            ("/system You are\nbrief", Input::Command(Command::System(Some("You are\nbrief".to_owned())))),
            ("/copy", Input::Command(Command::Copy)),
            ("/exit", Input::Command(Command::Quit)),
        ] {
            assert_eq!(parse(text), expected, "{text:?}");
        }
        for (text, reason) in [
            ("/set x", "/set takes KEY=VALUE"),
            ("/attach", "/attach takes the name of a file"),
            ("/retry now", "/retry takes nothing"),
            ("/etc/passwd", "/etc/passwd is not a command"),
        ] {
            assert!(matches!(parse(text), Input::Wrong(found) if found.starts_with(reason)), "{text:?}");
        }
    }
}
