//! Prints what a dependency could change about a program that does not use it: how `serde_json` orders keys and reads
//! numbers, whether `reqwest::Client::new` works, and whether a crypto provider is installed for the process.

use serde_json::Value;

const DOCUMENT: &str =
    r#"{"zebra": 1, "apple": [1.10, 3e-05, 1234.5678901234567, 0.1000000000000000055], "mango": null}"#;

fn main() {
    let value: Value = serde_json::from_str(DOCUMENT).expect("JSON");
    println!("keys and numbers: {value}");
    for float in ["122.416294033786585", "9007199254740993.0", "5e-324"] {
        let read: f64 = serde_json::from_str(float).expect("a number");
        println!("{float} is read as {read:e}");
    }

    #[cfg(feature = "with-client")]
    {
        use litellm_proxy_client::Client;
        Client::new("http://127.0.0.1:9", "sk-1").expect("a client");
        Client::new("https://127.0.0.1:9", "sk-1").expect("a client for https");
    }
    let own = std::panic::catch_unwind(reqwest::Client::new);
    println!("reqwest::Client::new works: {}", own.is_ok());
    let provider = rustls::crypto::CryptoProvider::get_default();
    println!("a crypto provider is installed: {}", provider.is_some());
}
