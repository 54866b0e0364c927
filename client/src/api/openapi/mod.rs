//! What a server says of its own endpoints: paths, parameters and the fields of bodies, from its OpenAPI document.

mod read;

use reqwest::Method;
use serde::{Deserialize, Serialize};

use crate::core::{Call, Client};

/// The OpenAPI resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct OpenApi<'a>(&'a Client);

impl Client {
    /// The server's description of its own endpoints.
    pub fn openapi(&self) -> OpenApi<'_> {
        OpenApi(self)
    }
}

impl OpenApi<'_> {
    /// Returns what the server says of its endpoints: `GET /openapi.json`, about 2 MB, reduced to what [`ApiDescription`] holds.
    /// Servers need no key for it, and may be set up not to publish it (404).
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// let api = client.openapi().get().await?;
    /// let operation = api.operation("POST", "/key/generate").expect("every LiteLLM has it");
    /// for field in operation.body.iter().flat_map(|body| &body.fields) {
    ///     println!("{}: {}", field.name, field.kind);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn get(&self) -> Call<ApiDescription> {
        let request = self.0.inner.request(Method::GET, &["openapi.json"]);
        Call::with_decoder(request, self.0, |response| read::description(&response.body))
    }
}

/// The endpoints of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiDescription {
    /// The server's version.
    pub version: String,
    /// The operations, sorted by path and method.
    pub operations: Vec<Operation>,
}

/// A method of a path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Operation {
    /// The method, in upper case.
    pub method: String,
    /// The path, with names in braces: `/team/{team_id}/callback`.
    pub path: String,
    /// What it does, in a few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// What it does, without the parameters that it lists.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The parameters of its path and query.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The body, if it takes one that is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyDescription>,
}

/// A parameter of a path or query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Parameter {
    /// Where it goes: `path`, `query`, `header` or `cookie`.
    pub place: String,
    /// Name, type and meaning.
    #[serde(flatten)]
    pub field: FieldDescription,
}

/// The body of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BodyDescription {
    /// Its content type, such as `application/json` or `multipart/form-data`. Empty if the server publishes no schema of the body.
    pub content_type: String,
    /// The fields. Without a schema, those that the description of the operation lists; they have no types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDescription>,
}

/// A field or parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldDescription {
    /// The name.
    pub name: String,
    /// The type: `string`, `integer`, `number`, `boolean`, `object`, `list of string`, the name of a schema, or several with `or`.
    /// Empty if the server does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Whether it must be given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_required: bool,
    /// The values that are allowed, if they are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

impl ApiDescription {
    /// Returns the operation of a method and a path. The path may have names filled in, and a query.
    pub fn operation(&self, method: &str, path: &str) -> Option<&Operation> {
        let of_method = || self.operations.iter().filter(|operation| operation.method.eq_ignore_ascii_case(method));
        let path = plain(path);
        of_method()
            .find(|operation| plain(&operation.path) == path)
            .or_else(|| of_method().find(|operation| operation.takes(path)))
    }

    /// Returns the operations of a path, with names filled in or not.
    pub fn of_path(&self, path: &str) -> Vec<&Operation> {
        let path = plain(path);
        let exact: Vec<_> = self.operations.iter().filter(|operation| plain(&operation.path) == path).collect();
        if exact.is_empty() {
            self.operations.iter().filter(|operation| operation.takes(path)).collect()
        } else {
            exact
        }
    }
}

impl Operation {
    /// Returns whether a path is this one with its names filled in.
    fn takes(&self, path: &str) -> bool {
        let (own, given) = (plain(&self.path).split('/'), path.split('/'));
        let is_name = |part: &str| part.starts_with('{') && part.ends_with('}');
        own.clone().count() == given.clone().count()
            && own.zip(given).all(|(own, given)| own == given || is_name(own) && !given.is_empty())
    }
}

fn plain(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default().trim_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_found_by_the_paths_that_are_sent() {
        let operation =
            |method: &str, path: &str| Operation { method: method.into(), path: path.into(), ..Operation::default() };
        let api = ApiDescription {
            version: String::new(),
            operations: vec![
                operation("GET", "/team/{team_id}/callback"),
                operation("POST", "/team/{team_id}/callback"),
                operation("POST", "/team/new/callback"),
            ],
        };
        let found = |method: &str, path: &str| api.operation(method, path).map(|operation| operation.path.as_str());
        assert_eq!(found("get", "team/t-1/callback?x=1"), Some("/team/{team_id}/callback"));
        assert_eq!(found("POST", "/team/new/callback/"), Some("/team/new/callback"));
        assert_eq!(found("POST", "/team//callback"), None);
        assert_eq!(found("DELETE", "/team/t/callback"), None);
        assert_eq!(api.of_path("/team/t/callback").len(), 2);
    }
}
