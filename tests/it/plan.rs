//! `plan`, `apply` and `adopt` as they are typed: what they print, their exit codes, and that no secret is in any of it.

use serde_json::{Value, json};
use test_bed::Run;

use crate::harness::Cli;
use crate::sandbox::Sandbox;

const FILE: &str = "\
litellm_proxy: {version: 1, owner: acme/platform}
model_list:
  - model_name: gpt-4o
    litellm_params: {model: openai/gpt-4o, api_key: {$env: OPENAI_KEY}, rpm: 60}
    model_info: {id: gpt-4o-eu}
users: {ada: {user_email: ada@example.com}}
teams:
  research: {models: [gpt-4o], max_budget: 500, members: {ada: {max_budget_in_team: 50}}}
keys: {ci: {models: [gpt-4o], output: {$file: out/ci.key}}}
";

const SECRET: &str = "canary-of-the-openai-key-0123456789";

fn started() -> (Sandbox, Cli) {
    let sandbox = Sandbox::configured("model_list: []\n");
    let cli = sandbox.cli().env("OPENAI_KEY", SECRET).file("proxy.yaml", FILE);
    (sandbox, cli)
}

/// Runs a command that must succeed.
fn succeeded(cli: &Cli, words: &[&str]) -> Run {
    let run = cli.run(words);
    assert_eq!(run.code, 0, "{words:?} {run:#?}");
    run
}

/// Changes the file.
fn edit(cli: &Cli, from: &str, to: &str) {
    let path = cli.home().join("proxy.yaml");
    let text = std::fs::read_to_string(&path).expect("the file");
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replace(from, to)).expect("written");
}

fn without_first_line(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, rest)| rest)
}

#[test]
fn plans_show_each_field_and_applying_them_shows_each_outcome() {
    let (sandbox, cli) = started();
    let plan = succeeded(&cli, &["plan", "-f", "proxy.yaml"]);
    assert!(
        plan.stdout.starts_with(&format!("{}  LiteLLM 1.110.2  owner acme/platform\n", sandbox.url())),
        "{plan:#?}"
    );
    let expected = "\
+ model/gpt-4o-eu           litellm_params.api_key: from $OPENAI_KEY
                            litellm_params.model: openai/gpt-4o
                            litellm_params.rpm: 60
                            model_name: gpt-4o
+ user/ada                  user_email: ada@example.com
+ team/research             max_budget: 500
                            models: [\"gpt-4o\"]
+ team/research/member/ada  max_budget_in_team: 50
+ key/ci                    models: [\"gpt-4o\"]
                            key: chosen here, and kept in out/ci.key
5 to add · 0 unchanged
";
    assert_eq!(without_first_line(&plan.stdout), expected);
    let applied = succeeded(&cli, &["apply", "-f", "proxy.yaml", "--yes"]);
    let expected = "\
✓ model/gpt-4o-eu           created
✓ user/ada                  created
✓ team/research             created
✓ team/research/member/ada  created
✓ key/ci                    created
5 done
";
    assert_eq!(applied.stdout, expected);
    let key = std::fs::read_to_string(cli.home().join("out/ci.key")).expect("the key");
    let models =
        Cli::at(sandbox.url()).env("LITELLM_PROXY_API_KEY", key.trim()).run(&["models", "list", "--format", "json"]);
    assert_eq!(models.json()[0]["id"], "gpt-4o");

    let again = succeeded(&cli, &["apply", "-f", "proxy.yaml", "--yes"]);
    assert_eq!(again.stdout, "nothing to do: 5 resources are as the file says\n");
    assert_eq!(cli.run(&["diff", "-f", "proxy.yaml", "--exit-code"]).code, 0);

    edit(&cli, "rpm: 60", "rpm: 100");
    edit(&cli, "keys: {ci: {models: [gpt-4o], output: {$file: out/ci.key}}}", "keys: {}");
    succeeded(&cli, &["teams", "update", "research", "--max-budget", "800"]);
    let plan = cli.run(&["plan", "proxy.yaml", "--exit-code"]);
    assert_eq!(plan.code, 9, "{plan:#?}");
    let expected = "\
~ model/gpt-4o-eu  litellm_params.rpm: 60 → 100
! team/research    max_budget: 800 → 500   changed on the server since the last apply
- key/ci           is not in the file
2 to change, 1 to delete with --prune, 1 changed by others · 2 unchanged
";
    assert_eq!(without_first_line(&plan.stdout), expected);
    let pruned = succeeded(&cli, &["apply", "-f", "proxy.yaml", "--prune", "--yes"]);
    assert!(pruned.stdout.ends_with("✓ key/ci           deleted\n3 done\n"), "{}", pruned.stdout);
}

#[test]
fn saved_plans_hold_no_secret_and_are_refused_when_stale() {
    let (_sandbox, cli) = started();
    let run = succeeded(&cli, &["plan", "-f", "proxy.yaml", "-o", "plan.json"]);
    assert!(
        run.stderr.contains("the plan is in plan.json (good until one of its 5 resources changes)"),
        "{}",
        run.stderr
    );
    let saved = std::fs::read_to_string(cli.home().join("plan.json")).expect("the plan");
    assert!(!saved.contains("canary"), "{saved}");
    succeeded(&cli, &["teams", "create", "research", "--team-id", "research"]);
    let stale = cli.run(&["apply", "plan.json", "--yes"]);
    assert_eq!(stale.code, 10, "{stale:#?}");
    assert!(
        stale.stderr.starts_with("error: the plan is stale: team/research was created by others\n"),
        "{}",
        stale.stderr
    );
    assert_eq!(cli.run(&["users", "get", "ada"]).code, 3);
    succeeded(&cli, &["plan", "-f", "proxy.yaml", "-o", "plan.json"]);
    succeeded(&cli, &["apply", "plan.json", "--yes"]);
    // What is done already is not done again.
    let again = succeeded(&cli, &["apply", "plan.json", "--yes"]);
    assert_eq!(again.stdout.matches("already done").count(), 5, "{}", again.stdout);
    let other = Sandbox::configured("model_list: []\n");
    let refused = cli.run(&["apply", "plan.json", "--yes", "--base-url", other.url(), "--api-key", other.master_key()]);
    assert_eq!(refused.code, 10, "{refused:#?}");
}

#[test]
fn applying_needs_consent_files_and_ownership() {
    let (_sandbox, cli) = started();
    for (words, code, message) in [
        (&["apply", "-f", "proxy.yaml"][..], 2, "5 changes to apply, and nobody to ask"),
        (&["apply", "--yes"], 2, "no file to read"),
        (&["apply", "-f", "none.yaml", "--yes"], 2, "none.yaml"),
        (&["apply", "proxy.yaml", "--yes"], 2, "hint: `litellm-proxy apply -f proxy.yaml` applies a YAML file"),
        (&["plan", "-f", "proxy.yaml", "--kinds", "modles"], 2, "`modles` is not a kind of resource"),
        (&["plan", "-f", "proxy.yaml", "--only", "modle/x"], 2, "`modle/x` is not the address of a resource"),
        (&["adopt", "team/none", "-f", "proxy.yaml"], 3, "the file has no team/none"),
        (&["apply", "-f", "proxy.yaml", "--yes", "--curl"], 2, "--curl cannot show the requests of this command"),
        (&["export", "--curl"], 2, "--curl cannot show the requests of this command"),
        (&["models", "rename", "a", "b", "--yes", "--curl"], 2, "--curl cannot show the requests of this command"),
    ] {
        let run = cli.run(words);
        assert_eq!(run.code, code, "{words:?} {run:#?}");
        assert!(run.stderr.contains(message), "{words:?} {run:#?}");
    }
    succeeded(&cli, &["apply", "-f", "proxy.yaml", "--yes"]);
    edit(&cli, "owner: acme/platform", "owner: other/team");
    edit(&cli, "max_budget: 500", "max_budget: 1");
    for words in [&["plan", "-f", "proxy.yaml"][..], &["apply", "-f", "proxy.yaml", "--yes"]] {
        let run = cli.run(words);
        assert_eq!(run.code, 10, "{run:#?}");
        assert!(run.stderr.contains("team/research belongs to acme/platform"), "{run:#?}");
    }
    let taken = succeeded(&cli, &["adopt", "--all-in-file", "-f", "proxy.yaml", "--take-over", "--yes"]);
    assert!(taken.stdout.contains("✓ team/research    marked"), "{}", taken.stdout);
    let team = cli.run(&["teams", "info", "research", "--format", "json"]).json();
    assert_eq!(team["team_info"]["max_budget"], json!(500.0));
}

#[test]
fn failures_are_listed_and_the_same_command_continues() {
    let (_sandbox, cli) = started();
    // Tags of a key require a license.
    edit(&cli, "keys: {ci: {models: [gpt-4o],", "keys: {ci: {models: [gpt-4o], tags: [a],");
    let run = cli.run(&["apply", "-f", "proxy.yaml", "--yes"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stdout.contains("✓ team/research             created\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains("✗ key/ci                    failed: ") && run.stdout.contains("license"),
        "{}",
        run.stdout
    );
    edit(&cli, " tags: [a],", "");
    let run = succeeded(&cli, &["apply", "-f", "proxy.yaml", "--yes", "--format", "json"]);
    let outcomes = run.json();
    assert_eq!(
        outcomes["changes"],
        json!([{"address": "key/ci", "action": "create", "outcome": "created", "reason": null}])
    );
    assert_eq!(outcomes["unchanged"], 4);
}

#[test]
fn no_output_has_a_secret() {
    let (_sandbox, cli) = started();
    for words in [
        &["plan", "-f", "proxy.yaml", "--debug"][..],
        &["plan", "-f", "proxy.yaml", "--format", "json"],
        &["plan", "-f", "proxy.yaml", "--markdown"],
        &["apply", "-f", "proxy.yaml", "--yes", "--debug"],
        &["diff", "-f", "proxy.yaml", "--write-secrets", "--debug"],
        &["apply", "-f", "proxy.yaml", "--write-secrets", "--yes", "--debug", "--format", "json"],
    ] {
        let run = succeeded(&cli, words);
        assert!(!run.stdout.contains("canary") && !run.stderr.contains("canary"), "{words:?} {run:#?}");
    }
    let models = cli.run(&["models", "get", "gpt-4o", "--format", "json"]).json();
    let mark = &models["model_info"]["litellm_proxy_cli"];
    assert_eq!(mark["owner"], "acme/platform");
    assert!(!mark.to_string().contains("canary"), "{mark}");
}

#[test]
fn commands_of_the_documentation_run() {
    let (_sandbox, cli) = started();
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/plan-and-apply.md")).expect("the page");
    let mut commands = 0;
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        let command = line.trim().trim_start_matches("- ").trim_start_matches("run: ");
        if is_code && command.starts_with("litellm-proxy ") {
            let script = format!("PATH=\"$BIN:/usr/bin:/bin\"; {command} < /dev/null");
            let binary = assert_cmd::cargo::cargo_bin("litellm-proxy");
            let folder = binary.parent().expect("a folder");
            let output = cli.shell(&script, &[]).env("BIN", folder).output().expect("a shell");
            assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
            commands += 1;
        }
    }
    assert!(commands >= 10, "{commands}");
    let plan = std::fs::read_to_string(cli.home().join("plan.md")).expect("the comment");
    assert!(plan.starts_with("### nothing to do"), "{plan}");
}

#[test]
fn plans_in_json_name_references_in_place_of_values() {
    let (_sandbox, cli) = started();
    let plan = cli.run(&["plan", "-f", "proxy.yaml", "--format", "json"]).json();
    let changes = plan["changes"].as_array().expect("changes");
    let model = changes.iter().find(|change| change["address"] == "model/gpt-4o-eu").expect("the model");
    assert_eq!(model["action"], "create");
    assert_eq!(model["fields"]["litellm_params.api_key"]["after"], json!({"$secret": {"env": "OPENAI_KEY"}}));
    assert_eq!(model["fields"]["litellm_params.rpm"]["after"], json!(60));
    let member = changes.iter().find(|change| change["address"] == "team/research/member/ada").expect("the member");
    let only = cli.run(&["plan", "-f", "proxy.yaml", "--only", "team/none", "--only", "team/research"]);
    assert_eq!(only.stderr, "warning: --only team/none stands for nothing in the files or on the server\n");
    let depends: Vec<&Value> = member["depends_on"].as_array().expect("a list").iter().collect();
    assert_eq!(depends, ["user/ada", "team/research"]);
}

#[test]
fn plans_and_outcomes_have_a_row_per_change_for_programs() {
    let (_sandbox, cli) = started();
    succeeded(&cli, &["apply", "-f", "proxy.yaml", "--yes"]);
    edit(&cli, "rpm: 60", "rpm: 100, tpm: 5");
    edit(&cli, "keys: {ci: {models: [gpt-4o], output: {$file: out/ci.key}}}", "keys: {}");
    edit(&cli, "max_budget: 500, ", "");
    succeeded(&cli, &["teams", "update", "research", "--max-budget", "800"]);
    let csv = "\
address,action,fields,changes,takes_along
model/gpt-4o-eu,update,\"litellm_params.rpm, litellm_params.tpm\",litellm_params.rpm: 60 → 100; litellm_params.tpm: (unset) → 5,
team/research,adopt,,,
key/ci,prunable,,,
team/research,foreign,max_budget,max_budget: 800,
";
    for words in [&["plan"][..], &["diff"], &["apply", "--dry-run"]] {
        let words = [words, &["-f", "proxy.yaml", "--format", "csv"]].concat();
        assert_eq!(succeeded(&cli, &words).stdout, csv, "{words:?}");
    }
    let plan = succeeded(&cli, &["plan", "-f", "proxy.yaml", "--format", "json"]).json();
    let lines = succeeded(&cli, &["plan", "-f", "proxy.yaml", "--format", "ndjson"]).stdout;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let changes: Vec<Value> = plan["changes"].as_array().expect("changes").clone();
    assert_eq!(lines[..2], changes);
    assert_eq!(
        lines[2..],
        [
            json!({"address": "key/ci", "action": "prunable", "fields": {}}),
            json!({"address": "team/research", "action": "foreign", "fields": {"max_budget": {"before": 800.0}}}),
        ]
    );
    let yaml = succeeded(&cli, &["plan", "-f", "proxy.yaml", "--format", "yaml"]).stdout;
    assert!(yaml.starts_with("format: 1\nserver: "), "{yaml}");

    let applied = succeeded(&cli, &["apply", "-f", "proxy.yaml", "--yes", "--format", "csv"]).stdout;
    let expected = "\
address,action,outcome,reason
model/gpt-4o-eu,update,changed,
team/research,adopt,marked,
";
    assert_eq!(applied, expected);
    // Nothing to do is an empty list.
    let again = succeeded(&cli, &["apply", "-f", "proxy.yaml", "--yes", "--format", "ndjson"]);
    assert_eq!(again.stdout, "");
    let pruned = succeeded(&cli, &["apply", "-f", "proxy.yaml", "--prune", "--yes", "--format", "ndjson"]).stdout;
    assert_eq!(pruned, "{\"address\":\"key/ci\",\"action\":\"delete\",\"outcome\":\"deleted\",\"reason\":null}\n");
}

#[test]
fn saved_plans_need_no_secret_that_is_gone() {
    let (_sandbox, cli) = started();
    let clear = FILE.replace("{$env: OPENAI_KEY}", SECRET);
    let cli = cli.file("clear.yaml", &clear).stdin(clear.clone());
    let run = cli.run(&["plan", "-f", "-", "-o", "plan.json"]);
    assert_eq!(run.code, 2, "{run:#?}");
    let message = "error: the plan cannot be saved: model/gpt-4o-eu needs a secret that is in clear in stdin, and a plan holds no \
                   secrets\nhint: write {$env: NAME} in its place, or read the YAML from a file\n";
    assert!(run.stderr.ends_with(message), "{run:#?}");
    assert!(!cli.home().join("plan.json").exists());
    // A pipe cannot be read again either.
    let script = "cat clear.yaml | \"$@\" -f /dev/stdin -o plan.json 2>&1";
    let output = cli.shell(script, &["plan"]).output().expect("a shell");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("the plan cannot be saved: model/gpt-4o-eu"), "{text}");
    // Without secrets in clear, a plan from stdin is applied later, and one from a file is with them.
    let cli = cli.stdin(FILE);
    succeeded(&cli, &["plan", "-f", "-", "-o", "plan.json"]);
    succeeded(&cli, &["plan", "-f", "clear.yaml", "-o", "clear.json"]);
    let saved = std::fs::read_to_string(cli.home().join("clear.json")).expect("the plan");
    assert!(!saved.contains("canary"), "{saved}");
    succeeded(&cli, &["apply", "clear.json", "--yes"]);
    succeeded(&cli, &["apply", "plan.json", "--yes"]);
}

#[test]
fn saved_plans_are_for_the_files_as_they_were() {
    let (_sandbox, cli) = started();
    succeeded(&cli, &["plan", "-f", "proxy.yaml", "-o", "plan.json"]);
    edit(&cli, "rpm: 60", "rpm: 100");
    let stale = cli.run(&["apply", "plan.json", "--yes"]);
    assert_eq!(stale.code, 10, "{stale:#?}");
    assert!(stale.stderr.starts_with("error: proxy.yaml has changed since the plan was made\n"), "{stale:#?}");
    edit(&cli, "rpm: 100", "rpm: 60");
    // The file is not needed.
    std::fs::rename(cli.home().join("proxy.yaml"), cli.home().join("elsewhere.yaml")).expect("renamed");
    succeeded(&cli, &["apply", "plan.json", "--yes"]);
}

#[test]
fn plans_need_no_secrets_and_applying_them_does() {
    let sandbox = Sandbox::configured("model_list: []\n");
    let cli = sandbox.cli().file("proxy.yaml", FILE);
    let needs = "model/gpt-4o-eu needs `litellm_params.api_key` to be applied, but $OPENAI_KEY is not set\n";
    let plan = cli.run(&["plan", "-f", "proxy.yaml", "-o", "plan.json", "--exit-code"]);
    assert_eq!((plan.code, plan.stderr.contains(&format!("warning: {needs}"))), (9, true), "{plan:#?}");
    assert!(plan.stdout.contains("litellm_params.api_key: from $OPENAI_KEY"), "{plan:#?}");

    let missing = cli.run(&["apply", "-f", "proxy.yaml", "--yes"]);
    let hint = "hint: `apply` needs it where it runs; `plan` does without\n";
    assert_eq!((missing.code, missing.stderr.as_str()), (2, format!("error: {needs}{hint}").as_str()), "{missing:#?}");
    assert_eq!(cli.run(&["apply", "-f", "proxy.yaml", "--dry-run"]).code, 2);
    let saved = cli.run(&["apply", "plan.json", "--yes"]);
    assert!(
        saved.fails(2).contains("needs `litellm_params.api_key`, but $OPENAI_KEY is not set\nhint: "),
        "{saved:#?}"
    );
    assert!(succeeded(&cli, &["export"]).stdout.is_empty(), "nothing was sent");

    let applied = succeeded(&cli.env("OPENAI_KEY", SECRET), &["apply", "plan.json", "--yes"]);
    assert!(applied.stdout.contains("5 done"), "{applied:#?}");
}

#[test]
fn plans_in_markdown_are_aligned_colored_by_resource_and_have_their_notes() {
    let sandbox = Sandbox::configured("model_list: []\n");
    let cli = sandbox.cli().file("proxy.yaml", FILE);
    let plan = succeeded(&cli, &["plan", "-f", "proxy.yaml", "--markdown"]).stdout;
    let expected = "\
### 5 to add · 0 unchanged

```diff
+ model/gpt-4o-eu           litellm_params.api_key: from $OPENAI_KEY
+                           litellm_params.model: openai/gpt-4o
+                           litellm_params.rpm: 60
+                           model_name: gpt-4o
";
    assert!(plan.starts_with(expected), "{plan}");
    let notes =
        "<details><summary>1 note</summary>\n\n- `model/gpt-4o-eu` needs `litellm_params.api_key` to be applied";
    assert!(plan.contains(notes), "{plan}");
}

#[test]
fn errors_of_files_have_the_hint_of_lint_or_the_command_that_shows_all() {
    let cli = Cli::at("http://127.0.0.1:1")
        .file("one.yaml", "teams: {research: {modells: [a]}}\n")
        .file("my file.yaml", "teams: {research: {modells: [a], max_bugdet: 5}}\n");
    let one = cli.run(&["plan", "-f", "one.yaml"]);
    let expected =
        "error: one.yaml:1:20: team `research` has the unknown field `modells`\nhint: did you mean `models`?\n";
    assert_eq!(one.fails(2), expected, "{one:#?}");
    let two = cli.run(&["plan", "-f", "my file.yaml"]);
    assert!(
        two.fails(2).ends_with("hint: `litellm-proxy lint -f 'my file.yaml'` shows everything that is wrong\n"),
        "{two:#?}"
    );
}
