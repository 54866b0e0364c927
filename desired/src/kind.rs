//! [`Kind`]: the kinds of resources, in the order in which they are created.

use std::fmt;

/// A kind of resource. The order is that of creation: a kind refers only to kinds before it. Deletions go backward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A shared budget, by its id.
    Budget,
    /// Secrets of a provider, by name.
    Credential,
    /// A guardrail, by name.
    Guardrail,
    /// An MCP server, by name.
    McpServer,
    /// A tool for web searches, by name.
    SearchTool,
    /// A vector store, by its id.
    VectorStore,
    /// A prompt, by its id.
    Prompt,
    /// A deployment, by its id.
    Model,
    /// An agent, by name.
    Agent,
    /// A unified access group, by name.
    AccessGroup,
    /// An organization of teams, by id.
    Organization,
    /// A user, by id.
    User,
    /// A team, by id.
    Team,
    /// A member of a team, by the ids of both.
    Member,
    /// A virtual key, by its alias.
    Key,
    /// An end user named in requests, by id.
    Customer,
    /// A tag of requests, by name.
    Tag,
    /// A policy with its attachments, by name.
    Policy,
    /// A pass-through endpoint, by its path without the first slash.
    PassThrough,
    /// The settings of the router, fallbacks included; there is one.
    RouterSettings,
    /// The general settings that servers let others change; there is one.
    GeneralSettings,
    /// Margins and discounts on the costs of providers, the defaults of new users and teams, and the logos of the web UI; there is one.
    LitellmSettings,
    /// The settings of the web UI; a server has one set of them.
    UiSettings,
    /// How people sign in at the web UI; there is one.
    SsoSettings,
}

impl Kind {
    /// All kinds, in the order in which they are created.
    pub const ALL: [Self; 24] = [
        Self::Budget,
        Self::Credential,
        Self::Guardrail,
        Self::McpServer,
        Self::SearchTool,
        Self::VectorStore,
        Self::Prompt,
        Self::Model,
        Self::Agent,
        Self::AccessGroup,
        Self::Organization,
        Self::User,
        Self::Team,
        Self::Member,
        Self::Key,
        Self::Customer,
        Self::Tag,
        Self::Policy,
        Self::PassThrough,
        Self::RouterSettings,
        Self::GeneralSettings,
        Self::LitellmSettings,
        Self::UiSettings,
        Self::SsoSettings,
    ];

    /// Returns the name in addresses, such as `model`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Credential => "credential",
            Self::Guardrail => "guardrail",
            Self::McpServer => "mcp_server",
            Self::SearchTool => "search_tool",
            Self::VectorStore => "vector_store",
            Self::Prompt => "prompt",
            Self::Agent => "agent",
            Self::AccessGroup => "access_group",
            Self::Model => "model",
            Self::Organization => "organization",
            Self::User => "user",
            Self::Team => "team",
            Self::Member => "member",
            Self::Key => "key",
            Self::Customer => "customer",
            Self::Tag => "tag",
            Self::Policy => "policy",
            Self::PassThrough => "pass_through",
            Self::RouterSettings => "router_settings",
            Self::GeneralSettings => "general_settings",
            Self::LitellmSettings => "litellm_settings",
            Self::UiSettings => "ui_settings",
            Self::SsoSettings => "sso_settings",
        }
    }

    /// Returns what people call one and many of them.
    pub fn noun(self) -> [&'static str; 2] {
        match self {
            Self::Budget => ["budget", "budgets"],
            Self::Credential => ["credential", "credentials"],
            Self::Guardrail => ["guardrail", "guardrails"],
            Self::McpServer => ["MCP server", "MCP servers"],
            Self::SearchTool => ["search tool", "search tools"],
            Self::VectorStore => ["vector store", "vector stores"],
            Self::Prompt => ["prompt", "prompts"],
            Self::Agent => ["agent", "agents"],
            Self::AccessGroup => ["access group", "access groups"],
            Self::Model => ["model", "models"],
            Self::Organization => ["organization", "organizations"],
            Self::User => ["user", "users"],
            Self::Team => ["team", "teams"],
            Self::Member => ["member of a team", "members of teams"],
            Self::Key => ["key", "keys"],
            Self::Customer => ["customer", "customers"],
            Self::Tag => ["tag", "tags"],
            Self::Policy => ["policy", "policies"],
            Self::PassThrough => ["pass-through endpoint", "pass-through endpoints"],
            Self::RouterSettings => ["router setting", "router settings"],
            Self::GeneralSettings => ["general setting", "general settings"],
            Self::LitellmSettings => ["LiteLLM setting", "LiteLLM settings"],
            Self::UiSettings => ["setting of the web UI", "settings of the web UI"],
            Self::SsoSettings => ["setting of SSO", "settings of SSO"],
        }
    }

    /// Returns the section of the file, such as `model_list`. Members are part of their team, and pass-through endpoints of the
    /// general settings.
    pub fn section(self) -> &'static str {
        match self {
            Self::Budget => "budgets",
            Self::Credential => "credential_list",
            Self::Guardrail => "guardrails",
            Self::McpServer => "mcp_servers",
            Self::SearchTool => "search_tools",
            Self::VectorStore => "vector_store_registry",
            Self::Prompt => "prompts",
            Self::Agent => "agent_list",
            Self::AccessGroup => "access_groups",
            Self::Model => "model_list",
            Self::Organization => "organizations",
            Self::User => "users",
            Self::Team | Self::Member => "teams",
            Self::Key => "keys",
            Self::Customer => "customers",
            Self::Tag => "tags",
            Self::Policy => "policies",
            Self::RouterSettings => "router_settings",
            Self::PassThrough | Self::GeneralSettings => "general_settings",
            Self::LitellmSettings => "litellm_settings",
            Self::UiSettings => "ui_settings",
            Self::SsoSettings => "sso_settings",
        }
    }

    /// Returns whether a server has exactly one, so that its address has no name.
    pub fn is_single(self) -> bool {
        matches!(
            self,
            Self::RouterSettings | Self::GeneralSettings | Self::LitellmSettings | Self::UiSettings | Self::SsoSettings
        )
    }

    /// Returns whether only this program knows the section, and not LiteLLM.
    pub fn is_ours(self) -> bool {
        matches!(
            self,
            Self::Budget
                | Self::Organization
                | Self::User
                | Self::Team
                | Self::Member
                | Self::Key
                | Self::Customer
                | Self::Tag
                | Self::UiSettings
                | Self::SsoSettings
        )
    }

    /// Returns the path of the name in the items of a section that is a list.
    pub fn name_in_list(self) -> Option<&'static str> {
        match self {
            Self::Credential => Some("credential_name"),
            Self::Guardrail => Some("guardrail_name"),
            Self::SearchTool => Some("search_tool_name"),
            Self::VectorStore => Some("litellm_params.vector_store_id"),
            Self::Prompt => Some("prompt_id"),
            Self::Agent => Some("agent_name"),
            Self::PassThrough => Some("path"),
            _ => None,
        }
    }

    /// Returns the field that holds the ownership mark, or `None` if the server keeps none for this kind.
    pub fn mark_field(self) -> Option<&'static str> {
        match self {
            Self::Credential => Some("credential_info"),
            Self::Model => Some("model_info"),
            Self::Guardrail => Some("guardrail_info"),
            Self::McpServer => Some("mcp_info"),
            Self::SearchTool => Some("search_tool_info"),
            Self::VectorStore => Some("vector_store_metadata"),
            Self::Prompt => Some("prompt_info"),
            Self::Agent => Some("litellm_params"),
            Self::Organization | Self::User | Self::Team | Self::Key => Some("metadata"),
            Self::Budget
            | Self::AccessGroup
            | Self::Member
            | Self::Customer
            | Self::Tag
            | Self::Policy
            | Self::PassThrough
            | Self::RouterSettings
            | Self::GeneralSettings
            | Self::LitellmSettings
            | Self::UiSettings
            | Self::SsoSettings => None,
        }
    }

    /// Returns the fields that are maps of fields, in which each entry is compared and owned by itself.
    pub fn open_maps(self) -> &'static [&'static str] {
        match self {
            Self::Credential => &["credential_info", "credential_values"],
            Self::Model => &["litellm_params", "model_info"],
            Self::Guardrail => &["guardrail_info", "litellm_params"],
            Self::McpServer => &["mcp_info"],
            Self::SearchTool => &["litellm_params", "search_tool_info"],
            Self::VectorStore => &["litellm_params"],
            Self::Prompt => &["litellm_params", "prompt_info"],
            Self::Agent => &["agent_card_params", "litellm_params"],
            Self::Organization | Self::User | Self::Team | Self::Key => &["metadata"],
            Self::Policy => &["guardrails", "condition"],
            Self::LitellmSettings => &[
                "cost_discount_config",
                "cost_margin_config",
                "default_internal_user_params",
                "default_team_params",
                "ui_theme_config",
            ],
            Self::Budget
            | Self::AccessGroup
            | Self::Member
            | Self::Customer
            | Self::Tag
            | Self::PassThrough
            | Self::RouterSettings
            | Self::GeneralSettings
            | Self::UiSettings
            | Self::SsoSettings => &[],
        }
    }

    /// Finds a kind by its name, singular or plural, or by its section.
    pub fn from_name(name: &str) -> Option<Self> {
        let singular = name.strip_suffix('s').unwrap_or(name);
        let named = Self::ALL.into_iter().find(|kind| [name, singular].contains(&kind.name()));
        named.or_else(|| Self::ALL.into_iter().find(|kind| kind.section() == name))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
