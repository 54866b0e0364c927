//! Parameters of a request for a completion: those with options of their own, and any other by `-p`.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, Value};

use crate::commands::other_fields::OtherFields;
use crate::context::Context;
use litellm_proxy_client::chat::ChatRequest;

/// Fields of a request that the command sets itself, and how.
const OWN: [(&str, &str); 3] = [
    ("model", "the model is the first argument"),
    ("messages", "give messages with -m, or as text"),
    ("stream", "use --stream or --no-stream"),
];

/// Options that set parameters of the model.
#[derive(Debug, Args)]
pub(super) struct Parameters {
    /// Sampling temperature, 0 to 2
    #[arg(short, long, value_name = "T", value_parser = between::<0, 2>)]
    temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1
    #[arg(long, value_name = "P", value_parser = between::<0, 1>)]
    top_p: Option<f64>,
    /// Number of answers
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    n: Option<u64>,
    /// Maximum number of tokens to generate
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_tokens: Option<u64>,
    /// Presence penalty, -2 to 2
    #[arg(long, value_name = "P", value_parser = between::<-2, 2>)]
    presence_penalty: Option<f64>,
    /// Frequency penalty, -2 to 2
    #[arg(long, value_name = "P", value_parser = between::<-2, 2>)]
    frequency_penalty: Option<f64>,
    /// End user that the request is made for
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    others: OtherFields,
}

fn between<const LOW: i8, const HIGH: i8>(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (f64::from(LOW)..=f64::from(HIGH)).contains(&value) {
        Ok(value)
    } else {
        Err(format!("must be between {LOW} and {HIGH}"))
    }
}

impl Parameters {
    /// Sets the parameters of a request that have options.
    pub(super) fn set(&self, request: &mut ChatRequest) {
        (request.temperature, request.top_p, request.n) = (self.temperature, self.top_p, self.n);
        (request.max_tokens, request.user) = (self.max_tokens, self.user.clone());
        (request.presence_penalty, request.frequency_penalty) = (self.presence_penalty, self.frequency_penalty);
    }

    /// Sets those of `--param`, none of which may be set already.
    pub(super) fn set_others(&self, context: &mut Context, request: &mut ChatRequest) -> Result<()> {
        let others = self.others.read(context, request, &OWN)?;
        request.extra.extend(others);
        Ok(())
    }
}

/// Sets the parameters of a template that are not set yet.
pub(super) fn set_defaults(request: &mut ChatRequest, defaults: Map<String, Value>) -> Result<()> {
    let set = serde_json::to_value(&*request)?;
    request.extra.extend(defaults.into_iter().filter(|(name, _)| set.get(name).is_none()));
    Ok(())
}

/// Returns how many answers a request asks for.
pub(super) fn choices(request: &ChatRequest) -> u64 {
    let other = || request.extra.get("n").and_then(Value::as_u64);
    request.n.or_else(other).unwrap_or(1)
}
