//! What goes along with a deletion, in words: `3 keys, member of 2 teams, $12.40 spent`. Fetched only where a question is
//! asked.

use crate::commands::confirm::count;
use crate::output::dollars;
use litellm_proxy_client::organizations::Organization;
use litellm_proxy_client::teams::TeamInfo;
use litellm_proxy_client::users::UserInfo;
use litellm_proxy_client::uses::Uses;

/// Things that are to be deleted.
#[derive(Default)]
pub(super) struct Doomed {
    pub(super) ids: Vec<String>,
    /// As they were given.
    names: Vec<String>,
    effects: Vec<String>,
}

impl Doomed {
    /// Adds a thing once, under the name that it was given by.
    pub(super) fn add(&mut self, name: &str, id: String, effect: &str) {
        if self.ids.contains(&id) {
            return;
        }
        self.names.push(name.to_owned());
        self.effects.push(if name == id { format!("{name}: {effect}") } else { format!("{name} ({id}): {effect}") });
        self.ids.push(id);
    }

    /// Returns the question, after a line for each thing that says what goes along. `and` names what is always deleted too.
    pub(super) fn question(&self, noun: &str, and: &str) -> String {
        let lines: String = self.effects.iter().map(|effect| format!("{effect}\n")).collect();
        match self.names.as_slice() {
            [name] => format!("{lines}Delete the {noun} {name}{and}?"),
            names => format!("{lines}Delete {}{and}?", count(names.len(), noun)),
        }
    }
}

/// Joins the parts that there are.
fn join(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "nothing else goes along".to_owned() } else { parts.join(", ") }
}

fn some(number: usize, noun: &str) -> Option<String> {
    (number > 0).then(|| count(number, noun))
}

fn some_of(number: u64, noun: &str) -> Option<String> {
    some(usize::try_from(number).unwrap_or(usize::MAX), noun)
}

fn spent(spend: Option<f64>) -> String {
    format!("{} spent", dollars(spend.unwrap_or_default()))
}

pub(super) fn of_user(user: &UserInfo) -> String {
    let teams = user.teams.len();
    let spend = user.user_info.as_ref().and_then(|user| user.spend);
    let keys = user.keys.iter().filter_map(|key| key.spend).sum::<f64>();
    join([
        some(user.keys.len(), "key"),
        some(teams, "team").map(|teams| format!("member of {teams}")),
        Some(spent(Some(spend.unwrap_or_default().max(keys)))),
    ])
}

pub(super) fn of_customer(spend: Option<f64>) -> String {
    join([Some(spent(spend))])
}

pub(super) fn of_team(team: &TeamInfo) -> String {
    let team_info = &team.team_info;
    join([some(team.keys.len(), "key"), some(team_info.members().len(), "member"), Some(spent(team_info.spend))])
}

pub(super) fn of_organization(organization: &Organization, keys: Option<u64>) -> String {
    join([
        keys.and_then(|keys| some_of(keys, "key")),
        some(organization.teams.len(), "team").map(|teams| format!("{teams} (kept)")),
        some(organization.members.len(), "member").map(|members| format!("{members} (kept)")),
        Some(spent(organization.spend)),
    ])
}

/// Says who refers to something, and what becomes of that.
pub(super) fn of_uses(uses: &Uses, effect: &str) -> String {
    let parts = [
        some_of(uses.keys, "key"),
        some_of(uses.teams, "team"),
        some_of(uses.customers, "customer"),
        some_of(uses.organizations, "organization"),
        some(uses.models.len(), "model").map(|models| format!("{models} ({})", uses.models.join(", "))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "nothing uses it".to_owned() } else { format!("{} {effect}", parts.join(", ")) }
}
