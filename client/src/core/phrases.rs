//! The one table of what LiteLLM's error messages mean: servers give different failures the same status, so some can only
//! be distinguished by their message. Everything that depends on a message is a row here.

use std::ops::RangeInclusive;

use reqwest::StatusCode;

/// What a refusal means, if its status alone does not show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Meaning {
    /// The thing that the request names does not exist, though the status is not 404.
    NotFound,
    /// The key that the request names does not exist; the client's own key is fine.
    KeyNotFound,
    /// The thing to create exists already, though the status is not 409.
    AlreadyExists,
    /// The server requires a LiteLLM Enterprise license for this.
    NeedsLicense,
    /// The message mentions Enterprise; a license may be missing.
    MentionsEnterprise,
    /// A budget is used up.
    BudgetExceeded,
    /// The server runs without a database.
    NoDatabase,
    /// The deployment is stored, but not served.
    ModelNotServed,
    /// The write took effect although the server reports a failure.
    WasStored,
    /// The database did not accept a new deployment.
    ModelNotStored,
    /// The server is not configured to store models in its database.
    ModelsInConfigOnly,
    /// The server expects `https://`.
    HttpsExpected,
    /// Only an admin may do this.
    AdminOnly,
    /// The server does not know the client's own key.
    UnknownKey,
    /// The server did not find a key in the header where it looks for one.
    KeyNotReceived,
    /// The organization that the request names does not exist.
    OrganizationNotFound,
    /// The server chooses the secrets of its keys itself, or expects longer ones than the request has.
    ChosenKeysForbidden,
    /// The tag that the request names does not exist.
    TagNotFound,
    /// The server offers no team to join.
    NoTeamsAvailable,
    /// A login through the browser cannot be completed.
    LoginFailed,
    /// The server has no such endpoint.
    NoSuchEndpoint,
}

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
    /// Statuses of responses in which the phrase has this meaning.
    statuses: RangeInclusive<u16>,
    pub(crate) meaning: Meaning,
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
const BUDGET_HINT: Option<&str> = Some("raise the budget, or wait until it resets");

const fn row(text: &'static str, meaning: Meaning, seen_in: &'static [&'static str]) -> Phrase {
    Phrase { text, place: Place::Message, statuses: ANY, meaning, seen_in, hint: None }
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

/// All rows; for hints, the first one that matches counts.
static PHRASES: &[Phrase] = &[
    row("organizations are only available", Meaning::NeedsLicense, NEWER).hint(Some(
        "organizations require a LiteLLM Enterprise license on the server; teams, with budgets and members, do not",
    )),
    row("assigning team admins", Meaning::NeedsLicense, ALL).hint(Some(
        "this requires a LiteLLM Enterprise license on the server; without one, name the admins of a team when you create it",
    )),
    row("litellm_license", Meaning::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise feature", Meaning::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise user", Meaning::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise only", Meaning::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise licen", Meaning::NeedsLicense, ALL).hint(LICENSE_HINT),
    row("enterprise", Meaning::MentionsEnterprise, ALL).hint(LICENSE_HINT),
    row("budget_exceeded", Meaning::BudgetExceeded, ALL).at(Place::ErrorType).hint(BUDGET_HINT),
    row("budget has been exceeded", Meaning::BudgetExceeded, ALL).hint(BUDGET_HINT),
    row("no connected db", Meaning::NoDatabase, ALL).hint(NO_DATABASE_HINT),
    row("db not connected", Meaning::NoDatabase, ALL).hint(NO_DATABASE_HINT),
    row("not live in this pod", Meaning::ModelNotServed, NEWER)
        .hint(Some("does its `model` name a provider, as in openai/gpt-4?")),
    row("was saved to the database", Meaning::WasStored, NEWER)
        .hint(Some("it was stored anyway: check before you repeat it")),
    row("http request was sent to https port", Meaning::HttpsExpected, &["nginx"]).hint(HTTPS_HINT),
    row("http request to an https", Meaning::HttpsExpected, &["Go"]).hint(HTTPS_HINT),
    row("plain http to an ssl-enabled", Meaning::HttpsExpected, &["Apache"]).hint(HTTPS_HINT),
    row("store_model_in_db", Meaning::ModelsInConfigOnly, ALL)
        .hint(Some("set STORE_MODEL_IN_DB=True on the server to manage models through its API")),
    row("failed to add model to db", Meaning::ModelNotStored, ALL),
    row("not found in db", Meaning::NotFound, ALL).with(400..=400),
    row("not found on litellm proxy", Meaning::NotFound, ALL).with(400..=400),
    row("not found on proxy", Meaning::NotFound, ALL).with(400..=400),
    row("user id does not exist", Meaning::NotFound, ALL).with(400..=400),
    row("not found in db. create key", Meaning::KeyNotFound, OLDER).with(401..=401),
    row("user key does not exist in db", Meaning::KeyNotFound, ALL).with(401..=401),
    row("unable to find token in cache", Meaning::UnknownKey, OLDER).with(401..=401),
    row("invalid api key provided", Meaning::UnknownKey, NEWEST).with(401..=401),
    row("no api key passed", Meaning::KeyNotReceived, ALL),
    row("malformed api key", Meaning::KeyNotReceived, ALL),
    row("already exists", Meaning::AlreadyExists, ALL).with(400..=400),
    row("team_member_already_in_team", Meaning::AlreadyExists, ALL).at(Place::ErrorType),
    row("unique constraint failed", Meaning::AlreadyExists, ALL).with(500..=599),
    row("admin", Meaning::AdminOnly, ALL).with(401..=403),
    row("organization not found", Meaning::OrganizationNotFound, ALL),
    row("organization doesn't exist", Meaning::OrganizationNotFound, ALL),
    row("custom api key values are disabled", Meaning::ChosenKeysForbidden, NEWER).with(403..=403),
    row("litellm virtual key must be at least", Meaning::ChosenKeysForbidden, NEWER).with(400..=400),
    row("tags not found", Meaning::TagNotFound, ALL).with(500..=599),
    row("no available teams", Meaning::NoTeamsAvailable, ALL),
    row("error checking session status: ", Meaning::LoginFailed, ALL).with(500..=599),
    row("not found", Meaning::NoSuchEndpoint, ALL).at(Place::WholeMessage).with(404..=404),
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

    fn meanings(status: u16, error_type: Option<&str>, message: &str) -> Vec<Meaning> {
        let status = StatusCode::from_u16(status).expect("a status");
        matching(status, error_type, message).map(|phrase| phrase.meaning).collect()
    }

    #[test]
    fn every_row_names_where_it_was_seen_and_can_match() {
        for phrase in PHRASES {
            assert!(!phrase.seen_in.is_empty(), "{phrase:?}");
            assert_eq!(phrase.text, phrase.text.to_ascii_lowercase());
        }
    }

    #[test]
    fn a_phrase_has_its_meaning_only_with_its_status_and_place() {
        let missing = "Model with id=x not found in DB";
        assert_eq!(meanings(400, None, missing), [Meaning::NotFound]);
        assert_eq!(meanings(500, None, missing), []);
        assert_eq!(meanings(404, None, "Not Found"), [Meaning::NoSuchEndpoint]);
        assert_eq!(meanings(404, None, "User not found"), []);
        assert_eq!(meanings(422, Some("budget_exceeded"), "over"), [Meaning::BudgetExceeded]);
        assert_eq!(meanings(400, None, "budget_exceeded"), []);
        let own_key = "Authentication Error, Invalid API key provided.";
        assert_eq!(meanings(401, Some("token_not_found_in_db"), own_key), [Meaning::UnknownKey]);
    }
}
