//! `keys list`: lists keys, with selectable columns.

use std::fmt::Display;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::callers::Callers;
use crate::commands::filters::{self, Filters};
use crate::commands::unknown::{self, Owner, OwnerKind};
use crate::commands::{lists, names, status};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, Listing, cell, count, defaults, dollars, short_hash, short_id, times};
use litellm_proxy_client::keys::{self, Key, KeyEntry, KeyFilter, KeyPage};
use litellm_proxy_client::names::beginning_of_id;
use litellm_proxy_client::pages::Pages;
use litellm_proxy_client::{Call, Lossless};

const AFTER_HELP: &str = "\
On a terminal, unless --columns is given, users and teams are shown by their names, hashes, lists
and times are shortened, and empty columns left out, as are those for which there is no room.

By default keys are sorted by creation time, newest first (ndjson: by token). Blocked keys have
the status revoked in CSV. If an older server does not support --status, the keys are filtered
locally, but deleted keys cannot be listed.

Examples:
  litellm-proxy keys list --team-id research
  litellm-proxy keys list --model gpt-4o
  litellm-proxy keys list --status expired --columns token,key_alias,expires";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct List {
    /// Only this page, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: Option<u32>,
    /// Keys per page, 1 to 100 [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    size: Option<u32>,
    /// Only keys of this user, by id or email address
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user_id: Option<String>,
    /// Only keys of this team, by id or alias
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team_id: Option<String>,
    /// Only keys of this organization, by id or alias
    #[arg(long, value_name = "ORGANIZATION", value_parser = NonEmptyStringValueParser::new())]
    organization_id: Option<String>,
    /// Only the key with this hash, or a hash that begins with it
    #[arg(long, value_name = "HASH", value_parser = NonEmptyStringValueParser::new())]
    key_hash: Option<String>,
    /// Only the key with this alias
    #[arg(long, value_name = "ALIAS", value_parser = NonEmptyStringValueParser::new())]
    key_alias: Option<String>,
    /// Only keys with this status: active, expired, revoked or deleted
    #[arg(long, value_name = "STATUS", value_enum, hide_possible_values = true)]
    status: Option<Status>,
    /// Only keys that may call this model, as keys can-use decides; budgets do not count
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new(), conflicts_with_all = ["page", "size"])]
    model: Option<String>,
    /// Return full key objects (always on)
    #[arg(long)]
    return_full_object: bool,
    /// Include keys of your teams
    #[arg(long)]
    include_team_keys: bool,
}

/// The columns that servers sort by.
const SORT_COLUMNS: [&str; 6] = ["spend", "max_budget", "created_at", "updated_at", "token", "key_alias"];

/// Status of a key, as the server names it. A blocked key is revoked, even if it has expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Status {
    Active,
    Expired,
    #[value(alias = "blocked")]
    Revoked,
    Deleted,
}

impl Status {
    fn of(key: &Lossless<Key>, now: Timestamp) -> Self {
        // Few keys have the field, and a search in the raw JSON is cheaper than parsing it.
        if key.json().get().contains("\"deleted_at\"") && key.field("deleted_at").is_some() {
            Self::Deleted
        } else if key.blocked == Some(true) {
            Self::Revoked
        } else if key.expires.is_some_and(|expires| expires <= now) {
            Self::Expired
        } else {
            Self::Active
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Deleted => "deleted",
        }
    }

    /// Keeps the keys with this status, and those of which only the hash is known. Returns whether there were others:
    /// older servers ignore the filter and return all keys.
    fn retain_matching(self, keys: &mut Vec<KeyEntry>) -> Result<bool> {
        let (now, count_before) = (times::now(), keys.len());
        keys.retain(|key| key.full().is_none_or(|key| Self::of(key, now) == self));
        let was_ignored = keys.len() < count_before;
        if was_ignored && self == Self::Deleted {
            return Err(Failure::Refused("this server does not list deleted keys".to_owned()).into());
        }
        Ok(was_ignored)
    }
}

const COLUMNS: &[Column<KeyEntry>] = &[
    Column::new("token", "Key Hash", |key: &KeyEntry| key.token().unwrap_or_default().to_owned())
        .short(|key| short_hash(key.token().unwrap_or_default()))
        .whole(),
    Column::new("key_alias", "Alias", |key: &KeyEntry| text(key, |key| &key.key_alias)),
    Column::new("user_id", "User ID", |key: &KeyEntry| text(key, |key| &key.user_id))
        .short_title("User")
        .short(owner)
        .optional(5),
    Column::new("team_id", "Team ID", |key: &KeyEntry| text(key, |key| &key.team_id))
        .short_title("Team")
        .of_teams()
        .optional(2),
    Column::money("spend", "Spend", |key: &KeyEntry| key.full().and_then(|key| key.spend)),
    Column::money("max_budget", "Budget", |key: &KeyEntry| key.full().and_then(|key| key.max_budget))
        .short(|key| budget(key).map(dollars).unwrap_or_default())
        .optional(4),
    Column::new("models", "Models", |key: &KeyEntry| {
        key.full().and_then(|key| key.models.as_ref()).map(|models| models.join(", ")).unwrap_or_default()
    })
    .items()
    .optional(1),
    Column::time("expires", "Expires", |key: &KeyEntry| time(key, "expires"))
        .short(|key| times::short(&time(key, "expires")))
        .optional(3),
    Column::either("status", "Status", state, status).colored(),
    Column::new("key_name", "Name", |key: &KeyEntry| text(key, |key| &key.key_name)).extra(),
    Column::new("organization_id", "Organization ID", |key: &KeyEntry| {
        // The name depends on the server version.
        [field(key, "organization_id"), field(key, "org_id")].into_iter().find(|id| !id.is_empty()).unwrap_or_default()
    })
    .extra(),
    Column::new("budget_duration", "Budget Duration", |key: &KeyEntry| {
        key.full().and_then(|key| key.budget_duration.as_ref()).map(ToString::to_string).unwrap_or_default()
    })
    .extra(),
    Column::time("budget_reset_at", "Budget Reset", |key: &KeyEntry| time(key, "budget_reset_at")).extra(),
    Column::right("tpm_limit", "TPM", |key: &KeyEntry| number(key, |key| key.tpm_limit)).extra(),
    Column::right("rpm_limit", "RPM", |key: &KeyEntry| number(key, |key| key.rpm_limit)).extra(),
    Column::right("max_parallel_requests", "Parallel", |key: &KeyEntry| number(key, |key| key.max_parallel_requests))
        .extra(),
    Column::time("created_at", "Created", |key: &KeyEntry| time(key, "created_at")).extra(),
    Column::new("created_by", "Created By", |key: &KeyEntry| text(key, |key| &key.created_by)).extra(),
    Column::time("updated_at", "Updated", |key: &KeyEntry| time(key, "updated_at")).extra(),
    Column::time("last_active", "Last Active", |key: &KeyEntry| time(key, "last_active")).extra(),
];

fn text(key: &KeyEntry, of: fn(&Key) -> &Option<String>) -> String {
    key.full().and_then(|key| of(key).clone()).unwrap_or_default()
}

/// A time, as the server wrote it.
fn time(key: &KeyEntry, field: &str) -> String {
    key.full().and_then(|key| key.string(field)).unwrap_or_default()
}

fn number<N: Display>(key: &KeyEntry, of: fn(&Key) -> Option<N>) -> String {
    key.full().and_then(|key| of(key)).map(|number| number.to_string()).unwrap_or_default()
}

/// Reads a field that [`Key`] does not have, which requires parsing the JSON.
fn field(key: &KeyEntry, name: &str) -> String {
    key.full().and_then(|key| key.field(name)).map(|value| cell(&value)).unwrap_or_default()
}

/// Returns the status as the server names it.
fn status(key: &KeyEntry) -> String {
    key.full().map(|key| Status::of(key, times::now()).as_str()).unwrap_or_default().to_owned()
}

/// Returns what stops the key, or will soon.
fn state(key: &KeyEntry) -> String {
    let Some(key) = key.full() else { return String::new() };
    let now = times::now();
    match Status::of(key, now) {
        Status::Deleted => "deleted".to_owned(),
        Status::Revoked => status::BLOCKED.to_owned(),
        Status::Expired => status::EXPIRED.to_owned(),
        Status::Active if status::is_over_budget(key.spend, budget_of(key)) => status::OVER_BUDGET.to_owned(),
        Status::Active => status::expires_soon(key.expires, now).unwrap_or_else(|| status::ACTIVE.to_owned()),
    }
}

/// Returns the email address or name of the user, where the server sent it, or else the id.
fn owner(key: &KeyEntry) -> String {
    let user = key.full().filter(|key| key.json().get().contains("\"user\"")).and_then(|key| key.field("user"));
    let name = ["user_email", "user_alias"].into_iter().find_map(|name| user.as_ref()?.get(name)?.as_str());
    name.filter(|name| !name.is_empty())
        .map_or_else(|| short_id(&text(key, |key| &key.user_id)).into_owned(), str::to_owned)
}

fn budget(key: &KeyEntry) -> Option<f64> {
    key.full().and_then(budget_of)
}

/// Returns the lower of the key's own limit and that of the budget it shares.
pub(in crate::commands) fn budget_of(key: &Lossless<Key>) -> Option<f64> {
    let shared = key.litellm_budget_table.as_ref().and_then(|budget| budget.get("max_budget")?.as_f64());
    [key.max_budget, shared].into_iter().flatten().min_by(f64::total_cmp)
}

impl List {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let sort = context.output.take_server_sort(&SORT_COLUMNS);
        let is_sorted = sort.is_some();
        let mut filter = KeyFilter::default().include_team_keys(self.include_team_keys);
        // The default; the original program's documentation shows the flag.
        filter.return_full_object = self.return_full_object.then_some(true);
        (filter.page, filter.size) = (self.page, self.size);
        (filter.user_id, filter.team_id, filter.organization_id) = (self.user_id, self.team_id, self.organization_id);
        let key = match self.key_hash {
            Some(name) if keys::short_hash(&name).is_some() => Some(names::key(context, &name).await?),
            Some(name) => Some(names::key_name(context, &name)?.into_key()),
            None => None,
        };
        (filter.key_hash, filter.key_alias) = (key.map(|key| key.expose().to_owned()), self.key_alias);
        if let Some(user) = filter.user_id.take_if(|user| user.contains('@') || beginning_of_id(user).is_some()) {
            filter.user_id = Some(names::user(context, DryRun::default(), &user).await?);
        }
        filter.status = self.status.map(|status| status.as_str().into());
        if let Some(sort) = sort {
            filter.sort_by = sort.columns.first().map(|column| (*column).into());
            filter.sort_order =
                sort.is_descending.map(|is_descending| if is_descending { "desc" } else { "asc" }.into());
        }
        if !context.output.has_chosen_columns() && context.output.is_terminal_table() {
            filter.expand = Some("user".to_owned());
        }
        let client = context.client()?;
        if filter.page.is_some() || filter.size.is_some() {
            let call = client.keys().list(&filter);
            return context
                .perform(DryRun::default(), call, async |context, call| {
                    show_page(context, call, (filter, self.status)).await
                })
                .await;
        }
        let pages = client.keys().list_all(&filter);
        context
            .perform(DryRun::default(), pages, async |context, pages| {
                let callers = self.model.map(|model| Callers::of(&client, model));
                show_all(context, pages, (filter, self.status, callers), is_sorted).await
            })
            .await
    }
}

/// Returns the names in a filter of which the server expects ids.
fn owners(filter: &mut KeyFilter) -> Vec<Owner<'_>> {
    let named = [
        (OwnerKind::User, &mut filter.user_id),
        (OwnerKind::Team, &mut filter.team_id),
        (OwnerKind::Organization, &mut filter.organization_id),
    ];
    named.into_iter().filter_map(|(kind, name)| Some((kind, name.as_mut()?))).collect()
}

/// Returns the checks of the filters, other than the status. With the keys of the caller's teams, servers return those in
/// addition to the keys that match.
fn filters(filter: &KeyFilter) -> Filters<'_, KeyEntry> {
    if filter.include_team_keys == Some(true) {
        return Filters::none();
    }
    Filters::none()
        .on("--user-id", filter.user_id.as_deref(), |key: &KeyEntry, id| {
            key.full().is_none_or(|key| filters::is(key, "user_id", key.user_id.as_deref(), id))
        })
        .on("--team-id", filter.team_id.as_deref(), |key, id| {
            key.full().is_none_or(|key| filters::is(key, "team_id", key.team_id.as_deref(), id))
        })
        .on("--key-alias", filter.key_alias.as_deref(), |key, alias| {
            key.full().is_none_or(|key| filters::is(key, "key_alias", key.key_alias.as_deref(), alias))
        })
        .on("--organization-id", filter.organization_id.as_deref(), |key, id| {
            let ids = ["organization_id", "org_id"].map(|name| field(key, name));
            // Without a field for it, the server decides.
            ids.iter().all(String::is_empty) || ids.iter().any(|of| of == id)
        })
}

/// Shows one page in the order of the server.
async fn show_page(
    context: &mut Context,
    call: Call<Lossless<KeyPage>>,
    (mut filter, status): (KeyFilter, Option<Status>),
) -> Result<Outcome> {
    let columns = defaults(&context.output, COLUMNS);
    let mut listing = Listing::new(&context.output, "key", &columns);
    let (page, names) = lists::with_team_names(context, &listing, call.send()).await?;
    listing.set_team_names(names);
    let mut page = page?;
    if page.keys.is_empty() && unknown::resolve_filter(context, owners(&mut filter)).await? {
        page = context.client()?.keys().list(&filter).await?;
    }
    filters(&filter).ensure_match(&page.keys, "--page and --size")?;
    if let Some(status) = status
        && status.retain_matching(&mut page.keys.clone())?
    {
        return Err(Failure::Refused(
            "this server does not support --status, so its pages contain keys with any status; leave out --page and --size"
                .to_owned(),
        )
        .into());
    }
    note_count(context, page.keys.len() as u64, page.total_count);
    if !context.output.is_for_people() {
        return context.output.list("key", &page.keys, &columns, &page);
    }
    lists::complete_team_names(context, &mut listing, &page.keys).await?;
    listing.add(&mut context.output, &page.keys)?;
    listing.finish(&mut context.output, &[])
}

/// Fetches all pages and shows the keys, newest first unless they are sorted.
async fn show_all(
    context: &mut Context,
    mut pages: Pages<KeyPage>,
    (mut filter, status, mut callers): (KeyFilter, Option<Status>, Option<Callers>),
    is_sorted: bool,
) -> Result<Outcome> {
    let columns = defaults(&context.output, COLUMNS);
    let listing = Listing::new(&context.output, "key", &columns);
    let mut listing = listing.in_field("keys");
    if !is_sorted && !context.output.is_line_by_line() {
        listing = listing.newest_first(|key| key.full().and_then(|key| key.created_at));
    }
    let mut is_filtered_here = add_all(context, &mut listing, &mut pages, (&filter, status, callers.as_mut())).await?;
    if pages.received() == 0 && unknown::resolve_filter(context, owners(&mut filter)).await? {
        pages = context.client()?.keys().list_all(&filter);
        is_filtered_here = add_all(context, &mut listing, &mut pages, (&filter, status, callers.as_mut())).await?;
    }
    if context.output.is_closed() {
        return Ok(Outcome::Done);
    }
    if let Some(callers) = callers.filter(|_| listing.count() == 0) {
        callers.ensure_known().await?;
    }
    let listed = if listing.is_full() { lists::known_total(&pages) } else { lists::total(context, &pages) };
    let total = if is_filtered_here { listing.count() } else { listed };
    note_count(context, listing.count(), Some(total));
    let counts = [("total_count", total), ("current_page", 1), ("total_pages", 1)];
    listing.finish(&mut context.output, &counts)
}

/// Adds the keys of all pages that match to a list, until it is full. Returns whether there were others.
async fn add_all(
    context: &mut Context,
    listing: &mut Listing<KeyEntry>,
    pages: &mut Pages<KeyPage>,
    (filter, status, mut callers): (&KeyFilter, Option<Status>, Option<&mut Callers>),
) -> Result<bool> {
    let mut filters = filters(filter);
    let mut is_filtered_here = false;
    let first = lists::next_page(pages, listing);
    let (first, names) = lists::with_team_names(context, listing, first).await?;
    listing.set_team_names(names);
    let mut next = first?;
    while let Some(mut keys) = next {
        filters.retain(&mut keys);
        if let Some(status) = status {
            is_filtered_here |= status.retain_matching(&mut keys)?;
        }
        if let Some(callers) = &mut callers {
            is_filtered_here = true;
            callers.retain(&mut keys).await?;
        }
        lists::complete_team_names(context, listing, &keys).await?;
        listing.add(&mut context.output, &keys)?;
        if context.output.is_closed() || listing.is_full() {
            break;
        }
        next = lists::next_page(pages, listing).await?;
    }
    Ok(is_filtered_here || filters.removed_rows())
}

fn note_count(context: &mut Context, shown: u64, total: Option<u64>) {
    // An empty table on a terminal is a note of its own.
    let is_noted = context.output.is_for_people() && !(shown == 0 && context.output.is_terminal_table());
    if let Some(total) = total.filter(|_| is_noted) {
        context.output.note(format_args!("Showing {} out of {total}", count(shown, "key")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(json: &str) -> KeyEntry {
        serde_json::from_str(json).expect("a key")
    }

    #[test]
    fn the_most_severe_status_wins() {
        let now = "2026-06-30T00:00:00Z".parse().expect("a time");
        for (json, status) in [
            ("{}", Status::Active),
            (r#"{"blocked":null,"expires":null,"deleted_at":null}"#, Status::Active),
            (r#"{"blocked":false,"expires":"2026-06-30T00:00:01Z"}"#, Status::Active),
            (r#"{"expires":"2026-06-30T00:00:00+00:00"}"#, Status::Expired),
            (r#"{"blocked":true,"expires":"2026-06-01T00:00:00Z"}"#, Status::Revoked),
            (r#"{"blocked":true,"deleted_at":"2026-06-01T00:00:00Z"}"#, Status::Deleted),
        ] {
            assert_eq!(Status::of(entry(json).full().expect("a key"), now), status, "{json}");
        }
    }

    #[test]
    fn keys_with_another_status_are_removed_and_reported() {
        let keys = || vec![entry(r#"{"token":"a"}"#), entry(r#"{"token":"b","blocked":true}"#), entry(r#""hash""#)];
        let matching = |status: Status| {
            let mut keys = keys();
            let was_ignored = status.retain_matching(&mut keys).expect("keys");
            (was_ignored, keys.iter().filter_map(|key| key.token().map(str::to_owned)).collect::<Vec<_>>())
        };
        assert_eq!(matching(Status::Active), (true, vec!["a".to_owned(), "hash".to_owned()]));
        assert_eq!(matching(Status::Revoked), (true, vec!["b".to_owned(), "hash".to_owned()]));
        assert!(Status::Deleted.retain_matching(&mut keys()).is_err());
        assert!(!Status::Active.retain_matching(&mut vec![entry("{}")]).expect("keys"));
    }

    #[test]
    fn tables_name_what_stops_a_key() {
        for (json, words, name) in [
            ("{}", "active", "active"),
            (r#"{"blocked":true}"#, "blocked", "revoked"),
            (r#"{"expires":"2020-01-01T00:00:00Z"}"#, "expired", "expired"),
            (r#"{"spend":5,"max_budget":5}"#, "over budget", "active"),
            (r#"{"spend":5,"litellm_budget_table":{"max_budget":5}}"#, "over budget", "active"),
        ] {
            assert_eq!((state(&entry(json)).as_str(), status(&entry(json)).as_str()), (words, name), "{json}");
        }
        let soon = Timestamp::now() + jiff::SignedDuration::from_mins(60 * 60);
        assert_eq!(state(&entry(&format!(r#"{{"expires":"{soon}"}}"#))), "expires in 2 d");
    }

    #[test]
    fn keys_are_shown_with_their_owner_where_it_is_known() {
        for (json, expected) in [
            (r#"{"user_id":"u1","user":{"user_email":"ada@example.com","user_alias":"Ada"}}"#, "ada@example.com"),
            (r#"{"user_id":"u1","user":{"user_email":null,"user_alias":"Ada"}}"#, "Ada"),
            (r#"{"user_id":"u1","user":null}"#, "u1"),
            (r#"{"user_id":"u1"}"#, "u1"),
        ] {
            assert_eq!(owner(&entry(json)), expected, "{json}");
        }
    }
}
