//! References that the server resolves (`os.environ/NAME`). Newer servers show what they resolve to, or nothing; the mark has
//! only a fingerprint of the reference. The usual names of variables are tried against it.

use serde_json::Value;

use super::secrets;
use crate::fields::{self, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::value_fingerprint;

/// Returns the fields, by path, that were applied as something else than the string that the server shows.
pub(super) fn resolved(live: &LiveResource) -> Vec<String> {
    let Some(mark) = live.mark.as_ref().filter(|_| live.address.kind == Kind::Model) else { return Vec::new() };
    let is_other = |(path, applied): &(&String, &String)| match live.fields.get(*path) {
        Some(Seen::Value(Value::String(text))) => {
            !text.starts_with("os.environ/") && value_fingerprint(shape(live, path), &text.as_str().into()) != **applied
        }
        Some(Seen::Value(_)) => false,
        // Whether a secret is there is not shown at all.
        Some(Seen::Hidden) | None => {
            live.value(path).is_none()
                && path.starts_with("litellm_params.")
                && !litellm_proxy_redact::is_secret_name(path)
        }
    };
    mark.fields.iter().filter(is_other).map(|(path, _)| path.clone()).collect()
}

/// Returns the reference that was applied to a field, if it is one of the usual names.
pub(super) fn applied(live: &LiveResource, path: &str) -> Option<String> {
    let applied = live.mark.as_ref()?.fields.get(path)?;
    let shape = shape(live, path);
    candidates(live, path)
        .into_iter()
        .map(|name| format!("os.environ/{name}"))
        .find(|reference| value_fingerprint(shape, &reference.as_str().into()) == *applied)
}

fn shape(live: &LiveResource, path: &str) -> Shape {
    fields::field(live.address.kind, path).map_or(Shape::Any, |field| field.shape)
}

/// Returns the names that the variable of a field usually has.
fn candidates(live: &LiveResource, path: &str) -> Vec<String> {
    let field = path.split_once('.').map_or(path, |(_, name)| name);
    let model = match live.fields.get("model_name") {
        Some(Seen::Value(Value::String(name))) => Some(name.as_str()),
        _ => None,
    };
    let upper = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
    };
    let provider = secrets::provider(live);
    let owners = [provider, model, Some(live.address.name.as_str()), (provider == Some("gemini")).then_some("google")];
    let mut names = vec![upper(field)];
    for owner in owners.into_iter().flatten().map(upper) {
        names.push(format!("{owner}_{}", upper(field)));
        if field == "api_key" {
            names.push(format!("{owner}_KEY"));
            names.push(format!("{owner}_API_TOKEN"));
        }
        if field == "api_base" {
            names.push(format!("{owner}_ENDPOINT"));
            names.push(format!("{owner}_BASE_URL"));
        }
    }
    names
}
