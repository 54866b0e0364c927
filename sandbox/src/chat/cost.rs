//! What a request costs: by its tokens, or by what it is counted in instead, such as images or characters.

use super::AdmittedRequest;
use super::media;
use super::usage::{Cost, Usage};
use crate::providers::{self, price_map};
use crate::route::ModelEndpoint;
use crate::rules::prices;

/// Returns the cost of a successful request.
pub(super) fn of(admitted: &AdmittedRequest, usage: Usage) -> Cost {
    let price = |name: &str| prices::price(&admitted.deployment, name);
    let body = &admitted.body;
    let by_tokens = usage.cost(&admitted.deployment);
    let flat = match admitted.endpoint {
        ModelEndpoint::Images | ModelEndpoint::ImageEdits if by_tokens.total() == 0.0 => {
            image(admitted).map(|each| each * count(media::image_count(body)))
        }
        ModelEndpoint::Rerank => price("input_cost_per_query"),
        ModelEndpoint::Speech => {
            let characters = body.get_str("input").unwrap_or_default().chars().count();
            price("input_cost_per_character").map(|each| each * count(characters))
        }
        ModelEndpoint::Transcriptions => {
            let per_second = price("input_cost_per_second").or_else(|| price("output_cost_per_second"));
            per_second.map(|each| each * media::SECONDS)
        }
        _ => None,
    };
    flat.map_or(by_tokens, |input| Cost { input, ..Cost::default() })
}

#[expect(clippy::cast_precision_loss, reason = "no request has 2^53 of anything")]
fn count(number: usize) -> f64 {
    number as f64
}

/// Returns the price of an image. The price map has entries for qualities and sizes, such as
/// `hd/1024-x-1024/dall-e-3`, with a price for each pixel or image.
fn image(admitted: &AdmittedRequest) -> Option<f64> {
    let own = ["output_cost_per_image", "input_cost_per_image"];
    let of_deployment = || own.into_iter().find_map(|name| prices::price(&admitted.deployment, name));
    let size = admitted.body.get_str("size").filter(|size| *size != "auto").unwrap_or("1024x1024");
    let (width, height) = size.split_once('x')?;
    let size = format!("{width}-x-{height}");
    let pixels = width.parse::<f64>().ok()? * height.parse::<f64>().ok()?;
    let model = providers::bare(prices::parameter(&admitted.deployment, "model")?.as_str()?);
    let quality = admitted.body.get_str("quality").filter(|quality| *quality != "auto");
    // Which quality is the usual one depends on the model.
    let qualities = quality.map_or(vec!["standard", "medium"], |quality| vec![quality]);
    let names = qualities.into_iter().map(|quality| format!("{quality}/{size}/{model}"));
    let names: Vec<String> = names.chain([format!("{size}/{model}")]).collect();
    let known = || names.iter().find_map(|name| price_map::model(name, providers::of(&admitted.deployment)));
    of_deployment().or_else(|| {
        let known = known()?;
        let per_pixel = ["output_cost_per_pixel", "input_cost_per_pixel"]
            .into_iter()
            .find_map(|name| known.price(name).filter(|price| *price > 0.0));
        own.into_iter().find_map(|name| known.price(name)).or_else(|| Some(per_pixel? * pixels))
    })
}
