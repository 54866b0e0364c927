//! `users`: who may have keys, and what they may spend.

mod import;
mod invite;
mod update;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use crate::client::Lossless;
use crate::client::users::{NewUser, User, UserFilter};
use crate::commands::confirm::{Confirmation, count};
use crate::commands::{lists, params};
use crate::context::{Context, DryRun};
use crate::output::{Column, WholeList, cell};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List users, all of them unless a page is asked for
    List(List),
    /// Show a user, or the one behind the key
    Get(Get),
    /// Create a user
    Create(Create),
    /// Change a user
    Update(Box<update::Update>),
    /// Invite a user to set a password, with a link
    Invite(invite::Invite),
    /// Create the users of a CSV file
    Import(import::Import),
    /// Delete users, and their keys with them
    Delete(Delete),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<()> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Get(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Invite(args) => args.run(context).await,
            Self::Import(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only users with this role, such as internal_user
    #[arg(long, value_name = "ROLE", value_parser = NonEmptyStringValueParser::new())]
    role: Option<String>,
    /// Only users whose e-mail address holds this
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    email: Option<String>,
    /// Only users of the team of this id
    #[arg(long, value_name = "TEAM_ID", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// Only this page, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: Option<u32>,
    /// Users to a page, 1 to 100 [default: 25]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    page_size: Option<u32>,
}

const COLUMNS: [&Column<Lossless<User>>; 4] = [
    &Column::new("user_id", "User ID", |user| user.user_id.clone().unwrap_or_default()),
    &Column::new("user_email", "Email", |user| user.user_email.clone().unwrap_or_default()),
    &Column::new("user_role", "Role", |user| user.user_role.clone().unwrap_or_default()),
    &Column::new("teams", "Teams", |user| {
        user.teams.iter().flatten().map(|team| cell(team.get("team_id").unwrap_or(team))).collect::<Vec<_>>().join(", ")
    }),
];

impl List {
    async fn run(self, context: &mut Context) -> Result<()> {
        let filter = UserFilter {
            role: self.role,
            user_email: self.email,
            team: self.team,
            page: self.page,
            page_size: self.page_size,
            ..UserFilter::default()
        };
        let client = context.client()?;
        if filter.page.is_some() || filter.page_size.is_some() {
            let page = context.send(client.users().list(&filter)).await?;
            return context.output.list(&page.users, &COLUMNS, &page);
        }
        let pages = client.users().list_all(&filter);
        let Some(users) = lists::all(context, pages).await? else { return Ok(()) };
        let (total, count) = (users.total, users.items.len() as u64);
        let counts = [("total", total), ("page", 1), ("page_size", count), ("total_pages", 1)];
        context.output.list(&users.items, &COLUMNS, &WholeList { name: "users", items: &users.items, counts: &counts })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Get {
    /// Id of the user; without it, the user behind the key
    #[arg(long, value_name = "USER_ID", value_parser = NonEmptyStringValueParser::new())]
    id: Option<String>,
}

impl Get {
    async fn run(self, context: &mut Context) -> Result<()> {
        let client = context.client()?;
        let call = match &self.id {
            Some(user_id) => client.users().get(user_id),
            None => client.users().me(),
        };
        let user = context.send(call).await?;
        context.output.value(&user)
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "The server makes a virtual key along with the user, and prints it, unless --no-key is given.\n\nExample:\n  litellm-proxy users create --email user@example.com --alias \"Alice\" --max-budget 100"
)]
pub(crate) struct Create {
    /// E-mail address
    #[arg(long, value_name = "EMAIL")]
    email: String,
    /// Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer
    #[arg(long, value_name = "ROLE", default_value = "internal_user")]
    role: String,
    /// Name to show
    #[arg(long, value_name = "NAME")]
    alias: Option<String>,
    /// Id of a team to join (can be repeated)
    #[arg(long, value_name = "TEAM_ID")]
    team: Vec<String>,
    /// Dollars that the user may spend
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_budget: Option<f64>,
    /// Do not make a virtual key along with the user
    #[arg(long)]
    no_key: bool,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<()> {
        let mut user = NewUser {
            user_email: Some(self.email),
            user_role: Some(self.role),
            user_alias: self.alias,
            teams: (!self.team.is_empty()).then_some(self.team),
            max_budget: self.max_budget,
            auto_create_key: self.no_key.then_some(false),
            ..NewUser::default()
        };
        user.extra = params::read_others(context, "--param", &self.param, &user)?;
        let call = context.client()?.users().create(&user);
        let created = context.write(call, self.dry_run).await?;
        context.output.value(&created)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Ids of the users
    #[arg(required = true, value_name = "USER_ID", value_parser = NonEmptyStringValueParser::new())]
    user_ids: Vec<String>,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<()> {
        let whose = if self.user_ids.len() == 1 { "the user's" } else { "their" };
        let question =
            format!("Delete {} ({}), and {whose} keys?", count(self.user_ids.len(), "user"), self.user_ids.join(", "));
        self.confirmation.ask(context, self.dry_run, &question)?;
        let call = context.client()?.users().delete(&self.user_ids);
        let count = context.write(call, self.dry_run).await?;
        context.output.value(&count)
    }
}
