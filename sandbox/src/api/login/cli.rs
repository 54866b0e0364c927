//! The login of a command line: it begins one, a browser signs somebody in and enters the code, and the command line asks
//! until there is a key. Before LiteLLM 1.84 the command line made up the id of a login itself, `sk-…`, and there was no
//! code: so the documents show it, and so it works here as well, where LiteLLM 1.106.2 refuses it.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::state::{LOGIN_SECONDS, Login, LoginSecrets};
use super::{Replied, Reply, Visit, pages, people, secret};
use crate::answer::Refusal;
use crate::caller::hash;
use crate::fields::{Field, Kind, optional};
use crate::store::Table;

pub(super) const POLL: &[Field] = &[optional("team_id", Kind::Text)];
/// Without letters that look like others.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const SECRET: &str = "x-litellm-cli-poll-secret";

fn refusal(message: &str) -> Refusal {
    Refusal::detail(StatusCode::BAD_REQUEST, message)
}

/// The login is not there, or is over.
pub(super) fn unknown() -> Refusal {
    refusal("CLI login session not found or expired. Run `litellm-proxy login` again.")
}

/// Whether a text can be the id of a login.
pub(super) fn is_id(id: &str) -> bool {
    let rest = id.strip_prefix("cli-").or_else(|| id.strip_prefix("sk-"));
    rest.is_some_and(|rest| {
        (12..=124).contains(&rest.len())
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    })
}

/// Whether the id is one that a command line made up.
pub(super) fn is_made_up(id: &str) -> bool {
    id.starts_with("sk-")
}

fn check_id(id: &str) -> Result<(), Refusal> {
    if is_id(id) { Ok(()) } else { Err(refusal("Invalid CLI login session id")) }
}

/// The login that a browser is about, which begins here if its id was made up.
pub(super) fn known(visit: &Visit<'_>, id: &str) -> Result<(), Refusal> {
    check_id(id)?;
    let (mut under_way, now) = (visit.logins.lock(), visit.asked.now);
    if under_way.logins.get(id, now).is_some() {
        return Ok(());
    }
    if !is_made_up(id) {
        return Err(unknown());
    }
    under_way.logins.keep(id, Login::default(), LOGIN_SECONDS, now);
    Ok(())
}

pub(super) fn start(visit: &Visit<'_>) -> Replied {
    let (mut under_way, now) = (visit.logins.lock(), visit.asked.now);
    if !under_way.may_start(now) {
        let message = "Too many CLI login attempts. Try again later.";
        return Err(Refusal::detail(StatusCode::TOO_MANY_REQUESTS, message));
    }
    // An id is no secret, and no longer than one of the server.
    let id: String = "cli-".chars().chain(secret().chars().take(32)).collect();
    let (poll_secret, code) = (secret(), user_code());
    let secrets = LoginSecrets { poll_hash: hash(&poll_secret), code_hash: hash(&letters_of(&code)) };
    under_way.logins.keep(&id, Login { secrets: Some(secrets), ..Login::default() }, LOGIN_SECONDS, now);
    Ok(Reply::json(&json!({
        "login_id": id, "poll_secret": poll_secret, "user_code": code, "expires_in": LOGIN_SECONDS,
    })))
}

/// Eight letters in two groups, for people to type.
fn user_code() -> String {
    let random = uuid::Uuid::new_v4().into_bytes();
    // Not all bits of an id are random; those of its first six and its last six bytes are.
    let bytes = random.into_iter().take(4).chain(random.into_iter().skip(12));
    let letters: String =
        bytes.filter_map(|byte| LETTERS.get(usize::from(byte & 31))).map(|letter| char::from(*letter)).collect();
    let (head, tail) = letters.split_at_checked(4).unwrap_or_default();
    format!("{head}-{tail}")
}

/// A code without what people put between its letters.
fn letters_of(code: &str) -> String {
    code.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Enters the code.
pub(super) fn complete(visit: &Visit<'_>) -> Replied {
    let id = visit.asked.segment("login");
    check_id(id)?;
    let mut under_way = visit.logins.lock();
    let login = under_way.logins.get(id, visit.asked.now).ok_or_else(unknown)?;
    let (Some(secrets), Some(page_hash), Some(_)) = (&login.secrets, &login.page_hash, &login.user_id) else {
        return Err(refusal("CLI login is not ready"));
    };
    let form: Vec<(String, String)> = form_urlencoded::parse(visit.sent).into_owned().collect();
    let given = |name: &str| form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let is_right = hash(&letters_of(given("user_code"))) == secrets.code_hash
        && hash(given("browser_complete_token")) == *page_hash;
    if !is_right {
        return Err(refusal("Invalid verification code"));
    }
    login.is_verified = true;
    Ok(Reply::page(pages::logged_in()))
}

/// Asks what has come of a login. The key is told once.
pub(super) fn poll(visit: &Visit<'_>) -> Replied {
    let (asked, id) = (&visit.asked, visit.asked.segment("login"));
    check_id(id)?;
    let pending = || Ok(Reply::json(&json!({ "status": "pending" })));
    let mut under_way = visit.logins.lock();
    let login = match under_way.logins.get(id, asked.now) {
        Some(login) => login.clone(),
        // Nobody has opened the browser yet, as far as is known.
        None if is_made_up(id) => return pending(),
        None => return Err(unknown()),
    };
    if let Some(secrets) = &login.secrets
        && visit.header(SECRET).is_none_or(|given| hash(given) != secrets.poll_hash)
    {
        return Err(Refusal::detail(StatusCode::FORBIDDEN, "Invalid CLI polling secret"));
    }
    let Some(user_id) = login.user_id.filter(|_| login.is_verified) else { return pending() };
    let failed =
        |why: &str| Refusal::detail(StatusCode::INTERNAL_SERVER_ERROR, format!("Error checking session status: {why}"));
    let user = asked.tables.get(Table::Users, &user_id)?.ok_or_else(|| failed("the user is not there any more"))?;
    let teams = people::teams(asked, &user)?;
    let ids: Vec<&str> = teams.iter().filter_map(|team| team.text("team_id")).collect();
    let details: Vec<Value> = teams.iter().map(people::told).collect();
    let wanted = asked.query.text("team_id");
    if wanted.is_none() && ids.len() > 1 {
        return Ok(Reply::json(&json!({
            "status": "ready", "user_id": user_id, "teams": ids, "team_details": details, "requires_team_selection": true,
        })));
    }
    if let Some(team) = wanted.filter(|team| !ids.contains(team)) {
        let message = format!("User does not belong to team: {team}. Available teams: {ids:?}");
        return Err(Refusal::detail(StatusCode::FORBIDDEN, message));
    }
    let team_id = wanted.or(ids.first().copied());
    if user.text("user_role").is_none() {
        return Err(failed("User role is required for CLI JWT login"));
    }
    let key = people::new_key(asked, &user, team_id)?;
    under_way.logins.take(id, asked.now);
    Ok(Reply::json(&json!({
        "status": "ready", "key": key, "user_id": user_id, "team_id": team_id, "teams": ids, "team_details": details,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for text in ["ABCD-2345", "abcd2345", " ab cd-23 45 "] {
            assert_eq!(letters_of(text), "ABCD2345", "{text}");
        }
        let (one, two) = (user_code(), user_code());
        assert_ne!(one, two);
        assert_eq!((one.len(), one.find('-')), (9, Some(4)));
        assert!(letters_of(&one).bytes().all(|letter| LETTERS.contains(&letter)), "{one}");
    }

    #[test]
    fn ids_of_logins_are_told_from_other_texts() {
        for id in ["cli-NIKiagQXHgoo", "sk-5ac8ee0d-98e4-4a44-a6a5-6ad4e2cb33f6", "cli-a_b-c_d-e_f-"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "cli-", "cli-short", "sk-short", "xyz-NIKiagQXHgoo", "cli-NIKiagQXHgo!", "cli-NIKiagQXHgoo\n"] {
            assert!(!is_id(id), "{id}");
        }
        assert!(!is_id(&format!("cli-{}", "a".repeat(125))));
    }
}
