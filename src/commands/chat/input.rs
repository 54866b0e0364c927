//! The messages of a request: from arguments, from files, and from what is piped in.

use anyhow::Result;
use clap::Args;

use super::attach::Attachments;
use super::templates::Template;
use crate::config::without_bom;
use crate::context::Context;
use crate::failure::Failure;
use crate::stdin;
use litellm_proxy_client::chat::{Message, Part, Role};

const ROLES: [&str; 4] = ["system", "developer", "user", "assistant"];

const UNREAD: &str = "standard input was not read, because there is a user message; send it with -m user:@-";

/// Options with the messages of a request.
#[derive(Debug, Args)]
pub(in crate::commands) struct Input {
    /// Message (repeat to build a conversation)
    #[arg(short, long, value_name = "ROLE:CONTENT")]
    message: Vec<String>,
    /// Instructions for the model, or @FILE to read them
    #[arg(long, value_name = "TEXT")]
    system: Option<String>,
    /// Do not read standard input
    #[arg(long)]
    no_stdin: bool,
}

impl Input {
    /// Warns if something was piped in that was not read. Returns whether it warned.
    pub(in crate::commands) fn warn_if_unread(&self, context: &mut Context) -> bool {
        !self.no_stdin && stdin::warn_if_unread(context, UNREAD)
    }

    /// Builds the conversation. What is piped in comes before the text, or is the message of the user if there is none.
    pub(in crate::commands) fn messages(
        &self,
        context: &mut Context,
        text: Option<&str>,
        template: Option<&Template>,
        attachments: &Attachments,
    ) -> Result<Vec<Message>> {
        let mut messages =
            self.message.iter().map(|argument| message(context, argument)).collect::<Result<Vec<_>>>()?;
        let has_instructions = messages.iter().any(|message| message.role == Role::System);
        if let Some(system) = &self.system {
            if has_instructions {
                return Err(Failure::usage("instructions are given twice: by --system and by -m \"system:…\""));
            }
            messages.insert(0, Message::system(context.arguments.string(system)?));
        } else if let Some(system) = template.map(Template::system).transpose()?.flatten()
            && !has_instructions
        {
            messages.insert(0, Message::system(system));
        }
        // Before anything else reads standard input.
        let parts = attachments.parts(context)?;
        let prompt = text.map(|text| prompt(context, text)).transpose()?;
        let is_of_user = |message: &Message| message.role == Role::User;
        let said = match prompt {
            Some(prompt) if is_of_user(&prompt) => {
                let piped = self.piped(context, stdin::is_for_command)?;
                Some(piped.map_or_else(|| prompt.text().into_owned(), |piped| format!("{piped}\n\n{}", prompt.text())))
            }
            other => {
                messages.extend(other);
                let is_alone = parts.is_empty();
                let is_meant = || is_alone || stdin::is_for_command();
                if messages.iter().any(is_of_user) { None } else { self.piped(context, is_meant)? }
            }
        };
        let said = match template {
            Some(template) => template.prompt(said.as_deref())?,
            None => said,
        };
        messages.extend(said.map(Message::user));
        if !parts.is_empty() {
            attach(&mut messages, parts);
        }
        if messages.is_empty() {
            return Err(Failure::usage(
                "at least one message is required: TEXT, -m \"user:Hello\", or text on standard input",
            ));
        }
        Ok(messages)
    }

    /// Reads what is piped in, if there is anything in it.
    fn piped(&self, context: &mut Context, is_meant: impl FnOnce() -> bool) -> Result<Option<String>> {
        let is_open = !context.output.terminal().stdin_is_terminal && !context.arguments.stdin_is_read();
        if self.no_stdin || !is_open || !is_meant() {
            return Ok(None);
        }
        stdin::report_waiting(context, "waiting for standard input (--no-stdin skips it)");
        let bytes = context.arguments.file("-")?;
        let text = std::str::from_utf8(without_bom(&bytes))
            .map_err(|_| Failure::Usage { message: "standard input is not UTF-8 text".to_owned(), hint: None })?;
        let text = text.trim_end_matches(['\r', '\n']);
        Ok((!text.trim().is_empty()).then(|| text.to_owned()))
    }
}

/// Adds files to the last message of the user.
fn attach(messages: &mut Vec<Message>, parts: Vec<Part>) {
    match messages.iter_mut().rfind(|message| message.role == Role::User) {
        Some(message) => {
            let text = Part::text(message.text());
            message.content = Some([vec![text], parts].concat().into());
        }
        None => messages.push(Message::user(parts)),
    }
}

/// Reads the text argument: a message of the user, unless it begins with a role.
fn prompt(context: &mut Context, text: &str) -> Result<Message> {
    let has_role = text.split_once(':').is_some_and(|(role, _)| ROLES.contains(&role.trim()));
    if has_role { message(context, text) } else { Ok(Message::user(context.arguments.string(text)?)) }
}

fn message(context: &mut Context, argument: &str) -> Result<Message> {
    let usage = |message: String| Failure::Usage {
        message,
        hint: Some(format!(
            "a message is ROLE:CONTENT, where ROLE is one of {}; one without a role is the user's",
            ROLES.join(", ")
        )),
    };
    let (role, content) = match argument.split_once(':') {
        // The beginning of a sentence is not a role.
        Some((role, content)) if !role.trim().contains(char::is_whitespace) => (role.trim(), content.trim()),
        _ => ("user", argument.trim()),
    };
    if !ROLES.contains(&role) {
        return Err(usage(format!("unknown role `{role}`")).into());
    }
    Ok(Message::new(role, context.arguments.string(content)?))
}
