//! Warnings about users and models that a key names and the server does not have. The server accepts such names
//! silently; they are looked up during the write, and reported after it.

use crate::context::Context;
use litellm_proxy_client::Client;

/// Names that may be unknown.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) user_id: Option<&'a str>,
    pub(super) models: &'a [String],
}

/// Does the write, and looks up the names at the same time. Returns the unknown ones once the write is done.
///
/// # Errors
/// Those of the write.
pub(super) async fn look_up_during<T, E>(
    client: &Client,
    names: Names<'_>,
    write: impl Future<Output = Result<T, E>>,
) -> Result<(T, Vec<String>), E> {
    let (written, unknown) = tokio::join!(write, client.keys().unknown_references(names.user_id, names.models));
    Ok((written?, unknown.iter().map(ToString::to_string).collect()))
}

/// Warns about each.
pub(super) fn warn(context: &mut Context, unknown: impl IntoIterator<Item = String>) {
    for reference in unknown {
        context.output.warn(format_args!("the server has no {reference}; the key refers to it anyway"));
    }
}
