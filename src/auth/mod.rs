//! Who am I: the logins in `~/.litellm`, files that other LiteLLM tools read and write too; how a login comes about, and
//! how it is renewed. Who is asked for a team, and what is shown meanwhile, is the commands' affair.

pub(crate) mod browser;
pub(crate) mod loopback;
pub(crate) mod polling;
pub(crate) mod renewal;
pub(crate) mod store;

pub(crate) use litellm_proxy_client::settings::{LOGINS_FILE, StoredLogin, TOKEN_FILE, read_login_file};
