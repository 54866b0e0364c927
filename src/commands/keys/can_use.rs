//! `keys can-use`: shows whether a key may call a model. The rules are the library's.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::json;

use crate::commands::names;
use crate::context::Context;
use crate::failure::Negative;
use crate::output::Format;
use litellm_proxy_client::keys::{AccessVerdict, Key};

const AFTER_HELP: &str = "\
Checks the key's state, models, aliases and access groups, those of its team or user, and the
server's models. Budgets and rate limits are not checked; `budgets why` shows those. Exit code 0
means yes, 1 means no.

Example:
  litellm-proxy keys can-use ci-key gpt-4o && echo yes";

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
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        let key = names::key(context, &self.key).await?;
        let access = context.client()?.keys().access(&key).await?;
        let verdict = access.check(&self.model);
        show(context, &key.hash(), access.key(), &self.model, &verdict)?;
        if verdict.allowed { Ok(()) } else { Err(Negative.into()) }
    }
}

fn show(context: &mut Context, hash: &str, key: &Key, model: &str, verdict: &AccessVerdict) -> Result<()> {
    if !matches!(context.output.format(), None | Some(Format::Table)) {
        return context.output.value(&json!({
            "key": hash, "key_alias": key.key_alias, "model": model, "called": verdict.called_model,
            "allowed": verdict.allowed, "checks": verdict.checks,
        }));
    }
    let mut text = format!("{}\n", if verdict.allowed { "yes" } else { "no" });
    for check in &verdict.checks {
        text.push_str(&format!("{}: {}\n", check.subject, check.reason));
    }
    context.output.prose(&text)
}
