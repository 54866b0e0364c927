//! Requests for models: admitted by the rules, answered by the deployment's `mock_response`, and paid for.

mod mock;
mod spend;

use std::sync::Arc;

use hyper::Response;
use hyper::StatusCode;
use serde_json::Value;

use super::answer::Refusal;
use super::caller::{self, Caller};
use super::routes::Kind;
use super::row::Row;
use super::rules::parties::Parties;
use super::rules::rates::{self, Permit, Rates};
use super::rules::{access, budgets};
use super::server::{Body, Received, State};
use super::store::{Table, Tables};

/// What is remembered between requests, and not kept.
#[derive(Debug, Default)]
pub(super) struct Models {
    rates: Arc<Rates>,
}

/// A request that may go to a model.
#[derive(Debug)]
pub(super) struct Admitted {
    /// The name under which it is told of.
    call_id: String,
    kind: Kind,
    /// The name that was asked for.
    model: String,
    deployment: Row,
    caller: Caller,
    parties: Parties,
    /// Its part of the limits, which is free again when this goes.
    permit: Permit,
    body: Row,
}

pub(super) async fn answer(state: &Arc<State>, kind: Kind, received: Received) -> Result<Response<Body>, Refusal> {
    match state.store.transaction(|tables| admit(tables, state, kind, &received)) {
        Ok(admitted) => mock::answer(state, admitted, &received),
        Err(refusal) => {
            state.store.transaction(|tables| spend::record_refusal(tables, state, &received, kind, &refusal))?;
            Err(refusal)
        }
    }
}

fn admit(tables: &Tables<'_>, state: &State, kind: Kind, received: &Received) -> Result<Admitted, Refusal> {
    let caller = caller::identify(tables, &state.settings, &received.headers, received.now)?;
    let body = Row::of(received.body.clone().unwrap_or_default());
    let team = caller.team_id().map(|id| tables.get(Table::Teams, id)).transpose()?.flatten();
    if team.as_ref().is_some_and(|team| team.flag("blocked")) {
        let id = caller.team_id().unwrap_or_default();
        return Err(Refusal::auth(format_args!("Team={id} is blocked. Update via `/team/unblock` if your admin.")));
    }
    let deployments = access::deployments(tables, &state.settings)?;
    let asked = body.text("model").unwrap_or("None");
    access::check(&caller, team.as_ref(), asked, &deployments)?;
    let parties = Parties::find(tables, &state.settings, &caller, (&received.headers, &body), received.now)?;
    budgets::check(&parties, state.settings.max_budget)?;
    let limits = rates::limits(&parties, asked);
    let tokens = rates::estimate(&body, &limits);
    let call_id = uuid::Uuid::new_v4().to_string();
    let permit = state.models.rates.admit(limits, tokens, received.now).map_err(|refusal| match refusal {
        Refusal::Throttled { message, mut headers } => {
            headers.extend([
                ("x-litellm-call-id".to_owned(), call_id.clone()),
                ("x-litellm-response-cost".to_owned(), "0".to_owned()),
            ]);
            headers.extend(spend::of_key(&parties, 0.0));
            Refusal::Throttled { message, headers }
        }
        other => other,
    })?;
    let model = access::meant(&caller, team.as_ref(), asked).to_owned();
    let Some(deployment) = deployments.into_iter().find(|deployment| access::serves(deployment, &model)) else {
        let message = format!(
            "{}: Invalid model name passed in model={model}. Call `/v1/models` to view available models for your key.",
            received.path
        );
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "invalid_request_error", None, message));
    };
    if kind == Kind::Chat && !body.get("messages").is_some_and(Value::is_array) {
        let message = format!("{}: Missing required parameter: 'messages'.", received.path);
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "invalid_request_error", Some("messages"), message));
    }
    Ok(Admitted { call_id, kind, model, deployment, caller, parties, permit, body })
}
