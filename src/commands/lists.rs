//! Fetches all pages of paginated lists.

use anyhow::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::filters::Filters;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::output::{Listing, TeamNames, count};
use litellm_proxy_client::pages::{Page, Pages};
use litellm_proxy_client::teams::{Team, TeamFilter};
use litellm_proxy_client::{Call, Client, Error, Lossless};

/// All items of a list.
pub(super) struct FullList<T> {
    pub(super) items: Vec<T>,
    /// The server's total count.
    pub(super) total: u64,
}

/// Fetches all pages and shows them, each as it arrives if the format and the order allow it. `counts` returns the
/// fields after the list, given the total count and the number of items.
pub(super) async fn show<P: Page, const N: usize>(
    context: &mut Context,
    pages: Pages<P>,
    listing: Listing<P::Item>,
    counts: impl FnOnce(u64, u64) -> [(&'static str, u64); N],
) -> Result<Outcome>
where
    P::Item: Serialize,
{
    show_matching(context, pages, listing, Filters::none(), counts).await
}

/// Like [`show`], without the items that do not match the filters. The total is then the number of those that do.
pub(super) async fn show_matching<P: Page, const N: usize>(
    context: &mut Context,
    mut pages: Pages<P>,
    mut listing: Listing<P::Item>,
    mut filters: Filters<'_, P::Item>,
    counts: impl FnOnce(u64, u64) -> [(&'static str, u64); N],
) -> Result<Outcome>
where
    P::Item: Serialize,
{
    let (first, names) = with_team_names(context, &listing, next_page(&mut pages, &listing)).await?;
    listing.set_team_names(names);
    let mut next = first?;
    while let Some(mut page) = next {
        filters.retain(&mut page);
        complete_team_names(context, &mut listing, &page).await?;
        listing.add(&mut context.output, &page)?;
        if context.output.is_closed() {
            return Ok(Outcome::Done);
        }
        if listing.is_full() {
            break;
        }
        next = next_page(&mut pages, &listing).await?;
    }
    let listed = if listing.is_full() { known_total(&pages) } else { total(context, &pages) };
    let total = if filters.removed_rows() { listing.count() } else { listed };
    let counts = counts(total, listing.count());
    listing.finish(&mut context.output, &counts)
}

/// How many items of a response are decoded at once.
const CHUNK: usize = 100;

/// Shows a list that comes in one response, decoding and writing it part by part.
pub(super) async fn show_items<T: DeserializeOwned + Serialize>(
    context: &mut Context,
    call: Call<Vec<T>>,
    mut listing: Listing<T>,
) -> Result<Outcome> {
    let mut items = call.items().await?;
    loop {
        let part: Result<Vec<T>, Error> = items.by_ref().take(CHUNK).collect();
        let part = part.map_err(|error| incomplete(error, &listing, None))?;
        if part.is_empty() || listing.is_full() || context.output.is_closed() {
            return listing.finish(&mut context.output, &[]);
        }
        listing.add(&mut context.output, &part)?;
    }
}

/// Fetches the next page. If that fails after a part of the list was written, the error reports how much. Only cut JSON
/// is recognized by its missing end; a list in another format could pass for a complete one.
pub(super) async fn next_page<P: Page>(pages: &mut Pages<P>, listing: &Listing<P::Item>) -> Result<Option<Vec<P::Item>>>
where
    P::Item: Serialize,
{
    let page = pages.next_page().await;
    page.map_err(|error| incomplete(error, listing, pages.total()))
}

fn incomplete<T: Serialize>(error: Error, listing: &Listing<T>, total: Option<u64>) -> anyhow::Error {
    let error = anyhow::Error::from(error);
    match (listing.written(), total) {
        (0, _) => error,
        (written, None) => error.context(format!("the list is incomplete after {}", count(written, "item"))),
        (written, Some(total)) => error.context(format!("the list is incomplete after {written} of {total} items")),
    }
}

/// A list that was read to its end.
pub(super) struct List<P: Page, T = <P as Page>::Item> {
    items: Vec<T>,
    pages: Pages<P>,
}

/// Reads all pages, without a context: for several lists at the same time.
pub(super) async fn read<P: Page>(pages: Pages<P>) -> Result<List<P>, Error> {
    read_part(pages, Some).await
}

/// Reads all pages and keeps what `part` returns of each item.
pub(super) async fn read_part<P: Page, T>(
    mut pages: Pages<P>,
    part: impl Fn(P::Item) -> Option<T>,
) -> Result<List<P, T>, Error> {
    let mut items = Vec::new();
    while let Some(page) = pages.next_page().await? {
        items.extend(page.into_iter().filter_map(&part));
    }
    Ok(List { items, pages })
}

impl<P: Page, T> List<P, T> {
    /// Returns the items, and warns if some are missing.
    pub(super) fn into_items(self, context: &mut Context) -> Vec<T> {
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

/// Returns the server's count of a list that was read to its end, and warns if items are missing.
pub(super) fn total<P: Page>(context: &mut Context, pages: &Pages<P>) -> u64 {
    warn_if_incomplete(context, pages);
    known_total(pages)
}

/// Returns the server's count of a list, or else how many items came.
pub(super) fn known_total<P: Page>(pages: &Pages<P>) -> u64 {
    pages.total().unwrap_or(pages.received())
}

/// How many teams a server returns at most in one response.
const MAX_TEAMS: u32 = 100;

/// Waits for `work`, and at the same time fetches the aliases of teams if the list shows them.
pub(super) async fn with_team_names<T: Serialize, W: Future>(
    context: &mut Context,
    listing: &Listing<T>,
    work: W,
) -> Result<(W::Output, TeamNames)> {
    let client = context.client()?;
    Ok(tokio::join!(work, team_names_if(&client, listing.wants_team_names(&context.output))))
}

/// Fetches the aliases of the first teams with one request, if they are wanted. Callers who may not list teams see their
/// ids.
pub(super) async fn team_names_if(client: &Client, are_wanted: bool) -> TeamNames {
    let mut names = TeamNames::default();
    if !are_wanted {
        return names;
    }
    let mut filter = TeamFilter::default();
    filter.page_size = Some(MAX_TEAMS);
    if let Ok(page) = client.teams().list(&filter).await {
        let page = page.into_inner();
        if page.total.is_some_and(|total| total > u64::from(MAX_TEAMS)) {
            names.set_partial();
        }
        add_names(&mut names, page.teams);
    }
    names
}

/// Fetches the aliases of all teams, before items are added to a list, if one of these has a team that is not among the
/// first.
pub(super) async fn complete_team_names<T: Serialize>(
    context: &mut Context,
    listing: &mut Listing<T>,
    items: &[T],
) -> Result<()> {
    if listing.may_lack_team_names(&context.output, items) {
        listing.set_team_names(all_team_names(&context.client()?).await);
    }
    Ok(())
}

/// Fetches the aliases of all teams, as far as the server lists them.
pub(super) async fn all_team_names(client: &Client) -> TeamNames {
    let mut names = TeamNames::default();
    let mut pages = client.teams().list_all(&TeamFilter::default());
    while let Ok(Some(teams)) = pages.next_page().await {
        add_names(&mut names, teams);
    }
    names
}

fn add_names(names: &mut TeamNames, teams: Vec<Lossless<Team>>) {
    for team in teams.into_iter().map(Lossless::into_inner) {
        names.add(team.team_id, team.team_alias);
    }
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
