//! `http routes`: the endpoints of the connected server.

use anyhow::Result;
use clap::Args;
use litellm_proxy_client::openapi::Operation;

use crate::api_cache;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::output::{Column, defaults};

const AFTER_HELP: &str = "\
From the server's own OpenAPI document, which is kept for a day in the cache directory.

Examples:
  litellm-proxy http routes
  litellm-proxy http routes '/key/*'
  litellm-proxy http routes budget --format ndjson";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Routes {
    /// Part of a path, or a pattern with `*` for a whole path
    pattern: Option<String>,
    /// Only this method
    #[arg(short = 'X', long, value_name = "METHOD")]
    method: Option<String>,
    /// Ask the server, even if its answer was kept
    #[arg(long)]
    refresh: bool,
}

const COLUMNS: &[Column<Operation>] = &[
    Column::new("method", "Method", |operation: &Operation| operation.method.clone()).whole(),
    Column::new("path", "Path", |operation: &Operation| operation.path.clone()).whole(),
    Column::new("summary", "Summary", |operation: &Operation| operation.summary.clone()).words().optional(2),
    Column::new("fields", "Fields", |operation: &Operation| {
        let fields = operation.body.iter().flat_map(|body| &body.fields);
        fields.map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
    })
    .items()
    .extra(),
];

impl Routes {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let api = api_cache::fetch(context, self.refresh).await?;
        let is_wanted = |operation: &Operation| {
            let method = self.method.as_ref().is_none_or(|method| operation.method.eq_ignore_ascii_case(method));
            method && self.pattern.as_ref().is_none_or(|pattern| matches(pattern, &operation.path))
        };
        let operations: Vec<Operation> = api.operations.into_iter().filter(is_wanted).collect();
        let columns = defaults(&context.output, COLUMNS);
        context.output.list("route", &operations, &columns, &operations)
    }
}

/// Returns whether a path holds a text, or is what a pattern with `*` describes. Case does not matter.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.to_ascii_lowercase(), path.to_ascii_lowercase());
    if !pattern.contains('*') {
        return path.contains(&pattern);
    }
    let pattern = if pattern.starts_with(['/', '*']) { pattern } else { format!("/{pattern}") };
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_describe_whole_paths_and_texts_a_part() {
        for (pattern, path, expected) in [
            ("/key/*", "/key/list", true),
            ("key/*", "/key/list", true),
            ("/key/*", "/v2/key/info", false),
            ("*key*", "/v2/key/info", true),
            ("/key", "/key/list", true),
            ("KEY", "/v2/key/info", true),
            ("/*/list", "/key/list", true),
            ("/*/list", "/key/list/x", false),
            ("/a*b*c", "/a-b-c", true),
            ("/a*b*c", "/a-c-b", false),
            ("model", "/key/list", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
