//! What is wrong is found, and what is right is not questioned.

use serde_json::{Value, json};

use super::check;
use crate::address::Address;
use crate::file::tests::{messages, read_files, read_text};
use crate::kind::Kind;
use crate::live::{Live, LiveResource, Seen};

pub(super) fn lint(text: &str, live: Option<&Live>) -> Vec<String> {
    let reading = read_text(text);
    let diagnostics = check(&reading, live);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.place.is_some()), "{diagnostics:?}");
    messages(&diagnostics)
}

const MODELS: &str = "\
model_list:
- {model_name: gpt-4o, litellm_params: {model: openai/gpt-4o}, model_info: {id: us-1, access_groups: [chat]}}
- {model_name: 'bedrock/*', litellm_params: {model: 'bedrock/*'}}
";

#[test]
fn the_example_of_the_documentation_is_clean() {
    assert_eq!(lint(include_str!("../../tests/proxy.yaml"), None), Vec::<String>::new());
}

#[test]
fn names_of_models_that_nothing_has_are_errors() {
    let text = format!(
        "{MODELS}teams:\n  research: {{models: [gpt4o, gpt-4o, chat, bedrock/claude, all-team-models], model_aliases: {{fast: gpt-4o, slow: gpt-5/x}}}}\n\
         keys:\n  k: {{team_id: research, models: [fast, slow, 'bedrock/*', nothing/at-all]}}\n\
         router_settings: {{fallbacks: [{{gpt-4o: [bedrock/x, nope/nope, us-1]}}]}}\n\
         policies: {{p: {{}}}}\npolicy_attachments: [{{policy: p, models: [gpt-4o, 'gpt*', nope/b]}}]\n"
    );
    let hint = "add it to `model_list`, or check against the server with --server";
    let why = "which no deployment, alias, access group or wildcard has";
    assert_eq!(
        lint(&text, None),
        [
            format!("Error proxy.yaml:5:23: team `research` names the model `gpt4o`, {why} (did you mean `gpt-4o`?)"),
            format!("Error proxy.yaml:5:114: team `research` names the model `gpt-5/x`, {why} ({hint})"),
            format!("Error proxy.yaml:7:60: key `k` names the model `nothing/at-all`, {why} ({hint})"),
            format!("Error proxy.yaml:8:52: `router_settings` names the model `nope/nope`, {why} ({hint})"),
            format!("Error proxy.yaml:10:59: policy `p` names the model `nope/b`, {why} ({hint})"),
        ]
    );
    // The server may have the models.
    assert_eq!(lint("teams: {a: {models: [gpt4o]}}", None), Vec::<String>::new());
}

fn live(addresses: &[&str]) -> Live {
    let mut live = Live::default();
    for address in addresses {
        let address: Address = address.parse().expect(address);
        let mut resource = LiveResource::new(address.clone(), "", Value::Null);
        if address.kind == Kind::Model {
            resource.fields.insert("model_name".to_owned(), Seen::Value(json!(address.name)));
        }
        live.resources.insert(address, resource);
    }
    live
}

#[test]
fn with_a_server_references_are_checked_against_it() {
    let text = "keys: {k: {models: [gpt-4o, gpt-5], team_id: research, user_id: adda}}\n";
    assert_eq!(lint(text, None), Vec::<String>::new());
    let live = live(&["model/gpt-5", "team/research", "user/ada"]);
    assert_eq!(
        lint(text, Some(&live)),
        [
            "Error proxy.yaml:1:21: key `k` names the model `gpt-4o`, which no deployment, alias, access group or wildcard has",
            "Error proxy.yaml:1:65: key `k` names the user `adda`, which neither the files nor the server have (did you mean `ada`?)",
        ]
    );
}

#[test]
fn references_to_other_kinds_are_checked_if_their_kind_is_managed() {
    let text = "\
budgets: {small: {max_budget: 1}}
users: {ada: {user_email: Ada@example.com}}
teams:
  a: {members: {ada: {}, adda: {}}}
  b: {members: [ada@example.com, default_user_id, {user_email: nobody@example.com}]}
  gone: {state: absent}
keys:
  k: {team_id: gone, user_id: ada, budget_id: smal}
  old: {team_id: gone, state: absent}
";
    assert_eq!(
        lint(text, None),
        [
            "Error proxy.yaml:4:26: team `a` has the member `adda`, which the files do not have (did you mean `ada`?)",
            "Error proxy.yaml:5:51: member `nobody@example.com` of team `b`: no user of the files has this `user_email` (write the `user_id`, or the user into `users`)",
            "Error proxy.yaml:8:16: key `k` names the team `gone`, which the files delete",
            "Error proxy.yaml:8:47: key `k` names the budget `smal`, which the files do not have (did you mean `small`?)",
        ]
    );
    let addresses: Vec<_> = read_text(text).desired.resources.keys().map(ToString::to_string).collect();
    assert!(addresses.contains(&"team/b/member/ada".to_owned()), "{addresses:?}");
}

#[test]
fn duplicates_are_found_across_files() {
    let reading = read_files(
        &[
            (
                "a.yaml",
                "users: {ada: {user_email: ada@x.org}}\nteams: {a: {team_alias: A}}\nkeys: {one: {key: {$env: K}}}\n",
            ),
            (
                "b.yaml",
                "users: {bob: {user_email: Ada@X.org}}\nteams: {b: {team_alias: A}}\nkeys: {two: {key: {$env: K}}}\n",
            ),
        ],
        &["a.yaml", "b.yaml"],
    );
    assert_eq!(
        messages(&check(&reading, None)),
        [
            "Error b.yaml:1:15: user `ada` and user `bob` have the same `user_email`, `Ada@X.org`; first at a.yaml:1:15",
            "Warning b.yaml:2:13: team `a` and team `b` have the same `team_alias`, `A`; first at a.yaml:2:13",
            "Error b.yaml:3:14: key `one` and key `two` have the same secret; first at a.yaml:3:14",
        ]
    );
}

#[test]
fn values_have_the_types_of_their_fields() {
    for (text, expected) in [
        (
            "model_list: [{model_name: a, litellm_params: {model: a, input_cost_per_token: 1e-6}}]",
            "Warning proxy.yaml:1:79: model `a`: `litellm_params.input_cost_per_token` is a string, and the field takes a number (write 1.0e-6)",
        ),
        (
            "model_list: [{model_name: a, litellm_params: {model: a, drop_params: 'True'}}]",
            "Warning proxy.yaml:1:70: model `a`: `litellm_params.drop_params` is a string, and the field takes true or false (write true)",
        ),
        (
            "model_list: [{model_name: a, litellm_params: {model: a, rpm: many}}]",
            "Error proxy.yaml:1:62: model `a`: `litellm_params.rpm` must be a whole number, not this string",
        ),
        (
            "teams: {a: {max_budget: ten}}",
            "Error proxy.yaml:1:25: team `a`: `max_budget` must be a number, not this string",
        ),
        (
            "teams: {a: {max_budget: {$env: BUDGET}}}",
            "Error proxy.yaml:1:25: team `a`: `max_budget` must be a number, and a reference gives a string",
        ),
        (
            "teams: {a: {budget_duration: 30 days}}",
            "Error proxy.yaml:1:30: team `a`: `budget_duration` must be a duration, such as 30d, 24h or 1mo, not this string",
        ),
        ("teams: {a: {models: gpt-4o}}", "Error proxy.yaml:1:21: team `a`: `models` must be a list, not this string"),
        (
            "teams: {a: {model_aliases: [x]}}",
            "Error proxy.yaml:1:28: team `a`: `model_aliases` must be a mapping, not a list",
        ),
        ("keys: {a: {blocked: 1}}", "Error proxy.yaml:1:21: key `a`: `blocked` must be true or false, not a number"),
    ] {
        assert_eq!(lint(text, None), [expected], "{text}");
    }
}

#[test]
fn probable_mistakes_are_warnings() {
    for (text, expected) in [
        (
            "model_list: [{model_name: a, litellm_params: {model: openai/a, rpmm: 5, top_k: 4}}]",
            "Warning proxy.yaml:1:64: model `a`: LiteLLM knows no parameter `rpmm` (did you mean `rpm`?)",
        ),
        (
            "model_list: [{model_name: a, litellm_params: {model: openai/a}, model_info: {acess_groups: [x], note: y}}]",
            "Warning proxy.yaml:1:78: model `a`: LiteLLM knows no information `acess_groups` (did you mean `access_groups`?)",
        ),
        (
            "credential_list: [{credential_name: c, credential_values: {api_key: os.environ/K}}]",
            "Warning proxy.yaml:1:60: credential `c`: `credential_values.api_key` is an `os.environ/` reference, which servers do not resolve here (write {$env: NAME}, which is resolved here)",
        ),
        (
            "litellm_proxy: {owner: me}\ntags: {}\nteams: {}\n",
            "Warning proxy.yaml:2:1: `tags` is empty, and deletes nothing: a tag carries no ownership mark (tags: {NAME: {state: absent}} deletes one)",
        ),
        (
            "litellm_proxy: {ignore: [team/b, team/a.max_budget, team/*.members]}\nteams: {a: {max_budget: 5, members: {x: {}}}}\n",
            "Warning proxy.yaml:1:26: `team/b` stands for nothing in the files (did you mean `team/a`?)",
        ),
        (
            "litellm_proxy: {protect: [team/other-one, team/resaerch]}\nteams: {research: {}}\n",
            "Warning proxy.yaml:1:43: `team/resaerch` stands for nothing in the files (did you mean `team/research`?)",
        ),
    ] {
        assert_eq!(lint(text, None), [expected], "{text}");
    }
}
