//! The commands: one file for each noun. A command asks, waits and shows; whatever is more than that belongs to the
//! library.

mod access_groups;
mod auth;
mod budgets;
mod bulk;
mod chat;
mod config;
mod confirm;
mod credentials;
mod customers;
mod durations;
mod fields;
mod generate;
mod http;
mod keys;
mod lists;
mod login;
mod logout;
mod model_groups;
mod models;
mod names;
mod organizations;
mod params;
mod picker;
mod sandbox;
mod spend;
mod teams;
mod tree;
mod users;
pub(crate) mod version;
mod whoami;

use anyhow::Result;
use clap::Subcommand;

pub(crate) use self::keys::columns as key_columns;
pub(crate) use self::models::columns as deployment_columns;
use self::tree::Noun;
pub(crate) use self::tree::lenient;
pub(crate) use self::users::people::ROLES;
use crate::context::Context;
use crate::outcome::Outcome;

/// All nouns.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Manage models and their deployments
    #[command(subcommand)]
    Models(Noun<models::Command>),
    /// Manage model groups, the deployments that share a name
    #[command(subcommand)]
    ModelGroups(Noun<model_groups::Command>),
    /// Manage provider credentials
    #[command(subcommand)]
    Credentials(Noun<credentials::Command>),
    /// Manage virtual keys
    #[command(subcommand)]
    Keys(Noun<keys::Command>),
    /// Manage users
    #[command(subcommand)]
    Users(Noun<users::Command>),
    /// Manage teams, their members and models
    #[command(subcommand)]
    Teams(Noun<teams::Command>),
    /// Manage organizations, which hold teams and users (licensed on newer servers)
    #[command(subcommand)]
    Organizations(Noun<organizations::Command>),
    /// Manage budgets that several share, and see what stops a key
    #[command(subcommand, alias = "budget")]
    Budgets(Noun<budgets::Command>),
    /// Manage customers, the end users whom requests name
    #[command(subcommand)]
    Customers(Noun<customers::Command>),
    /// Manage access groups, names that stand for sets of models
    #[command(subcommand)]
    AccessGroups(Noun<access_groups::Command>),
    /// Show who spent what
    #[command(subcommand)]
    Spend(Noun<spend::Command>),
    /// Talk to a model
    #[command(subcommand)]
    Chat(Noun<chat::Command>),
    /// Send requests of your own
    #[command(subcommand)]
    Http(Noun<http::Command>),
    /// Run a LiteLLM proxy of your own, to try things and to test scripts against
    #[command(subcommand)]
    Sandbox(Noun<sandbox::Command>),
    /// Log in to the server in a browser, or keep a key for it
    Login(login::Args),
    /// End the login, on the server where it can be
    Logout(logout::Args),
    /// Show who you are to the server, and with which key
    Whoami(whoami::Args),
    /// Give out the key of a login, and list logins
    #[command(subcommand)]
    Auth(Noun<auth::Command>),
    /// Manage settings in ~/.litellm/config.json
    #[command(subcommand)]
    Config(Noun<config::Command>),
    /// Print the client's and the server's version
    Version(version::Args),
    /// Print the script that registers shell completions
    Completions(generate::Completions),
    /// Print the manual page, or write one for each command
    Man(generate::Man),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Models(noun) => noun.0.run(context).await,
            Self::ModelGroups(noun) => noun.0.run(context).await,
            Self::Credentials(noun) => noun.0.run(context).await,
            Self::Keys(noun) => noun.0.run(context).await,
            Self::Users(noun) => noun.0.run(context).await,
            Self::Teams(noun) => noun.0.run(context).await,
            Self::Organizations(noun) => noun.0.run(context).await,
            Self::Budgets(noun) => noun.0.run(context).await,
            Self::Customers(noun) => noun.0.run(context).await,
            Self::AccessGroups(noun) => noun.0.run(context).await,
            Self::Spend(noun) => noun.0.run(context).await,
            Self::Chat(noun) => noun.0.run(context).await,
            Self::Http(noun) => noun.0.run(context).await,
            Self::Sandbox(noun) => noun.0.run(context).await,
            Self::Login(args) => args.run(context).await,
            Self::Logout(args) => args.run(context).await,
            Self::Whoami(args) => args.run(context).await,
            Self::Auth(noun) => noun.0.run(context).await,
            Self::Config(noun) => noun.0.run(context),
            Self::Version(args) => args.run(context).await,
            Self::Completions(args) => args.run(context),
            Self::Man(args) => args.run(context),
        }
    }
}
