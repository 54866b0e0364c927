//! `models import`: adds the deployments of a YAML file, read the same way as by the proxy.

use anyhow::Result;
use clap::{Args, ValueEnum, ValueHint};
use regex::Regex;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::commands::bulk::{self, Bulk, ItemOutcome};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::models::{Deployment, ModelRow, ModelUpdate, NewModel};
use litellm_proxy_client::{Call, Client, Lossless};
use litellm_proxy_yaml::{Data, Node};

const AFTER_HELP: &str = "\
The file is a proxy config file or any YAML with a model_list. It is validated completely before
anything is sent. A model exists already if a deployment has the same model_info.id or, for models
without an id, the same name and litellm_params.model.

Examples:
  litellm-proxy models import models.yaml --dry-run
  litellm-proxy models import models.yaml --only-models-matching-regex gpt
  litellm-proxy models import config.yaml --on-conflict skip";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Import {
    /// YAML file, or - for stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    yaml_file: String,
    /// Show what would be imported without contacting the server
    #[arg(long)]
    dry_run: bool,
    /// Only models whose litellm_params.model matches
    #[arg(long, value_name = "REGEX")]
    only_models_matching_regex: Option<String>,
    /// Only models with a matching entry in model_info.access_groups
    #[arg(long, value_name = "REGEX")]
    only_access_groups_matching_regex: Option<String>,
    /// How to handle a model that exists already: create another, skip or update
    #[arg(long, value_name = "ACTION", value_enum, default_value_t = OnConflict::Create, hide_possible_values = true)]
    on_conflict: OnConflict,
    #[command(flatten)]
    bulk: Bulk,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// Add another deployment
    Create,
    /// Leave it unchanged
    Skip,
    /// Set the parameters and information given in the file
    Update,
}

/// A model of the file and its outcome.
#[derive(Debug, Serialize)]
struct Item {
    model_name: String,
    upstream_model: String,
    access_groups: Vec<String>,
    outcome: ItemOutcome,
    reason: Option<String>,
    #[serde(skip)]
    model: NewModel,
    /// The model exists already and is updated.
    #[serde(skip)]
    is_update: bool,
}

impl Import {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let models = compile("--only-models-matching-regex", self.only_models_matching_regex.as_deref())?;
        let groups = compile("--only-access-groups-matching-regex", self.only_access_groups_matching_regex.as_deref())?;
        let file_name = if self.yaml_file == "-" { "stdin" } else { &self.yaml_file };
        let text = String::from_utf8(context.arguments.file(&self.yaml_file)?)
            .map_err(|_| Failure::usage(format!("{file_name} is not valid UTF-8")))?;
        let mut items = read_models(file_name, &text)?;
        let total = items.len();
        items.retain(|item| {
            models.as_ref().is_none_or(|regex| regex.is_match(&item.upstream_model))
                && groups.as_ref().is_none_or(|regex| item.access_groups.iter().any(|group| regex.is_match(group)))
        });
        if items.len() < total {
            context.output.note(format_args!("{} of {total} models do not match the filters", total - items.len()));
        }
        if self.dry_run {
            for item in &mut items {
                item.outcome = ItemOutcome::WouldBeImported;
            }
            return show(context, "Models that would be imported if --dry-run was not provided", &items);
        }
        self.import(context, items).await
    }

    async fn import(self, context: &mut Context, items: Vec<Item>) -> Result<Outcome> {
        let client = context.client()?;
        let existing = match self.on_conflict {
            OnConflict::Create => None,
            OnConflict::Skip | OnConflict::Update => Some(client.models().info()),
        };
        // With --on-conflict skip or update, the requests depend on the existing deployments.
        let Some(existing) = existing else { return self.send(context, &client, items, &[]).await };
        context
            .perform(DryRun::default(), existing, async |context, existing| {
                self.send(context, &client, items, &existing.await?).await
            })
            .await
    }

    async fn send(
        &self,
        context: &mut Context,
        client: &Client,
        mut items: Vec<Item>,
        existing: &[Lossless<Deployment>],
    ) -> Result<Outcome> {
        let matches = match_existing(&items, existing);
        let mut calls = Vec::new();
        let mut item_indexes = Vec::new();
        for (index, item) in items.iter_mut().enumerate() {
            let existing = matches.get(index).copied().flatten();
            if let Some(call) = self.call(client, item, existing) {
                calls.push(call);
                item_indexes.push(index);
            }
        }
        context
            .perform(DryRun::default(), calls, async |context, calls| {
                let calls = calls.into_iter().map(Call::send).collect();
                let outcome = bulk::run(context, self.bulk, calls, |number, result| {
                    if let Some(item) = item_indexes.get(number).and_then(|index| items.get_mut(*index)) {
                        match result {
                            Ok(_) => {
                                item.outcome = if item.is_update { ItemOutcome::Updated } else { ItemOutcome::Imported }
                            }
                            Err(error) => {
                                item.outcome = ItemOutcome::Failed;
                                item.reason = Some(error.to_string());
                            }
                        }
                    }
                    Ok(())
                })
                .await;
                for (number, index) in item_indexes.iter().enumerate() {
                    if let Some(item) = items.get_mut(*index).filter(|item| item.outcome == ItemOutcome::Waiting) {
                        item.outcome = outcome.outcome_without_result(number);
                    }
                }
                show(context, "Models Imported", &items)?;
                // With JSON errors, stderr holds a single error object.
                let show_failures = !context.output.has_error_object();
                for item in items.iter().filter(|item| show_failures && item.outcome == ItemOutcome::Failed) {
                    context.output.note(format_args!(
                        "failed: {}: {}",
                        item.model_name,
                        item.reason.as_deref().unwrap_or_default()
                    ));
                }
                let done = outcome.done;
                if let Some(error) = outcome.local_error {
                    return Err(error);
                }
                if outcome.was_interrupted {
                    return Err(Failure::Interrupted(format!("{done} of {} models were imported", items.len())).into());
                }
                let skipped = items.iter().filter(|item| item.outcome == ItemOutcome::Skipped).count();
                let missing = items.len() - skipped - done;
                if missing > 0 {
                    return Err(
                        Failure::Partial(format!("{missing} of {} models were not imported", items.len())).into()
                    );
                }
                Ok(Outcome::Done)
            })
            .await
    }

    /// Returns the call that imports a model, or `None` if there is nothing to do.
    fn call(
        &self,
        client: &Client,
        item: &mut Item,
        existing: Option<&Deployment>,
    ) -> Option<Call<Lossless<ModelRow>>> {
        let Some(existing) = existing else {
            return Some(client.models().add(&item.model));
        };
        if self.on_conflict == OnConflict::Skip {
            item.outcome = ItemOutcome::Skipped;
            item.reason = Some(format!("exists already as {}", existing.id().unwrap_or("a deployment without an id")));
            return None;
        }
        let mut update = ModelUpdate::default().model_name(&item.model.model_name);
        update.litellm_params.clone_from(&item.model.litellm_params);
        update.model_info.clone_from(&item.model.model_info);
        let Some(id) = existing.id() else {
            item.outcome = ItemOutcome::Failed;
            item.reason = Some("exists already, but the server does not return an id to update it by".to_owned());
            return None;
        };
        item.is_update = true;
        Some(client.models().update(id, &update))
    }
}

/// Finds the existing deployment of each item: the one with its id, or one with its name and upstream model. No deployment
/// is matched twice, because several with the same name are valid: the server balances load over them.
fn match_existing<'a>(items: &[Item], existing: &'a [Lossless<Deployment>]) -> Vec<Option<&'a Deployment>> {
    let mut unmatched: Vec<&'a Deployment> = existing.iter().map(|deployment| &**deployment).collect();
    let mut matches = vec![None; items.len()];
    for by_id in [true, false] {
        for (item, matched) in items.iter().zip(&mut matches) {
            let own_id = item.model.model_info.get("id").and_then(Value::as_str);
            if own_id.is_some() != by_id {
                continue;
            }
            let is_match = |deployment: &&Deployment| match own_id {
                Some(id) => deployment.id() == Some(id),
                None => {
                    deployment.model_name.as_deref() == Some(&item.model_name)
                        && deployment.upstream_model() == Some(&item.upstream_model)
                }
            };
            *matched = unmatched.iter().position(is_match).map(|at| unmatched.remove(at));
        }
    }
    matches
}

fn compile(option: &str, pattern: Option<&str>) -> Result<Option<Regex>> {
    let Some(pattern) = pattern else { return Ok(None) };
    Regex::new(pattern).map(Some).map_err(|error| {
        let look_around = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|group| pattern.contains(group));
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        Failure::Usage {
            message: format!("{option}: `{pattern}` is not a valid regular expression: {reason}"),
            hint: look_around.then(|| "look-ahead and look-behind are not supported".to_owned()),
        }
        .into()
    })
}

/// Reads the models of a file. Fails at the first invalid one, with its position.
fn read_models(file: &str, text: &str) -> Result<Vec<Item>> {
    let at = |position: litellm_proxy_yaml::Position, message: &str| {
        Failure::usage(format!("{file}, {position}: {message}"))
    };
    let root = litellm_proxy_yaml::read(text).map_err(|error| at(error.position, &error.message))?;
    let Some(list) = root.get("model_list") else {
        return Err(Failure::usage(format!("{file} must contain a `model_list` key with a list of models")));
    };
    let Data::Sequence(entries) = &list.data else {
        return Err(at(list.position, "`model_list` must be a list of models"));
    };
    let mut items: Vec<Item> = Vec::new();
    for entry in entries {
        let item = read_model(entry).map_err(|(position, message)| at(position, &message))?;
        let id = item.model.model_info.get("id");
        if id.is_some() && items.iter().any(|other| other.model.model_info.get("id") == id) {
            return Err(at(entry.position, "another model has the same `model_info.id`"));
        }
        items.push(item);
    }
    Ok(items)
}

fn read_model(entry: &Node) -> Result<Item, (litellm_proxy_yaml::Position, String)> {
    let here = |message: &str| (entry.position, message.to_owned());
    if !matches!(entry.data, Data::Mapping(_)) {
        return Err(here("a model must be a mapping with `model_name` and `litellm_params`"));
    }
    let string = |node: &Node, what: &str| match node.as_str() {
        Some(value) if !value.is_empty() => Ok(value.to_owned()),
        _ => Err((node.position, format!("`{what}` must be a non-empty string"))),
    };
    let mapping = |node: &Node, what: &str| match node.to_json() {
        Value::Object(fields) => Ok(fields),
        Value::Null => Ok(Map::new()),
        _ => Err((node.position, format!("`{what}` must be a mapping"))),
    };
    let name = entry.get("model_name").ok_or_else(|| here("the model has no `model_name`"))?;
    let params = entry.get("litellm_params").ok_or_else(|| here("the model has no `litellm_params`"))?;
    let upstream =
        params.get("model").ok_or_else(|| (params.position, "`litellm_params` has no `model`".to_owned()))?;
    let info = entry.get("model_info");
    let groups = info.and_then(|info| info.get("access_groups"));
    let access_groups = match groups.map(|groups| &groups.data) {
        None | Some(Data::Scalar(Value::Null)) => Vec::new(),
        Some(Data::Scalar(Value::String(group))) => vec![group.clone()],
        Some(Data::Sequence(items)) => {
            items.iter().map(|item| string(item, "access_groups")).collect::<Result<_, _>>()?
        }
        Some(_) => {
            return Err((
                groups.map(|groups| groups.position).unwrap_or_default(),
                "`access_groups` must be a list of strings".to_owned(),
            ));
        }
    };
    let model_name = string(name, "model_name")?;
    let mut model_info = info.map_or_else(|| Ok(Map::new()), |info| mapping(info, "model_info"))?;
    if let Some(id @ Value::Number(_)) = model_info.get_mut("id") {
        // The server treats a numeric id as a string too.
        *id = Value::from(id.to_string());
    }
    let mut model = NewModel::new(&model_name);
    model.litellm_params = mapping(params, "litellm_params")?;
    model.model_info = model_info;
    Ok(Item {
        upstream_model: string(upstream, "litellm_params.model")?,
        access_groups,
        outcome: ItemOutcome::Waiting,
        is_update: false,
        reason: None,
        model,
        model_name,
    })
}

/// Shows the models and the count for each provider. Formats of rows only have no counts.
fn show(context: &mut Context, title: &str, items: &[Item]) -> Result<Outcome> {
    let columns: [&Column<Item>; 5] = [
        &Column::new("model_name", "Model Name", |item| item.model_name.clone()),
        &Column::new("upstream_model", "Upstream Model", |item| item.upstream_model.clone()),
        &Column::new("access_groups", "Access Groups", |item| item.access_groups.join(", ")),
        &Column::new("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
        &Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
    ];
    let summary = summarize(items);
    let total: usize = summary.iter().map(|(_, count)| count).sum();
    if !context.output.is_for_people() {
        let counts: Map<_, _> = summary.iter().map(|(provider, count)| (provider.clone(), json!(count))).collect();
        return context.output.list(items, &columns, &json!({"models": items, "providers": counts, "total": total}));
    }
    if !items.is_empty() {
        context.output.text(&format!("{title}\n"))?;
        let is_dry_run = items.iter().all(|item| item.outcome == ItemOutcome::WouldBeImported);
        let columns = if is_dry_run { columns.split_at(3).0 } else { &columns };
        context.output.table(items, columns)?;
        context.output.text("\n")?;
    }
    let mut rows = summary;
    rows.push(("Total".to_owned(), total));
    context.output.text("Model Import Summary\n")?;
    let columns: [&Column<(String, usize)>; 2] = [
        &Column::new("provider", "Provider", |row| row.0.clone()),
        &Column::right("count", "Count", |row| row.1.to_string()),
    ];
    context.output.table(&rows, &columns).map(Outcome::done)
}

/// Counts the models of each provider that were or would be imported, in order of first appearance.
fn summarize(items: &[Item]) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for item in items.iter().filter(|item| {
        matches!(item.outcome, ItemOutcome::Imported | ItemOutcome::Updated | ItemOutcome::WouldBeImported)
    }) {
        let provider = item.upstream_model.split('/').next().unwrap_or_default();
        match counts.iter_mut().find(|(name, _)| name == provider) {
            Some((_, count)) => *count += 1,
            None => counts.push((provider.to_owned(), 1)),
        }
    }
    counts
}
