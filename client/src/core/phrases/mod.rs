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

/// A message of PostgreSQL or Prisma about a lost connection, also with 401: the server cannot look up the key.
const fn lost(text: &'static str) -> Phrase {
    row(text, K::DatabaseLost, &["PostgreSQL", "Prisma"]).with(401..=599).hint(DATABASE_LOST_HINT)
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
    row("database is temporarily unreachable", K::DatabaseLost, NEWER).with(503..=503).hint(DATABASE_LOST_HINT),
    row("reach database server", K::DatabaseLost, ALL).hint(DATABASE_LOST_HINT),
    lost("error in external connector"),
    lost("server has closed the connection"),
    lost("a new connection from the connection pool"),
    lost("is not currently accepting connections"),
    lost("the database system is "),
    lost("terminating connection due to administrator command"),
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
mod tests;
