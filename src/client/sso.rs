//! The login flows of the server, request by request: `/sso/*` and `/.well-known/litellm-cli-auth`.

use super::Client;

/// The sso resource of a [`Client`].
#[derive(Debug)]
pub struct Sso<'a>(pub(super) &'a Client);
