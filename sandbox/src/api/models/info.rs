//! Reading deployments: `/model/info`, `/v2/model/info`, `/model_group/info` and `/health`.

use std::collections::HashSet;
use std::sync::LazyLock;

use hyper::StatusCode;
use serde_json::{Value, json};

use super::secrets;
use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::providers;
use crate::response::{HandlerResult, JsonResponse, Refusal};
use crate::route::RequestContext;
use crate::rules::access::{self, ListOptions, ModelList};
use crate::rules::deployments::{self, Deployments};
use crate::rules::grants::Grants;
use crate::rules::prices;
use crate::store::Table;

static INFO: LazyLock<JsonObject> = LazyLock::new(|| JsonObject::template(include_str!("info.json")));
static GROUP_INFO: LazyLock<JsonObject> = LazyLock::new(|| JsonObject::template(include_str!("group.json")));

pub(super) const FIELDS: &[Field] = &[
    optional("litellm_model_id", FieldType::String),
    optional("include_team_models", FieldType::Bool),
    optional("teamId", FieldType::String),
    optional("healthy_only", FieldType::Bool),
];

pub(super) const SEARCH: &[Field] = &[
    optional("model", FieldType::String),
    optional("user_models_only", FieldType::Bool),
    optional("include_team_models", FieldType::Bool),
    optional("debug", FieldType::Bool),
    optional("page", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("size", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("search", FieldType::String),
    optional("modelId", FieldType::String),
    optional("teamId", FieldType::String),
    optional("sortBy", FieldType::String),
    optional("sortOrder", FieldType::String),
    optional("exclude_auto_routers", FieldType::Bool),
    optional("access_group", FieldType::String),
    optional("wildcard_only", FieldType::Bool),
];

pub(super) const GROUP: &[Field] = &[optional("model_group", FieldType::String)];
pub(super) const HEALTH: &[Field] = &[optional("model", FieldType::String), optional("model_id", FieldType::String)];

/// The OpenAI parameters that models support.
const OPENAI_PARAMS: [&str; 32] = [
    "frequency_penalty",
    "logit_bias",
    "logprobs",
    "top_logprobs",
    "max_tokens",
    "max_completion_tokens",
    "modalities",
    "prediction",
    "n",
    "presence_penalty",
    "seed",
    "stop",
    "stream",
    "stream_options",
    "temperature",
    "top_p",
    "tools",
    "tool_choice",
    "function_call",
    "functions",
    "max_retries",
    "extra_headers",
    "parallel_tool_calls",
    "audio",
    "web_search_options",
    "service_tier",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "store",
    "response_format",
    "reasoning_effort",
];

/// Flags that LiteLLM shows for every deployment.
const FLAGS: [&str; 5] = [
    "allow_client_keepalive_override",
    "use_in_pass_through",
    "use_litellm_proxy",
    "use_xai_oauth",
    "merge_reasoning_content_in_choices",
];

/// Returns the JSON of a deployment.
fn to_json(deployment: &JsonObject) -> JsonObject {
    let params = deployment.get_object("litellm_params").cloned().unwrap_or_default();
    let own_info = JsonObject(deployment.get_object("model_info").cloned().unwrap_or_default());
    let mut info = INFO.clone();
    for name in ["db_model", "member_auto_router"] {
        info.set(name, own_info.get_bool(name));
    }
    if own_info.get_bool("db_model") {
        info.set("blocked", deployment.get_bool("blocked"));
    }
    let model = params.get("model").and_then(Value::as_str).unwrap_or_default();
    let base = own_info.get_str("base_model").unwrap_or(model);
    let known = prices::of(deployment);
    info.set("key", known.as_ref().map_or(base, |known| known.name));
    info.set("litellm_provider", providers::of(deployment));
    if let Some(known) = &known {
        for (name, value) in &mut info.0 {
            if let Some(listed) = known.fields.get(name) {
                *value = listed.clone();
            }
        }
        let fields = &known.fields;
        info.set("max_tokens", fields.get("max_output_tokens").or_else(|| fields.get("max_input_tokens")).cloned());
    }
    let (input, output) = prices::per_token(deployment);
    info.set("input_cost_per_token", input);
    info.set("output_cost_per_token", output);
    let own_prices: Vec<(String, Value)> = params
        .iter()
        .chain(own_info.0.iter())
        .filter(|(name, value)| prices::is_price(name) && !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    info.set("pricing_overrides", own_prices.iter().map(|(name, _)| name.as_str()).collect::<Value>());
    info.0.extend(own_info.0);
    info.0.extend(own_prices);
    info.set("supported_openai_params", json!(OPENAI_PARAMS));
    let mut options = JsonObject(FLAGS.iter().map(|name| ((*name).to_owned(), false.into())).collect());
    options.0.extend(secrets::mask_parameters(&params));
    JsonObject::from_json(
        json!({ "model_name": deployment.get_str("model_name"), "litellm_params": Value::from(options), "model_info": Value::from(info) }),
    )
}

/// The models of the caller and of the teams that the caller sees: they decide who may use a deployment.
struct Viewers<'a> {
    is_admin: bool,
    of_user: Option<ModelList<'a>>,
    teams: Vec<(&'a str, ModelList<'a>)>,
}

impl<'a> Viewers<'a> {
    fn new(request: &'a RequestContext<'_>, teams: &'a [JsonObject]) -> Self {
        let caller = request.caller;
        let of_user = caller.user.as_ref().map(|user| user.get_strings("teams")).unwrap_or_default();
        // Non-admins see only their own teams.
        let is_own = |id: &str| caller.sees_all() || Some(id) == caller.team_id() || of_user.contains(&id);
        let models = |row: &'a JsonObject| ModelList::new(&row.get_strings("models"));
        let teams = teams.iter().filter_map(|team| Some((team.get_str("team_id")?, team)));
        Self {
            is_admin: caller.is_admin(),
            of_user: caller.user.as_deref().map(models),
            teams: teams.filter(|(id, _)| is_own(id)).map(|(id, team)| (id, models(team))).collect(),
        }
    }

    /// Returns the JSON of a deployment with the teams that may use it.
    fn to_json(&self, deployment: &JsonObject, deployments: &Deployments) -> JsonObject {
        let mut row = to_json(deployment);
        let Some(info) = row.0.get_mut("model_info").and_then(Value::as_object_mut) else { return row };
        let name = deployment.get_str("model_name").unwrap_or_default();
        let with_access = self.teams.iter().filter(|(_, models)| models.allows(name, deployments));
        info.insert("access_via_team_ids".to_owned(), with_access.map(|(id, _)| *id).collect());
        let user_may = self.of_user.as_ref().is_some_and(|models| models.allows(name, deployments));
        info.insert("direct_access".to_owned(), (self.is_admin || user_may).into());
        row
    }
}

/// Returns the deployments that a team may use.
fn of_team(request: &RequestContext<'_>, deployments: &Deployments, id: &str) -> Result<Vec<JsonObject>, Refusal> {
    let Some(team) = request.tables.get(Table::Teams, id)? else { return Ok(Vec::new()) };
    let allowed = ModelList::new(&team.get_strings("models"));
    let is_allowed = |deployment: &&JsonObject| {
        deployment.get_str("model_name").is_some_and(|name| allowed.allows(name, deployments))
    };
    Ok(deployments.iter().filter(is_allowed).cloned().collect())
}

pub(super) fn info_v1(request: &RequestContext<'_>) -> HandlerResult {
    let deployments = deployments::find(request.tables, request.config)?;
    let teams = request.tables.all(Table::Teams)?;
    let chosen: Vec<JsonObject> = if let Some(id) = request.query.get_str("litellm_model_id") {
        let Some(one) = deployments.with_id(id) else {
            let message = format!("Model id = {id} not found on litellm proxy");
            return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
        };
        vec![one.clone()]
    } else if let Some(id) = request.query.get_str("teamId") {
        of_team(request, &deployments, id)?
    } else {
        usable(request, &deployments)?
    };
    let viewers = Viewers::new(request, &teams);
    let data: Vec<Value> = chosen.iter().map(|row| viewers.to_json(row, &deployments).into()).collect();
    Ok(json!({ "data": data }).into())
}

/// Returns the deployments of the models that the caller may use; a wildcard is expanded to known models.
fn usable(request: &RequestContext<'_>, deployments: &Deployments) -> Result<Vec<JsonObject>, Refusal> {
    let team = super::team(request)?;
    let options = ListOptions { wildcards: true, ..ListOptions::default() };
    let names = access::visible(
        request.caller,
        team.as_ref(),
        &Grants::find(request.tables, request.caller, team.as_ref())?,
        deployments,
        options,
    );
    let names: HashSet<&str> = names.iter().map(String::as_str).collect();
    let is_admin = request.caller.key.is_none();
    let visible = deployments.iter().filter(|deployment| {
        let name = deployment.get_str("model_name").unwrap_or_default();
        is_admin || names.contains(name)
    });
    Ok(visible.flat_map(expanded).collect())
}

fn expanded(deployment: &JsonObject) -> Vec<JsonObject> {
    let name = deployment.get_str("model_name").unwrap_or_default();
    if !name.contains('*') {
        return vec![deployment.clone()];
    }
    let rows = providers::expand(deployment).into_iter().map(|(name, part)| {
        let mut row = deployment.clone();
        row.set("model_name", name);
        let mut params = JsonObject(deployment.get_object("litellm_params").cloned().unwrap_or_default());
        let own = params.get_str("model").unwrap_or_default().replacen('*', part, 1);
        params.set("model", own);
        row.set("litellm_params", Value::from(params));
        row
    });
    rows.collect()
}

pub(super) fn info_v2(request: &RequestContext<'_>) -> HandlerResult {
    let query = &request.query;
    let text = |name| query.get_str(name).filter(|text| !text.is_empty());
    let descending = match query.get_str("sortOrder").unwrap_or("asc").to_ascii_lowercase().as_str() {
        "asc" => false,
        "desc" => true,
        // LiteLLM validates it only with `sortBy`.
        _ if text("sortBy").is_none() => false,
        _ => {
            let order = query.get_str("sortOrder").unwrap_or_default();
            let message = format!("Invalid sortOrder: {order}. Must be 'asc' or 'desc'");
            return Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
        }
    };
    let deployments = deployments::find(request.tables, request.config)?;
    let mut chosen = match (text("modelId"), text("teamId")) {
        (Some(id), _) => {
            let served = deployments.with_id(id).cloned();
            // A stored model that is not served is found, too.
            let stored = request.tables.get(Table::Models, id)?.map(access::added);
            served.or(stored).into_iter().collect()
        }
        (None, Some(id)) => of_team(request, &deployments, id)?,
        (None, None) => deployments.to_vec(),
    };
    let name = |row: &JsonObject| row.get_str("model_name").unwrap_or_default().to_owned();
    if let Some(model) = text("model") {
        chosen.retain(|row| name(row) == model);
    }
    if let Some(part) = text("search") {
        chosen.retain(|row| name(row).to_lowercase().contains(&part.to_lowercase()));
    }
    if let Some(group) = text("access_group") {
        chosen.retain(|row| access::groups(row).contains(&group));
    }
    if query.get_bool("wildcard_only") {
        chosen.retain(|row| name(row).contains('*'));
    }
    if query.get_bool("user_models_only") {
        chosen
            .retain(|row| row.contains("created_by") && row.get_str("created_by") == request.caller.user_id.as_deref());
    }
    sort(&mut chosen, query.get_str("sortBy").unwrap_or_default(), descending);
    let (page, size) = (query.get_i64("page").unwrap_or(1), query.get_i64("size").unwrap_or(50));
    let total = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    let skipped = usize::try_from(page.saturating_sub(1).saturating_mul(size)).unwrap_or(usize::MAX);
    let teams = if query.get_bool("include_team_models") { request.tables.all(Table::Teams)? } else { Vec::new() };
    let viewers = Viewers::new(request, &teams);
    let data = chosen.iter().skip(skipped).take(usize::try_from(size).unwrap_or(usize::MAX)).map(|row| {
        if query.get_bool("include_team_models") { viewers.to_json(row, &deployments) } else { to_json(row) }
    });
    let data: Vec<Value> = data.map(Value::from).collect();
    let pages = total / size + i64::from(total % size != 0);
    Ok(json!({ "data": data, "total_count": total, "current_page": page, "total_pages": pages, "size": size }).into())
}

fn sort(rows: &mut [JsonObject], by: &str, descending: bool) {
    let text = |row: &JsonObject, name: &str| row.get_str(name).unwrap_or_default().to_owned();
    let costs = |row: &JsonObject| {
        let (input, output) = prices::per_token(row);
        // Deployments without a price sort last.
        if input.or(output).is_none() { f64::MAX } else { input.unwrap_or_default() + output.unwrap_or_default() }
    };
    match by {
        "model_name" => rows.sort_by_key(|row| text(row, "model_name").to_lowercase()),
        "created_at" | "updated_at" => rows.sort_by_key(|row| text(row, by)),
        "costs" => rows.sort_by(|one, other| costs(one).total_cmp(&costs(other))),
        "status" => rows.sort_by_key(|row| row.contains("created_by")),
        _ => return,
    }
    if descending {
        rows.reverse();
    }
}

pub(super) fn groups(request: &RequestContext<'_>) -> HandlerResult {
    let deployments = deployments::find(request.tables, request.config)?;
    let team = super::team(request)?;
    let names = match request.query.get_str("model_group") {
        // A wildcard itself is no group.
        Some(name) if name.contains('*') => Vec::new(),
        Some(name) => vec![name.to_owned()],
        None => access::visible(
            request.caller,
            team.as_ref(),
            &Grants::find(request.tables, request.caller, team.as_ref())?,
            &deployments,
            ListOptions::default(),
        ),
    };
    // A requested name must be that of a model; names in the key's own list are returned as they are.
    let is_looked_for = request.query.contains("model_group");
    let groups = names.iter().map(|name| (name, access::serving(&deployments, name)));
    let groups = groups.filter(|(_, members)| !is_looked_for || !members.is_empty());
    let data: Vec<Value> = groups.map(|(name, members)| group(name, &members)).collect();
    Ok(json!({ "data": data }).into())
}

/// Returns the JSON of a model group.
fn group(name: &str, members: &[&JsonObject]) -> Value {
    let mut row = GROUP_INFO.clone();
    row.set("model_group", name);
    let mut found: Vec<&str> = Vec::new();
    for provider in members.iter().filter_map(|member| providers::of(member)) {
        if !found.contains(&provider) {
            found.push(provider);
        }
    }
    row.set("providers", found);
    let parameter = |name: &'static str| {
        let values = members.iter().filter_map(move |member| prices::parameter(member, name)?.as_i64());
        values.reduce(i64::saturating_add)
    };
    for name in ["tpm", "rpm"] {
        row.set(name, parameter(name));
    }
    let prices: Vec<_> = members.iter().map(|member| prices::per_token(member)).collect();
    row.set("input_cost_per_token", prices.iter().filter_map(|(input, _)| *input).reduce(f64::max));
    row.set("output_cost_per_token", prices.iter().filter_map(|(_, output)| *output).reduce(f64::max));
    let known = members.iter().find_map(|member| prices::of(member));
    let own_prices = members.iter().find_map(|member| member.get_object("model_info")?.get("mode")?.as_str());
    row.set("mode", own_prices.or(known.as_ref().and_then(|known| known.mode())));
    if let Some(known) = &known {
        for name in ["max_input_tokens", "max_output_tokens"] {
            row.set(name, known.fields.get_f64(name));
        }
        for (name, value) in &mut row.0 {
            if name.starts_with("supports_") {
                *value = known.fields.get_bool(name).into();
            }
        }
        row.set("supported_reasoning_efforts", json!([]));
    }
    row.set("supported_openai_params", json!(OPENAI_PARAMS));
    describe(&mut row, members);
    row.into()
}

/// Adds what the deployments say about their group: descriptions, tags and prices.
fn describe(row: &mut JsonObject, members: &[&JsonObject]) {
    let infos: Vec<_> = members.iter().filter_map(|member| member.get_object("model_info")).collect();
    for name in ["description", "supported_endpoints", "custom_metadata"] {
        row.set(name, infos.iter().find_map(|info| info.get(name).filter(|value| !value.is_null())).cloned());
    }
    let mut tags: Vec<&Value> = Vec::new();
    for tag in infos.iter().filter_map(|info| info.get("custom_tags")?.as_array()).flatten() {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    row.set("custom_tags", (!tags.is_empty()).then(|| json!(tags)));
    for name in ["supports_continuation", "supports_background_chat"] {
        row.set(name, infos.iter().any(|info| info.get(name) == Some(&Value::Bool(true))));
    }
    let pricing = members.iter().filter_map(|member| {
        let (input, output) = prices::per_token(member);
        let costs = [("input_cost_per_token", input), ("output_cost_per_token", output)];
        let costs: serde_json::Map<String, Value> =
            costs.into_iter().filter_map(|(name, cost)| Some((name.to_owned(), cost?.into()))).collect();
        let priced = json!({ "provider": providers::of(member), "costs": costs, "tiered_pricing": [] });
        (!costs.is_empty()).then_some(priced)
    });
    row.set("deployment_pricing", pricing.collect::<Value>());
}

/// Reports all deployments as healthy without connecting to them.
pub(super) fn health(request: &RequestContext<'_>) -> HandlerResult {
    let deployments = deployments::find(request.tables, request.config)?;
    let mut chosen = usable(request, &deployments)?;
    if let Some(name) = request.query.get_str("model") {
        chosen.retain(|row| row.get_str("model_name") == Some(name));
    }
    if let Some(id) = request.query.get_str("model_id") {
        chosen.retain(|row| access::id(row) == id);
    }
    let healthy: Vec<Value> = chosen
        .iter()
        .map(|row| json!({ "model": prices::parameter(row, "model"), "model_id": access::id(row) }))
        .collect();
    let count = healthy.len();
    let status = if count == 0 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let body = json!({ "healthy_endpoints": healthy, "unhealthy_endpoints": [], "healthy_count": count, "unhealthy_count": 0 });
    Ok(JsonResponse::new(status, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn model_templates_parse() {
        assert!(INFO.contains("max_tokens") && GROUP_INFO.contains("providers"));
    }
}
