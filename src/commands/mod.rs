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
mod spend;
mod teams;
mod users;
pub(crate) mod version;
mod whoami;

use anyhow::Result;
use clap::Subcommand;

use crate::context::Context;

/// All nouns.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Manage models and their deployments
    #[command(subcommand)]
    Models(models::Command),
    /// Manage model groups, the deployments that share a name
    #[command(subcommand)]
    ModelGroups(model_groups::Command),
    /// Manage provider credentials
    #[command(subcommand)]
    Credentials(credentials::Command),
    /// Manage virtual keys
    #[command(subcommand)]
    Keys(keys::Command),
    /// Manage users
    #[command(subcommand)]
    Users(users::Command),
    /// Manage teams, their members and models
    #[command(subcommand)]
    Teams(teams::Command),
    /// Manage organizations, which hold teams and users (licensed on newer servers)
    #[command(subcommand)]
    Organizations(organizations::Command),
    /// Manage budgets that several share, and see what stops a key
    #[command(subcommand, alias = "budget")]
    Budgets(budgets::Command),
    /// Manage customers, the end users whom requests name
    #[command(subcommand)]
    Customers(customers::Command),
    /// Manage access groups, names that stand for sets of models
    #[command(subcommand)]
    AccessGroups(access_groups::Command),
    /// Show who spent what
    #[command(subcommand)]
    Spend(spend::Command),
    /// Talk to a model
    #[command(subcommand)]
    Chat(chat::Command),
    /// Send requests of your own
    #[command(subcommand)]
    Http(http::Command),
    /// Log in to the server in a browser, or keep a key for it
    Login(login::Args),
    /// End the login, on the server where it can be
    Logout(logout::Args),
    /// Show who you are to the server, and with which key
    Whoami(whoami::Args),
    /// Give out the key of a login, and list logins
    #[command(subcommand)]
    Auth(auth::Command),
    /// Manage settings in ~/.litellm/config.json
    #[command(subcommand)]
    Config(config::Command),
    /// Print the client's and the server's version
    Version(version::Args),
    /// Print a shell's completions
    Completions(generate::Completions),
    /// Print the manual page, or write all of them
    Man(generate::Man),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<()> {
        match self {
            Self::Models(command) => command.run(context).await,
            Self::ModelGroups(command) => command.run(context).await,
            Self::Credentials(command) => command.run(context).await,
            Self::Keys(command) => command.run(context).await,
            Self::Users(command) => command.run(context).await,
            Self::Teams(command) => command.run(context).await,
            Self::Organizations(command) => command.run(context).await,
            Self::Budgets(command) => command.run(context).await,
            Self::Customers(command) => command.run(context).await,
            Self::AccessGroups(command) => command.run(context).await,
            Self::Spend(command) => command.run(context).await,
            Self::Chat(command) => command.run(context).await,
            Self::Http(command) => command.run(context).await,
            Self::Login(args) => args.run(context).await,
            Self::Logout(args) => args.run(context).await,
            Self::Whoami(args) => args.run(context).await,
            Self::Auth(command) => command.run(context).await,
            Self::Config(command) => command.run(context),
            Self::Version(args) => args.run(context).await,
            Self::Completions(args) => args.run(context),
            Self::Man(args) => args.run(context),
        }
    }
}
