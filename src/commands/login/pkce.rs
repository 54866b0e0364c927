//! `login --pkce`: the browser is redirected to a loopback server of this process.

use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::time::timeout_at;

use super::waiting::WaitIndicator;
use super::{Attempt, LoggedIn};
use crate::auth::loopback::{Loopback, Redirect};
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::sso::Pkce;

const DEFAULT_LOGIN_TIMEOUT: Duration = Duration::from_secs(300);

pub(super) async fn log_in(attempt: &Attempt, context: &mut Context, from_setting: bool) -> Result<LoggedIn> {
    let alternative = if from_setting {
        "log in with --no-pkce, or run `litellm-proxy config unset pkce`"
    } else {
        "log in without --pkce"
    };
    if attempt.team.is_some() {
        return Err(Failure::Usage {
            message: "with PKCE the team is chosen in the browser".to_owned(),
            hint: Some(format!("omit --team, or {alternative}")),
        }
        .into());
    }
    let sso = attempt.client.sso();
    let discovery = match sso.discovery().await {
        Err(error) if error.is_not_found() => {
            return Err(Failure::NotFound(format!("this server does not offer PKCE login; {alternative}")).into());
        }
        result => result?,
    };
    sso.check(&discovery)?;
    let loopback = Loopback::listen().await.context("cannot listen on loopback for the browser's redirect")?;
    let registration = sso.register(&discovery, loopback.redirect_uri()).await?;
    let client = discovery.client(registration.client_id);
    let pkce = Pkce::generate();
    let url = sso.authorization_url(&discovery, &client.client_id, loopback.redirect_uri(), &pkce)?;
    if !attempt.send_to_browser(context, &url, None) {
        context.output.note(format_args!(
            "The browser will be redirected to {}; if it runs on another machine, {alternative}.",
            loopback.redirect_uri()
        ));
    }
    let timeout = attempt.timeout.unwrap_or(DEFAULT_LOGIN_TIMEOUT);
    let deadline = super::deadline(timeout);
    let redirect = {
        let _indicator = WaitIndicator::start(context, deadline, true);
        timeout_at(deadline, loopback.wait_for_redirect(&pkce.state)).await
    };
    let code = match redirect.map_err(|_| super::login_timed_out(timeout))? {
        Ok(Redirect::Code(code)) => code,
        Ok(Redirect::Refused(message)) => {
            return Err(Failure::LoginFailed(format!("the login was refused: {message}")).into());
        }
        Err(error) => return Err(error).context("cannot listen on loopback for the browser's redirect"),
    };
    let token = sso.exchange_code(&client, &code, loopback.redirect_uri(), &pkce).await?;
    let mut login = attempt.login_with(&token.access_token);
    login.apply_token(&token);
    login.set("client_id", client.client_id);
    login.set("token_endpoint", client.token_endpoint);
    login.set("revocation_endpoint", client.revocation_endpoint);
    login.set("resource", client.resource);
    Ok(LoggedIn { login, team_alias: None, parked: None })
}
