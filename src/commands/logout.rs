//! `logout`: the login is ended on the server, where it can be, and forgotten here.

use anyhow::{Context as _, Result};
use reqwest::{StatusCode, Url};

use crate::auth::StoredLogin;
use crate::auth::store::{Locked, Store};
use crate::context::{Context, DryRun};
use crate::env;
use crate::outcome::Outcome;
use litellm_proxy_client::Client;

#[derive(Debug, clap::Args)]
#[command(after_help = "A login with PKCE is ended on the server. Other keys stay good there until they expire.")]
pub(crate) struct Args {
    /// End the logins of all servers
    #[arg(long)]
    all: bool,
}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let server = context.config()?.base_url.value;
        let store = Store::of_user()?;
        if !store.is_there() {
            self.tell_of_nothing(context, &server);
            return Ok(Outcome::Done);
        }
        let files = store.lock().await?;
        let mut logins = store.readable_logins();
        logins.retain(|login| self.all || login.belongs_to(&server) || login.base_url().is_none());
        // All files are looked at before anything is ended: the login may be where it cannot be read.
        match store.others() {
            Err(error) if !self.all && logins.is_empty() => return Err(error),
            Err(_) if !self.all => context.output.warn(format_args!(
                "{} cannot be read, and stays as it is: repair it, or remove it and the logins in it",
                store.others_path().display()
            )),
            _ => {}
        }
        let mut requests = Vec::new();
        for login in &logins {
            if let (Some((registered, refresh_token)), Some(client)) =
                (login.refresh_grant(), client_of(context, login)?)
            {
                requests.push(client.sso().revoke(&registered, &refresh_token).request());
            }
        }
        context
            .perform(DryRun::default(), requests, async |context, _| self.end(context, &server, &files, &logins).await)
            .await
    }

    async fn end(
        &self,
        context: &mut Context,
        server: &Url,
        files: &Locked,
        logins: &[StoredLogin],
    ) -> Result<Outcome> {
        let (mut ended, mut not_ended) = (Vec::new(), None);
        for login in logins {
            let at = login.base_url().unwrap_or("every server").to_owned();
            match end_login(context, login).await {
                Ok(true) => context.output.note(format_args!("logged out of {at}: the login has ended there too")),
                Ok(false) => context.output.note(format_args!(
                    "logged out of {at}: the key is forgotten here, and good there until it expires or is deleted"
                )),
                Err(error) => {
                    not_ended = Some(error);
                    continue;
                }
            }
            ended.push(login.server().unwrap_or_else(|| server.clone()));
        }
        if let Some(error) = not_ended {
            for server in &ended {
                if let Err(error) = files.forget(server) {
                    context.output.warn(format_args!("the login at {server} has ended and is still stored: {error:#}"));
                }
            }
            return Err(error).context("the login has not ended on the server, and is kept");
        }
        let has_removed = if self.all { files.forget_all()? } else { files.forget(server)? };
        if logins.is_empty() && has_removed {
            context.output.note("what was stored held no key that could be read; it is removed");
        } else if logins.is_empty() {
            self.tell_of_nothing(context, server);
        }
        if env::get(env::LITELLM_PROXY_API_KEY).is_some() {
            context.output.note(format_args!("{} is set, and still counts", env::LITELLM_PROXY_API_KEY));
        }
        Ok(Outcome::Done)
    }

    fn tell_of_nothing(&self, context: &mut Context, server: &Url) {
        let whom = if self.all { "any server" } else { server.as_str().trim_end_matches('/') };
        context.output.note(format_args!("there is no login for {whom}"));
    }
}

/// A client of the server that a login is for, if it names one.
fn client_of(context: &Context, login: &StoredLogin) -> Result<Option<Client>> {
    Ok(match login.server() {
        Some(server) => Some(context.unconfigured_builder(server.as_str())?.build()?),
        None => None,
    })
}

/// Ends a login on its server, and says whether that could be done. It fails only where the server says that it may
/// succeed later.
async fn end_login(context: &mut Context, login: &StoredLogin) -> Result<bool> {
    let (Some((registered, refresh_token)), Some(client)) = (login.refresh_grant(), client_of(context, login)?) else {
        return Ok(false);
    };
    match client.sso().revoke(&registered, &refresh_token).await {
        Ok(()) => Ok(true),
        Err(error) if error.status() == Some(StatusCode::SERVICE_UNAVAILABLE) => Err(error.into()),
        Err(error) => {
            context.output.warn(format_args!("the login could not be ended on the server: {error}"));
            Ok(false)
        }
    }
}
