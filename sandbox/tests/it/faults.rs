//! Faults as a client meets them: in order, by endpoint, and with connections that close early.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use litellm_proxy_sandbox::Sandbox as Running;
use serde_json::{Value, json};

use super::harness::Sandbox;

/// Sends a chat request and returns all that is received until the connection closes.
fn chat(sandbox: &Sandbox, path: &str, body: &Value) -> String {
    let body = body.to_string();
    let mut stream = TcpStream::connect(sandbox.running.address()).expect("a connection");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
        sandbox.master_key,
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).expect("a request");
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn failing(fault: &str) -> Sandbox {
    Sandbox::from(Running::builder().fault(fault.parse().expect("a fault")))
}

#[test]
fn steps_of_a_fault_apply_in_order_to_all_paths_of_an_endpoint() {
    let sandbox = failing("chat=429,10ms+500,cut:2");
    let body = json!({ "model": "gpt-4o", "messages": [{ "role": "user", "content": "hi" }], "stream": true });
    let first = sandbox.request("POST", "/v1/chat/completions", body.clone());
    assert_eq!(first.refused(429)["error"]["message"], "an injected fault");
    assert_eq!(sandbox.request("POST", "/engines/gpt-4o/chat/completions", body.clone()).status, 500);
    assert_eq!(sandbox.running.unused_faults(), ["the fault 'chat=429,10ms+500,cut:2': cut:2 was never used"]);
    let cut = chat(&sandbox, "/openai/deployments/gpt-4o/chat/completions", &body);
    assert!(cut.starts_with("HTTP/1.1 200"), "{cut}");
    assert_eq!((cut.matches("data: ").count(), cut.contains("[DONE]")), (2, false), "{cut}");
    assert!(!cut.ends_with("0\r\n\r\n"), "{cut}");
    assert!(chat(&sandbox, "/chat/completions", &body).contains("[DONE]"));
    assert!(sandbox.running.unused_faults().is_empty());
}

#[test]
fn a_response_that_is_not_streamed_is_cut_within_its_body() {
    let sandbox = failing("messages=cut:1,503");
    let body = json!({ "model": "gpt-4o", "max_tokens": 9, "messages": [{ "role": "user", "content": "hi" }] });
    let cut = chat(&sandbox, "/v1/messages", &body);
    assert!(cut.contains("\"content\"") && !cut.contains("\"usage\"}") && !cut.ends_with("0\r\n\r\n"), "{cut}");
    // In the shape of Anthropic's API.
    let refused = sandbox.request("POST", "/v1/messages", body).refused(503);
    assert_eq!((&refused["type"], &refused["error"]["message"]), (&json!("error"), &json!("an injected fault")));
}
