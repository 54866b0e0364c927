//! Who am I: the logins in `~/.litellm`, files that other LiteLLM tools read and write too; how a login comes about, and
//! how it is renewed. Who is asked for a team, and what is shown meanwhile, is the commands' affair.

#[cfg(feature = "cli")]
pub(crate) mod browser;
#[cfg(feature = "cli")]
pub(crate) mod loopback;
#[cfg(feature = "cli")]
pub(crate) mod polling;
#[cfg(feature = "cli")]
pub(crate) mod renewal;
#[cfg(feature = "cli")]
pub(crate) mod store;
mod stored;

pub(crate) use self::stored::{LoginFile, StoredLogin, read_login_file};

/// The latest login, as the documents have it.
pub(crate) const LATEST_LOGIN: &str = "token.json";
/// The logins of other servers.
pub(crate) const OTHER_LOGINS: &str = "logins.json";
