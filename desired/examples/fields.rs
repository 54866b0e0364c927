//! Checks the tables of fields against a server: `cargo run --example fields [KIND…]`, with `LITELLM_PROXY_URL` and
//! `LITELLM_PROXY_API_KEY`; without KIND all kinds but those of settings. Prints what becomes of each field, and whether it
//! is what is known of the version.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

#[path = "../tests/it/matrix.rs"]
mod matrix;

use litellm_proxy_client::{Client, Error, ServerVersion};
use litellm_proxy_desired::{Kind, Server};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let version = client.health().version().await?.unwrap_or_else(|| ServerVersion::new("unknown"));
    let kinds: Vec<Kind> = std::env::args().skip(1).filter_map(|name| Kind::from_name(&name)).collect();
    // Settings are of the whole server: whoever uses it meanwhile would see them change.
    let is_of_all = |kind: &Kind| matches!(kind, Kind::LitellmSettings | Kind::UiSettings | Kind::SsoSettings);
    let own = || matrix::KINDS.into_iter().filter(|kind| !is_of_all(kind)).collect();
    let kinds = if kinds.is_empty() { own() } else { kinds };
    let server = Server { client, version };
    let prefix = format!("example-{}", std::process::id());
    let (lines, surprises) = matrix::run(&server, &kinds, &prefix).await;
    for line in lines {
        println!("{line}");
    }
    println!("as expected: {}", surprises.is_empty());
    for surprise in &surprises {
        println!("unexpected: {surprise}");
    }
    Ok(())
}
