//! What servers send, and the kind of each.

use super::*;

fn kind(status: u16, error_type: Option<&str>, message: &str) -> Option<K> {
    let status = StatusCode::from_u16(status).expect("a status");
    matching(status, error_type, message).next().map(|phrase| phrase.kind)
}

#[test]
fn every_row_names_where_it_was_seen_and_can_match() {
    for phrase in PHRASES {
        assert!(!phrase.seen_in.is_empty(), "{phrase:?}");
        assert_eq!(phrase.text, phrase.text.to_ascii_lowercase());
    }
}

#[test]
fn no_row_is_hidden_by_one_before_it() {
    for (number, phrase) in PHRASES.iter().enumerate() {
        let hides = |earlier: &&Phrase| {
            earlier.place == Place::Message
                && phrase.place != Place::ErrorType
                && phrase.text.contains(earlier.text)
                && earlier.statuses.start() <= phrase.statuses.start()
                && earlier.statuses.end() >= phrase.statuses.end()
        };
        let hiding = PHRASES.iter().take(number).find(hides);
        assert!(hiding.is_none(), "{:?} never matches, because of {hiding:?}", phrase.text);
    }
}

#[test]
fn a_phrase_has_its_kind_only_with_its_status_and_place() {
    let missing = "Model with id=x not found in DB";
    assert_eq!(kind(400, None, missing), Some(K::NotFound));
    assert_eq!(kind(500, None, missing), None);
    assert_eq!(kind(404, None, "Not Found"), Some(K::NoSuchEndpoint));
    assert_eq!(kind(404, None, "User not found"), Some(K::NotFound));
    assert_eq!(kind(422, Some("budget_exceeded"), "over"), Some(K::BudgetExceeded));
    assert_eq!(kind(400, None, "budget_exceeded"), None);
    let own_key = "Authentication Error, Invalid API key provided.";
    assert_eq!(kind(401, Some("token_not_found_in_db"), own_key), Some(K::KeyUnknown));
}

/// Refusals of the three versions, as they were received: status, type, message.
const RECEIVED: &[(u16, &str, &str, K)] = &[
    (
        401,
        "key_model_access_denied",
        "key not allowed to access model. This key can only access models=['beta-gpt']. Tried to access mock-gpt",
        K::ModelNotAllowed,
    ),
    (
        403,
        "team_model_access_denied",
        "The requested model 'x' is not available for this API key, or the model name is invalid.",
        K::ModelNotAllowed,
    ),
    (
        400,
        "None",
        "/chat/completions: Invalid model name passed in model=x. Call `/v1/models` to view available models for your key.",
        K::UnknownModel,
    ),
    (
        404,
        "None",
        "litellm.NotFoundError: OpenAIException - The model `gpt-x` does not exist or you do not have access to it.",
        K::UnknownModel,
    ),
    (
        401,
        "auth_error",
        "Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=/budget/new. Your role=unknown. Your user_id=unknown",
        K::NotAdmin,
    ),
    (
        403,
        "auth_error",
        "User does not have permission to make this model call. Your role=internal_user. You can only make model calls if you are a PROXY_ADMIN",
        K::NotAdmin,
    ),
    (
        403,
        "None",
        "Call not allowed. User not proxy admin OR team admin. route=/team/member_add, team_id=t",
        K::NotAdmin,
    ),
    (403, "internal_server_error", "User can only create keys for themselves. Got user_id=a, Your ID=b", K::NotAdmin),
    (
        403,
        "None",
        "Virtual key is not allowed to call this route. Only allowed to call routes: ['/models']. Tried to call route: /chat/completions",
        K::RouteNotAllowed,
    ),
    (
        401,
        "auth_error",
        "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.",
        K::KeyBlocked,
    ),
    (
        401,
        "auth_error",
        "Authentication Error, Team=t is blocked. Update via `/team/unblock` if you're an admin.",
        K::TeamBlocked,
    ),
    (
        401,
        "token_not_found_in_db",
        "Authentication Error, Invalid proxy server token passed. Received API Key = sk-...this, Key Hash (Token) =ea. Unable to find token in cache or `LiteLLM_VerificationTokenTable`",
        K::KeyUnknown,
    ),
    (
        401,
        "auth_error",
        "Authentication Error, LiteLLM Virtual Key expected. Received=nobody, expected to start with 'sk-'.",
        K::KeyUnknown,
    ),
    (401, "auth_error", "Authentication Error, No api key passed in.", K::KeyNotReceived),
    (
        400,
        "expired_key",
        "Authentication Error - Expired Key. Key Expiry time 2026-11-29 15:55:07+00:00 and current time 2026-11-29 15:55:38+00:00",
        K::KeyExpired,
    ),
    (
        429,
        "throttling_error",
        "Rate limit exceeded for api_key: 2b. Limit type: requests. Current limit: 1, Remaining: 0.",
        K::RateLimited,
    ),
    (
        429,
        "throttling_error",
        "litellm.RateLimitError: RateLimitError: OpenAIException - You exceeded your current quota",
        K::RateLimited,
    ),
    (
        500,
        "internal_server_error",
        "Regenerating Virtual Keys is an Enterprise feature, You must be a LiteLLM Enterprise user to use this feature.",
        K::NeedsLicense,
    ),
    (400, "None", "/spend/report endpoint You must be a LiteLLM Enterprise user to use this feature.", K::NeedsLicense),
    (
        403,
        "internal_server_error",
        "This feature is only available for LiteLLM Enterprise users: tags. You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env.",
        K::NeedsLicense,
    ),
    (
        422,
        "budget_exceeded",
        "Budget has been exceeded! Key=ci (sk-...oZ2Q) Current cost: 0.047, Max budget: 1e-06",
        K::BudgetExceeded,
    ),
    (400, "budget_exceeded", "ExceededBudget: End User=c over budget. Spend=0.05, Budget=1e-06", K::BudgetExceeded),
    (
        400,
        "invalid_request_error",
        "litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - This model's maximum context length is 4097 tokens.",
        K::ContextTooLong,
    ),
    (
        400,
        "invalid_request_error",
        "litellm.BadRequestError: litellm.ContentPolicyViolationError: ContentPolicyViolationError: OpenAIException - Your request was rejected",
        K::ContentPolicy,
    ),
    (
        400,
        "None",
        "litellm.BadRequestError: OpenAIException - Your request was rejected as a result of our safety system. Your prompt may contain text that is not allowed by our content policy.. Received Model Group=m",
        K::ContentPolicy,
    ),
    (
        400,
        "None",
        "litellm.BadRequestError: OpenAIException - The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        K::ContentPolicy,
    ),
    (
        401,
        "authentication_error",
        "litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key provided: sk-upst****.",
        K::ProviderKeyRefused,
    ),
    (403, "auth_error", "User=u not authorized to access this team=t", K::NotTeamMember),
    (400, "internal_server_error", "User=u not assigned to team=t", K::NotTeamMember),
    (404, "not_found_error", "Key not found in database", K::KeyNotFound),
    (404, "internal_server_error", "No keys found", K::KeyNotFound),
    (
        401,
        "auth_error",
        "Authentication Error: invalid user key - user key does not exist in db. User Key=sk-nobody",
        K::KeyNotFound,
    ),
    (
        401,
        "token_not_found_in_db",
        "Authentication Error, Invalid proxy server token passed. key=00, not found in db. Create key via `/key/generate` call.",
        K::KeyNotFound,
    ),
    (400, "auth_error", "Model with id=x not found in db", K::NotFound),
    (404, "auth_error", "Team not found, passed team id: x.", K::NotFound),
    (
        400,
        "bad_request_error",
        "Key with alias 'the enterprise user' already exists. Unique key aliases across all keys are required.",
        K::AlreadyExists,
    ),
];

/// Refusals that need a server without a database, with guardrails or with projects, as they stand in the source of
/// LiteLLM.
const IN_SOURCE: &[(u16, &str, &str, K)] = &[
    (
        503,
        "no_db_connection",
        "Service Unavailable, the authentication database is temporarily unreachable. Please retry shortly.",
        K::DatabaseLost,
    ),
    (401, "auth_error", "Authentication Error, Can't reach database server at `db`:`5432`", K::DatabaseLost),
    (401, "auth_error", "Authentication Error, Error in external connector (id 10)", K::DatabaseLost),
    (500, "internal_server_error", "Error in external connector (id 7)", K::DatabaseLost),
    (500, "internal_server_error", "Server has closed the connection.", K::DatabaseLost),
    (
        401,
        "auth_error",
        "Authentication Error, FATAL: database \"litellm\" is not currently accepting connections",
        K::DatabaseLost,
    ),
    (401, "auth_error", "Authentication Error, FATAL: the database system is shutting down", K::DatabaseLost),
    (500, "None", "FATAL: terminating connection due to administrator command", K::DatabaseLost),
    (401, "auth_error", "Timed out fetching a new connection from the connection pool. More info: x", K::DatabaseLost),
    (500, "None", "DB not connected. See https://docs.litellm.ai/docs/proxy/virtual_keys", K::NoDatabase),
    (
        500,
        "None",
        "Database not connected. Connect a database to your proxy - https://docs.litellm.ai/docs/simple_proxy#managing-auth---virtual-keys",
        K::NoDatabase,
    ),
    (
        500,
        "None",
        "No DB Connected. Here's how to do it - https://docs.litellm.ai/docs/proxy/virtual_keys",
        K::NoDatabase,
    ),
    (500, "None", "Prisma client not initialized", K::NoDatabase),
    (
        401,
        "auth_error",
        "Authentication Error, Project=p is blocked. Update via `/project/update` if you're an admin.",
        K::ProjectBlocked,
    ),
    (
        401,
        "project_model_access_denied",
        "Project not allowed to access model. This project can only access models=['a']. Tried to access b",
        K::ModelNotAllowed,
    ),
    (
        422,
        "budget_exceeded",
        "Budget has been exceeded! Project=p Current cost: 1.5, Max budget: 1.0",
        K::BudgetExceeded,
    ),
    (400, "None", "Violated guardrail policy", K::ContentPolicy),
    (400, "None", "Violated Lasso guardrail policy", K::ContentPolicy),
    (400, "None", "Violated content safety policy", K::ContentPolicy),
    (400, "None", "Violated OpenAI moderation policy", K::ContentPolicy),
    (400, "None", "Violated jailbreak threshold", K::ContentPolicy),
    (400, "None", "Azure Content Safety Guardrail: Hate crossed severity 2, Got severity: 4", K::ContentPolicy),
    (
        400,
        "None",
        "Blocked entity detected: EMAIL_ADDRESS by Guardrail: pii. This entity is not allowed to be used in this request.",
        K::ContentPolicy,
    ),
    (400, "None", "Rejected message. This is a prompt injection attack.", K::ContentPolicy),
    (400, "None", "Blocked by Prompt Security, Violations: x", K::ContentPolicy),
    (400, "None", "Content blocked by Model Armor", K::ContentPolicy),
    // Not of a guardrail.
    (
        401,
        "auth_error",
        "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.",
        K::KeyBlocked,
    ),
];

#[test]
fn what_servers_send_has_a_name() {
    for (status, error_type, message, expected) in RECEIVED.iter().chain(IN_SOURCE) {
        assert_eq!(kind(*status, Some(error_type), message), Some(*expected), "{status} {message}");
    }
}

#[test]
fn a_lost_database_is_not_a_server_without_one() {
    for (status, error_type, message, kind) in IN_SOURCE {
        let expected = match kind {
            K::DatabaseLost => DATABASE_LOST_HINT,
            K::NoDatabase => NO_DATABASE_HINT,
            _ => continue,
        };
        let status = StatusCode::from_u16(*status).expect("a status");
        let hint = matching(status, Some(error_type), message).find_map(|phrase| phrase.hint);
        assert_eq!(hint, expected, "{message}");
    }
}
