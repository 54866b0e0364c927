use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::file::{self, Loader, Source};
use crate::place::Place;
use crate::server::is_mask;
use crate::value::{SecretValue, Template};

fn resource(address: Address, fields: impl IntoIterator<Item = (&'static str, Wanted)>) -> Resource {
    let mut resource = Resource::new(address, Place { file: "f".into(), line: 1, column: 1 });
    resource.fields = fields.into_iter().map(|(path, wanted)| (path.to_owned(), wanted)).collect();
    resource
}

fn desired(resources: impl IntoIterator<Item = Resource>) -> Desired {
    let mut desired = Desired::default();
    for resource in resources {
        desired.kinds.insert(resource.address.kind);
        desired.resources.insert(resource.address.clone(), resource);
    }
    desired
}

fn value(value: Value) -> Wanted {
    Wanted::Value(value)
}

fn env(name: &str) -> Wanted {
    Wanted::Secret(SecretValue { template: Template::Env(name.to_owned()), version: None })
}

#[test]
fn sections_resources_and_fields_are_in_the_order_of_the_format() {
    let mut key = resource(Address::new(Kind::Key, "ci"), [("metadata.a.b", value(json!("x y")))]);
    key.output = Some("out/ci.key".into());
    let mut desired = desired([
        key,
        resource(Address::new(Kind::Team, "research"), [("max_budget", value(json!(500)))]),
        resource(Address::member("research", "ada"), []),
        resource(Address::new(Kind::Customer, "c-18"), []),
        resource(
            Address::new(Kind::Model, "gpt-4o-eu"),
            [
                ("model_name", value(json!("gpt-4o"))),
                ("model_info.access_groups", value(json!(["chat"]))),
                ("litellm_params.api_base", value(json!("https://eu.example.com"))),
                ("litellm_params.model", value(json!("azure/gpt-4o"))),
                ("litellm_params.tpm", value(json!(1e-7))),
            ],
        ),
        resource(
            Address::new(Kind::Credential, "azure-eu"),
            [("credential_values.api_key", env("AZURE_EU_API_KEY")), ("credential_info.x", value(json!("a**b")))],
        ),
    ]);
    desired.exact_members.insert("research".to_owned());
    desired.kinds.insert(Kind::Tag);
    desired.header.owner = Some("acme/platform".to_owned());
    desired.header.protect.push("team/*".parse_selector());
    if let Some(absent) = desired.resources.get_mut(&Address::new(Kind::Customer, "c-18")) {
        absent.is_absent = true;
    }
    let expected = "\
litellm_proxy:
  version: 1
  owner: acme/platform
  protect:
    - team/*

model_list:
  - model_name: gpt-4o
    litellm_params:
      model: azure/gpt-4o
      api_base: https://eu.example.com
      tpm: 1.0e-7
    model_info:
      id: gpt-4o-eu
      access_groups:
        - chat

credential_list:
  - credential_name: azure-eu
    credential_info:
      x: {$literal: a**b}
    credential_values:
      api_key: {$env: AZURE_EU_API_KEY}

teams:
  research:
    max_budget: 500
    members:
      ada: {}
    members_mode: exact

keys:
  ci:
    metadata:
      a.b: x y
    output: {$file: out/ci.key}

customers:
  c-18:
    state: absent

tags: {}
";
    assert_eq!(Document::new(&desired).to_yaml(), expected);
}

trait ParseSelector {
    fn parse_selector(&self) -> Selector;
}

impl ParseSelector for str {
    fn parse_selector(&self) -> Selector {
        Selector::new(self).expect("a selector")
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1.0e9..1.0e9_f64).prop_map(Value::from),
        (0.0..1.0e-5_f64).prop_map(Value::from),
        "[ -~]{0,12}|\\PC{0,8}|[0-9:._ex-]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z$ :-]{1,6}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn yaml_and_json_are_the_same_document(
        name in "[a-z0-9/ :.@*-]{1,10}",
        path in "[a-z][a-z0-9_.]{0,8}",
        first in json_value(),
        second in json_value(),
    ) {
        let mut team = resource(Address::new(Kind::Team, name.clone()), [("metadata.x", value(first.clone()))]);
        team.fields.insert(format!("metadata.{path}"), value(second.clone()));
        let document = Document::new(&desired([team, resource(Address::member(name, "a"), [])]));
        let read = litellm_proxy_yaml::read(&document.to_yaml()).map(|node| node.to_json());
        prop_assert_eq!(read, Ok(serde_json::to_value(&document).expect("JSON")), "{}", document.to_yaml());
    }
}

/// One file in memory.
struct OneFile(String);

impl Loader for OneFile {
    fn content(&mut self, _: &Source) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
    fn files(&mut self, _: &Path) -> Result<Option<Vec<PathBuf>>, String> {
        Ok(None)
    }
    fn identity(&mut self, path: &Path) -> Option<PathBuf> {
        Some(path.to_owned())
    }
}

fn read_back(yaml: &str) -> Desired {
    let reading = file::read(&[Source::new("f")], &mut OneFile(yaml.to_owned())).expect("a file");
    let errors: Vec<String> = reading.diagnostics.iter().map(ToString::to_string).collect();
    assert!(!reading.has_errors(), "{errors:#?}\n{yaml}");
    reading.desired
}

/// A name that is not that of a secret, and text that is not a key, which are read as secrets in clear.
fn is_open(value: &Value) -> bool {
    match value {
        Value::String(text) => !litellm_proxy_redact::holds_key(text),
        Value::Array(items) => items.iter().all(is_open),
        Value::Object(fields) => {
            fields.iter().all(|(name, value)| !litellm_proxy_redact::is_secret_name(name) && is_open(value))
        }
        _ => true,
    }
}

fn any_secret() -> impl Strategy<Value = Wanted> {
    let one = prop_oneof![
        "[A-Z_][A-Z0-9_]{0,8}".prop_map(Template::Env),
        "[a-z ,:/{}-]{1,10}".prop_map(|path| Template::File(path.into())),
        prop::collection::vec("[ -~]{1,8}", 1..4).prop_map(Template::Command),
    ];
    (one.clone(), one, prop::option::of(0..9_u64), 0..3).prop_map(|(template, other, version, nesting)| {
        let template = match nesting {
            0 => template,
            1 => Template::List(vec![template, other]),
            _ => Template::Map(
                [("a".to_owned(), template), ("b".to_owned(), Template::Plain(json!(1)))].into_iter().collect(),
            ),
        };
        Wanted::Secret(SecretValue { template, version })
    })
}

fn any_fields(map: &'static str) -> impl Strategy<Value = BTreeMap<String, Wanted>> {
    let value = json_value().prop_filter("open", is_open).prop_map(Wanted::Value);
    let wanted = prop_oneof![4 => value, 1 => any_secret(), 1 => Just(Wanted::Value(Value::Null))];
    let name = "x[a-z0-9_. :-]{0,8}".prop_filter("open", |name| !litellm_proxy_redact::is_secret_name(name));
    let fields = prop::collection::btree_map(name, wanted, 0..5);
    fields.prop_map(move |fields| fields.into_iter().map(|(name, wanted)| (format!("{map}.{name}"), wanted)).collect())
}

fn any_name() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9/ :.@*-]{1,10}|\\PC{1,6}".prop_filter("a name", |name| {
        !litellm_proxy_redact::holds_key(name) && !is_mask(name, false) && !name.contains("**")
    })
}

fn any_desired() -> impl Strategy<Value = Desired> {
    let of = |kind: Kind, map: &'static str| {
        prop::collection::btree_map(any_name(), any_fields(map), 0..3).prop_map(move |found| {
            let resources = found.into_iter().map(move |(name, fields)| {
                let mut resource = resource(Address::new(kind, name), []);
                resource.fields = fields;
                resource
            });
            resources.collect::<Vec<_>>()
        })
    };
    let models = of(Kind::Model, "litellm_params").prop_map(|mut models| {
        for model in &mut models {
            for path in ["model_name", "litellm_params.model"] {
                model.fields.insert(path.to_owned(), value(json!(format!("x{}", model.address.name))));
            }
        }
        models
    });
    let parts = (
        models,
        of(Kind::Credential, "credential_info"),
        of(Kind::Team, "metadata"),
        of(Kind::Key, "metadata"),
        prop::collection::btree_set(any_name(), 0..3),
        prop::collection::vec(any::<bool>(), 4),
        prop::option::of("[a-z/]{1,8}"),
    );
    parts.prop_map(|(models, credentials, mut teams, mut keys, members, choices, owner)| {
        let is_chosen = |at: usize| choices.get(at) == Some(&true);
        let mut exact = Vec::new();
        if let Some(team) = teams.first().map(|team| team.address.name.clone()) {
            if is_chosen(0) {
                exact.push(team.clone());
            }
            teams.extend(members.iter().map(|user| resource(Address::member(&team, user), [])));
        }
        for key in &mut keys {
            key.output = is_chosen(1).then(|| "a, b: c".into());
            key.is_absent = is_chosen(2);
        }
        let mut desired = desired([models, credentials, teams, keys].into_iter().flatten());
        if !exact.is_empty() {
            desired.kinds.insert(Kind::Member);
        }
        desired.exact_members.extend(exact);
        if is_chosen(3) {
            desired.kinds.insert(Kind::Tag);
        }
        desired.header.owner = owner;
        desired
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_it_was(desired in any_desired()) {
        let yaml = Document::new(&desired).to_yaml();
        let read = read_back(&yaml);
        prop_assert_eq!(&read.header.owner, &desired.header.owner);
        prop_assert_eq!(&read.kinds, &desired.kinds, "{}", yaml);
        prop_assert_eq!(&read.exact_members, &desired.exact_members);
        prop_assert!(read.resources.keys().eq(desired.resources.keys()), "{}", yaml);
        for (address, resource) in &desired.resources {
            let found = &read.resources[address];
            prop_assert_eq!(&found.fields, &resource.fields, "{}\n{}", address, yaml);
            prop_assert_eq!(&found.output, &resource.output);
            prop_assert_eq!(found.is_absent, resource.is_absent);
        }
        prop_assert_eq!(Document::new(&read).to_yaml(), yaml);
    }
}
