//! `logout`: removes stored logins and revokes them on the server, if it supports that.

use anyhow::{Context as _, Result};
use reqwest::{StatusCode, Url};

use crate::auth::StoredLogin;
use crate::auth::store::{LockedStore, Store};
use crate::context::{Context, DryRun};
use crate::env;
use crate::outcome::Outcome;
use litellm_proxy_client::Client;

#[derive(Debug, clap::Args)]
#[command(after_help = "A PKCE login is also revoked on the server. Other keys stay valid until they expire.

Examples:
  litellm-proxy logout
  litellm-proxy logout --all
  litellm-proxy logout --base-url https://litellm.example.com")]
pub(crate) struct Args {
    /// Log out of all servers
    #[arg(long)]
    all: bool,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let server = context.config()?.base_url.value;
        let store = Store::of_user()?;
        if !store.exists() {
            self.report_no_login(context, &server);
            return Ok(Outcome::Done);
        }
        let files = store.lock().await?;
        let mut logins = store.readable_logins();
        logins.retain(|login| self.all || login.belongs_to(&server) || login.base_url().is_none());
        // Checks all files before revoking anything: the login may be in a file that cannot be read.
        match store.others() {
            Err(error) if !self.all && logins.is_empty() => return Err(error),
            Err(_) if !self.all => context.output.warn(format_args!(
                "{} cannot be read and is left unchanged; repair or remove it",
                store.others_path().display()
            )),
            _ => {}
        }
        let mut requests = Vec::new();
        for login in &logins {
            if let (Some((registered, refresh_token)), Some(client)) =
                (login.refresh_grant(), client_for(context, login)?)
            {
                requests.push(client.sso().revoke(&registered, &refresh_token).request());
            }
        }
        context
            .perform(DryRun::default(), requests, async |context, _| {
                self.log_out(context, &server, &files, &logins).await
            })
            .await
    }

    async fn log_out(
        &self,
        context: &mut Context,
        server: &Url,
        files: &LockedStore,
        logins: &[StoredLogin],
    ) -> Result<Outcome> {
        let (mut revoked, mut failure) = (Vec::new(), None);
        for login in logins {
            let url = login.base_url().unwrap_or("every server").to_owned();
            match revoke(context, login).await {
                Ok(true) => {
                    context.output.note(format_args!("logged out of {url}; the login was also revoked on the server"));
                }
                Ok(false) => context.output.note(format_args!(
                    "logged out of {url}; the key stays valid on the server until it expires or is deleted"
                )),
                Err(error) => {
                    failure = Some(error);
                    continue;
                }
            }
            revoked.push(login.server().unwrap_or_else(|| server.clone()));
        }
        if let Some(error) = failure {
            for server in &revoked {
                if let Err(error) = files.remove(server) {
                    context
                        .output
                        .warn(format_args!("the login at {server} was revoked but is still stored: {error:#}"));
                }
            }
            return Err(error).context("the login could not be revoked on the server, so it is still stored");
        }
        let has_removed = if self.all { files.remove_all()? } else { files.remove(server)? };
        if logins.is_empty() && has_removed {
            context.output.note("removed a stored login that had no readable key");
        } else if logins.is_empty() {
            self.report_no_login(context, server);
        }
        if env::get(env::LITELLM_PROXY_API_KEY).is_some() {
            context.output.note(format_args!("{} is still set and will be used", env::LITELLM_PROXY_API_KEY));
        }
        Ok(Outcome::Done)
    }

    fn report_no_login(&self, context: &mut Context, server: &Url) {
        let server = if self.all { "any server" } else { server.as_str().trim_end_matches('/') };
        context.output.note(format_args!("not logged in to {server}"));
    }
}

/// Returns a client for the server of a login, if it names one.
fn client_for(context: &Context, login: &StoredLogin) -> Result<Option<Client>> {
    Ok(match login.server() {
        Some(server) => Some(context.unconfigured_builder(server.as_str())?.build()?),
        None => None,
    })
}

/// Revokes a login on its server and returns whether that succeeded. Fails only if the server reports that it may
/// succeed later.
async fn revoke(context: &mut Context, login: &StoredLogin) -> Result<bool> {
    let (Some((registered, refresh_token)), Some(client)) = (login.refresh_grant(), client_for(context, login)?) else {
        return Ok(false);
    };
    match client.sso().revoke(&registered, &refresh_token).await {
        Ok(()) => Ok(true),
        Err(error) if error.status() == Some(StatusCode::SERVICE_UNAVAILABLE) => Err(error.into()),
        Err(error) => {
            context.output.warn(format_args!("could not revoke the login on the server: {error}"));
            Ok(false)
        }
    }
}
