//! The sections that are maps by identity: `budgets`, `organizations`, `users`, `teams` with their members, `keys`, `customers`, `tags`,
//! `policies`, and `mcp_servers`.

use std::collections::HashMap;
use std::path::PathBuf;

use litellm_proxy_yaml::{Data, Entry, Node};
use serde_json::Value;

use super::reader::{Mention, Reader, Subject, label};
use super::sections::{Origin, Piece};
use crate::address::Address;
use crate::fields::Reference;
use crate::kind::Kind;
use crate::place::{Diagnostic, Place};
use crate::server::policies::ATTACHED;
use crate::value::Wanted;

/// Returns the field that repeats the identity, which the file may contain too.
pub(crate) fn identity_field(kind: Kind) -> &'static str {
    match kind {
        Kind::Budget => "budget_id",
        Kind::User | Kind::Customer => "user_id",
        Kind::Organization => "organization_id",
        Kind::Team => "team_id",
        Kind::Key => "key_alias",
        Kind::Credential => "credential_name",
        Kind::Model => "id",
        Kind::Guardrail => "guardrail_name",
        Kind::McpServer => "server_name",
        Kind::SearchTool => "search_tool_name",
        Kind::VectorStore => "vector_store_id",
        Kind::PassThrough => "path",
        Kind::Prompt => "prompt_id",
        Kind::Agent => "agent_name",
        Kind::AccessGroup => "access_group_name",
        Kind::Policy => "policy_name",
        Kind::Member
        | Kind::Tag
        | Kind::RouterSettings
        | Kind::GeneralSettings
        | Kind::LitellmSettings
        | Kind::UiSettings
        | Kind::SsoSettings => "name",
    }
}

impl Reader {
    pub(super) fn map(&mut self, kind: Kind, pieces: &[Piece]) {
        for Piece { origin, node, .. } in pieces {
            let section = kind.section();
            if let Data::Sequence(_) = node.data {
                let message = format!("`{section}` must be a mapping by {}, not a list", identity_of(kind));
                let hint = format!("{section}: {{NAME: {{…}}}}");
                self.report(origin.error(node.position, "invalid-type", message).hint(hint));
                continue;
            }
            // A name may begin with x-, too.
            for entry in self.mapping(origin, &format!("`{section}`"), node) {
                self.map_entry(kind, origin, entry);
            }
        }
    }

    fn map_entry(&mut self, kind: Kind, origin: &Origin, entry: &Entry) {
        if entry.name.is_empty() || litellm_proxy_redact::holds_key(&entry.name) {
            let message = format!("`{}` is a mapping by {}", kind.section(), identity_of(kind));
            let hint = (kind == Kind::Key).then(|| "keys: {ALIAS: {key: {$env: NAME}}}".to_owned());
            self.report(Diagnostic { hint, ..origin.error(entry.position, "invalid-name", message) });
            return;
        }
        let mut subject = Subject::new(Address::new(kind, &entry.name), origin, entry.position);
        let label = subject.label.clone();
        let entries = self.mapping(origin, &label, &entry.value);
        let identity = identity_field(kind);
        if let Some(repeated) = entries.iter().find(|other| other.name == identity)
            && name_in(&repeated.value).as_deref() != Some(entry.name.as_str())
        {
            let message = format!("{label}: `{identity}` must be what it is called here, or be left out");
            self.error(origin, repeated.value.position, "invalid-value", message);
        }
        match kind {
            Kind::Team => {
                self.fields(&mut subject, entries, &[identity, "members", "members_mode"]);
                if !subject.resource.is_absent {
                    self.members(origin, &label, &entry.name, entries);
                }
            }
            Kind::Key => {
                self.fields(&mut subject, entries, &[identity, "output"]);
                subject.resource.output = self.output(origin, &label, entries);
            }
            Kind::McpServer => {
                self.fields(&mut subject, entries, &[identity, "authentication_token"]);
                // LiteLLM's other name for the field.
                if let Some(token) = entries.iter().find(|entry| entry.name == "authentication_token") {
                    self.field(&mut subject, "auth_value".to_owned(), token);
                }
            }
            Kind::Policy => {
                self.fields(&mut subject, entries, &[identity, ATTACHED]);
                if let Some(attached) = entries.iter().find(|entry| entry.name == ATTACHED) {
                    let message = format!("{label} has the unknown field `{ATTACHED}`");
                    let hint = format!("attachments are a section of their own, `{}`", super::ATTACHMENTS);
                    self.report(origin.error(attached.position, "unknown-field", message).hint(hint));
                }
            }
            _ => self.fields(&mut subject, entries, &[identity]),
        }
        self.add(subject);
    }

    /// Reads where the value of a new key goes: `output: {$file: PATH}`.
    fn output(&mut self, origin: &Origin, label: &str, entries: &[Entry]) -> Option<PathBuf> {
        let output = entries.iter().find(|entry| entry.name == "output")?;
        if matches!(output.value.data, Data::Scalar(Value::Null)) {
            return None;
        }
        if entries.iter().any(|entry| entry.name == "key") {
            let message = format!("{label}: `output` is for keys whose value the server makes, and `key` gives one");
            self.error(origin, output.position, "invalid-value", message);
            return None;
        }
        let path = match &output.value.data {
            Data::Mapping(fields) if fields.len() == 1 => output.value.get("$file").and_then(Node::as_str),
            _ => None,
        };
        let path = path.filter(|path| !path.is_empty()).map(|path| origin.directory.join(path));
        if path.is_none() {
            let message = format!("{label}: `output` must be {{$file: PATH}}");
            self.error(origin, output.value.position, "invalid-value", message);
        }
        path
    }

    /// Reads the members of a team: a map by user id, or a list of ids and mappings with `user_id`.
    fn members(&mut self, origin: &Origin, label: &str, team: &str, entries: &[Entry]) {
        let find = |name: &str| entries.iter().find(|entry| entry.name == name);
        let mode = find("members_mode");
        let is_exact = match mode.map(|mode| (mode, mode.value.as_str())) {
            Some((_, Some("exact"))) => true,
            None | Some((_, Some("add"))) => false,
            Some((mode, _)) => {
                let message = format!("{label}: `members_mode` must be `exact` or `add`");
                self.error(origin, mode.value.position, "invalid-value", message);
                false
            }
        };
        let Some(members) = find("members") else {
            if let Some(mode) = mode.filter(|_| is_exact) {
                let message =
                    format!("{label}: `members_mode: exact` without `members`; write `members: {{}}` for none");
                self.error(origin, mode.position, "missing-field", message);
            }
            return;
        };
        self.desired.kinds.insert(Kind::Member);
        if is_exact {
            self.desired.exact_members.insert(team.to_owned());
        }
        match &members.value.data {
            Data::Sequence(items) => items.iter().for_each(|item| self.listed_member(origin, label, team, item)),
            _ => {
                for entry in self.mapping(origin, &format!("{label}: `members`"), &members.value) {
                    let place = origin.place(entry.position);
                    let what = format!("{label}: `members.{}`", entry.name);
                    let fields = self.mapping(origin, &what, &entry.value);
                    self.member(origin, team, &entry.name, place, fields);
                }
            }
        }
    }

    fn listed_member(&mut self, origin: &Origin, label: &str, team: &str, item: &Node) {
        let place = origin.place(item.position);
        let (user, fields, rule) = match &item.data {
            Data::Mapping(fields) => {
                let user = item.get("user_id").or_else(|| item.get("user_email")).and_then(name_in);
                (user, fields.as_slice(), "missing-field")
            }
            _ => (name_in(item), [].as_slice(), "invalid-type"),
        };
        let Some(user) = user else {
            let message = format!("{label}: a member of a list must be a user id, or a mapping with `user_id`");
            self.error(origin, item.position, rule, message);
            return;
        };
        if !fields.is_empty() && item.get("user_id").is_none() {
            self.emails.push((Address::member(team, &user), place.clone()));
        }
        self.member(origin, team, &user, place, fields);
    }

    /// Puts the ids of users in place of the e-mail addresses of members.
    pub(super) fn resolve_emails(&mut self) {
        let users = self.desired.resources.values().filter(|resource| resource.address.kind == Kind::User);
        let ids: HashMap<String, String> = users
            .filter_map(|user| match user.fields.get("user_email") {
                Some(Wanted::Value(Value::String(email))) => Some((email.to_lowercase(), user.address.name.clone())),
                _ => None,
            })
            .collect();
        let is_email = |address: &Address| {
            let member = address.member.as_deref().filter(|member| member.contains('@'))?;
            let is_id = self.desired.resources.contains_key(&Address::new(Kind::User, member));
            ids.get(&member.to_lowercase()).filter(|_| !is_id).map(|id| Address::member(&address.name, id))
        };
        let found: Vec<(Address, Address)> = self
            .desired
            .resources
            .keys()
            .filter_map(|address| is_email(address).map(|resolved| (address.clone(), resolved)))
            .collect();
        for (from, to) in found {
            self.mentions.iter_mut().filter(|mention| mention.from == from).for_each(|mention| {
                if mention.path == "user_id" {
                    mention.name = to.member.clone().unwrap_or_default();
                }
                mention.from = to.clone();
            });
            if let Some(mut resource) = self.desired.resources.remove(&from) {
                resource.address = to.clone();
                let origin = Origin { file: resource.place.file.clone(), directory: PathBuf::new() };
                self.add(Subject { resource, label: label(&to), origin });
            }
        }
        for (address, place) in std::mem::take(&mut self.emails) {
            if self.desired.resources.contains_key(&address) {
                let message = format!("{}: no user of the files has this `user_email`", label(&address));
                let hint = "write the `user_id`, or the user into `users`";
                self.mentions.retain(|mention| mention.from != address);
                self.report(Diagnostic::error("dangling-reference", Some(place), message).hint(hint));
            }
        }
    }

    fn member(&mut self, origin: &Origin, team: &str, user: &str, place: Place, fields: &[Entry]) {
        let position = litellm_proxy_yaml::Position { line: place.line, column: place.column };
        let mut subject = Subject::new(Address::member(team, user), origin, position);
        self.fields(&mut subject, fields, &["user_id", "user_email"]);
        self.mentions.push(Mention {
            from: subject.resource.address.clone(),
            path: "user_id".to_owned(),
            place,
            target: Reference::To(Kind::User),
            name: user.to_owned(),
            is_limit: false,
        });
        self.add(subject);
    }
}

/// Returns the name that a value is; YAML reads one of digits as a number.
fn name_in(node: &Node) -> Option<String> {
    match node.to_json() {
        Value::String(name) if !name.is_empty() => Some(name),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn identity_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Key => "alias",
        Kind::Tag | Kind::McpServer | Kind::AccessGroup | Kind::Policy => "name",
        _ => "id",
    }
}
