//! The commands, one module per noun. A command builds API calls, sends them and prints the result; everything else
//! belongs to the library.

mod access_groups;
mod alerts;
mod answers;
mod audio;
mod auth;
mod budgets;
mod bulk;
mod changes;
mod chat;
mod common_names;
mod config;
mod confirm;
mod consequences;
mod cost;
mod cost_cap;
mod credentials;
mod customers;
mod declarative;
mod doctor;
mod durations;
mod embeddings;
mod existing;
mod facts;
mod fields;
mod filters;
mod generate;
mod health;
mod help_text;
mod http;
mod images;
mod kept;
mod keys;
mod list_options;
mod list_table;
mod lists;
mod login;
mod logout;
mod logs;
mod model_groups;
mod models;
mod moderations;
mod moments;
mod names;
mod new_users;
mod organizations;
mod other_fields;
mod output_file;
mod params;
mod picker;
mod rerank;
mod responses;
mod sandbox;
mod secrets_file;
mod selection;
mod self_update;
mod several;
mod spend;
mod status;
mod teams;
#[cfg(test)]
mod tests;
mod text_input;
mod tokens;
#[cfg(feature = "tui")]
mod top;
mod tree;
mod unknown;
mod users;
pub(crate) mod version;
mod whoami;

use anyhow::Result;
use clap::Subcommand;

pub(crate) use self::list_options::{WATCH, add_to_program, columns_of};
pub(crate) use self::selection::selection;
use self::tree::LazySubcommands;
pub(crate) use self::tree::with_conventions;
pub(crate) use self::users::people::ROLES;
use crate::context::Context;
use crate::outcome::Outcome;

/// The top-level commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Manage models and their deployments
    #[command(subcommand, alias = "model")]
    Models(LazySubcommands<models::Command>),
    /// Manage model groups (deployments that share a name)
    #[command(subcommand, alias = "model-group")]
    ModelGroups(LazySubcommands<model_groups::Command>),
    /// Manage provider credentials
    #[command(subcommand, alias = "credential")]
    Credentials(LazySubcommands<credentials::Command>),
    /// Manage virtual keys
    #[command(subcommand, alias = "key")]
    Keys(LazySubcommands<keys::Command>),
    /// Manage users
    #[command(subcommand, alias = "user")]
    Users(LazySubcommands<users::Command>),
    /// Manage teams, their members and models
    #[command(subcommand, alias = "team")]
    Teams(LazySubcommands<teams::Command>),
    /// Manage organizations of teams and users (newer servers require a license)
    #[command(subcommand, alias = "organization")]
    Organizations(LazySubcommands<organizations::Command>),
    /// Manage shared budgets and show which limits block a key
    #[command(subcommand, alias = "budget")]
    Budgets(LazySubcommands<budgets::Command>),
    /// Manage customers (end users named in requests)
    #[command(subcommand, alias = "customer")]
    Customers(LazySubcommands<customers::Command>),
    /// Manage access groups (named sets of models)
    #[command(subcommand, alias = "access-group")]
    AccessGroups(LazySubcommands<access_groups::Command>),
    /// Show who spent what
    #[command(subcommand)]
    Spend(LazySubcommands<spend::Command>),
    /// Show the requests that the server wrote down
    #[command(subcommand, alias = "log")]
    Logs(LazySubcommands<logs::Command>),
    /// Watch requests, errors, cost and latency live, on a full screen
    #[cfg(feature = "tui")]
    Top(top::Args),
    /// Show who changed what
    Changes(changes::Args),
    /// Print what the server has as a file
    Export(declarative::ExportArgs),
    /// Report what is wrong with files
    Lint(declarative::LintArgs),
    /// Show what would make the server as a file says
    #[command(visible_alias = "diff")]
    Plan(declarative::PlanArgs),
    /// Make the server as a file, or a saved plan, says
    Apply(declarative::ApplyArgs),
    /// Mark resources as those of a file's owner, without changing them
    Adopt(declarative::AdoptArgs),
    /// Copy what another server has to this one
    Migrate(declarative::MigrateArgs),
    /// Chat with a model
    Chat(chat::Chat),
    /// Create OpenAI responses, which continue each other on the server
    #[command(subcommand, alias = "response")]
    Responses(LazySubcommands<responses::Command>),
    /// Create embeddings (vectors of text)
    #[command(subcommand, alias = "embedding")]
    Embeddings(LazySubcommands<embeddings::Command>),
    /// Generate images
    #[command(subcommand, alias = "image")]
    Images(LazySubcommands<images::Command>),
    /// Turn text into speech, and speech into text
    #[command(subcommand)]
    Audio(LazySubcommands<audio::Command>),
    /// Rank documents by how well they fit a query
    Rerank(Box<rerank::Rerank>),
    /// Check whether text is harmful
    #[command(subcommand, alias = "moderation")]
    Moderations(LazySubcommands<moderations::Command>),
    /// Count tokens before they are sent
    #[command(subcommand, alias = "token")]
    Tokens(LazySubcommands<tokens::Command>),
    /// Estimate what a request costs before it is sent
    #[command(subcommand, alias = "costs")]
    Cost(LazySubcommands<cost::Command>),
    /// Send raw HTTP requests
    #[command(subcommand)]
    Http(LazySubcommands<http::Command>),
    /// Run a local LiteLLM proxy to try things out and to test scripts against
    #[command(subcommand)]
    Sandbox(LazySubcommands<sandbox::Command>),
    /// Show the health of the server and its deployments, or wait until it is ready
    #[command(after_help = health::AFTER_HELP)]
    Health(health::Args),
    /// Find out what is wrong, from the network to models and keys
    Doctor(doctor::Args),
    /// Run a program when spend or health changes
    #[command(subcommand)]
    Watch(LazySubcommands<alerts::Command>),
    /// Log in to the server in a browser, or store a key for it
    Login(login::Args),
    /// Log out, and revoke the login on the server if possible
    Logout(logout::Args),
    /// Show the current user, key and server
    Whoami(whoami::Args),
    /// Print a login's key and list logins
    #[command(subcommand)]
    Auth(LazySubcommands<auth::Command>),
    /// Manage settings in ~/.litellm/config.json
    #[command(subcommand)]
    Config(LazySubcommands<config::Command>),
    /// Print the client and server versions
    Version(version::Args),
    /// Update this program, or find out what updates it
    #[command(name = "self", subcommand)]
    SelfCommands(LazySubcommands<self_update::Command>),
    /// Print the script that registers shell completions
    Completions(generate::Completions),
    /// Print the manual page, or write one for each command
    Man(generate::Man),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Models(subcommands) => subcommands.0.run(context).await,
            Self::ModelGroups(subcommands) => subcommands.0.run(context).await,
            Self::Credentials(subcommands) => subcommands.0.run(context).await,
            Self::Keys(subcommands) => subcommands.0.run(context).await,
            Self::Users(subcommands) => subcommands.0.run(context).await,
            Self::Teams(subcommands) => subcommands.0.run(context).await,
            Self::Organizations(subcommands) => subcommands.0.run(context).await,
            Self::Budgets(subcommands) => subcommands.0.run(context).await,
            Self::Customers(subcommands) => subcommands.0.run(context).await,
            Self::AccessGroups(subcommands) => subcommands.0.run(context).await,
            Self::Spend(subcommands) => subcommands.0.run(context).await,
            Self::Logs(subcommands) => subcommands.0.run(context).await,
            #[cfg(feature = "tui")]
            Self::Top(args) => args.run(context).await,
            Self::Changes(args) => args.run(context).await,
            Self::Export(args) => args.run(context).await,
            Self::Lint(args) => args.run(context).await,
            Self::Plan(args) => args.run(context).await,
            Self::Apply(args) => args.run(context).await,
            Self::Migrate(args) => args.run(context).await,
            Self::Adopt(args) => args.run(context).await,
            Self::Chat(chat) => chat.run(context).await,
            Self::Responses(subcommands) => subcommands.0.run(context).await,
            Self::Embeddings(subcommands) => subcommands.0.run(context).await,
            Self::Images(subcommands) => subcommands.0.run(context).await,
            Self::Audio(subcommands) => subcommands.0.run(context).await,
            Self::Rerank(args) => args.run(context).await,
            Self::Moderations(subcommands) => subcommands.0.run(context).await,
            Self::Tokens(subcommands) => subcommands.0.run(context).await,
            Self::Cost(subcommands) => subcommands.0.run(context).await,
            Self::Http(subcommands) => subcommands.0.run(context).await,
            Self::Sandbox(subcommands) => subcommands.0.run(context).await,
            Self::Health(args) => args.run(context).await,
            Self::Doctor(args) => args.run(context).await,
            Self::Watch(subcommands) => subcommands.0.run(context).await,
            Self::Login(args) => args.run(context).await,
            Self::Logout(args) => args.run(context).await,
            Self::Whoami(args) => args.run(context).await,
            Self::Auth(subcommands) => subcommands.0.run(context).await,
            Self::Config(subcommands) => subcommands.0.run(context).await,
            Self::Version(args) => args.run(context).await,
            Self::SelfCommands(subcommands) => subcommands.0.run(context).await,
            Self::Completions(args) => args.run(context),
            Self::Man(args) => args.run(context),
        }
    }
}
