//! Files of all kinds are read into what they mean.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Loader, Reading, Source, read, string_at};
use crate::address::Address;
use crate::desired::Resource;
use crate::kind::Kind;
use crate::value::{Template, Wanted};

/// Files in memory.
#[derive(Debug, Default)]
pub(crate) struct Files(pub(crate) BTreeMap<PathBuf, String>);

impl Loader for Files {
    fn content(&mut self, source: &Source) -> Result<Vec<u8>, String> {
        let path = match source {
            Source::Stdin => PathBuf::from("-"),
            Source::Path(path) => path.clone(),
        };
        let content = self.0.get(&path).map(|text| text.clone().into_bytes());
        content.ok_or_else(|| format!("cannot read `{}`: no such file", path.display()))
    }

    fn files(&mut self, path: &Path) -> Result<Option<Vec<PathBuf>>, String> {
        let files: Vec<_> = self.0.keys().filter(|file| file.parent() == Some(path)).cloned().collect();
        Ok((!files.is_empty()).then_some(files))
    }

    fn identity(&mut self, path: &Path) -> Option<PathBuf> {
        self.0.contains_key(path).then(|| path.to_owned())
    }
}

pub(crate) fn read_files(files: &[(&str, &str)], sources: &[&str]) -> Reading {
    let mut loader = Files(files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect());
    let sources: Vec<Source> = sources.iter().map(|source| Source::new(source)).collect();
    read(&sources, &mut loader).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn read_text(text: &str) -> Reading {
    read_files(&[("proxy.yaml", text)], &["proxy.yaml"])
}

/// Returns what is wrong, a line each, with its hint.
pub(crate) fn messages(diagnostics: &[crate::Diagnostic]) -> Vec<String> {
    let line = |diagnostic: &crate::Diagnostic| match &diagnostic.hint {
        Some(hint) => format!("{:?} {diagnostic} ({hint})", diagnostic.severity),
        None => format!("{:?} {diagnostic}", diagnostic.severity),
    };
    diagnostics.iter().map(line).collect()
}

#[track_caller]
fn clean(text: &str) -> Reading {
    let reading = read_text(text);
    assert_eq!(messages(&reading.diagnostics), Vec::<String>::new(), "{text}");
    reading
}

fn resource<'a>(reading: &'a Reading, address: &str) -> &'a Resource {
    let address: Address = address.parse().expect(address);
    let addresses: Vec<_> = reading.desired.resources.keys().map(ToString::to_string).collect();
    reading.desired.resources.get(&address).unwrap_or_else(|| panic!("{address} is not among {addresses:?}"))
}

fn value(resource: &Resource, path: &str) -> Value {
    match resource.fields.get(path) {
        Some(Wanted::Value(value)) => value.clone(),
        other => panic!("{path}: {other:?}, of {:?}", resource.fields.keys()),
    }
}

fn template<'a>(resource: &'a Resource, path: &str) -> &'a Template {
    match resource.fields.get(path) {
        Some(Wanted::Secret(secret)) => &secret.template,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let reading = clean(include_str!("../../tests/proxy.yaml"));
    let desired = &reading.desired;
    assert_eq!(desired.header.owner.as_deref(), Some("acme/platform"));
    assert_eq!((desired.header.protect.len(), desired.header.ignore.len()), (2, 2));
    assert_eq!(desired.kinds.len(), Kind::ALL.len());
    let model = resource(&reading, "model/gpt-4o-eu");
    assert_eq!(value(model, "litellm_params.rpm"), json!(100));
    assert_eq!(value(model, "model_info.access_groups"), json!(["chat"]));
    assert!(!model.has_derived_id && !model.fields.contains_key("model_info.id"));
    let credential = resource(&reading, "credential/azure-eu");
    assert_eq!(template(credential, "credential_values.api_key"), &Template::Env("AZURE_KEY".to_owned()));
    assert_eq!(template(credential, "credential_values.client_secret"), &Template::File("secrets/azure".into()));
    let Some(Wanted::Secret(token)) = credential.fields.get("credential_values.azure_ad_token") else { panic!() };
    assert_eq!((token.template.to_string().as_str(), token.version), ("from the command op", Some(2)));
    assert_eq!(value(resource(&reading, "team/research/member/ada"), "max_budget_in_team"), json!(50));
    assert!(desired.exact_members.contains("research"));
    assert_eq!(resource(&reading, "key/ci").output.as_deref(), Some(Path::new("out/ci.key")));
    assert!(resource(&reading, "customer/c-18").is_absent);
    assert_eq!(value(resource(&reading, "router_settings"), "allowed_fails"), json!(5));
    let only: Vec<_> = desired.only_in_server_file.iter().map(|(name, place)| format!("{place} {name}")).collect();
    assert_eq!(only, ["proxy.yaml:81:3 general_settings.master_key", "proxy.yaml:86:3 litellm_settings.drop_params"]);
    assert_eq!(value(resource(&reading, "general_settings"), "max_parallel_requests"), json!(200));
    assert_eq!(value(resource(&reading, "litellm_settings"), "cost_margin_config.openai"), json!(0.1));
    assert_eq!(value(resource(&reading, "vector_store/T37J8R4WTM"), "vector_store_name"), json!("docs"));
    assert!(resource(&reading, "pass_through/v1/rerank").fields.contains_key("headers"));
    assert_eq!(value(resource(&reading, "policy/base"), "attachments"), json!([{"scope": "*"}]));
    assert_eq!(
        value(resource(&reading, "policy/trusted"), "attachments"),
        json!([{"keys": ["prod-*"], "priority": 2}])
    );
    let token = resource(&reading, "mcp_server/deepwiki");
    assert_eq!(template(token, "auth_value"), &Template::Env("WIKI_TOKEN".to_owned()));
    assert_eq!(desired.files.len(), 1);
}

#[test]
fn services_are_named_in_their_lists() {
    let reading = clean(
        "guardrails:\n\
         - {guardrail_name: g, litellm_params: {guardrail: aporia, mode: pre_call}, guardrail_info: {a: 1}}\n\
         - {guardrail_name: old, state: absent}\n\
         mcp_servers: {wiki: {url: https://a.example.com, authentication_token: {$env: T}}}\n\
         general_settings: {pass_through_endpoints: []}\n\
         litellm_settings: {drop_params: true}\n",
    );
    let kinds: Vec<_> = reading.desired.kinds.iter().copied().collect();
    assert_eq!(kinds, [Kind::Guardrail, Kind::McpServer, Kind::PassThrough]);
    assert_eq!(value(resource(&reading, "guardrail/g"), "guardrail_info.a"), json!(1));
    assert!(resource(&reading, "guardrail/old").is_absent);
    assert_eq!(template(resource(&reading, "mcp_server/wiki"), "auth_value"), &Template::Env("T".to_owned()));
    for (text, expected) in [
        ("guardrails: [{guardrail_name: g, litellm_params: {mode: pre_call}}]", "no `litellm_params.guardrail`"),
        ("search_tools: [{search_tool_name: s, litellm_params: {search_provder: x}}]", "`search_provder`"),
        ("vector_store_registry: [{vector_store_name: a, litellm_params: {}}]", "has no `vector_store_id`"),
        ("mcp_servers: {a: {urll: x}}", "unknown field `urll`"),
        ("general_settings: {pass_through_endpoints: [{path: /a, target: x, header: {}}]}", "unknown field `header`"),
        ("policies: {a: {attachments: []}}", "unknown field `attachments`"),
        ("policies: {a: {guardrails: {ad: [b]}}}", "unknown field `ad`"),
        ("policies: {a: {}}\npolicy_attachments: [{policy: a, team: [b]}]", "unknown field `team`"),
        ("policies: {a: {}}\npolicy_attachments: [{policy: a, priority: 1}]", "says not for whom"),
        ("policy_attachments: [{policy: a, scope: '*'}]", "no policy of the files has this name"),
        (
            "policies: {a: {state: absent}}\npolicy_attachments: [{policy: a, scope: '*'}]",
            "the files delete this policy",
        ),
        ("general_settings: {max_paralel_requests: 1}", "unknown field `max_paralel_requests`"),
        ("search_tools: [{search_tool_name: s, litellm_params: {search_provider: t, api_key: tv****et}}]", "a mask"),
    ] {
        let found = read_text(text).diagnostics;
        assert!(found.iter().any(|one| one.to_string().contains(expected)), "{text}: {found:?}");
    }
}

#[test]
fn kinds_are_managed_if_their_section_exists() {
    assert!(clean("x-note: 1\n").desired.kinds.is_empty());
    let reading = clean("teams: {}\nmodel_list:\nkeys:\nrouter_settings:\n");
    let kinds: Vec<_> = reading.desired.kinds.iter().copied().collect();
    assert_eq!(kinds, [Kind::Model, Kind::Team, Kind::Key, Kind::RouterSettings]);
    assert_eq!(reading.desired.resources.len(), 1, "the settings of the router, without any");
    assert_eq!(clean("teams: {17: {team_id: 17}}").desired.resources.len(), 1);
    assert!(clean("teams: {a: {members: {}}}").desired.kinds.contains(&Kind::Member));
}

#[test]
fn deployments_without_an_id_are_called_after_their_name() {
    let reading = clean(
        "model_list:\n\
         - {model_name: one, litellm_params: {model: openai/a}}\n\
         - {model_name: two, litellm_params: {model: openai/a, api_key: os.environ/A}}\n\
         - {model_name: two, litellm_params: {model: openai/a, api_key: os.environ/B, rpm: 5}}\n\
         - {model_name: two, litellm_params: {model: openai/a, api_key: os.environ/B}}\n\
         - {model_name: x, litellm_params: {model: openai/a}, model_info: {id: y}}\n\
         - {model_name: y, litellm_params: {model: openai/a}}\n\
         - {model_name: 4, litellm_params: {model: openai/a}, model_info: {id: 17}}\n",
    );
    let ids: Vec<_> = reading.desired.resources.keys().map(ToString::to_string).collect();
    let [a, one, two, two_b, two_c, y, y_derived] = ids.as_slice() else { panic!("{ids:?}") };
    assert_eq!([a, one, y], ["model/17", "model/one", "model/y"]);
    assert!(two.starts_with("model/two@") && two_b.starts_with("model/two@"), "{ids:?}");
    assert!([two, two_b].iter().any(|id| *two_c == format!("{id}-2")), "{ids:?}");
    assert!(y_derived.starts_with("model/y@"));
    let derived = reading.desired.resources.values().filter(|resource| resource.has_derived_id).count();
    assert_eq!(derived, 5);
}

#[test]
fn ids_do_not_depend_on_what_may_change() {
    let ids = |more: &str, key: &str| -> Vec<String> {
        let text = format!(
            "model_list:\n- {{model_name: m, litellm_params: {{model: a, api_key: {key}{more}}}}}\n\
             - {{model_name: m, litellm_params: {{model: b}}}}\n"
        );
        read_text(&text).desired.resources.keys().map(ToString::to_string).collect()
    };
    assert_eq!(ids("", "{$env: A}"), ids(", rpm: 4, timeout: 3", "{$env: A, version: 2}"));
    assert_ne!(ids("", "{$env: A}"), ids("", "{$env: B}"));
    assert_eq!(ids("", "sk-secret-1"), ids("", "sk-secret-2"), "an id is public");
}

#[test]
fn limits_and_prices_are_put_where_the_server_keeps_them() {
    let reading = clean(
        "model_list:\n- model_name: m\n  litellm_params: {model: a, rpm: 5}\n  tpm: 10\n  weight: 2\n  itpm: 7\n  rpm: 5\n  \
         model_info: {input_cost_per_token: 0.5, access_groups: chat, mode: chat}\n",
    );
    let model = resource(&reading, "model/m");
    for (path, expected) in [
        ("litellm_params.tpm", json!(10)),
        ("litellm_params.rpm", json!(5)),
        ("litellm_params.weight", json!(2)),
        ("model_info.itpm", json!(7)),
        ("litellm_params.input_cost_per_token", json!(0.5)),
        ("model_info.access_groups", json!(["chat"])),
        ("model_info.mode", json!("chat")),
    ] {
        assert_eq!(value(model, path), expected, "{path}");
    }
    assert!(!model.fields.contains_key("model_info.input_cost_per_token"));
}

#[test]
fn a_list_of_organizations_is_a_deployment_each() {
    let reading = clean(
        "model_list:\n- model_name: m\n  litellm_params: {model: a, organization: [one, two]}\n  model_info: {id: m-1}\n",
    );
    assert_eq!(value(resource(&reading, "model/m-1"), "litellm_params.organization"), json!("one"));
    assert_eq!(reading.desired.resources.len(), 2);
}

#[test]
fn masks_are_errors_with_their_place_and_can_be_escaped() {
    let reading = read_text(
        "credential_list:\n- credential_name: c\n  credential_values:\n    api_key: sk****56\n    other: sk-...0001\n    \
         third: REDACTED_BY_LITELM\n    hush: hushhush**hush\n",
    );
    let hint = "write {$env: NAME}, or {$literal: …} if the value really contains these characters";
    assert_eq!(
        messages(&reading.diagnostics),
        [
            format!(
                "Error proxy.yaml:4:14: credential `c`: `credential_values.api_key` is `sk****56`, a mask, not a value ({hint})"
            ),
            format!(
                "Error proxy.yaml:5:12: credential `c`: `credential_values.other` is `sk-...0001`, a mask, not a value ({hint})"
            ),
            format!(
                "Error proxy.yaml:6:12: credential `c`: `credential_values.third` is `REDACTED_BY_LITELM`, a mask, not a value ({hint})"
            ),
            format!(
                "Error proxy.yaml:7:11: credential `c`: `credential_values.hush` is a mask, or contains `**`, not a value ({hint})"
            ),
        ]
    );
    let reading = clean("tags: {t: {description: {$literal: 'a**b'}}}");
    assert_eq!(value(resource(&reading, "tag/t"), "description"), json!("a**b"));
}

#[test]
fn literal_secrets_are_warned_about_and_hidden() {
    let text = "keys:\n  ci: {key: sk-hush-hush, metadata: {note: Bearer sk-hush-hush-2, pin_password: 12345}}\n";
    let reading = read_text(text);
    assert!(!format!("{reading:?}").contains("hush"), "{reading:?}");
    assert!(!format!("{reading:?}").contains("12345"), "{reading:?}");
    let hint = "write {$env: NAME}, {$file: PATH} or {$command: […]}";
    assert_eq!(
        messages(&reading.diagnostics),
        [
            format!("Warning proxy.yaml:2:13: key `ci`: `key` is a secret in clear ({hint})"),
            format!("Warning proxy.yaml:2:44: key `ci`: `metadata.note` is a secret in clear ({hint})"),
            format!("Warning proxy.yaml:2:81: key `ci`: `metadata.pin_password` is a secret in clear ({hint})"),
        ]
    );
    assert_eq!(string_at(text, 2, 13).as_deref(), Some("sk-hush-hush"));
    assert_eq!(string_at(text, 2, 14), None);
    // A file on the server is not a secret.
    let params = "{model: vertex_ai/x, vertex_credentials: /etc/gcp/key.json}";
    clean(&format!("model_list: [{{model_name: m, litellm_params: {params}}}]"));
}

#[test]
fn references_are_checked() {
    for (reference, expected) in [
        (
            "{$env: sk-hush hush}",
            "2:26: credential `c`: `credential_values.k`: `$env` must be the name of a variable, such as AZURE_KEY",
        ),
        ("{$env: A, else: 1}", "2:19: credential `c`: `credential_values.k`: `else` does not belong next to `$env`"),
        ("{$env: A, version: x}", "2:38: credential `c`: `credential_values.k`: `version` must be a whole number"),
        (
            "{$flie: A}",
            "2:20: credential `c`: `credential_values.k` has the unknown reference `$flie`; did you mean `$file`?",
        ),
        (
            "{$command: op read}",
            "2:30: credential `c`: `credential_values.k`: `$command` must be a list of strings, such as [op, read, op://ai/azure/token]",
        ),
        ("{$file: ''}", "2:27: credential `c`: `credential_values.k`: `$file` must be the path of a file"),
    ] {
        let text = format!(
            "credential_list: [{{credential_name: c, credential_values:\n {{ k:             {reference}}}}}]\n"
        );
        let found = messages(&read_text(&text).diagnostics);
        assert_eq!(found, [format!("Error proxy.yaml:{expected}")], "{reference}");
    }
}

#[test]
fn nested_values_keep_their_references() {
    let reading = clean(
        "model_list:\n- model_name: m\n  litellm_params:\n    model: a\n    extra_headers: {X-A: one, Authorization: {$env: TOKEN}}\n    \
         api_key: os.environ/KEY\n    tags: [a, b]\n",
    );
    let model = resource(&reading, "model/m");
    assert_eq!(template(model, "litellm_params.extra_headers").to_string(), "from $TOKEN");
    assert_eq!(value(model, "litellm_params.api_key"), json!("os.environ/KEY"));
    assert_eq!(value(model, "litellm_params.tags"), json!(["a", "b"]));
}

#[test]
fn paths_are_relative_to_their_file() {
    let reading = read_files(
        &[
            ("conf/proxy.yaml", "include: [more/keys.yaml]\n"),
            ("conf/more/keys.yaml", "keys: {ci: {output: {$file: out/ci}}, app: {key: {$file: app.key}}}\n"),
        ],
        &["conf/proxy.yaml"],
    );
    assert_eq!(messages(&reading.diagnostics), Vec::<String>::new());
    assert_eq!(resource(&reading, "key/ci").output.as_deref(), Some(Path::new("conf/more/out/ci")));
    assert_eq!(template(resource(&reading, "key/app"), "key"), &Template::File("conf/more/app.key".into()));
}

#[test]
fn directories_and_several_files_are_joined() {
    let files = [
        ("d/b.yml", "teams: {b: {}}\nrouter_settings: {num_retries: 1}\n"),
        ("d/a.yaml", "teams: {a: {}}\nmodel_list: [{model_name: m, litellm_params: {model: x}}]\n"),
        ("d/.hidden.yaml", "teams: {hidden: {}}\n"),
        ("d/README.md", "no YAML: ["),
        ("c.yaml", "teams: {c: {}}\nrouter_settings: {timeout: 5}\ninclude: [d/a.yaml]\n"),
    ];
    let reading = read_files(&files, &["d", "c.yaml", "d/a.yaml"]);
    assert_eq!(messages(&reading.diagnostics), Vec::<String>::new());
    let addresses: Vec<_> = reading.desired.resources.keys().map(ToString::to_string).collect();
    assert_eq!(addresses, ["model/m", "team/a", "team/b", "team/c", "router_settings"]);
    let read: Vec<_> = reading.desired.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(read, ["d/a.yaml", "d/b.yml", "c.yaml"]);
    let reading = read_files(&[("a.yaml", "teams: {a: {}}"), ("b.yaml", "\nteams: {a: {}}")], &["a.yaml", "b.yaml"]);
    assert_eq!(messages(&reading.diagnostics), ["Error b.yaml:2:9: team `a` is defined twice; first at a.yaml:1:9"]);
}

#[test]
fn included_files_are_merged_as_the_proxy_does() {
    let reading = read_files(
        &[
            (
                "a.yaml",
                "include: [b.yaml, missing.yaml]\nmodel_list: [{model_name: a, litellm_params: {model: x}}]\nteams: {a: {}}\nrouter_settings: {timeout: 5}\n",
            ),
            (
                "b.yaml",
                "model_list: [{model_name: b, litellm_params: {model: x}}]\nteams: {b: {}}\nrouter_settings: {num_retries: 1}\n",
            ),
        ],
        &["a.yaml"],
    );
    assert_eq!(
        messages(&reading.diagnostics),
        [
            "Error a.yaml:1:19: cannot read `missing.yaml`: no such file",
            "Warning b.yaml:3:1: this `router_settings` replaces the one at a.yaml:4:1, as in the proxy",
        ]
    );
    let addresses: Vec<_> = reading.desired.resources.keys().map(ToString::to_string).collect();
    assert_eq!(addresses, ["model/a", "model/b", "team/a", "team/b", "router_settings"]);
    assert_eq!(resource(&reading, "router_settings").fields.len(), 1);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (text, expected) in [
        ("- a", "Error proxy.yaml:1:1: the file must be a mapping of sections"),
        ("a: [", "Error proxy.yaml:2:1: while parsing a node, did not find expected node content"),
        ("model_lst: []", "Error proxy.yaml:1:1: unknown section `model_lst` (did you mean `model_list`?)"),
        (
            "defaults: {}",
            "Warning proxy.yaml:1:1: `defaults` is not a section that LiteLLM or this program knows; it is ignored (sections whose names begin with x- are ignored without a warning)",
        ),
        ("teams: []\n", "Error proxy.yaml:1:8: `teams` must be a mapping by id, not a list (teams: {NAME: {…}})"),
        ("teams: 5\n", "Error proxy.yaml:1:8: `teams` must be a mapping"),
        ("teams: {a: 5}\n", "Error proxy.yaml:1:12: team `a` must be a mapping"),
        ("model_list: {}\n", "Error proxy.yaml:1:13: `model_list` must be a list"),
        ("model_list: [{litellm_params: {model: a}}]\n", "Error proxy.yaml:1:14: the model has no `model_name`"),
        ("model_list: [{model_name: a}]\n", "Error proxy.yaml:1:14: model `a` has no `litellm_params.model`"),
        (
            "keys: {sk-hush-hush: {}}\n",
            "Error proxy.yaml:1:8: `keys` is a mapping by alias (keys: {ALIAS: {key: {$env: NAME}}})",
        ),
        (
            "keys: {a: {key: {$env: A}, output: {$file: a}}}\n",
            "Error proxy.yaml:1:28: key `a`: `output` is for keys whose value the server makes, and `key` gives one",
        ),
        ("keys: {a: {output: a.key}}\n", "Error proxy.yaml:1:20: key `a`: `output` must be {$file: PATH}"),
        ("keys: {a: {state: gone}}\n", "Error proxy.yaml:1:19: key `a`: `state` must be `absent` or `present`"),
        (
            "teams: {a: {team_id: b}}\n",
            "Error proxy.yaml:1:22: team `a`: `team_id` must be what it is called here, or be left out",
        ),
        (
            "teams: {a: {members_mode: all}}\n",
            "Error proxy.yaml:1:27: team `a`: `members_mode` must be `exact` or `add`",
        ),
        (
            "teams: {a: {members: [{role: user}]}}\n",
            "Error proxy.yaml:1:23: team `a`: a member of a list must be a user id, or a mapping with `user_id`",
        ),
        (
            "teams: {a: {metadata: {litellm_proxy_cli: {}}}}\n",
            "Error proxy.yaml:1:24: team `a`: `metadata` contains the ownership mark `litellm_proxy_cli`, which only apply writes",
        ),
        (
            "teams: {a: {metadata: {$env: A}}}\n",
            "Error proxy.yaml:1:24: team `a`: `metadata` cannot be a reference as a whole; give each of its entries one",
        ),
        (
            "litellm_proxy: {version: 2}\n",
            "Error proxy.yaml:1:26: `litellm_proxy.version` must be 1, the only version of this format",
        ),
        (
            "litellm_proxy: {ownr: a}\n",
            "Error proxy.yaml:1:17: `litellm_proxy` has the unknown field `ownr` (did you mean `owner`?)",
        ),
        (
            "litellm_proxy: {protect: [taem/x]}\n",
            "Error proxy.yaml:1:27: `taem/x` is not the address of a resource; expected something like team/research or model/gpt-4o",
        ),
    ] {
        assert_eq!(messages(&read_text(text).diagnostics), [expected], "{text}");
    }
}

#[test]
fn config_files_of_the_field_are_read() {
    let broken = ["at_sign", "colon", "documents", "indentation", "mapping", "tabs", "unclosed"]
        .map(|name| format!("{name}.yaml"));
    for path in std::fs::read_dir("../tests/it/configs").expect("the configs") {
        let path = path.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let reading = read(&[Source::Path(path.clone())], &mut super::FileSystem).expect("readable");
        let is_broken = broken.iter().any(|name| path.ends_with(name));
        assert_eq!(reading.has_errors(), is_broken, "{} {:?}", path.display(), messages(&reading.diagnostics));
    }
}
