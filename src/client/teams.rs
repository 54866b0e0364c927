//! Teams: `/team/*`.

use reqwest::Method;
use serde::Deserialize;

use super::{Call, Client, Error, Lossless};

/// The teams resource of a [`Client`].
#[derive(Debug)]
pub struct Teams<'a>(pub(super) &'a Client);

/// A team.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Team {
    /// The id.
    pub team_id: Option<String>,
    /// A name to show.
    pub team_alias: Option<String>,
    /// Models that it may call; none means all.
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend; none means any.
    pub max_budget: Option<f64>,
    /// Dollars spent so far.
    pub spend: Option<f64>,
}

impl Teams<'_> {
    /// Teams, of a user where one is given: `GET /team/list`. Without a user it is for admins.
    pub fn list(&self, user_id: Option<&str>) -> Call<Vec<Lossless<Team>>> {
        let call = Call::new(self.0, Method::GET, &["team", "list"]);
        match user_id {
            Some(user_id) => call.query("user_id", user_id),
            None => call,
        }
    }

    /// Teams that the caller may see: all of them for an admin, else the caller's own.
    ///
    /// # Errors
    /// Those of the requests; of the first, when the server knows no user behind the key.
    pub async fn list_visible(&self) -> Result<Vec<Lossless<Team>>, Error> {
        // The server refuses the question without a user to those who are no admins, with a 401.
        let refused = match self.list(None).await {
            Err(error @ Error::Unauthorized(_))
                if error.refusal().is_some_and(|refusal| refusal.message.contains("admin")) =>
            {
                error
            }
            other => return other,
        };
        let own_user = self.0.keys().own_info().await.ok().and_then(|key| key.info.user_id.clone());
        match own_user {
            Some(user_id) => self.list(Some(&user_id)).await,
            None => Err(refused),
        }
    }

    /// Teams that the caller may join: `GET /team/available`.
    pub fn available(&self) -> Call<Vec<Lossless<Team>>> {
        Call::new(self.0, Method::GET, &["team", "available"])
    }
}
