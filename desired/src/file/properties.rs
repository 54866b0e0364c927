//! What must hold for any file: reading never panics, is repeatable, quotes no secret, and says where everything is.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::tests::read_text;
use crate::lint;

/// A part of every secret.
const CANARY: &str = "hush";

const NAMES: &[&str] = &[
    "litellm_proxy",
    "version",
    "owner",
    "protect",
    "ignore",
    "model_list",
    "model_name",
    "litellm_params",
    "model_info",
    "model",
    "id",
    "rpm",
    "weight",
    "organization",
    "access_groups",
    "extra_headers",
    "credential_list",
    "credential_name",
    "credential_values",
    "credential_info",
    "api_base",
    "budgets",
    "users",
    "user_id",
    "user_email",
    "teams",
    "team_id",
    "members",
    "members_mode",
    "models",
    "model_aliases",
    "metadata",
    "max_budget",
    "budget_duration",
    "keys",
    "output",
    "state",
    "customers",
    "tags",
    "router_settings",
    "fallbacks",
    "general_settings",
    "include",
    "x-note",
    "unknown",
    "$env",
    "$file",
    "$command",
    "$literal",
    "$other",
];

/// Fields whose values are secrets.
const SECRET_NAMES: &[&str] =
    &["api_key", "client_secret", "password", "Authorization", "azure_ad_token", "vertex_credentials"];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-5_i64..2000).prop_map(Value::from),
        prop::sample::select(vec![
            "",
            "gpt-4o",
            "openai/*",
            "*",
            "ada",
            "research",
            "ada@example.com",
            "absent",
            "exact",
            "30d",
            "10",
            "1e-6",
            "os.environ/KEY",
            "sk****56",
            "a**b",
            "team/research",
            "team/*",
            "$HOME",
        ])
        .prop_map(Value::from),
        // What looks like a key is a secret wherever it is.
        "[a-z]{4,8}".prop_map(|end| Value::from(format!("sk-{CANARY}{end}"))),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(6, 60, 6, |inner| {
        let name = prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned);
        let entry = prop_oneof![
            4 => (name, inner.clone()),
            1 => (prop::sample::select(SECRET_NAMES.to_vec()).prop_map(str::to_owned), "[a-z]{0,9}").prop_map(
                |(name, end)| (name, json!(format!("{CANARY}**{end}{CANARY}")))
            ),
            1 => (prop::sample::select(SECRET_NAMES.to_vec()).prop_map(str::to_owned), "[ -~]{0,9}").prop_map(
                |(name, end)| (name, json!(format!("{CANARY} {end}")))
            ),
        ];
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            prop::collection::vec(entry, 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Returns a file whose sections hold random values.
fn file() -> impl Strategy<Value = Value> {
    let section = prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned);
    prop::collection::vec((section, value()), 0..8).prop_map(|sections| {
        let whole: Map<String, Value> = sections.into_iter().filter(|(name, _)| name != "include").collect();
        Value::Object(whole)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_file_is_read_without_quoting_a_secret(file in file()) {
        let text = file.to_string();
        let reading = read_text(&text);
        let diagnostics = lint::check(&reading, None);
        for diagnostic in &diagnostics {
            let shown = format!("{diagnostic} {:?}", diagnostic.hint);
            prop_assert!(!shown.contains(CANARY), "{text}\n{shown}");
            let place = diagnostic.place.as_ref();
            prop_assert!(place.is_some_and(|place| place.line > 0 && place.column > 0), "{text}\n{shown}");
        }
        let again = read_text(&text);
        prop_assert_eq!(&lint::check(&again, None), &diagnostics);
        prop_assert_eq!(format!("{:?}", again.desired), format!("{:?}", reading.desired));
    }

    #[test]
    fn any_text_is_read(text in "[ -~\n]{0,200}") {
        let reading = read_text(&text);
        prop_assert!(reading.diagnostics.iter().all(|diagnostic| diagnostic.place.is_some()));
    }
}
