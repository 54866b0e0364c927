//! `Client::from_env`: server, key and header from variables and files. The environment belongs to a whole process,
//! so each case runs this test program again for the one test.

use std::path::{Path, PathBuf};

use litellm_proxy_client::{Client, ClientBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;
use test_bed::process::rerun_with_environment;
use test_bed::{FakeRequest, FakeServer};

/// The variable with the path of the report.
const REPORT: &str = "REPORT_TO";

/// In the child process: creates a client, lists the models, and reports the base URL and ids, or the error.
async fn report(path: &Path) {
    let report_for = Client::from_env();
    let built = ClientBuilder::from_env().and_then(ClientBuilder::build);
    assert_eq!(
        report_for.as_ref().map(|client| client.base_url().clone()).map_err(ToString::to_string),
        built.map(|client| client.base_url().clone()).map_err(|error| error.to_string())
    );
    let found = match report_for {
        // Whatever listens at the default URL does not matter.
        Ok(client) if client.base_url().as_str() == "http://localhost:4000/" => {
            json!({"base_url": client.base_url().as_str()})
        }
        Ok(client) => {
            assert!(!format!("{client:?}").contains("sk-"));
            let ids: Vec<_> = match client.models().list().await {
                Ok(models) => models.iter().map(|model| model.id.clone()).collect(),
                Err(error) => vec![error.code().to_owned()],
            };
            json!({"base_url": client.base_url().as_str(), "ids": ids})
        }
        Err(error) => json!({"code": error.code(), "error": error.to_string()}),
    };
    std::fs::write(path, found.to_string()).expect("a file");
}

/// A home with these files in `.litellm`; a file without content is a directory.
fn home(files: &[(&str, Option<Value>)]) -> TempDir {
    let home = TempDir::new().expect("a directory");
    let directory = home.path().join(".litellm");
    std::fs::create_dir(&directory).expect("a directory");
    for (name, content) in files {
        match content {
            // A string is written unchanged.
            Some(Value::String(text)) => std::fs::write(directory.join(name), text).expect("a file"),
            Some(content) => std::fs::write(directory.join(name), content.to_string()).expect("a file"),
            None => std::fs::create_dir(directory.join(name)).expect("a directory"),
        }
    }
    home
}

/// The report for these variables in this home.
fn report_for(test: &str, home: &Path, variables: &[(&str, &str)]) -> Value {
    let report: PathBuf = home.join("report.json");
    let own = [("HOME", home.to_str().expect("text")), (REPORT, report.to_str().expect("text"))];
    rerun_with_environment(&format!("environment::{test}"), &[&own, variables].concat());
    serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("JSON")
}

/// The keys that a server received after the first `seen` requests, and in which header.
fn keys(server: &FakeServer, seen: usize) -> Vec<String> {
    let sent = server.received();
    let shown = |request: &FakeRequest| {
        let mut shown: Vec<String> = ["authorization", "x-litellm-key", "x-own"]
            .iter()
            .filter_map(|name| Some(format!("{name}: {}", request.header(name)?)))
            .collect();
        if shown.is_empty() {
            shown.push("no key".to_owned());
        }
        shown.join(", ")
    };
    sent.iter().skip(seen).map(shown).collect()
}

#[tokio::test]
async fn variables_precede_files_and_logins_match_their_server() {
    const TEST: &str = "variables_precede_files_and_logins_match_their_server";
    if let Some(path) = std::env::var_os(REPORT) {
        return report(Path::new(&path)).await;
    }
    let one = FakeServer::always_json(json!({"data": [{"id": "of-one"}]}));
    let two = FakeServer::always_json(json!({"data": [{"id": "of-two"}]}));
    let (first, second) = (one.uri(), two.uri());
    let config = |url: &str| ("config.json", Some(json!({"base_url": url, "other": 1})));
    let token = |fields: Value| ("token.json", Some(fields));
    let login = |url: &str| token(json!({"key": "sk-login", "base_url": url, "auth_header_name": "X-Litellm-Key"}));
    let (url, key, header) = ("LITELLM_PROXY_URL", "LITELLM_PROXY_API_KEY", "LITELLM_PROXY_AUTH_HEADER");
    let longer = format!("{first}/llm");
    for (files, variables, expected) in [
        // The URL: the variable's, else the file's. Empty counts as unset.
        (vec![config(&second)], vec![(url, first.as_str())], ["no key", ""]),
        (vec![config(&second)], vec![(url, "")], ["", "no key"]),
        (vec![config(&format!("{second}///"))], vec![], ["", "no key"]),
        // The key: the variable's, else the login's in its own header.
        (vec![], vec![(url, &first), (key, "sk-variable")], ["authorization: Bearer sk-variable", ""]),
        (vec![login(&first)], vec![(url, &first), (key, "sk-variable")], ["authorization: Bearer sk-variable", ""]),
        (vec![login(&first)], vec![(url, &first), (key, "")], ["x-litellm-key: Bearer sk-login", ""]),
        (vec![config(&second), login(&second)], vec![], ["", "x-litellm-key: Bearer sk-login"]),
        (vec![token(json!({"key": "sk-login"}))], vec![(url, &first)], ["authorization: Bearer sk-login", ""]),
        // The key of another server's login is not sent.
        (vec![login(&second)], vec![(url, &first)], ["no key", ""]),
        (vec![login(&longer)], vec![(url, &first)], ["no key", ""]),
        (vec![login(&first.replace("127.0.0.1", "localhost"))], vec![(url, &first)], ["no key", ""]),
        (vec![config(&second), login(&first)], vec![], ["", "no key"]),
        // The header: the variable's, else the login's if its key is sent.
        (vec![login(&first)], vec![(url, &first), (header, "X-Own")], ["x-own: Bearer sk-login", ""]),
        (vec![], vec![(url, &first), (key, "sk-v"), (header, "X-Own")], ["x-own: Bearer sk-v", ""]),
        (vec![token(json!({"user": "u"}))], vec![(url, &first), (header, "X-Own")], ["no key", ""]),
        // Files that are not needed are not read.
        (
            vec![("config.json", None), ("token.json", None)],
            vec![(url, &first), (key, "sk-v")],
            ["authorization: Bearer sk-v", ""],
        ),
    ] {
        let home = home(&files);
        let seen = [one.received().len(), two.received().len()];
        let (base, id) = if expected[0].is_empty() { (&second, "of-two") } else { (&first, "of-one") };
        let found = report_for(TEST, home.path(), &variables);
        assert_eq!(found, json!({"base_url": format!("{base}/"), "ids": [id]}), "{files:?} {variables:?}");
        let none: Vec<String> = Vec::new();
        let sent = expected.map(|line| if line.is_empty() { none.clone() } else { vec![line.to_owned()] });
        assert_eq!([keys(&one, seen[0]), keys(&two, seen[1])], sent, "{files:?} {variables:?}");
    }
    let found = report_for(TEST, home(&[]).path(), &[]);
    assert_eq!(found, json!({"base_url": "http://localhost:4000/"}));
}

#[tokio::test]
async fn invalid_settings_are_errors_with_their_source() {
    const TEST: &str = "invalid_settings_are_errors_with_their_source";
    if let Some(path) = std::env::var_os(REPORT) {
        return report(Path::new(&path)).await;
    }
    let text = |text: &str| Some(Value::from(text));
    for (files, variables, reason) in [
        (vec![("config.json", text("[1]"))], vec![], "HOME/.litellm/config.json is not a JSON object"),
        (vec![("config.json", text("{\"base_url\":"))], vec![], "HOME/.litellm/config.json is not a JSON object"),
        (vec![("config.json", None)], vec![], "cannot read HOME/.litellm/config.json: Is a directory"),
        (
            vec![("config.json", Some(json!({"base_url": 5})))],
            vec![],
            "`base_url` in HOME/.litellm/config.json is not a string",
        ),
        (
            vec![("config.json", Some(json!({"base_url": "litellm.example"})))],
            vec![],
            "`litellm.example` is not a valid server URL: the scheme is missing, as in http://litellm.example (it came from HOME/.litellm/config.json)",
        ),
        (vec![("token.json", text("sk-0123456789"))], vec![], "HOME/.litellm/token.json is not a JSON object"),
        (vec![("token.json", None)], vec![], "cannot read HOME/.litellm/token.json: Is a directory"),
        (vec![("token.json", Some(json!({"key": 5})))], vec![], "`key` in HOME/.litellm/token.json is not a string"),
        (
            vec![("token.json", Some(json!({"key": "sk-0123456789", "base_url": []})))],
            vec![],
            "`base_url` in HOME/.litellm/token.json is not a string",
        ),
        (
            vec![],
            vec![("LITELLM_PROXY_URL", "ftp://h")],
            "`ftp://h` is not a valid server URL: it must begin with http:// or https:// (it came from the variable LITELLM_PROXY_URL)",
        ),
        (vec![], vec![("LITELLM_PROXY_AUTH_HEADER", "a b")], "`a b` is not a valid header name"),
        (
            vec![],
            vec![("LITELLM_PROXY_URL", "http://127.0.0.1:1"), ("LITELLM_PROXY_API_KEY", "sk-a\nb")],
            "the API key contains characters that are not allowed in a header",
        ),
    ] {
        let home = home(&files);
        let found = report_for(TEST, home.path(), &variables);
        let shown = found.to_string().replace(home.path().to_str().expect("text"), "HOME");
        if reason.contains("not allowed in a header") {
            // Found when the first request is created.
            assert_eq!(found["ids"], json!(["invalid_request"]), "{shown}");
            continue;
        }
        assert_eq!(found["code"], "invalid_request", "{shown}");
        assert!(shown.contains(&reason.replace('"', "\\\"")) && !shown.contains("sk-"), "{shown} should say {reason}");
    }
}
