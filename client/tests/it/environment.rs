//! `Client::from_env`: which server, which key and which header, by variables and files. The environment is a whole
//! process's, so each case is a process: this test program, run again for the one test.

use std::path::{Path, PathBuf};

use litellm_proxy_client::{Client, ClientBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;
use wiremock::MockServer;

use test_bed::servers::{again, answering_json, requests};

/// What the process is told beside its environment: where to write what came of it.
const REPORT: &str = "REPORT_TO";

/// In the process: makes a client, asks for the models, and reports the base URL and their ids, or the error.
async fn report(path: &Path) {
    let made = Client::from_env();
    let built = ClientBuilder::from_env().and_then(ClientBuilder::build);
    assert_eq!(
        made.as_ref().map(|client| client.base_url().clone()).map_err(ToString::to_string),
        built.map(|client| client.base_url().clone()).map_err(|error| error.to_string())
    );
    let found = match made {
        // Who listens at the default is none of this test's business.
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
            // A text is written as it is.
            Some(Value::String(text)) => std::fs::write(directory.join(name), text).expect("a file"),
            Some(content) => std::fs::write(directory.join(name), content.to_string()).expect("a file"),
            None => std::fs::create_dir(directory.join(name)).expect("a directory"),
        }
    }
    home
}

/// What comes of these variables in this home.
fn made(test: &str, home: &Path, variables: &[(&str, &str)]) -> Value {
    let report: PathBuf = home.join("report.json");
    let own = [("HOME", home.to_str().expect("text")), (REPORT, report.to_str().expect("text"))];
    again(&format!("environment::{test}"), &[&own, variables].concat());
    serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("JSON")
}

/// The keys that a server was sent after the first so many, and in which header.
async fn keys(server: &MockServer, seen: usize) -> Vec<String> {
    let sent = requests(server).await;
    let shown = |request: &wiremock::Request| {
        let mut shown: Vec<String> = ["authorization", "x-litellm-key", "x-own"]
            .iter()
            .filter_map(|name| Some(format!("{name}: {}", request.headers.get(*name)?.to_str().expect("text"))))
            .collect();
        if shown.is_empty() {
            shown.push("no key".to_owned());
        }
        shown.join(", ")
    };
    sent.iter().skip(seen).map(shown).collect()
}

#[tokio::test]
async fn variables_count_before_files_and_a_login_for_its_own_server() {
    const TEST: &str = "variables_count_before_files_and_a_login_for_its_own_server";
    if let Some(path) = std::env::var_os(REPORT) {
        return report(Path::new(&path)).await;
    }
    let one = answering_json(json!({"data": [{"id": "of-one"}]})).await;
    let two = answering_json(json!({"data": [{"id": "of-two"}]})).await;
    let (first, second) = (one.uri(), two.uri());
    let config = |url: &str| ("config.json", Some(json!({"base_url": url, "other": 1})));
    let token = |fields: Value| ("token.json", Some(fields));
    let login = |url: &str| token(json!({"key": "sk-login", "base_url": url, "auth_header_name": "X-Litellm-Key"}));
    let (url, key, header) = ("LITELLM_PROXY_URL", "LITELLM_PROXY_API_KEY", "LITELLM_PROXY_AUTH_HEADER");
    let longer = format!("{first}/llm");
    for (files, variables, expected) in [
        // The URL: the variable's, else the file's. What is empty is not there.
        (vec![config(&second)], vec![(url, first.as_str())], ["no key", ""]),
        (vec![config(&second)], vec![(url, "")], ["", "no key"]),
        (vec![config(&format!("{second}///"))], vec![], ["", "no key"]),
        // The key: the variable's, else the login's, in the header that was told with it.
        (vec![], vec![(url, &first), (key, "sk-variable")], ["authorization: Bearer sk-variable", ""]),
        (vec![login(&first)], vec![(url, &first), (key, "sk-variable")], ["authorization: Bearer sk-variable", ""]),
        (vec![login(&first)], vec![(url, &first), (key, "")], ["x-litellm-key: Bearer sk-login", ""]),
        (vec![config(&second), login(&second)], vec![], ["", "x-litellm-key: Bearer sk-login"]),
        (vec![token(json!({"key": "sk-login"}))], vec![(url, &first)], ["authorization: Bearer sk-login", ""]),
        // A login of another server is not sent to this one.
        (vec![login(&second)], vec![(url, &first)], ["no key", ""]),
        (vec![login(&longer)], vec![(url, &first)], ["no key", ""]),
        (vec![login(&first.replace("127.0.0.1", "localhost"))], vec![(url, &first)], ["no key", ""]),
        (vec![config(&second), login(&first)], vec![], ["", "no key"]),
        // The header: the variable's, else the login's where its key is sent.
        (vec![login(&first)], vec![(url, &first), (header, "X-Own")], ["x-own: Bearer sk-login", ""]),
        (vec![], vec![(url, &first), (key, "sk-v"), (header, "X-Own")], ["x-own: Bearer sk-v", ""]),
        (vec![token(json!({"user": "u"}))], vec![(url, &first), (header, "X-Own")], ["no key", ""]),
        // What is not asked is not read.
        (
            vec![("config.json", None), ("token.json", None)],
            vec![(url, &first), (key, "sk-v")],
            ["authorization: Bearer sk-v", ""],
        ),
    ] {
        let home = home(&files);
        let seen = [requests(&one).await.len(), requests(&two).await.len()];
        let (base, id) = if expected[0].is_empty() { (&second, "of-two") } else { (&first, "of-one") };
        let found = made(TEST, home.path(), &variables);
        assert_eq!(found, json!({"base_url": format!("{base}/"), "ids": [id]}), "{files:?} {variables:?}");
        let none: Vec<String> = Vec::new();
        let sent = expected.map(|line| if line.is_empty() { none.clone() } else { vec![line.to_owned()] });
        assert_eq!([keys(&one, seen[0]).await, keys(&two, seen[1]).await], sent, "{files:?} {variables:?}");
    }
    let found = made(TEST, home(&[]).path(), &[]);
    assert_eq!(found, json!({"base_url": "http://localhost:4000/"}));
}

#[tokio::test]
async fn what_cannot_be_used_is_an_error_that_names_it() {
    const TEST: &str = "what_cannot_be_used_is_an_error_that_names_it";
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
            "the API key holds characters that no header can carry",
        ),
    ] {
        let home = home(&files);
        let found = made(TEST, home.path(), &variables);
        let shown = found.to_string().replace(home.path().to_str().expect("text"), "HOME");
        if reason.contains("no header can carry") {
            // Known when the first request is made.
            assert_eq!(found["ids"], json!(["invalid_request"]), "{shown}");
            continue;
        }
        assert_eq!(found["code"], "invalid_request", "{shown}");
        assert!(shown.contains(&reason.replace('"', "\\\"")) && !shown.contains("sk-"), "{shown} should say {reason}");
    }
}
