//! [`Known`]: the names that the files, and the server, have.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::address::{Address, matches};
use crate::desired::{Desired, Resource};
use crate::fields::misspelled;
use crate::kind::Kind;
use crate::live::{Live, Seen};
use crate::value::Wanted;

/// Names that LiteLLM takes for a group of models.
const SPECIAL: [&str; 5] = ["all-team-models", "all-proxy-models", "all-org-models", "no-default-models", "*"];

/// The names that the files, and the server, have.
pub(super) struct Known<'a> {
    desired: &'a Desired,
    live: Option<&'a Live>,
    /// Names, wildcards and access groups.
    models: BTreeSet<String>,
}

/// Why a name is not known.
pub(super) enum Unknown {
    /// Nothing has the name.
    Missing {
        /// The name that was probably meant.
        meant: Option<String>,
    },
    /// The files delete what has it.
    Absent,
}

impl<'a> Known<'a> {
    pub(super) fn new(desired: &'a Desired, live: Option<&'a Live>) -> Self {
        let mut models = BTreeSet::new();
        for resource in desired.resources.values().filter(|resource| !resource.is_absent) {
            match resource.address.kind {
                Kind::Model => {
                    for path in ["model_name", "model_info.team_public_model_name", "model_info.access_groups"] {
                        names_in(wanted(resource, path), &mut models);
                    }
                }
                Kind::RouterSettings => aliases(wanted(resource, "model_group_alias"), &mut models),
                _ => {}
            }
        }
        for resource in live.iter().flat_map(|live| live.resources.values()) {
            let seen = |path: &str| match resource.fields.get(path) {
                Some(Seen::Value(value)) => Some(value),
                _ => None,
            };
            match resource.address.kind {
                Kind::Model => {
                    for path in ["model_name", "model_info.access_groups"] {
                        names_in(seen(path), &mut models);
                    }
                    let public = resource.row.get("model_info").and_then(|info| info.get("team_public_model_name"));
                    names_in(public, &mut models);
                }
                Kind::RouterSettings => aliases(seen("model_group_alias"), &mut models),
                _ => {}
            }
        }
        // With a server, what it has decides.
        for selector in desired.header.external.iter().filter(|_| live.is_none()) {
            models.extend(selector.to_string().strip_prefix("model/").map(str::to_owned));
        }
        Self { desired, live, models }
    }

    /// Returns whether names of a kind can be checked.
    pub(super) fn covers(&self, kind: Kind) -> bool {
        self.live.is_some() || self.desired.kinds.contains(&kind)
    }

    /// Looks a resource up.
    pub(super) fn find(&self, kind: Kind, name: &str) -> Result<(), Unknown> {
        let address = Address::new(kind, name);
        if let Some(resource) = self.desired.resources.get(&address) {
            return if resource.is_absent { Err(Unknown::Absent) } else { Ok(()) };
        }
        let is_live = self.live.is_some_and(|live| live.resources.contains_key(&address));
        // The server has this user from its start.
        let mut external = self.desired.header.external.iter().filter(|_| self.live.is_none());
        let is_external = external.any(|selector| selector.selects(&address));
        if is_live || is_external || (kind == Kind::User && name == "default_user_id") {
            return Ok(());
        }
        let addresses = self.desired.resources.keys().chain(self.live.iter().flat_map(|live| live.resources.keys()));
        let names =
            addresses.filter(|address| address.kind == kind).map(|address| Cow::Borrowed(address.name.as_str()));
        Err(Unknown::Missing { meant: misspelled(name, names) })
    }

    /// Looks a model up for a resource: by its name, wildcard, access group, or alias in the team or the key.
    pub(super) fn find_model(&self, from: &Address, name: &str) -> Result<(), Unknown> {
        let is_own_alias = |address: &Address, path: &str| {
            let mut own = BTreeSet::new();
            aliases(self.desired.resources.get(address).and_then(|resource| wanted(resource, path)), &mut own);
            own.contains(name)
        };
        let team = self.desired.resources.get(from).and_then(|resource| wanted(resource, "team_id")?.as_str());
        let team = match from.kind {
            Kind::Team | Kind::Member => Some(from.name.as_str()),
            _ => team,
        };
        let is_pattern_of = |pattern: &String| pattern.contains('*') && matches(pattern, name);
        // A wildcard among the models of a team or key stands for the models that it matches.
        let is_pattern_for = |model: &String| name.contains('*') && matches(name, model);
        // A fallback may be a single deployment.
        let is_deployment = || from.kind == Kind::RouterSettings && self.find(Kind::Model, name).is_ok();
        if SPECIAL.contains(&name)
            || self.models.contains(name)
            || self.models.iter().any(|model| is_pattern_of(model) || is_pattern_for(model))
            || is_deployment()
            || is_own_alias(from, "aliases")
            || team.is_some_and(|team| is_own_alias(&Address::new(Kind::Team, team), "model_aliases"))
        {
            return Ok(());
        }
        let meant = misspelled(name, self.models.iter().map(|model| Cow::Borrowed(model.as_str())));
        // LiteLLM finds the provider of a name without one, and then takes the wildcard of the provider.
        if meant.is_none() && !name.contains('/') && self.models.iter().any(|model| model.ends_with("/*")) {
            return Ok(());
        }
        Err(Unknown::Missing { meant })
    }
}

/// Returns the value of a field, if the file gives it in clear.
pub(super) fn wanted<'a>(resource: &'a Resource, path: &str) -> Option<&'a Value> {
    match resource.fields.get(path) {
        Some(Wanted::Value(value)) => Some(value),
        _ => None,
    }
}

/// Adds the string, or the strings of a list.
fn names_in(value: Option<&Value>, names: &mut BTreeSet<String>) {
    match value {
        Some(Value::String(name)) => {
            names.insert(name.clone());
        }
        Some(Value::Array(items)) => names.extend(items.iter().filter_map(Value::as_str).map(str::to_owned)),
        _ => {}
    }
}

/// Adds the names that a map gives to models.
fn aliases(value: Option<&Value>, names: &mut BTreeSet<String>) {
    names.extend(value.and_then(Value::as_object).into_iter().flat_map(serde_json::Map::keys).cloned());
}
