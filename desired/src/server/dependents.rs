//! What goes along with the deletion of a budget, an organization, a team or a user.

use std::collections::BTreeSet;

use litellm_proxy_client::{Error, RefusalKind};
use serde_json::Value;

use crate::address::Address;
use crate::kind::Kind;
use crate::live::{LeftOut, Live, LiveResource, Seen};

/// How many names a sentence has.
const NAMED: usize = 5;

/// What the list of a kind has.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The resources.
    pub(super) resources: Vec<LiveResource>,
    /// What depends on what: a budget, organization, team or user, the noun of what depends on it, and its name.
    pub(super) dependents: Vec<(Address, &'static str, String)>,
    /// Rows that are not resources of a file.
    pub(super) left_out: Vec<LeftOut>,
    /// What could not be read, in sentences.
    pub(super) unreadable: Vec<String>,
}

impl From<Vec<LiveResource>> for Found {
    fn from(resources: Vec<LiveResource>) -> Self {
        let nouns = resources.iter().filter_map(|resource| {
            let row = &resource.row;
            let (noun, kind, of) = match resource.address.kind {
                Kind::Customer => ("customer", Kind::Budget, row.get("budget_id")?),
                Kind::Tag => ("tag", Kind::Budget, row.get("budget_id")?),
                Kind::Team => ("team", Kind::Organization, row.get("organization_id")?),
                _ => return None,
            };
            Some((Address::new(kind, of.as_str()?), noun, resource.address.name.clone()))
        });
        Self { dependents: nouns.collect(), resources, ..Self::default() }
    }
}

impl Found {
    /// Counts a row that is not a resource of a file.
    pub(super) fn leave_out(&mut self, what: [&'static str; 2]) {
        match self.left_out.iter_mut().find(|rows| rows.what == what) {
            Some(rows) => rows.count += 1,
            None => self.left_out.push(LeftOut { count: 1, what }),
        }
    }

    /// Keeps only what depends on resources of other kinds.
    pub(super) fn only_dependents(self) -> Self {
        Self { dependents: self.dependents, ..Self::default() }
    }

    /// Returns what is found of a kind that not every server has, or that not every admin may read. Servers without a license
    /// have no organizations.
    pub(super) fn not_offered(kind: Kind, error: Error) -> Result<Self, Error> {
        if kind == Kind::Organization && error.kind() == Some(RefusalKind::NeedsLicense) {
            return Ok(Self::default());
        }
        let is_common = (kind.is_ours() && kind != Kind::Organization)
            || matches!(kind, Kind::Credential | Kind::Model | Kind::RouterSettings);
        if is_common || !(error.is_not_found() || matches!(error, Error::Forbidden(_) | Error::Refused(_))) {
            return Err(error);
        }
        let [_, plural] = kind.noun();
        Ok(Self { unreadable: vec![format!("the {plural} were not listed: {error}")], ..Self::default() })
    }

    /// Returns what is found if a list fails that is read only for what depends on other resources.
    pub(super) fn failed(kind: Kind, error: &Error) -> Self {
        let section = kind.section();
        let message = format!("the {section} were not listed, so what a deletion takes along is not complete: {error}");
        Self { unreadable: vec![message], ..Self::default() }
    }
}

/// Returns the kinds that are read in addition, because they depend on some kinds.
pub(super) fn kinds(kinds: &BTreeSet<Kind>) -> impl Iterator<Item = Kind> {
    let of = |kind: Kind, depends_on: &[Kind]| {
        (!kinds.contains(&kind) && depends_on.iter().any(|kind| kinds.contains(kind))).then_some(kind)
    };
    let keys = of(Kind::Key, &[Kind::Budget, Kind::Organization, Kind::User, Kind::Team]);
    let customers = of(Kind::Customer, &[Kind::Budget]);
    let teams = of(Kind::Team, &[Kind::Organization]);
    keys.into_iter().chain(customers).chain(teams).chain(of(Kind::Tag, &[Kind::Budget]))
}

/// Marks the budgets as shared that resources name, whatever their ids look like.
pub(super) fn name_shared_budgets(live: &mut Live) {
    let named = live.resources.values().filter_map(|resource| match resource.fields.get("budget_id") {
        Some(Seen::Value(Value::String(id))) => Some(Address::new(Kind::Budget, id)),
        _ => None,
    });
    for address in named.collect::<BTreeSet<Address>>() {
        if let Some(budget) = live.resources.get_mut(&address) {
            budget.is_implicit = false;
        }
    }
}

/// Returns what goes along with the deletion of a resource, in sentences.
pub(super) fn takes_along(live: &Live, address: &Address) -> Vec<String> {
    let mut dependents = live.dependents.get(address).cloned().unwrap_or_default();
    if address.kind == Kind::Team {
        let is_of_team = |one: &Address| one.kind == Kind::Member && one.name == address.name;
        let members = live.resources.values().filter(|one| !one.is_implicit && is_of_team(&one.address));
        let members: BTreeSet<String> = members.filter_map(|one| one.address.member.clone()).collect();
        if !members.is_empty() {
            dependents.insert("member", members);
        }
    }
    dependents.iter().map(|(noun, names)| sentence(address, noun, names)).collect()
}

fn sentence(address: &Address, noun: &str, names: &BTreeSet<String>) -> String {
    let count = names.len();
    let plural = if count == 1 { "" } else { "s" };
    let mut named: Vec<&str> = names.iter().map(String::as_str).take(NAMED).collect();
    if count > NAMED {
        named.push("…");
    }
    let named = named.join(", ");
    let lost = if address.kind == Kind::Budget { " without a limit from then on" } else { "" };
    format!("{count} {noun}{plural}{lost}: {named}")
}
