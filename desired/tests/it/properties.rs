//! What holds for any file and any edits of it.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::{Config, FileFailurePersistence, TestRunner};
use serde_json::Value;

use crate::bed::World;

/// A file, as far as the tests vary it.
#[derive(Debug, Clone)]
struct Sketch {
    teams: Vec<Team>,
    users: Vec<(u8, Option<u8>)>,
    models: Vec<Model>,
    keys: Vec<Key>,
    budgets: Vec<(u8, Option<u8>)>,
}

#[derive(Debug, Clone)]
struct Team {
    name: u8,
    max_budget: Option<u8>,
    models: Option<Vec<&'static str>>,
    note: Option<u8>,
    members: Vec<u8>,
}

#[derive(Debug, Clone)]
struct Model {
    name: u8,
    rpm: Option<u8>,
    temperature: Option<u8>,
    groups: Option<Vec<&'static str>>,
    has_secret: bool,
}

#[derive(Debug, Clone)]
struct Key {
    name: u8,
    max_budget: Option<u8>,
    models: Option<Vec<&'static str>>,
    aliases: bool,
    note: Option<u8>,
}

const NAMES: [&str; 3] = ["m-a", "m-b", "m-c"];

fn names() -> impl Strategy<Value = Option<Vec<&'static str>>> {
    proptest::option::of(subsequence(NAMES.to_vec(), 0..=3))
}

fn small() -> impl Strategy<Value = Option<u8>> {
    proptest::option::of(1..5_u8)
}

/// Returns up to three different names.
fn different() -> impl Strategy<Value = Vec<u8>> {
    subsequence(vec![0_u8, 1, 2], 0..=3)
}

fn each<T: std::fmt::Debug, S: Strategy<Value = T>>(make: fn(u8) -> S) -> impl Strategy<Value = Vec<T>> {
    different().prop_flat_map(move |names| names.into_iter().map(make).collect::<Vec<_>>())
}

fn sketches() -> impl Strategy<Value = Sketch> {
    let users = each(|name| small().prop_map(move |budget| (name, budget)));
    users.prop_flat_map(|users| {
        let members: Vec<u8> = users.iter().map(|(name, _)| *name).collect();
        let length = members.len();
        let members = subsequence(members, 0..=length);
        let teams = (different(), proptest::collection::vec((small(), names(), small(), members), 3));
        let teams = teams.prop_map(|(names, facts)| {
            let team = |(name, (max_budget, models, note, members))| Team { name, max_budget, models, note, members };
            names.into_iter().zip(facts).map(team).collect::<Vec<_>>()
        });
        let models = each(|name| {
            let facts = (small(), small(), names(), any::<bool>());
            facts.prop_map(move |(rpm, temperature, groups, has_secret)| Model {
                name,
                rpm,
                temperature,
                groups,
                has_secret,
            })
        });
        let keys = each(|name| {
            let facts = (small(), names(), any::<bool>(), small());
            facts.prop_map(move |(max_budget, models, aliases, note)| Key { name, max_budget, models, aliases, note })
        });
        let budgets = each(|name| small().prop_map(move |budget| (name, budget)));
        (Just(users), teams, models, keys, budgets).prop_map(|(users, teams, models, keys, budgets)| Sketch {
            teams,
            users,
            models,
            keys,
            budgets,
        })
    })
}

/// Adds `name: value` to a flow mapping, unless there is no value.
fn put(fields: &mut Vec<String>, name: &str, value: Option<impl std::fmt::Display>) {
    fields.extend(value.map(|value| format!("{name}: {value}")));
}

fn list(names: &[&str]) -> String {
    format!("[{}]", names.join(", "))
}

impl Sketch {
    fn yaml(&self) -> String {
        let mut out = "litellm_proxy: {owner: one}\nmodel_list:\n".to_owned();
        if self.models.is_empty() {
            out = out.replace("model_list:\n", "model_list: []\n");
        }
        for model in &self.models {
            let mut params = vec![format!("model: openai/m{}", model.name)];
            put(&mut params, "rpm", model.rpm);
            put(&mut params, "temperature", model.temperature.map(|number| f64::from(number) / 4.0));
            put(&mut params, "api_key", model.has_secret.then_some("{$env: KEY}"));
            let mut info = vec![format!("id: id-{}", model.name)];
            put(&mut info, "access_groups", model.groups.as_deref().map(list));
            let (params, info) = (params.join(", "), info.join(", "));
            let _ = writeln!(
                out,
                "- {{model_name: m{}, litellm_params: {{{params}}}, model_info: {{{info}}}}}",
                model.name
            );
        }
        out.push_str("budgets: {");
        for (name, budget) in &self.budgets {
            let _ = write!(out, "b{name}: {{max_budget: {}}}, ", budget.unwrap_or(9));
        }
        out.push_str("}\nusers: {");
        for (name, budget) in &self.users {
            let _ = write!(
                out,
                "u{name}: {{{}}}, ",
                budget.map(|budget| format!("max_budget: {budget}")).unwrap_or_default()
            );
        }
        out.push_str("}\nteams: {");
        for team in &self.teams {
            let mut fields = Vec::new();
            put(&mut fields, "max_budget", team.max_budget);
            put(&mut fields, "models", team.models.as_deref().map(list));
            put(&mut fields, "metadata", team.note.map(|note| format!("{{note: n{note}}}")));
            let members: Vec<String> = team.members.iter().map(|name| format!("u{name}: {{}}")).collect();
            put(&mut fields, "members", Some(format!("{{{}}}", members.join(", "))));
            let _ = write!(out, "t{}: {{{}}}, ", team.name, fields.join(", "));
        }
        out.push_str("}\nkeys: {");
        for key in &self.keys {
            let mut fields = vec![format!("output: {{$file: k{}}}", key.name)];
            put(&mut fields, "max_budget", key.max_budget);
            put(&mut fields, "models", key.models.as_deref().map(list));
            put(&mut fields, "aliases", key.aliases.then_some("{fast: m-a}"));
            put(&mut fields, "metadata", key.note.map(|note| format!("{{note: n{note}}}")));
            let _ = write!(out, "k{}: {{{}}}, ", key.name, fields.join(", "));
        }
        out.push_str("}\n");
        out
    }
}

/// Whatever was applied before: a file is applied in one run, and the next plan is empty and sends nothing. No body carries a mask,
/// or a null that destroys a key.
#[test]
fn any_edit_converges_in_one_run() {
    let persistence = FileFailurePersistence::Direct(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/seeds.txt"));
    let config = Config { cases: 24, failure_persistence: Some(Box::new(persistence)), ..Config::default() };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let files = proptest::collection::vec(sketches(), 2..=4);
    let result = TestRunner::new(config).run(&files, |files| {
        runtime.block_on(async {
            let world = World::start().await;
            world.machine.set("KEY", "a secret of more than 20 characters");
            let options =
                litellm_proxy_desired::plan::PlanOptions { prune: true, max_deletes: Some(100), ..Default::default() };
            for file in &files {
                let yaml = file.yaml();
                world.apply_with(&yaml, &options).await;
                world.wire.take_writes().iter().for_each(check_body);
                let rest = world.apply_with(&yaml, &options).await;
                assert!(rest.is_empty(), "{yaml}\n{:#?}", rest.changes);
                assert_eq!(world.wire.take_writes(), [], "{yaml}");
            }
        });
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// Fields that destroy a key, or fail, where they are null.
const NEVER_NULL: [&str; 6] = ["aliases", "permissions", "config", "metadata", "model_max_budget", "models"];

fn check_body((path, body): &(String, String)) {
    let fields: Value = serde_json::from_str(body).unwrap_or_default();
    for name in NEVER_NULL {
        assert!(!fields.get(name).is_some_and(Value::is_null), "{path} {body}");
    }
    assert!(!body.contains("**") && !body.contains("sk-..."), "{path} {body}");
}
