//! `users`: the server's internal users, their roles and budgets.

mod fields;
mod import;
mod invite;
mod offboard;
pub(super) mod people;
mod update;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::commands::confirm::Confirmation;
use crate::commands::consequences::{self, Doomed};
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::fields as options;
use crate::commands::filters::{self, Filters};
use crate::commands::unknown::{self, Checks, Names, OwnerKind};
use crate::commands::{answers, kept, lists, names, params, several, status};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, Listing, cell, defaults};
use litellm_proxy_client::kept::Written;
use litellm_proxy_client::names::NameError;
use litellm_proxy_client::names::beginning_of_id;
use litellm_proxy_client::users::{CreatedUser, NewUser, User, UserFilter, UserRole};
use litellm_proxy_client::{ApiKey, Lossless, known_fields};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy users list
  litellm-proxy users create ada@example.com --team research --max-budget 20
  litellm-proxy users import people.csv")]
pub(crate) enum Command {
    /// List users (all pages unless --page or --page-size is given)
    #[command(after_help = "\
Examples:
  litellm-proxy users list --role internal_user
  litellm-proxy users list --email ada@example.com
  litellm-proxy users list --team research --format ndjson")]
    List(List),
    /// Show a user, by default the owner of the key
    #[command(visible_alias = "info")]
    #[command(after_help = "\
Examples:
  litellm-proxy users get ada@example.com
  litellm-proxy users get
  litellm-proxy users get ada@example.com --format table")]
    Get(Get),
    /// Create a user
    Create(Create),
    /// Update a user; fields you don't name keep their values
    Update(Box<update::Update>),
    /// Invite a user to set a password, with a link
    Invite(invite::Invite),
    /// Create users from a CSV file
    Import(import::Import),
    /// Delete users and their keys
    #[command(after_help = "\
Examples:
  litellm-proxy users delete ada@example.com bob@example.com --yes
  litellm-proxy users delete ada@example.com --dry-run
  litellm-proxy users delete user-123 --yes")]
    Delete(Delete),
    /// Take everything from a user who leaves: keys, memberships, and the account
    Offboard(offboard::Offboard),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Get(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Invite(args) => args.run(context).await,
            Self::Import(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Offboard(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only users with this role, such as internal_user
    #[arg(long, value_name = "ROLE", value_parser = people::role)]
    role: Option<String>,
    /// Only users whose email address contains this
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    email: Option<String>,
    /// Only users of this team, by id or alias
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// Only this page, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: Option<u32>,
    /// Users per page, 1 to 100 [default: 25]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    page_size: Option<u32>,
}

const COLUMNS: &[Column<Lossless<User>>] = &[
    Column::new("user_id", "User ID", |user: &Lossless<User>| user.user_id.clone().unwrap_or_default())
        .id()
        .optional(1),
    Column::new("user_email", "Email", |user: &Lossless<User>| user.user_email.clone().unwrap_or_default())
        .short_title("User")
        .short(|user| people::name(user))
        .at_least(18),
    Column::new("user_role", "Role", |user: &Lossless<User>| {
        user.user_role.as_ref().map(ToString::to_string).unwrap_or_default()
    })
    .whole()
    .optional(2),
    Column::new("teams", "Teams", |user: &Lossless<User>| {
        user.teams.iter().flatten().map(|team| cell(team.get("team_id").unwrap_or(team))).collect::<Vec<_>>().join(", ")
    })
    .of_teams()
    .items()
    .optional(3),
    Column::right("keys", "Keys", |user: &Lossless<User>| {
        user.key_count.map(|count| count.to_string()).unwrap_or_default()
    })
    .on_terminals()
    .optional(4),
    Column::money("spend", "Spend", |user: &Lossless<User>| user.spend).on_terminals(),
    Column::money("max_budget", "Budget", |user: &Lossless<User>| user.max_budget).on_terminals().optional(5),
    Column::state("status", "Status", |user: &Lossless<User>| status::of(None, user.spend, user.max_budget).to_owned())
        .on_terminals(),
];

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let team = match self.team {
            Some(team) => Some(names::team(context, DryRun::default(), &team).await?),
            None => None,
        };
        let mut filter = UserFilter::default();
        (filter.role, filter.user_email, filter.team) = (self.role.map(Into::into), self.email, team);
        (filter.page, filter.page_size) = (self.page, self.page_size);
        let client = context.client()?;
        if filter.page.is_some() || filter.page_size.is_some() {
            let call = client.users().list(&filter);
            return context
                .perform(DryRun::default(), call, async |context, call| {
                    let columns = defaults(&context.output, COLUMNS);
                    let mut listing = Listing::new(&context.output, "user", &columns);
                    let (page, names) = lists::with_team_names(context, &listing, call.send()).await?;
                    listing.set_team_names(names);
                    let page = page?;
                    filters(&filter).ensure_match(&page.users, "--page and --page-size")?;
                    if !context.output.is_for_people() {
                        return context.output.list("user", &page.users, &columns, &page);
                    }
                    lists::complete_team_names(context, &mut listing, &page.users).await?;
                    listing.add(&mut context.output, &page.users)?;
                    listing.finish(&mut context.output, &[])
                })
                .await;
        }
        let pages = client.users().list_all(&filter);
        context
            .perform(DryRun::default(), pages, async |context, pages| {
                let listing =
                    Listing::new(&context.output, "user", &defaults(&context.output, COLUMNS)).in_field("users");
                let counts = |total, count| [("total", total), ("page", 1), ("page_size", count), ("total_pages", 1)];
                lists::show_matching(context, pages, listing, filters(&filter), counts).await
            })
            .await
    }
}

/// Returns the checks of the filters.
fn filters(filter: &UserFilter) -> Filters<'_, Lossless<User>> {
    Filters::none()
        .on("--role", filter.role.as_ref().map(AsRef::as_ref), |user: &Lossless<User>, role| {
            filters::is(user, "user_role", user.user_role.as_ref().map(AsRef::as_ref), role)
        })
        .on("--email", filter.user_email.as_deref(), |user, email| {
            filters::contains(user, "user_email", user.user_email.as_deref(), email)
        })
        .on("--team", filter.team.as_deref(), |user, team| {
            let teams = user.teams.as_ref();
            teams.is_none_or(|teams| teams.iter().any(|of| of.get("team_id").unwrap_or(of) == *team))
        })
}

#[derive(Debug, Args)]
pub(crate) struct Get {
    /// The user, by id or email address [default: the owner of the key]
    #[arg(value_parser = NonEmptyStringValueParser::new(), conflicts_with = "id")]
    user: Option<String>,
    /// The same as USER
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    id: Option<String>,
}

impl Get {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let user = self.user.or(self.id);
        let call = user.as_ref().map_or_else(|| client.users().me(), |user| client.users().get(user));
        context
            .perform(DryRun::default(), call, async |context, call| {
                let user = match &user {
                    Some(user) => names::user_info(&client, user).await?,
                    None => call.await?,
                };
                context.output.answer_unwrapped(&user, "user_info", || answers::user_details(&user))
            })
            .await
    }
}

/// The fields that name what a user belongs to.
const OWNERS: &[(&str, OwnerKind)] = &[("teams", OwnerKind::Team), ("organizations", OwnerKind::Organization)];

/// The fields of the new user, serialized under their names in the request.
#[derive(Debug, Args, Serialize)]
struct Fields {
    /// The same as EMAIL
    #[arg(long, value_name = "EMAIL", value_parser = people::address)]
    #[serde(rename = "user_email")]
    email: Option<String>,
    /// Role: proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer [default: internal_user]
    #[arg(long, value_name = "ROLE", value_parser = people::role_or_param)]
    #[serde(rename = "user_role")]
    role: Option<String>,
    /// Display name
    #[arg(long, value_name = "NAME")]
    #[serde(rename = "user_alias")]
    alias: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    shared: fields::SharedFields,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Unless --no-key is given, the server also creates a virtual key for the user, which is printed.

Examples:
  litellm-proxy users create user@example.com --alias \"Alice\" --max-budget 100
  litellm-proxy users create ada@example.com --team research --no-key
  litellm-proxy users create ops@example.com --role proxy_admin_viewer")]
pub(crate) struct Create {
    /// Email address
    #[arg(value_name = "EMAIL", value_parser = people::address, required_unless_present = "email", conflicts_with = "email")]
    address: Option<String>,
    #[command(flatten)]
    fields: Fields,
    /// Team to join, by id or alias (can be repeated)
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Vec<String>,
    /// Do not create a virtual key for the user
    #[arg(long)]
    no_key: bool,
    /// Any other field (can be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    checks: Checks,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut user: NewUser = options::request(context, &self.fields)?;
        user.user_email = self.address.clone().or(user.user_email);
        user.auto_create_key = self.no_key.then_some(false);
        user.extra = params::read_known(context, &self.param, &user, known_fields::NEW_USER)?;
        let id = user.extra.get("user_id").and_then(Value::as_str).map(str::to_owned);
        let name = id.or_else(|| user.user_email.clone()).unwrap_or_default();
        let option = self.if_not_exists;
        let client = context.client()?;
        let find = async || match client.users().resolve(&name).await {
            // One of them may be about to go, as the later of two who were created at once.
            Err(NameError::Ambiguous { .. }) => Ok(client.users().first_of_email(&name).await?),
            user => Ok(existing::resolved(user)?.map(|user| user.id)),
        };
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.create(context, user).await;
        let show = async |context: &mut Context, id: String| Get { user: Some(id), id: None }.run(context).await;
        let what = format!("the user `{name}`");
        let creation = Creation { what: &what, is_unique: !name.is_empty(), dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(self, context: &mut Context, mut user: NewUser) -> Result<Outcome> {
        if user.user_role.is_none() && !user.extra.contains_key("user_role") {
            user.user_role = Some(UserRole::InternalUser);
        }
        if !self.team.is_empty() && user.extra.contains_key("teams") {
            return Err(Failure::usage("`teams` is given twice: by its own option and by --param"));
        }
        // The server silently ignores unknown teams.
        let given = self.team.clone();
        let mut named = self.team;
        let owners = named.iter_mut().map(|name| (OwnerKind::Team, name));
        let owners = owners.chain(unknown::in_fields(&mut user.extra, OWNERS)).collect();
        let mut unknown = self.checks.resolve(context, self.dry_run, owners).await?;
        let mut teams: Vec<String> = Vec::new();
        for team in named {
            if !teams.contains(&team) {
                teams.push(team);
            }
        }
        user.teams = (!teams.is_empty()).then_some(teams);
        let models = user.models.clone().unwrap_or_else(|| models(&user.extra));
        let client = context.client()?;
        let call = client.users().create(&user);
        context
            .perform(self.dry_run, call, async |context, call| {
                let named = Names { user_id: None, models: &models };
                let (created, others) = self.checks.look_up_during(&client, named, call.send()).await?;
                unknown.extend(others);
                if self.if_not_exists.is_chosen()
                    && let (false, Some(address)) = (user.extra.contains_key("user_id"), &user.user_email)
                {
                    client.users().keep_first_of_email(address, &created.user_id).await?;
                }
                print_created(context, &created, &given)?;
                let written = Written::User(created.user_id.clone());
                let outcome = kept::report(context, &written, &user, &user.extra, &created).await;
                unknown::warn(context, "user", &unknown);
                outcome
            })
            .await
    }
}

/// Returns the models that `--param` names.
fn models(extra: &Map<String, Value>) -> Vec<String> {
    let models = extra.get("models").and_then(Value::as_array).into_iter().flatten();
    models.filter_map(|model| model.as_str().map(str::to_owned)).collect()
}

/// Prints a new user. The secret of the key created along with it cannot be fetched again: if it cannot be printed, the key
/// is named.
fn print_created(context: &mut Context, created: &Lossless<CreatedUser>, teams: &[String]) -> Result<()> {
    let key = created.key.as_ref().filter(|key| !key.is_empty());
    let printed = context.output.answer(created, || answers::created_user(created, key.map(ApiKey::expose), teams));
    let printed = printed.and_then(|_| context.output.flush());
    let Some(key) = key else { return printed };
    let reason = match printed {
        Err(error) => format!("{error:#}"),
        Ok(()) if context.output.is_closed() => "stdout is closed".to_owned(),
        Ok(()) => return Ok(()),
    };
    let hash = key.hash();
    let message = format!(
        "the user was created with a key whose secret cannot be printed: {reason}; delete it with `litellm-proxy keys delete {hash}`"
    );
    Err(Failure::Refused(message).into())
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The users, by id or email address, or - to read them from stdin
    #[arg(required = true, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    users: Vec<String>,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let names = several::read(context, &self.users)?;
        let client = context.client()?;
        if !context.looks_up(self.dry_run) {
            return context.preview(client.users().delete(&names));
        }
        let mut doomed = Doomed::default();
        let asks = self.confirmation.will_ask(context, self.dry_run);
        for name in &names {
            // Without a question, the server is to judge ids.
            if !asks && context.is_sending(self.dry_run) && !name.contains('@') && beginning_of_id(name).is_none() {
                doomed.add(name, name.clone(), "");
                continue;
            }
            let user = client.users().resolve(name).await.map_err(names::failure)?;
            let info = match user.object {
                None if asks => Some(client.users().get(&user.id).await?),
                object => object,
            };
            doomed.add(name, user.id, &info.map(|info| consequences::of_user(&info)).unwrap_or_default());
        }
        self.confirmation.ask(context, self.dry_run, &doomed.question("user", ", with all keys"))?;
        let call = client.users().delete(&doomed.ids);
        context.answer_response(self.dry_run, call, |_| answers::deleted("user", &names)).await
    }
}
