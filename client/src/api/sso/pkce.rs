//! The login with PKCE, for servers with `/.well-known/litellm-cli-auth`: an OAuth 2.0 client with dynamic
//! registration, whose key is renewed with a refresh token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Method, Url};
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Sso, object};
use crate::core::fields::lenient;
use crate::core::transport::is_within;
use crate::core::{ApiKey, Call, Error, RawResponse, redact_text};

/// The only version of the login so far.
const CONTRACT_VERSION: u64 = 1;
const CHALLENGE_METHOD: &str = "S256";

/// The endpoints of the login.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Discovery {
    /// Version of the login; this crate supports 1.
    pub contract_version: u64,
    /// The server's own base URL.
    pub issuer: String,
    /// URL where the user logs in.
    pub authorization_endpoint: String,
    /// URL where a code or refresh token is exchanged for a key.
    pub token_endpoint: String,
    /// URL where clients are registered.
    pub registration_endpoint: String,
    /// URL where refresh tokens are revoked.
    pub revocation_endpoint: String,
    /// The resource that the key is for: the server itself.
    pub resource: String,
    /// Supported challenge methods; this crate uses `S256`.
    #[serde(default)]
    pub code_challenge_methods_supported: Vec<String>,
}

impl Discovery {
    /// Data that a registered client needs to renew its key and to log out.
    pub fn client(&self, client_id: impl Into<String>) -> PkceClient {
        PkceClient {
            client_id: client_id.into(),
            token_endpoint: self.token_endpoint.clone(),
            revocation_endpoint: self.revocation_endpoint.clone(),
            resource: self.resource.clone(),
        }
    }
}

/// A registered client and its endpoints: what to store along with a refresh token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct PkceClient {
    /// Id that the server assigned to the client.
    pub client_id: String,
    /// [`Discovery::token_endpoint`].
    pub token_endpoint: String,
    /// [`Discovery::revocation_endpoint`].
    pub revocation_endpoint: String,
    /// [`Discovery::resource`].
    pub resource: String,
}

/// The response to a registration.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Registration {
    /// Id of the client.
    pub client_id: String,
}

/// A key and the token that renews it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// The key.
    pub access_token: ApiKey,
    /// Lifetime of the key in seconds.
    #[serde(default, deserialize_with = "lenient")]
    pub expires_in: Option<u64>,
    /// Refresh token for the next key. It replaces the one that this key was requested with.
    #[serde(default)]
    pub refresh_token: Option<ApiKey>,
    /// Id of the user.
    #[serde(default)]
    pub user_id: Option<String>,
    /// Id of the team that the key belongs to.
    #[serde(default)]
    pub team_id: Option<String>,
}

/// The secrets of one login: the verifier, which proves that the same client requested the code and exchanges it, and
/// the state, which the browser returns.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Pkce {
    /// Sent only when the code is exchanged.
    pub verifier: ApiKey,
    /// Must be returned with the code.
    pub state: ApiKey,
}

impl Pkce {
    /// Returns new random secrets.
    pub fn generate() -> Self {
        // Each id has 122 random bits; two of them are 64 letters and digits.
        let random = || {
            let [one, two] = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
            ApiKey::new(format!("{}{}", one.simple(), two.simple()))
        };
        Self { verifier: random(), state: random() }
    }

    /// Returns what the browser carries instead of the verifier: its SHA-256 in base64url.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.expose()))
    }
}

impl Sso<'_> {
    /// Fetches the endpoints of the login with PKCE: `GET /.well-known/litellm-cli-auth`. [Check](Sso::check) the
    /// response before using it.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if the server does not support it.
    pub fn discovery(self) -> Call<Discovery> {
        self.call(self.0.inner.request(Method::GET, &[".well-known", "litellm-cli-auth"]))
    }

    /// Checks that this crate supports the server's login and that it is safe to use.
    ///
    /// # Errors
    /// Returns [`Error::InvalidRequest`] if the version of the login is not supported, if the server's own base URL is
    /// not the client's, or if an endpoint is not below it.
    pub fn check(self, discovery: &Discovery) -> Result<(), Error> {
        let base = self.0.base_url().as_str().trim_end_matches('/');
        if discovery.contract_version != CONTRACT_VERSION {
            return Err(Error::InvalidRequest(format!(
                "the server's login is of version {}, not {CONTRACT_VERSION}",
                discovery.contract_version
            )));
        }
        if !discovery.code_challenge_methods_supported.iter().any(|method| method == CHALLENGE_METHOD) {
            return Err(Error::InvalidRequest(format!("the server's login does not know {CHALLENGE_METHOD}")));
        }
        let issuer = Url::parse(&discovery.issuer);
        if issuer.as_ref().map(|url| url.as_str().trim_end_matches('/')) != Ok(base) {
            return Err(Error::InvalidRequest(format!(
                "the server calls itself `{}`, not `{base}`: that is the base URL to log in with",
                redact_text(&discovery.issuer)
            )));
        }
        let endpoints = [
            &discovery.authorization_endpoint,
            &discovery.token_endpoint,
            &discovery.registration_endpoint,
            &discovery.revocation_endpoint,
        ];
        endpoints.into_iter().try_for_each(|endpoint| self.endpoint(endpoint).map(drop))
    }

    /// Registers a client that listens at `redirect_uri`, on loopback: `POST` to [`Discovery::registration_endpoint`].
    ///
    /// # Errors
    /// Returns [`Error::InvalidRequest`] if the endpoint is not on the client's server, as do all requests below.
    pub fn register(self, discovery: &Discovery, redirect_uri: &str) -> Call<Registration> {
        self.post(&discovery.registration_endpoint, object).json(&json!({
            "client_name": "litellm-proxy",
            "redirect_uris": [redirect_uri],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        }))
    }

    /// Returns the URL where the user logs in. The browser returns to `redirect_uri` with `code` and `state`, or with
    /// `error`.
    ///
    /// # Errors
    /// Returns [`Error::InvalidRequest`] if the endpoint is not on the client's server.
    pub fn authorization_url(
        self,
        discovery: &Discovery,
        client_id: &str,
        redirect_uri: &str,
        pkce: &Pkce,
    ) -> Result<Url, Error> {
        let mut url = self.endpoint(&discovery.authorization_endpoint)?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("state", pkce.state.expose())
            .append_pair("code_challenge", &pkce.challenge())
            .append_pair("code_challenge_method", CHALLENGE_METHOD)
            .append_pair("resource", &discovery.resource);
        Ok(url)
    }

    /// Exchanges the code from the browser for a key: `POST` to [`PkceClient::token_endpoint`].
    ///
    /// # Errors
    /// Returns [`Error::Refused`] (400, `invalid_grant`) if the code has expired, was used, or belongs to another
    /// login.
    pub fn exchange_code(self, client: &PkceClient, code: &ApiKey, redirect_uri: &str, pkce: &Pkce) -> Call<Token> {
        self.post(&client.token_endpoint, token).form([
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", redirect_uri),
            ("client_id", &client.client_id),
            ("code_verifier", pkce.verifier.expose()),
            ("resource", &client.resource),
        ])
    }

    /// Requests the next key: `POST` to [`PkceClient::token_endpoint`]. The refresh token is valid once: store the new
    /// one before doing anything else.
    ///
    /// # Errors
    /// Returns [`Error::Refused`] (400, `invalid_grant`) if the token was used or revoked, or if the user's teams have
    /// changed.
    pub fn refresh(self, client: &PkceClient, refresh_token: &ApiKey) -> Call<Token> {
        self.post(&client.token_endpoint, token).form([
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.expose()),
            ("client_id", &client.client_id),
            ("resource", &client.resource),
        ])
    }

    /// Revokes a refresh token and all tokens derived from it: `POST` to [`PkceClient::revocation_endpoint`]. The key
    /// itself stays valid until it expires. Revoking a token twice is not an error.
    ///
    /// # Errors
    /// Returns [`Error::Server`] (503) if the server could not store the revocation; the token is still valid.
    pub fn revoke(self, client: &PkceClient, refresh_token: &ApiKey) -> Call<()> {
        self.post(&client.revocation_endpoint, |_| Ok(())).form([
            ("token", refresh_token.expose()),
            ("token_type_hint", "refresh_token"),
            ("client_id", &client.client_id),
        ])
    }

    fn post<T>(self, endpoint: &str, decode: fn(&RawResponse) -> serde_json::Result<T>) -> Call<T> {
        let request = self.endpoint(endpoint).and_then(|url| self.0.inner.request_to(Method::POST, url));
        Call::with_decoder(request, self.0, decode).without_key().without_redirects()
    }

    /// Parses an endpoint from the server, which must be on the server itself.
    fn endpoint(self, endpoint: &str) -> Result<Url, Error> {
        let base = self.0.base_url();
        Url::parse(endpoint).ok().filter(|url| is_within(base, url)).ok_or_else(|| {
            Error::InvalidRequest(format!(
                "the server wants the login to go to `{}`, which is not on {base}",
                redact_text(endpoint)
            ))
        })
    }
}

/// Reads a token; the key must not be empty, and an empty refresh token is read as `None`.
fn token(answer: &RawResponse) -> serde_json::Result<Token> {
    let mut token: Token = object(answer)?;
    if token.access_token.is_empty() {
        return Err(serde_json::Error::custom("the key is empty"));
    }
    token.refresh_token = token.refresh_token.filter(|refresh_token| !refresh_token.is_empty());
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_one_of_rfc_7636() {
        let verifier = ApiKey::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        let pkce = Pkce { verifier, state: ApiKey::new("s") };
        assert_eq!(pkce.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn login_secrets_are_random_long_and_masked() {
        let (one, two) = (Pkce::generate(), Pkce::generate());
        for (secret, other) in [(&one.verifier, &two.verifier), (&one.state, &two.state), (&one.verifier, &one.state)] {
            assert_ne!(secret, other);
            assert!(secret.expose().len() == 64 && secret.expose().bytes().all(|b| b.is_ascii_alphanumeric()));
        }
        assert!(!format!("{one:?}").contains(one.state.expose()));
    }
}
