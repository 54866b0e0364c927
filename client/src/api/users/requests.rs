//! Which users to list, and the table of the fields of a user; see [`crate::core::request_fields`] for the columns.

use crate::core::pages::SortOrder;

crate::core::string_enum::string_enum! {
    /// The role of a user on the server, or in an organization.
    UserRole {
        /// Manages everything.
        ProxyAdmin = "proxy_admin",
        /// Sees everything.
        ProxyAdminViewer = "proxy_admin_viewer",
        /// Creates and uses keys.
        InternalUser = "internal_user",
        /// Sees the own keys and spend.
        InternalUserViewer = "internal_user_viewer",
        /// Manages an organization.
        OrgAdmin = "org_admin",
    }
}

crate::core::string_enum::string_enum! {
    /// What users are sorted by.
    UserSort {
        /// Id, the only order without ties.
        UserId = "user_id",
        /// Email address.
        UserEmail = "user_email",
        /// Display name.
        UserAlias = "user_alias",
        /// Role.
        UserRole = "user_role",
        /// Spend.
        Spend = "spend",
        /// Creation time.
        CreatedAt = "created_at",
    }
}

crate::core::request_fields::request! {
    /// Which users to list. The server returns 25 per page by default and 100 at most.
    UserFilter {}
    /// Only users with this role.
    role: UserRole,
    /// Only users with one of these ids.
    user_ids: Strings,
    /// Only users whose email address contains this.
    user_email: String,
    /// Only members of the team with this id.
    team: String,
    /// The page, from 1.
    page: u32,
    /// Users per page, 1 to 100.
    page_size: u32,
    /// Sort field.
    sort_by: UserSort,
    /// Ascending, the default, or descending.
    sort_order: SortOrder,
}

crate::core::request_fields::request_fields! {
    /// A user to create. The server chooses what is `None`.
    new NewUser {}

    /// A change of a user: fields that are `None` keep their values. [`UserUpdate::clear`] removes a limit, on newer
    /// servers; older ones ignore it and still report success. Names and email addresses cannot be emptied, and an empty
    /// list of models changes nothing.
    update UserUpdate {}

    /// Id; the server generates one if it is `None`.
    user_id: String [new];
    /// Email address.
    user_email: String [new update];
    /// Role.
    user_role: UserRole [new update];
    /// Display name.
    user_alias: String [new update];
    /// Ids of teams to join.
    teams: Strings [new];
    /// Models that the user may call. In [`NewUser`], an empty list means all.
    models: Strings [new update];
    /// Spend in dollars so far. Not a limit; see `max_budget`.
    spend: f64 [update];
    /// Dollars that the user may spend.
    max_budget: f64 [new update] unset null;
    /// Budget reset interval, such as `30d`.
    budget_duration: Interval [new update] unset null;
    /// Tokens per minute.
    tpm_limit: u64 [new update] unset null;
    /// Requests per minute.
    rpm_limit: u64 [new update] unset null;
    /// Parallel requests.
    max_parallel_requests: u64 [new update];
    /// Metadata, a JSON object. An update replaces all of it.
    metadata: Value [new update];
    /// Whether a virtual key is created along with the user; true by default.
    auto_create_key: bool [new];
    /// Alias of that key.
    key_alias: String [new];
    /// Lifetime of that key, such as `30s`, `24h` or `7d`.
    duration: Interval [new];
    /// Whether the server sends an invitation to the email address, if it can send email.
    send_invite_email: bool [new];
}

crate::core::request_fields::clear!(UserUpdate);
