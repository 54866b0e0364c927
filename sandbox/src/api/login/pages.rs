//! The HTML pages. All input is escaped.

use crate::logins::Identity;

const SHELL: &str = include_str!("page.html");

fn page(title: &str, body: &str) -> String {
    SHELL.replacen("{title}", &escaped(title), 1).replacen("{body}", body, 1)
}

/// Escapes a string for HTML text and quoted attributes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    safe
}

/// The sign-in page.
pub(super) fn sign_in(state: &str, next: &Identity, is_open: bool) -> String {
    let master_key = if is_open {
        ""
    } else {
        "        <label for=\"master_key\">Master key of the sandbox</label>
        <input id=\"master_key\" name=\"master_key\" type=\"password\" required autocomplete=\"off\">\n"
    };
    let (state, id, email) = (escaped(state), escaped(&next.id), escaped(&next.email));
    page(
        "Sign in to the sandbox",
        &format!(
            r#"      <h1>Sign in to the sandbox</h1>
      <p>Choose the user to sign in as. An unknown user is created.</p>
      <form method="post" action="/sso/sign-in">
        <input type="hidden" name="state" value="{state}">
        <label for="user_id">User ID</label>
        <input id="user_id" name="user_id" value="{id}" required autofocus autocomplete="off">
        <label for="email">Email address</label>
        <input id="email" name="email" type="email" value="{email}" autocomplete="off">
{master_key}        <button type="submit">Sign in</button>
      </form>"#
        ),
    )
}

/// The page for the code that the command line shows.
pub(super) fn enter_code(action: &str, page_secret: &str, user_id: &str) -> String {
    let (action, page_secret, user_id) = (escaped(action), escaped(page_secret), escaped(user_id));
    page(
        "Log in a command line",
        &format!(
            r#"      <h1>Log in a command line</h1>
      <p>You are signed in as <strong>{user_id}</strong>. Enter the code that your terminal shows.</p>
      <form method="post" action="{action}">
        <input type="hidden" name="browser_complete_token" value="{page_secret}">
        <label for="user_code">Code</label>
        <input id="user_code" name="user_code" required autofocus autocomplete="one-time-code" autocapitalize="characters">
        <button type="submit">Continue</button>
      </form>"#
        ),
    )
}

/// The page at the end of a login.
pub(super) fn logged_in() -> String {
    page(
        "Logged in",
        "      <h1>Logged in</h1>\n      <p>The rest happens in your terminal. You can close this page.</p>",
    )
}

/// The contents of the consent page.
pub(super) struct Consent<'a> {
    pub(super) action: &'a str,
    pub(super) handle: &'a str,
    /// The origin of the client's redirect URI.
    pub(super) origin: &'a str,
    pub(super) user_id: &'a str,
    /// The ids and names of the teams to choose from.
    pub(super) teams: &'a [(String, String)],
    /// The URL to sign in as another user.
    pub(super) other: &'a str,
}

pub(super) fn consent(consent: &Consent<'_>) -> String {
    let teams = match consent.teams {
        [] => String::new(),
        [(id, name)] => format!(
            "        <input type=\"hidden\" name=\"team_id\" value=\"{}\">\n        <p>The key is for the team <strong>{}</strong>.</p>\n",
            escaped(id),
            escaped(name)
        ),
        teams => {
            let options: String = teams
                .iter()
                .map(|(id, name)| format!("<option value=\"{}\">{}</option>", escaped(id), escaped(name)))
                .collect();
            format!(
                "        <label for=\"team_id\">Team of the key</label>\n        <select id=\"team_id\" \
                 name=\"team_id\">{options}</select>\n"
            )
        }
    };
    let (action, handle, origin) = (escaped(consent.action), escaped(consent.handle), escaped(consent.origin));
    let (user_id, other) = (escaped(consent.user_id), escaped(consent.other));
    page(
        "Allow a command line",
        &format!(
            r#"      <h1>Allow a command line</h1>
      <p>A program at <code>{origin}</code> requests a key for <strong>{user_id}</strong>, valid for a day. Allow it only if you
      started this login. <a href="{other}">Sign in as another user</a></p>
      <form method="post" action="{action}">
        <input type="hidden" name="flow" value="{handle}">
{teams}        <button type="submit" name="decision" value="approve">Allow</button>
        <button type="submit" name="decision" value="deny">Deny</button>
      </form>"#
        ),
    )
}

/// The page with a code to copy to another machine.
pub(super) fn copy_code(url: &str, seconds: i64) -> String {
    let (url, minutes) = (escaped(url), seconds / 60);
    page(
        "Copy the code",
        &format!(
            r#"      <h1>Copy the code</h1>
      <label for="url">Open this URL on the machine where the program runs. It works once, for {minutes} minutes.</label>
      <input id="url" value="{url}" readonly>"#
        ),
    )
}

/// The notice in place of LiteLLM's admin page.
pub(super) fn dashboard() -> String {
    page(
        "LiteLLM Dashboard",
        "      <h1>A sandbox of litellm-proxy</h1>
      <p>LiteLLM has its admin page here, where invited users choose a password. The sandbox has neither. Create keys
      with <code>litellm-proxy keys generate --user-id USER</code>, or log in with
      <code>litellm-proxy login</code>.</p>",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_escape_all_input() {
        let evil = "\"><script>alert('x')</script>&";
        let identity = Identity { id: evil.to_owned(), email: evil.to_owned() };
        let teams = [(evil.to_owned(), evil.to_owned()), ("b".to_owned(), evil.to_owned())];
        let request =
            |teams| consent(&Consent { action: evil, handle: evil, origin: evil, user_id: evil, teams, other: evil });
        let pages = [
            sign_in(evil, &identity, true),
            enter_code(evil, evil, evil),
            copy_code(evil, 300),
            request(&teams),
            request(&teams[..1]),
        ];
        for page in pages {
            assert!(!page.contains("<script"), "{page}");
            assert!(page.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"), "{page}");
        }
    }

    #[test]
    fn pages_identify_the_sandbox() {
        for page in [logged_in(), dashboard()] {
            assert!(page.contains("This is a sandbox") && page.contains("<html lang=\"en\">"), "{page}");
            assert!(!page.contains("{title}") && !page.contains("{body}"), "{page}");
        }
        assert!(dashboard().contains("<title>LiteLLM Dashboard</title>"));
    }
}
