//! [`RefusalKind`]: the names of the refusals. How they are recognized is in `phrases`.

/// What a refusal is about, by one table for all versions of LiteLLM: servers give different failures the same status, one
/// failure different statuses, and change their words. Returned by [`Refusal::kind`](crate::Refusal::kind).
///
/// Texts are quoted from LiteLLM 1.80.11, 1.106.2 and 1.110.2, from all of them unless versions are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// The budget of a key, user, team, customer or tag is used up: type `budget_exceeded`, "Budget has been exceeded! Current
    /// cost: …", "ExceededBudget: User=… over budget". 400 in 1.80.11, 422 in 1.106.2 and 1.110.2.
    BudgetExceeded,
    /// The model exists, but the key, its team, its user or its project may not call it: type `key_model_access_denied`,
    /// `team_model_access_denied`, …. 401 "key not allowed to access model" in 1.80.11, 403 "The requested model … is not
    /// available for this API key, or the model name is invalid" in 1.106.2 and 1.110.2, which say the same about unknown models
    /// to keys with a list of models.
    ModelNotAllowed,
    /// The server has no such model, 400 "Invalid model name passed in model=…", or the provider has none, 404
    /// "litellm.NotFoundError: …".
    UnknownModel,
    /// The client's own key has expired: type `expired_key`, "Authentication Error - Expired Key". 400 in 1.80.11, 401 in
    /// 1.106.2 and 1.110.2.
    KeyExpired,
    /// The client's own key is blocked: 401 "Key is blocked. Update via `/key/unblock` if you're an admin".
    KeyBlocked,
    /// The team of the client's own key is blocked: 401 "Team=… is blocked. Update via `/team/unblock` if you're an admin".
    TeamBlocked,
    /// The project of the client's own key is blocked: 401 "Project=… is blocked. Update via `/project/update` if you're an admin"
    /// in 1.106.2 and 1.110.2.
    ProjectBlocked,
    /// The server does not know the client's own key: 401 "Unable to find token in cache" in 1.80.11 and 1.106.2, "Invalid API
    /// key provided" in 1.110.2; 401 "LiteLLM Virtual Key expected" about a key that does not begin with `sk-`.
    KeyUnknown,
    /// The server did not find a key in the header where it looks for one: 401 "No api key passed in".
    KeyNotReceived,
    /// Only an admin of the server, or of the team or organization, may do this: 401 or 403 "Only proxy admin can be used to
    /// generate, delete, update info for new keys/users/teams", "User not proxy admin OR team admin", "User can only create keys
    /// for themselves".
    NotAdmin,
    /// The key's `allowed_routes` do not include the endpoint: 403 "Virtual key is not allowed to call this route".
    RouteNotAllowed,
    /// The user is not in the team: 403 "User=… not authorized to access this team", 400 "User=… not assigned to team".
    NotTeamMember,
    /// The user is in the team, which does not let its members do this: type `team_member_permission_error`.
    NoTeamPermission,
    /// The server requires a LiteLLM Enterprise license: "You must be a LiteLLM Enterprise user to use this feature", with 400,
    /// 403 or 500.
    NeedsLicense,
    /// The message mentions Enterprise; a license may be missing.
    MentionsEnterprise,
    /// Too many requests, tokens or parallel requests, of the key, the user, the team, or the deployment's provider: 429 "Rate
    /// limit exceeded for api_key: …", "litellm.RateLimitError: …".
    RateLimited,
    /// The messages are longer than the model's context: 400 "litellm.ContextWindowExceededError: …".
    ContextTooLong,
    /// The provider, or a guardrail of the server, refuses the content: 400 "litellm.ContentPolicyViolationError: …", "…
    /// content management policy", "Violated guardrail policy".
    ContentPolicy,
    /// The provider does not accept the key of the deployment: 401 "litellm.AuthenticationError: …". The client's own key is
    /// fine.
    ProviderKeyRefused,
    /// Something that the request names does not exist: 404, or 400 "Model with id=… not found in db".
    NotFound,
    /// The key that the request names does not exist; the client's own key is fine: 404 "Key not found", "No keys found"; in
    /// 1.80.11 also 401 "key=… not found in db. Create key via `/key/generate` call" and "user key does not exist in db".
    KeyNotFound,
    /// The organization that the request names does not exist: "Organization not found".
    OrganizationNotFound,
    /// The tag that the request names does not exist: 500 "Tags not found".
    TagNotFound,
    /// The thing to create exists already: 409, or 400 "Key with alias '…' already exists".
    AlreadyExists,
    /// The server has no such endpoint: 404 "Not Found", and nothing else.
    NoSuchEndpoint,
    /// The server runs without a database: type `no_db_connection`, "No connected db", "DB not connected", "Database not
    /// connected".
    NoDatabase,
    /// The server has lost its database: "Can't reach database server", "Server has closed the connection", 503 "the
    /// authentication database is temporarily unreachable" in 1.106.2 and 1.110.2. Also with 401, which says nothing about
    /// the key then: it cannot be looked up. [`Error::Server`](crate::Error::Server) with any status.
    DatabaseLost,
    /// The deployment is stored, but not served: 500 "… not live in this pod's router" in 1.106.2 and 1.110.2.
    ModelNotServed,
    /// The write took effect although the server reports a failure: 500 "… was saved to the database, but …" in 1.106.2 and
    /// 1.110.2.
    WasStored,
    /// The database did not accept a new deployment: "Failed to add model to db".
    ModelNotStored,
    /// The server is not configured to store models in its database: "Set `STORE_MODEL_IN_DB='True'` in your env".
    ModelsInConfigOnly,
    /// The server chooses the secrets of its keys itself, or expects longer ones than the request has: 403 "Custom API key values
    /// are disabled", 400 "LiteLLM Virtual Key must be at least … characters" in 1.106.2 and 1.110.2.
    ChosenKeysForbidden,
    /// The server offers no team to join: "No available teams".
    NoTeamsAvailable,
    /// A login through the browser cannot be completed: 500 "Error checking session status: …".
    LoginFailed,
    /// The server, or a gateway in front of it, expects `https://`.
    HttpsExpected,
}
