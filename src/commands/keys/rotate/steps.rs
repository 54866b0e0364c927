//! The steps of a rotation. Each looks at the server first and does only what is not done yet, so that all of them can be
//! repeated: after an answer that was lost, and by another run of this program.

use std::time::Duration;

use anyhow::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::failure::Failure;
use litellm_proxy_client::keys::{GeneratedKey, Key, KeyInfo, KeyUpdate, NewKey};
use litellm_proxy_client::{ApiKey, Call, Client, Error, Lossless, Refusal, Request};

/// How often a step is tried while the network or the server fails.
const ATTEMPTS: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// All that is needed to put a new key in the place of an old one.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Rotation {
    /// Hash of the old key.
    old_key: String,
    /// The new secret.
    #[serde(serialize_with = "exposed")]
    new_key: ApiKey,
    /// The alias that the old key has, and the new one gets.
    key_alias: Option<String>,
    /// What the old key is called from then on.
    retired_alias: String,
    /// Seconds that the old key stays good; without, it is deleted.
    grace: Option<i64>,
    /// When both end at the latest, in seconds since 1970.
    end: Option<i64>,
    /// The request that makes the new key, without its secret.
    settings: Value,
}

fn exposed<S: Serializer>(key: &ApiKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(key.expose())
}

/// Why a rotation came to no end.
#[derive(Debug)]
pub(super) enum Stuck {
    /// Nothing is left of it.
    Undone(Error),
    /// It can be gone on with.
    HalfDone(anyhow::Error),
}

impl Stuck {
    fn half_done(error: Error) -> Self {
        Self::HalfDone(error.into())
    }
}

impl Rotation {
    /// A rotation of the key that the server knows as `key`.
    pub(super) fn of(key: &Lossless<Key>, old: &ApiKey, grace: Option<i64>, now: Timestamp) -> Result<Self> {
        let refused = |why: &str| Err(Failure::Refused(format!("the key {why}; there is nothing to rotate")).into());
        if is_deleted(key) {
            return refused("is deleted");
        }
        if key.blocked == Some(true) {
            return Err(Failure::Refused(
                "the key is blocked, and a new one like it would not work: unblock it first".to_owned(),
            )
            .into());
        }
        let end = match key.string("expires").filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => match key.expires {
                Some(end) => Some(end.as_second()),
                None => return refused(&format!("ends at `{text}`, which is no time")),
            },
        };
        if end.is_some_and(|end| end <= now.as_second()) {
            return refused("has expired");
        }
        let new_key = new_secret();
        let mark = new_key.hash().chars().take(8).collect::<String>();
        let name = key.key_alias.clone().unwrap_or_else(|| old.hash().chars().take(12).collect());
        let settings = NewKey::copy_of(key).key_alias(format!("{name}-rotating-{mark}"));
        Ok(Self {
            old_key: old.hash(),
            key_alias: key.key_alias.clone(),
            retired_alias: format!("{name}-rotated-{}-{mark}", now.strftime("%Y%m%d")),
            grace,
            end,
            settings: serde_json::to_value(settings)?,
            new_key,
        })
    }

    pub(super) fn is_of(&self, old: &ApiKey) -> bool {
        self.old_key == old.hash()
    }

    pub(super) fn old_key(&self) -> &str {
        &self.old_key
    }

    pub(super) fn new_key(&self) -> &ApiKey {
        &self.new_key
    }

    pub(super) fn key_alias(&self) -> Option<&str> {
        self.key_alias.as_deref()
    }

    pub(super) fn retired_alias(&self) -> &str {
        &self.retired_alias
    }

    pub(super) fn grace(&self) -> Option<i64> {
        self.grace
    }

    /// What the key is called, to speak of it.
    pub(super) fn name(&self) -> String {
        let hash: String = self.old_key.chars().take(12).collect();
        self.key_alias.as_ref().map_or_else(|| format!("the key {hash}…"), |alias| format!("`{alias}`"))
    }

    /// All requests that change something, in their order.
    pub(super) fn requests(&self, client: &Client) -> Vec<Result<Request, Error>> {
        let retirement = match self.retirement() {
            Some(update) => client.keys().update(self.old_key.as_str(), &update).request(),
            None => client.keys().delete([&self.old_key]).request(),
        };
        vec![
            self.creation(client).request(),
            client.with_key(&self.new_key).models().list().request(),
            retirement,
            client.keys().update(&self.new_key, &self.naming()).request(),
        ]
    }

    /// Makes the new key, unless it is there. One that was made before and is not there any more is not made again:
    /// somebody has deleted it.
    pub(super) async fn make(&self, client: &Client, was_made: bool) -> Result<(), Stuck> {
        let is_there = || async { Ok(self.look(client, self.new_key.expose()).await?.is_some()) };
        if was_made {
            return match settled_look(is_there).await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Stuck::half_done(Error::Missing(
                    "the new key was made, and is not there any more; if that is meant, remove its file in ~/.litellm/rotations"
                        .to_owned(),
                ))),
                Err(error) => Err(Stuck::half_done(error)),
            };
        }
        let Err(error) = settle(is_there, || async { self.creation(client).await.map(drop) }).await else {
            return Ok(());
        };
        // A request that was still under way may have made it: then its alias is what is in the way.
        match settled_look(is_there).await {
            Ok(true) => Ok(()),
            Ok(false) if is_final(&error) && self.is_untouched(client).await => Err(Stuck::Undone(error)),
            _ => Err(Stuck::half_done(error)),
        }
    }

    /// Tries the new key out, lets the old one end, and gives the new one its name.
    pub(super) async fn put_in_place(&self, client: &Client) -> Result<(), Stuck> {
        // Once the old key is gone or renamed, the new one has been tried out.
        if !settled_look(|| self.is_retired(client)).await.map_err(Stuck::half_done)? {
            self.try_out(client).await?;
            settle(|| self.is_retired(client), || self.retire(client)).await.map_err(Stuck::half_done)?;
        }
        let is_named = || async {
            let key = self.look(client, self.new_key.expose()).await?;
            Ok(key.is_some_and(|key| key.info.key_alias == self.key_alias))
        };
        let name = || async { client.keys().update(&self.new_key, &self.naming()).await.map(drop) };
        settle(is_named, name).await.map_err(Stuck::half_done)
    }

    /// Asks for the models with the new key; one that does not work is deleted again.
    async fn try_out(&self, client: &Client) -> Result<(), Stuck> {
        let new_client = client.with_key(&self.new_key);
        let tried = settle(|| async { Ok(false) }, || async { new_client.models().list().await.map(drop) }).await;
        let refusal = match tried {
            // A key that may do other things only is known to the server all the same.
            Ok(()) | Err(Error::Forbidden(_)) => return Ok(()),
            Err(error) if is_final(&error) => error,
            Err(error) => return Err(Stuck::half_done(error)),
        };
        let is_gone = || self.is_gone(client, self.new_key.expose(), &self.old_key);
        let delete = || async { client.keys().delete([&self.new_key]).await.map(drop) };
        match settle(is_gone, delete).await {
            Ok(()) if self.is_untouched(client).await => Err(Stuck::Undone(refusal)),
            Ok(()) => Err(Stuck::half_done(refusal)),
            Err(error) => Err(Stuck::half_done(error)),
        }
    }

    fn creation(&self, client: &Client) -> Call<Lossless<GeneratedKey>> {
        let mut body = self.settings.clone();
        if let Value::Object(fields) = &mut body {
            fields.insert("key".to_owned(), Value::from(self.new_key.expose()));
            if let Some(duration) = self.time_left() {
                fields.insert("duration".to_owned(), Value::from(duration));
            }
        }
        client.keys().generate(&NewKey::default()).json(&body)
    }

    /// The change that lets the old key end, `None` when it is deleted.
    fn retirement(&self) -> Option<KeyUpdate> {
        let grace = self.grace?;
        let update = KeyUpdate::default().key_alias(self.retired_alias.as_str());
        // A key that ends earlier keeps its end.
        let ends_earlier = self.end.is_some_and(|end| end - Timestamp::now().as_second() <= grace);
        Some(if ends_earlier { update } else { update.duration(format!("{grace}s")) })
    }

    async fn retire(&self, client: &Client) -> Result<(), Error> {
        match self.retirement() {
            Some(update) => client.keys().update(self.old_key.as_str(), &update).await.map(drop),
            None => client.keys().delete([&self.old_key]).await.map(drop),
        }
    }

    async fn is_retired(&self, client: &Client) -> Result<bool, Error> {
        match self.look(client, &self.old_key).await? {
            Some(key) => Ok(key.info.key_alias.as_deref() == Some(&self.retired_alias)),
            None => self.is_gone(client, &self.old_key, self.new_key.expose()).await,
        }
    }

    /// True when the server has the old key as it was.
    async fn is_untouched(&self, client: &Client) -> bool {
        let old = settled_look(|| self.look(client, &self.old_key)).await;
        old.is_ok_and(|old| old.is_some_and(|key| key.info.key_alias == self.key_alias))
    }

    /// True when there is no such key, and the server is not one that knows of none at all: whatever stands between may
    /// say `Not Found` of everything.
    async fn is_gone(&self, client: &Client, key: &str, other: &str) -> Result<bool, Error> {
        let is_there = async |key: &str| Ok::<_, Error>(settled_look(|| self.look(client, key)).await?.is_some());
        if is_there(key).await? {
            return Ok(false);
        }
        if !is_there(other).await? {
            return Err(Error::Missing("the server knows neither the old key nor the new one".to_owned()));
        }
        Ok(!is_there(key).await?)
    }

    /// The last change: the alias, and the exact end, which older servers round when they make a key.
    fn naming(&self) -> KeyUpdate {
        let update = match &self.key_alias {
            Some(alias) => KeyUpdate::default().key_alias(alias.as_str()),
            None => KeyUpdate::default().clear("key_alias"),
        };
        match self.time_left() {
            Some(duration) => update.duration(duration),
            None => update,
        }
    }

    fn time_left(&self) -> Option<String> {
        self.end.map(|end| format!("{}s", (end - Timestamp::now().as_second()).max(1)))
    }

    /// What the server knows of a key; `None` of one that is not there, or not any more.
    async fn look(&self, client: &Client, key: &str) -> Result<Option<Lossless<KeyInfo>>, Error> {
        match client.keys().info(key).await {
            Ok(key) if is_deleted(&key.info) => Ok(None),
            Ok(key) => Ok(Some(key)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Newer servers remember deleted keys.
fn is_deleted(key: &Lossless<Key>) -> bool {
    key.field("deleted_at").is_some_and(|time| !time.is_null())
}

/// True when another try would end in the same way.
fn is_final(error: &Error) -> bool {
    let needs_license = error.refusal().is_some_and(Refusal::needs_license);
    needs_license
        || matches!(
            error,
            Error::Unauthorized(_)
                | Error::Forbidden(_)
                | Error::NotFound(_)
                | Error::Conflict(_)
                | Error::Refused(_)
                | Error::InvalidRequest(_)
                | Error::NoKey(_)
        )
}

/// Does something that may be under way or done already: looks, and does it if it is not done, until it is.
async fn settle<L, A>(look: impl Fn() -> L, act: impl Fn() -> A) -> Result<(), Error>
where
    L: Future<Output = Result<bool, Error>>,
    A: Future<Output = Result<(), Error>>,
{
    let mut pause = FIRST_PAUSE;
    let mut attempt = 1;
    loop {
        let tried = match look().await {
            Ok(true) => return Ok(()),
            Ok(false) => act().await,
            Err(error) => Err(error),
        };
        match tried {
            Ok(()) => return Ok(()),
            Err(error) if is_final(&error) || attempt == ATTEMPTS => {
                // What was under way all the time may be done by now, and be why it cannot be done again.
                return if matches!(look().await, Ok(true)) { Ok(()) } else { Err(error) };
            }
            Err(error) => tokio::time::sleep(error.retry_after().unwrap_or(pause).min(Duration::from_secs(30))).await,
        }
        attempt += 1;
        pause *= 2;
    }
}

/// Looks until there is an answer.
async fn settled_look<T, L: Future<Output = Result<T, Error>>>(look: impl Fn() -> L) -> Result<T, Error> {
    let found = std::cell::RefCell::new(None);
    let act = || async {
        found.replace(Some(look().await?));
        Ok(())
    };
    settle(|| async { Ok(false) }, act).await?;
    found.into_inner().ok_or_else(|| Error::Missing("the server has not answered".to_owned()))
}

/// What the server knows of the old key.
pub(super) async fn info(client: &Client, old: &ApiKey) -> Result<Lossless<KeyInfo>, Error> {
    settled_look(|| client.keys().info(old).into_future()).await
}

/// A secret of 244 random bits, from the system.
fn new_secret() -> ApiKey {
    let [one, two] = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    ApiKey::new(format!("sk-{}{}", one.simple(), two.simple()))
}
