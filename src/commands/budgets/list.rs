//! `budgets list`: budgets and, on a terminal, what uses them.

use std::collections::HashMap;

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::number;
use crate::commands::{customers, keys, status};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, Listing, count, defaults, times};
use litellm_proxy_client::budgets::Budget;
use litellm_proxy_client::keys::{KeyEntry, KeyFilter};
use litellm_proxy_client::{Client, Lossless};

#[derive(Debug, Args)]
pub(crate) struct List {}

/// A budget and what uses it.
#[derive(Serialize)]
#[serde(transparent)]
struct BudgetRow {
    budget: Lossless<Budget>,
    #[serde(skip)]
    uses: Uses,
}

const COLUMNS: &[Column<BudgetRow>] =
    &[
        Column::new("budget_id", "Budget ID", |row: &BudgetRow| row.budget.budget_id.clone().unwrap_or_default())
            .at_least(18),
        Column::money("max_budget", "Max Budget", |row| row.budget.max_budget),
        Column::money("soft_budget", "Soft Budget", |row: &BudgetRow| row.budget.soft_budget).optional(3),
        Column::right("tpm_limit", "TPM", |row: &BudgetRow| number(row.budget.tpm_limit)).optional(4),
        Column::right("rpm_limit", "RPM", |row: &BudgetRow| number(row.budget.rpm_limit)).optional(5),
        Column::right("max_parallel_requests", "Parallel", |row: &BudgetRow| number(row.budget.max_parallel_requests))
            .optional(2),
        Column::new("budget_duration", "Duration", |row: &BudgetRow| {
            row.budget.budget_duration.as_ref().map(ToString::to_string).unwrap_or_default()
        })
        .optional(6),
        Column::time("budget_reset_at", "Resets At", resets_at).short(|row| times::short(&resets_at(row))).optional(1),
        Column::new("used_by", "Used By", |row: &BudgetRow| row.uses.words()).items().at_least(16).on_terminals(),
        Column::state("status", "Status", |row: &BudgetRow| {
            if row.uses.over > 0 { status::OVER_BUDGET.to_owned() } else { String::new() }
        })
        .on_terminals(),
    ];

fn resets_at(row: &BudgetRow) -> String {
    row.budget.string("budget_reset_at").unwrap_or_default()
}

impl List {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let call = client.budgets().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let shows_uses = context.output.is_terminal_table();
                let (budgets, mut uses) = tokio::join!(call.send(), all_uses(&client, shows_uses));
                let rows = budgets?.into_iter().map(|budget| {
                    let uses = budget.budget_id.as_ref().and_then(|id| uses.of_budget.remove(id)).unwrap_or_default();
                    BudgetRow { budget, uses }
                });
                let rows: Vec<BudgetRow> = rows.collect();
                let mut listing = Listing::new(&context.output, "budget", &defaults(&context.output, COLUMNS));
                listing.add(&mut context.output, &rows)?;
                let outcome = listing.finish(&mut context.output, &[]);
                if let Some(total) = uses.more_keys {
                    context.output.note(format_args!("Used By shows {MAX_KEYS} of the {total} keys"));
                }
                outcome
            })
            .await
    }
}

/// What uses a budget.
#[derive(Default)]
struct Uses {
    keys: Vec<String>,
    customers: Vec<String>,
    /// How many of them have used it up.
    over: usize,
}

impl Uses {
    /// Returns the name of what alone uses the budget, or else how many do.
    fn words(&self) -> String {
        let counted = |names: &[String], noun: &str| match names {
            [] => None,
            [name] if !name.is_empty() => Some(format!("{noun} {name}")),
            names => Some(count(u64::try_from(names.len()).unwrap_or(u64::MAX), noun)),
        };
        let words = [counted(&self.keys, "key"), counted(&self.customers, "customer")];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn add(&mut self, spend: Option<f64>, max_budget: Option<f64>) {
        self.over += usize::from(status::is_over_budget(spend, max_budget));
    }
}

/// The most keys and customers that are looked at.
const MAX_KEYS: u32 = 100;

/// What uses each budget, as far as one request for keys and one for customers show.
#[derive(Default)]
struct AllUses {
    of_budget: HashMap<String, Uses>,
    /// How many keys the server has, if that is more than were looked at.
    more_keys: Option<u64>,
}

/// Looks for what uses budgets. A request that fails shows nothing.
async fn all_uses(client: &Client, are_wanted: bool) -> AllUses {
    let mut all = AllUses::default();
    if !are_wanted {
        return all;
    }
    let mut filter = KeyFilter::default();
    filter.size = Some(MAX_KEYS);
    let (page, customers) = tokio::join!(client.keys().list(&filter).send(), client.customers().list().send());
    if let Ok(page) = page {
        all.more_keys = page.total_count.filter(|total| *total > page.keys.len() as u64);
        for key in page.keys.iter().filter_map(KeyEntry::full) {
            let Some(id) = key.string("budget_id").filter(|id| !id.is_empty()) else { continue };
            let used = all.of_budget.entry(id).or_default();
            used.keys.push(key.key_alias.clone().unwrap_or_default());
            used.add(key.spend, keys::budget_of(key));
        }
    }
    for customer in customers.unwrap_or_default() {
        let Some(id) = customers::budget_id(&customer) else { continue };
        let used = all.of_budget.entry(id).or_default();
        used.customers.push(customer.user_id.clone().unwrap_or_default());
        used.add(customer.spend, customer.budget.as_ref().and_then(|budget| budget.max_budget));
    }
    all
}
