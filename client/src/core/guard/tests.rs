//! Which requests are refused, and how that is reported.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::Client;
use crate::core::Call;

const MASKS: [&str; 9] = [
    "sk****56",
    "*****",
    "hunt******ter2",
    "x123**6789",
    "[redacted]",
    "***REDACTED***",
    "REDACTED_BY_LITELM",
    "REDACTED_BY_LITELLM",
    "sk-...1234",
];

fn call(method: &str, path: &str, body: &Value) -> Call<Value> {
    let client = Client::new("http://h/prefix", "sk-x").expect("a client");
    client.http().request(method, path).json(body)
}

/// Returns the message of the refusal, or an empty string.
#[track_caller]
fn refusal(method: &str, path: &str, body: &Value) -> String {
    match call(method, path, body).request() {
        Ok(_) => String::new(),
        Err(error @ Error::Guarded(_)) => error.to_string(),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn masked_values_are_named_with_their_place() {
    for (method, path, body, expected) in [
        (
            "PATCH",
            "/model/m/update",
            json!({"litellm_params": {"api_key": "sk****56"}}),
            "`litellm_params.api_key` is `sk****56`, a masked value, not the secret itself; the server would store it",
        ),
        (
            "POST",
            "/key/update",
            json!({"key": "ci", "metadata": {"logging": [{"callback_vars": {"langfuse_secret": "sk-l****yz"}}]}}),
            "`metadata.logging[0].callback_vars.langfuse_secret` is `sk-l****yz`, a masked value, not the secret itself; the server would store it",
        ),
        (
            "POST",
            "/credentials",
            json!({"credential_values": {"api_key": "a real secret ** of mine", "n": "**"}}),
            "`credential_values.api_key` holds a masked value, not the secret itself; the server would store it; `credential_values.n` is `**`, a masked value, not the secret itself; the server would store it",
        ),
        (
            "POST",
            "/key/delete",
            json!({"keys": ["sk-...1234"]}),
            "`keys[0]` is `sk-...1234`, the shortened name of a key in lists, not the key itself",
        ),
        (
            "POST",
            "/v1/mcp/server",
            json!({"static_headers": {"Authorization": "Bearer sk-0123456789abcdef **"}}),
            "`static_headers.Authorization` holds a masked value, not the secret itself; the server would store it",
        ),
    ] {
        assert_eq!(refusal(method, path, &body), expected);
    }
}

#[test]
fn the_hint_depends_on_what_the_field_is_for() {
    for (path, body, hint) in [
        (
            "/model/new",
            json!({"litellm_params": {"api_key": "sk****56"}}),
            "give the secret itself, or leave the field out",
        ),
        (
            "/model/new",
            json!({"litellm_params": {"api_key": "sk-...1234"}}),
            "give the secret itself, or leave the field out",
        ),
        ("/key/block", json!({"key": "sk-...1234"}), "name the key by its alias, its hash or the secret itself"),
        ("/key/update", json!({"key": "k", "aliases": null}), "send {} to clear the field"),
    ] {
        let error = call("POST", path, &body).request().expect_err("guarded");
        assert_eq!(error.hint().as_deref(), Some(hint), "{body}");
    }
}

#[test]
fn shortened_names_of_keys_are_refused_in_urls() {
    let client = Client::new("http://h", "sk-x").expect("a client");
    for (path, name) in [
        ("/key/info?key=sk-...1234", "key"),
        ("/key/sk-...1234/regenerate", "key"),
        ("/spend/logs?api_key=sk-...ab_-", "api_key"),
    ] {
        let error = client.http().request("GET", path).request().expect_err("a shortened name");
        assert!(error.to_string().starts_with(&format!("`{name}` is `sk-...")), "{error}");
        assert_eq!(error.code(), "guarded");
    }
}

#[test]
fn nulls_that_destroy_are_refused_and_others_are_sent() {
    for field in ["aliases", "budget_fallbacks", "config", "metadata", "model_max_budget", "permissions"] {
        for path in ["/key/update", "/key%2Fupdate", "/key/abc/regenerate", "/key/regenerate"] {
            let message = refusal("POST", path, &json!({"key": "k", field: null}));
            assert!(message.starts_with(&format!("`{field}` is null")), "{path} {field}: {message}");
            assert_eq!(refusal("POST", path, &json!({"key": "k", field: {}})), "");
        }
        let several = json!({"keys": [{"key": "k"}, {"key": "l", field: null}]});
        assert!(refusal("POST", "/key/bulk_update", &several).starts_with(&format!("`keys[1].{field}` is null")));
        // Servers take null for the default here.
        assert_eq!(refusal("POST", "/key/generate", &json!({field: null})), "");
    }
    assert!(refusal("POST", "/team/update", &json!({"metadata": null})).contains("the budget of its members"));
    assert!(refusal("PATCH", "/team/t", &json!({"metadata": null})).contains("the budget of its members"));
    for (path, body) in [
        ("/team/update", json!({"max_budget": null, "aliases": null})),
        ("/team/new", json!({"metadata": null})),
        ("/user/update", json!({"metadata": null})),
        ("/key/update", json!({"max_budget": null, "metadata": {"config": null}})),
    ] {
        assert_eq!(refusal("POST", path, &body), "", "{path}");
    }
}

#[test]
fn text_patterns_and_wildcards_are_sent() {
    for (path, body) in [
        ("/team/new", json!({"metadata": {"note": "**important**: ask *ada*"}, "models": ["*", "openai/*"]})),
        ("/key/update", json!({"key": "k", "key_name": "sk-...1234", "allowed_routes": ["/v1/**"]})),
        ("/tag/new", json!({"name": "t", "description": "**bold** and f(**kwargs) and sk-ab****wxyz"})),
        (
            "/guardrails",
            json!({"guardrail": {"litellm_params": {
                "blocked_words": [{"keyword": "f**k"}], "keyword_redaction_tag": "****", "pattern_redaction_format": "[REDACTED]",
                "custom_code": "def check(inputs, **kwargs):\n    return 2**3",
            }}}),
        ),
        ("/prompts", json!({"litellm_params": {"dotprompt_content": "You are **helpful**."}})),
        (
            "/model/new",
            json!({"model_name": "gpt-*", "litellm_params": {"model": "openai/*", "api_key": "os.environ/K"}}),
        ),
        ("/chat/completions", json!({"api_key": "sk****56", "messages": [{"role": "user", "content": "****"}]})),
        ("/guardrails/apply_guardrail", json!({"text": "My key is sk****56"})),
        ("/v2/login", json!({"username": "a", "password": "a**b"})),
        ("/my-endpoint", json!({"text": "****", "pattern": "a**b", "value": "sk****56"})),
    ] {
        assert_eq!(refusal("POST", path, &body), "", "{path}");
    }
    assert_ne!(refusal("POST", "/my-endpoint", &json!({"api_key": "sk****56"})), "");
}

#[test]
fn a_body_is_read_as_servers_read_it() {
    let client = Client::new("http://h", "sk-x").expect("a client");
    for body in [
        r#"{"litellm_params": {"api_key": "sk\u002a\u002a**56"}}"#,
        r#"{"a": NaN, "api_key": "sk****56"}"#,
        r#"{"api_key": "sk****56", "api_key": "sk-real"}"#,
        "\u{feff}{\"api_key\": \"sk****56\"}",
        "  [{\"api_key\": \"sk****56\"}]",
    ] {
        let sent = client.http().request("POST", "/model/new").body(body.to_owned()).request();
        assert!(matches!(sent, Err(Error::Guarded(_))), "{body}");
    }
    let form = client.http().request("POST", "/config/update").form([("client_secret", "sk****56")]).request();
    assert!(matches!(form, Err(Error::Guarded(_))));
}

#[test]
fn an_unguarded_call_keeps_its_body() {
    let body = json!({"api_key": "sk****56"});
    let request = call("POST", "/model/new", &body).unguarded().request().expect("a request");
    assert_eq!(request.body, body.to_string().as_bytes());
    let client = Client::new("http://h/prefix", "sk-x").expect("a client");
    assert!(client.http().send(request).request().is_ok());
}

#[test]
fn names_of_fields_that_hold_secrets_are_not_shown() {
    let message = refusal("POST", "/model/new", &json!({"sk-0123456789abcdef": {"api_key": "sk****56"}}));
    assert!(!message.contains("sk-0123456789abcdef"), "{message}");
}

/// JSON with random names and values, none of which is a mask.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-zA-Z0-9 _./:-]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,12}", inner, 1..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn count_leaves(json: &Value) -> usize {
    match json {
        Value::Array(items) => items.iter().map(count_leaves).sum(),
        Value::Object(fields) => fields.values().map(count_leaves).sum(),
        _ => 1,
    }
}

/// Puts a value in the place of the leaf with this number.
fn put(json: &mut Value, number: &mut usize, value: &str) -> bool {
    match json {
        Value::Array(items) => items.iter_mut().any(|item| put(item, number, value)),
        Value::Object(fields) => fields.iter_mut().any(|(_, field)| put(field, number, value)),
        leaf => {
            let is_here = *number == 0;
            *number = number.wrapping_sub(1);
            if is_here {
                *leaf = value.into();
            }
            is_here
        }
    }
}

proptest! {
    #[test]
    fn a_mask_anywhere_in_an_administrative_body_is_never_sent(
        mut body in any_json(),
        number in any::<prop::sample::Index>(),
        mask in prop::sample::select(&MASKS[..]),
        path in prop::sample::select(&["/model/new", "/credentials", "/key/update", "/team/new", "/v1/mcp/server"][..]),
    ) {
        let mut number = number.index(count_leaves(&body));
        prop_assert!(put(&mut body, &mut number, mask));
        // Fields of patterns may hold anything.
        prop_assume!(!PATTERNS.iter().any(|word| body.to_string().contains(word)));
        prop_assume!(!body.to_string().contains("key_name"));
        prop_assert_ne!(refusal("POST", path, &body), "", "{}", body);
    }

    #[test]
    fn any_prose_in_a_chat_is_sent(text in any::<String>(), body in any_json(), mask in prop::sample::select(&MASKS[..])) {
        let content = format!("{text}{mask}");
        let body = json!({"model": "m", "api_key": mask, "messages": [{"role": "user", "content": content}], "x": body});
        prop_assert_eq!(refusal("POST", "/v1/chat/completions", &body), "");
    }
}
