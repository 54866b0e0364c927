use proptest::prelude::*;

use super::*;
use crate::place::Place;
use crate::value::{SecretValue, Template, Wanted};

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
