//! `export` and `migrate` against sandboxes.

use std::fs;

use litellm_proxy_sandbox::{Database, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::in_process::{Cli, are_usage_errors};

const MASTER_KEY: &str = "sk-test-master";

struct Bed {
    sandbox: Sandbox,
    cli: Cli,
}

impl Bed {
    fn empty() -> Self {
        let sandbox = Sandbox::builder().database(Database::Memory).master_key(MASTER_KEY).start_blocking();
        let sandbox = sandbox.expect("a sandbox");
        let cli = Cli::with_key(sandbox.url(), MASTER_KEY);
        Self { sandbox, cli }
    }

    fn post(&self, path: &str, body: &Value) {
        self.cli.run(&["http", "request", "POST", path, "-j", &body.to_string()]).ok();
    }

    /// A server with one of each kind, and what is not a resource of a file.
    fn filled() -> Self {
        let bed = Self::empty();
        let credential = json!({"credential_name": "azure-eu", "credential_info": {"custom_llm_provider": "azure"},
            "credential_values": {"api_key": "canary-azure-secret", "api_base": "https://eu.example.com"}});
        bed.post("/credentials", &credential);
        let params =
            json!({"model": "azure/gpt-4o", "litellm_credential_name": "azure-eu", "rpm": 100, "temperature": 0.5});
        let model = json!({"model_name": "gpt-4o", "litellm_params": params, "model_info": {"id": "gpt-4o-eu", "access_groups": ["chat"]}});
        bed.post("/model/new", &model);
        let own_key = json!({"model": "openai/gpt-4o", "api_key": "canary-openai-secret"});
        bed.post(
            "/model/new",
            &json!({"model_name": "gpt-4o", "litellm_params": own_key, "model_info": {"id": "gpt-4o-us"}}),
        );
        bed.post("/budget/new", &json!({"budget_id": "small", "max_budget": 50, "budget_duration": "30d"}));
        bed.post("/user/new", &json!({"user_id": "ada", "user_email": "ada@example.com", "auto_create_key": false}));
        bed.post(
            "/team/new",
            &json!({"team_id": "research", "team_alias": "Research", "models": ["gpt-4o"], "max_budget": 500}),
        );
        bed.post("/team/member_add", &json!({"team_id": "research", "member": [{"user_id": "ada", "role": "user"}]}));
        bed.post(
            "/key/generate",
            &json!({"key_alias": "ci", "key": "sk-canary-value-of-ci", "team_id": "research", "max_budget": 5}),
        );
        bed.post("/key/generate", &json!({"key_alias": "other", "key": "sk-canary-value-of-other"}));
        bed.post("/key/generate", &json!({"key": "sk-canary-value-nameless"}));
        bed.post("/customer/new", &json!({"user_id": "c-17", "alias": "Acme", "budget_id": "small"}));
        bed
    }

    fn export(&self) -> String {
        self.cli.run(&["export"]).ok().to_owned()
    }
}

fn home() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

fn path(home: &TempDir, name: &str) -> String {
    home.path().join(name).to_string_lossy().into_owned()
}

/// Writes the secrets of an export into it, in place of variables, which tests in one process cannot set.
fn with_secrets(home: &TempDir, yaml: &str) -> String {
    let mut yaml = yaml.to_owned();
    for (name, secret) in [("AZURE_EU_API_KEY", "canary-azure-secret"), ("GPT_4O_US_API_KEY", "canary-openai-secret")] {
        fs::write(home.path().join(name), secret).expect("written");
        yaml = yaml.replace(&format!("{{$env: {name}}}"), &format!("{{$file: {name}}}"));
    }
    yaml
}

#[test]
fn an_export_makes_an_empty_server_the_same() {
    let source = Bed::filled();
    let home = home();
    let run = source.cli.run(&["export", "--new-keys", "keys"]);
    let yaml = run.ok();
    assert!(!format!("{yaml}{}", run.stderr).contains("canary") && !yaml.contains("***"), "{run:#?}");
    assert!(yaml.contains("api_key: {$env: AZURE_EU_API_KEY}") && yaml.contains("members:\n      ada:"), "{yaml}");
    for hint in [
        "hint: 1 secret cannot be read from a server; it is {$env: …} in the file: AZURE_EU_API_KEY",
        "hint: servers do not show whether a model has an api_key: 1 model without a credential may have one",
        "hint: left out: 1 key has no alias",
    ] {
        assert!(run.stderr.contains(hint), "{hint}\n{}", run.stderr);
    }

    let file = path(&home, "proxy.yaml");
    fs::write(&file, with_secrets(&home, yaml)).expect("written");
    let target = Bed::empty();
    target.cli.run(&["apply", "-f", &file, "--yes"]).ok();
    assert_eq!(target.cli.run(&["export", "--new-keys", "keys"]).ok(), yaml);
    let again = target.cli.run(&["apply", "-f", &file, "--yes"]);
    assert!(again.ok().starts_with("nothing to do"), "{again:#?}");
    assert!(home.path().join("keys/ci.key").exists());
}

#[test]
fn exports_are_json_and_directories_too() {
    let bed = Bed::filled();
    let home = home();
    let run = bed.cli.run(&["export"]);
    let yaml = run.ok();
    assert!(run.stderr.contains("hint: 2 keys are exported without the secret"), "{run:#?}");
    let json = bed.cli.run(&["export", "--format", "json"]).json();
    assert_eq!(litellm_proxy_yaml::read(yaml).expect("YAML").to_json(), json);

    let directory = path(&home, "out");
    let run = bed.cli.run(&["export", "--split", &directory]);
    assert_eq!(run.ok(), "");
    let names = || {
        let mut names: Vec<String> = fs::read_dir(&directory)
            .expect("a directory")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let all = ["budgets", "credential_list", "customers", "keys", "model_list", "teams", "users"];
    assert_eq!(names(), all.map(|name| format!("{name}.yaml")));
    let planned = bed.cli.run(&["plan", "-f", &directory, "--format", "json"]).json();
    assert!(
        planned["changes"].as_array().is_some_and(|changes| changes.iter().all(|change| change["action"] == "adopt"))
    );

    let refused = bed.cli.run(&["export", "--split", &directory]);
    assert!(refused.fails(2).contains("hint: --force replaces it"), "{refused:#?}");
    bed.post("/customer/delete", &json!({"user_ids": ["c-17"]}));
    let run = bed.cli.run(&["export", "--split", &directory, "--force"]);
    assert!(run.stderr.contains("customers.yaml: the server has nothing for it"), "{run:#?}");
    assert_eq!(names().len(), all.len() - 1);
}

#[test]
fn exports_are_of_what_is_selected() {
    let bed = Bed::filled();
    let file = path(&home(), "x/y.yaml");
    assert_eq!(
        bed.cli.run(&["export", "--only", "team/research.max_budget"]).ok(),
        "teams:\n  research:\n    max_budget: 500\n"
    );
    assert_eq!(
        bed.cli.run(&["export", "--kinds", "budgets,customers"]).ok(),
        "budgets:\n  small:\n    max_budget: 50\n    budget_duration: 30d\n\ncustomers:\n  c-17:\n    alias: Acme\n    budget_id: small\n"
    );
    assert!(bed.cli.run(&["export", "--only", "team/nope"]).fails(3).contains("nothing that team/nope names"));
    are_usage_errors(&[
        (&["export", "--kinds", "nope"], "`nope` is not a kind of resource"),
        (&["export", "--only", "nope/x"], "`nope/x` is not the address"),
        (&["export", "--output-file", &file], "cannot create"),
    ]);
    let split = bed.cli.run(&["export", "--split", "x", "--format", "json"]);
    assert!(split.fails(2).contains("--split writes YAML files"), "{split:#?}");
}

#[test]
fn migrated_keys_keep_their_values() {
    let (source, target, home) = (Bed::filled(), Bed::empty(), home());
    let migrate = |options: &[&str]| {
        let words = ["migrate", "--from", source.sandbox.url(), "--from-api-key", MASTER_KEY];
        target.cli.run(&[&words, options].concat())
    };
    let preview = migrate(&["--dry-run"]);
    assert!(preview.fails(2).contains("credential/azure-eu needs `credential_values.api_key`"), "{preview:#?}");
    assert!(preview.stderr.contains("hint: set these variables, or leave the secrets out with --without-secrets"));
    let preview = migrate(&["--dry-run", "--without-secrets"]);
    let can_go = "1 budget, 1 credential, 2 models, 1 user, 1 team, 1 member of a team, 1 customer can go; 2 keys cannot be read (their values never leave a server): ci, other\n  give them with --keys-from FILE (alias,key per line), or --new-keys DIR makes new ones\n";
    assert!(preview.stderr.contains(can_go), "{preview:#?}");
    assert!(preview.ok().contains("+ team/research"), "{preview:#?}");
    assert_eq!(target.export(), "");

    let keys = path(&home, "keys.csv");
    fs::write(&keys, "alias,key\nci,sk-canary-value-of-other\nnope,sk-canary-value\n").expect("written");
    let wrong = migrate(&["--keys-from", &keys, "--yes"]);
    assert!(wrong.fails(2).contains("keys.csv:2:1: this is not the value of the key `ci` of the source"), "{wrong:#?}");
    assert!(wrong.stderr.contains("keys.csv:3:1: no key of the source has the alias `nope`"), "{wrong:#?}");
    assert!(!wrong.stderr.contains("canary"), "{wrong:#?}");

    fs::write(&keys, "ci,sk-canary-value-of-ci\n").expect("written");
    let new = path(&home, "new");
    let options = ["--keys-from", &keys, "--new-keys", &new, "--without-secrets", "--yes"];
    let run = migrate(&options);
    run.ok();
    assert!(!format!("{}{}", run.stdout, run.stderr).contains("canary"), "{run:#?}");
    let own = |key: &str| Cli::with_key(target.sandbox.url(), key).run(&["http", "request", "GET", "/key/info"]);
    assert_eq!(own("sk-canary-value-of-ci").json()["info"]["key_alias"], "ci");
    let made = fs::read_to_string(home.path().join("new/other.key")).expect("a key");
    assert_eq!(own(made.trim()).json()["info"]["key_alias"], "other");
    let without = |yaml: &str| yaml.lines().filter(|line| !line.contains("$env")).collect::<Vec<_>>().join("\n");
    let kinds = ["export", "--kinds", "budgets,models,users,teams,keys,customers"];
    assert_eq!(without(target.cli.run(&kinds).ok()), without(source.cli.run(&kinds).ok()));
    assert!(migrate(&options).ok().starts_with("nothing to do"));
    assert!(
        migrate(&["--to", source.sandbox.url()]).fails(2).contains("the source and the target are the same server")
    );
}

#[test]
fn prune_needs_an_owner() {
    let home = TempDir::new().expect("a directory");
    let file = path(&home, "proxy.yaml");
    fs::write(&file, "teams: {a: {}}\n").expect("a file");
    are_usage_errors(&[
        (&["plan", "-f", &file, "--prune"], "the files name no owner"),
        (&["apply", "-f", &file, "--prune", "--yes"], "the files name no owner"),
    ]);
}
