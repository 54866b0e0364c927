//! `keys info`.

use anyhow::Result;
use clap::{ArgGroup, Args};
use serde::Serialize;
use serde::ser::SerializeMap as _;

use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client as client;
use litellm_proxy_client::json::{Shallow, parse_shallow};
use litellm_proxy_client::keys::KeyInfo;
use litellm_proxy_client::{self, ApiKey, Lossless};

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true),
    after_help = "Examples:\n  litellm-proxy keys info ci-key --format table\n  litellm-proxy keys info --key sk-key1")]
pub(crate) struct Info {
    /// The key: its secret, hash or alias, @FILE or @-; only the hash is sent
    #[arg(value_name = "KEY", group = "which")]
    name: Option<String>,
    /// The key or its hash, @FILE or @-; only the hash is sent
    #[arg(long, value_name = "KEY", group = "which")]
    key: Option<String>,
    /// Alias of the key
    #[arg(long, value_name = "ALIAS", group = "which")]
    key_alias: Option<String>,
}

impl Info {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let key = match (&self.name, &self.key, &self.key_alias) {
            (Some(name), _, _) => names::key(context, name).await?,
            (_, Some(key), _) => names::key_argument(context, key)?,
            (_, _, alias) => {
                let alias = alias.as_deref().unwrap_or_default();
                if alias.is_empty() {
                    return Err(Failure::usage("the key is empty"));
                }
                ApiKey::new(client.keys().hash_of_alias(alias).await?)
            }
        };
        let call = client.keys().info(&key);
        context
            .perform(DryRun::default(), call, async |context, call| {
                let result = call.await;
                if names::is_alias(&key) && matches!(result, Err(client::Error::NotFound(_))) {
                    context.output.note("that is neither a key (sk-…) nor a hash; --key-alias takes an alias");
                }
                let info = result?;
                // All but the hash is one level down, where a table has one cell for it.
                if context.output.wants_cells() {
                    context.output.value(&Flat(&info))
                } else {
                    context.output.value(&info)
                }
            })
            .await
    }
}

/// What is known of a key, without the level between.
struct Flat<'a>(&'a Lossless<KeyInfo>);

impl Serialize for Flat<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", &self.0.key)?;
        if let Some(Shallow::Object(fields)) = parse_shallow(self.0.info.json().get()) {
            for (name, value) in &fields {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}
