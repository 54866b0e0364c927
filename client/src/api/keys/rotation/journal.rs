//! The state of a rotation that outlives the process: the plan, the new secret and the next step.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{Retirement, RotationError};
use crate::api::keys::{Key, KeyUpdate, NewKey};
use crate::core::secret::masked_debug;
use crate::core::{ApiKey, Lossless};

/// A step of a rotation; see [`Rotation`](super::Rotation) for what each sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RotationStep {
    /// Create the new key.
    Create,
    /// Try the new key.
    Verify,
    /// Rename the old key and let it expire, or delete it.
    Retire,
    /// Give the new key its alias and expiry.
    Rename,
    /// Nothing is left to do.
    Finished,
}

impl RotationStep {
    /// Returns the name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Verify => "verify",
            Self::Retire => "retire",
            Self::Rename => "rename",
            Self::Finished => "finished",
        }
    }
}

/// All that is needed to resume a rotation. Serializes with the new secret in clear text; `Debug` masks it.
#[derive(Clone, Deserialize, Serialize)]
pub struct RotationJournal {
    /// The old key's hash.
    pub(super) old_key: String,
    /// The new secret.
    #[serde(serialize_with = "exposed")]
    pub(super) new_key: ApiKey,
    /// The alias of the old key, which the new key gets in the end.
    pub(super) key_alias: Option<String>,
    /// The alias of the old key once it is retired.
    retired_alias: String,
    /// Seconds until the retired key expires; `None` if it is deleted.
    grace: Option<i64>,
    /// When both keys expire at the latest, in seconds since 1970.
    end: Option<i64>,
    /// When the new key expires, if not with the old one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    new_end: Option<i64>,
    /// The request that creates the new key, without its secret.
    pub(super) settings: Value,
    /// The next step.
    pub(super) step: RotationStep,
}

masked_debug!(RotationJournal);

fn exposed<S: Serializer>(key: &ApiKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(key.expose())
}

impl RotationJournal {
    /// Plans the rotation of `old`, of which the server says `key`.
    pub(super) fn plan(
        key: &Lossless<Key>,
        old: &ApiKey,
        retirement: Retirement,
        now: Timestamp,
    ) -> Result<Self, RotationError> {
        let refused =
            |why: &str| Err(RotationError::NotRotatable(format!("the key {why}; there is nothing to rotate")));
        if is_deleted(key) {
            return Err(RotationError::Deleted);
        }
        match key.key_alias.as_deref().and_then(alias_of_rotation) {
            Some(AliasOfRotation::Claim) => return Err(RotationError::InProgress),
            Some(AliasOfRotation::Retired) => return Err(RotationError::AlreadyRotated),
            None => {}
        }
        if key.blocked == Some(true) {
            let message = "the key is blocked, so a new key with its settings would not work: unblock it first";
            return Err(RotationError::NotRotatable(message.to_owned()));
        }
        let end = match key.string("expires").filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => match key.expires {
                Some(end) => Some(end.as_second()),
                None => return refused(&format!("has the expiry `{text}`, which is not a time")),
            },
        };
        if end.is_some_and(|end| end <= now.as_second()) {
            return refused("has expired");
        }
        let new_key = new_secret();
        let mark = new_key.hash().chars().take(8).collect::<String>();
        let name = key.key_alias.clone().unwrap_or_else(|| old.hash().chars().take(12).collect());
        // The same for every rotation of this key, see `claim`.
        let claim = old.hash().chars().take(8).collect::<String>();
        let settings = NewKey::copy_of(key).key_alias(format!("{name}-rotating-{claim}"));
        Ok(Self {
            old_key: old.hash(),
            key_alias: key.key_alias.clone(),
            retired_alias: format!("{name}-rotated-{}-{mark}", now.strftime("%Y%m%d")),
            grace: match retirement {
                Retirement::ExpireAfter(grace) => Some(i64::try_from(grace.as_secs()).unwrap_or(i64::MAX)),
                Retirement::Delete => None,
            },
            end,
            new_end: None,
            settings: serde_json::to_value(settings)
                .map_err(|error| RotationError::NotRotatable(format!("the key cannot be copied: {error}")))?,
            new_key,
            step: RotationStep::Create,
        })
    }

    /// Returns the old key's hash.
    pub fn old_key_hash(&self) -> &str {
        &self.old_key
    }

    /// Returns the new secret.
    pub fn new_key(&self) -> &ApiKey {
        &self.new_key
    }

    /// Returns the alias that the old key has at first, and the new key in the end.
    pub fn key_alias(&self) -> Option<&str> {
        self.key_alias.as_deref()
    }

    /// Returns the alias of the new key until the old key is retired: the same for every rotation of a key.
    pub fn temporary_alias(&self) -> Option<&str> {
        self.settings.get("key_alias").and_then(Value::as_str)
    }

    /// Returns the alias of the old key once it is retired. A key that is deleted never gets it.
    pub fn retired_alias(&self) -> &str {
        &self.retired_alias
    }

    /// Returns how long the old key lives on once it is retired; `None` if it is deleted.
    pub fn grace(&self) -> Option<Duration> {
        self.grace.map(|seconds| Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
    }

    /// Returns the next step. After a crash the server may be further.
    pub fn step(&self) -> RotationStep {
        self.step
    }

    /// Returns the update that retires the old key; `None` if it is deleted.
    pub(super) fn retirement(&self) -> Option<KeyUpdate> {
        let grace = self.grace?;
        let update = KeyUpdate::default().key_alias(self.retired_alias.as_str());
        // A key that expires earlier keeps its expiry.
        let expires_earlier = self.end.is_some_and(|end| end - Timestamp::now().as_second() <= grace);
        Some(if expires_earlier { update } else { update.duration(format!("{grace}s")) })
    }

    /// Returns the update of the last step: the alias, and the exact expiry, which LiteLLM 1.80 rounds when it creates a
    /// key.
    pub(super) fn renaming(&self) -> KeyUpdate {
        let update = match &self.key_alias {
            Some(alias) => KeyUpdate::default().key_alias(alias.as_str()),
            None => KeyUpdate::default().clear("key_alias"),
        };
        match self.time_left() {
            Some(duration) => update.duration(duration),
            None => update,
        }
    }

    /// Sets when the new key expires.
    pub(super) fn set_new_end(&mut self, end: Timestamp) {
        self.new_end = Some(end.as_second());
    }

    /// Returns how long the new key lives from now on.
    pub(super) fn time_left(&self) -> Option<String> {
        self.new_end.or(self.end).map(|end| format!("{}s", (end - Timestamp::now().as_second()).max(1)))
    }
}

/// The key that a rotation gives an alias to.
#[derive(Debug, PartialEq, Eq)]
enum AliasOfRotation {
    /// A new key, until the old one is retired.
    Claim,
    Retired,
}

/// Returns whether an alias is that of a new key until the old one is retired.
pub(super) fn is_temporary_alias(alias: &str) -> bool {
    alias_of_rotation(alias) == Some(AliasOfRotation::Claim)
}

/// Returns what a rotation gave this alias to; `None` if it is the user's.
fn alias_of_rotation(alias: &str) -> Option<AliasOfRotation> {
    let is_mark = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (rest, _) = alias.rsplit_once('-').filter(|(_, mark)| is_mark(mark))?;
    match rest.rsplit_once('-')? {
        (_, "rotating") => Some(AliasOfRotation::Claim),
        (rest, day)
            if day.len() == 8 && rest.ends_with("-rotated") && day.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Some(AliasOfRotation::Retired)
        }
        _ => None,
    }
}

/// Returns whether the server keeps the key as a deleted one; LiteLLM 1.106 does, 1.80 forgets it.
pub(super) fn is_deleted(key: &Lossless<Key>) -> bool {
    key.field("deleted_at").is_some_and(|time| !time.is_null())
}

/// Returns a secret of 244 random bits from the system.
fn new_secret() -> ApiKey {
    let [one, two] = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    ApiKey::new(format!("sk-{}{}", one.simple(), two.simple()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plan(key: &Value, retirement: Retirement) -> Result<RotationJournal, RotationError> {
        let key: Lossless<Key> = serde_json::from_str(&key.to_string()).expect("a key");
        let now = "2026-06-30T12:00:00Z".parse().expect("a time");
        RotationJournal::plan(&key, &ApiKey::new("sk-old"), retirement, now)
    }

    #[test]
    fn a_key_that_does_not_work_is_not_rotatable() {
        for (key, reason) in [
            (json!({"deleted_at": "2026-01-01T00:00:00Z"}), "is deleted"),
            (json!({"key_alias": "ci-rotated-20260630-0123abcd"}), "another rotation has replaced this key"),
            (json!({"key_alias": "ci-rotating-0123abcd"}), "another rotation of this key is in progress"),
            (json!({"blocked": true}), "is blocked"),
            (json!({"expires": "2026-06-30T12:00:00Z"}), "has expired"),
            (json!({"expires": "soon"}), "has the expiry `soon`"),
        ] {
            let error = plan(&key, Retirement::Delete).expect_err("it is refused");
            assert!(error.to_string().contains(reason), "{key}: {error}");
        }
    }

    #[test]
    fn the_plan_names_both_keys_and_survives_serialization() {
        let key = json!({"key_alias": "ci", "models": ["m"], "expires": null});
        let journal = plan(&key, Retirement::ExpireAfter(Duration::from_secs(60))).expect("a plan");
        assert!(journal.retired_alias().starts_with("ci-rotated-20260630-"), "{journal:?}");
        assert!(!format!("{journal:?}").contains(journal.new_key().expose()), "{journal:?}");
        let json = serde_json::to_value(&journal).expect("JSON");
        assert_eq!(json["step"], "create");
        let read: RotationJournal = serde_json::from_value(json).expect("a journal");
        assert_eq!(read.new_key(), journal.new_key());
        assert_eq!((read.grace(), read.key_alias()), (Some(Duration::from_secs(60)), Some("ci")));
        assert!(read.settings["key_alias"].as_str().is_some_and(|alias| alias.starts_with("ci-rotating-")));
    }

    #[test]
    fn the_new_key_may_expire_at_a_time_of_its_own() {
        let key = json!({"key_alias": "ci", "expires": "2098-01-01T00:00:00Z"});
        let mut journal = plan(&key, Retirement::ExpireAfter(Duration::from_secs(u32::MAX.into()))).expect("a plan");
        journal.set_new_end("2099-01-01T00:00:00Z".parse().expect("a time"));
        let journal: RotationJournal = serde_json::from_value(json!(journal)).expect("a journal");
        let lifetime = |text: Option<String>| {
            let seconds: i64 = text.and_then(|text| text.strip_suffix('s')?.parse().ok()).expect("seconds");
            seconds + Timestamp::now().as_second() - 4_070_908_800
        };
        assert!((-5..=5).contains(&lifetime(journal.time_left())), "{journal:?}");
        // The old key keeps its own expiry, which is before the end of the grace period.
        let retirement = serde_json::to_value(journal.retirement()).expect("JSON");
        assert_eq!(retirement.get("duration"), None);
    }

    #[test]
    fn keys_of_other_rotations_are_not_rotated() {
        let ours = |alias: &str| alias_of_rotation(alias);
        for alias in ["ci", "ci-rotating", "ci-rotating-soon", "ci-rotated-20260630", "ci-rotated-tomorrow-0123abcd"] {
            assert_eq!(ours(alias), None, "{alias}");
        }
        let journal = plan(&json!({"key_alias": "a-b"}), Retirement::Delete).expect("a plan");
        assert_eq!(journal.temporary_alias().and_then(ours), Some(AliasOfRotation::Claim));
        assert_eq!(ours(journal.retired_alias()), Some(AliasOfRotation::Retired));
        let again = plan(&json!({"key_alias": "a-b"}), Retirement::Delete).expect("a plan");
        assert_eq!((journal.temporary_alias(), journal.new_key() == again.new_key()), (again.temporary_alias(), false));
    }

    #[test]
    fn a_key_without_alias_is_named_by_its_hash_and_loses_the_temporary_alias_again() {
        let journal = plan(&json!({}), Retirement::Delete).expect("a plan");
        assert!(journal.retired_alias().starts_with(journal.old_key_hash().get(..12).expect("a hash")), "{journal:?}");
        let renaming = serde_json::to_value(journal.renaming()).expect("JSON");
        assert_eq!(renaming, json!({"key_alias": null}));
        assert!(journal.retirement().is_none());
    }
}
