//! The login with PKCE: the browser comes back to a page of this program's own.

use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::time::timeout_at;

use super::waiting::Waiting;
use super::{Attempt, LoggedIn};
use crate::auth::loopback::{Loopback, Returned};
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::sso::Pkce;

const USUAL_TIME: Duration = Duration::from_secs(300);

pub(super) async fn log_in(attempt: &Attempt, context: &mut Context, is_setting: bool) -> Result<LoggedIn> {
    let way_out = if is_setting { "log in with --no-pkce, or `config unset pkce`" } else { "log in without --pkce" };
    if attempt.team.is_some() {
        return Err(Failure::Usage {
            message: "with PKCE the team is chosen in the browser".to_owned(),
            hint: Some(format!("leave --team out, or {way_out}")),
        }
        .into());
    }
    let sso = attempt.client.sso();
    let discovery = match sso.discovery().await {
        Err(error) if error.is_not_found() => {
            return Err(Failure::NotFound(format!("this server offers no login with PKCE: {way_out}")).into());
        }
        found => found?,
    };
    sso.check(&discovery)?;
    let loopback = Loopback::listen().await.context("cannot listen on loopback for the browser to come back")?;
    let registration = sso.register(&discovery, loopback.redirect_uri()).await?;
    let client = discovery.client(registration.client_id);
    let pkce = Pkce::generate();
    let url = sso.authorization_url(&discovery, &client.client_id, loopback.redirect_uri(), &pkce)?;
    if !attempt.send_to_browser(context, &url, None) {
        context.output.note(format_args!(
            "The browser comes back to {}: if it runs on another machine, {way_out}.",
            loopback.redirect_uri()
        ));
    }
    let time = attempt.time.unwrap_or(USUAL_TIME);
    let end = super::end_of(time);
    let returned = {
        let _waiting = Waiting::until(context, end, true);
        timeout_at(end, loopback.returned(&pkce.state)).await
    };
    let code = match returned.map_err(|_| super::nobody_came(time))? {
        Ok(Returned::Code(code)) => code,
        Ok(Returned::Refused(words)) => {
            return Err(Failure::LoginFailed(format!("the login was refused: {words}")).into());
        }
        Err(error) => return Err(error).context("cannot listen on loopback for the browser to come back"),
    };
    let token = sso.exchange_code(&client, &code, loopback.redirect_uri(), &pkce).await?;
    let mut login = attempt.login_with(&token.access_token);
    login.apply_token(&token);
    login.set("client_id", client.client_id);
    login.set("token_endpoint", client.token_endpoint);
    login.set("revocation_endpoint", client.revocation_endpoint);
    login.set("resource", client.resource);
    Ok(LoggedIn { login, team_alias: None })
}
