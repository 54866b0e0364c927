//! The model that is measured: what it is, what it costs, and the requests to it.

use std::time::{Duration, Instant};

use anyhow::Result;
use litellm_proxy_client::chat::{BatchDefaults, BatchRequest, ChatRequest, Message, ModelLimits};
use litellm_proxy_client::embeddings::EmbeddingRequest;
use litellm_proxy_client::probes::measure;
use litellm_proxy_client::{Client, Error, RetryPolicy};
use serde_json::{Value, json};

use super::engine::{Failed, Times};
use crate::failure::Failure;

/// How much later than the server's own timeout this client gives up.
const GRACE: Duration = Duration::from_secs(5);

/// What is sent.
#[derive(Debug, Clone)]
pub(super) struct Prompt {
    pub(super) text: String,
    /// Ends each prompt, with the number of the request, so that no cache answers; `None` sends the same text.
    pub(super) mark: Option<String>,
    pub(super) max_tokens: u64,
    pub(super) is_streamed: bool,
    pub(super) timeout: Duration,
}

impl Prompt {
    fn of(&self, number: u64) -> String {
        self.mark.as_ref().map_or_else(|| self.text.clone(), |mark| format!("{}\n({mark}-{number})", self.text))
    }
}

/// A model, by name or by the id of a deployment.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) model: String,
    is_embedding: bool,
    limits: ModelLimits,
}

impl Subject {
    /// Finds a model, and its prices.
    pub(super) async fn find(client: &Client, model: &str) -> Result<Self> {
        let model = client.models().whole_id(model).await?;
        let model = model.as_str();
        let groups = client.model_groups().info(model).await?;
        let (mode, limits) = match groups.iter().find(|group| group.model_group == model) {
            Some(group) => (group.mode.clone(), ModelLimits::of(group)),
            None => match client.models().get(model).await {
                Ok(deployment) => {
                    let mode = deployment.model_info.get("mode").and_then(Value::as_str).map(str::to_owned);
                    (mode, ModelLimits::of_deployment(&deployment))
                }
                Err(error) if error.is_not_found() => {
                    let message = format!("the key may call no model, and no deployment, named `{model}`");
                    return Err(Failure::NotFound(message).into());
                }
                Err(error) => return Err(error.into()),
            },
        };
        let mode = mode.unwrap_or_else(|| "chat".to_owned());
        if !matches!(mode.as_str(), "chat" | "embedding" | "") {
            let message = format!("`{model}` has mode {mode}; models of chat and embedding can be measured");
            return Err(Failure::Refused(message).into());
        }
        Ok(Self { model: model.to_owned(), is_embedding: mode == "embedding", limits })
    }

    /// Returns the most that one request costs; `None` if no price is known.
    pub(super) fn worst(&self, prompt: &Prompt) -> Option<f64> {
        let text = prompt.of(u64::MAX);
        let line = if self.is_embedding {
            json!({"url": "/v1/embeddings", "custom_id": "1", "body": {"model": self.model, "input": text}})
        } else {
            json!({"model": self.model, "prompt": text, "max_tokens": prompt.max_tokens})
        };
        let request = BatchRequest::parse(&line.to_string(), 1, &BatchDefaults::default()).ok()?;
        self.limits.worst(&request).cost
    }

    /// Returns whether its answers can be streamed.
    pub(super) fn is_streamed(&self) -> bool {
        !self.is_embedding
    }

    /// Sends one request. Its times count from `start`.
    pub(super) async fn send(
        &self,
        client: Client,
        prompt: &Prompt,
        number: u64,
        start: Instant,
    ) -> Result<Times, Failed> {
        let sending = async {
            if self.is_embedding {
                self.embed(&client, prompt, number, start).await
            } else {
                self.chat(&client, prompt, number, start).await
            }
        };
        match tokio::time::timeout(prompt.timeout.saturating_add(GRACE), sending).await {
            Ok(result) => result.map_err(|error| Failed {
                class: error.failure_line(),
                may_be_billed: error.may_have_taken_effect() || matches!(error, Error::StreamCut | Error::Stream(_)),
                error: Some(error),
            }),
            Err(_) => Err(Failed {
                class: format!("no complete response within {} s", prompt.timeout.as_secs_f64()),
                may_be_billed: true,
                error: None,
            }),
        }
    }

    async fn chat(&self, client: &Client, prompt: &Prompt, number: u64, start: Instant) -> Result<Times, Error> {
        let request = ChatRequest::new(&self.model, [Message::user(prompt.of(number))]).max_tokens(prompt.max_tokens);
        let request =
            at_once(prompt.timeout).into_iter().fold(request, |request, (name, value)| request.extra(name, value));
        let patience = prompt.timeout.saturating_add(GRACE);
        if prompt.is_streamed {
            let call = client.chat().completions().stream(request.include_usage(true));
            let measured = measure(call.timeout(patience).retry(RetryPolicy::never()), start).await?;
            let usage = measured.usage.as_ref();
            let cost = usage.and_then(|usage| {
                let computed = || self.limits.cost(usage.prompt_tokens, Some(usage.completion_tokens));
                usage.reported_cost().or_else(computed)
            });
            return Ok(Times {
                first_content: measured.first_content,
                gaps: measured.gaps,
                total: measured.total,
                output_tokens: usage.map(|usage| usage.completion_tokens),
                cost,
            });
        }
        let call = client.chat().completions().create(request).timeout(patience).retry(RetryPolicy::never());
        let completion = call.await?;
        let usage = completion.usage.as_ref();
        let computed = || usage.and_then(|usage| self.limits.cost(usage.prompt_tokens, Some(usage.completion_tokens)));
        Ok(Times {
            total: start.elapsed(),
            output_tokens: usage.map(|usage| usage.completion_tokens),
            cost: completion.cost().or_else(computed),
            ..Times::default()
        })
    }

    async fn embed(&self, client: &Client, prompt: &Prompt, number: u64, start: Instant) -> Result<Times, Error> {
        let request = EmbeddingRequest::new(&self.model, prompt.of(number).as_str());
        let request =
            at_once(prompt.timeout).into_iter().fold(request, |request, (name, value)| request.extra(name, value));
        let patience = prompt.timeout.saturating_add(GRACE);
        let vectors = client.embeddings().create(request).timeout(patience).retry(RetryPolicy::never()).await?;
        let cost = vectors.usage.as_ref().and_then(|usage| self.limits.cost(usage.prompt_tokens, Some(0)));
        Ok(Times { total: start.elapsed(), cost, ..Times::default() })
    }
}

/// The fields that switch retries off, and bound the time, on the server.
fn at_once(timeout: Duration) -> [(&'static str, Value); 3] {
    [("num_retries", json!(0)), ("max_retries", json!(0)), ("timeout", json!(timeout.as_secs_f64()))]
}
