//! The users and the teams that the server has, which the rows of a file are held against.

use std::collections::HashMap;

use anyhow::Result;

use super::file::{self, UserRow};
use crate::commands::lists;
use crate::context::Context;
use litellm_proxy_client::teams::TeamFilter;
use litellm_proxy_client::users::{User, UserFilter};
use litellm_proxy_client::{Client, Lossless};

/// The users that exist on the server.
pub(super) struct ExistingUsers {
    users: Vec<Lossless<User>>,
    ids: HashMap<String, usize>,
    addresses: HashMap<String, usize>,
}

impl ExistingUsers {
    pub(super) async fn fetch(context: &mut Context, client: &Client) -> Result<Self> {
        let users = lists::collect(context, client.users().list_all(&UserFilter::default())).await?.items;
        let build_index = |of: fn(&User) -> Option<String>| {
            users.iter().enumerate().filter_map(|(index, user)| Some((of(user)?, index))).collect()
        };
        let ids = build_index(|user| user.user_id.clone());
        let addresses = build_index(|user| user.user_email.as_deref().map(str::to_lowercase));
        Ok(Self { users, ids, addresses })
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&User> {
        self.ids.get(id).and_then(|index| self.users.get(*index)).map(|user| &**user)
    }

    pub(super) fn by_address(&self, address: &str) -> Option<&User> {
        self.addresses.get(&address.to_lowercase()).and_then(|index| self.users.get(*index)).map(|user| &**user)
    }
}

/// Replaces team aliases by ids. The server silently ignores unknown teams, so they are refused here.
pub(super) async fn resolve_teams(
    context: &mut Context,
    client: &Client,
    file: &str,
    rows: &mut [UserRow],
) -> Result<()> {
    if rows.iter().all(|row| row.teams.is_empty()) {
        return Ok(());
    }
    let teams = lists::collect(context, client.teams().list_all(&TeamFilter::default())).await?.items;
    let mut ids_by_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for team in &teams {
        if let (Some(alias), Some(id)) = (team.team_alias.as_deref(), team.team_id.as_deref()) {
            ids_by_name.entry(alias).or_default().push(id);
        }
    }
    // An id wins over an equal alias of another team.
    for id in teams.iter().filter_map(|team| team.team_id.as_deref()) {
        ids_by_name.insert(id, vec![id]);
    }
    let mut problems = Vec::new();
    for row in rows {
        for team in &mut row.teams {
            let location = file::location(file, row.line, "teams");
            match ids_by_name.get(team.as_str()).map(Vec::as_slice) {
                Some([id]) => (*id).clone_into(team),
                Some(several) if !several.is_empty() => {
                    problems
                        .push(format!("{location}: more than one team has the alias `{team}`: {}", several.join(", ")));
                }
                _ => problems.push(format!("{location}: no team has the id or alias `{team}`")),
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(file::refuse(file, problems)) }
}
