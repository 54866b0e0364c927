//! Logins stored in `~/.litellm`, in files that other LiteLLM tools read and write too, and how they are obtained and
//! renewed. Prompts and progress are left to the commands.

pub(crate) mod browser;
pub(crate) mod key_command;
pub(crate) mod loopback;
pub(crate) mod polling;
pub(crate) mod renewal;
pub(crate) mod store;

pub(crate) use litellm_proxy_client::settings::{LOGINS_FILE, StoredLogin, TOKEN_FILE, read_login_file};
