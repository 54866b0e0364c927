//! What is shown of a key on a terminal.

use anyhow::Result;
use serde_json::json;

use crate::commands::facts::{self, Facts};
use crate::context::Context;
use crate::output::{Answer, dollars};
use crate::shell::quote_if_needed;
use litellm_proxy_client::names::is_key_alias;

/// A key that a response describes, with the team and the user it belongs to where they are known.
#[derive(Default)]
pub(super) struct ShownKey {
    fields: Facts,
    hash: String,
    team: Facts,
    user: Facts,
}

impl ShownKey {
    /// Reads a key. Responses have the hash in different fields, so it is given.
    pub(super) fn new(fields: Facts, hash: impl Into<String>) -> Self {
        Self { fields, hash: hash.into(), ..Self::default() }
    }

    /// Names the team and the user as they were given, where a response has only their ids.
    pub(super) fn called(mut self, team: Option<&str>, user: Option<&str>) -> Self {
        let named = |field: &str, name: Option<&str>| Facts::of(&name.map(|name| json!({ field: name })));
        (self.team, self.user) = (named("team_alias", team), named("user_email", user));
        self
    }

    /// Fetches the key's team and user, both at once, if an answer is shown. What may not be read is shown by id.
    pub(super) async fn with_owners(self, context: &mut Context) -> Result<Self> {
        if !context.output.shows_answers() {
            return Ok(self);
        }
        let client = context.client()?;
        let team = async {
            let id = self.fields.string("team_id");
            if id.is_empty() {
                Facts::default()
            } else {
                facts::of_response(client.teams().get(&id).await, "team_info")
            }
        };
        let user = async {
            let id = self.fields.string("user_id");
            if id.is_empty() {
                Facts::default()
            } else {
                facts::of_response(client.users().get(&id).await, "user_info")
            }
        };
        let (team, user) = tokio::join!(team, user);
        Ok(Self { team, user, ..self })
    }

    /// Returns what names the key in a command.
    fn handle(&self) -> String {
        let alias = self.fields.string("key_alias");
        let is_usable = is_key_alias(&alias) && alias.trim() == alias && !alias.starts_with(['-', '@']);
        quote_if_needed(if is_usable && !alias.is_empty() { &alias } else { &self.hash })
    }

    /// Returns the key by alias and hash.
    fn name(&self) -> String {
        facts::key_name(Some(&self.fields.string("key_alias")), &self.hash)
    }

    fn team(&self) -> String {
        let id = self.fields.string("team_id");
        let alias = Some(self.team.string("team_alias")).filter(|alias| !alias.is_empty());
        let alias = alias.unwrap_or_else(|| self.fields.string("team_alias"));
        owner(facts::named(&alias, &id), &self.team)
    }

    fn user(&self) -> String {
        let email = self.user.string("user_email");
        owner(if email.is_empty() { self.fields.string("user_id") } else { email }, &self.user)
    }

    /// Says what goes along with the key when it is deleted: `ci (1a2b3c4d): of the user ada@example.com, $0.10 spent`.
    pub(super) fn going(&self) -> String {
        let (team, user) = (self.fields.string("team_id"), self.fields.string("user_id"));
        let (alias, email) = (self.team.string("team_alias"), self.user.string("user_email"));
        let of = |whose: &str, name: &str| (!name.is_empty()).then(|| format!("of the {whose} {name}"));
        let used = Some(self.fields.time("last_active")).filter(|used| !used.is_empty());
        let parts = [
            of("user", if email.is_empty() { &user } else { &email }),
            of("team", if alias.is_empty() { &team } else { &alias }),
            Some(format!("{} spent", dollars(self.fields.number("spend").unwrap_or_default()))),
            used.map(|used| format!("last used {used}")),
        ];
        format!("{}: {}", self.name(), parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// Returns why the key is refused, if it is, and the command that says or does more about it.
    fn stopped(&self) -> Option<(String, String)> {
        let key = self.handle();
        if self.fields.is("blocked") {
            Some(("blocked".to_owned(), format!("litellm-proxy keys unblock {key}")))
        } else if self.fields.is_past("expires") {
            let expired = format!("expired {}", self.fields.time("expires"));
            Some((expired, format!("litellm-proxy keys update {key} --duration 30d")))
        } else if self.fields.is_over_budget() {
            Some(("over budget".to_owned(), format!("litellm-proxy budgets why {key}")))
        } else if self.team.is("blocked") || self.team.is_over_budget() {
            let reason = if self.team.is("blocked") { "its team is blocked" } else { "its team is over budget" };
            Some((reason.to_owned(), format!("litellm-proxy budgets why {key}")))
        } else {
            None
        }
    }

    /// Describes the key: `Key ci (1a2b3c4d), active`, its owners, limits, and what to do if it is stopped.
    pub(super) fn details(&self) -> Answer {
        self.with_status(format!("Key {}", self.name()), ", active")
    }

    /// Describes the key after a change, such as `Updated`.
    pub(super) fn changed(&self, verb: &str) -> Answer {
        self.with_status(format!("{verb} key {}", self.name()), "")
    }

    /// Adds to a headline what stops the key, and to the answer what to do about it. `active` is said of any other key.
    fn with_status(&self, headline: String, active: &str) -> Answer {
        match self.stopped() {
            Some((reason, command)) => self.lines(Answer::new(format!("{headline}, {reason}"))).next(command),
            None => self.lines(Answer::new(headline + active)),
        }
    }

    /// Names the key after a change of its state, such as `Blocked`, with the command that takes it back.
    pub(super) fn switched(&self, verb: &str, back: Option<&str>) -> Answer {
        let answer = Answer::new(format!("{verb} key {}", self.name())).line("team", self.team());
        let answer = answer.line("user", self.user());
        match back {
            Some(back) => answer.next(format!("litellm-proxy keys {back} {}", self.handle())),
            None => answer,
        }
    }

    /// Describes a key with a new secret, which is shown only now, unless it is in a file.
    pub(super) fn with_secret(&self, verb: &str, secret: Option<&str>) -> Answer {
        let mut answer = Answer::new(format!("{verb} key {}", self.name()));
        if let Some(secret) = secret {
            answer = answer.secret(secret);
        }
        self.lines(answer)
    }

    fn lines(&self, answer: Answer) -> Answer {
        let answer = answer.line("team", self.team()).line("user", self.user()).line("models", self.fields.models());
        let answer = answer.limits(&self.fields);
        let used = Some(self.fields.time("last_active")).filter(|used| !used.is_empty());
        let used = used.map(|used| format!("last used {used}"));
        match Some(self.fields.time("expires")).filter(|_| !self.fields.is_past("expires")) {
            Some(expires) if !expires.is_empty() => {
                answer.line("expires", expires + &used.map(|used| format!("; {used}")).unwrap_or_default())
            }
            _ => answer.line("usage", used.unwrap_or_default()),
        }
    }
}

/// Adds an owner's spend and limit to its name.
fn owner(name: String, owner: &Facts) -> String {
    match owner.spend_and_limit() {
        Some(budget) => format!("{name}, {budget}"),
        None => name,
    }
}
