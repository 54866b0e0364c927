//! `credentials`: provider secrets that deployments refer to by name.

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Map, Value};

use crate::commands::answers::headline;
use crate::commands::confirm::Confirmation;
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::facts::{Facts, shortened};
use crate::commands::{consequences, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Answer, Column, defaults};
use crate::shell::quote_if_needed;
use litellm_proxy_client::Lossless;
use litellm_proxy_client::credentials::{Credential, CredentialUpdate, NewCredential, WrittenCredential};
use litellm_proxy_client::models::Unkept;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy credentials list
  litellm-proxy credentials get azure-cred
  litellm-proxy credentials update azure-cred --values @azure.json")]
pub(crate) enum Command {
    /// List credentials
    #[command(after_help = "\
Examples:
  litellm-proxy credentials list
  litellm-proxy credentials list --columns credential_name
  litellm-proxy credentials list --format json")]
    List(List),
    /// Create a credential
    Create(Create),
    /// Show a credential, with values masked by the server
    #[command(visible_alias = "info")]
    #[command(after_help = "\
Examples:
  litellm-proxy credentials get azure-cred
  litellm-proxy credentials get azure-cred --format table
  litellm-proxy credentials get azure-cred --format json")]
    Get(Get),
    /// Update a credential's information, values or label
    #[command(after_help = "\
Examples:
  litellm-proxy credentials update azure-cred --values @azure.json
  litellm-proxy credentials update azure-cred --values @azure.json --dry-run
  litellm-proxy credentials update azure-cred --values @azure.json --format json")]
    Update(Update),
    /// Delete credentials
    #[command(after_help = "\
Examples:
  litellm-proxy credentials delete azure-cred --yes
  litellm-proxy credentials delete azure-cred --dry-run
  litellm-proxy credentials delete azure-cred old-cred --yes")]
    Delete(Delete),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Get(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
        }
    }
}

const COLUMNS: &[Column<Lossless<Credential>>] = &[
    Column::new("credential_name", "Credential Name", |credential| credential.credential_name.clone()),
    Column::new("custom_llm_provider", "Custom LLM Provider", |credential: &Lossless<Credential>| {
        credential.provider().unwrap_or_default().to_owned()
    })
    .kept(),
];

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.credentials().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let list = call.await?;
                let columns = defaults(&context.output, COLUMNS);
                context.output.list("credential", &list.credentials, &columns, &list)
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  litellm-proxy credentials create azure-cred \\\n    --info '{\"custom_llm_provider\": \"azure\"}' --values @values.json\n  litellm-proxy credentials create azure-cred --info @info.json --values @values.json\n  litellm-proxy credentials create my-cred --info @info.json --values @values.json"
)]
pub(crate) struct Create {
    /// Name of the credential
    credential_name: String,
    /// Information about the credential, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON")]
    info: String,
    /// Secrets, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON")]
    values: String,
    /// Label in the server's web UI (newer servers)
    #[arg(long, value_name = "TEXT")]
    display_name: Option<String>,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (option, name) = (self.if_not_exists, self.credential_name.clone());
        let client = context.client()?;
        let find = async || Ok(existing::found(client.credentials().get(&name).send().await)?.map(|_| name.clone()));
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.create(context).await;
        let show = async |context: &mut Context, credential_name| Get { credential_name }.run(context).await;
        let what = format!("the credential `{name}`");
        let creation = Creation { what: &what, is_unique: true, dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(self, context: &mut Context) -> Result<Outcome> {
        let mut credential = NewCredential::new(self.credential_name);
        credential.credential_info = context.arguments.object("--info", &self.info)?;
        credential.credential_values = context.arguments.object("--values", &self.values)?;
        credential.display_name = self.display_name;
        warn_about_references(context, &credential.credential_values);
        let client = context.client()?;
        let call = client.credentials().create(&credential);
        context
            .perform(self.dry_run, call, async |context, _| {
                let written = client.credentials().create_checked(&credential).await?;
                let name = &credential.credential_name;
                show(context, &written, || {
                    let param = quote_if_needed(&format!("litellm_credential_name={name}"));
                    Answer::new(headline("Created", "credential", name))
                        .line("values", shortened(&credential.credential_values.keys().collect::<Vec<_>>()))
                        .whole("use it", format!("litellm-proxy models add … -p {param}"))
                })
            })
            .await
    }
}

/// Shows the server's confirmation. Fails if the server did not keep all of the credential.
fn show(context: &mut Context, written: &WrittenCredential, answer: impl FnOnce() -> Answer) -> Result<Outcome> {
    context.output.answer(&written.confirmation, answer)?;
    let lost: Vec<_> = written.not_kept.iter().map(ToString::to_string).collect();
    if lost.is_empty() {
        return Ok(Outcome::Done);
    }
    let is_removal = written.not_kept.iter().any(|field| field.reason == Unkept::NotRemoved);
    Err(Failure::NotKept {
        message: format!("the server reports success, but {}", lost.join(", ")),
        hint: is_removal.then(|| "to remove a field, delete the credential and create it again without it".to_owned()),
    }
    .into())
}

/// Warns about references to variables of the server, which newer servers send to the provider as they are.
fn warn_about_references(context: &mut Context, values: &Map<String, Value>) {
    for (name, value) in values {
        if value.as_str().is_some_and(|text| text.starts_with("os.environ/")) {
            context.output.warn(format_args!(
                "`{name}` is a reference to a variable, which newer servers do not resolve in credentials: they send the reference itself to the provider"
            ));
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Get {
    /// Name of the credential
    credential_name: String,
}

impl Get {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.credentials().get(&self.credential_name);
        context
            .answer_response(DryRun::default(), call, |credential| {
                let facts = Facts::of(credential);
                Answer::new(format!("Credential {}", credential.credential_name))
                    .line("provider", credential.provider().unwrap_or_default())
                    .line("values", fields_of(&facts.inner("credential_values")))
                    .line("info", fields_of(&facts.inner("credential_info").without("custom_llm_provider")))
            })
            .await
    }
}

/// Lists fields as `name=value`, with what the server masks masked.
fn fields_of(facts: &Facts) -> String {
    shortened(&facts.pairs())
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub(crate) struct Update {
    /// Name of the credential
    credential_name: String,
    /// Information to set, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON", group = "change")]
    info: Option<String>,
    /// Secrets to set, as a JSON object, @FILE or @-
    #[arg(long, value_name = "JSON", group = "change")]
    values: Option<String>,
    /// New label in the server's web UI (newer servers)
    #[arg(long, value_name = "TEXT", group = "change", conflicts_with = "clear_display_name")]
    display_name: Option<String>,
    /// Remove the label (newer servers)
    #[arg(long, group = "change")]
    clear_display_name: bool,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut update = CredentialUpdate::default();
        update.display_name = self.display_name.map(Some).or(self.clear_display_name.then_some(None));
        if let Some(info) = &self.info {
            update.credential_info = context.arguments.object("--info", info)?;
        }
        if let Some(values) = &self.values {
            update.credential_values = context.arguments.object("--values", values)?;
        }
        warn_about_references(context, &update.credential_values);
        let client = context.client()?;
        let credentials = client.credentials();
        if self.dry_run.dry_run {
            let merged = credentials.get(&self.credential_name).await?.merged_with(&update);
            return context.preview(credentials.update(&self.credential_name, &merged));
        }
        let lookup = self.info.is_some().then(|| credentials.get(&self.credential_name).request());
        let update_request = credentials.update(&self.credential_name, &update).request();
        let requests = lookup.into_iter().chain([update_request]).collect::<Vec<_>>();
        context
            .perform(self.dry_run, requests, async |context, _| {
                let written = credentials.merge_checked(&self.credential_name, &update).await?;
                show(context, &written, || {
                    let changed = update.credential_info.keys().chain(update.credential_values.keys());
                    Answer::new(headline("Updated", "credential", &self.credential_name))
                        .line("changed", shortened(&changed.collect::<Vec<_>>()))
                })
            })
            .await
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Names of the credentials, or - to read them from stdin
    #[arg(required = true, value_name = "CREDENTIAL_NAME")]
    credential_names: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let names = several::read(context, &self.credential_names)?;
        let client = context.client()?;
        let credentials = client.credentials();
        let calls: Vec<_> = names.iter().map(|name| credentials.delete(name)).collect();
        let options = (self.dry_run, self.confirmation);
        let look_up = async |name: &str, asks: bool| {
            credentials.get(name).await?;
            if !asks {
                return Ok(String::new());
            }
            Ok(consequences::of_uses(&client.uses_of_credential(name).await?, "can no longer reach the provider"))
        };
        several::delete(context, options, "credential", &names, calls, look_up, async |name| {
            // Older servers report success for credentials that do not exist.
            credentials.get(name).await?;
            credentials.delete(name).await
        })
        .await
    }
}
