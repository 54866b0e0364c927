//! The sections that are lists of named items: `credential_list`, `guardrails`, `search_tools`, `vector_store_registry` and
//! `general_settings.pass_through_endpoints`.

use litellm_proxy_yaml::{Data, Node};

use super::reader::{Reader, Subject};
use super::sections::{Origin, Piece};
use crate::address::Address;
use crate::kind::Kind;

/// Returns the fields without which LiteLLM does not take an item.
fn required(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Guardrail => &["litellm_params.guardrail", "litellm_params.mode"],
        Kind::SearchTool => &["litellm_params.search_provider"],
        Kind::VectorStore => &["litellm_params.custom_llm_provider"],
        Kind::Prompt => &["litellm_params.prompt_integration"],
        Kind::PassThrough => &["target"],
        _ => &[],
    }
}

impl Reader {
    pub(super) fn named_lists(&mut self, kind: Kind, pieces: &[Piece]) {
        for Piece { origin, node, .. } in pieces {
            self.named_list(kind, origin, &format!("`{}`", kind.section()), node);
        }
    }

    /// Reads a list of items, each of which contains its name.
    pub(super) fn named_list(&mut self, kind: Kind, origin: &Origin, what: &str, node: &Node) {
        let Some(path) = kind.name_in_list() else { return };
        for item in self.list(origin, what, node) {
            self.named_item(kind, path, origin, item);
        }
    }

    fn named_item(&mut self, kind: Kind, path: &str, origin: &Origin, item: &Node) {
        let [noun, _] = kind.noun();
        let Data::Mapping(entries) = &item.data else {
            let message = format!("a {noun} must be a mapping with `{path}`");
            self.error(origin, item.position, "invalid-type", message);
            return;
        };
        let (map, key) = path.split_once('.').map_or((None, path), |(map, key)| (Some(map), key));
        let holder = map.map_or(Some(item), |map| item.get(map)).unwrap_or(item);
        let Some(name) = self.required_name(origin, holder, key, &format!("the {noun}")) else { return };
        let name = if kind == Kind::PassThrough { name.trim_start_matches('/').to_owned() } else { name };
        let mut subject = Subject::new(Address::new(kind, name), origin, item.position);
        match map {
            None => self.fields(&mut subject, entries, &[key]),
            Some(map) => {
                self.fields(&mut subject, entries, &[map]);
                if let Some(entry) = entries.iter().find(|entry| entry.name == map) {
                    self.open_map(&mut subject, entry, &[key]);
                }
            }
        }
        let is_missing = |path: &&&str| subject.resource.fields.get(**path).is_none_or(crate::value::Wanted::is_unset);
        if !subject.resource.is_absent
            && let Some(missing) = required(kind).iter().find(is_missing)
        {
            let message = format!("{} has no `{missing}`", subject.label);
            self.error(origin, item.position, "missing-field", message);
        }
        self.add(subject);
    }
}
