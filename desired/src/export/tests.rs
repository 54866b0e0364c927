use serde_json::json;

use super::*;
use crate::live::LeftOut;
use crate::mark::value_fingerprint;
use crate::print::Document;

/// Creates a resource as a driver reads it: fields by path; a null stands for a hidden value.
fn live_resource(address: &str, fields: Value) -> LiveResource {
    let address: Address = address.parse().expect("an address");
    let mut resource = LiveResource::new(address.clone(), address.name, Value::Null);
    if let Value::Object(fields) = fields {
        let seen = |value: Value| if value.is_null() { Seen::Hidden } else { Seen::Value(value) };
        resource.fields = fields.into_iter().map(|(path, value)| (path, seen(value))).collect();
    }
    resource
}

fn marked(mut resource: LiveResource, owner: &str, secrets: &[&str]) -> LiveResource {
    let secrets = secrets.iter().map(|path| ((*path).to_owned(), "v1:-".to_owned())).collect();
    resource.mark = Some(Mark { owner: owner.to_owned(), secrets, ..Mark::default() });
    resource
}

fn live(resources: impl IntoIterator<Item = LiveResource>) -> Live {
    let mut live = Live::default();
    live.resources.extend(resources.into_iter().map(|resource| (resource.address.clone(), resource)));
    live
}

fn model(id: &str, upstream: &str) -> LiveResource {
    live_resource(&format!("model/{id}"), json!({"model_name": id, "litellm_params.model": upstream}))
}

fn exported(live: &Live, options: &ExportOptions) -> (String, Vec<String>) {
    let Export { desired, report } = export(live, options);
    (Document::new(&desired).to_yaml(), report.hints())
}

fn implicit(name: &str) -> LiveResource {
    let mut budget = live_resource(&format!("budget/{name}"), json!({"max_budget": 1}));
    budget.is_implicit = true;
    budget
}

fn only(patterns: &[&str]) -> ExportOptions {
    let only = patterns.iter().map(|pattern| Selector::new(*pattern).expect("a selector")).collect();
    ExportOptions { only, ..ExportOptions::default() }
}

#[test]
fn secrets_are_references_and_never_masks() {
    let mut with_headers = model("eu", "bedrock/x");
    with_headers.fields.insert("litellm_params.extra_headers".to_owned(), Seen::Hidden);
    with_headers.row = json!({"litellm_params": {"extra_headers": {"Authorization": "Bear****yyyy", "x-team": "a"}}});
    let mut in_clear = model("old", "bedrock/x");
    let headers = json!({"Authorization": "Bearer abc", "x-team": "os.environ/TEAM"});
    in_clear.fields.insert("litellm_params.extra_headers".to_owned(), Seen::Value(headers));
    let live = live([
        live_resource(
            "credential/azure-eu",
            json!({"credential_values.api_key": null, "credential_values.api_base": "https://eu", "credential_info.note": "sk-abcdefgh123"}),
        ),
        with_headers,
        in_clear,
        marked(model("us", "openai/gpt-4o"), "", &["litellm_params.api_key"]),
    ]);
    let (yaml, hints) = exported(&live, &ExportOptions::default());
    let expected = "\
model_list:
  - model_name: eu
    litellm_params:
      model: bedrock/x
      extra_headers:
        Authorization: {$env: EU_EXTRA_HEADERS_AUTHORIZATION}
        x-team: a
    model_info:
      id: eu
  - model_name: old
    litellm_params:
      model: bedrock/x
      extra_headers:
        Authorization: {$env: OLD_EXTRA_HEADERS_AUTHORIZATION}
        x-team: os.environ/TEAM
    model_info:
      id: old
  - model_name: us
    litellm_params:
      model: openai/gpt-4o
      api_key: {$env: US_API_KEY}
    model_info:
      id: us

credential_list:
  - credential_name: azure-eu
    credential_info:
      note: {$env: AZURE_EU_NOTE}
    credential_values:
      api_base: https://eu
      api_key: {$env: AZURE_EU_API_KEY}
";
    assert_eq!(yaml, expected);
    assert_eq!(
        hints,
        [
            "5 secrets cannot be read from a server; they are {$env: …} in the file: AZURE_EU_NOTE, AZURE_EU_API_KEY, EU_EXTRA_HEADERS_AUTHORIZATION, OLD_EXTRA_HEADERS_AUTHORIZATION, …"
        ]
    );
}

#[test]
fn names_of_variables_are_unique_and_stable() {
    let credential =
        |name: &str| live_resource(&format!("credential/{name}"), json!({"credential_values.api_key": null}));
    let uuid = "3f2a6c1e-8f7b-4c56-9d1e-0a1b2c3d4e5f";
    let mut generated = model(uuid, "openai/gpt-4o");
    generated.fields.insert("model_name".to_owned(), Seen::Value(json!("gpt-4o")));
    let live = live([
        credential("a-b"),
        credential("a_b"),
        credential("openai"),
        credential("litellm-proxy"),
        credential("1x"),
        credential("日本"),
        marked(live_resource("key/prod-key", json!({})), "", &["key"]),
        marked(live_resource("key/ci", json!({})), "", &["key"]),
        model("openai", "openai/gpt-4o"),
        generated,
    ]);
    let names = |options: &ExportOptions| -> Vec<(String, String)> {
        let secrets = export(&live, options).report.secrets;
        secrets.into_iter().map(|secret| (secret.address.to_string(), secret.variable)).collect()
    };
    let all = names(&ExportOptions::default());
    let distinct: BTreeSet<&String> = all.iter().map(|(_, variable)| variable).collect();
    assert_eq!(distinct.len(), 10, "{all:?}");
    let of = |address: &str| all.iter().find(|(one, _)| one == address).map(|(_, variable)| variable.as_str());
    assert_eq!(of("credential/openai"), Some("CREDENTIAL_OPENAI_API_KEY"));
    assert_eq!(of("model/openai"), Some("MODEL_OPENAI_API_KEY"));
    assert_eq!(of("credential/litellm-proxy"), Some("CREDENTIAL_LITELLM_PROXY_API_KEY"));
    assert_eq!(of("credential/1x"), Some("CREDENTIAL_1X_API_KEY"));
    assert_eq!((of("key/prod-key"), of("key/ci")), (Some("PROD_KEY"), Some("CI_KEY")));
    assert_eq!(of("credential/日本"), Some("API_KEY"));
    assert_eq!(of(&format!("model/{uuid}")), Some("GPT_4O_API_KEY"));
    assert!(of("credential/a-b").is_some_and(|name| name.starts_with("CREDENTIAL_A_B_API_KEY_")), "{all:?}");
    assert!(names(&only(&["credential/a_b"])).iter().all(|found| all.contains(found)));
}

#[test]
fn keys_of_unmarked_models_are_possible_where_the_provider_needs_one() {
    let mut with_credential = model("credential", "openai/x");
    with_credential.fields.insert("litellm_params.litellm_credential_name".to_owned(), Seen::Value(json!("c")));
    let mut mocked = model("mocked", "openai/x");
    mocked.fields.insert("litellm_params.mock_response".to_owned(), Seen::Value(json!("hi")));
    let mut from_config = model("config", "openai/x");
    from_config.is_from_config = true;
    let live = live([
        model("needs", "openai/x"),
        model("bare", "gpt-4o"),
        model("local", "ollama/x"),
        with_credential,
        mocked,
        from_config,
        marked(model("marked", "openai/x"), "", &[]),
    ]);
    let Export { report, .. } = export(&live, &ExportOptions { include_config: true, ..ExportOptions::default() });
    let found: Vec<_> = report.secrets.iter().map(|secret| (secret.variable.as_str(), secret.kind)).collect();
    assert_eq!(found, ["BARE_API_KEY", "CONFIG_API_KEY", "NEEDS_API_KEY"].map(|name| (name, SecretKind::Possible)));
    assert!(report.hints()[0].starts_with("servers do not show whether a model has an api_key: 3 models"));
}

#[test]
fn references_that_the_server_resolves_are_found_by_their_fingerprints() {
    let applied = |mut resource: LiveResource, fields: &[(&str, &str)]| {
        let fingerprint = |value: &str| value_fingerprint(crate::fields::Shape::Text, &json!(value));
        let fields = fields.iter().map(|(path, value)| ((*path).to_owned(), fingerprint(value))).collect();
        resource.mark = Some(Mark { fields, ..Mark::default() });
        resource
    };
    let mut usual = model("usual", "azure/gpt-4o");
    usual.fields.insert("litellm_params.api_base".to_owned(), Seen::Value(json!("https://resolved")));
    let usual = applied(
        usual,
        &[
            ("litellm_params.model", "azure/gpt-4o"),
            ("litellm_params.api_key", "os.environ/AZURE_API_KEY"),
            ("litellm_params.api_base", "os.environ/AZURE_API_BASE"),
        ],
    );
    let mut unusual = model("unusual", "azure/gpt-4o");
    unusual.fields.insert("litellm_params.api_base".to_owned(), Seen::Value(json!("https://resolved")));
    let fields = [("litellm_params.api_key", "os.environ/KEY_X"), ("litellm_params.api_base", "os.environ/BASE_X")];
    let live = live([usual, applied(unusual, &fields)]);
    let (yaml, hints) = exported(&live, &ExportOptions::default());
    let expected = "\
model_list:
  - model_name: unusual
    litellm_params:
      model: azure/gpt-4o
      api_base: https://resolved
      api_key: {$env: UNUSUAL_API_KEY}
    model_info:
      id: unusual
  - model_name: usual
    litellm_params:
      model: azure/gpt-4o
      api_base: os.environ/AZURE_API_BASE
      api_key: os.environ/AZURE_API_KEY
    model_info:
      id: usual
";
    assert_eq!(yaml, expected);
    assert!(hints[0].starts_with("1 secret of a model is"), "{hints:?}");
    assert!(hints[1].ends_with("model/unusual.litellm_params.api_base"), "{hints:?}");
    assert_eq!(hints.len(), 2);
}

#[test]
fn what_is_left_out_is_counted() {
    let mut from_config = model("config", "openai/x");
    from_config.is_from_config = true;
    let mut live = live([
        from_config,
        live_resource("user/default_user_id", json!({})),
        live_resource("user/ada", json!({"max_budget": "10.0", "models": ["b", "a"]})),
        live_resource("key/ui", json!({"team_id": "litellm-dashboard"})),
        live_resource("key/ci", json!({"max_budget": 5.0, "blocked": false})),
        implicit("orphan"),
        live_resource("team/t", json!({})),
        live_resource("team/t/member/default_user_id", json!({})),
    ]);
    live.left_out = vec![LeftOut { count: 3, what: ["key has no alias", "keys have no alias"] }];
    let options = ExportOptions { new_keys: Some("new".into()), ..ExportOptions::default() };
    let (yaml, hints) = exported(&live, &options);
    let expected = "\
users:
  ada:
    models:
      - a
      - b
    max_budget: 10

teams:
  t: {}

keys:
  ci:
    max_budget: 5
    output: {$file: new/ci.key}
";
    assert_eq!(yaml, expected);
    assert_eq!(
        hints,
        [
            "1 model comes from the server's own configuration file and is left out (--include-config lists them)",
            "left out: 1 budget is of a single key, customer, tag or team",
            "left out: 1 user stands for the master key",
            "left out: 1 key belongs to the dashboard",
            "left out: 3 keys have no alias",
        ]
    );
}

#[test]
fn selections_are_by_kind_address_field_and_owner() {
    let live = live([
        marked(model("ours", "ollama/x"), "acme", &[]),
        marked(model("theirs", "ollama/x"), "other", &[]),
        model("free", "ollama/x"),
        marked(live_resource("team/t", json!({"max_budget": 5, "tpm_limit": 1})), "acme", &[]),
        live_resource("team/t/member/ada", json!({"max_budget_in_team": 1})),
        live_resource("tag/x", json!({"description": "d"})),
    ]);
    let addresses = |options: &ExportOptions| -> Vec<String> {
        export(&live, options).desired.resources.keys().map(ToString::to_string).collect()
    };
    let owner = ExportOptions { owner: Some("acme".to_owned()), ..ExportOptions::default() };
    assert_eq!(addresses(&owner), ["model/ours", "team/t", "team/t/member/ada"]);
    let Export { desired, report } = export(&live, &owner);
    assert_eq!(desired.header.owner.as_deref(), Some("acme"));
    assert_eq!(
        report.hints(),
        [
            "left out: 2 resources of other owners or of none",
            "left out: 1 tag, which cannot carry the mark of an owner (export them without --owner)",
        ]
    );
    let kinds = ExportOptions { kinds: BTreeSet::from([Kind::Team]), ..ExportOptions::default() };
    assert_eq!(addresses(&kinds), ["team/t", "team/t/member/ada"]);
    assert_eq!(kinds.kinds_to_read(), BTreeSet::from([Kind::Team, Kind::Member]));
    assert_eq!(addresses(&only(&["team/t"])), ["team/t", "team/t/member/ada"]);
    assert_eq!(only(&["team/t"]).kinds_to_read(), BTreeSet::from([Kind::Team, Kind::Member]));
    assert_eq!(addresses(&only(&["model/*e*"])), ["model/free", "model/theirs"]);
    let (yaml, _) = exported(&live, &only(&["team/t.max_budget"]));
    assert_eq!(yaml, "litellm_proxy:\n  version: 1\n  owner: acme\n\nteams:\n  t:\n    max_budget: 5\n");
    let Export { desired, .. } = export(&live, &ExportOptions::default());
    assert_eq!(desired.header.owner, None);
    let Export { desired, report } = export(&live, &only(&["team/t", "model/free"]));
    assert_eq!(desired.header.owner.as_deref(), Some("acme"));
    assert!(report.hints()[0].starts_with("1 resource belongs to nobody, and applying"), "{:?}", report.hints());
    let Export { report, .. } = export(&live, &ExportOptions::default());
    assert!(report.hints().iter().any(|hint| hint.contains("2 owners (acme, other)")), "{:?}", report.hints());
}

#[test]
fn files_of_new_keys_have_safe_names() {
    assert_eq!(names::file_name("ci"), "ci.key");
    for alias in ["../x", "a/b", ".hidden", "a b"] {
        let name = names::file_name(alias);
        assert!(!name.contains('/') && !name.starts_with('.') && name != names::file_name("a_b"), "{name}");
    }
}

#[test]
fn exports_list_what_they_name_and_leave_out() {
    let mut config = model("cfg", "openai/x");
    config.is_from_config = true;
    config.fields.insert("model_info.access_groups".to_owned(), Seen::Value(json!(["chat", "other"])));
    let models = json!({"models": ["cfg", "chat", "mine", "gone", "openai/*"], "model_aliases": {"fast": "cfg"}});
    let other = marked(live_resource("team/theirs", json!({"team_alias": "Theirs"})), "other", &[]);
    let key = marked(live_resource("key/ci", json!({"team_id": "theirs", "models": ["mine"]})), "acme", &[]);
    let team = marked(live_resource("team/research", models), "acme", &[]);
    let mine = marked(model("mine", "openai/x"), "acme", &[]);
    let live = live([config, other, key, team, mine]);
    let options = ExportOptions { owner: Some("acme".to_owned()), ..ExportOptions::default() };
    let (yaml, hints) = exported(&live, &options);
    let external = "\
  external:
    - model/cfg
    - model/chat
    - model/gone
    - model/openai/*
    - team/theirs
";
    assert!(yaml.contains(external), "{yaml}");
    let nowhere = "2 names in the file are of nothing on the server: model/gone, model/openai/*";
    assert!(hints.iter().any(|hint| hint.starts_with(nowhere)), "{hints:#?}");
    let reading = crate::file::tests::read_files(&[("proxy.yaml", &yaml)], &["proxy.yaml"]);
    let rules = |live| crate::lint::check(&reading, live).iter().map(|one| one.message.clone()).collect::<Vec<_>>();
    assert_eq!(rules(None), [""; 0], "{yaml}");
    // The server decides where it is asked.
    assert!(rules(Some(&live)).iter().any(|message| message.contains("`gone`")), "{:?}", rules(Some(&live)));
}
