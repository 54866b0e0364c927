//! The models that are tried when a model fails: those of the configuration, and those set while the server runs, which
//! take precedence.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::config::Config;
use crate::object::JsonObject;
use crate::response::Refusal;
use crate::store::{Table, Tables};

/// When a fallback applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FallbackKind {
    General,
    ContextWindow,
    ContentPolicy,
}

impl FallbackKind {
    pub(crate) fn parse(name: &str) -> Self {
        match name {
            "context_window" => Self::ContextWindow,
            "content_policy" => Self::ContentPolicy,
            _ => Self::General,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::ContextWindow => "context_window",
            Self::ContentPolicy => "content_policy",
        }
    }

    /// Returns the kind that a setting lists.
    pub(crate) fn of_setting(name: &str) -> Option<Self> {
        match name {
            "fallbacks" => Some(Self::General),
            "context_window_fallbacks" => Some(Self::ContextWindow),
            "content_policy_fallbacks" => Some(Self::ContentPolicy),
            _ => None,
        }
    }

    fn id(self, model: &str) -> String {
        format!("{}\u{1f}{model}", self.name())
    }
}

/// Returns the fallbacks of exactly this model, if it has some.
pub(crate) fn of(
    tables: &Tables<'_>,
    config: &Config,
    kind: FallbackKind,
    model: &str,
) -> Result<Option<Vec<String>>, Refusal> {
    let found = match tables.get(Table::Fallbacks, &kind.id(model))? {
        // An empty list removes those of the configuration.
        Some(row) => row.get_strings("fallback_models").into_iter().map(str::to_owned).collect(),
        None => configured(config, kind, model),
    };
    Ok(Some(found).filter(|found| !found.is_empty()))
}

fn configured(config: &Config, kind: FallbackKind, model: &str) -> Vec<String> {
    let map = match kind {
        FallbackKind::General => &config.fallbacks,
        FallbackKind::ContextWindow => &config.context_fallbacks,
        FallbackKind::ContentPolicy => return Vec::new(),
    };
    map.get(model).cloned().unwrap_or_default()
}

/// Sets the fallbacks of a model; an empty list removes them.
pub(crate) fn set(tables: &Tables<'_>, kind: FallbackKind, model: &str, models: &[&str]) -> Result<(), Refusal> {
    let row = json!({ "model": model, "fallback_models": models, "fallback_type": kind.name() });
    let (id, row) = (kind.id(model), JsonObject::from_json(row));
    if !tables.update(Table::Fallbacks, &id, &row)? {
        tables.insert(Table::Fallbacks, &id, &row)?;
    }
    Ok(())
}

/// Returns the models that have fallbacks of a kind.
fn models(tables: &Tables<'_>, config: &Config, kind: FallbackKind) -> Result<BTreeSet<String>, Refusal> {
    let mut models: BTreeSet<String> = match kind {
        FallbackKind::General => config.fallbacks.keys().cloned().collect(),
        FallbackKind::ContextWindow => config.context_fallbacks.keys().cloned().collect(),
        FallbackKind::ContentPolicy => BTreeSet::new(),
    };
    let stored = tables.all(Table::Fallbacks)?.into_iter();
    let of_kind = stored.filter(|row| row.get_str("fallback_type") == Some(kind.name()));
    models.extend(of_kind.filter_map(|row| row.get_str("model").map(str::to_owned)));
    Ok(models)
}

/// Returns all fallbacks of a kind as the configuration lists them.
pub(crate) fn all(tables: &Tables<'_>, config: &Config, kind: FallbackKind) -> Result<Vec<Value>, Refusal> {
    let mut list = Vec::new();
    for model in models(tables, config, kind)? {
        if let Some(fallbacks) = of(tables, config, kind, &model)? {
            list.push(json!({ model: fallbacks }));
        }
    }
    Ok(list)
}

/// Replaces all fallbacks of a kind by a list such as `[{"a": ["b"]}]`.
pub(crate) fn replace_all(
    tables: &Tables<'_>,
    config: &Config,
    kind: FallbackKind,
    list: &Value,
) -> Result<(), Refusal> {
    for model in models(tables, config, kind)? {
        set(tables, kind, &model, &[])?;
    }
    let entries = list.as_array().into_iter().flatten().filter_map(Value::as_object).flatten();
    for (model, fallbacks) in entries {
        let fallbacks = fallbacks.as_array().into_iter().flatten().filter_map(Value::as_str);
        set(tables, kind, model, &fallbacks.collect::<Vec<_>>())?;
    }
    Ok(())
}
