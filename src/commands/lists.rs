//! Lists that come in pages: read to the end and shown whole.

use anyhow::Result;
use serde::Serialize;

use crate::context::Context;
use litellm_proxy_client::Error;
use litellm_proxy_client::pages::{Page, Pages};

/// Every item of a list.
pub(super) struct Whole<T> {
    pub(super) items: Vec<T>,
    /// The server's own count.
    pub(super) total: u64,
}

/// Reads all pages. Where each item is a line of its own, each page is shown once it is read, and nothing is returned.
pub(super) async fn all<P: Page>(context: &mut Context, mut pages: Pages<P>) -> Result<Option<Whole<P::Item>>>
where
    P::Item: Serialize,
{
    if !context.output.is_line_by_line() {
        return collect(context, pages).await.map(Some);
    }
    while let Some(page) = pages.next_page().await? {
        context.output.ndjson(&page)?;
        if context.output.is_closed() {
            return Ok(None);
        }
    }
    warn_if_incomplete(context, &pages);
    Ok(None)
}

/// A list that was read to its end.
pub(super) struct List<P: Page> {
    items: Vec<P::Item>,
    pages: Pages<P>,
}

/// Reads all pages, without a context: for several lists at the same time.
pub(super) async fn read<P: Page>(mut pages: Pages<P>) -> Result<List<P>, Error> {
    let mut items = Vec::new();
    while let Some(page) = pages.next_page().await? {
        items.extend(page);
    }
    Ok(List { items, pages })
}

impl<P: Page> List<P> {
    /// Returns the items, and warns if some are missing.
    pub(super) fn into_items(self, context: &mut Context) -> Vec<P::Item> {
        warn_if_incomplete(context, &self.pages);
        self.items
    }
}

/// Reads all pages.
pub(super) async fn collect<P: Page>(context: &mut Context, pages: Pages<P>) -> Result<Whole<P::Item>> {
    let list = read(pages).await?;
    let total = list.pages.total().unwrap_or(list.pages.received());
    Ok(Whole { items: list.into_items(context), total })
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
