//! `keys info`.

use anyhow::Result;
use clap::{ArgGroup, Args};
use serde::Serialize;
use serde::ser::SerializeMap as _;

use super::answer::ShownKey;
use crate::commands::facts::Facts;
use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client as client;
use litellm_proxy_client::json::{Shallow, parse_shallow};
use litellm_proxy_client::keys::KeyInfo;
use litellm_proxy_client::names::is_key_alias;
use litellm_proxy_client::{self, ApiKey, Lossless};

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true),
    after_help = "\
Examples:
  litellm-proxy keys info ci-key --format table
  litellm-proxy keys info --key sk-key1
  litellm-proxy keys info 1a2b3c4d")]
pub(crate) struct Info {
    /// Secret, hash or alias of the key, @FILE or @-; only the hash is sent
    #[arg(value_name = "KEY", group = "which")]
    name: Option<String>,
    /// Secret, hash or alias of the key, as an option
    #[arg(long, value_name = "KEY", group = "which")]
    key: Option<String>,
    /// Alias of the key
    #[arg(long, value_name = "ALIAS", group = "which")]
    key_alias: Option<String>,
}

impl Info {
    /// The command for a key given by hash.
    pub(super) fn of_key(hash: String) -> Self {
        Self { name: None, key: Some(hash), key_alias: None }
    }

    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let key = match (&self.name, &self.key, &self.key_alias) {
            (Some(name), _, _) => names::key(context, name).await?,
            (_, Some(key), _) => names::key_name(context, key)?.into_key(),
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
                let info = match call.await {
                    // Not a secret after all.
                    Err(client::Error::NotFound(_)) if is_key_alias(key.expose()) => {
                        let hash = client.keys().hash_of_alias(key.expose()).await?;
                        client.keys().info(hash).await?
                    }
                    result => result?,
                };
                // Tables need the nested `info` object as columns of their own.
                if context.output.wants_cells() {
                    return context.output.value(&FlatKeyInfo(&info));
                }
                let shown = ShownKey::new(Facts::of(&info.info), key.hash()).with_owners(context).await?;
                context.output.answer(&info, || shown.details())
            })
            .await
    }
}

/// Serializes a key with the fields of `info` at the top level.
struct FlatKeyInfo<'a>(&'a Lossless<KeyInfo>);

impl Serialize for FlatKeyInfo<'_> {
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
