//! Random JSON and text: a secret never shows, and what has no secret stays byte for byte.

use litellm_proxy_redact::{Secrets, redact_json, redact_text};
use proptest::prelude::*;
use serde_json::{Value, json};

const SECRET_NAMES: &[&str] = &[
    "password",
    "api_key",
    "apiKey",
    "x-api-key",
    "AWS_SECRET_ACCESS_KEY",
    "token",
    "client_secret",
    "vertex_credentials",
    "authorization",
    "cookie",
    "connection_string",
    "jwt",
    "private_key",
    "slack_webhook_url",
];
const OPEN_NAMES: &[&str] =
    &["model", "max_tokens", "key_alias", "a b", "é", "", "monkey", "input_cost_per_token", "rows"];

/// JSON without a secret: no secret's name, and no string that looks like one.
fn open_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-zé \"\\\\\n{}\\[\\],\u{1}\u{1F600}]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 40, 4, |inner| {
        let name = proptest::sample::select(OPEN_NAMES);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name, inner), 0..4)
                .prop_map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// A secret under a secret's name, in more and more JSON.
fn hidden(secret: &str, name: &str, around: Vec<(u8, Value)>) -> Value {
    let mut json = json!({ name: secret });
    for (how, other) in around {
        json = match how % 5 {
            0 => json!([other, json]),
            1 => json!({"rows": json, "other": other}),
            2 => json!({ name: json }),
            // In a string.
            3 => json!({"arguments": json.to_string()}),
            _ => json!([[json]]),
        };
    }
    json
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_without_secrets_stays_byte_for_byte(json in open_json(), pretty in any::<bool>()) {
        let text = if pretty { format!("{json:#}") } else { json.to_string() };
        prop_assert_eq!(redact_json(&text), Some(text));
    }

    #[test]
    fn a_secret_never_shows(
        secret in "[A-Z]{6}[A-Za-z0-9é\"\\\\/+ ]{0,10}[0-9]",
        name in proptest::sample::select(SECRET_NAMES),
        around in proptest::collection::vec((any::<u8>(), open_json()), 0..6),
    ) {
        let start: String = secret.chars().take(6).collect();
        let json = hidden(&secret, name, around);
        let text = json.to_string();
        let shown = redact_json(&text).expect("JSON");
        prop_assert!(!shown.contains(&start), "{}", shown);
        prop_assert!(serde_json::from_str::<Value>(&shown).is_ok(), "{}", shown);

        // In a response that repeats it, in any form.
        let mut known = Secrets::default();
        known.add_json(&text);
        for echo in [secret.clone(), json!(secret).to_string(), json!(json!(secret).to_string()).to_string(), format!("it's {secret:?}")] {
            let shown = known.text(&echo);
            prop_assert!(!shown.contains(&start), "{} in {}", shown, echo);
        }
    }

    #[test]
    fn json_that_is_cut_off_shows_no_secret(
        secret in "[A-Z]{6}[A-Za-z0-9]{0,10}",
        name in proptest::sample::select(SECRET_NAMES),
        around in proptest::collection::vec((Just(1_u8), open_json()), 0..4),
        cut in 1_usize..6,
    ) {
        let text = hidden(&secret, name, around).to_string();
        let cut: String = text.chars().take(text.chars().count() - cut).collect();
        let shown = redact_text(&cut);
        prop_assert!(!shown.contains(&secret), "{}", shown);
    }

    #[test]
    fn a_secret_after_a_flag_never_shows(
        before in proptest::collection::vec(proptest::sample::select(WORDS), 0..6),
        flag in "--password |--token\t|--client-secret=|--api-key  |-u ada:|-uada:|--user=ada:|--proxy-user ada:|password is |Password ",
        quote in "[\"']?",
        secret in "[A-Z][a-z]{3}[0-9]{3}[a-z+!]{2}",
        after in proptest::collection::vec(proptest::sample::select(WORDS), 0..6),
    ) {
        // A quote before a user and a password would have to stand before the user.
        let quote = if flag.ends_with(':') { String::new() } else { quote };
        let text = format!("{} {flag}{quote}{secret}{quote} {}", before.join(" "), after.join(" "));
        let shown = redact_text(&text);
        prop_assert!(!shown.contains(&secret), "{}", shown);
    }

    #[test]
    fn sentences_stay_as_they_are(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..16), end in "[.,:?!]?") {
        let text = words.join(" ") + &end;
        prop_assert_eq!(redact_text(&text), text.as_str());
    }

    #[test]
    fn a_key_in_any_text_never_shows(
        before in TEXT, after in TEXT, quote in "[\"'`=:@/ ,({\\[]|%22|\\\\n|\\\\u0022", random in "[A-Za-z0-9]{8,20}",
    ) {
        let shown = redact_text(&format!("{before}{quote}sk-{random}{quote}{after}")).into_owned();
        prop_assert!(!shown.contains(&random), "{}", shown);
    }
}

/// Words of sentences about secrets.
const WORDS: &[&str] = &[
    "the",
    "password",
    "Password",
    "token",
    "secret",
    "key",
    "API",
    "access",
    "is",
    "was",
    "not",
    "valid",
    "gpt-4",
    "of",
    "team",
    "must",
    "have",
    "12",
    "characters",
    "-u",
    "--key-alias",
    "--max-tokens",
    "credential",
    "for",
    "sha256",
    "model",
    "`ci`",
];

const TEXT: &str = "\\PC{0,40}|(sk-|Bearer |basic |api_key=|password: |://|\"token\": |%22|\\\\u0022|-----BEGIN |[a-z0-9@\"'{}]{1,9}){0,9}";
