//! Deletions of resources that the files no longer name, and what prevents them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Inputs, Obstacle, ObstacleKind, Plan, diff, owner_of};
use crate::address::Address;
use crate::kind::Kind;
use crate::live::{Live, LiveResource};

/// The user that stands for the master key. It is a member of teams that were created with that key.
const DEFAULT_USER: &str = "default_user_id";
/// The largest share of the managed resources that is deleted without being asked twice, in percent.
const MAX_DELETES: u8 = 30;
/// With fewer resources, any of them may be deleted.
const FEW: usize = 10;

/// Plans the deletion of members that an exact list does not have, and of resources with our mark that are not in the files.
pub(super) fn plan_removals(inputs: &Inputs<'_>, matches: &BTreeMap<Address, Address>, plan: &mut Plan) {
    if inputs.options.adopts_only {
        return;
    }
    let matched: BTreeSet<&Address> = matches.values().collect();
    let gone = inputs.live.resources.values().filter(|live| !matched.contains(&live.address));
    for live in gone.filter(|live| inputs.is_selected(&live.address)) {
        if is_surplus_member(inputs, live) {
            plan.changes.push(diff::deletion(inputs, live, &live.address));
        } else if is_prunable(inputs, live) {
            if inputs.options.prune {
                plan.changes.push(diff::deletion(inputs, live, &live.address));
            } else {
                plan.prunable.push(live.address.clone());
            }
        }
    }
}

fn is_surplus_member(inputs: &Inputs<'_>, live: &LiveResource) -> bool {
    let Address { kind, name, member } = &live.address;
    *kind == Kind::Member
        && inputs.desired.exact_members.contains(name)
        && member.as_deref() != Some(DEFAULT_USER)
        && !inputs.desired.header.ignore.iter().any(|selector| {
            selector.selects(&live.address) || selector.selects_field(&Address::new(Kind::Team, name), "members")
        })
}

fn is_prunable(inputs: &Inputs<'_>, live: &LiveResource) -> bool {
    let owner = inputs.owner();
    !owner.is_empty()
        && owner_of(live) == owner
        && !live.is_from_config
        && inputs.desired.kinds.contains(&live.address.kind)
        && !inputs.desired.header.ignore.iter().any(|selector| selector.selects(&live.address))
}

/// Adds what stands in the way of the deletions and replacements: protection, and the limit.
pub(super) fn check_deletions(inputs: &Inputs<'_>, plan: &mut Plan) {
    let protect = &inputs.desired.header.protect;
    for change in &plan.changes {
        let loses = matches!(change.action, Action::Delete | Action::Replace);
        if loses && protect.iter().any(|selector| selector.selects(&change.address)) {
            let verb = if change.action == Action::Delete { "deleted" } else { "replaced" };
            let message = format!("is protected, and would be {verb}");
            let address = change.address.clone();
            plan.obstacles.push(Obstacle { address, kind: ObstacleKind::Protected, message });
        }
    }
    let deletes = plan.changes.iter().filter(|change| change.action == Action::Delete);
    let deletes: Vec<&Address> = deletes.map(|change| &change.address).collect();
    let owner = inputs.owner();
    let managed = inputs.live.resources.values().filter(|live| {
        inputs.desired.kinds.contains(&live.address.kind)
            && !live.is_implicit
            && (live.mark.is_none() || owner_of(live) == owner)
    });
    let managed = managed.count();
    let limit = inputs.options.max_deletes.unwrap_or(MAX_DELETES);
    let is_over = deletes.len() * 100 > managed * usize::from(limit);
    let counts = inputs.options.max_deletes.is_some() || managed >= FEW;
    if let (Some(first), true, true) = (deletes.first(), is_over, counts) {
        let message = format!("and {} more would be deleted, of {managed}: more than {limit} %", deletes.len() - 1);
        plan.obstacles.push(Obstacle { address: (*first).clone(), kind: ObstacleKind::TooManyDeletes, message });
    }
}

/// Returns what goes along with the deletion of a resource, in sentences.
pub(super) fn takes_along(live: &Live, address: &Address) -> Vec<String> {
    crate::server::takes_along(live, address)
}
