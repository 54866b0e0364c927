//! Identifiers, shortened for people.

use std::borrow::Cow;

use litellm_proxy_client::is_key_hash;

/// How much of a key's hash is shown to people.
const HASH_PREFIX: usize = 8;

/// Shortens the hash of a key. Other strings are returned unchanged.
pub(crate) fn short_hash(text: &str) -> String {
    if is_key_hash(text) { text.chars().take(HASH_PREFIX).collect() } else { text.to_owned() }
}

const UUID_LENGTH: usize = 36;

/// Shortens a generated id (UUID). Ids that people chose are names and stay whole.
pub(crate) fn short_id(id: &str) -> Cow<'_, str> {
    let is_uuid = id.len() == UUID_LENGTH && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if is_uuid { Cow::Owned(id.chars().take(HASH_PREFIX).chain(['…']).collect()) } else { Cow::Borrowed(id) }
}
