//! Email addresses and roles, on the command line and in files.

/// The roles that servers of every version accept; they refuse any other.
pub(crate) const ROLES: [&str; 4] = ["proxy_admin", "proxy_admin_viewer", "internal_user", "internal_user_viewer"];

/// Parses an email address. The server would accept any string.
pub(in crate::commands) fn address(text: &str) -> Result<String, String> {
    let is_address = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
    });
    if is_address { Ok(text.to_owned()) } else { Err(format!("`{text}` is not an email address")) }
}

/// Parses a role.
pub(super) fn role(text: &str) -> Result<String, String> {
    if ROLES.contains(&text) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is not a role; expected one of {}", ROLES.join(", ")))
    }
}

/// Parses a role where `--param` can send any other.
pub(super) fn role_or_param(text: &str) -> Result<String, String> {
    role(text).map_err(|what| format!("{what}; `--param user_role=ROLE` sends any other"))
}
