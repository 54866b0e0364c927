//! Information about deployments that servers merge with their price list: what differs from the list is the deployment's own.

use litellm_proxy_client::Error;
use serde_json::{Map, Value};

use super::{SERVERS_INFO, is_of_price_list};
use crate::fields::{Shape, field, is_empty, is_same};
use crate::file::PRICES;
use crate::kind::Kind;
use crate::live::{Live, LiveResource, Seen};
use crate::server::Server;

/// Adds to the deployments without a mark the information that is not of the server's price list. It is not among their fields
/// because a read alone does not tell the two apart. `GET /public/litellm_model_cost_map`, if there is such a deployment.
///
/// # Errors
/// Fails if the price list cannot be read.
pub async fn add_information(server: &Server, live: &mut Live) -> Result<(), Error> {
    let mut unmarked: Vec<&mut LiveResource> = live.resources.values_mut().filter(|live| is_mixed(live)).collect();
    if unmarked.is_empty() {
        return Ok(());
    }
    let prices = match server.client.http().request("GET", "/public/litellm_model_cost_map").await {
        Ok(Value::Object(prices)) => prices,
        Ok(_) | Err(Error::NotFound(_)) => Map::new(),
        Err(error) => return Err(error),
    };
    for deployment in &mut unmarked {
        let own = own_information(&deployment.row, &prices);
        for (path, value) in own {
            deployment.fields.entry(path).or_insert(Seen::Value(value));
        }
    }
    Ok(())
}

fn is_mixed(live: &LiveResource) -> bool {
    live.address.kind == Kind::Model && live.mark.is_none() && !live.is_from_config
}

/// Returns the information of a row that its entry in the price list does not have.
fn own_information(row: &Value, prices: &Map<String, Value>) -> Vec<(String, Value)> {
    let Some(info) = row.get("model_info").and_then(Value::as_object) else { return Vec::new() };
    let params = row.get("litellm_params");
    let key = info.get("key").and_then(Value::as_str);
    let listed = key.and_then(|key| prices.get(key));
    let is_own = |name: &str, value: &Value| {
        let path = format!("model_info.{name}");
        let shape = field(Kind::Model, &path).map_or(Shape::Any, |field| field.shape);
        let is_listed = listed.and_then(|listed| listed.get(name)).is_some_and(|listed| is_same(shape, value, listed));
        let is_param = params.and_then(|params| params.get(name)).is_some();
        // The server works these out by itself: where its list has no `max_tokens`, that is the limit of an answer.
        let most = || ["max_output_tokens", "max_input_tokens"].iter().find_map(|name| listed?.get(*name));
        let is_derived = name == "litellm_provider"
            || (name.contains("cost") && value.as_f64() == Some(0.0))
            || (name == "max_tokens" && most().is_some_and(|most| is_same(shape, value, most)));
        !is_empty(value) && !is_listed && !is_param && !is_derived
    };
    let own = info.iter().filter(|(name, value)| {
        !SERVERS_INFO.contains(&name.as_str()) && is_of_price_list(name) && is_own(name, value)
    });
    own.map(|(name, value)| {
        let map = if PRICES.contains(&name.as_str()) { "litellm_params" } else { "model_info" };
        (format!("{map}.{name}"), value.clone())
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn information_is_own_if_the_price_list_has_another() {
        let Value::Object(prices) =
            json!({"gpt-4o": {"mode": "chat", "max_tokens": 16384, "input_cost_per_token": 2.5e-6}})
        else {
            panic!("an object")
        };
        let row = json!({
            "litellm_params": {"model": "openai/gpt-4o", "output_cost_per_token": 0.5},
            "model_info": {"id": "x", "key": "gpt-4o", "db_model": true, "mode": "embedding", "max_tokens": 16384.0,
                "input_cost_per_token": 2.5e-6, "output_cost_per_token": 0.5, "cache_read_input_token_cost": 0.1,
                "output_cost_per_second": 0.0, "supports_vision": null, "litellm_provider": "openai",
                "supported_openai_params": ["n"], "foo": "bar"},
        });
        let mut own = own_information(&row, &prices);
        own.sort_by(|(one, _), (other, _)| one.cmp(other));
        assert_eq!(
            own,
            [
                ("litellm_params.cache_read_input_token_cost".to_owned(), json!(0.1)),
                ("model_info.mode".to_owned(), json!("embedding")),
            ]
        );
        let own = own_information(&json!({"model_info": {"mode": "embedding", "max_tokens": 1}}), &Map::new());
        assert_eq!(own.len(), 2);
        let Value::Object(prices) = json!({"gpt-4o": {"max_output_tokens": 16384}}) else { panic!("an object") };
        let of =
            |tokens: u32| own_information(&json!({"model_info": {"key": "gpt-4o", "max_tokens": tokens}}), &prices);
        assert_eq!(of(16384), []);
        assert_eq!(of(5), [("model_info.max_tokens".to_owned(), json!(5))]);
    }
}
