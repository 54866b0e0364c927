//! Deployments as the server stores them. [`Models::info`] lists the well-known models that a wildcard such as `openai/*`
//! stands for in place of the wildcard, all with the wildcard's id; whatever is looked up to be changed is looked up here.

use std::collections::HashMap;

use reqwest::Method;

use super::{Deployment, Models};
use crate::core::{Call, Error, Lossless, RefusalKind};

/// How much of an id is enough to mean it, and the length of whole ones: UUIDs and hashes.
const SHORTEST_BEGINNING: usize = 8;
const UUID_LENGTH: usize = 36;
const LONGEST_BEGINNING: usize = 64;
/// More than a server has; newer servers return 50 by default, older ones all.
const ALL: &str = "100000";

impl Models<'_> {
    /// Lists all deployments, a wildcard as one: `GET /v2/model/info`. Not limited to those that the key may call.
    /// [`Models::info`] lists the models that a wildcard stands for.
    pub fn unexpanded(self) -> Call<Vec<Lossless<Deployment>>> {
        Call::data(self.0, Method::GET, &["v2", "model", "info"]).query("size", ALL)
    }

    /// Lists the deployments of a public name, which may be a wildcard: `GET /v2/model/info?model=…`. Servers that do
    /// not know the parameter return all deployments; see [`Models::deployments_of`].
    pub fn unexpanded_by_name(self, model_name: &str) -> Call<Vec<Lossless<Deployment>>> {
        self.unexpanded().query("model", model_name)
    }

    /// Fetches all deployments, a wildcard as one: [`Models::unexpanded`], or [`Models::info`] without the models that
    /// wildcards stand for if the server or the key does not allow the former.
    ///
    /// # Errors
    /// Returns the error of the last request.
    pub async fn deployments(self) -> Result<Vec<Lossless<Deployment>>, Error> {
        match self.unexpanded().await {
            Err(error) if is_unavailable(&error) => Ok(without_expansions(self.info().await?)),
            result => result,
        }
    }

    /// Fetches the deployments of a public name, which may be a wildcard. A model that only a wildcard stands for has no
    /// deployment of its own.
    ///
    /// # Errors
    /// Returns the error of a request, or [`Error::Missing`] if there are none; it names the wildcard that stands for the
    /// model, and its id.
    pub async fn deployments_of(self, model_name: impl AsRef<str>) -> Result<Vec<Lossless<Deployment>>, Error> {
        let model_name = model_name.as_ref();
        let has_name = |deployment: &Lossless<Deployment>| deployment.model_name.as_deref() == Some(model_name);
        match self.unexpanded_by_name(model_name).await {
            Ok(mut found) => {
                found.retain(has_name);
                if !found.is_empty() {
                    return Ok(found);
                }
                let wildcards = self.unexpanded().query("wildcard_only", "true").await?;
                Err(missing(model_name, wildcards.iter().map(|wildcard| &**wildcard)))
            }
            Err(error) if is_unavailable(&error) => self.listed_of(model_name).await,
            Err(error) => Err(error),
        }
    }

    /// Fetches the deployments of a public name or, if there are none, the one with this id. Both are requested at once.
    ///
    /// # Errors
    /// Returns the error of [`Models::deployments_of`].
    pub async fn named(self, name: &str) -> Result<Vec<Lossless<Deployment>>, Error> {
        match futures_util::future::join(self.deployments_of(name), self.get(name)).await {
            (Err(Error::Missing(_)), Ok(deployment)) => Ok(vec![deployment]),
            (Err(Error::Missing(message)), Err(_)) => {
                Err(Error::Missing(format!("{message}, and no deployment has this id")))
            }
            (named, _) => named,
        }
    }

    /// Completes the beginning of a deployment's id, as tables on a terminal show it: 8 or more characters, with or without an
    /// ellipsis. What does not look like one, is a name or an id itself, or begins no id is returned as it is, the former without
    /// a request.
    ///
    /// # Errors
    /// Returns the error of the request, or [`Error::InvalidRequest`] if the ids of several deployments begin so.
    pub async fn whole_id(self, beginning: &str) -> Result<String, Error> {
        if !may_begin_an_id(beginning) {
            return Ok(beginning.to_owned());
        }
        let listed = self.info().await?;
        Ok(completed_id(beginning, listed.iter().map(|deployment| &**deployment))?.to_owned())
    }

    /// Finds the deployments of a public name in [`Models::info`], and checks that each is more than a model that a
    /// wildcard stands for.
    async fn listed_of(self, model_name: &str) -> Result<Vec<Lossless<Deployment>>, Error> {
        let listed = without_expansions(self.info().await?);
        let mut found = Vec::new();
        let mut wildcards = Vec::new();
        for deployment in listed {
            if deployment.model_name.as_deref() != Some(model_name) {
                wildcards.extend(is_wildcard(&deployment).then_some(deployment));
                continue;
            }
            let Some(id) = deployment.id() else {
                found.push(deployment);
                continue;
            };
            let stored = self.get(id).await?;
            let list = if stored.model_name == deployment.model_name { &mut found } else { &mut wildcards };
            list.push(stored);
        }
        if found.is_empty() {
            return Err(missing(model_name, wildcards.iter().map(|wildcard| &**wildcard)));
        }
        Ok(found)
    }
}

/// Returns whether a name looks like the beginning of a hash or a UUID, but not like all of one.
fn may_begin_an_id(name: &str) -> bool {
    let bare = name.trim_end_matches('…');
    let is_hex = bare.chars().all(|character| character.is_ascii_hexdigit() || character == '-');
    is_hex && (SHORTEST_BEGINNING..LONGEST_BEGINNING).contains(&bare.len()) && bare.len() != UUID_LENGTH
}

/// Returns the id of the only one of the deployments whose id begins so, or else what is given; see [`Models::whole_id`].
///
/// # Errors
/// [`Error::InvalidRequest`] if there are several.
pub fn completed_id<'a>(
    beginning: &'a str,
    deployments: impl Iterator<Item = &'a Deployment> + Clone,
) -> Result<&'a str, Error> {
    let is = |one: &Deployment| one.id() == Some(beginning) || one.model_name.as_deref() == Some(beginning);
    if !may_begin_an_id(beginning) || deployments.clone().any(is) {
        return Ok(beginning);
    }
    let bare = beginning.trim_end_matches('…');
    let mut ids: Vec<&str> = deployments.filter_map(Deployment::id).collect();
    ids.retain(|id| id.starts_with(bare));
    ids.sort_unstable();
    ids.dedup();
    match ids.as_slice() {
        [] => Ok(beginning),
        [only] => Ok(only),
        several => {
            Err(Error::InvalidRequest(format!("the ids of several deployments begin so: {}", several.join(", "))))
        }
    }
}

/// Returns whether an error means that the server, or the key, cannot list deployments unexpanded.
fn is_unavailable(error: &Error) -> bool {
    match error {
        Error::NotFound(_) | Error::Forbidden(_) | Error::Refused(_) => true,
        Error::Server(refusal) => refusal.kind() == Some(RefusalKind::NoDatabase),
        _ => false,
    }
}

fn is_wildcard(deployment: &Deployment) -> bool {
    deployment.model_name.as_deref().is_some_and(|name| name.contains('*'))
}

/// Drops the models that wildcards stand for: they share the wildcard's id, and are no deployments.
///
/// Newer servers list them in place of the wildcard, so that it is missing from the result.
pub fn without_expansions(deployments: Vec<Lossless<Deployment>>) -> Vec<Lossless<Deployment>> {
    let expanded = expansions(&deployments);
    let kept = deployments.into_iter().zip(expanded).filter(|(_, is_expansion)| !is_expansion);
    kept.map(|(deployment, _)| deployment).collect()
}

/// Returns for each deployment whether it has the id of one with another name.
fn expansions(deployments: &[Lossless<Deployment>]) -> Vec<bool> {
    let mut names: HashMap<&str, (Option<&str>, bool)> = HashMap::new();
    for deployment in deployments {
        let Some(id) = deployment.id() else { continue };
        let name = deployment.model_name.as_deref();
        let (first, differs) = names.entry(id).or_insert((name, false));
        *differs |= *first != name;
    }
    let is_shared = |deployment: &Deployment| deployment.id().and_then(|id| names.get(id)).is_some_and(|entry| entry.1);
    deployments.iter().map(|deployment| is_shared(deployment) && !is_wildcard(deployment)).collect()
}

/// Returns the error for a name without deployments.
fn missing<'a>(model_name: &str, deployments: impl Iterator<Item = &'a Deployment>) -> Error {
    let covers = |deployment: &&Deployment| {
        deployment.model_name.as_deref().is_some_and(|pattern| pattern != model_name && stands_for(pattern, model_name))
    };
    let mut wildcards: Vec<String> = Vec::new();
    for wildcard in deployments.filter(covers) {
        let name = wildcard.model_name.as_deref().unwrap_or_default();
        wildcards.push(format!("`{name}` (id {})", wildcard.id().unwrap_or("unknown")));
    }
    Error::Missing(match wildcards.as_slice() {
        [] => format!("no model is named `{model_name}`"),
        [one] => format!("`{model_name}` has no deployment of its own; the wildcard {one} serves it"),
        several => {
            format!("`{model_name}` has no deployment of its own; the wildcards {} serve it", several.join(", "))
        }
    })
}

/// Returns whether a name with `*` stands for a model.
fn stands_for(pattern: &str, model_name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return false };
    let Some(mut left) = model_name.strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some((_, after)) = left.split_once(piece) else { return false };
        left = after;
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn beginnings_of_ids_are_completed_if_they_are_unique() {
        let model = |id: &str| Deployment {
            model_name: Some("deadbeef".to_owned()),
            ..serde_json::from_value(json!({"model_info": {"id": id}})).expect("a deployment")
        };
        let models = ["bec01f77a237cc2f", "bec01f77b", "5a7f136d-71aa-4d9d-9b56-5d2f8f4f0b11"].map(model);
        let complete = |name| completed_id(name, models.iter());
        for (name, expected) in [
            ("bec01f77a", "bec01f77a237cc2f"),
            ("bec01f77a2…", "bec01f77a237cc2f"),
            ("5a7f136d", "5a7f136d-71aa-4d9d-9b56-5d2f8f4f0b11"),
            ("bec01f77b", "bec01f77b"),
            ("bec01f7", "bec01f7"),
            ("deadbeef", "deadbeef"),
            ("0123456789", "0123456789"),
            ("gpt-4o-mini", "gpt-4o-mini"),
        ] {
            assert_eq!(complete(name).expect(name), expected);
        }
        let ambiguous = complete("bec01f77").expect_err("two").to_string();
        assert!(ambiguous.ends_with("begin so: bec01f77a237cc2f, bec01f77b"), "{ambiguous}");
    }

    #[test]
    fn wildcards_stand_for_the_models_that_they_match() {
        for (pattern, name, expected) in [
            ("acme/*", "acme/gpt-4o", true),
            ("acme/*", "acme", false),
            ("*", "anything", true),
            ("acme/gpt-*-mini", "acme/gpt-4o-mini", true),
            ("acme/gpt-*-mini", "acme/gpt-4o", false),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("acme/gpt-4o", "acme/gpt-4o", false),
        ] {
            assert_eq!(stands_for(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn rows_that_share_an_id_and_not_a_name_are_expansions() {
        let rows = |rows: serde_json::Value| -> Vec<String> {
            let rows: Vec<Lossless<Deployment>> = serde_json::from_value(rows).unwrap();
            without_expansions(rows).iter().filter_map(|row| row.model_name.clone()).collect()
        };
        let row = |name: &str, id: &str| json!({"model_name": name, "model_info": {"id": id}});
        assert_eq!(rows(json!([row("a/x", "w"), row("b", "b"), row("a/y", "w")])), ["b"]);
        assert_eq!(rows(json!([row("a/*", "w"), row("a/x", "w")])), ["a/*"]);
        // A deployment with several organizations is listed once for each of them.
        assert_eq!(rows(json!([row("o", "o"), row("o", "o")])), ["o", "o"]);
        assert_eq!(rows(json!([{"model_name": "m"}, {"model_name": "n"}])), ["m", "n"]);
    }
}
