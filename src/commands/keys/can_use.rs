//! `keys can-use`: shows whether a key may call a model. The rules are the library's.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::json;

use crate::commands::names::{self, NamedKey};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use litellm_proxy_client::access::AccessVerdict;
use litellm_proxy_client::keys::Key;

const AFTER_HELP: &str = "\
Checks the key's state, models, aliases and access groups, those of its team or user, and the
server's models. Budgets and rate limits are not checked; `budgets why` shows those. Exit code 0
means yes, 1 means no.

Examples:
  litellm-proxy keys can-use ci-key gpt-4o && echo yes
  litellm-proxy keys can-use ci-key gpt-4o
  litellm-proxy keys can-use ci-key gpt-4o --format json";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct CanUse {
    /// The key: its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY")]
    key: String,
    /// Name of the model, as a request names it
    #[arg(value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    model: String,
}

impl CanUse {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let NamedKey { key, listed } = names::named_key(context, &self.key).await?;
        let client = context.client()?;
        context
            .perform(DryRun::default(), client.keys().info(&key), async |context, _| {
                let access = match listed {
                    Some(listed) => client.keys().access_of(key.hash(), listed).await?,
                    None => client.keys().access(&key).await?,
                };
                let verdict = access.check(&self.model);
                show(context, &key.hash(), access.key(), &self.model, &verdict)?;
                Ok(if verdict.allowed { Outcome::Done } else { Outcome::Negative })
            })
            .await
    }
}

fn show(context: &mut Context, hash: &str, key: &Key, model: &str, verdict: &AccessVerdict) -> Result<Outcome> {
    if !context.output.is_for_people() {
        return context.output.value(&json!({
            "key": hash, "key_alias": key.key_alias, "model": model, "called": verdict.called_model,
            "allowed": verdict.allowed, "checks": verdict.checks,
        }));
    }
    context.output.state(if verdict.allowed { "yes" } else { "no" })?;
    let mut text = String::new();
    for check in &verdict.checks {
        text.push_str(&format!("{}: {}\n", check.subject, check.reason));
    }
    context.output.prose(&text).map(Outcome::done)
}
