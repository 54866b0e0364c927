//! Which deployments of a file are on the server already. Several deployments of one name are load balancing, so each stands
//! for one at most. Servers omit some secrets and mask others: what they do not show cannot tell two deployments apart.

use serde_json::{Map, Value};

use super::{Deployment, NewModel};
use crate::core::Lossless;

/// Where a deployment sends its requests.
const ADDRESS: [&str; 7] =
    ["api_base", "base_url", "aws_region_name", "region_name", "vertex_location", "vertex_project", "organization"];

/// What it authenticates with.
const SECRETS: [&str; 9] = [
    "api_key",
    "aws_access_key_id",
    "aws_profile_name",
    "aws_role_name",
    "aws_secret_access_key",
    "azure_ad_token",
    "client_id",
    "client_secret",
    "vertex_credentials",
];

/// What else tells deployments apart.
const OTHERS: [&str; 4] = ["api_version", "custom_llm_provider", "litellm_credential_name", "model"];

/// Returns the names of the parameters that tell the deployments of one name apart, in a fixed order.
pub fn telling_apart() -> impl Iterator<Item = &'static str> {
    OTHERS.into_iter().chain(ADDRESS).chain(SECRETS)
}

/// How sure it is that two deployments are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sameness {
    /// All that the server shows agrees, and some of it cannot be compared.
    Possible,
    /// All agrees.
    Certain,
}

type IsMatch<'a> = dyn Fn(&NewModel, &Deployment) -> bool + 'a;

/// Finds for each new deployment the index of the one that is on the server already, or `None` if it is to be created: the one
/// with its `model_info.id`, or without an id one with the same public name, upstream model, address and credential. No
/// deployment stands for two.
pub fn find_existing(new: &[&NewModel], existing: &[Lossless<Deployment>]) -> Vec<Option<usize>> {
    let mut free: Vec<usize> = (0..existing.len()).collect();
    let mut matches = vec![None; new.len()];
    let same_groups = |model: &NewModel, deployment: &Deployment| {
        model.model_info.get("access_groups") == deployment.model_info.get("access_groups")
    };
    let is_certain = |model: &NewModel, deployment: &Deployment| sameness(model, deployment) == Some(Sameness::Certain);
    // The surest first, so that none takes the deployment of another.
    let passes: [&IsMatch; 4] = [
        &|model, deployment| own_id(model).is_some() && deployment.id() == own_id(model),
        &|model, deployment| is_certain(model, deployment) && same_groups(model, deployment),
        &is_certain,
        &|model, deployment| sameness(model, deployment).is_some(),
    ];
    for is_match in passes {
        for (model, matched) in new.iter().zip(&mut matches).filter(|(_, matched)| matched.is_none()) {
            let found = |index: &usize| existing.get(*index).is_some_and(|deployment| is_match(model, deployment));
            *matched = free.iter().position(found).map(|at| free.remove(at));
        }
    }
    matches
}

fn own_id(model: &NewModel) -> Option<&str> {
    model.model_info.get("id").and_then(Value::as_str)
}

/// Returns whether a new deployment without an id is the same as one of the server.
fn sameness(model: &NewModel, deployment: &Deployment) -> Option<Sameness> {
    let upstream = text(&model.litellm_params, "model").unwrap_or(&model.model_name);
    let is_named_alike = own_id(model).is_none()
        && deployment.model_name.as_deref() == Some(&model.model_name)
        && deployment.upstream_model() == Some(upstream)
        && text(&model.litellm_params, "litellm_credential_name")
            == text(&deployment.litellm_params, "litellm_credential_name");
    if !is_named_alike {
        return None;
    }
    let (mine, shown) = (&model.litellm_params, &deployment.litellm_params);
    let addresses = ADDRESS.iter().map(|name| match (text(mine, name), text(shown, name)) {
        (one, other) if one == other => Some(Sameness::Certain),
        // The server shows the value of its variable.
        (Some(one), Some(_)) if is_reference(one) => Some(Sameness::Possible),
        (one, other) => is_same_url(one?, other?).then_some(Sameness::Certain),
    });
    let secrets = SECRETS.iter().map(|name| match (text(mine, name), text(shown, name)) {
        (None, None) => Some(Sameness::Certain),
        (Some(_), None) => Some(Sameness::Possible),
        (Some(one), Some(_)) if is_reference(one) => Some(Sameness::Possible),
        (Some(one), Some(masked)) => agrees(one, masked).then_some(Sameness::Certain),
        (None, Some(_)) => None,
    });
    addresses.chain(secrets).try_fold(Sameness::Certain, |least, one| Some(least.min(one?)))
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn is_reference(value: &str) -> bool {
    value.starts_with("os.environ/")
}

fn is_same_url(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// Returns whether a secret may be the one that is shown masked, such as `sk-a****1234`.
pub(super) fn agrees(secret: &str, shown: &str) -> bool {
    match (shown.find('*'), shown.rfind('*')) {
        (Some(first), Some(last)) => {
            let (start, end) = (shown.get(..first), shown.get(last.saturating_add(1)..));
            secret.starts_with(start.unwrap_or_default()) && secret.ends_with(end.unwrap_or_default())
        }
        _ => secret == shown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn new(params: Value, info: Value) -> NewModel {
        let object = |value: Value| value.as_object().cloned().unwrap_or_default();
        let mut model = NewModel::new("m");
        model.litellm_params = object(json!({"model": "openai/m"}));
        model.litellm_params.extend(object(params));
        model.model_info = object(info);
        model
    }

    fn matched(new: &[NewModel], existing: &[NewModel]) -> Vec<Option<usize>> {
        let existing: Vec<Lossless<Deployment>> =
            serde_json::from_value(serde_json::to_value(existing).expect("JSON")).expect("deployments");
        find_existing(&new.iter().collect::<Vec<_>>(), &existing)
    }

    #[test]
    fn deployments_that_differ_in_what_the_server_shows_are_others() {
        let on_server = [new(json!({"api_base": "http://a/", "azure_ad_token": "eyJa****wxyz"}), json!({"id": "d1"}))];
        for (params, info, expected) in [
            (json!({"api_base": "http://a", "azure_ad_token": "eyJa-secret-wxyz"}), json!({}), Some(0)),
            (json!({"api_base": "http://a", "azure_ad_token": "os.environ/TOKEN"}), json!({}), Some(0)),
            (json!({"api_base": "http://a", "azure_ad_token": "eyJa-secret-wxyz", "api_key": "k"}), json!({}), Some(0)),
            (json!({"api_base": "http://a", "azure_ad_token": "eyJb-secret-wxyz"}), json!({}), None),
            (json!({"api_base": "http://a"}), json!({}), None),
            (json!({"api_base": "http://b", "azure_ad_token": "eyJa-secret-wxyz"}), json!({}), None),
            (json!({"azure_ad_token": "eyJa-secret-wxyz"}), json!({}), None),
            (
                json!({"api_base": "http://a", "azure_ad_token": "eyJa-s-wxyz", "litellm_credential_name": "c"}),
                json!({}),
                None,
            ),
            (json!({"model": "openai/other"}), json!({"id": "d1"}), Some(0)),
            (json!({"api_base": "http://a", "azure_ad_token": "eyJa-secret-wxyz"}), json!({"id": "d2"}), None),
        ] {
            assert_eq!(matched(&[new(params.clone(), info)], &on_server), [expected], "{params}");
        }
    }

    #[test]
    fn entries_of_one_file_never_stand_for_each_other() {
        let one = || new(json!({"api_key": "k"}), json!({}));
        let stored = |id: &str| new(json!({}), json!({"id": id}));
        assert_eq!(matched(&[one(), one()], &[]), [None, None]);
        assert_eq!(matched(&[one(), one()], &[stored("a")]), [Some(0), None]);
        assert_eq!(matched(&[one(), one()], &[stored("a"), stored("b")]), [Some(0), Some(1)]);
        assert_eq!(matched(&[one(), one(), one()], &[stored("a"), stored("b")]), [Some(0), Some(1), None]);
    }

    #[test]
    fn the_surest_match_is_made_first() {
        let with_token = || new(json!({"azure_ad_token": "eyJa-secret-wxyz"}), json!({}));
        let without = || new(json!({}), json!({}));
        let on_server = [without(), new(json!({"azure_ad_token": "eyJa****wxyz"}), json!({}))];
        assert_eq!(matched(&[with_token(), without()], &on_server), [Some(1), Some(0)]);
        let of_group = |group: &str| new(json!({}), json!({"access_groups": [group]}));
        assert_eq!(matched(&[of_group("beta"), of_group("prod")], &[of_group("prod")]), [None, Some(0)]);
        assert_eq!(matched(&[of_group("beta")], &[of_group("prod")]), [Some(0)]);
    }
}
