//! The table of the fields of a key: one row per field defines it in [`NewKey`] and [`KeyUpdate`], says how an update
//! empties it, and how [`NewKey::copy_of`] carries it over. See [`crate::core::request_fields`] for the columns.

crate::core::request_fields::request_fields! {
    /// A key to generate. The server chooses what is `None`.
    new NewKey {}

    /// A change of a key: fields that are `None` keep their values. [`KeyUpdate::clear`] empties a field.
    update KeyUpdate {}

    /// Models and access groups that the key may call; an empty list means all.
    models: Strings [new update] unset [] copy same;
    /// Model aliases, such as `{"gpt-4": "my-model"}`.
    aliases: Value [new update] unset {} copy same;
    /// Initial spend in dollars. Not a limit; see `max_budget`.
    spend: f64 [new update] copy same;
    /// Lifetime from now, such as `30s`, `24h` or `7d`.
    duration: Interval [new update] unset null;
    /// Alias, unique on the server.
    key_alias: String [new update] unset null copy same;
    /// Id of the key's team.
    team_id: String [new update] unset null copy same;
    /// Id of the key's user.
    user_id: String [new update] unset null copy same;
    /// Id of a budget, created with [`Budgets::create`](crate::api::budgets::Budgets::create).
    budget_id: String [new update] unset null copy same;
    /// The key's `config`, a JSON object.
    config: Value [new] unset {} copy same;
    /// Dollars that the key may spend.
    max_budget: f64 [new update] unset null copy same;
    /// Budget reset interval, such as `30d`.
    budget_duration: Interval [new update] unset null copy same;
    /// Dollars at which the server sends a warning.
    soft_budget: f64 [new] unset null;
    /// Metadata, a JSON object. An update replaces all of it.
    metadata: Value [new update] unset {} copy same;
    /// Tokens per minute.
    tpm_limit: u64 [new update] unset null copy same;
    /// Requests per minute.
    rpm_limit: u64 [new update] unset null copy same;
    /// Parallel requests.
    max_parallel_requests: u64 [new update] unset null copy same;
    /// The secret; the server generates one if it is `None`.
    key: ApiKey [new];
    /// Tags (requires a license).
    tags: Strings [new] unset [] copy (from metadata);
    /// Whether the key is blocked.
    blocked: bool [new update] copy same;

    expires: any [] unset (as duration);
    access_group_ids: any [] unset [] copy same;
    agent_id: any [] copy same;
    allowed_cache_controls: any [] unset [] copy same;
    allowed_routes: any [] unset [] copy same;
    auto_rotate: any [] copy same;
    budget_fallbacks: any [] unset {} copy same;
    budget_limits: any [] unset null copy same;
    budget_reset_at: any [] copy (lost "the time at which its budget is reset");
    enforced_params: any [] unset [] copy (from metadata);
    guardrails: any [] unset [] copy (from metadata);
    key_type: any [] copy same;
    mcp_rpm_limit: any [] unset {};
    model_max_budget: any [] unset {} copy same;
    model_rpm_limit: any [] unset {};
    model_spend: any [] copy (lost "what it has spent on each model");
    model_tpm_limit: any [] unset {};
    object_permission: any [] copy same;
    organization_id: any [] copy (from org_id);
    permissions: any [] unset {} copy same;
    policies: any [] unset [] copy (from metadata);
    project_id: any [] copy same;
    prompts: any [] unset [] copy (from metadata);
    rotation_interval: any [] unset null copy same;
    router_settings: any [] unset {} copy same;
    rpm_limit_type: any [] copy same;
    tag_rpm_limit: any [] unset {};
    tpd_limit: any [] unset null copy same;
    tpm_limit_type: any [] copy same;
}

crate::core::request_fields::clear!(KeyUpdate);
