//! The identity provider of the sandbox: a page in which somebody says who they are. Tests say beforehand who signs in
//! next, with `/set-user`, and the page is filled in with them. Where other machines can ask, it wants the master key.

use hyper::StatusCode;
use serde_json::Value;

use super::state::{Journey, LOGIN_SECONDS, Person, SESSION_SECONDS};
use super::{Replied, Reply, Visit, cli, pages, people, secret};
use crate::answer::Refusal;
use crate::caller::hash;
use crate::fields::{Field, Kind, optional, required};

pub(super) const BEGIN: &[Field] =
    &[optional("source", Kind::Text), optional("key", Kind::Text), optional("return_to", Kind::Text)];
pub(super) const BACK: &[Field] = &[
    optional("code", Kind::Text),
    optional("state", Kind::Text),
    optional("error", Kind::Text),
    optional("error_description", Kind::Text),
];
pub(super) const SIGN_IN: &[Field] = &[required("redirect_uri", Kind::Text), required("state", Kind::Text)];
pub(super) const SIGNED_IN: &[Field] = &[
    required("state", Kind::Text),
    required("user_id", Kind::Text),
    optional("email", Kind::Text),
    optional("master_key", Kind::Text),
];
pub(super) const SET_USER: &[Field] = &[optional("id", Kind::Text), optional("email", Kind::Text)];
/// What a command line says of itself.
const CLI: &str = "litellm-cli";
/// The cookie of a browser on its way to the provider.
const STATE: &str = "sso_state";
/// The cookie of a browser that is signed in.
pub(super) const SESSION: &str = "token";
/// The longest that is kept of an address to come back to.
const LONGEST_PATH: usize = 4096;

/// Sends a browser to the provider.
pub(super) fn begin(visit: &Visit<'_>) -> Replied {
    let query = &visit.asked.query;
    let journey = if query.text("source") == Some(CLI) {
        let id = query.text("key").unwrap_or_default();
        cli::known(visit, id)?;
        Journey::Login(id.to_owned())
    } else {
        Journey::Path(query.text("return_to").filter(|path| is_own_path(path)).map(str::to_owned))
    };
    let state = secret();
    visit.logins.lock().journeys.keep(&state, journey, LOGIN_SECONDS, visit.asked.now);
    let base = visit.base();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("redirect_uri", &format!("{base}/sso/callback"))
        .append_pair("state", &state)
        .finish();
    Ok(Reply::redirect(format!("{base}/sso/sign-in?{query}")).cookie(STATE, &state, LOGIN_SECONDS))
}

/// Whether a browser that goes there stays on this server.
fn is_own_path(path: &str) -> bool {
    path.len() <= LONGEST_PATH
        && path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// The page of the provider.
pub(super) fn sign_in(visit: &Visit<'_>) -> Replied {
    let query = &visit.asked.query;
    if query.text("redirect_uri") != Some(format!("{}/sso/callback", visit.base()).as_str()) {
        return Err(Refusal::detail(
            StatusCode::BAD_REQUEST,
            "the provider of the sandbox serves nobody but the sandbox",
        ));
    }
    let next = visit.logins.lock().next.clone();
    Ok(Reply::page(pages::sign_in(query.text("state").unwrap_or_default(), &next, visit.logins.is_open)))
}

/// Somebody has said who they are.
pub(super) fn signed_in(visit: &Visit<'_>) -> Replied {
    let form = &visit.asked.body;
    let text = |name: &str| form.text(name).unwrap_or_default().trim().to_owned();
    let person = Person { id: text("user_id"), email: text("email") };
    if person.id.is_empty() {
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, "nobody can sign in without a user id"));
    }
    // By its hash, which takes as long for a key that is nearly right.
    if !visit.logins.is_open && hash(&text("master_key")) != hash(&visit.asked.settings.master_key) {
        return Err(Refusal::detail(StatusCode::UNAUTHORIZED, "this is not the master key of the sandbox"));
    }
    let code = secret();
    visit.logins.lock().assert(&code, person, visit.asked.now);
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("code", &code)
        .append_pair("state", &text("state"))
        .finish();
    Ok(Reply::redirect(format!("{}/sso/callback?{query}", visit.base())))
}

/// A browser comes back from the provider.
pub(super) fn come_back(visit: &Visit<'_>) -> Replied {
    let (asked, query) = (&visit.asked, &visit.asked.query);
    let refused = |status: StatusCode, message: &str| Err(Refusal::detail(status, message));
    if let Some(error) = query.text("error") {
        let description = query.text("error_description").map(|text| format!(", error_description: {text}"));
        let message = format!("OAuth error: {error}{}", description.unwrap_or_default());
        return Err(Refusal::detail(StatusCode::UNAUTHORIZED, message));
    }
    let Some(code) = query.text("code") else {
        return refused(StatusCode::BAD_REQUEST, "'code' parameter was not found in callback request");
    };
    let Some(state) = query.text("state") else {
        return refused(StatusCode::BAD_REQUEST, "'state' parameter was not found in callback request");
    };
    let Some(cookie) = visit.cookie(STATE) else {
        return refused(StatusCode::UNAUTHORIZED, "State cookie not found");
    };
    if hash(cookie) != hash(state) {
        return refused(StatusCode::UNAUTHORIZED, "Invalid state");
    }
    let mut under_way = visit.logins.lock();
    let (journey, person) = (under_way.journeys.take(state, asked.now), under_way.assertions.take(code, asked.now));
    let (Some(journey), Some(person)) = (journey, person) else {
        return refused(StatusCode::UNAUTHORIZED, "Result not returned by SSO provider.");
    };
    let user = people::arrive(asked, &person)?;
    let user_id = user.text("user_id").unwrap_or_default();
    match journey {
        Journey::Login(id) => {
            let login = under_way.logins.get(&id, asked.now).ok_or_else(cli::unknown)?;
            login.user_id = Some(user_id.to_owned());
            if login.secrets.is_none() {
                login.is_verified = true;
                return Ok(Reply::page(pages::logged_in()).cookie(STATE, "", 0));
            }
            let page_secret = secret();
            login.page_hash = Some(hash(&page_secret));
            login.is_verified = false;
            let action = format!("/sso/cli/complete/{id}");
            Ok(Reply::page(pages::enter_code(&action, &page_secret, user_id)).cookie(STATE, "", 0))
        }
        Journey::Path(path) => {
            let session = secret();
            under_way.sessions.keep(&session, user_id.to_owned(), SESSION_SECONDS, asked.now);
            let to = path.unwrap_or_else(|| format!("{}/ui/?login=success", visit.base()));
            Ok(Reply::redirect(to).cookie(SESSION, &session, SESSION_SECONDS).cookie(STATE, "", 0))
        }
    }
}

/// The id of the user who is signed in.
pub(super) fn session(visit: &Visit<'_>) -> Option<String> {
    visit.logins.lock().sessions.get(visit.cookie(SESSION)?, visit.asked.now).cloned()
}

/// Who signs in next.
pub(super) fn user_info(visit: &Visit<'_>) -> Replied {
    let claims: Value = visit.logins.lock().next.claims();
    Ok(Reply::json(&claims))
}

/// Says who signs in next.
pub(super) fn set_user(visit: &Visit<'_>) -> Replied {
    visit.logins.lock().next.changed(&visit.asked.query);
    user_info(visit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_sent_nowhere_else() {
        for path in ["/", "/authorize?a=b&c=%2F", "/ui/"] {
            assert!(is_own_path(path), "{path}");
        }
        for path in
            ["", "ui", "//evil.example/", "/\\evil.example/", "https://evil.example/", "/a\r\nb", "/a b", "/\t/evil"]
        {
            assert!(!is_own_path(path), "{path}");
        }
    }
}
