//! One key, user, team, organization or deployment of a name. Servers check the names of keys and users before they write and
//! those of the others not at all, so two creations at once both succeed. Each then looks for the other, and the later one is undone.

use jiff::Timestamp;
use serde_json::Value;

use super::keys::Keys;
use super::models::{Deployment, Models};
use super::organizations::{Organization, Organizations};
use super::teams::{TeamFilter, Teams};
use super::users::{User, UserFilter, Users};
use crate::core::{Error, Lossless, parse_server_time};

/// An object that has the name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Namesake {
    id: String,
    created_at: Option<Timestamp>,
}

/// Returns the one that was created before all others. Both of two that ask see the same order.
fn first(all: &[Namesake]) -> Option<&Namesake> {
    all.iter().min_by(|one, other| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)))
}

fn is_first(own: &str, all: &[Namesake]) -> bool {
    first(all).is_none_or(|first| first.id == own)
}

/// Returns the result for an object that another one of its name preceded.
fn undone<T>(what: &str, name: &str, own: &str, deletion: &Result<T, Error>) -> Result<(), Error> {
    let taken = Error::Exists(format!("{what} `{name}` was created by another caller at the same time"));
    match deletion {
        Ok(_) => Err(taken),
        Err(_) => Err(Error::Incomplete { failure: Box::new(taken), left: vec![own.to_owned()] }),
    }
}

impl Keys<'_> {
    /// Deletes a key that was just created, given by hash, if another key had its alias first: `GET /key/list`, then
    /// `POST /key/delete`. A list that cannot be fetched counts as one without others.
    ///
    /// # Errors
    /// [`Error::Exists`] if it was deleted, [`Error::Incomplete`] if it should have been.
    pub async fn keep_first_of_alias(self, alias: &str, hash: &str) -> Result<(), Error> {
        let Ok(keys) = self.all_of_alias(alias).await else { return Ok(()) };
        let namesake = |key: &super::keys::Key| Some(Namesake { id: key.token.clone()?, created_at: key.created_at });
        let all: Vec<Namesake> = keys.iter().filter_map(|key| namesake(key)).collect();
        if is_first(hash, &all) {
            return Ok(());
        }
        undone("the key", alias, hash, &self.delete([hash]).await)
    }
}

impl Teams<'_> {
    /// Deletes a team that was just created if another team had its alias first: `GET /v2/team/list`, then `POST
    /// /team/delete`. A list that cannot be fetched counts as one without others.
    ///
    /// # Errors
    /// [`Error::Exists`] if it was deleted, [`Error::Incomplete`] if it should have been.
    pub async fn keep_first_of_alias(self, alias: &str, team_id: &str) -> Result<(), Error> {
        let Ok(all) = self.of_alias(alias).await else { return Ok(()) };
        if is_first(team_id, &all) {
            return Ok(());
        }
        undone("the team", alias, team_id, &self.delete([team_id]).await)
    }
}

impl Teams<'_> {
    /// Returns the id of the team that had an alias first: `GET /v2/team/list`.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn first_of_alias(self, alias: &str) -> Result<Option<String>, Error> {
        Ok(first(&self.of_alias(alias).await?).map(|team| team.id.clone()))
    }

    async fn of_alias(self, alias: &str) -> Result<Vec<Namesake>, Error> {
        let mut all = Vec::new();
        let mut pages = self.list_all(TeamFilter::default().team_alias(alias));
        while let Some(teams) = pages.next_page().await? {
            let teams = teams.iter().filter(|team| team.team_alias.as_deref() == Some(alias));
            all.extend(
                teams.filter_map(|team| Some(Namesake { id: team.team_id.clone()?, created_at: team.created_at })),
            );
        }
        Ok(all)
    }
}

impl Users<'_> {
    /// Deletes a user that was just created, and the keys created along with it, if another user had its email address first:
    /// `GET /user/list`, then `POST /user/delete`. A list that cannot be fetched counts as one without others.
    ///
    /// # Errors
    /// [`Error::Exists`] if it was deleted, [`Error::Incomplete`] if it should have been.
    pub async fn keep_first_of_email(self, address: &str, user_id: &str) -> Result<(), Error> {
        let Ok(all) = self.of_address(address).await else { return Ok(()) };
        if is_first(user_id, &all) {
            return Ok(());
        }
        undone("the user", address, user_id, &self.delete([user_id]).await)
    }

    /// Returns the id of the user who had an email address first: `GET /user/list`.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn first_of_email(self, address: &str) -> Result<Option<String>, Error> {
        Ok(first(&self.of_address(address).await?).map(|user| user.id.clone()))
    }

    async fn of_address(self, address: &str) -> Result<Vec<Namesake>, Error> {
        let mut all = Vec::new();
        let mut pages = self.list_all(UserFilter::default().user_email(address));
        while let Some(users) = pages.next_page().await? {
            let has_address = |user: &&Lossless<User>| {
                user.user_email.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(address))
            };
            all.extend(
                users
                    .iter()
                    .filter(has_address)
                    .filter_map(|user| Some(Namesake { id: user.user_id.clone()?, created_at: user.created_at })),
            );
        }
        Ok(all)
    }
}

impl Organizations<'_> {
    /// Returns the id of the organization that had a name first: `GET /organization/list`.
    ///
    /// # Errors
    /// Those of the request.
    pub async fn first_of_alias(self, alias: &str) -> Result<Option<String>, Error> {
        Ok(first(&self.of_alias(alias).await?).map(|organization| organization.id.clone()))
    }

    async fn of_alias(self, alias: &str) -> Result<Vec<Namesake>, Error> {
        let listed = self.list().await?;
        let listed = listed.iter().filter(|one| one.organization_alias.as_deref() == Some(alias));
        let namesake = |one: &Lossless<Organization>| {
            Some(Namesake { id: one.organization_id.clone()?, created_at: one.created_at })
        };
        Ok(listed.filter_map(namesake).collect())
    }

    /// Deletes an organization that was just created if another one had its name first: `GET /organization/list`, then
    /// `DELETE /organization/delete`. A list that cannot be fetched counts as one without others.
    ///
    /// # Errors
    /// [`Error::Exists`] if it was deleted, [`Error::Incomplete`] if it should have been.
    pub async fn keep_first_of_alias(self, alias: &str, organization_id: &str) -> Result<(), Error> {
        let Ok(all) = self.of_alias(alias).await else { return Ok(()) };
        if is_first(organization_id, &all) {
            return Ok(());
        }
        undone("the organization", alias, organization_id, &self.delete([organization_id]).await)
    }
}

impl Models<'_> {
    /// Deletes a deployment that was just created if another one had its name first: `GET /v2/model/info`, then `POST
    /// /model/delete`. A list that cannot be fetched counts as one without others.
    ///
    /// # Errors
    /// [`Error::Exists`] if it was deleted, [`Error::Incomplete`] if it should have been.
    pub async fn keep_first_of_name(self, model_name: &str, id: &str) -> Result<(), Error> {
        let listed = self.deployments_of(model_name).await.unwrap_or_default();
        let created_at = |deployment: &Deployment| {
            let time = deployment.model_info.get("created_at").and_then(Value::as_str);
            time.and_then(parse_server_time)
        };
        let all: Vec<Namesake> = listed
            .iter()
            .filter_map(|one| Some(Namesake { id: one.id()?.to_owned(), created_at: created_at(one) }))
            .collect();
        if is_first(id, &all) {
            return Ok(());
        }
        undone("the model", model_name, id, &self.delete(id).await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn namesakes(all: &[(&str, Option<&str>)]) -> Vec<Namesake> {
        let time = |text: &str| text.parse().expect("a time");
        all.iter().map(|(id, at)| Namesake { id: (*id).to_owned(), created_at: at.map(time) }).collect()
    }

    #[test]
    fn exactly_one_of_a_name_is_the_first() {
        let (early, late) = (Some("2026-01-01T00:00:00Z"), Some("2026-01-01T00:00:00.001Z"));
        for (all, first) in [
            (namesakes(&[("b", early), ("a", late)]), "b"),
            (namesakes(&[("b", early), ("a", early)]), "a"),
            // Deployments of the server's config file have no time.
            (namesakes(&[("b", None), ("a", early)]), "b"),
        ] {
            let kept: Vec<_> = all.iter().filter(|one| is_first(&one.id, &all)).map(|one| one.id.as_str()).collect();
            assert_eq!(kept, [first]);
        }
        assert!(is_first("a", &[]));
        assert!(!is_first("a", &namesakes(&[("b", late)])));
    }
}
