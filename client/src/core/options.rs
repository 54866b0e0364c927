//! Setters for the public fields of requests, such as `NewKey::default().models(["gpt-4"]).duration("24h")`.

use serde::ser::Error as _;
use serde::{Serialize as _, Serializer};

use super::secret::ApiKey;

/// Defines a setter for each of the fields, named like the field. The type is that of the field; `Strings` is a list of
/// strings, and `(other T)` defines no setter. `..extra` is the map of all other fields; names in brackets after it are
/// fields that the request always carries. If a field is set both ways, the last call wins.
macro_rules! setters {
    ($type:ident { ..$extra:ident $([$($own:ident),*])?; $($kind:tt: $($field:ident),+;)* }) => {
        $crate::core::options::setters!(@each $type $extra $($kind: $($field),+;)*);
        impl $type {
            /// Sets a field by name, as for those that have no setter of their own.
            #[must_use]
            pub fn $extra(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
                let (name, value) = (name.into(), value.into());
                $($( if name == stringify!($field) { self.$field = None; } )+)*
                $($(
                    if name == stringify!($own) && let Ok(own) = serde::Deserialize::deserialize(&value) {
                        self.$own = own;
                        return self;
                    }
                )*)?
                self.$extra.insert(name, value);
                self
            }
        }
    };
    ($type:ident { $($kind:tt: $($field:ident),+;)+ }) => {
        impl $type {
            $($( $crate::core::options::setter!($kind $field []); )+)+
        }
    };
    (@each $type:ident $extra:ident $($kind:tt: $($field:ident),+;)*) => {
        $( $crate::core::options::setters!(@kind $type $extra $kind: $($field),+); )*
    };
    (@kind $type:ident $extra:ident $kind:tt: $($field:ident),+) => {
        impl $type {
            $( $crate::core::options::setter!($kind $field [$extra]); )+
        }
    };
}

macro_rules! setter {
    (String $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<String>) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(value.into());
            self
        }
    };
    (Strings $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(values.into_iter().map(Into::into).collect());
            self
        }
    };
    (ApiKey $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$crate::core::ApiKey>) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(value.into());
            self
        }
    };
    (Value $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<serde_json::Value>) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(value.into());
            self
        }
    };
    ((other $type:ty) $field:ident [$($extra:ident)?]) => {};
    ($kind:ident $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: $kind) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(value);
            self
        }
    };
}

pub(crate) use {setter, setters};

/// Serializes an amount. Refuses NaN and infinities: they would become `null`, which removes a limit.
#[expect(clippy::ref_option, reason = "the signature that serde expects")]
pub(crate) fn finite<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) if !number.is_finite() => Err(S::Error::custom(format_args!("{number} is not an amount"))),
        number => number.serialize(serializer),
    }
}

/// Serializes the secret of a key.
#[expect(clippy::ref_option, reason = "the signature that serde expects")]
pub(crate) fn exposed<S: Serializer>(key: &Option<ApiKey>, serializer: S) -> Result<S::Ok, S::Error> {
    key.as_ref().map(ApiKey::expose).serialize(serializer)
}

/// Collects names into owned strings.
pub(crate) fn texts(names: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    names.into_iter().map(|name| name.as_ref().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::Serialize;
    use serde_json::{Value, json};

    use crate::api::access_groups::{AccessGroupUpdate, NewAccessGroup};
    use crate::api::budgets::{BudgetUpdate, NewBudget};
    use crate::api::credentials::{CredentialUpdate, NewCredential};
    use crate::api::customers::{CustomerUpdate, NewCustomer};
    use crate::api::keys::{KeyUpdate, NewKey};
    use crate::api::models::{Deployment, ModelUpdate, NewModel};
    use crate::api::teams::{MemberId, MemberUpdate, NewMember, NewTeam, TeamUpdate};
    use crate::api::users::UserUpdate;

    #[track_caller]
    fn is(request: &(impl Serialize + Debug), expected: &str) {
        assert_eq!(serde_json::to_string(request).expect("JSON"), expected);
        let shown = format!("{request:?} {request:#?}");
        assert!(!shown.contains("hush-hush"), "{shown}");
    }

    #[test]
    fn the_last_call_wins_when_a_field_is_set_twice() {
        is(&KeyUpdate::default().clear("max_budget").max_budget(2.0), r#"{"max_budget":2.0}"#);
        is(&KeyUpdate::default().max_budget(2.0).clear("max_budget"), r#"{"max_budget":null}"#);
        is(&KeyUpdate::default().models(["m"]).extra("models", json!([])).extra("x", 1), r#"{"models":[],"x":1}"#);
        is(&NewKey::default().extra("key", "sk-a").key("sk-b"), r#"{"key":"sk-b"}"#);
        is(&NewKey::default().key("sk-b").extra("key", "sk-a"), r#"{"key":"sk-a"}"#);
        is(&UserUpdate::default().clear("tpm_limit").tpm_limit(7), r#"{"tpm_limit":7}"#);
        is(&TeamUpdate::default().metadata(json!({})).clear("metadata"), r#"{"metadata":{}}"#);
        is(&MemberUpdate::new(MemberId::user("u")).clear("rpm_limit").rpm_limit(7), r#"{"user_id":"u","rpm_limit":7}"#);
        let members = || [NewMember::new(MemberId::user("u"))];
        is(
            &NewTeam::default().members(members()).extra("members_with_roles", json!([])),
            r#"{"members_with_roles":[]}"#,
        );
        is(
            &NewTeam::default().extra("members_with_roles", json!([])).members(members()),
            r#"{"members_with_roles":[{"user_id":"u","role":"user"}]}"#,
        );
    }

    #[test]
    fn extra_fields_are_sent_once_and_never_shown_in_clear() {
        let update = BudgetUpdate::default().extra("api_key", "hush-hush");
        is(&update.clone().clear("max_budget").max_budget(2.0), r#"{"max_budget":2.0,"api_key":"hush-hush"}"#);
        is(&update.max_budget(2.0).clear("max_budget"), r#"{"api_key":"hush-hush","max_budget":null}"#);
        is(&NewBudget::default().extra("budget_id", "a").budget_id("b"), r#"{"budget_id":"b"}"#);
        is(&NewBudget::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
        is(
            &NewCustomer::new("c").extra("user_id", "d").extra("api_key", "hush-hush"),
            r#"{"user_id":"d","api_key":"hush-hush"}"#,
        );
        is(&CustomerUpdate::default().extra("alias", "a").alias("b"), r#"{"alias":"b"}"#);
        is(&CustomerUpdate::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
        is(
            &NewAccessGroup::new("a").extra("access_group", "b").extra("api_key", "hush-hush"),
            r#"{"access_group":"b","api_key":"hush-hush"}"#,
        );
        is(&AccessGroupUpdate::default().extra("api_key", "hush-hush"), r#"{"api_key":"hush-hush"}"#);
        is(
            &NewModel::new("m")
                .param("model", "x")
                .extra("blocked", true)
                .extra("litellm_params", json!({"api_key": "hush-hush"})),
            r#"{"model_name":"m","litellm_params":{"api_key":"hush-hush"},"blocked":true}"#,
        );
        is(
            &ModelUpdate::default().extra("model_name", "m").model_name("n").extra("blocked", true),
            r#"{"model_name":"n","blocked":true}"#,
        );
        is(
            &NewCredential::new("c").extra("credential_values", json!({"api_key": "hush-hush"})).extra("model_id", "m"),
            r#"{"credential_name":"c","credential_info":{},"credential_values":{"api_key":"hush-hush"},"model_id":"m"}"#,
        );
        is(
            &CredentialUpdate::default()
                .display_name(Some("a".into()))
                .extra("display_name", Value::Null)
                .extra("values_to_delete", vec!["api_base"]),
            r#"{"credential_info":{},"credential_values":{},"display_name":null,"values_to_delete":["api_base"]}"#,
        );
        let deployment: Deployment =
            serde_json::from_value(json!({"litellm_params": {"api_key": "hush-hush"}})).expect("one");
        assert!(!format!("{deployment:?} {deployment:#?}").contains("hush-hush"));
    }
}
