//! Fetches all pages of paginated lists.

use anyhow::Result;
use serde::Serialize;

use crate::context::Context;
use litellm_proxy_client::Error;
use litellm_proxy_client::pages::{Page, Pages};

/// All items of a list.
pub(super) struct FullList<T> {
    pub(super) items: Vec<T>,
    /// The server's total count.
    pub(super) total: u64,
}

/// Fetches all pages. With a line-by-line format, prints each page as it arrives and returns `None`.
pub(super) async fn all<P: Page>(context: &mut Context, mut pages: Pages<P>) -> Result<Option<FullList<P::Item>>>
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

/// Fetches all pages.
pub(super) async fn collect<P: Page>(context: &mut Context, pages: Pages<P>) -> Result<FullList<P::Item>> {
    let list = read(pages).await?;
    let total = list.pages.total().unwrap_or(list.pages.received());
    Ok(FullList { items: list.into_items(context), total })
}

fn warn_if_incomplete<P: Page>(context: &mut Context, pages: &Pages<P>) {
    let total = pages.total().unwrap_or(pages.received());
    if pages.received() != total {
        context.output.warn(format_args!(
            "the list may be incomplete: received {} items, but the server counts {total}; it changed while it was read, or the server does not paginate it",
            pages.received()
        ));
    }
}
