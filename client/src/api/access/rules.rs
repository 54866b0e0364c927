//! The rules by which LiteLLM decides whether a key may call a model, in its order. Sends nothing.

use jiff::Timestamp;
use serde_json::Value;

use super::patterns::Patterns;
use super::{AccessCheck, AccessSubject, AccessVerdict, Aliases, KeyAccess, strings};
use crate::api::models::Deployment;
use crate::api::server_rules::ServerRules;
use crate::api::users::User;
use crate::core::Lossless;

/// Stands for all models of the team.
const ALL_TEAM_MODELS: &str = "all-team-models";

/// One check of one model.
struct Query<'a> {
    access: &'a KeyAccess,
    model: &'a str,
    /// The model once aliases are resolved.
    called: &'a str,
    key_aliases: &'a Aliases,
    patterns: Patterns,
}

/// Decides whether a chat completion with the model would be accepted, budgets and rate limits aside.
pub(super) fn check(access: &KeyAccess, model: &str, now: Timestamp) -> AccessVerdict {
    let key_aliases = access.key.model_aliases();
    let after_team = resolve(&access.team_aliases, model);
    let called = resolve(&key_aliases, resolve(&key_aliases, after_team)).to_owned();
    let patterns = Patterns::new(names(access));
    let query = Query { access, model, called: &called, key_aliases: &key_aliases, patterns };
    let all = [
        query.key_state(now),
        Some(query.key_models()),
        query.user_state(),
        query.team(),
        query.member(),
        query.user(),
        Some(query.known_model()),
    ];
    let mut checks = Vec::new();
    for check in all.into_iter().flatten() {
        checks.push(check);
        if checks.last().is_some_and(|check| !check.allowed) {
            break;
        }
    }
    AccessVerdict { allowed: checks.iter().all(|check| check.allowed), called_model: called, checks }
}

/// Returns whether a rule that applies to the key depends on the server's version.
pub(super) fn depends_on_version(access: &KeyAccess) -> bool {
    let team_models = access.team.as_ref().and_then(|team| team.models.as_deref()).unwrap_or_default();
    access.is_of_missing_team
        || access.user.as_ref().is_some_and(|user| is_deactivated(user))
        || !access.key.model_aliases().is_empty()
        || team_models.iter().any(|model| model == ALL_TEAM_MODELS)
}

/// Returns whether an identity provider deactivated the user, through SCIM.
pub(in crate::api) fn is_deactivated(user: &User) -> bool {
    user.metadata.as_ref().and_then(|metadata| metadata.get("scim_active")) == Some(&Value::Bool(false))
}

/// Returns every name in a list that a model is looked for in.
pub(super) fn names(access: &KeyAccess) -> impl Iterator<Item = &str> {
    let lists = [
        access.key.models.as_deref(),
        access.team.as_ref().and_then(|team| team.models.as_deref()),
        access.user.as_ref().filter(|_| access.team.is_none()).and_then(|user| user.models.as_deref()),
        Some(&access.member_models),
        Some(&access.team_group_models),
    ];
    let groups = access.key_groups.iter().flat_map(|group| &group.models);
    let served = access.deployments.iter().filter_map(|one| one.model_name.as_deref());
    lists.into_iter().flatten().flatten().chain(groups).map(String::as_str).chain(served)
}

fn resolve<'a>(aliases: &'a Aliases, model: &'a str) -> &'a str {
    aliases.get(model).map_or(model, String::as_str)
}

fn pass(subject: AccessSubject, reason: impl Into<String>) -> AccessCheck {
    AccessCheck { subject, allowed: true, reason: reason.into() }
}

fn refuse(subject: AccessSubject, reason: impl Into<String>) -> AccessCheck {
    AccessCheck { subject, allowed: false, reason: reason.into() }
}

impl KeyAccess {
    fn server_rules(&self) -> ServerRules<'_> {
        ServerRules::of(self.version.as_ref())
    }
}

impl Query<'_> {
    fn key_state(&self, now: Timestamp) -> Option<AccessCheck> {
        let key = &self.access.key;
        let refuse = |reason: String| Some(refuse(AccessSubject::Key, reason));
        if key.field("status").is_some_and(|status| status == "deleted") {
            return refuse("it is deleted".to_owned());
        }
        if let Some(expires) = key.expires.filter(|expires| *expires < now) {
            return refuse(format!("it expired at {expires}"));
        }
        if key.blocked == Some(true) {
            return refuse("it is blocked".to_owned());
        }
        let routes = strings(key.field("allowed_routes").as_ref());
        let is_for_chats = |route: &String| {
            matches!(route.as_str(), "llm_api_routes" | "openai_routes" | "*") || route.contains("chat/completions")
        };
        if routes.is_empty() || routes.iter().any(is_for_chats) {
            return None;
        }
        refuse(format!("it may only call other routes: {}", routes.join(", ")))
    }

    fn key_models(&self) -> AccessCheck {
        let key = &self.access.key;
        let models = key.models.as_deref().unwrap_or_default();
        if key.field("config").and_then(|config| Some(!config.as_object()?.is_empty())) == Some(true) {
            return pass(AccessSubject::Key, "it has its own config, so its models are not checked");
        }
        if models.iter().any(|model| model == ALL_TEAM_MODELS) {
            let reason = match key.team_id {
                Some(_) => "it may call all models of its team",
                None => "it may call all models, because it has no team",
            };
            return pass(AccessSubject::Key, reason);
        }
        let wanted = self.wanted(true);
        let own = self.grant(models, wanted, true);
        let of_groups = || {
            let models: Vec<String> = self.access.key_groups.iter().flat_map(|group| group.models.clone()).collect();
            let granted = (!models.is_empty()).then(|| self.grant(&models, wanted, true)).flatten()?;
            Some(format!("{granted}, through an access group"))
        };
        self.conclude(AccessSubject::Key, own.or_else(of_groups), wanted, models)
    }

    fn team(&self) -> Option<AccessCheck> {
        let Some(team) = &self.access.team else {
            let is_refused =
                self.access.is_of_missing_team && self.access.server_rules().keys_of_missing_teams_are_refused();
            return is_refused.then(|| {
                let id = self.access.key.team_id.as_deref().unwrap_or_default();
                refuse(AccessSubject::Team, format!("the key's team `{id}` does not exist"))
            });
        };
        if team.blocked == Some(true) {
            return Some(refuse(AccessSubject::Team, "it is blocked"));
        }
        let models = team.models.as_deref().unwrap_or_default();
        let wanted = self.wanted(true);
        let with_groups = || {
            let groups = self.access.team_group_models.as_slice();
            (!groups.is_empty()).then(|| self.grant(&[models, groups].concat(), wanted, true)).flatten()
        };
        let through_key = || {
            let assigned = self.access.key_groups.iter().filter(|group| group.is_assigned);
            let models: Vec<String> = assigned.flat_map(|group| group.models.clone()).collect();
            let granted = (!models.is_empty()).then(|| self.grant(&models, wanted, true)).flatten()?;
            Some(format!("{granted}, through an access group of the key"))
        };
        let granted = self.grant(models, wanted, true).or_else(with_groups).or_else(through_key);
        Some(self.conclude(AccessSubject::Team, granted, wanted, models))
    }

    fn member(&self) -> Option<AccessCheck> {
        let models = self.access.member_models.as_slice();
        self.access.team.as_ref().filter(|_| !models.is_empty() && self.access.key.user_id.is_some())?;
        let wanted = self.wanted(false);
        Some(self.conclude(AccessSubject::Member, self.grant(models, wanted, false), wanted, models))
    }

    fn user_state(&self) -> Option<AccessCheck> {
        let user = self.access.user.as_ref()?;
        let is_refused = is_deactivated(user) && self.access.server_rules().deactivated_users_are_refused();
        is_refused.then(|| refuse(AccessSubject::User, "the identity provider deactivated the user"))
    }

    /// The user's models count for keys without a team.
    fn user(&self) -> Option<AccessCheck> {
        let user = self.access.user.as_ref().filter(|_| self.access.team.is_none())?;
        let models = user.models.as_deref().unwrap_or_default();
        if models.iter().any(|model| model == "no-default-models") {
            return Some(refuse(AccessSubject::User, "the user may only call models of teams"));
        }
        let wanted = self.wanted(false);
        Some(self.conclude(AccessSubject::User, self.grant(models, wanted, false), wanted, models))
    }

    fn known_model(&self) -> AccessCheck {
        let called = self.called;
        let named = self.named(called);
        let is_known = !self.deployments_of(called).is_empty()
            || self
                .access
                .deployments
                .iter()
                .any(|one| one.id() == Some(called) || one.upstream_model() == Some(called));
        if is_known {
            pass(AccessSubject::Model, format!("the server has {named}"))
        } else {
            refuse(AccessSubject::Model, format!("the server does not have {named}"))
        }
    }

    /// Returns the name that lists of models are searched for.
    fn wanted(&self, with_team: bool) -> &str {
        if !self.access.server_rules().resolves_key_aliases() {
            return self.model;
        }
        let start = if with_team { resolve(&self.access.team_aliases, self.model) } else { self.model };
        let end = resolve(self.key_aliases, resolve(self.key_aliases, start));
        // An alias of the team alone is granted as such.
        if end == start { self.model } else { end }
    }

    /// Returns why a list of models allows the model; `None` if it does not.
    fn grant(&self, models: &[String], model: &str, with_team: bool) -> Option<String> {
        let holds = |name: &str| models.iter().any(|known| known == name);
        if models.is_empty() || holds("*") || holds("all-proxy-models") {
            return Some("all models are allowed".to_owned());
        }
        if holds(model) {
            return Some(format!("`{model}` is among the models"));
        }
        if let Some(target) = self.access.team_aliases.get(model).filter(|_| with_team) {
            return Some(format!("`{model}` is an alias of the team for `{target}`"));
        }
        let deployments = self.deployments_of(model);
        let groups: Vec<&str> = deployments.iter().flat_map(|one| one.access_groups()).collect();
        if let Some(group) = models.iter().find(|known| groups.contains(&known.as_str())) {
            return Some(format!("`{model}` is in the access group `{group}`"));
        }
        if with_team
            && self.access.server_rules().expands_all_team_models()
            && self.access.team.is_some()
            && holds(ALL_TEAM_MODELS)
            && !deployments.is_empty()
        {
            return Some("all models are allowed".to_owned());
        }
        let matching = models.iter().find(|pattern| self.matches(pattern, model))?;
        Some(format!("`{model}` matches `{matching}`"))
    }

    /// Returns the deployments that a name reaches: those of the name, those that have it in the key's team, or else
    /// those whose pattern matches.
    fn deployments_of(&self, model: &str) -> Vec<&Lossless<Deployment>> {
        let team = self.access.key.team_id.as_deref();
        let text = |one: &Deployment, name: &str| one.model_info.get(name).and_then(Value::as_str).map(str::to_owned);
        let is_named = |one: &&Lossless<Deployment>| {
            let owner = text(one, "team_id");
            let is_open = team.is_none() || owner.is_none() || owner.as_deref() == team;
            (one.model_name.as_deref() == Some(model) && is_open)
                || (owner.is_some()
                    && owner.as_deref() == team
                    && text(one, "team_public_model_name").as_deref() == Some(model))
        };
        let all = &self.access.deployments;
        let named: Vec<_> = all.iter().filter(is_named).collect();
        if !named.is_empty() {
            return named;
        }
        let is_matched = |name: &str| self.matches(name, model);
        all.iter().filter(|one| one.model_name.as_deref().is_some_and(is_matched)).collect()
    }

    fn matches(&self, pattern: &str, model: &str) -> bool {
        self.patterns.matches(pattern, model, self.access.providers.get(model).map(String::as_str))
    }

    fn conclude(
        &self,
        subject: AccessSubject,
        granted: Option<String>,
        wanted: &str,
        models: &[String],
    ) -> AccessCheck {
        let Some(reason) = granted else {
            let mut reason = format!("{} is not among the models: {}", self.named(wanted), models.join(", "));
            if wanted == self.model && self.key_aliases.contains_key(wanted) {
                reason.push_str("; this server does not resolve the key's aliases here");
            }
            return refuse(subject, reason);
        };
        if wanted == self.model {
            return pass(subject, reason);
        }
        pass(subject, format!("`{}` is an alias for `{wanted}`; {reason}", self.model))
    }

    /// Names a model, and the alias that it was requested by.
    fn named(&self, model: &str) -> String {
        if model == self.model { format!("`{model}`") } else { format!("`{model}` (alias `{}`)", self.model) }
    }
}
