//! What is shown of a deployment or a model group on a terminal.

use serde::Serialize;

use crate::commands::answers::headline;
use crate::commands::facts::{Facts, named, shortened};
use crate::output::{Answer, cell, per_million};
use crate::shell::quote_if_needed;
use litellm_proxy_client::models::WrittenModel;

/// Describes a deployment as the server lists it.
pub(super) fn deployment(deployment: &impl Serialize) -> Answer {
    let facts = Facts::of(deployment);
    let (params, info) = (facts.inner("litellm_params"), facts.inner("model_info"));
    let source = if info.is("db_model") { "" } else { "the server's config file, and can only be changed there" };
    Answer::new(headline("", "deployment", &named(&facts.string("model_name"), &info.string("id"))))
        .line("model", params.string("model"))
        .line("api base", params.string("api_base"))
        .line("secret", secret(&params))
        .line("price", price(&info))
        .line("rates", rates(&params))
        .line("groups", shortened(&info.strings("access_groups")))
        .line("from", source)
}

/// Describes a deployment that was added or updated. The row has encrypted parameters, so those of the request are shown.
pub(super) fn written(verb: &str, written: &WrittenModel, requested: &impl Serialize) -> Answer {
    let requested = Facts::of(requested);
    let (params, info) = (requested.inner("litellm_params"), requested.inner("model_info"));
    let name = Facts::of(&written.row).string("model_name");
    let answer = Answer::new(headline(verb, "deployment", &named(&name, &written.row.model_id)))
        .line("model", params.string("model"))
        .line("api base", params.string("api_base"))
        .line("secret", params.string("litellm_credential_name"))
        .line("rates", rates(&params))
        .line("groups", shortened(&info.strings("access_groups")));
    if verb == "Added" && written.is_served && !name.is_empty() {
        let name = quote_if_needed(&name);
        return answer.next(format!("litellm-proxy chat completions {name} -m user:Hello"));
    }
    answer
}

/// Describes a group of deployments that share a name.
pub(in crate::commands) fn group(group: &impl Serialize) -> Answer {
    let facts = Facts::of(group);
    let limit = |name: &str, unit: &str| facts.get(name).map(|limit| format!("{} {unit}", cell(limit)));
    let context: Vec<String> =
        [limit("max_input_tokens", "in"), limit("max_output_tokens", "out")].into_iter().flatten().collect();
    let rates: Vec<String> = [limit("rpm", "requests/min"), limit("tpm", "tokens/min")].into_iter().flatten().collect();
    let name = facts.string("model_group");
    Answer::new(headline("", "model group", &name))
        .line("mode", facts.string("mode"))
        .line("from", shortened(&facts.strings("providers")))
        .line("price", price(&facts))
        .line("tokens", context.join(", "))
        .line("rates", rates.join(", "))
        .line("can", shortened(&facts.true_with_prefix("supports_")))
        .next(format!("litellm-proxy models info --name {}", quote_if_needed(&name)))
}

/// Returns where the provider's key comes from.
fn secret(params: &Facts) -> String {
    match params.string("litellm_credential_name") {
        name if name.is_empty() => params.string("api_key"),
        name => format!("credential {name}"),
    }
}

/// Returns prices per million tokens: `$2.50 in, $10.00 out per million tokens`.
fn price(facts: &Facts) -> String {
    let of = |name: &str, unit: &str| Some(format!("{} {unit}", per_million(facts.number(name)?)));
    let prices: Vec<String> =
        [of("input_cost_per_token", "in"), of("output_cost_per_token", "out")].into_iter().flatten().collect();
    if prices.is_empty() { String::new() } else { format!("{} per million tokens", prices.join(", ")) }
}

fn rates(params: &Facts) -> String {
    let limits = [("rpm", "requests/min"), ("tpm", "tokens/min"), ("max_parallel_requests", "at once")];
    let limits = limits.iter().filter_map(|(name, unit)| Some(format!("{} {unit}", cell(params.get(name)?))));
    limits.collect::<Vec<_>>().join(", ")
}
