//! The deployments that are served, found by name, id, upstream model or access group without a search.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::Value;

use super::wildcards;
use crate::config::{self, Config};
use crate::object::JsonObject;
use crate::providers;
use crate::response::Refusal;
use crate::store::{Table, Tables};

/// All deployments, in the order in which they are listed.
#[derive(Debug, Default)]
pub(crate) struct Deployments {
    rows: Vec<Arc<JsonObject>>,
    by_name: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, usize>,
    by_upstream_model: HashMap<String, Vec<usize>>,
    by_group: HashMap<String, Vec<usize>>,
    /// Those whose name has a `*`.
    wild: Vec<usize>,
}

/// Returns the deployments that are served: those of the configuration, then the stored ones, oldest first. They are
/// read again only after a stored one has changed.
pub(crate) fn find(tables: &Tables<'_>, config: &Config) -> Result<Arc<Deployments>, Refusal> {
    let found = tables.cached(Table::Models, |stored| {
        let added = stored.into_iter().map(added);
        // A deployment of an unknown provider is stored but not served.
        let served = added.filter(|deployment| providers::of(deployment).is_some());
        Deployments::new(config.models.iter().cloned().chain(served).collect())
    });
    Ok(found?)
}

/// Marks a stored deployment whose parameters may name variables of this process, `os.environ/NAME`.
pub(crate) const READS_VARIABLES: &str = "reads_variables";

/// Converts a stored deployment to the form of those of the configuration.
pub(crate) fn added(mut row: JsonObject) -> JsonObject {
    if row.get_bool(READS_VARIABLES)
        && let Some(params) = row.get_object("litellm_params")
    {
        let params = config::with_variables(params);
        row.set("litellm_params", Value::Object(params));
    }
    row.remove(READS_VARIABLES);
    let mut info = JsonObject(row.get_object("model_info").cloned().unwrap_or_default());
    info.set("id", row.get_str("model_id").unwrap_or_default());
    info.set("db_model", true);
    row.set("model_info", Value::from(info));
    row
}

/// Returns the id of a deployment.
pub(crate) fn id(deployment: &JsonObject) -> &str {
    deployment.get_object("model_info").and_then(|info| info.get("id")).and_then(Value::as_str).unwrap_or_default()
}

/// Returns a deployment as it serves a model: the model of its provider has what the `*` in the deployment's name stands for.
pub(crate) fn filled_in<'a>(deployment: &'a JsonObject, requested: &str) -> Cow<'a, JsonObject> {
    let params = deployment.get_object("litellm_params");
    let model = params.and_then(|params| params.get("model")?.as_str()).filter(|model| model.contains('*'));
    let pattern = deployment.get_str("model_name").and_then(|pattern| pattern.split_once('*'));
    let (Some(params), Some(model), Some((before, after))) = (params, model, pattern) else {
        return Cow::Borrowed(deployment);
    };
    let rest = requested.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap_or(requested);
    let mut params = params.clone();
    params.insert("model".to_owned(), model.replacen('*', rest, 1).into());
    let mut filled = deployment.clone();
    filled.set("litellm_params", Value::Object(params));
    Cow::Owned(filled)
}

/// Returns the access groups of a deployment.
pub(crate) fn groups(deployment: &JsonObject) -> Vec<&str> {
    let info = deployment.get_object("model_info");
    let groups = info.and_then(|info| info.get("access_groups")).and_then(Value::as_array);
    groups.into_iter().flatten().filter_map(Value::as_str).collect()
}

impl Deref for Deployments {
    type Target = [Arc<JsonObject>];

    fn deref(&self) -> &[Arc<JsonObject>] {
        &self.rows
    }
}

impl Deployments {
    pub(crate) fn new(rows: Vec<JsonObject>) -> Self {
        let mut all = Self::default();
        for (place, row) in rows.iter().enumerate() {
            let name = row.get_str("model_name");
            if let Some(name) = name {
                all.by_name.entry(name.to_owned()).or_default().push(place);
            }
            if name.is_some_and(|name| name.contains('*')) {
                all.wild.push(place);
            }
            all.by_id.entry(id(row).to_owned()).or_insert(place);
            let model = row.get_object("litellm_params").and_then(|params| params.get("model")).and_then(Value::as_str);
            if let Some(model) = model {
                all.by_upstream_model.entry(model.to_owned()).or_default().push(place);
            }
            for group in groups(row) {
                let members = all.by_group.entry(group.to_owned()).or_default();
                if members.last() != Some(&place) {
                    members.push(place);
                }
            }
        }
        Self { rows: rows.into_iter().map(Arc::new).collect(), ..all }
    }

    fn at<'a>(&'a self, places: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a JsonObject> {
        places.into_iter().flatten().filter_map(|place| self.rows.get(*place)).map(Arc::as_ref)
    }

    /// Returns the deployments with this name, wildcards not expanded.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &JsonObject> {
        self.at(self.by_name.get(name))
    }

    /// Returns the first deployment with this id.
    pub(crate) fn with_id(&self, id: &str) -> Option<&Arc<JsonObject>> {
        self.rows.get(*self.by_id.get(id)?)
    }

    /// Returns the deployments that use this model of their provider.
    pub(super) fn of_upstream_model(&self, model: &str) -> impl Iterator<Item = &JsonObject> {
        self.at(self.by_upstream_model.get(model))
    }

    /// Returns the deployments of an access group.
    pub(crate) fn in_group(&self, group: &str) -> impl Iterator<Item = &JsonObject> {
        self.at(self.by_group.get(group))
    }

    /// Returns the deployments whose name is a wildcard that matches the model.
    pub(super) fn matching(&self, model: &str) -> impl Iterator<Item = &JsonObject> {
        let matches = move |row: &&JsonObject| {
            row.get_str("model_name").is_some_and(|pattern| wildcards::matches(pattern, model))
        };
        self.at(Some(&self.wild)).filter(matches)
    }

    /// Returns the first deployment that serves a model, by name or by wildcard.
    pub(crate) fn first_serving(&self, model: &str) -> Option<&JsonObject> {
        let named = self.by_name.get(model).and_then(|places| places.first());
        let is_match = |place: &&usize| {
            let pattern = self.rows.get(**place).and_then(|row| row.get_str("model_name"));
            pattern.is_some_and(|pattern| wildcards::matches(pattern, model))
        };
        let wild = self.wild.iter().find(is_match);
        self.rows.get(*named.into_iter().chain(wild).min()?).map(Arc::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::{Database, Store};

    fn serves(deployment: &JsonObject, model: &str) -> bool {
        deployment.get_str("model_name").is_some_and(|name| name == model || wildcards::matches(name, model))
    }

    fn row(name: &str) -> JsonObject {
        JsonObject::from_json(json!({
            "model_id": name, "model_name": name, "litellm_params": { "model": "openai/x" },
            "model_info": { "access_groups": ["g", "g"] },
        }))
    }

    #[test]
    fn deployments_are_found_as_by_a_search() {
        let all = Deployments::new(["a", "w/*", "a", "w/one", "*"].map(row).into());
        let names = |rows: Vec<&JsonObject>| {
            rows.iter().filter_map(|row| row.get_str("model_name")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(all.named("a").collect()), "a a");
        assert_eq!(names(all.matching("w/one").collect()), "w/* *");
        assert_eq!(names(all.in_group("g").collect()), "a w/* a w/one *");
        for model in ["a", "w/one", "w/two", "other", "w/*"] {
            let expected = all.iter().find(|row| serves(row, model)).map(Arc::as_ref);
            assert_eq!(all.first_serving(model), expected, "{model}");
        }
    }

    #[test]
    fn wildcards_of_deployments_are_filled_in() {
        for (name, model, requested, expected) in [
            ("openai/*", "openai/*", "openai/gpt-5", "openai/gpt-5"),
            ("x/*", "openai/y-*", "x/1", "openai/y-1"),
            ("*", "openai/*", "gpt-5", "openai/gpt-5"),
            ("*", "*", "gpt-5", "gpt-5"),
            ("w/*", "openai/fixed", "w/1", "openai/fixed"),
        ] {
            let deployment = json!({ "model_name": name, "litellm_params": { "model": model, "api_key": "k" } });
            let deployment = JsonObject::from_json(deployment);
            let params = json!({ "model": expected, "api_key": "k" });
            assert_eq!(filled_in(&deployment, requested).get("litellm_params"), Some(&params), "{name} {requested}");
        }
    }

    #[test]
    fn stored_models_are_read_once_until_they_change() {
        let store = Store::open(&Database::Memory).unwrap();
        let config = Config::parse("model_list: []").unwrap();
        let found = || store.transaction(|tables| find(tables, &config)).unwrap();
        let first = found();
        assert!(Arc::ptr_eq(&first, &found()));
        let insert = |table, name: &str| store.transaction(|tables| tables.insert(table, name, &row(name))).unwrap();
        insert(Table::Keys, "k");
        assert!(Arc::ptr_eq(&first, &found()), "another table changed");
        insert(Table::Models, "a");
        assert_eq!(found().len(), 1);
        // A change that is rolled back is seen by nobody else.
        let rolled_back: Result<(), Refusal> = store.transaction(|tables| {
            tables.delete(Table::Models, "a")?;
            tables.insert(Table::Models, "b", &row("b"))?;
            assert!(find(tables, &config)?.with_id("b").is_some());
            Err(Refusal::unexpected())
        });
        assert!(rolled_back.is_err());
        assert!(found().with_id("a").is_some() && found().with_id("b").is_none());
        assert!(Arc::ptr_eq(&found(), &found()));
    }
}
