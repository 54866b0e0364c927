//! Ids that lists print, whole with `--format name` and shortened in tables on a terminal: the commands of their noun take
//! them.

use super::harness::{Cli, in_parallel};
use super::sandbox::Sandbox;

const CONFIG: &str = "\
model_list:
  - {model_name: mock, litellm_params: {model: openai/fake, mock_response: hello}}
";

/// Creates something of every noun that has ids.
const CREATIONS: &[&str] = &[
    "models add added -p model=openai/added",
    r#"credentials create azure --info {} --values {"api_key":"sk-provider"}"#,
    "budgets create monthly --max-budget 5",
    "users create ada@example.com --no-key",
    "teams create research --models mock",
    "customers create customer-1",
    "access-groups create beta --models added",
    "keys generate ci --models mock --output-file ci.key",
    "keys generate other --models mock --output-file other.key",
];

/// Nouns with lists, and the verb that shows one.
const NOUNS: [(&str, &str); 9] = [
    ("models", "get"),
    ("model-groups", "info"),
    ("credentials", "get"),
    ("keys", "info"),
    ("users", "get"),
    ("teams", "info"),
    ("budgets", "info"),
    ("customers", "info"),
    ("access-groups", "info"),
];

fn filled() -> (Sandbox, Cli) {
    let sandbox = Sandbox::configured(CONFIG);
    let cli = sandbox.cli();
    for words in CREATIONS {
        cli.run(&words.split(' ').collect::<Vec<_>>()).ok();
    }
    (sandbox, cli)
}

fn ids(cli: &Cli, noun: &str) -> Vec<String> {
    let list = if noun == "models" { "info" } else { "list" };
    cli.run(&[noun, list, "--format", "name"]).ok().lines().map(str::to_owned).collect()
}

#[test]
fn ids_of_lists_are_names_in_every_noun() {
    let (_sandbox, cli) = filled();
    in_parallel(NOUNS, |(noun, verb)| {
        let ids = ids(&cli, noun);
        assert!(!ids.is_empty(), "{noun}");
        for id in ids {
            let run = cli.run(&[noun, verb, &id, "--format", "name"]);
            assert_eq!(run.ok(), format!("{id}\n"), "{noun}");
        }
    });
}

#[test]
fn shortened_ids_are_names_too() {
    let (_sandbox, cli) = filled();
    let generated = |noun: &str| ids(&cli, noun).into_iter().find(|id| id.len() >= 36).expect(noun);
    for (noun, verb) in [("keys", "info"), ("users", "get"), ("teams", "info")] {
        let id = generated(noun);
        let short = id.split_at(8).0;
        let shown = if noun == "keys" { short.to_owned() } else { format!("{short}…") };
        for name in [short, &shown] {
            assert_eq!(cli.run(&[noun, verb, name, "--format", "name"]).ok(), format!("{id}\n"), "{noun} {name}");
        }
    }
    let (team, user) =
        (format!("{}…", generated("teams").split_at(8).0), format!("{}…", generated("users").split_at(8).0));
    cli.run(&["teams", "members", "add", &team, &user]).ok();
    let member = cli.run(&["teams", "members", "list", &team, "--format", "name"]);
    assert!(member.ok().lines().any(|id| id == generated("users")), "{member:?}");
    cli.run(&["keys", "generate", "third", "--team-id", &team, "--user-id", &user, "--output-file", "third.key"]).ok();
    for option in ["--team-id", "--user-id"] {
        let name = if option == "--team-id" { &team } else { &user };
        assert_eq!(
            cli.run(&["keys", "list", option, name, "--format", "json", "--jq", ".keys[].key_alias"]).ok(),
            "third\n"
        );
    }
    cli.run(&["teams", "members", "remove", &team, &user, "--yes"]).ok();
    cli.run(&["users", "delete", &user, "--yes"]).ok();
    assert!(cli.run(&["teams", "info", "00000000…"]).fails(3).contains("no team has the id or alias"));
}
