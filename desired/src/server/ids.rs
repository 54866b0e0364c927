//! Ids in paths, and what a server says about one that it does not have.

use std::fmt::Write as _;

use litellm_proxy_client::Error;
use serde_json::Value;

/// Returns the path of the resource with an id, whatever characters the id has.
pub(super) fn path(collection: &str, id: &str) -> String {
    id.bytes().fold(format!("{collection}/"), |mut path, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            let _ = write!(path, "%{byte:02X}");
        }
        path
    })
}

/// Takes the deletion of what is gone already for done.
pub(super) fn gone(deleted: Result<Value, Error>) -> Result<(), Error> {
    match deleted {
        Ok(_) => Ok(()),
        Err(error) if error.is_not_found() => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn any_id_is_one_segment_of_a_path() {
        assert_eq!(super::path("/guardrails", "a-1_b.c~"), "/guardrails/a-1_b.c~");
        assert_eq!(super::path("/v1/agents", "a/b ü?"), "/v1/agents/a%2Fb%20%C3%BC%3F");
    }
}
