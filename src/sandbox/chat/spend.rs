//! What a request for a model has cost: written down, added to what key, user, team and customer have spent, and said in
//! the headers.

use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Admitted;
use crate::sandbox::SERVER_VERSION;
use crate::sandbox::answer::Refusal;
use crate::sandbox::caller::{DEFAULT_USER, hash};
use crate::sandbox::clock;
use crate::sandbox::row::Row;
use crate::sandbox::rules::budgets::{self, Spender};
use crate::sandbox::rules::prices;
use crate::sandbox::server::{Received, State};
use crate::sandbox::store::Table;

/// Tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) prompt: u64,
    pub(super) completion: u64,
}

/// Dollars.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cost {
    input: f64,
    output: f64,
}

impl Usage {
    pub(super) fn to_json(self) -> Value {
        let total = self.prompt.saturating_add(self.completion);
        json!({ "completion_tokens": self.completion, "prompt_tokens": self.prompt, "total_tokens": total })
    }

    #[expect(clippy::cast_precision_loss, reason = "no request has 2^53 tokens")]
    fn cost(self, deployment: &Row) -> Cost {
        let (input, output) = prices::per_token(deployment);
        Cost {
            input: input.unwrap_or_default() * self.prompt as f64,
            output: output.unwrap_or_default() * self.completion as f64,
        }
    }
}

impl Cost {
    pub(super) fn total(self) -> f64 {
        self.input + self.output
    }
}

/// Writes a request down, and adds its cost to what has been spent.
pub(super) fn record(
    state: &State,
    admitted: &Admitted,
    received: &Received,
    id: &str,
    usage: Usage,
) -> Result<Cost, Refusal> {
    let cost = usage.cost(&admitted.deployment);
    let ended = clock::write(Timestamp::now());
    let row = row(state, admitted, received, id, (usage, cost), &ended);
    let spenders = spenders(admitted);
    state.store.transaction(|tables| {
        tables.insert(Table::Requests, id, &row)?;
        budgets::spend(tables, &spenders, cost.total(), &ended)?;
        Ok::<_, Refusal>(())
    })?;
    Ok(cost)
}

fn spenders(admitted: &Admitted) -> Vec<Spender> {
    let caller = &admitted.caller;
    let key = caller.token().map(|token| (Table::Keys, token.to_owned()));
    let user = caller.user_id.clone().map(|id| (Table::Users, id));
    let team = caller.team_id().map(|id| (Table::Teams, id.to_owned()));
    let customer = admitted.customer.clone().map(|id| (Table::Customers, id));
    key.into_iter().chain(user).chain(team).chain(customer).collect()
}

fn row(state: &State, admitted: &Admitted, received: &Received, id: &str, paid: (Usage, Cost), ended: &str) -> Row {
    let (usage, cost) = paid;
    let caller = &admitted.caller;
    let key = caller.key.as_ref();
    let parameters = admitted.deployment.object("litellm_params");
    let model = parameters.and_then(|parameters| parameters.get("model")).and_then(Value::as_str).unwrap_or_default();
    let provider = model.split_once('/').map_or("openai", |(provider, _)| provider);
    let tags = key.and_then(|key| key.object("metadata")?.get("tags").cloned()).unwrap_or_else(|| json!([]));
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    Row::of(json!({
        "request_id": id, "call_type": "acompletion",
        "api_key": caller.token().map_or_else(|| hash(&state.settings.master_key), str::to_owned),
        "spend": cost.total(), "total_tokens": usage.prompt.saturating_add(usage.completion), "prompt_tokens": usage.prompt,
        "completion_tokens": usage.completion, "startTime": clock::write(received.now), "endTime": ended,
        "completionStartTime": ended, "model": model, "model_id": deployment_id(&admitted.deployment),
        "model_group": admitted.model, "custom_llm_provider": provider, "api_base": "",
        "user": caller.user_id.as_deref().unwrap_or(if key.is_none() { DEFAULT_USER } else { "" }),
        "metadata": { "user_api_key_alias": key.and_then(|key| key.get("key_alias")), "status": "success" },
        "cache_hit": "False", "cache_key": "Cache OFF", "request_tags": tags, "team_id": text(caller.team_id()),
        "organization_id": null, "end_user": text(admitted.customer.as_deref()), "requester_ip_address": "127.0.0.1",
        "messages": {}, "response": {}, "session_id": id, "status": "success",
    }))
}

fn deployment_id(deployment: &Row) -> &str {
    deployment.object("model_info").and_then(|info| info.get("id")).and_then(Value::as_str).unwrap_or_default()
}

/// What the headers of an answer say.
pub(super) fn add_headers(headers: &mut HeaderMap, admitted: &Admitted, cost: Cost) {
    let key = admitted.caller.key.as_ref();
    let spent = key.and_then(|key| key.number("spend")).unwrap_or_default() + cost.total();
    let said = [
        ("x-litellm-call-id", uuid::Uuid::new_v4().to_string()),
        ("x-litellm-model-id", deployment_id(&admitted.deployment).to_owned()),
        ("x-litellm-model-group", admitted.model.clone()),
        ("x-litellm-version", SERVER_VERSION.to_owned()),
        ("x-litellm-response-cost", cost.total().to_string()),
        ("x-litellm-response-cost-input", cost.input.to_string()),
        ("x-litellm-response-cost-output", cost.output.to_string()),
        ("x-litellm-key-spend", spent.to_string()),
    ];
    let limits = ["max_budget", "tpm_limit", "rpm_limit"].map(|name| {
        let value = key.and_then(|key| key.get(name)).map(ToString::to_string);
        (format!("x-litellm-key-{}", name.replace('_', "-")), value)
    });
    let said = said.into_iter().map(|(name, value)| (name.to_owned(), Some(value)));
    for (name, value) in said.chain(limits) {
        let name = HeaderName::try_from(name).ok();
        let value = value.and_then(|value| HeaderValue::try_from(value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            headers.insert(name, value);
        }
    }
}
