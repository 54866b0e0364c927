//! Reading deployments: `/model/info`, `/v2/model/info`, `/model_group/info` and `/health`.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use hyper::StatusCode;
use serde_json::{Value, json};

use super::rows::{OPENAI_PARAMS, RowAccess, row_text};
use crate::fields::{Field, FieldType, optional};
use crate::http::JsonItems;
use crate::object::JsonObject;
use crate::providers;
use crate::response::Refusal;
use crate::route::{HealthCheck, RequestContext};
use crate::rules::access::{self, ListOptions, ModelList};
use crate::rules::deployments::{self, Deployments};
use crate::rules::grants::Grants;
use crate::rules::prices;
use crate::store::Table;

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

/// The models of the caller and of the teams that the caller sees: they decide who may use a deployment.
struct Viewers<'a> {
    is_admin: bool,
    of_user: Option<ModelList<'a>>,
    teams: Vec<(Arc<str>, ModelList<'a>)>,
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
            teams: teams.filter(|(id, _)| is_own(id)).map(|(id, team)| (id.into(), models(team))).collect(),
        }
    }

    /// Returns who may use a deployment.
    fn of(&self, deployment: &JsonObject, deployments: &Deployments) -> RowAccess {
        let name = deployment.get_str("model_name").unwrap_or_default();
        let with_access = self.teams.iter().filter(|(_, models)| models.allows(name, deployments));
        let user_may = || self.of_user.as_ref().is_some_and(|models| models.allows(name, deployments));
        RowAccess {
            team_ids: with_access.map(|(id, _)| Arc::clone(id)).collect(),
            is_direct: self.is_admin || user_may(),
        }
    }
}

/// Returns a document with these deployments, each with who may use it.
fn document(rows: Vec<(Arc<JsonObject>, Option<RowAccess>)>, after: &str) -> JsonItems {
    let items = rows.into_iter().map(|(row, access)| row_text(&row, access.as_ref()));
    JsonItems { before: "{\"data\":[".to_owned(), items: Box::new(items), after: format!("]{after}}}") }
}

/// Returns the deployments that a team may use.
fn of_team(request: &RequestContext<'_>, deployments: &Deployments, id: &str) -> Result<Vec<Arc<JsonObject>>, Refusal> {
    let Some(team) = request.tables.get(Table::Teams, id)? else { return Ok(Vec::new()) };
    let allowed = ModelList::new(&team.get_strings("models"));
    let is_allowed = |deployment: &&Arc<JsonObject>| {
        deployment.get_str("model_name").is_some_and(|name| allowed.allows(name, deployments))
    };
    Ok(deployments.iter().filter(is_allowed).cloned().collect())
}

pub(super) fn info_v1(request: &RequestContext<'_>) -> Result<JsonItems, Refusal> {
    let deployments = deployments::find(request.tables, request.config)?;
    let teams = request.tables.all(Table::Teams)?;
    let chosen: Vec<Arc<JsonObject>> = if let Some(id) = request.query.get_str("litellm_model_id") {
        let Some(one) = deployments.with_id(id) else {
            let message = format!("Model id = {id} not found on litellm proxy");
            return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
        };
        vec![Arc::clone(one)]
    } else if let Some(id) = request.query.get_str("teamId") {
        of_team(request, &deployments, id)?
    } else {
        usable(request, &deployments)?
    };
    let viewers = Viewers::new(request, &teams);
    let rows = chosen.into_iter().map(|row| {
        let access = viewers.of(&row, &deployments);
        (row, Some(access))
    });
    Ok(document(rows.collect(), ""))
}

/// Returns the deployments of the models that the caller may use; a wildcard is expanded to known models.
fn usable(request: &RequestContext<'_>, deployments: &Deployments) -> Result<Vec<Arc<JsonObject>>, Refusal> {
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

fn expanded(deployment: &Arc<JsonObject>) -> Vec<Arc<JsonObject>> {
    let name = deployment.get_str("model_name").unwrap_or_default();
    if !name.contains('*') {
        return vec![Arc::clone(deployment)];
    }
    let rows = providers::expand(deployment).into_iter().map(|(name, part)| {
        let mut row = JsonObject::clone(deployment);
        row.set("model_name", name);
        let mut params = JsonObject(deployment.get_object("litellm_params").cloned().unwrap_or_default());
        let own = params.get_str("model").unwrap_or_default().replacen('*', part, 1);
        params.set("model", own);
        row.set("litellm_params", Value::from(params));
        Arc::new(row)
    });
    rows.collect()
}

pub(super) fn info_v2(request: &RequestContext<'_>) -> Result<JsonItems, Refusal> {
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
            let stored = request.tables.get(Table::Models, id)?.map(access::added).map(Arc::new);
            served.or(stored).into_iter().collect()
        }
        (None, Some(id)) => of_team(request, &deployments, id)?,
        (None, None) => deployments.to_vec(),
    };
    let name = |row: &Arc<JsonObject>| row.get_str("model_name").unwrap_or_default().to_owned();
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
    let with_teams = query.get_bool("include_team_models");
    let page_rows = chosen.into_iter().skip(skipped).take(usize::try_from(size).unwrap_or(usize::MAX)).map(|row| {
        let access = with_teams.then(|| viewers.of(&row, &deployments));
        (row, access)
    });
    let pages = total / size + i64::from(total % size != 0);
    let after = format!(",\"total_count\":{total},\"current_page\":{page},\"total_pages\":{pages},\"size\":{size}");
    Ok(document(page_rows.collect(), &after))
}

fn sort(rows: &mut [Arc<JsonObject>], by: &str, descending: bool) {
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

pub(super) fn groups(request: &RequestContext<'_>) -> Result<JsonItems, Refusal> {
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
    let items = names.into_iter().filter_map(move |name| {
        let members = access::serving(&deployments, &name);
        (!is_looked_for || !members.is_empty()).then(|| group(&name, &members).to_string())
    });
    Ok(JsonItems { before: "{\"data\":[".to_owned(), items: Box::new(items), after: "]}".to_owned() })
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

/// Returns the deployments whose health is to be checked.
pub(super) fn health(request: &RequestContext<'_>) -> Result<HealthCheck, Refusal> {
    let deployments = deployments::find(request.tables, request.config)?;
    let mut chosen = usable(request, &deployments)?;
    let (model, id) = (request.query.get_str("model"), request.query.get_str("model_id"));
    if let Some(name) = model {
        chosen.retain(|row| row.get_str("model_name") == Some(name));
    }
    if let Some(id) = id {
        chosen.retain(|row| access::id(row) == id);
        if chosen.is_empty() {
            let message = format!("Model with ID {id} not found");
            return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
        }
    }
    Ok(HealthCheck {
        model: model.map(str::to_owned),
        by_id: id.is_some(),
        deployments: chosen,
        caller: request.author().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_of_groups_parses() {
        assert!(GROUP_INFO.contains("providers"));
    }
}
