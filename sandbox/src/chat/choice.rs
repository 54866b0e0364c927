//! Load balancing: the choice of a deployment, at random by weight.

use serde_json::Value;
use uuid::Uuid;

use crate::object::JsonObject;
use crate::rules::prices;

/// Returns the index of a deployment, chosen by `weight`, else `rpm`, else `tpm`, whichever the first deployment sets;
/// otherwise all are equally likely.
pub(super) fn next(deployments: &[&JsonObject]) -> Option<usize> {
    if deployments.len() < 2 {
        return deployments.len().checked_sub(1);
    }
    let bits = Uuid::new_v4().as_u128() >> 76;
    // 52 random bits, which a float can hold.
    #[expect(clippy::cast_precision_loss, reason = "they are few enough")]
    let chance = bits as f64 / (1_u64 << 52) as f64;
    chosen(deployments, chance)
}

fn chosen(deployments: &[&JsonObject], chance: f64) -> Option<usize> {
    let last = deployments.len().checked_sub(1)?;
    let weights = ["weight", "rpm", "tpm"].into_iter().find_map(|name| {
        let of = |deployment: &&JsonObject| {
            prices::parameter(deployment, name).and_then(Value::as_f64).unwrap_or_default().max(0.0)
        };
        let weights: Vec<f64> = deployments.iter().map(of).collect();
        weights.first().is_some_and(|first| *first > 0.0).then_some(weights)
    });
    let weights = weights.unwrap_or_else(|| vec![1.0; deployments.len()]);
    let mut left = chance * weights.iter().sum::<f64>();
    let place = weights.iter().position(|weight| {
        left -= weight;
        left < 0.0
    });
    Some(place.unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn deployments_are_chosen_by_weight() {
        let of = |params: [Value; 2]| params.map(|params| JsonObject::from_json(json!({ "litellm_params": params })));
        for (params, chances) in [
            ([json!({}), json!({})], [0, 0, 1, 1]),
            ([json!({ "weight": 3 }), json!({ "weight": 1 })], [0, 0, 0, 1]),
            ([json!({ "rpm": 1 }), json!({ "rpm": 3 })], [0, 1, 1, 1]),
            ([json!({ "weight": 1 }), json!({})], [0, 0, 0, 0]),
            ([json!({}), json!({ "weight": 1 })], [0, 0, 1, 1]),
        ] {
            let deployments = of(params.clone());
            let deployments = deployments.each_ref();
            let places = [0.0, 0.26, 0.51, 0.99].map(|chance| chosen(&deployments, chance));
            assert_eq!(places, chances.map(Some), "{params:?}");
        }
        let twins = of([json!({}), json!({})]);
        let [one, other] = twins.each_ref();
        assert_eq!((next(&[]), next(&[one])), (None, Some(0)));
        let counts = (0..200).filter(|_| next(&[one, other]) == Some(0)).count();
        assert!((50..150).contains(&counts), "{counts}");
    }
}
