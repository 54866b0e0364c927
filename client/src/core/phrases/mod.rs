//! The one table of what LiteLLM's error messages mean: servers give different failures the same status, so some can only
//! be distinguished by their message. Everything that depends on a message is a row here.

use std::ops::RangeInclusive;

use reqwest::StatusCode;

use super::refusal_kind::RefusalKind as K;

/// Which part of a refusal a phrase is compared with. Messages are compared in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Anywhere in the message.
    Message,
    /// The message is this and nothing else.
    WholeMessage,
    /// The error's `type`.
    ErrorType,
}

/// One row of the table.
#[derive(Debug)]
pub(crate) struct Phrase {
    text: &'static str,
    place: Place,
    /// Statuses of responses in which the phrase stands for this kind.
    statuses: RangeInclusive<u16>,
    pub(crate) kind: K,
    /// LiteLLM versions whose source contains the phrase, oldest first, or the gateways that send it.
    #[cfg_attr(not(test), expect(dead_code, reason = "shows maintainers whether the row is still needed"))]
    seen_in: &'static [&'static str],
    pub(crate) hint: Option<&'static str>,
}

const ALL: &[&str] = &["1.80.11", "1.106.2", "1.110.2"];
const NEWER: &[&str] = &["1.106.2", "1.110.2"];
const OLDER: &[&str] = &["1.80.11", "1.106.2"];
const NEWEST: &[&str] = &["1.110.2"];

const ANY: RangeInclusive<u16> = 0..=u16::MAX;

const LICENSE_HINT: Option<&str> = Some("this requires a LiteLLM Enterprise license on the server");
const HTTPS_HINT: Option<&str> = Some("the server expects https: begin its URL with https://");
const NO_DATABASE_HINT: Option<&str> =
    Some("the server has no database, which keys, users, teams and credentials require");
const DATABASE_LOST_HINT: Option<&str> = Some("the server cannot reach its database; try again later");
const BUDGET_HINT: Option<&str> = Some("raise the budget, or wait until it resets");
const CONTENT_HINT: Option<&str> =
    Some("change the messages: the provider or a guardrail of the server refuses their content");
const CONTEXT_HINT: Option<&str> = Some("shorten the messages, or use a model with a larger context");

const fn row(text: &'static str, kind: K, seen_in: &'static [&'static str]) -> Phrase {
    Phrase { text, place: Place::Message, statuses: ANY, kind, seen_in, hint: None }
}

impl Phrase {
    const fn with(self, statuses: RangeInclusive<u16>) -> Self {
        Self { statuses, ..self }
    }

    const fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    const fn hint(self, hint: Option<&'static str>) -> Self {
        Self { hint, ..self }
    }
}

/// All rows. The first that matches gives the kind, and the first with a hint the hint, so what is specific comes first: a
/// type before a text, and a text that quotes a name before the words that the name could contain.
static PHRASES: &[Phrase] = &[
    row("budget_exceeded", K::BudgetExceeded, ALL).at(Place::ErrorType).hint(BUDGET_HINT),
    row("expired_key", K::KeyExpired, ALL).at(Place::ErrorType),
    row("key_model_access_denied", K::ModelNotAllowed, ALL).at(Place::ErrorType),
    row("team_model_access_denied", K::ModelNotAllowed, ALL).at(Place::ErrorType),
    row("user_model_access_denied", K::ModelNotAllowed, ALL).at(Place::ErrorType),
    row("org_model_access_denied", K::ModelNotAllowed, ALL).at(Place::ErrorType),
    row("customer_model_access_denied", K::ModelNotAllowed, NEWER).at(Place::ErrorType),
    row("project_model_access_denied", K::ModelNotAllowed, NEWER).at(Place::ErrorType),
    row("agent_model_access_denied", K::ModelNotAllowed, NEWER).at(Place::ErrorType),
    row("team_member_already_in_team", K::AlreadyExists, ALL).at(Place::ErrorType),
    row("team_member_permission_error", K::NoTeamPermission, ALL).at(Place::ErrorType),
    row("database is temporarily unreachable", K::NoDatabase, NEWER).with(503..=503).hint(DATABASE_LOST_HINT),
    row("reach database server", K::NoDatabase, ALL).hint(DATABASE_LOST_HINT),
    row("no_db_connection", K::NoDatabase, ALL).at(Place::ErrorType).hint(NO_DATABASE_HINT),
    row("already exists", K::AlreadyExists, ALL).with(400..=409),
    row("invalid model name passed in", K::UnknownModel, ALL).with(400..=400),
    row("there are no healthy deployments for this model", K::UnknownModel, ALL).with(400..=400),
    row("not allowed to access model", K::ModelNotAllowed, ALL).with(401..=403),
    row("is not available for this api key", K::ModelNotAllowed, NEWER).with(403..=403),
    row("litellm.notfounderror", K::UnknownModel, ALL).with(404..=404),
    row("litellm.authenticationerror", K::ProviderKeyRefused, ALL)
        .with(401..=401)
        .hint(Some("the provider refused the key of the deployment: check its api_key")),
    row("litellm.contextwindowexceedederror", K::ContextTooLong, ALL).with(400..=400).hint(CONTEXT_HINT),
    row("maximum context length", K::ContextTooLong, &["OpenAI"]).with(400..=400).hint(CONTEXT_HINT),
    row("litellm.contentpolicyviolationerror", K::ContentPolicy, ALL).with(400..=400).hint(CONTENT_HINT),
    row("content management policy", K::ContentPolicy, &["Azure"]).with(400..=400).hint(CONTENT_HINT),
    row("by our content policy", K::ContentPolicy, &["OpenAI"]).with(400..=400).hint(CONTENT_HINT),
    // Guardrails: LiteLLM's own, and those of other companies, each with its name between the words.
    row("guardrail policy", K::ContentPolicy, ALL).with(400..=422).hint(CONTENT_HINT),
    row("violated content safety policy", K::ContentPolicy, ALL).with(400..=422).hint(CONTENT_HINT),
    row("violated openai moderation policy", K::ContentPolicy, ALL).with(400..=422).hint(CONTENT_HINT),
    row("violated tool policy", K::ContentPolicy, NEWER).with(400..=422).hint(CONTENT_HINT),
    row("violated jailbreak threshold", K::ContentPolicy, ALL).with(400..=422).hint(CONTENT_HINT),
    row("violated prompt_injection threshold", K::ContentPolicy, ALL).with(400..=422).hint(CONTENT_HINT),
    row("azure content safety guardrail", K::ContentPolicy, ALL).with(400..=422).hint(CONTENT_HINT),
    row("blocked entity detected", K::ContentPolicy, ALL).hint(CONTENT_HINT),
    row("this is a prompt injection attack", K::ContentPolicy, ALL).with(400..=400).hint(CONTENT_HINT),
    row("content blocked", K::ContentPolicy, ALL).with(400..=422).hint(CONTENT_HINT),
    row("blocked by ", K::ContentPolicy, ALL).with(400..=422).hint(CONTENT_HINT),
    row("error checking session status: ", K::LoginFailed, ALL).with(500..=599),
    row("organizations are only available", K::NeedsLicense, NEWER).hint(Some(
        "organizations require a LiteLLM Enterprise license on the server; teams, with budgets and members, do not",
    )),
    row("assigning team admins", K::NeedsLicense, ALL).hint(Some(
        "this requires a LiteLLM Enterprise license on the server; without one, name the admins of a team when you create it",
    )),
    row("litellm_license", K::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise feature", K::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise user", K::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise only", K::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise licen", K::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("budget has been exceeded", K::BudgetExceeded, ALL).hint(BUDGET_HINT),
    row("expired key. key expiry time", K::KeyExpired, ALL).with(400..=401),
    row("key is blocked", K::KeyBlocked, ALL).with(401..=403),
    row("`/team/unblock`", K::TeamBlocked, ALL).with(401..=403),
    row("`/project/update`", K::ProjectBlocked, NEWER).with(401..=403),
    row("no connected db", K::NoDatabase, ALL).hint(NO_DATABASE_HINT),
    row("db not connected", K::NoDatabase, ALL).hint(NO_DATABASE_HINT),
    row("database not connected", K::NoDatabase, ALL).hint(NO_DATABASE_HINT),
    row("no db connected", K::NoDatabase, ALL).hint(NO_DATABASE_HINT),
    row("prisma client not initialized", K::NoDatabase, ALL).hint(NO_DATABASE_HINT),
    row("not live in this pod", K::ModelNotServed, NEWER)
        .hint(Some("does its `model` name a provider, as in openai/gpt-4?")),
    row("was saved to the database", K::WasStored, NEWER)
        .hint(Some("it was stored anyway: check before you repeat it")),
    row("http request was sent to https port", K::HttpsExpected, &["nginx"]).hint(HTTPS_HINT),
    row("http request to an https", K::HttpsExpected, &["Go"]).hint(HTTPS_HINT),
    row("plain http to an ssl-enabled", K::HttpsExpected, &["Apache"]).hint(HTTPS_HINT),
    row("store_model_in_db", K::ModelsInConfigOnly, ALL)
        .hint(Some("set STORE_MODEL_IN_DB=True on the server to manage models through its API")),
    row("failed to add model to db", K::ModelNotStored, ALL)
        .hint(Some("is the deployment's id in use? the server's log has the reason")),
    row("organization not found", K::OrganizationNotFound, ALL),
    row("organization doesn't exist", K::OrganizationNotFound, ALL),
    row("not found in db. create key", K::KeyNotFound, OLDER).with(401..=401),
    row("user key does not exist in db", K::KeyNotFound, ALL).with(401..=401),
    row("key not found", K::KeyNotFound, ALL).with(404..=404),
    row("no keys found", K::KeyNotFound, ALL).with(404..=404),
    row("not found in db", K::NotFound, ALL).with(400..=400),
    row("not found on litellm proxy", K::NotFound, ALL).with(400..=400),
    row("not found on proxy", K::NotFound, ALL).with(400..=400),
    row("user id does not exist", K::NotFound, ALL).with(400..=400),
    row("unable to find token in cache", K::KeyUnknown, OLDER).with(401..=401),
    row("invalid api key provided", K::KeyUnknown, NEWEST).with(401..=401),
    row("virtual key expected", K::KeyUnknown, ALL).with(401..=401),
    row("no api key passed", K::KeyNotReceived, ALL),
    row("malformed api key", K::KeyNotReceived, ALL),
    row("unique constraint failed", K::AlreadyExists, ALL).with(500..=599),
    row("custom api key values are disabled", K::ChosenKeysForbidden, NEWER)
        .with(403..=403)
        .hint(Some("leave the key out: this server chooses its keys itself")),
    row("litellm virtual key must be at least", K::ChosenKeysForbidden, NEWER)
        .with(400..=400)
        .hint(Some("use a longer key, or leave it out: the server then chooses one")),
    row("tags not found", K::TagNotFound, ALL).with(500..=599),
    row("no available teams", K::NoTeamsAvailable, ALL),
    row("not allowed to call this route", K::RouteNotAllowed, ALL).with(403..=403),
    row("not authorized to access this team", K::NotTeamMember, ALL).with(401..=403),
    row("not assigned to team", K::NotTeamMember, ALL).with(400..=403),
    row("user can only create keys for themselves", K::NotAdmin, ALL).with(401..=403),
    row("enterprise", K::MentionsEnterprise, ALL).hint(LICENSE_HINT),
    row("admin", K::NotAdmin, ALL).with(401..=403),
    row("not found", K::NoSuchEndpoint, ALL).at(Place::WholeMessage).with(404..=404),
    // Whatever else a server, a gateway or a provider says with these statuses.
    row("", K::NotFound, ALL).with(404..=404),
    row("", K::AlreadyExists, ALL).with(409..=409),
    row("", K::RateLimited, ALL).with(429..=429),
];

/// Returns the rows that match a refusal, in the table's order.
pub(crate) fn matching(
    status: StatusCode,
    error_type: Option<&str>,
    message: &str,
) -> impl Iterator<Item = &'static Phrase> {
    let message = message.to_ascii_lowercase();
    PHRASES.iter().filter(move |phrase| {
        phrase.statuses.contains(&status.as_u16())
            && match phrase.place {
                Place::Message => message.contains(phrase.text),
                Place::WholeMessage => message == phrase.text,
                Place::ErrorType => error_type == Some(phrase.text),
            }
    })
}

#[cfg(test)]
mod tests {
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
        (
            403,
            "internal_server_error",
            "User can only create keys for themselves. Got user_id=a, Your ID=b",
            K::NotAdmin,
        ),
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
        (
            400,
            "None",
            "/spend/report endpoint You must be a LiteLLM Enterprise user to use this feature.",
            K::NeedsLicense,
        ),
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
            K::NoDatabase,
        ),
        (401, "auth_error", "Authentication Error, Can't reach database server at `db`:`5432`", K::NoDatabase),
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
        for (status, error_type, message, _) in IN_SOURCE.iter().filter(|(.., kind)| *kind == K::NoDatabase) {
            let status = StatusCode::from_u16(*status).expect("a status");
            let hint = matching(status, Some(error_type), message).find_map(|phrase| phrase.hint);
            let is_lost = message.contains("reach");
            assert_eq!(hint, if is_lost { DATABASE_LOST_HINT } else { NO_DATABASE_HINT }, "{message}");
        }
    }
}
