//! Lists that come in pages: shown whole, and told to be so.

use anyhow::Result;
use serde::Serialize;

use crate::context::{Context, DryRun};
use crate::output::Format;
use litellm_proxy_client::pages::{Page, Pages};

/// Every item of a list.
pub(super) struct Whole<T> {
    pub(super) items: Vec<T>,
    /// The server's own count.
    pub(super) total: u64,
}

/// Reads all pages; as ndjson they are shown as they come, and `None` is left to show.
pub(super) async fn all<P: Page>(context: &mut Context, mut pages: Pages<P>) -> Result<Option<Whole<P::Item>>>
where
    P::Item: Serialize,
{
    if context.output.format() != Some(Format::Ndjson) {
        return collect(context, pages).await.map(Some);
    }
    show_if_asked(context, &pages)?;
    while let Some(page) = pages.next_page().await? {
        context.output.ndjson(&page)?;
    }
    warn_if_incomplete(context, &pages);
    Ok(None)
}

/// Reads all pages.
pub(super) async fn collect<P: Page>(context: &mut Context, mut pages: Pages<P>) -> Result<Whole<P::Item>> {
    show_if_asked(context, &pages)?;
    let mut items = Vec::new();
    while let Some(page) = pages.next_page().await? {
        items.extend(page);
    }
    warn_if_incomplete(context, &pages);
    Ok(Whole { items, total: pages.total().unwrap_or(pages.received()) })
}

/// With `--curl` the first page's request is shown, and that is all.
fn show_if_asked<P: Page>(context: &mut Context, pages: &Pages<P>) -> Result<()> {
    if context.is_showing(DryRun::default()) { context.show([pages.first_call().request()]) } else { Ok(()) }
}

fn warn_if_incomplete<P: Page>(context: &mut Context, pages: &Pages<P>) {
    let total = pages.total().unwrap_or(pages.received());
    if pages.received() != total {
        context.output.warn(format_args!(
            "the list may be incomplete: {} came, and the server counts {total}; it changed while it was read, or the server cannot page it",
            pages.received()
        ));
    }
}
