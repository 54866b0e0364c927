//! What is written of people, on the command line and in files: e-mail addresses and roles.

/// The roles that both old and new servers know; they refuse any other.
pub(crate) const ROLES: [&str; 4] = ["proxy_admin", "proxy_admin_viewer", "internal_user", "internal_user_viewer"];

/// An e-mail address: something before an `@` and something behind it. The server takes any text for one.
pub(in crate::commands) fn address(text: &str) -> Result<String, String> {
    let is_address = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
    });
    if is_address { Ok(text.to_owned()) } else { Err(format!("`{text}` is no e-mail address")) }
}

/// A role that is known.
pub(super) fn role(text: &str) -> Result<String, String> {
    if ROLES.contains(&text) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is no role; there are {}", ROLES.join(", ")))
    }
}

/// The same, as an option beside which there is `--param` for roles that are newer than this.
pub(super) fn role_or_param(text: &str) -> Result<String, String> {
    role(text).map_err(|what| format!("{what}; `--param user_role=ROLE` sends any other"))
}
