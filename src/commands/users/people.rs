//! Validates email addresses and roles, from the command line and from files.

/// The roles that servers accept; all versions reject any other.
pub(crate) const ROLES: [&str; 4] = ["proxy_admin", "proxy_admin_viewer", "internal_user", "internal_user_viewer"];

/// Validates an email address: one `@` with characters on both sides, and no spaces. The server accepts any string.
pub(in crate::commands) fn address(text: &str) -> Result<String, String> {
    let is_address = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
    });
    if is_address { Ok(text.to_owned()) } else { Err(format!("`{text}` is not an email address")) }
}

/// Validates a role.
pub(super) fn role(text: &str) -> Result<String, String> {
    if ROLES.contains(&text) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is not a role; expected one of {}", ROLES.join(", ")))
    }
}

/// Like [`role`], for commands that also have `--param`, which accepts roles that are newer than this program.
pub(super) fn role_or_param(text: &str) -> Result<String, String> {
    role(text).map_err(|message| format!("{message}; `--param user_role=ROLE` sends another"))
}
