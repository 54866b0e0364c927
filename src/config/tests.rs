//! The precedence of server and key, and whose key goes where.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::*;
use crate::tls_options::TlsOptions;

const FLAG: &str = "http://flag.example";
const VARIABLE: &str = "http://variable.example";
const OPTION: &str = "http://option.example";
const OTHER: &str = "http://other.example";
const OF_FILE: &str = "http://file.example";
const BASE: &str = "http://base.example";

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(fields) = value else { panic!("an object") };
    fields
}

/// Contexts for each place that can name one, each with a command for its key.
fn file(current: Option<&str>) -> Map<String, Value> {
    let with_command = |name: &str, url: &str| json!({"base_url": url, "key_command": ["print", name]});
    object(json!({"base_url": BASE, "context": current, "contexts": {
        "option": with_command("option", OPTION),
        "other": with_command("other", OTHER),
        "file": with_command("file", OF_FILE),
        "keyless": {"base_url": OPTION},
    }}))
}

fn login(server: &str) -> Sourced<StoredLogin> {
    let fields = object(json!({"key": format!("login of {server}"), "base_url": server}));
    let value = StoredLogin::read(fields).expect("a login").expect("a key");
    Sourced { value, source: Source::File(PathBuf::from("token.json")) }
}

fn settings(base_url: Option<&str>, api_key: Option<&str>) -> Settings {
    Settings { base_url: base_url.map(str::to_owned), api_key: api_key.map(ApiKey::new), auth_header: None }
}

/// What is set, in the order of precedence of servers and then of keys.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is given or not")]
struct Given {
    base_url_flag: bool,
    option: Option<&'static str>,
    url_variable: bool,
    context_variable: Option<&'static str>,
    context_in_file: Option<&'static str>,
    base_url_in_file: bool,
    key_flag: bool,
    key_variable: bool,
    logins: bool,
}

impl Given {
    fn config(self) -> Result<Config, ConfigError> {
        let flags = settings(self.base_url_flag.then_some(FLAG), self.key_flag.then_some("flag"));
        let environment = settings(self.url_variable.then_some(VARIABLE), self.key_variable.then_some("variable"));
        let given = (&flags, &environment);
        let (selected, _) = select(self.option, self.context_variable, given, Ok(file(self.context_in_file)))?;
        let servers: &[&str] =
            if self.logins { &[FLAG, VARIABLE, OPTION, OTHER, OF_FILE, BASE, "http://localhost:4000"] } else { &[] };
        let base_url = self
            .base_url_in_file
            .then(|| Sourced { value: BASE.to_owned(), source: Source::File("config.json".into()) });
        let stored = StoredSettings { base_url, logins: servers.iter().map(|server| login(server)).collect() };
        resolve(&flags, &environment, stored, selected.as_ref())
    }

    /// The server and the key; that of a command as its last word.
    fn resolved(self) -> (String, Option<String>) {
        let config = self.config().unwrap_or_else(|error| panic!("{self:?}: {error}"));
        let of_command = config.key_command.as_ref().map(|words| format!("command of {}", words[1]));
        let key = of_command.or_else(|| config.api_key.as_ref().map(|key| key.value.expose().to_owned()));
        (config.base_url.value.as_str().trim_end_matches('/').to_owned(), key)
    }
}

/// All combinations of what can be given, without an option and `--base-url` at once.
fn combinations() -> impl Iterator<Item = Given> {
    (0..1_u32 << 9).map(|bits| {
        let is = |bit: u32| bits & (1 << bit) != 0;
        Given {
            base_url_flag: is(0),
            option: is(1).then_some("option"),
            url_variable: is(2),
            context_variable: is(3).then_some("other"),
            context_in_file: is(4).then_some("file"),
            base_url_in_file: is(5),
            key_flag: is(6),
            key_variable: is(7),
            logins: is(8),
        }
    })
}

#[test]
fn every_combination_follows_the_order_of_precedence() {
    for given in combinations() {
        if given.base_url_flag && given.option.is_some() {
            let Err(ConfigError::Invalid { message, .. }) = given.config() else { panic!("{given:?}") };
            assert_eq!(message, "--context option and --base-url both name a server");
            continue;
        }
        let (server, context) = match given {
            Given { base_url_flag: true, .. } => (FLAG, None),
            Given { option: Some(name), .. } => (OPTION, Some(name)),
            Given { url_variable: true, .. } => (VARIABLE, None),
            Given { context_variable: Some(name), .. } => (OTHER, Some(name)),
            Given { context_in_file: Some(name), .. } => (OF_FILE, Some(name)),
            Given { base_url_in_file: true, .. } => (BASE, None),
            _ => ("http://localhost:4000", None),
        };
        let key = match given {
            Given { key_flag: true, .. } => Some("flag".to_owned()),
            Given { option: Some(name), .. } => Some(format!("command of {name}")),
            Given { key_variable: true, .. } => Some("variable".to_owned()),
            _ if context.is_some() => context.map(|name| format!("command of {name}")),
            Given { logins: true, .. } => Some(format!("login of {server}")),
            _ => None,
        };
        assert_eq!(given.resolved(), (server.to_owned(), key), "{given:?}");
    }
}

#[test]
fn a_context_without_a_key_uses_the_login_for_its_server() {
    let option = Given { option: Some("keyless"), ..Given::default() };
    let of_login = Some(format!("login of {OPTION}"));
    assert_eq!(option.resolved().1, None);
    assert_eq!(Given { logins: true, ..option }.resolved().1, of_login);
    // With the option the context wins whole, unless it has no key at all.
    assert_eq!(Given { logins: true, key_variable: true, ..option }.resolved().1, of_login);
    assert_eq!(Given { key_variable: true, ..option }.resolved().1.as_deref(), Some("variable"));
    let variable = Given { context_variable: Some("keyless"), logins: true, ..Given::default() };
    assert_eq!(variable.resolved().1, of_login);
    assert_eq!(Given { key_variable: true, ..variable }.resolved().1.as_deref(), Some("variable"));
}

#[test]
fn the_key_of_a_context_is_used_for_its_server_however_that_is_named() {
    for (url, is_sent) in [
        (OF_FILE, true),
        ("http://FILE.example:80/", true),
        ("https://file.example", false),
        ("http://file.example/x", false),
    ] {
        for is_flag in [true, false] {
            let (flags, environment) =
                (settings(is_flag.then_some(url), None), settings((!is_flag).then_some(url), None));
            let (selected, warning) =
                select(None, None, (&flags, &environment), Ok(file(Some("file")))).expect("a context");
            let config = resolve(&flags, &environment, StoredSettings::default(), selected.as_ref()).expect("settings");
            assert_eq!((config.key_command.is_some(), config.context.is_some()), (is_sent, is_sent), "{url}");
            assert_eq!(warning, None);
        }
    }
}

#[test]
fn two_variables_that_name_servers_are_warned_of() {
    let select = |flag: Option<&str>, option: Option<&str>, url: &str| {
        let (flags, environment) = (settings(flag, None), settings(Some(url), None));
        select(option, Some("other"), (&flags, &environment), Ok(file(None))).expect("a context").1
    };
    assert_eq!(
        select(None, None, "http://variable.example/").as_deref(),
        Some(
            "LITELLM_PROXY_URL is set and takes precedence over LITELLM_PROXY_CONTEXT: the server is \
             http://variable.example, not that of context other"
        )
    );
    assert_eq!(select(None, None, "http://other.example/"), None);
    assert_eq!(select(Some(FLAG), None, VARIABLE), None);
    assert_eq!(select(None, Some("option"), VARIABLE), None);
}

#[test]
fn an_unknown_context_is_an_error_with_the_known_names() {
    let none = Settings::default();
    let unknown = |option, variable, current| {
        let error = select(option, variable, (&none, &none), Ok(file(current))).expect_err("unknown");
        let ConfigError::Invalid { message, hint } = error else { panic!("{error}") };
        (message, hint.expect("a hint"))
    };
    let (message, hint) = unknown(Some("optino"), None, None);
    assert_eq!(message, "there is no context `optino`, which came from --context");
    assert_eq!(hint, "did you mean `option`? The contexts are option, other, file, keyless");
    let (message, hint) = unknown(None, Some("production"), None);
    assert_eq!(message, "there is no context `production`, which came from the variable LITELLM_PROXY_CONTEXT");
    assert_eq!(hint, "The contexts are option, other, file, keyless");
    assert!(unknown(None, None, Some("gone")).0.ends_with("`context` in config.json"));
    let error = select(Some("prod"), None, (&none, &none), Ok(Map::new())).expect_err("none");
    let ConfigError::Invalid { hint: Some(hint), .. } = error else { panic!("{error}") };
    assert!(hint.contains("config contexts add prod --base-url URL"), "{hint}");
    // A context that could only give its key does not matter where the server is named otherwise.
    let flags = settings(Some(FLAG), None);
    assert!(select(None, None, (&flags, &none), Ok(file(Some("gone")))).expect("no context").0.is_none());
}

#[test]
fn invalid_contexts_are_named() {
    for (context, reason) in [
        (json!(1), "not an object"),
        (json!({}), "`base_url` is missing"),
        (json!({"base_url": "prod.example"}), "the scheme is missing"),
        (json!({"base_url": BASE, "key_command": "op 'read"}), "`key_command` must be"),
        (json!({"base_url": BASE, "key_command": " "}), "`key_command` must be"),
        (json!({"base_url": BASE, "key_command": [1]}), "`key_command` must be"),
        (json!({"base_url": BASE, "key_command": "a", "key_file": "b"}), "both"),
        (json!({"base_url": BASE, "auth_header": "a b"}), "not a valid header name"),
        (json!({"base_url": BASE, "model": 1}), "`model` is not a string"),
        (json!({"base_url": BASE, "api_key": "sk-hush"}), "`api_key` would be a key that others can read"),
    ] {
        let error = StoredContext::read("prod", &context).expect_err("invalid").to_string();
        assert!(error.starts_with("context prod") && error.contains(reason), "{context}: {error}");
        assert!(!error.contains("hush"));
    }
    let words = json!({"base_url": BASE, "key_command": "op read 'op://my vault/key'", "owner": "me"});
    let context = StoredContext::read("prod", &words).expect("a context");
    assert_eq!(context.key, ContextKey::Command(["op", "read", "op://my vault/key"].map(str::to_owned).into()));
    assert_eq!(context.unknown, ["owner"]);
}

#[test]
fn options_about_tls_win_over_those_of_the_context() {
    let fields = json!({"base_url": OTHER, "ca_cert": "/ca", "client_cert": "/cert", "client_key": "/key"});
    let context = StoredContext::read("a", &fields).expect("a context");
    let path = |text: &str| Some(PathBuf::from(text));
    let stored = context.tls(&TlsOptions::default());
    assert_eq!((stored.ca_cert, stored.client_cert, stored.client_key), (path("/ca"), path("/cert"), path("/key")));
    let options = TlsOptions { client_cert: path("/other"), insecure: true, ..TlsOptions::default() };
    let chosen = context.tls(&options);
    // The key of the context is that of another certificate.
    assert_eq!((chosen.ca_cert, chosen.client_cert, chosen.client_key), (path("/ca"), path("/other"), None));
    assert!(chosen.insecure);
}
