//! Requests on connections that were idle: 300 `GET` and 300 `POST` requests, each 5 s after the one before on its connection,
//! which is when LiteLLM's server closes it. Compares this crate's setting with `reqwest`'s default: `cargo run --example idle`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use std::time::Duration;

use litellm_proxy_client::{Client, ClientBuilder, Error};
use serde_json::json;
use tokio::task::JoinSet;

/// Clients at the same time for each method, each with connections of its own.
const CLIENTS: u32 = 30;
const REQUESTS: u32 = 10;
const PAUSE: Duration = Duration::from_secs(5);

#[derive(Clone, Copy)]
enum Setting {
    Default,
    OwnClient,
    OwnClientWithLimit,
}

impl Setting {
    const ALL: [Self; 3] = [Self::Default, Self::OwnClient, Self::OwnClientWithLimit];

    fn name(self) -> &'static str {
        match self {
            Self::Default => "this crate's default (4 s)",
            Self::OwnClient => "own client, reqwest's default (90 s)",
            Self::OwnClientWithLimit => "own client, pool_idle_timeout(4 s)",
        }
    }

    fn client(self) -> Result<Client, Error> {
        let from_env = ClientBuilder::from_env()?;
        let own = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let own = match self {
            Self::Default => return from_env.build(),
            Self::OwnClient => own,
            Self::OwnClientWithLimit => own.pool_idle_timeout(Duration::from_secs(4)),
        };
        let own = own.build().map_err(|error| Error::InvalidRequest(error.to_string()))?;
        from_env.http_client(own).build()
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mut runs = JoinSet::new();
    for setting in Setting::ALL {
        for method in ["GET", "POST"] {
            for number in 0..CLIENTS {
                let client = setting.client()?;
                runs.spawn(async move {
                    // One after another, so that none waits for another.
                    tokio::time::sleep(PAUSE / CLIENTS * number).await;
                    (setting.name(), method, run(&client, method).await)
                });
            }
        }
    }
    let mut results = Vec::new();
    while let Some(result) = runs.join_next().await {
        results.push(result.map_err(|error| Error::InvalidRequest(error.to_string()))?);
    }
    for setting in Setting::ALL.map(Setting::name) {
        for method in ["GET", "POST"] {
            let errors = results.iter().filter(|result| (result.0, result.1) == (setting, method));
            let errors: Vec<_> = errors.flat_map(|result| &result.2).collect();
            let example = errors.first().map(|error| format!(", such as: {error}")).unwrap_or_default();
            println!("{setting}: {} of {} {method} failed{example}", errors.len(), CLIENTS * REQUESTS);
        }
    }
    Ok(())
}

/// Sends requests with a pause before each, and returns the errors.
async fn run(client: &Client, method: &str) -> Vec<Error> {
    let mut errors = Vec::new();
    // The first opens the connection.
    for number in 0..=REQUESTS {
        if number > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        let result = match method {
            "POST" => {
                // Changes nothing.
                client.http().request("POST", "/budget/info").json(&json!({"budgets": ["no-such-budget"]})).await
            }
            _ => client.http().request("GET", "/models").await,
        };
        errors.extend(result.err());
    }
    errors
}
