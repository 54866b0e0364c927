//! Email addresses, names and roles, on the command line, in files and in tables.

use litellm_proxy_client::names::is_email_address;
use litellm_proxy_client::users::User;

/// The roles that servers of every version accept; they refuse any other.
pub(crate) const ROLES: [&str; 4] = ["proxy_admin", "proxy_admin_viewer", "internal_user", "internal_user_viewer"];

/// Parses an email address. The server would accept any text.
pub(in crate::commands) fn address(text: &str) -> Result<String, String> {
    if is_email_address(text) { Ok(text.to_owned()) } else { Err(format!("`{text}` is not an email address")) }
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

/// Returns what people call a user: the email address, or else the display name or the id.
pub(super) fn name(user: &User) -> String {
    let names = [&user.user_email, &user.user_alias, &user.user_id];
    names.into_iter().flatten().find(|name| !name.is_empty()).cloned().unwrap_or_default()
}
