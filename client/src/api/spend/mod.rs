//! Who spent what: by day ([`Spend::daily_activity`]), by request ([`Spend::logs`]), in all, and what a request would
//! cost. None of it needs a licence, but for the days of organizations.

mod activity;
mod logs;
mod whole;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use self::activity::{ActivityFilter, ActivityPage, ActivityTotals, Breakdown, Day, Metrics, Share, Whose};
pub use self::logs::{LogFilter, LogPage, SpendLog};
pub use self::whole::WholeActivity;
use crate::api::chat::Message;
use crate::core::{Call, Client, Lossless};

/// The spend resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Spend<'a>(pub(super) &'a Client);

impl Client {
    /// Spend: `*/daily/activity`, `/spend/logs`.
    pub fn spend(&self) -> Spend<'_> {
        Spend(self)
    }
}

/// What the whole server spent.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TotalSpend {
    /// Dollars spent in the last 30 days; none when there was no request.
    #[serde(default)]
    pub spend: Option<f64>,
    /// Dollars that the server may spend, by its configuration; 0 means any.
    #[serde(default)]
    pub max_budget: Option<f64>,
}

/// What something costs.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Cost {
    /// In dollars.
    pub cost: f64,
}

impl Spend<'_> {
    /// What the whole server spent in the last 30 days: `GET /global/spend`.
    pub fn total(self) -> Call<Lossless<TotalSpend>> {
        Call::new(self.0, Method::GET, &["global", "spend"])
    }

    /// What it would cost to send these messages to a model, without the answer: `POST /spend/calculate`. The model is a
    /// public name, or one that LiteLLM knows the price of, such as `azure/gpt-4o`.
    pub fn cost_of_prompt(self, model: &str, messages: &[Message]) -> Call<Lossless<Cost>> {
        self.calculate(&json!({ "model": model, "messages": messages }))
    }

    /// What a completion costs, prompt and answer, by the model and usage that it names: `POST /spend/calculate`. LiteLLM
    /// must know the price of a model of that name; a name that only this server's models have is refused. What a request
    /// did cost stands in its answer's [`CallInfo`](crate::CallInfo).
    pub fn cost_of_completion(self, completion: &impl Serialize) -> Call<Lossless<Cost>> {
        #[derive(Serialize)]
        struct Body<'a, C> {
            completion_response: &'a C,
        }
        self.calculate(&Body { completion_response: completion })
    }

    fn calculate(self, body: &impl Serialize) -> Call<Lossless<Cost>> {
        Call::new(self.0, Method::POST, &["spend", "calculate"]).json(body)
    }
}
