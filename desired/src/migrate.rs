//! Prepares what one server has for another: keys with the values that are known or with new ones, and what to do about secrets
//! that cannot be read. The result is planned and applied like a file.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::key_hash;
use serde_json::Value;

use crate::address::Address;
use crate::desired::{Desired, Resource};
use crate::export::{Export, Report, SecretKind};
use crate::kind::Kind;
use crate::live::Live;
use crate::place::Place;
use crate::value::{SecretSource, SecretValue, Template, Wanted};

/// A key whose value is known.
#[derive(Clone)]
pub struct KnownKey {
    /// The alias.
    pub alias: String,
    /// The value.
    pub secret: String,
    /// Where it is known from.
    pub place: Place,
}

impl std::fmt::Debug for KnownKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KnownKey").field("alias", &self.alias).field("place", &self.place).finish_non_exhaustive()
    }
}

/// What can go to another server.
#[derive(Debug, Clone, Default)]
pub struct Migration {
    /// The resources to create there.
    pub desired: Desired,
    /// What the export left out.
    pub report: Report,
    /// The keys that keep their values.
    pub known_keys: usize,
    /// The keys that get new values.
    pub new_keys: usize,
    /// The aliases of keys that are left out, because their values are not known.
    pub unknown_keys: Vec<String>,
    /// The fields of secrets that are left out, because their variables are not set.
    pub left_out: Vec<(Address, String)>,
    /// Credentials that are left out, because none of their values is known.
    pub without_values: Vec<Address>,
    /// The variables that the server itself resolves, which must be set in the environment of the other one too.
    pub resolved_by_server: BTreeSet<String>,
}

/// How secrets are treated.
#[derive(Debug, Clone, Copy, Default)]
pub struct MigrateOptions {
    /// Leaves out the secrets whose variables are not set.
    pub without_secrets: bool,
}

/// Prepares an export of `live` for another server.
///
/// # Errors
/// Fails with a sentence for each known key that is not a key of the server.
pub fn prepare(
    live: &Live,
    export: Export,
    known: &[KnownKey],
    secrets: &dyn SecretSource,
    options: MigrateOptions,
) -> Result<Migration, Vec<String>> {
    let Export { desired, report } = export;
    let mut migration = Migration { desired, report, ..Migration::default() };
    migration.give_keys(live, known)?;
    migration.leave_out_secrets(secrets, options);
    migration.note_references();
    let desired = &mut migration.desired;
    desired.kinds = desired.resources.keys().map(|address| address.kind).collect();
    Ok(migration)
}

impl Migration {
    /// Gives keys the values that are known. Those that have neither a value nor a place for a new one are left out.
    fn give_keys(&mut self, live: &Live, known: &[KnownKey]) -> Result<(), Vec<String>> {
        let mut wrong = Vec::new();
        for key in known {
            let address = Address::new(Kind::Key, &key.alias);
            let KnownKey { place, alias, .. } = key;
            match live.resources.get(&address) {
                None => wrong.push(format!("{place}: no key of the source has the alias `{alias}`")),
                Some(found) if key_hash(&key.secret) != found.id => {
                    wrong.push(format!("{place}: this is not the value of the key `{alias}` of the source"));
                }
                Some(_) => {
                    if let Some(resource) = self.desired.resources.get_mut(&address) {
                        let template = Template::in_file(place, &key.secret);
                        resource
                            .fields
                            .insert("key".to_owned(), Wanted::Secret(SecretValue { template, version: None }));
                        resource.output = None;
                        self.known_keys += 1;
                    }
                }
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let (mut new, mut unknown) = (0, Vec::new());
        self.desired.resources.retain(|address, resource| {
            let has_value =
                matches!(resource.fields.get("key"), Some(Wanted::Secret(secret)) if !is_variable(&secret.template));
            if address.kind != Kind::Key || has_value {
                return true;
            }
            // The variable that the export names for it is meant for a file.
            resource.fields.remove("key");
            new += usize::from(resource.output.is_some());
            if resource.output.is_none() {
                unknown.push(address.name.clone());
            }
            resource.output.is_some()
        });
        (self.new_keys, self.unknown_keys) = (new, unknown);
        Ok(())
    }

    /// Leaves out secrets that may not exist and whose variables are not set; with `without_secrets` all that are not set.
    fn leave_out_secrets(&mut self, source: &dyn SecretSource, options: MigrateOptions) {
        let possible: BTreeSet<(&Address, &str)> = self
            .report
            .secrets
            .iter()
            .filter(|secret| secret.kind == SecretKind::Possible)
            .map(|secret| (&secret.address, secret.field.as_str()))
            .collect();
        let mut left_out = Vec::new();
        for (address, resource) in &mut self.desired.resources {
            resource.fields.retain(|path, wanted| {
                let Wanted::Secret(secret) = wanted else { return true };
                let may_go = options.without_secrets || possible.contains(&(address, path.as_str()));
                let goes = may_go && secret.template.resolve(source).is_err();
                if goes {
                    left_out.push((address.clone(), path.clone()));
                }
                !goes
            });
        }
        self.left_out = left_out;
        let is_empty = |resource: &Resource| {
            resource.address.kind == Kind::Credential
                && !resource.fields.keys().any(|path| path.starts_with("credential_values."))
        };
        let resources = &mut self.desired.resources;
        let empty = resources.values().filter(|resource| is_empty(resource)).map(|resource| resource.address.clone());
        self.without_values = empty.collect();
        for address in &self.without_values {
            resources.remove(address);
        }
    }

    fn note_references(&mut self) {
        for resource in self.desired.resources.values() {
            for wanted in resource.fields.values() {
                if let Wanted::Value(value) = wanted {
                    references(value, &mut self.resolved_by_server);
                }
            }
        }
    }

    /// Returns how many resources of each kind can go.
    pub fn counts(&self) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        for resource in self.desired.resources.values() {
            let kind = resource.address.kind;
            let count = if kind.is_single() { resource.fields.len() } else { 1 };
            *counts.entry(kind).or_default() += count;
        }
        counts
    }
}

fn is_variable(template: &Template) -> bool {
    matches!(template, Template::Env(_))
}

fn references(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => names.extend(text.strip_prefix("os.environ/").map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| references(item, names)),
        Value::Object(fields) => fields.values().for_each(|field| references(field, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;
    use crate::export::{ExportOptions, export};
    use crate::live::{LiveResource, Seen};

    struct Variables(&'static [&'static str]);

    impl SecretSource for Variables {
        fn environment(&self, name: &str) -> Option<String> {
            self.0.contains(&name).then(|| format!("value of {name}"))
        }
        fn file(&self, _: &Path) -> Result<String, String> {
            Err("no file".to_owned())
        }
        fn command(&self, _: &[String]) -> Result<String, String> {
            Err("no command".to_owned())
        }
        fn in_file(&self, _: &str, _: usize, _: usize) -> Result<String, String> {
            Err("no file".to_owned())
        }
        fn made(&self, _: &Path) -> Result<String, String> {
            Err("nothing is made".to_owned())
        }
    }

    fn known(alias: &str, secret: &str) -> KnownKey {
        let place = Place { file: "keys.csv".into(), line: 1, column: 1 };
        KnownKey { alias: alias.to_owned(), secret: secret.to_owned(), place }
    }

    fn live() -> Live {
        let resource = |kind, name: &str, id: String, fields: &[(&str, Seen)]| {
            let mut resource = LiveResource::new(Address::new(kind, name), id, Value::Null);
            resource.fields = fields.iter().map(|(path, seen)| ((*path).to_owned(), seen.clone())).collect();
            resource
        };
        let text = |text: &str| Seen::Value(json!(text));
        let model = |name: &str, base: &str| {
            let fields = [
                ("model_name", text(name)),
                ("litellm_params.model", text("openai/x")),
                ("litellm_params.api_base", text(base)),
            ];
            resource(Kind::Model, name, name.to_owned(), &fields)
        };
        let resources = [
            resource(Kind::Key, "a", key_hash("sk-a"), &[]),
            resource(Kind::Key, "b", key_hash("sk-b"), &[]),
            resource(Kind::Credential, "azure", "azure".to_owned(), &[("credential_values.api_key", Seen::Hidden)]),
            model("m", "os.environ/BASE"),
            model("n", "https://n"),
        ];
        Live { resources: resources.into_iter().map(|one| (one.address.clone(), one)).collect(), ..Live::default() }
    }

    fn migrate(
        known: &[KnownKey],
        set: &'static [&'static str],
        without_secrets: bool,
    ) -> Result<Migration, Vec<String>> {
        let live = live();
        let export = export(&live, &ExportOptions::default());
        prepare(&live, export, known, &Variables(set), MigrateOptions { without_secrets })
    }

    #[test]
    fn keys_go_with_values_that_are_theirs() {
        let migration = migrate(&[known("a", "sk-a")], &[], false).expect("a migration");
        assert_eq!((migration.known_keys, migration.unknown_keys.as_slice()), (1, &["b".to_owned()][..]));
        let key = &migration.desired.resources[&Address::new(Kind::Key, "a")].fields["key"];
        let Wanted::Secret(secret) = key else { panic!("{key:?}") };
        assert_eq!(secret.template.resolve(&Variables(&[])).ok(), Some(json!("sk-a")));
        let wrong = migrate(&[known("a", "sk-b"), known("c", "sk-c")], &[], false).expect_err("refused");
        assert_eq!(
            wrong,
            [
                "keys.csv:1:1: this is not the value of the key `a` of the source",
                "keys.csv:1:1: no key of the source has the alias `c`"
            ]
        );
        assert!(!format!("{:?}", known("a", "sk-a")).contains("sk-a"));
    }

    #[test]
    fn new_keys_have_a_file_each() {
        let live = live();
        let export = export(&live, &ExportOptions { new_keys: Some("new".into()), ..ExportOptions::default() });
        let migration = prepare(&live, export, &[known("a", "sk-a")], &Variables(&[]), MigrateOptions::default());
        let migration = migration.expect("a migration");
        let output = |alias: &str| migration.desired.resources[&Address::new(Kind::Key, alias)].output.clone();
        assert_eq!((output("a"), output("b")), (None, Some("new/b.key".into())));
        assert_eq!((migration.known_keys, migration.new_keys, migration.unknown_keys.len()), (1, 1, 0));
    }

    #[test]
    fn secrets_are_left_out_only_where_they_may_not_exist_or_as_asked() {
        let migration = migrate(&[], &["N_API_KEY"], false).expect("a migration");
        let left_out = |migration: &Migration| -> Vec<String> {
            migration.left_out.iter().map(|(address, path)| format!("{address}.{path}")).collect()
        };
        assert_eq!(left_out(&migration), ["model/m.litellm_params.api_key"]);
        assert!(migration.desired.resources.contains_key(&Address::new(Kind::Credential, "azure")));
        assert_eq!(migration.resolved_by_server, BTreeSet::from(["BASE".to_owned()]));
        assert_eq!(migration.counts(), BTreeMap::from([(Kind::Credential, 1), (Kind::Model, 2)]));
        let migration = migrate(&[], &[], true).expect("a migration");
        assert_eq!(migration.left_out.len(), 3);
        assert_eq!(migration.without_values, [Address::new(Kind::Credential, "azure")]);
        assert!(!migration.desired.kinds.contains(&Kind::Credential));
    }
}
