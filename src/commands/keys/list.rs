//! `keys list`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use crate::client::keys::{KeyEntry, KeyFilter};
use crate::commands::lists;
use crate::context::Context;
use crate::output::{Column, Format, WholeList};

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only this page, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: Option<u32>,
    /// Keys to a page, 1 to 100 [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    size: Option<u32>,
    /// Only keys of this user
    #[arg(long, value_name = "USER_ID", value_parser = NonEmptyStringValueParser::new())]
    user_id: Option<String>,
    /// Only keys of this team
    #[arg(long, value_name = "TEAM_ID", value_parser = NonEmptyStringValueParser::new())]
    team_id: Option<String>,
    /// Only keys of this organization
    #[arg(long, value_name = "ORGANIZATION_ID", value_parser = NonEmptyStringValueParser::new())]
    organization_id: Option<String>,
    /// Only the key of this hash
    #[arg(long, value_name = "HASH", value_parser = NonEmptyStringValueParser::new())]
    key_hash: Option<String>,
    /// Only the key of this alias
    #[arg(long, value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new())]
    key_alias: Option<String>,
    /// Only keys in this state: active, expired, revoked or deleted (older servers know deleted alone)
    #[arg(long, value_name = "STATUS", value_parser = NonEmptyStringValueParser::new())]
    status: Option<String>,
    /// Order: spend, max_budget, created_at, updated_at, token or key_alias [default: newest first, as ndjson by token]
    #[arg(long, value_name = "COLUMN", value_parser = NonEmptyStringValueParser::new())]
    sort_by: Option<String>,
    /// Direction of the order: asc or desc
    #[arg(long, value_name = "ORDER", value_parser = ["asc", "desc"])]
    sort_order: Option<String>,
    /// List full objects, which is what is always done
    #[arg(long)]
    return_full_object: bool,
    /// List the keys of the own teams too
    #[arg(long)]
    include_team_keys: bool,
}

const COLUMNS: [&Column<KeyEntry>; 5] = [
    &Column::new("token", "Key Hash", |key| key.token().unwrap_or_default().to_owned()),
    &Column::new("key_alias", "Alias", |key| key.full().and_then(|key| key.key_alias.clone()).unwrap_or_default()),
    &Column::new("user_id", "User ID", |key| key.full().and_then(|key| key.user_id.clone()).unwrap_or_default()),
    &Column::new("team_id", "Team ID", |key| key.full().and_then(|key| key.team_id.clone()).unwrap_or_default()),
    &Column::money("spend", "Spend", |key| key.full().and_then(|key| key.spend)),
];

impl List {
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        let is_sorted = self.sort_by.is_some();
        let filter = KeyFilter {
            page: self.page,
            size: self.size,
            user_id: self.user_id,
            team_id: self.team_id,
            organization_id: self.organization_id,
            key_hash: self.key_hash,
            key_alias: self.key_alias,
            // The flag only says what is always done; the documents show it.
            return_full_object: self.return_full_object || KeyFilter::default().return_full_object,
            include_team_keys: self.include_team_keys,
            status: self.status,
            sort_by: self.sort_by,
            sort_order: self.sort_order,
        };
        let client = context.client()?;
        if filter.page.is_some() || filter.size.is_some() {
            let page = context.send(client.keys().list(&filter)).await?;
            note_count(context, page.keys.len(), page.total_count);
            return context.output.list(&page.keys, &COLUMNS, &page);
        }
        let Some(mut keys) = lists::all(context, client.keys().list_all(&filter)).await? else { return Ok(()) };
        if !is_sorted {
            let created = |key: &KeyEntry| key.full().and_then(|key| key.created_at.clone());
            keys.items.sort_by_cached_key(|key| std::cmp::Reverse(created(key)));
        }
        note_count(context, keys.items.len(), Some(keys.total));
        let counts = [("total_count", keys.total), ("current_page", 1), ("total_pages", 1)];
        context.output.list(&keys.items, &COLUMNS, &WholeList { name: "keys", items: &keys.items, counts: &counts })
    }
}

fn note_count(context: &mut Context, shown: usize, total: Option<u64>) {
    if let (None | Some(Format::Table), Some(total)) = (context.output.format(), total) {
        context.output.note(format_args!("Showing {shown} keys out of {total}"));
    }
}
