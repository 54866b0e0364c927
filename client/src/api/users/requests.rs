//! Which users to list, and the table of the fields of a user; see [`crate::core::request_fields`] for the columns.

crate::core::request_fields::request! {
    /// Which users to list. The server returns 25 per page by default and 100 at most.
    UserFilter {}
    /// Only users with this role.
    role: String,
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
    /// `user_id`, `user_email`, `created_at`, `spend`, `user_alias` or `user_role`.
    sort_by: String,
    /// `asc`, the default, or `desc`.
    sort_order: String,
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
    /// `internal_user`, `internal_user_viewer`, `proxy_admin` or `proxy_admin_viewer`.
    user_role: String [new update];
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
    budget_duration: String [new update] unset null;
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
    duration: String [new];
    /// Whether the server sends an invitation to the email address, if it can send email.
    send_invite_email: bool [new];
}

crate::core::request_fields::clear!(UserUpdate);
