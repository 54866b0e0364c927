//! `lint`: what is wrong with files, with its place, in every format; and no secret in any of them.

use serde_json::{Value, json};

use crate::harness::Cli;
use crate::sandbox::Sandbox;

const WRONG: &str = "\
model_list:
  - model_name: gpt-4o
    litellm_params: {model: openai/gpt-4o, rpmm: 5}
credential_list:
  - credential_name: azure-eu
    credential_values: {api_key: sk****56, client_secret: hush-hush-hush}
teams:
  research: {models: [gpt4o], max_bugdet: 5}
";

const ERRORS: &str = "\
warning: proxy.yaml:3:44: model `gpt-4o`: LiteLLM knows no parameter `rpmm`
         hint: did you mean `rpm`?
error: proxy.yaml:6:34: credential `azure-eu`: `credential_values.api_key` is `sk****56`, a mask, not a value
       hint: write {$env: NAME}, or {$literal: …} if the value really contains these characters
warning: proxy.yaml:6:59: credential `azure-eu`: `credential_values.client_secret` is a secret in clear
         hint: write {$env: NAME}, {$file: PATH} or {$command: […]}
error: proxy.yaml:8:23: team `research` names the model `gpt4o`, which no deployment, alias, access group or wildcard has
       hint: did you mean `gpt-4o`?
error: proxy.yaml:8:31: team `research` has the unknown field `max_bugdet`
       hint: did you mean `max_budget`?
";

#[test]
fn problems_are_printed_with_their_places_and_hints() {
    let run = Cli::new().file("proxy.yaml", WRONG).run(&["lint", "-f", "proxy.yaml"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ERRORS), "{run:#?}");
    assert_eq!(run.stderr, "3 resources in 1 file: 3 errors, 2 warnings\n");
}

#[test]
fn files_without_errors_are_a_success_and_warnings_fail_if_strict() {
    let cli = Cli::new()
        .file("conf/a.yaml", "model_list: [{model_name: m, litellm_params: {model: openai/m}}]\n")
        .file("conf/b.yml", "teams: {t: {models: [m]}}\nlitellm_settings: {drop_params: true, num_retries: 2}\n")
        .file("warned.yaml", "defaults: {}\n");
    let run = cli.run(&["lint", "conf"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:#?}");
    assert_eq!(
        run.stderr,
        "2 resources in 2 files: nothing wrong\n\
         only the server's own file can set these, so they are not applied: litellm_settings (2)\n"
    );
    let warned = |more: &[&str]| cli.run(&[&["lint", "-f", "conf", "-f", "warned.yaml"], more].concat()).code;
    assert_eq!((warned(&[]), warned(&["--strict"])), (0, 2));
}

#[test]
fn problems_are_objects_and_annotations_too() {
    let cli = Cli::new().stdin("teams:\n  a: {max_bugdet: 5}\n");
    let run = cli.run(&["lint", "-f", "-", "--format", "json"]);
    let expected = json!([{
        "severity": "error",
        "rule": "unknown-field",
        "file": "stdin",
        "line": 2,
        "column": 7,
        "message": "team `a` has the unknown field `max_bugdet`",
        "hint": "did you mean `max_budget`?",
    }]);
    assert_eq!((run.code, serde_json::from_str::<Value>(&run.stdout).expect("JSON")), (2, expected), "{run:#?}");
    assert_eq!(run.stderr, "");
    let run = cli.run(&["lint", "-", "--format", "csv"]);
    assert!(
        run.stdout.ends_with(
            "\nerror,stdin:2:7,unknown-field,team `a` has the unknown field `max_bugdet`,did you mean `max_budget`?\n"
        ),
        "{run:#?}"
    );
    let run = cli.run(&["lint", "-", "--github"]);
    assert_eq!(
        run.stdout,
        "::error file=stdin,line=2,col=7,title=unknown-field::team `a` has the unknown field `max_bugdet`%0Ahint: did you mean `max_budget`?\n"
    );
}

#[test]
fn files_that_cannot_be_read_are_usage_errors() {
    let cli = Cli::new().file("empty/README.md", "");
    for (arguments, expected) in [
        (&["lint"][..], "error: no file to read\nhint: name it with -f"),
        (&["lint", "nope.yaml"], "error: cannot read `nope.yaml`: No such file or directory"),
        (&["lint", "empty"], "error: the directory `empty` contains no *.yaml or *.yml files"),
    ] {
        let run = cli.run(arguments);
        assert!(run.code == 2 && run.stderr.starts_with(expected), "{run:#?}");
    }
}

#[test]
fn the_server_is_asked_for_what_files_refer_to() {
    let config = "model_list: [{model_name: live, litellm_params: {model: openai/x, mock_response: hi}}]\n";
    let sandbox = Sandbox::configured(config);
    let cli = sandbox.cli().file("proxy.yaml", "teams: {t: {models: [live, lvie]}}\n");
    assert_eq!(cli.run(&["lint", "-f", "proxy.yaml"]).code, 0);
    let run = cli.run(&["lint", "-f", "proxy.yaml", "--server"]);
    assert_eq!(
        run.stdout,
        "error: proxy.yaml:1:28: team `t` names the model `lvie`, which no deployment, alias, access group or wildcard has\n       hint: did you mean `live`?\n",
        "{run:#?}"
    );
}

#[test]
fn the_schema_needs_no_file() {
    let run = Cli::new().run(&["lint", "--schema"]);
    let schema: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(schema.get("$schema"), Some(&json!("http://json-schema.org/draft-07/schema#")));
    let max_budget = schema.pointer("/properties/teams/additionalProperties/properties/max_budget/description");
    assert!(max_budget.is_some_and(Value::is_string), "{run:#?}");
}

/// Places of a file in which a secret may stand.
const PLACES: &[&str] = &[
    "model_list: [{model_name: m, litellm_params: {model: a, api_key: SECRET}}]",
    "model_list: [{model_name: m, litellm_params: {model: a, extra_headers: {Authorization: SECRET}}}]",
    "model_list: [{model_name: m, litellm_params: {model: a, vertex_credentials: {private_key: SECRET}}}]",
    "model_list: [{model_name: m, litellm_params: {api_key: SECRET}}]",
    "credential_list: [{credential_name: c, credential_values: {api_key: SECRET}}]",
    "credential_list: [{credential_name: c, credential_values: {api_key: {$env: SECRET}}}]",
    "credential_list: [{credential_name: c, credential_values: {api_key: {$command: SECRET}}}]",
    "credential_list: [{credential_name: c, credential_values: {api_key: {$literal: SECRET}}}]",
    "credential_list: [{credential_name: c, credential_values: {api_key: {$env: A, version: SECRET}}}]",
    "credential_list: [{credential_name: c, credential_values: SECRET}]",
    "keys: {ci: {key: SECRET}}",
    "keys: {ci: SECRET}",
    "keys: {ci: {max_budget: SECRET, state: SECRET, metadata: SECRET, team_id: 5}}",
    "keys: {ci: {key: SECRET}, ci2: {key: SECRET}}",
    "teams: {t: {members: {ada: SECRET}, members_mode: SECRET}}",
    "general_settings: {master_key: SECRET, database_url: SECRET}\nmaster_key: SECRET",
    "environment_variables: {OPENAI_API_KEY: SECRET}",
    "router_settings: {redis_password: SECRET, timeout: SECRET}",
    "litellm_proxy: {version: SECRET}",
    "key: [SECRET",
    "key: \"SECRET",
    "x: SECRET: SECRET",
];

#[test]
fn no_secret_of_a_file_is_printed() {
    for secret in ["sk-hushhush-hush-1", "hushhushhush", "hush**hushhush", "\"hush: hush\""] {
        for place in PLACES {
            let cli = Cli::new().file("proxy.yaml", place.replace("SECRET", secret));
            for more in [&[][..], &["--format", "json"], &["--github"], &["--debug"]] {
                let run = cli.run(&[&["lint", "proxy.yaml"], more].concat());
                let shown = format!("{}{}", run.stdout, run.stderr);
                assert!(!shown.contains("hush"), "{place} {secret} {more:?}: {shown}");
            }
        }
    }
}
