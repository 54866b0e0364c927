//! Lists of ids and names from the configured server: cached, or fetched within the time that a TAB may take.

use std::path::Path;
use std::time::Duration;

use tokio::time::Instant;

use super::Value;
use super::cache::Cache;
use super::words::Word;
use crate::api_cache;
use crate::config::{self, Config, Settings, StoredSettings};
use crate::env;
use crate::tls_options::TlsOptions;
use litellm_proxy_client::openapi::ApiDescription;
use litellm_proxy_client::teams::TeamFilter;
use litellm_proxy_client::users::UserFilter;
use litellm_proxy_client::{ApiKey, Client, RetryPolicy};

/// How long a TAB may wait for a server.
const TIMEOUT: Duration = Duration::from_millis(300);

/// A list that a server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    AccessGroups,
    Budgets,
    Credentials,
    Customers,
    Deployments,
    KeyAliases,
    Models,
    Organizations,
    Teams,
    Users,
}

impl List {
    const fn name(self) -> &'static str {
        match self {
            Self::AccessGroups => "access-groups",
            Self::Budgets => "budgets",
            Self::Credentials => "credentials",
            Self::Customers => "customers",
            Self::Deployments => "deployments",
            Self::KeyAliases => "key-aliases",
            Self::Models => "models",
            Self::Organizations => "organizations",
            Self::Teams => "teams",
            Self::Users => "users",
        }
    }
}

/// The server that the command line being typed is meant for.
#[derive(Debug)]
pub(super) struct Server {
    deadline: Instant,
    /// `None` if the words do not determine the server and the key.
    options: Option<Options>,
    /// The endpoint that the line names, if it names one.
    endpoint: Option<String>,
}

/// The options with a value that decide how the server is reached.
const OPTIONS: [&str; 8] =
    ["--base-url", "--context", "--api-key", "--auth-header", "--ca-cert", "--client-cert", "--cert", "--client-key"];

/// The connection options.
#[derive(Debug, Default)]
struct Options {
    settings: Settings,
    tls: TlsOptions,
    context: Option<String>,
}

impl Server {
    /// Finds the server from the options of a command line, the environment and the files, as the command itself does.
    pub(super) fn of(words: &[Word]) -> Self {
        let endpoint = words.iter().find(|word| word.text.starts_with('/')).map(|word| word.text.clone());
        Self { deadline: Instant::now() + TIMEOUT, options: Options::read(words), endpoint }
    }

    /// Returns the id of each item of a list, with its name as the help. Empty when the server cannot be reached.
    pub(super) fn values(&self, list: List) -> Vec<Value> {
        self.known(list).unwrap_or_default()
    }

    /// Returns the paths of the server's endpoints, if a command has asked for them.
    pub(super) fn routes(&self) -> Vec<Value> {
        let operations = self.api().map(|api| api.operations).unwrap_or_default();
        operations.into_iter().map(|own| Value { text: own.path, help: Some(own.summary) }).collect()
    }

    /// Returns the fields of the endpoint's bodies as `name=`, if a command has asked for them.
    pub(super) fn body_fields(&self) -> Vec<Value> {
        let Some((api, path)) = self.api().zip(self.endpoint.as_ref()) else { return Vec::new() };
        let fields = api.of_path(path).into_iter().filter_map(|operation| operation.body.as_ref());
        let fields = fields.flat_map(|body| &body.fields);
        fields.map(|field| Value { text: format!("{}=", field.name), help: Some(field.description.clone()) }).collect()
    }

    fn api(&self) -> Option<ApiDescription> {
        api_cache::known(&self.options.as_ref()?.config()?)
    }

    fn known(&self, list: List) -> Option<Vec<Value>> {
        let options = self.options.as_ref()?;
        // A command may prompt for a password, or take seconds.
        let config = options.config().filter(|config| config.key_command.is_none())?;
        let cache = Cache::of(&config);
        if let Some(values) = cache.as_ref().and_then(|cache| cache.read(list.name())) {
            return Some(values);
        }
        let mut builder = config
            .builder()
            .environment_proxy()
            .ok()?
            .timeout(TIMEOUT)
            .connect_timeout(TIMEOUT)
            .retry(RetryPolicy::never());
        // The library installs no process-wide provider. This fails only if one is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let tls = config.context.as_ref().map(|selected| selected.context.tls(&options.tls));
        builder = tls.as_ref().unwrap_or(&options.tls).configure(builder).ok()?;
        let client = builder.build().ok()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
        let mut values = Vec::new();
        let fetched = runtime.block_on(async {
            let fetching = fetch(&client, list, &mut values);
            tokio::time::timeout_at(self.deadline, fetching).await.ok().flatten()
        });
        // A DNS lookup that is still in progress must not delay the exit.
        runtime.shutdown_background();
        // Pages received before a failure are offered too.
        if let Some(cache) = cache.filter(|_| fetched.is_some() || !values.is_empty()) {
            cache.write(list.name(), &values);
        }
        Some(values)
    }
}

impl Options {
    fn read(words: &[Word]) -> Option<Self> {
        let mut options = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (name, joined) = match word.text.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word.text.as_str(), None),
            };
            if matches!(name, "-k" | "--insecure") {
                options.tls.insecure = true;
                continue;
            }
            if !OPTIONS.contains(&name) {
                continue;
            }
            let (value, is_opaque) = match joined {
                Some(value) => (value, word.is_opaque),
                None => words.next().map(|next| (next.text.as_str(), next.is_opaque))?,
            };
            if is_opaque {
                return None;
            }
            match name {
                "--base-url" => options.settings.base_url = Some(value.to_owned()),
                "--context" => options.context = Some(value.to_owned()),
                "--api-key" => options.settings.api_key = Some(key(value)?),
                "--auth-header" => options.settings.auth_header = Some(value.to_owned()),
                "--client-cert" | "--cert" => options.tls.client_cert = Some(value.into()),
                "--client-key" => options.tls.client_key = Some(value.into()),
                _ => options.tls.ca_cert = Some(value.into()),
            }
        }
        Some(options)
    }

    /// Resolves the settings. A stored login is used as it is: nothing is renewed and no lock is taken.
    fn config(&self) -> Option<Config> {
        let mut environment = Settings::from_environment();
        if let Some(file) = env::get(env::LITELLM_PROXY_API_KEY).filter(|key| key.starts_with('@')) {
            environment.api_key = Some(key(&file)?);
        }
        let path = config::config_dir().map(|directory| directory.join("config.json"));
        let settings = path.map_or_else(|| Ok(serde_json::Map::new()), |path| config::read_config_file(&path));
        let variable = env::get(env::LITELLM_PROXY_CONTEXT);
        let (option, given) = (self.context.as_deref(), (&self.settings, &environment));
        let (selected, _) = config::select(option, variable.as_deref(), given, settings).ok()?;
        let keyless = Settings { api_key: None, ..environment.clone() };
        let stored = StoredSettings::read([&self.settings, &keyless], |_, file| {
            Ok(file.map(|file| file.logins).unwrap_or_default())
        });
        config::resolve(&self.settings, &environment, stored.ok()?, selected.as_ref()).ok()
    }
}

/// Returns the value of `--api-key`. `@-` is not read, because stdin belongs to the terminal here.
fn key(argument: &str) -> Option<ApiKey> {
    let Some(path) = argument.strip_prefix('@') else { return Some(ApiKey::pasted(argument)) };
    match path {
        "-" => None,
        _ if path.starts_with('@') => Some(ApiKey::new(path)),
        _ => Some(ApiKey::pasted(config::read_text(Path::new(path)).ok()??)),
    }
}

/// Fetches a list into `values`, which keeps the items received before a failure or a timeout.
async fn fetch(client: &Client, list: List, values: &mut Vec<Value>) -> Option<()> {
    let mut add = |text: Option<String>, help: Option<String>| {
        values.extend(text.filter(|text| !text.is_empty()).map(|text| Value { text, help }));
    };
    match list {
        List::AccessGroups => {
            let list = client.access_groups().list().await.ok()?;
            for group in &list.access_groups {
                add(group.access_group.clone(), None);
            }
        }
        List::Budgets => {
            let budgets = client.budgets().list().await.ok()?;
            let limit = |budget: Option<f64>| budget.map(|dollars| format!("{dollars} dollars"));
            for budget in &budgets {
                add(budget.budget_id.clone(), limit(budget.max_budget));
            }
        }
        List::Credentials => {
            let list = client.credentials().list().await.ok()?;
            for credential in &list.credentials {
                add(Some(credential.credential_name.clone()), None);
            }
        }
        List::Customers => {
            let mut customers = client.customers().list_all();
            while let Some(page) = customers.next_page().await.ok()? {
                for customer in &page {
                    add(customer.user_id.clone(), customer.alias.clone());
                }
            }
        }
        List::Deployments => {
            let deployments = client.models().unexpanded().await.ok()?;
            for deployment in &deployments {
                add(deployment.id().map(str::to_owned), deployment.model_name.clone());
            }
        }
        List::KeyAliases => {
            let mut aliases = client.keys().aliases();
            while let Some(page) = aliases.next_page().await.ok()? {
                for alias in page {
                    add(Some(alias), None);
                }
            }
        }
        List::Models => {
            let models = client.models().list().await.ok()?;
            for model in &models {
                add(Some(model.id.clone()), None);
            }
        }
        List::Organizations => {
            let organizations = client.organizations().list().await.ok()?;
            for organization in &organizations {
                add(organization.organization_id.clone(), organization.organization_alias.clone());
            }
        }
        List::Teams => {
            let mut teams = client.teams().list_all(&TeamFilter::default());
            loop {
                match teams.next_page().await {
                    Ok(Some(page)) => {
                        for team in &page {
                            add(team.team_id.clone(), team.team_alias.clone());
                        }
                    }
                    Ok(None) => break,
                    // Callers who are not admins see their own teams.
                    Err(_) => {
                        let own = client.teams().list_visible().await.ok()?;
                        for team in &own {
                            add(team.team_id.clone(), team.team_alias.clone());
                        }
                        break;
                    }
                }
            }
        }
        List::Users => {
            let mut users = client.users().list_all(&UserFilter::default());
            while let Some(page) = users.next_page().await.ok()? {
                for user in &page {
                    add(user.user_id.clone(), user.user_email.clone());
                }
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(line: &[(&str, bool)]) -> Option<Options> {
        let word = |(text, is_opaque): &(&str, bool)| Word { text: (*text).to_owned(), is_opaque: *is_opaque };
        Options::read(&line.iter().map(word).collect::<Vec<_>>())
    }

    #[test]
    fn connection_options_are_read_from_the_command_line() {
        let read = options(&[("p", false), ("--base-url", false), ("http://h", false), ("--api-key=@@k", false)]);
        let settings = read.expect("options").settings;
        assert_eq!(settings.base_url.as_deref(), Some("http://h"));
        assert_eq!(settings.api_key.as_ref().map(ApiKey::expose), Some("@k"));
    }

    #[test]
    fn opaque_or_unreadable_options_disable_server_completion() {
        assert!(options(&[("--base-url", false), ("", true), ("keys", false)]).is_none());
        assert!(options(&[("--api-key=", true)]).is_none());
        assert!(options(&[("--api-key", false), ("@-", false)]).is_none());
        assert!(options(&[("--api-key", false), ("@/missing/file", false)]).is_none());
        assert!(options(&[("--ca-cert", false)]).is_none());
    }
}
