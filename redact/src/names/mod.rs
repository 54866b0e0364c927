//! Which names are those of secrets: by segment, as LiteLLM's own masker has them, with their usual spellings. Names that
//! only mention a secret (`key_alias`, `max_tokens`) are not.

mod words;

use self::words::{
    ACCESS_RULES, COUNTERS, DESCRIPTORS, ENDS, KEY_FIELDS, PLURAL_QUALIFIERS, PUBLIC_KEYS, STORES, STRONG, TOKEN_UNITS,
    WEAK,
};

/// How secret the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrecy {
    Open,
    /// A LiteLLM key, or its hash, which is not secret. An object in such a field is judged by its own fields.
    Key,
    /// Secret at any depth.
    Secret,
}

impl Secrecy {
    /// Returns how secret the value of a field with this name is.
    pub(crate) fn of(name: &str) -> Self {
        // Longer names are data, such as a prompt before a colon.
        if name.len() > 200 {
            return Self::Open;
        }
        let segments = segments(name);
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let joined = segments.join("_");
        if KEY_FIELDS.contains(&joined.as_str()) {
            return Self::Key;
        }
        if is_secret(&segments) && !is_description(&segments) { Self::Secret } else { Self::Open }
    }
}

/// Returns whether a field, header or parameter with this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    Secrecy::of(name) != Secrecy::Open
}

/// Returns whether a parameter in a URL or a form holds a secret. `code` is a status in JSON, and the code of a login here.
pub(crate) fn secrecy_in_query(name: &str) -> Secrecy {
    match name.to_ascii_lowercase().as_str() {
        "code" | "code_verifier" | "device_code" | "sig" | "signature" | "x-amz-signature" | "x-goog-signature"
        | "session" | "sid" => Secrecy::Secret,
        // The server's logs are queried by the hash of a key.
        "api_key" => Secrecy::Key,
        name => Secrecy::of(name),
    }
}

/// Returns whether a name is a common word, so that what follows it in a sentence need not be a secret.
pub(crate) fn is_common_word(name: &str) -> bool {
    let segments = segments(name);
    match segments.as_slice() {
        [only] => WEAK.contains(&only.as_str()) || matches!(only.as_str(), "keys" | "tokens" | "code" | "session"),
        _ => false,
    }
}

fn is_secret(segments: &[&str]) -> bool {
    let end = segments.len().saturating_sub(1);
    let by_segment = segments.iter().enumerate().any(|(at, segment)| {
        STRONG.contains(segment)
            || (WEAK.contains(segment) && (*segment != "pass" || at == end))
            || segment.contains("password")
            || segment.contains("apikey")
            || ENDS.iter().any(|end| segment.ends_with(end))
            || is_qualified_plural(segments, at)
    });
    by_segment || segments.windows(2).any(is_secret_pair) || matches!(segments, ["litellm", "license"] | ["session"])
}

/// Returns whether two words together are the name of a secret.
fn is_secret_pair(pair: &[&str]) -> bool {
    match pair {
        ["connection" | "conn", "string" | "str" | "uri"]
        | ["code", "verifier"]
        | ["pass", "phrase" | "word" | "code" | "key"]
        | ["service", "account"]
        | ["signed" | "presigned", "url"] => true,
        [name, "url" | "uri"] => STORES.contains(name),
        [name, "code" | "codes"] => ["backup", "device", "mfa", "recovery", "security", "verification"].contains(name),
        _ => false,
    }
}

/// Returns whether there is a plural of `key` or `token` that is not a number of them.
fn is_qualified_plural(segments: &[&str], at: usize) -> bool {
    matches!(segments.get(at), Some(&("keys" | "tokens")))
        && at.checked_sub(1).and_then(|at| segments.get(at)).is_some_and(|before| PLURAL_QUALIFIERS.contains(before))
}

/// Returns whether a name that mentions a secret only describes it.
fn is_description(segments: &[&str]) -> bool {
    let (Some(first), Some((last, rest))) = (segments.first(), segments.split_last()) else { return false };
    let before = rest.last().copied().unwrap_or_default();
    let has = |words: &[&str]| segments.iter().any(|segment| words.contains(segment));
    // Prices, such as `input_cost_per_token`.
    if has(&["cost", "costs", "per", "price", "prices"]) || (COUNTERS.contains(first) && last.starts_with("token")) {
        return true;
    }
    match *last {
        // The id of an access key is half of the secret.
        "id" => !(before == "secret" || (before == "key" && has(&["access", "private"]))),
        "hash" => matches!(before, "key" | "token"),
        "endpoint" | "uri" | "url" => has(&["access", "auth", "authorization", "key", "token"]) && !has(&["webhook"]),
        "token" => TOKEN_UNITS.contains(&before),
        "key" => PUBLIC_KEYS.contains(&before),
        "keys" | "tokens" => !is_qualified_plural(segments, rest.len()) || has(COUNTERS),
        "fingerprint" => has(&["config", "system"]),
        last => DESCRIPTORS.contains(&last) || rest.iter().zip(segments.iter().skip(1)).any(is_permission),
    }
}

fn is_permission((one, next): (&&str, &&str)) -> bool {
    *one == "access" && ACCESS_RULES.contains(next)
}

/// Splits `apiKey`, `api-key`, `API_KEY` and `litellm_params.api_key` into lower-case words, without numbers.
fn segments(name: &str) -> Vec<String> {
    let mut segments = Vec::new();
    let mut current = String::new();
    let mut before = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let begins_word = c.is_uppercase()
            && (before.is_lowercase()
                || before.is_ascii_digit()
                || (before.is_uppercase() && chars.peek().is_some_and(|next| next.is_lowercase())));
        if begins_word || !c.is_alphanumeric() {
            segments.push(std::mem::take(&mut current));
        }
        if c.is_alphanumeric() {
            current.extend(c.to_lowercase());
        }
        before = c;
    }
    segments.push(current);
    let without_number = |segment: String| segment.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    segments.into_iter().map(without_number).filter(|segment| !segment.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_recognized_in_every_spelling() {
        for name in SECRETS {
            assert!(is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn names_that_only_mention_a_secret_are_open() {
        for name in OPEN {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[rustfmt::skip]
    const SECRETS: &[&str] = &[
        "password", "secret", "key", "token", "auth", "authorization", "cookie", "credential", "credentials", "access",
        "private", "certificate", "fingerprint", "tenancy", "api_key", "apikey", "apiKey", "api-key", "API_KEY", "x-api-key",
        "x-goog-api-key", "passwd", "passphrase", "pwd", "smtp_pass", "db_password", "dbPassword", "userpassword", "new_password",
        "client_secret", "clientSecret", "clientsecret", "AWS_SECRET_ACCESS_KEY", "aws_secret_access_key", "aws_session_token",
        "aws_access_key_id", "private_key", "private_key_id", "privateKey", "ssh_private_key", "access_token", "accessToken",
        "accesstoken", "refresh_token", "id_token", "sessionToken", "azure_ad_token", "jwt", "jwt_token", "connection_string",
        "connectionString", "vertex_credentials", "vertex_ai_credentials", "google_application_credentials", "slack_webhook_url",
        "webhook_url", "hf_token", "master_key", "LITELLM_MASTER_KEY", "litellm_salt_key", "signing_key", "encryption_key",
        "langfuse_secret_key", "proxy-authorization", "Set-Cookie", "x-litellm-key", "credential_values", "litellm_params.api_key",
        "OPENAI_API_KEY_PROD", "api_key_2", "key1", "apikey2", "sas_token", "AccountKey", "SharedAccessKey", "approle_secret_id",
        "oci_fingerprint", "oci_tenancy", "client_cert", "DATABASE_URL", "redis_url", "mongodb_uri", "pass_phrase",
        "pass-word", "user_pw", "pswd", "service_account_json", "recovery_codes", "presigned_url", "sas_url", "session",
        "access_tokens", "api_keys", "X-Amz-Security-Token", "csrf_token", "dsn",
        "x-litellm-cli-poll-secret", "code_verifier", "LITELLM_LICENSE", "userApiKey", "auth_value", "personal_access_token",
    ];

    #[rustfmt::skip]
    const OPEN: &[&str] = &[
        "max_tokens", "token_count", "tokenCount", "tokens", "total_tokens", "completion_tokens", "prompt_tokens_details",
        "key_alias", "key_aliases", "key_name", "key_hash", "key_type", "key_rotation_at", "api_key_masked", "access_groups",
        "access_group_ids", "access_group_name", "access_via_team_ids", "cache_key", "prompt_cache_key", "x-litellm-cache-key",
        "input_cost_per_token", "cache_read_input_token_cost", "output_cost_per_token_above_128k_tokens", "monkey", "keyword",
        "keywords", "turkey", "author", "authority", "secretary", "tokenizer", "public_key", "langfuse_public_key", "model",
        "credential_name", "litellm_credential_name", "credential_info", "token_type", "token_type_hint", "token_endpoint",
        "authorization_endpoint", "token_url", "token_endpoint_auth_method", "auth_header_name", "auth_type", "system_fingerprint",
        "x-ratelimit-remaining-tokens", "x-litellm-key-spend", "x-litellm-key-max-budget", "x-litellm-key-rpm-limit",
        "access-control-allow-headers", "access-control-allow-credentials", "include_team_keys", "total_api_keys", "keys_count",
        "user_api_key_alias", "user_api_key_team_id", "key_management_system", "pass_through_endpoints", "team_member_key_duration",
        "s3_encryption_key_id", "session_id", "pinned_tools", "grouping", "ping", "assignments", "signature", "by_key", "max_token",
        "status_code", "error_code", "base_url", "api_base", "model_url", "service_account_id", "db", "database", "passed",
        "password_reset_required", "expires", "code", "status", "message", "",
    ];
}
