//! `keys aliases`.

use anyhow::Result;
use clap::Args;

use crate::commands::lists;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::output::{Column, Listing};

#[derive(Debug, Args)]
pub(crate) struct Aliases {}

impl Aliases {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let pages = context.client()?.keys().aliases();
        let columns: [&Column<String>; 1] = [&Column::new("key_alias", "Alias", Clone::clone)];
        let listing = Listing::new(&context.output, "key with an alias", &columns).in_field("aliases");
        let counts = |total, _| [("total_count", total), ("current_page", 1), ("total_pages", 1)];
        lists::show(context, pages, listing, counts).await
    }
}
