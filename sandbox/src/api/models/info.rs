//! What is told of deployments: `/model/info` in two versions, `/model_group/info` and `/health`.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::secrets;
use crate::answer::{Answer, Answered, Refusal};
use crate::fields::{Field, Kind, optional};
use crate::routes::Asked;
use crate::row::Row;
use crate::rules::access::{self, Shown};
use crate::rules::grants::Grants;
use crate::rules::{prices, providers};
use crate::store::Table;

pub(super) const FIELDS: &[Field] = &[
    optional("litellm_model_id", Kind::Text),
    optional("include_team_models", Kind::Flag),
    optional("teamId", Kind::Text),
    optional("healthy_only", Kind::Flag),
];

pub(super) const SEARCH: &[Field] = &[
    optional("model", Kind::Text),
    optional("user_models_only", Kind::Flag),
    optional("include_team_models", Kind::Flag),
    optional("debug", Kind::Flag),
    optional("page", Kind::Count { least: 1, most: i64::MAX }),
    optional("size", Kind::Count { least: 1, most: i64::MAX }),
    optional("search", Kind::Text),
    optional("modelId", Kind::Text),
    optional("teamId", Kind::Text),
    optional("sortBy", Kind::Text),
    optional("sortOrder", Kind::Text),
    optional("exclude_auto_routers", Kind::Flag),
    optional("access_group", Kind::Text),
    optional("wildcard_only", Kind::Flag),
];

pub(super) const GROUP: &[Field] = &[optional("model_group", Kind::Text)];
pub(super) const HEALTH: &[Field] = &[optional("model", Kind::Text), optional("model_id", Kind::Text)];

/// What requests for a model may carry.
const OPENAI_PARAMS: [&str; 31] = [
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
];

/// Said of every deployment's parameters.
const FLAGS: [&str; 5] = [
    "allow_client_keepalive_override",
    "use_in_pass_through",
    "use_litellm_proxy",
    "use_xai_oauth",
    "merge_reasoning_content_in_choices",
];

/// A deployment as it is shown.
fn shown(deployment: &Row) -> Row {
    let params = deployment.object("litellm_params").cloned().unwrap_or_default();
    let given = Row(deployment.object("model_info").cloned().unwrap_or_default());
    let mut info = Row::template(include_str!("info.json"));
    for name in ["db_model", "member_auto_router"] {
        info.set(name, given.flag(name));
    }
    if given.flag("db_model") {
        info.set("blocked", deployment.flag("blocked"));
    }
    let model = params.get("model").and_then(Value::as_str).unwrap_or_default();
    let base = given.text("base_model").unwrap_or(model);
    info.set("key", if prices::of(deployment).is_some() { providers::bare(base) } else { base });
    info.set("litellm_provider", providers::of(deployment));
    if let Some(known) = prices::of(deployment) {
        info.set("mode", known.mode);
        info.set("max_input_tokens", known.max_input_tokens);
        let written = if known.max_output_tokens == 0 { known.max_input_tokens } else { known.max_output_tokens };
        info.set("max_tokens", written);
        if known.max_output_tokens > 0 {
            info.set("max_output_tokens", known.max_output_tokens);
        }
        for name in ["supports_system_messages", "supports_function_calling", "supports_tool_choice"] {
            if known.mode == "chat" {
                info.set(name, true);
            }
        }
    }
    let (input, output) = prices::per_token(deployment);
    info.set("input_cost_per_token", input);
    info.set("output_cost_per_token", output);
    let said: Vec<(String, Value)> = params
        .iter()
        .chain(given.0.iter())
        .filter(|(name, value)| prices::is_price(name) && !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    info.set("pricing_overrides", said.iter().map(|(name, _)| name.as_str()).collect::<Value>());
    info.0.extend(given.0);
    info.0.extend(said);
    let last = if deployment_is_priced(&params) { "user" } else { "reasoning_effort" };
    info.set("supported_openai_params", OPENAI_PARAMS.into_iter().chain([last]).collect::<Value>());
    let mut shown = Row(FLAGS.iter().map(|name| ((*name).to_owned(), false.into())).collect());
    shown.0.extend(secrets::parameters(&params));
    Row::of(
        json!({ "model_name": deployment.text("model_name"), "litellm_params": Value::from(shown), "model_info": Value::from(info) }),
    )
}

/// The server takes a model with prices of its own for one that it does not know.
fn deployment_is_priced(params: &serde_json::Map<String, Value>) -> bool {
    params.keys().any(|name| prices::is_price(name))
}

/// The same, with the teams that may use it.
fn shown_with_teams(asked: &Asked<'_>, deployment: &Row, teams: &[Row], deployments: &[Row]) -> Row {
    let mut row = shown(deployment);
    let mut info = Row(row.object("model_info").cloned().unwrap_or_default());
    let name = deployment.text("model_name").unwrap_or_default();
    let caller = asked.caller;
    // Others than admins are told of their own teams.
    let is_own = |team: &&Row| {
        let id = team.text("team_id");
        let of_user = caller.user.as_ref().map(|user| user.texts("teams")).unwrap_or_default();
        caller.sees_all() || id == caller.team_id() || id.is_some_and(|id| of_user.contains(&id))
    };
    let with_access =
        teams.iter().filter(is_own).filter(|team| access::lists(&team.texts("models"), name, deployments));
    let ids: Value = with_access.filter_map(|team| team.text("team_id")).collect();
    info.set("access_via_team_ids", ids);
    let user_may = |user: &Row| access::lists(&user.texts("models"), name, deployments);
    info.set("direct_access", caller.is_admin() || caller.user.as_ref().is_some_and(user_may));
    row.set("model_info", Value::from(info));
    row
}

/// The deployments that a team may use.
fn of_team(asked: &Asked<'_>, deployments: &[Row], id: &str) -> Result<Vec<Row>, Refusal> {
    let Some(team) = asked.tables.get(Table::Teams, id)? else { return Ok(Vec::new()) };
    let allowed = team.texts("models");
    let is_allowed = |deployment: &&Row| {
        deployment.text("model_name").is_some_and(|name| access::lists(&allowed, name, deployments))
    };
    Ok(deployments.iter().filter(is_allowed).cloned().collect())
}

pub(super) fn first(asked: &Asked<'_>) -> Answered {
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let teams = asked.tables.all(Table::Teams)?;
    let chosen: Vec<Row> = if let Some(id) = asked.query.text("litellm_model_id") {
        let Some(one) = deployments.iter().find(|deployment| access::id(deployment) == id) else {
            let message = format!("Model id = {id} not found on litellm proxy");
            return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
        };
        vec![one.clone()]
    } else if let Some(id) = asked.query.text("teamId") {
        of_team(asked, &deployments, id)?
    } else {
        usable(asked, &deployments)?
    };
    let data: Vec<Value> =
        chosen.iter().map(|deployment| shown_with_teams(asked, deployment, &teams, &deployments).into()).collect();
    Ok(json!({ "data": data }).into())
}

/// The deployments of the models that the caller may use; in the place of a wildcard, the models that it stands for and
/// that are known.
fn usable(asked: &Asked<'_>, deployments: &[Row]) -> Result<Vec<Row>, Refusal> {
    let team = super::team(asked)?;
    let shown = Shown { wildcards: true, ..Shown::default() };
    let names = access::visible(
        asked.caller,
        team.as_ref(),
        &Grants::find(asked.tables, asked.caller, team.as_ref())?,
        deployments,
        shown,
    );
    let is_admin = asked.caller.key.is_none();
    let visible = deployments.iter().filter(|deployment| {
        let name = deployment.text("model_name").unwrap_or_default();
        is_admin || names.iter().any(|known| known == name)
    });
    Ok(visible.flat_map(expanded).collect())
}

fn expanded(deployment: &Row) -> Vec<Row> {
    let name = deployment.text("model_name").unwrap_or_default();
    if !name.contains('*') {
        return vec![deployment.clone()];
    }
    let models = providers::of(deployment).into_iter().flat_map(providers::models);
    let rows = models.map(|model| {
        let mut row = deployment.clone();
        row.set("model_name", name.replacen('*', model, 1));
        let mut params = Row(deployment.object("litellm_params").cloned().unwrap_or_default());
        let own = params.text("model").unwrap_or_default().replacen('*', model, 1);
        params.set("model", own);
        row.set("litellm_params", Value::from(params));
        row
    });
    rows.collect()
}

pub(super) fn second(asked: &Asked<'_>) -> Answered {
    let query = &asked.query;
    let text = |name| query.text(name).filter(|text| !text.is_empty());
    let descending = match query.text("sortOrder").unwrap_or("asc").to_ascii_lowercase().as_str() {
        "asc" => false,
        "desc" => true,
        // It matters where there is something to sort by.
        _ if text("sortBy").is_none() => false,
        _ => {
            let given = query.text("sortOrder").unwrap_or_default();
            let message = format!("Invalid sortOrder: {given}. Must be 'asc' or 'desc'");
            return Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
        }
    };
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let mut chosen = match (text("modelId"), text("teamId")) {
        (Some(id), _) => {
            let served = deployments.iter().find(|deployment| access::id(deployment) == id).cloned();
            // Also one that is not served.
            let kept = asked.tables.get(Table::Models, id)?.map(access::added);
            served.or(kept).into_iter().collect()
        }
        (None, Some(id)) => of_team(asked, &deployments, id)?,
        (None, None) => deployments.clone(),
    };
    let name = |row: &Row| row.text("model_name").unwrap_or_default().to_owned();
    if let Some(model) = text("model") {
        chosen.retain(|row| name(row) == model);
    }
    if let Some(part) = text("search") {
        chosen.retain(|row| name(row).to_lowercase().contains(&part.to_lowercase()));
    }
    if let Some(group) = text("access_group") {
        chosen.retain(|row| access::groups(row).contains(&group));
    }
    if query.flag("wildcard_only") {
        chosen.retain(|row| name(row).contains('*'));
    }
    if query.flag("user_models_only") {
        chosen.retain(|row| row.has("created_by") && row.text("created_by") == asked.caller.user_id.as_deref());
    }
    sort(&mut chosen, query.text("sortBy").unwrap_or_default(), descending);
    let (page, size) = (query.whole("page").unwrap_or(1), query.whole("size").unwrap_or(50));
    let total = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    let skipped = usize::try_from(page.saturating_sub(1).saturating_mul(size)).unwrap_or(usize::MAX);
    let teams = if query.flag("include_team_models") { asked.tables.all(Table::Teams)? } else { Vec::new() };
    let data = chosen.iter().skip(skipped).take(usize::try_from(size).unwrap_or(usize::MAX)).map(|row| {
        if query.flag("include_team_models") { shown_with_teams(asked, row, &teams, &deployments) } else { shown(row) }
    });
    let data: Vec<Value> = data.map(Value::from).collect();
    let pages = total / size + i64::from(total % size != 0);
    Ok(json!({ "data": data, "total_count": total, "current_page": page, "total_pages": pages, "size": size }).into())
}

fn sort(rows: &mut [Row], by: &str, descending: bool) {
    let text = |row: &Row, name: &str| row.text(name).unwrap_or_default().to_owned();
    let costs = |row: &Row| {
        let (input, output) = prices::per_token(row);
        // Those without a price come last.
        if input.or(output).is_none() { f64::MAX } else { input.unwrap_or_default() + output.unwrap_or_default() }
    };
    match by {
        "model_name" => rows.sort_by_key(|row| text(row, "model_name").to_lowercase()),
        "created_at" | "updated_at" => rows.sort_by_key(|row| text(row, by)),
        "costs" => rows.sort_by(|one, other| costs(one).total_cmp(&costs(other))),
        "status" => rows.sort_by_key(|row| row.has("created_by")),
        _ => return,
    }
    if descending {
        rows.reverse();
    }
}

pub(super) fn groups(asked: &Asked<'_>) -> Answered {
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let team = super::team(asked)?;
    let names = match asked.query.text("model_group") {
        Some(name) => vec![name.to_owned()],
        None => access::visible(
            asked.caller,
            team.as_ref(),
            &Grants::find(asked.tables, asked.caller, team.as_ref())?,
            &deployments,
            Shown::default(),
        ),
    };
    // A name that is looked for has to be one of a model; those of a key's own list are shown as they are.
    let is_looked_for = asked.query.has("model_group");
    let groups = names.iter().map(|name| (name, access::serving(&deployments, name)));
    let groups = groups.filter(|(_, members)| !is_looked_for || !members.is_empty());
    let data: Vec<Value> = groups.map(|(name, members)| group(name, &members)).collect();
    Ok(json!({ "data": data }).into())
}

/// A name and what is known of the deployments behind it.
fn group(name: &str, members: &[&Row]) -> Value {
    let mut row = Row::template(include_str!("group.json"));
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
    let said = members.iter().find_map(|member| member.object("model_info")?.get("mode")?.as_str());
    row.set("mode", said.or(known.map(|known| known.mode)));
    if let Some(known) = known {
        row.set("max_input_tokens", f64::from(known.max_input_tokens));
        row.set("max_output_tokens", f64::from(known.max_output_tokens));
        row.set("supports_function_calling", known.mode == "chat");
        row.set("supported_reasoning_efforts", json!([]));
    }
    let is_priced = members.iter().any(|member| member.object("litellm_params").is_some_and(deployment_is_priced));
    let last = if is_priced { "user" } else { "reasoning_effort" };
    row.set("supported_openai_params", OPENAI_PARAMS.into_iter().chain([last]).collect::<Value>());
    row.into()
}

/// All are well: the sandbox asks nobody.
pub(super) fn health(asked: &Asked<'_>) -> Answered {
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let mut chosen = usable(asked, &deployments)?;
    if let Some(name) = asked.query.text("model") {
        chosen.retain(|row| row.text("model_name") == Some(name));
    }
    if let Some(id) = asked.query.text("model_id") {
        chosen.retain(|row| access::id(row) == id);
    }
    let healthy: Vec<Value> = chosen
        .iter()
        .map(|row| json!({ "model": prices::parameter(row, "model"), "model_id": access::id(row) }))
        .collect();
    let count = healthy.len();
    let status = if count == 0 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let body = json!({ "healthy_endpoints": healthy, "unhealthy_endpoints": [], "healthy_count": count, "unhealthy_count": 0 });
    Ok(Answer::new(status, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_json() {
        assert!(Row::template(include_str!("info.json")).has("max_tokens"));
        assert!(Row::template(include_str!("group.json")).has("providers"));
    }
}
