//! `keys aliases`.

use anyhow::Result;
use clap::Args;

use crate::commands::lists;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::output::{Column, WholeList};

#[derive(Debug, Args)]
pub(crate) struct Aliases {}

impl Aliases {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let pages = context.client()?.keys().aliases();
        let Some(aliases) = lists::all(context, pages).await? else { return Ok(Outcome::Done) };
        let columns: [&Column<String>; 1] = [&Column::new("key_alias", "Alias", Clone::clone)];
        let counts = [("total_count", aliases.total), ("current_page", 1), ("total_pages", 1)];
        let whole = WholeList { name: "aliases", items: &aliases.items, counts: &counts };
        context.output.list(&aliases.items, &columns, &whole)
    }
}
