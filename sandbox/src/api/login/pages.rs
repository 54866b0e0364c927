//! The pages. Whatever was given from outside is escaped in them.

use super::state::Person;

const SHELL: &str = include_str!("page.html");

fn page(title: &str, body: &str) -> String {
    SHELL.replacen("{title}", &escaped(title), 1).replacen("{body}", body, 1)
}

/// A text that is nothing but text, between tags and in quoted attributes.
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

/// Where somebody says who they are.
pub(super) fn sign_in(state: &str, next: &Person, is_open: bool) -> String {
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
      <p>Say who signs in. A user whom the sandbox does not know yet is made.</p>
      <form method="post" action="/sso/sign-in">
        <input type="hidden" name="state" value="{state}">
        <label for="user_id">User ID</label>
        <input id="user_id" name="user_id" value="{id}" required autofocus autocomplete="off">
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" value="{email}" autocomplete="off">
{master_key}        <button type="submit">Sign in</button>
      </form>"#
        ),
    )
}

/// Where the code is entered that the command line shows.
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

/// The end of a login.
pub(super) fn logged_in() -> String {
    page(
        "Logged in",
        "      <h1>Logged in</h1>\n      <p>The rest happens in your terminal. You can close this page.</p>",
    )
}

/// What a client asks for.
pub(super) struct Consent<'a> {
    pub(super) action: &'a str,
    pub(super) handle: &'a str,
    /// Where the client listens.
    pub(super) origin: &'a str,
    pub(super) user_id: &'a str,
    /// Their ids, and the names to show.
    pub(super) teams: &'a [(String, String)],
    /// Where somebody else can sign in.
    pub(super) other: &'a str,
}

pub(super) fn consent(consent: &Consent<'_>) -> String {
    let teams = match consent.teams {
        [] => String::new(),
        [(id, name)] => format!(
            "        <input type=\"hidden\" name=\"team_id\" value=\"{}\">\n        <p>It counts for the team <strong>{}</strong>.</p>\n",
            escaped(id),
            escaped(name)
        ),
        teams => {
            let options: String = teams
                .iter()
                .map(|(id, name)| format!("<option value=\"{}\">{}</option>", escaped(id), escaped(name)))
                .collect();
            format!(
                "        <label for=\"team_id\">The team that it counts for</label>\n        <select id=\"team_id\" \
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
      <p>A program at <code>{origin}</code> asks for a key of <strong>{user_id}</strong>, for a day. Allow it only if it is
      you who logs in. <a href="{other}">Sign in as somebody else</a></p>
      <form method="post" action="{action}">
        <input type="hidden" name="flow" value="{handle}">
{teams}        <button type="submit" name="decision" value="approve">Allow</button>
        <button type="submit" name="decision" value="deny">Deny</button>
      </form>"#
        ),
    )
}

/// A code that somebody carries to another machine.
pub(super) fn carry(url: &str, seconds: i64) -> String {
    let (url, minutes) = (escaped(url), seconds / 60);
    page(
        "Carry the code",
        &format!(
            r#"      <h1>Carry the code</h1>
      <label for="url">Open this URL on the machine where the program runs. It works once, for {minutes} minutes.</label>
      <input id="url" value="{url}" readonly>"#
        ),
    )
}

/// In the place of the admin page.
pub(super) fn dashboard() -> String {
    page(
        "LiteLLM Dashboard",
        "      <h1>A sandbox of litellm-proxy</h1>
      <p>LiteLLM has its admin page here, where invited users choose a password. The sandbox has no such page and no
      passwords: give people keys with <code>litellm-proxy keys generate --user-id USER</code>, or let them
      <code>litellm-proxy login</code>.</p>",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_is_text_and_nothing_else() {
        let evil = "\"><script>alert('x')</script>&";
        let person = Person { id: evil.to_owned(), email: evil.to_owned() };
        let teams = [(evil.to_owned(), evil.to_owned()), ("b".to_owned(), evil.to_owned())];
        let asked =
            |teams| consent(&Consent { action: evil, handle: evil, origin: evil, user_id: evil, teams, other: evil });
        let pages = [
            sign_in(evil, &person, true),
            enter_code(evil, evil, evil),
            carry(evil, 300),
            asked(&teams),
            asked(&teams[..1]),
        ];
        for page in pages {
            assert!(!page.contains("<script"), "{page}");
            assert!(page.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"), "{page}");
        }
    }

    #[test]
    fn all_pages_say_that_it_is_a_sandbox() {
        for page in [logged_in(), dashboard()] {
            assert!(page.contains("This is a sandbox") && page.contains("<html lang=\"en\">"), "{page}");
            assert!(!page.contains("{title}") && !page.contains("{body}"), "{page}");
        }
        assert!(dashboard().contains("<title>LiteLLM Dashboard</title>"));
    }
}
