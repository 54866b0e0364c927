//! `models import`: adds the deployments of a YAML file, read the same way as by the proxy.

mod config_file;
mod credentials;
mod entries;
mod masked;

use anyhow::Result;
use clap::{Args, ValueEnum, ValueHint};
use regex::Regex;
use serde::Serialize;
use serde_json::{Map, Value, json};

use self::credentials::{CredentialItem, References};
use super::written;
use crate::commands::bulk::{self, Bulk, ItemOutcome};
use crate::commands::confirm::{count, partly};
use crate::context::{Context, DryRun};
use crate::failure::{self, Failure};
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::models::{self, Deployment, ModelRow, ModelUpdate, NewModel, WrittenModel};
use litellm_proxy_client::{Call, Client, Error, Lossless};

const AFTER_HELP: &str = "\
The file is a proxy config file or any YAML with a model_list. Files that it includes are read
too. It is validated completely before anything is sent. A model exists already if a deployment
has the same model_info.id or, for models without an id, the same name, litellm_params.model,
address (api_base, region, …) and credential, as far as the server shows them. Each entry needs a
deployment of its own: two equal ones are two deployments, which share the load.

--with-credentials also imports the entries of credential_list that models refer to. In models and
credentials, it puts in the values of the file's environment_variables; in credentials, also those
of your own environment, because newer servers do not resolve os.environ/NAME there.

Examples:
  litellm-proxy models import models.yaml --dry-run
  litellm-proxy models import models.yaml --only-models-matching-regex gpt
  litellm-proxy models import config.yaml --on-conflict update
  litellm-proxy models import config.yaml --with-credentials";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Import {
    /// YAML file, or - for stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    yaml_file: String,
    /// Show what would be imported, and what exists already
    #[arg(long)]
    dry_run: bool,
    /// Only models whose litellm_params.model matches
    #[arg(long, value_name = "REGEX")]
    only_models_matching_regex: Option<String>,
    /// Only models with a matching entry in model_info.access_groups
    #[arg(long, value_name = "REGEX")]
    only_access_groups_matching_regex: Option<String>,
    /// How to handle a model that exists already: skip it, update it or create another
    #[arg(long, value_name = "ACTION", value_enum, default_value_t = OnConflict::Skip, hide_possible_values = true)]
    on_conflict: OnConflict,
    /// Also import the file's credentials and variables that its models refer to
    #[arg(long)]
    with_credentials: bool,
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
#[derive(Debug, Clone, Serialize)]
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
    /// The server reported success, but did not keep all fields.
    #[serde(skip)]
    is_incomplete: bool,
}

impl Item {
    /// Sets the outcome of a successful request.
    fn succeed(&mut self, written: &WrittenModel) {
        self.outcome = if self.is_update { ItemOutcome::Updated } else { ItemOutcome::Imported };
        if !written.is_served {
            self.fail(unserved(&written.row.model_id));
        } else if !written.not_kept.is_empty() {
            self.is_incomplete = true;
            self.reason = Some(written::describe(&written.not_kept));
        }
    }

    fn fail(&mut self, reason: String) {
        self.outcome = ItemOutcome::Failed;
        self.reason = Some(reason);
    }
}

fn unserved(id: &str) -> String {
    format!("saved, but not served; remove it with `litellm-proxy models delete {id}`")
}

impl Import {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let models = compile("--only-models-matching-regex", self.only_models_matching_regex.as_deref())?;
        let groups = compile("--only-access-groups-matching-regex", self.only_access_groups_matching_regex.as_deref())?;
        let file_name = if self.yaml_file == "-" { "stdin" } else { &self.yaml_file };
        let config = config_file::read(context, &self.yaml_file)?;
        let faults = if self.with_credentials { masked::of_references(&config) } else { Vec::new() };
        let (items, warnings) = entries::read(file_name, &config, faults)?;
        let references = References::read(&config)?;
        let total = items.len();
        let is_wanted = |item: &Item| {
            models.as_ref().is_none_or(|regex| regex.is_match(&item.upstream_model))
                && groups.as_ref().is_none_or(|regex| item.access_groups.iter().any(|group| regex.is_match(group)))
        };
        // An entry that is left out has a deployment of its own, which is not that of another entry.
        let (wanted, left_out): (Vec<Item>, Vec<Item>) = items.into_iter().partition(is_wanted);
        let mut items = wanted;
        if !left_out.is_empty() {
            context.output.note(format_args!("{} of {total} models do not match the filters", left_out.len()));
        }
        for warning in warnings {
            context.output.warn(warning);
        }
        let mut credentials = if self.with_credentials {
            Some(references.resolve(&mut items))
        } else {
            references.tell(context, &items);
            None
        };
        if self.dry_run {
            self.foresee(context, &mut items, &left_out).await?;
            if let Some(credentials) = &mut credentials {
                credentials::preview(credentials);
                for item in credentials.iter() {
                    context.output.note(credentials::line(item));
                }
            }
            let title = "Models that would be imported if --dry-run was not provided";
            return show(context, title, &items, credentials.as_deref());
        }
        self.import(context, items, &left_out, credentials).await
    }

    /// Sets the outcomes of a dry run. It works without a server too, and then takes all models for new ones.
    async fn foresee(&self, context: &mut Context, items: &mut [Item], left_out: &[Item]) -> Result<()> {
        for item in items.iter_mut() {
            item.outcome = ItemOutcome::WouldBeImported;
        }
        if self.on_conflict == OnConflict::Create || items.is_empty() || !context.is_sending(DryRun::default()) {
            return Ok(());
        }
        let existing = async {
            let client = context.client()?;
            anyhow::Ok(client.models().deployments().await?)
        };
        match existing.await {
            Ok(existing) => {
                let matches = match_existing(items, left_out, &existing);
                for (item, existing) in items.iter_mut().zip(matches) {
                    if existing.is_some_and(|existing| self.write(item, Some(existing)).is_some()) {
                        item.outcome = ItemOutcome::WouldBeUpdated;
                    }
                }
            }
            Err(error) => context
                .output
                .warn(format_args!("which models exist already could not be looked up: {}", failure::one_line(&error))),
        }
        Ok(())
    }

    async fn import(
        self,
        context: &mut Context,
        items: Vec<Item>,
        left_out: &[Item],
        credentials: Option<Vec<CredentialItem>>,
    ) -> Result<Outcome> {
        let client = context.client()?;
        let needs_existing = self.on_conflict != OnConflict::Create && !items.is_empty();
        let existing = if !needs_existing {
            Vec::new()
        } else if context.is_sending(DryRun::default()) {
            client.models().deployments().await?
        } else {
            context.output.note("only models that the server does not have yet are created");
            Vec::new()
        };
        self.send(context, &client, items, left_out, credentials, &existing).await
    }

    async fn send(
        &self,
        context: &mut Context,
        client: &Client,
        mut items: Vec<Item>,
        left_out: &[Item],
        mut credentials: Option<Vec<CredentialItem>>,
        existing: &[Lossless<Deployment>],
    ) -> Result<Outcome> {
        let matches = match_existing(&items, left_out, existing);
        let mut writes = Vec::new();
        for (index, item) in items.iter_mut().enumerate() {
            let existing = matches.get(index).copied().flatten();
            writes.extend(self.write(item, existing).map(|write| (index, write)));
        }
        let unsent = credentials.iter().flatten().filter(|item| item.outcome == ItemOutcome::Waiting);
        let created = unsent.map(|item| client.credentials().create(&item.credential)).collect::<Vec<_>>();
        let calls = writes.iter().map(|(_, write)| write.call(client)).collect::<Vec<_>>();
        context
            .perform(DryRun::default(), (created, calls), async |context, _| {
                if let Some(credentials) = &mut credentials {
                    credentials::import(context, client, self.on_conflict, credentials, &mut items).await;
                    writes.retain(|(index, _)| {
                        items.get(*index).is_some_and(|item| item.outcome == ItemOutcome::Waiting)
                    });
                }
                self.send_models(context, client, &mut items, credentials.as_deref(), writes).await
            })
            .await
    }

    /// Sends the models and shows the result.
    async fn send_models(
        &self,
        context: &mut Context,
        client: &Client,
        items: &mut [Item],
        credentials: Option<&[CredentialItem]>,
        writes: Vec<(usize, Write)>,
    ) -> Result<Outcome> {
        let (item_indexes, writes): (Vec<_>, Vec<_>) = writes.into_iter().unzip();
        let futures = writes.iter().map(|write| write.send(client)).collect();
        let mut to_look_for = Vec::new();
        let outcome = bulk::run(context, self.bulk, futures, |number, result| {
            let index = item_indexes.get(number).copied().unwrap_or_default();
            if let Some(item) = items.get_mut(index) {
                match result {
                    Ok(written) => {
                        item.succeed(written);
                        if !item.is_update && written.may_be_unserved() {
                            to_look_for.push((index, written.row.model_id.clone()));
                        }
                    }
                    Err(error) => item.fail(reason(error)),
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
        if !to_look_for.is_empty() {
            look_after(context, client, items, to_look_for).await;
        }
        show(context, "Models Imported", items, credentials)?;
        // With JSON errors, stderr holds a single error object.
        let show_reasons = !context.output.has_error_object();
        for item in items.iter().filter(|_| show_reasons) {
            let (name, reason) = (&item.model_name, item.reason.as_deref().unwrap_or_default());
            if item.outcome == ItemOutcome::Failed {
                context.output.note(format_args!("failed: {name}: {reason}"));
            } else if item.is_incomplete {
                context.output.warn(format_args!("{name}: {reason}"));
            }
        }
        if let Some(error) = outcome.local_error {
            return Err(error);
        }
        let with = |wanted: &[ItemOutcome]| items.iter().filter(|item| wanted.contains(&item.outcome)).count();
        let done = with(&[ItemOutcome::Imported, ItemOutcome::Updated]);
        let all = items.len();
        if outcome.was_interrupted {
            return Err(Failure::Interrupted(format!("{done} of {all} models were imported")).into());
        }
        let missing = all - with(&[ItemOutcome::Unchanged]) - done;
        let incomplete = items.iter().filter(|item| item.is_incomplete).count();
        let lost = credentials.unwrap_or_default().iter().filter(|item| item.has_failed()).count();
        Err(Failure::Partial(match (missing, incomplete, lost) {
            (0, 0, 0) => return Ok(Outcome::Done),
            (0, 0, _) => format!("not imported: {}", count(lost, "credential")),
            (0, ..) => format!("the server did not keep all fields of {incomplete} of {all} models"),
            _ => return Err(partly(missing, all, "model", "imported").into()),
        })
        .into())
    }

    /// Returns the request that imports a model, or `None` if there is nothing to do.
    fn write(&self, item: &mut Item, existing: Option<&Deployment>) -> Option<Write> {
        let Some(existing) = existing else {
            return Some(Write::Add(item.model.clone()));
        };
        if self.on_conflict == OnConflict::Skip {
            item.outcome = ItemOutcome::Unchanged;
            item.reason = Some(format!("exists already as {}", existing.id().unwrap_or("a deployment without an id")));
            return None;
        }
        let mut update = ModelUpdate::default().model_name(&item.model.model_name);
        update.litellm_params.clone_from(&item.model.litellm_params);
        update.model_info.clone_from(&item.model.model_info);
        update.extra.clone_from(&item.model.extra);
        let Some(id) = existing.id() else {
            item.fail("exists already, but the server does not return an id to update it by".to_owned());
            return None;
        };
        item.is_update = true;
        Some(Write::Update(id.to_owned(), update))
    }
}

/// A request that imports a model.
#[derive(Debug)]
enum Write {
    Add(NewModel),
    Update(String, ModelUpdate),
}

impl Write {
    fn call(&self, client: &Client) -> Call<Lossless<ModelRow>> {
        match self {
            Self::Add(model) => client.models().add(model),
            Self::Update(id, update) => client.models().update(id, update),
        }
    }

    async fn send(&self, client: &Client) -> Result<WrittenModel, Error> {
        match self {
            Self::Add(model) => client.models().create_unlooked(model).await,
            Self::Update(id, update) => client.models().change(id, update).await,
        }
    }
}

/// Returns why a model was not imported.
fn reason(error: &Error) -> String {
    match error {
        Error::Incomplete { left, .. } if written::is_unserved(error) => unserved(&left.join(" ")),
        _ if written::is_unserved(error) => {
            format!("the server cannot serve it, and its row was deleted again: {error}")
        }
        _ => error.to_string(),
    }
}

/// Looks for imported models: older servers report success for those that they cannot serve.
async fn look_after(context: &mut Context, client: &Client, items: &mut [Item], written: Vec<(usize, String)>) {
    let ids = written.iter().map(|(_, id)| id.clone()).collect();
    match client.models().unserved(ids).await {
        Ok(missing) => {
            for (index, id) in written.iter().filter(|(_, id)| missing.contains(id)) {
                if let Some(item) = items.get_mut(*index) {
                    item.fail(unserved(id));
                }
            }
        }
        Err(error) => {
            context.output.warn(format_args!("whether the imported models are served could not be looked up: {error}"));
        }
    }
}

/// Finds the existing deployment of each item. Those of the items that are left out are not taken for others.
fn match_existing<'a>(
    items: &[Item],
    left_out: &[Item],
    existing: &'a [Lossless<Deployment>],
) -> Vec<Option<&'a Deployment>> {
    let models: Vec<&NewModel> = items.iter().chain(left_out).map(|item| &item.model).collect();
    let found = models::find_existing(&models, existing).into_iter().take(items.len());
    found.map(|index| existing.get(index?).map(|deployment| &**deployment)).collect()
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

/// Shows the models and the count for each provider. Formats of rows only have no counts.
fn show(context: &mut Context, title: &str, items: &[Item], credentials: Option<&[CredentialItem]>) -> Result<Outcome> {
    let columns: [&Column<Item>; 5] = [
        &Column::new("model_name", "Model Name", |item| item.model_name.clone()),
        &Column::new("upstream_model", "Upstream Model", |item| item.upstream_model.clone()),
        &Column::new("access_groups", "Access Groups", |item| item.access_groups.join(", ")),
        &Column::state("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
        &Column::new("reason", "Reason", |item: &Item| item.reason.clone().unwrap_or_default()).words(),
    ];
    let summary = summarize(items);
    let total: usize = summary.iter().map(|(_, count)| count).sum();
    let unchanged = items.iter().filter(|item| item.outcome == ItemOutcome::Unchanged).count();
    if !context.output.is_for_people() {
        let counts: Map<_, _> = summary.iter().map(|(provider, count)| (provider.clone(), json!(count))).collect();
        let mut result = json!({"models": items, "providers": counts, "total": total, "unchanged": unchanged});
        if let (Some(credentials), Value::Object(fields)) = (credentials, &mut result) {
            fields.insert("credentials".to_owned(), json!(credentials));
        }
        return context.output.list("model", items, &columns, &result);
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
    if unchanged > 0 {
        rows.push(("Unchanged".to_owned(), unchanged));
    }
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
        matches!(
            item.outcome,
            ItemOutcome::Imported | ItemOutcome::Updated | ItemOutcome::WouldBeImported | ItemOutcome::WouldBeUpdated
        )
    }) {
        let provider = item.upstream_model.split('/').next().unwrap_or_default();
        match counts.iter_mut().find(|(name, _)| name == provider) {
            Some((_, count)) => *count += 1,
            None => counts.push((provider.to_owned(), 1)),
        }
    }
    counts
}
