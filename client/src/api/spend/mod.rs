//! Spend: by day ([`Spend::daily_activity`]), by request ([`Spend::logs`]), of the whole server, and the price of a
//! request. Only the daily spend of organizations requires a license.

mod activity;
mod follow;
mod log_error;
mod logs;
mod times;
mod whole;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use self::activity::{ActivityFilter, ActivityPage, ActivityScope, ActivityTotals, Breakdown, Day, Metrics, Share};
pub use self::follow::{LogCursor, LogPosition, Look};
pub use self::log_error::LogError;
pub use self::logs::{LogFilter, LogPage, LogSort, LogStatus, SpendLog};
pub use self::times::{ActivityDate, LogTime};
pub use self::whole::{ActivityTotal, WholeActivity};
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

/// Spend of the whole server.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TotalSpend {
    /// Spend in dollars in the last 30 days; `None` if there was no request.
    #[serde(default)]
    pub spend: Option<f64>,
    /// Dollars that the server may spend, from its configuration; 0 means no limit.
    #[serde(default)]
    pub max_budget: Option<f64>,
}

/// A price.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Cost {
    /// Dollars.
    pub cost: f64,
}

impl Spend<'_> {
    /// Fetches the spend of the whole server in the last 30 days: `GET /global/spend`.
    pub fn total(self) -> Call<Lossless<TotalSpend>> {
        Call::new(self.0, Method::GET, &["global", "spend"])
    }

    /// Calculates the price of sending these messages to a model, without the answer: `POST /spend/calculate`. The
    /// model is a public name, or one that LiteLLM knows the price of, such as `azure/gpt-4o`.
    pub fn cost_of_prompt(
        self,
        model: impl AsRef<str>,
        messages: impl IntoIterator<Item = impl Into<Message>>,
    ) -> Call<Lossless<Cost>> {
        let messages: Vec<Message> = messages.into_iter().map(Into::into).collect();
        self.calculate(&json!({ "model": model.as_ref(), "messages": messages }))
    }

    /// Calculates the price of a completion, prompt and answer, from its model and usage: `POST /spend/calculate`.
    /// LiteLLM must know the price of that model; public names of this server are refused. The actual cost of a request
    /// is in the [`CallInfo`](crate::CallInfo) of its response.
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
