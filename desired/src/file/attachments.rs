//! The section `policy_attachments`, as in LiteLLM: a list whose items name a policy. They become a field of the policies.

use std::borrow::Cow;
use std::collections::BTreeMap;

use litellm_proxy_yaml::{Data, Node};
use serde_json::Value;

use super::reader::{Mention, Reader};
use super::sections::{Origin, Piece};
use crate::address::Address;
use crate::fields::Reference;
use crate::kind::Kind;
use crate::server::policies::{ATTACHED, ATTACHMENT, attachment};
use crate::value::Wanted;

/// The name of the section.
pub(crate) const SECTION: &str = "policy_attachments";

impl Reader {
    /// Reads the section, after `policies`. A policy that no item names is for nobody.
    pub(super) fn policy_attachments(&mut self, pieces: &[Piece]) {
        let mut attached: BTreeMap<Address, Vec<Value>> = BTreeMap::new();
        for Piece { origin, node, .. } in pieces {
            for item in self.list(origin, &format!("`{SECTION}`"), node) {
                if let Some((policy, attachment)) = self.policy_attachment(origin, item) {
                    attached.entry(policy).or_default().push(attachment);
                }
            }
        }
        let place = pieces.first().map(|piece| piece.origin.place(piece.position));
        let policies = self.desired.resources.values_mut().filter(|resource| resource.address.kind == Kind::Policy);
        for resource in policies.filter(|policy| !policy.is_absent) {
            let list = attached.remove(&resource.address).unwrap_or_default();
            resource.fields.insert(ATTACHED.to_owned(), Wanted::Value(list.into()));
            resource.places.extend(place.clone().map(|place| (ATTACHED.to_owned(), place)));
        }
    }

    fn policy_attachment(&mut self, origin: &Origin, item: &Node) -> Option<(Address, Value)> {
        let Data::Mapping(entries) = &item.data else {
            let message = "an attachment must be a mapping with `policy`";
            self.error(origin, item.position, "invalid-type", message);
            return None;
        };
        let name = self.required_name(origin, item, "policy", "the attachment")?;
        let label = format!("the attachment of policy `{name}`");
        for entry in entries.iter().filter(|entry| entry.name != "policy") {
            if !ATTACHMENT.contains(&entry.name.as_str()) {
                self.unknown_field(origin, entry, &label, ATTACHMENT.map(Cow::Borrowed));
            }
        }
        let policy = Address::new(Kind::Policy, name);
        let found = self.desired.resources.get(&policy);
        if found.is_none_or(|policy| policy.is_absent) {
            let why =
                if found.is_some() { "the files delete this policy" } else { "no policy of the files has this name" };
            let message = format!("{label}: {why}");
            self.error(origin, item.position, "dangling-reference", message);
            return None;
        }
        if let Some(Node { data: Data::Sequence(models), .. }) = item.get("models") {
            let exact = models.iter().filter_map(|model| Some((model.as_str()?, model.position)));
            for (model, position) in exact.filter(|(name, _)| !name.contains('*')) {
                self.mentions.push(Mention {
                    from: policy.clone(),
                    path: ATTACHED.to_owned(),
                    place: origin.place(position),
                    target: Reference::Models,
                    name: model.to_owned(),
                    is_limit: false,
                });
            }
        }
        let attachment = attachment(&item.to_json());
        let mut fields = attachment.as_object().into_iter().flatten();
        if fields.all(|(name, _)| ["priority", "default"].contains(&name.as_str())) {
            let message = format!("{label} says not for whom: give it a `scope`, `teams`, `keys`, `models` or `tags`");
            self.error(origin, item.position, "missing-field", message);
        }
        Some((policy, attachment))
    }
}
